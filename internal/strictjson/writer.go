package strictjson

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
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
func Marshal[T any](v T) ([]byte, error) { return MarshalLimit(v, MaxDefinition) }

// MarshalLimit is Marshal for a document that [UnmarshalLimit] can read.
func MarshalLimit[T any](v T, limit int) ([]byte, error) {
	return marshal(reflect.ValueOf(&v).Elem(), limit)
}

// marshal is MarshalLimit of an addressable value.
func marshal(v reflect.Value, limit int) ([]byte, error) {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = addressable(v.Elem())
	}
	const usual = 512 // bytes
	buf, err := appendAll(make([]byte, 0, usual), v)
	if err != nil {
		return nil, err
	}
	if len(buf) > limit {
		return nil, check.Fault("", "", alianza.ErrLimit, fmt.Sprintf("%d bytes of JSON, allowed are %d", len(buf), limit))
	}
	if flaw := scan(buf, limit); flaw != nil {
		return nil, check.Fault("", "", flaw.kind, flaw.text)
	}
	return buf, nil
}

// appendAll appends the JSON of a value by the tags of its type.
func appendAll(buf []byte, v reflect.Value) ([]byte, error) {
	if v.Kind() != reflect.Struct {
		return appendKind(buf, v, false)
	}
	s, err := shapeOf(v)
	if err != nil {
		return nil, err
	}
	return appendStruct(buf, &s)
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

func appendStruct(buf []byte, s *shape) ([]byte, error) {
	buf = append(buf, '{')
	start := len(buf)
	var err error
	for i := range s.fields {
		f := &s.fields[i]
		v := s.of(f)
		if f.optional && isZero(v) {
			continue
		}
		if len(buf) > start {
			buf = append(buf, ',')
		}
		buf = append(buf, f.quoted...)
		if buf, err = appendValue(buf, v, f.wide); err != nil {
			return nil, alianza.At(f.name, err)
		}
	}
	if s.bound != nil && (!s.optional || !s.bound.IsZero()) {
		if buf, err = appendBound(buf, start, s.bound); err != nil {
			return nil, err
		}
	}
	return append(buf, '}'), nil
}

// appendBound appends the fields of a bound to those of an object.
func appendBound(buf []byte, start int, b *alianza.Bound) ([]byte, error) {
	doc, err := b.MarshalJSON()
	if err == nil && b.IsZero() {
		err = check.Fault("", "", alianza.ErrMissing, "one of "+comparisons)
	}
	if err != nil {
		return nil, err
	}
	if len(buf) > start {
		buf = append(buf, ',')
	}
	return append(buf, doc[1:len(doc)-1]...), nil
}

// appendName appends the name of a field of the object that begins at start.
func appendName(buf []byte, start int, name string) ([]byte, error) {
	if len(name) > maxWord {
		return nil, check.Fault("", name, alianza.ErrLimit, fmt.Sprintf("a name of %d bytes, allowed are %d", len(name), maxWord))
	}
	if len(buf) > start {
		buf = append(buf, ',')
	}
	buf, err := appendString(buf, name)
	return append(buf, ':'), err
}

func appendValue(buf []byte, v reflect.Value, wide bool) ([]byte, error) {
	if v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return nil, check.Fault("", "", alianza.ErrMissing, "")
		}
		return appendValue(buf, addressable(v.Elem()), wide)
	}
	switch p := v.Addr().Interface().(type) {
	case *decimal.Decimal:
		return appendDecimal(buf, *p, wide)
	case *time.Time:
		return appendInstant(buf, *p)
	case json.Marshaler:
		doc, err := p.MarshalJSON()
		if err == nil && string(doc) == "null" {
			err = check.Fault("", "", alianza.ErrMissing, "")
		}
		return append(buf, doc...), err
	case encoding.TextMarshaler:
		text, err := p.MarshalText()
		if err != nil {
			return nil, err
		}
		return appendString(buf, string(text))
	}
	return appendKind(buf, v, wide)
}

