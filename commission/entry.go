package commission

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// An Entry is one posted line: a signed amount, and all that made it. Entries
// are only ever added; what corrects an entry is another entry that names it.
type Entry struct {
	_ [0]func() // == would compare decimals by address
	// Key is made of program, partner, rule and event, and of nothing else: the
	// same event evaluated again, on another day or with a later version of the
	// plan in which the rule keeps its name, has the same key. A store that keeps
	// keys unique cannot pay twice. Of two entries of one event and rule, the
	// adjustment, or what a correction reverses, has that word behind it.
	Key string
	// Corrects is the key of the entry that this one takes back in part or in
	// whole; "" for a first entry and for a refund without a known sale.
	Corrects string
	Plan     string // ID of the plan
	Version  int    // of the plan whose terms these are: for a refund, those of its sale
	Rule     string
	Kind     Kind
	Event    string // ID of the event
	Of       string // ID of the event that a refund takes back, or ""
	Partner  string
	Customer string
	Tier     string // that gave the rate, such as "affiliate/gold", or ""
	Period   string // over which the rule adds up, such as "2026-03", or ""
	At       time.Time
	// Due is when the amount may be paid: the first instant of the calendar day
	// that is the plan's hold after the day of At. What a refund takes back is
	// due on its own day, or when the sale's commission is, if that is later.
	Due      time.Time
	Currency string
	Medium   Medium // what Amount is paid in; only cash is paid out
	// Base is what a percentage is taken of: the event's amount less Deductions.
	// It is negative for a refund, and for an adjustment what is rated again.
	Base       decimal.Decimal
	Units      int // for a rule by units; negative for a refund of the last of a sale
	Deductions []Deduction
	Rate       alianza.Percent // of Base, if that is one rate; 0% where only Portions tell
	// Portions are what a table pays, or a rule that pays more than a rate, and add
	// up to Exact. Over a window they are those of all that was sold in it, and add
	// up to Remaining.Amount before a cap cuts that.
	Portions []Portion
	Exact    decimal.Decimal // before it is rounded
	// Amount is what is posted, in the places of the plan. It is Exact, rounded,
	// within the bounds and caps of the rule, of which Note tells. For a refund of
	// a known sale, and for a rule over a window, it is the change of
	// Remaining.Amount, so that refunds of a whole sale, in however many parts,
	// take back exactly what was paid.
	Amount decimal.Decimal
	// Remaining is where the sale, or the window, stands after the entry. For a
	// refund without a known sale it is zero.
	Remaining Remaining
	Note      string // what bounded Amount: "cut to the maximum", say
}

// A Remaining is what is left of a sale or of a window, and the commission on
// that, rounded.
type Remaining struct {
	_      [0]func() // == would compare decimals by address
	Base   decimal.Decimal
	Units  int // for a rule by units
	Amount decimal.Decimal
}

