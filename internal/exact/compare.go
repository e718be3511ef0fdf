package exact

import (
	"cmp"
	"math"
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"
)

// Cmp returns -1, 0 or +1 as a is less than, equal to or greater than b, for
// decimals of any size. A power of ten is never written out unless one of the
// coefficients is about as long. For the usual decimals it allocates nothing.
func Cmp(a, b decimal.Decimal) int {
	ea, eb := a.Exponent(), b.Exponent()
	if ea == eb || a.Sign() != b.Sign() || a.Sign() == 0 {
		return cmpSameUnit(a, b)
	}
	ca, oka := fits64(a)
	cb, okb := fits64(b)
	gap := max(int64(ea), int64(eb)) - min(int64(ea), int64(eb))
	if !oka || !okb || gap >= int64(len(pow10)) {
		return cmpLarge(a, b)
	}
	ua, neg := abs64(ca)
	ub, _ := abs64(cb)
	// Both in units of the lesser exponent; a 64-bit word times 10^19 fits 128 bits.
	scaleA, scaleB := pow10[ea-min(ea, eb)], pow10[eb-min(ea, eb)]
	ha, la := bits.Mul64(ua, scaleA)
	hb, lb := bits.Mul64(ub, scaleB)
	c := cmp.Or(cmp.Compare(ha, hb), cmp.Compare(la, lb))
	if neg {
		return -c
	}
	return c
}

// CmpTimes returns what [Cmp] returns for a and n times b, numbers that [Check]
// accepts.
func CmpTimes(a, b decimal.Decimal, n int64) int {
	places := max(0, -a.Exponent(), -b.Exponent())
	x, ok := units64(a, places)
	y, fits := units64(b, places)
	hi, lo := bits.Mul64(uint64(max(y, -y)), uint64(max(n, -n)))
	product, small := signed(lo, (y < 0) != (n < 0))
	if !ok || !fits || !small || hi != 0 || y == math.MinInt64 || n == math.MinInt64 {
		return Cmp(a, b.Mul(decimal.NewFromInt(n)))
	}
	return cmp.Compare(x, product)
}

// cmpSameUnit compares decimals of one exponent or of different signs.
func cmpSameUnit(a, b decimal.Decimal) int {
	if a.Exponent() == b.Exponent() {
		return a.Cmp(b)
	}
	return cmp.Compare(a.Sign(), b.Sign())
}

// fits64 is coef64 without counting the digits of a coefficient of any length.
func fits64(d decimal.Decimal) (int64, bool) {
	if !within(d, &word) {
		return 0, false
	}
	return d.CoefficientInt64(), true
}

// word are the nearest powers of ten that do not fit an int64, each way.
var word = powersOfTen(18)

// cmpLarge compares two decimals of one sign that is not zero. Their sizes in
// bits nearly always tell them apart. If they do not, the gap between the
// exponents is about as long as a coefficient, and writing it out is fair.
func cmpLarge(a, b decimal.Decimal) int {
	lowA, highA := bitSize(a)
	lowB, highB := bitSize(b)
	switch {
	case lowA > highB:
		return a.Sign()
	case highA < lowB:
		return -a.Sign()
	}
	ca, cb := a.Coefficient(), b.Coefficient()
	gap := int64(a.Exponent()) - int64(b.Exponent())
	if gap > 0 {
		ca.Mul(ca, bigPow10(int32(gap)))
	} else {
		cb.Mul(cb, bigPow10(int32(-gap)))
	}
	return ca.Cmp(cb)
}

// CmpRat returns -1, 0 or +1 as the fraction q is less than, equal to or greater
// than d. A d of hostile size is compared without being written out.
func CmpRat(q *big.Rat, d decimal.Decimal) int {
	if q.Sign() != d.Sign() || d.Sign() == 0 {
		return cmp.Compare(q.Sign(), d.Sign())
	}
	size := int64(q.Num().BitLen() - q.Denom().BitLen())
	low, high := bitSize(d)
	switch {
	case size-1 > high:
		return q.Sign()
	case size+1 < low:
		return -q.Sign()
	}
	return q.Cmp(Rat(d)) // d is about as large, so that writing it out is fair
}

// bitSize returns bounds of the number of bits before the point of |d|.
func bitSize(d decimal.Decimal) (low, high int64) {
	const den, floor, ceil = 1e8, 332192809, 332192810 // log2(10) lies between floor/den and ceil/den
	n, e := int64(d.Coefficient().BitLen()), int64(d.Exponent())
	low, high = e*floor/den, e*ceil/den
	return n + min(low, high) - 2, n + max(low, high) + 1
}

// NoFigure is the unit that a figure says which is none. It meets no bound, and is no
// number of a formula.
const NoFigure = "no figure"

// An Op is a comparison with a bound. The zero Op is none.
type Op uint8

// The four comparisons; at least and at most include the bound.
const (
	AtLeast Op = iota + 1
	Above
	AtMost
	Below
)

// Holds reports whether a number that compares to the bound as c satisfies o.
func (o Op) Holds(c int) bool {
	switch o {
	case AtLeast:
		return c >= 0
	case Above:
		return c > 0
	case AtMost:
		return c <= 0
	case Below:
		return c < 0
	}
	return false
}

var opNames = [...]string{AtLeast: "at_least", Above: "above", AtMost: "at_most", Below: "below"}

// String returns the name of o: at_least, above, at_most or below; "" for none.
func (o Op) String() string {
	if int(o) < len(opNames) {
		return opNames[o]
	}
	return ""
}

// Symbol returns the sign of o: >=, >, <= or <.
func (o Op) Symbol() string {
	switch o {
	case AtLeast:
		return ">="
	case Above:
		return ">"
	case AtMost:
		return "<="
	case Below:
		return "<"
	}
	return "?"
}
