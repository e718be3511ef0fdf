package kpi_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

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
		`{"kpi":"a","value":"12.00","light":"green",` + bounds + `,"attainment_pct":"120","priority":"critical","trend":{"arrow":"up","better":"yes","by":"3"}},` +
		`{"kpi":"b","value":"4.00","light":"red",` + bounds + `,"attainment_pct":"40","priority":"high","trend":{"arrow":"down","better":"no","by":"-1"},"actions":["call"]},` +
		`{"kpi":"c",` + bounds + `}]}`
	if got, err := json.Marshal(r); err != nil || string(got) != doc {
		t.Errorf("MarshalJSON() = %s, %v; want %s", got, err, doc)
	}
	scoretest.Again(t, r)
	if got, err := json.Marshal(kpi.Report{}); err != nil || string(got) != `{"scorecard":"","on_target":0,"measured":0,"of":0,"readings":[]}` {
		t.Errorf("MarshalJSON() of the zero Report = %s, %v", got, err)
	}
	if got, want := (kpi.Report{}).String(), ": none; 0 of 0 on target"; got != want {
		t.Errorf("String() of the zero Report = %q; want %q", got, want)
	}
}

func TestScorecardRank(t *testing.T) {
	s := mustCard(card(kpi.PriorityCritical, 0))
	places, err := s.Rank(map[string]kpi.Values{
		"ana": values("a", "10", "b", "11", "c", "12"), "ben": values("a", "9", "b", "11", "c", "12"), "cleo": values("a", "10", "b", "4", "c", "4"),
		"dora": values("a", "4", "b", "10", "c", "10"), "eva": values("b", "10", "c", "10"), "fred": values("a", "4", "b", "10", "c", "10"),
	})
	want := strings.Join([]string{
		"1. ana: card: green; 3 of 3 on target; ahead by the light",
		"2. ben: card: yellow because of a (critical); 2 of 3 on target; ahead by 1",
		"3. cleo: card: yellow because of b (high), c; 1 of 3 on target; ahead by the light",
		"4. eva: card: red to green; 2 of 2 on target; no data: a; ahead by what is still open",
		"5. dora: card: red because of a (critical); 2 of 3 on target; level with the next",
		"5. fred: card: red because of a (critical); 2 of 3 on target",
	}, "\n")
	var got []string
	for _, p := range places {
		got = append(got, p.String())
	}
	if diff := cmp.Diff(want, strings.Join(got, "\n")); diff != "" || err != nil {
		t.Errorf("Rank = %v, mismatch (-want +got):\n%s", err, diff)
	}
	scoretest.Again(t, places[0])
	_, err = s.Rank(map[string]kpi.Values{"ana": values("d", "1"), " ": nil})
	if diff := cmp.Diff([]fault{{"candidates", " ", alianza.ErrMissing}, {"candidates.ana.values.d", "", alianza.ErrUnknown}}, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("Rank = other faults (-want +got):\n%s", diff)
	}
}
