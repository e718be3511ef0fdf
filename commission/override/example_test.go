package override_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/override"
)

// Zoe brought Ana to the program, and Ana brought Ben. Of what Ben sells in his first year, Ana
// gets 5% and Zoe 2%. Of an order of 119.90, 59.90 come back.
func Example() {
	n := decimal.RequireFromString
	day := func(s string) alianza.Date { return alianza.Must(alianza.ParseDate(s)) }
	plan := alianza.Must(override.New(override.Definition{
		Name: "override", Currency: "USD", Months: 12,
		Levels: []alianza.Percent{alianza.WholePercent(5), alianza.WholePercent(2)}, // the nearest first
	}))
	tree := []override.Link{
		{Partner: "ben", Sponsor: "ana", Since: day("2026-01-15")},
		{Partner: "ana", Sponsor: "zoe", Since: day("2025-06-01")},
	}

	// 5% is 5.995, rounded 6.00. Both levels are 7%, or 8.393: 8.39 less the 6.00 of Ana.
	sold, err := plan.Pay(override.Sale{ID: "order-1", Partner: "ben", On: day("2026-03-10"), Base: n("119.90")}, tree)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(sold)

	// 60.00 are left, at the same rates: 3.00, and 4.20 less that.
	left, err := sold.Restate(n("60.00"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(left)

	// What to post is the difference, beside the entry that the refund makes for Ben.
	entries, err := override.Entries(sold, left, commission.Entry{
		Plan: "affiliate", Version: 1, Kind: commission.Refund, Event: "note-1", Of: "order-1", Partner: "ben", Currency: "USD",
	})
	for _, e := range entries {
		fmt.Println(e.Key, e.Amount.StringFixed(2))
	}
	fmt.Println(err)
	// Output:
	// sale order-1, 119.90: ana 6.00 (5%), zoe 2.39 (2%); the company keeps 111.51
	// sale order-1, 60.00: ana 3.00 (5%), zoe 1.20 (2%); the company keeps 55.80
	// affiliate/ana/override/note-1 -3.00
	// affiliate/zoe/override/note-1 -1.19
	// <nil>
}
