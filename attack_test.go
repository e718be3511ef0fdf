package alianza_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/costtest"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// The attack calls every exported function and method of the library with what a
// hostile or hasty caller may have: numbers of a million digits, powers of ten that
// nobody can write out, values made without New, nil, and what earlier calls
// returned. Nothing may panic, and what a call allocates stays in proportion to
// what it was given.

// TestAttack makes a few calls of each function and method, more with more seeds.
func TestAttack(t *testing.T) {
	back := map[string]bool{}
	for seed := range seeds.Count(3) {
		a := newAttack(t, uint64(seed))
		a.back = back
		for range 3 {
			for _, name := range slices.Sorted(maps.Keys(exportedFunctions)) {
				a.call(name, reflect.ValueOf(exportedFunctions[name]))
			}
			for _, one := range exportedValues {
				a.methods(reflect.TypeOf(one))
			}
		}
	}
	if len(back) < 20 {
		t.Errorf("checked values of %d types came back from their JSON, %v; want 20 at least", len(back), slices.Sorted(maps.Keys(back)))
	}
}

// describes has the functions that allocate much, whatever they are given.
var describes = map[string]uint64{
	"commission.New":      128 << 10, // the versions, checked and made
	"forecast.NewFunnel":  64 << 10,  // the flow, checked and made
	"pipeline.NewMapping": 64 << 10,  // both flows, checked and made
	"program.Diff":        384 << 10, // both documents, read as trees, and the types of all fields
	"program.New":         256 << 10, // all parts, checked and made
	"program.Types":       8 << 20,   // all fields of the document, with their texts
}

// An attack remembers some of the values that it met, by their types.
type attack struct {
	maker
	t    *testing.T
	seed uint64
	hung map[string]bool // functions that did not return, and still run
	back map[string]bool // types of checked values that were written and read
}

func newAttack(t *testing.T, seed uint64) *attack {
	t.Helper()
	a := &attack{t: t, seed: seed, hung: map[string]bool{}, maker: maker{
		random: rand.New(rand.NewPCG(seed, 17)), texts: hostileTexts, ints: hostileInts, uints: []uint64{0, 1, 2, 3, 4, 255},
		special: hostileValues, met: map[reflect.Type][]reflect.Value{}, nils: true,
	}}
	a.meetLadder()
	return a
}

// meetLadder lets the attack meet a checked ladder and a cycle of it. The presets make none
// of the type that the lists name.
func (a *attack) meetLadder() {
	terms := map[string]alianza.Percent{}
	for i, level := range tier.Affiliate().Levels {
		terms[level.Name] = alianza.WholePercent(10 * (i + 1))
	}
	def := tier.WithTerms(tier.Affiliate(), terms)
	a.remember(reflect.ValueOf(def))
	a.remember(reflect.ValueOf(alianza.Must(tier.New(def))))
	a.remember(reflect.ValueOf(alianza.Must(cycle.New(cycle.Definition[alianza.Percent]{Editions: []cycle.Edition[alianza.Percent]{{Ladder: def}}}))))
}

// methods calls the methods of a type, and those of a pointer to it, also of none.
func (a *attack) methods(typ reflect.Type) {
	ptr := reflect.PointerTo(typ)
	for i := range ptr.NumMethod() {
		receiver := reflect.New(typ)
		receiver.Elem().Set(a.value(typ, 0))
		full := name(typ) + "." + ptr.Method(i).Name
		_, byValue := typ.MethodByName(ptr.Method(i).Name)
		reads := strings.Contains(full, "Unmarshal") // and needs a value to read into
		if !byValue && !reads && a.random.IntN(8) == 0 {
			receiver = reflect.Zero(ptr)
		}
		a.call(full, receiver.Method(i), receiver)
	}
}

// call calls a function, or a method on a value, with arguments that it makes up.
// It keeps the results.
func (a *attack) call(name string, function reflect.Value, on ...reflect.Value) {
	if a.hung[name] {
		return
	}
	args := a.arguments(function.Type())
	given, large := 0, 0
	for _, v := range append(on, args...) {
		given += weight(v, 0)
		large += heavy(v, 0)
	}
	most := uint64(64<<10+64*given+2*large) + describes[name]
	if strings.HasSuffix(name, ".UnmarshalJSON") || name == "program.ReviewDocument" {
		most += 512 << 10 // a document with faults is read again, to tell those that follow from others
	}
	var results []reflect.Value
	used, returned := a.watch(name, most, func() {
		defer func() {
			if p := recover(); p != nil {
				a.t.Errorf("%s panics: %v\nwith %s (seed %d)", name, p, brief(append(on, args...)), a.seed)
			}
		}()
		results = invoke(function, args)
	})
	if !returned {
		return
	}
	if used > most && len(a.hung) == 0 {
		a.t.Errorf("%s allocates %d bytes, given %d; want %d at most\nwith %s (seed %d)", name, used, given, most, brief(append(on, args...)), a.seed)
	}
	for _, r := range results {
		a.keep(r)
	}
}

// watch runs a call and returns how many bytes it allocates. A call that does not
// return has an error of its own: without, nobody would know which one it was.
func (a *attack) watch(name string, most uint64, call func()) (used uint64, returned bool) {
	done := make(chan uint64, 1)
	go func() { done <- costtest.Bytes(most, call) }()
	select {
	case used = <-done:
		return used, true
	case <-time.After(20 * time.Second):
		a.t.Errorf("%s does not return (seed %d)", name, a.seed)
		a.hung[name] = true
		return 0, false
	}
}

