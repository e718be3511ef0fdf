package commission_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestPaymentText pays after a prior volume and reads how it came about.
func TestPaymentText(t *testing.T) {
	oracle := table(commission.Graduated, bracket("10000", "1%"), bracket("50000", "2%"), bracket("100000", "3%"), bracket("", "4%"))
	flats := byUnits(table(commission.Graduated, perUnit("2", "10"), perUnit("", "5")))
	flats.Brackets[0].Flat, flats.Brackets[1].Flat = num("3"), num("4")
	clamped := table(commission.Slab, bracket("500", "10%"), bracket("", "20%"))
	clamped.Brackets[0].Min, clamped.Brackets[1].Max = num("20.00"), num("110.00")
	mixed := table(commission.Slab, bracket("100", "10%"), bracket("", "20%"))
	mixed.Brackets[1].Scope = commission.Graduated
	tests := []struct {
		name        string
		table       commission.TableDefinition
		prior, sale commission.Volume
		want        string
	}{
		{"as documented: 100 + 800 + 300", oracle, volume("0", 0), volume("60000", 0), "60000: 1% of 10000 + 2% of 40000 + 3% of 10000 = 1200, rounded 1200.00, blended 2%"},
		{"one bracket", oracle, volume("0", 0), volume("99.5", 0), "99.5: 1% of 99.5 = 0.995, rounded 1.00"},
		{"after a prior volume", oracle, volume("9999.5", 1), volume("1", 1), "1 in 1 unit: 1% of 0.5 + 2% of 0.5 = 0.015, rounded 0.01, blended 1.5%"}, // 100.01 less 100.00
		{"a bracket left gives back", twoBrackets(), volume("400", 0), volume("200", 0), "200: -10% of 400 + 20% of 600 = 80, rounded 80.00, blended 40%"},
		{"units and flats", flats, volume("0", 0), volume("0", 3), "3 units: 2 x 10 + 3 + 1 x 5 + 4 = 32, rounded 32.00"},
		{"one unit", flats, volume("0", 0), volume("0", 1), "1 unit: 1 x 10 + 3 = 13, rounded 13.00"},
		{"raised to the minimum", clamped, volume("0", 0), volume("50", 0), "50: 10% of 50 + 15 = 20, rounded 20.00"},
		{"cut to the maximum", clamped, volume("0", 0), volume("600", 0), "600: 20% of 600 - 10 = 110, rounded 110.00"},
		{"mixed", mixed, volume("50", 0), volume("100", 0), "100: 10% of 50 + 20% of 50 = 15, rounded 15.00, blended 15%"},
		{"nothing", oracle, volume("5", 0), volume("0", 0), "0: nothing"},
		{"no rate", table(commission.Graduated, bracket("10", "0%"), bracket("", "1%")), volume("0", 0), volume("5", 0), "5: 0% of 5 = 0, rounded 0.00"},
		{"prospective", table(commission.Prospective, bracket("10", "10%"), bracket("", "20%")), volume("5", 1), volume("6", 1), "6 in 1 unit: 20% of 6 = 1.2, rounded 1.20"},
		{"next sale", table(commission.NextSale, bracket("10", "10%"), bracket("", "20%")), volume("5", 1), volume("6", 1), "6 in 1 unit: 10% of 6 = 0.6, rounded 0.60"},
		{"in the brackets that it falls in alone", table(commission.Graduated, bracket("100", "10%"), bracket("200", "20%"), bracket("", "30%")), volume("150", 1), volume("100", 1), "100 in 1 unit: 20% of 50 + 30% of 50 = 25, rounded 25.00, blended 25%"},
		{"next sale, on the bound", table(commission.NextSale, bracket("10", "10%"), bracket("", "20%")), volume("10", 1), volume("6", 1), "6 in 1 unit: 10% of 6 = 0.6, rounded 0.60"},
		{"next sale, on the bound, upper", upper(table(commission.NextSale, bracket("10", "10%"), bracket("", "20%"))), volume("10", 1), volume("6", 1), "6 in 1 unit: 20% of 6 = 1.2, rounded 1.20"},
		{"spread over units: 100 are 33.34, 33.33 and 33.33", byUnits(table(commission.Graduated, bracket("2", "10%"), bracket("", "20%"))), volume("0", 0), volume("100", 3), "100 in 3 units: 10% of 66.67 + 20% of 33.33 = 13.333, rounded 13.33, blended 13.333%"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pay, err := alianza.Must(commission.NewTable(tt.table)).PayAfter(tt.prior, tt.sale)
			if err != nil || pay.String() != tt.want {
				t.Errorf("PayAfter(%s, %s) = %v, %v; want %s", tt.prior, tt.sale, pay, err, tt.want)
			}
			checkPortions(t, pay)
		})
	}
}

