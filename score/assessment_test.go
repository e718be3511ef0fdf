package score_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
)

// three returns an evaluation of three criteria, of 50%, 30% and 20%, on a scale
// from 1 to 10, passed from 7.
func three(missing score.OnMissing) score.EvaluationDefinition {
	return score.EvaluationDefinition{
		Name: "three", OnMissing: missing, Min: n("1"), Max: n("10"), Pass: alianza.AtLeast(n("7")),
		Criteria: []score.Criterion{
			{Name: "a", Weight: alianza.WholePercent(50)}, {Name: "b", Weight: alianza.WholePercent(30)}, {Name: "c", Weight: alianza.WholePercent(20)},
		},
	}
}

func TestMissing_X14(t *testing.T) {
	less := three(score.OnMissingWorst)
	less.Pass = alianza.AtMost(n("7"))
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
			"worst, V-WSM-4", three(score.OnMissingWorst), eight, "5.5", false, "-1.5", 70,
			"4 a + 0.3 b + 1.2 c = 5.5",
			"stop at 5.5 of 10, 1.5 below the bound of >= 7; 70% scored, b taken as the worst",
		},
		{
			"left_out, V-WSM-5", three(score.OnMissingLeaveOut), eight, "52/7", true, "3/7", 70,
			"40/7 a + 12/7 c = 52/7",
			"advance with 7.43 (52/7) of 10, 0.43 (3/7) above the bound of >= 7; 70% scored, b left out",
		},
		{
			"left_out with an end", three(score.OnMissingLeaveOut),
			score.Scores{"a": n("8"), "b": n("4")},
			"6.5", false, "-0.5", 80,
			"5 a + 1.5 b = 6.5",
			"stop at 6.5 of 10, 0.5 below the bound of >= 7; 80% scored, c left out",
		},
		{
			"left_out, one left", three(score.OnMissingLeaveOut),
			score.Scores{"c": n("7")},
			"7", true, "0", 20,
			"7 c = 7",
			"advance with 7 of 10, exactly on the bound of >= 7; 20% scored, a, b left out",
		},
		{
			"worst, none", three(score.OnMissingWorst), nil, "1", false, "-6", 0,
			"0.5 a + 0.3 b + 0.2 c = 1",
			"stop at 1 of 10, 6 below the bound of >= 7; 0% scored, a, b, c taken as the worst",
		},
		{
			"the worst is the upper end where less is better", less, eight, "8.2", false, "1.2", 70,
			"4 a + 3 b + 1.2 c = 8.2",
			"stop at 8.2 of 10, 1.2 above the bound of <= 7; 70% scored, b taken as the worst",
		},
		{
			"nothing is missing", three(score.OnMissingLeaveOut),
			score.Scores{"a": n("8"), "b": n("4"), "c": n("6")},
			"6.4", false, "-0.6", 100,
			"4 a + 1.2 b + 1.2 c = 6.4",
			"stop at 6.4 of 10, 0.6 below the bound of >= 7",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := assess(t, alianza.Must(score.NewEvaluation(tt.def)), tt.scores)
			if !a.Total.Equal(q(tt.total)) || a.Advance != tt.advance || !a.Slack.Equal(q(tt.margin)) || a.Coverage.Cmp(decimal.NewFromInt(int64(tt.coverage))) != 0 {
				t.Errorf("Judge(%v) = %s, advance %t, margin %s, coverage %s; want %s, %t, %s, %d%%",
					tt.scores, a.Total, a.Advance, a.Slack, a.Coverage, tt.total, tt.advance, tt.margin, tt.coverage)
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
		policy score.OnMissing
		scores score.Scores
		want   []fault
	}{
		{"refuse, V-WSM-3", score.OnMissingRefuse, score.Scores{"a": n("8"), "c": n("6")}, []fault{{"scores.b", "", alianza.ErrMissing}}},
		{"left_out, none", score.OnMissingLeaveOut, score.Scores{}, []fault{
			{"scores.a", "", alianza.ErrMissing}, {"scores.b", "", alianza.ErrMissing}, {"scores.c", "", alianza.ErrMissing},
		}},
		{"worst, off the scale", score.OnMissingWorst, score.Scores{"a": n("0")}, []fault{{"scores.a", "0", alianza.ErrRange}}},
		{"left_out, unknown", score.OnMissingLeaveOut, score.Scores{"a": n("5"), "d": n("5")}, []fault{{"scores.d", "", alianza.ErrUnknown}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := alianza.Must(score.NewEvaluation(three(tt.policy))).Judge(tt.scores)
			if diff := cmp.Diff(tt.want, faults(err), scoretest.SameFaults()); diff != "" {
				t.Errorf("Judge(%v) = other faults (-want +got):\n%s", tt.scores, diff)
			}
		})
	}
	_, err := score.NewEvaluation(three(score.OnMissingOpen))
	if diff := cmp.Diff([]fault{{"on_missing", "open", alianza.ErrUnknown}}, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("NewEvaluation of a policy for scorecards = other faults (-want +got):\n%s", diff)
	}
	_, err = score.NewEvaluation(three(5))
	if diff := cmp.Diff([]fault{{"on_missing", "(5)", alianza.ErrUnknown}}, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("NewEvaluation of a policy that does not exist = other faults (-want +got):\n%s", diff)
	}
}

