package commission

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Most programs pay a rate of each sale, and most events are sales and refunds of a
// part of them. Such an event goes a straight way: it is evaluated in words of the
// machine, without a map of what changes, and is kept [lean]. Whatever is unusual
// about an event, its rule or the past is left to the [evaluation], which knows all
// cases; both come to the same.

// A usual rule is the only one of its version for a kind of event, and pays nothing
// but a rate of the amount, up to a cap at most.
type usual struct {
	v       *version
	rule    *rule
	cap     *capOf            // nil if there is none
	before  string            // the partner, in the key of an entry
	between string            // the partner and the event
	sales   map[string]*shape // by the tier of the event
	refunds map[string]*shape // likewise
}

// makeUsual finds the usual rules of the version.
func (v *version) makeUsual() {
	if !v.unit.Plain() || !check.Plain(v.def.ID) || !v.def.simple() {
		return
	}
	for i := range v.rules {
		r := &v.rules[i]
		if !v.alone(r) || !check.Plain(r.Name) || !r.simple() {
			continue
		}
		u := usual{
			v: v, rule: r, before: v.def.ID + "/", between: "/" + r.Name + "/", sales: map[string]*shape{}, refunds: map[string]*shape{},
		}
		if len(r.caps) > 0 {
			u.cap = &r.caps[0]
		}
		sale := shape{kind: r.On, version: v.def.Version, digest: mark(v.digest), rule: r.Name, rate: r.Pay.Rate}
		refund := shape{kind: Refund, version: v.def.Version, digest: mark(v.digest)}
		if u.refunds[""] = &refund; !r.Pay.tiered() {
			u.sales[""] = sale.begin(v.def.Currency)
		}
		for name, rate := range r.Pay.Rates {
			one, back := sale, refund
			one.tier = r.Pay.Ladder + "/" + name
			one.level, one.rate, back.tier = one.tier, rate, one.tier
			u.sales[one.tier], u.refunds[one.tier] = one.begin(v.def.Currency), &back
		}
		v.usual = append(v.usual, u)
	}
}

// begin notes with which digest events of the shape begin, and returns it.
func (s *shape) begin(currency string) *shape {
	s.begun = (&Event{Kind: s.kind, Tier: s.tier, Currency: currency}).begun()
	return s
}

// usualOn returns the usual rule for a kind of event, nil if there is none.
func (v *version) usualOn(kind Kind) *usual {
	for i := range v.usual {
		if v.usual[i].rule.On == kind {
			return &v.usual[i]
		}
	}
	return nil
}

// usualNamed returns the usual rule of a name, nil if there is none.
func (v *version) usualNamed(name string) *usual {
	for i := range v.usual {
		if v.usual[i].rule.Name == name {
			return &v.usual[i]
		}
	}
	return nil
}

// alone reports whether a rule is the only one for its kind of event.
func (v *version) alone(r *rule) bool {
	for i := range v.rules {
		if o := &v.rules[i]; o != r && o.On == r.On {
			return false
		}
	}
	return true
}

// simple reports whether a rule says nothing but which rate it pays, and has no part
// in a bonus, and in no cap but one of its own over a period.
func (r *rule) simple() bool {
	if r.pooled || r.asks || r.contract || len(r.metered) > 0 || r.Pay.tabled() {
		return false
	}
	if len(r.caps) > 1 || len(r.caps) == 1 && (r.caps[0].shared || r.caps[0].Customer || !r.caps[0].Per.closable()) {
		return false
	}
	rest := *r.Rule
	rest.Name, rest.On, rest.Limit.Caps = "", "", nil
	pay := &rest.Pay
	pay.Rate, pay.MaxRate, pay.Own, pay.Ladder, pay.Rates, pay.Medium = alianza.Percent{}, alianza.Percent{}, false, "", nil, 0
	return strictjson.IsZero(rest)
}

// simple reports whether a definition has no field but those that the straight way
// knows: of a new one it knows nothing.
func (d *Definition) simple() bool {
	rest := *d
	rest.ID, rest.Version, rest.Currency, rest.Step, rest.Rounding, rest.Precedence = "", 0, "", decimal.Decimal{}, 0, 0
	rest.From, rest.Until, rest.HoldDays, rest.HoldHours, rest.RefundDays, rest.YearBegins = alianza.Date{}, alianza.Date{}, 0, 0, 0, 0
	rest.Rules, rest.Bonuses, rest.Caps = nil, nil, nil
	return strictjson.IsZero(rest)
}

