package commission

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	units "github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// unknown treats a refund whose sale is not known by the policy of the version of
// its day.
func (x *evaluation) unknown() error {
	e := x.event
	v := x.plan.inForce(e.At)
	if v == nil {
		return check.Fault("of", e.Of, alianza.ErrPending, "the sale has not arrived, and no version of the plan is for this day: "+x.plan.days())
	}
	if e.Of == "" && v.def.UnknownSale == UnknownSaleRefuse {
		return check.Fault("of", "", alianza.ErrMissing, "the sale that it takes back; the plan refuses refunds of unknown sales")
	}
	switch v.def.UnknownSale {
	case UnknownSaleRefuse:
		return check.Fault("of", e.Of, alianza.ErrPending, "the sale has not arrived, and the plan refuses refunds of unknown sales")
	case UnknownSaleIgnore: // whatever it says
	case UnknownSaleCurrentRate:
		if e.whole(e.Kind) {
			return check.Fault("amount", "", alianza.ErrMissing, "the sale is not known, nor how much is taken back of it")
		}
	}
	return x.early(e.Kind, e.Of)
}

// maxEarly bounds the refunds that come before one sale.
const maxEarly = 100

func earlyKey(partner, sale string) Key {
	return Key{about: earlyRecord, partner: partner, name: sale}
}

// early notes a taking of a sale that has not arrived, and credits it if the plan
// does so.
func (x *evaluation) early(as Kind, sale string) error {
	e := x.event
	v := x.plan.inForce(e.At)
	k := took{Early: true, Of: sale, Amount: e.Amount, Includes: maps.Clone(e.Includes)}
	var credits []credit
	if v != nil && v.def.UnknownSale == UnknownSaleCurrentRate {
		var err error
		if credits, err = x.credit(v); err != nil {
			return err
		}
	} else {
		x.skip("", Reason{Code: saleUnknown})
	}
	if sale != "" {
		list, err := edit[early](x, earlyKey(e.Partner, sale))
		if err != nil {
			return err
		}
		if len(list.Takings) >= maxEarly {
			return check.Fault("of", sale, alianza.ErrLimit, fmt.Sprintf("at most %d refunds may come before their sale", maxEarly))
		}
		list.Takings = append(slices.Clip(list.Takings), e.ID)
		list.Credits = append(slices.Clip(list.Credits), credits...)
	}
	return x.keep(as, nil, &k)
}

// credit posts a refund of an unknown sale as the mirror of such a sale at the
// terms of its day. It uses no cap and fills no window.
func (x *evaluation) credit(v *version) ([]credit, error) {
	kind := Sale
	if !slices.ContainsFunc(v.rules, func(r rule) bool { return r.On == Sale }) {
		kind = PaymentReceived
	}
	y := &evaluation{plan: x.plan, past: &State{}, event: x.event}
	alone, err := x.alone(v, kind)
	if err != nil {
		return nil, err
	}
	d := &deed{event: x.event, kind: kind, v: alone, sold: y.record(x.event, v)}
	if err := y.pay(d); err != nil {
		return nil, err
	}
	x.earned.Skipped = append(x.earned.Skipped, y.earned.Skipped...)
	var credits []credit
	for _, one := range y.earned.Entries {
		one.Kind, one.Of, one.Due, one.Remaining = x.event.Kind, x.event.Of, x.plan.due(x.event.booked(), 0), Remaining{}
		one.Base, one.Exact, one.Amount, one.Units = one.Base.Neg(), one.Exact.Neg(), one.Amount.Neg(), one.Units.Neg()
		if len(one.Portions) == 1 && !one.Rate.IsZero() {
			one.Portions = nil // of a bracket by itself
		}
		for j := range one.Portions {
			one.Portions[j] = one.Portions[j].neg()
		}
		credits = append(credits, credit{Event: x.event.ID, Rule: one.Rule, Medium: one.Medium, Amount: one.Amount})
		x.postOne(&one)
	}
	return credits, nil
}

// alone returns the version with rules that pay each event by itself: those for a kind
// over a window at the terms of the bracket that the partner has reached.
func (x *evaluation) alone(v *version, kind Kind) (*version, error) {
	c := *v
	c.rules = slices.Clone(v.rules)
	for i := range c.rules {
		r := &c.rules[i]
		if r.Over.Over != PerEvent && r.Pay.tabled() && r.On == kind {
			w, _, err := x.windowOf(x.event, r)
			if err != nil {
				return nil, err
			}
			at := w.part(v)
			reached := w.prior(at, r.Over.Carry).plus(w.Parts[at].volume())
			if r.Over.Reads != "" {
				if reached, err = x.attained(r); err != nil {
					return nil, err
				}
			}
			b := r.table.def.Brackets[r.table.bracket(r.table.position(reached))]
			r.table = freeze(TableDefinition{By: r.table.def.By, Brackets: []Bracket{{Rate: b.Rate, PerUnit: b.PerUnit}}}, v.unit)
		}
		alone := *r.Rule
		alone.Over, alone.Defer = Span{}, nil
		r.Rule, r.pooled, r.metered = &alone, false, nil
	}
	return &c, nil
}

// neg returns the portion with its sign turned.
func (p Portion) neg() Portion {
	p.Base, p.Units, p.Fixed = p.Base.Neg(), p.Units.Neg(), p.Fixed.Neg()
	p.Exact, p.Amount = p.Exact.Neg(), p.Amount.Neg()
	return p
}

// unearly takes a taking that is undone off the list of its sale, and gives back
// what was credited for it.
func (x *evaluation) unearly(sale, id string) error {
	list, err := edit[early](x, earlyKey(x.event.Partner, sale))
	if err != nil {
		return err
	}
	list.Takings = slices.DeleteFunc(slices.Clone(list.Takings), func(s string) bool { return s == id })
	var kept []credit
	for _, c := range list.Credits {
		if c.Event == id {
			x.giveBack(c, Reason{Code: undone, Name: id})
		} else {
			kept = append(kept, c)
		}
	}
	list.Credits = kept
	return nil
}

// giveBack posts the opposite of a credit.
func (x *evaluation) giveBack(c credit, why Reason) {
	e := x.event
	v := x.plan.versions[len(x.plan.versions)-1]
	if one := x.plan.inForce(e.At); one != nil {
		v = one
	}
	entry := x.plan.newEntry(&v.def, c.Rule, e)
	entry.Key += "/credit/" + units.Key(c.Event)
	entry.Corrects, entry.Of = units.Key(v.def.ID, e.Partner, c.Rule, c.Event), c.Event
	entry.Medium, entry.Due, entry.Why = c.Medium, x.plan.due(e.booked(), 0), why
	entry.Exact, entry.Amount = c.Amount.Neg(), c.Amount.Neg()
	x.postOne(&entry)
}

// late takes back of a sale that has just earned what was refunded before it
// arrived, and gives back what was credited for that.
func (x *evaluation) late(d *deed) error {
	if !slices.ContainsFunc(x.plan.versions, func(v *version) bool { return v.def.UnknownSale != UnknownSaleRefuse }) {
		return nil
	}
	e := d.event
	list, err := read[early](x, earlyKey(e.Partner, e.ID))
	if err != nil || list == nil || len(list.Takings) == 0 {
		return err
	}
	for _, c := range list.Credits {
		x.giveBack(c, Reason{Code: cameEarly, Name: c.Event})
	}
	for _, id := range list.Takings {
		if err := x.takeEarly(id); err != nil {
			return err
		}
	}
	return x.put(earlyKey(e.Partner, e.ID), &early{Takings: []string{}})
}

// takeEarly takes an early refund back of the sale of the event, as much of it as
// there is.
func (x *evaluation) takeEarly(id string) error {
	e := x.event
	key := Key{about: eventRecord, partner: e.Partner, name: e.ID}
	refundKey := Key{about: eventRecord, partner: e.Partner, name: id}
	sale, err := read[sold](x, key)
	if err != nil {
		return err
	}
	refund, err := read[sold](x, refundKey)
	if err != nil || refund == nil || refund.Took == nil { // it is forgotten, or another event has its ID since
		return err
	}
	right := refund.event(id, e)
	t := newTaking(right, refund.as(), key, sale)
	none := sale.Gone || sale.left().IsZero() && !sale.Amount.IsZero()
	if t.whole { // what was refunded too late is left for it
		none = sale.nothing()
	}
	if none {
		x.skip("", Reason{Code: moreThanSale, Name: id})
		return nil
	}
	if err := x.fit(t, id); err != nil {
		return err
	}
	after := *refund
	after.Took, after.Version, after.Digest = t.took, sale.Version, sale.Digest
	return x.put(refundKey, &after)
}

// fit takes an early refund back, as much of it as there is. If the parts that it
// says do not fit the sale, it falls in proportion to its amount.
func (x *evaluation) fit(t *taking, id string) error {
	more := t.cut()
	if more {
		x.skip("", Reason{Code: moreThanSale, Name: id})
	}
	err := x.takeNow(t, id)
	if !errors.Is(err, alianza.ErrRange) || len(t.event.Includes) == 0 {
		return err
	}
	if !more {
		x.skip("", Reason{Code: moreThanSale, Name: id})
	}
	t.event.Includes, t.event.Units, *t.took = nil, decimal.Decimal{}, took{}
	return x.takeNow(t, id)
}

// event returns the refund as it came, for a sale that has arrived.
func (s *sold) event(id string, sale *Event) *Event {
	e := &Event{
		ID: id, Kind: s.as(), Of: sale.ID, Partner: sale.Partner, At: s.At, Booked: sale.booked(), Currency: sale.Currency,
		Amount: s.Amount, Includes: s.Includes,
	}
	if s.Units != nil {
		e.Units = *s.Units
	}
	if s.More != nil {
		e.Cause = s.More.Cause
	}
	return e
}

// cut cuts an early taking to what is left of the sale, and reports whether it was
// more.
func (t *taking) cut() bool {
	cut := false
	if left := t.sale.left(); exact.Cmp(t.event.Amount, left) > 0 {
		t.event.Amount, cut = left, true
	}
	if units, given := t.event.units(); given {
		if left := t.unitsLeft(); exact.Cmp(units, left) > 0 {
			t.event.Units, cut = left, true
		}
	}
	if len(t.event.Includes) == 0 {
		return cut
	}
	parts := map[string]decimal.Decimal{}
	for name, said := range t.event.Includes {
		if _, ok := t.sale.Includes[name]; !ok {
			continue
		}
		if left := t.sale.part(name); exact.Cmp(said, left) > 0 {
			said, cut = left, true
		}
		parts[name] = said
	}
	t.event.Includes = parts
	return cut
}

// takeNow measures and applies a refund that came before its sale.
func (x *evaluation) takeNow(t *taking, id string) error {
	if err := x.measure(t); err != nil {
		return err
	}
	posted := len(x.earned.Entries)
	if err := x.apply(t); err != nil {
		return err
	}
	for i := posted; i < len(x.earned.Entries); i++ {
		one := &x.earned.Entries[i]
		// What stands behind the key tells several entries of one rule apart.
		behind := strings.TrimPrefix(one.Key, units.Key(one.Plan, t.event.Partner, one.Rule, t.event.ID))
		one.Key = units.Key(one.Plan, t.event.Partner, one.Rule, x.event.ID) + "/early/" + units.Key(id) + behind
		one.Event, one.Of = x.event.ID, id
		if one.Why.IsZero() {
			one.Why = Reason{Code: cameEarly, Name: id}
		}
	}
	return nil
}
