package commission_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// This file has the numbers that other systems document, or get wrong, as plans
// of this one.

// paid is a row of a plan, its events and what each entry posts.
type paid struct {
	name   string
	def    commission.Definition
	events []commission.Event
	want   []string // of each entry
	sum    string
}

func (tt paid) run(t *testing.T) {
	t.Helper()
	t.Run(tt.name, func(t *testing.T) {
		var state commission.State
		list := earnAll(t, alianza.Must(commission.New(tt.def)), &state, tt.events...)
		if diff := cmp.Diff(tt.want, amountsOf(list)); diff != "" || !sumOf(list).Equal(num(tt.sum)) {
			t.Errorf("Earn = %v, %s in all; want %s (-want +got):\n%s", list, sumOf(list), tt.sum, diff)
		}
	})
}

// TestPeersPercent rounds half away from zero, once.
func TestPeersPercent(t *testing.T) {
	even := func(d commission.Definition) commission.Definition {
		d.Rounding = commission.HalfEven
		return d
	}
	down := func(d commission.Definition) commission.Definition {
		d.Rounding = commission.Down
		return d
	}
	each := commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{PerUnit: num("5.00")}}
	for _, tt := range []paid{
		{"10.00 at 20%", ruled(onSale("20%")), salesOf("10.00"), []string{"2.00"}, "2.00"},
		{"0.07 at 20%: 0.014", ruled(onSale("20%")), salesOf("0.07"), []string{"0.01"}, "0.01"},
		{"0.02 at 20%: 0.004", ruled(onSale("20%")), salesOf("0.02"), []string{"0.00"}, "0"},
		{"0.03 at 20%: 0.006", ruled(onSale("20%")), salesOf("0.03"), []string{"0.01"}, "0.01"},
		{"0.15 at 10%: 0.015", ruled(onSale("10%")), salesOf("0.15"), []string{"0.02"}, "0.02"},
		{"0.01 at 50%: 0.005", ruled(onSale("50%")), salesOf("0.01"), []string{"0.01"}, "0.01"},
		{"5.00 at 2.9%: 0.145", ruled(onSale("2.9%")), salesOf("5.00"), []string{"0.15"}, "0.15"},
		{"quantity does not matter to a rate", ruled(onSale("20%")), []commission.Event{units(7, sale("s", "10.00"))}, []string{"2.00"}, "2.00"},
		{"5.00 x 2", ruled(each), []commission.Event{units(2, sale("s", "0"))}, []string{"10.00"}, "10.00"},
		{"5.05 at 10% up: 0.505", ruled(onSale("10%")), salesOf("5.05"), []string{"0.51"}, "0.51"},
		{"5.05 at 10% to the even digit", even(ruled(onSale("10%"))), salesOf("5.05"), []string{"0.50"}, "0.50"},
		{"0.15 at 10% down, as a referral is floored", down(ruled(onSale("10%"))), salesOf("0.15"), []string{"0.01"}, "0.01"},
		{"credit note 200 of 1000 at 4% leaves 32", ruled(onSale("4%")), []commission.Event{sale("s", "1000"), refund("r", "s", "200")}, []string{"40.00", "-8.00"}, "32"},
		{"prepaid fee: 3% of what is above 500, of which 450 are used", ruled(tabled(commission.PerMonth, table(commission.Graduated, bracket("500", "0%"), bracket("", "3%")))), salesOf("450", "100"), []string{"0.00", "1.50"}, "1.50"},
	} {
		tt.run(t)
	}
	plan := alianza.Must(commission.New(ruled(each)))
	checkRefused(t, plan, &commission.State{}, sale("s", "1"), []fault{{"units", alianza.ErrMissing}})
}

