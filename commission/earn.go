package commission

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Earned is what an event led to: what to post and what to keep. Post the entries
// and keep the records in one transaction.
type Earned struct {
	_       [0]func() // == would compare decimals by address
	Entries []Entry   `json:"entries,omitzero"`
	Skipped []Skipped `json:"skipped,omitzero"` // rules that did not pay
	Records []Record  `json:"records,omitzero"` // to keep; one for each key
}

// Sum returns the sum of the entries in a medium.
func (e Earned) Sum(m Medium) decimal.Decimal { return sumOf(e.Entries, m) }

// String returns the entries as sentences, a line each; if there are none, why.
func (e Earned) String() string {
	text := ""
	for i := range e.Entries {
		text += e.Entries[i].String() + "\n"
	}
	if text != "" {
		return text[:len(text)-1]
	}
	for i := range e.Skipped {
		text += "; " + e.Skipped[i].String()
	}
	if text == "" {
		return "nothing is earned"
	}
	return "nothing is earned: " + text[2:]
}

// MarshalJSON writes what was earned by its tags.
func (e Earned) MarshalJSON() ([]byte, error) { return strictjson.Marshal(e) }

// UnmarshalJSON reads what was earned strictly.
func (e *Earned) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, e, nil) }

// Earn returns what an event leads to, given the past. It changes nothing:
// evaluating an event twice gives the same twice, and evaluating it without
// keeping the result is a preview. It reads the few records that concern the
// event, however many there are.
//
// In this order:
//
//  1. The event is checked. If its ID was seen before with the same content, the
//     error wraps [alianza.ErrRepeated]; with other content, [alianza.ErrConflict].
//  2. The day of the event decides the version of the plan.
//  3. Each rule on the kind of event is asked, in order: the condition, the
//     partner, the base, the level, the customer's time, the window, the bounds,
//     the caps. What it pays is rounded once.
//  4. Precedence decides which of them pays.
//  5. A refund, a chargeback, a correction and a reversal go by the version of
//     their sale.
//
// It returns an error if:
//   - a field of the event is missing or wrong;
//   - a rule asks for a fact that the event does not give ([alianza.ErrMissing]);
//   - no version is for the day of the event ([alianza.ErrRange]);
//   - a period is closed before its first day ([alianza.ErrRange]);
//   - the event is about one that is not known ([alianza.ErrPending]);
//   - more is taken back than there is ([alianza.ErrRange]);
//   - the event falls into a closed period ([alianza.ErrConflict]);
//   - a record of the past is of another program or of an edited definition
//     ([alianza.ErrConflict]);
//   - past fails.
func (p Plan) Earn(past Past, e Event) (Earned, error) {
	if len(p.versions) == 0 {
		return Earned{}, fmt.Errorf("commission: plan: %w", alianza.ErrUnchecked)
	}
	var seen look
	if earned, ok := p.usual(past, &e, &seen); ok {
		return earned, nil
	}
	x, _ := evaluations.Get().(*evaluation)
	x.p, x.past, x.e = p, past, e
	x.plan, x.event, x.slots = &x.p, &x.e, x.room[:0]
	err := x.saw(&seen)
	if err == nil {
		err = x.run()
	}
	earned := x.earned
	x.clear()
	evaluations.Put(x)
	if err != nil {
		return Earned{}, fmt.Errorf("commission: plan %s: %.20s %.60q: %w", p.ID(), e.Kind, e.ID, err)
	}
	return earned, nil
}

// clear lets go of all that x holds on to. Most events read two records or less.
func (x *evaluation) clear() {
	if len(x.slots) <= 2 {
		clear(x.room[:2])
	} else {
		clear(x.room[:])
	}
	x.plan, x.past, x.event, x.slots, x.periods = nil, nil, nil, nil, nil
	x.p, x.e, x.deed, x.earned, x.kept = Plan{}, Event{}, deed{}, Earned{}, kept{}
	x.span.text = ""
	if x.offer.x != nil {
		x.offer = offer{}
	}
}

