package prospect

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
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
	return kpi.ScorecardDefinition{Name: "dependency", KPIs: []kpi.Definition{
		{Name: "partners", Target: alianza.AtLeast(decimal.NewFromInt(2)), Actions: []string{"diversify_partners"}},
		{
			Name: "top_fifth_share", Unit: kpi.UnitPercent, Target: alianza.Below(decimal.NewFromInt(80)),
			Actions: []string{"diversify_partners", "diversify_channels", "diversify_regions", "diversify_products"},
		},
	}}
}

// RiskReview returns the review of the advanced program: each of its four kinds
// of risk was assessed. A [Risk] keeps the rest of its cycle: what is monitored,
// the mitigation and the contingency plan.
//
// Rules: S32.
func RiskReview() ClassifierDefinition {
	return ClassifierDefinition{
		Name: "risk_review", Otherwise: "incomplete",
		Classes: []Class{{Name: "complete", All: []string{"financial", "operational", "strategic", "reputation"}}},
	}
}

// MarshalJSON returns the JSON of the risk.
func (r Risk) MarshalJSON() ([]byte, error) { return oldjson.Marshal(r.fields) }

// UnmarshalJSON reads a risk strictly.
func (r *Risk) UnmarshalJSON(data []byte) error {
	return oldjson.Into(r, data, oldjson.MaxDefinition, (*Risk).fields, nil)
}

func (r *Risk) fields(o *oldjson.Object) {
	o.String("name", &r.Name)
	o.String("category", &r.Category)
	o.Optional().String("kpi", &r.KPI)
	o.Optional().Strings("mitigation", &r.Mitigation)
	o.Optional().Strings("contingency", &r.Contingency)
}
