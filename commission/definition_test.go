package commission_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestPlanFaults has the fields of a plan besides those of TestNewFaults.
func TestPlanFaults(t *testing.T) {
	tests := []struct {
		name   string
		change func(*commission.Definition)
		want   []fault
	}{
		{"refund days under the bound", func(d *commission.Definition) { d.RefundDays = -1 }, []fault{{"refund_days", alianza.ErrRange}}},
		{"refund days on the bound", func(d *commission.Definition) { d.RefundDays = 3650 }, nil},
		{"refund days above the bound", func(d *commission.Definition) { d.RefundDays = 3651 }, []fault{{"refund_days", alianza.ErrRange}}},
		{"last precedence", func(d *commission.Definition) { d.Precedence = commission.Every }, nil},
		{"precedence after the last", func(d *commission.Definition) { d.Precedence = commission.Every + 1 }, []fault{{"precedence", alianza.ErrUnknown}}},
		{"from and until", func(d *commission.Definition) {
			d.From, d.Until = instant("2026-01-01T00:00:00Z"), instant("2026-01-01T00:00:00.000000001Z")
		}, nil},
		{"until is from", func(d *commission.Definition) {
			d.From, d.Until = instant("2026-01-01T00:00:00Z"), instant("2026-01-01T01:00:00+01:00")
		}, []fault{{"until", alianza.ErrConflict}}},
		{"until before from", func(d *commission.Definition) {
			d.From, d.Until = instant("2026-01-01T00:00:00Z"), instant("2025-12-31T23:59:59Z")
		}, []fault{{"until", alianza.ErrConflict}}},
		{"from only", func(d *commission.Definition) { d.From = instant("2026-01-01T00:00:00Z") }, nil},
		{"until only", func(d *commission.Definition) { d.Until = instant("2026-01-01T00:00:00Z") }, nil},
		{"from of the year 10000", func(d *commission.Definition) { d.From = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC) }, []fault{{"from", alianza.ErrRange}}},
		{"until of the year 0", func(d *commission.Definition) { d.Until = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC) }, []fault{{"until", alianza.ErrRange}}},
		{"every: two rules of a kind", func(d *commission.Definition) {
			d.Precedence, d.Rules = commission.Every, append(d.Rules, commission.Rule{Name: "b", On: commission.Sale, Rate: rate("1%")})
		}, nil},
		{"best: two rules of a kind", func(d *commission.Definition) {
			d.Precedence, d.Rules = commission.Best, append(d.Rules, commission.Rule{Name: "b", On: commission.Sale, Rate: rate("1%")})
		}, nil},
		{"first: rules of two kinds", func(d *commission.Definition) {
			d.Rules = append(d.Rules, commission.Rule{Name: "b", On: commission.Lead, Fixed: num("1")})
		}, nil},
		{"first: a condition before", func(d *commission.Definition) {
			d.Rules[0].When = commission.FactOneOf("country", "US")
			d.Rules = append(d.Rules, commission.Rule{Name: "b", On: commission.Sale, Rate: rate("1%")})
		}, nil},
		{"first: a condition after", func(d *commission.Definition) {
			d.Rules = append(d.Rules, commission.Rule{Name: "b", On: commission.Sale, Rate: rate("1%"), When: commission.FactOneOf("country", "US")})
		}, []fault{{"rules[1].on", alianza.ErrConflict}}},
		{"first: active partners before", func(d *commission.Definition) {
			d.Rules[0].Active = true
			d.Rules = append(d.Rules, commission.Rule{Name: "b", On: commission.Sale, Rate: rate("1%")})
		}, nil},
		{"first: old partners before", func(d *commission.Definition) {
			d.Rules[0].MinMonths = 1
			d.Rules = append(d.Rules, commission.Rule{Name: "b", On: commission.Sale, Rate: rate("1%")})
		}, nil},
		{"first: new customers before", func(d *commission.Definition) {
			d.Rules[0].Payments = 1
			d.Rules = append(d.Rules, commission.Rule{Name: "b", On: commission.Sale, Rate: rate("1%")})
		}, nil},
		{"first: the first year before", func(d *commission.Definition) {
			d.Rules[0].Months = 12
			d.Rules = append(d.Rules, commission.Rule{Name: "b", On: commission.Sale, Rate: rate("1%")})
		}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := flat()
			tt.change(&d)
			_, err := commission.New(d)
			checkFaults(t, "New", err, tt.want)
		})
	}
}

