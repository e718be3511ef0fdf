package program

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/currency"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// A Run takes events through tiers, plans and payouts, month by month:
//
//	run := p.Run()
//	for event := range events {
//		if err := run.Add(event); err != nil { … } // it cannot be used
//	}
//	for result := range run.CloseAll() {
//		fmt.Println(result)
//	}
//
// What decides the level and is no event, such as hours of training, is given by
// [Run.Measure].
//
// Events may come in any order and of any number of months. A month is closed when
// no event of it can come any more. The events of a partner's month are then
// evaluated by their instants. Of one instant, those that take back come last, and the
// others stay as they came. The order of a file decides nothing else.
//
// A sale may have shares, and a correction may give an event to another partner of the
// run. From the month of the first such event on, a month is closed in two steps: the
// events of all partners are evaluated before any partner is paid. So each result has
// what the events of others posted. If two partners give each other events of one
// month, one of the two corrections is refused.
//
// The run closes the periods of bonuses by itself: each when it ends. The partner has to
// have events in the currency, and the version of the period's last day a bonus over
// such periods. Contract years are counted from the day that the partner's latest event
// says. A period that takes late events is closed at the end of their month.
//
// If a later event says another day, contract years may overlap. A year that overlaps a
// closed one is closed only if every bonus over contract years is paid on sales alone, and
// there are some. Otherwise [Result.Faults] names it; a close that is added closes it.
//
// A Run keeps of a month what was added, in some 40 bytes an event, and of closed
// months as much, so that a sale can be refunded. It is not safe for concurrent use.
// Partners may be shared out among several runs, each on a machine of its own: see
// [Merge].
type Run struct {
	p        *Program
	store    *store
	partners []*partner
	names    map[string]uint64
	sorted   []*partner // by name, nil if it is to be made again
	first    cycle.Month
	last     cycle.Month
	closed   cycle.Month
	begun    cycle.Month // the last one of which a result was given
	crosses  cycle.Month // the first with an event that may post to another partner
	posted   cycle.Month // whose events of all partners were evaluated together
	waiting  []evaluated // of it, that have no result yet
	gives    bool        // there is a correction of another partner's event
	closes   bool        // there is a bonus
	all      bool        // it is closed by CloseAll
	asked    bool        // somebody asks for results
	back     *Result     // that was asked for and handed back
	added    uint64
	refused  int
	books    map[string]*books // by currency
	placed   map[string]*tier.Placement[tier.NoTerms]
	measures map[measureKey]*measured // of months that are not closed
	simple   bool                     // the level of a month comes of its own metrics alone
	taking   []bool                   // by word: a kind of event that takes back
	tiers    []bool                   // by word: a tier
	backs    map[ref][]ref            // events that take a quick sale back, in order
	now      evaluation
}

// A partner is what a run knows of one.
type partner struct {
	partnership
	index    uint64
	name     string
	first    cycle.Month // that has an event
	closed   cycle.Month // the last month that was evaluated
	turn     cycle.Month // the month in which it was its turn, of those evaluated together
	open     []pending   // months with events that are not closed, in order
	spells   []spell     // levels, for events of closed months
	level    string      // after the last month closed
	standing cycle.Standing
	accounts []*ledger          // by currency and medium
	others   []commission.Entry // that events of other partners posted since the last result
	used     []uint64           // words of the currencies of events that were not refused, if there is a bonus
	years    []planSpan         // contract years that have not ended, in which something was sold
	ended    []planSpan         // contract years that are closed
	quiet    []quietClose       // in the order of their ends
}

// A partnership is since when and until when a partner is one, as the latest event says it.
type partnership struct {
	since, until time.Time
	told         int64 // the second of that event
}

// pending are the events of a month: the last one leads to those before it.
type pending struct {
	month cycle.Month
	last  ref
}

// A spell is the tier that paid the events from a month on.
type spell struct {
	from cycle.Month
	tier string
}

// Run returns a run without events. The run of the zero Program refuses every
// event.
func (p Program) Run() *Run {
	r := &Run{
		p: &p, store: newStore(p.Zone()), names: map[string]uint64{}, backs: map[ref][]ref{}, books: map[string]*books{},
		placed: map[string]*tier.Placement[tier.NoTerms]{},
	}
	r.simple = p.tiered && p.def.LevelFrom == LevelFromMonth && plainCycle(p.def.Tiers)
	return r
}

// book returns the books of a currency, nil if there is no plan in it.
func (r *Run) book(code string) *books {
	if b, ok := r.books[code]; ok {
		return b
	}
	plan, ok := r.p.plans[code]
	if !ok {
		return nil
	}
	places, _ := currency.Places(code)
	b := newBooks(r.p, code, plan, int32(places))
	r.books[code] = b
	r.closes = r.closes || b.closes()
	return b
}

