package main

import (
	"context"
	"errors"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// release tries the events again that waited for something.
func (s *service) release(t *tx, p *document, m months, on string) error {
	list, err := all(t, itself[string], `SELECT id FROM events WHERE waits_for = $1 AND state = 'parked' ORDER BY at, id`, on)
	for _, id := range list {
		err = errors.Join(err, s.again(t, p, m, id))
	}
	return err
}

// again tries an event that was parked. If it turns out to be wrong, nobody waits for
// the answer any more: it is refused, and a manager sees why.
func (s *service) again(t *tx, p *document, m months, id string) error {
	body, ok, err := one(t, itself[string], `SELECT body FROM events WHERE id = $1 AND state = 'parked'`, id)
	if err != nil || !ok {
		return err
	}
	e, err := alianza.Read[commission.Event]([]byte(body))
	if err != nil {
		return err
	}
	return s.tryOrRefuse(t, p, m, e)
}

func (s *service) tryOrRefuse(t *tx, p *document, m months, e commission.Event) error {
	_, err := s.try(t, p, m, e)
	if isFault(err) {
		_, err = t.exec(`UPDATE events SET state = 'refused', waits_for = '', reason = $2 WHERE id = $1 AND state = 'parked'`, e.ID, err.Error())
	}
	return err
}

// sweep tries again what waits for something that is there. A transaction that parks
// an event may miss the one that brings it, where they share no partner.
func (s *service) sweep(ctx context.Context) error {
	type waits struct{ partner, id string }
	var list []waits
	err := s.store.update(ctx, func(t *tx) (err error) {
		list, err = all(t, func(w *waits) []any { return []any{&w.partner, &w.id} }, `SELECT partner, id FROM events AS e WHERE state = 'parked' AND (
			EXISTS (SELECT 1 FROM months AS m WHERE m.state = 'closed' AND e.waits_for = 'month:' || m.month) OR
			EXISTS (SELECT 1 FROM events AS f WHERE f.state IN ('posted', 'direct') AND f.id = e.of_id)) ORDER BY partner, at, id`)
		return err
	})
	const most = 100 // events in a transaction, all of one partner
	for len(list) > 0 {
		n := 1
		for list[0].partner != "" && n < min(most, len(list)) && list[n].partner == list[0].partner {
			n++
		}
		ids := make([]string, n)
		for i := range ids {
			ids[i] = list[i].id
		}
		err = errors.Join(err, s.tryAgain(ctx, list[0].partner, ids))
		list = list[n:]
	}
	return err
}

// tryAgain tries events of a partner that were parked, in a transaction of their own.
func (s *service) tryAgain(ctx context.Context, partner string, ids []string) error {
	return s.store.update(ctx, func(t *tx) error {
		if err := errors.Join(t.lockShared("months"), t.lockPartner(partner)); err != nil {
			return err
		}
		p, err := s.current(t)
		if err != nil {
			return err
		}
		m, err := monthsOf(t)
		for _, id := range ids {
			if err == nil {
				err = s.again(t, p, m, id)
			}
		}
		return err
	})
}

// errDirect says that an event is about a sale that no partner brought.
var errDirect = errors.New("no partner brought the sale")

// direct notes that no partner brought an event, nor what is about it.
func (s *service) direct(t *tx, p *document, m months, id string) error {
	_, err := t.exec(`UPDATE events SET state = 'direct', waits_for = '', reason = $2 WHERE id = $1 AND state = 'parked'`, id, errDirect.Error())
	return errors.Join(err, s.release(t, p, m, "event:"+id))
}
