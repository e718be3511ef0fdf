package score_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

// three returns an evaluation of three criteria, of 50%, 30% and 20%, on a scale
// from 1 to 10, passed from 7.
func three(missing score.Missing) score.EvaluationDefinition {
	return score.EvaluationDefinition{
		Name: "three", Missing: missing, Min: n("1"), Max: n("10"), Pass: score.AtLeast(n("7")),
		Criteria: []score.Criterion{
			{Name: "a", Weight: score.Percent(50)}, {Name: "b", Weight: score.Percent(30)}, {Name: "c", Weight: score.Percent(20)},
		},
	}
}

func TestMissing_X14(t *testing.T) {
	less := three(score.MissingWorst)
	less.Pass = score.AtMost(n("7"))
	eight := score.Scores{"a": n("8"), "c": n("6")}
	tests := []struct {
		name     string
		def      score.EvaluationDefinition
		scores   score.Scores
		total    string
		advance  bool
		margin   string
		coverage int
		sum      string
		text     string
	}{
		{
			"worst, V-WSM-4", three(score.MissingWorst), eight, "5.5", false, "-1.5", 70,
			"4 a + 0.3 b + 1.2 c = 5.5",
			"stop at 5.5 of 10, 1.5 below the bound of >= 7; 70% scored, b taken as the worst",
		},
		{
			"renormalise, V-WSM-5", three(score.MissingRenormalise), eight, "52/7", true, "3/7", 70,
			"40/7 a + 12/7 c = 52/7",
			"advance with 7.43 (52/7) of 10, 0.43 (3/7) above the bound of >= 7; 70% scored, b left out",
		},
		{
			"renormalise with an end", three(score.MissingRenormalise),
			score.Scores{"a": n("8"), "b": n("4")},
			"6.5", false, "-0.5", 80,
			"5 a + 1.5 b = 6.5",
			"stop at 6.5 of 10, 0.5 below the bound of >= 7; 80% scored, c left out",
		},
		{
			"renormalise, one left", three(score.MissingRenormalise),
			score.Scores{"c": n("7")},
			"7", true, "0", 20,
			"7 c = 7",
			"advance with 7 of 10, exactly on the bound of >= 7; 20% scored, a, b left out",
		},
		{
			"worst, none", three(score.MissingWorst), nil, "1", false, "-6", 0,
			"0.5 a + 0.3 b + 0.2 c = 1",
			"stop at 1 of 10, 6 below the bound of >= 7; 0% scored, a, b, c taken as the worst",
		},
		{
			"the worst is the upper end where less is better", less, eight, "8.2", false, "1.2", 70,
			"4 a + 3 b + 1.2 c = 8.2",
			"stop at 8.2 of 10, 1.2 above the bound of <= 7; 70% scored, b taken as the worst",
		},
		{
			"nothing is missing", three(score.MissingRenormalise),
			score.Scores{"a": n("8"), "b": n("4"), "c": n("6")},
			"6.4", false, "-0.6", 100,
			"4 a + 1.2 b + 1.2 c = 6.4",
			"stop at 6.4 of 10, 0.6 below the bound of >= 7",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := assess(t, score.MustEvaluation(tt.def), tt.scores)
			if !a.Total.Equal(q(tt.total)) || a.Advance != tt.advance || !a.Margin.Equal(q(tt.margin)) || a.Coverage != score.Percent(tt.coverage) {
				t.Errorf("Judge(%v) = %s, advance %t, margin %s, coverage %s; want %s, %t, %s, %d%%",
					tt.scores, a.Total, a.Advance, a.Margin, a.Coverage, tt.total, tt.advance, tt.margin, tt.coverage)
			}
			if a.Sum() != tt.sum || a.String() != tt.text {
				t.Errorf("Judge(%v) = %q, %q; want %q, %q", tt.scores, a, a.Sum(), tt.text, tt.sum)
			}
			checkSum(t, a)
		})
	}
}

func TestMissingRefusals(t *testing.T) {
	tests := []struct {
		name   string
		policy score.Missing
		scores score.Scores
		want   []fault
	}{
		{"refuse, V-WSM-3", score.RefuseMissing, score.Scores{"a": n("8"), "c": n("6")}, []fault{{"scores.b", "", alianza.ErrMissing}}},
		{"renormalise, none", score.MissingRenormalise, score.Scores{}, []fault{
			{"scores.a", "", alianza.ErrMissing}, {"scores.b", "", alianza.ErrMissing}, {"scores.c", "", alianza.ErrMissing},
		}},
		{"worst, off the scale", score.MissingWorst, score.Scores{"a": n("0")}, []fault{{"scores.a", "0", alianza.ErrRange}}},
		{"renormalise, unknown", score.MissingRenormalise, score.Scores{"a": n("5"), "d": n("5")}, []fault{{"scores.d", "", alianza.ErrUnknown}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := score.MustEvaluation(three(tt.policy)).Judge(tt.scores)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("Judge(%v) = other faults (-want +got):\n%s", tt.scores, diff)
			}
		})
	}
	_, err := score.NewEvaluation(three(3))
	if diff := cmp.Diff([]fault{{"missing", "(3)", alianza.ErrUnknown}}, faults(err), sameFaults); diff != "" {
		t.Errorf("NewEvaluation of a policy that does not exist = other faults (-want +got):\n%s", diff)
	}
}

