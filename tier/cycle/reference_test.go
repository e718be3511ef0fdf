package cycle_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"math/big"
	"math/rand/v2"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// This file holds a second implementation of a cycle, written from the comments
// of the package and not from its code, in fractions and whole numbers. It also
// makes the random definitions that both are given.

// onlyConflicts reports whether an error has contradictions for faults and
// nothing else: those of bounds that a random definition may have.
func onlyConflicts(err error) bool {
	return !slices.ContainsFunc(alianza.Faults(err), func(f *alianza.FieldError) bool { return !errors.Is(f, alianza.ErrConflict) })
}

// cases returns the random cases of a law, each of its number alone.
func cases(law uint64, everyday int) iter.Seq[*source] {
	return func(yield func(*source) bool) {
		for i := range seeds.Count(everyday) {
			r := rand.New(rand.NewPCG(law, uint64(i)))
			if !yield(words(r.Uint64(), r.Uint64())) {
				return
			}
		}
	}
}

var metricNames = []string{"a", "b", "c", "d"}

// rat returns d as a fraction.
func rat(d decimal.Decimal) *big.Rat {
	e := int64(d.Exponent())
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(max(e, -e)), nil)
	q := new(big.Rat).SetInt(d.Coefficient())
	if e < 0 {
		return q.Quo(q, new(big.Rat).SetInt(power))
	}
	return q.Mul(q, new(big.Rat).SetInt(power))
}

// refHas is the reference for a calendar.
func refHas(c cycle.Calendar, m cycle.Month) bool {
	every, ending := c.Every, int(c.Ending)
	if every == 0 {
		every = 1
	}
	if ending == 0 {
		ending = 12
	}
	for month := ending; month < ending+12; month += every {
		if (month-1)%12+1 == int(m.Month()) {
			return true
		}
	}
	return false
}

// A refCycle is the reference for a standing in a cycle. It forgets nothing:
// the window and the tail are cut out of the whole history.
type refCycle[T any] struct {
	def     cycle.Definition[T]
	metrics []tier.Metrics
	moves   []refMove   // each holds from its month on, whatever those before it say
	first   cycle.Month // zero: none is evaluated
	edition int         // that level is a rank of
	level   int
	since   cycle.Month
	begun   cycle.Month // after which the validity began
	misses  int
	pinned  bool
	free    cycle.Month // from which the pin does not hold; zero: without end
}

// A refMove is a level held after a month and the ones behind it.
type refMove struct {
	month cycle.Month
	level string
}

// A refChange is what a step of the reference did.
type refChange struct {
	Outcome           cycle.Outcome
	From, To          string
	Qualified, Misses int
}

// at returns the index of the edition that holds in a month.
func (c *refCycle[T]) at(m cycle.Month) int {
	at := 0
	for i, e := range c.def.Editions {
		if !m.Before(e.From) {
			at = i
		}
	}
	return at
}

// ladder returns the edition that holds in a month.
func (c *refCycle[T]) ladder(m cycle.Month) tier.Definition[T] { return c.def.Editions[c.at(m)].Ladder }

// name returns the name of the level.
func (c *refCycle[T]) name() string {
	if c.level == 0 {
		return ""
	}
	return c.def.Editions[c.edition].Ladder.Levels[c.level-1].Name
}

// carry takes the level to the edition of a month, over each edition on the way.
func (c *refCycle[T]) carry(m cycle.Month) {
	before := c.name()
	for ; c.edition < c.at(m); c.edition++ {
		next := c.def.Editions[c.edition+1]
		name := c.name()
		if to, ok := next.Renamed[name]; ok {
			name = to
		}
		c.level = 1 + slices.IndexFunc(next.Ladder.Levels, func(l tier.Level) bool { return l.Name == name })
	}
	switch now := c.name(); {
	case now == before:
	case m.Before(c.since): // what holds from a later month on has another name then
		c.moves[len(c.moves)-1].level = now
	default:
		c.since = m
		c.moves = append(c.moves, refMove{m, now})
	}
}

// starts reports whether counting begins anew with a month.
func (c *refCycle[T]) starts(m cycle.Month, first cycle.Month) bool {
	if c.def.OwnYear {
		return m.Month() == first.Month()
	}
	return refHas(c.def.Resets, m.Add(-1))
}

// window returns how many months count in a month.
func (c *refCycle[T]) window(m cycle.Month) int {
	if !c.def.OwnYear && c.def.Resets == (cycle.Calendar{}) {
		return max(c.def.Months, 1)
	}
	n := 1
	for first := m.Add(1 - len(c.metrics)); !c.starts(m.Add(1-n), first); n++ {
	}
	return n
}

