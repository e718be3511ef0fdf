package ledgertest

import (
	"math/big"
	"slices"
	"strings"
	"time"
)

// A sale is an event that earned, or might have.
type sale struct {
	event     *event
	kind      string // of what it is, also where a correction says it
	day       time.Time
	index     int // its place in the list
	def       *definition
	holdings  []*holding
	counts    []string // the rules that count it for the customer without paying it
	corrected bool     // it is no more

	periods map[string]string // that it is in, by their lengths, as they were asked for
}

// A holding is what one rule paid for a sale, and on which terms.
type holding struct {
	sale *sale
	def  *definition
	rule *rule

	base    *big.Rat // of the whole sale
	units   *big.Rat // as given; nil if not
	free    bool     // nothing was paid: it is no sale in windows but by the units given
	rate    *big.Rat
	counted bool // within a customer's time

	period  string   // of the rule's window
	of      string   // the customer whose window it is; "" if it is of all
	posted  *big.Rat // where the sale is paid by itself
	bounded bool     // and something else than the rate decided how much
	caps    []string // whose room it uses
	answers map[int]answer
}

// An offer is what a rule would pay for a sale.
type offer struct {
	holding *holding
	amount  *big.Rat // all that it would post
	missed  bool     // the rule does not pay
	early   bool     // the sale is among the first that the rule leaves out
	faults  []string
}

// sell takes an event that earns.
func (l *Ledger) sell(e *event) verdict {
	day := l.day(e.At)
	def := l.version(day)
	if def == nil {
		return refused("range", "unknown")
	}
	s, v := l.earn(e, e.Kind, def)
	if v.refused() {
		return v
	}
	l.arrive(s)
	return verdict{}
}

// arrive puts a sale into the list, and takes of it what was taken before it
// came.
func (l *Ledger) arrive(s *sale) {
	l.sales = append(l.sales, s)
	l.takeEarly(s)
}

// sale returns the sale of an event, or nil.
func (l *Ledger) sale(partner, id string) *sale {
	for _, s := range l.sales {
		if s.event.Partner == partner && s.event.ID == id {
			return s
		}
	}
	return nil
}

// earn finds out what a sale earns by the rules of a version.
func (l *Ledger) earn(e *event, kind string, def *definition) (*sale, verdict) {
	s := &sale{event: e, kind: kind, day: l.day(e.At), index: l.next, def: def}
	paying, v := l.choose(s, func(r *rule) *offer { return l.offer(s, r) })
	for _, o := range paying {
		s.holdings = append(s.holdings, o.holding)
	}
	return s, v
}

// choose returns the offers that pay a sale, by the precedence of its version.
func (l *Ledger) choose(s *sale, ask func(*rule) *offer) (paying []*offer, v verdict) {
	first := or(s.def.Precedence, "first") == "first"
	var asked []*offer
	defer func() { s.leaveOut(asked, paying) }()
	for i := range s.def.Rules {
		if s.def.Rules[i].On != s.kind {
			continue
		}
		o := ask(&s.def.Rules[i])
		asked = append(asked, o)
		switch {
		case len(o.faults) > 0:
			v.refuse(o.faults...)
			v.unsure = v.unsure || o.missed || first && len(paying) > 0
		case !o.missed && (!first || len(paying) == 0):
			paying = append(paying, o)
			if s.def.Precedence == "every" {
				l.pending = append(l.pending, o.holding)
			}
		}
	}
	l.pending = nil
	if v.refused() || len(paying) == 0 {
		return nil, v
	}
	if s.def.Precedence == "best" {
		// The first of those that pay most.
		best := slices.MaxFunc(paying, func(a, b *offer) int { return a.amount.Cmp(b.amount) })
		paying = []*offer{best}
	}
	return paying, v
}

// leaveOut notes the rules that count a sale without paying it: it is among the
// first that they leave out, or another rule pays it.
func (s *sale) leaveOut(asked, paying []*offer) {
	for _, o := range asked {
		h := o.holding
		if h.rule.After > 0 && h.counted && len(o.faults) == 0 && (o.early || !o.missed && !slices.Contains(paying, o)) {
			s.counts = append(s.counts, h.rule.Name)
		}
	}
}

