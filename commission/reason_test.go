package commission_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestReasons leads to every reason: its code and its data are for programs, its
// sentence for people.
func TestReasons(t *testing.T) {
	changed := func(change func(*commission.Rule)) []commission.Definition {
		r := onSale("10%")
		change(&r)
		return one(r)
	}
	two := ruled(
		commission.Rule{Name: "us", On: commission.Sale, When: commission.FactOneOf("country", "US"), Pay: commission.Pay{Rate: rate("20%")}},
		onSale("10%"),
	)
	best := two
	best.Precedence = commission.PrecedenceBest
	us := func(e commission.Event) commission.Event {
		e.Facts = map[string]string{"country": "US"}
		return e
	}
	since := func(e commission.Event) commission.Event {
		e.PartnerSince = day(-5)
		return e
	}
	ended := ruled(onSale("10%"))
	ended.Until = date("2026-01-15")
	late := ruled(onSale("10%"))
	late.RefundDays = 1
	ignoring := ruled(onSale("10%"))
	ignoring.UnknownSale = commission.UnknownSaleIgnore
	bonus := []commission.Definition{closed(ruled(onSale("10%")), commission.Bonus{Name: "bonus", Over: commission.PerMonth, Of: []string{"sale"}, Pay: commission.Pay{Rate: rate("1%")}})}
	former := since(kind(commission.Sale, sale("s", "100")))
	former.PartnerUntil = day(0)
	early := by("k", sale("s", "100"))
	early.CustomerSince = day(10)
	months := changed(func(r *commission.Rule) { r.Lasts.Months = 1 })
	payments := changed(func(r *commission.Rule) { r.Lasts.Payments = 1 })
	tests := []struct {
		name     string
		versions []commission.Definition
		events   []commission.Event // the last of which leads to the reason
		json     string
		text     string
	}{
		{"no rule", one(onSale("10%")), []commission.Event{kind(commission.Lead, sale("l", "0"))}, `{"code":"no_rule","name":"lead"}`, "no rule pays an event of kind lead"},
		{"no version", []commission.Definition{ended}, []commission.Event{sale("s", "100"), at2(day(20), corrected("s", sale("k", "90")))}, `{"code":"no_version","day":"2026-01-20"}`, "no version of the plan is for 2026-01-20"},
		{"comes first", []commission.Definition{two}, []commission.Event{us(sale("s", "100"))}, `{"code":"comes_first","rule":"us"}`, "rule us comes first"},
		{"pays less", []commission.Definition{best}, []commission.Event{us(sale("s", "100"))}, `{"code":"pays_less","rule":"us","amount":"10.00","limit":"20.00"}`, "pays 10.00, no more than the 20.00 of rule us"},
		{"not given", []commission.Definition{two}, []commission.Event{sale("s", "100")}, `{"code":"not_given","name":"country"}`, "country is not given"},
		{"unmet", changed(func(r *commission.Rule) { r.When = commission.FactOneOf("country", "CA", "MX") }), []commission.Event{us(sale("s", "100"))}, `{"code":"unmet","name":"country","value":"US","want":"CA or MX"}`, `country is "US", not CA or MX`},
		{"unmet, a number", changed(func(r *commission.Rule) { r.When = commission.FactIs("amount", alianza.Above(num("100"))) }), []commission.Event{sale("s", "100")}, `{"code":"unmet","name":"amount","value":"100","want":"\u003e 100"}`, "amount is 100, not > 100"},
		{"unmet, excluded", changed(func(r *commission.Rule) { r.When = commission.FactNoneOf("country", "US") }), []commission.Event{us(sale("s", "100"))}, `{"code":"unmet","name":"country","value":"US"}`, `country is "US"`},
		{"not active", changed(func(r *commission.Rule) { r.For.Active = true }), []commission.Event{former}, `{"code":"not_active","day":"2026-01-01"}`, "the partner was not active on 2026-01-01"},
		{"too young", changed(func(r *commission.Rule) { r.For.MinMonths = 3 }), []commission.Event{since(sale("s", "100"))}, `{"code":"too_young","day":"2026-03-26","count":3}`, "the partner has to be active for 3 months, which is from 2026-03-26 on"},
		{"no level", one(commission.Affiliate().Rules[0]), []commission.Event{sale("s", "100")}, `{"code":"no_level","name":"affiliate"}`, "the partner is on no level of the ladder affiliate"},
		{"before the customer's time", months, []commission.Event{early}, `{"code":"before_customer","day":"2026-01-10"}`, "it is before the customer's time, which begins on 2026-01-10"},
		{"months over", months, []commission.Event{by("k", sale("s", "100")), by("k", at2(day(32), sale("t", "100")))}, `{"code":"months_over","day":"2026-01-01","count":1}`, "the 1 months of the customer from 2026-01-01 are over"},
		{"payments used", payments, []commission.Event{by("k", sale("s", "100")), by("k", sale("t", "100"))}, `{"code":"payments_used","count":1}`, "the customer was paid for 1 times"},
		{"nothing paid", one(onSale("10%")), []commission.Event{sale("s", "0")}, `{"code":"nothing_paid"}`, "nothing was paid"},
		{"nothing sold", bonus, []commission.Event{closing("x", "2026-01")}, `{"code":"nothing_sold","name":"2026-01"}`, "nothing was attained in 2026-01"},
		{"earned nothing", []commission.Definition{two}, []commission.Event{kind(commission.Lead, sale("s", "100")), refund("r", "s", "10")}, `{"code":"earned_nothing"}`, "what it takes back earned nothing"},
		{"refunded late", []commission.Definition{late}, []commission.Event{sale("s", "100"), at2(day(4), refund("r", "s", "10"))}, `{"code":"refunded_late","count":1,"amount":"3"}`, "refunded 3 days after the sale, later than the 1 of the plan"},
		{"sale unknown", []commission.Definition{ignoring}, []commission.Event{refund("r", "s", "10")}, `{"code":"sale_unknown"}`, "the sale is not known; it is taken back when the sale arrives"},
		{"more than the sale", []commission.Definition{ignoring}, []commission.Event{refund("r", "s", "10"), sale("s", "5")}, `{"code":"more_than_sale","name":"r"}`, "refund r is more than what is left of the sale"},
		{"raised to the minimum", changed(func(r *commission.Rule) { r.Limit.Min = num("5") }), []commission.Event{sale("s", "10")}, `{"code":"raised_to_min","amount":"1.00","limit":"5"}`, "raised to the minimum"},
		{"cut to the maximum", changed(func(r *commission.Rule) { r.Limit.Max = num("5") }), []commission.Event{sale("s", "100")}, `{"code":"cut_to_max","amount":"10.00","limit":"5"}`, "cut to the maximum"},
		{"cut to a cap", changed(func(r *commission.Rule) {
			r.Limit.Caps = []commission.Cap{{Amount: num("5"), Per: commission.PerQuarter}}
		}), []commission.Event{sale("s", "100")}, `{"code":"cut_to_cap","amount":"10.00","limit":"5","per":"quarter"}`, "cut to the cap of 5 per quarter"},
		{"rated again", one(tabled(commission.PerMonth, twoBrackets())), []commission.Event{sale("s", "300"), sale("t", "300")}, `{"code":"rated_again"}`, "rated again"},
		{"undone", one(onSale("10%")), []commission.Event{sale("s", "100"), refund("r", "s", "10"), reversal("v", "r")}, `{"code":"undone","name":"r"}`, "r is undone"},
		{"corrected", one(onSale("10%")), []commission.Event{sale("s", "100"), corrected("s", sale("k", "90"))}, `{"code":"corrected","name":"s"}`, "s is corrected"},
		{"taken by a policy", changed(func(r *commission.Rule) { r.Back = []commission.TakeBack{{Rate: rate("70%")}} }), []commission.Event{sale("s", "100"), refund("r", "s", "10")}, `{"code":"taken_by","want":"70%"}`, "70% of it is taken back"},
		{"came early", []commission.Definition{ignoring}, []commission.Event{refund("r", "s", "10"), sale("s", "100")}, `{"code":"came_early","name":"r"}`, "r came before its sale"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plan, state := planOf(tt.versions...), &commission.State{}
			last := len(tt.events) - 1
			earnAll(t, plan, state, tt.events[:last]...)
			earned, err := earn(plan, state, tt.events[last])
			if err != nil {
				t.Fatalf("Earn(%s) = %v; want no error", eventText(tt.events[last]), err)
			}
			var reasons []commission.Reason
			for _, s := range earned.Skipped {
				reasons = append(reasons, s.Reason)
			}
			for _, e := range earned.Entries {
				if !e.Why.IsZero() {
					reasons = append(reasons, e.Why)
				}
			}
			var want commission.Reason
			if err := json.Unmarshal([]byte(tt.json), &want); err != nil {
				t.Fatalf("Unmarshal(%s) = %v; want no error", tt.json, err)
			}
			i := slices.IndexFunc(reasons, func(r commission.Reason) bool { return r.Code == want.Code })
			if i < 0 {
				t.Fatalf("Earn = %s, reasons %v; want %s", earned, reasons, tt.json)
			}
			got, err := reasons[i].MarshalJSON()
			if string(got) != tt.json || err != nil || reasons[i].String() != tt.text {
				t.Errorf("the reason is %s, %s, %v; want %s, %s", reasons[i], got, err, tt.text, tt.json)
			}
			if diff := cmp.Diff(reasons[i], want); diff != "" {
				t.Errorf("Unmarshal mismatch (-want +got):\n%s", diff)
			}
		})
	}
	var r commission.Reason
	checkFaults(t, "Unmarshal an unknown code", json.Unmarshal([]byte(`{"code":"because"}`), &r), []fault{{"code", alianza.ErrUnknown}})
	checkFaults(t, "Unmarshal no code", json.Unmarshal([]byte(`{"name":"s"}`), &r), []fault{{"code", alianza.ErrMissing}})
	if got := (commission.Reason{}).String(); got != "" || !(commission.Reason{}).IsZero() {
		t.Errorf("String() of no reason = %q; want nothing", got)
	}
}

