package commission

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	units "github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// An Entry is one posted line: a signed amount, and all that made it. Entries
// are only ever added; what corrects an entry is another entry that names it.
type Entry struct {
	_ [0]func() // == would compare decimals by address
	// Key is made of program, partner, rule and event alone. The same event
	// evaluated again, on another day or by a later version of the plan, has the
	// same key. A store that keeps keys unique cannot pay twice. Of several entries
	// of one event and rule, all but one have a word behind the key: "adjustment",
	// "reversal". What a bonus posts after the close of its period has the period
	// behind the key. An installment has its number there, and an entry of a partner who
	// shares an event of another one that partner.
	Key string `json:"key"`
	// Corrects is the key of the entry that this one takes back in part or in
	// whole, or puts back; "" for a first entry.
	Corrects string `json:"corrects,omitzero"`
	Plan     string `json:"plan"`    // ID of the program
	Version  int    `json:"version"` // whose terms these are: for a refund, those of its sale
	Rule     string `json:"rule"`    // or the bonus
	Kind     Kind   `json:"kind"`
	Event    string `json:"event"`       // ID of the event
	Of       string `json:"of,omitzero"` // ID of the event that this is about, or ""
	Partner  string `json:"partner"`
	Customer string `json:"customer,omitzero"`
	Tier     string `json:"tier,omitzero"`   // that gave the rate, such as "affiliate/gold"
	Period   string `json:"period,omitzero"` // over which the rule adds up, such as "2026-03"
	// At is when the event happened, and Booked when the entry was posted. A
	// statement of what was posted in a month goes by Booked. Both, and Due, are in the
	// zone of the plan that made the entry.
	At     time.Time `json:"at"`
	Booked time.Time `json:"booked"`
	// Due is when the amount may be paid. A hold of days ends at the first instant of
	// the calendar day that is so many days after the day of At. A hold of hours ends so
	// many hours after At. What is taken back is due on its own day, or when the sale's
	// commission is, if that is later.
	Due      time.Time `json:"due"`
	Currency string    `json:"currency"`
	Medium   Medium    `json:"medium,omitzero"` // what Amount is paid in; only cash is paid out
	// Own says that the partner's own terms were paid by.
	Own bool `json:"own_terms,omitzero"`
	// Base is what a percentage is taken of: the event's amount less Deductions.
	// It is negative for a refund, and for an adjustment what is rated again.
	Base decimal.Decimal `json:"base,wide"`
	// Units are those of a rule by units, negative for a refund.
	Units      decimal.Decimal `json:"units,omitzero,wide"`
	Deductions []Deduction     `json:"deductions,omitzero"`
	// Rate is that of Base, if it is one rate; 0% where only Portions tell.
	Rate alianza.Percent `json:"rate"`
	// Portions are what a table pays, or a rule that pays more than a rate. They
	// add up to Exact. Over a window they are those of all that was sold in it, and
	// add up to Remaining.Amount before a cap cuts that.
	Portions []Portion       `json:"portions,omitzero"`
	Exact    decimal.Decimal `json:"exact,wide"` // before it is rounded
	// Amount is what is posted: Exact, rounded, within the bounds and caps of the
	// rule. For what is taken back, and for a rule over a window, it is the change
	// of Remaining.Amount. So refunds of a whole sale, in however many parts, take
	// back exactly what was paid.
	Amount decimal.Decimal `json:"amount"`
	// Remaining is where the sale, or the window, stands after the entry.
	Remaining Remaining `json:"remaining"`
	// Why says what made Amount another than Exact, rounded, or what was undone.
	Why Reason `json:"why,omitzero"`
	// Cause is that of the event: why something was taken back.
	Cause string `json:"cause,omitzero"`
	// Detail is what few entries have to say besides; nil if there is nothing.
	Detail *Detail `json:"detail,omitzero"`
}

// A Remaining is what is left of a sale or of a window, and the commission on
// that, rounded.
type Remaining struct {
	_      [0]func()       // == would compare decimals by address
	Base   decimal.Decimal `json:"base,wide"`
	Units  decimal.Decimal `json:"units,omitzero,wide"` // for a rule by units
	Amount decimal.Decimal `json:"amount"`
}

// A Deduction is a part of an event's amount that is not in the base.
type Deduction struct {
	_      [0]func()       // == would compare decimals by address
	Name   string          `json:"name"`
	Amount decimal.Decimal `json:"amount"`
}

// newEntry returns the entry of an event by a rule, without its amounts.
func (p *Plan) newEntry(def *Definition, rule string, e *Event) Entry {
	var one Entry
	p.begin(&one, def, rule, e)
	return one
}

