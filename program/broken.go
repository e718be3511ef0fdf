package program

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/period"
)

// The version of the last day of a period pays its bonuses, for what was sold in all of
// the period. A version that begins within one, and has no bonus for that, breaks it off.

// broken remarks on the bonuses of the version before that a version breaks off.
func (r *reviewer) broken(path string, before, v *commission.Definition, shift int) {
	for i := range before.Bonuses {
		b := &before.Bonuses[i]
		within, ok := begunBefore(b.Over, before, v, shift)
		if !ok {
			continue
		}
		missing := slices.DeleteFunc(slices.Clone(b.Of), func(meter string) bool {
			return hasBonus(v, b.Over, func(c *commission.Bonus) bool { return slices.Contains(c.Of, meter) })
		})
		switch {
		case len(missing) > 0:
			r.remark(path, v.From.String(), fmt.Sprintf("it begins within %s, and has no bonus over a %s of %s: what was sold in it counts for bonus %s no more",
				within, b.Over, strings.Join(missing, ", "), b.Name))
		case len(b.Of) == 0 && !hasBonus(v, b.Over, func(c *commission.Bonus) bool { return len(c.Of) == 0 }):
			r.remark(path, v.From.String(), fmt.Sprintf("it begins within %s, and has no retainer over a %s: bonus %s is not paid for it", within, b.Over, b.Name))
		}
	}
}

// hasBonus reports whether a version has a bonus over such periods that is so.
func hasBonus(v *commission.Definition, over commission.Window, so func(*commission.Bonus) bool) bool {
	return slices.ContainsFunc(v.Bonuses, func(c commission.Bonus) bool { return c.Over == over && so(&c) })
}

// begunBefore names the period within which a version begins, and reports whether the one
// before was in force in it. Each partner has contract years of its own.
func begunBefore(over commission.Window, before, v *commission.Definition, shift int) (string, bool) {
	kind := kindOf(over)
	if kind == period.ContractYear {
		return "contract years", before.Until.IsZero() || before.Until == v.From
	}
	s := (&books{shift: shift}).span(kind, v.From, alianza.Date{})
	return s.name, s.first.Before(v.From) && (before.Until.IsZero() || s.first.Before(before.Until))
}
