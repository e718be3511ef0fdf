package commission

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// An offer is what a rule would pay for an event, before precedence has decided
// whether it does. Nothing changes before it is accepted.
type offer struct {
	x       *evaluation
	deed    *deed
	rule    *rule
	why     Reason // the rule does not pay
	entries []Entry
	one     []Entry  // room for the usual entry, and at first the entry itself
	hold    *holding // what the rule will hold
	counts  bool     // the event counts in the customer's time, whoever pays it
	window  *window  // with the event in it, of a rule over a window
	key     Key      // of the window
}

// start begins an offer of a rule. The first offer of an event is made where the
// event will be kept.
func (o *offer) start(x *evaluation, d *deed, r *rule, first bool) {
	*o = offer{x: x, deed: d, rule: r}
	if k := &x.kept; first {
		if k.used {
			k.entries[0], k.holds[0] = Entry{}, holding{}
		}
		k.used = true
		o.one, o.hold = k.entries, &k.holds[0]
		return
	}
	o.one, o.hold = make([]Entry, 1), new(holding)
}

// amount returns what the offer posts.
func (o *offer) amount() decimal.Decimal { return sumAll(o.entries) }

// make finds out whether the rule pays, and what.
func (o *offer) make() error {
	e, r := o.deed.event, o.rule
	if r.asks {
		s := e.subject()
		if o.why = r.When.miss(&s); !o.why.IsZero() {
			return nil
		}
	}
	if err := o.eligible(); err != nil || !o.why.IsZero() {
		return err
	}
	entry := o.entry()
	if err := o.base(entry); err != nil || !o.why.IsZero() {
		return err
	}
	if err := o.level(entry); err != nil || !o.why.IsZero() {
		return err
	}
	if err := o.customer(entry); err != nil || !o.why.IsZero() {
		return err
	}
	if err := o.open(); err != nil {
		return err
	}
	if r.Pay.byUnits() {
		entry.Units = o.hold.Units
	}
	o.hold.Rule, o.hold.Base, o.hold.Tier, o.hold.Due = r.Name, entry.Base, entry.Tier, entry.Due
	if r.pooled {
		return o.pool(entry)
	}
	return o.single(entry)
}

// entry returns the entry of the event by the rule, without its amounts.
func (o *offer) entry() *Entry {
	e, def := o.deed.event, &o.deed.v.def
	entry := &o.one[0]
	o.x.plan.begin(entry, def, o.rule.Name, e)
	entry.Kind, entry.Of, entry.Medium = o.deed.kind, "", o.rule.Pay.Medium
	if entry.Own = o.rule.Pay.Own && e.Own != nil; entry.Own {
		entry.Due = o.x.plan.due(e.At, e.Own.HoldDays)
	} else {
		entry.Due = o.x.plan.held(def, e.At)
	}
	if !e.Booked.IsZero() {
		entry.Due = later(entry.Due, o.x.plan.due(e.Booked, 0))
	}
	return entry
}

// eligible finds out whether the rule pays the partner at all.
func (o *offer) eligible() error {
	e, r := o.deed.event, o.rule
	if r.For == (Partners{}) && !r.contract {
		return nil
	}
	if e.PartnerSince.IsZero() {
		return check.Fault("partner_since", "", alianza.ErrMissing, "rule "+r.Name+" asks since when the partner has been one")
	}
	since, day := o.x.plan.day(e.PartnerSince), o.x.plan.day(e.At)
	switch old := since.AddMonths(r.For.MinMonths); {
	case day.Before(since) || r.For != (Partners{}) && !e.PartnerUntil.IsZero() && !day.Before(o.x.plan.day(e.PartnerUntil)):
		o.why = Reason{Code: notActive, Day: alianza.DateOf(e.At, o.x.plan.zone)}
	case day.Before(old):
		o.why = Reason{Code: tooYoung, Count: r.For.MinMonths, Day: date(old)}
	}
	return nil
}

// date returns a civil date as the root has it.
func date(d civil.Date) alianza.Date { return alianza.DateOf(d.In(time.UTC), time.UTC) }

