package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// An outcome is what became of an event, or of a touch.
type outcome string

const (
	posted   outcome = "posted"   // its entries are there
	parked   outcome = "parked"   // it waits for something
	repeated outcome = "repeated" // it was there before
	refused  outcome = "refused"  // parked before, and wrong when its time came
	direct   outcome = "direct"   // a sale that no partner brought
	recorded outcome = "recorded" // a touch
)

// A waiting says that an event cannot be evaluated yet, and on what it waits.
type waiting struct{ on, why string }

func (w waiting) Error() string { return w.why }

// takeEvent takes an event in one transaction with its records and entries. Events that
// waited for it follow in the same one.
func (s *service) takeEvent(ctx context.Context, e commission.Event) (out outcome, err error) {
	err = s.store.update(ctx, func(t *tx) error {
		out, err = s.receive(t, e)
		return err
	})
	return out, err
}

func (s *service) receive(t *tx, e commission.Event) (outcome, error) {
	// The lock is shared with other events; the end of a month waits for all of them.
	if err := errors.Join(t.lockShared("months"), t.lockPartner(e.Partner)); err != nil {
		return "", err
	}
	p, err := s.current(t)
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(e)
	if err != nil {
		return "", err
	}
	claimed, err := t.exec(`INSERT INTO events (id, kind, of_id, partner, customer, at, month, body, state, received_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'parked', $9) ON CONFLICT DO NOTHING`,
		e.ID, string(e.Kind), e.Of, e.Partner, e.Customer, instant(e.At), cycle.MonthOf(e.At, p.Zone()).String(), string(body), instant(s.now()))
	if err != nil {
		return "", err
	}
	if claimed == 0 {
		return repeated, sameBody(t, `SELECT body FROM events WHERE id = $1`, e.ID, string(body))
	}
	months, err := monthsOf(t)
	if err != nil {
		return "", err
	}
	return s.try(t, p, months, e)
}

// sameBody returns a conflict if what was kept under an ID says something else.
func sameBody(t *tx, query, id, body string) error {
	was, _, err := one(t, itself[string], query, id)
	if err == nil && was != body {
		err = fault("id", id, alianza.ErrConflict, "another message of this ID was taken before")
	}
	return err
}

// lockPartner makes the events of a partner follow each other.
func (t *tx) lockPartner(partner string) error {
	if partner == "" {
		return nil
	}
	return t.lock("partner " + partner)
}

// try posts an event that was claimed, or notes on what it waits.
func (s *service) try(t *tx, p *document, m months, e commission.Event) (outcome, error) {
	late, err := s.post(t, p, m, &e)
	if errors.Is(err, errDirect) {
		return direct, s.direct(t, p, m, e.ID)
	}
	if wait := (waiting{}); errors.As(err, &wait) {
		_, err = t.exec(`UPDATE events SET waits_for = $2, reason = $3 WHERE id = $1 AND state = 'parked'`, e.ID, wait.on, wait.why)
		return parked, err
	}
	if err != nil {
		return "", err
	}
	n, err := t.exec(`UPDATE events SET state = 'posted', partner = $2, late = $3, waits_for = '', reason = '' WHERE id = $1 AND state = 'parked'`,
		e.ID, e.Partner, late)
	if err == nil && n != 1 {
		err = errAgain
	}
	if err != nil {
		return "", err
	}
	return posted, s.release(t, p, m, "event:"+e.ID)
}

// post evaluates an event with what the database has of the past, and writes what it
// earned. It fills in what the event does not carry: partner, tier, and when it was
// booked. It returns 1 if the month of the event was closed.
func (s *service) post(t *tx, p *document, m months, e *commission.Event) (late int, err error) {
	if err := errors.Join(s.partner(t, e), stillParked(t, e.ID)); err != nil {
		return 0, err
	}
	if late, err = s.tier(t, p, m, e); err != nil {
		return late, err
	}
	plan, ok := p.Plan(e.Currency)
	if !ok {
		return late, fault("currency", e.Currency, alianza.ErrCurrency, "the program has no plan in it")
	}
	records := past{t, plan}
	earned, err := plan.Earn(records, *e)
	if errors.Is(err, alianza.ErrPending) {
		return late, waiting{"event:" + e.Of, fmt.Sprintf("%s %s has not arrived", e.Kind, e.Of)}
	}
	if err != nil {
		return late, err
	}
	if _, err := t.exec(`INSERT INTO partners (id, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.Partner, instant(s.now())); err != nil {
		return late, err
	}
	return late, errors.Join(records.keep(earned), t.takesPart(e, late == 1, cycle.MonthOf(e.At, p.Zone()), earned))
}

// stillParked says to try again if another process has posted the event while this one
// waited for the lock of its partner.
func stillParked(t *tx, id string) error {
	state, _, err := one(t, itself[string], `SELECT state FROM events WHERE id = $1`, id)
	if err == nil && outcome(state) != parked {
		err = errAgain
	}
	return err
}

// partner finds whose an event is. What takes back is of the partner of what it takes
// back. A sale that names nobody waits for the end of its month, when all touches of
// its customer are known.
func (s *service) partner(t *tx, e *commission.Event) error {
	if e.Of == "" {
		if e.Partner == "" {
			return waiting{"touch", "the month is not over: the touches of the customer decide"}
		}
		return nil
	}
	type of struct{ partner, state string }
	found, _, err := one(t, func(o *of) []any { return []any{&o.partner, &o.state} }, `SELECT partner, state FROM events WHERE id = $1`, e.Of)
	known := outcome(found.state) == posted
	switch {
	case err != nil:
		return err
	case outcome(found.state) == direct:
		return errDirect
	case known && e.Partner != "" && e.Partner != found.partner:
		return fault("partner", e.Partner, alianza.ErrConflict, e.Of+" is of another partner")
	case e.Partner != "": // the plan says what becomes of an event that is not known
		return nil
	case !known:
		return waiting{"event:" + e.Of, e.Of + " has not arrived, or its partner is not known yet"}
	}
	e.Partner = found.partner
	return t.lockPartner(e.Partner)
}

// tier gives an event the level after the month before. It waits until that month is
// closed. What comes after its own month was closed is booked in the next one.
func (s *service) tier(t *tx, p *document, m months, e *commission.Event) (late int, err error) {
	month := cycle.MonthOf(e.At, p.Zone())
	if !m.begun.Before(month) {
		late = 1
		if open := monthStart(m.begun.Add(1), p.Zone()); e.Booked.Before(open) {
			e.Booked = open
		}
	}
	tiers, tiered := p.Cycle()
	if !tiered || p.Definition().LevelFrom == program.LevelFromEvent {
		return late, nil
	}
	before := month.Add(-1)
	if m.closed.Before(before) {
		return late, waiting{"month:" + before.String(), "the level is not known before " + before.String() + " is closed"}
	}
	e.Tier, err = tierBefore(t, tiers.Definition().Editions[0].Ladder.Name, e.Partner, month)
	return late, err
}

// tierBefore returns the tier that a partner had before a month, "" for none.
func tierBefore(t *tx, ladder, partner string, month cycle.Month) (string, error) {
	level, _, err := one(t, itself[string], `SELECT level FROM levels WHERE partner = $1 AND month = $2`, partner, month.Add(-1).String())
	if level == "" {
		return "", err
	}
	return ladder + "/" + level, err
}

// isFault reports whether an event is to blame, and not the machine.
func isFault(err error) bool { return len(alianza.Faults(err)) > 0 }
