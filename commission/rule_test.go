package commission_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestBounds raises to a minimum and cuts to a maximum, and says so.
func TestBounds(t *testing.T) {
	one := onSale("10%")
	one.Limit.Min, one.Limit.Max = num("5"), num("20.5")
	tests := []struct {
		name, amount, want, note string
	}{
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
			if !got.Amount.Equal(num(tt.want)) || got.Amount.Exponent() != -2 || got.Why.String() != tt.note || !got.Remaining.Amount.Equal(got.Amount) {
				t.Errorf("Earn(%s) = %s, %q; want %s, %q", tt.amount, got, got.Why.String(), tt.want, tt.note)
			}
			if !got.Exact.Equal(num(tt.amount).Shift(-1)) {
				t.Errorf("Earn(%s) = exact %s; want a tenth", tt.amount, got.Exact)
			}
		})
	}
	// Nothing is not raised.
	mustPass(t, alianza.Must(commission.New(ruled(one))), &commission.State{}, sale("s", "0"))
	const text = "sale s: 10% of 300 USD = 30, posted 20.50, cut to the maximum, rule sale, plan p v1"
	if got := mustEarn(t, alianza.Must(commission.New(ruled(one))), &commission.State{}, sale("s", "300")); got.String() != text {
		t.Errorf("String() = %s; want %s", got, text)
	}
}

// TestCaps cuts by several caps at once, and gives room back.
func TestCaps(t *testing.T) {
	capped := func(caps ...commission.Cap) commission.Plan {
		one := onSale("10%")
		one.Limit.Caps = caps
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
	checkRefused(t, capped(month, each), &commission.State{}, sale("a", "1"), []fault{{"customer", alianza.ErrMissing}})
	checkRefused(t, capped(order), &commission.State{}, sale("a", "1"), []fault{{"order", alianza.ErrMissing}})
	one := onSale("10%")
	one.Limit.Caps = []commission.Cap{month, each, month}
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

// ruleFaults are changes of a rule that pays 25% of each sale, or of a table
// over a month.
var ruleFaults = []struct {
	name   string
	rule   int // 0: a rate; 1: a table over a month
	change func(*commission.Rule)
	want   []fault // without "rules[n]"
}{
	{"items have a name", 0, func(r *commission.Rule) { r.On = "item:" }, []fault{{".on", alianza.ErrUnknown}}},
	{"item", 0, func(r *commission.Rule) { r.On = commission.Item("post") }, nil},
	{"item with a blank after", 0, func(r *commission.Rule) { r.On = commission.Item("post ") }, []fault{{".on", alianza.ErrForm}}},
	{"item of a long name", 0, func(r *commission.Rule) { r.On = commission.Item(strings.Repeat("a", 196)) }, []fault{{".on", alianza.ErrRange}}},
	{"on a chargeback", 0, func(r *commission.Rule) { r.On = commission.Chargeback }, []fault{{".on", alianza.ErrConflict}}},
	{"on a correction", 0, func(r *commission.Rule) { r.On = commission.Correction }, []fault{{".on", alianza.ErrConflict}}},
	{"on a reversal", 0, func(r *commission.Rule) { r.On = commission.Reversal }, []fault{{".on", alianza.ErrConflict}}},
	{"on a close, where bonuses are", 0, func(r *commission.Rule) { r.On = commission.Close }, []fault{{".on", alianza.ErrConflict}}},
	{"on an adjustment", 0, func(r *commission.Rule) { r.On = commission.Adjustment }, []fault{{".on", alianza.ErrUnknown}}},
	{"less", 0, func(r *commission.Rule) { r.Pay.Less = []string{"tax", "fees"} }, nil},
	{"less nothing", 0, func(r *commission.Rule) { r.Pay.Less = []string{"tax", ""} }, []fault{{".less[1]", alianza.ErrMissing}}},
	{"less twice", 0, func(r *commission.Rule) { r.Pay.Less = []string{"tax", "fees", "tax"} }, []fault{{".less[2]", alianza.ErrDuplicate}}},
	{"fixed and rate", 0, func(r *commission.Rule) { r.Pay.Fixed = num("10.25") }, nil},
	{"fixed alone", 0, func(r *commission.Rule) { r.Pay.Rate, r.Pay.Fixed = alianza.Percent{}, num("0.01") }, nil},
	{"fixed negative", 0, func(r *commission.Rule) { r.Pay.Fixed = num("-0.01") }, []fault{{".fixed", alianza.ErrRange}}},
	{"fixed of three decimals", 0, func(r *commission.Rule) { r.Pay.Fixed = num("0.001") }, []fault{{".fixed", alianza.ErrConflict}}},
	{"fixed with zeros", 0, func(r *commission.Rule) { r.Pay.Fixed = num("1.2500") }, nil},
	{"fixed hostile", 0, func(r *commission.Rule) { r.Pay.Fixed = decimal.New(1, 1e9) }, []fault{{".fixed", alianza.ErrRange}}},
	{"per unit of three decimals", 0, func(r *commission.Rule) { r.Pay.PerUnit = num("0.001") }, nil},
	{"per unit negative", 0, func(r *commission.Rule) { r.Pay.PerUnit = num("-1") }, []fault{{".per_unit", alianza.ErrRange}}},
	{"in kind without anything", 0, func(r *commission.Rule) { r.Pay.Rate, r.Pay.Medium = alianza.Percent{}, commission.InKind }, nil},
	{"credit without anything", 0, func(r *commission.Rule) { r.Pay.Rate, r.Pay.Medium = alianza.Percent{}, commission.Credit }, []fault{{".rate", alianza.ErrMissing}}},
	{"medium after the last", 0, func(r *commission.Rule) { r.Pay.Medium = commission.InKind + 1 }, []fault{{".medium", alianza.ErrUnknown}}},
	{"rate and table", 1, func(r *commission.Rule) { r.Pay.Rate = rate("1%") }, []fault{{".table", alianza.ErrConflict}}},
	{"fixed and table", 1, func(r *commission.Rule) { r.Over.Over, r.Pay.Fixed = commission.PerEvent, num("1") }, []fault{{".table", alianza.ErrConflict}}},
	{"ladder and table", 1, func(r *commission.Rule) {
		r.Pay.Ladder, r.Pay.Rates = "affiliate", commission.Affiliate().Rules[0].Pay.Rates
	}, []fault{{".table", alianza.ErrConflict}}},
	{"table with a step", 1, func(r *commission.Rule) { r.Pay.Table.Step = step(2) }, []fault{{".table.step", alianza.ErrConflict}}},
	{"table with rounding", 1, func(r *commission.Rule) { r.Pay.Table.Rounding = commission.Up }, []fault{{".table.step", alianza.ErrConflict}}},
	{"table without brackets", 1, func(r *commission.Rule) { r.Pay.Table.Brackets = nil }, []fault{{".table.brackets", alianza.ErrMissing}}},
	{"table with two faults", 1, func(r *commission.Rule) { r.Pay.Table.Scope, r.Pay.Table.Brackets[1].Rate = 0, rate("101%") }, []fault{{".table.scope", alianza.ErrMissing}, {".table.brackets[1].rate", alianza.ErrRange}}},
	{"table with a flat of three decimals", 1, func(r *commission.Rule) { r.Pay.Table.Brackets[0].Flat = num("0.001") }, []fault{{".table.brackets[0].flat", alianza.ErrConflict}}},
	{"last window", 0, func(r *commission.Rule) { r.Over.Over = commission.Ever }, nil},
	{"window after the last", 0, func(r *commission.Rule) { r.Over.Over = commission.Ever + 1 }, []fault{{".over", alianza.ErrUnknown}}},
	{"fixed over a window", 0, func(r *commission.Rule) { r.Over.Over, r.Pay.Fixed = commission.PerMonth, num("1") }, []fault{{".fixed", alianza.ErrConflict}}},
	{"per unit over a window", 0, func(r *commission.Rule) { r.Over.Over, r.Pay.PerUnit = commission.PerMonth, num("1") }, []fault{{".per_unit", alianza.ErrConflict}}},
	{"minimum over a window", 0, func(r *commission.Rule) { r.Over.Over, r.Limit.Min = commission.PerMonth, num("1") }, []fault{{".over", alianza.ErrConflict}}},
	{"maximum over a window", 0, func(r *commission.Rule) { r.Over.Over, r.Limit.Max = commission.PerOrder, num("1") }, []fault{{".over", alianza.ErrConflict}}},
	{"kept attainment", 1, func(r *commission.Rule) { r.Over.KeepAttained = true }, nil},
	{"kept attainment without a window", 0, func(r *commission.Rule) { r.Over.KeepAttained = true }, []fault{{".keep_attained", alianza.ErrConflict}}},
	{"carry", 1, func(r *commission.Rule) { r.Over.Carry = true }, nil},
	{"carry without a window", 0, func(r *commission.Rule) { r.Over.Carry = true }, []fault{{".carry", alianza.ErrConflict}}},
	{"a meter", 0, func(r *commission.Rule) { r.Over.Meter = "all" }, nil},
	{"a meter with a blank", 0, func(r *commission.Rule) { r.Over.Meter = " all" }, []fault{{".meter", alianza.ErrForm}}},
	{"count free", 0, func(r *commission.Rule) { r.Lasts.CountFree = true }, nil},
	{"least months", 0, func(r *commission.Rule) { r.For.MinMonths = -1 }, []fault{{".min_months", alianza.ErrRange}}},
	{"most months", 0, func(r *commission.Rule) { r.For.MinMonths, r.Lasts.Months, r.Lasts.Payments = 1200, 1200, 1200 }, nil},
	{"months above the bound", 0, func(r *commission.Rule) { r.For.MinMonths, r.Lasts.Months, r.Lasts.Payments = 1201, 1201, 1201 }, []fault{{".min_months", alianza.ErrRange}, {".months", alianza.ErrRange}, {".payments", alianza.ErrRange}}},
	{"months negative", 0, func(r *commission.Rule) { r.Lasts.Months, r.Lasts.Payments = math.MinInt, -1 }, []fault{{".months", alianza.ErrRange}, {".payments", alianza.ErrRange}}},
	{"step down", 0, func(r *commission.Rule) { r.Lasts.Months, r.Lasts.Then = 12, rate("10%") }, nil},
	{"step up, at the bound", 0, func(r *commission.Rule) { r.Lasts.Payments, r.Lasts.Then = 1, rate("100%") }, nil},
	{"step above the bound", 0, func(r *commission.Rule) { r.Lasts.Payments, r.Lasts.Then = 1, rate("100.0000000001%") }, []fault{{".then", alianza.ErrRange}}},
	{"step under the bound", 0, func(r *commission.Rule) { r.Lasts.Payments, r.Lasts.Then = 1, rate("-0.0000000001%") }, []fault{{".then", alianza.ErrRange}}},
	{"step without a time", 0, func(r *commission.Rule) { r.Lasts.Then = rate("10%") }, []fault{{".then", alianza.ErrConflict}}},
	{"step of a fixed amount", 0, func(r *commission.Rule) {
		r.Pay.Rate, r.Pay.Fixed, r.Lasts.Months, r.Lasts.Then = alianza.Percent{}, num("1"), 12, rate("10%")
	}, []fault{{".then", alianza.ErrConflict}}},
	{"step over a window", 0, func(r *commission.Rule) {
		r.Over.Over, r.Lasts.Months, r.Lasts.Then = commission.PerMonth, 12, rate("10%")
	}, []fault{{".then", alianza.ErrConflict}}},
	{"step of a table", 1, func(r *commission.Rule) {
		r.Over.Over, r.Lasts.Months, r.Lasts.Then = commission.PerEvent, 12, rate("10%")
	}, []fault{{".then", alianza.ErrConflict}}},
	{"minimum is the maximum", 0, func(r *commission.Rule) { r.Limit.Min, r.Limit.Max = num("5"), num("5.00") }, nil},
	{"minimum above the maximum", 0, func(r *commission.Rule) { r.Limit.Min, r.Limit.Max = num("5.01"), num("5") }, []fault{{".max", alianza.ErrConflict}}},
	{"minimum out of bounds", 0, func(r *commission.Rule) { r.Limit.Min, r.Limit.Max = decimal.New(1, 1<<30), num("5") }, []fault{{".min", alianza.ErrRange}}},
	{"minimum negative", 0, func(r *commission.Rule) { r.Limit.Min = num("-1") }, []fault{{".min", alianza.ErrRange}}},
	{"minimum of three decimals", 0, func(r *commission.Rule) { r.Limit.Min = num("1.001") }, []fault{{".min", alianza.ErrConflict}}},
	{"maximum negative", 0, func(r *commission.Rule) { r.Limit.Max = num("-1") }, []fault{{".max", alianza.ErrRange}, {".max", alianza.ErrConflict}}},
	{"maximum of three decimals", 0, func(r *commission.Rule) { r.Limit.Max = num("1.001") }, []fault{{".max", alianza.ErrConflict}}},
	{"maximum hostile", 0, func(r *commission.Rule) { r.Limit.Max = decimal.New(1, -1e9) }, []fault{{".max", alianza.ErrRange}}},
	{"cap", 0, func(r *commission.Rule) {
		r.Limit.Caps = []commission.Cap{{Amount: num("0.01"), Per: commission.PerOrder}}
	}, nil},
	{"cap of 0", 0, func(r *commission.Rule) { r.Limit.Caps = []commission.Cap{{Per: commission.Ever}} }, []fault{{".caps[0].amount", alianza.ErrRange}}},
	{"cap negative", 0, func(r *commission.Rule) { r.Limit.Caps = []commission.Cap{{Amount: num("-1"), Per: commission.Ever}} }, []fault{{".caps[0].amount", alianza.ErrRange}}},
	{"cap of three decimals", 0, func(r *commission.Rule) {
		r.Limit.Caps = []commission.Cap{{Amount: num("1.001"), Per: commission.Ever}}
	}, []fault{{".caps[0].amount", alianza.ErrConflict}}},
	{"cap of no window", 0, func(r *commission.Rule) { r.Limit.Caps = []commission.Cap{{Amount: num("1")}} }, []fault{{".caps[0].per", alianza.ErrConflict}}},
	{"cap of a window after the last", 0, func(r *commission.Rule) { r.Limit.Caps = []commission.Cap{{Amount: num("1"), Per: 8}} }, []fault{{".caps[0].per", alianza.ErrUnknown}}},
	{"a rate above the whole, declared", 0, func(r *commission.Rule) { r.Pay.Rate, r.Pay.MaxRate = rate("630%"), rate("700%") }, nil},
	{"a rate above the limit", 0, func(r *commission.Rule) { r.Pay.Rate, r.Pay.MaxRate = rate("701%"), rate("700%") }, []fault{{".rate", alianza.ErrRange}}},
	{"a limit of the whole", 0, func(r *commission.Rule) { r.Pay.MaxRate = rate("100%") }, []fault{{".max_rate", alianza.ErrRange}}},
	{"a limit above all limits", 0, func(r *commission.Rule) { r.Pay.MaxRate = rate("10000.1%") }, []fault{{".max_rate", alianza.ErrRange}}},
	{"a negative limit, and a negative rate", 0, func(r *commission.Rule) { r.Pay.Rate, r.Pay.MaxRate = rate("-1%"), rate("-150%") }, []fault{{".max_rate", alianza.ErrRange}, {".rate", alianza.ErrRange}}},
	{"then above the whole, declared", 0, func(r *commission.Rule) {
		r.Pay.MaxRate, r.Lasts.Payments, r.Lasts.Then = rate("200%"), 1, rate("150%")
	}, nil},
	{"a table whose rates are above the whole, declared", 1, func(r *commission.Rule) { r.Pay.MaxRate, r.Pay.Table.Brackets[1].Rate = rate("200%"), rate("150%") }, nil},
	{"a limit in the table of a rule", 1, func(r *commission.Rule) { r.Pay.Table.MaxRate = rate("200%") }, []fault{{".table.max_rate", alianza.ErrConflict}}},
	{"own terms", 0, func(r *commission.Rule) { r.Pay.Own = true }, nil},
	{"own terms of a table", 1, func(r *commission.Rule) { r.Pay.Own = true }, []fault{{".own_terms", alianza.ErrConflict}, {".own_terms", alianza.ErrConflict}}},
	{"after so many payments", 0, func(r *commission.Rule) { r.Lasts.After = 1 }, nil},
	{"after too many payments", 0, func(r *commission.Rule) { r.Lasts.After = 1201 }, []fault{{".after_payments", alianza.ErrRange}}},
	{"after less than no payment", 0, func(r *commission.Rule) { r.Lasts.After = -1 }, []fault{{".after_payments", alianza.ErrRange}}},
	{"then at the end of no time", 0, func(r *commission.Rule) { r.Lasts.After, r.Lasts.Then = 1, rate("1%") }, []fault{{".then", alianza.ErrConflict}}},
	{"each customer without a window", 0, func(r *commission.Rule) { r.Over.Customer = true }, []fault{{".each_customer", alianza.ErrConflict}}},
	{"cap of all customers over a window of each", 1, func(r *commission.Rule) {
		r.Over.Customer, r.Limit.Caps = true, []commission.Cap{{Amount: num("1"), Per: commission.PerMonth}}
	}, []fault{{".caps[0].per", alianza.ErrConflict}}},
	{"cap of each customer over a window of each", 1, func(r *commission.Rule) {
		r.Over.Customer, r.Limit.Caps = true, []commission.Cap{{Amount: num("1"), Per: commission.PerMonth, Customer: true}}
	}, nil},
	{"cap over the window", 1, func(r *commission.Rule) {
		r.Limit.Caps = []commission.Cap{{Amount: num("1"), Per: commission.PerMonth}}
	}, nil},
	{"cap over another window", 1, func(r *commission.Rule) {
		r.Limit.Caps = []commission.Cap{{Amount: num("1"), Per: commission.PerMonth}, {Amount: num("1"), Per: commission.PerYear}}
	}, []fault{{".caps[1].per", alianza.ErrConflict}}},
	{"cap of a customer over the window", 1, func(r *commission.Rule) {
		r.Limit.Caps = []commission.Cap{{Amount: num("1"), Per: commission.PerMonth, Customer: true}}
	}, []fault{{".caps[0].per", alianza.ErrConflict}}},
	{"condition on nothing", 0, func(r *commission.Rule) { r.When.Fact = "country" }, []fault{{".when", alianza.ErrMissing}}},
	{"condition of nothing on a list", 0, func(r *commission.Rule) { r.When.OneOf = []string{"US"} }, []fault{{".when.fact", alianza.ErrMissing}}},
	{"condition of two forms", 0, func(r *commission.Rule) { r.When = commission.FactOneOf("a", "b"); r.When.NoneOf = []string{"c"} }, []fault{{".when", alianza.ErrConflict}}},
	{"condition of a list and a bound", 0, func(r *commission.Rule) {
		r.When = commission.FactOneOf("a", "b")
		r.When.Bound.Op = alianza.OpBelow
	}, []fault{{".when", alianza.ErrConflict}}},
	{"condition of both lists", 0, func(r *commission.Rule) {
		r.When = commission.All(commission.FactOneOf("a", "b"))
		r.When.Any = r.When.All
	}, []fault{{".when", alianza.ErrConflict}}},
	{"condition of a list on a fact", 0, func(r *commission.Rule) {
		r.When = commission.Any(commission.FactOneOf("a", "b"))
		r.When.Fact = "c"
	}, []fault{{".when.fact", alianza.ErrConflict}}},
	{"last comparison", 0, func(r *commission.Rule) { r.When = commission.FactIs("a", alianza.Below(num("0"))) }, nil},
	{"comparison after the last", 0, func(r *commission.Rule) { r.When = commission.FactIs("a", alianza.Bound{Op: alianza.OpBetween + 1}) }, []fault{{".when", alianza.ErrUnknown}}},
	{"bound hostile", 0, func(r *commission.Rule) { r.When = commission.FactIs("a", alianza.Above(decimal.New(1, 1e9))) }, []fault{{".when.above", alianza.ErrRange}}},
	{"fact with a line end", 0, func(r *commission.Rule) { r.When = commission.FactOneOf("a\n", "b") }, []fault{{".when.fact", alianza.ErrForm}}},
	{"faults within lists", 0, func(r *commission.Rule) {
		r.When = commission.All(commission.FactOneOf("", "b"), commission.Any(commission.FactOneOf("a", "b"), commission.Condition{Fact: "x"}))
	}, []fault{{".when.all[0].fact", alianza.ErrMissing}, {".when.all[1].any[1]", alianza.ErrMissing}}},
	{"an empty condition in a list", 0, func(r *commission.Rule) { r.When = commission.All(commission.Condition{}) }, []fault{{".when.all[0]", alianza.ErrMissing}}},
	{"8 deep", 0, func(r *commission.Rule) { r.When = nested(8) }, nil},
	{"9 deep", 0, func(r *commission.Rule) { r.When = nested(9) }, []fault{{".when" + strings.Repeat(".all[0]", 8), alianza.ErrRange}}},
	{"any within any, 9 deep", 0, func(r *commission.Rule) {
		r.When = commission.FactOneOf("a", "b")
		for range 8 {
			r.When = commission.Any(r.When)
		}
	}, []fault{{".when" + strings.Repeat(".any[0]", 8), alianza.ErrRange}}},
	{"10,000 deep", 0, func(r *commission.Rule) { r.When = nested(10_000) }, []fault{{".when" + strings.Repeat(".all[0]", 8), alianza.ErrRange}}},
}

// bonusFaults are changes of a bonus of 50 on the close of a month of a table.
var bonusFaults = []struct {
	name   string
	change func(*commission.Bonus)
	want   []fault // without "bonuses[0]"
}{
	{"per event", func(b *commission.Bonus) { b.Over = commission.PerEvent }, []fault{{".over", alianza.ErrConflict}}},
	{"per order", func(b *commission.Bonus) { b.Over = commission.PerOrder }, []fault{{".over", alianza.ErrConflict}}},
	{"per quarter", func(b *commission.Bonus) { b.Over = commission.PerQuarter }, nil},
	{"per year", func(b *commission.Bonus) { b.Over = commission.PerYear }, nil},
	{"for ever", func(b *commission.Bonus) { b.Over = commission.Ever }, []fault{{".over", alianza.ErrConflict}}},
	{"a window after the last", func(b *commission.Bonus) { b.Over = commission.Ever + 1 }, []fault{{".over", alianza.ErrConflict}}},
	{"with a maximum", func(b *commission.Bonus) { b.Limit.Max = num("500") }, nil},
	{"with a minimum above the maximum", func(b *commission.Bonus) { b.Limit.Min, b.Limit.Max = num("2"), num("1") }, []fault{{".max", alianza.ErrConflict}}},
	{"with a condition", func(b *commission.Bonus) { b.When = commission.FactIs("units", alianza.AtLeast(num("3"))) }, nil},
	{"with a condition on nothing", func(b *commission.Bonus) { b.When.Fact = "country" }, []fault{{".when", alianza.ErrMissing}}},
	{"by level", func(b *commission.Bonus) {
		b.Pay.Ladder, b.Pay.Rates = "affiliate", commission.Affiliate().Rules[0].Pay.Rates
	}, nil},
	{"of nothing: a retainer", func(b *commission.Bonus) { b.Of, b.ByDays = nil, true }, nil},
	{"a rate of nothing", func(b *commission.Bonus) { b.Of, b.Pay.Rate = nil, rate("1%") }, []fault{{".of", alianza.ErrMissing}}},
	{"a guarantee that pays nothing", func(b *commission.Bonus) { b.Guarantee, b.Pay = true, commission.Pay{} }, []fault{{".guarantee", alianza.ErrConflict}, {".rate", alianza.ErrMissing}}},
	{"a cap of its own", func(b *commission.Bonus) {
		b.Limit.Caps = []commission.Cap{{Amount: num("5"), Per: commission.PerYear}}
	}, []fault{{".caps", alianza.ErrConflict}}},
	{"a guarantee of nothing", func(b *commission.Bonus) { b.Of, b.Guarantee = nil, true }, []fault{{".of", alianza.ErrMissing}}},
	{"a guarantee", func(b *commission.Bonus) { b.Guarantee = true }, nil},
	{"a guarantee over another window", func(b *commission.Bonus) { b.Guarantee, b.Over = true, commission.PerYear }, []fault{{".guarantee", alianza.ErrConflict}}},
	{"a guarantee in another medium", func(b *commission.Bonus) { b.Guarantee, b.Pay.Medium = true, commission.Credit }, []fault{{".guarantee", alianza.ErrConflict}}},
	{"a guarantee with a rate", func(b *commission.Bonus) { b.Guarantee, b.Pay.Rate = true, rate("1%") }, []fault{{".guarantee", alianza.ErrConflict}}},
	{"own terms of a bonus", func(b *commission.Bonus) { b.Pay.Own, b.Pay.Rate = true, rate("1%") }, []fault{{".own_terms", alianza.ErrConflict}}},
	{"days of a rate", func(b *commission.Bonus) { b.ByDays, b.Pay.Rate = true, rate("1%") }, []fault{{".by_days", alianza.ErrConflict}}},
	{"of no name", func(b *commission.Bonus) { b.Of = []string{""} }, []fault{{".of[0]", alianza.ErrMissing}, {".of[0]", alianza.ErrUnknown}}},
	{"of an unknown rule", func(b *commission.Bonus) { b.Of = []string{"other"} }, []fault{{".of[0]", alianza.ErrUnknown}}},
	{"of itself", func(b *commission.Bonus) { b.Of = []string{"bonus"} }, []fault{{".of[0]", alianza.ErrUnknown}}},
	{"of two rules", func(b *commission.Bonus) { b.Of = []string{"table", "sale"} }, nil},
	{"of a rule twice", func(b *commission.Bonus) { b.Of = []string{"table", "table"} }, []fault{{".of[1]", alianza.ErrDuplicate}}},
	{"of the name of a rule", func(b *commission.Bonus) { b.Name = "sale" }, []fault{{".name", alianza.ErrDuplicate}}},
	{"of no name of its own", func(b *commission.Bonus) { b.Name = "" }, []fault{{".name", alianza.ErrMissing}}},
	{"that pays nothing", func(b *commission.Bonus) { b.Pay = commission.Pay{} }, []fault{{".rate", alianza.ErrMissing}}},
	{"less tax", func(b *commission.Bonus) { b.Pay.Less = []string{"tax"} }, []fault{{".less", alianza.ErrConflict}}},
	{"with a rate above the bound", func(b *commission.Bonus) { b.Pay.Rate = rate("100.0000000001%") }, []fault{{".rate", alianza.ErrRange}}},
	{"of three decimals", func(b *commission.Bonus) { b.Pay.Fixed = num("0.001") }, []fault{{".fixed", alianza.ErrConflict}}},
	{"that follows", func(b *commission.Bonus) { b.Follows = true }, nil},
}

func TestBonusFaults(t *testing.T) {
	for _, tt := range bonusFaults {
		t.Run(tt.name, func(t *testing.T) {
			two := tabled(commission.PerMonth, twoBrackets())
			two.Name = "table"
			d := closed(ruled(onSale("25%"), two), monthly("bonus", "50", "table"))
			d.Precedence = commission.PrecedenceEvery
			tt.change(&d.Bonuses[0])
			var want []fault
			for _, f := range tt.want {
				want = append(want, fault{"bonuses[0]" + f.Path, f.Kind})
			}
			_, err := commission.New(d)
			checkFaults(t, "New", err, want)
			if err != nil {
				return
			}
			var back commission.Definition
			if err := back.UnmarshalJSON([]byte(jsonText(t, d))); err != nil {
				t.Fatalf("Unmarshal(%s) = %v; want no error", jsonText(t, d), err)
			}
			if diff := cmp.Diff(d, back); diff != "" {
				t.Errorf("Unmarshal mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// nested returns a condition of so many, each in the list of the one before.
func nested(depth int) commission.Condition {
	c := commission.FactOneOf("a", "b")
	for range depth - 1 {
		c = commission.All(c)
	}
	return c
}

func TestRuleFaults(t *testing.T) {
	for _, tt := range ruleFaults {
		t.Run(tt.name, func(t *testing.T) {
			two := tabled(commission.PerMonth, table(commission.Slab, bracket("100", "1%"), bracket("", "2%")))
			two.Name = "table"
			d := closed(ruled(onSale("25%"), two), monthly("bonus", "50", "table"))
			d.Precedence = commission.PrecedenceEvery
			tt.change(&d.Rules[tt.rule])
			var want []fault
			for _, f := range tt.want {
				want = append(want, fault{"rules[" + string(rune('0'+tt.rule)) + "]" + f.Path, f.Kind})
			}
			_, err := commission.New(d)
			checkFaults(t, "New", err, want)
			if (err == nil) != (tt.want == nil) {
				t.Errorf("New = %v; want an error: %t", err, tt.want != nil)
			}
			if err != nil {
				return
			}
			text := jsonText(t, d)
			var back commission.Definition
			if err := back.UnmarshalJSON([]byte(text)); err != nil {
				t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
			}
			if diff := cmp.Diff(d, back); diff != "" {
				t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", text, diff)
			}
		})
	}
}

// TestFallback pays partners on no level by the rule after the ladder's.
func TestFallback_T2(t *testing.T) {
	d := ruled(commission.Affiliate().Rules[0], commission.Rule{Name: "other", On: commission.Sale, Pay: commission.Pay{Rate: rate("5%")}})
	plan := alianza.Must(commission.New(d))
	var state commission.State
	list := earnAll(t, plan, &state, at("affiliate/gold", sale("a", "100")), sale("b", "100"))
	if diff := cmp.Diff([]string{"30.00", "5.00"}, amountsOf(list)); diff != "" || list[1].Rule != "other" {
		t.Errorf("Earn = %v (-want +got):\n%s", list, diff)
	}
}

// This file pays what the programs promise, through plans.

// TestQualifiedReferrals_C3 pays a fee for each qualified referral: a lead or a
// lead that qualifies is something else.
func TestQualifiedReferrals_C3(t *testing.T) {
	d := ruled(commission.Rule{Name: "referral", On: commission.Referral, Pay: commission.Pay{Fixed: num("750")}})
	paid{"3 x 750", d, many(3, kind(commission.Referral, sale("r", "0"))), []string{"750.00", "750.00", "750.00"}, "2250"}.run(t)
	paid{"leads earn nothing", d, append(many(3, kind(commission.Lead, sale("l", "0"))), many(2, kind(commission.QualifiedLead, sale("q", "0")))...), []string{}, "0"}.run(t)
}

// TestInKind_C5 records services: nothing is posted, nothing is paid.
func TestInKind_C5(t *testing.T) {
	d := ruled(commission.Rule{Name: "services", On: commission.Item("integration"), Pay: commission.Pay{Medium: commission.InKind}}, onSale("10%"))
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
	earned, err := plan.Earn(&state, sale("s", "100"))
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
				commission.Rule{Name: "fee", On: commission.Item(tt.item), Pay: commission.Pay{Fixed: num(tt.fee)}},
				commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: rate(tt.rate)}},
			)))
			var state commission.State
			list := earnAll(t, plan, &state, append(many(tt.items, kind(commission.Item(tt.item), sale("i", "0"))), sale("s", tt.sold))...)
			if got := sumOf(list); !got.Equal(num(tt.want)) {
				t.Errorf("Earn = %v, %s in all; want %s", list, got, tt.want)
			}
			other := mustPass(t, plan, &state, kind(commission.Item("other"), sale("o", "0")))
			if other.Rule != "" || other.Reason.String() != "no rule pays an event of kind item:other" {
				t.Errorf("Earn(another item) = %+v; want no rule", other)
			}
		})
	}
}

