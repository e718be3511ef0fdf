package commission

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A corrected sale may have refunds that stand. They are carried over to the right
// facts as they were taken: so much of the amount, so many units, such parts, and
// late if they were late. Undoing one of them later finds the sale by its
// corrections.

// maxCorrections bounds the corrections of one sale whose refunds were carried over.
const maxCorrections = 100

// carries refuses a correction of a sale whose refunds cannot be carried over.
func (x *evaluation) carries(key Key, wrong *sold) error {
	e, b := x.event, wrong.Back
	refuse := func(why string) error {
		return check.Fault("of", e.Of, alianza.ErrConflict, "it was refunded, and "+why+"; reverse the refunds first")
	}
	v, err := x.paidBy(wrong)
	if err != nil {
		return err
	}
	for i := range wrong.Holds {
		r := v.rule(wrong.Holds[i].Rule)
		if r == nil {
			continue
		}
		if closed, err := x.shut(r, place{key.partner, wrong.Customer, wrong.Order, wrong.At, wrong.since()}); err != nil || closed {
			if err == nil {
				err = refuse("its period is closed for good")
			}
			return err
		}
	}
	for _, one := range [...]*version{v, x.plan.inForce(e.At)} {
		if one != nil && slices.ContainsFunc(one.rules, func(r rule) bool { return r.On == wrong.as() && len(r.Back) > 0 }) {
			return refuse("a policy says what is taken back")
		}
	}
	return b.fits(e)
}

// shut reports whether a window or a meter of a rule is of a period that is closed
// for good: what was refunded before the close and after it is not told apart.
func (x *evaluation) shut(r *rule, at place) (bool, error) {
	for _, w := range append([]Window{r.Over.Over}, r.metered...) {
		if !w.closable() || w == PerContractYear && at.since.IsZero() {
			continue
		}
		c, err := read[closed](x, Key{about: periodRecord, partner: at.partner, period: x.period(w, at)})
		if err != nil || c != nil && !c.Follows {
			return c != nil, err
		}
	}
	return false, nil
}

// fits refuses right facts that are less than what was taken back of the wrong ones.
func (b *back) fits(e *Event) error {
	if exact.Cmp(b.Amount, e.Amount) > 0 {
		return check.Fault("amount", exact.Text(e.Amount), alianza.ErrRange, "less than the "+exact.Text(b.Amount)+" that was refunded")
	}
	if taken := exact.Add(b.Units, b.LateUnits); exact.Cmp(taken, e.Units) > 0 {
		return check.Fault("units", exact.Text(e.Units), alianza.ErrRange, "less than the "+exact.Text(exact.Trim(taken))+" that were returned")
	}
	for _, name := range names(b.Includes) {
		part, ok := e.Includes[name]
		if taken := b.Includes[name]; exact.Cmp(taken, part) > 0 || !ok && !taken.IsZero() {
			return check.Fault("includes."+name, exact.Text(part), alianza.ErrRange, "less than the "+exact.Text(taken)+" that was refunded")
		}
	}
	return nil
}

// carry takes of the right facts what was taken back of the wrong ones.
func (x *evaluation) carry(b *back, key Key) error {
	sale, err := read[sold](x, key)
	if err != nil {
		return err
	}
	after, k := *sale, *b
	after.Back, after.Holds = &k, append([]holding(nil), sale.Holds...)
	for i := range after.Holds {
		h := &after.Holds[i]
		v, err := x.paidBy(sale)
		if err != nil {
			return err
		}
		h.Parts = v.rule(h.Rule).baseOf(b.PartsOf, b.inTime())
		if h.Parts.IsNegative() || exact.Cmp(h.Parts, h.Base) > 0 {
			return check.Fault("includes", exact.Text(h.Parts), alianza.ErrRange,
				fmt.Sprintf("what was refunded of rule %s is not from 0 to its base, %s", h.Rule, exact.Text(exact.Trim(h.Base))))
		}
	}
	return x.restate(&restating{
		event: x.event, key: key, before: sale, after: &after, kind: Refund, took: &took{}, suffix: "/refunded",
		why: Reason{Code: corrected, Name: x.event.Of},
	})
}

// inTime returns the parts that were taken back in time.
func (b *back) inTime() map[string]decimal.Decimal {
	return addParts(maps.Clone(b.Includes), b.LateIncludes, decimal.Decimal.Neg)
}

// baseOf returns the part of an amount that is in the base of the rule.
func (r *rule) baseOf(amount decimal.Decimal, includes map[string]decimal.Decimal) decimal.Decimal {
	for _, name := range r.Pay.Less {
		amount = amount.Sub(includes[name])
	}
	return amount
}

// current returns the sale that a taking stands against now: the one that it named,
// or the last of its corrections.
func (x *evaluation) current(key Key) (Key, *sold, bool, error) {
	carried := false
	for range maxCorrections {
		sale, err := read[sold](x, key)
		if err != nil || sale == nil || sale.By == "" {
			return key, sale, carried, err
		}
		key.partner, key.name, carried = cmp.Or(sale.ByPartner, key.partner), sale.By, true
	}
	return key, nil, false, check.Fault("of", key.name, alianza.ErrLimit, fmt.Sprintf("at most %d corrections of a sale that was refunded", maxCorrections))
}
