package override_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/override"
)

// Who brought ben gets 5% of what ben sells, and who brought her 2%. A refund takes
// back at the same rates.
func ExamplePlan_Pay() {
	plan := alianza.Must(override.New(override.Definition{
		Name: "override", Currency: "USD", Levels: []alianza.Percent{alianza.WholePercent(5), alianza.WholePercent(2)}, Months: 12,
	}))
	on := alianza.Must(alianza.ParseDate("2026-03-10"))
	tree := []override.Link{
		{Partner: "ben", Sponsor: "ana", Since: alianza.Must(alianza.ParseDate("2026-01-15"))},
		{Partner: "ana", Sponsor: "zoe", Since: alianza.Must(alianza.ParseDate("2025-06-01"))},
	}
	result, err := plan.Pay(override.Sale{ID: "order-1", Partner: "ben", On: on, Base: decimal.RequireFromString("119.90")}, tree)
	fmt.Println(result, err)
	after, err := result.Restate(decimal.RequireFromString("60")) // 59.90 were refunded
	fmt.Println(after, err)
	// Output:
	// sale order-1, 119.90: ana 6.00 (5%), zoe 2.39 (2%); the company keeps 111.51 <nil>
	// sale order-1, 60: ana 3.00 (5%), zoe 1.20 (2%); the company keeps 55.80 <nil>
}
