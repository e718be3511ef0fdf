package commission_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// This file has the vectors of the area, each as a row of its name, through the
// functions that a caller has.

func TestRounding_V_RND(t *testing.T) {
	tests := []struct {
		name, value string
		places      int
		mode        commission.Rounding
		want        string
	}{
		{"V-RND-1", "2.345", 2, commission.HalfEven, "2.34"},
		{"V-RND-2", "2.355", 2, commission.HalfEven, "2.36"},
		{"V-RND-3", "2.345", 2, commission.HalfUp, "2.35"},
		{"V-RND-4", "-2.345", 2, commission.HalfUp, "-2.35"},
		{"V-RND-5", "-2.5", 0, commission.HalfEven, "-2"},
		{"V-RND-6", "-2.1", 0, commission.Floor, "-3"},
		{"V-RND-7", "2.3450000001", 2, commission.HalfEven, "2.35"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := rounded(tt.mode, num(tt.value), tt.places); !got.Equal(num(tt.want)) {
				t.Errorf("%s to %d places, %s = %s; want %s", tt.value, tt.places, tt.mode, got, tt.want)
			}
			if tt.mode == commission.Floor {
				return // a refund mirrors its sale in a plan
			}
			d := ruled(onSale("100%"))
			d.Step, d.Rounding, d.UnknownSale = step(tt.places), tt.mode, commission.UnknownSaleCurrentRate
			e := sale("s", num(tt.value).Abs().String())
			if num(tt.value).IsNegative() {
				e = refund("r", "", e.Amount.String())
			}
			if got := mustEarn(t, alianza.Must(commission.New(d)), &commission.State{}, e).Amount; !got.Equal(num(tt.want)) {
				t.Errorf("Earn(%s at 100%%) = %s; want %s", tt.value, got, tt.want)
			}
		})
	}
}

func TestLines_V_LINE(t *testing.T) {
	tests := []struct {
		name, base, rate string
		mode             commission.Rounding
		want             string
	}{
		{"V-LINE-1", "19.99", "25%", commission.HalfUp, "5.00"},
		{"V-LINE-2", "0.10", "25%", commission.HalfUp, "0.03"},
		{"V-LINE-3", "0.10", "25%", commission.HalfEven, "0.02"},
		{"V-LINE-4", "-0.10", "25%", commission.HalfUp, "-0.03"},
		{"V-LINE-5", "10000.00", "20%", commission.HalfUp, "2000.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := ruled(onSale(tt.rate))
			d.Rounding, d.UnknownSale = tt.mode, commission.UnknownSaleCurrentRate
			e := sale("s", tt.base)
			if e.Amount.IsNegative() {
				e = refund("r", "", e.Amount.Neg().String())
			}
			got := mustEarn(t, alianza.Must(commission.New(d)), &commission.State{}, e)
			if !got.Amount.Equal(num(tt.want)) || !got.Base.Equal(num(tt.base)) {
				t.Errorf("Earn(%s at %s) = %s of %s; want %s", tt.base, tt.rate, got.Amount, got.Base, tt.want)
			}
		})
	}
}

// TestStatements_V_STM rounds each line, or, as a rule over a window, once for
// all of them.
func TestStatements_V_STM(t *testing.T) {
	tests := []struct {
		name  string
		over  commission.Window
		mode  commission.Rounding
		lines []string
		want  string
	}{
		{"V-STM-1, per line: 3 x 0.025", commission.PerEvent, commission.HalfUp, []string{"0.03", "0.03", "0.03"}, "0.09"},
		{"V-STM-2, per statement: 0.025, 0.05, 0.075", commission.PerMonth, commission.HalfUp, []string{"0.03", "0.02", "0.03"}, "0.08"},
		{"V-STM-3, per line to the even digit", commission.PerEvent, commission.HalfEven, []string{"0.02", "0.02", "0.02"}, "0.06"},
		{"per statement to the even digit: 0.025, 0.05, 0.075", commission.PerMonth, commission.HalfEven, []string{"0.02", "0.03", "0.03"}, "0.08"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := ruled(onSale("25%"))
			d.Rounding, d.Rules[0].Over.Over = tt.mode, tt.over
			list := earnAll(t, alianza.Must(commission.New(d)), &commission.State{}, salesOf("0.10", "0.10", "0.10")...)
			if diff := cmp.Diff(tt.lines, amountsOf(list)); diff != "" || !sumOf(list).Equal(num(tt.want)) {
				t.Errorf("Earn = %s in all; want %s, lines (-want +got):\n%s", sumOf(list), tt.want, diff)
			}
		})
	}
}

