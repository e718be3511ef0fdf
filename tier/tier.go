// Package tier decides which level of a program a partner has reached.
//
// A ladder is an ordered list of levels. A level has requirements on named
// metrics, such as "at least 16 sales", and may carry terms of the caller's own
// type, such as a rate. A partner stands on the highest level whose requirements
// all hold, or on none. No sales is no level, never the lowest one.
//
//	ladder := alianza.Must(tier.New(tier.WithTerms(tier.Affiliate(), rates)))
//	at, err := ladder.Place(tier.Metrics{"sales": decimal.NewFromInt(17)})
//	fmt.Println(at) // gold; 14 sales to platinum
//
// # Reading order
//
// Read [Definition] and [Requirement] for what a ladder is. [New] says what makes one
// sound. Then [Placement] and [Gap] say where a partner stands on it, and [Census] where
// many do. Two packages come next: cycle changes a standing from month to month, and
// certification issues certificates of knowledge.
//
// # Presets
//
// Presets are functions that return the ladders of the programs, with the numbers
// that the programs state. [Affiliate], [Independent] and [InfluencerSize] are of
// the affiliate program. [Reseller], [Incentive] and [AllianceInfluencerSize] are
// of the alliance program, [Support] is of the advanced program. Profiles of
// influencers and media are in score/kpi.
//
// # Units
//
// A metric is a decimal in the unit that its requirements are written in. The
// caller decides what is counted, and over which time. Values are compared
// exactly: 5.5 sales do not reach 6.
package tier

import (
	"fmt"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
)

// A Ladder is a checked [Definition]. It is immutable and safe for concurrent use.
type Ladder[T any] struct {
	_    [0]func() // == would compare by address
	made *ladder[T]
}

// ladder is a definition made ready.
type ladder[T any] struct {
	def     Definition[T]
	metrics []string // in the order in which the levels name them
	signed  []bool   // of the metrics; nil if none may be negative
	levels  []rungs
	scan    *scan // for ladders of one metric; else nil
}

// rungs are a level made ready: its requirements are a group of all of them.
type rungs struct {
	name     string
	rung     rung
	keeps    rung
	benefits []string
	support  string
}

// New checks a definition and returns its ladder. It returns an error if:
//   - a name is missing, malformed or given twice, or that of the ladder has a slash;
//   - there are no levels, or a level requires nothing;
//   - a bound is missing, negative or out of range, or a scale has no such name;
//   - the requirements of a level contradict each other, so that nobody reaches it;
//   - a level asks no more than one below it, where nobody would stand;
//   - a level asks more of who keeps it than of who reaches it;
//   - the terms do not match the levels.
//
// Requirements are compared as what they say: the order of a sum does not matter, nor
// does a group whose members all have to hold. Into other groups New does not look.
func New[T any](d Definition[T]) (Ladder[T], error) {
	if err := d.check(); err != nil {
		return Ladder[T]{}, err
	}
	l := &ladder[T]{def: d.clone(), levels: make([]rungs, 0, len(d.Levels))}
	m := maker{places: map[string]int{}, scales: l.def.Scales}
	var benefits []string // of all levels, one after the other
	var support string    // the best so far
	named := map[string]bool{}
	for _, level := range l.def.Levels {
		next := rungs{name: level.Name, rung: m.group(Requirement{}, len(level.Requires), level.Requires)}
		if next.keeps = next.rung; len(level.Keeps) > 0 {
			next.keeps = m.group(Requirement{}, len(level.Keeps), level.Keeps)
		}
		if d.Replacing {
			benefits, support = nil, ""
			clear(named)
		}
		for _, benefit := range level.Benefits {
			if !named[benefit] {
				named[benefit], benefits = true, append(benefits, benefit)
			}
		}
		support = better(support, level.Support)
		next.benefits, next.support = benefits, support
		l.levels = append(l.levels, next)
	}
	l.metrics = m.metrics
	if len(d.Signed) > 0 {
		l.signed = make([]bool, len(l.metrics))
		for _, name := range d.Signed {
			l.signed[m.places[name]] = true
		}
	}
	l.scan = newScan(l.metrics, l.levels)
	return Ladder[T]{made: l}, nil
}

// get returns what the ladder was made into, and an empty one for the zero Ladder.
func (l Ladder[T]) get() *ladder[T] {
	if l.made == nil {
		return &ladder[T]{}
	}
	return l.made
}

// Name returns the name of the ladder.
func (l Ladder[T]) Name() string { return l.get().def.Name }

// Definition returns a copy of the definition that the ladder was made from.
func (l Ladder[T]) Definition() Definition[T] { return l.get().def.clone() }

// Metrics returns the names of the metrics that the ladder asks for, in the
// order in which the levels name them.
func (l Ladder[T]) Metrics() []string { return slices.Clone(l.get().metrics) }

// RankOf returns the rank of a level by its name, 1 for the lowest. It returns
// false if the ladder has no such level.
//
// Rules: T16.
func (l Ladder[T]) RankOf(level string) (rank int, ok bool) {
	rank = slices.IndexFunc(l.get().levels, func(r rungs) bool { return r.name == level }) + 1
	return rank, rank > 0
}

// Terms returns the terms of a level. It returns false if the ladder has no such
// level.
func (l Ladder[T]) Terms(level string) (T, bool) {
	if _, ok := l.RankOf(level); !ok {
		return *new(T), false
	}
	return l.made.def.Terms[level], true
}

// Equal reports whether two ladders have the same definition. Bounds are
// compared by their value. Terms are compared by their method Equal, or by their
// JSON if they have none.
func (l Ladder[T]) Equal(o Ladder[T]) bool { return l.get().def.equal(o.get().def) }

// fault returns err with the name of the ladder before it.
func (l *ladder[T]) fault(err error) error {
	return fmt.Errorf("tier: ladder %s: %w", l.def.Name, err)
}

// unchecked returns the error of a ladder that [New] did not make, else nil.
func (l *ladder[T]) unchecked() error {
	if len(l.levels) > 0 {
		return nil
	}
	return fmt.Errorf("tier: %w", check.Fault("ladder", "", alianza.ErrUnchecked, ""))
}

// MarshalJSON writes the definition that the ladder was made from. It returns an
// error if the ladder was not made by [New].
func (l Ladder[T]) MarshalJSON() ([]byte, error) {
	if err := l.get().unchecked(); err != nil {
		return nil, err
	}
	return l.made.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the ladder of it.
func (l *Ladder[T]) UnmarshalJSON(data []byte) error {
	var d Definition[T]
	if err := d.UnmarshalJSON(data); err != nil {
		return err
	}
	made, err := New(d)
	if err != nil {
		return err
	}
	*l = made
	return nil
}