// TestPaymentJSON has the portions with their brackets.
func TestPaymentJSON(t *testing.T) {
	pay, err := alianza.Must(commission.NewTable(table(commission.Graduated, bracket("100", "10%"), bracket("", "20%")))).PayAfter(volume("50", 2), volume("60.5", 1))
	const want = `{"prior":{"amount":"50","units":"2"},"volume":{"amount":"60.5","units":"1"},"portions":[` +
		`{"bracket":1,"base":"50","rate":"10%","exact":"5.0","amount":"5.00"},{"bracket":2,"base":"10.5","rate":"20%","exact":"2.10","amount":"2.10"}],` +
		`"exact":"7.10","amount":"7.10"}`
	if got := jsonText(t, pay); err != nil || got != want {
		t.Errorf("Marshal = %s, %v; want %s", got, err, want)
	}
	if got := jsonText(t, commission.Payment{}); got != `{"volume":{},"portions":[],"exact":"0","amount":"0"}` {
		t.Errorf("Marshal(zero) = %s; want nothing paid", got)
	}
	if got := (commission.Payment{}).String(); got != "0: nothing" {
		t.Errorf("String() of zero = %s; want nothing", got)
	}
	if got := (commission.Payment{}).Blended(); !got.IsZero() {
		t.Errorf("Blended() of zero = %s; want 0%%", got)
	}
}

// TestPortions has what a rule without a table pays of what, a base only for a
// percentage.
func TestPortions(t *testing.T) {
	rule := func(percent, fixed, each string) commission.Rule {
		return commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: rate(percent), Fixed: num(fixed), PerUnit: num(each)}}
	}
	tests := []struct {
		name string
		rule commission.Rule
		want commission.Portion
	}{
		{"fixed", rule("0%", "5", "0"), commission.Portion{Fixed: num("5"), Exact: num("5"), Amount: num("5")}},
		{"per unit", rule("0%", "0", "2"), commission.Portion{Units: whole(3), PerUnit: num("2"), Exact: num("6"), Amount: num("6")}},
		{"both and a rate: 10 + 5 + 6", rule("10%", "5", "2"), commission.Portion{Base: num("100"), Units: whole(3), Rate: rate("10%"), PerUnit: num("2"), Fixed: num("5"), Exact: num("21"), Amount: num("21")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := mustEarn(t, alianza.Must(commission.New(ruled(tt.rule))), &commission.State{}, units(3, sale("s", "100")))
			if diff := cmp.Diff([]commission.Portion{tt.want}, got.Portions); diff != "" || !got.Rate.IsZero() || !got.Base.Equal(num("100")) {
				t.Errorf("Earn = %s at %s of %s; want portions (-want +got):\n%s", got, got.Rate, got.Base, diff)
			}
		})
	}
	if got := mustEarn(t, alianza.Must(commission.New(ruled(onSale("10%")))), &commission.State{}, sale("s", "100")); len(got.Portions) != 0 || !got.Units.IsZero() {
		t.Errorf("Earn(a plain rate) = portions %v, %d units; want none", got.Portions, got.Units)
	}
}
