package tier

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/near"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Metrics are the facts about a partner, by the names that the requirements of a
// ladder use. A metric that is not in the map is missing, and never taken as zero.
//
// Rules: X14.
type Metrics map[string]decimal.Decimal

// Only returns the metrics of those names, which may be fewer. It cuts the facts
// of several ladders down to those of one:
//
//	ladder.Place(facts.Only(ladder.Metrics()))
func (m Metrics) Only(names []string) Metrics {
	only := make(Metrics, min(len(names), len(m)))
	for _, name := range names {
		if v, ok := m[name]; ok {
			only[name] = v
		}
	}
	return only
}

// A Placement is where a partner stands on a ladder, and how far that is from
// the neighboring levels.
type Placement[T any] struct {
	_ [0]func() // == would compare decimals by address
	// Ladder is the name of the ladder.
	Ladder string `json:"ladder"`
	// Level is the name of the level reached, "" for none. Rank is its rank, 1
	// for the lowest and 0 for none.
	//
	// Rules: T2.
	Level string `json:"level,omitzero"`
	Rank  int    `json:"rank"`
	// Terms are the terms of the level, the zero T for none.
	Terms T `json:"terms,omitzero"`
	// Benefits are the benefits of the level, and those of the levels below it
	// unless they replace each other. Each stands once, those of the lowest level first.
	//
	// Rules: T3, T8.
	Benefits []string `json:"benefits,omitzero"`
	// Support is the best class of support of the level and the levels below it, in
	// the order of [SupportClasses]. A class that the order does not have replaces
	// those of the levels below it, and is replaced by those above it. If levels replace
	// each other, it is that of the level.
	//
	// Rules: T3, T8, T13.
	Support string `json:"support,omitzero"`
	// Next is the name of the level above, "" at the top.
	Next string `json:"next,omitzero"`
	// Unmet has the requirements of the next level that do not hold, in the order
	// of the definition.
	Unmet []Gap `json:"unmet,omitzero"`
	// Slack has the requirements of the level reached that hold, in the order of
	// the definition. Their gaps say how far each metric may move before the level
	// is lost.
	Slack []Gap `json:"slack,omitzero"`
}

// Place returns where the metrics put a partner: on the highest level whose
// requirements all hold, or on none. It returns an error if:
//   - a metric that the ladder asks for is missing, unless the ladder takes it for unmet;
//   - the ladder does not ask for a metric (see [Metrics.Only]);
//   - a metric is negative, unless the ladder lets it be, or out of range.
func (l Ladder[T]) Place(m Metrics) (Placement[T], error) {
	var room [4]decimal.Decimal
	v, err := l.get().values(m, room[:0])
	if err != nil {
		return Placement[T]{}, err
	}
	return l.made.place(&v), nil
}

// PlaceMean returns what [Ladder.Place] returns for the mean of the sums over a
// number of months. A metric that counts over another number of months has its own,
// which may be nil for none. The mean is compared exactly, and shown in the gaps cut
// to 18 decimals. It returns the errors of Place, and an error if:
//   - a number of months is less than 1;
//   - the ladder does not ask for a metric that has its own.
func (l Ladder[T]) PlaceMean(sums Metrics, over int, own map[string]int) (Placement[T], error) {
	var room [4]decimal.Decimal
	v, err := l.get().overMonths(sums, over, own, room[:0])
	if err != nil {
		return Placement[T]{}, err
	}
	return l.made.place(&v), nil
}

// overMonths appends the values of sums over a number of months, or over their own.
func (l *ladder[T]) overMonths(sums Metrics, over int, own map[string]int, all []decimal.Decimal) (values, error) {
	v, err := l.values(sums, all)
	if err != nil {
		return v, err
	}
	v.over = int64(over)
	var f check.Faults
	checkOver(&f, "over", over)
	if len(own) > 0 {
		v.own = l.own(&f, own, v.over)
	}
	if err := f.Err(); err != nil {
		return v, l.fault(err)
	}
	return v, nil
}