// keep remembers a result. It calls the methods of an error, and runs an iterator.
func (a *attack) keep(v reflect.Value) {
	if err, ok := v.Interface().(error); ok && err != nil {
		if text := err.Error(); len(text) > 1<<20 {
			a.t.Errorf("an error of %d bytes: %.200s", len(text), text)
		}
		return
	}
	switch v.Kind() {
	case reflect.Func, reflect.Interface, reflect.Bool:
		return
	default:
	}
	if weight(v, 0) > 100_000 {
		return
	}
	a.comesBack(v)
	a.remember(v)
}

// comesBack holds that a checked value which can be written is read as the same.
func (a *attack) comesBack(v reflect.Value) {
	if _, checked := v.Type().MethodByName("Definition"); !checked {
		return
	}
	doc, err := json.Marshal(v.Interface())
	if err != nil {
		return // the zero value, or a definition that is too large for a document
	}
	a.back[name(v.Type())] = true
	read := reflect.New(v.Type())
	if err := json.Unmarshal(doc, read.Interface()); err != nil || !cmp.Equal(v.Interface(), read.Elem().Interface()) {
		a.t.Errorf("json.Unmarshal of a %s = another one, %v (seed %d): %.500s", name(v.Type()), err, a.seed, doc)
	}
}

var hostileInts = []int64{0, 1, 2, 12, 100, -1, math.MaxInt64, math.MinInt64, math.MaxInt32, 1 << 20}

var hostileTexts = []string{
	"", "a", "gold", "sale", "USD", "EUR", "2026-03", "30%", "{}", "[]", "null", "\xff", "a\x00b", "é", "%!s(", "\n",
	strings.Repeat("x", 200), strings.Repeat("9", 100_000), `{"name":"x"}`,
}

var hostileValues = map[reflect.Type][]func() any{
	reflect.TypeFor[decimal.Decimal](): {
		func() any { return decimal.Decimal{} },
		func() any { return decimal.New(17, 0) },
		func() any { return decimal.New(-12345, -2) },
		func() any { return decimal.New(99_999_999_999, -2) },
		func() any { return decimal.New(1, math.MinInt32) },
		func() any { return decimal.New(-7, math.MaxInt32) },
		func() any { return decimal.New(0, 1_000_000_000) },
		func() any { return decimal.New(1, 10_000_000) },
		func() any { return decimal.NewFromBigInt(million, -2) },
		func() any { return alianza.Must(decimal.NewFromString(strings.Repeat("9", 34))) },
	},
	reflect.TypeFor[time.Time](): {
		func() any { return time.Time{} },
		func() any { return time.Date(2026, time.March, 31, 23, 59, 59, 999, time.UTC) },
		func() any { return time.Date(2026, time.May, 1, 0, 0, 0, 0, time.FixedZone("far", 26*3600)) },
		func() any { return time.Date(math.MaxInt32, time.March, 31, 0, 0, 0, 0, time.UTC) },
		func() any { return time.Unix(math.MaxInt64, 0) },
		func() any { return time.Unix(math.MinInt64, 0) },
	},
	reflect.TypeFor[*big.Int](): {
		func() any { return (*big.Int)(nil) },
		func() any { return big.NewInt(-3) },
		func() any { return new(big.Int).Set(million) },
	},
}

// million is a number of a million digits and some.
var million = new(big.Int).Lsh(big.NewInt(7), 3_321_929)

// deepest bounds how far into a value it is measured.
const deepest = 40

// weight returns about how many bytes a value has, shared ones counted again.
func weight(v reflect.Value, depth int) int {
	if !v.IsValid() || depth > deepest {
		return 8
	}
	if v.Type() == reflect.TypeFor[decimal.Decimal]() || v.Type() == reflect.TypeFor[big.Int]() {
		return 40 // whatever the number: its size is counted by heavy
	}
	sum := int(v.Type().Size())
	switch v.Kind() {
	case reflect.String:
		sum += v.Len()
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			sum += weight(v.Index(i), depth+1)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			sum += 64 + weight(it.Key(), depth+1) + weight(it.Value(), depth+1)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			sum += weight(v.Elem(), depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			sum += weight(v.Field(i), depth+1)
		}
	default:
	}
	return sum
}

// heavy returns how many bytes the coefficients of a value have: a number that is
// refused may be copied once or twice before that.
func heavy(v reflect.Value, depth int) int {
	if !v.IsValid() || depth > deepest {
		return 0
	}
	sum := 0
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint { // the words of a big.Int
			return v.Len() * v.Type().Elem().Bits() / 8
		}
		for i := range v.Len() {
			sum += heavy(v.Index(i), depth+1)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			sum += heavy(it.Value(), depth+1)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			sum = heavy(v.Elem(), depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			sum += heavy(v.Field(i), depth+1)
		}
	default:
	}
	return sum
}

// brief prints arguments, shortened: most have numbers that cannot be printed.
func brief(args []reflect.Value) string {
	var texts []string
	for _, arg := range args {
		texts = append(texts, fmt.Sprintf("%s of %d bytes", arg.Type(), weight(arg, 0)))
	}
	return "(" + strings.Join(texts, ", ") + ")"
}