// Add takes an event. Its level may be left out: the run places the partner, see
// [LevelFrom]. Of an event that takes back, the day may be enough: at the first instant
// of the day it comes after its sale of that day.
//
// Add returns an error, and changes nothing, if:
//   - the event has no ID, kind, partner, instant or currency that could be, or an
//     amount that is negative or out of bounds;
//   - the currency has no plan ([alianza.ErrCurrency]);
//   - the event was added before ([alianza.ErrRepeated]), or another one of its ID
//     ([alianza.ErrConflict]);
//   - its month is closed ([alianza.ErrRange]), or it has shares or another partner's
//     event, and the month has a result already;
//   - it has the ID of a close that the run makes itself for a bonus of the plan
//     ([alianza.ErrConflict]): "close-2026-01", say, or "close-2026-01-2026-03" for a late
//     one.
//
// What else is wrong with an event is seen when its month is closed: [Line.Err]
// says it.
func (r *Run) Add(e commission.Event) error {
	if r == nil || r.p == nil { // not of Program.Run
		return Program{}.unchecked()
	}
	if err := r.p.unchecked(); err != nil {
		return err
	}
	if err := r.check(&e); err != nil {
		return fmt.Errorf("program: %.20s %.60q: %w", e.Kind, e.ID, err)
	}
	p := r.partner(e.Partner)
	month := r.month(&e)
	if r.isClosed(p, month) {
		return r.fault("at", month.String(), alianza.ErrRange, "the month is closed")
	}
	others := e.OfPartner != "" || len(e.Shares) > 0
	if others && !r.begun.Before(month) {
		return r.fault("at", month.String(), alianza.ErrRange, "the month has results already, and the event may post to a partner of one")
	}
	if at := r.store.find(p.index, e.ID); at != 0 {
		k := r.store.kept(at)
		before := r.store.event(&k, p.name)
		if same(&before, &e) {
			return r.fault("id", e.ID, alianza.ErrRepeated, "")
		}
		return r.fault("id", e.ID, alianza.ErrConflict, "seen before as another event")
	}
	if err := r.keep(p, month, &e, r.added+1); err != nil || !others {
		return err
	}
	r.gives = r.gives || e.OfPartner != ""
	if r.crosses.IsZero() || month.Before(r.crosses) {
		r.crosses = month
	}
	return nil
}

// isClosed reports whether nothing can be added to a month of a partner any more.
func (r *Run) isClosed(p *partner, m cycle.Month) bool {
	return !r.closed.Before(m) || !r.posted.Before(m) || !p.closed.Before(m)
}

func (r *Run) fault(path, value string, kind error, detail string) error {
	return fmt.Errorf("program: %w", check.Fault(path, value, kind, detail))
}

// keep puts an event into the month of a partner.
func (r *Run) keep(p *partner, month cycle.Month, e *commission.Event, number uint64) error {
	n, ok := slices.BinarySearchFunc(p.open, month, func(m pending, month cycle.Month) int { return m.month.Sub(month) })
	var before ref
	if ok {
		before = p.open[n].last
	}
	at, room := r.store.add(header{before, p.index, number}, e)
	if !room {
		return r.fault("", "", alianza.ErrLimit, "4 GiB of events")
	}
	if ok {
		p.open[n].last = at
	} else {
		p.open = slices.Insert(p.open, n, pending{month, at})
	}
	r.store.put(at, p.index, e.ID)
	r.added = max(r.added, number)
	r.begin(p, month)
	return nil
}

// check faults an event that cannot be kept.
func (r *Run) check(e *commission.Event) error {
	var f check.Faults
	f.Name("id", e.ID)
	if _, known := r.names[e.Partner]; !known {
		f.Name("partner", e.Partner)
	}
	if e.Kind == "" {
		f.Add("kind", "", alianza.ErrMissing, "sale or refund, say")
	}
	f.Instant("at", e.At)
	if !e.Booked.IsZero() {
		f.Instant("booked", e.Booked)
	}
	if e.Currency == "" {
		f.Add("currency", "", alianza.ErrMissing, "")
	} else if b := r.book(e.Currency); b == nil {
		f.Add("currency", e.Currency, alianza.ErrCurrency, "the program has no plan in it")
	} else if b.ownClose(e.ID) {
		f.Add("id", e.ID, alianza.ErrConflict, "the close that the run makes itself has it")
	}
	if f.Number("amount", e.Amount) && e.Amount.IsNegative() {
		f.Add("amount", exact.Text(e.Amount), alianza.ErrRange, "negative; what is taken back is an event of kind refund")
	}
	f.Number("units", e.Units)
	if f.Count("includes", len(e.Includes), check.MaxMetrics, "parts") {
		for _, name := range sortedKeys(e.Includes) {
			f.Number("includes."+name, e.Includes[name])
		}
	}
	f.Count("facts", len(e.Facts), check.MaxMetrics, "facts")
	return f.Err()
}

// month returns the month in whose statement an event is: that in which it was
// booked.
func (r *Run) month(e *commission.Event) cycle.Month {
	at := e.At
	if !e.Booked.IsZero() {
		at = e.Booked
	}
	return cycle.MonthOf(at, r.p.zone)
}