// own returns over how many months each metric counts, the others over those given.
func (l *ladder[T]) own(f *check.Faults, own map[string]int, others int64) []int64 {
	all := make([]int64, len(l.metrics))
	for i := range all {
		all[i] = others
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		at := slices.Index(l.metrics, name)
		if at < 0 {
			f.Add("own", name, alianza.ErrUnknown, "the ladder has no requirement on it")
			continue
		}
		checkOver(f, "own."+name, own[name])
		all[at] = int64(own[name])
	}
	return all
}

func checkOver(f *check.Faults, path string, over int) {
	if over < 1 || over > math.MaxInt32 {
		f.Add(path, strconv.Itoa(over), alianza.ErrRange, "a number of months, at least 1")
	}
}

// KeepRank returns the rank that a partner on a level of a rank may keep, for the
// mean of the sums over a number of months. It is the rank given if the partner
// qualifies for that level or a higher one, or if the Keeps of that level hold. If
// not, it is the highest one below of which that is true, 0 for none. The Keeps of
// higher levels do not matter. It returns an error as [Ladder.PlaceMean] does.
func (l Ladder[T]) KeepRank(rank int, sums Metrics, over int, own map[string]int) (int, error) {
	var room [4]decimal.Decimal
	v, err := l.get().overMonths(sums, over, own, room[:0])
	if err != nil {
		return 0, err
	}
	qualified := l.made.rank(&v)
	for rank = min(rank, len(l.made.levels)); rank > qualified; rank-- {
		if l.made.levels[rank-1].keeps.holds(&v) {
			break
		}
	}
	return max(0, rank), nil
}

// Needs returns what is missing until the mean of the sums over a number of
// months reaches a level, and nil if nothing is. The gaps are those of the sums:
// By is what the months have to bring together. For a sum of metrics that do not
// count over the same number of months, it is enough of whichever metric. Needs
// returns an error if the ladder has no such level, and as [Ladder.PlaceMean] does.
func (l Ladder[T]) Needs(level string, sums Metrics, over int, own map[string]int) ([]Gap, error) {
	return l.needs(level, sums, over, own, false)
}

// NeedsToKeep returns what [Ladder.Needs] returns for keeping a level. Nothing is
// missing if the metrics qualify for the level or a higher one (see [Ladder.KeepRank]).
func (l Ladder[T]) NeedsToKeep(level string, sums Metrics, over int, own map[string]int) ([]Gap, error) {
	return l.needs(level, sums, over, own, true)
}

func (l Ladder[T]) needs(level string, sums Metrics, over int, own map[string]int, keep bool) ([]Gap, error) {
	v, err := l.get().overMonths(sums, over, own, nil)
	if err != nil {
		return nil, err
	}
	rank, ok := l.RankOf(level)
	if !ok {
		return nil, l.made.fault(check.Fault("level", level, alianza.ErrUnknown, "the ladder has no such level"))
	}
	of := &l.made.levels[rank-1].rung
	if keep {
		if l.made.rank(&v) >= rank {
			return nil, nil
		}
		of = &l.made.levels[rank-1].keeps
	}
	v.sums = true
	return of.gaps(nil, &v, false), nil
}

func (l *ladder[T]) place(v *values) Placement[T] {
	p := Placement[T]{Ladder: l.def.Name, Rank: l.rank(v)}
	var reached, next *rungs
	room := 0
	if p.Rank > 0 {
		reached = &l.levels[p.Rank-1]
		room += len(reached.rung.of)
	}
	if p.Rank < len(l.levels) {
		next = &l.levels[p.Rank]
		room += len(next.rung.of)
	}
	gaps := make([]Gap, 0, room) // of both levels
	if reached != nil {
		p.Level, p.Terms, p.Support = reached.name, l.def.Terms[reached.name], reached.support
		p.Benefits = slices.Clone(reached.benefits)
		gaps = reached.rung.gaps(gaps, v, true)
		p.Slack = slices.Clip(gaps)
	}
	if next != nil {
		p.Next = next.name
		p.Unmet = next.rung.gaps(gaps, v, false)[len(gaps):]
	}
	return p
}