// evaluations are used again: each is as large as several entries, and nothing of
// it is in what was earned.
var evaluations = sync.Pool{New: func() any { return new(evaluation) }}

// An evaluation is one event being evaluated: what was read of the past, what
// changes in it, and what is posted.
type evaluation struct {
	plan    *Plan
	past    Past
	event   *Event
	slots   []slot
	earned  Earned
	periods []Key // that are stale: see follow

	// Room for the usual event, to spare allocations.
	p     Plan
	e     Event
	deed  deed
	room  [4]slot
	offer offer
	kept  kept
	span  struct { // the window that was asked for last
		window Window
		day    civil.Date
		since  alianza.Date
		text   string
	}
}

// kept is room for what the usual event is posted and kept as.
type kept struct {
	sold    *sold
	holds   []holding
	records []Record
	entries []Entry
	used    bool // entries, by an offer or by what is taken back
}

// room makes room for the usual event that earns, in one piece of memory.
func (k *kept) room() {
	one := &struct {
		soldOne
		records [1]Record
		entries [1]Entry
	}{}
	*k = kept{sold: &one.sold, holds: one.room[:], records: one.records[:0], entries: one.entries[:]}
}

// A keptTaking is the same for a refund, with what becomes of its sale.
type keptTaking struct {
	sold    sold
	took    took
	sale    soldOne
	back    back
	records [3]Record
	entries [1]Entry
}

func (k *kept) taking() *keptTaking {
	one := &keptTaking{}
	*k = kept{sold: &one.sold, records: one.records[:0], entries: one.entries[:]}
	return one
}

// entry returns a zero entry to be posted.
func (k *kept) entry() *Entry {
	if len(k.entries) == 0 || k.used {
		return new(Entry)
	}
	k.used = true
	return &k.entries[0]
}

// A slot is a record that was read, with what the event makes of it.
type slot struct {
	key      Key
	revision int          // of what the past has, 0 if it has nothing
	day      alianza.Date // likewise
	was      any          // likewise, nil if it has nothing
	body     any          // what the event makes of it
	changed  bool
}

// run evaluates the event.
func (x *evaluation) run() error {
	e := x.event
	if err := e.check(x.plan.versions[0].def.Currency); err != nil {
		return err
	}
	if err := x.again(); err != nil {
		return err
	}
	first := &x.plan.versions[0].def
	if e.Kind.about() && alianza.DateOf(e.At, x.plan.zone).Before(first.From) {
		return check.Fault("at", x.plan.day(e.At).String(), alianza.ErrRange, x.plan.days())
	}
	var err error
	switch e.Kind {
	case Refund, Chargeback:
		err = x.take()
	case Correction:
		err = x.correct()
	case Reversal:
		err = x.undo()
	case Maturity:
		err = x.mature()
	case Close:
		err = x.close()
	default:
		err = x.sale()
	}
	if err != nil {
		return err
	}
	if err := x.follow(); err != nil {
		return err
	}
	return x.finish()
}

// again refuses an event that was seen before.
func (x *evaluation) again() error {
	e := x.event
	before, err := read[sold](x, Key{about: eventRecord, partner: e.Partner, name: e.ID})
	if err != nil || before == nil {
		return err
	}
	if before.Content == mark(e.content()) && before.Kind == e.Kind {
		return check.Fault("id", e.ID, alianza.ErrRepeated, "")
	}
	return check.Fault("id", e.ID, alianza.ErrConflict, "seen before as another event: "+before.differs(e))
}

// differs says in what the event that was seen differs from one of the same ID.
func (s *sold) differs(e *Event) string {
	switch {
	case s.Kind != e.Kind:
		return "a " + string(s.Kind)
	case exact.Cmp(s.Amount, e.Amount) != 0:
		return "of " + exact.Text(s.Amount) + " " + e.Currency
	case s.Of != e.Of:
		return fmt.Sprintf("of %q", s.Of)
	case s.Customer != e.Customer:
		return fmt.Sprintf("of customer %q", s.Customer)
	case s.Order != e.Order:
		return fmt.Sprintf("of order %q", s.Order)
	case s.Tier != e.Tier:
		return fmt.Sprintf("of tier %q", s.Tier)
	}
	return "with other facts"
}

