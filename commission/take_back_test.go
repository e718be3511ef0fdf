package commission_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestTakeBackFaults has policies that say too much, or nothing that can be.
func TestTakeBackFaults(t *testing.T) {
	line := func(percent string) commission.TakeBack { return commission.TakeBack{Rate: rate(percent)} }
	tests := []struct {
		name  string
		lines []commission.TakeBack
		want  []fault
	}{
		{"never", []commission.TakeBack{line("0%")}, nil},
		{"by tenure", []commission.TakeBack{
			{Rate: rate("100%"), Causes: []string{"withdrawal"}, Whole: true},
			{Rate: rate("70%"), Months: 6},
			{Rate: rate("40%"), Months: 12, On: commission.Refund},
		}, nil},
		{"more than all", []commission.TakeBack{line("101%")}, []fault{{"[0].rate", alianza.ErrRange}}},
		{"less than nothing", []commission.TakeBack{line("-1%")}, []fault{{"[0].rate", alianza.ErrRange}}},
		{"on a sale", []commission.TakeBack{{On: commission.Sale}}, []fault{{"[0].on", alianza.ErrUnknown}}},
		{"too many months", []commission.TakeBack{{Months: 1201}}, []fault{{"[0].months", alianza.ErrRange}}},
		{"a cause twice", []commission.TakeBack{{Causes: []string{"a", "a"}}}, []fault{{"[0].causes[1]", alianza.ErrDuplicate}}},
		{"a line behind one for all", []commission.TakeBack{line("0%"), {Rate: rate("70%"), Months: 6}}, []fault{{"[1]", alianza.ErrConflict}}},
		{"too many lines", make([]commission.TakeBack, 101), []fault{{"", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := ruled(onSale("10%"))
			d.Rules[0].Back = tt.lines
			_, err := commission.New(d)
			var want []fault
			for _, f := range tt.want {
				want = append(want, fault{"rules[0].take_back" + f.Path, f.Kind})
			}
			checkFaults(t, "New", err, want)
			var back commission.Definition
			if err == nil && (back.UnmarshalJSON([]byte(jsonText(t, d))) != nil || jsonText(t, back) != jsonText(t, d)) {
				t.Errorf("it reads back as %s", jsonText(t, back))
			}
		})
	}
	window := tabled(commission.PerMonth, table(commission.Slab, bracket("100", "1%"), bracket("", "2%")))
	window.Back = []commission.TakeBack{line("0%")}
	_, err := commission.New(ruled(window))
	checkFaults(t, "New", err, []fault{{"rules[0].take_back", alianza.ErrConflict}})
}

// TestTakeBackSays explains what a policy took, why, and that it was paid again.
func TestTakeBackSays(t *testing.T) {
	d := ruled(onSale("10%"))
	d.Rules[0].Back = []commission.TakeBack{{Rate: rate("70%"), Months: 6}}
	var state commission.State
	lapse := refund("r", "s", "50")
	lapse.Cause = "lapse"
	list := earnAll(t, planOf(d), &state, sale("s", "100"), lapse, reversal("v", "r"))
	const (
		taken = "refund r of s: 50 USD back, 50 left earn 6.50 after 10.00, so -3.50, 70% of it is taken back within 6 months, for lapse, rule sale, plan p v1"
		again = "reversal v of s: 50 USD again, 100 left earn 10.00 after 6.50, so 3.50, r is undone, rule sale, plan p v1"
	)
	if list[1].String() != taken || list[1].Cause != "lapse" || list[2].String() != again {
		t.Errorf("Earn = %s\n%s; want\n%s\n%s", list[1], list[2], taken, again)
	}
	wrong := sale("w", "1")
	wrong.Cause = "lapse"
	checkRefused(t, planOf(d), &state, wrong, []fault{{"cause", alianza.ErrConflict}})
	other := refund("r", "s", "50") // sent again for another reason
	other.Cause = "withdrawal"
	checkRefused(t, planOf(d), &state, other, []fault{{"id", alianza.ErrConflict}})
}

// TestTakenBackParts refunds a sale of 110.00 with a tax of 10.00 by its parts. What is
// taken back of the base adds up, and the state is what it was.
func TestTakenBackParts(t *testing.T) {
	r := onSale("10%")
	r.Pay.Less = []string{"tax"}
	including := func(tax string, e commission.Event) commission.Event {
		e.Includes = numbers("tax", tax)
		return e
	}
	p, s := planOf(ruled(r)), &commission.State{}
	earnAll(t, p, s, including("10", sale("s", "110")), including("1", refund("r1", "s", "61")))
	before := stateText(t, s)
	for range 2 {
		got, err := p.Earn(s, including("1", refund("r2", "s", "11")))
		if err != nil || !sumOf(got.Entries).Equal(num("-1")) || stateText(t, s) != before {
			t.Fatalf("Earn(11.00 with a tax of 1.00) = %v, %v; want -1.00, and the state as it was", got.Entries, err)
		}
	}
	// 60.00 and 41.00 are more than 100.00.
	checkRefused(t, p, s, including("8", refund("r3", "s", "49")), []fault{{"includes", alianza.ErrRange}})
}