// base finds what a percentage is taken of, and the units. A sale at a loss has a
// base of 0. Where nothing was paid, no customer's time begins and no sale is
// counted; only units that are given are paid.
func (o *offer) base(entry *Entry) error {
	e, r := o.deed.event, o.rule
	entry.Base = e.Amount
	for _, name := range r.Pay.Less {
		amount, ok := e.Includes[name]
		if !ok {
			return check.Fault("includes."+name, "", alianza.ErrMissing, "rule "+r.Name+" takes it off the amount; it may be 0")
		}
		entry.Base = entry.Base.Sub(amount)
		entry.Deductions = append(entry.Deductions, Deduction{Name: name, Amount: amount})
	}
	if entry.Base.IsNegative() {
		entry.Base = decimal.New(0, entry.Base.Exponent())
	}
	units, given := e.units()
	o.hold.Units = units
	if !given {
		o.hold.Units, o.hold.Implied = oneUnit, true
	}
	free := (o.deed.kind == Sale || o.deed.kind == PaymentReceived) && entry.Base.IsZero() && !r.Lasts.CountFree
	if !free {
		return nil
	}
	if !r.Pay.byUnits() || !given || units.IsZero() {
		o.why = Reason{Code: nothingPaid}
	}
	o.hold.Free = true
	return nil
}

// oneUnit is what a sale without units counts as.
var oneUnit = decimal.New(1, 0)

// level finds the rate of the rule for the partner's level.
func (o *offer) level(entry *Entry) (err error) {
	if entry.Own {
		entry.Rate = o.deed.event.Own.Rate
		var f check.Faults
		checkRate(&f, "own.rate", entry.Rate, o.rule.Pay.MaxRate)
		return f.Err()
	}
	o.why, err = o.rule.Pay.level(entry, o.deed.event.Tier)
	return err
}

// level finds the rate of a rule or a bonus for a level, and why there is none.
func (p *Pay) level(entry *Entry, tier string) (Reason, error) {
	entry.Rate = p.Rate
	if p.Ladder == "" {
		return Reason{}, nil
	}
	if tier == "" {
		return Reason{Code: noLevel, Name: p.Ladder}, nil
	}
	level, on := strings.CutPrefix(tier, p.Ladder+"/")
	if !on {
		return Reason{}, check.Fault("tier", tier, alianza.ErrConflict, "rule "+entry.Rule+" pays by the ladder "+p.Ladder)
	}
	var ok bool
	if entry.Rate, ok = p.Rates[level]; !ok {
		return Reason{}, check.Fault("tier", tier, alianza.ErrUnknown, "rule "+entry.Rule+" has no rate for level "+level)
	}
	entry.Tier = tier
	return Reason{}, nil
}

// customer finds out whether a customer's time lasts, and what the rule pays
// after it.
func (o *offer) customer(entry *Entry) error {
	e, lasts := o.deed.event, &o.rule.Lasts
	if !lasts.lasting() {
		return nil
	}
	if e.Customer == "" {
		return check.Fault("customer", "", alianza.ErrMissing, "rule "+o.rule.Name+" pays for a customer's time")
	}
	t, err := read[tenure](o.x, o.tenureKey())
	if err != nil {
		return err
	}
	day := o.x.plan.day(e.At)
	first, count := day, 0
	if t != nil {
		for _, one := range t.Days {
			count += one.Count
			if d := civil.DateOf(one.Day.In(time.UTC), time.UTC); d.Before(first) {
				first = d
			}
		}
	}
	if !e.CustomerSince.IsZero() {
		first = o.x.plan.day(e.CustomerSince)
	}
	switch {
	case day.Before(first):
		o.why = Reason{Code: beforeCustomer, Day: date(first)}
		return nil
	case lasts.Months != 0 && !day.Before(first.AddMonths(lasts.Months)):
		o.why = Reason{Code: monthsOver, Count: lasts.Months, Day: date(first)}
	case lasts.Payments != 0 && count >= lasts.After+lasts.Payments:
		o.why = Reason{Code: paymentsUsed, Count: count}
	case count < lasts.After:
		o.why, o.counts = Reason{Code: notYet, Count: lasts.After}, !o.hold.Free
		return nil
	}
	switch {
	case o.why.IsZero():
		o.hold.Counted = !o.hold.Free
		o.counts = o.hold.Counted && lasts.After != 0
	case !lasts.Then.IsZero(): // it uses up none of the first
		entry.Rate, o.why = lasts.Then, Reason{}
	}
	return nil
}

func (o *offer) tenureKey() Key {
	return Key{about: customerRecord, partner: o.deed.event.Partner, name: o.rule.Name, of: o.deed.event.Customer}
}

