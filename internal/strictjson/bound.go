package strictjson

import (
	"reflect"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
)

// A bound is the fields of an [alianza.Bound] among those of an object.
type bound struct {
	reader *reader
	object node
	bound  alianza.Bound
	given  [len(boundNames)]int // comparisons in the order of the document
	count  int                  // of them
	to     node
	hasTo  bool
	unread bool
	// stranger says that an unknown field has a number, as the comparison that it most
	// likely stands for would.
	stranger bool
}

// has reports whether a bound has a field of that name.
func (b *bound) has(name []byte) bool { return boundIndex(name) >= 0 }

func boundIndex(name []byte) int {
	for i, one := range boundNames {
		if one == string(name) {
			return i
		}
	}
	return -1
}

// field reads one field of the bound, at the path of the reader.
func (b *bound) field(m member) {
	at := boundIndex(m.name)
	to := boundNames[at] == "to"
	if slices.Contains(b.given[:b.count], at) || to && b.hasTo {
		b.reader.twice(m)
		return
	}
	before := len(b.reader.faults)
	if to {
		b.to, b.hasTo = m.node, true
		b.reader.decimal(m.node, &b.bound.To, false)
	} else {
		b.given[b.count] = at
		b.count++
		b.bound.Op = alianza.Op(at + 1)
		b.reader.decimal(m.node, &b.bound.Value, false)
	}
	if len(b.reader.faults) > before {
		b.unread = true
		b.reader.hole(m.node, reflect.TypeFor[decimal.Decimal]())
	}
}

// check faults an object with no comparison, unless the bound is optional, or
// with more than one.
func (b *bound) check(optional bool) {
	switch {
	case b.unread || b.count == 0 && !b.hasTo && optional:
	case b.count == 0 && b.stranger:
		b.reader.seen[b.reader.path()] = false // the unknown field is the fault
	case b.count == 0:
		b.fault(b.object, "", alianza.ErrMissing, "one of "+comparisons)
	case b.count > 1:
		var names []string
		for _, at := range b.given[:b.count] {
			names = append(names, boundNames[at])
		}
		b.fault(b.object, "", alianza.ErrConflict, strings.Join(names, " and ")+": give one")
	case b.bound.Op == alianza.OpBetween && !b.hasTo:
		b.fault(b.object, "to", alianza.ErrMissing, "the upper bound of between")
	case b.bound.Op != alianza.OpBetween && b.hasTo && b.bound.To.IsZero():
		b.fault(b.to, "to", alianza.ErrRange, "zero means none: leave it out")
	}
}

// fault faults the value n, at a field of the bound or at the object.
func (b *bound) fault(n node, name string, kind error, detail string) {
	path := b.reader.path()
	if name != "" {
		path = string(step{name, -1}.appendTo([]byte(path)))
	}
	f := check.Fault(path, b.reader.text(n), kind, detail)
	f.Line, f.Column = b.reader.position(n.at)
	b.reader.add(f, false)
}