// A look is what the straight way has read of the past.
type look struct {
	records [3]Record // of revision 0 where there is none
	n       int
}

// at reads a record. It returns false if past fails, which is left to the evaluation.
func (l *look) at(past Past, key Key) (*Record, bool) {
	one := &l.records[l.n]
	r, ok, err := past.Record(key)
	if err != nil {
		return nil, false
	}
	if ok {
		*one = r
	}
	one.key = key
	l.n++
	return one, true
}

// usual evaluates an event on the straight way. It returns false if the event is not
// for it.
func (p *Plan) usual(past Past, e *Event, l *look) (Earned, bool) {
	if !p.straight || past == nil || !p.plain(e) {
		return Earned{}, false
	}
	amount, ok := numOf(e.Amount)
	if !ok || amount.coef() <= 0 || amount.exp() < -exact.MaxPlaces {
		return Earned{}, false
	}
	if e.Kind == Refund {
		return p.usualRefund(past, e, l, amount)
	}
	return p.usualSale(past, e, l, amount)
}

// plain reports whether an event says nothing that is unusual, and nothing wrong.
func (p *Plan) plain(e *Event) bool {
	return e.Currency == p.versions[0].def.Currency && check.Plain(e.ID) && check.Plain(e.Partner) && check.Sound(e.At) &&
		(e.Booked.IsZero() || check.Sound(e.Booked)) && (e.Customer == "" || check.Plain(e.Customer)) &&
		(e.Order == "" || check.Plain(e.Order)) && e.Units == (decimal.Decimal{}) && e.OfPartner == "" && e.Cause == "" && e.Period == "" &&
		e.Includes == nil && e.Facts == nil && e.Own == nil && e.Shares == nil && e.CustomerSince.IsZero() && e.PartnerSince.IsZero() && e.PartnerUntil.IsZero()
}

// beginUsual fills an entry of a usual rule with what is known before the amounts are.
func (p *Plan) beginUsual(u *usual, one *Entry, e *Event) {
	one.Key = u.before + e.Partner + u.between + e.ID
	one.Plan, one.Version, one.Rule, one.Medium = u.v.def.ID, u.v.def.Version, u.rule.Name, u.rule.Pay.Medium
	one.Kind, one.Event, one.Of, one.Partner = e.Kind, e.ID, e.Of, e.Partner
	one.At, one.Booked, one.Currency = p.local(e.At), p.local(e.booked()), e.Currency
}

// used reads what a cap has used.
func (p *Plan) used(past Past, l *look, one *capOf, at place) (num, bool) {
	r, ok := l.at(past, Key{about: capRecord, partner: at.partner, name: one.name, period: p.period(one.Per, at)})
	if !ok {
		return 0, false
	}
	if r.revision == 0 {
		return 0, true
	}
	c, ok := r.body.(*capped)
	if !ok || r.plan != p.versions[0].def.ID {
		return 0, false
	}
	return numOf(c.Used)
}

// A usualCut is what a cap leaves of an amount, and what is used with that.
type usualCut struct {
	posted, used num
	bounded      bool
}

// cut returns what the cap of the rule leaves of an amount.
func (u *usual) cut(used, full num) (c usualCut, ok bool) {
	limit, okL := numOf(u.cap.Amount)
	room, okR := limit.plus(used.neg())
	left, okP := room.plus(full.neg())
	if c.posted, c.bounded = full, left.coef() < 0; c.bounded {
		places := u.v.unit.Places()
		units, okU := exact.RoundWord(max(0, room.coef()), room.exp(), places, exact.Down)
		if c.posted, ok = newNum(units, -places); !okU || !ok {
			return c, false
		}
	}
	c.used, ok = used.plus(c.posted)
	return c, ok && okL && okR && okP
}

// A usualSale is all that a sale leads to, in one piece of memory.
type usualSale struct {
	sale    lean
	records [1]Record
	entries [1]Entry
}

// A cappedSale is the same under a cap.
type cappedSale struct {
	sale    lean
	capped  capped
	records [2]Record
	entries [1]Entry
}

