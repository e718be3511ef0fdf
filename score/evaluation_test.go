package score_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
)

// aspects are the criteria of the partner evaluation, in order.
var aspects = []string{"strategic_fit", "market_access", "technology_compatibility", "financial_viability", "cultural_fit"}

// of returns scores for the partner evaluation.
func of(scores ...string) score.Scores {
	s := score.Scores{}
	for i, text := range scores {
		s[aspects[i]] = n(text)
	}
	return s
}

func whole(scores ...int64) score.Scores {
	s := score.Scores{}
	for i, v := range scores {
		s[aspects[i]] = decimal.NewFromInt(v)
	}
	return s
}

func assess(t *testing.T, e score.Evaluation, s score.Scores) score.Assessment {
	t.Helper()
	a, err := e.Judge(s)
	if err != nil {
		t.Fatalf("Judge(%v) = %v; want no error", s, err)
	}
	return a
}

// checkSum checks that the parts add up to the total.
func checkSum(t *testing.T, a score.Assessment) {
	t.Helper()
	sum := new(big.Rat)
	for _, p := range a.Contributions {
		sum.Add(sum, p.Points.Rat())
	}
	if sum.Cmp(a.Total.Rat()) != 0 {
		t.Errorf("parts %s = %s; want the total, %s", a.Sum(), sum, a.Total)
	}
}

func TestWeights_S1(t *testing.T) {
	want := score.EvaluationDefinition{
		Name: "partner_evaluation", Min: n("1"), Max: n("10"), Pass: alianza.Bound{Op: alianza.OpAtLeast, Value: n("7")},
		Criteria: []score.Criterion{
			{Name: "strategic_fit", Weight: alianza.WholePercent(30)},
			{Name: "market_access", Weight: alianza.WholePercent(25)},
			{Name: "technology_compatibility", Weight: alianza.WholePercent(20)},
			{Name: "financial_viability", Weight: alianza.WholePercent(15)},
			{Name: "cultural_fit", Weight: alianza.WholePercent(10)},
		},
	}
	got := score.PartnerEvaluation()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("PartnerEvaluation() mismatch (-want +got):\n%s", diff)
	}
	got.Criteria[0].Weight = alianza.WholePercent(1)
	if diff := cmp.Diff(want, score.PartnerEvaluation()); diff != "" {
		t.Errorf("PartnerEvaluation() after a change to the one before, mismatch (-want +got):\n%s", diff)
	}
	tests := []struct {
		name   string
		scores score.Scores
		total  string
	}{
		{"greatest", whole(10, 10, 10, 10, 10), "10"},
		{"least, V-WSM-2", whole(1, 1, 1, 1, 1), "1"},
		{"weight of strategic fit", whole(2, 1, 1, 1, 1), "1.3"},
		{"weight of market access", whole(1, 2, 1, 1, 1), "1.25"},
		{"weight of technology", whole(1, 1, 2, 1, 1), "1.2"},
		{"weight of finance", whole(1, 1, 1, 2, 1), "1.15"},
		{"weight of culture", whole(1, 1, 1, 1, 2), "1.1"},
		{"decimals", of("1.5", "2.25", "3.125", "9.99", "1.000000000000000001"), "3.2360000000000000001"},
		{"places that say nothing", of("10.00", "10.0", "1e1", "10", "10.000"), "10"},
	}
	e := score.MustEvaluation(score.PartnerEvaluation())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := assess(t, e, tt.scores)
			if !a.Total.Equal(q(tt.total)) || !a.Max.Equal(n("10")) {
				t.Errorf("Judge(%v) = %s of %s; want %s of 10", tt.scores, a.Total, a.Max, tt.total)
			}
			checkSum(t, a)
		})
	}
}

