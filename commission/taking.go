package commission

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	units "github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A taking is what an event takes back of a sale.
type taking struct {
	event *Event
	kind  Kind // refund or chargeback
	key   Key  // of the sale
	sale  *sold
	took  *took
	whole bool // it takes all that is left
	room  *keptTaking
	late  int // days after which a refund came that the plan excludes; 0 if it came in time
}

// newTaking returns the taking of an event as it came.
func newTaking(e *Event, kind Kind, key Key, sale *sold) *taking {
	return &taking{event: e, kind: kind, key: key, sale: sale, took: new(took), whole: e.whole(kind)}
}

// whole reports whether an event takes all that is left, as a taking of a kind: a
// chargeback that says no amount, no units and no parts.
func (e *Event) whole(kind Kind) bool {
	_, units := e.units()
	return kind == Chargeback && e.Amount.IsZero() && !units && len(e.Includes) == 0
}

// take takes back what a refund or a chargeback says.
func (x *evaluation) take() error {
	e := x.event
	key := Key{about: eventRecord, partner: e.Partner, name: e.Of}
	sale, err := x.known(key)
	if err != nil {
		return err
	}
	if sale == nil {
		return x.unknown()
	}
	t := &taking{event: e, kind: e.Kind, key: key, sale: sale, whole: e.whole(e.Kind), room: x.kept.taking()}
	t.took = &t.room.took
	if sale.Kind == Close {
		return x.takeClose(t)
	}
	if err := x.measure(t); err != nil {
		return err
	}
	if err := x.apply(t); err != nil {
		return err
	}
	return x.keepTaking(t)
}

// takeClose takes back what the close of a period paid, all of it.
func (x *evaluation) takeClose(t *taking) error {
	if t.event.Kind != Chargeback || !t.event.Amount.IsZero() {
		return check.Fault("of", t.event.Of, alianza.ErrRange, "a close has no amount; a chargeback without an amount takes all of it back")
	}
	after := *t.sale
	after.Gone = true
	if err := x.put(t.key, &after); err != nil {
		return err
	}
	*t.took = took{Of: t.key.name, All: true}
	if err := x.void(t.key.partner, t.sale, true); err != nil {
		return err
	}
	return x.keepTaking(t)
}

// keepTaking keeps the record of an event that took.
func (x *evaluation) keepTaking(t *taking) error { return x.keep(t.kind, t.sale, t.took) }

// keep keeps the record of an event that took, or that is to take, as a refund or
// as a chargeback.
func (x *evaluation) keep(as Kind, sale *sold, took *took) error {
	e := x.event
	s := x.record(e, nil)
	if s.Took = took; as != e.Kind {
		s.As = as
	}
	if sale != nil {
		s.Version, s.Digest = sale.Version, sale.Digest
	}
	return x.put(Key{about: eventRecord, partner: e.Partner, name: e.ID}, s)
}

// known returns the event that e is about, nil if it was not seen. It returns an
// error for one that cannot be taken back.
func (x *evaluation) known(key Key) (*sold, error) {
	if key.name == "" {
		return nil, nil
	}
	sale, err := read[sold](x, key)
	switch {
	case err != nil || sale == nil:
		return nil, err
	case sale.Took != nil || sale.as() == Maturity || sale.Kind.takes() && sale.Kind != Correction:
		return nil, check.Fault("of", key.name, alianza.ErrConflict, "it is a "+string(sale.Kind)+"; a reversal undoes it, and a correction replaces it")
	case sale.By != "":
		return nil, check.Fault("of", key.name, alianza.ErrConflict, "it was corrected by "+sale.By)
	case sale.Gone:
		return nil, check.Fault("of", key.name, alianza.ErrRange, "all of it was taken back before")
	}
	return sale, nil
}

