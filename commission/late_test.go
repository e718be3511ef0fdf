package commission_test

import (
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// This file has what comes late, in part, wrong, and is undone.

// A story is what happens under a program, and what each event posts in all, or
// why it is refused.
type story struct {
	name     string
	versions []commission.Definition
	events   []commission.Event
	want     []string // an amount, or "refused: kind"
}

func (s story) run(t *testing.T) {
	t.Helper()
	t.Run(s.name, func(t *testing.T) {
		t.Helper()
		s.play(t)
	})
}

// play gives the events to the plan, and returns it with all that it knows.
func (s story) play(t *testing.T) (commission.Plan, *commission.State) {
	t.Helper()
	plan, state := planOf(s.versions...), &commission.State{}
	if len(s.events) != len(s.want) {
		t.Fatalf("%d results for %d events", len(s.want), len(s.events))
	}
	for i, e := range s.events {
		earned, err := earn(plan, state, e)
		if kind, refused := strings.CutPrefix(s.want[i], "refused: "); refused {
			if !errors.Is(err, refusals[kind]) {
				t.Errorf("Earn(%s) = %s, %v; want %s", eventText(e), earned, err, s.want[i])
			}
			continue
		}
		if got := sumOf(earned.Entries); err != nil || !got.Equal(num(s.want[i])) {
			t.Errorf("Earn(%s) = %s, %v; want %s", eventText(e), earned, err, s.want[i])
		}
	}
	return plan, state
}

// one returns the versions of a program of one rule, or of several.
func one(rules ...commission.Rule) []commission.Definition {
	return []commission.Definition{ruled(rules...)}
}

// with returns the event with parts of its amount.
func with(name, amount string, e commission.Event) commission.Event {
	parts := map[string]decimal.Decimal{name: num(amount)}
	maps.Copy(parts, e.Includes)
	e.Includes = parts
	return e
}

// reversal undoes a refund or a chargeback.
func reversal(id, of string) commission.Event {
	return kind(commission.Reversal, refund(id, of, "0"))
}

// second returns the next version of a program, from a day on.
func second(from string, d commission.Definition) commission.Definition {
	d.Version, d.From = 2, date(from)
	return d
}

// unitTable is 5 units at 1, then at 2.
func unitTable() commission.TableDefinition {
	return byUnits(table(commission.Graduated, perUnit("5", "1"), perUnit("", "2")))
}

// TestRefundByUnits takes back the units that a refund says.
func TestRefundByUnits_C34(t *testing.T) {
	per := commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{PerUnit: num("5")}}
	hybrid := onSale("10%")
	hybrid.Pay.PerUnit, hybrid.Pay.Fixed = num("2"), num("3")
	least := per
	least.Limit.Min = num("30")
	ten := func(e commission.Event) commission.Event { return units(10, e) }
	for _, tt := range []story{
		{"10 units, 5 at 1, then at 2, with 4 returned, leave 7.00", one(tabled(commission.PerEvent, unitTable())), []commission.Event{ten(sale("s", "100")), units(4, refund("r", "s", "40"))}, []string{"15", "-8"}},
		{"the same over a month", one(tabled(commission.PerMonth, unitTable())), []commission.Event{ten(sale("s", "100")), units(4, refund("r", "s", "40"))}, []string{"15", "-8"}},
		{"the units count, whatever the amount", one(tabled(commission.PerEvent, unitTable())), []commission.Event{ten(sale("s", "100")), units(4, refund("r", "s", "1"))}, []string{"15", "-8"}},
		{"then the rest", one(tabled(commission.PerEvent, unitTable())), []commission.Event{ten(sale("s", "100")), units(4, refund("r", "s", "40")), units(6, refund("q", "s", "60"))}, []string{"15", "-8", "-7"}},
		{"per unit", one(per), []commission.Event{units(3, sale("s", "100")), units(1, refund("r", "s", "20"))}, []string{"15", "-5"}},
		{"half a unit", one(per), []commission.Event{units(3, sale("s", "100")), func() commission.Event { e := refund("r", "s", "20"); e.Units = num("0.5"); return e }()}, []string{"15", "-2.50"}},
		// 10% of 60, 6 units at 2 and 60% of 3: 6 + 12 + 1.80.
		{"a rate, units and a fixed amount", one(hybrid), []commission.Event{ten(sale("s", "100")), units(4, refund("r", "s", "40"))}, []string{"33", "-13.20"}},
		{"without units, in proportion to the amount", one(per), []commission.Event{units(3, sale("s", "100")), refund("r", "s", "20")}, []string{"15", "-3"}},
		{"what was raised to a minimum, in proportion to the amount", one(least), []commission.Event{units(3, sale("s", "100")), units(1, refund("r", "s", "20"))}, []string{"30", "-6"}},
		{"more units than the sale had", one(per), []commission.Event{units(3, sale("s", "100")), units(4, refund("r", "s", "20"))}, []string{"15", "refused: range"}},
		{"more units than are left", one(per), []commission.Event{units(3, sale("s", "100")), units(2, refund("r", "s", "20")), units(2, refund("q", "s", "20"))}, []string{"15", "-10", "refused: range"}},
		{"units of a sale without units", one(onSale("10%")), []commission.Event{sale("s", "100"), units(1, refund("r", "s", "20"))}, []string{"10", "refused: range"}},
		// The unit that was returned is another than those that the discount was on:
		// 3 units and 80 are left; half of 80 takes half of the 2 units that are left.
		{"units, and then in proportion to the rest", one(per), []commission.Event{units(3, sale("s", "100")), units(1, refund("r", "s", "20")), refund("q", "s", "40")}, []string{"15", "-5", "-5"}},
	} {
		tt.run(t)
	}
}