// ruleFaults are changes of a rule that pays 25% of each sale, or of a table
// over a month, or of a bonus on the close of it.
var ruleFaults = []struct {
	name   string
	rule   int // 0: a rate; 1: a table over a month; 2: a bonus
	change func(*commission.Rule)
	want   []fault // without "rules[n]"
}{
	{"items have a name", 0, func(r *commission.Rule) { r.On = "item:" }, []fault{{".on", alianza.ErrUnknown}}},
	{"item", 0, func(r *commission.Rule) { r.On = commission.Item("post") }, nil},
	{"item with a blank after", 0, func(r *commission.Rule) { r.On = commission.Item("post ") }, []fault{{".on", alianza.ErrForm}}},
	{"item of a long name", 0, func(r *commission.Rule) { r.On = commission.Item(strings.Repeat("a", 196)) }, []fault{{".on", alianza.ErrRange}}},
	{"on a chargeback", 0, func(r *commission.Rule) { r.On = commission.Chargeback }, []fault{{".on", alianza.ErrConflict}}},
	{"on a correction", 0, func(r *commission.Rule) { r.On = commission.Correction }, []fault{{".on", alianza.ErrConflict}}},
	{"on an adjustment", 0, func(r *commission.Rule) { r.On = commission.Adjustment }, []fault{{".on", alianza.ErrUnknown}}},
	{"less", 0, func(r *commission.Rule) { r.Less = []string{"tax", "fees"} }, nil},
	{"less nothing", 0, func(r *commission.Rule) { r.Less = []string{"tax", ""} }, []fault{{".less[1]", alianza.ErrMissing}}},
	{"less twice", 0, func(r *commission.Rule) { r.Less = []string{"tax", "fees", "tax"} }, []fault{{".less[2]", alianza.ErrDuplicate}}},
	{"fixed and rate", 0, func(r *commission.Rule) { r.Fixed = num("10.25") }, nil},
	{"fixed alone", 0, func(r *commission.Rule) { r.Rate, r.Fixed = alianza.Percent{}, num("0.01") }, nil},
	{"fixed negative", 0, func(r *commission.Rule) { r.Fixed = num("-0.01") }, []fault{{".fixed", alianza.ErrRange}}},
	{"fixed of three decimals", 0, func(r *commission.Rule) { r.Fixed = num("0.001") }, []fault{{".fixed", alianza.ErrConflict}}},
	{"fixed with zeros", 0, func(r *commission.Rule) { r.Fixed = num("1.2500") }, nil},
	{"fixed hostile", 0, func(r *commission.Rule) { r.Fixed = decimal.New(1, 1e9) }, []fault{{".fixed", alianza.ErrRange}}},
	{"per unit of three decimals", 0, func(r *commission.Rule) { r.PerUnit = num("0.001") }, nil},
	{"per unit negative", 0, func(r *commission.Rule) { r.PerUnit = num("-1") }, []fault{{".per_unit", alianza.ErrRange}}},
	{"in kind without anything", 0, func(r *commission.Rule) { r.Rate, r.Medium = alianza.Percent{}, commission.InKind }, nil},
	{"credit without anything", 0, func(r *commission.Rule) { r.Rate, r.Medium = alianza.Percent{}, commission.Credit }, []fault{{".rate", alianza.ErrMissing}}},
	{"medium after the last", 0, func(r *commission.Rule) { r.Medium = commission.InKind + 1 }, []fault{{".medium", alianza.ErrUnknown}}},
	{"rate and table", 1, func(r *commission.Rule) { r.Rate = rate("1%") }, []fault{{".table", alianza.ErrConflict}}},
	{"fixed and table", 1, func(r *commission.Rule) { r.Over, r.Fixed = commission.PerEvent, num("1") }, []fault{{".table", alianza.ErrConflict}}},
	{"ladder and table", 1, func(r *commission.Rule) { r.Ladder, r.Rates = "affiliate", commission.AffiliateRates() }, []fault{{".table", alianza.ErrConflict}}},
	{"table with places", 1, func(r *commission.Rule) { r.Table.Places = 2 }, []fault{{".table.places", alianza.ErrConflict}}},
	{"table with rounding", 1, func(r *commission.Rule) { r.Table.Rounding = commission.Up }, []fault{{".table.places", alianza.ErrConflict}}},
	{"table without brackets", 1, func(r *commission.Rule) { r.Table.Brackets = nil }, []fault{{".table.brackets", alianza.ErrMissing}}},
	{"table with two faults", 1, func(r *commission.Rule) { r.Table.Scope, r.Table.Brackets[1].Rate = 0, rate("101%") }, []fault{{".table.scope", alianza.ErrMissing}, {".table.brackets[1].rate", alianza.ErrRange}}},
	{"table with a flat of three decimals", 1, func(r *commission.Rule) { r.Table.Brackets[0].Flat = num("0.001") }, []fault{{".table.brackets[0].flat", alianza.ErrConflict}}},
	{"last window", 0, func(r *commission.Rule) { r.Over = commission.Ever }, nil},
	{"window after the last", 0, func(r *commission.Rule) { r.Over = commission.Ever + 1 }, []fault{{".over", alianza.ErrUnknown}}},
	{"fixed over a window", 0, func(r *commission.Rule) { r.Over, r.Fixed = commission.PerMonth, num("1") }, []fault{{".fixed", alianza.ErrConflict}}},
	{"per unit over a window", 0, func(r *commission.Rule) { r.Over, r.PerUnit = commission.PerMonth, num("1") }, []fault{{".per_unit", alianza.ErrConflict}}},
	{"minimum over a window", 0, func(r *commission.Rule) { r.Over, r.Min = commission.PerMonth, num("1") }, []fault{{".over", alianza.ErrConflict}}},
	{"maximum over a window", 0, func(r *commission.Rule) { r.Over, r.Max = commission.PerOrder, num("1") }, []fault{{".over", alianza.ErrConflict}}},
	{"kept attainment", 1, func(r *commission.Rule) { r.KeepAttained = true }, nil},
	{"kept attainment without a window", 0, func(r *commission.Rule) { r.KeepAttained = true }, []fault{{".keep_attained", alianza.ErrConflict}}},
	{"kept attainment of a bonus", 2, func(r *commission.Rule) { r.KeepAttained = true }, []fault{{".keep_attained", alianza.ErrConflict}}},
	{"a bonus per event", 2, func(r *commission.Rule) { r.Over = commission.PerEvent }, []fault{{".over", alianza.ErrConflict}}},
	{"a bonus per order", 2, func(r *commission.Rule) { r.Over = commission.PerOrder }, []fault{{".over", alianza.ErrConflict}}},
	{"a bonus per quarter", 2, func(r *commission.Rule) { r.Over = commission.PerQuarter }, nil},
	{"a bonus per year", 2, func(r *commission.Rule) { r.Over = commission.PerYear }, nil},
	{"a bonus for ever", 2, func(r *commission.Rule) { r.Over = commission.Ever }, []fault{{".over", alianza.ErrConflict}}},
	{"a bonus with a maximum", 2, func(r *commission.Rule) { r.Max = num("500") }, nil},
	{"a bonus of nothing", 2, func(r *commission.Rule) { r.Of = "" }, []fault{{".of", alianza.ErrMissing}}},
	{"a bonus of an unknown rule", 2, func(r *commission.Rule) { r.Of = "other" }, []fault{{".of", alianza.ErrUnknown}}},
	{"a bonus of itself", 2, func(r *commission.Rule) { r.Of = "bonus" }, []fault{{".of", alianza.ErrConflict}}},
	{"a sale of another rule", 0, func(r *commission.Rule) { r.Of = "table" }, []fault{{".of", alianza.ErrConflict}}},
	{"a bonus for a customer's time", 2, func(r *commission.Rule) { r.Months = 1 }, []fault{{".months", alianza.ErrConflict}}},
	{"a bonus for a customer's payments", 2, func(r *commission.Rule) { r.Payments = 1 }, []fault{{".months", alianza.ErrConflict}}},
	{"least months", 0, func(r *commission.Rule) { r.MinMonths = -1 }, []fault{{".min_months", alianza.ErrRange}}},
	{"most months", 0, func(r *commission.Rule) { r.MinMonths, r.Months, r.Payments = 1200, 1200, 1200 }, nil},
	{"months above the bound", 0, func(r *commission.Rule) { r.MinMonths, r.Months, r.Payments = 1201, 1201, 1201 }, []fault{{".min_months", alianza.ErrRange}, {".months", alianza.ErrRange}, {".payments", alianza.ErrRange}}},
	{"months negative", 0, func(r *commission.Rule) { r.Months, r.Payments = math.MinInt, -1 }, []fault{{".months", alianza.ErrRange}, {".payments", alianza.ErrRange}}},
	{"step down", 0, func(r *commission.Rule) { r.Months, r.Then = 12, rate("10%") }, nil},
	{"step up, at the bound", 0, func(r *commission.Rule) { r.Payments, r.Then = 1, rate("100%") }, nil},
	{"step above the bound", 0, func(r *commission.Rule) { r.Payments, r.Then = 1, rate("100.0000000001%") }, []fault{{".then", alianza.ErrRange}}},
	{"step under the bound", 0, func(r *commission.Rule) { r.Payments, r.Then = 1, rate("-0.0000000001%") }, []fault{{".then", alianza.ErrRange}}},
	{"step without a time", 0, func(r *commission.Rule) { r.Then = rate("10%") }, []fault{{".then", alianza.ErrConflict}}},
	{"step of a fixed amount", 0, func(r *commission.Rule) {
		r.Rate, r.Fixed, r.Months, r.Then = alianza.Percent{}, num("1"), 12, rate("10%")
	}, []fault{{".then", alianza.ErrConflict}}},
	{"step over a window", 0, func(r *commission.Rule) { r.Over, r.Months, r.Then = commission.PerMonth, 12, rate("10%") }, []fault{{".then", alianza.ErrConflict}}},
	{"step of a table", 1, func(r *commission.Rule) { r.Over, r.Months, r.Then = commission.PerEvent, 12, rate("10%") }, []fault{{".then", alianza.ErrConflict}}},
	{"minimum is the maximum", 0, func(r *commission.Rule) { r.Min, r.Max = num("5"), num("5.00") }, nil},
	{"minimum above the maximum", 0, func(r *commission.Rule) { r.Min, r.Max = num("5.01"), num("5") }, []fault{{".max", alianza.ErrConflict}}},
	{"minimum negative", 0, func(r *commission.Rule) { r.Min = num("-1") }, []fault{{".min", alianza.ErrRange}}},
	{"minimum of three decimals", 0, func(r *commission.Rule) { r.Min = num("1.001") }, []fault{{".min", alianza.ErrConflict}}},
	{"maximum negative", 0, func(r *commission.Rule) { r.Max = num("-1") }, []fault{{".max", alianza.ErrRange}, {".max", alianza.ErrConflict}}},
	{"maximum of three decimals", 0, func(r *commission.Rule) { r.Max = num("1.001") }, []fault{{".max", alianza.ErrConflict}}},
	{"maximum hostile", 0, func(r *commission.Rule) { r.Max = decimal.New(1, -1e9) }, []fault{{".max", alianza.ErrRange}}},
	{"cap", 0, func(r *commission.Rule) { r.Caps = []commission.Cap{{Amount: num("0.01"), Per: commission.PerOrder}} }, nil},
	{"cap of 0", 0, func(r *commission.Rule) { r.Caps = []commission.Cap{{Per: commission.Ever}} }, []fault{{".caps[0].amount", alianza.ErrRange}}},
	{"cap negative", 0, func(r *commission.Rule) { r.Caps = []commission.Cap{{Amount: num("-1"), Per: commission.Ever}} }, []fault{{".caps[0].amount", alianza.ErrRange}}},
	{"cap of three decimals", 0, func(r *commission.Rule) {
		r.Caps = []commission.Cap{{Amount: num("1.001"), Per: commission.Ever}}
	}, []fault{{".caps[0].amount", alianza.ErrConflict}}},
	{"cap of no window", 0, func(r *commission.Rule) { r.Caps = []commission.Cap{{Amount: num("1")}} }, []fault{{".caps[0].per", alianza.ErrMissing}}},
	{"cap of a window after the last", 0, func(r *commission.Rule) { r.Caps = []commission.Cap{{Amount: num("1"), Per: 6}} }, []fault{{".caps[0].per", alianza.ErrUnknown}}},
	{"cap over the window", 1, func(r *commission.Rule) { r.Caps = []commission.Cap{{Amount: num("1"), Per: commission.PerMonth}} }, nil},
	{"cap over another window", 1, func(r *commission.Rule) {
		r.Caps = []commission.Cap{{Amount: num("1"), Per: commission.PerMonth}, {Amount: num("1"), Per: commission.PerYear}}
	}, []fault{{".caps[1].per", alianza.ErrConflict}}},
	{"cap of a customer over the window", 1, func(r *commission.Rule) {
		r.Caps = []commission.Cap{{Amount: num("1"), Per: commission.PerMonth, Customer: true}}
	}, []fault{{".caps[0].per", alianza.ErrConflict}}},
	{"condition on nothing", 0, func(r *commission.Rule) { r.When.Fact = "country" }, []fault{{".when", alianza.ErrConflict}}},
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
	}, []fault{{".when.all[0].fact", alianza.ErrMissing}, {".when.all[1].any[1]", alianza.ErrConflict}}},
	{"an empty condition in a list", 0, func(r *commission.Rule) { r.When = commission.All(commission.Condition{}) }, []fault{{".when.all[0]", alianza.ErrConflict}}},
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
			d := ruled(
				onSale("25%"), two,
				commission.Rule{Name: "bonus", On: commission.Close, Of: "table", Over: commission.PerMonth, Fixed: num("50")},
			)
			d.Precedence = commission.Every
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

