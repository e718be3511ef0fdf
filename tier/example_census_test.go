package tier_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/tier"
)

func partnersOfMarch() tier.Population {
	p := tier.Population{}
	for partner, sales := range map[string]int64{"ana": 15, "bea": 16, "cai": 0, "dan": 40, "eva": 5} {
		p[partner] = tier.Metrics{"sales": decimal.NewFromInt(sales)}
	}
	return p
}

// Who stands where, and who is one sale from another level.
func ExampleLadder_Census() {
	census, err := tier.MustNew(tier.Affiliate()).Census(partnersOfMarch())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(census.Counts())
	one := decimal.NewFromInt(1)
	for _, m := range census.Rising("sales", one) {
		fmt.Println("nearly up:", m.Partner, m.Placement)
	}
	for _, m := range census.Falling("sales", one) {
		fmt.Println("nearly down:", m.Partner, m.Placement.Level)
	}
	// Output:
	// map[:1 basic:1 gold:1 platinum:1 silver:1]
	// nearly up: ana silver; 1 sale to gold
	// nearly up: cai no tier; 1 sale to basic
	// nearly up: eva basic; 1 sale to silver
	// nearly down: bea gold
}

// Who would move if gold took 18 sales.
func ExampleCompare() {
	changed := tier.Affiliate()
	changed.Levels[2].Requires[0].Bound = decimal.NewFromInt(18)
	shifts, err := tier.Compare(tier.MustNew(tier.Affiliate()), tier.MustNew(changed), partnersOfMarch())
	fmt.Println(shifts, err)
	// Output: [bea: gold to silver] <nil>
}
