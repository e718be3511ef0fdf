package program

import (
	"fmt"
	"iter"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// A Result is what a month brought one partner.
type Result struct {
	_       [0]func()   // == would compare decimals by address
	Month   cycle.Month `json:"month"`
	Partner string      `json:"partner"`
	// Level is the level after the month, "" for none.
	Level string `json:"level,omitzero"`
	// Placement is where the metrics of the month put the partner. It is nil if the
	// program has no tiers or the ladder refuses the metrics.
	Placement *tier.Placement[tier.NoTerms] `json:"placement,omitzero"`
	// Accounts are the partner's, by currency and medium.
	Accounts []Account `json:"accounts,omitzero"`
	// Faults say why something of the month could not be done, such as a payout that
	// needs a rate of exchange. A close of the run that fails is among them, and events
	// that were refused are not.
	Faults []string `json:"faults,omitzero"`

	run *Run
}

// MarshalJSON writes the result by its tags, without the lines.
func (r Result) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a result strictly. It has no lines then.
func (r *Result) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

// Equal reports whether two results say the same.
func (r Result) Equal(o Result) bool {
	a, _ := r.MarshalJSON() // nothing of a result that cannot be written
	b, _ := o.MarshalJSON()
	return string(a) == string(b)
}

// String returns the result in one line for the partner and one for each account.
func (r Result) String() string {
	lines := []string{fmt.Sprintf("%s %s", r.Month, r.Partner)}
	if r.Placement != nil {
		lines[0] += ": " + r.Placement.String()
	}
	for _, a := range r.Accounts {
		lines = append(lines, "  "+a.String())
	}
	return strings.Join(lines, "\n")
}

// Lines returns what became of each event of the month, in the order in which they
// were evaluated. It returns none for a result that is not the last one of its run.
func (r Result) Lines() iter.Seq[Line] {
	return func(yield func(Line) bool) {
		if r.isLast() {
			r.run.lines(yield)
		}
	}
}

// isLast reports whether the result is the last one of its run.
func (r *Result) isLast() bool {
	return r.run != nil && r.run.now.month == r.Month && r.run.now.partner != nil && r.run.now.partner.name == r.Partner
}

// Entries returns what was posted to the partner in the month. Those of its own events
// come first, in the order of [Result.Lines]. Then come those of other partners' events,
// such as its share of a sale. It returns none for a result that is not the last one of its run.
func (r Result) Entries() iter.Seq[commission.Entry] {
	return func(yield func(commission.Entry) bool) {
		for line := range r.Lines() {
			for _, e := range line.Entries {
				if e.Partner == r.Partner && !yield(e) {
					return
				}
			}
		}
		if r.isLast() {
			for _, e := range r.run.now.others {
				if !yield(e) {
					return
				}
			}
		}
	}
}

// An Account is what a month did to what a partner is owed in one currency and
// medium. The amounts add up: Opening + Earned + Adjusted + Guaranteed + WrittenOff is
// Paid + Held + Carried.
type Account struct {
	_        [0]func()         // == would compare decimals by address
	Currency string            `json:"currency"`
	Medium   commission.Medium `json:"medium,omitzero"`
	// Events is how many events of the month were taken. Sales and Refunds are their
	// amounts, not negative.
	Events  int             `json:"events,omitzero"`
	Sales   decimal.Decimal `json:"sales,wide"`
	Refunds decimal.Decimal `json:"refunds,wide"`
	// Opening is the balance before the month. Earned is what was posted in it, and
	// Adjusted what was taken back.
	Opening  decimal.Decimal `json:"opening,wide"`
	Earned   decimal.Decimal `json:"earned,wide"`
	Adjusted decimal.Decimal `json:"adjusted,wide"`
	// Guaranteed is what a guarantee added, and WrittenOff a debt that was given up; below
	// zero it is a rest that was forfeited.
	Guaranteed decimal.Decimal `json:"guaranteed,omitzero,wide"`
	WrittenOff decimal.Decimal `json:"written_off,omitzero,wide"`
	// Paid was paid in the month. Carried was due at the latest payout and not paid. Held
	// is due later, or came since that payout.
	Paid    decimal.Decimal `json:"paid,wide"`
	Held    decimal.Decimal `json:"held,wide"`
	Carried decimal.Decimal `json:"carried,wide"`
	// Payouts are those of the month, if the policy does more than to pay what is
	// due above a minimum.
	Payouts []payout.Payout `json:"payouts,omitzero"`
}

// MarshalJSON writes the account by its tags.
func (a Account) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads an account strictly.
func (a *Account) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, a, nil) }

// String returns the account as a sum: "USD: opening 0.00 + earned 40.00 + adjusted
// -5.00 = paid 35.00 + held 0.00 + carried 0.00". What a policy added or gave up is
// named if there is any.
func (a Account) String() string {
	further := further(" + ", a.Guaranteed, a.WrittenOff)
	return fmt.Sprintf("%s: opening %s + earned %s + adjusted %s%s = paid %s + held %s + carried %s", account{a.Currency, a.Medium}, exact.Text(a.Opening),
		exact.Text(a.Earned), exact.Text(a.Adjusted), further, exact.Text(a.Paid), exact.Text(a.Held), exact.Text(a.Carried))
}

// further writes what a policy added or gave up, each behind a sign, and nothing of what
// is zero.
func further(sign string, guaranteed, writtenOff decimal.Decimal) (text string) {
	if !guaranteed.IsZero() {
		text = sign + "guaranteed " + exact.Text(guaranteed)
	}
	if !writtenOff.IsZero() {
		text += sign + "written off " + exact.Text(writtenOff)
	}
	return text
}

// A Line is what became of one event.
type Line struct {
	_ [0]func() // == would compare decimals by address
	// Number is the place of the event among those that were added, from 1. It is 0
	// for the close of a period, which the run makes itself.
	Number int              `json:"number,omitzero"`
	Event  commission.Event `json:"event"`
	// Entries are what was posted for it, to other partners as well. Skipped are the
	// rules that did not pay.
	Entries []commission.Entry   `json:"entries,omitzero"`
	Skipped []commission.Skipped `json:"skipped,omitzero"`
	// Err says why the event was refused. It is nil if it was not.
	Err error `json:"-"`
}

// MarshalJSON writes the line by its tags. That of an event that was refused it does
// not write: it returns Err.
func (l Line) MarshalJSON() ([]byte, error) {
	if l.Err != nil {
		return nil, l.Err
	}
	return strictjson.MarshalLimit(l, strictjson.MaxDefinition)
}

// UnmarshalJSON reads a line strictly.
func (l *Line) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, l, nil) }
