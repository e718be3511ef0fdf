package frac

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Root returns the greatest whole number whose n-th power is at most x, for
// x >= 0 and n >= 1.
func Root(x *big.Int, n int) *big.Int {
	if x.Sign() == 0 || n == 1 {
		return new(big.Int).Set(x)
	}
	if n == 2 {
		return new(big.Int).Sqrt(x)
	}
	// Newton's method from above: the steps fall until they reach the root.
	big1, order, less := big.NewInt(1), big.NewInt(int64(n)), big.NewInt(int64(n-1))
	root := new(big.Int).Lsh(big1, uint(x.BitLen()/n+1))
	for {
		next := new(big.Int).Exp(root, less, nil)
		next.Quo(x, next)
		next.Add(next, new(big.Int).Mul(root, less))
		next.Quo(next, order)
		if next.Cmp(root) >= 0 {
			return root
		}
		root = next
	}
}

// RootRat returns the n-th root of q >= 0 rounded down to a whole number, and
// whether it is that number exactly.
func RootRat(q *big.Rat, n int) (root *big.Int, isExact bool) {
	whole, rest := new(big.Int).QuoRem(q.Num(), q.Denom(), new(big.Int))
	root = Root(whole, n)
	power := new(big.Int).Exp(root, big.NewInt(int64(n)), nil)
	return root, rest.Sign() == 0 && power.Cmp(whole) == 0
}

// RoundHalves takes a number of half units of the last decimal, which was rounded down
// unless it is exact. It returns the number in whole units, rounded half up: a tie goes
// away from zero.
func RoundHalves(halves *big.Int, isExact bool, places int) *big.Rat {
	units, odd := new(big.Int).DivMod(halves, big.NewInt(2), new(big.Int))
	if odd.Sign() != 0 && (!isExact || halves.Sign() >= 0) {
		units.Add(units, big.NewInt(1))
	}
	return decimal.NewFromBigInt(units, int32(-places)).Rat()
}
