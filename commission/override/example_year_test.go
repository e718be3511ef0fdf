package override_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/override"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// A year of a referral network. Ana has a retainer, 200 for each new customer and 20%
// of each sale, at most 400 a month together. Of the 200, canceling takes back 70%
// within six months and 40% within twelve. Zoe, who brought ana, has 5% of what she
// earns. A half of everything is paid a year later.
func Example_year() {
	percent := alianza.WholePercent
	plan := alianza.Must(commission.New(commission.Definition{
		ID: "network", Version: 1, Currency: "USD", Precedence: commission.PrecedenceEvery,
		Rules: []commission.Rule{
			{
				Name: "new customer", On: commission.Sale, Pay: commission.Pay{Fixed: decimal.NewFromInt(200)}, Lasts: commission.Duration{Payments: 1},
				Back: []commission.TakeBack{{Rate: percent(70), Months: 6}, {Rate: percent(40), Months: 12}},
			},
			{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: percent(20)}},
		},
		Bonuses: []commission.Bonus{{Name: "retainer", Over: commission.PerMonth, Pay: commission.Pay{Fixed: decimal.NewFromInt(100)}, ByDays: true}},
		Caps:    []commission.Cap{{Name: "month", Of: []string{"new customer", "sale"}, Amount: decimal.NewFromInt(400), Per: commission.PerMonth}},
	}))
	above := alianza.Must(override.New(override.Definition{Name: "override", Currency: "USD", Of: override.OfCommission, Levels: []alianza.Percent{percent(5)}}))
	tree := []override.Link{{Partner: "ana", Sponsor: "zoe"}}

	day := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 12, 0, 0, 0, time.UTC) }
	event := func(id string, kind commission.Kind, at time.Time) commission.Event {
		return commission.Event{ID: id, Kind: kind, Partner: "ana", At: at, Currency: "USD", PartnerSince: day(1, 15)}
	}
	sale := func(id, customer string, at time.Time) commission.Event {
		e := event(id, commission.Sale, at)
		e.Customer, e.Amount = customer, decimal.NewFromInt(500)
		return e
	}
	back := func(id, of string, at time.Time) commission.Event {
		e := event(id, commission.Refund, at)
		e.Of, e.Amount, e.Cause = of, decimal.NewFromInt(500), "canceled"
		return e
	}
	january := event("january", commission.Close, day(2, 1))
	january.Period = "2026-01"

	var state commission.State
	var entries []commission.Entry
	earns := map[string]decimal.Decimal{} // of each sale, what ana has
	paid := map[string]override.Result{}  // likewise, what zoe has
	for _, e := range []commission.Event{
		sale("o-1", "acme", day(1, 20)), sale("o-2", "beta", day(1, 25)), january,
		back("c-1", "o-1", day(3, 10)), back("c-2", "o-2", day(8, 10)),
	} {
		earned := alianza.Must(plan.Earn(&state, e))
		if err := state.Keep(earned.Records...); err != nil {
			fmt.Println(err)
		}
		entries = append(entries, earned.Entries...)
		of := e.ID
		if e.Of != "" {
			of = e.Of
		}
		before := paid[of]
		earns[of] = earns[of].Add(earned.Sum(commission.Cash))
		after, err := before.Restate(earns[of])
		if before.Sale == "" {
			after, err = above.Pay(override.Sale{ID: of, Partner: "ana", On: alianza.DateOf(e.At, time.UTC), Base: earns[of]}, tree)
		}
		if err != nil {
			fmt.Println(err)
		}
		entries = append(entries, alianza.Must(override.Entries(before, after, earned.Entries[0]))...)
		paid[of] = after.Pinned(before, earned.Entries[0].Event)
	}
	for _, s := range commission.Statements(entries) {
		fmt.Println(s)
		policy := alianza.Must(payout.New(payout.Definition{
			Currency: "USD", Deferral: []payout.Deferred{{Months: 0, Rate: percent(50)}, {Months: 12, Rate: percent(50)}},
		}))
		account := alianza.Must(policy.Post(payout.Account{}, s.Entries...))
		for _, at := range []time.Time{day(12, 31), day(12, 31).AddDate(1, 0, 0)} {
			due, after, err := policy.Settle(account, at)
			if err != nil {
				fmt.Println(err)
			}
			account = after
			fmt.Println(due)
		}
		fmt.Println()
	}
	// Output:
	// ana, USD
	// date        event             rule          base  rate   amount  due         note
	// 2026-01-20  sale o-1          new customer   500         200.00  2026-01-20
	// 2026-01-20  sale o-1          sale           500   20%   100.00  2026-01-20
	// 2026-01-25  sale o-2          new customer   500         100.00  2026-01-25  cut to the cap month of 400 per month
	// 2026-01-25  sale o-2          sale           500   20%     0.00  2026-01-25  cut to the cap month of 400 per month
	// 2026-02-01  close january     retainer         0          54.84  2026-02-01  for 17 of 31 days
	// 2026-03-10  refund c-1 (o-1)  new customer  -500        -140.00  2026-03-10  70% of it is taken back within 6 months
	// 2026-03-10  refund c-1 (o-1)  sale          -500   20%  -100.00  2026-03-10
	// 2026-08-10  refund c-2 (o-2)  new customer  -500         -40.00  2026-08-10  40% of it is taken back within 12 months
	// 2026-08-10  refund c-2 (o-2)  sale          -500           0.00  2026-08-10
	//             cash                                         174.84
	//
	// paid 87.42 USD; held 87.42, carried 0.00; opening 0.00, earned 454.84, adjusted -280.00
	// paid 87.42 USD; held 0.00, carried 0.00; opening 87.42, earned 0.00, adjusted 0.00
	//
	// zoe, USD
	// date        event             rule         base  rate  amount  due
	// 2026-01-20  sale o-1          override   300.00    5%   15.00  2026-01-20
	// 2026-01-25  sale o-2          override   100.00    5%    5.00  2026-01-25
	// 2026-02-01  close january     override    54.84    5%    2.74  2026-02-01
	// 2026-03-10  refund c-1 (o-1)  override  -240.00    5%  -12.00  2026-03-10
	// 2026-08-10  refund c-2 (o-2)  override   -40.00    5%   -2.00  2026-08-10
	//             cash                                         8.74
	//
	// paid 4.37 USD; held 4.37, carried 0.00; opening 0.00, earned 22.74, adjusted -14.00
	// paid 4.37 USD; held 0.00, carried 0.00; opening 4.37, earned 0.00, adjusted 0.00
}
