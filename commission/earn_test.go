package commission_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestEntry looks at all of an entry: of a sale, of a refund of it, and of one
// without a known sale.
func TestEntry(t *testing.T) {
	d := commission.Affiliate()
	d.Version, d.HoldDays, d.UnknownSale = 3, 30, commission.UnknownSaleCurrentRate
	plan := alianza.Must(commission.New(d))
	midnight := time.Date(2026, time.January, 31, 0, 0, 0, 0, time.UTC)
	var state commission.State
	tests := []struct {
		name string
		e    commission.Event
		text string
		want commission.Entry
	}{
		{
			"sale", at("affiliate/silver", sale("order-991", "19.99")),
			"sale order-991: 25% of 19.99 USD = 4.9975, rounded 5.00, rule sale, plan affiliate v3",
			commission.Entry{
				Key: "affiliate/ana/sale/order-991", Plan: "affiliate", Version: 3, Rule: "sale", Kind: commission.Sale,
				Event: "order-991", Partner: "ana", Tier: "affiliate/silver", At: day(1), Booked: day(1), Due: midnight, Currency: "USD",
				Base: num("19.99"), Rate: alianza.WholePercent(25), Exact: num("4.9975"), Amount: num("5.00"),
				Remaining: commission.Remaining{Base: num("19.99"), Amount: num("5.00")},
			},
		},
		{
			"refund at the terms of the sale", at("affiliate/gold", refund("r-7", "order-991", "9.99")),
			"refund r-7 of order-991: 9.99 USD back, 10.00 left at 25% earn 2.50 after 5.00, so -2.50, rule sale, plan affiliate v3",
			commission.Entry{
				Key: "affiliate/ana/sale/r-7", Corrects: "affiliate/ana/sale/order-991", Plan: "affiliate", Version: 3,
				Rule: "sale", Kind: commission.Refund, Event: "r-7", Of: "order-991", Partner: "ana", Tier: "affiliate/silver",
				At: day(2), Booked: day(2), Due: midnight, Currency: "USD",
				Base: num("-9.99"), Rate: alianza.WholePercent(25), Exact: num("-2.4975"), Amount: num("-2.50"),
				Remaining: commission.Remaining{Base: num("10.00"), Amount: num("2.50")},
			},
		},
		{
			"refund of the rest", refund("r-8", "order-991", "10"),
			"refund r-8 of order-991: 10.00 USD back, 0.00 left at 25% earn 0.00 after 2.50, so -2.50, rule sale, plan affiliate v3",
			commission.Entry{
				Key: "affiliate/ana/sale/r-8", Corrects: "affiliate/ana/sale/order-991", Plan: "affiliate", Version: 3,
				Rule: "sale", Kind: commission.Refund, Event: "r-8", Of: "order-991", Partner: "ana", Tier: "affiliate/silver",
				At: day(2), Booked: day(2), Due: midnight, Currency: "USD",
				Base: num("-10"), Rate: alianza.WholePercent(25), Exact: num("-2.5"), Amount: num("-2.50"),
				Remaining: commission.Remaining{Base: num("0"), Amount: num("0")},
			},
		},
		{
			"refund of an old sale", at("affiliate/gold", refund("r-9", "order-1", "0.05")),
			"refund r-9: 30% of -0.05 USD = -0.015, rounded -0.02, rule sale, plan affiliate v3",
			commission.Entry{
				Key: "affiliate/ana/sale/r-9", Plan: "affiliate", Version: 3, Rule: "sale", Kind: commission.Refund,
				Event: "r-9", Of: "order-1", Partner: "ana", Tier: "affiliate/gold", At: day(2), Booked: day(2), Due: day(2).Truncate(24 * time.Hour), Currency: "USD",
				Base: num("-0.05"), Rate: alianza.WholePercent(30), Exact: num("-0.015"), Amount: num("-0.02"),
			},
		},
		{
			"refund of no sale", at("affiliate/gold", refund("r-10", "", "10.00")),
			"refund r-10: 30% of -10.00 USD = -3, rounded -3.00, rule sale, plan affiliate v3",
			commission.Entry{
				Key: "affiliate/ana/sale/r-10", Plan: "affiliate", Version: 3, Rule: "sale", Kind: commission.Refund,
				Event: "r-10", Partner: "ana", Tier: "affiliate/gold", At: day(2), Booked: day(2), Due: day(2).Truncate(24 * time.Hour), Currency: "USD",
				Base: num("-10.00"), Rate: alianza.WholePercent(30), Exact: num("-3"), Amount: num("-3.00"),
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := mustEarn(t, plan, &state, tt.e)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Earn(%s) mismatch (-want +got):\n%s", eventText(tt.e), diff)
			}
			if got.String() != tt.text {
				t.Errorf("String() = %s; want %s", got, tt.text)
			}
			var back commission.Entry
			if err := json.Unmarshal([]byte(jsonText(t, got)), &back); err != nil {
				t.Fatalf("Unmarshal(%s) = %v; want no error", jsonText(t, got), err)
			}
			if diff := cmp.Diff(got, back); diff != "" {
				t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", jsonText(t, got), diff)
			}
		})
	}
}