// affiliateTable is the affiliate ladder as a table by the number of sales.
func affiliateTable(scope commission.Scope) commission.TableDefinition {
	return byUnits(table(scope, bracket("5", "20%"), bracket("15", "25%"), bracket("30", "30%"), bracket("", "35%")))
}

func TestAffiliate_V_AFF(t *testing.T) {
	tests := []struct {
		name  string
		sales []string
		scope commission.Scope
		want  string
	}{
		{"V-AFF-1", hundreds(6), commission.Slab, "150.00"},
		{"V-AFF-2", hundreds(6), commission.Graduated, "125.00"},
		{"V-AFF-3", nil, commission.Slab, "0"},
		{"V-AFF-4", []string{"19.99", "29.99"}, commission.Slab, "10.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plan := alianza.Must(commission.New(ruled(tabled(commission.PerMonth, affiliateTable(tt.scope)))))
			var state commission.State
			if got := sumOf(earnAll(t, plan, &state, salesOf(tt.sales...)...)); !got.Equal(num(tt.want)) {
				t.Errorf("Earn(%d sales) = %s in all; want %s", len(tt.sales), got, tt.want)
			}
			sold := commission.Volume{Units: whole(len(tt.sales))}
			for _, amount := range tt.sales {
				sold.Amount = sold.Amount.Add(num(amount))
			}
			if diff := cmp.Diff(sold, attained(t, plan, &state, "ana", "sale", "2026-01")); diff != "" {
				t.Errorf("Attained mismatch (-want +got):\n%s", diff)
			}
			pay, err := alianza.Must(commission.NewTable(affiliateTable(tt.scope))).Pay(sold)
			if err != nil || !pay.Amount.Equal(num(tt.want)) {
				t.Errorf("Pay(%s) = %v, %v; want %s", sold, pay, err, tt.want)
			}
		})
	}
}

// TestBands_V_GRAD_V_SLAB sells each amount at once, and cent by cent around
// the bound, under a rule over a quarter.
func TestBands_V_GRAD_V_SLAB(t *testing.T) {
	two := []commission.Bracket{bracket("10000", "10%"), bracket("", "20%")}
	three := []commission.Bracket{bracket("300000", "3%"), bracket("500000", "5%"), bracket("", "7%")}
	tests := []struct {
		name  string
		table commission.TableDefinition
		sales [][]string
		want  string
	}{
		{"V-GRAD-1", table(commission.Graduated, two...), [][]string{{"10000.00"}, {"9999.99", "0.01"}}, "1000.00"},
		{"V-GRAD-2", table(commission.Graduated, two...), [][]string{{"10001.00"}, {"9999.99", "1.01"}, {"10000", "1"}}, "1000.20"},
		{"V-GRAD-3", table(commission.Graduated, three...), [][]string{{"600000"}, {"299999.99", "200000.02", "99999.99"}}, "26000.00"},
		{"V-SLAB-1", table(commission.Slab, two...), [][]string{{"10000.00"}, {"9999.99", "0.01"}}, "1000.00"},
		{"V-SLAB-2", table(commission.Slab, two...), [][]string{{"10001.00"}, {"9999.99", "1.01"}, {"10000", "1"}}, "2000.20"},
	}
	for _, tt := range tests {
		for _, amounts := range tt.sales {
			t.Run(fmt.Sprint(tt.name, " in ", amounts), func(t *testing.T) {
				plan := alianza.Must(commission.New(ruled(tabled(commission.PerQuarter, tt.table))))
				var state commission.State
				list := earnAll(t, plan, &state, salesOf(amounts...)...)
				if got := sumOf(list); !got.Equal(num(tt.want)) {
					t.Errorf("Earn = %v, %s in all; want %s", list, got, tt.want)
				}
			})
		}
	}
}

