package program

import (
	"strings"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/period"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// A quietClose is a close that posted nothing, such as that of a month without a sale. Its
// records say nothing but that the period is closed, and are made anew when they are asked
// for.
type quietClose struct {
	books *books
	first int32 // day of the period
	kind  period.Kind
}

// keepClose keeps the records of a close, as they are at the end of the month.
func (r *Run) keepClose(o *outcome) {
	records := o.earned.Records
	o.earned.Records = nil
	if r.isQuiet(o, records) {
		kind, _ := period.Parse(o.event.Period)
		first, _ := period.Bounds(o.event.Period, o.books.shift, r.since(r.now.partner))
		r.now.partner.quiet = append(r.now.partner.quiet, quietClose{o.books, int32(dateDay(first)), kind}) //nolint:gosec // a day of the calendar
		return
	}
	for i := range records {
		o.books.records.Restore(r.now.overlay[name{o.books, records[i].Key()}])
	}
}

// isQuiet reports whether a close posted nothing, in time, and nothing of it changed
// after it.
func (r *Run) isQuiet(o *outcome, records []commission.Record) bool {
	const usual = 2 // the event and the period
	if len(o.earned.Entries) > 0 || !o.event.Booked.IsZero() || len(records) != usual {
		return false
	}
	for i := range records {
		if record := r.now.overlay[name{o.books, records[i].Key()}]; record.Revision() != 1 {
			return false
		}
	}
	return true
}

// quietRecord makes a record of a quiet close anew, and returns false if it is of none.
func (r *Run) quietRecord(b *books, key commission.Key) (commission.Record, bool, error) {
	n, ok := r.names[key.Partner()]
	if !ok || len(r.partners[n].quiet) == 0 {
		return commission.Record{}, false, nil
	}
	p := r.partners[n]
	id := key.Name()
	if key.About() == "period" {
		id = closePrefix + periodOf(key)
	}
	text, own := strings.CutPrefix(id, closePrefix)
	kind, ok := period.Parse(text)
	if !own || !ok {
		return commission.Record{}, false, nil
	}
	s := span{name: text}
	s.first, s.end = period.Bounds(text, b.shift, r.since(p))
	if !p.isQuiet(quietClose{b, int32(dateDay(s.first)), kind}) { //nolint:gosec // a day of the calendar
		return commission.Record{}, false, nil
	}
	e := *r.closing(p, b, s, id).event
	e.Tier = p.tierAt(cycle.MonthOf(e.At, r.p.zone))
	earned, err := b.plan.Earn(&commission.State{}, e)
	for _, record := range earned.Records {
		if record.Key() == key {
			return record, true, err
		}
	}
	return commission.Record{}, false, err
}

// isQuiet reports whether a period was closed and paid nothing. Those that ended last are
// looked at first.
func (p *partner) isQuiet(q quietClose) bool {
	const year = 366
	for i := len(p.quiet) - 1; i >= 0 && p.quiet[i].first+year >= q.first; i-- {
		if p.quiet[i] == q {
			return true
		}
	}
	return false
}
