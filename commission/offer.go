package commission

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// rule is a Rule made ready to pay.
type rule struct {
	Rule
	table   Table
	pooled  bool     // it posts the change of what its window earns
	windows []Window // over which its volume is kept
}

// ready returns the rule of a checked definition, whose volume is the base of
// rules on the close of the windows given.
func (r *Rule) ready(d *Definition, closed []Window) rule {
	one := rule{Rule: *r}
	if r.tabled() {
		t := r.Table
		t.Places, t.Rounding = d.Places, d.Rounding
		one.table = freeze(t)
	}
	if r.On == Close {
		return one
	}
	one.pooled = r.Over != PerEvent && (!r.tabled() || one.table.pooled())
	var kept [len(windowNames)]bool
	kept[r.Over] = r.Over != PerEvent
	for _, w := range closed {
		kept[w] = true
	}
	for w, keep := range kept {
		if keep {
			one.windows = append(one.windows, Window(w))
		}
	}
	return one
}

// An offer is what a rule would pay for an event, before precedence has decided
// whether it does.
type offer struct {
	rule    *rule
	why     string // the rule does not pay
	entries []Entry
	holding holding
	puts    change // without what it was made from
}

// amount returns what the offer posts.
func (o *offer) amount() decimal.Decimal {
	sum := decimal.Decimal{}
	for i := range o.entries {
		sum = sum.Add(o.entries[i].Amount)
	}
	return sum
}

// accept notes what the offer changes.
func (o *offer) accept(c *change) {
	c.pools.puts = append(c.pools.puts, o.puts.pools.puts...)
	c.caps.puts = append(c.caps.puts, o.puts.caps.puts...)
	c.customers.puts = append(c.customers.puts, o.puts.customers.puts...)
}

// offer returns what a rule pays for an event of its kind.
func (p Plan) offer(c *change, e *Event, r *rule) (*offer, error) {
	o := &offer{rule: r}
	if r.On == Close {
		of := *e
		if o.why = p.attained(c, &of, r); o.why != "" {
			return o, nil
		}
		e = &of
	}
	if o.why = r.When.miss(e); o.why != "" {
		return o, nil
	}
	if err := p.eligible(o, e); err != nil || o.why != "" {
		return o, err
	}
	entry := p.entry(e, r.Name)
	if err := r.base(e, &entry); err != nil {
		return o, err
	}
	if err := p.rate(c, o, e, &entry); err != nil || o.why != "" {
		return o, err
	}
	if entry.Medium = r.Medium; r.Table.By == ByUnits || !r.PerUnit.IsZero() {
		entry.Units = max(1, e.Units)
	}
	entry.Due = p.due(e.At, p.def.HoldDays)
	o.holding = holding{
		counted: o.holding.counted,
		rule:    r.Name, version: p.def.Version, rounding: p.def.Rounding, medium: r.Medium, tier: entry.Tier,
		base: entry.Base, units: max(1, e.Units), due: entry.Due, customer: e.Customer,
	}
	if r.pooled {
		return o, p.pool(c, o, e, entry)
	}
	return o, p.single(c, o, e, entry)
}

// attained makes the volume of the window that is closed the amount of the
// event, and returns why the rule does not pay it.
func (p Plan) attained(c *change, e *Event, r *rule) string {
	if w, _ := windowOf(e.Period); w != r.Over {
		return "it is paid when a " + r.Over.String() + " is closed"
	}
	one, _ := c.pools.get(poolKey{e.Partner, r.Of, p.def.Version, e.Period})
	if p.closed(c, e.Partner, r.Of, e.Period) {
		return e.Period + " is closed"
	}
	e.Amount, e.Units = one.amount, one.units
	if e.Units == 0 && e.Amount.IsZero() {
		return "nothing was sold under rule " + r.Of + " in " + e.Period
	}
	return ""
}

// eligible finds out whether the rule pays the partner at all.
func (p Plan) eligible(o *offer, e *Event) error {
	r := o.rule
	if !r.Active && r.MinMonths == 0 {
		return nil
	}
	if e.PartnerSince.IsZero() {
		return check.Fault("partner_since", "", alianza.ErrMissing, "rule "+r.Name+" asks since when the partner has been one")
	}
	since, day := civil.DateOf(e.PartnerSince, p.zone), civil.DateOf(e.At, p.zone)
	switch old := since.AddMonths(r.MinMonths); {
	case day.Before(since) || !e.PartnerUntil.IsZero() && !day.Before(civil.DateOf(e.PartnerUntil, p.zone)):
		o.why = "the partner was not active on " + day.String()
	case day.Before(old):
		o.why = fmt.Sprintf("the partner is active since %s, not for %d months before %s", since, r.MinMonths, old)
	}
	return nil
}

