package cycle_test

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
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// named returns a ladder under another name.
func named(name string, d tier.Definition[tier.NoTerms]) tier.Definition[tier.NoTerms] {
	d.Name = name
	return d
}

func TestNew_Faults(t *testing.T) {
	type definition = cycle.Definition[tier.NoTerms]
	edition := func(from string, d tier.Definition[tier.NoTerms]) cycle.Edition[tier.NoTerms] {
		return cycle.Edition[tier.NoTerms]{From: month(from), Ladder: d}
	}
	affiliate := always(tier.Affiliate())
	signed := func(d tier.Definition[tier.NoTerms]) tier.Definition[tier.NoTerms] {
		d.Signed = []string{"points"}
		return d
	}
	other := tier.Definition[tier.NoTerms]{Name: "points", Levels: []tier.Level{level("silver", sales("1")), level("gold", sales("2"))}}
	renamed := func(d tier.Definition[tier.NoTerms], names map[string]string) definition {
		return definition{Editions: []cycle.Edition[tier.NoTerms]{{Ladder: points(medals, "1", "2")}, {From: month("2026-01"), Ladder: d, Renamed: names}}}
	}
	tests := []struct {
		name string
		def  definition
		want []fault
	}{
		{"zero fields", definition{Editions: affiliate}, nil},
		{"nothing", definition{}, []fault{{"editions", "", alianza.ErrMissing}}},
		{"a faulty ladder", definition{Editions: always(tier.Definition[tier.NoTerms]{Name: "l"})}, []fault{{"editions[0].ladder.levels", "", alianza.ErrMissing}}},
		{"window of a hundred years", definition{Editions: affiliate, Months: 1200, Grace: 1200, Validity: 1200, Tail: 1200}, nil},
		{"window of more", definition{Editions: affiliate, Months: 1201}, []fault{{"months", "1201", alianza.ErrRange}}},
		{"negative window", definition{Editions: affiliate, Months: -1}, []fault{{"months", "-1", alianza.ErrRange}}},
		{"no aggregate", definition{Editions: affiliate, Aggregate: 3}, []fault{{"aggregate", "(3)", alianza.ErrUnknown}}},
		{"no demotion", definition{Editions: affiliate, Demotion: 3}, []fault{{"demotion", "(3)", alianza.ErrUnknown}}},
		{"grace of more", definition{Editions: affiliate, Grace: 1201}, []fault{{"grace", "1201", alianza.ErrRange}}},
		{"negative grace", definition{Editions: affiliate, Grace: -1}, []fault{{"grace", "-1", alianza.ErrRange}}},
		{"validity of more", definition{Editions: affiliate, Validity: 1201}, []fault{{"validity", "1201", alianza.ErrRange}}},
		{"negative validity", definition{Editions: affiliate, Validity: -1}, []fault{{"validity", "-1", alianza.ErrRange}}},
		{"tail of more", definition{Editions: affiliate, Tail: 1201}, []fault{{"tail", "1201", alianza.ErrRange}}},
		{"negative tail", definition{Editions: affiliate, Tail: -1}, []fault{{"tail", "-1", alianza.ErrRange}}},
		{"ending without every", definition{Editions: affiliate, Promote: cycle.Calendar{Ending: time.May}}, []fault{{"promote.every", "", alianza.ErrMissing}}},
		{"every 12, ending in December", definition{Editions: affiliate, Promote: cycle.Calendar{Every: 12, Ending: time.December}, Demote: cycle.Calendar{Every: 1, Ending: time.January}}, nil},
		{"every 5", definition{Editions: affiliate, Promote: cycle.Calendar{Every: 5}}, []fault{{"promote.every", "5", alianza.ErrRange}}},
		{"every -1", definition{Editions: affiliate, Demote: cycle.Calendar{Every: -1}}, []fault{{"demote.every", "-1", alianza.ErrRange}}},
		{"every 24", definition{Editions: affiliate, Demote: cycle.Calendar{Every: 24}}, []fault{{"demote.every", "24", alianza.ErrRange}}},
		{"ending -1", definition{Editions: affiliate, Promote: cycle.Calendar{Every: 3, Ending: -1}}, []fault{{"promote.ending", "-1", alianza.ErrRange}}},
		{"ending 13", definition{Editions: affiliate, Demote: cycle.Calendar{Every: 3, Ending: 13}}, []fault{{"demote.ending", "13", alianza.ErrRange}}},
		{"editions in order", definition{Editions: []cycle.Edition[tier.NoTerms]{edition("", points(medals, "1", "2")), edition("0001-01", points(medals, "1", "3")), edition("2026-01", points(medals, "2", "3"))}}, nil},
		{"editions of one month", definition{Editions: []cycle.Edition[tier.NoTerms]{edition("2026-01", points(medals, "1", "2")), edition("2026-01", points(medals, "1", "3"))}}, []fault{{"editions[1].from", "2026-01", alianza.ErrConflict}}},
		{"editions out of order", definition{Editions: []cycle.Edition[tier.NoTerms]{edition("2026-02", points(medals, "1", "2")), edition("2026-01", points(medals, "1", "3")), edition("2026-02", points(medals, "1", "4"))}}, []fault{{"editions[1].from", "2026-01", alianza.ErrConflict}}},
		{"two editions from ever", definition{Editions: []cycle.Edition[tier.NoTerms]{edition("", points(medals, "1", "2")), edition("", points(medals, "1", "3"))}}, []fault{{"editions[1].from", "none", alianza.ErrConflict}}},
		{"edition of another name", definition{Editions: []cycle.Edition[tier.NoTerms]{edition("", named("x", points(medals, "1", "2"))), edition("2026-01", points(medals, "1", "3"))}}, []fault{{"editions[1].ladder.name", "points", alianza.ErrConflict}}},
		{"edition of another level", definition{Editions: []cycle.Edition[tier.NoTerms]{edition("", points(medals, "1", "2")), edition("2026-01", points([]string{"silver", "tin"}, "1", "3"))}}, []fault{{"editions[1].renamed", "gold", alianza.ErrMissing}}},
		{"edition of one level more", definition{Editions: []cycle.Edition[tier.NoTerms]{edition("", points(medals, "1", "2")), edition("2026-01", points([]string{"silver", "gold", "tin"}, "1", "3", "4"))}}, nil},
		{"levels in another order", definition{Editions: []cycle.Edition[tier.NoTerms]{edition("", points(medals, "1", "2")), edition("2026-01", points([]string{"gold", "silver"}, "1", "3"))}}, []fault{{"editions[1].renamed", "gold", alianza.ErrConflict}}},
		{"a third edition of other levels", definition{Editions: []cycle.Edition[tier.NoTerms]{edition("", points(medals, "1", "2")), edition("2026-01", points(medals, "1", "3")), edition("2027-01", points([]string{"tin"}, "1"))}}, []fault{{"editions[2].renamed", "silver", alianza.ErrMissing}, {"editions[2].renamed", "gold", alianza.ErrMissing}}},
		{"every level renamed", renamed(points([]string{"tin", "iron", "steel"}, "1", "2", "3"), map[string]string{"silver": "tin", "gold": "steel"}), nil},
		{"two levels merged", renamed(points([]string{"tin"}, "1"), map[string]string{"silver": "tin", "gold": "tin"}), nil},
		{"a level that is no more", renamed(points([]string{"gold"}, "1"), map[string]string{"silver": ""}), nil},
		{"a level renamed to one that is none", renamed(points(medals, "1", "2"), map[string]string{"silver": "tin"}), []fault{{"editions[1].renamed.silver", "tin", alianza.ErrUnknown}}},
		{"levels renamed to each other", renamed(points(medals, "1", "2"), map[string]string{"silver": "gold", "gold": "silver"}), []fault{{"editions[1].renamed", "gold", alianza.ErrConflict}}},
		{"a level renamed that was none", renamed(points(medals, "1", "2"), map[string]string{"tin": "gold"}), []fault{{"editions[1].renamed.tin", "", alianza.ErrUnknown}}},
		{"levels renamed in the first edition", definition{Editions: []cycle.Edition[tier.NoTerms]{{Ladder: points(medals, "1", "2"), Renamed: map[string]string{"tin": "gold"}}}}, []fault{{"editions[0].renamed", "", alianza.ErrConflict}}},
		{"a metric that may no longer be negative", definition{Editions: []cycle.Edition[tier.NoTerms]{edition("", signed(points(medals, "1", "2"))), edition("2026-01", points(medals, "1", "3"))}}, []fault{{"editions[1].ladder.signed", "points", alianza.ErrConflict}}},
		{"a metric that might be negative two editions before", definition{Editions: []cycle.Edition[tier.NoTerms]{
			edition("", signed(points(medals, "1", "2"))), edition("2026-01", other), edition("2026-02", points(medals, "1", "3")),
		}}, []fault{{"editions[2].ladder.signed", "points", alianza.ErrConflict}}},
		{"a metric that might be negative in both editions before", definition{Editions: []cycle.Edition[tier.NoTerms]{
			edition("", signed(points(medals, "1", "2"))), edition("2026-01", signed(points(medals, "1", "2"))), edition("2026-02", points(medals, "1", "3")),
		}}, []fault{{"editions[2].ladder.signed", "points", alianza.ErrConflict}}},
		{"a metric that may be negative from now on", definition{Editions: []cycle.Edition[tier.NoTerms]{edition("", points(medals, "1", "2")), edition("2026-01", signed(points(medals, "1", "3")))}}, nil},
		{"months and resets", definition{Editions: affiliate, Months: 3, Resets: cycle.Calendar{Every: 12}}, []fault{{"months", "", alianza.ErrConflict}}},
		{"resets and own year", definition{Editions: affiliate, OwnYear: true, Resets: cycle.Calendar{Every: 12}}, []fault{{"months", "", alianza.ErrConflict}}},
		{"months and own year", definition{Editions: affiliate, OwnYear: true, Months: 1}, []fault{{"months", "", alianza.ErrConflict}}},
		{"resets every 5", definition{Editions: affiliate, Resets: cycle.Calendar{Every: 5}}, []fault{{"resets.every", "5", alianza.ErrRange}}},
		{"until reset without a validity", definition{Editions: affiliate, UntilReset: true, OwnYear: true}, []fault{{"until_reset", "", alianza.ErrConflict}}},
		{"until reset without a reset", definition{Editions: affiliate, UntilReset: true, Validity: 12}, []fault{{"until_reset", "", alianza.ErrConflict}}},
		{"until reset", definition{Editions: affiliate, UntilReset: true, Validity: 12, Resets: cycle.Calendar{Every: 12}}, nil},
		{
			"all at once, in order",
			definition{
				Editions: []cycle.Edition[tier.NoTerms]{edition("2026-01", points(medals, "-1", "2")), edition("2025-01", points([]string{"tin"}, "-2"))},
				Months:   -1, Aggregate: 9, Promote: cycle.Calendar{Every: 7, Ending: 14}, Demote: cycle.Calendar{Every: 13, Ending: -2}, Demotion: 4, Grace: -2, Validity: -3, Tail: -4,
			},
			[]fault{
				{"editions[0].ladder.levels[0].requires[0].at_least", "-1", alianza.ErrRange},
				{"editions[1].from", "2025-01", alianza.ErrConflict},
				{"editions[1].ladder.levels[0].requires[0].at_least", "-2", alianza.ErrRange},
				{"editions[1].renamed", "silver", alianza.ErrMissing},
				{"editions[1].renamed", "gold", alianza.ErrMissing},
				{"months", "-1", alianza.ErrRange},
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
			rules, err := cycle.New(tt.def)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("New = other faults (-want +got):\n%s", diff)
			}
			want := tt.def
			if err != nil {
				want = definition{}
			}
			if diff := cmp.Diff(want, rules.Definition()); diff != "" {
				t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNew_Renamed looks at levels of two editions, as many as a ladder may have. A ladder
// of more is told, and its levels are not looked at.
func TestNew_Renamed(t *testing.T) {
	ladder := func(prefix string, levels int) tier.Definition[tier.NoTerms] {
		var names, least []string
		for i := range levels {
			names, least = append(names, fmt.Sprint(prefix, i)), append(least, fmt.Sprint(i+1))
		}
		return points(names, least...)
	}
	gone := func(levels int) map[string]string {
		names := map[string]string{}
		for i := range levels {
			names[fmt.Sprint("a", i)] = ""
		}
		return names
	}
	most := fault{"editions[1].ladder.levels", "201", alianza.ErrLimit}
	for _, tt := range []struct {
		last, now, renamed int
		want               []fault
	}{
		{200, 200, 200, nil},
		{200, 200, 199, []fault{{"editions[1].renamed", "a199", alianza.ErrMissing}}},
		{200, 201, 0, []fault{most}},
		{1, 201, 0, []fault{most}},
		{201, 1, 0, []fault{{"editions[0].ladder.levels", "201", alianza.ErrLimit}}},
		{1, 1, 201, []fault{{"editions[1].renamed", "201", alianza.ErrLimit}}},
	} {
		_, err := cycle.New(cycle.Definition[tier.NoTerms]{Editions: []cycle.Edition[tier.NoTerms]{
			{Ladder: ladder("a", tt.last)}, {From: month("2026-01"), Ladder: ladder("b", tt.now), Renamed: gone(tt.renamed)},
		}})
		wantFaults(t, fmt.Sprintf("New of %d, then %d levels, %d renamed", tt.last, tt.now, tt.renamed), err, tt.want...)
	}
}

// yearly is a cycle in which every field is set.
func yearly() cycle.Definition[benefit] {
	later := benefits()
	later.OnMissing = tier.OnMissingUnmet
	later.Levels[0].Requires = []tier.Requirement{tier.Any(sales("2"), sumOf(tier.AtLeast("", n("9")), "sales", "refunds"))}
	later.Terms["top"] = benefit{n("36"), "a person"}
	return cycle.Definition[benefit]{
		Editions: []cycle.Edition[benefit]{{Ladder: benefits()}, {From: month("2026-03"), Ladder: later}},
		Months:   6, Aggregate: cycle.MeanActive,
		Promote:  cycle.Calendar{Every: 3, Ending: time.March},
		Demote:   cycle.Calendar{Every: 12},
		Demotion: cycle.OneStep, Grace: 2, Validity: 12, Tail: 18,
	}
}

// TestDefinition_Golden reads and writes the cycles of testdata.
func TestDefinition_Golden(t *testing.T) {
	golden(t, "cycle.json", indented(t, yearly()))
	var got cycle.Definition[benefit]
	read(t, "cycle.json", &got)
	if diff := cmp.Diff(yearly(), got); diff != "" {
		t.Errorf("UnmarshalJSON(cycle.json) mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(yearly(), mustNew(got).Definition()); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
}

// TestDefinition_BadGolden reads a faulty cycle: its faults come in the order of the
// document.
func TestDefinition_BadGolden(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "bad.json"))
	if err != nil {
		t.Fatal(err)
	}
	got := yearly()
	err = got.UnmarshalJSON(data)
	golden(t, "bad.golden", fmt.Sprintln(err))
	if diff := cmp.Diff(yearly(), got); diff != "" {
		t.Errorf("UnmarshalJSON(bad.json) changed the definition (-want +got):\n%s", diff)
	}
}

func TestDefinition_JSON(t *testing.T) {
	const editions = `"editions":[{"ladder":{"name":"l","levels":[{"name":"a","requires":[{"metric":"x","at_least":"1"}]}]}}]`
	tests := []struct {
		name, doc, want string
	}{
		{"least", `{` + editions + `}`, ""},
		{"zero fields written out", `{` + editions + `,"months":0,"aggregate":"sum","demotion":"straight","grace":0,"promote":{"every":0}}`, `{` + editions + `}`},
		{"window of one", `{` + editions + `,"months":1}`, ""},
		{"calendar", `{` + editions + `,"promote":{"every":3,"ending":3},"demote":{"every":12}}`, ""},
		{"calendar of every month", `{` + editions + `,"promote":{"every":1}}`, ""},
		{"calendar of every month that ends somewhere", `{` + editions + `,"promote":{"every":1,"ending":5}}`, ""},
		{"names", `{` + editions + `,"aggregate":"mean","demotion":"never"}`, ""},
		{"fields in another order", `{"tail":1,` + editions + `}`, `{` + editions + `,"tail":1}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.want == "" {
				tt.want = tt.doc
			}
			var d cycle.Definition[tier.NoTerms]
			if err := json.Unmarshal([]byte(tt.doc), &d); err != nil {
				t.Fatalf("UnmarshalJSON(%s) = %v; want no error", tt.doc, err)
			}
			if got, err := json.Marshal(d); err != nil || string(got) != tt.want {
				t.Errorf("MarshalJSON() = %s, %v; want %s", got, err, tt.want)
			}
			if got, err := json.Marshal(mustNew(d).Definition()); err != nil || string(got) != tt.want {
				t.Errorf("MarshalJSON() of a cycle's definition = %s, %v; want %s", got, err, tt.want)
			}
		})
	}
}

func TestDefinition_JSONFaults(t *testing.T) {
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
		{"field that is none", `{` + editions + `,"month":3}`, []fault{{"month", "", alianza.ErrUnknown}}},
		{"field twice", `{` + editions + `,"months":3,"months":3}`, []fault{{"months", "", alianza.ErrDuplicate}}},
		{"field of a calendar", `{` + editions + `,"promote":{"every":3,"end":3}}`, []fault{{"promote.end", "", alianza.ErrUnknown}}},
		{"calendar without every", `{` + editions + `,"promote":{"ending":3}}`, []fault{{"promote.every", "", alianza.ErrMissing}}},
		{"calendar of a name", `{` + editions + `,"demote":"quarterly"}`, []fault{{"demote", "quarterly", alianza.ErrForm}}},
		{"name of a month", `{` + editions + `,"demote":{"every":3,"ending":"March"}}`, []fault{{"demote.ending", "March", alianza.ErrForm}}},
		{"window of text", `{` + editions + `,"months":"3"}`, []fault{{"months", "3", alianza.ErrForm}}},
		{"window of half a month", `{` + editions + `,"months":1.5}`, []fault{{"months", "1.5", alianza.ErrRange}}},
		{"window of a hostile number", `{` + editions + `,"months":1e999}`, []fault{{"months", "1e999", alianza.ErrRange}}},
		{"names", `{` + editions + `,"aggregate":"median","demotion":"two_steps"}`, []fault{{"aggregate", "median", alianza.ErrUnknown}, {"demotion", "two_steps", alianza.ErrUnknown}}},
		{"too long", `{` + editions + strings.Repeat(" ", 1<<20) + `}`, []fault{{"", "", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var d cycle.Definition[tier.NoTerms]
			err := d.UnmarshalJSON([]byte(tt.doc))
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("UnmarshalJSON(%.200s) = other faults (-want +got):\n%s", tt.doc, diff)
			}
			if diff := cmp.Diff(cycle.Definition[tier.NoTerms]{}, d); diff != "" {
				t.Errorf("UnmarshalJSON(%.200s) changed the definition (-want +got):\n%s", tt.doc, diff)
			}
		})
	}
}

func TestCycle_Ladder(t *testing.T) {
	edition := func(from, gold string) cycle.Edition[tier.NoTerms] {
		return cycle.Edition[tier.NoTerms]{From: month(from), Ladder: points(medals, "1", gold)}
	}
	dated := []cycle.Edition[tier.NoTerms]{edition("2026-03", "2"), edition("2026-05", "3"), edition("2027-01", "4")}
	ever := []cycle.Edition[tier.NoTerms]{edition("", "2"), edition("2026-05", "3")}
	tests := []struct {
		name     string
		editions []cycle.Edition[tier.NoTerms]
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
			rules := mustNew(cycle.Definition[tier.NoTerms]{Editions: tt.editions})
			ladder, ok := rules.Ladder(month(tt.month))
			got := ""
			if ok {
				got = ladder.Definition().Levels[1].Requires[0].Bound.Value.String()
			}
			if got != tt.want {
				t.Errorf("Ladder(%s) = gold from %q; want %q", tt.month, got, tt.want)
			}
		})
	}
}

// TestCycle_Copies changes all that goes into a cycle and comes out of it.
func TestCycle_Copies(t *testing.T) {
	d := yearly()
	rules := mustNew(d)
	copied := rules.Definition()
	for _, spoilt := range []cycle.Definition[benefit]{d, copied} {
		spoilt.Editions[1].From = month("2030-01")
		spoilt.Editions[0].Ladder.Levels[0].Requires[0].Metric = "spoilt"
		spoilt.Editions[0].Ladder.Terms["top"] = benefit{}
		spoilt.Editions[0], spoilt.Editions[1] = spoilt.Editions[1], spoilt.Editions[0]
		if diff := cmp.Diff(yearly(), rules.Definition()); diff != "" {
			t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
		}
	}
}

// TestCycle_Concurrent is for the race detector.
func TestCycle_Concurrent(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{Months: 3, Aggregate: cycle.Mean, Tail: 3})
	before, _, err := rules.Run(cycle.Standing{}, month("2026-01"), []tier.Metrics{{"sales": n("6")}, {"sales": n("60")}, {"sales": n("0")}, {"sales": n("0")}})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 50 {
				after, _, err := rules.Step(before, month("2026-05"), tier.Metrics{"sales": n("1")})
				if err != nil || after.Level != "" || levelFor(t, rules, after, "2026-02", "2026-04") != "gold" {
					t.Errorf("Step(1) = %q, %v; want none, for a third of a sale", after.Level, err)
				}
			}
		}()
	}
	wg.Wait()
}

// TestZero refuses what New has not checked.
func TestZero(t *testing.T) {
	var rules cycle.Cycle[string]
	unchecked := fault{"cycle", "", alianza.ErrUnchecked}
	if diff := cmp.Diff(cycle.Definition[string]{}, rules.Definition()); diff != "" || !rules.Equal(cycle.Cycle[string]{}) {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
	if _, ok := rules.Ladder(month("2026-01")); ok {
		t.Errorf("Ladder(2026-01) = one; want none")
	}
	gold := cycle.Standing{Ladder: "affiliate", Level: "gold"}
	s, _, err := rules.Step(gold, month("2026-01"), nil)
	wantFaults(t, "Step", err, unchecked)
	if s.Level != "gold" || fmt.Sprint(err) != "cycle: step to 2026-01: cycle: a zero value: use New" {
		t.Errorf("Step = %v, %v; want the standing", s, err)
	}
	_, changes, err := rules.Run(gold, month("2026-01"), make([]tier.Metrics, 2))
	wantFaults(t, "Run", err, unchecked)
	if len(changes) != 0 {
		t.Errorf("Run = %v; want no changes", changes)
	}
	_, err = rules.Pin(gold, "gold", month("2026-01"), cycle.Month{})
	wantFaults(t, "Pin", err, unchecked)
	_, err = rules.LevelFor(gold, month("2026-01"), month("2026-01"))
	wantFaults(t, "LevelFor", err, unchecked)
}

// TestNames reads and writes the names of the enumerations.
func TestNames(t *testing.T) {
	for a, name := range map[cycle.Aggregate]string{cycle.Sum: "sum", cycle.Mean: "mean", cycle.MeanActive: "mean_active"} {
		checkName(t, a, name)
	}
	for d, name := range map[cycle.Demotion]string{cycle.Straight: "straight", cycle.OneStep: "one_step", cycle.Never: "never"} {
		checkName(t, d, name)
	}
	for o, name := range map[cycle.Outcome]string{
		cycle.Kept: "kept", cycle.Promoted: "promoted", cycle.Demoted: "demoted", cycle.InGrace: "in_grace",
		cycle.Renewed: "renewed", cycle.Expired: "expired", cycle.Pinned: "pinned",
	} {
		checkName(t, o, name)
	}
	for name, v := range map[string]interface {
		fmt.Stringer
		MarshalText() ([]byte, error)
	}{"(3)": cycle.Aggregate(3), "(255)": cycle.Demotion(255), "none": cycle.Outcome(0), "(8)": cycle.Pinned + 1} {
		kind := alianza.ErrUnknown
		if name == "none" {
			kind = alianza.ErrMissing
		}
		if text, err := v.MarshalText(); !errors.Is(err, kind) || v.String() != name {
			t.Errorf("MarshalText() = %s, %v, String() = %q; want %v, %q", text, err, v, kind, name)
		}
	}
}

// checkName reads and writes the name of a value.
func checkName[T interface {
	comparable
	fmt.Stringer
	MarshalText() ([]byte, error)
}, P interface {
	*T
	UnmarshalText([]byte) error
}](t *testing.T, v T, name string,
) {
	t.Helper()
	if text, err := v.MarshalText(); err != nil || string(text) != name || v.String() != name {
		t.Errorf("MarshalText() = %q, %v, String() = %q; want %q", text, err, v, name)
	}
	var read T
	if err := P(&read).UnmarshalText([]byte(name)); err != nil || read != v {
		t.Errorf("UnmarshalText(%q) = %v, %v; want %v", name, read, err, v)
	}
	for _, bad := range []string{"", "none", "None", name + " ", "(2)"} {
		if err := P(&read).UnmarshalText([]byte(bad)); !errors.Is(err, alianza.ErrUnknown) || read != v {
			t.Errorf("UnmarshalText(%q) = %v, %v; want ErrUnknown", bad, read, err)
		}
	}
}

// TestCycle_Equal changes one thing at a time.
func TestCycle_Equal(t *testing.T) {
	type definition = cycle.Definition[benefit]
	if diff := cmp.Diff(mustNew(yearly()), mustNew(yearly())); diff != "" {
		t.Errorf("cmp.Diff of the same cycle = %s", diff)
	}
	for name, change := range map[string]func(*definition){
		"ladder":    func(d *definition) { d.Editions[1].Ladder.Levels[0].Benefits = []string{"x"} },
		"month":     func(d *definition) { d.Editions[1].From = month("2026-04") },
		"edition":   func(d *definition) { d.Editions = d.Editions[:1] },
		"months":    func(d *definition) { d.Months = 7 },
		"aggregate": func(d *definition) { d.Aggregate = cycle.Sum },
		"promote":   func(d *definition) { d.Promote = cycle.Calendar{} },
		"demote":    func(d *definition) { d.Demote = cycle.Calendar{} },
		"demotion":  func(d *definition) { d.Demotion = cycle.Never },
		"grace":     func(d *definition) { d.Grace = 3 },
		"validity":  func(d *definition) { d.Validity = 13 },
		"tail":      func(d *definition) { d.Tail = 19 },
		"resets":    func(d *definition) { d.Months, d.Resets = 0, cycle.Calendar{Every: 12} },
		"own year":  func(d *definition) { d.Months, d.OwnYear = 0, true },
		"renaming":  func(d *definition) { d.Editions[1].Renamed = map[string]string{"entry": "entry"} },
		"until":     func(d *definition) { d.Months, d.OwnYear, d.UntilReset = 0, true, true },
	} {
		d := yearly()
		change(&d)
		if a, b := mustNew(yearly()), mustNew(d); a.Equal(b) || cmp.Equal(a, b) {
			t.Errorf("Equal = true with another %s", name)
		}
	}
}

// TestDefinition_Limits has one edition more than there may be.
func TestDefinition_Limits(t *testing.T) {
	var d cycle.Definition[tier.NoTerms]
	for i := range 201 {
		d.Editions = append(d.Editions, cycle.Edition[tier.NoTerms]{From: month("2026-01").Add(i), Ladder: points(medals, "1", "2")})
	}
	_, err := cycle.New(d)
	wantFaults(t, "New", err, fault{"editions", "201", alianza.ErrLimit})
	d.Editions = d.Editions[:200]
	if _, err := cycle.New(d); err != nil {
		t.Errorf("New with 200 editions = %v; want no error", err)
	}
}
