package score_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

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

// roundTrip writes want, compares with a golden file and reads that.
func roundTrip[T any](t *testing.T, file string, want T) {
	t.Helper()
	doc, err := json.MarshalIndent(want, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, file, string(doc)+"\n")
	doc, err = os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var got T
	if err := json.Unmarshal(doc, &got); err != nil {
		t.Errorf("UnmarshalJSON(%s) = %v; want no error", file, err)
	}
	if diff := cmp.Diff(want, got, sameWeights, samePlaces); diff != "" {
		t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", file, diff)
	}
}

// samePlaces compares decimals with their places.
var samePlaces = cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) && a.Exponent() == b.Exponent() })

func TestGolden(t *testing.T) {
	roundTrip(t, "semaforo.json", score.Semaforo())
	roundTrip(t, "partner_evaluation.json", score.PartnerEvaluation())
	roundTrip(t, "kpi.json", kpi("roi", "%", score.AtLeast(n("300")), score.AtLeast(n("200.50"))))
	roundTrip(t, "kpi_least.json", kpi("tickets", "", score.Below(n("2")), score.Target{}))
	whole := kpi("sales_cycle", "days", score.Between(n("30"), n("60")), score.Between(n("20"), n("90")))
	whole.Measure, whole.Priority, whole.Band, whole.Actions = "from lead to deal, monthly", score.PriorityHigh, weight(t, "2.5%"), []string{"training", "materials"}
	roundTrip(t, "kpi_all.json", whole)
	evaluation := floored()
	evaluation.Missing = score.MissingRenormalise
	roundTrip(t, "evaluation_all.json", evaluation)
	roundTrip(t, "year_scenarios.json", score.YearScenarios())
	left := score.CriticalKPIs()
	left.NoData = score.UnmeasuredLeftOut
	roundTrip(t, "critical_kpis.json", left)
}

// TestPresetsJSON writes and reads the other presets.
func TestPresetsJSON(t *testing.T) {
	for _, want := range []score.ScorecardDefinition{
		score.CriticalKPIs(), score.ChannelKPIs(), score.GrowthKPIs(), score.TechnologyKPIs(), score.ChannelSalesKPIs(), score.StrategicKPIs(),
		score.AllianceKPIs(), score.WeeklyKPIs(), score.ThreeMonths(), score.NinetyDays(),
		score.PerformanceKPIs("USD", score.AtLeast(n("1")), score.AtMost(n("2")), score.Above(n("3")), score.Below(n("4"))),
	} {
		doc, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got score.ScorecardDefinition
		if err := json.Unmarshal(doc, &got); err != nil {
			t.Errorf("UnmarshalJSON(%s) = %v; want no error", doc, err)
		}
		if diff := cmp.Diff(want, got, sameWeights, samePlaces); diff != "" {
			t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
		}
	}
}

// TestBadGolden reads the faulty definitions of testdata and compares the
// faults. What is read into stays as it was.
func TestBadGolden(t *testing.T) {
	tests := []struct {
		kind string
		read func(t *testing.T, data []byte) error
	}{
		{"checklist", func(t *testing.T, data []byte) error {
			t.Helper()
			return unread(t, score.Semaforo(), data)
		}},
		{"evaluation", func(t *testing.T, data []byte) error {
			t.Helper()
			return unread(t, score.PartnerEvaluation(), data)
		}},
		{"kpi", func(t *testing.T, data []byte) error {
			t.Helper()
			return unread(t, kpi("roi", "%", score.AtLeast(n("300")), score.AtLeast(n("200"))), data)
		}},
		{"scorecard", func(t *testing.T, data []byte) error {
			t.Helper()
			return unread(t, score.CriticalKPIs(), data)
		}},
		{"scenarios", func(t *testing.T, data []byte) error {
			t.Helper()
			return unread(t, score.YearScenarios(), data)
		}},
	}
	for _, tt := range tests {
		files, err := filepath.Glob(filepath.Join("testdata", "bad_"+tt.kind+"*.json"))
		if err != nil || len(files) < 2 {
			t.Fatalf("Glob(bad_%s*.json) = %d files, %v; want two at least", tt.kind, len(files), err)
		}
		for _, file := range files {
			name := strings.TrimSuffix(filepath.Base(file), ".json")
			t.Run(name, func(t *testing.T) {
				data, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				err = tt.read(t, data)
				if err == nil {
					t.Fatalf("UnmarshalJSON(%s) = no error; want some", file)
				}
				golden(t, name+".golden", fmt.Sprintln(err))
			})
		}
	}
}