// open refuses an event that would fill a window which is closed.
func (o *offer) open() error {
	e, r := o.deed.event, o.rule
	if r.Over.Over == PerOrder && e.Order == "" {
		return check.Fault("order", "", alianza.ErrMissing, "rule "+r.Name+" is over an order")
	}
	if r.Over.Customer && e.Customer == "" {
		return check.Fault("customer", "", alianza.ErrMissing, "rule "+r.Name+" is over each customer")
	}
	if (r.byCustomers() || len(r.buyers) > 0) && e.Customer == "" {
		return check.Fault("customer", "", alianza.ErrMissing, "rule "+r.Name+" counts customers")
	}
	if r.Over.Over.closable() {
		if err := o.x.open(e, r.Name, r.Over.Over); err != nil {
			return err
		}
	}
	for _, w := range r.metered {
		if w == r.Over.Over {
			continue
		}
		if err := o.x.open(e, r.Name, w); err != nil {
			return err
		}
	}
	return nil
}

// open refuses an event in a period that is closed and takes no late news.
func (x *evaluation) open(e *Event, rule string, w Window) error {
	period := x.period(w, x.plan.place(e))
	c, err := read[closed](x, Key{about: periodRecord, partner: e.Partner, period: period})
	if err != nil || c == nil || c.Follows {
		return err
	}
	return check.Fault("at", e.At.Format(time.RFC3339), alianza.ErrConflict, period+" is closed for rule "+rule)
}

// single pays an event by itself.
func (o *offer) single(entry *Entry) error {
	r, u := o.rule, o.deed.v.unit
	switch {
	case r.Pay.tabled():
		if err := o.rated(entry); err != nil {
			return err
		}
	case r.Pay.Fixed.IsZero() && r.Pay.PerUnit.IsZero():
		entry.Exact = percentOf(entry.Rate, entry.Base)
		entry.Amount = u.round(entry.Exact)
	default:
		if o.hold.Implied && !r.Pay.PerUnit.IsZero() {
			return check.Fault("units", "", alianza.ErrMissing, "rule "+r.Name+" pays for each unit")
		}
		o.hybrid(entry)
		entry.Amount = u.round(entry.Exact)
		entry.Portions[0].Amount = entry.Amount
	}
	o.hold.Rate = entry.Rate
	if r.Pay.Fixed.Sign()|r.Pay.PerUnit.Sign() != 0 && !r.Pay.tabled() {
		o.hold.Rate, entry.Rate = entry.Rate, alianza.Percent{}
	}
	if err := o.bound(entry); err != nil {
		return err
	}
	o.hold.Bounded = !entry.Why.IsZero()
	o.hold.Posted, o.hold.Paid = entry.Amount, entry.Amount
	entry.Remaining = Remaining{Base: entry.Base, Units: entry.Units, Amount: entry.Amount}
	o.entries = o.one
	if o.window != nil && len(o.window.Parts) > 1 { // later versions may carry the volume
		carried, err := o.x.repost(&reposting{window: o.window, key: o.key, at: o.window.part(o.deed.v), entry: entry})
		if err != nil {
			return err
		}
		o.entries = append(o.entries, carried...)
	}
	return nil
}

// rated pays an event by a table, after what was sold before it in the window.
func (o *offer) rated(entry *Entry) error {
	prior, units, given := Volume{}, o.hold.Units, o.hold.Units
	if o.rule.Over.Over != PerEvent {
		w, key, err := o.x.windowOf(o.deed.event, o.rule)
		if err != nil {
			return err
		}
		o.key = key
		at := w.part(o.deed.v)
		prior = w.prior(at, o.rule.Over.Carry).plus(w.Parts[at].volume())
		if units, err = o.brings(); err != nil {
			return err
		}
		w.add(at, entry.Base, units)
		o.window = w
	}
	var pay Payment
	if o.rule.Over.Reads != "" {
		pay = o.placed(entry, given)
	} else {
		pay = o.rule.table.pay(prior, Volume{Amount: entry.Base, Units: units})
		if o.rule.byCustomers() {
			o.rule.table.explain(entry, prior, pay.Volume)
		}
	}
	entry.Portions, entry.Exact, entry.Amount, entry.Rate = pay.Portions, pay.Exact, pay.Amount, oneRate(pay.Portions)
	return nil
}

