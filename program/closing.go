package program

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/period"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// A run closes the periods of bonuses by itself: each at the instant at which it ends,
// among the events of the month in which that is. A period that has ended, and in which
// late events of the month lie, is closed at the end of the month: for the first time, or
// again if its bonuses follow.

// closePrefix begins the ID of a close that a run makes.
const closePrefix = "close-"

// A span is a period and its days.
type span struct {
	name       string
	first, end alianza.Date // end is the day after it
}

// A planSpan is a period of a plan.
type planSpan struct {
	books *books
	span
}

// ownClose reports whether an ID is that of a close which the run makes: that of the
// period, and of the month if the close is late.
func (b *books) ownClose(id string) bool {
	name, ok := strings.CutPrefix(id, closePrefix)
	if !ok || !b.closes() {
		return false
	}
	if _, ok := period.Parse(name); ok {
		return true
	}
	at := len(name) - len("-2026-01")
	if at < 0 || name[at] != '-' {
		return false
	}
	_, ok = period.Parse(name[:at])
	month, late := period.Parse(name[at+1:])
	return ok && late && month == period.Month
}

// own reports whether an event is a close that the run itself made.
func (o *outcome) own() bool { return o.place == 0 }

// closes reports whether the plan has a bonus.
func (b *books) closes() bool {
	return slices.ContainsFunc(b.versions, func(v quick) bool { return v.closes != 0 })
}

// pays reports whether the version of a period's last day has a bonus over such periods.
func (b *books) pays(k period.Kind, s span) bool {
	v := b.version(dateDay(s.end) - 1)
	return v != nil && v.closes&(1<<k) != 0
}

// span returns the period that a day lies in.
func (b *books) span(k period.Kind, day, since alianza.Date) span {
	s := span{name: period.Name(k, civil.DateOf(day.In(time.UTC), time.UTC), b.shift, since)}
	s.first, s.end = period.Bounds(s.name, b.shift, since)
	return s
}

// endings returns the periods for bonuses that end in a month, the shortest first.
// Contract years are counted from the day given.
func (b *books) endings(m cycle.Month, since alianza.Date) []span {
	var list []span
	from := firstDay(m)
	until := from.AddMonths(1)
	for k := period.Week; k <= period.ContractYear; k++ {
		if k == period.ContractYear && since.IsZero() || !b.over(k) {
			continue
		}
		for day := from; ; {
			s := b.span(k, day, since)
			if until.Before(s.end) || !day.Before(s.end) { // or the end of the calendar
				break
			}
			if b.pays(k, s) && (k != period.ContractYear || !s.first.Before(since)) {
				list = append(list, s)
			}
			day = s.end
		}
	}
	return list
}

// over reports whether some version has a bonus over periods of a kind.
func (b *books) over(k period.Kind) bool {
	return slices.ContainsFunc(b.versions, func(v quick) bool { return v.closes&(1<<k) != 0 })
}

// schedule puts the closes of the periods that end in the month among its events, for
// the plans that the partner has events of.
func (r *Run) schedule() {
	if !r.closes {
		return
	}
	x := &r.now
	x.partner.partnership = r.tell()
	for _, code := range sortedKeys(r.books) {
		b := r.books[code]
		if !b.closes() || !r.active(x.partner, code) {
			continue
		}
		for _, s := range r.ending(b) {
			x.events = append(x.events, r.closing(x.partner, b, s, closePrefix+s.name))
		}
	}
}

// reschedule makes the closes of the month anew if an event that was refused told since
// when the partner is one, and reports whether it did.
func (r *Run) reschedule() bool {
	x := &r.now
	if !r.closes || r.tell() == x.partner.partnership {
		return false
	}
	x.events = slices.DeleteFunc(x.events, func(o outcome) bool { return o.own() })
	r.schedule()
	r.order(x.events)
	return true
}

// unschedule takes the closes of a currency back if all events were refused that the
// partner has in it.
func (r *Run) unschedule() {
	x := &r.now
	if !r.closes {
		return
	}
	for code, b := range r.books {
		word := r.store.word(code)
		if !b.closes() || slices.Contains(x.partner.used, word) {
			continue
		}
		if slices.ContainsFunc(x.events, func(o outcome) bool { return o.currency == word && !o.own() && o.err == nil }) {
			x.partner.used = append(x.partner.used, word)
			continue
		}
		x.events = slices.DeleteFunc(x.events, func(o outcome) bool { return o.own() && o.books == b })
		maps.DeleteFunc(x.overlay, func(n name, _ commission.Record) bool { return n.books == b })
		x.at, x.done = nil, len(x.events)
	}
}

