package score_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
)

func TestRank(t *testing.T) {
	floor := three(0)
	floor.Criteria[2].Floor = alianza.AtLeast(n("3"))
	less := three(0)
	less.Pass = alianza.AtMost(n("7"))
	even := three(0) // a and b weigh the same
	even.Criteria[0].Weight, even.Criteria[1].Weight = alianza.WholePercent(40), alianza.WholePercent(40)
	left, turned := three(score.OnMissingLeaveOut), three(0)
	slices.Reverse(turned.Criteria)
	abc := func(a, b, c string) score.Scores { return score.Scores{"a": n(a), "b": n(b), "c": n(c)} }
	tests := []struct {
		name       string
		def        score.EvaluationDefinition
		candidates map[string]score.Scores
		want       string
	}{
		{"nobody", three(0), nil, ""},
		{"one", three(0), map[string]score.Scores{"ana": abc("8", "8", "8")}, "1. ana: advance with 8"},
		{
			"by the total", three(0),
			map[string]score.Scores{"ana": abc("8", "8", "8"), "ben": abc("9", "9", "9"), "cleo": abc("6", "6", "6")},
			"1. ben: advance with 9; ahead by 1\n2. ana: advance with 8; ahead by 2\n3. cleo: stop at 6",
		},
		{
			"by the heaviest criterion", three(0),
			map[string]score.Scores{"ana": abc("8", "8", "8"), "ben": abc("8.6", "7", "8"), "cleo": abc("8", "8.2", "7.7")},
			"1. ben: advance with 8; ahead in a by 0.6\n2. cleo: advance with 8; ahead in b by 0.2\n3. ana: advance with 8",
		},
		{
			"by the heaviest criterion, which is the last", turned,
			map[string]score.Scores{"ana": abc("8", "8", "8"), "ben": abc("8.6", "7", "8"), "cleo": abc("8", "8.2", "7.7")},
			"1. ben: advance with 8; ahead in a by 0.6\n2. cleo: advance with 8; ahead in b by 0.2\n3. ana: advance with 8",
		},
		{
			"by the first of two of a weight", even,
			map[string]score.Scores{"ana": abc("8", "9", "5"), "ben": abc("9", "8", "5")},
			"1. ben: advance with 7.8; ahead in a by 1\n2. ana: advance with 7.8",
		},
		{
			"by the name", three(0),
			map[string]score.Scores{"dora": abc("5", "5", "5"), "cleo": abc("8", "8", "8"), "ana": abc("8", "8", "8.0"), "ben": abc("8", "8", "8")},
			"1. ana: advance with 8; level with the next\n1. ben: advance with 8; level with the next\n1. cleo: advance with 8; ahead by 3\n4. dora: stop at 5",
		},
		{
			"by the knock-out", floor,
			map[string]score.Scores{"ana": abc("10", "10", "2"), "ben": abc("3", "3", "3"), "cleo": abc("9", "10", "2")},
			"1. ben: stop at 3; ahead because the next is knocked out\n2. ana: stop at 8.4, knocked out by c; ahead by 0.5\n3. cleo: stop at 7.9, knocked out by c",
		},
		{
			"less is better", less,
			map[string]score.Scores{"ana": abc("8", "8", "8"), "ben": abc("2", "2", "2"), "cleo": abc("1", "3", "3")},
			"1. cleo: advance with 2; ahead in a by 1\n2. ben: advance with 2; ahead by 6\n3. ana: stop at 8",
		},
		{
			"left out", left,
			map[string]score.Scores{"ana": {"a": n("7"), "b": n("7")}, "ben": {"a": n("7"), "c": n("7")}, "cleo": {"b": n("7")}, "dora": {"a": n("8"), "c": n("6")}},
			"1. dora: advance with 7.43 (52/7); ahead by 0.43 (3/7)\n2. ana: advance with 7; ahead in b\n3. ben: advance with 7; ahead in a\n4. cleo: advance with 7",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.name == "by the heaviest criterion" { // cleo has 4 + 2.46 + 1.54
				if a := assess(t, alianza.Must(score.NewEvaluation(tt.def)), tt.candidates["cleo"]); !a.Total.Equal(q("8")) {
					t.Fatalf("Judge(cleo) = %s; want 8", a.Total)
				}
			}
			got, err := alianza.Must(score.NewEvaluation(tt.def)).Rank(tt.candidates)
			if diff := cmp.Diff(tt.want, lines(got)); diff != "" || err != nil {
				t.Errorf("Rank = %v, mismatch (-want +got):\n%s", err, diff)
			}
		})
	}
}

