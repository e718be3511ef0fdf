package score

import (
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A Number is an exact number to be judged: a [decimal.Decimal], a [Fraction], a
// [Reciprocity], or a figure of package roi. A number may say its unit by a method
//
//	Unit() string
//
// and is then refused where another unit is asked for; "" is no unit. See [In].
type Number interface {
	// Cmp returns -1, 0 or +1 as the number is less than, equal to or greater
	// than d.
	Cmp(d decimal.Decimal) int
	// Round returns the number with so many decimals, half up.
	Round(places int32) decimal.Decimal
	// Rat returns the number as a fraction of the caller's own.
	Rat() *big.Rat
}

// Units in which satisfaction is measured (R16). They never convert into one
// another: a mean of 4.5 of 5 goes with 75% satisfied as well as with 100%.
const (
	UnitPercent = "%"    // the share of answers that are satisfied; any share
	UnitOfFive  = "of 5" // the mean of answers from 1 to 5
	UnitNPS     = "NPS"  // percent promoters less percent detractors, -100 to 100
)

// In returns a number that says its unit, such as In(n, UnitNPS). A nil number
// stays nil.
func In(n Number, unit string) Number {
	if n = value(n); n == nil {
		return nil
	}
	return measure{n, unit}
}

type measure struct {
	Number
	unit string
}

// Unit returns the unit.
func (m measure) Unit() string { return m.unit }

// value returns what a number is without a pointer to it, nil if it is none.
func value(n Number) Number {
	switch p := n.(type) {
	case *decimal.Decimal:
		return pointed(p)
	case *Fraction:
		return pointed(p)
	case *Reciprocity:
		return pointed(p)
	}
	return n
}

func pointed[N Number](p *N) Number {
	if p == nil {
		return nil
	}
	return *p
}

// number returns a number that can be judged in a unit, nil for none. It adds
// the fault of one that cannot, and returns false.
func number(f *check.Faults, path, unit string, n Number) (Number, bool) {
	n = value(n)
	if u, ok := n.(interface{ Unit() string }); ok && u.Unit() != "" && u.Unit() != unit {
		want := "want " + strconv.Quote(unit)
		if unit == "" {
			want = "want no unit"
		}
		f.Add(path, exact.Text(exact.Trim(n.Round(2)))+spaced(u.Unit()), alianza.ErrConflict, want+", and units never convert")
		return nil, false
	}
	n, ok := bare(f, path, n)
	if n != nil && !checkUnit(f, path, unit, n) {
		return nil, false
	}
	return n, ok
}

// bare returns a number that can be judged in whatever unit it is, nil for none,
// as number does.
func bare(f *check.Faults, path string, n Number) (Number, bool) {
	n = value(n)
	for m, ok := n.(measure); ok; m, ok = n.(measure) {
		n = m.Number
	}
	if d, ok := n.(decimal.Decimal); ok && !f.Number(path, d) {
		return nil, false
	}
	return n, true
}

// spaced puts a space before a unit that is a word.
func spaced(unit string) string {
	if unit != "" && (unit[0] >= 'a' && unit[0] <= 'z' || unit[0] >= 'A' && unit[0] <= 'Z') {
		return " " + unit
	}
	return unit
}