func TestThreshold_S2(t *testing.T) {
	tests := []struct {
		name   string
		scores score.Scores
		total  string
		want   bool
		margin string
	}{
		{"7.0, V-EVAL-1", of("7", "7", "7", "7", "7"), "7", true, "0"},
		{"6.99, V-EVAL-2", of("7", "7", "7", "7", "6.9"), "6.99", false, "-0.01"},
		{"6.995", of("7", "7", "7", "7", "6.95"), "6.995", false, "-0.005"},
		{"6.95", of("7", "7", "7", "7", "6.5"), "6.95", false, "-0.05"},
		{"6.999999", of("7", "7", "7", "7", "6.99999"), "6.999999", false, "-0.000001"},
		{"the least unit under", of("7", "7", "7", "7", "6.999999999999999999"), "6.9999999999999999999", false, "-0.0000000000000000001"},
		{"the least unit over", of("7", "7", "7", "7", "7.000000000000000001"), "7.0000000000000000001", true, "0.0000000000000000001"},
		{"7.01", of("7", "7", "7", "7", "7.1"), "7.01", true, "0.01"},
		{"a float says 6.999999999999999, V-EVAL-5", of("2", "9", "10", "9", "8"), "7", true, "0"},
	}
	e := score.MustEvaluation(score.PartnerEvaluation())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := assess(t, e, tt.scores)
			if !a.Total.Equal(q(tt.total)) || a.Advance != tt.want || !a.Slack.Equal(q(tt.margin)) {
				t.Errorf("Judge(%v) = %s, advance %t, margin %s; want %s, %t, %s", tt.scores, a.Total, a.Advance, a.Slack, tt.total, tt.want, tt.margin)
			}
			checkSum(t, a)
		})
	}
}

// TestThresholdExhaustive_S2 judges all sets of whole scores: those pass whose
// weights times scores are 700 and more, also the 166 for which floats say
// less.
func TestThresholdExhaustive_S2(t *testing.T) {
	e := score.MustEvaluation(score.PartnerEvaluation())
	var numbers [11]decimal.Decimal
	for i := range numbers {
		numbers[i] = decimal.NewFromInt(int64(i))
	}
	weights := [5]int{30, 25, 20, 15, 10}
	floats := [5]float64{0.30, 0.25, 0.20, 0.15, 0.10}
	broken, passed, expected := 0, 0, 0
	scores := score.Scores{}
	for set := range 100_000 {
		sum, float := 0, 0.0
		for i, rest := 0, set; i < 5; i, rest = i+1, rest/10 {
			v := rest%10 + 1
			scores[aspects[i]] = numbers[v]
			sum += weights[i] * v
			product := floats[i] * float64(v)
			float += product
		}
		if sum == 700 && float < 7 {
			broken++
		}
		if sum >= 700 {
			expected++
		}
		a, err := e.Judge(scores)
		if err != nil {
			t.Fatalf("Judge(%v) = %v; want no error", scores, err)
		}
		if a.Advance {
			passed++
		}
		if a.Advance != (sum >= 700) || a.Slack.Sign() != max(-1, min(1, sum-700)) {
			t.Fatalf("Judge(%v) = %s, advance %t; want %d hundredths", scores, a.Total, a.Advance, sum)
		}
	}
	if broken != 166 || passed != expected {
		t.Errorf("Judge = %d pass, %d of them against floats; want %d, 166", passed, broken, expected)
	}
}