// measure finds out how much of a sale is taken back, and refuses more than there
// is.
func (x *evaluation) measure(t *taking) error {
	e, sale, left := t.event, t.sale, t.sale.left()
	k := t.took
	if k.Of, k.Amount = t.key.name, e.Amount; t.key.partner != e.Partner {
		k.Partner = t.key.partner
	}
	v, err := x.paidBy(sale)
	if err != nil {
		return err
	}
	units, given := e.units()
	switch {
	case t.whole:
		k.All, k.Amount, k.Recovered = true, left, sale.late()
		if sale.nothing() {
			return check.Fault("of", e.Of, alianza.ErrRange, "nothing is left of the sale")
		}
	case !e.Amount.IsZero() && exact.Cmp(e.Amount, left) != 0 && exact.Cmp(e.Amount, x.minor(left)) == 0:
		k.Amount = left // what the customer was charged, rounded to the currency
	case exact.Cmp(e.Amount, left) > 0:
		return check.Fault("amount", exact.Text(e.Amount), alianza.ErrRange, "more than the "+exact.Text(left)+" left of sale "+e.Of)
	}
	if k.All {
		return nil
	}
	if t.kind == Refund && v.def.RefundDays != 0 {
		if days := x.plan.day(sale.At).DaysUntil(x.plan.day(e.At)); days > v.def.RefundDays {
			t.late, k.Late = days, true
		}
	}
	if err := t.parts(); err != nil {
		return err
	}
	return t.counts(units, given)
}

// minor returns an amount rounded to the minor unit of the currency.
func (x *evaluation) minor(d decimal.Decimal) decimal.Decimal {
	return exact.Round(d, x.plan.minor, exact.HalfUp)
}

// late returns the part of what was refunded that took nothing from the partner.
func (s *sold) late() decimal.Decimal {
	if s.Back == nil {
		return decimal.Decimal{}
	}
	return s.Back.Late
}

// parts reads the parts that a refund says.
func (t *taking) parts() error {
	e, sale, k := t.event, t.sale, t.took
	if len(e.Includes) == 0 {
		return nil
	}
	sum := decimal.Decimal{}
	for _, name := range names(e.Includes) {
		said := e.Includes[name]
		if _, ok := sale.Includes[name]; !ok {
			return check.Fault("includes."+name, exact.Text(said), alianza.ErrRange, "sale "+e.Of+" has no such part")
		}
		if left := sale.part(name); exact.Cmp(said, left) > 0 {
			return check.Fault("includes."+name, exact.Text(said), alianza.ErrRange, "more than the "+exact.Text(exact.Trim(left))+" left of sale "+e.Of)
		}
		sum = sum.Add(said)
	}
	if exact.Cmp(sum, e.Amount) > 0 {
		return check.Fault("includes", exact.Text(sum), alianza.ErrRange, "more than the amount, "+exact.Text(e.Amount))
	}
	k.Parts, k.Includes = true, maps.Clone(e.Includes)
	return nil
}

// counts reads the units that a refund says. Parts without units take units in
// proportion to what is left of the amount after the parts.
func (t *taking) counts(units decimal.Decimal, given bool) error {
	sale, k := t.sale, t.took
	if !given {
		if !k.Parts || sale.Units == nil {
			return nil
		}
		net, whole := k.Amount, sale.Amount
		for name, part := range sale.Includes {
			net, whole = net.Sub(k.Includes[name]), whole.Sub(part)
		}
		if !whole.IsPositive() {
			return nil
		}
		units = unitsOf(*sale.Units, net, whole)
	}
	switch left := t.unitsLeft(); {
	case sale.Units == nil && !units.IsZero():
		return check.Fault("units", exact.Text(units), alianza.ErrRange, "sale "+t.event.Of+" says no units")
	case given && exact.Cmp(units, left) > 0:
		return check.Fault("units", exact.Text(units), alianza.ErrRange, "more than the "+exact.Text(exact.Trim(left))+" left of sale "+t.event.Of)
	case exact.Cmp(units, left) > 0:
		units = left
	}
	k.Counts, k.Units = true, units
	return nil
}

// unitsLeft returns the units of the sale that were not taken back.
func (t *taking) unitsLeft() decimal.Decimal {
	sale := t.sale
	if sale.Units == nil {
		return decimal.Decimal{}
	}
	if sale.Back == nil {
		return *sale.Units
	}
	if !sale.Amount.IsZero() && sale.left().IsZero() {
		return decimal.Decimal{}
	}
	b := sale.Back
	return unitsOf(sale.Units.Sub(b.Units).Sub(b.LateUnits), sale.left(), sale.Amount.Sub(b.UnitsOf).Sub(b.LateUnitsOf))
}

