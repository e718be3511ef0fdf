package tier_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/tier"
)

// A band is what a reseller's level is worth: rates in percent, of which the
// contract takes one. Both ends belong to it, so that 20% is a rate of two
// levels.
type band struct{ from, to int64 }

func (b band) allows(rate decimal.Decimal) bool {
	return rate.GreaterThanOrEqual(decimal.NewFromInt(b.from)) && rate.LessThanOrEqual(decimal.NewFromInt(b.to))
}

// Terms of the caller's own ride along with the levels: here the band from
// which a contract takes its rate. A rate does not tell the level.
func ExampleReseller() {
	ladder, err := tier.New(tier.WithTerms(tier.Reseller(), map[string]band{
		"basic": {15, 20}, "professional": {20, 25}, "enterprise": {25, 30},
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, sales := range []int64{4, 14, 15, 50} {
		at, err := ladder.Place(tier.Metrics{"sales": decimal.NewFromInt(sales)})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%2d sales: %s\n", sales, at)
		for _, rate := range []int64{19, 20} {
			if at.Rank > 0 && at.Terms.allows(decimal.NewFromInt(rate)) {
				fmt.Printf("          %d%% is allowed, with %s\n", rate, at.Benefits[0])
			}
		}
	}
	// Output:
	//  4 sales: no tier; 1 sale to basic
	// 14 sales: basic; 1 sale to professional
	//           19% is allowed, with email_support
	//           20% is allowed, with email_support
	// 15 sales: professional; 35 sales to enterprise
	//           20% is allowed, with phone_support
	// 50 sales: enterprise, the top level
}
