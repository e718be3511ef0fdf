package commission

import "github.com/seed-0af520cd/alianza"

// Affiliate returns the plan of the affiliate program: every sale pays the rate
// of the partner's level on the affiliate ladder, in USD. The rates are basic 20%,
// silver 25%, gold 30%, platinum 35% (C1). An event carries the level. If that is
// the level that the sales of the month reach in the end, as the program is written,
// all of them have one rate (slab, C33). The program says nothing of refunds without
// a known sale; the plan refuses them.
func Affiliate() Definition {
	rates := map[string]alianza.Percent{
		"basic":    alianza.WholePercent(20),
		"silver":   alianza.WholePercent(25),
		"gold":     alianza.WholePercent(30),
		"platinum": alianza.WholePercent(35),
	}
	return Definition{
		ID: "affiliate", Version: 1, Currency: "USD",
		Rules: []Rule{{Name: "sale", On: Sale, Pay: Pay{Ladder: "affiliate", Rates: rates}}},
	}
}
