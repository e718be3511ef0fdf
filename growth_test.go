package alianza_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza/internal/costtest"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// growsFaster has the functions whose work has to grow faster than their lists.
var growsFaster = map[string]string{
	"cashflow.NPV":               "the exact fraction has as many times the digits as there are periods",
	"cashflow.DiscountedPayback": "the same",
}

// TestListGrowth calls every exported function and method that takes a list or a map,
// or is of one, with some elements, and with four times as many. What it allocates
// grows four times, or eight where a list doubles, and not sixteen. The elements are
// plain and all different.
func TestListGrowth(t *testing.T) {
	if seeds.Race {
		t.Skip("the race detector allocates, too")
	}
	const few, noise = 100, 64 << 10
	grown := map[string]bool{}
	eachList(seeds.Count(2), 4*few, func(name string, call func(n int)) {
		grown[name] = true
		call(few) // what is made once
		least := costtest.Bytes(0, func() { call(few) })
		most := 8*least + noise
		if used := costtest.Bytes(most, func() { call(4 * few) }); used > most && growsFaster[name] == "" {
			t.Errorf("%s: %d bytes for %d elements, %d for %d; want about four times", name, least, few, used, 4*few)
		}
	})
	if len(grown) < 100 {
		t.Errorf("%d functions take lists; want 100 at least", len(grown))
	}
}

// BenchmarkListGrowth reports how much longer the functions of TestListGrowth take
// for four times as many elements: 4 if that is linear, 16 if it is quadratic.
//
//	go test . -run '^$' -bench ListGrowth -benchtime 1x
func BenchmarkListGrowth(b *testing.B) {
	const few, long = 4000, 200 * time.Microsecond
	for b.Loop() {
		worst := map[string]float64{}
		eachList(3, 4*few, func(name string, call func(n int)) {
			small, large := quickest(func() { call(few) }), quickest(func() { call(4 * few) })
			if large > long {
				worst[name] = max(worst[name], float64(large)/float64(max(small, 1)))
			}
		})
		for _, name := range sortedKeys(worst) {
			if worst[name] > 6 {
				b.Logf("%s takes %.1f times as long %s", name, worst[name], growsFaster[name])
			}
		}
		b.ReportMetric(float64(len(worst)), "functions")
	}
}

// BenchmarkDocumentGrowth reads the documents of TestDocumentCost with a quarter of a
// MiB, and with a MiB. For each type it reports the longest time of a MiB, and the
// worst growth of the time: 4 for a check that is linear, 16 for one that is
// quadratic. What takes less than a millisecond is not looked at. It takes some
// minutes:
//
//	go test . -run '^$' -bench DocumentGrowth -benchtime 1x
func BenchmarkDocumentGrowth(b *testing.B) {
	for _, one := range exportedValues {
		typ := reflect.TypeOf(one)
		if _, ok := reflect.New(typ).Interface().(json.Unmarshaler); !ok {
			continue
		}
		b.Run(name(typ), func(b *testing.B) {
			for b.Loop() {
				worst, of, longest := 0.0, "", time.Duration(0)
				for _, h := range hostileDocuments(typ, 2) {
					small, large := readTime(typ, h.make(strictjson.MaxDefinition/4)), readTime(typ, h.make(strictjson.MaxDefinition))
					longest = max(longest, large)
					if growth := float64(large) / float64(max(small, 1)); large > time.Millisecond && growth > worst {
						worst, of = growth, h.name
					}
				}
				b.ReportMetric(worst, "times-for-4")
				b.ReportMetric(float64(longest.Milliseconds()), "ms-for-1MiB")
				b.ReportMetric(0, "ns/op")
				if worst > 6 {
					b.Logf("%.1f times as long: %s", worst, of)
				}
			}
		})
	}
}

// readTime returns how long a document takes to be read or refused.
func readTime(typ reflect.Type, doc []byte) time.Duration {
	return quickest(func() { _ = reflect.New(typ).Interface().(json.Unmarshaler).UnmarshalJSON(doc) })
}

// quickest returns the least time of some calls.
func quickest(call func()) time.Duration {
	least := time.Hour
	for range 3 {
		start := time.Now()
		call()
		least = min(least, time.Since(start))
	}
	return least
}

// eachList makes up calls of every exported function and method with a list or a map,
// and says by how to call it with so many elements, most at most.
func eachList(times, most int, say func(name string, call func(n int))) {
	m := plainMaker(5, 29)
	m.meet()
	calls := func(name string, f reflect.Value) {
		for i := range f.Type().NumIn() {
			if list := m.list(f.Type().In(i), most); list != nil {
				args := m.arguments(f.Type())
				for len(args) < f.Type().NumIn() { // without the variadic one
					args = append(args, reflect.Zero(f.Type().In(len(args))))
				}
				say(name, func(n int) {
					with := append([]reflect.Value{}, args...)
					with[i] = list(n)
					invoke(f, with)
				})
			}
		}
	}
	for range times {
		for _, name := range sortedKeys(exportedFunctions) {
			calls(name, reflect.ValueOf(exportedFunctions[name]))
		}
		for _, one := range exportedValues {
			typ := reflect.TypeOf(one)
			of := m.list(typ, most)
			for i := range reflect.PointerTo(typ).NumMethod() {
				receiver := reflect.New(typ)
				receiver.Elem().Set(m.value(typ, 0))
				full := name(typ) + "." + reflect.PointerTo(typ).Method(i).Name
				calls(full, receiver.Method(i))
				if of != nil {
					args := m.arguments(receiver.Method(i).Type())
					say(full, func(n int) {
						receiver := reflect.New(typ)
						receiver.Elem().Set(of(n))
						invoke(receiver.Method(i), args)
					})
				}
			}
		}
	}
}

// list makes up the elements of a list or a map, and returns a function that returns
// the first of them. It returns nil for another type, and for bytes.
func (m *maker) list(typ reflect.Type, most int) func(n int) reflect.Value {
	switch {
	case typ.Kind() == reflect.Slice && typ.Elem().Kind() != reflect.Uint8:
		list := reflect.MakeSlice(typ, most, most)
		for i := range most {
			list.Index(i).Set(m.value(typ.Elem(), 2))
			number(list.Index(i), i)
		}
		return func(n int) reflect.Value { return list.Slice3(0, n, n) }
	case typ.Kind() == reflect.Map:
		made := map[int]reflect.Value{}
		return func(n int) reflect.Value {
			if _, ok := made[n]; !ok {
				made[n] = reflect.MakeMap(typ)
				for i := range n {
					key := reflect.New(typ.Key()).Elem()
					key.Set(m.value(typ.Key(), 2))
					number(key, i)
					made[n].SetMapIndex(key, m.value(typ.Elem(), 2))
				}
			}
			return made[n]
		}
	}
	return nil
}

// number gives a value, or the first text in it, the name of a number.
func number(v reflect.Value, n int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("n", n))
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() && f.Type() == reflect.TypeFor[string]() {
				number(f, n)
				return
			}
		}
	default:
	}
}
