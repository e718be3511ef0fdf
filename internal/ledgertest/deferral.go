package ledgertest

import (
	"maps"
	"math/big"
	"slices"
	"time"
)

// A deferred is an installment of what a rule earns.
type deferred struct {
	Rate   percent   `json:"rate"`
	Days   int       `json:"days"`
	Months int       `json:"months"`
	When   condition `json:"when"`
}

// An answer says what became of an installment.
type answer struct {
	met bool
	by  string // the maturity; "" if it has no condition
}

// A maturity is an event that answers installments.
type maturity struct {
	event   *event
	partner string
	sale    *sale
	undone  bool
}

// answered notes what is known of the installments of a holding when its sale comes:
// those without a condition, and what was answered of the wrong facts of a correction.
func (l *Ledger) answered(h *holding) {
	h.answers = map[int]answer{}
	for _, wrong := range l.wrong {
		if wrong.rule.Name == h.rule.Name && len(wrong.rule.Defer) == len(h.rule.Defer) {
			for i, a := range wrong.answers {
				if a.by != "" {
					h.answers[i] = a
				}
			}
		}
	}
	for i := range h.rule.Defer {
		if h.rule.Defer[i].When.none() {
			h.answers[i] = answer{met: true, by: h.answers[i].by}
		}
	}
}

// installment returns what falls to an installment of an amount: the rounded sum up to
// it, less that up to the one before.
func (h *holding) installment(n int, amount *big.Rat) *big.Rat {
	upTo := func(n int) *big.Rat {
		rate := new(big.Rat)
		for _, d := range h.rule.Defer[:n] {
			rate = add(rate, d.Rate.or0())
		}
		if rate.Cmp(whole(1)) == 0 {
			return amount
		}
		return h.def.round(mul(amount, rate))
	}
	return sub(upTo(n+1), upTo(n))
}

// installments returns the sum of those of an amount that f wants.
func (h *holding) installments(amount *big.Rat, f func(a answer, known bool) bool) *big.Rat {
	sum := new(big.Rat)
	for i := range h.rule.Defer {
		a, known := h.answers[i]
		if f(a, known) {
			sum = add(sum, h.installment(i, amount))
		}
	}
	return sum
}

// paid returns what is posted of what a holding is worth.
func (l *Ledger) paid(h *holding) *big.Rat {
	if len(h.rule.Defer) == 0 {
		return l.worth(h)
	}
	return h.installments(l.worth(h), func(a answer, known bool) bool { return known && a.met })
}

// reserved returns what is posted or open of so much.
func (h *holding) reserved(worth *big.Rat) *big.Rat {
	if len(h.rule.Defer) == 0 {
		return worth
	}
	return h.installments(worth, func(a answer, known bool) bool { return !known || a.met })
}

// dueDay returns the day of an installment.
func (l *Ledger) dueDay(h *holding, n int) time.Time {
	d, s := &h.rule.Defer[n], h.sale
	switch {
	case d.Days > 0:
		return s.day.AddDate(0, 0, d.Days)
	case d.Months > 0:
		return months(s.day, d.Months)
	}
	hold := h.def.HoldDays
	if own := s.event.Own; own != nil && h.rule.OwnTerms {
		hold = own.HoldDays
	}
	day := s.day.AddDate(0, 0, hold)
	if booked := l.day(s.event.Booked); booked.After(day) {
		day = booked
	}
	return day
}

// mature takes an event that answers installments.
func (l *Ledger) mature(e *event) verdict {
	s := l.sale(e.Partner, e.Of)
	switch {
	case !l.started(l.day(e.At)):
		return refused("range", "unknown", "pending", "conflict")
	case s == nil && l.known[e.Partner+"\x00"+e.Of] != nil:
		return refused("conflict", "range")
	case s == nil:
		return refused("pending")
	case s.corrected:
		return refused("conflict", "range")
	case slices.ContainsFunc(s.kept(l, always), func(c cut) bool { return c.all }):
		return refused("range")
	}
	l.answer(e, s)
	return verdict{}
}

// answer holds the facts of an event against the open installments of a sale.
func (l *Ledger) answer(e *event, s *sale) {
	l.maturities = append(l.maturities, &maturity{event: e, partner: e.Partner, sale: s})
	if s == nil {
		return
	}
	facts := s.event.facts()
	for name := range facts {
		if name != "partner" && name != "customer" && name != "order" && name != "units" {
			delete(facts, name)
		}
	}
	maps.Copy(facts, e.Facts)
	if e.Tier != "" {
		facts["tier"] = e.Tier
	}
	facts["amount"] = text(s.amountLeft(s.kept(l, always)))
	for _, h := range s.holdings {
		for i := range h.rule.Defer {
			if _, known := h.answers[i]; known || l.day(e.At).Before(l.dueDay(h, i)) {
				continue
			}
			when := &h.rule.Defer[i].When
			if met := when.met(facts); met || when.given(facts) {
				h.answers[i] = answer{met: met, by: e.ID}
			}
		}
	}
}

// given reports whether the fact of a condition that is not met is given.
func (c *condition) given(facts map[string]string) bool {
	_, ok := facts[c.Fact]
	return ok
}

// maturity returns that of an event, or nil.
func (l *Ledger) maturity(partner, id string) *maturity {
	for _, m := range l.maturities {
		if m.partner == partner && m.event.ID == id {
			return m
		}
	}
	return nil
}

