package exact

import (
	"cmp"
	"errors"
	"math/big"
	"math/bits"
	"slices"

	"github.com/shopspring/decimal"
)

// Reasons for which [Allocate] refuses.
var (
	ErrNoWeight = errors.New("all weights are zero")
	ErrNegative = errors.New("negative weight")
	ErrInexact  = errors.New("amount has more decimals than its currency")
)

// Allocate divides total among parties by weight, in whole units of
// 10^-places, so that the parts add up to total (largest remainder, also
// Hamilton or Hare-Niemeyer):
//
//  1. the quota of a party is |total| times its weight over the sum of weights;
//  2. each party gets its quota cut to a whole unit;
//  3. the units left over go one each to the parties that lost most by the
//     cut, the earlier party first where they lost the same;
//  4. a negative total is divided as its size, and every part negated, so that
//     a refund mirrors its sale.
//
// A party of weight zero gets nothing. Each part is its quota rounded down or
// up to a unit. It returns [ErrNegative], [ErrNoWeight] (also for no weights),
// or [ErrInexact] if total is no whole number of units.
func Allocate(total decimal.Decimal, places int32, weights []decimal.Decimal) ([]decimal.Decimal, error) {
	units := Round(total, places, Down)
	if Cmp(units, total) != 0 {
		return nil, ErrInexact
	}
	least, sum := int32(0), 0
	for _, w := range weights {
		if w.IsNegative() {
			return nil, ErrNegative
		}
		least = min(least, w.Exponent())
		sum |= w.Sign()
	}
	if sum == 0 {
		return nil, ErrNoWeight
	}
	parts := make([]decimal.Decimal, len(weights))
	if allocate64(parts, units, weights, least, places) {
		return parts, nil
	}
	allocateBig(parts, units, weights, least, places)
	return parts, nil
}

// share is one party's part while it is worked out: its size in units, and
// what the cut took away, in units over the sum of weights.
type share struct {
	index     int
	size, cut uint64
}

// allocate64 fills parts with machine integers and reports whether all fitted.
func allocate64(parts []decimal.Decimal, units decimal.Decimal, weights []decimal.Decimal, least, places int32) bool {
	c, ok := coef64(units)
	if !ok {
		return false
	}
	size, neg := abs64(c)
	var room [8]share // spares the allocation for the usual number of parties
	shares := room[:0]
	sum := uint64(0)
	for i, w := range weights {
		wc, fits := coef64(w)
		u, ok := scale(0, uint64(wc), w.Exponent()-least, false, Down)
		if !fits || !ok || sum+uint64(u) >= 1<<63 {
			return false
		}
		sum += uint64(u)
		shares = append(shares, share{index: i, size: uint64(u)})
	}
	left := size
	for i := range shares {
		hi, lo := bits.Mul64(size, shares[i].size)
		// The weight is at most the sum, so hi < sum and the quotient fits.
		shares[i].size, shares[i].cut = bits.Div64(hi, lo, sum)
		left -= shares[i].size
	}
	if left > 0 {
		slices.SortFunc(shares, func(a, b share) int {
			return cmp.Or(cmp.Compare(b.cut, a.cut), cmp.Compare(a.index, b.index))
		})
		for i := range left { // fewer than there are shares with a cut
			shares[i].size++
		}
	}
	for _, s := range shares {
		u, _ := signed(s.size, neg) // at most |units|, which is an int64
		parts[s.index] = decimal.New(u, -places)
	}
	return true
}

// allocateBig is allocate64 in big integers.
func allocateBig(parts []decimal.Decimal, units decimal.Decimal, weights []decimal.Decimal, least, places int32) {
	size := units.Coefficient()
	neg := size.Sign() < 0
	size.Abs(size)
	sum := new(big.Int)
	sizes, cuts := make([]*big.Int, len(weights)), make([]*big.Int, len(weights))
	for i, w := range weights {
		sizes[i] = scaleBig(w.Coefficient(), w.Exponent()-least, Down)
		sum.Add(sum, sizes[i])
	}
	left := new(big.Int).Set(size)
	order := make([]int, len(weights))
	for i := range weights {
		order[i] = i
		sizes[i], cuts[i] = new(big.Int).QuoRem(sizes[i].Mul(sizes[i], size), sum, new(big.Int))
		left.Sub(left, sizes[i])
	}
	slices.SortStableFunc(order, func(a, b int) int { return cuts[b].Cmp(cuts[a]) })
	for _, i := range order[:left.Int64()] {
		sizes[i].Add(sizes[i], big.NewInt(1))
	}
	for i, s := range sizes {
		if neg {
			s.Neg(s)
		}
		parts[i] = decimal.NewFromBigInt(s, -places)
	}
}
