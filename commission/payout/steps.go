package payout

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Move is something that somebody does to a balance.
type Move struct {
	_      [0]func()       // == would compare decimals by address
	Key    string          `json:"key"` // unique, of the caller's choice
	Amount decimal.Decimal `json:"amount"`
	At     time.Time       `json:"at"`
	Reason string          `json:"reason,omitzero"`
}

// Approve makes an accrued item due at an instant. It returns an error if the
// account does not have the item ([alianza.ErrUnknown]), if it is not accrued, or a
// payout has it ([alianza.ErrConflict]), or if due is missing ([alianza.ErrMissing]).
func (p Policy) Approve(a Account, key string, due time.Time) (Account, error) {
	return p.step(a, key, func(f *check.Faults, i *Item) {
		if f.Instant("due", due) && p.may(f, i, StateHeld) {
			i.Due, i.State = due, StateHeld
		}
	})
}

// Block puts an item on hold for a review or a dispute: it is not paid before it
// is released. It returns an error if the account does not have the item
// ([alianza.ErrUnknown]), if it is blocked already ([alianza.ErrDuplicate]), if a
// payout has it ([alianza.ErrConflict]), or without a reason
// ([alianza.ErrMissing]).
func (p Policy) Block(a Account, key, reason string) (Account, error) {
	return p.step(a, key, func(f *check.Faults, i *Item) {
		if i.State == StateBlocked {
			f.Add("key", key, alianza.ErrDuplicate, "blocked already: "+i.Reason)
		} else if f.Name("reason", reason) && p.may(f, i, StateBlocked) {
			i.State, i.Reason = StateBlocked, reason
		}
	})
}

// Release ends the review of an item. It is then due as it was before. If the
// review took the commission away, post the entry that takes it back, too.
// Release returns an error if the account does not have the item
// ([alianza.ErrUnknown]), or if it is not blocked or a payout has it
// ([alianza.ErrConflict]).
func (p Policy) Release(a Account, key string) (Account, error) {
	return p.step(a, key, func(f *check.Faults, i *Item) {
		next := StateHeld
		if i.Due.IsZero() {
			next = StateAccrued
		}
		if i.State != StateBlocked {
			f.Add("key", key, alianza.ErrConflict, fmt.Sprintf("it is %s, not blocked", i.State))
		} else if p.may(f, i, next) {
			i.State, i.Reason = next, ""
		}
	})
}

// may faults a step that is not permitted.
func (p Policy) may(f *check.Faults, i *Item, next State) bool {
	ok := i.State.May(next)
	if !ok {
		f.Add("key", i.Key, alianza.ErrConflict, fmt.Sprintf("it is %s and cannot be %s", i.State, next))
	}
	return ok
}

// step changes one item of an account.
func (p Policy) step(a Account, key string, change func(f *check.Faults, i *Item)) (Account, error) {
	if err := p.unchecked(); err != nil {
		return a, err
	}
	var f check.Faults
	if a.Items.find(key) == nil {
		if a.waits(key) {
			f.Add("key", key, alianza.ErrConflict, "a payout that waits for the bank has it")
		} else {
			f.Add("key", key, alianza.ErrUnknown, "the account has no such item that is not settled")
		}
		return a, wrap(&f)
	}
	after := a
	after.Items = a.Items.with(func(_ int, item *Item) bool {
		if item.Key != key {
			return false
		}
		change(&f, item)
		return true
	})
	if err := wrap(&f); err != nil {
		return a, err
	}
	return after, nil
}

// WriteOff gives up a debt, or a part of it, for a reason. The entries stay as
// they are; an item of its own stands against them. It is never paid: the next
// settlement takes it off what was advanced. If the debt went away meanwhile, since a
// late sale came or a chargeback was reversed, it takes the write-off back. A debt that
// is held or under review can be given up when it is due.
//
// A part of the write-off is due since the debt was at least that much, and stayed so.
// So a settlement of an earlier period, which is late, gives up nothing twice. If there
// are several parts, each one is an item, and the others have a number behind the key.
//
// WriteOff returns an error if:
//   - the key is there already ([alianza.ErrRepeated]);
//   - key, instant, reason or amount is missing ([alianza.ErrMissing]);
//   - the amount is more than the debt, or more than what of it is due at the
//     instant, or no amount of the currency ([alianza.ErrRange]).
func (p Policy) WriteOff(a Account, m Move) (Account, error) {
	return p.move(a, m, OriginWriteOff, func(f *check.Faults, after *Account) []part {
		h := p.debts(&a, m.At)
		debt, due := decimal.Max(decimal.Decimal{}, a.Balance().Neg()), decimal.Max(decimal.Decimal{}, h.value)
		switch {
		case !f.Name("reason", m.Reason):
		case exact.Cmp(m.Amount, debt) > 0:
			f.Add("amount", exact.Text(m.Amount), alianza.ErrRange, "the debt is "+exact.Text(debt))
		case exact.Cmp(m.Amount, due) > 0:
			f.Add("amount", exact.Text(m.Amount), alianza.ErrRange, "of the debt, due is "+exact.Text(due))
		}
		after.WrittenOff = after.WrittenOff.Add(m.Amount)
		return p.parts(&a, &h, m.Amount)
	})
}

