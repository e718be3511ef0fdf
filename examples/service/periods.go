package main

import (
	"errors"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// The periods of bonuses that end in a month are closed with it, weeks too. A period that
// took an event after its month was closed is closed again, at the end of the month in
// which that one is booked.

// closePrefix begins the IDs of closes; no other event may have such a one.
const closePrefix = "close-"

// takesPart notes what the closes of periods need to know of an event that was posted.
func (t *tx) takesPart(e *commission.Event, late bool, month cycle.Month, earned commission.Earned) error {
	_, err := t.exec(`INSERT INTO currencies (partner, currency) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.Partner, e.Currency)
	if err == nil && !e.PartnerSince.IsZero() { // one that changed would count contract years anew
		_, err = t.exec(`UPDATE partners SET since = $2 WHERE id = $1 AND since = ''`, e.Partner, instant(e.PartnerSince))
	}
	if err == nil && !e.PartnerUntil.IsZero() {
		_, err = t.exec(`UPDATE partners SET until = $2 WHERE id = $1`, e.Partner, instant(e.PartnerUntil))
	}
	for _, r := range earned.Records {
		if key := r.Key(); late && err == nil && key.About() == "meter" {
			period := key.String()[strings.LastIndexByte(key.String(), '/')+1:]
			_, err = t.exec(`INSERT INTO reopened (partner, currency, period, month) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
				key.Partner(), e.Currency, period, month.String())
		}
	}
	return err
}

// closePeriods pays the bonuses of the periods that end in a month, in the currencies in
// which the partner has events.
func (s *service) closePeriods(t *tx, p *document, partner string, month cycle.Month) error {
	of, err := member(t, partner)
	if err != nil {
		return err
	}
	currencies, err := all(t, itself[string], `SELECT currency FROM currencies WHERE partner = $1 ORDER BY currency`, partner)
	for _, of.Currency = range currencies {
		if err == nil {
			err = s.closeCurrency(t, p, of, month)
		}
	}
	return err
}

// member returns an event of a partner that says since when and until when it is one.
func member(t *tx, partner string) (e commission.Event, err error) {
	type row struct{ since, until string }
	r, _, err := one(t, func(r *row) []any { return []any{&r.since, &r.until} }, `SELECT since, until FROM partners WHERE id = $1`, partner)
	e.Partner = partner
	for text, at := range map[string]*time.Time{r.since: &e.PartnerSince, r.until: &e.PartnerUntil} {
		if text != "" && err == nil {
			*at, err = time.Parse(time.RFC3339, text)
		}
	}
	return e, err
}

func (s *service) closeCurrency(t *tx, p *document, of commission.Event, month cycle.Month) error {
	closes, err := p.closes(t, of, month)
	if err != nil {
		return err
	}
	for _, e := range closes {
		if err := s.closePeriod(t, p, e); err != nil {
			return err
		}
	}
	return s.closeAgain(t, p, of, month)
}

// closes returns the closes of the periods that end in a month, with the level that pays.
func (d *document) closes(t *tx, of commission.Event, month cycle.Month) (list []commission.Event, err error) {
	if tiers, ok := d.Cycle(); ok && d.Definition().LevelFrom != program.LevelFromEvent {
		of.Tier, err = tierBefore(t, tiers.Definition().Editions[0].Ladder.Name, of.Partner, month)
	}
	return d.Closes(month, of), err
}

// closeAgain closes the periods that ended before a month, and took an event that was
// booked in it.
func (s *service) closeAgain(t *tx, p *document, of commission.Event, month cycle.Month) error {
	type row struct{ period, month string }
	rows, err := all(t, func(r *row) []any { return []any{&r.period, &r.month} },
		`SELECT period, month FROM reopened WHERE partner = $1 AND currency = $2 ORDER BY month, period`, of.Partner, of.Currency)
	for _, r := range rows {
		var m cycle.Month
		err = errors.Join(err, m.UnmarshalText([]byte(r.month)))
		for ; err == nil && !month.Before(m); m = m.Add(1) {
			var found bool
			if found, err = s.closeLate(t, p, of, r.period, m, month); found {
				break
			}
		}
	}
	return err
}

// closeLate closes a period if it ends in a month, and reports whether it does. One that
// ends in the month that is being closed was closed with it.
func (s *service) closeLate(t *tx, p *document, of commission.Event, period string, ends, month cycle.Month) (found bool, err error) {
	closes, err := p.closes(t, of, ends)
	for _, e := range closes {
		if e.Period != period || err != nil {
			continue
		}
		found = true
		if ends.Before(month) {
			e.ID += "-" + month.String()
			e.Booked = monthStart(month.Add(1), p.Zone()).Add(-time.Second)
			err = s.closePeriod(t, p, e)
		}
		if err == nil {
			_, err = t.exec(`DELETE FROM reopened WHERE partner = $1 AND currency = $2 AND period = $3`, e.Partner, e.Currency, period)
		}
	}
	return found, err
}

// closePeriod pays the bonuses of one period. A close that the plan refuses leaves them
// unpaid, and a log says so: it must not keep the month open.
func (s *service) closePeriod(t *tx, p *document, e commission.Event) error {
	plan, _ := p.Plan(e.Currency)
	earned, err := plan.Earn(past{t, plan}, e)
	switch {
	case errors.Is(err, alianza.ErrRepeated):
		return nil // it is closed
	case isFault(err):
		s.log.Warn("a period was not closed", "partner", e.Partner, "currency", e.Currency, "period", e.Period, "codes", codes(err))
		return nil
	case err != nil:
		return err
	}
	return past{t, plan}.keep(earned)
}
