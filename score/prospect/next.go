package prospect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/phrase"
	"github.com/seed-0af520cd/alianza/score/kpi"
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
		add(TaskAnswer, answer(r.Filter))
	}
	if r.Light == nil {
		return tasks
	}
	if r.Light.Light != r.Light.Best {
		add(TaskFindOut, "find out about "+phrase.List(r.Light.Unknown))
	}
	switch {
	case r.Light.Best == score.Red:
		add(TaskLookAgain, fmt.Sprintf("look again with %d more out of %s", r.Light.ToNext, m.gains(r.Light)))
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
		add(TaskSettlePilot, "complete the pilot: "+phrase.List(missed(r.Pilot), r.Pilot.NoData))
	case m.settled(r.Design):
		add(TaskStartAgreement, "put the agreement into practice")
	default:
		add(TaskSettleAgreement, "settle the agreement: "+lacks(r.Design))
	}
	switch {
	case r.Net == nil:
		add(TaskWorkOutCost, "work out what coordination costs and what margin comes in")
	case r.Net.IsZero():
		add(TaskRaiseMargin, "get more out of it: coordination takes the whole margin")
	}
	return tasks
}

// answer returns what the filter asks to be answered. What has a clear answer already
// is asked again only if each way into the first class needs that.
func answer(filter *Classification) string {
	all := ways(filter)
	open := slices.DeleteFunc(slices.Clone(all), func(t ClassTest) bool { return len(t.Against) > 0 })
	if len(open) > 0 {
		all = open
	}
	if text := lacking(all, true); !strings.HasPrefix(text, aNoOn) {
		return "get a clear answer on " + text
	}
	return "get " + lacking(all, true)
}

// lacks returns the criteria on which a design depends, or that the best class
// lacks.
func lacks(design *Classification) string {
	if len(design.Open) > 0 {
		return phrase.List(design.Open)
	}
	return lacking(ways(design), true)
}

// gains returns the answers that would bring points: a yes to what gives some, and a
// no to what takes some away.
func (m *madeScreening) gains(v *score.Verdict) string {
	points := map[string]int{}
	for _, c := range m.def.Light.Criteria {
		points[c.Name] = c.Points
	}
	var yes, no []string
	for _, name := range slices.Concat(v.No, v.Unknown) {
		if points[name] > 0 {
			yes = append(yes, name)
		}
	}
	for _, name := range slices.Concat(v.Yes, v.Unknown) {
		if points[name] < 0 {
			no = append(no, name)
		}
	}
	return wantedAnswers(yes, no)
}

// missed returns the parts of a pilot that are given and not as they have to be.
func missed(pilot *kpi.Report) []string {
	var names []string
	for _, one := range pilot.Readings {
		if one.Value != nil && one.Light != score.Green {
			names = append(names, one.KPI)
		}
	}
	return names
}

// amount returns the size of the net margin with its currency.
func (r Report) amount() string { return exact.Text(r.Net.Abs()) + phrase.Spaced(r.Currency) }