// partner returns the partner of a name.
func (r *Run) partner(name string) *partner {
	if i, ok := r.names[name]; ok {
		return r.partners[i]
	}
	p := &partner{index: uint64(len(r.partners)), name: name}
	r.names[name] = p.index
	r.partners, r.sorted = append(r.partners, p), nil
	return p
}

// Refused returns how many events were refused while their months were closed.
func (r *Run) Refused() int {
	if r == nil {
		return 0
	}
	return r.refused
}

// CloseAll closes all months up to the last that has an event or a measure, as [Run.Close] does.
func (r *Run) CloseAll() iter.Seq[Result] {
	if r == nil {
		return func(func(Result) bool) {}
	}
	return func(yield func(Result) bool) {
		r.all = true
		r.closeUntil(r.last, yield)
	}
}

// Close closes the months up to one, inclusive. It returns the result of each partner
// who has begun by then, month by month, and in a month by the partner's name. A
// result is to be used before the next one is asked for. Results that are
// not asked for are not lost: the months stay open for these partners. A month in which
// nobody has begun is closed as well, and takes no events any more.
func (r *Run) Close(month cycle.Month) iter.Seq[Result] {
	if r == nil {
		return func(func(Result) bool) {}
	}
	return func(yield func(Result) bool) {
		r.all = false
		r.closeUntil(month, yield)
	}
}

func (r *Run) closeUntil(last cycle.Month, yield func(Result) bool) {
	if r.first.IsZero() || last.Before(r.first) { // nobody has begun
		if r.closed.Before(last) {
			r.closed = last
		}
		return
	}
	r.asked = true
	defer func() { r.asked = false }()
	if back := r.back; back != nil && !last.Before(back.Month) {
		r.back = nil
		if !yield(*back) {
			return
		}
	}
	m := r.closed.Add(1)
	if r.closed.IsZero() {
		m = r.first
	}
	for ; !last.Before(m); m = m.Add(1) {
		each := r.closePartners
		if !r.crosses.IsZero() && !m.Before(r.crosses) {
			each = r.closeTogether
		}
		if !each(m, yield) {
			return
		}
		r.closed = m
		if m.Add(1) == m { // the end of the calendar
			return
		}
	}
}

// closePartners closes a month of all partners that have begun, one after the other.
// It returns false if no more results are asked for.
func (r *Run) closePartners(m cycle.Month, yield func(Result) bool) bool {
	for _, p := range r.byName() {
		if !p.opens(m) {
			continue
		}
		result := r.evaluateMonth(p, m)
		r.settle(&result)
		r.begun = m
		if !yield(result) {
			return false
		}
	}
	return true
}

// byName returns the partners in the order of their names.
func (r *Run) byName() []*partner {
	if r.sorted == nil {
		r.sorted = slices.SortedFunc(slices.Values(r.partners), func(a, b *partner) int { return cmp.Compare(a.name, b.name) })
	}
	return r.sorted
}

// opens reports whether a partner has begun by a month that is not closed for it.
func (p *partner) opens(m cycle.Month) bool {
	return p.closed.Before(m) && !p.first.IsZero() && !m.Before(p.first)
}

// MarshalJSON refuses: a run may be of any size.
func (r Run) MarshalJSON() ([]byte, error) {
	return nil, check.Fault("", "", alianza.ErrForm, "a run is not written: keep the events, or the records and accounts")
}

// UnmarshalJSON refuses, as MarshalJSON does.
func (r *Run) UnmarshalJSON([]byte) error { return strictjson.WriteOnly("a run", "add its events") }

// Equal reports whether two runs are the same run.
func (r Run) Equal(o Run) bool { return r.store == o.store }

// plainCycle reports whether the level of a month comes of its metrics alone.
func plainCycle(d cycle.Definition[tier.NoTerms]) bool {
	d.Editions, d.Tail = nil, 0
	return strictjson.IsZero(d) || d.Months == 1 && d.Resets == cycle.Calendar{} && !d.OwnYear && d.Promote == cycle.Calendar{} &&
		d.Demote == cycle.Calendar{} && d.Demotion == cycle.Straight && d.Grace == 0 && d.Validity == 0
}

// tierAt returns the tier that paid the events of a month that is closed.
func (p *partner) tierAt(m cycle.Month) string {
	for _, s := range slices.Backward(p.spells) {
		if !m.Before(s.from) {
			return s.tier
		}
	}
	return ""
}

// paid notes the tier that pays the events of a month.
func (p *partner) paid(m cycle.Month, tier string) {
	if n := len(p.spells); n == 0 && tier != "" || n > 0 && p.spells[n-1].tier != tier {
		p.spells = append(p.spells, spell{m, tier})
	}
}

// days since 1970 by the calendar of a zone.
func dayOf(t time.Time) int64 {
	_, offset := t.Zone()
	return floor(t.Unix()+int64(offset), 24*60*60)
}

func floor(n, by int64) int64 {
	q := n / by
	if n%by < 0 {
		q--
	}
	return q
}

func dateDay(d alianza.Date) int64 { return floor(d.In(time.UTC).Unix(), 24*60*60) }

var zero decimal.Decimal
