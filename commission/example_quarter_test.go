package commission_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
)

// Three months of one partner. What it earns is held for thirty days, a sale of
// January is refunded in part in February, and less than 50.00 USD is not
// paid but carried.
func Example_quarter() {
	definition := commission.Affiliate()
	definition.HoldDays = 30
	plan := commission.MustNew(definition)
	settlement := commission.MustSettlement(commission.SettlementDefinition{
		Currency: "USD", Places: 2, Minimum: decimal.RequireFromString("50.00"),
	})
	at := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 0, 0, 0, 0, time.UTC) }
	noon := func(month time.Month, day int) time.Time { return at(month, day).Add(12 * time.Hour) }
	n := decimal.RequireFromString

	months := []struct {
		name   string
		end    time.Time
		events []commission.Event
	}{
		{"January", at(time.February, 1), []commission.Event{
			{ID: "order-1", Kind: commission.Sale, Tier: "affiliate/silver", At: noon(time.January, 20), Amount: n("119.90")},
		}},
		{"February", at(time.March, 1), []commission.Event{
			{ID: "credit-1", Kind: commission.Refund, Of: "order-1", At: noon(time.February, 3), Amount: n("19.95")},
			{ID: "order-2", Kind: commission.Sale, Tier: "affiliate/gold", At: noon(time.February, 10), Amount: n("160.00")},
		}},
		{"March", at(time.April, 1), []commission.Event{
			{ID: "order-3", Kind: commission.Sale, Tier: "affiliate/basic", At: noon(time.March, 15), Amount: n("20.00")},
		}},
	}

	var state commission.State
	var account commission.Account
	for _, month := range months {
		fmt.Println(month.name)
		for _, event := range month.events {
			event.Partner, event.Currency = "estudio-luz", "USD"
			var earned commission.Earning
			var err error
			earned, state, err = plan.Earn(state, event)
			if err != nil {
				fmt.Println(err)
				return
			}
			for _, entry := range earned.Entries {
				fmt.Printf("  %s; due %s\n", entry, entry.Due.Format(time.DateOnly))
				if account, err = settlement.Post(account, entry); err != nil {
					fmt.Println(err)
					return
				}
			}
		}
		payout, rest, err := settlement.Settle(account, month.end)
		if err != nil {
			fmt.Println(err)
			return
		}
		account = rest
		fmt.Printf("  %s\n", payout)
	}
	// Output:
	// January
	//   sale order-1: 25% of 119.90 USD = 29.975, rounded 29.98, rule sale, plan affiliate v1; due 2026-02-19
	//   due 0.00 USD; held 29.98, carried 0.00; opening 0.00, earned 29.98, adjusted 0.00
	// February
	//   refund credit-1 of order-1: 19.95 USD back, 99.95 left at 25% earn 24.99 after 29.98, so -4.99, rule sale, plan affiliate v1; due 2026-02-19
	//   sale order-2: 30% of 160.00 USD = 48, rounded 48.00, rule sale, plan affiliate v1; due 2026-03-12
	//   due 0.00 USD; held 48.00, carried 24.99; opening 29.98, earned 48.00, adjusted -4.99
	// March
	//   sale order-3: 20% of 20.00 USD = 4, rounded 4.00, rule sale, plan affiliate v1; due 2026-04-14
	//   due 72.99 USD; held 4.00, carried 0.00; opening 72.99, earned 4.00, adjusted 0.00
}