// Redeem takes a part of a balance in account credit, for an invoice say. It
// returns an error as [Policy.WriteOff] does, but for the reason, which may be
// absent, and if:
//   - the amount is more than what is due at the instant, less what is kept back of
//     it and every redemption in the account ([alianza.ErrRange]);
//   - the account is not in account credit ([alianza.ErrConflict]).
//
// A part of the redemption is due since that much was there for it, as a part of a
// write-off is. So a late settlement does not pay what was redeemed.
//
// Rules: C9, C10.
func (p Policy) Redeem(a Account, m Move) (Account, error) {
	taken := m
	taken.Amount = m.Amount.Neg()
	return p.move(a, taken, OriginRedemption, func(f *check.Faults, after *Account) []part {
		if p.def.Medium != commission.Credit {
			f.Add("medium", p.def.Medium.String(), alianza.ErrConflict, "only account credit is redeemed")
		}
		h := p.free(&a, m.At)
		if exact.Cmp(m.Amount, h.value) > 0 {
			f.Add("amount", exact.Text(m.Amount), alianza.ErrRange, "due is "+exact.Text(h.value))
		}
		after.Redeemed = after.Redeemed.Add(taken.Amount)
		return p.parts(&a, &h, m.Amount)
	})
}

// move adds what somebody makes: an item that is due at its own instant, or one for each
// of the parts.
func (p Policy) move(a Account, m Move, origin Origin, change func(f *check.Faults, after *Account) []part) (Account, error) {
	if err := p.unchecked(); err != nil {
		return a, err
	}
	if err := p.check(&a); err != nil {
		return a, err
	}
	var f check.Faults
	f.Name("key", m.Key)
	f.Instant("at", m.At)
	switch size := m.Amount.Abs(); {
	case !p.unit.Amount(&f, "amount", m.Amount):
	case m.Amount.IsZero():
		f.Add("amount", "", alianza.ErrMissing, "")
	case m.Amount.IsNegative() != (origin == OriginRedemption):
		f.Add("amount", exact.Text(size.Neg()), alianza.ErrNegative, "")
	}
	if a.has(m.Key) {
		f.Add("key", m.Key, alianza.ErrRepeated, "the account has it")
	}
	if p.def.PayIn.AtPost {
		p.checkRate(&f, p.rate)
	}
	after, list := a, []part{{due: m.At, amount: m.Amount.Abs()}}
	if f.Len() == 0 {
		if parts := change(&f, &after); len(parts) > 0 {
			list = parts
		}
		if err := exact.Check(after.Opening.Add(after.all())); err != nil {
			f.Add("amount", exact.Text(m.Amount), alianza.ErrRange, "the balance that it leads to: "+err.Error())
		}
	}
	if err := wrap(&f); err != nil {
		return a, err
	}
	after.Currency, after.Medium = p.def.Currency, p.def.Medium
	item := Item{Key: m.Key, Origin: origin, Amount: m.Amount, At: m.At, State: StateHeld, Reason: m.Reason}
	after.Items = a.Items.plus(p.divide(&a, item, list)...)
	return after, nil
}

// ReleaseReserve releases what is kept back, or a part of it, at an instant. What
// somebody has to release comes first, then what is released last. What is released
// before the instant stays so.
// It returns an error if the amount is more than the reserve, or no amount of the
// currency ([alianza.ErrRange]).
func (p Policy) ReleaseReserve(a Account, amount decimal.Decimal, at time.Time) (Account, error) {
	if err := p.unchecked(); err != nil {
		return a, err
	}
	if err := p.check(&a); err != nil {
		return a, err
	}
	var f check.Faults
	f.Instant("at", at)
	if p.unit.Amount(&f, "amount", amount) && amount.IsNegative() {
		f.Add("amount", exact.Text(amount), alianza.ErrNegative, "")
	} else if f.Len() == 0 && exact.Cmp(amount, sumReserve(a.Reserve)) > 0 {
		f.Add("amount", exact.Text(amount), alianza.ErrRange, "the reserve is "+exact.Text(sumReserve(a.Reserve)))
	}
	if err := wrap(&f); err != nil {
		return a, err
	}
	after := a
	var later, now []Tranche
	for _, t := range reversed(a.Reserve) {
		if t.Release.IsZero() || t.Release.After(at) {
			later = append(later, t)
		} else {
			now = append(now, t)
		}
	}
	rest, left := take(later, amount)
	if released := exact.Sub(amount, left); released.IsPositive() {
		rest = append(rest, Tranche{Release: at, Amount: p.unit.Show(released)})
	}
	after.Reserve = ordered(append(rest, now...))
	return after, nil
}

// End says that the partner left at an instant. Later settlements pay as the
// definition's Final says. It returns an error if the instant is missing, or if
// the partner left before ([alianza.ErrDuplicate]).
func (p Policy) End(a Account, at time.Time) (Account, error) {
	if err := p.unchecked(); err != nil {
		return a, err
	}
	var f check.Faults
	if f.Instant("at", at) && !a.Ended.IsZero() {
		f.Add("at", at.Format(time.RFC3339), alianza.ErrDuplicate, "the partner left on "+a.Ended.Format(time.RFC3339))
	}
	if err := wrap(&f); err != nil {
		return a, err
	}
	a.Ended = at
	return a, nil
}

// MarshalJSON writes the move by its tags.
func (m Move) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads a move strictly.
func (m *Move) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, m, nil) }
