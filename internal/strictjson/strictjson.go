// Package strictjson reads and writes the JSON of the library's types by their
// struct tags, so that a type lists its fields once:
//
//	type Rule struct {
//		Name string          `json:"name"`
//		Rate alianza.Percent `json:"rate,omitzero"`
//	}
//
//	func (r Rule) MarshalJSON() ([]byte, error)     { return strictjson.Marshal(r) }
//	func (r *Rule) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }
//
// # Tags
//
// A field with omitzero may be absent, and is not written if it is zero. Every
// other field is required. A field with inline lends its own fields to the object
// around it: a struct, or an [alianza.Bound]. With omitzero, all fields that a
// struct lends may be absent. A decimal with wide is one that the
// library computed: it may have more digits than a number from outside. So may the
// decimals of a list or a map with wide.
//
// # Values
//
// A value is read by the UnmarshalJSON of its type, else by its UnmarshalText, else
// by its kind:
//   - text, a boolean, a whole number of 32 bits;
//   - a list, a struct, an object with names of the user's choice.
//
// A decimal is read from a string or a number by its text, and written as a string.
//
// A struct whose tags do not list all of its exported fields is not made for this
// package. Inside another value, encoding/json reads it, without unknown fields and
// names given twice.
//
// # Strictness
//
// All faults are reported at once, each with its path, line and column:
//   - a field that the type does not have, another case included;
//   - a field given twice;
//   - a required field that is absent, and null;
//   - a value of the wrong type;
//   - a number out of bounds.
//
// A document is refused as a whole, with one fault, for data after the value, bytes
// that are not UTF-8, half a surrogate pair, and what is over a limit. A byte order
// mark at the beginning is skipped.
//
// What could not be read back is not written: [Marshal] keeps the limits of
// [Unmarshal].
//
// # Cost
//
// A document without faults is read in one pass. So are the types in it whose
// UnmarshalJSON calls [Unmarshal]; another one reads its part by itself. At the first
// fault the document is read anew from its beginning. It is scanned for its form, and
// walked where it stands. Then every type with an UnmarshalJSON reads its part again, so
// that time grows with the length and with the depth, of at most 32. A document is
// written once, into one buffer. The tags of a type are read once and remembered.
package strictjson

import (
	"bytes"
	"fmt"
	"math"
	"reflect"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
)

// Limits on a document.
const (
	MaxDepth      = 32      // objects and arrays inside one another
	MaxDefinition = 1 << 20 // bytes of a definition
	MaxValues     = 100_000 // values of a definition: texts, numbers, objects …
	maxWord       = 1000    // bytes of a name, and of the reason of another package
	maxList       = 1 << 23 // bytes in memory of the elements of a list of a definition
	many          = 128     // elements of a long list, more than there may be faults
)

// Unmarshal reads data into what v points to and then calls check, if it is not
// nil, for the faults of meaning. It returns the faults in the order of the
// document, at most a hundred, and then leaves *v as it was. Faults of meaning that
// follow from what could not be read are left out.
//
// P is a pointer to the type that is read. All pointers share one instance of the
// function: a hundred types do not bring a hundred of them into a program.
//
// An UnmarshalJSON that calls Unmarshal with its receiver does just that. Inside
// another value, such a type is read by its tags and checked at once: check goes by
// the value alone.
func Unmarshal[P any](data []byte, v P, check func(P) error) error {
	if as := formOf(reflect.TypeOf(v).Elem()); as.check() == nil {
		alone := func(any) error { return nil }
		if check != nil {
			alone = func(v any) error { return check(v.(P)) }
		}
		checks.Store(as, alone)
	}
	return UnmarshalLimit(data, MaxDefinition, v, check)
}

// UnmarshalLimit is Unmarshal for a document of at most limit bytes. Above
// [MaxDefinition] the number of values is not limited. The UnmarshalJSON that calls
// it may do more than that.
func UnmarshalLimit[P any](data []byte, limit int, v P, check func(P) error) error {
	to := reflect.ValueOf(v).Elem()
	in := reflect.New(to.Type())
	if quickly(data, limit, in.Elem()) && (check == nil || check(in.Interface().(P)) == nil) {
		to.Set(in.Elem())
		return nil
	}
	return thoroughly(data, limit, v, check)
}

