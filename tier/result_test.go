package tier_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza/tier"
)

// TestChangeTier_T16 names the tier after a change, which in a month of grace is
// not the one that the metrics qualify for.
func TestChangeTier_T16(t *testing.T) {
	cycle := tier.MustCycle(tier.CycleDefinition[tier.NoTerms]{
		Editions: []tier.Edition[tier.NoTerms]{{Ladder: tier.Affiliate()}}, Grace: 1,
	})
	months := []tier.Metrics{{"sales": n("0")}, {"sales": n("16")}, {"sales": n("6")}, {"sales": n("6")}}
	_, changes, err := cycle.Run(tier.Standing{}, tier.MustMonth(2026, time.January), months)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"", "affiliate/gold", "affiliate/gold", "affiliate/silver"} {
		if got := changes[i].Tier(); got != want {
			t.Errorf("Tier() after %s = %q; want %q", changes[i], got, want)
		}
	}
}

func TestLadderTerms(t *testing.T) {
	terms := map[string]string{"basic": "20%", "silver": "25%", "gold": "30%", "platinum": "35%"}
	ladder := tier.MustNew(tier.WithTerms(tier.Affiliate(), terms))
	for _, level := range []string{"basic", "platinum"} {
		if got, ok := ladder.Terms(level); !ok || got != terms[level] {
			t.Errorf("Terms(%q) = %q, %t; want %q", level, got, ok, terms[level])
		}
	}
	for _, level := range []string{"", "iron", "Gold", "affiliate/gold"} {
		if got, ok := ladder.Terms(level); ok || got != "" {
			t.Errorf("Terms(%q) = %q, %t; want none", level, got, ok)
		}
	}
}

func TestResultsJSON(t *testing.T) {
	ladder := tier.MustNew(tier.InfluencerSize())
	census, err := ladder.Census(tier.Population{"ana": {"followers": n("0")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		value any
		want  string
	}{
		{
			"census", census,
			`[{"partner":"ana","placement":{"ladder":"influencer_size","rank":0,"next":"micro",` +
				`"missing":[{"metric":"followers","at_least":"10000","value":"0","by":"10000"}]}}]`,
		},
		{"shift", tier.Shift{Partner: "ana", From: "gold"}, `{"partner":"ana","from":"gold"}`},
		{"shift up", tier.Shift{Partner: "ana", To: "gold"}, `{"partner":"ana","to":"gold"}`},
	} {
		if got, err := json.Marshal(tt.value); err != nil || string(got) != tt.want {
			t.Errorf("Marshal(%s) = %s, %v; want %s", tt.name, got, err, tt.want)
		}
	}
}
