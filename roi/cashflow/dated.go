package cashflow

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

const (
	year    = 365       // days of a year, also of a leap year
	maxDays = 100 * 366 // from the first flow to the last
)

// A Flow is an amount on a day.
type Flow struct {
	_      [0]func()       // == would compare decimals by address
	On     alianza.Date    `json:"on"`
	Amount decimal.Decimal `json:"amount"` // negative if it is paid, positive if it is received
}

// MarshalJSON returns the flow as a JSON object.
func (f Flow) MarshalJSON() ([]byte, error) { return strictjson.Marshal(f) }

// UnmarshalJSON reads a flow strictly.
func (f *Flow) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, f, nil) }

// XNPV returns the net present value of flows on their days: the sum of flow / (1 +
// rate)^(days/365), with days from the first flow in the list. The others may stand in
// any order. The value is rounded half up to 0 to 12 decimals.
//
// It returns an error if:
//   - there are no flows ([alianza.ErrEmpty]), or more than 1,200;
//   - a flow has no day, or a day before the first flow or more than a hundred years
//     after it;
//   - the rate is not above -100% ([alianza.ErrRange]), or so close to it that the value
//     has too many digits ([alianza.ErrLimit]);
//   - a flow is out of the bounds of the library, or the places are out of theirs.
func XNPV[R roi.Percentage](rate R, flows []Flow, places int) (roi.Figure, error) {
	var f check.Faults
	terms, unit := dated(&f, flows)
	q, percent := growth(&f, rate)
	checkPlaces(&f, places)
	return figure("XNPV", "", &f, func() *big.Rat {
		value, ok := presentOfDays(terms, q, unit, int32(places))
		if !ok {
			f.Add("rate", "", alianza.ErrLimit, "the value has too many digits")
		}
		return value
	}, percent, count(len(flows)))
}

// XIRR returns the internal rate of return of flows on their days: the rate above -100%
// at which the [XNPV] is zero. It is in percent, rounded half up to 0 to 12 decimals. The
// flows are looked at in the order of their days, and those of one day together. It
// returns an error as [IRR] does, with a year for the period, and for days as XNPV does.
func XIRR(flows []Flow, places int) (roi.Figure, error) {
	var f check.Faults
	terms, _ := dated(&f, flows)
	checkPlaces(&f, places)
	return figure("XIRR", roi.UnitPercent, &f, func() *big.Rat {
		if years, ok := wholeYears(terms); ok {
			return solve(&f, years, places, signOfPolynomial)
		}
		return solve(&f, terms, places, signOfDays)
	}, count(len(flows)))
}

// dated checks flows and returns them by day, in whole numbers of a unit.
func dated(f *check.Faults, flows []Flow) (terms []term, unit decimal.Decimal) {
	if len(flows) == 0 {
		f.Add("flows", "", alianza.ErrEmpty, "")
	}
	if !f.Count("flows", len(flows), maxFlows, "flows") {
		return nil, unit
	}
	amounts := make([]decimal.Decimal, len(flows))
	for i, one := range flows {
		path := fmt.Sprintf("flows[%d]", i)
		days := flows[0].On.DaysUntil(one.On)
		switch {
		case one.On.IsZero():
			f.Add(path+".on", "", alianza.ErrMissing, "")
		case flows[0].On.IsZero():
		case days < 0:
			f.Add(path+".on", one.On.String(), alianza.ErrRange, "before the first flow, "+flows[0].On.String())
		case days > maxDays:
			f.Add(path+".on", one.On.String(), alianza.ErrRange, "more than a hundred years after the first flow")
		}
		f.Number(path+".amount", one.Amount)
		amounts[i] = one.Amount
	}
	if f.Len() > 0 {
		return nil, unit
	}
	all, unit := whole(amounts)
	for i, c := range all {
		terms = append(terms, term{c, flows[0].On.DaysUntil(flows[i].On)})
	}
	return byDay(terms), unit
}

// byDay sorts terms by day and adds up those of one day.
func byDay(terms []term) []term {
	slices.SortStableFunc(terms, func(a, b term) int { return a.time - b.time })
	days := terms[:0]
	for _, t := range terms {
		if n := len(days); n > 0 && days[n-1].time == t.time {
			days[n-1].amount = new(big.Int).Add(days[n-1].amount, t.amount)
			continue
		}
		days = append(days, t)
	}
	return days
}

// wholeYears returns terms with years for days, and false if a day is not on a whole
// number of years. Their value is that of a polynomial, which is exact.
func wholeYears(terms []term) ([]term, bool) {
	years := make([]term, len(terms))
	for i, t := range terms {
		if t.time%year != 0 {
			return nil, false
		}
		years[i] = term{t.amount, t.time / year}
	}
	return years, true
}

// presentOfDays returns the value of terms, a day each, rounded to some places, and
// false if it has too many digits.
func presentOfDays(terms []term, growth *big.Rat, unit decimal.Decimal, places int32) (*big.Rat, bool) {
	if years, ok := wholeYears(terms); ok && frac.Bits(growth)*(terms[len(terms)-1].time/year+1) < frac.MaxBits {
		return round(polynomial(years, growth), unit, places), true
	}
	for bits := uint(128); bits <= maxPrecision; bits *= 2 {
		low, high, ok := sumOfDays(terms, growth, bits)
		if !ok {
			continue
		}
		l, h := toRat(low, bits), toRat(high, bits)
		if l, h := round(l, unit, places), round(h, unit, places); l.Cmp(h) == 0 {
			return l, true
		}
		if bits == maxPrecision && frac.Sub(h, l).Cmp(big.NewRat(1, 1<<62)) < 0 {
			// Nearer to a tie than any decimal can tell: it is one.
			middle := frac.Quo(frac.Add(l, h), frac.Int(2))
			return round(round(middle, unit, places+1), decimal.New(1, 0), places), true
		}
	}
	return nil, false
}

func toRat(n *big.Int, bits uint) *big.Rat {
	return new(big.Rat).SetFrac(n, new(big.Int).Lsh(big.NewInt(1), bits))
}

// round returns a number of units, rounded half up.
func round(q *big.Rat, unit decimal.Decimal, places int32) *big.Rat {
	return exact.RoundRat(frac.Mul(q, exact.Rat(unit)), places, exact.HalfUp).Rat()
}

// polynomial returns the sum of amount / growth^time.
func polynomial(terms []term, growth *big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, t := range terms {
		power, _ := frac.Power(growth, t.time)
		sum.Add(sum, frac.Quo(new(big.Rat).SetInt(t.amount), power))
	}
	return sum
}

// signOfDays returns the sign of the sum of amount x (scale/x)^(days/365).
func signOfDays(terms []term, x, scale *big.Int) int {
	terms = slices.DeleteFunc(slices.Clone(terms), func(t term) bool { return t.amount.Sign() == 0 })
	num, den := scale, x
	if x.Cmp(scale) < 0 { // the last term weighs most: look back from it
		slices.Reverse(terms)
		num, den = x, scale
	}
	for bits := uint(128 + den.BitLen() - num.BitLen()); bits <= maxPrecision; bits *= 2 {
		low, high := sumOfPowers(terms, rootOf(num, den, year, bits))
		switch {
		case low.Sign() > 0:
			return 1
		case high.Sign() < 0:
			return -1
		case low.Sign() == 0 && high.Sign() == 0:
			return 0
		}
	}
	return 0 // nearer to zero than any decimal can tell
}
