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

// measured returns an evaluation of one measure on a scale.
func measured(low, high, from, to string) score.EvaluationDefinition {
	return score.EvaluationDefinition{
		Name: "measured", Min: n(low), Max: n(high), Pass: alianza.Above(n(low)),
		Criteria: []score.Criterion{{Name: "m", Weight: alianza.WholePercent(100), Raw: &score.Raw{From: n(from), To: n(to)}}},
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
			a := assess(t, alianza.Must(score.NewEvaluation(d)), score.Scores{"m": n(tt.measure)})
			if want := q(tt.want); !a.Total.Equal(want) || !a.Contributions[0].Score.Equal(want) || !a.Contributions[0].Given.Equal(n(tt.measure)) {
				t.Errorf("Judge(%s) = %s, score %s; want %s", tt.measure, a.Total, a.Contributions[0].Score, tt.want)
			}
		})
	}
}

func TestMeasureFaults(t *testing.T) {
	type definition = score.EvaluationDefinition
	good := func() definition { return measured("0", "10", "0", "5") }
	raw := func(from, to decimal.Decimal) func(*definition) {
		return func(d *definition) { d.Criteria[0].Raw = &score.Raw{From: from, To: to} }
	}
	steps := func(all ...string) func(*definition) {
		return func(d *definition) {
			d.Criteria[0].Raw = nil
			for i := 0; i < len(all); i += 2 {
				d.Criteria[0].Steps = append(d.Criteria[0].Steps, score.Step{From: n(all[i]), Score: n(all[i+1])})
			}
		}
	}
	scoretest.Breaks(t, good, score.NewEvaluation, []scoretest.Break[definition]{
		{"no width, V-MM-3", raw(n("3"), n("3")), []fault{{"criteria[0].raw.to", "3", alianza.ErrZero}}, "a range from a number to itself has no width"},
		{"no width in other places", raw(n("3"), n("3.0")), []fault{{"criteria[0].raw.to", "3.0", alianza.ErrZero}}, ""},
		{"the zero Raw is a range, not none", raw(n("0"), n("0")), []fault{{"criteria[0].raw.to", "0", alianza.ErrZero}}, ""},
		{"hostile", raw(decimal.New(1, 19), decimal.New(1, 1<<30)), []fault{
			{"criteria[0].raw.from", "10000000000000000000", alianza.ErrRange}, {"criteria[0].raw.to", "1e1073741824", alianza.ErrRange},
		}, ""},
		{"the least width", raw(n("0"), n("0.000000000000000001")), nil, ""},
		{"steps", steps("0", "0", "10", "3"), nil, ""},
		{"a range from a number to itself, with too many places", raw(n("1"), n("1.0000000000000000000")), []fault{{"criteria[0].raw.to", "1.0000000000000000000", alianza.ErrRange}}, ""},
		{"steps from one end of the scale to the other", steps("0", "0", "5", "10"), nil, ""},
		{"steps that stand still", steps("0", "0", "0.0", "3"), []fault{{"criteria[0].steps[1].from", "0.0", alianza.ErrConflict}}, "not above the step before, 0"},
		{"steps that fall", steps("10", "3", "0", "0"), []fault{{"criteria[0].steps[1].from", "0", alianza.ErrConflict}}, "not above the step before, 10"},
		{"steps off the scale", steps("0", "-1", "10", "10.1"), []fault{
			{"criteria[0].steps[0].score", "-1", alianza.ErrRange}, {"criteria[0].steps[1].score", "10.1", alianza.ErrRange},
		}, "the scale is 0 to 10"},
		{"hostile steps", func(d *definition) {
			d.Criteria[0].Raw, d.Criteria[0].Steps = nil, []score.Step{{From: decimal.New(1, 19), Score: decimal.New(1, 1<<30)}}
		}, []fault{
			{"criteria[0].steps[0].from", "10000000000000000000", alianza.ErrRange}, {"criteria[0].steps[0].score", "1e1073741824", alianza.ErrRange},
		}, ""},
		{"a range and steps", func(d *definition) { d.Criteria[0].Steps = []score.Step{{}} }, []fault{{"criteria[0].steps", "", alianza.ErrConflict}}, "give a raw range or steps"},
		{"too many steps", func(d *definition) { d.Criteria[0].Raw, d.Criteria[0].Steps = nil, make([]score.Step, 501) }, []fault{{"criteria[0].steps", "501", alianza.ErrLimit}}, "at most 500 steps"},
		{"ranges without a common denominator", func(d *definition) {
			d.Relative, d.Criteria = true, nil
			for i := range 100 { // widths of 34 digits, nearly all without a common factor
				d.Criteria = append(d.Criteria, score.Criterion{
					Name: fmt.Sprint(i), Weight: alianza.WholePercent(1), Raw: &score.Raw{To: n(fmt.Sprintf("9999999999999999.9999999999999%05d", 2*i+1))},
				})
			}
		}, []fault{{"criteria[37].raw", "", alianza.ErrLimit}}, "the ranges up to here need more digits than an exact total may have"},
	}...)
}

