package tier_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/tier"
)

// n reads a number.
func n(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// ladderOf returns a ladder with one level for each minimum of one metric.
func ladderOf(name, metric string, levels []string, least ...string) tier.Ladder[tier.NoTerms] {
	d := tier.Definition[tier.NoTerms]{Name: name}
	for i, level := range levels {
		d.Levels = append(d.Levels, tier.Level{Name: level, Requires: []tier.Requirement{tier.AtLeast(metric, n(least[i]))}})
	}
	return tier.MustNew(d)
}

func TestAffiliate_T1(t *testing.T) {
	ladder := tier.MustNew(tier.Affiliate())
	tests := []struct {
		name, sales string
		rank        int
		level       string
	}{
		{"first sale", "1", 1, "basic"},
		{"last of basic, V-TIER-2", "5", 1, "basic"},
		{"first of silver, V-TIER-3", "6", 2, "silver"},
		{"last of silver", "15", 2, "silver"},
		{"first of gold", "16", 3, "gold"},
		{"last of gold, V-TIER-4", "30", 3, "gold"},
		{"first of platinum, V-TIER-5", "31", 4, "platinum"},
		{"far up", "1000", 4, "platinum"},
		{"a mean between the bands, V-TIER-6", "5.5", 1, "basic"},
		{"all but silver", "5.999999999999999999", 1, "basic"},
		{"other places", "6.00", 2, "silver"},
		{"all but a level", "0.999999999999999999", 0, ""},
		{"as many as a number can be", "9999999999999999999999999999999999", 4, "platinum"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ladder.Place(tier.Metrics{"sales": n(tt.sales)})
			if err != nil || got.Level != tt.level || got.Rank != tt.rank {
				t.Errorf("Place(%s) = %q of rank %d, %v; want %q of rank %d", tt.sales, got.Level, got.Rank, err, tt.level, tt.rank)
			}
		})
	}
}

// TestAffiliateBands_T1 goes through the bands: no count lies in two of them
// or in none.
func TestAffiliateBands_T1(t *testing.T) {
	ladder := tier.MustNew(tier.Affiliate())
	bands := []struct {
		level       string
		first, last int64
	}{
		{"", 0, 0}, {"basic", 1, 5}, {"silver", 6, 15}, {"gold", 16, 30}, {"platinum", 31, 1200},
	}
	for rank, b := range bands {
		for sales := b.first; sales <= b.last; sales++ {
			got, err := ladder.Place(tier.Metrics{"sales": decimal.NewFromInt(sales)})
			if err != nil || got.Level != b.level || got.Rank != rank {
				t.Errorf("Place(%d) = %q of rank %d, %v; want %q of rank %d", sales, got.Level, got.Rank, err, b.level, rank)
			}
		}
	}
}

func TestAffiliateDefinition_T1_T3(t *testing.T) {
	want := tier.Definition[tier.NoTerms]{Name: "affiliate", Levels: []tier.Level{
		{Name: "basic", Requires: []tier.Requirement{{Metric: "sales", Op: tier.OpAtLeast, Bound: n("1")}}, Benefits: []string{"marketing_materials", "email_support", "basic_dashboard"}},
		{Name: "silver", Requires: []tier.Requirement{{Metric: "sales", Op: tier.OpAtLeast, Bound: n("6")}}, Benefits: []string{"priority_support", "exclusive_materials", "monthly_webinars"}},
		{Name: "gold", Requires: []tier.Requirement{{Metric: "sales", Op: tier.OpAtLeast, Bound: n("16")}}, Benefits: []string{"account_manager", "exclusive_events", "achievement_bonuses"}},
		{Name: "platinum", Requires: []tier.Requirement{{Metric: "sales", Op: tier.OpAtLeast, Bound: n("31")}}, Benefits: []string{"additional_commissions", "strategic_partnership", "joint_product_development"}},
	}}
	got := tier.Affiliate()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Affiliate() mismatch (-want +got):\n%s", diff)
	}
	got.Levels[0].Name, got.Levels[0].Requires[0].Bound = "tin", n("100")
	if diff := cmp.Diff(want, tier.Affiliate()); diff != "" {
		t.Errorf("Affiliate() after a change to the one before, mismatch (-want +got):\n%s", diff)
	}
}

func TestNoTier_T2(t *testing.T) {
	ladder := tier.MustNew(tier.WithTerms(tier.Affiliate(), map[string]string{"basic": "20%", "silver": "25%", "gold": "30%", "platinum": "35%"}))
	first := tier.AtLeast("sales", n("1"))
	tests := []struct {
		name, sales, by, text string
	}{
		{"no sale, V-TIER-1", "0", "1", "no tier; 1 sale to basic"},
		{"zero written with places", "0.00", "1", "no tier; 1 sale to basic"},
		{"half a sale", "0.5", "0.5", "no tier; 0.5 sales to basic"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ladder.Place(tier.Metrics{"sales": n(tt.sales)})
			if err != nil {
				t.Fatalf("Place(%s) = %v; want no error", tt.sales, err)
			}
			want := tier.Placement[string]{
				Ladder: "affiliate", Next: "basic",
				Missing: []tier.Gap{{Need: first, Value: n(tt.sales), By: n(tt.by)}},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Place(%s) mismatch (-want +got):\n%s", tt.sales, diff)
			}
			if got.Tier() != "" || got.String() != tt.text {
				t.Errorf("Place(%s) = tier %q, %q; want none, %q", tt.sales, got.Tier(), got, tt.text)
			}
		})
	}
	basic, err := ladder.Place(tier.Metrics{"sales": n("1")})
	if err != nil || basic.Rank == 0 || basic.Terms != "20%" {
		t.Errorf("Place(1) = %v, %v; want a level, which no sale does not give", basic, err)
	}
}

func TestTierName_T16(t *testing.T) {
	levels := []string{"basic", "silver", "gold", "platinum"}
	ladders := []tier.Ladder[tier.NoTerms]{
		tier.MustNew(tier.Affiliate()),
		ladderOf("certificate", "sales", levels, "1", "6", "16", "31"),
	}
	tests := []struct {
		name, sales string
		want        []string
	}{
		{"no level", "0", []string{"", ""}},
		{"lowest", "1", []string{"affiliate/basic", "certificate/basic"}},
		{"silver", "6", []string{"affiliate/silver", "certificate/silver"}},
		{"gold", "16", []string{"affiliate/gold", "certificate/gold"}},
		{"top", "31", []string{"affiliate/platinum", "certificate/platinum"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for i, ladder := range ladders {
				got, err := ladder.Place(tier.Metrics{"sales": n(tt.sales)})
				if err != nil || got.Tier() != tt.want[i] {
					t.Errorf("Tier() at %s of %s = %q, %v; want %q", tt.sales, ladder.Name(), got.Tier(), err, tt.want[i])
				}
			}
		})
	}
}
