package commission

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A rule over a window posts the change of what the window earns: the sum is
// rounded once, and any number of sales and refunds, in any order, leads to the
// same balance.

// left returns the volume of a window that has not been refunded.
func (s pool) left() decimal.Decimal { return s.amount.Sub(s.lost) }

// exact returns what a window earns before it is rounded.
func (p Plan) exact(r *rule, s pool) decimal.Decimal {
	switch {
	case !r.tabled():
		return percentOf(s.rate, s.left())
	case !s.lost.IsZero() || s.gone != 0:
		pay, _ := p.worth(r, s)
		return pay.Exact
	}
	return r.table.exact(Volume{Amount: s.amount, Units: s.units})
}

// leftOf returns the part of an amount for the whole window that is for what is
// left of it: by amounts, or by units where nothing is paid of amounts.
func (p Plan) leftOf(s pool, amount decimal.Decimal) decimal.Decimal {
	if s.by == ByUnits || s.amount.IsZero() {
		return p.share(amount, decimal.New(int64(s.units-s.gone), 0), decimal.New(int64(s.units), 0))
	}
	return p.share(amount, s.left(), s.amount)
}

// worth returns what a window earns, exact and as it is posted, and how. Where
// part of its volume was refunded without lowering it, that is in proportion.
func (p Plan) worth(r *rule, s pool) (Payment, string) {
	var pay Payment
	if r.tabled() {
		pay = r.table.pay(Volume{}, Volume{Amount: s.amount, Units: s.units})
		if !s.lost.IsZero() || s.gone != 0 {
			pay.Amount = p.leftOf(s, pay.Amount)
			pay.Exact, pay.Portions = pay.Amount, nil
		}
	} else {
		pay.Exact = percentOf(s.rate, s.left())
		pay.Amount = exact.Percent(s.rate.Units()).RoundOf(s.left(), p.places(), p.def.Rounding.mode())
	}
	var note string
	pay.Amount, note = p.capped(r, pay.Amount)
	return pay, note
}

// capped cuts what a window earns to the cap of its rule.
func (p Plan) capped(r *rule, amount decimal.Decimal) (decimal.Decimal, string) {
	for _, one := range r.Caps {
		if exact.Cmp(amount, one.Amount) > 0 {
			return exact.Round(one.Amount, p.places(), exact.Down), fmt.Sprintf("cut to the cap of %s per %s", exact.Text(one.Amount), one.Per)
		}
	}
	return amount, ""
}

// worthThen returns what a window of an earlier version of the plan earns, whose
// terms are not at hand: the rate it had of what is left, or what it earned in
// whole, in proportion.
func (p Plan) worthThen(s pool, mode Rounding) decimal.Decimal {
	p.def.Rounding = mode
	if !s.rate.IsZero() {
		return exact.Percent(s.rate.Units()).RoundOf(s.left(), p.places(), mode.mode())
	}
	return p.leftOf(s, s.whole)
}

// share returns the part of an amount that falls to so much of a whole, as it
// is posted.
func (p Plan) share(amount, part, whole decimal.Decimal) decimal.Decimal {
	switch {
	case amount.IsZero() || part.IsZero():
		return p.zero()
	case exact.Cmp(part, whole) == 0 || whole.IsZero():
		return amount
	}
	q := new(big.Rat).Mul(exact.Rat(amount), exact.Rat(part))
	return exact.RoundRat(q.Quo(q, exact.Rat(whole)), p.places(), p.def.Rounding.mode())
}

// pool pays an event as part of its window.
func (p Plan) pool(c *change, o *offer, e *Event, entry Entry) error {
	if _, err := p.volume(c, o, e); err != nil {
		return err
	}
	k, before, err := p.poolOf(c, o.rule, o.rule.Over, e)
	if err != nil {
		return err
	}
	after := before
	after.amount, after.units = before.amount.Add(entry.Base), before.units+o.holding.units
	after.rate, after.tier = entry.Rate, entry.Tier
	o.holding.period = k.period
	o.entries, after = p.repost(o.rule, k, before, after, entry)
	o.puts.pools.put(k, after)
	return nil
}

