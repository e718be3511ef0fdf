package kpi_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// boundary is a figure and the status that a preset gives it.
type boundary struct {
	kpi, value string
	want       score.Light
}

// checkCard judges one figure of a card at a time, and checks that each KPI of
// the card was.
func checkCard(t *testing.T, d kpi.ScorecardDefinition, kpis []string, bounds []boundary) {
	t.Helper()
	s, err := kpi.NewScorecard(d)
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
		r, err := s.Judge(values(b.kpi, b.value))
		if err != nil {
			t.Errorf("Judge(%s %s) = %v; want no error", b.kpi, b.value, err)
			continue
		}
		i := slices.IndexFunc(r.Readings, func(r kpi.Reading) bool { return r.KPI == b.kpi })
		if got := r.Readings[i]; got.Light != b.want {
			t.Errorf("Judge(%s %s) = %s; want %s", b.kpi, b.value, got.Light, b.want)
		}
	}
	for _, k := range d.KPIs {
		if !slices.ContainsFunc(bounds, func(b boundary) bool { return b.kpi == k.Name && b.want == score.Green }) {
			t.Errorf("%s: %s is not checked", d.Name, k.Name)
		}
	}
}

const (
	below, benchmark, onTarget = score.Red, score.Yellow, score.Green
)

func TestCriticalKPIs_R6(t *testing.T) {
	d := kpi.CriticalKPIs()
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
		want := kpi.PriorityCritical
		if k.Name == "retention" {
			want = kpi.PriorityHigh
		}
		if k.Priority != want || k.Formula == "" {
			t.Errorf("%s = %s, by %q; want %s", k.Name, k.Priority, k.Formula, want)
		}
	}
	good := values("success_rate", "90", "satisfaction", "95", "partner_revenue_share", "40", "retention", "79", "roi", "300")
	if r := judged(t, d, good); r.Light != score.Yellow {
		t.Errorf("Judge with a miss that is only high = %s; want yellow", r)
	}
	good["roi"], good["retention"] = n("199"), n("85")
	if r := judged(t, d, good); r.Light != score.Red {
		t.Errorf("Judge with a critical miss = %s; want red", r)
	}
}