// TestRefundByParts takes back the parts that a refund says.
func TestRefundByParts_C34(t *testing.T) {
	goods := onSale("10%")
	goods.Pay.Less = []string{"shipping"}
	net := onSale("10%")
	net.Pay.Less = []string{"shipping", "tax"}
	order := with("shipping", "10", sale("s", "110"))
	taxed := with("tax", "10", order)
	for _, tt := range []story{
		{"the shipping alone takes back nothing", one(goods), []commission.Event{order, with("shipping", "10", refund("r", "s", "10"))}, []string{"10", "0"}},
		{"the goods alone take back all", one(goods), []commission.Event{order, with("shipping", "0", refund("r", "s", "100"))}, []string{"10", "-10"}},
		{"half of the goods and the shipping", one(goods), []commission.Event{order, with("shipping", "10", refund("r", "s", "60"))}, []string{"10", "-5"}},
		{"without parts, in proportion: 55 of 110", one(goods), []commission.Event{order, refund("r", "s", "55")}, []string{"10", "-5"}},
		// Goods of 90: 45 of them are left after the first, and half of the 55 that are
		// left of the amount takes half of that.
		{"parts, and then in proportion to the rest", one(net), []commission.Event{taxed, with("shipping", "5", with("tax", "5", refund("r", "s", "55"))), refund("q", "s", "27.50")}, []string{"9", "-4.50", "-2.25"}},
		{"in proportion, and then parts: the same", one(net), []commission.Event{taxed, refund("q", "s", "27.50"), with("shipping", "5", with("tax", "5", refund("r", "s", "55")))}, []string{"9", "-2.25", "-4.50"}},
		{"more shipping than the sale had", one(goods), []commission.Event{order, with("shipping", "10.01", refund("r", "s", "20"))}, []string{"10", "refused: range"}},
		{"more shipping than is left", one(goods), []commission.Event{order, with("shipping", "6", refund("r", "s", "6")), with("shipping", "6", refund("q", "s", "6"))}, []string{"10", "0", "refused: range"}},
		{"a part that the sale did not have", one(goods), []commission.Event{order, with("tax", "1", refund("r", "s", "10"))}, []string{"10", "refused: range"}},
		{"more shipping than the refund", one(goods), []commission.Event{order, with("shipping", "10", refund("r", "s", "9"))}, []string{"10", "refused: range"}},
		{"more goods than the sale had", one(goods), []commission.Event{order, with("shipping", "0", refund("r", "s", "100.01"))}, []string{"10", "refused: range"}},
		{"over a month", one(func() commission.Rule { r := goods; r.Over.Over = commission.PerMonth; return r }()), []commission.Event{order, with("shipping", "10", refund("r", "s", "10")), with("shipping", "0", refund("q", "s", "50"))}, []string{"10", "0", "-5"}},
	} {
		tt.run(t)
	}
}

// TestRefundInProportion refunds a part of the amount: a part of everything goes,
// in windows by units as well, where a sale that says no units is one.
func TestRefundInProportion_C34(t *testing.T) {
	slab := byUnits(table(commission.Slab, bracket("5", "20%"), bracket("", "25%")))
	for _, tt := range []story{
		{"units of a window: 8 of 10 are left", one(tabled(commission.PerMonth, unitTable())), []commission.Event{units(10, sale("s", "100")), refund("r", "s", "20")}, []string{"15", "-4"}},
		{"a lead that is paid by number, in part", one(tabled(commission.PerMonth, unitTable())), []commission.Event{sale("s", "100"), refund("r", "s", "20")}, []string{"1", "-0.20"}},
		{"a rate by number: the sale is one until all of it is gone", one(tabled(commission.PerMonth, slab)), append(many(6, sale("s", "100")), refund("r", "s-5", "99"), refund("q", "s-5", "1")), []string{"20", "20", "20", "20", "20", "50", "-24.75", "-25.25"}},
		{"a rate by number, with units: 3 of 6 are left", one(tabled(commission.PerMonth, slab)), []commission.Event{units(6, sale("s", "600")), refund("r", "s", "300")}, []string{"150", "-90"}},
	} {
		tt.run(t)
	}
}

// TestNothingPaid lets a trial, and a sale that is discounted in full, neither
// begin nor use up a customer's time, nor count as a sale, unless the rule says so.
func TestNothingPaid(t *testing.T) {
	first := onSale("20%")
	first.Lasts.Payments = 1
	year := onSale("20%")
	year.Lasts.Months = 1
	net := first
	net.Pay.Less = []string{"discount"}
	counted := first
	counted.Lasts.CountFree = true
	slab := tabled(commission.PerMonth, byUnits(table(commission.Slab, bracket("1", "20%"), bracket("", "25%"))))
	slabCounted := slab
	slabCounted.Lasts.CountFree = true
	trial := by("k", sale("trial", "0"))
	paid := by("k", sale("paid", "100"))
	meter := closed(ruled(onSale("20%")), commission.Bonus{Name: "bonus", Over: commission.PerMonth, Of: []string{"sale"}, Pay: commission.Pay{PerUnit: num("1")}})
	for _, tt := range []story{
		{"the first payment is the first that is paid", one(first), []commission.Event{trial, paid, by("k", sale("next", "100"))}, []string{"0", "20", "0"}},
		{"a sale that is all discount", one(net), []commission.Event{with("discount", "100", by("k", sale("free", "100"))), with("discount", "0", paid)}, []string{"0", "20"}},
		{"the month begins with what is paid", one(year), []commission.Event{trial, at2(day(20), paid), at2(day(45), by("k", sale("next", "100")))}, []string{"0", "20", "20"}},
		{"unless it is counted", one(counted), []commission.Event{trial, paid}, []string{"0", "0"}},
		{"it is no sale in a window", one(slab), []commission.Event{trial, paid}, []string{"0", "20"}},
		{"unless it is counted there", one(slabCounted), []commission.Event{trial, paid}, []string{"0", "25"}},
		{"nor in a meter", []commission.Definition{meter}, []commission.Event{trial, paid, closing("x", "2026-01")}, []string{"0", "20", "1"}},
		{"a correction to nothing frees the customer's time", one(first), []commission.Event{paid, corrected("paid", by("k", sale("none", "0"))), by("k", sale("next", "50"))}, []string{"20", "-20", "10"}},
	} {
		tt.run(t)
	}
	per := commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{PerUnit: num("5")}}
	none := sale("none", "0")
	none.Units = num("0")
	if got := mustPass(t, planOf(one(per)...), &commission.State{}, none); got.Reason.Code != "nothing_paid" {
		t.Errorf("Earn(a sale of 0 units for nothing) = %+v; want that nothing was paid", got)
	}
	got := mustPass(t, planOf(one(first)...), &commission.State{}, trial)
	if got.Rule != "sale" || got.Reason.Code != "nothing_paid" || got.Reason.String() != "nothing was paid" {
		t.Errorf("Earn(a trial) = %+v; want that nothing was paid", got)
	}
}

