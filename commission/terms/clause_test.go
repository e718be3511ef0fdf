package terms_test

import (
	"fmt"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/terms"
)

// rewards are the kinds of reward, their names, and what a clause of each holds.
var rewards = []struct {
	kind  terms.Reward
	name  string
	holds string // rate, fee or nothing
}{
	{terms.SalePercent, "sale_percent", "rate"},
	{terms.ReferralFee, "referral_fee", "fee"},
	{terms.ItemFee, "item_fee", "fee"},
	{terms.ServiceExchange, "service_exchange", "nothing"},
	{terms.BonusPayment, "bonus_payment", "fee"},
	{terms.LicenseFee, "license_fee", "fee"},
	{terms.TransactionFee, "transaction_fee", "rate"},
	{terms.ListingFee, "listing_fee", "fee"},
	{terms.PremiumFee, "premium_fee", "fee"},
	{terms.RevenueSplit, "revenue_split", "rate"},
	{terms.ResellerMargin, "reseller_margin", "rate"},
	{terms.EquityStake, "equity_stake", "nothing"},
}

// clauseOf returns a clause of a kind with the bands named.
func clauseOf(kind terms.Reward, bands ...string) terms.Clause {
	c := terms.Clause{Pays: kind}
	for _, b := range bands {
		switch b {
		case "rate":
			c.Rate = terms.RateRange{Low: alianza.WholePercent(5), High: alianza.WholePercent(10)}
		case "fee":
			c.Fee = terms.AmountRange{Low: num("100"), High: num("500")}
		case "nothing":
			c.Medium = commission.InKind
		}
	}
	return c
}

// TestRewards_C38 has the components that an agreement can have: the twelve
// kinds, each with the band it asks for and no other. The hybrid is two of them
// side by side, account credit one of them in another medium.
func TestRewards_C38(t *testing.T) {
	for i, tt := range rewards {
		t.Run(tt.name, func(t *testing.T) {
			if int(tt.kind) != i+1 {
				t.Errorf("%s is %d; want %d", tt.name, tt.kind, i+1)
			}
			for _, bands := range [][]string{{"rate"}, {"fee"}, {"nothing"}, {}, {"rate", "fee"}} {
				_, err := terms.New(program(terms.Partner{Type: "k", Clauses: []terms.Clause{clauseOf(tt.kind, bands...)}}))
				if good := len(bands) == 1 && bands[0] == tt.holds; good != (err == nil) {
					t.Errorf("New(%s with %q) = %v; want an error: %t", tt.name, bands, err, !good)
				}
			}
		})
	}
	partner := func(kind string) []terms.Clause {
		for _, p := range terms.Affiliate().Partners {
			if p.Type == kind {
				return p.Clauses
			}
		}
		return nil
	}
	if c := partner("podcast"); len(c) != 2 || c[0].Pays != terms.ItemFee || c[1].Pays != terms.SalePercent {
		t.Errorf("a podcast has %v; want a fee and a percentage: a hybrid", c)
	}
	if c := partner("customer"); len(c) != 1 || c[0].Pays != terms.ReferralFee || c[0].Medium != commission.Credit {
		t.Errorf("a customer has %v; want a fee in credit", c)
	}
}

func TestRewardText(t *testing.T) {
	for _, tt := range rewards {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.kind.String(); got != tt.name {
				t.Errorf("String() = %q; want %q", got, tt.name)
			}
			if got, err := tt.kind.MarshalText(); string(got) != tt.name || err != nil {
				t.Errorf("MarshalText() = %q, %v; want %q", got, err, tt.name)
			}
			var got terms.Reward
			if err := got.UnmarshalText([]byte(tt.name)); got != tt.kind || err != nil {
				t.Errorf("UnmarshalText(%q) = %s, %v; want %s", tt.name, got, err, tt.name)
			}
		})
	}
	for kind, want := range map[terms.Reward]string{0: "none", 13: "(13)", 255: "(255)"} {
		if got := kind.String(); got != want {
			t.Errorf("String() = %q; want %q", got, want)
		}
	}
	for _, text := range []string{"", "none", "Item_Fee", "item fee", "fee", "commission", "0"} {
		got := terms.ItemFee
		err := got.UnmarshalText([]byte(text))
		checkFaults(t, fmt.Sprintf("UnmarshalText(%q)", text), err, []fault{{"", alianza.ErrUnknown}})
		if got != terms.ItemFee {
			t.Errorf("UnmarshalText(%q) = %s; want no change", text, got)
		}
	}
}
