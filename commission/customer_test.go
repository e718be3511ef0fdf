package commission_test

import (
	"fmt"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// byCustomers returns a rule over a window that pays by the number of customers.
func byCustomers(w commission.Window, scope commission.Scope, brackets ...commission.Bracket) commission.Rule {
	d := table(scope, brackets...)
	d.By = commission.ByCustomers
	return tabled(w, d)
}

// TestCustomersFaults has what cannot be counted by customers.
func TestCustomersFaults(t *testing.T) {
	tests := []struct {
		name   string
		change func(r *commission.Rule)
		want   []fault
	}{
		{"sound", func(*commission.Rule) {}, nil},
		{"over no window", func(r *commission.Rule) { r.Over = commission.Span{} }, []fault{{"rules[0].table.by", alianza.ErrConflict}}},
		{"of each customer", func(r *commission.Rule) { r.Over.Customer = true }, []fault{{"rules[0].table.by", alianza.ErrConflict}}},
		{"carried", func(r *commission.Rule) { r.Over.Carry = true }, []fault{{"rules[0].carry", alianza.ErrConflict}}},
		{"graduated", func(r *commission.Rule) { r.Pay.Table.Scope = commission.Graduated }, []fault{{"rules[0].table.scope", alianza.ErrConflict}}},
		{"a quota", func(r *commission.Rule) { r.Pay.Table.Quota = num("5") }, []fault{{"rules[0].table.quota", alianza.ErrConflict}}},
		{"half a customer", func(r *commission.Rule) { r.Pay.Table.Brackets[0].UpTo = num("1.5") }, []fault{{"rules[0].table.brackets[0].up_to", alianza.ErrForm}}},
		{"each of its units", func(r *commission.Rule) { r.Pay.Table.Brackets[0].PerUnit = num("1") }, []fault{{"rules[0].table.brackets[0].per_unit", alianza.ErrConflict}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := byCustomers(commission.PerMonth, commission.Slab, bracket("2", "10%"), bracket("", "20%"))
			tt.change(&r)
			_, err := commission.New(ruled(r))
			checkFaults(t, "New", err, tt.want)
		})
	}
}

// TestCustomersTable takes a table by customers by itself.
func TestCustomersTable(t *testing.T) {
	d := table(commission.Prospective, bracket("2", "10%"), bracket("", "20%"))
	d.By, d.Step = commission.ByCustomers, num("0.01")
	made, err := commission.NewTable(d)
	if err != nil {
		t.Fatal(err)
	}
	volume := func(amount, customers string) commission.Volume {
		return commission.Volume{Amount: num(amount), Units: num(customers)}
	}
	for _, tt := range []struct {
		prior, sale commission.Volume
		want        string
	}{
		{volume("0", "0"), volume("100", "1"), "10"},
		{volume("200", "2"), volume("100", "0"), "10"},
		{volume("200", "2"), volume("100", "1"), "20"},
		{volume("300", "3"), volume("100", "0"), "20"},
	} {
		got, err := made.PayAfter(tt.prior, tt.sale)
		if err != nil || !got.Amount.Equal(num(tt.want)) {
			t.Errorf("PayAfter(%s, %s) = %s, %v; want %s", tt.prior, tt.sale, got.Amount, err, tt.want)
		}
	}
	_, err = made.Pay(volume("100", "0"))
	checkFaults(t, "Pay", err, []fault{{"sum.units", alianza.ErrMissing}})
}

// TestCustomersCost keeps the same records for the last of many customers as for the
// first.
func TestCustomersCost(t *testing.T) {
	plan := planOf(ruled(byCustomers(commission.PerMonth, commission.Slab, bracket("2", "10%"), bracket("", "20%"))))
	var state commission.State
	for i := range 300 {
		e := sale(fmt.Sprint("e", i), "10")
		e.Customer = fmt.Sprint("c", i)
		earned, err := plan.Earn(&state, e)
		if err != nil {
			t.Fatal(err)
		}
		if len(earned.Records) != 3 { // the event, the window, the customer in it
			t.Fatalf("event %d keeps %d records; want 3", i, len(earned.Records))
		}
		size := 0
		for _, r := range earned.Records {
			size += len(jsonText(t, r))
			var back commission.Record
			if err := back.UnmarshalJSON([]byte(jsonText(t, r))); err != nil || !back.Equal(r) {
				t.Fatalf("record %s reads back as %s, %v", jsonText(t, r), jsonText(t, back), err)
			}
		}
		if size > 2000 {
			t.Fatalf("event %d keeps %d bytes; want no more for many customers than for few", i, size)
		}
		if err := state.Keep(earned.Records...); err != nil {
			t.Fatal(err)
		}
	}
}
