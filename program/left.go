package program

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// What a metric leaves out goes by the rules of package commission, which keeps no
// record of an event that no rule pays.

// A remainder is what refunds and chargebacks leave of an event.
type remainder struct {
	all, none     bool
	amount, units decimal.Decimal // of neither all nor nothing
}

var whole = remainder{all: true}

// backsOf returns the refunds and chargebacks of a month by the ID of what they take
// back, without those that were undone, and with the right facts of those that were
// corrected.
func (r *Run) backsOf(events []outcome) map[string][]commission.Event {
	var takings []commission.Event
	undone := map[string]commission.Event{} // by what a reversal or a correction is about
	for i := range events {
		o := &events[i]
		if o.err != nil || o.own() {
			continue
		}
		switch commission.Kind(r.store.words[o.kind]) {
		case commission.Refund, commission.Chargeback:
			takings = append(takings, r.store.event(&o.kept, r.now.partner.name))
		case commission.Reversal, commission.Correction:
			if e := r.store.event(&o.kept, r.now.partner.name); e.OfPartner == "" || e.OfPartner == e.Partner {
				undone[e.Of] = e
			}
		default:
		}
	}
	backs := map[string][]commission.Event{}
	for _, e := range takings {
		of := e.Of
		for next, ok := undone[e.ID]; ok; next, ok = undone[e.ID] {
			e = next
		}
		if e.Kind != commission.Reversal {
			backs[of] = append(backs[of], e)
		}
	}
	return backs
}

// left returns what refunds and chargebacks of the month leave of an event.
func (r *Run) left(o *outcome, backs []commission.Event) remainder {
	e := r.store.event(&o.kept, r.now.partner.name)
	left, some := remainder{amount: e.Amount, units: e.Units}, false
	of := e.Amount // less the amounts of those that say units
	for i := range backs {
		back := &backs[i]
		if back.Currency != e.Currency {
			continue
		}
		if some = true; all(back) {
			return remainder{none: true}
		}
		amount := back.Amount
		if !amount.IsZero() && exact.Cmp(amount, r.minor(e.Currency, left.amount)) == 0 {
			amount = left.amount // what the customer was charged
		}
		left.amount = exact.Sub(left.amount, amount)
		if units, given := returned(&e, back, amount); given {
			left.units, of = exact.Sub(left.units, units), exact.Sub(of, amount)
		}
	}
	switch {
	case !some:
		return whole
	case !e.Amount.IsZero():
		left.none = !left.amount.IsPositive()
	default:
		left.none = !e.Units.IsZero() && !left.units.IsPositive()
	}
	left.units = decimal.Max(proportion(left.units, left.amount, of), decimal.Decimal{})
	return left
}

// all reports whether an event takes back all that is left.
func all(e *commission.Event) bool {
	return e.Kind == commission.Chargeback && e.Amount.IsZero() && e.Units == (decimal.Decimal{}) && len(e.Includes) == 0
}

// returned returns the units that a refund of an amount takes back of a sale, and
// whether it says them: by units, or by parts, beside which the units fall with the
// amount.
func returned(sale, back *commission.Event, amount decimal.Decimal) (units decimal.Decimal, given bool) {
	if len(back.Includes) == 0 || back.Units != (decimal.Decimal{}) {
		return back.Units, back.Units != decimal.Decimal{}
	}
	of := sale.Amount
	for name, part := range sale.Includes {
		amount, of = exact.Sub(amount, back.Includes[name]), exact.Sub(of, part)
	}
	if !of.IsPositive() {
		return decimal.Decimal{}, false
	}
	return proportion(sale.Units, amount, of), true
}

// proportion returns what falls to a part of a whole.
func proportion(n, part, of decimal.Decimal) decimal.Decimal {
	if of.IsZero() || exact.Cmp(part, of) == 0 {
		return n
	}
	share := new(big.Rat).Mul(exact.Rat(n), exact.Rat(part))
	return exact.Trim(exact.RoundRat(share.Quo(share, exact.Rat(of)), exact.MaxPlaces, exact.HalfUp))
}

// minor returns an amount rounded to the minor unit of a currency.
func (r *Run) minor(currency string, d decimal.Decimal) decimal.Decimal {
	if b := r.books[currency]; b != nil {
		return exact.Round(d, b.places, exact.HalfUp)
	}
	return d
}
