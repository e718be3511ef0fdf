package exact

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Trim returns d without trailing zeros after the point.
func Trim(d decimal.Decimal) decimal.Decimal {
	c, ok := coef64(d)
	if !ok {
		return trimBig(d)
	}
	if exp := d.Exponent(); exp >= 0 || c%10 != 0 {
		return d
	}
	return trimmed(c, d.Exponent())
}

// trimmed returns c times 10^exp as Trim does.
func trimmed(c int64, exp int32) decimal.Decimal {
	for exp < 0 && c%10 == 0 {
		c, exp = c/10, exp+1
	}
	return New(c, exp)
}

// trimBig is Trim in big integers.
func trimBig(d decimal.Decimal) decimal.Decimal {
	c, exp := d.Coefficient(), d.Exponent()
	if exp >= 0 || lastDigit(c) != 0 {
		return d
	}
	for ten := big.NewInt(10); exp < 0 && lastDigit(c) == 0; exp++ {
		c.Quo(c, ten)
	}
	return decimal.NewFromBigInt(c, exp)
}

// lastDigit returns the last digit of a number. The weight of every word but the
// first is a power of 16, which ends in 6.
func lastDigit(c *big.Int) uint {
	const ten = 10
	digit := uint(0)
	words := c.Bits()
	for i := range words {
		weight := uint(6)
		if i == 0 {
			weight = 1
		}
		digit += weight * uint(words[i]%ten)
	}
	return digit % ten
}

// TrimmedOf is [Percent.Of] without trailing zeros after the point.
func (p Percent) TrimmedOf(d decimal.Decimal) decimal.Decimal {
	if c, exp, ok := p.product(d); ok {
		return trimmed(c, exp)
	}
	return Trim(p.Of(d))
}

// Sum returns the sum of numbers, exact, without trailing zeros after the point.
func Sum(numbers ...decimal.Decimal) decimal.Decimal {
	places := int32(0)
	for i := range numbers {
		places = max(places, -numbers[i].Exponent())
	}
	sum := int64(0)
	for i := range numbers {
		c, ok := units64(numbers[i], places)
		if next := sum + c; ok && (next > sum) == (c > 0) {
			sum = next
			continue
		}
		return Trim(decimal.Sum(decimal.Decimal{}, numbers...))
	}
	return trimmed(sum, -places)
}

// Difference returns a - b, exact, without trailing zeros after the point.
func Difference(a, b decimal.Decimal) decimal.Decimal {
	places := max(0, -a.Exponent(), -b.Exponent())
	c, ok := units64(a, places)
	d, fits := units64(b, places)
	if diff := c - d; ok && fits && (diff < c) == (d > 0) {
		return trimmed(diff, -places)
	}
	return Trim(a.Sub(b))
}

// units64 returns d, which has at most so many places, in units of the last of
// them, and false if a word does not hold that.
func units64(d decimal.Decimal, places int32) (int64, bool) {
	c, ok := coef64(d)
	if !ok {
		return 0, false
	}
	size, neg := abs64(c)
	return scale(0, size, d.Exponent()+places, neg, Down)
}
