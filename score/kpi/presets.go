package kpi

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// CriticalKPIs returns the critical KPIs of the advanced program. A miss of a
// critical one makes the card red, one of a high one yellow. The 95% of
// satisfaction, from an "NPS survey", is read as percent satisfied.
//
// Rules: R6, R16.
func CriticalKPIs() ScorecardDefinition {
	critical := func(k Definition, p Priority) Definition {
		k.Priority = p
		return k
	}
	return ScorecardDefinition{Name: "critical_kpis", RedFrom: PriorityCritical, KPIs: []Definition{
		critical(benchmark(least(80), share("success_rate", least(90), "successful partnerships / all partnerships")), PriorityCritical),
		critical(benchmark(least(90), share("satisfaction", least(95), "partners who say they are satisfied / partners asked")), PriorityCritical),
		critical(benchmark(least(30), share("partner_revenue_share", least(40), revenueShare)), PriorityCritical),
		critical(benchmark(least(80), share("retention", least(85), retention)), PriorityHigh),
		critical(benchmark(least(200), percent("roi", least(300), returned)), PriorityCritical),
	}}
}

// ChannelKPIs returns the KPIs of channel partners in the advanced program. Of a
// range the low end is the bar. The benchmark of the CAC reduction, 50%, is
// stricter than its target, as the program has it.
//
// Rules: R7.
func ChannelKPIs() ScorecardDefinition {
	return ScorecardDefinition{Name: "channel_kpis", KPIs: []Definition{
		benchmark(least(25).Range(whole(40)), share("partner_revenue_share", least(30).Range(whole(50)), revenueShare)),
		benchmark(least(50), percent("cac_reduction", least(40).Range(whole(60)), reduction)),
		benchmark(least(85), share("satisfaction", least(90), "satisfied answers / answers, by a survey")),
		benchmark(least(75), share("retention", least(80), retention)),
		every(EveryYear, benchmark(least(3).Range(whole(8)), count("deals_per_partner", least(5).Range(whole(10)), "deals / active partners"))),
	}}
}

// GrowthKPIs returns the growth KPIs of the advanced program. From 10 partners to
// 30 is a growth of 200%; the ratio of 3 or of 2 is no percentage, and is refused.
// Market expansion is new over initial markets: 6 new ones on 4 are 150%.
//
// Rules: R8.
func GrowthKPIs() ScorecardDefinition {
	return ScorecardDefinition{Name: "growth_kpis", KPIs: []Definition{
		every(EveryYear, benchmark(least(150), percent("partner_growth", least(200), "(partners of year 2 - partners of year 1) / partners of year 1"))),
		benchmark(least(100), percent("market_expansion", least(150), "new markets / initial markets")),
		benchmark(least(60), share("innovation_outcomes", least(80), "features or products from partnerships / all of them")),
		benchmark(least(20), percent("cost_reduction", least(30), "(cost before - cost after) / cost before")),
		every(EveryYear, benchmark(least(200), percent("revenue_growth", least(250), "(revenue of year 2 - revenue of year 1) / revenue of year 1"))),
	}}
}

// TechnologyKPIs returns the KPIs of technology partnerships in the advanced
// program. "Under two weeks" is strict: 14 days miss. The 90% of developer
// satisfaction, called an NPS, is read as percent satisfied.
//
// Rules: R9, R16.
func TechnologyKPIs() ScorecardDefinition {
	return ScorecardDefinition{Name: "technology_kpis", KPIs: []Definition{
		share("integration_adoption", least(60), "customers who use the integration / customers"),
		every(EveryYear, percent("api_growth", least(200), "(calls of year 2 - calls of year 1) / calls of year 1")),
		share("developer_satisfaction", least(90), "developers who say they are satisfied / developers asked"),
		days("time_to_integration", alianza.Below(whole(14))),
	}}
}

// ChannelSalesKPIs returns the KPIs of channel partnerships by kind in the
// advanced program, which are not those of [ChannelKPIs]. A sales cycle of 30 to
// 60 days has its bar at 60.
//
// Rules: R9.
func ChannelSalesKPIs() ScorecardDefinition {
	return ScorecardDefinition{Name: "channel_sales_kpis", KPIs: []Definition{
		every(EveryYear, count("deals_per_partner", least(5).Range(whole(10)), "deals / active partners")),
		amount("average_deal", "USD", least(10_000).Range(whole(50_000)), "revenue / deals"),
		days("sales_cycle", alianza.AtMost(whole(60)).Range(whole(30))), // 90 days or more in direct sales
		share("win_rate", least(40), "won deals / won and lost deals"),  // 25% in direct sales
	}}
}

