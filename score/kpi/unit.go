package kpi

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// Units in which satisfaction is measured (R16). They never convert into one
// another: a mean of 4.5 of 5 goes with 75% satisfied as well as with 100%.
const (
	UnitPercent = "%"    // the share of answers that are satisfied; any share
	UnitOfFive  = "of 5" // the mean of answers from 1 to 5
	UnitNPS     = "NPS"  // percent promoters less percent detractors, -100 to 100
)

// accept returns a value that can be judged in a unit, nil for none. It adds the
// fault of a value that cannot, and returns false.
func accept(f *check.Faults, path, unit string, n score.Number) (score.Number, bool) {
	value, ok := number.In(f, path, unit, n)
	if value == nil || !checkUnit(f, path, unit, value) {
		return nil, ok && value == nil
	}
	return value, ok
}

// checkReach faults a target with bounds that figures of the unit do not reach.
func checkReach(f *check.Faults, path, unit string, t alianza.Bound) {
	checkUnit(f, path+"."+t.Op.String(), unit, t.Value)
	if t.Op == alianza.OpBetween || !t.To.IsZero() {
		checkUnit(f, path+".to", unit, t.To)
	}
}

// checkUnit faults a number that its unit does not reach: a mean of answers
// from 1 to 5, or a net promoter score from -100 to 100.
func checkUnit(f *check.Faults, path, unit string, n number.Number) bool {
	low, high := int64(-100), int64(100)
	switch unit {
	case UnitNPS:
	case UnitOfFive:
		low, high = 1, 5
	default:
		return true
	}
	if n.Cmp(decimal.New(low, 0)) >= 0 && n.Cmp(decimal.New(high, 0)) <= 0 {
		return true
	}
	f.Add(path, exact.Text(exact.Trim(n.Round(2))), alianza.ErrRange, "a figure "+unit+" is from "+exact.Text(decimal.New(low, 0))+" to "+exact.Text(decimal.New(high, 0)))
	return false
}
