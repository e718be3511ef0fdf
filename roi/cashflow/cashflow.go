// Package cashflow says what payments over time are worth: the net present value, the
// internal rate of return, and the time until an investment is paid back.
//
// [NPV], [IRR], [Payback] and [DiscountedPayback] take one flow for each period, the
// first one now. [XNPV] and [XIRR] take flows with their days, and count days over a
// year of 365. What is paid is negative, what is received positive. All flows have one
// currency; [roi.Figure.WithUnit] gives it to a value.
//
//	npv, err := cashflow.NPV(alianza.WholePercent(8), flows)
//	irr, err := cashflow.IRR(flows, 4) // to 4 decimals
//
// # Rounding
//
// NPV and the paybacks are exact. The others have no exact decimal: they are rounded
// half up to the decimals that the caller gives, and are correct to the last of them.
//
// # Errors
//
// Every refusal is an [*alianza.FieldError]. An internal rate of return exists for sure,
// and is the only one, if the flows change their sign once. A growth of 2^256 times or
// more in a period, or in a year of days, is refused ([alianza.ErrLimit]). Without a
// change there is no rate ([alianza.ErrNoSolution]). With several changes there may be
// several ([alianza.ErrAmbiguous]), and none of them is returned.
package cashflow

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// Limits of the flows.
const (
	maxFlows  = check.MaxFlows
	maxPlaces = 12
)

// UnitPeriods is the unit of a payback.
const UnitPeriods = "periods"

// NPV returns the net present value of flows, one a period, with the first one now: the
// sum of flow t / (1 + rate)^t from t = 0. The NPV of a spreadsheet discounts the
// first one, too, and so is this one over 1 + rate.
//
// It returns an error if:
//   - there are no flows ([alianza.ErrEmpty]), or more than 1,200;
//   - the rate is not above -100% ([alianza.ErrRange]);
//   - a flow is out of the bounds of the library;
//   - the exact value has too many digits ([alianza.ErrLimit]).
func NPV[R roi.Percentage](rate R, flows []decimal.Decimal) (roi.Figure, error) {
	var f check.Faults
	checkFlows(&f, flows)
	q, percent := growth(&f, rate)
	return figure("NPV", "", &f, func() *big.Rat { return present(&f, q, flows) },
		percent, count(len(flows)))
}

// growth returns 1 + rate, and the rate as an input.
func growth[R roi.Percentage](f *check.Faults, rate R) (*big.Rat, roi.Figure) {
	var percent *big.Rat
	switch v := any(rate).(type) {
	case alianza.Percent:
		percent = v.Decimal().Rat()
	case roi.Figure:
		switch {
		case v.IsZero():
			f.Add("rate", "", alianza.ErrUnchecked, "")
		case v.Unit() != roi.UnitPercent:
			f.Add("rate", v.Unit(), alianza.ErrConflict, "want a percentage")
		default:
			percent = v.Rat()
		}
	}
	if percent == nil {
		return nil, roi.Figure{}
	}
	if percent.Cmp(frac.Int(-100)) <= 0 {
		f.Add("rate", percent.FloatString(2)+"%", alianza.ErrRange, "not above -100%")
	}
	in, _ := roi.NewFigure("rate", roi.UnitPercent, frac.Fraction{Q: percent}) // it was one before, or is small
	return frac.Add(frac.One(), frac.Quo(percent, frac.Int(100))), in
}

// checkFlows adds the faults of flows.
func checkFlows(f *check.Faults, flows []decimal.Decimal) {
	if len(flows) == 0 {
		f.Add("flows", "", alianza.ErrEmpty, "")
	}
	if !f.Count("flows", len(flows), maxFlows, "flows") {
		return
	}
	for i, d := range flows {
		if exact.Check(d) != nil { // before a text is made of the path
			f.Number("flows["+strconv.Itoa(i)+"]", d)
		}
	}
}

