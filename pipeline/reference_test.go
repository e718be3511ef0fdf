package pipeline_test

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/pipeline"
)

// dice returns the random numbers of a case.
func dice(seed int) *rand.Rand { return rand.New(rand.NewPCG(uint64(seed), 5)) }

// A book is the second implementation: a definition and the list of all steps so
// far. It keeps nothing else and reads the list anew for every question.
type book struct {
	def   pipeline.Definition
	steps []pipeline.Step
}

// stage returns where the deal is after n steps.
func (b book) stage(n int) pipeline.Stage {
	var at pipeline.Stage
	for _, s := range b.steps[:n] {
		if s.To != "" {
			at = s.To
		}
	}
	return at
}

func (b book) find(name pipeline.Stage) (int, pipeline.StageDefinition) {
	for i, s := range b.def.Stages {
		if s.Name == name {
			return i, s
		}
	}
	return -1, pipeline.StageDefinition{}
}

// can reports whether the definition has a move.
func (b book) can(from, to pipeline.Stage) bool {
	for _, m := range b.def.Moves {
		if m.From == from && m.To == to {
			return true
		}
	}
	i, f := b.find(from)
	j, t := b.find(to)
	if i < 0 || j < 0 || f.End != 0 || t.End != 0 {
		return false
	}
	return i < j && b.def.Skip || j < i && b.def.Back
}

// delivered reports whether something was delivered, since the deal last left a
// stage if it is of this stage.
func (b book) delivered(name string, stage pipeline.Stage) bool {
	_, s := b.find(stage)
	own := slices.Contains(s.Deliverables, name) || slices.Contains(s.Checklist, name)
	found := false
	for i, step := range b.steps {
		switch {
		case step.Done == name:
			found = true
		case step.To != "" && own && i > 0 && b.stage(i) == stage:
			found = false // the deal left the stage
		}
	}
	return found
}

// holds reports whether a condition holds, with numbers as fractions.
func (b book) holds(c pipeline.Condition, stage pipeline.Stage, leaving bool) bool {
	if c.Done != "" {
		if !leaving {
			stage = ""
		}
		return b.delivered(c.Done, stage)
	}
	var known *pipeline.Step
	for i, s := range b.steps {
		if s.Fact == c.Fact {
			known = &b.steps[i]
		}
	}
	switch {
	case known == nil:
		return false
	case len(c.OneOf) > 0:
		return known.Number == nil && slices.Contains(c.OneOf, known.Text)
	case c.Bound.Op == 0:
		return true
	case known.Number == nil:
		return false
	}
	n, bound, to := known.Number.Rat(), c.Bound.Value.Rat(), c.Bound.To.Rat()
	switch c.Bound.Op {
	case alianza.OpAtLeast:
		return n.Cmp(bound) >= 0
	case alianza.OpAbove:
		return n.Cmp(bound) > 0
	case alianza.OpAtMost:
		return n.Cmp(bound) <= 0
	case alianza.OpBelow:
		return n.Cmp(bound) < 0
	default:
		return n.Cmp(bound) >= 0 && n.Cmp(to) <= 0
	}
}

// missing returns what a move leaves open, as texts.
func (b book) missing(from, to pipeline.Stage) []string {
	var open []string
	i, f := b.find(from)
	j, t := b.find(to)
	listed := slices.Contains(b.def.Moves, pipeline.Move{From: from, To: to})
	if t.End == pipeline.Won || t.End == 0 && (listed || i < j) {
		for _, name := range f.Deliverables {
			if c := (pipeline.Condition{Done: name}); !b.holds(c, from, true) {
				open = append(open, string(from)+" "+c.String())
			}
		}
		for _, c := range f.Leave {
			if !b.holds(c, from, true) {
				open = append(open, string(from)+" "+c.String())
			}
		}
	}
	for _, c := range t.Enter {
		if !b.holds(c, to, false) {
			open = append(open, string(to)+" "+c.String())
		}
	}
	return open
}

