package alianza_test

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// The walkers of this file meet every exported type of the library. The list of
// types is in lists_test.go, which the gate keeps complete.

// name returns the name of a type: "tier.Placement".
func name(t reflect.Type) string {
	text, _, _ := strings.Cut(t.String(), "[")
	return text
}

// filler fills values of any type by reflection, with others for each seed.
type filler struct{ seed int }

func (f *filler) next(n int) int {
	f.seed = (f.seed*1103515245 + 12345) & 0x7fffffff
	return (f.seed >> 8) % n
}

// texts are what a string may be: a name, a kind, a currency, a period and so on.
var texts = []string{"a", "gold", "sale", "USD", "2026-03", "affiliate/gold", "%", ""}

func (f *filler) fill(v reflect.Value, depth int) {
	switch v.Interface().(type) {
	case decimal.Decimal:
		v.Set(reflect.ValueOf(decimal.New(int64(f.next(2000))-500, -int32(f.next(4)))))
		return
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, time.March, 1+f.next(28), f.next(24), 0, 0, 0, time.UTC)))
		return
	case alianza.Percent:
		v.Set(reflect.ValueOf(alianza.WholePercent(f.next(100))))
		return
	case alianza.Date:
		v.Set(reflect.ValueOf(alianza.Must(alianza.NewDate(2026, time.March, 1+f.next(28)))))
		return
	}
	if depth > 6 {
		return
	}
	switch v.Kind() {
	default: // left at zero
	case reflect.String:
		v.SetString(texts[f.next(len(texts))])
	case reflect.Bool:
		v.SetBool(f.next(2) == 0)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(f.next(20)))
	case reflect.Uint8:
		v.SetUint(uint64(f.next(6)))
	case reflect.Pointer:
		if f.next(3) > 0 && v.Type().Elem().Kind() == reflect.Struct {
			one := reflect.New(v.Type().Elem())
			f.fill(one.Elem(), depth+1)
			v.Set(one)
		}
	case reflect.Slice:
		n := f.next(3)
		list := reflect.MakeSlice(v.Type(), n, n)
		for i := range n {
			f.fill(list.Index(i), depth+1)
		}
		v.Set(list)
	case reflect.Map:
		m := reflect.MakeMap(v.Type())
		for range f.next(3) {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			f.fill(key, depth+1)
			f.fill(value, depth+1)
			m.SetMapIndex(key, value)
		}
		v.Set(m)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				f.fill(v.Field(i), depth+1)
			}
		}
	}
}

// each calls test with the zero value of every type and with filled ones.
func each(t *testing.T, test func(t *testing.T, v reflect.Value)) {
	t.Helper()
	for _, one := range exportedValues {
		typ := reflect.TypeOf(one)
		t.Run(name(typ), func(t *testing.T) {
			test(t, reflect.New(typ).Elem())
			for seed := range 40 {
				v := reflect.New(typ).Elem()
				(&filler{seed: seed + 1}).fill(v, 0)
				test(t, v)
			}
		})
	}
}

// TestEveryValueCompares holds that go-cmp compares every exported value without
// options and without a panic.
func TestEveryValueCompares(t *testing.T) {
	each(t, func(t *testing.T, v reflect.Value) {
		t.Helper()
		defer func() {
			if p := recover(); p != nil {
				t.Fatalf("cmp.Equal(%T) panics: %v", v.Interface(), p)
			}
		}()
		if !cmp.Equal(v.Interface(), v.Interface()) {
			t.Errorf("cmp.Equal(v, v) = false for %T", v.Interface())
		}
	})
}

// checkedWhenRead are the types that write what contradicts itself, and refuse it when
// it is read: results that nobody but the library makes, and the document of a program,
// whose check makes the program.
var checkedWhenRead = strings.Fields(`commission.Earned commission.Entry commission.Payment commission.Reason commission.Skipped
	commission.Statement commission.Volume journal.Transaction pipeline.MoveError program.Definition program.Line schedule.Dates
	schedule.Delay schedule.Report split.Division`)

// TestEveryValueReturns holds that what is written can be read, and comes back equal.
func TestEveryValueReturns(t *testing.T) {
	refused := map[string]bool{}
	each(t, func(t *testing.T, v reflect.Value) {
		t.Helper()
		doc, err := json.Marshal(v.Interface())
		if err != nil {
			return
		}
		got := reflect.New(v.Type())
		if err := json.Unmarshal(doc, got.Interface()); err != nil {
			refused[name(v.Type())] = true
			if !slices.Contains(checkedWhenRead, name(v.Type())) {
				t.Errorf("json.Unmarshal of a %T that was written = %v: %s", v.Interface(), err, doc)
			}
			return
		}
		if diff := cmp.Diff(v.Interface(), got.Elem().Interface(), emptyIsNil); diff != "" {
			t.Errorf("json.Unmarshal(%s) = another %T (-want +got):\n%s", doc, v.Interface(), diff)
		}
	})
	for _, typ := range checkedWhenRead {
		if !refused[typ] {
			t.Errorf("%s is never refused when it is read; take it off the list", typ)
		}
	}
}

