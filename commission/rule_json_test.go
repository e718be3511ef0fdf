package commission_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// wholePlan is a plan with every field that a plan has.
const wholePlan = `{"id":"p","version":2,"from":"2026-01-01T00:00:00Z","until":"2027-01-01T00:00:00-05:00","currency":"USD","places":2,` +
	`"rounding":"half_even","hold_days":30,"refund_days":60,"unknown_sale":"ignore","precedence":"best","rules":[` +
	`{"name":"sale","on":"sale","when":{"fact":"country","one_of":["US"]},"less":["tax","discount"],"rate":"20%","fixed":"1.50","per_unit":"0.125",` +
	`"medium":"credit","active":true,"min_months":3,"months":12,"payments":5,"then":"10%","min":"1.00","max":"9.00",` +
	`"caps":[{"amount":"50","per":"month"},{"amount":"10","per":"order","customer":true}]},` +
	`{"name":"level","on":"payment","ladder":"affiliate","rates":{"basic":"20%","gold":"30%"},"over":"quarter","keep_attained":true},` +
	`{"name":"table","on":"item:post","table":{"by":"units","scope":"slab","edge":"upper","brackets":[` +
	`{"up_to":"5","rate":"20%","per_unit":"1","flat":"2","min":"3","max":"4"},{"from":"5","rate":"25%"}]}},` +
	`{"name":"quota","on":"lead","table":{"scope":"graduated","quota":"1000","brackets":[{"up_to":"100","scope":"slab","rate":"1%"},{"rate":"2%"}]},"over":"ever"},` +
	`{"name":"bonus","on":"close","rate":"1%","over":"year","of":"level"},` +
	`{"name":"gift","on":"referral","medium":"in_kind"}]}`

// TestPlanEverything reads every field, writes it in the same order, and has
// the values in Go.
func TestPlanEverything(t *testing.T) {
	var d commission.Definition
	if err := json.Unmarshal([]byte(wholePlan), &d); err != nil {
		t.Fatalf("Unmarshal = %v; want no error", err)
	}
	if diff := cmp.Diff(wholePlan, jsonText(t, d)); diff != "" {
		t.Errorf("Marshal mismatch (-want +got):\n%s", diff)
	}
	want := commission.Rule{
		Name: "sale", On: commission.Sale, When: commission.FactOneOf("country", "US"), Less: []string{"tax", "discount"},
		Rate: rate("20%"), Fixed: num("1.50"), PerUnit: num("0.125"), Medium: commission.Credit, Active: true, MinMonths: 3,
		Months: 12, Payments: 5, Then: rate("10%"), Min: num("1.00"), Max: num("9.00"),
		Caps: []commission.Cap{{Amount: num("50"), Per: commission.PerMonth}, {Amount: num("10"), Per: commission.PerOrder, Customer: true}},
	}
	if diff := cmp.Diff(want, d.Rules[0]); diff != "" {
		t.Errorf("the first rule mismatch (-want +got):\n%s", diff)
	}
	if d.Precedence != commission.Best || d.RefundDays != 60 || !d.From.Equal(instant("2026-01-01T00:00:00Z")) || !d.Until.Equal(instant("2027-01-01T05:00:00Z")) {
		t.Errorf("the plan is %+v; want best, 60 days, of 2026", d)
	}
	if one := d.Rules[4]; one.Of != "level" || one.Over != commission.PerYear || !d.Rules[1].KeepAttained {
		t.Errorf("the bonus is of %q over %s; want of level over a year", one.Of, one.Over)
	}
	if diff := cmp.Diff(jsonText(t, d), jsonText(t, alianza.Must(commission.New(d)).Definition())); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
}

