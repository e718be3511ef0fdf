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
// Read [Month], [Definition] and [Cycle] for what a cycle is, and [Standing] for what
// is kept. Then [Aggregate] says what counts in a month, and [Change] what a month does.
// At the end, [Outlook] looks ahead.
//
// # Presets
//
// There are none. The zero fields of a [Definition] are the affiliate program as
// it is written: the metrics of one month decide, up and down, at once.
package cycle

import (
	"fmt"
	"maps"
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
	// Months is how many months count, the evaluated month and those before it; 1 if
	// absent.
	Months int `json:"months,omitzero"`
	// Resets are, in place of Months, the months after which counting begins anew:
	// every 12 months, ending in December, counts by calendar year.
	Resets Calendar `json:"resets,omitzero"`
	// OwnYear counts, in place of Months, by the partner's own year, which begins
	// with the first month evaluated.
	OwnYear bool `json:"own_year,omitzero"`
	// Aggregate is how the metrics of several months become one; their sum if absent.
	Aggregate Aggregate `json:"aggregate,omitzero"`
	// Promote and Demote are the months after which a level may rise and fall; every
	// month if absent.
	Promote Calendar `json:"promote,omitzero"`
	Demote  Calendar `json:"demote,omitzero"`
	// Demotion is how far a level falls; straight if absent.
	Demotion Demotion `json:"demotion,omitzero"`
	// Grace is how many evaluations in a row a partner may miss and still keep the
	// level. An evaluation is missed if Demote has its month and the metrics
	// qualify for less than the level.
	//
	// Rules: T21.
	Grace int `json:"grace,omitzero"`
	// Validity is the number of months for which a level is kept once it is reached,
	// whatever the metrics. If the partner qualifies at the end, a new validity
	// begins. 0 is none.
	Validity int `json:"validity,omitzero"`
	// UntilReset lets a validity last longer, until counting begins anew. With a
	// validity of 12 months and Resets by calendar year, a level is valid to the end
	// of the next year.
	UntilReset bool `json:"until_reset,omitzero"`
	// Tail is the number of months for which a deal keeps the level that it was sold
	// under, the month of the sale included.
	Tail int `json:"tail,omitzero"`
}

// An Edition is a ladder that holds from a month on. All editions of a cycle have
// one name. An edition may add levels, and keeps those of the edition before in
// their order. A metric that an edition is the first to ask for counts from its first
// month on, in a sum and in a mean (see [Aggregate]).
type Edition[T any] struct {
	// From is the first month. The first edition may leave it out, and then holds
	// from the beginning.
	From   Month              `json:"from,omitzero"`
	Ladder tier.Definition[T] `json:"ladder"`
	// Renamed leads from the names of levels of the edition before to names of this
	// one. Two levels may become one, and "" says that a level is no more. A level
	// that is not in it keeps its name.
	Renamed map[string]string `json:"renamed,omitzero"`
}

// Demotion is how far a level falls when it is lost. The zero Demotion is
// [Straight].
type Demotion uint8

// How far a level falls.
const (
	Straight Demotion = iota // "straight": to the level that the metrics are enough to keep
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
	signed   map[string]bool // metrics that may be negative
}

// edition is an edition made ready.
type edition[T any] struct {
	from    Month
	ladder  tier.Ladder[T]
	window  tier.Ladder[T] // the ladder for sums: what an earlier edition let be missing is unmet
	metrics []string       // that the ladder asks for
	refuse  bool           // a month without one of them
	keeps   bool           // some level asks less of who keeps it
	levels  []string
	renamed map[string]string
}

