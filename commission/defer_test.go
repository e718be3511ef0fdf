package commission_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// inThree is a rule of 20%: a half after 30 days, a quarter after six months and one
// after twelve, both if the customer is active.
func inThree() commission.Rule {
	active := commission.FactOneOf("active", "yes")
	r := onSale("20%")
	r.Defer = []commission.Deferred{
		{Rate: rate("50%"), Days: 30},
		{Rate: rate("25%"), Months: 6, When: active},
		{Rate: rate("25%"), Months: 12, When: active},
	}
	return r
}

// answer is a maturity of an event.
func answer(id, of, active string) commission.Event {
	e := kind(commission.Maturity, sale(id, "0"))
	e.Of, e.Tier = of, ""
	if active != "" {
		e.Facts = map[string]string{"active": active}
	}
	return e
}

// sayings are the entries and the reasons of events, one after the other.
func sayings(tb testing.TB, p commission.Plan, s *commission.State, events ...commission.Event) (list []string) {
	tb.Helper()
	for _, e := range events {
		earned, err := earn(p, s, e)
		if err != nil {
			tb.Fatalf("Earn(%s) = %v", eventText(e), err)
		}
		for _, one := range earned.Entries {
			list = append(list, one.Amount.String()+" "+one.Partner+" "+one.Due.Format("2006-01-02"))
		}
		list = append(list, skippedOf(earned)...)
	}
	return list
}

func checkSayings(tb testing.TB, got []string, want ...string) {
	tb.Helper()
	if !slices.Equal(got, want) {
		tb.Errorf("it says\n\t%q\nwant\n\t%q", got, want)
	}
}

// 100.00 at 20% are 20.00: 10.00, 5.00 and 5.00.
func TestDeferral(t *testing.T) {
	p, s := planOf(ruled(inThree())), &commission.State{}
	checkSayings(t, sayings(t, p, s,
		dated("2026-01-10", sale("o", "100")),
		dated("2026-05-01", answer("soon", "o", "yes")),
		dated("2026-07-10", answer("unsaid", "o", "")),
		dated("2026-07-11", answer("yes", "o", "yes")),
		dated("2027-01-10", answer("no", "o", "no")),
		dated("2027-02-10", answer("late", "o", "yes")),
	),
		"10 ana 2026-02-09",
		"sale: installment 2 is due on 2026-07-10", "sale: installment 3 is due on 2027-01-10",
		"sale: active is not given", "sale: installment 3 is due on 2027-01-10",
		"5 ana 2026-07-11", "sale: installment 3 is due on 2027-01-10",
		`sale: installment 3 lapses: active is "no", not yes`,
		": no installment of it is open",
	)
}

// A refund of 40.00 leaves 60.00, which are worth 12.00: 6.00, 3.00 and 3.00.
func TestDeferralRefund(t *testing.T) {
	p, s := planOf(ruled(inThree())), &commission.State{}
	checkSayings(t, sayings(t, p, s,
		dated("2026-01-10", sale("o", "100")),
		dated("2026-07-10", answer("yes", "o", "yes")),
		dated("2026-07-20", refund("r", "o", "40")),
		dated("2027-01-10", answer("again", "o", "yes")),
		dated("2027-01-20", refund("rest", "o", "60")),
		dated("2027-01-21", reversal("bounced", "rest")),
	),
		"10 ana 2026-02-09", "5 ana 2026-07-10", "sale: installment 3 is due on 2027-01-10",
		"-4 ana 2026-07-20", "-2 ana 2026-07-20",
		"3 ana 2027-01-10",
		"-6 ana 2027-01-20", "-3 ana 2027-01-20", "-3 ana 2027-01-20",
		"6 ana 2027-01-21", "3 ana 2027-01-21", "3 ana 2027-01-21",
	)
}

// Each installment has a key of its own, and what takes one back names it. The state is
// what it was.
func TestDeferralKeys(t *testing.T) {
	p, s := planOf(ruled(inThree())), &commission.State{}
	first := earnAll(t, p, s, dated("2026-01-10", sale("o", "100")), dated("2026-07-10", answer("yes", "o", "yes")))
	before := stateText(t, s)
	for range 2 {
		got, err := p.Earn(s, dated("2026-07-20", refund("r", "o", "40")))
		if err != nil || len(got.Entries) != 2 || stateText(t, s) != before {
			t.Fatalf("Earn(a refund) = %v, %v; want two entries, and the state as it was", got.Entries, err)
		}
		for i, want := range [][2]string{{"p/ana/sale/r/part/1", "p/ana/sale/o/part/1"}, {"p/ana/sale/r/part/2", "p/ana/sale/yes/part/2"}} {
			if e := got.Entries[i]; e.Key != want[0] || e.Corrects != want[1] {
				t.Errorf("entry %d has the key %s and corrects %s; want %s and %s", i, e.Key, e.Corrects, want[0], want[1])
			}
		}
	}
	if first[0].Key != "p/ana/sale/o/part/1" {
		t.Errorf("the first installment has the key %s; want p/ana/sale/o/part/1", first[0].Key)
	}
}

