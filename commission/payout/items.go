package payout

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Items is a list of items, in the order in which they were posted. A list is never
// changed. A longer one shares with it what both have, so that an entry costs about
// the same in a long list as in a short one. The zero Items is empty. Items is
// immutable and safe for concurrent use.
type Items struct {
	_     [0]func() // == would compare lists by address
	runs  []run     // each much longer than the next one
	tail  []tailed  // fewer than longTail, after the runs
	size  int
	twice bool // two items have the same key
}

// A run is a part of a list that finds its items by their keys.
type run struct {
	items []*Item
	order []place // by hash, and of the same hash by key
}

// A place is where an item is in a run.
type place struct {
	hash uint32 // of its key
	at   int32
}

// A tailed is an item that is in no run yet.
type tailed struct {
	hash uint32
	item *Item
}

// longTail is how many items are looked for one by one.
const longTail = 32

// ItemsOf returns a list of items, such as those that a store has.
func ItemsOf(list ...Item) Items { return itemsOf(slices.Clone(list)) }

// itemsOf returns the items of a slice that nobody else has.
func itemsOf(list []Item) Items {
	var l Items
	if len(list) == 0 {
		return l
	}
	all := make([]tailed, len(list))
	for i := range list {
		all[i] = tailed{hashOf(list[i].Key), &list[i]}
	}
	one := sorted(all)
	for i, p := range one.order[1:] {
		l.twice = l.twice || list[p.at].Key == list[one.order[i].at].Key
	}
	l.runs, l.size = []run{one}, len(list)
	return l
}

// hashOf returns the FNV-1a hash of a key. Keys of the same hash cost a comparison
// more and nothing else.
func hashOf(key string) uint32 {
	const offset, prime = 2166136261, 16777619
	h := uint32(offset)
	for i := range len(key) {
		h = (h ^ uint32(key[i])) * prime
	}
	return h
}

// sorted returns a run of items.
func sorted(list []tailed) run {
	r := run{items: make([]*Item, len(list)), order: make([]place, len(list))}
	for i, t := range list {
		r.items[i], r.order[i] = t.item, place{t.hash, int32(i)}
	}
	slices.SortFunc(r.order, func(a, b place) int { return r.compare(a, b.hash, r.items[b.at].Key) })
	return r
}

// compare compares the item at a place with a key.
func (r *run) compare(p place, hash uint32, key string) int {
	if p.hash != hash {
		return cmp.Compare(p.hash, hash)
	}
	return cmp.Compare(r.items[p.at].Key, key)
}

// plus returns a run with the items of a later one.
func (r run) plus(o run) run {
	n := len(r.items) + len(o.items)
	sum := run{items: append(append(make([]*Item, 0, n), r.items...), o.items...), order: make([]place, 0, n)}
	i, shift := 0, int32(len(r.items))
	for _, p := range o.order {
		for ; i < len(r.order) && r.compare(r.order[i], p.hash, o.items[p.at].Key) <= 0; i++ {
			sum.order = append(sum.order, r.order[i])
		}
		sum.order = append(sum.order, place{p.hash, p.at + shift})
	}
	sum.order = append(sum.order, r.order[i:]...)
	return sum
}

// find returns the item of a key, or nil.
func (r *run) find(hash uint32, key string) *Item {
	i, found := slices.BinarySearchFunc(r.order, key, func(p place, key string) int { return r.compare(p, hash, key) })
	if !found {
		return nil
	}
	return r.items[r.order[i].at]
}

// Len returns the number of items.
func (l Items) Len() int { return l.size }

// IsZero reports whether there are no items.
func (l Items) IsZero() bool { return l.size == 0 }

// All returns the items in their order.
func (l Items) All() iter.Seq[Item] {
	return func(yield func(Item) bool) {
		for item := range l.refs() {
			if !yield(*item) {
				return
			}
		}
	}
}

// refs returns the items in their order. They must not be changed.
func (l Items) refs() iter.Seq[*Item] {
	return func(yield func(*Item) bool) {
		for i := range l.runs {
			for _, item := range l.runs[i].items {
				if !yield(item) {
					return
				}
			}
		}
		for _, t := range l.tail {
			if !yield(t.item) {
				return
			}
		}
	}
}

// find returns the item of a key, or nil. It must not be changed.
func (l *Items) find(key string) *Item {
	hash := hashOf(key)
	for _, t := range l.tail {
		if t.hash == hash && t.item.Key == key {
			return t.item
		}
	}
	for i := range l.runs {
		if item := l.runs[i].find(hash, key); item != nil {
			return item
		}
	}
	return nil
}

// Equal reports whether two lists have equal items in the same order.
func (l Items) Equal(o Items) bool {
	if l.size != o.size {
		return false
	}
	next, stop := iter.Pull(o.refs())
	defer stop()
	for item := range l.refs() {
		if other, _ := next(); !item.same(other) {
			return false
		}
	}
	return true
}

