package alianza_test

import (
	"math/rand/v2"
	"reflect"
)

// A maker makes up values of any type, from values of a few types and from those
// that it met.
type maker struct {
	random  *rand.Rand
	texts   []string
	ints    []int64
	uints   []uint64
	special map[reflect.Type][]func() any
	met     map[reflect.Type][]reflect.Value
	nils    bool // iterators and functions that are nil, and interfaces that hold a nil pointer, are common
}

// plainMaker returns a maker of plain values.
func plainMaker(seed, stream uint64) *maker {
	return &maker{
		random: rand.New(rand.NewPCG(seed, stream)), texts: append([]string{}, plainTexts...), ints: []int64{0, 1, 2, 3, 12, 30, 100},
		uints: []uint64{0, 1, 2, 3, 4}, special: plainValues, met: map[reflect.Type][]reflect.Value{},
	}
}

// meet lets the maker meet presets, and what is made of them.
func (m *maker) meet() {
	discard := newDigest()
	for range 3 {
		for _, name := range sortedKeys(exportedFunctions) {
			discard.call(m, reflect.ValueOf(exportedFunctions[name]))
		}
	}
}

// arguments makes up the arguments of a function.
func (m *maker) arguments(typ reflect.Type) []reflect.Value {
	args := make([]reflect.Value, 0, typ.NumIn())
	for i := range typ.NumIn() {
		if typ.IsVariadic() && i == typ.NumIn()-1 && m.random.IntN(2) == 0 {
			break
		}
		args = append(args, m.value(typ.In(i), 0))
	}
	return args
}

// invoke calls a function with arguments that were made up for it.
func invoke(function reflect.Value, args []reflect.Value) []reflect.Value {
	if typ := function.Type(); typ.IsVariadic() && len(args) == typ.NumIn() {
		return function.CallSlice(args)
	}
	return function.Call(args)
}

// remember keeps a value among a few of its type.
func (m *maker) remember(v reflect.Value) {
	const most = 20
	list := m.met[v.Type()]
	if len(list) < most {
		m.met[v.Type()] = append(list, v)
		return
	}
	list[m.random.IntN(most)] = v
}

// value makes up a value of a type, or takes one that it met.
func (m *maker) value(typ reflect.Type, depth int) reflect.Value {
	if list := m.met[typ]; len(list) > 0 && m.random.IntN(3) > 0 {
		return list[m.random.IntN(len(list))]
	}
	if makes, ok := m.special[typ]; ok {
		return reflect.ValueOf(makes[m.random.IntN(len(makes))]())
	}
	v := reflect.New(typ).Elem()
	if depth > 5 || m.random.IntN(16) == 0 {
		return v
	}
	switch typ.Kind() {
	default: // left at zero
	case reflect.Bool:
		v.SetBool(m.random.IntN(2) == 0)
	case reflect.String:
		v.SetString(m.texts[m.random.IntN(len(m.texts))])
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(m.ints[m.random.IntN(len(m.ints))])
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uint:
		v.SetUint(m.uints[m.random.IntN(len(m.uints))])
	case reflect.Pointer:
		v.Set(reflect.New(typ.Elem()))
		v.Elem().Set(m.value(typ.Elem(), depth+1))
	case reflect.Slice:
		n := m.random.IntN(4)
		v.Set(reflect.MakeSlice(typ, n, n))
		for i := range n {
			v.Index(i).Set(m.value(typ.Elem(), depth+1))
		}
	case reflect.Array:
		for i := range v.Len() {
			v.Index(i).Set(m.value(typ.Elem(), depth+1))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(typ))
		for range m.random.IntN(4) {
			v.SetMapIndex(m.value(typ.Key(), depth+1), m.value(typ.Elem(), depth+1))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				v.Field(i).Set(m.value(v.Field(i).Type(), depth+1))
			}
		}
	case reflect.Func:
		if m.nils && m.random.IntN(4) == 0 {
			break
		}
		v.Set(reflect.MakeFunc(typ, func(args []reflect.Value) []reflect.Value { return m.answer(typ, args) }))
	case reflect.Interface:
		m.implement(v)
	}
	return v
}

// answer is what a function given to the library does: it yields a few values if
// it can, and returns others.
func (m *maker) answer(typ reflect.Type, args []reflect.Value) []reflect.Value {
	if len(args) == 1 && args[0].Kind() == reflect.Func && typ.NumOut() == 0 {
		yield := args[0]
		for range m.random.IntN(4) {
			values := make([]reflect.Value, yield.Type().NumIn())
			for i := range values {
				values[i] = m.value(yield.Type().In(i), 3)
			}
			if out := yield.Call(values); len(out) == 1 && !out[0].Bool() {
				break
			}
		}
	}
	results := make([]reflect.Value, typ.NumOut())
	for i := range results {
		results[i] = m.value(typ.Out(i), 3)
	}
	return results
}

// implement sets an interface to one of the library's values that implements it.
func (m *maker) implement(v reflect.Value) {
	for range 50 {
		typ := reflect.TypeOf(exportedValues[m.random.IntN(len(exportedValues))])
		if ptr := reflect.PointerTo(typ); m.nils && ptr.Implements(v.Type()) && m.random.IntN(4) == 0 {
			v.Set(reflect.Zero(ptr))
			return
		}
		if typ.Implements(v.Type()) {
			v.Set(m.value(typ, 3))
			return
		}
		if ptr := reflect.PointerTo(typ); ptr.Implements(v.Type()) && v.Type().NumMethod() > 0 {
			one := reflect.New(typ)
			one.Elem().Set(m.value(typ, 3))
			v.Set(one)
			return
		}
	}
}
