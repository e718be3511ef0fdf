package typical_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/roi/typical"
)

func all() []typical.Range {
	return slices.Concat(typical.PartnerCAC(), typical.IntegrationCAC(), typical.ContentReturns(), typical.AffiliateMonth(), typical.AffiliatePartner(),
		typical.Effects(), typical.Levers(), typical.Openings(), typical.DealSizes(), typical.CoMarketing(), typical.AllianceGoals())
}

// TestPresets lists all ranges as they print.
func TestPresets(t *testing.T) {
	var got []string
	for _, r := range all() {
		line := r.String()
		for _, more := range []string{r.Of, r.When, r.Priority} {
			if more != "" {
				line += " " + more
			}
		}
		got = append(got, line)
	}
	want := strings.Split(`marketing_agency 40 to 80 USD (C19)
consulting_firm 50 to 100 USD (C19)
technology_provider 30 to 60 USD (C19)
service_integrator 45 to 90 USD (C19)
crm 25 to 50 USD (R21)
marketing_automation 30 to 60 USD (R21)
ecommerce 20 to 40 USD (R21)
analytics 15 to 30 USD (R21)
micro_influencer >= 3:1 gross (R5)
macro_influencer >= 2:1 gross (R5)
ai_expert >= 4:1 gross (R5)
content_creator >= 3:1 gross (R5)
industry_blog >= 2:1 gross (R5)
podcast >= 2:1 gross (R5)
youtube >= 2:1 gross (R5)
newsletter >= 3:1 gross (R5)
investment 10000 to 25000 USD (R4)
revenue 50000 to 150000 USD (R4)
return 3 to 6:1 gross (R4)
cost_per_acquisition 50 to 100 USD (R13)
top_share 80% (R14) revenue
conversion 2 to 5% (R14)
ltv 2000 to 5000 USD (R14)
retention 70 to 80% (R15)
development_cost_reduction 40 to 60% (R22)
time_to_market_acceleration 50 to 70% (R22)
infrastructure_cost_reduction 30 to 50% (R22)
development_acceleration 40 to 60% (R22)
performance_gain 20 to 30% (R22)
revenue_share 30 to 50% (R22)
cac_reduction 40 to 60% (R22)
case_new_customer_share >= 30% (R23)
case_cac_reduction 50% (R23)
deepen 50% (R26) revenue successful
expand_scope 100% (R26) revenue mature
ecosystem 200% (R26) reach scaling
strategic_investment 500% (R26) commitment critical
new_markets >= 150% (R27) revenue high
new_verticals >= 100% (R27) revenue medium
technology_innovation >= 200% (R27) value high
strategic_alliances >= 300% (R27) impact high
alliance 5000 EUR (R38)
advanced 10000 to 50000 USD (R38)
co_marketing_year 5000 to 50000 USD (C24)
growth_share >= 40% (R11) growth
revenue_share >= 40% (R10) revenue
new_markets >= 5 (R11)
cac_reduction >= 30% (R11)
revenue_per_partner >= 50000 EUR (R10)
productivity >= 100000 EUR (R10)`, "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ranges mismatch (-want +got):\n%s", diff)
	}
}

func TestDashboards_R19_R48(t *testing.T) {
	var got []string
	for _, d := range typical.Dashboards() {
		got = append(got, strings.Join(append([]string{d.Name, d.Source, d.Report, d.Review}, d.Figures...), " "))
	}
	want := []string{
		"executive R19   total_revenue monthly_growth partners top_performers",
		"partner R19   revenue leads pipeline performance",
		"operations R19   support_tickets training_completion certification_levels nps",
		"tracking R48 month quarter revenue leads conversion nps",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Dashboards() mismatch (-want +got):\n%s", diff)
	}
}