// lines returns the places, a line for each.
func lines[R interface{ Headline() string }](places []score.Place[R]) string {
	var b strings.Builder
	for i, p := range places {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.String())
	}
	return b.String()
}

func TestRankRefusals(t *testing.T) {
	e := alianza.Must(score.NewEvaluation(three(0)))
	got, err := e.Rank(map[string]score.Scores{
		"ben": {"a": n("11"), "b": n("8"), "c": n("8")}, "ana": {"a": n("8"), "c": n("8")}, "cleo": {"a": n("8"), "b": n("8"), "c": n("8"), "d": n("8")}, "": {"a": n("8"), "b": n("8"), "c": n("8")},
	})
	want := []fault{
		{"candidates", "", alianza.ErrMissing},
		{"candidates.ana.scores.b", "", alianza.ErrMissing},
		{"candidates.ben.scores.a", "11", alianza.ErrRange},
		{"candidates.cleo.scores.d", "", alianza.ErrUnknown},
	}
	if diff := cmp.Diff(want, faults(err), scoretest.SameFaults()); diff != "" || got != nil {
		t.Errorf("Rank = %v with other faults (-want +got):\n%s", got, diff)
	}
}

func TestRankJSON(t *testing.T) {
	d := three(0)
	d.Criteria = d.Criteria[:1]
	d.Criteria[0].Weight = alianza.WholePercent(100)
	r, err := alianza.Must(score.NewEvaluation(d)).Rank(map[string]score.Scores{"ana": {"a": n("8")}, "ben": {"a": n("6")}, "cleo": {"a": n("6")}})
	if err != nil {
		t.Fatal(err)
	}
	part := func(s, margin, advance string) string {
		return `"result":{"evaluation":"three","total":"` + s + `","min":"1","max":"10","pass":{"at_least":"7"},"advance":` + advance + `,"slack":"` + margin +
			`","on_missing":"refuse","coverage_pct":"100","contributions":[{"criterion":"a","weight":"100%","given":"` + s + `","score":"` + s + `","points":"` + s + `"}]}`
	}
	want := `[{"rank":1,"candidate":"ana",` + part("8", "1", "true") + `,"ahead_by":"total","distance":"2"}` +
		`,{"rank":2,"candidate":"ben",` + part("6", "-1", "false") + `,"ahead_by":"name"}` +
		`,{"rank":2,"candidate":"cleo",` + part("6", "-1", "false") + `}]`
	doc, err := json.Marshal(r)
	if err != nil || string(doc) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, want)
	}
	var read []score.Place[score.Assessment]
	if err := json.Unmarshal(doc, &read); err != nil || !cmp.Equal(r, read) {
		t.Errorf("UnmarshalJSON(%s) = %v, %v; want the same", doc, read, err)
	}
}

// TestPlaceOfNothing prints places whose results are pointers to nothing.
func TestPlaceOfNothing(t *testing.T) {
	var none *score.Verdict
	for name, got := range map[string]string{
		"nil pointer": score.Place[*score.Verdict]{}.String(), "nil interface": score.Place[interface{ Headline() string }]{}.String(),
		"interface of a nil pointer": score.Place[interface{ Headline() string }]{Result: none}.String(),
	} {
		if want := "0. : no result"; got != want {
			t.Errorf("String() of a %s = %q; want %q", name, got, want)
		}
	}
	one := score.Place[*score.Verdict]{Rank: 1, Candidate: "ana", Result: &score.Verdict{Light: score.Green, Best: score.Green, Points: 4, Of: 8}}
	if got, want := one.String(), "1. ana: green, 4 of 8"; got != want {
		t.Errorf("String() = %q; want %q", got, want)
	}
}
