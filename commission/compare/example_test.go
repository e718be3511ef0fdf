package compare_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/compare"
)

// What if gold paid 32% instead of 30%? The sales of March are paid under both plans.
func Example() {
	before := commission.Affiliate()
	after := commission.Affiliate()
	after.Version = 2
	after.Rules[0].Pay.Rates["gold"] = alianza.WholePercent(32)

	sale := func(id, partner, tier, amount string) commission.Event {
		return commission.Event{
			ID: id, Kind: commission.Sale, Partner: partner, Tier: "affiliate/" + tier, Currency: "USD",
			At: time.Date(2026, time.March, 9, 12, 0, 0, 0, time.UTC), Amount: decimal.RequireFromString(amount),
		}
	}
	difference, err := compare.Plans(alianza.Must(commission.New(before)), alianza.Must(commission.New(after)), []commission.Event{
		sale("o-1", "ana", "gold", "119.90"), // 35.97, and 38.368 rounded
		sale("o-2", "ana", "gold", "80.00"),  // 24.00, and 25.60
		sale("o-3", "ben", "silver", "100.00"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(difference)

	// The same by month; the change pays 4.00 more in March.
	for _, month := range difference.ByMonth() {
		fmt.Println(month.Month, month.More())
	}
	// Output:
	// ana: 59.97 before, 63.97 after, 4.00 more
	// ben: 25.00 before, 25.00 after, the same
	// in total: 84.97 before, 88.97 after, 4.00 more
	// 2026-03 4
}
