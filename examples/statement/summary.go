package main

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// measured are the KPIs that the command knows, by name.
var measured = []string{"roi", "refund_rate"}

// summary adds up the statements that are printed.
type summary struct {
	program  *program
	whole    bool // all partners are shown, so that the program's costs belong to it
	months   map[month]bool
	partners map[string]bool
	rows     int
	unused   int
	totals   map[string]*total // by currency
	last     month
}

// total is the sum of the statements in one currency.
type total struct {
	balance
	revenue, refunded decimal.Decimal
	last              map[string]balance // of each partner
}

func newSummary(c config, p *program) *summary {
	return &summary{program: p, whole: c.partner == "", months: map[month]bool{}, partners: map[string]bool{}, totals: map[string]*total{}}
}

// add takes in a statement. Statements come in the order of their months, so
// that a partner's first one has what the balance opened with, and its last one
// what it closes with.
func (s *summary) add(st *statement) {
	s.months[st.month], s.partners[st.partner], s.last = true, true, st.month
	for _, sec := range st.sections {
		t := s.totals[sec.currency]
		if t == nil {
			t = &total{last: map[string]balance{}}
			s.totals[sec.currency] = t
		}
		t.revenue = t.revenue.Add(sec.revenue)
		t.refunded = t.refunded.Add(sec.refunded)
		b := sec.balance
		t.earned = t.earned.Add(b.earned)
		t.adjusted = t.adjusted.Add(b.adjusted)
		t.paid = t.paid.Add(b.paid)
		before, seen := t.last[st.partner]
		if !seen {
			t.opening = t.opening.Add(b.opening)
		}
		t.held = t.held.Add(b.held).Sub(before.held)
		t.carried = t.carried.Add(b.carried).Sub(before.carried)
		t.last[st.partner] = b
	}
}

func (s *summary) currencies() []string { return slices.Sorted(maps.Keys(s.totals)) }

// economics is what the program brought in one currency, and for what.
type economics struct {
	revenue     decimal.Decimal // sales less refunds
	commissions decimal.Decimal // earned less adjusted
	costs       decimal.Decimal // of the program, for the months shown
	returned    *roi.Figure     // nil if there was no cost
	readings    []kpi.Reading
}

func (s *summary) economics(currency string) (economics, error) {
	t := s.totals[currency]
	e := economics{
		revenue:     t.revenue.Sub(t.refunded),
		commissions: t.earned.Add(t.adjusted),
		costs:       s.program.costs[currency].Mul(decimal.NewFromInt(int64(len(s.months)))),
	}
	if figure, err := roi.Return(e.revenue, e.commissions.Add(e.costs)); err == nil {
		e.returned = &figure
	}
	for _, k := range s.program.kpis {
		var value score.Number // nil: no data
		switch k.Definition().Name {
		case "roi":
			if e.returned != nil {
				value = *e.returned
			}
		case "refund_rate":
			if t.revenue.IsPositive() {
				rate, err := score.Share(t.refunded, t.revenue)
				if err != nil {
					return e, err
				}
				value = rate
			}
		}
		reading, err := k.Judge(value)
		if err != nil {
			return e, err
		}
		e.readings = append(e.readings, reading)
	}
	return e, nil
}