// TestReversal undoes one refund that bounced, or a dispute that was won, at the
// terms of the sale.
func TestReversal_C34(t *testing.T) {
	slab := one(tabled(commission.PerMonth, twoBrackets()))
	capped := onSale("10%")
	capped.Limit.Caps = []commission.Cap{{Amount: num("15"), Per: commission.PerMonth}}
	late := ruled(onSale("10%"))
	late.RefundDays = 10
	goods := onSale("10%")
	goods.Pay.Less = []string{"shipping"}
	order := with("shipping", "10", units(4, sale("s", "110")))
	next := ruled(onSale("50%"))
	for _, tt := range []story{
		{"a refund that bounced", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "40"), reversal("v", "r")}, []string{"10", "-4", "4"}},
		{"one of two", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "40"), refund("q", "s", "30"), reversal("v", "r"), refund("o", "s", "70.01"), refund("p", "s", "70")}, []string{"10", "-4", "-3", "4", "refused: range", "-7"}},
		{"a dispute that was won", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "40"), chargeback("c", "s", "0"), reversal("v", "c")}, []string{"10", "-4", "-6", "6"}},
		{"and lost after all", one(onSale("10%")), []commission.Event{sale("s", "100"), chargeback("c", "s", "0"), reversal("v", "c"), chargeback("d", "s", "0")}, []string{"10", "-10", "10", "-10"}},
		{"in a window, over the bound and back", slab, []commission.Event{sale("s", "300"), sale("t", "300"), refund("r", "s", "300"), reversal("v", "r")}, []string{"30", "90", "-90", "90"}},
		{"under a cap, which it fills again", one(capped), []commission.Event{sale("s", "100"), refund("r", "s", "100"), sale("t", "100"), reversal("v", "r"), sale("u", "100")}, []string{"10", "-10", "10", "10", "0"}},
		{"above a cap of 15 that others filled meanwhile", one(capped), []commission.Event{sale("s", "120"), sale("t", "120"), refund("r", "s", "120"), sale("u", "130"), reversal("v", "r"), sale("w", "10")}, []string{"12", "3", "-12", "12", "12", "0"}},
		{"of parts and units", one(goods), []commission.Event{order, with("shipping", "10", units(1, refund("r", "s", "60"))), reversal("v", "r"), with("shipping", "10", units(4, refund("q", "s", "110")))}, []string{"10", "-5", "5", "-10"}},
		{"of a late refund, which took nothing", []commission.Definition{late}, []commission.Event{sale("s", "100"), at2(day(20), refund("r", "s", "40")), reversal("v", "r"), refund("q", "s", "100")}, []string{"10", "0", "0", "-10"}},
		{"at the version of the sale", []commission.Definition{ruled(onSale("10%")), second("2026-01-15", next)}, []commission.Event{sale("s", "100"), at2(day(20), refund("r", "s", "40")), at2(day(21), reversal("v", "r"))}, []string{"10", "-4", "4"}},
		{"once", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "40"), reversal("v", "r"), reversal("w", "r")}, []string{"10", "-4", "4", "refused: conflict"}},
		{"the same reversal again", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "40"), reversal("v", "r"), reversal("v", "r")}, []string{"10", "-4", "4", "refused: repeated"}},
		{"of a sale", one(onSale("10%")), []commission.Event{sale("s", "100"), reversal("v", "s")}, []string{"10", "refused: conflict"}},
		{"of a reversal", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "40"), reversal("v", "r"), reversal("w", "v")}, []string{"10", "-4", "4", "refused: conflict"}},
		{"of a refund that has not come", one(onSale("10%")), []commission.Event{sale("s", "100"), reversal("v", "r")}, []string{"10", "refused: pending"}},
	} {
		tt.run(t)
	}
	plan, state := planOf(one(onSale("10%"))...), &commission.State{}
	earnAll(t, plan, state, sale("s", "100"), refund("r", "s", "40"))
	got := mustEarn(t, plan, state, reversal("v", "r"))
	const text = "reversal v of s: 40 USD again, 100 left at 10% earn 10.00 after 6.00, so 4.00, r is undone, rule sale, plan p v1"
	if got.String() != text || got.Corrects != "p/ana/sale/s" || got.Key != "p/ana/sale/v" || got.Why.Code != "undone" {
		t.Errorf("Earn(a reversal) = %s, key %s, corrects %s; want %s", got, got.Key, got.Corrects, text)
	}
}

// TestCorrectionOfRefund corrects a refund like a sale.
func TestCorrectionOfRefund_C34(t *testing.T) {
	slab := one(tabled(commission.PerMonth, twoBrackets()))
	for _, tt := range []story{
		{"40 was 30", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "40"), corrected("r", sale("k", "30")), refund("q", "s", "70")}, []string{"10", "-4", "1", "-7"}},
		{"there was none", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "40"), corrected("r", sale("k", "0"))}, []string{"10", "-4", "4"}},
		{"more than there is", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "40"), corrected("r", sale("k", "100.01"))}, []string{"10", "-4", "refused: range"}},
		{"in a window", slab, []commission.Event{sale("s", "300"), sale("t", "300"), refund("r", "s", "300"), corrected("r", sale("k", "50"))}, []string{"30", "90", "-90", "80"}},
		{"a correction of a correction", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "40"), corrected("r", sale("k", "30")), corrected("k", sale("l", "20"))}, []string{"10", "-4", "1", "1"}},
		{"the corrected one is undone", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "40"), corrected("r", sale("k", "30")), reversal("v", "r"), reversal("w", "k")}, []string{"10", "-4", "1", "refused: conflict", "3"}},
		{"the refund of a sale that is corrected is carried over", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "40"), corrected("s", sale("k", "90")), reversal("v", "r"), refund("q", "k", "90")}, []string{"10", "-4", "-1", "4", "-9"}},
		{"a sale is corrected to less than was refunded", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "40"), corrected("s", sale("k", "39.99")), corrected("s", sale("k", "40"))}, []string{"10", "-4", "refused: range", "-6"}},
		{"a refund is corrected after its sale was", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "40"), corrected("s", sale("k", "90")), corrected("r", sale("l", "30"))}, []string{"10", "-4", "-1", "1"}},
	} {
		tt.run(t)
	}
}

// TestChargebackAfterRefund takes only what is left.
func TestChargebackAfterRefund_C34(t *testing.T) {
	for _, tt := range []story{
		{"of the whole", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "40"), chargeback("c", "s", "0")}, []string{"10", "-4", "-6"}},
		{"of an amount above it", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "40"), chargeback("c", "s", "60.01")}, []string{"10", "-4", "refused: range"}},
		{"of all that was refunded", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "100"), chargeback("c", "s", "0")}, []string{"10", "-10", "refused: range"}},
	} {
		tt.run(t)
	}
}

