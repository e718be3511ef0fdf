package commission

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A window is what a rule added up in one window, by versions of the plan. The
// rule posts the change of what the window is worth: any number of sales and
// refunds, in any order, leads to the same balance.
type window struct {
	Parts []windowPart `json:"parts"`
}

// windowPart is what was sold under one version.
type windowPart struct {
	Version int             `json:"version"`
	Digest  mark            `json:"digest"`
	Amount  decimal.Decimal `json:"amount,omitzero,wide"`
	Units   decimal.Decimal `json:"units,omitzero,wide"`
	Lost    decimal.Decimal `json:"lost,omitzero,wide"` // of Amount, refunded without lowering it
	Gone    decimal.Decimal `json:"gone,omitzero,wide"` // of Units, likewise
	Days    []tierDay       `json:"days,omitzero"`      // of a rule that pays by level
	// Paid is what the part is worth as it is posted, and Exact before it was
	// rounded and cut to a cap.
	Paid  decimal.Decimal `json:"paid,omitzero"`
	Exact decimal.Decimal `json:"exact,omitzero,wide"`
}

// tierDay is how many sales of a day gave which level.
type tierDay struct {
	Day   alianza.Date   `json:"day"`
	Tiers map[string]int `json:"tiers"`
}

// windowOf returns a copy of the window of a rule that an event is in, and its key.
func (x *evaluation) windowOf(e *Event, r *rule) (*window, Key, error) {
	return x.windowAt(r, x.plan.place(e))
}

func (x *evaluation) windowAt(r *rule, at place) (*window, Key, error) {
	key := Key{about: windowRecord, partner: at.partner, name: r.Name, period: x.period(r.Over.Over, at)}
	if r.Over.Customer {
		key.of = at.customer
	}
	w, err := read[window](x, key)
	if err != nil {
		return nil, key, err
	}
	one := &windowOne{}
	one.Parts = one.room[:0]
	if w != nil {
		one.Parts = append(one.Parts, w.Parts...)
	}
	return &one.window, key, nil
}

// windowOne is a window with room for the part of one version, in one piece of
// memory.
type windowOne struct {
	window
	room [1]windowPart
}

// part returns the index of the part of a version, which it adds if there is none.
func (w *window) part(v *version) int {
	i, found := slices.BinarySearchFunc(w.Parts, v.def.Version, func(p windowPart, n int) int { return p.Version - n })
	if !found {
		w.Parts = slices.Insert(w.Parts, i, windowPart{Version: v.def.Version, Digest: mark(v.digest), Paid: v.unit.Zero()})
	}
	return i
}

// prior returns the volume that a part continues.
func (w *window) prior(at int, carry bool) Volume {
	sum := Volume{}
	if carry {
		for i := range at {
			sum = sum.plus(w.Parts[i].volume())
		}
	}
	return sum
}

// add adds a volume to a part.
func (w *window) add(at int, amount, units decimal.Decimal) {
	p := &w.Parts[at]
	p.Amount, p.Units = plus(p.Amount, amount), plus(p.Units, units)
}

// lose takes a volume back without lowering what was attained.
func (w *window) lose(at int, amount, units decimal.Decimal) {
	p := &w.Parts[at]
	p.Lost, p.Gone = plus(p.Lost, amount), plus(p.Gone, units)
}

func (p *windowPart) clone() *windowPart {
	c := *p
	return &c
}

func (p *windowPart) volume() Volume { return Volume{Amount: p.Amount, Units: p.Units} }

// left returns the amount of a part that has not been refunded.
func (p *windowPart) left() decimal.Decimal { return minus(p.Amount, p.Lost) }

// say notes that sales of a day give a level, or no longer do.
func (p *windowPart) say(day alianza.Date, tier string, n int) {
	days := slices.Clone(p.Days)
	i, found := slices.BinarySearchFunc(days, day, func(d tierDay, day alianza.Date) int { return d.Day.Compare(day) })
	if !found {
		days = slices.Insert(days, i, tierDay{Day: day})
	}
	tiers := maps.Clone(days[i].Tiers)
	if tiers == nil {
		tiers = map[string]int{}
	}
	if tiers[tier] += n; tiers[tier] <= 0 {
		delete(tiers, tier)
	}
	if days[i].Tiers = tiers; len(tiers) == 0 {
		days = slices.Delete(days, i, i+1)
	}
	p.Days = days
}

