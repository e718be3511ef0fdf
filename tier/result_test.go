package tier_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza"
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

// TestStandingLadder_T16 gives a standing on one ladder to the cycle of another
// whose levels have the same names.
func TestStandingLadder_T16(t *testing.T) {
	other := tier.Affiliate()
	other.Name = "other"
	cycle := func(d tier.Definition[tier.NoTerms]) tier.Cycle[tier.NoTerms] {
		return tier.MustCycle(tier.CycleDefinition[tier.NoTerms]{Editions: []tier.Edition[tier.NoTerms]{{Ladder: d}}})
	}
	gold := tier.Metrics{"sales": n("16")}
	month := tier.MustMonth(2026, time.January)
	standing, _, err := cycle(tier.Affiliate()).Step(tier.Standing{}, month, gold)
	if err != nil || standing.Ladder != "affiliate" {
		t.Fatalf("Step = a standing of %q, %v; want affiliate", standing.Ladder, err)
	}
	if _, _, err := cycle(other).Step(standing, month.Add(1), gold); !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("Step(a standing of affiliate) on other = %v; want ErrConflict", err)
	}
	if _, err := cycle(other).Pin(standing, "gold", month.Add(1), tier.Month{}); !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("Pin(a standing of affiliate) on other = %v; want ErrConflict", err)
	}
	pinned, err := cycle(other).Pin(tier.Standing{}, "gold", month, tier.Month{})
	if err != nil || pinned.Ladder != "other" {
		t.Errorf("Pin = a standing of %q, %v; want other", pinned.Ladder, err)
	}
}