// TestPartnerReferral_C11 pays only a partner whose partnership is active on the
// day of the referral, whatever it was before or is later.
func TestPartnerReferral_C11(t *testing.T) {
	plan := alianza.Must(commission.New(ruled(commission.Rule{Name: "referral", On: commission.Referral, For: commission.Partners{Active: true}, Pay: commission.Pay{Fixed: num("500")}})))
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
	checkRefused(t, plan, &commission.State{}, e, []fault{{"partner_since", alianza.ErrMissing}})
	e.PartnerSince, e.PartnerUntil = instant("2026-01-02T00:00:00Z"), instant("2026-01-01T00:00:00Z")
	checkRefused(t, plan, &commission.State{}, e, []fault{{"partner_until", alianza.ErrConflict}})
}

// TestBonus_C28_T18 pays bonuses of thresholds and amounts that the caller
// gives: for gold on achievement, a quarter's, by volume; and platinum more on
// each sale. Without a rule there is none.
func TestBonus_C28_T18(t *testing.T) {
	base := commission.Affiliate().Rules[0]
	gold := bonusWhen(monthly("achievement", "100", "sale"), commission.All(commission.FactOneOf("tier", "affiliate/gold"), commission.FactIs("units", alianza.AtLeast(num("3")))))
	more := commission.Rule{Name: "additional", On: commission.Sale, When: commission.FactOneOf("tier", "affiliate/platinum"), Pay: commission.Pay{Rate: rate("2%")}}
	volume := commission.Bonus{
		Name: "volume", Over: commission.PerQuarter, Of: []string{"sale"},
		Pay: commission.Pay{
			Table: commission.TableDefinition{Scope: commission.Graduated, Brackets: []commission.Bracket{bracket("1000", "0%"), bracket("", "5%")}},
		},
	}
	d := closed(ruled(base, more), gold, volume)
	d.Precedence = commission.PrecedenceEvery
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
		{"no bonus defined", commission.Affiliate(), sold("affiliate/gold", "100"), []string{"30.00"}, "30"},
	} {
		tt.run(t)
	}
	// A close of a period that no rule and no bonus is over is a mistake.
	checkRefused(t, planOf(commission.Affiliate()), &commission.State{}, shut("affiliate/gold", "2026-01"), []fault{{"period", alianza.ErrUnknown}})
}

