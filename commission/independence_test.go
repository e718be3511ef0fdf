package commission_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/commission/split"
)

// everything runs a plan, a split and a settlement, and returns all that they
// say in text and JSON, errors included.
func everything(tb testing.TB) string {
	tb.Helper()
	var out strings.Builder
	say := func(v fmt.Stringer) { fmt.Fprintf(&out, "%s\n%s\n", v, jsonText(tb, v)) }

	d := commission.Affiliate()
	d.HoldDays, d.UnknownSale = 30, commission.UnknownSaleCurrentRate
	for i := range 40 { // more than one bucket of a map
		d.Rules[0].Rates[fmt.Sprint("level ", i)] = alianza.WholePercent(i)
	}
	fmt.Fprintln(&out, jsonText(tb, d))
	plan := alianza.Must(commission.New(d))
	settlement := alianza.Must(payout.New(payout.Definition{Currency: "USD", Places: 2, Minimum: decimal.New(5000, -2)}))
	fmt.Fprintln(&out, jsonText(tb, settlement.Definition()))
	var state commission.State
	var account payout.Account
	for i, e := range []commission.Event{
		{ID: "s", Kind: commission.Sale, Tier: "affiliate/silver", Amount: decimal.New(1_000_000_000_000_000_000, -10)},
		{ID: "r", Kind: commission.Refund, Of: "s", Amount: decimal.New(1050, -2)},
		{ID: "q", Kind: commission.Refund, Of: "s", Amount: decimal.New(9, 18)}, // above the rest
		{ID: "n", Kind: commission.Sale, Tier: "affiliate/gold", Amount: decimal.New(-10, -1)},
		{ID: "c", Kind: commission.Refund, Tier: "affiliate/level 7", Amount: decimal.New(100, 0)},
		{ID: "h", Kind: commission.Sale, Tier: "affiliate/gold", Amount: decimal.New(1, 1e6)},
		{ID: "t", Kind: commission.Sale, Tier: "affiliate/level 39", Amount: decimal.New(1, 3)},
	} {
		e.Partner, e.At, e.Currency = "ana", day(i+1), "USD"
		earned, next, err := plan.Earn(state, e)
		state = next
		fmt.Fprintln(&out, err)
		for _, entry := range earned.Entries {
			say(entry)
			var back commission.Entry
			if err := back.UnmarshalJSON([]byte(jsonText(tb, entry))); err != nil {
				tb.Fatalf("UnmarshalJSON(%s) = %v; want no error", entry, err)
			}
			say(back)
			mustPost(tb, settlement, &account, entry)
		}
	}
	fmt.Fprintln(&out, jsonText(tb, state))
	var back commission.State
	fmt.Fprintln(&out, back.UnmarshalJSON([]byte(jsonText(tb, state))), jsonText(tb, back))
	fmt.Fprintln(&out, back.UnmarshalJSON([]byte(`{"events":[{"partner":"a","event":"s","kind":"sale","amount":"1.10","refunded":"2.50"}]}`)))
	fmt.Fprintln(&out, jsonText(tb, account))
	for _, n := range []int{32, 60} {
		var paid payout.Payout
		paid, account, _ = settlement.Settle(account, day(n))
		say(paid)
	}
	division, err := alianza.Must(split.New(split.JointProduct("a", "b"))).Divide(decimal.New(100_001_000, -5))
	fmt.Fprintln(&out, err)
	say(division)
	_, err = alianza.Must(split.New(split.JointProduct("a", "b"))).Divide(decimal.New(1500, -4))
	fmt.Fprintln(&out, err)
	_, err = payout.New(payout.Definition{Currency: "USD", Minimum: decimal.New(1500, -3)})
	fmt.Fprintln(&out, err)
	_, err = settlement.Post(account, commission.Entry{Currency: "EUR", Amount: decimal.New(1500, -4)})
	fmt.Fprintln(&out, err)
	spoiled := d
	spoiled.Rules = []commission.Rule{{Name: "sale", On: commission.Sale, Ladder: "affiliate", Rates: map[string]alianza.Percent{}}}
	for i := range 40 {
		spoiled.Rules[0].Rates[fmt.Sprint("level ", i)] = alianza.WholePercent(100 + i)
	}
	_, err = commission.New(spoiled)
	fmt.Fprintln(&out, err)
	manyPlans(tb, &out)
	return out.String()
}

