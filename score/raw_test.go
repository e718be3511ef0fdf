package score_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

// measured returns an evaluation of one measure on a scale.
func measured(low, high, from, to string) score.EvaluationDefinition {
	return score.EvaluationDefinition{
		Name: "measured", Min: n(low), Max: n(high), Pass: score.Above(n(low)),
		Criteria: []score.Criterion{{Name: "m", Weight: score.Percent(100), Raw: score.Raw{From: n(from), To: n(to)}}},
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
			if want := q(tt.want); !a.Total.Equal(want) || !a.Parts[0].Score.Equal(want) || !a.Parts[0].Measure.Equal(n(tt.measure)) {
				t.Errorf("Judge(%s) = %s, score %s; want %s", tt.measure, a.Total, a.Parts[0].Score, tt.want)
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
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
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
	d.Criteria[0].Weight = score.Percent(50)
	d.Criteria = append(d.Criteria, score.Criterion{Name: "fit", Weight: score.Percent(50)})
	e := score.MustEvaluation(d)
	candidates := score.Candidates{"a": {"m": n("200"), "fit": n("0.5")}, "b": {"m": n("100"), "fit": n("0.6")}}
	before, err := e.Rank(candidates)
	if err != nil {
		t.Fatal(err)
	}
	candidates["c"] = score.Scores{"m": n("1000"), "fit": n("0")}
	after, err := e.Rank(candidates)
	if err != nil {
		t.Fatal(err)
	}
	order := func(r score.Ranking) (names []string) {
		for _, p := range r.Places {
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
	d.Criteria[0].Floor = score.AtLeast(n("4"))
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
	if diff := cmp.Diff(d, read, sameWeights, samePlaces); diff != "" {
		t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
	}
	const zero = `{"name":"measured","min":"1","max":"10","pass":{"above":"1"},"criteria":[{"name":"m","weight":"100%","raw":{"from":"0","to":"0"}}]}`
	err = json.Unmarshal([]byte(zero), &read)
	if diff := cmp.Diff([]fault{{"criteria[0].raw", "", alianza.ErrZero}}, faults(err), sameFaults); diff != "" {
		t.Errorf("UnmarshalJSON(%s) = other faults (-want +got):\n%s", zero, diff)
	}
	a := assess(t, score.MustEvaluation(d), score.Scores{"m": n("20")})
	const wantResult = `{"evaluation":"measured","total":"8","min":"1","max":"10","pass":{"above":"1"},"advance":true,"margin":"7","parts":[` +
		`{"criterion":"m","weight":"100%","measure":"20","raw":{"from":"90","to":"0"},"score":"8","contribution":"8","floor":{"at_least":"4"}}]}`
	if doc, err := json.Marshal(a); err != nil || string(doc) != wantResult {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, wantResult)
	}
}
