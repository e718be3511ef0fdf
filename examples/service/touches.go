package main

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/attribution"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// A touchMessage is a touch of a customer by a partner.
type touchMessage struct {
	Customer string            `json:"customer"`
	Touch    attribution.Touch `json:"touch"`
}

// lastTouch gives a sale to the partner who reached its customer last, within 30 days.
var lastTouch = alianza.Must(attribution.New(attribution.Definition{
	Model: attribution.Last, LookBack: attribution.LookBack{Days: 30, EdgeIn: true},
}))

// takeTouch keeps a touch. Nothing is decided before the month of a sale ends, so that
// touches may come in any order.
func (s *service) takeTouch(ctx context.Context, m touchMessage) (outcome, error) {
	for path, value := range map[string]string{"customer": m.Customer, "touch.id": m.Touch.ID, "touch.partner": m.Touch.Partner} {
		if value == "" {
			return "", fault(path, "", alianza.ErrMissing, "absent")
		}
	}
	if m.Touch.At.IsZero() {
		return "", fault("touch.at", "", alianza.ErrMissing, "absent")
	}
	body, err := json.Marshal(m)
	if err != nil {
		return "", err
	}
	out := recorded
	err = s.store.update(ctx, func(t *tx) error {
		n, err := t.exec(`INSERT INTO touches (id, customer, partner, at, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
			m.Touch.ID, m.Customer, m.Touch.Partner, instant(m.Touch.At), string(body))
		if err == nil && n == 0 {
			out, err = repeated, sameBody(t, `SELECT body FROM touches WHERE id = $1`, m.Touch.ID, string(body))
		}
		return err
	})
	return out, err
}

// attribute finds the partners of the sales of a month that name none.
func (s *service) attribute(ctx context.Context, month cycle.Month) error {
	var ids []string
	err := s.store.update(ctx, func(t *tx) (err error) {
		ids, err = all(t, itself[string], `SELECT id FROM events WHERE waits_for = 'touch' AND month <= $1 ORDER BY at, id`, month.String())
		return err
	})
	for _, id := range ids {
		err = errors.Join(err, s.store.update(ctx, func(t *tx) error { return s.attributeSale(t, id) }))
	}
	return err
}

// attributeSale gives a sale to its partner, or to nobody.
func (s *service) attributeSale(t *tx, id string) error {
	p, err := s.current(t)
	if err != nil {
		return err
	}
	m, err := monthsOf(t)
	if err != nil {
		return err
	}
	m.begun = m.closed // the sale came in time: it counts for the level
	body, ok, err := one(t, itself[string], `SELECT body FROM events WHERE id = $1 AND waits_for = 'touch'`, id)
	if err != nil || !ok {
		return err
	}
	var e commission.Event
	if err := readRow(body, &e); err != nil {
		return err
	}
	if e.Partner, err = toucher(t, e.Customer, e.At); err != nil {
		return err
	}
	if e.Partner == "" {
		return s.direct(t, p, m, id)
	}
	if err := t.lockPartner(e.Partner); err != nil {
		return err
	}
	if _, err := t.exec(`UPDATE events SET partner = $2 WHERE id = $1`, id, e.Partner); err != nil {
		return err
	}
	return s.tryOrRefuse(t, p, m, e)
}

// toucher returns the partner whose touch brought a sale, "" for none.
func toucher(t *tx, customer string, at time.Time) (string, error) {
	bodies, err := all(t, itself[string], `SELECT body FROM touches WHERE customer = $1 AND customer <> '' AND at <= $2`, customer, instant(at))
	if err != nil {
		return "", err
	}
	touches := make([]attribution.Touch, len(bodies))
	for i, body := range bodies {
		var m touchMessage
		if err := readRow(body, &m); err != nil {
			return "", err
		}
		touches[i] = m.Touch
	}
	result, err := lastTouch.Attribute(touches, attribution.Sale{At: at, Customer: customer})
	if err != nil || len(result.Shares) == 0 {
		return "", err
	}
	return result.Shares[0].Partner, nil
}
