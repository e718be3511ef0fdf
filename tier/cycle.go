package tier

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A CycleDefinition says how a standing on a ladder changes from month to
// month. [NewCycle] checks it. Its zero fields are the program as written
// (T20): the month's own metrics decide, up and down, at once.
type CycleDefinition[T any] struct {
	// Editions are the ladder and the months from which its versions hold, in
	// order. The first may leave From out and then holds from ever. All have
	// the same name and the same names of levels in the same order; what
	// changes is what they require and their terms.
	Editions []Edition[T] `json:"editions"`
	// Window is the number of months whose metrics count, the evaluated one and
	// those before it; 0 is 1.
	Window int `json:"window,omitzero"`
	// Aggregate is how the metrics of the window become one.
	Aggregate Aggregate `json:"aggregate,omitzero"`
	// Promote and Demote say after which months a level may rise and fall. The
	// zero Calendar is after every month.
	Promote Calendar `json:"promote,omitzero"`
	Demote  Calendar `json:"demote,omitzero"`
	// Demotion is how far a level falls.
	Demotion Demotion `json:"demotion,omitzero"`
	// Grace is the number of missed evaluations in a row after which the level
	// is still kept (T21). An evaluation is missed if Demote has it and the
	// metrics qualify for less than the level.
	Grace int `json:"grace,omitzero"`
	// Validity is the number of months for which a level is kept once it is
	// reached, from below, from above or by hand, whatever the metrics;
	// qualifying again at the end begins it anew. 0 is none.
	Validity int `json:"validity,omitzero"`
	// Tail is the number of months, from the month of a deal, for which the
	// level that the deal was sold under goes on to count for it.
	Tail int `json:"tail,omitzero"`
}

// An Edition is a ladder that holds from a month on.
type Edition[T any] struct {
	From   Month         `json:"from,omitzero"`
	Ladder Definition[T] `json:"ladder"`
}

// Aggregate is how the metrics of several months become one. The zero Aggregate
// is [Sum].
type Aggregate uint8

// The aggregates of a window.
const (
	Sum        Aggregate = iota // written "sum"
	Mean                        // written "mean": sum over the months of the window, also those before the start
	MeanActive                  // written "mean_active": sum over the months since the start, at most the window
)

var aggregateNames = [...]string{"sum", "mean", "mean_active"}

// String returns the name of the aggregate.
func (a Aggregate) String() string { return enum.Name(a, aggregateNames[:]) }

// AppendText appends the name of the aggregate to b.
func (a Aggregate) AppendText(b []byte) ([]byte, error) { return append(b, a.String()...), nil }

// MarshalText returns the name of the aggregate.
func (a Aggregate) MarshalText() ([]byte, error) { return a.AppendText(nil) }

// UnmarshalText reads the name of an aggregate.
func (a *Aggregate) UnmarshalText(text []byte) error {
	return enum.Parse(a, text, aggregateNames[:], 0)
}

// Demotion is how far a level falls when it is lost. The zero Demotion is
// [Straight].
type Demotion uint8

// The ways to fall.
const (
	Straight Demotion = iota // written "straight": to the level that the metrics qualify for
	OneStep                  // written "one_step": to the level below
	Never                    // written "never": not at all
)

var demotionNames = [...]string{"straight", "one_step", "never"}

// String returns the name of the demotion.
func (d Demotion) String() string { return enum.Name(d, demotionNames[:]) }

// AppendText appends the name of the demotion to b.
func (d Demotion) AppendText(b []byte) ([]byte, error) { return append(b, d.String()...), nil }

// MarshalText returns the name of the demotion.
func (d Demotion) MarshalText() ([]byte, error) { return d.AppendText(nil) }

// UnmarshalText reads the name of a demotion.
func (d *Demotion) UnmarshalText(text []byte) error { return enum.Parse(d, text, demotionNames[:], 0) }

// A Calendar is a set of months that repeats every year: every Every months,
// Ending among them. {3, March} is the end of each quarter, {12, February} once
// a year. The zero Calendar is every month.
type Calendar struct {
	Every  int        `json:"every"`           // 1, 2, 3, 4, 6 or 12; 0 is 1
	Ending time.Month `json:"ending,omitzero"` // 0 is December
}

// Has reports whether the calendar has a month.
func (c Calendar) Has(m Month) bool {
	return c.Every <= 1 || (int(m.Month())-int(c.Ending))%c.Every == 0
}

// Next returns the first month of the calendar from m on. If there is none any
// more, it returns the last month of all.
func (c Calendar) Next(m Month) Month {
	for !c.Has(m) && m != m.Add(1) {
		m = m.Add(1)
	}
	return m
}

func (c Calendar) check(f *check.Faults, path string) {
	if c.Every < 0 || c.Every > 12 || c.Every > 0 && 12%c.Every != 0 {
		f.Add(path+".every", fmt.Sprint(c.Every), alianza.ErrRange, "1, 2, 3, 4, 6 or 12 months")
	}
	if c.Ending < 0 || c.Ending > time.December {
		f.Add(path+".ending", fmt.Sprint(int(c.Ending)), alianza.ErrRange, "a month of the year, 1 to 12")
	}
}

