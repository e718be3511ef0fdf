package payout_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// Ana is paid at the end of each month, if the program owes her 50.00 or more. January is too
// little. In March the bank says that her account is closed, and a month later that it has paid.
func Example() {
	policy := alianza.Must(payout.New(payout.Definition{
		Currency: "USD", Minimum: decimal.RequireFromString("50.00"), Every: payout.EveryMonth, Confirm: true,
	}))
	var account payout.Account // keep one for each partner, in your store
	earn := func(month time.Month, amount string) {
		day := time.Date(2026, month, 20, 0, 0, 0, 0, time.UTC)
		account = alianza.Must(policy.Post(account, commission.Entry{ // as Plan.Earn returns it
			Key: fmt.Sprintf("affiliate/ana/sale/o-%d", month), Plan: "affiliate", Partner: "ana", At: day, Due: day,
			Currency: "USD", Amount: decimal.RequireFromString(amount),
		}))
	}
	settle := func(month time.Month) payout.Payout {
		due, after, err := policy.Settle(account, time.Date(2026, month+1, 1, 0, 0, 0, 0, time.UTC))
		if err != nil {
			fmt.Println(err)
		}
		account = after
		fmt.Println(due)
		return due
	}

	earn(time.January, "30.00")
	settle(time.January) // 30.00 are carried
	earn(time.February, "20.00")
	due := settle(time.February) // 30.00 and 20.00

	// The same key goes to the bank whenever this is tried. It fails, and the money is owed again.
	_, after, err := policy.Fail(account, due.Key, "account closed", time.Date(2026, time.March, 3, 0, 0, 0, 0, time.UTC))
	account = after
	fmt.Println(account.Balance(), err)

	earn(time.March, "49.99")
	due = settle(time.March) // 50.00 and 49.99
	paid, after, err := policy.Confirm(account, due.Key)
	account = after
	fmt.Println(paid.State, paid.Transfer.Amount, account.Balance(), err)
	// Output:
	// paid 0.00 USD; held 0.00, carried 30.00; opening 0.00, earned 30.00, adjusted 0.00
	// paid 50.00 USD; held 0.00, carried 0.00; opening 30.00, earned 20.00, adjusted 0.00
	// 50 <nil>
	// paid 99.99 USD; held 0.00, carried 0.00; opening 0.00, earned 49.99, adjusted 0.00, returned 50.00
	// paid 99.99 0 <nil>
}

// Ana earns 12.00, and a refund takes 2.00 back: 10.00 are owed.
func ExamplePolicy_Post() {
	policy := alianza.Must(payout.New(payout.Definition{Currency: "USD"}))
	sale := earned(time.January, "12.00") // as Plan.Earn returns it
	refund := earned(time.January, "-2.00")
	refund.Key = "affiliate/ana/refund/n-1"
	account, err := policy.Post(payout.Account{}, sale, refund)
	fmt.Println(account.Balance(), err)

	_, err = policy.Post(account, sale) // a queue delivers it twice
	fmt.Println(errors.Is(err, alianza.ErrRepeated))
	// Output:
	// 10 <nil>
	// true
}

// A minimum of 10.00: the 6.00 of January are carried, and paid with the 5.00 of February.
func ExamplePolicy_Settle() {
	policy := alianza.Must(payout.New(payout.Definition{Currency: "USD", Minimum: decimal.RequireFromString("10.00")}))
	account := alianza.Must(policy.Post(payout.Account{}, earned(time.January, "6.00")))
	paid, account, err := policy.Settle(account, time.Date(2026, time.February, 1, 0, 0, 0, 0, time.UTC))
	fmt.Println(paid, err)

	account = alianza.Must(policy.Post(account, earned(time.February, "5.00")))
	paid, _, err = policy.Settle(account, time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC))
	fmt.Println(paid, err)
	// Output:
	// paid 0.00 USD; held 0.00, carried 6.00; opening 0.00, earned 6.00, adjusted 0.00 <nil>
	// paid 11.00 USD; held 0.00, carried 0.00; opening 6.00, earned 5.00, adjusted 0.00 <nil>
}

// A payout waits until the bank has paid it. Its items are then gone from the account.
func ExamplePolicy_Confirm() {
	policy := alianza.Must(payout.New(payout.Definition{Currency: "USD", Confirm: true}))
	account := alianza.Must(policy.Post(payout.Account{}, earned(time.January, "12.00")))
	due, account, err := policy.Settle(account, time.Date(2026, time.February, 1, 0, 0, 0, 0, time.UTC))
	fmt.Println(due.State, due.Transfer.Amount, err)

	paid, _, err := policy.Confirm(account, due.Key)
	fmt.Println(paid.State, paid.Transfer.Amount, err)
	// Output:
	// reserved 12 <nil>
	// paid 12 <nil>
}

// earned is an entry of the 20th of a month, as Plan.Earn returns it.
func earned(month time.Month, amount string) commission.Entry {
	day := time.Date(2026, month, 20, 0, 0, 0, 0, time.UTC)
	return commission.Entry{
		Key: fmt.Sprintf("affiliate/ana/sale/o-%d", month), Plan: "affiliate", Partner: "ana", At: day, Due: day,
		Currency: "USD", Amount: decimal.RequireFromString(amount),
	}
}
