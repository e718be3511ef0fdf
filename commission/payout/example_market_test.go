package payout_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/commission/waterfall"
)

// A marketplace's month between platform, seller and referrer: three orders, of
// which one is returned in part. What is paid is what came in.
func Example_marketplace() {
	market := alianza.Must(waterfall.Marketplace(waterfall.Market{
		Platform: "platform", First: "seller", Second: "platform", Transaction: alianza.WholePercent(8),
	}))
	market.Steps = append(market.Steps, waterfall.Step{Name: "referral", From: "platform", To: "referrer", Rate: alianza.WholePercent(10)})
	flow := alianza.Must(waterfall.New(market))
	policy := alianza.Must(payout.New(payout.Definition{Currency: "EUR", Every: payout.EveryMonth}))

	var state waterfall.State
	accounts := map[string]payout.Account{}
	total := decimal.Decimal{}
	for i, amount := range []string{"120.00", "79.99", "350.50", "-79.99", "-100.00"} {
		result, next, err := flow.Run(state, waterfall.Inflow{Amount: decimal.RequireFromString(amount)})
		if err != nil {
			fmt.Println(err)
			return
		}
		state, total = next, total.Add(result.Total)
		day := time.Date(2026, time.March, 3+5*i, 12, 0, 0, 0, time.UTC)
		for _, e := range result.Entries(commission.Entry{
			Plan: "market", Version: 1, Rule: "order", Kind: commission.Sale, Event: fmt.Sprint("o-", i+1), At: day, Booked: day, Due: day,
		}) {
			accounts[e.Partner], err = policy.Post(accounts[e.Partner], e)
			if err != nil {
				fmt.Println(err)
				return
			}
		}
	}
	sum := decimal.Decimal{}
	for _, partner := range []string{"platform", "seller", "referrer"} {
		paid, _, err := policy.Settle(accounts[partner], time.Date(2026, time.April, 1, 0, 0, 0, 0, time.UTC))
		fmt.Println(partner, paid, err)
		sum = sum.Add(paid.Paid)
	}
	fmt.Println("paid", sum, "of", total)
	// Output:
	// platform paid 118.71 EUR; held 0.00, carried 0.00; opening 0.00, earned 176.37, adjusted -57.66 <nil>
	// seller paid 238.60 EUR; held 0.00, carried 0.00; opening 0.00, earned 354.52, adjusted -115.92 <nil>
	// referrer paid 13.19 EUR; held 0.00, carried 0.00; opening 0.00, earned 19.60, adjusted -6.41 <nil>
	// paid 370.5 of 370.5
}
