package typical

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/roi"
)

const usd, eur = "USD", "EUR"

// between returns a range with two ends.
func between(source, name, unit string, low, high int64) Range {
	return Range{Name: name, Unit: unit, Bound: alianza.Between(decimal.NewFromInt(low), decimal.NewFromInt(high)), Source: source}
}

// least returns a range without an upper end.
func least(source, name, unit string, low int64) Range {
	return Range{Name: name, Unit: unit, Bound: alianza.AtLeast(decimal.NewFromInt(low)), Source: source}
}

// PartnerCAC returns the cost of a customer by kind of partner, in the advanced program. The
// worked example of the same program has a CAC of USD 2,000 for an agency: its prices are on
// another scale.
//
// Rules: C19, C21.
func PartnerCAC() []Range {
	return []Range{
		between("C19", "marketing_agency", usd, 40, 80),
		between("C19", "consulting_firm", usd, 50, 100),
		between("C19", "technology_provider", usd, 30, 60),
		between("C19", "service_integrator", usd, 45, 90),
	}
}

// IntegrationCAC returns the cost of a customer by integration, in the advanced program.
//
// Rules: R21.
func IntegrationCAC() []Range {
	return []Range{
		between("R21", "crm", usd, 25, 50),
		between("R21", "marketing_automation", usd, 30, 60),
		between("R21", "ecommerce", usd, 20, 40),
		between("R21", "analytics", usd, 15, 30),
	}
}

// ContentReturns returns the least return that the alliance program expects by kind of content,
// n:1 gross.
//
// Rules: R5, A2.
func ContentReturns() []Range {
	return []Range{
		least("R5", "micro_influencer", roi.UnitGross, 3),
		least("R5", "macro_influencer", roi.UnitGross, 2),
		least("R5", "ai_expert", roi.UnitGross, 4),
		least("R5", "content_creator", roi.UnitGross, 3),
		least("R5", "industry_blog", roi.UnitGross, 2),
		least("R5", "podcast", roi.UnitGross, 2),
		least("R5", "youtube", roi.UnitGross, 2),
		least("R5", "newsletter", roi.UnitGross, 3),
	}
}

// AffiliateMonth returns the economics of a month of the affiliate program. Investment over
// conversions gives a cost of USD 125 to 200 for an acquisition, and not the range that is
// stated for it.
//
// Rules: R4, R13.
func AffiliateMonth() []Range {
	return []Range{
		between("R4", "investment", usd, 10_000, 25_000),
		between("R4", "revenue", usd, 50_000, 150_000),
		between("R4", "return", roi.UnitGross, 3, 6),
		between("R13", "cost_per_acquisition", usd, 50, 100),
	}
}

// AffiliatePartner returns the figures of a partner of the affiliate program: the share of the
// top 20% of partners, conversion, lifetime value and retention.
//
// Rules: R14, R15.
func AffiliatePartner() []Range {
	top := between("R14", "top_share", roi.UnitPercent, 80, 80)
	top.Of = "revenue"
	return []Range{
		top,
		between("R14", "conversion", roi.UnitPercent, 2, 5),
		between("R14", "ltv", usd, 2_000, 5_000),
		between("R15", "retention", roi.UnitPercent, 70, 80),
	}
}

// Effects returns the effects that the advanced program promises, for planning: reductions of
// costs, acceleration, gains, and the case of one integration.
//
// Rules: R22, R23.
func Effects() []Range {
	return []Range{
		between("R22", "development_cost_reduction", roi.UnitPercent, 40, 60),
		between("R22", "time_to_market_acceleration", roi.UnitPercent, 50, 70),
		between("R22", "infrastructure_cost_reduction", roi.UnitPercent, 30, 50),
		between("R22", "development_acceleration", roi.UnitPercent, 40, 60),
		between("R22", "performance_gain", roi.UnitPercent, 20, 30),
		between("R22", "revenue_share", roi.UnitPercent, 30, 50),
		between("R22", "cac_reduction", roi.UnitPercent, 40, 60),
		least("R23", "case_new_customer_share", roi.UnitPercent, 30),
		between("R23", "case_cac_reduction", roi.UnitPercent, 50, 50),
	}
}

