package commission_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestChargeback takes back all that is left, or a part, at any time.
func TestChargeback_C34(t *testing.T) {
	d := ruled(onSale("25%"))
	d.RefundDays = 30
	late := func(e commission.Event) commission.Event { return dated("2027-01-01", e) }
	tests := []struct {
		name   string
		events []commission.Event
		want   []string
		after  []fault // of a further chargeback of what is left
	}{
		{"all", []commission.Event{sale("s", "100"), chargeback("c", "s", "0")}, []string{"25.00", "-25.00"}, []fault{{"of", alianza.ErrRange}}},
		{"all, long after the window of refunds", []commission.Event{sale("s", "100"), late(chargeback("c", "s", "0"))}, []string{"25.00", "-25.00"}, []fault{{"of", alianza.ErrRange}}},
		{"a part", []commission.Event{sale("s", "100"), chargeback("c", "s", "40")}, []string{"25.00", "-10.00"}, nil},
		{"the amount of the sale", []commission.Event{sale("s", "100"), chargeback("c", "s", "100")}, []string{"25.00", "-25.00"}, []fault{{"of", alianza.ErrRange}}},
		{"a part, then the rest", []commission.Event{sale("s", "100"), chargeback("c", "s", "40"), chargeback("d", "s", "0")}, []string{"25.00", "-10.00", "-15.00"}, []fault{{"of", alianza.ErrRange}}},
		{"a refund, then the rest", []commission.Event{sale("s", "100"), refund("r", "s", "40"), chargeback("d", "s", "0")}, []string{"25.00", "-10.00", "-15.00"}, []fault{{"of", alianza.ErrRange}}},
		{
			"a refund too late is still kept, and is taken back by the chargeback",
			[]commission.Event{sale("s", "100"), late(refund("r", "s", "40")), late(chargeback("d", "s", "0"))},
			[]string{"25.00", "-25.00"},
			[]fault{{"of", alianza.ErrRange}},
		},
		{
			"a refund too late, then a part, and the rest",
			[]commission.Event{sale("s", "100"), late(refund("r", "s", "40")), late(chargeback("d", "s", "60")), late(chargeback("e", "s", "0"))},
			[]string{"25.00", "-15.00", "-10.00"},
			[]fault{{"of", alianza.ErrRange}},
		},
		{
			"all is refunded too late, and charged back",
			[]commission.Event{sale("s", "100"), late(refund("r", "s", "100")), late(chargeback("d", "s", "0"))},
			[]string{"25.00", "-25.00"},
			[]fault{{"of", alianza.ErrRange}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plan := alianza.Must(commission.New(d))
			var state commission.State
			list := earnAll(t, plan, &state, tt.events...)
			if diff := cmp.Diff(tt.want, amountsOf(list)); diff != "" {
				t.Errorf("Earn mismatch (-want +got):\n%s", diff)
			}
			checkRefused(t, plan, &state, chargeback("more", "s", "0"), tt.after)
			if last := list[len(list)-1]; last.Kind != commission.Chargeback || last.Corrects != "p/ana/sale/s" {
				t.Errorf("the last entry is a %s that corrects %q; want a chargeback of the sale", last.Kind, last.Corrects)
			}
		})
	}
	checkRefused(t, alianza.Must(commission.New(d)), &commission.State{}, chargeback("c", "s", "0"), []fault{{"of", alianza.ErrPending}})
}