func (p *Plan) usualSale(past Past, e *Event, l *look, amount num) (Earned, bool) {
	day := alianza.DateOf(e.At, p.zone)
	v := p.forDay(day)
	if v == nil || e.Of != "" {
		return Earned{}, false
	}
	u := v.usualOn(e.Kind)
	if u == nil {
		return Earned{}, false
	}
	shape := u.sales[e.Tier]
	if shape == nil {
		return Earned{}, false
	}
	exactly, posted, ok := v.usualPay(shape.rate, amount)
	if !ok {
		return Earned{}, false
	}
	if r, ok := l.at(past, Key{about: eventRecord, partner: e.Partner, name: e.ID}); !ok || r.revision != 0 {
		return Earned{}, false
	}
	var s *lean
	var entries []Entry
	var records []Record
	if u.cap == nil {
		kept := &usualSale{}
		s, entries, records = &kept.sale, kept.entries[:], kept.records[:]
	} else {
		used, ok := p.used(past, l, u.cap, place{partner: e.Partner, at: e.At})
		if !ok {
			return Earned{}, false
		}
		c, ok := u.cut(used, posted)
		if !ok {
			return Earned{}, false
		}
		kept := &cappedSale{}
		if kept.sale.bounded = c.bounded; c.bounded {
			kept.entries[0].Why = Reason{Code: cutToCap, Amount: posted.decimal(), Limit: u.cap.Amount, Per: u.cap.Per}
		}
		posted = c.posted
		s, entries, records = &kept.sale, kept.entries[:], kept.records[:]
		kept.capped.Used = c.used.decimal()
		records[1].body = &kept.capped
	}
	one := &entries[0]
	p.beginUsual(u, one, e)
	one.Customer, one.Tier = e.Customer, shape.level
	if v.def.HoldHours != 0 {
		one.Due = p.held(&v.def, e.At)
	} else {
		one.Due = day.AddDays(v.def.HoldDays).In(p.zone)
	}
	if !e.Booked.IsZero() {
		one.Due = later(one.Due, p.due(e.Booked, 0))
		day = alianza.DateOf(e.Booked, p.zone)
	}
	one.Base, one.Rate, one.Exact = e.Amount, shape.rate, exactly.decimal()
	if one.Amount = one.Exact; exactly != posted {
		one.Amount = posted.decimal()
	}
	one.Remaining.Base, one.Remaining.Amount = one.Base, one.Amount
	s.shape, s.content, s.at, s.due, s.amount, s.posted, s.paid = shape, mark(e.contentFrom(shape.begun)), e.At, one.Due, amount, posted, posted
	s.customer, s.order = e.Customer, e.Order
	records[0].about(&l.records[0].key, 1, day, s)
	records[0].plan = v.def.ID
	if u.cap != nil {
		records[1].follows(&l.records[1], day)
		records[1].plan = v.def.ID
	}
	return Earned{Entries: entries, Records: records}, true
}

// about fills the zero record of a lean event, but for its plan.
func (r *Record) about(key *Key, revision int, day alianza.Date, body *lean) {
	r.key.about, r.key.partner, r.key.name = key.about, key.partner, key.name
	r.revision, r.day, r.body = revision, day, body
}

// follows fills a record of a cap, but for its plan and its body, by the one before
// it.
func (r *Record) follows(before *Record, day alianza.Date) {
	r.key, r.revision, r.day = before.key, before.revision+1, day
	if day.Before(before.day) {
		r.day = before.day
	}
}

// usualPay returns a rate of an amount, exact and as it is posted.
func (v *version) usualPay(rate alianza.Percent, amount num) (exactly, posted num, ok bool) {
	coef, exp, ok := exact.Percent(rate.Units()).Product(amount.coef(), amount.exp())
	if !ok {
		return 0, 0, false
	}
	places := v.unit.Places()
	units, fits := exact.RoundWord(coef, exp, places, v.unit.mode)
	exactly, okE := newNum(coef, exp)
	posted, okP := newNum(units, -places)
	return exactly, posted, fits && okE && okP
}

// A usualRefund is all that a refund leads to, in one piece of memory.
type usualRefund struct {
	refund, sale lean
	records      [2]Record
	entries      [1]Entry
}

