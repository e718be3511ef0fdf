package cashflow_test

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/roi/cashflow"
)

// A second implementation of the values, written from their definitions alone: sums of
// fractions, term by term, and for days powers by series of floats of 400 bits.

// refNPV adds up flows, each divided by the growth once for each period.
func refNPV(percent *big.Rat, flows []decimal.Decimal) *big.Rat {
	growth := new(big.Rat).Quo(percent, big.NewRat(100, 1))
	growth.Add(growth, big.NewRat(1, 1))
	sum := new(big.Rat)
	for t, d := range flows {
		value := d.Rat()
		for range t {
			value.Quo(value, growth)
		}
		sum.Add(sum, value)
	}
	return sum
}

// refPayback is the payback of flows as fractions.
func refPayback(percent *big.Rat, flows []decimal.Decimal) (*big.Rat, bool) {
	sum, below := new(big.Rat), false
	for t := range flows {
		flow := new(big.Rat).Sub(refNPV(percent, flows[:t+1]), refNPV(percent, flows[:t]))
		next := new(big.Rat).Add(sum, flow)
		if sum.Sign() < 0 && next.Sign() >= 0 {
			part := new(big.Rat).Quo(sum.Neg(sum), flow)
			return part.Add(part, big.NewRat(int64(t-1), 1)), true
		}
		sum = next
		below = below || sum.Sign() < 0
	}
	return new(big.Rat), !below
}

const prec = 400

func float(q *big.Rat) *big.Float { return new(big.Float).SetPrec(prec).SetRat(q) }

// refLog returns the natural logarithm of x > 0 by the series of artanh.
func refLog(x *big.Float) *big.Float {
	one := float(big.NewRat(1, 1))
	halvings := 0
	x = new(big.Float).Copy(x)
	for x.Cmp(float(big.NewRat(3, 2))) > 0 {
		x.Quo(x, float(big.NewRat(2, 1)))
		halvings++
	}
	for x.Cmp(float(big.NewRat(3, 4))) < 0 {
		x.Mul(x, float(big.NewRat(2, 1)))
		halvings--
	}
	artanh := func(z *big.Float) *big.Float {
		sum, power, square := new(big.Float).SetPrec(prec), new(big.Float).Copy(z), new(big.Float).Mul(z, z)
		for k := int64(1); k < 500; k += 2 {
			sum.Add(sum, new(big.Float).Quo(power, float(big.NewRat(k, 1))))
			power.Mul(power, square)
		}
		return sum.Mul(sum, float(big.NewRat(2, 1)))
	}
	log := artanh(new(big.Float).Quo(new(big.Float).Sub(x, one), new(big.Float).Add(x, one)))
	two := artanh(float(big.NewRat(1, 3)))
	return log.Add(log, two.Mul(two, float(big.NewRat(int64(halvings), 1))))
}

// refExp returns e^x by its series, with x halved first.
func refExp(x *big.Float) *big.Float {
	const halvings = 20
	x = new(big.Float).Quo(x, float(big.NewRat(1<<halvings, 1)))
	sum, one := float(big.NewRat(1, 1)), float(big.NewRat(1, 1))
	for k := int64(1); k < 40; k++ {
		one.Mul(one, x)
		one.Quo(one, float(big.NewRat(k, 1)))
		sum.Add(sum, one)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum
}

// refXNPV adds up flows, each times e^(-ln(growth) x days / 365).
func refXNPV(percent *big.Rat, flows []cashflow.Flow) *big.Float {
	growth := new(big.Rat).Quo(percent, big.NewRat(100, 1))
	log := refLog(float(growth.Add(growth, big.NewRat(1, 1))))
	sum := new(big.Float).SetPrec(prec)
	for _, f := range flows {
		days := flows[0].On.DaysUntil(f.On)
		power := refExp(new(big.Float).Mul(log, float(big.NewRat(int64(-days), 365))))
		sum.Add(sum, power.Mul(power, float(f.Amount.Rat())))
	}
	return sum
}
