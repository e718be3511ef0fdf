package strictjson

import (
	"bytes"
	"cmp"
	"encoding"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Marshal returns the JSON of a value by the tags of its structs, a document
// that [Unmarshal] can read. It returns an error with the path of a value that
// could not be read back:
//   - text that is not UTF-8;
//   - an int beyond 32 bits, a number out of bounds, an instant out of the
//     calendar, an enumeration out of range;
//   - nothing where something is required;
//   - more bytes, values or nesting than a definition may have.
//
// A MarshalJSON that calls Marshal with its receiver returns just that. Inside
// another value, such a type is written by its tags at once.
func Marshal[T any](v T) ([]byte, error) {
	return marshal(reflect.ValueOf(&v).Elem(), MaxDefinition, byTags)
}

// MarshalChecked is Marshal for a MarshalJSON that first checks its receiver,
// whole: what is inside another value that was checked is not checked again.
func MarshalChecked[T any](v T, check func(*T) error) ([]byte, error) {
	if err := check(&v); err != nil {
		return nil, err
	}
	return marshal(reflect.ValueOf(&v).Elem(), MaxDefinition, afterCheck)
}

// MarshalLimit is Marshal for a document that [UnmarshalLimit] can read. The
// MarshalJSON that calls it may do more than that.
func MarshalLimit[T any](v T, limit int) ([]byte, error) {
	return marshal(reflect.ValueOf(&v).Elem(), limit, byItself)
}

// A manner is how the MarshalJSON of a type of struct writes it.
type manner uint8

const (
	byItself   manner = iota // or it is not known yet
	afterCheck               // by its tags, if it has no fault
	byTags
)

// manners are the manners of the types that were written so far. What a type has
// never changes.
var manners sync.Map // of manner by *form

// manner returns the manner of a type as far as it is known.
func (f *form) manner() manner {
	as, _ := manners.Load(f)
	m, _ := as.(manner)
	return m
}

// marshal writes an addressable value, and notes that its type does so.
func marshal(v reflect.Value, limit int, as manner) ([]byte, error) {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v, as = addressable(v.Elem()), byItself
	}
	w := writers.Get().(*writer)
	defer writers.Put(w)
	*w = writer{buf: w.buf[:0], checked: as == afterCheck}
	if err := w.all(v, as); err != nil {
		return nil, err
	}
	if err := w.within(0, 0, limit); err != nil {
		return nil, err
	}
	if w.deep {
		return nil, check.Fault("", "", alianza.ErrLimit, tooDeep)
	}
	return bytes.Clone(w.buf), nil
}

// writers are kept for the memory that they have grown to.
var writers = sync.Pool{New: func() any { return new(writer) }}

// A writer appends JSON to its buffer. What it writes itself is well formed; it
// counts what a document may not have too much of.
type writer struct {
	buf     []byte
	values  int
	depth   int
	deep    bool // deeper than a document may be
	checked bool // all that is written has no fault of meaning
}

// all writes a value by the tags of its type.
func (w *writer) all(v reflect.Value, as manner) error {
	w.values++
	f := formOf(v.Type())
	if f.kind != reflect.Struct {
		return w.kind(v, f, false)
	}
	s, err := shapeOf(v, f)
	if err != nil {
		return err
	}
	if as != byItself && f.manner() != as {
		manners.Store(f, as)
	}
	return w.structure(&s)
}

// within checks the limits of what was written since some bytes and values.
func (w *writer) within(start, values, limit int) error {
	if n := len(w.buf) - start; n > limit {
		return check.Fault("", "", alianza.ErrLimit, fmt.Sprintf("%d bytes of JSON, allowed are %d", n, limit))
	}
	if limit <= MaxDefinition && w.values-values > MaxValues {
		return check.Fault("", "", alianza.ErrLimit, tooMany)
	}
	return nil
}

// open begins an object or an array. It returns false if that would be too deep:
// then nothing more is written, and the document is refused in the end.
func (w *writer) open(bracket byte) bool {
	w.buf = append(w.buf, bracket)
	w.depth++
	w.deep = w.deep || w.depth > MaxDepth
	return !w.deep
}

func (w *writer) close(bracket byte) {
	w.buf = append(w.buf, bracket)
	w.depth--
}

// addressable returns a value like v whose methods of either receiver can be
// called.
func addressable(v reflect.Value) reflect.Value {
	if v.CanAddr() {
		return v
	}
	room := reflect.New(v.Type()).Elem()
	room.Set(v)
	return room
}

