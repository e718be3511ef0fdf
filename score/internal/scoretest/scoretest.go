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
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

var update = flag.Bool("update", false, "write the golden files anew")

// N reads a number.
func N(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// Q reads a fraction such as "52/7" or a number.
func Q(s string) score.Fraction {
	num, den, _ := strings.Cut(s, "/")
	r := N(num).Rat()
	if den != "" {
		r.Quo(r, N(den).Rat())
	}
	return score.FractionOf(r)
}

// Percent reads a percentage.
func Percent(s string) alianza.Percent { return alianza.Must(alianza.ParsePercent(s)) }

// Faults returns the field errors of err, to be compared with [SameFaults].
func Faults[F ~struct {
	Path, Value string
	Err         error
}](err error,
) []F {
	var all []F
	for _, f := range alianza.Faults(err) {
		all = append(all, F{f.Path, f.Value, f.Err})
	}
	return all
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

// Names writes and reads the values of an enumeration. The names before first
// are written and not read.
func Names[T ~uint8, P interface {
	*T
	encoding.TextUnmarshaler
	encoding.TextMarshaler
}](t *testing.T, first int, names ...string,
) {
	t.Helper()
	for i, want := range append(names, fmt.Sprintf("(%d)", len(names))) {
		v := T(i)
		text, err := P(&v).MarshalText()
		if err != nil || string(text) != want || fmt.Sprint(v) != want {
			t.Errorf("%T(%d) = %v, %s, %v; want %s", v, i, v, text, err, want)
		}
		read := T(99)
		err = P(&read).UnmarshalText(text)
		if i >= first && i < len(names) {
			if err != nil || read != v {
				t.Errorf("UnmarshalText(%s) of %T = %d, %v; want %d", text, v, read, err, i)
			}
		} else if !errors.Is(err, alianza.ErrUnknown) || read != 99 {
			t.Errorf("UnmarshalText(%s) of %T = %d, %v; want ErrUnknown", text, v, read, err)
		}
	}
}
