package exact

import (
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"
)

// Quo returns d / n cut to [MaxPlaces] decimals, without trailing zeros after the
// point. The divisor is above zero.
func Quo(d decimal.Decimal, n int64) decimal.Decimal {
	if q, ok := quo64(d, n); ok {
		return q
	}
	if q, ok := quo128(d, n); ok {
		return Trim(q)
	}
	q := Rat(d)
	return Trim(RoundRat(q.Quo(q, new(big.Rat).SetInt64(n)), MaxPlaces, Down))
}

// quo64 is Quo in machine words, where the quotient ends within the places.
func quo64(d decimal.Decimal, n int64) (decimal.Decimal, bool) {
	c, ok := coef64(d)
	exp := d.Exponent()
	for ok = ok && exp <= 0; ok && c%n != 0; {
		next := c * 10
		ok = next/10 == c && exp > -MaxPlaces && endless(n, c) == 0
		c, exp = next, exp-1
	}
	if !ok || exp < -MaxPlaces {
		return decimal.Decimal{}, false
	}
	return trimmed(c/n, exp), true
}

// endless returns what of c / n never ends as a decimal: the remainder by n
// without its twos and fives.
func endless(n, c int64) int64 {
	for n%2 == 0 {
		n /= 2
	}
	for n%5 == 0 {
		n /= 5
	}
	return c % n
}

// quo128 is Quo in two machine words, before it is trimmed.
func quo128(d decimal.Decimal, n int64) (decimal.Decimal, bool) {
	c, ok := coef64(d)
	shift := d.Exponent() + MaxPlaces
	if !ok || shift < 0 || int(shift) >= len(pow10) {
		return decimal.Decimal{}, false
	}
	size, neg := abs64(c)
	hi, lo := bits.Mul64(size, pow10[shift])
	by := uint64(n)
	hi, rest := hi/by, hi%by
	lo, _ = bits.Div64(rest, lo, by)
	q := new(big.Int).SetUint64(hi)
	q.Lsh(q, 64).Or(q, new(big.Int).SetUint64(lo))
	if neg {
		q.Neg(q)
	}
	return decimal.NewFromBigInt(q, -MaxPlaces), true
}
