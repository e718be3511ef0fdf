package exact

import (
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"
)

// Mode says which of the two neighbors a number between them is rounded to.
// The modes are symmetric around zero, but for [Floor] and [Ceiling]: a refund
// mirrors its sale. The zero Mode is [HalfUp].
type Mode uint8

// The seven modes of rounding.
const (
	HalfUp   Mode = iota // to the nearest; a tie away from zero
	HalfEven             // to the nearest; a tie to the even neighbor
	HalfDown             // to the nearest; a tie toward zero
	Up                   // away from zero
	Down                 // toward zero
	Floor                // toward minus infinity
	Ceiling              // toward plus infinity
)

// grows reports whether a number cut toward zero takes one more unit of size.
// Something was cut off; half says how it compares with half a unit, neg and
// odd speak of the number and of the last digit kept.
func (m Mode) grows(neg, odd bool, half int) bool {
	switch m {
	case HalfEven:
		return half > 0 || half == 0 && odd
	case HalfDown:
		return half > 0
	case Up:
		return true
	case Down:
		return false
	case Floor:
		return neg
	case Ceiling:
		return !neg
	default: // HalfUp
		return half >= 0
	}
}

// Round returns d as a whole number of units of 10^-places; its exponent is
// always -places, so that it prints with that many decimals. Nothing is lost
// when d has no more decimals than that.
func Round(d decimal.Decimal, places int32, m Mode) decimal.Decimal {
	if d.Exponent() == -places {
		return d
	}
	if c, ok := coef64(d); ok {
		size, neg := abs64(c)
		if u, ok := scale(0, size, d.Exponent()+places, neg, m); ok {
			return New(u, -places)
		}
	}
	return decimal.NewFromBigInt(scaleBig(d.Coefficient(), d.Exponent()+places, m), -places)
}

// RoundWord is [Round] for the number of a coefficient and a power of ten: the
// number of units, and false if a word does not hold it.
func RoundWord(coef int64, exp, places int32, m Mode) (units int64, ok bool) {
	size, neg := abs64(coef)
	return scale(0, size, exp+places, neg, m)
}

// scale returns the 128-bit number (hi, lo) times 10^shift as a whole number,
// rounded by m where shift is negative, and false if a word does not hold it.
func scale(hi, lo uint64, shift int32, neg bool, m Mode) (int64, bool) {
	if shift >= 0 {
		if hi != 0 || int(shift) >= len(pow10) {
			return 0, hi == 0 && lo == 0
		}
		over, u := bits.Mul64(lo, pow10[shift])
		c, ok := signed(u, neg)
		return c, ok && over == 0
	}
	if int(-shift) >= len(pow10) {
		return 0, false
	}
	den := pow10[-shift]
	lo, carry := bits.Add64(lo, m.bias(den, neg), 0)
	hi += carry // cannot wrap: hi is of a product of two int64 sizes
	if hi >= den {
		return 0, false
	}
	q, r := bits.Div64(hi, lo, den)
	if m == HalfEven && r == 0 { // a tie
		q &^= 1
	}
	return signed(q, neg)
}

// bias returns what to add to a number before it is divided by den, an even
// number, and cut, so that it is rounded by m; ties to even are left to do. It
// says what grows says without a branch that hangs on the number, which a
// processor guesses wrong every other time.
func (m Mode) bias(den uint64, neg bool) uint64 {
	switch m {
	case HalfDown:
		return den/2 - 1
	case Up:
		return den - 1
	case Down:
		return 0
	case Floor, Ceiling:
		if neg == (m == Floor) {
			return den - 1
		}
		return 0
	default: // HalfUp, HalfEven
		return den / 2
	}
}

// scaleBig returns c times 10^shift as a whole number, rounded by m where
// shift is negative. It may change c.
func scaleBig(c *big.Int, shift int32, m Mode) *big.Int {
	if shift >= 0 {
		return c.Mul(c, bigPow10(shift))
	}
	return quoBig(c, bigPow10(-shift), m)
}

// quoBig returns num / den rounded by m, for den > 0.
func quoBig(num, den *big.Int, m Mode) *big.Int {
	q, r := new(big.Int).QuoRem(num, den, new(big.Int))
	if r.Sign() == 0 {
		return q
	}
	neg := num.Sign() < 0
	r.Abs(r)
	if m.grows(neg, q.Bit(0) == 1, r.Lsh(r, 1).Cmp(den)) {
		one := big.NewInt(1)
		if neg {
			one.Neg(one)
		}
		q.Add(q, one)
	}
	return q
}

// RoundRat returns r as a whole number of units of 10^-places, rounded by m.
// It is the way out for quotients, which decimals cannot hold.
func RoundRat(r *big.Rat, places int32, m Mode) decimal.Decimal {
	num := new(big.Int).Mul(r.Num(), bigPow10(places))
	return decimal.NewFromBigInt(quoBig(num, r.Denom(), m), -places)
}

// RoundFar returns r as a whole number of units of 10^-places, the neighbor to which
// half up does not round it. A number that has these places has no other neighbor.
func RoundFar(r *big.Rat, places int32) decimal.Decimal {
	if Rat(RoundRat(r, places, HalfUp)).Cmp(r) > 0 {
		return RoundRat(r, places, Floor)
	}
	return RoundRat(r, places, Ceiling)
}

// Rat returns d as a fraction.
func Rat(d decimal.Decimal) *big.Rat {
	num, e := d.Coefficient(), d.Exponent()
	if e >= 0 {
		return new(big.Rat).SetInt(num.Mul(num, bigPow10(e)))
	}
	return new(big.Rat).SetFrac(num, bigPow10(-e))
}
