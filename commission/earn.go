package commission

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// An Earning is what an event leads to.
type Earning struct {
	Entries []Entry
	// Passed says why there is no entry where one might be expected.
	Passed []Passed
}

// A Passed is a rule that did not pay, and why.
type Passed struct {
	Rule   string // "" if no rule is for the event
	Reason string
}

// MarshalJSON returns the earning as an object with its entries and what passed.
func (e Earning) MarshalJSON() ([]byte, error) {
	return strictjson.Marshal(func(o *strictjson.Object) {
		strictjson.List(o, "entries", &e.Entries, (*Entry).fields)
		strictjson.List(o.Optional(), "passed", &e.Passed, func(p *Passed, o *strictjson.Object) {
			o.Optional().String("rule", &p.Rule)
			o.String("reason", &p.Reason)
		})
	})
}

// Earn evaluates one event after those that the state has seen, and returns
// what it leads to and the state with the event in it.
//
// A sale earns, by the first rule for its kind, the rule's rate of its amount,
// rounded once to the places of the plan. Where the rule pays by tier and the
// event has none, it earns nothing (T2).
//
// A refund of a sale that the state knows is taken back by the rule, at the rate
// and in the mode of rounding that paid the sale, also if the plan has a new
// version since (C34): what is left of the sale is rated and rounded anew, and the
// difference to what stands is posted. Refunds of the whole sale, in any
// number of parts, so take back exactly what was paid. A refund whose sale is
// not known goes by the plan's [Credits].
//
// Earn returns an error, no entries and the state as it was if the event was
// seen before ([alianza.ErrDuplicate]) or another one of its ID was
// ([alianza.ErrConflict]), if a refund is more than what is left
// of its sale ([alianza.ErrRange]) or of a sale that has to be known and is
// not ([alianza.ErrUnknown]), or if a field is missing, unknown, out of
// bounds, in another currency, or of a tier that the rule has no rate for.
func (p Plan) Earn(s State, e Event) (Earning, State, error) {
	if err := p.check(e); err != nil {
		return Earning{}, s, err
	}
	k := eventKey{e.Partner, e.ID}
	if before, ok := s.events[k]; ok {
		return Earning{}, s, p.refuse(e, p.again(e, before))
	}
	if e.Kind == Refund {
		if sale, ok := s.events[eventKey{e.Partner, e.Of}]; ok && sale.kind == Sale {
			return p.refund(s, e, sale)
		}
		return p.credit(s, e)
	}
	r, earned, err := p.sale(e)
	if err != nil {
		return Earning{}, s, err
	}
	s.put(k, r)
	return earned, s, nil
}

// again returns why an event that was seen before is refused: as a repetition,
// or as another event of the same ID.
func (p Plan) again(e Event, before record) error {
	switch {
	case before.plan != p.def.ID:
		return check.Fault("id", e.ID, alianza.ErrConflict, "plan "+before.plan+" has evaluated it; a state is that of one plan")
	case before.kind != e.Kind || before.of != e.Of || before.currency != e.Currency || exact.Cmp(before.amount, e.Amount) != 0:
		return check.Fault("id", e.ID, alianza.ErrConflict,
			fmt.Sprintf("seen before as another event: a %s of %s %s", before.kind, exact.Text(before.amount), before.currency))
	}
	return check.Fault("id", e.ID, alianza.ErrDuplicate, "the event was evaluated before")
}

// seen returns the record of an event.
func (p Plan) seen(e Event) record {
	return record{plan: p.def.ID, kind: e.Kind, of: e.Of, currency: e.Currency, amount: e.Amount}
}

// sale returns the record of a sale and what it earns.
func (p Plan) sale(e Event) (record, Earning, error) {
	r := p.seen(e)
	rule, tier, rate, passed, err := p.rate(Sale, e)
	if err != nil || passed != nil {
		return r, Earning{Passed: passed}, err
	}
	e.Tier = tier
	entry := p.entry(e, rule, rate, e.Amount)
	entry.Due = p.due(e.At, p.def.HoldDays)
	entry.Standing = Standing{Base: e.Amount, Amount: entry.Amount}
	r.rule, r.version, r.rounding, r.tier, r.rate = rule, p.def.Version, p.def.Rounding, tier, rate
	r.paid, r.due = entry.Amount, entry.Due
	return r, Earning{Entries: []Entry{entry}}, p.bounded(e, r)
}