// TestChargebackOfLead takes back events without an amount, paid one by one or
// over a window, open, closed, kept or of an older version.
func TestChargebackOfLead(t *testing.T) {
	lead := func(id string) commission.Event { return kind(commission.Lead, sale(id, "0")) }
	table := byUnits(table(commission.Graduated, perUnit("2", "10"), perUnit("", "20")))
	over := tabled(commission.PerMonth, table)
	over.On = commission.Lead
	least := bracket("", "30%")
	least.Min = num("5")
	minimum := over
	minimum.Pay.Table = byUnits(commission.TableDefinition{Brackets: []commission.Bracket{least}})
	kept := over
	kept.Over.KeepAttained = true
	tests := []struct {
		name    string
		rule    commission.Rule
		closed  bool
		version int
		want    []string
	}{
		{"one by one", commission.Rule{Name: "sale", On: commission.Lead, Pay: commission.Pay{Fixed: num("7")}}, false, 1, []string{"7.00", "7.00", "7.00", "-7.00"}},
		{"one by one, closed", commission.Rule{Name: "sale", On: commission.Lead, Pay: commission.Pay{Fixed: num("7")}}, true, 1, []string{"7.00", "7.00", "7.00", "-7.00"}},
		{"over a month: two are left, 20", over, false, 1, []string{"10.00", "10.00", "20.00", "-20.00"}},
		{"closed: a third of 40", over, true, 1, []string{"10.00", "10.00", "20.00", "-13.33"}},
		{"kept: a third of 40", kept, false, 1, []string{"10.00", "10.00", "20.00", "-13.33"}},
		{"raised to a minimum of 5, closed: 1.67 each", minimum, true, 1, []string{"5.00", "0.00", "0.00", "-1.67"}},
		// An older version rates its part of the window again, as if less had been sold.
		{"raised to a minimum of 5, of an older version", minimum, false, 2, []string{"5.00", "0.00", "0.00", "0.00"}},
		{"of an older version: two are left, 20", over, false, 2, []string{"10.00", "10.00", "20.00", "-20.00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := closed(ruled(tt.rule), monthly("bonus", "1", "sale"))
			next := d
			next.Version, next.From = 2, date("2026-02-01")
			plan := planOf(d, next)
			var state commission.State
			list := earnAll(t, plan, &state, lead("a"), lead("b"), lead("c"))
			if tt.closed {
				earnAll(t, plan, &state, closing("x", "2026-01"))
			}
			chargeback := func(id, of, amount string) commission.Event {
				return at2(day(31*tt.version), chargeback(id, of, amount))
			}
			list = append(list, earnAll(t, plan, &state, chargeback("back", "a", "0"))...)
			if diff := cmp.Diff(tt.want, amountsOf(list)); diff != "" {
				t.Errorf("Earn mismatch (-want +got):\n%s", diff)
			}
			checkRefused(t, plan, &state, chargeback("again", "a", "0"), []fault{{"of", alianza.ErrRange}})
			rest := append(earnAll(t, plan, &state, chargeback("b2", "b", "0")), earnAll(t, plan, &state, chargeback("c2", "c", "0"))...)
			if got := sumOf(append(list, rest...)); !got.IsZero() {
				t.Errorf("after all are taken back %s is left; want 0", got)
			}
		})
	}
}

// TestChargebackByUnits takes back events with and without an amount: a table
// that pays for units counts them.
func TestChargebackByUnits(t *testing.T) {
	d := ruled(tabled(commission.PerMonth, byUnits(table(commission.Slab, perUnit("", "10")))))
	next := d
	next.Version, next.From = 2, date("2026-02-01")
	plan := planOf(d, next)
	for _, version := range []int{1, 2} {
		var state commission.State
		later := func(e commission.Event) commission.Event { return at2(day(31*version), e) }
		// A sale of 0 is one only if it says its units.
		list := earnAll(t, plan, &state, units(1, sale("a", "0")), sale("b", "100"), sale("c", "7"), closing("x", "2026-01"))
		list = append(list, earnAll(t, plan, &state, later(chargeback("ca", "a", "0")), later(chargeback("cb", "b", "0")), later(refund("rc", "c", "7")))...)
		if diff := cmp.Diff([]string{"10.00", "10.00", "10.00", "-10.00", "-10.00", "-10.00"}, amountsOf(list)); diff != "" {
			t.Errorf("version %d: Earn mismatch (-want +got):\n%s", version, diff)
		}
	}
}

// TestRefundOfNothing refunds nothing, again and again: no unit goes twice.
func TestRefundOfNothing(t *testing.T) {
	units := byUnits(table(commission.Slab, bracket("2", "10%"), bracket("", "20%")))
	plan := alianza.Must(commission.New(ruled(tabled(commission.PerMonth, units))))
	var state commission.State
	earnAll(t, plan, &state, salesOf("100", "100", "100", "100")...)
	earnAll(t, plan, &state, refund("r", "sd", "100"))
	list := earnAll(t, plan, &state, refund("q", "sd", "0"), refund("o", "sd", "0.00"), refund("p", "sa", "0"))
	if got := sumOf(list); !got.IsZero() || len(list) != 3 {
		t.Errorf("Earn(refunds of nothing) = %v; want three of 0.00", list)
	}
	if got := attained(t, plan, &state, "ana", "sale", "2026-01"); !got.Units.Equal(whole(3)) || !got.Amount.Equal(num("300")) {
		t.Errorf("Attained = %s; want 300 in 3 units", got)
	}
}

