package exact

import (
	"math"
	"math/bits"

	"github.com/shopspring/decimal"
)

// A Piece is a straight part of a [Curve]: up to UpTo, inclusive or not, a
// number x gives Start plus Slope of x.
type Piece struct {
	UpTo      decimal.Decimal // of every piece but the last, which has no end
	Exclusive bool            // UpTo itself belongs to the next piece
	Slope     Percent
	Start     decimal.Decimal // may be negative; the sum is not, within the piece
}

// A Curve is a function of straight pieces, made ready to be taken of many numbers
// that are not negative. Each result is rounded to the same places in the same mode.
type Curve struct {
	lines  []line
	places int32
	divisor
}

// A divisor divides by den, 10^zeros, and rounds.
type divisor struct {
	zeros int32
	even  bool // ties to even
	bias  uint64
	magic uint64
	shift uint
}

// A line is a piece for x in units of 10^-places: (slope x + start) / den.
type line struct {
	top, most    int64 // the last x of the piece; the last that cannot overflow
	slope, start int64
}

// NewCurve returns the curve of pieces with rising ends. It returns false if there
// is no fast way to take it:
//   - a bound has more decimals than places, or a start more than the results need;
//   - a slope is negative;
//   - a number is too large for a machine word.
func NewCurve(pieces []Piece, places int32, m Mode) (Curve, bool) {
	c := Curve{places: places}
	for _, p := range pieces {
		if _, exp := p.Slope.reduced(); p.Slope != 0 {
			c.zeros = max(c.zeros, 2-exp)
		}
	}
	if places > MaxPlaces {
		return Curve{}, false
	}
	den := pow10[c.zeros]
	if den > 1 { // without a fraction there is nothing to round
		c.bias, c.even = m.bias(den, false), m == HalfEven
	}
	c.magic, c.shift = reciprocal(den)
	for i, p := range pieces {
		l, ok := p.line(places, c.zeros, i == len(pieces)-1)
		if !ok {
			return Curve{}, false
		}
		c.lines = append(c.lines, l)
	}
	return c, len(c.lines) > 0
}

func (p Piece) line(places, zeros int32, last bool) (line, bool) {
	l := line{top: math.MaxInt64}
	if !last {
		top, ok := Units(p.UpTo, places)
		if !ok {
			return l, false
		}
		l.top = top
		if p.Exclusive {
			l.top--
		}
	}
	start, ok := Units(p.Start, places+zeros)
	slope := int64(p.Slope) / int64(pow10[percentPlaces+2-zeros]) // exact: zeros are enough for every slope
	const most = math.MaxInt64 / 4
	if !ok || slope < 0 || slope > most || start > most || start < -most {
		return l, false
	}
	l.slope, l.start, l.most = slope, start, math.MaxInt64
	if slope != 0 {
		l.most = most / slope
	}
	return l, true
}

// Units returns d as a whole number of units of 10^-places, if it is one that
// fits.
func Units(d decimal.Decimal, places int32) (int64, bool) {
	cut := Round(d, places, Down)
	u, ok := coef64(cut)
	return u, ok && Cmp(cut, d) == 0
}

// reciprocal returns what n is multiplied with and shifted by, with 64 bits
// more, to divide an n below 2^63 by den: the quotient is exact (Granlund and
// Montgomery, Division by Invariant Integers using Multiplication, 1994).
func reciprocal(den uint64) (magic uint64, shift uint) {
	if den == 1 {
		return 1 << 63, 0 // of 2n
	}
	size := uint(bits.Len64(den - 1)) // den <= 2^size
	// 2^(63+size) / den, rounded up, takes 64 bits.
	q, r := bits.Div64(1<<(size-1), 0, den)
	if r != 0 {
		q++
	}
	return q, size
}

// Units returns the value of the curve at d in units of 10^-places, rounded
// once, and false if d is negative, has more decimals than places, or does not
// fit.
func (c *Curve) Units(d decimal.Decimal) (int64, bool) {
	if d.NumDigits() > 18 {
		return 0, false
	}
	x := d.CoefficientInt64()
	if exp := d.Exponent(); exp != -c.places {
		if exp < -MaxPlaces || exp > MaxPlaces {
			return 0, false
		}
		var ok bool
		if x, ok = Units(d, c.places); !ok {
			return 0, false
		}
	}
	return c.Minor(x)
}

// Minor is [Curve.Units] for a number of units of 10^-places.
func (c *Curve) Minor(x int64) (int64, bool) {
	if x < 0 {
		return 0, false
	}
	l := &c.lines[0]
	for i := 1; x > l.top; i++ {
		l = &c.lines[i]
	}
	if x > l.most {
		return 0, false
	}
	return c.round(uint64(l.slope*x + l.start)), true
}

// round returns n / den, rounded.
func (d divisor) round(n uint64) int64 {
	n += d.bias
	q, _ := bits.Mul64(n<<1, d.magic)
	q >>= d.shift & 63
	if d.even && q*pow10[d.zeros] == n { // a tie
		q &^= 1
	}
	return int64(q)
}

// The loops below say again what Minor says: a call for each number would cost
// as much as the number.

// Sum adds the values of the curve at numbers of units of 10^-places to t, 0 for
// 0. It stops at the first that does not fit, and returns how many it took.
func (c *Curve) Sum(t *Total, list []int64) int {
	lines, by, sum := c.lines, c.divisor, int64(0)
	only, end := lines[0], uint64(0)
	if len(lines) == 1 { // a single rate: no line to look for
		end = uint64(min(only.top, only.most))
	}
	for i, x := range list {
		if uint64(x)-1 < end {
			if next := sum + by.round(uint64(only.slope*x+only.start)); next >= sum {
				sum = next
				continue
			}
		}
		if x <= 0 {
			if x < 0 {
				t.Add(sum)
				return i
			}
			continue
		}
		l := &lines[0]
		for j := 1; x > l.top; j++ {
			l = &lines[j]
		}
		u := int64(0)
		if x <= l.most {
			u = by.round(uint64(l.slope*x + l.start))
		}
		next := sum + u
		if x > l.most || next < sum {
			t.Add(sum)
			return i
		}
		sum = next
	}
	t.Add(sum)
	return len(list)
}

// SumDecimals is [Curve.Sum] for decimals.
func (c *Curve) SumDecimals(t *Total, list []decimal.Decimal) int {
	lines, by, exp, sum := c.lines, c.divisor, -c.places, int64(0)
	for i, d := range list {
		if d.NumDigits() > 18 {
			t.Add(sum)
			return i
		}
		x := d.CoefficientInt64()
		if x == 0 && d.Exponent() >= -MaxPlaces && d.Exponent() <= MaxPlaces {
			continue
		}
		if d.Exponent() != exp || x < 0 {
			u, ok := c.Units(d)
			if !ok {
				t.Add(sum)
				return i
			}
			t.Add(u)
			continue
		}
		l := &lines[0]
		for j := 1; x > l.top; j++ {
			l = &lines[j]
		}
		u := int64(0)
		if x <= l.most {
			u = by.round(uint64(l.slope*x + l.start))
		}
		next := sum + u
		if x > l.most || next < sum {
			t.Add(sum)
			return i
		}
		sum = next
	}
	t.Add(sum)
	return len(list)
}
