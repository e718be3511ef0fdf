package ledgertest

import (
	"math/big"
	"slices"
	"strings"
	"time"
)

// A closing is the close of a period of a partner.
type closing struct {
	event   *event // the latest of them
	ids     []string
	partner string
	period  string
	def     *definition // by which it was closed first
	index   int         // its place in the list
	paid    []*big.Rat  // of each bonus of the definition
}

// follows reports whether late news changes what was paid: all bonuses of a
// period of this length follow, and there is one.
func (c *closing) follows() bool {
	some := false
	for _, b := range c.def.Bonuses {
		if b.Over == span(c.period) {
			if !b.Follows {
				return false
			}
			some = true
		}
	}
	return some
}

// closing returns the close of a period, or nil.
func (l *Ledger) closing(partner, period string) *closing {
	for _, c := range l.closings {
		if c.partner == partner && c.period == period {
			return c
		}
	}
	return nil
}

// closingOf returns the close that an event made, or nil.
func (l *Ledger) closingOf(partner, id string) *closing {
	for _, c := range l.closings {
		if c.partner == partner && slices.Contains(c.ids, id) {
			return c
		}
	}
	return nil
}

// taken reports whether a close was charged back.
func (l *Ledger) taken(c *closing) bool {
	return slices.ContainsFunc(l.takings, func(t *taking) bool { return t.closing == c && !t.undone })
}

// shut reports whether a rule would fill a window that is closed for good.
func (l *Ledger) shut(s *sale, r *rule) bool {
	closed := func(span string) bool {
		return span != "event" && span != "order" && l.closedAt(s.event.Partner, l.periodOf(span, s)) != always
	}
	return closed(r.Over) || slices.ContainsFunc(l.versions, func(d *definition) bool {
		return slices.ContainsFunc(d.Bonuses, func(b bonus) bool { return slices.Contains(b.Of, r.Meter) && closed(b.Over) }) ||
			slices.ContainsFunc(d.Rules, func(one rule) bool { return one.Reads == r.Meter && closed(one.Over) })
	})
}

// early reports whether a close comes before the first day of its period: names of periods
// of one length sort as their days do.
func (l *Ledger) early(e *event, long string) bool {
	at, since := l.day(e.At), l.day(e.PartnerSince)
	return e.Period > l.period(long, at, since) || long == "contract_year" && at.Before(since)
}

// close takes the close of a period.
func (l *Ledger) close(e *event) verdict {
	def, long := l.version(l.day(e.At)), span(e.Period)
	switch {
	case long == "":
		return refused("form", "unknown", "range")
	case def == nil:
		return refused("range", "unknown")
	}
	c := l.closing(e.Partner, e.Period)
	if c != nil && !c.follows() {
		if e.sameBut(c.event) {
			return refused("repeated")
		}
		return refused("conflict")
	}
	paying, early := def, c == nil && l.early(e, long)
	if c != nil {
		paying = c.def // closed again: by the version that closed it first
	}
	for _, b := range paying.Bonuses {
		if b.ByDays && b.Over == long && e.PartnerSince.IsZero() && !early {
			return verdict{kinds: []string{"missing"}, unsure: !b.When.none()}
		}
	}
	if !def.uses(long) {
		used := slices.ContainsFunc(l.versions, func(d *definition) bool { return d.uses(long) })
		return verdict{kinds: []string{"unknown"}, unsure: used}
	}
	if since := l.day(e.PartnerSince); long == "contract_year" {
		switch first, _ := time.Parse("from 2006-01-02", e.Period); {
		case since.IsZero():
			return refused("missing")
		case l.period(long, first, since) != e.Period:
			return refused("conflict")
		}
	}
	if early {
		return refused("range")
	}
	if c == nil {
		c = &closing{partner: e.Partner, period: e.Period, def: def, index: l.next, paid: make([]*big.Rat, len(def.Bonuses))}
		for i := range c.paid {
			c.paid[i] = new(big.Rat)
		}
		l.closings = append(l.closings, c)
	}
	c.event, c.ids = e, append(c.ids, e.ID)
	for i := range c.def.Bonuses {
		if b := &c.def.Bonuses[i]; b.Over == long {
			l.pay(c, i)
		}
	}
	return verdict{}
}

// meter returns the volume of meters in a period.
func (l *Ledger) meter(partner string, meters []string, name string, follows bool) volume {
	v, long := none(), span(name)
	for _, h := range l.holdings(partner) {
		if !slices.Contains(meters, h.rule.Meter) || l.periodOf(long, h.sale) != name {
			continue
		}
		switch {
		case follows && h.rule.KeepAttained:
			v = v.plus(h.leaves(nil))
		case follows:
			v = v.plus(h.leaves(h.sale.kept(l, always)))
		default:
			v = v.plus(l.volume(h, name))
		}
	}
	return v
}

// pay pays a bonus of a close, or pays it again: what it was paid before is room
// under the caps over several.
func (l *Ledger) pay(c *closing, i int) {
	b := &c.def.Bonuses[i]
	c.paid[i] = new(big.Rat)
	pay := l.bonus(c, b)
	for _, one := range c.def.shared(b.Name) {
		room := sub(one.Amount.or0(), l.used(c.partner, l.bonusKey(c, &one)))
		pay = least(pay, most(room, new(big.Rat)))
	}
	c.paid[i] = pay
}

// bonusKey names what a cap adds up in the window that a closed period is in.
func (l *Ledger) bonusKey(c *closing, one *capped) string {
	first := l.first(c.period)
	return one.Name + "\x00" + l.period(one.Per, first, first)
}

