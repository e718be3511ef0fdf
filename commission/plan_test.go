package commission_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// fault is a field error without its value and its detail.
type fault struct {
	Path string
	Kind error
}

var kinds = []error{
	alianza.ErrMissing, alianza.ErrUnknown, alianza.ErrDuplicate, alianza.ErrForm,
	alianza.ErrRange, alianza.ErrConflict, alianza.ErrZero, alianza.ErrCurrency,
}

// faultsOf returns the faults that err holds, each with its one kind.
func faultsOf(tb testing.TB, err error) []fault {
	tb.Helper()
	var all []fault
	for _, f := range alianza.Faults(err) {
		one := fault{Path: f.Path}
		for _, kind := range kinds {
			if errors.Is(f, kind) {
				if one.Kind != nil {
					tb.Errorf("%v is %v and %v; want one kind", f, one.Kind, kind)
				}
				one.Kind = kind
			}
		}
		all = append(all, one)
	}
	return all
}

// sameKind lets cmp.Diff compare faults.
var sameKind = cmp.Comparer(errors.Is)

// checkFaults compares the faults of err with those wanted, in order.
func checkFaults(tb testing.TB, call string, err error, want []fault) {
	tb.Helper()
	if diff := cmp.Diff(want, faultsOf(tb, err), sameKind); diff != "" {
		tb.Errorf("%s = %v; want other faults (-want +got):\n%s", call, err, diff)
	}
}

// flat returns a plan that pays 25% of each sale in USD and refuses credits.
func flat() commission.Definition {
	return commission.Definition{
		ID: "flat", Version: 1, Currency: "USD", Places: 2,
		Rules: []commission.Rule{{Name: "sale", On: commission.Sale, Rate: alianza.WholePercent(25)}},
	}
}

// tiered returns a plan that pays by the affiliate ladder.
func tiered() commission.Definition { return commission.Affiliate() }

