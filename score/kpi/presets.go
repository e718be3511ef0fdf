package kpi

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// CriticalKPIs returns the critical KPIs of the advanced program (R6). A miss of
// a critical one makes the card red, one of a high one yellow. The 95% of
// satisfaction, from an "NPS survey", is read as percent satisfied (R16).
func CriticalKPIs() ScorecardDefinition {
	critical := func(k Definition, p Priority, measure string) Definition {
		k.Priority, k.Measure = p, measure
		return k
	}
	return ScorecardDefinition{Name: "critical_kpis", RedFrom: PriorityCritical, KPIs: []Definition{
		critical(percent("success_rate", least(90), least(80)), PriorityCritical, "successful partnerships / all partnerships"),
		critical(percent("satisfaction", least(95), least(90)), PriorityCritical, "partners who say they are satisfied / partners asked"),
		critical(percent("partner_revenue_share", least(40), least(30)), PriorityCritical, "revenue from partners / all revenue"),
		critical(percent("retention", least(85), least(80)), PriorityHigh, "partners of a year still active in the next"),
		critical(percent("roi", least(300), least(200)), PriorityCritical, "(revenue - cost) / cost"),
	}}
}

// ChannelKPIs returns the KPIs of channel partners in the advanced program (R7).
// Of a range the low end is the bar. The benchmark of the CAC reduction, 50%, is
// stricter than its target, as the program has it.
func ChannelKPIs() ScorecardDefinition {
	return ScorecardDefinition{Name: "channel_kpis", KPIs: []Definition{
		percent("partner_revenue_share", least(30).Range(whole(50)), least(25).Range(whole(40))),
		percent("cac_reduction", least(40).Range(whole(60)), least(50)),
		percent("satisfaction", least(90), least(85)),
		percent("retention", least(80), least(75)),
		kpi("deals_per_partner", "", least(5).Range(whole(10)), least(3).Range(whole(8))), // a year
	}}
}

// GrowthKPIs returns the growth KPIs of the advanced program (R8). Market
// expansion is new over initial markets: 6 new ones on 4 are 150%.
func GrowthKPIs() ScorecardDefinition {
	return ScorecardDefinition{Name: "growth_kpis", KPIs: []Definition{
		percent("partner_growth", least(200), least(150)),
		percent("market_expansion", least(150), least(100)),
		percent("innovation_outcomes", least(80), least(60)),
		percent("cost_reduction", least(30), least(20)),
		percent("revenue_growth", least(250), least(200)),
	}}
}

// TechnologyKPIs returns the KPIs of technology partnerships in the advanced
// program (R9). "Under two weeks" is strict: 14 days miss. The 90% of developer
// satisfaction, called an NPS, is read as percent satisfied (R16).
func TechnologyKPIs() ScorecardDefinition {
	return ScorecardDefinition{Name: "technology_kpis", KPIs: []Definition{
		percent("integration_adoption", least(60), alianza.Bound{}),
		percent("api_growth", least(200), alianza.Bound{}),
		percent("developer_satisfaction", least(90), alianza.Bound{}),
		kpi("time_to_integration", "days", alianza.Below(whole(14)), alianza.Bound{}),
	}}
}

// ChannelSalesKPIs returns the KPIs of channel partnerships by kind in the
// advanced program (R9), which are not those of [ChannelKPIs]. A sales cycle of
// 30 to 60 days has its bar at 60.
func ChannelSalesKPIs() ScorecardDefinition {
	measured := func(k Definition, measure string) Definition {
		k.Measure = measure
		return k
	}
	return ScorecardDefinition{Name: "channel_sales_kpis", KPIs: []Definition{
		kpi("deals_per_partner", "", least(5).Range(whole(10)), alianza.Bound{}), // a year
		kpi("average_deal", "USD", least(10_000).Range(whole(50_000)), alianza.Bound{}),
		measured(kpi("sales_cycle", "days", alianza.AtMost(whole(60)).Range(whole(30)), alianza.Bound{}), "90 days or more in direct sales"),
		measured(percent("win_rate", least(40), alianza.Bound{}), "25% in direct sales"),
	}}
}

// StrategicKPIs returns the KPIs of strategic partnerships in the advanced
// program (R9). The reach of joint marketing is in multiples of the own
// audience.
func StrategicKPIs() ScorecardDefinition {
	return ScorecardDefinition{Name: "strategic_kpis", KPIs: []Definition{
		kpi("marketing_reach", "x", least(10), alianza.Bound{}),
		percent("brand_awareness", least(50), alianza.Bound{}),
		percent("lead_share", least(30), alianza.Bound{}),
	}}
}

// AllianceKPIs returns the KPIs of the alliance program (R10), with strict
// bounds where it writes > or <. Satisfaction is a mean of 5, not a percentage
// (R16). Revenue per partner and productivity are two targets that do not know
// of each other.
func AllianceKPIs() ScorecardDefinition {
	mean := alianza.Above(decimal.New(45, -1))
	return ScorecardDefinition{Name: "alliance_kpis", KPIs: []Definition{
		percent("partner_revenue_share", least(40), alianza.Bound{}),
		percent("partner_growth", least(50), alianza.Bound{}), // a year
		kpi("average_deal", "EUR", least(5_000), alianza.Bound{}),
		kpi("revenue_per_partner", "EUR", least(50_000), alianza.Bound{}),
		kpi("satisfaction", UnitOfFive, mean, alianza.Bound{}),
		percent("retention", alianza.Above(whole(90)), alianza.Bound{}),
		kpi("time_to_first_sale", "days", alianza.Below(whole(30)), alianza.Bound{}),
		kpi("productivity", "EUR", least(100_000), alianza.Bound{}),
		percent("lead_quality", alianza.Above(whole(70)), alianza.Bound{}),
		percent("conversion", alianza.Above(whole(15)), alianza.Bound{}),
		kpi("customer_satisfaction", UnitOfFive, mean, alianza.Bound{}),
		kpi("support_tickets", "", alianza.Below(whole(2)), alianza.Bound{}), // per partner and month
	}}
}

