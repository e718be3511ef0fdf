package tier

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Population is the metrics of many partners, by the partner's name.
type Population map[string]Metrics

// A Census is a population placed on a ladder, sorted by the partner's name.
type Census[T any] []Member[T]

// A Member is a partner and where it stands.
type Member[T any] struct {
	Partner   string
	Placement Placement[T]
}

// Census places every partner. It returns all faults of the metrics together,
// each with the partner's name in its path, and no census then.
func (l Ladder[T]) Census(p Population) (Census[T], error) {
	census := make(Census[T], 0, len(p))
	var errs []error
	for _, partner := range slices.Sorted(maps.Keys(p)) {
		placed, err := l.Place(p[partner])
		if err != nil {
			errs = append(errs, alianza.At(partner, err))
		}
		census = append(census, Member[T]{partner, placed})
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("tier: ladder %s: %w", l.def.Name, err)
	}
	return census, nil
}

// MarshalJSON returns the member with its fields in lower case.
func (m Member[T]) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("partner", &m.Partner)
		o.Any("placement", m.Placement)
	})
}

// Counts returns the number of partners on each level, by its name, "" for
// none. Levels without a partner are left out.
func (c Census[T]) Counts() map[string]int {
	counts := map[string]int{}
	for _, m := range c {
		counts[m.Placement.Level]++
	}
	return counts
}

// Rising returns the partners whom nothing but at most so much of one metric
// parts from the next level: with "sales" and 1, those who are one sale from
// promotion. A metric that was not given parts by more than any number.
func (c Census[T]) Rising(metric string, within decimal.Decimal) Census[T] {
	return c.where(func(p Placement[T]) bool {
		return len(p.Missing) > 0 && !slices.ContainsFunc(p.Missing, func(g Gap) bool { return !g.moves(metric, within, false) })
	})
}

// Falling returns the partners who would lose their level by so much of one
// metric: with "sales" and 1, those who fall with one sale less.
func (c Census[T]) Falling(metric string, by decimal.Decimal) Census[T] {
	return c.where(func(p Placement[T]) bool {
		return slices.ContainsFunc(p.Margin, func(g Gap) bool { return g.moves(metric, by, true) })
	})
}

func (c Census[T]) where(keep func(Placement[T]) bool) Census[T] {
	var kept Census[T]
	for _, m := range c {
		if keep(m.Placement) {
			kept = append(kept, m)
		}
	}
	return kept
}

// moves reports whether a move of one metric by so much changes sides: of a
// group, by enough of its members.
func (g Gap) moves(metric string, by decimal.Decimal, lose bool) bool {
	if len(g.Of) == 0 {
		bounded := len(g.Need.Sum) == 0 && g.Need.Metric == metric || slices.Contains(g.Need.Sum, metric)
		return bounded && !g.Unknown && g.within(by, lose)
	}
	moved := 0
	for _, one := range g.Of {
		if one.moves(metric, by, lose) {
			moved++
		}
	}
	if lose {
		return moved > g.Count
	}
	return moved >= g.Count
}

// within reports whether a move of the metric by so much changes sides: meets
// the bound, or with lose fails it.
func (g Gap) within(by decimal.Decimal, lose bool) bool {
	if exact.Check(by) != nil {
		return by.IsPositive()
	}
	strict := g.Need.Op == OpAbove || g.Need.Op == OpBelow
	// To meet a strict bound takes more than the distance, and so does failing
	// an inclusive one.
	if c := exact.Cmp(by, g.By); strict != lose {
		return c > 0
	} else {
		return c >= 0
	}
}

// A Shift is a partner who stands on another level of one ladder than of
// another.
type Shift struct {
	Partner  string
	From, To string // levels; "" is none
}

// Compare places a population on two ladders, such as today's and a changed
// one, and returns who moves, sorted by the partner's name. It returns an error
// as [Ladder.Census] does.
func Compare[T, U any](from Ladder[T], to Ladder[U], p Population) ([]Shift, error) {
	before, err := from.Census(p)
	if err != nil {
		return nil, err
	}
	after, err := to.Census(p)
	if err != nil {
		return nil, err
	}
	var shifts []Shift
	for i, m := range before {
		if a, b := m.Placement.Level, after[i].Placement.Level; a != b {
			shifts = append(shifts, Shift{m.Partner, a, b})
		}
	}
	return shifts, nil
}

// MarshalJSON returns the shift with its fields in lower case; a side without a
// level is left out.
func (s Shift) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("partner", &s.Partner)
		o.Optional().String("from", &s.From)
		o.Optional().String("to", &s.To)
	})
}

// String returns the shift as a phrase: "ana: silver to gold".
func (s Shift) String() string { return s.Partner + ": " + orNone(s.From) + " to " + orNone(s.To) }
