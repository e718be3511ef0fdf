package commission_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// refEarned is what events lead to, one after the other: those that are refused
// lead to nothing.
func refEarned(plan commission.Plan, events []commission.Event) ([]commission.Entry, commission.State) {
	var state commission.State
	var entries []commission.Entry
	for _, e := range events {
		earned, next, _ := plan.Earn(state, e)
		entries, state = append(entries, earned.Entries...), next
	}
	return entries, state
}

// refSum returns the sum of the entries that meet a condition.
func refSum(entries []commission.Entry, of func(e commission.Entry) bool) *big.Rat {
	sum := new(big.Rat)
	for _, e := range entries {
		if of(e) {
			sum = refAdd(sum, refRat(e.Amount))
		}
	}
	return sum
}

func refAny(commission.Entry) bool { return true }

// refLaw plays plans that meet a condition until there were so many.
func refLaw(t *testing.T, seed uint64, n int, change func(def *commission.Definition), law func(d *refDice, r *refRun)) {
	t.Helper()
	d := &refDice{r: rand.New(rand.NewPCG(seed, seed+1)), spread: seed >= 70}
	for tries := 0; n > 0; tries++ {
		if tries > 10_000 {
			t.Fatalf("of %d plans too few were valid", tries)
		}
		def := d.plan()
		change(&def)
		if _, err := commission.New(def); err != nil {
			continue
		}
		r := newRefRun(t, def, zone(t, refPick(d, "UTC", "America/Santiago", "Pacific/Kiritimati")))
		law(d, r)
		n--
		if t.Failed() {
			t.Logf("plan in %s: %s", r.zone, jsonText(t, def))
			return
		}
	}
}

// random plays random events and keeps them.
func (r *refRun) random(d *refDice, steps int) {
	defer func() {
		if f := recover(); f != nil {
			r.report(f)
		}
	}()
	ids := map[string][]string{}
	for i := range steps {
		e := r.aim(d, d.event(i), ids[e0(d)])
		if r.event(e) {
			ids[e.Partner] = append(ids[e.Partner], e.ID)
		}
	}
}

func e0(d *refDice) string { return refPick(d, "ana", "bob") }

func noChange(*commission.Definition) {}

// TestPartnersApart interleaves the events of two partners in any way: each
// has the same entries, and the states of both, merged, are the state of all.
func TestPartnersApart(t *testing.T) {
	refLaw(t, 41, 20, noChange, func(d *refDice, r *refRun) {
		r.random(d, 40)
		of := func(partner string) (list []commission.Event) {
			for _, e := range r.raw {
				if e.Partner == partner {
					list = append(list, e)
				}
			}
			return list
		}
		ana, bob := of("ana"), of("bob")
		first, one := refEarned(r.plan, ana)
		second, two := refEarned(r.plan, bob)
		merged, err := one.Merge(two)
		if err != nil || jsonText(t, merged) != jsonText(t, r.state) {
			t.Errorf("Merge = %s, %v; want %s", jsonText(t, merged), err, jsonText(t, r.state))
		}
		var mixed []commission.Event
		a, b := ana, bob
		for len(a)+len(b) > 0 {
			if len(b) == 0 || len(a) > 0 && d.of(2) {
				mixed, a = append(mixed, a[0]), a[1:]
			} else {
				mixed, b = append(mixed, b[0]), b[1:]
			}
		}
		got, state := refEarned(r.plan, mixed)
		slices.SortStableFunc(got, func(x, y commission.Entry) int { return strings.Compare(x.Partner, y.Partner) })
		if diff := cmp.Diff(jsonText(t, append(first, second...)), jsonText(t, got)); diff != "" {
			t.Errorf("entries of an interleaving mismatch (-want +got):\n%s", diff)
		}
		if jsonText(t, state) != jsonText(t, r.state) {
			t.Errorf("the state of an interleaving is %s; want %s", jsonText(t, state), jsonText(t, r.state))
		}
	})
}

// overWindow leaves one rule on sales, over a window, whose pay does not depend
// on the order of what is sold in it.
func overWindow(d *commission.Definition) {
	r := &d.Rules[0]
	d.Rules, d.RefundDays = d.Rules[:1], 0
	r.On, r.Active, r.MinMonths, r.Months, r.Payments = commission.Sale, false, 0, 0, 0
	if r.Over == commission.PerEvent || r.Ladder != "" || r.Table.Scope == commission.Prospective || r.Table.Scope == commission.NextSale {
		d.Rules = nil // of no use
	}
}

