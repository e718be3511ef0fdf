package prospect

import (
	"fmt"

	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/phrase"
)

// Actions of the tasks of a report, in the order in which they come.
const (
	TaskAnswer          = "answer"           // get clear answers to the questions of the filter
	TaskFindOut         = "find_out"         // find out what the light does not know
	TaskLookAgain       = "look_again"       // look again if the light gets more points
	TaskCutCost         = "cut_cost"         // bring the cost of coordination down, or stop
	TaskSettlePilot     = "settle_pilot"     // complete the package of the pilot
	TaskStartPilot      = "start_pilot"      // start the pilot
	TaskSettleAgreement = "settle_agreement" // settle what the agreement lacks
	TaskStartAgreement  = "start_agreement"  // put the agreement into practice
	TaskWorkOutCost     = "work_out_cost"    // work out the cost of coordination and the margin
	TaskRaiseMargin     = "raise_margin"     // get more out of it
)

// taskNames returns the actions.
func taskNames() []string {
	return []string{
		TaskAnswer, TaskFindOut, TaskLookAgain, TaskCutCost, TaskSettlePilot, TaskStartPilot, TaskSettleAgreement, TaskStartAgreement,
		TaskWorkOutCost, TaskRaiseMargin,
	}
}

// next returns what to do, in the order of the gates.
func (m *madeScreening) next(r *Report, passed score.Answer) []score.Task {
	var tasks []score.Task
	add := func(action, text string) {
		duty := m.def.Duties[action]
		tasks = append(tasks, score.Task{Action: action, Owner: duty.Owner, Days: duty.Days, Text: text})
	}
	if passed != score.Yes {
		t := r.Filter.Tests[0]
		add(TaskAnswer, "get a clear answer on "+phrase.List(t.Against, t.Assumed, t.Unknown))
	}
	if r.Light == nil {
		return tasks
	}
	if r.Light.Light != r.Light.Best {
		add(TaskFindOut, "find out about "+phrase.List(r.Light.Unknown))
	}
	switch {
	case r.Light.Best == score.Red:
		add(TaskLookAgain, fmt.Sprintf("look again with %d more out of %s", r.Light.ToNext, phrase.List(r.Light.No, r.Light.Unknown)))
		return tasks
	case passed != score.Yes:
		return tasks
	case r.hobby():
		add(TaskCutCost, "bring the cost of coordination down by more than "+r.amount()+", or stop")
		return tasks
	case r.Pilot == nil && r.Design == nil:
		return tasks
	case r.Pilot != nil && r.Pilot.Light == score.Green:
		add(TaskStartPilot, "start the pilot")
	case r.Pilot != nil:
		add(TaskSettlePilot, "complete the pilot: "+phrase.List(r.Pilot.Because, r.Pilot.NoData))
	case m.settled(r.Design):
		add(TaskStartAgreement, "put the agreement into practice")
	default:
		add(TaskSettleAgreement, "settle the agreement: "+phrase.List(lacks(r.Design)))
	}
	switch {
	case r.Net == nil:
		add(TaskWorkOutCost, "work out what coordination costs and what margin comes in")
	case r.Net.IsZero():
		add(TaskRaiseMargin, "get more out of it: coordination takes the whole margin")
	}
	return tasks
}

// lacks returns the criteria on which a design depends, or that the best class
// lacks.
func lacks(design *Classification) []string {
	if len(design.Open) > 0 {
		return design.Open
	}
	return design.Tests[0].Against
}

// amount returns the size of the net margin with its currency.
func (r Report) amount() string { return exact.Text(r.Net.Abs()) + phrase.Spaced(r.Currency) }
