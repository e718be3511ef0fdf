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
		return q
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

// quo128 is Quo in two machine words.
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
	if u, small := signed(lo, neg); small && hi == 0 {
		return trimmed(u, -MaxPlaces), true
	}
	q := wide(hi, lo, neg, -MaxPlaces)
	if (hi%10*6+lo%10)%10 == 0 { // 2^64 ends in 6
		q = Trim(q)
	}
	return q, true
}

// wide returns the number (hi, lo) times 10^exp with the sign given.
func wide(hi, lo uint64, neg bool, exp int32) decimal.Decimal {
	words := [4]big.Word{big.Word(lo), big.Word(hi)}
	if bits.UintSize == 32 {
		words = [4]big.Word{big.Word(lo), big.Word(lo >> 32), big.Word(hi), big.Word(hi >> 32)}
	}
	var c big.Int // which the decimal copies
	if c.SetBits(words[:]); neg {
		c.Neg(&c)
	}
	return decimal.NewFromBigInt(&c, exp)
}
