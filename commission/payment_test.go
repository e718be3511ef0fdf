package commission_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// volume returns a volume of an amount and units.
func volume(amount string, units int) commission.Volume {
	return commission.Volume{Amount: num(amount), Units: units}
}

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
	const want = `{"prior":{"amount":"50","units":2},"volume":{"amount":"60.5","units":1},"portions":[` +
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

func TestVolume(t *testing.T) {
	for want, v := range map[string]commission.Volume{
		"0": {}, "600.00": volume("600.00", 0), "1 unit": volume("0", 1), "2 units": volume("0", 2), "600 in 1 unit": volume("600", 1), "600.5 in 6 units": volume("600.5", 6),
	} {
		if got := v.String(); got != want {
			t.Errorf("String() = %q; want %q", got, want)
		}
	}
	if got := volume("1.10", 2).Plus(volume("2.2", 3)); got.Units != 5 || !got.Amount.Equal(num("3.3")) {
		t.Errorf("Plus = %s; want 3.30 in 5 units", got)
	}
	var v commission.Volume
	for text, want := range map[string][]fault{
		`{}`: nil, `{"amount":"1.50","units":2}`: nil,
		`{"amount":"-0.01","units":-1}`: {{"amount", alianza.ErrRange}, {"units", alianza.ErrRange}},
		`{"amount":"1e99","Units":1}`:   {{"amount", alianza.ErrRange}, {"Units", alianza.ErrUnknown}},
	} {
		checkFaults(t, "Unmarshal "+text, json.Unmarshal([]byte(text), &v), want)
	}
}

// TestPayFaults gives a table volumes that nobody sells.
func TestPayFaults(t *testing.T) {
	amounts, units := alianza.Must(commission.NewTable(twoBrackets())), alianza.Must(commission.NewTable(affiliateTable(commission.Slab)))
	tests := []struct {
		name        string
		table       commission.Table
		prior, sale commission.Volume
		want        []fault
	}{
		{"negative", amounts, volume("0", 0), volume("-0.01", -1), []fault{{"sale.amount", alianza.ErrRange}, {"sale.units", alianza.ErrRange}}},
		{"negative before", amounts, volume("-1", 0), volume("5", 0), []fault{{"prior.amount", alianza.ErrRange}}},
		{"hostile", amounts, commission.Volume{}, commission.Volume{Amount: decimal.New(1, 1e9)}, []fault{{"sale.amount", alianza.ErrRange}}},
		{"too many in sum", amounts, volume("1"+strings.Repeat("0", 33), 0), volume("9"+strings.Repeat("0", 33), 0), []fault{{"sum.amount", alianza.ErrRange}}},
		{"too many units in sum", amounts, volume("0", math.MaxInt32), volume("0", 1), []fault{{"sum.units", alianza.ErrRange}}},
		{"most units", amounts, volume("0", math.MaxInt32-1), volume("0", 1), nil},
		{"no units in a table by units", units, volume("0", 0), volume("5", 0), []fault{{"sale.units", alianza.ErrMissing}}},
		{"no units before", units, volume("5", 0), volume("5", 1), []fault{{"prior.units", alianza.ErrMissing}}},
		{"nothing in a table by units", units, volume("0", 0), volume("0", 0), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pay, err := tt.table.PayAfter(tt.prior, tt.sale)
			checkFaults(t, "PayAfter", err, tt.want)
			if err != nil && (!strings.HasPrefix(err.Error(), "commission: table: ") || len(pay.Portions) > 0 || !pay.Amount.IsZero()) {
				t.Errorf("PayAfter = %v, %v; want nothing, an error that names the package", pay, err)
			}
		})
	}
	_, err := amounts.Attainment(volume("-1", 0))
	checkFaults(t, "Attainment", err, []fault{{"volume.amount", alianza.ErrRange}, {"quota", alianza.ErrZero}})
}

// TestTableZero has no brackets and pays nothing.
func TestTableZero(t *testing.T) {
	var zero commission.Table
	pay, err := zero.Pay(volume("100", 1))
	if err != nil || !pay.Amount.IsZero() || len(pay.Portions) != 0 {
		t.Errorf("Table{}.Pay = %v, %v; want nothing", pay, err)
	}
	tally := zero.Tally()
	if err := tally.Add(num("5")); err != nil || !tally.Amount().IsZero() || tally.Count() != 1 {
		t.Errorf("Table{}.Tally().Add = %v, %s of %d; want 0 of 1", err, tally.Amount(), tally.Count())
	}
	if list := zero.Cliffs(); len(list) != 0 {
		t.Errorf("Table{}.Cliffs() = %v; want none", list)
	}
	if out, err := zero.AppendPay(nil, num("5")); err != nil || len(out) != 1 || !out[0].IsZero() {
		t.Errorf("Table{}.AppendPay = %v, %v; want 0", out, err)
	}
	if diff := cmp.Diff(commission.TableDefinition{}, zero.Definition()); diff != "" {
		t.Errorf("Table{}.Definition() mismatch (-want +got):\n%s", diff)
	}
	if !(commission.TableDefinition{}).IsZero() || twoBrackets().IsZero() {
		t.Error("IsZero() = false of no table, or true of one")
	}
}