// TestEntryTier pays one rate to all: no tier gave it.
func TestEntryTier(t *testing.T) {
	d := flat()
	d.UnknownSale = commission.UnknownSaleCurrentRate
	plan := alianza.Must(commission.New(d))
	var state commission.State
	for _, e := range []commission.Event{
		at("reseller/basic", sale("s", "10")), at("reseller/basic", refund("r", "s", "1")), at("reseller/basic", refund("c", "", "1")),
	} {
		if got := mustEarn(t, plan, &state, e); got.Tier != "" {
			t.Errorf("Earn(%s) = an entry of tier %q; want none", eventText(e), got.Tier)
		}
	}
}

func TestPassed_T2(t *testing.T) {
	d := tiered()
	plan := alianza.Must(commission.New(d))
	d.UnknownSale = commission.UnknownSaleCurrentRate
	atRate := alianza.Must(commission.New(d))
	d.UnknownSale = commission.UnknownSaleIgnore
	ignoring := alianza.Must(commission.New(d))
	tests := []struct {
		name  string
		plan  commission.Plan
		steps []commission.Event // the last of which passes
		rule  string
		words string // of the reason
	}{
		{"sale on no level", plan, []commission.Event{sale("s", "10")}, "sale", "no level"},
		{"refund of a sale that earned nothing", plan, []commission.Event{sale("s", "10"), at("affiliate/gold", refund("r", "s", "10"))}, "", "earned nothing"},
		{"credit on no level", atRate, []commission.Event{refund("r", "old", "10")}, "sale", "no level"},
		{"credit of nothing known", ignoring, []commission.Event{at("affiliate/gold", refund("r", "", "10"))}, "", "not known"},
		{"credit of an unknown sale", ignoring, []commission.Event{at("affiliate/gold", refund("r", "old", "10"))}, "", "not known"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var state commission.State
			var got commission.Skipped
			for _, e := range tt.steps {
				got = mustPass(t, tt.plan, &state, e)
			}
			if got.Rule != tt.rule || !strings.Contains(got.Reason.String(), tt.words) {
				t.Errorf("Earn = %+v; want rule %q, a reason with %q", got, tt.rule, tt.words)
			}
			last := tt.steps[len(tt.steps)-1]
			_, err := tt.plan.Earn(&state, last)
			checkFaults(t, "Earn a second time", err, []fault{{"id", alianza.ErrRepeated}})
		})
	}
}

func TestAffiliate_C1(t *testing.T) {
	tests := []struct {
		name   string
		tier   string
		amount string
		rate   string
		want   string
	}{
		{"basic", "affiliate/basic", "100.00", "20%", "20.00"},
		{"silver", "affiliate/silver", "100.00", "25%", "25.00"},
		{"gold", "affiliate/gold", "100.00", "30%", "30.00"},
		{"platinum", "affiliate/platinum", "100.00", "35%", "35.00"},
		{"cents", "affiliate/silver", "19.99", "25%", "5.00"},
	}
	plan := alianza.Must(commission.New(commission.Affiliate()))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := mustEarn(t, plan, &commission.State{}, at(tt.tier, sale("s", tt.amount)))
			if !got.Amount.Equal(num(tt.want)) || got.Rate != rate(tt.rate) || got.Currency != "USD" {
				t.Errorf("Earn(%s at %s) = %s of %s %s; want %s of %s USD", tt.amount, tt.tier, got.Rate, got.Amount, got.Currency, tt.rate, tt.want)
			}
		})
	}
	want := map[string]alianza.Percent{
		"basic": rate("20%"), "silver": rate("25%"), "gold": rate("30%"), "platinum": rate("35%"),
	}
	if diff := cmp.Diff(want, commission.Affiliate().Rules[0].Pay.Rates); diff != "" {
		t.Errorf("Affiliate() has other rates (-want +got):\n%s", diff)
	}
	clear(commission.Affiliate().Rules[0].Pay.Rates)
	if diff := cmp.Diff(want, commission.Affiliate().Rules[0].Pay.Rates); diff != "" {
		t.Errorf("Affiliate() after a change of what it returned mismatch (-want +got):\n%s", diff)
	}
}

// TestSlab_C33 pays all sales of a month at the level that they reach together.
func TestSlab_C33(t *testing.T) {
	tests := []struct {
		name    string
		tier    string
		amounts []string
		want    string
	}{
		{"20 sales are gold", "affiliate/gold", hundreds(20), "600.00"},
		{"6 sales are silver, V-AFF-1", "affiliate/silver", hundreds(6), "150.00"},
		{"5 sales are basic", "affiliate/basic", hundreds(5), "100.00"},
		{"31 sales are platinum", "affiliate/platinum", hundreds(31), "1085.00"},
		{"no sales, V-AFF-3", "", nil, "0"},
		{"2 sales are basic, V-AFF-4", "affiliate/basic", []string{"19.99", "29.99"}, "10.00"},
	}
	plan := alianza.Must(commission.New(commission.Affiliate()))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var state commission.State
			var sum decimal.Decimal
			for i, amount := range tt.amounts {
				sum = sum.Add(mustEarn(t, plan, &state, at(tt.tier, sale(fmt.Sprint(i), amount))).Amount)
			}
			if !sum.Equal(num(tt.want)) {
				t.Errorf("sum of %d sales at %s = %s; want %s", len(tt.amounts), tt.tier, sum, tt.want)
			}
		})
	}
}

