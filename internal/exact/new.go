package exact

import "github.com/shopspring/decimal"

// New returns c times 10^exp, as [decimal.New] does. A small number takes no memory:
// it is made once and handed out again. No method of a decimal changes its
// coefficient, or hands it out without a copy.
func New(c int64, exp int32) decimal.Decimal {
	if at := c + mostSmall; uint64(at) < uint64(len(small)) {
		return small[at].Shift(exp) // which keeps the coefficient
	}
	return decimal.New(c, exp)
}

// mostSmall bounds the coefficients of small numbers. Counts, scores and points
// are nearly always below it.
const mostSmall = 1000

// small are the whole numbers from -mostSmall to mostSmall.
var small = func() (all [2*mostSmall + 1]decimal.Decimal) {
	for i := range all {
		all[i] = decimal.New(int64(i-mostSmall), 0)
	}
	return all
}()