func (w *writer) structure(s *shape) error {
	if !w.open('{') {
		return nil
	}
	start := len(w.buf)
	for i := 0; i < len(s.fields); i++ {
		f := &s.fields[i]
		if f.skip > 0 && s.at(f.group).IsZero() {
			i += f.skip - 1
			continue
		}
		v := s.at(f.index)
		if f.optional && isZero(v, f.form) {
			continue
		}
		if len(w.buf) > start {
			w.buf = append(w.buf, ',')
		}
		w.buf = append(w.buf, f.quoted...)
		if err := w.value(v, f.form, f.wide); err != nil {
			return alianza.At(f.name, err)
		}
	}
	if s.bound != nil && (!s.optional || !s.bound.IsZero()) {
		if err := w.bound(start, s.bound); err != nil {
			return err
		}
	}
	w.close('}')
	return nil
}

// bound writes the fields of a bound beside those of the object that begins at
// start.
func (w *writer) bound(start int, b *alianza.Bound) error {
	if b.Op.String() == "" || exact.Check(b.Value) != nil || exact.Check(b.To) != nil {
		if _, err := b.MarshalJSON(); err != nil {
			return err
		}
		return check.Fault("", "", alianza.ErrMissing, "one of "+comparisons)
	}
	if len(w.buf) > start {
		w.buf = append(w.buf, ',')
	}
	w.number(b.Op.String(), b.Value)
	if b.Op == alianza.OpBetween || !b.To.IsZero() {
		w.buf = append(w.buf, ',')
		w.number("to", b.To)
	}
	w.values += len(boundNames) // at most
	return nil
}

// number writes a checked number of a bound.
func (w *writer) number(name string, d decimal.Decimal) {
	w.buf = append(append(append(w.buf, '"'), name...), `":"`...)
	w.buf = append(exact.AppendJSON(w.buf, d), '"')
}

// name writes the name of a field of the object that begins at start.
func (w *writer) name(start int, name string) error {
	if len(name) > maxWord {
		return check.Fault("", name, alianza.ErrLimit, fmt.Sprintf("a name of %d bytes, allowed are %d", len(name), maxWord))
	}
	if len(w.buf) > start {
		w.buf = append(w.buf, ',')
	}
	err := w.string(name)
	w.buf = append(w.buf, ':')
	return err
}

func (w *writer) value(v reflect.Value, as *form, wide bool) error {
	if as.kind == reflect.Pointer || as.kind == reflect.Interface {
		if v.IsNil() {
			return check.Fault("", "", alianza.ErrMissing, "")
		}
		v = addressable(v.Elem())
		return w.value(v, formOf(v.Type()), wide)
	}
	if as.write == wayJSON {
		return w.marshaler(v, as)
	}
	w.values++
	switch as.write {
	case wayDecimal:
		return w.decimal(v.Addr().Interface().(*decimal.Decimal), wide)
	case wayInstant:
		return w.instant(*v.Addr().Interface().(*time.Time))
	case wayPercent:
		p := v.Addr().Interface().(*alianza.Percent)
		w.buf = append(exact.Percent(p.Units()).Append(append(w.buf, '"')), '"')
		return nil
	case wayText:
		text, err := v.Addr().Interface().(encoding.TextMarshaler).MarshalText()
		if err != nil {
			return err
		}
		w.buf, err = appendString(w.buf, text)
		return err
	default:
	}
	return w.kind(v, as, wide)
}

// marshaler writes a value by its own MarshalJSON, or by its tags if that is what
// the method would do.
func (w *writer) marshaler(v reflect.Value, as *form) error {
	if m := as.manner(); m == byTags || m == afterCheck && w.checked {
		start, values := len(w.buf), w.values
		w.values++
		return cmp.Or(w.kind(v, as, false), w.within(start, values, MaxDefinition))
	}
	doc, err := v.Addr().Interface().(json.Marshaler).MarshalJSON()
	if err == nil && string(doc) == "null" {
		err = check.Fault("", "", alianza.ErrMissing, "")
	}
	if err != nil {
		return err
	}
	in := scanner{data: doc, most: math.MaxInt, depth: w.depth}
	if flaw := in.document(); flaw != nil {
		return check.Fault("", "", flaw.kind, flaw.text)
	}
	w.values += in.values
	w.buf = append(w.buf, doc...)
	return nil
}