// hybrid pays a fixed amount, an amount per unit and a percentage.
func (o *offer) hybrid(entry *Entry) {
	pay := &o.rule.Pay
	one := Portion{Rate: entry.Rate, PerUnit: pay.PerUnit, Fixed: pay.Fixed}
	if !pay.PerUnit.IsZero() {
		one.Units = o.hold.Units
	}
	if !entry.Rate.IsZero() {
		one.Base = entry.Base
	}
	one.Exact = percentOf(one.Rate, one.Base).Add(pay.PerUnit.Mul(one.Units)).Add(pay.Fixed)
	entry.Portions, entry.Exact = []Portion{one}, one.Exact
}

// bound cuts or raises an amount to the bounds of the rule and to what its caps
// leave.
func (o *offer) bound(entry *Entry) error {
	e, u := o.deed.event, o.deed.v.unit
	o.rule.Limit.bound(entry, u)
	full := entry.Amount
	for _, one := range o.rule.caps {
		switch {
		case one.Customer && e.Customer == "":
			return check.Fault("customer", "", alianza.ErrMissing, "rule "+o.rule.Name+" has a cap for each customer")
		case one.Per == PerOrder && e.Order == "":
			return check.Fault("order", "", alianza.ErrMissing, "rule "+o.rule.Name+" has a cap for each order")
		}
		used, err := read[capped](o.x, o.x.capKey(one, o.x.plan.place(e)))
		if err != nil {
			return err
		}
		room := one.Amount
		if used != nil {
			room = room.Sub(used.Used)
		}
		one.cut(entry, full, room, u)
	}
	return nil
}

// cut cuts an amount to the room that a cap leaves. The reason says what there would
// be without the caps.
func (c *capOf) cut(entry *Entry, full, room decimal.Decimal, u unit) {
	if exact.Cmp(entry.Amount, room) <= 0 {
		return
	}
	entry.Why = Reason{Code: cutToCap, Amount: full, Limit: c.Amount, Per: c.Per}
	if c.shared {
		entry.Why.Name = c.name
	}
	entry.Amount = u.Zero()
	if room.IsPositive() {
		entry.Amount = u.floor(room)
	}
}

// bound raises an amount to the minimum, if anything is earned, and cuts it to the
// maximum.
func (l *Limits) bound(entry *Entry, u unit) {
	switch {
	case exact.Cmp(entry.Amount, l.Min) < 0 && !entry.Exact.IsZero():
		entry.Why = Reason{Code: raisedToMin, Amount: entry.Amount, Limit: l.Min}
		entry.Amount = u.floor(l.Min)
	case !l.Max.IsZero() && exact.Cmp(entry.Amount, l.Max) > 0:
		entry.Why = Reason{Code: cutToMax, Amount: entry.Amount, Limit: l.Max}
		entry.Amount = u.floor(l.Max)
	}
}

// place is what a cap, a window and a meter count an event under.
type place struct {
	partner, customer, order string
	at                       time.Time
	since                    alianza.Date // of the partner; zero where no window asks
}

// place returns what an event is counted under.
func (p *Plan) place(e *Event) place {
	return place{e.Partner, e.Customer, e.Order, e.At, p.since(e)}
}

// since returns the day since when the partner of an event is one, if a window
// asks for it.
func (p *Plan) since(e *Event) alianza.Date {
	if !p.contract || e.PartnerSince.IsZero() {
		return alianza.Date{}
	}
	return alianza.DateOf(e.PartnerSince, p.zone)
}

// since returns the day since when the partner of a kept event is one, if a window
// asks for it.
func (s *sold) since() alianza.Date {
	if s.More == nil {
		return alianza.Date{}
	}
	return s.More.Since
}

// capKey returns the record that a cap counts an event in.
func (x *evaluation) capKey(one capOf, at place) Key {
	k := Key{about: capRecord, partner: at.partner, name: one.name, period: x.period(one.Per, at)}
	if one.Customer {
		k.of = at.customer
	}
	return k
}