// Rank returns only the rank of the level that [Ladder.Place] returns: 1 for the
// lowest level, 0 for none. It allocates nothing on a ladder of up to four
// metrics that asks for no sums.
func (l Ladder[T]) Rank(m Metrics) (int, error) {
	made := l.get()
	if made.scan != nil {
		if rank, ok := made.scan.rank(m); ok {
			return rank, nil
		}
	}
	var room [4]decimal.Decimal
	v, err := made.values(m, room[:0])
	if err != nil {
		return 0, err
	}
	return made.rank(&v), nil
}

// values appends the values of the ladder's metrics, in their order.
func (l *ladder[T]) values(m Metrics, all []decimal.Decimal) (values, error) {
	v := values{all: all}
	found := 0
	for i, name := range l.metrics {
		one, ok := m[name]
		switch {
		case ok && (one.IsNegative() && !l.isSigned(i) || exact.Check(one) != nil), !ok && l.def.OnMissing == OnMissingRefuse:
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
	if len(m) != found || len(l.levels) == 0 {
		return v, l.refuse(m)
	}
	return v, nil
}

// isSigned reports whether a metric may be negative.
func (l *ladder[T]) isSigned(metric int) bool { return l.signed != nil && l.signed[metric] }

// refuse returns the faults of metrics that the ladder cannot use.
func (l *ladder[T]) refuse(m Metrics) error {
	if err := l.unchecked(); err != nil {
		return err
	}
	var f check.Faults
	for i, name := range l.metrics {
		switch v, ok := m[name]; {
		case ok && l.isSigned(i):
			f.Number("metrics."+name, v)
		case ok:
			f.NotNegative("metrics."+name, v)
		case l.def.OnMissing == OnMissingRefuse:
			f.Add("metrics."+name, "", alianza.ErrMissing, "")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if slices.Contains(l.metrics, name) {
			continue
		}
		if len(name) > check.MaxName {
			f.Add("metrics", name, alianza.ErrUnknown, "the ladder has no requirement on it")
			continue
		}
		hint := "the ladder has no requirement on it"
		if meant := near.Of(name, l.metrics); meant != "" {
			hint += ": did you mean " + meant + "?"
		}
		f.Add("metrics."+name, "", alianza.ErrUnknown, hint)
	}
	return l.fault(f.Err())
}

// rank returns the rank of the highest level that holds.
func (l *ladder[T]) rank(v *values) int {
	for i := len(l.levels); i > 0; i-- {
		if l.levels[i-1].rung.holds(v) {
			return i
		}
	}
	return 0
}

// Tier returns ladder and level as one name, such as "affiliate/gold", and "" if
// no level is reached.
//
// Rules: T16.
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
	gaps := make([]string, len(p.Unmet))
	for i, g := range p.Unmet {
		gaps[i] = g.String()
	}
	return strings.Join(gaps, " and ") + " to " + p.Next
}

// maxResult is the greatest number of bytes of a result in JSON: that of many
// partners.
const maxResult = 256 << 20

// check returns the fault of a placement that no ladder gives.
func (p Placement[T]) check() error {
	var f check.Faults
	if p.Rank < 0 || p.Rank > check.MaxLevels {
		f.Add("rank", strconv.Itoa(p.Rank), alianza.ErrRange, fmt.Sprintf("from 0 to %d", check.MaxLevels))
	} else if (p.Rank == 0) != (p.Level == "") {
		f.Add("level", p.Level, alianza.ErrConflict, "a level has a rank, and only a level has one")
	}
	return f.Err()
}

// MarshalJSON returns the JSON of the placement. It returns an error if only one
// of level and rank is there.
func (p Placement[T]) MarshalJSON() ([]byte, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	return strictjson.MarshalLimit(p, maxResult)
}

// UnmarshalJSON reads a placement. Whether a ladder has such levels is not
// checked.
func (p *Placement[T]) UnmarshalJSON(data []byte) error {
	return strictjson.UnmarshalLimit(data, maxResult, p, func(p *Placement[T]) error { return p.check() })
}

// MarshalJSON returns an object of the metrics in the order of their names.
func (m Metrics) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads metrics, of which none is given twice or null.
func (m *Metrics) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, m, nil) }
