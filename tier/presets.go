package tier

import "github.com/shopspring/decimal"

// Affiliate returns the ladder of the affiliate program. The metric "sales" of
// one calendar month sets the level: basic from 1, silver from 6, gold from 16,
// platinum from 31, each bound inclusive. A month without a sale has no level.
// Each level has the benefits of those below it and three of its own.
//
// Rules: T1, T2, T3.
func Affiliate() Definition[NoTerms] {
	level := func(name string, sales int64, support string, benefits ...string) Level {
		return Level{
			Name: name, Requires: []Requirement{AtLeast("sales", decimal.NewFromInt(sales))}, Benefits: benefits, Support: support,
		}
	}
	return Definition[NoTerms]{
		Name: "affiliate",
		Levels: []Level{
			level("basic", 1, "email", "marketing_materials", "email_support", "basic_dashboard"),
			level("silver", 6, "priority", "priority_support", "exclusive_materials", "monthly_webinars"),
			level("gold", 16, "", "account_manager", "exclusive_events", "achievement_bonuses"),
			level("platinum", 31, "", "additional_commissions", "strategic_partnership", "joint_product_development"),
		},
	}
}

// Reseller returns the reseller ladder of the alliance program. The metric
// "sales" of one calendar month sets the level: basic from 5, professional from
// 15, enterprise from 50, each bound inclusive. The services of a level replace
// those of the level below. A contract takes its rate out of the range of the
// level; a rate does not tell the level.
//
// Rules: T6, T7, T8.
func Reseller() Definition[NoTerms] {
	return Definition[NoTerms]{
		Name: "reseller", Replacing: true,
		Levels: []Level{
			{
				Name: "basic", Requires: []Requirement{AtLeast("sales", decimal.NewFromInt(5))},
				Benefits: []string{"email_support", "basic_online_training", "basic_materials"}, Support: "email",
			},
			{
				Name: "professional", Requires: []Requirement{AtLeast("sales", decimal.NewFromInt(15))},
				Benefits: []string{"phone_support", "advanced_online_training", "complete_materials"}, Support: "phone",
			},
			{
				Name: "enterprise", Requires: []Requirement{AtLeast("sales", decimal.NewFromInt(50))},
				Benefits: []string{"dedicated_support", "in_person_training", "customized_materials"}, Support: "dedicated",
			},
		},
	}
}

// InfluencerSize returns the size classes of influencers in the affiliate
// program: micro from 10,000 "followers", macro from 100,000, mega from
// 1,000,000, each bound inclusive.
//
// Rules: T14.
func InfluencerSize() Definition[NoTerms] {
	return Definition[NoTerms]{Name: "influencer_size", Levels: []Level{
		single("micro", AtLeast("followers", decimal.NewFromInt(10_000))),
		single("macro", AtLeast("followers", decimal.NewFromInt(100_000))),
		single("mega", AtLeast("followers", decimal.NewFromInt(1_000_000))),
	}}
}

// AllianceInfluencerSize returns the size classes of influencers in the alliance
// program, which has two: micro from 10,000 "followers", and macro from 100,000
// without an upper end.
//
// Rules: T15.
func AllianceInfluencerSize() Definition[NoTerms] {
	return Definition[NoTerms]{Name: "alliance_influencer_size", Levels: []Level{
		single("micro", AtLeast("followers", decimal.NewFromInt(10_000))),
		single("macro", AtLeast("followers", decimal.NewFromInt(100_000))),
	}}
}

// Support returns the support tiers of the advanced program, by the "revenue"
// that a partner brings. Every partner has tier 1. The caller gives the thresholds
// of tier 2 and tier 3, because the program states none. The support of tier 2 is
// "priority", and that of tier 3 no less. The program names no other.
//
// Rules: T13.
func Support(tier2, tier3 decimal.Decimal) Definition[NoTerms] {
	d := Definition[NoTerms]{Name: "support", Levels: []Level{
		single("tier_1", AtLeast("revenue", decimal.NewFromInt(0))),
		single("tier_2", AtLeast("revenue", tier2)),
		single("tier_3", AtLeast("revenue", tier3)),
	}}
	d.Levels[1].Support = "priority"
	return d
}

// Incentive returns the grades of incentives in the alliance program: bronze,
// silver and gold. The caller gives the metric and the thresholds, because the
// program states neither.
//
// Rules: T9.
func Incentive(metric string, bronze, silver, gold decimal.Decimal) Definition[NoTerms] {
	return Definition[NoTerms]{Name: "incentive", Levels: []Level{
		single("bronze", AtLeast(metric, bronze)),
		single("silver", AtLeast(metric, silver)),
		single("gold", AtLeast(metric, gold)),
	}}
}

// Independent returns what the affiliate program has for consultants and
// freelancers, a ladder of the one level "independent": training and certification
// free of charge, lasting support and networking events. The metric "independent"
// is 1 for them and 0 for others.
//
// Rules: T22.
func Independent() Definition[NoTerms] {
	level := single("independent", AtLeast("independent", decimal.NewFromInt(1)))
	level.Benefits = []string{"affiliate_program", "free_training", "free_certification", "continuous_support", "networking_events"}
	return Definition[NoTerms]{Name: "independent", Levels: []Level{level}}
}

func single(name string, requires ...Requirement) Level { return Level{Name: name, Requires: requires} }