// percentOf returns a range of a percentage with what it is of.
func percentOf(r Range, of, when, priority string) Range {
	r.Of, r.When, r.Priority = of, when, priority
	return r
}

// Levers returns the ways of the advanced program to make more of a partnership. They are of
// revenue, reach and commitment, and never add up.
//
// Rules: R26.
func Levers() []Range {
	return []Range{
		percentOf(between("R26", "deepen", roi.UnitPercent, 50, 50), "revenue", "successful", ""),
		percentOf(between("R26", "expand_scope", roi.UnitPercent, 100, 100), "revenue", "mature", ""),
		percentOf(between("R26", "ecosystem", roi.UnitPercent, 200, 200), "reach", "scaling", ""),
		percentOf(between("R26", "strategic_investment", roi.UnitPercent, 500, 500), "commitment", "critical", ""),
	}
}

// Openings returns the new opportunities of the advanced program. They are of revenue, value
// and impact, and never add up.
//
// Rules: R27.
func Openings() []Range {
	return []Range{
		percentOf(least("R27", "new_markets", roi.UnitPercent, 150), "revenue", "", "high"),
		percentOf(least("R27", "new_verticals", roi.UnitPercent, 100), "revenue", "", "medium"),
		percentOf(least("R27", "technology_innovation", roi.UnitPercent, 200), "value", "", "high"),
		percentOf(least("R27", "strategic_alliances", roi.UnitPercent, 300), "impact", "", "high"),
	}
}

// DealSizes returns the average deal of the alliance and of the advanced program, in two
// currencies and on two scales.
//
// Rules: R38.
func DealSizes() []Range {
	return []Range{
		between("R38", "alliance", eur, 5_000, 5_000),
		between("R38", "advanced", usd, 10_000, 50_000),
	}
}

// CoMarketing returns the budget for co-marketing of a partner and a year, in the advanced
// program. It is a cost of the partnership.
//
// Rules: C24.
func CoMarketing() []Range {
	return []Range{between("C24", "co_marketing_year", usd, 5_000, 50_000)}
}

// AllianceGoals returns the headline goals of the alliance program, with the revenue of a
// partner and a year. 40% of growth is not 40% of revenue.
//
// Rules: R10, R11, R37, X15.
func AllianceGoals() []Range {
	return []Range{
		percentOf(least("R11", "growth_share", roi.UnitPercent, 40), "growth", "", ""),
		percentOf(least("R10", "revenue_share", roi.UnitPercent, 40), "revenue", "", ""),
		least("R11", "new_markets", "", 5),
		least("R11", "cac_reduction", roi.UnitPercent, 30),
		least("R10", "revenue_per_partner", eur, 50_000),
		least("R10", "productivity", eur, 100_000),
	}
}

// A Dashboard is a list of figures that belong together, and how often they are reported and
// reviewed.
type Dashboard struct {
	Name    string   `json:"name"`
	Figures []string `json:"figures"`
	Report  string   `json:"report,omitzero"` // how often: "month", or "" if the program does not say
	Review  string   `json:"review,omitzero"` // likewise
	Source  string   `json:"source"`          // the id of the rule, such as "R19"
}

// MarshalJSON returns the dashboard as a JSON object.
func (d Dashboard) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a dashboard strictly.
func (d *Dashboard) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// Dashboards returns the boards of the alliance program: executive, partner and operations, and
// the figures kept for each partner.
//
// Rules: R19, R48.
func Dashboards() []Dashboard {
	return []Dashboard{
		{Name: "executive", Figures: []string{"total_revenue", "monthly_growth", "partners", "top_performers"}, Source: "R19"},
		{Name: "partner", Figures: []string{"revenue", "leads", "pipeline", "performance"}, Source: "R19"},
		{Name: "operations", Figures: []string{"support_tickets", "training_completion", "certification_levels", "nps"}, Source: "R19"},
		{Name: "tracking", Figures: []string{"revenue", "leads", "conversion", "nps"}, Report: "month", Review: "quarter", Source: "R48"},
	}
}
