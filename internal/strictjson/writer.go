package strictjson

import (
	"encoding"
	"encoding/json"
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

// Marshal returns the JSON object of a struct by its tags. It returns an error
// with the path of a value that could not be read back: text that is not UTF-8,
// an int beyond 32 bits, a number out of bounds, an instant out of the calendar,
// an enumeration out of range, nothing where something is required. The optional
// fields named by always are written even if they are zero.
func Marshal(v any, always ...string) ([]byte, error) {
	value := reflect.ValueOf(v)
	if s, ok := shapeOf(value.Type()); ok {
		for i, f := range s.fields {
			s.fields[i].optional = f.optional && !slices.Contains(always, f.name)
		}
		return appendStruct(nil, s, value)
	}
	return json.Marshal(v)
}

func appendStruct(buf []byte, s shape, v reflect.Value) ([]byte, error) {
	buf = append(buf, '{')
	start := len(buf)
	var err error
	for _, f := range s.fields {
		one := v.FieldByIndex(f.index)
		if f.optional && isZero(one) {
			continue
		}
		if buf, err = appendName(buf, start, f.name); err != nil {
			return nil, err
		}
		if buf, err = appendValue(buf, one, f.wide); err != nil {
			return nil, alianza.At(f.name, err)
		}
	}
	if s.bound != nil {
		b := v.FieldByIndex(s.bound.index).Interface().(alianza.Bound)
		if !s.bound.optional || !b.IsZero() {
			buf, err = appendBound(buf, start, b)
		}
	}
	return append(buf, '}'), err
}

// appendBound appends the fields of a bound to those of an object.
func appendBound(buf []byte, start int, b alianza.Bound) ([]byte, error) {
	doc, err := b.MarshalJSON()
	if err == nil && b.IsZero() {
		err = check.Fault("", "", alianza.ErrMissing, "one of "+strings.Join(boundNames[:5], ", "))
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
		return nil, check.Fault("", name, alianza.ErrLimit, "a name of "+strconv.Itoa(len(name))+" bytes")
	}
	if len(buf) > start {
		buf = append(buf, ',')
	}
	buf, err := appendString(buf, name)
	return append(buf, ':'), err
}

func appendValue(buf []byte, v reflect.Value, wide bool) ([]byte, error) {
	switch t := v.Type(); {
	case v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface:
		if v.IsNil() {
			return nil, check.Fault("", "", alianza.ErrMissing, "")
		}
		return appendValue(buf, v.Elem(), wide)
	case t == decimalType:
		return appendDecimal(buf, v.Interface().(decimal.Decimal), wide)
	case t == timeType:
		return appendInstant(buf, v.Interface().(time.Time))
	case t.Implements(marshaler):
		doc, err := v.Interface().(json.Marshaler).MarshalJSON()
		return append(buf, doc...), err
	case t.Implements(textMarshaler):
		text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		if err != nil {
			return nil, err
		}
		return appendString(buf, string(text))
	}
	return appendKind(buf, v)
}

func appendKind(buf []byte, v reflect.Value) ([]byte, error) {
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
		return appendList(buf, v)
	case reflect.Map:
		if v.Type().Key().Kind() == reflect.String {
			return appendMap(buf, v)
		}
	case reflect.Struct:
		if s, ok := shapeOf(v.Type()); ok {
			return appendStruct(buf, s, v)
		}
	}
	doc, err := json.Marshal(v.Interface())
	return append(buf, doc...), err
}

func appendList(buf []byte, v reflect.Value) ([]byte, error) {
	buf = append(buf, '[')
	var err error
	for i := range v.Len() {
		if i > 0 {
			buf = append(buf, ',')
		}
		if buf, err = appendValue(buf, v.Index(i), false); err != nil {
			return nil, alianza.At("["+strconv.Itoa(i)+"]", err)
		}
	}
	return append(buf, ']'), nil
}

// appendMap appends an object with the names in order.
func appendMap(buf []byte, v reflect.Value) ([]byte, error) {
	buf = append(buf, '{')
	start := len(buf)
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	var err error
	for _, key := range keys {
		if buf, err = appendName(buf, start, key.String()); err != nil {
			return nil, err
		}
		if buf, err = appendValue(buf, v.MapIndex(key), false); err != nil {
			return nil, alianza.At(string(appendField(nil, key.String())), err)
		}
	}
	return append(buf, '}'), nil
}

func appendString(buf []byte, s string) ([]byte, error) {
	if !strings.ContainsFunc(s, escaped) {
		return append(append(append(buf, '"'), s...), '"'), nil
	}
	if !utf8.ValidString(s) {
		return nil, check.Fault("", s, alianza.ErrForm, "not UTF-8")
	}
	doc, err := json.Marshal(s)
	return append(buf, doc...), err
}

// escaped reports whether encoding/json may write a character in another way
// than it stands: all but plain ASCII, and some of that.
func escaped(r rune) bool {
	return r < ' ' || r > '~' || r == '"' || r == '\\' || r == '<' || r == '>' || r == '&'
}

// appendDecimal appends a number as a string, in the places that it has.
func appendDecimal(buf []byte, d decimal.Decimal, wide bool) ([]byte, error) {
	bounds := exact.Check
	if wide {
		bounds = exact.CheckWritten
	}
	if err := bounds(d); err != nil {
		return nil, check.Fault("", exact.Text(d), alianza.ErrRange, err.Error())
	}
	buf = append(buf, '"')
	if wide {
		buf = exact.Append(buf, d)
	} else {
		buf = exact.AppendJSON(buf, d)
	}
	return append(buf, '"'), nil
}

func appendInstant(buf []byte, t time.Time) ([]byte, error) {
	var f check.Faults
	if !f.Instant("", t) {
		return nil, f.Err()
	}
	text, err := t.MarshalText()
	if err != nil { // an offset of more than a day, or of seconds
		return nil, check.Fault("", "", alianza.ErrRange, err.Error())
	}
	return append(append(append(buf, '"'), text...), '"'), nil
}