// apply takes back what was measured, and posts it.
func (x *evaluation) apply(t *taking) error {
	k := t.took
	room := t.room
	if room == nil {
		room = &keptTaking{}
	}
	after := room.sale.of(t.sale)
	b := &room.back
	b.of(t.sale)
	b.add(k, +1)
	after.Back, after.Gone = b, k.All && t.sale.Amount.IsZero()
	c := &restating{event: t.event, kind: t.kind, key: t.key, before: t.sale, after: after, owned: true, took: k}
	if k.Parts {
		if err := x.bases(c, k); err != nil {
			return err
		}
	}
	if len(t.sale.Holds) == 0 {
		x.skip("", Reason{Code: earnedNothing})
	} else if k.Late {
		v, err := x.paidBy(t.sale)
		if err != nil {
			return err
		}
		x.skip("", Reason{Code: refundedLate, Amount: decimal.New(int64(t.late), 0), Count: v.def.RefundDays})
	}
	return x.restate(c)
}

// back returns a copy of what was taken back, that may be changed.
func (s *sold) back() *back {
	b := &back{}
	b.of(s)
	return b
}

// of makes b what was taken back of an event.
func (b *back) of(s *sold) {
	if s.Back != nil {
		*b = *s.Back
		b.Includes, b.LateIncludes = maps.Clone(b.Includes), maps.Clone(b.LateIncludes)
	}
}

// of makes one a copy of an event, whose holdings may be changed.
func (one *soldOne) of(s *sold) *sold {
	one.sold = *s
	if len(s.Holds) > 0 {
		one.Holds = append(one.room[:0], s.Holds...)
	}
	return &one.sold
}

// add adds a taking, or takes it out again if sign is -1.
func (b *back) add(k *took, sign int64) {
	times := func(d decimal.Decimal) decimal.Decimal {
		if sign < 0 {
			return d.Neg()
		}
		return d
	}
	b.Takings += int(sign)
	if !k.Amount.IsZero() { // whose places would not come back from JSON
		b.Amount = exact.Add(b.Amount, times(k.Amount))
	}
	if !k.Recovered.IsZero() {
		b.Late = exact.Sub(b.Late, times(k.Recovered))
	}
	b.Includes = addParts(b.Includes, k.Includes, times)
	if k.Late {
		b.LateIncludes = addParts(b.LateIncludes, k.Includes, times)
	}
	if k.Late {
		b.Late = b.Late.Add(times(k.Amount))
		if k.Parts {
			b.LatePartsOf = b.LatePartsOf.Add(times(k.Amount))
		}
		if k.Counts {
			b.LateUnits, b.LateUnitsOf = b.LateUnits.Add(times(k.Units)), b.LateUnitsOf.Add(times(k.Amount))
		}
		return
	}
	if k.Counts {
		b.Counting += int(sign)
		b.Units, b.UnitsOf = b.Units.Add(times(k.Units)), b.UnitsOf.Add(times(k.Amount))
	}
	if k.Parts {
		b.PartsOf = b.PartsOf.Add(times(k.Amount))
	}
}

// addParts adds parts of an amount to others, which it changes.
func addParts(parts, more map[string]decimal.Decimal, times func(decimal.Decimal) decimal.Decimal) map[string]decimal.Decimal {
	for name, part := range more {
		if parts == nil {
			parts = map[string]decimal.Decimal{}
		}
		parts[name] = parts[name].Add(times(part))
	}
	return parts
}

