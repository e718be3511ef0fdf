package score_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

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
	c, err := score.MustChecklist(score.Semaforo()).By(policy)
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

const pilotAdvice = "run a pilot, small and measurable, and call it a pilot"

func TestSemaforo_S7(t *testing.T) {
	want := score.ChecklistDefinition{
		Name:     "semaforo",
		Criteria: criteria,
		Policies: []score.Policy{{Name: "detailed", Yellow: 2, Green: 4}, {Name: "quick", Yellow: 3, Green: 6}},
		Advice: score.Advice{
			Green:  "design the alliance and carry it out",
			Yellow: pilotAdvice,
			Red:    "open referral only: reward a sale if there is one, without meetings or management time",
		},
	}
	got := score.Semaforo()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Semaforo() mismatch (-want +got):\n%s", diff)
	}
	got.Criteria[0], got.Policies[0].Green = "spoilt", 8
	if diff := cmp.Diff(want, score.Semaforo()); diff != "" {
		t.Errorf("Semaforo() after a change to the one before, mismatch (-want +got):\n%s", diff)
	}
	// Each criterion is one point, whichever it is.
	checklist := score.MustChecklist(score.Semaforo())
	for set := range 1 << len(criteria) {
		v := judge(t, checklist, met(set))
		if v.Points != bits.OnesCount(uint(set)) || v.Of != 8 || len(v.Yes) != v.Points || len(v.No) != 8-v.Points {
			t.Errorf("Judge(set %08b) = %d of %d, %v, not %v; want %d of 8", set, v.Points, v.Of, v.Yes, v.No, bits.OnesCount(uint(set)))
		}
	}
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
	checklist := score.MustChecklist(score.Semaforo())
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
	got := judge(t, score.MustChecklist(score.Semaforo()), score.Answers{
		"measurable": score.Yes, "compatible_customer": score.Yes, "active_channel": score.No, "real_complement": score.No, "natural_context": score.Unknown,
	})
	want := score.Verdict{
		Checklist: "semaforo", Policy: "detailed", Light: score.Yellow, Best: score.Green, Points: 2, Of: 8, ToNext: 2, Advice: pilotAdvice,
		Yes:     []string{"compatible_customer", "measurable"},
		No:      []string{"active_channel", "real_complement"},
		Unknown: []string{"transferable_trust", "natural_context", "easy_execution", "mutual_benefit"},
		Others:  []score.Opinion{{Policy: "quick", Light: score.Red, Best: score.Green}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Judge mismatch (-want +got):\n%s", diff)
	}
	doc, err := json.Marshal(got)
	const wantDoc = `{"checklist":"semaforo","policy":"detailed","light":"yellow","best":"green","points":2,"of":8,"to_next":2,` +
		`"advice":"` + pilotAdvice + `",` +
		`"yes":["compatible_customer","measurable"],"no":["active_channel","real_complement"],` +
		`"unknown":["transferable_trust","natural_context","easy_execution","mutual_benefit"],` +
		`"others":[{"policy":"quick","light":"red","best":"green"}]}`
	if err != nil || string(doc) != wantDoc {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, wantDoc)
	}
	doc, err = json.Marshal(judge(t, score.MustChecklist(score.ChecklistDefinition{
		Name: "one", Criteria: []string{"a", "b"}, Policies: []score.Policy{{Name: "p", Yellow: 1, Green: 2}},
	}), score.Answers{"a": score.Yes, "b": score.Yes}))
	const wantGreen = `{"checklist":"one","policy":"p","light":"green","best":"green","points":2,"of":2,"yes":["a","b"]}`
	if err != nil || string(doc) != wantGreen {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, wantGreen)
	}
}

