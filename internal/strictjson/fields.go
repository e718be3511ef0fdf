package strictjson

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
)

// A layout is what the tags of a type of struct say.
type layout struct {
	fields   []field
	bound    []int  // the place of the bound whose fields stand beside the others, or nil
	optional bool   // of the bound
	err      error  // why the type is not made for this package
	required uint64 // the set of the fields that are, if there are at most 64
}

// A field is a field of a struct in its JSON.
type field struct {
	name     string
	quoted   string // with a colon, as it is written
	index    []int  // the place in the struct
	form     *form
	optional bool
	wide     bool
	// skip is the number of fields, from this one on, that need not be looked at if
	// the group of fields at a place is zero.
	skip  int
	group []int
}

// newLayout returns the layout of a type of struct. A struct whose tags do not
// list all of its exported fields is not made for this package: encoding/json
// reads and writes it.
func newLayout(t reflect.Type) *layout {
	l := new(layout)
	l.err = l.add(t, nil, false)
	for i, f := range l.fields {
		if !f.optional {
			l.required |= 1 << i
		}
	}
	return l
}

// A shape is a struct with its layout.
type shape struct {
	*layout
	value reflect.Value
	bound *alianza.Bound // or nil
}

// shapeOf returns the shape of a struct, or the error of its layout.
func shapeOf(v reflect.Value, as *form) (shape, error) {
	s := shape{layout: as.layout(), value: v}
	if s.err == nil && s.layout.bound != nil {
		s.bound = v.FieldByIndex(s.layout.bound).Addr().Interface().(*alianza.Bound)
	}
	return s, s.err
}

// boundAlone is the layout of a bound that is an object of its own.
var boundAlone = layout{optional: true}

// at returns the value at a place in the struct.
func (s *shape) at(index []int) reflect.Value {
	v := s.value
	for _, i := range index {
		v = v.Field(i)
	}
	return v
}

// boundNames are the fields of a bound.
var boundNames = [...]string{"at_least", "above", "at_most", "below", "between", "to"}

// comparisons are those of them that a bound has one of.
var comparisons = strings.Join(boundNames[:5], ", ")

// add adds the fields of a type at a place. With lent they are optional, whatever
// their tags.
func (l *layout) add(t reflect.Type, at []int, lent bool) error {
	for i := range t.NumField() {
		sf := t.Field(i)
		tag := sf.Tag.Get("json")
		if tag == "-" || !sf.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		quoted, _ := appendString(nil, name) // a tag is UTF-8
		f := field{name: name, quoted: string(quoted) + ":", index: slices.Concat(at, []int{i}), form: formOf(sf.Type)}
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
		f.optional = f.optional || lent && !inline
		if err := l.addField(f, sf.Type, inline, lent); err != nil {
			return fmt.Errorf("strictjson: %v.%s: %w", t, sf.Name, err)
		}
	}
	return nil
}

// addField adds one field.
func (l *layout) addField(f field, t reflect.Type, inline, lent bool) error {
	switch {
	case !inline && f.name == "":
		return errors.New("no name in the tag")
	case !inline:
		l.fields = append(l.fields, f)
		return nil
	}
	switch isBound := t == reflect.TypeFor[alianza.Bound](); {
	case isBound && l.bound == nil:
		l.bound, l.optional = f.index, f.optional
		return nil
	case isBound || t.Kind() != reflect.Struct:
		return errors.New("cannot be inline")
	}
	first := len(l.fields)
	if err := l.add(t, f.index, lent || f.optional); err != nil {
		return err
	}
	if group := l.fields[first:]; len(group) > 0 && t.Comparable() && !slices.ContainsFunc(group, func(f field) bool { return !f.optional }) {
		group[0].skip, group[0].group = len(group), f.index
	}
	return nil
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
