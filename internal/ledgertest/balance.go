package ledgertest

import "math/big"

// Balance returns what a partner has earned by each rule and bonus.
func (l *Ledger) Balance(partner string) map[Line]*big.Rat {
	sums := map[Line]*big.Rat{}
	sum := func(line Line, amount *big.Rat) { sums[line] = add(orZero(sums[line]), amount) }
	for _, h := range l.holdings(partner) {
		if !h.rule.pooled() {
			sum(Line{h.rule.Name, h.rule.Medium}, l.worth(h))
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
	c, follows := l.closing(partner, period), false
	if c != nil {
		for _, b := range c.def.Bonuses {
			for _, of := range b.Of {
				follows = follows || b.Follows && b.Over == span(period) && of == meter
			}
		}
	}
	v := l.meter(partner, []string{meter}, period, follows)
	return v.amount, v.units
}
