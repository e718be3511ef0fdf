package main

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// An accountKey names an account.
type accountKey struct{ partner, currency, medium string }

func (k *accountKey) fields() []any { return []any{&k.partner, &k.currency, &k.medium} }

// settleAll settles the accounts of a month, each in a transaction of its own.
func (s *service) settleAll(ctx context.Context, month cycle.Month) error {
	var keys []accountKey
	err := s.store.update(ctx, func(t *tx) (err error) {
		keys, err = all(t, (*accountKey).fields, `SELECT DISTINCT partner, currency, medium FROM entries AS e WHERE NOT EXISTS
			(SELECT 1 FROM accounts AS a WHERE a.partner = e.partner AND a.currency = e.currency AND a.medium = e.medium AND a.settled >= $1)
			ORDER BY partner, currency, medium`, month.String())
		return err
	})
	for _, key := range keys {
		err = errors.Join(err, s.store.update(ctx, func(t *tx) error { return s.settle(t, key, month) }))
	}
	return err
}

// settle posts what was earned up to the end of a month in the account of its partner,
// and pays what is due. A payout that is made waits for the bank: it has a key, and the
// account says that it waits.
func (s *service) settle(t *tx, key accountKey, month cycle.Month) error {
	if err := t.lockPartner(key.partner); err != nil {
		return err
	}
	p, err := s.current(t)
	if err != nil {
		return err
	}
	policy, ok := p.policy(key.currency, key.medium)
	if !ok {
		return nil // account credit, say, that the program only records
	}
	a, settled, err := s.account(t, policy, key, month)
	if err != nil || settled >= month.String() {
		return err
	}
	for _, until := range ends(policy.Definition().Every, month, p.Zone()) {
		var paid payout.Payout
		paid, a, err = policy.Settle(a, until)
		if isFault(err) { // a payout that waits where the policy says one at a time, say
			s.log.Warn("an account was not settled", "month", month.String(), "partner", key.partner, "codes", codes(err))
			return nil
		}
		if err != nil {
			return err
		}
		if err := keepPayout(t, paid, month); err != nil {
			return err
		}
	}
	_, err = t.exec(`UPDATE entries SET posted = 1 WHERE partner = $1 AND currency = $2 AND medium = $3 AND posted = 0 AND month <= $4`,
		key.partner, key.currency, key.medium, month.String())
	return errors.Join(err, keepAccount(t, key, a, month.String()))
}

// codes are the kinds of faults, for logs: their texts have amounts.
func codes(err error) (list []string) {
	for _, f := range alianza.Faults(err) {
		list = append(list, f.Code())
	}
	return list
}

// policy returns how an account is paid here: as the program says, and confirmed by the
// bank in any case.
func (d *document) policy(currency, medium string) (payout.Policy, bool) {
	var m commission.Medium
	if err := m.UnmarshalText([]byte(medium)); err != nil {
		return payout.Policy{}, false
	}
	policy, ok := d.Policy(currency, m)
	if !ok {
		return policy, false
	}
	def := policy.Definition()
	def.Confirm = true
	return alianza.Must(payout.New(def)).In(d.Zone()), true // of a checked definition
}

// account returns an account with all that was earned up to the end of a month, and the
// month up to which it is settled.
func (s *service) account(t *tx, policy payout.Policy, key accountKey, month cycle.Month) (a payout.Account, settled string, err error) {
	type row struct{ body, settled string }
	r, ok, err := one(t, func(r *row) []any { return []any{&r.body, &r.settled} },
		`SELECT body, settled FROM accounts WHERE partner = $1 AND currency = $2 AND medium = $3`, key.partner, key.currency, key.medium)
	if ok {
		err = readRow(r.body, &a)
	}
	if err != nil {
		return a, "", err
	}
	entries, err := entriesOf(t, `SELECT body FROM entries WHERE partner = $1 AND currency = $2 AND medium = $3 AND posted = 0 AND month <= $4
		ORDER BY booked, key`, key.partner, key.currency, key.medium, month.String())
	if err != nil {
		return a, "", err
	}
	a, err = policy.Post(a, entries...)
	return a, r.settled, err
}

func entriesOf(t *tx, query string, args ...any) ([]commission.Entry, error) {
	bodies, err := all(t, itself[string], query, args...)
	entries := make([]commission.Entry, len(bodies))
	for i, body := range bodies {
		err = errors.Join(err, readRow(body, &entries[i]))
	}
	return entries, err
}

// ends returns the instants up to which an account is settled when a month is closed: the
// end of the month, or those of the periods that end in it.
func ends(every payout.Every, month cycle.Month, zone *time.Location) []time.Time {
	at, end := monthStart(month, zone), monthStart(month.Add(1), zone)
	if every == 0 {
		return []time.Time{end}
	}
	var list []time.Time
	for at = every.Next(at, zone); !at.After(end); at = every.Next(at, zone) {
		list = append(list, at)
	}
	return list
}

func keepAccount(t *tx, key accountKey, a payout.Account, settled string) error {
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO accounts (partner, currency, medium, body, settled) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (partner, currency, medium) DO UPDATE SET body = excluded.body, settled = excluded.settled`,
		key.partner, key.currency, key.medium, string(body), settled)
	return err
}

func keepPayout(t *tx, p payout.Payout, month cycle.Month) error {
	if p.Key == "" || p.State != payout.StateReserved {
		return nil // nothing is paid
	}
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO payouts (key, partner, month, currency, medium, amount, state, body) VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7)`,
		p.Key, p.Partner, month.String(), p.Transfer.Currency, p.Medium.String(), p.Transfer.Amount.String(), string(body))
	return err
}