func TestNewFaults(t *testing.T) {
	tests := []struct {
		name   string
		change func(*commission.Definition)
		want   []fault
	}{
		{"id missing", func(d *commission.Definition) { d.ID = "" }, []fault{{"id", alianza.ErrMissing}}},
		{"id blank", func(d *commission.Definition) { d.ID = " \t" }, []fault{{"id", alianza.ErrMissing}}},
		{"id with a blank before", func(d *commission.Definition) { d.ID = " a" }, []fault{{"id", alianza.ErrForm}}},
		{"id with a line end", func(d *commission.Definition) { d.ID = "a\nb" }, []fault{{"id", alianza.ErrForm}}},
		{"id not UTF-8", func(d *commission.Definition) { d.ID = "a\xff" }, []fault{{"id", alianza.ErrForm}}},
		{"id of 200 bytes", func(d *commission.Definition) { d.ID = strings.Repeat("a", 200) }, nil},
		{"id of 201 bytes", func(d *commission.Definition) { d.ID = strings.Repeat("a", 201) }, []fault{{"id", alianza.ErrRange}}},
		{"version 0", func(d *commission.Definition) { d.Version = 0 }, []fault{{"version", alianza.ErrRange}}},
		{"version negative", func(d *commission.Definition) { d.Version = math.MinInt }, []fault{{"version", alianza.ErrRange}}},
		{"currency missing", func(d *commission.Definition) { d.Currency = "" }, []fault{{"currency", alianza.ErrMissing}}},
		{"currency in small letters", func(d *commission.Definition) { d.Currency = "usd" }, []fault{{"currency", alianza.ErrForm}}},
		{"currency of two letters", func(d *commission.Definition) { d.Currency = "US" }, []fault{{"currency", alianza.ErrForm}}},
		{"currency of four letters", func(d *commission.Definition) { d.Currency = "USDT" }, []fault{{"currency", alianza.ErrForm}}},
		{"currency with a digit at the end", func(d *commission.Definition) { d.Currency = "US1" }, []fault{{"currency", alianza.ErrForm}}},
		{"currency with a digit inside", func(d *commission.Definition) { d.Currency = "U1D" }, []fault{{"currency", alianza.ErrForm}}},
		{"currency sign", func(d *commission.Definition) { d.Currency = "$" }, []fault{{"currency", alianza.ErrForm}}},
		{"places under the bound", func(d *commission.Definition) { d.Places = -1 }, []fault{{"places", alianza.ErrRange}}},
		{"places on the lower bound", func(d *commission.Definition) { d.Places = 0 }, nil},
		{"places on the upper bound", func(d *commission.Definition) { d.Places = 18 }, nil},
		{"places above the bound", func(d *commission.Definition) { d.Places = 19 }, []fault{{"places", alianza.ErrRange}}},
		{"places of an int", func(d *commission.Definition) { d.Places = math.MaxInt }, []fault{{"places", alianza.ErrRange}}},
		{"last mode", func(d *commission.Definition) { d.Rounding = commission.Ceiling }, nil},
		{"mode after the last", func(d *commission.Definition) { d.Rounding = commission.Ceiling + 1 }, []fault{{"rounding", alianza.ErrUnknown}}},
		{"hold under the bound", func(d *commission.Definition) { d.HoldDays = -1 }, []fault{{"hold_days", alianza.ErrRange}}},
		{"hold on the bound", func(d *commission.Definition) { d.HoldDays = 3650 }, nil},
		{"hold above the bound", func(d *commission.Definition) { d.HoldDays = 3651 }, []fault{{"hold_days", alianza.ErrRange}}},
		{"last policy", func(d *commission.Definition) { d.UnknownSale = commission.UnknownSaleIgnore }, nil},
		{"policy after the last", func(d *commission.Definition) { d.UnknownSale = commission.UnknownSaleIgnore + 1 }, []fault{{"unknown_sale", alianza.ErrUnknown}}},
		{"no rules", func(d *commission.Definition) { d.Rules = nil }, []fault{{"rules", alianza.ErrMissing}}},
		{"rules empty", func(d *commission.Definition) { d.Rules = []commission.Rule{} }, []fault{{"rules", alianza.ErrMissing}}},
		{"rule without name", func(d *commission.Definition) { d.Rules[0].Name = "" }, []fault{{"rules[0].name", alianza.ErrMissing}}},
		{"rule of a long name", func(d *commission.Definition) { d.Rules[0].Name = strings.Repeat("a", 201) }, []fault{{"rules[0].name", alianza.ErrRange}}},
		{"rule without kind", func(d *commission.Definition) { d.Rules[0].On = "" }, []fault{{"rules[0].on", alianza.ErrMissing}}},
		{"rule on refunds", func(d *commission.Definition) { d.Rules[0].On = commission.Refund }, []fault{{"rules[0].on", alianza.ErrConflict}}},
		{"rule of an unknown kind", func(d *commission.Definition) { d.Rules[0].On = "SALE" }, []fault{{"rules[0].on", alianza.ErrUnknown}}},
		{"two rules of a kind", func(d *commission.Definition) {
			d.Rules = append(d.Rules, commission.Rule{Name: "other", On: commission.Sale, Rate: alianza.WholePercent(1)})
		}, []fault{{"rules[1].on", alianza.ErrConflict}}},
		{
			"two rules of a name", func(d *commission.Definition) { d.Rules = append(d.Rules, d.Rules[0]) },
			[]fault{{"rules[1].name", alianza.ErrDuplicate}, {"rules[1].on", alianza.ErrConflict}},
		},
		{"no rate", func(d *commission.Definition) { d.Rules[0].Rate = alianza.Percent{} }, []fault{{"rules[0].rate", alianza.ErrMissing}}},
		{"least rate", func(d *commission.Definition) { d.Rules[0].Rate = rate("0.0000000001%") }, nil},
		{"rate under the bound", func(d *commission.Definition) { d.Rules[0].Rate = rate("-0.0000000001%") }, []fault{{"rules[0].rate", alianza.ErrRange}}},
		{"rate on the bound", func(d *commission.Definition) { d.Rules[0].Rate = alianza.WholePercent(100) }, nil},
		{"rate above the bound", func(d *commission.Definition) { d.Rules[0].Rate = rate("100.0000000001%") }, []fault{{"rules[0].rate", alianza.ErrRange}}},
		{"rate and ladder", func(d *commission.Definition) { d.Rules[0].Ladder = "affiliate" }, []fault{{"rules[0].rate", alianza.ErrConflict}}},
		{"rate and rates", func(d *commission.Definition) { d.Rules[0].Rates = commission.AffiliateRates() }, []fault{{"rules[0].rate", alianza.ErrConflict}}},
		{"rates without ladder", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Ladder = "" }, []fault{{"rules[0].ladder", alianza.ErrMissing}}},
		{"ladder without rates", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Rates = nil }, []fault{{"rules[0].rates", alianza.ErrMissing}}},
		{"ladder with a slash", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Ladder = "a/b" }, []fault{{"rules[0].ladder", alianza.ErrForm}}},
		{"ladder with a blank after", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Ladder = "a " }, []fault{{"rules[0].ladder", alianza.ErrForm}}},
		{"level without name", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Rates[""] = alianza.WholePercent(1) }, []fault{{"rules[0].rates.", alianza.ErrMissing}}},
		{"level with a tab", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Rates["a\tb"] = alianza.WholePercent(1) }, []fault{{"rules[0].rates.a\tb", alianza.ErrForm}}},
		{"level at nothing", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Rates["basic"] = alianza.Percent{} }, nil},
		{"level under the bound", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Rates["basic"] = rate("-0.0000000001%") }, []fault{{"rules[0].rates.basic", alianza.ErrRange}}},
		{"level on the bound", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Rates["basic"] = alianza.WholePercent(100) }, nil},
		{"level above the bound", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Rates["basic"] = rate("100.0000000001%") }, []fault{{"rules[0].rates.basic", alianza.ErrRange}}},
		{"level with its ladder", func(d *commission.Definition) {
			*d = tiered()
			d.Rules[0].Rates["affiliate/gold"] = alianza.WholePercent(1)
		}, []fault{{"rules[0].rates.affiliate/gold", alianza.ErrForm}}},
		{"level with another slash", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Rates["gold/1"] = alianza.WholePercent(1) }, nil},
		{"levels in order", func(d *commission.Definition) {
			*d = tiered()
			for _, level := range []string{"gold", "basic", "silver", "platinum"} {
				d.Rules[0].Rates[level] = alianza.WholePercent(101)
			}
		}, []fault{
			{"rules[0].rates.basic", alianza.ErrRange},
			{"rules[0].rates.gold", alianza.ErrRange},
			{"rules[0].rates.platinum", alianza.ErrRange},
			{"rules[0].rates.silver", alianza.ErrRange},
		}},
		{"zero", func(d *commission.Definition) { *d = commission.Definition{} }, []fault{
			{"id", alianza.ErrMissing}, {"version", alianza.ErrRange}, {"currency", alianza.ErrMissing}, {"rules", alianza.ErrMissing},
		}},
		{"all at once", func(d *commission.Definition) {
			*d = commission.Definition{
				Currency: "euro", Places: -1, Rounding: 7, HoldDays: -1, UnknownSale: 3,
				Rules: []commission.Rule{
					{Name: "a", On: commission.Sale, Rate: alianza.WholePercent(101)},
					{Name: "a", On: commission.Sale, Ladder: "a/b", Rates: map[string]alianza.Percent{"z": alianza.WholePercent(-1), "b": alianza.WholePercent(-1)}},
					{On: "gift"},
				},
			}
		}, []fault{
			{"id", alianza.ErrMissing},
			{"version", alianza.ErrRange},
			{"currency", alianza.ErrForm},
			{"places", alianza.ErrRange},
			{"rounding", alianza.ErrUnknown},
			{"hold_days", alianza.ErrRange},
			{"unknown_sale", alianza.ErrUnknown},
			{"rules[0].rate", alianza.ErrRange},
			{"rules[1].name", alianza.ErrDuplicate},
			{"rules[1].on", alianza.ErrConflict},
			{"rules[1].ladder", alianza.ErrForm},
			{"rules[1].rates.b", alianza.ErrRange},
			{"rules[1].rates.z", alianza.ErrRange},
			{"rules[2].name", alianza.ErrMissing},
			{"rules[2].on", alianza.ErrUnknown},
			{"rules[2].rate", alianza.ErrMissing},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := flat()
			tt.change(&d)
			_, err := commission.New(d)
			checkFaults(t, "New", err, tt.want)
			if (err == nil) != (tt.want == nil) {
				t.Errorf("New = %v; want an error: %t", err, tt.want != nil)
			}
			defer func() {
				got := recover()
				if got == nil && err == nil {
					return
				}
				if e, ok := got.(error); !ok || e.Error() != err.Error() {
					t.Errorf("MustNew panics with %v; want %v", got, err)
				}
			}()
			alianza.Must(commission.New(d))
		})
	}
}