func TestChannelKPIs_R7(t *testing.T) {
	checkCard(t, kpi.ChannelKPIs(), []string{"partner_revenue_share %", "cac_reduction %", "satisfaction %", "retention %", "deals_per_partner "}, []boundary{
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
	checkCard(t, kpi.GrowthKPIs(), []string{"partner_growth %", "market_expansion %", "innovation_outcomes %", "cost_reduction %", "revenue_growth %"}, []boundary{
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
	checkCard(t, kpi.TechnologyKPIs(), []string{"integration_adoption %", "api_growth %", "developer_satisfaction %", "time_to_integration days"}, []boundary{
		{"integration_adoption", "60", onTarget},
		{"integration_adoption", "59.99", below},
		{"api_growth", "200", onTarget},
		{"api_growth", "199.99", below},
		{"developer_satisfaction", "90", onTarget},
		{"developer_satisfaction", "89.99", below},
		{"time_to_integration", "13", onTarget},
		{"time_to_integration", "14", below},
	})
	checkCard(t, kpi.ChannelSalesKPIs(), []string{"deals_per_partner ", "average_deal USD", "sales_cycle days", "win_rate %"}, []boundary{
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
	checkCard(t, kpi.StrategicKPIs(), []string{"marketing_reach x", "brand_awareness %", "lead_share %"}, []boundary{
		{"marketing_reach", "10", onTarget},
		{"marketing_reach", "9.99", below},
		{"brand_awareness", "50", onTarget},
		{"brand_awareness", "49.99", below},
		{"lead_share", "30", onTarget},
		{"lead_share", "29.99", below},
	})
}

func TestAllianceKPIs_R10(t *testing.T) {
	checkCard(t, kpi.AllianceKPIs(), []string{
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
	d := kpi.WeeklyKPIs()
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
	r, err := mustCard(d).JudgeSince(
		values("new_partners", "4", "partner_revenue", "45000", "satisfaction", "88", "roi", "290"),
		values("new_partners", "5", "partner_revenue", "50000", "satisfaction", "88", "roi", "300"),
	)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, reading := range r.Readings {
		got = append(got, fmt.Sprint(reading.Trend.Arrow, " ", reading.Actions))
	}
	want := []string{"up [more_outreach]", "up [optimize_activation]", "flat [improve_support]", "up []"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("JudgeSince mismatch (-want +got):\n%s", diff)
	}
}

func TestImprovementKPIs_R28(t *testing.T) {
	card, err := kpi.NewScorecard(kpi.ImprovementKPIs(decimal.NewFromInt(4)))
	if err != nil {
		t.Fatal(err)
	}
	bars := map[string]string{"onboarding": "<= 2", "support_response": "< 24"}
	for _, k := range card.Definition().KPIs {
		if want, ok := bars[k.Name]; ok && k.Target.String() != want {
			t.Errorf("%s is %s; want %s", k.Name, k.Target, want)
		}
	}
	for _, hostile := range []decimal.Decimal{decimal.New(1, math.MaxInt32), decimal.New(1, math.MinInt32)} {
		if _, err := kpi.NewScorecard(kpi.ImprovementKPIs(hostile)); !errors.Is(err, alianza.ErrRange) {
			t.Errorf("NewScorecard of a hostile number of weeks = %v; want ErrRange", err)
		}
	}
}

func TestPerformanceKPIs_R29(t *testing.T) {
	bars := kpi.PerformanceTargets{Currency: "EUR", Revenue: n("50000"), Days: n("45"), Satisfaction: n("90"), Usage: n("60")}
	d := kpi.PerformanceKPIs(bars)
	checkCard(t, d, []string{"revenue_per_partner EUR", "deal_velocity days", "satisfaction %", "integration_usage %"}, []boundary{
		{"revenue_per_partner", "50000", onTarget}, {"deal_velocity", "45", onTarget}, {"satisfaction", "90", onTarget}, {"integration_usage", "60", onTarget},
	})
	r := judged(t, d, values("revenue_per_partner", "49999", "deal_velocity", "46", "satisfaction", "89", "integration_usage", "59"))
	var got []string
	for i, reading := range r.Readings {
		got = append(got, d.KPIs[i].Every.String()+", "+reading.Every.String()+": "+strings.Join(reading.Actions, ", "))
	}
	want := []string{"month, month: training, more_support", "month, month: optimize_process, materials", "quarter, quarter: improve_support, communication", "month, month: documentation, technical_support"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("actions mismatch (-want +got):\n%s", diff)
	}
	if r := judged(t, d, values("deal_velocity", "44.99")); r.Readings[1].Light != score.Green || r.Readings[1].Attainment.Cmp(n("100")) < 0 {
		t.Errorf("Judge of fewer days = %s; want less to be better", r)
	}
	scoretest.Again(t, bars)
	bars.Days = decimal.Decimal{}
	_, err := kpi.NewScorecard(kpi.PerformanceKPIs(bars))
	if diff := cmp.Diff([]fault{{"kpis[1].target", "", alianza.ErrMissing}}, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("NewScorecard without a bar for the days = other faults (-want +got):\n%s", diff)
	}
}

func TestThreeMonths_R41(t *testing.T) {
	d := kpi.ThreeMonths()
	checkCard(t, d, []string{
		"active_partnerships ", "partner_revenue_share %", "cac_reduction %", "satisfaction %",
		"onboarding_works check", "training_works check", "support_works check", "metrics_dashboard_works check",
	}, []boundary{
		{"onboarding_works", "1", onTarget},
		{"onboarding_works", "0", below},
		{"training_works", "1", onTarget},
		{"training_works", "0", below},
		{"support_works", "1", onTarget},
		{"support_works", "0", below},
		{"metrics_dashboard_works", "1", onTarget},
		{"metrics_dashboard_works", "0", below},
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
	r := judged(t, d, values("active_partnerships", "5", "partner_revenue_share", "20", "cac_reduction", "40", "satisfaction", "90"))
	if diff := cmp.Diff([]string{"satisfaction"}, r.Because); diff != "" || r.Light != score.Red {
		t.Errorf("Judge = %s; want red because of satisfaction", r)
	}
}

func TestNinetyDays_R42(t *testing.T) {
	d := kpi.NinetyDays()
	checkCard(t, d, []string{
		"active_partnerships ", "partner_revenue_share %", "cac_reduction %", "satisfaction %", "roi %", "onboarding days",
		"training_materials_complete check", "scalable_support_in_place check", "metrics_monitored_weekly check",
	}, []boundary{
		{"training_materials_complete", "1", onTarget},
		{"training_materials_complete", "0", below},
		{"scalable_support_in_place", "1", onTarget},
		{"scalable_support_in_place", "0", below},
		{"metrics_monitored_weekly", "1", onTarget},
		{"metrics_monitored_weekly", "0", below},
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
	r := judged(t, d, values("active_partnerships", "5", "partner_revenue_share", "20", "cac_reduction", "40", "satisfaction", "85", "roi", "200"))
	if r.OnTarget != 3 || r.Measured != 5 {
		t.Errorf("Judge = %d of %d; want 3 of 5", r.OnTarget, r.Measured)
	}
}

// TestFormulas_R50 has a formula for each figure of the sets that name them.
func TestFormulas_R50(t *testing.T) {
	for _, d := range []kpi.ScorecardDefinition{kpi.CriticalKPIs(), kpi.ChannelKPIs(), kpi.GrowthKPIs()} {
		for _, k := range d.KPIs {
			if k.Formula == "" || k.Benchmark.IsZero() {
				t.Errorf("%s of %s has the formula %q and the benchmark %s; want both", k.Name, d.Name, k.Formula, k.Benchmark)
			}
		}
	}
}

// TestRatios_R8 refuses a ratio where a percentage is asked for: 10 partners that
// became 30 have grown by 200%, not by 2 or 3.
func TestRatios_R8(t *testing.T) {
	card := mustCard(kpi.GrowthKPIs())
	before, after := n("10"), n("30")
	growth := alianza.Must(score.Share(after.Sub(before), before))
	r, err := card.Judge(kpi.Values{"partner_growth": growth})
	if err != nil || r.Readings[0].Light != score.Green || r.Readings[0].Value.Cmp(n("200")) != 0 {
		t.Errorf("Judge(10 to 30) = %s, %v; want 200%%", r, err)
	}
	for _, ratio := range []score.Number{
		alianza.Must(score.Quotient(after.Sub(before), before)), alianza.Must(score.Quotient(after, before)), score.WithUnit(n("3"), ""), score.WithUnit(n("3"), "x"),
	} {
		_, err := card.Judge(kpi.Values{"partner_growth": ratio})
		if !errors.Is(err, alianza.ErrConflict) {
			t.Errorf("Judge(%v) = %v; want ErrConflict", ratio, err)
		}
	}
	_, err = card.Judge(kpi.Values{"partner_growth": alianza.Must(score.Quotient(after, before))})
	const want = `kpi: scorecard growth_kpis: values.partner_growth "3": contradiction: want "%", not a plain number such as a ratio: say its unit`
	if got := fmt.Sprint(err); got != want {
		t.Errorf("Judge(3) = %s; want %s", got, want)
	}
	labeled := score.WithUnit(alianza.Must(score.Quotient(n("200"), n("1"))), kpi.UnitPercent)
	if r, err := card.Judge(kpi.Values{"partner_growth": labeled}); err != nil || r.Readings[0].Light != score.Green {
		t.Errorf("Judge(a number that says percent) = %s, %v; want green", r, err)
	}
}

// TestSatisfaction_R16 refuses shares beyond 100% and below 0%.
func TestSatisfaction_R16(t *testing.T) {
	for _, card := range []kpi.ScorecardDefinition{kpi.CriticalKPIs(), kpi.ChannelKPIs(), kpi.WeeklyKPIs(), kpi.ThreeMonths(), kpi.NinetyDays(), kpi.YearScenarios()[0]} {
		for value, want := range map[string]error{"100": nil, "0": nil, "100.01": alianza.ErrRange, "101": alianza.ErrRange, "-5": alianza.ErrRange} {
			if _, err := mustCard(card).Judge(values("satisfaction", value)); !errors.Is(err, want) {
				t.Errorf("Judge(satisfaction %s) by %s = %v; want %v", value, card.Name, err, want)
			}
		}
	}
	if _, err := mustCard(kpi.CriticalKPIs()).Judge(values("roi", "310", "retention", "85")); err != nil {
		t.Errorf("Judge(roi 310%%) = %v; want no error", err)
	}
}

// TestChecks_R42 has the process checks beside the numbers.
func TestChecks_R42(t *testing.T) {
	card := mustCard(kpi.NinetyDays())
	v := values("active_partnerships", "5", "partner_revenue_share", "20", "cac_reduction", "40", "satisfaction", "86", "roi", "201", "onboarding", "27")
	v["training_materials_complete"], v["scalable_support_in_place"], v["metrics_monitored_weekly"] = kpi.Check(score.Yes), kpi.Check(score.No), kpi.Check(score.Unknown)
	r, err := card.Judge(v)
	if err != nil || r.OnTarget != 7 || r.Measured != 8 || r.Of != 9 || r.Light != score.Red {
		t.Errorf("Judge = %s, %v; want 7 of 8 on target", r, err)
	}
	if diff := cmp.Diff([][]string{{"scalable_support_in_place"}, {"metrics_monitored_weekly"}}, [][]string{r.Because, r.NoData}); diff != "" {
		t.Errorf("Judge mismatch (-want +got):\n%s", diff)
	}
	if !strings.HasSuffix(r.String(), "\n- training materials complete: done\n- scalable support in place: not done\n- metrics monitored weekly: no data") {
		t.Errorf("String() = %s; want the checks as words", r)
	}
	if _, err := card.Judge(values("training_materials_complete", "0.5")); !errors.Is(err, alianza.ErrRange) {
		t.Errorf("Judge(half a check) = %v; want ErrRange", err)
	}
}

// TestPresetsJSON writes and reads all presets.
func TestPresetsJSON(t *testing.T) {
	presets := []kpi.ScorecardDefinition{
		kpi.CriticalKPIs(), kpi.ChannelKPIs(), kpi.GrowthKPIs(), kpi.TechnologyKPIs(), kpi.ChannelSalesKPIs(), kpi.StrategicKPIs(),
		kpi.AllianceKPIs(), kpi.WeeklyKPIs(), kpi.ThreeMonths(), kpi.NinetyDays(),
		kpi.PerformanceKPIs(kpi.PerformanceTargets{Currency: "USD", Revenue: n("1"), Days: n("2"), Satisfaction: n("3"), Usage: n("4")}),
	}
	for _, want := range append(presets, kpi.YearScenarios()...) {
		scoretest.Again(t, want)
	}
	for _, want := range kpi.Profiles() {
		scoretest.Again(t, want)
	}
}

// TestProfiles_S21 has the profiles of influencers.
func TestProfiles_S21(t *testing.T) {
	profiles := kpi.Profiles()
	checkCard(t, profiles["micro"], []string{"engagement %", "audience_age years"}, []boundary{
		{"engagement", "3.01", onTarget},
		{"engagement", "3", below},
		{"engagement", "3.0", below},
		{"audience_age", "25", onTarget},
		{"audience_age", "45", onTarget},
		{"audience_age", "24.9", below},
		{"audience_age", "45.1", below},
	})
	checkCard(t, profiles["macro"], []string{"engagement %", "audience_age years"}, []boundary{
		{"engagement", "2.01", onTarget},
		{"engagement", "2", below},
		{"audience_age", "30", onTarget},
		{"audience_age", "50", onTarget},
		{"audience_age", "29.9", below},
		{"audience_age", "50.1", below},
	})
	if card, ok := profiles["mega"]; ok {
		t.Errorf("Profiles has mega = %v; want none, since the program gives no figures", card)
	}
	r := judged(t, profiles["micro"], values("engagement", "3", "audience_age", "30"))
	if want := "engagement 3%: red, target > 3"; r.Readings[0].String() != want {
		t.Errorf("Judge(3%%) = %q; want %q", r.Readings[0], want)
	}
}

// TestProfiles_S22 has the floors of media.
func TestProfiles_S22(t *testing.T) {
	profiles := kpi.Profiles()
	checkCard(t, profiles["blog"], []string{"visitors "}, []boundary{{"visitors", "50001", onTarget}, {"visitors", "50000", below}})
	checkCard(t, profiles["podcast"], []string{"downloads_per_episode ", "days_between_episodes days"}, []boundary{
		{"downloads_per_episode", "10001", onTarget},
		{"downloads_per_episode", "10000", below},
		{"days_between_episodes", "15", onTarget},
		{"days_between_episodes", "15.1", below},
	})
	checkCard(t, profiles["youtube"], []string{"subscribers ", "engagement %"}, []boundary{
		{"subscribers", "50001", onTarget},
		{"subscribers", "50000", below},
		{"engagement", "5.01", onTarget},
		{"engagement", "5", below},
	})
}

// TestPartners_R31_R32 adds up the partners wanted.
func TestPartners_R31_R32(t *testing.T) {
	for _, tt := range []struct {
		card      kpi.ScorecardDefinition
		low, high int64
	}{
		{kpi.AffiliatePartners(), 139, 237},
		{kpi.ChannelPartners(0), 80, 0},
		{kpi.ChannelPartners(-1), 80, 0},
		{kpi.ChannelPartners(3), 95, 0},
		{kpi.ContentPartners(), 180, 0},
	} {
		low, high := decimal.Zero, decimal.Zero
		for _, d := range tt.card.KPIs {
			low, high = low.Add(d.Target.Value), high.Add(d.Target.To)
		}
		if _, err := kpi.NewScorecard(tt.card); err != nil || low.IntPart() != tt.low || high.IntPart() != tt.high {
			t.Errorf("%s wants %s to %s, %v; want %d to %d", tt.card.Name, low, high, err, tt.low, tt.high)
		}
	}
}