// refSales returns sales and refunds of ana in few windows, all in full or in
// part, in several parts.
func refSales(d *refDice, n int, all bool) (sales, refunds []commission.Event) {
	for i := range n {
		e := d.event(i)
		e.ID, e.Kind, e.Partner, e.Of, e.Period = fmt.Sprint("s", i), commission.Sale, "ana", "", ""
		e.At, e.Tier, e.Customer, e.Order, e.Units = day(1+d.n(70)), "affiliate/gold", "x", refPick(d, "o1", "o2"), 1+d.n(3)
		if e.Amount.IsZero() || e.Includes == nil {
			e.Amount, e.Includes = decimal.New(1000+int64(d.n(50_000)), -2), map[string]decimal.Decimal{"tax": {}}
		}
		if e.PartnerSince.IsZero() {
			e.PartnerSince = day(-100)
		}
		sales = append(sales, e)
		left := e.Amount
		for j := range d.n(4) {
			part := left.Mul(decimal.New(int64(d.n(90)), -2)).Truncate(-e.Amount.Exponent())
			if all && j == 2 {
				part = left
			}
			left = left.Sub(part)
			refunds = append(refunds, refundOf(e, fmt.Sprint("r", i, ".", j), part))
		}
		if all {
			refunds = append(refunds, refundOf(e, fmt.Sprint("r", i, ".rest"), left))
		}
	}
	return sales, refunds
}

func refundOf(sale commission.Event, id string, amount decimal.Decimal) commission.Event {
	e := sale
	e.ID, e.Kind, e.Of, e.Amount, e.At = id, commission.Refund, sale.ID, amount, sale.At.AddDate(0, 0, 3)
	return e
}

// refShuffle puts events in any order in which a refund comes after its sale.
func refShuffle(r *rand.Rand, sales, refunds []commission.Event) []commission.Event {
	all := slices.Concat(sales, refunds)
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var out, wait []commission.Event
	sold := map[string]bool{}
	for _, e := range all {
		if e.Of != "" && !sold[e.Of] {
			wait = append(wait, e)
			continue
		}
		out, sold[e.ID] = append(out, e), true
	}
	return append(out, wait...)
}

// TestWindowOrder shuffles sales and refunds: what is posted over a window is
// the same, and the same as if what was refunded had never been sold.
func TestWindowOrder_C33(t *testing.T) {
	refLaw(t, 43, 500, overWindow, func(d *refDice, r *refRun) {
		sales, refunds := refSales(d, 8, false)
		entries, _ := refEarned(r.plan, slices.Concat(sales, refunds))
		want := refSum(entries, refAny)
		for range 4 {
			got, _ := refEarned(r.plan, refShuffle(d.r, sales, refunds))
			if sum := refSum(got, refAny); sum.Cmp(want) != 0 {
				t.Errorf("in another order the balance is %s; want %s", sum.FloatString(3), want.FloatString(3))
			}
		}
		if r.def.Rules[0].KeepAttained {
			return
		}
		// Whole sales are refunded: as if they had never been.
		rest, all := sales[:5], slices.Clone(sales)
		for _, e := range sales[5:] {
			all = append(all, refundOf(e, "x"+e.ID, e.Amount))
		}
		once, _ := refEarned(r.plan, rest)
		twice, _ := refEarned(r.plan, all)
		if got, want := refSum(twice, refAny), refSum(once, refAny); got.Cmp(want) != 0 {
			t.Errorf("with three sales refunded the balance is %s; want %s, as of the others alone", got.FloatString(3), want.FloatString(3))
		}
	})
}

// TestOrder shuffles sales and refunds of plans of several rules that pay each
// event by itself, without caps and customers' times: the balance is the same,
// and so is the state.
func TestOrder_C33(t *testing.T) {
	change := func(def *commission.Definition) {
		def.RefundDays = 0
		for i := range def.Rules {
			r := &def.Rules[i]
			r.Caps, r.Months, r.Payments, r.Then = nil, 0, 0, alianza.Percent{}
			if r.On != commission.Close && r.Over != commission.PerEvent {
				r.Over, r.KeepAttained = commission.PerEvent, false
			}
		}
	}
	refLaw(t, 83, 600, change, func(d *refDice, r *refRun) {
		sales, refunds := refSales(d, 7, false)
		entries, first := refEarned(r.plan, slices.Concat(sales, refunds))
		want := refSum(entries, refAny)
		for range 3 {
			got, state := refEarned(r.plan, refShuffle(d.r, sales, refunds))
			if sum := refSum(got, refAny); sum.Cmp(want) != 0 {
				t.Errorf("in another order the balance is %s; want %s", sum.FloatString(3), want.FloatString(3))
			}
			if diff := cmp.Diff(refZeros.ReplaceAllString(jsonText(t, first), `"$1$2"`), refZeros.ReplaceAllString(jsonText(t, state), `"$1$2"`)); diff != "" {
				t.Errorf("in another order the state mismatch (-want +got):\n%s", diff)
			}
		}
	})
}

