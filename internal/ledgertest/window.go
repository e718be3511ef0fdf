package ledgertest

import (
	"cmp"
	"math/big"
	"slices"
	"time"
)

// A part is what was sold in a window under one version of its rule.
type part struct {
	def      *definition
	rule     *rule
	holdings []*holding
}

// parts returns a window by versions.
func (l *Ledger) parts(partner string, w windowKey) (parts []*part) {
	for _, h := range l.holdings(partner) {
		if h.rule.Over == "event" || w != keyOf(h) {
			continue
		}
		i := slices.IndexFunc(parts, func(p *part) bool { return p.def == h.def })
		if i < 0 {
			i, parts = len(parts), append(parts, &part{def: h.def, rule: h.rule})
		}
		parts[i].holdings = append(parts[i].holdings, h)
	}
	slices.SortFunc(parts, func(a, b *part) int { return cmp.Compare(a.def.Version, b.def.Version) })
	return parts
}

// closedAt returns the place in the list of the close of a period whose result
// is final; always if there is none.
func (l *Ledger) closedAt(partner, period string) int {
	if c := l.closing(partner, period); c != nil && !c.follows() {
		return c.index
	}
	return always
}

// volume returns what a holding adds to the volume of a period. What was taken
// does not lower it under a rule that keeps what was attained, nor what was
// taken after a final close.
func (l *Ledger) volume(h *holding, period string) volume {
	return h.leaves(l.volumeCuts(h, period))
}

func (l *Ledger) volumeCuts(h *holding, period string) []cut {
	if h.rule.KeepAttained {
		return nil
	}
	return h.sale.kept(l, l.closedAt(h.sale.event.Partner, period))
}

// sold returns the volume of a part.
func (l *Ledger) sold(p *part, period string) volume {
	v := none()
	for _, h := range p.holdings {
		v = v.plus(l.volume(h, period))
	}
	if p.rule.Table.customers() {
		v.units = whole(int64(len(l.buyers(p, period))))
	}
	return v
}

// buyers returns the customers of a part of whose sales something stands.
func (l *Ledger) buyers(p *part, period string) map[string]bool {
	list := map[string]bool{}
	for _, h := range p.holdings {
		if !h.sale.gone(l.volumeCuts(h, period)) {
			list[h.sale.event.Customer] = true
		}
	}
	return list
}

// brings returns the volume with which a sale comes to its window: where customers
// are counted, one if it has none of this name.
func (l *Ledger) brings(h *holding) volume {
	v := h.measured()
	if !h.rule.Table.customers() {
		return v
	}
	v.units = whole(1)
	for _, p := range l.parts(h.sale.event.Partner, keyOf(h)) {
		if p.def == h.def && l.buyers(p, h.period)[h.sale.event.Customer] {
			v.units = new(big.Rat)
		}
	}
	return v
}

// prior returns the volume that a sale of a window comes after: that of its own
// version, and of those before it if the rule says so.
func (l *Ledger) prior(h *holding) volume {
	v := none()
	for _, p := range l.parts(h.sale.event.Partner, keyOf(h)) {
		if p.def == h.def || h.rule.Carry && p.def.Version < h.def.Version {
			v = v.plus(l.sold(p, h.period))
		}
	}
	return v
}

// keyOf names the window that a holding is in.
func keyOf(h *holding) windowKey { return windowKey{h.rule.Name, h.period, h.of} }

// tier returns the rate of a part that is paid by a ladder: that of the tier
// which was said on the latest day, the highest if there were several.
func (l *Ledger) tier(p *part, period string) *big.Rat {
	var latest time.Time
	rate := new(big.Rat)
	for _, h := range p.holdings {
		if h.sale.gone(l.volumeCuts(h, period)) {
			continue
		}
		switch day := h.sale.day; {
		case day.After(latest):
			latest, rate = day, h.rate
		case day.Equal(latest):
			rate = most(rate, h.rate)
		}
	}
	return rate
}

// pays returns what a part is worth after a volume, before a cap cuts it.
func (l *Ledger) pays(p *part, period string, prior volume) *big.Rat {
	v, left := l.sold(p, period), none()
	for _, h := range p.holdings {
		left = left.plus(h.leaves(h.sale.kept(l, always)))
	}
	r := p.rule
	var pay *big.Rat
	switch {
	case r.Table != nil && r.Table.measure(v).Sign() == 0:
		pay = new(big.Rat) // units of 0 are at no place of a table
	case r.Table != nil:
		pay = sub(p.def.round(r.Table.total(prior.plus(v))), p.def.round(r.Table.total(prior)))
	case r.Ladder != "":
		pay = mul(v.amount, l.tier(p, period))
	default:
		pay = mul(v.amount, r.Rate.or0())
	}
	switch {
	case v.amount.Sign() > 0 && !r.unitsAlone():
		pay = mul(pay, quo(left.amount, v.amount))
	case v.units.Sign() > 0 && !r.Table.customers():
		pay = mul(pay, quo(left.units, v.units))
	}
	return p.def.round(pay)
}

// window returns what a window is worth where its rule pays for all of it.
func (l *Ledger) window(partner string, w windowKey) map[Line]*big.Rat {
	worth, prior := map[Line]*big.Rat{}, none()
	posted := new(big.Rat) // by the parts that have a cap
	for _, p := range l.parts(partner, w) {
		var before volume
		if before = none(); p.rule.Carry {
			before = prior
		}
		prior = prior.plus(l.sold(p, w.period))
		if !p.rule.pooled() {
			continue
		}
		pay := l.pays(p, w.period, before)
		for _, c := range p.rule.Caps {
			pay = least(pay, most(sub(c.Amount.or0(), posted), new(big.Rat)))
		}
		if len(p.rule.Caps) > 0 {
			posted = add(posted, pay)
		}
		line := Line{p.rule.Name, p.rule.Medium}
		worth[line] = add(orZero(worth[line]), pay)
	}
	return worth
}

// added returns what a holding would add to the worth of its window.
func (l *Ledger) added(h *holding) *big.Rat {
	partner := h.sale.event.Partner
	sum := func() *big.Rat {
		all := new(big.Rat)
		for _, x := range l.window(partner, keyOf(h)) {
			all = add(all, x)
		}
		return all
	}
	before := sum()
	l.sales = append(l.sales, &sale{event: h.sale.event, day: h.sale.day, index: h.sale.index, def: h.def, holdings: []*holding{h}})
	after := sum()
	l.sales = l.sales[:len(l.sales)-1]
	return sub(after, before)
}

// windowKey names a window of a partner.
type windowKey struct{ rule, period, customer string }

// windows returns the windows that a partner has.
func (l *Ledger) windows(partner string) map[windowKey]bool {
	keys := map[windowKey]bool{}
	for _, h := range l.holdings(partner) {
		if h.rule.Over != "event" {
			keys[keyOf(h)] = true
		}
	}
	return keys
}