// TestEarnedText prints what an event led to, or why to nothing.
func TestEarnedText(t *testing.T) {
	slab := tabled(commission.PerMonth, twoBrackets())
	plan, state := planOf(one(slab)...), &commission.State{}
	for _, tt := range []struct {
		e    commission.Event
		want string
	}{
		{sale("s", "300"), "sale s: 300 USD make 300 in 2026-01, which earn 30.00 (10% of 300) after 0.00, so 30.00, rule sale, plan p v1"},
		{sale("t", "300"), "adjustment t: 300 USD of 2026-01, rated again at 20%, earn 60.00 after 30.00, so 30.00, rule sale, plan p v1\n" +
			"sale t: 300 USD make 600 in 2026-01, which earn 120.00 (20% of 600) after 60.00, so 60.00, rule sale, plan p v1"},
		{sale("u", "0"), "nothing is earned: rule sale: nothing was paid"},
		{kind(commission.Lead, sale("l", "0")), "nothing is earned: no rule pays an event of kind lead"},
	} {
		earned, err := earn(plan, state, tt.e)
		if err != nil || earned.String() != tt.want {
			t.Errorf("Earn(%s) = %s, %v; want %s", eventText(tt.e), earned, err, tt.want)
		}
		var back commission.Earned
		if err := json.Unmarshal([]byte(jsonText(t, earned)), &back); err != nil || jsonText(t, back) != jsonText(t, earned) {
			t.Errorf("Unmarshal(%s) = %s, %v; want the same", jsonText(t, earned), jsonText(t, back), err)
		}
	}
	if got := (commission.Earned{}).String(); got != "nothing is earned" {
		t.Errorf("String() of nothing = %q; want that nothing is earned", got)
	}
}
