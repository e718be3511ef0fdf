package commission_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

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
	mixed := commission.TableDefinition{Step: step(2), Quota: num("33000"), Brackets: []commission.Bracket{
		scoped(bracket("50", "5%"), commission.Slab), scoped(bracket("100", "10%"), commission.Slab), scoped(bracket("", "20%"), commission.Graduated),
	}}
	clamped := []commission.Bracket{fixed("500", "25"), bracket("1000", "10%"), between(bracket("10000", "20%"), "250", "1500"), fixed("", "2000")}
	raised := []commission.Bracket{clamped[0], between(bracket("1000", "10%"), "70", "90"), clamped[2], clamped[3]}
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
		{"decimals between raised bounds", table(commission.Slab, bracket("1000", "10%"), bracket("", "20%")), "1000.50", "200.10"},
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
		{"clamped slab: 50 raised to 70", upper(table(commission.Slab, raised...)), "500", "70.00"},
		{"clamped slab: 80", upper(table(commission.Slab, raised...)), "800", "80.00"},
		{"clamped slab: 99.90 cut to 90", upper(table(commission.Slab, raised...)), "999", "90.00"},
		{"clamped slab: 240 raised to 250", upper(table(commission.Slab, raised...)), "1200", "250.00"},
		{"clamped slab: flat 2000", upper(table(commission.Slab, raised...)), "10000", "2000.00"},
		{"slab falls: 10 units at 10", byUnits(table(commission.Slab, unit("10", "10", "0"), unit("", "1", "0"))), "10", "100.00"},
		{"slab falls: 11 units at 1", byUnits(table(commission.Slab, unit("10", "10", "0"), unit("", "1", "0"))), "11", "11.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sold := commission.Volume{Amount: num(tt.volume)}
			if tt.table.By == commission.ByUnits {
				sold = commission.Volume{Units: whole(int(num(tt.volume).IntPart()))}
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

func TestTableFaults(t *testing.T) {
	tests := []struct {
		name   string
		change func(*commission.TableDefinition)
		want   []fault
	}{
		{"as it is", func(*commission.TableDefinition) {}, nil},
		{"step missing", func(d *commission.TableDefinition) { d.Step = decimal.Decimal{} }, []fault{{"step", alianza.ErrMissing}}},
		{"step negative", func(d *commission.TableDefinition) { d.Step = num("-0.01") }, []fault{{"step", alianza.ErrRange}}},
		{"step of 18 decimals", func(d *commission.TableDefinition) { d.Step = step(18) }, nil},
		{"step of 19 decimals", func(d *commission.TableDefinition) { d.Step = step(19) }, []fault{{"step", alianza.ErrRange}}},
		{"step of five cents", func(d *commission.TableDefinition) { d.Step = num("0.05") }, nil},
		{"step of a hundred", func(d *commission.TableDefinition) { d.Step = num("100") }, nil},
		{"step of 9 digits", func(d *commission.TableDefinition) { d.Step = num("123456.789") }, nil},
		{"step of 10 digits", func(d *commission.TableDefinition) { d.Step = num("1234567.891") }, []fault{{"step", alianza.ErrRange}}},
		{"rounding after the last", func(d *commission.TableDefinition) { d.Rounding = commission.Ceiling + 1 }, []fault{{"rounding", alianza.ErrUnknown}}},
		{"measure after the last", func(d *commission.TableDefinition) { d.By = commission.ByCustomers + 1 }, []fault{{"by", alianza.ErrUnknown}}},
		{"scope missing", func(d *commission.TableDefinition) { d.Scope = 0 }, []fault{{"scope", alianza.ErrMissing}}},
		{"scope missing where it does not matter", func(d *commission.TableDefinition) { d.Scope, d.Brackets = 0, []commission.Bracket{bracket("", "1%")} }, nil},
		{"scope missing in one bracket", func(d *commission.TableDefinition) {
			d.Scope, d.Brackets[0].Scope, d.Brackets[1].Scope = 0, commission.Slab, commission.Graduated
		}, []fault{{"scope", alianza.ErrMissing}}},
		{"last scope", func(d *commission.TableDefinition) { d.Scope = commission.NextSale }, nil},
		{"scope after the last", func(d *commission.TableDefinition) { d.Scope = commission.NextSale + 1 }, []fault{{"scope", alianza.ErrUnknown}}},
		{"edge after the last", func(d *commission.TableDefinition) { d.Edge = commission.EdgeUpper + 1 }, []fault{{"edge", alianza.ErrUnknown}}},
		{"quota negative", func(d *commission.TableDefinition) { d.Quota = num("-1") }, []fault{{"quota", alianza.ErrRange}}},
		{"quota", func(d *commission.TableDefinition) { d.Quota = num("0.01") }, nil},
		{"quota by units", func(d *commission.TableDefinition) { d.Quota, d.By = num("1"), commission.ByUnits }, []fault{{"quota", alianza.ErrConflict}}},
		{"no brackets", func(d *commission.TableDefinition) { d.Brackets = nil }, []fault{{"brackets", alianza.ErrMissing}}},
		{"brackets say where they begin", func(d *commission.TableDefinition) {
			d.Brackets[1].From, d.Brackets[2].From = num("100"), num("200.00")
		}, nil},
		{"a gap of a cent", func(d *commission.TableDefinition) { d.Brackets[1].From = num("100.01") }, []fault{{"brackets[1].from", alianza.ErrConflict}}},
		{"an overlap of a cent", func(d *commission.TableDefinition) { d.Brackets[2].From = num("199.99") }, []fault{{"brackets[2].from", alianza.ErrConflict}}},
		{"the first begins above 0", func(d *commission.TableDefinition) { d.Brackets[0].From = num("0.01") }, []fault{{"brackets[0].from", alianza.ErrConflict}}},
		{"from negative", func(d *commission.TableDefinition) { d.Brackets[0].From = num("-1") }, []fault{{"brackets[0].from", alianza.ErrRange}}},
		{"units say where they begin", func(d *commission.TableDefinition) {
			d.By, d.Brackets[1].From, d.Brackets[2].From = commission.ByUnits, num("101"), num("201")
		}, nil},
		{"units begin at the end of those before", func(d *commission.TableDefinition) { d.By, d.Brackets[1].From = commission.ByUnits, num("100") }, []fault{{"brackets[1].from", alianza.ErrConflict}}},
		{"units begin at the end of those before, upper", func(d *commission.TableDefinition) {
			d.By, d.Edge, d.Brackets[1].From = commission.ByUnits, commission.EdgeUpper, num("100")
		}, nil},
		{"units of the first bracket begin at 1", func(d *commission.TableDefinition) { d.By, d.Brackets[0].From = commission.ByUnits, num("1") }, []fault{{"brackets[0].from", alianza.ErrConflict}}},
		{"an open bracket before the last", func(d *commission.TableDefinition) { d.Brackets[0].UpTo = num("0") }, []fault{{"brackets[0].up_to", alianza.ErrMissing}}},
		{"a closed last bracket", func(d *commission.TableDefinition) { d.Brackets[2].UpTo = num("300") }, []fault{{"brackets[2].up_to", alianza.ErrConflict}}},
		{"a closed last bracket that is never reached", func(d *commission.TableDefinition) { d.Brackets[2].UpTo = num("200") }, []fault{{"brackets[2].up_to", alianza.ErrConflict}}},
		{"a bound negative", func(d *commission.TableDefinition) { d.Brackets[0].UpTo = num("-1") }, []fault{{"brackets[0].up_to", alianza.ErrRange}}},
		{"never reached, the same bound", func(d *commission.TableDefinition) { d.Brackets[1].UpTo = num("100") }, []fault{{"brackets[1].up_to", alianza.ErrConflict}}},
		{"reached by a cent", func(d *commission.TableDefinition) { d.Brackets[1].UpTo = num("100.01") }, nil},
		{"bounds fall", func(d *commission.TableDefinition) { d.Brackets[1].UpTo = num("99.99") }, []fault{{"brackets[1].up_to", alianza.ErrConflict}}},
		{"no unit in the first, upper", func(d *commission.TableDefinition) {
			d.By, d.Edge, d.Brackets[0].UpTo = commission.ByUnits, commission.EdgeUpper, num("1.0")
		}, []fault{{"brackets[0].up_to", alianza.ErrConflict}}},
		{"one unit in the first, upper", func(d *commission.TableDefinition) {
			d.By, d.Edge, d.Brackets[0].UpTo = commission.ByUnits, commission.EdgeUpper, num("2")
		}, nil},
		{"one unit in the first, lower", func(d *commission.TableDefinition) { d.By, d.Brackets[0].UpTo = commission.ByUnits, num("1") }, nil},
		{"one unit in the second, upper", func(d *commission.TableDefinition) {
			d.By, d.Edge, d.Brackets[0].UpTo, d.Brackets[1].UpTo = commission.ByUnits, commission.EdgeUpper, num("2"), num("3")
		}, nil},
		{"half a unit", func(d *commission.TableDefinition) { d.By, d.Brackets[0].UpTo = commission.ByUnits, num("5.5") }, []fault{{"brackets[0].up_to", alianza.ErrForm}}},
		{"a bracket of the scope of the table", func(d *commission.TableDefinition) { d.Brackets[0].Scope = commission.Slab }, nil},
		{"mixed", func(d *commission.TableDefinition) { d.Brackets[2].Scope = commission.Graduated }, nil},
		{"mixed by units", func(d *commission.TableDefinition) {
			d.By, d.Brackets[2].Scope = commission.ByUnits, commission.Graduated
		}, []fault{{"brackets[2].scope", alianza.ErrConflict}}},
		{"mixed with a whole sale", func(d *commission.TableDefinition) { d.Brackets[2].Scope = commission.Prospective }, []fault{{"brackets[2].scope", alianza.ErrConflict}}},
		{"mixed in a table of whole sales", func(d *commission.TableDefinition) {
			d.Scope, d.Brackets[2].Scope = commission.NextSale, commission.Slab
		}, []fault{{"brackets[2].scope", alianza.ErrConflict}}},
		{"a bracket of a scope after the last", func(d *commission.TableDefinition) { d.Brackets[2].Scope = commission.NextSale + 1 }, []fault{{"brackets[2].scope", alianza.ErrUnknown}}},
		{"a limit of rates of the whole", func(d *commission.TableDefinition) { d.MaxRate = rate("100%") }, []fault{{"max_rate", alianza.ErrRange}}},
		{"a limit of rates above the whole", func(d *commission.TableDefinition) { d.MaxRate = rate("101%") }, nil},
		{"rate on the bounds", func(d *commission.TableDefinition) { d.Brackets[0].Rate, d.Brackets[1].Rate = rate("0%"), rate("100%") }, nil},
		{"rate under the bound", func(d *commission.TableDefinition) { d.Brackets[0].Rate = rate("-0.0000000001%") }, []fault{{"brackets[0].rate", alianza.ErrRange}}},
		{"rate above the bound", func(d *commission.TableDefinition) { d.Brackets[0].Rate = rate("100.0000000001%") }, []fault{{"brackets[0].rate", alianza.ErrRange}}},
		{"per unit by amount", func(d *commission.TableDefinition) { d.Brackets[0].PerUnit = num("1") }, []fault{{"brackets[0].per_unit", alianza.ErrConflict}}},
		{"per unit by units", func(d *commission.TableDefinition) { d.By, d.Brackets[0].PerUnit = commission.ByUnits, num("0.001") }, nil},
		{"per unit negative", func(d *commission.TableDefinition) { d.By, d.Brackets[0].PerUnit = commission.ByUnits, num("-1") }, []fault{{"brackets[0].per_unit", alianza.ErrRange}}},
		{"flat", func(d *commission.TableDefinition) { d.Brackets[0].Flat = num("0.01") }, nil},
		{"flat negative", func(d *commission.TableDefinition) { d.Brackets[0].Flat = num("-0.01") }, []fault{{"brackets[0].flat", alianza.ErrRange}}},
		{"flat of three decimals", func(d *commission.TableDefinition) { d.Brackets[0].Flat = num("0.001") }, []fault{{"brackets[0].flat", alianza.ErrConflict}}},
		{"flat of the next sale", func(d *commission.TableDefinition) { d.Scope, d.Brackets[0].Flat = commission.NextSale, num("1") }, []fault{{"brackets[0].flat", alianza.ErrConflict}}},
		{"minimum is the maximum", func(d *commission.TableDefinition) { d.Brackets[0].Min, d.Brackets[0].Max = num("1"), num("1") }, nil},
		{"minimum above the maximum", func(d *commission.TableDefinition) { d.Brackets[0].Min, d.Brackets[0].Max = num("1.01"), num("1") }, []fault{{"brackets[0].max", alianza.ErrConflict}}},
		{"minimum negative", func(d *commission.TableDefinition) { d.Brackets[0].Min = num("-1") }, []fault{{"brackets[0].min", alianza.ErrRange}}},
		{"maximum of three decimals", func(d *commission.TableDefinition) { d.Brackets[0].Max = num("1.001") }, []fault{{"brackets[0].max", alianza.ErrConflict}}},
		{"minimum of a whole sale", func(d *commission.TableDefinition) { d.Scope, d.Brackets[0].Min = commission.Prospective, num("1") }, []fault{{"brackets[0]", alianza.ErrConflict}}},
		{"maximum of a next sale", func(d *commission.TableDefinition) { d.Scope, d.Brackets[0].Max = commission.NextSale, num("1") }, []fault{{"brackets[0]", alianza.ErrConflict}}},
		{"minimum of a rate, graduated by units", func(d *commission.TableDefinition) {
			d.By, d.Scope, d.Brackets[0].Min = commission.ByUnits, commission.Graduated, num("1")
		}, []fault{{"brackets[0]", alianza.ErrConflict}}},
		{"minimum of amounts per unit, graduated by units", func(d *commission.TableDefinition) {
			d.By, d.Scope, d.Brackets[0] = commission.ByUnits, commission.Graduated, perUnit("100", "1")
			d.Brackets[0].Min = num("1")
		}, nil},
		{"hostile numbers", func(d *commission.TableDefinition) {
			h := decimal.New(1, 1e9)
			d.Quota = h
			d.Brackets[1] = commission.Bracket{From: h, UpTo: h, PerUnit: h, Flat: h, Min: h, Max: h}
		}, []fault{
			{"quota", alianza.ErrRange},
			{"brackets[1].from", alianza.ErrRange},
			{"brackets[1].up_to", alianza.ErrRange},
			{"brackets[1].per_unit", alianza.ErrRange},
			{"brackets[1].flat", alianza.ErrRange},
			{"brackets[1].min", alianza.ErrRange},
			{"brackets[1].max", alianza.ErrRange},
		}},
		{"zero", func(d *commission.TableDefinition) { *d = commission.TableDefinition{} }, []fault{{"step", alianza.ErrMissing}, {"brackets", alianza.ErrMissing}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := table(commission.Slab, bracket("100", "1%"), bracket("200", "2%"), bracket("", "3%"))
			tt.change(&d)
			made, err := commission.NewTable(d)
			checkFaults(t, "NewTable", err, tt.want)
			if tt.name == "a closed last bracket that is never reached" && !strings.HasSuffix(fmt.Sprint(err), "is open; what is above it would be in none; never reached: the bracket before it ends at 200") {
				t.Errorf("NewTable = %v; want both faults of the bracket", err)
			}
			if (err == nil) != (tt.want == nil) {
				t.Errorf("NewTable = %v; want an error: %t", err, tt.want != nil)
			}
			defer func() {
				got := recover()
				if e, ok := got.(error); err == nil && got != nil || err != nil && (!ok || e.Error() != err.Error()) {
					t.Errorf("MustTable panics with %v; want %v", got, err)
				}
			}()
			alianza.Must(commission.NewTable(d))
			if diff := cmp.Diff(d, made.Definition()); diff != "" {
				t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
			}
			text := jsonText(t, d)
			var back commission.TableDefinition
			if err := back.UnmarshalJSON([]byte(text)); err != nil {
				t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
			}
			if diff := cmp.Diff(d, back); diff != "" {
				t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", text, diff)
			}
		})
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

// TestTableZero refuses what it is asked: no definition was checked.
func TestTableZero(t *testing.T) {
	var zero commission.Table
	pay, err := zero.Pay(volume("100", 1))
	if !errors.Is(err, alianza.ErrUnchecked) || !pay.Amount.IsZero() || len(pay.Portions) != 0 {
		t.Errorf("Table{}.Pay = %v, %v; want that it is unchecked", pay, err)
	}
	tally := zero.Tally()
	if err := tally.Add(num("5")); !errors.Is(err, alianza.ErrUnchecked) || !tally.Amount().IsZero() || tally.Count() != 0 {
		t.Errorf("Table{}.Tally().Add = %v, %s of %d; want that it is unchecked", err, tally.Amount(), tally.Count())
	}
	if list := zero.Cliffs(); len(list) != 0 {
		t.Errorf("Table{}.Cliffs() = %v; want none", list)
	}
	if out, err := zero.AppendPay(nil, num("5")); !errors.Is(err, alianza.ErrUnchecked) || len(out) != 0 {
		t.Errorf("Table{}.AppendPay = %v, %v; want that it is unchecked", out, err)
	}
	if diff := cmp.Diff(commission.TableDefinition{}, zero.Definition()); diff != "" {
		t.Errorf("Table{}.Definition() mismatch (-want +got):\n%s", diff)
	}
	if !(commission.TableDefinition{}).IsZero() || twoBrackets().IsZero() {
		t.Error("IsZero() = false of no table, or true of one")
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
		"amount": commission.ByAmount, "units": commission.ByUnits, "lower": commission.EdgeLower, "upper": commission.EdgeUpper,
		"event": commission.PerEvent, "order": commission.PerOrder, "month": commission.PerMonth, "quarter": commission.PerQuarter,
		"year": commission.PerYear, "ever": commission.Ever, "first": commission.PrecedenceFirst, "best": commission.PrecedenceBest, "every": commission.PrecedenceEvery,
		"(5)": commission.Scope(5), "(2)": commission.Edge(2), "week": commission.PerWeek, "contract_year": commission.PerContractYear, "(8)": commission.Window(8), "(3)": commission.Precedence(3), "(9)": commission.Measure(9),
	} {
		b, err := v.MarshalText()
		if none := want[0] == '('; v.String() != want || none != (err != nil) || !none && string(b) != want {
			t.Errorf("%T: String() = %s, MarshalText() = %s, %v; want %s, an error: %t", v, v, b, err, want, none)
		}
	}
	var scope commission.Scope
	var window commission.Window
	for _, bad := range []string{"", "none", "Slab", "marginal"} {
		checkFaults(t, "scope "+bad, scope.UnmarshalText([]byte(bad)), []fault{{"", alianza.ErrUnknown}})
	}
	for _, bad := range []string{"", "fortnight", "Month", "event "} {
		checkFaults(t, "window "+bad, window.UnmarshalText([]byte(bad)), []fault{{"", alianza.ErrUnknown}})
	}
	if err := window.UnmarshalText([]byte("quarter")); err != nil || window != commission.PerQuarter {
		t.Errorf("UnmarshalText(quarter) = %s, %v; want quarter", window, err)
	}
}

// TestTableAboveTheWhole pays more than the base where the definition says so, also
// in a tally, and reads back.
func TestTableAboveTheWhole(t *testing.T) {
	d := table(commission.Graduated, bracket("100", "150%"), bracket("", "10%"))
	d.MaxRate = rate("150%")
	one := alianza.Must(commission.NewTable(d))
	tally := one.Tally()
	if err := tally.Add(num("200"), num("50")); err != nil || !tally.Amount().Equal(num("235")) { // 150 + 10 + 75
		t.Errorf("Add(200, 50) = %s, %v; want 235", tally.Amount(), err)
	}
	d.MaxRate = rate("149%")
	_, err := commission.NewTable(d)
	checkFaults(t, "NewTable", err, []fault{{"brackets[0].rate", alianza.ErrRange}})

	rule := tabled(commission.PerMonth, table(commission.Graduated, bracket("100", "150%"), bracket("", "10%")))
	rule.Pay.MaxRate = rate("150%")
	of := alianza.Must(planOf(ruled(rule)).Table("sale"))
	var back commission.Table
	if err := back.UnmarshalJSON([]byte(jsonText(t, of))); err != nil || jsonText(t, back) != jsonText(t, of) {
		t.Errorf("Unmarshal(%s) = %v; want the same table", jsonText(t, of), err)
	}
}

func TestTableEqual(t *testing.T) {
	of := func(percent string) commission.Table {
		return alianza.Must(commission.NewTable(table(commission.Slab, bracket("500", "10%"), bracket("", percent))))
	}
	if one := of("20%"); !one.Equal(of("20%")) || one.Equal(of("21%")) || one.Equal(commission.Table{}) || (commission.Table{}).Equal(one) {
		t.Error("Equal: want tables equal to those of the same brackets alone")
	}
}
