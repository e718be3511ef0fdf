package schedule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/plural"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Dates are the days of a plan from a start.
type Dates struct {
	Plan  string       `json:"plan"`
	Start alianza.Date `json:"start"`
	Steps []StepDates  `json:"steps"`
	Ends  Span         `json:"ends"` // of the plan
}

// StepDates are the days of a step.
type StepDates struct {
	Name         string   `json:"name"`
	Owner        string   `json:"owner,omitzero"`
	Deliverables []string `json:"deliverables,omitzero"`
	Starts       Span     `json:"starts"`
	Ends         Span     `json:"ends"` // exclusive: the next step may begin on this day
	// Slack is how many days the step may end late, when all steps take their most,
	// without moving the end of the plan. With a calendar they are working days. A
	// week that would end on a day without work may take up days that a step before
	// it is late.
	Slack int `json:"slack,omitzero"`
}

// Critical reports whether the end of the plan moves with the end of the step, when
// all steps take their most.
func (s StepDates) Critical() bool { return s.Slack == 0 }

// A Span is the earliest and the latest day on which something may happen. The
// earliest is for steps that take their least, the latest for steps that take their
// most.
type Span struct {
	Earliest alianza.Date `json:"earliest"`
	Latest   alianza.Date `json:"latest"`
}

// String returns the days, "2025-02-17 to 2025-02-24" or "2025-02-17".
func (s Span) String() string {
	if s.Earliest == s.Latest {
		return s.Earliest.String()
	}
	return s.Earliest.String() + " to " + s.Latest.String()
}

// check adds a fault if the days are not in order.
func (s Span) check(f *check.Faults, path string) {
	if s.Latest.Before(s.Earliest) {
		f.Add(path+".latest", s.Latest.String(), alianza.ErrConflict, "before earliest")
	}
}

// From returns the days of the plan from a start. With a calendar, a start on
// another day is moved to the next working day.
//
// It returns an error if:
//   - the plan was not made by [New];
//   - the start is missing;
//   - a step would end after the year 9999 ([alianza.ErrRange]).
//
// Rules: P3, P5, P7, P19, X13.
func (p Plan) From(start alianza.Date) (Dates, error) {
	begin, err := p.begin(start)
	if err != nil {
		return Dates{}, fmt.Errorf("schedule: from: %w", err)
	}
	short, long := p.run(begin, shortest, nil), p.run(begin, longest, nil)
	if err := p.room(long); err != nil {
		return Dates{}, fmt.Errorf("schedule: from: %w", err)
	}
	d := Dates{Plan: p.def.Name, Start: start, Ends: Span{date(short.last), date(long.last)}}
	for i, end := range p.latestEnds(long.last) {
		s := &p.def.Steps[i]
		d.Steps = append(d.Steps, StepDates{
			Name: s.Name, Owner: s.Owner, Deliverables: slices.Clone(s.Deliverables),
			Starts: Span{date(short.starts[i]), date(long.starts[i])},
			Ends:   Span{date(short.ends[i]), date(long.ends[i])},
			Slack:  p.calendar.index(end) - p.calendar.index(long.ends[i]),
		})
	}
	return d, nil
}

// begin returns the number of the first working day of the plan.
func (p Plan) begin(start alianza.Date) (int, error) {
	var f check.Faults
	if p.unchecked() {
		f.Add("plan", "", alianza.ErrUnchecked, "")
	}
	if start.IsZero() {
		f.Add("start", "", alianza.ErrMissing, "")
	}
	if err := f.Err(); err != nil {
		return 0, err
	}
	return p.calendar.next(number(start)), nil
}

// A run has the numbers of the days of all steps at one pace.
type run struct {
	starts, ends []int
	last         int // the end of the plan
}

// run returns the days of the steps from a working day. A step begins when those
// that it waits for have ended. If change is not nil, it may change the end of a
// step.
func (p Plan) run(begin int, at pace, change func(i, start, end int) int) run {
	r := run{make([]int, len(p.steps)), make([]int, len(p.steps)), begin}
	for _, i := range p.sorted {
		start := begin
		for _, before := range p.steps[i].after {
			start = max(start, r.ends[before])
		}
		end := p.calendar.end(start, p.def.Steps[i].Takes, at)
		if change != nil {
			end = change(i, start, end)
		}
		r.starts[i], r.ends[i] = start, end
		r.last = max(r.last, end)
	}
	return r
}

// room returns an error if a run leaves the calendar of the library.
func (p Plan) room(r run) error {
	for i, end := range r.ends {
		if end > lastDay {
			return check.Fault(fmt.Sprintf("steps[%d]", i), p.def.Steps[i].Name, alianza.ErrRange, "ends after the year 9999")
		}
	}
	return nil
}

