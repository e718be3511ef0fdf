package tier

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// Metrics are the facts about a partner, by the names that the ladder's
// requirements use. A metric that is zero has to say so: one that is not there
// is missing.
type Metrics map[string]decimal.Decimal

// A Placement is where a partner stands on a ladder, and how far it is from
// the neighbouring levels. The zero Placement is on no level of no ladder.
type Placement[T any] struct {
	_        [0]func() // == would compare decimals by address
	Ladder   string    // name of the ladder
	Level    string    // name of the level reached; "" if none is (T2)
	Rank     int       // of the level, the lowest 1; 0 if none is reached
	Terms    T         // of the level; the zero T if none is reached
	Benefits []string  // of the level, and if they are cumulative of those below it, too (T3)
	Next     string    // name of the level above; "" at the top
	// Missing lists the requirements of the next level that are not met, in
	// the order of the definition. It is empty at the top.
	Missing []Gap
	// Margin lists the requirements of the level reached that hold, in the
	// order of the definition: how far each metric may move before the level is
	// lost.
	Margin []Gap
}

// A Gap is the distance between a metric and its bound, or for a group of
// requirements the distances of its members.
type Gap struct {
	_    [0]func() // == would compare decimals by address
	Need Requirement
	// Unknown says that the metric was not given. There is no distance then.
	Unknown bool
	Value   decimal.Decimal // of the metric, or of the sum
	// By is |bound - value|, exact. Where the operator is strict, meeting the
	// bound takes more than By; By is then 0 when the metric is on the bound.
	By decimal.Decimal
	// Count, of a group that does not hold, is how many more of Of have to
	// hold; of one that holds, how many of Of may fail. Of are the members that
	// do not hold, or that do.
	Count int
	Of    []Gap
}

// Place returns where the metrics put a partner: on the highest level all of
// whose requirements hold, or on none. It does not depend on the order of the
// metrics. It returns an error that names each metric that the ladder knows
// and m does not have, unless the definition says that such a requirement does
// not hold ([alianza.ErrMissing]), that m has and the ladder does not know
// ([alianza.ErrUnknown]), and that is negative or out of bounds
// ([alianza.ErrRange]).
func (l Ladder[T]) Place(m Metrics) (Placement[T], error) {
	var room [4]decimal.Decimal
	v, err := l.values(m, room[:0])
	if err != nil {
		return Placement[T]{}, err
	}
	return l.place(v), nil
}

func (l Ladder[T]) place(v values) Placement[T] {
	p := Placement[T]{Ladder: l.def.Name, Rank: l.rank(v)}
	if p.Rank > 0 {
		reached := &l.levels[p.Rank-1]
		p.Level, p.Terms, p.Benefits = reached.name, l.def.Terms[reached.name], slices.Clone(reached.benefits)
		p.Margin = reached.rung.gaps(v, true)
	}
	if p.Rank < len(l.levels) {
		next := &l.levels[p.Rank]
		p.Next, p.Missing = next.name, next.rung.gaps(v, false)
	}
	return p
}

// Rank returns only the rank of the level that Place returns: 1 for the lowest
// level, 0 for none. It allocates nothing on a ladder of up to four metrics
// that asks for no sums.
func (l Ladder[T]) Rank(m Metrics) (int, error) {
	if l.scan != nil && len(m) == 1 {
		if v, ok := m[l.scan.metric]; ok {
			if rank, ok := l.scan.rank(v); ok {
				return rank, nil
			}
		}
	}
	var room [4]decimal.Decimal
	v, err := l.values(m, room[:0])
	if err != nil {
		return 0, err
	}
	return l.rank(v), nil
}

// values appends the values of the ladder's metrics, in their order.
func (l Ladder[T]) values(m Metrics, all []decimal.Decimal) (values, error) {
	v := values{all: all}
	found := 0
	for i, name := range l.metrics {
		one, ok := m[name]
		switch {
		case ok && (one.IsNegative() || exact.Check(one) != nil), !ok && l.def.Missing == RefuseMissing:
			return v, l.refuse(m)
		case ok:
			found++
		case v.missing == nil:
			v.missing = make([]bool, len(l.metrics))
			fallthrough
		default:
			v.missing[i] = true
		}
		v.all = append(v.all, one)
	}
	if len(m) != found {
		return v, l.refuse(m)
	}
	return v, nil
}

