package schedule

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/plural"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Progress has the steps that are finished, by name, with the day on which each
// was. A step that is finished on its last day is in time.
type Progress map[string]alianza.Date

// MarshalJSON returns the progress as a JSON object.
func (p Progress) MarshalJSON() ([]byte, error) {
	return strictjson.Marshal(map[string]alianza.Date(p))
}

// UnmarshalJSON reads progress strictly.
func (p *Progress) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, (*map[string]alianza.Date)(p), nil)
}

// A Report says where a plan stands on a day.
type Report struct {
	Plan    string       `json:"plan"`
	Start   alianza.Date `json:"start"`
	Day     alianza.Date `json:"day"` // of the report
	Items   []Item       `json:"items"`
	Planned Span         `json:"planned"` // the end of the plan, if nothing is late
	// Ends is the end of the plan as things are. Steps that are not finished take
	// their least or their most from their beginning, and none of them is finished
	// before the day of the report.
	Ends Span `json:"ends"`
	// Remaining is the work on all steps that are not finished, in days. With a
	// calendar they are working days. Steps side by side count one by one. It is
	// added up for steps that take their least and for steps that take their most. A
	// week that begins later may have more holidays and so less work: the lesser of
	// the two sums is the least.
	Remaining Duration `json:"remaining"`
}

// An Item is a step of a report.
type Item struct {
	Name         string   `json:"name"`
	Owner        string   `json:"owner,omitzero"`
	Deliverables []string `json:"deliverables,omitzero"`
	State        State    `json:"state"`
	// Due are the last days of the step as planned, inclusive. It is due from the
	// earliest on, and overdue from the first day of work after the latest on.
	Due  Span         `json:"due"`
	Done alianza.Date `json:"done,omitzero"` // the day on which it was finished
	// Late is how many days after the latest day it was finished, or is now. With a
	// calendar they are working days.
	Late int `json:"late,omitzero"`
	// Begins and Ends are its days as things are. The end is exclusive. The beginning
	// of a finished step is that on which it could begin.
	Begins Span `json:"begins"`
	Ends   Span `json:"ends"`
}

// State is where a step stands.
type State uint8

// The states.
const (
	Waiting State = iota + 1 // "waiting": its start has not come, or a step before it is not finished
	Running                  // "running": it can be worked on
	Due                      // "due": its last day has come, if it takes its least
	Overdue                  // "overdue": a day of work has come after its last day, if it takes its most
	Done                     // "done": finished, late or not
)

var stateNames = []string{"none", "waiting", "running", "due", "overdue", "done"}

// String returns the name of the state.
func (s State) String() string { return enum.Name(s, stateNames) }

// MarshalText returns the name of the state.
func (s State) MarshalText() ([]byte, error) { return enum.Text(s, stateNames, 1) }

// UnmarshalText reads the name of a state.
func (s *State) UnmarshalText(text []byte) error { return enum.Parse(s, text, stateNames, 1) }

// At reports where the plan stands on a day, for a start and what is finished. A
// step can be due or overdue although a step before it is not finished.
//
// It returns an error if:
//   - the plan was not made by [New], or start or day is missing;
//   - a finished step is unknown, or its day is missing;
//   - a step was finished before the start or after the day of the report;
//   - a step was finished before one that it waits for ([alianza.ErrConflict]);
//   - a step would end after the year 9999 ([alianza.ErrRange]).
func (p Plan) At(start, day alianza.Date, done Progress) (Report, error) {
	r, err := p.report(start, day, done)
	if err != nil {
		return Report{}, fmt.Errorf("schedule: at: %w", err)
	}
	return r, nil
}

