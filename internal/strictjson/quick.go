package strictjson

import (
	"bytes"
	"encoding"
	"reflect"
	"sync"
	"unicode/utf8"

	"github.com/seed-0af520cd/alianza"
)

// A quick reader reads a document in one pass: it checks the form of what it reads
// as it goes, and keeps no place. It gives up at the first fault. The document is
// then read again, by a [reader] that tells all of them.
type quick struct {
	scanner scanner
	reader  reader // reads what has nothing inside, by the same rules
}

// checks are those of the types whose UnmarshalJSON reads by the tags, as far as they
// are known. What a type has never changes.
var checks sync.Map // of func(any) error by *form

// check returns the check of a type, nil if it is not known.
func (f *form) check() func(any) error {
	as, _ := checks.Load(f)
	check, _ := as.(func(any) error)
	return check
}

// quicks are kept for their memory.
var quicks = sync.Pool{New: func() any { return new(quick) }}

// quickly reads a document into v, which is zero, by the tags of its type. It
// returns false if there is a fault in it.
func quickly(data []byte, limit int, v reflect.Value) bool {
	if len(data) > limit {
		return false
	}
	data = bytes.TrimPrefix(data, []byte(bom))
	if !utf8.Valid(data) {
		return false
	}
	q := quicks.Get().(*quick)
	defer quicks.Put(q)
	q.scanner = scanner{data: data, most: mostValues(limit)}
	q.reader = reader{document: data, limited: limit <= MaxDefinition}
	ok := q.whole(v, formOf(v.Type()))
	q.scanner.next()
	ok = ok && q.scanner.at == len(data)
	q.scanner.data, q.reader = nil, reader{}
	return ok
}

// value reads a value into v, which is addressable and zero.
func (q *quick) value(v reflect.Value, as *form, wide bool) bool {
	switch as.read {
	case wayKind:
		return q.kind(v, as, wide)
	case wayBound:
		return q.structure(&shape{layout: &boundAlone, bound: v.Addr().Interface().(*alianza.Bound)})
	case wayJSON:
		if check := as.check(); check != nil {
			return q.nested(v, as, check)
		}
	default:
	}
	n, ok := q.node()
	if ok {
		q.reader.value(n, v, as, wide)
	}
	return ok && len(q.reader.faults) == 0
}

// nested reads a value as its UnmarshalJSON would.
func (q *quick) nested(v reflect.Value, as *form, check func(any) error) bool {
	q.scanner.next()
	at, values, limited := q.scanner.at, q.scanner.values, q.reader.limited
	q.reader.limited = true
	ok := q.whole(v, as)
	q.reader.limited = limited
	return ok && q.scanner.at-at <= MaxDefinition && q.scanner.values-values <= MaxValues && check(v.Addr().Interface()) == nil
}

// whole reads a value by the tags of its type. A type whose tags are not for this
// package is a mistake of the programmer.
func (q *quick) whole(v reflect.Value, as *form) bool {
	return (as.kind != reflect.Struct || as.layout().err == nil) && q.kind(v, as, false)
}

// kind reads a value whose type has no form of its own.
func (q *quick) kind(v reflect.Value, as *form, wide bool) bool {
	switch as.kind {
	case reflect.Struct:
		if s, err := shapeOf(v, as); err == nil {
			return q.structure(&s)
		}
	case reflect.Pointer:
		one := reflect.New(as.of.Elem())
		v.Set(one)
		return q.value(one.Elem(), as.inside(), wide)
	case reflect.Slice:
		return q.list(v, as.inside(), wide)
	case reflect.Map:
		return q.dictionary(v, as.inside(), wide)
	default:
	}
	n, ok := q.node()
	if !ok || n.kind == kindNull {
		return false
	}
	q.reader.kind(n, v, as, wide)
	return len(q.reader.faults) == 0
}

// node passes over a value, whose form it checks.
func (q *quick) node() (n node, ok bool) {
	s := &q.scanner
	switch s.next() {
	case '{':
		n.kind = kindObject
	case '[':
		n.kind = kindArray
	case '"':
		n.kind = kindString
	case 't', 'f':
		n.kind = kindBool
	case 'n':
		n.kind = kindNull
	default:
		n.kind = kindNumber
	}
	n.at = s.at
	ok = s.value() == nil
	n.end = s.at
	return n, ok
}

