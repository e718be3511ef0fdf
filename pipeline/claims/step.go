package claims

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/plural"
)

// ErrEnded is a step of a claim that has ended. It is an [alianza.ErrConflict].
var ErrEnded = fmt.Errorf("%w: the claim has ended", alianza.ErrConflict)

// register returns the record of a request that was checked.
func (r *rules) register(q Request) *record {
	c := Claim{Request: q, Partner: q.Partner, State: Active, From: q.first(), Until: q.Until}
	if r.def.Approval {
		c.State = Pending
		if r.def.Decision > 0 {
			c.Lapses = q.On.AddDays(r.def.Decision)
		}
	}
	if r.def.Days > 0 {
		c.Until = c.From.AddDays(r.def.Days)
	}
	rec := &record{claim: c, group: r.group(q.Scope)}
	rec.holds = []hold{{q.Partner, number(c.From), number(c.Until)}}
	return rec
}

// group returns what scopes are sorted by: the same text for the same customer.
func (r *rules) group(s Scope) string {
	switch {
	case r.def.Over == Territories && len(r.place) > 0:
		return groupOf(r.place[s.Territory].enter)
	case r.def.Over == Territories:
		return s.Territory
	case r.def.Compare == Folded:
		return fold(s.Customer, r.ignore)
	case r.def.Compare == Domain:
		return domain(s.Customer)
	}
	return s.Customer
}

// replay returns the record of a claim, made by its request and its steps. It returns an
// error if they do not lead to the claim.
func (r *rules) replay(c Claim) (*record, error) {
	var f check.Faults
	c.Request.check(&f, r)
	if err := f.Err(); err != nil {
		return nil, err
	}
	c = c.clone()
	rec := r.register(c.Request)
	for i, s := range c.Steps {
		next, err := r.apply(rec, s)
		if err != nil {
			return nil, alianza.At("steps["+strconv.Itoa(i)+"]", err)
		}
		rec = next
	}
	if !rec.claim.Equal(c) {
		return nil, check.Fault("", "", alianza.ErrConflict, "the steps lead to "+rec.claim.String())
	}
	return rec, nil
}

// lastDay returns the day of the last step, that of the registration if there is none.
func (rec *record) lastDay() alianza.Date {
	if n := len(rec.claim.Steps); n > 0 {
		return rec.claim.Steps[n-1].On
	}
	return rec.claim.Request.On
}

// lapsed reports whether a claim waits for approval on a day on which it cannot be
// approved any more. Such a claim is in nobody's way.
func (rec *record) lapsed(on alianza.Date) bool {
	c := &rec.claim
	return c.State == Pending && !c.Lapses.IsZero() && !on.Before(c.Lapses)
}

// apply returns the record after a step, without a look at other claims.
func (r *rules) apply(rec *record, s Step) (*record, error) {
	if err := r.permits(rec, s); err != nil {
		return nil, err
	}
	next := &record{claim: rec.claim, group: rec.group, holds: rec.holds}
	c := &next.claim
	c.Steps = append(slices.Clip(c.Steps), s)
	switch s.What {
	case Approved:
		c.State, c.Lapses = Active, alianza.Date{}
	case Refused:
		c.State, c.Lapses, next.holds = Rejected, alianza.Date{}, nil
		return next, nil
	case Extended:
		c.Extended++
		c.Until = c.Until.AddDays(r.def.ExtensionDays)
	case GivenUp:
		c.Unapproved = c.State == Pending
		c.State, c.Lapses, c.Until = Released, alianza.Date{}, s.On
		if s.On.Before(c.From) {
			c.Until = c.From
		}
	case Transferred:
		c.Partner = s.Partner
	}
	next.holds = c.holds()
	return next, nil
}

// permits returns why a claim does not permit a step.
func (r *rules) permits(rec *record, s Step) error {
	var f check.Faults
	c := &rec.claim
	if _, err := s.What.MarshalText(); err != nil {
		f.Join(alianza.At("what", err))
	}
	switch {
	case s.On.IsZero():
		f.Add("on", "", alianza.ErrMissing, "")
	case s.On.Before(rec.lastDay()):
		f.Add("on", s.On.String(), alianza.ErrConflict, "before the last step, "+rec.lastDay().String())
	}
	if s.Reason != "" {
		f.Name("reason", s.Reason)
	}
	if s.What == Transferred {
		if f.Name("partner", s.Partner) && s.Partner == c.Partner {
			f.Add("partner", s.Partner, alianza.ErrConflict, "has the claim already")
		}
	} else if s.Partner != "" {
		f.Add("partner", s.Partner, alianza.ErrConflict, "the claim is "+s.What.String()+", not transferred")
	}
	f.Count("steps", len(c.Steps)+1, MaxSteps, "steps")
	if err := f.Err(); err != nil {
		return err
	}
	return r.suits(rec, s)
}

// suits returns why a step does not suit the state of a claim.
func (r *rules) suits(rec *record, s Step) error {
	c, on := &rec.claim, number(s.On)
	switch {
	case c.State == Rejected, c.State == Released:
		return ended(c.State.String() + " on " + rec.lastDay().String())
	case on >= number(c.Until):
		return ended("its last day was " + c.Until.AddDays(-1).String())
	case rec.lapsed(s.On):
		return ended("it was not approved in time")
	}
	asksPending := s.What == Approved || s.What == Refused
	switch {
	case asksPending && c.State != Pending:
		return check.Fault("state", c.State.String(), alianza.ErrConflict, "the claim does not wait for approval")
	case s.What == Extended && c.State == Pending:
		return check.Fault("state", c.State.String(), alianza.ErrConflict, "the claim waits for approval")
	case s.What == Extended && c.Extended >= r.def.Extensions:
		return check.Fault("extensions", strconv.Itoa(c.Extended+1), alianza.ErrLimit, "at most "+plural.Of(r.def.Extensions, "extension"))
	case s.What == Extended && c.Until.DaysUntil(c.Until.AddDays(r.def.ExtensionDays)) < r.def.ExtensionDays:
		return check.Fault("until", c.Until.String(), alianza.ErrRange, "the claim would end after the year 9999")
	}
	return nil
}

// ended returns why a claim has ended.
func ended(why string) error {
	return &alianza.FieldError{Path: "state", Err: fmt.Errorf("%w: %s", ErrEnded, why)}
}

// holds returns who has the claim from day to day.
func (c *Claim) holds() []hold {
	from, until := number(c.From), number(c.Until)
	var all []hold
	add := func(partner string, a, b int32) {
		if a < b {
			all = append(all, hold{partner, a, b})
		}
	}
	partner, since := c.Request.Partner, from
	for _, s := range c.Steps {
		if s.What != Transferred {
			continue
		}
		day := min(max(number(s.On), from), until)
		add(partner, since, day)
		partner, since = s.Partner, day
	}
	add(partner, since, until)
	return all
}
