package commission_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// A quarter of one partner. The licenses that it sells in a month are paid at one
// rate, by their number (slab): the sixth of February rates the five before it
// again. One of three is returned, and the month is rated as if it had not been
// sold; then that refund bounces. The partner has a podcast, and a fee for each
// episode. A customer that it refers is paid in credit. A sale of January is
// refunded in part in February. The close of the quarter pays a bonus for 750.00 or
// more.
func Example_quarter() {
	n := decimal.RequireFromString
	plan := alianza.Must(commission.New(commission.Definition{
		ID: "media", Version: 1, Currency: "USD", HoldDays: 30,
		Rules: []commission.Rule{
			{
				Name: "sale", On: commission.Sale, Over: commission.Span{Over: commission.PerMonth},
				Pay: commission.Pay{Table: commission.TableDefinition{
					By: commission.ByUnits, Scope: commission.Slab,
					Brackets: []commission.Bracket{
						{UpTo: n("5"), Rate: alianza.WholePercent(20)},
						{UpTo: n("15"), Rate: alianza.WholePercent(25)},
						{Rate: alianza.WholePercent(30)},
					},
				}},
			},
			{Name: "episode", On: commission.Item("episode"), Pay: commission.Pay{Fixed: n("300")}},
			{
				Name: "referral", On: commission.Referral, For: commission.Partners{MinMonths: 3},
				Pay: commission.Pay{Fixed: n("200"), Medium: commission.Credit},
			},
		},
		Bonuses: []commission.Bonus{{
			Name: "bonus", Over: commission.PerQuarter, Of: []string{"sale"},
			When: commission.FactIs("amount", alianza.AtLeast(n("750"))), Pay: commission.Pay{Fixed: n("75")},
		}},
	}))

	at := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 12, 0, 0, 0, time.UTC) }
	sale := func(id string, month time.Month, day int, amount string) commission.Event {
		return commission.Event{ID: id, Kind: commission.Sale, At: at(month, day), Amount: n(amount), Units: n("1")}
	}
	three := sale("o-3", time.February, 5, "300.00")
	three.Units = n("3")
	events := []commission.Event{
		sale("o-1", time.January, 8, "119.90"),
		{ID: "e-1", Kind: commission.Item("episode"), At: at(time.January, 15)},
		sale("o-2", time.January, 30, "99.90"),
		{ID: "c-1", Kind: commission.Refund, Of: "o-2", At: at(time.February, 3), Amount: n("19.95")},
		three,
		sale("o-4", time.February, 6, "100.00"),
		{ID: "r-1", Kind: commission.Referral, At: at(time.February, 10), PartnerSince: at(time.November, 10).AddDate(-1, 0, 0)},
		sale("o-5", time.February, 12, "100.00"),
		sale("o-6", time.February, 20, "100.00"),
		{ID: "c-2", Kind: commission.Refund, Of: "o-3", At: at(time.February, 23), Amount: n("100.00"), Units: n("1")},
		{ID: "b-1", Kind: commission.Reversal, Of: "c-2", At: at(time.February, 27)},
		{ID: "q-1", Kind: commission.Close, At: at(time.April, 1), Period: "2026-Q1"},
	}

	var state commission.State
	var entries []commission.Entry
	for _, event := range events {
		event.Partner, event.Currency = "estudio-luz", "USD"
		earned, err := plan.Earn(&state, event)
		if err != nil {
			fmt.Println(err)
			return
		}
		if err := state.Keep(earned.Records...); err != nil {
			fmt.Println(err)
			return
		}
		if event.ID == "c-1" || event.ID == "c-2" {
			fmt.Println(earned)
		}
		entries = append(entries, earned.Entries...)
	}
	for _, statement := range commission.Statements(entries) {
		fmt.Println(statement)
	}
	// Output:
	// refund c-1 of o-2: 19.95 USD back, 199.85 left in 2026-01 at 20% earn 39.97 after 43.96, so -3.99, rule sale, plan media v1
	// adjustment c-2: 600.00 USD of 2026-02, rated again at 20%, earn 120.00 after 150.00, so -30.00, rule sale, plan media v1
	// refund c-2 of o-3: 100.00 USD back, 500.00 left in 2026-02 at 20% earn 100.00 after 120.00, so -20.00, rule sale, plan media v1
	// estudio-luz, USD
	// date        event               rule         base  rate  amount  due         in      note
	// 2026-01-08  sale o-1            sale       119.90   20%   23.98  2026-02-07  cash
	// 2026-01-15  item:episode e-1    episode         0        300.00  2026-02-14  cash
	// 2026-01-30  sale o-2            sale        99.90   20%   19.98  2026-03-01  cash
	// 2026-02-03  refund c-1 (o-2)    sale       -19.95   20%   -3.99  2026-03-01  cash
	// 2026-02-05  sale o-3            sale       300.00   20%   60.00  2026-03-07  cash
	// 2026-02-06  sale o-4            sale       100.00   20%   20.00  2026-03-08  cash
	// 2026-02-10  referral r-1        referral        0        200.00  2026-03-12  credit
	// 2026-02-12  sale o-5            sale       100.00   20%   20.00  2026-03-14  cash
	// 2026-02-20  adjustment o-6      sale       500.00   25%   25.00  2026-03-22  cash    rated again
	// 2026-02-20  sale o-6            sale       100.00   25%   25.00  2026-03-22  cash
	// 2026-02-23  adjustment c-2      sale       600.00   20%  -30.00  2026-03-07  cash    rated again
	// 2026-02-23  refund c-2 (o-3)    sale      -100.00   20%  -20.00  2026-03-07  cash
	// 2026-02-27  adjustment b-1      sale       500.00   25%   25.00  2026-03-07  cash    rated again
	// 2026-02-27  reversal b-1 (o-3)  sale       100.00   25%   25.00  2026-03-07  cash    c-2 is undone
	// 2026-04-01  close q-1           bonus      799.85         75.00  2026-05-01  cash
	//             cash                                         564.97
	//             credit                                       200.00
}
