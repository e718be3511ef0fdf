package commission_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestAdjustmentExact has an adjustment's exact amount: 25% less 20% of what was
// sold before.
func TestAdjustmentExact_C33(t *testing.T) {
	d := flat()
	d.Rules[0] = commission.Rule{Name: "sale", On: commission.Sale, Over: commission.PerMonth, Table: commission.TableDefinition{
		Scope: commission.Slab, Brackets: []commission.Bracket{bracket("100", "20%"), bracket("", "25%")},
	}}
	plan := alianza.Must(commission.New(d))
	var state commission.State
	mustEarn(t, plan, &state, sale("a", "99.99"))
	earned, _, err := plan.Earn(state, sale("b", "10.01"))
	if err != nil || len(earned.Entries) != 2 {
		t.Fatalf("Earn = %v, %v; want an adjustment and a sale", earned, err)
	}
	// 25% of 99.99 = 24.9975, 20% = 19.998, posted 20.00; 25% of 110.00 = 27.50
	for i, want := range []string{"4.9995 5.00", "2.5025 2.50"} {
		e := earned.Entries[i]
		if got := fmt.Sprint(e.Exact, " ", e.Amount.StringFixed(2)); got != want {
			t.Errorf("entry %d = %s; want %s (%s)", i, got, want, e)
		}
	}
}

// TestDeductionsOverAmount names what is too much.
func TestDeductionsOverAmount(t *testing.T) {
	d := flat()
	d.Rules = append([]commission.Rule(nil), d.Rules...)
	d.Rules[0].Less = []string{"tax", "shipping"}
	e := sale("s", "10.00")
	e.Includes = map[string]decimal.Decimal{"tax": num("8.00"), "shipping": num("2.01")}
	_, _, err := alianza.Must(commission.New(d)).Earn(commission.State{}, e)
	checkFaults(t, "Earn", err, []fault{{"includes", alianza.ErrRange}})
	const want = `commission: plan flat v1: sale "s": includes "10.01": out of range: what rule sale takes off is more than the amount, 10.00`
	if fmt.Sprint(err) != want {
		t.Errorf("Earn = %v; want %s", err, want)
	}
}

// TestCreditPortions_C34 mirrors a hybrid in all its parts.
func TestCreditPortions_C34(t *testing.T) {
	d := flat()
	d.UnknownSale = commission.UnknownSaleCurrentRate
	d.Rules = []commission.Rule{{Name: "sale", On: commission.Sale, Rate: alianza.WholePercent(10), Fixed: num("3"), PerUnit: num("2")}}
	e := refund("r", "", "40.00")
	e.Units = 2
	earned, _, err := alianza.Must(commission.New(d)).Earn(commission.State{}, e)
	if err != nil || len(earned.Entries) != 1 || len(earned.Entries[0].Portions) != 1 {
		t.Fatalf("Earn = %v, %v; want an entry of one portion", earned, err)
	}
	one := earned.Entries[0]
	p := one.Portions[0]
	got := fmt.Sprint(one.Amount.StringFixed(2), " ", p.Base.StringFixed(2), " ", p.Units, " ", p.PerUnit, " ", p.Fixed, " ", p.Exact, " ", p.Amount.StringFixed(2))
	if want := "-11.00 -40.00 -2 2 -3 -11 -11.00"; got != want { // 10% of 40 + 2 x 2 + 3
		t.Errorf("Earn = %s; want %s (%s)", got, want, one)
	}
}