// TestBonusByLadder pays the bonus of a ladder to those who are on it, and refuses a
// level that it does not have.
func TestBonusByLadder(t *testing.T) {
	b := monthly("bonus", "0", "sale")
	b.Pay = commission.Pay{Ladder: "l", Rates: map[string]alianza.Percent{"a": rate("1%")}}
	plan, state := planOf(closed(ruled(onSale("10%")), b)), &commission.State{}
	earnAll(t, plan, state, sale("s", "100"))
	checkRefused(t, plan, state, at("l/b", closing("x", "2026-01")), []fault{{"tier", alianza.ErrUnknown}})
	if got := mustPass(t, plan, state.Clone(), closing("x", "2026-01")); got.String() != "rule bonus: the partner is on no level of the ladder l" {
		t.Errorf("Earn(a close without a level) = %s; want that there is none", got)
	}
	if got := mustEarn(t, plan, state, at("l/a", closing("x", "2026-01"))); !got.Amount.Equal(num("1")) || got.Tier != "l/a" {
		t.Errorf("Earn(a close) = %s; want 1.00 of l/a", got)
	}
}

// TestBonusAdjusted posts the change of bonuses that follow under keys of their own, one
// for each period.
func TestBonusAdjusted(t *testing.T) {
	month, year := monthly("month", "0", "sale"), monthly("year", "0", "sale")
	month.Pay, month.Follows = commission.Pay{Rate: rate("1%")}, true
	year.Pay, year.Follows, year.Over = commission.Pay{Rate: rate("2%")}, true, commission.PerYear
	plan, state := planOf(closed(ruled(onSale("10%")), month, year)), &commission.State{}
	list := earnAll(t, plan, state, sale("s", "1000"), closing("x", "2026-01"), closing("y", "2026"), refund("r", "s", "400"))
	var got []string
	for _, e := range list[3:] {
		got = append(got, fmt.Sprint(e.Kind, " ", e.Key, " ", e.Corrects, " ", e.Amount, " ", e.Why))
	}
	if diff := cmp.Diff([]string{
		"refund p/ana/sale/r p/ana/sale/s -40 ",
		"adjustment p/ana/month/r/2026-01 p/ana/month/2026-01 -4 rated again",
		"adjustment p/ana/year/r/2026 p/ana/year/2026 -8 rated again",
	}, got); diff != "" {
		t.Errorf("Earn(the refund) mismatch (-want +got):\n%s", diff)
	}
}

