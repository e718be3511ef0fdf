package goal_test

import (
	"fmt"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi/goal"
)

// The kinds of influencers keep their budgets, and the program overruns its own.
func ExampleSet_Judge() {
	set := alianza.Must(goal.New(goal.AffiliateBudget()))
	readings, err := set.Judge(
		goal.Actual{Period: "month", Name: "micro", Value: n("4000")},
		goal.Actual{Period: "month", Name: "macro", Value: n("9000")},
		goal.Actual{Period: "month", Name: "mega", Value: n("14500")},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range readings[:4] {
		fmt.Println(r)
	}
	parts, _ := set.Breakdown("month", "program")
	fmt.Println(parts.High.Value(), "allowed for the kinds,", parts.Excess.Value(), "too much")
	// Output:
	// month program 27500 USD: over, plan 10000 to 25000, by 2500 USD
	// month micro 4000 USD: on_plan, plan 2000 to 5000
	// month macro 9000 USD: on_plan, plan 5000 to 10000
	// month mega 14500 USD: on_plan, plan 10000 to 20000
	// 35000 USD allowed for the kinds, 10000 USD too much
}
