package pipeline_test

import (
	"errors"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
)

// The flows of other systems, as their documentation describes them.

// TestPeers_Dub has the leads of Dub: qualified, meeting and negotiation lead to one
// another, winning needs a customer, and three stages are ends.
func TestPeers_Dub(t *testing.T) {
	def := pipeline.Definition{Name: "dub", Stages: []pipeline.StageDefinition{
		{Name: "pending"},
		{Name: "qualified"},
		{Name: "meeting"},
		{Name: "negotiation"},
		{Name: "won", End: pipeline.Won, Enter: []pipeline.Condition{{Fact: "customer"}}},
		{Name: "lost", End: pipeline.Lost},
		{Name: "unqualified", End: pipeline.Lost},
	}}
	for _, to := range []pipeline.Stage{"qualified", "meeting", "lost", "unqualified"} { // not negotiation, not won
		def.Moves = append(def.Moves, pipeline.Move{From: "pending", To: to})
	}
	open := []pipeline.Stage{"qualified", "meeting", "negotiation"}
	for _, from := range open {
		for _, to := range append(open, "won", "lost", "unqualified") {
			if from != to {
				def.Moves = append(def.Moves, pipeline.Move{From: from, To: to})
			}
		}
	}
	flow := alianza.Must(pipeline.New(def))
	d := opened(t, flow)
	for _, to := range []pipeline.Stage{"negotiation", "won"} {
		if _, err := flow.Move(d, to, day(2)); !errors.Is(err, pipeline.ErrNotAllowed) {
			t.Errorf("Move(pending to %s) = %v; want ErrNotAllowed", to, err)
		}
	}
	for _, to := range []pipeline.Stage{"qualified", "meeting", "negotiation", "meeting", "qualified", "negotiation"} {
		d = take(t, flow, d, pipeline.Step{At: day(2), To: to})
	}
	if _, err := flow.Move(d, "won", day(3)); !errors.Is(err, pipeline.ErrUnmet) {
		t.Errorf("Move to won without a customer = %v; want ErrUnmet", err)
	}
	d = take(t, flow, d, pipeline.Step{At: day(3), Fact: "customer", Text: "cus_1"}, pipeline.Step{At: day(3), To: "won"})
	for _, to := range []pipeline.Stage{"pending", "qualified", "lost"} {
		if _, err := flow.Move(d, to, day(4)); !errors.Is(err, pipeline.ErrFinal) {
			t.Errorf("Move(won to %s) = %v; want ErrFinal", to, err)
		}
	}
}

// TestPeers_AWS has the opportunities of AWS Partner Central: nothing changes during
// a review, commitment and launch need a solution, and losing needs a reason.
func TestPeers_AWS(t *testing.T) {
	solution := []pipeline.Condition{{Fact: "solution"}}
	flow := alianza.Must(pipeline.New(pipeline.Definition{
		Name: "aws",
		Stages: []pipeline.StageDefinition{
			{Name: "draft", Leave: []pipeline.Condition{{Fact: "customer"}}},
			{Name: "submitted", Locked: true},
			{Name: "in_review", Locked: true},
			{Name: "qualified"},
			{Name: "committed", Enter: solution, Category: pipeline.CategoryCommit},
			{Name: "launched", Enter: solution, End: pipeline.Won, Category: pipeline.CategoryClosed},
			{Name: "closed_lost", End: pipeline.Lost, Reasons: []string{"price", "no_opportunity", "competitor"}},
		},
		Moves: []pipeline.Move{
			{From: "draft", To: "submitted"},
			{From: "submitted", To: "in_review"},
			{From: "in_review", To: "draft"}, // action required
			{From: "in_review", To: "qualified"},
			{From: "qualified", To: "committed"},
			{From: "qualified", To: "closed_lost"},
			{From: "committed", To: "launched"},
			{From: "committed", To: "closed_lost"},
		},
	}))
	d := take(t, flow, opened(t, flow), steps(1, "customer=hotel")...)
	d = take(t, flow, d, pipeline.Step{At: day(2), To: "submitted"})
	if _, err := flow.Take(d, steps(2, "customer=other")[0]); !errors.Is(err, pipeline.ErrLocked) {
		t.Errorf("Take while submitted = %v; want ErrLocked", err)
	}
	d = take(t, flow, d, pipeline.Step{At: day(3), To: "in_review"}, pipeline.Step{At: day(4), To: "qualified"})
	if _, err := flow.Move(d, "committed", day(5)); !errors.Is(err, pipeline.ErrUnmet) {
		t.Errorf("Move to committed without a solution = %v; want ErrUnmet", err)
	}
	if _, err := flow.Move(d, "closed_lost", day(5)); !errors.Is(err, pipeline.ErrReason) {
		t.Errorf("Move to closed_lost without a reason = %v; want ErrReason", err)
	}
	d = take(t, flow, d, steps(5, "solution=crm")...)
	take(t, flow, d, pipeline.Step{At: day(5), To: "committed"}, pipeline.Step{At: day(6), To: "launched"})
	take(t, flow, d, pipeline.Step{At: day(5), To: "closed_lost", Reason: "competitor"})
}
