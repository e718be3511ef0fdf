package commission_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// TestBounds raises to a minimum and cuts to a maximum, and says so.
func TestBounds(t *testing.T) {
	one := onSale("10%")
	one.Min, one.Max = num("5"), num("20.5")
	tests := []struct {
		name, amount, want, note string
	}{
		{"nothing is not raised", "0", "0.00", ""},
		{"a cent of a sale is raised", "0.01", "5.00", "raised to the minimum"}, // 0.001
		{"under the minimum", "49.94", "5.00", "raised to the minimum"},         // 4.994
		{"rounds to the minimum", "49.95", "5.00", ""},                          // 4.995
		{"the minimum", "50", "5.00", ""},
		{"the maximum", "205", "20.50", ""},
		{"rounds to the maximum", "205.04", "20.50", ""}, // 20.504
		{"above the maximum", "205.05", "20.50", "cut to the maximum"},
		{"far above", "1e9", "20.50", "cut to the maximum"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := mustEarn(t, alianza.Must(commission.New(ruled(one))), &commission.State{}, sale("s", tt.amount))
			if !got.Amount.Equal(num(tt.want)) || got.Amount.Exponent() != -2 || got.Note != tt.note || !got.Remaining.Amount.Equal(got.Amount) {
				t.Errorf("Earn(%s) = %s, %q; want %s, %q", tt.amount, got, got.Note, tt.want, tt.note)
			}
			if !got.Exact.Equal(num(tt.amount).Shift(-1)) {
				t.Errorf("Earn(%s) = exact %s; want a tenth", tt.amount, got.Exact)
			}
		})
	}
	const text = "sale s: 10% of 300 USD = 30, posted 20.50, cut to the maximum, rule sale, plan p v1"
	if got := mustEarn(t, alianza.Must(commission.New(ruled(one))), &commission.State{}, sale("s", "300")); got.String() != text {
		t.Errorf("String() = %s; want %s", got, text)
	}
}

