package commission_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestMedia keeps what is paid in cash, in credit and in kind apart, from the
// sale to its refund and to the account.
func TestMedia_C9_C10(t *testing.T) {
	d := ruled(
		onSale("10%"),
		commission.Rule{Name: "credit", On: commission.Sale, Pay: commission.Pay{Fixed: num("5"), Medium: commission.Credit}},
		commission.Rule{Name: "gift", On: commission.Sale, Pay: commission.Pay{Medium: commission.InKind}},
	)
	d.Precedence = commission.PrecedenceEvery
	plan := alianza.Must(commission.New(d))
	var state commission.State
	earned, err := earn(plan, &state, sale("s", "100"))
	if err != nil {
		t.Fatal(err)
	}
	for medium, want := range map[commission.Medium]string{commission.Cash: "10", commission.Credit: "5", commission.InKind: "0"} {
		if got := earned.Sum(medium); !got.Equal(num(want)) {
			t.Errorf("Sum(%s) = %s; want %s", medium, got, want)
		}
	}
	back, err := plan.Earn(&state, refund("r", "s", "40"))
	if err != nil || !back.Sum(commission.Cash).Equal(num("-4")) || !back.Sum(commission.Credit).Equal(num("-2")) || len(back.Entries) != 3 {
		t.Errorf("Earn(refund) = %v, %v; want -4.00 in cash, -2.00 in credit", back, err)
	}
	const text = "refund r of s: 40 USD back, 60 left earn 3.00 after 5.00, so -2.00, in credit, rule credit, plan p v1"
	if got := back.Entries[1].String(); got != text {
		t.Errorf("String() = %s; want %s", got, text)
	}
}

// TestEntryJSON has the fields of an entry in their order.
func TestEntryJSON(t *testing.T) {
	plan := alianza.Must(commission.New(commission.Affiliate()))
	var state commission.State
	mustEarn(t, plan, &state, at("affiliate/silver", sale("s", "19.99")))
	got := jsonText(t, mustEarn(t, plan, &state, refund("r", "s", "9.99")))
	const want = `{"key":"affiliate/ana/sale/r","corrects":"affiliate/ana/sale/s","plan":"affiliate","version":1,"rule":"sale",` +
		`"kind":"refund","event":"r","of":"s","partner":"ana","tier":"affiliate/silver",` +
		`"at":"2026-01-02T09:00:00Z","booked":"2026-01-02T09:00:00Z","due":"2026-01-02T00:00:00Z","currency":"USD",` +
		`"base":"-9.99","rate":"25%","exact":"-2.4975","amount":"-2.50","remaining":{"base":"10.00","amount":"2.50"}}`
	if got != want {
		t.Errorf("Marshal = %s; want %s", got, want)
	}
}

func TestKey(t *testing.T) {
	tests := []struct {
		name                       string
		plan, partner, rule, event string
		want                       string
	}{
		{"plain", "affiliate", "ana", "sale", "order-991", "affiliate/ana/sale/order-991"},
		{"slash", "a/b", "ana/1", "sale/x", "2026/1", "a%2Fb/ana%2F1/sale%2Fx/2026%2F1"},
		{"percent", "a%", "50%", "%2F", "%25", "a%25/50%25/%252F/%2525"},
		{"both", "p", "%/", "s", "/%", "p/%25%2F/s/%2F%25"},
		{"blanks and letters", "p", "ana maría", "s", "Nº 7", "p/ana maría/s/Nº 7"},
		{"other separators", "p", `a\b`, "s", "a|b:c", `p/a\b/s/a|b:c`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := flat()
			d.ID, d.Rules[0].Name = tt.plan, tt.rule
			plan := alianza.Must(commission.New(d))
			var state commission.State
			e := of(tt.partner, sale(tt.event, "10"))
			if got := mustEarn(t, plan, &state, e).Key; got != tt.want {
				t.Errorf("Earn(%s) = key %q; want %q", eventText(e), got, tt.want)
			}
			r := of(tt.partner, refund("r", tt.event, "1"))
			if got := mustEarn(t, plan, &state, r).Corrects; got != tt.want {
				t.Errorf("Earn(%s) = corrects %q; want %q", eventText(r), got, tt.want)
			}
		})
	}
}

// TestKeyStays evaluates an event on another day, in another version of the
// plan, at another amount and after other events: the key is the same.
func TestKeyStays(t *testing.T) {
	want := mustEarn(t, alianza.Must(commission.New(flat())), &commission.State{}, sale("s", "10")).Key
	d := flat()
	d.Version, d.HoldDays, d.Rounding, d.Step, d.Rules[0].Pay.Rate = 7, 30, commission.Floor, step(0), alianza.WholePercent(1)
	plan := alianza.Must(commission.New(d)).In(zone(t, "Asia/Tokyo"))
	var state commission.State
	mustEarn(t, plan, &state, sale("other", "1"))
	e := at("affiliate/gold", sale("s", "99"))
	e.At = day(500)
	if got := mustEarn(t, plan, &state, e).Key; got != want {
		t.Errorf("Earn(%s) = key %q; want %q", eventText(e), got, want)
	}
}

