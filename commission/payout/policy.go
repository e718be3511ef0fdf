// Package payout says when a partner is paid what it earned, and how much of it.
//
// A [Policy] is a checked [Definition]: currency, hold, holdback, the least
// balance that is paid, and more. Entries of package commission are posted in an
// [Account], one for each partner. [Policy.Settle] closes a period: it pays what is
// due, names the entries that it pays, and carries or holds the rest.
//
//	policy, err := payout.New(payout.Definition{Currency: "USD", Minimum: fifty})
//	account, err = policy.Post(account, earned.Entries...)
//	paid, account, err := policy.Settle(account, endOfMonth)
//	fmt.Println(paid) // paid 320.00 USD; held 45.10, carried 0.00; …
//
// Nothing is changed in place. An account that was given is as it was, so that a
// settlement whose result is lost can be repeated and pays the same. Keep the
// account and the payout in one transaction, and transfer money after that.
//
// With Confirm, a payout waits for the bank: [Policy.Confirm] says that it is paid,
// [Policy.Fail] puts it back. Settling again meanwhile gives the same payout, with
// the same key and amount. [Policy.Return] is for money that comes back later.
//
// An entry that somebody has to look at is blocked by [Policy.Block] and released
// by [Policy.Release]. Nothing is edited: a debt is written off by an item of its
// own, as is account credit that is redeemed.
//
// Rules: C5, C9, C10, C34.
package payout

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A Policy is a checked definition. The zero Policy refuses everything. A Policy is
// immutable and safe for concurrent use.
type Policy struct {
	def  Definition
	unit unit.Unit
	to   unit.Unit // what is transferred; the same as unit without a conversion
	zone *time.Location
	rate decimal.Decimal
}

// New checks a definition and returns its policy. It returns an error with all
// faults of the definition:
//   - a currency, a medium, a calendar or an end that does not exist;
//   - a step that the currency does not have;
//   - an amount that is negative or no whole number of steps;
//   - a number of days, hours, months or settlements that is out of range;
//   - a rate that is not from 0% to 100%, or rates of a deferral that do not add up to 100%;
//   - a maximum below the minimum, or below the amount of a draw;
//   - a draw, or a holdback for a number of settlements, without a calendar;
//   - a draw that ends before it begins, or a guarantee that is recovered;
//   - a transfer in the currency of the account;
//   - a rate of exchange pinned at the entry, beside what asks for it at the payout;
//   - fields that need another one, or that exclude one another.
func New(d Definition) (Policy, error) {
	u, to, err := d.units()
	if err != nil {
		return Policy{}, err
	}
	return Policy{def: d.clone(), unit: u, to: to}, nil
}

// In returns the policy with its days and periods in a zone. Without it, and for
// nil, they are in UTC.
func (p Policy) In(zone *time.Location) Policy {
	p.zone = zone
	return p
}

// At returns the policy with a rate of exchange: so many units of the currency
// of the transfer for one unit of the account's. A definition with a conversion
// asks for it where it pins the rate: when an entry is posted, or at a payout.
func (p Policy) At(rate decimal.Decimal) Policy {
	p.rate = rate
	return p
}

// Definition returns a fresh copy of the definition that the policy was made
// from.
func (p Policy) Definition() Definition { return p.def.clone() }

// Equal reports whether two policies were made from equal definitions and have
// the same zone and rate.
func (p Policy) Equal(o Policy) bool {
	return p.def.equal(&o.def) && p.zoneName() == o.zoneName() && exact.Cmp(p.rate, o.rate) == 0
}

func (p Policy) zoneName() string {
	if p.zone == nil {
		return time.UTC.String()
	}
	return p.zone.String()
}

// unchecked returns the error of a policy that [New] did not make, else nil.
func (p Policy) unchecked() error {
	if !p.unit.IsZero() {
		return nil
	}
	return fmt.Errorf("payout: %w", check.Fault("policy", "", alianza.ErrUnchecked, ""))
}

// wrap names the package in the faults that were found.
func wrap(f *check.Faults) error {
	if err := f.Err(); err != nil {
		return fmt.Errorf("payout: %w", err)
	}
	return nil
}

// MarshalJSON writes the definition that the policy was made from. It returns an
// error if the policy was not made by [New].
func (p Policy) MarshalJSON() ([]byte, error) {
	if err := p.unchecked(); err != nil {
		return nil, err
	}
	return p.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the policy of it.
func (p *Policy) UnmarshalJSON(data []byte) error {
	var d Definition
	if err := d.UnmarshalJSON(data); err != nil {
		return err
	}
	made, err := New(d)
	if err != nil {
		return err
	}
	*p = made
	return nil
}
