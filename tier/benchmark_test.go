package tier_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

// TestAffiliateBenchmarks_T4_T5 has each end of the usual sales and a unit beside
// it, and that they lie inside the level that they are of.
func TestAffiliateBenchmarks_T4_T5(t *testing.T) {
	tests := []struct {
		level     string
		retention int
		sales     string
		want      int
	}{
		{"basic", 60, "1.99", -1},
		{"basic", 60, "2", 0},
		{"basic", 60, "3", 0},
		{"basic", 60, "3.01", 1},
		{"silver", 75, "7.99", -1},
		{"silver", 75, "8", 0},
		{"silver", 75, "10", 0},
		{"silver", 75, "12.0", 0},
		{"silver", 75, "12.01", 1},
		{"gold", 85, "19", -1},
		{"gold", 85, "20", 0},
		{"gold", 85, "25", 0},
		{"gold", 85, "26", 1},
		{"platinum", 95, "39.99", -1},
		{"platinum", 95, "40", 0},
		{"platinum", 95, "1000000", 0},
	}
	benchmarks := map[string]tier.Benchmark{}
	for _, b := range tier.AffiliateBenchmarks() {
		benchmarks[b.Level] = b
	}
	ladder := mustNew(tier.Affiliate())
	for _, tt := range tests {
		b := benchmarks[tt.level]
		if got, err := b.Compare(n(tt.sales)); err != nil || got != tt.want || b.Retention != alianza.WholePercent(tt.retention) || b.Ladder != ladder.Name() {
			t.Errorf("%s/%s: Compare(%s) = %d, %v, retention %s; want %d, %d%%", b.Ladder, tt.level, tt.sales, got, err, b.Retention, tt.want, tt.retention)
		}
		if at, err := ladder.Place(tier.Metrics{"sales": b.Sales.Value}); err != nil || at.Level != tt.level {
			t.Errorf("Place(%s) = %s, %v; want %s", b.Sales.Value, at, err, tt.level)
		}
	}
}

func TestBenchmark_Compare(t *testing.T) {
	tests := []struct {
		name  string
		sales alianza.Bound
		avg   string
		want  int
	}{
		{"under at most", alianza.AtMost(n("5")), "4", 0},
		{"over at most", alianza.AtMost(n("5")), "5.01", 1},
		{"on below", alianza.Below(n("5")), "5", 1},
		{"on above", alianza.Above(n("5")), "5", -1},
		{"over above", alianza.Above(n("5")), "5.01", 0},
		{"over at least with a range that it aims at", alianza.AtLeast(n("5")).Range(n("9")), "10", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := (tier.Benchmark{Sales: tt.sales}).Compare(n(tt.avg)); err != nil || got != tt.want {
				t.Errorf("Compare(%s) with %s = %d, %v; want %d", tt.avg, tt.sales, got, err, tt.want)
			}
		})
	}
}

// TestBenchmark_CompareRefusals has numbers that nothing is computed with.
func TestBenchmark_CompareRefusals(t *testing.T) {
	basic := tier.AffiliateBenchmarks()[0]
	for name, d := range hostile() {
		wantFaults(t, "Compare("+name+")", second(basic.Compare(d)), fault{"sales", "", alianza.ErrRange})
		bad := tier.Benchmark{Sales: alianza.AtLeast(d)}
		wantFaults(t, "Compare with "+name, second(bad.Compare(n("1"))), fault{"benchmark.at_least", "", alianza.ErrRange})
	}
	wantFaults(t, "Compare(-1)", second(basic.Compare(n("-1"))), fault{"sales", "-1", alianza.ErrRange})
	wantFaults(t, "Compare of the zero benchmark", second(tier.Benchmark{}.Compare(n("1"))), fault{"benchmark", "", alianza.ErrMissing})
}

func TestBenchmark_JSON(t *testing.T) {
	const text = `{"ladder":"affiliate","level":"basic","sales":{"between":"2","to":"3"},"retention":"60%"}`
	want := tier.AffiliateBenchmarks()[0]
	if doc, err := json.Marshal(want); err != nil || string(doc) != text {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, text)
	}
	var got tier.Benchmark
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", text, diff)
	}
	err := got.UnmarshalJSON([]byte(`{"ladder":"l","level":"a","sales":{},"retention":0.6}`))
	wantFaults(t, "UnmarshalJSON", err, fault{"sales", "", alianza.ErrMissing}, fault{"retention", "0.6", alianza.ErrForm})
	wantFaults(t, "MarshalJSON of the zero benchmark", second(tier.Benchmark{}.MarshalJSON()), fault{"sales", "", alianza.ErrMissing})
	if decimal.NewFromInt(2).Cmp(got.Sales.Value) != 0 {
		t.Errorf("UnmarshalJSON changed the benchmark beside the error: %v", got)
	}
}