// same reports whether two items are equal.
func (i *Item) same(o *Item) bool {
	return i.Key == o.Key && i.Origin == o.Origin && i.Returned == o.Returned && i.Corrects == o.Corrects &&
		exact.Cmp(i.Amount, o.Amount) == 0 && i.At.Equal(o.At) && i.Due.Equal(o.Due) &&
		exact.Cmp(i.Withheld, o.Withheld) == 0 && i.Release.Equal(o.Release) && i.State == o.State && i.Reason == o.Reason &&
		exact.Cmp(i.Rate, o.Rate) == 0 && exact.Cmp(i.Converted, o.Converted) == 0
}

// plus returns a list with more items behind.
func (l Items) plus(more ...Item) Items {
	g := grower{Items: l, more: len(more)}
	for i := range more {
		g.twice = g.twice || g.find(more[i].Key) != nil
		g.add(&more[i])
	}
	return g.Items
}

// A grower puts items behind a list. What the list shares with others stays as it
// is.
type grower struct {
	Items
	more int    // items are to come
	own  bool   // the tail is no other list's
	room []Item // for those to come
}

// add adds an item whose key the list does not have. In the long run an item is
// copied once each time that the list has doubled, as a pointer.
func (g *grower) add(item *Item) {
	if !g.own {
		room := min(longTail, len(g.tail)+max(1, g.more))
		g.tail, g.own = append(make([]tailed, 0, room), g.tail...), true
	}
	if len(g.room) == 0 {
		g.room = make([]Item, min(longTail, max(1, g.more)))
	}
	kept := &g.room[0]
	g.room, *kept = g.room[1:], *item
	g.more--
	g.size++
	if g.tail = append(g.tail, tailed{hashOf(item.Key), kept}); len(g.tail) < longTail {
		return
	}
	last, n := sorted(g.tail), len(g.runs)
	for ; n > 0 && len(g.runs[n-1].items) < 2*len(last.items); n-- {
		last = g.runs[n-1].plus(last)
	}
	g.runs, g.tail, g.own = append(slices.Clip(g.runs[:n]), last), nil, false
}

// with returns a list in which some items are others of the same keys. The function
// gets a copy and reports whether it changed it.
func (l Items) with(change func(at int, item *Item) bool) Items {
	l.runs, l.tail = slices.Clone(l.runs), slices.Clone(l.tail)
	for i := range l.runs {
		l.runs[i].items = slices.Clone(l.runs[i].items)
	}
	l.change(change)
	return l
}

// change is with for a list that nobody else has: it puts others in their places.
func (l *Items) change(change func(at int, item *Item) bool) {
	at, room := -1, []Item(nil)
	changed := func(item *Item) *Item {
		at++
		if len(room) == cap(room) {
			room = make([]Item, 0, min(l.size-at, longTail))
		}
		n := len(room)
		room = append(room, *item)
		if !change(at, &room[n]) {
			room = room[:n]
			return item
		}
		return &room[n]
	}
	for _, r := range l.runs {
		for j := range r.items {
			r.items[j] = changed(r.items[j])
		}
	}
	for i := range l.tail {
		l.tail[i].item = changed(l.tail[i].item)
	}
}

// only returns the items at some places.
func (l Items) only(in func(at int) bool) Items {
	at, part := -1, Items{twice: l.twice}
	for _, r := range l.runs {
		now := run{}
		places := make([]int32, len(r.items)) // of what stays, from 1
		for i, item := range r.items {
			if at++; in(at) {
				now.items = append(now.items, item)
				places[i] = int32(len(now.items))
			}
		}
		if len(now.items) == 0 {
			continue
		}
		now.order = make([]place, 0, len(now.items))
		for _, p := range r.order {
			if places[p.at] > 0 {
				now.order = append(now.order, place{p.hash, places[p.at] - 1})
			}
		}
		part.runs = append(part.runs, now)
		part.size += len(now.items)
	}
	for _, t := range l.tail {
		if at++; in(at) {
			if part.tail == nil {
				part.tail = make([]tailed, 0, len(l.tail))
			}
			part.tail = append(part.tail, t)
			part.size++
		}
	}
	return part
}

// checkItems faults items of an account that cannot be.
func (p *Policy) checkItems(f *check.Faults, l Items) {
	var probe check.Faults // spares the paths of what is sound
	seen, i := map[string]bool{}, -1
	for item := range l.refs() {
		i++
		p.checkItem(&probe, "", item)
		if item.Key != "" && probe.Len() == 0 && !l.twice {
			continue
		}
		probe = check.Faults{}
		path := fmt.Sprintf("account.items[%d]", i)
		if item.Key == "" {
			f.Add(path+".key", "", alianza.ErrMissing, "")
		} else if seen[item.Key] {
			f.Add(path+".key", item.Key, alianza.ErrDuplicate, "the account has it already")
		}
		if l.twice {
			seen[item.Key] = true
		}
		p.checkItem(f, path, item)
		if f.Full() {
			return
		}
	}
}

// MarshalJSON writes the items as a list.
func (l Items) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalLimit(slices.AppendSeq(make([]Item, 0, l.size), l.All()), maxAccount)
}

// UnmarshalJSON reads a list of items strictly.
func (l *Items) UnmarshalJSON(data []byte) error {
	var list []Item
	if err := strictjson.UnmarshalLimit(data, maxAccount, &list, nil); err != nil {
		return err
	}
	*l = itemsOf(list)
	return nil
}