// TestPeersTables has tables that pay sale after sale.
func TestPeersTables_C33(t *testing.T) {
	oracle := []commission.Bracket{bracket("1000", "1%"), bracket("3000", "2%"), bracket("8000", "3%"), bracket("", "5%")}
	six := []string{"200", "300", "1500", "1200", "2000", "4500"}
	unit := func(upTo, each string) commission.Bracket {
		b := bracket(upTo, "0%")
		b.PerUnit = num(each)
		return b
	}
	intelitics := byUnits(table(commission.Slab, unit("2", "250"), unit("4", "275"), unit("", "300")))
	impact := []commission.Bracket{bracket("200", "4%"), bracket("400", "6%"), bracket("", "8%")}
	month := func(d commission.TableDefinition) commission.Definition {
		return ruled(tabled(commission.PerMonth, d))
	}
	single := func(d commission.TableDefinition) commission.Definition {
		return ruled(tabled(commission.PerEvent, d))
	}
	mixed := commission.TableDefinition{Quota: num("33000"), Brackets: []commission.Bracket{bracket("50", "5%"), bracket("100", "10%"), bracket("", "20%")}}
	for i, scope := range []commission.Scope{commission.Slab, commission.Slab, commission.Graduated} {
		mixed.Brackets[i].Scope = scope
	}
	excel := table(commission.Graduated, bracket("100000", "5%"), bracket("125000", "6%"), bracket("", "7%"))
	entered := table(commission.Prospective, bracket("150", "10%"), bracket("", "20%"))
	entered.Brackets[0].Flat, entered.Brackets[1].Flat = num("2"), num("3")
	four := []string{"100", "100", "100", "100"}
	for _, tt := range []paid{
		{"each alone: 2, 3, 10+10, 10+4, 10+20, 10+40+45", single(table(commission.Graduated, oracle...)), salesOf(six...), []string{"2.00", "3.00", "20.00", "14.00", "30.00", "95.00"}, "164"},
		{"accumulated: 2, 3, 5+20, 20+6, 60, 84+85", month(table(commission.Graduated, oracle...)), salesOf(six...), []string{"2.00", "3.00", "25.00", "26.00", "60.00", "169.00"}, "285"},
		{"at once: 10+40+150+85", month(table(commission.Graduated, oracle...)), salesOf("9700"), []string{"285.00"}, "285"},
		{"prior attainment: 200 of 5000 at 4%, 900 of 15000 at 6%", month(table(commission.Graduated, bracket("150000", "4%"), bracket("250000", "6%"), bracket("", "8%"))), salesOf("145000", "20000"), []string{"5800.00", "1100.00"}, "6900"},
		{
			"retroactive per unit: 250, 250, 325, 275, 400; 325 is 2 x 25 and 275, 400 is 4 x 25 and 300",
			month(intelitics), many(5, units(1, sale("s", "0"))),
			[]string{"250.00", "250.00", "50.00", "275.00", "275.00", "100.00", "300.00"},
			"1500",
		},
		{"past the tier: 8+12+8", month(table(commission.Graduated, impact...)), salesOf("500"), []string{"28.00"}, "28"},
		{"retroactive: 8% of 500", month(table(commission.Slab, impact...)), salesOf("500"), []string{"40.00"}, "40"},
		{"retroactive, in pieces: 8, 4 again and 12, 8 again and 8", month(table(commission.Slab, impact...)), salesOf("200", "200", "100"), []string{"8.00", "4.00", "12.00", "8.00", "8.00"}, "40"},
		{"mixed quota: 5% of 10000", month(mixed), salesOf("10000"), []string{"500.00"}, "500"},
		{"mixed quota: 500, 500 again, 10% of 10000", month(mixed), salesOf("10000", "10000"), []string{"500.00", "500.00", "1000.00"}, "2000"},
		{"mixed quota: 2000, then 10% of 13000 and 20% of 7000", month(mixed), salesOf("20000", "20000"), []string{"2000.00", "2700.00"}, "4700"},
		{"mixed quota: 4700, then 20% of 10000 and nothing again", month(mixed), salesOf("40000", "10000"), []string{"4700.00", "2000.00"}, "6700"},
		{"prospective after three: 10, 10, 10, 20", month(byUnits(table(commission.Prospective, bracket("3", "10%"), bracket("", "20%")))), salesOf(four...), []string{"10.00", "10.00", "10.00", "20.00"}, "50"},
		{"retroactive after three: 30, 30 again and 20", month(byUnits(table(commission.Slab, bracket("3", "10%"), bracket("", "20%")))), salesOf(four...), []string{"10.00", "10.00", "10.00", "30.00", "20.00"}, "80"},
		{"next sale after three: 10, 10, 10, 10, 20", month(byUnits(table(commission.NextSale, bracket("3", "10%"), bracket("", "20%")))), salesOf(append(four, "100")...), []string{"10.00", "10.00", "10.00", "10.00", "20.00"}, "60"},
		{"next sale from the third on, upper: 10, 10, 10, 20", month(upper(byUnits(table(commission.NextSale, bracket("3", "10%"), bracket("", "20%"))))), salesOf(four...), []string{"10.00", "10.00", "10.00", "20.00"}, "50"},
		{"whole order at the rate reached: 0, then 15% of 120", month(upper(table(commission.Prospective, bracket("100", "0%"), bracket("", "15%")))), salesOf("80", "120"), []string{"0.00", "18.00"}, "18"},
		{"exactly reached: 15% of 20", month(upper(table(commission.Prospective, bracket("100", "0%"), bracket("", "15%")))), salesOf("80", "20"), []string{"0.00", "3.00"}, "3"},
		{"exactly not past: 0", month(table(commission.Prospective, bracket("100", "0%"), bracket("", "15%"))), salesOf("80", "20"), []string{"0.00", "0.00"}, "0"},
		{"prospective, with a flat amount once for each bracket reached: 10+2, 5, 10+3, 10", month(entered), salesOf("100", "50", "50", "50"), []string{"12.00", "5.00", "13.00", "10.00"}, "40"},
		{"accelerated part: 5000+1500+1750", month(excel), salesOf("150000"), []string{"8250.00"}, "8250"},
		{"decelerator: 40% attained at half of 20%", month(commission.TableDefinition{Scope: commission.Slab, Quota: num("500000"), Brackets: []commission.Bracket{bracket("50", "10%"), bracket("", "20%")}}), salesOf("200000"), []string{"20000.00"}, "20000"},
		{"spend 196,000 of 1 per 1000 to 300,000", month(table(commission.Slab, bracket("100000", "0%"), bracket("300000", "0.1%"), bracket("", "0.1111111111%"))), salesOf("196000"), []string{"196.00"}, "196"},
		{"spend 20,000 is below the first tier", month(table(commission.Slab, bracket("100000", "0%"), bracket("300000", "0.1%"), bracket("", "0.1111111111%"))), salesOf("20000"), []string{"0.00"}, "0"},
		{"5.5 between 0-5 and 6-10: 5 + 0.5 at 2%", month(table(commission.Graduated, bracket("5", "1%"), bracket("10", "2%"), bracket("", "3%"))), salesOf("5.5"), []string{"0.06"}, "0.06"},
	} {
		tt.run(t)
	}
	var state commission.State
	for _, e := range earnAll(t, alianza.Must(commission.New(month(table(commission.Graduated, oracle...)))), &state, salesOf(six...)...) {
		if !e.Exact.Equal(e.Amount) { // whole numbers, each sale by itself
			t.Errorf("%s = exact %s; want what is posted", e, e.Exact)
		}
	}
	d, err := commission.Accelerator(rate("20%"), num("500000"), num("1.5"))
	if err != nil {
		t.Fatal(err)
	}
	paid{"accelerator: 100000 and 30% of 150000", month(d), salesOf("650000"), []string{"145000.00"}, "145000"}.run(t)
	pay, err := alianza.Must(commission.NewTable(table(commission.Graduated, bracket("1000", "1%"), bracket("", "2%")))).Pay(commission.Volume{Amount: num("2500")})
	if err != nil || pay.Blended() != rate("1.6%") {
		t.Errorf("Pay(2500).Blended() = %s, %v; want 1.6%%", pay.Blended(), err)
	}
	pay, err = alianza.Must(commission.NewTable(table(commission.Graduated, bracket("150000", "4%"), bracket("250000", "6%"), bracket("", "8%")))).
		PayAfter(commission.Volume{Amount: num("145000")}, commission.Volume{Amount: num("20000")})
	if err != nil || pay.Blended() != rate("5.5%") || !pay.Amount.Equal(num("1100")) {
		t.Errorf("PayAfter(145000, 20000) = %v, blended %s, %v; want 1100.00, 5.5%%", pay, pay.Blended(), err)
	}
}

