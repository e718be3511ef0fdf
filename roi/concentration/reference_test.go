package concentration_test

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

// A second implementation of the measures, written from their definitions alone, with
// fractions and in the slow way.

func total(amounts []decimal.Decimal) *big.Rat {
	sum := new(big.Rat)
	for _, d := range amounts {
		sum.Add(sum, d.Rat())
	}
	return sum
}

// refHHI adds up the squares of the shares in percent.
func refHHI(amounts []decimal.Decimal) *big.Rat {
	sum := new(big.Rat)
	for _, d := range amounts {
		share := new(big.Rat).Quo(d.Rat(), total(amounts))
		share.Mul(share, big.NewRat(100, 1))
		sum.Add(sum, share.Mul(share, share))
	}
	return sum
}

// refGini is half of the mean difference of two partners over the mean.
func refGini(amounts []decimal.Decimal) *big.Rat {
	sum := new(big.Rat)
	for _, a := range amounts {
		for _, b := range amounts {
			sum.Add(sum, a.Sub(b).Abs().Rat())
		}
	}
	n := big.NewRat(int64(2*len(amounts)), 1)
	return sum.Quo(sum, n.Mul(n, total(amounts)))
}

// refTop is the share of the k largest in percent.
func refTop(amounts []decimal.Decimal, k int) *big.Rat {
	sorted := slices.SortedFunc(slices.Values(amounts), func(a, b decimal.Decimal) int { return b.Cmp(a) })
	share := new(big.Rat).Quo(total(sorted[:k]), total(amounts))
	return share.Mul(share, big.NewRat(100, 1))
}
