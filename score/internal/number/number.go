// Package number looks at numbers and bounds before they are judged.
package number

import (
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

// A measure is a number that says its unit.
type measure struct {
	Number
	unit string
}

// Unit returns the unit.
func (m measure) Unit() string { return m.unit }

// WithUnit returns a number that says its unit. No number stays none.
func WithUnit(n Number, unit string) Number {
	if n = value(n); n == nil {
		return nil
	}
	return measure{n, unit}
}

// value returns a decimal for a pointer to it, and nil for each kind of none: a
// nil interface, or a nil pointer to a number of any type.
func value(n Number) (given Number) {
	switch p := n.(type) {
	case nil:
		return nil
	case decimal.Decimal, measure:
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
	for m, ok := n.(measure); ok; m, ok = n.(measure) {
		n = m.Number
	}
	if d, ok := n.(decimal.Decimal); ok && !f.Number(path, d) {
		return nil, false
	}
	return n, true
}

// In returns a number that can be judged in a unit, nil for none. It adds the
// fault of a number that cannot, and returns false.
func In(f *check.Faults, path, unit string, n Number) (Number, bool) {
	n = value(n)
	bare, ok := Bare(f, path, n)
	if u, has := n.(interface{ Unit() string }); ok && has && u.Unit() != "" && u.Unit() != unit {
		want := "want " + strconv.Quote(unit)
		if unit == "" {
			want = "want no unit"
		}
		f.Add(path, exact.Text(exact.Trim(bare.Round(2)))+phrase.Spaced(u.Unit()), alianza.ErrConflict, want+", and units never convert")
		return nil, false
	}
	return bare, ok
}

// Shown returns a number to be read beside the bounds that it was held against:
// rounded half up to two places, or to as many more, up to [exact.MaxPlaces], as
// it takes to meet and miss them as the number itself does. 89.999 is not shown
// as 90 where that is the bound.
func Shown(n Number, bounds ...alianza.Bound) decimal.Decimal {
	rounded := n.Round(2)
	for places := int32(2); places <= exact.MaxPlaces; places++ {
		if rounded = n.Round(places); agree(n, rounded, bounds) {
			break
		}
	}
	return rounded
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
