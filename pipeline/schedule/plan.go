// Package schedule says when the steps of a plan are due.
//
// A [Plan] is a checked [Definition]: steps with an owner, a deliverable and the
// days or weeks that they take, at least and at most. From a start day it gives
// the earliest and the latest dates, the steps that may not be late, and the effect
// of one that is. With what is finished so far it gives what is due, what is
// overdue, and what remains.
//
//	plan := alianza.Must(schedule.New(schedule.Negotiation()))
//	dates, err := plan.From(start)
//	fmt.Println(dates) // negotiation from 2025-01-06: 5 steps, ends 2025-02-17 to 2025-02-24
//
// The presets are the plans of the program: [Negotiation], [Onboarding] and
// [Integration] of the advanced program, [Pilot] of the semáforo. Read
// [Definition] first, then [Dates] and [Report].
//
// # Days
//
// The day of the start is day 0. A step of seven days from a Monday ends on the
// next Monday: its end is exclusive, and the step behind it may begin on that day.
// A step of no days is a milestone. It stands on one day.
//
// Every day counts, unless [Plan.WithCalendar] gives the plan a [Calendar]. Then a day of
// work is a working day, and a week is still seven days. A start or an end on
// another day moves to the next working day.
package schedule

import (
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
)

// A Plan is a checked definition. The zero Plan refuses everything. A Plan is
// immutable and safe for concurrent use.
type Plan struct {
	_        [0]func() // == would compare by address
	def      Definition
	steps    []node
	sorted   []int // the steps, each behind those that it waits for
	calendar Calendar
}

// node is a step made ready.
type node struct {
	after []int // the steps that it waits for
	next  []int // the steps that wait for it
}

// New checks a definition. It returns all faults at once. There is a fault if:
//   - a name is missing, malformed or repeated, an owner or a deliverable malformed;
//   - there is no step, or there are more than 200;
//   - a duration is negative, longer at least than at most, or above [MaxDays];
//   - a step waits in a plan that is not by dependencies;
//   - a step waits for an unknown step, twice for one, or for itself.
//
// A circle of steps that wait for each other is a fault, which names them.
func New(d Definition) (Plan, error) {
	if err := d.check(); err != nil {
		return Plan{}, err
	}
	p := Plan{def: d.clone(), steps: make([]node, len(d.Steps))}
	for i, after := range d.after() {
		p.steps[i].after = after
		for _, before := range after {
			p.steps[before].next = append(p.steps[before].next, i)
		}
	}
	p.sorted = sorted(p.steps)
	return p, nil
}

// sorted returns the steps, each behind those that it waits for. There are no
// circles.
func sorted(steps []node) []int {
	waits := make([]int, len(steps))
	order := make([]int, 0, len(steps))
	for i, s := range steps {
		if waits[i] = len(s.after); waits[i] == 0 {
			order = append(order, i)
		}
	}
	for at := 0; at < len(order); at++ {
		for _, next := range steps[order[at]].next {
			if waits[next]--; waits[next] == 0 {
				order = append(order, next)
			}
		}
	}
	return order
}

// WithCalendar returns the plan with the days of a calendar. The zero Calendar has every
// day.
func (p Plan) WithCalendar(c Calendar) Plan {
	p.calendar = c
	return p
}

// Definition returns a fresh copy of the definition that the plan was made from.
func (p Plan) Definition() Definition { return p.def.clone() }

// Equal reports whether two plans have equal definitions and calendars.
func (p Plan) Equal(q Plan) bool { return p.def.Equal(q.def) && p.calendar.Equal(q.calendar) }

// Takes returns the days from the start of the plan to its end, at least and at
// most. A week has seven days, and every day counts, with a calendar too.
//
// Rules: P3, P7.
func (p Plan) Takes() Duration {
	var total Duration
	for _, pace := range paces {
		ends := make([]int, len(p.steps))
		last := 0
		for _, i := range p.sorted {
			start := 0
			for _, before := range p.steps[i].after {
				start = max(start, ends[before])
			}
			ends[i] = start + p.def.Steps[i].Takes.days(pace)
			last = max(last, ends[i])
		}
		*pace.of(&total) = last
	}
	return total
}

// String returns the name of the plan, "no plan" for the zero Plan.
func (p Plan) String() string {
	if p.unchecked() {
		return "no plan"
	}
	return p.def.Name
}

func (p Plan) unchecked() bool { return len(p.steps) == 0 }

// MarshalJSON returns the definition that the plan was made from. The calendar is
// not in it. MarshalJSON returns an error that wraps [alianza.ErrUnchecked] for
// the zero Plan.
func (p Plan) MarshalJSON() ([]byte, error) {
	if p.unchecked() {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
	}
	if p.calendar.counts() {
		return nil, check.Fault("", "", alianza.ErrForm, "a plan with a calendar: write the definition and the calendar apart")
	}
	return p.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the plan of it.
func (p *Plan) UnmarshalJSON(data []byte) error {
	var d Definition
	err := d.UnmarshalJSON(data)
	if err == nil {
		*p, err = New(d)
	}
	return err
}

// index returns the place of a step, -1 for none.
func (p Plan) index(name string) int {
	return slices.IndexFunc(p.def.Steps, func(s Step) bool { return s.Name == name })
}
