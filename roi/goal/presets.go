package goal

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// whole returns a whole number.
func whole(n int64) decimal.Decimal { return decimal.NewFromInt(n) }

// month is the period of a goal that is the same in every month.
const month = "month"

// between returns the goal of a range in a month.
func between(name, unit, of string, low, high int64) Goal {
	return Goal{Period: month, Name: name, Unit: unit, Of: of, Bound: alianza.Between(whole(low), whole(high))}
}

// atLeast returns the goal of a least number.
func atLeast(period, name, unit string, least int64) Goal {
	return Goal{Period: period, Name: name, Unit: unit, Bound: alianza.AtLeast(whole(least))}
}

// AffiliateBudget returns the budget of a month of the affiliate program, in total and per kind
// of influencer, with the number of influencers of each kind. The budgets of the kinds allow
// 35,000 together, 10,000 more than that of the program.
//
// Rules: R30.
func AffiliateBudget() Definition {
	const program = "program"
	return Definition{Name: "affiliate_budget", Goals: []Goal{
		between(program, "USD", "", 10_000, 25_000),
		between("micro", "USD", program, 2_000, 5_000),
		between("macro", "USD", program, 5_000, 10_000),
		between("mega", "USD", program, 10_000, 20_000),
		between("micro_influencers", "", "", 10, 20),
		between("macro_influencers", "", "", 3, 5),
		between("mega_influencers", "", "", 1, 2),
	}}
}

// AffiliateReach returns the funnel that a month of the affiliate program aims at.
//
// Rules: R12.
func AffiliateReach() Definition {
	return Definition{Name: "affiliate_reach", Goals: []Goal{
		between("impressions", "", "", 500_000, 2_000_000),
		between("clicks", "", "", 10_000, 50_000),
		between("leads", "", "", 500, 2_000),
		between("conversions", "", "", 50, 200),
	}}
}

// AdvancedFunnel returns the funnel that a month of the advanced program aims at: contacts,
// calls, proposals, and at least one partnership closed.
//
// Rules: R46.
func AdvancedFunnel() Definition {
	return Definition{Name: "advanced_funnel", Goals: []Goal{
		atLeast(month, "outreach", "", 5),
		{Period: month, Name: "calls", Bound: alianza.AtLeast(whole(2)).Range(whole(3))},
		{Period: month, Name: "proposals", Bound: alianza.AtLeast(whole(1)).Range(whole(2))},
		atLeast(month, "closed", "", 1),
	}}
}

// AllianceRoadmap returns the roadmap of the alliance program by quarter, from Y1Q1 to Y2Q4:
// active partners and revenue, and for the first quarter the partners identified and the
// agreements. Revenue is that of the quarter, so that the years add up to EUR 2.0 and 9.0
// million. The second quarter of the second year has no target for partners.
//
// Rules: R35, R36.
func AllianceRoadmap() Definition {
	d := Definition{Name: "alliance_roadmap", Goals: []Goal{
		atLeast("Y1Q1", "identified", "", 100),
		atLeast("Y1Q1", "agreements", "", 20),
	}}
	for _, q := range []struct {
		period          string
		active, revenue int64 // 0 active partners: no target
	}{
		{"Y1Q1", 10, 100_000},
		{"Y1Q2", 30, 300_000},
		{"Y1Q3", 50, 600_000},
		{"Y1Q4", 75, 1_000_000},
		{"Y2Q1", 100, 1_500_000},
		{"Y2Q2", 0, 2_000_000},
		{"Y2Q3", 150, 2_500_000},
		{"Y2Q4", 200, 3_000_000},
	} {
		if q.active > 0 {
			d.Goals = append(d.Goals, atLeast(q.period, "active", "", q.active))
		}
		d.Goals = append(d.Goals, atLeast(q.period, "revenue", "EUR", q.revenue))
	}
	return d
}
