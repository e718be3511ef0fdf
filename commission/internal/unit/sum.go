package unit

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A Sum adds up fractions from outside, whose common denominator must not grow
// without end. The zero Sum is 0.
type Sum struct {
	Value  big.Rat
	common *big.Int
}

// maxBits bounds the common denominator of a sum: some 120 digits.
const maxBits = 400

// Add adds a fraction and reports whether the common denominator is still of a
// reasonable size. If it is not, the fraction is not added.
func (s *Sum) Add(r *big.Rat) bool {
	if s.common == nil {
		s.common = big.NewInt(1)
	}
	den := r.Denom()
	gcd := new(big.Int).GCD(nil, nil, s.common, den)
	common := new(big.Int).Mul(s.common, new(big.Int).Quo(den, gcd))
	if common.BitLen() > maxBits {
		return false
	}
	s.common = common
	s.Value.Add(&s.Value, r)
	return true
}

// Safe returns a number from anywhere, or 0 if it is out of the bounds of the
// library: adding it could take all of the memory.
func Safe(d decimal.Decimal) decimal.Decimal {
	if exact.Check(d) != nil {
		return decimal.Decimal{}
	}
	return d
}