// The conditions of installments are the plan's own.
func TestDeferralImmutable(t *testing.T) {
	d := ruled(inThree())
	p := planOf(d)
	d.Rules[0].Defer[1].When.OneOf[0] = "spoiled"
	p.Definitions()[0].Rules[0].Defer[1].When.OneOf[0] = "spoiled"
	if got := p.Definitions()[0].Rules[0].Defer[1].When.OneOf[0]; got != "yes" {
		t.Errorf("the condition is one of %q; want yes", got)
	}
}

// What is posted and not due yet is taken back when it would have been due.
func TestDeferralRefundDue(t *testing.T) {
	r := inThree()
	r.Defer[1].When, r.Defer[2].When = commission.Condition{}, commission.Condition{}
	checkSayings(t, sayings(t, planOf(ruled(r)), &commission.State{},
		dated("2026-01-10", sale("o", "100")), dated("2026-03-10", refund("r", "o", "100")),
	),
		"10 ana 2026-02-09", "5 ana 2026-07-10", "5 ana 2027-01-10",
		"-10 ana 2026-03-10", "-5 ana 2026-07-10", "-5 ana 2027-01-10",
	)
}

// 10.01 in halves of 0.05 steps: 5.00 after rounding half up of 5.005, and the rest.
func TestDeferralStep(t *testing.T) {
	d := ruled(onSale("100%"))
	d.Step = num("0.05")
	d.Rules[0].Defer = []commission.Deferred{{Rate: rate("33.3%")}, {Rate: rate("33.3%"), Days: 1}, {Rate: rate("33.4%"), Days: 2}}
	// 10.00; a third of it is 3.33, posted as 3.35; two thirds are 6.66, as 6.65.
	checkSayings(t, sayings(t, planOf(d), &commission.State{}, dated("2026-01-10", sale("o", "10.01"))),
		"3.35 ana 2026-01-10", "3.3 ana 2026-01-11", "3.35 ana 2026-01-12")
}

// An answer that was wrong is undone by a reversal, and replaced by a correction.
func TestDeferralAnswerUndone(t *testing.T) {
	p, s := planOf(ruled(inThree())), &commission.State{}
	right := corrected("no", answer("right", "no", "yes"))
	checkSayings(t, sayings(t, p, s,
		dated("2026-01-10", sale("o", "100")),
		dated("2026-07-10", answer("yes", "o", "yes")),
		dated("2026-07-11", reversal("sorry", "yes")),
		dated("2026-07-12", answer("no", "o", "no")),
		dated("2026-07-13", right),
	),
		"10 ana 2026-02-09", "5 ana 2026-07-10", "sale: installment 3 is due on 2027-01-10",
		"-5 ana 2026-07-11",
		`sale: installment 2 lapses: active is "no", not yes`, "sale: installment 3 is due on 2027-01-10",
		"5 ana 2026-07-13", "sale: installment 3 is due on 2027-01-10",
	)
	for _, e := range []commission.Event{reversal("x1", "yes"), reversal("x2", "no"), refund("x3", "right", "1"), corrected("yes", answer("x4", "yes", "yes"))} {
		if _, err := earn(p, s, dated("2026-07-14", e)); !isAny(err, []error{alianza.ErrConflict}) {
			t.Errorf("Earn(%s) = %v; want a conflict", eventText(e), err)
		}
	}
}

