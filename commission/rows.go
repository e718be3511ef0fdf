package commission

import (
	"encoding/binary"
	"hash/maphash"
	"iter"
	"maps"
	"slices"

	"github.com/seed-0af520cd/alianza"
)

// rows are records of events, packed. A row is never changed: a new one is
// appended, and the old one is dead until there are too many of them.
type rows struct {
	words  vocabulary
	pages  [][]byte
	index  map[uint64]uint64 // from the digest of a key to the page and the place of its row
	seed   maphash.Seed
	live   int    // bytes of rows that count
	dead   int    // bytes of rows that do not
	puts   int    // how often a record was kept
	latest uint64 // digest of the key that was kept last
	room   []byte // where a row is made
	narrow uint64
}

// pageSize bounds a page; a longer row has one of its own.
const pageSize = 1 << 16

// maxDead is how many bytes of dead rows are always left alone.
const maxDead = 1 << 16

func (t *rows) len() int { return len(t.index) }

// digest returns the digest of a key. It differs from process to process, so that
// nobody can make keys whose digests are the same.
func (t *rows) digest(key *Key) uint64 {
	a, b := maphash.String(t.seed, key.partner), maphash.String(t.seed, key.name)
	return (a*0x9E3779B97F4A7C15 ^ b) >> t.narrow
}

// A head is what a row begins with.
type head struct {
	unpacker
	size     int // of the row, its length included
	partner  string
	name     []byte
	day      alianza.Date
	revision int
	plan     string
}

// at returns the head of a row.
func (t *rows) at(place uint64) head {
	page := t.pages[place>>32]
	from := int(uint32(place))
	n, size := binary.Uvarint(page[from:])
	from += size
	h := head{unpacker: unpacker{row: page[from : from+int(n)], words: &t.words}, size: size + int(n)}
	h.partner, h.name, h.day, h.revision, h.plan = h.word(), h.bytes(), h.unpacker.day(), int(h.count()), h.word()
	return h
}

// A located key is the place of its row, or the one that it may have.
type located struct {
	digest   uint64
	plan     string
	revision int     // 0 if there is no row
	size     int     // of the row
	found    bool    // the row is that of the key
	taken    bool    // by another key
	puts     int     // of the rows when it was located
	record   *Record // that is kept elsewhere
}

// nowhere is how often something was put where there was no index to locate it in.
const nowhere = -2

// locate finds the row of a key, and reads what it begins with.
func (t *rows) locate(key *Key, l *located) (h head) {
	l.puts = t.puts
	switch {
	case t.index == nil:
		l.puts = nowhere
		return h
	case key.of != "" || key.period != "":
		l.taken = true
		return h
	}
	l.digest = t.digest(key)
	if place, ok := t.index[l.digest]; ok {
		h = t.at(place)
		l.found = h.partner == key.partner && string(h.name) == key.name
		if l.taken = !l.found; l.found {
			l.plan, l.revision, l.size = h.plan, h.revision, h.size
		}
	}
	return h
}

func (t *rows) get(key *Key) (Record, bool) {
	var l located
	h := t.locate(key, &l)
	if !l.found {
		return Record{}, false
	}
	return Record{key: *key, revision: h.revision, plan: h.plan, day: h.day, body: h.body()}, true
}

// put keeps a record at its place, and reports whether there is one: not if
// another key has the same digest, which nearly never happens.
func (t *rows) put(r *Record, l *located) bool {
	if r.key.of != "" || r.key.period != "" {
		return false
	}
	fresh := t.index == nil
	if fresh {
		t.index, t.seed = map[uint64]uint64{}, maphash.MakeSeed()
	}
	if fresh || l.puts != t.puts && (l.puts+1 != t.puts || l.digest == t.latest) { // it may have been put since it was located
		*l = located{}
		t.locate(&r.key, l)
	}
	if l.taken {
		return false
	}
	place, ok := t.append(r)
	if !ok {
		return false
	}
	t.puts, t.latest = t.puts+1, l.digest
	if l.found {
		t.live, t.dead = t.live-l.size, t.dead+l.size
	}
	t.index[l.digest] = place
	if t.dead > maxDead && t.dead > t.live {
		t.tidy()
	}
	return true
}

// append writes a row and returns its place. It returns false for a record that is
// not of an event.
func (t *rows) append(r *Record) (uint64, bool) {
	const longest = binary.MaxVarintLen32
	p := packer{row: append(t.room[:0], 0, 0, 0, 0, 0), words: &t.words}
	p.word(r.key.partner)
	p.text(r.key.name)
	p.day(r.day)
	p.count(uint64(r.revision))
	p.word(r.plan)
	if !p.body(r.body) {
		return 0, false
	}
	t.room = p.row
	n := len(p.row) - longest
	var size [longest]byte
	width := binary.PutUvarint(size[:], uint64(n))
	row := p.row[longest-width:]
	copy(row, size[:width])
	last := len(t.pages) - 1
	if last < 0 || len(t.pages[last])+len(row) > pageSize {
		page := []byte(nil)
		if last >= 0 {
			page = make([]byte, 0, pageSize)
		}
		t.pages, last = append(t.pages, page), last+1
	}
	place := uint64(last)<<32 | uint64(len(t.pages[last]))
	t.pages[last] = append(t.pages[last], row...)
	t.live += len(row)
	return place, true
}

// forget drops the rows of a partner, or of all, of a day before another.
func (t *rows) forget(partner string, before alianza.Date) {
	maps.DeleteFunc(t.index, func(_, place uint64) bool {
		h := t.at(place)
		drop := (partner == "" || h.partner == partner) && h.day.Before(before)
		if drop {
			t.live, t.dead = t.live-h.size, t.dead+h.size
		}
		return drop
	})
	if len(t.index) == 0 {
		*t = rows{puts: t.puts, narrow: t.narrow}
	}
	if t.dead > maxDead && t.dead > t.live {
		t.tidy()
	}
}

// tidy writes the rows anew, without those that are dead.
func (t *rows) tidy() {
	less := rows{index: make(map[uint64]uint64, len(t.index)), seed: t.seed, puts: t.puts, latest: t.latest, narrow: t.narrow}
	for digest, place := range t.index {
		h := t.at(place)
		r := Record{key: EventKey(h.partner, string(h.name)), revision: h.revision, plan: h.plan, day: h.day, body: h.body()}
		less.index[digest], _ = less.append(&r)
	}
	*t = less
}

// keys returns the keys of all rows, in no order.
func (t *rows) keys() iter.Seq[Key] {
	return func(yield func(Key) bool) {
		for _, place := range t.index {
			if h := t.at(place); !yield(EventKey(h.partner, string(h.name))) {
				return
			}
		}
	}
}

// clone returns a copy. Full pages never change, so that both may have them; the
// last one grows in a copy of its own.
func (t *rows) clone() rows {
	c := *t
	c.words, c.room = t.words.clone(), nil
	c.index = maps.Clone(t.index)
	c.pages = slices.Clone(t.pages)
	for i := range c.pages {
		c.pages[i] = slices.Clip(c.pages[i])
	}
	return c
}
