package commission

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// What is left of a sale does not depend on the order of its refunds. Refunds that
// say parts or units take just these; the others share the rest in proportion to
// their amounts. A late refund uses up the sale for the customer, and leaves the
// commission.

// kept returns the amount that the commission stands for.
func (s *sold) kept() decimal.Decimal {
	switch {
	case s.Gone:
		return decimal.Decimal{}
	case s.Back == nil:
		return s.Amount
	}
	return exact.Add(exact.Sub(s.Amount, s.Back.Amount), s.Back.Late)
}

// left returns the amount that the customer has not got back.
func (s *sold) left() decimal.Decimal {
	switch {
	case s.Gone:
		return decimal.Decimal{}
	case s.Back == nil:
		return s.Amount
	}
	return exact.Sub(s.Amount, s.Back.Amount)
}

// nothing reports whether nothing is left of what the commission stands for.
func (s *sold) nothing() bool {
	if s.Gone {
		return true
	}
	if s.Amount.IsZero() {
		return s.Back != nil && s.Units != nil && !s.Units.IsZero() && exact.Cmp(s.Back.Units, *s.Units) >= 0
	}
	if s.Back == nil || s.Back.Late.IsZero() {
		return s.Back != nil && exact.Cmp(s.Amount, s.Back.Amount) == 0
	}
	return s.kept().IsZero()
}

// base returns what is left of the base of a rule, to the decimals that it has and
// at least to those of a posted amount.
func (s *sold) base(h *holding, places int32) decimal.Decimal {
	switch {
	case h.Base.IsZero():
		return decimal.Decimal{} // a record does not have its places
	case s.nothing():
		return decimal.New(0, min(0, h.Base.Exponent()))
	case s.Back == nil || s.Amount.IsZero():
		return h.Base
	}
	kept, whole := s.kept(), exact.Sub(s.Amount, s.Back.PartsOf)
	rest := exact.Sub(h.Base, h.Parts)
	switch {
	case exact.Cmp(kept, whole) == 0 || whole.IsZero():
		return rest
	case exact.Cmp(rest, whole) == 0:
		return kept
	}
	return exact.RoundRat(times(rest, kept, whole), max(places, -h.Base.Exponent()), exact.HalfUp)
}

// part returns what the customer has not got back of a part of the amount.
func (s *sold) part(name string) decimal.Decimal {
	part, b := s.Includes[name], s.Back
	switch {
	case b == nil:
		return part
	case !s.Amount.IsZero() && s.left().IsZero():
		return decimal.Decimal{}
	}
	return unitsOf(part.Sub(b.Includes[name]), s.left(), s.Amount.Sub(b.PartsOf).Sub(b.LatePartsOf))
}

// units returns what is left of the units that a rule counts. A sale without
// units is one until nothing is left of it, or falls with its amount where units
// alone are paid.
func (s *sold) units(h *holding, alone bool) decimal.Decimal {
	switch {
	case s.nothing():
		return decimal.Decimal{}
	case s.Back == nil || h.Free && h.Implied:
		return h.Units
	case h.Implied && !alone:
		return h.Units
	case h.Implied:
		return unitsOf(h.Units, s.kept(), s.Amount)
	}
	return unitsOf(exact.Sub(h.Units, s.Back.Units), s.kept(), exact.Sub(s.Amount, s.Back.UnitsOf))
}

// unitsOf returns the part of some units that falls to so much of a whole.
func unitsOf(units, part, whole decimal.Decimal) decimal.Decimal {
	if whole.IsZero() || exact.Cmp(part, whole) == 0 {
		return units
	}
	return exact.Trim(exact.RoundRat(times(units, part, whole), exact.MaxPlaces, exact.HalfUp))
}

// fraction returns f of an amount as it is posted, where f is the fraction of the
// sale that is left.
func (s *sold) fraction(u unit, amount decimal.Decimal) decimal.Decimal {
	switch {
	case s.nothing():
		return u.Zero()
	case s.Amount.IsZero():
		return u.posted(amount)
	}
	return u.share(amount, s.kept(), s.Amount)
}

// volume returns what is left of the base and of the units of a rule.
func (s *sold) volume(h *holding, v *version, r *rule) Volume {
	return Volume{Amount: s.base(h, v.unit.Places()), Units: s.units(h, r.unitsAlone())}
}

// worth returns what is left of what a rule posted for the event by itself, where
// so much is left of its base and units.
func (s *sold) worth(h *holding, v *version, r *rule, left Volume) decimal.Decimal {
	u, base, units := v.unit, left.Amount, left.Units
	switch {
	case s.nothing():
		return u.Zero()
	case s.Back == nil:
		return u.posted(h.Posted)
	case h.Bounded:
		return s.fraction(u, h.Posted)
	case r.Pay.tabled():
		if r.Pay.Table.By != ByUnits || s.Back.Counting == 0 || r.Over.Over != PerEvent {
			return s.fraction(u, h.Posted)
		}
		return u.floor(r.table.pay(Volume{}, Volume{Amount: base, Units: units}).Amount)
	case r.Pay.Fixed.IsZero() && r.Pay.PerUnit.IsZero():
		return u.percent(h.Rate, base)
	}
	sum := exact.Rat(percentOf(h.Rate, base).Add(r.Pay.PerUnit.Mul(units)))
	fixed := exact.Rat(r.Pay.Fixed)
	if !s.Amount.IsZero() {
		fixed = times(r.Pay.Fixed, s.kept(), s.Amount)
	}
	return u.RoundRat(sum.Add(sum, fixed), u.mode)
}

// unitsAlone reports whether a rule pays for units and for no amount.
func (r *rule) unitsAlone() bool {
	if r.Pay.tabled() {
		return r.table.pays() == ByUnits
	}
	return !r.Pay.PerUnit.IsZero() && r.Pay.Rate.IsZero() && !r.Pay.tiered() && r.Pay.Fixed.IsZero()
}
