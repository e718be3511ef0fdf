package tier

import "github.com/shopspring/decimal"

// Reseller returns the reseller ladder of the alliance program (T6): the level
// is set by the sales of one calendar month, basic from 5, professional from
// 15, enterprise from 50, each bound inclusive. The services of a level replace
// those of the one below (T8). The rates are a band for each level, from which
// the contract takes one; a rate does not tell the level (T7). The metric is
// "sales".
func Reseller() Definition[NoTerms] {
	return Definition[NoTerms]{
		Name: "reseller", Benefits: Replacing,
		Levels: []Level{
			{
				Name: "basic", Requires: []Requirement{AtLeast("sales", decimal.NewFromInt(5))},
				Benefits: []string{"email_support", "basic_online_training", "basic_materials"},
			},
			{
				Name: "professional", Requires: []Requirement{AtLeast("sales", decimal.NewFromInt(15))},
				Benefits: []string{"phone_support", "advanced_online_training", "complete_materials"},
			},
			{
				Name: "enterprise", Requires: []Requirement{AtLeast("sales", decimal.NewFromInt(50))},
				Benefits: []string{"dedicated_support", "in_person_training", "customised_materials"},
			},
		},
	}
}

// InfluencerSize returns the size classes of influencers in the affiliate
// program (T14): micro from 10,000 followers, macro from 100,000, mega from
// 1,000,000, each bound inclusive. The metric is "followers".
func InfluencerSize() Definition[NoTerms] {
	return Definition[NoTerms]{Name: "influencer_size", Levels: []Level{
		single("micro", AtLeast("followers", decimal.NewFromInt(10_000))),
		single("macro", AtLeast("followers", decimal.NewFromInt(100_000))),
		single("mega", AtLeast("followers", decimal.NewFromInt(1_000_000))),
	}}
}

// AllianceInfluencerSize returns the size classes of influencers in the
// alliance program (T15), which has two: micro from 10,000 followers and macro
// from 100,000, without an upper end. The metric is "followers".
func AllianceInfluencerSize() Definition[NoTerms] {
	return Definition[NoTerms]{Name: "alliance_influencer_size", Levels: []Level{
		single("micro", AtLeast("followers", decimal.NewFromInt(10_000))),
		single("macro", AtLeast("followers", decimal.NewFromInt(100_000))),
	}}
}

// Support returns the support tiers of the advanced program (T13), by the
// revenue that a partner generates: tier 1 for every partner, tier 2 and tier 3
// from thresholds, which the program does not give. Only tier 2 has a name
// there, priority. The metric is "revenue".
func Support(tier2, tier3 decimal.Decimal) Definition[NoTerms] {
	return Definition[NoTerms]{Name: "support", Levels: []Level{
		single("tier_1", AtLeast("revenue", decimal.NewFromInt(0))),
		single("tier_2", AtLeast("revenue", tier2)),
		single("tier_3", AtLeast("revenue", tier3)),
	}}
}

// Incentive returns the grades of the alliance program's incentives (T9), bronze,
// silver and gold, by a metric and at thresholds of the caller's; the program
// gives neither.
func Incentive(metric string, bronze, silver, gold decimal.Decimal) Definition[NoTerms] {
	return Definition[NoTerms]{Name: "incentive", Levels: []Level{
		single("bronze", AtLeast(metric, bronze)),
		single("silver", AtLeast(metric, silver)),
		single("gold", AtLeast(metric, gold)),
	}}
}

// PartnerTypes returns the types of partner of the advanced program (X16), to be
// used as the names of programs and ladders.
func PartnerTypes() []string {
	return []string{"technology", "business", "strategic", "channel", "integration", "innovation"}
}

// MicroInfluencer returns the profile of a micro-influencer in the affiliate
// program (S21), a ladder of the one level "fits": an engagement of more than
// 3% and an audience aged 25 to 45. The metrics are "engagement_pct", in
// percent, and "audience_age", in years.
func MicroInfluencer() Definition[NoTerms] {
	return influencer("micro_influencer", 3, 25, 45)
}

// MacroInfluencer returns the profile of a macro-influencer (S21) as
// [MicroInfluencer] does: an engagement of more than 2%, an audience aged 30 to
// 50. For mega-influencers the program gives no numbers.
func MacroInfluencer() Definition[NoTerms] {
	return influencer("macro_influencer", 2, 30, 50)
}

func influencer(name string, engagement, young, old int64) Definition[NoTerms] {
	return profile(name,
		Above("engagement_pct", decimal.NewFromInt(engagement)),
		AtLeast("audience_age", decimal.NewFromInt(young)),
		AtMost("audience_age", decimal.NewFromInt(old)),
	)
}

// Blog returns the profile of a blog in the affiliate program (S22): more than
// 50,000 unique visitors a month. The metric is "unique_visitors".
func Blog() Definition[NoTerms] {
	return profile("blog", Above("unique_visitors", decimal.NewFromInt(50_000)))
}

// Podcast returns the profile of a podcast (S22): more than 10,000 downloads an
// episode, and an episode every 15 days at least. The metrics are "downloads",
// of an episode, and "days_between_episodes".
func Podcast() Definition[NoTerms] {
	return profile("podcast",
		Above("downloads", decimal.NewFromInt(10_000)), AtMost("days_between_episodes", decimal.NewFromInt(15)))
}

// YouTube returns the profile of a YouTube channel (S22): more than 50,000
// subscribers and an engagement of more than 5%. The metrics are "subscribers"
// and "engagement_pct", in percent.
func YouTube() Definition[NoTerms] {
	return profile("youtube",
		Above("subscribers", decimal.NewFromInt(50_000)), Above("engagement_pct", decimal.NewFromInt(5)))
}

// profile returns a ladder of the one level "fits".
func profile(name string, requires ...Requirement) Definition[NoTerms] {
	return Definition[NoTerms]{Name: name, Levels: []Level{single("fits", requires...)}}
}

func single(name string, requires ...Requirement) Level { return Level{Name: name, Requires: requires} }
