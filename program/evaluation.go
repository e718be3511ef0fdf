package program

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// An evaluation is a month of a partner being closed.
type evaluation struct {
	month   cycle.Month
	partner *partner
	before  partnership // the month
	tier    string      // that pays the events
	// measured are the metrics given of the month, nil for none.
	measured *measured
	refs     []ref
	events   []outcome
	at       map[ref]int // of events, made when it is needed
	done     int         // events that were evaluated
	overlay  map[name]commission.Record
	early    []early
	faults   []string
	others   []commission.Entry // that events of other partners posted to this one
}

// early is a sale that an event which takes it back came before.
type early struct {
	books       *books
	partner, id string
}

// An outcome is what became of one event.
type outcome struct {
	kept
	books  *books
	event  *commission.Event // of the run itself, and of events that were not quick
	quick  *rate             // that paid it, nil if it was not quick
	due    int64             // the day, of a quick one
	amount int64             // likewise, in units of the currency
	earned commission.Earned
	err    error
	behind uint8 // see turn
}

// takes reports whether an event of a kind is about another one.
func takes(kind string) bool {
	switch commission.Kind(kind) {
	case commission.Refund, commission.Chargeback, commission.Correction, commission.Reversal, commission.Maturity:
		return true
	default:
		return false
	}
}

// evaluateMonth evaluates a month of a partner, and posts what it earned.
func (r *Run) evaluateMonth(p *partner, m cycle.Month) Result {
	x := &r.now
	*x = evaluation{month: m, partner: p, before: p.partnership, refs: x.refs[:0], events: x.events[:0]}
	if len(p.open) > 0 && p.open[0].month == m {
		x.refs = r.store.reversed(p.open[0].last, x.refs)
		p.open = slices.Delete(p.open, 0, 1)
	}
	for _, at := range x.refs {
		k := r.store.kept(at)
		x.events = append(x.events, outcome{kept: k, books: r.books[r.store.words[k.currency]]})
	}
	r.schedule()
	r.order(x.events)
	if r.measures != nil {
		key := measureKey{p.index, m}
		x.measured = r.measures[key]
		delete(r.measures, key)
	}
	result := Result{Month: m, Partner: p.name, run: r}
	r.evaluate(&result)
	r.commit()
	p.closed = m
	return result
}

// order sorts the events of a month by their instants, those that take back after
// the others, and keeps the order of those that are equal.
func (r *Run) order(events []outcome) {
	for len(r.taking) < len(r.store.words) {
		r.taking = append(r.taking, takes(r.store.words[len(r.taking)]))
	}
	for i := range events {
		if o := &events[i]; r.taking[o.kind] && len(o.of) > 0 {
			t := r.turn(&o.kept, maxChain)
			o.seconds, o.nanos, o.behind = t.seconds, t.nanos, t.behind
		}
	}
	slices.SortStableFunc(events, func(a, b outcome) int {
		return cmp.Or(cmp.Compare(a.seconds, b.seconds), cmp.Compare(a.nanos, b.nanos),
			compareBool(r.taking[a.kind], r.taking[b.kind]), cmp.Compare(a.behind, b.behind))
	})
}

// maxChain is how many events of one day, each of which takes back the one before it, are
// put in order.
const maxChain = 100

// A turn is when an event that takes back is evaluated.
type turn struct {
	seconds, nanos int64
	behind         uint8 // so many others of that instant, of which it takes back the last
}

// turn moves an event that takes back, and of which the day alone is known, behind what it
// takes back on that day.
func (r *Run) turn(k *kept, depth int) turn {
	own := turn{seconds: k.seconds, nanos: k.nanos}
	at := time.Unix(k.seconds, k.nanos).In(r.p.zone)
	if hour, minute, second := at.Clock(); hour+minute+second != 0 || k.nanos != 0 || !r.taking[k.kind] || len(k.of) == 0 || depth == 0 {
		return own
	}
	sale := r.store.find(r.now.partner.index, string(k.of))
	if sale == 0 {
		return own
	}
	of := r.store.kept(sale)
	if e := r.store.event(&of, r.now.partner.name); r.now.month.Before(r.month(&e)) {
		return own // it is booked later
	}
	then := r.turn(&of, depth-1)
	if then.seconds < own.seconds || dayOf(time.Unix(then.seconds, then.nanos).In(r.p.zone)) != dayOf(at) {
		return own
	}
	then.behind++
	return then
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// evaluate places the partner and evaluates the events. If the level of the month, or the
// day since when the partner is one, depends on an event that is then refused, it begins
// again without that event.
func (r *Run) evaluate(result *Result) {
	x, p := &r.now, r.now.partner
	for {
		counted := r.count(x.events)
		standing, level := r.place(result, counted)
		x.tier = ""
		paying := level
		if r.p.def.LevelFrom == LevelFromBefore {
			paying = p.level
		}
		if paying != "" && r.p.def.LevelFrom != LevelFromEvent {
			x.tier = r.p.def.Tiers.Editions[0].Ladder.Name + "/" + paying
		}
		x.done, x.overlay, x.at, x.early = 0, nil, nil, nil
		refused := false
		for i := range x.events {
			switch o := &x.events[i]; {
			case o.own():
				r.close(o)
			case o.err == nil:
				r.earn(o)
				refused = refused || o.err != nil
			}
			x.done++
		}
		other := refused && r.p.tiered && !r.count(x.events).equal(counted)
		if refused && r.reschedule() || other {
			continue
		}
		r.unschedule()
		r.closeLate()
		r.missCloses()
		p.standing, p.level, result.Level = standing, level, level
		return
	}
}

// earn evaluates one event.
func (r *Run) earn(o *outcome) {
	x := &r.now
	if r.earnQuick(o, x.partner, x.tier) {
		return
	}
	if o.err = r.otherCurrency(o); o.err != nil {
		return
	}
	if o.event == nil {
		e := r.store.event(&o.kept, x.partner.name)
		o.event = &e
	}
	r.earnByPlan(o)
}

// earnByPlan lets the plan evaluate an event.
func (r *Run) earnByPlan(o *outcome) {
	x := &r.now
	e := *o.event
	if e.Tier == "" {
		e.Tier = r.tierFor(&e)
	}
	if o.earned, o.err = o.books.plan.Earn(past{r, o.books}, e); o.err != nil {
		return
	}
	for _, record := range o.earned.Records {
		key := record.Key()
		if x.overlay == nil {
			x.overlay = map[name]commission.Record{}
		}
		x.overlay[name{o.books, key}] = record
		if key.About() == "early" {
			x.early = append(x.early, early{o.books, key.Partner(), key.Name()})
		}
	}
	if !o.own() { // those of a close are kept by their keys
		o.earned.Records = nil
	}
}

// otherCurrency refuses an event that takes back one of another currency. To the
// plan of its own currency that one is unknown, and an unknown sale may be credited.
// A sale that comes later is not known yet: each currency has books of its own.
func (r *Run) otherCurrency(o *outcome) error {
	x := &r.now
	if len(o.of) == 0 || !takes(r.store.words[o.kind]) {
		return nil
	}
	at := r.store.find(x.partner.index, string(o.of))
	if at == 0 {
		return nil
	}
	k := r.store.kept(at)
	if k.currency == o.currency || !r.evaluated(x.partner, at) || r.refusedNow(&k) {
		return nil
	}
	own := r.store.words[o.currency]
	return fmt.Errorf("program: %w", check.Fault("currency", own, alianza.ErrCurrency, fmt.Sprintf("what it takes back is in %s", r.store.words[k.currency])))
}

// refusedNow reports whether an event of the month that is being closed was refused.
// One of an earlier month would not be found.
func (r *Run) refusedNow(k *kept) bool {
	x := &r.now
	e := r.store.event(k, x.partner.name)
	return r.month(&e) == x.month && x.events[x.index(k.place)].err != nil
}

// earnQuick evaluates an event that one rule pays by a rate alone.
func (r *Run) earnQuick(o *outcome, p *partner, tier string) bool {
	o.quick = nil
	if !o.usual() || len(o.of) > 0 || o.books == nil || o.mask&hasAmount == 0 { // the plan says whether it has to have an amount
		return false
	}
	day := r.day(&o.kept)
	v, rate := o.books.quick(r.store.words[o.kind], day)
	if rate == nil || r.isEarly(o.books, p, o.id) {
		return false
	}
	if o.level > 0 {
		if !r.isTier(o.level - 1) {
			return false
		}
		tier = r.store.words[o.level-1]
	}
	f, ok := rate.flat, true
	if rate.ladder != "" {
		if f, ok = rate.levels[tier]; !ok && tier != "" {
			return false // the plan says why
		}
	}
	o.amount = 0
	if ok {
		if o.amount, ok = f.Product(o.coef, o.exp); !ok {
			return false
		}
	}
	o.quick, o.due = rate, day+v.hold
	return true
}

// isTier reports whether a word is one that a plan takes for a tier.
func (r *Run) isTier(word uint64) bool {
	for len(r.tiers) < len(r.store.words) {
		text := r.store.words[len(r.tiers)]
		r.tiers = append(r.tiers, strings.Contains(text, "/") && new(check.Faults).Name("tier", text))
	}
	return r.tiers[word]
}

// isEarly reports whether an event that takes a sale back came before the sale.
func (r *Run) isEarly(b *books, p *partner, id []byte) bool {
	if len(b.early) == 0 && len(r.now.early) == 0 {
		return false
	}
	return b.early[[2]string{p.name, string(id)}] || slices.Contains(r.now.early, early{b, p.name, string(id)})
}

func (r *Run) day(k *kept) int64 {
	return dayOf(time.Unix(k.seconds, k.nanos).In(r.p.zone))
}

// index returns the number of an event of the month.
func (x *evaluation) index(at ref) int {
	if x.at == nil {
		x.at = make(map[ref]int, len(x.events))
		for i := range x.events {
			x.at[x.events[i].place] = i
		}
	}
	return x.at[at]
}

// active reports whether a partner has or had events of its own in a currency.
func (r *Run) active(p *partner, code string) bool {
	word := r.store.word(code)
	return slices.Contains(p.used, word) ||
		slices.ContainsFunc(r.now.events, func(o outcome) bool { return !o.own() && o.currency == word })
}

// commit keeps what the evaluation found out, and posts what was earned.
func (r *Run) commit() {
	x := &r.now
	r.dropRefused() // so that no record is made anew of them
	r.keepRecords()
	x.partner.paid(x.month, x.tier)
	for i := range x.events {
		o := &x.events[i]
		switch {
		case o.err != nil:
		case o.quick != nil:
			r.postQuick(o)
		default:
			r.post(o)
		}
	}
}

// dropRefused forgets the events that were refused: their IDs are free again.
func (r *Run) dropRefused() {
	x := &r.now
	for i := range x.events {
		o := &x.events[i]
		if o.err == nil {
			continue
		}
		r.refused++
		r.store.drop(o.place, x.partner.index, o.id)
	}
}

func (r *Run) postQuick(o *outcome) {
	l := r.ledger(r.now.partner, account{r.store.words[o.currency], o.quick.medium})
	l.month.events++
	if n, ok := units(o.coef, o.exp, l.places); ok {
		l.month.sales.addUnits(n)
	} else {
		l.month.sales.add(decimal.New(o.coef, o.exp), l.places)
	}
	if o.amount == 0 {
		return
	}
	if l.policy.plain {
		l.month.earned.addUnits(o.amount)
		l.due(o.due).addUnits(o.amount)
		return
	}
	for _, e := range r.entries(o) {
		l.post(&e, r.p.zone)
	}
}

// entries returns the entries of a quick event.
func (r *Run) entries(o *outcome) []commission.Entry {
	e := r.store.event(&o.kept, r.now.partner.name)
	if e.Tier == "" {
		e.Tier = r.now.tier
	}
	o.earned, o.err = o.books.plan.Earn(&commission.State{}, e)
	o.earned.Records = nil
	return o.earned.Entries
}

func (r *Run) post(o *outcome) {
	x, e := &r.now, o.event
	medium := commission.Cash
	for i := range o.earned.Entries {
		entry := &o.earned.Entries[i]
		p := x.partner
		if i == 0 {
			medium = entry.Medium
		}
		if entry.Partner != p.name {
			p = r.partner(entry.Partner)
			r.begin(p, x.month)
			p.others = append(p.others, *entry)
		}
		r.ledger(p, account{entry.Currency, entry.Medium}).post(entry, r.p.zone)
	}
	if e.Kind == commission.Close {
		r.keepYear(o)
		return
	}
	l := r.ledger(x.partner, account{e.Currency, medium})
	l.month.events++
	switch e.Kind {
	case commission.Refund, commission.Chargeback:
		l.month.refunds.add(e.Amount, l.places)
	case commission.Correction, commission.Reversal, commission.Maturity:
	default:
		l.month.sales.add(e.Amount, l.places)
	}
}

// settle pays what is due at the end of the month.
func (r *Run) settle(result *Result) {
	x := &r.now
	from, until := firstDay(x.month).In(r.p.zone), end(x.month, r.p.zone)
	for _, l := range x.partner.accounts {
		a, err := l.settle(from, until, r.p.zone)
		for _, f := range alianza.Faults(err) {
			x.faults = append(x.faults, l.currency+": "+f.Error())
		}
		result.Accounts = append(result.Accounts, a)
	}
	result.Faults = x.faults
	x.others, x.partner.others = x.partner.others, nil
}

// lines yields what became of each event of the month.
func (r *Run) lines(yield func(Line) bool) {
	for i := range r.now.events {
		o := &r.now.events[i]
		if o.own() && len(o.earned.Entries) == 0 {
			continue // a period without a bonus
		}
		line := Line{Number: int(o.number), Err: o.err}
		if o.event != nil {
			line.Event = *o.event
		} else {
			line.Event = r.store.event(&o.kept, r.now.partner.name)
		}
		if line.Event.Tier == "" {
			line.Event.Tier = r.tierFor(&line.Event)
		}
		if o.quick != nil && o.err == nil {
			r.entries(o)
		}
		line.Entries, line.Skipped = o.earned.Entries, o.earned.Skipped
		if !yield(line) {
			return
		}
	}
}

// values are the metrics of a month.
type values []decimal.Decimal

func (v values) equal(w values) bool {
	return slices.EqualFunc(v, w, func(a, b decimal.Decimal) bool { return exact.Cmp(a, b) == 0 })
}

// place returns the level after the month, and the standing.
func (r *Run) place(result *Result, v values) (cycle.Standing, string) {
	x, p := &r.now, r.now.partner
	if !r.p.tiered {
		return p.standing, ""
	}
	ladder, ok := r.p.cycle.Ladder(x.month)
	if !ok {
		return p.standing, ""
	}
	if r.simple {
		placed, err := r.placement(ladder, v)
		if err != nil {
			x.faults = append(r.disputes(ladder.Metrics()), err.Error())
			return p.standing, ""
		}
		result.Placement = placed
		return p.standing, placed.Level
	}
	standing, change, err := r.p.cycle.Step(p.standing, x.month, r.metrics(v, ladder.Metrics()))
	if err != nil {
		x.faults = append(r.disputes(ladder.Metrics()), err.Error())
		return p.standing, p.level
	}
	result.Placement = &change.Qualified
	return standing, change.To
}

// placement returns where metrics put a partner. Most months have the metrics of
// another one.
func (r *Run) placement(ladder tier.Ladder[tier.NoTerms], v values) (*tier.Placement[tier.NoTerms], error) {
	const most = 10_000
	var room [64]byte
	name := append(room[:0], r.edition()...)
	for _, d := range v {
		name = append(exact.Append(name, d), '/')
	}
	name = r.appendMeasured(name)
	if placed, ok := r.placed[string(name)]; ok {
		return placed, nil
	}
	placed, err := ladder.Place(r.metrics(v, ladder.Metrics()))
	if err != nil {
		return nil, err
	}
	if len(r.placed) >= most {
		clear(r.placed)
	}
	r.placed[string(name)] = &placed
	return &placed, nil
}

// edition names the edition of the month.
func (r *Run) edition() string {
	editions := r.p.def.Tiers.Editions
	for i := len(editions) - 1; i > 0; i-- {
		if !r.now.month.Before(editions[i].From) {
			return fmt.Sprint(i, "/")
		}
	}
	return "0/"
}
