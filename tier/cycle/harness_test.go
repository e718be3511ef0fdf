package cycle_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// n reads a number.
func n(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// mustNew returns the cycle of a definition that is sound.
func mustNew[T any](d cycle.Definition[T]) cycle.Cycle[T] { return alianza.Must(cycle.New(d)) }

// sumOf returns a requirement on the sum of metrics in place of one.
func sumOf(r tier.Requirement, metrics ...string) tier.Requirement {
	r.Metric, r.Sum = "", metrics
	return r
}

// countOf returns the requirement that count of a group hold.
func countOf(count int, of ...tier.Requirement) tier.Requirement {
	return tier.Requirement{Count: count, Of: of}
}

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

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with a file of testdata.
func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s mismatch (-want +got):\n%s", path, diff)
	}
}

// indented returns the JSON of v as a golden file has it.
func indented(t *testing.T, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + "\n"
}

// level returns a level of the requirements given.
func level(name string, needs ...tier.Requirement) tier.Level {
	return tier.Level{Name: name, Requires: needs}
}

func sales(bound string) tier.Requirement { return tier.AtLeast("sales", n(bound)) }

// A benefit is terms of a type of its own, with a number in it.
type benefit struct {
	Rate    decimal.Decimal `json:"rate"`
	Support string          `json:"support"`
}

func benefits() tier.Definition[benefit] {
	return tier.WithTerms(studio(), map[string]benefit{
		"entry": {n("20"), "email"}, "steady": {n("25"), "email"}, "loved": {n("27.50"), "phone"}, "top": {n("35"), "a person"},
	})
}

func read(t *testing.T, file string, v any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatalf("UnmarshalJSON(%s) = %v; want no error", file, err)
	}
}

// numbers reads metrics, "" for one that is not given.
func numbers(values map[string]string) tier.Metrics {
	m := tier.Metrics{}
	for name, value := range values {
		if value != "" {
			m[name] = n(value)
		}
	}
	return m
}

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

// samePlaces compares decimals with their places.
var samePlaces = cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) && a.Exponent() == b.Exponent() })

// wantFaults compares the faults of an error with the ones wanted. A fault whose
// value is wanted to be "" may have any.
func wantFaults(tb testing.TB, what string, err error, want ...fault) {
	tb.Helper()
	got := faults(err)
	for i := range min(len(got), len(want)) {
		if want[i].Value == "" {
			got[i].Value = ""
		}
	}
	if diff := cmp.Diff(want, got, sameFaults, cmpopts.EquateEmpty()); diff != "" {
		tb.Errorf("%s = other faults (-want +got):\n%s", what, diff)
	}
}

// comesBack checks the JSON of a value, unless text is "", and that what is read
// of it is equal.
func comesBack[T any, P interface {
	*T
	json.Unmarshaler
}](tb testing.TB, want T, text string,
) {
	tb.Helper()
	doc, err := json.Marshal(want)
	if err != nil || text != "" && string(doc) != text {
		tb.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, text)
	}
	var got T
	if err := P(&got).UnmarshalJSON(doc); err != nil {
		tb.Errorf("UnmarshalJSON(%s) = %v; want no error", doc, err)
		return
	}
	if diff := cmp.Diff(want, got, samePlaces); diff != "" {
		tb.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
	}
}

// month reads a month such as "2026-03", "" for the zero one.
func month(s string) cycle.Month {
	var m cycle.Month
	if s == "" {
		return m
	}
	if err := m.UnmarshalText([]byte(s)); err != nil {
		panic(err)
	}
	return m
}

// studio is a ladder of several metrics, of all operators, whose levels do not
// contain one another.
func studio() tier.Definition[tier.NoTerms] {
	return tier.Definition[tier.NoTerms]{Name: "studio", Levels: []tier.Level{
		{Name: "entry", Requires: []tier.Requirement{tier.AtLeast("sales", n("1"))}},
		{Name: "steady", Requires: []tier.Requirement{
			tier.AtLeast("sales", n("6")), tier.AtMost("tickets", n("4")),
		}},
		{Name: "loved", Requires: []tier.Requirement{
			tier.Above("satisfaction", n("4.5")), tier.Below("tickets", n("2")),
		}},
		{Name: "top", Requires: []tier.Requirement{
			tier.AtLeast("sales", n("16")), tier.Above("satisfaction", n("4.5")), tier.Below("tickets", n("2")), tier.AtMost("refunds", n("0")),
		}},
	}}
}

// A fault is what a test wants of a field error; Err is its kind.
type fault struct {
	Path, Value string
	Err         error
}

// faults returns the field errors of err to be compared with sameFaults.
func faults(err error) []fault {
	var all []fault
	for _, f := range alianza.Faults(err) {
		all = append(all, fault{f.Path, f.Value, f.Err})
	}
	return all
}

// sameFaults compares faults by their kinds.
var sameFaults = cmpopts.EquateErrors()

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