// bases notes what a refund that says parts takes of the base of each rule, and
// refuses more than there is.
func (x *evaluation) bases(c *restating, k *took) error {
	v, err := x.paidBy(c.before)
	if err != nil {
		return err
	}
	k.Bases = map[string]decimal.Decimal{}
	for i := range c.after.Holds {
		h := &c.after.Holds[i]
		r := v.rule(h.Rule)
		if r == nil {
			continue
		}
		base := k.Amount
		for _, name := range r.Pay.Less {
			base = base.Sub(k.Includes[name])
		}
		if base.IsNegative() || exact.Cmp(base.Add(h.Parts), h.Base) > 0 {
			return check.Fault("includes", exact.Text(base), alianza.ErrRange,
				fmt.Sprintf("what it takes back of rule %s is not from 0 to its base, %s", h.Rule, exact.Text(exact.Trim(h.Base))))
		}
		if k.Late {
			continue
		}
		k.Bases[h.Rule], h.Parts = base, h.Parts.Add(base)
	}
	return nil
}

// A restating is a change of what is left of an event, of which the difference is
// posted.
type restating struct {
	event   *Event // that changes it
	key     Key    // of the record that is changed
	before  *sold
	after   *sold
	owned   bool   // the holdings of after are a copy
	kind    Kind   // refund or chargeback, of what is taken
	took    *took  // what is taken, or put back; nil for a correction
	undo    bool   // it is put back
	carried bool   // and it was taken of a sale that was corrected since
	trace   bool   // nothing is to remain of the event: it was wrong
	suffix  string // of the keys of the entries
	why     Reason
}

// restate posts, for each rule that paid the event, the difference between what is
// left of it and what was, and keeps the record.
func (x *evaluation) restate(c *restating) error {
	if len(c.before.Holds) > 0 {
		v, err := x.paidBy(c.before)
		if err != nil {
			return err
		}
		if !c.owned {
			c.after.Holds = append([]holding(nil), c.after.Holds...)
		}
		for i := range c.after.Holds {
			if err := x.restateHolding(c, v, &c.before.Holds[i], &c.after.Holds[i]); err != nil {
				return err
			}
		}
	}
	return x.put(c.key, c.after)
}

// restateHolding posts the difference for one rule.
func (x *evaluation) restateHolding(c *restating, v *version, was, is *holding) error {
	r := v.rule(is.Rule)
	if r == nil {
		return check.Fault("rule", is.Rule, alianza.ErrUnknown, "the version that paid has no such rule")
	}
	left, before := c.after.volume(is, v, r), c.before.volume(was, v, r)
	moved := Volume{Amount: exact.Sub(left.Amount, before.Amount)}
	if left.Units != before.Units {
		moved.Units = exact.Sub(left.Units, before.Units)
	}
	worth, still := c.after.worth(is, v, r, left), moved.isZero() && c.after.nothing() == c.before.nothing()
	if still && c.took != nil && c.took.Late { // it took nothing
		return nil
	}
	at := place{c.key.partner, c.before.Customer, c.before.Order, c.before.At, c.before.since()}
	entry := x.back(c, v, r, is)
	entry.Base = moved.Amount
	if r.Pay.byUnits() {
		entry.Units = moved.Units
	}
	if r.Over.Over != PerEvent {
		entries, err := x.rewind(c, &rewinding{v: v, rule: r, at: at, hold: is, moved: moved, entry: entry})
		if err != nil {
			return err
		}
		x.postWindow(c, v, is, entries)
	}
	if !r.pooled && len(r.Defer) > 0 {
		entry.Rate, entry.Remaining = alianza.Percent{}, Remaining{Base: left.Amount}
		if r.Pay.byUnits() {
			entry.Remaining.Units = left.Units
		}
		if err := x.restateParts(c, v, r, is, at, worth, entry); err != nil {
			return err
		}
	} else if !r.pooled {
		if len(r.Back) > 0 {
			why := Reason{}
			if worth = v.unit.posted(is.Paid); !still || c.undo {
				worth, why = x.stands(c, v, r, was, is)
			}
			if entry.Why.IsZero() {
				entry.Why = why
			}
		}
		entry.Amount, entry.Rate = exact.Sub(worth, is.Paid), is.Rate
		entry.Exact = entry.Amount
		if !is.Rate.IsZero() && r.Pay.Fixed.IsZero() && r.Pay.PerUnit.IsZero() && !is.Bounded && !r.Pay.tabled() && len(r.Back) == 0 {
			entry.Exact = percentOf(is.Rate, entry.Base)
		} else {
			entry.Rate = alianza.Percent{}
		}
		entry.Remaining = Remaining{Base: left.Amount, Amount: worth}
		if r.Pay.byUnits() {
			entry.Remaining.Units = left.Units
		}
		is.Paid = worth
		if err := x.use(r.caps, at, entry.Amount); err != nil {
			return err
		}
		if c.after.More != nil && len(c.after.More.Shares) > 0 {
			if err := x.postFor(c.after, v, []Entry{*entry}); err != nil {
				return err
			}
		} else {
			x.postOne(entry)
		}
	}
	if c.trace && r.Over.KeepAttained { // whose refunds left the meter as it was
		moved = Volume{Amount: was.Base.Neg(), Units: was.Units.Neg()}
	}
	return x.unfill(c, r, at, move{moved, entry.Amount})
}

