package commission_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// Ana recommends a shop. It pays 20% of each sale to silver partners and 30% to gold ones, due
// after thirty days. She sells twice, becomes gold in between, and a part of the first order comes
// back.
func Example() {
	n := decimal.RequireFromString
	plan, err := commission.New(commission.Definition{
		ID: "shop", Version: 1, Currency: "USD", HoldDays: 30,
		Rules: []commission.Rule{{
			Name: "sale", On: commission.Sale,
			Pay: commission.Pay{Ladder: "partners", Rates: map[string]alianza.Percent{
				"silver": alianza.WholePercent(20), "gold": alianza.WholePercent(30),
			}},
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	march := func(day int) time.Time { return time.Date(2026, time.March, day, 12, 0, 0, 0, time.UTC) }
	sale := commission.Event{ID: "order-1", Kind: commission.Sale, Tier: "partners/silver", At: march(9), Amount: n("119.90")}
	events := []commission.Event{
		sale,
		{ID: "order-2", Kind: commission.Sale, Tier: "partners/gold", At: march(12), Amount: n("80.00")},
		{ID: "note-1", Kind: commission.Refund, Of: "order-1", At: march(16), Amount: n("19.90")},
		sale, // the shop sends it twice
	}
	var state commission.State // what the plan has to know of the past; a service has a table
	var entries []commission.Entry
	for _, event := range events {
		event.Partner, event.Currency = "ana", "USD"
		earned, err := plan.Earn(&state, event) // changes nothing
		if errors.Is(err, alianza.ErrRepeated) {
			continue // it was paid before
		}
		if err == nil {
			err = state.Keep(earned.Records...) // in a service: with the entries, in one transaction
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(earned)
		entries = append(entries, earned.Entries...)
	}

	// The refund goes by the rate of its sale, though Ana is gold by now: 20% of the 100.00 that
	// are left is 20.00, so that 3.98 of the 23.98 go back. In all it is 44.00.
	for _, statement := range commission.Statements(entries) {
		fmt.Println(statement)
	}
	// Output:
	// sale order-1: 20% of 119.90 USD = 23.98, rounded 23.98, rule sale, plan shop v1
	// sale order-2: 30% of 80.00 USD = 24, rounded 24.00, rule sale, plan shop v1
	// refund note-1 of order-1: 19.90 USD back, 100.00 left at 20% earn 20.00 after 23.98, so -3.98, rule sale, plan shop v1
	// ana, USD
	// date        event                    rule    base  rate  amount  due
	// 2026-03-09  sale order-1             sale  119.90   20%   23.98  2026-04-08
	// 2026-03-12  sale order-2             sale   80.00   30%   24.00  2026-04-11
	// 2026-03-16  refund note-1 (order-1)  sale  -19.90   20%   -3.98  2026-04-08
	//             cash                                          44.00
}

func ExampleNew() {
	plan, err := commission.New(commission.Definition{
		ID: "podcasts", Version: 1, Currency: "USD", HoldDays: 30,
		Rules: []commission.Rule{{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: alianza.WholePercent(15)}}},
	})
	fmt.Println(plan.ID(), err)

	// A definition with faults is no plan; each of them is named.
	_, err = commission.New(commission.Definition{
		ID: "podcasts", Version: 1, Currency: "dollars",
		Rules: []commission.Rule{{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: alianza.WholePercent(150)}}},
	})
	fmt.Println(err)
	// Output:
	// podcasts <nil>
	// currency "dollars": unknown: want a code of ISO 4217 such as "USD"
	// rules[0].rate "150%": out of range: a commission is from 0% to 100% of its base
}

func ExamplePlan_Earn() {
	plan := alianza.Must(commission.New(commission.Affiliate()))
	at := time.Date(2026, time.March, 9, 12, 0, 0, 0, time.UTC)
	sold := commission.Event{
		ID: "order-991", Kind: commission.Sale, Partner: "ana", Tier: "affiliate/silver",
		At: at, Currency: "USD", Amount: decimal.RequireFromString("19.99"),
	}
	var state commission.State // the past; a service has a table
	earned, err := plan.Earn(&state, sold)
	fmt.Println(earned, err)

	// Nothing has changed until the records are kept.
	fmt.Println(state.Keep(earned.Records...), state.Len())

	// The same event again pays nothing.
	_, err = plan.Earn(&state, sold)
	fmt.Println(err, errors.Is(err, alianza.ErrRepeated))

	// A refund takes back its part, at the rate of the sale.
	earned, err = plan.Earn(&state, commission.Event{
		ID: "refund-7", Kind: commission.Refund, Of: "order-991", Partner: "ana",
		At: at.AddDate(0, 0, 7), Currency: "USD", Amount: decimal.RequireFromString("9.99"),
	})
	fmt.Println(earned, err)
	// Output:
	// sale order-991: 25% of 19.99 USD = 4.9975, rounded 5.00, rule sale, plan affiliate v1 <nil>
	// <nil> 1
	// commission: plan affiliate: sale "order-991": id "order-991": evaluated before true
	// refund refund-7 of order-991: 9.99 USD back, 10.00 left at 25% earn 2.50 after 5.00, so -2.50, rule sale, plan affiliate v1 <nil>
}

func ExampleDefinition() {
	var d commission.Definition
	err := json.Unmarshal([]byte(`{
		"id": "affiliate",
		"version": 2,
		"currency": "USD",
		"rules": [
			{"name": "sale", "on": "sale", "ladder": "affiliate", "rates": {"basic": "20", "gold": "130%"}}
		]
	}`), &d)
	fmt.Println(err)
	fmt.Printf("%q\n", d.ID)
	// Output:
	// line 6, column 77: rules[0].rates.basic "20": malformed: a percentage has a percent sign: write "20%"
	// line 6, column 91: rules[0].rates.gold "130%": out of range: a commission is from 0% to 100% of its base
	// ""
}

// What an event leaves for the next ones is kept in one step. Kept a second time, it is
// refused: another evaluation came between.
func ExampleState_Keep() {
	plan := alianza.Must(commission.New(commission.Affiliate()))
	var state commission.State
	earned := alianza.Must(plan.Earn(&state, commission.Event{
		ID: "order-1", Kind: commission.Sale, Partner: "ana", Tier: "affiliate/gold", Currency: "USD",
		At: time.Date(2026, time.March, 9, 12, 0, 0, 0, time.UTC), Amount: decimal.RequireFromString("19.99"),
	}))
	fmt.Println(state.Keep(earned.Records...))
	fmt.Println(errors.Is(state.Keep(earned.Records...), alianza.ErrConflict))
	// Output:
	// <nil>
	// true
}
