package commission

import "github.com/shopspring/decimal"

// AffiliateRates returns the rates of the affiliate program by level (C1):
// basic 20%, silver 25%, gold 30%, platinum 35% of each sale.
func AffiliateRates() map[string]Rate {
	return map[string]Rate{
		"basic":    Percent(20),
		"silver":   Percent(25),
		"gold":     Percent(30),
		"platinum": Percent(35),
	}
}

// Affiliate returns the plan of the affiliate program: every sale pays the rate
// of the partner's level on the affiliate ladder (C1), in USD. With the level
// that the month's own sales reach, as the program is written, that is slab
// (C33). The program says nothing of refunds without a known sale; the plan
// refuses them.
func Affiliate() Definition {
	return Definition{
		ID: "affiliate", Version: 1, Currency: "USD", Places: 2,
		Rules: []Rule{{Name: "sale", On: Sale, Ladder: "affiliate", Rates: AffiliateRates()}},
	}
}

// AffiliateTerms returns what the affiliate program offers each kind of
// partner, in USD (C2 to C5, C6 to C8, C9 to C11). A rate outside its band is
// refused. A blog, a podcast and a YouTube channel get a fee for each item and
// a percentage of sales, whose rate is not up for negotiation. A software
// platform is paid in services, a referring customer in account credit. What
// makes a referral qualified is for the caller to say. The program has no band
// for all rates, and names exclusivity without points for it.
func AffiliateTerms() TermsDefinition {
	const referral = "qualified referral"
	return TermsDefinition{Program: "affiliate", Currency: "USD", Partners: []PartnerTerms{
		{Kind: "micro_influencer", Clauses: []Clause{salePercent(20, 30)}}, // overlapping bands: a rate tells no class
		{Kind: "macro_influencer", Clauses: []Clause{salePercent(15, 25)}},
		{Kind: "mega_influencer", Clauses: []Clause{salePercent(10, 20)}},
		{Kind: "marketing_agency", Model: []string{"referral", "co_marketing"}, Clauses: []Clause{fee(ReferralFee, referral, 500, 1000)}},
		{Kind: "consultant", Model: []string{"affiliate", "training"}, Clauses: []Clause{salePercent(30, 40)}},
		{Kind: "software_platform", Model: []string{"integration", "co_marketing"}, Clauses: []Clause{{Pays: ServiceExchange, Medium: InKind}}},
		{Kind: "blog", Model: []string{"sponsored_content", "affiliate"}, Clauses: []Clause{fee(ItemFee, "article", 100, 500), salePercent(10, 10)}},
		{Kind: "podcast", Model: []string{"sponsorship", "affiliate"}, Clauses: []Clause{fee(ItemFee, "episode", 500, 2000), salePercent(15, 15)}},
		{Kind: "youtube", Model: []string{"sponsorship", "affiliate"}, Clauses: []Clause{fee(ItemFee, "video", 1000, 5000), salePercent(20, 20)}},
		{Kind: "customer", Model: []string{"referral"}, Clauses: []Clause{inCredit(fee(ReferralFee, referral, 200, 200))}}, // extras without amounts
		{Kind: "partner", Model: []string{"referral"}, Clauses: []Clause{fee(ReferralFee, referral, 500, 1000)}},
	}}
}

// salePercent returns the clause of a percentage of sales within whole bounds.
func salePercent(low, high int) Clause {
	return Clause{Pays: SalePercent, Rate: Band{Percent(low), Percent(high)}}
}

// fee returns the clause of a fee within whole bounds.
func fee(pays RewardKind, per string, low, high int64) Clause {
	return Clause{Pays: pays, Per: per, Fee: wholeAmounts(low, high)}
}

// inCredit returns a clause that is paid in account credit.
func inCredit(c Clause) Clause {
	c.Medium = Credit
	return c
}

// wholeAmounts returns a band of amounts within whole bounds.
func wholeAmounts(low, high int64) AmountBand {
	return AmountBand{Low: decimal.NewFromInt(low), High: decimal.NewFromInt(high)}
}
