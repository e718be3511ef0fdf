package commission_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// shared returns the event with partners and their weights: "ana", "2", "bob", "1".
func shared(e commission.Event, of ...string) commission.Event {
	for i := 0; i < len(of); i += 2 {
		e.Shares = append(e.Shares, commission.AttributedShare{Partner: of[i], Weight: num(of[i+1])})
	}
	return e
}

// 25% of 100.00 are 25.00: in thirds 8.34, 8.33 and 8.33. Of the 12.50 that a half
// leaves, 4.17, 4.17 and 4.16.
func TestShares(t *testing.T) {
	checkSayings(t, sayings(t, planOf(flat()), &commission.State{},
		dated("2026-01-10", shared(sale("o", "100"), "ana", "1", "bob", "1", "eva", "1")),
		dated("2026-01-11", refund("r", "o", "50")),
		dated("2026-01-12", reversal("b", "r")),
		dated("2026-01-13", chargeback("c", "o", "0")),
	),
		"8.34 ana 2026-01-10", "8.33 bob 2026-01-10", "8.33 eva 2026-01-10",
		"-4.17 ana 2026-01-11", "-4.16 bob 2026-01-11", "-4.17 eva 2026-01-11",
		"4.17 ana 2026-01-12", "4.16 bob 2026-01-12", "4.17 eva 2026-01-12",
		"-8.34 ana 2026-01-13", "-8.33 bob 2026-01-13", "-8.33 eva 2026-01-13",
	)
}

// In steps of 0.05, 25.00 by 2 and 1 are 16.65 and 8.35; of 12.50, 8.35 and 4.15.
func TestSharesStep(t *testing.T) {
	d := flat()
	d.Step = num("0.05")
	checkSayings(t, sayings(t, planOf(d), &commission.State{},
		dated("2026-01-10", shared(sale("o", "100"), "ana", "2", "bob", "1")),
		dated("2026-01-11", refund("r", "o", "50")),
	),
		"16.65 ana 2026-01-10", "8.35 bob 2026-01-10",
		"-8.3 ana 2026-01-11", "-4.2 bob 2026-01-11",
	)
}

// A correction may name other partners, or one alone.
func TestSharesCorrected(t *testing.T) {
	checkSayings(t, sayings(t, planOf(flat()), &commission.State{},
		dated("2026-01-10", shared(sale("o", "100"), "ana", "1", "bob", "1")),
		dated("2026-01-11", refund("r", "o", "20")),
		dated("2026-01-12", corrected("o", shared(sale("c", "100"), "ana", "1", "eva", "3"))),
		dated("2026-01-13", corrected("c", sale("d", "80"))),
	),
		"12.5 ana 2026-01-10", "12.5 bob 2026-01-10",
		"-2.5 ana 2026-01-11", "-2.5 bob 2026-01-11",
		"-10 ana 2026-01-12", "-10 bob 2026-01-12",
		"6.25 ana 2026-01-12", "18.75 eva 2026-01-12",
		"-1.25 ana 2026-01-12", "-3.75 eva 2026-01-12",
		"-5 ana 2026-01-13", "-15 eva 2026-01-13",
		"20 ana 2026-01-13", "-5 ana 2026-01-13",
	)
}

// The window, the cap and the level are those of the event's partner. What is rated
// again is its own: 10% to 200.00, then 20% of all.
func TestSharesWindow(t *testing.T) {
	p := planOf(ruled(tabled(commission.PerMonth, table(commission.Slab, bracket("200", "10%"), bracket("", "20%")))))
	s := &commission.State{}
	checkSayings(t, sayings(t, p, s,
		dated("2026-01-10", shared(sale("o", "200"), "ana", "1", "bob", "1")),
		dated("2026-01-11", shared(sale("o2", "100"), "ana", "1", "bob", "3")),
		dated("2026-01-12", refund("r", "o2", "100")),
	),
		"10 ana 2026-01-10", "10 bob 2026-01-10",
		"20 ana 2026-01-11", "5 ana 2026-01-11", "15 bob 2026-01-11",
		"-30 ana 2026-01-12", "5 ana 2026-01-12", "-15 bob 2026-01-12",
	)
	if got := attained(t, p, s, "bob", "sale", "2026-01"); !got.Amount.IsZero() {
		t.Errorf("bob has attained %s", got)
	}
}