// refuses returns the reason for which a step is refused, nil if it is not.
func (b book) refuses(s pipeline.Step) error {
	at := b.stage(len(b.steps))
	_, stage := b.find(at)
	early := s.At.Before(b.steps[len(b.steps)-1].At)
	if s.To == "" {
		switch {
		case stage.Locked:
			return pipeline.ErrLocked
		case early:
			return pipeline.ErrTime
		}
		return nil
	}
	i, to := b.find(s.To)
	switch {
	case i < 0:
		return pipeline.ErrUnknownStage
	case stage.End != 0:
		return pipeline.ErrFinal
	case !b.can(at, s.To):
		return pipeline.ErrNotAllowed
	case early:
		return pipeline.ErrTime
	case s.Reason == "" && len(to.Reasons) > 0, s.Reason != "" && !slices.Contains(to.Reasons, s.Reason):
		return pipeline.ErrReason
	case len(b.missing(at, s.To)) > 0:
		return pipeline.ErrUnmet
	}
	return nil
}

var words = []string{"red", "yellow", "green"}

// randomFlow returns a definition with something of everything, which may have a
// fault.
func randomFlow(r *rand.Rand) pipeline.Definition {
	d := pipeline.Definition{Name: "random", Skip: r.IntN(4) == 0, Back: r.IntN(4) == 0}
	count := 2 + r.IntN(5)
	var things []string
	for i := range count {
		s := pipeline.StageDefinition{Name: pipeline.Stage(fmt.Sprint("s", i))}
		if i >= count-1-r.IntN(2) {
			s.End = pipeline.Outcome(1 + r.IntN(3))
			if s.End == pipeline.Lost && r.IntN(2) == 0 {
				s.Reasons = []string{"price", "timing"}
			}
		} else {
			for j := range r.IntN(3) {
				name := fmt.Sprint("d", i, j)
				things = append(things, name)
				if r.IntN(3) == 0 {
					s.Checklist = append(s.Checklist, name)
				} else {
					s.Deliverables = append(s.Deliverables, name)
				}
			}
			s.Locked = len(s.Deliverables)+len(s.Checklist) == 0 && r.IntN(4) == 0
		}
		d.Stages = append(d.Stages, s)
	}
	condition := func() pipeline.Condition {
		n := decimal.New(int64(r.IntN(5)), -int32(r.IntN(2)))
		switch k := r.IntN(5); {
		case k == 0 && len(things) > 0:
			return pipeline.Condition{Done: things[r.IntN(len(things))]}
		case k == 1:
			return pipeline.Condition{Fact: "light", OneOf: words[r.IntN(3):]}
		case k == 2:
			return pipeline.Condition{Fact: "score", Bound: alianza.Between(n, n.Add(decimal.NewFromInt(2)))}
		case k == 3:
			return pipeline.Condition{Fact: "any"}
		}
		return pipeline.Condition{Fact: "score", Bound: alianza.Bound{Op: alianza.Op(1 + r.IntN(4)), Value: n}}
	}
	for i := range d.Stages {
		for range max(0, r.IntN(4)-2) {
			if d.Stages[i].End == 0 {
				d.Stages[i].Leave = append(d.Stages[i].Leave, condition())
			}
			if i > 0 {
				d.Stages[i].Enter = append(d.Stages[i].Enter, condition())
			}
		}
		for j := range d.Stages {
			if i != j && d.Stages[i].End == 0 && (j == i+1 || r.IntN(3) == 0) {
				d.Moves = append(d.Moves, pipeline.Move{From: d.Stages[i].Name, To: d.Stages[j].Name})
			}
		}
	}
	return d
}

// randomStep returns a step that is likely to be permitted, and often is not.
func randomStep(r *rand.Rand, d pipeline.Definition, last time.Time) pipeline.Step {
	s := pipeline.Step{At: last.Add(time.Duration(r.IntN(20)-1) * time.Hour)}
	var things []string
	for _, stage := range d.Stages {
		things = slices.Concat(things, stage.Deliverables, stage.Checklist)
	}
	switch k := r.IntN(10); {
	case k < 4 && len(things) > 0:
		s.Done = things[r.IntN(len(things))]
	case k == 4:
		s.Fact, s.Text = "light", words[r.IntN(3)]
	case k == 5:
		n := decimal.New(int64(r.IntN(60)), -1)
		s.Fact, s.Number = "score", &n
	case k == 6:
		s.Fact, s.Text = "any", "x"
	default:
		s.To = pipeline.Stage(fmt.Sprint("s", r.IntN(len(d.Stages)+1)))
		s.Reason = []string{"", "", "price", "other"}[r.IntN(4)]
	}
	return s
}