func TestMissingJSON(t *testing.T) {
	a := assess(t, alianza.Must(score.NewEvaluation(three(score.OnMissingLeaveOut))), score.Scores{"a": n("8"), "c": n("6")})
	const want = `{"evaluation":"three","total":"52/7","min":"1","max":"10","pass":{"at_least":"7"},"advance":true,"slack":"3/7",` +
		`"on_missing":"left_out","missing":["b"],"coverage_pct":"70","contributions":[` +
		`{"criterion":"a","weight":"50%","given":"8","score":"8","points":"40/7"},` +
		`{"criterion":"b","weight":"30%"},` +
		`{"criterion":"c","weight":"20%","given":"6","score":"6","points":"12/7"}]}`
	doc, err := json.Marshal(a)
	if err != nil || string(doc) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, want)
	}
	var again score.Assessment
	if err := json.Unmarshal(doc, &again); err != nil || !cmp.Equal(a, again) || again.Contributions[1].Score != nil {
		t.Errorf("UnmarshalJSON(%s) = %v, %v; want the same, b without a score", doc, again, err)
	}
	for policy, want := range map[score.OnMissing]string{
		0: `{"name":"three","min":`, score.OnMissingRefuse: `{"name":"three","on_missing":"refuse","min":`, score.OnMissingWorst: `{"name":"three","on_missing":"worst","min":`,
		score.OnMissingLeaveOut: `{"name":"three","on_missing":"left_out","min":`,
	} {
		doc, err := json.Marshal(three(policy))
		if err != nil || string(doc[:len(want)]) != want {
			t.Errorf("MarshalJSON() = %s, %v; want %s…", doc, err, want)
		}
		var read score.EvaluationDefinition
		if err := json.Unmarshal(doc, &read); err != nil || read.OnMissing != policy {
			t.Errorf("UnmarshalJSON(%s) = %s, %v; want %s", doc, read.OnMissing, err, policy)
		}
	}
}

// TestFloor has V-EVAL-3 and V-EVAL-4: who is under a floor is knocked out,
// whatever the total, which is reported all the same.
func TestFloor(t *testing.T) {
	with := func(floor alianza.Bound, missing score.OnMissing) score.EvaluationDefinition {
		d := score.PartnerEvaluation()
		d.OnMissing, d.Criteria[3].Floor = missing, floor
		return d
	}
	four := alianza.AtLeast(n("4"))
	risk := with(alianza.AtMost(n("4")), 0)
	risk.Pass = alianza.AtMost(n("9.5"))
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
			"on a strict one", with(alianza.Above(n("4")), 0), whole(10, 10, 10, 4, 10), "9.1",
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
			"missing, the worst", with(four, score.OnMissingWorst), unknown, "8.65",
			[]string{"financial_viability"},
			false,
			"stop at 8.65 of 10, 1.65 above the bound of >= 7; knocked out by financial_viability 1 (>= 4); 85% scored, financial_viability taken as the worst",
		},
		{
			"missing, left out", with(four, score.OnMissingLeaveOut), unknown, "10",
			[]string{"financial_viability"},
			false,
			"stop at 10 of 10, 3 above the bound of >= 7; knocked out by financial_viability (unknown) (>= 4); 85% scored, financial_viability left out",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := assess(t, alianza.Must(score.NewEvaluation(tt.def)), tt.scores)
			if diff := cmp.Diff(tt.out, a.KnockedOut); diff != "" || !a.Total.Equal(q(tt.total)) || a.Advance != tt.advance || a.Contributions[3].KnockedOut != (tt.out != nil) {
				t.Errorf("Judge = %s, advance %t; want %s, %t, knocked out (-want +got):\n%s", a.Total, a.Advance, tt.total, tt.advance, diff)
			}
			if a.String() != tt.text {
				t.Errorf("String() = %q; want %q", a, tt.text)
			}
			checkSum(t, a)
		})
	}
	two := with(four, 0)
	two.Criteria[4].Floor = alianza.AtLeast(n("5"))
	a := assess(t, alianza.Must(score.NewEvaluation(two)), whole(10, 10, 10, 1, 1))
	if want := "stop at 7.75 of 10, 0.75 above the bound of >= 7; knocked out by financial_viability 1 (>= 4), cultural_fit 1 (>= 5)"; a.String() != want {
		t.Errorf("String() = %q; want %q", a, want)
	}
	doc, err := json.Marshal(a.Contributions)
	if err != nil || len(doc) == 0 {
		t.Errorf("Marshal of the parts = %s, %v; want no error", doc, err)
	}
}

// over returns 1 / base^n.
func over(base, n int64) *score.Fraction {
	den := new(big.Int).Exp(big.NewInt(base), big.NewInt(n), nil)
	f := alianza.Must(score.FractionOf(quotient{new(big.Rat).SetFrac(big.NewInt(1), den)}))
	return &f
}

