package split

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Entries returns an entry for each party that gets or gives something, those of
// nested splits in place of the one around them, so that package payout can settle
// it. Plan, version, rule, kind, event, Of, cause, instants, customer and medium are
// those of like. The key is made of plan, party, rule and event. An overlay has no
// entries.
//
// If like has an Of, as that of a refund has, each entry corrects the one that the party
// has of that event by the same plan and rule.
//
// Base is the amount that was divided where the party stands, and Rate the party's
// exact part of that, its bounds included. A part that is no percentage, such as a
// third, has a portion that is a fixed amount instead. A party that stands in several
// nested splits has one entry, whose portions are what it gets in each. Allocations
// nested deeper than those of a split have no entries, nor has an amount out of the
// bounds of the library.
func (d Division) Entries(like commission.Entry) []commission.Entry {
	if !d.fits() {
		return nil
	}
	var list []commission.Entry
	for _, p := range places(nil, d.Allocations, unit.Safe(d.Total)) {
		e := commission.Entry{
			Key: unit.Key(like.Plan, p.party, like.Rule, like.Event), Plan: like.Plan, Version: like.Version, Rule: like.Rule, Kind: like.Kind,
			Event: like.Event, Of: like.Of, Partner: p.party, Customer: like.Customer, At: like.At, Booked: like.Booked, Due: like.Due,
			Currency: d.Currency, Medium: like.Medium, Base: d.Total, Portions: p.portions, Cause: like.Cause,
		}
		if like.Of != "" {
			e.Corrects = unit.Key(like.Plan, p.party, like.Rule, like.Of)
		}
		e.Exact, e.Amount = p.exact(), p.amount()
		if len(p.portions) == 1 {
			e.Base = p.base
			if rate := p.portions[0].Rate; !rate.IsZero() || e.Exact.IsZero() {
				e.Rate, e.Portions = rate, nil
			}
		}
		odd := exact.Cmp(e.Amount, exact.RoundRat(exact.Rat(e.Exact), -e.Amount.Exponent(), exact.HalfUp)) != 0
		if odd || like.Of != "" { // the amounts tell, not the rounding, or what is left
			e.Detail = &commission.Detail{Shared: d.Total}
		}
		if !e.Amount.IsZero() {
			list = append(list, e)
		}
	}
	return list
}

// A placed party has one portion for each place where it stands.
type placed struct {
	party    string
	base     decimal.Decimal // of the first portion
	portions []commission.Portion
}

// places adds the parties of a division of an amount, and of those inside it.
func places(list []placed, allocations []Allocation, of decimal.Decimal) []placed {
	for _, a := range allocations {
		a.Amount = unit.Safe(a.Amount) // it may come from anywhere
		if len(a.Allocations) > 0 {
			list = places(list, a.Allocations, a.Amount)
			continue
		}
		i := slices.IndexFunc(list, func(p placed) bool { return p.party == a.Party })
		if i < 0 {
			i, list = len(list), append(list, placed{party: a.Party, base: of})
		}
		list[i].portions = append(list[i].portions, a.portion(of))
	}
	return list
}

// portion returns what is allocated of an amount: a rate of it, if one is exact, else
// a fixed amount.
func (a Allocation) portion(of decimal.Decimal) commission.Portion {
	exactly := a.Exact.Rat()
	p := commission.Portion{Exact: exact.Trim(exact.RoundRat(exactly, exact.MaxPlaces, exact.HalfUp)), Amount: a.Amount}
	if base := exact.Rat(of); base.Sign() != 0 {
		whole := alianza.WholePercent(100).Units()
		part := base.Quo(exactly, base)
		part.Mul(part, new(big.Rat).SetInt64(whole))
		if n := part.Num(); part.IsInt() && n.IsInt64() && n.Sign() >= 0 && n.Int64() <= whole {
			p.Base, p.Rate = of, alianza.PercentUnits(n.Int64())
			return p
		}
	}
	p.Fixed = p.Exact
	return p
}

func (p placed) exact() decimal.Decimal {
	sum := p.portions[0].Exact
	for _, one := range p.portions[1:] {
		sum = exact.Add(sum, one.Exact)
	}
	return sum
}

func (p placed) amount() decimal.Decimal {
	sum := p.portions[0].Amount
	for _, one := range p.portions[1:] {
		sum = exact.Add(sum, one.Amount)
	}
	return sum
}
