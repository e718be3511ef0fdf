package alianza_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/commission/waterfall"
	"github.com/seed-0af520cd/alianza/internal/ledgertest"
	"github.com/seed-0af520cd/alianza/program"
)

// tellYears plays random years of plans of any rules: sales, refunds, corrections,
// closes and reversals, and the records that are kept.
func tellYears(d *digest) {
	for seed := range uint64(30) {
		year := ledgertest.Dice(seed, 60)
		var versions []commission.Definition
		for _, data := range year.Definitions {
			var one commission.Definition
			d.tell(json.Unmarshal(data, &one))
			versions = append(versions, one)
		}
		plan, err := commission.New(versions...)
		plan = plan.In(year.Zone)
		d.tell(plan, err)
		var state commission.State
		var entries []commission.Entry
		for _, data := range year.Events {
			var e commission.Event
			d.tell(json.Unmarshal(data, &e))
			earned, err := plan.Earn(&state, e)
			d.tell(e, earned, err, state.Keep(earned.Records...))
			entries = append(entries, earned.Entries...)
		}
		d.tell(commission.Statements(entries), state)
	}
}

// tellSettlements posts random entries and settles each month, with failed payouts.
func tellSettlements(d *digest) {
	for seed := range uint64(80) {
		r := rand.New(rand.NewPCG(seed, 3))
		def := payout.Definition{Currency: []string{"USD", "JPY", "BHD"}[r.IntN(3)], Minimum: decimal.New(r.Int64N(100), 0), Confirm: r.IntN(2) == 0}
		if r.IntN(2) == 0 {
			def.Holdback = payout.Holdback{Rate: alianza.WholePercent(1 + r.IntN(40)), Days: 1 + r.IntN(100)}
		}
		if r.IntN(3) == 0 {
			def.Every, def.Draw = payout.EveryMonth, payout.Draw{Amount: decimal.New(1+r.Int64N(300), 0)}
		}
		policy, err := payout.New(def)
		d.tell(policy, err)
		var account payout.Account
		for month := range 12 {
			var entries []commission.Entry
			for i := range r.IntN(6) {
				at := time.Date(2026, time.Month(1+month), 1+r.IntN(28), r.IntN(24), 0, 0, 0, time.FixedZone("east", r.IntN(14)*60*60))
				entries = append(entries, commission.Entry{
					Key: fmt.Sprint("e/", month, "/", i), Plan: "p", Partner: "ana", Currency: def.Currency, At: at,
					Amount: decimal.New(r.Int64N(200)-60, 0), Due: at.AddDate(0, 0, r.IntN(3)*30),
				})
			}
			posted, err := policy.Post(account, entries...)
			d.tell(err)
			until := time.Date(2026, time.Month(2+month), 1, 0, 0, 0, 0, time.UTC)
			paid, settled, err := policy.Settle(posted, until)
			d.tell(paid, settled, err)
			if err != nil {
				continue
			}
			account = settled
			if paid.State != payout.StateReserved {
				continue
			}
			after, next, err := policy.Confirm(account, paid.Key)
			if r.IntN(4) == 0 {
				after, next, err = policy.Fail(account, paid.Key, "no such bank", until)
			}
			d.tell(after, next, err)
			if err == nil {
				account = next
			}
		}
	}
}

// tellSplits divides totals by random shares.
func tellSplits(d *digest) {
	for seed := range uint64(1000) {
		r := rand.New(rand.NewPCG(seed, 4))
		def := split.Definition{Currency: "USD", Rounding: commission.Rounding(r.IntN(5))}
		for i := range 1 + r.IntN(6) {
			weight, err := split.FractionOf(decimal.New(1+r.Int64N(50), 0), decimal.New(1+r.Int64N(7), 0))
			share := split.Share{Party: string(rune('a' + i)), Weight: weight}
			if r.IntN(4) == 0 {
				share.Min = decimal.New(5*r.Int64N(300), -2)
			}
			def.Shares = append(def.Shares, share)
			d.tell(weight, err)
		}
		by, err := split.New(def)
		d.tell(by, err)
		division, err := by.Divide(decimal.New(r.Int64N(200_000)-100_000, -2))
		d.tell(division, err)
	}
}

// tellWaterfalls runs months of revenue through random steps.
func tellWaterfalls(d *digest) {
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 5))
		def := waterfall.Definition{Currency: "EUR", Negative: waterfall.Negative(r.IntN(2))}
		for i := range 1 + r.IntN(5) {
			step := waterfall.Step{Name: fmt.Sprint("step ", i), To: string(rune('a' + r.IntN(3))), Rate: alianza.PercentUnits(1 + r.Int64N(200_000_000_000))}
			switch r.IntN(4) {
			case 0:
				step.Recoup, step.Rate = decimal.New(1+r.Int64N(100_000), -2), alianza.WholePercent(1+r.IntN(100))
			case 1:
				step.Rate, step.Brackets = alianza.Percent{}, []waterfall.Bracket{{UpTo: decimal.New(1+r.Int64N(100_000), -2), Rate: step.Rate}, {Rate: alianza.WholePercent(7)}}
			}
			def.Steps = append(def.Steps, step)
		}
		def.Steps = append(def.Steps, waterfall.Step{Name: "rest", Shares: []split.Share{{Party: "us", Weight: split.Weight(1 + r.IntN(5))}, {Party: "them", Weight: split.Weight(3)}}})
		w, err := waterfall.New(def)
		d.tell(w, err)
		var state waterfall.State
		for range 12 {
			result, next, err := w.Run(state, waterfall.Inflow{Amount: decimal.New(r.Int64N(100_000)-30_000, -2)})
			d.tell(result, next, err)
			if err == nil {
				state = next
			}
		}
	}
}

// tellRuns takes random events of a year through whole programs, month by month.
func tellRuns(d *digest) {
	document, err := os.ReadFile("program/testdata/service.json")
	d.tell(err)
	service, err := alianza.Read[program.Program](document)
	d.tell(service, err)
	affiliate, err := program.New(program.Affiliate())
	d.tell(affiliate, err)
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 6))
		p := []program.Program{service, affiliate}[seed%2]
		run := p.Run()
		for i := range 60 {
			e := commission.Event{
				ID: fmt.Sprint("e", i), Kind: commission.Sale, Partner: fmt.Sprint("p", r.IntN(4)), Currency: p.Currencies()[0],
				At: time.Date(2026, 1, 1, r.IntN(24*360), r.IntN(60), 0, 0, time.UTC), Amount: decimal.New(r.Int64N(90_000), -2),
				Customer: fmt.Sprint("c", r.IntN(20)),
			}
			if i > 0 && r.IntN(5) == 0 {
				e.Kind, e.Of, e.Amount = commission.Refund, fmt.Sprint("e", r.IntN(i)), decimal.New(r.Int64N(5_000), -2)
			}
			d.tell(run.Add(e))
		}
		var totals program.Totals
		for result := range run.CloseAll() {
			totals.Add(result)
			d.tell(result)
		}
		d.tell(totals, run.Refused())
	}
}