// level returns the level that rates the part, and its rate: that of the latest
// day of sale; of several on one day, the one with the highest rate.
func (p *windowPart) level(pay *Pay) (string, alianza.Percent) {
	if !pay.tiered() {
		return "", pay.Rate
	}
	if len(p.Days) == 0 {
		return "", alianza.Percent{}
	}
	best, rate := "", alianza.Percent{}
	for _, tier := range names(p.Days[len(p.Days)-1].Tiers) {
		one := pay.Rates[strings.TrimPrefix(tier, pay.Ladder+"/")]
		if best == "" || one.Compare(rate) > 0 {
			best, rate = tier, one
		}
	}
	return best, rate
}

// worth is what a part earns, exact and as it is posted, and how.
type worth struct {
	pay  Payment
	rate alianza.Percent
	tier string
	why  Reason
}

// worth finds out what a part earns after the volume it continues, before a cap.
func (p *windowPart) worth(w *worth, v *version, r *rule, prior Volume) {
	if !r.Pay.tabled() {
		w.tier, w.rate = p.level(&r.Pay)
		w.pay.Exact = percentOf(w.rate, p.left())
		w.pay.Amount = v.unit.percent(w.rate, p.left())
		return
	}
	w.pay = r.table.pay(prior, p.volume())
	w.rate = oneRate(w.pay.Portions)
	if !p.Lost.IsZero() || !p.Gone.IsZero() {
		w.pay.Amount = p.leftOf(v.unit, r, w.pay.Amount)
		w.pay.Exact, w.pay.Portions = w.pay.Amount, nil
	}
}

// leftOf returns the part of an amount for all that was attained that is for what
// is left of it: by amounts, or by units where nothing is paid of amounts.
func (p *windowPart) leftOf(u unit, r *rule, amount decimal.Decimal) decimal.Decimal {
	if r.table.pays() == ByUnits || p.Amount.IsZero() {
		return u.share(amount, p.Units.Sub(p.Gone), p.Units)
	}
	return u.share(amount, p.left(), p.Amount)
}

// A reposting is a change of a window of which the difference is posted: by an
// event, in one part.
type reposting struct {
	window *window
	key    Key
	at     int        // index of the part
	before windowPart // that part before the change
	entry  *Entry     // of the event, to be completed in place
	room   []Entry    // for the one entry, if there is but one
}

// A rated part is what a part of a window is worth after a change.
type rated struct {
	v     *version
	rule  *rule
	prior Volume          // that it continues
	used  decimal.Decimal // of a cap, by the parts before it
	worth
}

// repost posts what a change of a window makes of its worth: first what rates
// again the volume before, then what the event does, then what other versions of
// the window earn by it. It notes in the window what is paid.
func (x *evaluation) repost(c *reposting) ([]Entry, error) {
	var list []Entry
	used := decimal.Decimal{} // by parts that have a cap
	for i := range c.window.Parts {
		p := &c.window.Parts[i]
		v, err := x.version(p.Version, p.Digest)
		if err != nil {
			return nil, err
		}
		now := rated{v: v, rule: v.rule(c.key.name), used: used}
		if !now.rule.pooled { // its sales stand each for itself
			continue
		}
		now.prior = c.window.prior(i, now.rule.Over.Carry)
		p.worth(&now.worth, v, now.rule, now.prior)
		now.cap()
		switch {
		case i == c.at:
			list = c.change(&now, list)
		case exact.Cmp(now.pay.Amount, p.Paid) != 0:
			list = append(list, c.other(&now, p))
		}
		p.Paid, p.Exact = now.pay.Amount, now.pay.Exact
		if len(now.rule.Limit.Caps) > 0 {
			used = used.Add(p.Paid)
		}
	}
	return list, nil
}

// cap cuts what a part earns to what the cap of its rule leaves after the earlier
// parts that have such a cap.
func (w *rated) cap() {
	for _, one := range w.rule.Limit.Caps {
		room := one.Amount.Sub(w.used)
		if room.IsNegative() {
			room = decimal.Decimal{}
		}
		if exact.Cmp(w.pay.Amount, room) > 0 {
			w.why = Reason{Code: cutToCap, Amount: w.pay.Amount, Limit: one.Amount, Per: one.Per}
			w.pay.Amount = room
		}
	}
	w.pay.Amount = w.v.unit.floor(w.pay.Amount)
}