func TestEarnFaults(t *testing.T) {
	tests := []struct {
		name   string
		change func(*commission.Event)
		want   []fault
	}{
		{"id missing", func(e *commission.Event) { e.ID = "" }, []fault{{"id", alianza.ErrMissing}}},
		{"id blank", func(e *commission.Event) { e.ID = " " }, []fault{{"id", alianza.ErrMissing}}},
		{"id with a blank after", func(e *commission.Event) { e.ID = "a " }, []fault{{"id", alianza.ErrForm}}},
		{"id too long", func(e *commission.Event) { e.ID = strings.Repeat("a", 201) }, []fault{{"id", alianza.ErrRange}}},
		{"id of a million bytes", func(e *commission.Event) { e.ID = strings.Repeat("a", 1e6) }, []fault{{"id", alianza.ErrRange}}},
		{"kind missing", func(e *commission.Event) { e.Kind = "" }, []fault{{"kind", alianza.ErrMissing}}},
		{"kind unknown", func(e *commission.Event) { e.Kind = "Sale" }, []fault{{"kind", alianza.ErrUnknown}}},
		{"kind of a million bytes", func(e *commission.Event) { e.Kind = commission.Kind(strings.Repeat("a", 1e6)) }, []fault{{"kind", alianza.ErrUnknown}}},
		{"sale of a sale", func(e *commission.Event) { e.Of = "other" }, []fault{{"of", alianza.ErrConflict}}},
		{"refund of itself", func(e *commission.Event) { e.Kind, e.Of = commission.Refund, e.ID }, []fault{{"of", alianza.ErrConflict}}},
		{"refund of no name", func(e *commission.Event) { e.Kind, e.Of = commission.Refund, "a\xff" }, []fault{{"of", alianza.ErrForm}}},
		{"refund of a million bytes", func(e *commission.Event) { e.Kind, e.Of = commission.Refund, strings.Repeat("a", 1e6) }, []fault{{"of", alianza.ErrRange}}},
		{"partner missing", func(e *commission.Event) { e.Partner = "" }, []fault{{"partner", alianza.ErrMissing}}},
		{"partner with a line end", func(e *commission.Event) { e.Partner = "a\r" }, []fault{{"partner", alianza.ErrForm}}},
		{"level without ladder", func(e *commission.Event) { e.Tier = "gold" }, []fault{{"tier", alianza.ErrForm}}},
		{"time missing", func(e *commission.Event) { e.At = time.Time{} }, []fault{{"at", alianza.ErrMissing}}},
		{"time missing in another zone", func(e *commission.Event) { e.At = time.Time{}.In(zone(t, "Asia/Tokyo")) }, []fault{{"at", alianza.ErrMissing}}},
		{"currency missing", func(e *commission.Event) { e.Currency = "" }, []fault{{"currency", alianza.ErrMissing}}},
		{"other currency", func(e *commission.Event) { e.Currency = "EUR" }, []fault{{"currency", alianza.ErrCurrency}}},
		{"currency in small letters", func(e *commission.Event) { e.Currency = "usd" }, []fault{{"currency", alianza.ErrCurrency}}},
		{"amount negative", func(e *commission.Event) { e.Amount = num("-0.01") }, []fault{{"amount", alianza.ErrRange}}},
		{"an own rate below 0%", func(e *commission.Event) { e.Own = &commission.OwnTerms{Rate: rate("-1%")} }, []fault{{"own.rate", alianza.ErrRange}}},
		{"an own hold of too many days", func(e *commission.Event) { e.Own = &commission.OwnTerms{HoldDays: 3651} }, []fault{{"own.hold_days", alianza.ErrRange}}},
		{"all at once", func(e *commission.Event) {
			*e = commission.Event{Of: "x", Tier: "gold", Amount: num("-1")}
		}, []fault{
			{"id", alianza.ErrMissing},
			{"kind", alianza.ErrMissing},
			{"of", alianza.ErrConflict},
			{"partner", alianza.ErrMissing},
			{"tier", alianza.ErrForm},
			{"at", alianza.ErrMissing},
			{"currency", alianza.ErrMissing},
			{"amount", alianza.ErrRange},
		}},
	}
	for name, amount := range hostile() {
		tests = append(tests, struct {
			name   string
			change func(*commission.Event)
			want   []fault
		}{name, func(e *commission.Event) { e.Amount = amount }, []fault{{"amount", alianza.ErrRange}}})
	}
	d := flat()
	d.UnknownSale = commission.UnknownSaleCurrentRate // so that nothing else refuses a refund
	plan := alianza.Must(commission.New(d))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := sale("s", "10.00")
			tt.change(&e)
			checkRefused(t, plan, &commission.State{}, e, tt.want)
		})
	}
}

