package tier_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/tier"
)

// TestAffiliateBenchmarks_T4_T5 has each end of the usual sales and a unit beside
// it, and that they lie inside the level that they are of.
func TestAffiliateBenchmarks_T4_T5(t *testing.T) {
	tests := []struct {
		level, retention string
		sales            string
		want             int
	}{
		{"basic", "60", "1.99", -1},
		{"basic", "60", "2", 0},
		{"basic", "60", "3", 0},
		{"basic", "60", "3.01", 1},
		{"silver", "75", "7.99", -1},
		{"silver", "75", "8", 0},
		{"silver", "75", "10", 0},
		{"silver", "75", "12.0", 0},
		{"silver", "75", "12.01", 1},
		{"gold", "85", "19", -1},
		{"gold", "85", "20", 0},
		{"gold", "85", "25", 0},
		{"gold", "85", "26", 1},
		{"platinum", "95", "39.99", -1},
		{"platinum", "95", "40", 0},
		{"platinum", "95", "1000000", 0},
	}
	benchmarks := map[string]tier.Benchmark{}
	for _, b := range tier.AffiliateBenchmarks() {
		benchmarks[b.Level] = b
	}
	ladder := tier.MustNew(tier.Affiliate())
	for _, tt := range tests {
		b := benchmarks[tt.level]
		if got := b.Compare(n(tt.sales)); got != tt.want || !b.Retention.Equal(n(tt.retention)) {
			t.Errorf("%s: Compare(%s) = %d, retention %s; want %d, %s", tt.level, tt.sales, got, b.Retention, tt.want, tt.retention)
		}
		if at, err := ladder.Place(tier.Metrics{"sales": b.Low}); err != nil || at.Level != tt.level {
			t.Errorf("Place(%s) = %s, %v; want %s", b.Low, at, err, tt.level)
		}
	}
}

// TestIncentive_T9 reaches the three grades at the thresholds of the caller.
func TestIncentive_T9(t *testing.T) {
	ladder := tier.MustNew(tier.Incentive("points", n("10"), n("20"), n("30")))
	for points, want := range map[string]string{"9.99": "", "10": "bronze", "19.99": "bronze", "20": "silver", "29.99": "silver", "30": "gold", "1000": "gold"} {
		if got, err := ladder.Place(tier.Metrics{"points": n(points)}); err != nil || got.Level != want {
			t.Errorf("Place(%s) = %q, %v; want %q", points, got.Level, err, want)
		}
	}
	if _, err := tier.New(tier.Incentive("points", n("10"), n("10"), n("30"))); err == nil {
		t.Error("New(thresholds that do not rise) = nil; want an error")
	}
}

// TestPartnerTypes_X16 has the six types of the advanced program's hub.
func TestPartnerTypes_X16(t *testing.T) {
	want := []string{"technology", "business", "strategic", "channel", "integration", "innovation"}
	if diff := cmp.Diff(want, tier.PartnerTypes()); diff != "" {
		t.Errorf("PartnerTypes() mismatch (-want +got):\n%s", diff)
	}
}
