package program_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/prospect"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// small is a program with three levels.
const small = `{
  "id": "casa-verde",
  "zone": "Europe/Madrid",
  "currencies": ["EUR"],
  "tiers": {"editions": [{"ladder": {"name": "partner", "levels": [
    {"name": "basic", "requires": [{"metric": "sales", "at_least": "1"}]},
    {"name": "gold", "requires": [{"metric": "sales", "at_least": "3"}]}
  ]}}]},
  "plans": [
    {"hold_days": 14, "rules": [{"name": "sale", "on": "sale", "ladder": "partner", "rates": {"basic": "20%", "gold": "30%"}}]},
    {"version": 2, "from": "2026-05-01", "hold_days": 14,
     "rules": [{"name": "sale", "on": "sale", "ladder": "partner", "rates": {"basic": "20%", "gold": "32%"}}]}
  ],
  "payouts": [{"minimum": "50"}],
  "cases": [
    {"name": "gold pays 32% from May", "events": [{"day": "2026-05-01", "amount": "100", "tier": "partner/gold", "earns": "32"}]},
    {"name": "gold pays 32% from April", "events": [{"day": "2026-04-30", "amount": "100", "tier": "partner/gold", "earns": "32"}]}
  ]
}`

func at(month time.Month, day int) time.Time {
	return time.Date(2026, month, day, 12, 0, 0, 0, time.UTC)
}

// A shop keeps its whole program in one document: two levels, what they pay, and when. A studio
// sells three times in March, which is gold, and one of the orders comes back in April.
func Example() {
	p, err := alianza.Read[program.Program]([]byte(`{
		"id": "casa-verde",
		"zone": "Europe/Madrid",
		"currencies": ["EUR"],
		"tiers": {"editions": [{"ladder": {"name": "partner", "levels": [
			{"name": "basic", "requires": [{"metric": "sales", "at_least": "1"}]},
			{"name": "gold", "requires": [{"metric": "sales", "at_least": "3"}]}
		]}}]},
		"plans": [{"hold_days": 14, "rules": [
			{"name": "sale", "on": "sale", "ladder": "partner", "rates": {"basic": "20%", "gold": "30%"}}
		]}],
		"payouts": [{"minimum": "50"}]
	}`))
	if err != nil {
		fmt.Println(err) // every fault, with its line and column
		return
	}

	// Events go in, in any order. 99.90 at 30% is 29.97.
	run := p.Run()
	price := decimal.RequireFromString("99.90")
	for _, event := range []commission.Event{
		{ID: "order-1", Kind: commission.Sale, At: at(time.March, 3), Amount: price},
		{ID: "order-2", Kind: commission.Sale, At: at(time.March, 10), Amount: price},
		{ID: "order-3", Kind: commission.Sale, At: at(time.March, 25), Amount: price},
		{ID: "credit-1", Kind: commission.Refund, Of: "order-2", At: at(time.April, 2), Amount: price},
	} {
		event.Partner, event.Currency = "studio luz", "EUR"
		if err := run.Add(event); err != nil {
			fmt.Println(err)
			return
		}
	}

	// A result for each partner and month comes out. At the end of March the order of the 25th is
	// still held. In April it is due, and the refund takes as much back.
	for result := range run.CloseAll() {
		fmt.Println(result)
		for line := range result.Lines() {
			fmt.Println("   ", line.Entries[0])
		}
	}
	// Output:
	// 2026-03 studio luz: gold, the top level
	//   EUR: opening 0.00 + earned 89.91 + adjusted 0.00 = paid 59.94 + held 29.97 + carried 0.00
	//     sale order-1: 30% of 99.90 EUR = 29.97, rounded 29.97, rule sale, plan casa-verde-eur v1
	//     sale order-2: 30% of 99.90 EUR = 29.97, rounded 29.97, rule sale, plan casa-verde-eur v1
	//     sale order-3: 30% of 99.90 EUR = 29.97, rounded 29.97, rule sale, plan casa-verde-eur v1
	// 2026-04 studio luz: no tier; 1 sale to basic
	//   EUR: opening 29.97 + earned 0.00 + adjusted -29.97 = paid 0.00 + held 0.00 + carried 0.00
	//     refund credit-1 of order-2: 99.90 EUR back, 0.00 left at 30% earn 0.00 after 29.97, so -29.97, rule sale, plan casa-verde-eur v1
}

// All faults of all parts come back at once, with their places and their parts.
func ExampleNew_faults() {
	_, err := alianza.Read[program.Program]([]byte(`{
  "id": "usd",
  "zone": "Madrid",
  "plans": [
    {"id": "usd", "currency": "USD", "version": 2, "rules": [
      {"name": "sale", "on": "sale", "ladder": "partner", "rates": {"gold": "32"}}
    ]}
  ]
}`))
	for _, f := range alianza.Faults(err) {
		fmt.Printf("%d:%d %s: %s\n", f.Line, f.Column, f.Part, f.Path)
		fmt.Println("   ", f.Reason())
	}
	// Output:
	// 3:11 : zone
	//     unknown: want a time zone such as UTC or Europe/Madrid
	// 6:77 plan usd v2, rule sale: plans[0].rules[0].rates.gold
	//     malformed: a percentage has a percent sign: write "32%"
}

// Training is no event. It decides the level together with the sales of the month.
func ExampleRun_Measure() {
	p := alianza.Must(alianza.Read[program.Program]([]byte(trained)))
	run := p.Run()
	for _, partner := range []string{"ana", "bruno"} {
		err := run.Add(commission.Event{ID: "order-1", Kind: commission.Sale, Partner: partner, At: at(time.March, 3), Currency: "USD", Amount: decimal.NewFromInt(100)})
		if err != nil {
			fmt.Println(err)
		}
	}
	march := alianza.Must(cycle.NewMonth(2026, time.March))
	for partner, hours := range map[string]int64{"ana": 8, "bruno": 5} {
		if err := run.Measure(partner, march, tier.Metrics{"hours": decimal.NewFromInt(hours)}); err != nil {
			fmt.Println(err)
		}
	}
	for result := range run.CloseAll() {
		fmt.Println(result.Partner, result.Placement, result.Accounts[0].Earned)
	}
	// Output:
	// ana gold, the top level 30
	// bruno basic; 3 hours to gold 20
}

// Partners are shared out among runs, on as many machines as there are, and the
// results merged.
// Two partners brought one sale, by equal weights. Each has half of the 20% in its own
// month.
func ExampleResult_Entries() {
	p := alianza.Must(alianza.Read[program.Program]([]byte(small)))
	run := p.Run()
	equal := decimal.NewFromInt(1)
	err := run.Add(commission.Event{
		ID: "1", Kind: commission.Sale, Partner: "eva", At: at(time.March, 5), Currency: "EUR", Amount: decimal.NewFromInt(1000),
		Shares: []commission.AttributedShare{{Partner: "eva", Weight: equal}, {Partner: "bruno", Weight: equal}},
	})
	if err != nil {
		fmt.Println(err)
	}
	for result := range run.CloseAll() {
		for entry := range result.Entries() {
			fmt.Println(result.Partner, entry.Amount, "for the", entry.Kind, entry.Event)
		}
	}
	// Output:
	// bruno 100 for the sale 1
	// eva 100 for the sale 1
}

func ExampleMerge() {
	p := alianza.Must(alianza.Read[program.Program]([]byte(small)))
	shards := []*program.Run{p.Run(), p.Run()}
	for i, partner := range []string{"ana", "bruno", "carla"} {
		e := commission.Event{ID: fmt.Sprint(i), Kind: commission.Sale, Partner: partner, At: at(time.March, 1), Currency: "EUR", Amount: decimal.New(500, 0)}
		if err := shards[len(partner)%2].Add(e); err != nil { // a hash of the partner
			fmt.Println(err)
		}
	}
	var totals program.Totals
	for result := range program.Merge(shards[0].CloseAll(), shards[1].CloseAll()) {
		fmt.Println(result.Partner, result.Accounts[0].Paid)
		totals.Add(result)
	}
	fmt.Println(totals.List[0].Paid)
	// Output:
	// ana 100
	// bruno 100
	// carla 100
	// 300
}

