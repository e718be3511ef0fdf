// Package number looks at numbers, bounds and answers before they are judged.
package number

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/score/internal/phrase"
)

// A Number is the Number of package score.
type Number interface {
	Cmp(d decimal.Decimal) int
	Round(places int32) decimal.Decimal
	Rat() *big.Rat
}

// Limits on the numerator and the denominator of a number.
const (
	maxBits = 1 << 17 // together; far more than any figure needs
	MaxSize = 340     // bits before the point; more than any product of amounts
)

// A Measure is a number that says its unit.
type Measure struct {
	Number
	unit string
}

// Unit returns the unit.
func (m Measure) Unit() string { return m.unit }

// String returns the number with its unit: "90%", "4.5 of 5".
func (m Measure) String() string {
	text := fmt.Sprint(m.Number)
	if d, ok := m.Number.(decimal.Decimal); ok {
		text = exact.Text(d)
	}
	return text + phrase.Spaced(m.unit)
}

// Equal reports whether two measures are the same number in the same unit.
func (m Measure) Equal(o Measure) bool {
	if m.unit != o.unit || m.Number == nil || o.Number == nil {
		return m.unit == o.unit && m.Number == o.Number
	}
	a, isDecimal := m.Number.(decimal.Decimal)
	b, areDecimal := o.Number.(decimal.Decimal)
	if isDecimal && areDecimal {
		return exact.Cmp(a, b) == 0
	}
	return isDecimal == areDecimal && m.Rat().Cmp(o.Rat()) == 0
}

// WithUnit returns a number that says its unit. No number stays none. A unit that is
// said already is not said again. A measure inside another one says two units.
func WithUnit(n Number, unit string) Number {
	n = value(n)
	m, says := n.(Measure)
	switch {
	case n == nil:
		return nil
	case says && (m.unit == unit || unit == ""):
		return m
	case says && m.unit == "":
		return Measure{m.Number, unit}
	}
	return Measure{n, unit}
}

// value returns a decimal for a pointer to it, and nil for each kind of none: a
// nil interface, or a nil pointer to a number of any type.
func value(n Number) (given Number) {
	switch p := n.(type) {
	case nil:
		return nil
	case decimal.Decimal, Measure:
		return p
	case *decimal.Decimal:
		if p == nil {
			return nil
		}
		return *p
	}
	defer func() {
		if recover() != nil { // the methods of a nil pointer panic
			given = nil
		}
	}()
	n.Cmp(decimal.Decimal{})
	return n
}

// Bare returns a number without its unit, nil for none. It adds the fault of a
// number that cannot be judged, and returns false.
func Bare(f *check.Faults, path string, n Number) (Number, bool) {
	n = value(n)
	for m, ok := n.(Measure); ok; m, ok = n.(Measure) {
		n = value(m.Number)
	}
	switch d := n.(type) {
	case nil:
		return nil, true
	case decimal.Decimal:
		if !f.Number(path, d) {
			return nil, false
		}
		return d, true
	}
	q := n.Rat()
	if u, says := n.(interface{ Unit() string }); q == nil || says && u.Unit() == exact.NoFigure {
		f.Add(path, "", alianza.ErrMissing, "the number has no value")
		return nil, false
	}
	num, den := q.Num().BitLen(), q.Denom().BitLen()
	if num+den > maxBits || num-den > MaxSize {
		f.Add(path, "", alianza.ErrRange, fmt.Sprintf("a number of %d bits over %d, which is too large", num, den))
		return nil, false
	}
	return n, true
}

// InUnit returns a number that can be judged in a unit, nil for none. It adds
// the fault of a number that cannot, and returns nil. A number that says
// nothing of its unit is taken to be in this one.
func InUnit(f *check.Faults, path, unit string, n Number) Number {
	bare, _ := Bare(f, path, n)
	if bare == nil {
		return nil
	}
	plain := unit != "" // if it says units at all, and none but ""
	said := units(n)
	for _, own := range said {
		plain = plain && own == ""
		if own != "" && own != unit {
			f.Add(path, Text(bare)+phrase.Spaced(own), alianza.ErrConflict, wanted(unit)+", and units never convert")
			return nil
		}
	}
	if plain && len(said) > 0 {
		f.Add(path, Text(bare), alianza.ErrConflict, wanted(unit)+", not a plain number such as a ratio: say its unit")
		return nil
	}
	return bare
}

// units returns the units that a number says, and those of the numbers inside it.
func units(n Number) []string {
	var said []string
	for n = value(n); n != nil; {
		if u, says := n.(interface{ Unit() string }); says {
			said = append(said, u.Unit())
		}
		m, wraps := n.(Measure)
		if !wraps {
			break
		}
		n = value(m.Number)
	}
	return said
}

// wanted says which unit is asked for.
func wanted(unit string) string {
	if unit == "" {
		return "want no unit"
	}
	return "want " + strconv.Quote(unit)
}

// Text returns a number that was checked for an error text: a decimal in full, another
// one as [Shown] does beside the bounds that the error cites. One that is nearer to a
// bound than its places can tell is a quotient.
func Text(n Number, cited ...alianza.Bound) string {
	if d, ok := n.(decimal.Decimal); ok {
		return exact.Text(exact.Trim(d))
	}
	shown, tells := rounded(n, cited)
	if !tells {
		return n.Rat().RatString()
	}
	return exact.Text(exact.Trim(shown))
}

// Shown returns a number to be read beside the bounds that it was held against.
// It is rounded half up to two places, or to as many more as it takes to meet
// and miss the bounds as the number itself does, up to [exact.MaxPlaces]. One that is
// nearer to a bound than these can tell is rounded away from it.
func Shown(n Number, bounds ...alianza.Bound) decimal.Decimal {
	near, tells := rounded(n, bounds)
	if !tells {
		if far := exact.RoundFar(n.Rat(), exact.MaxPlaces); agree(n, far, bounds) {
			return far
		}
	}
	return near
}

// rounded returns a number rounded half up to as few places as tell which bounds it
// meets, and false if none do.
func rounded(n Number, bounds []alianza.Bound) (near decimal.Decimal, tells bool) {
	for places := int32(2); places <= exact.MaxPlaces; places++ {
		if near = n.Round(places); agree(n, near, bounds) {
			return near, true
		}
	}
	return near, false
}

// agree reports whether two numbers meet the same of some bounds.
func agree(a, b Number, bounds []alianza.Bound) bool {
	for _, one := range bounds {
		if !one.IsZero() && one.Holds(a) != one.Holds(b) {
			return false
		}
	}
	return true
}