// TestProportion takes back what is no plain rate of an amount.
func TestProportion_C34(t *testing.T) {
	fixed := commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{Fixed: num("10")}}
	hybrid := onSale("10%")
	hybrid.Pay.Fixed = num("10")
	least, most := onSale("10%"), onSale("10%")
	least.Limit.Min, most.Limit.Max = num("20"), num("5")
	single := tabled(commission.PerEvent, table(commission.Graduated, bracket("50", "10%"), bracket("", "20%")))
	less := onSale("10%")
	less.Pay.Less = []string{"tax"}
	parts := []commission.Event{refund("r", "s", "33.33"), refund("q", "s", "33.33"), refund("o", "s", "33.34")}
	tests := []struct {
		name string
		rule commission.Rule
		want []string
	}{
		{"fixed 10: 66.67% are 6.667, 33.34% are 3.334", fixed, []string{"10.00", "-3.33", "-3.34", "-3.33"}},
		{"hybrid 10 and 10: 13.334, 6.668", hybrid, []string{"20.00", "-6.67", "-6.66", "-6.67"}},
		{"raised to 20: 13.334, 6.668", least, []string{"20.00", "-6.67", "-6.66", "-6.67"}},
		{"cut to 5: 3.3335, 1.667", most, []string{"5.00", "-1.67", "-1.66", "-1.67"}},
		{"a table, 5 and 10: 10.0005, 5.001", single, []string{"15.00", "-5.00", "-5.00", "-5.00"}},
		{"10% of 90 without tax: 66.67 of 100 are 60.00, 33.34 are 30.01", less, []string{"9.00", "-3.00", "-3.00", "-3.00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := sale("s", "100")
			e.Includes = numbers("tax", "10.00")
			var state commission.State
			list := earnAll(t, alianza.Must(commission.New(ruled(tt.rule))), &state, append([]commission.Event{e}, parts...)...)
			if diff := cmp.Diff(tt.want, amountsOf(list)); diff != "" || !sumOf(list).IsZero() {
				t.Errorf("Earn = %s in all; want 0 (-want +got):\n%s", sumOf(list), diff)
			}
		})
	}
}

