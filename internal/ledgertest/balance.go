package ledgertest

import (
	"math/big"
	"slices"
)

// Balance returns what a partner has earned by each rule and bonus.
func (l *Ledger) Balance(partner string) map[Line]*big.Rat {
	sums := map[Line]*big.Rat{}
	sum := func(line Line, amount *big.Rat) { sums[line] = add(orZero(sums[line]), amount) }
	for _, s := range l.sales {
		if s.corrected || s.event.Partner != partner && len(s.event.Shares) == 0 {
			continue
		}
		for _, h := range s.holdings {
			if !h.rule.pooled() {
				sum(Line{h.rule.Name, h.rule.Medium}, h.shareOf(partner, l.paid(h)))
			}
		}
	}
	for key := range l.windows(partner) {
		for line, amount := range l.window(partner, key) {
			sum(line, amount)
		}
	}
	for _, c := range l.closings {
		if c.partner != partner || l.taken(c) {
			continue
		}
		for i, b := range c.def.Bonuses {
			sum(Line{b.Name, b.Medium}, c.paid[i])
		}
	}
	for _, t := range l.takings {
		if t.partner == partner && t.sale == nil && !t.undone {
			for line, amount := range t.credits {
				sum(line, amount)
			}
		}
	}
	return sums
}

// Window returns what a partner has attained in a window of a rule: "2026-03" of
// a rule over months, say, or "order o-1" of one over orders. Customer is that of a
// window of one.
func (l *Ledger) Window(partner, rule, customer, period string) (amount, units *big.Rat) {
	v := none()
	for _, p := range l.parts(partner, windowKey{rule, period, customer}) {
		v = v.plus(l.sold(p, period))
	}
	return v.amount, v.units
}

// Meter returns what a partner has attained of a meter in a month, a quarter or
// a year. After a close that is final only what is undone or corrected changes
// it. A bonus that follows keeps it moving.
func (l *Ledger) Meter(partner, meter, period string) (amount, units *big.Rat) {
	v := l.meter(partner, []string{meter}, period, l.followed(partner, meter, period))
	return v.amount, v.units
}

// followed reports whether a bonus of a closed period follows a meter.
func (l *Ledger) followed(partner, meter, period string) bool {
	c := l.closing(partner, period)
	return c != nil && slices.ContainsFunc(c.def.Bonuses, func(b bonus) bool {
		return b.Follows && b.Over == span(period) && slices.Contains(b.Of, meter)
	})
}
