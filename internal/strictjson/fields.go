package strictjson

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// A field is a field of a struct in its JSON.
type field struct {
	name     string
	index    []int // of the struct, through structs that are inline
	optional bool
	wide     bool
}

// A shape is what the tags of a struct say.
type shape struct {
	fields []field
	bound  *field // whose fields stand beside the others, or nil
}

// names returns the names of all fields in the order of the struct.
func (s *shape) names() []string {
	names := make([]string, 0, len(s.fields)+len(boundNames))
	for _, f := range s.fields {
		names = append(names, f.name)
	}
	if s.bound != nil {
		names = append(names, boundNames[:]...)
	}
	return names
}

// boundNames are the fields of a bound.
var boundNames = [...]string{"at_least", "above", "at_most", "below", "between", "to"}

// Types that are read in a way of their own.
var (
	decimalType = reflect.TypeFor[decimal.Decimal]()
	timeType    = reflect.TypeFor[time.Time]()
	percentType = reflect.TypeFor[alianza.Percent]()
	dateType    = reflect.TypeFor[alianza.Date]()
	boundType   = reflect.TypeFor[alianza.Bound]()

	marshaler       = reflect.TypeFor[json.Marshaler]()
	textMarshaler   = reflect.TypeFor[encoding.TextMarshaler]()
	unmarshaler     = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// shapeOf returns the shape of a struct, and false for a struct whose tags do
// not list all of its exported fields: a type of another package's making, which
// encoding/json reads and writes.
func shapeOf(t reflect.Type) (shape, bool) {
	var s shape
	ok := s.add(t, nil)
	return s, ok
}

// add adds the fields of t, which stands at the index given.
func (s *shape) add(t reflect.Type, outer []int) bool {
	for i := range t.NumField() {
		sf := t.Field(i)
		tag := sf.Tag.Get("json")
		if tag == "-" || !sf.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		f := field{name: name, index: append(outer[:len(outer):len(outer)], i)}
		inline := false
		for option := range strings.SplitSeq(options, ",") {
			switch option {
			case "omitzero":
				f.optional = true
			case "wide":
				f.wide = true
			case "inline":
				inline = true
			case "":
			default: // omitempty and string are of encoding/json
				return false
			}
		}
		switch {
		case inline && sf.Type == boundType:
			s.bound = &f
		case inline:
			if !s.add(sf.Type, f.index) {
				return false
			}
		case name == "":
			return false
		default:
			s.fields = append(s.fields, f)
		}
	}
	return true
}

// isZero reports whether an optional field is left out.
func isZero(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	case reflect.Pointer, reflect.Interface:
		return v.IsNil()
	}
	if z, ok := v.Interface().(interface{ IsZero() bool }); ok {
		return z.IsZero()
	}
	return v.IsZero()
}
