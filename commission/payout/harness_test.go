package payout_test

import (
	"encoding/json"
	"errors"
	"flag"
	"math"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

func num(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func day(n int) time.Time { return time.Date(2026, time.January, n, 9, 0, 0, 0, time.UTC) }

func utc(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }

func jsonText(tb testing.TB, v any) string {
	tb.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		tb.Fatalf("Marshal(%v) = %v; want no error", v, err)
	}
	return string(data)
}

// hostile are numbers that are out of the bounds of the library.
func hostile() map[string]decimal.Decimal {
	digits := new(big.Int).Exp(big.NewInt(10), big.NewInt(1e6), nil)
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
		"35 digits":                num("1" + strings.Repeat("0", 34)),
		"an exponent over 10^18":   decimal.New(1, 19),
		"35 digits, mostly places": num("12345678901234567." + strings.Repeat("1", 18)),
	}
}

// fault is a field error without its value and its detail.
type fault struct {
	Path string
	Kind error
}

// faultsOf returns the faults that err holds, each with its kind.
func faultsOf(err error) []fault {
	var all []fault
	for _, f := range alianza.Faults(err) {
		one := fault{Path: f.Path}
		for _, kind := range []error{
			alianza.ErrMissing, alianza.ErrUnknown, alianza.ErrDuplicate, alianza.ErrForm,
			alianza.ErrRange, alianza.ErrConflict, alianza.ErrZero, alianza.ErrCurrency,
		} {
			if errors.Is(f, kind) {
				one.Kind = kind
			}
		}
		all = append(all, one)
	}
	return all
}

// sameKind lets cmp.Diff compare faults.
var sameKind = cmp.Comparer(errors.Is)

// checkFaults compares the faults of err with those wanted, in order.
func checkFaults(tb testing.TB, call string, err error, want []fault) {
	tb.Helper()
	if diff := cmp.Diff(want, faultsOf(err), sameKind); diff != "" {
		tb.Errorf("%s = %v; want other faults (-want +got):\n%s", call, err, diff)
	}
}

var update = flag.Bool("update", false, "write the golden files in testdata anew")

// checkBadDocuments reads the documents bad_TYPE_….json of testdata, each into a
// value that has to stay as it is, and compares the faults with the golden file.
func checkBadDocuments(t *testing.T, types map[string]func() (into json.Unmarshaler, kept any)) {
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
			into, kept := types[strings.Split(name, "_")[1]]()
			err = into.UnmarshalJSON(data)
			if len(alianza.Faults(err)) == 0 {
				t.Fatalf("Unmarshal(%s) = %v; want field errors", data, err)
			}
			if got, want := jsonText(t, into), jsonText(t, kept); got != want {
				t.Errorf("after Unmarshal the value is %s; want it as it was: %s", got, want)
			}
			golden := strings.TrimSuffix(file, ".json") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(err.Error()+"\n"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, readErr := os.ReadFile(golden)
			if readErr != nil {
				t.Fatal(readErr)
			}
			if diff := cmp.Diff(string(want), err.Error()+"\n"); diff != "" {
				t.Errorf("%s mismatch (-want +got):\n%s", golden, diff)
			}
		})
	}
}