// offer returns what a rule would pay for a sale.
func (l *Ledger) offer(s *sale, r *rule) *offer {
	e := s.event
	o := &offer{holding: &holding{sale: s, def: s.def, rule: r, units: e.Units.Rat, rate: r.Rate.or0()}}
	if !r.When.met(e.facts()) {
		o.missed = true
		return o
	}
	l.partnerTime(o)
	o.tier()
	l.customerTime(o)
	o.takeOff()
	if o.early && o.missed {
		o.early = false // for another reason
	}
	o.missed = o.missed || o.early
	h := o.holding
	l.answered(h)
	if r.PerUnit.or0().Sign() > 0 && h.units == nil && !o.missed {
		o.faults = append(o.faults, "missing")
	}
	if r.Over == "order" && e.Order == "" || (r.EachCustomer || r.Table.customers() || l.countsBuyers(r.Meter)) && e.Customer == "" {
		o.faults = append(o.faults, "missing")
	}
	for _, c := range s.def.capsOf(r) {
		if c.Per == "order" && e.Order == "" || c.Customer && e.Customer == "" {
			o.faults = append(o.faults, "missing")
		}
	}
	if !o.missed && l.shut(s, r) {
		o.faults = append(o.faults, "conflict")
	}
	if o.missed || len(o.faults) > 0 {
		return o
	}
	if r.Over != "event" {
		h.period = l.periodOf(r.Over, s)
		if r.EachCustomer {
			h.of = e.Customer
		}
	}
	if r.pooled() {
		o.amount = l.added(h)
		return o
	}
	o.amount = l.alone(h)
	if r.Over != "event" { // a later version may go on from this one
		o.amount = add(o.amount, l.added(h))
	}
	return o
}

// partnerTime asks for how long there has been a partnership.
func (l *Ledger) partnerTime(o *offer) {
	r, s := o.holding.rule, o.holding.sale
	contract := slices.Contains(l.spans(s.def, r), "contract_year")
	asked := r.Active || r.MinMonths > 0
	if !asked && !contract {
		return
	}
	since, until := l.day(s.event.PartnerSince), l.day(s.event.PartnerUntil)
	switch {
	case since.IsZero():
		o.faults = append(o.faults, "missing")
	case s.day.Before(since), asked && !until.IsZero() && !s.day.Before(until), s.day.Before(months(since, r.MinMonths)):
		o.missed = true
	}
}

// tier asks for the rate of the partner's level.
func (o *offer) tier() {
	r, tier := o.holding.rule, o.holding.sale.event.Tier
	if own := o.holding.sale.event.Own; own != nil && r.OwnTerms {
		if o.holding.rate = own.Rate.or0(); o.holding.rate.Cmp(most(whole(1), r.MaxRate.or0())) > 0 {
			o.faults = append(o.faults, "range")
		}
		return
	}
	if r.Ladder == "" {
		return
	}
	if tier == "" {
		o.missed = true
		return
	}
	level, ok := strings.CutPrefix(tier, r.Ladder+"/")
	rate, has := r.Rates[level]
	switch {
	case !ok:
		o.faults = append(o.faults, "conflict")
	case !has:
		o.faults = append(o.faults, "unknown")
	}
	o.holding.rate = rate.or0()
}

// customerTime asks whether the customer's time has begun and is not over.
func (l *Ledger) customerTime(o *offer) {
	r, s := o.holding.rule, o.holding.sale
	if !r.lasts() {
		return
	}
	if s.event.Customer == "" {
		o.faults = append(o.faults, "missing")
		return
	}
	days := l.counted(s.event.Partner, r.Name, s.event.Customer)
	first, given := l.day(s.event.CustomerSince), !s.event.CustomerSince.IsZero()
	if !given && len(days) > 0 {
		first = slices.MinFunc(days, time.Time.Compare)
	}
	over := r.Payments > 0 && len(days) >= r.After+r.Payments
	switch {
	case first.IsZero():
	case s.day.Before(first):
		if given {
			o.missed = true
		}
	case r.Months > 0 && !s.day.Before(months(first, r.Months)):
		over = true
	}
	o.holding.counted = !over
	o.early = !over && len(days) < r.After
	if over {
		o.holding.rate = r.Then.or0()
		o.missed = o.missed || r.Then.or0().Sign() == 0
	}
}

