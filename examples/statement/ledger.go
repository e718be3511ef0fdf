package main

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// ledger evaluates orders in the order of the file, and remembers only what a
// later row can name.
type ledger struct {
	program *program
	past    map[string]past // by currency: each plan has records of its own
	refunds map[key]int     // rows to come that refund an order
	waiting map[key]bool    // refunds that came before their order
}

// past are the records that are kept. A service has a table in its place.
type past map[commission.Key]commission.Record

// Record returns the record of a key, as [commission.Past] asks for it.
func (p past) Record(k commission.Key) (commission.Record, bool, error) {
	r, ok := p[k]
	return r, ok, nil
}

func newLedger(p *program, f *found) *ledger {
	l := &ledger{program: p, past: map[string]past{}, refunds: maps.Clone(f.refunds), waiting: map[key]bool{}}
	for currency := range p.plans {
		l.past[currency] = past{}
	}
	return l
}

// earn returns what an order leads to for a partner of a tier, or the reason for
// which it cannot be used.
func (l *ledger) earn(o order, tier string) (commission.Earned, error) {
	defer l.refunded(o)
	if o.Of != "" {
		for currency, p := range l.past {
			if _, ok := p[commission.EventKey(o.Partner, o.Of)]; ok && currency != o.Currency {
				return commission.Earned{}, &unused{errCurrency, "of", o.Of}
			}
		}
	}
	o.Tier = tier
	plan := l.program.plans[o.Currency]
	earned, err := plan.Earn(l.past[o.Currency], o.Event)
	if err != nil {
		return earned, reason(plan, o, err)
	}
	l.keep(o, earned.Records)
	return earned, nil
}

// keep keeps the records of windows and caps, of orders that a row to come
// refunds, and of refunds that wait for their order.
func (l *ledger) keep(o order, records []commission.Record) {
	early := slices.ContainsFunc(records, func(r commission.Record) bool { return r.Key().About() == "early" })
	waits := early && o.Kind == commission.Refund
	for _, r := range records {
		k, needed := r.Key(), true
		switch k.About() {
		case "early":
			needed = waits
		case "event":
			id := keyOf(k.Partner(), k.Name())
			if needed = waits || l.refunds[id] > 0; waits {
				l.waiting[id] = true
			} else if early {
				delete(l.waiting, id)
			}
		}
		if needed {
			l.past[o.Currency][k] = r
		} else {
			delete(l.past[o.Currency], k)
		}
	}
}

// refunded counts a row that refunds an order, and forgets an order that no later
// row names, so that the past does not grow with the orders. The survey knows how
// many refunds each order has.
func (l *ledger) refunded(o order) {
	if o.Of == "" {
		return
	}
	k := keyOf(o.Partner, o.Of)
	if l.refunds[k]--; l.refunds[k] > 0 {
		return
	}
	delete(l.refunds, k)
	if !l.waiting[k] {
		for _, p := range l.past {
			delete(p, commission.EventKey(o.Partner, o.Of))
		}
	}
}

// Reasons for which a row is not used that depend on the rows before it.
const (
	errRepeated = "the partner's id was read before"
	errTooMuch  = "the refund is more than what is left of its order"
	errNoOrder  = "the order that it refunds is not known, and the plan refuses such refunds"
	errCurrency = "the order that it refunds is in another currency"
	errItself   = "the refund names its own id as the order that it refunds"
	errRefund   = "the order that it refunds is a refund"
)

// reason turns a refusal of the library into one of few reasons, so that the
// report can count them.
func reason(plan commission.Plan, o order, err error) error {
	f := alianza.Faults(err)[0]
	_, inForce := plan.InForce(o.At)
	switch {
	case !inForce && (f.Path == "at" || f.Path == "of"):
		days := f.Reason()[strings.LastIndexByte(f.Reason(), ':')+1:] // for which the plan is
		return &unused{"no version of the plan is for this day:" + days, "at", o.At.Format(time.DateOnly)}
	case f.Path == "of" && o.Of == o.ID:
		return &unused{errItself, f.Path, o.Of}
	case f.Path == "of" && errors.Is(f, alianza.ErrConflict):
		return &unused{errRefund, f.Path, o.Of}
	case f.Path == "of" && (errors.Is(f, alianza.ErrPending) || o.Of == ""):
		return &unused{errNoOrder, f.Path, o.Of}
	case o.Kind == commission.Refund && f.Path == "amount" && errors.Is(f, alianza.ErrRange):
		return &unused{errTooMuch, f.Path, o.Amount.String()}
	}
	return &unused{f.Path + ": " + f.Reason(), f.Path, f.Value}
}
