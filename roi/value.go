package roi

import (
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// UnitMonths is the unit of a payback.
const UnitMonths = "months"

// LTV returns the lifetime value of a customer: ARPA x gross margin / churn. ARPA
// and churn are of one period, such as a month.
//
// It returns an error if:
//   - the churn is 0% ([alianza.ErrZero]): a customer who stays forever has no
//     lifetime; [HorizonLTV] values such a one;
//   - the churn is not from 0% to 100%, or the margin is above 100%;
//   - ARPA is negative ([alianza.ErrNegative]), is not an amount, or is out of the
//     bounds of the library.
//
// Rules: R14.
func LTV[M, C Percentage](arpa Number, margin M, churn C) (Figure, error) {
	f := formula{name: "LTV"}
	a, m, c := f.notNegative("ARPA", arpa), grossMargin(&f, "margin", margin), portion(&f, "churn", churn)
	f.zeroChurn(c)
	return f.is(f.currency, func() *big.Rat { return frac.Quo(frac.Mul(a, m), c) })
}

func (f *formula) zeroChurn(c *big.Rat) {
	if c != nil && c.Sign() == 0 {
		f.faults.Add("churn", "", alianza.ErrZero, "a customer who stays forever has no lifetime")
	}
}

// LifetimeLTV returns the lifetime value of a customer from a lifetime that is
// known: ARPA x gross margin x periods. A lifetime in months takes an ARPA per month. It
// returns an error if ARPA or the lifetime is negative, the margin is above 100%, or a
// number cannot be used.
func LifetimeLTV[M Percentage](arpa Number, margin M, periods Number) (Figure, error) {
	f := formula{name: "LTV of a lifetime"}
	a, m := f.notNegative("ARPA", arpa), grossMargin(&f, "margin", margin)
	n := f.plain("periods", periods, UnitMonths)
	return f.is(f.currency, func() *big.Rat { return frac.Mul(frac.Mul(a, m), n) })
}

// plain returns a number in a unit or without one that is not negative.
func (f *formula) plain(name string, n Number, want string) *big.Rat {
	q, unit, ok := f.number(name, n)
	switch {
	case !ok:
		return nil
	case unit != "" && unit != want:
		f.faults.Add(name, unit, alianza.ErrConflict, "want "+noun(""))
		return nil
	case q.Sign() < 0:
		f.negative(name, q)
	}
	f.input(name, unit, q)
	return q
}

// DiscountedLTV returns the lifetime value of a customer with later periods worth
// less:
//
//	ARPA x gross margin x (1 + discount) / (discount + churn)
//
// The first period is not discounted, and no customer is lost before it. With a
// discount of 0% it is [LTV].
//
// It returns an error if:
//   - the churn and the discount are both 0% ([alianza.ErrZero]);
//   - the churn is not from 0% to 100%, or the margin is above 100%;
//   - ARPA or the discount is negative ([alianza.ErrNegative]), or a number cannot be
//     used.
func DiscountedLTV[M, C, D Percentage](arpa Number, margin M, churn C, discount D) (Figure, error) {
	f := formula{name: "discounted LTV"}
	a, m, c := f.notNegative("ARPA", arpa), grossMargin(&f, "margin", margin), portion(&f, "churn", churn)
	d := f.discount(rate(&f, "discount", discount))
	if c != nil && d != nil && d.Sign() == 0 {
		f.zeroChurn(c)
	}
	return f.is(f.currency, func() *big.Rat {
		return frac.Quo(frac.Mul(frac.Mul(a, m), frac.Add(frac.One(), d)), frac.Add(d, c))
	})
}

// discount adds the fault of a negative discount.
func (f *formula) discount(d *big.Rat) *big.Rat {
	if d != nil && d.Sign() < 0 {
		f.negative("discount", frac.Percent(d))
	}
	return d
}

// HorizonLTV returns the value of a customer over the first periods, 1 to 1,200:
// the sum of ARPA x gross margin, each period reduced by churn and discount. The
// first period is neither. The churn may be 0%. It returns an error as
// [DiscountedLTV] does, if the number of periods is out of its bounds, and if the
// exact result has too many digits ([alianza.ErrLimit]).
func HorizonLTV[M, C, D Percentage](arpa Number, margin M, churn C, discount D, periods int) (Figure, error) {
	f := formula{name: "LTV to a horizon"}
	a, m, c := f.notNegative("ARPA", arpa), grossMargin(&f, "margin", margin), portion(&f, "churn", churn)
	d := f.discount(rate(&f, "discount", discount))
	n := f.periods(periods)
	return f.is(f.currency, func() *big.Rat {
		first := frac.Mul(a, m)
		step := frac.Quo(frac.Sub(frac.One(), c), frac.Add(frac.One(), d))
		if step.Cmp(frac.One()) == 0 {
			return frac.Mul(first, n)
		}
		power := f.power(step, periods) // 1 + q + q^2 + … = (1 - q^n) / (1 - q)
		return frac.Mul(first, frac.Quo(frac.Sub(frac.One(), power), frac.Sub(frac.One(), step)))
	})
}

// maxPeriods is how many periods a formula looks ahead: a hundred years of months.
const maxPeriods = 1200

// periods returns a number of periods.
func (f *formula) periods(n int) *big.Rat {
	if n < 1 || n > maxPeriods {
		f.faults.Add("periods", strconv.Itoa(n), alianza.ErrRange, "from 1 to "+strconv.Itoa(maxPeriods))
	}
	return f.count("periods", n)
}

// power returns q^n. It adds a fault if the power has too many digits.
func (f *formula) power(q *big.Rat, n int) *big.Rat {
	p, ok := frac.Power(q, n)
	if !ok {
		f.faults.Add("", "", alianza.ErrLimit, "the exact result has too many digits")
		return new(big.Rat)
	}
	return p
}

// CohortLTV returns the value that a customer of a cohort has brought so far. That is
// the revenue of all periods since the cohort began, times the gross margin, over the
// customers it began with. It is observed and assumes nothing of the periods to come. It
// returns an error if:
//   - there are no periods ([alianza.ErrEmpty]) or more than 1,200;
//   - there are no customers ([alianza.ErrZero]);
//   - the margin is above 100%, or a number is out of the bounds of the library.
func CohortLTV[M Percentage](revenues []decimal.Decimal, margin M, customers int) (Figure, error) {
	f := formula{name: "observed LTV"}
	r := f.list("revenues", revenues, maxPeriods)
	m, n := grossMargin(&f, "margin", margin), f.people("customers", customers, "a cohort of nobody has no value")
	return f.is("", func() *big.Rat { return frac.Quo(frac.Mul(r, m), n) })
}

// list returns the sum of a list of amounts.
func (f *formula) list(name string, amounts []decimal.Decimal, most int) *big.Rat {
	if len(amounts) == 0 {
		f.faults.Add(name, "", alianza.ErrEmpty, "")
	}
	if !f.faults.Count(name, len(amounts), most, name) {
		return nil
	}
	ok := true
	for i, d := range amounts {
		ok = f.faults.Number(name+"["+strconv.Itoa(i)+"]", d) && ok
	}
	if !ok {
		return nil
	}
	total := frac.Sum(amounts)
	f.input(name, "", total)
	return total
}

// LTVToCAC returns the lifetime value over the cost of acquiring a customer, as
// n:1 gross. It returns an error if the CAC is zero ([alianza.ErrZero]) or negative,
// or the currencies differ ([alianza.ErrCurrency]).
//
// Rules: R14.
func LTVToCAC(ltv, cac Number) (Figure, error) {
	f := formula{name: "LTV:CAC"}
	l, c := f.amount("LTV", ltv), f.divisor("CAC", cac, "a value for no cost has no ratio")
	return f.is(UnitGross, func() *big.Rat { return frac.Quo(l, c) })
}

// Payback returns the months until the gross margin of a customer has paid its CAC:
// CAC / (ARPA x gross margin), with ARPA per month. [Figure.Ceil] makes whole months
// of it.
//
// It returns an error if:
//   - ARPA or the margin is zero or negative ([alianza.ErrNever]);
//   - the CAC is negative ([alianza.ErrNegative]), the margin is above 100%, or a
//     number cannot be used.
func Payback[M Percentage](cac, arpa Number, margin M) (Figure, error) {
	f := formula{name: "CAC payback"}
	c, a, m := f.notNegative("CAC", cac), f.amount("ARPA", arpa), grossMargin(&f, "margin", margin)
	f.never("ARPA", a)
	f.never("margin", m)
	return f.is(UnitMonths, func() *big.Rat { return frac.Quo(c, frac.Mul(a, m)) })
}

// never adds a fault if nothing is earned, so that no cost is ever paid back.
func (f *formula) never(name string, q *big.Rat) {
	if q != nil && q.Sign() <= 0 {
		f.faults.Add(name, "", alianza.ErrNever, "nothing pays the cost back")
	}
}

// Contribution returns what a partner contributes: revenue x gross margin, less the
// commission and the cost of coordination. It may be negative. It returns an error
// if a cost is negative, the margin is above 100%, or a number cannot be used.
//
// Rules: S19.
func Contribution[M Percentage](revenue Number, margin M, commission, coordination Number) (Figure, error) {
	f := formula{name: "contribution"}
	r, m := f.amount("revenue", revenue), grossMargin(&f, "margin", margin)
	c, k := f.notNegative("commission", commission), f.notNegative("coordination", coordination)
	return f.is(f.currency, func() *big.Rat { return frac.Sub(frac.Sub(frac.Mul(r, m), c), k) })
}

// BreakEvenUnits returns the units to sell until the fixed cost is paid, a whole
// number: fixed / (price - variable), rounded up. A commission is a variable cost.
//
// It returns an error if:
//   - a unit does not earn more than it costs ([alianza.ErrNever]);
//   - a number is negative ([alianza.ErrNegative]) or cannot be used.
func BreakEvenUnits(fixed, price, variable Number) (Figure, error) {
	f := formula{name: "break-even units"}
	c, p, v := f.notNegative("fixed", fixed), f.notNegative("price", price), f.notNegative("variable", variable)
	if p != nil && v != nil && p.Cmp(v) <= 0 {
		f.faults.Add("price", "", alianza.ErrNever, "a unit earns no more than it costs")
	}
	return f.is("", func() *big.Rat { return frac.Ceil(frac.Quo(c, frac.Sub(p, v))).Rat() })
}

// BreakEvenRevenue returns the revenue that pays the fixed cost: fixed / margin. It
// returns an error if the margin is zero or negative ([alianza.ErrNever]) or above
// 100%, or the cost is negative or cannot be used.
func BreakEvenRevenue[M Percentage](fixed Number, margin M) (Figure, error) {
	f := formula{name: "break-even revenue"}
	c, m := f.notNegative("fixed", fixed), grossMargin(&f, "margin", margin)
	f.never("margin", m)
	return f.is(f.currency, func() *big.Rat { return frac.Quo(c, m) })
}
