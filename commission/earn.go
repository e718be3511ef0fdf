package commission

import (
	"fmt"
	"math"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// An Earning is what an event leads to.
type Earning struct {
	Entries []Entry
	// Skipped says why there is no entry where one might be expected.
	Skipped []Skipped
}

// A Skipped is a rule that did not pay, and why.
type Skipped struct {
	Rule   string // "" if no rule is for the event
	Reason string
}

// Sum returns the sum of the entries in a medium: what the event changes for the
// partner.
func (e Earning) Sum(m Medium) decimal.Decimal { return sumOf(e.Entries, m) }

// pass adds a rule that does not pay.
func (e *Earning) pass(rule, reason string) { e.Skipped = append(e.Skipped, Skipped{rule, reason}) }

// MarshalJSON returns the earning as an object with its entries and what was skipped.
func (e Earning) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		oldjson.List(o, "entries", &e.Entries, (*Entry).fields)
		oldjson.List(o.Optional(), "skipped", &e.Skipped, func(p *Skipped, o *oldjson.Object) {
			o.Optional().String("rule", &p.Rule)
			o.String("reason", &p.Reason)
		})
	})
}

// Earn evaluates one event after those that the state has seen, and returns
// what it leads to and the state with the event in it. Events come in the order
// in which they happened where the order matters: to customers' times, to caps,
// and to tables that rate each sale by itself.
//
// An event earns by the rules for its kind whose conditions it meets, as the
// plan's [Precedence] says. Without a window a rule rounds what it pays once for
// the event, to the places of the plan. Over a window it rounds what all sales
// of the window earn, and posts the change: where a new bracket or a new tier
// rates again what was sold before, that is an entry of its own, an
// [Adjustment]. Where a rule pays by tier and the event has none, it earns
// nothing (T2).
//
// A refund of an event that the state knows is taken back by the rule, at the
// rate and in the mode of rounding that paid it, also if the plan has a new
// version since (C34): what is left of the sale is rated and rounded anew, and
// the difference to what stands is posted. What is not a plain rate of the
// amount, a fixed or bounded amount or that of a table, falls in proportion.
// What is left of a base with deductions is in proportion too, rounded half up
// to the decimals that the base has. So refunds of the whole sale, in any number
// of parts, take back exactly what was paid. In a window a refund lowers the volume, so that what stands is what
// the rest of the sales would have earned; a window that is closed, or of an
// earlier version, falls in proportion. A refund whose sale is not known goes
// by the plan's [UnknownSale].
//
// Earn returns an error, no entries and the state as it was if the event was
// seen before ([alianza.ErrDuplicate]) or another one of its ID was
// ([alianza.ErrConflict]): one of another kind, sale, amount, currency, number of
// units, customer or order. An event that says another instant is the same, sent
// again by a clock that has moved on. Earn refuses a refund of more than what is
// left of its sale ([alianza.ErrRange]) or of a sale that has to be known and is
// not ([alianza.ErrUnknown]); an event in a closed period, and the correction of
// a sale that was refunded or of a close ([alianza.ErrConflict]); and a field that
// is missing, unknown, out of bounds, in another currency, or of a tier that the
// rule has no rate for.
func (p Plan) Earn(s State, e Event) (Earning, State, error) {
	c := s.change()
	earned, err := p.evaluate(c, &e)
	if err != nil {
		return Earning{}, s, err
	}
	return earned, c.apply(), nil
}

// Preview returns what an event would lead to, as [Plan.Earn] does, and leaves
// the state alone: what one more sale pays, and what it changes of what was
// posted before.
func (p Plan) Preview(s State, e Event) (Earning, error) {
	return p.evaluate(s.change(), &e)
}

// evaluate returns what an event leads to, and notes in c what it changes.
func (p Plan) evaluate(c *change, e *Event) (Earning, error) {
	if err := p.check(e); err != nil {
		return Earning{}, err
	}
	k := eventKey{e.Partner, e.ID}
	if before, ok := c.events.get(k); ok {
		return Earning{}, p.refuse(e, p.again(e, before))
	}
	var earned Earning
	var holdings []holding
	var err error
	switch e.Kind {
	case Refund, Chargeback:
		earned, err = p.takeBack(c, e)
	case Correction:
		earned, holdings, err = p.correct(c, e)
	default:
		earned, holdings, err = p.earn(c, e)
		if err == nil && e.Kind == Close {
			p.close(c, e)
		}
	}
	if err == nil {
		r := p.seen(e)
		r.holdings = holdings
		if e.Kind == Correction {
			sale, _ := c.events.get(eventKey{e.Partner, e.Of})
			r.corrects = sale.as()
		}
		c.events.put(k, r)
		err = c.bounded(e, earned.Entries)
	}
	if err != nil {
		return Earning{}, p.refuse(e, err)
	}
	return earned, nil
}

// again returns why an event that was seen before is refused: as a repetition,
// or as another event of the same ID.
func (p Plan) again(e *Event, before record) error {
	switch {
	case before.plan != p.def.ID:
		return check.Fault("id", e.ID, alianza.ErrConflict, "plan "+before.plan+" has evaluated it; a state is that of one plan")
	case before.kind != e.Kind || before.of != e.Of || before.currency != e.Currency || exact.Cmp(before.amount, e.Amount) != 0 ||
		before.order != e.Order || before.customer != e.Customer || before.units != e.Units:
		return check.Fault("id", e.ID, alianza.ErrConflict,
			fmt.Sprintf("seen before as another event: a %s of %s %s", before.kind, exact.Text(before.amount), before.currency))
	}
	return check.Fault("id", e.ID, alianza.ErrDuplicate, "the event was evaluated before")
}

// seen returns the record of an event.
func (p Plan) seen(e *Event) record {
	return record{plan: p.def.ID, kind: e.Kind, of: e.Of, currency: e.Currency, amount: e.Amount, units: e.Units, at: e.At, order: e.Order, customer: e.Customer}
}

// earn lets the rules pay an event, and returns what each of them holds.
func (p Plan) earn(c *change, e *Event) (Earning, []holding, error) {
	var earned Earning
	var offers []*offer
	some := false
	for i := range p.rules {
		r := &p.rules[i]
		if r.On != e.Kind {
			continue
		}
		some = true
		if p.def.Precedence == PrecedenceFirst && len(offers) > 0 {
			earned.pass(r.Name, "rule "+offers[0].rule.Name+" comes first")
			continue
		}
		o, err := p.offer(c, e, r)
		if err != nil {
			return Earning{}, nil, err
		}
		if o.why != "" {
			earned.pass(r.Name, o.why)
			continue
		}
		offers = append(offers, o)
	}
	if !some {
		earned.pass("", "no rule pays an event of kind "+string(e.Kind))
	}
	if p.def.Precedence == PrecedenceBest {
		offers = best(offers, &earned)
	}
	holdings := make([]holding, len(offers))
	for i, o := range offers {
		if i == 0 {
			earned.Entries = o.entries
		} else {
			earned.Entries = append(earned.Entries, o.entries...)
		}
		holdings[i] = o.holding
		o.accept(c)
	}
	return earned, holdings, nil
}

// best returns the offer that posts most, the first of equals.
func best(offers []*offer, earned *Earning) []*offer {
	if len(offers) < 2 {
		return offers
	}
	most := offers[0]
	for _, o := range offers[1:] {
		if exact.Cmp(o.amount(), most.amount()) > 0 {
			most = o
		}
	}
	for _, o := range offers {
		if o != most {
			earned.pass(o.rule.Name, fmt.Sprintf("pays %s, no more than the %s of rule %s", exact.Text(o.amount()), exact.Text(most.amount()), most.rule.Name))
		}
	}
	return []*offer{most}
}

// bounded refuses an event that would leave a number in the state which is out
// of the bounds of the library, and could not be read back.
func (c *change) bounded(e *Event, entries []Entry) error {
	var err error
	within := func(d decimal.Decimal) {
		if err == nil {
			err = exact.Check(d)
		}
	}
	for i := range entries {
		within(entries[i].Amount)
	}
	for i := range c.events.puts {
		r := &c.events.puts[i].value
		within(r.refunded)
		within(r.late)
		for j := range r.holdings {
			within(r.holdings[j].base)
			within(r.holdings[j].posted)
			within(r.holdings[j].paid)
		}
	}
	for i := range c.pools.puts {
		if n := c.pools.puts[i].value.units; n < 0 || n > math.MaxInt32 {
			return check.Fault("units", fmt.Sprint(e.Units), alianza.ErrRange, "more than 2147483647 in a window")
		}
		within(c.pools.puts[i].value.amount)
		within(c.pools.puts[i].value.lost)
		within(c.pools.puts[i].value.whole)
		within(c.pools.puts[i].value.paid)
	}
	for i := range c.caps.puts {
		within(c.caps.puts[i].value)
	}
	if err != nil {
		return check.Fault("amount", exact.Text(e.Amount), alianza.ErrRange, "what it leads to: "+err.Error())
	}
	return nil
}

// entry returns the entry of an event by a rule, without its amounts.
func (p Plan) entry(e *Event, rule string) Entry {
	return Entry{
		Key: key(p.def.ID, e.Partner, rule, e.ID), Plan: p.def.ID, Version: p.def.Version, Rule: rule,
		Kind: e.Kind, Event: e.ID, Of: e.Of, Partner: e.Partner, Customer: e.Customer, At: e.At, Currency: e.Currency,
	}
}

// places is the exponent of posted amounts, negated.
func (p Plan) places() int32 { return int32(p.def.Places) }

// round returns an exact amount as it is posted.
func (p Plan) round(d decimal.Decimal) decimal.Decimal {
	return exact.Round(d, p.places(), p.def.Rounding.mode())
}

// zero is an amount of nothing as it is posted.
func (p Plan) zero() decimal.Decimal { return decimal.New(0, -p.places()) }

// due returns the first instant of the calendar day that is so many days after
// the day of an event. Whole days, also for none: a balance by due date then
// does not grow with the events of a day.
func (p Plan) due(at time.Time, days int) time.Time {
	return civil.DateOf(at, p.zone).AddDays(days).In(p.zone)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
