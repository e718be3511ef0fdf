package commission

import (
	"cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
)

// correct takes back all that a wrong event earned, as if it had never been, and
// lets the right facts earn. The correction of a refund undoes it, and takes by
// the right facts.
func (x *evaluation) correct() error {
	e := x.event
	key := Key{about: eventRecord, partner: e.owner(), name: e.Of}
	wrong, err := read[sold](x, key)
	if err != nil {
		return err
	}
	switch {
	case wrong == nil:
		return check.Fault("of", e.Of, alianza.ErrPending, "the event that it corrects has not arrived")
	case wrong.Took != nil:
		return x.correctTaking(key, wrong)
	case wrong.as() == Maturity:
		return x.correctMaturity(key, wrong)
	case wrong.Kind == Close || wrong.Kind == Reversal:
		return check.Fault("of", e.Of, alianza.ErrConflict, "a "+string(wrong.Kind)+" is not corrected")
	case wrong.By != "":
		return check.Fault("of", e.Of, alianza.ErrConflict, "it was corrected by "+wrong.By)
	case wrong.Gone:
		return check.Fault("of", e.Of, alianza.ErrRange, "all of it was taken back before")
	}
	if key.partner != e.Partner && wrong.More.answered() {
		return check.Fault("of", e.Of, alianza.ErrConflict, "its installments were answered, and the correction gives it to another partner; reverse the answers first")
	}
	var carried *back
	if wrong.Back != nil {
		if err := x.carries(key, wrong); err != nil {
			return err
		}
		carried = wrong.Back
	}
	after := *wrong
	if after.Gone, after.By = true, e.ID; key.partner != e.Partner {
		after.ByPartner = e.Partner
	}
	c := &restating{
		event: e, key: key, before: wrong, after: &after, trace: true, suffix: "/reversal",
		why: Reason{Code: corrected, Name: e.Of},
	}
	if err := x.restate(c); err != nil {
		return err
	}
	if err := x.uncount(key.partner, wrong); err != nil {
		return err
	}
	return x.anew(wrong, carried)
}

// as returns the kind by which an event earned.
func (s *sold) as() Kind {
	if s.As != "" {
		return s.As
	}
	return s.Kind
}

// uncount takes a wrong event out of its customer's time.
func (x *evaluation) uncount(partner string, wrong *sold) error {
	day := alianza.DateOf(wrong.At, x.plan.zone)
	for i := range wrong.Holds {
		if h := &wrong.Holds[i]; h.Counted {
			key := Key{about: customerRecord, partner: partner, name: h.Rule, of: wrong.Customer}
			if err := x.count(key, day, -1); err != nil {
				return err
			}
		}
	}
	if wrong.More == nil {
		return nil
	}
	for _, rule := range wrong.More.Counts {
		if err := x.count(Key{about: customerRecord, partner: partner, name: rule, of: wrong.Customer}, day, -1); err != nil {
			return err
		}
	}
	return nil
}

// anew lets the right facts of a correction earn, with the answers that the
// installments of the wrong ones were given, and takes back of them what was refunded
// of the wrong ones.
func (x *evaluation) anew(wrong *sold, carried *back) error {
	e, kind := x.event, wrong.as()
	d := &x.deed
	*d = deed{event: e, kind: kind, v: x.plan.inForce(e.At), answers: wrong.More}
	d.sold = x.record(e, d.v)
	d.sold.As = kind
	if d.v == nil {
		x.skip("", Reason{Code: noVersion, Day: alianza.DateOf(e.At, x.plan.zone)})
	} else if err := x.pay(d); err != nil {
		return err
	}
	key := Key{about: eventRecord, partner: e.Partner, name: e.ID}
	if err := x.put(key, d.sold); err != nil {
		return err
	}
	if carried != nil {
		if err := x.carry(carried, key); err != nil {
			return err
		}
	}
	if d.v == nil {
		return nil
	}
	return x.late(d)
}

