package score_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
)

// reach returns an evaluation with relative weights, a measure that is capped and
// one with steps.
func reach() score.EvaluationDefinition {
	return score.EvaluationDefinition{
		Name: "reach", Relative: true, Min: n("0"), Max: n("10"), Pass: alianza.AtLeast(n("5")),
		Criteria: []score.Criterion{
			{Name: "followers", Weight: alianza.WholePercent(1), Steps: []score.Step{{From: n("0"), Score: n("0")}, {From: n("10000"), Score: n("3")}, {From: n("100000"), Score: n("6")}}},
			{Name: "sales", Weight: alianza.WholePercent(1), Raw: &score.Raw{From: n("0"), To: n("2000"), Capped: true}},
			{Name: "fit", Weight: alianza.WholePercent(1)},
		},
	}
}

func TestNewEvaluationFaults(t *testing.T) {
	ten := alianza.WholePercent(10)
	type definition = score.EvaluationDefinition
	scoretest.Breaks(t, score.PartnerEvaluation, score.NewEvaluation, []scoretest.Break[definition]{
		{"nothing", func(d *definition) { *d = definition{} }, []fault{
			{"name", "", alianza.ErrMissing}, {"max", "0", alianza.ErrConflict}, {"pass", "", alianza.ErrMissing}, {"criteria", "", alianza.ErrMissing},
		}, ""},
		{"no name", func(d *definition) { d.Name = "" }, []fault{{"name", "", alianza.ErrMissing}}, ""},
		{"scale without a width", func(d *definition) { d.Max = n("1.0") }, []fault{{"max", "1.0", alianza.ErrConflict}}, "not above min, 1"},
		{"scale upside down", func(d *definition) { d.Min, d.Max = n("10"), n("1") }, []fault{{"max", "1", alianza.ErrConflict}}, "not above min, 10"},
		{"scale from a hostile number", func(d *definition) { d.Min = decimal.New(1, -1<<30) }, []fault{{"min", "1e-1073741824", alianza.ErrRange}}, ""},
		{"scale to a hostile number", func(d *definition) { d.Max = decimal.New(1, 19) }, []fault{{"max", "10000000000000000000", alianza.ErrRange}}, ""},
		{"no threshold", func(d *definition) { d.Pass = alianza.Bound{} }, []fault{{"pass", "", alianza.ErrMissing}}, "one of at_least, above, at_most, below, between"},
		{"no operator", func(d *definition) { d.Pass = alianza.Bound{Value: n("7")} }, []fault{{"pass", "", alianza.ErrMissing}}, ""},
		{"operator that does not exist", func(d *definition) { d.Pass = alianza.Bound{Op: 9, Value: n("7")} }, []fault{{"pass", "(9)", alianza.ErrUnknown}}, ""},
		{"hostile threshold", func(d *definition) { d.Pass = alianza.AtLeast(decimal.New(1, 1<<30)) }, []fault{{"pass.at_least", "1e1073741824", alianza.ErrRange}}, ""},
		{"threshold on a faulty scale", func(d *definition) { d.Max, d.Pass = n("0"), alianza.Bound{} }, []fault{
			{"max", "0", alianza.ErrConflict}, {"pass", "", alianza.ErrMissing},
		}, ""},
		{"hostile threshold on a hostile scale", func(d *definition) {
			d.Min, d.Max, d.Pass = decimal.New(1, 19), decimal.New(2, 19), alianza.Below(decimal.New(1, 20))
		}, []fault{
			{"min", "10000000000000000000", alianza.ErrRange}, {"max", "20000000000000000000", alianza.ErrRange}, {"pass.below", "100000000000000000000", alianza.ErrRange},
		}, ""},
		{"at least, all", func(d *definition) { d.Pass = alianza.AtLeast(n("1")) }, []fault{{"pass.at_least", "1", alianza.ErrConflict}}, "every total on the scale meets it"},
		{"at least, none", func(d *definition) { d.Pass = alianza.AtLeast(n("10.01")) }, []fault{{"pass.at_least", "10.01", alianza.ErrConflict}}, "no total on the scale meets it"},
		{"above, all", func(d *definition) { d.Pass = alianza.Above(n("0.99")) }, []fault{{"pass.above", "0.99", alianza.ErrConflict}}, "every total on the scale meets it"},
		{"above, none", func(d *definition) { d.Pass = alianza.Above(n("10")) }, []fault{{"pass.above", "10", alianza.ErrConflict}}, "no total on the scale meets it"},
		{"at most, all", func(d *definition) { d.Pass = alianza.AtMost(n("10")) }, []fault{{"pass.at_most", "10", alianza.ErrConflict}}, "every total on the scale meets it"},
		{"at most, none", func(d *definition) { d.Pass = alianza.AtMost(n("0.99")) }, []fault{{"pass.at_most", "0.99", alianza.ErrConflict}}, "no total on the scale meets it"},
		{"below, all", func(d *definition) { d.Pass = alianza.Below(n("10.01")) }, []fault{{"pass.below", "10.01", alianza.ErrConflict}}, "every total on the scale meets it"},
		{"below, none", func(d *definition) { d.Pass = alianza.Below(n("1")) }, []fault{{"pass.below", "1", alianza.ErrConflict}}, "no total on the scale meets it"},
		{"no criteria", func(d *definition) { d.Criteria = nil }, []fault{{"criteria", "", alianza.ErrMissing}}, "an evaluation has at least one criterion"},
		{"criteria without end", func(d *definition) { d.Criteria = make([]score.Criterion, 501) }, []fault{{"criteria", "501", alianza.ErrLimit}}, "at most 500 criteria"},
		{"criterion without a name", func(d *definition) { d.Criteria[1].Name = "" }, []fault{{"criteria[1].name", "", alianza.ErrMissing}}, ""},
		{"criterion twice", func(d *definition) { d.Criteria[4].Name = "strategic_fit" }, []fault{{"criteria[4].name", "strategic_fit", alianza.ErrDuplicate}}, "the same as criteria[0].name"},
		{"weight of nothing", func(d *definition) {
			d.Criteria = append(d.Criteria, score.Criterion{Name: "extra"})
		}, []fault{{"criteria[5].weight", "0%", alianza.ErrRange}}, "a weight is above 0% and at most 100%"},
		{"negative weight", func(d *definition) {
			d.Criteria = append(d.Criteria, score.Criterion{Name: "extra", Weight: alianza.WholePercent(-1)})
		}, []fault{{"criteria[5].weight", "-1%", alianza.ErrRange}}, ""},
		{"weight of more than all", func(d *definition) {
			d.Criteria = append(d.Criteria, score.Criterion{Name: "extra", Weight: scoretest.Percent("100.0000000001%")})
		}, []fault{{"criteria[5].weight", "100.0000000001%", alianza.ErrRange}}, ""},
		{"weights of 99%, V-WSM-6", func(d *definition) {
			d.Criteria = []score.Criterion{{Name: "a", Weight: alianza.WholePercent(50)}, {Name: "b", Weight: alianza.WholePercent(49)}}
		}, []fault{{"criteria", "", alianza.ErrConflict}}, "the weights add up to 99%, 1% short of 100%"},
		{"weights short by the least unit", func(d *definition) { d.Criteria[0].Weight = scoretest.Percent("29.9999999999%") }, []fault{{"criteria", "", alianza.ErrConflict}}, "the weights add up to 99.9999999999%, 0.0000000001% short of 100%"},
		{"weights over by the least unit", func(d *definition) { d.Criteria[0].Weight = scoretest.Percent("30.0000000001%") }, []fault{{"criteria", "", alianza.ErrConflict}}, "the weights add up to 100.0000000001%, 0.0000000001% over 100%"},
		{"two whole weights", func(d *definition) {
			d.Criteria = []score.Criterion{{Name: "a", Weight: alianza.WholePercent(100)}, {Name: "b", Weight: alianza.WholePercent(100)}}
		}, []fault{{"criteria", "", alianza.ErrConflict}}, "the weights add up to 200%, 100% over 100%"},
		{"all at once, in order", func(d *definition) {
			d.Name, d.Pass = "a\t", alianza.AtLeast(n("1"))
			d.Criteria = []score.Criterion{{Name: "a", Weight: ten}, {Name: "a", Weight: alianza.WholePercent(-10)}, {Name: " ", Weight: ten}}
		}, []fault{
			{"name", "a\t", alianza.ErrForm},
			{"pass.at_least", "1", alianza.ErrConflict},
			{"criteria[1].name", "a", alianza.ErrDuplicate},
			{"criteria[1].weight", "-10%", alianza.ErrRange},
			{"criteria[2].name", " ", alianza.ErrMissing},
		}, ""},
	}...)
}

