package prospect_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

func TestDependencyKPIs_S31(t *testing.T) {
	tests := []struct {
		name            string
		partners, share score.Number
		want            []string // the risks that are there
		open            []string
	}{
		{"one partner", n("1"), n("100"), []string{"single_point_of_failure", "revenue_concentration"}, nil},
		{"two partners", n("2"), n("79.99"), nil, nil},
		{"80 of 100", n("5"), n("80"), []string{"revenue_concentration"}, nil},
		{"just under", n("5"), score.WithUnit(q("239999999/3000000"), "%"), nil, nil},
		{"one partner, share not known", n("1"), nil, []string{"single_point_of_failure"}, []string{"top_fifth_share"}},
		{"no data", nil, nil, nil, []string{"partners", "top_fifth_share"}},
	}
	card := alianza.Must(kpi.NewScorecard(prospect.DependencyKPIs()))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := card.Judge(kpi.Values{"partners": tt.partners, "top_fifth_share": tt.share})
			if err != nil {
				t.Fatal(err)
			}
			var found []string
			for _, risk := range prospect.AllianceRisks() {
				if slices.Contains(got.Because, risk.KPI) {
					found = append(found, risk.Name)
				}
			}
			if diff := cmp.Diff(tt.want, found); diff != "" {
				t.Errorf("risks of %s mismatch (-want +got):\n%s", got, diff)
			}
			if diff := cmp.Diff(tt.open, got.NoData); diff != "" {
				t.Errorf("NoData of %s mismatch (-want +got):\n%s", got, diff)
			}
		})
	}
	got, err := card.Judge(kpi.Values{"partners": n("1"), "top_fifth_share": n("80")})
	const want = "dependency: red because of partners, top fifth share; 0 of 2 on target\n- partners 1: red, target >= 2\n- top fifth share 80%: red, target < 80\nTo do:\n" +
		"1. diversify partners (partners)\n2. diversify partners (top fifth share)\n3. diversify channels (top fifth share)\n4. diversify regions (top fifth share)\n5. diversify products (top fifth share)"
	if err != nil || got.String() != want {
		t.Errorf("Judge = %s, %v; want %s", got, err, want)
	}
}

func TestAllianceRisks_S31(t *testing.T) {
	var got []string
	for _, r := range prospect.AllianceRisks() {
		got = append(got, fmt.Sprint(r.Name, " ", r.Category, " ", r.Mitigation))
		scoretest.Again(t, r)
	}
	want := []string{
		"single_point_of_failure dependency [diversify_partners]",
		"revenue_concentration dependency [diversify_partners diversify_channels diversify_regions diversify_products]",
		"low_partner_performance quality [certification monitoring]",
		"brand_damage quality [certification monitoring]",
		"partner_switching competition [contracts exclusivity]",
		"direct_competition competition [contracts exclusivity]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("AllianceRisks() mismatch (-want +got):\n%s", diff)
	}
}

func TestRiskReview_S32(t *testing.T) {
	kinds := []string{"financial", "operational", "strategic", "reputation"}
	checkClasses(t, prospect.RiskReview(), []classRow{
		{"all four", say(score.Yes, kinds...), "complete", "complete"},
		{"three", both(say(score.Yes, kinds[:3]...), say(score.No, "reputation")), "incomplete", "incomplete; not complete (reputation)"},
		{"not asked", say(score.Yes, kinds[:3]...), "", "complete or incomplete; open: reputation"},
	})
	cycle := []string{"assess", "monitor", "mitigate", "contingency_plan"}
	checkClasses(t, prospect.RiskCycle(), []classRow{
		{"all four steps", say(score.Yes, cycle...), "complete", "complete"},
		{"no plan", both(say(score.Yes, cycle[:3]...), say(score.No, "contingency_plan")), "incomplete", "incomplete; not complete (contingency_plan)"},
	})
}

func TestStallCauses_S12(t *testing.T) {
	var got []string
	for _, r := range prospect.StallCauses() {
		got = append(got, fmt.Sprint(r.Name, " ", r.Mitigation))
		scoretest.Again(t, r)
	}
	want := []string{"uncomfortable_framing []", "confusing_operation []", "badly_designed_benefit []", "no_simple_pilot [pilot]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("StallCauses() mismatch (-want +got):\n%s", diff)
	}
}

func TestRiskJSON(t *testing.T) {
	want := prospect.Risk{Name: "default", Category: "financial", KPI: "overdue", Mitigation: []string{"deposit"}, Contingency: []string{"collect"}}
	const doc = `{"name":"default","category":"financial","kpi":"overdue","mitigation":["deposit"],"contingency":["collect"]}`
	if got, err := json.Marshal(want); err != nil || string(got) != doc {
		t.Errorf("MarshalJSON() = %s, %v; want %s", got, err, doc)
	}
	scoretest.Again(t, want)
	scoretest.Bad(t, "bad_risk", prospect.AllianceRisks()[0])
}
