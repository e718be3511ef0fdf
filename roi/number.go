package roi

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// A Number is an exact number that a formula takes: a [decimal.Decimal], or a
// [Figure] of another formula. A nil Number is missing.
type Number interface {
	// Cmp returns -1, 0 or +1 as the number is less than, equal to or greater
	// than d.
	Cmp(d decimal.Decimal) int
	// Rat returns the number as a fraction of the caller's own.
	Rat() *big.Rat
}

// A formula gathers the inputs and the faults of one figure.
type formula struct {
	name     string
	faults   check.Faults
	inputs   []Figure
	currency string // of the amounts, "" if no input has one
	result   *big.Rat
}

// number returns a number and its unit. It adds the fault of a number that
// cannot be used, and returns false.
func (f *formula) number(path string, n Number) (q *big.Rat, unit string, ok bool) {
	switch v := value(n).(type) {
	case decimal.Decimal:
		if f.faults.Number(path, v) {
			return exact.Rat(v), "", true
		}
		return nil, "", false
	case Figure:
		if v.number == nil {
			f.faults.Add(path, "", alianza.ErrUnchecked, "")
		}
		return v.number, v.unit, v.number != nil
	}
	q, unit, ok = foreign(n)
	switch {
	case !ok:
		f.faults.Add(path, "", alianza.ErrMissing, "")
	case frac.Large(q):
		f.faults.Add(path, "", alianza.ErrLimit, "a fraction of too many digits")
		ok = false
	}
	return q, unit, ok
}

// value returns the number that a pointer of the usual types has.
func value(n Number) Number {
	switch p := n.(type) {
	case *decimal.Decimal:
		if p != nil {
			return *p
		}
	case *Figure:
		if p != nil {
			return *p
		}
	}
	return n
}

// foreign returns a number of another type, and false for none: a nil interface,
// or a nil pointer to a number.
func foreign(n Number) (q *big.Rat, unit string, ok bool) {
	if n == nil {
		return nil, "", false
	}
	defer func() { _ = recover() }() // the methods of a nil pointer panic
	if u, has := n.(interface{ Unit() string }); has {
		unit = u.Unit()
	}
	q = n.Rat()
	return q, unit, q != nil && unit != noFigure
}

// input keeps an input for the figure.
func (f *formula) input(name, unit string, q *big.Rat) {
	f.inputs = append(f.inputs, Figure{name: name, unit: unit, number: q})
}

// amount returns an amount. It adds a fault if the amount cannot be used or is
// of another currency than the amounts before it.
func (f *formula) amount(name string, n Number) *big.Rat {
	q, unit, ok := f.number(name, n)
	switch {
	case !ok:
		return nil
	case unit != "" && !isCurrency(unit):
		f.faults.Add(name, unit, alianza.ErrConflict, "want an amount")
		return nil
	case unit != "" && f.currency != "" && unit != f.currency:
		f.faults.Add(name, unit, alianza.ErrCurrency, "not "+f.currency)
		return nil
	case unit != "":
		f.currency = unit
	}
	f.input(name, unit, q)
	return q
}

// divisor returns an amount to divide by. It adds a fault if the amount is
// negative or zero, in which case the quotient has no value for the reason
// given.
func (f *formula) divisor(name string, n Number, reason string) *big.Rat {
	q := f.amount(name, n)
	f.positive(name, q, reason)
	return q
}

// negative adds the fault of a number that must not be negative.
func (f *formula) negative(name string, q *big.Rat) {
	f.faults.Add(name, text(q), alianza.ErrNegative, "")
}

// text returns a number as an error text shows it.
func text(q *big.Rat) string { return exact.Text(exact.Trim(shown(q, nil))) }

// notNegative returns an amount. It adds the fault of a negative one.
func (f *formula) notNegative(name string, n Number) *big.Rat {
	q := f.amount(name, n)
	if q != nil && q.Sign() < 0 {
		f.negative(name, q)
	}
	return q
}

// quantity returns an amount or a plain number. It adds a fault if its unit is
// not that of the quantities before it. A change of percentages is in points and
// not in percent, so a percentage is refused.
func (f *formula) quantity(name string, n Number) *big.Rat {
	q, unit, ok := f.number(name, n)
	switch {
	case !ok:
		return nil
	case unit == UnitPercent:
		f.faults.Add(name, unit, alianza.ErrConflict, "a change of a percentage is in points")
		return nil
	case unit != "" && f.currency != "" && unit != f.currency:
		kind := alianza.ErrConflict
		if isCurrency(unit) && isCurrency(f.currency) {
			kind = alianza.ErrCurrency
		}
		f.faults.Add(name, unit, kind, "not "+f.currency)
		return nil
	case unit != "":
		f.currency = unit
	}
	f.input(name, unit, q)
	return q
}

