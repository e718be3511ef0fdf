package goal_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi/goal"
)

// Are we on plan? Influencers may cost 25,000 a month in all, at most 15,000 of it for the large
// ones, and bring 50 orders or more.
func Example() {
	n := decimal.NewFromInt
	plan := alianza.Must(goal.New(goal.Definition{Name: "influencers", Goals: []goal.Goal{
		{Period: "2026-03", Name: "budget", Unit: "USD", Bound: alianza.AtMost(n(25_000))},
		{Period: "2026-03", Name: "large", Unit: "USD", Of: "budget", Bound: alianza.AtMost(n(15_000))},
		{Period: "2026-03", Name: "small", Unit: "USD", Of: "budget", Bound: alianza.AtMost(n(12_000))},
		{Period: "2026-03", Name: "orders", Bound: alianza.AtLeast(n(50))},
		{Period: "2026-03", Name: "reach", Bound: alianza.AtLeast(n(500_000))},
	}}))

	// Before the month: the parts allow 15,000 + 12,000, and so 2,000 more than the whole.
	parts, err := plan.Breakdown("2026-03", "budget")
	fmt.Println(parts.High.Value(), parts.Excess.Value(), err)

	// After the month. Nobody gives the whole budget, so that it is the sum of its parts:
	// 14,500 + 11,500. Each part keeps its goal, and the whole does not. Nobody has measured
	// the reach, which is not a reach of zero.
	readings, err := plan.Judge(
		goal.Actual{Period: "2026-03", Name: "large", Value: n(14_500)},
		goal.Actual{Period: "2026-03", Name: "small", Value: n(11_500)},
		goal.Actual{Period: "2026-03", Name: "orders", Value: n(44)},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range readings {
		fmt.Println(r)
	}
	// Output:
	// 27000 USD 2000 USD <nil>
	// 2026-03 budget 26000 USD: over, plan <= 25000, by 1000 USD
	// 2026-03 large 14500 USD: on_plan, plan <= 15000
	// 2026-03 small 11500 USD: on_plan, plan <= 12000
	// 2026-03 orders 44: under, plan >= 50, by 6
	// 2026-03 reach: no_data, plan >= 500000
}
