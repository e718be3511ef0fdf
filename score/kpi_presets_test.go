package score_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

// boundary is a figure and the status that a preset gives it.
type boundary struct {
	kpi, value string
	want       score.Status
}

// checkCard judges one figure of a card at a time, and checks that each KPI of
// the card was.
func checkCard(t *testing.T, d score.ScorecardDefinition, kpis []string, bounds []boundary) {
	t.Helper()
	s, err := score.NewScorecard(d)
	if err != nil {
		t.Fatalf("NewScorecard(%s) = %v; want no error", d.Name, err)
	}
	var names []string
	for _, k := range d.KPIs {
		names = append(names, k.Name+" "+k.Unit)
	}
	if diff := cmp.Diff(kpis, names); diff != "" {
		t.Errorf("%s mismatch (-want +got):\n%s", d.Name, diff)
	}
	for _, b := range bounds {
		r, err := s.Judge(figures(b.kpi, b.value))
		if err != nil {
			t.Errorf("Judge(%s %s) = %v; want no error", b.kpi, b.value, err)
			continue
		}
		i := slices.IndexFunc(r.Readings, func(r score.Reading) bool { return r.KPI == b.kpi })
		if got := r.Readings[i]; got.Status != b.want {
			t.Errorf("Judge(%s %s) = %s; want %s", b.kpi, b.value, got.Status, b.want)
		}
	}
	for _, k := range d.KPIs {
		if !slices.ContainsFunc(bounds, func(b boundary) bool { return b.kpi == k.Name && b.want == score.OnTarget }) {
			t.Errorf("%s: %s is not checked", d.Name, k.Name)
		}
	}
}

const (
	below, benchmark, onTarget = score.Missed, score.AtBenchmark, score.OnTarget
)

func TestCriticalKPIs_R6(t *testing.T) {
	d := score.CriticalKPIs()
	checkCard(t, d, []string{"success_rate %", "satisfaction %", "partner_revenue_share %", "retention %", "roi %"}, []boundary{
		{"success_rate", "90", onTarget},
		{"success_rate", "89.99", benchmark},
		{"success_rate", "80", benchmark},
		{"success_rate", "79.99", below},
		{"satisfaction", "95", onTarget},
		{"satisfaction", "94.99", benchmark},
		{"satisfaction", "90", benchmark},
		{"satisfaction", "88", below},
		{"partner_revenue_share", "40", onTarget},
		{"partner_revenue_share", "39.99", benchmark},
		{"partner_revenue_share", "30", benchmark},
		{"partner_revenue_share", "29.99", below},
		{"retention", "85", onTarget},
		{"retention", "84.99", benchmark},
		{"retention", "80", benchmark},
		{"retention", "79.99", below},
		{"roi", "300", onTarget},
		{"roi", "250", benchmark},
		{"roi", "200", benchmark},
		{"roi", "199", below},
	})
	for _, k := range d.KPIs {
		want := score.PriorityCritical
		if k.Name == "retention" {
			want = score.PriorityHigh
		}
		if k.Priority != want || k.Measure == "" {
			t.Errorf("%s = %s, measured by %q; want %s", k.Name, k.Priority, k.Measure, want)
		}
	}
	good := figures("success_rate", "90", "satisfaction", "95", "partner_revenue_share", "40", "retention", "79", "roi", "300")
	if r := judged(t, d, good); r.Light != score.Yellow {
		t.Errorf("Judge with a miss that is only high = %s; want yellow", r)
	}
	good["roi"], good["retention"] = n("199"), n("85")
	if r := judged(t, d, good); r.Light != score.Red {
		t.Errorf("Judge with a critical miss = %s; want red", r)
	}
}

func TestChannelKPIs_R7(t *testing.T) {
	checkCard(t, score.ChannelKPIs(), []string{"partner_revenue_share %", "cac_reduction %", "satisfaction %", "retention %", "deals_per_partner "}, []boundary{
		{"partner_revenue_share", "30", onTarget},
		{"partner_revenue_share", "51", onTarget},
		{"partner_revenue_share", "29.99", benchmark},
		{"partner_revenue_share", "25", benchmark},
		{"partner_revenue_share", "24.99", below},
		{"cac_reduction", "50", onTarget},
		{"cac_reduction", "40", onTarget},
		{"cac_reduction", "61", onTarget},
		{"cac_reduction", "39.99", below},
		{"satisfaction", "90", onTarget},
		{"satisfaction", "89.99", benchmark},
		{"satisfaction", "85", benchmark},
		{"satisfaction", "84.99", below},
		{"retention", "80", onTarget},
		{"retention", "79.99", benchmark},
		{"retention", "75", benchmark},
		{"retention", "74.99", below},
		{"deals_per_partner", "5", onTarget},
		{"deals_per_partner", "11", onTarget},
		{"deals_per_partner", "4", benchmark},
		{"deals_per_partner", "3", benchmark},
		{"deals_per_partner", "2.99", below},
	})
}

