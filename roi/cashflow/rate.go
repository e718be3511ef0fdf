package cashflow

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// IRR returns the internal rate of return of flows, one a period, with the first one
// now: the rate above -100% at which the [NPV] is zero. It is in percent, rounded half up
// to 0 to 12 decimals.
//
// It returns an error if:
//   - the flows do not change their sign ([alianza.ErrNoSolution]);
//   - they change it more than once ([alianza.ErrAmbiguous]): several rates may fit;
//   - they grow 2^256 times a period or more ([alianza.ErrLimit]);
//   - there are no flows ([alianza.ErrEmpty]), or more than 1,200;
//   - a flow is out of the bounds of the library, or the places are out of theirs.
func IRR(flows []decimal.Decimal, places int) (roi.Figure, error) {
	var f check.Faults
	checkFlows(&f, flows)
	checkPlaces(&f, places)
	var terms []term
	if f.Len() == 0 {
		amounts, _ := whole(flows)
		for t, c := range amounts {
			terms = append(terms, term{c, t})
		}
	}
	return figure("IRR", roi.UnitPercent, &f, func() *big.Rat { return solve(&f, terms, places, signOfPolynomial) },
		count(len(flows)))
}

func checkPlaces(f *check.Faults, places int) {
	if places < 0 || places > maxPlaces {
		f.Add("places", strconv.Itoa(places), alianza.ErrRange, fmt.Sprintf("from 0 to %d", maxPlaces))
	}
}

// A term is an amount at a time, in units of one size.
type term struct {
	amount *big.Int
	time   int
}

// whole returns amounts as whole numbers of a unit, and the unit.
func whole(amounts []decimal.Decimal) ([]*big.Int, decimal.Decimal) {
	least := int32(0)
	for _, d := range amounts {
		least = min(least, d.Exponent())
	}
	all := make([]*big.Int, len(amounts))
	for i, d := range amounts {
		all[i] = exact.Round(d, -least, exact.Down).Coefficient()
	}
	return all, decimal.New(1, least)
}

// maxGrowth is the greatest growth of a period that is looked for, as a power of 2.
const maxGrowth = 256

// solve returns the rate at which the terms are worth nothing, in percent. The function
// returns the sign of their value at a growth of x / scale per unit of time.
func solve(f *check.Faults, terms []term, places int, sign func(terms []term, x, scale *big.Int) int) *big.Rat {
	first, last, changes := signs(terms)
	switch {
	case changes == 0:
		f.Add("flows", "", alianza.ErrNoSolution, "no rate brings flows of one sign to zero")
		return nil
	case changes > 1:
		f.Add("flows", "", alianza.ErrAmbiguous, fmt.Sprintf("they change their sign %d times, so that several rates may fit", changes))
		return nil
	}
	// The growth in half units of the last decimal of a percentage. The last term
	// decides where the growth is small, the first one where it is large, and there is
	// one place between them.
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	scale.Mul(scale, big.NewInt(200))
	low, high := new(big.Int), new(big.Int).Set(scale)
	for shift := uint(2); sign(terms, high, scale) != first; shift *= 2 {
		if shift > maxGrowth {
			f.Add("flows", "", alianza.ErrLimit, fmt.Sprintf("they grow 2^%d times or more", maxGrowth))
			return nil
		}
		low.Set(high)
		high.Lsh(scale, shift)
	}
	for gap := new(big.Int); gap.Sub(high, low).BitLen() > 1; {
		middle := new(big.Int).Rsh(gap.Add(low, high), 1)
		if sign(terms, middle, scale) == first {
			high = middle
		} else {
			low = middle
		}
	}
	isExact := low.Sign() > 0 && sign(terms, low, scale) != last
	return frac.RoundHalves(low.Sub(low, scale), isExact, places)
}

// signs returns the signs of the first and the last term that is not zero, and how often
// the sign changes.
func signs(terms []term) (first, last, changes int) {
	for _, t := range terms {
		switch s := t.amount.Sign(); {
		case s == 0:
		case last == 0:
			first, last = s, s
		case s != last:
			last = s
			changes++
		}
	}
	return first, last, changes
}

// signOfPolynomial returns the sign of the sum of amount x (scale/x)^time, for times that
// rise.
func signOfPolynomial(terms []term, x, scale *big.Int) int {
	sum, power := new(big.Int), big.NewInt(1) // the sum so far x x^time, and scale^time
	product := new(big.Int)
	times := func(n, factor *big.Int, gap int) *big.Int {
		if gap > 1 {
			factor = new(big.Int).Exp(factor, big.NewInt(int64(gap)), nil)
		}
		product.Mul(n, factor) // in place it would allocate anew
		n, product = product, n
		return n
	}
	before := 0
	for _, t := range terms {
		if gap := t.time - before; gap > 0 {
			sum, power, before = times(sum, x, gap), times(power, scale, gap), t.time
		}
		product.Mul(t.amount, power)
		sum.Add(sum, product)
	}
	return sum.Sign()
}
