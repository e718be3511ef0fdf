package kpi_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// scenarios returns the cards of the year.
func scenarios() []kpi.Scorecard {
	var cards []kpi.Scorecard
	for _, d := range kpi.YearScenarios() {
		cards = append(cards, mustCard(d))
	}
	return cards
}

// reached returns the scenario that was reached, the best that can be, and what is
// missing to the next.
func reached(t *testing.T, v kpi.Values) (scenario, best, text string) {
	t.Helper()
	reports, place, err := kpi.Reached(v, scenarios()...)
	if err != nil || len(reports) != 2 {
		t.Fatalf("Reached(%v) = %v, %v; want two reports", v, reports, err)
	}
	scenario, best = "below_base", "below_base"
	if place >= 0 {
		scenario = reports[place].Scorecard
	}
	for _, r := range reports {
		if r.Best == score.Green {
			best = r.Scorecard
		}
	}
	text = scenario
	if best != scenario {
		text += " to " + best
	}
	if place+1 == len(reports) {
		return scenario, best, text
	}
	short := reports[place+1].Because
	for _, name := range reports[place+1].NoData {
		short = append(short, name+" (no data)")
	}
	return scenario, best, text + "; short of " + reports[place+1].Scorecard + " in " + strings.Join(short, ", ")
}

// year returns the figures of the scenarios.
func year(active, share, cac, satisfaction, roi string) kpi.Values {
	return values("active_partnerships", active, "partner_revenue_share", share, "cac_reduction", cac, "satisfaction", satisfaction, "roi", roi)
}

func TestBaseScenario_R43(t *testing.T) {
	tests := []struct {
		name                string
		figures             kpi.Values
		want, best, outcome string
	}{
		{"R43, low ends", year("10", "30", "50", "90", "300"), "base", "base", "base; short of optimistic in active_partnerships, partner_revenue_share, cac_reduction, satisfaction, roi"},
		{"R43, example", year("12", "35", "50", "90", "300"), "base", "base", "base; short of optimistic in active_partnerships, partner_revenue_share, cac_reduction, satisfaction, roi"},
		{"V-SCN-1, between the scenarios", year("17", "45", "55", "92", "400"), "base", "base", "base; short of optimistic in active_partnerships, partner_revenue_share, cac_reduction, satisfaction, roi"},
		{"V-SCN-3, one short", year("25", "50", "60", "95", "299"), "below_base", "below_base", "below_base; short of base in roi"},
		{"one partnership short", year("9", "30", "50", "90", "300"), "below_base", "below_base", "below_base; short of base in active_partnerships"},
		{"not measured", year("12", "35", "50", "90", ""), "below_base", "base", "below_base to base; short of base in roi (no data)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, best, text := reached(t, tt.figures)
			if got != tt.want || best != tt.best || text != tt.outcome {
				t.Errorf("Reached = %s, %s, %q; want %s, %s, %q", got, best, text, tt.want, tt.best, tt.outcome)
			}
		})
	}
}

func TestOptimisticScenario_R44(t *testing.T) {
	tests := []struct {
		name    string
		figures kpi.Values
		want    string
		text    string
	}{
		{"low ends", year("20", "50", "60", "95", "500"), "optimistic", "optimistic"},
		{"V-SCN-2", year("25", "50", "60", "95", "500"), "optimistic", "optimistic"},
		{"over the far end", year("31", "60", "70", "100", "600"), "optimistic", "optimistic"},
		{"a partnership short", year("19", "50", "60", "95", "500"), "base", "base; short of optimistic in active_partnerships"},
		{"the least unit short", year("20", "50", "60", "95", "499.99"), "base", "base; short of optimistic in roi"},
		{"R44, example", year("17", "45", "55", "92", "400"), "base", "base; short of optimistic in active_partnerships, partner_revenue_share, cac_reduction, satisfaction, roi"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, best, text := reached(t, tt.figures); got != tt.want || best != tt.want || text != tt.text {
				t.Errorf("Reached = %s, %s, %q; want %s, %q", got, best, text, tt.want, tt.text)
			}
		})
	}
	ranges := kpi.YearScenarios()
	for i, want := range [][]string{{">= 10 (to 15)", ">= 30 (to 40)", ">= 50"}, {">= 20 (to 30)", ">= 50", ">= 60"}} {
		for j, text := range want {
			if got := ranges[i].KPIs[j].Target.String(); got != text {
				t.Errorf("%s of %s = %s; want %s", ranges[i].KPIs[j].Name, ranges[i].Name, got, text)
			}
		}
	}
}

// TestReached_NoData reaches no card that lacks a value, whatever it does without one.
func TestReached_NoData(t *testing.T) {
	for _, missing := range []score.OnMissing{0, score.OnMissingOpen, score.OnMissingWorst, score.OnMissingLeaveOut} {
		card := mustCard(kpi.ScorecardDefinition{Name: "card", OnMissing: missing, KPIs: []kpi.Definition{
			{Name: "x", Target: alianza.AtLeast(n("1"))}, {Name: "y", Target: alianza.AtLeast(n("1"))},
		}})
		for _, tt := range []struct {
			values kpi.Values
			want   int
		}{
			{values("x", "5"), -1}, {kpi.Values{"x": n("5"), "y": nil}, -1}, {values(), -1}, {values("x", "5", "y", "1"), 0},
		} {
			if reports, index, err := kpi.Reached(tt.values, card); index != tt.want || err != nil {
				t.Errorf("Reached(%v), %s = %v, %d, %v; want %d", tt.values, missing, reports, index, err, tt.want)
			}
		}
	}
}

func TestReachedRefusals(t *testing.T) {
	cards := scenarios()
	if reports, place, err := kpi.Reached(values("sales", "1"), cards...); len(faults(err)) != 2 || faults(err)[0].Path != "values.sales" || reports != nil || place != -1 {
		t.Errorf("Reached by an unknown figure = %v, %d, %v; want a fault of each card", reports, place, err)
	}
	d := kpi.YearScenarios()[1]
	d.KPIs[2].Unit = "x"
	other := values("cac_reduction", "1")
	other["cac_reduction"] = score.WithUnit(n("1"), "%")
	if _, _, err := kpi.Reached(other, cards[0], mustCard(d)); !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("Reached by cards in other units = %v; want %v", err, alianza.ErrConflict)
	}
	if reports, place, err := kpi.Reached(values("sales", "1")); len(reports) != 0 || place != -1 || err != nil {
		t.Errorf("Reached without cards = %v, %d, %v; want nothing", reports, place, err)
	}
}
