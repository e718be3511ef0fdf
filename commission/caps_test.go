package commission_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestCapsOverRules says what a cap over several rules cut.
func TestCapsOverRules(t *testing.T) {
	d := ruled(onSale("10%"), commission.Rule{Name: "lead", On: commission.Lead, Pay: commission.Pay{Fixed: num("20")}})
	d.Caps = []commission.Cap{{Name: "both", Of: []string{"sale", "lead"}, Amount: num("25"), Per: commission.PerContractYear}}
	var state commission.State
	since := func(e commission.Event) commission.Event { e.PartnerSince = day(-10); return e }
	got := earnAll(t, planOf(d), &state, since(sale("a", "100")), since(kind(commission.Lead, sale("b", "0"))))
	const want = "lead b: 20 USD = 20, posted 15.00, cut to the cap both of 25 per contract year, rule lead, plan p v1"
	if got[1].String() != want {
		t.Errorf("Earn = %s; want %s", got[1], want)
	}
	if why := got[1].Why; !why.Amount.Equal(num("20")) || !why.Limit.Equal(num("25")) || why.Name != "both" {
		t.Errorf("Why = %s; want 20, 25 and the name of the cap", jsonText(t, why))
	}
	checkRefused(t, planOf(d), &commission.State{}, sale("a", "1"), []fault{{"partner_since", alianza.ErrMissing}})
}

// TestBonusesOfTwoPeriodsUnderOneCap gives back at once the bonuses of a year and of a
// month in it: 20% and 5% of 50 are 10.00 and 2.50, and the cap is 6. The year was
// closed first and had all of it; the month ends first and comes first now.
func TestBonusesOfTwoPeriodsUnderOneCap(t *testing.T) {
	year := commission.Bonus{Name: "year", Over: commission.PerYear, Of: []string{"sale"}, Pay: commission.Pay{Rate: rate("20%")}, Follows: true}
	month := commission.Bonus{Name: "month", Over: commission.PerMonth, Of: []string{"sale"}, Pay: commission.Pay{Rate: rate("5%")}, Follows: true}
	d := closed(ruled(onSale("10%")), year, month)
	d.Caps = []commission.Cap{{Name: "all", Of: []string{"year", "month"}, Amount: num("6"), Per: commission.Ever}}
	sums := map[string]decimal.Decimal{}
	var state commission.State
	for _, e := range []commission.Event{
		sale("o", "50"), closing("y", "2026"), closing("m", "2026-01"), chargeback("c", "o", "0"), reversal("r", "c"),
	} {
		for _, one := range earnAll(t, planOf(d), &state, e) {
			sums[one.Rule] = sums[one.Rule].Add(one.Amount)
		}
		want := map[string]string{"y": "6", "m": "6", "c": "0", "r": "3.5"}[e.ID]
		if want != "" && !sums["year"].Equal(num(want)) {
			t.Errorf("after %s the bonus of the year is %s; want %s", e.ID, sums["year"], want)
		}
	}
	if !sums["month"].Equal(num("2.5")) {
		t.Errorf("the bonus of the month is %s; want 2.50", sums["month"])
	}
}

// TestGuaranteeOfVersions refuses a guarantee that the rules of another version do
// not suit.
func TestGuaranteeOfVersions(t *testing.T) {
	first, second := ruled(tabled(commission.PerMonth, twoBrackets())), closed(ruled(onSale("10%")), monthly("least", "50", "sale"))
	first.Rules[0].Over.KeepAttained = true
	second.Version, second.From, second.Bonuses[0].Guarantee = 2, date("2026-02-01"), true
	_, err := commission.New(first, second)
	checkFaults(t, "New", err, []fault{{"versions[1].bonuses[0].guarantee", alianza.ErrConflict}})
	second.Rules[0].Pay.Medium = commission.Credit // a fault of its own, told once
	_, err = commission.New(first, second)
	checkFaults(t, "New", err, []fault{{"versions[1].bonuses[0].guarantee", alianza.ErrConflict}, {"versions[1].bonuses[0].guarantee", alianza.ErrConflict}})
}

