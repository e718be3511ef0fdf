package strictjson

import (
	"encoding"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// A TypeShape is a type of object in a document, as its tags have it.
type TypeShape struct {
	Name   string // "payout.Definition"
	Path   string // of its package in the module: "commission/payout"
	Fields []FieldShape
}

// A FieldShape is a field of such an object.
type FieldShape struct {
	Name     string // in the document
	Go       string // of its type and field: "payout.Definition.HoldDays"
	Kind     string // of its value
	Of       string // kind of the elements of a list or a map
	Type     string // of an object, or of the elements
	Required bool
	Enum     []string
}

// Describe returns the types of the objects in a document of a type, that type
// first, the others in the order in which they are met.
func Describe(v any) []TypeShape {
	d := describer{seen: map[string]bool{}, texts: true}
	return d.all(v)
}

// Kinds is [Describe] without the texts of enumerations, which take most of its time.
func Kinds(v any) []TypeShape {
	d := describer{seen: map[string]bool{}}
	return d.all(v)
}

func (d *describer) all(v any) []TypeShape {
	d.object(reflect.TypeOf(v))
	for len(d.queue) > 0 {
		next := d.queue[0]
		d.queue = d.queue[1:]
		d.types = append(d.types, d.shape(next))
	}
	return d.types
}

type describer struct {
	seen  map[string]bool
	queue []reflect.Type
	types []TypeShape
	texts bool // of enumerations are asked for
}

// object returns the name of a type of object, which is described later.
func (d *describer) object(t reflect.Type) string {
	name := typeName(t)
	if t.Name() == "" || t.Kind() != reflect.Struct {
		return ""
	}
	if !d.seen[name] {
		d.seen[name] = true
		d.queue = append(d.queue, t)
	}
	return name
}

// typeName returns the name of a type without its type parameters.
func typeName(t reflect.Type) string {
	name, _, _ := strings.Cut(t.String(), "[")
	return name
}

func (d *describer) shape(t reflect.Type) TypeShape {
	path := strings.TrimPrefix(strings.TrimPrefix(t.PkgPath(), reflect.TypeFor[alianza.Bound]().PkgPath()), "/")
	s := TypeShape{Name: typeName(t), Path: path}
	if t == reflect.TypeFor[alianza.Bound]() {
		s.Fields = boundShapes()
		return s
	}
	d.fields(&s, t, false)
	return s
}

// boundShapes returns the fields of a bound.
func boundShapes() []FieldShape {
	all := make([]FieldShape, 0, len(boundNames))
	for _, name := range boundNames {
		all = append(all, FieldShape{Name: name, Go: "alianza.Bound." + name, Kind: "decimal"})
	}
	return all
}

func (d *describer) fields(s *TypeShape, t reflect.Type, lent bool) {
	for i := range t.NumField() {
		sf := t.Field(i)
		name, options, _ := strings.Cut(sf.Tag.Get("json"), ",")
		list := strings.Split(options, ",")
		optional := lent || slices.Contains(list, "omitzero")
		switch {
		case !sf.IsExported() || name == "-":
		case slices.Contains(list, "inline") && sf.Type == reflect.TypeFor[alianza.Bound]():
			s.Fields = append(s.Fields, boundShapes()...)
		case slices.Contains(list, "inline"):
			d.fields(s, sf.Type, optional)
		default:
			f := FieldShape{Name: name, Go: typeName(t) + "." + sf.Name, Required: !optional}
			f.Kind, f.Of, f.Type, f.Enum = d.kind(sf.Type)
			s.Fields = append(s.Fields, f)
		}
	}
}

// kind returns what the value of a type is in a document.
func (d *describer) kind(t reflect.Type) (kind, of, object string, enum []string) {
	if t.Kind() == reflect.Pointer {
		return d.kind(t.Elem())
	}
	switch t {
	case reflect.TypeFor[decimal.Decimal]():
		return "decimal", "", "", nil
	case reflect.TypeFor[time.Time]():
		return "instant", "", "", nil
	case reflect.TypeFor[alianza.Date]():
		return "date", "", "", nil
	case reflect.TypeFor[alianza.Percent]():
		return "percent", "", "", nil
	}
	_, text := reflect.New(t).Interface().(encoding.TextUnmarshaler)
	_, document := reflect.New(t).Interface().(json.Unmarshaler)
	if text && !document {
		switch {
		case t.Kind() == reflect.Uint8 && d.texts:
			return "enum", "", "", enumTexts(t)
		case t.Kind() == reflect.Uint8:
			return "enum", "", "", nil
		}
		return strings.ToLower(t.Name()), "", "", nil
	}
	switch t.Kind() {
	case reflect.String:
		return "text", "", "", nil
	case reflect.Bool:
		return "boolean", "", "", nil
	case reflect.Int:
		return "integer", "", "", nil
	case reflect.Slice, reflect.Map:
		kind = "list"
		if t.Kind() == reflect.Map {
			kind = "map"
		}
		of, _, object, enum = d.kind(t.Elem())
		if of == "list" { // a list inside: its elements have the type
			of = "list of objects"
		}
		return kind, of, object, enum
	default:
		return "object", "", d.object(t), nil
	}
}

// enumTexts returns the texts of an enumeration.
func enumTexts(t reflect.Type) []string {
	var texts []string
	v := reflect.New(t)
	for i := range uint64(math.MaxUint8) {
		v.Elem().SetUint(i)
		m, ok := v.Interface().(encoding.TextMarshaler)
		if !ok {
			return nil
		}
		if text, err := m.MarshalText(); err == nil && !slices.Contains(texts, string(text)) {
			texts = append(texts, string(text))
		}
	}
	return texts
}
