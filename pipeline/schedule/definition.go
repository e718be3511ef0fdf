package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// MaxDays is how many days a step may take, a hundred years.
const MaxDays = 36_500

// A Definition is a plan as data. [New] checks it.
type Definition struct {
	Name string `json:"name"`
	// Order is how the steps follow each other.
	Order Order  `json:"order,omitzero"`
	Steps []Step `json:"steps"`
}

// A Step is one thing to do.
type Step struct {
	Name         string   `json:"name"`
	Owner        string   `json:"owner,omitzero"`        // who does it
	Deliverables []string `json:"deliverables,omitzero"` // what is there at the end
	Takes        Duration `json:"takes"`
	// After are the names of the steps that have to end before this one begins. A
	// step without them begins with the plan. They are for [ByDependency] alone.
	After []string `json:"after,omitzero"`
}

// Order is how the steps of a plan follow each other. The zero Order is
// [InSequence].
type Order uint8

// The orders.
const (
	InSequence   Order = iota // "in_sequence": each step after the one before it
	SideBySide                // "side_by_side": all from the start of the plan
	ByDependency              // "by_dependency": each after those that it names
)

var orderNames = []string{"in_sequence", "side_by_side", "by_dependency"}

// String returns the name of the order, such as "side_by_side".
func (o Order) String() string { return enum.Name(o, orderNames) }

// MarshalText returns the name of the order.
func (o Order) MarshalText() ([]byte, error) { return enum.Text(o, orderNames, 0) }

// UnmarshalText reads the name of an order.
func (o *Order) UnmarshalText(text []byte) error { return enum.Parse(o, text, orderNames, 0) }

// A Duration is how long a step takes, at least and at most, both included. The
// zero Duration is that of a milestone.
type Duration struct {
	Least int  `json:"least"`
	Most  int  `json:"most"`
	Unit  Unit `json:"unit,omitzero"`
}

// Unit is what a duration counts. The zero Unit is [Day].
type Unit uint8

// The units.
const (
	Day  Unit = iota // "day": a working day, if the plan has a calendar
	Week             // "week": seven days, with a calendar too
)

var unitNames = []string{"day", "week"}

// String returns the name of the unit.
func (u Unit) String() string { return enum.Name(u, unitNames) }

// MarshalText returns the name of the unit.
func (u Unit) MarshalText() ([]byte, error) { return enum.Text(u, unitNames, 0) }

// UnmarshalText reads the name of a unit.
func (u *Unit) UnmarshalText(text []byte) error { return enum.Parse(u, text, unitNames, 0) }

// Days returns a duration in days.
func Days(least, most int) Duration { return Duration{Least: least, Most: most} }

// Weeks returns a duration in weeks.
func Weeks(least, most int) Duration { return Duration{Least: least, Most: most, Unit: Week} }

const daysOfWeek = 7

// String returns the duration as a phrase: "2 to 3 weeks", "1 day".
func (d Duration) String() string {
	text := strconv.Itoa(d.Least)
	if d.Most != d.Least {
		text += " to " + strconv.Itoa(d.Most)
	}
	text += " " + d.Unit.String()
	if d.Most != 1 {
		text += "s"
	}
	return text
}

// A pace is whether the steps take the least or the most of their time.
type pace uint8

const (
	shortest pace = iota
	longest
)

var paces = [...]pace{shortest, longest}

// of returns the field of a duration that the pace takes.
func (p pace) of(d *Duration) *int {
	if p == shortest {
		return &d.Least
	}
	return &d.Most
}

// days returns the length at a pace, a week as seven days.
func (d Duration) days(p pace) int {
	n := *p.of(&d)
	if d.Unit == Week {
		n *= daysOfWeek
	}
	return n
}

// check adds the faults of a duration.
func (d Duration) check(f *check.Faults, path string) {
	most := MaxDays
	if !enum.Check(f, path+".unit", d.Unit, unitNames, 0) {
		return
	}
	if d.Unit == Week {
		most /= daysOfWeek
	}
	ok := true
	for _, n := range []struct {
		field string
		count int
	}{{"least", d.Least}, {"most", d.Most}} {
		if n.count < 0 || n.count > most {
			f.Add(path+"."+n.field, strconv.Itoa(n.count), alianza.ErrRange, fmt.Sprintf("from 0 to %d %ss", most, d.Unit))
			ok = false
		}
	}
	if ok && d.Most < d.Least {
		f.Add(path+".most", strconv.Itoa(d.Most), alianza.ErrConflict, "below least")
	}
}

// Equal reports whether two definitions are the same.
func (d Definition) Equal(e Definition) bool {
	return d.Name == e.Name && d.Order == e.Order && slices.EqualFunc(d.Steps, e.Steps, Step.Equal)
}

