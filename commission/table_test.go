package commission_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// b returns a bracket up to a bound, open for "", at a rate.
func bracket(upTo, percent string) commission.Bracket {
	one := commission.Bracket{Rate: rate(percent)}
	if upTo != "" {
		one.UpTo = num(upTo)
	}
	return one
}

// table returns a table of two places.
func table(scope commission.Scope, brackets ...commission.Bracket) commission.TableDefinition {
	return commission.TableDefinition{Places: 2, Scope: scope, Brackets: brackets}
}

func byUnits(d commission.TableDefinition) commission.TableDefinition {
	d.By = commission.ByUnits
	return d
}

func upper(d commission.TableDefinition) commission.TableDefinition {
	d.Edge = commission.Upper
	return d
}

// TestTablePay pays volumes at once. The numbers are those of the rules, of
// published examples of programs, or the sum written beside them.
func TestTablePay_C33(t *testing.T) {
	fixed := func(upTo, flat string) commission.Bracket { b := bracket(upTo, "0%"); b.Flat = num(flat); return b }
	unit := func(upTo, each, flat string) commission.Bracket {
		b := fixed(upTo, flat)
		b.PerUnit = num(each)
		return b
	}
	between := func(b commission.Bracket, least, most string) commission.Bracket {
		b.Min, b.Max = num(least), num(most)
		return b
	}
	scoped := func(b commission.Bracket, s commission.Scope) commission.Bracket { b.Scope = s; return b }
	oracle := []commission.Bracket{bracket("10000", "1%"), bracket("50000", "2%"), bracket("100000", "3%"), bracket("", "4%")}
	two := []commission.Bracket{bracket("10000", "10%"), bracket("", "20%")}
	mixed := commission.TableDefinition{Places: 2, Quota: num("33000"), Brackets: []commission.Bracket{
		scoped(bracket("50", "5%"), commission.Slab), scoped(bracket("100", "10%"), commission.Slab), scoped(bracket("", "20%"), commission.Graduated),
	}}
	clamped := []commission.Bracket{fixed("500", "25"), bracket("1000", "10%"), between(bracket("10000", "20%"), "250", "1500"), fixed("", "2000")}
	whole := []commission.Bracket{clamped[0], between(bracket("1000", "10%"), "70", "90"), clamped[2], clamped[3]}
	units := byUnits(table(commission.Graduated, unit("10", "10", "2"), unit("20", "5", "3"), unit("", "5", "3")))
	shares := table(commission.Graduated, fixed("10", "200"), fixed("20", "300"), fixed("", "400"))
	shares.Brackets[0].Rate, shares.Brackets[1].Rate, shares.Brackets[2].Rate = rate("1%"), rate("2%"), rate("3%")
	tests := []struct {
		name   string
		table  commission.TableDefinition
		volume string // an amount, or a number of units in a table by units
		want   string
	}{
		{"V-GRAD-1", table(commission.Graduated, two...), "10000", "1000.00"},
		{"V-GRAD-2", table(commission.Graduated, two...), "10001", "1000.20"},
		{"V-GRAD-3", table(commission.Graduated, bracket("300000", "3%"), bracket("500000", "5%"), bracket("", "7%")), "600000", "26000.00"},
		{"V-SLAB-1", table(commission.Slab, two...), "10000", "1000.00"},
		{"V-SLAB-2", table(commission.Slab, two...), "10001", "2000.20"},
		{"on the bound, upper edge", upper(table(commission.Slab, two...)), "10000", "2000.00"},
		{"under the bound, upper edge", upper(table(commission.Slab, two...)), "9999.99", "1000.00"},
		{"slab, low", table(commission.Slab, oracle...), "5000", "50.00"},
		{"slab, second", table(commission.Slab, oracle...), "15000", "300.00"},
		{"slab, third", table(commission.Slab, oracle...), "60000", "1800.00"},
		{"graduated: 100+800+300", table(commission.Graduated, oracle...), "60000", "1200.00"},
		{"graduated: 10+30", table(commission.Graduated, bracket("1000", "1%"), bracket("", "2%")), "2500", "40.00"},
		{"a tie of the edge is the customer's 1.75%", table(commission.Slab, bracket("1500000", "1.75%"), bracket("", "2.5%")), "1500000", "26250.00"},
		{"decimals between whole bounds", table(commission.Slab, bracket("1000", "10%"), bracket("", "20%")), "1000.50", "200.10"},
		{"mixed, first: 5% of all", mixed, "10000", "500.00"},
		{"mixed, second: 10% of all", mixed, "20000", "2000.00"},
		{"mixed, third: 3300 and 20% of 7000", mixed, "40000", "4700.00"},
		{"nothing pays no flat", units, "0", "0.00"},
		{"flat per bracket: 2+10", units, "1", "12.00"},
		{"flat per bracket: 2+100", units, "10", "102.00"},
		{"flat per bracket: 102+3+5", units, "11", "110.00"},
		{"flat per bracket: 102+3+10", units, "12", "115.00"},
		{"flat per bracket: 102+3+50+3+5", units, "21", "163.00"},
		{"flat and rate: 200+0.01", shares, "1", "200.01"},
		{"flat and rate: 200+0.10", shares, "10", "200.10"},
		{"flat and rate: 200.10+300+0.02", shares, "11", "500.12"},
		{"flat and rate: 200.10+300.20+400+0.03", shares, "21", "900.33"},
		{"clamped: flat 25", upper(table(commission.Graduated, clamped...)), "120", "25.00"},
		{"clamped: the second is empty", upper(table(commission.Graduated, clamped...)), "500", "25.00"},
		{"clamped: 25+2", upper(table(commission.Graduated, clamped...)), "520", "27.00"},
		{"clamped: 25+30", upper(table(commission.Graduated, clamped...)), "800", "55.00"},
		{"clamped: 25+49.90", upper(table(commission.Graduated, clamped...)), "999", "74.90"},
		{"clamped: an empty bracket has no minimum", upper(table(commission.Graduated, clamped...)), "1000", "75.00"},
		{"clamped: 25+50+250, the least", upper(table(commission.Graduated, clamped...)), "1200", "325.00"},
		{"clamped: 25+50+1500+2000", upper(table(commission.Graduated, clamped...)), "10000", "3575.00"},
		{"clamped slab: 50 raised to 70", upper(table(commission.Slab, whole...)), "500", "70.00"},
		{"clamped slab: 80", upper(table(commission.Slab, whole...)), "800", "80.00"},
		{"clamped slab: 99.90 cut to 90", upper(table(commission.Slab, whole...)), "999", "90.00"},
		{"clamped slab: 240 raised to 250", upper(table(commission.Slab, whole...)), "1200", "250.00"},
		{"clamped slab: flat 2000", upper(table(commission.Slab, whole...)), "10000", "2000.00"},
		{"slab falls: 10 units at 10", byUnits(table(commission.Slab, unit("10", "10", "0"), unit("", "1", "0"))), "10", "100.00"},
		{"slab falls: 11 units at 1", byUnits(table(commission.Slab, unit("10", "10", "0"), unit("", "1", "0"))), "11", "11.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sold := commission.Volume{Amount: num(tt.volume)}
			if tt.table.By == commission.ByUnits {
				sold = commission.Volume{Units: int(num(tt.volume).IntPart())}
			}
			pay, err := alianza.Must(commission.NewTable(tt.table)).Pay(sold)
			if err != nil || !same(pay.Amount, num(tt.want)) || pay.Amount.Exponent() != -2 {
				t.Errorf("Pay(%s) = %v, %v; want %s", tt.volume, pay, err, tt.want)
			}
			checkPortions(t, pay)
			if tt.table.By == commission.ByAmount {
				tally := alianza.Must(commission.NewTable(tt.table)).Tally()
				if err := tally.Add(num(tt.volume)); err != nil || !same(tally.Amount(), num(tt.want)) {
					t.Errorf("Tally of %s = %s, %v; want %s", tt.volume, tally.Amount(), err, tt.want)
				}
			}
		})
	}
}

func same(a, b decimal.Decimal) bool { return a.Equal(b) }

// checkPortions checks that portions add up, exact and rounded.
func checkPortions(t *testing.T, p commission.Payment) {
	t.Helper()
	sum, rounded := decimal.Decimal{}, decimal.Decimal{}
	for _, one := range p.Portions {
		sum, rounded = sum.Add(one.Exact), rounded.Add(one.Amount)
	}
	if !same(sum, p.Exact) || !same(rounded, p.Amount) {
		t.Errorf("portions add up to %s and %s; want %s and %s", sum, rounded, p.Exact, p.Amount)
	}
}
