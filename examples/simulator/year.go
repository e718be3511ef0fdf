package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
)

// A year is what a program did with the partners: sales by month, pay in cents.
type year struct {
	sales  [][months]int
	pay    []int64
	totals program.Total
}

// live takes the sales of all partners through a program. One in 25 is refunded.
func live(p program.Program, all []person, sales [][months]int) (year, error) {
	run, index := p.Run(), map[string]int{}
	for i := range all {
		index[all[i].name] = i
		for _, e := range all[i].events(sales[i], p) {
			if err := run.Add(e); err != nil {
				return year{}, err
			}
		}
	}
	y := year{sales: sales, pay: make([]int64, len(all))}
	var totals program.Totals
	for result := range run.CloseAll() {
		for _, account := range result.Accounts {
			y.pay[index[result.Partner]] += account.Earned.Add(account.Adjusted).Shift(2).IntPart()
		}
		totals.Add(result)
	}
	if run.Refused() > 0 {
		return year{}, fmt.Errorf("the program refuses %d events", run.Refused())
	}
	if len(totals.List) > 0 {
		y.totals = totals.List[0]
	}
	return y, nil
}

// events are the partner's sales and refunds. The amount of a sale goes with its place
// in the year, whatever month it is moved to.
func (p *person) events(sales [months]int, of program.Program) []commission.Event {
	own := rand.New(rand.NewPCG(p.seed, 1))
	code := of.Currencies()[0]
	var events []commission.Event
	for m, n := range sales {
		for range n {
			cents := p.price * (70 + own.Int64N(60)) / 100
			at := time.Date(2026, time.Month(m+1), 1, 9, 0, 0, 0, of.Zone()).Add(time.Duration(own.IntN(27*24*60)) * time.Minute)
			sale := commission.Event{
				ID: fmt.Sprintf("s%d", len(events)), Kind: commission.Sale, Partner: p.name, At: at,
				Currency: code, Amount: decimal.New(cents, -2),
			}
			events = append(events, sale)
			if own.IntN(25) == 0 {
				refund := sale
				refund.ID, refund.Of, refund.Kind = "r"+sale.ID, sale.ID, commission.Refund
				refund.At = at.AddDate(0, 0, 3+own.IntN(18))
				events = append(events, refund)
			}
		}
	}
	return events
}
