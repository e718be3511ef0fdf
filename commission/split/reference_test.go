package split_test

import (
	"math/big"
	"slices"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/split"
)

// This file divides in another way: quotas by freezing the parties at a bound
// until the others agree, and rounding over fractions.

// refQuotas returns the exact share of each party in a total that is not
// negative.
func refQuotas(list []split.Share, total *big.Rat) []*big.Rat {
	quotas := make([]*big.Rat, len(list))
	mins := new(big.Rat)
	for _, s := range list {
		mins.Add(mins, s.Min.Rat())
	}
	if mins.Cmp(total) > 0 {
		left := new(big.Rat).Set(total)
		for i, s := range list {
			quotas[i] = least(s.Min.Rat(), left)
			left = new(big.Rat).Sub(left, quotas[i])
		}
		return quotas
	}
	if plain := refBesideRest(list, total); plain != nil {
		return plain
	}
	for {
		free, sum := new(big.Rat).Set(total), new(big.Rat)
		for i, s := range list {
			if quotas[i] != nil {
				free.Sub(free, quotas[i])
			} else {
				sum.Add(sum, refSize(s))
			}
		}
		wanted, over := make([]*big.Rat, len(list)), new(big.Rat)
		for i, s := range list {
			if quotas[i] != nil {
				continue
			}
			wanted[i] = new(big.Rat)
			if sum.Sign() > 0 {
				wanted[i].Mul(free, refSize(s)).Quo(wanted[i], sum)
			}
			over.Add(over, new(big.Rat).Sub(refClamp(s, wanted[i]), wanted[i]))
		}
		for i, s := range list {
			if wanted[i] == nil {
				continue
			}
			bound := refClamp(s, wanted[i])
			if c := bound.Cmp(wanted[i]); over.Sign() == 0 || c == over.Sign() {
				quotas[i] = bound
			}
		}
		if !slices.Contains(quotas, nil) {
			return quotas
		}
	}
}

// refBesideRest returns the quotas of parties one of which takes the rest, or nil if
// there is none or nothing is left for it: it is then a party of no size.
func refBesideRest(list []split.Share, total *big.Rat) []*big.Rat {
	rest := slices.IndexFunc(list, func(s split.Share) bool { return s.Rest })
	if rest < 0 {
		return nil
	}
	quotas, sum := make([]*big.Rat, len(list)), new(big.Rat)
	for i, s := range list {
		if i != rest {
			quotas[i] = refClamp(s, new(big.Rat).Mul(total, refSize(s)))
			sum.Add(sum, quotas[i])
		}
	}
	if sum.Cmp(total) > 0 {
		return nil
	}
	quotas[rest] = sum.Sub(total, sum)
	return quotas
}

func least(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return new(big.Rat).Set(b)
}

func refSize(s split.Share) *big.Rat {
	if !s.Weight.IsZero() {
		return s.Weight.Rat()
	}
	return roomtest.RateRat(s.Rate)
}

func refClamp(s split.Share, q *big.Rat) *big.Rat {
	if !s.Min.IsZero() && q.Cmp(s.Min.Rat()) < 0 {
		return s.Min.Rat()
	}
	if !s.Max.IsZero() && q.Cmp(s.Max.Rat()) > 0 {
		return s.Max.Rat()
	}
	return q
}

// refDivide returns the amounts of one level in units.
func refDivide(d split.Definition, unit, total *big.Rat) []*big.Rat {
	quotas := refQuotas(d.Shares, new(big.Rat).Abs(total))
	amounts, lost, left := make([]*big.Rat, len(quotas)), make([]*big.Rat, len(quotas)), new(big.Rat).Abs(total)
	rest := slices.IndexFunc(d.Shares, func(s split.Share) bool { return s.Rest })
	var order []int
	for i, q := range quotas {
		amounts[i] = roomtest.RoundTo(q, unit, commission.Down)
		lost[i] = new(big.Rat).Sub(q, amounts[i])
		if i == rest {
			amounts[i] = new(big.Rat)
			continue
		}
		left.Sub(left, amounts[i])
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(i, j int) int { return lost[j].Cmp(lost[i]) })
	for _, i := range order {
		up := rest < 0
		if rest >= 0 {
			up = roomtest.RoundTo(quotas[i], unit, d.Rounding).Cmp(amounts[i]) > 0
		}
		if up && left.Sign() > 0 && lost[i].Sign() > 0 {
			amounts[i].Add(amounts[i], unit)
			left.Sub(left, unit)
		}
	}
	if rest >= 0 {
		amounts[rest] = left
	}
	if total.Sign() < 0 {
		for _, a := range amounts {
			a.Neg(a)
		}
	}
	return amounts
}
