package exact

import (
	"cmp"
	"encoding/binary"
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
	if total.Exponent() != -places && Cmp(units, total) != 0 {
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
	if !allocateWords(parts, units, weights, least) {
		allocateBig(parts, units, weights, least, places)
	}
	return parts, nil
}

// few is how many parties there are at most, mostly: room for them is no
// allocation.
const few = 8

// allocateWords fills parts with machine integers, of two words where needed, and
// reports whether all fitted.
func allocateWords(parts []decimal.Decimal, units decimal.Decimal, weights []decimal.Decimal, least int32) bool {
	var room [2 * few]uint64
	shares := append(room[:0], make([]uint64, 2*len(weights))...)
	shares, cuts := shares[:len(weights)], shares[len(weights):]
	sum, ok := weigh(shares, weights, least)
	if !ok {
		return false
	}
	if c, ok := coef64(units); ok {
		size, neg := abs64(c)
		divide(size, sum, shares, cuts)
		for i, u := range shares {
			u, _ := signed(u, neg) // at most |units|, which is an int64
			parts[i] = New(u, units.Exponent())
		}
		return true
	}
	return allocatePair(parts, units, sum, shares, cuts)
}

// weigh writes the weights as multiples of 10^least, and returns their sum.
func weigh(to []uint64, weights []decimal.Decimal, least int32) (sum uint64, ok bool) {
	for i, w := range weights {
		c, fits := coef64(w)
		if w.Exponent() != least && fits {
			c, fits = scale(0, uint64(c), w.Exponent()-least, false, Down)
		}
		if !fits || sum+uint64(c) >= 1<<63 {
			return 0, false
		}
		to[i] = uint64(c)
		sum += uint64(c)
	}
	return sum, true
}

// divide replaces each of some weights by its part of size, as [Allocate] divides
// it. Their sum is at most 2^63. It uses as many cuts for itself.
func divide(size, sum uint64, weights, cuts []uint64) {
	left := size
	for i, w := range weights {
		if hi, lo := bits.Mul64(size, w); hi == 0 {
			weights[i], cuts[i] = lo/sum, lo%sum
		} else {
			weights[i], cuts[i] = bits.Div64(hi, lo, sum) // a weight is at most the sum, so that the quotient fits
		}
		left -= weights[i]
	}
	give(weights, cuts, left)
}

// give adds one to so many parts with the largest cuts, the earlier first. There
// are fewer than cuts above zero, which it changes.
func give(parts, cuts []uint64, left uint64) {
	if left > 0 && len(parts) > few {
		order := make([]int, len(cuts))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(cuts[b], cuts[a]) })
		for _, i := range order[:left] {
			parts[i]++
		}
		return
	}
	for ; left > 0; left-- {
		most := 0
		for i, c := range cuts {
			if c > cuts[most] {
				most = i
			}
		}
		cuts[most] = 0
		parts[most]++
	}
}

// allocatePair is allocateWords for units of two words.
func allocatePair(parts []decimal.Decimal, units decimal.Decimal, sum uint64, weights, cuts []uint64) bool {
	const word = 8 // bytes
	var bytes [2 * word]byte
	n := units.Coefficient()
	if n.BitLen() > 8*len(bytes) {
		return false
	}
	n.FillBytes(bytes[:])
	neg := n.Sign() < 0
	sizeHi, sizeLo := binary.BigEndian.Uint64(bytes[:word]), binary.BigEndian.Uint64(bytes[word:])
	var lowRoom, moreRoom [few]uint64
	low, more := append(lowRoom[:0], weights...), append(moreRoom[:0], make([]uint64, len(weights))...)
	left := sizeLo
	for i, w := range weights {
		carry, p0 := bits.Mul64(sizeLo, w)
		p2, p1 := bits.Mul64(sizeHi, w)
		p1, over := bits.Add64(p1, carry, 0)
		var rest uint64
		weights[i], rest = bits.Div64(p2+over, p1, sum)
		low[i], cuts[i] = bits.Div64(rest, p0, sum)
		left -= low[i]
	}
	give(more, cuts, left)
	for i := range parts {
		lo, carry := bits.Add64(low[i], more[i], 0)
		binary.BigEndian.PutUint64(bytes[:word], weights[i]+carry)
		binary.BigEndian.PutUint64(bytes[word:], lo)
		if n.SetBytes(bytes[:]); neg {
			n.Neg(n)
		}
		parts[i] = decimal.NewFromBigInt(n, units.Exponent())
	}
	return true
}

// allocateBig is allocateWords in big integers.
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