// other returns the entry of a part that the event is not in.
func (c *reposting) other(w *rated, p *windowPart) Entry {
	one := c.adjustment(w)
	one.Key += fmt.Sprintf("/v%d", w.v.def.Version)
	one.Amount = w.pay.Amount.Sub(p.Paid)
	one.Exact = one.Amount
	one.Base, one.Remaining = p.left(), Remaining{Base: p.left(), Units: p.Units.Sub(p.Gone), Amount: w.pay.Amount}
	return one
}

// change appends the entries of the part that the event is in.
func (c *reposting) change(w *rated, list []Entry) []Entry {
	p, entry := &c.window.Parts[c.at], c.entry
	paid, exactly := c.before.Paid, c.before.Exact
	entry.Period = c.key.period
	if again, ok := c.again(w); ok {
		one := c.adjustment(&again)
		one.Base, one.Exact = c.before.left(), minus(again.pay.Exact, exactly)
		one.Amount = again.pay.Amount.Sub(paid)
		if !entry.Units.IsZero() {
			one.Units = c.before.Units.Sub(c.before.Gone)
		}
		one.Remaining = Remaining{Base: one.Base, Units: one.Units, Amount: again.pay.Amount}
		if !one.Amount.IsZero() {
			list = append(list, one)
		}
		paid, exactly = again.pay.Amount, again.pay.Exact
	}
	entry.Exact, entry.Amount, entry.Portions = minus(w.pay.Exact, exactly), exact.Sub(w.pay.Amount, paid), w.pay.Portions
	if !w.why.IsZero() {
		entry.Why = w.why
	}
	entry.Rate, entry.Tier = w.rate, w.tier
	if w.rule.byCustomers() {
		entry.more().Customers = int(p.Units.IntPart())
	}
	entry.Remaining = Remaining{Base: p.left(), Amount: w.pay.Amount}
	if !entry.Units.IsZero() {
		entry.Remaining.Units = p.Units.Sub(p.Gone)
	}
	if len(list) == 0 {
		list = c.room
	}
	return append(list, *entry)
}

// again returns what the volume before the event is worth at the terms that the
// window has after it, if those rate it again: another level, or another bracket
// that rates the whole.
func (c *reposting) again(w *rated) (rated, bool) {
	b, p, r := &c.before, &c.window.Parts[c.at], w.rule
	if b.volume().isZero() || p.volume().isZero() || r.Pay.tabled() && !r.table.slabs() {
		return rated{}, false
	}
	then := rated{v: w.v, rule: r, used: w.used, worth: worth{rate: w.rate, tier: w.tier}}
	if !r.Pay.tabled() {
		if _, rate := b.level(&r.Pay); rate == w.rate {
			return rated{}, false
		}
		then.pay.Exact = percentOf(w.rate, b.left())
	} else {
		is := r.table.slab(w.prior.plus(p.volume()))
		if is < 0 || !w.prior.isZero() || r.table.slab(b.volume()) == is {
			return rated{}, false
		}
		then.rate = r.table.def.Brackets[is].Rate
		then.pay.Exact = r.table.priced(is, Portion{Base: b.left(), Units: b.Units.Sub(b.Gone)}).Exact
	}
	then.pay.Amount = w.v.unit.round(then.pay.Exact)
	then.cap()
	return then, true
}

// adjustment returns the entry of what is rated again, without its amounts.
func (c *reposting) adjustment(w *rated) Entry {
	e := c.entry
	one := Entry{
		Key: e.Key + "/adjustment", Plan: e.Plan, Version: w.v.def.Version, Rule: w.rule.Name, Kind: Adjustment, Event: e.Event,
		Partner: e.Partner, Customer: e.Customer, Tier: w.tier, Period: c.key.period, At: e.At, Booked: e.Booked, Due: e.Due,
		Currency: e.Currency, Medium: w.rule.Pay.Medium, Rate: w.rate, Why: Reason{Code: ratedAgain},
	}
	if !w.why.IsZero() {
		one.Why = w.why
	}
	return one
}
