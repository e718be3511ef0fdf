package roi

import (
	"math/big"

	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// CAC returns the cost of acquiring a customer: the cost of sales and marketing
// over the new customers of the same period.
//
// It returns an error if:
//   - there are no customers ([alianza.ErrZero]), also where the cost is zero;
//   - a number is negative ([alianza.ErrNegative]), is not an amount, or is out of
//     the bounds of the library.
//
// Rules: R13, C19, R21.
func CAC(cost Number, customers int) (Figure, error) {
	f := formula{name: "CAC"}
	c, n := f.notNegative("cost", cost), f.people("customers", customers, noCustomers)
	return f.is(f.currency, func() *big.Rat { return frac.Quo(c, n) })
}

const noCustomers = "a cost for no customers has no value"

// PartnerCAC returns the effective cost of a customer that partners brought: the
// commissions and the costs of the program over these customers. Costs of the
// program are those of onboarding, training and co-marketing. It returns an error
// as [CAC] does.
//
// Rules: C21, C24.
func PartnerCAC(commissions, programCosts Number, customers int) (Figure, error) {
	f := formula{name: "partner CAC"}
	c, p := f.notNegative("commissions", commissions), f.notNegative("program costs", programCosts)
	n := f.people("customers", customers, noCustomers)
	return f.is(f.currency, func() *big.Rat { return frac.Quo(frac.Add(c, p), n) })
}

// Saving returns how much lower a cost is than another one, in percent: (before -
// after) / before. It is the reduction of CAC against direct sales, and of a cost
// against an earlier one. It is negative if the cost is higher.
//
// It returns an error if:
//   - the cost before is zero ([alianza.ErrZero]);
//   - a cost is negative ([alianza.ErrNegative]), is not an amount, or is out of
//     the bounds of the library.
//
// Rules: R8, R20, C21.
func Saving(before, after Number) (Figure, error) {
	f := formula{name: "saving"}
	b, a := f.divisor("before", before, "a saving on no cost has no value"), f.notNegative("after", after)
	return f.is(UnitPercent, func() *big.Rat { return frac.Percent(frac.Quo(frac.Sub(b, a), b)) })
}

// CPA returns the cost per action. The action is part of the name: "cost per
// lead", "cost per sale". It is [CAC] only if the action is a new customer. It
// returns an error as CAC does, and if the action has no sound name.
//
// Rules: R13.
func CPA(cost Number, actions int, action string) (Figure, error) {
	f := formula{name: "cost per action"}
	if f.faults.Name("action", action) {
		f.name = "cost per " + action
	}
	c, n := f.notNegative("cost", cost), f.people("actions", actions, "a cost for no actions has no value")
	return f.is(f.currency, func() *big.Rat { return frac.Quo(c, n) })
}

// ARPA returns the average revenue per account of a period. It is also the average
// deal, and the revenue per partner. Refunds may make it negative. It returns an
// error if there are no accounts ([alianza.ErrZero]) or a number cannot be used.
//
// Rules: R37, R38.
func ARPA(revenue Number, accounts int) (Figure, error) {
	f := formula{name: "ARPA"}
	r, n := f.amount("revenue", revenue), f.people("accounts", accounts, "a revenue of no accounts has no average")
	return f.is(f.currency, func() *big.Rat { return frac.Quo(r, n) })
}
