package cashflow_test

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi/cashflow"
)

// A reseller program costs 23,100 to build. It brings 13,200 after a year, and 17,424 after
// two. The money for it costs us 10% a year. Is it worth it, and when do we have it back?
func Example() {
	n := decimal.NewFromInt
	flows := []decimal.Decimal{n(-23_100), n(13_200), n(17_424)} // the first one now

	// Today's value of the two years is 13,200/1.1 + 17,424/1.21 = 12,000 + 14,400. That is
	// 3,300 more than the program costs.
	fmt.Println(cashflow.NPV(alianza.WholePercent(10), flows))

	// It pays 20% a year: 13,200/1.2 + 17,424/1.44 = 11,000 + 12,100 is what it costs.
	fmt.Println(cashflow.IRR(flows, 2))

	// After the first year 9,900 are still out, which is 0.57 of what the second one brings.
	// Discounted, it is 11,100 of 14,400, or 0.77.
	payback, err := cashflow.Payback(flows)
	fmt.Println(payback, err)
	fmt.Println("in whole years:", payback.Ceil())
	fmt.Println(cashflow.DiscountedPayback(alianza.WholePercent(10), flows))

	// The same by the day, where the second payment comes half a year late, after 912 days:
	// 13,200/1.1686 + 17,424/1.1686^(912/365) = 11,296 + 11,805.
	day := func(s string) alianza.Date { return alianza.Must(alianza.ParseDate(s)) }
	dated := []cashflow.Flow{
		{On: day("2026-01-01"), Amount: n(-23_100)},
		{On: day("2027-01-01"), Amount: n(13_200)},
		{On: day("2028-07-01"), Amount: n(17_424)},
	}
	fmt.Println(cashflow.XIRR(dated, 2))
	// Output:
	// NPV 3300: rate 10%, flows 3 <nil>
	// IRR 20%: flows 3 <nil>
	// payback 1.57 periods: flows 3 <nil>
	// in whole years: 2
	// discounted payback 1.77 periods: rate 10%, flows 3 <nil>
	// XIRR 16.86%: flows 3 <nil>
}

// Two rates fit these flows, 10% and 20%: neither is guessed.
func ExampleIRR_ambiguous() {
	_, err := cashflow.IRR([]decimal.Decimal{decimal.NewFromInt(-100), decimal.NewFromInt(230), decimal.NewFromInt(-132)}, 2)
	fmt.Println(err)
	fmt.Println(errors.Is(err, alianza.ErrAmbiguous), errors.Is(err, alianza.ErrNoSolution))
	// Output:
	// cashflow: IRR: flows: ambiguous: they change their sign 2 times, so that several rates may fit
	// true false
}