// asks reports whether a condition of the definition asks for a fact.
func asks(d pipeline.Definition, fact string) bool {
	for _, s := range d.Stages {
		for _, c := range slices.Concat(s.Enter, s.Leave) {
			if c.Fact == fact {
				return true
			}
		}
	}
	return false
}

// checkAgainstBook follows random steps in both implementations.
func checkAgainstBook(t *testing.T, r *rand.Rand, most int) (accepted int) {
	t.Helper()
	def := randomFlow(r)
	flow, err := pipeline.New(def)
	if err != nil {
		return 0 // a stage that no move reaches
	}
	d, err := flow.Open("d", day(1))
	if err != nil {
		t.Fatal(err)
	}
	b := book{def, []pipeline.Step{{At: day(1), To: def.Stages[0].Name}}}
	for range most {
		s := randomStep(r, def, b.steps[len(b.steps)-1].At)
		if s.Fact != "" && !asks(def, s.Fact) {
			continue
		}
		want, before := b.refuses(s), d
		d, err = flow.Take(d, s)
		if !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Fatalf("%v after %v: Take = %v; want %v", s, b.steps, err, want)
		}
		if err != nil {
			if !cmp.Equal(before, d) {
				t.Fatalf("%v was refused and changed the deal:\n%s", s, cmp.Diff(before, d))
			}
			continue
		}
		accepted++
		b.steps = append(b.steps, s)
		checkSame(t, flow, d, b)
	}
	again, err := flow.Replay("d", d.Steps())
	if diff := cmp.Diff(d, again); diff != "" || err != nil {
		t.Fatalf("Replay = another deal, %v (-want +got):\n%s", err, diff)
	}
	return accepted
}

// checkSame compares what both implementations say of a deal.
func checkSame(t *testing.T, flow pipeline.Flow, d pipeline.Deal, b book) {
	t.Helper()
	at := b.stage(len(b.steps))
	if d.Stage != at || !cmp.Equal(b.steps, d.Steps()) {
		t.Fatalf("the deal is in %s after %v; want %s after %v", d.Stage, d.Steps(), at, b.steps)
	}
	if i, _ := b.find(d.Stage); i < 0 {
		t.Fatalf("the deal is in %s, which the flow does not declare", d.Stage)
	}
	exits := map[pipeline.Stage][]string{}
	for _, exit := range flow.Exits(d) {
		exits[exit.To] = []string{}
		for _, u := range exit.Unmet {
			exits[exit.To] = append(exits[exit.To], string(u.Stage)+" "+u.Condition.String())
		}
	}
	want := map[pipeline.Stage][]string{}
	for _, s := range b.def.Stages {
		if b.can(at, s.Name) {
			want[s.Name] = append([]string{}, b.missing(at, s.Name)...)
		}
	}
	if diff := cmp.Diff(want, exits); diff != "" {
		t.Fatalf("after %v: exits mismatch (-want +got):\n%s", b.steps, diff)
	}
}

// TestLawBook follows random steps through random flows.
func TestLawBook(t *testing.T) {
	accepted := 0
	for seed := range seeds.Count(300) {
		accepted += checkAgainstBook(t, dice(seed), 40)
	}
	if least := seeds.Count(300); accepted < least {
		t.Errorf("%d steps were permitted in all; want at least %d, or the test tells nothing", accepted, least)
	}
}

// FuzzFlow moves a deal of a random flow beside the book: a thousand executions a second.
func FuzzFlow(f *testing.F) {
	f.Add(uint64(1), uint64(2))
	f.Fuzz(func(t *testing.T, a, b uint64) {
		checkAgainstBook(t, rand.New(rand.NewPCG(a, b)), 12)
	})
}

// TestRat holds that the fractions of this file are those of the decimals.
func TestRat(t *testing.T) {
	if got := decimal.New(65, -1).Rat(); got.Cmp(big.NewRat(13, 2)) != 0 {
		t.Errorf("Rat(6.5) = %v; want 13/2", got)
	}
}
