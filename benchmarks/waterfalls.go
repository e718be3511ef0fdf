package main

import (
	"context"
	"strconv"

	"github.com/formancehq/numscript"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/waterfall"
)

// developmentCosts are recouped first, in cents.
const developmentCosts = 2_000_000

// A month is what a month of the waterfall by hand comes to: what the costs
// took, what they left, and the halves.
type month struct {
	of, took, left, remaining, rest decimal.Decimal
	us, them                        decimal.Decimal
}

// A fall is the state of the waterfall by hand, in cents.
type fall struct{ costs, rest, us, them int64 }

func (f *fall) run(d decimal.Decimal) month {
	c := centsOf(d)
	took := min(c, f.costs)
	f.costs -= took
	f.rest += c - took
	us, them := (f.rest+1)/2-f.us, f.rest/2-f.them
	f.us, f.them = f.us+us, f.them+them
	left := decimal.New(c-took, -2)
	return month{
		of: d, took: decimal.New(took, -2), left: left, remaining: decimal.New(f.costs, -2), rest: left,
		us: decimal.New(us, -2), them: decimal.New(them, -2),
	}
}

// waterfallRow is years of revenue, month by month: costs of development are
// recouped first, and the rest is halved.
func waterfallRow(s size) row {
	n := s.of(12_000) / 12 * 12
	return row{
		group: "splits", work: "a waterfall: costs recouped, then halves", per: "month", items: n, goal: 1.5,
		why:  "By hand two steps are two lines on int64 cents, and their result is of seven numbers. The result of alianza has each step with its shares: see the racer that only makes it. alianza runs the steps of a definition over all that ever came in, twice: before and after the month; the difference is the month, so that returns flow back exactly.",
		note: "alianza returns each step with what it was of, took and left, for any steps, sources and returns. The loop by hand knows its two steps. numscript runs the same steps for one month, with the costs that are left as a variable. It keeps no sum, so that the odd cent is the first one's each month.",
		racers: []racer{
			{name: "Waterfall.Run", role: ours, ready: func() func() answer { return fallAlianza(n) }},
			{name: "a loop over cents", role: byHand, ready: func() func() answer { return fallByHand(n) }},
			{name: "a loop over cents, with the result of alianza", role: forScale, ready: func() func() answer { return fallWithSteps(n) }},
			fallNumscript(n),
		},
	}
}

func fallAlianza(n int) func() answer {
	flow := alianza.Must(waterfall.New(waterfall.JointProduct("us", "them", "development", decimal.New(developmentCosts, -2))))
	amounts := decimals(n)
	return func() answer {
		var sum checksum
		var state waterfall.State
		for i, d := range amounts {
			if i%12 == 0 {
				state = waterfall.State{}
			}
			var result waterfall.Result
			result, state = must3(flow.Run(state, waterfall.Inflow{Amount: d}))
			for at, got := range result.Parties { // development, us, them
				sum.add(at, got.Amount.CoefficientInt64())
			}
		}
		return sum.answer()
	}
}

func fallByHand(n int) func() answer {
	return fallMonths(n, func(m month) [3]decimal.Decimal { return [...]decimal.Decimal{m.took, m.us, m.them} })
}

// fallMonths runs the loop over cents, and adds up what a month gives each party.
func fallMonths(n int, of func(m month) [3]decimal.Decimal) func() answer {
	amounts := decimals(n)
	return func() answer {
		var sum checksum
		var f fall
		for i, d := range amounts {
			if i%12 == 0 {
				f = fall{costs: developmentCosts}
			}
			for at, got := range of(f.run(d)) {
				sum.add(at, got.CoefficientInt64())
			}
		}
		return sum.answer()
	}
}

// withSteps makes the result of a month, which a caller may keep.
//
//go:noinline
func withSteps(m month) waterfall.Result {
	none := decimal.New(0, -2)
	return waterfall.Result{
		Currency: "USD", Total: m.of, OnTop: none, Carried: none,
		Steps: []waterfall.Taken{
			{Name: "development", To: "development", Of: m.of, Took: m.took, Left: m.left, Remaining: m.remaining},
			{Name: "rest", Of: m.left, Took: m.rest, Left: none, Shares: []waterfall.Receipt{{Party: "us", Amount: m.us}, {Party: "them", Amount: m.them}}},
		},
		Parties: []waterfall.Receipt{{Party: "development", Amount: m.took}, {Party: "us", Amount: m.us}, {Party: "them", Amount: m.them}},
	}
}

// fallWithSteps hands out what alianza does.
func fallWithSteps(n int) func() answer {
	return fallMonths(n, func(m month) [3]decimal.Decimal {
		p := withSteps(m).Parties
		return [...]decimal.Decimal{p[0].Amount, p[1].Amount, p[2].Amount}
	})
}

func fallNumscript(n int) racer {
	var want checksum
	costs := make([]int64, n) // left before each month
	left := int64(0)
	for i, c := range cents(n) {
		if i%12 == 0 {
			left = developmentCosts
		}
		costs[i] = left
		took := min(c, left)
		left -= took
		want.add(0, took)
		want.add(1, (c-took+1)/2)
		want.add(2, (c-took)/2)
	}
	return racer{name: "numscript", role: otherRule, want: want.answer()(), ready: func() func() answer {
		script := numscript.Parse(`vars {
	monetary $amount
	monetary $costs
}
send $amount (
	source = @world
	destination = {
		max $costs to @development
		remaining to {
			1/2 to @us
			1/2 to @them
		}
	}
)`)
		if faults := script.GetParsingErrors(); len(faults) > 0 {
			panic(faults)
		}
		var variables []numscript.VariablesMap
		for i, c := range cents(n) {
			variables = append(variables, numscript.VariablesMap{
				"amount": "USD/2 " + strconv.FormatInt(c, 10), "costs": "USD/2 " + strconv.FormatInt(costs[i], 10),
			})
		}
		return func() answer {
			var sum checksum
			for _, v := range variables {
				var got [3]int64
				for _, p := range must2(script.Run(context.Background(), v, numscript.StaticStore{})).Postings {
					switch p.Destination {
					case "development":
						got[0] = p.Amount.Int64()
					case "us":
						got[1] = p.Amount.Int64()
					default:
						got[2] = p.Amount.Int64()
					}
				}
				for at, c := range got {
					sum.add(at, c)
				}
			}
			return sum.answer()
		}
	}}
}
