// Package scoretest helps the tests of package score and its inner packages.
package scoretest

import (
	"encoding"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/costtest"
	"github.com/seed-0af520cd/alianza/score"
)

var update = flag.Bool("update", false, "write the golden files anew")

// N reads a number.
func N(s string) decimal.Decimal { return alianza.Must(decimal.NewFromString(s)) }

// Q reads a fraction such as "52/7" or a number.
func Q(s string) score.Fraction {
	if num, den, ok := strings.Cut(s, "/"); ok {
		return alianza.Must(score.Quotient(N(num), N(den)))
	}
	var f score.Fraction
	return alianza.Must(f, f.UnmarshalText([]byte(s)))
}

// Percent reads a percentage.
func Percent(s string) alianza.Percent { return alianza.Must(alianza.ParsePercent(s)) }

// A Fault is a field error without its place in a document. It has no name of its
// own, so that literals need none for the fields.
type Fault = struct {
	Path, Value string
	Err         error
}

// Faults returns the field errors of err, to be compared with [SameFaults].
func Faults(err error) []Fault {
	var all []Fault
	for _, f := range alianza.Faults(err) {
		all = append(all, Fault{f.Path, f.Value, f.Err})
	}
	return all
}

// A Break spoils a sound definition and says which faults that makes.
type Break[D any] = struct {
	Name  string
	Spoil func(d *D)
	Want  []Fault
	Text  string // the end of the error, if it is to be checked
}

// Breaks spoils a definition in each of these ways. A New function has to find
// the faults wanted, in their order. If the definition can be written, it has the
// same faults when it is read, and the value read into stays as it was.
func Breaks[D any, V any](t *testing.T, good func() D, check func(D) (V, error), breaks ...Break[D]) {
	t.Helper()
	if _, err := check(good()); err != nil {
		t.Errorf("New = %v for the definition before it is spoilt", err)
	}
	for _, b := range breaks {
		t.Run(b.Name, func(t *testing.T) {
			t.Helper()
			d := good()
			b.Spoil(&d)
			_, err := check(d)
			if diff := cmp.Diff(b.Want, Faults(err), SameFaults()); diff != "" {
				t.Errorf("New = other faults (-want +got):\n%s", diff)
			}
			if !strings.HasSuffix(fmt.Sprint(err), b.Text) {
				t.Errorf("New = %v; want the end %s", err, b.Text)
			}
			doc, writeErr := json.Marshal(d)
			if writeErr != nil {
				return
			}
			read := good()
			readErr := json.Unmarshal(doc, &read)
			if diff := cmp.Diff(once(err), once(readErr)); diff != "" {
				t.Errorf("Unmarshal(%.500s) = other faults than New (-New +Unmarshal):\n%s", doc, diff)
			}
			if diff := cmp.Diff(good(), read, cmpopts.EquateEmpty()); readErr != nil && diff != "" {
				t.Errorf("Unmarshal(%.500s) changed the definition:\n%s", doc, diff)
			}
		})
	}
}

// once returns the first fault of each path, by path.
func once(err error) map[string]string {
	first := map[string]string{}
	for _, f := range alianza.Faults(err) {
		if _, again := first[f.Path]; !again {
			first[f.Path] = f.Value + ": " + f.Reason()
		}
	}
	return first
}

// SameFaults compares faults by their kinds.
func SameFaults() cmp.Option { return cmpopts.EquateErrors() }

// SamePlaces compares decimals with their places.
func SamePlaces() cmp.Option {
	return cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) && a.Exponent() == b.Exponent() })
}

// Golden compares got with a file of testdata.
func Golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s mismatch (-want +got):\n%s", path, diff)
	}
}

// RoundTrip writes want, compares with a golden file and reads that.
func RoundTrip[T any](t *testing.T, file string, want T) {
	t.Helper()
	doc, err := json.MarshalIndent(want, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	Golden(t, file, string(doc)+"\n")
	doc, err = os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var got T
	if err := json.Unmarshal(doc, &got); err != nil {
		t.Errorf("UnmarshalJSON(%s) = %v; want no error", file, err)
	}
	if diff := cmp.Diff(want, got, SamePlaces()); diff != "" {
		t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", file, diff)
	}
}

// Again writes a value and reads it. An empty list comes back as none.
func Again[T any](t *testing.T, want T) {
	t.Helper()
	doc, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got T
	if err := json.Unmarshal(doc, &got); err != nil {
		t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
	}
	if diff := cmp.Diff(want, got, SamePlaces(), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
	}
}

// Frozen writes a checked value and reads it. The value that comes back is equal
// to it, and to no other; what is not sound does not come back.
func Frozen[V interface{ Equal(o V) bool }, P interface {
	*V
	json.Unmarshaler
}](t *testing.T, v, other V,
) {
	t.Helper()
	doc, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var back, zero V
	if err := json.Unmarshal(doc, &back); err != nil {
		t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
	}
	if !v.Equal(back) || !cmp.Equal(v, back) || v.Equal(other) || other.Equal(v) || v.Equal(zero) || zero.Equal(v) || !zero.Equal(*new(V)) {
		t.Errorf("UnmarshalJSON(%s) = another value, or Equal does not tell values apart", doc)
	}
	if doc, err := json.Marshal(zero); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("MarshalJSON of the zero value = %s, %v; want ErrUnchecked", doc, err)
	}
	if err := P(&back).UnmarshalJSON([]byte(`{}`)); err == nil || !v.Equal(back) {
		t.Errorf("UnmarshalJSON({}) = %v; want an error, and the value as it was", err)
	}
}