// Each installment is divided; what stands of all of them is at the shares.
func TestSharesDeferred(t *testing.T) {
	checkSayings(t, sayings(t, planOf(ruled(inThree())), &commission.State{},
		dated("2026-01-10", shared(sale("o", "100"), "ana", "1", "bob", "1")),
		dated("2026-07-10", answer("yes", "o", "yes")),
		dated("2026-07-11", refund("r", "o", "40")),
		dated("2026-07-12", reversal("sorry", "yes")),
	),
		"5 ana 2026-02-09", "5 bob 2026-02-09",
		"2.5 ana 2026-07-10", "2.5 bob 2026-07-10", "sale: installment 3 is due on 2027-01-10",
		"-2 ana 2026-07-11", "-2 bob 2026-07-11", "-1 ana 2026-07-11", "-1 bob 2026-07-11",
		"-1.5 ana 2026-07-12", "-1.5 bob 2026-07-12",
	)
}

// What stands is that of both installments: 10.00 is 3.34, 3.33 and 3.33, and 6.70, 3.35
// and nothing are 2.24, 1.12 and 0.00 of the first partner.
func TestSharesDeferredSays(t *testing.T) {
	r := onSale("10%")
	r.Defer = []commission.Deferred{{Rate: rate("50%")}, {Rate: rate("50%")}}
	list := earnAll(t, planOf(ruled(r)), &commission.State{},
		shared(sale("o", "100"), "ana", "1", "bob", "1", "cid", "1"), refund("r", "o", "33"), refund("q", "o", "67"))
	var got []string
	for _, one := range list {
		if one.Partner == "ana" && one.Kind == commission.Refund {
			got = append(got, one.String())
		}
	}
	want := []string{
		"refund r of o: 33 USD back, 67 left, 2.79 stands after 3.34, so -0.55, installment 1 of 2: 50% of 6.70, 1 of 3 shares of -1.65, so -0.55, rule sale, plan p v1",
		"refund r of o: 33 USD back, 67 left, 2.24 stands after 2.79, so -0.55, installment 2 of 2: 50% of 6.70, 1 of 3 shares of -1.65, so -0.55, rule sale, plan p v1",
		"refund q of o: 67 USD back, 0 left, 1.12 stands after 2.24, so -1.12, installment 1 of 2: 50% of 0.00, 1 of 3 shares of -3.35, so -1.12, rule sale, plan p v1",
		"refund q of o: 67 USD back, 0 left, 0.00 stands after 1.12, so -1.12, installment 2 of 2: 50% of 0.00, 1 of 3 shares of -3.35, so -1.12, rule sale, plan p v1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestSharesSays(t *testing.T) {
	p, s := planOf(flat()), &commission.State{}
	e := shared(sale("o", "100"), "ana", "2", "bob", "1")
	entries := earnAll(t, p, s, e, refund("r", "o", "40"))
	for i, want := range []string{
		"sale o: 25% of 100 USD = 25, rounded 25.00, 2 of 3 shares of 25.00, so 16.67, rule sale, plan flat v1",
		"sale o: 25% of 100 USD = 25, rounded 25.00, 1 of 3 shares of 25.00 of an event of ana, so 8.33, rule sale, plan flat v1",
		"refund r of o: 40 USD back, 60 left at 25%, 10.00 stands after 16.67, so -6.67, 2 of 3 shares of -10.00, so -6.67, rule sale, plan flat v1",
		"refund r of o: 40 USD back, 60 left at 25%, 5.00 stands after 8.33, so -3.33, 1 of 3 shares of -10.00 of an event of ana, so -3.33, rule sale, plan flat v1",
	} {
		if entries[i].String() != want {
			t.Errorf("%s\nwant\n%s", entries[i], want)
		}
	}
	keys := []string{"flat/ana/sale/o", "flat/ana/sale/o/share/bob", "flat/ana/sale/r", "flat/ana/sale/r/share/bob"}
	for i, want := range keys {
		if entries[i].Key != want {
			t.Errorf("key %s; want %s", entries[i].Key, want)
		}
		if i >= 2 && entries[i].Corrects != keys[i-2] {
			t.Errorf("%s corrects %s; want %s", want, entries[i].Corrects, keys[i-2])
		}
	}
	var again commission.Event
	if err := json.Unmarshal([]byte(jsonText(t, e)), &again); err != nil || jsonText(t, again) != jsonText(t, e) {
		t.Errorf("the event comes back as %s, %v", jsonText(t, again), err)
	}
	if back := readState(t, stateText(t, s)); stateText(t, back) != stateText(t, s) {
		t.Error("the state does not come back")
	}
	if _, err := earn(p, s, e); !isAny(err, []error{alianza.ErrRepeated}) {
		t.Errorf("the same again: %v", err)
	}
	e.Shares[1].Weight = decimal.NewFromInt(2)
	if _, err := earn(p, s, e); !isAny(err, []error{alianza.ErrConflict}) {
		t.Errorf("with other shares: %v", err)
	}
}

// TestSharesOfWindow says what the others have of what a refund takes of a window.
func TestSharesOfWindow(t *testing.T) {
	list := earnAll(t, planOf(ruled(tabled(commission.PerMonth, twoBrackets()))), &commission.State{},
		shared(sale("o", "300"), "ana", "2", "bob", "1"), sale("p", "300"), refund("r", "o", "30"))
	// 20% of 600 less 30; bob's third of 30 falls to a third of 27.
	want := []string{
		"refund r of o: 30 USD back, 570 left in 2026-01 at 20% earn 114.00 after 120.00, so -6.00, of -6.00 other partners have -1.00, so -5.00, rule sale, plan p v1",
		"refund r of o: 30 USD back, 570 left in 2026-01 at 20%, 9.00 stands after 10.00, so -1.00, 1 of 3 shares of 27.00 of an event of ana, so -1.00, rule sale, plan p v1",
	}
	if got, want := list[0].String(), "sale o: 300 USD make 300 in 2026-01 (10% of 300), 20.00 stands after 0.00, so 20.00, 2 of 3 shares of 30.00, so 20.00, rule sale, plan p v1"; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	for i, one := range list[len(list)-2:] {
		if one.String() != want[i] {
			t.Errorf("%s\nwant\n%s", one, want[i])
		}
	}
}

// TestSharesOfNothing posts nothing for the others where nothing is earned, and takes
// back of each what units without an amount earned.
func TestSharesOfNothing(t *testing.T) {
	checkSayings(t, sayings(t, planOf(ruled(onSale("10%"))), &commission.State{}, shared(sale("o", "0.01"), "ana", "1", "bob", "1")), "0 ana 2026-01-01")
	number := tabled(commission.PerMonth, byUnits(table(commission.Slab, perUnit("", "10"))))
	number.On = commission.Lead
	checkSayings(t, sayings(t, planOf(ruled(number)), &commission.State{},
		units(2, kind(commission.Lead, shared(sale("l", "0"), "ana", "1", "bob", "1"))), chargeback("c", "l", "0")),
		"10 ana 2026-01-01", "10 bob 2026-01-01", "-10 ana 2026-01-02", "-10 bob 2026-01-02",
	)
}

func TestSharesFaults(t *testing.T) {
	crowd := []string{"ana", "1"}
	for i := range 100 {
		crowd = append(crowd, fmt.Sprint("p", i), "1")
	}
	for _, tt := range []struct {
		name string
		e    commission.Event
		want []fault
	}{
		{"not among them", shared(sale("o", "1"), "bob", "1"), []fault{{"shares", alianza.ErrConflict}}},
		{"no weight", shared(sale("o", "1"), "ana", "0"), []fault{{"shares[0].weight", alianza.ErrRange}}},
		{"less than none", shared(sale("o", "1"), "ana", "-1"), []fault{{"shares[0].weight", alianza.ErrRange}}},
		{"twice", shared(sale("o", "1"), "ana", "1", "ana", "1"), []fault{{"shares[1].partner", alianza.ErrDuplicate}}},
		{"101 partners", shared(sale("o", "1"), crowd...), []fault{{"shares", alianza.ErrRange}}}, // over the limit is out of range
		{"nobody", shared(sale("o", "1"), "ana", "1", "", "1"), []fault{{"shares[1].partner", alianza.ErrMissing}}},
		{"of a refund", shared(refund("r", "o", "1"), "ana", "1"), []fault{{"shares", alianza.ErrConflict}}},
		{"of a close", shared(closing("c", "2026-01"), "ana", "1"), []fault{{"shares", alianza.ErrConflict}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := planOf(flat()).Earn(&commission.State{}, tt.e)
			checkFaults(t, "Earn", err, tt.want)
		})
	}
}