// pool pays an event as part of its window.
func (o *offer) pool(entry *Entry) error {
	w, key, err := o.x.windowOf(o.deed.event, o.rule)
	if err != nil {
		return err
	}
	at := w.part(o.deed.v)
	before := *w.Parts[at].clone()
	units, err := o.brings()
	if err != nil {
		return err
	}
	w.add(at, entry.Base, units)
	if entry.Tier != "" {
		w.Parts[at].say(o.x.today(o.deed.event), entry.Tier, +1)
	}
	o.entries, err = o.x.repost(&reposting{window: w, key: key, at: at, before: before, entry: entry, room: o.one[:0]})
	o.window, o.key = w, key
	return err
}

// count counts an event that the rule does not pay in the customer's time.
func (o *offer) count() error {
	if !o.counts {
		return nil
	}
	s := o.deed.sold
	m := more{}
	if s.More != nil {
		m = *s.More
	}
	m.Counts = append(slices.Clip(m.Counts), o.rule.Name)
	s.More = &m
	return o.x.count(o.tenureKey(), o.x.today(o.deed.event), +1)
}

// accept notes what the offer changes, and posts it.
func (o *offer) accept() error {
	x, e := o.x, o.deed.event
	if o.window != nil {
		if err := x.put(o.key, o.window); err != nil {
			return err
		}
	}
	if o.rule.byCustomers() {
		if _, err := x.recount(o.rule, x.plan.place(e), o.deed.v.def.Version, +1); err != nil {
			return err
		}
	}
	if !o.rule.pooled {
		if err := x.use(o.rule.caps, x.plan.place(e), o.hold.Posted); err != nil {
			return err
		}
	}
	if err := x.fill(o.rule, x.plan.place(e), o.hold); err != nil {
		return err
	}
	if o.hold.Counted {
		if err := x.count(o.tenureKey(), x.today(e), +1); err != nil {
			return err
		}
	}
	if len(o.rule.Defer) > 0 {
		if err := o.putOff(); err != nil {
			return err
		}
	}
	o.deed.sold.Holds = append(o.deed.sold.Holds, *o.hold)
	return x.postFor(o.deed.sold, o.deed.v, o.entries)
}

// period returns the name of a window of a place. The same one is asked for again
// and again.
func (x *evaluation) period(w Window, at place) string {
	if !w.closable() {
		return x.plan.period(w, at)
	}
	if day := x.plan.day(at.at); x.span.text == "" || x.span.window != w || x.span.day != day || x.span.since != at.since {
		x.span.window, x.span.day, x.span.since, x.span.text = w, day, at.since, x.plan.period(w, at)
	}
	return x.span.text
}

// today returns the calendar day of an event.
func (x *evaluation) today(e *Event) alianza.Date { return alianza.DateOf(e.At, x.plan.zone) }

// use counts what is posted for an event by itself under caps, each once. What other
// versions earn by it in its window is theirs.
func (x *evaluation) use(caps []capOf, at place, amount decimal.Decimal) error {
	for _, one := range caps {
		c, err := edit[capped](x, x.capKey(one, at))
		if err != nil {
			return err
		}
		c.Used = c.Used.Add(amount)
	}
	return nil
}

// fill adds a volume to the meter of a rule, in each period of a bonus on it.
func (x *evaluation) fill(r *rule, at place, h *holding) error {
	for _, w := range r.metered {
		period := x.period(w, at)
		m, err := edit[meter](x, Key{about: meterRecord, partner: at.partner, name: r.meter(), period: period})
		if err != nil {
			return err
		}
		m.Amount, m.Units = exact.Add(m.Amount, h.Base), exact.Add(m.Units, h.Units)
		if slices.Contains(r.buyers, w) {
			if err := x.buys(m, x.meterKey(r.meter(), w, at), at.customer, +1); err != nil {
				return err
			}
		}
		if r.guaranteed {
			m.Posted = exact.Add(m.Posted, h.Posted)
		}
		x.stale(Key{about: periodRecord, partner: at.partner, period: period})
	}
	return nil
}

// count counts an event of a customer on a day, or takes it out again.
func (x *evaluation) count(key Key, day alianza.Date, n int) error {
	t, err := edit[tenure](x, key)
	if err != nil {
		return err
	}
	days := slices.Clone(t.Days)
	i, found := slices.BinarySearchFunc(days, day, func(d countedDay, day alianza.Date) int { return d.Day.Compare(day) })
	if !found {
		days = slices.Insert(days, i, countedDay{Day: day})
	}
	if days[i].Count += n; days[i].Count <= 0 {
		days = slices.Delete(days, i, i+1)
	}
	t.Days = days
	return nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