// qualified returns the rank that the window qualifies for, and of each rank whether
// what keeps it holds.
func (c *refCycle[T]) qualified(m cycle.Month) (rank int, kept []bool) {
	window := c.window(m)
	recent := c.metrics[max(0, len(c.metrics)-window):]
	divided := map[cycle.Aggregate]int{cycle.Mean: window, cycle.MeanActive: len(recent)}[c.def.Aggregate]
	sums := map[string]*big.Rat{}
	ladder := c.ladder(m)
	for _, name := range metricNames {
		sum, known := new(big.Rat), true
		for i, month := range recent {
			value, ok := month[name]
			if ok {
				sum.Add(sum, rat(value))
			}
			asked := namesIn(c.ladder(m.Add(i + 1 - len(recent))).Levels...)
			known = known && (ok || ladder.OnMissing == tier.OnMissingRefuse && !slices.Contains(asked, name))
		}
		if !known {
			continue
		}
		months := int64(0) // that are averaged, those before the first one as well
		for back := range divided {
			given := false
			if back < len(recent) {
				_, given = recent[len(recent)-1-back][name]
			}
			if given || slices.Contains(namesIn(c.ladder(m.Add(-back)).Levels...), name) {
				months++
			}
		}
		sums[name] = sum.Quo(sum, big.NewRat(max(1, months), 1))
	}
	kept = []bool{true}
	fails := func(need tier.Requirement) bool { return !ratHolds(need, sums) }
	for i, l := range ladder.Levels {
		if !slices.ContainsFunc(l.Requires, fails) {
			rank = i + 1
		}
		needs := l.Keeps
		if len(needs) == 0 {
			needs = l.Requires
		}
		kept = append(kept, !slices.ContainsFunc(needs, fails))
	}
	return rank, kept
}

// ratHolds is refHolds for fractions.
func ratHolds(need tier.Requirement, m map[string]*big.Rat) bool {
	if of := slices.Concat(need.All, need.Any, need.Of); len(of) > 0 {
		count := 0
		for _, one := range of {
			if ratHolds(one, m) {
				count++
			}
		}
		return count >= map[bool]int{true: len(need.All), false: max(need.Count, 1)}[need.All != nil]
	}
	sum := new(big.Rat)
	for _, name := range slices.Concat(need.Sum, []string{need.Metric}) {
		switch {
		case name == "":
		case m[name] == nil:
			return false
		default:
			sum.Add(sum, m[name])
		}
	}
	c := sum.Cmp(rat(need.Bound.Value))
	return need.Bound.Op == alianza.OpAtLeast && c >= 0 || need.Bound.Op == alianza.OpAbove && c > 0 ||
		need.Bound.Op == alianza.OpAtMost && c <= 0 || need.Bound.Op == alianza.OpBelow && c < 0
}

// step evaluates a month.
func (c *refCycle[T]) step(m cycle.Month, metrics tier.Metrics) refChange {
	if c.metrics = append(c.metrics, metrics); len(c.metrics) == 1 {
		c.first = m
	}
	q, kept := c.qualified(m)
	change := refChange{Outcome: cycle.Kept, From: c.name(), Qualified: q}
	before := *c
	c.carry(m)
	if !c.free.IsZero() && !m.Before(c.free) {
		c.pinned, c.free = false, cycle.Month{}
	}
	until := c.until()
	ended := !until.IsZero() && !m.Before(until)
	switch {
	case c.pinned:
		change.Outcome = cycle.Pinned
	case q > c.level && refHas(c.def.Promote, m):
		c.misses = 0
		change.Outcome = cycle.Promoted
		if c.level == 0 && before.falls(m, q) {
			change.Outcome = cycle.Demoted
		}
		c.reach(m, q)
	case q >= c.level || kept[c.level]:
		c.misses = 0
		if before.level > 0 && c.level == 0 {
			change.Outcome = cycle.Demoted
		}
		if ended {
			c.begun = m
			change.Outcome = cycle.Renewed
		}
	case !until.IsZero() && !ended, !refHas(c.def.Demote, m), c.def.Demotion == cycle.Never:
	default:
		c.misses++
		change.Misses = c.misses
		if c.misses <= c.def.Grace {
			change.Outcome = cycle.InGrace
			break
		}
		c.misses = 0
		below := c.level - 1
		for c.def.Demotion == cycle.Straight && q < below && !kept[below] {
			below--
		}
		change.Outcome = cycle.Demoted
		if ended {
			change.Outcome = cycle.Expired
		}
		c.reach(m, below)
	}
	change.To = c.name()
	return change
}

