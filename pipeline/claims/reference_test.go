package claims_test

import (
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/claims"
)

// A reference is a second implementation: a list of claims that is read from one end to
// the other, day by day.
type reference struct {
	def  claims.Definition
	rows []*row
}

// A row is a claim of the reference. Its partner is written down for each day.
type row struct {
	q         claims.Request
	state     claims.State
	from, to  alianza.Date // to is exclusive
	extended  int
	last      alianza.Date // day of the last step
	partner   string
	transfers []claims.Step
}

// spellings leads from the ways in which the tests write a customer to the customer.
var spellings = map[string]string{
	"Acme": "acme", "ACME, Inc.": "acme", "acme inc": "acme", "Á.C.M.É.": "acme",
	"Luz": "luz", "LUZ S.L.": "luz", "Other": "other",
}

// within reports whether a territory is another one or inside it.
func (r *reference) within(name, other string) bool {
	for name != other {
		i := slices.IndexFunc(r.def.Territories, func(t claims.Territory) bool { return t.Name == name })
		if i < 0 || r.def.Territories[i].Inside == "" {
			return false
		}
		name = r.def.Territories[i].Inside
	}
	return true
}

func (r *reference) overlap(a, b claims.Scope) bool {
	if r.def.Over == claims.Customers && spellings[a.Customer] != spellings[b.Customer] {
		return false
	}
	if r.def.Over == claims.Territories && !r.within(a.Territory, b.Territory) && !r.within(b.Territory, a.Territory) {
		return false
	}
	return len(a.Products) == 0 || len(b.Products) == 0 ||
		slices.ContainsFunc(a.Products, func(p string) bool { return slices.Contains(b.Products, p) })
}

// live reports whether a claim is in the way of others on the day of a step.
func (r *reference) live(c *row, day alianza.Date) bool {
	return c.state == claims.Active || c.state == claims.Released || c.state == claims.Pending && !r.lapsed(c, day)
}

func (r *reference) lapsed(c *row, day alianza.Date) bool {
	return c.state == claims.Pending && r.def.Decision > 0 && c.q.On.DaysUntil(day) >= r.def.Decision
}

// partnerOn returns who has a claim on a day.
func (c *row) partnerOn(day alianza.Date) string {
	partner := c.q.Partner
	for _, t := range c.transfers {
		if !day.Before(t.On) {
			partner = t.Partner
		}
	}
	return partner
}

// inTheWay returns the claims in the way of one, by name.
func (r *reference) inTheWay(c *row, day alianza.Date) []string {
	var found []string
	for _, o := range r.rows {
		common := c.from.Before(o.to) && o.from.Before(c.to) && o.from.Before(o.to) && c.from.Before(c.to)
		if o.q.ID != c.q.ID && common && r.live(o, day) && (!o.q.Shared || !c.q.Shared) && r.overlap(o.q.Scope, c.q.Scope) {
			found = append(found, o.q.ID)
		}
	}
	slices.Sort(found)
	return found
}

// tooMany reports whether a partner would hold too many on a day of a claim.
func (r *reference) tooMany(c *row, on alianza.Date) bool {
	if r.def.PerPartner == 0 {
		return false
	}
	for day := c.from; day.Before(c.to); day = day.AddDays(1) {
		n := 1
		for _, o := range r.rows {
			if o.q.ID != c.q.ID && r.live(o, on) && !day.Before(o.from) && day.Before(o.to) && o.partnerOn(day) == c.partnerOn(day) {
				n++
			}
		}
		if n > r.def.PerPartner {
			return true
		}
	}
	return false
}

// add registers a claim and reports whether it was taken.
func (r *reference) add(q claims.Request) bool {
	c := &row{q: q, state: claims.Active, from: q.On, to: q.Until, last: q.On, partner: q.Partner}
	if !q.From.IsZero() {
		c.from = q.From
	}
	if r.def.Days > 0 {
		c.to = c.from.AddDays(r.def.Days)
	}
	if r.def.Approval {
		c.state = claims.Pending
	}
	if len(r.inTheWay(c, q.On)) > 0 || r.tooMany(c, q.On) {
		return false
	}
	r.rows = append(r.rows, c)
	return true
}

// step takes a step of a claim and reports whether it was taken.
func (r *reference) step(id string, s claims.Step) bool {
	i := slices.IndexFunc(r.rows, func(c *row) bool { return c.q.ID == id })
	if i < 0 {
		return false
	}
	c := *r.rows[i]
	c.transfers = slices.Clone(c.transfers)
	if s.On.Before(c.last) || !s.On.Before(c.to) || r.lapsed(&c, s.On) || c.state == claims.Rejected || c.state == claims.Released {
		return false
	}
	c.last = s.On
	compare := false
	switch s.What {
	case claims.Approved:
		if c.state != claims.Pending {
			return false
		}
		c.state, compare = claims.Active, true
	case claims.Refused:
		if c.state != claims.Pending {
			return false
		}
		c.state = claims.Rejected
	case claims.Extended:
		if c.state != claims.Active || c.extended >= r.def.Extensions {
			return false
		}
		c.extended++
		c.to, compare = c.to.AddDays(r.def.ExtensionDays), true
	case claims.GivenUp:
		c.state, c.to = claims.Released, s.On
		if c.to.Before(c.from) {
			c.to = c.from
		}
	case claims.Transferred:
		if c.partner == s.Partner {
			return false
		}
		c.partner, compare = s.Partner, true
		c.transfers = append(c.transfers, s)
	}
	if compare && (len(r.inTheWay(&c, s.On)) > 0 || r.tooMany(&c, s.On)) {
		return false
	}
	r.rows[i] = &c
	return true
}

// holders returns the exclusive claims to something on a day, by name.
func (r *reference) holders(s claims.Scope, day alianza.Date) []string {
	var found []string
	for _, c := range r.rows {
		if r.live(c, day) && !day.Before(c.from) && day.Before(c.to) && r.overlap(c.q.Scope, s) {
			found = append(found, c.q.ID)
		}
	}
	slices.Sort(found)
	return found
}
