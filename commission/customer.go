package commission

import (
	"slices"

	"github.com/shopspring/decimal"
)

// A table by customers rates what is sold in a window by the number of its distinct
// customers. The window has that number as its units. For each customer there is a
// record of the events that stand, so that no event costs more than another.

// byCustomers reports whether the rule pays by the number of customers.
func (r *rule) byCustomers() bool { return r.Pay.Table.By == ByCustomers }

// counting returns the record of a customer's events in the window of a rule.
func (x *evaluation) counting(r *rule, at place) Key {
	return Key{about: customerRecord, partner: at.partner, name: r.Name, of: at.customer, period: x.period(r.Over.Over, at)}
}

// in returns how many of a customer's events count under a version.
func (t *tenure) in(version int) int {
	if t == nil {
		return 0
	}
	for _, one := range t.Versions {
		if one.Version == version {
			return one.Count
		}
	}
	return 0
}

// brings returns what an event adds to the units of its window: one customer, if the
// rule counts them and has none of this name there.
func (o *offer) brings() (decimal.Decimal, error) {
	if !o.rule.byCustomers() {
		return o.hold.Units, nil
	}
	t, err := read[tenure](o.x, o.x.counting(o.rule, o.x.plan.place(o.deed.event)))
	if err != nil || t.in(o.deed.v.def.Version) > 0 {
		return decimal.Decimal{}, err
	}
	return oneUnit, nil
}

// recount counts n more events of a customer in the window of a rule under a version.
// It returns by how many customers that changes the window.
func (x *evaluation) recount(r *rule, at place, version, n int) (decimal.Decimal, error) {
	return x.tally(x.counting(r, at), version, n)
}

// tally counts n more events in the record of a customer under a version. It returns by
// how many customers that changes what the record is about.
func (x *evaluation) tally(key Key, version, n int) (decimal.Decimal, error) {
	if n == 0 {
		return decimal.Decimal{}, nil
	}
	t, err := edit[tenure](x, key)
	if err != nil {
		return decimal.Decimal{}, err
	}
	before := t.in(version)
	t.Versions = slices.DeleteFunc(slices.Clone(t.Versions), func(c countedIn) bool { return c.Version == version })
	if before+n > 0 {
		t.Versions = append(t.Versions, countedIn{version, before + n})
	}
	switch {
	case before == 0:
		return oneUnit, nil
	case before+n == 0:
		return oneUnit.Neg(), nil
	}
	return decimal.Decimal{}, nil
}

// stood returns by how many events of its customer a window changes when what is left
// of one does. It is as with the level of an event: what is kept stays, and what was
// wrong goes.
func (c *restating) stood(keep bool) int {
	was, is := c.before.nothing(), c.after.nothing()
	switch {
	case c.trace && was && !keep: // gone already
		return 0
	case c.trace:
		return -1
	case keep || was == is:
		return 0
	case is:
		return -1
	}
	return +1
}
