package commission_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestWindowBounds refuses units that do not fit a window.
func TestWindowBounds(t *testing.T) {
	p, s := planOf(ruled(tabled(commission.PerMonth, twoBrackets()))), &commission.State{}
	earnAll(t, p, s, units(1<<31-1, sale("a", "1")))
	checkRefused(t, p, s, units(1, sale("b", "1")), []fault{{"units", alianza.ErrRange}})
}

// TestWindowAmountBounds refuses a sale with which the amount of a window, or what was
// lost of it, has more digits than a number has.
func TestWindowAmountBounds(t *testing.T) {
	one := tabled(commission.PerMonth, table(commission.Slab, bracket("", "0.0000000001%")))
	kept := one
	kept.Over.KeepAttained = true
	half := strings.Repeat("9", 16) + "." + strings.Repeat("9", 18) // of 34 digits
	for _, rule := range []commission.Rule{one, kept} {
		p, s := planOf(ruled(rule)), &commission.State{}
		earnAll(t, p, s, sale("a", half))
		checkRefused(t, p, s, sale("b", half), []fault{{"amount", alianza.ErrRange}})
	}
}

// TestAdjustment rates again what was sold before, up and down, by bracket and
// by tier, and says so.
func TestAdjustment_C33(t *testing.T) {
	tier := commission.Affiliate().Rules[0]
	tier.Over.Over = commission.PerQuarter
	slab := ruled(tabled(commission.PerMonth, twoBrackets()))
	level := ruled(tier)
	gold, basic := "affiliate/gold", "affiliate/basic"
	tests := []struct {
		name   string
		def    commission.Definition
		events []commission.Event
		want   []string // sentences
	}{
		{
			"bracket up: 20% of 300 is 60, which was 30; then 20% of 300", slab, salesOf("300", "300"), []string{
				"sale sa: 300 USD make 300 in 2026-01, which earn 30.00 (10% of 300) after 0.00, so 30.00, rule sale, plan p v1",
				"adjustment sb: 300 USD of 2026-01, rated again at 20%, earn 60.00 after 30.00, so 30.00, rule sale, plan p v1",
				"sale sb: 300 USD make 600 in 2026-01, which earn 120.00 (20% of 600) after 60.00, so 60.00, rule sale, plan p v1",
			},
		},
		{
			"bracket down: 10% of 600 is 60, which was 120; then 30 less", slab, append(salesOf("300", "300"), refund("r", "sa", "300")), []string{
				"sale sa: 300 USD make 300 in 2026-01, which earn 30.00 (10% of 300) after 0.00, so 30.00, rule sale, plan p v1",
				"adjustment sb: 300 USD of 2026-01, rated again at 20%, earn 60.00 after 30.00, so 30.00, rule sale, plan p v1",
				"sale sb: 300 USD make 600 in 2026-01, which earn 120.00 (20% of 600) after 60.00, so 60.00, rule sale, plan p v1",
				"adjustment r: 600 USD of 2026-01, rated again at 10%, earn 60.00 after 120.00, so -60.00, rule sale, plan p v1",
				"refund r of sa: 300 USD back, 300 left in 2026-01 at 10% earn 30.00 after 60.00, so -30.00, rule sale, plan p v1",
			},
		},
		{
			"tier up: 30% of 100 is 30, which was 20; then 30% of 100", level, []commission.Event{at(basic, sale("a", "100")), at(gold, sale("b", "100"))}, []string{
				"sale a: 100 USD make 100 in 2026-Q1, which earn 20.00 (20% of 100) after 0.00, so 20.00, rule sale, plan p v1",
				"adjustment b: 100 USD of 2026-Q1, rated again at 30%, earn 30.00 after 20.00, so 10.00, rule sale, plan p v1",
				"sale b: 100 USD make 200 in 2026-Q1, which earn 60.00 (30% of 200) after 30.00, so 30.00, rule sale, plan p v1",
			},
		},
		{
			"tier down on a later day, and a refund at what the window pays now", level, []commission.Event{at(gold, sale("a", "100")), at2(day(2), at(basic, sale("b", "100"))), refund("r", "a", "50")}, []string{
				"sale a: 100 USD make 100 in 2026-Q1, which earn 30.00 (30% of 100) after 0.00, so 30.00, rule sale, plan p v1",
				"adjustment b: 100 USD of 2026-Q1, rated again at 20%, earn 20.00 after 30.00, so -10.00, rule sale, plan p v1",
				"sale b: 100 USD make 200 in 2026-Q1, which earn 40.00 (20% of 200) after 20.00, so 20.00, rule sale, plan p v1",
				"refund r of a: 50 USD back, 150 left in 2026-Q1 at 20% earn 30.00 after 40.00, so -10.00, rule sale, plan p v1",
			},
		},
		{
			"tier down on the same day: the day's highest rate stays", level, []commission.Event{at(gold, sale("a", "100")), at(basic, sale("b", "100"))}, []string{
				"sale a: 100 USD make 100 in 2026-Q1, which earn 30.00 (30% of 100) after 0.00, so 30.00, rule sale, plan p v1",
				"sale b: 100 USD make 200 in 2026-Q1, which earn 60.00 (30% of 200) after 30.00, so 30.00, rule sale, plan p v1",
			},
		},
		{
			"a late sale of an earlier day says no tier", level, []commission.Event{at2(day(2), at(gold, sale("a", "100"))), at(basic, sale("b", "100"))}, []string{
				"sale a: 100 USD make 100 in 2026-Q1, which earn 30.00 (30% of 100) after 0.00, so 30.00, rule sale, plan p v1",
				"sale b: 100 USD make 200 in 2026-Q1, which earn 60.00 (30% of 200) after 30.00, so 30.00, rule sale, plan p v1",
			},
		},
		{
			"no change of tier, no adjustment", level, []commission.Event{at(gold, sale("a", "100")), at(gold, sale("b", "100"))}, []string{
				"sale a: 100 USD make 100 in 2026-Q1, which earn 30.00 (30% of 100) after 0.00, so 30.00, rule sale, plan p v1",
				"sale b: 100 USD make 200 in 2026-Q1, which earn 60.00 (30% of 200) after 30.00, so 30.00, rule sale, plan p v1",
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var state commission.State
			list := earnAll(t, alianza.Must(commission.New(tt.def)), &state, tt.events...)
			var got []string
			keys := map[string]bool{}
			for _, e := range list {
				got = append(got, e.String())
				if keys[e.Key] {
					t.Errorf("two entries have the key %s", e.Key)
				}
				keys[e.Key] = true
				if e.Kind == commission.Adjustment && (!strings.HasSuffix(e.Key, "/"+e.Event+"/adjustment") || e.Corrects != "") {
					t.Errorf("an adjustment of %s has the key %s and corrects %q", e.Event, e.Key, e.Corrects)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Earn mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWindowOnce gives a month in pieces, with refunds in between and in every
// order: the sum is what the rest earns at once.
func TestWindowOnce(t *testing.T) {
	events := []commission.Event{sale("a", "333.33"), sale("b", "250.10"), sale("c", "0.57"), sale("d", "0"), sale("e", "99.99")}
	back := []commission.Event{refund("r", "a", "33.33"), refund("q", "b", "250.10"), refund("o", "a", "0.01")}
	// 333.33 + 0.57 + 99.99 - 33.34 = 400.55 are left: 10%, 40.055. The sale of 0 is
	// none: nothing was paid.
	for _, order := range [][]int{{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {1, 0, 4, 2, 3}} {
		var state commission.State
		plan := alianza.Must(commission.New(ruled(tabled(commission.PerMonth, twoBrackets()))))
		var list []commission.Entry
		for _, i := range order {
			list = append(list, earnAll(t, plan, &state, events[i])...)
		}
		for _, i := range []int{2, 0, 1} {
			list = append(list, earnAll(t, plan, &state, back[i])...)
		}
		if got := sumOf(list); !got.Equal(num("40.06")) {
			t.Errorf("in order %v: %s; want 40.06", order, got)
		}
		if got := attained(t, plan, &state, "ana", "sale", "2026-01"); !got.Amount.Equal(num("400.55")) || !got.Units.Equal(whole(3)) {
			t.Errorf("in order %v: Attained = %s; want 400.55 in 3 units", order, got)
		}
	}
}

// TestAttained asks for what was sold, and for what was not.
func TestAttained(t *testing.T) {
	one := tabled(commission.PerMonth, twoBrackets())
	one.Pay.Less = []string{"tax"}
	plan := planOf(closed(ruled(one), commission.Bonus{Name: "bonus", Over: commission.PerQuarter, Of: []string{"sale"}, Pay: commission.Pay{Fixed: num("1")}}))
	var state commission.State
	e := units(3, sale("a", "110"))
	e.Includes = numbers("tax", "10")
	earnAll(t, plan, &state, e)
	for _, tt := range []struct {
		partner, rule string
		period        string
		want          string
	}{
		{"ana", "sale", "2026-01", "100 in 3 units"},
		{"ana", "sale", "2026-Q1", "100 in 3 units"},
		{"ana", "sale", "2026", "0"},
		{"ana", "sale", "2026-02", "0"},
		{"ana", "other", "2026-01", "0"},
		{"bea", "sale", "2026-01", "0"},
	} {
		if got := attained(t, plan, &state, tt.partner, tt.rule, tt.period).String(); got != tt.want {
			t.Errorf("Attained(%s, %s, %s) = %s; want %s", tt.partner, tt.rule, tt.period, got, tt.want)
		}
	}
	if got := attained(t, plan, &commission.State{}, "ana", "sale", "2026-01"); !got.Units.IsZero() || !got.Amount.IsZero() {
		t.Errorf("State{}.Attained = %s; want nothing", got)
	}
}

// TestClose pays a bonus, shuts the period, and lets refunds fall in proportion.
func TestClose_C28(t *testing.T) {
	bonus := bonusWhen(commission.Bonus{
		Name: "bonus", Over: commission.PerMonth, Of: []string{"sale"}, Pay: commission.Pay{Rate: rate("1%")},
	}, commission.FactIs("amount", alianza.AtLeast(num("600"))))
	plan := planOf(closed(ruled(tabled(commission.PerMonth, twoBrackets())), bonus))
	var state commission.State
	earnAll(t, plan, &state, salesOf("300", "300")...) // 120.00
	got := mustEarn(t, plan, &state, closing("x", "2026-01"))
	const text = "close x: 1% of 600 USD = 6, rounded 6.00, rule bonus, plan p v1"
	if got.String() != text || got.Key != "p/ana/bonus/x" || got.Kind != commission.Close {
		t.Errorf("Earn(the close) = %s, key %s; want %s", got, got.Key, text)
	}
	checkRefused(t, plan, &state, closing("again", "2026-01"), []fault{{"period", alianza.ErrRepeated}}) // a period is closed once
	if why := mustPass(t, plan, &state, dated("2026-02-28", closing("empty", "2026-02"))); why.Reason.String() != "nothing was attained in 2026-02" {
		t.Errorf("Earn(close of nothing) = %+v; want that nothing was attained", why)
	}
	checkRefused(t, plan, &state, closing("quarter", "2026-Q1"), []fault{{"period", alianza.ErrUnknown}}) // which no rule and no bonus is over
	checkRefused(t, plan, &state, sale("late", "1"), []fault{{"at", alianza.ErrConflict}})
	checkRefused(t, plan, &state, dated("2026-02-28", sale("late", "1")), []fault{{"at", alianza.ErrConflict}}) // closed empty
	mustEarn(t, plan, &state, dated("2026-03-01", sale("march", "1")))
	mustEarn(t, plan, &state, of("bea", sale("other", "1"))) // a period is closed for a partner
	// 450 of 600 are left: of 120.00 that is 90.00, and not 10% of 450.
	back := mustEarn(t, plan, &state, refund("r", "sa", "150"))
	if !back.Amount.Equal(num("-30")) || !back.Remaining.Amount.Equal(num("90")) || !back.Remaining.Base.Equal(num("450")) {
		t.Errorf("Earn(refund after the close) = %s; want -30.00 to 90.00 of 450", back)
	}
	// 149.99 of 600 are left: 29.998 of 120.00.
	back = mustEarn(t, plan, &state, refund("q", "sb", "300"))
	if !back.Amount.Equal(num("-60")) || !back.Exact.Equal(num("-60")) {
		t.Errorf("Earn(another) = %s, exact %s; want -60.00", back, back.Exact)
	}
	back = mustEarn(t, plan, &state, refund("o", "sa", "150"))
	if !back.Amount.Equal(num("-30")) || !back.Remaining.Amount.IsZero() {
		t.Errorf("Earn(the rest) = %s; want -30.00 to nothing", back)
	}
	if got := attained(t, plan, &state, "ana", "sale", "2026-01"); !got.Amount.Equal(num("600")) {
		t.Errorf("Attained of a closed month = %s; want 600 still", got)
	}
}

// TestCloseWindows keeps the windows of a bonus for a rule that pays each sale
// by itself.
func TestCloseWindows(t *testing.T) {
	bonus := func(over commission.Window) commission.Bonus {
		return commission.Bonus{
			Name: "bonus " + over.String(), Over: over, Of: []string{"sale"},
			Pay: commission.Pay{PerUnit: num("2")}, Limit: commission.Limits{Max: num("9")},
		}
	}
	d := closed(ruled(onSale("10%")), bonus(commission.PerMonth), bonus(commission.PerYear))
	plan := alianza.Must(commission.New(d))
	var state commission.State
	earnAll(t, plan, &state, units(2, sale("a", "100")), sale("b", "50"), dated("2026-02-01", units(4, sale("c", "10"))), refund("r", "b", "50"))
	// In January 2 units are left, in the year 6.
	earned, err := earn(plan, &state, closing("jan", "2026-01"))
	if err != nil || !earned.Sum(commission.Cash).Equal(num("4")) || len(earned.Entries) != 1 || len(earned.Skipped) != 0 {
		t.Errorf("Earn(close of January) = %v, %v; want 2 x 2", earned, err)
	}
	earned, err = earn(plan, &state, closing("year", "2026"))
	if err != nil || !earned.Sum(commission.Cash).Equal(num("9")) || earned.Entries[0].Why.String() != "cut to the maximum" {
		t.Errorf("Earn(close of the year) = %v, %v; want 6 x 2 cut to 9", earned, err)
	}
	// A refund still takes back what its sale earned.
	if got := mustEarn(t, plan, &state, refund("q", "a", "100")); !got.Amount.Equal(num("-10")) {
		t.Errorf("Earn(refund after the closes) = %s; want -10.00", got)
	}
	if got := attained(t, plan, &state, "ana", "sale", "2026"); !got.Amount.Equal(num("110")) || !got.Units.Equal(whole(6)) {
		t.Errorf("Attained of a closed year = %s; want 110 in 6 units", got)
	}
	// The bonus itself is taken back by a chargeback, once.
	back := mustEarn(t, plan, &state, chargeback("x", "year", "0"))
	if !back.Amount.Equal(num("-9")) || back.Rule != "bonus year" || back.Corrects != "p/ana/bonus year/2026" {
		t.Errorf("Earn(chargeback of the bonus) = %s; want -9.00", back)
	}
	checkRefused(t, plan, &state, chargeback("y", "year", "0"), []fault{{"of", alianza.ErrRange}})
	checkRefused(t, plan, &state, corrected("jan", sale("z", "1")), []fault{{"of", alianza.ErrConflict}})
}

// TestCloseCharged takes back a bonus that counted units, says what it was of, and
// says why where there is nothing to take.
func TestCloseCharged(t *testing.T) {
	number := monthly("number", "0", "sale")
	number.Pay = commission.Pay{PerUnit: num("2")}
	never := bonusWhen(monthly("never", "7", "sale"), commission.FactIs("amount", alianza.AtLeast(num("1e6"))))
	lead := onSale("10%")
	lead.On, lead.Pay = commission.Lead, commission.Pay{Fixed: num("5")}
	amount := monthly("amount", "0", "sale")
	amount.Pay = commission.Pay{Rate: rate("1%")}
	plan, state := planOf(closed(ruled(lead), number, never)), &commission.State{}
	earnAll(t, plan, state, units(3, kind(commission.Lead, sale("l", "0"))))
	if one := earnAll(t, plan, state, closing("x", "2026-01"))[0]; !one.Units.Equal(whole(3)) || !one.Remaining.Units.Equal(whole(3)) {
		t.Errorf("Earn(the close) = %s, of %s units, %s remaining; want 3", one, one.Units, one.Remaining.Units)
	}
	earned, err := earn(plan, state, chargeback("c", "x", "0"))
	const text = "chargeback c of x: 3 units of 2026-01 earn 0.00 after 6.00, so -6.00, rule number, plan p v1"
	if err != nil || len(earned.Entries) != 1 || earned.Entries[0].String() != text {
		t.Errorf("Earn(a chargeback of the close) = %s, %v; want %s", earned, err, text)
	}
	if diff := cmp.Diff([]string{"never: what it takes back earned nothing"}, skippedOf(earned)); diff != "" {
		t.Errorf("Earn(a chargeback of the close) skips others (-want +got):\n%s", diff)
	}
	const again = "reversal v of c: 3 units of 2026-01 earn 6.00 after 0.00, so 6.00, rule number, plan p v1"
	if one := earnAll(t, plan, state, reversal("v", "c"))[0]; one.String() != again {
		t.Errorf("Earn(a reversal of it) = %s; want %s", one, again)
	}
	plan, state = planOf(closed(ruled(onSale("10%")), amount)), &commission.State{}
	list := earnAll(t, plan, state, sale("s", "1000"), closing("x", "2026-01"), chargeback("c", "x", "0"))
	const whole = "chargeback c of x: 1000 USD of 2026-01 earn 0.00 after 10.00, so -10.00, rule amount, plan p v1"
	if got := list[2].String(); got != whole {
		t.Errorf("Earn(a chargeback of the close) = %s; want %s", got, whole)
	}
	plan, state = planOf(ruled(tabled(commission.PerMonth, twoBrackets()))), &commission.State{}
	earnAll(t, plan, state, closing("x", "2026-01"))
	if got := mustPass(t, plan, state, chargeback("c", "x", "0")); got.Rule != "" || got.Reason.String() != "what it takes back earned nothing" {
		t.Errorf("Earn(a chargeback of a close without bonuses) = %+v; want that it earned nothing", got)
	}
}

// TestWindowTier names the level of a window: of two with one rate the first by
// name, and one at 0% where there is no other.
func TestWindowTier(t *testing.T) {
	rule := onSale("10%")
	rule.Over.Over = commission.PerMonth
	rule.Pay = commission.Pay{Ladder: "l", Rates: map[string]alianza.Percent{"a": rate("20%"), "b": rate("20%"), "c": rate("0%")}}
	plan, state := planOf(ruled(rule)), &commission.State{}
	list := earnAll(t, plan, state, at("l/c", sale("s", "100")), at("l/b", sale("t", "100")), at("l/a", sale("u", "100")))
	var got []string
	for _, e := range list {
		got = append(got, string(e.Kind)+" "+e.Tier+" "+e.Amount.String())
	}
	// The second sale rates the first again: 20% of 100. The third rates none again.
	if diff := cmp.Diff([]string{"sale l/c 0", "adjustment l/b 20", "sale l/b 20", "sale l/a 20"}, got); diff != "" {
		t.Errorf("Earn mismatch (-want +got):\n%s", diff)
	}
}

// TestWindowAtCap says nothing of a cap that what a window earns just reaches, and
// says it of what is rated again and cut.
func TestWindowAtCap(t *testing.T) {
	one := tabled(commission.PerMonth, twoBrackets())
	one.Limit.Caps = []commission.Cap{{Amount: num("50"), Per: commission.PerMonth}}
	plan, state := planOf(ruled(one)), &commission.State{}
	if got := mustEarn(t, plan, state, sale("a", "500")); !got.Amount.Equal(num("50")) || !got.Why.IsZero() {
		t.Errorf("Earn(10%% of 500) = %s; want 50.00, without a reason", got)
	}
	state = &commission.State{}
	list := earnAll(t, plan, state, sale("a", "400"), sale("b", "400"))
	// 10% of 400; 20% of 400 is 80, cut to 50, so 10 more; nothing more.
	if diff := cmp.Diff([]string{"40.00", "10.00", "0.00"}, amountsOf(list)); diff != "" {
		t.Errorf("Earn mismatch (-want +got):\n%s", diff)
	}
	for _, e := range list[1:] {
		if got := e.Why.String(); got != "cut to the cap of 50 per month" {
			t.Errorf("%s %s says %q; want the cap", e.Kind, e.Event, got)
		}
	}
}

// TestOtherVersion says what a sale of one version makes of the part of another:
// what is left there, and what it earns.
func TestOtherVersion(t *testing.T) {
	first := tabled(commission.PerYear, byUnits(twoBrackets()))
	carried := first
	carried.Over.Carry = true
	plan, state := planOf(ruled(first), second("2026-01-15", ruled(carried))), &commission.State{}
	earnAll(t, plan, state, units(300, sale("a", "300")), units(400, at2(day(20), sale("b", "400"))), units(50, at2(day(20), refund("q", "b", "50"))))
	list := earnAll(t, plan, state, units(300, refund("r", "a", "300")))
	// The second part is 350 of 350: 10%, which was 20% of 650 less 30.
	other := list[len(list)-1]
	if other.Version != 2 || !other.Base.Equal(num("350")) || !other.Remaining.Base.Equal(num("350")) || !other.Remaining.Units.Equal(whole(350)) ||
		!other.Remaining.Amount.Equal(num("35")) || other.Key != "p/ana/sale/r/adjustment/v2" {
		t.Errorf("Earn(refund) posts for the other version %+v; want 350 of 350, which earn 35.00", other)
	}
}

// TestVersions begins new windows with a version. A refund goes by the version of
// its sale in everything: its part of the window is rated again by that.
func TestVersions(t *testing.T) {
	d := ruled(tabled(commission.PerMonth, twoBrackets()))
	next := ruled(tabled(commission.PerMonth, twoBrackets()))
	next.Version, next.From, next.Rules[0].Pay.Table.Brackets[1].Rate, next.Rounding = 2, date("2026-01-15"), rate("50%"), commission.Up
	plan := planOf(d, next)
	var state commission.State
	earnAll(t, plan, &state, salesOf("300", "300.01")...) // 120.002
	list := earnAll(t, plan, &state, at2(day(15), sale("x", "400")), at2(day(16), sale("y", "200")))
	// 10% of 400; 50% of 400 is 200, so 160 more; then 100.
	if diff := cmp.Diff([]string{"40.00", "160.00", "100.00"}, amountsOf(list)); diff != "" {
		t.Errorf("Earn by the second version mismatch (-want +got):\n%s", diff)
	}
	// 300 are left under the first version: 10%, after 120.00.
	list = earnAll(t, plan, &state, at2(day(20), refund("r", "sb", "300.01")))
	if back := list[len(list)-1]; !sumOf(list).Equal(num("-90")) || back.Version != 1 || back.Period != "2026-01" {
		t.Errorf("Earn(refund of a sale of the first version) = %v, v%d; want -90.00, v1", list, back.Version)
	}
	if got := attained(t, plan, &state, "ana", "sale", "2026-01"); !got.Amount.Equal(num("900")) {
		t.Errorf("Attained under both versions = %s; want 900", got)
	}
}

// TestWindowCap cuts what a window earns, and gives back room.
func TestWindowCap(t *testing.T) {
	one := tabled(commission.PerMonth, twoBrackets())
	one.Limit.Caps = []commission.Cap{{Amount: num("100"), Per: commission.PerMonth}}
	plan := alianza.Must(commission.New(ruled(one)))
	var state commission.State
	list := earnAll(t, plan, &state, salesOf("300", "300", "100")...)
	// 30; 60 for the 300, so 30; 120 cut to 100, so 40; nothing more.
	if diff := cmp.Diff([]string{"30.00", "30.00", "40.00", "0.00"}, amountsOf(list)); diff != "" {
		t.Errorf("Earn mismatch (-want +got):\n%s", diff)
	}
	for _, e := range list[2:] {
		if e.Why.String() != "cut to the cap of 100 per month" {
			t.Errorf("Note = %q of %s; want the cap", e.Why.String(), e)
		}
	}
	// 600 still earn 120; then 300 earn 30.
	list = earnAll(t, plan, &state, refund("r", "sc", "100"), refund("q", "sa", "300"))
	if got := sumOf(list); !got.Equal(num("-70")) {
		t.Errorf("Earn(refunds) = %v; want -70.00 in all", list)
	}
	if got := list[0].Amount; !got.IsZero() {
		t.Errorf("Earn(a refund above the cap) = %s; want 0", got)
	}
}

// TestVersionsGoOn has what a new version takes over: what is closed, caps, and
// customers' times.
func TestVersionsGoOn(t *testing.T) {
	one := onSale("10%")
	one.Lasts.Payments, one.Lasts.Then = 2, rate("5%")
	one.Limit.Caps = []commission.Cap{{Amount: num("25"), Per: commission.PerMonth}}
	d := closed(ruled(one), monthly("bonus", "1", "sale"))
	next := d
	next.Version, next.From = 2, date("2026-01-02")
	plan := planOf(d, next)
	var state commission.State
	list := earnAll(t, plan, &state, by("k", sale("a", "100")), by("k", at2(day(2), sale("b", "100"))), by("k", at2(day(2), sale("c", "200"))))
	// 10, 10, and 5% of 200 cut to the 5 that are left.
	if diff := cmp.Diff([]string{"10.00", "10.00", "5.00"}, amountsOf(list)); diff != "" {
		t.Errorf("Earn mismatch (-want +got):\n%s", diff)
	}
	// The refund of a sale of the first version is room under the cap of the second.
	list = earnAll(t, plan, &state, refund("r", "a", "40"), by("k", at2(day(2), sale("d", "200"))))
	if diff := cmp.Diff([]string{"-4.00", "4.00"}, amountsOf(list)); diff != "" {
		t.Errorf("Earn after a refund mismatch (-want +got):\n%s", diff)
	}
	// A close in the days of the first version closes the month for the second.
	if got := mustEarn(t, plan, &state, at2(day(1), closing("x", "2026-01"))); !got.Amount.Equal(num("1")) {
		t.Errorf("Earn(the close) = %s; want 1.00", got)
	}
	checkRefused(t, plan, &state, by("k", at2(day(2), sale("late", "1"))), []fault{{"at", alianza.ErrConflict}})
	checkRefused(t, plan, &state, closing("y", "2026-01"), []fault{{"period", alianza.ErrRepeated}})
	checkRefused(t, plan, &state, by("k", sale("late", "1")), []fault{{"at", alianza.ErrConflict}})
}

// TestVersionsOfTiers takes back a sale of an older version at the rate that
// its window had.
func TestVersionsOfTiers(t *testing.T) {
	tier := commission.Affiliate().Rules[0]
	tier.Over.Over = commission.PerMonth
	d := ruled(tier)
	next := ruled(tier)
	next.Version, next.From = 2, date("2026-01-02")
	next.Rules[0].Pay.Rates = map[string]alianza.Percent{"basic": rate("1%"), "silver": rate("2%")}
	plan := planOf(d, next)
	var state commission.State
	earnAll(t, plan, &state, at("affiliate/basic", sale("a", "10.01")), at("affiliate/silver", sale("b", "10.01"))) // 25% of 20.02 is 5.005
	// 25% of 10.01 are 2.5025, after 5.01.
	got := mustEarn(t, plan, &state, refund("r", "a", "10.01"))
	if !got.Amount.Equal(num("-2.51")) || !got.Remaining.Amount.Equal(num("2.50")) || got.Version != 1 {
		t.Errorf("Earn(refund) = %s, v%d; want -2.51 to 2.50, v1", got, got.Version)
	}
	got = mustEarn(t, plan, &state, refund("q", "b", "10.01"))
	if !got.Amount.Equal(num("-2.50")) || !got.Remaining.Amount.IsZero() {
		t.Errorf("Earn(the other refund) = %s; want -2.50 to nothing", got)
	}
}

// TestAdjustmentExact has an adjustment's exact amount: 25% less 20% of what was
// sold before.
func TestAdjustmentExact_C33(t *testing.T) {
	d := flat()
	d.Rules[0] = commission.Rule{
		Name: "sale", On: commission.Sale,
		Pay: commission.Pay{
			Table: commission.TableDefinition{
				Scope: commission.Slab, Brackets: []commission.Bracket{bracket("100", "20%"), bracket("", "25%")},
			},
		},
		Over: commission.Span{Over: commission.PerMonth},
	}
	plan := alianza.Must(commission.New(d))
	var state commission.State
	mustEarn(t, plan, &state, sale("a", "99.99"))
	earned, err := plan.Earn(&state, sale("b", "10.01"))
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

// TestDeductionsOverAmount sells at a loss: what is taken off is more than the
// amount. The base is 0, and nothing is paid of it.
func TestDeductionsOverAmount(t *testing.T) {
	d := flat()
	d.Rules = append([]commission.Rule(nil), d.Rules...)
	d.Rules[0].Pay.Less = []string{"tax", "shipping"}
	e := sale("s", "10.00")
	e.Includes = map[string]decimal.Decimal{"tax": num("8.00"), "shipping": num("2.01")}
	if got := mustPass(t, planOf(d), &commission.State{}, e); got.Rule != "sale" || got.Reason.String() != "nothing was paid" {
		t.Errorf("Earn = %v; want that nothing was paid", got)
	}
}

// TestCreditPortions_C34 mirrors a hybrid in all its parts.
func TestCreditPortions_C34(t *testing.T) {
	d := flat()
	d.UnknownSale = commission.UnknownSaleCurrentRate
	d.Rules = []commission.Rule{{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: alianza.WholePercent(10), Fixed: num("3"), PerUnit: num("2")}}}
	e := refund("r", "", "40.00")
	e.Units = whole(2)
	earned, err := alianza.Must(commission.New(d)).Earn(&commission.State{}, e)
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
