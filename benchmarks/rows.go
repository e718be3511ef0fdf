package main

import (
	"cmp"
	"slices"
)

// rows returns all the work that is measured, group by group.
func rows(s size) []row {
	all := slices.Concat(
		totalRows(s),
		tableRows(s),
		eventRows(s),
		splitRows(s),
		moveRows(s),
		evaluationRows(s),
		tierRows(s),
		cashflowRows(s),
		settlementRows(s),
		documentRows(s),
		[]row{commandRow(s)},
	)
	first := map[string]int{}
	for i, r := range all {
		if _, ok := first[r.group]; !ok {
			first[r.group] = i
		}
	}
	slices.SortStableFunc(all, func(a, b row) int { return cmp.Compare(first[a.group], first[b.group]) })
	return all
}