// A Cycle is a checked definition. The zero Cycle has no ladder and refuses
// every step. A Cycle is immutable and safe for concurrent use.
type Cycle[T any] struct {
	def     CycleDefinition[T]
	ladders []Ladder[T]
}

// NewCycle checks a definition. It returns an error with all its faults: those
// of its ladders, editions out of order or with other levels, numbers of months
// out of bounds.
func NewCycle[T any](d CycleDefinition[T]) (Cycle[T], error) {
	if err := d.check(); err != nil {
		return Cycle[T]{}, err
	}
	c := Cycle[T]{def: d}
	c.def.Editions = slices.Clone(d.Editions)
	for i, e := range d.Editions {
		ladder, err := New(e.Ladder)
		if err != nil {
			return Cycle[T]{}, err
		}
		c.ladders = append(c.ladders, ladder)
		c.def.Editions[i].Ladder = ladder.Definition()
	}
	return c, nil
}

// MustCycle is NewCycle for definitions written in code; it panics on a fault.
func MustCycle[T any](d CycleDefinition[T]) Cycle[T] {
	c, err := NewCycle(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return c
}

// Definition returns a fresh copy of the definition the cycle was made from.
func (c Cycle[T]) Definition() CycleDefinition[T] {
	d := c.def
	d.Editions = slices.Clone(d.Editions)
	for i, l := range c.ladders {
		d.Editions[i].Ladder = l.Definition()
	}
	return d
}

// Ladder returns the edition of the ladder that holds in a month; false if none
// does yet.
func (c Cycle[T]) Ladder(m Month) (Ladder[T], bool) {
	for i, ladder := range slices.Backward(c.ladders) {
		if !m.Before(c.def.Editions[i].From) {
			return ladder, true
		}
	}
	return Ladder[T]{}, false
}

// maxMonths bounds windows, graces and the like: a hundred years.
const maxMonths = 1200

// check returns all faults of the definition, in the order of its JSON form.
func (d *CycleDefinition[T]) check() error {
	var f check.Faults
	if len(d.Editions) == 0 {
		f.Add("editions", "", alianza.ErrMissing, "a cycle has at least one ladder")
	}
	for i, e := range d.Editions {
		path := fmt.Sprintf("editions[%d]", i)
		if i > 0 && !d.Editions[i-1].From.Before(e.From) {
			f.Add(path+".from", e.From.String(), alianza.ErrConflict, "not after the edition before it, "+d.Editions[i-1].From.String())
		}
		f.Join(alianza.At(path+".ladder", e.Ladder.check()))
		if i > 0 && !sameLevels(d.Editions[0].Ladder, e.Ladder) {
			f.Add(path+".ladder", e.Ladder.Name, alianza.ErrConflict, "its name or the names of its levels are not those of the first edition")
		}
	}
	checkMonths(&f, "window", d.Window)
	if int(d.Aggregate) >= len(aggregateNames) {
		f.Add("aggregate", d.Aggregate.String(), alianza.ErrUnknown, "")
	}
	d.Promote.check(&f, "promote")
	d.Demote.check(&f, "demote")
	if int(d.Demotion) >= len(demotionNames) {
		f.Add("demotion", d.Demotion.String(), alianza.ErrUnknown, "")
	}
	checkMonths(&f, "grace", d.Grace)
	checkMonths(&f, "validity", d.Validity)
	checkMonths(&f, "tail", d.Tail)
	return f.Err()
}

func checkMonths(f *check.Faults, path string, n int) {
	if n < 0 || n > maxMonths {
		f.Add(path, fmt.Sprint(n), alianza.ErrRange, fmt.Sprintf("from 0 to %d", maxMonths))
	}
}

func sameLevels[T any](a, b Definition[T]) bool {
	return a.Name == b.Name && slices.EqualFunc(a.Levels, b.Levels, func(x, y Level) bool { return x.Name == y.Name })
}

// MarshalJSON returns the JSON of the definition.
func (d CycleDefinition[T]) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewCycle] does.
// It returns all faults, of form and of meaning, and then leaves d as it was.
func (d *CycleDefinition[T]) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*CycleDefinition[T]).fields, (*CycleDefinition[T]).check)
}

func (d *CycleDefinition[T]) fields(o *oldjson.Object) {
	oldjson.List(o, "editions", &d.Editions, func(e *Edition[T], o *oldjson.Object) {
		oldjson.Text(o.Optional(), "from", &e.From)
		oldjson.Struct(o, "ladder", &e.Ladder, false, (*Definition[T]).fields)
	})
	o.Optional().Int("window", &d.Window)
	oldjson.Text(o.Optional(), "aggregate", &d.Aggregate)
	oldjson.Struct(o.Optional(), "promote", &d.Promote, d.Promote == Calendar{}, (*Calendar).fields)
	oldjson.Struct(o.Optional(), "demote", &d.Demote, d.Demote == Calendar{}, (*Calendar).fields)
	oldjson.Text(o.Optional(), "demotion", &d.Demotion)
	o.Optional().Int("grace", &d.Grace)
	o.Optional().Int("validity", &d.Validity)
	o.Optional().Int("tail", &d.Tail)
}

func (c *Calendar) fields(o *oldjson.Object) {
	o.Int("every", &c.Every)
	o.Optional().Int("ending", (*int)(&c.Ending))
}
