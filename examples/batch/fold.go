package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/seed-0af520cd/alianza/program"
)

// A row is what became of a partner's year: the unit that is saved, and never changes.
type row struct {
	partner int
	events  int
	refused int
	lines   []byte         // a result of each month, as JSON, a line each
	totals  program.Totals // of these results
}

// fold takes the orders of a partner through the program. It asks nobody and changes
// nothing, so it makes the same row on every machine and at every attempt.
func fold(p program.Program, o *orders, partner int) (row, error) {
	run, done := p.Run(), row{partner: partner}
	for e := range o.events(partner) {
		if err := run.Add(e); err != nil {
			return row{}, fmt.Errorf("partner %s: %w", e.Partner, err)
		}
		done.events++
	}
	b := bytes.NewBuffer([]byte{}) // a partner without orders has no lines, which is not nil
	encoder := json.NewEncoder(b)
	for result := range run.CloseAll() {
		if err := encoder.Encode(result); err != nil {
			return row{}, fmt.Errorf("partner %s, %s: %w", result.Partner, result.Month, err)
		}
		done.totals.Add(result)
	}
	done.lines, done.refused = b.Bytes(), run.Refused()
	return done, nil
}
