package score_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
)

// The criteria of the semáforo, in order.
var criteria = []string{
	"compatible_customer", "transferable_trust", "active_channel", "real_complement",
	"natural_context", "easy_execution", "mutual_benefit", "measurable",
}

// answers returns answers to the first criteria of the semáforo: so many yes,
// then so many no, then unknown.
func answers(yes, no int) score.Answers {
	a := score.Answers{}
	for i, c := range criteria {
		switch {
		case i < yes:
			a[c] = score.Yes
		case i < yes+no:
			a[c] = score.No
		default:
			a[c] = score.Unknown
		}
	}
	return a
}

func by(t *testing.T, policy string) score.Checklist {
	t.Helper()
	c, err := alianza.Must(score.NewChecklist(score.Semaforo())).By(policy)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func judge(t *testing.T, c score.Checklist, a score.Answers) score.Verdict {
	t.Helper()
	v, err := c.Judge(a)
	if err != nil {
		t.Fatalf("Judge(%v) = %v; want no error", a, err)
	}
	return v
}

// met returns answers that are yes for a set of criteria, and no for the rest.
func met(set int) score.Answers {
	a := score.Answers{}
	for i, c := range criteria {
		a[c] = score.No
		if set&(1<<i) != 0 {
			a[c] = score.Yes
		}
	}
	return a
}

// lights is the table of the program: the light for 0 to 8 points.
var lights = map[string][9]score.Light{
	"detailed": {score.Red, score.Red, score.Yellow, score.Yellow, score.Green, score.Green, score.Green, score.Green, score.Green},
	"quick":    {score.Red, score.Red, score.Red, score.Yellow, score.Yellow, score.Yellow, score.Green, score.Green, score.Green},
}

// checkPolicy judges all 256 sets of criteria by a policy.
func checkPolicy(t *testing.T, policy string, toNext [9]int) {
	t.Helper()
	c := by(t, policy)
	for set := range 1 << len(criteria) {
		v, points := judge(t, c, met(set)), bits.OnesCount(uint(set))
		if want := lights[policy][points]; v.Policy != policy || v.Light != want || v.Best != want || v.ToNext != toNext[points] {
			t.Errorf("Judge(%d points) = %s to %s, %d to next, by %s; want %s, %d to next, by %s",
				points, v.Light, v.Best, v.ToNext, v.Policy, want, toNext[points], policy)
		}
	}
}

func TestSemaforo_S8(t *testing.T) { checkPolicy(t, "detailed", [9]int{2, 1, 2, 1, 0, 0, 0, 0, 0}) }

func TestSemaforo_S9(t *testing.T) { checkPolicy(t, "quick", [9]int{3, 2, 1, 3, 2, 1, 0, 0, 0}) }

func TestSemaforo_S10(t *testing.T) {
	tests := []struct {
		points          int
		text, quickText string
		differ          bool
	}{
		{0, "red, 0 of 8", "red, 0 of 8", false},
		{1, "red, 1 of 8", "red, 1 of 8", false},
		{2, "yellow, 2 of 8; quick says red", "red, 2 of 8; detailed says yellow", true},
		{3, "yellow, 3 of 8", "yellow, 3 of 8", false},
		{4, "green, 4 of 8; quick says yellow", "yellow, 4 of 8; detailed says green", true},
		{5, "green, 5 of 8; quick says yellow", "yellow, 5 of 8; detailed says green", true},
		{6, "green, 6 of 8", "green, 6 of 8", false},
		{7, "green, 7 of 8", "green, 7 of 8", false},
		{8, "green, 8 of 8", "green, 8 of 8", false},
	}
	checklist := alianza.Must(score.NewChecklist(score.Semaforo()))
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.points, " points"), func(t *testing.T) {
			detailed, quick := lights["detailed"][tt.points], lights["quick"][tt.points]
			v := judge(t, checklist, answers(tt.points, 8-tt.points))
			if v.Policy != "detailed" || v.String() != tt.text {
				t.Errorf("Judge(%d points) = %q by %s; want %q by detailed, the default", tt.points, v, v.Policy, tt.text)
			}
			if diff := cmp.Diff([]score.Opinion{{Policy: "quick", Light: quick, Best: quick}}, v.Others); diff != "" {
				t.Errorf("Others mismatch (-want +got):\n%s", diff)
			}
			if (v.Light != v.Others[0].Light) != tt.differ || v.Others[0].Light > v.Light {
				t.Errorf("Judge(%d points) = %s, quick %s; want differing %t, quick not the milder", tt.points, v.Light, v.Others[0].Light, tt.differ)
			}
			w := judge(t, by(t, "quick"), answers(tt.points, 8-tt.points))
			if w.Policy != "quick" || w.String() != tt.quickText {
				t.Errorf("Judge(%d points) = %q by %s; want %q by quick", tt.points, w, w.Policy, tt.quickText)
			}
			if diff := cmp.Diff([]score.Opinion{{Policy: "detailed", Light: detailed, Best: detailed}}, w.Others); diff != "" {
				t.Errorf("Others mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSpa_S11(t *testing.T) {
	spa := score.Answers{
		"compatible_customer": score.Yes, "natural_context": score.Yes, "transferable_trust": score.Yes, "active_channel": score.Yes,
		"real_complement": score.No, "easy_execution": score.No, "mutual_benefit": score.No, "measurable": score.No,
	}
	tests := []struct {
		name, policy string
		want         score.Light
		text         string
	}{
		{"detailed", "detailed", score.Green, "green, 4 of 8; quick says yellow"},
		{"quick", "quick", score.Yellow, "yellow, 4 of 8; detailed says green"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := judge(t, by(t, tt.policy), spa)
			if v.Light != tt.want || v.Points != 4 || v.String() != tt.text {
				t.Errorf("Judge(spa) = %s; want %s", v, tt.text)
			}
			yes := []string{"compatible_customer", "transferable_trust", "active_channel", "natural_context"}
			if diff := cmp.Diff(yes, v.Yes); diff != "" {
				t.Errorf("Yes in the order of the definition mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestChecklistVectors(t *testing.T) {
	tests := []struct {
		name, policy string
		yes, no      int
		light, best  score.Light
		text         string
	}{
		{"V-TL-1", "detailed", 4, 4, score.Green, score.Green, "green, 4 of 8; quick says yellow"},
		{"V-TL-2", "quick", 4, 4, score.Yellow, score.Yellow, "yellow, 4 of 8; detailed says green"},
		{"V-TL-3", "detailed", 2, 6, score.Yellow, score.Yellow, "yellow, 2 of 8; quick says red"},
		{"V-TL-4", "quick", 2, 6, score.Red, score.Red, "red, 2 of 8; detailed says yellow"},
		{"V-TL-5", "quick", 3, 5, score.Yellow, score.Yellow, "yellow, 3 of 8"},
		{
			"V-TL-7", "detailed", 3, 3, score.Yellow, score.Green,
			"yellow to green, 3 of 8; quick says yellow; unknown: mutual_benefit, measurable",
		},
		{"V-TL-8", "quick", 6, 1, score.Green, score.Green, "green, 6 of 8; unknown: measurable"},
		{
			"nothing known", "detailed", 0, 0, score.Red, score.Green,
			"red to green, 0 of 8; unknown: " + strings.Join(criteria, ", "),
		},
		{
			"one unknown that matters to one policy", "detailed", 5, 2, score.Green, score.Green,
			"green, 5 of 8; quick says yellow to green; unknown: measurable",
		},
		{
			"one unknown that matters to both", "quick", 2, 4, score.Red, score.Yellow,
			"red to yellow, 2 of 8; detailed says yellow to green; unknown: mutual_benefit, measurable",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := judge(t, by(t, tt.policy), answers(tt.yes, tt.no))
			if v.Light != tt.light || v.Best != tt.best || v.String() != tt.text {
				t.Errorf("Judge(%d yes, %d no) = %q; want %q", tt.yes, tt.no, v, tt.text)
			}
		})
	}
}

func TestVerdict(t *testing.T) {
	got := judge(t, alianza.Must(score.NewChecklist(score.Semaforo())), score.Answers{
		"measurable": score.Yes, "compatible_customer": score.Yes, "active_channel": score.No, "real_complement": score.No, "natural_context": score.Unknown,
	})
	want := score.Verdict{
		Checklist: "semaforo", Policy: "detailed", Light: score.Yellow, Best: score.Green, Points: 2, BestPoints: 6, Of: 8, ToNext: 2,
		Next:    score.Task{Action: "run_pilot", Text: pilotAdvice},
		Yes:     []string{"compatible_customer", "measurable"},
		No:      []string{"active_channel", "real_complement"},
		Unknown: []string{"transferable_trust", "natural_context", "easy_execution", "mutual_benefit"},
		Others:  []score.Opinion{{Policy: "quick", Light: score.Red, Best: score.Green}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Judge mismatch (-want +got):\n%s", diff)
	}
	doc, err := json.Marshal(got)
	const wantDoc = `{"checklist":"semaforo","policy":"detailed","light":"yellow","points":2,"best":"green","best_points":6,"of":8,"to_next":2,` +
		`"next":{"action":"run_pilot","text":"` + pilotAdvice + `"},` +
		`"yes":["compatible_customer","measurable"],"no":["active_channel","real_complement"],` +
		`"unknown":["transferable_trust","natural_context","easy_execution","mutual_benefit"],` +
		`"others":[{"policy":"quick","light":"red","best":"green"}]}`
	if err != nil || string(doc) != wantDoc {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, wantDoc)
	}
	doc, err = json.Marshal(judge(t, alianza.Must(score.NewChecklist(score.ChecklistDefinition{
		Name: "one", Criteria: items("a", "b"), Policies: []score.Policy{{Name: "p", Yellow: 1, Green: 2}},
	})), score.Answers{"a": score.Yes, "b": score.Yes}))
	const wantGreen = `{"checklist":"one","policy":"p","light":"green","points":2,"best":"green","best_points":2,"of":2,"yes":["a","b"]}`
	if err != nil || string(doc) != wantGreen {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, wantGreen)
	}
}

func TestChecklistRefusals(t *testing.T) {
	with := func(extra score.Answers) score.Answers {
		a := answers(8, 0)
		maps.Copy(a, extra)
		return a
	}
	tests := []struct {
		name    string
		answers score.Answers
		want    []fault
	}{
		{"V-TL-6, a ninth point", with(score.Answers{"ninth": score.Yes}), []fault{{"answers.ninth", "", alianza.ErrUnknown}}},
		{"unknown, not known to be one", with(score.Answers{"Measurable": score.Unknown}), []fault{{"answers.Measurable", "", alianza.ErrUnknown}}},
		{"no answer", with(score.Answers{"measurable": 3}), []fault{{"answers.measurable", "(3)", alianza.ErrUnknown}}},
		{"all at once, in order", with(score.Answers{"z": score.No, "natural_context": 255, "a": 7}), []fault{
			{"answers.a", "", alianza.ErrUnknown}, {"answers.natural_context", "(255)", alianza.ErrUnknown}, {"answers.z", "", alianza.ErrUnknown},
		}},
	}
	checklist := alianza.Must(score.NewChecklist(score.Semaforo()))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := checklist.Judge(tt.answers)
			if diff := cmp.Diff(tt.want, faults(err), scoretest.SameFaults()); diff != "" {
				t.Errorf("Judge(%v) = other faults (-want +got):\n%s", tt.answers, diff)
			}
			if diff := cmp.Diff(score.Verdict{}, got); diff != "" {
				t.Errorf("Judge(%v) = a verdict beside the error (-want +got):\n%s", tt.answers, diff)
			}
		})
	}
	_, err := checklist.Judge(score.Answers{"a": score.Yes, "measurable": 3})
	const want = "score: checklist semaforo: answers.a: unknown: there is no such criterion\n" +
		`answers.measurable "(3)": unknown: want yes, no or unknown`
	if got := fmt.Sprint(err); got != want {
		t.Errorf("Judge = %s; want %s", got, want)
	}
}

// TestVerdictOrder checks that the order of a map does not matter.
func TestVerdictOrder(t *testing.T) {
	checklist := alianza.Must(score.NewChecklist(score.Semaforo()))
	want := judge(t, checklist, answers(4, 2))
	names := slices.Clone(criteria)
	for range 20 {
		names = append(names[1:], names[0])
		a := score.Answers{}
		for _, name := range names {
			a[name] = answers(4, 2)[name]
		}
		if diff := cmp.Diff(want, judge(t, checklist, a)); diff != "" {
			t.Errorf("Judge in another order mismatch (-want +got):\n%s", diff)
		}
	}
}

var sink bool

func BenchmarkChecklistJudge(b *testing.B) {
	checklist, facts := alianza.Must(score.NewChecklist(score.Semaforo())), answers(4, 3)
	b.ReportAllocs()
	for b.Loop() {
		v, _ := checklist.Judge(facts)
		sink = v.Light == score.Green
	}
}

// TestExecutionSteps_S7 gives the number of steps in place of the answer.
func TestExecutionSteps_S7(t *testing.T) {
	list := alianza.Must(score.NewChecklist(score.Semaforo()))
	tests := []struct {
		name   string
		answer score.Answer
		steps  string
		want   []string // the criteria answered yes
		no     []string
		faults []fault
	}{
		{"one step", score.Unknown, "1", []string{"easy_execution"}, nil, nil},
		{"two steps", score.Unknown, "2.0", []string{"easy_execution"}, nil, nil},
		{"three steps", score.Unknown, "3", nil, []string{"easy_execution"}, nil},
		{"two steps and a yes", score.Yes, "2", []string{"easy_execution"}, nil, nil},
		{"three steps and a no", score.No, "3", nil, []string{"easy_execution"}, nil},
		{"three steps and a yes", score.Yes, "3", nil, nil, []fault{{"answers.easy_execution", "yes", alianza.ErrConflict}}},
		{"two steps and a no", score.No, "2", nil, nil, []fault{{"answers.easy_execution", "no", alianza.ErrConflict}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, err := list.JudgeWith(score.Answers{"easy_execution": tt.answer}, map[string]decimal.Decimal{"execution_steps": n(tt.steps)})
			if diff := cmp.Diff(tt.faults, faults(err), scoretest.SameFaults()); diff != "" {
				t.Errorf("JudgeWith = other faults (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([][]string{tt.want, tt.no}, [][]string{v.Yes, v.No}); diff != "" {
				t.Errorf("JudgeWith = other answers (-want +got):\n%s", diff)
			}
		})
	}
	_, err := list.JudgeWith(score.Answers{"easy_execution": score.Yes}, map[string]decimal.Decimal{"execution_steps": n("3")})
	if got, want := fmt.Sprint(err), `score: checklist semaforo: answers.easy_execution "yes": contradiction: execution_steps is 3, which is a no (<= 2)`; got != want {
		t.Errorf("JudgeWith = %s; want %s", got, want)
	}
	_, err = list.JudgeWith(score.Answers{"easy_execution": score.Yes}, map[string]decimal.Decimal{"execution_steps": n("2.001")})
	if got, want := fmt.Sprint(err), `score: checklist semaforo: answers.easy_execution "yes": contradiction: execution_steps is 2.001, which is a no (<= 2)`; got != want {
		t.Errorf("JudgeWith(2.001 steps) = %s; want %s", got, want)
	}
	_, err = list.JudgeWith(nil, map[string]decimal.Decimal{"execution_steps": decimal.New(1, 1<<30), "steps": n("1")})
	if diff := cmp.Diff([]fault{{"numbers.execution_steps", "1e1073741824", alianza.ErrRange}, {"numbers.steps", "", alianza.ErrUnknown}}, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("JudgeWith = other faults (-want +got):\n%s", diff)
	}
}

// TestPoints has criteria that give more than a point, and one that takes some.
func TestPoints(t *testing.T) {
	list := alianza.Must(score.NewChecklist(lead()))
	for _, tt := range []struct {
		name    string
		answers score.Answers
		want    string
		next    string
	}{
		{"all that gives", score.Answers{"visited_pricing": score.Yes, "replied": score.Yes, "unsubscribed": score.No, "large": score.Yes}, "green, 10 of 10", "call them (sales, within 1 day)"},
		{"less what it takes", score.Answers{"visited_pricing": score.Yes, "replied": score.Yes, "unsubscribed": score.Yes, "large": score.Yes}, "yellow, 6 of 10", "write to them (marketing, within 7 days)"},
		{"below zero", score.Answers{"visited_pricing": score.No, "replied": score.No, "unsubscribed": score.Yes, "large": score.Yes}, "red, -2 of 10", "let them go"},
		{"not known", nil, "red to green, -4 of 10; unknown: visited_pricing, replied, unsubscribed, large", "let them go"},
		{"what takes is not known", score.Answers{"visited_pricing": score.Yes, "replied": score.Yes, "large": score.No}, "yellow to green, 4 of 10; unknown: unsubscribed", "write to them (marketing, within 7 days)"},
	} {
		v := judge(t, list, tt.answers)
		if v.String() != tt.want || v.Next.String() != tt.next {
			t.Errorf("Judge, %s = %q, next %q; want %q, %q", tt.name, v, v.Next, tt.want, tt.next)
		}
	}
	v := judge(t, list, score.Answers{"replied": score.Yes})
	if v.Points != -1 || v.BestPoints != 10 || v.ToNext != 1 {
		t.Errorf("Judge(replied) = %d to %d points, %d to next; want -1 to 10, 1", v.Points, v.BestPoints, v.ToNext)
	}
}

func TestRankByLight(t *testing.T) {
	list := alianza.Must(score.NewChecklist(score.Semaforo()))
	places, err := list.Rank(map[string]score.Answers{
		"spa": answers(4, 4), "studio": answers(6, 2), "school": answers(3, 5), "shop": answers(3, 3), "stall": answers(3, 3), "blog": answers(0, 8),
	})
	want := strings.Join([]string{
		"1. studio: green, 6 of 8; ahead by 2",
		"2. spa: green, 4 of 8; ahead by the light",
		"3. shop: yellow to green, 3 of 8; level with the next",
		"3. stall: yellow to green, 3 of 8; ahead by what is still open",
		"5. school: yellow, 3 of 8; ahead by the light",
		"6. blog: red, 0 of 8",
	}, "\n")
	if diff := cmp.Diff(want, lines(places)); diff != "" || err != nil {
		t.Errorf("Rank = %v, mismatch (-want +got):\n%s", err, diff)
	}
	doc, err := json.Marshal(places)
	var read []score.Place[score.Verdict]
	if again := json.Unmarshal(doc, &read); err != nil || again != nil || !cmp.Equal(places, read) {
		t.Errorf("UnmarshalJSON(%s) = %v, %v; want the same", doc, read, errors.Join(err, again))
	}
	_, err = list.Rank(map[string]score.Answers{"spa": {"a": score.Yes}, " ": nil})
	if diff := cmp.Diff([]fault{{"candidates", " ", alianza.ErrMissing}, {"candidates.spa.answers.a", "", alianza.ErrUnknown}}, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("Rank = other faults (-want +got):\n%s", diff)
	}
}

// TestVerdictReturns reads verdicts that were written.
func TestVerdictReturns(t *testing.T) {
	list := alianza.Must(score.NewChecklist(score.Semaforo()))
	for points := range 9 {
		scoretest.Again(t, judge(t, list, answers(points, (8-points)/2)))
	}
	if doc, err := json.Marshal(score.Verdict{}); err == nil {
		t.Errorf("MarshalJSON of the zero Verdict = %s; want an error", doc)
	}
}
