// Package cycle decides how a partner's standing on a ladder changes from month
// to month.
//
// A cycle says which months count, after which months a level may rise and fall,
// how much grace there is, and how long a level is valid. [Cycle.Step] evaluates
// one month: standing and metrics in, the next standing and the change out. The
// caller keeps the [Standing].
//
//	next, change, err := yearly.Step(standing, month, tier.Metrics{"sales": n})
//	fmt.Println(change) // 2026-04: gold kept in grace, 1 of 2; the metrics qualify for silver
//
// # Reading order
//
// Read month.go and cycle.go for what a cycle is, and standing.go for what is
// kept. Then count.go says what counts in a month, step.go what a month does, and
// change.go how it is told.
//
// # Presets
//
// There are none. The zero fields of a [Definition] are the affiliate program as
// it is written: the metrics of one month decide, up and down, at once.
package cycle

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/tier"
)

// A Definition says how a standing on a ladder changes from month to month. [New]
// checks it.
//
// Rules: T20.
type Definition[T any] struct {
	// Editions are the versions of the ladder, in the order of the months from
	// which they hold.
	Editions []Edition[T] `json:"editions"`
	// Months is how many months count: the evaluated month and those before it. 0
	// is 1.
	Months int `json:"months,omitzero"`
	// Aggregate is how the metrics of several months become one.
	Aggregate Aggregate `json:"aggregate,omitzero"`
	// Promote and Demote are the months after which a level may rise and fall. The
	// zero Calendar is every month.
	Promote Calendar `json:"promote,omitzero"`
	Demote  Calendar `json:"demote,omitzero"`
	// Demotion is how far a level falls.
	Demotion Demotion `json:"demotion,omitzero"`
	// Grace is how many evaluations in a row a partner may miss and still keep the
	// level. An evaluation is missed if Demote has its month and the metrics
	// qualify for less than the level.
	//
	// Rules: T21.
	Grace int `json:"grace,omitzero"`
	// Validity is for how many months a level is kept once it is reached, whatever
	// the metrics. If the partner qualifies again at the end, it begins anew. 0 is
	// none.
	Validity int `json:"validity,omitzero"`
	// Tail is for how many months, from the month of a deal, the deal keeps the
	// level that it was sold under.
	Tail int `json:"tail,omitzero"`
}

// An Edition is a ladder that holds from a month on. All editions of a cycle have
// the same name and the same names of levels in the same order. What changes is
// what the levels require, and their terms.
type Edition[T any] struct {
	// From is the first month. The first edition may leave it out, and then holds
	// from the beginning.
	From   Month              `json:"from,omitzero"`
	Ladder tier.Definition[T] `json:"ladder"`
}

// Demotion is how far a level falls when it is lost. The zero Demotion is
// [Straight].
type Demotion uint8

// How far a level falls.
const (
	Straight Demotion = iota // "straight": to the level that the metrics qualify for
	OneStep                  // "one_step": to the level below
	Never                    // "never": not at all
)

var demotionNames = []string{"straight", "one_step", "never"}

// String returns the name of the demotion, such as "one_step".
func (d Demotion) String() string { return enum.Name(d, demotionNames) }

// MarshalText returns the name of the demotion.
func (d Demotion) MarshalText() ([]byte, error) { return enum.Text(d, demotionNames, 0) }

// UnmarshalText reads the name of a demotion.
func (d *Demotion) UnmarshalText(text []byte) error { return enum.Parse(d, text, demotionNames, 0) }

// A Cycle is a checked [Definition].
type Cycle[T any] struct {
	def      Definition[T] // with editions that the cycle alone knows
	editions []edition[T]
}

// edition is an edition made ready.
type edition[T any] struct {
	from    Month
	ladder  tier.Ladder[T]
	metrics []string // that the ladder asks for
	refuse  bool     // a month without one of them
	levels  []string
}

// New checks a definition and returns its cycle. It returns an error if:
//   - there are no editions, or one does not come after the one before it;
//   - a ladder has a fault, or other names than that of the first edition;
//   - a number of months is out of range.
func New[T any](d Definition[T]) (Cycle[T], error) {
	if err := d.check(); err != nil {
		return Cycle[T]{}, err
	}
	c := Cycle[T]{def: d}
	c.def.Editions = slices.Clone(d.Editions)
	for i, e := range d.Editions {
		ladder, err := tier.New(e.Ladder)
		if err != nil {
			return Cycle[T]{}, err
		}
		made := edition[T]{from: e.From, ladder: ladder, metrics: ladder.Metrics(), refuse: e.Ladder.OnMissing == tier.OnMissingRefuse}
		for _, level := range e.Ladder.Levels {
			made.levels = append(made.levels, level.Name)
		}
		c.editions = append(c.editions, made)
		c.def.Editions[i].Ladder = ladder.Definition()
	}
	return c, nil
}