// TestPeersOrder rates the lines of an order together.
func TestPeersOrder(t *testing.T) {
	lined := alianza.Must(commission.New(ruled(tabled(commission.PerOrder, upper(table(commission.Slab, bracket("1000", "0%"), bracket("", "10%")))))))
	each := alianza.Must(commission.New(ruled(tabled(commission.PerEvent, upper(table(commission.Slab, bracket("1000", "0%"), bracket("", "10%")))))))
	lines := salesOf("400", "400", "400")
	for i := range lines {
		lines[i].Order = "o-1"
	}
	other := sale("x", "999")
	other.Order = "o-2"
	var state commission.State
	list := earnAll(t, lined, &state, append(lines, other)...)
	// 0, 0, then 80 for the 800 before and 40; the other order is below.
	if diff := cmp.Diff([]string{"0.00", "0.00", "80.00", "40.00", "0.00"}, amountsOf(list)); diff != "" {
		t.Errorf("three lines of 400 over an order mismatch (-want +got):\n%s", diff)
	}
	if got := sumOf(earnAll(t, each, &commission.State{}, lines...)); !got.IsZero() {
		t.Errorf("three lines of 400, each alone = %s; want 0", got)
	}
	if got := attained(t, lined, &state, "ana", "sale", "order o-1"); !got.Amount.Equal(num("1200")) || !got.Units.Equal(whole(3)) {
		t.Errorf("Attained(order o-1) = %s; want 1200 in 3 units", got)
	}
	checkRefused(t, lined, &state, sale("z", "1"), []fault{{"order", alianza.ErrMissing}})
}

// TestPeersBase takes percentages of the gross amount, or of less.
func TestPeersBase(t *testing.T) {
	less := func(names ...string) commission.Definition {
		one := onSale("20%")
		one.Pay.Less = names
		return ruled(one)
	}
	order := func(amount string, includes map[string]string) []commission.Event {
		e := sale("s", amount)
		for name, v := range includes {
			if e.Includes == nil {
				e.Includes = map[string]decimal.Decimal{}
			}
			e.Includes[name] = num(v)
		}
		return []commission.Event{e}
	}
	taxed := map[string]string{"shipping": "5", "tax": "2.50"}
	for _, tt := range []paid{
		{"20 and 5 shipping, 10% tax on both, gross: 20% of 27.50", less(), order("27.50", taxed), []string{"5.50"}, "5.50"},
		{"20 and 5 shipping, 10% tax on 20, gross: 20% of 27.00", less(), order("27", map[string]string{"shipping": "5", "tax": "2"}), []string{"5.40"}, "5.40"},
		{"net of tax: 20% of 25", less("tax"), order("27.50", taxed), []string{"5.00"}, "5"},
		{"net of tax and shipping: 20% of 20", less("tax", "shipping"), order("27.50", taxed), []string{"4.00"}, "4"},
		{"trial of 40 of a product of 50: 20% of 40 less 20 of cost", less("cost"), order("40", map[string]string{"cost": "20"}), []string{"4.00"}, "4"},
		{"coupon of 94.99 on 99.99: 20% of 5.00", less("discount"), order("99.99", map[string]string{"discount": "94.99"}), []string{"1.00"}, "1"},
		{"no discount", less("discount"), order("5", map[string]string{"discount": "0"}), []string{"1.00"}, "1"},
		{"all is discount", less("discount"), order("5", map[string]string{"discount": "5"}), []string{}, "0"}, // nothing was paid
	} {
		tt.run(t)
	}
	plan := alianza.Must(commission.New(less("tax", "fees")))
	checkRefused(t, plan, &commission.State{}, order("10", map[string]string{"tax": "1"})[0], []fault{{"includes.fees", alianza.ErrMissing}})
	// What is taken off is more than the amount: a base of 0, of which nothing is paid.
	mustPass(t, plan, &commission.State{}, order("10", map[string]string{"tax": "5", "fees": "5.01"})[0])
}

