package commission_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// This file pays what the programs promise, through plans.

// many returns n events like e, with IDs of their own.
func many(n int, e commission.Event) []commission.Event {
	list := make([]commission.Event, n)
	for i := range list {
		list[i] = e
		list[i].ID = fmt.Sprint(e.ID, "-", i)
	}
	return list
}

// TestQualifiedReferrals_C3 pays a fee for each qualified referral: a lead or a
// lead that qualifies is something else.
func TestQualifiedReferrals_C3(t *testing.T) {
	d := ruled(commission.Rule{Name: "referral", On: commission.Referral, Fixed: num("750")})
	paid{"3 x 750", d, many(3, kind(commission.Referral, sale("r", "0"))), []string{"750.00", "750.00", "750.00"}, "2250"}.run(t)
	paid{"leads earn nothing", d, append(many(3, kind(commission.Lead, sale("l", "0"))), many(2, kind(commission.QualifiedLead, sale("q", "0")))...), []string{}, "0"}.run(t)
}

// TestInKind_C5 records services: nothing is posted, nothing is paid.
func TestInKind_C5(t *testing.T) {
	d := ruled(commission.Rule{Name: "services", On: commission.Item("integration"), Medium: commission.InKind}, onSale("10%"))
	plan := alianza.Must(commission.New(d))
	var state commission.State
	got := mustEarn(t, plan, &state, kind(commission.Item("integration"), sale("i", "0")))
	if got.Medium != commission.InKind || !got.Amount.IsZero() {
		t.Errorf("Earn(an integration) = %s %s; want 0.00 in kind", got.Amount, got.Medium)
	}
	const text = "item:integration i: 0% of 0 USD = 0, rounded 0.00, in kind, rule services, plan p v1"
	if got.String() != text {
		t.Errorf("String() = %s; want %s", got, text)
	}
	_, err := dollars("0").Post(payout.Account{}, got)
	checkFaults(t, "Post(services in an account of cash)", err, []fault{{"medium", alianza.ErrConflict}})
	earned, _, err := plan.Earn(state, sale("s", "100"))
	if err != nil || !earned.Sum(commission.InKind).IsZero() || !earned.Sum(commission.Cash).Equal(num("10")) {
		t.Errorf("Earn(a sale) = %v, %v; want 10.00 in cash", earned, err)
	}
}

// TestHybrids_C6_C7_C8 pays a fee for each item and a percentage of sales.
func TestHybrids_C6_C7_C8(t *testing.T) {
	tests := []struct {
		name, item, fee string
		items           int
		rate, sold      string
		want            string
	}{
		{"C6: 2 x 300 + 10% of 4000", "article", "300", 2, "10%", "4000", "1000"},
		{"C7: 1200 + 15% of 2000", "episode", "1200", 1, "15%", "2000", "1500"},
		{"C8: 3000 + 20% of 5000", "video", "3000", 1, "20%", "5000", "4000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plan := alianza.Must(commission.New(ruled(
				commission.Rule{Name: "fee", On: commission.Item(tt.item), Fixed: num(tt.fee)},
				commission.Rule{Name: "sale", On: commission.Sale, Rate: rate(tt.rate)},
			)))
			var state commission.State
			list := earnAll(t, plan, &state, append(many(tt.items, kind(commission.Item(tt.item), sale("i", "0"))), sale("s", tt.sold))...)
			if got := sumOf(list); !got.Equal(num(tt.want)) {
				t.Errorf("Earn = %v, %s in all; want %s", list, got, tt.want)
			}
			other := mustPass(t, plan, &state, kind(commission.Item("other"), sale("o", "0")))
			if other.Rule != "" || other.Reason != "no rule pays an event of kind item:other" {
				t.Errorf("Earn(another item) = %+v; want no rule", other)
			}
		})
	}
}

// TestPartnerReferral_C11 pays only a partner whose partnership is active on the
// day of the referral, whatever it was before or is later.
func TestPartnerReferral_C11(t *testing.T) {
	plan := alianza.Must(commission.New(ruled(commission.Rule{Name: "referral", On: commission.Referral, Fixed: num("500"), Active: true})))
	tests := []struct {
		name, since, until string
		want               string
	}{
		{"active: 2 x 500", "2025-06-01T00:00:00Z", "", "1000"},
		{"active from that day", "2026-01-01T23:00:00Z", "", "1000"},
		{"from the day after", "2026-01-02T00:00:00Z", "", "0"},
		{"ended before: 0", "2025-06-01T00:00:00Z", "2025-12-31T00:00:00Z", "0"},
		{"ended at that instant", "2025-06-01T00:00:00Z", "2026-01-01T09:00:00Z", "0"},
		{"ended later that day: the day does not count", "2025-06-01T00:00:00Z", "2026-01-01T23:59:59Z", "0"},
		{"ended the day after", "2025-06-01T00:00:00Z", "2026-01-02T00:00:00Z", "1000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := kind(commission.Referral, sale("r", "0"))
			e.PartnerSince = instant(tt.since)
			if tt.until != "" {
				e.PartnerUntil = instant(tt.until)
			}
			var state commission.State
			if got := sumOf(earnAll(t, plan, &state, many(2, e)...)); !got.Equal(num(tt.want)) {
				t.Errorf("Earn(2 referrals) = %s; want %s", got, tt.want)
			}
		})
	}
	e := kind(commission.Referral, sale("r", "0"))
	checkRefused(t, plan, commission.State{}, e, []fault{{"partner_since", alianza.ErrMissing}})
	e.PartnerSince, e.PartnerUntil = instant("2026-01-02T00:00:00Z"), instant("2026-01-01T00:00:00Z")
	checkRefused(t, plan, commission.State{}, e, []fault{{"partner_until", alianza.ErrConflict}})
}