// TestKeysDiffer joins parts that are easily taken for others.
func TestKeysDiffer(t *testing.T) {
	parts := []string{"a", "a/", "/a", "a/a", "a%2F", "%25", "a%2Fa", "%252F"}
	seen := map[string]string{}
	for _, plan := range parts {
		for _, partner := range parts {
			for _, rule := range parts {
				d := flat()
				d.ID, d.Rules[0].Name = plan, rule
				p := alianza.Must(commission.New(d))
				var state commission.State
				for _, event := range parts {
					got := mustEarn(t, p, &state, of(partner, sale(event, "1"))).Key
					id := strings.Join([]string{plan, partner, rule, event}, "\x00")
					if before, ok := seen[got]; ok {
						t.Fatalf("key %q is that of %q and of %q; want two keys", got, before, id)
					}
					seen[got] = id
				}
			}
		}
	}
}

func TestMediumText(t *testing.T) {
	for i, name := range []string{"cash", "credit", "in_kind"} {
		t.Run(name, func(t *testing.T) {
			medium := []commission.Medium{commission.Cash, commission.Credit, commission.InKind}[i]
			if int(medium) != i {
				t.Errorf("%s is %d; want %d", name, medium, i)
			}
			if got := medium.String(); got != name {
				t.Errorf("String() = %q; want %q", got, name)
			}
			if got, err := medium.MarshalText(); string(got) != name || err != nil {
				t.Errorf("MarshalText() = %q, %v; want %q", got, err, name)
			}
			got := commission.Medium(99)
			if err := got.UnmarshalText([]byte(name)); got != medium || err != nil {
				t.Errorf("UnmarshalText(%q) = %s, %v; want %s", name, got, err, name)
			}
		})
	}
	if got, want := commission.Medium(3).String(), "(3)"; got != want {
		t.Errorf("String() = %q; want %q", got, want)
	}
	for _, text := range []string{"", "Cash", "in kind", "inkind", "cash ", "0", "(3)", "money"} {
		got := commission.Credit
		err := got.UnmarshalText([]byte(text))
		checkFaults(t, fmt.Sprintf("UnmarshalText(%q)", text), err, []fault{{"", alianza.ErrUnknown}})
		if got != commission.Credit {
			t.Errorf("UnmarshalText(%q) = %s; want no change", text, got)
		}
	}
}

// TestGuaranteeText has what a month earned taken off what is guaranteed, also where it
// earned nothing.
func TestGuaranteeText(t *testing.T) {
	least := monthly("least", "30", "sale")
	least.Guarantee = true
	plan := planOf(closed(ruled(onSale("10%")), least))
	for sold, want := range map[string]string{
		"":    "close x: 30 - 0 USD = 30, rounded 30.00, rule least, plan p v1",
		"150": "close x: 30 - 15 USD = 15, rounded 15.00, rule least, plan p v1",
		"300": "close x: 30 - 30 USD = 0, rounded 0.00, rule least, plan p v1",
		"500": "close x: 30 - 30 USD = 0, rounded 0.00, rule least, plan p v1",
	} {
		var state commission.State
		if sold != "" {
			mustEarn(t, plan, &state, sale("s", sold))
		}
		if got := mustEarn(t, plan, &state, closing("x", "2026-01")).String(); got != want {
			t.Errorf("Earn(close) after a sale of %q = %s; want %s", sold, got, want)
		}
	}
}