// Equal reports whether two steps are the same.
func (s Step) Equal(t Step) bool {
	return s.Name == t.Name && s.Owner == t.Owner && slices.Equal(s.Deliverables, t.Deliverables) &&
		s.Takes == t.Takes && slices.Equal(s.After, t.After)
}

func (d Definition) clone() Definition {
	d.Steps = slices.Clone(d.Steps)
	for i, s := range d.Steps {
		d.Steps[i].Deliverables, d.Steps[i].After = slices.Clone(s.Deliverables), slices.Clone(s.After)
	}
	return d
}

// after returns for each step the places of those that it waits for. Names that
// no step has are left out.
func (d *Definition) after() [][]int {
	all := make([][]int, len(d.Steps))
	if d.Order == InSequence {
		for i := 1; i < len(all); i++ {
			all[i] = []int{i - 1}
		}
	}
	if d.Order != ByDependency {
		return all
	}
	place := make(map[string]int, len(d.Steps))
	for i, s := range d.Steps {
		place[s.Name] = i
	}
	for i, s := range d.Steps {
		for _, name := range s.After {
			if before, ok := place[name]; ok {
				all[i] = append(all[i], before)
			}
		}
	}
	return all
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	enum.Check(&f, "order", d.Order, orderNames, 0)
	if len(d.Steps) == 0 {
		f.Add("steps", "", alianza.ErrMissing, "a plan has at least one step")
	}
	if !f.Count("steps", len(d.Steps), check.MaxSteps, "steps") {
		return f.Err()
	}
	known := make(map[string]bool, len(d.Steps))
	for _, s := range d.Steps {
		known[s.Name] = true
	}
	names := check.Names{Faults: &f}
	for i := range d.Steps {
		path := fmt.Sprintf("steps[%d]", i)
		names.Add(path+".name", d.Steps[i].Name)
		d.Steps[i].check(&f, path)
		d.checkAfter(&f, i, known)
	}
	for _, c := range circles(d.after()) {
		var text []string
		for _, i := range c {
			text = append(text, d.Steps[i].Name)
		}
		f.Add(fmt.Sprintf("steps[%d].after", c[0]), "", alianza.ErrConflict, "a circle: "+strings.Join(text, " waits for "))
	}
	return f.Err()
}

// check adds the faults of a step alone.
func (s *Step) check(f *check.Faults, path string) {
	if s.Owner != "" {
		f.Name(path+".owner", s.Owner)
	}
	if f.Count(path+".deliverables", len(s.Deliverables), check.MaxValues, "deliverables") {
		names := check.Names{Faults: f}
		for i, name := range s.Deliverables {
			names.Add(fmt.Sprintf("%s.deliverables[%d]", path, i), name)
		}
	}
	s.Takes.check(f, path+".takes")
}

// checkAfter adds the faults of what a step waits for, but for circles.
func (d *Definition) checkAfter(f *check.Faults, i int, known map[string]bool) {
	s, path := &d.Steps[i], fmt.Sprintf("steps[%d].after", i)
	if len(s.After) > 0 && d.Order != ByDependency {
		f.Add(path, "", alianza.ErrConflict, "the order of the plan is not by_dependency")
		return
	}
	if !f.Count(path, len(s.After), check.MaxSteps, "steps") {
		return
	}
	first := make(map[string]int, len(s.After))
	for j, name := range s.After {
		at := fmt.Sprintf("%s[%d]", path, j)
		if before, ok := first[name]; ok {
			f.Add(at, name, alianza.ErrDuplicate, fmt.Sprintf("the same as %s[%d]", path, before))
			continue
		}
		first[name] = j
		if !known[name] {
			f.Add(at, name, alianza.ErrUnknown, "no step has this name")
		}
	}
}

// circles returns the circles of steps that wait for each other, each from the
// step where it was found back to that step. After all of them are cut, there are
// no others.
func circles(after [][]int) [][]int {
	const (
		fresh = iota
		open  // on the way
		closed
	)
	var found [][]int
	var way []int
	state := make([]uint8, len(after))
	var visit func(i int)
	visit = func(i int) {
		state[i] = open
		way = append(way, i)
		for _, before := range after[i] {
			switch state[before] {
			case fresh:
				visit(before)
			case open:
				from := slices.Index(way, before)
				found = append(found, append(slices.Clone(way[from:]), before))
			}
		}
		way = way[:len(way)-1]
		state[i] = closed
	}
	for i := range after {
		if state[i] == fresh {
			visit(i)
		}
	}
	return found
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

// MarshalJSON returns the step as a JSON object.
func (s Step) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a step strictly.
func (s *Step) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

// MarshalJSON returns the duration as a JSON object.
func (d Duration) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a duration strictly.
func (d *Duration) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }
