package kpi_test

import (
	"encoding/json"
	"math/rand/v2"
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

func TestScorecardReport(t *testing.T) {
	d := card(kpi.PriorityCritical, 0)
	d.KPIs[1].Actions, d.KPIs[1].Tolerance = []string{"call"}, alianza.WholePercent(5)
	s := mustCard(d)
	r, err := s.JudgeSince(values("a", "9", "b", "5", "c", ""), values("a", "12", "b", "4"))
	if err != nil {
		t.Fatal(err)
	}
	const text = "card: yellow because of b (high); 1 of 2 on target; no data: c\n" +
		"- a 12: green, target >= 10, benchmark >= 5; up 3, improving\n" +
		"- b 4: red, target >= 10, benchmark >= 5; down 1, worsening\n" +
		"- c: no data\nTo do:\n1. call (b)"
	if r.String() != text {
		t.Errorf("String() = %q; want %q", r, text)
	}
	const bounds = `"target":{"at_least":"10"},"benchmark":{"at_least":"5"}`
	const doc = `{"scorecard":"card","light":"yellow","best":"yellow","on_target":1,"measured":2,"of":3,"because":["b"],"no_data":["c"],"readings":[` +
		`{"kpi":"a","value":"12.00","light":"green",` + bounds + `,"priority":"critical","trend":{"arrow":"up","better":"yes","by":"3"}},` +
		`{"kpi":"b","value":"4.00","light":"red",` + bounds + `,"priority":"high","trend":{"arrow":"down","better":"no","by":"-1"},"actions":["call"]},` +
		`{"kpi":"c",` + bounds + `}]}`
	if got, err := json.Marshal(r); err != nil || string(got) != doc {
		t.Errorf("MarshalJSON() = %s, %v; want %s", got, err, doc)
	}
	if got, err := json.Marshal(kpi.Report{}); err != nil || string(got) != `{"scorecard":"","on_target":0,"measured":0,"of":0,"readings":[]}` {
		t.Errorf("MarshalJSON() of the zero Report = %s, %v", got, err)
	}
	if got, want := (kpi.Report{}).String(), ": none; 0 of 0 on target"; got != want {
		t.Errorf("String() of the zero Report = %q; want %q", got, want)
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
	var zero kpi.Scorecard
	if r, err := zero.Judge(nil); err != nil || r.Light != 0 || r.Of != 0 {
		t.Errorf("Judge of the zero Scorecard = %v, %v; want no light", r, err)
	}
	if _, err := zero.Judge(values("a", "1")); len(faults(err)) != 1 {
		t.Errorf("Judge of the zero Scorecard with a figure = %v; want a fault", err)
	}
}

func TestNewScorecardFaults(t *testing.T) {
	d := card(0, 0)
	d.KPIs[1].Name, d.KPIs[2].Target, d.KPIs[2].Name = "a", alianza.Bound{}, ""
	d.RedFrom, d.OnMissing, d.Name = 9, score.OnMissingRefuse, ""
	_, err := kpi.NewScorecard(d)
	want := []fault{
		{"name", "", alianza.ErrMissing},
		{"red_from", "(9)", alianza.ErrUnknown},
		{"on_missing", "refuse", alianza.ErrUnknown},
		{"kpis[1].name", "a", alianza.ErrDuplicate},
		{"kpis[2].name", "", alianza.ErrMissing},
		{"kpis[2].target", "", alianza.ErrMissing},
	}
	if diff := cmp.Diff(want, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("NewScorecard = other faults (-want +got):\n%s", diff)
	}
	_, err = kpi.NewScorecard(kpi.ScorecardDefinition{RedFrom: kpi.PriorityLow})
	if diff := cmp.Diff([]fault{{"name", "", alianza.ErrMissing}, {"kpis", "", alianza.ErrMissing}}, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("NewScorecard of nothing = other faults (-want +got):\n%s", diff)
	}
	d = card(kpi.PriorityHigh, 0)
	d.KPIs = d.KPIs[2:]
	_, err = kpi.NewScorecard(d)
	if diff := cmp.Diff([]fault{{"red_from", "high", alianza.ErrConflict}}, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("NewScorecard that is never red = other faults (-want +got):\n%s", diff)
	}
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

// TestLawScorecard checks that a better figure never worsens the light, that
// knowing a figure keeps the light within the range, and that the order of KPIs
// changes nothing.
func TestLawScorecard(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 10))
	for range 500 {
		d := card(kpi.Priority(r.IntN(5)), 0)
		now := kpi.Values{"a": decimal.NewFromInt(r.Int64N(14)), "b": decimal.NewFromInt(r.Int64N(14)), "c": decimal.NewFromInt(r.Int64N(14))}
		before := judged(t, d, now)
		name := []string{"a", "b", "c"}[r.IntN(3)]
		raised := kpi.Values{"a": now["a"], "b": now["b"], "c": now["c"]}
		raised[name] = now[name].(decimal.Decimal).Add(decimal.NewFromInt(r.Int64N(5)))
		if got := judged(t, d, raised); got.Light < before.Light || got.OnTarget < before.OnTarget {
			t.Errorf("Judge with %s raised = %s; want no worse than %s", name, got, before)
		}
		delete(raised, name)
		if got := judged(t, d, raised); got.Light > before.Light || got.Best < before.Best {
			t.Errorf("Judge without %s = %s; want a range around %s", name, got, before)
		}
		d.KPIs[0], d.KPIs[2] = d.KPIs[2], d.KPIs[0]
		if got := judged(t, d, now); got.Light != before.Light || got.OnTarget != before.OnTarget {
			t.Errorf("Judge in another order = %s; want %s", got, before)
		}
	}
}