// TestEarnRefusals gives a plan events that are fine in themselves.
func TestEarnRefusals(t *testing.T) {
	gold := func(e commission.Event) commission.Event { return at("affiliate/gold", e) }
	tests := []struct {
		name    string
		credits commission.UnknownSale
		before  []commission.Event
		e       commission.Event
		want    []fault
	}{
		{"sale twice", 0, []commission.Event{gold(sale("s", "10"))}, gold(sale("s", "10")), []fault{{"id", alianza.ErrRepeated}}},
		{"sale twice, another amount", 0, []commission.Event{gold(sale("s", "10"))}, gold(sale("s", "11")), []fault{{"id", alianza.ErrConflict}}},
		{"sale as a refund", 0, []commission.Event{gold(sale("s", "10")), gold(sale("t", "10"))}, refund("s", "t", "1"), []fault{{"id", alianza.ErrConflict}}},
		{"refund twice", 0, []commission.Event{gold(sale("s", "10")), refund("r", "s", "1")}, refund("r", "s", "1"), []fault{{"id", alianza.ErrRepeated}}},
		{"refund as a sale", 0, []commission.Event{gold(sale("s", "10")), refund("r", "s", "1")}, gold(sale("r", "1")), []fault{{"id", alianza.ErrConflict}}},
		{"credit twice", commission.UnknownSaleCurrentRate, []commission.Event{gold(refund("r", "", "1"))}, gold(refund("r", "", "1")), []fault{{"id", alianza.ErrRepeated}}},
		{"V-CLAW-4", 0, []commission.Event{at("affiliate/basic", sale("s", "100.00"))}, refund("r", "s", "100.01"), []fault{{"amount", alianza.ErrRange}}},
		{"the least above the sale", 0, []commission.Event{gold(sale("s", "100"))}, refund("r", "s", "100.000000000000000001"), []fault{{"amount", alianza.ErrRange}}},
		{"above the rest", 0, []commission.Event{gold(sale("s", "100")), refund("q", "s", "60")}, refund("r", "s", "40.01"), []fault{{"amount", alianza.ErrRange}}},
		{"after the rest", 0, []commission.Event{gold(sale("s", "100")), refund("q", "s", "100")}, refund("r", "s", "0.01"), []fault{{"amount", alianza.ErrRange}}},
		{"above a sale that earned nothing", 0, []commission.Event{sale("s", "100")}, refund("r", "s", "100.01"), []fault{{"amount", alianza.ErrRange}}},
		{"unknown sale", commission.UnknownSaleRefuse, nil, refund("r", "s", "1"), []fault{{"of", alianza.ErrPending}}},
		{"no sale, which will never come", commission.UnknownSaleRefuse, nil, refund("r", "", "1"), []fault{{"of", alianza.ErrMissing}}},
		{"sale of another partner", commission.UnknownSaleRefuse, []commission.Event{of("bea", gold(sale("s", "10")))}, refund("r", "s", "1"), []fault{{"of", alianza.ErrPending}}},
		{"refund of a refund", commission.UnknownSaleRefuse, []commission.Event{gold(sale("s", "10")), refund("q", "s", "5")}, refund("r", "q", "5"), []fault{{"of", alianza.ErrConflict}}},
		{"refund of a sale to come", commission.UnknownSaleRefuse, []commission.Event{gold(sale("s", "10"))}, refund("r", "t", "5"), []fault{{"of", alianza.ErrPending}}},
		{"tier of another ladder", 0, nil, at("reseller/basic", sale("s", "10")), []fault{{"tier", alianza.ErrConflict}}},
		{"ladder that begins the same", 0, nil, at("affiliates/gold", sale("s", "10")), []fault{{"tier", alianza.ErrConflict}}},
		{"ladder in capitals", 0, nil, at("Affiliate/gold", sale("s", "10")), []fault{{"tier", alianza.ErrConflict}}},
		{"tier without a rate", 0, nil, at("affiliate/bronze", sale("s", "10")), []fault{{"tier", alianza.ErrUnknown}}},
		{"tier without a level", 0, nil, at("affiliate/", sale("s", "10")), []fault{{"tier", alianza.ErrUnknown}}},
		{"level in capitals", 0, nil, at("affiliate/Gold", sale("s", "10")), []fault{{"tier", alianza.ErrUnknown}}},
		{"credit of another ladder", commission.UnknownSaleCurrentRate, nil, at("reseller/basic", refund("r", "", "1")), []fault{{"tier", alianza.ErrConflict}}},
		{"credit without a rate", commission.UnknownSaleCurrentRate, nil, at("affiliate/bronze", refund("r", "", "1")), []fault{{"tier", alianza.ErrUnknown}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := tiered()
			d.UnknownSale = tt.credits
			plan := alianza.Must(commission.New(d))
			var state commission.State
			for _, e := range tt.before {
				var err error
				if _, err = earn(plan, &state, e); err != nil {
					t.Fatalf("Earn(%s) = %v; want no error", eventText(e), err)
				}
			}
			checkRefused(t, plan, &state, tt.e, tt.want)
		})
	}
}

func TestCurrency_X1(t *testing.T) {
	tests := []struct {
		name     string
		plan     string
		currency string
		want     []fault
	}{
		{"same", "USD", "USD", nil},
		{"euro in dollars", "USD", "EUR", []fault{{"currency", alianza.ErrCurrency}}},
		{"dollars in euro", "EUR", "USD", []fault{{"currency", alianza.ErrCurrency}}},
		{"none", "USD", "", []fault{{"currency", alianza.ErrMissing}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := flat()
			d.Currency = tt.plan
			e := sale("s", "100")
			e.Currency = tt.currency
			checkRefused(t, alianza.Must(commission.New(d)), &commission.State{}, e, tt.want)
		})
	}
}

