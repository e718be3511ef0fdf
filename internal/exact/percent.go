package exact

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"strconv"

	"github.com/shopspring/decimal"
)

// A Percent is an exact percentage, counted in units of 10^-10 of a percent.
// It reaches from -922,337,203% to +922,337,203% and compares with ==.
// The zero Percent is 0%.
type Percent int64

const (
	percentPlaces         = 10             // decimals of a percentage
	onePercent    Percent = 10_000_000_000 // 10^percentPlaces
)

// Hundred is 100%, the whole.
const Hundred = 100 * onePercent

// WholePercent returns n%. Beyond the range it returns the nearest end of it.
func WholePercent(n int) Percent {
	const most = math.MaxInt64 / onePercent
	return max(-most, min(most, Percent(n))) * onePercent
}

// Plus returns p + q, the nearest end of the range for a sum beyond it.
func (p Percent) Plus(q Percent) Percent {
	switch sum := p + q; {
	case p > 0 && q > 0 && sum < 0:
		return math.MaxInt64
	case p < 0 && q < 0 && sum >= 0:
		return math.MinInt64
	default:
		return sum
	}
}

// PercentOf returns the percentage of d hundredths: 12.5 is 12.5%.
// It returns an error if d has more than ten decimals, zeros at the end not
// counted, or is out of range.
func PercentOf(d decimal.Decimal) (Percent, error) {
	if err := Check(d); err != nil {
		return 0, err
	}
	cut := Round(d, percentPlaces, Down)
	if Cmp(cut, d) != 0 {
		return 0, fmt.Errorf("more than %d decimals", percentPlaces)
	}
	units, ok := coef64(cut)
	if !ok {
		return 0, errors.New("not between -922,337,203% and +922,337,203%")
	}
	return Percent(units), nil
}

// reduced returns p as a coefficient without trailing zeros and the power of
// ten that makes it a percentage.
func (p Percent) reduced() (c int64, exp int32) {
	if p == 0 {
		return 0, 0
	}
	c, exp = int64(p), -percentPlaces
	if c%1e8 == 0 { // as nearly all are
		c, exp = c/1e8, exp+8
	}
	for c%10 == 0 {
		c, exp = c/10, exp+1
	}
	return c, exp
}

// Number returns the number of hundredths: 12.5 for 12.5%.
func (p Percent) Number() decimal.Decimal {
	c, exp := p.reduced()
	if exp > 0 {
		return New(int64(p/onePercent), 0)
	}
	return New(c, exp)
}

// Append appends the text of p, such as "12.5%", to b.
func (p Percent) Append(b []byte) []byte {
	c, exp := p.reduced()
	if exp >= 0 {
		return append(strconv.AppendInt(b, int64(p/onePercent), 10), '%')
	}
	start := len(b)
	return append(point(strconv.AppendInt(b, c, 10), start, exp), '%')
}

// ShortPercent reads the usual percentage, such as "12.5%". It returns false for any
// other text.
func ShortPercent[S string | []byte](s S) (Percent, bool) {
	n := len(s) - 1
	if n < 0 || s[n] != '%' {
		return 0, false
	}
	c, places, ok := short(s[:n])
	if !ok || places > percentPlaces {
		return 0, false
	}
	hi, lo := bits.Mul64(uint64(max(c, -c)), pow10[percentPlaces-places])
	units, ok := signed(lo, c < 0)
	return Percent(units), ok && hi == 0
}

// String returns the text of p, such as "12.5%".
func (p Percent) String() string { return string(p.Append(nil)) }

// Of returns p of d, exact.
func (p Percent) Of(d decimal.Decimal) decimal.Decimal {
	c, exp, ok := p.product(d)
	if ok {
		return New(c, exp)
	}
	c, _ = p.reduced()
	return d.Mul(New(c, exp-d.Exponent()))
}

// product returns p of d as a coefficient and a power of ten, and false if a word
// does not hold the coefficient.
func (p Percent) product(d decimal.Decimal) (c int64, exp int32, ok bool) {
	coef, fits := coef64(d)
	c, exp, ok = p.Product(coef, d.Exponent())
	return c, exp, ok && fits
}

// Product is [Percent.Of] for the number of a coefficient and a power of ten. It
// returns false if a word does not hold the coefficient.
func (p Percent) Product(coef int64, exp int32) (c int64, e int32, ok bool) {
	c, e = p.reduced()
	a, na := abs64(coef)
	b, nb := abs64(c)
	hi, lo := bits.Mul64(a, b)
	c, ok = signed(lo, na != nb)
	return c, e + exp - 2, ok && hi == 0
}

// RoundOf returns p of d as a whole number of units of 10^-places, rounded
// once by m.
func (p Percent) RoundOf(d decimal.Decimal, places int32, m Mode) decimal.Decimal {
	f := NewFactor(p, places, m)
	if u, ok := f.Units(d); ok {
		return New(u, -places)
	}
	return Round(p.Of(d), places, m)
}