// TestCaps cuts by several caps at once, and gives room back.
func TestCaps(t *testing.T) {
	capped := func(caps ...commission.Cap) commission.Plan {
		one := onSale("10%")
		one.Caps = caps
		return alianza.Must(commission.New(ruled(one)))
	}
	month := commission.Cap{Amount: num("100"), Per: commission.PerMonth}
	each := commission.Cap{Amount: num("50"), Per: commission.PerMonth, Customer: true}
	order := commission.Cap{Amount: num("5"), Per: commission.PerOrder}
	in := func(order string, e commission.Event) commission.Event { e.Order = order; return e }
	tests := []struct {
		name   string
		plan   commission.Plan
		events []commission.Event
		want   []string
	}{
		{
			"of each customer, and of all", capped(month, each),
			[]commission.Event{by("k", sale("a", "600")), by("m", sale("b", "400")), by("n", sale("c", "300")), by("k", sale("d", "10"))},
			[]string{"50.00", "40.00", "10.00", "0.00"},
		},
		{
			"room of both comes back once", capped(month, each),
			[]commission.Event{by("k", sale("a", "500")), refund("r", "a", "300"), by("k", sale("b", "400")), by("m", sale("c", "600")), by("m", sale("d", "600"))},
			[]string{"50.00", "-30.00", "30.00", "50.00", "0.00"},
		},
		{
			"of each order", capped(order),
			[]commission.Event{in("1", sale("a", "40")), in("1", sale("b", "40")), in("2", sale("c", "40"))},
			[]string{"4.00", "1.00", "4.00"},
		},
		{
			"room comes back to the month of the sale", capped(commission.Cap{Amount: num("10"), Per: commission.PerMonth}),
			[]commission.Event{sale("a", "100"), dated("2026-02-01", sale("b", "60")), dated("2026-02-02", refund("r", "a", "100")), dated("2026-02-03", sale("c", "100")), sale("d", "100")},
			[]string{"10.00", "6.00", "-10.00", "4.00", "10.00"},
		},
		{
			"of a quarter, a year, and for ever", capped(commission.Cap{Amount: num("10"), Per: commission.PerQuarter}, commission.Cap{Amount: num("15"), Per: commission.PerYear}, commission.Cap{Amount: num("17"), Per: commission.Ever}),
			[]commission.Event{sale("a", "200"), dated("2026-04-01", sale("b", "200")), dated("2026-07-01", sale("c", "200")), dated("2027-01-01", sale("d", "200"))},
			[]string{"10.00", "5.00", "0.00", "2.00"},
		},
		{
			"of each partner", capped(month),
			[]commission.Event{sale("a", "2000"), of("bea", sale("b", "2000"))},
			[]string{"100.00", "100.00"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var state commission.State
			list := earnAll(t, tt.plan, &state, tt.events...)
			if diff := cmp.Diff(tt.want, amountsOf(list)); diff != "" {
				t.Errorf("Earn mismatch (-want +got):\n%s", diff)
			}
		})
	}
	checkRefused(t, capped(month, each), commission.State{}, sale("a", "1"), []fault{{"customer", alianza.ErrMissing}})
	checkRefused(t, capped(order), commission.State{}, sale("a", "1"), []fault{{"order", alianza.ErrMissing}})
	one := onSale("10%")
	one.Caps = []commission.Cap{month, each, month}
	_, err := commission.New(ruled(one))
	checkFaults(t, "New(two caps over one window)", err, []fault{{"rules[0].caps[2].per", alianza.ErrDuplicate}})
	// In a zone, the month of a sale is that of the zone.
	var state commission.State
	plan := capped(month).In(zone(t, "Asia/Tokyo"))
	late, early := sale("a", "2000"), sale("b", "2000")
	late.At, early.At = instant("2026-01-31T15:00:00Z"), instant("2026-01-31T14:59:59Z")
	if diff := cmp.Diff([]string{"100.00", "100.00"}, amountsOf(earnAll(t, plan, &state, late, early))); diff != "" {
		t.Errorf("two months in Tokyo mismatch (-want +got):\n%s", diff)
	}
}

// TestMedia keeps what is paid in cash, in credit and in kind apart, from the
// sale to its refund and to the account.
func TestMedia_C9_C10(t *testing.T) {
	d := ruled(
		onSale("10%"),
		commission.Rule{Name: "credit", On: commission.Sale, Fixed: num("5"), Medium: commission.Credit},
		commission.Rule{Name: "gift", On: commission.Sale, Medium: commission.InKind},
	)
	d.Precedence = commission.Every
	plan := alianza.Must(commission.New(d))
	var state commission.State
	earned, state, err := plan.Earn(state, sale("s", "100"))
	if err != nil {
		t.Fatal(err)
	}
	for medium, want := range map[commission.Medium]string{commission.Cash: "10", commission.Credit: "5", commission.InKind: "0"} {
		if got := earned.Sum(medium); !got.Equal(num(want)) {
			t.Errorf("Sum(%s) = %s; want %s", medium, got, want)
		}
	}
	back, _, err := plan.Earn(state, refund("r", "s", "40"))
	if err != nil || !back.Sum(commission.Cash).Equal(num("-4")) || !back.Sum(commission.Credit).Equal(num("-2")) || len(back.Entries) != 3 {
		t.Errorf("Earn(refund) = %v, %v; want -4.00 in cash, -2.00 in credit", back, err)
	}
	const text = "refund r of s: 40 USD back, 60 left earn 3.00 after 5.00, so -2.00, in credit, rule credit, plan p v1"
	if got := back.Entries[1].String(); got != text {
		t.Errorf("String() = %s; want %s", got, text)
	}
	cash, credit := dollars("0"), alianza.Must(payout.New(payout.Definition{Currency: "USD", Places: 2, Medium: commission.Credit}))
	for i, s := range []payout.Policy{cash, credit} {
		for j, one := range append(earned.Entries[:2:2], earned.Entries[2]) {
			_, err := s.Post(payout.Account{}, one)
			if i == j {
				checkFaults(t, "Post in its own medium", err, nil)
			} else {
				checkFaults(t, "Post in another medium", err, []fault{{"medium", alianza.ErrConflict}})
			}
		}
	}
}

