package score_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
)

// pair returns an evaluation of the criteria a and b on a scale from 1 to 10.
func pair(a, b int, pass alianza.Bound) score.EvaluationDefinition {
	return score.EvaluationDefinition{
		Name: "pair", Min: n("1"), Max: n("10"), Pass: pass,
		Criteria: []score.Criterion{{Name: "a", Weight: alianza.WholePercent(a)}, {Name: "b", Weight: alianza.WholePercent(b)}},
	}
}

// maybe returns the text of an optional fraction.
func maybe(f *score.Fraction) string {
	if f == nil {
		return "none"
	}
	return f.String()
}

func TestSensitivity(t *testing.T) {
	seven := alianza.AtLeast(n("7"))
	ab := func(a, b string) score.Scores { return score.Scores{"a": n(a), "b": n(b)} }
	type want struct {
		critical, required string
		passes             score.Answer
	}
	tests := []struct {
		name   string
		def    score.EvaluationDefinition
		scores score.Scores
		want   []want
	}{
		{"V-SENS-1, V-SENS-2, V-SENS-4, V-SENS-5", score.PartnerEvaluation(), whole(9, 8, 7, 8, 9), []want{
			{"none", "5", score.Unknown}, {"none", "3.2", score.Unknown}, {"100", "1", score.Yes}, {"none", "0", score.Yes}, {"none", "-3", score.Yes},
		}},
		{"V-SENS-3", pair(60, 40, seven), ab("9", "4"), []want{{"60", "9", score.Unknown}, {"40", "4", score.Unknown}}},
		{"out of reach", pair(60, 40, seven), ab("1", "9"), []want{{"25", "17/3", score.Unknown}, {"75", "16", score.No}}},
		{"just in reach", pair(50, 50, seven), ab("4", "4"), []want{{"none", "10", score.Unknown}, {"none", "10", score.Unknown}}},
		{"strict, just out of reach", pair(50, 50, alianza.Above(n("7"))), ab("4", "4"), []want{{"none", "10", score.No}, {"none", "10", score.No}}},
		{"strict, the worst is on the bound", pair(50, 50, alianza.Above(n("5"))), ab("9", "9"), []want{{"none", "1", score.Unknown}, {"none", "1", score.Unknown}}},
		{"less is better", pair(50, 50, alianza.AtMost(n("4"))), ab("2", "3"), []want{{"none", "5", score.Unknown}, {"none", "6", score.Unknown}}},
		{"less is better, cannot fail", pair(20, 80, alianza.AtMost(n("4"))), ab("5", "2"), []want{{"200/3", "12", score.Yes}, {"100/3", "3.75", score.Unknown}}},
		{"less is better, cannot pass", pair(20, 80, alianza.Below(n("4"))), ab("5", "6"), []want{{"none", "-4", score.No}, {"none", "3.75", score.Unknown}}},
		{"all the weight", score.EvaluationDefinition{
			Name: "one", Min: n("1"), Max: n("10"), Pass: seven, Criteria: []score.Criterion{{Name: "a", Weight: alianza.WholePercent(100)}},
		}, score.Scores{"a": n("9")}, []want{{"none", "7", score.Unknown}}},
		{"the same scores", pair(60, 40, seven), ab("7", "7"), []want{{"none", "7", score.Unknown}, {"none", "7", score.Unknown}}},
		{"no weight at all", pair(60, 40, seven), ab("9", "7"), []want{{"0", "7", score.Unknown}, {"100", "4", score.Unknown}}},
		{"left out", three(score.OnMissingLeaveOut), score.Scores{"a": n("8"), "c": n("6")}, []want{
			{"200/7", "7.4", score.Unknown}, {"none", "6", score.Unknown}, {"500/13", "4.5", score.Unknown},
		}},
		{"all others left out", three(score.OnMissingLeaveOut), score.Scores{"a": n("8")}, []want{
			{"none", "7", score.Unknown}, {"none", "16/3", score.Unknown}, {"none", "4.5", score.Unknown},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := alianza.Must(assess(t, alianza.Must(score.NewEvaluation(tt.def)), tt.scores).Sensitivity())
			if len(got) != len(tt.want) {
				t.Fatalf("Sensitivity() = %d criteria; want %d", len(got), len(tt.want))
			}
			for i, w := range tt.want {
				s := got[i]
				if maybe(s.Critical) != w.critical || maybe(s.Required) != w.required || s.Passes != w.passes {
					t.Errorf("Sensitivity() of %s = %s, %s, %s; want %s, %s, %s", s.Criterion, maybe(s.Critical), s.Required, s.Passes, w.critical, w.required, w.passes)
				}
				if c := tt.def.Criteria[i]; s.Criterion != c.Name || s.Weight.Cmp(c.Weight.Decimal()) != 0 {
					t.Errorf("Sensitivity()[%d] = %s of %s; want %s of %s", i, s.Criterion, s.Weight, c.Name, c.Weight)
				}
			}
		})
	}
}

