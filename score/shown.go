package score

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// shown returns a number to be read beside the targets that it was held
// against: rounded half up to two places, or to as many more, up to
// [exact.MaxPlaces], as it takes to meet and miss them as the number itself
// does. 89.999 is not shown as 90 where that is the bound.
func shown(v Number, targets ...Target) decimal.Decimal {
	rounded := v.Round(2)
	for places := int32(2); places <= exact.MaxPlaces; places++ {
		if rounded = v.Round(places); agree(v, rounded, targets) {
			break
		}
	}
	return rounded
}

// agree reports whether two numbers meet the same of some targets.
func agree(a, b Number, targets []Target) bool {
	for _, t := range targets {
		if !t.IsZero() && t.met(a) != t.met(b) {
			return false
		}
	}
	return true
}

// checkUnit faults a number that its unit does not reach: a mean of answers
// from 1 to 5, or a net promoter score from -100 to 100.
func checkUnit(f *check.Faults, path, unit string, n Number) bool {
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
