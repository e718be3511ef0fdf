package payout

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Confirm says that the bank has paid a payout that waits. It returns the payout
// with its items paid, and the account without it. It returns an error if no
// payout of the key waits ([alianza.ErrUnknown]).
func (p Policy) Confirm(a Account, key string) (Payout, Account, error) {
	out, after, err := p.waiting(a, key)
	if err != nil {
		return Payout{}, a, err
	}
	return out.to(StatePaid), after, nil
}

// Fail says that the bank did not pay a payout that waits, and why. Its items are
// in the account again, and the next settlement pays them. What the payout kept
// back or advanced stays so; an item of its own makes the difference. The next
// settlement pays it beside the draw and the maximum of its own period.
//
// Fail returns an error if no payout of the key waits ([alianza.ErrUnknown]), or if
// the reason or the instant is missing ([alianza.ErrMissing]).
func (p Policy) Fail(a Account, key, reason string, at time.Time) (Payout, Account, error) {
	out, after, err := p.waiting(a, key)
	if err != nil {
		return Payout{}, a, err
	}
	var f check.Faults
	f.Name("reason", reason)
	f.Instant("at", at)
	if err := wrap(&f); err != nil {
		return Payout{}, a, err
	}
	var again []Item
	back, due := decimal.Decimal{}, out.Until.Add(-1) // in time for the same settlement
	for item := range out.Items.All() {
		item.State, item.Withheld, item.Release, item.Returned = StateCarried, decimal.Decimal{}, time.Time{}, true
		if item.Due.IsZero() { // taken by a final settlement of all
			item.Due = due
		}
		again = append(again, item)
		back = back.Add(item.Amount)
	}
	if rest := out.Paid.Sub(back); !rest.IsZero() {
		again = append(again, Item{Key: key + "/failed", Origin: OriginReturn, Amount: rest, At: at, Due: due, State: StateCarried, Reason: reason})
	}
	after.Items = after.Items.plus(again...)
	after.Returned = after.Returned.Add(out.Paid)
	if err := p.check(&after); err != nil {
		return Payout{}, a, err
	}
	out = out.to(StateReturned)
	out.Reason = reason
	return out, after, nil
}

// waiting returns a payout that waits, and the account without it.
func (p Policy) waiting(a Account, key string) (Payout, Account, error) {
	if err := p.unchecked(); err != nil {
		return Payout{}, a, err
	}
	if err := p.check(&a); err != nil {
		return Payout{}, a, err
	}
	i := slices.IndexFunc(a.Waiting, func(w Payout) bool { return w.Key == key })
	if i < 0 {
		return Payout{}, a, fmt.Errorf("payout: %w", check.Fault("key", key, alianza.ErrUnknown, "no such payout waits"))
	}
	out := a.Waiting[i].clone()
	a.Waiting = slices.Delete(slices.Clone(a.Waiting), i, i+1)
	return out, a, nil
}

// to returns the payout and its items in another state.
func (p Payout) to(state State) Payout {
	p.State = state
	p.Items = p.Items.with(func(_ int, item *Item) bool {
		may := item.State.May(state)
		if may {
			item.State = state
		}
		return may
	})
	return p
}

// Return says that a transfer that was paid came back, or a part of it. The move
// has the bank's reference as its key, and an amount in the currency of the
// account. The amount is in the balance again, beside the draw and the maximum of the
// next period.
//
// Return returns an error if:
//   - the payout was not paid ([alianza.ErrConflict]), or is another partner's;
//   - the reference is there already ([alianza.ErrRepeated]);
//   - key, instant, reason or amount is missing ([alianza.ErrMissing]);
//   - the amount is more than what is left of the payout ([alianza.ErrRange]).
func (p Policy) Return(a Account, paid Payout, m Move) (Payout, Account, error) {
	after, err := p.move(a, m, OriginReturn, func(f *check.Faults, after *Account) []part {
		p.owner(f, after, paid.Partner, paid.Plan)
		f.Name("reason", m.Reason)
		switch {
		case paid.Currency != p.def.Currency:
			f.Add("payout.currency", paid.Currency, alianza.ErrCurrency, "the policy is in "+p.def.Currency)
		case !paid.State.May(StateReturned) || paid.State == StateReserved:
			f.Add("payout.state", paid.State.String(), alianza.ErrConflict, "it was not paid")
		case slices.ContainsFunc(paid.Reversals, func(r Move) bool { return r.Key == m.Key }):
			f.Add("key", m.Key, alianza.ErrRepeated, "it came back before")
		case !p.unit.Amount(f, "payout.paid", paid.Paid):
		case exact.Cmp(m.Amount, paid.Left()) > 0:
			f.Add("amount", exact.Text(m.Amount), alianza.ErrRange, "left of the payout is "+exact.Text(paid.Left()))
		}
		after.Returned = after.Returned.Add(m.Amount)
		after.Partner = cmp.Or(after.Partner, paid.Partner)
		if !p.def.AcrossPlans {
			after.Plan = cmp.Or(after.Plan, paid.Plan)
		}
		return nil
	})
	if err != nil {
		return paid, a, err
	}
	paid.Reversals = append(slices.Clip(paid.Reversals), m)
	if paid.Left().IsZero() {
		return paid.to(StateReturned), after, nil
	}
	paid.State = StatePartlyReturned
	return paid, after, nil
}
