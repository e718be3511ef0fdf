package alianza_test

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"maps"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// A digest adds up answers of the library. Where they differ in a byte, it does.
type digest struct {
	hash             hash.Hash
	answers, refused int
	each             func(text string) // sees each answer
}

func newDigest() *digest { return &digest{hash: sha256.New()} }

func (d *digest) sum() string { return hex.EncodeToString(d.hash.Sum(nil)[:12]) }

// add adds the results of a call.
func (d *digest) add(results ...reflect.Value) {
	d.answers++
	for _, r := range results {
		if err, ok := r.Interface().(error); ok && err != nil {
			d.refused++
		}
		text := answer(r, 0)
		d.hash.Write([]byte(text))
		d.hash.Write([]byte{0})
		if d.each != nil {
			d.each(text)
		}
	}
}

// tell adds values and errors.
func (d *digest) tell(results ...any) {
	list := make([]reflect.Value, 0, len(results))
	for _, r := range results {
		if r != nil {
			list = append(list, reflect.ValueOf(r))
		}
	}
	d.add(list...)
}

// answer returns a value as JSON and as a sentence. It does not ask package decimal
// for the text of a number, whose variables are not the library's.
func answer(v reflect.Value, depth int) string {
	const deep = 12
	if !v.IsValid() || depth > deep {
		return "none"
	}
	switch one := v.Interface().(type) {
	case error:
		return "error " + one.Error()
	case decimal.Decimal:
		return one.Rat().RatString()
	case *big.Int:
		return one.String()
	case time.Time:
		return one.Format(time.RFC3339Nano)
	case *time.Location:
		return "zone"
	}
	text := ""
	if v.Kind() != reflect.Pointer || !v.IsNil() {
		if s, ok := v.Interface().(fmt.Stringer); ok {
			text = s.String() + " "
		}
	}
	if _, ok := v.Interface().(json.Marshaler); ok {
		return text + document(v.Interface())
	}
	return text + structure(v, depth)
}

// document returns the JSON of a value, or why it has none.
func document(v any) string {
	data, err := json.Marshal(v)
	if wrapped := (*json.MarshalerError)(nil); errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if err != nil {
		return "error " + err.Error()
	}
	return string(data)
}

// structure returns a value by its parts.
func structure(v reflect.Value, depth int) string {
	var parts []string
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return "none"
		}
		return answer(v.Elem(), depth+1)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			parts = append(parts, answer(v.Index(i), depth+1))
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			parts = append(parts, answer(it.Key(), depth+1)+": "+answer(it.Value(), depth+1))
		}
		slices.Sort(parts)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				parts = append(parts, answer(v.Field(i), depth+1))
			}
		}
	case reflect.Func:
		parts = yielded(v, depth)
	default:
		return fmt.Sprint(v)
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// yielded returns what an iterator yields first.
func yielded(f reflect.Value, depth int) (parts []string) {
	const most = 30
	typ := f.Type()
	if f.IsNil() || typ.NumIn() != 1 || typ.NumOut() != 0 || typ.In(0).Kind() != reflect.Func {
		return nil
	}
	f.Call([]reflect.Value{reflect.MakeFunc(typ.In(0), func(args []reflect.Value) []reflect.Value {
		for _, a := range args {
			parts = append(parts, answer(a, depth+1))
		}
		return []reflect.Value{reflect.ValueOf(len(parts) < most)}
	})})
	return parts
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// roomOf returns the room of a package by its name: the first folder of its path.
var roomOf = func() func(string) string {
	rooms := map[string]string{}
	for _, one := range exportedValues {
		typ := reflect.TypeOf(one)
		short, _, _ := strings.Cut(typ.String(), ".")
		_, inside, _ := strings.Cut(typ.PkgPath(), "/alianza")
		room, _, _ := strings.Cut(strings.TrimPrefix(inside, "/"), "/")
		rooms[short] = cmp.Or(room, "alianza")
	}
	return func(short string) string { return rooms[short] }
}()
