package pipeline_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
)

// sound returns a flow with one of everything, for a test to break.
func sound() pipeline.Definition {
	half := alianza.WholePercent(50)
	return pipeline.Definition{
		Name: "sound", Version: 2, Goal: alianza.Below(decimal.NewFromInt(60)),
		Stages: []pipeline.StageDefinition{
			{
				Name: "talks", Owner: "partner_manager", Deliverables: []string{"terms"}, Checklist: []string{"call"},
				Leave: []pipeline.Condition{
					{Fact: "score", Bound: alianza.AtLeast(decimal.NewFromInt(7))},
					{Fact: "light", OneOf: []string{"yellow", "green"}},
					{Done: "call"},
				},
				Expected: pipeline.Days{Least: 7, Most: 14}, Stale: 10, Probability: &half, Category: pipeline.CategoryCommit,
			},
			{Name: "review", Locked: true, Enter: []pipeline.Condition{{Done: "terms"}, {Fact: "contact"}}},
			{Name: "won", End: pipeline.Won},
			{Name: "lost", End: pipeline.Lost, Reasons: []string{"price", "timing"}},
		},
		Moves: []pipeline.Move{{From: "talks", To: "review"}, {From: "talks", To: "lost"}, {From: "review", To: "won"}},
	}
}

// TestNew_StageFaults breaks a sound flow in one place, or in a few.
func TestNew_StageFaults(t *testing.T) {
	whole, over := alianza.WholePercent(100), alianza.WholePercent(101)
	n := decimal.NewFromInt
	huge := decimal.New(1, math.MinInt32)
	tests := []struct {
		name  string
		spoil func(d *pipeline.Definition)
		want  []fault
		text  string // in the error
	}{
		{"nothing", func(*pipeline.Definition) {}, nil, ""},
		{"owner", func(d *pipeline.Definition) { d.Stages[0].Owner = " a" }, []fault{{"stages[0].owner", " a", alianza.ErrForm}}, ""},
		{"deliverable twice", func(d *pipeline.Definition) { d.Stages[0].Deliverables = []string{"terms", "terms"} }, []fault{{"stages[0].deliverables[1]", "terms", alianza.ErrDuplicate}}, "the same as stages[0].deliverables[0]"},
		{"deliverable that is an item", func(d *pipeline.Definition) { d.Stages[0].Checklist = []string{"terms", "call"} }, []fault{{"stages[0].checklist[0]", "terms", alianza.ErrDuplicate}}, ""},
		{"deliverable of two stages", func(d *pipeline.Definition) {
			d.Stages[1].Locked, d.Stages[1].Deliverables = false, []string{"terms"}
		}, []fault{{"stages[1].deliverables[0]", "terms", alianza.ErrDuplicate}}, ""},
		{"too many deliverables", func(d *pipeline.Definition) {
			d.Stages[0].Deliverables = append(d.Stages[0].Deliverables, make([]string, 1000)...)
		}, []fault{{"stages[0].deliverables", "1001", alianza.ErrLimit}}, "at most 1000 names"},
		{"too many conditions", func(d *pipeline.Definition) { d.Stages[0].Leave = make([]pipeline.Condition, 101) }, []fault{{"stages[0].leave", "101", alianza.ErrLimit}}, "at most 100 conditions"},
		{"condition of nothing", func(d *pipeline.Definition) { d.Stages[0].Leave[0] = pipeline.Condition{} }, []fault{{"stages[0].leave[0]", "", alianza.ErrMissing}}, "done or fact"},
		{"bound without a fact", func(d *pipeline.Definition) { d.Stages[0].Leave[0].Fact = "" }, []fault{{"stages[0].leave[0]", "", alianza.ErrMissing}}, ""},
		{"condition of two things", func(d *pipeline.Definition) { d.Stages[0].Leave[2].Fact = "a" }, []fault{{"stages[0].leave[2].done", "call", alianza.ErrConflict}}, ""},
		{"condition of a deliverable that no stage has", func(d *pipeline.Definition) { d.Stages[1].Enter[0].Done = "Terms" }, []fault{{"stages[1].enter[0].done", "Terms", alianza.ErrUnknown}}, ""},
		{"list and bound", func(d *pipeline.Definition) { d.Stages[0].Leave[0].OneOf = []string{"a"} }, []fault{{"stages[0].leave[0].one_of", "", alianza.ErrConflict}}, ""},
		{"word twice", func(d *pipeline.Definition) { d.Stages[0].Leave[1].OneOf[1] = "yellow" }, []fault{{"stages[0].leave[1].one_of[1]", "yellow", alianza.ErrDuplicate}}, ""},
		{"bound that is none", func(d *pipeline.Definition) { d.Stages[0].Leave[0].Bound = alianza.Between(n(8), n(7)) }, []fault{{"stages[0].leave[0].to", "7", alianza.ErrConflict}}, ""},
		{"bound of a hostile number", func(d *pipeline.Definition) { d.Stages[0].Leave[0].Bound = alianza.AtLeast(huge) }, []fault{{"stages[0].leave[0].at_least", "1e-2147483648", alianza.ErrRange}}, ""},
		{"fact of two forms", func(d *pipeline.Definition) {
			d.Stages[1].Enter[1] = pipeline.Condition{Fact: "score", OneOf: []string{"high"}}
		}, []fault{{"stages[1].enter[1].fact", "score", alianza.ErrConflict}}, "a number in one condition and a text in another"},
		{"fact that is given, and later a number", func(d *pipeline.Definition) { d.Stages[1].Enter[1].Fact = "score" }, nil, ""},
		{"negative duration", func(d *pipeline.Definition) { d.Stages[0].Expected.Least = -1 }, []fault{{"stages[0].expected.least", "-1", alianza.ErrNegative}}, ""},
		{"duration that ends before it begins", func(d *pipeline.Definition) { d.Stages[0].Expected.Most = 6 }, []fault{{"stages[0].expected.most", "6", alianza.ErrConflict}}, "below the least, 7"},
		{"duration of ages", func(d *pipeline.Definition) { d.Stages[0].Expected.Most = 36501 }, []fault{{"stages[0].expected.most", "36501", alianza.ErrLimit}}, ""},
		{"stale after the longest time", func(d *pipeline.Definition) { d.Stages[0].Stale, d.Stages[0].Expected.Most = 36500, 36500 }, nil, ""},
		{"stale later", func(d *pipeline.Definition) { d.Stages[0].Stale = 36501 }, []fault{{"stages[0].stale", "36501", alianza.ErrRange}}, ""},
		{"stale before it was opened", func(d *pipeline.Definition) { d.Stages[0].Stale = -1 }, []fault{{"stages[0].stale", "-1", alianza.ErrRange}}, ""},
		{"category", func(d *pipeline.Definition) { d.Stages[0].Category = 9 }, []fault{{"stages[0].category", "(9)", alianza.ErrUnknown}}, ""},
		{"end", func(d *pipeline.Definition) { d.Stages[2].End = 9 }, []fault{{"stages[2].end", "(9)", alianza.ErrUnknown}}, ""},
		{"probability above 100%", func(d *pipeline.Definition) { d.Stages[0].Probability = &over }, []fault{{"stages[0].probability", "101%", alianza.ErrRange}}, ""},
		{"won by half", func(d *pipeline.Definition) { d.Stages[2].Probability = d.Stages[0].Probability }, []fault{{"stages[2].probability", "50%", alianza.ErrConflict}}, "the stage is won: 100%"},
		{"lost for certain", func(d *pipeline.Definition) { d.Stages[3].Probability = &whole }, []fault{{"stages[3].probability", "100%", alianza.ErrConflict}}, "the stage is lost: 0%"},
		{"won for certain", func(d *pipeline.Definition) { d.Stages[2].Probability = &whole }, nil, ""},
		{"reason twice", func(d *pipeline.Definition) { d.Stages[3].Reasons[1] = "price" }, []fault{{"stages[3].reasons[1]", "price", alianza.ErrDuplicate}}, ""},
		{"an end that asks for something", func(d *pipeline.Definition) {
			s := &d.Stages[2]
			s.Deliverables, s.Checklist, s.Leave = []string{"a"}, []string{"b"}, []pipeline.Condition{{Fact: "c"}}
			s.Expected, s.Stale = pipeline.Days{Most: 1}, 1
		}, []fault{
			{"stages[2].deliverables", "", alianza.ErrConflict},
			{"stages[2].checklist", "", alianza.ErrConflict},
			{"stages[2].leave", "", alianza.ErrConflict},
			{"stages[2].expected", "", alianza.ErrConflict},
			{"stages[2].stale", "", alianza.ErrConflict},
		}, "the stage is an end"},
		{"conditions of the opening", func(d *pipeline.Definition) { d.Stages[0].Enter = []pipeline.Condition{{Fact: "contact"}} }, []fault{{"stages[0].enter", "", alianza.ErrConflict}}, "a deal opens here"},
		{"reasons of the opening", func(d *pipeline.Definition) { d.Stages[0].Reasons = []string{"a"} }, []fault{{"stages[0].reasons", "", alianza.ErrConflict}}, "a deal opens here"},
		{"locked, with work", func(d *pipeline.Definition) { d.Stages[1].Checklist = []string{"read"} }, []fault{{"stages[1].locked", "true", alianza.ErrConflict}}, "nothing can be delivered here"},
		{"goal that is none", func(d *pipeline.Definition) { d.Goal = alianza.Between(n(2), n(1)) }, []fault{{"goal.to", "1", alianza.ErrConflict}}, ""},
		{"hostile goal", func(d *pipeline.Definition) { d.Goal = alianza.Below(huge) }, []fault{{"goal.below", "1e-2147483648", alianza.ErrRange}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := sound()
			tt.spoil(&d)
			flow, err := pipeline.New(d)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("New = other faults (-want +got):\n%s", diff)
			}
			if !strings.Contains(fmt.Sprint(err), tt.text) {
				t.Errorf("New = %v; want %q in it", err, tt.text)
			}
			if err == nil && !cmp.Equal(d, flow.Definition()) {
				t.Errorf("Definition() = another one:\n%s", cmp.Diff(d, flow.Definition()))
			}
		})
	}
}