// falls reports whether a rank of the edition of a month is one that a level below
// has there.
func (c *refCycle[T]) falls(m cycle.Month, rank int) bool {
	for level := range c.level {
		lower := refCycle[T]{def: c.def, edition: c.edition, level: level}
		if lower.carry(m); rank <= lower.level {
			return true
		}
	}
	return false
}

// pin sets the level by hand. Before the first month evaluated, it is one of the
// edition of the month from.
func (c *refCycle[T]) pin(level int, from, until cycle.Month) {
	c.pinned, c.free, c.misses = true, until, 0
	at := c.edition
	if c.first.IsZero() {
		at = c.at(from)
	}
	same := level == c.level && (level == 0 || at == c.edition)
	if c.edition = at; !same {
		c.reach(from, level)
	} else if from.Before(c.since) {
		c.since = from
		c.moves = append(c.moves, refMove{from, c.name()})
	}
}

// reach sets the level and begins its validity.
func (c *refCycle[T]) reach(m cycle.Month, level int) {
	c.level, c.since, c.begun = level, m, m
	c.moves = append(c.moves, refMove{m, c.name()})
}

// until returns the end of the validity, zero if none runs. Own years have no end
// before the first month is evaluated.
func (c *refCycle[T]) until() cycle.Month {
	if c.def.Validity == 0 || c.level == 0 {
		return cycle.Month{}
	}
	until := c.begun.Add(c.def.Validity)
	if c.def.UntilReset && (!c.def.OwnYear || !c.first.IsZero()) {
		for !c.starts(until.Add(1), c.first) {
			until = until.Add(1)
		}
	}
	return until
}

// levelFor returns the level whose terms hold in a month for a deal sold in
// another.
func (c *refCycle[T]) levelFor(sold, on cycle.Month) string {
	if on.Sub(sold) >= c.def.Tail {
		return c.name()
	}
	level := ""
	for _, move := range c.moves {
		if !sold.Before(move.month) {
			level = move.level
		}
	}
	return level
}

// A source makes definitions and facts out of bytes, those of a fuzzer or of a
// generator with a seed. It never ends: behind the bytes there are zeroes.
type source struct{ data []byte }

// words returns a source of the bytes of some words and of random ones behind
// them, whose seeds are the last two. A fuzzer may change a word, but loses no
// time with making it shorter.
func words(all ...uint64) *source {
	data := make([]byte, 0, 1024)
	for _, one := range all {
		data = binary.LittleEndian.AppendUint64(data, one)
	}
	r := rand.New(rand.NewPCG(all[len(all)-2], all[len(all)-1]))
	for len(data) < cap(data) {
		data = binary.LittleEndian.AppendUint64(data, r.Uint64())
	}
	return &source{data}
}

// below returns a number from 0 to n-1.
func (s *source) below(n int) int {
	if len(s.data) == 0 {
		return 0
	}
	b := s.data[0]
	s.data = s.data[1:]
	return int(b) % n
}

// number returns one of few numbers, which meet one another often, and now and
// then one at the ends of the library.
func (s *source) number() decimal.Decimal {
	switch at := s.below(32); at {
	case 28:
		return decimal.New(1, -18)
	case 29:
		return n("9999999999999999999999999999999999")
	case 30:
		return n("3.000000000000000001")
	case 31:
		if s.below(16) == 0 {
			return decimal.New(1, 18) // comes back with its zeros written out
		}
		return n("1000000000000000000")
	default:
		return decimal.New(int64(at%14), -int32(at/14))
	}
}

// metrics returns a value for each name, but for some of them if holes.
func (s *source) metrics(names []string, holes bool) tier.Metrics {
	m := tier.Metrics{}
	for _, name := range names {
		if value := s.number(); !holes || s.below(4) > 0 {
			m[name] = value
		}
	}
	return m
}

// namesIn returns the metrics that a ladder asks for.
func namesIn(levels ...tier.Level) []string {
	asked := map[string]bool{}
	var walk func([]tier.Requirement)
	walk = func(needs []tier.Requirement) {
		for _, need := range needs {
			walk(slices.Concat(need.All, need.Any, need.Of))
			for _, name := range append([]string{need.Metric}, need.Sum...) {
				asked[name] = true
			}
		}
	}
	for _, l := range levels {
		walk(l.Requires)
	}
	var names []string
	for _, name := range metricNames {
		if asked[name] {
			names = append(names, name)
		}
	}
	return names
}

var rungs = []string{"", "basic", "silver", "gold", "platinum"}

// ladder returns a sound ladder of so many levels whose bounds on one metric
// rise, with other requirements beside it.
func (s *source) ladder(levels int) tier.Definition[string] {
	d := tier.Definition[string]{Name: "l", Terms: map[string]string{}, OnMissing: tier.OnMissing(s.below(2))}
	bound := int64(0)
	for i := range levels {
		bound += 1 + int64(s.below(6))
		main := tier.AtLeast("a", decimal.NewFromInt(bound))
		needs := []tier.Requirement{main}
		switch s.below(6) {
		case 0:
			needs = []tier.Requirement{main, tier.AtMost("b", decimal.NewFromInt(int64(s.below(12))))}
		case 1:
			needs = []tier.Requirement{tier.Any(main, tier.Above("b", decimal.NewFromInt(3+bound)))}
		case 2:
			needs = []tier.Requirement{{Sum: []string{"a", "b"}, Bound: alianza.AtLeast(decimal.NewFromInt(2 * bound))}}
		case 3:
			needs = []tier.Requirement{{Count: 2, Of: []tier.Requirement{main, tier.Below("b", decimal.NewFromInt(9)), tier.Above("c", decimal.NewFromInt(bound))}}}
		}
		d.Levels = append(d.Levels, level(rungs[i+1], needs...))
		if needs[0].Metric == "a" && s.below(2) == 0 {
			d.Levels[i].Keeps = []tier.Requirement{tier.AtLeast("a", decimal.NewFromInt(max(0, bound-int64(s.below(12)))))} // maybe less than keeps a lower level
		}
		d.Terms[rungs[i+1]] = fmt.Sprint(i)
	}
	return d
}

// cycle returns a definition of a cycle that is sound but for bounds of its
// ladders that may contradict each other.
func (s *source) cycle() cycle.Definition[string] {
	calendars := []cycle.Calendar{
		{}, {}, {Every: 1, Ending: 7}, {Every: 2}, {Every: 3, Ending: 3}, {Every: 4}, {Every: 6, Ending: 5}, {Every: 12, Ending: 2},
	}
	d := cycle.Definition[string]{
		Months: s.below(5), Aggregate: cycle.Aggregate(s.below(3)),
		Promote: calendars[s.below(len(calendars))], Demote: calendars[s.below(len(calendars))],
		Demotion: cycle.Demotion(s.below(3)), Grace: s.below(4), Validity: max(0, s.below(10)-4), Tail: s.below(8),
	}
	switch s.below(4) {
	case 0:
		d.Months, d.OwnYear = 0, true
	case 1:
		d.Months, d.Resets = 0, []cycle.Calendar{{Every: 12}, {Every: 3, Ending: 2}, {Every: 6}, {Every: 1}}[s.below(4)]
	}
	d.UntilReset = d.Validity > 0 && (d.OwnYear || d.Resets != cycle.Calendar{}) && s.below(2) == 0
	levels := 1 + s.below(4)
	var from cycle.Month
	for i := range 1 + s.below(3) {
		d.Editions = append(d.Editions, cycle.Edition[string]{From: from, Ladder: s.ladder(levels)})
		from = month("2024-01").Add(6*i + s.below(6))
	}
	return d
}

// rename gives the levels of later editions other names, and takes some levels away.
// A name may be that of another level in the edition before.
func (s *source) rename(d cycle.Definition[string]) cycle.Definition[string] {
	pool := append(slices.Clone(rungs[1:]), "diamond")
	for i := 1; i < len(d.Editions); i++ {
		e, last := &d.Editions[i], d.Editions[i-1].Ladder
		e.Ladder.Levels = e.Ladder.Levels[:1+s.below(len(e.Ladder.Levels))]
		e.Ladder.Terms, e.Renamed = map[string]string{}, map[string]string{}
		names := pool[s.below(2):]
		for j := range e.Ladder.Levels {
			e.Ladder.Levels[j].Name = names[j]
			e.Ladder.Terms[names[j]] = fmt.Sprint(j)
		}
		least := 1
		for j, level := range last.Levels {
			if s.below(8) == 0 {
				e.Renamed[level.Name] = ""
				continue
			}
			least = max(least, min(len(e.Ladder.Levels), j+s.below(3)))
			if to := names[least-1]; to != level.Name {
				e.Renamed[level.Name] = to
			}
		}
	}
	return d
}