// StrategicKPIs returns the KPIs of strategic partnerships in the advanced
// program. The reach of joint marketing is in multiples of the own audience.
//
// Rules: R9.
func StrategicKPIs() ScorecardDefinition {
	return ScorecardDefinition{Name: "strategic_kpis", KPIs: []Definition{
		{Name: "marketing_reach", Unit: "x", Target: least(10), Formula: "audience of joint marketing / own audience"},
		percent("brand_awareness", least(50), "(awareness after - awareness before) / awareness before"),
		share("lead_share", least(30), "leads from partners / all leads"),
	}}
}

// AllianceKPIs returns the KPIs of the alliance program, with strict bounds where
// it writes > or <. Satisfaction is a mean of 5, not a percentage. Revenue per
// partner and productivity are two targets that do not know of each other.
//
// Rules: R10, R16.
func AllianceKPIs() ScorecardDefinition {
	mean := alianza.Above(decimal.New(45, -1))
	return ScorecardDefinition{Name: "alliance_kpis", KPIs: []Definition{
		share("partner_revenue_share", least(40), revenueShare),
		every(EveryYear, percent("partner_growth", least(50), "(partners of year 2 - partners of year 1) / partners of year 1")),
		amount("average_deal", "EUR", least(5_000), "revenue / deals"),
		amount("revenue_per_partner", "EUR", least(50_000), "revenue / partners"),
		{Name: "satisfaction", Unit: UnitOfFive, Target: mean, Formula: "mean of the answers of partners"},
		share("retention", alianza.Above(whole(90)), retention),
		days("time_to_first_sale", alianza.Below(whole(30))),
		amount("productivity", "EUR", least(100_000), "revenue / partners who sell"),
		share("lead_quality", alianza.Above(whole(70)), "qualified leads / leads"),
		share("conversion", alianza.Above(whole(15)), "customers / leads"),
		{Name: "customer_satisfaction", Unit: UnitOfFive, Target: mean, Formula: "mean of the answers of customers"},
		every(EveryMonth, count("support_tickets", alianza.Below(whole(2)), "tickets / partners")),
	}}
}

// WeeklyKPIs returns the weekly dashboard of the advanced program, with the action
// for each miss, which is called also while the value rises.
//
// Rules: R17.
func WeeklyKPIs() ScorecardDefinition {
	weekly := func(k Definition, action string) Definition { return every(EveryWeek, k, action) }
	return ScorecardDefinition{Name: "weekly_kpis", KPIs: []Definition{
		weekly(count("new_partners", least(8), "partners signed"), "more_outreach"),
		weekly(amount("partner_revenue", "USD", least(75_000), "revenue from partners"), "optimize_activation"),
		weekly(share("satisfaction", least(95), "satisfied answers / answers"), "improve_support"),
		weekly(percent("roi", least(300), returned), "optimize_costs"),
	}}
}

// PerformanceTargets are the bars of [PerformanceKPIs], which the program leaves
// to the caller. A bar of zero is none, which [NewScorecard] refuses.
type PerformanceTargets struct {
	_            [0]func()       // == would compare decimals by address
	Currency     string          `json:"currency"`     // of Revenue
	Revenue      decimal.Decimal `json:"revenue"`      // a partner, at least
	Days         decimal.Decimal `json:"days"`         // from the lead to the deal, at most
	Satisfaction decimal.Decimal `json:"satisfaction"` // percent of partners, at least
	Usage        decimal.Decimal `json:"usage"`        // percent of partners who use the integration, at least
}

// MarshalJSON returns the JSON of the bars.
func (t PerformanceTargets) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads bars.
func (t *PerformanceTargets) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, t, nil)
}

// PerformanceKPIs returns the performance table of the advanced program, with
// what is done about a poor reading. Of the days from lead to deal, less is
// better. Satisfaction is read quarterly, the others monthly.
//
// Rules: R29.
func PerformanceKPIs(bars PerformanceTargets) ScorecardDefinition {
	bar := func(b alianza.Bound) alianza.Bound {
		if b.Value.IsZero() {
			return alianza.Bound{}
		}
		return b
	}
	return ScorecardDefinition{Name: "performance_kpis", KPIs: []Definition{
		every(EveryMonth, amount("revenue_per_partner", bars.Currency, bar(alianza.AtLeast(bars.Revenue)), "revenue / partners"), "training", "more_support"),
		every(EveryMonth, days("deal_velocity", bar(alianza.AtMost(bars.Days))), "optimize_process", "materials"),
		every(EveryQuarter, share("satisfaction", bar(alianza.AtLeast(bars.Satisfaction)), "satisfied answers / answers"), "improve_support", "communication"),
		every(EveryMonth, share("integration_usage", bar(alianza.AtLeast(bars.Usage)), "partners who use the integration / partners"), "documentation", "technical_support"),
	}}
}