// TestLawAnswers goes through all 3^8 sets of answers: quick is never milder
// than detailed; one more yes, or one more answer that may be yes, never makes
// the light worse; an answer left out is unknown.
func TestLawAnswers(t *testing.T) {
	checklist := score.MustChecklist(score.Semaforo())
	type light struct{ light, best score.Light }
	var all [6561]light // 3^8, the answer to a criterion being a digit
	for set := range all {
		a, sparse := score.Answers{}, score.Answers{}
		for i, rest := 0, set; i < len(criteria); i, rest = i+1, rest/3 {
			a[criteria[i]] = score.Answer(rest % 3)
			if rest%3 != 0 {
				sparse[criteria[i]] = score.Answer(rest % 3)
			}
		}
		v := judge(t, checklist, a)
		all[set] = light{v.Light, v.Best}
		if v.Best < v.Light || v.Others[0].Light > v.Light || v.Others[0].Best > v.Best || v.Others[0].Best < v.Others[0].Light {
			t.Errorf("Judge(%v) = %s; want quick not the milder, and best not the worse", a, v)
		}
		if len(v.Yes)+len(v.No)+len(v.Unknown) != 8 || len(v.Unknown) == 0 && v.Best != v.Light {
			t.Errorf("Judge(%v) = %d yes, %d no, %d unknown; want 8 in all, a range only for unknown", a, len(v.Yes), len(v.No), len(v.Unknown))
		}
		if diff := cmp.Diff(v, judge(t, checklist, sparse)); set%7 == 0 && diff != "" {
			t.Errorf("Judge(%v) without the unknown ones mismatch (-want +got):\n%s", a, diff)
		}
	}
	for set := range all {
		for i, power := 0, 1; i < len(criteria); i, power = i+1, power*3 {
			digit := set / power % 3
			yes, unknown := set+(int(score.Yes)-digit)*power, set+(int(score.Unknown)-digit)*power
			no := set + (int(score.No)-digit)*power
			if all[yes].light < all[unknown].light || all[unknown].light != all[no].light || all[yes].best != all[unknown].best || all[unknown].best < all[no].best {
				t.Errorf("lights of set %d with criterion %d yes, unknown, no = %v, %v, %v; want none better than the one before", set, i, all[yes], all[unknown], all[no])
			}
		}
	}
}