// TestEarnPlaces posts in the places of the plan: yen have none, dinars three.
func TestEarnPlaces(t *testing.T) {
	tests := []struct {
		name     string
		currency string
		places   int
		amount   string
		want     string
	}{
		{"yen", "JPY", 0, "1999", "500"},            // 499.75
		{"yen with a decimal", "JPY", 0, "10", "3"}, // 2.5
		{"dinars", "KWD", 3, "19.999", "5.000"},     // 4.99975
		{"dinars below a cent", "KWD", 3, "0.018", "0.005"},
		{"dollars in dimes", "USD", 1, "19.99", "5.0"}, // 4.9975
		{"dollars without cents", "USD", 0, "19.99", "5"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := flat()
			d.Currency, d.Step = tt.currency, step(tt.places)
			e := sale("s", tt.amount)
			e.Currency = tt.currency
			got := mustEarn(t, alianza.Must(commission.New(d)), &commission.State{}, e)
			if !got.Amount.Equal(num(tt.want)) || int(got.Amount.Exponent()) != -tt.places {
				t.Errorf("Earn(%s %s) = %s; want %s", tt.amount, tt.currency, got.Amount, tt.want)
			}
		})
	}
}

// TestEarnKept keeps the state after each event that a plan takes: what it
// posts and remembers can be read back.
func TestEarnKept(t *testing.T) {
	tests := []struct {
		name    string
		step    string
		amounts []string // of a sale and its refunds
	}{
		{"34 digits", "1", []string{strings.Repeat("9", 34), "1", strings.Repeat("9", 33)}},
		{"34 digits in cents", "0.01", []string{strings.Repeat("9", 34), "1"}},
		{"a number of 52 digits", "0.01", []string{"9999999999999999999999999999999999e18", "1e18"}},
		{"18 places", "0.001", []string{"9999999999999999.999999999999999999", "0.000000000000000001"}},
		{"far apart", "1", []string{"1" + strings.Repeat("0", 33), "0.000000000000000001", "1" + strings.Repeat("0", 32)}},
		{"places that are lost", "1", []string{"0.000000000000000002", "0.000000000000000001"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := flat()
			d.Currency, d.Step = "KWD", num(tt.step) // dinars have three decimals
			plan, state := planOf(d), &commission.State{}
			for i, amount := range tt.amounts {
				e := sale("s", amount)
				if i > 0 {
					e = refund(fmt.Sprint("r", i), "s", amount)
				}
				e.Currency = "KWD"
				_, err := earn(plan, state, e)
				if err != nil {
					checkFaults(t, "Earn", err, []fault{{"amount", alianza.ErrRange}})
					if i == 0 {
						return // no sale, nothing to refund
					}
				}
				text := stateText(t, state)
				if state = readState(t, text); stateText(t, state) != text {
					t.Errorf("the state is read back as %s; want %s", stateText(t, state), text)
				}
			}
		})
	}
}

// TestEarnErrorText has what a reader is told of a refusal.
func TestEarnErrorText(t *testing.T) {
	d := tiered()
	plan := alianza.Must(commission.New(d))
	var state commission.State
	mustEarn(t, plan, &state, at("affiliate/gold", sale("s", "100.00")))
	mustEarn(t, plan, &state, refund("q", "s", "60.00"))
	euro := sale("t", "1")
	euro.Currency = "EUR"
	tests := []struct {
		name string
		e    commission.Event
		want string
	}{
		{"above the rest", refund("r", "s", "40.01"), `refund "r": amount "40.01": out of range: more than the 40.00 left of sale s`},
		{"twice", at("affiliate/gold", sale("s", "100.0")), `sale "s": id "s": evaluated before`},
		{"another of the ID", at("affiliate/gold", sale("s", "1")), `sale "s": id "s": contradiction: seen before as another event: of 100.00 USD`},
		{"unknown sale", refund("r", "x", "1"), `refund "r": of "x": not known yet: the sale has not arrived, and the plan refuses refunds of unknown sales`},
		{"other ladder", at("reseller/pro", sale("t", "1")), `sale "t": tier "reseller/pro": contradiction: rule sale pays by the ladder affiliate`},
		{"no rate", at("affiliate/iron", sale("t", "1")), `sale "t": tier "affiliate/iron": unknown: rule sale has no rate for level iron`},
		{"no ladder", at("gold", sale("t", "1")), `sale "t": tier "gold": malformed: want ladder and level, such as "affiliate/gold"`},
		{"currency", euro, `sale "t": currency "EUR": currency mismatch: the plan is in USD`},
		{"negative", sale("t", "-0.50"), `sale "t": amount "-0.50": out of range: negative; what is taken back is an event of kind refund`},
		{
			"too long in cents", at("affiliate/gold", sale("t", strings.Repeat("9", 34))),
			`sale "t": amount "` + strings.Repeat("9", 34) + `": out of range: what it leads to: too many digits: allowed are 34`,
		},
		{"two faults", refund("", "s", "-1"), "refund \"\": id: missing\namount \"-1\": out of range: negative; what is taken back is an event of kind refund"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := plan.Earn(&state, tt.e)
			if want := "commission: plan affiliate: " + tt.want; fmt.Sprint(err) != want {
				t.Errorf("Earn = %v; want %s", err, want)
			}
		})
	}
}