// TestWindowRefundedAll refunds all sales of a window in parts, open or closed:
// nothing is left, whatever the table.
func TestWindowRefundedAll_C34(t *testing.T) {
	change := func(def *commission.Definition) {
		def.Rules, def.RefundDays = def.Rules[:1], 0
		def.Rules[0].On, def.Rules[0].When = commission.Sale, commission.Condition{}
	}
	refLaw(t, 75, 2000, change, func(d *refDice, r *refRun) {
		sales, refunds := refSales(d, 5, true)
		events := slices.Clone(sales)
		if d.of(2) {
			for i, period := range []string{"2026-01", "2026-02", "2026-03", "2026-Q1", "2026"} {
				c := cl("c"+fmt.Sprint(i), period)
				events = append(events, c)
			}
		}
		entries, _ := refEarned(r.plan, slices.Concat(events, refunds))
		if sum := refSum(entries, refAny); sum.Sign() != 0 {
			t.Errorf("after all was refunded %s is left; want 0", sum.FloatString(3))
		}
	})
}

// cl returns the close of a period of ana.
func cl(id, period string) commission.Event {
	return commission.Event{ID: id, Kind: commission.Close, Partner: "ana", At: day(80), Currency: "USD", Period: period}
}

// TestTakenBack never takes back more than was paid where each event is paid
// by itself, and nothing of a sale is left when all of it was refunded.
func TestTakenBack_C34(t *testing.T) {
	change := func(def *commission.Definition) {
		def.Rules, def.RefundDays = def.Rules[:1], 0
		def.Rules[0].On, def.Rules[0].When = commission.Sale, commission.Condition{}
		if def.Rules[0].Over != commission.PerEvent {
			def.Rules = nil
		}
	}
	refLaw(t, 77, 2000, change, func(d *refDice, r *refRun) {
		sales, refunds := refSales(d, 5, true)
		entries, _ := refEarned(r.plan, refShuffle(d.r, sales, refunds))
		balance := map[string]*big.Rat{}
		for _, e := range entries {
			sale := e.Event
			if e.Of != "" {
				sale = e.Of
			}
			if balance[sale] == nil {
				balance[sale] = new(big.Rat)
			}
			balance[sale] = refAdd(balance[sale], refRat(e.Amount))
			if balance[sale].Sign() < 0 || e.Of != "" && e.Amount.IsPositive() {
				t.Errorf("entry %s leaves %s of its sale; want a refund, and at least 0", e, balance[sale].FloatString(3))
			}
		}
		for sale, left := range balance {
			if left.Sign() != 0 {
				t.Errorf("of sale %s, refunded, %s is left; want 0", sale, left.FloatString(3))
			}
		}
	})
}

// TestCapsKept adds up what each cap bounds: it is never exceeded, nor negative.
func TestCapsKept(t *testing.T) {
	change := func(def *commission.Definition) {
		if !slices.ContainsFunc(def.Rules, func(r commission.Rule) bool { return len(r.Caps) > 0 }) {
			def.Rules = nil
		}
	}
	refLaw(t, 49, 20, change, func(d *refDice, r *refRun) {
		r.random(d, 50)
		at := map[string]commission.Event{}
		for _, e := range r.raw {
			at[e.Partner+"/"+e.ID] = e
		}
		sums := map[string]*big.Rat{}
		for _, entry := range r.entries {
			i := slices.IndexFunc(r.def.Rules, func(one commission.Rule) bool { return one.Name == entry.Rule })
			e := at[entry.Partner+"/"+entry.Event]
			if entry.Corrects != "" { // in the window of what it takes back
				e = at[entry.Partner+"/"+entry.Of]
			}
			for n, c := range r.def.Rules[i].Caps {
				key := fmt.Sprint(entry.Partner, i, n, r.book(entry.Partner).period(c.Per, &e))
				if c.Customer {
					key += "/" + e.Customer
				}
				if entry.Period != "" {
					key = fmt.Sprint(entry.Partner, i, n, entry.Period)
				}
				if sums[key] == nil {
					sums[key] = new(big.Rat)
				}
				sums[key] = refAdd(sums[key], refRat(entry.Amount))
				if entry.Kind != commission.Adjustment && sums[key].Cmp(refRat(c.Amount)) > 0 {
					t.Errorf("with %s the sum of %s is %s; want at most %s", entry, key, sums[key].FloatString(3), c.Amount)
				}
			}
		}
	})
}