// TestEntryEverything writes and reads entries with portions, deductions,
// periods, notes and media.
func TestEntryEverything(t *testing.T) {
	hybrid := onSale("10%")
	hybrid.Pay.Fixed, hybrid.Pay.PerUnit, hybrid.Pay.Less, hybrid.Limit.Max, hybrid.Pay.Medium = num("5"), num("0.125"), []string{"tax"}, num("20"), commission.Credit
	slab := tabled(commission.PerMonth, twoBrackets())
	slab.Name, slab.On = "slab", commission.PaymentReceived
	plan := alianza.Must(commission.New(ruled(hybrid, slab)))
	var state commission.State
	e := by("acme", units(4, sale("s", "150")))
	e.Includes = numbers("tax", "10.00")
	list := earnAll(t, plan, &state, e, kind(commission.PaymentReceived, sale("p", "400")), kind(commission.PaymentReceived, sale("q", "200")), refund("r", "q", "200"))
	want := []string{
		`{"key":"p/ana/sale/s","plan":"p","version":1,"rule":"sale","kind":"sale","event":"s","partner":"ana","customer":"acme",` +
			`"at":"2026-01-01T09:00:00Z","booked":"2026-01-01T09:00:00Z","due":"2026-01-01T00:00:00Z","currency":"USD","medium":"credit","base":"140.00","units":"4","deductions":[{"name":"tax","amount":"10.00"}],` +
			`"rate":"0%","portions":[{"base":"140.00","units":"4","rate":"10%","per_unit":"0.125","fixed":"5","exact":"19.500","amount":"19.50"}],` +
			`"exact":"19.500","amount":"19.50","remaining":{"base":"140.00","units":"4","amount":"19.50"}}`,
		`{"key":"p/ana/slab/p","plan":"p","version":1,"rule":"slab","kind":"payment","event":"p","partner":"ana","period":"2026-01",` +
			`"at":"2026-01-01T09:00:00Z","booked":"2026-01-01T09:00:00Z","due":"2026-01-01T00:00:00Z","currency":"USD","base":"400","rate":"10%",` +
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
	if got := list[0]; got.Customer != "acme" || got.Medium != commission.Credit || len(got.Deductions) != 1 || len(got.Portions) != 1 || got.Portions[0].Bracket != 0 || !got.Units.Equal(whole(4)) {
		t.Errorf("the entry of the hybrid is %+v; want customer, credit, tax, a portion without a bracket", got)
	}
	if got := list[3]; got.Period != "2026-01" || len(got.Portions) != 1 || got.Portions[0].Bracket != 2 || got.Rate != rate("20%") {
		t.Errorf("the entry of the window is %+v; want its period and the second bracket", got)
	}
}

// TestOwnTermsText says that a partner's own terms were paid.
func TestOwnTermsText(t *testing.T) {
	one := mustEarn(t, planOf(flat()), &commission.State{}, sale("s", "100"))
	one.Own = true
	if got := one.String(); !strings.Contains(got, ", at the partner's own terms, rule sale, ") {
		t.Errorf("String() = %s; want it to say the partner's own terms", got)
	}
}

// TestUndoneText tells an undoing that lowers what a window earns as an undoing, also
// where customers are said.
func TestUndoneText(t *testing.T) {
	var one commission.Entry
	if err := json.Unmarshal([]byte(`{"key":"p/ana/s/v","corrects":"p/ana/s/o","plan":"p","version":1,"rule":"s","kind":"reversal","event":"v","of":"o",`+
		`"partner":"ana","at":"2026-01-02T09:00:00Z","booked":"2026-01-02T09:00:00Z","due":"2026-01-02T00:00:00Z","currency":"USD","base":"100",`+
		`"rate":"0%","exact":"-10","amount":"-10.00","remaining":{"base":"200","amount":"20.00"},"why":{"code":"undone","name":"r"},"detail":{"customers":2}}`), &one); err != nil {
		t.Fatal(err)
	}
	const want = "reversal v of o: 100 USD again, 200 left earn 20.00 after 30.00, so -10.00, r is undone, by 2 customers, rule s, plan p v1"
	if got := one.String(); got != want {
		t.Errorf("String() = %s; want %s", got, want)
	}
}

// TestPortionsText tells units of 0 where nothing else is paid.
func TestPortionsText(t *testing.T) {
	per := commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{PerUnit: num("5")}}
	hybrid := per
	hybrid.Pay.Fixed = num("3")
	e := sale("s", "100")
	e.Units = num("0")
	for want, rule := range map[string]commission.Rule{
		"sale s: 0 x 5 USD = 0, rounded 0.00, rule sale, plan p v1": per,
		"sale s: 3 USD = 3, rounded 3.00, rule sale, plan p v1":     hybrid,
	} {
		if got := mustEarn(t, planOf(ruled(rule)), &commission.State{}, e).String(); got != want {
			t.Errorf("String() = %s; want %s", got, want)
		}
	}
}

// TestUnitsText tells units where there are no amounts.
func TestUnitsText(t *testing.T) {
	one := tabled(commission.PerMonth, byUnits(table(commission.Graduated, perUnit("2", "10"), perUnit("", "20"))))
	one.On = commission.Lead
	plan := alianza.Must(commission.New(ruled(one)))
	lead := func(id string) commission.Event { return kind(commission.Lead, sale(id, "0")) }
	var state commission.State
	list := earnAll(t, plan, &state, lead("a"), units(3, lead("b")), chargeback("c", "b", "0"))
	want := []string{
		"lead a: 1 unit make 1 in 2026-01, which earn 10.00 (1 x 10) after 0.00, so 10.00, rule sale, plan p v1",
		"lead b: 3 units make 4 in 2026-01, which earn 60.00 (2 x 10 + 2 x 20) after 10.00, so 50.00, rule sale, plan p v1",
		"chargeback c of b: 3 units back, 1 left in 2026-01 earn 10.00 after 60.00, so -50.00, rule sale, plan p v1",
	}
	for i, e := range list {
		if diff := cmp.Diff(want[i], e.String()); diff != "" {
			t.Errorf("String() mismatch (-want +got):\n%s", diff)
		}
	}
	if e := list[1]; !e.Units.Equal(whole(3)) || !e.Remaining.Units.Equal(whole(4)) {
		t.Errorf("Earn(3 leads) = %d units, %d remaining; want 3, 4", e.Units, e.Remaining.Units)
	}
	if e := list[2]; !e.Units.Equal(whole(-3)) || !e.Remaining.Units.Equal(whole(1)) {
		t.Errorf("Earn(chargeback of 3) = %d units, %d remaining; want -3, 1", e.Units, e.Remaining.Units)
	}
}