// TestRetroactive_V_RETRO changes the tier after the earlier sales: what they
// earned is adjusted in an entry of its own.
func TestRetroactive_V_RETRO(t *testing.T) {
	tests := []struct {
		name      string
		earlier   []string
		from, to  string
		want      string // the adjustment
		remaining string
	}{
		{"V-RETRO-1: 25% of 500 less 20% of 500", hundreds(5), "affiliate/basic", "affiliate/silver", "25.00", "125.00"},
		{"V-RETRO-2: 9.996 less 12.495, each rounded", []string{"19.99", "29.99"}, "affiliate/silver", "affiliate/basic", "-2.50", "10.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := commission.Affiliate()
			d.Rules[0].Over.Over = commission.PerMonth
			d.Rules[0].Lasts.CountFree = true // or a sale of 0 would be none
			plan := alianza.Must(commission.New(d))
			var state commission.State
			events := salesOf(tt.earlier...)
			for i := range events {
				events[i].Tier = tt.from
			}
			earnAll(t, plan, &state, events...)
			list := earnAll(t, plan, &state, at2(day(2), at(tt.to, sale("next", "0"))))
			if len(list) != 2 || list[0].Kind != commission.Adjustment || !list[0].Amount.Equal(num(tt.want)) ||
				list[0].Tier != tt.to || !list[0].Remaining.Amount.Equal(num(tt.remaining)) || !list[1].Amount.IsZero() {
				t.Errorf("Earn(at %s) = %v; want an adjustment of %s to %s and 0.00", tt.to, list, tt.want, tt.remaining)
			}
			if list[0].Key != "affiliate/ana/sale/next/adjustment" || list[1].Key != "affiliate/ana/sale/next" {
				t.Errorf("Earn = keys %s and %s; want two of the event", list[0].Key, list[1].Key)
			}
		})
	}
}

func TestAccelerator_V_ACC(t *testing.T) {
	tests := []struct {
		name, sold, quota, rate, multiplier string
		attained, want                      string
	}{
		{"V-ACC-1", "120000.00", "100000.00", "10%", "1.5", "120", "13000.00"},
		{"V-ACC-2", "100000.00", "100000.00", "10%", "2", "100", "10000.00"},
		{"a cent above: 0.002 more", "100000.01", "100000.00", "10%", "2", "100", "10000.00"},
		{"five cents above: 0.01 more", "100000.05", "100000.00", "10%", "2", "100", "10000.01"},
		{"a cent below is not 100%", "99999.99", "100000.00", "10%", "2", "99.99", "10000.00"}, // 9999.999
		{"decelerator: 10000 and 5% of 20000", "120000", "100000", "10%", "0.5", "120", "11000.00"},
		{"nothing above the quota", "120000", "100000", "10%", "0", "120", "10000.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := commission.Accelerator(rate(tt.rate), num(tt.quota), num(tt.multiplier))
			if err != nil {
				t.Fatal(err)
			}
			var state commission.State
			plan := alianza.Must(commission.New(ruled(tabled(commission.PerQuarter, d))))
			if got := mustEarn(t, plan, &state, sale("s", tt.sold)).Amount; !got.Equal(num(tt.want)) {
				t.Errorf("Earn(%s) = %s; want %s", tt.sold, got, tt.want)
			}
			d.Step = step(2)
			share, err := alianza.Must(commission.NewTable(d)).Attainment(attained(t, plan, &state, "ana", "sale", "2026-Q1"))
			if err != nil || !share.Equal(num(tt.attained)) {
				t.Errorf("Attainment(%s) = %s, %v; want %s", tt.sold, share, err, tt.attained)
			}
		})
	}
	_, err := commission.Accelerator(rate("10%"), num("0"), num("2"))
	checkFaults(t, "V-ACC-3: Accelerator(no quota)", err, []fault{{"quota", alianza.ErrZero}})
	_, err = commission.Accelerator(rate("10%"), num("-1"), num("2"))
	checkFaults(t, "Accelerator(negative quota)", err, []fault{{"quota", alianza.ErrRange}})
	_, err = commission.Accelerator(rate("33.3333333333%"), num("1"), num("1.5"))
	checkFaults(t, "Accelerator(a product of 11 decimals)", err, []fault{{"factor", alianza.ErrRange}})
	_, err = alianza.Must(commission.NewTable(table(commission.Slab, bracket("", "1%")))).Attainment(commission.Volume{Units: whole(1)})
	checkFaults(t, "Attainment without a quota", err, []fault{{"quota", alianza.ErrZero}})
}

