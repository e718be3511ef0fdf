package score_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
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
			a := assess(t, score.MustEvaluation(tt.def), tt.scores)
			if !a.Total.Equal(q(tt.total)) || a.Advance != tt.advance || !a.Slack.Equal(q(tt.margin)) || a.Coverage != alianza.WholePercent(tt.coverage) {
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
			_, err := score.MustEvaluation(three(tt.policy)).Judge(tt.scores)
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
	a := assess(t, score.MustEvaluation(three(score.OnMissingLeaveOut)), score.Scores{"a": n("8"), "c": n("6")})
	const want = `{"evaluation":"three","total":"52/7","min":"1","max":"10","pass":{"at_least":"7"},"advance":true,"slack":"3/7",` +
		`"on_missing":"left_out","missing":["b"],"coverage":"70%","contributions":[` +
		`{"criterion":"a","weight":"50%","score":"8","points":"40/7"},` +
		`{"criterion":"b","weight":"30%","missing":true},` +
		`{"criterion":"c","weight":"20%","score":"6","points":"12/7"}]}`
	if doc, err := json.Marshal(a); err != nil || string(doc) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, want)
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
			a := assess(t, score.MustEvaluation(tt.def), tt.scores)
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
	a := assess(t, score.MustEvaluation(two), whole(10, 10, 10, 1, 1))
	if want := "stop at 7.75 of 10, 0.75 above the bound of >= 7; knocked out by financial_viability 1 (>= 4), cultural_fit 1 (>= 5)"; a.String() != want {
		t.Errorf("String() = %q; want %q", a, want)
	}
	doc, err := json.Marshal(a.Contributions)
	if err != nil || len(doc) == 0 {
		t.Errorf("Marshal of the parts = %s, %v; want no error", doc, err)
	}
}

