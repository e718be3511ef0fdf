package commission_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/costtest"
)

// TestTallyAllocations guards that a sale in a tally allocates nothing, and one
// that is itemized its decimal alone.
func TestTallyAllocations(t *testing.T) {
	const sales = 1000
	amounts, cents := make([]decimal.Decimal, sales), make([]int64, sales)
	for i := range amounts {
		cents[i] = int64(i * 331)
		amounts[i] = decimal.New(cents[i], -2)
	}
	kept := make([]decimal.Decimal, 0, sales)
	for _, scope := range []commission.Scope{commission.Slab, commission.Graduated} {
		four := alianza.Must(commission.NewTable(table(scope, bracket("500", "20%"), bracket("1500", "25%"), bracket("3000", "30%"), bracket("", "35%"))))
		tally := four.Tally()
		tests := []struct {
			name string
			most float64
			call func() error
		}{
			{"Add", 0, func() error { return tally.Add(amounts...) }},
			{"AddMinor", 0, func() error { return tally.AddMinor(cents...) }},
			{"AppendPay", 2 * sales, func() error { _, err := four.AppendPay(kept, amounts...); return err }},
		}
		for _, tt := range tests {
			got := costtest.Allocs(tt.most, 10, func() {
				if err := tt.call(); err != nil {
					t.Fatal(err)
				}
			})
			if got > tt.most {
				t.Errorf("%s of %d sales, %s = %v allocations; want at most %v", tt.name, sales, scope, got, tt.most)
			}
		}
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

func TestTallyByHand(t *testing.T) {
	_, amounts := sales()
	for name, one := range map[string]struct {
		table commission.Table
		pay   func(int64) (int64, bool)
	}{"flat": {flatTable(), flatByHand}, "four": {fourTable(), fourByHand}} {
		tally := one.table.Tally()
		if err := tally.Add(amounts...); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(sumByHand(amounts, one.pay), tally.Amount(), cmp.Comparer(same)); diff != "" {
			t.Errorf("%s: Tally mismatch (-by hand +got):\n%s", name, diff)
		}
	}
}