// TestCorrection replaces an event: what it earned is taken back, and the right
// facts earn by the rules that they meet.
func TestCorrection_C34(t *testing.T) {
	last := func(d commission.Definition, change func(*commission.Rule)) commission.Definition {
		d.Rules = append([]commission.Rule(nil), d.Rules...)
		change(&d.Rules[0])
		return d
	}
	flat := ruled(onSale("10%"))
	slab := ruled(tabled(commission.PerMonth, twoBrackets()))
	capped := last(flat, func(r *commission.Rule) {
		r.Limit.Caps = []commission.Cap{{Amount: num("12"), Per: commission.PerMonth}}
	})
	two := ruled(
		commission.Rule{Name: "us", On: commission.Sale, When: commission.FactOneOf("country", "US"), Pay: commission.Pay{Rate: rate("10%")}},
		commission.Rule{Name: "ca", On: commission.Sale, When: commission.FactOneOf("country", "CA"), Pay: commission.Pay{Rate: rate("20%")}},
	)
	from := func(country string, e commission.Event) commission.Event {
		e.Facts = map[string]string{"country": country}
		return e
	}
	first := last(flat, func(r *commission.Rule) { r.Lasts.Payments = 1 })
	year := last(flat, func(r *commission.Rule) { r.Lasts.Months = 12 })
	stepped := last(flat, func(r *commission.Rule) { r.Lasts.Payments, r.Lasts.Then = 1, rate("5%") })
	months := last(flat, func(r *commission.Rule) { r.Lasts.Months = 1 })
	homely := last(months, func(r *commission.Rule) { r.When = commission.FactOneOf("country", "US") })
	lead := ruled(commission.Rule{Name: "lead", On: commission.Lead, Pay: commission.Pay{Fixed: num("5")}}, onSale("10%"))
	for _, tt := range []paid{
		{"less", flat, []commission.Event{sale("s", "100"), corrected("s", sale("c", "90"))}, []string{"10.00", "-10.00", "9.00"}, "9"},
		{"nothing", flat, []commission.Event{sale("s", "100"), corrected("s", sale("c", "0"))}, []string{"10.00", "-10.00"}, "0"},
		{"a correction of a correction", flat, []commission.Event{sale("s", "100"), corrected("s", sale("c", "90")), corrected("c", sale("d", "80"))}, []string{"10.00", "-10.00", "9.00", "-9.00", "8.00"}, "8"},
		{"a refund of a correction", flat, []commission.Event{sale("s", "100"), corrected("s", sale("c", "90")), refund("r", "c", "45")}, []string{"10.00", "-10.00", "9.00", "-4.50"}, "4.50"},
		{"another country, another rule", two, []commission.Event{from("US", sale("s", "100")), corrected("s", from("CA", sale("c", "100")))}, []string{"10.00", "-10.00", "20.00"}, "20"},
		{"a country that earns nothing", two, []commission.Event{from("US", sale("s", "100")), corrected("s", from("MX", sale("c", "100")))}, []string{"10.00", "-10.00"}, "0"},
		{"a sale that earned nothing", two, []commission.Event{from("MX", sale("s", "100")), corrected("s", from("CA", sale("c", "100")))}, []string{"20.00"}, "20"},
		{"room under a cap", capped, []commission.Event{sale("s", "100"), corrected("s", sale("c", "150"))}, []string{"10.00", "-10.00", "12.00"}, "12"},
		{
			"in a window, over the bound and back: 30, 30 and 60; 60 and 30 less; 30 and 80", slab,
			[]commission.Event{sale("s", "300"), sale("t", "300"), corrected("t", sale("c", "400"))},
			[]string{"30.00", "30.00", "60.00", "-60.00", "-30.00", "30.00", "80.00"},
			"140",
		},
		{"into another month", slab, []commission.Event{sale("s", "300"), corrected("s", dated("2026-02-01", sale("c", "300")))}, []string{"30.00", "-30.00", "30.00"}, "30"},
		{"the customer's first payment", first, []commission.Event{by("k", sale("s", "100")), corrected("s", by("k", sale("c", "90")))}, []string{"10.00", "-10.00", "9.00"}, "9"},
		{
			"the first payment after a step-down, which uses up none", stepped,
			[]commission.Event{by("k", sale("s", "100")), by("k", sale("t", "100")), corrected("s", by("k", sale("c", "90"))), by("k", sale("u", "100"))},
			[]string{"10.00", "5.00", "-10.00", "9.00", "5.00"},
			"19",
		},
		{
			"the customer's first day, earlier", year,
			[]commission.Event{by("k", dated("2026-01-10", sale("s", "100"))), corrected("s", by("k", dated("2026-01-09", sale("c", "100")))), by("k", dated("2027-01-08", sale("t", "100"))), by("k", dated("2027-01-09", sale("u", "100")))},
			[]string{"10.00", "-10.00", "10.00", "10.00"},
			"20",
		},
		{"another customer", first, []commission.Event{by("k", sale("s", "100")), corrected("s", by("m", sale("c", "100"))), by("k", sale("t", "50")), by("m", sale("u", "50"))}, []string{"10.00", "-10.00", "10.00", "5.00"}, "15"},
		{
			"the first of several, later: the time begins with the second", months,
			[]commission.Event{by("k", dated("2026-01-10", sale("s", "100"))), by("k", dated("2026-01-31", sale("t", "100"))), corrected("s", by("k", dated("2026-02-10", sale("c", "100")))), by("k", dated("2026-02-27", sale("u", "100"))), by("k", dated("2026-02-28", sale("v", "100")))},
			[]string{"10.00", "10.00", "-10.00", "10.00", "10.00"},
			"30",
		},
		{
			"the first of several, earns nothing: the time begins with the second", months,
			[]commission.Event{by("k", dated("2026-01-10", sale("s", "100"))), by("k", dated("2026-01-31", sale("t", "100"))), corrected("s", by("k", dated("2026-03-10", sale("c", "100")))), by("k", dated("2026-02-27", sale("u", "100"))), by("k", dated("2026-02-28", sale("v", "100")))},
			[]string{"10.00", "10.00", "-10.00", "10.00"},
			"20",
		},
		{
			"the first of several, of another customer: the time begins with the second", months,
			[]commission.Event{by("k", dated("2026-01-10", sale("s", "100"))), by("k", dated("2026-01-31", sale("t", "100"))), corrected("s", by("m", dated("2026-01-15", sale("c", "100")))), by("k", dated("2026-02-27", sale("u", "100"))), by("k", dated("2026-02-28", sale("v", "100")))},
			[]string{"10.00", "10.00", "-10.00", "10.00", "10.00"},
			"30",
		},
		{
			"the first of several, earlier and earns nothing: the time begins with the second", homely,
			[]commission.Event{from("US", by("k", dated("2026-01-10", sale("s", "100")))), from("US", by("k", dated("2026-01-31", sale("t", "100")))), corrected("s", from("MX", by("k", dated("2026-01-05", sale("c", "100"))))), from("US", by("k", dated("2026-02-27", sale("u", "100")))), from("US", by("k", dated("2026-02-28", sale("v", "100"))))},
			[]string{"10.00", "10.00", "-10.00", "10.00"},
			"20",
		},
		{
			"the second of two at one instant", months,
			[]commission.Event{by("k", dated("2026-01-10", sale("s", "100"))), by("k", dated("2026-01-10", sale("t", "100"))), corrected("t", by("k", dated("2026-02-08", sale("c", "100")))), by("k", dated("2026-02-10", sale("u", "100")))},
			[]string{"10.00", "10.00", "-10.00", "10.00"},
			"20",
		},
		{"a lead stays a lead", lead, []commission.Event{kind(commission.Lead, sale("l", "0")), corrected("l", sale("c", "100"))}, []string{"5.00", "-5.00", "5.00"}, "5"},
	} {
		tt.run(t)
	}
	plan := alianza.Must(commission.New(slab))
	var state commission.State
	list := earnAll(t, plan, &state, sale("s", "300"), sale("t", "300"), corrected("t", sale("c", "400")))
	keys := map[string]bool{}
	for _, e := range list {
		if keys[e.Key] {
			t.Errorf("two entries have the key %s", e.Key)
		}
		keys[e.Key] = true
	}
	if back := list[4]; back.Kind != commission.Correction || back.Key != "p/ana/sale/c/reversal" || back.Corrects != "p/ana/sale/t" || back.Of != "t" {
		t.Errorf("the reversal is %s %s, corrects %s of %s; want a correction of t", back.Kind, back.Key, back.Corrects, back.Of)
	}
	if anew := list[6]; anew.Kind != commission.Sale || anew.Key != "p/ana/sale/c" || anew.Corrects != "" || anew.Of != "" {
		t.Errorf("the entry of the right facts is %s %s; want a sale", anew.Kind, anew.Key)
	}
	checkRefused(t, plan, &state, refund("r", "t", "1"), []fault{{"of", alianza.ErrConflict}}) // it was corrected by c
	checkRefused(t, plan, &state, corrected("t", sale("d", "1")), []fault{{"of", alianza.ErrConflict}})
	checkRefused(t, plan, &state, corrected("x", sale("d", "1")), []fault{{"of", alianza.ErrPending}})
	earnAll(t, plan, &state, refund("r", "s", "1"))
	checkRefused(t, plan, &state, corrected("s", sale("d", "0.99")), []fault{{"amount", alianza.ErrRange}}) // 1 was refunded
	earnAll(t, plan, &state, closing("x", "2026-01"))
	checkRefused(t, plan, &state, corrected("c", sale("d", "1")), []fault{{"at", alianza.ErrConflict}}) // the right facts are too late
	// Into an open month. It leaves no trace in the closed one, which earned 139.80
	// for 699: 10% of 699 are 69.90, and of the 299 without it 29.90. Then 10% of 100.
	list = earnAll(t, plan, &state, corrected("c", dated("2026-02-01", sale("e", "100"))))
	if diff := cmp.Diff([]string{"-69.90", "-40.00", "10.00"}, amountsOf(list)); diff != "" {
		t.Errorf("Earn(a correction out of a closed month) mismatch (-want +got):\n%s", diff)
	}
}

