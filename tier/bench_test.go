package tier_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/tier"
)

func TestRankAllocations(t *testing.T) {
	tests := []struct {
		name    string
		ladder  tier.Ladder[tier.NoTerms]
		metrics tier.Metrics
	}{
		{"one metric", tier.MustNew(tier.Affiliate()), tier.Metrics{"sales": n("17")}},
		{"one metric in other places", tier.MustNew(tier.Affiliate()), tier.Metrics{"sales": n("17.25")}},
		{"four metrics", tier.MustNew(studio()), facts("16", "5", "1", "0")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := testing.AllocsPerRun(100, func() {
				if _, err := tt.ladder.Rank(tt.metrics); err != nil {
					t.Fatal(err)
				}
			})
			if got != 0 {
				t.Errorf("Rank = %v allocations; want 0", got)
			}
		})
	}
}

var rankSink int

// BenchmarkRank places 64 partners in turn on the affiliate ladder, and beside
// it does the same by hand: with a loop over the bounds as whole numbers, and
// with one over decimals that come out of a map, as those of the ladder do.
func BenchmarkRank(b *testing.B) {
	ladder := tier.MustNew(tier.Affiliate())
	whole := []int64{1, 6, 16, 31}
	var decimals []decimal.Decimal
	for _, bound := range whole {
		decimals = append(decimals, decimal.NewFromInt(bound))
	}
	var partners [64]tier.Metrics
	var sales [64]int64
	for i := range partners {
		sales[i] = int64(i * 37 % 45)
		partners[i] = tier.Metrics{"sales": decimal.NewFromInt(sales[i])}
	}
	scans := []struct {
		name string
		rank func(i int) int
	}{
		{"ladder", func(i int) int {
			rank, _ := ladder.Rank(partners[i])
			return rank
		}},
		{"whole numbers by hand", func(i int) int {
			rank := 0
			for rank < len(whole) && sales[i] >= whole[rank] {
				rank++
			}
			return rank
		}},
		{"decimals by hand", func(i int) int {
			rank, value := 0, partners[i]["sales"]
			for rank < len(decimals) && value.GreaterThanOrEqual(decimals[rank]) {
				rank++
			}
			return rank
		}},
	}
	for _, scan := range scans {
		b.Run(scan.name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				rankSink = scan.rank(i % 64)
				i++
			}
		})
	}
}

// BenchmarkCycleStep steps a standing on the affiliate ladder, with a window of
// one month and of a year.
func BenchmarkCycleStep(b *testing.B) {
	for _, window := range []int{1, 12} {
		b.Run(fmt.Sprintf("window of %d", window), func(b *testing.B) {
			cycle := affiliates(tier.CycleDefinition[tier.NoTerms]{Window: window, Aggregate: tier.Mean, Grace: 1, Validity: 12, Tail: 12})
			metrics := tier.Metrics{"sales": n("17")}
			var before tier.Standing
			m := month("2026-01")
			for range 12 {
				next, _, err := cycle.Step(before, m, metrics)
				if err != nil {
					b.Fatal(err)
				}
				before, m = next, m.Add(1)
			}
			b.ReportAllocs()
			for b.Loop() {
				after, _, _ := cycle.Step(before, m, metrics)
				rankSink = len(after.Recent)
			}
		})
	}
}

func BenchmarkPlace(b *testing.B) {
	ladder := tier.MustNew(tier.Affiliate())
	metrics := tier.Metrics{"sales": n("17")}
	b.ReportAllocs()
	for b.Loop() {
		p, _ := ladder.Place(metrics)
		rankSink = p.Rank
	}
}
