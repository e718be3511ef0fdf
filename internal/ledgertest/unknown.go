package ledgertest

import (
	"math/big"
	"slices"
	"time"
)

// unknown takes a taking of a sale that is not known, by the policy of its day.
func (l *Ledger) unknown(t *taking, day time.Time) verdict {
	def := l.version(day)
	if def == nil {
		return refused("range", "pending", "unknown")
	}
	switch def.UnknownSale {
	case "ignore":
	case "current_rate":
		if t.whole() {
			return refused("missing", "pending", "unknown")
		}
		credits, v := l.credit(t, def)
		if v.refused() {
			return v
		}
		t.credits = credits
	default:
		return refused("pending", "unknown", "missing")
	}
	l.takings = append(l.takings, t)
	return verdict{}
}

// takeEarly takes of a sale what was taken before it came.
func (l *Ledger) takeEarly(s *sale) {
	for _, t := range l.takings {
		if t.sale == nil && t.closing == nil && t.of != "" && t.partner == s.event.Partner && t.of == s.event.ID {
			l.measure(t, s, true)
		}
	}
}

// credit returns what a taking of an unknown sale takes back: what such a sale
// would earn by itself.
func (l *Ledger) credit(t *taking, def *definition) (map[Line]*big.Rat, verdict) {
	kind := "sale"
	on := func(kind string) bool {
		return slices.ContainsFunc(def.Rules, func(r rule) bool { return r.On == kind })
	}
	if !on("sale") && on("payment") {
		kind = "payment"
	}
	// A ledger of its own, so that no customer's time has begun, no cap is used
	// and no period is closed.
	fresh := &Ledger{zone: l.zone, versions: l.versions, known: map[string]*event{}, next: l.next}
	asSale := *t.event
	asSale.Kind, asSale.Of = kind, ""
	s := &sale{event: &asSale, kind: kind, day: l.day(t.event.At), index: l.next, def: def}
	paying, v := fresh.choose(s, func(r *rule) *offer {
		o := fresh.offer(s, r)
		if r.Over != "event" && r.Table != nil && !o.missed && len(o.faults) == 0 {
			o.amount = l.atBracket(o.holding, fresh)
			o.holding.posted = o.amount
		}
		return o
	})
	credits := map[Line]*big.Rat{}
	for _, o := range paying {
		line := Line{o.holding.rule.Name, o.holding.rule.Medium}
		credits[line] = sub(orZero(credits[line]), o.amount)
	}
	return credits, v
}

// atBracket rates a sale by the bracket that its window has reached without it.
func (l *Ledger) atBracket(h *holding, fresh *Ledger) *big.Rat {
	t, v := h.rule.Table, h.measured()
	if t.measure(v).Sign() == 0 {
		return new(big.Rat)
	}
	prior := l.prior(h)
	if h.rule.Reads != "" {
		prior = l.read(h)
	}
	b := t.Brackets[t.reached(t.measure(prior))]
	pay := h.def.round(add(mul(v.amount, b.Rate.or0()), mul(v.units, b.PerUnit.or0())))
	for _, c := range h.def.capsOf(h.rule) {
		room := sub(c.Amount.or0(), fresh.used(h.sale.event.Partner, l.capKey(&c, h)))
		pay = least(pay, most(room, new(big.Rat)))
	}
	return pay
}