// A prospect is taken from the answers to a verdict.
func ExampleProgram_Judge() {
	p := alianza.Must(program.New(program.Definition{ID: "light", Checklist: score.Semaforo()}))
	v, err := p.Judge(program.Prospect{Facts: prospect.Facts{
		Name: "studio luz",
		Answers: score.Answers{
			"compatible_customer": score.Yes, "transferable_trust": score.Yes, "active_channel": score.Yes,
			"natural_context": score.Yes, "measurable": score.No,
		},
	}})
	fmt.Println(v.Decision, err)
	// Output: green <nil>
}

// What changed, in words.
func ExampleDiff() {
	before := alianza.Must(alianza.Read[program.Program]([]byte(small))).Definition()
	after := alianza.Must(alianza.Read[program.Program]([]byte(small))).Definition()
	after.Plans = after.Plans[:1]
	after.Payouts[0].Policy.Minimum = decimal.NewFromInt(75)
	fmt.Println(program.Diff(before, after))
	// Output:
	// plan v2 is gone: version 2, from 2026-05-01, hold_days 14, 1 rule
	// payout 1: minimum was 50, is 75
}

// A document carries its own cases.
func ExampleProgram_Check() {
	p := alianza.Must(alianza.Read[program.Program]([]byte(small)))
	for _, result := range p.Check() {
		fmt.Println(result)
	}
	// Output:
	// gold pays 32% from May: ok
	// gold pays 32% from April: otherwise
	// - event e1, earns 32
	// + event e1, earns 30.00
}

// What is allowed, and seldom meant.
func ExampleProgram_Review() {
	p := alianza.Must(alianza.Read[program.Program]([]byte(`{"id": "a", "currencies": ["USD"], "plans": [{"rules": [
		{"name": "sale", "on": "sale", "over": "month", "table": {"scope": "slab", "brackets": [{"up_to": "1000", "rate": "10%"}, {"rate": "20%"}]}}]}]}`)))
	for _, remark := range p.Review() {
		fmt.Println(remark)
	}
	// Output:
	// plan 1, rule sale: plans[0].rules[0].table: contradiction: its pay jumps at a bound: above 1000: 100 more at once
}

// Two sales in March count two for the ladder; a lead counts nothing.
func ExampleProgram_Metrics() {
	p := alianza.Must(alianza.Read[program.Program]([]byte(small)))
	event := commission.Event{Kind: commission.Sale, Partner: "ana", Currency: "EUR", At: at(time.March, 3), Amount: decimal.NewFromInt(40)}
	first, second, lead := event, event, event
	first.ID, second.ID, lead.ID, lead.Kind, lead.Amount = "o-1", "o-2", "l-1", commission.Lead, decimal.Decimal{}
	fmt.Println(p.Metrics(first, second, lead))
	// Output:
	// map[sales:2] <nil>
}

// A service keeps accounts of its own. It posts the entries of a month, and settles the
// periods that end in it: 60.00 are above the minimum of 50.
func ExampleProgram_Settle() {
	p := alianza.Must(alianza.Read[program.Program]([]byte(small)))
	entry := commission.Entry{ // as Plan.Earn returns it
		Key: "casa-verde-eur/ana/sale/o-1", Plan: "casa-verde-eur", Partner: "ana", Currency: "EUR",
		At: at(time.March, 3), Due: at(time.March, 17), Amount: decimal.NewFromInt(60),
	}
	march := alianza.Must(cycle.ParseMonth("2026-03"))
	payouts, account, err := p.Settle(march, payout.Account{}, entry)
	fmt.Println(payouts[0], err)
	fmt.Println(account.Balance())
	// Output:
	// paid 60.00 EUR; held 0.00, carried 0.00; opening 0.00, earned 60.00, adjusted 0.00 <nil>
	// 0
}