// manyPlans adds what random plans and tables say of random events.
func manyPlans(tb testing.TB, out *strings.Builder) {
	tb.Helper()
	d := &refDice{r: rand.New(rand.NewPCG(61, 62))}
	for range 12 {
		def := d.plan()
		plan, err := commission.New(def)
		fmt.Fprintln(out, jsonText(tb, def), err)
		var state commission.State
		for i := range 20 {
			e := d.event(i)
			if e.Kind == commission.Refund {
				e.Of = fmt.Sprint("e", d.n(i+1))
			}
			earned, next, err := plan.Earn(state, e)
			state = next
			fmt.Fprintln(out, eventText(e), jsonText(tb, earned), err)
			for _, entry := range earned.Entries {
				fmt.Fprintln(out, entry)
			}
		}
		fmt.Fprintln(out, jsonText(tb, state))
		table := d.table()
		tally := alianza.Must(commission.NewTable(table)).Tally()
		for range 5 {
			v := d.volume(table)
			p, err := alianza.Must(commission.NewTable(table)).Pay(v)
			fmt.Fprintln(out, jsonText(tb, table), v, p, p.Blended(), jsonText(tb, p), err, tally.Add(v.Amount), tally.AddMinor(5))
		}
		fmt.Fprintln(out, exactText(tb, tally.Amount()), alianza.Must(commission.NewTable(table)).Cliffs())
	}
}

// exactText returns a number without the help of its package.
func exactText(tb testing.TB, d decimal.Decimal) string {
	tb.Helper()
	return fmt.Sprint(d.Coefficient(), "e", d.Exponent())
}

// TestTimeZone sets the zone of the process: a plan has its own.
func TestTimeZone(t *testing.T) {
	want := everything(t)
	local := time.Local //nolint:gosmopolitan // what a program may set
	t.Cleanup(func() { time.Local = local })
	for _, name := range []string{"Pacific/Kiritimati", "America/Santiago", "Asia/Kathmandu"} {
		time.Local = zone(t, name)
		if diff := cmp.Diff(want, everything(t)); diff != "" {
			t.Errorf("in %s mismatch (-want +got):\n%s", name, diff)
		}
	}
}

// TestDecimalSettings sets what a program may set in the package decimal.
func TestDecimalSettings(t *testing.T) {
	want := everything(t)
	precision, zeros, scientific := decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation
	quotes, exponent := decimal.MarshalJSONWithoutQuotes, decimal.MaxDecodeExponent
	t.Cleanup(func() {
		decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation = precision, zeros, scientific
		decimal.MarshalJSONWithoutQuotes, decimal.MaxDecodeExponent = quotes, exponent
	})
	settings := map[string]func(){
		"DivisionPrecision":        func() { decimal.DivisionPrecision = 0 },
		"TrimTrailingZeros":        func() { decimal.TrimTrailingZeros = !zeros },
		"UseScientificNotation":    func() { decimal.UseScientificNotation = true },
		"MarshalJSONWithoutQuotes": func() { decimal.MarshalJSONWithoutQuotes = true },
		"MaxDecodeExponent":        func() { decimal.MaxDecodeExponent = 1 },
	}
	for name, set := range settings { // one more at a time, in any order
		set()
		if diff := cmp.Diff(want, everything(t)); diff != "" {
			t.Errorf("with %s and those before it mismatch (-want +got):\n%s", name, diff)
		}
	}
	decimal.TrimTrailingZeros = false
	if diff := cmp.Diff(want, everything(t)); diff != "" {
		t.Errorf("with all of them and TrimTrailingZeros false mismatch (-want +got):\n%s", diff)
	}
}

// TestMapOrder runs the same definition and facts again and again: maps are
// walked in another order each time.
func TestMapOrder(t *testing.T) {
	want := everything(t)
	for range 100 {
		if diff := cmp.Diff(want, everything(t)); diff != "" {
			t.Fatalf("another output (-want +got):\n%s", diff)
		}
	}
}

// TestConcurrent shares what may be shared; the race detector watches.
func TestConcurrent(t *testing.T) {
	plan, half, settlement := alianza.Must(commission.New(tiered())), alianza.Must(split.New(split.JointProduct("a", "b"))), dollars("0")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var state commission.State
			var account payout.Account
			for j := range 20 {
				earned, next, err := plan.In(nil).Earn(state, at("affiliate/gold", sale(fmt.Sprint(i, j), "10.00")))
				state = next
				if err != nil {
					t.Errorf("Earn = %v; want no error", err)
					return
				}
				if account, err = settlement.Post(account, earned.Entries[0]); err != nil {
					t.Errorf("Post = %v; want no error", err)
				}
				if _, err := half.Divide(earned.Entries[0].Amount); err != nil {
					t.Errorf("Divide = %v; want no error", err)
				}
			}
			if got, _ := mustSettle(t, settlement, account, day(2)); !got.Paid.Equal(num("60")) {
				t.Errorf("Settle = %s; want 60.00 paid", got)
			}
			if got := plan.Definition().Rules[0].Rates["gold"]; got != alianza.WholePercent(30) {
				t.Errorf("Definition() = %s at gold; want 30%%", got)
			}
		}()
	}
	wg.Wait()
}