// TestEventEverything has every field of an event.
func TestEventEverything(t *testing.T) {
	const text = `{"id":"s","kind":"sale","partner":"ana","tier":"affiliate/gold","at":"2026-01-01T09:00:00Z","currency":"USD","amount":"100.50",` +
		`"units":3,"customer":"acme","order":"o-1","includes":{"discount":"5","tax":"0.00"},"facts":{"country":"US","empty":""},` +
		`"partner_since":"2025-01-01T00:00:00+01:00","partner_until":"2026-06-01T00:00:00Z"}`
	want := units(3, by("acme", at("affiliate/gold", sale("s", "100.50"))))
	want.Order, want.Includes, want.Facts = "o-1", numbers("discount", "5"), map[string]string{"country": "US", "empty": ""}
	want.Includes["tax"] = num("0.00")
	want.PartnerSince, want.PartnerUntil = instant("2025-01-01T00:00:00+01:00"), instant("2026-06-01T00:00:00Z")
	var got commission.Event
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", text, diff)
	}
	if back := jsonText(t, want); back != text {
		t.Errorf("Marshal = %s; want %s", back, text)
	}
	for name, tt := range map[string]struct {
		text string
		want []fault
	}{
		"a close needs no amount":      {`{"id":"x","kind":"close","partner":"a","at":"2026-01-01T09:00:00Z","currency":"USD","period":"2026-01"}`, nil},
		"a lead needs no amount":       {`{"id":"x","kind":"lead","partner":"a","at":"2026-01-01T09:00:00Z","currency":"USD"}`, nil},
		"a chargeback needs no amount": {`{"id":"x","kind":"chargeback","of":"s","partner":"a","at":"2026-01-01T09:00:00Z","currency":"USD"}`, nil},
		"an item needs no amount":      {`{"id":"x","kind":"item:post","partner":"a","at":"2026-01-01T09:00:00Z","currency":"USD"}`, nil},
		"a sale needs one":             {`{"id":"x","kind":"sale","partner":"a","at":"2026-01-01T09:00:00Z","currency":"USD"}`, []fault{{"amount", alianza.ErrMissing}}},
		"a payment needs one":          {`{"id":"x","kind":"payment","partner":"a","at":"2026-01-01T09:00:00Z","currency":"USD"}`, []fault{{"amount", alianza.ErrMissing}}},
		"a refund needs one":           {`{"id":"x","kind":"refund","partner":"a","at":"2026-01-01T09:00:00Z","currency":"USD"}`, []fault{{"amount", alianza.ErrMissing}}},
		"a correction needs one":       {`{"id":"x","kind":"correction","of":"s","partner":"a","at":"2026-01-01T09:00:00Z","currency":"USD"}`, []fault{{"amount", alianza.ErrMissing}}},
		"numbers and names": {
			`{"id":"x","kind":"lead","partner":"a","at":"2026-01-01T09:00:00Z","currency":"USD","units":1.5,"includes":{"tax":null,"tax":"1","fee":"x"},"facts":{"a":1},"partner_since":"soon","extra":1}`,
			[]fault{{"units", alianza.ErrRange}, {"includes.tax", alianza.ErrMissing}, {"includes.tax", alianza.ErrDuplicate}, {"includes.fee", alianza.ErrForm}, {"facts.a", alianza.ErrForm}, {"partner_since", alianza.ErrForm}, {"extra", alianza.ErrUnknown}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var e commission.Event
			checkFaults(t, "Unmarshal "+tt.text, json.Unmarshal([]byte(tt.text), &e), tt.want)
		})
	}
}

