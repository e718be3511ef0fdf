package terms

import (
	"github.com/shopspring/decimal"

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
	return Definition{Program: "affiliate", Currency: "USD", Partners: []Partner{
		{Type: "micro_influencer", Clauses: []Clause{salePercent(20, 30)}}, // the ranges overlap: a rate tells no class
		{Type: "macro_influencer", Clauses: []Clause{salePercent(15, 25)}},
		{Type: "mega_influencer", Clauses: []Clause{salePercent(10, 20)}},
		{Type: "marketing_agency", Model: []string{"referral", "co_marketing"}, Clauses: []Clause{fee(ReferralFee, referral, 500, 1000)}},
		{Type: "consultant", Model: []string{"affiliate", "training"}, Clauses: []Clause{salePercent(30, 40)}},
		{Type: "software_platform", Model: []string{"integration", "co_marketing"}, Clauses: []Clause{{Pays: ServiceExchange, Medium: commission.InKind}}},
		{Type: "blog", Model: []string{"sponsored_content", "affiliate"}, Clauses: []Clause{fee(ItemFee, "article", 100, 500), salePercent(10, 10)}},
		{Type: "podcast", Model: []string{"sponsorship", "affiliate"}, Clauses: []Clause{fee(ItemFee, "episode", 500, 2000), salePercent(15, 15)}},
		{Type: "youtube", Model: []string{"sponsorship", "affiliate"}, Clauses: []Clause{fee(ItemFee, "video", 1000, 5000), salePercent(20, 20)}},
		{Type: "customer", Model: []string{"referral"}, Clauses: []Clause{inCredit(fee(ReferralFee, referral, 200, 200))}}, // extras without amounts
		{Type: "partner", Model: []string{"referral"}, Clauses: []Clause{fee(ReferralFee, referral, 500, 1000)}},
	}}
}

// Alliance returns what the alliance program offers each type of partner, in
// EUR. Channel partners get percentages of sales, and makers of content a fee for
// each item. Any rate that is negotiated is 15% to 30%. Every range refuses. A
// regional distributor has a region to itself; the program wants five in each
// region. Exclusivity has no points.
//
// Rules: C12, C13, C17.
func Alliance() Definition {
	content := func(name, per string, low, high int64) Partner {
		return Partner{Type: name, Clauses: []Clause{fee(ItemFee, per, low, high)}}
	}
	return Definition{Program: "alliance", Currency: "EUR", Rates: rates(15, 30), Partners: []Partner{
		{Type: "marketing_consultant", Clauses: []Clause{salePercent(25, 30)}, Target: 50},
		{Type: "digital_agency", Clauses: []Clause{salePercent(20, 25)}, Target: 20},
		{Type: "system_integrator", Clauses: []Clause{salePercent(15, 20)}, Target: 10},
		{Type: "regional_distributor", Clauses: []Clause{salePercent(20, 30)}, Target: 5}, // in each region
		content("micro_influencer", "post", 500, 2000),
		content("macro_influencer", "post", 5000, 20_000),
		content("ai_expert", "session", 1000, 5000),
		content("content_creator", "video", 300, 1500),
		content("industry_blog", "post", 200, 1000),
		content("podcast", "episode", 500, 2000),
		content("youtube", "video", 1000, 5000),
		content("newsletter", "issue", 500, 2000),
	}}
}

// Advanced returns what the advanced program offers each type of partner, in
// USD. Partners get a percentage of the revenue that they bring. Resellers get a
// margin, which is a discount and no commission. Every range refuses. A
// percentage, but not a margin, outside the usual 10% to 30% is warned about. An
// exclusive partner gets 5 points more. The usual costs of acquiring a customer
// are the program's, and far from the 2,000 of its worked example.
//
// Rules: C18 to C23.
func Advanced() Definition {
	share := func(name string, low, high int, cost AmountRange) Partner {
		return Partner{Type: name, Model: []string{"revenue_share"}, Clauses: []Clause{salePercent(low, high)}, AcquisitionCost: cost}
	}
	margin := func(name, model string, low, high int) Partner {
		return Partner{Type: name, Model: []string{model}, Clauses: []Clause{{Pays: ResellerMargin, Rate: rates(low, high)}}}
	}
	return Definition{
		Program: "advanced", Currency: "USD", Rates: rates(10, 30), Typical: true, Exclusive: alianza.WholePercent(5),
		Partners: []Partner{
			share("data_science", 10, 20, AmountRange{}),
			share("marketing_agency", 15, 25, amounts(40, 80)),
			share("consulting_firm", 20, 30, amounts(50, 100)),
			share("technology_provider", 10, 20, amounts(30, 60)),
			share("service_integrator", 15, 25, amounts(45, 90)),
			margin("value_added_reseller", "revenue_share", 30, 40),
			margin("system_integrator", "project_based", 25, 35),
			margin("technology_consultant", "referral_fee", 15, 25),
			margin("implementation_partner", "service_fees", 20, 30),
		},
	}
}

// ResellerRates returns the ranges of rates of the alliance program's resellers
// by level: basic 15% to 20%, professional 20% to 25%, enterprise 25% to 30%.
//
// Rules: T6, T7.
func ResellerRates() map[string]RateRange {
	return map[string]RateRange{"basic": rates(15, 20), "professional": rates(20, 25), "enterprise": rates(25, 30)}
}

// salePercent returns the clause of a percentage of sales within whole bounds.
func salePercent(low, high int) Clause {
	return Clause{Pays: SalePercent, Rate: rates(low, high)}
}

// fee returns the clause of a fee within whole bounds.
func fee(pays Reward, per string, low, high int64) Clause {
	return Clause{Pays: pays, Per: per, Fee: amounts(low, high)}
}

// inCredit returns a clause that is paid in account credit.
func inCredit(c Clause) Clause {
	c.Medium = commission.Credit
	return c
}

// rates and amounts return ranges within whole bounds.
func rates(low, high int) RateRange {
	return RateRange{Low: alianza.WholePercent(low), High: alianza.WholePercent(high)}
}

func amounts(low, high int64) AmountRange {
	return AmountRange{Low: decimal.NewFromInt(low), High: decimal.NewFromInt(high)}
}