// TestRefundBeforeSale parks a refund whose sale has not come. Under every policy
// the balance is that of the right order, once the sale has come.
func TestRefundBeforeSale_C34(t *testing.T) {
	policy := func(u commission.UnknownSale, rules ...commission.Rule) []commission.Definition {
		d := ruled(rules...)
		d.UnknownSale = u
		return []commission.Definition{d}
	}
	slab := tabled(commission.PerMonth, twoBrackets())
	ignore, current := commission.UnknownSaleIgnore, commission.UnknownSaleCurrentRate
	for _, tt := range []story{
		{"refuse: it is pending, and taken when it comes again", one(onSale("10%")), []commission.Event{refund("r", "s", "40"), sale("s", "100"), refund("r", "s", "40")}, []string{"refused: pending", "10", "-4"}},
		{"ignore: it waits", policy(ignore, onSale("10%")), []commission.Event{refund("r", "s", "40"), sale("s", "100"), refund("q", "s", "60")}, []string{"0", "6", "-6"}},
		{"ignore: it waits, and comes again", policy(ignore, onSale("10%")), []commission.Event{refund("r", "s", "40"), refund("r", "s", "40"), sale("s", "100"), refund("r", "s", "40")}, []string{"0", "refused: repeated", "6", "refused: repeated"}},
		{"current rate: it is credited, and given back", policy(current, onSale("10%")), []commission.Event{refund("r", "s", "40"), sale("s", "100"), refund("q", "s", "60.01")}, []string{"-4", "10", "refused: range"}},
		{"current rate, in a window: 10% of 400, then of 360 are left", policy(current, slab), []commission.Event{refund("r", "s", "40"), sale("s", "400")}, []string{"-4", "40"}},
		{"current rate, in a window, over the bound: 20% of 560", policy(current, slab), []commission.Event{refund("r", "s", "40"), sale("s", "600")}, []string{"-4", "116"}},
		{"two of them", policy(ignore, onSale("10%")), []commission.Event{refund("r", "s", "40"), refund("q", "s", "30"), sale("s", "100")}, []string{"0", "0", "3"}},
		{"more than the sale", policy(ignore, onSale("10%")), []commission.Event{refund("r", "s", "40"), refund("q", "s", "70"), sale("s", "100"), refund("o", "s", "0.01")}, []string{"0", "0", "0", "refused: range"}},
		{"more than the sale, credited", policy(current, onSale("10%")), []commission.Event{refund("r", "s", "140"), sale("s", "100")}, []string{"-14", "14"}},
		{"a dispute before the sale", policy(ignore, onSale("10%")), []commission.Event{chargeback("c", "s", "0"), sale("s", "100")}, []string{"0", "0"}},
		{"undone before the sale", policy(current, onSale("10%")), []commission.Event{refund("r", "s", "40"), reversal("v", "r"), sale("s", "100")}, []string{"-4", "4", "10"}},
		{"undone after the sale", policy(current, onSale("10%")), []commission.Event{refund("r", "s", "40"), sale("s", "100"), reversal("v", "r")}, []string{"-4", "10", "4"}},
		{"corrected before the sale", policy(current, onSale("10%")), []commission.Event{refund("r", "s", "40"), corrected("r", sale("k", "30")), sale("s", "100")}, []string{"-4", "1", "10"}},
	} {
		tt.run(t)
	}
	_, err := planOf(one(onSale("10%"))...).Earn(&commission.State{}, refund("r", "s", "40"))
	if !errors.Is(err, alianza.ErrPending) || !errors.Is(err, alianza.ErrUnknown) {
		t.Errorf("Earn(a refund before its sale) = %v; want pending, which is unknown", err)
	}
}

// TestCreditGivenBack names the credit that a sale gives back, and the refund that
// it was for.
func TestCreditGivenBack(t *testing.T) {
	d := ruled(onSale("10%"))
	d.UnknownSale = commission.UnknownSaleCurrentRate
	plan, state := planOf(d, second("2026-01-15", d)), &commission.State{}
	credit := mustEarn(t, plan, state, refund("r", "s", "40"))
	list := earnAll(t, plan, state, sale("s", "100"))
	if len(list) != 3 {
		t.Fatalf("Earn(the sale) = %v; want what it earns, the credit given back, and what the refund takes", list)
	}
	if back := list[1]; back.Corrects != credit.Key || back.Of != "r" || back.Event != "s" || back.Version != 1 || !back.Amount.Equal(num("4")) {
		t.Errorf("%+v; want 4.00 of s that corrects %s, of r, by version 1", back, credit.Key)
	}
	if taken := list[2]; taken.Of != "r" || taken.Event != "s" || taken.Key != "p/ana/sale/s/early/r" || !taken.Amount.Equal(num("-4")) {
		t.Errorf("%+v; want -4.00 of s, of r", taken)
	}
}

// TestEarlyRefundsBounded lets a hundred refunds come before one sale.
func TestEarlyRefundsBounded(t *testing.T) {
	d := ruled(onSale("10%"))
	d.UnknownSale = commission.UnknownSaleIgnore
	plan, state := planOf(d), &commission.State{}
	earnAll(t, plan, state, many(100, refund("r", "s", "1"))...)
	checkRefused(t, plan, state, refund("r", "s", "1"), []fault{{"of", alianza.ErrRange}})
	earnAll(t, plan, state, reversal("v", "r-7"), refund("r", "s", "1")) // one is undone, another comes
	checkRefused(t, plan, state, refund("q", "s", "1"), []fault{{"of", alianza.ErrRange}})
	if got := sumOf(earnAll(t, plan, state, sale("s", "1000"))); !got.Equal(num("90")) {
		t.Errorf("Earn(a sale of 1000, of which 100 were refunded) = %s; want 90", got)
	}
}

