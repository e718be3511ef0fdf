package tier_test

import (
	"math/big"
	"slices"

	"github.com/seed-0af520cd/alianza/tier"
)

// This file holds second implementations, written from the comments of the
// package and not from its code, in fractions and whole numbers: of a
// requirement, of its gaps, and of a cycle.

// refValue returns the value that a requirement compares, false if a metric of
// it is not given.
func refValue(need tier.Requirement, m tier.Metrics) (*big.Rat, bool) {
	names := need.Sum
	if len(names) == 0 {
		names = []string{need.Metric}
	}
	sum := new(big.Rat)
	for _, name := range names {
		value, ok := m[name]
		if !ok {
			return nil, false
		}
		sum.Add(sum, rat(value))
	}
	return sum, true
}

// refHolds is the reference for a requirement. What is not given does not hold.
func refHolds(need tier.Requirement, m tier.Metrics) bool {
	if len(need.Of) > 0 {
		return refCount(need.Of, m) >= need.Count
	}
	value, ok := refValue(need, m)
	if !ok {
		return false
	}
	switch c := value.Cmp(rat(need.Bound)); need.Op {
	case tier.OpAtLeast:
		return c >= 0
	case tier.OpAbove:
		return c > 0
	case tier.OpAtMost:
		return c <= 0
	default:
		return c < 0
	}
}

// refCount returns how many of the requirements hold.
func refCount(needs []tier.Requirement, m tier.Metrics) int {
	count := 0
	for _, need := range needs {
		if refHolds(need, m) {
			count++
		}
	}
	return count
}

// refRank is the reference for a placement: the highest level all of whose
// requirements hold, counted from 1, and 0 for none.
func refRank(levels []tier.Level, m tier.Metrics) int {
	rank := 0
	for i, l := range levels {
		if refCount(l.Requires, m) == len(l.Requires) {
			rank = i + 1
		}
	}
	return rank
}

// A refGap is the reference for a gap, with fractions for decimals.
type refGap struct {
	Need      string
	Unknown   bool
	Value, By string // "" if there is none
	Count     int
	Of        []refGap
}

// refGaps returns the gaps of the requirements that hold, or of those that do
// not.
func refGaps(needs []tier.Requirement, m tier.Metrics, hold bool) []refGap {
	var gaps []refGap
	for _, need := range needs {
		if refHolds(need, m) != hold {
			continue
		}
		g := refGap{Need: need.String()}
		if len(need.Of) > 0 {
			more := need.Count - refCount(need.Of, m)
			g.Count, g.Of = max(more, -more), refGaps(need.Of, m, hold)
		} else if value, ok := refValue(need, m); ok {
			by := new(big.Rat).Sub(rat(need.Bound), value)
			g.Value, g.By = value.RatString(), by.Abs(by).RatString()
		} else {
			g.Unknown = true
		}
		gaps = append(gaps, g)
	}
	return gaps
}

// inFractions turns gaps into those of the reference.
func inFractions(gaps []tier.Gap) []refGap {
	var all []refGap
	for _, g := range gaps {
		one := refGap{Need: g.Need.String(), Unknown: g.Unknown, Count: g.Count, Of: inFractions(g.Of)}
		if !g.Unknown && len(g.Need.Of) == 0 {
			one.Value, one.By = rat(g.Value).RatString(), rat(g.By).RatString()
		}
		all = append(all, one)
	}
	return all
}

// refHas is the reference for a calendar.
func refHas(c tier.Calendar, m tier.Month) bool {
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
	def     tier.CycleDefinition[T]
	metrics []tier.Metrics
	moves   []refMove // in the order of their months
	level   int
	since   tier.Month
	until   tier.Month // zero: no validity runs
	misses  int
	pinned  bool
	free    tier.Month // from which the pin does not hold; zero: without end
}

// A refMove is a level held after a month and the ones behind it.
type refMove struct {
	month tier.Month
	level int
}

// A refChange is what a step of the reference did.
type refChange struct {
	Kind                        tier.ChangeKind
	From, To, Qualified, Misses int
}

// ladder returns the edition that holds in a month.
func (c *refCycle[T]) ladder(m tier.Month) tier.Definition[T] {
	var ladder tier.Definition[T]
	for _, e := range c.def.Editions {
		if !m.Before(e.From) {
			ladder = e.Ladder
		}
	}
	return ladder
}

// qualified returns the rank that the window qualifies for.
func (c *refCycle[T]) qualified(m tier.Month) int {
	window := max(c.def.Window, 1)
	recent := c.metrics[max(0, len(c.metrics)-window):]
	divisor := int64(1)
	switch c.def.Aggregate {
	case tier.Mean:
		divisor = int64(window)
	case tier.MeanActive:
		divisor = int64(len(recent))
	case tier.Sum:
	}
	sums, times := map[string]*big.Rat{}, map[string]int{}
	for _, month := range recent {
		for name, value := range month {
			if sums[name] == nil {
				sums[name] = new(big.Rat)
			}
			sums[name].Add(sums[name], rat(value))
			times[name]++
		}
	}
	ladder := c.ladder(m)
	for name, sum := range sums {
		sum.Quo(sum, big.NewRat(divisor, 1))
		if times[name] < len(recent) && ladder.Missing == tier.MissingNotMet {
			delete(sums, name)
		}
	}
	rank := 0
	for i, l := range ladder.Levels {
		if !slices.ContainsFunc(l.Requires, func(need tier.Requirement) bool { return !ratHolds(need, sums) }) {
			rank = i + 1
		}
	}
	return rank
}

// ratHolds is refHolds for fractions.
func ratHolds(need tier.Requirement, m map[string]*big.Rat) bool {
	if len(need.Of) > 0 {
		count := 0
		for _, one := range need.Of {
			if ratHolds(one, m) {
				count++
			}
		}
		return count >= need.Count
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
	c := sum.Cmp(rat(need.Bound))
	return need.Op == tier.OpAtLeast && c >= 0 || need.Op == tier.OpAbove && c > 0 ||
		need.Op == tier.OpAtMost && c <= 0 || need.Op == tier.OpBelow && c < 0
}

// step evaluates a month.
func (c *refCycle[T]) step(m tier.Month, metrics tier.Metrics) refChange {
	c.metrics = append(c.metrics, metrics)
	change := refChange{Kind: tier.Kept, From: c.level, Qualified: c.qualified(m)}
	if !c.free.IsZero() && !m.Before(c.free) {
		c.pinned, c.free = false, tier.Month{}
	}
	ended := !c.until.IsZero() && !m.Before(c.until)
	switch q := change.Qualified; {
	case c.pinned:
		change.Kind = tier.Pinned
	case q > c.level && refHas(c.def.Promote, m):
		c.misses = 0
		c.reach(m, q)
		change.Kind = tier.Promoted
	case q >= c.level:
		c.misses = 0
		if ended {
			c.begin(m)
			change.Kind = tier.Renewed
		}
	case !c.until.IsZero() && !ended, !refHas(c.def.Demote, m), c.def.Demotion == tier.Never:
	default:
		c.misses++
		change.Misses = c.misses
		if c.misses <= c.def.Grace {
			change.Kind = tier.InGrace
			break
		}
		c.misses = 0
		if c.def.Demotion == tier.OneStep {
			q = c.level - 1
		}
		change.Kind = tier.Demoted
		if ended {
			change.Kind = tier.Expired
		}
		c.reach(m, q)
	}
	change.To = c.level
	return change
}

// pin sets the level by hand.
func (c *refCycle[T]) pin(level int, from, until tier.Month) {
	c.pinned, c.free, c.misses = true, until, 0
	if level != c.level {
		c.reach(from, level)
	}
}

// reach sets the level and begins its validity.
func (c *refCycle[T]) reach(m tier.Month, level int) {
	c.level, c.since = level, m
	c.moves = append(c.moves, refMove{m, level})
	c.begin(m)
}

// begin begins the validity of the level, if it has one.
func (c *refCycle[T]) begin(m tier.Month) {
	c.until = tier.Month{}
	if c.def.Validity > 0 && c.level > 0 {
		c.until = m.Add(c.def.Validity)
	}
}

// levelFor returns the level whose terms hold in a month for a deal sold in
// another.
func (c *refCycle[T]) levelFor(sold, on tier.Month) int {
	if on.Sub(sold) >= c.def.Tail {
		return c.level
	}
	level := 0
	for _, move := range c.moves {
		if !sold.Before(move.month) {
			level = move.level
		}
	}
	return level
}