// TestPeersBest compares by what is paid and names the losers.
func TestPeersBest_C33(t *testing.T) {
	fixed := commission.Rule{Name: "flat", On: commission.Sale, Pay: commission.Pay{Fixed: num("10.00")}}
	half := commission.Rule{Name: "half", On: commission.Sale, Pay: commission.Pay{Rate: rate("50%")}}
	d := ruled(fixed, half)
	d.Precedence = commission.PrecedenceBest
	tests := []struct {
		name, amount, want, rule, skipped string
	}{
		{"flat 10.00 against 50% of 100", "100", "50.00", "half", "flat: pays 10.00, no more than the 50.00 of rule half"},
		{"50% of 20 is 10.00 too: the first", "20", "10.00", "flat", "half: pays 10.00, no more than the 10.00 of rule flat"},
		{"50% of 20.02", "20.02", "10.01", "half", "flat: pays 10.00, no more than the 10.01 of rule half"},
		{"flat 10.00 against 50% of 19.98", "19.98", "10.00", "flat", "half: pays 9.99, no more than the 10.00 of rule flat"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			earned, err := alianza.Must(commission.New(d)).Earn(&commission.State{}, sale("s", tt.amount))
			if err != nil || len(earned.Entries) != 1 || !earned.Entries[0].Amount.Equal(num(tt.want)) || earned.Entries[0].Rule != tt.rule {
				t.Fatalf("Earn(%s) = %v, %v; want %s by %s", tt.amount, earned, err, tt.want, tt.rule)
			}
			if len(earned.Skipped) != 1 || earned.Skipped[0].Rule+": "+earned.Skipped[0].Reason.String() != tt.skipped {
				t.Errorf("Earn(%s) skipped %v; want %s", tt.amount, earned.Skipped, tt.skipped)
			}
		})
	}
}

// TestPeersDuration pays customers for a time.
func TestPeersDuration(t *testing.T) {
	lasting := func(months, payments int, then string) commission.Definition {
		one := onSale("20%")
		one.Lasts.Months, one.Lasts.Payments = months, payments
		if then != "" {
			one.Lasts.Then = rate(then)
		}
		return ruled(one)
	}
	on := func(dates ...string) []commission.Event {
		list := make([]commission.Event, len(dates))
		for i, date := range dates {
			list[i] = by("acme", dated(date, sale(fmt.Sprint("s", i), "100")))
		}
		return list
	}
	for _, tt := range []paid{
		{"12 months from 2024-01-15: the last day, not the anniversary", lasting(12, 0, ""), on("2024-01-15", "2025-01-14", "2025-01-15"), []string{"20.00", "20.00"}, "40"},
		{"three years", lasting(36, 0, ""), on("2024-01-15", "2027-01-14", "2027-01-15"), []string{"20.00", "20.00"}, "40"},
		{"first sale only", lasting(0, 1, ""), on("2024-01-15", "2024-01-15", "2024-02-15"), []string{"20.00"}, "20"},
		{"first three", lasting(0, 3, ""), on("2024-01-15", "2024-02-15", "2024-03-15", "2024-04-15"), []string{"20.00", "20.00", "20.00"}, "60"},
		{"for life", lasting(0, 0, ""), on("2024-01-15", "2044-01-15"), []string{"20.00", "20.00"}, "40"},
		{"20% for months 0 to 11, then 10%", lasting(12, 0, "10%"), on("2024-01-15", "2025-01-14", "2025-01-15", "2034-01-15"), []string{"20.00", "20.00", "10.00", "10.00"}, "60"},
		{"20% of the first, then 10%", lasting(0, 1, "10%"), on("2024-01-15", "2024-01-16", "2024-01-17"), []string{"20.00", "10.00", "10.00"}, "40"},
		{"both: whichever is over first", lasting(2, 2, ""), on("2024-01-15", "2024-01-16", "2024-01-17", "2024-03-15"), []string{"20.00", "20.00"}, "40"},
		{"both: months first", lasting(1, 5, ""), on("2024-01-31", "2024-02-28", "2024-02-29"), []string{"20.00", "20.00"}, "40"},
		{"a refunded first payment does not begin anew", lasting(0, 1, ""), append(on("2024-01-15"), dated("2024-01-16", refund("r", "s0", "100")), by("acme", dated("2024-02-15", sale("next", "100")))), []string{"20.00", "-20.00"}, "0"},
		{"another customer has a time of its own", lasting(0, 1, ""), append(on("2024-01-15"), by("other", dated("2024-02-15", sale("next", "100")))), []string{"20.00", "20.00"}, "40"},
		{"another partner has the customer from its own first", lasting(0, 1, ""), append(on("2024-01-15"), of("bea", by("acme", dated("2024-02-15", sale("next", "100"))))), []string{"20.00", "20.00"}, "40"},
	} {
		tt.run(t)
	}
	plan := alianza.Must(commission.New(lasting(12, 2, ""))).In(zone(t, "Asia/Tokyo"))
	var state commission.State
	first := by("acme", sale("s", "100"))
	first.At = instant("2024-01-15T15:00:00Z") // the 16th in Tokyo
	mustEarn(t, plan, &state, first)
	last := by("acme", sale("t", "100"))
	last.At = instant("2025-01-15T14:59:59Z") // still the 15th in Tokyo
	mustEarn(t, plan, &state, last)
	for _, tt := range []struct{ at, want string }{
		{"2025-01-15T15:00:00Z", "the 12 months of the customer from 2024-01-16 are over"},
		{"2025-01-01T15:00:00Z", "the customer was paid for 2 times"},
		{"2024-01-15T14:00:00Z", "the customer was paid for 2 times"},
	} {
		e := by("acme", sale("u"+tt.at, "100"))
		e.At = instant(tt.at)
		if got := mustPass(t, plan, &state, e); got.Rule != "sale" || got.Reason.String() != tt.want {
			t.Errorf("Earn(at %s) = %+v; want %s", tt.at, got, tt.want)
		}
	}
}

