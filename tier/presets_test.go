package tier_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

func TestAffiliate_T1(t *testing.T) {
	ladder := mustNew(tier.Affiliate())
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
	ladder := mustNew(tier.Affiliate())
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
		{Name: "basic", Requires: []tier.Requirement{{Metric: "sales", Bound: alianza.Bound{Op: alianza.OpAtLeast, Value: n("1")}}}, Benefits: []string{"marketing_materials", "email_support", "basic_dashboard"}, Support: "email"},
		{Name: "silver", Requires: []tier.Requirement{{Metric: "sales", Bound: alianza.Bound{Op: alianza.OpAtLeast, Value: n("6")}}}, Benefits: []string{"priority_support", "exclusive_materials", "monthly_webinars"}, Support: "priority"},
		{Name: "gold", Requires: []tier.Requirement{{Metric: "sales", Bound: alianza.Bound{Op: alianza.OpAtLeast, Value: n("16")}}}, Benefits: []string{"account_manager", "exclusive_events", "achievement_bonuses"}},
		{Name: "platinum", Requires: []tier.Requirement{{Metric: "sales", Bound: alianza.Bound{Op: alianza.OpAtLeast, Value: n("31")}}}, Benefits: []string{"additional_commissions", "strategic_partnership", "joint_product_development"}},
	}}
	got := tier.Affiliate()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Affiliate() mismatch (-want +got):\n%s", diff)
	}
	got.Levels[0].Name, got.Levels[0].Requires[0].Bound = "tin", alianza.AtLeast(n("100"))
	if diff := cmp.Diff(want, tier.Affiliate()); diff != "" {
		t.Errorf("Affiliate() after a change to the one before, mismatch (-want +got):\n%s", diff)
	}
}

// TestIncentive_T9 reaches the three grades at the thresholds of the caller.
func TestIncentive_T9(t *testing.T) {
	ladder := mustNew(tier.Incentive("points", n("10"), n("20"), n("30")))
	for points, want := range map[string]string{"9.99": "", "10": "bronze", "19.99": "bronze", "20": "silver", "29.99": "silver", "30": "gold", "1000": "gold"} {
		if got, err := ladder.Place(tier.Metrics{"points": n(points)}); err != nil || got.Level != want {
			t.Errorf("Place(%s) = %q, %v; want %q", points, got.Level, err, want)
		}
	}
	if _, err := tier.New(tier.Incentive("points", n("10"), n("10"), n("30"))); err == nil {
		t.Error("New(thresholds that do not rise) = nil; want an error")
	}
}

func TestBenefitsCumulate_T3(t *testing.T) {
	basic := []string{"marketing_materials", "email_support", "basic_dashboard"}
	silver := slices.Concat(basic, []string{"priority_support", "exclusive_materials", "monthly_webinars"})
	gold := slices.Concat(silver, []string{"account_manager", "exclusive_events", "achievement_bonuses"})
	platinum := slices.Concat(gold, []string{"additional_commissions", "strategic_partnership", "joint_product_development"})
	tests := []struct {
		name, sales string
		want        []string
	}{
		{"none", "0", nil},
		{"basic", "1", basic},
		{"basic to its end", "5", basic},
		{"silver", "6", silver},
		{"silver to its end", "15", silver},
		{"gold", "16", gold},
		{"gold to its end", "30", gold},
		{"platinum", "31", platinum},
	}
	ladder := mustNew(tier.Affiliate())
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ladder.Place(tier.Metrics{"sales": n(tt.sales)})
			if diff := cmp.Diff(tt.want, got.Benefits); diff != "" || err != nil {
				t.Errorf("Place(%s), %v: benefits mismatch (-want +got):\n%s", tt.sales, err, diff)
			}
			if want := (i + 1) / 2 * 3; len(got.Benefits) != want {
				t.Errorf("Place(%s) = %d benefits; want %d", tt.sales, len(got.Benefits), want)
			}
		})
	}
}

func TestBenefitsReplace_T8(t *testing.T) {
	tests := []struct {
		name, sales string
		want        []string
	}{
		{"none", "4", nil},
		{"basic", "5", []string{"email_support", "basic_online_training", "basic_materials"}},
		{"professional", "15", []string{"phone_support", "advanced_online_training", "complete_materials"}},
		{"enterprise", "50", []string{"dedicated_support", "in_person_training", "customized_materials"}},
	}
	ladder := mustNew(tier.Reseller())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ladder.Place(tier.Metrics{"sales": n(tt.sales)})
			if diff := cmp.Diff(tt.want, got.Benefits); diff != "" || err != nil {
				t.Errorf("Place(%s), %v: benefits mismatch (-want +got):\n%s", tt.sales, err, diff)
			}
		})
	}
}

