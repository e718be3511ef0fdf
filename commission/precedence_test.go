package commission_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// skippedOf returns the rules that skipped an event and why.
func skippedOf(e commission.Earning) []string {
	var list []string
	for _, p := range e.Skipped {
		list = append(list, p.Rule+": "+p.Reason)
	}
	return list
}

// TestPrecedence has three rules for a sale, of which two are met.
func TestPrecedence_C33(t *testing.T) {
	rules := []commission.Rule{
		{Name: "canada", On: commission.Sale, Rate: rate("50%"), When: commission.FactOneOf("country", "CA")},
		{Name: "big", On: commission.Sale, Rate: rate("10%"), When: commission.FactIs("amount", alianza.AtLeast(num("100")))},
		{Name: "lead", On: commission.Lead, Fixed: num("1000")},
		{Name: "all", On: commission.Sale, Fixed: num("15")},
	}
	tests := []struct {
		name    string
		of      commission.Precedence
		amount  string
		want    []string // rule and amount
		skipped []string
	}{
		{"first", commission.First, "100", []string{"big 10.00"}, []string{`canada: country is "US", not CA`, "all: rule big comes first"}},
		{"first, the last", commission.First, "99", []string{"all 15.00"}, []string{`canada: country is "US", not CA`, "big: amount is 99, not >= 100"}},
		{"best, the last", commission.Best, "149.90", []string{"all 15.00"}, []string{`canada: country is "US", not CA`, "big: pays 14.99, no more than the 15.00 of rule all"}},
		{"best, equals: the first", commission.Best, "150", []string{"big 15.00"}, []string{`canada: country is "US", not CA`, "all: pays 15.00, no more than the 15.00 of rule big"}},
		{"best, as posted: 14.995 is 15.00", commission.Best, "149.95", []string{"big 15.00"}, []string{`canada: country is "US", not CA`, "all: pays 15.00, no more than the 15.00 of rule big"}},
		{"best, alone", commission.Best, "50", []string{"all 15.00"}, []string{`canada: country is "US", not CA`, "big: amount is 50, not >= 100"}},
		{"every", commission.Every, "100", []string{"big 10.00", "all 15.00"}, []string{`canada: country is "US", not CA`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := ruled(rules...)
			d.Precedence = tt.of
			e := sale("s", tt.amount)
			e.Facts = map[string]string{"country": "US"}
			var state commission.State
			earned, state, err := alianza.Must(commission.New(d)).Earn(state, e)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, one := range earned.Entries {
				got = append(got, one.Rule+" "+one.Amount.StringFixed(2))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Earn mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.skipped, skippedOf(earned)); diff != "" {
				t.Errorf("Earn skipped mismatch (-want +got):\n%s", diff)
			}
			back := earnAll(t, alianza.Must(commission.New(d)), &state, refund("r", "s", tt.amount))
			if len(back) != len(tt.want) || !sumOf(back).Add(sumOf(earned.Entries)).IsZero() {
				t.Errorf("Earn(refund of all) = %v; want all of %v back", back, got)
			}
			for i, one := range back {
				if one.Corrects != earned.Entries[i].Key || one.Rule != earned.Entries[i].Rule {
					t.Errorf("the refund corrects %s by rule %s; want %s by %s", one.Corrects, one.Rule, earned.Entries[i].Key, earned.Entries[i].Rule)
				}
			}
		})
	}
}

