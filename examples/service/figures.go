package main

import (
	"net/http"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/book"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// figures are what a month brought and cost in one currency.
type figures struct {
	Month      string          `json:"month"`
	Currency   string          `json:"currency"`
	Revenue    decimal.Decimal `json:"revenue"`
	Commission decimal.Decimal `json:"commission"`
	Cost       decimal.Decimal `json:"cost"`
	Told       []string        `json:"told"` // as sentences: return, multiple, net
	Partners   []book.Line     `json:"partners"`
}

// figuresOf adds up a month by the books of package roi.
func (s *service) figuresOf(t *tx, month cycle.Month) ([]figures, error) {
	p, err := s.current(t)
	if err != nil {
		return nil, err
	}
	events, err := eventsOf(t, `SELECT body, partner FROM events WHERE month = $1 AND state = 'posted'`, month.String())
	if err != nil {
		return nil, err
	}
	entries, err := entriesOf(t, `SELECT body FROM entries WHERE month = $1`, month.String())
	if err != nil {
		return nil, err
	}
	list := []figures{}
	for _, currency := range p.Currencies() {
		f, err := figuresIn(currency, month, events, entries, p.CostPerMonth(currency))
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

func figuresIn(currency string, month cycle.Month, events []commission.Event, entries []commission.Entry, cost decimal.Decimal) (figures, error) {
	const counts = "posted"
	b, err := book.New(currency, counts)
	if err != nil {
		return figures{}, err
	}
	for _, e := range events {
		row := book.Row{Partner: e.Partner, State: counts, Revenue: e.Amount}
		if e.Kind == commission.Refund || e.Kind == commission.Chargeback {
			row.Revenue = e.Amount.Neg()
		}
		if e.Currency == currency {
			err = b.Add(row)
		}
		if err != nil {
			return figures{}, err
		}
	}
	for _, e := range entries {
		if e.Currency == currency && e.Medium == commission.Cash {
			if err := b.Add(book.Row{Partner: e.Partner, State: counts, Commission: e.Amount}); err != nil {
				return figures{}, err
			}
		}
	}
	partners := b.By(book.Partner)
	if err := b.Add(book.Row{Partner: "the program", State: counts, Cost: cost}); err != nil {
		return figures{}, err
	}
	total := b.Total()
	f := figures{
		Month: month.String(), Currency: currency, Partners: append([]book.Line{}, partners...), Told: []string{},
		Revenue: total.Revenue, Commission: total.Commission, Cost: total.Cost,
	}
	for _, figure := range []func() (roi.Figure, error){total.Return, total.Multiple, total.Net} {
		if got, err := figure(); err == nil { // without costs there is no return
			f.Told = append(f.Told, got.String())
		}
	}
	return f, nil
}

func (s *service) getFigures(w http.ResponseWriter, r *http.Request) error {
	var list []figures
	err := s.store.update(r.Context(), func(t *tx) error {
		month, err := s.month(t, r)
		if err != nil {
			return err
		}
		list, err = s.figuresOf(t, month)
		return err
	})
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, list)
}