// TestBonus_C28_T18 pays bonuses of thresholds and amounts that the caller
// gives: for gold on achievement, a quarter's, by volume; and platinum more on
// each sale. Without a rule there is none.
func TestBonus_C28_T18(t *testing.T) {
	base := commission.Affiliate().Rules[0]
	gold := commission.Rule{
		Name: "achievement", On: commission.Close, Of: "sale", Over: commission.PerMonth, Fixed: num("100"),
		When: commission.All(commission.FactOneOf("tier", "affiliate/gold"), commission.FactIs("units", alianza.AtLeast(num("3")))),
	}
	more := commission.Rule{Name: "additional", On: commission.Sale, Rate: rate("2%"), When: commission.FactOneOf("tier", "affiliate/platinum")}
	volume := commission.Rule{
		Name: "volume", On: commission.Close, Of: "sale", Over: commission.PerQuarter,
		Table: commission.TableDefinition{Scope: commission.Graduated, Brackets: []commission.Bracket{bracket("1000", "0%"), bracket("", "5%")}},
	}
	d := ruled(base, gold, more, volume)
	d.Precedence = commission.Every
	sold := func(tier string, amounts ...string) []commission.Event {
		list := salesOf(amounts...)
		for i := range list {
			list[i].Tier = tier
		}
		return list
	}
	shut := func(tier string, period string) commission.Event { return at(tier, closing("close "+period, period)) }
	for _, tt := range []paid{
		{"gold, 3 sales: 3 x 30 and 100", d, append(sold("affiliate/gold", hundreds(3)...), shut("affiliate/gold", "2026-01")), []string{"30.00", "30.00", "30.00", "100.00"}, "190"},
		{"gold, 2 sales: no bonus", d, append(sold("affiliate/gold", hundreds(2)...), shut("affiliate/gold", "2026-01")), []string{"30.00", "30.00"}, "60"},
		{"silver, 3 sales: no bonus", d, append(sold("affiliate/silver", hundreds(3)...), shut("affiliate/silver", "2026-01")), []string{"25.00", "25.00", "25.00"}, "75"},
		{"platinum: 35 and 2", d, sold("affiliate/platinum", "100"), []string{"35.00", "2.00"}, "37"},
		{"volume of the quarter: 200 at 5%", d, append(sold("affiliate/basic", "700", "500"), shut("affiliate/basic", "2026-Q1")), []string{"140.00", "100.00", "10.00"}, "250"},
		{"volume of the quarter, exactly 1000", d, append(sold("affiliate/basic", "700", "300"), shut("affiliate/basic", "2026-Q1")), []string{"140.00", "60.00", "0.00"}, "200"},
		{"no rule, no bonus", commission.Affiliate(), append(sold("affiliate/gold", "100"), shut("affiliate/gold", "2026-01")), []string{"30.00"}, "30"},
	} {
		tt.run(t)
	}
}

// TestTrigger_C32 pays ten recommendations only when a sale comes of them.
func TestTrigger_C32(t *testing.T) {
	leads := many(10, kind(commission.Lead, sale("l", "0")))
	onKind := func(k commission.Kind) commission.Definition {
		return ruled(commission.Rule{Name: "reward", On: k, Fixed: num("50")})
	}
	for _, tt := range []paid{
		{"10 leads, no sale: 0", onKind(commission.Sale), leads, []string{}, "0"},
		{"10 leads, a sale: 50", onKind(commission.Sale), append(leads, sale("s", "900")), []string{"50.00"}, "50"},
		{"declared otherwise: a lead", onKind(commission.Lead), leads[:2], []string{"50.00", "50.00"}, "100"},
		{"a qualified lead", onKind(commission.QualifiedLead), []commission.Event{leads[0], kind(commission.QualifiedLead, sale("q", "0"))}, []string{"50.00"}, "50"},
		{"a payment received, not the sale", onKind(commission.PaymentReceived), []commission.Event{sale("s", "900"), kind(commission.PaymentReceived, sale("p", "900"))}, []string{"50.00"}, "50"},
	} {
		tt.run(t)
	}
}