// reopen opens again what a maturity answered.
func (l *Ledger) reopen(m *maturity) verdict {
	if m.undone {
		return refused("conflict")
	}
	m.undone = true
	if m.sale == nil {
		return verdict{}
	}
	for _, h := range m.sale.holdings {
		for i, a := range h.answers {
			if a.by == m.event.ID && !h.rule.Defer[i].When.none() {
				delete(h.answers, i)
			}
		}
	}
	return verdict{}
}

// answeredAny reports whether a maturity answered an installment of a sale.
func (s *sale) answeredAny() bool {
	for _, h := range s.holdings {
		for _, a := range h.answers {
			if a.by != "" {
				return true
			}
		}
	}
	return false
}

// A share is a partner's part of an event.
type share struct {
	Partner string `json:"partner"`
	Weight  number `json:"weight"`
}

// shareOf returns what falls to a partner of an amount for a sale: all of it if the sale
// is the partner's alone. Each gets its part cut to whole steps; the steps left over go
// one each to those that lost most by the cut, the earlier first.
func (h *holding) shareOf(partner string, amount *big.Rat) *big.Rat {
	shares, step := h.sale.event.Shares, h.def.Step.Rat
	if len(shares) == 0 {
		if h.sale.event.Partner == partner {
			return amount
		}
		return new(big.Rat)
	}
	sum, rest := new(big.Rat), amount
	for _, s := range shares {
		sum = add(sum, s.Weight.or0())
	}
	parts, lost := make([]*big.Rat, len(shares)), make([]*big.Rat, len(shares))
	for i, s := range shares {
		exact := mul(amount, quo(s.Weight.or0(), sum))
		parts[i] = round(exact, step, "down")
		lost[i], rest = sub(exact, parts[i]), sub(rest, parts[i])
	}
	for rest.Sign() > 0 {
		most := 0
		for i := range lost {
			if lost[i].Cmp(lost[most]) > 0 {
				most = i
			}
		}
		parts[most], rest, lost[most] = add(parts[most], step), sub(rest, step), whole(-1)
	}
	for i, s := range shares {
		if s.Partner == partner {
			return parts[i]
		}
	}
	return new(big.Rat)
}

// shareFaults refuses shares that cannot be.
func (e *event) shareFaults(v *verdict) {
	if len(e.Shares) == 0 {
		return
	}
	if !e.earns() && e.Kind != "correction" {
		v.refuse("conflict")
		return
	}
	seen := map[string]bool{}
	for _, s := range e.Shares {
		if s.Weight.or0().Sign() <= 0 {
			v.refuse("range")
		}
		if s.Partner == "" {
			v.refuse("missing")
		}
		if seen[s.Partner] {
			v.refuse("conflict")
		}
		seen[s.Partner] = true
	}
	if !seen[e.Partner] {
		v.refuse("conflict")
	}
}

// read returns the volume of the meter that a rule reads in the period of a sale.
func (l *Ledger) read(h *holding) volume {
	period, partner := l.periodOf(h.rule.Over, h.sale), h.sale.event.Partner
	amount, units := l.Meter(partner, h.rule.Reads, period)
	if h.rule.Table.customers() {
		units = whole(int64(len(l.meterBuyers(partner, h.rule.Reads, period))))
	}
	return volume{amount, units}
}

// placed returns what a rule pays for a sale by the meter that it reads.
func (l *Ledger) placed(h *holding) *big.Rat {
	t, prior, v := h.rule.Table, l.read(h), h.measured()
	if t.customers() {
		v.units = whole(1)
		if l.meterBuyers(h.sale.event.Partner, h.rule.Reads, l.periodOf(h.rule.Over, h.sale))[h.sale.event.Customer] {
			v.units = new(big.Rat)
		}
	}
	if h.rule.Meter == h.rule.Reads {
		return t.sale(prior, v)
	}
	b := t.Brackets[t.reached(t.measure(prior))]
	return add(mul(v.amount, b.Rate.or0()), mul(h.measured().units, b.PerUnit.or0()))
}

// meterBuyers returns the customers of a meter of whose sales something stands.
func (l *Ledger) meterBuyers(partner, meter, period string) map[string]bool {
	list, follows := map[string]bool{}, l.followed(partner, meter, period)
	for _, h := range l.holdings(partner) {
		if h.rule.Meter != meter || l.periodOf(span(period), h.sale) != period {
			continue
		}
		var cuts []cut
		switch {
		case follows && h.rule.KeepAttained:
		case follows:
			cuts = h.sale.kept(l, always)
		default:
			cuts = l.volumeCuts(h, period)
		}
		if !h.sale.gone(cuts) {
			list[h.sale.event.Customer] = true
		}
	}
	return list
}

// countsBuyers reports whether the customers of a meter are counted somewhere.
func (l *Ledger) countsBuyers(meter string) bool {
	return slices.ContainsFunc(l.versions, func(d *definition) bool {
		return slices.ContainsFunc(d.Bonuses, func(b bonus) bool { return b.Table.customers() && slices.Contains(b.Of, meter) }) ||
			slices.ContainsFunc(d.Rules, func(r rule) bool { return r.Reads == meter && r.Table.customers() })
	})
}
