package roi

import (
	"fmt"
	"iter"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/currency"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// Units of figures. The unit of an amount is the code of its currency, and a
// plain number has none.
const (
	UnitPercent = "%"        // hundredths: 300 is 300%
	UnitGross   = ":1 gross" // what came back for each unit of cost
	UnitNet     = ":1 net"   // what came back for each unit of cost, less the cost
)

// maxInputs is how many inputs a figure may have.
const maxInputs = check.MaxInputs

// A Figure is the exact result of a formula, with its name, its unit and its
// inputs. It is a number to be judged: a KPI of package score/kpi takes it, and
// so does [alianza.Bound.Holds]. Figures compare with [Figure.Equal].
//
// The zero Figure is no figure. Every formula refuses it.
type Figure struct {
	_      [0]func() // == would compare by address
	name   string
	unit   string
	number *big.Rat // nil in the zero Figure; never changed
	inputs []Figure // without inputs of their own
}

// noFigure is the unit of the zero Figure, by which others know it for none.
const noFigure = exact.NoFigure

// NewFigure returns a figure with a name, a unit, a number and inputs. It is for
// amounts with a currency, and for formulas of the caller's own:
//
//	cost, err := roi.NewFigure("cost", "USD", decimal.NewFromInt(25_000))
//
// The inputs are kept without inputs of their own. A number that is a Figure has
// to have the same unit or none.
//
// NewFigure returns an error if:
//   - the name is missing or malformed, or the unit is malformed;
//   - the number or an input is missing or out of the bounds of the library;
//   - there are more than 200 inputs.
func NewFigure(name, unit string, number Number, inputs ...Figure) (Figure, error) {
	f := formula{name: name}
	f.faults.Name("name", name)
	if unit != "" {
		f.faults.Name("unit", unit)
	}
	if q, has, ok := f.number("number", number); ok && (has == "" || has == unit) {
		f.result = q
	} else if ok {
		f.faults.Add("number", has, alianza.ErrConflict, "want "+noun(unit))
	}
	if f.faults.Count("inputs", len(inputs), maxInputs, "inputs") {
		for i, in := range inputs {
			path := fmt.Sprintf("inputs[%d]", i)
			_, _, ok := f.number(path, in)
			if ok = f.faults.Name(path+".name", in.name) && ok; ok {
				f.inputs = append(f.inputs, in.bare(in.name))
			}
		}
	}
	return f.figure(unit)
}

// bare returns the figure under a name, without its inputs.
func (f Figure) bare(name string) Figure {
	return Figure{name: name, unit: f.unit, number: f.number}
}

// Name returns the name of the formula, such as "ROI".
func (f Figure) Name() string { return f.name }

// Unit returns the unit of the number: a Unit of this package, the code of a
// currency, or "" for a plain number. It is "no figure" for the zero Figure, which
// no KPI takes.
func (f Figure) Unit() string {
	if f.number == nil {
		return noFigure
	}
	return f.unit
}

// WithUnit returns the figure with a unit, if it has none or the same one.
// Otherwise it returns an error that wraps [alianza.ErrConflict].
func (f Figure) WithUnit(unit string) (Figure, error) {
	g, err := NewFigure(f.name, unit, f, f.inputs...)
	if err != nil {
		return Figure{}, fmt.Errorf("roi: with unit: %w", err)
	}
	return g, nil
}

// Inputs returns an iterator over the inputs, in the order of the formula. An
// input has the name that the formula gives it.
func (f Figure) Inputs() iter.Seq[Figure] { return slices.Values(f.inputs) }

// rat returns the number, which the caller must not change.
func (f Figure) rat() *big.Rat {
	if f.number == nil {
		return new(big.Rat)
	}
	return f.number
}

// Rat returns the number as a fraction of the caller's own, 0 for the zero
// Figure.
func (f Figure) Rat() *big.Rat { return new(big.Rat).Set(f.rat()) }

// Round returns the number with so many decimals, 0 to 18, rounded half up: a
// tie goes away from zero. A number of places out of bounds is moved into them.
func (f Figure) Round(places int32) decimal.Decimal {
	return exact.RoundRat(f.rat(), max(0, min(places, exact.MaxPlaces)), exact.HalfUp)
}

// Ceil returns the least whole number that is not below the figure: 6 for 5.25
// months.
func (f Figure) Ceil() decimal.Decimal { return frac.Ceil(f.rat()) }

// Cmp returns -1, 0 or +1 as the exact number is less than, equal to or greater
// than d. A d of hostile size is compared without being written out. The zero
// Figure compares as 0: [alianza.Bound.Holds] knows it for none.
func (f Figure) Cmp(d decimal.Decimal) int {
	return exact.CmpRat(f.rat(), d)
}

// Equal reports whether two figures have the same name, unit, number and inputs.
// [Figure.Cmp] compares numbers alone.
func (f Figure) Equal(g Figure) bool {
	return f.name == g.name && f.Unit() == g.Unit() && f.rat().Cmp(g.rat()) == 0 &&
		slices.EqualFunc(f.inputs, g.inputs, Figure.Equal)
}

// IsZero reports whether f is the zero Figure, which is no figure. A figure of
// 0% is one.
func (f Figure) IsZero() bool { return f.number == nil }

// Value returns the number with its unit: "300%", "122.22%", "6:1 gross",
// "125 USD".
//
// It rounds half up to two decimals. If that leaves fewer than two and changes
// the number, it takes more decimals: 299.999 is shown as 299.999, not as 300.
// It also takes more decimals, up to 18, until the number as shown meets and
// misses the bounds given as the exact number does.
func (f Figure) Value(bounds ...alianza.Bound) string {
	if f.number == nil {
		return noFigure
	}
	return withUnit(shown(f.number, bounds), f.unit)
}

// shown returns a number to be read beside some bounds.
func shown(q *big.Rat, bounds []alianza.Bound) decimal.Decimal {
	for places := int32(2); places <= exact.MaxPlaces; places++ {
		r := exact.RoundRat(q, places, exact.HalfUp)
		if exact.Rat(r).Cmp(q) == 0 || exact.Trim(r).Exponent() <= -2 && agree(q, r, bounds) {
			return r
		}
	}
	// Nearer to a short number than 18 decimals can tell: stay on its own side.
	return exact.RoundFar(q, exact.MaxPlaces)
}

// agree reports whether a number and its rounded form meet the same bounds.
func agree(q *big.Rat, r decimal.Decimal, bounds []alianza.Bound) bool {
	for _, b := range bounds {
		if b.Holds(Figure{number: q}) != b.Holds(r) {
			return false
		}
	}
	return true
}

// withUnit returns a number and its unit as text.
func withUnit(d decimal.Decimal, unit string) string {
	text := exact.Text(exact.Trim(d))
	if unit == "" || unit == UnitPercent || unit[0] == ':' {
		return text + unit
	}
	if text == "1" && slices.Contains([]string{UnitMonths, "periods", "hours"}, unit) {
		unit = strings.TrimSuffix(unit, "s")
	}
	return text + " " + unit
}

// String returns the figure as a phrase: "ROI 300%: revenue 200000, cost
// 50000". An input is written with all its decimals, if it has at most 18.
func (f Figure) String() string {
	if f.number == nil {
		return noFigure
	}
	var b strings.Builder
	b.WriteString(f.name + " " + f.Value())
	for i, in := range f.inputs {
		number := exact.RoundRat(in.number, exact.MaxPlaces, exact.Down)
		if exact.Rat(number).Cmp(in.number) != 0 {
			number = shown(in.number, nil)
		}
		b.WriteString([]string{": ", ", "}[min(i, 1)] + in.name + " " + withUnit(number, in.unit))
	}
	return b.String()
}

// figureJSON is the JSON form of a figure.
type figureJSON struct {
	Name   string          `json:"name"`
	Unit   string          `json:"unit,omitzero"`
	Exact  frac.Fraction   `json:"exact"`
	Value  decimal.Decimal `json:"value,wide"`
	Inputs []inputJSON     `json:"inputs,omitzero"`
}

// inputJSON is the JSON form of an input.
type inputJSON struct {
	Name  string        `json:"name"`
	Unit  string        `json:"unit,omitzero"`
	Exact frac.Fraction `json:"exact"`
}

// MarshalJSON returns the figure as an object: its name and unit, the exact
// number as a fraction ("1100/9"), the number that [Figure.Value] shows, and the
// inputs. It returns an error that wraps [alianza.ErrUnchecked] for the zero
// Figure.
func (f Figure) MarshalJSON() ([]byte, error) {
	if f.number == nil {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
	}
	out := figureJSON{Name: f.name, Unit: f.unit, Exact: frac.Fraction{Q: f.number}, Value: shown(f.number, nil)}
	for _, in := range f.inputs {
		out.Inputs = append(out.Inputs, inputJSON{in.name, in.unit, frac.Fraction{Q: in.number}})
	}
	return strictjson.Marshal(out)
}

// UnmarshalJSON reads a figure that MarshalJSON wrote, as it was. It returns an
// error if the value is not that of the exact number.
func (f *Figure) UnmarshalJSON(data []byte) error {
	var in figureJSON
	var g Figure
	if err := strictjson.Unmarshal(data, &in, func(in *figureJSON) (err error) {
		g, err = in.figure()
		return err
	}); err != nil {
		return err
	}
	*f = g
	return nil
}

// figure checks the parts of a figure. A number that could not be read has its
// fault already.
func (in *figureJSON) figure() (Figure, error) {
	inputs := make([]Figure, len(in.Inputs))
	for i, one := range in.Inputs {
		inputs[i] = Figure{name: one.Name, unit: one.Unit, number: read(one.Exact)}
	}
	var faults check.Faults
	g, err := NewFigure(in.Name, in.Unit, frac.Fraction{Q: read(in.Exact)}, inputs...)
	for _, fault := range alianza.Faults(err) {
		if fault.Path == "number" {
			fault.Path = "exact"
		}
	}
	faults.Join(err)
	if err == nil && in.Exact.Q != nil {
		if want := shown(g.number, nil); exact.Cmp(want, in.Value) != 0 {
			faults.Add("value", exact.Text(in.Value), alianza.ErrConflict, "the exact number is "+exact.Text(want))
		}
	}
	return g, faults.Err()
}

// read returns a number, 0 for one that could not be read.
func read(f frac.Fraction) *big.Rat {
	if f.Q == nil {
		return new(big.Rat)
	}
	return f.Q
}

// isCurrency reports whether a unit is a currency.
func isCurrency(unit string) bool {
	_, ok := currency.Places(unit)
	return ok
}

// noun names a unit in an error text.
func noun(unit string) string {
	switch unit {
	case "":
		return "a plain number"
	case UnitPercent:
		return "a percentage"
	}
	return "a number in " + strings.TrimPrefix(unit, ":1 ")
}