// ending returns the periods that end in the month, with the contract years in which the
// partner sold something before the day from which they are counted was told anew.
func (r *Run) ending(b *books) []span {
	x, p := &r.now, r.now.partner
	list, until := b.endings(x.month, r.since(r.now.partner)), firstDay(x.month).AddMonths(1)
	for _, y := range p.years {
		if y.books == b && !until.Before(y.end) && !slices.Contains(list, y.span) && b.pays(period.ContractYear, y.span) {
			list = append(list, y.span)
		}
	}
	return list
}

// since returns the day since when the partner is one; zero if no event told it.
func (r *Run) since(p *partner) alianza.Date {
	if p.since.IsZero() {
		return alianza.Date{}
	}
	return alianza.DateOf(p.since, r.p.zone)
}

// closing returns the close of a period, to be evaluated at the instant at which it ends.
func (r *Run) closing(p *partner, b *books, s span, id string) outcome {
	e := closeOf(&commission.Event{Partner: p.name, Currency: b.currency, PartnerSince: p.since, PartnerUntil: p.until}, s, id, r.p.zone)
	if k, _ := period.Parse(s.name); k == period.ContractYear && !period.Counted(s.name, r.since(p)) {
		e.PartnerSince = s.first.In(r.p.zone) // as it was told when the year began
	}
	o := outcome{books: b, event: &e}
	o.seconds, o.nanos = s.end.In(r.p.zone).Unix(), -1 // before what happens then
	return o
}

// tell returns since when the partner is one, as the latest event says it that was not
// refused.
func (r *Run) tell() partnership {
	x, known := &r.now, r.now.before
	for i := range x.events {
		o := &x.events[i]
		if o.err != nil || o.mask&(hasPartnerSince|hasPartnerUntil) == 0 || !known.since.IsZero() && o.seconds < known.told {
			continue
		}
		e := r.store.event(&o.kept, x.partner.name)
		since, until := e.PartnerSince, e.PartnerUntil
		if since.IsZero() {
			since = known.since
		}
		if since.IsZero() || !check.Sound(since) || !until.IsZero() && (!check.Sound(until) || until.Before(since)) {
			continue // the plan refuses it
		}
		known = partnership{since, until, o.seconds}
	}
	return known
}

// close evaluates a close of the run. A period that an event has closed stays closed.
func (r *Run) close(o *outcome) {
	o.earned, o.err = commission.Earned{}, r.overlap(o) // an earlier pass may have closed it
	if o.err != nil {
		return
	}
	r.earnByPlan(o)
	if errors.Is(o.err, alianza.ErrRepeated) || errors.Is(o.err, alianza.ErrConflict) {
		o.err = nil
	}
}

// overlap faults the close of a contract year that overlaps a closed one: since when the
// partner is one was told anew. A bonus on what was sold in the year alone is paid, as each
// sale is in one year. An amount for the year itself would be paid twice.
func (r *Run) overlap(o *outcome) error {
	y, ok := r.contractYear(o)
	if !ok {
		return nil
	}
	closed := slices.Clone(r.now.partner.ended)
	for i := range r.now.events[:r.now.done] {
		if e := &r.now.events[i]; e.err == nil {
			if before, ok := r.contractYear(e); ok {
				closed = append(closed, before)
			}
		}
	}
	for _, before := range closed {
		if before.books == y.books && before.name == y.name {
			return nil // it is closed again
		}
	}
	for _, before := range closed {
		if before.books != y.books || !before.first.Before(y.end) || !y.first.Before(before.end) {
			continue
		}
		if v := y.books.version(dateDay(y.end) - 1); v != nil && !v.lump && (slices.Contains(r.now.partner.years, y) || slices.Contains(r.metered(), y)) {
			continue
		}
		return check.Fault("period", y.name, alianza.ErrConflict, "the contract year "+before.name+" is closed, and overlaps")
	}
	return nil
}

