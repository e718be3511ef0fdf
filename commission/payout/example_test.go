package payout_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

func ExamplePolicy_Settle() {
	policy := alianza.Must(payout.New(payout.Definition{
		Currency: "USD", Minimum: decimal.RequireFromString("50.00"),
	}))
	var account payout.Account // what the caller keeps for each partner
	for month, amount := range []string{"30.00", "20.00", "49.99"} {
		day := time.Date(2026, time.Month(month+1), 20, 0, 0, 0, 0, time.UTC)
		account, _ = policy.Post(account, commission.Entry{
			Key: fmt.Sprint("affiliate/ana/sale/order-", month+1), Partner: "ana", At: day, Due: day,
			Currency: "USD", Amount: decimal.RequireFromString(amount),
		})
		var paid payout.Payout
		paid, account, _ = policy.Settle(account, time.Date(2026, time.Month(month+2), 1, 0, 0, 0, 0, time.UTC))
		fmt.Println(paid)
	}
	// Output:
	// due 0.00 USD; held 0.00, carried 30.00; opening 0.00, earned 30.00, adjusted 0.00
	// due 50.00 USD; held 0.00, carried 0.00; opening 30.00, earned 20.00, adjusted 0.00
	// due 0.00 USD; held 0.00, carried 49.99; opening 0.00, earned 49.99, adjusted 0.00
}
