package alianza_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/prospect"
	"github.com/seed-0af520cd/alianza/tier"
)

// From prospect to payout: the way of one partner through a program.
func Example() {
	// A photo studio would like to recommend us. The traffic light says go.
	light := must(must(score.NewChecklist(score.Semaforo())).Judge(score.Answers{
		"compatible_customer": score.Yes, "transferable_trust": score.Yes, "active_channel": score.Yes,
		"natural_context": score.Yes, "real_complement": score.No, "easy_execution": score.No,
		"mutual_benefit": score.No, "measurable": score.Unknown,
	}))
	fmt.Println(light)

	// The talks go from lead to deal, one stage at a time.
	flow := must(pipeline.New(pipeline.Partnership()))
	deal := must(flow.Open("studio-luz", january(12)))
	deal = must(flow.Move(deal, "opportunity", january(20)))
	deal = must(flow.Move(deal, "deal", january(30)))
	fmt.Println(deal)

	// In March the studio brings 17 sales, which is gold. The rates ride along.
	ladder := must(tier.New(tier.WithTerms(tier.Affiliate(), commission.Affiliate().Rules[0].Pay.Rates)))
	at := must(ladder.Place(tier.Metrics{"sales": n("17")}))
	fmt.Println(at, "at", at.Terms)

	// Each sale earns an entry; a refund takes back its part of it, by an entry of its own.
	plan := must(commission.New(commission.Affiliate()))
	sale := commission.Event{
		ID: "order-991", Kind: commission.Sale, Partner: deal.ID, Tier: at.Tier(),
		At: march(9), Currency: "USD", Amount: n("19.99"),
	}
	refund := commission.Event{
		ID: "note-7", Kind: commission.Refund, Of: sale.ID, Partner: deal.ID,
		At: march(16), Currency: "USD", Amount: n("9.99"),
	}
	var state commission.State // what the plan has to know about the past; yours to keep
	var account payout.Account // what the studio is owed
	policy := must(payout.New(payout.Definition{Currency: "USD", Minimum: n("2.50")}))
	for _, event := range []commission.Event{sale, refund} {
		earned := must(plan.Earn(&state, event)) // changes nothing
		fmt.Println(earned)
		account = must(policy.Post(account, earned.Entries...))
		check(state.Keep(earned.Records...)) // in a service: with the entries, in one transaction
	}

	// At the end of the month, what is due is paid.
	paid, _, err := policy.Settle(account, april(1))
	check(err)
	fmt.Println(paid)

	// Together they sell a course, and share what it brings to the cent.
	course := must(must(split.New(split.JointProduct("us", deal.ID))).Divide(n("1000.01")))
	fmt.Println(course)

	// A year later: what came back for what it cost.
	fmt.Println(must(roi.Return(n("200000"), n("50000"))))

	// Output:
	// green, 4 of 8; quick says yellow; unknown: measurable
	// studio-luz: deal since 2026-01-30
	// gold; 14 sales to platinum at 30%
	// sale order-991: 30% of 19.99 USD = 5.997, rounded 6.00, rule sale, plan affiliate v1
	// refund note-7 of order-991: 9.99 USD back, 10.00 left at 30% earn 3.00 after 6.00, so -3.00, rule sale, plan affiliate v1
	// paid 3.00 USD; held 0.00, carried 0.00; opening 0.00, earned 6.00, adjusted -3.00
	// 1000.01 EUR: us 500.01 (50%), studio-luz 500.00 (50%)
	// ROI 300%: revenue 200000, cost 50000
}

// must is alianza.Must: it returns v, and stops the example on an error. So does check
// of an error alone. A service would return it.
func must[T any](v T, err error) T { return alianza.Must(v, err) }

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func n(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func january(day int) time.Time { return time.Date(2026, time.January, day, 9, 0, 0, 0, time.UTC) }

func march(day int) time.Time { return time.Date(2026, time.March, day, 9, 0, 0, 0, time.UTC) }

func april(day int) time.Time { return time.Date(2026, time.April, day, 0, 0, 0, 0, time.UTC) }

// Two partners mail their lists for each other. Package prospect says what a mailing
// may be expected to bring; package split, how even the exchange is. No money moves.
func Example_listSwap() {
	mailing := func(people, clicks, conversion int, price string) split.Fraction {
		emails, c, v, p := 1, alianza.WholePercent(clicks), alianza.WholePercent(conversion), n(price)
		value := must(prospect.Mailing{Emails: &emails, People: &people, Clicks: &c, Conversion: &v, Price: &p}.Value())
		return must(split.FractionOf(value, n("1")))
	}
	fmt.Println(split.Exchange{Currency: "USD", Gifts: []split.Given{
		{Side: "ana", What: "a mailing to 20,000", Value: mailing(20_000, 2, 5, "100.00")},
		{Side: "bruno", What: "a mailing to 10,000", Value: mailing(10_000, 4, 5, "50.00")},
		{Side: "bruno", What: "a banner for a month", Value: split.Weight(500)},
	}}.Balance())

	// Clicks that nobody counted are unknown, and so is the value.
	emails, people, conversion, price := 1, 20_000, alianza.WholePercent(5), n("100.00")
	_, err := prospect.Mailing{Emails: &emails, People: &people, Conversion: &conversion, Price: &price}.Value()
	fmt.Println(err)
	// Output:
	// ana 2000 USD, bruno 1500 USD: balance 0.75, bruno owes 500 in kind <nil>
	// prospect: mailing: clicks: missing
}
