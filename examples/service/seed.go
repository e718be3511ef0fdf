package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/attribution"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

//go:embed sample.json
var sampleDocument []byte

// seed fills an empty database with the sample program and a quarter of orders, which
// come as webhooks do. January and February are closed, March is open.
func (s *service) seed(ctx context.Context, out io.Writer) error {
	january := alianza.Must(cycle.NewMonth(2026, time.January))
	if err := s.begin(ctx, january); err != nil {
		return err
	}
	err := s.store.update(ctx, func(t *tx) error {
		_, err := s.upload(t, sampleDocument, "sample")
		return err
	})
	if err != nil {
		return err
	}
	for month := range 3 {
		if err := s.seedMonth(ctx, month); err != nil {
			return err
		}
		if month < 2 {
			if err := errors.Join(s.closeMonth(ctx, january.Add(month)), s.transferAll(ctx)); err != nil {
				return err
			}
		}
	}
	if err := s.seedDeals(ctx); err != nil {
		return err
	}
	token, err := s.issue(ctx, identity{partner, "ana"})
	fmt.Fprintln(out, "the sample program, with orders of January to March 2026; token of the partner ana:", token)
	return err
}

// seedMonth sends the orders of a month: more of the first partners than of the others,
// a refund for every seventh, which comes before its sale, and a sale that only a touch
// gives to its partner.
func (s *service) seedMonth(ctx context.Context, month int) error {
	var err error
	send := func(e commission.Event) {
		_, failed := s.takeEvent(ctx, e)
		err = errors.Join(err, failed)
	}
	for i, who := range []string{"ana", "bruno", "carla", "diego"} {
		for n := range 7 - 2*i + month {
			at := time.Date(2026, time.Month(1+month), 2+3*n, 9+i, 30, 0, 0, time.UTC)
			id := fmt.Sprintf("%s-%d%02d", who, month+1, n+1)
			amount := decimal.New(int64(19_99+1_750*n+4_020*i), -2)
			sale := commission.Event{ID: id, Kind: commission.Sale, Partner: who, At: at, Currency: "USD", Amount: amount, Customer: "customer of " + id}
			if i == 1 {
				sale.Currency = "EUR"
			}
			if n == 6 {
				refund := sale
				refund.ID, refund.Kind, refund.Of, refund.At, refund.Cause = "refund-"+id, commission.Refund, id, at.AddDate(0, 0, 2), "withdrawal"
				refund.Amount = decimal.New(19_99, -2)
				send(refund)
			}
			send(sale)
		}
	}
	at := time.Date(2026, time.Month(1+month), 20, 12, 0, 0, 0, time.UTC)
	_, failed := s.takeTouch(ctx, touchMessage{"customer of a touch", attribution.Touch{ID: fmt.Sprint("touch-", month), Partner: "diego", At: at.Add(-time.Hour)}})
	send(commission.Event{ID: fmt.Sprint("touched-", month), Kind: commission.Sale, At: at, Currency: "USD", Amount: decimal.NewFromInt(120), Customer: "customer of a touch"})
	return errors.Join(err, failed)
}
