package commission

import "github.com/seed-0af520cd/alianza"

// AffiliateRates returns the rates of the affiliate program by level (C1):
// basic 20%, silver 25%, gold 30%, platinum 35% of each sale.
func AffiliateRates() map[string]alianza.Percent {
	return map[string]alianza.Percent{
		"basic":    alianza.WholePercent(20),
		"silver":   alianza.WholePercent(25),
		"gold":     alianza.WholePercent(30),
		"platinum": alianza.WholePercent(35),
	}
}

// Affiliate returns the plan of the affiliate program: every sale pays the rate
// of the partner's level on the affiliate ladder (C1), in USD. With the level
// that the month's own sales reach, as the program is written, that is slab
// (C33). The program says nothing of refunds without a known sale; the plan
// refuses them.
func Affiliate() Definition {
	return Definition{
		ID: "affiliate", Version: 1, Currency: "USD",
		Rules: []Rule{{Name: "sale", On: Sale, Pay: Pay{Ladder: "affiliate", Rates: AffiliateRates()}}},
	}
}