func TestGrowthKPIs_R8(t *testing.T) {
	checkCard(t, score.GrowthKPIs(), []string{"partner_growth %", "market_expansion %", "innovation_outcomes %", "cost_reduction %", "revenue_growth %"}, []boundary{
		{"partner_growth", "200", onTarget},
		{"partner_growth", "199", benchmark},
		{"partner_growth", "150", benchmark},
		{"partner_growth", "149", below},
		{"market_expansion", "150", onTarget},
		{"market_expansion", "149", benchmark},
		{"market_expansion", "100", benchmark},
		{"market_expansion", "99", below},
		{"innovation_outcomes", "80", onTarget},
		{"innovation_outcomes", "79", benchmark},
		{"innovation_outcomes", "60", benchmark},
		{"innovation_outcomes", "59", below},
		{"cost_reduction", "30", onTarget},
		{"cost_reduction", "29", benchmark},
		{"cost_reduction", "20", benchmark},
		{"cost_reduction", "19", below},
		{"revenue_growth", "250", onTarget},
		{"revenue_growth", "249", benchmark},
		{"revenue_growth", "200", benchmark},
		{"revenue_growth", "199", below},
	})
}

func TestKPIsByType_R9(t *testing.T) {
	checkCard(t, score.TechnologyKPIs(), []string{"integration_adoption %", "api_growth %", "developer_satisfaction %", "time_to_integration days"}, []boundary{
		{"integration_adoption", "60", onTarget},
		{"integration_adoption", "59.99", below},
		{"api_growth", "200", onTarget},
		{"api_growth", "199.99", below},
		{"developer_satisfaction", "90", onTarget},
		{"developer_satisfaction", "89.99", below},
		{"time_to_integration", "13", onTarget},
		{"time_to_integration", "14", below},
	})
	checkCard(t, score.ChannelSalesKPIs(), []string{"deals_per_partner ", "average_deal USD", "sales_cycle days", "win_rate %"}, []boundary{
		{"deals_per_partner", "5", onTarget},
		{"deals_per_partner", "11", onTarget},
		{"deals_per_partner", "4.99", below},
		{"average_deal", "10000", onTarget},
		{"average_deal", "60000", onTarget},
		{"average_deal", "9999.99", below},
		{"sales_cycle", "60", onTarget},
		{"sales_cycle", "29", onTarget},
		{"sales_cycle", "60.01", below},
		{"win_rate", "40", onTarget},
		{"win_rate", "39.99", below},
	})
	checkCard(t, score.StrategicKPIs(), []string{"marketing_reach x", "brand_awareness %", "lead_share %"}, []boundary{
		{"marketing_reach", "10", onTarget},
		{"marketing_reach", "9.99", below},
		{"brand_awareness", "50", onTarget},
		{"brand_awareness", "49.99", below},
		{"lead_share", "30", onTarget},
		{"lead_share", "29.99", below},
	})
}

func TestAllianceKPIs_R10(t *testing.T) {
	checkCard(t, score.AllianceKPIs(), []string{
		"partner_revenue_share %", "partner_growth %", "average_deal EUR", "revenue_per_partner EUR", "satisfaction of 5", "retention %",
		"time_to_first_sale days", "productivity EUR", "lead_quality %", "conversion %", "customer_satisfaction of 5", "support_tickets ",
	}, []boundary{
		{"partner_revenue_share", "40", onTarget},
		{"partner_revenue_share", "39.99", below},
		{"partner_growth", "50", onTarget},
		{"partner_growth", "49.99", below},
		{"average_deal", "5000", onTarget},
		{"average_deal", "4999.99", below},
		{"revenue_per_partner", "50000", onTarget},
		{"revenue_per_partner", "49999.99", below},
		{"satisfaction", "4.51", onTarget},
		{"satisfaction", "4.5", below},
		{"retention", "90.01", onTarget},
		{"retention", "90", below},
		{"time_to_first_sale", "29", onTarget},
		{"time_to_first_sale", "30", below},
		{"productivity", "100000", onTarget},
		{"productivity", "99999.99", below},
		{"lead_quality", "70.01", onTarget},
		{"lead_quality", "70", below},
		{"conversion", "15.01", onTarget},
		{"conversion", "15", below},
		{"customer_satisfaction", "4.51", onTarget},
		{"customer_satisfaction", "4.5", below},
		{"support_tickets", "1.99", onTarget},
		{"support_tickets", "2", below},
	})
}

