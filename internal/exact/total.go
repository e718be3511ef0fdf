package exact

import (
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"
)

// A Factor is a percentage made ready to be taken of many amounts, each
// product rounded to the same places in the same mode.
type Factor struct {
	percent Percent
	coef    uint64 // |percent| without trailing zeros
	neg     bool
	shift   int32 // power of ten from the product of coefficients to units
	places  int32
	mode    Mode
}

// NewFactor returns the factor of p for products in units of 10^-places.
func NewFactor(p Percent, places int32, m Mode) Factor {
	c, exp := p.reduced()
	f := Factor{percent: p, shift: exp - 2 + places, places: places, mode: m}
	f.coef, f.neg = abs64(c)
	return f
}

// Units returns the factor's percentage of d in units of 10^-places, rounded
// once, and false if the product does not fit a machine word.
func (f *Factor) Units(d decimal.Decimal) (int64, bool) {
	if d.NumDigits() > 18 { // spares the usual amount the call
		if _, ok := coef64(d); !ok {
			return 0, false
		}
	}
	return f.Product(d.CoefficientInt64(), d.Exponent())
}

// Product is Factor.Units for the number of a coefficient and a power of ten.
func (f *Factor) Product(coef int64, exp int32) (int64, bool) {
	size, neg := abs64(coef)
	hi, lo := bits.Mul64(size, f.coef)
	shift := exp + f.shift
	if hi == 0 && f.mode == HalfUp && shift < 0 && int(-shift) < len(pow10) {
		// The usual case of scale without its calls. The divisor is at least 10,
		// so that the quotient fits.
		den := pow10[-shift]
		q, r := lo/den, lo%den
		if r >= den-r {
			q++
		}
		return signed(q, neg != f.neg)
	}
	return scale(hi, lo, shift, neg != f.neg, f.mode)
}

// A Total adds up whole units and allocates nothing while the sum fits a
// machine word. The zero Total is zero.
type Total struct {
	small int64
	large *big.Int // what did not fit, or nil
}

// Add adds units to the total.
func (t *Total) Add(units int64) {
	sum := t.small + units
	if (sum^t.small)&(sum^units) < 0 {
		t.spill(big.NewInt(t.small))
		sum = units
	}
	t.small = sum
}

func (t *Total) spill(n *big.Int) {
	if t.large == nil {
		t.large = new(big.Int)
	}
	t.large.Add(t.large, n)
}

// Decimal returns the total of units of 10^-places as a decimal.
func (t *Total) Decimal(places int32) decimal.Decimal {
	if t.large == nil {
		return New(t.small, -places)
	}
	return decimal.NewFromBigInt(new(big.Int).Add(t.large, big.NewInt(t.small)), -places)
}

// AddRounded adds a whole number of units: a decimal whose exponent is that of
// the total's units.
func (t *Total) AddRounded(d decimal.Decimal) {
	if u, ok := coef64(d); ok {
		t.Add(u)
		return
	}
	t.spill(d.Coefficient())
}
