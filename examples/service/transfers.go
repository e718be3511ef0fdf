package main

import (
	"context"
	"errors"
	"time"

	"github.com/seed-0af520cd/alianza/commission/payout"
)

// States of a payout. It is claimed before the bank is asked, so that nobody else asks
// meanwhile; what the bank did not answer is asked for by its key.
const (
	payoutWaiting = "waiting"
	payoutSending = "sending" // claimed by a process
	payoutUnknown = "unknown" // asked, and no answer
	payoutPaid    = "paid"
	payoutFailed  = "failed"
)

// transferAll asks the bank for every payout that is open, once. What stays open is for
// the next time.
func (s *service) transferAll(ctx context.Context) error {
	var keys []string
	err := s.store.update(ctx, func(t *tx) (err error) {
		keys, err = all(t, itself[string], `SELECT key FROM payouts WHERE state <> 'paid' AND state <> 'failed' ORDER BY key`)
		return err
	})
	for _, key := range keys {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		err = errors.Join(err, s.transfer(ctx, key))
	}
	return err
}

// transfer takes one payout to the bank: claim, ask, and note the answer. A crash between
// leaves the claim, which somebody takes over when it is old.
func (s *service) transfer(ctx context.Context, key string) error {
	before, order, err := s.claim(ctx, key)
	if err != nil || before == "" {
		return err
	}
	answer := bankNever
	if before != payoutWaiting { // the bank may have had it
		answer, err = s.bank.find(ctx, key)
	}
	if answer.state == bankNever.state && err == nil {
		answer, err = s.bank.transfer(ctx, order)
	}
	if err != nil {
		s.log.Warn("the bank did not answer", "payout", key, "error", err.Error())
		answer = bankAnswer{state: payoutUnknown, reason: "no answer from the bank"}
	}
	// The answer is kept even if the service is being stopped.
	return s.store.update(context.WithoutCancel(ctx), func(t *tx) error { return s.answered(t, key, answer) })
}

// claim takes a payout for this process. It returns the state before, or "" if another
// process has it.
func (s *service) claim(ctx context.Context, key string) (before string, order bankOrder, err error) {
	err = s.store.update(ctx, func(t *tx) error {
		type row struct{ state, claimed, partner, currency, amount string }
		r, _, err := one(t, func(r *row) []any { return []any{&r.state, &r.claimed, &r.partner, &r.currency, &r.amount} },
			`SELECT state, claimed_at, partner, currency, amount FROM payouts WHERE key = $1`, key)
		if err != nil {
			return err
		}
		n, err := t.exec(`UPDATE payouts SET state = 'sending', attempts = attempts + 1, claimed_at = $2
			WHERE key = $1 AND state = $3 AND claimed_at = $4 AND (state IN ('waiting', 'unknown') OR state = 'sending' AND claimed_at < $5)`,
			key, instant(s.now()), r.state, r.claimed, instant(s.now().Add(-s.lease)))
		before, order = "", bankOrder{Key: key, Partner: r.partner, Currency: r.currency, Amount: r.amount}
		if n == 1 {
			before = r.state
		}
		return err
	})
	return before, order, err
}

// answered notes what the bank said, in the payout and in the account.
func (s *service) answered(t *tx, key string, answer bankAnswer) error {
	var k accountKey
	k, ok, err := one(t, (*accountKey).fields, `SELECT partner, currency, medium FROM payouts WHERE key = $1`, key)
	if err != nil || !ok {
		return err
	}
	if err := t.lockPartner(k.partner); err != nil {
		return err
	}
	n, err := t.exec(`UPDATE payouts SET state = $2, reason = $3 WHERE key = $1 AND state = 'sending'`, key, answer.state, answer.reason)
	if err != nil || n == 0 || answer.state == payoutUnknown {
		return err
	}
	return s.bookAnswer(t, key, answer)
}

// bookAnswer confirms a payout in the account, or puts it back.
func (s *service) bookAnswer(t *tx, key string, answer bankAnswer) error {
	p, err := s.current(t)
	if err != nil {
		return err
	}
	body, _, err := one(t, itself[string], `SELECT body FROM payouts WHERE key = $1`, key)
	if err != nil {
		return err
	}
	var paid payout.Payout
	if err := readRow(body, &paid); err != nil {
		return err
	}
	k := accountKey{paid.Partner, paid.Currency, paid.Medium.String()}
	policy, ok := p.policy(k.currency, k.medium)
	if !ok {
		return notFound("no payout policy in %s", k.currency)
	}
	type row struct{ body, settled string }
	r, _, err := one(t, func(r *row) []any { return []any{&r.body, &r.settled} },
		`SELECT body, settled FROM accounts WHERE partner = $1 AND currency = $2 AND medium = $3`, k.partner, k.currency, k.medium)
	if err != nil {
		return err
	}
	var a payout.Account
	if err := readRow(r.body, &a); err != nil {
		return err
	}
	if answer.state == payoutPaid {
		_, a, err = policy.Confirm(a, key)
	} else {
		_, a, err = policy.Fail(a, key, answer.reason, s.now())
	}
	return errors.Join(err, keepAccount(t, k, a, r.settled))
}

// work does what is left to do until the service stops, at once where it is woken: a
// month that somebody began to close, events that wait, payouts.
func (s *service) work(ctx context.Context, every time.Duration) {
	for {
		if err := errors.Join(s.resumeClosing(ctx), s.sweep(ctx), s.transferAll(ctx)); err != nil && ctx.Err() == nil {
			s.log.Error("work", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		case <-time.After(every):
		}
	}
}