func TestExample_S3(t *testing.T) {
	e := score.MustEvaluation(score.PartnerEvaluation())
	got := assess(t, e, whole(9, 8, 7, 8, 9)) // V-WSM-1
	part := func(i, percent int, given, points string) score.Contribution {
		return score.Contribution{Criterion: aspects[i], Weight: alianza.WholePercent(percent), Score: q(given), Points: q(points)}
	}
	want := score.Assessment{
		Evaluation: "partner_evaluation", Total: q("8.2"), Min: n("1"), Max: n("10"), Pass: alianza.AtLeast(n("7")), Advance: true, Slack: q("1.2"),
		Coverage: alianza.WholePercent(100), OnMissing: score.OnMissingRefuse,
		Contributions: []score.Contribution{part(0, 30, "9", "2.7"), part(1, 25, "8", "2"), part(2, 20, "7", "1.4"), part(3, 15, "8", "1.2"), part(4, 10, "9", "0.9")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Judge mismatch (-want +got):\n%s", diff)
	}
	if want := "advance with 8.2 of 10, 1.2 above the bound of >= 7"; got.String() != want {
		t.Errorf("String() = %q; want %q", got, want)
	}
	if want := "2.7 strategic_fit + 2 market_access + 1.4 technology_compatibility + 1.2 financial_viability + 0.9 cultural_fit = 8.2"; got.Sum() != want {
		t.Errorf("Sum() = %q; want %q", got.Sum(), want)
	}
	doc, err := json.Marshal(got)
	const wantDoc = `{"evaluation":"partner_evaluation","total":"8.2","min":"1","max":"10","pass":{"at_least":"7"},"advance":true,"slack":"1.2","contributions":[` +
		`{"criterion":"strategic_fit","weight":"30%","score":"9","points":"2.7"},` +
		`{"criterion":"market_access","weight":"25%","score":"8","points":"2"},` +
		`{"criterion":"technology_compatibility","weight":"20%","score":"7","points":"1.4"},` +
		`{"criterion":"financial_viability","weight":"15%","score":"8","points":"1.2"},` +
		`{"criterion":"cultural_fit","weight":"10%","score":"9","points":"0.9"}]}`
	if err != nil || string(doc) != wantDoc {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, wantDoc)
	}
}

func TestAssessmentString(t *testing.T) {
	with := func(pass alianza.Bound) score.Evaluation {
		return score.MustEvaluation(score.EvaluationDefinition{
			Name: "risk", Min: n("0"), Max: n("5.0"), Pass: pass, Criteria: []score.Criterion{{Name: "a", Weight: alianza.WholePercent(100)}},
		})
	}
	tests := []struct {
		name  string
		pass  alianza.Bound
		score string
		want  string
		sum   string
	}{
		{"above", alianza.AtLeast(n("2.50")), "3.00", "advance with 3 of 5.0, 0.5 above the bound of >= 2.50", "3 a = 3"},
		{"on", alianza.AtLeast(n("2.5")), "2.50", "advance with 2.5 of 5.0, exactly on the bound of >= 2.5", "2.5 a = 2.5"},
		{"below", alianza.AtLeast(n("2.5")), "2.49", "stop at 2.49 of 5.0, 0.01 below the bound of >= 2.5", "2.49 a = 2.49"},
		{"on a strict bound", alianza.Above(n("2.5")), "2.5", "stop at 2.5 of 5.0, exactly on the bound of > 2.5", "2.5 a = 2.5"},
		{"over a strict bound", alianza.Above(n("2.5")), "2.6", "advance with 2.6 of 5.0, 0.1 above the bound of > 2.5", "2.6 a = 2.6"},
		{"less is better", alianza.AtMost(n("2")), "1", "advance with 1 of 5.0, 1 below the bound of <= 2", "1 a = 1"},
		{"on an upper bound", alianza.AtMost(n("2")), "2", "advance with 2 of 5.0, exactly on the bound of <= 2", "2 a = 2"},
		{"over an upper bound", alianza.AtMost(n("2")), "2.1", "stop at 2.1 of 5.0, 0.1 above the bound of <= 2", "2.1 a = 2.1"},
		{"on a strict upper bound", alianza.Below(n("2")), "2", "stop at 2 of 5.0, exactly on the bound of < 2", "2 a = 2"},
		{"under a strict upper bound", alianza.Below(n("2")), "0", "advance with 0 of 5.0, 2 below the bound of < 2", "0 a = 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := assess(t, with(tt.pass), score.Scores{"a": n(tt.score)})
			if a.String() != tt.want || a.Sum() != tt.sum {
				t.Errorf("Judge(%s) = %q, %q; want %q, %q", tt.score, a, a.Sum(), tt.want, tt.sum)
			}
		})
	}
}

