package kpi_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// figures returns figures by name from pairs of texts; "" is none.
func values(pairs ...string) kpi.Values {
	f := kpi.Values{}
	for i := 0; i < len(pairs); i += 2 {
		if f[pairs[i]] = nil; pairs[i+1] != "" {
			f[pairs[i]] = n(pairs[i+1])
		}
	}
	return f
}

func judged(t *testing.T, d kpi.ScorecardDefinition, f kpi.Values) kpi.Report {
	t.Helper()
	r, err := mustCard(d).Judge(f)
	if err != nil {
		t.Fatalf("Judge(%v) = %v; want no error", f, err)
	}
	return r
}

// card returns a card of three KPIs, of 10 and more, at the benchmark from 5:
// a is critical, b high, c of no priority.
func card(redFrom kpi.Priority, noData score.OnMissing) kpi.ScorecardDefinition {
	d := kpi.ScorecardDefinition{Name: "card", RedFrom: redFrom, OnMissing: noData}
	for i, name := range []string{"a", "b", "c"} {
		k := define(name, "", alianza.AtLeast(n("10")), alianza.AtLeast(n("5")))
		k.Priority = []kpi.Priority{kpi.PriorityCritical, kpi.PriorityHigh, 0}[i]
		d.KPIs = append(d.KPIs, k)
	}
	return d
}

// TestScorecard_R50 rolls KPIs up by their priority.
func TestScorecard_R50(t *testing.T) {
	const critical, high = kpi.PriorityCritical, kpi.PriorityHigh
	tests := []struct {
		name        string
		redFrom     kpi.Priority
		noData      score.OnMissing
		a, b, c     string
		light, best score.Light
		verdict     string
	}{
		{"all on target", 0, 0, "10", "11", "12", score.Green, score.Green, "card: green; 3 of 3 on target"},
		{"one at the benchmark", 0, 0, "10", "9", "10", score.Yellow, score.Yellow, "card: yellow because of b (high); 2 of 3 on target"},
		{"one below", 0, 0, "10", "10", "4", score.Red, score.Red, "card: red because of c; 2 of 3 on target"},
		{"one below the priority that is red", critical, 0, "10", "4", "10", score.Yellow, score.Yellow, "card: yellow because of b (high); 2 of 3 on target"},
		{"one of the priority that is red", critical, 0, "4", "4", "4", score.Red, score.Red, "card: red because of a (critical); 0 of 3 on target"},
		{"one of a higher priority than is red", high, 0, "4", "4", "4", score.Red, score.Red, "card: red because of a (critical), b (high); 0 of 3 on target"},
		{"a yellow and a miss that is yellow", critical, 0, "9", "4", "10", score.Yellow, score.Yellow, "card: yellow because of a (critical), b (high); 1 of 3 on target"},
		{"open", 0, 0, "", "10", "10", score.Red, score.Green, "card: red to green; 2 of 2 on target; no data: a"},
		{"open, of a priority that is not red", critical, 0, "10", "", "10", score.Yellow, score.Green, "card: yellow to green; 2 of 2 on target; no data: b"},
		{"open, and one at the benchmark", 0, 0, "", "9", "10", score.Red, score.Yellow, "card: red to yellow because of b (high); 1 of 2 on target; no data: a"},
		{"open, and one below", 0, 0, "", "10", "4", score.Red, score.Red, "card: red because of c; 1 of 2 on target; no data: a"},
		{"a miss", 0, score.OnMissingWorst, "", "10", "10", score.Red, score.Red, "card: red; 2 of 2 on target; no data: a"},
		{"left out", 0, score.OnMissingLeaveOut, "", "9", "10", score.Yellow, score.Yellow, "card: yellow because of b (high); 1 of 2 on target; no data: a"},
		{"nothing, open", 0, 0, "", "", "", score.Red, score.Green, "card: red to green; 0 of 0 on target; no data: a, b, c"},
		{"nothing, left out", 0, score.OnMissingLeaveOut, "", "", "", 0, 0, "card: none; 0 of 0 on target; no data: a, b, c"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := judged(t, card(tt.redFrom, tt.noData), values("a", tt.a, "b", tt.b, "c", tt.c))
			if r.Light != tt.light || r.Best != tt.best || r.Headline() != tt.verdict || r.Of != 3 || len(r.Readings) != 3 {
				t.Errorf("Judge = %s, %s, %q; want %s, %s, %q", r.Light, r.Best, r.Headline(), tt.light, tt.best, tt.verdict)
			}
		})
	}
}

