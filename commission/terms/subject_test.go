package terms_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/terms"
)

// subjects have their names and what a clause of each has: a percentage, an
// amount, names, or nothing.
var subjects = []struct {
	about terms.Subject
	name  string
	has   string
}{
	{terms.SalePercent, "sale_percent", "%"},
	{terms.ReferralFee, "referral_fee", "1"},
	{terms.ItemFee, "item_fee", "1"},
	{terms.ServiceExchange, "service_exchange", "in kind"},
	{terms.BonusPayment, "bonus_payment", "1"},
	{terms.LicenseFee, "license_fee", "1"},
	{terms.TransactionFee, "transaction_fee", "%"},
	{terms.ListingFee, "listing_fee", "1"},
	{terms.PremiumFee, "premium_fee", "1"},
	{terms.RevenueSplit, "revenue_split", "%"},
	{terms.ResellerMargin, "reseller_margin", "%"},
	{terms.EquityStake, "equity_stake", "in kind"},
	{terms.Model, "model", "names"},
	{terms.Exclusivity, "exclusivity", "names"},
	{terms.Duration, "duration", "1"},
	{terms.CoMarketing, "co_marketing", "1"},
	{terms.CommissionSteps, "commission_steps", ""},
	{terms.Trial, "trial", ""},
	{terms.Support, "support", ""},
	{terms.Timeline, "timeline", ""},
	{terms.WhiteLabel, "white_label", ""},
	{terms.Implementation, "implementation", ""},
	{terms.Customization, "customization", ""},
	{terms.PartnerTarget, "partner_target", "1"},
	{terms.AcquisitionCost, "acquisition_cost", "1"},
	{terms.MonthlyEarnings, "monthly_earnings", "1"},
}

func clauseWith(about terms.Subject, has string) terms.Clause {
	c := terms.Clause{About: about}
	switch has {
	case "%":
		c = clause(about, "5%", "10%")
	case "1":
		c = clause(about, "100", "500")
	case "names":
		c.OneOf = []string{"a", "b"}
	case "in kind":
		c.Medium = commission.InKind
	}
	return c
}

// TestSubjects_C38 has the components that an agreement can have, each with what
// it asks for and nothing else. The hybrid is two of them side by side, account
// credit one of them in another medium.
func TestSubjects_C38(t *testing.T) {
	for i, tt := range subjects {
		t.Run(tt.name, func(t *testing.T) {
			if int(tt.about) != i+1 || tt.about.String() != tt.name {
				t.Errorf("%s is %d; want %d, %s", tt.about, tt.about, i+1, tt.name)
			}
			for _, has := range []string{"%", "1", "names", "in kind", ""} {
				_, err := terms.New(program(clauseWith(tt.about, has)))
				if good := has == tt.has; good != (err == nil) {
					t.Errorf("New(%s with %q) = %v; want an error: %t", tt.name, has, err, !good)
				}
			}
			var got terms.Subject
			if err := got.UnmarshalText([]byte(tt.name)); got != tt.about || err != nil {
				t.Errorf("UnmarshalText(%q) = %s, %v; want %s", tt.name, got, err, tt.name)
			}
		})
	}
	partners := terms.Affiliate().Partners
	if c := partners["podcast"]; c[0].About != terms.ItemFee || c[1].About != terms.SalePercent {
		t.Errorf("a podcast has %v; want a fee and a percentage: a hybrid", c)
	}
	if c := partners["customer"]; c[0].About != terms.ReferralFee || c[0].Medium != commission.Credit {
		t.Errorf("a customer has %v; want a fee in credit", c)
	}
}

func TestSubjectText(t *testing.T) {
	for about, want := range map[terms.Subject]string{0: "none", 27: "(27)", 255: "(255)"} {
		if got := about.String(); got != want {
			t.Errorf("String() = %q; want %q", got, want)
		}
		if text, err := about.MarshalText(); err == nil {
			t.Errorf("MarshalText(%s) = %s; want an error", about, text)
		}
	}
	for _, text := range []string{"", "none", "Item_Fee", "item fee", "fee", "commission", "0"} {
		got := terms.ItemFee
		err := got.UnmarshalText([]byte(text))
		roomtest.CheckFaults(t, "UnmarshalText("+text+")", err, ": unknown")
		if got != terms.ItemFee {
			t.Errorf("UnmarshalText(%q) = %s; want no change", text, got)
		}
	}
}
