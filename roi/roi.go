// Package roi says what a partnership returned.
//
// One name is one formula. A result is a [Figure]: the exact number, which may
// be a quotient that no decimal holds, its unit, and the amounts it was made
// from. A formula whose denominator is zero has no value, and says so with an
// error instead of an infinity.
//
//	pct, err := roi.Percent(revenue, cost)
//	fmt.Println(pct) // ROI 300%: revenue 200000, cost 50000
//
// # Units
//
// Amounts are decimals in major units of one currency; the caller sees to it
// that they are of the same currency and the same period. A percentage is
// counted in hundredths: 300 is 300%.
//
// # Rounding
//
// A Figure is exact. [Figure.Round] and the text round half up (a tie away
// from zero), the text to two decimals; [Figure.Cmp] compares the exact number.
//
// # Errors
//
// Every refusal is an [*alianza.FieldError] that names the argument.
package roi

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Percent returns the return on investment in percent (R1):
//
//	(revenue - cost) / cost x 100
//
// It is the net return: 0 when the cost came back and nothing more, 300 for a
// revenue of 200,000 on a cost of 50,000 (R2), below -100 when refunds make the
// revenue negative. Which costs are counted is the caller's to say; time is not
// in the formula. It returns an error if the cost is zero ([alianza.ErrZero])
// or negative, or an amount is out of the bounds of the library
// ([alianza.ErrRange]).
func Percent(revenue, cost decimal.Decimal) (Figure, error) {
	q, err := quotient(revenue, cost)
	if err != nil {
		return Figure{}, fmt.Errorf("roi: percent: %w", err)
	}
	q.Sub(q, big.NewRat(1, 1))
	return figure("ROI", "%", q.Mul(q, big.NewRat(100, 1)), revenue, cost), nil
}

// Ratio returns the return on investment as n in n:1, gross: revenue over cost
// (R4). 6 means that each unit of cost brought 6 of revenue, which [Percent]
// calls 500%: percent = (n - 1) x 100. The two never compare without their
// units. It returns an error as Percent does.
func Ratio(revenue, cost decimal.Decimal) (Figure, error) {
	q, err := quotient(revenue, cost)
	if err != nil {
		return Figure{}, fmt.Errorf("roi: ratio: %w", err)
	}
	return figure("gross return", ":1", q, revenue, cost), nil
}

// quotient returns revenue / cost for a positive cost.
func quotient(revenue, cost decimal.Decimal) (*big.Rat, error) {
	var f check.Faults
	f.Number("revenue", revenue)
	if f.NotNegative("cost", cost) && cost.IsZero() {
		f.Add("cost", "", alianza.ErrZero, "a return on no cost has no value")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	return new(big.Rat).Quo(exact.Rat(revenue), exact.Rat(cost)), nil
}

func figure(name, unit string, q *big.Rat, revenue, cost decimal.Decimal) Figure {
	return Figure{name: name, unit: unit, q: q, inputs: []Input{{Name: "revenue", Value: revenue}, {Name: "cost", Value: cost}}}
}
