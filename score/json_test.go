package score_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
)

func TestGolden(t *testing.T) {
	scoretest.RoundTrip(t, "semaforo.json", score.Semaforo())
	scoretest.RoundTrip(t, "partner_evaluation.json", score.PartnerEvaluation())
	evaluation := floored()
	evaluation.OnMissing = score.OnMissingLeaveOut
	scoretest.RoundTrip(t, "evaluation_all.json", evaluation)
	scoretest.RoundTrip(t, "scale.json", bands(
		band("loss", open, alianza.Below(n("0"))),
		score.Band{Name: "even", Light: score.Yellow, From: alianza.AtLeast(n("0")), To: alianza.AtMost(n("0.50"))},
		band("gain", alianza.Above(n("0.5")), open),
	))
}

// TestBadGolden reads the faulty definitions of testdata and compares the
// faults. The definition read into stays as it was.
func TestBadGolden(t *testing.T) {
	for _, name := range []string{"bad_checklist", "bad_checklist_empty"} {
		t.Run(name, func(t *testing.T) { scoretest.Bad(t, name, score.Semaforo()) })
	}
	for _, name := range []string{"bad_evaluation", "bad_evaluation_floors", "bad_evaluation_sum"} {
		t.Run(name, func(t *testing.T) { scoretest.Bad(t, name, score.PartnerEvaluation()) })
	}
	t.Run("bad_scale", func(t *testing.T) {
		scoretest.Bad(t, "bad_scale", score.LightScale("b", n("0"), n("1"), n("2"), n("3")))
	})
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
	for name, v := range map[string]any{"evaluation": score.EvaluationDefinition{}, "assessment": score.Assessment{}} {
		if got, err := json.Marshal(v); err == nil {
			t.Errorf("MarshalJSON() of a %s without a threshold = %s; want an error", name, got)
		}
	}
	var answers score.Answers
	if err := json.Unmarshal([]byte(`{"measurable":"yes","mutual_benefit":"unknown"}`), &answers); err != nil || answers["measurable"] != score.Yes {
		t.Errorf("Unmarshal of answers = %v, %v; want yes", answers, err)
	}
	if err := json.Unmarshal([]byte(`{"measurable":"oui"}`), &answers); !errors.Is(err, alianza.ErrUnknown) {
		t.Errorf("Unmarshal of oui = %v; want %v", err, alianza.ErrUnknown)
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
		if diff := cmp.Diff(assess(t, score.MustEvaluation(d), s), assess(t, score.MustEvaluation(got), s), scoretest.SamePlaces()); diff != "" {
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
