package goal_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/roi/goal"
)

// lines returns the goals of a definition as text.
func lines(d goal.Definition) []string {
	var all []string
	for _, g := range d.Goals {
		line := g.Period + " " + g.Name + " " + g.Bound.String()
		if g.Unit != "" {
			line += " " + g.Unit
		}
		if g.Of != "" {
			line += " of " + g.Of
		}
		all = append(all, line)
	}
	return all
}

func TestPresets(t *testing.T) {
	tests := []struct {
		def  goal.Definition
		want []string
	}{
		{goal.AffiliateBudget(), []string{
			"month program 10000 to 25000 USD", "month micro 2000 to 5000 USD of program", "month macro 5000 to 10000 USD of program", "month mega 10000 to 20000 USD of program",
			"month micro_influencers 10 to 20", "month macro_influencers 3 to 5", "month mega_influencers 1 to 2",
		}},
		{goal.AffiliateReach(), []string{"month impressions 500000 to 2000000", "month clicks 10000 to 50000", "month leads 500 to 2000", "month conversions 50 to 200"}},
		{goal.AdvancedFunnel(), []string{"month outreach >= 5", "month calls >= 2 (to 3)", "month proposals >= 1 (to 2)", "month closed >= 1"}},
		{goal.AllianceRoadmap(), []string{
			"Y1Q1 identified >= 100", "Y1Q1 agreements >= 20",
			"Y1Q1 active >= 10", "Y1Q1 revenue >= 100000 EUR", "Y1Q2 active >= 30", "Y1Q2 revenue >= 300000 EUR",
			"Y1Q3 active >= 50", "Y1Q3 revenue >= 600000 EUR", "Y1Q4 active >= 75", "Y1Q4 revenue >= 1000000 EUR",
			"Y2Q1 active >= 100", "Y2Q1 revenue >= 1500000 EUR", "Y2Q2 revenue >= 2000000 EUR",
			"Y2Q3 active >= 150", "Y2Q3 revenue >= 2500000 EUR", "Y2Q4 active >= 200", "Y2Q4 revenue >= 3000000 EUR",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.def.Name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, lines(tt.def)); diff != "" {
				t.Errorf("goals mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