// TestLate says after how many days a refund comes too late, in the zone of the
// plan.
func TestLate_C34(t *testing.T) {
	d := ruled(onSale("10%"))
	d.RefundDays = 1
	tests := []struct {
		name, zone, sold, back string
		want                   string // why not
	}{
		{"the next day, its last instant", "", "2026-01-01T00:00:00Z", "2026-01-02T23:59:59Z", ""},
		{"two midnights, a day and a second", "", "2026-01-01T23:59:59Z", "2026-01-03T00:00:00Z", "refunded 2 days after the sale, later than the 1 of the plan"},
		{"still the next day in the zone", "America/New_York", "2026-01-02T04:00:00Z", "2026-01-03T04:59:59Z", ""},
		{"before the sale", "", "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plan := alianza.Must(commission.New(d))
			if tt.zone != "" {
				plan = plan.In(zone(t, tt.zone))
			}
			sold, back := sale("s", "100"), refund("r", "s", "40")
			sold.At, back.At = instant(tt.sold), instant(tt.back)
			var state commission.State
			mustEarn(t, plan, &state, sold)
			earned, err := plan.Earn(&state, back)
			switch {
			case err != nil:
				t.Fatal(err)
			case tt.want == "":
				if !earned.Sum(commission.Cash).Equal(num("-4")) {
					t.Errorf("Earn(%s) = %v; want -4.00", eventText(back), earned)
				}
			case len(earned.Entries) != 0 || len(earned.Skipped) != 1 || earned.Skipped[0].Reason.String() != tt.want:
				t.Errorf("Earn(%s) = %v; want %s", eventText(back), earned, tt.want)
			}
		})
	}
	// What is refunded late stays sold: the month does not fall.
	slab := ruled(tabled(commission.PerMonth, twoBrackets()))
	slab.RefundDays = 1
	plan := alianza.Must(commission.New(slab))
	var state commission.State
	earnAll(t, plan, &state, salesOf("300", "300")...)
	e := refund("r", "sa", "300")
	e.At = day(20)
	mustPass(t, plan, &state, e)
	if got := attained(t, plan, &state, "ana", "sale", "2026-01"); !got.Amount.Equal(num("600")) {
		t.Errorf("Attained after a late refund = %s; want 600", got)
	}
	checkRefused(t, plan, &state, refund("q", "sa", "0.01"), []fault{{"amount", alianza.ErrRange}})
}

