package tier

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/shopspring/decimal"
)

// Metrics are the facts about a partner, by the names that the ladder's
// requirements use. A metric that is zero has to say so: one that is not there
// is missing.
type Metrics map[string]decimal.Decimal

// A Placement is where a partner stands on a ladder, and how far it is from
// the neighbouring levels. The zero Placement is on no level of no ladder.
type Placement[T any] struct {
	_      [0]func() // == would compare decimals by address
	Ladder string    // name of the ladder
	Level  string    // name of the level reached; "" if none is (T2)
	Rank   int       // of the level, the lowest 1; 0 if none is reached
	Terms  T         // of the level; the zero T if none is reached
	Next   string    // name of the level above; "" at the top
	// Missing lists the requirements of the next level that are not met, in
	// the order of the definition. It is empty at the top.
	Missing []Gap
	// Margin lists the requirements of the level reached, in the order of the
	// definition: how far each metric may move before the level is lost.
	Margin []Gap
}

// A Gap is the distance between a metric and a bound.
type Gap struct {
	_     [0]func() // == would compare decimals by address
	Need  Requirement
	Value decimal.Decimal // of the metric
	// By is |bound - value|, exact. Where the operator is strict, meeting the
	// bound takes more than By; By is then 0 when the metric is on the bound.
	By decimal.Decimal
}

// Place returns where the metrics put a partner: on the highest level all of
// whose requirements hold, or on none. It does not depend on the order of the
// metrics. It returns an error that names each metric that the ladder knows
// and m does not have ([alianza.ErrMissing]), that m has and the ladder does
// not know ([alianza.ErrUnknown]), and that is negative or out of bounds
// ([alianza.ErrRange]).
func (l Ladder[T]) Place(m Metrics) (Placement[T], error) {
	var room [4]decimal.Decimal
	values, err := l.values(m, room[:0])
	if err != nil {
		return Placement[T]{}, err
	}
	p := Placement[T]{Ladder: l.name, Rank: l.rank(values)}
	if p.Rank > 0 {
		p.Level = l.levels[p.Rank-1].Name
		p.Terms = l.terms[p.Level]
		for i, r := range l.rungs[p.Rank-1] {
			p.Margin = append(p.Margin, gap(l.levels[p.Rank-1].Requires[i], values[r.metric]))
		}
	}
	if p.Rank < len(l.levels) {
		p.Next = l.levels[p.Rank].Name
		for i, r := range l.rungs[p.Rank] {
			if !r.holds(values[r.metric]) {
				p.Missing = append(p.Missing, gap(l.levels[p.Rank].Requires[i], values[r.metric]))
			}
		}
	}
	return p, nil
}

// Rank returns only the rank of the level that Place returns: 1 for the lowest
// level, 0 for none. It allocates nothing on a ladder of up to four metrics.
func (l Ladder[T]) Rank(m Metrics) (int, error) {
	var room [4]decimal.Decimal
	values, err := l.values(m, room[:0])
	if err != nil {
		return 0, err
	}
	return l.rank(values), nil
}

// values appends the values of the ladder's metrics, in their order.
func (l Ladder[T]) values(m Metrics, values []decimal.Decimal) ([]decimal.Decimal, error) {
	for _, name := range l.metrics {
		v, ok := m[name]
		if !ok || v.IsNegative() || exact.Check(v) != nil {
			return nil, l.refuse(m)
		}
		values = append(values, v)
	}
	if len(m) != len(l.metrics) {
		return nil, l.refuse(m)
	}
	return values, nil
}

// refuse returns the faults of metrics that the ladder cannot use.
func (l Ladder[T]) refuse(m Metrics) error {
	var f check.Faults
	for _, name := range l.metrics {
		if v, ok := m[name]; ok {
			f.NotNegative("metrics."+name, v)
		} else {
			f.Add("metrics."+name, "", alianza.ErrMissing, "")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !slices.Contains(l.metrics, name) {
			f.Add("metrics."+name, "", alianza.ErrUnknown, "the ladder has no requirement on it")
		}
	}
	return fmt.Errorf("tier: ladder %s: %w", l.name, f.Err())
}

func (l Ladder[T]) rank(values []decimal.Decimal) int {
	for i := len(l.rungs); i > 0; i-- {
		if !slices.ContainsFunc(l.rungs[i-1], func(r rung) bool { return !r.holds(values[r.metric]) }) {
			return i
		}
	}
	return 0
}

func (r rung) holds(v decimal.Decimal) bool { return r.op.Holds(exact.Cmp(v, r.bound)) }

func gap(need Requirement, value decimal.Decimal) Gap {
	return Gap{Need: need, Value: value, By: need.Bound.Sub(value).Abs()}
}

// Tier returns ladder and level as one name, such as "affiliate/gold", and ""
// if no level is reached. A level's name alone would be ambiguous (T16).
func (p Placement[T]) Tier() string {
	if p.Rank == 0 {
		return ""
	}
	return p.Ladder + "/" + p.Level
}

// String returns the placement as a phrase: "gold; 14 sales to platinum",
// "no tier; 1 sale to basic", "platinum, the top level".
func (p Placement[T]) String() string {
	level := p.Level
	if p.Rank == 0 {
		level = "no tier"
	}
	switch {
	case p.Next != "":
		return level + "; " + p.ToNext()
	case p.Rank > 0:
		return level + ", the top level"
	}
	return level
}

// ToNext returns what is missing to the next level as a phrase, such as
// "14 sales to platinum", and "" at the top.
func (p Placement[T]) ToNext() string {
	if p.Next == "" {
		return ""
	}
	gaps := make([]string, len(p.Missing))
	for i, g := range p.Missing {
		gaps[i] = g.String()
	}
	return strings.Join(gaps, " and ") + " to " + p.Next
}

// String returns the distance to the bound, such as "14 sales", "more than
// 0.5 engagement" for a strict bound, "3 tickets less" for an upper one. The
// name of a metric that ends in s loses it after the number 1.
func (g Gap) String() string {
	by := exact.Text(exact.Trim(g.By))
	metric := g.Need.Metric
	if by == "1" {
		metric = strings.TrimSuffix(metric, "s")
	}
	text := by + " " + metric
	if g.Need.Op == OpAbove || g.Need.Op == OpBelow {
		text = "more than " + text
	}
	if g.Need.Op == OpAtMost || g.Need.Op == OpBelow {
		text += " less"
	}
	return text
}

// MarshalJSON returns the placement with its fields in lower case; absent
// levels are left out.
func (p Placement[T]) MarshalJSON() ([]byte, error) {
	return strictjson.Marshal(func(o *strictjson.Object) {
		o.String("ladder", &p.Ladder)
		o.Optional().String("level", &p.Level)
		o.Int("rank", &p.Rank)
		if _, none := any(p.Terms).(NoTerms); !none && p.Rank > 0 {
			o.Any("terms", p.Terms)
		}
		o.Optional().String("next", &p.Next)
		strictjson.List(o.Optional(), "missing", &p.Missing, (*Gap).fields)
		strictjson.List(o.Optional(), "margin", &p.Margin, (*Gap).fields)
	})
}

func (g *Gap) fields(o *strictjson.Object) {
	g.Need.fields(o)
	o.Decimal("value", &g.Value)
	o.Decimal("by", &g.By)
}