// TestDefinitionEqual changes one field at a time.
func TestDefinitionEqual(t *testing.T) {
	half := alianza.WholePercent(50)
	same := sound()
	same.Stages[0].Probability = &half // another pointer
	same.Stages[0].Leave[0].Bound = alianza.AtLeast(decimal.New(700, -2))
	if !sound().Equal(same) {
		t.Error("Equal = false for 7.00 and another pointer; want true")
	}
	changes := map[string]func(d *pipeline.Definition){
		"name":         func(d *pipeline.Definition) { d.Name = "other" },
		"version":      func(d *pipeline.Definition) { d.Version++ },
		"skip":         func(d *pipeline.Definition) { d.Skip = true },
		"back":         func(d *pipeline.Definition) { d.Back = true },
		"goal":         func(d *pipeline.Definition) { d.Goal = alianza.Bound{} },
		"moves":        func(d *pipeline.Definition) { d.Moves = d.Moves[1:] },
		"stages":       func(d *pipeline.Definition) { d.Stages = d.Stages[1:] },
		"stage":        func(d *pipeline.Definition) { d.Stages[0].Name = "other" },
		"owner":        func(d *pipeline.Definition) { d.Stages[0].Owner = "other" },
		"deliverables": func(d *pipeline.Definition) { d.Stages[0].Deliverables[0] = "other" },
		"checklist":    func(d *pipeline.Definition) { d.Stages[0].Checklist = nil },
		"enter":        func(d *pipeline.Definition) { d.Stages[1].Enter[1].Fact = "other" },
		"leave":        func(d *pipeline.Definition) { d.Stages[0].Leave[1].OneOf[0] = "other" },
		"bound":        func(d *pipeline.Definition) { d.Stages[0].Leave[0].Bound.Op = alianza.OpAbove },
		"expected":     func(d *pipeline.Definition) { d.Stages[0].Expected.Most++ },
		"stale":        func(d *pipeline.Definition) { d.Stages[0].Stale++ },
		"probability":  func(d *pipeline.Definition) { d.Stages[0].Probability = nil },
		"category":     func(d *pipeline.Definition) { d.Stages[0].Category = 0 },
		"reasons":      func(d *pipeline.Definition) { d.Stages[3].Reasons[0] = "other" },
		"end":          func(d *pipeline.Definition) { d.Stages[2].End = pipeline.Ended },
		"locked":       func(d *pipeline.Definition) { d.Stages[1].Locked = false },
	}
	for name, change := range changes {
		d := sound()
		change(&d)
		if d.Equal(sound()) || sound().Equal(d) {
			t.Errorf("Equal = true with another %s; want false", name)
		}
		if change(&d); cmp.Equal(d, sound()) {
			t.Errorf("cmp.Equal = true with another %s; want false", name)
		}
	}
}

