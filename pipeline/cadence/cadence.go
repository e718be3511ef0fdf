// Package cadence says which recurring work is due: every week, month, quarter or
// year, or once.
//
//	rhythm := alianza.Must(cadence.New(cadence.Alliance()))
//	next, err := rhythm.Next("quarterly_review", start, today)
//	agenda, err := rhythm.Agenda(start, done, today)
//
// A series is counted from its start, and not from one date to the next. So a
// monthly report that starts on 31 January is due on 28 February, and then on 31
// March.
//
// # Presets
//
// [Affiliate], [Alliance], [Advanced] and [Semaforo] are the rhythms of the four
// programs. The alliance program writes to its partners once a month, the advanced
// program once a week.
package cadence

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/near"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Limits of a cadence, refused at the first beyond.
const (
	MaxTasks = check.MaxValues // tasks of a cadence
	MaxDays  = 36_500          // days after the start that a task once is due
)

// A Definition is recurring work as data. [New] checks it.
type Definition struct {
	Name  string `json:"name"`
	Tasks []Task `json:"tasks"`
}

// A Task is work that comes again, or once.
type Task struct {
	Name  string `json:"name"`
	Every Every  `json:"every"`
	Days  int    `json:"days,omitzero"`  // of a task that is due once: days after the start
	Owner string `json:"owner,omitzero"` // the role that does it
}

// Every is how often a task comes.
type Every uint8

// How often a task comes.
const (
	Weekly    Every = iota + 1 // "weekly": every 7 days
	Monthly                    // "monthly": every calendar month
	Quarterly                  // "quarterly": every 3 calendar months
	Yearly                     // "yearly": every 12 calendar months
	Once                       // "once": some days after the start
)

var everyNames = []string{"none", "weekly", "monthly", "quarterly", "yearly", "once"}

// String returns the name, such as "weekly".
func (e Every) String() string { return enum.Name(e, everyNames) }

// MarshalText returns the name.
func (e Every) MarshalText() ([]byte, error) { return enum.Text(e, everyNames, 1) }

// UnmarshalText reads a name.
func (e *Every) UnmarshalText(text []byte) error {
	return enum.ParseHints(e, text, everyNames, 1, everyHints)
}

// everyHints are other words for how often a task comes.
var everyHints = map[string]string{
	"week": "weekly", "month": "monthly", "quarter": "quarterly", "year": "yearly", "annually": "yearly", "annual": "yearly",
}

// months returns the length in calendar months, 0 for one that is not counted in
// months.
func (e Every) months() int {
	switch e {
	case Monthly:
		return 1
	case Quarterly:
		return 3
	case Yearly:
		return 12
	default:
		return 0
	}
}

// A Cadence is a checked definition. It is immutable and safe for concurrent use.
type Cadence struct {
	_   [0]func()
	def Definition
}

// New checks a definition. It returns all faults at once. There is a fault if:
//   - a name is missing, malformed or repeated;
//   - there are no tasks, or more than [MaxTasks];
//   - it is not said how often a task comes;
//   - a task that is due once has no days, or another one has some.
func New(d Definition) (Cadence, error) {
	if err := d.check(); err != nil {
		return Cadence{}, err
	}
	return Cadence{def: d.clone()}, nil
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if len(d.Tasks) == 0 {
		f.Add("tasks", "", alianza.ErrMissing, "a cadence has at least one task")
	}
	if !f.Count("tasks", len(d.Tasks), MaxTasks, "tasks") {
		return f.Err()
	}
	names := check.Names{Faults: &f}
	for i, t := range d.Tasks {
		path := fmt.Sprintf("tasks[%d]", i)
		names.Add(path+".name", t.Name)
		enum.Check(&f, path+".every", t.Every, everyNames, 1)
		switch {
		case t.Every == Once && (t.Days < 1 || t.Days > MaxDays):
			f.Add(path+".days", strconv.Itoa(t.Days), alianza.ErrRange, fmt.Sprintf("from 1 to %d", MaxDays))
		case t.Every != Once && t.Days != 0:
			f.Add(path+".days", strconv.Itoa(t.Days), alianza.ErrConflict, "only a task that is due once has days")
		}
		if t.Owner != "" {
			f.Name(path+".owner", t.Owner)
		}
	}
	return f.Err()
}

