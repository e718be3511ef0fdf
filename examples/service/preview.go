package main

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// A preview is what a sale would earn now.
type preview struct {
	Amount decimal.Decimal `json:"amount"`
	Earns  decimal.Decimal `json:"earns"`
	Why    string          `json:"why"`
}

// previews returns what the next sale of a partner would earn, for equal steps of its
// amount. Earn changes nothing: a preview is a sale that is not kept.
func (s *service) previews(t *tx, who, currency string, upTo decimal.Decimal) ([]preview, error) {
	p, err := s.current(t)
	if err != nil {
		return nil, err
	}
	m, err := monthsOf(t)
	if err != nil {
		return nil, err
	}
	plan, ok := p.Plan(currency)
	if !ok {
		return nil, fault("currency", currency, alianza.ErrUnknown, "the program has no plan in it")
	}
	sale := commission.Event{
		ID: "the next sale", Kind: commission.Sale, Partner: who, Currency: currency,
		At: monthStart(m.closed.Add(2), p.Zone()).Add(-1), // the end of the open month
	}
	if _, err := s.tier(t, p, m, &sale); err != nil {
		return nil, err
	}
	const steps = 60
	var list []preview
	for i := range steps + 1 {
		sale.Amount = upTo.Mul(decimal.NewFromInt(int64(i))).DivRound(decimal.NewFromInt(steps), 2)
		earned, err := plan.Earn(past{t, plan}, sale)
		if err != nil {
			return nil, err
		}
		list = append(list, preview{sale.Amount, earned.Sum(commission.Cash), earned.String()})
	}
	return list, nil
}

// plainAmount is an amount without an exponent: 1e999999 is short to write and long to
// compute with.
var plainAmount = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,2})?$`)

// nextSale reads what a request asks to preview: in the first currency of the program up
// to 1,000, if it does not say.
func (s *service) nextSale(t *tx, r *http.Request) (list []preview, currency string, err error) {
	p, err := s.current(t)
	if err != nil {
		return nil, "", err
	}
	text := cmp.Or(r.URL.Query().Get("up_to"), "1000")
	if !plainAmount.MatchString(text) {
		return nil, "", fault("up_to", text, alianza.ErrForm, "an amount of at most nine digits and two decimals")
	}
	upTo, err := decimal.NewFromString(text)
	if err != nil {
		return nil, "", err
	}
	currencies := slices.Concat(p.Definition().Currencies, p.Currencies()) // the program's own order comes first
	if currency = r.URL.Query().Get("currency"); currency == "" && len(currencies) > 0 {
		currency = currencies[0]
	}
	list, err = s.previews(t, param(r, "partner"), currency, upTo)
	return list, currency, err
}

func (s *service) getPreviews(w http.ResponseWriter, r *http.Request) error {
	var list []preview
	err := s.store.update(r.Context(), func(t *tx) (err error) {
		list, _, err = s.nextSale(t, r)
		return err
	})
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, list)
}
