package tier_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/tier"
)

// One of several ways is enough.
func ExampleAny() {
	ladder := tier.MustNew(tier.Definition[tier.NoTerms]{Name: "reseller", Levels: []tier.Level{
		{Name: "silver", Requires: []tier.Requirement{tier.Any(
			tier.AtLeast("active_customers", decimal.NewFromInt(5)),
			tier.All(tier.AtLeast("monthly_revenue", decimal.NewFromInt(300)), tier.AtLeast("certified", decimal.NewFromInt(1))),
		)}},
	}})
	for _, customers := range []int64{5, 3} {
		at, err := ladder.Place(tier.Metrics{
			"active_customers": decimal.NewFromInt(customers),
			"monthly_revenue":  decimal.NewFromInt(250),
			"certified":        decimal.NewFromInt(0),
		})
		fmt.Println(at, err)
	}
	fmt.Println(ladder.Definition().Levels[0].Requires[0])
	// Output:
	// silver, the top level <nil>
	// no tier; (2 active_customers or (50 monthly_revenue and 1 certified)) to silver <nil>
	// 1 of (active_customers >= 5, all of (monthly_revenue >= 300, certified >= 1))
}

// So many of several are enough.
func ExampleCountOf() {
	ladder := tier.MustNew(tier.Definition[tier.NoTerms]{Name: "loyalty", Missing: tier.MissingNotMet, Levels: []tier.Level{
		{Name: "gold", Requires: []tier.Requirement{tier.CountOf(2,
			tier.AtLeast("visits", decimal.NewFromInt(10)),
			tier.AtLeast("spend", decimal.NewFromInt(500)),
			tier.AtLeast("referrals", decimal.NewFromInt(3)),
		)}},
	}})
	at, err := ladder.Place(tier.Metrics{"visits": decimal.NewFromInt(12), "spend": decimal.NewFromInt(420)})
	fmt.Println(at, err)
	for _, gap := range at.Missing {
		fmt.Println(gap.Need, "lacks", gap.Count)
		for _, one := range gap.Of {
			fmt.Println("-", one)
		}
	}
	// Output:
	// no tier; (80 spend or referrals (unknown)) to gold <nil>
	// 2 of (visits >= 10, spend >= 500, referrals >= 3) lacks 1
	// - 80 spend
	// - referrals (unknown)
}

// A total may be asked for beside a floor for each of its parts.
func ExampleRequirement_OfSum() {
	one := decimal.NewFromInt(1)
	ladder := tier.MustNew(tier.Definition[tier.NoTerms]{Name: "score", Levels: []tier.Level{
		{Name: "designated", Requires: []tier.Requirement{
			tier.AtLeast("", decimal.NewFromInt(70)).OfSum("performance", "skilling", "success"),
			tier.AtLeast("performance", one), tier.AtLeast("skilling", one), tier.AtLeast("success", one),
		}},
	}})
	at, err := ladder.Place(tier.Metrics{
		"performance": decimal.NewFromInt(45), "skilling": decimal.NewFromInt(30), "success": decimal.New(5, -1),
	})
	fmt.Println(at, err)
	// Output: no tier; 0.5 success to designated <nil>
}

// What is allowed and often not meant is remarked on.
func ExampleLadder_Review() {
	ladder := tier.MustNew(tier.Definition[tier.NoTerms]{Name: "studio", Levels: []tier.Level{
		{Name: "seller", Requires: []tier.Requirement{tier.AtLeast("sales", decimal.NewFromInt(6))}},
		{Name: "loved", Requires: []tier.Requirement{tier.Above("satisfaction", decimal.New(45, -1))}},
	}})
	for _, remark := range ladder.Review() {
		fmt.Println(remark)
	}
	// Output: levels[1].requires "loved": contradiction: does not ask for sales >= 6, as seller below it does
}