// TestCredits takes back sales that are not known, at what a sale would earn
// that day by the bracket that the partner has reached.
func TestCredits_C34(t *testing.T) {
	credits := func(rules ...commission.Rule) commission.Definition {
		d := ruled(rules...)
		d.UnknownSale = commission.UnknownSaleCurrentRate
		return d
	}
	slab := credits(tabled(commission.PerMonth, twoBrackets()))
	fixed := credits(commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{Fixed: num("10")}})
	single := credits(tabled(commission.PerEvent, table(commission.Graduated, bracket("50", "10%"), bracket("", "20%"))))
	media := credits(commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: rate("10%"), Medium: commission.Credit}})
	for _, tt := range []paid{
		{"the first bracket", slab, []commission.Event{refund("r", "", "100")}, []string{"-10.00"}, "-10"},
		{"the bracket reached: 20% of 1000, 20% of 100", slab, []commission.Event{sale("s", "1000"), refund("r", "", "100")}, []string{"200.00", "-20.00"}, "180"},
		{"the bracket of that month", slab, []commission.Event{sale("s", "1000"), dated("2026-02-01", refund("r", "", "100"))}, []string{"200.00", "-10.00"}, "190"},
		{"fixed", fixed, []commission.Event{refund("r", "", "1")}, []string{"-10.00"}, "-10"},
		{"by a table of each sale: 5 and 10", single, []commission.Event{refund("r", "old", "100")}, []string{"-15.00"}, "-15"},
		{"a chargeback", single, []commission.Event{chargeback("c", "old", "100")}, []string{"-15.00"}, "-15"},
		{"in credit", media, []commission.Event{refund("r", "", "100")}, []string{"-10.00"}, "-10"},
	} {
		tt.run(t)
	}
	plan := alianza.Must(commission.New(slab))
	var state commission.State
	earnAll(t, plan, &state, sale("s", "1000"))
	got := mustEarn(t, plan, &state, refund("r", "", "100"))
	const text = "refund r: 20% of -100 USD = -20, rounded -20.00, rule sale, plan p v1"
	if got.String() != text || got.Period != "" {
		t.Errorf("String() = %s, period %q; want %s", got, got.Period, text)
	}
	if v := attained(t, plan, &state, "ana", "sale", "2026-01"); !v.Amount.Equal(num("1000")) {
		t.Errorf("Attained after a credit = %s; want 1000", v)
	}
	for _, e := range mustEarn(t, alianza.Must(commission.New(single)), &commission.State{}, refund("r", "", "100")).Portions {
		if e.Base.IsPositive() || e.Exact.IsPositive() || e.Amount.IsPositive() {
			t.Errorf("a portion of a credit is %+v; want it negative", e)
		}
	}
	checkRefused(t, alianza.Must(commission.New(ruled(onSale("1%")))), &commission.State{}, corrected("x", sale("c", "1")), []fault{{"of", alianza.ErrPending}})
}

// TestTakenDue has the day on which what is taken back is due: its own, or that
// of the sale.
func TestTakenDue(t *testing.T) {
	d := ruled(onSale("10%"))
	d.HoldDays = 30
	plan := alianza.Must(commission.New(d))
	var state commission.State
	earnAll(t, plan, &state, sale("s", "100"), sale("t", "100"), sale("u", "100"))
	for _, tt := range []struct {
		name string
		e    commission.Event
		want string
	}{
		{"in the hold", chargeback("c", "s", "0"), "2026-01-31"},
		{"after the hold", dated("2026-03-01", chargeback("d", "t", "0")), "2026-03-01"},
		{"a correction", corrected("u", dated("2026-03-01", sale("e", "100"))), "2026-03-01"},
	} {
		got := earnAll(t, plan, &state, tt.e)[0]
		if due := got.Due.Format(time.DateOnly); due != tt.want {
			t.Errorf("%s: due %s; want %s", tt.name, due, tt.want)
		}
	}
}

// TestForgottenTime corrects a payment after the one that followed it was
// forgotten: the customer is paid for all the same.
func TestForgottenTime(t *testing.T) {
	one := onSale("10%")
	one.Lasts.Months, one.When = 12, commission.FactOneOf("country", "US")
	plan := alianza.Must(commission.New(ruled(one)))
	from := func(country string, e commission.Event) commission.Event {
		e.Facts = map[string]string{"country": country}
		return by("k", e)
	}
	var state commission.State
	earnAll(t, plan, &state, from("US", dated("2026-01-10", sale("a", "100"))), from("US", dated("2026-01-31", sale("b", "100"))))
	state = *without(&state, "b")
	earnAll(t, plan, &state, corrected("a", from("MX", dated("2026-01-10", sale("c", "100")))))
	if got := mustEarn(t, plan, &state, from("US", dated("2026-02-10", sale("d", "100")))); !got.Amount.Equal(num("10")) {
		t.Errorf("Earn(a payment after it) = %s; want 10.00", got)
	}
}