// A correction of the sale keeps the answers: 200.00 are worth 40.00.
func TestDeferralCorrected(t *testing.T) {
	p, s := planOf(ruled(inThree())), &commission.State{}
	checkSayings(t, sayings(t, p, s,
		dated("2026-01-10", sale("o", "100")),
		dated("2026-07-10", answer("yes", "o", "yes")),
		dated("2026-07-11", refund("r", "o", "50")),
		corrected("o", dated("2026-01-10", sale("right", "200"))),
		dated("2026-07-12", reversal("sorry", "yes")),
	),
		"10 ana 2026-02-09", "5 ana 2026-07-10", "sale: installment 3 is due on 2027-01-10",
		"-5 ana 2026-07-11", "-2.5 ana 2026-07-11",
		"-5 ana 2026-02-09", "-2.5 ana 2026-07-10", // what stood of the wrong one
		"20 ana 2026-02-09", "10 ana 2026-07-10",
		"-5 ana 2026-02-09", "-2.5 ana 2026-07-10", // 50.00 of 200.00 were refunded
		"-7.5 ana 2026-07-12",
	)
}

// TestDeferralCorrectedToOtherTerms moves a sale to a version whose installments have
// no condition: 10.00 stand, and the answer of before says nothing about them.
func TestDeferralCorrectedToOtherTerms(t *testing.T) {
	rule := onSale("10%")
	rule.Defer = []commission.Deferred{{Rate: rate("50%"), When: commission.FactOneOf("active", "yes")}, {Rate: rate("50%")}}
	first, second := ruled(rule), ruled(rule)
	second.Version, second.From = 2, date("2026-02-15")
	second.Rules = slices.Clone(second.Rules)
	second.Rules[0].Defer = []commission.Deferred{{Rate: rate("50%")}, {Rate: rate("50%")}}
	plan, err := commission.New(first, second)
	if err != nil {
		t.Fatal(err)
	}
	var sum decimal.Decimal
	for _, one := range earnAll(t, plan, &commission.State{},
		dated("2026-01-10", sale("o", "100")),
		dated("2026-02-10", answer("yes", "o", "yes")),
		corrected("o", dated("2026-03-01", sale("right", "100"))),
		dated("2026-03-12", reversal("sorry", "yes")),
	) {
		sum = sum.Add(one.Amount)
	}
	if !sum.Equal(num("10")) {
		t.Errorf("10%% of 100 are %s in all; want 10", sum)
	}
}

// A cap counts what is posted and open: of 20.00 a lapsed quarter is free again.
func TestDeferralCap(t *testing.T) {
	r := inThree()
	r.Limit.Caps = []commission.Cap{{Amount: num("30"), Per: commission.Ever}}
	p, s := planOf(ruled(r)), &commission.State{}
	checkSayings(t, sayings(t, p, s,
		dated("2026-01-10", sale("o", "100")),
		dated("2026-01-11", sale("o2", "100")), // 10.00 are left
		dated("2026-07-10", answer("no", "o", "no")),
		dated("2026-07-11", sale("o3", "100")), // 5.00 are free again
	),
		"10 ana 2026-02-09", "5 ana 2026-02-10",
		`sale: installment 2 lapses: active is "no", not yes`, "sale: installment 3 is due on 2027-01-10",
		"2.5 ana 2026-08-10",
	)
}

// TestDeferralOpen says what is open where no installment is posted, and keeps what is
// paid. A correction of the answer has keys of its own.
func TestDeferralOpen(t *testing.T) {
	r := onSale("10%")
	r.Defer = []commission.Deferred{{Rate: rate("100%"), Days: 1, When: commission.FactOneOf("active", "yes")}}
	p, s := planOf(ruled(r)), &commission.State{}
	for _, tt := range []struct {
		e    commission.Event
		want []string
		paid string // in the record of the sale
	}{
		{sale("o", "100"), []string{"p/ana/sale/o sale o: 10% of 100 USD = 10, rounded 10.00, 10.00 in 1 installments, none posted, so 0.00, rule sale, plan p v1"}, "0.00"},
		{refund("r", "o", "40"), []string{"p/ana/sale/r refund r of o: 40 USD back, 60 left, 0.00 stands after 0.00, so 0.00, 6.00 in 1 installments, none posted, so 0.00, rule sale, plan p v1"}, "0.00"},
		{at2(day(5), answer("yes", "o", "yes")), []string{"p/ana/sale/yes/part/1 maturity yes of o: 60 USD left, 6.00 stands after 0.00, so 6.00, installment 1 of 1: 100% of 6.00, so 6.00, rule sale, plan p v1"}, "6.00"},
		{at2(day(6), corrected("yes", answer("again", "", "yes"))), []string{
			"p/ana/sale/again/part/1/reversal correction again of o: 60 USD left, 0 stands after 6.00, so -6.00, yes is undone, installment 1 of 1: 100% of 6.00, so -6.00, rule sale, plan p v1",
			"p/ana/sale/again/part/1 correction again of o: 60 USD left, 6.00 stands after 0.00, so 6.00, installment 1 of 1: 100% of 6.00, so 6.00, rule sale, plan p v1",
		}, "6.00"},
		{at2(day(7), refund("q", "o", "30")), []string{"p/ana/sale/q/part/1 refund q of o: 30 USD back, 30 left, 3.00 stands after 6.00, so -3.00, installment 1 of 1: 100% of 3.00, so -3.00, rule sale, plan p v1"}, "3.00"},
	} {
		var got []string
		for _, one := range earnAll(t, p, s, tt.e) {
			got = append(got, one.Key+" "+one.String())
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Earn(%s) mismatch (-want +got):\n%s", eventText(tt.e), diff)
		}
		record, _, _ := s.Record(commission.EventKey("ana", "o"))
		if text := jsonText(t, record); !strings.Contains(text, `"posted":"10.00","paid":"`+tt.paid+`"`) {
			t.Errorf("after %s the record of the sale is %s; want %s paid", tt.e.ID, text, tt.paid)
		}
	}
}

