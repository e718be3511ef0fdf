package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// months says how far the books are closed. A month begins to close, takes nothing any
// more that counts for its levels, and is closed when all partners are settled.
type months struct{ begun, closed cycle.Month }

func monthsOf(t *tx) (m months, err error) {
	type row struct{ begun, closed string }
	r, _, err := one(t, func(r *row) []any { return []any{&r.begun, &r.closed} },
		`SELECT coalesce(max(month), ''), coalesce(max(CASE state WHEN 'closed' THEN month END), '') FROM months`)
	if err != nil {
		return m, err
	}
	if r.begun == "" {
		return m, errors.New("the service has no first month")
	}
	return m, errors.Join(m.begun.UnmarshalText([]byte(r.begun)), m.closed.UnmarshalText([]byte(r.closed)))
}

// begin says which month the books begin with, once.
func (s *service) begin(ctx context.Context, first cycle.Month) error {
	return s.store.update(ctx, func(t *tx) error {
		_, err := t.exec(`INSERT INTO months (month, state) SELECT $1, 'closed' WHERE NOT EXISTS (SELECT 1 FROM months)`, first.Add(-1).String())
		return err
	})
}

// monthStart returns the first instant of a month in a zone.
func monthStart(m cycle.Month, zone *time.Location) time.Time {
	return alianza.Must(alianza.NewDate(m.Year(), m.Month(), 1)).In(zone)
}

// closeMonth closes the month that is next. Each of its steps is done once: whoever calls
// it again, after a crash say, goes on where it stopped. Closing a closed month again
// does nothing.
func (s *service) closeMonth(ctx context.Context, month cycle.Month) error {
	s.closing.Lock() // of this process; the database keeps several apart
	defer s.closing.Unlock()
	done, err := s.beginClosing(ctx, month)
	if err != nil || done {
		return err
	}
	if err := s.attribute(ctx, month); err != nil {
		return err
	}
	if err := s.placeAll(ctx, month); err != nil {
		return err
	}
	if err := s.settleAll(ctx, month); err != nil {
		return err
	}
	err = s.store.update(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE months SET state = 'closed' WHERE month = $1`, month.String())
		return err
	})
	return errors.Join(err, s.sweep(ctx))
}

// resumeClosing goes on with a month that was left half closed.
func (s *service) resumeClosing(ctx context.Context) error {
	var names []string
	err := s.store.update(ctx, func(t *tx) (err error) {
		names, err = all(t, itself[string], `SELECT month FROM months WHERE state = 'closing'`)
		return err
	})
	for _, name := range names {
		var m cycle.Month
		err = errors.Join(err, m.UnmarshalText([]byte(name)), s.closeMonth(ctx, m))
	}
	return err
}

// beginClosing notes that a month is being closed. It waits for all events that are
// being taken: those after it know.
func (s *service) beginClosing(ctx context.Context, month cycle.Month) (done bool, err error) {
	err = s.store.update(ctx, func(t *tx) error {
		if err := t.lock("months"); err != nil {
			return err
		}
		m, err := monthsOf(t)
		switch {
		case err != nil:
			return err
		case !m.closed.Before(month):
			done = true
			return nil
		case m.closed.Add(1) != month:
			return &problem{status: 409, Title: fmt.Sprintf("the month to close next is %s", m.closed.Add(1))}
		}
		_, err = t.exec(`INSERT INTO months (month, state) VALUES ($1, 'closing') ON CONFLICT DO NOTHING`, month.String())
		return err
	})
	return done, err
}

// placeAll moves every partner on the ladder and pays the bonuses of periods that end.
func (s *service) placeAll(ctx context.Context, month cycle.Month) error {
	var partners []string
	err := s.store.update(ctx, func(t *tx) (err error) {
		partners, err = all(t, itself[string], `SELECT id FROM partners WHERE placed < $1 ORDER BY id`, month.String())
		return err
	})
	for _, partner := range partners {
		err = errors.Join(err, s.store.update(ctx, func(t *tx) error { return s.place(t, partner, month) }))
	}
	return err
}

func (s *service) place(t *tx, partner string, month cycle.Month) error {
	if err := t.lockPartner(partner); err != nil {
		return err
	}
	p, err := s.current(t)
	if err != nil {
		return err
	}
	if err := s.closePeriods(t, p, partner, month); err != nil {
		return err
	}
	standing, level, why, err := s.step(t, p, partner, month)
	if err != nil {
		return err
	}
	n, err := t.exec(`UPDATE partners SET placed = $2, standing = $3 WHERE id = $1 AND placed < $2`, partner, month.String(), standing)
	if err != nil || n == 0 {
		return err
	}
	_, err = t.exec(`INSERT INTO levels (partner, month, level, why) VALUES ($1, $2, $3, $4)`, partner, month.String(), level, why)
	return err
}

// step returns the standing of a partner after a month, with its level and why.
func (s *service) step(t *tx, p *document, partner string, month cycle.Month) (body, level, why string, err error) {
	body, _, err = one(t, itself[string], `SELECT standing FROM partners WHERE id = $1`, partner)
	tiers, tiered := p.Cycle()
	ladder, ok := tiers.Ladder(month)
	if err != nil || !tiered || !ok {
		return body, "", "", err
	}
	var standing cycle.Standing
	if body != "" {
		if err := readRow(body, &standing); err != nil {
			return body, "", "", err
		}
	}
	events, err := eventsOf(t, `SELECT body, partner FROM events WHERE partner = $1 AND month = $2 AND state = 'posted' AND late = 0`, partner, month.String())
	if err != nil {
		return body, "", "", err
	}
	metrics, err := p.Metrics(events...)
	if err != nil {
		return body, "", "", err
	}
	standing, change, err := tiers.Step(standing, month, metrics.Only(ladder.Metrics()))
	if isFault(err) { // a metric that nobody counts, say: the level stays, and it is told why
		return body, standing.Level, err.Error(), nil
	}
	text, failed := json.Marshal(standing)
	return string(text), standing.Level, change.String(), errors.Join(err, failed)
}

// eventsOf returns events as they were posted: with the partner that was found.
func eventsOf(t *tx, query string, args ...any) ([]commission.Event, error) {
	type row struct{ body, partner string }
	rows, err := all(t, func(r *row) []any { return []any{&r.body, &r.partner} }, query, args...)
	events := make([]commission.Event, len(rows))
	for i, r := range rows {
		err = errors.Join(err, readRow(r.body, &events[i]))
		events[i].Partner = r.partner
	}
	return events, err
}
