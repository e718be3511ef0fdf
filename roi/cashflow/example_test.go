package cashflow_test

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi/cashflow"
)

// A program costs 40,000 now and brings more each year.
func ExampleNPV() {
	flows := []decimal.Decimal{
		decimal.NewFromInt(-40_000), decimal.NewFromInt(5_000), decimal.NewFromInt(8_000),
		decimal.NewFromInt(12_000), decimal.NewFromInt(30_000),
	}
	fmt.Println(cashflow.NPV(alianza.WholePercent(8), flows))
	fmt.Println(cashflow.IRR(flows, 4))
	fmt.Println(cashflow.Payback(flows))
	fmt.Println(cashflow.DiscountedPayback(alianza.WholePercent(8), flows))
	// Output:
	// NPV 3065.22: rate 8%, flows 5 <nil>
	// IRR 10.58%: flows 5 <nil>
	// payback 3.5 periods: flows 5 <nil>
	// discounted payback 3.86 periods: rate 8%, flows 5 <nil>
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