// bonus returns what a bonus pays for a period as things are now.
func (l *Ledger) bonus(c *closing, b *bonus) *big.Rat {
	v := l.meter(c.partner, b.Of, c.period, b.Follows)
	facts := c.event.facts()
	facts["amount"], facts["units"] = text(v.amount), text(v.units)
	rate := b.Rate.or0()
	if b.Ladder != "" {
		level, ok := strings.CutPrefix(c.event.Tier, b.Ladder+"/")
		known, has := b.Rates[level]
		if !ok || !has {
			return new(big.Rat)
		}
		rate = known.or0()
	}
	var exact *big.Rat
	empty := v.empty()
	if b.Table.customers() {
		v.units = whole(int64(len(l.meterBuyers(c.partner, b.Of[0], c.period))))
	}
	switch {
	case empty && b.When.reads() || !b.When.met(facts):
		return new(big.Rat)
	case b.Table != nil && b.Table.measure(v).Sign() == 0:
		exact = b.Table.Brackets[0].Flat.or0()
	case b.Table != nil:
		exact = b.Table.alone(v)
	case b.Guarantee || b.ByDays:
		exact = l.minimum(c, b)
	default:
		exact = add(b.Fixed.or0(), add(mul(v.amount, rate), mul(v.units, b.PerUnit.or0())))
	}
	pay := c.def.round(exact)
	if exact.Sign() > 0 {
		pay = most(pay, b.Min.or0())
	}
	if b.Max.or0().Sign() > 0 {
		pay = least(pay, b.Max.Rat)
	}
	return pay
}

// minimum returns the fixed amount of a bonus, in part by the days of the partnership,
// less what was earned, if it fills that up.
func (l *Ledger) minimum(c *closing, b *bonus) *big.Rat {
	amount := b.Fixed.or0()
	if b.ByDays {
		since, until := l.day(c.event.PartnerSince), l.day(c.event.PartnerUntil)
		all, days := 0, 0
		period := c.stretch(l)
		for day := period.first; day.Before(period.end); day = day.AddDate(0, 0, 1) {
			all++
			if !day.Before(since) && (until.IsZero() || day.Before(until)) {
				days++
			}
		}
		if days == 0 {
			return new(big.Rat)
		}
		amount = c.def.round(mul(amount, big.NewRat(int64(days), int64(all))))
	}
	if !b.Guarantee {
		return amount
	}
	earned, windows := l.earnedAlone(c, b), map[windowKey]bool{}
	for _, h := range l.holdings(c.partner) {
		if slices.Contains(b.Of, h.rule.Meter) && h.rule.pooled() && h.period == c.period {
			windows[keyOf(h)] = true
		}
	}
	for key := range windows {
		for _, x := range l.window(c.partner, key) {
			earned = add(earned, x)
		}
	}
	return most(sub(amount, earned), new(big.Rat))
}

// earnedAlone returns what rules that pay each sale by itself earned in a closed
// period for the meters of a bonus.
func (l *Ledger) earnedAlone(c *closing, b *bonus) *big.Rat {
	earned := new(big.Rat)
	for _, h := range l.holdings(c.partner) {
		if slices.Contains(b.Of, h.rule.Meter) && !h.rule.pooled() && l.periodOf(span(c.period), h.sale) == c.period {
			earned = add(earned, l.worth(h))
		}
	}
	return earned
}

// A metered is what a bonus that follows is paid for.
type metered struct {
	closing *closing
	bonus   int
	volumes []volume // of each of its meters
}

// meters returns what the bonuses that follow are paid for now.
func (l *Ledger) meters(partners []string) (list []metered) {
	for _, c := range l.closings {
		if !slices.Contains(partners, c.partner) {
			continue
		}
		for i, b := range c.def.Bonuses {
			if b.Follows && b.Over == span(c.period) {
				list = append(list, metered{c, i, l.volumes(c, &b)})
			}
		}
	}
	return list
}

// volumes returns what each meter of a bonus that follows has.
func (l *Ledger) volumes(c *closing, b *bonus) (list []volume) {
	for _, meter := range b.Of {
		list = append(list, l.meter(c.partner, []string{meter}, c.period, true))
	}
	if b.Table.customers() {
		list = append(list, volume{whole(int64(len(l.meterBuyers(c.partner, b.Of[0], c.period)))), new(big.Rat)})
	}
	if b.Guarantee {
		list = append(list, volume{l.earnedAlone(c, b), new(big.Rat)})
	}
	return list
}

// changed reports whether a meter of a bonus has changed.
func (l *Ledger) changed(m metered) bool {
	now := l.volumes(m.closing, &m.closing.def.Bonuses[m.bonus])
	return !slices.EqualFunc(now, m.volumes, volume.equal)
}

// follow pays again the bonuses whose meters have changed, those of the period that
// ends first before others: what is left under a cap goes to them.
func (l *Ledger) follow(before []metered) {
	slices.SortStableFunc(before, func(a, b metered) int {
		s, t := a.closing.stretch(l), b.closing.stretch(l)
		if c := s.end.Compare(t.end); c != 0 {
			return c
		}
		if c := t.first.Compare(s.first); c != 0 {
			return c
		}
		return strings.Compare(a.closing.period, b.closing.period)
	})
	for _, m := range before {
		if l.changed(m) {
			l.pay(m.closing, m.bonus)
		}
	}
}