func TestRefund_C34(t *testing.T) {
	tests := []struct {
		name    string
		amount  string
		rate    string
		refunds []string
		want    []string
	}{
		{"V-CLAW-1", "100.00", "20%", []string{"50.00", "50.00"}, []string{"-10.00", "-10.00"}},
		{"V-CLAW-2", "9.99", "25%", []string{"3.33", "3.33", "3.33"}, []string{"-0.83", "-0.84", "-0.83"}},
		{"whole", "49.00", "30%", []string{"49.00"}, []string{"-14.70"}},
		{"in proportion", "100", "25%", []string{"40"}, []string{"-10.00"}},
		{"a cent that earned nothing", "0.01", "20%", []string{"0.01"}, []string{"0.00"}},
		{"nothing", "100", "25%", []string{"0"}, []string{"0.00"}},
		{"nothing of nothing, which is counted", "0", "25%", []string{"0", "0.00"}, []string{"0.00", "0.00"}},
		{
			"cent by cent", "0.05", "25%",
			[]string{"0.01", "0.01", "0.01", "0.01", "0.01"},
			[]string{"0.00", "0.00", "0.00", "-0.01", "0.00"},
		}, // 0.0125, 0.01, 0.0075, 0.005, 0.0025, 0
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := flat()
			d.Rules[0].Pay.Rate, d.Rules[0].Lasts.CountFree = rate(tt.rate), true
			plan := alianza.Must(commission.New(d))
			var state commission.State
			mustEarn(t, plan, &state, sale("s", tt.amount))
			for i, amount := range tt.refunds {
				got := mustEarn(t, plan, &state, refund(fmt.Sprint("r", i), "s", amount))
				if text := got.Amount.StringFixed(2); !got.Amount.Equal(num(tt.want[i])) {
					t.Errorf("Earn(refund %d of %s) = %s; want %s", i, amount, text, tt.want[i])
				}
			}
		})
	}
	t.Run("V-CLAW-4", func(t *testing.T) {
		plan := alianza.Must(commission.New(flat()))
		var state commission.State
		mustEarn(t, plan, &state, sale("s", "100.00"))
		checkRefused(t, plan, &state, refund("r", "s", "100.01"), []fault{{"amount", alianza.ErrRange}})
	})
}

// TestRefundTerms takes back two sales at the rates of each, whatever the
// partner's tier on the day of the refund, and the plan's version.
func TestRefundTerms(t *testing.T) {
	d := tiered()
	d.Rounding = commission.Down
	next := tiered()
	next.Version, next.From, next.HoldDays, next.Rounding = 2, date("2026-01-02"), 90, commission.Up
	next.Rules = []commission.Rule{{Name: "all", On: commission.Sale, Pay: commission.Pay{Rate: alianza.WholePercent(1)}}}
	plan := planOf(d, next)
	var state commission.State
	mustEarn(t, plan, &state, at("affiliate/basic", sale("s", "100")))
	mustEarn(t, plan, &state, at("affiliate/platinum", sale("t", "0.29"))) // 0.1015
	tests := []struct {
		name   string
		refund commission.Event
		want   commission.Entry
	}{
		{"basic", at("affiliate/gold", refund("r", "s", "50")), commission.Entry{
			Key: "affiliate/ana/sale/r", Corrects: "affiliate/ana/sale/s", Version: 1, Rule: "sale", Tier: "affiliate/basic",
			Rate: alianza.WholePercent(20), Amount: num("-10.00"),
		}},
		{"platinum, rounded as the sale", at("reseller/none", refund("q", "t", "0.01")), commission.Entry{ // 0.098 is left
			Key: "affiliate/ana/sale/q", Corrects: "affiliate/ana/sale/t", Version: 1, Rule: "sale", Tier: "affiliate/platinum",
			Rate: alianza.WholePercent(35), Amount: num("-0.01"),
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := mustEarn(t, plan, &state, tt.refund)
			if got.Key != tt.want.Key || got.Corrects != tt.want.Corrects || got.Version != tt.want.Version || got.Rule != tt.want.Rule ||
				got.Tier != tt.want.Tier || got.Rate != tt.want.Rate || !got.Amount.Equal(tt.want.Amount) || !got.Due.Equal(day(2).Truncate(24*time.Hour)) {
				t.Errorf("Earn(%s) = %+v; want %+v, due on the day", eventText(tt.refund), got, tt.want)
			}
		})
	}
}