// TestNewNeverReached says which rule is in the way.
func TestNewNeverReached(t *testing.T) {
	d := flat()
	for i := range 2 {
		d.Rules = append(d.Rules, commission.Rule{Name: fmt.Sprint(i), On: commission.Sale, Rate: alianza.WholePercent(1)})
	}
	_, err := commission.New(d)
	for i, f := range alianza.Faults(err) {
		if want := fmt.Sprintf("rules[%d].on", i+1); f.Path != want || f.Value != "sale" || !strings.Contains(f.Error(), "rules[0]") {
			t.Errorf("New = %v; want %s in the way of rules[0]", f, want)
		}
	}
}

// TestPlanImmutable changes what went into a plan and what came out of it.
func TestPlanImmutable(t *testing.T) {
	spoil := func(d commission.Definition) {
		d.Rules[0].Name = "spoiled"
		d.Rules[0].Rates["gold"] = alianza.WholePercent(99)
		delete(d.Rules[0].Rates, "basic")
	}
	in := tiered()
	plan := alianza.Must(commission.New(in))
	spoil(in)
	if diff := cmp.Diff(tiered(), plan.Definition()); diff != "" {
		t.Errorf("Definition() after a change of what New was given mismatch (-want +got):\n%s", diff)
	}
	spoil(plan.Definition())
	spoil(plan.In(nil).Definition())
	if diff := cmp.Diff(tiered(), plan.Definition()); diff != "" {
		t.Errorf("Definition() after a change of what it returned mismatch (-want +got):\n%s", diff)
	}
	e := sale("s", "100.00")
	e.Tier = "affiliate/gold"
	got := mustEarn(t, plan, &commission.State{}, e)
	if !got.Amount.Equal(num("30")) || got.Rule != "sale" {
		t.Errorf("Earn(100.00 at gold) = %s by rule %s; want 30 by rule sale", got.Amount, got.Rule)
	}
	other := plan.In(zone(t, "Asia/Tokyo"))
	if diff := cmp.Diff(plan.Definition(), other.Definition()); diff != "" {
		t.Errorf("Definition() in another zone mismatch (-want +got):\n%s", diff)
	}
}

// TestPlanZero gives the plan without rules every kind of event, also one
// without a currency, as the plan is.
func TestPlanZero(t *testing.T) {
	for _, currency := range []string{"", "USD"} {
		for _, e := range []commission.Event{sale("s", "10.00"), refund("r", "s", "10.00"), refund("c", "", "10.00"), {}} {
			e.Currency = currency
			earned, state, err := commission.Plan{}.Earn(commission.State{}, e)
			if err == nil || len(earned.Entries)+len(earned.Skipped) > 0 || state.Len() != 0 {
				t.Errorf("Plan{}.Earn(%s) = %v, %d events, %v; want an error", eventText(e), earned, state.Len(), err)
			}
		}
	}
	if diff := cmp.Diff(commission.Definition{}, commission.Plan{}.Definition()); diff != "" {
		t.Errorf("Plan{}.Definition() mismatch (-want +got):\n%s", diff)
	}
}