// repost posts the change of a window from one volume to another: first what
// rates again the volume before, then what the event does.
func (p Plan) repost(r *rule, k poolKey, before, after pool, entry Entry) ([]Entry, pool) {
	var list []Entry
	entry.Period = k.period
	remaining, was := before.paid, p.exact(r, before)
	if again, ok := p.rerate(r, before, after); ok {
		one := p.entry(&Event{ID: entry.Event, Kind: Adjustment, Partner: entry.Partner, At: entry.At, Currency: entry.Currency}, r.Name)
		one.Key = entry.Key + "/adjustment"
		one.Period, one.Due, one.Medium, one.Customer, one.Tier = k.period, entry.Due, entry.Medium, entry.Customer, after.tier
		one.Base, one.Rate, one.Exact = before.left(), again.rate, again.exact.Sub(was)
		one.Amount = again.amount.Sub(remaining)
		if entry.Units != 0 {
			one.Units = before.units - before.gone
		}
		one.Remaining = Remaining{Base: one.Base, Units: one.Units, Amount: again.amount}
		if !one.Amount.IsZero() {
			list = append(list, one)
		}
		remaining, was = again.amount, again.exact
	}
	pay, note := p.worth(r, after)
	entry.Exact, entry.Amount, entry.Note = pay.Exact.Sub(was), pay.Amount.Sub(remaining), note
	entry.Portions = pay.Portions
	entry.Rate, entry.Tier = after.rate, after.tier
	if r.tabled() {
		entry.Rate = oneRate(pay.Portions)
	}
	entry.Remaining = Remaining{Base: after.left(), Amount: exact.Round(pay.Amount, p.places(), exact.Down)}
	if entry.Units != 0 {
		entry.Remaining.Units = after.units - after.gone
	}
	after.paid, after.whole = entry.Remaining.Amount, decimal.Decimal{}
	if r.tabled() {
		after.by = r.table.pays()
		after.whole = pay.Amount
		if note != "" || !after.lost.IsZero() || after.gone != 0 {
			after.whole = r.table.pay(Volume{}, Volume{Amount: after.amount, Units: after.units}).Amount
		}
	}
	return append(list, entry), after
}

// A rerating is what a volume earns at terms that it has reached since.
type rerating struct {
	rate          alianza.Percent
	exact, amount decimal.Decimal
}

// rerate returns what the volume before is worth at the terms of the volume
// after, if those rate it again: another tier, or another slab bracket.
func (p Plan) rerate(r *rule, before, after pool) (rerating, bool) {
	if before.amount.IsZero() && before.units == 0 {
		return rerating{}, false
	}
	again := rerating{rate: after.rate}
	left := before.left()
	if !r.tabled() {
		if before.rate == after.rate {
			return rerating{}, false
		}
		again.exact = percentOf(after.rate, left)
	} else {
		was := r.table.slab(Volume{Amount: before.amount, Units: before.units})
		now := r.table.slab(Volume{Amount: after.amount, Units: after.units})
		if was == now || now < 0 {
			return rerating{}, false
		}
		again.rate = r.table.def.Brackets[now].Rate
		again.exact = r.table.priced(now, Portion{Base: left, Units: before.units - before.gone}).Exact
	}
	again.amount, _ = p.capped(r, p.round(again.exact))
	return again, true
}

// pays returns what the table pays for: units alone, or amounts.
func (t Table) pays() Measure {
	if t.def.By == ByUnits && !slices.ContainsFunc(t.def.Brackets, func(b Bracket) bool { return !b.Rate.IsZero() }) {
		return ByUnits
	}
	return ByAmount
}

// slab returns the bracket that rates the beginning of a volume whole, or -1.
func (t Table) slab(v Volume) int {
	i := t.bracket(t.position(v))
	for i >= 0 && t.def.scope(i) != Slab {
		i--
	}
	return i
}
