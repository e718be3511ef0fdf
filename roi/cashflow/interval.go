package cashflow

import "math/big"

// maxPrecision is the greatest number of bits after the point that is tried. What cannot
// be told apart with them, some 600 decimals, is taken to be equal.
const maxPrecision = 2048

// An interval is a number between two bounds, in units of 2^-bits. Every operation rounds
// the bounds away from each other, so that the number stays between them.
type interval struct {
	low, high *big.Int
	bits      uint
}

func whole1(bits uint) interval {
	one := new(big.Int).Lsh(big.NewInt(1), bits)
	return interval{one, one, bits}
}

// up returns n / 2^bits, rounded up.
func up(n *big.Int, bits uint) *big.Int {
	n = new(big.Int).Neg(n)
	return n.Neg(n.Rsh(n, bits))
}

// times returns the product of two numbers that are not negative.
func (a interval) times(b interval) interval {
	low := new(big.Int).Mul(a.low, b.low)
	return interval{low.Rsh(low, a.bits), up(new(big.Int).Mul(a.high, b.high), a.bits), a.bits}
}

// power returns the n-th power of a number that is not negative.
func (a interval) power(n int) interval {
	result := whole1(a.bits)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			result = result.times(a)
		}
		if n > 1 {
			a = a.times(a)
		}
	}
	return result
}

// rootOf returns the n-th root of num / den, which is from 0 to 1.
func rootOf(num, den *big.Int, n int, bits uint) interval {
	if num.Cmp(den) == 0 {
		return whole1(bits)
	}
	target := new(big.Int).Lsh(num, bits)
	floor := target.Quo(target, den)
	above := new(big.Int).Add(floor, big.NewInt(1))
	guess := guessRoot(floor, n, bits)
	at := func(w *big.Int) interval { return interval{w, w, bits}.power(n) }
	// Whatever the guess is worth: the power of low is surely not above the number, and
	// that of high surely not below it.
	low, step := new(big.Int).Set(guess), big.NewInt(1)
	for low.Sign() > 0 && at(low).high.Cmp(floor) > 0 {
		low.Sub(low, step)
		step.Lsh(step, 1)
	}
	if low.Sign() < 0 {
		low.SetInt64(0)
	}
	high := new(big.Int).Set(guess)
	step = big.NewInt(1)
	for at(high).low.Cmp(above) < 0 {
		high.Add(high, step)
		step.Lsh(step, 1)
	}
	return interval{low, high, bits}
}

// guessRoot returns about the n-th root of a number in units of 2^-bits.
func guessRoot(target *big.Int, n int, bits uint) *big.Int {
	const coarse = 14 // bits that are tried one by one
	root := new(big.Int)
	for i := int(bits); i >= int(bits)-coarse; i-- {
		root.SetBit(root, i, 1)
		if truncated(root, n, bits).Cmp(target) > 0 {
			root.SetBit(root, i, 0)
		}
	}
	if root.Sign() == 0 {
		return root
	}
	// Newton's method, which doubles the bits that are right, less those of n.
	order := big.NewInt(int64(n))
	for right := uint(coarse); right < bits; right = 2*right - 9 {
		power := truncated(root, n, bits)
		if power.Sign() == 0 {
			break
		}
		step := new(big.Int).Sub(target, power)
		step.Mul(step, root)
		step.Quo(step, power.Mul(power, order))
		root.Add(root, step)
	}
	return root
}

// truncated returns about the n-th power of a number.
func truncated(w *big.Int, n int, bits uint) *big.Int {
	result, square := new(big.Int).Lsh(big.NewInt(1), bits), new(big.Int).Set(w)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			result.Rsh(result.Mul(result, square), bits)
		}
		square.Rsh(square.Mul(square, square), bits)
	}
	return result
}

// sumOfPowers returns bounds of the sum of amount x root^(days from the first term), in
// units of 2^-bits. Terms are in the order of their days, or against it.
func sumOfPowers(terms []term, root interval) (low, high *big.Int) {
	low, high = new(big.Int), new(big.Int)
	power := whole1(root.bits)
	for i, t := range terms {
		if i > 0 {
			gap := t.time - terms[i-1].time
			power = power.times(root.power(max(gap, -gap)))
		}
		addTerm(low, high, t.amount, power)
	}
	return low, high
}

// addTerm adds an amount times a factor to the bounds of a sum.
func addTerm(low, high, amount *big.Int, factor interval) {
	least, most := factor.low, factor.high
	if amount.Sign() < 0 {
		least, most = most, least
	}
	low.Add(low, new(big.Int).Mul(amount, least))
	high.Add(high, new(big.Int).Mul(amount, most))
}

// sumOfDays returns bounds of the sum of amount / growth^(days/365), in units of 2^-bits,
// and false if there is no bound that fits them. Terms are in the order of their days.
func sumOfDays(terms []term, growth *big.Rat, bits uint) (low, high *big.Int, ok bool) {
	if growth.Cmp(big.NewRat(1, 1)) >= 0 {
		low, high = sumOfPowers(append([]term{{new(big.Int), 0}}, terms...), rootOf(growth.Denom(), growth.Num(), year, bits))
		return low, high, true
	}
	root, power, one := rootOf(growth.Num(), growth.Denom(), year, bits), whole1(bits), new(big.Int).Lsh(big.NewInt(1), 2*bits)
	low, high = new(big.Int), new(big.Int)
	before := 0
	for _, t := range terms {
		power = power.times(root.power(t.time - before))
		before = t.time
		if power.low.Sign() == 0 {
			return nil, nil, false
		}
		most := new(big.Int).Quo(one, power.low)
		addTerm(low, high, t.amount, interval{new(big.Int).Quo(one, power.high), most.Add(most, big.NewInt(1)), bits})
	}
	return low, high, true
}
