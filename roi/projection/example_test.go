package projection_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi/projection"
)

// Shall we start a program? Two partners join each month, and 5% of them leave. A partner sells
// for 1,000 a month and gets 20% of it. Whoever joins costs 1,500 once, the program 500 a month.
func Example() {
	base := projection.Assumptions{
		Currency: "USD", Joining: 2, Churn: alianza.WholePercent(5),
		Revenue: decimal.NewFromInt(1_000), Commission: alianza.WholePercent(20),
		JoiningCost: decimal.NewFromInt(1_500), FixedCost: decimal.NewFromInt(500),
	}
	months, err := projection.Project(base, 6)
	if err != nil {
		fmt.Println(err)
		return
	}
	// The first month costs 2 * 1,500 + 500, and keeps 2,000 - 400 of its revenue. 1.9 of the
	// two partners are expected to stay; with the next two they are 3.9, and then
	// 3.9 * 0.95 + 2.
	for _, m := range months[:3] {
		fmt.Println(m)
	}
	month, err := projection.PaysBack(months)
	fmt.Println("pays back in month", month, err)

	// Nobody knows how many join. One a month is the low case, three are the high one.
	low, high := base, base
	low.Joining, high.Joining = 1, 3
	outlook, err := projection.Outlook{Low: low, Base: base, High: high}.Project(6)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, months := range [][]projection.Period{outlook.Low, outlook.Base, outlook.High} {
		month, err := projection.PaysBack(months)
		fmt.Println("month", month, err)
	}
	// Output:
	// 1: 2 partners, revenue 2000 USD, commission 400 USD, cost 3500 USD, net -1900 USD, -1900 USD in all
	// 2: 3.9 partners, revenue 3900 USD, commission 780 USD, cost 3500 USD, net -380 USD, -2280 USD in all
	// 3: 5.71 partners, revenue 5705 USD, commission 1141 USD, cost 3500 USD, net 1064 USD, -1216 USD in all
	// pays back in month 4 <nil>
	// month 5 <nil>
	// month 4 <nil>
	// month 4 <nil>
}