// base finds what a percentage is taken of.
func (r *rule) base(e *Event, entry *Entry) error {
	entry.Base = e.Amount
	for _, name := range r.Less {
		amount, ok := e.Includes[name]
		if !ok {
			return check.Fault("includes."+name, "", alianza.ErrMissing, "rule "+r.Name+" takes it off the amount; it may be 0")
		}
		entry.Base = entry.Base.Sub(amount)
		entry.Deductions = append(entry.Deductions, Deduction{Name: name, Amount: amount})
	}
	if entry.Base.IsNegative() {
		return check.Fault("includes", exact.Text(e.Amount.Sub(entry.Base)), alianza.ErrRange, "what rule "+r.Name+" takes off is more than the amount, "+exact.Text(e.Amount))
	}
	return nil
}

// rate finds the rate of the rule for the partner's tier and the customer's
// time.
func (p Plan) rate(c *change, o *offer, e *Event, entry *Entry) error {
	r := o.rule
	entry.Rate = r.Rate
	if r.Ladder != "" {
		if e.Tier == "" {
			o.why = "the partner is on no level of the ladder " + r.Ladder
			return nil
		}
		level, ok := strings.CutPrefix(e.Tier, r.Ladder+"/")
		if !ok {
			return check.Fault("tier", e.Tier, alianza.ErrConflict, "rule "+r.Name+" pays by the ladder "+r.Ladder)
		}
		if entry.Rate, ok = r.Rates[level]; !ok {
			return check.Fault("tier", e.Tier, alianza.ErrUnknown, "rule "+r.Name+" has no rate for this level")
		}
		entry.Tier = e.Tier
	}
	if !r.lasting() {
		return nil
	}
	if e.Customer == "" {
		return check.Fault("customer", "", alianza.ErrMissing, "rule "+r.Name+" pays for a customer's time")
	}
	return p.last(c, o, e, entry)
}

// last finds out whether a customer's time lasts, and what the rule pays after
// it.
func (p Plan) last(c *change, o *offer, e *Event, entry *Entry) error {
	r, k := o.rule, customerKey{e.Partner, o.rule.Name, e.Customer}
	t, _ := c.customers.get(k)
	switch {
	case !e.CustomerSince.IsZero():
		t.first = e.CustomerSince
	case t.count == 0 || e.At.Before(t.first): // late news of an earlier event
		t.first = e.At
	}
	first, day := civil.DateOf(t.first, p.zone), civil.DateOf(e.At, p.zone)
	switch {
	case day.Before(first):
		o.why = fmt.Sprintf("it is before the customer's time, which begins on %s", first)
		return nil
	case r.Months != 0 && !day.Before(first.AddMonths(r.Months)):
		o.why = fmt.Sprintf("the %d months of the customer from %s are over", r.Months, first)
	case r.Payments != 0 && t.count >= r.Payments:
		o.why = fmt.Sprintf("the customer was paid for %d times", t.count)
	}
	switch {
	case o.why == "":
		t.count++
		o.holding.counted = true
		o.puts.customers.put(k, t)
	case !r.Then.IsZero(): // it uses up none of the first
		entry.Rate, o.why = r.Then, ""
	}
	return nil
}

// single pays an event by itself.
func (p Plan) single(c *change, o *offer, e *Event, entry Entry) error {
	prior, err := p.volume(c, o, e)
	if err != nil {
		return err
	}
	r := o.rule
	switch {
	case r.tabled():
		pay := r.table.pay(prior, Volume{Amount: entry.Base, Units: o.holding.units})
		entry.Portions, entry.Exact, entry.Amount, entry.Rate = pay.Portions, pay.Exact, pay.Amount, oneRate(pay.Portions)
	case r.Fixed.IsZero() && r.PerUnit.IsZero():
		entry.Exact = percentOf(entry.Rate, entry.Base)
		entry.Amount = exact.Percent(entry.Rate.Units()).RoundOf(entry.Base, p.places(), p.def.Rounding.mode())
		o.holding.rate = entry.Rate
	default:
		if e.Units == 0 && !r.PerUnit.IsZero() {
			return check.Fault("units", "", alianza.ErrMissing, "rule "+r.Name+" pays for each unit")
		}
		hybrid(r, e, &entry)
		entry.Amount = p.round(entry.Exact)
		entry.Portions[0].Amount = entry.Amount
	}
	if err := p.bound(c, o, e, &entry); err != nil {
		return err
	}
	if entry.Note != "" {
		o.holding.rate = alianza.Percent{}
	}
	o.holding.posted, o.holding.paid = entry.Amount, entry.Amount
	entry.Remaining = Remaining{Base: entry.Base, Units: entry.Units, Amount: entry.Amount}
	o.entries = []Entry{entry}
	return nil
}