// New checks a definition and returns its cycle. It returns an error if:
//   - there are no editions, or one does not come after the one before it;
//   - a ladder has a fault, or another name than that of the first edition;
//   - a level of an edition has no place in the next one, or another order;
//   - a metric may be negative in one edition and not in a later one;
//   - a number of months is out of range;
//   - more than one of Months, Resets and OwnYear is given.
func New[T any](d Definition[T]) (Cycle[T], error) {
	if err := d.check(); err != nil {
		return Cycle[T]{}, err
	}
	c := Cycle[T]{def: d, signed: map[string]bool{}}
	c.def.Editions = slices.Clone(d.Editions)
	lenient := false // an edition so far takes a missing metric for unmet
	for i, e := range d.Editions {
		ladder, err := tier.New(e.Ladder)
		if err != nil {
			return Cycle[T]{}, err
		}
		made := edition[T]{
			from: e.From, ladder: ladder, window: ladder, metrics: ladder.Metrics(), renamed: maps.Clone(e.Renamed),
			refuse: e.Ladder.OnMissing == tier.OnMissingRefuse,
		}
		for _, level := range e.Ladder.Levels {
			made.levels = append(made.levels, level.Name)
			made.keeps = made.keeps || len(level.Keeps) > 0
		}
		for _, name := range e.Ladder.Signed {
			c.signed[name] = true
		}
		if lenient = lenient || !made.refuse; lenient && made.refuse {
			e.Ladder.OnMissing = tier.OnMissingUnmet
			if made.window, err = tier.New(e.Ladder); err != nil {
				return Cycle[T]{}, err
			}
		}
		c.editions = append(c.editions, made)
		c.def.Editions[i].Ladder, c.def.Editions[i].Renamed = ladder.Definition(), made.renamed
	}
	return c, nil
}

// Definition returns a copy of the definition that the cycle was made from.
func (c Cycle[T]) Definition() Definition[T] {
	d := c.def
	d.Editions = slices.Clone(d.Editions)
	for i, e := range c.editions {
		d.Editions[i].Ladder, d.Editions[i].Renamed = e.ladder.Definition(), maps.Clone(e.renamed)
	}
	return d
}

// Ladder returns the edition of the ladder that holds in a month. It returns
// false if none holds yet.
func (c Cycle[T]) Ladder(m Month) (tier.Ladder[T], bool) {
	at := c.edition(m)
	if at < 0 {
		return tier.Ladder[T]{}, false
	}
	return c.editions[at].ladder, true
}

// edition returns the index of the edition that holds in a month, -1 if none
// does.
func (c Cycle[T]) edition(m Month) int {
	at := len(c.editions) - 1
	for at >= 0 && m.Before(c.editions[at].from) {
		at--
	}
	return at
}

// Equal reports whether two cycles have the same definition. Their ladders are
// compared by [tier.Ladder.Equal].
func (c Cycle[T]) Equal(o Cycle[T]) bool {
	a, b := c.def, o.def
	return a.Months == b.Months && a.Resets == b.Resets && a.OwnYear == b.OwnYear && a.UntilReset == b.UntilReset && a.Aggregate == b.Aggregate && a.Promote == b.Promote && a.Demote == b.Demote &&
		a.Demotion == b.Demotion && a.Grace == b.Grace && a.Validity == b.Validity && a.Tail == b.Tail &&
		slices.EqualFunc(c.editions, o.editions, func(a, b edition[T]) bool {
			return a.from == b.from && maps.Equal(a.renamed, b.renamed) && a.ladder.Equal(b.ladder)
		})
}

// unchecked returns the error of a cycle that [New] did not make, else nil.
func (c Cycle[T]) unchecked() error {
	if len(c.editions) > 0 {
		return nil
	}
	return check.Fault("cycle", "", alianza.ErrUnchecked, "")
}

// maxMonths bounds every number of months: a hundred years.
const maxMonths = check.MaxMonths

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
		ladder, err := tier.New(e.Ladder)
		f.Join(alianza.At(path+".ladder", err))
		d.checkSuccession(&f, path, i, ladder.Metrics())
	}
	checkMonths(&f, "months", d.Months)
	d.checkCount(&f)
	enum.Check(&f, "aggregate", d.Aggregate, aggregateNames, 0)
	d.Promote.check(&f, "promote")
	d.Demote.check(&f, "demote")
	enum.Check(&f, "demotion", d.Demotion, demotionNames, 0)
	checkMonths(&f, "grace", d.Grace)
	checkMonths(&f, "validity", d.Validity)
	if d.UntilReset && (d.Validity == 0 || d.Resets == Calendar{} && !d.OwnYear) {
		f.Add("until_reset", "", alianza.ErrConflict, "it takes a validity, and resets or own_year")
	}
	checkMonths(&f, "tail", d.Tail)
	return f.Err()
}

// checkCount adds the faults of what counts.
func (d *Definition[T]) checkCount(f *check.Faults) {
	given := 0
	for _, one := range []bool{d.Months != 0, d.Resets != Calendar{}, d.OwnYear} {
		if one {
			given++
		}
	}
	if given > 1 {
		f.Add("months", "", alianza.ErrConflict, "give one of months, resets and own_year")
	}
	d.Resets.check(f, "resets")
}

