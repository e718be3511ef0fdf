package cycle_test

import (
	"encoding/json"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
	"github.com/seed-0af520cd/alianza/tier/internal/tiertest"
)

// What the tests of the room share, by the names they have here.
var (
	n          = tiertest.N
	countOf    = tiertest.CountOf
	sumOf      = tiertest.SumOf
	golden     = tiertest.Golden
	indented   = tiertest.Indented
	level      = tiertest.Level
	sales      = tiertest.Sales
	benefits   = tiertest.Benefits
	read       = tiertest.Read
	numbers    = tiertest.Numbers
	faults     = tiertest.Faults
	wantFaults = tiertest.WantFaults
	sameFaults = tiertest.SameFaults
	samePlaces = tiertest.SamePlaces
)

type (
	benefit = tiertest.Benefit
	fault   = tiertest.Fault
)

// mustNew returns the cycle of a definition that is sound.
func mustNew[T any](d cycle.Definition[T]) cycle.Cycle[T] { return alianza.Must(cycle.New(d)) }

// mustLadder returns the ladder of a definition that is sound.
func mustLadder[T any](d tier.Definition[T]) tier.Ladder[T] { return alianza.Must(tier.New(d)) }

// always returns the only edition of a ladder, which holds from the beginning.
func always[T any](d tier.Definition[T]) []cycle.Edition[T] { return []cycle.Edition[T]{{Ladder: d}} }

// points is a ladder of levels on one metric.
func points(names []string, least ...string) tier.Definition[tier.NoTerms] {
	d := tier.Definition[tier.NoTerms]{Name: "points"}
	for i, name := range names {
		d.Levels = append(d.Levels, level(name, tier.AtLeast("points", n(least[i]))))
	}
	return d
}

var medals = []string{"silver", "gold"}

// text returns the JSON of a standing.
func text(t *testing.T, s cycle.Standing) string {
	t.Helper()
	doc, err := json.Marshal(s)
	if err != nil {
		t.Fatalf("MarshalJSON(%+v) = %v; want no error", s, err)
	}
	return string(doc)
}

// throughJSON returns what is read of the JSON of a standing.
func throughJSON(t *testing.T, s cycle.Standing) cycle.Standing {
	t.Helper()
	doc := text(t, s)
	var read cycle.Standing
	if err := json.Unmarshal([]byte(doc), &read); err != nil {
		t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
	}
	if again := text(t, read); again != doc {
		t.Fatalf("MarshalJSON after UnmarshalJSON = %s; want %s", again, doc)
	}
	return read
}

// month reads a month such as "2026-03", "" for the zero one.
func month(s string) cycle.Month {
	if s == "" {
		return cycle.Month{}
	}
	return alianza.Must(cycle.ParseMonth(s))
}

// A step is one month of one metric and what it changes.
type step struct {
	value string // of the metric
	level string // after the month
	kind  cycle.Outcome
}

// play steps a standing through months from the first one on.
func play[T any](t *testing.T, c cycle.Cycle[T], s cycle.Standing, first, metric string, steps []step) cycle.Standing {
	t.Helper()
	m := month(first)
	for i, want := range steps {
		next, change, err := c.Step(s, m, tier.Metrics{metric: n(want.value)})
		if err != nil || next.Level != want.level || change.Outcome != want.kind {
			t.Fatalf("step %d, Step(%s, %s) = %q, %s, %v; want %q, %s", i, m, want.value, next.Level, change, err, want.level, want.kind)
		}
		if change.From != s.Level || change.To != next.Level || change.Month != m || next.Last != m {
			t.Errorf("step %d, Step(%s, %s) = from %q to %q in %s, last %s; want from %q to %q", i, m, want.value, change.From, change.To, change.Month, next.Last, s.Level, next.Level)
		}
		s, m = next, m.Add(1)
	}
	return s
}

// affiliates returns a cycle on the affiliate ladder.
func affiliates(d cycle.Definition[tier.NoTerms]) cycle.Cycle[tier.NoTerms] {
	d.Editions = always(tier.Affiliate())
	return mustNew(d)
}

// levelFor returns the level for a deal.
func levelFor[T any](t *testing.T, c cycle.Cycle[T], s cycle.Standing, sold, on string) string {
	t.Helper()
	level, err := c.LevelFor(s, month(sold), month(on))
	if err != nil {
		t.Errorf("LevelFor(%s, %s) = %v; want no error", sold, on, err)
	}
	return level
}
