package forecast_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/pipeline/forecast"
)

// The pipeline of a quarter: what was won, what may come, and how fast.
func Example() {
	model := alianza.Must(forecast.New(forecast.Definition{Currency: "EUR", Stages: []forecast.Stage{
		{Name: "lead", Probability: alianza.WholePercent(10)},
		{Name: "opportunity", Probability: alianza.WholePercent(40), Category: pipeline.CategoryBestCase},
		{Name: "signature", Probability: alianza.WholePercent(90), Category: pipeline.CategoryCommit},
	}}))
	deals := []forecast.Deal{
		{ID: "d-1", Stage: "lead", Amount: n("10000"), Opened: on("2025-03-01")},
		{ID: "d-2", Stage: "opportunity", Amount: n("5000"), Opened: on("2025-02-01"), Due: on("2025-04-15")},
		{ID: "d-3", Stage: "signature", Amount: n("3000"), Opened: on("2025-01-15"), Due: on("2025-04-02")},
		{ID: "d-4", Outcome: pipeline.Won, Amount: n("2000"), Opened: on("2025-01-01"), Closed: on("2025-02-15")},
		{ID: "d-5", Outcome: pipeline.Lost, Amount: n("4000"), Opened: on("2025-01-01"), Closed: on("2025-01-31")},
	}
	tally := model.Tally()
	for _, d := range deals {
		if err := tally.Add(d); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println(tally.Forecast())
	fmt.Println(tally.WinRate())
	fmt.Println(tally.DealVelocity())
	fmt.Println(tally.SalesVelocity())

	// What a history of outcomes supports, in place of probabilities.
	fmt.Println(tally.Range(map[pipeline.Stage]forecast.Odds{
		"lead": {Won: 12, Lost: 88}, "opportunity": {Won: 12, Lost: 28}, "signature": {Won: 12, Lost: 3},
	}))

	// A week later.
	later := slices.Clone(deals)
	later[0].Stage = "opportunity"
	later[1].Due, later[1].Amount = on("2025-05-01"), n("4500")
	later[2].Outcome, later[2].Closed = pipeline.Won, on("2025-03-20")
	var moved forecast.Movement
	for delta, err := range model.Compare(slices.Values(deals), slices.Values(later)) {
		fmt.Println(delta, err)
		moved.Add(delta)
	}
	fmt.Println(moved)
	// Output:
	// total 7700.00 EUR: won 2000.00, weighted 5700.00 of 18000.00 open; commit 5000.00, best case 10000.00
	// 50% <nil>
	// 37.5 days <nil>
	// 80 EUR per day <nil>
	// 5246.80 to 9042.80 EUR, expected 7100.00, by 15 closed deals <nil>
	// d-1: lead to opportunity <nil>
	// d-2: amount -500, slipped 16 days <nil>
	// d-3: won <nil>
	// 1 won (3000), 1 lowered (500), 1 forward (10000), 1 slipped (4500)
}

// Three deals on their way through the flow of the alliance program.
func ExampleFunnel() {
	flow := alianza.Must(pipeline.New(pipeline.Partnership()))
	start := time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC)
	funnel := alianza.Must(forecast.NewFunnel(pipeline.Partnership(), on("2025-03-01"), nil))
	for i, stages := range [][]pipeline.Stage{{"opportunity", "deal"}, {"opportunity", "lost"}, {}} {
		deal, err := flow.Open(fmt.Sprint("d-", i), start)
		for j, stage := range stages {
			if err == nil {
				deal, err = flow.Move(deal, stage, start.AddDate(0, 0, 10*(j+1)))
			}
		}
		if err == nil {
			err = funnel.Add(deal)
		}
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	for _, s := range funnel.Stages()[:3] {
		fmt.Println(s)
	}
	// Output:
	// lead: 3 came, 2 went on (66.67%), 1 is here; 10 days
	// opportunity: 2 came, 1 went on (50%), 0 are here; 10 days
	// deal: 1 came, 0 went on (0%), 1 is here
}

// Partners without a sale stay apart from those with one.
func ExampleFirstSales() {
	sales := alianza.Must(forecast.NewFirstSales(forecast.FirstSaleDays, on("2025-02-15")))
	for _, p := range [][2]string{{"2025-01-01", "2025-01-30"}, {"2025-01-01", "2025-01-31"}, {"2025-01-10", ""}, {"2025-02-01", ""}} {
		var sold alianza.Date
		if p[1] != "" {
			sold = on(p[1])
		}
		fmt.Println(sales.Add(on(p[0]), sold))
	}
	fmt.Println(sales.Share())
	fmt.Println(sales.Mean())
	// Output:
	// met, 29 days <nil>
	// missed, 30 days <nil>
	// missed <nil>
	// open <nil>
	// 33.33% <nil>
	// 29.5 days <nil>
}

func n(s string) decimal.Decimal { return alianza.Must(decimal.NewFromString(s)) }

func on(s string) alianza.Date { return alianza.Must(alianza.ParseDate(s)) }
