package commission

// AllianceTerms returns what the alliance program offers each kind of partner,
// in EUR: percentages of sales to channel partners (C12), fees for each item to
// makers of content (C17), and 15% to 30% for any rate that is negotiated
// (C13). All of it binds. A regional distributor has a region to itself, and the
// program wants five in each region. Exclusivity has no points.
func AllianceTerms() TermsDefinition {
	content := func(kind, per string, low, high int64) PartnerTerms {
		return PartnerTerms{Kind: kind, Clauses: []Clause{fee(ItemFee, per, low, high)}}
	}
	return TermsDefinition{Program: "alliance", Currency: "EUR", Rates: Band{Percent(15), Percent(30)}, Partners: []PartnerTerms{
		{Kind: "marketing_consultant", Clauses: []Clause{salePercent(25, 30)}, Target: 50},
		{Kind: "digital_agency", Clauses: []Clause{salePercent(20, 25)}, Target: 20},
		{Kind: "system_integrator", Clauses: []Clause{salePercent(15, 20)}, Target: 10},
		{Kind: "regional_distributor", Clauses: []Clause{salePercent(20, 30)}, Target: 5}, // in each region
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