func TestTargets_X2(t *testing.T) {
	tests := []struct {
		name   string
		target alianza.Bound
		op     alianza.Op
		text   string
		opText string
		zero   bool
	}{
		{"at least", alianza.AtLeast(n("7.0")), alianza.OpAtLeast, ">= 7.0", "at_least", false},
		{"above", alianza.Above(n("4.5")), alianza.OpAbove, "> 4.5", "above", false},
		{"at most", alianza.AtMost(n("-2")), alianza.OpAtMost, "<= -2", "at_most", false},
		{"below", alianza.Below(decimal.New(3, 1)), alianza.OpBelow, "< 30", "below", false},
		{"none", alianza.Bound{}, 0, "none", "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.target.Op != tt.op || tt.target.String() != tt.text || tt.target.Op.String() != tt.opText || tt.target.IsZero() != tt.zero {
				t.Errorf("target = %s, %q, zero %t; want %s, %q, zero %t", tt.target, tt.target.Op, tt.target.IsZero(), tt.text, tt.opText, tt.zero)
			}
		})
	}
}

func TestEvaluationRefusals(t *testing.T) {
	with := func(name string, d decimal.Decimal) score.Scores {
		s := whole(7, 7, 7, 7, 7)
		s[name] = d
		return s
	}
	tests := []struct {
		name   string
		scores score.Scores
		want   []fault
	}{
		{"nil", nil, []fault{
			{"scores.strategic_fit", "", alianza.ErrMissing},
			{"scores.market_access", "", alianza.ErrMissing},
			{"scores.technology_compatibility", "", alianza.ErrMissing},
			{"scores.financial_viability", "", alianza.ErrMissing},
			{"scores.cultural_fit", "", alianza.ErrMissing},
		}},
		{"one missing, V-WSM-3", whole(7, 7, 7, 7), []fault{{"scores.cultural_fit", "", alianza.ErrMissing}}},
		{"over the scale, V-WSM-7", whole(11, 8, 7, 7, 7), []fault{{"scores.strategic_fit", "11", alianza.ErrRange}}},
		{"the least unit over", with("cultural_fit", n("10.000000000000000001")), []fault{{"scores.cultural_fit", "10.000000000000000001", alianza.ErrRange}}},
		{"under the scale", with("cultural_fit", n("0")), []fault{{"scores.cultural_fit", "0", alianza.ErrRange}}},
		{"the least unit under", with("cultural_fit", n("0.999999999999999999")), []fault{{"scores.cultural_fit", "0.999999999999999999", alianza.ErrRange}}},
		{"negative", with("cultural_fit", n("-7")), []fault{{"scores.cultural_fit", "-7", alianza.ErrRange}}},
		{"unknown", with("culture", n("7")), []fault{{"scores.culture", "", alianza.ErrUnknown}}},
		{"19 places", with("cultural_fit", decimal.New(7_000_000_000_000_000_000, -18).Sub(decimal.New(1, -19))), []fault{{"scores.cultural_fit", "6.9999999999999999999", alianza.ErrRange}}},
		{"hostile", with("cultural_fit", decimal.New(1, 1<<30)), []fault{{"scores.cultural_fit", "1e1073741824", alianza.ErrRange}}},
		{"hostile, small", with("cultural_fit", decimal.New(1, -1<<31)), []fault{{"scores.cultural_fit", "1e-2147483648", alianza.ErrRange}}},
		{"all at once, in order", score.Scores{"cultural_fit": n("0"), "strategic_fit": n("12"), "z": n("1"), "a": n("0"), "market_access": n("7")}, []fault{
			{"scores.strategic_fit", "12", alianza.ErrRange},
			{"scores.technology_compatibility", "", alianza.ErrMissing},
			{"scores.financial_viability", "", alianza.ErrMissing},
			{"scores.cultural_fit", "0", alianza.ErrRange},
			{"scores.a", "", alianza.ErrUnknown},
			{"scores.z", "", alianza.ErrUnknown},
		}},
	}
	e := score.MustEvaluation(score.PartnerEvaluation())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := e.Judge(tt.scores)
			if diff := cmp.Diff(tt.want, faults(err), scoretest.SameFaults()); diff != "" {
				t.Errorf("Judge = other faults (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(score.Assessment{}, got); diff != "" {
				t.Errorf("Judge = an assessment beside the error (-want +got):\n%s", diff)
			}
		})
	}
	_, err := e.Judge(score.Scores{"strategic_fit": n("11"), "market_access": n("7"), "technology_compatibility": n("7"), "financial_viability": n("7"), "culture": n("7")})
	const want = `score: evaluation partner_evaluation: scores.strategic_fit "11": out of range: the scale is 1 to 10` +
		"\nscores.cultural_fit: missing\nscores.culture: unknown: the evaluation has no such criterion"
	if got := fmt.Sprint(err); got != want {
		t.Errorf("Judge = %s; want %s", got, want)
	}
	if _, err := e.Judge(with("cultural_fit", decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 1<<22), -1<<20))); !errors.Is(err, alianza.ErrRange) {
		t.Errorf("Judge(a hostile number) = %v; want ErrRange", err)
	}
}

