package kpi_test

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// The figures of March against their targets, and against February. Revenue matters most, and is
// still acceptable from 60,000 on. Nobody has asked the partners yet whether they are satisfied.
func Example() {
	n := decimal.NewFromInt
	board := alianza.Must(kpi.NewScorecard(kpi.ScorecardDefinition{
		Name: "march", RedFrom: kpi.PriorityCritical, // a miss of anything else is yellow
		KPIs: []kpi.Definition{
			{
				Name: "revenue", Unit: "USD", Priority: kpi.PriorityCritical, Actions: []string{"visit_partners"},
				Target: alianza.AtLeast(n(75_000)), Benchmark: alianza.AtLeast(n(60_000)),
			},
			{Name: "satisfaction", Unit: kpi.UnitPercent, Target: alianza.AtLeast(n(90))},
			{Name: "open_tickets", Target: alianza.AtMost(n(20))}, // fewer are better
		},
	}))
	february := kpi.Values{"revenue": n(60_000), "open_tickets": n(22)}
	march := kpi.Values{"revenue": n(66_000), "open_tickets": n(15)}
	report, err := board.JudgeSince(february, march)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report)

	// 66,000 of 75,000.
	fmt.Println(report.Light, report.Readings[0].Attainment, "% attained")
	// Output:
	// march: yellow because of revenue (critical); 1 of 2 on target; no data: satisfaction
	// - revenue 66000 USD: yellow, target >= 75000, benchmark >= 60000; up 6000, improving
	// - satisfaction: no data
	// - open tickets 15: green, target <= 20; down 7, improving
	// To do:
	// 1. visit partners (revenue)
	// yellow 88 % attained
}

