package main

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// purse names accounts of one currency and medium.
type purse struct {
	currency string
	medium   commission.Medium
}

// summary adds up the statements that are printed.
type summary struct {
	program  program.Program
	whole    bool // all partners are shown, so that the program's costs belong to it
	months   map[cycle.Month]bool
	partners map[string]bool
	rows     int
	unused   int
	none     string // why there are no statements, if there are none
	totals   map[purse]*total
}

// total is the sum of the accounts of one currency and medium.
type total struct {
	program.Account
	last map[string]held // of each partner
}

// held is what an account closed with.
type held struct{ held, carried decimal.Decimal }

func newSummary(whole bool, p program.Program) *summary {
	return &summary{program: p, whole: whole, months: map[cycle.Month]bool{}, partners: map[string]bool{}, totals: map[purse]*total{}}
}

// add takes in a statement. Statements come in the order of their months, so
// that a partner's first one has what the balance opened with, and its last one
// what it closes with.
func (s *summary) add(r *program.Result) {
	s.months[r.Month], s.partners[r.Partner] = true, true
	for i := range r.Accounts {
		a := &r.Accounts[i]
		name := purse{a.Currency, a.Medium}
		t := s.totals[name]
		if t == nil {
			t = &total{last: map[string]held{}, Account: program.Account{Currency: a.Currency, Medium: a.Medium}}
			s.totals[name] = t
		}
		t.Sales = t.Sales.Add(a.Sales)
		t.Refunds = t.Refunds.Add(a.Refunds)
		t.Earned = t.Earned.Add(a.Earned)
		t.Adjusted = t.Adjusted.Add(a.Adjusted)
		t.Guaranteed = t.Guaranteed.Add(a.Guaranteed)
		t.WrittenOff = t.WrittenOff.Add(a.WrittenOff)
		t.Paid = t.Paid.Add(a.Paid)
		before, seen := t.last[r.Partner]
		if !seen {
			t.Opening = t.Opening.Add(a.Opening)
		}
		t.Held = t.Held.Add(a.Held).Sub(before.held)
		t.Carried = t.Carried.Add(a.Carried).Sub(before.carried)
		t.last[r.Partner] = held{a.Held, a.Carried}
	}
}

// names returns the accounts by currency and medium.
func (s *summary) names() []purse {
	return slices.SortedFunc(maps.Keys(s.totals), func(a, b purse) int {
		return compareHolders(holder{"", a.currency, a.medium}, holder{"", b.currency, b.medium})
	})
}

// currencies returns those that there is an account in.
func (s *summary) currencies() []string {
	var list []string
	for _, name := range s.names() {
		if !slices.Contains(list, name.currency) {
			list = append(list, name.currency)
		}
	}
	return list
}

// economics is what the program brought in one currency, and for what.
type economics struct {
	sales, refunds decimal.Decimal
	revenue        decimal.Decimal // sales less refunds
	commissions    decimal.Decimal // earned less adjusted, in all media
	costs          decimal.Decimal // of the program, for the months shown
	returned       *roi.Figure     // nil if there was no cost
	readings       []kpi.Reading
}

func (s *summary) economics(currency string) (economics, error) {
	var e economics
	for name, t := range s.totals {
		if name.currency == currency {
			e.sales, e.refunds = e.sales.Add(t.Sales), e.refunds.Add(t.Refunds)
			e.commissions = e.commissions.Add(t.Earned).Add(t.Adjusted)
		}
	}
	e.revenue = e.sales.Sub(e.refunds)
	e.costs = s.program.CostPerMonth(currency).Mul(decimal.NewFromInt(int64(len(s.months))))
	if figure, err := roi.Return(e.revenue, e.commissions.Add(e.costs)); err == nil {
		e.returned = &figure
	}
	for _, k := range s.program.Targets() {
		value, ok, err := e.measure(k.Definition().Name)
		if err != nil {
			return e, err
		}
		if !ok {
			continue
		}
		reading, err := k.Judge(value)
		if err != nil {
			return e, err
		}
		e.readings = append(e.readings, reading)
	}
	return e, nil
}

// measure returns the figure of a KPI, nil for no data. It returns false for one
// that orders say nothing of.
func (e *economics) measure(name string) (score.Number, bool, error) {
	switch name {
	case "roi":
		if e.returned == nil {
			return nil, true, nil
		}
		return *e.returned, true, nil
	case "refund_rate":
		if !e.sales.IsPositive() {
			return nil, true, nil
		}
		rate, err := score.Share(e.refunds, e.sales)
		return rate, true, err
	}
	return nil, false, nil
}