// back returns the entry of what is taken back of a rule, without its amounts.
func (x *evaluation) back(c *restating, v *version, r *rule, h *holding) *Entry {
	entry := x.kept.entry()
	x.plan.begin(entry, &v.def, r.Name, c.event)
	entry.Key += c.suffix
	entry.Partner = c.key.partner
	entry.Corrects = units.Key(v.def.ID, c.key.partner, r.Name, c.key.name)
	entry.Of = c.key.name
	entry.Tier, entry.Medium, entry.Customer, entry.Why = h.Tier, r.Pay.Medium, c.before.Customer, c.why
	entry.Due = later(x.plan.due(c.event.booked(), 0), x.plan.local(h.Due))
	return entry
}

// A rewinding takes a volume out of the window of a rule, or puts it back.
type rewinding struct {
	v     *version
	rule  *rule
	at    place
	hold  *holding
	moved Volume
	entry *Entry
}

// rewind changes the window of a rule by what was taken back. Where attained is
// kept, or the period is closed for good, the volume stays, and its pay falls.
func (x *evaluation) rewind(c *restating, w *rewinding) ([]Entry, error) {
	win, key, err := x.windowAt(w.rule, w.at)
	if err != nil {
		return nil, err
	}
	at := win.part(w.v)
	before := *win.Parts[at].clone()
	keep, err := x.keeping(c, w)
	if err != nil {
		return nil, err
	}
	counts := w.rule.byCustomers()
	if counts {
		if w.moved.Units, err = x.recount(w.rule, w.at, w.v.def.Version, c.stood(keep)); err != nil {
			return nil, err
		}
	}
	switch p := &win.Parts[at]; {
	case c.trace:
		if keep { // what was refunded of it before is no longer lost
			units, lost := w.moved.Units, decimal.Decimal{}
			if !counts {
				units, lost = w.hold.Units.Neg(), c.before.units(w.hold, w.rule.unitsAlone()).Sub(w.hold.Units)
			}
			win.add(at, w.hold.Base.Neg(), units)
			win.lose(at, c.before.base(w.hold, w.v.unit.Places()).Sub(w.hold.Base), lost)
		} else {
			win.add(at, w.moved.Amount, w.moved.Units)
		}
		p.unsay(x, w, c.before.nothing() && !keep)
	case keep:
		win.lose(at, w.moved.Amount.Neg(), w.moved.Units.Neg())
	default:
		win.add(at, w.moved.Amount, w.moved.Units)
		if c.after.nothing() != c.before.nothing() && w.hold.Tier != "" {
			n := 1
			if c.after.nothing() {
				n = -1
			}
			p.say(alianza.DateOf(w.at.at, x.plan.zone), w.hold.Tier, n)
		}
	}
	var entries, room []Entry
	if len(x.earned.Entries) == 0 {
		room = x.kept.entries[:0]
	}
	if w.rule.pooled || len(win.Parts) > 1 {
		entries, err = x.repost(&reposting{window: win, key: key, at: at, before: before, entry: w.entry, room: room})
		if err != nil {
			return nil, err
		}
	}
	return entries, x.put(key, win)
}

