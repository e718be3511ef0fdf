package roi

import (
	"math/big"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// Return returns the return on investment in percent, named "ROI":
//
//	(revenue - cost) / cost x 100
//
// It is the net return: 0% when the cost came back and nothing more, 300% for a
// revenue of 200,000 on a cost of 50,000. It is below -100% when refunds make the
// revenue negative. The caller says which costs are counted. Time is not in the
// formula.
//
// Return returns an error if:
//   - the cost is zero ([alianza.ErrZero]) or negative;
//   - an amount is missing, is not an amount, or is out of the bounds of the
//     library;
//   - the currencies differ ([alianza.ErrCurrency]).
//
// Rules: R1, R2.
func Return(revenue, cost Number) (Figure, error) {
	f := formula{name: "ROI"}
	r, c := f.amount("revenue", revenue), f.divisor("cost", cost, noCost)
	return f.is(UnitPercent, func() *big.Rat { return frac.Percent(frac.Sub(frac.Quo(r, c), frac.One())) })
}

const noCost = "a return on no cost has no value"

// Multiple returns the return on investment as n in n:1, gross, named "return":
// revenue over cost. 6 means that each unit of cost brought 6 of revenue; [Return]
// says 500%. It returns an error as Return does.
//
// Rules: R4, A2.
func Multiple(revenue, cost Number) (Figure, error) {
	f := formula{name: "return"}
	r, c := f.amount("revenue", revenue), f.divisor("cost", cost, noCost)
	return f.is(UnitGross, func() *big.Rat { return frac.Quo(r, c) })
}

// NetMultiple returns the return on investment as n in n:1, net, named "return":
// (revenue - cost) over cost. It returns an error as [Return] does.
func NetMultiple(revenue, cost Number) (Figure, error) {
	f := formula{name: "return"}
	r, c := f.amount("revenue", revenue), f.divisor("cost", cost, noCost)
	return f.is(UnitNet, func() *big.Rat { return frac.Sub(frac.Quo(r, c), frac.One()) })
}

// ROAS returns the return on advertising spend as n in n:1, gross, named "ROAS": the
// revenue attributed to the advertising over what was spent on it. It returns an
// error as [Return] does.
func ROAS(revenue, spend Number) (Figure, error) {
	f := formula{name: "ROAS"}
	r, c := f.amount("revenue", revenue), f.divisor("spend", spend, noCost)
	return f.is(UnitGross, func() *big.Rat { return frac.Quo(r, c) })
}

// ReturnOf returns the percentage that is the same return as a multiple, named
// "ROI": (n - 1) x 100 for n:1 gross, n x 100 for n:1 net. It returns an error if
// the figure is not a multiple.
//
// Rules: R4, R5, A2.
func ReturnOf(multiple Figure) (Figure, error) {
	f := formula{name: "ROI"}
	n := f.multiple("multiple", multiple)
	return f.is(UnitPercent, func() *big.Rat {
		if multiple.unit == UnitGross {
			n = frac.Sub(n, frac.One())
		}
		return frac.Percent(n)
	})
}

// MultipleOf returns the multiple, n:1 gross, that is the same return as a
// percentage or as a net multiple, named "return": percent / 100 + 1 or n + 1. A
// gross multiple stays as it is. It returns an error if the figure is neither.
//
// Rules: R4, R5, A2.
func MultipleOf(figure Figure) (Figure, error) {
	f := formula{name: "return"}
	if figure.Unit() == UnitPercent {
		f.input(figure.name, UnitPercent, figure.number)
		return f.is(UnitGross, func() *big.Rat { return frac.Add(frac.Quo(figure.number, frac.Int(100)), frac.One()) })
	}
	n := f.multiple("figure", figure)
	return f.is(UnitGross, func() *big.Rat {
		if figure.unit == UnitNet {
			return frac.Add(n, frac.One())
		}
		return n
	})
}

// multiple returns the number of a figure in n:1.
func (f *formula) multiple(path string, n Figure) *big.Rat {
	q, unit, ok := f.number(path, n)
	if !ok {
		return nil
	}
	if unit != UnitGross && unit != UnitNet {
		f.faults.Add(path, unit, alianza.ErrConflict, "want a ratio, gross or net")
		return nil
	}
	f.input(n.name, unit, q)
	return q
}