// TestHybrid_V_HYB pays a fee per item and a percentage, as one event and as a
// rule for each.
func TestHybrid_V_HYB(t *testing.T) {
	tests := []struct {
		name  string
		units int
		fee   string
		base  string
		rate  string
		want  string
	}{
		{"V-HYB-1: 2 x 300 + 10% of 4000", 2, "300", "4000", "10%", "1000.00"},
		{"V-HYB-2: 1 x 1200 + 15% of 0", 1, "1200", "0", "15%", "1200.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			one := onSale(tt.rate)
			one.Pay.PerUnit = num(tt.fee)
			got := mustEarn(t, alianza.Must(commission.New(ruled(one))), &commission.State{}, units(tt.units, sale("s", tt.base)))
			if !got.Amount.Equal(num(tt.want)) {
				t.Errorf("Earn(both in one) = %s; want %s", got.Amount, tt.want)
			}
			two := ruled(commission.Rule{Name: "item", On: commission.Item("post"), Pay: commission.Pay{Fixed: num(tt.fee)}}, onSale(tt.rate))
			var state commission.State
			list := earnAll(t, alianza.Must(commission.New(two)), &state, sale("s", tt.base))
			for i := range tt.units {
				list = append(list, earnAll(t, alianza.Must(commission.New(two)), &state, kind(commission.Item("post"), sale(fmt.Sprint("p", i), "0")))...)
			}
			if got := sumOf(list); !got.Equal(num(tt.want)) {
				t.Errorf("Earn(item by item and the sale) = %s; want %s", got, tt.want)
			}
		})
	}
}

// referral is the customer referral of the affiliate program.
func referral() commission.Rule {
	return commission.Rule{
		Name: "referral", On: commission.Referral,
		For: commission.Partners{Active: true, MinMonths: 3},
		Pay: commission.Pay{Fixed: num("200"), Medium: commission.Credit},
	}
}