func (d Definition) clone() Definition {
	d.Tasks = slices.Clone(d.Tasks)
	return d
}

// Definition returns a fresh copy of the definition the cadence was made from.
func (c Cadence) Definition() Definition { return c.def.clone() }

// Equal reports whether two cadences have the same definition.
func (c Cadence) Equal(o Cadence) bool {
	return c.def.Name == o.def.Name && slices.Equal(c.def.Tasks, o.def.Tasks)
}

// Tasks returns the names of the tasks that come so often, in the order of the
// definition.
//
// Rules: P18, R18.
func (c Cadence) Tasks(every Every) []string {
	var names []string
	for _, t := range c.def.Tasks {
		if t.Every == every {
			names = append(names, t.Name)
		}
	}
	return names
}

// Next returns the first day after another one on which a task is due, in the
// series from a start. The start is not due itself. For a review that was last held
// on a day and starts its series there, both days are the same.
//
// It returns an error if:
//   - the cadence was not made by [New] ([alianza.ErrUnchecked]);
//   - it does not have the task;
//   - a day is missing, or the day is before the start;
//   - the task is not due again, or not before the end of the calendar
//     ([alianza.ErrNoSolution]).
//
// Rules: P18, X13.
func (c Cadence) Next(task string, start, after alianza.Date) (alianza.Date, error) {
	var f check.Faults
	c.days(&f, "after", start, after)
	t := c.task(&f, "task", task)
	if err := f.Err(); err != nil {
		return alianza.Date{}, c.fault(err)
	}
	next, ok := t.due(start, t.passed(start, after)+1)
	if !ok {
		return alianza.Date{}, c.fault(check.Fault("task", task, alianza.ErrNoSolution, "not due after "+after.String()))
	}
	return next, nil
}

// days adds the faults of a start and a day after it.
func (c Cadence) days(f *check.Faults, name string, start, day alianza.Date) {
	if c.def.Tasks == nil {
		f.Add("cadence", "", alianza.ErrUnchecked, "")
	}
	if start.IsZero() {
		f.Add("start", "", alianza.ErrMissing, "")
	}
	switch {
	case day.IsZero():
		f.Add(name, "", alianza.ErrMissing, "")
	case day.Before(start):
		f.Add(name, day.String(), alianza.ErrRange, "before the start, "+start.String())
	}
}

// task returns a task by its name, and adds the fault if there is none.
func (c Cadence) task(f *check.Faults, path, name string) Task {
	if i := slices.IndexFunc(c.def.Tasks, func(t Task) bool { return t.Name == name }); i >= 0 {
		return c.def.Tasks[i]
	}
	names := make([]string, len(c.def.Tasks))
	for i, t := range c.def.Tasks {
		names[i] = t.Name
	}
	detail := "the cadence has no such task"
	if meant := near.Of(name, names); meant != "" {
		detail = "did you mean " + meant + "? " + detail
	}
	f.Add(path, name, alianza.ErrUnknown, detail)
	return Task{}
}

// due returns the day on which a task is due for the nth time, from 1. It returns
// false for a task that is not, and for a day after the end of the calendar.
func (t Task) due(start alianza.Date, n int) (alianza.Date, bool) {
	const week = 7
	switch {
	case n < 1 || t.Every == Once && n > 1:
		return alianza.Date{}, false
	case t.Every == Once:
		day := start.AddDays(t.Days)
		return day, start.DaysUntil(day) == t.Days
	case t.Every == Weekly:
		day := start.AddDays(week * n)
		return day, start.DaysUntil(day) == week*n
	}
	const year, lastMonth = 12, 9999*12 + 11 // in months
	months := t.Every.months() * n
	return start.AddMonths(months), start.Year()*year+int(start.Month())-1+months <= lastMonth
}

// passed returns how often a task was due from its start up to a day, inclusive.
func (t Task) passed(start, day alianza.Date) int {
	const week = 7
	days := start.DaysUntil(day)
	switch t.Every {
	case Once:
		if days >= t.Days {
			return 1
		}
		return 0
	case Weekly:
		return days / week
	default:
		n := (12*(day.Year()-start.Year()) + int(day.Month()) - int(start.Month())) / t.Every.months()
		if day.Before(start.AddMonths(n * t.Every.months())) {
			n--
		}
		return n
	}
}