// hybrid pays a fixed amount, an amount per unit and a percentage.
func hybrid(r *rule, e *Event, entry *Entry) {
	one := Portion{Rate: entry.Rate, PerUnit: r.PerUnit, Fixed: r.Fixed}
	if !r.PerUnit.IsZero() {
		one.Units = e.Units
	}
	if !entry.Rate.IsZero() {
		one.Base = entry.Base
	}
	one.Exact = percentOf(one.Rate, one.Base).Add(r.PerUnit.Mul(decimal.New(int64(one.Units), 0))).Add(r.Fixed)
	entry.Portions, entry.Exact, entry.Rate = []Portion{one}, one.Exact, alianza.Percent{}
}

// bound cuts or raises an amount to the bounds of the rule and to what its caps
// leave.
func (p Plan) bound(c *change, o *offer, e *Event, entry *Entry) error {
	r := o.rule
	switch {
	case exact.Cmp(entry.Amount, r.Min) < 0 && !entry.Exact.IsZero():
		entry.Amount, entry.Note = exact.Round(r.Min, p.places(), exact.Down), "raised to the minimum"
	case !r.Max.IsZero() && exact.Cmp(entry.Amount, r.Max) > 0:
		entry.Amount, entry.Note = exact.Round(r.Max, p.places(), exact.Down), "cut to the maximum"
	}
	for _, one := range r.Caps {
		switch {
		case one.Customer && e.Customer == "":
			return check.Fault("customer", "", alianza.ErrMissing, "rule "+r.Name+" has a cap for each customer")
		case one.Per == PerOrder && e.Order == "":
			return check.Fault("order", "", alianza.ErrMissing, "rule "+r.Name+" has a cap for each order")
		}
		used, _ := c.caps.get(p.capKey(one, r.Name, e.Partner, e.Customer, e.At, e.Order))
		if room := one.Amount.Sub(used); exact.Cmp(entry.Amount, room) > 0 {
			entry.Amount = p.zero()
			if room.IsPositive() {
				entry.Amount = exact.Round(room, p.places(), exact.Down)
			}
			entry.Note = fmt.Sprintf("cut to what is left of the cap of %s per %s", exact.Text(one.Amount), one.Per)
		}
	}
	for _, one := range r.Caps {
		k := p.capKey(one, r.Name, e.Partner, e.Customer, e.At, e.Order)
		used, _ := c.caps.get(k)
		o.puts.caps.put(k, used.Add(entry.Amount))
	}
	return nil
}

// capKey returns what a cap counts an event under.
func (p Plan) capKey(one Cap, rule, partner, customer string, at time.Time, order string) capKey {
	k := capKey{partner: partner, rule: rule, period: one.Per.period(at, p.zone, order)}
	if one.Customer {
		k.customer = customer
	}
	return k
}

// volume adds an event to the windows of the rule, and returns what was sold
// before it in the window that the rule pays over.
func (p Plan) volume(c *change, o *offer, e *Event) (prior Volume, err error) {
	for _, w := range o.rule.windows {
		k, one, err := p.poolOf(c, o.rule, w, e)
		if err != nil {
			return prior, err
		}
		if w == o.rule.Over {
			prior = Volume{Amount: one.amount, Units: one.units}
			if o.rule.pooled {
				continue
			}
		}
		one.amount, one.units = one.amount.Add(o.holding.base), one.units+o.holding.units
		o.puts.pools.put(k, one)
	}
	return prior, nil
}

// poolOf returns the window of a rule that an event is in.
func (p Plan) poolOf(c *change, r *rule, w Window, e *Event) (poolKey, pool, error) {
	k := poolKey{e.Partner, r.Name, p.def.Version, w.period(e.At, p.zone, e.Order)}
	one, _ := c.pools.get(k)
	switch {
	case w == PerOrder && e.Order == "":
		return k, one, check.Fault("order", "", alianza.ErrMissing, "rule "+r.Name+" is over an order")
	case p.closed(c, e.Partner, r.Name, k.period):
		return k, one, check.Fault("at", e.At.Format(time.RFC3339), alianza.ErrConflict, k.period+" is closed for rule "+r.Name)
	}
	return k, one, nil
}

// close closes a period for all rules that are kept over such periods.
func (p Plan) close(c *change, e *Event) {
	window, _ := windowOf(e.Period)
	for i := range p.rules {
		for _, w := range p.rules[i].windows {
			if w != window {
				continue
			}
			c.pools.put(poolKey{e.Partner, p.rules[i].Name, 0, e.Period}, pool{closed: true})
		}
	}
}

// closed reports whether a period was closed for a rule, under any version.
func (p Plan) closed(c *change, partner, rule, period string) bool {
	one, _ := c.pools.get(poolKey{partner, rule, 0, period})
	return one.closed
}
