// Package tiertest has what the tests of the room tier share.
package tiertest

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

// N reads a number.
func N(s string) decimal.Decimal { return alianza.Must(decimal.NewFromString(s)) }

// CountOf returns the requirement that count of a group hold.
func CountOf(count int, of ...tier.Requirement) tier.Requirement {
	return tier.Requirement{Count: count, Of: of}
}

// SumOf returns a requirement on the sum of metrics in place of one.
func SumOf(r tier.Requirement, metrics ...string) tier.Requirement {
	r.Metric, r.Sum = "", metrics
	return r
}

var update = flag.Bool("update", false, "write the golden files anew")

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

// Indented returns the JSON of v as a golden file has it.
func Indented(t *testing.T, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + "\n"
}

// Level returns a level of the requirements given.
func Level(name string, needs ...tier.Requirement) tier.Level {
	return tier.Level{Name: name, Requires: needs}
}

// Sales returns the requirement of so many sales.
func Sales(bound string) tier.Requirement { return tier.AtLeast("sales", N(bound)) }

// A Benefit is terms of a type of its own, with a number in it.
type Benefit = struct {
	Rate    decimal.Decimal `json:"rate"`
	Support string          `json:"support"`
}

// Benefits returns the studio ladder with benefits as its terms.
func Benefits() tier.Definition[Benefit] {
	return tier.WithTerms(Studio(), map[string]Benefit{
		"entry": {N("20"), "email"}, "steady": {N("25"), "email"}, "loved": {N("27.50"), "phone"}, "top": {N("35"), "a person"},
	})
}

// Read reads a file of testdata.
func Read(t *testing.T, file string, v any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatalf("UnmarshalJSON(%s) = %v; want no error", file, err)
	}
}

// Numbers reads metrics, "" for one that is not given.
func Numbers(values map[string]string) tier.Metrics {
	m := tier.Metrics{}
	for name, value := range values {
		if value != "" {
			m[name] = N(value)
		}
	}
	return m
}

// SamePlaces compares decimals with their places. Zeros before the point are
// written out, so that a power of ten does not count.
var SamePlaces = cmp.Comparer(func(a, b decimal.Decimal) bool {
	return a.Equal(b) && min(a.Exponent(), 0) == min(b.Exponent(), 0)
})

// Studio is a ladder of several metrics, of all operators, whose levels do not
// contain one another.
func Studio() tier.Definition[tier.NoTerms] {
	return tier.Definition[tier.NoTerms]{Name: "studio", Levels: []tier.Level{
		{Name: "entry", Requires: []tier.Requirement{tier.AtLeast("sales", N("1"))}},
		{Name: "steady", Requires: []tier.Requirement{
			tier.AtLeast("sales", N("6")), tier.AtMost("tickets", N("4")),
		}},
		{Name: "loved", Requires: []tier.Requirement{
			tier.Above("satisfaction", N("4.5")), tier.Below("tickets", N("2")),
		}},
		{Name: "top", Requires: []tier.Requirement{
			tier.AtLeast("sales", N("16")), tier.Above("satisfaction", N("4.5")), tier.Below("tickets", N("2")), tier.AtMost("refunds", N("0")),
		}},
	}}
}

// A Fault is what a test wants of a field error; Err is its kind. It has no name of
// its own, so that literals need none for the fields.
type Fault = struct {
	Path, Value string
	Err         error
}

// Faults returns the field errors of err to be compared with SameFaults.
func Faults(err error) []Fault {
	var all []Fault
	for _, f := range alianza.Faults(err) {
		all = append(all, Fault{f.Path, f.Value, f.Err})
	}
	return all
}

// WantFaults compares the faults of an error with the ones wanted. A fault whose
// value is wanted to be "" may have any.
func WantFaults(tb testing.TB, what string, err error, want ...Fault) {
	tb.Helper()
	got := Faults(err)
	for i := range min(len(got), len(want)) {
		if want[i].Value == "" {
			got[i].Value = ""
		}
	}
	if diff := cmp.Diff(want, got, SameFaults, cmpopts.EquateEmpty()); diff != "" {
		tb.Errorf("%s = other faults (-want +got):\n%s", what, diff)
	}
}

// SameFaults compares faults by their kinds.
var SameFaults = cmpopts.EquateErrors()

// ComesBack checks the JSON of a value, unless text is "", and that what is read
// of it is equal.
func ComesBack[T any, P interface {
	*T
	json.Unmarshaler
}](tb testing.TB, want T, text string,
) {
	tb.Helper()
	doc, err := json.Marshal(want)
	if err != nil || text != "" && string(doc) != text {
		tb.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, text)
	}
	var got T
	if err := P(&got).UnmarshalJSON(doc); err != nil {
		tb.Errorf("UnmarshalJSON(%s) = %v; want no error", doc, err)
		return
	}
	if diff := cmp.Diff(want, got, SamePlaces); diff != "" {
		tb.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
	}
}