// An Item is a task of an agenda.
type Item struct {
	Task  string       `json:"task"`
	Owner string       `json:"owner,omitzero"`
	Every Every        `json:"every"`
	Due   alianza.Date `json:"due"`   // the first day on which it is due and not done
	Days  int          `json:"days"`  // until it is due, negative after it
	Times int          `json:"times"` // how often it is due by now, 0 if it is still to come
}

// Agenda returns the tasks of a series from a start as they stand on a day. They are
// in the order of their days, and those of one day in the order of the definition.
// Done has for each task the day on which it was last done. A task that is not in it
// was never done. A task that is due once and done, before its day too, is left out,
// and so is one that is due after the end of the calendar. A task that comes again is
// due on its next day even if it was done on the day before.
//
// It returns an error if:
//   - the cadence was not made by [New] ([alianza.ErrUnchecked]);
//   - a task of done is none of the cadence;
//   - a day is missing or before the start, or something was done after the day.
//
// Rules: P18, R18.
func (c Cadence) Agenda(start alianza.Date, done map[string]alianza.Date, on alianza.Date) ([]Item, error) {
	var f check.Faults
	c.days(&f, "on", start, on)
	if f.Count("done", len(done), MaxTasks, "tasks") {
		for _, name := range slices.Sorted(maps.Keys(done)) {
			path := "done." + name
			c.task(&f, path, name)
			c.days(&f, path, start, done[name])
			if on.Before(done[name]) {
				f.Add(path, done[name].String(), alianza.ErrRange, "after the day, "+on.String())
			}
		}
	}
	if err := f.Err(); err != nil {
		return nil, c.fault(err)
	}
	var agenda []Item
	for _, t := range c.def.Tasks {
		last, ok := done[t.Name]
		if ok && t.Every == Once {
			continue
		}
		if !ok {
			last = start
		}
		before := t.passed(start, last)
		if due, ok := t.due(start, before+1); ok {
			agenda = append(agenda, Item{
				Task: t.Name, Owner: t.Owner, Every: t.Every, Due: due,
				Days: on.DaysUntil(due), Times: t.passed(start, on) - before,
			})
		}
	}
	slices.SortStableFunc(agenda, func(a, b Item) int { return cmp.Compare(a.Days, b.Days) })
	return agenda, nil
}

// IsDue reports whether the task is due by now.
func (i Item) IsDue() bool { return i.Days <= 0 }

// String returns the item as a phrase: "newsletter due on 2026-03-01, 4 days late",
// "metrics due today", "review due on 2026-04-30, in 12 days".
func (i Item) String() string {
	noun := "days"
	if i.Days == 1 || i.Days == -1 {
		noun = "day"
	}
	switch {
	case i.Days == 0:
		return i.Task + " due today"
	case i.Days < 0:
		return fmt.Sprintf("%s due on %s, %d %s late", i.Task, i.Due, -i.Days, noun)
	}
	return fmt.Sprintf("%s due on %s, in %d %s", i.Task, i.Due, i.Days, noun)
}

func (c Cadence) fault(err error) error {
	if c.def.Name == "" {
		return err
	}
	return fmt.Errorf("cadence %s: %w", c.def.Name, err)
}

// MarshalJSON returns the definition as a JSON object. It returns an error if the
// definition has a fault.
func (d Definition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*Definition).check)
}

// UnmarshalJSON reads a definition strictly and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition).check)
}

// MarshalJSON returns the task as a JSON object.
func (t Task) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads a task strictly.
func (t *Task) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, t, nil) }

// MarshalJSON returns the item as a JSON object.
func (i Item) MarshalJSON() ([]byte, error) { return strictjson.Marshal(i) }

// UnmarshalJSON reads an item strictly.
func (i *Item) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, i, nil) }

// MarshalJSON returns the definition that the cadence was made from. It returns an
// error that wraps [alianza.ErrUnchecked] for the zero Cadence.
func (c Cadence) MarshalJSON() ([]byte, error) {
	if c.def.Tasks == nil {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
	}
	return c.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the cadence of it.
func (c *Cadence) UnmarshalJSON(data []byte) error {
	var d Definition
	err := d.UnmarshalJSON(data)
	if err == nil {
		*c, err = New(d)
	}
	return err
}