// correctTaking undoes a refund or a chargeback, and takes by the right facts.
func (x *evaluation) correctTaking(key Key, wrong *sold) error {
	e := x.event
	if wrong.Took.Undone {
		return check.Fault("of", e.Of, alianza.ErrConflict, "it was undone before")
	}
	sale, err := x.undoing(key, wrong)
	if err != nil {
		return err
	}
	units, given := e.units()
	if e.Amount.IsZero() && len(e.Includes) == 0 && (!given || units.IsZero()) {
		return x.keep(wrong.as(), nil, &took{Of: sale.key.name, Undone: true})
	}
	if sale.sale == nil {
		return x.early(wrong.as(), sale.key.name)
	}
	t := newTaking(e, wrong.as(), sale.key, sale.sale)
	if err := x.measure(t); err != nil {
		return err
	}
	if err := x.apply(t); err != nil {
		return err
	}
	return x.keepTaking(t)
}

// undo undoes the refund or the chargeback that a reversal names.
func (x *evaluation) undo() error {
	e := x.event
	key := Key{about: eventRecord, partner: e.Partner, name: e.Of}
	taken, err := read[sold](x, key)
	switch {
	case err != nil:
		return err
	case taken == nil:
		return check.Fault("of", e.Of, alianza.ErrPending, "the refund that it undoes has not arrived")
	case taken.Took == nil && taken.as() != Maturity:
		return check.Fault("of", e.Of, alianza.ErrConflict, "it is a "+string(taken.Kind)+"; a reversal undoes a refund, a chargeback or a maturity")
	case taken.Took != nil && taken.Took.Undone || taken.More != nil && taken.More.Undone:
		return check.Fault("of", e.Of, alianza.ErrConflict, "it was undone before")
	case taken.Took == nil:
		_, _, err = x.unanswer(key, taken)
	default:
		_, err = x.undoing(key, taken)
	}
	if err != nil {
		return err
	}
	s := x.record(e, nil)
	return x.put(Key{about: eventRecord, partner: e.Partner, name: e.ID}, s)
}

// unpart puts back what a taking that says parts took of the base of each rule.
func (x *evaluation) unpart(sale *sold, k *took, carried bool) error {
	sale.Holds = append([]holding(nil), sale.Holds...)
	for i := range sale.Holds {
		h := &sale.Holds[i]
		base := k.Bases[h.Rule]
		if carried {
			v, err := x.paidBy(sale)
			if err != nil {
				return err
			}
			base = v.rule(h.Rule).baseOf(k.Amount, k.Includes)
		}
		h.Parts = h.Parts.Sub(base)
	}
	return nil
}

// undoing puts back what a taking took of its sale, and returns the sale as it
// then stands; without a record if it has not arrived.
func (x *evaluation) undoing(key Key, taken *sold) (*taking, error) {
	again := *taken
	k := *taken.Took
	k.Undone = true
	again.Took = &k
	if err := x.put(key, &again); err != nil {
		return nil, err
	}
	of := taken.Took.Of
	saleKey, sale, carried, err := x.current(Key{about: eventRecord, partner: cmp.Or(taken.Took.Partner, key.partner), name: of})
	if err != nil {
		return nil, err
	}
	if sale == nil || k.Early {
		return &taking{key: saleKey}, x.unearly(of, key.name)
	}
	if sale.Kind == Close {
		after := *sale
		after.Gone = false
		if err := x.put(saleKey, &after); err != nil {
			return nil, err
		}
		return &taking{key: saleKey, sale: &after}, x.void(key.partner, sale, false)
	}
	after := *sale
	b := after.back()
	b.add(&k, -1)
	after.Back = b
	if b.Takings == 0 {
		after.Back = nil
	}
	if k.All {
		after.Gone = false
	}
	if k.Parts && !k.Late {
		if err := x.unpart(&after, &k, carried); err != nil {
			return nil, err
		}
	}
	c := &restating{
		event: x.event, key: saleKey, before: sale, after: &after, took: &k, undo: true, carried: carried, suffix: "/reversal",
		why: Reason{Code: undone, Name: key.name},
	}
	if x.event.Kind == Reversal {
		c.suffix = ""
	}
	if err := x.restate(c); err != nil {
		return nil, err
	}
	return &taking{key: saleKey, sale: &after}, nil
}
