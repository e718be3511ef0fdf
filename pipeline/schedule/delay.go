package schedule

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/plural"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Delay is the effect of one late step on the days of a plan.
type Delay struct {
	Step  string  `json:"step"`
	Days  int     `json:"days"` // how late it is; working days, if the plan has a calendar
	Moves []Moved `json:"moves,omitzero"`
	// Before and After are the ends of the plan without the delay and with it.
	Before Span `json:"before"`
	After  Span `json:"after"`
}

// Moved is a step whose earliest or latest start moves, because one that it waits for is
// late.
type Moved struct {
	Name  string `json:"name"`
	Owner string `json:"owner,omitzero"`
	From  Span   `json:"from"` // its starts without the delay
	To    Span   `json:"to"`   // its starts with the delay
}

// Delay returns the effect of a step that takes so many days more than planned. It
// returns an error as [Plan.From] does, and if the plan has no such step or the days
// are not from 1 to [MaxDays].
//
// If the days are at most the slack of the step, the latest end of the plan does not
// move.
func (p Plan) Delay(start alianza.Date, step string, days int) (Delay, error) {
	before, err := p.From(start)
	if err != nil {
		return Delay{}, fmt.Errorf("schedule: delay: %w", err)
	}
	var f check.Faults
	late := p.index(step)
	if late < 0 {
		f.Add("step", step, alianza.ErrUnknown, "the plan has no such step")
	}
	if days < 1 || days > MaxDays {
		f.Add("days", strconv.Itoa(days), alianza.ErrRange, fmt.Sprintf("from 1 to %d", MaxDays))
	}
	if err := f.Err(); err != nil {
		return Delay{}, fmt.Errorf("schedule: delay: %w", err)
	}
	begin := p.calendar.next(number(start))
	change := func(i, _, end int) int {
		if i == late {
			end = p.calendar.nth(p.calendar.index(end) + days)
		}
		return end
	}
	short, long := p.run(begin, shortest, change), p.run(begin, longest, change)
	if err := p.room(long); err != nil {
		return Delay{}, fmt.Errorf("schedule: delay: %w", err)
	}
	d := Delay{Step: step, Days: days, Before: before.Ends, After: Span{date(short.last), date(long.last)}}
	for i, s := range before.Steps {
		if to := (Span{date(short.starts[i]), date(long.starts[i])}); to != s.Starts {
			d.Moves = append(d.Moves, Moved{Name: s.Name, Owner: s.Owner, From: s.Starts, To: to})
		}
	}
	return d, nil
}

// String returns the delay as a sentence: "platform 3 days late: moves data_sync,
// ends 2025-03-20 instead of 2025-03-17".
func (d Delay) String() string {
	text := fmt.Sprintf("%s %s late: ", d.Step, plural.Of(d.Days, "day"))
	var names []string
	for _, m := range d.Moves {
		names = append(names, m.Name)
	}
	if len(names) == 0 {
		text += "moves no other step"
	} else {
		text += "moves " + strings.Join(names, ", ")
	}
	if d.Before == d.After {
		return text + ", ends " + d.After.String() + " as before"
	}
	return text + fmt.Sprintf(", ends %s instead of %s", d.After, d.Before)
}

// check returns the faults of a delay that was read.
func (d *Delay) check() error {
	var f check.Faults
	f.Name("step", d.Step)
	if d.Days < 1 || d.Days > MaxDays {
		f.Add("days", strconv.Itoa(d.Days), alianza.ErrRange, fmt.Sprintf("from 1 to %d", MaxDays))
	}
	f.Count("moves", len(d.Moves), check.MaxSteps, "steps")
	d.Before.check(&f, "before")
	d.After.check(&f, "after")
	return f.Err()
}

// MarshalJSON returns the delay as a JSON object.
func (d Delay) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a delay strictly.
func (d *Delay) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Delay).check)
}

// MarshalJSON returns the step as a JSON object.
func (m Moved) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads a step strictly.
func (m *Moved) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, m, nil) }
