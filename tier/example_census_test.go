package tier_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

func partnersOfMarch() map[string]tier.Metrics {
	p := map[string]tier.Metrics{}
	for partner, sales := range map[string]int64{"ana": 15, "bea": 16, "cai": 0, "dan": 40, "eva": 5} {
		p[partner] = tier.Metrics{"sales": decimal.NewFromInt(sales)}
	}
	return p
}

// Who stands where, and who is one sale from another level.
func ExampleLadder_Census() {
	census, err := alianza.Must(tier.New(tier.Affiliate())).Census(partnersOfMarch())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(census.Counts())
	one := decimal.NewFromInt(1)
	rising, err := census.Rising("sales", one)
	for _, m := range rising {
		fmt.Println("nearly up:", m.Partner, m.Placement, err)
	}
	falling, err := census.Falling("sales", one)
	for _, m := range falling {
		fmt.Println("nearly down:", m.Partner, m.Placement.Level, err)
	}
	// Output:
	// map[:1 basic:1 gold:1 platinum:1 silver:1]
	// nearly up: ana silver; 1 sale to gold <nil>
	// nearly up: cai no tier; 1 sale to basic <nil>
	// nearly up: eva basic; 1 sale to silver <nil>
	// nearly down: bea gold <nil>
}

// Who would move if gold took 18 sales.
func ExampleCompare() {
	changed := tier.Affiliate()
	changed.Levels[2].Requires[0].Bound = alianza.AtLeast(decimal.NewFromInt(18))
	shifts, err := tier.Compare(alianza.Must(tier.New(tier.Affiliate())), alianza.Must(tier.New(changed)), partnersOfMarch())
	fmt.Println(shifts, err)
	// Output: [bea: gold to silver] <nil>
}