// TestPrecedenceBest counts an adjustment as part of what a rule posts, and
// notes nothing of the rules that lost.
func TestPrecedenceBest(t *testing.T) {
	slab := tabled(commission.PerMonth, table(commission.Slab, bracket("500", "10%"), bracket("", "20%")))
	fixed := commission.Rule{Name: "fixed", On: commission.Sale, Fixed: num("60")}
	d := ruled(slab, fixed)
	d.Precedence = commission.Best
	plan := alianza.Must(commission.New(d))
	var state commission.State
	// 50 against 60: the sale is not in the slab rule's month.
	list := earnAll(t, plan, &state, sale("a", "500"))
	if len(list) != 1 || list[0].Rule != "fixed" || state.Attained("ana", "sale", 1, "2026-01").Units != 0 {
		t.Errorf("Earn(500) = %v, %s attained; want 60.00 by fixed, nothing", list, state.Attained("ana", "sale", 1, "2026-01"))
	}
	// 120.20 against 60.
	list = earnAll(t, plan, &state, sale("b", "601"))
	if len(list) != 1 || list[0].Rule != "sale" || !list[0].Amount.Equal(num("120.20")) {
		t.Errorf("Earn(601) = %v; want 120.20 by sale", list)
	}
	// 45 for 450; then 45 again and 20% of 100 against 30.
	e := ruled(slab, commission.Rule{Name: "fixed", On: commission.Sale, Fixed: num("30")})
	e.Precedence = commission.Best
	plan, state = alianza.Must(commission.New(e)), commission.State{}
	list = earnAll(t, plan, &state, sale("a", "450"), sale("b", "100"))
	if diff := cmp.Diff([]string{"45.00", "45.00", "20.00"}, amountsOf(list)); diff != "" {
		t.Errorf("45 again and 20 against 30: mismatch (-want +got):\n%s", diff)
	}
}

// TestFallback pays partners on no level by the rule after the ladder's.
func TestFallback_T2(t *testing.T) {
	d := ruled(commission.Affiliate().Rules[0], commission.Rule{Name: "other", On: commission.Sale, Rate: rate("5%")})
	plan := alianza.Must(commission.New(d))
	var state commission.State
	list := earnAll(t, plan, &state, at("affiliate/gold", sale("a", "100")), sale("b", "100"))
	if diff := cmp.Diff([]string{"30.00", "5.00"}, amountsOf(list)); diff != "" || list[1].Rule != "other" {
		t.Errorf("Earn = %v (-want +got):\n%s", list, diff)
	}
}

// TestPlanTime takes events from its first instant to the one before its last.
func TestPlanTime(t *testing.T) {
	d := ruled(onSale("10%"))
	d.From, d.Until = instant("2026-01-01T00:00:00Z"), instant("2026-02-01T00:00:00+01:00")
	plan := alianza.Must(commission.New(d))
	tests := []struct {
		name, at string
		want     []fault
	}{
		{"before", "2025-12-31T23:59:59.999999999Z", []fault{{"at", alianza.ErrRange}}},
		{"the first", "2026-01-01T00:00:00Z", nil},
		{"the last", "2026-01-31T22:59:59.999999999Z", nil},
		{"after", "2026-01-31T23:00:00Z", []fault{{"at", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := sale("s", "1")
			e.At = instant(tt.at)
			checkRefused(t, plan, commission.State{}, e, tt.want)
		})
	}
	e := sale("s", "1")
	e.At = instant("2026-01-31T23:00:00Z")
	_, _, err := plan.Earn(commission.State{}, e)
	const want = `commission: plan p v1: sale "s": at "2026-01-31T23:00:00Z": out of range: the plan ends at 2026-02-01T00:00:00+01:00`
	if fmt.Sprint(err) != want {
		t.Errorf("Earn = %v; want %s", err, want)
	}
}

// TestEventFields has the fields that only some rules look at.
func TestEventFields(t *testing.T) {
	plan := alianza.Must(commission.New(ruled(onSale("10%"), commission.Rule{Name: "bonus", On: commission.Close, Of: "sale", Over: commission.PerMonth, Fixed: num("1")})))
	tests := []struct {
		name   string
		change func(*commission.Event)
		want   []fault
	}{
		{"units negative", func(e *commission.Event) { e.Units = -1 }, []fault{{"units", alianza.ErrRange}}},
		{"units on the bound", func(e *commission.Event) { e.Units = 1<<31 - 1 }, nil},
		{"units above the bound", func(e *commission.Event) { e.Units = 1<<31 - 1; e.Units++ }, []fault{{"units", alianza.ErrRange}}},
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
		{"an item without name", func(e *commission.Event) { e.Kind = "item:" }, []fault{{"kind", alianza.ErrUnknown}}},
		{"close of no period", func(e *commission.Event) { e.Kind, e.Amount = commission.Close, num("0") }, []fault{{"period", alianza.ErrMissing}}},
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
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := sale("s", "10.00")
			tt.change(&e)
			checkRefused(t, plan, commission.State{}, e, tt.want)
		})
	}
}