func (p Plan) report(start, day alianza.Date, done Progress) (Report, error) {
	planned, err := p.From(start)
	if err != nil {
		return Report{}, err
	}
	if err := p.checkProgress(start, day, done); err != nil {
		return Report{}, err
	}
	begin, now := p.calendar.next(number(start)), number(day)
	short, long := p.expect(begin, now, shortest, done), p.expect(begin, now, longest, done)
	if err := p.room(long); err != nil {
		return Report{}, err
	}
	r := Report{
		Plan: p.def.Name, Start: start, Day: day, Planned: planned.Ends,
		Ends: Span{date(short.last), date(long.last)},
	}
	for i, s := range planned.Steps {
		item := Item{
			Name: s.Name, Owner: s.Owner, Deliverables: slices.Clone(s.Deliverables),
			Due: p.lastDays(s), Done: done[s.Name],
			Begins: Span{date(short.starts[i]), date(long.starts[i])},
			Ends:   Span{date(short.ends[i]), date(long.ends[i])},
		}
		item.Late = p.late(item, day)
		item.State = p.state(i, item, day, begin, done)
		r.Items = append(r.Items, item)
		if item.State != Done {
			r.Remaining.Least += p.left(short, i, now)
			r.Remaining.Most += p.left(long, i, now)
		}
	}
	r.Remaining.Least, r.Remaining.Most = min(r.Remaining.Least, r.Remaining.Most), max(r.Remaining.Least, r.Remaining.Most)
	return r, nil
}

// checkProgress returns the faults of what is finished, sorted by name.
func (p Plan) checkProgress(start, day alianza.Date, done Progress) error {
	var f check.Faults
	if day.IsZero() {
		f.Add("day", "", alianza.ErrMissing, "")
		return f.Err()
	}
	if !f.Count("done", len(done), check.MaxSteps, "steps") {
		return f.Err()
	}
	for _, name := range slices.Sorted(maps.Keys(done)) {
		i, at := p.index(name), done[name]
		path := "done." + name
		switch {
		case i < 0:
			f.Add(path, "", alianza.ErrUnknown, "the plan has no such step")
			continue
		case at.IsZero():
			f.Add(path, "", alianza.ErrMissing, "")
			continue
		case at.Before(start):
			f.Add(path, at.String(), alianza.ErrConflict, "before the start, "+start.String())
		case day.Before(at):
			f.Add(path, at.String(), alianza.ErrConflict, "after the day of the report, "+day.String())
		}
		for _, before := range p.steps[i].after {
			other := p.def.Steps[before].Name
			if first, ok := done[other]; !ok {
				f.Add(path, at.String(), alianza.ErrConflict, "it waits for "+other+", which is not finished")
			} else if at.Before(first) {
				f.Add(path, at.String(), alianza.ErrConflict, "it waits for "+other+", finished "+first.String())
			}
		}
	}
	return f.Err()
}

// expect returns the days of all steps as things are.
func (p Plan) expect(begin, now int, at pace, done Progress) run {
	return p.run(begin, at, func(i, start, end int) int {
		takes := p.def.Steps[i].Takes
		milestone := *longest.of(&takes) == 0
		finished, ok := done[p.def.Steps[i].Name]
		switch {
		case ok && milestone:
			return max(start, p.calendar.next(number(finished)))
		case ok:
			return p.calendar.next(number(finished) + 1)
		case takes.days(at) == 0:
			return max(start, p.calendar.next(now))
		default:
			return max(end, p.calendar.next(now+1))
		}
	})
}

// lastDays returns the last days of a step, those of a milestone if it takes no
// days.
func (p Plan) lastDays(s StepDates) Span {
	last := func(start, end alianza.Date) alianza.Date {
		return date(p.calendar.final(number(start), number(end)))
	}
	return Span{last(s.Starts.Earliest, s.Ends.Earliest), last(s.Starts.Latest, s.Ends.Latest)}
}

func (p Plan) state(i int, item Item, day alianza.Date, begin int, done Progress) State {
	switch {
	case !item.Done.IsZero():
		return Done
	case item.Late > 0:
		return Overdue
	case !day.Before(item.Due.Earliest):
		return Due
	case number(day) < begin:
		return Waiting
	}
	for _, before := range p.steps[i].after {
		if done[p.def.Steps[before].Name].IsZero() {
			return Waiting
		}
	}
	return Running
}

