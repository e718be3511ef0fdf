// Package payout says when what a partner earned is paid.
//
// A [Policy] is a checked [Definition]: currency, medium and the least balance
// that is paid. Entries of package commission are posted in an [Account], one
// for each partner. [Policy.Settle] closes a month: it pays what is due, and
// carries or holds the rest.
//
//	policy, err := payout.New(payout.Definition{Currency: "USD", Places: 2, Minimum: fifty})
//	account, err = policy.Post(account, earned.Entries...)
//	paid, account, err := policy.Settle(account, endOfMonth)
//	fmt.Println(paid) // due 320.00 USD; held 45.10, carried 0.00; …
//
// Nothing is changed in place. An account that was given is as it was, so that a
// settlement whose result is lost can be repeated and pays the same.
//
// Rules: C5, C9, C10, C34.
package payout

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Definition says what is paid out of an account. [New] checks it.
type Definition struct {
	_ [0]func() // == would compare decimals by address
	// Currency is the ISO 4217 code of the amounts. Places is the number of their
	// decimals, 0 to 18.
	Currency string `json:"currency"`
	Places   int    `json:"places"`
	// Medium is what is paid out; cash if absent. Entries in another medium are
	// refused. Account credit and rewards in kind never enter a cash payout.
	Medium commission.Medium `json:"medium,omitzero"`
	// Minimum is the least balance that is paid, inclusive. A smaller balance is
	// carried to the next settlement. 0 pays every positive balance.
	Minimum decimal.Decimal `json:"minimum,omitzero"`
}

// A Policy is a checked definition. The zero Policy has no currency and takes no
// entry. A Policy is immutable and safe for concurrent use.
type Policy struct{ def Definition }

// New checks a definition and returns its policy. It returns an error with all
// faults of the definition.
func New(d Definition) (Policy, error) {
	if err := d.check(); err != nil {
		return Policy{}, err
	}
	return Policy{d}, nil
}

// Definition returns the definition that the policy was made from.
func (p Policy) Definition() Definition { return p.def }

func (d *Definition) check() error {
	var f check.Faults
	switch {
	case d.Currency == "":
		f.Add("currency", "", alianza.ErrMissing, "an ISO 4217 code such as USD")
	case len(d.Currency) != 3 || strings.Trim(d.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
		f.Add("currency", d.Currency, alianza.ErrForm, "want an ISO 4217 code, three capital letters")
	}
	placed := d.Places >= 0 && d.Places <= exact.MaxPlaces
	if !placed {
		f.Add("places", fmt.Sprint(d.Places), alianza.ErrRange, fmt.Sprintf("from 0 to %d", exact.MaxPlaces))
	}
	if new(commission.Medium).UnmarshalText([]byte(d.Medium.String())) != nil {
		f.Add("medium", d.Medium.String(), alianza.ErrUnknown, "")
	}
	if f.NotNegative("minimum", d.Minimum) && placed && !whole(d.Minimum, d.Places) {
		f.Add("minimum", exact.Text(d.Minimum), alianza.ErrConflict, fmt.Sprintf("more decimals than the %d places of the currency", d.Places))
	}
	return f.Err()
}

// whole reports whether an amount has no more decimals than places.
func whole(amount decimal.Decimal, places int) bool {
	return int(amount.Exponent()) >= -places || exact.Cmp(exact.Round(amount, int32(places), exact.Down), amount) == 0
}

// A Payout is one settlement of an account. It conserves money:
//
//	Opening + Earned + Adjusted = Paid + Held + Carried
type Payout struct {
	_        [0]func() // == would compare decimals by address
	Currency string
	Until    time.Time       // exclusive
	Opening  decimal.Decimal // carried and held after the settlement before
	Earned   decimal.Decimal // positive entries posted since then, also those due later
	Adjusted decimal.Decimal // negative entries posted since then, likewise
	Paid     decimal.Decimal // the balance that is due, if it is paid now
	Held     decimal.Decimal // due at Until or later
	Carried  decimal.Decimal // the balance that is due, if it is negative or below the minimum
}

// Settle pays the balance that is due before an instant, exclusive: the end of a
// month, say. The balance is what was carried, and every amount held whose Due
// is before until.
//
//   - A positive balance of at least the minimum is paid whole.
//   - Any other balance is carried. A negative balance is set off against what
//     comes due later, and never charged.
//
// Settle returns the payout and the account after it. The account that was given
// is unchanged: settling it again gives the same. Settle returns an error if:
//   - the account is in another currency ([alianza.ErrCurrency]) or medium
//     ([alianza.ErrConflict]);
//   - an amount, or a sum of amounts, is out of bounds, or has more decimals than the
//     currency ([alianza.ErrRange]);
//   - the amounts of the account do not add up ([alianza.ErrConflict]);
//   - until is missing ([alianza.ErrMissing]).
func (p Policy) Settle(a Account, until time.Time) (Payout, Account, error) {
	if err := p.check(a); err != nil {
		return Payout{}, a, err
	}
	var f check.Faults
	if !f.Instant("until", until) {
		return Payout{}, a, fmt.Errorf("payout: %w", f.Err())
	}
	out := Payout{Currency: p.def.Currency, Until: until, Opening: a.Opening, Earned: a.Earned, Adjusted: a.Adjusted}
	first, _ := find(a.Held, until) // of those that are not due
	balance := a.Carried.Add(sum(a.Held[:first]))
	if out.Held = sum(a.Held[first:]); balance.IsPositive() && exact.Cmp(balance, p.def.Minimum) >= 0 {
		out.Paid = balance
	} else {
		out.Carried = balance
	}
	if err := bounded(balance, out.Held, balance.Add(out.Held)); err != nil {
		f.Add("account.held", "", alianza.ErrRange, "the sum until "+until.Format(time.RFC3339)+": "+err.Error())
		return Payout{}, a, fmt.Errorf("payout: %w", f.Err())
	}
	for _, amount := range []*decimal.Decimal{&out.Opening, &out.Earned, &out.Adjusted, &out.Paid, &out.Held, &out.Carried} {
		*amount = p.shown(*amount)
	}
	after := Account{
		Currency: a.Currency, Medium: a.Medium,
		Opening: p.shown(out.Held.Add(out.Carried)), Carried: out.Carried, Held: slices.Clone(a.Held[first:]),
	}
	return out, after, nil
}

// shown returns an amount with as many decimals as the currency has.
func (p Policy) shown(d decimal.Decimal) decimal.Decimal {
	return exact.Round(d, int32(p.def.Places), exact.Down) // exact: the amount has no more
}

// String returns the payout as a sentence: "due 320.00 USD; held 45.10,
// carried 0.00; opening 20.00, earned 380.10, adjusted -35.00".
func (p Payout) String() string {
	return fmt.Sprintf("due %s %s; held %s, carried %s; opening %s, earned %s, adjusted %s", exact.Text(p.Paid), p.Currency,
		exact.Text(p.Held), exact.Text(p.Carried), exact.Text(p.Opening), exact.Text(p.Earned), exact.Text(p.Adjusted))
}

// MarshalJSON returns the JSON of the definition.
func (d Definition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*Definition).fields, (*Definition).check)
}

func (d *Definition) fields(o *oldjson.Object) {
	o.String("currency", &d.Currency)
	o.Int("places", &d.Places)
	oldjson.Text(o.Optional(), "medium", &d.Medium)
	o.Optional().Decimal("minimum", &d.Minimum)
}

// MarshalJSON returns the payout with its fields in lower case.
func (p Payout) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("currency", &p.Currency)
		oldjson.Text(o, "until", &p.Until)
		o.Decimal("opening", &p.Opening)
		o.Decimal("earned", &p.Earned)
		o.Decimal("adjusted", &p.Adjusted)
		o.Decimal("paid", &p.Paid)
		o.Decimal("held", &p.Held)
		o.Decimal("carried", &p.Carried)
	})
}