// refund takes back the part of a known sale that an event names.
func (p Plan) refund(s State, e Event, sale record) (Earning, State, error) {
	switch {
	case sale.currency != e.Currency:
		return Earning{}, s, p.refuse(e, check.Fault("currency", e.Currency, alianza.ErrCurrency, "sale "+e.Of+" is in "+sale.currency))
	case sale.plan != p.def.ID:
		return Earning{}, s, p.refuse(e, check.Fault("of", e.Of, alianza.ErrConflict, "plan "+sale.plan+" paid the sale; a state is that of one plan"))
	}
	left := sale.amount.Sub(sale.refunded).Sub(e.Amount)
	if left.IsNegative() {
		rest := exact.Text(left.Add(e.Amount))
		return Earning{}, s, p.refuse(e, check.Fault("amount", exact.Text(e.Amount), alianza.ErrRange, "more than the "+rest+" left of sale "+e.Of))
	}
	var earned Earning
	if sale.rule == "" {
		earned.Passed = []Passed{{Reason: "the sale earned nothing"}}
	} else {
		p.def.Version, p.def.Rounding = sale.version, sale.rounding // the sale's terms, not today's
		e.Tier = sale.tier
		entry := p.entry(e, sale.rule, sale.rate, e.Amount.Neg())
		entry.Corrects = key(p.def.ID, e.Partner, sale.rule, e.Of)
		entry.Standing = Standing{Base: left, Amount: p.round(sale.rate, left)}
		entry.Amount = entry.Standing.Amount.Sub(sale.paid)
		entry.Due = later(p.due(e.At, 0), sale.due)
		sale.paid = entry.Standing.Amount
		earned.Entries = []Entry{entry}
	}
	if !e.Amount.IsZero() { // whose places would not come back from JSON
		sale.refunded = sale.refunded.Add(e.Amount)
	}
	if err := p.bounded(e, sale); err != nil {
		return Earning{}, s, err
	}
	s.put(eventKey{e.Partner, e.Of}, sale)
	s.put(eventKey{e.Partner, e.ID}, p.seen(e))
	return earned, s, nil
}

// credit treats a refund whose sale is not known by the policy of the plan.
func (p Plan) credit(s State, e Event) (Earning, State, error) {
	var earned Earning
	switch p.def.Credits {
	case CreditsAtCurrentRate:
		rule, tier, rate, passed, err := p.rate(Sale, e)
		if err != nil {
			return Earning{}, s, err
		}
		earned.Passed = passed
		if passed == nil {
			e.Tier = tier
			entry := p.entry(e, rule, rate, e.Amount) // of such a sale, whose mirror this is in every mode
			entry.Base, entry.Exact, entry.Amount = entry.Base.Neg(), entry.Exact.Neg(), entry.Amount.Neg()
			entry.Due = p.due(e.At, 0)
			if err := p.bounded(e, record{paid: entry.Amount}); err != nil {
				return Earning{}, s, err
			}
			earned.Entries = []Entry{entry}
		}
	case IgnoreCredits:
		earned.Passed = []Passed{{Reason: "the sale is not known, and the plan ignores such credits"}}
	default:
		return Earning{}, s, p.refuse(e, check.Fault("of", e.Of, alianza.ErrUnknown, "the sale that it refunds is not known, and the plan refuses such credits"))
	}
	s.put(eventKey{e.Partner, e.ID}, p.seen(e))
	return earned, s, nil
}

// bounded refuses an event that would leave a number in the state which is out
// of the bounds of the library, and could not be read back.
func (p Plan) bounded(e Event, r record) error {
	for _, d := range [...]decimal.Decimal{r.refunded, r.paid} {
		if err := exact.Check(d); err != nil {
			return p.refuse(e, check.Fault("amount", exact.Text(e.Amount), alianza.ErrRange, "what it leads to: "+err.Error()))
		}
	}
	return nil
}

// rate returns the rule that pays events of a kind, the tier of e if the rule
// pays by tier, and the rate, or why no rule pays.
func (p Plan) rate(kind Kind, e Event) (rule, tier string, rate Rate, passed []Passed, err error) {
	for _, r := range p.def.Rules {
		if r.On != kind {
			continue
		}
		if r.Ladder == "" {
			return r.Name, "", r.Rate, nil, nil
		}
		if e.Tier == "" {
			return "", "", Rate{}, []Passed{{r.Name, "the partner is on no level of the ladder " + r.Ladder}}, nil
		}
		level, ok := strings.CutPrefix(e.Tier, r.Ladder+"/")
		if !ok {
			return "", "", Rate{}, nil, p.refuse(e, check.Fault("tier", e.Tier, alianza.ErrConflict, "rule "+r.Name+" pays by the ladder "+r.Ladder))
		}
		rate, ok := r.Rates[level]
		if !ok {
			return "", "", Rate{}, nil, p.refuse(e, check.Fault("tier", e.Tier, alianza.ErrUnknown, "rule "+r.Name+" has no rate for this level"))
		}
		return r.Name, e.Tier, rate, nil, nil
	}
	return "", "", Rate{}, []Passed{{Reason: "no rule pays an event of kind " + string(kind)}}, nil
}

// entry returns the entry of an event that a rule pays at a rate of a base.
// The amount is rounded here, and only here and in [Plan.refund].
func (p Plan) entry(e Event, rule string, rate Rate, base decimal.Decimal) Entry {
	return Entry{
		Key: key(p.def.ID, e.Partner, rule, e.ID), Plan: p.def.ID, Version: p.def.Version, Rule: rule,
		Kind: e.Kind, Event: e.ID, Of: e.Of, Partner: e.Partner, Tier: e.Tier, At: e.At, Currency: e.Currency,
		Base: base, Rate: rate, Exact: rate.Of(base), Amount: p.round(rate, base),
	}
}

// round returns the rate of a base in the places and the mode of the plan.
func (p Plan) round(rate Rate, base decimal.Decimal) decimal.Decimal {
	return rate.p.RoundOf(base, int32(p.def.Places), p.def.Rounding.mode())
}

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