func TestTableFaults(t *testing.T) {
	tests := []struct {
		name   string
		change func(*commission.TableDefinition)
		want   []fault
	}{
		{"as it is", func(*commission.TableDefinition) {}, nil},
		{"places under the bound", func(d *commission.TableDefinition) { d.Places = -1 }, []fault{{"places", alianza.ErrRange}}},
		{"places on the bounds", func(d *commission.TableDefinition) { d.Places = 18 }, nil},
		{"places above the bound", func(d *commission.TableDefinition) { d.Places = 19 }, []fault{{"places", alianza.ErrRange}}},
		{"rounding after the last", func(d *commission.TableDefinition) { d.Rounding = commission.Ceiling + 1 }, []fault{{"rounding", alianza.ErrUnknown}}},
		{"measure after the last", func(d *commission.TableDefinition) { d.By = commission.ByUnits + 1 }, []fault{{"by", alianza.ErrUnknown}}},
		{"scope missing", func(d *commission.TableDefinition) { d.Scope = 0 }, []fault{{"scope", alianza.ErrMissing}}},
		{"scope missing where it does not matter", func(d *commission.TableDefinition) { d.Scope, d.Brackets = 0, []commission.Bracket{bracket("", "1%")} }, nil},
		{"scope missing in one bracket", func(d *commission.TableDefinition) {
			d.Scope, d.Brackets[0].Scope, d.Brackets[1].Scope = 0, commission.Slab, commission.Graduated
		}, []fault{{"scope", alianza.ErrMissing}}},
		{"last scope", func(d *commission.TableDefinition) { d.Scope = commission.NextSale }, nil},
		{"scope after the last", func(d *commission.TableDefinition) { d.Scope = commission.NextSale + 1 }, []fault{{"scope", alianza.ErrUnknown}}},
		{"edge after the last", func(d *commission.TableDefinition) { d.Edge = commission.Upper + 1 }, []fault{{"edge", alianza.ErrUnknown}}},
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
			d.By, d.Edge, d.Brackets[1].From = commission.ByUnits, commission.Upper, num("100")
		}, nil},
		{"units of the first bracket begin at 1", func(d *commission.TableDefinition) { d.By, d.Brackets[0].From = commission.ByUnits, num("1") }, []fault{{"brackets[0].from", alianza.ErrConflict}}},
		{"an open bracket before the last", func(d *commission.TableDefinition) { d.Brackets[0].UpTo = num("0") }, []fault{{"brackets[0].up_to", alianza.ErrMissing}}},
		{"a closed last bracket", func(d *commission.TableDefinition) { d.Brackets[2].UpTo = num("300") }, []fault{{"brackets[2].up_to", alianza.ErrConflict}}},
		{"a bound negative", func(d *commission.TableDefinition) { d.Brackets[0].UpTo = num("-1") }, []fault{{"brackets[0].up_to", alianza.ErrRange}}},
		{"never reached, the same bound", func(d *commission.TableDefinition) { d.Brackets[1].UpTo = num("100") }, []fault{{"brackets[1].up_to", alianza.ErrConflict}}},
		{"reached by a cent", func(d *commission.TableDefinition) { d.Brackets[1].UpTo = num("100.01") }, nil},
		{"bounds fall", func(d *commission.TableDefinition) { d.Brackets[1].UpTo = num("99.99") }, []fault{{"brackets[1].up_to", alianza.ErrConflict}}},
		{"no unit in the first, upper", func(d *commission.TableDefinition) {
			d.By, d.Edge, d.Brackets[0].UpTo = commission.ByUnits, commission.Upper, num("1.0")
		}, []fault{{"brackets[0].up_to", alianza.ErrConflict}}},
		{"one unit in the first, upper", func(d *commission.TableDefinition) {
			d.By, d.Edge, d.Brackets[0].UpTo = commission.ByUnits, commission.Upper, num("2")
		}, nil},
		{"one unit in the first, lower", func(d *commission.TableDefinition) { d.By, d.Brackets[0].UpTo = commission.ByUnits, num("1") }, nil},
		{"one unit in the second, upper", func(d *commission.TableDefinition) {
			d.By, d.Edge, d.Brackets[0].UpTo, d.Brackets[1].UpTo = commission.ByUnits, commission.Upper, num("2"), num("3")
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
		{"zero", func(d *commission.TableDefinition) { *d = commission.TableDefinition{} }, []fault{{"brackets", alianza.ErrMissing}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := table(commission.Slab, bracket("100", "1%"), bracket("200", "2%"), bracket("", "3%"))
			tt.change(&d)
			made, err := commission.NewTable(d)
			checkFaults(t, "NewTable", err, tt.want)
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