func (w *writer) kind(v reflect.Value, as *form, wide bool) error {
	switch as.kind {
	case reflect.String:
		return w.string(v.String())
	case reflect.Bool:
		w.buf = strconv.AppendBool(w.buf, v.Bool())
		return nil
	case reflect.Int:
		if i := v.Int(); !fitsInt(i) {
			return check.Fault("", strconv.FormatInt(i, 10), alianza.ErrRange, notInt)
		}
		w.buf = strconv.AppendInt(w.buf, v.Int(), 10)
		return nil
	case reflect.Slice:
		return w.list(v, as.inside(), wide)
	case reflect.Map:
		return w.dictionary(v, as.inside(), wide)
	case reflect.Struct:
		if s, err := shapeOf(v, as); err == nil {
			return w.structure(&s)
		}
	default:
	}
	doc, err := json.Marshal(v.Interface())
	w.buf = append(w.buf, doc...)
	return err
}

func (w *writer) list(v reflect.Value, as *form, wide bool) error {
	if !w.open('[') {
		return nil
	}
	for i := range v.Len() {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		if err := w.value(v.Index(i), as, wide); err != nil {
			return alianza.At(string(step{"", i}.appendTo(nil)), err)
		}
	}
	w.close(']')
	return nil
}

// dictionary writes an object with the names in order. The text of a key tells it from
// all others.
func (w *writer) dictionary(v reflect.Value, as *form, wide bool) error {
	type member struct {
		name string
		at   int // of its value
	}
	var few [8]member // spares an allocation
	members := few[:0]
	key, values := reflect.New(v.Type().Key()).Elem(), reflect.MakeSlice(reflect.SliceOf(as.of), v.Len(), v.Len())
	for each := v.MapRange(); each.Next(); {
		key.SetIterKey(each)
		name, err := keyText(key)
		if err != nil {
			return err
		}
		at := len(members)
		values.Index(at).SetIterValue(each)
		members = append(members, member{name, at})
	}
	slices.SortFunc(members, func(a, b member) int { return strings.Compare(a.name, b.name) })
	if !w.open('{') {
		return nil
	}
	start := len(w.buf)
	for _, m := range members {
		if err := w.name(start, m.name); err != nil {
			return err
		}
		if err := w.value(values.Index(m.at), as, wide); err != nil {
			return alianza.At(string(step{m.name, -1}.appendTo(nil)), err)
		}
	}
	w.close('}')
	return nil
}

// keyText returns the name that a key of a map has in an object.
func keyText(key reflect.Value) (string, error) {
	if f := formOf(key.Type()); f.kind != reflect.String || f.write != wayKind {
		if p, ok := addressable(key).Addr().Interface().(encoding.TextMarshaler); ok {
			text, err := p.MarshalText()
			return string(text), err
		}
	}
	if key.Kind() != reflect.String {
		return "", fmt.Errorf("strictjson: %v cannot be the key of a map", key.Type())
	}
	return key.String(), nil
}

func (w *writer) string(s string) (err error) {
	w.buf, err = appendString(w.buf, s)
	return err
}

func appendString[S string | []byte](buf []byte, s S) ([]byte, error) {
	if bare(s) {
		return append(append(append(buf, '"'), s...), '"'), nil
	}
	text := string(s)
	if !utf8.ValidString(text) {
		return nil, check.Fault("", text, alianza.ErrForm, "not UTF-8")
	}
	doc, err := json.Marshal(text)
	return append(buf, doc...), err
}

// bare reports whether encoding/json writes a text as it stands: plain ASCII, but
// for some signs.
func bare[S string | []byte](s S) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ', c > '~', c == '"', c == '\\', c == '<', c == '>', c == '&':
			return false
		}
	}
	return true
}

// decimal writes a number as a string, in the places that it has.
func (w *writer) decimal(d *decimal.Decimal, wide bool) error {
	bounds, write := exact.Check, exact.AppendJSON
	if wide {
		bounds, write = exact.CheckWritten, exact.Append
	}
	if err := bounds(*d); err != nil {
		return check.Fault("", exact.Text(*d), alianza.ErrRange, err.Error())
	}
	w.buf = append(write(append(w.buf, '"'), *d), '"')
	return nil
}

func (w *writer) instant(t time.Time) error {
	if _, offset := t.Zone(); offset%60 != 0 { // RFC 3339 has no seconds of an offset
		t = t.UTC()
	}
	var f check.Faults
	if !f.Instant("", t) {
		return f.Err()
	}
	w.buf = append(w.buf, '"')
	buf, err := t.AppendText(w.buf)
	if err != nil { // an offset of a day or more
		_, err = t.MarshalText()
		return check.Fault("", "", alianza.ErrRange, err.Error())
	}
	buf = append(buf, '"')
	w.buf = buf
	return nil
}
