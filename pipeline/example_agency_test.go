package pipeline_test

import (
	"fmt"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/pipeline/claims"
	"github.com/seed-0af520cd/alianza/pipeline/term"
)

// An agency on its way from lead to renewal. It tries a move that the flow does not
// have, another agency has registered its customer, and its proposal comes late.
func Example_agency() {
	at := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 9, 0, 0, 0, time.UTC)
	}
	day := func(t time.Time) alianza.Date { return alianza.DateOf(t, nil) }

	// The stages of the program, with what we ask for in two of them.
	def := pipeline.Partnership()
	opportunity, renewal := &def.Stages[1], &def.Stages[3]
	opportunity.Owner = "partner_manager"
	opportunity.Enter = []pipeline.Condition{{Fact: "claim"}}
	opportunity.Deliverables = []string{"proposal_sent", "contract_signed"}
	opportunity.Expected = pipeline.Days{Least: 14, Most: 28}
	renewal.Deliverables = []string{"renewal_signed"}
	flow := alianza.Must(pipeline.New(def))

	deal := alianza.Must(flow.Open("agencia-sol", at(2026, 1, 12)))
	_, err := flow.Move(deal, "deal", at(2026, 1, 13))
	fmt.Println(err)

	// The customer that it wants to sell to is taken until the end of January.
	register := alianza.Must(claims.New(claims.Definition{
		Name: "deals", Over: claims.Customers, Compare: claims.Folded, Days: 30, Extensions: 1, ExtensionDays: 30,
	}))
	mirador := claims.Request{ID: "c-1", Partner: "studio-luz", Scope: claims.Scope{Customer: "Hotel Mirador"}, On: day(at(2026, 1, 2))}
	register, _, err = register.Add(mirador)
	check(err)
	mirador = claims.Request{ID: "c-2", Partner: deal.ID, Scope: claims.Scope{Customer: "HOTEL MIRADOR"}, On: day(at(2026, 1, 20))}
	_, _, err = register.Add(mirador)
	fmt.Println(err)
	fmt.Println(flow.Exits(deal)[0])

	// In February it is free.
	mirador.On = day(at(2026, 2, 2))
	register, claim, err := register.Add(mirador)
	check(err)
	fmt.Println(claim)
	deal = alianza.Must(flow.Take(deal, pipeline.Step{At: at(2026, 2, 2), Fact: "claim", Text: claim.Request.ID}))
	deal = alianza.Must(flow.Move(deal, "opportunity", at(2026, 2, 2)))

	// The proposal is late, so that the claim has to be extended.
	register, claim, err = register.Extend(claim.Request.ID, day(at(2026, 3, 2)))
	check(err)
	fmt.Println(claim)
	fmt.Println(alianza.Must(flow.Report(deal, at(2026, 3, 6), nil)))
	deal = alianza.Must(flow.Deliver(deal, "proposal_sent", at(2026, 3, 9)))
	_, err = flow.Move(deal, "deal", at(2026, 3, 9))
	fmt.Println(err)
	deal = alianza.Must(flow.Deliver(deal, "contract_signed", at(2026, 3, 16)))
	fmt.Println(alianza.Must(flow.Report(deal, at(2026, 3, 16), nil)))
	deal = alianza.Must(flow.Move(deal, "deal", at(2026, 3, 16)))
	_, _, err = register.Release(claim.Request.ID, day(at(2026, 3, 16)), "sold")
	check(err)

	// The contract runs for a year. Two months before its end the renewal is due.
	years := term.Advanced()
	years.LeadDays = 60
	policy := alianza.Must(term.New(years))
	contract := alianza.Must(policy.Sign(deal.ID, day(at(2026, 3, 16)), 12))
	fmt.Println(alianza.Must(policy.Report(contract, day(at(2027, 1, 20)))))
	deal = alianza.Must(flow.Move(deal, "renewal", at(2027, 1, 20)))
	deal = alianza.Must(flow.Deliver(deal, "renewal_signed", at(2027, 2, 1)))
	contract = alianza.Must(policy.Renew(contract, 12, day(at(2027, 2, 1))))
	deal = alianza.Must(flow.Move(deal, "deal", at(2027, 2, 1)))

	fmt.Println(deal, "until", contract.Expires)
	for _, v := range deal.Past() {
		fmt.Println(v.Stage, "until", v.Until.Format(time.DateOnly))
	}
	fmt.Println(flow.Check(deal))
	// Output:
	// pipeline: deal "agencia-sol": lead to deal: the flow has no such move; from lead it may go to ["opportunity" "lost"]
	// claims: add "c-2": customer "HOTEL MIRADOR" for all products is taken: c-1 of studio-luz to "Hotel Mirador" for all products, active, has the days from 2026-01-20 until 2026-02-01 (the same letters and digits)
	// opportunity: claim is not known
	// c-2: agencia-sol has customer "HOTEL MIRADOR" for all products from 2026-02-02 until 2026-03-04, active
	// c-2: agencia-sol has customer "HOTEL MIRADOR" for all products from 2026-02-02 until 2026-04-03, active, extended once
	// agencia-sol: opportunity for 32 days of 2-4 weeks, 4 days overdue; missing proposal_sent, contract_signed
	// pipeline: deal "agencia-sol": opportunity to deal: conditions do not hold: contract_signed is not delivered
	// agencia-sol: opportunity for 42 days of 2-4 weeks, 14 days overdue; proposal_sent was 7 days late; contract_signed was 14 days late
	// agencia-sol: renewal_due, expires on 2027-03-16, 55 days left
	// agencia-sol: deal since 2027-02-01 until 2028-03-16
	// lead until 2026-02-02
	// opportunity until 2026-03-16
	// deal until 2027-01-20
	// renewal until 2027-02-01
	// <nil>
}

// check stops an example that goes wrong.
func check(err error) {
	if err != nil {
		panic(err)
	}
}
