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
	level, need int          // indexes of its level and of its requirement in it
	of          *Requirement // the bound, which may be a member of that requirement
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

// A sider gathers sides of the requirements of a level.
type sider struct {
	list   []side
	scales map[string][]string
	left   int // requirements that it still looks into: a group may never end
}

// add adds the sides of a requirement. A group of which all members have to hold has
// the sides of its members, any other one has none. It returns false if the sides are
// not all that the requirement asks for.
func (s *sider) add(r *Requirement) bool {
	if s.left--; s.left < 0 {
		return false
	}
	if of, count, _, group := r.group(); group {
		whole := count == len(of)
		for i := 0; i < len(of) && count == len(of); i++ {
			whole = s.add(&of[i]) && whole
		}
		return whole
	}
	b := r.bound(s.scales)
	if b.Op.String() == "" || exact.Check(b.Value) != nil || exact.Check(b.To) != nil {
		return false
	}
	one := side{of: r, subject: r.bounded(), bound: b.Value}
	switch b.Op {
	case alianza.OpBetween:
		if exact.Cmp(b.Value, b.To) > 0 {
			return false
		}
		upper := one
		upper.bound, one.lower = b.To, true
		s.list = append(s.list, one, upper)
		return true
	case alianza.OpAtLeast, alianza.OpAbove:
		one.lower, one.strict = true, b.Op == alianza.OpAbove
	default:
		one.strict = b.Op == alianza.OpBelow
	}
	s.list = append(s.list, one)
	return true
}

// bounded returns the subject of a bound. The order of a sum does not matter, and a
// sum of one metric is that metric.
func (r *Requirement) bounded() subject {
	switch len(r.Sum) {
	case 0:
		return subject{names: r.Metric}
	case 1:
		return subject{names: r.Sum[0]}
	}
	return subject{true, strings.Join(slices.Sorted(slices.Values(r.Sum)), "\n")}
}

// sides returns the sides of a list of requirements, each with its index in it.
func sides(needs []Requirement, scales map[string][]string) []side {
	s := sider{scales: scales, left: check.MaxRequires}
	for i := range needs {
		before := len(s.list)
		s.add(&needs[i])
		for j := before; j < len(s.list); j++ {
			s.list[j].need = i
		}
	}
	return s.list
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
	asked  [][]levelSet // by level and requirement; empty for a group of which not all have to hold
}

// newOrder sorts all sides by how much they ask, and goes through them from the
// strongest on: the levels met so far are those that ask as much. That is n log n.
func newOrder(levels []Level, scales map[string][]string) order {
	o := order{levels: levels, scales: scales, asked: make([][]levelSet, len(levels))}
	all := sider{list: make([]side, 0, 2*len(levels)), scales: scales}
	for i := range levels {
		needs := levels[i].Requires
		o.asked[i] = make([]levelSet, min(len(needs), check.MaxRequires))
		all.left = check.MaxRequires
		for j := range o.asked[i] {
			before := len(all.list)
			if all.add(&needs[j]) {
				o.asked[i][j] = everyLevel()
			}
			for k := before; k < len(all.list); k++ {
				all.list[k].level, all.list[k].need = i, j
			}
		}
	}
	sides := all.list
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
	case len(needs) > 1 || needs[0].Bound.IsZero() && needs[0].Level == "":
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
	if len(needs) == 1 && !needs[0].Bound.IsZero() {
		return // one bound does not contradict itself
	}
	subjects := map[subject]*ends{}
	faulty := -1 // the requirement that has a fault: one is enough
	for _, s := range sides(needs, o.scales) {
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
		if other == nil || s.need == faulty {
			continue
		}
		low, high := s, *other
		if !s.lower {
			low, high = high, low
		}
		if contradict(low, high) {
			faulty = s.need
			at, value := s.place(f.At(path+".requires", s.need), &needs[s.need])
			f.Add(at, value, alianza.ErrConflict, fmt.Sprintf("no value is both %s and %s", *low.of, *high.of))
		}
	}
}

// place returns the path of the side in a requirement that has a path, and its text. In
// a group it is the path of the group.
func (s side) place(path string, need *Requirement) (at, value string) {
	switch {
	case s.of != need:
		return path, s.of.String()
	case need.Level != "":
		return path + ".level", need.Level
	}
	return path + "." + need.Bound.Op.String(), exact.Text(need.Bound.Value)
}

// Review returns what is allowed in a ladder of several metrics and often not
// meant: a level that asks less of a metric than the level below it, or nothing.
// A partner may then reach the upper level without the lower. It returns nil if
// there is nothing to remark. The one remark on the zero Ladder is an
// [alianza.ErrUnchecked].
func (l Ladder[T]) Review() []*alianza.FieldError {
	if err := l.get().unchecked(); err != nil {
		return alianza.Faults(err)
	}
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
