package payout

import (
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A history is how a sum of what is due came to its value at an instant: the debt, or
// what can be redeemed.
type history struct {
	at      time.Time
	value   decimal.Decimal // at the instant, inclusive
	changes []part          // until then
}

// A part is an amount from an instant on.
type part struct {
	due    time.Time
	amount decimal.Decimal
}

// upTo is the deadline of what somebody does at an instant, inclusive.
func (p *Policy) upTo(a *Account, at time.Time) deadline { return p.deadline(a, at.Add(1)) }

// debts returns how the partner came to owe what is due at an instant.
func (p *Policy) debts(a *Account, at time.Time) history {
	h, now := history{at: at}, p.upTo(a, at)
	var sum exact.Adder
	sum.Add(a.Advanced)
	sum.Add(sumReserve(a.Reserve).Neg())
	for item := range a.Items.refs() {
		if now.has(item) {
			sum.Add(item.Amount.Neg())
			h.changes = append(h.changes, part{p.dueAt(a, item), item.Amount.Neg()})
		}
	}
	h.value = sum.Sum()
	return h
}

// free returns how there came to be what can be redeemed at an instant. A redemption
// takes from it at any instant.
func (p *Policy) free(a *Account, at time.Time) history {
	h, now := history{at: at}, p.upTo(a, at)
	var sum exact.Adder
	for item := range a.Items.refs() {
		switch {
		case item.Origin == OriginRedemption:
			sum.Add(item.Amount)
		case now.has(item):
			kept, due := now.kept(item), p.dueAt(a, item)
			sum.Add(item.Amount.Sub(kept))
			h.changes = append(h.changes, part{due, item.Amount.Sub(item.Withheld)})
			if kept.IsZero() && !item.Withheld.IsZero() {
				h.changes = append(h.changes, part{later(due, p.soon(a, item.Release)), item.Withheld})
			}
		}
	}
	h.value = sum.Sum()
	return h
}

// dueAt returns since when an item is due that is due now.
func (p *Policy) dueAt(a *Account, i *Item) time.Time {
	due := p.soon(a, i.Due)
	if before := a.Items.find(i.Corrects); before != nil && i.waits() {
		due = later(due, p.soon(a, before.Due))
	}
	return due
}

// soon returns an instant, or when the partner left if all is due then. The zero time
// is never.
func (p *Policy) soon(a *Account, t time.Time) time.Time {
	if p.def.Final == FinalAll && !a.Ended.IsZero() && (t.IsZero() || a.Ended.Before(t)) {
		return a.Ended
	}
	return t
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// parts divides an amount that is not more than the value of a history. As much of it is
// due at an instant as the value was at least from then on. The first part comes first.
func (p *Policy) parts(a *Account, h *history, amount decimal.Decimal) []part {
	changes := slices.Clone(h.changes)
	slices.SortStableFunc(changes, func(a, b part) int { return b.due.Compare(a.due) })
	value, left := h.value, amount
	first := h.at // what was advanced is older than any item
	if !a.Until.IsZero() && a.Until.Before(first) {
		first = a.Until
	}
	var list []part
	add := func(due time.Time, least decimal.Decimal) {
		if due.IsZero() {
			due = first
		}
		if more := left.Sub(least); more.IsPositive() {
			if n := len(list); n > 0 && p.together(a, due, list[n-1].due) {
				list[n-1].amount = list[n-1].amount.Add(more)
			} else {
				list = append(list, part{due, more})
			}
			left = least
		}
	}
	for i, c := range changes {
		value = value.Sub(c.amount)
		if i+1 == len(changes) || !changes[i+1].due.Equal(c.due) {
			add(c.due, decimal.Max(decimal.Decimal{}, decimal.Min(left, value)))
		}
	}
	add(first, decimal.Decimal{})
	slices.Reverse(list)
	return list
}

// together reports whether a settlement that has the later one of two instants has the
// earlier one, too: the last one was after both, or no period ends between them.
func (p *Policy) together(a *Account, earlier, last time.Time) bool {
	if last.Before(a.Until) || earlier.Equal(last) {
		return true
	}
	every := p.def.Every
	return every != 0 && a.Ended.IsZero() && every.Next(earlier, p.zone).Equal(every.Next(last, p.zone))
}

// divide returns an item for each part. The conversions add up to that of the whole.
func (p *Policy) divide(a *Account, item Item, list []part) []Item {
	items, sum, given := make([]Item, len(list)), decimal.Decimal{}, decimal.Decimal{}
	for i, part := range list {
		one := item
		if i > 0 {
			one.Key = a.unused(fmt.Sprint(item.Key, "/", i+1))
		}
		one.Due, one.Amount = part.due, p.unit.Show(part.amount)
		if item.Amount.IsNegative() {
			one.Amount = p.unit.Show(part.amount.Neg())
		}
		if sum = sum.Add(one.Amount); p.def.PayIn.AtPost {
			upTo := p.converted(sum, p.rate)
			one.Rate, one.Converted, given = p.rate, upTo.Sub(given), upTo
		}
		items[i] = one
	}
	return items
}
