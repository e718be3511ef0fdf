package alianza_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/tier"
)

// From prospect to payout: the way of one partner through a program.
func Example() {
	n := decimal.RequireFromString
	day := func(month time.Month, d int) time.Time { return time.Date(2026, month, d, 9, 0, 0, 0, time.UTC) }

	// A photo studio would like to recommend us. The traffic light says go.
	light, err := score.MustChecklist(score.Semaforo()).Judge(score.Answers{
		"compatible_customer": score.Yes, "transferable_trust": score.Yes, "active_channel": score.Yes,
		"natural_context": score.Yes, "real_complement": score.No, "easy_execution": score.No,
		"mutual_benefit": score.No, "measurable": score.Unknown,
	})
	check(err)
	fmt.Println(light)

	// A closer look: five weighted criteria, each from 1 to 10.
	evaluation, err := score.MustEvaluation(score.PartnerEvaluation()).Judge(score.Scores{
		"strategic_fit": n("9"), "market_access": n("8"), "technology_compatibility": n("7"),
		"financial_viability": n("8"), "cultural_fit": n("9"),
	})
	check(err)
	fmt.Println(evaluation)

	// The talks go from lead to deal, one stage at a time.
	flow := pipeline.MustNew(pipeline.Partnership())
	deal, err := flow.Open("studio-luz", day(1, 12))
	check(err)
	_, err = flow.Move(deal, "deal", day(1, 20))
	fmt.Println(err)
	deal, err = flow.Move(deal, "opportunity", day(1, 20))
	check(err)
	deal, err = flow.Move(deal, "deal", day(3, 2))
	check(err)
	fmt.Println(deal)

	// In March the studio brings 17 sales, which is gold. The rates ride along.
	ladder := tier.MustNew(tier.WithTerms(tier.Affiliate(), commission.AffiliateRates()))
	at, err := ladder.Place(tier.Metrics{"sales": n("17")})
	check(err)
	fmt.Printf("%s; pays %s\n", at, at.Terms)

	// Each sale earns an entry, and a refund takes back its part of it.
	plan := commission.MustNew(commission.Affiliate())
	var state commission.State
	for _, event := range []commission.Event{
		{
			ID: "order-991", Kind: commission.Sale, Partner: deal.ID, Tier: at.Tier(),
			At: day(3, 9), Currency: "USD", Amount: n("19.99"),
		},
		{
			ID: "refund-7", Kind: commission.Refund, Of: "order-991", Partner: deal.ID,
			At: day(3, 16), Currency: "USD", Amount: n("9.99"),
		},
	} {
		var earned commission.Earning
		earned, state, err = plan.Earn(state, event)
		check(err)
		for _, entry := range earned.Entries {
			fmt.Println(entry)
		}
	}

	// Together they sell a course, and share what it brings to the cent.
	course, err := commission.MustSplit(commission.JointProduct("us", "studio-luz")).Divide(n("1000.01"))
	check(err)
	fmt.Println(course)

	// A year later: what came back for what it cost.
	returned, err := roi.Percent(n("200000"), n("50000"))
	check(err)
	fmt.Println(returned)

	// Output:
	// green, 4 of 8; quick says yellow; unknown: measurable
	// advance with 8.2 of 10, 1.2 above the bound of >= 7
	// pipeline: deal "studio-luz": lead to deal: the flow has no such move; from lead it may go to ["opportunity" "lost"]
	// studio-luz: deal since 2026-03-02
	// gold; 14 sales to platinum; pays 30%
	// sale order-991: 30% of 19.99 USD = 5.997, rounded 6.00, rule sale, plan affiliate v1
	// refund refund-7 of order-991: 10.00 USD left at 30% earn 3.00, so -3.00, rule sale, plan affiliate v1
	// 1000.01 EUR: us 500.01 (50%), studio-luz 500.00 (50%)
	// ROI 300%: revenue 200000, cost 50000
}

// check stops the example on an error; a service would return it.
func check(err error) {
	if err != nil {
		panic(err)
	}
}