// TestDefinitionClone changes every list of a definition that a flow was made of.
func TestDefinitionClone(t *testing.T) {
	d := sound()
	flow := alianza.Must(pipeline.New(d))
	spoil := func(d pipeline.Definition) {
		d.Moves[0].To = "lost"
		s := d.Stages[0]
		s.Deliverables[0], s.Checklist[0], s.Leave[1].OneOf[0], *s.Probability = "x", "x", "x", alianza.WholePercent(1)
		d.Stages[3].Reasons[0], d.Stages[1].Enter[0].Done = "x", "x"
	}
	spoil(d)
	spoil(flow.Definition())
	stage, ok := flow.Stage("talks")
	stage.Deliverables[0] = "x"
	if diff := cmp.Diff(sound(), flow.Definition()); diff != "" || !ok {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
	if _, ok := flow.Stage("nowhere"); ok {
		t.Error("Stage(nowhere) = true; want false")
	}
}

func TestDaysString(t *testing.T) {
	for want, d := range map[string]pipeline.Days{
		"none": {}, "1 week": {Least: 7, Most: 7}, "2-3 weeks": {Least: 14, Most: 21}, "0-2 weeks": {Most: 14},
		"1-2 days": {Least: 1, Most: 2}, "1 day": {Least: 1, Most: 1}, "7-8 days": {Least: 7, Most: 8}, "0-1 days": {Most: 1},
	} {
		if got := d.String(); got != want {
			t.Errorf("%v = %s; want %s", [2]int{d.Least, d.Most}, got, want)
		}
	}
}
