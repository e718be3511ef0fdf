package roi

import (
	"cmp"
	"iter"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Figure is the exact result of a formula, with its name, its unit and what
// it was made from. The zero Figure is zero, without name and unit. A Figure is
// immutable and safe for concurrent use; figures compare with [Figure.Equal].
type Figure struct {
	_      [0]func() // == would compare by address
	name   string
	unit   string
	q      *big.Rat // nil is zero
	inputs []Input
}

// An Input is an amount that a figure was made from.
type Input struct {
	_     [0]func() // == would compare decimals by address
	Name  string
	Value decimal.Decimal
}

// Name returns the name of the formula, such as "ROI".
func (f Figure) Name() string { return f.name }

// Unit returns the unit that is written behind the number: "%", ":1".
func (f Figure) Unit() string { return f.unit }

// Inputs returns an iterator over what the figure was made from, in the order
// of the formula.
func (f Figure) Inputs() iter.Seq[Input] { return slices.Values(f.inputs) }

// rat returns the number, which the caller must not change.
func (f Figure) rat() *big.Rat {
	if f.q == nil {
		return new(big.Rat)
	}
	return f.q
}

// Rat returns the number as a fraction of its own.
func (f Figure) Rat() *big.Rat { return new(big.Rat).Set(f.rat()) }

// Round returns the number with so many decimals, 0 to 18, rounded half up: a
// tie goes away from zero. A number of places out of bounds is moved into them.
func (f Figure) Round(places int32) decimal.Decimal {
	return exact.RoundRat(f.rat(), max(0, min(places, exact.MaxPlaces)), exact.HalfUp)
}

// Cmp returns -1, 0 or +1 as the exact number is less than, equal to or greater
// than d. A d of hostile size is compared without being written out.
func (f Figure) Cmp(d decimal.Decimal) int {
	const span = 120 // digits; neither part of a figure has as many
	switch size := int64(d.NumDigits()) + int64(d.Exponent()); {
	case f.rat().Sign() != d.Sign() || d.IsZero():
		return cmp.Compare(f.rat().Sign(), d.Sign())
	case size > span:
		return -d.Sign()
	case size < -span:
		return d.Sign()
	}
	return f.rat().Cmp(exact.Rat(d))
}

// Equal reports whether two figures have the same number, name and unit.
func (f Figure) Equal(g Figure) bool {
	return f.name == g.name && f.unit == g.unit && f.rat().Cmp(g.rat()) == 0
}

// Value returns the number with its unit, rounded half up to two decimals:
// "300%", "122.22%", "6:1".
func (f Figure) Value() string { return exact.Text(exact.Trim(f.Round(2))) + f.unit }

// String returns the figure as a phrase: "ROI 300%: revenue 200000, cost
// 50000".
func (f Figure) String() string {
	var b strings.Builder
	if f.name != "" {
		b.WriteString(f.name + " ")
	}
	b.WriteString(f.Value())
	for i, in := range f.inputs {
		b.WriteString([]string{": ", ", "}[min(i, 1)] + in.Name + " " + exact.Text(in.Value))
	}
	return b.String()
}

// MarshalJSON returns the figure as an object: its name and unit, the exact
// number as a fraction ("1100/9"), its value rounded half up to two decimals,
// and the inputs by name.
func (f Figure) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		ratio, value := f.rat().RatString(), f.Round(2)
		o.String("name", &f.name)
		o.String("unit", &f.unit)
		o.String("exact", &ratio)
		o.Decimal("value", &value)
		for _, in := range f.inputs {
			o.Decimal(in.Name, &in.Value)
		}
	})
}
