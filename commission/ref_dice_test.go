package commission_test

import (
	"math/big"
	"math/rand/v2"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// refDice makes the choices of a generator: of random numbers in a property
// test, of the bytes of a fuzz target. Bytes that are used up give zeros.
type refDice struct {
	r    *rand.Rand
	data []byte
	// spread lets rules have rates in graduated tables by units, whose parts of
	// an amount the reference of plans does not know.
	spread bool
}

// n returns a number from 0 to n-1, at most 65535.
func (d *refDice) n(n int) int {
	if d.r != nil {
		return d.r.IntN(n)
	}
	x := 0
	for most := n - 1; most > 0 && len(d.data) > 0; most >>= 8 {
		x, d.data = x<<8|int(d.data[0]), d.data[1:]
	}
	return x % n
}

// of reports whether one of n equal chances came.
func (d *refDice) of(n int) bool { return d.n(n) == n-1 }

// more reports whether there is something to go on with.
func (d *refDice) more() bool { return d.r != nil || len(d.data) > 0 }

func refPick[T any](d *refDice, list ...T) T { return list[d.n(len(list))] }

// amount returns an amount of up to so many units of at most so many places.
func (d *refDice) amount(most, places int) decimal.Decimal {
	return decimal.New(int64(d.n(most)), -int32(d.n(places+1)))
}

func refRat(d decimal.Decimal) *big.Rat { return d.Rat() }

func refAdd(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func refSub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func refMul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func refInt(n int) *big.Rat         { return big.NewRat(int64(n), 1) }

func refMin(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) <= 0 {
		return a
	}
	return b
}

func refMax(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) >= 0 {
		return a
	}
	return b
}

// refRate returns a rate of 0% to 100%.
func (d *refDice) rate() alianza.Percent {
	return rate(refPick(d, "20%", "0%", "25%", "10%", "33.3333333333%", "100%", "0.0000000001%", "7%", "12.5%", "99.9999999999%", "0.01%"))
}
