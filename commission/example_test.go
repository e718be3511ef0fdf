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
