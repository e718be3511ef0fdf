package alianza_test

import (
	"maps"
	"math"
	"math/big"
	"reflect"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/costtest"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// hostileNumbers are decimals that cost much if anything is done with them.
var hostileNumbers = []decimal.Decimal{
	decimal.New(1, math.MinInt32),
	decimal.New(-7, math.MaxInt32),
	decimal.New(0, 1_000_000_000),
	decimal.New(1, 10_000_000),
	decimal.New(-1, -10_000_000),
	decimal.NewFromBigInt(million, -2),
	decimal.NewFromBigInt(new(big.Int).Neg(million), math.MinInt32),
}

// TestNumberCost calls every exported function and method that takes a number, alone
// or inside of something, with plain arguments and hostile numbers among them. A call
// takes at most 64 KiB beyond the bytes of what it is given, and as much again to check
// what it writes.
func TestNumberCost(t *testing.T) {
	const most = 64 << 10
	m := plainMaker(7, 23)
	m.meet()
	m.special = maps.Clone(plainValues)
	hostile := func() any { return hostileNumbers[m.random.IntN(len(hostileNumbers))] }
	m.special[reflect.TypeFor[decimal.Decimal]()] = []func() any{hostile, hostile, func() any { return decimal.New(17, 0) }}
	called := map[string]bool{}
	check := func(name string, f reflect.Value, on ...reflect.Value) {
		args := m.arguments(f.Type())
		input := 0
		for _, v := range append(on, args...) {
			input += weight(v, 0) + heavy(v, 0)
		}
		if !numbered(append(on, args...)) {
			return
		}
		called[name] = true
		bound := uint64(most + input + int(describes[name]))
		if strings.HasSuffix(name, ".MarshalJSON") {
			bound += most // a definition is checked before it is written
		}
		if used := costtest.Bytes(bound, func() { invoke(f, args) }); used > bound {
			t.Errorf("%s takes %d bytes with a hostile number, given %d; want %d at most\nwith %s", name, used, input, bound, brief(append(on, args...)))
		}
	}
	for range seeds.Count(6) {
		for _, name := range sortedKeys(exportedFunctions) {
			check(name, reflect.ValueOf(exportedFunctions[name]))
		}
		for _, one := range exportedValues {
			typ := reflect.TypeOf(one)
			for i := range reflect.PointerTo(typ).NumMethod() {
				receiver := reflect.New(typ)
				receiver.Elem().Set(m.value(typ, 0))
				check(name(typ)+"."+reflect.PointerTo(typ).Method(i).Name, receiver.Method(i), receiver)
			}
		}
	}
	if len(called) < 300 {
		t.Errorf("%d functions were called with hostile numbers; want 300 at least", len(called))
	}
}

// numbered reports whether there is a hostile number among values.
func numbered(list []reflect.Value) bool {
	for _, v := range list {
		if hasHostile(v, 0) {
			return true
		}
	}
	return false
}

func hasHostile(v reflect.Value, depth int) bool {
	if !v.IsValid() || depth > 12 {
		return false
	}
	if v.CanInterface() {
		if d, ok := v.Interface().(decimal.Decimal); ok {
			return d.Exponent() > 18 || d.Exponent() < -18 || d.Coefficient().BitLen() > 128
		}
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if hasHostile(v.Index(i), depth+1) {
				return true
			}
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if hasHostile(it.Value(), depth+1) {
				return true
			}
		}
	case reflect.Pointer, reflect.Interface:
		return !v.IsNil() && hasHostile(v.Elem(), depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			if hasHostile(v.Field(i), depth+1) {
				return true
			}
		}
	default:
	}
	return false
}