// TestPeersRefunds takes back before and after payment, in part and in full.
func TestPeersRefunds_C34(t *testing.T) {
	ladder := ruled(commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{Ladder: "captures", Rates: map[string]alianza.Percent{"a": rate("10%"), "b": rate("15%"), "c": rate("20%"), "d": rate("24%")}}})
	year := ladder
	year.Rules = []commission.Rule{ladder.Rules[0]}
	year.Rules[0].Over.Over, year.Rules[0].Lasts.CountFree = commission.PerYear, true
	for _, tt := range []paid{
		{"full: 30% of 49.00", ruled(onSale("30%")), []commission.Event{sale("s", "49"), refund("r", "s", "49")}, []string{"14.70", "-14.70"}, "0"},
		{"partial: 100 at 20% less 40 is 12", ruled(onSale("20%")), []commission.Event{sale("s", "100"), refund("r", "s", "40")}, []string{"20.00", "-8.00"}, "12"},
		{"partial: 100 at 25% less 40 keeps 15", ruled(onSale("25%")), []commission.Event{sale("s", "100"), refund("r", "s", "40")}, []string{"25.00", "-10.00"}, "15"},
		{
			"original terms: captures at 10% and 15%, the first is refunded: -10, not -12.50", ladder,
			[]commission.Event{at("captures/a", sale("s", "100")), at("captures/b", sale("t", "100")), refund("r", "s", "100")},
			[]string{"10.00", "15.00", "-10.00"},
			"15",
		},
		{
			"retroactive delta: paid 100, right 120, +20 in an entry of its own", year, // which counts a sale of 0
			[]commission.Event{at("captures/c", sale("s", "500")), at2(day(2), at("captures/d", sale("t", "0")))},
			[]string{"100.00", "20.00", "0.00"},
			"120",
		},
		{
			"correction: paid 100, right 120", ruled(onSale("20%")),
			[]commission.Event{sale("s", "500"), corrected("s", sale("c", "600"))},
			[]string{"100.00", "-100.00", "120.00"},
			"120",
		},
	} {
		tt.run(t)
	}
}

// TestPeersAttainment takes pay back with and without the attainment.
func TestPeersAttainment(t *testing.T) {
	two := table(commission.Slab, bracket("5000", "10%"), bracket("", "20%"))
	tests := []struct {
		name     string
		keep     bool
		want     []string
		attained string
	}{
		// 6000 at 20%: 1200. Half of what is 1000 back: in proportion 200 of 1200.
		{"pay falls, attainment stays: 1000 of 6000 of 1200", true, []string{"500.00", "500.00", "200.00", "-200.00"}, "6000"},
		// 5000 are on the bound, at 10% again: 1200 to 600 for all, then 500.
		{"attainment falls too: 5000 at 10%", false, []string{"500.00", "500.00", "200.00", "-600.00", "-100.00"}, "5000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			one := tabled(commission.PerQuarter, two)
			one.Over.KeepAttained = tt.keep
			var state commission.State
			plan := planOf(ruled(one))
			list := earnAll(t, plan, &state, sale("s", "5000"), sale("t", "1000"), refund("r", "t", "1000"))
			if diff := cmp.Diff(tt.want, amountsOf(list)); diff != "" {
				t.Errorf("Earn mismatch (-want +got):\n%s", diff)
			}
			if got := attained(t, plan, &state, "ana", "sale", "2026-Q1"); !got.Amount.Equal(num(tt.attained)) {
				t.Errorf("Attained = %s; want %s", got, tt.attained)
			}
		})
	}
}

