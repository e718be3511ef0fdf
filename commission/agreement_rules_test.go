package commission_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/commission"
)

// TestJudgmentRules_C6_C7_C8 pays by plans what the media of the affiliate
// program agreed.
func TestJudgmentRules_C6_C7_C8(t *testing.T) {
	terms := commission.MustTerms(commission.AffiliateTerms())
	tests := []struct {
		name, kind, per, fee, rate string
		items                      int
		sales, want                string
	}{
		{"C6: 2 x 300 and 10% of 4,000", "blog", "article", "300", "10%", 2, "4000", "1000"},
		{"C7: 1,200 and 15% of 2,000", "podcast", "episode", "1200", "15%", 1, "2000", "1500"},
		{"C8: 3,000 and 20% of 5,000", "youtube", "video", "3000", "20%", 1, "5000", "4000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			judged, err := terms.Judge(commission.Agreement{Kind: tt.kind, Currency: "USD", Promises: []commission.Promise{
				{Pays: commission.ItemFee, Per: tt.per, Fee: num(tt.fee)}, {Pays: commission.SalePercent, Rate: rate(tt.rate)},
			}})
			if err != nil {
				t.Fatal(err)
			}
			plan := commission.MustNew(commission.Definition{ID: "media", Version: 1, Currency: "USD", Places: 2, Rules: judged.Rules()})
			events := []commission.Event{sale("s", tt.sales)}
			for i := range tt.items {
				events = append(events, kind(commission.Item(tt.per), sale(fmt.Sprint("i", i), "0")))
			}
			var state commission.State
			var entries []commission.Entry
			for _, e := range events {
				entries = append(entries, mustEarn(t, plan, &state, e))
			}
			if got := commission.Statements(entries)[0].Sum(commission.Cash); !same(got, num(tt.want)) {
				t.Errorf("the plan pays %s; want %s", got, tt.want)
			}
		})
	}
}

func TestJudgmentRules(t *testing.T) {
	judged := commission.Judgment{Grants: []commission.Grant{
		{Pays: commission.SalePercent, Rate: rate("20%"), Points: rate("5%"), Total: rate("25%")},
		{Pays: commission.ReferralFee, Fee: num("200"), Medium: commission.Credit},
		{Pays: commission.ItemFee, Fee: num("9")},
		{Pays: commission.ServiceExchange, Medium: commission.InKind},
		{Pays: commission.ResellerMargin, Rate: rate("30%"), Total: rate("30%")},
	}}
	type row struct {
		Name, On, Rate, Fixed, Medium string
	}
	var got []row
	for _, r := range judged.Rules() {
		got = append(got, row{r.Name, string(r.On), r.Rate.String(), r.Fixed.String(), r.Medium.String()})
	}
	want := []row{{"sale", "sale", "25%", "0", "cash"}, {"referral", "referral", "0%", "200", "credit"}, {"item", "item:item", "0%", "9", "cash"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Rules mismatch (-want +got):\n%s", diff)
	}
}