// slot returns the slot of a key, which it reads if it was not read before.
func (x *evaluation) slot(key Key) (*slot, error) {
	for i := range x.slots {
		if x.slots[i].key == key {
			return &x.slots[i], nil
		}
	}
	if x.past == nil {
		return nil, check.Fault("past", "", alianza.ErrMissing, "a past that knows nothing is a new State")
	}
	r, ok, err := x.past.Record(key)
	if err != nil {
		return nil, err
	}
	return x.read(key, &r, ok)
}

// read makes a slot of what was read of the past.
func (x *evaluation) read(key Key, r *Record, ok bool) (*slot, error) {
	s := slot{key: key}
	if ok {
		if r.plan != x.plan.ID() {
			return nil, check.Fault("", key.String(), alianza.ErrConflict, "a record of plan "+r.plan+"; the past is that of one program")
		}
		s.revision, s.day, s.body = r.revision, r.day, r.body
		if l, ok := s.body.(*lean); ok {
			s.body = l.sold()
		}
		s.was = s.body
	}
	x.slots = append(x.slots, s)
	return &x.slots[len(x.slots)-1], nil
}

// saw makes slots of what the straight way has read.
func (x *evaluation) saw(l *look) error {
	for i := range l.n {
		r := &l.records[i]
		if _, err := x.read(r.key, r, r.revision != 0); err != nil {
			return err
		}
	}
	return nil
}

// read returns the body of a record, nil if there is none. It is not to be changed.
func read[T any](x *evaluation, key Key) (*T, error) {
	s, err := x.slot(key)
	if err != nil || s.body == nil {
		return nil, err
	}
	body, ok := s.body.(*T)
	if !ok {
		return nil, check.Fault("", key.String(), alianza.ErrConflict, "the record has the body of another key")
	}
	return body, nil
}

// edit returns a body that may be changed and is kept: a copy of what the past
// has, or a new one. Lists in it are those of the past: replace them whole.
func edit[T any](x *evaluation, key Key) (*T, error) {
	body, err := read[T](x, key)
	if err != nil {
		return nil, err
	}
	s, _ := x.slot(key)
	if !s.changed {
		var one T
		if body != nil {
			one = *body
		}
		body, s.body, s.changed = &one, &one, true
	}
	return body, nil
}

// put keeps a body under a key that was read.
func (x *evaluation) put(key Key, body any) error {
	s, err := x.slot(key)
	if err != nil {
		return err
	}
	s.body, s.changed = body, true
	return nil
}

// finish makes records of what changed.
func (x *evaluation) finish() error {
	day := alianza.DateOf(x.event.booked(), x.plan.zone)
	n := 0
	for i := range x.slots {
		if x.slots[i].changed {
			n++
		}
	}
	if n <= cap(x.kept.records) {
		x.earned.Records = x.kept.records[:0:n]
	} else {
		x.earned.Records = make([]Record, 0, n)
	}
	for i := range x.slots {
		s := &x.slots[i]
		if !s.changed {
			continue
		}
		r := Record{key: s.key, revision: s.revision + 1, plan: x.plan.ID(), day: day, body: s.body}
		if day.Before(s.day) {
			r.day = s.day
		}
		x.earned.Records = append(x.earned.Records, r)
	}
	return x.bounded()
}