// TestBonusSays says how the amount of a bonus came about: for 3 units of 1000, of
// which the rule earned 100.
func TestBonusSays(t *testing.T) {
	for _, tt := range []struct {
		name        string
		bonus       commission.Bonus
		exact, rate string
		portions    int
		text        string
	}{
		{"a rate", commission.Bonus{Pay: commission.Pay{Rate: rate("0.1255%")}}, "1.255", "0.1255%", 0, "0.1255% of 1000 USD = 1.255, rounded 1.26"},
		{"a fixed amount", commission.Bonus{Pay: commission.Pay{Fixed: num("7")}}, "7", "0%", 1, "7 USD = 7, rounded 7.00"},
		{"a rate and a fixed amount", commission.Bonus{Pay: commission.Pay{Rate: rate("1%"), Fixed: num("7")}}, "17", "0%", 1, "1% of 1000 + 7 USD = 17, rounded 17.00"},
		{"an amount per unit", commission.Bonus{Pay: commission.Pay{PerUnit: num("0.125")}}, "0.375", "0%", 1, "3 x 0.125 USD = 0.375, rounded 0.38"},
		{"a guarantee", commission.Bonus{Pay: commission.Pay{Fixed: num("300")}, Guarantee: true}, "200", "0%", 2, "300 - 100 USD = 200, rounded 200.00"},
	} {
		b := tt.bonus
		b.Name, b.Over, b.Of = "bonus", commission.PerMonth, []string{"sale"}
		plan, state := planOf(closed(ruled(onSale("10%")), b)), &commission.State{}
		one := earnAll(t, plan, state, units(3, sale("s", "1000")), closing("x", "2026-01"))[1]
		if !one.Exact.Equal(num(tt.exact)) || one.Rate != rate(tt.rate) || len(one.Portions) != tt.portions {
			t.Errorf("%s: %+v; want exact %s, rate %s, %d portions", tt.name, one, tt.exact, tt.rate, tt.portions)
		}
		for _, p := range one.Portions {
			if !p.PerUnit.IsZero() != !p.Units.IsZero() || !p.Rate.IsZero() != !p.Base.IsZero() {
				t.Errorf("%s: the portion %+v; want units and a base where they are paid", tt.name, p)
			}
		}
		if want := "close x: " + tt.text + ", rule bonus, plan p v1"; one.String() != want {
			t.Errorf("%s: %s; want %s", tt.name, one, want)
		}
	}
}