func TestWeeklyKPIs_R17(t *testing.T) {
	d := score.WeeklyKPIs()
	checkCard(t, d, []string{"new_partners ", "partner_revenue USD", "satisfaction %", "roi %"}, []boundary{
		{"new_partners", "8", onTarget},
		{"new_partners", "5", below},
		{"partner_revenue", "75000", onTarget},
		{"partner_revenue", "50000", below},
		{"satisfaction", "95", onTarget},
		{"satisfaction", "88", below},
		{"roi", "300", onTarget},
		{"roi", "250", below},
	})
	// An action is called also while the figure rises, and not on target.
	r, err := score.MustScorecard(d).JudgeSince(
		figures("new_partners", "4", "partner_revenue", "45000", "satisfaction", "88", "roi", "290"),
		figures("new_partners", "5", "partner_revenue", "50000", "satisfaction", "88", "roi", "300"),
	)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, reading := range r.Readings {
		got = append(got, fmt.Sprint(reading.Trend.Arrow, " ", reading.Actions))
	}
	want := []string{"up [more_outreach]", "up [optimise_activation]", "flat [improve_support]", "up []"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("JudgeSince mismatch (-want +got):\n%s", diff)
	}
}

func TestPerformanceKPIs_R29(t *testing.T) {
	d := score.PerformanceKPIs("EUR", score.AtLeast(n("50000")), score.AtMost(n("45")), score.AtLeast(n("90")), score.AtLeast(n("60")))
	checkCard(t, d, []string{"revenue_per_partner EUR", "deal_velocity days", "satisfaction %", "integration_usage %"}, []boundary{
		{"revenue_per_partner", "50000", onTarget}, {"deal_velocity", "45", onTarget}, {"satisfaction", "90", onTarget}, {"integration_usage", "60", onTarget},
	})
	r := judged(t, d, figures("revenue_per_partner", "49999", "deal_velocity", "46", "satisfaction", "89", "integration_usage", "59"))
	var got []string
	for i, reading := range r.Readings {
		got = append(got, d.KPIs[i].Measure+": "+strings.Join(reading.Actions, ", "))
	}
	want := []string{"monthly: training, more_support", "monthly: optimise_process, materials", "quarterly: improve_support, communication", "monthly: documentation, technical_support"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("actions mismatch (-want +got):\n%s", diff)
	}
	if _, err := score.NewScorecard(score.PerformanceKPIs("EUR", score.Target{}, score.AtMost(n("45")), score.AtLeast(n("90")), score.AtLeast(n("60")))); len(faults(err)) != 1 {
		t.Errorf("NewScorecard without a target = %v; want one fault", err)
	}
}

func TestThreeMonths_R41(t *testing.T) {
	d := score.ThreeMonths()
	checkCard(t, d, []string{"active_partnerships ", "partner_revenue_share %", "cac_reduction %", "satisfaction %"}, []boundary{
		{"active_partnerships", "5", onTarget},
		{"active_partnerships", "11", onTarget},
		{"active_partnerships", "4", below},
		{"partner_revenue_share", "20", onTarget},
		{"partner_revenue_share", "19.99", below},
		{"cac_reduction", "40", onTarget},
		{"cac_reduction", "39.99", below},
		{"satisfaction", "90.01", onTarget},
		{"satisfaction", "90", below},
	})
	r := judged(t, d, figures("active_partnerships", "5", "partner_revenue_share", "20", "cac_reduction", "40", "satisfaction", "90"))
	if diff := cmp.Diff([]string{"satisfaction"}, r.Because); diff != "" || r.Light != score.Red {
		t.Errorf("Judge = %s; want red because of satisfaction", r)
	}
}

func TestNinetyDays_R42(t *testing.T) {
	d := score.NinetyDays()
	checkCard(t, d, []string{"active_partnerships ", "partner_revenue_share %", "cac_reduction %", "satisfaction %", "roi %", "onboarding days"}, []boundary{
		{"active_partnerships", "5", onTarget},
		{"active_partnerships", "4", below},
		{"partner_revenue_share", "20", onTarget},
		{"partner_revenue_share", "19.99", below},
		{"cac_reduction", "40", onTarget},
		{"cac_reduction", "39.99", below},
		{"satisfaction", "85.01", onTarget},
		{"satisfaction", "85", below},
		{"roi", "200.01", onTarget},
		{"roi", "200", below},
		{"onboarding", "27", onTarget},
		{"onboarding", "28", below},
	})
	r := judged(t, d, figures("active_partnerships", "5", "partner_revenue_share", "20", "cac_reduction", "40", "satisfaction", "85", "roi", "200"))
	if r.OnTarget != 3 || r.Measured != 5 {
		t.Errorf("Judge = %d of %d; want 3 of 5", r.OnTarget, r.Measured)
	}
}

