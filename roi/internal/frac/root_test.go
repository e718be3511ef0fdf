package frac_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

func TestRoot(t *testing.T) {
	tests := []struct {
		x    int64
		n    int
		want int64
	}{{0, 3, 0}, {1, 5, 1}, {7, 1, 7}, {8, 3, 2}, {26, 3, 2}, {27, 3, 3}, {28, 3, 3}, {99, 2, 9}, {100, 2, 10}, {1 << 40, 40, 2}, {1<<40 - 1, 40, 1}, {1000, 1000, 1}}
	for _, tt := range tests {
		if got := frac.Root(big.NewInt(tt.x), tt.n); got.Int64() != tt.want {
			t.Errorf("Root(%d, %d) = %s; want %d", tt.x, tt.n, got, tt.want)
		}
	}
}

// TestLawRoot: the power of the root is at most the number, and that of the next one above it.
func TestLawRoot(t *testing.T) {
	for seed := range seeds.Count(300) {
		r := rand.New(rand.NewPCG(uint64(seed), 0))
		x := new(big.Int).Lsh(big.NewInt(r.Int64()), uint(r.IntN(600)))
		x.Add(x, big.NewInt(r.Int64N(3)-1))
		if x.Sign() < 0 {
			continue
		}
		n := 1 + r.IntN(40)
		root := frac.Root(x, n)
		next := new(big.Int).Add(root, big.NewInt(1))
		e := big.NewInt(int64(n))
		if new(big.Int).Exp(root, e, nil).Cmp(x) > 0 || next.Exp(next, e, nil).Cmp(x) <= 0 {
			t.Errorf("seed %d: Root(%s, %d) = %s", seed, x, n, root)
		}
	}
}

func TestRootRat(t *testing.T) {
	tests := []struct {
		q       *big.Rat
		n       int
		want    int64
		isExact bool
	}{
		{big.NewRat(49, 1), 2, 7, true},
		{big.NewRat(99, 2), 2, 7, false}, // 49.5
		{big.NewRat(48, 1), 2, 6, false},
		{big.NewRat(1, 4), 2, 0, false}, // 1/2, rounded down
		{new(big.Rat), 3, 0, true},
	}
	for _, tt := range tests {
		if got, isExact := frac.RootRat(tt.q, tt.n); got.Int64() != tt.want || isExact != tt.isExact {
			t.Errorf("RootRat(%s, %d) = %s, %t; want %d, %t", tt.q, tt.n, got, isExact, tt.want, tt.isExact)
		}
	}
}

// TestRoundHalves rounds half up: a tie goes away from zero, what is no tie to the nearest.
func TestRoundHalves(t *testing.T) {
	tests := []struct {
		halves  int64
		isExact bool
		places  int
		want    string
	}{
		{4, true, 0, "2"},
		{4, false, 0, "2"},
		{5, true, 0, "3"},
		{5, false, 0, "3"},
		{-4, true, 0, "-2"},
		{-4, false, 0, "-2"},
		{-5, true, 0, "-3"},  // -2.5
		{-5, false, 0, "-2"}, // between -2.5 and -2
		{-6, false, 0, "-3"}, // between -3 and -2.5
		{25, true, 1, "13/10"},
		{0, true, 2, "0"},
		{-1, false, 0, "0"},
		{-1, true, 0, "-1"},
	}
	for _, tt := range tests {
		if got := frac.RoundHalves(big.NewInt(tt.halves), tt.isExact, tt.places); got.RatString() != tt.want {
			t.Errorf("RoundHalves(%d, %t, %d) = %s; want %s", tt.halves, tt.isExact, tt.places, got.RatString(), tt.want)
		}
	}
}