// Apart makes a value of a definition, and another one after each of the changes. The
// first is equal to itself made again, and to no other. The changes touch each
// field of the definition, and of the types of its package in it.
func Apart[D any, V interface{ Equal(o V) bool }](t *testing.T, good func() D, check func(D) (V, error), changes ...func(d *D)) {
	t.Helper()
	first, again := alianza.Must(check(good())), alianza.Must(check(good()))
	if !first.Equal(again) {
		t.Errorf("Equal = false for the same definition")
	}
	touched := map[string]bool{}
	for i, change := range changes {
		d := good()
		change(&d)
		other, err := check(d)
		if err != nil || first.Equal(other) || other.Equal(first) {
			t.Errorf("after change %d, %v: Equal = true, or the definition is not sound", i, err)
		}
		touch(reflect.ValueOf(good()), reflect.ValueOf(d), touched)
	}
	for _, field := range fields(reflect.TypeFor[D](), reflect.TypeFor[D]().PkgPath()) {
		if !touched[field] {
			t.Errorf("no change touches %s", field)
		}
	}
}

// touch notes the fields in which two values differ.
func touch(a, b reflect.Value, touched map[string]bool) {
	switch a.Kind() {
	case reflect.Struct:
		for i := range a.NumField() {
			if f := a.Type().Field(i); f.IsExported() && !reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
				touched[a.Type().String()+"."+f.Name] = true
				touch(a.Field(i), b.Field(i), touched)
			}
		}
	case reflect.Slice:
		for i := range min(a.Len(), b.Len()) {
			touch(a.Index(i), b.Index(i), touched)
		}
	case reflect.Map:
		for _, key := range a.MapKeys() {
			if at := b.MapIndex(key); at.IsValid() {
				touch(a.MapIndex(key), at, touched)
			}
		}
	case reflect.Pointer:
		if !a.IsNil() && !b.IsNil() {
			touch(a.Elem(), b.Elem(), touched)
		}
	default:
	}
}

// fields returns the fields of a type, and of the types of a package in it.
func fields(t reflect.Type, path string) []string {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t.PkgPath() != path {
		return nil
	}
	var all []string
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() {
			all = append(append(all, t.String()+"."+f.Name), fields(f.Type, path)...)
		}
	}
	return all
}

// Bad reads the faulty document of testdata into v, which must not change, and
// compares the faults with a golden file.
func Bad[T any, P interface {
	*T
	json.Unmarshaler
}](t *testing.T, name string, v T,
) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	before, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	bad := P(&v).UnmarshalJSON(data)
	after, err := json.Marshal(v)
	if err != nil || string(after) != string(before) {
		t.Errorf("UnmarshalJSON(%s) changed the definition to %s, %v; want %s", data, after, err, before)
	}
	if bad == nil {
		t.Fatalf("UnmarshalJSON(%s) = no error; want some", name)
	}
	Golden(t, name+".golden", fmt.Sprintln(bad))
}

// Bounded reads documents of hostile size, which have to be refused. What that
// allocates stays in proportion to the document.
func Bounded[T any, P interface {
	*T
	json.Unmarshaler
}](t *testing.T, docs map[string]string,
) {
	t.Helper()
	const most = 128 // bytes for a byte of the document
	for name, doc := range docs {
		var err error
		var text string
		enough := most * uint64(len(doc))
		used := costtest.Bytes(enough, func() {
			var v T
			err = P(&v).UnmarshalJSON([]byte(doc))
			text = fmt.Sprint(err)
		})
		if err == nil || used > enough || len(text) > 50_000 {
			t.Errorf("UnmarshalJSON of %s, %d bytes = %.100s…, %d bytes of errors, %d bytes allocated; want an error in bounds", name, len(doc), text, len(text), used)
		}
	}
}

// Many returns a list of so many equal elements.
func Many(n int, element string) string {
	return "[" + strings.TrimSuffix(strings.Repeat(element+",", n), ",") + "]"
}

// Names writes and reads the values of an enumeration. The names before first
// are shown and neither written nor read.
func Names[T ~uint8, P interface {
	*T
	encoding.TextUnmarshaler
	encoding.TextMarshaler
}](t *testing.T, first int, names ...string,
) {
	t.Helper()
	for i, want := range append(names, fmt.Sprintf("(%d)", len(names))) {
		v := T(i)
		if fmt.Sprint(v) != want {
			t.Errorf("%T(%d) = %v; want %s", v, i, v, want)
		}
		text, err := P(&v).MarshalText()
		read := T(99)
		readErr := P(&read).UnmarshalText([]byte(want))
		if i >= first && i < len(names) {
			if err != nil || string(text) != want || readErr != nil || read != v {
				t.Errorf("text of %T(%d) = %s, %v, read as %d, %v; want %s", v, i, text, err, read, readErr, want)
			}
			continue
		}
		kind := alianza.ErrUnknown
		if i == 0 { // the zero value says none
			kind = alianza.ErrMissing
		}
		if !errors.Is(err, kind) || !errors.Is(readErr, alianza.ErrUnknown) || read != 99 {
			t.Errorf("text of %T(%d) = %s, %v, read as %d, %v; want %v and ErrUnknown", v, i, text, err, read, readErr, kind)
		}
	}
}