// late returns how many days an item is late on a day.
func (p Plan) late(item Item, day alianza.Date) int {
	if !item.Done.IsZero() {
		day = item.Done
	}
	return max(0, p.calendar.index(number(day)+1)-p.calendar.index(number(item.Due.Latest)+1))
}

// left returns the days of work on a step from a day on.
func (p Plan) left(r run, i, now int) int {
	from := max(r.starts[i], p.calendar.next(now))
	return max(0, p.calendar.index(r.ends[i])-p.calendar.index(from))
}

// items returns the items in some states.
func (r Report) items(states ...State) []Item {
	var found []Item
	for _, item := range r.Items {
		if slices.Contains(states, item.State) {
			found = append(found, item)
		}
	}
	return found
}

// Open returns the items that are due or overdue, in the order of the plan.
func (r Report) Open() []Item { return r.items(Due, Overdue) }

// Of returns the items of an owner that are not finished, in the order of the plan.
func (r Report) Of(owner string) []Item {
	return slices.DeleteFunc(r.items(Waiting, Running, Due, Overdue), func(i Item) bool { return i.Owner != owner })
}

// String returns the report as a sentence: "onboarding on 2025-03-12: 1 of 4 done;
// technical_training by technical_team overdue by 2 days; ends 2025-04-02".
func (r Report) String() string {
	var b strings.Builder
	done := len(r.items(Done))
	fmt.Fprintf(&b, "%s on %s: %d of %d done", r.Plan, r.Day, done, len(r.Items))
	for _, item := range r.Open() {
		b.WriteString("; " + item.String())
	}
	if done == len(r.Items) {
		return b.String() + "; ended " + r.Ends.String()
	}
	return b.String() + "; ends " + r.Ends.String()
}

// Text returns the report with a line for the plan and a line for each step.
func (r Report) Text() string {
	var b strings.Builder
	b.WriteString(r.String() + "\n")
	for _, item := range r.Items {
		b.WriteString("  " + item.String() + "\n")
	}
	return b.String()
}

// String returns the item as a phrase: "sales_training by sales_team due 2025-03-23".
func (i Item) String() string {
	text := i.Name
	if i.Owner != "" {
		text += " by " + i.Owner
	}
	switch {
	case i.State == Done && i.Late > 0:
		return text + fmt.Sprintf(" done %s, %s late", i.Done, plural.Of(i.Late, "day"))
	case i.State == Done:
		return text + " done " + i.Done.String()
	case i.State == Overdue:
		return text + " overdue by " + plural.Of(i.Late, "day")
	case i.State == Due:
		return text + " due " + i.Due.String()
	}
	return text + fmt.Sprintf(" %s, due %s", i.State, i.Due)
}

// check returns the faults of a report that was read.
func (r *Report) check() error {
	var f check.Faults
	f.Name("plan", r.Plan)
	if f.Count("items", len(r.Items), check.MaxSteps, "steps") {
		for i, item := range r.Items {
			path := fmt.Sprintf("items[%d]", i)
			f.Name(path+".name", item.Name)
			item.Due.check(&f, path+".due")
			item.Begins.check(&f, path+".begins")
			item.Ends.check(&f, path+".ends")
			if (item.State == Done) != !item.Done.IsZero() {
				f.Add(path+".done", item.Done.String(), alianza.ErrConflict, "the state is "+item.State.String())
			}
			if item.Late < 0 {
				f.Add(path+".late", fmt.Sprint(item.Late), alianza.ErrNegative, "")
			}
		}
	}
	r.Planned.check(&f, "planned")
	r.Ends.check(&f, "ends")
	if r.Remaining.Least < 0 || r.Remaining.Most < r.Remaining.Least {
		f.Add("remaining", r.Remaining.String(), alianza.ErrConflict, "least is not from 0 to most")
	}
	return f.Err()
}

// MarshalJSON returns the report as a JSON object.
func (r Report) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a report strictly.
func (r *Report) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, r, (*Report).check)
}

// MarshalJSON returns the item as a JSON object.
func (i Item) MarshalJSON() ([]byte, error) { return strictjson.Marshal(i) }

// UnmarshalJSON reads an item strictly.
func (i *Item) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, i, nil) }