// TestAssessmentByHand asks assessments that no evaluation made.
func TestAssessmentByHand(t *testing.T) {
	one, hostile := q("8"), decimal.New(1, 1<<30)
	var large score.Fraction // 343 bits over 2
	if err := large.UnmarshalText([]byte("1" + strings.Repeat("0", 103) + "/3")); err != nil {
		t.Fatal(err)
	}
	a := score.Assessment{Evaluation: "a", Pass: alianza.AtLeast(n("7")), Min: n("1"), Max: n("10"), Contributions: []score.Contribution{
		{Criterion: "a", Weight: alianza.WholePercent(100), Score: &one},
	}}
	tests := []struct {
		name  string
		spoil func(*score.Assessment)
		want  []fault
	}{
		{"the zero Assessment", func(a *score.Assessment) { *a = score.Assessment{} }, []fault{{"contributions", "", alianza.ErrUnchecked}, {"pass", "", alianza.ErrMissing}}},
		{"a weight of nothing", func(a *score.Assessment) { a.Contributions[0].Weight = alianza.Percent{} }, []fault{{"contributions[0].weight", "0%", alianza.ErrRange}}},
		{"hostile ends", func(a *score.Assessment) { a.Min, a.Max = hostile.Neg(), hostile }, []fault{{"min", "-1e1073741824", alianza.ErrRange}, {"max", "1e1073741824", alianza.ErrRange}}},
		{"a hostile bound", func(a *score.Assessment) { a.Pass.Value = hostile }, []fault{{"pass.at_least", "1e1073741824", alianza.ErrRange}}},
		{"too many", func(a *score.Assessment) { a.Contributions = slices.Repeat(a.Contributions, 501) }, []fault{{"contributions", "501", alianza.ErrLimit}}},
		{"a score of too many digits", func(a *score.Assessment) { a.Contributions[0].Score = over(2, 4156) }, []fault{{"contributions[0].score", "", alianza.ErrLimit}}},
		{"a score too large", func(a *score.Assessment) { a.Contributions[0].Score = &large }, []fault{{"contributions[0].score", "", alianza.ErrLimit}}},
		{"scores of too many digits together", func(a *score.Assessment) { // log2 of 3^1300 x 2^2096 is 4156.45
			a.Contributions = slices.Repeat(a.Contributions, 3)
			a.Contributions[1].Score, a.Contributions[2].Score = over(3, 1300), over(2, 2096)
		}, []fault{{"contributions[2].score", "", alianza.ErrLimit}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			spoilt := a
			spoilt.Contributions = slices.Clone(a.Contributions)
			tt.spoil(&spoilt)
			_, err := spoilt.Sensitivity()
			if diff := cmp.Diff(tt.want, faults(err), scoretest.SameFaults()); diff != "" {
				t.Errorf("Sensitivity = other faults (-want +got):\n%s", diff)
			}
			if _, err := spoilt.Flips(a); err == nil {
				t.Error("Flips = no error; want one")
			}
			if _, err := a.Flips(spoilt); err == nil {
				t.Error("Flips of the other = no error; want one")
			}
			_ = spoilt.String() + spoilt.Sum() + spoilt.Headline()
		})
	}
	if _, err := a.Flips(a); err != nil {
		t.Errorf("Flips = %v; want no error", err)
	}
	many := a // 4096 bits of the ranges and 60 of the decimals of a measure: 4155.45 of them
	many.Contributions = slices.Repeat(a.Contributions, 2)
	many.Contributions[0].Score, many.Contributions[1].Score = over(3, 1300), over(2, 2095)
	if _, err := many.Sensitivity(); err != nil {
		t.Errorf("Sensitivity of as many digits as allowed = %v; want no error", err)
	}
	many.Contributions = []score.Contribution{a.Contributions[0]}
	many.Contributions[0].Score = over(2, 4155) // 2^4155 has 4156 bits
	if _, err := many.Sensitivity(); err != nil {
		t.Errorf("Sensitivity of a score of as many digits as allowed = %v; want no error", err)
	}
	b := a
	b.Max = n("100")
	if _, err := a.Flips(b); !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("Flips of two scales = %v; want %v", err, alianza.ErrConflict)
	}
}

// TestJudgeAllocations guards what an explained evaluation allocates: two lists, and
// two for each number that it computes and that is no small one.
func TestJudgeAllocations(t *testing.T) {
	tests := []struct {
		name  string
		facts score.Scores
		most  float64
	}{
		{"whole scores", whole(9, 8, 7, 8, 9), 2},
		{"scores with places", of("9.123", "8.123", "7.123", "8.123", "9.123"), 2 + 2*(5+2)}, // five points, total and slack
	}
	evaluation := alianza.Must(score.NewEvaluation(score.PartnerEvaluation()))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := testing.AllocsPerRun(100, func() {
				a, _ := evaluation.Judge(tt.facts)
				sink = a.Advance
			})
			if got > tt.most {
				t.Errorf("Judge = %v allocations; want at most %v", got, tt.most)
			}
		})
	}
}

func BenchmarkEvaluationJudge(b *testing.B) {
	evaluation, facts := alianza.Must(score.NewEvaluation(score.PartnerEvaluation())), whole(9, 8, 7, 8, 9)
	b.ReportAllocs()
	for b.Loop() {
		a, _ := evaluation.Judge(facts)
		sink = a.Advance
	}
}

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
		if p.Points != nil {
			sum.Add(sum, p.Points.Rat())
		}
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
	e := alianza.Must(score.NewEvaluation(score.PartnerEvaluation()))
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
	e := alianza.Must(score.NewEvaluation(score.PartnerEvaluation()))
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