// counted returns the days of what a customer was paid for at the full rate.
func (l *Ledger) counted(partner, rule, customer string) (days []time.Time) {
	for _, h := range l.holdings(partner) {
		if h.counted && h.rule.lasts() && h.rule.Name == rule && h.sale.event.Customer == customer {
			days = append(days, h.sale.day)
		}
	}
	for _, s := range l.sales {
		if s.event.Partner == partner && !s.corrected && s.event.Customer == customer && slices.Contains(s.counts, rule) {
			days = append(days, s.day)
		}
	}
	return days
}

// takeOff finds the base, and whether anything was paid.
func (o *offer) takeOff() {
	h := o.holding
	e, r := h.sale.event, h.rule
	h.base = e.Amount.or0()
	for _, name := range r.Less {
		less, ok := e.Includes[name]
		if !ok {
			o.faults = append(o.faults, "missing")
			return
		}
		h.base = sub(h.base, less.or0())
	}
	h.base = most(h.base, new(big.Rat)) // a sale at a loss has none
	if kind := h.sale.kind; kind != "sale" && kind != "payment" || h.base.Sign() > 0 || r.CountFree {
		return
	}
	h.free, h.counted = true, false
	if !r.unitsRead() || h.units == nil || h.units.Sign() == 0 {
		o.missed = true
	}
}

// measured returns the volume of the whole sale.
func (h *holding) measured() volume {
	switch {
	case h.units != nil:
		return volume{h.base, h.units}
	case h.free:
		return volume{h.base, new(big.Rat)}
	default:
		return volume{h.base, whole(1)}
	}
}

// holdings returns what stands of a partner, in the order of the list.
func (l *Ledger) holdings(partner string) (list []*holding) {
	for _, s := range l.sales {
		if s.event.Partner == partner && !s.corrected {
			list = append(list, s.holdings...)
		}
	}
	return list
}

// exact returns what a rule pays for a sale by itself, before it is rounded.
func (l *Ledger) exact(h *holding) *big.Rat {
	r, v := h.rule, l.brings(h)
	switch {
	case r.Table == nil:
		pay := add(r.Fixed.or0(), mul(h.base, h.rate))
		return add(pay, mul(orZero(h.units), r.PerUnit.or0()))
	case r.Reads != "":
		return l.placed(h)
	case r.Over != "event":
		return r.Table.sale(l.prior(h), v)
	default:
		return r.Table.alone(v)
	}
}

// alone pays a sale by itself, within the bounds and caps of its rule.
func (l *Ledger) alone(h *holding) *big.Rat {
	r := h.rule
	exact := l.exact(h)
	rounded := h.def.round(exact)
	amount := rounded
	if exact.Sign() > 0 {
		amount = most(amount, r.Min.or0())
	}
	if r.Max.or0().Sign() > 0 {
		amount = least(amount, r.Max.Rat)
	}
	for _, c := range h.def.capsOf(r) {
		key := l.capKey(&c, h)
		h.caps = append(h.caps, key)
		room := most(sub(c.Amount.or0(), l.used(h.sale.event.Partner, key)), new(big.Rat))
		amount = least(amount, room)
	}
	h.posted, h.bounded = amount, amount.Cmp(rounded) != 0
	return amount
}

// key names what a cap adds up: the same for a cap of another version.
func (l *Ledger) capKey(c *capped, h *holding) string {
	key := c.Name + "\x00" + l.periodOf(c.Per, h.sale)
	if c.Customer {
		key += "\x00customer " + h.sale.event.Customer
	}
	return key
}

// used returns what a partner has used of a cap.
func (l *Ledger) used(partner, key string) *big.Rat {
	sum := new(big.Rat)
	for _, h := range l.holdings(partner) {
		if slices.Contains(h.caps, key) {
			sum = add(sum, h.reserved(l.worth(h)))
		}
	}
	for _, h := range l.pending { // of the same event
		if h.sale.event.Partner == partner && slices.Contains(h.caps, key) {
			sum = add(sum, h.reserved(h.posted))
		}
	}
	for _, c := range l.closings {
		if c.partner != partner || l.taken(c) {
			continue
		}
		for i, b := range c.def.Bonuses {
			for _, one := range c.def.shared(b.Name) {
				if l.bonusKey(c, &one) == key {
					sum = add(sum, c.paid[i])
				}
			}
		}
	}
	return sum
}
