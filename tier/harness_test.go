package tier_test

import (
	"encoding/json"
	"flag"
	"math"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

// n reads a number.
func n(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// mustNew returns the ladder of a definition that is sound.
func mustNew[T any](d tier.Definition[T]) tier.Ladder[T] { return alianza.Must(tier.New(d)) }

// countOf returns the requirement that count of a group hold.
func countOf(count int, of ...tier.Requirement) tier.Requirement {
	return tier.Requirement{Count: count, Of: of}
}

// sumOf returns a requirement on the sum of metrics in place of one.
func sumOf(r tier.Requirement, metrics ...string) tier.Requirement {
	r.Metric, r.Sum = "", metrics
	return r
}

// ladderOf returns a ladder with one level for each minimum of one metric.
func ladderOf(name, metric string, levels []string, least ...string) tier.Ladder[tier.NoTerms] {
	d := tier.Definition[tier.NoTerms]{Name: name}
	for i, level := range levels {
		d.Levels = append(d.Levels, tier.Level{Name: level, Requires: []tier.Requirement{tier.AtLeast(metric, n(least[i]))}})
	}
	return mustNew(d)
}

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with a file of testdata.
func golden(t *testing.T, file, got string) {
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

// indented returns the JSON of v as a golden file has it.
func indented(t *testing.T, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + "\n"
}

// level returns a level of the requirements given.
func level(name string, needs ...tier.Requirement) tier.Level {
	return tier.Level{Name: name, Requires: needs}
}

func sales(bound string) tier.Requirement { return tier.AtLeast("sales", n(bound)) }

// A benefit is terms of a type of its own, with a number in it.
type benefit struct {
	Rate    decimal.Decimal `json:"rate"`
	Support string          `json:"support"`
}

func benefits() tier.Definition[benefit] {
	return tier.WithTerms(studio(), map[string]benefit{
		"entry": {n("20"), "email"}, "steady": {n("25"), "email"}, "loved": {n("27.50"), "phone"}, "top": {n("35"), "a person"},
	})
}

func read(t *testing.T, file string, v any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatalf("UnmarshalJSON(%s) = %v; want no error", file, err)
	}
}

var kinds = []error{
	alianza.ErrMissing, alianza.ErrUnknown, alianza.ErrDuplicate, alianza.ErrForm,
	alianza.ErrRange, alianza.ErrConflict, alianza.ErrZero, alianza.ErrCurrency,
}

// one returns a ladder of the level "in", which has the requirements given.
func one(t *testing.T, missing tier.OnMissing, needs ...tier.Requirement) tier.Ladder[tier.NoTerms] {
	t.Helper()
	ladder, err := tier.New(tier.Definition[tier.NoTerms]{Name: "l", OnMissing: missing, Levels: []tier.Level{level("in", needs...)}})
	if err != nil {
		t.Fatalf("New(%v) = %v; want no error", needs, err)
	}
	return ladder
}

// numbers reads metrics, "" for one that is not given.
func numbers(values map[string]string) tier.Metrics {
	m := tier.Metrics{}
	for name, value := range values {
		if value != "" {
			m[name] = n(value)
		}
	}
	return m
}

// flat returns a ladder of levels that have lists of requirements, and the
// error of New.
func flat(missing tier.OnMissing, lists ...[]tier.Requirement) (tier.Ladder[tier.NoTerms], error) {
	d := tier.Definition[tier.NoTerms]{Name: "l", OnMissing: missing}
	for i, needs := range lists {
		d.Levels = append(d.Levels, level(rungs[i+1], needs...))
	}
	return tier.New(d)
}

// samePlaces compares decimals with their places. Zeros before the point are
// written out, so that a power of ten does not count.
var samePlaces = cmp.Comparer(func(a, b decimal.Decimal) bool {
	return a.Equal(b) && min(a.Exponent(), 0) == min(b.Exponent(), 0)
})

// studio is a ladder of several metrics, of all operators, whose levels do not
// contain one another.
func studio() tier.Definition[tier.NoTerms] {
	return tier.Definition[tier.NoTerms]{Name: "studio", Levels: []tier.Level{
		{Name: "entry", Requires: []tier.Requirement{tier.AtLeast("sales", n("1"))}},
		{Name: "steady", Requires: []tier.Requirement{
			tier.AtLeast("sales", n("6")), tier.AtMost("tickets", n("4")),
		}},
		{Name: "loved", Requires: []tier.Requirement{
			tier.Above("satisfaction", n("4.5")), tier.Below("tickets", n("2")),
		}},
		{Name: "top", Requires: []tier.Requirement{
			tier.AtLeast("sales", n("16")), tier.Above("satisfaction", n("4.5")), tier.Below("tickets", n("2")), tier.AtMost("refunds", n("0")),
		}},
	}}
}

func facts(sales, satisfaction, tickets, refunds string) tier.Metrics {
	return tier.Metrics{"sales": n(sales), "satisfaction": n(satisfaction), "tickets": n(tickets), "refunds": n(refunds)}
}

// A fault is what a test wants of a field error; Err is its kind.
type fault struct {
	Path, Value string
	Err         error
}

// faults returns the field errors of err to be compared with sameFaults.
func faults(err error) []fault {
	var all []fault
	for _, f := range alianza.Faults(err) {
		all = append(all, fault{f.Path, f.Value, f.Err})
	}
	return all
}

// wantFaults compares the faults of an error with the ones wanted. A fault whose
// value is wanted to be "" may have any.
func wantFaults(tb testing.TB, what string, err error, want ...fault) {
	tb.Helper()
	got := faults(err)
	for i := range min(len(got), len(want)) {
		if want[i].Value == "" {
			got[i].Value = ""
		}
	}
	if diff := cmp.Diff(want, got, sameFaults, cmpopts.EquateEmpty()); diff != "" {
		tb.Errorf("%s = other faults (-want +got):\n%s", what, diff)
	}
}

// second returns the error of two results.
func second[T any](_ T, err error) error { return err }

// hostile returns numbers that are out of the bounds of the library.
func hostile() map[string]decimal.Decimal {
	million := new(big.Int).Exp(big.NewInt(10), big.NewInt(1_000_000), nil)
	return map[string]decimal.Decimal{
		"greatest exponent":                decimal.New(1, math.MaxInt32),
		"least exponent":                   decimal.New(1, math.MinInt32),
		"negative, least":                  decimal.New(-1, math.MinInt32),
		"zero, greatest":                   decimal.New(0, math.MaxInt32),
		"a million digits":                 decimal.NewFromBigInt(million, 0),
		"minus a million digits":           decimal.NewFromBigInt(new(big.Int).Neg(million), 0),
		"a million digits, as many places": decimal.NewFromBigInt(million, -1_000_000),
		"19 places":                        decimal.New(1, -19),
		"35 digits":                        n("1" + strings.Repeat("0", 34)),
	}
}

// sameFaults compares faults by their kinds.
var sameFaults = cmpopts.EquateErrors()

// document returns a ladder of one level that asks for a requirement.
func document(need string) string {
	return `{"name":"l","levels":[{"name":"a","requires":[` + need + `]}]}`
}

// comesBack checks the JSON of a value, unless text is "", and that what is read
// of it is equal.
func comesBack[T any, P interface {
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
	if diff := cmp.Diff(want, got, samePlaces); diff != "" {
		tb.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
	}
}
