package roi

import (
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// Growth returns the change from one period to another in percent: (after - before)
// / before. +200% is three times as much, -100% is nothing left. It takes amounts or
// plain numbers such as counts of partners.
//
// It returns an error if:
//   - the number before is zero ([alianza.ErrZero]) or negative
//     ([alianza.ErrNegative]): there is no percentage of it;
//   - the units differ, or a number is a percentage, whose change is in points;
//   - a number is out of the bounds of the library.
//
// Rules: R8, R10, X4.
func Growth(before, after Number) (Figure, error) {
	f := formula{name: "growth"}
	b, a := f.base("before", before, "growth from nothing has no percentage"), f.quantity("after", after)
	return f.is(UnitPercent, func() *big.Rat { return frac.Percent(frac.Quo(frac.Sub(a, b), b)) })
}

// Grown returns a number after it grew by a percentage: base x (1 + growth). 100
// grown by 200% is 300. It returns an error if the number is a percentage or cannot
// be used.
//
// Rules: X4, R26.
func Grown[G Percentage](base Number, growth G) (Figure, error) {
	f := formula{name: "grown"}
	b, g := f.quantity("base", base), rate(&f, "growth", growth)
	return f.is(f.currency, func() *big.Rat { return frac.Mul(b, frac.Add(frac.One(), g)) })
}

// CompoundGrowth returns the growth per period that makes one number of another
// over some periods, 1 to 1,200, in percent: (after / before)^(1/periods) - 1. It is
// rounded half up to 0 to 12 decimals, which is exact to the last of them.
//
// It returns an error as [Growth] does, if the number after is negative, and if the
// periods or the places are out of their bounds.
func CompoundGrowth(before, after Number, periods, places int) (Figure, error) {
	f := formula{name: "compound growth"}
	b, a := f.base("before", before, "growth from nothing has no percentage"), f.quantity("after", after)
	if a != nil && a.Sign() < 0 {
		f.negative("after", a)
	}
	f.periods(periods)
	f.places(places)
	return f.is(UnitPercent, func() *big.Rat {
		// In half units of the last decimal, so that the rest tells which way to round.
		halves := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
		halves.Mul(halves, big.NewInt(200))
		scaled := f.power(new(big.Rat).SetInt(halves), periods)
		root, isExact := frac.RootRat(frac.Mul(frac.Quo(a, b), scaled), periods)
		root.Sub(root, halves)
		return frac.RoundHalves(root, isExact, places)
	})
}

// Slope returns how much the values of periods in a row rise per period, by least
// squares, negative if they fall. It is in the unit of the values. The values of all
// periods count, where a growth from the first to the last sees two.
//
// It returns an error if:
//   - there are fewer than two values ([alianza.ErrEmpty]) or more than 1,200;
//   - a value is out of the bounds of the library.
func Slope(values []decimal.Decimal) (Figure, error) {
	f, n := formula{name: "slope"}, len(values)
	if n == 1 {
		f.faults.Add("values", "", alianza.ErrEmpty, "a slope needs two periods")
	}
	if f.list("values", values, maxPeriods) != nil && n > 1 {
		f.inputs = nil // the sum is none of them
		f.input("periods", "", frac.Int(n))
		f.input("first", "", exact.Rat(values[0]))
		f.input("last", "", exact.Rat(values[n-1]))
	}
	return f.is("", func() *big.Rat {
		// 6 x sum of (2i - (n-1)) x value i, over n(n-1)(n+1), for i from 0 to n-1.
		sum := new(big.Rat)
		for i, d := range values {
			sum.Add(sum, frac.Mul(frac.Int(2*i-(n-1)), exact.Rat(d)))
		}
		return frac.Quo(frac.Mul(frac.Int(6), sum), frac.Int(n*(n-1)*(n+1)))
	})
}

// MarketExpansion returns the markets added for each market of the beginning, in
// percent: added / initial. It returns an error if there were none ([alianza.ErrZero])
// or a number is negative.
//
// Rules: R8.
func MarketExpansion(initial, added int) (Figure, error) {
	f := formula{name: "market expansion"}
	i, a := f.people("initial", initial, "an expansion from no market has no percentage"), f.count("added", added)
	return f.is(UnitPercent, func() *big.Rat { return frac.Percent(frac.Quo(a, i)) })
}

// Retention returns the members of a cohort who are still active, in percent of the
// cohort. Who joined later is in neither number. Package roi/cohort counts them.
//
// It returns an error if:
//   - the cohort has no members ([alianza.ErrZero]);
//   - more are active than the cohort has ([alianza.ErrRange]): newcomers were
//     counted;
//   - a number is negative ([alianza.ErrNegative]).
//
// Rules: R24.
func Retention(members, active int) (Figure, error) {
	return ofCohort("retention", "active", members, active)
}

// Churn returns the members of a cohort who were lost, in percent of the cohort:
// 100% less the [Retention]. It returns an error as Retention does.
func Churn(members, lost int) (Figure, error) {
	return ofCohort("churn", "lost", members, lost)
}

// ofCohort returns a part of a cohort in percent.
func ofCohort(name, part string, members, n int) (Figure, error) {
	f := formula{name: name}
	all, some := f.people("members", members, "a cohort of nobody has no percentage"), f.count(part, n)
	if n > members {
		f.faults.Add(part, strconv.Itoa(n), alianza.ErrRange, "more than the cohort has")
	}
	return f.is(UnitPercent, func() *big.Rat { return frac.Percent(frac.Quo(some, all)) })
}

// AnnualChurn returns the churn of a year from the churn of a shorter period, of
// which the year has 1 to 366: 1 - (1 - churn)^periods. It is less than the churn
// times the periods, because those who left cannot leave again. It returns an error if
// the churn is not from 0% to 100%, or the periods are out of their bounds.
func AnnualChurn[C Percentage](churn C, periodsOfYear int) (Figure, error) {
	f := formula{name: "annual churn"}
	c := portion(&f, "churn", churn)
	if periodsOfYear < 1 || periodsOfYear > 366 {
		f.faults.Add("periods of a year", strconv.Itoa(periodsOfYear), alianza.ErrRange, "from 1 to 366")
	}
	f.count("periods of a year", max(0, periodsOfYear))
	return f.is(UnitPercent, func() *big.Rat {
		return frac.Percent(frac.Sub(frac.One(), f.power(frac.Sub(frac.One(), c), periodsOfYear)))
	})
}