// TestScopes_C33 sells 20 and 6 times for 100.00 by the affiliate ladder.
func TestScopes_C33(t *testing.T) {
	tests := []struct {
		name  string
		scope commission.Scope
		sales int
		want  string
	}{
		{"slab, which is retroactive over the month: 30% of 2000", commission.Slab, 20, "600"},
		{"slab: 25% of 600", commission.Slab, 6, "150"},
		{"graduated: 5 x 20 + 10 x 25 + 5 x 30", commission.Graduated, 20, "500"},
		{"graduated: 5 x 20 + 25", commission.Graduated, 6, "125"},
		{"prospective: 5 x 20 + 10 x 25 + 5 x 30", commission.Prospective, 20, "500"},
		{"prospective: 5 x 20 + 25", commission.Prospective, 6, "125"},
		{"next sale: 6 x 20 + 10 x 25 + 4 x 30", commission.NextSale, 20, "490"},
		{"next sale: 6 x 20", commission.NextSale, 6, "120"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.name, ", ", tt.sales, " sales"), func(t *testing.T) {
			plan := alianza.Must(commission.New(ruled(tabled(commission.PerMonth, affiliateTable(tt.scope)))))
			var state commission.State
			list := earnAll(t, plan, &state, many(tt.sales, sale("s", "100.00"))...)
			if got := sumOf(list); !got.Equal(num(tt.want)) {
				t.Errorf("Earn(%d sales) = %s in all; want %s", tt.sales, got, tt.want)
			}
		})
	}
}

// TestCliff_C33 says what the sixth sale is worth: 50, of which 25 is its own.
func TestCliff_C33(t *testing.T) {
	plan := alianza.Must(commission.New(ruled(tabled(commission.PerMonth, affiliateTable(commission.Slab)))))
	var state commission.State
	earnAll(t, plan, &state, many(5, sale("s", "100.00"))...)
	before := jsonText(t, state)
	earned, err := plan.Preview(state, sale("sixth", "100.00"))
	if err != nil || !earned.Sum(commission.Cash).Equal(num("50")) {
		t.Errorf("Preview(the sixth sale) = %v, %v; want 50.00", earned, err)
	}
	if diff := cmp.Diff([]string{"25.00", "25.00"}, amountsOf(earned.Entries)); diff != "" {
		t.Errorf("Preview mismatch (-want +got):\n%s", diff)
	}
	if after := jsonText(t, state); after != before {
		t.Errorf("after Preview the state is %s; want it as it was: %s", after, before)
	}
	same, _, err := plan.Earn(state, sale("sixth", "100.00"))
	if diff := cmp.Diff(jsonText(t, earned), jsonText(t, same)); diff != "" || err != nil {
		t.Errorf("Earn after Preview = %v, mismatch (-preview +earn):\n%s", err, diff)
	}
	if _, err := plan.Preview(state, sale("s-0", "100.00")); fmt.Sprint(err) == "<nil>" {
		t.Errorf("Preview(a sale that was seen) = no error; want one")
	}
	var cliffs []string
	for _, c := range alianza.Must(commission.NewTable(affiliateTable(commission.Slab))).Cliffs() {
		cliffs = append(cliffs, c.String())
	}
	want := []string{"above 5: 25% instead of 20% of everything", "above 15: 30% instead of 25% of everything", "above 30: 35% instead of 30% of everything"}
	if diff := cmp.Diff(want, cliffs); diff != "" {
		t.Errorf("Cliffs mismatch (-want +got):\n%s", diff)
	}
}

// TestPoints_X4 adds points to a rate; a multiplier is relative.
func TestPoints_X4(t *testing.T) {
	if got := rate("20%").Plus(rate("5%")); got != rate("25%") {
		t.Errorf("20%% plus 5 points = %s; want 25%%", got)
	}
	got, err := rate("20%").Times(num("1.05"))
	if err != nil || got != rate("21%") {
		t.Errorf("20%% times 1.05 = %s, %v; want 21%%", got, err)
	}
}

// TestMixed_X1 sends dollars and euros through plans, rules and settlements.
func TestMixed_X1(t *testing.T) {
	euro := func(e commission.Event) commission.Event { e.Currency = "EUR"; return e }
	plan := alianza.Must(commission.New(ruled(tabled(commission.PerMonth, affiliateTable(commission.Slab)))))
	var state commission.State
	earnAll(t, plan, &state, sale("s", "100"))
	for _, e := range []commission.Event{
		euro(sale("t", "100")), euro(refund("r", "s", "1")), euro(chargeback("r", "s", "0")), euro(corrected("s", sale("c", "1"))),
		euro(kind(commission.Lead, sale("l", "0"))), euro(closing("x", "2026-01")),
	} {
		checkRefused(t, plan, state, e, []fault{{"currency", alianza.ErrCurrency}})
	}
	d := ruled(onSale("10%"))
	d.Currency = "EUR"
	entry := mustEarn(t, alianza.Must(commission.New(d)), &commission.State{}, euro(sale("t", "100")))
	_, err := dollars("0").Post(payout.Account{}, entry)
	checkFaults(t, "Post(an entry in EUR in an account in USD)", err, []fault{{"currency", alianza.ErrCurrency}})
}