// TestEntryEverything writes and reads entries with portions, deductions,
// periods, notes and media.
func TestEntryEverything(t *testing.T) {
	hybrid := onSale("10%")
	hybrid.Fixed, hybrid.PerUnit, hybrid.Less, hybrid.Max, hybrid.Medium = num("5"), num("0.125"), []string{"tax"}, num("20"), commission.Credit
	slab := tabled(commission.PerMonth, twoBrackets())
	slab.Name, slab.On = "slab", commission.PaymentReceived
	plan := alianza.Must(commission.New(ruled(hybrid, slab)))
	var state commission.State
	e := by("acme", units(4, sale("s", "150")))
	e.Includes = numbers("tax", "10.00")
	list := earnAll(t, plan, &state, e, kind(commission.PaymentReceived, sale("p", "400")), kind(commission.PaymentReceived, sale("q", "200")), refund("r", "q", "200"))
	want := []string{
		`{"key":"p/ana/sale/s","plan":"p","version":1,"rule":"sale","kind":"sale","event":"s","partner":"ana","customer":"acme",` +
			`"at":"2026-01-01T09:00:00Z","due":"2026-01-01T00:00:00Z","currency":"USD","medium":"credit","base":"140.00","units":4,"deductions":[{"name":"tax","amount":"10.00"}],` +
			`"rate":"0%","portions":[{"base":"140.00","units":4,"rate":"10%","per_unit":"0.125","fixed":"5","exact":"19.500","amount":"19.50"}],` +
			`"exact":"19.500","amount":"19.50","remaining":{"base":"140.00","units":4,"amount":"19.50"}}`,
		`{"key":"p/ana/slab/p","plan":"p","version":1,"rule":"slab","kind":"payment","event":"p","partner":"ana","period":"2026-01",` +
			`"at":"2026-01-01T09:00:00Z","due":"2026-01-01T00:00:00Z","currency":"USD","base":"400","rate":"10%",` +
			`"portions":[{"bracket":1,"base":"400","rate":"10%","exact":"40.0","amount":"40.00"}],"exact":"40.0","amount":"40.00","remaining":{"base":"400","amount":"40.00"}}`,
	}
	sentences := []string{
		"sale s: 10% of 140.00 + 4 x 0.125 + 5 USD (150.00 less tax 10.00) = 19.5, rounded 19.50, in credit, rule sale, plan p v1",
		"payment p: 400 USD make 400 in 2026-01, which earn 40.00 (10% of 400) after 0.00, so 40.00, rule slab, plan p v1",
		"adjustment q: 400 USD of 2026-01, rated again at 20%, earn 80.00 after 40.00, so 40.00, rule slab, plan p v1",
		"payment q: 200 USD make 600 in 2026-01, which earn 120.00 (20% of 600) after 80.00, so 40.00, rule slab, plan p v1",
		"adjustment r: 600 USD of 2026-01, rated again at 10%, earn 60.00 after 120.00, so -60.00, rule slab, plan p v1",
		"refund r of q: 200 USD back, 400 left in 2026-01 at 10% earn 40.00 after 60.00, so -20.00, rule slab, plan p v1",
	}
	for i, one := range list {
		if diff := cmp.Diff(sentences[i], one.String()); diff != "" {
			t.Errorf("String() mismatch (-want +got):\n%s", diff)
		}
		text := jsonText(t, one)
		if i < len(want) && text != want[i] {
			t.Errorf("Marshal = %s; want %s", text, want[i])
		}
		var back commission.Entry
		if err := json.Unmarshal([]byte(text), &back); err != nil {
			t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
		}
		if diff := cmp.Diff(one, back); diff != "" {
			t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", text, diff)
		}
		if again := jsonText(t, back); again != text {
			t.Errorf("Marshal after Unmarshal = %s; want %s", again, text)
		}
		if back.String() != one.String() {
			t.Errorf("String() after Unmarshal = %s; want %s", back, one)
		}
	}
	if got := list[0]; got.Customer != "acme" || got.Medium != commission.Credit || len(got.Deductions) != 1 || len(got.Portions) != 1 || got.Portions[0].Bracket != 0 || got.Units != 4 {
		t.Errorf("the entry of the hybrid is %+v; want customer, credit, tax, a portion without a bracket", got)
	}
	if got := list[3]; got.Period != "2026-01" || len(got.Portions) != 1 || got.Portions[0].Bracket != 2 || got.Rate != rate("20%") {
		t.Errorf("the entry of the window is %+v; want its period and the second bracket", got)
	}
}

