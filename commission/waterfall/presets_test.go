package waterfall_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/waterfall"
)

func market() waterfall.Market {
	return waterfall.Market{Platform: "platform", First: "seller", Second: "platform", Transaction: rate("8%"), Listing: num("200"), Premium: num("50")}
}

func label() waterfall.Label {
	return waterfall.Label{Owner: "owner", Partner: "partner", License: num("10000"), Share: rate("25%"), Customization: num("90")}
}

func TestMarketplace_C15(t *testing.T) {
	for _, tt := range []struct {
		want   string
		change func(m *waterfall.Market)
	}{
		{"", func(*waterfall.Market) {}},
		{"transaction: out_of_range", func(m *waterfall.Market) { m.Transaction = rate("4%") }},
		{"transaction: out_of_range", func(m *waterfall.Market) { m.Transaction = rate("10.0000000001%") }},
		{"listing: out_of_range", func(m *waterfall.Market) { m.Listing = num("99.99") }},
		{"premium: out_of_range", func(m *waterfall.Market) { m.Premium = num("200.01") }},
		{"listing: out_of_range", func(m *waterfall.Market) { m.Listing = roomtest.Hostile()["a billion zeros"] }},
	} {
		m := market()
		tt.change(&m)
		_, err := waterfall.Marketplace(m)
		checkFault(t, "Marketplace", err, tt.want)
		if err == nil {
			roomtest.Again(t, m)
		}
	}
	m := market()
	m.Listing, m.Premium = decimal.Decimal{}, decimal.Decimal{}
	d := alianza.Must(waterfall.Marketplace(m))
	if got := newRunner(t, d).run(in("100.00")); parties(got) != "platform 35.6, seller 64.4" {
		t.Errorf("Run = %s; want 8, then 70%% and 30%% of 92", parties(got))
	}
}

// checkFault checks for one fault, or for none if it is "".
func checkFault(t *testing.T, call string, err error, want string) {
	t.Helper()
	if want == "" {
		roomtest.CheckFaults(t, call, err)
	} else {
		roomtest.CheckFaults(t, call, err, want)
	}
}

func TestWhiteLabel_C16(t *testing.T) {
	for _, tt := range []struct{ license, share, want string }{
		{"10000", "20%", ""},
		{"50000", "30%", ""},
		{"9999", "25%", "license: out_of_range"},
		{"50000.01", "25%", "license: out_of_range"},
		{"0", "25%", "license: missing"},
		{"10000", "19%", "share: out_of_range"},
		{"10000", "31%", "share: out_of_range"},
	} {
		l := label()
		l.License, l.Share = num(tt.license), rate(tt.share)
		_, err := waterfall.WhiteLabel(l)
		checkFault(t, "WhiteLabel", err, tt.want)
	}
	roomtest.Again(t, label())
}

func TestReseller_C20(t *testing.T) {
	for _, tt := range []struct{ partnerType, margin, want string }{
		{"value_added_reseller", "40%", ""},
		{"value_added_reseller", "41%", "promises[0].agreed: out_of_range"},
		{"system_integrator", "25%", ""},
		{"shop", "25%", "partner_type: unknown"},
	} {
		_, err := waterfall.Reseller(tt.partnerType, "reseller", "vendor", rate(tt.margin))
		checkFault(t, "Reseller", err, tt.want)
	}
}

// TestPresetsReturn runs the presets forward over a sale, and backward over its return. A
// return takes all of it back.
func TestPresetsReturn(t *testing.T) {
	var got strings.Builder
	marketplace, _ := waterfall.Marketplace(market())
	label, _ := waterfall.WhiteLabel(label())
	reseller, _ := waterfall.Reseller("value_added_reseller", "reseller", "vendor", alianza.WholePercent(35))
	count := func(names ...string) map[string]decimal.Decimal {
		counts := map[string]decimal.Decimal{}
		for _, n := range names {
			counts[n] = decimal.NewFromInt(1)
		}
		return counts
	}
	for _, tt := range []struct {
		name string
		def  waterfall.Definition
		in   waterfall.Inflow
	}{
		{"joint product", waterfall.JointProduct("us", "them", "development", decimal.NewFromInt(300)), waterfall.Inflow{Amount: num("1000.01")}},
		{"marketplace", marketplace, waterfall.Inflow{Amount: num("1000.01"), Counts: count("listing", "month")}},
		{"white label", label, waterfall.Inflow{Amount: num("1000.01"), Counts: count("license")}},
		{"list price", reseller, waterfall.Inflow{Amount: num("1000.01")}},
	} {
		w := alianza.Must(waterfall.New(tt.def))
		sale, state, _ := w.Run(waterfall.State{}, tt.in)
		half, state, _ := w.Return(state, sale, waterfall.Inflow{Amount: num("500.00")})
		tt.in.Amount = num("500.01")
		rest, _, _ := w.Return(state, sale, tt.in)
		fmt.Fprintln(&got, tt.name)
		for i, p := range sale.Parties {
			sum := p.Amount.Add(half.Parties[i].Amount).Add(rest.Parties[i].Amount)
			fmt.Fprintf(&got, "  %-11s %8s %8s %9s  %s\n", p.Party, p.Amount.StringFixed(2), half.Parties[i].Amount.StringFixed(2), rest.Parties[i].Amount.StringFixed(2), sum)
		}
	}
	const want = `joint product
  development   300.00     0.00   -300.00  0
  us            350.01  -250.00   -100.01  0
  them          350.00  -250.00   -100.00  0
marketplace
  platform      531.00  -178.00   -353.00  0
  seller        469.01  -322.00   -147.01  0
white label
  owner       10250.00  -125.00 -10125.00  0
  partner       750.01  -375.00   -375.01  0
list price
  reseller      350.00  -175.00   -175.00  0
  vendor        650.01  -325.00   -325.01  0
`
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("presets (-want +got):\n%s", diff)
	}
}

// TestJointProductCosts has no step for costs of zero, and refuses costs below it.
func TestJointProductCosts(t *testing.T) {
	if got := newRunner(t, waterfall.JointProduct("us", "them", "development", num("0"))).run(in("100.01")); parties(got) != "us 50.01, them 50" {
		t.Errorf("Run = %s; want halves", parties(got))
	}
	_, err := waterfall.New(waterfall.JointProduct("us", "them", "development", num("-1")))
	roomtest.CheckFaults(t, "New(negative costs)", err, "steps[0].recoup: out_of_range")
}