// year returns the figures of the scenarios.
func year(active, share, cac, satisfaction, roi string) score.Figures {
	return figures("active_partnerships", active, "partner_revenue_share", share, "cac_reduction", cac, "satisfaction", satisfaction, "roi", roi)
}

func TestBaseScenario_R43(t *testing.T) {
	tests := []struct {
		name                string
		figures             score.Figures
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
			got, err := score.MustScenarios(score.YearScenarios()).Judge(tt.figures)
			if err != nil || got.Scenario != tt.want || got.Best != tt.best || got.String() != tt.outcome {
				t.Errorf("Judge = %s, %s, %q, %v; want %s, %s, %q", got.Scenario, got.Best, got, err, tt.want, tt.best, tt.outcome)
			}
		})
	}
}

func TestOptimisticScenario_R44(t *testing.T) {
	tests := []struct {
		name    string
		figures score.Figures
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
			got, err := score.MustScenarios(score.YearScenarios()).Judge(tt.figures)
			if err != nil || got.Scenario != tt.want || got.Best != tt.want || got.String() != tt.text || len(got.Reports) != 2 {
				t.Errorf("Judge = %s, %q, %v; want %s, %q", got.Scenario, got, err, tt.want, tt.text)
			}
		})
	}
	ranges := score.YearScenarios()
	for i, want := range [][]string{{">= 10 (to 15)", ">= 30 (to 40)", ">= 50"}, {">= 20 (to 30)", ">= 50", ">= 60"}} {
		for j, text := range want {
			if got := ranges.Cards[i].KPIs[j].Target.String(); got != text {
				t.Errorf("%s of %s = %s; want %s", ranges.Cards[i].KPIs[j].Name, ranges.Cards[i].Name, got, text)
			}
		}
	}
}

func TestScenarios(t *testing.T) {
	d := score.YearScenarios()
	s := score.MustScenarios(d)
	d.Cards[0].KPIs[0].Name = "spoilt"
	s.Definition().Cards[1].Name = "spoilt"
	if diff := cmp.Diff(score.YearScenarios(), s.Definition(), sameWeights); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
	if _, err := s.Judge(figures("sales", "1")); len(faults(err)) != 1 || faults(err)[0].Path != "figures.sales" {
		t.Errorf("Judge of an unknown figure = %v; want a fault", err)
	}
	var zero score.Scenarios
	if out, err := zero.Judge(nil); err != nil || out.Scenario != "" || out.String() != "" {
		t.Errorf("Judge of the zero Scenarios = %q, %v; want nothing", out, err)
	}
	one := score.ScenariosDefinition{Name: "s", Below: "none", Cards: []score.ScorecardDefinition{{Name: "c", KPIs: []score.KPIDefinition{kpi("k", "", score.AtLeast(n("1")), score.Target{})}}}}
	out, err := score.MustScenarios(one).Judge(figures("k", "0"))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"scenarios":"s","scenario":"none","best":"none","reports":[{"scorecard":"c","light":"red","best":"red","on_target":0,"measured":1,"of":1,"because":["k"],` +
		`"readings":[{"kpi":"k","value":"0.00","light":"red","status":"below","target":{"at_least":"1"}}]}]}`
	if doc, err := json.Marshal(out); err != nil || string(doc) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, want)
	}
}

func TestNewScenariosFaults(t *testing.T) {
	d := score.YearScenarios()
	d.Cards[1].Name, d.Below = "base", "base"
	d.Cards[1].KPIs[2].Unit = "x"
	d.Cards = append(d.Cards, score.ScorecardDefinition{Name: "third"})
	_, err := score.NewScenarios(d)
	want := []fault{
		{"cards[0].name", "base", alianza.ErrDuplicate},
		{"cards[1].name", "base", alianza.ErrDuplicate},
		{"cards[1].kpis", "base", alianza.ErrConflict},
		{"cards[2].kpis", "", alianza.ErrMissing},
	}
	if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
		t.Errorf("NewScenarios = other faults (-want +got):\n%s", diff)
	}
	_, err = score.NewScenarios(score.ScenariosDefinition{})
	if diff := cmp.Diff([]fault{{"name", "", alianza.ErrMissing}, {"below", "", alianza.ErrMissing}, {"cards", "", alianza.ErrMissing}}, faults(err), sameFaults); diff != "" {
		t.Errorf("NewScenarios of nothing = other faults (-want +got):\n%s", diff)
	}
}