func TestReseller_T6(t *testing.T) {
	tests := []struct {
		name, sales string
		rank        int
		want        string
	}{
		{"no sale", "0", 0, ""},
		{"one under basic, V-TIER-7", "4", 0, ""},
		{"all but basic", "4.999999999999999999", 0, ""},
		{"first of basic", "5", 1, "basic"},
		{"last of basic", "14", 1, "basic"},
		{"first of professional, V-TIER-8", "15", 2, "professional"},
		{"last of professional", "49", 2, "professional"},
		{"first of enterprise", "50", 3, "enterprise"},
		{"far up", "100000", 3, "enterprise"},
	}
	ladder := mustNew(tier.Reseller())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ladder.Place(tier.Metrics{"sales": n(tt.sales)})
			if err != nil || got.Level != tt.want || got.Rank != tt.rank {
				t.Errorf("Place(%s) = %q of rank %d, %v; want %q of rank %d", tt.sales, got.Level, got.Rank, err, tt.want, tt.rank)
			}
		})
	}
}

// TestLaddersApart_T6_T16 has the same sales on two ladders that share a word.
func TestLaddersApart_T6_T16(t *testing.T) {
	tests := []struct {
		name, sales, affiliate, reseller string
	}{
		{"one", "1", "affiliate/basic", ""},
		{"five", "5", "affiliate/basic", "reseller/basic"},
		{"fifteen", "15", "affiliate/silver", "reseller/professional"},
		{"fifty", "50", "affiliate/platinum", "reseller/enterprise"},
	}
	affiliate, reseller := mustNew(tier.Affiliate()), mustNew(tier.Reseller())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, one := range []struct {
				ladder tier.Ladder[tier.NoTerms]
				want   string
			}{{affiliate, tt.affiliate}, {reseller, tt.reseller}} {
				got, err := one.ladder.Place(tier.Metrics{"sales": n(tt.sales)})
				if err != nil || got.Tier() != one.want {
					t.Errorf("Tier() at %s = %q, %v; want %q", tt.sales, got.Tier(), err, one.want)
				}
			}
		})
	}
}

func TestInfluencerSize_T14(t *testing.T) {
	tests := []struct {
		name, followers, want string
	}{
		{"none", "0", ""},
		{"one under micro, V-INF-1", "9999", ""},
		{"first of micro", "10000", "micro"},
		{"last of micro", "99999", "micro"},
		{"first of macro, V-INF-2", "100000", "macro"},
		{"last of macro, V-INF-3", "999999", "macro"},
		{"first of mega", "1000000", "mega"},
		{"five million", "5000000", "mega"},
	}
	ladder := mustNew(tier.InfluencerSize())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ladder.Place(tier.Metrics{"followers": n(tt.followers)})
			if err != nil || got.Level != tt.want {
				t.Errorf("Place(%s) = %q, %v; want %q", tt.followers, got.Level, err, tt.want)
			}
		})
	}
}

// TestTwoClasses_T15 reads a size within the scheme that is named: above a
// million the two differ.
func TestTwoClasses_T15(t *testing.T) {
	tests := []struct {
		name, followers, alliance, affiliate string
	}{
		{"one under micro", "9999", "", ""},
		{"first of micro", "10000", "alliance_influencer_size/micro", "influencer_size/micro"},
		{"last of micro", "99999", "alliance_influencer_size/micro", "influencer_size/micro"},
		{"first of macro", "100000", "alliance_influencer_size/macro", "influencer_size/macro"},
		{"one under a million", "999999", "alliance_influencer_size/macro", "influencer_size/macro"},
		{"a million", "1000000", "alliance_influencer_size/macro", "influencer_size/mega"},
		{"five million", "5000000", "alliance_influencer_size/macro", "influencer_size/mega"},
	}
	two, three := mustNew(tier.AllianceInfluencerSize()), mustNew(tier.InfluencerSize())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := tier.Metrics{"followers": n(tt.followers)}
			a, err := two.Place(m)
			if err != nil || a.Tier() != tt.alliance {
				t.Errorf("Tier() of two classes at %s = %q, %v; want %q", tt.followers, a.Tier(), err, tt.alliance)
			}
			b, err := three.Place(m)
			if err != nil || b.Tier() != tt.affiliate {
				t.Errorf("Tier() of three classes at %s = %q, %v; want %q", tt.followers, b.Tier(), err, tt.affiliate)
			}
		})
	}
	if top, err := two.Place(tier.Metrics{"followers": n("100000")}); err != nil || top.Next != "" {
		t.Errorf("Place(100000) = next %q, %v; want none, for macro has no ceiling", top.Next, err)
	}
}