// TestPeersCap cuts what is paid to what a cap leaves.
func TestPeersCap(t *testing.T) {
	capped := func(amount string, caps ...commission.Cap) commission.Definition {
		one := onSale("100%")
		one.Limit.Caps = append([]commission.Cap{{Amount: num(amount), Per: commission.PerMonth}}, caps...)
		return ruled(one)
	}
	for _, tt := range []paid{
		{"80 of 100 used, 30 earned: 20", capped("100"), salesOf("80", "30"), []string{"80.00", "20.00"}, "100"},
		{"all used: 0", capped("100"), salesOf("100", "30"), []string{"100.00", "0.00"}, "100"},
		{"a cent left", capped("100"), salesOf("99.99", "30", "1"), []string{"99.99", "0.01", "0.00"}, "100"},
		{"exactly the rest", capped("100"), salesOf("70", "30"), []string{"70.00", "30.00"}, "100"},
		{"a refund is room again", capped("100"), append(salesOf("80", "30"), refund("r", "sa", "40"), sale("x", "30")), []string{"80.00", "20.00", "-40.00", "30.00"}, "90"},
	} {
		tt.run(t)
	}
	exactly := earnAll(t, alianza.Must(commission.New(capped("100"))), &commission.State{}, salesOf("70", "30")...)
	if got := exactly[1].Why.String(); got != "" {
		t.Errorf("Note of exactly the rest = %q; want none: nothing is cut", got)
	}
	var state commission.State
	d := capped("100")
	list := earnAll(t, alianza.Must(commission.New(d)), &state, sale("s", "100"), dated("2026-02-01", sale("t", "30")))
	if diff := cmp.Diff([]string{"100.00", "30.00"}, amountsOf(list)); diff != "" {
		t.Errorf("the next month has a cap of its own: mismatch (-want +got):\n%s", diff)
	}
	list = earnAll(t, alianza.Must(commission.New(d)), &state, sale("u", "5"))
	if got := list[0].Why.String(); got != "cut to the cap of 100 per month" || !strings.Contains(list[0].String(), got) {
		t.Errorf("Note = %q in %s; want what cut it", got, list[0])
	}
	// A lower cap in a later version: 100 are used of 60.
	next := capped("60")
	next.Version, next.From = 2, date("2026-01-15")
	if got := mustEarn(t, planOf(d, next), &state, at2(day(20), sale("v", "30"))).Amount; !got.IsZero() {
		t.Errorf("Earn(30 with 100 used of 60) = %s; want 0", got)
	}
}

// This file has what other systems got wrong, each trap as a row of its name.

// TestTrapTables has the traps of rate tables, in a table and in a plan.
func TestTrapTables(t *testing.T) {
	fixed := func(upTo, flat string) commission.Bracket {
		b := bracket(upTo, "0%")
		b.Flat = num(flat)
		return b
	}
	least := bracket("", "20%")
	least.Min = num("250")
	empty := upper(table(commission.Graduated, fixed("500", "25"), bracket("1000", "10%"), least))
	entered := byUnits(table(commission.Graduated, fixed("10", "2"), fixed("20", "3"), fixed("", "3")))
	two := table(commission.Slab, bracket("1000", "10%"), bracket("", "20%"))
	tests := []struct {
		name  string
		table commission.TableDefinition
		sold  commission.Volume
		want  string
	}{
		{"empty band with a minimum, exactly at 1000: 25 + 10% of 500", empty, commission.Volume{Amount: num("1000")}, "75.00"},
		{"empty band with a minimum, a cent in it: 25 + 50 + 250", empty, commission.Volume{Amount: num("1000.01")}, "325.00"},
		{"empty band with a minimum, nothing sold", empty, commission.Volume{}, "0.00"},
		{"zero in the first band with a flat", entered, commission.Volume{}, "0.00"},
		{"zero in the first band with a flat, one unit", entered, commission.Volume{Units: whole(1)}, "2.00"},
		{"exactly on a limit, lower side: 10% of 1000", two, commission.Volume{Amount: num("1000")}, "100.00"},
		{"exactly on a limit, upper side: 20% of 1000", upper(two), commission.Volume{Amount: num("1000")}, "200.00"},
		{"a cent under the limit, upper side", upper(two), commission.Volume{Amount: num("999.99")}, "100.00"},
		{"a cent over the limit, lower side", two, commission.Volume{Amount: num("1000.01")}, "200.00"},
		{"decimals between integer bands: 20% of 1000.50", two, commission.Volume{Amount: num("1000.50")}, "200.10"},
		{"tier below the first limit pays nothing", table(commission.Slab, bracket("1000", "0%"), bracket("", "20%")), commission.Volume{Amount: num("999")}, "0.00"},
		{"slab pays less for more: 11 units at 1", byUnits(table(commission.Slab, perUnit("10", "10"), perUnit("", "1"))), commission.Volume{Units: whole(11)}, "11.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pay, err := alianza.Must(commission.NewTable(tt.table)).Pay(tt.sold)
			if err != nil || !pay.Amount.Equal(num(tt.want)) {
				t.Errorf("Pay(%s) = %v, %v; want %s", tt.sold, pay, err, tt.want)
			}
			checkPortions(t, pay)
			if tt.sold.Units.IsZero() && tt.table.By == commission.ByUnits || tt.sold.Units.IsZero() && tt.sold.Amount.IsZero() {
				return // a sale counts as a unit
			}
			e := sale("s", tt.sold.Amount.String())
			if !tt.sold.Units.IsZero() {
				e.Units = tt.sold.Units
			}
			for _, over := range []commission.Window{commission.PerEvent, commission.PerMonth, commission.Ever} {
				got := mustEarn(t, alianza.Must(commission.New(ruled(tabled(over, tt.table)))), &commission.State{}, e)
				if !got.Amount.Equal(num(tt.want)) {
					t.Errorf("Earn(%s over %s) = %s; want %s", tt.sold, over, got, tt.want)
				}
			}
		})
	}
	for name, from := range map[string]string{"a gap between integer bands": "1001", "an overlap of bands": "999"} {
		d := two
		d.Brackets = append([]commission.Bracket(nil), two.Brackets...)
		d.Brackets[1].From = num(from)
		_, err := commission.NewTable(d)
		checkFaults(t, name, err, []fault{{"brackets[1].from", alianza.ErrConflict}})
	}
}