// TestRefundAll takes back a whole sale in any number of parts, in every mode:
// what is posted adds up to nothing, and no part pays.
func TestRefundAll(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, m := range modes {
		for range 100 {
			d := flat()
			d.Rounding, d.Step, d.Rules[0].Pay.Rate = m.mode, step(r.IntN(3)), randomRate(r)
			plan := alianza.Must(commission.New(d))
			var state commission.State
			total := 1 + r.Int64N(100_000)
			s := sale("s", "0")
			s.Amount = decimal.New(total, -2)
			balance := mustEarn(t, plan, &state, s).Amount
			for i := 0; total > 0; i++ {
				part := min(total, 1+r.Int64N(total))
				if i == 7 {
					part = total
				}
				total -= part
				e := refund(fmt.Sprint("r", i), "s", "0")
				e.Amount = decimal.New(part, -2)
				back := mustEarn(t, plan, &state, e)
				if back.Amount.IsPositive() {
					t.Errorf("%s: Earn(%s) = %s; want at most 0", m.name, eventText(e), back.Amount)
				}
				balance = balance.Add(back.Amount)
				if !balance.Equal(back.Remaining.Amount) || !back.Remaining.Base.Equal(decimal.New(total, -2)) {
					t.Errorf("%s: Earn(%s) = %s of %s remaining; want %s of %s", m.name, eventText(e),
						back.Remaining.Amount, back.Remaining.Base, balance, decimal.New(total, -2))
				}
			}
			if !balance.IsZero() {
				t.Errorf("%s at %s: after a full refund %s is left; want 0", m.name, d.Rules[0].Pay.Rate, balance)
			}
			e := refund("more", "s", "0.01")
			checkRefused(t, plan, &state, e, []fault{{"amount", alianza.ErrRange}})
		}
	}
}

// TestRefundOrder shuffles refunds of different sales: the balance is the same.
// So is that of the refunds of one sale.
func TestRefundOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 50 {
		plan := alianza.Must(commission.New(randomFlat(r)))
		var sales, refunds []commission.Event
		for i := range 6 {
			s := sale(fmt.Sprint("s", i), "0")
			s.Amount = decimal.New(300+r.Int64N(10_000), -2)
			sales = append(sales, s)
			for j := range 1 + r.IntN(3) {
				e := refund(fmt.Sprint("r", i, ".", j), s.ID, "0")
				e.Amount = decimal.New(1+r.Int64N(100), -2)
				refunds = append(refunds, e)
			}
		}
		want, first := decimal.Decimal{}, ""
		for round := range 4 {
			var state commission.State
			var balance decimal.Decimal
			for _, e := range append(append([]commission.Event(nil), sales...), refunds...) {
				balance = balance.Add(mustEarn(t, plan, &state, e).Amount)
			}
			text := stateText(t, &state)
			if round == 0 {
				want, first = balance, text
			}
			if !balance.Equal(want) || text != first {
				t.Fatalf("in order %d the balance is %s, the state %s; want %s, %s", round, balance, text, want, first)
			}
			r.Shuffle(len(refunds), func(i, j int) { refunds[i], refunds[j] = refunds[j], refunds[i] })
			r.Shuffle(len(sales), func(i, j int) { sales[i], sales[j] = sales[j], sales[i] })
		}
	}
}

// TestRefundCurrency_X1 gives a refund in another currency than its sale's, to the
// plan of the sale and to one that has the same name and version and is in euros:
// that is another definition, and not the one that paid.
func TestRefundCurrency_X1(t *testing.T) {
	dollars, euros := commission.Affiliate(), commission.Affiliate()
	euros.Currency = "EUR"
	sale := commission.Event{
		ID: "s", Kind: commission.Sale, Partner: "ana", Tier: "affiliate/basic",
		At: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC), Currency: "USD", Amount: num("100"),
	}
	var state commission.State
	if _, err := earn(planOf(dollars), &state, sale); err != nil {
		t.Fatal(err)
	}
	refund := sale
	refund.ID, refund.Kind, refund.Of, refund.Currency, refund.Amount = "r", commission.Refund, "s", "EUR", num("40")
	checkRefused(t, planOf(dollars), &state, refund, []fault{{"currency", alianza.ErrCurrency}})
	checkRefused(t, planOf(euros), &state, refund, []fault{{"version", alianza.ErrConflict}})
	refund.Currency = "USD"
	earned, err := planOf(dollars).Earn(&state, refund)
	if err != nil || len(earned.Entries) != 1 || !earned.Entries[0].Amount.Equal(num("-8")) {
		t.Errorf("Earn(refund in USD after it) = %v, %v; want -8.00", earned.Entries, err)
	}
}