func TestNewEvaluationFaults(t *testing.T) {
	def := func(change func(*score.EvaluationDefinition)) score.EvaluationDefinition {
		d := score.PartnerEvaluation()
		change(&d)
		return d
	}
	ten := alianza.WholePercent(10)
	tests := []struct {
		name string
		def  score.EvaluationDefinition
		want []fault
		text string // of the last fault, if it is to be checked
	}{
		{"nothing", score.EvaluationDefinition{}, []fault{
			{"name", "", alianza.ErrMissing}, {"max", "0", alianza.ErrConflict}, {"pass", "", alianza.ErrMissing}, {"criteria", "", alianza.ErrMissing},
		}, ""},
		{"no name", def(func(d *score.EvaluationDefinition) { d.Name = "" }), []fault{{"name", "", alianza.ErrMissing}}, ""},
		{"scale without a width", def(func(d *score.EvaluationDefinition) { d.Max = n("1.0") }), []fault{{"max", "1.0", alianza.ErrConflict}}, "not above min, 1"},
		{"scale upside down", def(func(d *score.EvaluationDefinition) { d.Min, d.Max = n("10"), n("1") }), []fault{{"max", "1", alianza.ErrConflict}}, "not above min, 10"},
		{"scale from a hostile number", def(func(d *score.EvaluationDefinition) { d.Min = decimal.New(1, -1<<30) }), []fault{{"min", "1e-1073741824", alianza.ErrRange}}, ""},
		{"scale to a hostile number", def(func(d *score.EvaluationDefinition) { d.Max = decimal.New(1, 19) }), []fault{{"max", "10000000000000000000", alianza.ErrRange}}, ""},
		{"no threshold", def(func(d *score.EvaluationDefinition) { d.Pass = alianza.Bound{} }), []fault{{"pass", "", alianza.ErrMissing}}, "one of at_least, above, at_most, below, between"},
		{"no operator", def(func(d *score.EvaluationDefinition) { d.Pass = alianza.Bound{Value: n("7")} }), []fault{{"pass", "", alianza.ErrMissing}}, ""},
		{"operator that does not exist", def(func(d *score.EvaluationDefinition) { d.Pass = alianza.Bound{Op: 9, Value: n("7")} }), []fault{{"pass", "", alianza.ErrMissing}}, ""},
		{"hostile threshold", def(func(d *score.EvaluationDefinition) { d.Pass = alianza.AtLeast(decimal.New(1, 1<<30)) }), []fault{{"pass.at_least", "1e1073741824", alianza.ErrRange}}, ""},
		{"threshold on a faulty scale", def(func(d *score.EvaluationDefinition) { d.Max, d.Pass = n("0"), alianza.Bound{} }), []fault{
			{"max", "0", alianza.ErrConflict}, {"pass", "", alianza.ErrMissing},
		}, ""},
		{"hostile threshold on a hostile scale", def(func(d *score.EvaluationDefinition) {
			d.Min, d.Max, d.Pass = decimal.New(1, 19), decimal.New(2, 19), alianza.Below(decimal.New(1, 20))
		}), []fault{
			{"min", "10000000000000000000", alianza.ErrRange}, {"max", "20000000000000000000", alianza.ErrRange}, {"pass.below", "100000000000000000000", alianza.ErrRange},
		}, ""},
		{"at least, all", def(func(d *score.EvaluationDefinition) { d.Pass = alianza.AtLeast(n("1")) }), []fault{{"pass.at_least", "1", alianza.ErrConflict}}, "every total on the scale meets it"},
		{"at least, none", def(func(d *score.EvaluationDefinition) { d.Pass = alianza.AtLeast(n("10.01")) }), []fault{{"pass.at_least", "10.01", alianza.ErrConflict}}, "no total on the scale meets it"},
		{"above, all", def(func(d *score.EvaluationDefinition) { d.Pass = alianza.Above(n("0.99")) }), []fault{{"pass.above", "0.99", alianza.ErrConflict}}, "every total on the scale meets it"},
		{"above, none", def(func(d *score.EvaluationDefinition) { d.Pass = alianza.Above(n("10")) }), []fault{{"pass.above", "10", alianza.ErrConflict}}, "no total on the scale meets it"},
		{"at most, all", def(func(d *score.EvaluationDefinition) { d.Pass = alianza.AtMost(n("10")) }), []fault{{"pass.at_most", "10", alianza.ErrConflict}}, "every total on the scale meets it"},
		{"at most, none", def(func(d *score.EvaluationDefinition) { d.Pass = alianza.AtMost(n("0.99")) }), []fault{{"pass.at_most", "0.99", alianza.ErrConflict}}, "no total on the scale meets it"},
		{"below, all", def(func(d *score.EvaluationDefinition) { d.Pass = alianza.Below(n("10.01")) }), []fault{{"pass.below", "10.01", alianza.ErrConflict}}, "every total on the scale meets it"},
		{"below, none", def(func(d *score.EvaluationDefinition) { d.Pass = alianza.Below(n("1")) }), []fault{{"pass.below", "1", alianza.ErrConflict}}, "no total on the scale meets it"},
		{"no criteria", def(func(d *score.EvaluationDefinition) { d.Criteria = nil }), []fault{{"criteria", "", alianza.ErrMissing}}, "an evaluation has at least one criterion"},
		{"criteria without end", def(func(d *score.EvaluationDefinition) { d.Criteria = make([]score.Criterion, 201) }), []fault{{"criteria", "201", alianza.ErrRange}}, "allowed are 200"},
		{"criterion without a name", def(func(d *score.EvaluationDefinition) { d.Criteria[1].Name = "" }), []fault{{"criteria[1].name", "", alianza.ErrMissing}}, ""},
		{"criterion twice", def(func(d *score.EvaluationDefinition) { d.Criteria[4].Name = "strategic_fit" }), []fault{{"criteria[4].name", "strategic_fit", alianza.ErrDuplicate}}, "the same as criteria[0].name"},
		{"weight of nothing", def(func(d *score.EvaluationDefinition) {
			d.Criteria = append(d.Criteria, score.Criterion{Name: "extra"})
		}), []fault{{"criteria[5].weight", "0%", alianza.ErrRange}}, "a weight is above 0% and at most 100%"},
		{"negative weight", def(func(d *score.EvaluationDefinition) {
			d.Criteria = append(d.Criteria, score.Criterion{Name: "extra", Weight: alianza.WholePercent(-1)})
		}), []fault{{"criteria[5].weight", "-1%", alianza.ErrRange}}, ""},
		{"weight of more than all", def(func(d *score.EvaluationDefinition) {
			d.Criteria = append(d.Criteria, score.Criterion{Name: "extra", Weight: scoretest.Percent("100.0000000001%")})
		}), []fault{{"criteria[5].weight", "100.0000000001%", alianza.ErrRange}}, ""},
		{"weights of 99%, V-WSM-6", def(func(d *score.EvaluationDefinition) {
			d.Criteria = []score.Criterion{{Name: "a", Weight: alianza.WholePercent(50)}, {Name: "b", Weight: alianza.WholePercent(49)}}
		}), []fault{{"criteria", "", alianza.ErrConflict}}, "the weights add up to 99%, 1% short of 100%"},
		{"weights short by the least unit", def(func(d *score.EvaluationDefinition) { d.Criteria[0].Weight = scoretest.Percent("29.9999999999%") }), []fault{{"criteria", "", alianza.ErrConflict}}, "the weights add up to 99.9999999999%, 0.0000000001% short of 100%"},
		{"weights over by the least unit", def(func(d *score.EvaluationDefinition) { d.Criteria[0].Weight = scoretest.Percent("30.0000000001%") }), []fault{{"criteria", "", alianza.ErrConflict}}, "the weights add up to 100.0000000001%, 0.0000000001% over 100%"},
		{"two whole weights", def(func(d *score.EvaluationDefinition) {
			d.Criteria = []score.Criterion{{Name: "a", Weight: alianza.WholePercent(100)}, {Name: "b", Weight: alianza.WholePercent(100)}}
		}), []fault{{"criteria", "", alianza.ErrConflict}}, "the weights add up to 200%, 100% over 100%"},
		{"all at once, in order", score.EvaluationDefinition{
			Name: "a\t", Min: n("1"), Max: n("10"), Pass: alianza.AtLeast(n("1")),
			Criteria: []score.Criterion{{Name: "a", Weight: ten}, {Name: "a", Weight: alianza.WholePercent(-10)}, {Name: " ", Weight: ten}},
		}, []fault{
			{"name", "a\t", alianza.ErrForm},
			{"pass.at_least", "1", alianza.ErrConflict},
			{"criteria[1].name", "a", alianza.ErrDuplicate},
			{"criteria[1].weight", "-10%", alianza.ErrRange},
			{"criteria[2].name", " ", alianza.ErrMissing},
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, err := score.NewEvaluation(tt.def)
			if diff := cmp.Diff(tt.want, faults(err), scoretest.SameFaults()); diff != "" {
				t.Errorf("NewEvaluation = other faults (-want +got):\n%s", diff)
			}
			if text := fmt.Sprint(err); !strings.HasSuffix(text, tt.text) {
				t.Errorf("NewEvaluation = %s; want the end %s", text, tt.text)
			}
			if diff := cmp.Diff(score.EvaluationDefinition{}, e.Definition()); diff != "" {
				t.Errorf("NewEvaluation = an evaluation beside the error (-want +got):\n%s", diff)
			}
		})
	}
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
		many.Criteria = append(many.Criteria, score.Criterion{Name: fmt.Sprint(i), Weight: scoretest.Percent("0.5%"), Raw: score.Raw{From: n("0"), To: decimal.NewFromInt(int64(2*i + 3))}})
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

func TestZeroEvaluation(t *testing.T) {
	var e score.Evaluation
	a, err := e.Judge(nil)
	if err != nil || a.Advance || a.Total.Sign() != 0 || len(a.Contributions) != 0 {
		t.Errorf("Judge(nil) = %+v, %v; want nobody to advance", a, err)
	}
	if want := "stop at 0 of 0, exactly on the bound of none"; a.String() != want {
		t.Errorf("String() = %q; want %q", a, want)
	}
	if _, err := e.Judge(score.Scores{"a": n("7")}); !errors.Is(err, alianza.ErrUnknown) {
		t.Errorf("Judge(a: 7) = %v; want ErrUnknown", err)
	}
	if diff := cmp.Diff(score.EvaluationDefinition{}, e.Definition()); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
}

func TestEvaluationImmutable(t *testing.T) {
	d := score.PartnerEvaluation()
	e := score.MustEvaluation(d)
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

// random makes evaluations of few criteria on a scale of 0 to 10.
type random struct{ *rand.Rand }

func (r random) score() decimal.Decimal {
	places := r.Int32N(5)
	return decimal.New(r.Int64N([]int64{11, 101, 1001, 10001, 100001}[places]), -places)
}

func (r random) evaluation(t *testing.T) score.EvaluationDefinition {
	t.Helper()
	d := score.EvaluationDefinition{Name: "e", Min: n("0"), Max: n("10"), Pass: alianza.AtLeast(n("5"))}
	left := int64(1e12) // 100% in units of the tenth decimal
	for i := 0; left > 0; i++ {
		part := left
		if i < 5 {
			part = min(left, 1+r.Int64N(5e11))
		}
		left -= part
		d.Criteria = append(d.Criteria, score.Criterion{Name: fmt.Sprint("c", i), Weight: scoretest.Percent(fmt.Sprintf("%d.%010d%%", part/1e10, part%1e10))})
	}
	return d
}

func (r random) scores(d score.EvaluationDefinition) score.Scores {
	s := score.Scores{}
	for _, c := range d.Criteria {
		s[c.Name] = r.score()
	}
	return s
}

// TestLawEvaluation checks, on random evaluations: a score raised never lowers
// the total; the order of criteria does not matter; parts add up; the total is
// on the scale, and equal to the score if all are the same.
func TestLawEvaluation(t *testing.T) {
	r := random{rand.New(rand.NewPCG(4, 2))}
	for range 300 {
		d := r.evaluation(t)
		e := score.MustEvaluation(d)
		s := r.scores(d)
		a := assess(t, e, s)
		checkSum(t, a)
		if a.Total.Cmp(d.Min) < 0 || a.Total.Cmp(d.Max) > 0 {
			t.Errorf("Judge(%v) = %s; want it on the scale", s, a.Total)
		}
		if a.Slack.Rat().Cmp(new(big.Rat).Sub(a.Total.Rat(), big.NewRat(5, 1))) != 0 || a.Advance != (a.Total.Cmp(n("5")) >= 0) {
			t.Errorf("Judge(%v) = %s, margin %s, advance %t; want them to agree", s, a.Total, a.Slack, a.Advance)
		}

		turned := d
		turned.Criteria = slices.Clone(d.Criteria)
		r.Shuffle(len(turned.Criteria), func(i, j int) {
			turned.Criteria[i], turned.Criteria[j] = turned.Criteria[j], turned.Criteria[i]
		})
		b := assess(t, score.MustEvaluation(turned), s)
		checkSum(t, b)
		byName := cmpopts.SortSlices(func(p, q score.Contribution) bool { return p.Criterion < q.Criterion })
		if diff := cmp.Diff(a, b, byName); diff != "" {
			t.Errorf("Judge(%v) with the criteria in another order mismatch (-want +got):\n%s", s, diff)
		}

		c := d.Criteria[r.IntN(len(d.Criteria))].Name
		before := s[c]
		s[c] = decimal.Min(d.Max, before.Add(r.score()))
		up := assess(t, e, s)
		if up.Total.Rat().Cmp(a.Total.Rat()) != s[c].Cmp(before) {
			t.Errorf("Judge with %s raised from %s to %s = %s; want more than %s", c, before, s[c], up.Total, a.Total)
		}

		same := r.score()
		for name := range s {
			s[name] = same
		}
		if a := assess(t, e, s); a.Total.Cmp(same) != 0 {
			t.Errorf("Judge(all %s) = %s; want %s", same, a.Total, same)
		}
	}
}

// TestLawEqualWeights checks that four weights of 25% give the mean.
func TestLawEqualWeights(t *testing.T) {
	r := random{rand.New(rand.NewPCG(4, 3))}
	d := score.EvaluationDefinition{Name: "e", Min: n("0"), Max: n("10"), Pass: alianza.AtLeast(n("5"))}
	for _, name := range []string{"a", "b", "c", "d"} {
		d.Criteria = append(d.Criteria, score.Criterion{Name: name, Weight: alianza.WholePercent(25)})
	}
	e := score.MustEvaluation(d)
	for range 300 {
		s, sum := r.scores(d), new(big.Rat)
		for _, v := range s {
			sum.Add(sum, v.Rat())
		}
		if a := assess(t, e, s); a.Total.Rat().Cmp(sum.Quo(sum, big.NewRat(4, 1))) != 0 {
			t.Errorf("Judge(%v) = %s; want the mean, %s", s, a.Total, sum)
		}
	}
}
