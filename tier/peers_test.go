package tier_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/tier"
)

// hubspot is a ladder with two bounds on every level.
func hubspot() tier.Definition[tier.NoTerms] {
	both := func(name, sold, managed string) tier.Level {
		return level(name, tier.AtLeast("sold", n(sold)), tier.AtLeast("managed", n(managed)))
	}
	return tier.Definition[tier.NoTerms]{Name: "hubspot", Levels: []tier.Level{both("silver", "1125", "3500"), both("gold", "5000", "15000")}}
}

// TestGroupVectors has ladders of programs that are in use.
func TestGroupVectors(t *testing.T) {
	odoo := tier.All(tier.AtLeast("users", n("150")), tier.AtLeast("certified", n("3")), tier.AtLeast("retention_pct", n("80")))
	anyTwo := countOf(2, tier.AtLeast("sales", n("10")), tier.AtLeast("visits", n("5")), tier.AtLeast("referrals", n("3")))
	score := []tier.Requirement{
		sumOf(tier.AtLeast("", n("70")), "performance", "skilling", "success"),
		tier.AtLeast("performance", n("1")), tier.AtLeast("skilling", n("1")), tier.AtLeast("success", n("1")),
	}
	tests := []struct {
		name    string
		needs   []tier.Requirement
		metrics map[string]string
		toNext  string
		want    int
	}{
		{"all of three", []tier.Requirement{odoo}, map[string]string{"users": "150", "certified": "3", "retention_pct": "80"}, "", 1},
		{"all but a tenth of a percent", []tier.Requirement{odoo}, map[string]string{"users": "160", "certified": "3", "retention_pct": "79.9"}, "0.1 retention_pct to in", 0},
		{"all but one certificate", []tier.Requirement{odoo}, map[string]string{"users": "160", "certified": "2", "retention_pct": "90"}, "1 certified to in", 0},
		{"all but two", []tier.Requirement{odoo}, map[string]string{"users": "149", "certified": "2", "retention_pct": "90"}, "(1 user and 1 certified) to in", 0},
		{"any, the first", []tier.Requirement{tier.Any(tier.AtLeast("active", n("5")), tier.AtLeast("mrr", n("300")))}, map[string]string{"active": "5", "mrr": "0"}, "", 1},
		{"any, the second", []tier.Requirement{tier.Any(tier.AtLeast("active", n("5")), tier.AtLeast("mrr", n("300")))}, map[string]string{"active": "0", "mrr": "300"}, "", 1},
		{"any, both", []tier.Requirement{tier.Any(tier.AtLeast("active", n("5")), tier.AtLeast("mrr", n("300")))}, map[string]string{"active": "6", "mrr": "301"}, "", 1},
		{"any, neither", []tier.Requirement{tier.Any(tier.AtLeast("active", n("5")), tier.AtLeast("mrr", n("300")))}, map[string]string{"active": "4", "mrr": "299.99"}, "(1 active or 0.01 mrr) to in", 0},
		{"two of three, all", []tier.Requirement{anyTwo}, map[string]string{"sales": "10", "visits": "5", "referrals": "3"}, "", 1},
		{"two of three, the first two", []tier.Requirement{anyTwo}, map[string]string{"sales": "10", "visits": "5", "referrals": "0"}, "", 1},
		{"two of three, the outer ones", []tier.Requirement{anyTwo}, map[string]string{"sales": "10", "visits": "0", "referrals": "3"}, "", 1},
		{"two of three, the last two", []tier.Requirement{anyTwo}, map[string]string{"sales": "9", "visits": "5", "referrals": "3"}, "", 1},
		{"two of three, one", []tier.Requirement{anyTwo}, map[string]string{"sales": "10", "visits": "4", "referrals": "2"}, "(1 visit or 1 referral) to in", 0},
		{"two of three, none", []tier.Requirement{anyTwo}, map[string]string{"sales": "9", "visits": "4", "referrals": "1"}, "2 of (1 sale, 1 visit, 2 referrals) to in", 0},
		{"total and categories", score, map[string]string{"performance": "45", "skilling": "24", "success": "1"}, "", 1},
		{"category under its floor", score, map[string]string{"performance": "45", "skilling": "30", "success": "0.5"}, "0.5 success to in", 0},
		{"total under its floor", score, map[string]string{"performance": "45", "skilling": "23.9", "success": "1"}, "0.1 performance + skilling + success to in", 0},
		{"both", score, map[string]string{"performance": "45", "skilling": "23.9", "success": "0.9"}, "0.2 performance + skilling + success and 0.1 success to in", 0},
		{"sum of one word too many for a machine", score, map[string]string{"performance": "9999999999999999999999999999999999", "skilling": "1", "success": "0.999999999999999999"}, "0.000000000000000001 success to in", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := one(t, tier.OnMissingRefuse, tt.needs...).Place(numbers(tt.metrics))
			if err != nil || got.Rank != tt.want || got.ToNext() != tt.toNext {
				t.Errorf("Place(%v) = rank %d, %q, %v; want %d, %q", tt.metrics, got.Rank, got.ToNext(), err, tt.want, tt.toNext)
			}
		})
	}
}

// TestTwoMetrics has a total that is large in one metric and just short in the
// other.
func TestTwoMetrics(t *testing.T) {
	tests := []struct {
		name, sold, managed, want string
	}{
		{"much sold, too little managed", "10000", "3499", ""},
		{"on both bounds", "1125", "3500", "silver"},
		{"sold on the bound", "1125", "6499", "silver"},
		{"sold under the bound", "1124.99", "6499", ""},
		{"gold in one, silver in the other", "10000", "14999.99", "silver"},
		{"gold", "5000", "15000", "gold"},
	}
	ladder := mustNew(hubspot())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ladder.Place(tier.Metrics{"sold": n(tt.sold), "managed": n(tt.managed)})
			if err != nil || got.Level != tt.want {
				t.Errorf("Place(%s, %s) = %q, %v; want %q", tt.sold, tt.managed, got.Level, err, tt.want)
			}
		})
	}
}
