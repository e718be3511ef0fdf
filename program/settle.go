package program

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// Settle posts entries to an account, and settles each period that ends in a month. The
// periods are those of the payout's calendar; without one, the month is the period. A
// period has the entries that were booked before its end. What is booked after the last
// one is posted and waits. Settle returns a payout for each period, none if none ends.
//
// A [Run] settles in the same way. Entries are those of [Result.Entries]. An account
// begins with its first entry: the periods that ended before it are not settled. Neither
// are those before the last settlement of the account. The account that was given is
// unchanged.
//
// Settle returns an error, and the account as it was, if:
//   - the program has no payout for the currency and the medium ([alianza.ErrUnknown]);
//   - an entry is booked after the month ([alianza.ErrRange]);
//   - [payout.Policy.Post] or [payout.Policy.Settle] returns one.
func (p Program) Settle(month cycle.Month, a payout.Account, entries ...commission.Entry) ([]payout.Payout, payout.Account, error) {
	if err := p.unchecked(); err != nil {
		return nil, a, err
	}
	name := account{a.Currency, a.Medium}
	if a.Currency == "" && len(entries) > 0 {
		name = account{entries[0].Currency, entries[0].Medium}
	}
	policy, ok := p.policies[name]
	if !ok {
		return nil, a, check.Fault("account", name.String(), alianza.ErrUnknown, "the program has no payout for it")
	}
	from, until := firstDay(month).In(p.zone), end(month, p.zone)
	for i := range entries {
		if !entries[i].Booked.Before(until) {
			return nil, a, check.Fault("entries", entries[i].Key, alianza.ErrRange, "booked after "+month.String())
		}
	}
	f := full{Account: a, unposted: entries}
	paid, err := f.settle(policy, periodEnds(policy.Definition().Every, from, until, p.zone), until)
	if err != nil {
		return nil, a, err
	}
	return paid, f.Account, nil
}

// periodEnds returns the ends of the periods of a calendar that lie behind an instant and
// not behind another one. Without a calendar there is one period.
func periodEnds(every payout.Every, from, until time.Time, zone *time.Location) (ends []time.Time) {
	if every == 0 {
		return []time.Time{until}
	}
	for at := every.Next(from, zone); !at.IsZero() && !at.After(until); at = every.Next(at, zone) {
		ends = append(ends, at)
	}
	return ends
}

// full is an account as package payout has it.
type full struct {
	payout.Account
	unposted []commission.Entry
	left     int // of them, that a month left which could not be settled
}

// owed returns the balance with the first so many entries that are not posted.
func (f *full) owed(unposted int) decimal.Decimal {
	sum := f.Balance()
	for _, e := range f.unposted[:unposted] {
		sum = sum.Add(e.Amount)
	}
	return sum
}

// settle settles the periods with these ends, and posts what was booked before an
// instant. With an error it returns the payouts that it came to.
func (f *full) settle(policy payout.Policy, ends []time.Time, until time.Time) (paid []payout.Payout, err error) {
	for i, at := range ends {
		if at.Before(f.Until) && i+1 < len(ends) {
			continue // it was settled before a later one was
		}
		if err := f.postBefore(policy, at); err != nil {
			return paid, err
		}
		if f.Partner == "" {
			continue // the account has not begun
		}
		one, after, err := policy.Settle(f.Account, at)
		if err != nil {
			return paid, alianza.At("payout", err)
		}
		f.Account = after
		paid = append(paid, one)
	}
	return paid, f.postBefore(policy, until)
}

// postBefore posts the entries that were booked before an instant.
func (f *full) postBefore(policy payout.Policy, at time.Time) error {
	var now, later []commission.Entry
	for _, e := range f.unposted {
		if e.Booked.Before(at) {
			now = append(now, e)
		} else {
			later = append(later, e)
		}
	}
	posted, err := policy.Post(f.Account, now...)
	if err != nil {
		return alianza.At("payout", err)
	}
	f.Account, f.unposted = posted, later
	return nil
}
