package kpi

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// Units that say which values are possible. The units of satisfaction never
// convert into one another: a mean of 4.5 of 5 goes with 75% satisfied as well as
// with 100%.
//
// Rules: R16.
const (
	UnitPercent = "%"     // hundredths; a share has a range from 0 to 100 besides
	UnitOfFive  = "of 5"  // the mean of answers from 1 to 5
	UnitNPS     = "NPS"   // percent promoters less percent detractors, -100 to 100
	UnitCheck   = "check" // a check of a list: 1 if it is done, 0 if not
)

// Check returns an answer as the value of a KPI in [UnitCheck]. Unknown is no
// data.
//
// Rules: R41, R42.
func Check(a score.Answer) score.Number {
	if a != score.Yes && a != score.No {
		return nil
	}
	return score.WithUnit(checked(a == score.Yes), UnitCheck)
}

// accept returns a value that the KPI can judge, nil for none. It adds the fault
// of a value that it cannot.
func (d Definition) accept(f *check.Faults, path string, n score.Number) score.Number {
	value := number.InUnit(f, path, d.Unit, n)
	if value == nil || !d.possible(f, path, value) {
		return nil
	}
	return value
}

// possible faults a number that the unit or the range does not reach.
func (d Definition) possible(f *check.Faults, path string, n score.Number) bool {
	reach := reachOf(d.Unit)
	switch {
	case !reach.IsZero() && !reach.Holds(n):
		f.Add(path, number.Text(n, reach), alianza.ErrRange, "a value "+d.Unit+" is from "+reach.String())
	case d.Unit == UnitCheck && n.Cmp(reach.Value) != 0 && n.Cmp(reach.To) != 0:
		f.Add(path, number.Text(n, alianza.Above(reach.Value), alianza.Below(reach.To)), alianza.ErrRange, "a check is 0 or 1")
	case !d.Range.IsZero() && !d.Range.Holds(n):
		f.Add(path, number.Text(n, d.Range), alianza.ErrRange, "possible is "+d.Range.String())
	default:
		return true
	}
	return false
}

// reachOf returns the values that a unit has, none for every number.
func reachOf(unit string) alianza.Bound {
	n := decimal.NewFromInt
	switch unit {
	case UnitNPS:
		return alianza.Between(n(-100), n(100))
	case UnitOfFive:
		return alianza.Between(n(1), n(5))
	case UnitCheck:
		return alianza.Between(n(0), n(1))
	}
	return alianza.Bound{}
}

// checkRange adds the faults of the range, and reports whether it has none.
func (d Definition) checkRange(f *check.Faults) bool {
	if d.Range.IsZero() {
		return true
	}
	ok := f.Bound("range", d.Range)
	if ok && d.Range.Op != alianza.OpBetween && !d.Range.To.IsZero() {
		f.Add("range.to", exact.Text(d.Range.To), alianza.ErrConflict, "write between for two ends")
	}
	return ok
}

// checkBound adds the faults of a target or a benchmark.
func (d Definition) checkBound(f *check.Faults, path string, b alianza.Bound) bool {
	if !f.Bound(path, b) {
		return false
	}
	ok := d.possible(f, path+"."+b.Op.String(), b.Value)
	if ok && (b.Op == alianza.OpBetween || !b.To.IsZero()) {
		ok = d.possible(f, path+".to", b.To)
	}
	switch {
	case d.Unit == UnitCheck && (b.Op != alianza.OpAtLeast || b.Value.IsZero() || !b.To.IsZero()):
		f.Add(path, b.String(), alianza.ErrConflict, "the target of a check is at_least 1")
	case d.Unit != UnitCheck && ok:
		d.checkParts(f, path, b)
	}
	return true
}

// checkParts adds the fault of a bound that every possible value meets, or none. Its
// numbers are possible.
func (d Definition) checkParts(f *check.Faults, path string, b alianza.Bound) {
	low, hasLow := d.end(+1)
	high, hasHigh := d.end(-1)
	atLow, atHigh := hasLow && exact.Cmp(b.Value, low) == 0, hasHigh && exact.Cmp(b.Value, high) == 0
	which := ""
	switch b.Op {
	case alianza.OpAtLeast:
		if atLow {
			which = "every"
		}
	case alianza.OpAtMost:
		if atHigh {
			which = "every"
		}
	case alianza.OpAbove:
		if atHigh {
			which = "no"
		}
	case alianza.OpBelow:
		if atLow {
			which = "no"
		}
	default: // between
		if atLow && hasHigh && exact.Cmp(b.To, high) == 0 {
			which = "every"
		}
	}
	if which != "" {
		f.Add(path+"."+b.Op.String(), exact.Text(b.Value), alianza.ErrConflict, which+" possible value meets it")
	}
}

// end returns the least possible value, or for -1 the greatest, and false if there is
// none: the values are open there, or their end is not one of them.
func (d Definition) end(side int) (decimal.Decimal, bool) {
	var ends []decimal.Decimal
	for _, b := range []alianza.Bound{reachOf(d.Unit), d.Range} {
		switch {
		case b.Op == alianza.OpBetween && side > 0, b.Op == alianza.OpAtLeast && side > 0, b.Op == alianza.OpAtMost && side < 0:
			ends = append(ends, b.Value)
		case b.Op == alianza.OpBetween:
			ends = append(ends, b.To)
		}
	}
	if len(ends) == 0 {
		return decimal.Decimal{}, false
	}
	return slices.MaxFunc(ends, func(a, b decimal.Decimal) int { return side * exact.Cmp(a, b) }), true
}