func TestSensitivityText(t *testing.T) {
	all := alianza.Must(assess(t, alianza.Must(score.NewEvaluation(three(score.OnMissingLeaveOut))), score.Scores{"a": n("8"), "c": n("6")}).Sensitivity())
	all = append(all, alianza.Must(assess(t, alianza.Must(score.NewEvaluation(score.PartnerEvaluation())), whole(9, 8, 7, 8, 9)).Sensitivity())[2:4]...)
	all = append(all, alianza.Must(assess(t, alianza.Must(score.NewEvaluation(pair(60, 40, alianza.AtLeast(n("7"))))), score.Scores{"a": n("1"), "b": n("9")}).Sensitivity())...)
	want := []string{
		"a: required 7.4; critical weight 28.57% (200/7), now 50%", `{"criterion":"a","weight_pct":"50","critical_pct":"200/7","required":"7.4"}`,
		"b: required 6; no weight decides", `{"criterion":"b","weight_pct":"30","required":"6"}`,
		"c: required 4.5; critical weight 38.46% (500/13), now 20%", `{"criterion":"c","weight_pct":"20","critical_pct":"500/13","required":"4.5"}`,
		"technology_compatibility: cannot fail; critical weight 100%, now 20%", `{"criterion":"technology_compatibility","weight_pct":"20","critical_pct":"100","required":"1","passes":"yes"}`,
		"financial_viability: cannot fail; no weight decides", `{"criterion":"financial_viability","weight_pct":"15","required":"0","passes":"yes"}`,
		"a: required 5.67 (17/3); critical weight 25%, now 60%", `{"criterion":"a","weight_pct":"60","critical_pct":"25","required":"17/3"}`,
		"b: cannot pass; critical weight 75%, now 40%", `{"criterion":"b","weight_pct":"40","critical_pct":"75","required":"16","passes":"no"}`,
	}
	var got []string
	for _, s := range all {
		doc, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, s.String(), string(doc))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("texts mismatch (-want +got):\n%s", diff)
	}
}

