package commission_test

import (
	"fmt"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// rewards are the kinds of reward, their names, and what a clause of each holds.
var rewards = []struct {
	kind  commission.RewardKind
	name  string
	holds string // rate, fee or nothing
}{
	{commission.SalePercent, "sale_percent", "rate"},
	{commission.ReferralFee, "referral_fee", "fee"},
	{commission.ItemFee, "item_fee", "fee"},
	{commission.ServiceExchange, "service_exchange", "nothing"},
	{commission.BonusPayment, "bonus_payment", "fee"},
	{commission.LicenseFee, "license_fee", "fee"},
	{commission.TransactionFee, "transaction_fee", "rate"},
	{commission.ListingFee, "listing_fee", "fee"},
	{commission.PremiumFee, "premium_fee", "fee"},
	{commission.RevenueSplit, "revenue_split", "rate"},
	{commission.ResellerMargin, "reseller_margin", "rate"},
	{commission.EquityStake, "equity_stake", "nothing"},
}

// clauseOf returns a clause of a kind with the bands named.
func clauseOf(kind commission.RewardKind, bands ...string) commission.Clause {
	c := commission.Clause{Pays: kind}
	for _, b := range bands {
		switch b {
		case "rate":
			c.Rate = commission.Band{Low: commission.Percent(5), High: commission.Percent(10)}
		case "fee":
			c.Fee = commission.AmountBand{Low: num("100"), High: num("500")}
		case "nothing":
			c.Medium = commission.InKind
		}
	}
	return c
}

// TestRewardKinds_C38 has the components that an agreement can have: the twelve
// kinds, each with the band it asks for and no other. The hybrid is two of them
// side by side, account credit one of them in another medium.
func TestRewardKinds_C38(t *testing.T) {
	for i, tt := range rewards {
		t.Run(tt.name, func(t *testing.T) {
			if int(tt.kind) != i+1 {
				t.Errorf("%s is %d; want %d", tt.name, tt.kind, i+1)
			}
			for _, bands := range [][]string{{"rate"}, {"fee"}, {"nothing"}, {}, {"rate", "fee"}} {
				_, err := commission.NewTerms(program(commission.PartnerTerms{Kind: "k", Clauses: []commission.Clause{clauseOf(tt.kind, bands...)}}))
				if good := len(bands) == 1 && bands[0] == tt.holds; good != (err == nil) {
					t.Errorf("NewTerms(%s with %q) = %v; want an error: %t", tt.name, bands, err, !good)
				}
			}
		})
	}
	partner := func(kind string) []commission.Clause {
		for _, p := range commission.AffiliateTerms().Partners {
			if p.Kind == kind {
				return p.Clauses
			}
		}
		return nil
	}
	if c := partner("podcast"); len(c) != 2 || c[0].Pays != commission.ItemFee || c[1].Pays != commission.SalePercent {
		t.Errorf("a podcast has %v; want a fee and a percentage: a hybrid", c)
	}
	if c := partner("customer"); len(c) != 1 || c[0].Pays != commission.ReferralFee || c[0].Medium != commission.Credit {
		t.Errorf("a customer has %v; want a fee in credit", c)
	}
}

func TestRewardKindText(t *testing.T) {
	for _, tt := range rewards {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.kind.String(); got != tt.name {
				t.Errorf("String() = %q; want %q", got, tt.name)
			}
			if got, err := tt.kind.MarshalText(); string(got) != tt.name || err != nil {
				t.Errorf("MarshalText() = %q, %v; want %q", got, err, tt.name)
			}
			if got, err := tt.kind.AppendText([]byte("a ")); string(got) != "a "+tt.name || err != nil {
				t.Errorf("AppendText(a ) = %q, %v; want %q", got, err, "a "+tt.name)
			}
			var got commission.RewardKind
			if err := got.UnmarshalText([]byte(tt.name)); got != tt.kind || err != nil {
				t.Errorf("UnmarshalText(%q) = %s, %v; want %s", tt.name, got, err, tt.name)
			}
		})
	}
	for kind, want := range map[commission.RewardKind]string{0: "none", 13: "(13)", 255: "(255)"} {
		if got := kind.String(); got != want {
			t.Errorf("String() = %q; want %q", got, want)
		}
	}
	for _, text := range []string{"", "none", "Item_Fee", "item fee", "fee", "commission", "0"} {
		got := commission.ItemFee
		err := got.UnmarshalText([]byte(text))
		checkFaults(t, fmt.Sprintf("UnmarshalText(%q)", text), err, []fault{{"", alianza.ErrUnknown}})
		if got != commission.ItemFee {
			t.Errorf("UnmarshalText(%q) = %s; want no change", text, got)
		}
	}
}