// TestEarlyRefundSays tells once of each early refund that it is more than the sale
// has, or came too late.
func TestEarlyRefundSays(t *testing.T) {
	goods := onSale("10%")
	goods.Pay.Less = []string{"shipping"}
	d := ruled(goods)
	d.UnknownSale, d.RefundDays = commission.UnknownSaleIgnore, 10
	order := with("shipping", "50", units(4, sale("s", "100")))
	more, late := ": refund r is more than what is left of the sale", ": refunded 19 days after the sale, later than the 10 of the plan"
	for _, tt := range []struct {
		name   string
		refund commission.Event
		want   []string
	}{
		{"it fits", with("shipping", "10", units(1, refund("r", "s", "20"))), nil},
		{"all of it", refund("r", "s", "100"), nil},
		{"all units", units(4, refund("r", "s", "60")), nil},
		{"all of the shipping", with("shipping", "50", refund("r", "s", "60")), nil},
		{"a greater amount", refund("r", "s", "101"), []string{more}},
		{"more units", units(5, refund("r", "s", "20")), []string{more}},
		{"more shipping", with("shipping", "51", refund("r", "s", "60")), []string{more}},
		{"a greater amount, more units and more shipping", with("shipping", "51", units(5, refund("r", "s", "101"))), []string{more}},
		{"more shipping than its amount", with("shipping", "20", refund("r", "s", "10")), []string{more}},
		{"more goods", with("shipping", "0", refund("r", "s", "51")), []string{more}},
		{"a greater amount of goods", with("shipping", "0", refund("r", "s", "101")), []string{more}},
		{"more goods, too late", at2(day(20), with("shipping", "0", refund("r", "s", "51"))), []string{more, late}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			plan, state := planOf(d), &commission.State{}
			earnAll(t, plan, state, tt.refund)
			earned, err := earn(plan, state, order)
			if diff := cmp.Diff(tt.want, skippedOf(earned)); diff != "" || err != nil {
				t.Errorf("Earn(the sale) = %v, %v; want other reasons (-want +got):\n%s", earned, err, diff)
			}
		})
	}
}

