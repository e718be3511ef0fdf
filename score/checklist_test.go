package score_test

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
)

// items returns criteria of one point each.
func items(names ...string) []score.Item {
	var all []score.Item
	for _, name := range names {
		all = append(all, score.Item{Name: name, Points: 1})
	}
	return all
}

const pilotAdvice = "run a pilot, small and measurable, and call it a pilot"

func TestSemaforo_S7(t *testing.T) {
	want := score.ChecklistDefinition{
		Name:     "semaforo",
		Criteria: items(criteria...),
		Policies: []score.Policy{{Name: "detailed", Yellow: 2, Green: 4}, {Name: "quick", Yellow: 3, Green: 6}},
		Advice: score.Advice{
			Green:  score.Task{Action: "design_alliance", Text: "design the alliance and carry it out"},
			Yellow: score.Task{Action: "run_pilot", Text: pilotAdvice},
			Red:    score.Task{Action: "open_referral", Text: "open referral only: reward a sale if there is one, without meetings or management time"},
		},
	}
	want.Criteria[5].Number, want.Criteria[5].Bound = "execution_steps", alianza.AtMost(n("2"))
	got := score.Semaforo()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Semaforo() mismatch (-want +got):\n%s", diff)
	}
	got.Criteria[0].Name, got.Policies[0].Green = "spoilt", 8
	if diff := cmp.Diff(want, score.Semaforo()); diff != "" {
		t.Errorf("Semaforo() after a change to the one before, mismatch (-want +got):\n%s", diff)
	}
	// Each criterion is one point, whichever it is.
	checklist := alianza.Must(score.NewChecklist(score.Semaforo()))
	for set := range 1 << len(criteria) {
		v := judge(t, checklist, met(set))
		if v.Points != bits.OnesCount(uint(set)) || v.Of != 8 || len(v.Yes) != v.Points || len(v.No) != 8-v.Points {
			t.Errorf("Judge(set %08b) = %d of %d, %v, not %v; want %d of 8", set, v.Points, v.Of, v.Yes, v.No, bits.OnesCount(uint(set)))
		}
	}
}

