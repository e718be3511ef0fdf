package commission

// AdvancedTerms returns what the advanced program offers each kind of partner,
// in USD: percentages of the revenue that a partner brings (C18, C19), and
// margins of resellers, which are discounts and no commissions (C20). Each band
// binds. Around the percentages, but not the margins, stands what is usual, 10%
// to 30% (C22): its example is 20% for the first year. An exclusive partner gets
// 5 points more (C23). The usual costs of acquiring a customer are those of the
// program, and far from the 2,000 of its worked example (C21).
func AdvancedTerms() TermsDefinition {
	share := func(kind string, low, high int, cost AmountBand) PartnerTerms {
		return PartnerTerms{Kind: kind, Model: []string{"revenue_share"}, Clauses: []Clause{salePercent(low, high)}, AcquisitionCost: cost}
	}
	margin := func(kind, model string, low, high int) PartnerTerms {
		clause := Clause{Pays: ResellerMargin, Rate: Band{Percent(low), Percent(high)}}
		return PartnerTerms{Kind: kind, Model: []string{model}, Clauses: []Clause{clause}}
	}
	return TermsDefinition{
		Program: "advanced", Currency: "USD", Rates: Band{Percent(10), Percent(30)}, Typical: true, Exclusive: Percent(5),
		Partners: []PartnerTerms{
			share("data_science", 10, 20, AmountBand{}),
			share("marketing_agency", 15, 25, wholeAmounts(40, 80)),
			share("consulting_firm", 20, 30, wholeAmounts(50, 100)),
			share("technology_provider", 10, 20, wholeAmounts(30, 60)),
			share("service_integrator", 15, 25, wholeAmounts(45, 90)),
			margin("value_added_reseller", "revenue_share", 30, 40),
			margin("system_integrator", "project_based", 25, 35),
			margin("technology_consultant", "referral_fee", 15, 25),
			margin("implementation_partner", "service_fees", 20, 30),
		},
	}
}