// TestNewEvaluationAccepts has thresholds on the ends of what is allowed.
func TestNewEvaluationAccepts(t *testing.T) {
	tests := []struct {
		name string
		pass alianza.Bound
	}{
		{"at least the greatest", alianza.AtLeast(n("10"))},
		{"at least the least unit over the least", alianza.AtLeast(n("1.000000000000000001"))},
		{"above the least", alianza.Above(n("1"))},
		{"above all but the greatest", alianza.Above(n("9.99"))},
		{"at most the least", alianza.AtMost(n("1"))},
		{"at most all but the greatest", alianza.AtMost(n("9.99"))},
		{"below the greatest", alianza.Below(n("10"))},
		{"below the least unit over the least", alianza.Below(n("1.000000000000000001"))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := score.PartnerEvaluation()
			d.Pass = tt.pass
			if _, err := score.NewEvaluation(d); err != nil {
				t.Errorf("NewEvaluation(%s) = %v; want no error", tt.pass, err)
			}
		})
	}
	many := score.PartnerEvaluation()
	many.Criteria = nil
	for i := range 200 {
		many.Criteria = append(many.Criteria, score.Criterion{Name: fmt.Sprint(i), Weight: scoretest.Percent("0.5%"), Raw: &score.Raw{From: n("0"), To: decimal.NewFromInt(int64(2*i + 3))}})
	}
	if _, err := score.NewEvaluation(many); err != nil {
		t.Errorf("NewEvaluation of 200 criteria = %v; want no error", err)
	}
	one := score.EvaluationDefinition{Name: "one", Min: n("-5"), Max: n("0"), Pass: alianza.AtLeast(n("-1")), Criteria: []score.Criterion{{Name: "a", Weight: alianza.WholePercent(100)}}}
	e, err := score.NewEvaluation(one)
	if err != nil {
		t.Fatalf("NewEvaluation of one criterion = %v; want no error", err)
	}
	if a := assess(t, e, score.Scores{"a": n("-0.5")}); !a.Advance || !a.Total.Equal(q("-0.5")) || !a.Slack.Equal(q("0.5")) {
		t.Errorf("Judge(-0.5) = %s; want it to advance by 0.5", a)
	}
}