func (p *Plan) usualRefund(past Past, e *Event, l *look, amount num) (Earned, bool) {
	first := p.versions[0].def.From
	if e.Of == e.ID || !check.Plain(e.Of) || !first.IsZero() && alianza.DateOf(e.At, p.zone).Before(first) {
		return Earned{}, false
	}
	if r, ok := l.at(past, Key{about: eventRecord, partner: e.Partner, name: e.ID}); !ok || r.revision != 0 {
		return Earned{}, false
	}
	before, ok := l.at(past, Key{about: eventRecord, partner: e.Partner, name: e.Of})
	if !ok {
		return Earned{}, false
	}
	s, ok := before.body.(*lean)
	if !ok || s.shape.rule == "" || s.bounded || before.plan != p.versions[0].def.ID || s.shape.rate.IsZero() {
		return Earned{}, false
	}
	v := p.numbered(s.shape.version)
	if v == nil || mark(v.digest) != s.shape.digest {
		return Earned{}, false
	}
	u := v.usualNamed(s.shape.rule)
	if u == nil || u.refunds[e.Tier] == nil || v.def.RefundDays != 0 && alianza.DateOf(s.at, p.zone).DaysUntil(alianza.DateOf(e.At, p.zone)) > v.def.RefundDays {
		return Earned{}, false
	}
	c, ok := p.usualLeft(v, s, amount)
	if !ok {
		return Earned{}, false
	}

	var used num
	if u.cap != nil {
		if used, ok = p.used(past, l, u.cap, place{partner: e.Partner, at: s.at}); !ok {
			return Earned{}, false
		}
		if used, ok = used.plus(c.posted); !ok {
			return Earned{}, false
		}
	}
	kept := &usualRefund{}
	one := &kept.entries[0]
	p.beginUsual(u, one, e)
	one.Corrects = u.before + e.Partner + u.between + e.Of
	one.Customer, one.Tier = s.customer, s.shape.level
	one.Due = later(p.due(one.Booked, 0), p.local(s.due))
	one.Base, one.Rate, one.Exact = c.moved.decimal(), s.shape.rate, c.exactly.decimal()
	if one.Amount = one.Exact; c.exactly != c.posted {
		one.Amount = c.posted.decimal()
	}
	one.Remaining.Base, one.Remaining.Amount = c.left.decimal(), c.paid.decimal()
	r := &kept.refund
	r.shape, r.content, r.at, r.amount, r.of = u.refunds[e.Tier], mark(e.content()), e.At, amount, e.Of
	r.customer, r.order = e.Customer, e.Order
	kept.sale = *s
	kept.sale.back, kept.sale.paid, kept.sale.takings = c.back, c.paid, s.takings+1
	day := alianza.DateOf(one.Booked, p.zone)
	kept.records[0].about(&l.records[0].key, 1, day, r)
	if day.Before(before.day) {
		day = before.day
	}
	kept.records[1].about(&before.key, before.revision+1, day, &kept.sale)
	kept.records[0].plan, kept.records[1].plan = v.def.ID, v.def.ID
	if u.cap != nil {
		records := append(kept.records[:], Record{plan: v.def.ID, body: &capped{Used: used.decimal()}})
		records[2].follows(&l.records[2], alianza.DateOf(one.Booked, p.zone))
		return Earned{Entries: kept.entries[:], Records: records}, true
	}
	return Earned{Entries: kept.entries[:], Records: kept.records[:]}, true
}

// A usualChange is what a refund makes of its sale.
type usualChange struct {
	back, left, paid       num // of the sale, after it
	moved, exactly, posted num
}

// usualLeft returns what a refund of an amount makes of a sale. It returns false if
// that is more than is left, or may be what is left to the cent.
func (p *Plan) usualLeft(v *version, s *lean, amount num) (c usualChange, ok bool) {
	back, okB := s.back.plus(amount)
	stood, okS := s.amount.plus(s.back.neg())
	left, ok := s.amount.plus(back.neg())
	if !ok || !okB || !okS || left.coef() < 0 || left.coef() > 0 && stood.exp() < -p.minor {
		return c, false
	}
	places := v.unit.Places()
	c.paid, ok = newNum(0, -places)
	if left.coef() == 0 {
		left, _ = newNum(0, s.amount.exp())
	} else if _, c.paid, ok = v.usualPay(s.shape.rate, left); !ok {
		return c, false
	}
	c.back, c.left = back, left
	moved, okM := left.plus(stood.neg())
	posted, okP := c.paid.plus(s.paid.neg())
	exactly, _, okE := v.usualPay(s.shape.rate, moved)
	c.moved, c.posted, c.exactly = moved, posted, exactly
	return c, ok && okM && okP && okE
}