// TestTrigger_C32 pays ten recommendations only when a sale comes of them.
func TestTrigger_C32(t *testing.T) {
	leads := many(10, kind(commission.Lead, sale("l", "0")))
	onKind := func(k commission.Kind) commission.Definition {
		return ruled(commission.Rule{Name: "reward", On: k, Pay: commission.Pay{Fixed: num("50")}})
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
	before := stateText(t, &state)
	earned, err := plan.Earn(&state, sale("sixth", "100.00"))
	if err != nil || !earned.Sum(commission.Cash).Equal(num("50")) {
		t.Errorf("Preview(the sixth sale) = %v, %v; want 50.00", earned, err)
	}
	if diff := cmp.Diff([]string{"25.00", "25.00"}, amountsOf(earned.Entries)); diff != "" {
		t.Errorf("Preview mismatch (-want +got):\n%s", diff)
	}
	if after := stateText(t, &state); after != before {
		t.Errorf("after Preview the state is %s; want it as it was: %s", after, before)
	}
	same, err := plan.Earn(&state, sale("sixth", "100.00"))
	if diff := cmp.Diff(jsonText(t, earned), jsonText(t, same)); diff != "" || err != nil {
		t.Errorf("Earn after Preview = %v, mismatch (-preview +earn):\n%s", err, diff)
	}
	if _, err := plan.Earn(&state, sale("s-0", "100.00")); fmt.Sprint(err) == "<nil>" {
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
		checkRefused(t, plan, &state, e, []fault{{"currency", alianza.ErrCurrency}})
	}
	d := ruled(onSale("10%"))
	d.Currency = "EUR"
	if entry := mustEarn(t, alianza.Must(commission.New(d)), &commission.State{}, euro(sale("t", "100"))); entry.Currency != "EUR" {
		t.Errorf("Earn(a sale in EUR) = an entry in %s; want EUR", entry.Currency)
	}
}

// TestKindHint names the kind that a misspelled one of a rule means.
func TestKindHint(t *testing.T) {
	const list = "want lead, qualified_lead, referral, sale, payment or item:NAME"
	for on, hint := range map[commission.Kind]string{"sales": `did you mean "sale"? `, "Lead": `did you mean "lead"? `, "qualified lead": `did you mean "qualified_lead"? `, "banana": ""} {
		rule := onSale("10%")
		rule.On = on
		_, err := commission.New(ruled(rule))
		if want := `rules[0].on "` + string(on) + `": unknown: ` + hint + list; err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("New(on %s) = %v; want %s", on, err, want)
		}
	}
}