func TestFloorFaults(t *testing.T) {
	tests := []struct {
		name  string
		floor alianza.Bound
		pass  alianza.Bound
		want  []fault
		text  string
	}{
		{"off the scale", alianza.AtLeast(n("11")), alianza.AtLeast(n("7")), []fault{{"criteria[0].floor.at_least", "11", alianza.ErrConflict}}, "no score on the scale meets it"},
		{"strict, on the end", alianza.Above(n("10")), alianza.AtLeast(n("7")), []fault{{"criteria[0].floor.above", "10", alianza.ErrConflict}}, "no score on the scale meets it"},
		{"under the scale", alianza.AtLeast(n("1")), alianza.AtLeast(n("7")), []fault{{"criteria[0].floor.at_least", "1", alianza.ErrConflict}}, "every score on the scale meets it"},
		{"the other way", alianza.AtMost(n("4")), alianza.AtLeast(n("7")), []fault{{"criteria[0].floor.at_most", "4", alianza.ErrConflict}}, "it looks the other way than the threshold, >= 7"},
		{"two bounds", alianza.Between(n("4"), n("5")), alianza.AtLeast(n("7")), []fault{{"criteria[0].floor.between", "4 to 5", alianza.ErrConflict}}, "give one bound"},
		{"two bounds to pass", alianza.Bound{}, alianza.Between(n("4"), n("5")), []fault{{"pass.between", "4 to 5", alianza.ErrConflict}}, "give one bound"},
		{"hostile", alianza.AtLeast(decimal.New(1, 1<<30)), alianza.AtLeast(n("7")), []fault{{"criteria[0].floor.at_least", "1e1073741824", alianza.ErrRange}}, "-18 to 18"},
		{"no operator", alianza.Bound{Op: 9}, alianza.AtLeast(n("7")), []fault{{"criteria[0].floor", "", alianza.ErrMissing}}, "between"},
		{"least", alianza.AtLeast(n("1.000000000000000001")), alianza.AtLeast(n("7")), nil, "nil>"},
		{"greatest", alianza.AtLeast(n("10")), alianza.AtLeast(n("7")), nil, "nil>"},
		{"a ceiling", alianza.Below(n("10")), alianza.Below(n("7")), nil, "nil>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := three(0)
			d.Pass, d.Criteria[0].Floor = tt.pass, tt.floor
			_, err := score.NewEvaluation(d)
			if diff := cmp.Diff(tt.want, faults(err), scoretest.SameFaults()); diff != "" {
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
		d.OnMissing = score.OnMissingWorst
		worst := assess(t, score.MustEvaluation(d), s)
		if worst.Total.Rat().Cmp(all.Total.Rat()) > 0 {
			t.Errorf("Judge(%v) = %s; want no more than %s with all scores", s, worst.Total, all.Total)
		}
		if len(s) == 0 {
			continue
		}
		d.OnMissing = score.OnMissingLeaveOut
		rest := assess(t, score.MustEvaluation(d), s)
		checkSum(t, rest)
		if rest.Total.Rat().Cmp(worst.Total.Rat()) < 0 || rest.Total.Cmp(d.Max) > 0 {
			t.Errorf("Judge(%v) = %s; want it between %s and %s", s, rest.Total, worst.Total, d.Max)
		}
	}
}

// measured returns an evaluation of one measure on a scale.
func measured(low, high, from, to string) score.EvaluationDefinition {
	return score.EvaluationDefinition{
		Name: "measured", Min: n(low), Max: n(high), Pass: alianza.Above(n(low)),
		Criteria: []score.Criterion{{Name: "m", Weight: alianza.WholePercent(100), Raw: score.Raw{From: n(from), To: n(to)}}},
	}
}

// TestRaw maps measures onto a scale with fixed ends.
func TestRaw(t *testing.T) {
	tests := []struct {
		name                         string
		low, high, from, to, measure string
		want                         string
	}{
		{"benefit, V-MM-1", "0", "1", "1", "10", "5", "4/9"},
		{"cost, V-MM-2", "0", "1", "90", "0", "30", "2/3"},
		{"lower end", "0", "1", "1", "10", "1", "0"},
		{"upper end", "0", "1", "1", "10", "10", "1"},
		{"cost, dear end", "0", "1", "90", "0", "90", "0"},
		{"cost, cheap end", "0", "1", "90", "0", "0", "1"},
		{"onto 1 to 10", "1", "10", "0", "90", "30", "4"},
		{"cost onto 1 to 10", "1", "10", "90", "0", "30", "7"},
		{"a negative range", "-5", "5", "-20", "-10", "-12.5", "2.5"},
		{"a percentage", "1", "10", "0", "3", "1", "4"},
		{"no decimal holds it", "1", "10", "0", "7", "1", "16/7"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := measured(tt.low, tt.high, tt.from, tt.to)
			a := assess(t, score.MustEvaluation(d), score.Scores{"m": n(tt.measure)})
			if want := q(tt.want); !a.Total.Equal(want) || !a.Contributions[0].Score.Equal(want) || !a.Contributions[0].Measure.Equal(n(tt.measure)) {
				t.Errorf("Judge(%s) = %s, score %s; want %s", tt.measure, a.Total, a.Contributions[0].Score, tt.want)
			}
		})
	}
}

func TestRawFaults(t *testing.T) {
	tests := []struct {
		name     string
		from, to decimal.Decimal
		want     []fault
	}{
		{"no width, V-MM-3", n("3"), n("3"), []fault{{"criteria[0].raw.to", "3", alianza.ErrZero}}},
		{"no width in other places", n("3"), n("3.0"), []fault{{"criteria[0].raw.to", "3.0", alianza.ErrZero}}},
		{"hostile", decimal.New(1, 19), decimal.New(1, 1<<30), []fault{
			{"criteria[0].raw.from", "10000000000000000000", alianza.ErrRange}, {"criteria[0].raw.to", "1e1073741824", alianza.ErrRange},
		}},
		{"none", n("0"), n("0"), nil},
		{"the least width", n("0"), n("0.000000000000000001"), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := measured("0", "1", "0", "0")
			d.Criteria[0].Raw = score.Raw{From: tt.from, To: tt.to}
			_, err := score.NewEvaluation(d)
			if diff := cmp.Diff(tt.want, faults(err), scoretest.SameFaults()); diff != "" {
				t.Errorf("NewEvaluation = other faults (-want +got):\n%s", diff)
			}
		})
	}
	_, err := score.MustEvaluation(measured("1", "10", "90", "0")).Judge(score.Scores{"m": n("91")})
	if got, want := fmt.Sprint(err), `score: evaluation measured: scores.m "91": out of range: the range is 0 to 90`; got != want {
		t.Errorf("Judge(91) = %s; want %s", got, want)
	}
	_, err = score.MustEvaluation(measured("1", "10", "0", "90")).Judge(score.Scores{"m": n("-1")})
	if got, want := fmt.Sprint(err), `score: evaluation measured: scores.m "-1": out of range: the range is 0 to 90`; got != want {
		t.Errorf("Judge(-1) = %s; want %s", got, want)
	}
}