func TestReferral_V_REF_C9(t *testing.T) {
	tests := []struct {
		name, since, until, on string
		zone                   string
		pays                   bool
	}{
		{"V-REF-1, the anniversary", "2025-01-15T12:00:00Z", "", "2025-04-15T12:00:00Z", "", true},
		{"V-REF-2, a day before", "2025-01-15T12:00:00Z", "", "2025-04-14T12:00:00Z", "", false},
		{"V-REF-3, month end", "2024-11-30T12:00:00Z", "", "2025-02-28T12:00:00Z", "", true},
		{"V-REF-4, not active", "2020-01-01T12:00:00Z", "2025-02-27T12:00:00Z", "2025-02-28T12:00:00Z", "", false},
		{"month end, a day before", "2024-11-30T12:00:00Z", "", "2025-02-27T12:00:00Z", "", false},
		{"leap month end", "2023-11-30T12:00:00Z", "", "2024-02-29T12:00:00Z", "", true},
		{"leap month end, a day before", "2023-11-30T12:00:00Z", "", "2024-02-28T12:00:00Z", "", false},
		{"the first instant of the anniversary", "2025-01-15T23:59:59Z", "", "2025-04-15T00:00:00Z", "", true},
		{"the last instant before it", "2025-01-15T00:00:00Z", "", "2025-04-14T23:59:59.999999999Z", "", false},
		{"already the anniversary in the zone", "2025-01-14T12:00:00Z", "", "2025-04-13T15:00:00Z", "Asia/Tokyo", true},
		{"still the day before in the zone", "2025-01-15T12:00:00Z", "", "2025-04-15T03:59:59Z", "America/New_York", false},
		{"active until later", "2025-01-15T12:00:00Z", "2025-05-01T00:00:00Z", "2025-04-15T12:00:00Z", "", true},
		{"ended before", "2025-01-15T12:00:00Z", "2025-04-15T00:00:00Z", "2025-04-15T12:00:00Z", "", false},
		{"not begun", "2025-05-15T12:00:00Z", "", "2025-04-15T12:00:00Z", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plan := alianza.Must(commission.New(ruled(referral())))
			if tt.zone != "" {
				plan = plan.In(zone(t, tt.zone))
			}
			e := kind(commission.Referral, sale("s", "0"))
			e.At, e.PartnerSince = instant(tt.on), instant(tt.since)
			if tt.until != "" {
				e.PartnerUntil = instant(tt.until)
			}
			var state commission.State
			earned, err := plan.Earn(&state, e)
			want, skipped := "200.00", 0
			if !tt.pays {
				want, skipped = "0", 1
			}
			if err != nil || !earned.Sum(commission.Credit).Equal(num(want)) || !earned.Sum(commission.Cash).IsZero() || len(earned.Skipped) != skipped {
				t.Errorf("Earn(%s) = %v, %v; want %s in credit", eventText(e), earned, err, want)
			}
		})
	}
	e := kind(commission.Referral, sale("s", "0"))
	checkRefused(t, alianza.Must(commission.New(ruled(referral()))), &commission.State{}, e, []fault{{"partner_since", alianza.ErrMissing}})
}

func TestClawback_V_CLAW(t *testing.T) {
	tests := []struct {
		name       string
		sale, rate string
		window     int
		refunds    []commission.Event
		want       []string // "" if it passes
	}{
		{"V-CLAW-1", "100.00", "20%", 0, []commission.Event{refund("r", "s", "50"), refund("q", "s", "50")}, []string{"-10.00", "-10.00"}},
		{
			"V-CLAW-2", "9.99", "25%", 0,
			[]commission.Event{refund("r", "s", "3.33"), refund("q", "s", "3.33"), refund("o", "s", "3.33")},
			[]string{"-0.83", "-0.84", "-0.83"},
		},
		{
			"V-CLAW-3", "100.00", "20%", 30,
			[]commission.Event{dated("2025-01-31", refund("r", "s", "40")), dated("2025-02-01", refund("q", "s", "60"))},
			[]string{"-8.00", ""},
		},
		{
			"after a late refund the rest stands", "100.00", "20%", 30,
			[]commission.Event{dated("2025-02-01", refund("r", "s", "60")), dated("2025-01-31", refund("q", "s", "40"))},
			[]string{"", "-8.00"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := ruled(onSale(tt.rate))
			d.RefundDays = tt.window
			plan := alianza.Must(commission.New(d))
			var state commission.State
			mustEarn(t, plan, &state, dated("2025-01-01", sale("s", tt.sale)))
			for i, e := range tt.refunds {
				if tt.want[i] == "" {
					mustPass(t, plan, &state, e)
				} else if got := mustEarn(t, plan, &state, e).Amount; !got.Equal(num(tt.want[i])) {
					t.Errorf("Earn(%s) = %s; want %s", eventText(e), got, tt.want[i])
				}
			}
		})
	}
	t.Run("V-CLAW-4", func(t *testing.T) {
		plan := alianza.Must(commission.New(ruled(onSale("20%"))))
		var state commission.State
		mustEarn(t, plan, &state, sale("s", "100.00"))
		checkRefused(t, plan, &state, refund("r", "s", "100.01"), []fault{{"amount", alianza.ErrRange}})
		checkRefused(t, plan, &state, chargeback("r", "s", "100.01"), []fault{{"amount", alianza.ErrRange}})
	})
}

