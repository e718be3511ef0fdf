// Package roomtest helps the tests of the inner packages of commission.
package roomtest

import (
	"encoding/json"
	"errors"
	"maps"
	"math"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// Num reads a number.
func Num(s string) decimal.Decimal { return alianza.Must(decimal.NewFromString(s)) }

// Nums reads numbers.
func Nums(list ...string) []decimal.Decimal {
	all := make([]decimal.Decimal, len(list))
	for i, s := range list {
		all[i] = Num(s)
	}
	return all
}

// Percent reads a percentage.
func Percent(s string) alianza.Percent { return alianza.Must(alianza.ParsePercent(s)) }

// Date reads a day.
func Date(s string) alianza.Date { return alianza.Must(alianza.ParseDate(s)) }

// At reads an instant, or a day as its first instant in UTC.
func At(s string) time.Time {
	if len(s) == len("2006-01-02") {
		s += "T00:00:00Z"
	}
	return alianza.Must(time.Parse(time.RFC3339Nano, s))
}

// JSON returns the JSON of a value that can be written.
func JSON(tb testing.TB, v any) string {
	tb.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		tb.Fatalf("Marshal(%v) = %v; want no error", v, err)
	}
	return string(data)
}

// Again writes a value, reads it and compares. An empty list comes back as none.
func Again[T any](tb testing.TB, want T) {
	tb.Helper()
	doc := JSON(tb, want)
	var got T
	if err := json.Unmarshal([]byte(doc), &got); err != nil {
		tb.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		tb.Errorf("UnmarshalJSON(%s) = another value (-want +got):\n%s", doc, diff)
	}
}

// Reads writes a value, compares with a document and reads that.
func Reads[T any](tb testing.TB, v T, doc string) {
	tb.Helper()
	if got := JSON(tb, v); got != doc {
		tb.Errorf("MarshalJSON(%v) = %s; want %s", v, got, doc)
	}
	Again(tb, v)
}

// Hostile returns numbers that are out of the bounds of the library, by name.
func Hostile() map[string]decimal.Decimal { return maps.Clone(hostile()) }

var hostile = sync.OnceValue(func() map[string]decimal.Decimal {
	digits := new(big.Int).Lsh(big.NewInt(1), 3_321_928) // a million digits
	return map[string]decimal.Decimal{
		"a billion zeros":          decimal.New(1, 1e9),
		"a billion places":         decimal.New(1, -1e9),
		"greatest exponent":        decimal.New(1, math.MaxInt32),
		"least exponent":           decimal.New(-1, math.MinInt32),
		"nothing, greatest":        decimal.New(0, math.MaxInt32),
		"nothing, least":           decimal.New(0, math.MinInt32),
		"a million digits":         decimal.NewFromBigInt(digits, 0),
		"minus a million digits":   decimal.NewFromBigInt(digits.Neg(digits), 0),
		"19 places":                decimal.New(1, -19),
		"35 digits":                Num("1" + strings.Repeat("0", 34)),
		"an exponent over 10^18":   decimal.New(1, 19),
		"35 digits, mostly places": Num("12345678901234567." + strings.Repeat("1", 18)),
	}
})

// FaultsOf returns the faults that err holds as "path: code".
func FaultsOf(err error) []string {
	var all []string
	for _, f := range alianza.Faults(err) {
		all = append(all, f.Path+": "+f.Code())
	}
	return all
}

// CheckFaults compares the faults of err with those wanted, in order, each as
// "path: code". None wanted is no error at all.
func CheckFaults(tb testing.TB, call string, err error, want ...string) {
	tb.Helper()
	if diff := cmp.Diff(want, FaultsOf(err), cmpopts.EquateEmpty()); diff != "" {
		tb.Errorf("%s = %v; want other faults (-want +got):\n%s", call, err, diff)
	} else if err != nil && len(want) == 0 {
		tb.Errorf("%s = %v; want no error", call, err)
	}
}

// CheckUnchecked checks that a value made without New refuses what is asked of it.
func CheckUnchecked(tb testing.TB, call string, err error) {
	tb.Helper()
	if !errors.Is(err, alianza.ErrUnchecked) {
		tb.Errorf("%s of a zero value = %v; want %v", call, err, alianza.ErrUnchecked)
	}
}

// Golden compares a text with a file of testdata. With UPDATE=1 in the
// environment it writes the file anew.
func Golden(tb testing.TB, file, got string) {
	tb.Helper()
	path := filepath.Join("testdata", file)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		tb.Errorf("%s mismatch (-want +got):\n%s", path, diff)
	}
}

// BadDocuments reads the documents bad_TYPE_….json of testdata, each into a
// value that has to stay as it is, and compares the faults with the golden file.
func BadDocuments(t *testing.T, values map[string]json.Unmarshaler) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "bad_*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("testdata has no bad documents, %v; want some", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			into := values[strings.Split(name, "_")[1]]
			before := JSON(t, into)
			err = into.UnmarshalJSON(data)
			if len(alianza.Faults(err)) == 0 {
				t.Fatalf("UnmarshalJSON(%s) = %v; want field errors", data, err)
			}
			if after := JSON(t, into); after != before {
				t.Errorf("after UnmarshalJSON the value is %s; want it as it was: %s", after, before)
			}
			Golden(t, name+".golden", err.Error()+"\n")
		})
	}
}
