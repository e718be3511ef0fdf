// Package frac has what the formulas of package roi do with fractions: their
// text, exact powers, and roots to a number of decimals.
package frac

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Limits on the size of a number, so that no formula takes long.
const (
	MaxBits = 1 << 16 // of a numerator and a denominator, together
	MaxSize = 333     // bits before the point: more than any product of amounts
)

// A Fraction is an exact number. It is a Number of package roi.
type Fraction struct{ Q *big.Rat }

// Rat returns the number as a fraction of the caller's own.
func (f Fraction) Rat() *big.Rat { return new(big.Rat).Set(f.Q) }

// Cmp compares the number with a decimal of any size.
func (f Fraction) Cmp(d decimal.Decimal) int { return exact.CmpRat(f.Q, d) }

// MarshalText returns the fraction in lowest terms: "1100/9", "300".
func (f Fraction) MarshalText() ([]byte, error) { return []byte(f.Q.RatString()), nil }

// UnmarshalText reads a fraction in lowest terms.
func (f *Fraction) UnmarshalText(text []byte) error {
	const digits = MaxBits/3 + 3 // of both numbers, with a sign and a slash
	word := string(text[:min(len(text), digits)])
	q := new(big.Rat)
	ok := len(word) == len(text) && strings.Trim(word, "-/0123456789") == ""
	if ok {
		q, ok = q.SetString(word)
	}
	if !ok || q.RatString() != word {
		return check.Fault("", word, alianza.ErrForm, `want a fraction in lowest terms such as "1100/9"`)
	}
	f.Q = q
	return nil
}

// Bits returns the size of a fraction in bits.
func Bits(q *big.Rat) int { return q.Num().BitLen() + q.Denom().BitLen() }

// Large reports whether a fraction is beyond the limits.
func Large(q *big.Rat) bool {
	return Bits(q) > MaxBits || q.Num().BitLen()-q.Denom().BitLen() > MaxSize
}

// Add returns a + b.
func Add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }

// Sub returns a - b.
func Sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }

// Mul returns a x b.
func Mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }

// Quo returns a / b.
func Quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

// Int returns n.
func Int(n int) *big.Rat { return big.NewRat(int64(n), 1) }

// One returns 1.
func One() *big.Rat { return Int(1) }

// Percent returns a fraction of one as a percentage: 1/4 is 25.
func Percent(q *big.Rat) *big.Rat { return Mul(q, Int(100)) }

// OfPercent returns a percentage as a fraction of one: 25% is 1/4.
func OfPercent(p alianza.Percent) *big.Rat { return big.NewRat(p.Units(), 1e12) }

// Power returns q^n for n >= 0, and false if it is beyond the limits.
func Power(q *big.Rat, n int) (*big.Rat, bool) {
	if n > 0 && Bits(q) > MaxBits/n {
		return nil, false
	}
	e := big.NewInt(int64(n))
	return new(big.Rat).SetFrac(new(big.Int).Exp(q.Num(), e, nil), new(big.Int).Exp(q.Denom(), e, nil)), true
}

// Sum returns the sum of decimals that were checked.
func Sum(amounts []decimal.Decimal) *big.Rat {
	total := new(big.Rat)
	for _, d := range amounts {
		total.Add(total, exact.Rat(d))
	}
	return total
}

// Total returns the sum of fractions. It reduces the sum once, at the end, so that many
// different denominators cost little.
func Total(all []*big.Rat) *big.Rat {
	if len(all) == 0 {
		return new(big.Rat)
	}
	var sum func(all []*big.Rat) (num, den *big.Int)
	sum = func(all []*big.Rat) (num, den *big.Int) {
		if len(all) == 1 {
			return all[0].Num(), all[0].Denom()
		}
		a, b := sum(all[:len(all)/2])
		c, d := sum(all[len(all)/2:])
		if b.Cmp(d) == 0 {
			return new(big.Int).Add(a, c), b
		}
		num = new(big.Int).Mul(a, d)
		return num.Add(num, new(big.Int).Mul(c, b)), new(big.Int).Mul(b, d)
	}
	num, den := sum(all)
	return new(big.Rat).SetFrac(num, den)
}

// Ceil returns the least whole number that is not below q.
func Ceil(q *big.Rat) decimal.Decimal { return exact.RoundRat(q, 0, exact.Ceiling) }
