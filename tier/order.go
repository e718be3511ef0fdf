package tier

import (
	"fmt"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// lower reports whether the requirement is a lower bound: more is better.
func (r Requirement) lower() bool { return r.Op == OpAtLeast || r.Op == OpAbove }

// upper reports whether the requirement is an upper bound: less is better.
func (r Requirement) upper() bool { return r.Op == OpAtMost || r.Op == OpBelow }

// comparable reports whether two requirements bound the same thing, with
// bounds that are sound.
func (r Requirement) comparable(o Requirement) bool {
	return len(r.Of)+len(o.Of) == 0 && r.Op.valid() && o.Op.valid() && r.Metric == o.Metric && slices.Equal(r.Sum, o.Sum) &&
		exact.Check(r.Bound) == nil && exact.Check(o.Bound) == nil
}

// implies reports whether whatever meets r meets o, as far as the bounds of one
// metric tell.
func (r Requirement) implies(o Requirement) bool {
	if !r.comparable(o) || r.lower() != o.lower() {
		return false
	}
	c := exact.Cmp(r.Bound, o.Bound)
	if r.upper() {
		c = -c
	}
	strict := o.Op == OpAbove || o.Op == OpBelow
	return c > 0 || c == 0 && (!strict || r.Op == o.Op)
}

// implies reports whether whoever meets a level meets another.
func (l Level) implies(o Level) bool {
	return len(o.Requires) > 0 && !slices.ContainsFunc(o.Requires, func(need Requirement) bool {
		return !slices.ContainsFunc(l.Requires, func(have Requirement) bool { return have.implies(need) })
	})
}

// checkRise faults a level that whoever reaches one below it reaches, too:
// nobody would ever stand on that one.
func checkRise(f *check.Faults, path string, below []Level, upper Level) {
	i := slices.IndexFunc(below, func(lower Level) bool { return lower.implies(upper) })
	if i < 0 {
		return
	}
	need := upper.Requires[0]
	value := exact.Text(need.Bound)
	if len(upper.Requires) > 1 {
		value = upper.Name
	} else {
		path += ".requires[0]." + need.Op.String()
	}
	f.Add(path, value, alianza.ErrConflict, "asks no more than "+below[i].Name+" below it, where nobody would stand")
}

// checkPossible faults a level whose requirements contradict each other: a
// lower bound that leaves no room under an upper one.
func checkPossible(f *check.Faults, path string, level Level) {
	for i, low := range level.Requires {
		for j, high := range level.Requires {
			if !low.comparable(high) || !low.lower() || !high.upper() {
				continue
			}
			if c := exact.Cmp(low.Bound, high.Bound); c > 0 || c == 0 && (low.Op == OpAbove || high.Op == OpBelow) {
				last := level.Requires[max(i, j)]
				f.Add(fmt.Sprintf("%s.requires[%d].%s", path, max(i, j), last.Op), exact.Text(last.Bound),
					alianza.ErrConflict, fmt.Sprintf("no value is both %s and %s", low, high))
			}
		}
	}
}

// Review returns what is allowed in a ladder of several metrics and often not
// meant: a level that asks less of a metric than the one below it, or nothing
// where that one asks something, so that a partner may reach the upper level
// without the lower. It returns nil if there is nothing to remark.
func (l Ladder[T]) Review() []*alianza.FieldError {
	var f check.Faults
	for i := 1; i < len(l.def.Levels); i++ {
		below, level := l.def.Levels[i-1], l.def.Levels[i]
		for _, need := range below.Requires {
			if slices.ContainsFunc(level.Requires, func(r Requirement) bool { return r.implies(need) || r.String() == need.String() }) {
				continue
			}
			f.Add(fmt.Sprintf("levels[%d].requires", i), level.Name, alianza.ErrConflict,
				"does not ask for "+need.String()+", as "+below.Name+" below it does")
		}
	}
	return alianza.Faults(f.Err())
}
