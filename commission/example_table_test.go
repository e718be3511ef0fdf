package commission_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

func ExampleNewTable() {
	// What a partner sells up to 10,000 pays 10%, what lies above it 20%.
	table, err := commission.NewTable(commission.TableDefinition{
		Step: decimal.New(1, -2), Scope: commission.Graduated,
		Brackets: []commission.Bracket{
			{UpTo: decimal.NewFromInt(10_000), Rate: alianza.WholePercent(10)},
			{Rate: alianza.WholePercent(20)},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(table.Pay(commission.Volume{Amount: decimal.NewFromInt(12_500)}))

	// A table with a gap is no table.
	var d commission.TableDefinition
	if err := json.Unmarshal([]byte(`{"step": "0.01", "scope": "slab", "brackets": [
		{"from": 0, "up_to": 1000, "rate": "10%"},
		{"from": 1001, "rate": "20%"}
	]}`), &d); err != nil {
		fmt.Println(err)
		return
	}
	_, err = commission.NewTable(d)
	fmt.Println(err)
	// Output:
	// 12500: 10% of 10000 + 20% of 2500 = 1500, rounded 1500.00, blended 12% <nil>
	// brackets[1].from "1001": contradiction: a gap: it begins at 1000
}

func ExampleTable_PayAfter() {
	// The number of sales sets one rate for all of them: slab, or retroactive.
	table := alianza.Must(commission.NewTable(commission.TableDefinition{
		Step: decimal.New(1, -2), By: commission.ByUnits, Scope: commission.Slab,
		Brackets: []commission.Bracket{
			{UpTo: decimal.NewFromInt(5), Rate: alianza.WholePercent(20)},
			{Rate: alianza.WholePercent(25)},
		},
	}))
	// After five sales the sixth brings its own share and rates the five again.
	prior := commission.Volume{Amount: decimal.NewFromInt(500), Units: decimal.NewFromInt(5)}
	fmt.Println(table.PayAfter(prior, commission.Volume{Amount: decimal.NewFromInt(100), Units: decimal.NewFromInt(1)}))
	// Output:
	// 100 in 1 unit: -20% of 500 + 25% of 600 = 50, rounded 50.00, blended 50% <nil>
}

func ExampleTable_Cliffs() {
	table := alianza.Must(commission.NewTable(commission.TableDefinition{
		Step: decimal.New(1, -2), Scope: commission.Slab,
		Brackets: []commission.Bracket{
			{UpTo: decimal.NewFromInt(1000), Rate: alianza.WholePercent(10)},
			{UpTo: decimal.NewFromInt(5000), Rate: alianza.WholePercent(20)},
			{Rate: alianza.WholePercent(15)}, // a slip: more sales pay less
		},
	}))
	for _, cliff := range table.Cliffs() {
		fmt.Println(cliff)
	}
	// Output:
	// above 1000: 100 more at once
	// above 5000: 250 less at once
}

func ExampleTally() {
	table := alianza.Must(commission.NewTable(commission.TableDefinition{
		Step: decimal.New(1, -2), Brackets: []commission.Bracket{{Rate: alianza.WholePercent(25)}},
	}))
	tally := table.Tally()
	// Amounts as decimals, or in cents as a service may hold them.
	if err := tally.Add(decimal.RequireFromString("19.99"), decimal.RequireFromString("0.10")); err != nil {
		fmt.Println(err)
	}
	if err := tally.AddMinor(10_000); err != nil {
		fmt.Println(err)
	}
	fmt.Println(tally.Count(), tally.Amount())
	// Output:
	// 3 30.03
}

func ExampleAccelerator() {
	d, err := commission.Accelerator(alianza.WholePercent(10), decimal.NewFromInt(100_000), decimal.RequireFromString("1.5"))
	if err != nil {
		fmt.Println(err)
		return
	}
	d.Step = decimal.New(1, -2) // a cent
	table, sold := alianza.Must(commission.NewTable(d)), commission.Volume{Amount: decimal.NewFromInt(120_000)}
	percent, err := table.Attainment(sold)
	fmt.Println(percent, err)
	fmt.Println(table.Pay(sold))
	// Output:
	// 120 <nil>
	// 120000: 10% of 100000 + 15% of 20000 = 13000, rounded 13000.00, blended 10.8333333333% <nil>
}

// An event is evaluated without being kept: what would one more sale pay, and
// change?
func ExamplePlan_Earn_preview() {
	plan := alianza.Must(commission.New(commission.Definition{
		ID: "monthly", Version: 1, Currency: "USD",
		Rules: []commission.Rule{{
			Name: "sale", On: commission.Sale,
			Pay: commission.Pay{
				Table: commission.TableDefinition{Scope: commission.Slab, Brackets: []commission.Bracket{
					{UpTo: decimal.NewFromInt(500), Rate: alianza.WholePercent(20)}, {Rate: alianza.WholePercent(25)},
				}},
			},
			Over: commission.Span{Over: commission.PerMonth},
		}},
	}))
	sale := commission.Event{
		ID: "o-1", Kind: commission.Sale, Partner: "ana", Currency: "USD",
		At: time.Date(2026, time.March, 9, 12, 0, 0, 0, time.UTC), Amount: decimal.NewFromInt(450),
	}
	var state commission.State
	earned, err := plan.Earn(&state, sale)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := state.Keep(earned.Records...); err != nil {
		fmt.Println(err)
		return
	}
	sale.ID, sale.Amount = "o-2", decimal.NewFromInt(100)
	next, err := plan.Earn(&state, sale)
	fmt.Println(next)
	fmt.Println(next.Sum(commission.Cash).StringFixed(2), err)
	// Output:
	// adjustment o-2: 450 USD of 2026-03, rated again at 25%, earn 112.50 after 90.00, so 22.50, rule sale, plan monthly v1
	// sale o-2: 100 USD make 550 in 2026-03, which earn 137.50 (25% of 550) after 112.50, so 25.00, rule sale, plan monthly v1
	// 47.50 <nil>
}
