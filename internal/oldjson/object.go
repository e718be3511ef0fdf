package oldjson

import (
	"bytes"
	"cmp"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Object is a JSON object being read or being written. Each of its methods,
// and each function below that takes one, speaks of one field: it reads the
// field into the variable pointed to, or writes the field from it.
type Object struct {
	r    *reader // when reading
	node *node
	used map[string]bool
	path string

	w *writer // when writing

	optional bool
}

type writer struct {
	buf []byte
	err error
}

// Reading reports whether the object is being read.
func (o *Object) Reading() bool { return o.r != nil }

// Optional returns the object for a field that may be absent: it is not
// written if it is zero, and its variable is left alone if it is not there.
func (o *Object) Optional() *Object {
	view := *o
	view.optional = true
	return &view
}

// Has reports whether the object being read has the field.
func (o *Object) Has(name string) bool {
	return o.r != nil && slices.Contains(o.node.names, name)
}

// Fault adds a fault of the object being read.
func (o *Object) Fault(kind error, detail string) { o.r.fault(o.path, o.node, kind, detail) }

// close faults the names that no field asked for.
func (o *Object) close() {
	known := slices.Sorted(maps.Keys(o.used))
	all := "the fields are " + strings.Join(known, ", ")
	for i, name := range o.node.names {
		if o.used[name] {
			continue
		}
		detail := all
		for _, k := range known {
			if strings.EqualFold(k, name) {
				detail = "write " + k
			}
		}
		o.r.add(placed{o.node.values[i].offset, &alianza.FieldError{
			Path: field(o.path, name), Err: fmt.Errorf("%w field: %s", alianza.ErrUnknown, detail),
		}, ""})
	}
}

// get returns the value of the field if it is there and of the kind wanted,
// and nil otherwise, with a fault if that is one.
func (o *Object) get(name string, want ...kind) *node {
	o.used[name] = true
	i := slices.Index(o.node.names, name)
	if i < 0 {
		if !o.optional {
			o.r.unread(field(o.path, name), &node{offset: o.node.offset}, alianza.ErrMissing, "")
		}
		return nil
	}
	n := o.node.values[i]
	if !o.r.want(field(o.path, name), n, want...) {
		return nil
	}
	return n
}

// key writes the name of a field.
func (o *Object) key(name string) {
	w := o.w
	if len(name) > maxWord {
		w.fail(check.Fault("", name, alianza.ErrRange, fmt.Sprintf("a name of %d bytes, allowed are %d", len(name), maxWord)))
	}
	if w.buf[len(w.buf)-1] != '{' {
		w.buf = append(w.buf, ',')
	}
	w.string(name)
	w.buf = append(w.buf, ':')
}

// fail keeps the first error.
func (w *writer) fail(err error) { w.err = cmp.Or(w.err, err) }

func (w *writer) string(s string) {
	if !strings.ContainsFunc(s, escaped) {
		w.buf = append(append(append(w.buf, '"'), s...), '"')
		return
	}
	if !utf8.ValidString(s) {
		w.fail(check.Fault("", s, alianza.ErrForm, "not UTF-8"))
	}
	b, err := json.Marshal(s)
	w.fail(err)
	w.buf = append(w.buf, b...)
}

// escaped reports whether encoding/json may write a character in another way
// than it stands: all but plain ASCII, and some of that.
func escaped(r rune) bool {
	return r < ' ' || r > '~' || r == '"' || r == '\\' || r == '<' || r == '>' || r == '&'
}

// String is a field of text.
func (o *Object) String(name string, s *string) {
	if !o.Reading() {
		if *s != "" || !o.optional {
			o.key(name)
			o.w.string(*s)
		}
		return
	}
	if n := o.get(name, kindString); n != nil {
		*s = n.text
	}
}

const notInt = "not a whole number of 32 bits"

// Int is a field that holds a whole number.
func (o *Object) Int(name string, i *int) {
	if !o.Reading() {
		if *i != 0 || !o.optional {
			o.key(name)
			if *i != int(int32(*i)) {
				o.w.fail(check.Fault(name, strconv.Itoa(*i), alianza.ErrRange, notInt))
			}
			o.w.buf = strconv.AppendInt(o.w.buf, int64(*i), 10)
		}
		return
	}
	if n := o.get(name, kindNumber); n != nil {
		v, err := strconv.ParseInt(n.text, 10, 32)
		if err != nil {
			o.r.fault(field(o.path, name), n, alianza.ErrRange, notInt)
			return
		}
		*i = int(v)
	}
}

// Bool is a field that holds true or false.
func (o *Object) Bool(name string, b *bool) {
	if !o.Reading() {
		if *b || !o.optional {
			o.key(name)
			o.w.buf = strconv.AppendBool(o.w.buf, *b)
		}
		return
	}
	if n := o.get(name, kindBool); n != nil {
		*b = n.text == "true"
	}
}

// Decimal is a field that holds a number: read from a string or a number by
// its text, written as a string.
func (o *Object) Decimal(name string, d *decimal.Decimal) { o.decimal(name, d, exact.Parse) }

// Exact is Decimal for a number that the library itself made: an exact product
// may have more digits and decimals than a number from outside.
func (o *Object) Exact(name string, d *decimal.Decimal) { o.decimal(name, d, exact.ParseWritten) }

func (o *Object) decimal(name string, d *decimal.Decimal, parse func(string) (decimal.Decimal, error)) {
	if !o.Reading() {
		if !d.IsZero() || !o.optional {
			o.key(name)
			o.w.decimal(name, *d)
		}
		return
	}
	if n := o.get(name, kindString, kindNumber); n != nil {
		v, err := parse(n.text)
		switch {
		case errors.Is(err, exact.ErrNumber):
			o.r.fault(field(o.path, name), n, alianza.ErrForm, err.Error())
		case err != nil:
			o.r.fault(field(o.path, name), n, alianza.ErrRange, err.Error())
		default:
			*d = v
		}
	}
}

// decimal writes d in plain notation, with an exponent if it has too many
// digits so, and not at all if exact does not write it out either.
func (w *writer) decimal(name string, d decimal.Decimal) {
	text := exact.Text(d)
	switch err := exact.Check(d); {
	case err != nil && !json.Valid([]byte(text)):
		w.fail(check.Fault(name, text, alianza.ErrRange, err.Error()))
	case err == nil && d.NumDigits()+int(d.Exponent()) > exact.MaxDigits:
		text = fmt.Sprintf("%de%d", d.Coefficient(), d.Exponent())
	}
	w.string(text)
}

// Strings is a field that holds an array of texts.
func (o *Object) Strings(name string, list *[]string) {
	if !o.Reading() {
		if len(*list) > 0 || !o.optional {
			o.key(name)
			o.w.array(len(*list), func(i int) { o.w.string((*list)[i]) })
		}
		return
	}
	n := o.get(name, kindArray)
	if n == nil {
		return
	}
	*list = make([]string, len(n.values))
	for i, v := range n.values {
		if o.r.want(index(field(o.path, name), i), v, kindString) {
			(*list)[i] = v.text
		}
	}
}

const noBound = "one of at_least, above, at_most, below"

// Bound is the pair of a comparison and its bound, written as one field whose
// name is the comparison: "at_least", "above", "at_most" or "below".
func (o *Object) Bound(op *exact.Op, bound *decimal.Decimal) {
	if !o.Reading() {
		if *op == 0 && o.optional {
			return
		}
		if op.String() == "" {
			o.w.fail(check.Fault("", "", alianza.ErrMissing, noBound))
		}
		o.key(op.String())
		o.w.decimal(op.String(), *bound)
		return
	}
	var found []string
	for one := exact.AtLeast; one <= exact.Below; one++ {
		o.used[one.String()] = true
		if o.Has(one.String()) {
			found = append(found, one.String())
			*op = one
			o.Decimal(one.String(), bound)
		}
	}
	switch {
	case len(found) == 0 && !o.optional:
		o.Fault(alianza.ErrMissing, noBound)
	case len(found) > 1:
		o.Fault(alianza.ErrConflict, strings.Join(found, " and ")+": give one")
	}
}

// Any is a field of the caller's own type, in the JSON that encoding/json
// gives it, without fields that the type does not have. An optional one is not
// written if that is null.
func (o *Object) Any(name string, v any) {
	if !o.Reading() {
		b, err := json.Marshal(v)
		o.w.fail(err)
		if string(b) == "null" && o.optional {
			return
		}
		o.key(name)
		o.w.buf = append(o.w.buf, b...)
		return
	}
	if n := o.get(name); n != nil {
		dec := json.NewDecoder(bytes.NewReader(o.r.data[n.offset:n.end]))
		dec.DisallowUnknownFields()
		o.r.failed(field(o.path, name), n, dec.Decode(v))
	}
}

// Text is a field of a type that has a text form of its own. The zero value of
// an optional field is not written.
func Text[T comparable, P interface {
	*T
	encoding.TextMarshaler
	encoding.TextUnmarshaler
}](o *Object, name string, v P) {
	if !o.Reading() {
		var zero T
		if *v == zero && o.optional {
			return
		}
		text, err := v.MarshalText()
		o.w.fail(err)
		o.key(name)
		o.w.string(string(text))
		return
	}
	if n := o.get(name, kindString); n != nil {
		o.r.failed(field(o.path, name), n, v.UnmarshalText([]byte(n.text)))
	}
}

// List is a field that holds an array of objects with the fields listed.
func List[T any](o *Object, name string, list *[]T, fields func(*T, *Object)) {
	if !o.Reading() {
		if len(*list) > 0 || !o.optional {
			o.key(name)
			o.w.array(len(*list), func(i int) { o.w.object(func(in *Object) { fields(&(*list)[i], in) }) })
		}
		return
	}
	n := o.get(name, kindArray)
	if n == nil {
		return
	}
	*list = make([]T, len(n.values))
	for i, v := range n.values {
		o.r.nested(index(field(o.path, name), i), v, func(in *Object) { fields(&(*list)[i], in) })
	}
}

// Struct is a field that holds an object with the fields listed. It is not
// written if it is optional and absent.
func Struct[T any](o *Object, name string, v *T, absent bool, fields func(*T, *Object)) {
	if !o.Reading() {
		if !absent || !o.optional {
			o.key(name)
			o.w.object(func(in *Object) { fields(v, in) })
		}
		return
	}
	if n := o.get(name, kindObject); n != nil {
		o.r.nested(field(o.path, name), n, func(in *Object) { fields(v, in) })
	}
}

// Map is a field that holds an object with names of the user's choice. For
// each name, in order, one is called to read or write the field of that name
// in the object given.
func Map[T any](o *Object, name string, m *map[string]T, one func(o *Object, name string, v *T)) {
	if !o.Reading() {
		if len(*m) == 0 && o.optional {
			return
		}
		o.key(name)
		o.w.object(func(in *Object) {
			for _, key := range slices.Sorted(maps.Keys(*m)) {
				v := (*m)[key]
				one(in, key, &v)
			}
		})
		return
	}
	n := o.get(name, kindObject)
	if n == nil {
		return
	}
	*m = make(map[string]T, len(n.names))
	for i, key := range n.names {
		// An object of one field: in that of all, each key would be searched for.
		only := &node{kind: kindObject, offset: n.offset, names: n.names[i : i+1], values: n.values[i : i+1]}
		var v T
		o.r.nested(field(o.path, name), only, func(in *Object) { one(in, key, &v) })
		(*m)[key] = v
	}
}

func (w *writer) object(fields func(*Object)) {
	w.buf = append(w.buf, '{')
	fields(&Object{w: w})
	w.buf = append(w.buf, '}')
}

func (w *writer) array(n int, one func(i int)) {
	w.buf = append(w.buf, '[')
	for i := range n {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		one(i)
	}
	w.buf = append(w.buf, ']')
}
