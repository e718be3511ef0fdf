package strictjson

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/seed-0af520cd/alianza"
)

// A shape is a struct with what its tags say.
type shape struct {
	fields   []field
	bound    *alianza.Bound // whose fields stand beside the others, or nil
	optional bool           // of the bound
	lent     bool           // the fields being added are optional, whatever their tags
}

// A field is a field of a struct in its JSON.
type field struct {
	name     string
	value    reflect.Value
	optional bool
	wide     bool
}

// boundNames are the fields of a bound.
var boundNames = [...]string{"at_least", "above", "at_most", "below", "between", "to"}

// comparisons are those of them that a bound has one of.
var comparisons = strings.Join(boundNames[:5], ", ")

// shapeOf returns the shape of a struct. It returns an error for a struct whose
// tags do not list all of its exported fields. Such a struct is not made for
// this package: encoding/json reads and writes it.
func shapeOf(v reflect.Value) (shape, error) {
	s := shape{fields: make([]field, 0, v.NumField())}
	err := s.add(v)
	return s, err
}

// add adds the fields of v.
func (s *shape) add(v reflect.Value) error {
	t := v.Type()
	for i := range t.NumField() {
		sf := t.Field(i)
		tag := sf.Tag.Get("json")
		if tag == "-" || !sf.IsExported() {
			continue
		}
		f := field{value: v.Field(i)}
		var options string
		f.name, options, _ = strings.Cut(tag, ",")
		inline := false
		for options != "" {
			var option string
			option, options, _ = strings.Cut(options, ",")
			switch option {
			case "omitzero":
				f.optional = true
			case "wide":
				f.wide = true
			case "inline":
				inline = true
			default: // omitempty and string are of encoding/json
				return fmt.Errorf("strictjson: %v.%s: unknown option %q", t, sf.Name, option)
			}
		}
		if err := s.addField(f, inline); err != nil {
			return fmt.Errorf("strictjson: %v.%s: %w", t, sf.Name, err)
		}
	}
	return nil
}

// addField adds one field.
func (s *shape) addField(f field, inline bool) error {
	switch {
	case !inline && f.name == "":
		return errors.New("no name in the tag")
	case !inline:
		f.optional = f.optional || s.lent
		s.fields = append(s.fields, f)
		return nil
	}
	switch b, ok := f.value.Addr().Interface().(*alianza.Bound); {
	case ok && s.bound == nil:
		s.bound, s.optional = b, f.optional
		return nil
	case ok || f.value.Kind() != reflect.Struct:
		return errors.New("cannot be inline")
	}
	before := s.lent
	s.lent = s.lent || f.optional
	err := s.add(f.value)
	s.lent = before
	return err
}

// find returns the index of the field of that name, -1 if there is none. It
// begins to look at a field: names mostly come in the order of the struct.
func (s *shape) find(name []byte, from int) int {
	for i := range s.fields {
		at := from + i
		if at >= len(s.fields) {
			at -= len(s.fields)
		}
		if s.fields[at].name == string(name) {
			return at
		}
	}
	return -1
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

// isZero reports whether an optional field is left out.
func isZero(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	case reflect.Pointer, reflect.Interface:
		return v.IsNil()
	default:
	}
	if z, ok := v.Addr().Interface().(interface{ IsZero() bool }); ok {
		return z.IsZero()
	}
	return v.IsZero()
}

// IsZero reports whether an optional field of this value would be left out.
func IsZero(v any) bool { return isZero(addressable(reflect.ValueOf(v))) }