func TestScorecardRefusals(t *testing.T) {
	d := card(0, 0)
	d.KPIs[0].Unit = "USD"
	_, err := mustCard(d).JudgeSince(
		kpi.Values{"a": score.WithUnit(n("80"), "%"), "z": n("1")},
		kpi.Values{"a": score.WithUnit(n("80"), kpi.UnitNPS), "b": decimal.New(1, 19), "d": nil},
	)
	want := []fault{
		{"before.a", "80%", alianza.ErrConflict},
		{"before.z", "", alianza.ErrUnknown},
		{"values.a", "80 NPS", alianza.ErrConflict},
		{"values.b", "10000000000000000000", alianza.ErrRange},
		{"values.d", "", alianza.ErrUnknown},
	}
	if diff := cmp.Diff(want, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("JudgeSince = other faults (-want +got):\n%s", diff)
	}
}

func TestNewScorecardFaults(t *testing.T) {
	type definition = kpi.ScorecardDefinition
	good := func() definition { return card(kpi.PriorityHigh, 0) }
	scoretest.Breaks(t, good, kpi.NewScorecard, []scoretest.Break[definition]{
		{"nothing", func(d *definition) { *d = definition{RedFrom: kpi.PriorityLow} }, []fault{{"name", "", alianza.ErrMissing}, {"kpis", "", alianza.ErrMissing}}, ""},
		{"never red", func(d *definition) { d.KPIs = d.KPIs[2:] }, []fault{{"red_from", "high", alianza.ErrConflict}}, ""},
		{"too many", func(d *definition) { d.KPIs = slices.Repeat(d.KPIs, 167) }, []fault{{"kpis", "501", alianza.ErrLimit}}, "at most 500 KPIs"},
		{"all at once", func(d *definition) {
			d.KPIs[1].Name, d.KPIs[2].Target, d.KPIs[2].Name = "a", alianza.Bound{}, ""
			d.RedFrom, d.OnMissing, d.Name = 9, score.OnMissingRefuse, ""
		}, []fault{
			{"name", "", alianza.ErrMissing},
			{"red_from", "(9)", alianza.ErrUnknown},
			{"on_missing", "refuse", alianza.ErrUnknown},
			{"kpis[1].name", "a", alianza.ErrDuplicate},
			{"kpis[2].name", "", alianza.ErrMissing},
			{"kpis[2].target", "", alianza.ErrMissing},
		}, ""},
	}...)
}

func TestScorecardEqual(t *testing.T) {
	type definition = kpi.ScorecardDefinition
	all := []func(*definition){
		func(d *definition) { d.Name = "other" },
		func(d *definition) { d.RedFrom = kpi.PriorityHigh },
		func(d *definition) { d.OnMissing = score.OnMissingWorst },
		func(d *definition) { d.KPIs = d.KPIs[:2] },
	}
	for _, change := range changes {
		all = append(all, func(d *definition) { change(&d.KPIs[1]) })
	}
	scoretest.Apart(t, func() definition { return card(kpi.PriorityCritical, 0) }, kpi.NewScorecard, all...)
}

func TestScorecardJSON(t *testing.T) {
	left := kpi.CriticalKPIs()
	left.OnMissing = score.OnMissingLeaveOut
	scoretest.RoundTrip(t, "critical_kpis.json", left)
	for _, name := range []string{"bad_scorecard", "bad_scorecard_red"} {
		t.Run(name, func(t *testing.T) { scoretest.Bad(t, name, kpi.CriticalKPIs()) })
	}
	scoretest.Frozen(t, mustCard(left), mustCard(kpi.CriticalKPIs()))
}

func TestScorecardImmutable(t *testing.T) {
	d := card(0, 0)
	d.KPIs[0].Actions = []string{"call"}
	s := mustCard(d)
	want := s.Definition()
	d.KPIs[0].Actions[0], d.KPIs[1].Name = "spoilt", "spoilt"
	s.Definition().KPIs[0].Actions[0] = "spoilt"
	if diff := cmp.Diff(want, s.Definition()); diff != "" || want.KPIs[0].Actions[0] != "call" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
}

// TestScorecardAttacked reads documents of the greatest size that is looked at, and
// judges more values than the card knows.
func TestScorecardAttacked(t *testing.T) {
	with := func(kpis string) string { return `{"name":"s","kpis":` + kpis + `}` }
	scoretest.Bounded[kpi.ScorecardDefinition](t, map[string]string{
		"kpis":           with(scoretest.Many(8_000, `{"name":"a","target":{"below":"1"}}`)),
		"faulty kpis":    with(scoretest.Many(8_000, `{"name":"","target":{"below":"x"}}`)),
		"null kpis":      with(scoretest.Many(40_000, `null`)),
		"unknown fields": with(scoretest.Many(8_000, `{"nam":"a","target":{"below":"1"}}`)),
		"actions":        with(`[{"name":"a","target":{"below":"1"},"actions":` + scoretest.Many(40_000, `"call"`) + `}]`),
	})
	many := kpi.Values{}
	for i := range 8_000 {
		many[fmt.Sprint("k", i)] = n("1")
	}
	if _, err := mustCard(kpi.WeeklyKPIs()).Judge(many); len(faults(err)) != 100 {
		t.Errorf("Judge of 8,000 unknown values = %d faults; want 100", len(faults(err)))
	}
}