// A Deduction is a part of an event's amount that is not in the base.
type Deduction struct {
	_      [0]func() // == would compare decimals by address
	Name   string
	Amount decimal.Decimal
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
	if e.Of != "" && e.Corrects != "" {
		b.WriteString(" of " + e.Of)
	}
	b.WriteString(": ")
	switch {
	case e.Kind == Adjustment:
		fmt.Fprintf(&b, "%s of %s, rated again%s, earn %s after %s, so %s", e.amount(e.Base, e.Units), e.Period, e.at(),
			exact.Text(e.Remaining.Amount), e.before(), exact.Text(e.Amount))
	case e.Corrects != "":
		fmt.Fprintf(&b, "%s back, %s left%s%s earn %s after %s, so %s", e.amount(e.Base.Neg(), -e.Units),
			e.volume(e.Remaining.Base, e.Remaining.Units), e.in(), e.at(), exact.Text(e.Remaining.Amount), e.before(), exact.Text(e.Amount))
	case e.Period != "" && e.Kind != Close:
		fmt.Fprintf(&b, "%s%s make %s%s, which earn %s (%s) after %s, so %s", e.amount(e.Base, e.Units), e.deductions(),
			e.volume(e.Remaining.Base, e.Remaining.Units), e.in(), exact.Text(e.Remaining.Amount), e.sum(e.Remaining.Base), e.before(), exact.Text(e.Amount))
	default:
		how := "rounded"
		if e.Note != "" {
			how = "posted"
		}
		fmt.Fprintf(&b, "%s %s%s = %s, %s %s", e.sum(e.Base), e.Currency, e.deductions(),
			exact.Text(exact.Trim(e.Exact)), how, exact.Text(e.Amount))
	}
	if e.Note != "" {
		b.WriteString(", " + e.Note)
	}
	if e.Medium != Cash {
		b.WriteString(", in " + strings.ReplaceAll(strings.TrimPrefix(e.Medium.String(), "in_"), "_", " "))
	}
	fmt.Fprintf(&b, ", rule %s, plan %s v%d", e.Rule, e.Plan, e.Version)
	return b.String()
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
func (e Entry) amount(base decimal.Decimal, units int) string {
	if base.IsZero() && units != 0 {
		return Volume{Units: units}.String()
	}
	return exact.Text(base) + " " + e.Currency
}

// volume writes what stands in a window.
func (e Entry) volume(base decimal.Decimal, units int) string {
	if base.IsZero() && units != 0 {
		return fmt.Sprint(units)
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

// before writes what stood before the entry.
func (e Entry) before() string { return exact.Text(e.Remaining.Amount.Sub(e.Amount)) }

// deductions writes how the base came of the amount: " (24.99 less tax 5.00)".
func (e Entry) deductions() string {
	if len(e.Deductions) == 0 {
		return ""
	}
	gross, list := e.Base, make([]string, len(e.Deductions))
	for i, d := range e.Deductions {
		gross = gross.Add(d.Amount)
		list[i] = d.Name + " " + exact.Text(d.Amount)
	}
	return " (" + exact.Text(gross) + " less " + strings.Join(list, ", ") + ")"
}

// MarshalJSON returns the entry with its fields in lower case; amounts are
// strings.
func (e Entry) MarshalJSON() ([]byte, error) { return oldjson.Marshal(e.fields) }

// UnmarshalJSON reads an entry strictly.
func (e *Entry) UnmarshalJSON(data []byte) error {
	return oldjson.Into(e, data, oldjson.MaxDefinition, (*Entry).fields, nil)
}

func (e *Entry) fields(o *oldjson.Object) {
	o.String("key", &e.Key)
	o.Optional().String("corrects", &e.Corrects)
	o.String("plan", &e.Plan)
	o.Int("version", &e.Version)
	o.String("rule", &e.Rule)
	o.String("kind", (*string)(&e.Kind))
	o.String("event", &e.Event)
	o.Optional().String("of", &e.Of)
	o.String("partner", &e.Partner)
	o.Optional().String("customer", &e.Customer)
	o.Optional().String("tier", &e.Tier)
	o.Optional().String("period", &e.Period)
	oldjson.Text(o, "at", &e.At)
	oldjson.Text(o, "due", &e.Due)
	o.String("currency", &e.Currency)
	oldjson.Text(o.Optional(), "medium", &e.Medium)
	o.Exact("base", &e.Base)
	o.Optional().Int("units", &e.Units)
	oldjson.List(o.Optional(), "deductions", &e.Deductions, (*Deduction).fields)
	oldjson.Text(o, "rate", &e.Rate)
	oldjson.List(o.Optional(), "portions", &e.Portions, (*Portion).fields)
	o.Exact("exact", &e.Exact)
	o.Decimal("amount", &e.Amount)
	oldjson.Struct(o, "remaining", &e.Remaining, false, (*Remaining).fields)
	o.Optional().String("note", &e.Note)
}

func (d *Deduction) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	o.Decimal("amount", &d.Amount)
}

func (s *Remaining) fields(o *oldjson.Object) {
	o.Exact("base", &s.Base)
	o.Optional().Int("units", &s.Units)
	o.Decimal("amount", &s.Amount)
}

// key joins the parts of an entry's key; a slash in a part is written %2F and
// a percent sign %25, so that two keys are equal only if all parts are.
func key(parts ...string) string {
	for i, p := range parts {
		if strings.ContainsAny(p, "/%") {
			parts[i] = strings.NewReplacer("%", "%25", "/", "%2F").Replace(p)
		}
	}
	return strings.Join(parts, "/")
}

// Medium is what a reward is paid in. Credit and what is given in kind are kept
// apart from cash and never become part of a cash payout (C5, C9, C10). The
// zero Medium is cash.
type Medium uint8

// The three media.
const (
	Cash   Medium = iota // money that is paid out
	Credit               // a balance in the partner's account with the program
	InKind               // services or goods: recorded, not computed
)

var mediumNames = [...]string{"cash", "credit", "in_kind"}

// String returns the name of the medium, such as "in_kind".
func (m Medium) String() string { return enum.Name(m, mediumNames[:]) }

// MarshalText returns the name of the medium.
func (m Medium) MarshalText() ([]byte, error) { return enum.Text(m, mediumNames[:], 0) }

// UnmarshalText reads the name of a medium: cash, credit or in_kind.
func (m *Medium) UnmarshalText(text []byte) error {
	return enum.Parse(m, text, mediumNames[:], 0)
}