// refuse returns the faults of metrics that the ladder cannot use.
func (l Ladder[T]) refuse(m Metrics) error {
	var f check.Faults
	for _, name := range l.metrics {
		if v, ok := m[name]; ok {
			f.NotNegative("metrics."+name, v)
		} else if l.def.Missing == RefuseMissing {
			f.Add("metrics."+name, "", alianza.ErrMissing, "")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !slices.Contains(l.metrics, name) {
			f.Add("metrics."+name, "", alianza.ErrUnknown, "the ladder has no requirement on it")
		}
	}
	return fmt.Errorf("tier: ladder %s: %w", l.def.Name, f.Err())
}

// rank returns the rank of the highest level that holds.
func (l Ladder[T]) rank(v values) int {
	if l.scan != nil && v.missing == nil && v.months <= 1 {
		if rank, ok := l.scan.rank(v.all[0]); ok {
			return rank
		}
	}
	for i := len(l.levels); i > 0; i-- {
		if l.levels[i-1].rung.holds(v) {
			return i
		}
	}
	return 0
}

// gaps returns the distances of the members of a group that hold, or that do
// not.
func (r *rung) gaps(v values, hold bool) []Gap {
	var gaps []Gap
	for i := range r.of {
		if one := &r.of[i]; one.holds(v) == hold {
			gaps = append(gaps, one.gap(v, hold))
		}
	}
	return gaps
}

func (r *rung) gap(v values, hold bool) Gap {
	g := Gap{Need: r.need}
	if len(r.of) == 0 {
		value, ok := r.value(v)
		if g.Unknown = !ok; ok {
			g.Value = v.mean(value)
			g.By = r.bound.Sub(g.Value).Abs()
		}
		return g
	}
	g.Of = r.gaps(v, hold)
	if hold {
		g.Count = len(g.Of) - r.count
	} else {
		g.Count = r.count - (len(r.of) - len(g.Of))
	}
	return g
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
// 0.5 engagement" for a strict bound, "3 tickets less" for an upper one,
// "certified (unknown)" for a metric that was not given; for a group that does
// not hold, its members: "(2 certified or 300 revenue)". The name of a metric
// that ends in s loses it after the number 1.
func (g Gap) String() string {
	if len(g.Of) > 0 {
		return g.group()
	}
	metric := g.Need.subject()
	if g.Unknown {
		return metric + " (unknown)"
	}
	by := exact.Text(exact.Trim(g.By))
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

func (g Gap) group() string {
	parts := make([]string, len(g.Of))
	for i, one := range g.Of {
		parts[i] = one.String()
	}
	switch {
	case len(parts) == 1:
		return parts[0]
	case g.Count == len(parts):
		return "(" + strings.Join(parts, " and ") + ")"
	case g.Count == 1:
		return "(" + strings.Join(parts, " or ") + ")"
	}
	return fmt.Sprintf("%d of (%s)", g.Count, strings.Join(parts, ", "))
}

// MarshalJSON returns the placement with its fields in lower case; absent
// levels are left out.
func (p Placement[T]) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("ladder", &p.Ladder)
		o.Optional().String("level", &p.Level)
		o.Int("rank", &p.Rank)
		if _, none := any(p.Terms).(NoTerms); !none && p.Rank > 0 {
			o.Any("terms", p.Terms)
		}
		o.Optional().Strings("benefits", &p.Benefits)
		o.Optional().String("next", &p.Next)
		oldjson.List(o.Optional(), "missing", &p.Missing, (*Gap).fields)
		oldjson.List(o.Optional(), "margin", &p.Margin, (*Gap).fields)
	})
}

func (g *Gap) fields(o *oldjson.Object) {
	if len(g.Of) > 0 {
		o.Int("count", &g.Count)
		oldjson.List(o, "of", &g.Of, (*Gap).fields)
		return
	}
	g.Need.fields(o)
	if !g.Unknown {
		o.Decimal("value", &g.Value)
		o.Decimal("by", &g.By)
	}
}