// TestTally adds up by decimals, by cents and one by one, each amount by itself.
func TestTally(t *testing.T) {
	clamped := table(commission.Graduated, bracket("500", "10%"), bracket("", "20%"))
	clamped.Brackets[0].Min = num("1")
	flat := twoBrackets()
	flat.Brackets[0].Flat = num("2")
	tests := []struct {
		name  string
		table commission.TableDefinition
		want  []string // of 0, 0.05, 500, 500.05, 1000
	}{
		{"slab: 0.005, 50, 100.01, 200", twoBrackets(), []string{"0.00", "0.01", "50.00", "100.01", "200.00"}},
		{"slab, upper", upper(twoBrackets()), []string{"0.00", "0.01", "100.00", "100.01", "200.00"}},
		{"graduated: 50, 50.01, 150", table(commission.Graduated, bracket("500", "10%"), bracket("", "20%")), []string{"0.00", "0.01", "50.00", "50.01", "150.00"}},
		{"with a minimum", clamped, []string{"0.00", "1.00", "50.00", "50.01", "150.00"}},
		{"with a flat amount", flat, []string{"0.00", "2.01", "52.00", "100.01", "200.00"}},
		{"next sale: none before", table(commission.NextSale, bracket("500", "10%"), bracket("", "20%")), []string{"0.00", "0.01", "50.00", "50.01", "100.00"}},
		{"by units: each is one", byUnits(table(commission.Slab, bracket("1", "10%"), bracket("", "20%"))), []string{"0.00", "0.01", "50.00", "50.01", "100.00"}},
	}
	amounts := []decimal.Decimal{num("0"), num("0.05"), num("500"), num("500.05"), num("1000")}
	cents := []int64{0, 5, 50000, 50005, 100000}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			made := alianza.Must(commission.NewTable(tt.table))
			out, err := made.AppendPay([]decimal.Decimal{num("7")}, amounts...)
			var got []string
			sum := decimal.Decimal{}
			for _, d := range out[1:] {
				got = append(got, d.StringFixed(max(0, -d.Exponent())))
				sum = sum.Add(d)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil || !out[0].Equal(num("7")) {
				t.Errorf("AppendPay = %v, %v (-want +got):\n%s", out, err, diff)
			}
			whole, minor, single := made.Tally(), made.Tally(), made.Tally()
			if err := whole.Add(amounts...); err != nil || !whole.Amount().Equal(sum) || whole.Count() != 5 {
				t.Errorf("Add = %v, %s of %d; want %s of 5", err, whole.Amount(), whole.Count(), sum)
			}
			if err := minor.AddMinor(cents...); err != nil || !minor.Amount().Equal(sum) || minor.Count() != 5 {
				t.Errorf("AddMinor = %v, %s of %d; want %s of 5", err, minor.Amount(), minor.Count(), sum)
			}
			for i := range amounts {
				if err := single.Add(amounts[i]); err != nil {
					t.Errorf("Add(%s) = %v; want no error", amounts[i], err)
				}
			}
			if !single.Amount().Equal(sum) || single.Amount().Exponent() != -2 || single.Count() != 5 {
				t.Errorf("Add one by one = %s of %d; want %s of 5", single.Amount(), single.Count(), sum)
			}
		})
	}
}

// TestTallyFaults stops at the first amount that cannot be.
func TestTallyFaults(t *testing.T) {
	for name, d := range map[string]commission.TableDefinition{"fast": twoBrackets(), "slow": table(commission.NextSale, bracket("500", "10%"), bracket("", "20%"))} {
		t.Run(name, func(t *testing.T) {
			made := alianza.Must(commission.NewTable(d))
			tally := made.Tally()
			err := tally.Add(num("100"), num("50"), num("-0.01"), num("7"))
			checkFaults(t, "Add", err, []fault{{"amounts[2]", alianza.ErrRange}})
			if !tally.Amount().Equal(num("15")) || tally.Count() != 2 {
				t.Errorf("after an error the tally is %s of %d; want 15.00 of 2", tally.Amount(), tally.Count())
			}
			err = tally.AddMinor(10000, -1)
			checkFaults(t, "AddMinor", err, []fault{{"amounts[1]", alianza.ErrRange}})
			if !tally.Amount().Equal(num("25")) || tally.Count() != 3 {
				t.Errorf("after another the tally is %s of %d; want 25.00 of 3", tally.Amount(), tally.Count())
			}
			for why, n := range hostile() {
				checkFaults(t, "Add "+why, tally.Add(n), []fault{{"amounts[0]", alianza.ErrRange}})
			}
			if err := tally.Add(); err != nil || tally.Count() != 3 {
				t.Errorf("Add() = %v, %d; want 3 still", err, tally.Count())
			}
			dst := []decimal.Decimal{num("1")}
			out, err := made.AppendPay(dst, num("1"), num("-1"))
			checkFaults(t, "AppendPay", err, []fault{{"amounts[1]", alianza.ErrRange}})
			if len(out) != 1 {
				t.Errorf("AppendPay on an error = %v; want what it was given", out)
			}
		})
	}
}