// TestEarlyRefundsOfNothing says of an early refund that nothing of the sale is left
// for it, and posts nothing for it.
func TestEarlyRefundsOfNothing(t *testing.T) {
	named := commission.Rule{Name: "lead", On: commission.Lead, Pay: commission.Pay{PerUnit: num("5")}}
	d := ruled(onSale("10%"), named)
	d.UnknownSale = commission.UnknownSaleIgnore
	lead := units(10, kind(commission.Lead, sale("s", "0")))
	for _, tt := range []struct {
		name   string
		events []commission.Event // the last is the sale
		want   []string
	}{
		{"all was refunded", []commission.Event{refund("r", "s", "100"), refund("q", "s", "50"), sale("s", "100")}, []string{"10.00", "-10.00"}},
		{"all was charged back", []commission.Event{chargeback("c", "s", "0"), units(4, refund("q", "s", "0")), lead}, []string{"50.00", "-50.00"}},
		{"all is charged back", []commission.Event{refund("r", "s", "100"), chargeback("q", "s", "0"), sale("s", "100")}, []string{"10.00", "-10.00"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			plan, state := planOf(d), &commission.State{}
			last := len(tt.events) - 1
			earnAll(t, plan, state, tt.events[:last]...)
			earned, err := earn(plan, state, tt.events[last])
			if diff := cmp.Diff(tt.want, amountsOf(earned.Entries)); diff != "" || err != nil {
				t.Errorf("Earn(the sale) = %v, %v; want other entries (-want +got):\n%s", earned, err, diff)
			}
			if diff := cmp.Diff([]string{": refund q is more than what is left of the sale"}, skippedOf(earned)); diff != "" {
				t.Errorf("Earn(the sale) skips others (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEarlyRefundForgotten takes nothing for an early refund whose record is gone, or
// is that of another event since.
func TestEarlyRefundForgotten(t *testing.T) {
	d := ruled(onSale("10%"))
	d.UnknownSale = commission.UnknownSaleIgnore
	plan, state := planOf(d), &commission.State{}
	earnAll(t, plan, state, refund("r", "s", "40"), refund("p", "s", "40"), at2(day(10), refund("q", "s", "30")))
	if n := state.Forget("ana", date("2026-01-05")); n != 2 {
		t.Fatalf("Forget = %d; want two refunds", n)
	}
	list := earnAll(t, plan, state, sale("p", "50"), sale("s", "100"))
	if diff := cmp.Diff([]string{"5.00", "10.00", "-3.00"}, amountsOf(list)); diff != "" {
		t.Errorf("Earn mismatch (-want +got):\n%s", diff)
	}
}

// TestCreditTurned credits a refund of an unknown sale as what such a sale earns, with
// every sign turned.
func TestCreditTurned(t *testing.T) {
	per := commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: rate("10%"), PerUnit: num("2"), Fixed: num("3")}}
	d := ruled(per)
	d.UnknownSale = commission.UnknownSaleCurrentRate
	one := mustEarn(t, planOf(d), &commission.State{}, units(4, refund("r", "s", "40")))
	type numbers struct{ base, units, exact, amount string }
	of := func(base, units, exact, amount decimal.Decimal) numbers {
		return numbers{base.String(), units.String(), exact.String(), amount.String()}
	}
	want := numbers{"-40", "-4", "-15", "-15"} // 4 and 8 and 3
	if got := of(one.Base, one.Units, one.Exact, one.Amount); got != want {
		t.Errorf("Earn(the refund) = %v; want %v", got, want)
	}
	if p := one.Portions; len(p) != 1 || of(p[0].Base, p[0].Units, p[0].Exact, p[0].Amount) != want || p[0].Fixed.String() != "-3" {
		t.Errorf("Earn(the refund) has the portions %+v; want one of %v and -3", p, want)
	}
}

// TestTierOfWindow rates a window by the level that is given on its latest day of
// sale, whichever sale came last.
func TestTierOfWindow(t *testing.T) {
	rule := commission.Affiliate().Rules[0]
	rule.Over.Over = commission.PerMonth
	basic := func(e commission.Event) commission.Event { return at("affiliate/basic", e) }
	gold := func(e commission.Event) commission.Event { return at("affiliate/gold", e) }
	for _, tt := range []story{
		{"a later day", one(rule), []commission.Event{basic(sale("a", "100")), gold(at2(day(2), sale("b", "100")))}, []string{"20", "40"}},
		{"late news of an earlier day", one(rule), []commission.Event{gold(at2(day(2), sale("b", "100"))), basic(sale("a", "100"))}, []string{"30", "30"}},
		{"a wrong level, corrected", one(rule), []commission.Event{basic(sale("a", "100")), gold(at2(day(2), sale("b", "100"))), corrected("b", basic(at2(day(2), sale("k", "100"))))}, []string{"20", "40", "-20"}},
		{"a wrong day, corrected", one(rule), []commission.Event{basic(at2(day(3), sale("a", "100"))), gold(at2(day(5), sale("b", "100"))), corrected("b", gold(at2(day(2), sale("k", "100"))))}, []string{"20", "40", "-20"}},
		{"a refund of the latest sale", one(rule), []commission.Event{basic(sale("a", "100")), gold(at2(day(2), sale("b", "100"))), refund("r", "b", "100")}, []string{"20", "40", "-40"}},
		{"a refund of a part of it", one(rule), []commission.Event{basic(sale("a", "100")), gold(at2(day(2), sale("b", "100"))), refund("r", "b", "50")}, []string{"20", "40", "-15"}},
	} {
		tt.run(t)
	}
}

// TestCorrectionLeavesNoTrace corrects a sale in every fact: what is attained is
// as if the wrong one had never been, also where attained is kept.
func TestCorrectionLeavesNoTrace_C34(t *testing.T) {
	slab := tabled(commission.PerMonth, twoBrackets())
	kept := slab
	kept.Over.KeepAttained = true
	units10 := tabled(commission.PerMonth, unitTable())
	first := onSale("10%")
	first.Lasts.Payments = 1
	other := func(e commission.Event) commission.Event { e.OfPartner = "bea"; return e }
	for _, tt := range []story{
		{"the amount: 10% of 300 and 100", one(slab), []commission.Event{sale("a", "300"), sale("b", "300"), corrected("b", sale("k", "100"))}, []string{"30", "90", "-80"}},
		{"the amount, where attained is kept", one(kept), []commission.Event{sale("a", "300"), sale("b", "300"), corrected("b", sale("k", "100"))}, []string{"30", "90", "-80"}},
		{"the units", one(units10), []commission.Event{units(10, sale("a", "100")), corrected("a", units(6, sale("k", "100")))}, []string{"15", "-8"}},
		{"the day, into another month", one(slab), []commission.Event{sale("a", "300"), sale("b", "300"), corrected("b", dated("2026-02-01", sale("k", "300")))}, []string{"30", "90", "-60"}},
		{"the customer", one(first), []commission.Event{by("k", sale("a", "100")), corrected("a", by("m", sale("b", "100"))), by("k", sale("c", "100")), by("m", sale("d", "100"))}, []string{"10", "0", "10", "0"}},
		{"the partner", one(slab), []commission.Event{of("bea", sale("a", "300")), sale("b", "300"), other(corrected("a", sale("k", "300"))), of("bea", sale("c", "300"))}, []string{"30", "30", "60", "30"}},
		{"the partner has no such sale", one(slab), []commission.Event{sale("a", "300"), other(corrected("a", sale("k", "300")))}, []string{"30", "refused: pending"}},
		{"it was a sale of another version", []commission.Definition{ruled(onSale("10%")), second("2026-01-15", ruled(onSale("50%")))}, []commission.Event{sale("a", "100"), corrected("a", at2(day(20), sale("k", "100")))}, []string{"10", "40"}},
		{"twice", one(slab), []commission.Event{sale("a", "300"), corrected("a", sale("k", "200")), corrected("a", sale("l", "100"))}, []string{"30", "-10", "refused: conflict"}},
	} {
		tt.run(t)
	}
	for name, rule := range map[string]commission.Rule{"": slab, ", kept": kept} {
		plan, state := story{name, one(rule), []commission.Event{sale("a", "300"), sale("b", "300"), corrected("b", sale("k", "100"))}, []string{"30", "90", "-80"}}.play(t)
		if got := attained(t, plan, state, "ana", "sale", "2026-01"); got.String() != "400 in 2 units" {
			t.Errorf("Attained after a correction%s = %s; want 400 in 2 units", name, got)
		}
	}
	plan, state := planOf(one(slab)...), &commission.State{}
	earnAll(t, plan, state, of("bea", sale("a", "300")))
	list := earnAll(t, plan, state, other(corrected("a", sale("k", "300"))))
	if len(list) != 2 || list[0].Partner != "bea" || list[1].Partner != "ana" || list[0].Key == list[1].Key {
		t.Errorf("Earn(a correction of the partner) = %v; want an entry of each", list)
	}
}

// TestBooked posts a correction on the day on which it is booked: a statement of
// what was posted before does not change.
func TestBooked(t *testing.T) {
	d := ruled(onSale("10%"))
	d.HoldDays = 10
	plan, state := planOf(d), &commission.State{}
	list := earnAll(t, plan, state, sale("s", "100"))
	k := corrected("s", sale("k", "90")) // of the first of January
	k.Booked = day(40)
	list = append(list, earnAll(t, plan, state, k)...)
	back := refund("r", "k", "10")
	back.Booked = day(50)
	list = append(list, earnAll(t, plan, state, back)...)
	type line struct{ Amount, At, Booked, Due string }
	var got []line
	for _, e := range list {
		got = append(got, line{e.Amount.String(), e.At.Format("01-02"), e.Booked.Format("01-02"), e.Due.Format("01-02")})
	}
	want := []line{
		{"10", "01-01", "01-01", "01-11"},
		{"-10", "01-01", "02-09", "02-09"}, // concerns January, is booked and due in February
		{"9", "01-01", "02-09", "02-09"},   // its hold is over
		{"-1", "01-02", "02-19", "02-19"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries mismatch (-want +got):\n%s", diff)
	}
	january := decimal.Decimal{}
	for _, e := range list {
		if e.Booked.Before(day(32)) {
			january = january.Add(e.Amount)
		}
	}
	if !january.Equal(num("10")) {
		t.Errorf("booked in January = %s; want 10.00 still", january)
	}
}

// TestVersionOfSale takes a refund by the terms of its sale in everything.
func TestVersionOfSale(t *testing.T) {
	first := ruled(onSale("33%"))
	first.Rounding, first.RefundDays = commission.Up, 60
	next := ruled(onSale("50%"))
	next.Rounding, next.RefundDays = commission.Down, 5
	never := first
	never.RefundDays = 0
	yearly := tabled(commission.PerYear, twoBrackets())
	carried := yearly
	carried.Over.Carry = true
	lower := tabled(commission.PerYear, table(commission.Slab, bracket("300", "10%"), bracket("", "20%")))
	higher := tabled(commission.PerYear, table(commission.Slab, bracket("300", "11%"), bracket("", "22%")))
	higher.Over.Carry = true
	capped := yearly
	capped.Limit.Caps = []commission.Cap{{Amount: num("100"), Per: commission.PerYear}}
	bounded := onSale("10%")
	bounded.Limit.Caps = []commission.Cap{{Amount: num("15"), Per: commission.PerYear}}
	ended := ruled(onSale("10%"))
	ended.Until = date("2026-01-15")
	new15 := func(d commission.Definition) commission.Definition { return second("2026-01-15", d) }
	later := func(e commission.Event) commission.Event { return at2(day(20), e) }
	for _, tt := range []story{
		// 33% of 10.01 is 3.3033, up to 3.31; of 5.00 it is 1.65.
		{"rate and rounding", []commission.Definition{first, new15(next)}, []commission.Event{sale("s", "10.01"), later(refund("r", "s", "5.01"))}, []string{"3.31", "-1.66"}},
		{"refund days: 19 of 60", []commission.Definition{first, new15(next)}, []commission.Event{sale("s", "100"), later(refund("r", "s", "100"))}, []string{"33", "-33"}},
		{"refund days: 6 of 5", []commission.Definition{first, new15(next)}, []commission.Event{at2(day(15), sale("s", "100")), at2(day(21), refund("r", "s", "100"))}, []string{"50", "0"}},
		{"refund days: without end", []commission.Definition{never, new15(next)}, []commission.Event{sale("s", "100"), dated("2031-01-01", refund("r", "s", "100"))}, []string{"33", "-33"}},
		{"a cap that a version introduces is not used up by older sales", []commission.Definition{ruled(onSale("10%")), new15(ruled(bounded))}, []commission.Event{sale("a", "100"), later(sale("b", "200")), later(sale("c", "100"))}, []string{"10", "15", "0"}},
		{"nor freed by their refunds", []commission.Definition{ruled(onSale("10%")), new15(ruled(bounded))}, []commission.Event{sale("a", "100"), later(sale("b", "200")), later(refund("r", "a", "100")), later(sale("c", "100"))}, []string{"10", "15", "-10", "0"}},
		{"a cap of both versions is one", []commission.Definition{ruled(bounded), new15(ruled(bounded))}, []commission.Event{sale("a", "100"), later(sale("b", "100")), later(refund("r", "a", "50")), later(sale("c", "100"))}, []string{"10", "5", "-5", "5"}},
		{"a cap over a window holds across versions", []commission.Definition{ruled(capped), new15(ruled(capped))}, []commission.Event{sale("a", "450"), later(sale("b", "450")), later(sale("c", "450"))}, []string{"45", "45", "10"}},
		{"a version begins its windows empty", []commission.Definition{ruled(yearly), new15(ruled(yearly))}, []commission.Event{sale("a", "450"), later(sale("b", "450"))}, []string{"45", "45"}},
		{"or carries on: 20% of 900 less 45", []commission.Definition{ruled(yearly), new15(ruled(carried))}, []commission.Event{sale("a", "450"), later(sale("b", "450")), later(refund("r", "a", "450"))}, []string{"45", "135", "-135"}},
		{"at the rates of the new version: 22% of 310 less 11% of 250", []commission.Definition{ruled(lower), new15(ruled(higher))}, []commission.Event{sale("a", "250"), later(sale("b", "60"))}, []string{"25", "40.7"}},
		{"a plan that ended still takes back", []commission.Definition{ended}, []commission.Event{sale("s", "100"), later(sale("t", "100")), later(refund("r", "s", "40")), later(reversal("v", "r")), later(chargeback("c", "s", "0"))}, []string{"10", "refused: range", "-4", "4", "-10"}},
		{"and corrects", []commission.Definition{ended}, []commission.Event{sale("s", "100"), later(corrected("s", at2(day(2), sale("k", "90"))))}, []string{"10", "refused: range"}},
	} {
		if tt.name == "and corrects" { // the right facts are of a day of the plan
			tt.events[1], tt.want[1] = corrected("s", at2(day(2), sale("k", "90"))), "-1"
		}
		tt.run(t)
	}
}

// TestBonusFollows pays a bonus that is final, or one that follows late news.
func TestBonusFollows_C28(t *testing.T) {
	bonus := commission.Bonus{Name: "bonus", Over: commission.PerMonth, Of: []string{"sale"}, Pay: commission.Pay{
		Table: commission.TableDefinition{Scope: commission.Slab, Edge: commission.EdgeUpper, Brackets: []commission.Bracket{bracket("1000", "0%"), {Flat: num("100")}}},
	}}
	follows := bonus
	follows.Follows = true
	final := []commission.Definition{closed(ruled(onSale("10%")), bonus)}
	following := []commission.Definition{closed(ruled(onSale("10%")), follows)}
	mixed := follows
	mixed.Name = "other"
	both := []commission.Definition{closed(ruled(onSale("10%")), bonus, mixed)}
	shut := closing("x", "2026-01")
	for _, tt := range []story{
		{"final: a refund leaves it", final, []commission.Event{sale("s", "1000"), shut, refund("r", "s", "1")}, []string{"100", "100", "-0.10"}},
		{"final: a late sale is refused", final, []commission.Event{sale("s", "999"), shut, sale("t", "1")}, []string{"99.90", "0", "refused: conflict"}},
		{"final: closing again is a repetition, whatever its ID", final, []commission.Event{sale("s", "1000"), shut, shut, closing("y", "2026-01")}, []string{"100", "100", "refused: repeated", "refused: repeated"}},
		{"follows: a refund takes it back, and its reversal gives it again", following, []commission.Event{sale("s", "1000"), shut, refund("r", "s", "1"), reversal("v", "r")}, []string{"100", "100", "-100.10", "100.10"}},
		{"follows: a correction", following, []commission.Event{sale("s", "1000"), shut, corrected("s", sale("k", "500"))}, []string{"100", "100", "-150"}},
		{"follows: a late sale, and the close after it pays the difference", following, []commission.Event{sale("s", "999"), shut, sale("t", "1"), closing("y", "2026-01"), closing("z", "2026-01")}, []string{"99.90", "0", "0.10", "100", "0"}},
		{"both: the late sale is refused, and the refund followed by one", both, []commission.Event{sale("s", "1000"), shut, sale("t", "1"), refund("r", "s", "1")}, []string{"100", "200", "refused: conflict", "-100.10"}},
		{"the close is charged back, whole", final, []commission.Event{sale("s", "1000"), shut, chargeback("c", "x", "0"), chargeback("d", "x", "0"), sale("t", "1")}, []string{"100", "100", "-100", "refused: range", "refused: conflict"}},
	} {
		tt.run(t)
	}
}

// TestMeter lets several rules count toward one volume with a name of its own.
func TestMeter_C28(t *testing.T) {
	a, b := onSale("10%"), commission.Rule{Name: "service", On: commission.PaymentReceived, Pay: commission.Pay{Rate: rate("5%")}}
	a.Over.Meter, b.Over.Meter = "all", "all"
	bonus := commission.Bonus{Name: "bonus", Over: commission.PerQuarter, Of: []string{"all"}, Pay: commission.Pay{Fixed: num("500")}, When: commission.FactIs("amount", alianza.AtLeast(num("10000")))}
	d := closed(ruled(a, b), bonus)
	payment := func(id, amount string) commission.Event { return kind(commission.PaymentReceived, sale(id, amount)) }
	plan, state := story{"6000 and 4000 reach 10000", []commission.Definition{d}, []commission.Event{sale("s", "6000"), payment("p", "4000"), closing("x", "2026-Q1")}, []string{"600", "200", "500"}}.play(t)
	if got := attained(t, plan, state, "ana", "all", "2026-Q1"); got.String() != "10000 in 2 units" {
		t.Errorf("Attained(all) = %s; want 10000 in 2 units", got)
	}
	story{"a cent less does not", []commission.Definition{d}, []commission.Event{sale("s", "6000"), payment("p", "3999.99"), closing("x", "2026-Q1")}, []string{"600", "200", "0"}}.run(t)
}

// TestCloseOnce names a period once and for all.
func TestCloseOnce(t *testing.T) {
	d := closed(ruled(onSale("10%")), commission.Bonus{Name: "bonus", Over: commission.PerQuarter, Of: []string{"sale"}, Pay: commission.Pay{Rate: rate("1%")}})
	in := func(period string, e commission.Event) commission.Event { e.Period = period; return e }
	shut := closing("x", "2026-Q1")
	for _, tt := range []story{
		{"the same event for another period", []commission.Definition{d}, []commission.Event{sale("s", "1000"), shut, in("2026-Q2", shut), dated("2026-06-30", closing("y", "2026-Q2"))}, []string{"100", "10", "refused: conflict", "0"}},
		{"with other content", []commission.Definition{d}, []commission.Event{sale("s", "1000"), shut, at("affiliate/gold", closing("y", "2026-Q1"))}, []string{"100", "10", "refused: conflict"}},
		{"a period that no rule and no bonus is over", []commission.Definition{d}, []commission.Event{closing("x", "2026-01"), closing("y", "2026")}, []string{"refused: unknown", "refused: unknown"}},
		{"for each partner", []commission.Definition{d}, []commission.Event{sale("s", "1000"), shut, of("bea", shut), of("bea", sale("t", "1"))}, []string{"100", "10", "0", "refused: conflict"}},
		{"a guarantee is paid for a quarter without a sale", []commission.Definition{closed(ruled(onSale("10%")), monthly("guarantee", "300", "sale"))}, []commission.Event{closing("x", "2026-01")}, []string{"300"}},
	} {
		tt.run(t)
	}
}

// TestCloseEarly refuses the close of a period before its first day, in the zone of the
// plan. One that is early in the period closes it.
func TestCloseEarly(t *testing.T) {
	over := func(w commission.Window) commission.Plan {
		d := closed(ruled(onSale("10%")), commission.Bonus{Name: "bonus", Over: w, Of: []string{"sale"}, Pay: commission.Pay{Rate: rate("1%")}})
		d.YearBegins = 4
		return planOf(d).In(zone(t, "America/New_York"))
	}
	since := func(e commission.Event) commission.Event { e.PartnerSince = day(15).AddDate(-1, 0, 0); return e }
	for _, tt := range []struct {
		window commission.Window
		period string
		day    string // the last one before it
	}{
		{commission.PerQuarter, "2026-Q1", "2026-03-31"}, // from April to June
		{commission.PerYear, "2026", "2026-03-31"},
		{commission.PerMonth, "2026-02", "2026-01-31"},
		{commission.PerWeek, "2026-W07", "2026-02-08"}, // a Sunday
		{commission.PerContractYear, "from 2026-01-15", "2026-01-14"},
	} {
		p, state := over(tt.window), &commission.State{}
		early := since(dated(tt.day, closing("x", tt.period)))
		checkRefused(t, p, state, early, []fault{{"at", alianza.ErrRange}})
		midnight := early
		midnight.At = date(tt.day).AddDays(1).In(zone(t, "America/New_York"))
		before := midnight
		before.At = midnight.At.Add(-time.Second)
		checkRefused(t, p, state, before, []fault{{"at", alianza.ErrRange}})
		if _, err := earn(p, state, midnight); err != nil {
			t.Errorf("close of %s on its first day = %v; want no error", tt.period, err)
		}
	}
}

// TestLegitimate has a sale at a loss, a rate of 0% and a unit count of 0, which
// are facts with results.
func TestLegitimate(t *testing.T) {
	margin := onSale("20%")
	margin.Pay.Less = []string{"cost"}
	per := commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{PerUnit: num("5")}}
	none := commission.Affiliate().Rules[0]
	none.Pay.Rates = map[string]alianza.Percent{"basic": {}, "gold": rate("30%")}
	zero := func(e commission.Event) commission.Event { e.Units = num("0"); return e }
	slab := tabled(commission.PerMonth, byUnits(table(commission.Slab, bracket("1", "20%"), bracket("", "25%"))))
	for _, tt := range []story{
		{"at a loss: a base of 0", one(margin), []commission.Event{with("cost", "120", sale("s", "100")), refund("r", "s", "50"), with("cost", "60", sale("t", "100"))}, []string{"0", "0", "8"}},
		{"a rate of 0% posts an entry of 0", one(none), []commission.Event{at("affiliate/basic", sale("s", "100")), refund("r", "s", "100")}, []string{"0", "0"}},
		{"0 units pay nothing", one(per), []commission.Event{zero(sale("s", "100")), refund("r", "s", "100")}, []string{"0", "0"}},
		{"no units are not 0 units", one(per), []commission.Event{sale("s", "100")}, []string{"refused: missing"}},
		{"0 units in a window are not one", one(slab), []commission.Event{zero(sale("s", "100")), sale("t", "100"), sale("u", "100")}, []string{"0", "40", "35"}},
		{"0 units of it are refunded", one(per), []commission.Event{units(3, sale("s", "100")), zero(refund("r", "s", "40")), refund("q", "s", "60")}, []string{"15", "0", "-15"}},
	} {
		tt.run(t)
	}
	entry := mustEarn(t, planOf(one(none)...), &commission.State{}, at("affiliate/basic", sale("s", "100")))
	if !entry.Amount.IsZero() || entry.Amount.Exponent() != -2 || entry.Tier != "affiliate/basic" {
		t.Errorf("Earn(at 0%%) = %s; want an entry of 0.00", entry)
	}
}
