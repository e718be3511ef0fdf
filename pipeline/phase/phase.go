// Package phase says in which phase of its plan a program is, by the month.
//
//	plan := alianza.Must(phase.New(phase.Alliance()))
//	now, ok := plan.At(7) // scaling
//	month := phase.Month(start, today)
//
// Months are counted from the start of the program: the first month is 1. A month
// begins on the day of the start, or on the last day of a shorter month. Phases
// are a plan of the program and no limit on any one partner.
//
// # Presets
//
// [Alliance] is the plan of the alliance program, [Advanced] and [Integrations] are
// those of the advanced program. They are never merged.
package phase

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Limits of a plan, refused at the first beyond.
const (
	MaxPhases = check.MaxStages // phases of a plan
	MaxMonths = 1200            // months of a plan
)

// A Definition is a plan as data. [New] checks it.
type Definition struct {
	Name   string  `json:"name"`
	Phases []Phase `json:"phases"` // in order, without a gap, from month 1
}

// A Phase is a run of months, both ends included.
type Phase struct {
	_     [0]func() // == would compare lists by address
	Name  string    `json:"name"`
	First int       `json:"first"` // month, from 1
	Last  int       `json:"last"`
	Items []string  `json:"items,omitzero"` // the work of the phase
}

// A Plan is a checked definition. It is immutable and safe for concurrent use.
type Plan struct {
	_   [0]func()
	def Definition
}

// New checks a definition. It returns all faults at once. There is a fault if:
//   - a name is missing, malformed or repeated;
//   - there are no phases, or more than [MaxPhases];
//   - the first phase does not begin in month 1;
//   - a phase does not begin in the month after the one before;
//   - a phase ends before it begins, or after [MaxMonths].
func New(d Definition) (Plan, error) {
	if err := d.check(); err != nil {
		return Plan{}, err
	}
	return Plan{def: d.clone()}, nil
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if len(d.Phases) == 0 {
		f.Add("phases", "", alianza.ErrMissing, "a plan has at least one phase")
	}
	if !f.Count("phases", len(d.Phases), MaxPhases, "phases") {
		return f.Err()
	}
	names, next := check.Names{Faults: &f}, 1
	for i, p := range d.Phases {
		path := fmt.Sprintf("phases[%d]", i)
		names.Add(path+".name", p.Name)
		if p.First != next {
			f.Add(path+".first", strconv.Itoa(p.First), alianza.ErrConflict, fmt.Sprintf("want %d, without a gap or an overlap", next))
		}
		switch {
		case p.Last > MaxMonths:
			f.Add(path+".last", strconv.Itoa(p.Last), alianza.ErrLimit, fmt.Sprintf("at most month %d", MaxMonths))
			return f.Err()
		case p.Last < p.First:
			f.Add(path+".last", strconv.Itoa(p.Last), alianza.ErrConflict, fmt.Sprintf("before the first month, %d", p.First))
		}
		if next = p.Last + 1; f.Count(path+".items", len(p.Items), check.MaxValues, "items") {
			items := check.Names{Faults: &f}
			for j, item := range p.Items {
				items.Add(fmt.Sprintf("%s.items[%d]", path, j), item)
			}
		}
	}
	return f.Err()
}

func (d Definition) clone() Definition {
	d.Phases = slices.Clone(d.Phases)
	for i := range d.Phases {
		d.Phases[i] = d.Phases[i].clone()
	}
	return d
}

func (p Phase) clone() Phase {
	p.Items = slices.Clone(p.Items)
	return p
}

// Definition returns a fresh copy of the definition the plan was made from.
func (p Plan) Definition() Definition { return p.def.clone() }

// Equal reports whether two plans have the same definition.
func (p Plan) Equal(o Plan) bool { return p.def.Equal(o.def) }

// Equal reports whether two definitions have the same phases.
func (d Definition) Equal(o Definition) bool {
	return d.Name == o.Name && slices.EqualFunc(d.Phases, o.Phases, Phase.Equal)
}

// Equal reports whether two phases are the same.
func (p Phase) Equal(o Phase) bool {
	return p.Name == o.Name && p.First == o.First && p.Last == o.Last && slices.Equal(p.Items, o.Items)
}

// String returns the phase as a phrase: "scaling, months 7-12".
func (p Phase) String() string {
	if p.First == p.Last {
		return fmt.Sprintf("%s, month %d", p.Name, p.First)
	}
	return fmt.Sprintf("%s, months %d-%d", p.Name, p.First, p.Last)
}

// At returns the phase of a month, and false if the plan does not have the month:
// one before 1, or after the last phase.
//
// Rules: P14, P15, P16.
func (p Plan) At(month int) (Phase, bool) {
	for _, one := range p.def.Phases {
		if one.First <= month && month <= one.Last {
			return one.clone(), true
		}
	}
	return Phase{}, false
}

// On returns the phase of a day of a program that started on a day, and false if
// the plan does not have the day.
func (p Plan) On(start, day alianza.Date) (Phase, bool) { return p.At(Month(start, day)) }

// Dated is a phase with its days.
type Dated struct {
	_     [0]func()    // == would compare lists by address
	Phase Phase        `json:"phase"`
	Since alianza.Date `json:"since"` // inclusive
	Until alianza.Date `json:"until"` // exclusive: the next phase begins
}

// Equal reports whether two dated phases are the same.
func (d Dated) Equal(o Dated) bool {
	return d.Phase.Equal(o.Phase) && d.Since == o.Since && d.Until == o.Until
}

// String returns the phase as a phrase: "scaling from 2026-07-15 until 2027-01-15".
func (d Dated) String() string {
	return fmt.Sprintf("%s from %s until %s", d.Phase.Name, d.Since, d.Until)
}

// Dates returns the phases with the days of a program that starts on a day. It
// returns none for the zero Date. Phases that would end after the year 9999 are left
// out, because the calendar has no day for it.
func (p Plan) Dates(start alianza.Date) []Dated {
	if start.IsZero() {
		return nil
	}
	const year, lastMonth = 12, 9999*12 + 11 // in months
	dates := make([]Dated, 0, len(p.def.Phases))
	for _, one := range p.def.Phases {
		if start.Year()*year+int(start.Month())-1+one.Last > lastMonth {
			break
		}
		dates = append(dates, Dated{Phase: one.clone(), Since: start.AddMonths(one.First - 1), Until: start.AddMonths(one.Last)})
	}
	return dates
}

// Month returns the number of the month of a day, counted from the start of a
// program. It is 1 on the day of the start, and 2 from the same day of the next
// month on. Month returns 0 before the start, and if one of the days is none.
//
// Rules: P14, X13.
func Month(start, day alianza.Date) int {
	if start.IsZero() || day.Before(start) {
		return 0
	}
	months := 12*(day.Year()-start.Year()) + int(day.Month()) - int(start.Month())
	if day.Before(start.AddMonths(months)) {
		months--
	}
	return months + 1
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

// MarshalJSON returns the phase as a JSON object.
func (p Phase) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads a phase strictly.
func (p *Phase) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, p, nil) }

// MarshalJSON returns the phase with its days as a JSON object.
func (d Dated) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a phase with its days strictly.
func (d *Dated) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// MarshalJSON returns the definition that the plan was made from. It returns an
// error that wraps [alianza.ErrUnchecked] for the zero Plan.
func (p Plan) MarshalJSON() ([]byte, error) {
	if p.def.Phases == nil {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
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
