package main

import (
	"context"
	"math/big"
	"strconv"
	"time"

	"github.com/formancehq/numscript"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

var levels = []string{"affiliate/basic", "affiliate/silver", "affiliate/gold", "affiliate/platinum"}

// A stream is a list of events that are made when they are asked for. What is in
// memory beside a ledger is then not the list, which the collector would walk
// through again and again, but the names in it.
type stream struct {
	n  int
	at func(i int) commission.Event
}

// all returns the events one by one.
func (s stream) all(yield func(commission.Event) bool) {
	for i := range s.n {
		if !yield(s.at(i)) {
			return
		}
	}
}

// numbered returns names with numbers.
func numbered(name string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = name + strconv.Itoa(i)
	}
	return all
}

// amounts is how many different amounts there are in a stream.
const amounts = 1000

// sales returns sales of some partners in the order of time: a new month after
// every so many of a partner.
func sales(n, partners, month int) stream {
	begin := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	ids, names, sums := numbered("order-", n), numbered("partner-", partners), decimals(amounts)
	return stream{n, func(i int) commission.Event {
		return commission.Event{
			ID: ids[i], Kind: commission.Sale, Partner: names[i%partners], Tier: levels[i%len(levels)],
			At:       begin.AddDate(0, i/partners/month, 0).Add(time.Duration(i%1000) * time.Second),
			Currency: "USD", Amount: sums[i%amounts],
		}
	}}
}

// refunds returns a refund of about the half of each sale, a day later.
func refunds(of stream) stream {
	halves := each(amounts, func(c int64) decimal.Decimal { return decimal.New((c+1)/2, -2) })
	ids := numbered("note-", of.n)
	return stream{of.n, func(i int) commission.Event {
		s := of.at(i)
		return commission.Event{
			ID: ids[i], Kind: commission.Refund, Of: s.ID, Partner: s.Partner,
			At: s.At.AddDate(0, 0, 1), Currency: "USD", Amount: halves[i%amounts],
		}
	}}
}

// A program is a plan, and the ledger by hand that does the same.
type program struct {
	plan   commission.Plan
	ledger func() *ledger
}

func affiliate(change func(*commission.Rule)) commission.Plan {
	d := commission.Affiliate()
	d.HoldDays = 30
	change(&d.Rules[0])
	return alianza.Must(commission.New(d))
}

// plain pays by the level.
func plain() program {
	return program{affiliate(func(*commission.Rule) {}), newLedger}
}

// windowed pays by the four bands of what was sold in a month.
func windowed() program {
	return program{
		affiliate(func(r *commission.Rule) {
			table := bands(commission.Graduated).Definition()
			table.Step = decimal.Decimal{} // the plan's
			r.Pay = commission.Pay{Table: table}
			r.Over.Over = commission.PerMonth
		}),
		func() *ledger {
			l := newLedger()
			l.table = portionsOf
			return l
		},
	}
}

// monthlyCap is what a partner earns at most in a month.
const monthlyCap = 10_000

// capped pays by the level, up to a cap a month.
func capped() program {
	return program{
		affiliate(func(r *commission.Rule) {
			r.Limit.Caps = []commission.Cap{{Amount: decimal.NewFromInt(monthlyCap), Per: commission.PerMonth}}
		}),
		func() *ledger {
			l := newLedger()
			l.limit = decimal.NewFromInt(monthlyCap)
			return l
		},
	}
}

// earn evaluates an event and keeps what it led to. It returns the entry.
func earn(plan commission.Plan, state *commission.State, e commission.Event) commission.Entry {
	earned := must(plan.Earn(state, e))
	check(state.Keep(earned.Records...))
	return earned.Entries[0]
}

// eventRows are events one by one: an explained entry for each, and what has to
// be known of it later.
func eventRows(s size) []row {
	n := s.of(100_000)
	sold := sales(n, 100, 20)
	half := sales(n/2, 100, 20)
	none := stream{}
	return append([]row{
		eventRow("a sale", plain(), none, sold, 1.25, centsLedger(sold), numscriptSales(n)),
		eventRow("a refund of a part of a sale", plain(), half, refunds(half), 1.5),
		eventRow("a sale in a month's table of four bands", windowed(), none, sold, 1.5),
		eventRow("a refund in a month's table of four bands", windowed(), half, refunds(half), 1.5),
		eventRow("a sale under a monthly cap", capped(), none, sold, 1.5),
	}, storedRows(s)...)
}