// bounded refuses an event that would leave a number which could not be read back.
func (x *evaluation) bounded() error {
	var f check.Faults
	within := func(list ...*decimal.Decimal) {
		for _, d := range list {
			if *d == (decimal.Decimal{}) {
				continue
			}
			if err := exact.Check(*d); err != nil && f.Len() == 0 {
				f.Add("amount", exact.Text(x.event.Amount), alianza.ErrRange, "what it leads to: "+err.Error())
			}
		}
	}
	units := func(d decimal.Decimal) {
		if exact.Cmp(d, maxUnits) > 0 && f.Len() == 0 {
			f.Add("units", exact.Text(x.event.Units), alianza.ErrRange, "more than 2147483647 in a window")
		}
	}
	for i := range x.earned.Entries {
		within(&x.earned.Entries[i].Amount, &x.earned.Entries[i].Remaining.Amount)
	}
	for i := range x.earned.Records {
		switch b := x.earned.Records[i].body.(type) {
		case *sold:
			for i := range b.Holds {
				within(&b.Holds[i].Posted, &b.Holds[i].Paid)
			}
			if k := b.Back; k != nil {
				within(&k.Amount, &k.Late, &k.UnitsOf, &k.PartsOf, &k.LateUnitsOf, &k.LatePartsOf)
				for _, part := range k.Includes {
					within(&part)
				}
			}
		case *window:
			for i := range b.Parts {
				within(&b.Parts[i].Amount, &b.Parts[i].Lost, &b.Parts[i].Paid)
				units(b.Parts[i].Units)
			}
		case *meter:
			within(&b.Amount)
			units(b.Units)
		case *capped:
			within(&b.Used)
		case *bonused:
			within(&b.Paid)
		}
	}
	return f.Err()
}

// skip notes why a rule does not pay.
func (x *evaluation) skip(rule string, why Reason) {
	x.earned.Skipped = append(x.earned.Skipped, Skipped{Rule: rule, Reason: why})
}

// post appends entries. The first ones are not copied.
func (x *evaluation) post(entries []Entry) {
	if len(x.earned.Entries) == 0 && len(entries) > 0 {
		x.earned.Entries = slices.Clip(entries)
		return
	}
	x.earned.Entries = append(x.earned.Entries, entries...)
}

// postOne appends an entry, without a copy if it is that of [kept.entry].
func (x *evaluation) postOne(entry *Entry) {
	if k := &x.kept; len(x.earned.Entries) == 0 && len(k.entries) > 0 && entry == &k.entries[0] {
		x.earned.Entries = k.entries[:1:1]
		return
	}
	x.earned.Entries = append(x.earned.Entries, *entry)
}

// paidBy returns the version by which a sale was paid. The right facts of a
// correction may be of a day that no version is for: they hold nothing, and there are
// no terms to take it back by.
func (x *evaluation) paidBy(sale *sold) (*version, error) {
	if sale.Version == 0 && len(sale.Holds) == 0 {
		return &version{unit: x.plan.versions[0].unit}, nil
	}
	return x.version(sale.Version, sale.Digest)
}

// version returns the version that a record was made by. It returns an error if
// the plan does not have it, or has another definition under its number.
func (x *evaluation) version(n int, digest mark) (*version, error) {
	v := x.plan.numbered(n)
	switch {
	case v == nil:
		return nil, check.Fault("version", fmt.Sprint(n), alianza.ErrUnknown, "the plan does not have the version by which the sale was paid")
	case mark(v.digest) != digest:
		return nil, check.Fault("version", fmt.Sprint(n), alianza.ErrConflict, "its definition was edited since it paid; an edited definition is a new version")
	}
	return v, nil
}

// A deed is what the rules of a version pay for: an event, by the kind under
// which it earns.
type deed struct {
	event *Event
	kind  Kind
	v     *version
	sold  *sold // its record
	// readings are what rules read of meters before the event.
	readings []reading
	// answers are those that a wrong event was given for its installments.
	answers *more
}

// sale lets the rules pay an event.
func (x *evaluation) sale() error {
	e := x.event
	d := &x.deed
	*d = deed{event: e, kind: e.Kind, v: x.plan.inForce(e.At)}
	if d.v == nil {
		return check.Fault("at", x.plan.day(e.At).String(), alianza.ErrRange, "no version of the plan is for this day: "+x.plan.days())
	}
	d.sold = x.record(e, d.v)
	if err := x.pay(d); err != nil {
		return err
	}
	if err := x.put(Key{about: eventRecord, partner: e.Partner, name: e.ID}, d.sold); err != nil {
		return err
	}
	return x.late(d)
}

