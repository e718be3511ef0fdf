package terms_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
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

// TestRulesPlan makes a plan of rules about one kind of event, or with one name.
func TestRulesPlan(t *testing.T) {
	fee := func(about terms.Subject, per, amount string) terms.Promise {
		return terms.Promise{About: about, Per: per, Agreed: q(amount)}
	}
	for _, tt := range []struct {
		name     string
		promises []terms.Promise
		want     string
	}{
		{
			"fees for two kinds of customer, and for each sale",
			[]terms.Promise{
				fee(terms.ReferralFee, "small customer", "100"), fee(terms.ReferralFee, "large customer", "500"),
				fee(terms.ItemFee, "sale", "1"), fee(terms.SalePercent, "", "15%"),
			},
			"referral_fee per small customer: referral 0% 100, referral_fee per large customer: referral 0% 500, item_fee per sale: item:sale 0% 1, sale_percent: sale 15% 0",
		},
		{
			"renewals beside sales",
			[]terms.Promise{fee(terms.SalePercent, "", "15%"), fee(terms.SalePercent, "renewal", "7%")},
			"sale_percent per renewal: sale 7% 0, sale_percent: sale 15% 0",
		},
		{"an item of another name", []terms.Promise{fee(terms.ItemFee, "", "1"), fee(terms.ItemFee, "article", "2")}, "item: item:item 0% 1, article: item:article 0% 2"},
		{"items of one kind", []terms.Promise{fee(terms.ItemFee, "", "1"), fee(terms.ItemFee, "item", "2")}, "item_fee per item: item:item 0% 2, item_fee: item:item 0% 1"},
		{"one fee", []terms.Promise{fee(terms.ReferralFee, "customer", "100")}, "referral: referral 0% 100"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list := terms.Judgment{Promises: tt.promises}.Rules()
			if got := rulesText(list); got != tt.want {
				t.Errorf("Rules() = %s; want %s", got, tt.want)
			}
			if _, err := commission.New(commission.Definition{ID: "p", Version: 1, Currency: "USD", Rules: list}); err != nil {
				t.Errorf("New(Rules()) = %v; want a plan", err)
			}
		})
	}
}

// TestRulesPay pays a renewal 7% and any other sale 15%.
func TestRulesPay(t *testing.T) {
	list := terms.Judgment{Promises: []terms.Promise{
		{About: terms.SalePercent, Agreed: q("15%")}, {About: terms.SalePercent, Per: "renewal", Agreed: q("7%")},
	}}.Rules()
	plan := alianza.Must(commission.New(commission.Definition{ID: "p", Version: 1, Currency: "USD", Rules: list}))
	for per, want := range map[string]string{"renewal": "7", "upgrade": "15", "": "15"} {
		e := commission.Event{ID: "e", Kind: commission.Sale, Partner: "ana", At: roomtest.At("2026-01-05"), Currency: "USD", Amount: decimal.NewFromInt(100)}
		if per != "" {
			e.Facts = map[string]string{"per": per}
		}
		earned, err := plan.Earn(&commission.State{}, e)
		if err != nil || len(earned.Entries) != 1 || earned.Entries[0].Amount.String() != want {
			t.Errorf("Earn(per %q) = %v, %v; want %s", per, earned.Entries, err, want)
		}
	}
}