// TestEarningJSON has entries and what was skipped.
func TestEarningJSON(t *testing.T) {
	d := ruled(commission.Rule{Name: "us", On: commission.Sale, Rate: rate("1%"), When: commission.FactOneOf("country", "US")}, onSale("10%"))
	earned, _, err := alianza.Must(commission.New(d)).Earn(commission.State{}, sale("s", "10"))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"entries":[` + jsonText(t, earned.Entries[0]) + `],"skipped":[{"rule":"us","reason":"country is not given"}]}`
	if got := jsonText(t, earned); got != want {
		t.Errorf("Marshal = %s; want %s", got, want)
	}
	if got := jsonText(t, commission.Earning{}); got != `{"entries":[]}` {
		t.Errorf("Marshal(nothing) = %s; want no entries", got)
	}
}

// TestStateEverything sends a state with windows, caps and customers through
// JSON, and goes on as if it had not.
func TestStateEverything(t *testing.T) {
	one := tabled(commission.PerEvent, twoBrackets())
	one.Name, one.Months, one.Caps = "each", 12, []commission.Cap{{Amount: num("500"), Per: commission.PerYear}, {Amount: num("100"), Per: commission.PerOrder, Customer: true}}
	slab := tabled(commission.PerMonth, twoBrackets())
	bonus := commission.Rule{Name: "bonus", On: commission.Close, Of: "each", Over: commission.PerMonth, Fixed: num("1")}
	d := ruled(one, slab, bonus)
	d.Precedence, d.RefundDays = commission.Every, 10
	plan := alianza.Must(commission.New(d))
	in := func(order string, e commission.Event) commission.Event { e.Order = order; return by("k", e) }
	events := []commission.Event{
		in("1", sale("a", "300")), in("1", sale("b", "900")), in("2", units(2, sale("c", "10.50"))), refund("r", "a", "50"),
		dated("2026-02-01", refund("late", "a", "50")), in("3", corrected("c", sale("cc", "11"))), dated("2026-01-31", closing("x", "2026-01")),
		dated("2026-03-01", chargeback("y", "b", "0")), dated("2026-03-01", chargeback("z", "x", "0")), dated("2026-02-28", in("4", sale("d", "77"))),
	}
	var whole, step commission.State
	for _, e := range events {
		want := jsonText(t, earnAll(t, plan, &whole, e))
		text := jsonText(t, step)
		step = commission.State{}
		if err := json.Unmarshal([]byte(text), &step); err != nil {
			t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
		}
		if got := jsonText(t, earnAll(t, plan, &step, e)); got != want {
			t.Errorf("Earn(%s) after JSON = %s; want %s", eventText(e), got, want)
		}
	}
	if got, want := jsonText(t, step), jsonText(t, whole); got != want {
		t.Errorf("the state is %s; want %s", got, want)
	}
}

// TestStateRuleFaults has the lists of a state besides its events.
func TestStateRuleFaults(t *testing.T) {
	const (
		window   = `{"partner":"ana","rule":"sale","version":1,"period":"2026-01","amount":"10","units":1,"paid":"1.00"}`
		used     = `{"partner":"ana","rule":"sale","customer":"k","period":"2026-01","used":"1.00"}`
		customer = `{"partner":"ana","rule":"sale","customer":"k","first":"2026-01-01T09:00:00Z","count":1}`
	)
	tests := []struct {
		name, text string
		want       []fault
	}{
		{"good", `"windows":[` + window + `],"caps":[` + used + `],"customers":[` + customer + `]`, nil},
		{"windows twice", `"windows":[` + window + `,` + window + `]`, []fault{{"windows[1].period", alianza.ErrDuplicate}}},
		{"caps twice", `"caps":[` + used + `,` + used + `]`, []fault{{"caps[1].period", alianza.ErrDuplicate}}},
		{"customers twice", `"customers":[` + customer + `,` + customer + `]`, []fault{{"customers[1].customer", alianza.ErrDuplicate}}},
		{"without anything", `"windows":[{}],"caps":[{}],"customers":[{}]`, []fault{
			{"windows[0].partner", alianza.ErrMissing},
			{"windows[0].rule", alianza.ErrMissing},
			{"windows[0].version", alianza.ErrMissing},
			{"windows[0].period", alianza.ErrMissing},
			{"windows[0].amount", alianza.ErrMissing},
			{"windows[0].paid", alianza.ErrMissing},
			{"caps[0].partner", alianza.ErrMissing},
			{"caps[0].rule", alianza.ErrMissing},
			{"caps[0].period", alianza.ErrMissing},
			{"caps[0].used", alianza.ErrMissing},
			{"customers[0].partner", alianza.ErrMissing},
			{"customers[0].rule", alianza.ErrMissing},
			{"customers[0].customer", alianza.ErrMissing},
			{"customers[0].first", alianza.ErrMissing},
			{"customers[0].count", alianza.ErrMissing},
		}},
		{"without partners", `"windows":[{"partner":"","rule":"sale","version":1,"period":"2026-01","amount":"10","paid":"1"}],"caps":[{"partner":" ","rule":"sale","period":"2026-01","used":"1"}],"customers":[{"partner":"a\n","rule":"sale","customer":"k","first":"2026-01-01T09:00:00Z","count":1}]`, []fault{
			{"windows[0].partner", alianza.ErrMissing}, {"caps[0].partner", alianza.ErrMissing}, {"customers[0].partner", alianza.ErrForm},
		}},
		{"hostile", `"windows":[{"partner":"a","rule":"sale","version":1,"period":"2026-01","amount":"1e99","lost":"-1","paid":"1e99"}],"caps":[{"partner":"a","rule":"sale","period":"2026-01","used":"1e99"}]`, []fault{
			{"windows[0].amount", alianza.ErrRange}, {"windows[0].lost", alianza.ErrRange}, {"windows[0].paid", alianza.ErrRange}, {"caps[0].used", alianza.ErrRange},
		}},
		{"forms", `"windows":[{"partner":"a","rule":"sale","version":"1","period":"2026-01","amount":"10","units":1.5,"rate":"5","paid":"1","closed":"no","open":1}]`, []fault{
			{"windows[0].version", alianza.ErrForm}, {"windows[0].units", alianza.ErrRange}, {"windows[0].rate", alianza.ErrForm}, {"windows[0].closed", alianza.ErrForm}, {"windows[0].open", alianza.ErrUnknown},
		}},
		{"lists", `"windows":{},"caps":null,"customers":"none"`, []fault{{"windows", alianza.ErrForm}, {"caps", alianza.ErrMissing}, {"customers", alianza.ErrForm}}},
		{"what cannot be", `"windows":[{"partner":"a","rule":"","version":1,"period":"2026-01","amount":"10","units":-1,"lost":"10.01","gone":-2,"paid":"1"},` +
			`{"partner":"a","rule":"sale","version":1,"period":"2026-01","amount":"-0.01","units":1,"gone":2,"paid":"1"}],` +
			`"customers":[{"partner":"ana","rule":"sale","customer":"k","first":"2026-01-01T00:00:00Z","count":-1}]`, []fault{
			{"windows[0].rule", alianza.ErrMissing},
			{"windows[0].units", alianza.ErrRange},
			{"windows[0].lost", alianza.ErrRange},
			{"windows[0].gone", alianza.ErrRange},
			{"windows[1].amount", alianza.ErrRange},
			{"windows[1].gone", alianza.ErrRange},
			{"customers[0].count", alianza.ErrRange},
		}},
		{"all is lost", `"windows":[{"partner":"a","rule":"sale","version":1,"period":"2026-01","amount":"10","units":1,"lost":"10.00","gone":1,"paid":"0"}]`, nil},
		{"first without zone", `"customers":[{"partner":"ana","rule":"sale","customer":"k","first":"2026-01-01","count":1}]`, []fault{{"customers[0].first", alianza.ErrForm}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var state commission.State
			err := json.Unmarshal([]byte(`{"events":[],`+tt.text+`}`), &state)
			checkFaults(t, "Unmarshal "+tt.text, err, tt.want)
			if (err == nil) != (tt.want == nil) {
				t.Errorf("Unmarshal = %v; want an error: %t", err, tt.want != nil)
			}
		})
	}
	for name, tt := range map[string]struct {
		text string
		want []fault
	}{
		"late is all that was refunded": {`"refunded":"5","late":"5.00"`, nil},
		"late above what was refunded":  {`"refunded":"5","late":"5.01"`, []fault{{"events[0].late", alianza.ErrRange}}},
		"late negative":                 {`"refunded":"5","late":"-1"`, []fault{{"events[0].late", alianza.ErrRange}}},
		"a sale corrects nothing":       {`"corrects":"sale"`, []fault{{"events[0].corrects", alianza.ErrConflict}}},
	} {
		t.Run(name, func(t *testing.T) {
			var state commission.State
			text := `{"events":[{"partner":"a","event":"s","plan":"p","kind":"sale","currency":"USD","amount":"10",` + tt.text + `}]}`
			checkFaults(t, "Unmarshal "+text, json.Unmarshal([]byte(text), &state), tt.want)
		})
	}
	var state commission.State
	const text = `{"events":[{"partner":"a","event":"s","plan":"p","kind":"correction","of":"x","currency":"USD","amount":"10"}]}`
	checkFaults(t, "Unmarshal a correction of nothing", json.Unmarshal([]byte(text), &state), []fault{{"events[0].corrects", alianza.ErrConflict}})
}

// TestStateImpossible gives a plan states that no events lead to: it may refuse
// what follows, but does not panic.
func TestStateImpossible(t *testing.T) {
	const sold = `{"partner":"ana","event":"s","plan":"p","kind":"sale","currency":"USD","amount":"%","earned":[{"rule":"sale","version":2,"base":"10","units":9,"posted":"1","paid":"1","due":"2026-01-01T00:00:00Z","period":"2026-01"}]}`
	plans := []commission.Plan{
		alianza.Must(commission.New(ruled(tabled(commission.PerMonth, twoBrackets())))), alianza.Must(commission.New(ruled(tabled(commission.PerMonth, affiliateTable(commission.Slab))))),
		alianza.Must(commission.New(ruled(tabled(commission.PerMonth, byUnits(table(commission.Slab, perUnit("", "1"))))))),
	}
	accepted := 0
	for _, amount := range []string{"0", "5", "10", "20"} {
		for _, version := range []string{"1", "2"} {
			for _, windows := range []string{"", `{"partner":"ana","rule":"sale","version":2,"period":"2026-01","amount":"0","paid":"5"}`, `{"partner":"ana","rule":"sale","version":1,"period":"2026-01","amount":"7","lost":"7","units":2,"gone":2,"paid":"5"}`} {
				text := `{"events":[` + strings.NewReplacer("%", amount, `"version":2`, `"version":`+version).Replace(sold) + `],"windows":[` + windows + `]}`
				for _, plan := range plans {
					var state commission.State
					if err := json.Unmarshal([]byte(text), &state); err != nil {
						continue // better still
					}
					accepted++
					for _, e := range []commission.Event{refund("r", "s", "0"), refund("q", "s", "2"), chargeback("c", "s", "0"), sale("x", "10"), closing("z", "2026-01")} {
						_, after, err := plan.Earn(state, e)
						if err == nil {
							state = after
						}
					}
				}
			}
		}
	}
	if accepted == 0 {
		t.Error("every state is refused; there is nothing to prove")
	}
}