// TestZeroEvaluation has an evaluation that no New function made.
func TestZeroEvaluation(t *testing.T) {
	var e score.Evaluation
	_, judge := e.Judge(nil)
	_, rank := e.Rank(nil)
	_, advances := e.Advances(nil)
	_, write := e.MarshalJSON()
	for name, err := range map[string]error{"Judge": judge, "Rank": rank, "Advances": advances, "MarshalJSON": write} {
		if !errors.Is(err, alianza.ErrUnchecked) {
			t.Errorf("%s of the zero Evaluation = %v; want ErrUnchecked", name, err)
		}
	}
	if diff := cmp.Diff(score.EvaluationDefinition{}, e.Definition()); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
}

func TestEvaluationImmutable(t *testing.T) {
	d := score.PartnerEvaluation()
	e := alianza.Must(score.NewEvaluation(d))
	d.Criteria[0] = score.Criterion{Name: "spoilt", Weight: alianza.WholePercent(1)}
	e.Definition().Criteria[1].Name = "spoilt"
	first := assess(t, e, whole(9, 8, 7, 8, 9))
	first.Contributions[0] = score.Contribution{}
	if diff := cmp.Diff(score.PartnerEvaluation(), e.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
	if a := assess(t, e, whole(9, 8, 7, 8, 9)); !a.Total.Equal(q("8.2")) || a.Contributions[0].Criterion != "strategic_fit" {
		t.Errorf("Judge after changes = %s; want 8.2", a.Sum())
	}
}

// TestMeasuresImmutable changes the ranges and steps of a definition that an evaluation
// was made from, and of the one that it gives.
func TestMeasuresImmutable(t *testing.T) {
	spoil := func(d score.EvaluationDefinition) {
		d.Criteria[0].Steps[1].Score, d.Criteria[1].Raw.To = n("9"), n("1")
	}
	d := reach()
	e := alianza.Must(score.NewEvaluation(d))
	spoil(d)
	spoil(e.Definition())
	if diff := cmp.Diff(reach(), e.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
}

func TestFloorFaults(t *testing.T) {
	good := func() score.EvaluationDefinition { return three(0) }
	with := func(floor, pass alianza.Bound) func(*score.EvaluationDefinition) {
		return func(d *score.EvaluationDefinition) { d.Criteria[0].Floor, d.Pass = floor, pass }
	}
	scoretest.Breaks(t, good, score.NewEvaluation, []scoretest.Break[score.EvaluationDefinition]{
		{"off the scale", with(alianza.AtLeast(n("11")), alianza.AtLeast(n("7"))), []fault{{"criteria[0].floor.at_least", "11", alianza.ErrConflict}}, "no score on the scale meets it"},
		{"strict, on the end", with(alianza.Above(n("10")), alianza.AtLeast(n("7"))), []fault{{"criteria[0].floor.above", "10", alianza.ErrConflict}}, "no score on the scale meets it"},
		{"under the scale", with(alianza.AtLeast(n("1")), alianza.AtLeast(n("7"))), []fault{{"criteria[0].floor.at_least", "1", alianza.ErrConflict}}, "every score on the scale meets it"},
		{"the other way", with(alianza.AtMost(n("4")), alianza.AtLeast(n("7"))), []fault{{"criteria[0].floor.at_most", "4", alianza.ErrConflict}}, "it looks the other way than the threshold, >= 7"},
		{"two bounds", with(alianza.Between(n("4"), n("5")), alianza.AtLeast(n("7"))), []fault{{"criteria[0].floor.between", "4 to 5", alianza.ErrConflict}}, "give one bound"},
		{"two bounds to pass", with(alianza.Bound{}, alianza.Between(n("4"), n("5"))), []fault{{"pass.between", "4 to 5", alianza.ErrConflict}}, "give one bound"},
		{"hostile", with(alianza.AtLeast(decimal.New(1, 1<<30)), alianza.AtLeast(n("7"))), []fault{{"criteria[0].floor.at_least", "1e1073741824", alianza.ErrRange}}, "-18 to 18"},
		{"no operator", with(alianza.Bound{Op: 9}, alianza.AtLeast(n("7"))), []fault{{"criteria[0].floor", "(9)", alianza.ErrUnknown}}, "between"},
		{"least", with(alianza.AtLeast(n("1.000000000000000001")), alianza.AtLeast(n("7"))), nil, "nil>"},
		{"greatest", with(alianza.AtLeast(n("10")), alianza.AtLeast(n("7"))), nil, "nil>"},
		{"a ceiling", with(alianza.Below(n("10")), alianza.Below(n("7"))), nil, "nil>"},
	}...)
}

func TestEvaluationEqual(t *testing.T) {
	type definition = score.EvaluationDefinition
	five, six := alianza.WholePercent(5), alianza.WholePercent(6)
	scoretest.Apart(
		t, reach, score.NewEvaluation,
		func(d *definition) { d.Name = "other" },
		func(d *definition) { d.OnMissing = score.OnMissingWorst },
		func(d *definition) {
			d.Relative, d.Criteria[0].Weight, d.Criteria[1].Weight, d.Criteria[2].Weight = false, alianza.WholePercent(89), five, six
		},
		func(d *definition) { d.Min = n("-1") },
		func(d *definition) { d.Max = n("11") },
		func(d *definition) { d.Pass = alianza.Above(n("5")) },
		func(d *definition) { d.Criteria[2].Name = "match" },
		func(d *definition) { d.Criteria[2].Weight = five },
		func(d *definition) { d.Criteria[2].Floor = alianza.AtLeast(n("1")) },
		func(d *definition) { d.Criteria[1].Raw = nil },
		func(d *definition) { d.Criteria[1].Raw.From = n("1") },
		func(d *definition) { d.Criteria[1].Raw.To = n("2001") },
		func(d *definition) { d.Criteria[1].Raw.Capped = false },
		func(d *definition) { d.Criteria[0].Steps = nil },
		func(d *definition) { d.Criteria[0].Steps[1].From = n("10001") },
		func(d *definition) { d.Criteria[0].Steps[1].Score = n("4") },
	)
	relative := func(weight string) score.Evaluation {
		d := reach()
		d.Relative = true
		for i := range d.Criteria {
			d.Criteria[i].Weight = scoretest.Percent(weight)
		}
		return alianza.Must(score.NewEvaluation(d))
	}
	if relative("20%").Equal(relative("10%")) {
		t.Error("Equal = true for other weights in the same proportion; want the definition to count")
	}
}

func TestEvaluationJSON(t *testing.T) {
	scoretest.RoundTrip(t, "partner_evaluation.json", score.PartnerEvaluation())
	d := floored()
	d.OnMissing = score.OnMissingLeaveOut
	scoretest.RoundTrip(t, "evaluation_all.json", d)
	scoretest.RoundTrip(t, "evaluation_relative.json", reach())
	for _, name := range []string{"bad_evaluation", "bad_evaluation_floors", "bad_evaluation_sum"} {
		t.Run(name, func(t *testing.T) { scoretest.Bad(t, name, score.PartnerEvaluation()) })
	}
	scoretest.Frozen(t, alianza.Must(score.NewEvaluation(reach())), alianza.Must(score.NewEvaluation(d)))

	var e score.EvaluationDefinition
	const doc = `{"criteria":[{"weight":"100.0%","name":"a"}],"pass":{"above":5e-1},"max":1.0,"min":-1,"name":"e"}`
	if err := json.Unmarshal([]byte(doc), &e); err != nil {
		t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
	}
	const want = `{"name":"e","min":"-1","max":"1.0","pass":{"above":"0.5"},"criteria":[{"name":"a","weight":"100%"}]}`
	if got, err := json.Marshal(e); err != nil || string(got) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", got, err, want)
	}
}

// TestAttacked reads documents of the greatest size that is looked at, and judges
// more scores than there are criteria.
func TestAttacked(t *testing.T) {
	with := func(criteria string) string {
		return `{"name":"e","min":"0","max":"1","pass":{"above":"0"},"criteria":` + criteria + `}`
	}
	scoretest.Bounded[score.EvaluationDefinition](t, map[string]string{
		"criteria":        with(scoretest.Many(8_000, `{"name":"a","weight":"1%"}`)),
		"faulty criteria": with(scoretest.Many(8_000, `{"name":"","weight":"1"}`)),
		"null criteria":   with(scoretest.Many(40_000, `null`)),
		"steps":           with(`[{"name":"a","weight":"100%","steps":` + scoretest.Many(8_000, `{"from":"0","score":"0"}`) + `}]`),
	})
	scoretest.Bounded[score.ChecklistDefinition](t, map[string]string{
		"criteria": `{"name":"c","policies":[],"criteria":` + scoretest.Many(8_000, `{"name":"a","points":1}`) + `}`,
		"policies": `{"name":"c","criteria":[],"policies":` + scoretest.Many(8_000, `{"name":"a","yellow":1,"green":2}`) + `}`,
	})
	scoretest.Bounded[score.ScaleDefinition](t, map[string]string{"bands": `{"name":"s","bands":` + scoretest.Many(8_000, `{"name":"a"}`) + `}`})
	many := score.Scores{}
	for i := range 8_000 {
		many[fmt.Sprint("c", i)] = n("1")
	}
	if _, err := alianza.Must(score.NewEvaluation(score.PartnerEvaluation())).Judge(many); len(faults(err)) != 100 {
		t.Errorf("Judge of 8,000 unknown scores = %d faults; want 100", len(faults(err)))
	}
}
