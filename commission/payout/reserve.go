package payout

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// ordered returns tranches by the instant of their release, one for each; those
// that somebody has to release come last. The list is nobody else's.
func ordered(list []Tranche) []Tranche {
	slices.SortStableFunc(list, func(a, b Tranche) int {
		switch {
		case a.Release.IsZero() || b.Release.IsZero():
			return boolCompare(a.Release.IsZero(), b.Release.IsZero())
		default:
			return a.Release.Compare(b.Release)
		}
	})
	var merged []Tranche
	for _, t := range list {
		if n := len(merged); n > 0 && merged[n-1].Release.Equal(t.Release) {
			merged[n-1].Amount = merged[n-1].Amount.Add(t.Amount)
		} else {
			merged = append(merged, t)
		}
	}
	return merged
}

func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func reversed(list []Tranche) []Tranche {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

// take takes an amount from tranches, the first of the list first. It returns
// what is left of them, and of the amount.
func take(list []Tranche, amount decimal.Decimal) (rest []Tranche, left decimal.Decimal) {
	left = amount
	for _, t := range list {
		used := t.Amount
		if exact.Cmp(used, left) > 0 {
			used = left
		}
		left = left.Sub(used)
		if t.Amount = t.Amount.Sub(used); t.Amount.IsPositive() {
			rest = append(rest, t)
		}
	}
	return rest, left
}