// count returns the number of flows as an input.
func count(n int) roi.Figure {
	in, _ := roi.NewFigure("flows", "", decimal.NewFromInt(int64(n))) // sound
	return in
}

// figure returns the result, or all faults.
func figure(name, unit string, f *check.Faults, compute func() *big.Rat, inputs ...roi.Figure) (roi.Figure, error) {
	if f.Len() == 0 {
		q := compute()
		if f.Len() == 0 {
			result, err := roi.NewFigure(name, unit, frac.Fraction{Q: q}, inputs...)
			f.Join(err)
			if err == nil {
				return result, nil
			}
		}
	}
	return roi.Figure{}, fmt.Errorf("cashflow: %s: %w", name, f.Err())
}

// present returns the present value of flows.
func present(f *check.Faults, growth *big.Rat, flows []decimal.Decimal) *big.Rat {
	if frac.Bits(growth)*len(flows) > frac.MaxBits {
		f.Add("flows", strconv.Itoa(len(flows)), alianza.ErrLimit, "the exact value has too many digits")
		return nil
	}
	// (… (c0 q + c1 p) q + c2 p^2 …) / q^n for a growth of q / p.
	q, p := growth.Num(), growth.Denom()
	sum, power, scale := new(big.Int), big.NewInt(1), big.NewInt(1)
	amounts, unit := whole(flows)
	for i, c := range amounts {
		if i > 0 {
			power.Mul(power, p)
			scale.Mul(scale, q)
			sum.Mul(sum, q)
		}
		sum.Add(sum, c.Mul(c, power))
	}
	return frac.Mul(new(big.Rat).SetFrac(sum, scale), exact.Rat(unit))
}

// Payback returns the periods until the flows have paid back what was put in. That is the
// first time that the sum of all flows so far, once below zero, reaches zero again. A
// period is divided in proportion. [roi.Figure.Ceil] makes whole periods of it. If the sum
// is never below zero, it is 0.
//
// It returns an error if:
//   - the sum does not reach zero ([alianza.ErrNever]);
//   - there are no flows ([alianza.ErrEmpty]), or more than 1,200;
//   - a flow is out of the bounds of the library.
func Payback(flows []decimal.Decimal) (roi.Figure, error) {
	var f check.Faults
	checkFlows(&f, flows)
	return figure("payback", UnitPeriods, &f, func() *big.Rat { return payback(&f, frac.One(), flows) },
		count(len(flows)))
}

// DiscountedPayback returns the periods until the flows have paid back what was put in,
// as [Payback] does, with each flow discounted as [NPV] does. It returns an error as
// both do.
func DiscountedPayback[R roi.Percentage](rate R, flows []decimal.Decimal) (roi.Figure, error) {
	var f check.Faults
	checkFlows(&f, flows)
	q, percent := growth(&f, rate)
	return figure("discounted payback", UnitPeriods, &f, func() *big.Rat { return payback(&f, q, flows) },
		percent, count(len(flows)))
}

// payback follows the sum of the discounted flows.
func payback(f *check.Faults, growth *big.Rat, flows []decimal.Decimal) *big.Rat {
	if frac.Bits(growth)*len(flows) > frac.MaxBits {
		f.Add("flows", strconv.Itoa(len(flows)), alianza.ErrLimit, "the exact value has too many digits")
		return nil
	}
	// The sum so far and the flow, both in values of the period: that changes neither
	// signs nor proportions.
	sum, below := new(big.Rat), false
	for t, d := range flows {
		sum.Mul(sum, growth)
		flow := exact.Rat(d)
		next := frac.Add(sum, flow)
		if sum.Sign() < 0 && next.Sign() >= 0 {
			return frac.Add(frac.Int(t-1), frac.Quo(new(big.Rat).Neg(sum), flow))
		}
		sum, below = next, below || next.Sign() < 0
	}
	if below {
		f.Add("flows", "", alianza.ErrNever, "they do not pay back what was put in")
	}
	return new(big.Rat)
}