// base returns a quantity to divide by.
func (f *formula) base(name string, n Number, reason string) *big.Rat {
	q := f.quantity(name, n)
	f.positive(name, q, reason)
	return q
}

// people returns a number of things to divide by.
func (f *formula) people(name string, n int, reason string) *big.Rat {
	q := f.count(name, n)
	if n == 0 {
		f.faults.Add(name, "", alianza.ErrZero, reason)
	}
	return q
}

// positive adds the fault of a divisor that is zero or negative.
func (f *formula) positive(name string, q *big.Rat, reason string) {
	switch {
	case q == nil:
	case q.Sign() == 0:
		f.faults.Add(name, "", alianza.ErrZero, reason)
	case q.Sign() < 0:
		f.negative(name, q)
	}
}

// places checks a number of decimals to round to.
func (f *formula) places(places int) {
	if places < 0 || places > maxPlaces {
		f.faults.Add("places", strconv.Itoa(places), alianza.ErrRange, fmt.Sprintf("from 0 to %d", maxPlaces))
	}
}

// maxPlaces is how many decimals an irrational result may be asked for.
const maxPlaces = 12

// count returns a number of things.
func (f *formula) count(name string, n int) *big.Rat {
	if n < 0 {
		f.faults.Add(name, strconv.Itoa(n), alianza.ErrNegative, "")
	}
	q := big.NewRat(int64(n), 1)
	f.input(name, "", q)
	return q
}

// figure returns the figure of the formula with its result, or all faults.
func (f *formula) figure(unit string) (Figure, error) {
	if f.result != nil && f.faults.Len() == 0 {
		total := frac.Bits(f.result)
		for _, in := range f.inputs {
			total += frac.Bits(in.number)
		}
		if total > frac.MaxBits || frac.Large(f.result) {
			f.faults.Add("", "", alianza.ErrLimit, "the result has too many digits")
		}
	}
	if len(f.name) > check.MaxName {
		f.faults.Add("", f.name, alianza.ErrLimit, "the name of a figure has at most "+strconv.Itoa(check.MaxName)+" bytes")
	}
	if err := f.faults.Err(); err != nil {
		return Figure{}, fmt.Errorf("roi: %.60s: %w", f.name, err)
	}
	return Figure{name: f.name, unit: unit, number: f.result, inputs: f.inputs}, nil
}

// is computes the result, unless there are faults, and returns the figure.
func (f *formula) is(unit string, compute func() *big.Rat) (Figure, error) {
	if f.faults.Len() == 0 {
		f.result = compute()
	}
	return f.figure(unit)
}

// A Percentage is an input in percent: an [alianza.Percent], or a [Figure] in percent such as
// a churn that was measured. A decimal is none, because 0.2 and 20 are both
// written for 20%.
type Percentage interface{ alianza.Percent | Figure }

// rate returns a percentage as a fraction of one. It adds the fault of a figure
// that is not in percent.
func rate[R Percentage](f *formula, name string, r R) *big.Rat {
	var percent *big.Rat
	switch v := any(r).(type) {
	case alianza.Percent:
		percent = frac.Percent(frac.OfPercent(v))
	case Figure:
		q, unit, ok := f.number(name, v)
		if ok && unit != UnitPercent {
			f.faults.Add(name, unit, alianza.ErrConflict, "want "+noun(UnitPercent))
		}
		if !ok || unit != UnitPercent {
			return nil
		}
		percent = q
	}
	f.input(name, UnitPercent, percent)
	return frac.Quo(percent, frac.Int(100))
}

// portion returns a percentage from 0% to 100% as a fraction of one.
func portion[R Percentage](f *formula, name string, r R) *big.Rat {
	q := rate(f, name, r)
	switch {
	case q == nil:
	case q.Sign() < 0:
		f.negative(name, frac.Percent(q))
	case q.Cmp(frac.One()) > 0:
		f.faults.Add(name, text(frac.Percent(q))+"%", alianza.ErrRange, "more than 100%")
	}
	return q
}

// grossMargin returns a margin as a fraction of one. It may be negative, and is
// at most 100%.
func grossMargin[R Percentage](f *formula, name string, r R) *big.Rat {
	q := rate(f, name, r)
	if q != nil && q.Cmp(frac.One()) > 0 {
		f.faults.Add(name, text(frac.Percent(q))+"%", alianza.ErrRange, "more than 100%")
	}
	return q
}
