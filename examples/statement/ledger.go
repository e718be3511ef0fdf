package main

import (
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// Reasons for which a row is not used that depend on the rows before it.
var (
	errRepeated = errors.New("the partner's id was read before")
	errTooMuch  = errors.New("the refund is more than what is left of its order")
	errNoOrder  = errors.New("the order that it refunds is not known, and the plan refuses such refunds")
	errCurrency = errors.New("the order that it refunds is in another currency")
	errItself   = errors.New("the refund names its own id as the order that it refunds")
)

// ledger evaluates orders in the order of the file, and remembers only what a
// later row can name.
type ledger struct {
	program *program
	state   commission.State
	refunds map[key]int // rows to come that refund an order
}

func newLedger(p *program, f *found) *ledger {
	return &ledger{program: p, refunds: maps.Clone(f.refunds)}
}

// earn returns what an order leads to for a partner of a tier, or the reason
// for which it cannot be used.
func (l *ledger) earn(o order, tier string) (commission.Earning, error) {
	defer l.forget(o)
	event := commission.Event{
		ID: o.id, Kind: commission.Sale, Partner: o.partner, Tier: tier, At: o.at, Currency: o.currency, Amount: o.amount,
	}
	if o.refund {
		event.Kind, event.Of = commission.Refund, o.of
	}
	earned, state, err := l.program.plans[o.currency].Earn(l.state, event)
	l.state = state
	return earned, reason(err)
}

// forget drops what no later row can name, so that the state does not grow with
// the orders: the survey knows how many refunds each order has.
func (l *ledger) forget(o order) {
	if k := keyOf(o.partner, o.id); o.refund || l.refunds[k] == 0 {
		l.state = l.state.Forget(o.partner, o.id)
	}
	if o.of == "" {
		return
	}
	k := keyOf(o.partner, o.of)
	if l.refunds[k]--; l.refunds[k] == 0 {
		l.state = l.state.Forget(o.partner, o.of)
		delete(l.refunds, k)
	}
}

// reason turns a refusal of the library into one of few reasons, so that the
// report can count them.
func reason(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, alianza.ErrCurrency):
		return errCurrency
	case errors.Is(err, alianza.ErrRange):
		return errTooMuch
	case errors.Is(err, alianza.ErrUnknown):
		return errNoOrder
	case errors.Is(err, alianza.ErrConflict):
		return errItself
	}
	var texts []string
	for _, f := range alianza.Faults(err) {
		texts = append(texts, f.Path+": "+f.Err.Error())
	}
	return fmt.Errorf("%s", strings.Join(texts, "; "))
}