func TestMissingJSON(t *testing.T) {
	a := assess(t, score.MustEvaluation(three(score.MissingRenormalise)), score.Scores{"a": n("8"), "c": n("6")})
	const want = `{"evaluation":"three","total":"52/7","min":"1","max":"10","pass":{"at_least":"7"},"advance":true,"margin":"3/7",` +
		`"policy":"renormalise","missing":["b"],"coverage":"70%","parts":[` +
		`{"criterion":"a","weight":"50%","score":"8","contribution":"40/7"},` +
		`{"criterion":"b","weight":"30%","missing":true},` +
		`{"criterion":"c","weight":"20%","score":"6","contribution":"12/7"}]}`
	if doc, err := json.Marshal(a); err != nil || string(doc) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, want)
	}
	for policy, want := range map[score.Missing]string{
		score.RefuseMissing: `{"name":"three","min":`, score.MissingWorst: `{"name":"three","missing":"worst","min":`,
		score.MissingRenormalise: `{"name":"three","missing":"renormalise","min":`,
	} {
		doc, err := json.Marshal(three(policy))
		if err != nil || string(doc[:len(want)]) != want {
			t.Errorf("MarshalJSON() = %s, %v; want %s…", doc, err, want)
		}
		var read score.EvaluationDefinition
		if err := json.Unmarshal(doc, &read); err != nil || read.Missing != policy {
			t.Errorf("UnmarshalJSON(%s) = %s, %v; want %s", doc, read.Missing, err, policy)
		}
	}
}

// TestFloor has V-EVAL-3 and V-EVAL-4: who is under a floor is knocked out,
// whatever the total, which is reported all the same.
func TestFloor(t *testing.T) {
	with := func(floor score.Target, missing score.Missing) score.EvaluationDefinition {
		d := score.PartnerEvaluation()
		d.Missing, d.Criteria[3].Floor = missing, floor
		return d
	}
	four := score.AtLeast(n("4"))
	risk := with(score.AtMost(n("4")), 0)
	risk.Pass = score.AtMost(n("9.5"))
	unknown := whole(10, 10, 10, 10, 10)
	delete(unknown, "financial_viability")
	tests := []struct {
		name    string
		def     score.EvaluationDefinition
		scores  score.Scores
		total   string
		out     []string
		advance bool
		text    string
	}{
		{
			"below, V-EVAL-3", with(four, 0), whole(10, 10, 10, 2, 10), "8.8",
			[]string{"financial_viability"},
			false,
			"stop at 8.8 of 10, 1.8 above the bound of >= 7; knocked out by financial_viability 2 (>= 4)",
		},
		{"on it, V-EVAL-4", with(four, 0), whole(10, 10, 10, 4, 10), "9.1", nil, true, "advance with 9.1 of 10, 2.1 above the bound of >= 7"},
		{
			"the least unit below", with(four, 0), of("10", "10", "10", "3.999999999999999999", "10"), "9.09999999999999999985",
			[]string{"financial_viability"},
			false,
			"stop at 9.09999999999999999985 of 10, 2.09999999999999999985 above the bound of >= 7; knocked out by financial_viability 3.999999999999999999 (>= 4)",
		},
		{
			"on a strict one", with(score.Above(n("4")), 0), whole(10, 10, 10, 4, 10), "9.1",
			[]string{"financial_viability"},
			false,
			"stop at 9.1 of 10, 2.1 above the bound of >= 7; knocked out by financial_viability 4 (> 4)",
		},
		{
			"a ceiling where less is better", risk, whole(1, 1, 1, 5, 1), "1.6",
			[]string{"financial_viability"},
			false,
			"stop at 1.6 of 10, 7.9 below the bound of <= 9.5; knocked out by financial_viability 5 (<= 4)",
		},
		{
			"missing, the worst", with(four, score.MissingWorst), unknown, "8.65",
			[]string{"financial_viability"},
			false,
			"stop at 8.65 of 10, 1.65 above the bound of >= 7; knocked out by financial_viability 1 (>= 4); 85% scored, financial_viability taken as the worst",
		},
		{
			"missing, left out", with(four, score.MissingRenormalise), unknown, "10",
			[]string{"financial_viability"},
			false,
			"stop at 10 of 10, 3 above the bound of >= 7; knocked out by financial_viability (unknown) (>= 4); 85% scored, financial_viability left out",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := assess(t, score.MustEvaluation(tt.def), tt.scores)
			if diff := cmp.Diff(tt.out, a.KnockedOut); diff != "" || !a.Total.Equal(q(tt.total)) || a.Advance != tt.advance || a.Parts[3].KnockedOut != (tt.out != nil) {
				t.Errorf("Judge = %s, advance %t; want %s, %t, knocked out (-want +got):\n%s", a.Total, a.Advance, tt.total, tt.advance, diff)
			}
			if a.String() != tt.text {
				t.Errorf("String() = %q; want %q", a, tt.text)
			}
			checkSum(t, a)
		})
	}
	two := with(four, 0)
	two.Criteria[4].Floor = score.AtLeast(n("5"))
	a := assess(t, score.MustEvaluation(two), whole(10, 10, 10, 1, 1))
	if want := "stop at 7.75 of 10, 0.75 above the bound of >= 7; knocked out by financial_viability 1 (>= 4), cultural_fit 1 (>= 5)"; a.String() != want {
		t.Errorf("String() = %q; want %q", a, want)
	}
	doc, err := json.Marshal(a.Parts)
	if err != nil || len(doc) == 0 {
		t.Errorf("Marshal of the parts = %s, %v; want no error", doc, err)
	}
}