// TestMaturityKept keeps an answer with the version of its sale, and corrects one whose
// sale is forgotten: nothing is open.
func TestMaturityKept(t *testing.T) {
	p, s := planOf(ruled(inThree())), &commission.State{}
	earnAll(t, p, s, sale("o", "100"), dated("2026-07-10", answer("yes", "o", "yes")))
	if r, ok, _ := s.Record(commission.EventKey("ana", "yes")); !ok || !strings.Contains(jsonText(t, r), `"of":"o"`) || !strings.Contains(jsonText(t, r), `"version":1,"digest":`) {
		t.Errorf("the record of the answer is %s; want it of o by version 1", jsonText(t, r))
	}
	s = without(s, "o")
	got := mustPass(t, p, s, corrected("yes", dated("2026-07-11", kind(commission.Sale, answer("no", "", "no")))))
	if got.Reason.String() != "no installment of it is open" {
		t.Errorf("Earn(a correction of the answer) = %s; want that none is open", got.Reason)
	}
}

// A maturity is about an event that has arrived, and says no amount.
func TestMaturityFaults(t *testing.T) {
	p, s := planOf(ruled(inThree())), &commission.State{}
	if _, err := earn(p, s, answer("m", "never", "yes")); !isAny(err, []error{alianza.ErrPending}) {
		t.Errorf("an answer to an unknown sale: %v", err)
	}
	earnAll(t, p, s, sale("o", "100"), refund("r", "o", "1"))
	for name, e := range map[string]commission.Event{
		"of":     answer("m", "", "yes"),
		"amount": answer("m", "o", "yes"),
		"shares": answer("m", "o", "yes"),
	} {
		switch name {
		case "amount":
			e.Amount = num("1")
		case "shares":
			e.Shares = []commission.AttributedShare{{Partner: "ana", Weight: num("1")}}
		}
		if _, err := earn(p, s, e); len(alianza.Faults(err)) != 1 || alianza.Faults(err)[0].Path != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := earn(p, s, answer("m", "r", "yes")); !isAny(err, []error{alianza.ErrConflict}) {
		t.Errorf("an answer to a refund: %v", err)
	}
	checkSayings(t, sayings(t, planOf(ruled(onSale("10%"))), &commission.State{}, sale("o", "100"), answer("m", "o", "yes")),
		"10 ana 2026-01-01", ": no installment of it is open")
}

func TestDeferFaults(t *testing.T) {
	half := func(d commission.Deferred) []commission.Deferred {
		return []commission.Deferred{{Rate: rate("50%")}, d}
	}
	window := onSale("20%")
	window.Over.Over, window.Defer = commission.PerMonth, half(commission.Deferred{Rate: rate("50%")})
	policy := onSale("20%")
	policy.Back, policy.Defer = []commission.TakeBack{{Rate: rate("50%")}}, half(commission.Deferred{Rate: rate("50%")})
	with := func(list []commission.Deferred) commission.Rule {
		r := onSale("20%")
		r.Defer = list
		return r
	}
	guarantee := monthly("least", "10", "sale")
	guarantee.Guarantee = true
	for _, tt := range []struct {
		name string
		d    commission.Definition
		want fault
	}{
		{"too little", ruled(with(half(commission.Deferred{Rate: rate("49%")}))), fault{"rules[0].defer", alianza.ErrConflict}},
		{"nothing", ruled(with(half(commission.Deferred{}))), fault{"rules[0].defer[1].rate", alianza.ErrRange}},
		{"days and months", ruled(with(half(commission.Deferred{Rate: rate("50%"), Days: 1, Months: 1}))), fault{"rules[0].defer[1].months", alianza.ErrConflict}},
		{"days above the bound", ruled(with(half(commission.Deferred{Rate: rate("50%"), Days: 3651}))), fault{"rules[0].defer[1].days", alianza.ErrRange}},
		{"months below the bound", ruled(with(half(commission.Deferred{Rate: rate("50%"), Months: -1}))), fault{"rules[0].defer[1].months", alianza.ErrRange}},
		{"a condition of nothing", ruled(with(half(commission.Deferred{Rate: rate("50%"), When: commission.Condition{OneOf: []string{"x"}}}))), fault{"rules[0].defer[1].when.fact", alianza.ErrMissing}},
		{"over a window", ruled(window), fault{"rules[0].defer", alianza.ErrConflict}},
		{"with a policy", ruled(policy), fault{"rules[0].defer", alianza.ErrConflict}},
		{"under a guarantee", closed(ruled(inThree()), guarantee), fault{"bonuses[0].guarantee", alianza.ErrConflict}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := commission.New(tt.d)
			checkFaults(t, "New", err, []fault{tt.want})
		})
	}
}