func TestFlips(t *testing.T) {
	ab := func(a, b string) score.Scores { return score.Scores{"a": n(a), "b": n(b)} }
	tests := []struct {
		name   string
		first  score.Scores
		second score.Scores
		a, b   string
	}{
		{"each is better in something", ab("9", "4"), ab("6", "8"), "400/7", "300/7"},
		{"level now", ab("9", "4"), ab("7", "7"), "60", "40"},
		{"better in both", ab("9", "9"), ab("8", "7"), "none", "none"},
		{"better by the same", ab("9", "9"), ab("8", "8"), "none", "none"},
		{"the same in one", ab("9", "5"), ab("8", "5"), "0", "100"},
		{"the same", ab("9", "5"), ab("9", "5"), "none", "none"},
	}
	e := alianza.Must(score.NewEvaluation(pair(60, 40, alianza.AtLeast(n("7")))))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			first, second := assess(t, e, tt.first), assess(t, e, tt.second)
			for _, ends := range [][2]score.Assessment{{first, second}, {second, first}} {
				flips, err := ends[0].Flips(ends[1])
				if err != nil || len(flips) != 2 || maybe(flips[0].Critical) != tt.a || maybe(flips[1].Critical) != tt.b {
					t.Errorf("Flips = %v, %v; want %s, %s", flips, err, tt.a, tt.b)
				}
			}
		})
	}
	flips, err := assess(t, e, ab("9", "4")).Flips(assess(t, e, ab("6", "8")))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := json.Marshal(flips)
	if want := `[{"criterion":"a","weight_pct":"60","critical_pct":"400/7"},{"criterion":"b","weight_pct":"40","critical_pct":"300/7"}]`; err != nil || string(doc) != want {
		t.Errorf("Marshal = %s, %v; want %s", doc, err, want)
	}
	if want := "a: at 57.14% (400/7), now 60%"; flips[0].String() != want {
		t.Errorf("String() = %q; want %q", flips[0], want)
	}
	if doc, err := json.Marshal(score.Sensitivity{Criterion: "c"}); err != nil || string(doc) != `{"criterion":"c","weight_pct":"0"}` {
		t.Errorf("Marshal of a flip at no weight = %s, %v; want no critical_pct", doc, err)
	}
	if got, want := (score.Sensitivity{Criterion: "c"}).String(), "c: at no weight"; got != want {
		t.Errorf("String() = %q; want %q", got, want)
	}
}

func TestFlipsRefusals(t *testing.T) {
	all := score.Scores{"a": n("8"), "b": n("8"), "c": n("8")}
	left := alianza.Must(score.NewEvaluation(three(score.OnMissingLeaveOut)))
	some := assess(t, left, score.Scores{"a": n("8"), "c": n("6")})
	other := three(0)
	other.Criteria[0].Weight, other.Criteria[1].Weight = alianza.WholePercent(49), alianza.WholePercent(31)
	tests := []struct {
		name          string
		first, second score.Assessment
	}{
		{"other criteria", assess(t, left, all), assess(t, alianza.Must(score.NewEvaluation(pair(60, 40, alianza.AtLeast(n("7"))))), score.Scores{"a": n("8"), "b": n("8")})},
		{"other weights", assess(t, left, all), assess(t, alianza.Must(score.NewEvaluation(other)), all)},
		{"one left out", assess(t, left, all), some},
		{"others left out", assess(t, left, score.Scores{"b": n("8"), "c": n("6")}), some},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			flips, err := tt.first.Flips(tt.second)
			if diff := cmp.Diff([]fault{{"contributions", tt.second.Evaluation, alianza.ErrConflict}}, faults(err), scoretest.SameFaults()); diff != "" || flips != nil {
				t.Errorf("Flips = %v with other faults (-want +got):\n%s", flips, diff)
			}
		})
	}
	if flips, err := some.Flips(assess(t, left, score.Scores{"a": n("6"), "c": n("7")})); err != nil || maybe(flips[0].Critical) != "50/3" || flips[1].Critical != nil || maybe(flips[2].Critical) != "500/9" {
		t.Errorf("Flips with the same left out = %v, %v; want 50/3, none, 500/9", flips, err)
	}
}

// TestSensitivityDigits holds that what an evaluation makes is never refused for its
// digits: 37 ranges without a common factor, and measures of 18 decimals.
func TestSensitivityDigits(t *testing.T) {
	d := score.EvaluationDefinition{Name: "wide", Relative: true, Min: n("1"), Max: n("10"), Pass: alianza.AtLeast(n("7"))}
	scores := score.Scores{}
	for i := range 37 {
		c := score.Criterion{Name: fmt.Sprint(i), Weight: alianza.WholePercent(1), Raw: &score.Raw{To: n(fmt.Sprintf("9999999999999999.9999999999999%05d", 2*i+1))}}
		d.Criteria, scores[c.Name] = append(d.Criteria, c), n(fmt.Sprintf("12.0000000000000000%02d", 2*i+1))
	}
	a := assess(t, alianza.Must(score.NewEvaluation(d)), scores)
	if all, err := a.Sensitivity(); err != nil || len(all) != 37 {
		t.Errorf("Sensitivity() = %d criteria, %v; want 37", len(all), err)
	}
}
