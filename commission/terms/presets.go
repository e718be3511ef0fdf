package terms

import (
	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// Affiliate returns what the affiliate program offers each type of partner, in
// USD. It refuses a rate outside its range. A blog, a podcast and a YouTube
// channel get a fee for each item and a fixed percentage of sales. A software
// platform is paid in services, and a referring customer in account credit. The
// caller says what makes a referral qualified. The program has no range for all
// rates, and no points for exclusivity.
//
// Rules: C2 to C11.
func Affiliate() Definition {
	const referral = "qualified referral"
	return Definition{Program: "affiliate", Currency: "USD", Partners: map[string][]Clause{
		"micro_influencer":  {rates(SalePercent, 20, 30)}, // the ranges overlap: a rate tells no class
		"macro_influencer":  {rates(SalePercent, 15, 25)},
		"mega_influencer":   {rates(SalePercent, 10, 20)},
		"marketing_agency":  {fee(ReferralFee, referral, 500, 1000), model("referral", "co_marketing")},
		"consultant":        {rates(SalePercent, 30, 40), model("affiliate", "training")},
		"software_platform": {{About: ServiceExchange, Medium: commission.InKind}, model("integration", "co_marketing")},
		"blog":              {fee(ItemFee, "article", 100, 500), rates(SalePercent, 10, 10), model("sponsored_content", "affiliate")},
		"podcast":           {fee(ItemFee, "episode", 500, 2000), rates(SalePercent, 15, 15), model("sponsorship", "affiliate")},
		"youtube":           {fee(ItemFee, "video", 1000, 5000), rates(SalePercent, 20, 20), model("sponsorship", "affiliate")},
		"customer":          {inCredit(fee(ReferralFee, referral, 200, 200)), model("referral")}, // extras without amounts
		"partner":           {fee(ReferralFee, referral, 500, 1000), model("referral")},
	}, Groups: map[string]string{
		"micro_influencer": "influencer", "macro_influencer": "influencer", "mega_influencer": "influencer",
		"marketing_agency": "complementary", "consultant": "complementary", "software_platform": "complementary",
		"blog": "media", "podcast": "media", "youtube": "media",
	}}
}

// Negotiation returns the points that the affiliate program negotiates with a
// partner: the base commission and its steps, a trial period, exclusivity, the
// support and resources included, and a timeline. An agreement has all of them.
//
// Rules: C27.
func Negotiation() Definition {
	return Definition{Program: "affiliate", Currency: "USD", All: []Clause{
		{About: CommissionSteps}, {About: Trial}, exclusivity(false), {About: Support}, {About: Timeline},
	}}
}

// Alliance returns what the alliance program offers each type of partner, in
// EUR. Channel partners get percentages of sales, and makers of content a fee for
// each item. Any rate that is negotiated is 15% to 30%. Every range refuses.
// Exclusivity is by territory or product, and has no points. A digital agency may
// sell under its own brand, on the terms of a white label: a license, and 20% to
// 30% of the revenue. A regional distributor has a region to itself; the program
// wants five in each region. The split of a joint product is in package split.
//
// Rules: C12 to C17, C31, C36.
func Alliance() Definition {
	return Definition{
		Program: "alliance", Currency: "EUR", All: []Clause{rates(SalePercent, 15, 30), exclusivity(true)},
		Partners: map[string][]Clause{
			"marketing_consultant": {rates(SalePercent, 25, 30), target(50)},
			"digital_agency":       {rates(SalePercent, 20, 25), {About: WhiteLabel, Optional: true}, {About: Implementation, Optional: true}, target(20)},
			"system_integrator":    {rates(SalePercent, 15, 20), target(10)},
			"regional_distributor": {rates(SalePercent, 20, 30), target(5)}, // in each region
			"micro_influencer":     {fee(ItemFee, "post", 500, 2000)},
			"macro_influencer":     {fee(ItemFee, "post", 5000, 20_000)},
			"ai_expert":            {fee(ItemFee, "session", 1000, 5000)},
			"content_creator":      {fee(ItemFee, "video", 300, 1500)},
			"industry_blog":        {fee(ItemFee, "post", 200, 1000)},
			"podcast":              {fee(ItemFee, "episode", 500, 2000)},
			"youtube":              {fee(ItemFee, "video", 1000, 5000)},
			"newsletter":           {fee(ItemFee, "issue", 500, 2000)},
			"white_label":          {fee(LicenseFee, "", 10_000, 50_000), rates(RevenueSplit, 20, 30), {About: Customization, Optional: true}, {About: Support, Optional: true}},
		},
		Groups: map[string]string{
			"technology_provider": "technology", "reseller": "channel", "marketplace": "channel", "content_creator": "content",
			"complementary": "strategic", "competitor": "strategic",
		},
	}
}

// Advanced returns what the advanced program offers each type of partner, in
// USD. Partners get a percentage of the revenue that they bring. Resellers get a
// margin, which is a discount and no commission. Their ranges refuse. A
// percentage, but not a margin, outside the usual 10% to 30% is warned about. So
// are a co-marketing budget outside 5,000 to 50,000 a year, and a contract of
// other than 1 to 3 years. An exclusive partner gets 5 points more. Distributors
// have a model and no rate. The usual costs of acquiring a customer are the
// program's, and far from the 2,000 of its worked example.
//
// Rules: C18 to C26.
func Advanced() Definition {
	const shared = "revenue_share"
	share := func(low, high int, cost ...Clause) []Clause {
		return append([]Clause{rates(SalePercent, low, high), model(shared)}, cost...)
	}
	margin := func(by string, low, high int) []Clause { return []Clause{rates(ResellerMargin, low, high), model(by)} }
	return Definition{
		Program: "advanced", Currency: "USD", Exclusive: alianza.WholePercent(5),
		All: []Clause{
			typical(rates(SalePercent, 10, 30)), exclusivity(true),
			optional(typical(fee(CoMarketing, "year", 5000, 50_000))), optional(typical(fee(Duration, "", 1, 3))),
		},
		Partners: map[string][]Clause{
			"data_science":           share(10, 20),
			"marketing_agency":       share(15, 25, cost(40, 80)),
			"consulting_firm":        share(20, 30, cost(50, 100)),
			"technology_provider":    share(10, 20, cost(30, 60)),
			"service_integrator":     share(15, 25, cost(45, 90)),
			"value_added_reseller":   margin(shared, 30, 40),
			"system_integrator":      margin("project_based", 25, 35),
			"technology_consultant":  margin("referral_fee", 15, 25),
			"implementation_partner": margin("service_fees", 20, 30),
			"regional_distributor":   {model(shared)},
			"global_partner":         {model("licensing")},
			"vertical_specialist":    {model("co_selling")},
			"niche_expert":           {model("referral")},
		},
	}
}

// ResellerRates returns the ranges of rates of the alliance program's resellers
// by level: basic 15% to 20%, professional 20% to 25%, enterprise 25% to 30%.
//
// Rules: T6, T7.
func ResellerRates() map[string]Clause {
	return map[string]Clause{"basic": rates(SalePercent, 15, 20), "professional": rates(SalePercent, 20, 25), "enterprise": rates(SalePercent, 25, 30)}
}

// AffiliateEarnings returns what affiliates earn in a month on average, by level,
// in USD. The figures ignore the rates of the levels. They are for comparison.
//
// Rules: C29.
func AffiliateEarnings() map[string]Clause {
	return map[string]Clause{
		"basic": fee(MonthlyEarnings, "", 200, 300), "silver": fee(MonthlyEarnings, "", 800, 1200),
		"gold": fee(MonthlyEarnings, "", 2000, 2500), "platinum": {About: MonthlyEarnings, Low: whole(4000)},
	}
}

// rates returns the clause of a percentage within whole bounds.
func rates(about Subject, low, high int) Clause {
	return Clause{About: about, Low: Rate(alianza.WholePercent(low)), High: Rate(alianza.WholePercent(high))}
}

// fee returns the clause of an amount within whole bounds.
func fee(about Subject, per string, low, high int64) Clause {
	return Clause{About: about, Per: per, Low: whole(low), High: whole(high)}
}

// model returns the clause of what the partnership consists of.
func model(names ...string) Clause { return Clause{About: Model, OneOf: names, Optional: true} }

// exclusivity returns the clause of exclusivity by territory or product.
func exclusivity(optional bool) Clause {
	return Clause{About: Exclusivity, OneOf: []string{"territory", "product"}, Optional: optional}
}

// cost returns the usual cost of acquiring a customer.
func cost(low, high int64) Clause { return fee(AcquisitionCost, "", low, high) }

// target returns how many partners the program wants.
func target(n int64) Clause { return Clause{About: PartnerTarget, Low: whole(n), High: whole(n)} }

// typical returns a clause that warns.
func typical(c Clause) Clause {
	c.Typical = true
	return c
}

// optional returns a clause that an agreement may do without.
func optional(c Clause) Clause {
	c.Optional = true
	return c
}

// inCredit returns a clause that is paid in account credit.
func inCredit(c Clause) Clause {
	c.Medium = commission.Credit
	return c
}