// What an installment is, a sentence says; and what is kept of it comes back.
func TestDeferralSays(t *testing.T) {
	p, s := planOf(ruled(inThree())), &commission.State{}
	entries := earnAll(t, p, s,
		dated("2026-01-10", sale("o", "100")),
		dated("2026-07-10", answer("yes", "o", "yes")),
		dated("2026-07-11", refund("r", "o", "40")),
		dated("2026-07-12", reversal("sorry", "yes")),
	)
	want := []string{
		"sale o: 20% of 100 USD = 20, rounded 20.00, installment 1 of 3: 50% of 20.00, so 10.00, rule sale, plan p v1",
		"maturity yes of o: 100 USD left, 5.00 stands after 0.00, so 5.00, installment 2 of 3: 25% of 20.00, so 5.00, rule sale, plan p v1",
		"refund r of o: 40 USD back, 60 left, 6.00 stands after 10.00, so -4.00, installment 1 of 3: 50% of 12.00, so -4.00, rule sale, plan p v1",
		"refund r of o: 40 USD back, 60 left, 3.00 stands after 5.00, so -2.00, installment 2 of 3: 25% of 12.00, so -2.00, rule sale, plan p v1",
		"reversal sorry of o: 60 USD left, 0 stands after 3.00, so -3.00, yes is undone, installment 2 of 3: 25% of 12.00, so -3.00, rule sale, plan p v1",
	}
	for i, e := range entries {
		if i < len(want) && e.String() != want[i] {
			t.Errorf("%s\nwant\n%s", e, want[i])
		}
	}
	if len(entries) != len(want) {
		t.Errorf("%d entries; want %d", len(entries), len(want))
	}
	if again := readState(t, stateText(t, s)); stateText(t, again) != stateText(t, s) {
		t.Error("the state does not come back")
	}
	named := inThree()
	named.On, named.Pay = commission.Lead, commission.Pay{Fixed: num("20")}
	list := earnAll(t, planOf(ruled(named)), &commission.State{}, kind(commission.Lead, sale("l", "0")), chargeback("c", "l", "0"))
	plan, state := planOf(ruled(named)), &commission.State{}
	list = append(list, earnAll(t, plan, state, kind(commission.Lead, sale("l", "0")), dated("2026-07-10", answer("yes", "l", "yes")), dated("2026-07-11", reversal("v", "yes")))...)
	const open = "reversal v of l: 0 USD left, 0 stands after 5.00, so -5.00, yes is undone, installment 2 of 3: 25% of 20.00, so -5.00, rule sale, plan p v1"
	if got := list[len(list)-1].String(); got != open {
		t.Errorf("%s\nwant\n%s", got, open)
	}
	const back = "chargeback c of l: 0 USD back, 0 left, 0.00 stands after 10.00, so -10.00, installment 1 of 3: 50% of 0.00, so -10.00, rule sale, plan p v1"
	if got := list[1].String(); got != back {
		t.Errorf("%s\nwant\n%s", got, back)
	}
}
