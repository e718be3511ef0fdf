package journal_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/journal"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// Ana sells for 119.90 in March, of which 19.90 comes back. She earns 30%, and the books of the
// company have to know. What is earned is an expense and owed to her; a settlement makes a payout
// of it; the bank transfers it.
func Example() {
	n := decimal.RequireFromString
	plan := alianza.Must(commission.New(commission.Definition{
		ID: "affiliate", Version: 1, Currency: "USD",
		Rules: []commission.Rule{{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: alianza.WholePercent(30)}}},
	}))
	policy := alianza.Must(payout.New(payout.Definition{Currency: "USD", Confirm: true}))
	day := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 0, 0, 0, 0, time.UTC) }

	var state commission.State
	var account payout.Account
	var books []journal.Transaction
	for _, event := range []commission.Event{
		{ID: "o-1", Kind: commission.Sale, Partner: "ana", Currency: "USD", At: day(3, 9), Amount: n("119.90")},
		{ID: "c-1", Kind: commission.Refund, Of: "o-1", Partner: "ana", Currency: "USD", At: day(3, 16), Amount: n("19.90")},
	} {
		earned := alianza.Must(plan.Earn(&state, event))
		if err := state.Keep(earned.Records...); err != nil {
			fmt.Println(err)
			return
		}
		account = alianza.Must(policy.Post(account, earned.Entries...))
		books = append(books, alianza.Must(journal.Entries(earned.Entries...))...)
	}
	due, account, err := policy.Settle(account, day(4, 1))
	if err != nil {
		fmt.Println(err)
		return
	}
	paid, _, err := policy.Confirm(account, due.Key)
	if err != nil {
		fmt.Println(err)
		return
	}
	books = append(books, alianza.Must(journal.Settled(due)), alianza.Must(journal.Paid(paid, day(4, 2))))

	// 30% of 119.90 is 35.97, and 30% of the 100.00 that are left is 30.00. The postings of each
	// transaction add up to zero. In the end the company has spent 30.00, and owes nothing.
	for _, t := range books {
		fmt.Println(t.At.Format(time.DateOnly), t.Text)
		for _, p := range t.Postings {
			fmt.Printf("  %s %s: %s %s\n", p.Account, p.Detail, p.Amount.StringFixed(2), p.Currency)
		}
	}
	// Output:
	// 2026-03-09 sale o-1
	//   expenses:commission : 35.97 USD
	//   liabilities:accrued ana: -35.97 USD
	// 2026-03-16 refund c-1
	//   expenses:commission : -5.97 USD
	//   liabilities:accrued ana: 5.97 USD
	// 2026-04-01 settlement
	//   liabilities:accrued ana: 30.00 USD
	//   liabilities:payable ana: -30.00 USD
	// 2026-04-02 payout
	//   liabilities:payable ana: 30.00 USD
	//   assets:bank : -30.00 USD
}
