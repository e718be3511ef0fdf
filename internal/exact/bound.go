// Package exact is the arithmetic of the library. It has bounds on incoming
// decimals, rounding in seven modes, percentages, rounded products and quotients,
// comparisons, and the division of an amount into parts that add up.
//
// # Representation
//
// A [decimal.Decimal] is a coefficient and a power of ten. Where coefficient and
// result fit a machine word, the functions here work on int64 values with 128-bit
// products and build one decimal at the end. Where they do not fit, the same
// functions use big integers. The results are the same to the last digit: no caller
// can tell the two apart.
//
// # Bounds
//
// A decimal that comes from outside passes [Check] once: at most [MaxDigits]
// digits and an exponent from -[MaxPlaces] to +[MaxPlaces]. Every function
// below takes checked decimals, and numbers computed from them by a few
// products and sums.
//
// No function reads one of the package variables of shopspring/decimal.
package exact

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"
)

// Bounds on a decimal that comes from outside, both inclusive.
const (
	MaxDigits = 34 // digits of the coefficient
	MaxPlaces = 18 // decimal places; also the greatest power of ten
)

// Reasons for which [Check] refuses a decimal.
var (
	ErrDigits   = errors.New("too many digits")
	ErrExponent = errors.New("exponent out of range")
)

// errDecimals is ErrExponent in the words of those who write decimals.
var errDecimals error = decimals{}

type decimals struct{}

func (decimals) Error() string { return fmt.Sprintf("at most %d decimals", MaxPlaces) }
func (decimals) Unwrap() error { return ErrExponent }

// Check returns nil if d is within the bounds of the library, an error that
// wraps [ErrExponent] or [ErrDigits] if it is not. It costs a few nanoseconds
// however hostile d is: nothing is expanded.
func Check(d decimal.Decimal) error {
	switch e := d.Exponent(); {
	case e < -MaxPlaces:
		return errDecimals
	case e > MaxPlaces:
		return fmt.Errorf("%w: 10^%d, allowed is %d to %d", ErrExponent, e, -MaxPlaces, MaxPlaces)
	}
	if !within(d, &checkedDigits) {
		return fmt.Errorf("%w: allowed are %d", ErrDigits, MaxDigits)
	}
	return nil
}

// Sane returns d, or 0 if d is far beyond what sums and products of checked
// numbers come to. It is for the methods of results: a caller can make a result by
// hand, and they have no error to return. Like [Check] it expands nothing.
func Sane(d decimal.Decimal) decimal.Decimal {
	if e := d.Exponent(); e < -sanePlaces || e > sanePlaces || !within(d, &saneDigits) {
		return decimal.Decimal{}
	}
	return d
}

// sanePlaces bounds the exponents that [Sane] lets pass, and saneDigits are the
// nearest coefficients that it does not.
const sanePlaces = 200

var saneDigits = powersOfTen(2 * sanePlaces)

// checkedDigits are the nearest coefficients that have too many digits.
var checkedDigits = powersOfTen(MaxDigits)

// powersOfTen returns -10^n and 10^n.
func powersOfTen(n int32) [2]decimal.Decimal {
	high := decimal.NewFromBigInt(bigPow10(n), 0)
	return [2]decimal.Decimal{high.Neg(), high}
}

// within reports whether the coefficient of d lies between the two in ends.
// Comparing is cheap where NumDigits is not: to count a million digits, it
// computes a power of ten as long.
func within(d decimal.Decimal, ends *[2]decimal.Decimal) bool {
	if d.IsNegative() {
		return d.Cmp(ends[0].Shift(d.Exponent())) > 0
	}
	return d.Cmp(ends[1].Shift(d.Exponent())) < 0
}

// coef64 returns the coefficient of d, and whether it fits an int64.
// CoefficientInt64 alone would wrap silently.
func coef64(d decimal.Decimal) (int64, bool) {
	c := d.CoefficientInt64()
	n := d.NumDigits()
	return c, n < 19 || n == 19 && (c < 0) == (d.Sign() < 0)
}

// Small returns the coefficient of d, and whether it has at most 18 digits. Like
// [Check] it is cheap for a number of any size.
func Small(d decimal.Decimal) (coef int64, ok bool) {
	return d.CoefficientInt64(), within(d, &smallDigits)
}

// smallDigits are the nearest coefficients that are not small.
var smallDigits = powersOfTen(18)

// abs64 returns |c| and whether c is negative. It is right for the least
// int64, too.
func abs64(c int64) (uint64, bool) {
	if c < 0 {
		return -uint64(c), true
	}
	return uint64(c), false
}

// signed returns u with the sign given, and false if that is no int64.
func signed(u uint64, neg bool) (int64, bool) {
	if neg {
		return -int64(u), u <= 1<<63
	}
	return int64(u), u < 1<<63
}

// pow10 holds the powers of ten that fit a uint64.
var pow10 = [20]uint64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
}

// bigPow10 returns 10^n for n >= 0.
func bigPow10(n int32) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}