// keeping reports whether the volume of a window stays as it was. What a taking
// left there is not put back twice when the taking is undone.
func (x *evaluation) keeping(c *restating, w *rewinding) (bool, error) {
	if c.undo && c.carried {
		return w.rule.Over.KeepAttained, nil
	}
	if c.undo {
		return slices.Contains(c.took.Kept, units.Key("window", w.rule.Name)), nil
	}
	keep, err := x.keeps(w.rule, w.at)
	if keep && c.took != nil {
		c.took.Kept = append(slices.Clip(c.took.Kept), units.Key("window", w.rule.Name))
	}
	return keep, err
}

// unsay takes the level that a corrected sale gave out of its day, unless a refund
// of all of it has done so.
func (p *windowPart) unsay(x *evaluation, w *rewinding, gone bool) {
	if w.hold.Tier != "" && !gone {
		p.say(alianza.DateOf(w.at.at, x.plan.zone), w.hold.Tier, -1)
	}
}

// keeps reports whether a refund leaves the volume of a window as it was.
func (x *evaluation) keeps(r *rule, at place) (bool, error) {
	if r.Over.KeepAttained {
		return true, nil
	}
	if !r.Over.Over.closable() {
		return false, nil
	}
	c, err := read[closed](x, Key{about: periodRecord, partner: at.partner, period: x.period(r.Over.Over, at)})
	return c != nil && !c.Follows, err
}

// unfill takes a volume out of the meters that a rule fills, and a customer's
// event out of its time if it was wrong.
func (x *evaluation) unfill(c *restating, r *rule, at place, moved move) error {
	for _, w := range r.metered {
		if err := x.unmeter(c, r, at, moved, w); err != nil {
			return err
		}
	}
	return nil
}

// A move is what a meter loses or gets back: a volume, and what was posted for it.
type move struct {
	Volume
	posted decimal.Decimal
}

// unmeter takes a volume out of one meter. If the period is closed, its bonuses
// that follow are settled in the end.
func (x *evaluation) unmeter(c *restating, r *rule, at place, moved move, w Window) error {
	turn := 0 // of a customer's event, that counts or no longer counts
	if slices.Contains(r.buyers, w) {
		turn = c.stood(c.trace && r.Over.KeepAttained)
	}
	still := moved.isZero() && turn == 0
	if still && (c.undo || c.took == nil) || w == PerContractYear && at.since.IsZero() {
		return nil
	}
	period := x.period(w, at)
	if keep, err := x.keepsMeter(c, r, Key{about: periodRecord, partner: at.partner, period: period}); err != nil || keep || still {
		return err // also of nothing it is noted whether the meter kept it
	}
	m, err := edit[meter](x, Key{about: meterRecord, partner: at.partner, name: r.meter(), period: period})
	if err != nil {
		return err
	}
	m.Amount, m.Units = m.Amount.Add(moved.Amount), m.Units.Add(moved.Units)
	if turn != 0 {
		if err := x.buys(m, x.meterKey(r.meter(), w, at), at.customer, turn); err != nil {
			return err
		}
	}
	if r.guaranteed {
		m.Posted = m.Posted.Add(moved.posted)
	}
	x.stale(Key{about: periodRecord, partner: at.partner, period: period})
	return nil
}

// keepsMeter reports whether a meter stays as it was: where attained is kept, and
// in a period that is closed for good. What a taking left there is not put back
// when the taking is undone.
func (x *evaluation) keepsMeter(c *restating, r *rule, period Key) (bool, error) {
	mark := units.Key("meter", r.Name, period.period)
	if c.undo && c.carried {
		return r.Over.KeepAttained, nil
	}
	if c.undo {
		return slices.Contains(c.took.Kept, mark), nil
	}
	keep := r.Over.KeepAttained
	if !keep {
		done, err := read[closed](x, period)
		if err != nil {
			return false, err
		}
		w, _ := windowOf(period.period)
		keep = done != nil && !done.Follows && !x.plan.numbered(done.Version).late(w, r.meter())
	}
	if keep = keep && !c.trace; keep && c.took != nil {
		c.took.Kept = append(slices.Clip(c.took.Kept), mark)
	}
	return keep, nil
}
