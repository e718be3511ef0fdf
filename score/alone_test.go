package score_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

// TestTargetAlone reads and writes targets by themselves.
func TestTargetAlone(t *testing.T) {
	for _, text := range []string{`{"at_least":"7"}`, `{"at_least":"30","to":"50"}`, `{"between":"30","to":"60"}`, `{"below":"2"}`} {
		var target score.Target
		err := json.Unmarshal([]byte(text), &target)
		if doc, again := json.Marshal(target); err != nil || again != nil || string(doc) != text {
			t.Errorf("Marshal = %s, %v after %v; want %s", doc, again, err, text)
		}
	}
	if doc, err := json.Marshal(score.Target{}); err != nil || string(doc) != "{}" {
		t.Errorf("Marshal of none = %s, %v; want {}", doc, err)
	}
	kept := score.AtLeast(n("1"))
	for _, text := range []string{`{}`, `{"At_least":"7"}`, `{"at_least":7,"below":9}`, `{"between":"9","to":"3"}`} {
		if err := json.Unmarshal([]byte(text), &kept); len(alianza.Faults(err)) == 0 || kept.String() != ">= 1" {
			t.Errorf("Unmarshal(%s) = %v, %s; want faults, and the target as it was", text, err, kept)
		}
	}
}

// TestNilNumbers has pointers that point to nothing: no data (X14).
func TestNilNumbers_X14(t *testing.T) {
	kpi := score.MustKPI(score.KPIDefinition{Name: "k", Target: score.AtLeast(n("1"))})
	half, two := score.Fraction{}, n("2")
	for name, number := range map[string]score.Number{
		"nil fraction": (*score.Fraction)(nil), "nil balance": (*score.Reciprocity)(nil), "nil in a unit": score.In((*score.Fraction)(nil), ""),
	} {
		if got, err := kpi.Judge(number); err != nil || got.Status != score.NoData {
			t.Errorf("Judge(%s) = %v, %v; want no data", name, got, err)
		}
	}
	if got, err := kpi.Judge(&half); err != nil || got.Status != score.Missed {
		t.Errorf("Judge(pointer to 0) = %v, %v; want below", got, err)
	}
	if got, err := kpi.Judge(&two); err != nil || got.Status != score.OnTarget {
		t.Errorf("Judge(pointer to 2) = %v, %v; want on target", got, err)
	}
}

// TestAssessmentByHand asks assessments that no evaluation makes.
func TestAssessmentByHand(t *testing.T) {
	a := score.Assessment{Pass: score.AtLeast(n("7")), Min: n("1"), Max: n("10"), Parts: []score.Part{
		{Criterion: "a", Weight: score.Percent(100)}, {Criterion: "b"},
	}}
	if got := a.Sensitivity(); len(got) != 2 || got[1].Critical != nil {
		t.Errorf("Sensitivity = %v; want two, and no weight for b", got)
	}
	b := a
	b.Max = n("100")
	if _, err := a.Flips(b); !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("Flips of two scales = %v; want %v", err, alianza.ErrConflict)
	}
	if _, err := a.Flips(a); err != nil {
		t.Errorf("Flips of one scale = %v; want no error", err)
	}
}
