package tier_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

// always returns the only edition of a ladder, which holds from ever.
func always[T any](d tier.Definition[T]) []tier.Edition[T] { return []tier.Edition[T]{{Ladder: d}} }

// points is a ladder of levels on one metric.
func points(names []string, least ...string) tier.Definition[tier.NoTerms] {
	d := tier.Definition[tier.NoTerms]{Name: "points"}
	for i, name := range names {
		d.Levels = append(d.Levels, level(name, tier.AtLeast("points", n(least[i]))))
	}
	return d
}

var medals = []string{"silver", "gold"}

func TestNewCycleFaults(t *testing.T) {
	type definition = tier.CycleDefinition[tier.NoTerms]
	edition := func(from string, d tier.Definition[tier.NoTerms]) tier.Edition[tier.NoTerms] {
		return tier.Edition[tier.NoTerms]{From: month(from), Ladder: d}
	}
	affiliate := always(tier.Affiliate())
	tests := []struct {
		name string
		def  definition
		want []fault
	}{
		{"zero fields", definition{Editions: affiliate}, nil},
		{"nothing", definition{}, []fault{{"editions", "", alianza.ErrMissing}}},
		{"a faulty ladder", definition{Editions: always(tier.Definition[tier.NoTerms]{Name: "l"})}, []fault{{"editions[0].ladder.levels", "", alianza.ErrMissing}}},
		{"window of a hundred years", definition{Editions: affiliate, Window: 1200, Grace: 1200, Validity: 1200, Tail: 1200}, nil},
		{"window of more", definition{Editions: affiliate, Window: 1201}, []fault{{"window", "1201", alianza.ErrRange}}},
		{"negative window", definition{Editions: affiliate, Window: -1}, []fault{{"window", "-1", alianza.ErrRange}}},
		{"no aggregate", definition{Editions: affiliate, Aggregate: 3}, []fault{{"aggregate", "(3)", alianza.ErrUnknown}}},
		{"no demotion", definition{Editions: affiliate, Demotion: 3}, []fault{{"demotion", "(3)", alianza.ErrUnknown}}},
		{"grace of more", definition{Editions: affiliate, Grace: 1201}, []fault{{"grace", "1201", alianza.ErrRange}}},
		{"negative grace", definition{Editions: affiliate, Grace: -1}, []fault{{"grace", "-1", alianza.ErrRange}}},
		{"validity of more", definition{Editions: affiliate, Validity: 1201}, []fault{{"validity", "1201", alianza.ErrRange}}},
		{"negative validity", definition{Editions: affiliate, Validity: -1}, []fault{{"validity", "-1", alianza.ErrRange}}},
		{"tail of more", definition{Editions: affiliate, Tail: 1201}, []fault{{"tail", "1201", alianza.ErrRange}}},
		{"negative tail", definition{Editions: affiliate, Tail: -1}, []fault{{"tail", "-1", alianza.ErrRange}}},
		{"every 0", definition{Editions: affiliate, Promote: tier.Calendar{Ending: time.May}}, nil},
		{"every 12, ending in December", definition{Editions: affiliate, Promote: tier.Calendar{Every: 12, Ending: time.December}, Demote: tier.Calendar{Every: 1, Ending: time.January}}, nil},
		{"every 5", definition{Editions: affiliate, Promote: tier.Calendar{Every: 5}}, []fault{{"promote.every", "5", alianza.ErrRange}}},
		{"every -1", definition{Editions: affiliate, Demote: tier.Calendar{Every: -1}}, []fault{{"demote.every", "-1", alianza.ErrRange}}},
		{"every 24", definition{Editions: affiliate, Demote: tier.Calendar{Every: 24}}, []fault{{"demote.every", "24", alianza.ErrRange}}},
		{"ending -1", definition{Editions: affiliate, Promote: tier.Calendar{Every: 3, Ending: -1}}, []fault{{"promote.ending", "-1", alianza.ErrRange}}},
		{"ending 13", definition{Editions: affiliate, Demote: tier.Calendar{Every: 3, Ending: 13}}, []fault{{"demote.ending", "13", alianza.ErrRange}}},
		{"editions in order", definition{Editions: []tier.Edition[tier.NoTerms]{edition("", points(medals, "1", "2")), edition("0001-01", points(medals, "1", "3")), edition("2026-01", points(medals, "2", "3"))}}, nil},
		{"editions of one month", definition{Editions: []tier.Edition[tier.NoTerms]{edition("2026-01", points(medals, "1", "2")), edition("2026-01", points(medals, "1", "3"))}}, []fault{{"editions[1].from", "2026-01", alianza.ErrConflict}}},
		{"editions out of order", definition{Editions: []tier.Edition[tier.NoTerms]{edition("2026-02", points(medals, "1", "2")), edition("2026-01", points(medals, "1", "3")), edition("2026-02", points(medals, "1", "4"))}}, []fault{{"editions[1].from", "2026-01", alianza.ErrConflict}}},
		{"two editions from ever", definition{Editions: []tier.Edition[tier.NoTerms]{edition("", points(medals, "1", "2")), edition("", points(medals, "1", "3"))}}, []fault{{"editions[1].from", "none", alianza.ErrConflict}}},
		{"edition of another name", definition{Editions: []tier.Edition[tier.NoTerms]{edition("", ladderOf("x", "points", medals, "1", "2").Definition()), edition("2026-01", points(medals, "1", "3"))}}, []fault{{"editions[1].ladder", "points", alianza.ErrConflict}}},
		{"edition of another level", definition{Editions: []tier.Edition[tier.NoTerms]{edition("", points(medals, "1", "2")), edition("2026-01", points([]string{"silver", "tin"}, "1", "3"))}}, []fault{{"editions[1].ladder", "points", alianza.ErrConflict}}},
		{"edition of one level more", definition{Editions: []tier.Edition[tier.NoTerms]{edition("", points(medals, "1", "2")), edition("2026-01", points([]string{"silver", "gold", "tin"}, "1", "3", "4"))}}, []fault{{"editions[1].ladder", "points", alianza.ErrConflict}}},
		{"levels in another order", definition{Editions: []tier.Edition[tier.NoTerms]{edition("", points(medals, "1", "2")), edition("2026-01", points([]string{"gold", "silver"}, "1", "3"))}}, []fault{{"editions[1].ladder", "points", alianza.ErrConflict}}},
		{"a third edition of other levels", definition{Editions: []tier.Edition[tier.NoTerms]{edition("", points(medals, "1", "2")), edition("2026-01", points(medals, "1", "3")), edition("2027-01", points([]string{"tin"}, "1"))}}, []fault{{"editions[2].ladder", "points", alianza.ErrConflict}}},
		{
			"all at once, in order",
			definition{
				Editions: []tier.Edition[tier.NoTerms]{edition("2026-01", points(medals, "-1", "2")), edition("2025-01", points([]string{"tin"}, "-2"))},
				Window:   -1, Aggregate: 9, Promote: tier.Calendar{Every: 7, Ending: 14}, Demote: tier.Calendar{Every: 13, Ending: -2}, Demotion: 4, Grace: -2, Validity: -3, Tail: -4,
			},
			[]fault{
				{"editions[0].ladder.levels[0].requires[0].at_least", "-1", alianza.ErrRange},
				{"editions[1].from", "2025-01", alianza.ErrConflict},
				{"editions[1].ladder.levels[0].requires[0].at_least", "-2", alianza.ErrRange},
				{"editions[1].ladder", "points", alianza.ErrConflict},
				{"window", "-1", alianza.ErrRange},
				{"aggregate", "(9)", alianza.ErrUnknown},
				{"promote.every", "7", alianza.ErrRange},
				{"promote.ending", "14", alianza.ErrRange},
				{"demote.every", "13", alianza.ErrRange},
				{"demote.ending", "-2", alianza.ErrRange},
				{"demotion", "(4)", alianza.ErrUnknown},
				{"grace", "-2", alianza.ErrRange},
				{"validity", "-3", alianza.ErrRange},
				{"tail", "-4", alianza.ErrRange},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cycle, err := tier.NewCycle(tt.def)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("NewCycle = other faults (-want +got):\n%s", diff)
			}
			want := tt.def
			if err != nil {
				want = definition{}
			}
			if diff := cmp.Diff(want, cycle.Definition(), sameMonths); diff != "" {
				t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMustCycle(t *testing.T) {
	if got := tier.MustCycle(tier.CycleDefinition[tier.NoTerms]{Editions: always(tier.Affiliate())}); len(got.Definition().Editions) != 1 {
		t.Errorf("MustCycle = %v; want one edition", got.Definition())
	}
	defer func() {
		if err, ok := recover().(error); !ok || !errors.Is(err, alianza.ErrMissing) || len(alianza.Faults(err)) != 1 {
			t.Errorf("MustCycle(nothing) panics with %v; want the error of NewCycle", err)
		}
	}()
	tier.MustCycle(tier.CycleDefinition[string]{})
}

// yearly is a cycle in which every field is set.
func yearly() tier.CycleDefinition[benefit] {
	later := benefits()
	later.Missing = tier.MissingNotMet
	later.Levels[0].Requires = []tier.Requirement{tier.Any(sales("2"), tier.AtLeast("", n("9")).OfSum("sales", "refunds"))}
	later.Terms["top"] = benefit{n("36"), "a person"}
	return tier.CycleDefinition[benefit]{
		Editions: []tier.Edition[benefit]{{Ladder: benefits()}, {From: month("2026-03"), Ladder: later}},
		Window:   6, Aggregate: tier.MeanActive,
		Promote:  tier.Calendar{Every: 3, Ending: time.March},
		Demote:   tier.Calendar{Every: 12},
		Demotion: tier.OneStep, Grace: 2, Validity: 12, Tail: 18,
	}
}

// TestCycleGolden reads and writes the cycles of testdata.
func TestCycleGolden(t *testing.T) {
	golden(t, "cycle.json", indented(t, yearly()))
	var got tier.CycleDefinition[benefit]
	read(t, "cycle.json", &got)
	if diff := cmp.Diff(yearly(), got, sameMonths); diff != "" {
		t.Errorf("UnmarshalJSON(cycle.json) mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(yearly(), tier.MustCycle(got).Definition(), sameMonths); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
}

// TestCycleBadGolden reads a faulty cycle: its faults come in the order of the
// document.
func TestCycleBadGolden(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "cycle_bad.json"))
	if err != nil {
		t.Fatal(err)
	}
	got := yearly()
	err = got.UnmarshalJSON(data)
	golden(t, "cycle_bad.golden", fmt.Sprintln(err))
	if diff := cmp.Diff(yearly(), got, sameMonths); diff != "" {
		t.Errorf("UnmarshalJSON(cycle_bad.json) changed the definition (-want +got):\n%s", diff)
	}
}

func TestCycleJSON(t *testing.T) {
	const editions = `"editions":[{"ladder":{"name":"l","levels":[{"name":"a","requires":[{"metric":"x","at_least":"1"}]}]}}]`
	tests := []struct {
		name, doc, want string
	}{
		{"least", `{` + editions + `}`, ""},
		{"zero fields written out", `{` + editions + `,"window":0,"aggregate":"sum","demotion":"straight","grace":0,"promote":{"every":0}}`, `{` + editions + `}`},
		{"window of one", `{` + editions + `,"window":1}`, ""},
		{"calendar", `{` + editions + `,"promote":{"every":3,"ending":3},"demote":{"every":12}}`, ""},
		{"calendar of every month", `{` + editions + `,"promote":{"every":1}}`, ""},
		{"calendar that ends somewhere", `{` + editions + `,"promote":{"every":0,"ending":5}}`, ""},
		{"names", `{` + editions + `,"aggregate":"mean","demotion":"never"}`, ""},
		{"fields in another order", `{"tail":1,` + editions + `}`, `{` + editions + `,"tail":1}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.want == "" {
				tt.want = tt.doc
			}
			var d tier.CycleDefinition[tier.NoTerms]
			if err := json.Unmarshal([]byte(tt.doc), &d); err != nil {
				t.Fatalf("UnmarshalJSON(%s) = %v; want no error", tt.doc, err)
			}
			if got, err := json.Marshal(d); err != nil || string(got) != tt.want {
				t.Errorf("MarshalJSON() = %s, %v; want %s", got, err, tt.want)
			}
			if got, err := json.Marshal(tier.MustCycle(d).Definition()); err != nil || string(got) != tt.want {
				t.Errorf("MarshalJSON() of a cycle's definition = %s, %v; want %s", got, err, tt.want)
			}
		})
	}
}

func TestCycleJSONFaults(t *testing.T) {
	const editions = `"editions":[{"ladder":{"name":"l","levels":[{"name":"a","requires":[{"metric":"x","at_least":"1"}]}]}}]`
	tests := []struct {
		name, doc string
		want      []fault
	}{
		{"null", `null`, []fault{{"", "", alianza.ErrMissing}}},
		{"nothing", `{}`, []fault{{"editions", "", alianza.ErrMissing}}},
		{"no editions", `{"editions":[]}`, []fault{{"editions", "", alianza.ErrMissing}}},
		{"edition without a ladder", `{"editions":[{"from":"2026-01"}]}`, []fault{{"editions[0].ladder", "", alianza.ErrMissing}}},
		{"month that is none", `{"editions":[{"from":"2026-13","ladder":{"name":"l","levels":[{"name":"a","requires":[{"metric":"x","at_least":"1"}]}]}}]}`, []fault{{"editions[0].from", "2026-13", alianza.ErrForm}}},
		{"no month", `{"editions":[{"from":"none","ladder":{"name":"l","levels":[{"name":"a","requires":[{"metric":"x","at_least":"1"}]}]}}]}`, []fault{{"editions[0].from", "none", alianza.ErrForm}}},
		{"field that is none", `{` + editions + `,"windows":3}`, []fault{{"windows", "", alianza.ErrUnknown}}},
		{"field twice", `{` + editions + `,"window":3,"window":3}`, []fault{{"window", "", alianza.ErrDuplicate}}},
		{"field of a calendar", `{` + editions + `,"promote":{"every":3,"end":3}}`, []fault{{"promote.end", "", alianza.ErrUnknown}}},
		{"calendar without every", `{` + editions + `,"promote":{"ending":3}}`, []fault{{"promote.every", "", alianza.ErrMissing}}},
		{"calendar of a name", `{` + editions + `,"demote":"quarterly"}`, []fault{{"demote", "quarterly", alianza.ErrForm}}},
		{"name of a month", `{` + editions + `,"demote":{"every":3,"ending":"March"}}`, []fault{{"demote.ending", "March", alianza.ErrForm}}},
		{"window of text", `{` + editions + `,"window":"3"}`, []fault{{"window", "3", alianza.ErrForm}}},
		{"window of half a month", `{` + editions + `,"window":1.5}`, []fault{{"window", "1.5", alianza.ErrRange}}},
		{"window of a hostile number", `{` + editions + `,"window":1e999}`, []fault{{"window", "1e999", alianza.ErrRange}}},
		{"names", `{` + editions + `,"aggregate":"median","demotion":"two_steps"}`, []fault{{"aggregate", "median", alianza.ErrUnknown}, {"demotion", "two_steps", alianza.ErrUnknown}}},
		{"too long", `{` + editions + strings.Repeat(" ", 1<<20) + `}`, []fault{{"", "", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var d tier.CycleDefinition[tier.NoTerms]
			err := d.UnmarshalJSON([]byte(tt.doc))
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("UnmarshalJSON(%.200s) = other faults (-want +got):\n%s", tt.doc, diff)
			}
			if diff := cmp.Diff(tier.CycleDefinition[tier.NoTerms]{}, d, sameMonths); diff != "" {
				t.Errorf("UnmarshalJSON(%.200s) changed the definition (-want +got):\n%s", tt.doc, diff)
			}
		})
	}
}

func TestCycleLadder(t *testing.T) {
	edition := func(from, gold string) tier.Edition[tier.NoTerms] {
		return tier.Edition[tier.NoTerms]{From: month(from), Ladder: points(medals, "1", gold)}
	}
	dated := []tier.Edition[tier.NoTerms]{edition("2026-03", "2"), edition("2026-05", "3"), edition("2027-01", "4")}
	ever := []tier.Edition[tier.NoTerms]{edition("", "2"), edition("2026-05", "3")}
	tests := []struct {
		name     string
		editions []tier.Edition[tier.NoTerms]
		month    string
		want     string // bound of gold
	}{
		{"before the first", dated, "2026-02", ""},
		{"no month", dated, "", ""},
		{"first of the first", dated, "2026-03", "2"},
		{"last of the first", dated, "2026-04", "2"},
		{"first of the second", dated, "2026-05", "3"},
		{"last of the second", dated, "2026-12", "3"},
		{"first of the third", dated, "2027-01", "4"},
		{"last of all", dated, "9999-12", "4"},
		{"from ever", ever, "0001-01", "2"},
		{"from ever, no month", ever, "", "2"},
		{"from ever to the end", ever, "2026-04", "2"},
		{"after ever", ever, "2026-05", "3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cycle := tier.MustCycle(tier.CycleDefinition[tier.NoTerms]{Editions: tt.editions})
			ladder, ok := cycle.Ladder(month(tt.month))
			got := ""
			if ok {
				got = ladder.Definition().Levels[1].Requires[0].Bound.String()
			}
			if got != tt.want {
				t.Errorf("Ladder(%s) = gold from %q; want %q", tt.month, got, tt.want)
			}
		})
	}
}

// TestCycleImmutable changes all that goes into a cycle and comes out of it.
func TestCycleImmutable(t *testing.T) {
	d := yearly()
	cycle := tier.MustCycle(d)
	copied := cycle.Definition()
	for _, spoilt := range []tier.CycleDefinition[benefit]{d, copied} {
		spoilt.Editions[1].From = month("2030-01")
		spoilt.Editions[0].Ladder.Levels[0].Requires[0].Metric = "spoilt"
		spoilt.Editions[0].Ladder.Terms["top"] = benefit{}
		spoilt.Editions[0], spoilt.Editions[1] = spoilt.Editions[1], spoilt.Editions[0]
		if diff := cmp.Diff(yearly(), cycle.Definition(), sameMonths); diff != "" {
			t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
		}
	}
}

// TestCycleConcurrent is for the race detector.
func TestCycleConcurrent(t *testing.T) {
	cycle := affiliates(tier.CycleDefinition[tier.NoTerms]{Window: 3, Aggregate: tier.Mean, Tail: 3})
	before, _, err := cycle.Run(tier.Standing{}, month("2026-01"), []tier.Metrics{{"sales": n("6")}, {"sales": n("60")}, {"sales": n("0")}, {"sales": n("0")}})
	if err != nil {
		t.Fatal(err)
	}
	certified := certification(30, 10)
	cert := issue(t, certified, "gold", "2025-03-15")
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 50 {
				after, _, err := cycle.Step(before, month("2026-05"), tier.Metrics{"sales": n("1")})
				if err != nil || after.Level != "" || cycle.LevelFor(after, month("2026-02"), month("2026-04")) != "gold" {
					t.Errorf("Step(1) = %q, %v; want none, for a third of a sale", after.Level, err)
				}
				if report, err := certified.Report(cert, instant("2026-01-01")); err != nil || report.Rank != 3 {
					t.Errorf("Report = %v, %v; want gold", report, err)
				}
			}
		}()
	}
	wg.Wait()
}

// TestZeroCycle refuses every step.
func TestZeroCycle(t *testing.T) {
	var cycle tier.Cycle[string]
	if diff := cmp.Diff(tier.CycleDefinition[string]{}, cycle.Definition(), sameMonths); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
	if _, ok := cycle.Ladder(month("2026-01")); ok {
		t.Errorf("Ladder(2026-01) = one; want none")
	}
	s, _, err := cycle.Step(tier.Standing{Level: "gold"}, month("2026-01"), nil)
	if !errors.Is(err, alianza.ErrRange) || s.Level != "gold" {
		t.Errorf("Step = %v, %v; want the standing and ErrRange", s, err)
	}
	if _, changes, err := cycle.Run(tier.Standing{}, month("2026-01"), make([]tier.Metrics, 2)); !errors.Is(err, alianza.ErrRange) || len(changes) != 0 {
		t.Errorf("Run = %v, %v; want ErrRange", changes, err)
	}
	if _, err := cycle.Pin(tier.Standing{}, "gold", month("2026-01"), tier.Month{}); !errors.Is(err, alianza.ErrRange) {
		t.Errorf("Pin = %v; want ErrRange", err)
	}
	if got := cycle.LevelFor(tier.Standing{Level: "gold"}, month("2026-01"), month("2026-01")); got != "gold" {
		t.Errorf("LevelFor = %q; want gold", got)
	}
}
