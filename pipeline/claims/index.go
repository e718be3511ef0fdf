package claims

import (
	"cmp"
	"fmt"
)

// A record is a claim with what the index sorts it by.
type record struct {
	claim Claim
	group string // the customer or territory, so that equal ones and nested ones are neighbors
	holds []hold // who has it, from day to day; none for a rejected claim
}

// A hold is a run of days on which a partner has a claim.
type hold struct {
	partner     string
	from, until int32 // day numbers
}

// A class is a purpose that a record stands in the index for. A claim is there once
// for each product, or once for all products. It is there once more for those who ask
// about all products.
type class uint8

const (
	byID class = iota
	exclusiveOf
	exclusiveAny
	sharedOf
	sharedAny
	byPartner
	byEnd
)

// An entry is a record in the index. The numbers of days are those of the entry: of the
// claim, of one holder, or of its end.
type entry struct {
	record      *record
	from, until int32
	item        uint16 // of the products or the holders
	class       class
}

// product returns what entries of products are sorted by.
func (e *entry) product() string {
	if e.class != exclusiveOf && e.class != sharedOf || len(e.record.claim.Request.Scope.Products) == 0 {
		return ""
	}
	return e.record.claim.Request.Scope.Products[e.item]
}

func (e *entry) group() string {
	switch e.class {
	case byID:
		return e.record.claim.Request.ID
	case byPartner:
		return e.record.holds[e.item].partner
	case byEnd:
		return ""
	default:
		return e.record.group
	}
}

// compare orders entries by class, product, group, first day and claim.
func (e *entry) compare(o *entry) int {
	if e.class != o.class {
		return cmp.Compare(e.class, o.class)
	}
	if c := cmp.Compare(e.product(), o.product()); c != 0 {
		return c
	}
	if c := cmp.Compare(e.group(), o.group()); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(e.from, o.from), cmp.Compare(e.record.claim.Request.ID, o.record.claim.Request.ID))
}

// entries returns the entries of a record.
func (rec *record) entries() []entry {
	of, unspecific := exclusiveOf, exclusiveAny
	if rec.claim.Request.Shared {
		of, unspecific = sharedOf, sharedAny
	}
	all := make([]entry, 0, len(rec.claim.Request.Scope.Products)+len(rec.holds)+4)
	all = append(all, entry{record: rec, class: byID, until: 1})
	if len(rec.holds) == 0 {
		return all
	}
	from, until := rec.holds[0].from, rec.holds[len(rec.holds)-1].until
	for i := range max(1, len(rec.claim.Request.Scope.Products)) {
		all = append(all, entry{record: rec, class: of, from: from, until: until, item: uint16(i)})
	}
	all = append(all,
		entry{record: rec, class: unspecific, from: from, until: until},
		entry{record: rec, class: byEnd, from: until, until: until + 1})
	for i, h := range rec.holds {
		all = append(all, entry{record: rec, class: byPartner, from: h.from, until: h.until, item: uint16(i)})
	}
	return all
}

// An area is a part of the index: the entries of a class and a product whose groups are
// from one to another, both included.
type area struct {
	class     class
	product   string
	low, high string
}

// compare returns -1, 0 or +1 as an entry stands before, in or behind the area.
func (a *area) compare(e *entry) int {
	if e.class != a.class {
		return cmp.Compare(e.class, a.class)
	}
	if c := cmp.Compare(e.product(), a.product); c != 0 {
		return c
	}
	switch g := e.group(); {
	case g < a.low:
		return -1
	case g > a.high:
		return +1
	}
	return 0
}

// A node is a tree of entries that is never changed: what is inserted and removed makes
// new nodes on the way to the root. Neither side of a node is more than three times as
// large as the other one, so that the way is short.
type node struct {
	entry
	left, right *node
	size        int32
	first, last int32 // the least from and the greatest until of the tree
}

func (n *node) len() int32 {
	if n == nil {
		return 0
	}
	return n.size
}

// join makes a node of an entry and two trees of about the same size.
func join(e entry, left, right *node) *node {
	n := &node{entry: e, left: left, right: right, size: 1 + left.len() + right.len(), first: e.from, last: e.until}
	for _, side := range [...]*node{left, right} {
		if side != nil {
			n.first, n.last = min(n.first, side.first), max(n.last, side.last)
		}
	}
	return n
}

// balanced makes a node of an entry and two trees, one of which may have got one entry
// too many or too few.
func balanced(e entry, left, right *node) *node {
	const heavy = 3 // times the other side
	switch l, r := left.len(), right.len(); {
	case l+r <= 1:
	case r > heavy*l:
		if right.left.len() < 2*right.right.len() {
			return join(right.entry, join(e, left, right.left), right.right)
		}
		inner := right.left
		return join(inner.entry, join(e, left, inner.left), join(right.entry, inner.right, right.right))
	case l > heavy*r:
		if left.right.len() < 2*left.left.len() {
			return join(left.entry, left.left, join(e, left.right, right))
		}
		inner := left.right
		return join(inner.entry, join(left.entry, left.left, inner.left), join(e, inner.right, right))
	}
	return join(e, left, right)
}

// insert returns the tree with an entry that it does not have.
func (n *node) insert(e *entry) *node {
	if n == nil {
		return join(*e, nil, nil)
	}
	if e.compare(&n.entry) < 0 {
		return balanced(n.entry, n.left.insert(e), n.right)
	}
	return balanced(n.entry, n.left, n.right.insert(e))
}

// remove returns the tree without an entry that it has.
func (n *node) remove(e *entry) *node {
	switch c := e.compare(&n.entry); {
	case c < 0:
		return balanced(n.entry, n.left.remove(e), n.right)
	case c > 0:
		return balanced(n.entry, n.left, n.right.remove(e))
	case n.left == nil:
		return n.right
	case n.right == nil:
		return n.left
	}
	next := n.right
	for next.left != nil {
		next = next.left
	}
	return balanced(next.entry, n.left, n.right.remove(&next.entry))
}

// search calls found with the entries of an area that have a day from one until another,
// in order, as long as it returns true. It passes over trees without such days.
func (n *node) search(a *area, from, until int32, found func(*entry) bool) bool {
	if n == nil || n.last <= from || n.first >= until {
		return true
	}
	c := a.compare(&n.entry)
	if c >= 0 && !n.left.search(a, from, until, found) {
		return false
	}
	if c == 0 && n.from < until && n.until > from && !found(&n.entry) {
		return false
	}
	return c > 0 || n.right.search(a, from, until, found)
}

// find returns the record of a claim, nil for none.
func (n *node) find(id string) *record {
	a := area{class: byID, low: id, high: id}
	for n != nil {
		switch c := a.compare(&n.entry); {
		case c > 0:
			n = n.left
		case c < 0:
			n = n.right
		default:
			return n.record
		}
	}
	return nil
}

// groupOf returns what a territory's number is sorted by.
func groupOf(n int) string { return fmt.Sprintf("%05d", n) }
