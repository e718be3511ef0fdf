package book

import (
	"math"
	"math/bits"

	"github.com/shopspring/decimal"
)

// A sum adds up decimals. As long as they fit, they are added in one machine word. The
// exponent of the sum is the least of all that were added, whatever the order.
type sum struct {
	units int64
	exp   int32
	used  bool
	rest  decimal.Decimal // what the word did not hold
}

// pow10 are the powers of ten of a word.
var pow10 = func() (p [19]int64) {
	p[0] = 1
	for i := range p[1:] {
		p[i+1] = 10 * p[i]
	}
	return p
}()

// add adds a number that was checked.
func (s *sum) add(d decimal.Decimal) {
	if d.NumDigits() > 18 {
		s.rest = s.rest.Add(d)
		return
	}
	s.addUnits(d.CoefficientInt64(), d.Exponent())
}

func (s *sum) addUnits(units int64, exp int32) {
	if !s.used {
		s.units, s.exp, s.used = units, exp, true
		return
	}
	least := min(s.exp, exp)
	a, okA := scaled(s.units, s.exp-least)
	b, okB := scaled(units, exp-least)
	if total := a + b; okA && okB && (a^total)&(b^total) >= 0 {
		s.units, s.exp = total, least
		return
	}
	s.rest = s.rest.Add(decimal.New(units, exp))
}

// scaled returns n x 10^exp, and false if a word does not hold it.
func scaled(n int64, exp int32) (int64, bool) {
	if exp == 0 || n == 0 {
		return n, true
	}
	if int(exp) >= len(pow10) {
		return 0, false
	}
	size := uint64(n)
	if n < 0 {
		size = -size
	}
	over, low := bits.Mul64(size, uint64(pow10[exp]))
	if over != 0 || low > math.MaxInt64 {
		return 0, false
	}
	if n < 0 {
		return -int64(low), true
	}
	return int64(low), true
}

// plus adds another sum.
func (s *sum) plus(o sum) {
	if o.used {
		s.addUnits(o.units, o.exp)
	}
	s.rest = s.rest.Add(o.rest)
}

// value returns the sum.
func (s *sum) value() decimal.Decimal {
	if !s.used {
		return s.rest
	}
	return s.rest.Add(decimal.New(s.units, s.exp))
}