// unread reads faulty data into v, which must not change.
func unread[T any, P interface {
	*T
	json.Unmarshaler
}](t *testing.T, v T, data []byte) error {
	t.Helper()
	before, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	bad := P(&v).UnmarshalJSON(data)
	after, err := json.Marshal(v)
	if err != nil || string(after) != string(before) {
		t.Errorf("UnmarshalJSON(%s) changed the definition to %s, %v; want %s", data, after, err, before)
	}
	return bad
}

// TestJSONForms has documents of other forms than the golden ones.
func TestJSONForms(t *testing.T) {
	var e score.EvaluationDefinition
	const doc = `{"criteria":[{"weight":"100.0%","name":"a"}],"pass":{"above":5e-1},"max":1.0,"min":-1,"name":"e"}`
	if err := json.Unmarshal([]byte(doc), &e); err != nil {
		t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
	}
	const want = `{"name":"e","min":"-1","max":"1.0","pass":{"above":"0.5"},"criteria":[{"name":"a","weight":"100%"}]}`
	if got, err := json.Marshal(e); err != nil || string(got) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", got, err, want)
	}
	for name, v := range map[string]any{
		"evaluation": score.EvaluationDefinition{}, "KPI": score.KPIDefinition{}, "scorecard": score.ScorecardDefinition{KPIs: []score.KPIDefinition{{}}}, "reading": score.Reading{}, "assessment": score.Assessment{},
	} {
		if got, err := json.Marshal(v); err == nil {
			t.Errorf("MarshalJSON() of a %s without a target = %s; want an error", name, got)
		}
	}
	var k score.KPIDefinition
	for name, doc := range map[string]string{"null": `null`, "end": `{"name":"k"`, "data behind": `{"name":"k","target":{"below":1}}1`} {
		if err := k.UnmarshalJSON([]byte(doc)); len(faults(err)) != 1 {
			t.Errorf("UnmarshalJSON(%s) = %v; want one fault", name, err)
		}
	}
}

// TestLawJSON writes and reads random definitions: nothing changes, verdicts
// neither.
func TestLawJSON(t *testing.T) {
	r := random{rand.New(rand.NewPCG(4, 4))}
	for range 100 {
		d := r.evaluation(t)
		doc, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var got score.EvaluationDefinition
		if err := json.Unmarshal(doc, &got); err != nil {
			t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
		}
		s := r.scores(d)
		if diff := cmp.Diff(assess(t, score.MustEvaluation(d), s), assess(t, score.MustEvaluation(got), s), sameWeights, samePlaces); diff != "" {
			t.Errorf("Judge(%v) after JSON mismatch (-want +got):\n%s", s, diff)
		}

		c := score.ChecklistDefinition{Name: "c"}
		for i := range 2 + r.IntN(6) {
			c.Criteria = append(c.Criteria, fmt.Sprint("criterion ", i))
		}
		for i := range 1 + r.IntN(3) {
			green := 2 + r.IntN(len(c.Criteria)-1)
			c.Policies = append(c.Policies, score.Policy{Name: fmt.Sprint("policy ", i), Green: green, Yellow: 1 + r.IntN(green-1)})
		}
		doc, err = json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var other score.ChecklistDefinition
		if err := json.Unmarshal(doc, &other); err != nil {
			t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
		}
		if diff := cmp.Diff(c, other); diff != "" {
			t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
		}
	}
}

// TestResultsJSON reads the texts in results back.
func TestResultsJSON(t *testing.T) {
	doc, err := json.Marshal(map[score.Light]score.Status{score.Red: score.Missed, score.Green: score.OnTarget})
	if want := `{"green":"on_target","red":"below"}`; err != nil || string(doc) != want {
		t.Errorf("Marshal = %s, %v; want %s", doc, err, want)
	}
	var read map[score.Light]score.Status
	if err := json.Unmarshal(doc, &read); err != nil || read[score.Green] != score.OnTarget || read[score.Red] != score.Missed {
		t.Errorf("Unmarshal(%s) = %v, %v; want the same", doc, read, err)
	}
	var answers score.Answers
	if err := json.Unmarshal([]byte(`{"measurable":"yes","mutual_benefit":"unknown"}`), &answers); err != nil || answers["measurable"] != score.Yes {
		t.Errorf("Unmarshal of answers = %v, %v; want yes", answers, err)
	}
	if err := json.Unmarshal([]byte(`{"measurable":"oui"}`), &answers); err == nil {
		t.Errorf("Unmarshal of oui = no error; want %v", alianza.ErrUnknown)
	}
}
