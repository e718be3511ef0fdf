package terms_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/terms"
)

// A program pays podcasts 500 to 2,000 for an episode, and 10% to 20% of what their listeners buy.
// Whoever recommends nobody else gets 5 points more. What may we agree with a podcast, and what
// does it earn then?
func Example() {
	number := func(n int64) terms.Quantity { return terms.Number(decimal.NewFromInt(n)) }
	percent := func(n int) terms.Quantity { return terms.Rate(alianza.WholePercent(n)) }
	sheet := alianza.Must(terms.New(terms.Definition{
		Program: "media", Currency: "USD", Exclusive: alianza.WholePercent(5),
		Partners: map[string][]terms.Clause{"podcast": {
			{About: terms.ItemFee, Per: "episode", Low: number(500), High: number(2000)},
			{About: terms.SalePercent, Low: percent(10), High: percent(20)},
			{About: terms.Exclusivity, Optional: true, OneOf: []string{"territory", "product"}},
		}},
	}))

	// The podcast asks for 2,500 an episode. That is too much, and the rest is still open.
	agreement := terms.Agreement{PartnerType: "podcast", Currency: "USD", Promises: []terms.Promise{
		{About: terms.ItemFee, Per: "episode", Agreed: number(2500)},
	}}
	_, err := sheet.Judge(agreement)
	fmt.Println(err)

	// We agree on 1,200, and on 15% with exclusivity for Mexico.
	agreement.Promises = []terms.Promise{
		{About: terms.ItemFee, Per: "episode", Agreed: number(1200)},
		{About: terms.SalePercent, Agreed: percent(15)},
		{About: terms.Exclusivity, Scope: map[string]string{"territory": "MX"}},
	}
	agreed, err := sheet.Judge(agreement)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(agreed)

	// What was agreed are the rules of a plan: 15% and 5 points are 20% of 99.90.
	plan := alianza.Must(commission.New(commission.Definition{ID: "media", Version: 1, Currency: "USD", Rules: agreed.Rules()}))
	earned, err := plan.Earn(&commission.State{}, commission.Event{
		ID: "o-1", Kind: commission.Sale, Partner: "radio-norte", Currency: "USD",
		At: time.Date(2026, time.March, 9, 12, 0, 0, 0, time.UTC), Amount: decimal.RequireFromString("99.90"),
	})
	fmt.Println(earned, err)
	// Output:
	// terms: media: promises[0].agreed "2500": out of range: the terms are 500 to 2000
	// promises "sale_percent": missing: it is a clause of the terms
	// podcast, media program: 1200 USD per episode, 20% of sales (15% and 5 points for exclusivity), exclusivity by territory MX
	// sale o-1: 20% of 99.90 USD = 19.98, rounded 19.98, rule sale, plan media v1 <nil>
}