func TestFirstYear_V_REC12_C21(t *testing.T) {
	tests := []struct {
		name     string
		rate     string
		months   int
		invoices [][2]string // day and amount; the first starts the time
		want     []string    // "" for none
	}{
		{"V-REC12-1", "20%", 12, [][2]string{{"2025-01-31", "100"}, {"2026-01-30", "100"}}, []string{"20.00", "20.00"}},
		{"V-REC12-2", "20%", 12, [][2]string{{"2025-01-31", "100"}, {"2026-01-31", "100"}}, []string{"20.00", ""}},
		{"V-REC12-3", "20%", 12, [][2]string{{"2025-01-31", "100"}, {"2025-01-30", "100"}}, []string{"20.00", ""}},
		{"V-REC12-4, C21: 20% of 10,000, nothing in year 2", "20%", 12, [][2]string{{"2025-03-01", "10000"}, {"2026-03-01", "10000"}}, []string{"2000.00", ""}},
		{
			"V-REC12-5: 3 x 12.375, each rounded", "12.5%", 3,
			[][2]string{{"2025-11-15", "99"}, {"2025-12-15", "99"}, {"2026-01-15", "99"}, {"2026-02-15", "99"}},
			[]string{"12.38", "12.38", "12.38", ""},
		},
		{"late news of an earlier invoice: the time begins with that", "20%", 1, [][2]string{{"2025-01-31", "100"}, {"2025-01-30", "100"}, {"2025-02-28", "100"}, {"2025-02-27", "100"}}, []string{"20.00", "20.00", "", "20.00"}},
		{"month 13 is never paid again", "20%", 1, [][2]string{{"2025-01-31", "100"}, {"2025-02-28", "100"}, {"2025-02-27", "100"}}, []string{"20.00", "", "20.00"}},
		{"from a leap day", "20%", 12, [][2]string{{"2024-02-29", "100"}, {"2025-02-27", "100"}, {"2025-02-28", "100"}}, []string{"20.00", "20.00", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			one := commission.Rule{Name: "year", On: commission.PaymentReceived, Pay: commission.Pay{Rate: rate(tt.rate)}, Lasts: commission.Duration{Months: tt.months}}
			plan := alianza.Must(commission.New(ruled(one)))
			var state commission.State
			for i, in := range tt.invoices {
				e := by("acme", dated(in[0], kind(commission.PaymentReceived, sale(fmt.Sprint("i", i), in[1]))))
				if strings.HasPrefix(tt.name, "V-REC12-3") {
					e.CustomerSince = dated("2025-01-31", e).At // otherwise the earlier invoice would begin the time
				}
				earned, err := earn(plan, &state, e)
				want := tt.want[i]
				if want == "" {
					if err != nil || len(earned.Entries) != 0 || len(earned.Skipped) != 1 {
						t.Errorf("Earn(%s) = %v, %v; want nothing, and why", eventText(e), earned, err)
					}
				} else if err != nil || !earned.Sum(commission.Cash).Equal(num(want)) {
					t.Errorf("Earn(%s) = %v, %v; want %s", eventText(e), earned, err, want)
				}
			}
		})
	}
	plan := alianza.Must(commission.New(ruled(commission.Rule{Name: "year", On: commission.Sale, Pay: commission.Pay{Rate: rate("20%")}, Lasts: commission.Duration{Months: 12}})))
	checkRefused(t, plan, &commission.State{}, sale("s", "1"), []fault{{"customer", alianza.ErrMissing}})
}