// TestStateMergeRules merges states whose partners are known by windows, caps
// or customers.
func TestStateMergeRules(t *testing.T) {
	one := tabled(commission.PerEvent, twoBrackets())
	one.Caps, one.Months = []commission.Cap{{Amount: num("1000"), Per: commission.PerMonth}}, 12
	plan := alianza.Must(commission.New(ruled(one, commission.Rule{Name: "bonus", On: commission.Close, Of: "sale", Over: commission.PerMonth, Fixed: num("1")})))
	var whole, ana, bea commission.State
	for _, e := range []commission.Event{by("k", sale("a", "600")), by("k", sale("b", "50"))} {
		earnAll(t, plan, &whole, e, of("bea", e))
		earnAll(t, plan, &ana, e)
		earnAll(t, plan, &bea, of("bea", e))
	}
	for _, pair := range [][2]commission.State{{ana, bea}, {bea, ana}} {
		got, err := pair[0].Merge(pair[1])
		if err != nil || jsonText(t, got) != jsonText(t, whole) {
			t.Errorf("Merge = %s, %v; want %s", jsonText(t, got), err, jsonText(t, whole))
		}
		earnAll(t, plan, &got, by("k", sale("c", "1")))
	}
	if got := ana.Len(); got != 2 {
		t.Errorf("Len() after Merge = %d; want 2", got)
	}
	_, err := whole.Merge(bea)
	checkFaults(t, "Merge(a partner in both)", err, []fault{{"partner", alianza.ErrDuplicate}})
	// Forgetting all events of a partner leaves its windows.
	left := bea.Clone().Forget("bea", "a").Forget("bea", "b")
	_, err = whole.Merge(left)
	checkFaults(t, "Merge(a partner whose events are forgotten)", err, []fault{{"partner", alianza.ErrDuplicate}})
	if got := left.Attained("bea", "sale", 1, "2026-01"); !got.Amount.Equal(num("650")) {
		t.Errorf("Attained after Forget = %s; want 650", got)
	}
}

// TestPortions has what a rule without a table pays of what, a base only for a
// percentage.
func TestPortions(t *testing.T) {
	rule := func(percent, fixed, each string) commission.Rule {
		return commission.Rule{Name: "sale", On: commission.Sale, Rate: rate(percent), Fixed: num(fixed), PerUnit: num(each)}
	}
	tests := []struct {
		name string
		rule commission.Rule
		want commission.Portion
	}{
		{"fixed", rule("0%", "5", "0"), commission.Portion{Fixed: num("5"), Exact: num("5"), Amount: num("5")}},
		{"per unit", rule("0%", "0", "2"), commission.Portion{Units: 3, PerUnit: num("2"), Exact: num("6"), Amount: num("6")}},
		{"both and a rate: 10 + 5 + 6", rule("10%", "5", "2"), commission.Portion{Base: num("100"), Units: 3, Rate: rate("10%"), PerUnit: num("2"), Fixed: num("5"), Exact: num("21"), Amount: num("21")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := mustEarn(t, alianza.Must(commission.New(ruled(tt.rule))), &commission.State{}, units(3, sale("s", "100")))
			if diff := cmp.Diff([]commission.Portion{tt.want}, got.Portions); diff != "" || !got.Rate.IsZero() || !got.Base.Equal(num("100")) {
				t.Errorf("Earn = %s at %s of %s; want portions (-want +got):\n%s", got, got.Rate, got.Base, diff)
			}
		})
	}
	if got := mustEarn(t, alianza.Must(commission.New(ruled(onSale("10%")))), &commission.State{}, sale("s", "100")); len(got.Portions) != 0 || got.Units != 0 {
		t.Errorf("Earn(a plain rate) = portions %v, %d units; want none", got.Portions, got.Units)
	}
}