// eventRow posts events after others that are not timed.
func eventRow(work string, p program, before, events stream, goal float64, others ...racer) row {
	r := row{
		group: "events", work: work, per: "event", items: events.n, goal: goal, peerGoal: 1,
		why: "The ledger by hand knows one rule. alianza goes through the rules of a definition, and returns the record of the event beside the entry, with what a refund, a correction or a replay has to know.",
		racers: []racer{
			{name: "Plan.Earn and State.Keep", role: ours, once: true, ready: func() func() answer {
				var state commission.State
				for e := range before.all {
					earn(p.plan, &state, e)
				}
				return func() answer {
					var sum int64
					for e := range events.all {
						sum += earn(p.plan, &state, e).Amount.CoefficientInt64()
					}
					return whole(sum)
				}
			}},
			{name: "a ledger by hand", role: byHand, once: true, ready: func() func() answer {
				l := p.ledger()
				for e := range before.all {
					must(l.post(e))
				}
				return func() answer {
					var sum int64
					for e := range events.all {
						sum += must(l.post(e)).Amount.Shift(2).IntPart()
					}
					return whole(sum)
				}
			}},
		},
	}
	r.racers = append(r.racers, others...)
	if len(others) > 0 {
		r.note = "The ledger for scale takes nothing but cents, whole percents and sales. numscript's machine, parsed once and run for each sale, divides it between partner and house. It keeps no past and explains nothing; the odd cent goes to the first. OpenMeter's rating is part of a server and no module to import."
	}
	return r
}

// levelCents are the rates in cents of a unit.
var levelCents = map[string]int64{"affiliate/basic": 20, "affiliate/silver": 25, "affiliate/gold": 30, "affiliate/platinum": 35}

// centsLedger is how fast a ledger could be that takes nothing but cents, whole
// percents and sales.
func centsLedger(events stream) racer {
	return racer{name: "a ledger of cents", role: forScale, once: true, ready: func() func() answer {
		type sold struct {
			at, due      time.Time
			cents, rate  int64
			left, posted int64
		}
		seen := map[eventKey]*sold{}
		return func() answer {
			var sum int64
			var kept line
			for e := range events.all {
				key, c, rate := eventKey{e.Partner, e.ID}, centsOf(e.Amount), levelCents[e.Tier]
				if seen[key] != nil || e.Kind != commission.Sale || e.Currency != "USD" || rate == 0 {
					panic("not written for that")
				}
				year, month, day := e.At.UTC().Date()
				due := time.Date(year, month, day+30, 0, 0, 0, 0, time.UTC)
				posted := (c*rate + 50) / 100
				seen[key] = &sold{e.At, due, c, rate, c, posted}
				out := line{
					Key: "affiliate/" + e.Partner + "/sale/" + e.ID, Rule: "sale", Event: e.ID, Partner: e.Partner, Tier: e.Tier,
					Currency: "USD", Plan: "affiliate", Version: 1, Kind: e.Kind, At: e.At, Booked: e.At, Due: due,
					Base: e.Amount, Rate: levelRates[e.Tier], Exact: decimal.New(c*rate, -4), Amount: decimal.New(posted, -2), LeftBase: e.Amount,
				}
				kept = out
				sum += out.Amount.CoefficientInt64()
			}
			return func() string { return whole(sum)() + kept.Key[:0] }
		}
	}}
}

// numscriptSales runs a script for each sale, the nearest that numscript has.
func numscriptSales(n int) racer {
	n = max(n/10, 10)
	var want int64
	sums := cents(amounts)
	for i := range n {
		c := sums[i%amounts]
		want += (c*levelCents[levels[i%len(levels)]] + 99) / 100
	}
	return racer{name: "numscript", role: otherRule, want: whole(want)(), items: n, ready: func() func() answer {
		script := numscript.Parse(`vars {
	monetary $amount
	portion $rate
}
send $amount (
	source = @world
	destination = {
		$rate to @partner
		remaining to @house
	}
)`)
		if faults := script.GetParsingErrors(); len(faults) > 0 {
			panic(faults)
		}
		var variables []numscript.VariablesMap
		for i := range n {
			variables = append(variables, numscript.VariablesMap{
				"amount": "USD/2 " + strconv.FormatInt(sums[i%amounts], 10), "rate": strconv.FormatInt(levelCents[levels[i%len(levels)]], 10) + "%",
			})
		}
		return func() answer {
			sum := new(big.Int)
			for _, v := range variables {
				for _, p := range must2(script.Run(context.Background(), v, numscript.StaticStore{})).Postings {
					if p.Destination == "partner" {
						sum.Add(sum, p.Amount)
					}
				}
			}
			return whole(sum.Int64())
		}
	}}
}