// open begins an object or an array, as the scanner does.
func (q *quick) open(bracket byte) bool {
	s := &q.scanner
	if s.next() != bracket || s.values >= s.most || s.depth >= MaxDepth {
		return false
	}
	s.values++
	s.depth++
	s.at++
	return true
}

// more reports whether another member or element follows. After the last one, it
// passes over the bracket that ends them.
func (q *quick) more(end byte, first bool) (more, ok bool) {
	s := &q.scanner
	switch {
	case s.next() == end:
		s.at++
		s.depth--
		return false, true
	case first:
		return true, true
	default:
		return true, s.comma(end) == nil
	}
}

// name reads the name of a member with its colon.
func (q *quick) name() (m member, ok bool) {
	s := &q.scanner
	if s.next() != '"' {
		return m, false
	}
	m.nameAt = s.at
	if s.string() != nil {
		return m, false
	}
	m.name = unquote(s.data[m.nameAt:s.at])
	if s.next() != ':' {
		return m, false
	}
	s.at++
	return m, len(m.name) <= maxWord
}

// structure reads an object into the fields of a struct.
func (q *quick) structure(s *shape) bool {
	const most = 64 // fields of a set
	if len(s.fields) > most || !q.open('{') {
		return false
	}
	var found uint64
	b, next := bound{reader: &q.reader}, 0
	for first := true; ; first = false {
		more, ok := q.more('}', first)
		if !ok {
			return false
		}
		if !more {
			break
		}
		m, ok := q.name()
		if !ok {
			return false
		}
		at := s.find(m.name, next)
		switch {
		case at >= 0 && found&(1<<at) == 0:
			found |= 1 << at
			next = at + 1
			if f := &s.fields[at]; !q.value(s.at(f.index), f.form, f.wide) {
				return false
			}
		case at < 0 && s.bound != nil && b.has(m.name):
			if m.node, ok = q.node(); !ok {
				return false
			}
			b.field(m)
		default:
			return false
		}
	}
	if s.bound != nil {
		b.check(s.optional)
		*s.bound = b.bound
	}
	return found&s.required == s.required && len(q.reader.faults) == 0
}

func (q *quick) list(v reflect.Value, as *form, wide bool) bool {
	if !q.open('[') {
		return false
	}
	room, most := q.count(), mostElements(as.of)
	if room > most && q.reader.bounded(as.of) {
		return false
	}
	if room == 0 {
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	} else {
		v.Grow(min(room, most))
	}
	for i := 0; ; i++ {
		if more, ok := q.more(']', i == 0); !ok || !more {
			return ok
		}
		if i == v.Cap() {
			v.Grow(1)
		}
		v.SetLen(i + 1)
		if !q.value(v.Index(i), as, wide) {
			return false
		}
	}
}

// count returns how many elements the list has that begins here, if its form is
// right. It goes by the brackets and the commas.
func (q *quick) count() int {
	if q.scanner.next() == ']' {
		return 0
	}
	d, depth, n := q.scanner.data, 0, 1
	for at := q.scanner.at; at < len(d); at++ {
		switch d[at] {
		case '"':
			for at++; at < len(d) && d[at] != '"'; at++ {
				if d[at] == '\\' {
					at++
				}
			}
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth < 0 {
				return n
			}
		case ',':
			if depth == 0 {
				n++
			}
		}
	}
	return n
}

// dictionary reads an object with names of the user's choice.
func (q *quick) dictionary(v reflect.Value, as *form, wide bool) bool {
	t := v.Type()
	key, one := reflect.New(t.Key()).Elem(), reflect.New(as.of).Elem()
	if _, ok := key.Addr().Interface().(encoding.TextUnmarshaler); !ok && key.Kind() != reflect.String || !q.open('{') {
		return false
	}
	v.Set(reflect.MakeMap(t))
	for i := 0; ; i++ {
		if more, ok := q.more('}', i == 0); !ok || !more {
			return ok && v.Len() == i // no name twice
		}
		m, ok := q.name()
		if key.SetZero(); !ok || !q.reader.key(m, key) {
			return false
		}
		one.SetZero()
		if !q.value(one, as, wide) {
			return false
		}
		v.SetMapIndex(key, one)
	}
}