// TestEarnFaultText has the detail of faults of a single field.
func TestEarnFaultText(t *testing.T) {
	plan := alianza.Must(commission.New(flat()))
	tests := []struct {
		name   string
		change func(*commission.Event)
		want   string
	}{
		{"kind missing", func(e *commission.Event) { e.Kind = "" }, `kind: missing: sale or refund, say`},
		{"kind unknown", func(e *commission.Event) { e.Kind = "gift" }, `kind "gift": unknown: want lead, qualified_lead, referral, sale, payment, item:NAME, close, refund, chargeback, correction, reversal or maturity`},
		{"sale of a sale", func(e *commission.Event) { e.Of = "t" }, `of "t": contradiction: only a refund, a chargeback, a correction, a reversal or a maturity is about another event`},
		{"refund of itself", func(e *commission.Event) { e.Kind, e.Of = commission.Refund, "s" }, `of "s": contradiction: a refund has an ID of its own`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := sale("s", "1")
			tt.change(&e)
			_, err := plan.Earn(&commission.State{}, e)
			for _, f := range alianza.Faults(err) {
				if f.Error() != tt.want {
					t.Errorf("Earn = %v; want %s", f, tt.want)
				}
			}
			if err == nil {
				t.Errorf("Earn = no error; want %s", tt.want)
			}
		})
	}
}

// TestEarnDays says for which days a plan is.
func TestEarnDays(t *testing.T) {
	for want, days := range map[string][2]string{
		"the plan has no beginning and ends before 2026-01-01":     {"", "2026-01-01"},
		"the plan begins on 2026-01-02":                            {"2026-01-02", ""},
		"the plan begins on 2025-01-01 and ends before 2026-01-01": {"2025-01-01", "2026-01-01"},
	} {
		d := flat()
		if days[0] != "" {
			d.From = date(days[0])
		}
		if days[1] != "" {
			d.Until = date(days[1])
		}
		_, err := planOf(d).Earn(&commission.State{}, sale("s", "1"))
		if !errors.Is(err, alianza.ErrRange) || !strings.HasSuffix(err.Error(), ": "+want) {
			t.Errorf("Earn = %v; want %s", err, want)
		}
	}
}

// holding returns a plan that holds what it pays for some days.
func holding(days int) commission.Definition {
	d := flat()
	d.HoldDays = days
	return d
}

var dueTests = []struct {
	name string
	hold int
	zone string // "" for none
	at   string
	want string
}{
	{"no hold", 0, "", "2025-01-31T23:59:59.5Z", "2025-01-31T00:00:00Z"},
	{"no hold in a zone", 0, "Asia/Tokyo", "2025-01-31T23:59:59.5Z", "2025-02-01T00:00:00+09:00"},
	{"V-HOLD", 180, "", "2025-01-31T12:00:00Z", "2025-07-30T00:00:00Z"},
	{"V-HOLD, first instant of the day", 180, "", "2025-01-31T00:00:00Z", "2025-07-30T00:00:00Z"},
	{"V-HOLD, last instant of the day", 180, "", "2025-01-31T23:59:59.999999999Z", "2025-07-30T00:00:00Z"},
	{"V-HOLD, the day before", 180, "", "2025-01-30T23:59:59.999999999Z", "2025-07-29T00:00:00Z"},
	{"a day", 1, "", "2025-12-31T10:00:00Z", "2026-01-01T00:00:00Z"},
	{"over a leap day", 30, "", "2024-02-01T10:00:00Z", "2024-03-02T00:00:00Z"},
	{"over no leap day", 30, "", "2025-02-01T10:00:00Z", "2025-03-03T00:00:00Z"},
	{"ten years", 3650, "", "2025-01-01T10:00:00Z", "2034-12-30T00:00:00Z"}, // leap days in 2028 and 2032
	{"time in another zone is the same instant", 1, "", "2025-01-31T23:30:00-05:00", "2025-02-02T00:00:00Z"},
	{"already tomorrow in the zone", 1, "Asia/Tokyo", "2025-01-31T15:00:00Z", "2025-02-02T00:00:00+09:00"},
	{"still today in the zone", 1, "Asia/Tokyo", "2025-01-31T14:59:59Z", "2025-02-01T00:00:00+09:00"},
	{"still yesterday in the zone", 1, "America/New_York", "2025-02-01T04:59:59Z", "2025-02-01T00:00:00-05:00"},
	{"into summer time", 30, "Europe/Madrid", "2025-03-01T10:00:00+01:00", "2025-03-31T00:00:00+02:00"},
	{"over the night of 23 hours", 1, "Europe/Madrid", "2025-03-30T00:30:00+01:00", "2025-03-31T00:00:00+02:00"},
	{"out of summer time", 30, "Europe/Madrid", "2025-10-01T10:00:00+02:00", "2025-10-31T00:00:00+01:00"},
	{"over the night of 25 hours", 1, "Europe/Madrid", "2025-10-26T00:30:00+02:00", "2025-10-27T00:00:00+01:00"},
	{"to a day without midnight", 1, "America/Santiago", "2025-09-06T10:00:00-04:00", "2025-09-07T01:00:00-03:00"},
	{"to a day of two midnights", 1, "America/Havana", "2025-11-01T10:00:00-04:00", "2025-11-02T00:00:00-04:00"},
	{"to a day that is skipped", 1, "Pacific/Apia", "2011-12-29T10:00:00-10:00", "2011-12-31T00:00:00+14:00"},
}

