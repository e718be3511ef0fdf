package commission

import (
	"fmt"
	"math/big"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// known returns the event that e takes back, and faults one that it cannot.
func (p Plan) known(c *change, e *Event) (record, bool, error) {
	sale, ok := c.events.get(eventKey{e.Partner, e.Of})
	switch {
	case !ok || !sale.kind.earns() && sale.kind != Correction:
		return sale, false, nil
	case sale.currency != e.Currency:
		return sale, true, check.Fault("currency", e.Currency, alianza.ErrCurrency, "sale "+e.Of+" is in "+sale.currency)
	case sale.plan != p.def.ID:
		return sale, true, check.Fault("of", e.Of, alianza.ErrConflict, "plan "+sale.plan+" paid the sale; a state is that of one plan")
	case sale.reversed:
		return sale, true, check.Fault("of", e.Of, alianza.ErrRange, "all of it was taken back before")
	}
	return sale, true, nil
}

// takeBack takes back the part of a known event that a refund or a chargeback
// names.
func (p Plan) takeBack(c *change, e *Event) (Earning, error) {
	sale, ok, err := p.known(c, e)
	if err != nil {
		return Earning{}, err
	}
	if !ok {
		return p.credit(c, e)
	}
	rest := sale.amount.Sub(sale.refunded)
	t := taking{event: e, sale: sale, back: e.Amount}
	t.before = rest.Add(sale.late)
	if e.Kind == Chargeback && e.Amount.IsZero() {
		t.back, t.all = rest, true
	}
	if t.all && t.before.IsZero() && !sale.amount.IsZero() {
		return Earning{}, check.Fault("of", e.Of, alianza.ErrRange, "nothing is left of the sale")
	}
	if exact.Cmp(t.back, rest) > 0 {
		return Earning{}, check.Fault("amount", exact.Text(e.Amount), alianza.ErrRange, "more than the "+exact.Text(rest)+" left of sale "+e.Of)
	}
	late := p.late(e, sale)
	t.sale.reversed = t.all
	if !t.back.IsZero() { // whose places would not come back from JSON
		t.sale.refunded = sale.refunded.Add(t.back)
		if late > 0 {
			t.sale.late = sale.late.Add(t.back)
		}
	}
	var earned Earning
	switch {
	case len(sale.holdings) == 0:
		earned.pass("", "the sale earned nothing")
	case late > 0:
		earned.pass("", fmt.Sprintf("refunded %d days after the sale, later than the %d of the plan", late, p.def.RefundDays))
	default:
		earned.Entries = p.reverse(c, &t)
	}
	c.events.put(eventKey{e.Partner, e.Of}, t.sale)
	return earned, nil
}

// late returns after how many days a refund comes that the window of the plan
// excludes, or 0.
func (p Plan) late(e *Event, sale record) int {
	days := civil.DateOf(sale.at, p.zone).DaysUntil(civil.DateOf(e.At, p.zone))
	if e.Kind != Refund || p.def.RefundDays == 0 || days <= p.def.RefundDays {
		return 0
	}
	return days
}

// correct takes back all that an event earned, and lets the facts of the
// correction earn anew.
func (p Plan) correct(c *change, e *Event) (Earning, []holding, error) {
	sale, ok, err := p.known(c, e)
	switch {
	case err != nil:
		return Earning{}, nil, err
	case !ok:
		return Earning{}, nil, check.Fault("of", e.Of, alianza.ErrUnknown, "the event that it corrects is not known")
	case !sale.refunded.IsZero():
		return Earning{}, nil, check.Fault("of", e.Of, alianza.ErrConflict, "it was refunded in part; refund what is left, and post the right event")
	case sale.as() == Close:
		return Earning{}, nil, check.Fault("of", e.Of, alianza.ErrConflict, "the close of a period is not corrected")
	}
	t := taking{event: e, sale: sale, back: sale.amount, before: sale.amount, all: true, suffix: "/reversal"}
	t.sale.refunded, t.sale.reversed = sale.amount, true
	earned := Earning{Entries: p.reverse(c, &t)}
	p.uncount(c, &t)
	c.events.put(eventKey{e.Partner, e.Of}, t.sale)

	right := *e
	right.Kind, right.Of = sale.as(), ""
	anew, holdings, err := p.earn(c, &right)
	p.recount(c, &t, holdings)
	earned.Entries = append(earned.Entries, anew.Entries...)
	earned.Skipped = anew.Skipped
	return earned, holdings, err
}

// uncount takes an event that is corrected out of its customer's time, which
// begins with the earliest of those that stand, or with the right event.
func (p Plan) uncount(c *change, t *taking) {
	for i := range t.sale.holdings {
		h := &t.sale.holdings[i]
		if !h.counted {
			continue
		}
		k := customerKey{t.event.Partner, h.rule, h.customer}
		one, _ := c.customers.get(k)
		one.count--
		if one.first.Equal(t.sale.at) {
			one.first = c.earliest(k, t, one.first)
			if h.customer == t.event.Customer && (one.count == 0 || t.event.At.Before(one.first)) {
				one.first = t.event.At
			}
		}
		c.customers.put(k, one)
	}
}

// recount sets a customer's time back to the earliest event that stands, where
// the right event is not paid for it.
func (p Plan) recount(c *change, t *taking, right []holding) {
	for i := range t.sale.holdings {
		h := &t.sale.holdings[i]
		paid := slices.ContainsFunc(right, func(r holding) bool { return r.counted && r.rule == h.rule && r.customer == h.customer })
		if !h.counted || paid {
			continue
		}
		k := customerKey{t.event.Partner, h.rule, h.customer}
		if one, _ := c.customers.get(k); one.first.Equal(t.event.At) {
			one.first = c.earliest(k, t, t.sale.at)
			c.customers.put(k, one)
		}
	}
}

// earliest returns when the first of a customer's paid events was that stand
// without one that is corrected, or what it was before if none is known.
func (c *change) earliest(k customerKey, t *taking, first time.Time) time.Time {
	known := false
	for id, r := range c.events.base {
		if id.partner != k.partner || id.event == t.event.Of || r.reversed || known && !r.at.Before(first) {
			continue
		}
		for i := range r.holdings {
			if h := &r.holdings[i]; h.counted && h.rule == k.rule && h.customer == k.customer {
				first, known = r.at, true
			}
		}
	}
	return first
}

// as returns the kind by which an event earned.
func (r record) as() Kind {
	if r.kind == Correction {
		return r.corrects
	}
	return r.kind
}

// A taking is how much of a known event is taken back.
type taking struct {
	event  *Event
	sale   record // with the taking in it
	back   decimal.Decimal
	before decimal.Decimal // of the sale's amount, what counted as sold
	all    bool            // whatever the amounts
	suffix string          // of the keys
}

// reverse posts the taking for each rule that paid the event, and notes it in
// the holdings of the sale.
func (p Plan) reverse(c *change, t *taking) []Entry {
	var list []Entry
	t.sale.holdings = slices.Clone(t.sale.holdings)
	for i := range t.sale.holdings {
		h := &t.sale.holdings[i]
		entry := p.entry(t.event, h.rule)
		entry.Key += t.suffix
		entry.Corrects = key(p.def.ID, t.event.Partner, h.rule, t.event.Of)
		entry.Version, entry.Tier, entry.Medium, entry.Customer = h.version, h.tier, h.medium, h.customer
		entry.Due = later(p.due(t.event.At, 0), h.due)
		after := t.before.Sub(t.back)
		left := h.left(after, t.sale.amount, t.all, p.places())
		back := h.left(t.before, t.sale.amount, false, p.places()).Sub(left)
		if exact.Cmp(back, t.event.Amount) == 0 {
			back = t.event.Amount // with its own places
		}
		entry.Base = back.Neg()
		gone := 0
		if t.all || after.IsZero() && !t.back.IsZero() {
			gone = h.units
			if r := p.rule(h); r != nil && (r.Table.By == ByUnits || !r.PerUnit.IsZero()) {
				entry.Units = -gone
			}
		}
		r := p.rule(h)
		if h.period != "" {
			list = append(list, p.unpool(c, r, h, t, entry, back, gone)...)
		} else {
			list = append(list, p.reverseSingle(c, h, t, entry, left, after))
		}
		p.lower(c, r, h, t, back, gone)
	}
	return list
}

// rule returns the rule that paid, if the plan is still of its version.
func (p Plan) rule(h *holding) *rule {
	if p.def.Version != h.version {
		return nil
	}
	return p.named(h.rule)
}

// named returns the rule of a name.
func (p Plan) named(name string) *rule {
	for i := range p.rules {
		if p.rules[i].Name == name {
			return &p.rules[i]
		}
	}
	return nil
}

// left returns what is left of the base of an event when so much of its amount
// is, in proportion, to the decimals that the base has.
func (h *holding) left(now, amount decimal.Decimal, all bool, places int32) decimal.Decimal {
	switch {
	case all:
		return decimal.New(0, min(0, h.base.Exponent()))
	case exact.Cmp(now, amount) == 0 || amount.IsZero():
		return h.base
	case exact.Cmp(h.base, amount) == 0:
		return now
	}
	q := new(big.Rat).Mul(exact.Rat(h.base), exact.Rat(now))
	return exact.RoundRat(q.Quo(q, exact.Rat(amount)), max(places, -h.base.Exponent()), exact.HalfUp)
}

// reverseSingle takes back what an event earned by itself.
func (p Plan) reverseSingle(c *change, h *holding, t *taking, entry Entry, left, after decimal.Decimal) Entry {
	p.def.Rounding = h.rounding // the sale's terms, not today's
	remaining := p.zero()
	switch {
	case t.all:
	case t.sale.amount.IsZero(): // nothing is a part of it
		remaining = h.paid
	case !h.rate.IsZero():
		remaining = exact.Percent(h.rate.Units()).RoundOf(left, p.places(), h.rounding.mode())
	default:
		remaining = p.share(h.posted, after, t.sale.amount)
	}
	entry.Remaining = Remaining{Base: left, Amount: remaining}
	entry.Amount = remaining.Sub(h.paid)
	entry.Rate, entry.Exact = h.rate, entry.Amount
	if !h.rate.IsZero() {
		entry.Exact = percentOf(h.rate, entry.Base)
	}
	h.paid = remaining
	if r := p.named(h.rule); r != nil { // its caps count for all versions
		for _, one := range r.Caps {
			k := p.capKey(one, r.Name, t.event.Partner, h.customer, t.sale.at, t.sale.order)
			used, _ := c.caps.get(k)
			c.caps.put(k, used.Add(entry.Amount))
		}
	}
	return entry
}

// unpool takes an event out of its window.
func (p Plan) unpool(c *change, r *rule, h *holding, t *taking, entry Entry, back decimal.Decimal, gone int) []Entry {
	k := poolKey{t.event.Partner, h.rule, h.version, h.period}
	before, _ := c.pools.get(k)
	after := before
	if r == nil || r.KeepAttained || p.closed(c, k.partner, k.rule, k.period) {
		after.lost, after.gone = before.lost.Add(back), before.gone+gone
	} else {
		after.amount, after.units = before.amount.Sub(back), before.units-gone
	}
	if r != nil {
		list, after := p.repost(r, k, before, after, entry)
		c.pools.put(k, after)
		return list
	}
	after.paid = p.worthThen(after, h.rounding)
	if now := p.named(h.rule); now != nil {
		after.paid, entry.Note = p.capped(now, after.paid)
	}
	c.pools.put(k, after)
	entry.Period, entry.Amount = k.period, after.paid.Sub(before.paid)
	entry.Exact, entry.Remaining = entry.Amount, Remaining{Base: after.left(), Amount: after.paid}
	return []Entry{entry}
}

// lower takes an event out of the windows that its rule keeps besides the one
// that it pays over.
func (p Plan) lower(c *change, r *rule, h *holding, t *taking, back decimal.Decimal, gone int) {
	if r == nil || r.KeepAttained {
		return
	}
	for _, w := range r.windows {
		k := poolKey{t.event.Partner, r.Name, h.version, w.period(t.sale.at, p.zone, t.sale.order)}
		one, _ := c.pools.get(k)
		if k.period == h.period || p.closed(c, k.partner, k.rule, k.period) {
			continue
		}
		one.amount, one.units = one.amount.Sub(back), one.units-gone
		c.pools.put(k, one)
	}
}

// credit treats a refund whose sale is not known by the policy of the plan.
func (p Plan) credit(c *change, e *Event) (Earning, error) {
	if e.Kind == Chargeback && e.Amount.IsZero() && p.def.UnknownSale == UnknownSaleCurrentRate {
		return Earning{}, check.Fault("amount", "", alianza.ErrMissing, "the event that it takes back is not known, nor how much that was")
	}
	switch p.def.UnknownSale {
	case UnknownSaleCurrentRate:
		sale := *e
		sale.Kind, sale.Of = Sale, ""
		earned, _, err := p.alone(c, e).earn(State{}.change(), &sale) // of such a sale, whose mirror this is in every mode
		for i := range earned.Entries {
			one := &earned.Entries[i]
			one.Kind, one.Of, one.Due, one.Remaining = e.Kind, e.Of, p.due(e.At, 0), Remaining{}
			one.Base, one.Exact, one.Amount = one.Base.Neg(), one.Exact.Neg(), one.Amount.Neg()
			if len(one.Portions) == 1 && !one.Rate.IsZero() {
				one.Portions = nil // of a bracket by itself
			}
			for j := range one.Portions {
				one.Portions[j] = one.Portions[j].neg()
			}
		}
		return earned, err
	case UnknownSaleIgnore:
		return Earning{Skipped: []Skipped{{Reason: "the sale is not known, and the plan ignores such refunds"}}}, nil
	default:
		return Earning{}, check.Fault("of", e.Of, alianza.ErrUnknown, "the sale that it refunds is not known, and the plan refuses such refunds")
	}
}

// alone returns the plan with rules that pay each event by itself: those over a
// window at the terms of the bracket that the partner has reached.
func (p Plan) alone(c *change, e *Event) Plan {
	p.rules = slices.Clone(p.rules)
	for i := range p.rules {
		r := &p.rules[i]
		if r.Over == PerEvent || r.On != Sale {
			continue
		}
		if r.tabled() {
			one, _ := c.pools.get(poolKey{e.Partner, r.Name, p.def.Version, r.Over.period(e.At, p.zone, e.Order)})
			b := r.table.def.Brackets[r.table.bracket(r.table.position(Volume{Amount: one.amount, Units: one.units}))]
			r.table = freeze(TableDefinition{
				Places: p.def.Places, Rounding: p.def.Rounding, By: r.table.def.By, Brackets: []Bracket{{Rate: b.Rate, PerUnit: b.PerUnit}},
			})
		}
		r.pooled, r.windows = false, nil
	}
	return p
}

// neg returns the portion with its sign turned.
func (p Portion) neg() Portion {
	p.Base, p.Units, p.Fixed = p.Base.Neg(), -p.Units, p.Fixed.Neg()
	p.Exact, p.Amount = p.Exact.Neg(), p.Amount.Neg()
	return p
}