// TestMadeValuesEqual holds that what is made of a definition has a method Equal.
func TestMadeValuesEqual(t *testing.T) {
	some := 0
	each(t, func(t *testing.T, v reflect.Value) {
		t.Helper()
		if !v.MethodByName("Definition").IsValid() {
			return
		}
		some++
		equal := v.MethodByName("Equal")
		if !equal.IsValid() {
			t.Fatalf("%s has a Definition and no Equal", name(v.Type()))
		}
		if !equal.Call([]reflect.Value{v})[0].Bool() {
			t.Error("a value is not equal to itself")
		}
	})
	if some == 0 {
		t.Error("no value has a Definition")
	}
}

// TestNoValueIsHidden holds that a value with fields nobody sees says in JSON what
// it is, or refuses to be written: encoding/json would write {} without an error.
func TestNoValueIsHidden(t *testing.T) {
	for _, one := range exportedValues {
		typ := reflect.TypeOf(one)
		if typ.Kind() != reflect.Struct || typ.Implements(reflect.TypeFor[json.Marshaler]()) || typ.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
			continue
		}
		for i := range typ.NumField() {
			if f := typ.Field(i); !f.IsExported() && f.Name != "_" {
				t.Errorf("%s has the field %s and no MarshalJSON", name(typ), f.Name)
				break
			}
		}
	}
}

// emptyIsNil takes an empty list for none.
var emptyIsNil = cmp.FilterValues(func(a, b any) bool {
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	list := func(v reflect.Value) bool {
		return v.IsValid() && (v.Kind() == reflect.Slice || v.Kind() == reflect.Map)
	}
	return list(va) && list(vb) && va.Len() == 0 && vb.Len() == 0
}, cmp.Comparer(func(_, _ any) bool { return true }))

// TestEveryTypeIsStrict holds that a document which is read is refused with any
// one thing wrong in it.
func TestEveryTypeIsStrict(t *testing.T) {
	each(t, func(t *testing.T, v reflect.Value) {
		t.Helper()
		doc, err := json.Marshal(v.Interface())
		if err != nil || json.Unmarshal(doc, reflect.New(v.Type()).Interface()) != nil {
			return
		}
		for what, wrong := range wrongs(v.Kind(), doc) {
			if what == "null" && doc[0] == '"' {
				continue // alone, encoding/json leaves a value with a text form as it was
			}
			if err := reader(v.Type())(wrong); err == nil {
				t.Errorf("%T is read with %s: %s", v.Interface(), what, wrong)
			}
		}
	})
}

// reader returns how a type reads a document: alone if it can.
func reader(t reflect.Type) func([]byte) error {
	v := reflect.New(t).Interface()
	if u, ok := v.(json.Unmarshaler); ok {
		return u.UnmarshalJSON
	}
	return func(doc []byte) error { return json.Unmarshal(doc, v) }
}

// wrongs returns spoilt versions of a document. The names in the object of a map
// are the user's own: any is right.
func wrongs(kind reflect.Kind, doc []byte) map[string][]byte {
	all := map[string][]byte{
		"trailing data": append(bytes.Clone(doc), " {}"...),
		"null":          []byte("null"),
	}
	if doc[0] != '{' {
		return all
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(doc, &fields) != nil {
		return all
	}
	with := func(name string, value []byte) []byte {
		sep := ","
		if len(fields) == 0 {
			sep = ""
		}
		return fmt.Appendf(nil, "{%q:%s%s%s", name, value, sep, doc[1:])
	}
	if kind != reflect.Map {
		all["an unknown field"] = with("no_such_field", []byte("1"))
	}
	for _, one := range slices.Sorted(maps.Keys(fields)) {
		all["field "+one+" twice"] = with(one, fields[one])
		all["null for "+one] = bytes.Replace(doc, fmt.Appendf(nil, "%q:%s", one, fields[one]), fmt.Appendf(nil, "%q:null", one), 1)
		if upper := strings.ToUpper(one); upper != one && kind != reflect.Map {
			all["field "+one+" in another case"] = with(upper, fields[one])
		}
	}
	return all
}

// TestEveryEnumIsBounded holds that an enumeration out of range cannot be written.
func TestEveryEnumIsBounded(t *testing.T) {
	for _, one := range exportedValues {
		v := reflect.New(reflect.TypeOf(one)).Elem()
		if _, ok := v.Interface().(encoding.TextMarshaler); !ok || v.Kind() != reflect.Uint8 {
			continue
		}
		v.SetUint(250)
		m := v.Interface().(encoding.TextMarshaler)
		if text, err := m.MarshalText(); err == nil {
			t.Errorf("%s(250) is written as %q; want an error", name(v.Type()), text)
		}
	}
}
