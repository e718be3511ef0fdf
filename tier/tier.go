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
// # Standing over time
//
// A [Cycle] says how a standing changes from month to month: over which window
// the metrics count, after which months a level may rise and fall, how much
// grace there is, how long a level is valid. [Cycle.Step] evaluates one month:
// standing and metrics in, the next standing and the change out. The caller
// keeps the [Standing].
//
// # Certification
//
// A [Certification] issues, renews and judges certificates of knowledge, which
// last calendar months. What a certificate is worth on a day can be a metric of
// a ladder.
//
// # Analysis
//
// [Ladder.Census] places a population and finds who is about to rise or fall,
// [Compare] says who moves on a changed ladder, and [Ladder.Review] remarks on a
// ladder that a partner may climb out of order.
//
// # Units
//
// A metric is a decimal in whatever unit its requirements are written in; the
// caller decides what is counted. The period of a standing is the calendar
// [Month]. Values are compared exactly: 5.5 sales do not reach 6.
//
// # Errors
//
// [New], [NewCycle] and [NewCertification] report every fault of a definition.
// [Ladder.Place] refuses metrics that are missing, unknown to the ladder,
// negative or out of the bounds of the library; each fault is an
// [*alianza.FieldError].
package tier

import (
	"maps"
	"slices"
)

// A Ladder is a checked definition. The zero Ladder has no levels; nothing
// reaches it. A Ladder is immutable and safe for concurrent use.
type Ladder[T any] struct {
	def     Definition[T]
	metrics []string // in the order in which the levels name them
	levels  []made
	scan    *scan // for ladders of one metric; else nil
}

// made is a level made ready: its requirements as a group of all of them.
type made struct {
	name     string
	rung     rung
	benefits []string
}

// New checks a definition and returns its ladder. It returns an error with all
// faults of the definition: a missing or repeated name, no levels, a level
// without requirements or with ones that contradict each other, a negative
// bound, a bound that does not rise from one level to the next where both have
// one requirement on the same metric, terms that do not match the levels.
func New[T any](d Definition[T]) (Ladder[T], error) {
	if err := d.check(); err != nil {
		return Ladder[T]{}, err
	}
	l := Ladder[T]{def: d.clone()}
	for i, one := range l.def.Levels {
		next := made{name: one.Name, rung: l.rung(All(one.Requires...)), benefits: slices.Clone(one.Benefits)}
		if d.Benefits == Cumulative && i > 0 {
			next.benefits = slices.Concat(l.levels[i-1].benefits, one.Benefits)
		}
		l.levels = append(l.levels, next)
	}
	l.scan = newScan(l.metrics, l.levels)
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

// Terms returns the terms of a level, and false if the ladder has no such level.
func (l Ladder[T]) Terms(level string) (T, bool) {
	if rank, err := rankOf(l, "level", level); rank == 0 || err != nil {
		return *new(T), false
	}
	return l.def.Terms[level], true
}

// Name returns the ladder's name.
func (l Ladder[T]) Name() string { return l.def.Name }

// Definition returns a fresh copy of the definition the ladder was made from.
func (l Ladder[T]) Definition() Definition[T] { return l.def.clone() }

func (d Definition[T]) clone() Definition[T] {
	d.Terms = maps.Clone(d.Terms)
	d.Levels = slices.Clone(d.Levels)
	for i, one := range d.Levels {
		d.Levels[i].Requires = cloneAll(one.Requires)
		d.Levels[i].Benefits = slices.Clone(one.Benefits)
	}
	return d
}
