// Package tier decides which level of a program a partner has reached.
//
// A ladder is an ordered list of levels, each with requirements on named
// metrics ("at least 16 sales") and, if the caller likes, terms of the caller's
// own type: a rate, a band of rates, a support class. A partner stands on the
// highest level all of whose requirements are met, or on none: no sales is no
// tier, never the lowest one.
//
//	ladder := tier.MustNew(tier.WithTerms(tier.Affiliate(), rates))
//	at, err := ladder.Place(tier.Metrics{"sales": decimal.NewFromInt(17)})
//	fmt.Println(at) // gold; 14 sales to platinum
//
// # Units
//
// A metric is a decimal in whatever unit its requirements are written in; the
// caller decides what is counted and over which period. Values are compared
// exactly: 5.5 sales do not reach 6.
//
// # Errors
//
// [New] reports every fault of a definition. [Ladder.Place] refuses metrics
// that are missing, unknown to the ladder, negative or out of the bounds of
// the library; each fault is an [*alianza.FieldError].
package tier

import (
	"maps"
	"slices"

	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/shopspring/decimal"
)

// A Ladder is a checked definition. The zero Ladder has no levels; nothing
// reaches it. A Ladder is immutable and safe for concurrent use.
type Ladder[T any] struct {
	name    string
	levels  []Level
	terms   map[string]T
	metrics []string // in the order in which the levels name them
	rungs   [][]rung // for each level
}

// rung is a requirement with the place of its metric in Ladder.metrics.
type rung struct {
	metric int
	op     exact.Op
	bound  decimal.Decimal
}

// New checks a definition and returns its ladder. It returns an error with all
// faults of the definition: a missing or repeated name, no levels, a level
// without requirements, a negative bound, a bound that does not rise from one
// level to the next where both have that one requirement, terms that do not
// match the levels.
func New[T any](d Definition[T]) (Ladder[T], error) {
	if err := d.check(); err != nil {
		return Ladder[T]{}, err
	}
	l := Ladder[T]{name: d.Name, terms: maps.Clone(d.Terms), levels: make([]Level, len(d.Levels)), rungs: make([][]rung, len(d.Levels))}
	for i, level := range d.Levels {
		l.levels[i] = Level{Name: level.Name, Requires: slices.Clone(level.Requires)}
		for _, r := range level.Requires {
			at := slices.Index(l.metrics, r.Metric)
			if at < 0 {
				at = len(l.metrics)
				l.metrics = append(l.metrics, r.Metric)
			}
			l.rungs[i] = append(l.rungs[i], rung{at, exact.Op(r.Op), r.Bound})
		}
	}
	return l, nil
}

// MustNew is New for definitions written in code; it panics on a fault.
func MustNew[T any](d Definition[T]) Ladder[T] {
	l, err := New(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return l
}

// Name returns the ladder's name.
func (l Ladder[T]) Name() string { return l.name }

// Definition returns a fresh copy of the definition the ladder was made from.
func (l Ladder[T]) Definition() Definition[T] {
	d := Definition[T]{Name: l.name, Terms: maps.Clone(l.terms)}
	for _, level := range l.levels {
		d.Levels = append(d.Levels, Level{Name: level.Name, Requires: slices.Clone(level.Requires)})
	}
	return d
}
