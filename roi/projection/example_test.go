package projection_test

import (
	"fmt"

	"github.com/seed-0af520cd/alianza/roi/projection"
)

func ExampleProject() {
	periods, err := projection.Project(projection.Assumptions{
		Currency: "USD", Partners: 0, Joining: 2, Churn: pct("5"), Revenue: n("1000"), Commission: pct("20"),
		JoiningCost: n("1500"), FixedCost: n("500"),
	}, 12)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(periods[0])
	fmt.Println(periods[11])
	fmt.Println(projection.PaysBack(periods))
	// Output:
	// 1: 2 partners, revenue 2000 USD, commission 400 USD, cost 3500 USD, net -1900 USD, -1900 USD in all
	// 12: 18.39 partners, revenue 18385.596 USD, commission 3677.12 USD, cost 3500 USD, net 11208.48 USD, 62538.93 USD in all
	// 4 <nil>
}
