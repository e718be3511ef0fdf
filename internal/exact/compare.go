package exact

import (
	"cmp"
	"math/bits"

	"github.com/shopspring/decimal"
)

// Cmp returns -1, 0 or +1 as a is less than, equal to or greater than b. It is
// [decimal.Decimal.Cmp] without its allocation for unequal exponents.
func Cmp(a, b decimal.Decimal) int {
	ea, eb := a.Exponent(), b.Exponent()
	if ea == eb || a.Sign() != b.Sign() {
		return a.Cmp(b)
	}
	ca, oka := coef64(a)
	cb, okb := coef64(b)
	gap := max(ea, eb) - min(ea, eb)
	if !oka || !okb || int(gap) >= len(pow10) {
		return a.Cmp(b)
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