// TestThresholdSets_S2 judges the sets of whole scores that total 7 exactly, also
// the 166 for which floats say less, and a part of the others.
// TestAdvancesExhaustive_S2 decides on all of them.
func TestThresholdSets_S2(t *testing.T) {
	e := alianza.Must(score.NewEvaluation(score.PartnerEvaluation()))
	weights := [5]int{30, 25, 20, 15, 10}
	floats := [5]float64{0.30, 0.25, 0.20, 0.15, 0.10}
	broken, every := 0, max(1, 100/seeds.Count(1))
	scores := score.Scores{}
	for set := range 100_000 {
		sum, float := 0, 0.0
		for i, rest := 0, set; i < 5; i, rest = i+1, rest/10 {
			sum += weights[i] * (rest%10 + 1)
			product := floats[i] * float64(rest%10+1)
			float += product
		}
		if sum == 700 && float < 7 {
			broken++
		}
		if sum != 700 && set%every != 0 {
			continue
		}
		for i, rest := 0, set; i < 5; i, rest = i+1, rest/10 {
			scores[aspects[i]] = decimal.NewFromInt(int64(rest%10 + 1))
		}
		a, err := e.Judge(scores)
		if err != nil || a.Advance != (sum >= 700) || a.Slack.Sign() != max(-1, min(1, sum-700)) {
			t.Fatalf("Judge(%v) = %s, %v; want %d hundredths", scores, a, err, sum)
		}
	}
	if broken != 166 {
		t.Errorf("floats fail %d sets of exactly 7; want 166", broken)
	}
}

func TestExample_S3(t *testing.T) {
	e := alianza.Must(score.NewEvaluation(score.PartnerEvaluation()))
	got := assess(t, e, whole(9, 8, 7, 8, 9)) // V-WSM-1
	part := func(i, percent int, given, points string) score.Contribution {
		d, s, p := n(given), q(given), q(points)
		return score.Contribution{Criterion: aspects[i], Weight: alianza.WholePercent(percent), Given: &d, Score: &s, Points: &p}
	}
	want := score.Assessment{
		Evaluation: "partner_evaluation", Total: q("8.2"), Min: n("1"), Max: n("10"), Pass: alianza.AtLeast(n("7")), Advance: true, Slack: q("1.2"),
		Coverage: q("100"), OnMissing: score.OnMissingRefuse,
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
	const wantDoc = `{"evaluation":"partner_evaluation","total":"8.2","min":"1","max":"10","pass":{"at_least":"7"},"advance":true,"slack":"1.2","on_missing":"refuse","coverage_pct":"100","contributions":[` +
		`{"criterion":"strategic_fit","weight":"30%","given":"9","score":"9","points":"2.7"},` +
		`{"criterion":"market_access","weight":"25%","given":"8","score":"8","points":"2"},` +
		`{"criterion":"technology_compatibility","weight":"20%","given":"7","score":"7","points":"1.4"},` +
		`{"criterion":"financial_viability","weight":"15%","given":"8","score":"8","points":"1.2"},` +
		`{"criterion":"cultural_fit","weight":"10%","given":"9","score":"9","points":"0.9"}]}`
	if err != nil || string(doc) != wantDoc {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, wantDoc)
	}
}

