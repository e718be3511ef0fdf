package score_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/score"
)

// A weekly board, with the week before.
func ExampleScorecard_JudgeSince() {
	number := decimal.NewFromInt
	board := score.MustScorecard(score.WeeklyKPIs())
	report, err := board.JudgeSince(
		score.Figures{"new_partners": number(4), "partner_revenue": number(45000), "satisfaction": number(88), "roi": number(240)},
		score.Figures{"new_partners": number(5), "partner_revenue": number(50000), "satisfaction": number(88), "roi": number(250)},
	)
	fmt.Println(report)
	fmt.Println(err)
	// Output:
	// weekly kpis: red because of new partners, partner revenue, satisfaction, roi; 0 of 4 on target
	// - new partners 5: red, target >= 8; up 1, improving
	// - partner revenue 50000 USD: red, target >= 75000; up 5000, improving
	// - satisfaction 88%: red, target >= 95; flat
	// - roi 250%: red, target >= 300; up 10, improving
	// To do:
	// 1. more outreach (new partners)
	// 2. optimise activation (partner revenue)
	// 3. improve support (satisfaction)
	// 4. optimise costs (roi)
	// <nil>
}

// What is not measured yet keeps the light open.
func ExampleScorecard_Judge() {
	report, err := score.MustScorecard(score.CriticalKPIs()).Judge(score.Figures{
		"success_rate":          decimal.NewFromInt(92),
		"satisfaction":          score.In(decimal.NewFromInt(93), score.UnitPercent),
		"partner_revenue_share": decimal.NewFromInt(41),
		"roi":                   decimal.NewFromInt(310),
	})
	fmt.Println(report)
	fmt.Println(err)
	// Output:
	// critical kpis: yellow because of satisfaction (critical); 3 of 4 on target; no data: retention
	// - success rate 92%: green, target >= 90, benchmark >= 80
	// - satisfaction 93%: yellow, target >= 95, benchmark >= 90
	// - partner revenue share 41%: green, target >= 40, benchmark >= 30
	// - retention: no data
	// - roi 310%: green, target >= 300, benchmark >= 200
	// <nil>
}

func ExampleScenarios_Judge() {
	scenarios := score.MustScenarios(score.YearScenarios())
	outcome, err := scenarios.Judge(score.Figures{
		"active_partnerships": decimal.NewFromInt(22), "partner_revenue_share": decimal.NewFromInt(52), "cac_reduction": decimal.NewFromInt(61), "satisfaction": decimal.NewFromInt(96), "roi": decimal.NewFromInt(410),
	})
	fmt.Println(outcome, err)
	// Output:
	// base; short of optimistic in roi <nil>
}

// Fewer tickets are better, and a change of up to 10% says nothing.
func ExampleKPI_JudgeSince() {
	tickets := score.MustKPI(score.KPIDefinition{
		Name: "tickets", Target: score.Below(decimal.NewFromInt(20)), Band: score.Percent(10), Actions: []string{"train"},
	})
	for _, now := range []int64{22, 23, 15} {
		reading, err := tickets.JudgeSince(decimal.NewFromInt(20), decimal.NewFromInt(now))
		fmt.Println(reading, err)
	}
	fmt.Println(tickets.Attainment(decimal.NewFromInt(25)))
	// Output:
	// tickets 22: red, target < 20; flat; to do: train <nil>
	// tickets 23: red, target < 20; up 3, worsening; to do: train <nil>
	// tickets 15: green, target < 20; down 5, improving <nil>
	// 80 <nil>
}

// A mean of 4.6 out of 5 is not 92% of satisfied partners.
func ExampleIn() {
	satisfaction := score.MustKPI(score.KPIDefinition{
		Name: "satisfaction", Unit: score.UnitPercent, Target: score.AtLeast(decimal.NewFromInt(90)),
	})
	_, err := satisfaction.Judge(score.In(decimal.New(46, -1), score.UnitOfFive))
	fmt.Println(err)
	fmt.Println(satisfaction.Judge(score.In(decimal.NewFromInt(92), score.UnitPercent)))
	// Output:
	// score: kpi satisfaction: value "4.6 of 5": contradiction: want "%", and units never convert
	// satisfaction 92%: green, target >= 90 <nil>
}