// TestBest posts, of any event in any state, at least what each of the rules
// would by itself.
func TestBest_C33(t *testing.T) {
	change := func(def *commission.Definition) {
		def.Precedence = commission.Best
		def.Rules = slices.DeleteFunc(def.Rules, func(r commission.Rule) bool { return r.On == commission.Close })
	}
	refLaw(t, 51, 150, change, func(d *refDice, r *refRun) {
		r.random(d, 20)
		var alone []commission.Plan
		for i := range r.def.Rules {
			one := r.plan.Definition()
			one.Rules = one.Rules[i : i+1]
			alone = append(alone, alianza.Must(commission.New(one)).In(r.zone))
		}
		for i := range 10 {
			e := d.event(20 + i)
			if takesBack(e.Kind) || e.Kind == commission.Close {
				continue
			}
			best, err := r.plan.Preview(r.state, e)
			if err != nil {
				continue
			}
			for _, p := range alone {
				one, err := p.Preview(r.state, e)
				if err != nil {
					t.Errorf("Preview(%s) by one rule = %v; want no error", eventText(e), err)
				}
				if got, least := refSum(best.Entries, refAny), refSum(one.Entries, refAny); got.Cmp(least) < 0 && len(best.Entries) > 0 && len(one.Entries) > 0 {
					t.Errorf("Preview(%s) = %s; want at least %s, as rule %s alone", eventText(e), got.FloatString(3), least.FloatString(3), p.Definition().Rules[0].Name)
				}
			}
		}
	})
}

func takesBack(k commission.Kind) bool {
	return k == commission.Refund || k == commission.Chargeback || k == commission.Correction
}

// TestAllChargedBack takes back all of every event that earned, of whatever
// rules, in open and closed periods: nothing is left.
func TestAllChargedBack_C34(t *testing.T) {
	change := func(d *commission.Definition) { d.UnknownSale = commission.UnknownSaleIgnore }
	refLaw(t, 81, 500, change, func(d *refDice, r *refRun) {
		var events []commission.Event
		for i := range 20 {
			e := d.event(i)
			e.Partner = "ana"
			if takesBack(e.Kind) {
				e.Of = fmt.Sprint("e", d.n(i+1))
			}
			events = append(events, e)
		}
		for i := range 20 {
			c := commission.Event{ID: fmt.Sprint("c", i), Kind: commission.Chargeback, Of: fmt.Sprint("e", i), Partner: "ana", At: day(100), Currency: "USD"}
			events = append(events, c)
		}
		entries, _ := refEarned(r.plan, events)
		for _, rule := range r.def.Rules {
			sum := refSum(entries, func(e commission.Entry) bool { return e.Rule == rule.Name })
			if sum.Sign() != 0 {
				t.Errorf("of rule %s %s is left; want 0", rule.Name, sum.FloatString(3))
			}
		}
	})
}

// TestHugeEvents gives plans amounts at the bounds of the library: what they
// cannot post they refuse, and then the state is as it was; a state that they
// return can be read back.
func TestHugeEvents(t *testing.T) {
	huge := []string{
		"9999999999999999999999999999999999", "9999999999999999999999999999999999e18", "0.000000000000000001",
		"9999999999999999.999999999999999999", "1e18", "1", "0", "5e-18", "99999999999999999999999999999999e2",
	}
	refLaw(t, 79, 100, noChange, func(d *refDice, r *refRun) {
		var state commission.State
		for i := range 25 {
			e := d.event(i)
			e.Partner, e.Amount = "ana", num(refPick(d, huge...))
			e.Includes = map[string]decimal.Decimal{"tax": refPick(d, decimal.Decimal{}, num("0.000000000000000001"), num("1"))}
			if takesBack(e.Kind) {
				e.Of = fmt.Sprint("e", d.n(i+1))
			}
			if e.Kind == commission.Close {
				e.Amount = decimal.Decimal{}
			}
			e.Units = refPick(d, e.Units, 1, 2147483647)
			before := jsonText(t, state)
			earned, next, err := r.plan.Earn(state, e)
			state = next
			text := jsonText(t, state)
			if err != nil {
				if text != before || len(earned.Entries) > 0 {
					t.Fatalf("Earn(%s) = %v, and the state %s; want %s", eventText(e), err, text, before)
				}
				continue
			}
			for _, entry := range earned.Entries {
				var back commission.Entry
				if err := back.UnmarshalJSON([]byte(jsonText(t, entry))); err != nil || entry.String() == "" {
					t.Fatalf("Earn(%s): the entry %s reads back as %v", eventText(e), jsonText(t, entry), err)
				}
			}
			var back commission.State
			if err := back.UnmarshalJSON([]byte(text)); err != nil || jsonText(t, back) != text {
				t.Fatalf("Earn(%s): the state %s reads back as %s, %v", eventText(e), text, jsonText(t, back), err)
			}
		}
	})
}