// contractYear returns the contract year that an event closes, and false if it closes none.
func (r *Run) contractYear(o *outcome) (planSpan, bool) {
	if o.event == nil || o.event.Kind != commission.Close {
		return planSpan{}, false
	}
	kind, _ := period.Parse(o.event.Period)
	if kind != period.ContractYear {
		return planSpan{}, false
	}
	y := planSpan{o.books, span{name: o.event.Period}}
	y.first, y.end = period.Bounds(y.name, y.books.shift, alianza.DateOf(o.event.PartnerSince, r.p.zone))
	return y, true
}

// keepYear notes a contract year that was closed.
func (r *Run) keepYear(o *outcome) {
	p := r.now.partner
	if y, ok := r.contractYear(o); ok && !slices.Contains(p.ended, y) {
		p.ended = append(p.ended, y)
	}
}

// closeLate closes the periods that ended and in which late events of the month lie. It
// notes the contract years that have not ended.
func (r *Run) closeLate() {
	x := &r.now
	if !r.closes {
		return
	}
	until := firstDay(x.month).AddMonths(1)
	x.partner.years = slices.DeleteFunc(x.partner.years, func(y planSpan) bool { return !until.Before(y.end) })
	for _, y := range r.metered() {
		kind, _ := period.Parse(y.name)
		switch {
		case until.Before(y.end):
			if kind == period.ContractYear && !slices.Contains(x.partner.years, y) {
				x.partner.years = append(x.partner.years, y)
			}
		case y.books.pays(kind, y.span) && !r.closedNow(y):
			o := r.closing(x.partner, y.books, y.span, closePrefix+y.name+"-"+x.month.String())
			o.event.Booked = end(x.month, r.p.zone).Add(-time.Second)
			r.close(&o)
			x.events = append(x.events, o)
			x.done++
		}
	}
}

// metered returns the periods whose meters changed in the month, in the order in which
// they end.
func (r *Run) metered() []planSpan {
	var list []planSpan
	for n := range r.now.overlay {
		if n.key.About() != "meter" || n.key.Partner() != r.now.partner.name {
			continue
		}
		y := planSpan{books: n.books, span: span{name: periodOf(n.key)}}
		if _, ok := period.Parse(y.name); !ok {
			continue
		}
		y.first, y.end = period.Bounds(y.name, n.books.shift, r.since(r.now.partner))
		if !slices.Contains(list, y) {
			list = append(list, y)
		}
	}
	slices.SortFunc(list, func(a, b planSpan) int {
		return cmp.Or(a.end.Compare(b.end), b.first.Compare(a.first), cmp.Compare(a.books.currency, b.books.currency), cmp.Compare(a.name, b.name))
	})
	return list
}

// periodOf returns the period of the key of a record.
func periodOf(key commission.Key) string {
	text := key.String()
	return text[strings.LastIndexByte(text, '/')+1:]
}

// closedNow reports whether a period was closed among the events of the month.
func (r *Run) closedNow(y planSpan) bool {
	return slices.ContainsFunc(r.now.events, func(o outcome) bool { return o.own() && o.books == y.books && o.event.Period == y.name })
}

// missCloses takes back the closes of the run that failed, and notes why. They are no
// events that somebody gave.
func (r *Run) missCloses() {
	x := &r.now
	if !r.closes {
		return
	}
	x.events = slices.DeleteFunc(x.events, func(o outcome) bool {
		if !o.own() || o.err == nil {
			return false
		}
		why := o.err
		if faults := alianza.Faults(why); len(faults) > 0 {
			why = faults[0]
		}
		x.faults = append(x.faults, fmt.Sprintf("%s: %s is not closed: %v", o.books.currency, o.event.Period, why))
		return true
	})
	x.at, x.done = nil, len(x.events)
	r.missSince()
}

// missSince notes that contract years are not closed of which nobody knows the days.
func (r *Run) missSince() {
	x := &r.now
	if !x.partner.since.IsZero() {
		return
	}
	for _, code := range sortedKeys(r.books) {
		v := r.books[code].version(dateDay(firstDay(x.month).AddMonths(1)) - 1)
		if v == nil || v.retainer == "" || !r.active(x.partner, code) {
			continue
		}
		x.faults = append(x.faults, fmt.Sprintf("%s: bonus %s is over contract years, and no event has a partner_since", code, v.retainer))
	}
}
