package commission_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// A quarter of one partner. Its sales of a month are paid at one rate, by their
// number (slab): the sixth of February rates the five before it again. It has a
// podcast, and a fee for each episode. A customer that it refers is paid in
// credit. A sale of January is refunded in part in February, and a bonus is
// due for 750.00 or more in the quarter.
func Example_quarter() {
	n := decimal.RequireFromString
	plan := alianza.Must(commission.New(commission.Definition{
		ID: "media", Version: 1, Currency: "USD", Places: 2, HoldDays: 30,
		Rules: []commission.Rule{
			{
				Name: "sale", On: commission.Sale, Over: commission.PerMonth,
				Table: commission.TableDefinition{
					By: commission.ByUnits, Scope: commission.Slab,
					Brackets: []commission.Bracket{
						{UpTo: n("5"), Rate: alianza.WholePercent(20)},
						{UpTo: n("15"), Rate: alianza.WholePercent(25)},
						{Rate: alianza.WholePercent(30)},
					},
				},
			},
			{Name: "episode", On: commission.Item("episode"), Fixed: n("300")},
			{Name: "referral", On: commission.Referral, Fixed: n("200"), Medium: commission.Credit, MinMonths: 3},
			{
				Name: "bonus", On: commission.Close, Of: "sale", Over: commission.PerQuarter,
				When: commission.FactIs("amount", alianza.AtLeast(n("750"))), Fixed: n("75"),
			},
		},
	}))

	at := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 12, 0, 0, 0, time.UTC) }
	sale := func(id string, month time.Month, day int, amount string) commission.Event {
		return commission.Event{ID: id, Kind: commission.Sale, At: at(month, day), Amount: n(amount)}
	}
	events := []commission.Event{
		sale("o-1", time.January, 8, "119.90"),
		{ID: "e-1", Kind: commission.Item("episode"), At: at(time.January, 15)},
		sale("o-2", time.January, 30, "99.90"),
		{ID: "c-1", Kind: commission.Refund, Of: "o-2", At: at(time.February, 3), Amount: n("19.95")},
		sale("o-3", time.February, 5, "100.00"),
		sale("o-4", time.February, 6, "100.00"),
		sale("o-5", time.February, 9, "100.00"),
		{ID: "r-1", Kind: commission.Referral, At: at(time.February, 10), PartnerSince: at(time.November, 10).AddDate(-1, 0, 0)},
		sale("o-6", time.February, 12, "100.00"),
		sale("o-7", time.February, 20, "100.00"),
		sale("o-8", time.February, 27, "100.00"),
		{ID: "q-1", Kind: commission.Close, At: at(time.April, 1), Period: "2026-Q1"},
	}

	var state commission.State
	var entries []commission.Entry
	for _, event := range events {
		event.Partner, event.Currency = "estudio-luz", "USD"
		earned, next, err := plan.Earn(state, event)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, skipped := range earned.Skipped {
			fmt.Printf("%s %s: rule %s: %s\n", event.Kind, event.ID, skipped.Rule, skipped.Reason)
		}
		entries = append(entries, earned.Entries...)
		state = next
	}
	fmt.Println(entries[3])
	fmt.Println(entries[len(entries)-3])
	for _, statement := range commission.Statements(entries) {
		fmt.Println(statement)
	}
	// Output:
	// refund c-1 of o-2: 19.95 USD back, 199.85 left in 2026-01 at 20% earn 39.97 after 43.96, so -3.99, rule sale, plan media v1
	// adjustment o-8: 500.00 USD of 2026-02, rated again at 25%, earn 125.00 after 100.00, so 25.00, rule sale, plan media v1
	// estudio-luz, USD
	// date        event             rule        base  rate  amount  due         in
	// 2026-01-08  sale o-1          sale      119.90   20%   23.98  2026-02-07  cash
	// 2026-01-15  item:episode e-1  episode        0        300.00  2026-02-14  cash
	// 2026-01-30  sale o-2          sale       99.90   20%   19.98  2026-03-01  cash
	// 2026-02-03  refund c-1 (o-2)  sale      -19.95   20%   -3.99  2026-03-01  cash
	// 2026-02-05  sale o-3          sale      100.00   20%   20.00  2026-03-07  cash
	// 2026-02-06  sale o-4          sale      100.00   20%   20.00  2026-03-08  cash
	// 2026-02-09  sale o-5          sale      100.00   20%   20.00  2026-03-11  cash
	// 2026-02-10  referral r-1      referral       0        200.00  2026-03-12  credit
	// 2026-02-12  sale o-6          sale      100.00   20%   20.00  2026-03-14  cash
	// 2026-02-20  sale o-7          sale      100.00   20%   20.00  2026-03-22  cash
	// 2026-02-27  adjustment o-8    sale      500.00   25%   25.00  2026-03-29  cash
	// 2026-02-27  sale o-8          sale      100.00   25%   25.00  2026-03-29  cash
	// 2026-04-01  close q-1         bonus     799.85         75.00  2026-05-01  cash
	//             cash                                      564.97
	//             credit                                    200.00
}