// TestCapsOverRulesFaults has caps that bound nothing, or what they cannot bound.
func TestCapsOverRulesFaults(t *testing.T) {
	tests := []struct {
		name   string
		change func(c *commission.Cap)
		want   []fault
	}{
		{"sound", func(*commission.Cap) {}, nil},
		{"no name", func(c *commission.Cap) { c.Name = "" }, []fault{{"caps[0].name", alianza.ErrMissing}}},
		{"the name of a rule", func(c *commission.Cap) { c.Name = "sale" }, []fault{{"caps[0].name", alianza.ErrDuplicate}}},
		{"of nothing", func(c *commission.Cap) { c.Of = nil }, []fault{{"caps[0].of", alianza.ErrMissing}}},
		{"of a rule that is not there", func(c *commission.Cap) { c.Of[1] = "x" }, []fault{{"caps[0].of[1]", alianza.ErrUnknown}}},
		{"of a rule twice", func(c *commission.Cap) { c.Of[1] = "sale" }, []fault{{"caps[0].of[1]", alianza.ErrDuplicate}}},
		{"of a rule that rates again", func(c *commission.Cap) { c.Of[1] = "table" }, []fault{{"caps[0].of[1]", alianza.ErrConflict}}},
		{"of a rule in another medium", func(c *commission.Cap) { c.Of[1] = "credit" }, []fault{{"caps[0].of[1]", alianza.ErrConflict}}},
		{"of each customer of a bonus", func(c *commission.Cap) { c.Customer = true }, []fault{{"caps[0].of[1]", alianza.ErrConflict}}},
		{"a bonus over more than the cap", func(c *commission.Cap) { c.Per = commission.PerWeek }, []fault{{"caps[0].of[1]", alianza.ErrConflict}}},
		{"over no window", func(c *commission.Cap) { c.Of, c.Per = c.Of[:1], 0 }, []fault{{"caps[0].per", alianza.ErrConflict}}},
		{"of nothing at all", func(c *commission.Cap) { c.Amount = num("0") }, []fault{{"caps[0].amount", alianza.ErrRange}}},
		{"below nothing", func(c *commission.Cap) { c.Amount = num("-5") }, []fault{{"caps[0].amount", alianza.ErrRange}}},
		{"no whole cent", func(c *commission.Cap) { c.Amount = num("0.001") }, []fault{{"caps[0].amount", alianza.ErrConflict}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			two := tabled(commission.PerMonth, table(commission.Slab, bracket("100", "1%"), bracket("", "2%")))
			two.Name = "table"
			credit := commission.Rule{Name: "credit", On: commission.Lead, Pay: commission.Pay{Fixed: num("1"), Medium: commission.Credit}}
			d := closed(ruled(onSale("25%"), two, credit), monthly("bonus", "50", "table"))
			d.Precedence = commission.PrecedenceEvery
			d.Caps = []commission.Cap{{Name: "cap", Of: []string{"sale", "bonus"}, Amount: num("100"), Per: commission.PerYear}}
			tt.change(&d.Caps[0])
			_, err := commission.New(d)
			checkFaults(t, "New", err, tt.want)
			var back commission.Definition
			if err == nil && (back.UnmarshalJSON([]byte(jsonText(t, d))) != nil || jsonText(t, back) != jsonText(t, d)) {
				t.Errorf("it reads back as %s", jsonText(t, back))
			}
		})
	}
	one := onSale("25%")
	one.Limit.Caps = []commission.Cap{{Name: "cap", Amount: num("1"), Per: commission.Ever}}
	_, err := commission.New(ruled(one))
	checkFaults(t, "New", err, []fault{{"rules[0].caps[0].name", alianza.ErrConflict}})
}