func TestSupportTiers_T13(t *testing.T) {
	ladder := mustNew(tier.Support(n("10000"), n("50000.50")))
	tests := []struct {
		name, revenue, want string
		rank                int
	}{
		{"nothing", "0", "tier_1", 1},
		{"a cent under tier 2", "9999.99", "tier_1", 1},
		{"tier 2", "10000", "tier_2", 2},
		{"a cent under tier 3", "50000.49", "tier_2", 2},
		{"tier 3", "50000.50", "tier_3", 3},
		{"a cent over", "50000.51", "tier_3", 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ladder.Place(tier.Metrics{"revenue": n(tt.revenue)})
			if err != nil || got.Level != tt.want || got.Rank != tt.rank {
				t.Errorf("Place(%s) = %q of rank %d, %v; want %q of rank %d", tt.revenue, got.Level, got.Rank, err, tt.want, tt.rank)
			}
		})
	}
}

func TestSupportTiersFaults_T13(t *testing.T) {
	tests := []struct {
		name         string
		tier2, tier3 decimal.Decimal
		want         []fault
	}{
		{"no thresholds", decimal.Decimal{}, decimal.Decimal{}, []fault{
			{"levels[1].requires[0].at_least", "0", alianza.ErrConflict}, {"levels[2].requires[0].at_least", "0", alianza.ErrConflict},
		}},
		{"equal", n("100"), n("100"), []fault{{"levels[2].requires[0].at_least", "100", alianza.ErrConflict}}},
		{"falling", n("100"), n("99.99"), []fault{{"levels[2].requires[0].at_least", "99.99", alianza.ErrConflict}}},
		{"negative", n("-1"), n("100"), []fault{{"levels[1].requires[0].at_least", "-1", alianza.ErrRange}, {"levels[1].requires[0].at_least", "-1", alianza.ErrConflict}}},
		{"hostile", decimal.New(1, 1<<30), n("100"), []fault{{"levels[1].requires[0].at_least", "1e1073741824", alianza.ErrRange}}},
		{"least", n("0.000000000000000001"), n("0.000000000000000002"), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tier.New(tier.Support(tt.tier2, tt.tier3))
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("New(Support) = other faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestIndependent_T22(t *testing.T) {
	ladder := mustNew(tier.Independent())
	got, err := ladder.Place(tier.Metrics{"independent": n("1")})
	want := []string{"affiliate_program", "free_training", "free_certification", "continuous_support", "networking_events"}
	if diff := cmp.Diff(want, got.Benefits); diff != "" || err != nil || got.Tier() != "independent/independent" {
		t.Errorf("Place(1) = %q, %v, other benefits (-want +got):\n%s", got.Tier(), err, diff)
	}
	if got, err := ladder.Rank(tier.Metrics{"independent": n("0")}); err != nil || got != 0 {
		t.Errorf("Rank(0) = %d, %v; want none", got, err)
	}
}

// TestPresets checks that the presets are sound and have names of their own,
// that each call returns a definition of its own, and that JSON keeps them.
func TestPresets(t *testing.T) {
	presets := map[string]func() tier.Definition[tier.NoTerms]{
		"affiliate":                tier.Affiliate,
		"reseller":                 tier.Reseller,
		"influencer_size":          tier.InfluencerSize,
		"alliance_influencer_size": tier.AllianceInfluencerSize,
		"support":                  func() tier.Definition[tier.NoTerms] { return tier.Support(n("1"), n("2")) },
		"independent":              tier.Independent,
	}
	for name, preset := range presets {
		t.Run(name, func(t *testing.T) {
			want := preset()
			ladder, err := tier.New(want)
			if err != nil || ladder.Name() != name {
				t.Fatalf("New = ladder %q, %v; want %q", ladder.Name(), err, name)
			}
			doc, err := json.Marshal(want)
			if err != nil {
				t.Fatal(err)
			}
			var read tier.Definition[tier.NoTerms]
			if err := json.Unmarshal(doc, &read); err != nil {
				t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
			}
			if diff := cmp.Diff(want, read); diff != "" {
				t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
			}
			spoilt := preset()
			spoilt.Levels[0].Name, spoilt.Levels[0].Requires[0] = "spoilt", tier.AtLeast("x", n("1"))
			if diff := cmp.Diff(want, preset()); diff != "" {
				t.Errorf("preset after a change to the one before mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