// TestTrapEvents has the traps of events and what takes them back.
func TestTrapEvents(t *testing.T) {
	best := ruled(commission.Rule{Name: "flat", On: commission.Sale, Pay: commission.Pay{Fixed: num("10")}}, commission.Rule{Name: "half", On: commission.Sale, Pay: commission.Pay{Rate: rate("50%")}})
	best.Precedence = commission.PrecedenceBest
	yen := ruled(onSale("10%"))
	yen.Currency, yen.Step = "JPY", step(0)
	inYen := func(e commission.Event) commission.Event { e.Currency = "JPY"; return e }
	for _, tt := range []paid{
		{"flat and percent compared as numbers: 50% of 100 wins over 10", best, salesOf("100"), []string{"50.00"}, "50"},
		{"flat and percent compared as numbers: 10 wins over 50% of 19", best, salesOf("19"), []string{"10.00"}, "10"},
		{"zero item total, and a refund of it: nothing was paid", ruled(onSale("25%")), []commission.Event{sale("s", "0"), refund("r", "s", "0")}, []string{}, "0"},
		{"JPY: 10% of 1999 is 200, a partial refund of 1000 is not divided by 100", yen, []commission.Event{inYen(sale("s", "1999")), inYen(refund("r", "s", "1000"))}, []string{"200", "-100"}, "100"},
		{"the sign of a refund comes of its kind", ruled(onSale("25%")), []commission.Event{sale("s", "100"), refund("r", "s", "100")}, []string{"25.00", "-25.00"}, "0"},
		{"recurring payment, month end: Jan 31 + 1 month is Feb 28", ruled(commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: rate("10%")}, Lasts: commission.Duration{Months: 1}}), []commission.Event{
			by("k", dated("2026-01-31", sale("a", "100"))), by("k", dated("2026-02-27", sale("b", "100"))), by("k", dated("2026-02-28", sale("c", "100"))),
		}, []string{"10.00", "10.00"}, "20"},
		{"expiry on leap day: Feb 29 + 12 months is Feb 28", ruled(commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: rate("10%")}, Lasts: commission.Duration{Months: 12}}), []commission.Event{
			by("k", dated("2024-02-29", sale("a", "100"))), by("k", dated("2025-02-27", sale("b", "100"))), by("k", dated("2025-02-28", sale("c", "100"))),
		}, []string{"10.00", "10.00"}, "20"},
		{"the 31st is in its month", ruled(tabled(commission.PerMonth, table(commission.Slab, bracket("100", "10%"), bracket("", "20%")))), []commission.Event{
			dated("2026-01-16", sale("a", "100")), dated("2026-01-31", sale("b", "100")), dated("2026-02-01", sale("c", "100")),
		}, []string{"10.00", "10.00", "20.00", "10.00"}, "50"},
	} {
		tt.run(t)
	}
	plan := alianza.Must(commission.New(ruled(onSale("25%"))))
	var state commission.State
	mustEarn(t, plan, &state, sale("s", "100"))
	checkRefused(t, plan, &state, sale("n", "-1"), []fault{{"amount", alianza.ErrRange}})        // negative base
	checkRefused(t, plan, &state, refund("n", "s", "-1"), []fault{{"amount", alianza.ErrRange}}) // negative refund
	checkRefused(t, plan, &state, refund("r", "s", "100.01"), []fault{{"amount", alianza.ErrRange}})
	mustEarn(t, plan, &state, refund("r", "s", "100"))
	checkRefused(t, plan, &state, refund("q", "s", "100"), []fault{{"amount", alianza.ErrRange}}) // second refund
	checkRefused(t, plan, &state, refund("r", "s", "100"), []fault{{"id", alianza.ErrRepeated}})
}

