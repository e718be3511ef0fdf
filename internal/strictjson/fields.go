package strictjson

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
)

// A shape is what the tags of a struct say.
type shape struct {
	fields []field
	bound  *field // whose fields stand beside the others, or nil
}

// A field is a field of a struct in its JSON.
type field struct {
	name     string
	index    []int // in the struct, through structs that are inline
	optional bool
	wide     bool
}

// boundNames are the fields of a bound.
var boundNames = [...]string{"at_least", "above", "at_most", "below", "between", "to"}

// comparisons are those of them that a bound has one of.
var comparisons = strings.Join(boundNames[:5], ", ")

var boundType = reflect.TypeFor[alianza.Bound]()

// shapeOf returns the shape of a struct. It returns an error for a struct whose
// tags do not list all of its exported fields. Such a struct is not made for
// this package: encoding/json reads and writes it.
func shapeOf(t reflect.Type) (shape, error) {
	s := shape{fields: make([]field, 0, t.NumField())}
	err := s.add(t, nil)
	return s, err
}

// add adds the fields of t, which stands at an index of the struct.
func (s *shape) add(t reflect.Type, outer []int) error {
	for i := range t.NumField() {
		sf := t.Field(i)
		tag := sf.Tag.Get("json")
		if tag == "-" || !sf.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		f := field{name: name, index: sf.Index}
		if outer != nil {
			f.index = slices.Concat(outer, sf.Index)
		}
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
		if err := s.addField(f, sf.Type, inline); err != nil {
			return fmt.Errorf("strictjson: %v.%s: %w", t, sf.Name, err)
		}
	}
	return nil
}

// addField adds one field.
func (s *shape) addField(f field, t reflect.Type, inline bool) error {
	switch {
	case !inline && f.name == "":
		return fmt.Errorf("no name in the tag")
	case !inline:
		s.fields = append(s.fields, f)
		return nil
	case t == boundType && s.bound == nil:
		s.bound = &f
		return nil
	case t == boundType || t.Kind() != reflect.Struct:
		return fmt.Errorf("cannot be inline")
	}
	return s.add(t, f.index)
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
