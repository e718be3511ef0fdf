package attribution_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/attribution"
)

// A customer buys on 1 March. Ana wrote about us in February, Ben sent a link ten days later, and
// the customer used a coupon of Ana. Cid had written, too, but in November. Whom is the commission
// of 20.00 due to?
func Example() {
	on := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 12, 0, 0, 0, time.UTC) }
	touches := []attribution.Touch{
		{ID: "t-1", Partner: "cid", At: on(time.November, 20).AddDate(-1, 0, 0), Evidence: "link"},
		{ID: "t-2", Partner: "ana", At: on(time.February, 10), Evidence: "link"},
		{ID: "t-3", Partner: "ben", At: on(time.February, 20), Evidence: "link"},
		{ID: "t-4", Partner: "ana", At: on(time.March, 1), Evidence: "coupon"},
	}
	sale := attribution.Sale{At: on(time.March, 1).Add(time.Hour), Customer: "acme"}

	// All touches of the last thirty days count the same: Ana has two of three.
	equal := alianza.Must(attribution.New(attribution.Definition{
		Model: attribution.Linear, LookBack: attribution.LookBack{Days: 30},
	}))
	result, err := equal.Attribute(touches, sale)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result)
	for _, t := range result.Touches {
		fmt.Println(t.ID, t.Partner, t.Why)
	}

	// 13.333... and 6.666...: the odd cent is Ben's, who loses more by the cut.
	fmt.Println(result.Divide("USD", decimal.RequireFromString("20.00")))

	// By another definition a coupon is better evidence than a link, and the last touch wins.
	coupons := alianza.Must(attribution.New(attribution.Definition{
		Model: attribution.Last, Precedence: []string{"coupon", "link"},
	}))
	fmt.Println(coupons.Attribute(touches, sale))
	// Output:
	// ana 2/3, ben 1/3
	// t-1 cid expired
	// t-2 ana equal
	// t-3 ben equal
	// t-4 ana equal
	// 20.00 USD: ana 13.33 (2/3), ben 6.67 (1/3) <nil>
	// ana 1 <nil>
}
