package tier_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

// A shop has two levels for its partners. Silver takes 6 sales in a month. Gold takes 16, and
// customers who give 4.5 of 5 or more; it pays 30% instead of 20%. Where do Ana, Ben and Eva stand?
func Example() {
	n := decimal.RequireFromString
	ladder, err := tier.New(tier.Definition[alianza.Percent]{
		Name: "shop",
		Levels: []tier.Level{ // the lowest first
			{Name: "silver", Requires: []tier.Requirement{tier.AtLeast("sales", n("6"))}, Benefits: []string{"logo"}},
			{
				Name:     "gold",
				Requires: []tier.Requirement{tier.AtLeast("sales", n("16")), tier.AtLeast("stars", n("4.5"))},
				Benefits: []string{"campaign"},
			},
		},
		Terms: map[string]alianza.Percent{"silver": alianza.WholePercent(20), "gold": alianza.WholePercent(30)},
	})
	if err != nil {
		fmt.Println(err) // all faults of the definition at once
		return
	}
	for _, march := range []struct {
		partner      string
		sales, stars string
	}{
		{"ana", "17", "4.6"},
		{"ben", "17", "4.3"}, // 4.5 is 0.2 more
		{"eva", "5", "5"},    // no level, and not the lowest one
	} {
		at, err := ladder.Place(tier.Metrics{"sales": n(march.sales), "stars": n(march.stars)})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %s\n", march.partner, at)
		fmt.Printf("  %q earns %s, with %v\n", at.Tier(), at.Terms, at.Benefits)
		for _, g := range at.Slack {
			fmt.Printf("  keeps %s with %s less\n", at.Level, g)
		}
	}
	// Output:
	// ana: gold, the top level
	//   "shop/gold" earns 30%, with [logo campaign]
	//   keeps gold with 1 sale less
	//   keeps gold with 0.1 stars less
	// ben: silver; 0.2 stars to gold
	//   "shop/silver" earns 20%, with [logo]
	//   keeps silver with 11 sales less
	// eva: no tier; 1 sale to silver
	//   "" earns 0%, with []
}