// WeeklyKPIs returns the weekly dashboard of the advanced program (R17), with
// the action for each miss, which is called also while the figure rises.
func WeeklyKPIs() ScorecardDefinition {
	return ScorecardDefinition{Name: "weekly_kpis", KPIs: []Definition{
		acting(kpi("new_partners", "", least(8), alianza.Bound{}), "more_outreach"),
		acting(kpi("partner_revenue", "USD", least(75_000), alianza.Bound{}), "optimize_activation"),
		acting(percent("satisfaction", least(95), alianza.Bound{}), "improve_support"),
		acting(percent("roi", least(300), alianza.Bound{}), "optimize_costs"),
	}}
}

// PerformanceKPIs returns the performance table of the advanced program (R29),
// with what is done about a poor reading. The program gives no targets, so that
// they are the caller's: revenue per partner in a currency, days from lead to
// deal, of which less is better, satisfied partners and partners that use the
// integration in percent. Satisfaction is read quarterly, the others monthly.
func PerformanceKPIs(currency string, revenue, days, satisfaction, usage alianza.Bound) ScorecardDefinition {
	every := func(period string, k Definition, actions ...string) Definition {
		k.Measure, k.Actions = period, actions
		return k
	}
	return ScorecardDefinition{Name: "performance_kpis", KPIs: []Definition{
		every("monthly", kpi("revenue_per_partner", currency, revenue, alianza.Bound{}), "training", "more_support"),
		every("monthly", kpi("deal_velocity", "days", days, alianza.Bound{}), "optimize_process", "materials"),
		every("quarterly", percent("satisfaction", satisfaction, alianza.Bound{}), "improve_support", "communication"),
		every("monthly", percent("integration_usage", usage, alianza.Bound{}), "documentation", "technical_support"),
	}}
}

// ThreeMonths returns the goals of the advanced program for three months (R41):
// what is aimed at, beside the floor of [NinetyDays] for the same time.
func ThreeMonths() ScorecardDefinition {
	return ScorecardDefinition{Name: "three_months", KPIs: []Definition{
		kpi("active_partnerships", "", least(5).Range(whole(10)), alianza.Bound{}),
		percent("partner_revenue_share", least(20).Range(whole(30)), alianza.Bound{}),
		percent("cac_reduction", least(40).Range(whole(60)), alianza.Bound{}),
		percent("satisfaction", alianza.Above(whole(90)), alianza.Bound{}),
	}}
}

// NinetyDays returns the success checklist of the advanced program for 90 days
// (R42), with its mixed operators. Onboarding in under four weeks is strict: 28
// days miss.
func NinetyDays() ScorecardDefinition {
	return ScorecardDefinition{Name: "ninety_days", KPIs: []Definition{
		kpi("active_partnerships", "", least(5), alianza.Bound{}),
		percent("partner_revenue_share", least(20), alianza.Bound{}),
		percent("cac_reduction", least(40), alianza.Bound{}),
		percent("satisfaction", alianza.Above(whole(85)), alianza.Bound{}),
		percent("roi", alianza.Above(whole(200)), alianza.Bound{}),
		kpi("onboarding", "days", alianza.Below(whole(28)), alianza.Bound{}),
	}}
}

// YearScenarios returns the scenarios of the advanced program for twelve months:
// base (R43) and optimistic (R44). A scenario is reached when all its low ends
// are; see [Reached]. Values between the two belong to base.
func YearScenarios() []ScorecardDefinition {
	card := func(name string, active, share, cac alianza.Bound, satisfaction, roi int64) ScorecardDefinition {
		return ScorecardDefinition{Name: name, KPIs: []Definition{
			kpi("active_partnerships", "", active, alianza.Bound{}),
			percent("partner_revenue_share", share, alianza.Bound{}),
			percent("cac_reduction", cac, alianza.Bound{}),
			percent("satisfaction", least(satisfaction), alianza.Bound{}),
			percent("roi", least(roi), alianza.Bound{}),
		}}
	}
	return []ScorecardDefinition{
		card("base", least(10).Range(whole(15)), least(30).Range(whole(40)), least(50), 90, 300),
		card("optimistic", least(20).Range(whole(30)), least(50), least(60), 95, 500),
	}
}

func whole(number int64) decimal.Decimal { return decimal.NewFromInt(number) }

func least(bound int64) alianza.Bound { return alianza.AtLeast(whole(bound)) }

func kpi(name, unit string, target, benchmark alianza.Bound) Definition {
	return Definition{Name: name, Unit: unit, Target: target, Benchmark: benchmark}
}

func percent(name string, target, benchmark alianza.Bound) Definition {
	return kpi(name, UnitPercent, target, benchmark)
}

func acting(k Definition, actions ...string) Definition {
	k.Actions = actions
	return k
}
