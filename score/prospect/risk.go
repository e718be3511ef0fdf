package prospect

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// A Risk is a line of a risk register: what may happen, what gives it away, what
// makes it smaller and what to do if it comes true.
type Risk struct {
	Name     string `json:"name"`
	Category string `json:"category"`
	// KPI is the name of the KPI that is red if the risk is there, if there is one.
	KPI         string   `json:"kpi,omitzero"`
	Mitigation  []string `json:"mitigation,omitzero"`
	Contingency []string `json:"contingency,omitzero"`
}

// AllianceRisks returns the risk register of the alliance program. The two risks
// of dependency are given away by [DependencyKPIs].
//
// Rules: S31.
func AllianceRisks() []Risk {
	watch, bind := func() []string { return []string{"certification", "monitoring"} }, func() []string { return []string{"contracts", "exclusivity"} }
	card := DependencyKPIs()
	return []Risk{
		{Name: "single_point_of_failure", Category: "dependency", KPI: card.KPIs[0].Name, Mitigation: card.KPIs[0].Actions},
		{Name: "revenue_concentration", Category: "dependency", KPI: card.KPIs[1].Name, Mitigation: card.KPIs[1].Actions},
		{Name: "low_partner_performance", Category: "quality", Mitigation: watch()},
		{Name: "brand_damage", Category: "quality", Mitigation: watch()},
		{Name: "partner_switching", Category: "competition", Mitigation: bind()},
		{Name: "direct_competition", Category: "competition", Mitigation: bind()},
	}
}

// DependencyKPIs returns the two risks of the alliance program that figures give
// away. A single partner is a single point of failure. Revenue is concentrated if
// the top fifth of the partners brings 80% of it or more; the affiliate program
// calls that normal, so set the bound as you like.
//
// Rules: S31.
func DependencyKPIs() kpi.ScorecardDefinition {
	n := decimal.NewFromInt
	return kpi.ScorecardDefinition{Name: "dependency", KPIs: []kpi.Definition{
		{Name: "partners", Range: alianza.AtLeast(n(0)), Target: alianza.AtLeast(n(2)), Actions: []string{"diversify_partners"}},
		{
			Name: "top_fifth_share", Unit: kpi.UnitPercent, Range: alianza.Between(n(0), n(100)), Target: alianza.Below(n(80)),
			Formula: "revenue from the top fifth of partners / revenue from partners",
			Actions: []string{"diversify_partners", "diversify_channels", "diversify_regions", "diversify_products"},
		},
	}}
}

// StallCauses returns the diagnosis of the semaforo for an alliance that looks
// promising and does not take off. Where there was nothing simple to try, a pilot
// helps.
//
// Rules: S12.
func StallCauses() []Risk {
	return []Risk{
		{Name: "uncomfortable_framing", Category: "stall"},
		{Name: "confusing_operation", Category: "stall"},
		{Name: "badly_designed_benefit", Category: "stall"},
		{Name: "no_simple_pilot", Category: "stall", Mitigation: []string{ActionPilot}},
	}
}

// RiskReview returns the review of the advanced program: each of its four kinds
// of risk was assessed. See [RiskCycle] for what is done about a risk.
//
// Rules: S32.
func RiskReview() ClassifierDefinition {
	return ClassifierDefinition{
		Name: "risk_review", Otherwise: "incomplete",
		Classes: []Class{{Name: "complete", All: []string{"financial", "operational", "strategic", "reputation"}}},
	}
}

// RiskCycle returns what the advanced program does about each risk. A [Risk] keeps
// what comes of it.
//
// Rules: S32.
func RiskCycle() ClassifierDefinition {
	return ClassifierDefinition{
		Name: "risk_cycle", Otherwise: "incomplete",
		Classes: []Class{{Name: "complete", All: []string{"assess", "monitor", "mitigate", "contingency_plan"}}},
	}
}

// MarshalJSON returns the JSON of the risk.
func (r Risk) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a risk.
func (r *Risk) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }
