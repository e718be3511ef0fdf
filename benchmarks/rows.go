package main

import "slices"

// rows returns all the work that is measured.
func rows(s size) []row {
	return slices.Concat(
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
}