// thoroughly reads data as UnmarshalLimit does, and knows the place of each value.
func thoroughly[P any](data []byte, limit int, v P, check func(P) error) error {
	to := reflect.ValueOf(v).Elem()
	g := reading{of: to.Type(), limit: limit}
	if check != nil {
		g.check = func(v any) error { return check(v.(P)) }
	}
	return g.into(to, data, g.withoutSequels)
}

// A reading is how the documents of a type are read.
type reading struct {
	of    reflect.Type
	limit int
	check func(any) error // or nil
}

// read reads a document into a new value. It returns an error if the document has no
// form, or if the tags are not for this package; all other faults are the reader's.
func (g *reading) read(data []byte) (r *reader, in reflect.Value, err error) {
	r, err = open(data, g.limit)
	if err != nil {
		return nil, in, err
	}
	in = reflect.New(g.of)
	if err := r.all(in.Elem()); err != nil {
		return nil, in, err
	}
	if g.check != nil && !r.full() {
		r.checked(g.check(in.Interface()))
	}
	return r, in, nil
}

// into reads a document into a value, which stays as it was if there are faults. Those go
// through a function first.
func (g *reading) into(to reflect.Value, data []byte, refine func(*reader)) error {
	r, in, err := g.read(data)
	if err != nil {
		return err
	}
	if len(r.faults) > 0 {
		refine(r)
		return r.partial(in)
	}
	to.Set(in.Elem())
	return nil
}

// partial returns the faults with what could be read of the value.
func (r *reader) partial(in reflect.Value) error {
	return &partial{error: r.err(), value: in.Interface(), seen: r.seen, holes: r.holes, meanings: r.meanings}
}

// A partial is the error of a value with faults. It carries what could be read of
// the value, so that the check of the value around it sees that.
type partial struct {
	error
	value    any             // a pointer to it
	seen     map[string]bool // this and the rest as in a reader
	holes    []hole
	meanings []meaning
}

// Unwrap returns the faults.
func (p *partial) Unwrap() error { return p.error }

// WriteOnly returns the error of UnmarshalJSON for a result that does not come
// back from its JSON: noun says what it is, and hint what to do instead.
func WriteOnly(noun, hint string) error {
	return check.Fault("", "", alianza.ErrForm, noun+" is written and not read: "+hint)
}

// bom is the byte order mark that some editors put before a text.
const bom = "\ufeff"

// open returns a reader of a document that is well formed. What is wrong with
// the document itself is one fault, which comes alone.
func open(data []byte, limit int) (*reader, error) {
	if len(data) > limit {
		return nil, check.Fault("", "", alianza.ErrLimit, fmt.Sprintf("%d bytes of JSON, allowed are %d", len(data), limit))
	}
	data = bytes.TrimPrefix(data, []byte(bom))
	if flaw := scan(data, limit); flaw != nil {
		f := check.Fault("", "", flaw.kind, flaw.text)
		f.Line, f.Column = document(data).position(flaw.at)
		return nil, f
	}
	return &reader{document: data, limited: limit <= MaxDefinition}, nil
}

// scan checks the form of a document. A definition has a limited number of
// values.
func scan(data []byte, limit int) *flaw {
	s := scanner{data: data, most: mostValues(limit)}
	return s.document()
}

// mostValues returns how many values a document of at most limit bytes may have.
func mostValues(limit int) int {
	if limit > MaxDefinition {
		return math.MaxInt
	}
	return MaxValues
}

// all reads the whole document into v, by the tags of its type. It returns an
// error if the tags are not for this package: a mistake of the programmer.
func (r *reader) all(v reflect.Value) error {
	as := formOf(v.Type())
	if as.kind != reflect.Struct {
		r.kind(r.root(), v, as, false)
		return nil
	}
	s, err := shapeOf(v, as)
	if err == nil {
		r.structure(r.root(), &s)
	}
	return err
}
