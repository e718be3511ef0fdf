package kpi

import (
	"fmt"
	"math/big"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// Attainment returns how much of the target a figure reaches, in percent:
//
//	value / bound x 100   where more is better
//	bound / value x 100   where less is better
//
// 100 is on the bound, from whichever side; of a target between two bounds it
// is 100 inside, and outside what the nearer bound says. It returns an error if
// there is no figure ([alianza.ErrMissing]), if the bound is zero or, where less
// is better, the figure ([alianza.ErrZero]), if one of these is negative
// ([alianza.ErrRange]), and as Judge does.
func (k KPI) Attainment(value score.Number) (score.Fraction, error) {
	var f check.Faults
	value, ok := accept(&f, "value", k.def.Unit, value)
	if ok && value == nil {
		f.Add("value", "", alianza.ErrMissing, "")
	}
	if err := f.Err(); err != nil {
		return score.Fraction{}, fmt.Errorf("kpi: %s: %w", k.def.Name, err)
	}
	q, fault := attainment(k.def.Target, value.Rat())
	if fault != nil {
		return score.Fraction{}, fmt.Errorf("kpi: %s: %w", k.def.Name, fault)
	}
	return score.FractionOf(q.Mul(q, big.NewRat(100, 1))), nil
}

// attainment returns the share of the target that is reached.
func attainment(t alianza.Bound, value *big.Rat) (*big.Rat, error) {
	bound, toward := exact.Rat(t.Value), number.Toward(t.Op)
	if t.Op == alianza.OpBetween {
		high := exact.Rat(t.To)
		switch {
		case value.Cmp(high) > 0:
			bound, toward = high, -1
		case value.Cmp(bound) >= 0:
			return big.NewRat(1, 1), nil
		default:
			toward = +1
		}
	}
	num, den := value, bound
	if toward < 0 {
		num, den = bound, value
	}
	switch {
	case bound.Sign() == 0:
		return nil, check.Fault("target", t.String(), alianza.ErrZero, "no share of it has a value")
	case bound.Sign() < 0:
		return nil, check.Fault("target", t.String(), alianza.ErrRange, "a share of what is negative says nothing")
	case den.Sign() == 0:
		return nil, check.Fault("value", "0", alianza.ErrZero, "where less is better, it would be without end")
	case den.Sign() < 0:
		return nil, check.Fault("value", "", alianza.ErrRange, "where less is better, a share by what is negative says nothing")
	}
	return new(big.Rat).Quo(num, den), nil
}
