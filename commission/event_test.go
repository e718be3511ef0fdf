package commission_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

func TestEventOutsideOfPlan(t *testing.T) {
	d := flat()
	d.From, d.Until = date("2026-01-10"), date("2026-01-20")
	plan := alianza.Must(commission.New(d))
	for at, want := range map[string]bool{
		"2026-01-09T23:59:59.999999999Z": false, "2026-01-10T00:00:00Z": true, "2026-01-19T23:59:59.999999999Z": true, "2026-01-20T00:00:00Z": false,
	} {
		e := sale("s", "1")
		e.At = instant(at)
		_, err := plan.Earn(&commission.State{}, e)
		if (err == nil) != want || !want && !errors.Is(err, alianza.ErrRange) {
			t.Errorf("Earn at %s = %v; want it taken: %t", at, err, want)
		}
	}
	d.Until = d.From
	if _, err := commission.New(d); !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("New = %v; want %v", err, alianza.ErrConflict)
	}
}

func TestEventJSON(t *testing.T) {
	tests := []struct {
		name string
		e    commission.Event
		want string
	}{
		{
			"sale", at("affiliate/gold", sale("s", "10.50")),
			`{"id":"s","kind":"sale","partner":"ana","tier":"affiliate/gold","at":"2026-01-01T09:00:00Z","currency":"USD","amount":"10.50"}`,
		},
		{
			"refund", refund("r/1", "s", "0"),
			`{"id":"r/1","kind":"refund","of":"s","partner":"ana","at":"2026-01-02T09:00:00Z","currency":"USD","amount":"0"}`,
		},
		{
			"time with zone and fraction", func() commission.Event {
				e := sale("s", "1")
				e.At = instant("2026-01-01T09:00:00.000000001-03:00")
				return e
			}(),
			`{"id":"s","kind":"sale","partner":"ana","at":"2026-01-01T09:00:00.000000001-03:00","currency":"USD","amount":"1"}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := jsonText(t, tt.e); got != tt.want {
				t.Fatalf("Marshal = %s; want %s", got, tt.want)
			}
			var back commission.Event
			if err := json.Unmarshal([]byte(tt.want), &back); err != nil {
				t.Fatalf("Unmarshal(%s) = %v; want no error", tt.want, err)
			}
			if diff := cmp.Diff(tt.e, back); diff != "" {
				t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", tt.want, diff)
			}
		})
	}
	var e commission.Event
	const number = `{"id":"s","kind":"sale","partner":"ana","at":"2026-01-01T09:00:00Z","currency":"USD","amount":9007199254740993.10}`
	if err := json.Unmarshal([]byte(number), &e); err != nil || e.Amount.StringFixed(2) != "9007199254740993.10" {
		t.Errorf("Unmarshal(%s) = %s, %v; want the number as it is written", number, e.Amount, err)
	}
}

// unsaid changes an event to one of a kind that does not say its amount.
func unsaid(k commission.Kind) func(*commission.Event) {
	return func(e *commission.Event) {
		if e.Amount = (decimal.Decimal{}); k != "" {
			e.Kind = k
		}
		if k == commission.Refund || k == commission.Correction {
			e.Of = "before"
		}
	}
}

// TestEventWithoutAmount holds that an amount which is not said is not 0, in Go as in JSON: the
// sale arrives with its amount later. Units may stand for the amount of a refund.
func TestEventWithoutAmount(t *testing.T) {
	state := &commission.State{}
	sold := sale("s", "100")
	sold.Units = num("2")
	forgot := sold
	forgot.Amount = decimal.Decimal{}
	d := flat()
	d.Rules[0].Pay = commission.Pay{PerUnit: num("12.50")}
	plan := planOf(d)
	checkRefused(t, plan, state, forgot, []fault{{"amount", alianza.ErrMissing}})
	if doc, err := json.Marshal(forgot); !errors.Is(err, alianza.ErrMissing) {
		t.Errorf("Marshal of a sale without an amount = %s, %v; want an ErrMissing", doc, err)
	}
	mustEarn(t, plan, state, sold)
	back := refund("r", "s", "0")
	back.Amount, back.Units = decimal.Decimal{}, num("1")
	const want = `{"id":"r","kind":"refund","of":"s","partner":"ana","at":"2026-01-02T09:00:00Z","currency":"USD","units":"1"}`
	if got := jsonText(t, back); got != want {
		t.Errorf("Marshal = %s; want %s", got, want)
	}
	if got := mustEarn(t, plan, state, back); !got.Amount.Equal(num("-12.50")) { // one unit
		t.Errorf("a refund of one unit of two = %s; want -12.50", got.Amount)
	}
}

// TestEventFields has the fields that only some rules look at.
func TestEventFields(t *testing.T) {
	plan := alianza.Must(commission.New(closed(ruled(onSale("10%")), commission.Bonus{Name: "bonus", Over: commission.PerMonth, Of: []string{"sale"}, Pay: commission.Pay{Fixed: num("1")}})))
	tests := []struct {
		name   string
		change func(*commission.Event)
		want   []fault
	}{
		{"units negative", func(e *commission.Event) { e.Units = whole(-1) }, []fault{{"units", alianza.ErrRange}}},
		{"units of 0", func(e *commission.Event) { e.Units = num("0") }, nil},
		{"a fraction of a unit", func(e *commission.Event) { e.Units = num("0.000000000000000001") }, nil},
		{"units on the bound", func(e *commission.Event) { e.Units = whole(1<<31 - 1) }, nil},
		{"units above the bound", func(e *commission.Event) { e.Units = num("2147483647.000000000000000001") }, []fault{{"units", alianza.ErrRange}}},
		{"customer with a blank before", func(e *commission.Event) { e.Customer = " a" }, []fault{{"customer", alianza.ErrForm}}},
		{"order with a line end", func(e *commission.Event) { e.Order = "a\n" }, []fault{{"order", alianza.ErrForm}}},
		{"period of a sale", func(e *commission.Event) { e.Period = "2026-01" }, []fault{{"period", alianza.ErrConflict}}},
		{"includes without name", func(e *commission.Event) { e.Includes = numbers("", "1") }, []fault{{"includes", alianza.ErrMissing}}},
		{"includes negative", func(e *commission.Event) { e.Includes = numbers("tax", "-0.01") }, []fault{{"includes.tax", alianza.ErrRange}}},
		{"includes nothing", func(e *commission.Event) { e.Includes = numbers("tax", "0") }, nil},
		{"facts without name", func(e *commission.Event) { e.Facts = map[string]string{" ": "x"} }, []fault{{"facts", alianza.ErrMissing}}},
		{"facts in order", func(e *commission.Event) { e.Facts = map[string]string{"tier": "x", "amount": "1", "ok": ""} }, []fault{{"facts.amount", alianza.ErrConflict}, {"facts.tier", alianza.ErrConflict}}},
		{"since of no year", func(e *commission.Event) { e.PartnerSince = instant("0000-01-01T00:00:00Z") }, []fault{{"partner_since", alianza.ErrRange}}},
		{"until before since", func(e *commission.Event) { e.PartnerSince, e.PartnerUntil = day(2), day(1) }, []fault{{"partner_until", alianza.ErrConflict}}},
		{"until is since", func(e *commission.Event) { e.PartnerSince, e.PartnerUntil = day(2), day(2) }, nil},
		{"correction of nothing", func(e *commission.Event) { e.Kind = commission.Correction }, []fault{{"of", alianza.ErrMissing}}},
		{"lead of a sale", func(e *commission.Event) { e.Kind, e.Of = commission.Lead, "x" }, []fault{{"of", alianza.ErrConflict}}},
		{"chargeback of itself", func(e *commission.Event) { e.Kind, e.Of = commission.Chargeback, "s" }, []fault{{"of", alianza.ErrConflict}}},
		{"an adjustment", func(e *commission.Event) { e.Kind = commission.Adjustment }, []fault{{"kind", alianza.ErrUnknown}}},
		{"an item of a name that nobody can see", func(e *commission.Event) { e.Kind = "item:\u200b" }, []fault{{"kind", alianza.ErrForm}}},
		{"an item without name", func(e *commission.Event) { e.Kind = "item:" }, []fault{{"kind", alianza.ErrUnknown}}},
		{"reversal of nothing", func(e *commission.Event) { e.Kind, e.Amount = commission.Reversal, num("0") }, []fault{{"of", alianza.ErrMissing}}},
		{"reversal with an amount", func(e *commission.Event) { e.Kind, e.Of = commission.Reversal, "r" }, []fault{{"amount", alianza.ErrConflict}}},
		{"reversal of itself", func(e *commission.Event) { e.Kind, e.Of, e.Amount = commission.Reversal, "s", num("0") }, []fault{{"of", alianza.ErrConflict}}},
		{"sale of another partner", func(e *commission.Event) { e.OfPartner = "bea" }, []fault{{"of_partner", alianza.ErrConflict}}},
		{"refund of another partner", func(e *commission.Event) { e.Kind, e.Of, e.OfPartner = commission.Refund, "x", "bea" }, []fault{{"of_partner", alianza.ErrConflict}}},
		{"correction of a partner with a blank", func(e *commission.Event) { e.Kind, e.Of, e.OfPartner = commission.Correction, "x", " bea" }, []fault{{"of_partner", alianza.ErrForm}}},
		{"booked in no year", func(e *commission.Event) { e.Booked = instant("0000-01-01T00:00:00Z") }, []fault{{"booked", alianza.ErrRange}}},
		{"customer since no year", func(e *commission.Event) { e.CustomerSince = instant("0000-01-01T00:00:00Z") }, []fault{{"customer_since", alianza.ErrRange}}},
		{"close of no period", func(e *commission.Event) { e.Kind, e.Amount = commission.Close, num("0") }, []fault{{"period", alianza.ErrMissing}}},
		{"a sale that does not say its amount", unsaid(""), []fault{{"amount", alianza.ErrMissing}}},
		{"a payment that does not say its amount", unsaid(commission.PaymentReceived), []fault{{"amount", alianza.ErrMissing}}},
		{"a refund that does not say its amount", unsaid(commission.Refund), []fault{{"amount", alianza.ErrMissing}}},
		{"a correction that does not say its amount", unsaid(commission.Correction), []fault{{"amount", alianza.ErrMissing}}},
		{"a lead that does not say its amount", unsaid(commission.Lead), nil},
		{"a sale by units that does not say its amount", func(e *commission.Event) { unsaid("")(e); e.Units = num("1") }, []fault{{"amount", alianza.ErrMissing}}},
		{"a sale of 0", func(e *commission.Event) { e.Amount = num("0") }, nil},
		{"close with an amount", func(e *commission.Event) { e.Kind, e.Period = commission.Close, "2026-01" }, []fault{{"amount", alianza.ErrConflict}}},
	}
	for _, period := range []string{"2026-13", "2026-00", "2026-Q5", "2026-Q0", "2026-1", "26-01", "0000", "0000-01", "2026-q1", "2026/01", " 2026", "20260", "ever", "order o", "2026-01-01", "２０２６"} {
		tests = append(tests, struct {
			name   string
			change func(*commission.Event)
			want   []fault
		}{"close of " + period, func(e *commission.Event) {
			e.Kind, e.Amount, e.Period = commission.Close, num("0"), period
		}, []fault{{"period", alianza.ErrForm}}})
	}
	// A plan that counts no units has the same bound.
	many := sale("s", "10.00")
	many.Units = num("2147483648")
	checkRefused(t, planOf(flat()), &commission.State{}, many, []fault{{"units", alianza.ErrRange}})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := sale("s", "10.00")
			tt.change(&e)
			checkRefused(t, plan, &commission.State{}, e, tt.want)
		})
	}
}

// TestEventEverything has every field of an event.
func TestEventEverything(t *testing.T) {
	const text = `{"id":"s","kind":"sale","partner":"ana","tier":"affiliate/gold","at":"2026-01-01T09:00:00Z","booked":"2026-01-03T09:00:00Z","currency":"USD",` +
		`"amount":"100.50","units":"3","customer":"acme","customer_since":"2025-12-31T00:00:00Z","order":"o-1","includes":{"discount":"5","tax":"0.00"},"facts":{"country":"US","empty":""},` +
		`"partner_since":"2025-01-01T00:00:00+01:00","partner_until":"2026-06-01T00:00:00Z"}`
	want := units(3, by("acme", at("affiliate/gold", sale("s", "100.50"))))
	want.Booked, want.CustomerSince = day(3), instant("2025-12-31T00:00:00Z")
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
	none := sale("s", "0") // and 0 units are given
	none.Units = num("0")
	const nothing = `{"id":"s","kind":"sale","partner":"ana","at":"2026-01-01T09:00:00Z","currency":"USD","amount":"0","units":"0"}`
	if back := jsonText(t, none); back != nothing {
		t.Errorf("Marshal = %s; want %s", back, nothing)
	}
	for want, e := range map[string]commission.Event{
		"sale s of ana, 100.50 USD": sale("s", "100.50"),
		"close x of ana, 2026-01":   closing("x", "2026-01"),
		"lead l of ana":             kind(commission.Lead, sale("l", "0")),
		"chargeback c of ana":       chargeback("c", "s", "0"), // of all that is left
		"refund q of ana":           units(2, refund("q", "s", "0")),
		"sale t of ana, 0 USD":      sale("t", "0"),
		"refund r of ana, 0 USD":    refund("r", "s", "0"),
		"sale u of ana, 0 USD":      units(2, sale("u", "0")),
	} {
		if got := e.String(); got != want {
			t.Errorf("String() = %s; want %s", got, want)
		}
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
		"a malformed one is there":     {`{"id":"x","kind":"sale","partner":"a","at":"2026-01-01T09:00:00Z","currency":"USD","amount":"x"}`, []fault{{"amount", alianza.ErrForm}}},
		"a sale of null":               {`{"id":"x","kind":"sale","partner":"a","at":"2026-01-01T09:00:00Z","currency":"USD","amount":null}`, []fault{{"amount", alianza.ErrMissing}}},
		"a correction needs one":       {`{"id":"x","kind":"correction","of":"s","partner":"a","at":"2026-01-01T09:00:00Z","currency":"USD"}`, []fault{{"amount", alianza.ErrMissing}}},
		"numbers and names": {
			`{"id":"x","kind":"lead","partner":"a","at":"2026-01-01T09:00:00Z","currency":"USD","units":"x","includes":{"tax":null,"tax":"1","fee":"x"},"facts":{"a":1},"partner_since":"soon","extra":1}`,
			[]fault{{"units", alianza.ErrForm}, {"includes.tax", alianza.ErrMissing}, {"includes.tax", alianza.ErrDuplicate}, {"includes.fee", alianza.ErrForm}, {"facts.a", alianza.ErrForm}, {"partner_since", alianza.ErrForm}, {"extra", alianza.ErrUnknown}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var e commission.Event
			checkFaults(t, "Unmarshal "+tt.text, json.Unmarshal([]byte(tt.text), &e), tt.want)
		})
	}
}