// latestEnds returns for each step the last day on which it may end for the plan to
// end on a day, when all steps take their most.
func (p Plan) latestEnds(last int) []int {
	ends := make([]int, len(p.steps))
	for _, i := range slices.Backward(p.sorted) {
		ends[i] = last
		for _, next := range p.steps[i].next {
			ends[i] = min(ends[i], p.calendar.begin(ends[next], p.def.Steps[next].Takes, longest))
		}
	}
	return ends
}

// CriticalPath returns the names of steps, each after the one before it, that
// decide when the plan ends if all steps take their most. If there are several
// such paths, it returns one.
//
// The path begins with the plan and has no gaps. A step of it has slack only if a week
// behind it takes up days, as [StepDates] says.
func (p Plan) CriticalPath(start alianza.Date) ([]string, error) {
	begin, err := p.begin(start)
	if err != nil {
		return nil, fmt.Errorf("schedule: critical path: %w", err)
	}
	long := p.run(begin, longest, nil)
	if err := p.room(long); err != nil {
		return nil, fmt.Errorf("schedule: critical path: %w", err)
	}
	var names []string
	for i := slices.Index(long.ends, long.last); i >= 0; {
		names = append(names, p.def.Steps[i].Name)
		at := slices.IndexFunc(p.steps[i].after, func(before int) bool { return long.ends[before] == long.starts[i] })
		if at < 0 {
			break
		}
		i = p.steps[i].after[at]
	}
	slices.Reverse(names)
	return names, nil
}

// On returns the steps that may be at work on a day: their earliest start has come
// and their latest end has not. A milestone is there on its days.
func (d Dates) On(day alianza.Date) []StepDates {
	var found []StepDates
	for _, s := range d.Steps {
		ended := !day.Before(s.Ends.Latest)
		if s.Starts.Latest == s.Ends.Latest {
			ended = s.Ends.Latest.Before(day)
		}
		if !ended && !day.Before(s.Starts.Earliest) {
			found = append(found, s)
		}
	}
	return found
}

// Week returns the number of the week of the plan that a day lies in. The week of
// the start is 1. Week returns false for a day before the start, and from the latest
// end of the plan on.
//
// Rules: P5.
func (d Dates) Week(day alianza.Date) (int, bool) {
	if day.Before(d.Start) || !day.Before(d.Ends.Latest) {
		return 0, false
	}
	return d.Start.DaysUntil(day)/daysOfWeek + 1, true
}

// String returns the days as a sentence: "negotiation from 2025-01-06: 5 steps,
// ends 2025-02-17 to 2025-02-24".
func (d Dates) String() string {
	return fmt.Sprintf("%s from %s: %s, ends %s", d.Plan, d.Start, plural.Of(len(d.Steps), "step"), d.Ends)
}

// Text returns the days with a line for the plan and a line for each step.
func (d Dates) Text() string {
	var b strings.Builder
	b.WriteString(d.String() + "\n")
	for _, s := range d.Steps {
		b.WriteString("  " + s.String() + "\n")
	}
	return b.String()
}

// String returns the days of the step as a phrase: "proposal, 2025-01-20 to
// 2025-01-27: proposal_sent; critical".
func (s StepDates) String() string {
	text := s.Name
	if s.Owner != "" {
		text += " by " + s.Owner
	}
	switch {
	case s.Starts == s.Ends:
		text += ", " + s.Ends.String()
	case s.Starts.Earliest == s.Starts.Latest && s.Ends.Earliest == s.Ends.Latest:
		text += fmt.Sprintf(", %s to %s", s.Starts, s.Ends)
	default:
		text += fmt.Sprintf(", starts %s, ends %s", s.Starts, s.Ends)
	}
	if len(s.Deliverables) > 0 {
		text += ": " + strings.Join(s.Deliverables, ", ")
	}
	if s.Critical() {
		return text + "; critical"
	}
	return text + fmt.Sprintf("; may be %s late", plural.Of(s.Slack, "day"))
}

// check returns the faults of dates that were read.
func (d *Dates) check() error {
	var f check.Faults
	f.Name("plan", d.Plan)
	if f.Count("steps", len(d.Steps), check.MaxSteps, "steps") {
		for i, s := range d.Steps {
			path := fmt.Sprintf("steps[%d]", i)
			f.Name(path+".name", s.Name)
			s.Starts.check(&f, path+".starts")
			s.Ends.check(&f, path+".ends")
			if s.Slack < 0 {
				f.Add(path+".slack", fmt.Sprint(s.Slack), alianza.ErrNegative, "")
			}
		}
	}
	d.Ends.check(&f, "ends")
	return f.Err()
}

// MarshalJSON returns the days as a JSON object.
func (d Dates) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads days strictly.
func (d *Dates) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Dates).check)
}

// MarshalJSON returns the days of the step as a JSON object.
func (s StepDates) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads the days of a step strictly.
func (s *StepDates) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

// MarshalJSON returns the two days as a JSON object.
func (s Span) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads two days strictly.
func (s *Span) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }
