package commission

import (
	"slices"

	"github.com/shopspring/decimal"
)

// A meter is a volume of a name in a period. Several rules may fill it; bonuses are
// paid on it, and tables of rules may go by it.

// meterKey returns the record of a meter in the period of a place.
func (x *evaluation) meterKey(name string, w Window, at place) Key {
	return Key{about: meterRecord, partner: at.partner, name: name, period: x.period(w, at)}
}

// ofMeter is the version under which the customers of a meter are counted.
const ofMeter = 0

// buyer returns the record of a customer's events in a meter.
func (x *evaluation) buyer(meter Key, customer string) Key {
	meter.about, meter.of = customerRecord, customer
	return meter
}

// buys counts n more events of a customer in a meter.
func (x *evaluation) buys(m *meter, key Key, customer string, n int) error {
	change, err := x.tally(x.buyer(key, customer), ofMeter, n)
	if err == nil {
		m.Customers += int(change.IntPart())
	}
	return err
}

// readings notes what the rules on the kind of a deed read of meters before it.
func (x *evaluation) readings(d *deed) error {
	for i := range d.v.rules {
		r := &d.v.rules[i]
		if r.Over.Reads == "" || r.On != d.kind {
			continue
		}
		at := x.plan.place(d.event)
		if r.contract && at.since.IsZero() {
			continue // the rule asks for it
		}
		key := x.meterKey(r.Over.Reads, r.Over.Over, at)
		m, err := read[meter](x, key)
		if err != nil {
			return err
		}
		one := reading{rule: r}
		if m != nil {
			one.prior = Volume{Amount: m.Amount, Units: m.Units}
		}
		if r.byCustomers() {
			t, err := read[tenure](x, x.buyer(key, d.event.Customer))
			if err != nil {
				return err
			}
			if one.prior.Units = decimal.New(0, 0); m != nil {
				one.prior.Units = decimal.New(int64(m.Customers), 0)
			}
			one.known = t.in(ofMeter) > 0
		}
		d.readings = append(d.readings, one)
	}
	return nil
}

// attained returns what a rule reads of a meter before the event.
func (x *evaluation) attained(r *rule) (Volume, error) {
	d := &deed{event: x.event, kind: r.On, v: &version{rules: []rule{*r}}}
	if err := x.readings(d); err != nil || len(d.readings) == 0 {
		return Volume{}, err
	}
	return d.readings[0].prior, nil
}

// A reading is what a rule reads of a meter before an event.
type reading struct {
	rule  *rule
	prior Volume // whose units are customers, where the rule goes by them
	known bool   // the customer is among them
}

// read returns the volume before a sale by which the table of a rule rates it, and the
// sale as that counts it.
func (o *offer) read(sale Volume) (before, brings Volume) {
	i := slices.IndexFunc(o.deed.readings, func(one reading) bool { return one.rule == o.rule })
	if i < 0 {
		return Volume{}, sale
	}
	one := &o.deed.readings[i]
	if o.rule.byCustomers() {
		if sale.Units = oneUnit; one.known {
			sale.Units = decimal.Decimal{}
		}
	}
	return one.prior, sale
}

// placed returns the payment of a sale by a table that goes by a meter. If the rule
// does not fill it, the sale has no place there: it is rated where the meter stands.
func (o *offer) placed(entry *Entry, units decimal.Decimal) Payment {
	prior, sale := o.read(Volume{Amount: entry.Base, Units: units})
	t := &o.rule.table
	entry.more().Meter = o.rule.Over.Reads
	if o.rule.meter() == o.rule.Over.Reads {
		t.explain(entry, prior, sale)
		return t.pay(prior, sale)
	}
	t.explain(entry, prior, Volume{})
	i := t.bracket(t.position(prior))
	if t.def.By == ByCustomers {
		sale.Units = decimal.Decimal{}
	}
	p := Payment{Prior: prior, Volume: sale, Portions: []Portion{t.priced(i, Portion{Base: sale.Amount, Units: sale.Units})}}
	one := &p.Portions[0]
	one.Exact, one.Fixed = one.Exact.Sub(one.Fixed), decimal.Decimal{}
	p.Exact, p.Amount = t.round(p.Portions)
	return p
}