func TestDue(t *testing.T) {
	for _, tt := range dueTests {
		t.Run(tt.name, func(t *testing.T) {
			plan := alianza.Must(commission.New(holding(tt.hold)))
			if tt.zone != "" {
				plan = plan.In(zone(t, tt.zone))
			}
			e := sale("s", "10")
			e.At = instant(tt.at)
			got := mustEarn(t, plan, &commission.State{}, e)
			if !got.Due.Equal(instant(tt.want)) || !got.At.Equal(e.At) {
				t.Errorf("Earn(sale at %s) = due %s; want %s", tt.at, got.Due, tt.want)
			}
		})
	}
}

// TestDueHours is so many hours after the event, and on the last day of the calendar at
// the latest: what is due later could not be written.
func TestDueHours(t *testing.T) {
	for _, tt := range []struct{ at, want string }{
		{"2026-03-01T10:30:00Z", "2026-03-02T22:30:00Z"},
		{"9999-12-30T11:59:59Z", "9999-12-31T23:59:59Z"},
		{"9999-12-30T12:00:00Z", "9999-12-31T00:00:00Z"},
		{"9999-12-31T12:00:00Z", "9999-12-31T00:00:00Z"},
	} {
		d := holding(0)
		d.HoldHours = 36
		e := sale("s", "10")
		e.At = instant(tt.at)
		got := mustEarn(t, alianza.Must(commission.New(d)), &commission.State{}, e)
		if _, err := json.Marshal(got); err != nil || !got.Due.Equal(instant(tt.want)) {
			t.Errorf("Earn(sale at %s) = due %s, written with %v; want %s", tt.at, got.Due, err, tt.want)
		}
	}
}

// TestDueLocal runs the same in processes of other zones.
func TestDueLocal(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	for _, name := range []string{"UTC", "Pacific/Kiritimati", "America/Los_Angeles"} {
		time.Local = zone(t, name)
		TestDue(t)
		for _, tt := range dueTests {
			e := sale("s", "10")
			e.At = instant(tt.at).Local()
			got := mustEarn(t, alianza.Must(commission.New(holding(tt.hold))).In(nil), &commission.State{}, e)
			want := mustEarn(t, alianza.Must(commission.New(holding(tt.hold))).In(time.UTC), &commission.State{}, e)
			if !got.Due.Equal(want.Due) {
				t.Errorf("%s in %s: Earn = due %s without a zone; want %s as in UTC", tt.name, name, got.Due, want.Due)
			}
		}
	}
}

// TestDueSettled settles on the day before a hold ends and on the day itself.
func TestDueSettled(t *testing.T) {
	plan := alianza.Must(commission.New(holding(180)))
	e := sale("s", "4000.00")
	e.At = instant("2025-01-31T12:00:00Z")
	entry := mustEarn(t, plan, &commission.State{}, e)
	tests := []struct {
		name       string
		until      string
		paid, held string
	}{
		{"V-HOLD-1, day 179", "2025-07-29T23:59:59Z", "0", "1000"},
		{"until the hold ends", "2025-07-30T00:00:00Z", "0", "1000"}, // until is exclusive
		{"V-HOLD-2, day 180", "2025-07-30T00:00:00.000000001Z", "1000", "0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			paid, held := due([]commission.Entry{entry}, instant(tt.until))
			if !paid.Equal(num(tt.paid)) || !held.Equal(num(tt.held)) {
				t.Errorf("until %s: %s due, %s held; want %s and %s", tt.until, paid, held, tt.paid, tt.held)
			}
		})
	}
}

func TestDueRefund(t *testing.T) {
	tests := []struct {
		name string
		hold int
		at   string // of the refund of a sale of 2025-01-31 at noon
		want string
	}{
		{"no hold", 0, "2025-02-03T08:00:00Z", "2025-02-03T00:00:00Z"},
		{"no hold, before the sale", 0, "2025-01-30T08:00:00Z", "2025-01-31T00:00:00Z"},
		{"held", 30, "2025-02-03T08:00:00Z", "2025-03-02T00:00:00Z"},
		{"in the last instant of the hold", 30, "2025-03-01T23:59:59.999999999Z", "2025-03-02T00:00:00Z"},
		{"when the hold ends", 30, "2025-03-02T00:00:00Z", "2025-03-02T00:00:00Z"},
		{"after the hold", 30, "2025-03-03T00:00:00Z", "2025-03-03T00:00:00Z"},
		{"long after the hold", 30, "2025-05-05T08:00:00Z", "2025-05-05T00:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plan := alianza.Must(commission.New(holding(tt.hold)))
			var state commission.State
			e := sale("s", "10")
			e.At = instant("2025-01-31T12:00:00Z")
			mustEarn(t, plan, &state, e)
			r := refund("r", "s", "1")
			r.At = instant(tt.at)
			if got := mustEarn(t, plan, &state, r); !got.Due.Equal(instant(tt.want)) || !got.At.Equal(r.At) {
				t.Errorf("Earn(refund at %s) = due %s; want %s", tt.at, got.Due, tt.want)
			}
		})
	}
	t.Run("credit", func(t *testing.T) {
		d := holding(30)
		d.UnknownSale = commission.UnknownSaleCurrentRate
		r := refund("r", "old", "1")
		if got := mustEarn(t, alianza.Must(commission.New(d)), &commission.State{}, r); !got.Due.Equal(r.At.Truncate(24 * time.Hour)) {
			t.Errorf("Earn(credit at %s) = due %s; want its day", r.At, got.Due)
		}
	})
}

