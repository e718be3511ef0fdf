package roi

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
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
	switch v := n.(type) {
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
	case q.Num().BitLen()+q.Denom().BitLen() > maxBits || size(q) > maxSize:
		f.faults.Add(path, "", alianza.ErrLimit, "a fraction of too many digits")
		ok = false
	}
	return q, unit, ok
}

// size returns about how many bits a number has before the point.
func size(q *big.Rat) int { return q.Num().BitLen() - q.Denom().BitLen() }

// foreign returns a number of another type, and false for none: a nil interface,
// or a nil pointer to a number.
func foreign(n Number) (q *big.Rat, unit string, ok bool) {
	if n == nil {
		return nil, "", false
	}
	defer func() {
		if recover() != nil { // the methods of a nil pointer panic
			q, unit, ok = nil, "", false
		}
	}()
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
	switch {
	case q == nil:
	case q.Sign() == 0:
		f.faults.Add(name, "", alianza.ErrZero, reason)
	case q.Sign() < 0:
		f.negative(name, q)
	}
	return q
}

// negative adds the fault of a number that must not be negative.
func (f *formula) negative(name string, q *big.Rat) {
	f.faults.Add(name, exact.Text(exact.Trim(shown(q, nil))), alianza.ErrRange, "negative")
}

// count returns a number of things.
func (f *formula) count(name string, n int) *big.Rat {
	if n < 0 {
		f.faults.Add(name, strconv.Itoa(n), alianza.ErrRange, "negative")
	}
	q := big.NewRat(int64(n), 1)
	f.input(name, "", q)
	return q
}

// figure returns the figure of the formula with its result, or all faults.
func (f *formula) figure(unit string) (Figure, error) {
	if f.result != nil && f.faults.Len() == 0 {
		total := 0
		for _, one := range append(f.inputs[:len(f.inputs):len(f.inputs)], Figure{number: f.result}) {
			total += one.number.Num().BitLen() + one.number.Denom().BitLen()
		}
		if total > maxBits || size(f.result) > maxSize {
			f.faults.Add("", "", alianza.ErrLimit, "the result has too many digits")
		}
	}
	if err := f.faults.Err(); err != nil {
		return Figure{}, fmt.Errorf("roi: %s: %w", f.name, err)
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

// The arithmetic of fractions, each result a number of its own.

func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

// Numbers of formulas. They are functions so that nobody can change them.

func one() *big.Rat     { return big.NewRat(1, 1) }
func hundred() *big.Rat { return big.NewRat(100, 1) }

// percent returns a fraction of one as a percentage.
func percent(q *big.Rat) *big.Rat { return mul(q, hundred()) }