// checkSuccession adds the faults of an edition, which asks for metrics, beside
// those before it. An edition without levels could not be read, and has faults
// of its own.
func (d *Definition[T]) checkSuccession(f *check.Faults, path string, i int, metrics []string) {
	now := d.Editions[i]
	if i == 0 {
		if len(now.Renamed) > 0 {
			f.Add(path+".renamed", "", alianza.ErrConflict, "there is no edition before it")
		}
		return
	}
	last := d.Editions[i-1]
	if len(now.Ladder.Levels) == 0 || len(last.Ladder.Levels) == 0 {
		return
	}
	if first := d.Editions[0].Ladder; len(first.Levels) > 0 && now.Ladder.Name != first.Name {
		f.Add(path+".ladder.name", now.Ladder.Name, alianza.ErrConflict, "the first edition is one of the ladder "+first.Name)
	}
	checkRenamed(f, path+".renamed", last.Ladder, now.Ladder, now.Renamed)
	var told []string
	for _, before := range slices.Backward(d.Editions[:i]) {
		for _, name := range before.Ladder.Signed {
			if slices.Contains(metrics, name) && !slices.Contains(now.Ladder.Signed, name) && !slices.Contains(told, name) {
				f.Add(path+".ladder.signed", name, alianza.ErrConflict, "it may be negative in an edition before")
				told = append(told, name)
			}
		}
	}
}

// checkRenamed adds the faults of a renaming of levels.
func checkRenamed[T any](f *check.Faults, path string, last, now tier.Definition[T], renamed map[string]string) {
	if !f.Count(path, len(renamed), check.MaxLevels, "levels") || max(len(last.Levels), len(now.Levels)) > check.MaxLevels {
		return
	}
	before, after := levelRanks(last), levelRanks(now)
	least := 0 // rank that the next level has to have
	for _, level := range last.Levels {
		to, ok := renamed[level.Name]
		if !ok {
			to = level.Name
		}
		rank := after[to]
		switch {
		case rank >= least && rank > 0:
			least = rank
		case rank > 0:
			f.Add(path, level.Name, alianza.ErrConflict, "it comes after a level that is now above it")
		case !ok:
			f.Add(path, level.Name, alianza.ErrMissing, "where this level of the edition before went")
		case to != "":
			f.Add(path+"."+level.Name, to, alianza.ErrUnknown, "the ladder has no such level")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(renamed)) {
		if before[name] == 0 {
			f.Add(path+"."+name, "", alianza.ErrUnknown, "the edition before has no such level")
		}
	}
}

// levelRanks returns the ranks of levels by their names, 1 for the lowest.
func levelRanks[T any](d tier.Definition[T]) map[string]int {
	ranks := map[string]int{}
	for i, level := range d.Levels {
		ranks[level.Name] = i + 1
	}
	return ranks
}

func checkMonths(f *check.Faults, path string, n int) {
	if n < 0 || n > maxMonths {
		f.Add(path, strconv.Itoa(n), alianza.ErrRange, fmt.Sprintf("from 0 to %d", maxMonths))
	}
}

// MarshalJSON returns the JSON of the definition. It returns an error if the
// definition has a fault.
func (d Definition[T]) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*Definition[T]).check)
}

// UnmarshalJSON reads a definition and checks it as [New] does.
func (d *Definition[T]) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition[T]).check)
}

// MarshalJSON returns the JSON of the edition.
func (e Edition[T]) MarshalJSON() ([]byte, error) { return strictjson.Marshal(e) }

// UnmarshalJSON reads an edition.
func (e *Edition[T]) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, e, nil) }

// MarshalJSON writes the definition that the cycle was made from. It returns an
// error if the cycle was not made by [New].
func (c Cycle[T]) MarshalJSON() ([]byte, error) {
	if err := c.unchecked(); err != nil {
		return nil, err
	}
	return c.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the cycle of it.
func (c *Cycle[T]) UnmarshalJSON(data []byte) error {
	var d Definition[T]
	if err := d.UnmarshalJSON(data); err != nil {
		return err
	}
	made, err := New(d)
	if err != nil {
		return err
	}
	*c = made
	return nil
}
