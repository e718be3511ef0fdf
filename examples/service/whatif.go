package main

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
)

// maxWhatIf is how many events a what-if takes: they are all in memory, twice.
const maxWhatIf = 200_000

// A whatIf says what another document would have earned of the stored events, each run
// from the beginning. Nothing is posted.
type whatIf struct {
	Changes []string       `json:"changes"`
	Remarks []string       `json:"remarks"`
	Events  int            `json:"events"`
	Rows    []whatIfRow    `json:"rows"`
	Refused map[string]int `json:"refused"` // events, before and after
}

type whatIfRow struct {
	Partner  string          `json:"partner"`
	Currency string          `json:"currency"`
	Medium   string          `json:"medium"`
	Before   decimal.Decimal `json:"before"`
	After    decimal.Decimal `json:"after"`
}

func (s *service) postWhatIf(w http.ResponseWriter, r *http.Request) error {
	after, err := readJSON[program.Program](w, r)
	if err != nil {
		return err
	}
	result, err := s.whatIf(r.Context(), after)
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, result)
}

func (s *service) whatIf(ctx context.Context, after program.Program) (result whatIf, err error) {
	if !s.simulating.TryLock() { // one at a time
		return result, &problem{status: http.StatusTooManyRequests, Title: "another what-if is running"}
	}
	defer s.simulating.Unlock()
	var before *document
	var events []commission.Event
	err = s.store.update(ctx, func(t *tx) (err error) {
		if before, err = s.current(t); err != nil {
			return err
		}
		n, _, err := one(t, itself[int64], `SELECT count(*) FROM events WHERE state = 'posted'`)
		if err == nil && n > maxWhatIf {
			err = &problem{status: http.StatusConflict, Title: "there are more events than a what-if takes"}
		}
		if err != nil {
			return err
		}
		events, err = eventsOf(t, `SELECT body, partner FROM events WHERE state = 'posted' ORDER BY at, id`)
		return err
	})
	if err != nil {
		return result, err
	}
	result = whatIf{Changes: []string{}, Remarks: []string{}, Events: len(events), Refused: map[string]int{}}
	for _, d := range program.Diff(before.Definition(), after.Definition()) {
		result.Changes = append(result.Changes, d.String())
	}
	for _, remark := range after.Review() {
		result.Remarks = append(result.Remarks, remark.Error())
	}
	rows := map[accountKey]whatIfRow{}
	result.Refused["before"] = simulate(before.Program, events, rows, func(r *whatIfRow) *decimal.Decimal { return &r.Before })
	result.Refused["after"] = simulate(after, events, rows, func(r *whatIfRow) *decimal.Decimal { return &r.After })
	result.Rows = slices.SortedFunc(maps.Values(rows), func(a, b whatIfRow) int {
		return cmp.Or(cmp.Compare(a.Partner, b.Partner), cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Medium, b.Medium))
	})
	return result, nil
}

// simulate adds what a program earns of events to one side of the rows, and returns how
// many events it refuses.
func simulate(p program.Program, events []commission.Event, rows map[accountKey]whatIfRow, side func(*whatIfRow) *decimal.Decimal) (refused int) {
	run := p.Run()
	for _, e := range events {
		if run.Add(e) != nil {
			refused++
		}
	}
	for result := range run.CloseAll() {
		for _, a := range result.Accounts {
			key := accountKey{result.Partner, a.Currency, a.Medium.String()}
			row := rows[key]
			row.Partner, row.Currency, row.Medium = key.partner, key.currency, key.medium
			sum := side(&row)
			*sum = sum.Add(a.Earned).Add(a.Adjusted)
			rows[key] = row
		}
	}
	return refused + run.Refused()
}