// ImprovementKPIs returns the process improvements of the advanced program for the
// weeks that onboarding takes today: half of them, so that four weeks become two.
// Support answers in under 24 hours, strictly. Clearer training materials and weekly
// updates are checks beside the numbers.
//
// Rules: R28.
func ImprovementKPIs(onboardingWeeks decimal.Decimal) ScorecardDefinition {
	bar := onboardingWeeks // one out of bounds is refused by NewScorecard
	if exact.Check(bar) == nil {
		bar = exact.Trim(bar.Mul(decimal.New(5, -1)))
	}
	return ScorecardDefinition{Name: "improvement_kpis", KPIs: []Definition{
		{Name: "onboarding", Unit: "weeks", Range: alianza.AtLeast(whole(0)), Target: alianza.AtMost(bar)},
		{Name: "support_response", Unit: "hours", Range: alianza.AtLeast(whole(0)), Target: alianza.Below(whole(24))},
		done("training_materials_clearer"), done("weekly_updates"),
	}}
}

// ThreeMonths returns the goals of the advanced program for three months: what is
// aimed at, beside the floor of [NinetyDays] for the same time. Four checks stand
// beside the numbers; [Check] makes their values.
//
// Rules: R41.
func ThreeMonths() ScorecardDefinition {
	return ScorecardDefinition{Name: "three_months", KPIs: []Definition{
		count("active_partnerships", least(5).Range(whole(10)), ""),
		share("partner_revenue_share", least(20).Range(whole(30)), revenueShare),
		percent("cac_reduction", least(40).Range(whole(60)), reduction),
		share("satisfaction", alianza.Above(whole(90)), "satisfied answers / answers"),
		done("onboarding_works"), done("training_works"), done("support_works"), done("metrics_dashboard_works"),
	}}
}

// NinetyDays returns the success checklist of the advanced program for 90 days,
// with its mixed operators. Onboarding in under four weeks is strict: 28 days
// miss. Three checks stand beside the numbers; [Check] makes their values.
//
// Rules: R42.
func NinetyDays() ScorecardDefinition {
	return ScorecardDefinition{Name: "ninety_days", KPIs: []Definition{
		count("active_partnerships", least(5), ""),
		share("partner_revenue_share", least(20), revenueShare),
		percent("cac_reduction", least(40), reduction),
		share("satisfaction", alianza.Above(whole(85)), "satisfied answers / answers"),
		percent("roi", alianza.Above(whole(200)), returned),
		days("onboarding", alianza.Below(whole(28))),
		done("training_materials_complete"), done("scalable_support_in_place"), done("metrics_monitored_weekly"),
	}}
}

// YearScenarios returns the scenarios of the advanced program for twelve months:
// base and optimistic. A scenario is reached when all its low ends are; see
// [Reached]. Values between the two belong to base.
//
// Rules: R43, R44.
func YearScenarios() []ScorecardDefinition {
	card := func(name string, active, revenue, cac alianza.Bound, satisfaction, roi int64) ScorecardDefinition {
		return ScorecardDefinition{Name: name, KPIs: []Definition{
			count("active_partnerships", active, ""),
			share("partner_revenue_share", revenue, revenueShare),
			percent("cac_reduction", cac, reduction),
			share("satisfaction", least(satisfaction), "satisfied answers / answers"),
			percent("roi", least(roi), returned),
		}}
	}
	return []ScorecardDefinition{
		card("base", least(10).Range(whole(15)), least(30).Range(whole(40)), least(50), 90, 300),
		card("optimistic", least(20).Range(whole(30)), least(50), least(60), 95, 500),
	}
}

// AffiliatePartners returns how many partners the affiliate program wants of each type:
// from 139 to 237 in all. The numbers are reach over a year, and not partners at one time.
//
// Rules: R31.
func AffiliatePartners() ScorecardDefinition {
	return ScorecardDefinition{Name: "affiliate_partners", KPIs: []Definition{
		count("micro", least(10).Range(whole(20)), ""),
		count("macro", least(3).Range(whole(5)), ""),
		count("mega", least(1).Range(whole(2)), ""),
		count("agency", least(20).Range(whole(30)), ""),
		count("consultant", least(50).Range(whole(100)), ""),
		count("platform", least(10).Range(whole(15)), ""),
		count("blog", least(20).Range(whole(30)), ""),
		count("podcast", least(15).Range(whole(20)), ""),
		count("youtube", least(10).Range(whole(15)), ""),
	}}
}