// begin fills the zero Entry with what is known before the amounts are.
func (p *Plan) begin(e *Entry, def *Definition, rule string, of *Event) {
	e.Key = units.Key(def.ID, of.Partner, rule, of.ID)
	e.Plan, e.Version, e.Rule, e.Kind, e.Event, e.Of = def.ID, def.Version, rule, of.Kind, of.ID, of.Of
	e.Partner, e.Customer, e.At, e.Booked, e.Currency = of.Partner, of.Customer, p.local(of.At), p.local(of.booked()), of.Currency
	e.Cause = of.Cause
}

// local returns an instant in the zone of the plan. At the ends of the calendar it may have
// no year there, and stays as it is.
func (p *Plan) local(at time.Time) time.Time {
	if !check.Sound(at) {
		return at
	}
	return at.In(p.Zone())
}

// due returns the first instant of the calendar day that is so many days after
// the day of an event. Whole days, also for none: a balance by due date then
// does not grow with the events of a day.
func (p *Plan) due(at time.Time, days int) time.Time {
	return p.day(at).AddDays(days).In(p.zone)
}

// held returns when what an event of an instant earned is due by a definition.
func (p *Plan) held(d *Definition, at time.Time) time.Time {
	if d.HoldHours == 0 {
		return p.due(at, d.HoldDays)
	}
	due := p.local(at).Add(time.Duration(d.HoldHours) * time.Hour)
	if !check.Sound(due) && due.Year() > 9999 {
		return p.due(at, 24*maxDays) // the last day of the calendar, as for days
	}
	return due
}

// sumAll returns the sum of the amounts of entries.
func sumAll(entries []Entry) decimal.Decimal {
	if len(entries) == 1 {
		return entries[0].Amount
	}
	sum := decimal.Decimal{}
	for i := range entries {
		sum = sum.Add(entries[i].Amount)
	}
	return sum
}

// String returns the entry as a sentence that can be checked with a
// calculator:
//
//	sale order-991: 25% of 19.99 USD = 4.9975, rounded 5.00, rule sale, plan affiliate v3
//	refund r-7 of order-991: 9.99 USD back, 10.00 left at 25% earn 2.50 after 5.00, so -2.50, rule sale, plan affiliate v3
//	sale order-6: 100.00 USD make 600.00 in 2026-03, which earn 150.00 (25% of 600.00) after 125.00, so 25.00, rule sale, plan slab v1
func (e Entry) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", e.Kind, e.Event)
	answered := e.Detail != nil && e.Detail.answered(&e)
	back := e.Corrects != "" && (e.Period != "" || !e.Detail.others()) // with what is left
	if e.Of != "" && (e.Corrects != "" || answered) {
		b.WriteString(" of " + e.Of)
	}
	b.WriteString(": ")
	switch {
	case answered:
		fmt.Fprintf(&b, "%s left%s%s", e.amount(e.Base, e.Units), e.at(), e.stands())
	case e.Kind == Adjustment:
		fmt.Fprintf(&b, "%s of %s, rated again%s,%s", e.amount(e.Base, e.Units), e.Period, e.at(), e.earns())
	case back && e.Why.Code == undone:
		fmt.Fprintf(&b, "%s again, %s left%s%s%s", e.amount(e.Base, e.Units), e.volume(e.Remaining.Base, e.Remaining.Units), e.in(), e.at(), e.earns())
	case back && e.Base.Sign()+e.Units.Sign() > 0: // of a close, whose volume stands
		fmt.Fprintf(&b, "%s of %s%s", e.amount(e.Base, e.Units), e.Period, e.earns())
	case back:
		fmt.Fprintf(&b, "%s back, %s left%s%s%s", e.amount(exact.Sane(e.Base).Neg(), exact.Sane(e.Units).Neg()),
			e.volume(e.Remaining.Base, e.Remaining.Units), e.in(), e.at(), e.earns())
	case e.Period != "" && e.Kind != Close && e.Detail.parted():
		fmt.Fprintf(&b, "%s%s make %s%s (%s)%s", e.amount(e.Base, e.Units), e.deductions(),
			e.volume(e.Remaining.Base, e.Remaining.Units), e.in(), e.sum(e.Remaining.Base), e.stands())
	case e.Period != "" && e.Kind != Close:
		fmt.Fprintf(&b, "%s%s make %s%s, which earn %s (%s) after %s, so %s", e.amount(e.Base, e.Units), e.deductions(),
			e.volume(e.Remaining.Base, e.Remaining.Units), e.in(), exact.Text(e.Remaining.Amount), e.sum(e.Remaining.Base), e.before(), exact.Text(e.moved()))
	default:
		how, amount := "rounded", e.Amount
		if e.bounded() {
			how = "posted"
		}
		if e.Detail != nil {
			amount = e.Detail.whole(amount)
		}
		fmt.Fprintf(&b, "%s %s%s = %s, %s %s", e.sum(e.Base), e.Currency, e.deductions(),
			exact.Text(exact.Trim(exact.Sane(e.Exact))), how, exact.Text(amount))
	}
	if e.Kind != Adjustment && !e.Why.IsZero() {
		b.WriteString(", " + e.Why.String())
	}
	if e.Detail != nil {
		e.Detail.text(&b, e.Amount)
	}
	if e.Cause != "" {
		b.WriteString(", for " + e.Cause)
	}
	if e.Own {
		b.WriteString(", at the partner's own terms")
	}
	if e.Medium != Cash {
		b.WriteString(", in " + strings.ReplaceAll(strings.TrimPrefix(e.Medium.String(), "in_"), "_", " "))
	}
	fmt.Fprintf(&b, ", rule %s, plan %s v%d", e.Rule, e.Plan, e.Version)
	return b.String()
}

// bounded reports whether a bound or a cap made the amount.
func (e Entry) bounded() bool {
	return e.Why.Code == raisedToMin || e.Why.Code == cutToMax || e.Why.Code == cutToCap
}

// sum writes what the entry pays of a base: "25% of 19.99".
func (e Entry) sum(base decimal.Decimal) string {
	switch {
	case len(e.Portions) > 0:
		return sumText(e.Portions)
	case e.Rate.IsZero() && e.Period != "":
		return "in proportion"
	}
	return e.Rate.String() + " of " + exact.Text(base)
}

// amount writes a base with its currency, or units where there is none.
func (e Entry) amount(base, units decimal.Decimal) string {
	if base.IsZero() && !units.IsZero() {
		return Volume{Units: units}.String()
	}
	return exact.Text(base) + " " + e.Currency
}

// volume writes what stands in a window.
func (e Entry) volume(base, units decimal.Decimal) string {
	if base.IsZero() && !units.IsZero() {
		return exact.Text(exact.Trim(exact.Sane(units)))
	}
	return exact.Text(base)
}

// at writes the one rate of the entry, if there is one.
func (e Entry) at() string {
	if e.Rate.IsZero() {
		return ""
	}
	return " at " + e.Rate.String()
}

// in writes the window of the entry, if there is one.
func (e Entry) in() string {
	if e.Period == "" {
		return ""
	}
	return " in " + e.Period
}

// earns writes what is earned of what is left, or what stands of it where the entry
// has a part of that alone.
func (e Entry) earns() string {
	if e.Detail.parted() {
		return e.stands()
	}
	return fmt.Sprintf(" earn %s after %s, so %s", exact.Text(e.Remaining.Amount), e.before(), exact.Text(e.moved()))
}

// stands writes what stands after the entry.
func (e Entry) stands() string {
	return fmt.Sprintf(", %s stands after %s, so %s", exact.Text(e.Remaining.Amount), e.before(), exact.Text(e.moved()))
}

// moved returns by how much what stands has changed, with what other partners have of
// that.
func (e Entry) moved() decimal.Decimal {
	if e.Detail.others() {
		return e.Detail.Shared
	}
	return e.Amount
}

// before writes what stood before the entry.
func (e Entry) before() string {
	return exact.Text(exact.Sane(e.Remaining.Amount).Sub(exact.Sane(e.moved())))
}

// deductions writes how the base came of the amount: " (24.99 less tax 5.00)".
func (e Entry) deductions() string {
	if len(e.Deductions) == 0 {
		return ""
	}
	gross, list := exact.Sane(e.Base), make([]string, len(e.Deductions))
	for i, d := range e.Deductions {
		gross = gross.Add(exact.Sane(d.Amount))
		list[i] = d.Name + " " + exact.Text(d.Amount)
	}
	return " (" + exact.Text(gross) + " less " + strings.Join(list, ", ") + ")"
}

// MarshalJSON writes the entry by its tags.
func (e Entry) MarshalJSON() ([]byte, error) { return strictjson.Marshal(e) }

// UnmarshalJSON reads an entry strictly.
func (e *Entry) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, e, nil) }

// MarshalJSON writes what remains by its tags.
func (r Remaining) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads what remains strictly.
func (r *Remaining) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

// MarshalJSON writes the deduction by its tags.
func (d Deduction) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a deduction strictly.
func (d *Deduction) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }
