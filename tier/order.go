package tier

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A side is one side of a bound: a least or a greatest value of a metric or of a
// sum. A range has two of them.
type side struct {
	level, need int // indexes of its level and of its requirement in it
	subject     subject
	lower       bool
	bound       decimal.Decimal
	strict      bool
}

// A subject is what is bounded: a metric, or the names of a sum.
type subject struct {
	sum   bool
	names string
}

func (s subject) compare(o subject) int {
	switch {
	case s.sum == o.sum:
		return strings.Compare(s.names, o.names)
	case o.sum:
		return -1
	}
	return +1
}

// A kind is the same for two sides that compare.
type kind struct {
	subject subject
	lower   bool
}

func (s side) kind() kind { return kind{s.subject, s.lower} }

// sides appends the sides of a bound that is sound, none of a group.
func (r Requirement) sides(list []side, scales map[string][]string) []side {
	b := r.bound(scales)
	if _, _, _, group := r.group(); group || b.Op.String() == "" || exact.Check(b.Value) != nil || exact.Check(b.To) != nil {
		return list
	}
	of := subject{names: r.Metric}
	if len(r.Sum) > 0 {
		of = subject{true, strings.Join(r.Sum, "\n")}
	}
	switch b.Op {
	case alianza.OpBetween:
		if exact.Cmp(b.Value, b.To) > 0 {
			return list
		}
		return append(list, side{subject: of, lower: true, bound: b.Value}, side{subject: of, bound: b.To})
	case alianza.OpAtLeast, alianza.OpAbove:
		return append(list, side{subject: of, lower: true, bound: b.Value, strict: b.Op == alianza.OpAbove})
	default:
		return append(list, side{subject: of, bound: b.Value, strict: b.Op == alianza.OpBelow})
	}
}

// strength compares two sides of one kind: +1 if a asks more than b.
func strength(a, b side) int {
	c := exact.Cmp(a.bound, b.bound)
	switch {
	case c != 0 && a.lower:
		return c
	case c != 0:
		return -c
	case a.strict == b.strict:
		return 0
	case a.strict:
		return +1
	}
	return -1
}

// contradict reports whether no value meets both of two sides of one subject.
func contradict(low, high side) bool {
	c := exact.Cmp(low.bound, high.bound)
	return c > 0 || c == 0 && (low.strict || high.strict)
}

// A levelSet is a set of indexes of levels.
type levelSet [(check.MaxLevels + 63) / 64]uint64

func (s *levelSet) add(i int)     { s[i/64] |= 1 << (i % 64) }
func (s levelSet) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

// first returns the least index in the set, and false if it is empty.
func (s levelSet) first() (int, bool) {
	for i, word := range s {
		if word != 0 {
			return 64*i + bits.TrailingZeros64(word), true
		}
	}
	return 0, false
}

// An order knows of each requirement which levels ask as much: whoever meets
// such a level meets the requirement.
type order struct {
	levels []Level
	scales map[string][]string
	asked  [][]levelSet // by level and requirement; empty for a group
}

// newOrder sorts all sides by how much they ask, and goes through them from the
// strongest on: the levels met so far are those that ask as much. That is n log n.
func newOrder(levels []Level, scales map[string][]string) order {
	o := order{levels: levels, scales: scales, asked: make([][]levelSet, len(levels))}
	sides := make([]side, 0, 2*len(levels))
	for i := range levels {
		needs := levels[i].Requires
		o.asked[i] = make([]levelSet, min(len(needs), check.MaxRequires))
		for j := range o.asked[i] {
			before := len(sides)
			if sides = needs[j].sides(sides, scales); len(sides) > before {
				o.asked[i][j] = everyLevel()
			}
			for k := before; k < len(sides); k++ {
				sides[k].level, sides[k].need = i, j
			}
		}
	}
	kind := func(a, b side) int {
		return cmp.Or(a.subject.compare(b.subject), cmp.Compare(a.direction(), b.direction()))
	}
	slices.SortFunc(sides, func(a, b side) int { return cmp.Or(kind(a, b), strength(b, a)) })
	var met levelSet
	for i := 0; i < len(sides); {
		if i > 0 && kind(sides[i-1], sides[i]) != 0 {
			met = levelSet{}
		}
		same := i // sides from i up to it ask the same
		for ; same < len(sides) && kind(sides[i], sides[same]) == 0 && strength(sides[i], sides[same]) == 0; same++ {
			met.add(sides[same].level)
		}
		for ; i < same; i++ {
			asked := &o.asked[sides[i].level][sides[i].need]
			for w := range asked {
				asked[w] &= met[w]
			}
		}
	}
	return o
}