func TestAssessmentString(t *testing.T) {
	with := func(pass alianza.Bound) score.Evaluation {
		return alianza.Must(score.NewEvaluation(score.EvaluationDefinition{
			Name: "risk", Min: n("0"), Max: n("5.0"), Pass: pass, Criteria: []score.Criterion{{Name: "a", Weight: alianza.WholePercent(100)}},
		}))
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
	e := alianza.Must(score.NewEvaluation(score.PartnerEvaluation()))
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

// TestRelativeWeights has three equal thirds, and the same relation in other
// weights.
func TestRelativeWeights(t *testing.T) {
	weighted := func(weights ...string) score.EvaluationDefinition {
		d := score.EvaluationDefinition{Name: "r", Relative: true, Min: n("0"), Max: n("10"), Pass: alianza.AtLeast(n("7"))}
		for i, w := range weights {
			d.Criteria = append(d.Criteria, score.Criterion{Name: string(rune('a' + i)), Weight: scoretest.Percent(w)})
		}
		return d
	}
	scores := score.Scores{"a": n("8"), "b": n("7"), "c": n("6"), "d": n("7")}
	for _, tt := range []struct {
		weights []string
		total   string
		sum     string
	}{
		{[]string{"1%", "1%", "1%"}, "7", "8/3 a + 7/3 b + 2 c = 7"},
		{[]string{"100%", "100%", "100%"}, "7", "8/3 a + 7/3 b + 2 c = 7"},
		{[]string{"10%", "7.5%", "5%", "2.5%"}, "7.2", "3.2 a + 2.1 b + 1.2 c + 0.7 d = 7.2"},
		{[]string{"1000000%", "0.0000000001%"}, "79999999999999999/9999999999999999", ""},
	} {
		d := weighted(tt.weights...)
		e, some := alianza.Must(score.NewEvaluation(d)), score.Scores{}
		var row []decimal.Decimal
		for _, c := range d.Criteria {
			some[c.Name] = scores[c.Name]
			row = append(row, scores[c.Name])
		}
		a := assess(t, e, some)
		if tt.sum != "" && (!a.Total.Equal(q(tt.total)) || a.Sum() != tt.sum) {
			t.Errorf("Judge with %v = %s; want %s", tt.weights, a.Sum(), tt.sum)
		}
		checkSum(t, a)
		if got, err := e.Advances(row); err != nil || got != a.Advance {
			t.Errorf("Advances with %v = %t, %v; want as %s", tt.weights, got, err, a)
		}
	}
	thirds := weighted("1%", "1%", "1%")
	thirds.OnMissing = score.OnMissingLeaveOut
	a := assess(t, alianza.Must(score.NewEvaluation(thirds)), score.Scores{"a": n("8"), "b": n("7")})
	if want := "advance with 7.5 of 10, 0.5 above the bound of >= 7; 66.67% (200/3) scored, c left out"; a.String() != want {
		t.Errorf("Judge = %q; want %q", a, want)
	}
	all := alianza.Must(a.Sensitivity())
	if want := "a: required 7; critical weight 0%, now 33.33% (100/3)"; all[0].String() != want || !all[0].Weight.Equal(q("100/3")) {
		t.Errorf("Sensitivity = %q of %s; want %q of 100/3", all[0], all[0].Weight, want)
	}
	for name, want := range map[string]error{"0%": alianza.ErrRange, "-1%": alianza.ErrRange, "1000000.1%": alianza.ErrRange, "1000000%": nil} {
		if _, err := score.NewEvaluation(weighted(name)); !errors.Is(err, want) {
			t.Errorf("NewEvaluation with a relative weight of %s = %v; want %v", name, err, want)
		}
	}
}

// TestAssessmentReturns reads assessments that were written.
func TestAssessmentReturns(t *testing.T) {
	for _, policy := range []score.OnMissing{score.OnMissingWorst, score.OnMissingLeaveOut} {
		d := reach()
		d.OnMissing = policy
		d.Criteria[2].Floor = alianza.Above(n("3"))
		e := alianza.Must(score.NewEvaluation(d))
		for _, s := range []score.Scores{
			{"followers": n("12000"), "sales": n("2500.50"), "fit": n("9")}, {"sales": n("1")}, {"followers": n("0"), "fit": n("0")},
		} {
			a := assess(t, e, s)
			scoretest.Again(t, a)
			for _, one := range alianza.Must(a.Sensitivity()) {
				scoretest.Again(t, one)
			}
			for _, p := range a.Contributions {
				scoretest.Again(t, p)
			}
			scoretest.Again(t, s)
		}
	}
	if doc, err := json.Marshal(score.Assessment{}); err == nil {
		t.Errorf("MarshalJSON of the zero Assessment = %s; want an error", doc)
	}
}