// TestCliffs reports what crossing a bound adds at once.
func TestCliffs(t *testing.T) {
	flat := table(commission.Graduated, bracket("100", "10%"), bracket("", "10%"))
	flat.Brackets[1].Flat = num("5")
	least := table(commission.Graduated, bracket("100", "10%"), bracket("", "20%"))
	least.Brackets[1].Min = num("3")
	mixed := table(commission.Slab, bracket("50", "5%"), bracket("100", "10%"), bracket("", "20%"))
	mixed.Quota, mixed.Brackets[2].Scope = num("33000"), commission.Graduated
	tests := []struct {
		name  string
		table commission.TableDefinition
		want  []string
	}{
		{"slab: 1000 to 2000", table(commission.Slab, bracket("10000", "10%"), bracket("", "20%")), []string{"above 10000: 1000 more at once"}},
		{"slab falls: 100 to 10", table(commission.Slab, bracket("1000", "10%"), bracket("", "1%")), []string{"above 1000: 90 less at once"}},
		{"units fall: 100 to 10", byUnits(table(commission.Slab, perUnit("10", "10"), perUnit("", "1"))), []string{"above 10: 90 less at once"}},
		{"graduated has none", table(commission.Graduated, bracket("10000", "10%"), bracket("", "20%")), nil},
		{"a flat amount", flat, []string{"above 100: 5 more at once"}},
		{"a minimum of the first cent", least, []string{"above 100: 3 more at once"}},
		{"mixed: 825 to 1650, and none above", mixed, []string{"above 16500: 825 more at once"}},
		{"whole sales have none", table(commission.Prospective, bracket("10000", "10%"), bracket("", "20%")), nil},
		{"rates of units", byUnits(table(commission.Slab, bracket("5", "20%"), bracket("", "25%"))), []string{"above 5: 25% instead of 20% of everything"}},
		{"the same rates", table(commission.Slab, bracket("5", "20%"), bracket("", "20%")), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, c := range alianza.Must(commission.NewTable(tt.table)).Cliffs() {
				got = append(got, c.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Cliffs mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTableNames has the names of the enumerations, and what is none.
func TestTableNames(t *testing.T) {
	type text interface {
		fmt.Stringer
		MarshalText() ([]byte, error)
	}
	for want, v := range map[string]text{
		"slab": commission.Slab, "graduated": commission.Graduated, "prospective": commission.Prospective, "next_sale": commission.NextSale,
		"amount": commission.ByAmount, "units": commission.ByUnits, "lower": commission.Lower, "upper": commission.Upper,
		"event": commission.PerEvent, "order": commission.PerOrder, "month": commission.PerMonth, "quarter": commission.PerQuarter,
		"year": commission.PerYear, "ever": commission.Ever, "first": commission.First, "best": commission.Best, "every": commission.Every,
		"(5)": commission.Scope(5), "(2)": commission.Edge(2), "(6)": commission.Window(6), "(3)": commission.Precedence(3), "(9)": commission.Measure(9),
	} {
		b, err := v.MarshalText()
		if v.String() != want || string(b) != want || err != nil {
			t.Errorf("%T: String() = %s, MarshalText() = %s, %v; want %s", v, v, b, err, want)
		}
	}
	var scope commission.Scope
	var window commission.Window
	for _, bad := range []string{"", "none", "Slab", "marginal"} {
		checkFaults(t, "scope "+bad, scope.UnmarshalText([]byte(bad)), []fault{{"", alianza.ErrUnknown}})
	}
	for _, bad := range []string{"", "week", "Month", "event "} {
		checkFaults(t, "window "+bad, window.UnmarshalText([]byte(bad)), []fault{{"", alianza.ErrUnknown}})
	}
	if err := window.UnmarshalText([]byte("quarter")); err != nil || window != commission.PerQuarter {
		t.Errorf("UnmarshalText(quarter) = %s, %v; want quarter", window, err)
	}
}
