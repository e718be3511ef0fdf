package commission_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestStep posts multiples of a step: the five rappen of Switzerland, whole dollars,
// tens of yen.
func TestStep(t *testing.T) {
	tests := []struct {
		currency, step, amount string
		want                   [7]string // half up, half even, half down, up, down, floor, ceiling
	}{
		// 10% of the amount
		{"CHF", "0.05", "12.34", [7]string{"1.25", "1.25", "1.25", "1.25", "1.20", "1.20", "1.25"}},
		{"CHF", "0.05", "12.25", [7]string{"1.25", "1.20", "1.20", "1.25", "1.20", "1.20", "1.25"}}, // 1.225, a tie: 24.5 steps
		{"CHF", "0.05", "12.75", [7]string{"1.30", "1.30", "1.25", "1.30", "1.25", "1.25", "1.30"}}, // 25.5 steps
		{"CHF", "0.05", "12.50", [7]string{"1.25", "1.25", "1.25", "1.25", "1.25", "1.25", "1.25"}},
		{"USD", "1", "25", [7]string{"3", "2", "2", "3", "2", "2", "3"}},
		{"USD", "0.25", "11.25", [7]string{"1.25", "1.00", "1.00", "1.25", "1.00", "1.00", "1.25"}}, // 4.5 steps
		{"JPY", "10", "149", [7]string{"10", "10", "10", "20", "10", "10", "20"}},
		{"JPY", "10", "150", [7]string{"20", "20", "10", "20", "10", "10", "20"}}, // 1.5 steps
	}
	for _, tt := range tests {
		for i, m := range modes {
			t.Run(fmt.Sprint(tt.amount, " ", tt.currency, " in ", tt.step, " ", m.name), func(t *testing.T) {
				d := ruled(onSale("10%"))
				d.Currency, d.Step, d.Rounding = tt.currency, num(tt.step), m.mode
				e := sale("s", tt.amount)
				e.Currency = tt.currency
				got := mustEarn(t, planOf(d), &commission.State{}, e)
				if places := len(tt.want[i]) - len(num(tt.want[i]).Truncate(0).String()); got.Amount.String() != num(tt.want[i]).String() || int(-got.Amount.Exponent()) != max(0, places-1) {
					t.Errorf("Earn = %s (10^%d); want %s", got.Amount, got.Amount.Exponent(), tt.want[i])
				}
			})
		}
	}
}

// TestStepRefunds takes back a sale in parts, each a multiple of the step: in all
// what was paid.
func TestStepRefunds(t *testing.T) {
	for _, over := range []commission.Window{commission.PerEvent, commission.PerMonth} {
		d := ruled(onSale("10%"))
		d.Currency, d.Step, d.Rules[0].Over.Over = "CHF", num("0.05"), over
		francs := func(e commission.Event) commission.Event { e.Currency = "CHF"; return e }
		var state commission.State
		list := earnAll(t, planOf(d), &state, francs(sale("s", "12.34")), francs(refund("r", "s", "4.11")), francs(refund("q", "s", "4.11")), francs(refund("o", "s", "4.12")))
		// 1.234, 0.823, 0.412, 0.
		if diff := cmp.Diff([]string{"1.25", "-0.45", "-0.40", "-0.40"}, amountsOf(list)); diff != "" {
			t.Errorf("over %s: mismatch (-want +got):\n%s", over, diff)
		}
	}
}

// TestFractions rates fractions of units: hours, kilograms.
func TestFractions(t *testing.T) {
	tests := []struct {
		name  string
		table commission.TableDefinition
		units string
		want  string
	}{
		{"graduated: 5 at 1, a half at 2", unitTable(), "5.5", "6.00"},
		{"graduated, on the bound", unitTable(), "5.0", "5.00"},
		{"graduated, below it", unitTable(), "4.75", "4.75"},
		{"slab: 5.25 are above 5", byUnits(table(commission.Slab, perUnit("5", "1"), perUnit("", "2"))), "5.25", "10.50"},
		{"slab, upper: the bracket below 5 ends at 4", upper(byUnits(table(commission.Slab, perUnit("5", "1"), perUnit("", "2")))), "4", "4.00"},
		{"slab, upper: 4.5 are above it", upper(byUnits(table(commission.Slab, perUnit("5", "1"), perUnit("", "2")))), "4.5", "9.00"},
		{"an eighth of a unit", byUnits(table(commission.Slab, perUnit("", "3.33"))), "0.125", "0.42"}, // 0.41625
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			made, err := commission.NewTable(tt.table)
			if err != nil {
				t.Fatal(err)
			}
			pay, err := made.Pay(commission.Volume{Units: num(tt.units)})
			if err != nil || !pay.Amount.Equal(num(tt.want)) {
				t.Errorf("Pay(%s units) = %v, %v; want %s", tt.units, pay, err, tt.want)
			}
			checkPortions(t, pay)
			e := kind(commission.Lead, sale("l", "0"))
			e.Units = num(tt.units)
			for _, over := range []commission.Window{commission.PerEvent, commission.PerMonth} {
				r := tabled(over, tt.table)
				r.On = commission.Lead
				if got := mustEarn(t, planOf(ruled(r)), &commission.State{}, e); !got.Amount.Equal(num(tt.want)) || !got.Units.Equal(num(tt.units)) {
					t.Errorf("Earn(%s units over %s) = %s; want %s", tt.units, over, got, tt.want)
				}
			}
		})
	}
	// In pieces of a window: as at once.
	var state commission.State
	sum := decimal.Decimal{}
	for i, n := range []string{"2.5", "2.25", "0.75"} {
		e := kind(commission.Lead, sale(fmt.Sprint("l", i), "0"))
		e.Units = num(n)
		r := tabled(commission.PerMonth, unitTable())
		r.On = commission.Lead
		sum = sum.Add(mustEarn(t, planOf(ruled(r)), &state, e).Amount)
	}
	if !sum.Equal(num("6.00")) {
		t.Errorf("2.5, 2.25 and 0.75 units earn %s; want 6.00, as 5.5", sum)
	}
}

// TestMaxRateBounds has the highest limit that a rule may give its rates.
func TestMaxRateBounds(t *testing.T) {
	r := onSale("10%")
	for text, want := range map[string]error{"10000%": nil, "10000.01%": alianza.ErrRange, "100%": alianza.ErrRange, "100.01%": nil} {
		r.Pay.MaxRate = rate(text)
		if _, err := commission.New(ruled(r)); !errors.Is(err, want) {
			t.Errorf("New with a limit of %s = %v; want %v", text, err, want)
		}
	}
}
