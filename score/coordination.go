package score

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// Coordination is what a partnership brings and what it costs to keep it going,
// both over the same period and in the same currency.
type Coordination struct {
	_ [0]func() // == would compare decimals by address
	// Margin is the margin that comes in; it may be negative.
	Margin decimal.Decimal `json:"margin"`
	// Cost is the cost of the time spent: hours times the cost of an hour.
	Cost decimal.Decimal `json:"cost"`
	// Unit is written behind the amounts, such as "USD". It may be empty.
	Unit string `json:"unit,omitzero"`
}

// Worth says whether a partnership is worth its coordination. The values are
// ordered, Hobby < BreakEven < Viable. The zero Worth is none: nothing was
// compared.
type Worth uint8

// The three cases of the semáforo (S19).
const (
	Hobby     Worth = iota + 1 // it costs more than it brings; written "hobby"
	BreakEven                  // it costs what it brings; written "break_even"
	Viable                     // it costs less than it brings; written "viable"
)

var worthNames = [...]string{"none", "hobby", "break_even", "viable"}

// String returns the name of the case, such as "break_even", "none" for the
// zero Worth.
func (w Worth) String() string { return enum.Name(w, worthNames[:]) }

// AppendText appends the name of the case to b.
func (w Worth) AppendText(b []byte) ([]byte, error) { return append(b, w.String()...), nil }

// MarshalText returns the name of the case.
func (w Worth) MarshalText() ([]byte, error) { return w.AppendText(nil) }

// UnmarshalText reads the name of a case: hobby, break_even or viable.
func (w *Worth) UnmarshalText(text []byte) error { return enum.Parse(w, text, worthNames[:], 1) }

// A CoordinationVerdict says whether a partnership is worth its coordination.
type CoordinationVerdict struct {
	_            [0]func() // == would compare decimals by address
	Coordination Coordination
	Worth        Worth
	Net          decimal.Decimal // margin less cost, exact
}

// Judge compares the cost of coordination with the margin (S19), both exact: a
// hobby costs more than it brings, at break even it costs the same, less is
// viable. A negative margin is a hobby at any cost. It returns an error for a
// negative cost and for numbers out of the bounds of the library.
func (c Coordination) Judge() (CoordinationVerdict, error) {
	var f check.Faults
	c.check(&f, "")
	if err := f.Err(); err != nil {
		return CoordinationVerdict{}, fmt.Errorf("score: coordination: %w", err)
	}
	return c.judge(), nil
}

// judge is Judge for numbers that were checked.
func (c Coordination) judge() CoordinationVerdict {
	v := CoordinationVerdict{Coordination: c, Net: c.Margin.Sub(c.Cost), Worth: BreakEven}
	switch v.Net.Sign() {
	case -1:
		v.Worth = Hobby
	case +1:
		v.Worth = Viable
	}
	return v
}

// check adds the faults of the facts.
func (c *Coordination) check(f *check.Faults, path string) {
	if path != "" {
		path += "."
	}
	f.Number(path+"margin", c.Margin)
	f.NotNegative(path+"cost", c.Cost)
	if c.Unit != "" {
		f.Name(path+"unit", c.Unit)
	}
}

// String returns the verdict as a phrase: "hobby: costs 50 USD, brings 10 USD,
// 40 USD too much".
func (v CoordinationVerdict) String() string {
	if v.Worth == 0 {
		return "none"
	}
	amount := func(d decimal.Decimal) string { return exact.Text(d) + spaced(v.Coordination.Unit) }
	text := fmt.Sprintf("%s: costs %s, brings %s", v.Worth, amount(v.Coordination.Cost), amount(v.Coordination.Margin))
	switch v.Worth {
	case Hobby:
		text += ", " + amount(v.Net.Abs()) + " too much"
	case Viable:
		text += ", " + amount(v.Net) + " left"
	default: // nothing is left
	}
	return text
}

// MarshalJSON returns the verdict with its fields in lower case.
func (v CoordinationVerdict) MarshalJSON() ([]byte, error) { return oldjson.Marshal(v.fields) }

func (v *CoordinationVerdict) fields(o *oldjson.Object) {
	if v.Worth != 0 {
		oldjson.Text(o, "worth", &v.Worth)
	}
	v.Coordination.fields(o)
	o.Decimal("net", &v.Net)
}

// MarshalJSON returns the JSON of the facts.
func (c Coordination) MarshalJSON() ([]byte, error) { return oldjson.Marshal(c.fields) }

// UnmarshalJSON reads the facts strictly, with the errors of
// [Coordination.Judge], and on error leaves c as it was.
func (c *Coordination) UnmarshalJSON(data []byte) error {
	return oldjson.Into(c, data, oldjson.MaxDefinition, (*Coordination).fields, func(c *Coordination) error {
		var f check.Faults
		c.check(&f, "")
		return f.Err()
	})
}

func (c *Coordination) fields(o *oldjson.Object) {
	o.Decimal("margin", &c.Margin)
	o.Decimal("cost", &c.Cost)
	o.Optional().String("unit", &c.Unit)
}