// Definition returns a copy of the definition that the cycle was made from.
func (c Cycle[T]) Definition() Definition[T] {
	d := c.def
	d.Editions = slices.Clone(d.Editions)
	for i, e := range c.editions {
		d.Editions[i].Ladder = e.ladder.Definition()
	}
	return d
}

// Ladder returns the edition of the ladder that holds in a month. It returns
// false if none holds yet.
func (c Cycle[T]) Ladder(m Month) (tier.Ladder[T], bool) {
	e := c.edition(m)
	if e == nil {
		return tier.Ladder[T]{}, false
	}
	return e.ladder, true
}

// edition returns the edition that holds in a month, nil if none does.
func (c Cycle[T]) edition(m Month) *edition[T] {
	for i := len(c.editions) - 1; i >= 0; i-- {
		if !m.Before(c.editions[i].from) {
			return &c.editions[i]
		}
	}
	return nil
}

// Equal reports whether two cycles have the same definition. Their ladders are
// compared by [tier.Ladder.Equal].
func (c Cycle[T]) Equal(o Cycle[T]) bool {
	a, b := c.def, o.def
	return a.Months == b.Months && a.Aggregate == b.Aggregate && a.Promote == b.Promote && a.Demote == b.Demote &&
		a.Demotion == b.Demotion && a.Grace == b.Grace && a.Validity == b.Validity && a.Tail == b.Tail &&
		slices.EqualFunc(c.editions, o.editions, func(a, b edition[T]) bool { return a.from == b.from && a.ladder.Equal(b.ladder) })
}

// unchecked returns the error of a cycle that [New] did not make, else nil.
func (c Cycle[T]) unchecked() error {
	if len(c.editions) > 0 {
		return nil
	}
	return check.Fault("cycle", "", alianza.ErrUnchecked, "")
}

// maxMonths bounds every number of months: a hundred years.
const maxMonths = 1200

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition[T]) check() error {
	var f check.Faults
	if len(d.Editions) == 0 {
		f.Add("editions", "", alianza.ErrMissing, "a cycle has at least one ladder")
	}
	if !f.Count("editions", len(d.Editions), check.MaxEditions, "editions") {
		return f.Err()
	}
	for i, e := range d.Editions {
		path := fmt.Sprintf("editions[%d]", i)
		if i > 0 && !d.Editions[i-1].From.Before(e.From) {
			f.Add(path+".from", e.From.String(), alianza.ErrConflict, "not after the edition before it, "+d.Editions[i-1].From.String())
		}
		if _, err := tier.New(e.Ladder); err != nil {
			f.Join(alianza.At(path+".ladder", err))
		}
		if i > 0 && !sameLevels(d.Editions[0].Ladder, e.Ladder) {
			f.Add(path+".ladder", e.Ladder.Name, alianza.ErrConflict, "its name or the names of its levels are not those of the first edition")
		}
	}
	checkMonths(&f, "months", d.Months)
	enum.Check(&f, "aggregate", d.Aggregate, aggregateNames, 0)
	d.Promote.check(&f, "promote")
	d.Demote.check(&f, "demote")
	enum.Check(&f, "demotion", d.Demotion, demotionNames, 0)
	checkMonths(&f, "grace", d.Grace)
	checkMonths(&f, "validity", d.Validity)
	checkMonths(&f, "tail", d.Tail)
	return f.Err()
}

func checkMonths(f *check.Faults, path string, n int) {
	if n < 0 || n > maxMonths {
		f.Add(path, strconv.Itoa(n), alianza.ErrRange, fmt.Sprintf("from 0 to %d", maxMonths))
	}
}

// sameLevels reports whether two ladders have the same names. A ladder without
// any could not be read, and has faults of its own.
func sameLevels[T any](a, b tier.Definition[T]) bool {
	if len(a.Levels) == 0 || len(b.Levels) == 0 {
		return true
	}
	return a.Name == b.Name && slices.EqualFunc(a.Levels, b.Levels, func(x, y tier.Level) bool { return x.Name == y.Name })
}

// MarshalJSON returns the JSON of the definition. It returns an error if the
// definition has a fault.
func (d Definition[T]) MarshalJSON() ([]byte, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	return strictjson.Marshal(d)
}

// UnmarshalJSON reads a definition and checks it as [New] does.
func (d *Definition[T]) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition[T]).check)
}

// MarshalJSON returns the JSON of the edition.
func (e Edition[T]) MarshalJSON() ([]byte, error) { return strictjson.Marshal(e) }

// UnmarshalJSON reads an edition.
func (e *Edition[T]) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, e, nil) }