func TestChecklistBy(t *testing.T) {
	d := score.ChecklistDefinition{
		Name: "c", Criteria: []string{"a", "b", "c", "d"},
		Policies: []score.Policy{{Name: "p", Yellow: 1, Green: 2}, {Name: "q", Yellow: 2, Green: 3}, {Name: "r", Yellow: 3, Green: 4}},
	}
	checklist := score.MustChecklist(d)
	facts := score.Answers{"a": score.Yes, "b": score.Yes, "c": score.No, "d": score.No}
	p, q, r := score.Opinion{Policy: "p", Light: score.Green, Best: score.Green}, score.Opinion{Policy: "q", Light: score.Yellow, Best: score.Yellow}, score.Opinion{Policy: "r", Light: score.Red, Best: score.Red}
	tests := []struct {
		name   string
		light  score.Light
		others []score.Opinion
	}{
		{"p", score.Green, []score.Opinion{q, r}},
		{"q", score.Yellow, []score.Opinion{p, r}},
		{"r", score.Red, []score.Opinion{p, q}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := checklist.By(tt.name)
			if err != nil {
				t.Fatal(err)
			}
			v := judge(t, c, facts)
			if v.Policy != tt.name || v.Light != tt.light {
				t.Errorf("Judge by %s = %s by %s; want %s", tt.name, v.Light, v.Policy, tt.light)
			}
			if diff := cmp.Diff(tt.others, v.Others); diff != "" {
				t.Errorf("Others in the order of the definition mismatch (-want +got):\n%s", diff)
			}
			if _, err := score.NewChecklist(c.Definition()); err != nil {
				t.Errorf("NewChecklist(Definition()) = %v; want no error", err)
			}
		})
	}
	if diff := cmp.Diff(d, checklist.Definition()); diff != "" {
		t.Errorf("Definition() after By mismatch (-want +got):\n%s", diff)
	}
	for _, name := range []string{"s", "P", ""} {
		c, err := checklist.By(name)
		if diff := cmp.Diff([]fault{{"policy", name, alianza.ErrUnknown}}, faults(err), scoretest.SameFaults()); diff != "" {
			t.Errorf("By(%q) = other faults (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(score.ChecklistDefinition{}, c.Definition()); diff != "" {
			t.Errorf("By(%q) = a checklist beside the error (-want +got):\n%s", name, diff)
		}
	}
	_, err := checklist.By("s")
	if got, want := fmt.Sprint(err), `score: checklist c: policy "s": unknown`; got != want {
		t.Errorf("By(s) = %s; want %s", got, want)
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
	checklist := score.MustChecklist(score.Semaforo())
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

func TestNewChecklistFaults(t *testing.T) {
	policy := func(name string, yellow, green int) score.Policy {
		return score.Policy{Name: name, Yellow: yellow, Green: green}
	}
	two := []string{"a", "b"}
	tests := []struct {
		name string
		def  score.ChecklistDefinition
		want []fault
	}{
		{"nothing", score.ChecklistDefinition{}, []fault{{"name", "", alianza.ErrMissing}, {"criteria", "", alianza.ErrMissing}, {"policies", "", alianza.ErrMissing}}},
		{"no name", score.ChecklistDefinition{Criteria: two, Policies: []score.Policy{policy("p", 1, 2)}}, []fault{{"name", "", alianza.ErrMissing}}},
		{"no criteria", score.ChecklistDefinition{Name: "c", Policies: []score.Policy{policy("p", 1, 2)}}, []fault{
			{"criteria", "", alianza.ErrMissing}, {"policies[0].green", "2", alianza.ErrRange},
		}},
		{"blank criterion", score.ChecklistDefinition{Name: "c", Criteria: []string{"a", "", "b"}, Policies: []score.Policy{policy("p", 1, 2)}}, []fault{{"criteria[1]", "", alianza.ErrMissing}}},
		{"criterion with a line in it", score.ChecklistDefinition{Name: "c", Criteria: []string{"a", "b\n"}, Policies: []score.Policy{policy("p", 1, 2)}}, []fault{{"criteria[1]", "b\n", alianza.ErrForm}}},
		{"criterion twice", score.ChecklistDefinition{Name: "c", Criteria: []string{"a", "b", "a"}, Policies: []score.Policy{policy("p", 1, 2)}}, []fault{{"criteria[2]", "a", alianza.ErrDuplicate}}},
		{"no policies", score.ChecklistDefinition{Name: "c", Criteria: two}, []fault{{"policies", "", alianza.ErrMissing}}},
		{"policy without a name", score.ChecklistDefinition{Name: "c", Criteria: two, Policies: []score.Policy{policy("", 1, 2)}}, []fault{{"policies[0].name", "", alianza.ErrMissing}}},
		{"policy twice", score.ChecklistDefinition{Name: "c", Criteria: two, Policies: []score.Policy{policy("p", 1, 2), policy("p", 1, 2)}}, []fault{{"policies[1].name", "p", alianza.ErrDuplicate}}},
		{"no red", score.ChecklistDefinition{Name: "c", Criteria: two, Policies: []score.Policy{policy("p", 0, 2)}}, []fault{{"policies[0].yellow", "0", alianza.ErrRange}}},
		{"negative", score.ChecklistDefinition{Name: "c", Criteria: two, Policies: []score.Policy{policy("p", -1, 2)}}, []fault{{"policies[0].yellow", "-1", alianza.ErrRange}}},
		{"no yellow", score.ChecklistDefinition{Name: "c", Criteria: two, Policies: []score.Policy{policy("p", 2, 2)}}, []fault{{"policies[0].green", "2", alianza.ErrConflict}}},
		{"green under yellow", score.ChecklistDefinition{Name: "c", Criteria: two, Policies: []score.Policy{policy("p", 2, 1)}}, []fault{{"policies[0].green", "1", alianza.ErrConflict}}},
		{"no green", score.ChecklistDefinition{Name: "c", Criteria: two, Policies: []score.Policy{policy("p", 1, 3)}}, []fault{{"policies[0].green", "3", alianza.ErrRange}}},
		{"all at once, in order", score.ChecklistDefinition{Name: " ", Criteria: []string{"a", "a"}, Policies: []score.Policy{policy("p", 0, 3), policy("p", 1, 1)}}, []fault{
			{"name", " ", alianza.ErrMissing},
			{"criteria[1]", "a", alianza.ErrDuplicate},
			{"policies[0].yellow", "0", alianza.ErrRange},
			{"policies[0].green", "3", alianza.ErrRange},
			{"policies[1].name", "p", alianza.ErrDuplicate},
			{"policies[1].green", "1", alianza.ErrConflict},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := score.NewChecklist(tt.def)
			if diff := cmp.Diff(tt.want, faults(err), scoretest.SameFaults()); diff != "" {
				t.Errorf("NewChecklist = other faults (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(score.ChecklistDefinition{}, got.Definition()); diff != "" {
				t.Errorf("NewChecklist = a checklist beside the error (-want +got):\n%s", diff)
			}
		})
	}
	if _, err := score.NewChecklist(score.ChecklistDefinition{Name: "c", Criteria: two, Policies: []score.Policy{policy("p", 1, 2), policy("c", 1, 2)}}); err != nil {
		t.Errorf("NewChecklist of the least bounds = %v; want no error", err)
	}
}

func TestMust(t *testing.T) {
	tests := []struct {
		name string
		must func()
		want int
	}{
		{"checklist", func() { score.MustChecklist(score.ChecklistDefinition{}) }, 3},
		{"evaluation", func() { score.MustEvaluation(score.EvaluationDefinition{}) }, 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			defer func() {
				err, ok := recover().(error)
				if !ok || !errors.Is(err, alianza.ErrMissing) || len(alianza.Faults(err)) != tt.want {
					t.Errorf("Must(nothing) panics with %v; want an error of %d faults", err, tt.want)
				}
			}()
			tt.must()
		})
	}
}

func TestZeroChecklist(t *testing.T) {
	var c score.Checklist
	got, err := c.Judge(nil)
	if diff := cmp.Diff(score.Verdict{}, got); diff != "" || err != nil {
		t.Errorf("Judge(nil) = %v, %v; want the zero Verdict (-want +got):\n%s", got, err, diff)
	}
	if want := "none, 0 of 0"; got.String() != want {
		t.Errorf("String() = %q; want %q", got, want)
	}
	if _, err := c.Judge(score.Answers{"a": score.Yes}); !errors.Is(err, alianza.ErrUnknown) {
		t.Errorf("Judge(a: yes) = %v; want ErrUnknown", err)
	}
	if _, err := c.By("detailed"); !errors.Is(err, alianza.ErrUnknown) {
		t.Errorf("By(detailed) = %v; want ErrUnknown", err)
	}
}

// TestChecklistImmutable changes all that goes into a checklist and comes out.
func TestChecklistImmutable(t *testing.T) {
	d := score.Semaforo()
	checklist := score.MustChecklist(d)
	spoil := func(d score.ChecklistDefinition) {
		d.Criteria[0], d.Policies[0], d.Policies[1].Name = "spoilt", score.Policy{Name: "spoilt", Yellow: 7, Green: 8}, "spoilt"
	}
	spoil(d)
	spoil(checklist.Definition())
	spoil(by(t, "quick").Definition())
	first := judge(t, checklist, answers(4, 2))
	first.Yes[0], first.Others[0] = "spoilt", score.Opinion{}
	if diff := cmp.Diff(score.Semaforo(), checklist.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
	facts := answers(4, 2)
	if got, want := judge(t, checklist, facts).String(), "green, 4 of 8; quick says yellow to green; unknown: mutual_benefit, measurable"; got != want {
		t.Errorf("Judge after changes = %q; want %q", got, want)
	}
	if diff := cmp.Diff(answers(4, 2), facts); diff != "" {
		t.Errorf("answers after Judge mismatch (-want +got):\n%s", diff)
	}
}

// TestConcurrent is for the race detector.
func TestConcurrent(t *testing.T) {
	checklist, evaluation := score.MustChecklist(score.Semaforo()), score.MustEvaluation(score.PartnerEvaluation())
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 20 {
				c, err := checklist.By([]string{"detailed", "quick"}[i%2])
				v, again := c.Judge(answers(i, 8-i))
				a, third := evaluation.Judge(whole(7, 7, 7, 7, 7))
				if errors.Join(err, again, third) != nil || v.Light != lights[v.Policy][i] || !a.Advance {
					t.Errorf("Judge(%d points) = %s, %s, %v; want %s", i, v, a, errors.Join(err, again, third), lights[v.Policy][i])
				}
			}
		}()
	}
	wg.Wait()
}

// TestVerdictOrder checks that the order of a map does not matter.
func TestVerdictOrder(t *testing.T) {
	checklist := score.MustChecklist(score.Semaforo())
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

func TestEnumerations(t *testing.T) {
	scoretest.Names[score.Light](t, 1, "none", "red", "yellow", "green")
	scoretest.Names[score.Answer](t, 0, "unknown", "no", "yes")
	scoretest.Names[score.OnMissing](t, 1, "default", "refuse", "open", "worst", "left_out")
	scoretest.Names[score.Basis](t, 1, "none", "knock_out", "total", "score", "name")
}

func TestLightOrder(t *testing.T) {
	var none score.Light
	if none >= score.Red || score.Red >= score.Yellow || score.Yellow >= score.Green {
		t.Errorf("lights = %d, %d, %d, %d; want them in order", none, score.Red, score.Yellow, score.Green)
	}
}
