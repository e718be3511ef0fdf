package commission_test

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// refEarned is what events lead to, one after the other: those that are refused
// lead to nothing.
func refEarned(plan commission.Plan, events []commission.Event) ([]commission.Entry, *commission.State) {
	state := &commission.State{}
	var entries []commission.Entry
	for _, e := range events {
		earned, _ := earn(plan, state, e)
		entries = append(entries, earned.Entries...)
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

// refLaw plays valid plans that meet a condition: so many every day, and more
// with ALIANZA_SEEDS.
func refLaw(t *testing.T, seed uint64, everyday int, change func(def *commission.Definition), law func(d *refDice, r *refRun)) {
	t.Helper()
	for i := range seeds.Count(everyday) {
		d := &refDice{r: rand.New(rand.NewPCG(seed, uint64(i))), spread: seed >= 70}
		var def commission.Definition
		for tries, err := 0, alianza.ErrMissing; err != nil; tries++ {
			if tries > 10_000 {
				t.Fatalf("none of %d plans was valid", tries)
			}
			def = d.plan()
			change(&def)
			_, err = commission.New(def)
		}
		r := newRefRun(t, def, zone(t, refPick(d, "UTC", "America/Santiago", "Pacific/Kiritimati")))
		law(d, r)
		if t.Failed() {
			t.Fatalf("plan %d in %s: %s", i, r.zone, jsonText(t, def))
		}
	}
}

// A refRun plays random events on a plan.
type refRun struct {
	tb      testing.TB
	def     commission.Definition
	plan    commission.Plan
	zone    *time.Location
	state   commission.State
	raw     []commission.Event
	entries []commission.Entry
	left    map[string]decimal.Decimal // of the amounts of events that earned, by partner and ID
	keys    map[string]bool
}

func newRefRun(tb testing.TB, def commission.Definition, zone *time.Location) *refRun {
	tb.Helper()
	return &refRun{
		tb: tb, def: def, plan: planOf(def).In(zone), zone: zone, left: map[string]decimal.Decimal{}, keys: map[string]bool{},
	}
}

// random plays random events, checks what each leads to, and keeps it.
func (r *refRun) random(d *refDice, steps int) {
	r.tb.Helper()
	ids := map[string][]string{}
	for i := range steps {
		e := d.event(i)
		e = r.aim(d, e, ids[e.Partner])
		if r.event(e) {
			ids[e.Partner] = append(ids[e.Partner], e.ID)
		}
	}
}

// aim makes an event that takes back one of something before it.
func (r *refRun) aim(d *refDice, e commission.Event, ids []string) commission.Event {
	if !takesBack(e.Kind) {
		if d.of(25) && len(ids) > 0 {
			e.ID = ids[d.n(len(ids))]
		}
		return e
	}
	e.Of = "nothing"
	if len(ids) > 0 && !d.of(20) {
		e.Of = ids[len(ids)-1-d.n(min(len(ids), 8))]
	}
	if e.Kind == commission.Reversal {
		e.Amount, e.Units, e.Includes = decimal.Decimal{}, decimal.Decimal{}, nil
		return e
	}
	if !d.of(4) {
		e.Units, e.Includes = decimal.Decimal{}, nil
	}
	if e.Kind == commission.Chargeback && d.of(2) {
		e.Amount, e.Units, e.Includes = decimal.Decimal{}, decimal.Decimal{}, nil
		return e
	}
	left, ok := r.left[e.Partner+"/"+e.Of]
	if !ok || e.Kind == commission.Correction {
		return e
	}
	if e.Amount = left.Mul(decimal.New(int64(1+d.n(9)), -1)).Truncate(3); d.of(3) {
		e.Amount = left
	}
	return e
}

// event evaluates an event twice, and once with a state that went through JSON,
// checks the entries, and keeps what it leads to.
func (r *refRun) event(e commission.Event) bool {
	r.tb.Helper()
	r.raw = append(r.raw, e)
	before := stateText(r.tb, &r.state)
	first, firstErr := r.plan.Earn(&r.state, e)
	again, againErr := r.plan.Earn(readState(r.tb, before), e)
	if got, want := refPlain(jsonText(r.tb, again)), refPlain(jsonText(r.tb, first)); got != want || fmt.Sprint(againErr) != fmt.Sprint(firstErr) {
		r.tb.Fatalf("Earn(%s) after JSON = %s, %v; want %s, %v: %s", eventText(e), got, againErr, want, firstErr, jsonText(r.tb, r.def))
	}
	if got, want := jsonText(r.tb, again.Entries), jsonText(r.tb, first.Entries); got != want {
		r.tb.Fatalf("Earn(%s) after JSON posts %s; want %s: %s", eventText(e), got, want, jsonText(r.tb, r.def))
	}
	earned, err := earn(r.plan, &r.state, e)
	if got, want := jsonText(r.tb, earned), jsonText(r.tb, first); got != want || fmt.Sprint(err) != fmt.Sprint(firstErr) {
		r.tb.Fatalf("Earn(%s) again = %s, %v; want %s, %v: %s", eventText(e), got, err, want, firstErr, jsonText(r.tb, r.def))
	}
	if err != nil {
		if after := stateText(r.tb, &r.state); after != before || len(earned.Entries)+len(earned.Skipped)+len(earned.Records) > 0 {
			r.tb.Fatalf("Earn(%s) = %v, %v and the state %s; want nothing and %s", eventText(e), earned, err, after, before)
		}
		return false
	}
	if len(earned.Entries)+len(earned.Skipped) == 0 && e.Kind != commission.Close {
		r.tb.Errorf("Earn(%s) = neither an entry nor a reason; want one: %s", eventText(e), jsonText(r.tb, r.def))
	}
	for _, one := range earned.Entries {
		r.checkEntry(e, one)
	}
	switch {
	case e.Kind == commission.Refund || e.Kind == commission.Chargeback:
		if left, ok := r.left[e.Partner+"/"+e.Of]; ok {
			r.left[e.Partner+"/"+e.Of] = left.Sub(e.Amount)
		}
	case e.Kind != commission.Reversal && e.Kind != commission.Close:
		r.left[e.Partner+"/"+e.ID] = e.Amount
	}
	r.entries = append(r.entries, earned.Entries...)
	return true
}

// checkEntry checks what an entry says besides its amount: its key is its own, it
// is a multiple of the step, its portions add up, it is due in time, and it comes
// back from JSON.
func (r *refRun) checkEntry(e commission.Event, one commission.Entry) {
	r.tb.Helper()
	fail := func(format string, args ...any) {
		r.tb.Helper()
		r.tb.Errorf("Earn(%s) = %s: %s\nof the plan %s", eventText(e), jsonText(r.tb, one), fmt.Sprintf(format, args...), jsonText(r.tb, r.def))
	}
	if r.keys[one.Key] {
		fail("the key is that of another entry")
	}
	r.keys[one.Key] = true
	if !one.Amount.Mod(r.def.Step).IsZero() || int(one.Amount.Exponent()) != -refPlaces(r.def.Step) {
		fail("the amount is no multiple of %s with its decimals", r.def.Step)
	}
	if one.Partner != e.Partner || one.Event != e.ID || one.Plan != r.def.ID || !one.At.Equal(e.At) || !one.Booked.Equal(e.At) {
		fail("it is not of the event")
	}
	days := newBook(r.def, r.zone)
	if least := days.due(e.At, 0); one.Due.Before(least) {
		fail("due before its own day")
	}
	if one.Corrects == "" && one.Kind == e.Kind && !takesBack(e.Kind) && !one.Due.Equal(days.due(e.At, r.def.HoldDays)) {
		fail("due; want %s", days.due(e.At, r.def.HoldDays))
	}
	var back commission.Entry
	if err := back.UnmarshalJSON([]byte(jsonText(r.tb, one))); err != nil || jsonText(r.tb, back) != jsonText(r.tb, one) || one.String() == "" {
		fail("it reads back as %s, %v", jsonText(r.tb, back), err)
	}
	if len(one.Portions) == 0 || !one.Why.IsZero() {
		return
	}
	exactly, amount := new(big.Rat), new(big.Rat)
	for _, p := range one.Portions {
		exactly, amount = refAdd(exactly, refRat(p.Exact)), refAdd(amount, refRat(p.Amount))
	}
	if one.Period != "" && amount.Cmp(refRat(one.Remaining.Amount)) == 0 {
		return // of the window
	}
	if exactly.Cmp(refRat(one.Exact)) != 0 || amount.Cmp(refRat(one.Amount)) != 0 {
		fail("the portions add up to %s and %s", exactly.FloatString(6), amount.FloatString(6))
	}
}

// period returns the name of the window of an event.
func (r *refRun) period(w commission.Window, e *commission.Event) string {
	d := e.At.In(r.zone)
	switch w {
	case commission.PerOrder:
		return "order " + e.Order
	case commission.PerMonth:
		return d.Format("2006-01")
	case commission.PerQuarter:
		return fmt.Sprintf("%04d-Q%d", d.Year(), (int(d.Month())-1)/3+1)
	case commission.PerYear:
		return d.Format("2006")
	default:
		return "ever"
	}
}

func noChange(*commission.Definition) {}

// TestPartnersApart interleaves the events of two partners in any way: each
// has the same entries, and the states of both, merged, are the state of all.
func TestPartnersApart(t *testing.T) {
	refLaw(t, 41, 4, noChange, func(d *refDice, r *refRun) {
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
		if err := one.Merge(two); err != nil || stateText(t, one) != stateText(t, &r.state) {
			t.Errorf("Merge = %s, %v; want %s", stateText(t, one), err, stateText(t, &r.state))
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
		if stateText(t, state) != stateText(t, &r.state) {
			t.Errorf("the state of an interleaving is %s; want %s", stateText(t, state), stateText(t, &r.state))
		}
	})
}

// overWindow leaves one rule on sales, over a window, whose pay does not depend
// on the order of what is sold in it.
func overWindow(d *commission.Definition) {
	r := &d.Rules[0]
	d.Rules, d.Bonuses, d.RefundDays = d.Rules[:1], nil, 0
	r.On, r.For.Active, r.For.MinMonths, r.Lasts.Months, r.Lasts.Payments = commission.Sale, false, 0, 0, 0
	if r.Over.Over == commission.PerEvent || r.Pay.Ladder != "" || r.Pay.Table.Scope == commission.Prospective || r.Pay.Table.Scope == commission.NextSale {
		d.Rules = nil // of no use
	}
}

// refSales returns sales and refunds of ana in few windows, all in full or in
// part, in several parts.
func refSales(d *refDice, n int, all bool) (sales, refunds []commission.Event) {
	for i := range n {
		e := d.event(i)
		e.ID, e.Kind, e.Partner, e.Of, e.Period = fmt.Sprint("s", i), commission.Sale, "ana", "", ""
		e.At, e.Tier, e.Customer, e.Order, e.Units = day(1+d.n(70)), "affiliate/gold", "x", refPick(d, "o1", "o2"), whole(1+d.n(3))
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
	e.Units, e.Includes = decimal.Decimal{}, nil // in proportion
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
	refLaw(t, 43, 40, overWindow, func(d *refDice, r *refRun) {
		sales, refunds := refSales(d, 8, false)
		entries, _ := refEarned(r.plan, slices.Concat(sales, refunds))
		want := refSum(entries, refAny)
		for range 4 {
			got, _ := refEarned(r.plan, refShuffle(d.r, sales, refunds))
			if sum := refSum(got, refAny); sum.Cmp(want) != 0 {
				t.Errorf("in another order the balance is %s; want %s", sum.FloatString(3), want.FloatString(3))
			}
		}
		if r.def.Rules[0].Over.KeepAttained {
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
		def.Bonuses, def.RefundDays = nil, 0
		for i := range def.Rules {
			r := &def.Rules[i]
			r.Limit.Caps, r.Lasts.Months, r.Lasts.Payments, r.Lasts.Then = nil, 0, 0, alianza.Percent{}
			if r.Over.Over != commission.PerEvent {
				r.Over.Over, r.Over.KeepAttained = commission.PerEvent, false
			}
		}
	}
	refLaw(t, 83, 40, change, func(d *refDice, r *refRun) {
		sales, refunds := refSales(d, 7, false)
		entries, first := refEarned(r.plan, slices.Concat(sales, refunds))
		want := refSum(entries, refAny)
		for range 3 {
			got, state := refEarned(r.plan, refShuffle(d.r, sales, refunds))
			if sum := refSum(got, refAny); sum.Cmp(want) != 0 {
				t.Errorf("in another order the balance is %s; want %s", sum.FloatString(3), want.FloatString(3))
			}
			if got, want := refPlain(stateText(t, state)), refPlain(stateText(t, first)); got != want {
				t.Errorf("in another order the state is\n%s; want\n%s", got, want)
			}
		}
	})
}

// refZeros are zeros at the end of a number, whose places need not be kept.
var refZeros = regexp.MustCompile(`"(-?\d+)(?:\.0+|(\.\d*?[1-9])0+)"`)

// refPlain returns JSON without the zeros at the end of numbers.
func refPlain(text string) string { return refZeros.ReplaceAllString(text, `"$1$2"`) }

// TestWindowRefundedAll refunds all sales of a window in parts, open or closed:
// nothing is left, whatever the table.
func TestWindowRefundedAll_C34(t *testing.T) {
	change := func(def *commission.Definition) {
		def.Rules, def.Bonuses, def.RefundDays = def.Rules[:1], nil, 0
		def.Rules[0].On, def.Rules[0].When = commission.Sale, commission.Condition{}
	}
	refLaw(t, 75, 150, change, func(d *refDice, r *refRun) {
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
		def.Rules, def.Bonuses, def.RefundDays = def.Rules[:1], nil, 0
		def.Rules[0].On, def.Rules[0].When = commission.Sale, commission.Condition{}
		if def.Rules[0].Over.Over != commission.PerEvent {
			def.Rules = nil
		}
	}
	refLaw(t, 77, 150, change, func(d *refDice, r *refRun) {
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

// TestCapsKept adds up what each cap bounds: it is not exceeded. Its events have no
// reversal, which pays again also above the cap.
func TestCapsKept(t *testing.T) {
	change := func(def *commission.Definition) {
		if !slices.ContainsFunc(def.Rules, func(r commission.Rule) bool { return len(r.Limit.Caps) > 0 }) {
			def.Rules = nil
		}
	}
	refLaw(t, 49, 4, change, func(d *refDice, r *refRun) {
		r.random(d, 50)
		at := map[string]commission.Event{}
		for _, e := range r.raw {
			at[e.Partner+"/"+e.ID] = e
		}
		sums := map[string]*big.Rat{}
		for _, entry := range r.entries {
			i := slices.IndexFunc(r.def.Rules, func(one commission.Rule) bool { return one.Name == entry.Rule })
			if i < 0 {
				continue // a bonus
			}
			e := at[entry.Partner+"/"+entry.Event]
			if entry.Corrects != "" && !strings.Contains(entry.Key, "/early/") { // in the window of what it takes back
				e = at[entry.Partner+"/"+entry.Of]
			}
			for n, c := range r.def.Rules[i].Limit.Caps {
				key := fmt.Sprint(entry.Partner, i, n, r.period(c.Per, &e))
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
		def.Precedence, def.Bonuses = commission.PrecedenceBest, nil
	}
	refLaw(t, 51, 20, change, func(d *refDice, r *refRun) {
		r.random(d, 20)
		var alone []commission.Plan
		for i := range r.def.Rules {
			one := r.plan.Definitions()[0]
			one.Rules = one.Rules[i : i+1]
			alone = append(alone, planOf(one).In(r.zone))
		}
		text, digest := stateText(t, &r.state), refDigest(t, r.plan)
		for i := range 10 {
			e := d.event(20 + i)
			if takesBack(e.Kind) || e.Kind == commission.Close {
				continue
			}
			best, err := r.plan.Earn(&r.state, e)
			if err != nil {
				continue
			}
			for _, p := range alone {
				// The same past, as if this rule alone had made it.
				past := readState(t, strings.ReplaceAll(text, digest, refDigest(t, p)))
				one, err := p.Earn(past, e)
				if err != nil {
					t.Errorf("Earn(%s) by one rule = %v; want no error", eventText(e), err)
				}
				if got, least := refSum(best.Entries, refAny), refSum(one.Entries, refAny); got.Cmp(least) < 0 && len(best.Entries) > 0 && len(one.Entries) > 0 {
					t.Errorf("Earn(%s) = %s; want at least %s, as rule %s alone", eventText(e), got.FloatString(3), least.FloatString(3), p.Definitions()[0].Rules[0].Name)
				}
			}
		}
	})
}

func takesBack(k commission.Kind) bool {
	return k == commission.Refund || k == commission.Chargeback || k == commission.Correction || k == commission.Reversal
}

// refDigest returns the digest of a plan of one version, as its records have it.
func refDigest(tb testing.TB, p commission.Plan) string {
	tb.Helper()
	earned, err := p.Earn(&commission.State{}, kind("item:nobody pays", sale("digest", "0")))
	if err != nil {
		tb.Fatal(err)
	}
	_, text, _ := strings.Cut(jsonText(tb, earned.Records[0]), `"digest":"`)
	return text[:16]
}

// TestAllChargedBack takes back all of every event that earned, of whatever
// rules, in open and closed periods: nothing is left.
func TestAllChargedBack_C34(t *testing.T) {
	change := func(d *commission.Definition) { d.UnknownSale = commission.UnknownSaleIgnore }
	refLaw(t, 81, 40, change, func(d *refDice, r *refRun) {
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
		names := map[string]bool{}
		for _, e := range entries {
			names[e.Rule] = true
		}
		for name := range names {
			sum := refSum(entries, func(e commission.Entry) bool { return e.Rule == name })
			if sum.Sign() != 0 {
				t.Errorf("of rule %s %s is left; want 0", name, sum.FloatString(3))
			}
		}
	})
}

// refBalance returns what entries come to, by partner, rule and medium.
func refBalance(entries []commission.Entry) map[string]*big.Rat {
	sums := map[string]*big.Rat{}
	for _, e := range entries {
		addTo(sums, fmt.Sprint(e.Partner, " ", e.Rule, " ", e.Medium), e.Amount.Rat())
	}
	return sums
}

// closeAgain closes the closed periods of the partner of a sale again, so that
// bonuses know of a sale that came late. A final period refuses.
func closeAgain(r *refRun, sale commission.Event) {
	for key := range r.state.Clone().Records(sale.Partner) {
		if k := key.Key(); k.About() == "period" {
			parts := strings.Split(k.String(), "/")
			e := commission.Event{
				ID: "again " + parts[len(parts)-1], Kind: commission.Close, Partner: sale.Partner, Period: parts[len(parts)-1],
				At: sale.At, Currency: sale.Currency, Tier: sale.Tier,
			}
			_, _ = earn(r.plan, &r.state, e)
		}
	}
}

// TestUndone takes something back of a sale, after a random history, and undoes
// that: the balance and what was attained are as before, and what comes after is
// paid as if neither had been.
func TestUndone_C34(t *testing.T) {
	refLaw(t, 85, 20, noChange, func(d *refDice, r *refRun) {
		r.random(d, 15)
		sales, _ := refSales(d, 1, false)
		sale := sales[0]
		sale.ID = "undone"
		if _, err := earn(r.plan, &r.state, sale); err != nil {
			return
		}
		closeAgain(r, sale)
		taking := refundOf(sale, "taking", sale.Amount.Mul(decimal.New(int64(d.n(101)), -2)).Truncate(-sale.Amount.Exponent()))
		switch d.n(4) {
		case 0:
			taking.Kind, taking.Amount = commission.Chargeback, decimal.Decimal{}
		case 1:
			taking.Units = whole(1)
		case 2:
			taking.Includes = map[string]decimal.Decimal{"tax": decimal.Min(taking.Amount, sale.Includes["tax"])}
		}
		undone := r.state.Clone()
		first, err := earn(r.plan, undone, taking)
		if err != nil {
			return
		}
		back := reversal("reversal", "taking")
		back.At = taking.At
		second, err := earn(r.plan, undone, back)
		if err != nil {
			t.Errorf("Earn(%s) after %s = %v; want no error", eventText(back), eventText(taking), err)
			return
		}
		if sums := refBalance(append(first.Entries, second.Entries...)); differ(sums, nil) {
			t.Errorf("%s, and its reversal, make %s; want nothing", eventText(taking), amountsText(sums))
		}
		for key := range r.state.Records("ana") {
			parts := strings.Split(key.Key().String(), "/")
			if kind := key.Key().About(); kind == "window" || kind == "meter" {
				was, is := attained(t, r.plan, &r.state, "ana", parts[2], parts[4]), attained(t, r.plan, undone, "ana", parts[2], parts[4])
				if diff := cmp.Diff(was, is); diff != "" {
					t.Errorf("after %s, and its reversal, Attained(%s, %s) mismatch (-want +got):\n%s", eventText(taking), parts[2], parts[4], diff)
				}
			}
		}
		for i := range 10 {
			e := d.event(100 + i)
			e.Partner = "ana"
			if takesBack(e.Kind) {
				e = refundOf(sale, fmt.Sprint("later", i), sale.Amount.Mul(decimal.New(int64(1+d.n(20)), -2)).Truncate(-sale.Amount.Exponent()))
			}
			want, wantErr := earn(r.plan, &r.state, e)
			got, err := earn(r.plan, undone, e)
			if fmt.Sprint(err) != fmt.Sprint(wantErr) || differ(refBalance(got.Entries), refBalance(want.Entries)) {
				t.Errorf("after %s, and its reversal, Earn(%s) = %s, %v; want %s, %v", eventText(taking), eventText(e), got, err, want, wantErr)
				return
			}
		}
	})
}

// TestCorrectedAsIfNever corrects an event, after a random history: the balance is
// that of the right event alone, where nothing goes by the order of events.
func TestCorrectedAsIfNever_C34(t *testing.T) {
	change := func(def *commission.Definition) {
		def.RefundDays = 0
		if def.Precedence == commission.PrecedenceBest {
			def.Precedence = commission.PrecedenceEvery // the best goes by what was sold before
		}
		for i := range def.Bonuses {
			def.Bonuses[i].Follows = false // a correction posts the difference, a late sale does not
		}
		for i := range def.Rules {
			r := &def.Rules[i]
			r.Lasts.Months, r.Lasts.Payments, r.Lasts.Then = 0, 0, alianza.Percent{}
			if r.Over.Over != commission.PerEvent && (r.Pay.Table.Scope == commission.Prospective || r.Pay.Table.Scope == commission.NextSale) {
				def.Rules = nil // whose pay goes by the order
				return
			}
		}
	}
	refLaw(t, 87, 20, change, func(d *refDice, r *refRun) {
		r.random(d, 15)
		sales, _ := refSales(d, 2, false)
		wrong, right := sales[0], sales[1]
		wrong.ID, right.ID = "wrong", "right"
		never := r.state.Clone()
		if right.Amount.IsZero() {
			return
		}
		want, err := earn(r.plan, never, right)
		if err != nil {
			return
		}
		first, err := earn(r.plan, &r.state, wrong)
		if err != nil {
			return
		}
		k := right
		k.Kind, k.Of = commission.Correction, "wrong"
		second, err := earn(r.plan, &r.state, k)
		if err != nil {
			t.Errorf("Earn(%s) = %v; want no error", eventText(k), err)
			return
		}
		if got := refBalance(append(first.Entries, second.Entries...)); differ(got, refBalance(want.Entries)) {
			t.Errorf("%s, corrected by %s, makes %s; want %s", eventText(wrong), eventText(k), amountsText(got), amountsText(refBalance(want.Entries)))
		}
		for key := range never.Records("ana") {
			parts := strings.Split(key.Key().String(), "/")
			if kind := key.Key().About(); kind == "window" || kind == "meter" {
				was, is := attained(t, r.plan, never, "ana", parts[2], parts[4]), attained(t, r.plan, &r.state, "ana", parts[2], parts[4])
				if diff := cmp.Diff(was, is); diff != "" {
					t.Errorf("after a correction, Attained(%s, %s) mismatch (-want +got):\n%s", parts[2], parts[4], diff)
				}
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
	refLaw(t, 79, 15, noChange, func(d *refDice, r *refRun) {
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
			e.Units = refPick(d, e.Units, num("1"), num("2147483647"), num("0.000000000000000001"))
			if e.Kind == commission.Reversal {
				e.Amount = decimal.Decimal{}
			}
			before := stateText(t, &state)
			earned, err := earn(r.plan, &state, e)
			text := stateText(t, &state)
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
			if back := stateText(t, readState(t, text)); back != text {
				t.Fatalf("Earn(%s): the state %s reads back as %s", eventText(e), text, back)
			}
		}
	})
}

// limit returns what the reference pays just above a bound, or just below,
// exact: tables are straight lines beside their bounds.
func (t *refTable) limit(bound *big.Rat, side int64) *big.Rat {
	hair := new(big.Rat).SetFrac(big.NewInt(side), new(big.Int).Exp(big.NewInt(10), big.NewInt(60), nil))
	one := t.total(refVolume{refAdd(bound, hair), new(big.Rat)})
	two := t.total(refVolume{refAdd(refAdd(bound, hair), hair), new(big.Rat)})
	return refSub(refMul(one, refInt(2)), two)
}

// jump returns what crossing a bound adds to what was sold before, without
// what rates bring in a table by units.
func (t *refTable) jump(i int) *big.Rat {
	if t.def.By == commission.ByAmount {
		return refSub(t.limit(t.bounds[i], 1), t.limit(t.bounds[i], -1))
	}
	next := t.def.Brackets[i+1]
	if t.scopes[i+1] == commission.Graduated {
		return refRat(next.Flat)
	}
	prev, units := t.def.Brackets[i], t.bounds[i]
	each := refMul(units, refSub(refRat(next.PerUnit), refRat(prev.PerUnit)))
	return refAdd(each, refSub(refRat(next.Flat), refRat(prev.Flat)))
}

func refCheckCliffs(tb testing.TB, def commission.TableDefinition) {
	tb.Helper()
	t, got := newRefTable(def), alianza.Must(commission.NewTable(def)).Cliffs()
	if t.whole() {
		if len(got) > 0 {
			tb.Errorf("Cliffs() of %s = %v; want none", jsonText(tb, def), got)
		}
		return
	}
	if def.By == commission.ByUnits {
		for _, b := range def.Brackets {
			if !b.Min.IsZero() || !b.Max.IsZero() {
				return // what they do to a number of units depends on the amounts
			}
		}
	}
	want, have := "", ""
	for i := range t.bounds {
		prev, next := def.Brackets[i], def.Brackets[i+1]
		jump := t.jump(i)
		rates := def.By == commission.ByUnits && t.scopes[i+1] == commission.Slab && prev.Rate != next.Rate
		if jump.Sign() == 0 && !rates {
			continue
		}
		at := refRat(prev.UpTo)
		if !def.Quota.IsZero() {
			at = t.bounds[i]
		}
		want += fmt.Sprintf("%s: %s to %s, %s\n", at.RatString(), prev.Rate, next.Rate, jump.RatString())
	}
	for _, c := range got {
		have += fmt.Sprintf("%s: %s to %s, %s\n", refRat(c.At).RatString(), c.From, c.To, refRat(c.Jump).RatString())
	}
	if have != want {
		tb.Errorf("Cliffs() of %s =\n%swant\n%s", jsonText(tb, def), have, want)
	}
}

func TestReferenceCliffs(t *testing.T) {
	for seed := range seeds.Count(400) {
		d := &refDice{r: rand.New(rand.NewPCG(13, uint64(seed)))}
		refCheckCliffs(t, d.table())
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// rising returns a table by amount whose rates rise, and nothing else.
func (d *refDice) rising(scope commission.Scope) commission.TableDefinition {
	def := commission.TableDefinition{Step: step(d.n(4)), Rounding: commission.Rounding(d.n(7)), Scope: scope, Edge: commission.Edge(d.n(2))}
	bound, percent := 0, 0
	n := 1 + d.n(5)
	for i := range n {
		bound, percent = bound+1+d.n(500), percent+d.n(20)
		b := commission.Bracket{Rate: alianza.WholePercent(percent)}
		if i < n-1 {
			b.UpTo = decimal.New(int64(bound), -1)
		}
		def.Brackets = append(def.Brackets, b)
	}
	return def
}

// TestTableLaws holds graduated tables to be continuous and to rise with each
// sale, and slab tables whose rates rise to pay at least as much.
func TestTableLaws_C33(t *testing.T) {
	for seed := range seeds.Count(80) {
		d := &refDice{r: rand.New(rand.NewPCG(15, uint64(seed)))}
		def := d.rising(commission.Graduated)
		graduated := alianza.Must(commission.NewTable(def))
		whole := def
		whole.Scope = commission.Slab
		slab := alianza.Must(commission.NewTable(whole))
		if cliffs := graduated.Cliffs(); len(cliffs) > 0 {
			t.Errorf("Cliffs() of %s = %v; want none", jsonText(t, def), cliffs)
		}
		small, step := d.amount(200_000, 2), d.amount(100, 4)
		low, high := commission.Volume{Amount: small}, commission.Volume{Amount: small.Add(step)}
		before, err1 := graduated.Pay(low)
		after, err2 := graduated.Pay(high)
		more, err3 := slab.Pay(low)
		if err := errors.Join(err1, err2, err3); err != nil {
			t.Fatal(err)
		}
		rise := refSub(refRat(after.Exact), refRat(before.Exact))
		if rise.Sign() < 0 || rise.Cmp(refRat(step)) > 0 || after.Amount.LessThan(before.Amount) {
			t.Errorf("Pay(%s) of %s = %s, %s more = %s; want it to rise by at most that", small, jsonText(t, def), before, step, after)
		}
		if more.Exact.LessThan(before.Exact) || more.Amount.LessThan(before.Amount) {
			t.Errorf("Pay(%s) of %s = %s as slab, %s graduated; want at least as much", small, jsonText(t, def), more, before)
		}
		if more.Blended().Compare(def.Brackets[len(def.Brackets)-1].Rate) > 0 {
			t.Errorf("Pay(%s) of %s = %s; want no more than the highest rate", small, jsonText(t, def), more)
		}
	}
}

// TestAttainment rounds down, so that 100 is not said of less.
func TestReferenceAttainment(t *testing.T) {
	for seed := range seeds.Count(120) {
		d := &refDice{r: rand.New(rand.NewPCG(17, uint64(seed)))}
		def := d.rising(commission.Slab)
		def.Quota = decimal.New(int64(1+d.n(1000)), -int32(d.n(3)))
		v := commission.Volume{Amount: d.amount(3000, 4)}
		got, err := alianza.Must(commission.NewTable(def)).Attainment(v)
		want := roundRat(refMul(new(big.Rat).Quo(refRat(v.Amount), refRat(def.Quota)), refInt(100)), 2, commission.Down)
		if err != nil || refRat(got).Cmp(want) != 0 {
			t.Errorf("Attainment(%s) of %s = %s, %v; want %s", v, def.Quota, got, err, want.FloatString(2))
		}
	}
}

// TestTableHostile gives every number of a table and of a volume a value out of
// bounds: it is refused with its name, and nothing panics or takes long.
func TestTableHostile(t *testing.T) {
	plain := func() commission.TableDefinition {
		return commission.TableDefinition{Step: step(2), Scope: commission.Graduated, Brackets: []commission.Bracket{
			{UpTo: num("100"), Rate: rate("10%")}, {Rate: rate("20%")},
		}}
	}
	places := map[string]func(*commission.TableDefinition, decimal.Decimal){
		"quota":             func(d *commission.TableDefinition, n decimal.Decimal) { d.Quota = n },
		"brackets[0].up_to": func(d *commission.TableDefinition, n decimal.Decimal) { d.Brackets[0].UpTo = n },
		"brackets[1].from":  func(d *commission.TableDefinition, n decimal.Decimal) { d.Brackets[1].From = n },
		"brackets[1].flat":  func(d *commission.TableDefinition, n decimal.Decimal) { d.Brackets[1].Flat = n },
		"brackets[1].min":   func(d *commission.TableDefinition, n decimal.Decimal) { d.Brackets[1].Min = n },
		"brackets[1].max":   func(d *commission.TableDefinition, n decimal.Decimal) { d.Brackets[1].Max = n },
		"brackets[1].per_unit": func(d *commission.TableDefinition, n decimal.Decimal) {
			d.By, d.Brackets[1].PerUnit = commission.ByUnits, n
		},
	}
	for name, n := range hostile() {
		for path, set := range places {
			def := plain()
			set(&def, n)
			_, err := commission.NewTable(def)
			found := false
			for _, f := range alianza.Faults(err) {
				found = found || f.Path == path
			}
			if !found {
				t.Errorf("NewTable(%s: %s) = %.200v; want a fault of it", path, name, err)
			}
		}
		table := alianza.Must(commission.NewTable(plain()))
		bad := commission.Volume{Amount: n}
		_, err1 := table.Pay(bad)
		_, err2 := table.PayAfter(bad, commission.Volume{Amount: num("1")})
		_, err3 := table.PayAfter(commission.Volume{Amount: num("1")}, bad)
		err4 := table.Tally().Add(num("1"), n)
		_, err5 := table.AppendPay(nil, n)
		for i, err := range []error{err1, err2, err3, err4, err5} {
			if len(alianza.Faults(err)) == 0 {
				t.Errorf("%s: call %d = %.200v; want a field error", name, i+1, err)
			}
		}
	}
	for _, big := range []string{"9999999999999999999999999999999999", "9999999999999999999999999999999999e18", "0.000000000000000001"} {
		for _, places := range []int{0, 2, 18} {
			def := plain()
			def.Step, def.Quota = step(places), num(big)
			table, err := commission.NewTable(def)
			if err != nil {
				continue
			}
			v := commission.Volume{Amount: num(big)}
			for range 2 {
				if p, err := table.PayAfter(v, v); err == nil {
					_, _ = jsonText(t, p), p.String()
				}
				if y := table.Tally(); y.Add(v.Amount, v.Amount) == nil {
					_ = y.Amount().String()
				}
				v.Amount = num("9999999999999999999999999999999999e18")
			}
			_ = table.Cliffs()
		}
	}
}

// FuzzTable holds tables, volumes and tallies against the reference.
func FuzzTable(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x01\x00\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"))
	f.Add([]byte("\x01\x05\x01\x01\x00\x03\x01\x01\x05\x01\x02\x02\x03\x01\x02\x03\x01\x01\x09\x09\x09\x09\x09\x09\x09\x09"))
	r := rand.New(rand.NewPCG(19, 20))
	for range 20 {
		seed := make([]byte, 60)
		for i := range seed {
			seed[i] = byte(r.Uint32())
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d := &refDice{data: data}
		def := d.table()
		var volumes []commission.Volume
		var amounts []decimal.Decimal
		for len(volumes) < 8 && (len(volumes) == 0 || d.more()) {
			v := d.volume(def)
			volumes, amounts = append(volumes, v), append(amounts, v.Amount)
		}
		refCheckTable(t, def, volumes)
		refCheckTally(t, def, amounts)
		refCheckCliffs(t, def)
	})
}

// TestAllBack posts random events under random plans and versions, and charges
// all of them back: nothing is left, no key comes twice, a preview is what is
// posted, and the state can be kept between any two events.
func TestAllBack(t *testing.T) {
	for seed := range seeds.Count(8) {
		r := rand.New(rand.NewPCG(uint64(seed), 77))
		d, next := anyPlan(r), anyPlan(r)
		next.Version, next.From = 2, date("2026-01-31")
		plan, err := commission.New(d, next)
		if err != nil {
			continue // the search makes some that contradict themselves
		}
		l := &chain{tb: t, def: d, plan: plan, keys: map[string]bool{}, sums: map[commission.Medium]decimal.Decimal{}}
		var ids []string
		for i := range 25 {
			e := anyEvent(r, i, ids)
			if l.post(e) && e.Kind != commission.Refund && e.Kind != commission.Chargeback {
				ids = append(ids, e.ID)
			}
		}
		for i, id := range ids {
			e := chargeback(fmt.Sprint("back", i), id, "0")
			e.At = day(61)
			l.post(e)
		}
		for medium, sum := range l.sums {
			if !sum.IsZero() {
				t.Errorf("seed %d: %s %s is left after all is taken back; want 0: %s", seed, sum, medium, jsonText(t, d))
			}
		}
	}
}

// chain posts events one after another.
type chain struct {
	tb    testing.TB
	def   commission.Definition
	plan  commission.Plan
	state commission.State
	keys  map[string]bool
	sums  map[commission.Medium]decimal.Decimal
}

// post gives an event to the plan and reports whether it takes it.
func (l *chain) post(e commission.Event) bool {
	l.tb.Helper()
	seen, _ := l.plan.Earn(&l.state, e)
	earned, err := earn(l.plan, &l.state, e)
	if jsonText(l.tb, seen) != jsonText(l.tb, earned) {
		l.tb.Errorf("Preview(%s) = %v; want %v: %s", eventText(e), seen, earned, jsonText(l.tb, l.def))
	}
	for _, one := range earned.Entries {
		if l.keys[one.Key] || one.Amount.Exponent() != -2 {
			l.tb.Errorf("Earn(%s) = %s, key %s; want a key of its own, in cents: %s", eventText(e), one, one.Key, jsonText(l.tb, l.def))
		}
		l.keys[one.Key] = true
		l.sums[one.Medium] = l.sums[one.Medium].Add(one.Amount)
	}
	text := stateText(l.tb, &l.state)
	if l.state = *readState(l.tb, text); stateText(l.tb, &l.state) != text {
		l.tb.Fatalf("after Earn(%s) the state is read back as %s: %s", eventText(e), stateText(l.tb, &l.state), text)
	}
	return err == nil
}

// anyEvent returns an event over few customers, orders, days and tiers.
func anyEvent(r *rand.Rand, i int, ids []string) commission.Event {
	kinds := []commission.Kind{
		commission.Sale, commission.Sale, commission.Sale, commission.Lead,
		commission.Refund, commission.Chargeback, commission.Correction, commission.Close, commission.Reversal,
	}
	e := sale(fmt.Sprint("e", i), fmt.Sprint(r.IntN(40)*10))
	e.Kind, e.At, e.Units = kinds[r.IntN(len(kinds))], day(1+r.IntN(60)), whole(r.IntN(4))
	e.Customer, e.Order = fmt.Sprint("k", r.IntN(2)), fmt.Sprint("o", r.IntN(3))
	e.Tier = []string{"affiliate/gold", "affiliate/basic", "affiliate/silver", ""}[r.IntN(4)]
	e.Includes = numbers("tax", fmt.Sprint(r.IntN(2)))
	switch e.Kind {
	case commission.Lead:
		e.Amount = num("0")
	case commission.Close:
		e.Amount, e.Units, e.Period = num("0"), whole(0), []string{"2026-01", "2026-02", "2026-Q1", "2026"}[r.IntN(4)]
	case commission.Sale:
	case commission.Reversal:
		e.Of, e.Amount, e.Units = fmt.Sprint("e", r.IntN(i+1)), num("0"), whole(0)
		if e.Of == e.ID {
			e.Of = "none"
		}
	default:
		if r.IntN(3) != 0 {
			e.Units, e.Includes = whole(0), nil
		}
		e.Of, e.Amount = "none", num(fmt.Sprint(r.IntN(12)*10))
		if len(ids) > 0 {
			e.Of = ids[r.IntN(len(ids))]
		}
	}
	return e
}

// anyPlan returns two rules for sales, one for leads and a bonus.
func anyPlan(r *rand.Rand) commission.Definition {
	d := ruled(
		anyRule(r, "a", commission.Sale), anyRule(r, "b", commission.Sale), anyRule(r, "l", commission.Lead),
	)
	d.Bonuses = []commission.Bonus{{
		Name: "bonus", Over: commission.Window(2 + r.IntN(3)), Of: []string{"a", "l"}, Pay: commission.Pay{Rate: rate("1%"), Fixed: num("2")}, Follows: r.IntN(2) == 0,
	}}
	d.Precedence, d.Rounding = commission.Precedence(r.IntN(3)), commission.Rounding(r.IntN(7))
	d.RefundDays = 5 * r.IntN(2)
	return d
}

func anyRule(r *rand.Rand, name string, on commission.Kind) commission.Rule {
	one := commission.Rule{
		Name: name, On: on,
		Pay:   commission.Pay{Medium: commission.Medium(r.IntN(2))},
		Over:  commission.Span{Over: commission.Window(r.IntN(6)), KeepAttained: r.IntN(4) == 0},
		Lasts: commission.Duration{Months: r.IntN(4) / 3, Payments: r.IntN(4) / 3 * 2},
	}
	switch r.IntN(4) {
	case 0:
		one.Pay.Rate = rate(fmt.Sprint(1+r.IntN(40), "%"))
	case 1:
		one.Pay.Ladder, one.Pay.Rates = "affiliate", commission.Affiliate().Rules[0].Pay.Rates
	case 2:
		one.Pay.Table = anyTable(r)
	default:
		one.Pay.Fixed, one.Over.Over, one.Limit.Max = num("7"), commission.PerEvent, decimal.New(int64(r.IntN(2)*5), 0)
	}
	if one.Over.Over == commission.PerEvent {
		one.Over.KeepAttained = false
	}
	if r.IntN(3) == 0 {
		limit := commission.Cap{Amount: num("80"), Per: one.Over.Over}
		if one.Over.Over == commission.PerEvent {
			limit.Per, limit.Customer = commission.Window(1+r.IntN(5)), r.IntN(2) == 0
		}
		one.Limit.Caps = []commission.Cap{limit}
	}
	if r.IntN(3) == 0 {
		one.Pay.Less = []string{"tax"}
	}
	return one
}

func anyTable(r *rand.Rand) commission.TableDefinition {
	d := commission.TableDefinition{Scope: commission.Scope(1 + r.IntN(4)), Edge: commission.Edge(r.IntN(2)), By: commission.Measure(r.IntN(2))}
	ends := []string{"300", "900", ""}
	if d.By == commission.ByUnits {
		ends = []string{"3", "8", ""}
	}
	for _, end := range ends {
		b := bracket(end, fmt.Sprint(r.IntN(40), "%"))
		if d.By == commission.ByUnits && r.IntN(2) == 0 {
			b.Rate, b.PerUnit = alianza.Percent{}, decimal.New(r.Int64N(9), 0)
		}
		b.Flat, b.Min = decimal.New(r.Int64N(4)/3*3, 0), decimal.New(r.Int64N(4)/3*5, 0)
		b.Max = decimal.New(r.Int64N(4)/3*60, 0)
		d.Brackets = append(d.Brackets, b)
	}
	return d
}

// everything runs plans, and returns all that they say in text and JSON, errors
// included.
func everything(tb testing.TB) string {
	tb.Helper()
	var out strings.Builder
	say := func(v fmt.Stringer) { fmt.Fprintf(&out, "%s\n%s\n", v, jsonText(tb, v)) }

	d := commission.Affiliate()
	d.HoldDays, d.UnknownSale = 30, commission.UnknownSaleCurrentRate
	for i := range 40 { // more than one bucket of a map
		d.Rules[0].Pay.Rates[fmt.Sprint("level ", i)] = alianza.WholePercent(i)
	}
	fmt.Fprintln(&out, jsonText(tb, d))
	plan := planOf(d)
	var state commission.State
	for i, e := range []commission.Event{
		{ID: "s", Kind: commission.Sale, Tier: "affiliate/silver", Amount: decimal.New(1_000_000_000_000_000_000, -10)},
		{ID: "r", Kind: commission.Refund, Of: "s", Amount: decimal.New(1050, -2)},
		{ID: "q", Kind: commission.Refund, Of: "s", Amount: decimal.New(9, 18)}, // above the rest
		{ID: "n", Kind: commission.Sale, Tier: "affiliate/gold", Amount: decimal.New(-10, -1)},
		{ID: "c", Kind: commission.Refund, Tier: "affiliate/level 7", Amount: decimal.New(100, 0)},
		{ID: "h", Kind: commission.Sale, Tier: "affiliate/gold", Amount: decimal.New(1, 1e6)},
		{ID: "t", Kind: commission.Sale, Tier: "affiliate/level 39", Amount: decimal.New(1, 3)},
		{ID: "v", Kind: commission.Reversal, Of: "r"},
	} {
		e.Partner, e.At, e.Currency = "ana", day(i+1), "USD"
		earned, err := earn(plan, &state, e)
		fmt.Fprintln(&out, earned, err)
		for _, entry := range earned.Entries {
			say(entry)
			var back commission.Entry
			if err := back.UnmarshalJSON([]byte(jsonText(tb, entry))); err != nil {
				tb.Fatalf("UnmarshalJSON(%s) = %v; want no error", entry, err)
			}
			say(back)
		}
	}
	fmt.Fprintln(&out, stateText(tb, &state))
	fmt.Fprintln(&out, stateText(tb, readState(tb, stateText(tb, &state))))
	var r commission.Record
	fmt.Fprintln(&out, r.UnmarshalJSON([]byte(`{"format":1,"key":"event/a/s//","revision":0,"event":{"kind":"sale","amount":"1.10","back":{"amount":2.50}}}`)))
	spoiled := d
	spoiled.Rules = []commission.Rule{{Name: "sale", On: commission.Sale, Pay: commission.Pay{Ladder: "affiliate", Rates: map[string]alianza.Percent{}}}}
	for i := range 40 {
		spoiled.Rules[0].Pay.Rates[fmt.Sprint("level ", i)] = alianza.WholePercent(100 + i)
	}
	_, err := commission.New(spoiled)
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
			earned, err := earn(plan, &state, e)
			fmt.Fprintln(out, eventText(e), jsonText(tb, earned), err)
			for _, entry := range earned.Entries {
				fmt.Fprintln(out, entry)
			}
		}
		fmt.Fprintln(out, stateText(tb, &state))
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
	for range seeds.Count(5) {
		if diff := cmp.Diff(want, everything(t)); diff != "" {
			t.Fatalf("another output (-want +got):\n%s", diff)
		}
	}
}

// TestConcurrent shares what may be shared; the race detector watches.
func TestConcurrent(t *testing.T) {
	plan := planOf(tiered())
	var past commission.State // which is only read
	mustEarn(t, plan, &past, at("affiliate/gold", sale("first", "10.00")))
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var state commission.State
			sum := decimal.Decimal{}
			for j := range 20 {
				earned, err := earn(plan.In(nil), &state, at("affiliate/gold", sale(fmt.Sprint(i, j), "10.00")))
				if err != nil {
					t.Errorf("Earn = %v; want no error", err)
					return
				}
				sum = sum.Add(earned.Sum(commission.Cash))
				if _, err := plan.Earn(&past, refund(fmt.Sprint("r", i, j), "first", "1.00")); err != nil {
					t.Errorf("Earn of a past that is shared = %v; want no error", err)
				}
			}
			if !sum.Equal(num("60")) {
				t.Errorf("20 sales earn %s; want 60.00", sum)
			}
			if got := plan.Definitions()[0].Rules[0].Pay.Rates["gold"]; got != alianza.WholePercent(30) {
				t.Errorf("Definitions() = %s at gold; want 30%%", got)
			}
		}()
	}
	wg.Wait()
}
