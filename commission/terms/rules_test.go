package terms_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/terms"
)

// rulesText returns rules as text: name, event, rate, fixed amount.
func rulesText(list []commission.Rule) string {
	var texts []string
	for _, r := range list {
		texts = append(texts, fmt.Sprint(r.Name, ": ", r.On, " ", r.Pay.Rate, " ", r.Pay.Fixed))
	}
	return strings.Join(texts, ", ")
}

// TestRules_C6_C7_C8 pays by plans what the media of the affiliate program agreed.
func TestRules_C6_C7_C8(t *testing.T) {
	sheet := alianza.Must(terms.New(terms.Affiliate()))
	tests := []struct {
		name, partner, per, fee, rate string
		rules                         string
	}{
		{"C6: 300 an article and 10%", "blog", "article", "300", "10%", "article: item:article 0% 300, sale: sale 10% 0"},
		{"C7: 1,200 an episode and 15%", "podcast", "episode", "1200", "15%", "episode: item:episode 0% 1200, sale: sale 15% 0"},
		{"C8: 3,000 a video and 20%", "youtube", "video", "3000", "20%", "video: item:video 0% 3000, sale: sale 20% 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			judged, err := sheet.Judge(agreed(tt.partner, item(tt.per, tt.fee), sales(tt.rate)))
			if err != nil {
				t.Fatal(err)
			}
			if got := rulesText(judged.Rules()); got != tt.rules {
				t.Errorf("Rules() = %s; want %s", got, tt.rules)
			}
		})
	}
}

func TestRules(t *testing.T) {
	judged := terms.Judgment{Promises: []terms.Promise{
		{About: terms.SalePercent, Agreed: q("20%"), Points: rate("5%")},
		{About: terms.ReferralFee, Agreed: q("200"), Medium: commission.Credit},
		{About: terms.ItemFee, Agreed: q("9")},
		{About: terms.ServiceExchange, Medium: commission.InKind},
		{About: terms.ResellerMargin, Agreed: q("30%")},
	}}
	list := judged.Rules()
	if got, want := rulesText(list), "sale: sale 25% 0, referral: referral 0% 200, item: item:item 0% 9"; got != want {
		t.Errorf("Rules() = %s; want %s", got, want)
	}
}