// ChannelPartners returns how many partners the alliance program wants in its channel: 80,
// and 5 distributors in each of so many regions. Without a region it leaves them out.
//
// Rules: R32, T17.
func ChannelPartners(regions int) ScorecardDefinition {
	d := ScorecardDefinition{Name: "channel_partners", KPIs: []Definition{
		count("consultant", least(50), ""),
		count("agency", least(20), ""),
		count("integrator", least(10), ""),
	}}
	if regions > 0 {
		d.KPIs = append(d.KPIs, count("distributor", alianza.AtLeast(whole(5).Mul(whole(int64(regions)))), "distributors of all regions"))
	}
	return d
}

// ContentPartners returns how many partners the alliance program wants for content: 180.
// With those of [ChannelPartners] they are more than the 200 active partners of its second
// year.
//
// Rules: R32.
func ContentPartners() ScorecardDefinition {
	return ScorecardDefinition{Name: "content_partners", KPIs: []Definition{
		count("micro", least(50), ""),
		count("macro", least(10), ""),
		count("expert", least(20), ""),
		count("creator", least(30), ""),
		count("blog", least(20), ""),
		count("podcast", least(15), ""),
		count("youtube", least(25), ""),
		count("newsletter", least(10), ""),
	}}
}

// Profiles returns the profiles of influencers and media of the affiliate
// program, by class: "micro", "macro", "blog", "podcast" and "youtube". All bounds
// are strict but those of ages and days. A mega influencer has no profile: the
// program gives no figures for it.
//
// Rules: S21, S22.
func Profiles() map[string]ScorecardDefinition {
	engagement := func(above int64) Definition {
		return Definition{Name: "engagement", Unit: UnitPercent, Range: alianza.AtLeast(whole(0)), Target: alianza.Above(whole(above)), Formula: "reactions / followers"}
	}
	age := func(from, to int64) Definition {
		return Definition{Name: "audience_age", Unit: "years", Range: alianza.AtLeast(whole(0)), Target: alianza.Between(whole(from), whole(to))}
	}
	above := func(name string, bound int64) Definition { return count(name, alianza.Above(whole(bound)), "") }
	return map[string]ScorecardDefinition{
		"micro":   {Name: "micro_influencer", KPIs: []Definition{engagement(3), age(25, 45)}},
		"macro":   {Name: "macro_influencer", KPIs: []Definition{engagement(2), age(30, 50)}},
		"blog":    {Name: "blog", KPIs: []Definition{every(EveryMonth, above("visitors", 50_000))}},
		"podcast": {Name: "podcast", KPIs: []Definition{above("downloads_per_episode", 10_000), days("days_between_episodes", alianza.AtMost(whole(15)))}},
		"youtube": {Name: "youtube", KPIs: []Definition{above("subscribers", 50_000), engagement(5)}},
	}
}

// The formulas that several presets name.
const (
	revenueShare = "revenue from partners / all revenue"
	retention    = "partners of a year still active in the next / partners of that year"
	reduction    = "(direct CAC - partner CAC) / direct CAC"
	returned     = "(revenue - cost) / cost"
)

func whole(number int64) decimal.Decimal { return decimal.NewFromInt(number) }

func least(bound int64) alianza.Bound { return alianza.AtLeast(whole(bound)) }

// percent is a KPI in percent of any size, such as a growth.
func percent(name string, target alianza.Bound, formula string) Definition {
	return Definition{Name: name, Unit: UnitPercent, Target: target, Formula: formula}
}

// share is a KPI in percent of a whole.
func share(name string, target alianza.Bound, formula string) Definition {
	k := percent(name, target, formula)
	k.Range = alianza.Between(whole(0), whole(100))
	return k
}

// count is a KPI without a unit that is never negative.
func count(name string, target alianza.Bound, formula string) Definition {
	return Definition{Name: name, Range: alianza.AtLeast(whole(0)), Target: target, Formula: formula}
}

// benchmark gives a KPI its benchmark.
func benchmark(b alianza.Bound, k Definition) Definition {
	k.Benchmark = b
	return k
}

// amount is a KPI in a currency.
func amount(name, currency string, target alianza.Bound, formula string) Definition {
	return Definition{Name: name, Unit: currency, Target: target, Formula: formula}
}

// days is a KPI in days.
func days(name string, target alianza.Bound) Definition {
	return Definition{Name: name, Unit: "days", Range: alianza.AtLeast(whole(0)), Target: target}
}

// done is a check.
func done(name string) Definition { return Definition{Name: name, Unit: UnitCheck, Target: least(1)} }

// every says how often a KPI is taken, and what is done about a poor reading.
func every(c Cadence, k Definition, actions ...string) Definition {
	k.Every, k.Actions = c, actions
	return k
}
