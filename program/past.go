package program

import (
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// Most records can be made anew from the events that the store keeps, in a tenth of
// the room: those of a quick sale, and of a few events that take it back. A run keeps
// the others.

// maxBacks is how many events that take back one sale are evaluated anew. The
// records of a sale with more of them are kept.
const maxBacks = 16

// A name is that of a record: each plan has records of its own.
type name struct {
	books *books
	key   commission.Key
}

// A past has the records of the plan of one currency: those of the month that is
// being closed, those kept, and those made anew.
type past struct {
	r *Run
	b *books
}

// Record returns the record of a key.
func (h past) Record(key commission.Key) (commission.Record, bool, error) {
	if record, ok := h.r.now.overlay[name{h.b, key}]; ok {
		return record, true, nil
	}
	record, ok, _ := h.b.records.Record(key)
	if about := key.About(); ok || about != "event" && about != "period" {
		return record, ok, nil
	}
	if record, ok, err := h.r.quietRecord(h.b, key); ok || err != nil || key.About() == "period" {
		return record, ok, err
	}
	return h.r.anew(h.b, key)
}

// anew makes the record of an event anew.
func (r *Run) anew(b *books, key commission.Key) (commission.Record, bool, error) {
	n, ok := r.names[key.Partner()]
	if !ok {
		return commission.Record{}, false, nil
	}
	sale, ok := r.root(b, r.partners[n], key.Name())
	if !ok {
		return commission.Record{}, false, nil
	}
	var state commission.State
	for _, at := range append([]ref{sale}, r.backs[sale]...) {
		e := r.tiered(r.partners[n], at)
		earned, err := b.plan.Earn(&state, e)
		if err == nil {
			err = state.Keep(earned.Records...)
		}
		if err != nil {
			return commission.Record{}, false, err
		}
	}
	return state.Record(key)
}

// tiered returns an event with the tier that paid it.
func (r *Run) tiered(p *partner, at ref) commission.Event {
	k := r.store.kept(at)
	e := r.store.event(&k, p.name)
	if e.Tier == "" {
		e.Tier = r.tierOf(p, r.month(&e))
	}
	return e
}

// tierOf returns the tier that pays the events of a month.
func (r *Run) tierOf(p *partner, m cycle.Month) string {
	if p == r.now.partner && m == r.now.month {
		return r.now.tier
	}
	return p.tierAt(m)
}

// tierFor returns the tier that pays an event of the month that is being closed. A
// correction is paid by the level of the event that it replaces, unless the partner
// began after that, and a late close by that of the month in which its period ends.
func (r *Run) tierFor(e *commission.Event) string {
	const depth = 100 // corrections of corrections
	x := &r.now
	if ends := cycle.MonthOf(e.At, r.p.zone); e.Kind == commission.Close && ends.Before(x.month) && !ends.Before(x.partner.first) {
		return x.partner.tierAt(ends)
	}
	for range depth {
		if e.Kind != commission.Correction || r.p.def.LevelFrom == LevelFromEvent {
			break
		}
		owner := x.partner
		if n, ok := r.names[e.OfPartner]; ok {
			owner = r.partners[n]
		}
		at := r.store.find(owner.index, e.Of)
		if at == 0 {
			break
		}
		k := r.store.kept(at)
		replaced := r.store.event(&k, owner.name)
		if owner != x.partner || replaced.Kind != commission.Correction || replaced.Tier != "" {
			return r.tierThen(owner, &replaced)
		}
		e = &replaced
	}
	return x.tier
}

// tierThen returns the tier by which the partner of the month would have been paid for
// an event that is replaced.
func (r *Run) tierThen(owner *partner, replaced *commission.Event) string {
	x, month := &r.now, r.month(replaced)
	switch {
	case owner == x.partner && replaced.Tier != "":
		return replaced.Tier
	case month.Before(x.partner.first):
		return x.tier
	}
	return r.tierOf(x.partner, month)
}

// root returns the quick sale that an event is, or takes back, and false if there is
// none, or if it was not evaluated yet.
func (r *Run) root(b *books, p *partner, id string) (ref, bool) {
	const depth = 3 // a reversal of a refund of a sale
	for range depth {
		at := r.store.find(p.index, id)
		if at == 0 {
			return 0, false
		}
		k := r.store.kept(at)
		if r.books[r.store.words[k.currency]] != b || !r.evaluated(p, at) {
			return 0, false
		}
		if takes(r.store.words[k.kind]) {
			id = string(k.of)
			continue
		}
		o := outcome{kept: k, books: b}
		e := r.store.event(&k, p.name)
		return at, r.earnQuick(&o, p, r.tierOf(p, r.month(&e)))
	}
	return 0, false
}

// evaluated reports whether an event was evaluated and not refused, in a month that is
// closed or in the one that is being closed.
func (r *Run) evaluated(p *partner, at ref) bool {
	k := r.store.kept(at)
	e := r.store.event(&k, p.name)
	month := r.month(&e)
	if p == r.now.partner && month == r.now.month {
		n := r.now.index(at)
		return n < r.now.done && r.now.events[n].err == nil
	}
	return !p.closed.Before(month)
}

// keepRecords keeps the records of the month: those of events not at all if they can be
// made anew.
func (r *Run) keepRecords() {
	x := &r.now
	if len(x.overlay) == 0 {
		return
	}
	var links [][2]ref
	for i := range x.events {
		o := &x.events[i]
		if o.own() {
			r.keepClose(o)
			continue
		}
		if o.err != nil || o.quick != nil {
			continue
		}
		sale, ok := r.link(o)
		if !ok {
			r.keepAll()
			return
		}
		links = append(links, [2]ref{sale, o.place})
	}
	for _, l := range links {
		if len(r.backs[l[0]]) >= maxBacks {
			r.keepAll()
			return
		}
	}
	for _, l := range links {
		r.backs[l[0]] = append(r.backs[l[0]], l[1])
	}
}

// link returns the quick sale that an event takes back, and false if the event does
// more than that.
func (r *Run) link(o *outcome) (ref, bool) {
	switch commission.Kind(r.store.words[o.kind]) {
	case commission.Refund, commission.Chargeback, commission.Reversal:
	default:
		return 0, false
	}
	sale, ok := r.root(o.books, r.now.partner, string(o.of))
	if !ok {
		return 0, false
	}
	k := r.store.kept(sale)
	_, kept, _ := o.books.records.Record(commission.EventKey(r.now.partner.name, string(k.id)))
	return sale, !kept
}

// keepAll keeps all records of the month.
func (r *Run) keepAll() {
	for n, record := range r.now.overlay {
		n.books.records.Restore(record)
		if n.key.About() == "early" {
			n.books.early[[2]string{n.key.Partner(), n.key.Name()}] = true
		}
	}
}