func TestChecklistBy(t *testing.T) {
	d := score.ChecklistDefinition{
		Name: "c", Criteria: items("a", "b", "c", "d"),
		Policies: []score.Policy{{Name: "p", Yellow: 1, Green: 2}, {Name: "q", Yellow: 2, Green: 3}, {Name: "r", Yellow: 3, Green: 4}},
	}
	checklist := alianza.Must(score.NewChecklist(d))
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

// lead returns a checklist with points other than one, and below zero.
func lead() score.ChecklistDefinition {
	return score.ChecklistDefinition{
		Name: "lead",
		Criteria: []score.Item{
			{Name: "visited_pricing", Points: 5},
			{Name: "replied", Points: 3},
			{Name: "unsubscribed", Points: -4},
			{Name: "large", Points: 2, Number: "employees", Bound: alianza.AtLeast(n("50"))},
		},
		Policies: []score.Policy{{Name: "sales", Yellow: 0, Green: 7}},
		Advice: score.Advice{
			Green:  score.Task{Action: "call", Owner: "sales", Days: 1, Text: "call them"},
			Yellow: score.Task{Action: "write", Owner: "marketing", Days: 7, Text: "write to them"},
			Red:    score.Task{Action: "drop", Text: "let them go"},
		},
	}
}

func TestNewChecklistFaults(t *testing.T) {
	type definition = score.ChecklistDefinition
	good := func() definition {
		return definition{Name: "c", Criteria: items("a", "b"), Policies: []score.Policy{{Name: "p", Yellow: 1, Green: 2}}}
	}
	bounds := func(yellow, green int) func(*definition) {
		return func(d *definition) { d.Policies[0].Yellow, d.Policies[0].Green = yellow, green }
	}
	scoretest.Breaks(t, good, score.NewChecklist, []scoretest.Break[definition]{
		{"nothing", func(d *definition) { *d = definition{} }, []fault{{"name", "", alianza.ErrMissing}, {"criteria", "", alianza.ErrMissing}, {"policies", "", alianza.ErrMissing}}, ""},
		{"no name", func(d *definition) { d.Name = "" }, []fault{{"name", "", alianza.ErrMissing}}, ""},
		{"no criteria", func(d *definition) { d.Criteria = nil }, []fault{{"criteria", "", alianza.ErrMissing}, {"policies[0].green", "2", alianza.ErrRange}}, "at most 0, or nothing would be green"},
		{"too many criteria", func(d *definition) { d.Criteria = slices.Repeat(d.Criteria, 251) }, []fault{{"criteria", "502", alianza.ErrLimit}}, "at most 500 criteria"},
		{"blank criterion", func(d *definition) { d.Criteria[1].Name = "" }, []fault{{"criteria[1].name", "", alianza.ErrMissing}}, ""},
		{"criterion with a line in it", func(d *definition) { d.Criteria[1].Name = "b\n" }, []fault{{"criteria[1].name", "b\n", alianza.ErrForm}}, ""},
		{"criterion twice", func(d *definition) { d.Criteria[1].Name = "a" }, []fault{{"criteria[1].name", "a", alianza.ErrDuplicate}}, "the same as criteria[0].name"},
		{"no points", func(d *definition) { d.Criteria = append(d.Criteria, score.Item{Name: "x"}) }, []fault{{"criteria[2].points", "0", alianza.ErrRange}}, "a criterion gives points, or takes some"},
		{"points without end", func(d *definition) {
			d.Criteria = append(d.Criteria, score.Item{Name: "x", Points: 1_000_001}, score.Item{Name: "y", Points: -1_000_001})
		}, []fault{{"criteria[2].points", "1000001", alianza.ErrRange}, {"criteria[3].points", "-1000001", alianza.ErrRange}}, ""},
		{"a number without a bound", func(d *definition) { d.Criteria[0].Number = "steps" }, []fault{{"criteria[0]", "", alianza.ErrMissing}}, "one of at_least, above, at_most, below, between"},
		{"a number without a name", func(d *definition) {
			d.Criteria[0].Number, d.Criteria[0].Bound = " ", alianza.AtMost(n("2"))
		}, []fault{{"criteria[0].number", " ", alianza.ErrMissing}}, ""},
		{"a bound without a number", func(d *definition) { d.Criteria[0].Bound = alianza.AtMost(n("2")) }, []fault{{"criteria[0].number", "", alianza.ErrMissing}}, "the name of the number that is held against the bound"},
		{"a hostile bound", func(d *definition) {
			d.Criteria[0].Number, d.Criteria[0].Bound = "steps", alianza.AtMost(decimal.New(1, 1<<30))
		}, []fault{{"criteria[0].at_most", "1e1073741824", alianza.ErrRange}}, ""},
		{"no policies", func(d *definition) { d.Policies = nil }, []fault{{"policies", "", alianza.ErrMissing}}, ""},
		{"too many policies", func(d *definition) { d.Policies = slices.Repeat(d.Policies, 201) }, []fault{{"policies", "201", alianza.ErrLimit}}, "at most 200 policies"},
		{"policy without a name", func(d *definition) { d.Policies[0].Name = "" }, []fault{{"policies[0].name", "", alianza.ErrMissing}}, ""},
		{"policy twice", func(d *definition) { d.Policies = append(d.Policies, d.Policies[0]) }, []fault{{"policies[1].name", "p", alianza.ErrDuplicate}}, ""},
		{"no red", bounds(0, 2), []fault{{"policies[0].yellow", "0", alianza.ErrRange}}, "at least 1, or nothing would be red"},
		{"no red below the least points", func(d *definition) {
			d.Criteria[0].Points, d.Policies[0] = -3, score.Policy{Name: "p", Yellow: -3, Green: 1}
		}, []fault{{"policies[0].yellow", "-3", alianza.ErrRange}}, "at least -2, or nothing would be red"},
		{"no yellow", bounds(2, 2), []fault{{"policies[0].green", "2", alianza.ErrConflict}}, "above 2, or nothing would be yellow"},
		{"green under yellow", bounds(2, 1), []fault{{"policies[0].green", "1", alianza.ErrConflict}}, ""},
		{"no green", bounds(1, 3), []fault{{"policies[0].green", "3", alianza.ErrRange}}, "at most 2, or nothing would be green"},
		{"advice for green only", func(d *definition) { d.Advice.Green = score.Task{Action: "go", Text: "go on"} }, []fault{
			{"advice.yellow.action", "", alianza.ErrMissing},
			{"advice.yellow.text", "", alianza.ErrMissing},
			{"advice.red.action", "", alianza.ErrMissing},
			{"advice.red.text", "", alianza.ErrMissing},
		}, ""},
		{"advice for ten years", func(d *definition) {
			d.Advice = lead().Advice
			d.Advice.Green.Days = 3660
		}, nil, ""},
		{"advice for more", func(d *definition) {
			d.Advice = lead().Advice
			d.Advice.Green.Days = 3661
		}, []fault{{"advice.green.days", "3661", alianza.ErrRange}}, "0 to 3660"},
		{"advice without green", func(d *definition) {
			d.Advice = score.Advice{Yellow: score.Task{Action: "wait", Text: "wait"}, Red: score.Task{Action: "stop", Owner: " ", Days: -1, Text: "stop"}}
		}, []fault{
			{"advice.green.action", "", alianza.ErrMissing},
			{"advice.green.text", "", alianza.ErrMissing},
			{"advice.red.owner", " ", alianza.ErrMissing},
			{"advice.red.days", "-1", alianza.ErrRange},
		}, "0 to 3660"},
		{"all at once, in order", func(d *definition) {
			d.Name, d.Criteria, d.Policies = " ", items("a", "a"), []score.Policy{{Name: "p", Yellow: 0, Green: 3}, {Name: "p", Yellow: 1, Green: 1}}
		}, []fault{
			{"name", " ", alianza.ErrMissing},
			{"criteria[1].name", "a", alianza.ErrDuplicate},
			{"policies[0].yellow", "0", alianza.ErrRange},
			{"policies[0].green", "3", alianza.ErrRange},
			{"policies[1].name", "p", alianza.ErrDuplicate},
			{"policies[1].green", "1", alianza.ErrConflict},
		}, ""},
	}...)
}

// TestZeroChecklist has a checklist that no New function made.
func TestZeroChecklist(t *testing.T) {
	var c score.Checklist
	_, judge := c.Judge(nil)
	_, with := c.JudgeWith(nil, nil)
	_, by := c.By("detailed")
	_, rank := c.Rank(nil)
	_, write := c.MarshalJSON()
	for name, err := range map[string]error{"Judge": judge, "JudgeWith": with, "By": by, "Rank": rank, "MarshalJSON": write} {
		if !errors.Is(err, alianza.ErrUnchecked) {
			t.Errorf("%s of the zero Checklist = %v; want ErrUnchecked", name, err)
		}
	}
	if diff := cmp.Diff(score.ChecklistDefinition{}, c.Definition()); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
}

// TestChecklistImmutable changes all that goes into a checklist and comes out.
func TestChecklistImmutable(t *testing.T) {
	d := score.Semaforo()
	checklist := alianza.Must(score.NewChecklist(d))
	spoil := func(d score.ChecklistDefinition) {
		d.Criteria[0].Name, d.Policies[0], d.Policies[1].Name = "spoilt", score.Policy{Name: "spoilt", Yellow: 7, Green: 8}, "spoilt"
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

func TestChecklistEqual(t *testing.T) {
	type definition = score.ChecklistDefinition
	scoretest.Apart(
		t, lead, score.NewChecklist,
		func(d *definition) { d.Name = "other" },
		func(d *definition) { d.Criteria[0].Name = "visited_us" },
		func(d *definition) { d.Criteria[0].Points = 6 },
		func(d *definition) { d.Criteria[3].Number = "people" },
		func(d *definition) { d.Criteria[3].Bound = alianza.AtLeast(n("51")) },
		func(d *definition) { d.Criteria = d.Criteria[:3] },
		func(d *definition) { d.Policies[0].Name = "service" },
		func(d *definition) { d.Policies[0].Yellow = 1 },
		func(d *definition) { d.Policies[0].Green = 8 },
		func(d *definition) { d.Advice.Green.Action = "visit" },
		func(d *definition) { d.Advice.Green.Owner = "service" },
		func(d *definition) { d.Advice.Green.Days = 2 },
		func(d *definition) { d.Advice.Yellow.Text = "write a letter" },
		func(d *definition) { d.Advice.Red.Text = "forget them" },
	)
}

func TestChecklistJSON(t *testing.T) {
	scoretest.RoundTrip(t, "semaforo.json", score.Semaforo())
	scoretest.RoundTrip(t, "checklist_points.json", lead())
	for _, name := range []string{"bad_checklist", "bad_checklist_empty"} {
		t.Run(name, func(t *testing.T) { scoretest.Bad(t, name, score.Semaforo()) })
	}
	scoretest.Frozen(t, alianza.Must(score.NewChecklist(lead())), alianza.Must(score.NewChecklist(score.Semaforo())))
}
