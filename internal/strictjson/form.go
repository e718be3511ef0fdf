package strictjson

import (
	"encoding"
	"encoding/json"
	"reflect"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// A way is how a value of a type is read or written.
type way uint8

const (
	wayKind way = iota // by its kind
	wayDecimal
	wayInstant
	wayDate
	wayPercent
	wayBound
	wayJSON // by its own UnmarshalJSON or MarshalJSON
	wayText // by its own UnmarshalText or MarshalText
)

// A form is what has to be known of a type to read and write its values.
type form struct {
	of          reflect.Type
	read, write way
	kind        reflect.Kind
	zeroer      bool           // it has an IsZero
	inside      func() *form   // of what is in a pointer, a list or a map
	layout      func() *layout // of a struct
}

// forms are the forms of the types seen so far. They never change.
var forms sync.Map // of *form by reflect.Type

// formOf returns the form of a type.
func formOf(t reflect.Type) *form {
	if f, ok := forms.Load(t); ok {
		return f.(*form)
	}
	p := reflect.New(t).Interface()
	f := &form{of: t, kind: t.Kind()}
	f.inside = sync.OnceValue(func() *form { return formOf(t.Elem()) })
	f.layout = sync.OnceValue(func() *layout { return newLayout(t) })
	switch p.(type) {
	case *decimal.Decimal:
		f.read, f.write = wayDecimal, wayDecimal
	case *time.Time:
		f.read, f.write = wayInstant, wayInstant
	case *alianza.Date:
		f.read, f.write = wayDate, wayText
	case *alianza.Percent:
		f.read, f.write = wayPercent, wayPercent
	case *alianza.Bound:
		f.read, f.write = wayBound, wayJSON
	default:
		f.read, f.write = ways(p)
	}
	_, f.zeroer = p.(interface{ IsZero() bool })
	first, _ := forms.LoadOrStore(t, f)
	return first.(*form)
}

// ways returns how a type of no special kind is read and written.
func ways(p any) (read, write way) {
	switch p.(type) {
	case json.Unmarshaler:
		read = wayJSON
	case encoding.TextUnmarshaler:
		read = wayText
	}
	switch p.(type) {
	case json.Marshaler:
		write = wayJSON
	case encoding.TextMarshaler:
		write = wayText
	}
	return read, write
}

// isZero reports whether an optional field is left out.
func isZero(v reflect.Value, f *form) bool {
	switch f.kind {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	case reflect.Pointer, reflect.Interface:
		return v.IsNil()
	default:
	}
	switch f.read {
	case wayDecimal:
		return v.Addr().Interface().(*decimal.Decimal).IsZero()
	case wayPercent:
		return v.Addr().Interface().(*alianza.Percent).IsZero()
	default:
	}
	if f.zeroer {
		return v.Addr().Interface().(interface{ IsZero() bool }).IsZero()
	}
	return v.IsZero()
}

// IsZero reports whether an optional field of this value would be left out.
func IsZero(v any) bool {
	in := addressable(reflect.ValueOf(v))
	return isZero(in, formOf(in.Type()))
}