// TestDueRefundHeld refunds a sale while its commission is held: neither is
// paid before the hold ends, and then they are set off.
func TestDueRefundHeld(t *testing.T) {
	plan := alianza.Must(commission.New(holding(30)))
	var state commission.State
	list := earnAll(t, plan, &state, sale("s", "100"), refund("r", "s", "60"))
	if diff := cmp.Diff([]string{"25.00", "-15.00"}, amountsOf(list)); diff != "" {
		t.Errorf("Earn mismatch (-want +got):\n%s", diff)
	}
	if paid, held := due(list, day(30)); !paid.IsZero() || !held.Equal(num("10")) {
		t.Errorf("in the hold %s are due, %s held; want 0 and 10.00", paid, held)
	}
	if paid, held := due(list, day(32)); !paid.Equal(num("10")) || !held.IsZero() {
		t.Errorf("after the hold %s are due, %s held; want 10.00 and 0", paid, held)
	}
}

// TestEarningJSON has entries and what was skipped.
func TestEarningJSON(t *testing.T) {
	d := ruled(commission.Rule{Name: "us", On: commission.Sale, When: commission.FactOneOf("country", "US"), Pay: commission.Pay{Rate: rate("1%")}}, onSale("10%"))
	earned, err := alianza.Must(commission.New(d)).Earn(&commission.State{}, sale("s", "10"))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"entries":[` + jsonText(t, earned.Entries[0]) + `],"skipped":[{"rule":"us","reason":{"code":"not_given","name":"country"}}],"records":[` + jsonText(t, earned.Records[0]) + `]}`
	if got := jsonText(t, earned); got != want {
		t.Errorf("Marshal = %s; want %s", got, want)
	}
	if got := jsonText(t, commission.Earned{}); got != `{}` {
		t.Errorf("Marshal(nothing) = %s; want no entries", got)
	}
}

// TestPreview asks what each kind of event would lead to, keeps nothing, and so
// changes nothing.
func TestPreview(t *testing.T) {
	one := tabled(commission.PerMonth, twoBrackets())
	plan := planOf(closed(ruled(one), commission.Bonus{Name: "bonus", Over: commission.PerMonth, Of: []string{"sale"}, Pay: commission.Pay{Fixed: num("1")}}))
	var state commission.State
	earnAll(t, plan, &state, salesOf("300", "300")...)
	before := stateText(t, &state)
	for _, e := range []commission.Event{
		sale("x", "100"), refund("r", "sa", "300"), chargeback("c", "sb", "0"), corrected("sa", sale("k", "1")), closing("z", "2026-01"),
	} {
		seen, err := plan.Earn(&state, e)
		if err != nil {
			t.Fatalf("Earn(%s) = %v; want no error", eventText(e), err)
		}
		if after := stateText(t, &state); after != before {
			t.Errorf("after Earn(%s) the state is %s; want %s", eventText(e), after, before)
		}
		earned, err := plan.Earn(state.Clone(), e)
		if diff := cmp.Diff(jsonText(t, earned), jsonText(t, seen)); diff != "" || err != nil {
			t.Errorf("Earn(%s) = %v, mismatch (-on a clone +got):\n%s", eventText(e), err, diff)
		}
	}
	_, err := plan.Earn(&state, refund("r", "sa", "300.01"))
	checkFaults(t, "Earn(above the sale)", err, []fault{{"amount", alianza.ErrRange}})
	if _, err := plan.Earn(&commission.State{}, sale("x", "1")); err != nil {
		t.Errorf("Earn(of nothing) = %v; want no error", err)
	}
}

// TestResultsJSON writes results that are parts of others by themselves.
func TestResultsJSON(t *testing.T) {
	tests := []struct {
		name string
		v    any
		want string
	}{
		{
			"a cliff", alianza.Must(commission.NewTable(table(commission.Slab, bracket("1000", "10%"), bracket("", "20%")))).Cliffs()[0],
			`{"at":"1000","edge":"lower","from":"10%","to":"20%","jump":"100.0"}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if doc, err := json.Marshal(tt.v); err != nil || string(doc) != tt.want {
				t.Errorf("Marshal = %s, %v; want %s", doc, err, tt.want)
			}
		})
	}
}