// TestTrapRetry evaluates an event again after midnight, and in a later
// version: it is refused, and a store finds the key that it has.
func TestTrapRetry(t *testing.T) {
	d := ruled(onSale("25%"))
	plan := alianza.Must(commission.New(d))
	var state commission.State
	e := sale("s", "100")
	e.At = instant("2026-01-31T23:59:59Z")
	first := mustEarn(t, plan, &state, e)
	again := e
	again.At = instant("2026-02-01T00:00:01Z")
	checkRefused(t, plan, &state, again, []fault{{"id", alianza.ErrRepeated}})
	d.Version = 2
	lost := mustEarn(t, alianza.Must(commission.New(d)), &commission.State{}, again)
	if lost.Key != first.Key {
		t.Errorf("retry after midnight, with the state lost: key %s; want %s", lost.Key, first.Key)
	}
}

// TestTrapClawbackInHold takes back what is still held: nothing is paid before,
// and the account is at zero when both are due.
func TestTrapClawbackInHold(t *testing.T) {
	d := ruled(onSale("25%"))
	d.HoldDays = 30
	var state commission.State
	list := earnAll(t, alianza.Must(commission.New(d)), &state, sale("s", "100"), refund("r", "s", "40"))
	if paid, held := due(list, day(30)); !paid.IsZero() || !held.Equal(num("15")) {
		t.Errorf("in the hold %s are due, %s held; want 0 and 15.00", paid, held)
	}
	if paid, _ := due(list, day(31)); !paid.Equal(num("15")) {
		t.Errorf("after the hold %s are due; want 15.00", paid)
	}
}

// TestTrapHalves rounds amounts that binary floats get wrong.
func TestTrapHalves(t *testing.T) {
	for amount, want := range map[string]string{"2.135": "2.14", "8.575": "8.58", "10.075": "10.08", "1.005": "1.01", "0.285": "0.29"} {
		got := mustEarn(t, alianza.Must(commission.New(ruled(onSale("100%")))), &commission.State{}, sale("s", amount))
		if !got.Amount.Equal(num(want)) {
			t.Errorf("Earn(%s at 100%%) = %s; want %s", amount, got.Amount, want)
		}
	}
}

// TestTrapWindow has edges of months in a zone, and the server's zone nowhere.
func TestTrapWindow(t *testing.T) {
	two := table(commission.Slab, bracket("100", "10%"), bracket("", "20%"))
	tests := []struct {
		name, zone  string
		over        commission.Window
		first, next string
		same        bool
		period      string // of the first
	}{
		{"month, last instant", "", commission.PerMonth, "2026-01-31T23:59:59.999999999Z", "2026-02-01T00:00:00Z", false, "2026-01"},
		{"month, first and last", "", commission.PerMonth, "2026-02-01T00:00:00Z", "2026-02-28T23:59:59Z", true, "2026-02"},
		{"month in Tokyo begins the day before", "Asia/Tokyo", commission.PerMonth, "2026-01-31T15:00:00Z", "2026-02-28T14:59:59Z", true, "2026-02"},
		{"month in New York begins at five", "America/New_York", commission.PerMonth, "2026-02-01T04:59:59Z", "2026-02-01T05:00:00Z", false, "2026-01"},
		{"an instant written in another zone is the same", "", commission.PerMonth, "2026-02-01T00:30:00+01:00", "2026-01-31T23:30:00Z", true, "2026-01"},
		{"quarter", "", commission.PerQuarter, "2026-03-31T23:59:59Z", "2026-04-01T00:00:00Z", false, "2026-Q1"},
		{"quarter, first and last", "", commission.PerQuarter, "2026-10-01T00:00:00Z", "2026-12-31T23:59:59Z", true, "2026-Q4"},
		{"year", "", commission.PerYear, "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z", false, "2026"},
		{"year, first and last", "", commission.PerYear, "2026-01-01T00:00:00Z", "2026-12-31T23:59:59Z", true, "2026"},
		{"ever", "", commission.Ever, "1999-12-31T23:59:59Z", "2027-01-01T00:00:00Z", true, "ever"},
		{"the same month of another year", "", commission.PerMonth, "2025-02-01T00:00:00Z", "2026-02-01T00:00:00Z", false, "2025-02"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plan := alianza.Must(commission.New(ruled(tabled(tt.over, two))))
			if tt.zone != "" {
				plan = plan.In(zone(t, tt.zone))
			}
			first, next := sale("s", "100"), sale("t", "100")
			first.At, next.At = instant(tt.first), instant(tt.next)
			var state commission.State
			list := earnAll(t, plan, &state, first, next)
			want := []string{"10.00", "10.00"}
			if tt.same {
				want = []string{"10.00", "10.00", "20.00"}
			}
			if diff := cmp.Diff(want, amountsOf(list)); diff != "" || list[0].Period != tt.period {
				t.Errorf("Earn = %v; want period %s (-want +got):\n%s", list, tt.period, diff)
			}
		})
	}
}