// TestRawReversal checks that a further candidate does not turn the order of two
// others, as it would if the ends were taken from the candidates.
func TestRawReversal(t *testing.T) {
	d := measured("0", "1", "0", "1000")
	d.Criteria[0].Weight = alianza.WholePercent(50)
	d.Criteria = append(d.Criteria, score.Criterion{Name: "fit", Weight: alianza.WholePercent(50)})
	e := score.MustEvaluation(d)
	candidates := map[string]score.Scores{"a": {"m": n("200"), "fit": n("0.5")}, "b": {"m": n("100"), "fit": n("0.6")}}
	before, err := e.Rank(candidates)
	if err != nil {
		t.Fatal(err)
	}
	candidates["c"] = score.Scores{"m": n("1000"), "fit": n("0")}
	after, err := e.Rank(candidates)
	if err != nil {
		t.Fatal(err)
	}
	order := func(places []score.Place) (names []string) {
		for _, p := range places {
			if p.Candidate != "c" {
				names = append(names, p.Candidate)
			}
		}
		return names
	}
	if diff := cmp.Diff(order(before), order(after)); diff != "" {
		t.Errorf("Rank with one more candidate mismatch (-before +after):\n%s", diff)
	}
}

func TestRawJSON(t *testing.T) {
	d := measured("1", "10", "90", "0")
	d.Criteria[0].Floor = alianza.AtLeast(n("4"))
	const want = `{"name":"measured","min":"1","max":"10","pass":{"above":"1"},"criteria":[` +
		`{"name":"m","weight":"100%","floor":{"at_least":"4"},"raw":{"from":"90","to":"0"}}]}`
	doc, err := json.Marshal(d)
	if err != nil || string(doc) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, want)
	}
	var read score.EvaluationDefinition
	if err := json.Unmarshal(doc, &read); err != nil {
		t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
	}
	if diff := cmp.Diff(d, read, scoretest.SamePlaces()); diff != "" {
		t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
	}
	const zero = `{"name":"measured","min":"1","max":"10","pass":{"above":"1"},"criteria":[{"name":"m","weight":"100%","raw":{"from":"0","to":"0"}}]}`
	err = json.Unmarshal([]byte(zero), &read)
	if diff := cmp.Diff([]fault{{"criteria[0].raw", "", alianza.ErrZero}}, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("UnmarshalJSON(%s) = other faults (-want +got):\n%s", zero, diff)
	}
	a := assess(t, score.MustEvaluation(d), score.Scores{"m": n("20")})
	const wantResult = `{"evaluation":"measured","total":"8","min":"1","max":"10","pass":{"above":"1"},"advance":true,"slack":"7","contributions":[` +
		`{"criterion":"m","weight":"100%","measure":"20","raw":{"from":"90","to":"0"},"score":"8","points":"8","floor":{"at_least":"4"}}]}`
	if doc, err := json.Marshal(a); err != nil || string(doc) != wantResult {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, wantResult)
	}
}

// TestAssessmentByHand asks assessments that no evaluation makes.
func TestAssessmentByHand(t *testing.T) {
	a := score.Assessment{Pass: alianza.AtLeast(n("7")), Min: n("1"), Max: n("10"), Contributions: []score.Contribution{
		{Criterion: "a", Weight: alianza.WholePercent(100)}, {Criterion: "b"},
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
