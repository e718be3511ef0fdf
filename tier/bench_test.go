package tier_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/tier"
	"github.com/shopspring/decimal"
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

// BenchmarkRank places 64 partners in turn on the affiliate ladder.
func BenchmarkRank(b *testing.B) {
	ladder := tier.MustNew(tier.Affiliate())
	var partners [64]tier.Metrics
	for i := range partners {
		partners[i] = tier.Metrics{"sales": decimal.NewFromInt(int64(i * 37 % 45))}
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		rankSink, _ = ladder.Rank(partners[i%64])
		i++
	}
}

// BenchmarkRankByHand does the same with a loop over whole numbers.
func BenchmarkRankByHand(b *testing.B) {
	bounds := []int64{1, 6, 16, 31}
	var partners [64]int64
	for i := range partners {
		partners[i] = int64(i * 37 % 45)
	}
	i := 0
	for b.Loop() {
		rank := 0
		for rank < len(bounds) && partners[i%64] >= bounds[rank] {
			rank++
		}
		rankSink = rank
		i++
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