func TestFloorFaults(t *testing.T) {
	tests := []struct {
		name  string
		floor score.Target
		pass  score.Target
		want  []fault
		text  string
	}{
		{"off the scale", score.AtLeast(n("11")), score.AtLeast(n("7")), []fault{{"criteria[0].floor.at_least", "11", alianza.ErrConflict}}, "no score on the scale meets it"},
		{"strict, on the end", score.Above(n("10")), score.AtLeast(n("7")), []fault{{"criteria[0].floor.above", "10", alianza.ErrConflict}}, "no score on the scale meets it"},
		{"under the scale", score.AtLeast(n("1")), score.AtLeast(n("7")), []fault{{"criteria[0].floor.at_least", "1", alianza.ErrConflict}}, "every score on the scale meets it"},
		{"the other way", score.AtMost(n("4")), score.AtLeast(n("7")), []fault{{"criteria[0].floor.at_most", "4", alianza.ErrConflict}}, "it looks the other way than the threshold, >= 7"},
		{"two bounds", score.Between(n("4"), n("5")), score.AtLeast(n("7")), []fault{{"criteria[0].floor.between", "4 to 5", alianza.ErrConflict}}, "give one bound"},
		{"two bounds to pass", score.Target{}, score.Between(n("4"), n("5")), []fault{{"pass.between", "4 to 5", alianza.ErrConflict}}, "give one bound"},
		{"hostile", score.AtLeast(decimal.New(1, 1<<30)), score.AtLeast(n("7")), []fault{{"criteria[0].floor.at_least", "1e1073741824", alianza.ErrRange}}, "-18 to 18"},
		{"no operator", score.Target{Op: 9}, score.AtLeast(n("7")), []fault{{"criteria[0].floor", "", alianza.ErrMissing}}, "between"},
		{"least", score.AtLeast(n("1.000000000000000001")), score.AtLeast(n("7")), nil, "nil>"},
		{"greatest", score.AtLeast(n("10")), score.AtLeast(n("7")), nil, "nil>"},
		{"a ceiling", score.Below(n("10")), score.Below(n("7")), nil, "nil>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := three(0)
			d.Pass, d.Criteria[0].Floor = tt.pass, tt.floor
			_, err := score.NewEvaluation(d)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("NewEvaluation = other faults (-want +got):\n%s", diff)
			}
			if text := fmt.Sprint(err); text[len(text)-len(tt.text):] != tt.text {
				t.Errorf("NewEvaluation = %s; want the end %s", text, tt.text)
			}
		})
	}
}

// TestLawMissing checks that to know a score never gives less than to take it
// as the worst, and that a total over what is there stays on the scale.
func TestLawMissing(t *testing.T) {
	r := random{rand.New(rand.NewPCG(4, 6))}
	for range 300 {
		d := r.evaluation(t)
		s := r.scores(d)
		all := assess(t, score.MustEvaluation(d), s)
		delete(s, d.Criteria[r.IntN(len(d.Criteria))].Name)
		d.Missing = score.MissingWorst
		worst := assess(t, score.MustEvaluation(d), s)
		if worst.Total.Rat().Cmp(all.Total.Rat()) > 0 {
			t.Errorf("Judge(%v) = %s; want no more than %s with all scores", s, worst.Total, all.Total)
		}
		if len(s) == 0 {
			continue
		}
		d.Missing = score.MissingRenormalise
		rest := assess(t, score.MustEvaluation(d), s)
		checkSum(t, rest)
		if rest.Total.Rat().Cmp(worst.Total.Rat()) < 0 || rest.Total.Cmp(d.Max) > 0 {
			t.Errorf("Judge(%v) = %s; want it between %s and %s", s, rest.Total, worst.Total, d.Max)
		}
	}
}