// One of several ways is enough.
func ExampleAny() {
	ladder := alianza.Must(tier.New(tier.Definition[tier.NoTerms]{Name: "reseller", Levels: []tier.Level{
		{Name: "silver", Requires: []tier.Requirement{tier.Any(
			tier.AtLeast("active_customers", decimal.NewFromInt(5)),
			tier.All(tier.AtLeast("monthly_revenue", decimal.NewFromInt(300)), tier.AtLeast("certified", decimal.NewFromInt(1))),
		)}},
	}}))
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

// A number of several is enough.
func ExampleRequirement_count() {
	ladder := alianza.Must(tier.New(tier.Definition[tier.NoTerms]{Name: "loyalty", OnMissing: tier.OnMissingUnmet, Levels: []tier.Level{
		{Name: "gold", Requires: []tier.Requirement{{Count: 2, Of: []tier.Requirement{
			tier.AtLeast("visits", decimal.NewFromInt(10)),
			tier.AtLeast("spend", decimal.NewFromInt(500)),
			tier.AtLeast("referrals", decimal.NewFromInt(3)),
		}}}},
	}}))
	at, err := ladder.Place(tier.Metrics{"visits": decimal.NewFromInt(12), "spend": decimal.NewFromInt(420)})
	fmt.Println(at, err)
	for _, gap := range at.Unmet {
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
func ExampleRequirement_sum() {
	one := decimal.NewFromInt(1)
	ladder := alianza.Must(tier.New(tier.Definition[tier.NoTerms]{Name: "score", Levels: []tier.Level{
		{Name: "designated", Requires: []tier.Requirement{
			{Sum: []string{"performance", "skilling", "success"}, Bound: alianza.AtLeast(decimal.NewFromInt(70))},
			tier.AtLeast("performance", one), tier.AtLeast("skilling", one), tier.AtLeast("success", one),
		}},
	}}))
	at, err := ladder.Place(tier.Metrics{
		"performance": decimal.NewFromInt(45), "skilling": decimal.NewFromInt(30), "success": decimal.New(5, -1),
	})
	fmt.Println(at, err)
	// Output: no tier; 0.5 success to designated <nil>
}

// What is allowed and often not meant is remarked on.
func ExampleLadder_Review() {
	ladder := alianza.Must(tier.New(tier.Definition[tier.NoTerms]{Name: "studio", Levels: []tier.Level{
		{Name: "seller", Requires: []tier.Requirement{tier.AtLeast("sales", decimal.NewFromInt(6))}},
		{Name: "loved", Requires: []tier.Requirement{tier.Above("satisfaction", decimal.New(45, -1))}},
	}}))
	for _, remark := range ladder.Review() {
		fmt.Println(remark)
	}
	// Output: levels[1].requires "loved": contradiction: does not ask for sales >= 6, as seller below it does
}

func ExampleLadder_Place() {
	ladder := alianza.Must(tier.New(tier.Affiliate()))
	for _, sales := range []int64{0, 5, 17, 31} {
		at, err := ladder.Place(tier.Metrics{"sales": decimal.NewFromInt(sales)})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%2d sales: %q, rank %d: %s\n", sales, at.Tier(), at.Rank, at)
	}
	// Output:
	//  0 sales: "", rank 0: no tier; 1 sale to basic
	//  5 sales: "affiliate/basic", rank 1: basic; 1 sale to silver
	// 17 sales: "affiliate/gold", rank 3: gold; 14 sales to platinum
	// 31 sales: "affiliate/platinum", rank 4: platinum, the top level
}

// Metrics that the ladder cannot use are all named.
func ExampleLadder_Place_refused() {
	ladder := alianza.Must(tier.New(tier.Affiliate()))
	_, err := ladder.Place(tier.Metrics{"sale": decimal.NewFromInt(17)})
	fmt.Println(err)
	for _, f := range alianza.Faults(err) {
		fmt.Println(f.Path, errors.Is(f, alianza.ErrMissing))
	}
	// Output:
	// tier: ladder affiliate: metrics.sales: missing
	// metrics.sale: unknown: the ladder has no requirement on it: did you mean sales?
	// metrics.sales true
	// metrics.sale false
}

func ExampleLadder_Rank() {
	ladder := alianza.Must(tier.New(tier.Affiliate()))
	rank, err := ladder.Rank(tier.Metrics{"sales": decimal.NewFromInt(17)})
	fmt.Println(rank, err)
	// Output: 3 <nil>
}

// A level may ask for several things, all of which have to hold.
func ExampleNew() {
	ladder, err := tier.New(tier.Definition[tier.NoTerms]{
		Name: "reseller",
		Levels: []tier.Level{
			{Name: "registered", Requires: []tier.Requirement{tier.AtLeast("sales", decimal.NewFromInt(5))}},
			{Name: "preferred", Requires: []tier.Requirement{
				tier.AtLeast("sales", decimal.NewFromInt(15)),
				tier.Above("satisfaction", decimal.New(45, -1)),
				tier.AtMost("tickets", decimal.NewFromInt(2)),
			}},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	at, err := ladder.Place(tier.Metrics{
		"sales":        decimal.NewFromInt(20),
		"satisfaction": decimal.New(42, -1),
		"tickets":      decimal.NewFromInt(3),
	})
	fmt.Println(at, err)
	for _, gap := range at.Unmet {
		fmt.Printf("%s, is %s\n", gap.Need, gap.Value)
	}
	// Output:
	// registered; more than 0.3 satisfaction and 1 ticket less to preferred <nil>
	// satisfaction > 4.5, is 4.2
	// tickets <= 2, is 3
}

// A faulty definition is refused with all of its faults.
func ExampleNew_faults() {
	_, err := tier.New(tier.Definition[tier.NoTerms]{
		Name: "program/affiliate",
		Levels: []tier.Level{
			{Name: "basic", Requires: []tier.Requirement{tier.AtLeast("sales", decimal.NewFromInt(6))}},
			{Name: "silver", Requires: []tier.Requirement{tier.AtLeast("sales", decimal.NewFromInt(5))}},
			{Name: "silver"},
		},
	})
	fmt.Println(err)
	// Output:
	// name "program/affiliate": malformed: it has a slash, which parts ladder and level
	// levels[1].requires[0].at_least "5": contradiction: asks no more than basic below it, where nobody would stand
	// levels[2].name "silver": duplicate: the same as levels[1].name
	// levels[2].requires: missing: a level requires something, or everybody would reach it
}

// Terms are what a level is worth, in a type of the caller's own.
func ExampleWithTerms() {
	ladder, err := tier.New(tier.WithTerms(tier.Affiliate(), map[string]string{
		"basic": "by email", "silver": "by email", "gold": "by phone", "platinum": "a person of their own",
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	at, err := ladder.Place(tier.Metrics{"sales": decimal.NewFromInt(30)})
	fmt.Println(at.Level, "is supported", at.Terms, err)

	_, err = tier.New(tier.WithTerms(tier.Affiliate(), map[string]string{"basic": "", "silver": "", "gold": "", "diamond": ""}))
	fmt.Println(err)
	// Output:
	// gold is supported by phone <nil>
	// terms.platinum: missing: no terms for level platinum
	// terms.diamond: unknown: no level has this name
}

// A definition is kept as JSON, and checked when it is read.
func ExampleDefinition() {
	var d tier.Definition[tier.NoTerms]
	err := json.Unmarshal([]byte(`{
		"name": "support",
		"levels": [
			{"name": "priority", "requires": [{"metric": "revenue", "above": "9999.99"}]},
			{"name": "personal", "requires": [{"metric": "revenue", "at_least": 1000000}]}
		]
	}`), &d)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range d.Levels {
		fmt.Println(l.Name, l.Requires)
	}
	doc, err := json.Marshal(d)
	fmt.Println(string(doc), err)
	// Output:
	// priority [revenue > 9999.99]
	// personal [revenue >= 1000000]
	// {"name":"support","levels":[{"name":"priority","requires":[{"metric":"revenue","above":"9999.99"}]},{"name":"personal","requires":[{"metric":"revenue","at_least":"1000000"}]}]} <nil>
}

// A placement says in JSON what it says in words.
func ExamplePlacement() {
	at, err := alianza.Must(tier.New(tier.Affiliate())).Place(tier.Metrics{"sales": decimal.NewFromInt(17)})
	if err != nil {
		fmt.Println(err)
		return
	}
	doc, err := json.MarshalIndent(at, "", "  ")
	fmt.Println(string(doc), err)
	// Output:
	// {
	//   "ladder": "affiliate",
	//   "level": "gold",
	//   "rank": 3,
	//   "benefits": [
	//     "marketing_materials",
	//     "email_support",
	//     "basic_dashboard",
	//     "priority_support",
	//     "exclusive_materials",
	//     "monthly_webinars",
	//     "account_manager",
	//     "exclusive_events",
	//     "achievement_bonuses"
	//   ],
	//   "support": "priority",
	//   "next": "platinum",
	//   "unmet": [
	//     {
	//       "need": {
	//         "metric": "sales",
	//         "at_least": "31"
	//       },
	//       "value": "17",
	//       "by": "14"
	//     }
	//   ],
	//   "slack": [
	//     {
	//       "need": {
	//         "metric": "sales",
	//         "at_least": "16"
	//       },
	//       "value": "17",
	//       "by": "1"
	//     }
	//   ]
	// } <nil>
}