// days says for which days the plan is.
func (p *Plan) days() string {
	first, last := &p.versions[0].def, &p.versions[len(p.versions)-1].def
	text := "the plan begins on " + first.From.String()
	if first.From.IsZero() {
		text = "the plan has no beginning"
	}
	if !last.Until.IsZero() {
		text += " and ends before " + last.Until.String()
	}
	return text
}

// record returns the record of an event, before it has earned or taken.
func (x *evaluation) record(e *Event, v *version) *sold {
	s := x.kept.sold
	if s == nil || s.Kind != "" { // it is that of another event
		x.kept.room()
		s = x.kept.sold
	}
	s.Kind, s.Content, s.At, s.Of, s.Amount, s.Includes = e.Kind, mark(e.content()), e.At, e.Of, e.Amount, maps.Clone(e.Includes)
	s.Customer, s.Order, s.Tier = e.Customer, e.Order, e.Tier
	if v != nil {
		s.Version, s.Digest = v.def.Version, mark(v.digest)
	}
	if units, given := e.units(); given {
		s.Units = new(decimal.Decimal)
		*s.Units = units
	}
	if since := x.plan.since(e); !since.IsZero() || e.Cause != "" || len(e.Shares) > 0 {
		s.More = &more{Since: since, Cause: e.Cause, Shares: slices.Clone(e.Shares)}
	}
	return s
}

// pay asks the rules of the version, lets precedence decide, and posts.
func (x *evaluation) pay(d *deed) error {
	if d.v.reads {
		if err := x.readings(d); err != nil {
			return err
		}
	}
	var room [4]*offer
	offers, some := room[:0], false
	for i := range d.v.rules {
		r := &d.v.rules[i]
		if r.On != d.kind {
			continue
		}
		some = true
		second := d.v.def.Precedence == PrecedenceFirst && len(offers) > 0
		if second {
			x.skip(r.Name, Reason{Code: comesFirst, Rule: offers[0].rule.Name})
			if r.Lasts.After == 0 {
				continue
			}
		}
		o := &x.offer
		if len(offers) > 0 {
			o = new(offer)
		}
		o.start(x, d, r, len(offers) == 0)
		if err := o.make(); err != nil {
			return err
		}
		switch {
		case second:
			if err := o.count(); err != nil {
				return err
			}
			continue
		case !o.why.IsZero():
			x.skip(r.Name, o.why)
			if err := o.count(); err != nil {
				return err
			}
			continue
		}
		offers = append(offers, o)
		if d.v.shared && d.v.def.Precedence == PrecedenceEvery { // the next one has what it leaves
			if err := o.accept(); err != nil {
				return err
			}
		}
	}
	if !some {
		x.skip("", Reason{Code: noRule, Name: string(d.kind)})
	}
	if d.v.def.Precedence == PrecedenceBest {
		all := offers
		offers = x.best(offers)
		for _, o := range all {
			if o != offers[0] {
				if err := o.count(); err != nil {
					return err
				}
			}
		}
	}
	if d.v.shared && d.v.def.Precedence == PrecedenceEvery {
		return nil
	}
	switch {
	case len(offers) == 1:
		d.sold.Holds = x.kept.holds[:0]
	case len(offers) > 0:
		d.sold.Holds = make([]holding, 0, len(offers))
	}
	for _, o := range offers {
		if err := o.accept(); err != nil {
			return err
		}
	}
	return nil
}

// best returns the offer that posts most, the first of equals.
func (x *evaluation) best(offers []*offer) []*offer {
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
			x.skip(o.rule.Name, Reason{Code: paysLess, Rule: most.rule.Name, Amount: o.amount(), Limit: most.amount()})
		}
	}
	return []*offer{most}
}
