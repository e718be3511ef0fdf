package roomtest

import (
	"math/big"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// RoundTo rounds x to a multiple of a step.
func RoundTo(x, step *big.Rat, mode commission.Rounding) *big.Rat {
	scaled := new(big.Rat).Quo(x, step)
	size := new(big.Rat).Abs(scaled)
	whole := new(big.Int).Quo(size.Num(), size.Denom())
	rest := new(big.Rat).Sub(size, new(big.Rat).SetInt(whole))
	half := rest.Cmp(big.NewRat(1, 2))
	negative, inexact := scaled.Sign() < 0, rest.Sign() != 0
	var up bool // to the next whole number away from zero
	switch mode {
	case commission.HalfUp:
		up = half >= 0
	case commission.HalfEven:
		up = half > 0 || half == 0 && whole.Bit(0) == 1
	case commission.HalfDown:
		up = half > 0
	case commission.Up:
		up = inexact
	case commission.Down:
	case commission.Floor:
		up = inexact && negative
	case commission.Ceiling:
		up = inexact && !negative
	}
	if up {
		whole.Add(whole, big.NewInt(1))
	}
	if negative {
		whole.Neg(whole)
	}
	return new(big.Rat).Mul(new(big.Rat).SetInt(whole), step)
}

// RateRat returns a rate as a fraction: 1/5 for 20%.
func RateRat(r alianza.Percent) *big.Rat {
	x, _ := new(big.Rat).SetString(strings.TrimSuffix(r.String(), "%")) // nil for no rate
	return x.Quo(x, big.NewRat(100, 1))
}