func appendKind(buf []byte, v reflect.Value, wide bool) ([]byte, error) {
	switch v.Kind() {
	case reflect.String:
		return appendString(buf, v.String())
	case reflect.Bool:
		return strconv.AppendBool(buf, v.Bool()), nil
	case reflect.Int:
		if i := v.Int(); !fitsInt(i) {
			return nil, check.Fault("", strconv.FormatInt(i, 10), alianza.ErrRange, notInt)
		}
		return strconv.AppendInt(buf, v.Int(), 10), nil
	case reflect.Slice:
		return appendList(buf, v, wide)
	case reflect.Map:
		return appendMap(buf, v, wide)
	case reflect.Struct:
		if s, err := shapeOf(v); err == nil {
			return appendStruct(buf, &s)
		}
	default:
	}
	doc, err := json.Marshal(v.Interface())
	return append(buf, doc...), err
}

func appendList(buf []byte, v reflect.Value, wide bool) ([]byte, error) {
	buf = append(buf, '[')
	var err error
	for i := range v.Len() {
		if i > 0 {
			buf = append(buf, ',')
		}
		if buf, err = appendValue(buf, v.Index(i), wide); err != nil {
			return nil, alianza.At(string(step{"", i}.appendTo(nil)), err)
		}
	}
	return append(buf, ']'), nil
}

// appendMap appends an object with the names in order.
func appendMap(buf []byte, v reflect.Value, wide bool) ([]byte, error) {
	type member struct {
		name  string
		value reflect.Value
	}
	members := make([]member, 0, v.Len())
	for each := v.MapRange(); each.Next(); {
		name, err := keyText(each.Key())
		if err != nil {
			return nil, err
		}
		members = append(members, member{name, each.Value()})
	}
	slices.SortFunc(members, func(a, b member) int { return strings.Compare(a.name, b.name) })
	members = slices.CompactFunc(members, func(a, b member) bool { return a.name == b.name })
	buf = append(buf, '{')
	start := len(buf)
	room := reflect.New(v.Type().Elem()).Elem() // for one value after the other
	for _, m := range members {
		var err error
		if buf, err = appendName(buf, start, m.name); err != nil {
			return nil, err
		}
		room.Set(m.value)
		if buf, err = appendValue(buf, room, wide); err != nil {
			return nil, alianza.At(string(step{m.name, -1}.appendTo(nil)), err)
		}
	}
	return append(buf, '}'), nil
}

var textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()

// keyText returns the name that a key of a map has in an object.
func keyText(key reflect.Value) (string, error) {
	if t := key.Type(); t.Implements(textMarshaler) || reflect.PointerTo(t).Implements(textMarshaler) {
		text, err := addressable(key).Addr().Interface().(encoding.TextMarshaler).MarshalText()
		return string(text), err
	}
	if key.Kind() != reflect.String {
		return "", fmt.Errorf("strictjson: %v cannot be the key of a map", key.Type())
	}
	return key.String(), nil
}

func appendString(buf []byte, s string) ([]byte, error) {
	if bare(s) {
		return append(append(append(buf, '"'), s...), '"'), nil
	}
	if !utf8.ValidString(s) {
		return nil, check.Fault("", s, alianza.ErrForm, "not UTF-8")
	}
	doc, err := json.Marshal(s)
	return append(buf, doc...), err
}

// bare reports whether encoding/json writes a text as it stands: plain ASCII, but
// for some signs.
func bare(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ', c > '~', c == '"', c == '\\', c == '<', c == '>', c == '&':
			return false
		}
	}
	return true
}

// appendDecimal appends a number as a string, in the places that it has.
func appendDecimal(buf []byte, d decimal.Decimal, wide bool) ([]byte, error) {
	bounds, write := exact.Check, exact.AppendJSON
	if wide {
		bounds, write = exact.CheckWritten, exact.Append
	}
	if err := bounds(d); err != nil {
		return nil, check.Fault("", exact.Text(d), alianza.ErrRange, err.Error())
	}
	return append(write(append(buf, '"'), d), '"'), nil
}

func appendInstant(buf []byte, t time.Time) ([]byte, error) {
	if _, offset := t.Zone(); offset%60 != 0 { // RFC 3339 has no seconds of an offset
		t = t.UTC()
	}
	var f check.Faults
	if !f.Instant("", t) {
		return nil, f.Err()
	}
	text, err := t.MarshalText()
	if err != nil { // an offset of a day or more
		return nil, check.Fault("", "", alianza.ErrRange, err.Error())
	}
	return append(append(append(buf, '"'), text...), '"'), nil
}
