package ledgertest

import (
	"math"
	"math/big"
	"slices"
)

// always is a place behind all events of a list.
const always = math.MaxInt

// A cut is what one taking takes of a sale.
type cut struct {
	amount   *big.Rat
	units    *big.Rat            // nil if it does not say
	includes map[string]*big.Rat // none if it does not say
	all      bool                // of a sale without an amount
}

func (c cut) saysParts() bool { return len(c.includes) > 0 }
func (c cut) saysUnits() bool { return c.units != nil }

// kept returns the cuts that lower what a sale earned: not those that came late.
// Only takings before a place in the list count.
func (s *sale) kept(l *Ledger, before int) (cuts []cut) {
	for _, t := range l.takings {
		if t.sale == s && !t.undone && !t.late && t.index < before {
			cuts = append(cuts, cut{t.kept, t.units, t.includes, t.all})
		}
	}
	return cuts
}

// left returns the cuts that lower what the customer has not got back.
func (s *sale) left(l *Ledger) (cuts []cut) {
	for _, t := range l.takings {
		if t.sale == s && !t.undone {
			cuts = append(cuts, cut{t.left, t.units, t.includes, t.all})
		}
	}
	return cuts
}

// amountLeft returns what cuts leave of the amount of a sale.
func (s *sale) amountLeft(cuts []cut) *big.Rat {
	left := s.event.Amount.or0()
	for _, c := range cuts {
		left = sub(left, c.amount)
	}
	return most(left, new(big.Rat))
}

// fraction returns what cuts leave of a sale, as a fraction of its amount.
func (s *sale) fraction(cuts []cut) *big.Rat {
	switch {
	case s.gone(cuts):
		return new(big.Rat)
	case s.event.Amount.or0().Sign() == 0:
		return whole(1)
	}
	return quo(s.amountLeft(cuts), s.event.Amount.or0())
}

// gone reports whether cuts leave nothing of a sale.
func (s *sale) gone(cuts []cut) bool {
	if s.event.Amount.or0().Sign() > 0 {
		return s.amountLeft(cuts).Sign() == 0
	}
	units := new(big.Rat)
	for _, c := range cuts {
		units = add(units, orZero(c.units))
	}
	all := slices.ContainsFunc(cuts, func(c cut) bool { return c.all })
	return all || s.event.Units.or0().Sign() > 0 && units.Cmp(s.event.Units.Rat) >= 0
}

// ratio returns what the cuts that do not say how much of a thing they take
// leave of the rest: what is left of the amount, less that of the cuts that say.
func (s *sale) ratio(cuts []cut, says func(cut) bool) *big.Rat {
	rest := s.event.Amount.or0()
	if rest.Sign() == 0 {
		return whole(1)
	}
	for _, c := range cuts {
		if says(c) {
			rest = sub(rest, c.amount)
		}
	}
	if rest.Sign() <= 0 {
		return new(big.Rat)
	}
	return quo(s.amountLeft(cuts), rest)
}

// baseLeft returns what cuts leave of the base of a holding. A part in
// proportion is rounded; a sum is not.
func (h *holding) baseLeft(cuts []cut) *big.Rat {
	s := h.sale
	if s.gone(cuts) {
		return new(big.Rat)
	}
	left, rest := h.base, s.event.Amount.or0()
	for _, c := range cuts {
		if c.saysParts() {
			left, rest = sub(left, h.baseOf(c)), sub(rest, c.amount)
		}
	}
	left = most(left, new(big.Rat))
	ratio := s.ratio(cuts, cut.saysParts)
	if left.Cmp(rest) == 0 || ratio.Cmp(whole(1)) == 0 {
		return mul(left, ratio)
	}
	return halfUp(mul(left, ratio), h.decimals())
}

// decimals returns how many decimals the base of a holding may have: those of
// the amount and of what is taken off it, and at least those of the step.
func (h *holding) decimals() int {
	e := h.sale.event
	n := max(places(h.def.Step.Rat), places(e.Amount.or0()))
	for _, name := range h.rule.Less {
		n = max(n, places(e.Includes[name].or0()))
	}
	return n
}

// baseOf returns how much of the base a cut takes that says its parts.
func (h *holding) baseOf(c cut) *big.Rat {
	base := c.amount
	for _, name := range h.rule.Less {
		base = sub(base, orZero(c.includes[name]))
	}
	return base
}

// unitsLeft returns what cuts leave of the units of a holding.
func (h *holding) unitsLeft(cuts []cut) *big.Rat {
	s := h.sale
	switch {
	case s.gone(cuts) || h.units == nil && h.free:
		return new(big.Rat)
	case h.units != nil:
		return s.unitsLeft(cuts)
	case h.rule.unitsAlone():
		return halfUp(s.fraction(cuts), 18)
	default:
		return whole(1)
	}
}

// unitsLeft returns what cuts leave of the units of a sale that has units.
func (s *sale) unitsLeft(cuts []cut) *big.Rat {
	if s.gone(cuts) {
		return new(big.Rat)
	}
	left := s.event.Units.or0()
	for _, c := range cuts {
		left = sub(left, orZero(c.units))
	}
	return halfUp(mul(most(left, new(big.Rat)), s.ratio(cuts, cut.saysUnits)), 18)
}

// partLeft returns what cuts leave of a part of the amount of a sale.
func (s *sale) partLeft(name string, cuts []cut) *big.Rat {
	if s.gone(cuts) {
		return new(big.Rat)
	}
	left := s.event.Includes[name].or0()
	for _, c := range cuts {
		left = sub(left, orZero(c.includes[name]))
	}
	return mul(most(left, new(big.Rat)), s.ratio(cuts, cut.saysParts))
}

// leaves returns the volume that cuts leave of a holding.
func (h *holding) leaves(cuts []cut) volume {
	if len(cuts) == 0 {
		return h.measured()
	}
	return volume{h.baseLeft(cuts), h.unitsLeft(cuts)}
}

// worth returns what a holding that is paid by itself is worth now.
func (l *Ledger) worth(h *holding) *big.Rat {
	if len(h.rule.TakeBack) > 0 {
		return l.stands(h)
	}
	return h.plain(h.sale.kept(l, always))
}

// plain returns what cuts leave of what a holding was paid, in proportion.
func (h *holding) plain(cuts []cut) *big.Rat {
	r := h.rule
	inParts := func() *big.Rat { return h.def.round(mul(h.posted, h.sale.fraction(cuts))) }
	switch {
	case len(cuts) == 0:
		return h.posted
	case h.sale.gone(cuts):
		return new(big.Rat)
	case h.bounded:
		return inParts()
	case r.Table != nil:
		if r.Over == "event" && r.Table.By == "units" && slices.ContainsFunc(cuts, cut.saysUnits) {
			return h.def.round(r.Table.alone(h.leaves(cuts)))
		}
		return inParts()
	}
	pay := add(mul(h.baseLeft(cuts), h.rate), mul(h.sale.fraction(cuts), r.Fixed.or0()))
	if h.units != nil {
		pay = add(pay, mul(h.unitsLeft(cuts), r.PerUnit.or0()))
	}
	return h.def.round(pay)
}