// A weekly board, with the week before.
func ExampleScorecard_JudgeSince() {
	number := decimal.NewFromInt
	board := alianza.Must(kpi.NewScorecard(kpi.WeeklyKPIs()))
	report, err := board.JudgeSince(
		kpi.Values{"new_partners": number(4), "partner_revenue": number(45000), "satisfaction": number(88), "roi": number(240)},
		kpi.Values{"new_partners": number(5), "partner_revenue": number(50000), "satisfaction": number(88), "roi": number(250)},
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
	// 2. optimize activation (partner revenue)
	// 3. improve support (satisfaction)
	// 4. optimize costs (roi)
	// <nil>
}

// A quarter's scorecard against the quarter before. The bars of the table are the
// caller's own.
func ExamplePerformanceKPIs() {
	number := decimal.NewFromInt
	table := alianza.Must(kpi.NewScorecard(kpi.PerformanceKPIs(kpi.PerformanceTargets{
		Currency: "USD", Revenue: number(9000), Days: number(45), Satisfaction: number(90), Usage: number(60),
	})))
	satisfied := alianza.Must(score.Share(number(46), number(50)))
	first := kpi.Values{
		"revenue_per_partner": number(8000), "deal_velocity": number(50), "satisfaction": number(88),
	}
	second := kpi.Values{
		"revenue_per_partner": number(9200), "deal_velocity": number(52), "satisfaction": satisfied,
	}
	report, err := table.JudgeSince(first, second)
	fmt.Println(report)
	fmt.Println(err)
	for _, r := range report.Readings {
		fmt.Println(r.KPI, "every", r.Every)
	}
	// Output:
	// performance kpis: red because of deal velocity; 2 of 3 on target; no data: integration usage
	// - revenue per partner 9200 USD: green, target >= 9000; up 1200, improving
	// - deal velocity 52 days: red, target <= 45; up 2, worsening
	// - satisfaction 92%: green, target >= 90; up 4, improving
	// - integration usage: no data
	// To do:
	// 1. optimize process (deal velocity)
	// 2. materials (deal velocity)
	// <nil>
	// revenue_per_partner every month
	// deal_velocity every month
	// satisfaction every quarter
	// integration_usage every month
}

// Candidates for one profile of influencers. A number that a candidate does not say
// keeps its light open.
func ExampleScorecard_Rank() {
	number := decimal.NewFromInt
	micro := alianza.Must(kpi.NewScorecard(kpi.Profiles()["micro"]))
	for _, k := range micro.Definition().KPIs {
		fmt.Println(k.Name, k.Target, k.Unit)
	}
	places, err := micro.Rank(map[string]kpi.Values{
		"ana":  {"engagement": number(4), "audience_age": number(31)},
		"beto": {"engagement": number(4)},
		"caro": {"engagement": number(3), "audience_age": number(31)},
	})
	for _, p := range places {
		fmt.Println(p)
	}
	fmt.Println(err)
	// Output:
	// engagement > 3 %
	// audience_age 25 to 45 years
	// 1. ana: micro_influencer: green; 2 of 2 on target; ahead by the light
	// 2. beto: micro_influencer: red to green; 1 of 1 on target; no data: audience_age; ahead by what is still open
	// 3. caro: micro_influencer: red because of engagement; 1 of 2 on target
	// <nil>
}

// What is not measured yet keeps the light open.
func ExampleScorecard_Judge() {
	report, err := alianza.Must(kpi.NewScorecard(kpi.CriticalKPIs())).Judge(kpi.Values{
		"success_rate":          decimal.NewFromInt(92),
		"satisfaction":          score.WithUnit(decimal.NewFromInt(93), kpi.UnitPercent),
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

// A scenario is reached when its card is green.
func ExampleReached() {
	var cards []kpi.Scorecard
	for _, d := range kpi.YearScenarios() {
		cards = append(cards, alianza.Must(kpi.NewScorecard(d)))
	}
	reports, best, err := kpi.Reached(kpi.Values{
		"active_partnerships": decimal.NewFromInt(22), "partner_revenue_share": decimal.NewFromInt(52), "cac_reduction": decimal.NewFromInt(61), "satisfaction": decimal.NewFromInt(96), "roi": decimal.NewFromInt(410),
	}, cards...)
	fmt.Println(reports[best].Scorecard, err)
	fmt.Println("short of", reports[best+1].Scorecard, "in", reports[best+1].Because)
	// Output:
	// base <nil>
	// short of optimistic in [roi]
}

// Fewer tickets are better, and a change of up to 10% says nothing.
func ExampleKPI_JudgeSince() {
	tickets := alianza.Must(kpi.New(kpi.Definition{
		Name: "tickets", Target: alianza.Below(decimal.NewFromInt(20)), Tolerance: alianza.WholePercent(10), Actions: []string{"train"},
	}))
	for _, now := range []int64{22, 23, 15} {
		reading, err := tickets.JudgeSince(decimal.NewFromInt(20), decimal.NewFromInt(now))
		fmt.Println(reading, err)
		fmt.Println(reading.Attainment.Round(1), "% attained")
	}
	// Output:
	// tickets 22: red, target < 20; flat; to do: train <nil>
	// 90.9 % attained
	// tickets 23: red, target < 20; up 3, worsening; to do: train <nil>
	// 87 % attained
	// tickets 15: green, target < 20; down 5, improving <nil>
	// 133.3 % attained
}

// A mean of 4.6 out of 5 is not 92% of satisfied partners.
func Example_units() {
	satisfaction := alianza.Must(kpi.New(kpi.Definition{
		Name: "satisfaction", Unit: kpi.UnitPercent, Target: alianza.AtLeast(decimal.NewFromInt(90)),
	}))
	_, err := satisfaction.Judge(score.WithUnit(decimal.New(46, -1), kpi.UnitOfFive))
	fmt.Println(err)
	fmt.Println(satisfaction.Judge(score.WithUnit(decimal.NewFromInt(92), kpi.UnitPercent)))
	// Output:
	// kpi: satisfaction: value "4.6 of 5": contradiction: want "%", and units never convert
	// satisfaction 92%: green, target >= 90 <nil>
}

func ExampleKPI_Judge() {
	roi := alianza.Must(kpi.New(kpi.Definition{
		Name: "roi", Unit: "%",
		Target:    alianza.AtLeast(decimal.NewFromInt(300)),
		Benchmark: alianza.AtLeast(decimal.NewFromInt(200)),
	}))
	for _, figure := range []score.Number{decimal.NewFromInt(300), decimal.NewFromInt(250), decimal.NewFromInt(199), nil} {
		reading, err := roi.Judge(figure)
		fmt.Println(reading, err)
	}
	// Output:
	// roi 300%: green, target >= 300, benchmark >= 200 <nil>
	// roi 250%: yellow, target >= 300, benchmark >= 200 <nil>
	// roi 199%: red, target >= 300, benchmark >= 200 <nil>
	// roi: no data <nil>
}

func ExampleNew_faults() {
	_, err := kpi.New(kpi.Definition{
		Name:      "tickets",
		Target:    alianza.Below(decimal.NewFromInt(2)),
		Benchmark: alianza.AtLeast(decimal.NewFromInt(3)),
	})
	fmt.Println(err)
	// Output:
	// benchmark.at_least "3": contradiction: it looks the other way than the target, < 2
}

// A definition is kept as JSON, and checked when it is read.
func ExampleDefinition() {
	var d kpi.Definition
	err := json.Unmarshal([]byte(`{"name": "onboarding", "unit": "days", "target": {"below": 28}}`), &d)
	if err != nil {
		fmt.Println(err)
		return
	}
	reading, err := alianza.Must(kpi.New(d)).Judge(decimal.NewFromInt(28))
	fmt.Println(reading, err)
	doc, err := json.Marshal(reading)
	fmt.Println(string(doc), err)
	// Output:
	// onboarding 28 days: red, target < 28 <nil>
	// {"kpi":"onboarding","unit":"days","value":"28.00","light":"red","target":{"below":"28"},"attainment_pct":"100"} <nil>
}