// everyLevel returns the set of all levels that a ladder may have, and more.
func everyLevel() levelSet {
	var s levelSet
	for w := range s {
		s[w] = ^uint64(0)
	}
	return s
}

// direction returns -1 for a least value and +1 for a greatest.
func (s side) direction() int {
	if s.lower {
		return -1
	}
	return +1
}

// check adds the faults of a level in its order: that nobody would stand on the
// one below it, and that nobody could reach it.
func (o order) check(f *check.Faults, path string, i int) {
	o.checkRise(f, path, i)
	o.checkPossible(f, path, i)
}

// checkRise faults a level that whoever reaches one below it reaches, too.
func (o order) checkRise(f *check.Faults, path string, i int) {
	needs := o.levels[i].Requires
	if len(needs) == 0 || len(needs) > check.MaxRequires {
		return
	}
	below := everyLevel()
	for _, asked := range o.asked[i] {
		for w := range below {
			below[w] &= asked[w]
		}
	}
	lowest, ok := below.first()
	if !ok || lowest >= i {
		return
	}
	value := o.levels[i].Name
	switch {
	case len(needs) > 1:
	case needs[0].Level != "":
		value, path = needs[0].Level, path+".requires[0].level"
	default:
		value, path = exact.Text(needs[0].Bound.Value), path+".requires[0]."+needs[0].Bound.Op.String()
	}
	f.Add(path, value, alianza.ErrConflict, "asks no more than "+o.levels[lowest].Name+" below it, where nobody would stand")
}

// checkPossible faults the requirements of a level that contradict one before
// them.
func (o order) checkPossible(f *check.Faults, path string, i int) {
	type ends struct{ low, high *side } // the strongest so far
	needs := o.levels[i].Requires
	if len(needs) < 2 {
		return
	}
	subjects := map[subject]*ends{}
	for j := range o.asked[i] {
		for _, s := range needs[j].sides(nil, o.scales) {
			s.need = j
			e := subjects[s.subject]
			if e == nil {
				e = &ends{}
				subjects[s.subject] = e
			}
			mine, other := &e.high, e.low
			if s.lower {
				mine, other = &e.low, e.high
			}
			if *mine == nil || strength(s, **mine) > 0 {
				*mine = &s
			}
			if other == nil || other.need == j {
				continue
			}
			low, high := s, *other
			if !s.lower {
				low, high = high, low
			}
			if contradict(low, high) {
				value, field := exact.Text(needs[j].Bound.Value), needs[j].Bound.Op.String()
				if needs[j].Level != "" {
					value, field = needs[j].Level, "level"
				}
				f.Add(f.At(path+".requires", j)+"."+field, value, alianza.ErrConflict,
					fmt.Sprintf("no value is both %s and %s", needs[low.need], needs[high.need]))
				break // one fault of a requirement is enough
			}
		}
	}
}

// Review returns what is allowed in a ladder of several metrics and often not
// meant: a level that asks less of a metric than the level below it, or nothing.
// A partner may then reach the upper level without the lower. It returns nil if
// there is nothing to remark.
func (l Ladder[T]) Review() []*alianza.FieldError {
	var f check.Faults
	d := &l.get().def
	levels := d.Levels
	order := newOrder(levels, d.Scales)
	for i := 1; i < len(levels); i++ {
		groups := map[string]bool{}
		for _, need := range levels[i].Requires {
			if _, _, _, ok := need.group(); ok {
				groups[need.String()] = true
			}
		}
		for j, need := range levels[i-1].Requires {
			if order.asked[i-1][j].has(i) || groups[need.String()] {
				continue
			}
			f.Add(fmt.Sprintf("levels[%d].requires", i), levels[i].Name, alianza.ErrConflict,
				"does not ask for "+need.String()+", as "+levels[i-1].Name+" below it does")
		}
	}
	return alianza.Faults(f.Err())
}
