package commission

import (
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	units "github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Deferred is an installment of what a rule earns, which is due later:
//
//	[{"rate": "50%", "days": 30},
//	 {"rate": "25%", "months": 6, "when": {"fact": "active", "one_of": ["yes"]}},
//	 {"rate": "25%", "months": 12, "when": {"fact": "active", "one_of": ["yes"]}}]
//
// An installment without a condition is posted with its event, and is due on its
// day. One with a condition is posted when an event of kind [Maturity] meets it, and
// lapses when one does not meet it. Until then it is open. A fact that is not given
// leaves it open.
//
// A refund lowers all installments in proportion: those posted by entries, those open
// by what they will be. A correction keeps the answers that were given, for a rule of
// the same name with as many installments.
type Deferred struct {
	_ [0]func() // == would compare decimals by address
	// Rate is the part of what the rule earns, above 0%. All of them add up to 100%.
	Rate alianza.Percent `json:"rate"`
	// Days, or Months, of the calendar are those after the day of the event on which
	// it is due. If both are absent, it is due when the plan's hold ends.
	Days   int `json:"days,omitzero"`
	Months int `json:"months,omitzero"`
	// When is what a maturity has to meet. Its facts are those of the maturity; amount
	// is what the sale stands for then, and units are those of the sale.
	When Condition `json:"when,omitzero"`
}

// MarshalJSON writes the installment by its tags.
func (d Deferred) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads an installment strictly. [New] checks it.
func (d *Deferred) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// maxDeferred bounds the installments of a rule: ten years of months.
const maxDeferred = check.MaxInstallments

// checkDefer checks the installments of a rule.
func (r *Rule) checkDefer(f *check.Faults, path string) {
	if len(r.Defer) == 0 || !f.Count(path+".defer", len(r.Defer), maxDeferred, "installments") {
		return
	}
	switch {
	case r.pooled():
		f.Add(path+".defer", "", alianza.ErrConflict, "the rule rates again what is left in its window; what is deferred is paid for each event")
	case len(r.Back) > 0:
		f.Add(path+".defer", "", alianza.ErrConflict, "of installments a refund takes in proportion; a policy is for what is paid at once")
	}
	sum := alianza.Percent{}
	for i := range r.Defer {
		d, at := &r.Defer[i], f.At(path+".defer", i)
		if d.Rate.Sign() <= 0 || d.Rate.Compare(alianza.WholePercent(100)) > 0 {
			f.Add(at+".rate", d.Rate.String(), alianza.ErrRange, "above 0%, to 100%")
			return
		}
		sum = alianza.PercentUnits(sum.Units() + d.Rate.Units())
		checkDays(f, at+".days", d.Days)
		checkCount(f, at+".months", d.Months)
		if d.Days != 0 && d.Months != 0 {
			f.Add(at+".months", fmt.Sprint(d.Months), alianza.ErrConflict, "give days or months, not both")
		}
		if !d.When.IsZero() {
			d.When.check(f, at+".when", 1)
		}
	}
	if sum.Compare(alianza.WholePercent(100)) != 0 {
		f.Add(path+".defer", sum.String(), alianza.ErrConflict, "the rates of the installments add up to 100%")
	}
}

// A deferral is what became of the installments of one rule for an event.
type deferral struct {
	Rule  string        `json:"rule"`
	Parts []installment `json:"parts"`
	// Room is what is counted under caps: what is posted, and what is open.
	Room decimal.Decimal `json:"room,omitzero"`
}

// An installment is open until it is posted or lapses.
type installment struct {
	State  string          `json:"state,omitzero"` // installed or gone, "" if open
	Paid   decimal.Decimal `json:"paid,omitzero"`  // what stands of it
	By     string          `json:"by,omitzero"`    // the maturity that answered
	Posted string          `json:"posted,omitzero"`
	Due    time.Time       `json:"due"`
}

const (
	installed = "posted"
	gone      = "lapsed"
)

// part returns what falls to an installment of an amount: what it adds to the sum of
// those before it, rounded.
func (r *rule) part(u unit, n int, amount decimal.Decimal) decimal.Decimal {
	before := int64(0)
	for i := range n {
		before += r.Defer[i].Rate.Units()
	}
	whole := decimal.New(alianza.WholePercent(100).Units(), 0)
	upTo := func(rate int64) decimal.Decimal { return u.share(amount, decimal.New(rate, 0), whole) }
	return u.floor(exact.Sub(upTo(before+r.Defer[n].Rate.Units()), upTo(before)))
}

// room returns what is counted under caps, where the rule is worth so much.
func (d *deferral) room(u unit, r *rule, worth decimal.Decimal) decimal.Decimal {
	sum := u.Zero()
	for i := range d.Parts {
		switch d.Parts[i].State {
		case installed:
			sum = sum.Add(d.Parts[i].Paid)
		case "":
			sum = sum.Add(r.part(u, i, worth))
		}
	}
	return sum
}

// paid returns what stands of the installments.
func (d *deferral) paid(u unit) decimal.Decimal {
	sum := u.Zero()
	for i := range d.Parts {
		sum = sum.Add(d.Parts[i].Paid)
	}
	return sum
}

// deferralOf returns the place of a rule's installments, -1 if it has none.
func (m *more) deferralOf(rule string) int {
	if m == nil {
		return -1
	}
	return slices.IndexFunc(m.Defers, func(d deferral) bool { return d.Rule == rule })
}

// answered reports whether a maturity answered an installment of the event.
func (m *more) answered() bool {
	return m != nil && slices.ContainsFunc(m.Defers, func(d deferral) bool {
		return slices.ContainsFunc(d.Parts, func(p installment) bool { return p.By != "" })
	})
}

// rest returns a copy of what few events have, that may be changed.
func (s *sold) rest() *more {
	m := more{}
	if s.More != nil {
		m = *s.More
	}
	m.Defers = slices.Clone(m.Defers)
	return &m
}

// suffix is what stands behind the key of the entry of an installment.
func partSuffix(n int) string { return fmt.Sprintf("/part/%d", n+1) }

// detail completes the entry of an installment.
func (r *rule) detail(entry *Entry, n int, earned decimal.Decimal) {
	entry.Key += partSuffix(n)
	d := entry.more()
	d.Installment, d.Installments, d.Rate, d.Earned = n+1, len(r.Defer), r.Defer[n].Rate, earned
}

// putOff divides what an offer pays into installments, and returns the entries of
// those that are posted. Without one, the entry of the event says what is open.
func (o *offer) putOff() error {
	x, r, u, e := o.x, o.rule, o.deed.v.unit, o.deed.event
	whole := o.entries[0]
	d := deferral{Rule: r.Name, Parts: make([]installment, len(r.Defer))}
	answers := o.deed.answers.deferralOf(r.Name)
	var list []Entry
	for i := range d.Parts {
		p := &d.Parts[i]
		p.Due = whole.Due
		switch one := &r.Defer[i]; {
		case one.Days != 0:
			p.Due = x.plan.due(e.At, one.Days)
		case one.Months != 0:
			p.Due = x.plan.day(e.At).AddMonths(one.Months).In(x.plan.zone)
		}
		if answers >= 0 && len(o.deed.answers.Defers[answers].Parts) == len(r.Defer) {
			if before := &o.deed.answers.Defers[answers].Parts[i]; before.By != "" {
				p.State, p.By = before.State, before.By
			}
		}
		if r.Defer[i].When.IsZero() {
			p.State = installed
		}
		if p.State != installed {
			continue
		}
		p.Paid, p.Posted = r.part(u, i, o.hold.Posted), e.ID
		one := whole
		one.Amount, one.Due, one.Remaining.Amount = p.Paid, later(x.plan.local(p.Due), x.plan.due(e.booked(), 0)), p.Paid
		r.detail(&one, i, o.hold.Posted)
		list = append(list, one)
	}
	d.Room, o.hold.Paid = d.room(u, r, o.hold.Posted), d.paid(u)
	if len(list) == 0 {
		whole.Amount, whole.Remaining.Amount = u.Zero(), u.Zero()
		one := whole.more()
		one.Installments, one.Earned = len(r.Defer), o.hold.Posted
		list = append(list, whole)
	}
	o.entries = append(list, o.entries[1:]...)
	o.deed.sold.More = o.deed.sold.rest()
	o.deed.sold.More.Defers = append(o.deed.sold.More.Defers, d)
	if less := exact.Sub(d.Room, o.hold.Posted); !less.IsZero() {
		return x.use(r.caps, x.plan.place(e), less)
	}
	return nil
}

// restateParts posts, for each installment that was posted, the difference between
// what is left of it and what was.
func (x *evaluation) restateParts(c *restating, v *version, r *rule, is *holding, at place, worth decimal.Decimal, entry *Entry) error {
	i := c.after.More.deferralOf(r.Name)
	if i < 0 {
		return check.Fault("rule", r.Name, alianza.ErrConflict, "the record of the sale has no installments")
	}
	c.after.More = c.after.rest()
	d := &c.after.More.Defers[i]
	d.Parts = slices.Clone(d.Parts)
	var list []Entry
	for n := range d.Parts {
		p := &d.Parts[n]
		if p.State != installed {
			continue
		}
		now := r.part(v.unit, n, worth)
		one := *entry
		one.Amount, one.Remaining.Amount = exact.Sub(now, p.Paid), now
		one.Exact, one.Due = one.Amount, later(x.plan.due(c.event.booked(), 0), x.plan.local(p.Due))
		one.Corrects = units.Key(v.def.ID, c.key.partner, r.Name, p.Posted) + partSuffix(n)
		r.detail(&one, n, worth)
		p.Paid = now
		list = append(list, one)
	}
	if len(list) == 0 { // all of it is open, or lapsed
		entry.Amount, entry.Exact, entry.Remaining.Amount = v.unit.Zero(), v.unit.Zero(), v.unit.Zero()
		one := entry.more()
		one.Installments, one.Earned = len(r.Defer), worth
		list = append(list, *entry)
	}
	is.Paid = d.paid(v.unit)
	if err := x.reserve(d, v, r, at, worth); err != nil {
		return err
	}
	return x.postFor(c.after, v, list)
}

// reserve counts under caps what is posted and open now.
func (x *evaluation) reserve(d *deferral, v *version, r *rule, at place, worth decimal.Decimal) error {
	room := d.room(v.unit, r, worth)
	change := exact.Sub(room, d.Room)
	d.Room = room
	return x.use(r.caps, at, change)
}

// mature lets a maturity answer the installments of the event that it names.
func (x *evaluation) mature() error {
	e := x.event
	key := Key{about: eventRecord, partner: e.Partner, name: e.Of}
	sale, err := x.known(key)
	if err != nil {
		return err
	}
	if sale == nil {
		return check.Fault("of", e.Of, alianza.ErrPending, "the event whose installments it answers has not arrived")
	}
	if sale.Kind == Close {
		return check.Fault("of", e.Of, alianza.ErrConflict, "a close has no installments")
	}
	if err := x.answer(key, sale); err != nil {
		return err
	}
	return x.keepMaturity(key, sale)
}

// keepMaturity keeps the record of an event that answered.
func (x *evaluation) keepMaturity(key Key, sale *sold) error {
	s := x.record(x.event, nil)
	if sale != nil {
		s.Version, s.Digest = sale.Version, sale.Digest
	}
	if x.event.Kind != Maturity {
		s.As, s.Of = Maturity, key.name
	}
	return x.put(Key{about: eventRecord, partner: x.event.Partner, name: x.event.ID}, s)
}

// An answering is what an event changes of the installments of a sale.
type answering struct {
	key   Key
	sale  *sold // a copy
	rule  *rule
	v     *version
	hold  *holding
	worth decimal.Decimal
}

// installments calls f for the installments of each rule of a sale, and keeps what it
// changes.
func (x *evaluation) installments(key Key, sale *sold, f func(a *answering, d *deferral) error) error {
	if sale.More == nil || len(sale.More.Defers) == 0 {
		return nil
	}
	v, err := x.paidBy(sale)
	if err != nil {
		return err
	}
	after := *sale
	after.More, after.Holds = sale.rest(), append([]holding(nil), sale.Holds...)
	for i := range after.Holds {
		h := &after.Holds[i]
		n, r := after.More.deferralOf(h.Rule), v.rule(h.Rule)
		if n < 0 || r == nil {
			continue
		}
		d := &after.More.Defers[n]
		d.Parts = slices.Clone(d.Parts)
		a := &answering{key: key, sale: &after, rule: r, v: v, hold: h, worth: after.worth(h, v, r, after.volume(h, v, r))}
		if err := f(a, d); err != nil {
			return err
		}
		h.Paid = d.paid(v.unit)
		at := place{key.partner, after.Customer, after.Order, after.At, after.since()}
		if err := x.reserve(d, v, r, at, a.worth); err != nil {
			return err
		}
	}
	return x.put(key, &after)
}

// answer holds the facts of the event against the open installments whose day has
// come. The sale is that of the key.
func (x *evaluation) answer(key Key, sale *sold) error {
	e, open := x.event, false
	on := subject{
		partner: key.partner, customer: sale.Customer, order: sale.Order, tier: e.Tier, amount: sale.kept(), facts: e.Facts,
	}
	if sale.Units != nil {
		on.units = *sale.Units
	}
	err := x.installments(key, sale, func(a *answering, d *deferral) error {
		for n := range d.Parts {
			p := &d.Parts[n]
			if p.State != "" {
				continue
			}
			open = true
			why := a.rule.Defer[n].When.miss(&on)
			switch day := alianza.DateOf(p.Due, x.plan.zone); {
			case x.today(e).Before(day):
				x.skip(a.rule.Name, Reason{Code: notDue, Count: n + 1, Day: day})
			case why.Code == notGiven:
				x.skip(a.rule.Name, why)
			case !why.IsZero():
				p.State, p.By = gone, e.ID
				why.Code, why.Count = lapsed, n+1
				x.skip(a.rule.Name, why)
			default:
				p.State, p.By, p.Posted, p.Paid = installed, e.ID, e.ID, a.rule.part(a.v.unit, n, a.worth)
				if err := x.postPart(a, p, n, p.Paid); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err == nil && !open {
		x.skip("", Reason{Code: nothingOpen})
	}
	return err
}

// postPart posts what an event makes of an installment.
func (x *evaluation) postPart(a *answering, p *installment, n int, amount decimal.Decimal) error {
	e := x.event
	one := x.plan.newEntry(&a.v.def, a.rule.Name, e)
	one.Partner, one.Customer, one.Of, one.Kind = a.key.partner, a.sale.Customer, a.key.name, e.Kind
	one.Tier, one.Medium = a.hold.Tier, a.rule.Pay.Medium
	one.Due = later(x.plan.due(e.booked(), 0), x.plan.local(p.Due))
	left := a.sale.volume(a.hold, a.v, a.rule)
	one.Base, one.Exact, one.Amount = left.Amount, amount, amount
	one.Remaining = Remaining{Base: left.Amount, Amount: p.Paid}
	a.rule.detail(&one, n, a.worth)
	return x.postFor(a.sale, a.v, []Entry{one})
}

// unanswer opens again the installments that a maturity answered.
func (x *evaluation) unanswer(key Key, answered *sold) (Key, *sold, error) {
	again := *answered
	again.More = answered.rest()
	again.More.Undone = true
	if err := x.put(key, &again); err != nil {
		return key, nil, err
	}
	saleKey, sale, _, err := x.current(Key{about: eventRecord, partner: key.partner, name: answered.Of})
	if err != nil || sale == nil || saleKey.partner != key.partner {
		if err == nil { // it went to another partner, or is forgotten
			x.skip("", Reason{Code: nothingOpen})
		}
		return saleKey, nil, err
	}
	err = x.installments(saleKey, sale, func(a *answering, d *deferral) error {
		for n := range d.Parts {
			p := &d.Parts[n]
			if p.By != key.name || a.rule.Defer[n].When.IsZero() { // by a correction the sale may have terms without a condition
				continue
			}
			paid, corrects := p.Paid, units.Key(a.v.def.ID, key.partner, a.rule.Name, p.Posted)+partSuffix(n)
			was := p.State
			p.State, p.By, p.Posted, p.Paid = "", "", "", decimal.Decimal{}
			if was != installed {
				continue
			}
			posted := len(x.earned.Entries)
			if err := x.postPart(a, p, n, paid.Neg()); err != nil {
				return err
			}
			for i := posted; i < len(x.earned.Entries); i++ {
				one := &x.earned.Entries[i]
				one.Corrects, one.Why = corrects+one.share(), Reason{Code: undone, Name: key.name}
				if x.event.Kind == Correction {
					one.Key += "/reversal"
				}
			}
		}
		return nil
	})
	if err != nil {
		return key, nil, err
	}
	sale, err = read[sold](x, saleKey)
	return saleKey, sale, err
}

// correctMaturity opens again what a wrong maturity answered, and answers by the right
// facts.
func (x *evaluation) correctMaturity(key Key, wrong *sold) error {
	if x.event.owner() != x.event.Partner {
		return check.Fault("of_partner", x.event.OfPartner, alianza.ErrConflict, "a maturity is of the partner of its event")
	}
	if wrong.More != nil && wrong.More.Undone {
		return check.Fault("of", x.event.Of, alianza.ErrConflict, "it was undone before")
	}
	saleKey, sale, err := x.unanswer(key, wrong)
	if err != nil {
		return err
	}
	if sale != nil {
		if err := x.answer(saleKey, sale); err != nil {
			return err
		}
	}
	return x.keepMaturity(saleKey, sale)
}