// TestRawEnds refuses measures beyond the range, or takes them as its end.
func TestRawEnds(t *testing.T) {
	_, err := alianza.Must(score.NewEvaluation(measured("1", "10", "90", "0"))).Judge(score.Scores{"m": n("91")})
	if got, want := fmt.Sprint(err), `score: evaluation measured: scores.m "91": out of range: the range is 0 to 90`; got != want {
		t.Errorf("Judge(91) = %s; want %s", got, want)
	}
	_, err = alianza.Must(score.NewEvaluation(measured("1", "10", "0", "90"))).Judge(score.Scores{"m": n("-1")})
	if got, want := fmt.Sprint(err), `score: evaluation measured: scores.m "-1": out of range: the range is 0 to 90`; got != want {
		t.Errorf("Judge(-1) = %s; want %s", got, want)
	}
	for _, tt := range []struct{ from, to, measure, want string }{
		{"0", "2000", "2001", "10"},
		{"0", "2000", "2000", "10"},
		{"0", "2000", "1999", "9.995"},
		{"0", "2000", "-7", "0"},
		{"0", "2000", "1e18", "10"},
		{"90", "0", "91", "0"},
		{"90", "0", "-1", "10"},
		{"90", "0", "45", "5"},
	} {
		d := measured("0", "10", tt.from, tt.to)
		d.Criteria[0].Raw.Capped = true
		e := alianza.Must(score.NewEvaluation(d))
		a := assess(t, e, score.Scores{"m": n(tt.measure)})
		if !a.Total.Equal(q(tt.want)) || !a.Contributions[0].Given.Equal(n(tt.measure)) {
			t.Errorf("Judge(%s), capped from %s to %s = %s; want %s", tt.measure, tt.from, tt.to, a.Total, tt.want)
		}
		if got, err := e.Advances([]decimal.Decimal{n(tt.measure)}); err != nil || got != a.Advance {
			t.Errorf("Advances(%s) = %t, %v; want as %s", tt.measure, got, err, a)
		}
	}
	d := measured("0", "10", "0", "2000")
	d.Criteria[0].Raw.Capped = true
	if _, err := alianza.Must(score.NewEvaluation(d)).Judge(score.Scores{"m": decimal.New(1, 1<<30)}); !errors.Is(err, alianza.ErrRange) {
		t.Errorf("Judge(a hostile number), capped = %v; want ErrRange", err)
	}
}

// TestSteps has 10K followers as 3 and 100K as 6.
func TestSteps(t *testing.T) {
	d := reach()
	d.Criteria = d.Criteria[:1]
	e := alianza.Must(score.NewEvaluation(d))
	for measure, want := range map[string]string{
		"0": "0", "9999.99": "0", "10000": "3", "10000.0": "3", "10000.01": "3", "99999": "3", "100000": "6", "1e18": "6",
	} {
		a := assess(t, e, score.Scores{"followers": n(measure)})
		if p := a.Contributions[0]; !a.Total.Equal(q(want)) || !p.Step.Score.Equal(n(want)) || p.Step.From.GreaterThan(n(measure)) {
			t.Errorf("Judge(%s) = %s on the step %v; want %s", measure, a.Total, p.Step, want)
		}
		if got, err := e.Advances([]decimal.Decimal{n(measure)}); err != nil || got != a.Advance {
			t.Errorf("Advances(%s) = %t, %v; want as %s", measure, got, err, a)
		}
	}
	_, err := e.Judge(score.Scores{"followers": n("-1")})
	if got, want := fmt.Sprint(err), `score: evaluation reach: scores.followers "-1": out of range: the first step is from 0`; got != want {
		t.Errorf("Judge(-1) = %s; want %s", got, want)
	}
}

// TestRawReversal checks that a further candidate does not turn the order of two
// others, as it would if the ends were taken from the candidates.
func TestRawReversal(t *testing.T) {
	d := measured("0", "1", "0", "1000")
	d.Criteria[0].Weight = alianza.WholePercent(50)
	d.Criteria = append(d.Criteria, score.Criterion{Name: "fit", Weight: alianza.WholePercent(50)})
	e := alianza.Must(score.NewEvaluation(d))
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
	order := func(places []score.Place[score.Assessment]) (names []string) {
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
	if diff := cmp.Diff([]fault{{"criteria[0].raw.to", "0", alianza.ErrZero}}, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("UnmarshalJSON(%s) = other faults (-want +got):\n%s", zero, diff)
	}
	a := assess(t, alianza.Must(score.NewEvaluation(d)), score.Scores{"m": n("20")})
	const wantResult = `{"evaluation":"measured","total":"8","min":"1","max":"10","pass":{"above":"1"},"advance":true,"slack":"7","on_missing":"refuse","coverage_pct":"100","contributions":[` +
		`{"criterion":"m","weight":"100%","given":"20","raw":{"from":"90","to":"0"},"score":"8","points":"8","floor":{"at_least":"4"}}]}`
	if doc, err := json.Marshal(a); err != nil || string(doc) != wantResult {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, wantResult)
	}
}
