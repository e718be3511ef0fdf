package commission_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/ledgertest"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// A flaky database fails now and then: at a read, before it has written, or after,
// so that the answer is lost.
type flaky struct {
	database
	r     *rand.Rand
	reads map[string]bool // keys that one evaluation read
	twice []string
}

func (f *flaky) Record(key commission.Key) (commission.Record, bool, error) {
	if f.reads[key.String()] {
		f.twice = append(f.twice, key.String())
	}
	f.reads[key.String()] = true
	if f.r.IntN(20) == 0 {
		return commission.Record{}, false, errDown
	}
	return f.database.Record(key)
}

// post evaluates an event until it is posted or refused. It returns what came of
// it: an event that is repeated after an answer was lost was posted.
func (f *flaky) post(plan commission.Plan, e commission.Event) (commission.Earned, error) {
	for lost := (*commission.Earned)(nil); ; {
		f.reads = map[string]bool{}
		earned, err := plan.Earn(f, e)
		switch {
		case errors.Is(err, errDown):
			continue
		case errors.Is(err, alianza.ErrRepeated) && lost != nil:
			return *lost, nil
		case err != nil:
			return earned, err
		case f.r.IntN(10) == 0:
			continue // the process ends between evaluating and keeping
		}
		if err := f.Post(earned); err != nil {
			return earned, err
		}
		if f.r.IntN(10) == 0 {
			lost = &earned
			continue
		}
		return earned, nil
	}
}

// TestStore runs random years through a state in memory and through a table that
// fails: nothing is lost, and nothing is twice.
func TestStore(t *testing.T) {
	for seed := range seeds.Count(15) {
		y := ledgertest.Dice(uint64(seed)+1000, 40)
		plan, err := yearPlan(y)
		if err != nil {
			t.Errorf("seed %d: the program is refused: %v", seed, err)
			continue
		}
		var state commission.State
		table := &flaky{database: database{entries: map[string]string{}, records: map[string]databaseRow{}}, r: rand.New(rand.NewPCG(uint64(seed), 5))}
		entries := map[string]string{}
		for _, data := range y.Events {
			e, err := yearEvent(data)
			if err != nil {
				continue // it says no amount
			}
			want, wantErr := earn(plan, &state, e)
			got, err := table.post(plan, e)
			if refPlain(jsonText(t, got)) != refPlain(jsonText(t, want)) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
				t.Fatalf("seed %d: Earn(%s) by the table = %s, %v; want %s, %v", seed, data, got, err, want, wantErr)
			}
			for _, one := range want.Entries {
				entries[one.Key] = one.String()
			}
		}
		if len(table.twice) > 0 {
			t.Errorf("seed %d: records are read twice by one event: %q", seed, table.twice)
		}
		if diff := cmp.Diff(len(entries), len(table.entries)); diff != "" {
			t.Errorf("seed %d: the table has other entries (-want +got):\n%s", seed, diff)
		}
		back := &commission.State{}
		for _, row := range table.records {
			var r commission.Record
			if err := r.UnmarshalJSON(row.document); err != nil {
				t.Fatal(err)
			}
			back.Restore(r)
		}
		if got, want := refPlain(stateText(t, back)), refPlain(stateText(t, &state)); got != want {
			t.Fatalf("seed %d: the table has %s; want %s", seed, got, want)
		}
	}
}
