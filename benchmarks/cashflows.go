package main

import (
	"math"
	"strconv"

	gofinancial "github.com/razorpay/go-financial"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi/cashflow"
)

// flows returns investments and what they bring, twelve periods each.
func flows(n int) [][]decimal.Decimal {
	amounts := cents(n * 12)
	all := make([][]decimal.Decimal, n)
	for i := range all {
		for t := range 12 {
			all[i] = append(all[i], decimal.New(amounts[i*12+t], -2))
		}
		all[i][0] = decimal.NewFromInt(-30_000)
	}
	return all
}

// cashflowRows discount flows, and find the rate at which they are worth nothing.
func cashflowRows(s size) []row {
	n := s.of(10_000)
	return []row{
		{
			group: "cash flow", work: "NPV of twelve periods at 8%, exact", per: "NPV", items: n, peerGoal: 1,
			why:  "alianza returns the exact fraction; go-financial stops at 16 decimals, and takes about as long.",
			note: "alianza returns an exact fraction with its inputs. go-financial divides with 16 decimals. By hand it is floats, for scale: 15 digits at best, and not exact.",
			racers: []racer{
				{name: "cashflow.NPV", role: ours, ready: func() func() answer {
					rate := alianza.WholePercent(8)
					return worth(n, func(f []decimal.Decimal) int64 { return must(cashflow.NPV(rate, f)).Round(2).Shift(2).IntPart() })
				}},
				{name: "floats", role: byHand, ready: func() func() answer {
					return worth(n, func(f []decimal.Decimal) int64 { return int64(math.Round(npv(0.08, floats(f)) * 100)) })
				}},
				{name: "go-financial", role: peer, ready: func() func() answer {
					rate := decimal.New(8, -2)
					return worth(n, func(f []decimal.Decimal) int64 { return gofinancial.Npv(rate, f).Round(2).Shift(2).IntPart() })
				}},
			},
		},
		{
			group: "cash flow", work: "IRR of twelve periods, four decimals of a percent", per: "IRR", items: s.of(2_000),
			note: "alianza proves that the digits are those of the exact rate. No library for it could be had; by hand it is Newton's method with floats.",
			racers: []racer{
				{name: "cashflow.IRR", role: ours, ready: func() func() answer {
					return worth(s.of(2_000), func(f []decimal.Decimal) int64 { return must(cashflow.IRR(f, 4)).Round(4).Shift(4).IntPart() })
				}},
				{name: "floats", role: byHand, ready: func() func() answer {
					return worth(s.of(2_000), func(f []decimal.Decimal) int64 { return int64(math.Round(irr(floats(f)) * 1e6)) })
				}},
			},
		},
	}
}

func worth(n int, one func([]decimal.Decimal) int64) func() answer {
	all := flows(n)
	return func() answer {
		var sum int64
		for _, f := range all {
			sum += one(f)
		}
		return func() string { return strconv.FormatInt(sum, 10) }
	}
}

func floats(flows []decimal.Decimal) []float64 {
	all := make([]float64, len(flows))
	for i, d := range flows {
		all[i] = d.InexactFloat64()
	}
	return all
}

func npv(rate float64, flows []float64) float64 {
	sum, by := 0.0, 1.0
	for _, f := range flows {
		sum += f / by
		by *= 1 + rate
	}
	return sum
}

// irr is Newton's method on the NPV.
func irr(flows []float64) float64 {
	rate := 0.1
	for range 100 {
		value, slope, by := 0.0, 0.0, 1.0
		for t, f := range flows {
			value += f / by
			slope -= float64(t) * f / (by * (1 + rate))
			by *= 1 + rate
		}
		next := rate - value/slope
		if math.Abs(next-rate) < 1e-13 {
			return next
		}
		rate = max(next, -0.99)
	}
	panic("no rate")
}
