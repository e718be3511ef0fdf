package commission_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

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
		{"currency of two letters", func(d *commission.Definition) { d.Currency = "US" }, []fault{{"currency", alianza.ErrUnknown}}},
		{"currency of four letters", func(d *commission.Definition) { d.Currency = "USDT" }, []fault{{"currency", alianza.ErrUnknown}}},
		{"currency with a digit at the end", func(d *commission.Definition) { d.Currency = "US1" }, []fault{{"currency", alianza.ErrUnknown}}},
		{"currency with a digit inside", func(d *commission.Definition) { d.Currency = "U1D" }, []fault{{"currency", alianza.ErrUnknown}}},
		{"currency sign", func(d *commission.Definition) { d.Currency = "$" }, []fault{{"currency", alianza.ErrUnknown}}},
		{"currency unknown", func(d *commission.Definition) { d.Currency = "ZZZ" }, []fault{{"currency", alianza.ErrUnknown}}},
		{"step negative", func(d *commission.Definition) { d.Step = num("-0.01") }, []fault{{"step", alianza.ErrRange}}},
		{"step of the currency", func(d *commission.Definition) { d.Step = num("0.01") }, nil},
		{"step of the currency, with zeros", func(d *commission.Definition) { d.Step = num("0.0100") }, nil},
		{"step of five cents", func(d *commission.Definition) { d.Step = num("0.05") }, nil},
		{"step of ten dollars", func(d *commission.Definition) { d.Step = num("1e1") }, nil},
		{"step of three decimals", func(d *commission.Definition) { d.Step = num("0.001") }, []fault{{"step", alianza.ErrRange}}},
		{"step of 18 decimals", func(d *commission.Definition) { d.Step = step(18) }, []fault{{"step", alianza.ErrRange}}},
		{"step of three decimals, in dinars", func(d *commission.Definition) { d.Currency, d.Step = "KWD", num("0.001") }, nil},
		{"step of cents, in yen", func(d *commission.Definition) { d.Currency, d.Step = "JPY", num("0.01") }, []fault{{"step", alianza.ErrRange}}},
		{"step of 9 digits", func(d *commission.Definition) { d.Step = num("9999999.99") }, nil},
		{"step of 10 digits", func(d *commission.Definition) { d.Step = num("10000000.01") }, []fault{{"step", alianza.ErrRange}}},
		{"step hostile", func(d *commission.Definition) { d.Step = decimal.New(1, 1e9) }, []fault{{"step", alianza.ErrRange}}},
		{"last mode", func(d *commission.Definition) { d.Rounding = commission.Ceiling }, nil},
		{"mode after the last", func(d *commission.Definition) { d.Rounding = commission.Ceiling + 1 }, []fault{{"rounding", alianza.ErrUnknown}}},
		{"hours of a hold", func(d *commission.Definition) { d.HoldHours = 720 }, nil},
		{"hours and days of a hold", func(d *commission.Definition) { d.HoldHours, d.HoldDays = 720, 30 }, []fault{{"hold_hours", alianza.ErrConflict}}},
		{"hours on the bound: ten years of 365 days", func(d *commission.Definition) { d.HoldHours = 87600 }, nil},
		{"hours above the bound", func(d *commission.Definition) { d.HoldHours = 87601 }, []fault{{"hold_hours", alianza.ErrRange}}},
		{"a year that begins in no month", func(d *commission.Definition) { d.YearBegins = 13 }, []fault{{"year_begins", alianza.ErrRange}}},
		{"a year that begins before the first month", func(d *commission.Definition) { d.YearBegins = -1 }, []fault{{"year_begins", alianza.ErrRange}}},
		{"a year that begins in December", func(d *commission.Definition) { d.YearBegins = 12 }, nil},
		{"hold under the bound", func(d *commission.Definition) { d.HoldDays = -1 }, []fault{{"hold_days", alianza.ErrRange}}},
		{"hold on the bound", func(d *commission.Definition) { d.HoldDays = 3650 }, nil},
		{"hold above the bound", func(d *commission.Definition) { d.HoldDays = 3651 }, []fault{{"hold_days", alianza.ErrRange}}},
		{"last policy", func(d *commission.Definition) { d.UnknownSale = commission.UnknownSaleCurrentRate }, nil},
		{"policy after the last", func(d *commission.Definition) { d.UnknownSale = commission.UnknownSaleCurrentRate + 1 }, []fault{{"unknown_sale", alianza.ErrUnknown}}},
		{"no rules", func(d *commission.Definition) { d.Rules = nil }, []fault{{"rules", alianza.ErrMissing}}},
		{"rules empty", func(d *commission.Definition) { d.Rules = []commission.Rule{} }, []fault{{"rules", alianza.ErrMissing}}},
		{"more rules than a plan has", func(d *commission.Definition) { d.Rules = make([]commission.Rule, 501) }, []fault{{"rules", alianza.ErrRange}}},
		{"more bonuses than a plan has", func(d *commission.Definition) { d.Bonuses = make([]commission.Bonus, 501) }, []fault{{"bonuses", alianza.ErrRange}}},
		{"rule without name", func(d *commission.Definition) { d.Rules[0].Name = "" }, []fault{{"rules[0].name", alianza.ErrMissing}}},
		{"rule of a long name", func(d *commission.Definition) { d.Rules[0].Name = strings.Repeat("a", 201) }, []fault{{"rules[0].name", alianza.ErrRange}}},
		{"rule without kind", func(d *commission.Definition) { d.Rules[0].On = "" }, []fault{{"rules[0].on", alianza.ErrMissing}}},
		{"rule on refunds", func(d *commission.Definition) { d.Rules[0].On = commission.Refund }, []fault{{"rules[0].on", alianza.ErrConflict}}},
		{"rule of an unknown kind", func(d *commission.Definition) { d.Rules[0].On = "SALE" }, []fault{{"rules[0].on", alianza.ErrUnknown}}},
		{"two rules of a kind", func(d *commission.Definition) {
			d.Rules = append(d.Rules, commission.Rule{Name: "other", On: commission.Sale, Pay: commission.Pay{Rate: alianza.WholePercent(1)}})
		}, []fault{{"rules[1].on", alianza.ErrConflict}}},
		{
			"two rules of a name", func(d *commission.Definition) { d.Rules = append(d.Rules, d.Rules[0]) },
			[]fault{{"rules[1].name", alianza.ErrDuplicate}, {"rules[1].on", alianza.ErrConflict}},
		},
		{"no rate", func(d *commission.Definition) { d.Rules[0].Pay.Rate = alianza.Percent{} }, []fault{{"rules[0].rate", alianza.ErrMissing}}},
		{"least rate", func(d *commission.Definition) { d.Rules[0].Pay.Rate = rate("0.0000000001%") }, nil},
		{"rate under the bound", func(d *commission.Definition) { d.Rules[0].Pay.Rate = rate("-0.0000000001%") }, []fault{{"rules[0].rate", alianza.ErrRange}}},
		{"rate on the bound", func(d *commission.Definition) { d.Rules[0].Pay.Rate = alianza.WholePercent(100) }, nil},
		{"rate above the bound", func(d *commission.Definition) { d.Rules[0].Pay.Rate = rate("100.0000000001%") }, []fault{{"rules[0].rate", alianza.ErrRange}}},
		{"rate and ladder", func(d *commission.Definition) { d.Rules[0].Pay.Ladder = "affiliate" }, []fault{{"rules[0].rate", alianza.ErrConflict}}},
		{"rate and rates", func(d *commission.Definition) { d.Rules[0].Pay.Rates = commission.Affiliate().Rules[0].Pay.Rates }, []fault{{"rules[0].rate", alianza.ErrConflict}}},
		{"rates without ladder", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Pay.Ladder = "" }, []fault{{"rules[0].ladder", alianza.ErrMissing}}},
		{"ladder without rates", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Pay.Rates = nil }, []fault{{"rules[0].rates", alianza.ErrMissing}}},
		{"ladder with a slash", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Pay.Ladder = "a/b" }, []fault{{"rules[0].ladder", alianza.ErrForm}}},
		{"ladder with a blank after", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Pay.Ladder = "a " }, []fault{{"rules[0].ladder", alianza.ErrForm}}},
		{"level without name", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Pay.Rates[""] = alianza.WholePercent(1) }, []fault{{"rules[0].rates.", alianza.ErrMissing}}},
		{"level with a tab", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Pay.Rates["a\tb"] = alianza.WholePercent(1) }, []fault{{"rules[0].rates.a\ufffdb", alianza.ErrForm}}},
		{"level at nothing", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Pay.Rates["basic"] = alianza.Percent{} }, nil},
		{"level under the bound", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Pay.Rates["basic"] = rate("-0.0000000001%") }, []fault{{"rules[0].rates.basic", alianza.ErrRange}}},
		{"level on the bound", func(d *commission.Definition) {
			*d = tiered()
			d.Rules[0].Pay.Rates["basic"] = alianza.WholePercent(100)
		}, nil},
		{"level above the bound", func(d *commission.Definition) { *d = tiered(); d.Rules[0].Pay.Rates["basic"] = rate("100.0000000001%") }, []fault{{"rules[0].rates.basic", alianza.ErrRange}}},
		{"level with its ladder", func(d *commission.Definition) {
			*d = tiered()
			d.Rules[0].Pay.Rates["affiliate/gold"] = alianza.WholePercent(1)
		}, []fault{{"rules[0].rates.affiliate/gold", alianza.ErrForm}}},
		{"level with another slash", func(d *commission.Definition) {
			*d = tiered()
			d.Rules[0].Pay.Rates["gold/1"] = alianza.WholePercent(1)
		}, nil},
		{"levels in order", func(d *commission.Definition) {
			*d = tiered()
			for _, level := range []string{"gold", "basic", "silver", "platinum"} {
				d.Rules[0].Pay.Rates[level] = alianza.WholePercent(101)
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
				Currency: "euro", Step: num("-0.01"), Rounding: 7, HoldDays: -1, UnknownSale: 3,
				Rules: []commission.Rule{
					{Name: "a", On: commission.Sale, Pay: commission.Pay{Rate: alianza.WholePercent(101)}},
					{Name: "a", On: commission.Sale, Pay: commission.Pay{Ladder: "a/b", Rates: map[string]alianza.Percent{"z": alianza.WholePercent(-1), "b": alianza.WholePercent(-1)}}},
					{On: "gift"},
				},
			}
		}, []fault{
			{"id", alianza.ErrMissing},
			{"version", alianza.ErrRange},
			{"currency", alianza.ErrUnknown},
			{"step", alianza.ErrRange},
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
		d.Rules = append(d.Rules, commission.Rule{Name: fmt.Sprint(i), On: commission.Sale, Pay: commission.Pay{Rate: alianza.WholePercent(1)}})
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
		d.Rules[0].Pay.Rates["gold"] = alianza.WholePercent(99)
		delete(d.Rules[0].Pay.Rates, "basic")
	}
	in := tiered()
	plan := alianza.Must(commission.New(in))
	spoil(in)
	if diff := cmp.Diff(tiered(), plan.Definitions()[0]); diff != "" {
		t.Errorf("Definition() after a change of what New was given mismatch (-want +got):\n%s", diff)
	}
	spoil(plan.Definitions()[0])
	spoil(plan.In(nil).Definitions()[0])
	if diff := cmp.Diff(tiered(), plan.Definitions()[0]); diff != "" {
		t.Errorf("Definition() after a change of what it returned mismatch (-want +got):\n%s", diff)
	}
	e := sale("s", "100.00")
	e.Tier = "affiliate/gold"
	got := mustEarn(t, plan, &commission.State{}, e)
	if !got.Amount.Equal(num("30")) || got.Rule != "sale" {
		t.Errorf("Earn(100.00 at gold) = %s by rule %s; want 30 by rule sale", got.Amount, got.Rule)
	}
	other := plan.In(zone(t, "Asia/Tokyo"))
	if diff := cmp.Diff(plan.Definitions()[0], other.Definitions()[0]); diff != "" {
		t.Errorf("Definition() in another zone mismatch (-want +got):\n%s", diff)
	}
}

// TestPlanZero gives the plan without rules every kind of event, also one
// without a currency, as the plan is.
func TestPlanZero(t *testing.T) {
	for _, currency := range []string{"", "USD"} {
		for _, e := range []commission.Event{sale("s", "10.00"), refund("r", "s", "10.00"), refund("c", "", "10.00"), {}} {
			e.Currency = currency
			earned, err := commission.Plan{}.Earn(&commission.State{}, e)
			if !errors.Is(err, alianza.ErrUnchecked) || len(earned.Entries)+len(earned.Skipped)+len(earned.Records) > 0 {
				t.Errorf("Plan{}.Earn(%s) = %v, %v; want an error", eventText(e), earned, err)
			}
		}
	}
	if got := (commission.Plan{}).Review(commission.Sample{}); len(got) != 1 || !errors.Is(got[0], alianza.ErrUnchecked) {
		t.Errorf("Plan{}.Review() = %v; want that it is unchecked", got)
	}
	if got := (commission.Plan{}).Definitions(); len(got) != 0 {
		t.Errorf("Plan{}.Definitions() = %v; want none", got)
	}
	if got, ok := (commission.Plan{}).InForce(day(1)); ok || (commission.Plan{}).ID() != "" {
		t.Errorf("Plan{}.InForce = %v; want none", got)
	}
}

// TestPlanFaults has the fields of a plan besides those of TestNewFaults.
func TestPlanFaults(t *testing.T) {
	tests := []struct {
		name   string
		change func(*commission.Definition)
		want   []fault
	}{
		{"refund days under the bound", func(d *commission.Definition) { d.RefundDays = -1 }, []fault{{"refund_days", alianza.ErrRange}}},
		{"refund days on the bound", func(d *commission.Definition) { d.RefundDays = 3650 }, nil},
		{"refund days above the bound", func(d *commission.Definition) { d.RefundDays = 3651 }, []fault{{"refund_days", alianza.ErrRange}}},
		{"last precedence", func(d *commission.Definition) { d.Precedence = commission.PrecedenceEvery }, nil},
		{"precedence after the last", func(d *commission.Definition) { d.Precedence = commission.PrecedenceEvery + 1 }, []fault{{"precedence", alianza.ErrUnknown}}},
		{"from and until", func(d *commission.Definition) {
			d.From, d.Until = date("2026-01-01"), date("2026-01-02")
		}, nil},
		{"until is from", func(d *commission.Definition) {
			d.From, d.Until = date("2026-01-01"), date("2026-01-01")
		}, []fault{{"until", alianza.ErrConflict}}},
		{"until before from", func(d *commission.Definition) {
			d.From, d.Until = date("2026-01-01"), date("2025-12-31")
		}, []fault{{"until", alianza.ErrConflict}}},
		{"from only", func(d *commission.Definition) { d.From = date("2026-01-01") }, nil},
		{"until only", func(d *commission.Definition) { d.Until = date("2026-01-01") }, nil},
		{"from of the last day that can be written", func(d *commission.Definition) { d.From = date("9999-12-31") }, nil},
		{"every: two rules of a kind", func(d *commission.Definition) {
			d.Precedence, d.Rules = commission.PrecedenceEvery, append(d.Rules, commission.Rule{Name: "b", On: commission.Sale, Pay: commission.Pay{Rate: rate("1%")}})
		}, nil},
		{"best: two rules of a kind", func(d *commission.Definition) {
			d.Precedence, d.Rules = commission.PrecedenceBest, append(d.Rules, commission.Rule{Name: "b", On: commission.Sale, Pay: commission.Pay{Rate: rate("1%")}})
		}, nil},
		{"first: rules of two kinds", func(d *commission.Definition) {
			d.Rules = append(d.Rules, commission.Rule{Name: "b", On: commission.Lead, Pay: commission.Pay{Fixed: num("1")}})
		}, nil},
		{"first: a condition before", func(d *commission.Definition) {
			d.Rules[0].When = commission.FactOneOf("country", "US")
			d.Rules = append(d.Rules, commission.Rule{Name: "b", On: commission.Sale, Pay: commission.Pay{Rate: rate("1%")}})
		}, nil},
		{"first: a condition after", func(d *commission.Definition) {
			d.Rules = append(d.Rules, commission.Rule{Name: "b", On: commission.Sale, When: commission.FactOneOf("country", "US"), Pay: commission.Pay{Rate: rate("1%")}})
		}, []fault{{"rules[1].on", alianza.ErrConflict}}},
		{"first: active partners before", func(d *commission.Definition) {
			d.Rules[0].For.Active = true
			d.Rules = append(d.Rules, commission.Rule{Name: "b", On: commission.Sale, Pay: commission.Pay{Rate: rate("1%")}})
		}, nil},
		{"first: old partners before", func(d *commission.Definition) {
			d.Rules[0].For.MinMonths = 1
			d.Rules = append(d.Rules, commission.Rule{Name: "b", On: commission.Sale, Pay: commission.Pay{Rate: rate("1%")}})
		}, nil},
		{"first: new customers before", func(d *commission.Definition) {
			d.Rules[0].Lasts.Payments = 1
			d.Rules = append(d.Rules, commission.Rule{Name: "b", On: commission.Sale, Pay: commission.Pay{Rate: rate("1%")}})
		}, nil},
		{"first: the first year before", func(d *commission.Definition) {
			d.Rules[0].Lasts.Months = 12
			d.Rules = append(d.Rules, commission.Rule{Name: "b", On: commission.Sale, Pay: commission.Pay{Rate: rate("1%")}})
		}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := flat()
			tt.change(&d)
			_, err := commission.New(d)
			checkFaults(t, "New", err, tt.want)
		})
	}
}

// TestInForce asks for the version of an instant. Versions are for days: From is
// inclusive, Until exclusive, in the zone of the plan.
func TestInForce(t *testing.T) {
	version := func(n int, from, until string) commission.Definition {
		d := flat()
		d.Version = n
		if from != "" {
			d.From = date(from)
		}
		if until != "" {
			d.Until = date(until)
		}
		return d
	}
	one, two, open := version(1, "", "2026-01-10"), version(2, "2026-01-10", "2026-01-20"), version(1, "", "")
	tests := []struct {
		name     string
		at       string
		zone     string
		versions []commission.Definition
		want     int // the version; 0 for none
	}{
		{"without a beginning", "2025-01-01T00:00:00Z", "UTC", []commission.Definition{one, two}, 1},
		{"the last instant of the first", "2026-01-09T23:59:59.999999999Z", "UTC", []commission.Definition{one, two}, 1},
		{"the first of the next", "2026-01-10T00:00:00Z", "UTC", []commission.Definition{one, two}, 2},
		{"its last", "2026-01-19T23:59:59.999999999Z", "UTC", []commission.Definition{one, two}, 2},
		{"after the last end", "2026-01-20T00:00:00Z", "UTC", []commission.Definition{one, two}, 0},
		{"the first of the next in Tokyo", "2026-01-09T15:00:00Z", "Asia/Tokyo", []commission.Definition{one, two}, 2},
		{"before it in Tokyo", "2026-01-09T14:59:59Z", "Asia/Tokyo", []commission.Definition{one, two}, 1},
		{"without an end", "2099-01-01T00:00:00Z", "UTC", []commission.Definition{version(3, "2026-01-20", "")}, 3},
		{"a version without an end ends where the next begins", "2026-01-09T23:00:00Z", "UTC", []commission.Definition{open, two}, 1},
		{"and the next begins there", "2026-01-10T00:00:00Z", "UTC", []commission.Definition{open, two}, 2},
		{"between two versions there may be none", "2026-01-11T00:00:00Z", "UTC", []commission.Definition{one, version(2, "2026-01-12", "")}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := planOf(tt.versions...).In(zone(t, tt.zone)).InForce(instant(tt.at))
			if got.Version != tt.want || ok != (tt.want != 0) {
				t.Errorf("InForce = version %d, %t; want %d", got.Version, ok, tt.want)
			}
		})
	}
}

// TestNewVersions refuses versions that cannot follow each other.
func TestNewVersions(t *testing.T) {
	next := func(change func(*commission.Definition)) []commission.Definition {
		one, two := flat(), flat()
		one.From, one.Until, two.Version, two.From = date("2026-01-01"), date("2026-02-01"), 2, date("2026-02-01")
		change(&two)
		return []commission.Definition{one, two}
	}
	tests := []struct {
		name     string
		versions []commission.Definition
		want     []fault
	}{
		{"none", nil, []fault{{"", alianza.ErrMissing}}},
		{"as they are", next(func(*commission.Definition) {}), nil},
		{"another program", next(func(d *commission.Definition) { d.ID = "other" }), []fault{{"versions[1].id", alianza.ErrConflict}}},
		{"another currency", next(func(d *commission.Definition) { d.Currency = "EUR" }), []fault{{"versions[1].currency", alianza.ErrCurrency}}},
		{"another beginning of the year", next(func(d *commission.Definition) { d.YearBegins = 4 }), []fault{{"versions[1].year_begins", alianza.ErrConflict}}},
		{"the same number", next(func(d *commission.Definition) { d.Version = 1 }), []fault{{"versions[1].version", alianza.ErrConflict}}},
		{"no beginning", next(func(d *commission.Definition) { d.From = alianza.Date{} }), []fault{{"versions[1].from", alianza.ErrMissing}}},
		{"a day too early", next(func(d *commission.Definition) { d.From = date("2026-01-31") }), []fault{{"versions[1].from", alianza.ErrConflict}}},
		{"from the same day", next(func(d *commission.Definition) { d.From = date("2026-01-01") }), []fault{{"versions[1].from", alianza.ErrConflict}}},
		{"a gap", next(func(d *commission.Definition) { d.From = date("2026-03-01") }), nil},
		{"a faulty one", next(func(d *commission.Definition) { d.Rules = nil }), []fault{{"versions[1].rules", alianza.ErrMissing}}},
		{"too many", make([]commission.Definition, 1001), []fault{{"versions", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := commission.New(tt.versions...)
			checkFaults(t, "New", err, tt.want)
		})
	}
	endless := next(func(d *commission.Definition) { d.From = date("2026-01-01") })
	endless[0].Until = alianza.Date{}
	_, err := commission.New(endless...)
	checkFaults(t, "New(from the same day, without an end)", err, []fault{{"versions[1].from", alianza.ErrConflict}})
}

func TestZone(t *testing.T) {
	plan, tokyo := planOf(flat()), zone(t, "Asia/Tokyo")
	if got := plan.Zone(); got != time.UTC {
		t.Errorf("Zone() = %s; want UTC", got)
	}
	if got := plan.In(tokyo).Zone(); got != tokyo {
		t.Errorf("In(Asia/Tokyo).Zone() = %s", got)
	}
}

func TestPlanTable(t *testing.T) {
	d := flat()
	d.Currency, d.Rounding = "KWD", commission.Down // of three decimals
	d.Rules = append(d.Rules, commission.Rule{Name: "t", On: commission.PaymentReceived, Pay: commission.Pay{Table: commission.TableDefinition{Brackets: []commission.Bracket{bracket("", "12.5%")}}}})
	plan := alianza.Must(commission.New(d))
	table, err := plan.Table("t")
	if err != nil {
		t.Fatal(err)
	}
	if pay, err := table.Pay(commission.Volume{Amount: num("0.135")}); err != nil || pay.Amount.String() != "0.016" { // 0.016875, cut
		t.Errorf("Pay = %v, %v; want 0.016, in the places and the rounding of the plan", pay, err)
	}
	for _, name := range []string{"sale", "other", ""} {
		if _, err := plan.Table(name); !errors.Is(err, alianza.ErrUnknown) {
			t.Errorf("Table(%q) = %v; want %v", name, err, alianza.ErrUnknown)
		}
	}
}

// An error text is one fault a line.
// TestLoneVersion reads one definition where a plan is its versions.
func TestLoneVersion(t *testing.T) {
	const definition = `{"id": "a", "version": 1, "currency": "USD",
 "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}`
	_, err := alianza.Read[commission.Plan]([]byte(definition))
	want := `line 2, column 2: versions: missing: this is a definition: put it in a list, {"versions": [{…}]}`
	if fmt.Sprint(err) != want {
		t.Errorf("Read = %v; want %s", err, want)
	}
	plan, err := alianza.Read[commission.Plan]([]byte(`{"versions": [` + definition + `]}`))
	if err != nil || plan.ID() != "a" {
		t.Errorf("Read in a list = plan %q, %v; want plan a", plan.ID(), err)
	}
}

// TestBadDocuments reads documents with faults; their names tell the type.
func TestBadDocuments(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "bad_*.json"))
	if err != nil || len(files) < 10 {
		t.Fatalf("testdata has %d bad documents, %v; want more", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			switch strings.Split(name, "_")[1] {
			case "plan":
				in := commission.Affiliate()
				err = in.UnmarshalJSON(data)
				if diff := cmp.Diff(commission.Affiliate(), in); diff != "" {
					t.Errorf("after Unmarshal mismatch (-want +got):\n%s", diff)
				}
			case "event":
				in := sale("kept", "1")
				err = in.UnmarshalJSON(data)
				if diff := cmp.Diff(sale("kept", "1"), in); diff != "" {
					t.Errorf("after Unmarshal mismatch (-want +got):\n%s", diff)
				}
			case "entry":
				in := posted("1", day(1))
				err = in.UnmarshalJSON(data)
				if diff := cmp.Diff(posted("1", day(1)), in); diff != "" {
					t.Errorf("after Unmarshal mismatch (-want +got):\n%s", diff)
				}
			default:
				t.Fatalf("%s is of no type", name)
			}
			if err == nil {
				t.Fatalf("Unmarshal(%s) = no error; want faults", data)
			}
			faults := faultsOf(t, err)
			if len(faults) == 0 {
				t.Errorf("Unmarshal = %v; want field errors", err)
			}
			for _, f := range faults {
				if f.Kind == nil {
					t.Errorf("Unmarshal = a fault at %s without kind; want one", f.Path)
				}
			}
			checkGolden(t, strings.TrimSuffix(file, ".json")+".golden", err.Error()+"\n")
		})
	}
}

func TestDefinitionJSON(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 20))
	for range 300 {
		want := randomDefinition(r)
		text := jsonText(t, want)
		var got commission.Definition
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", text, diff)
		}
		if back := jsonText(t, alianza.Must(commission.New(got)).Definitions()[0]); back != text {
			t.Errorf("Marshal = %s; want %s", back, text)
		}
	}
}

// TestDefinitionDefaults leaves out what may be left out.
func TestDefinitionDefaults(t *testing.T) {
	const text = `{"id":"p","version":1,"currency":"JPY","rules":[{"name":"sale","on":"sale","rate":"20%"}]}`
	var got commission.Definition
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
	}
	want := commission.Definition{
		ID: "p", Version: 1, Currency: "JPY", Rounding: commission.HalfUp, UnknownSale: commission.UnknownSaleRefuse,
		Rules: []commission.Rule{{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: alianza.WholePercent(20)}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", text, diff)
	}
	if back := jsonText(t, got); back != text {
		t.Errorf("Marshal = %s; want %s", back, text)
	}
}

// TestDefinitionKept reads into a definition that holds something: all of it
// is replaced.
func TestDefinitionKept(t *testing.T) {
	const text = `{"id":"p","version":1,"currency":"JPY","rules":[{"name":"sale","on":"sale","rate":"20%"}]}`
	got := tiered()
	got.HoldDays, got.UnknownSale = 30, commission.UnknownSaleIgnore
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
	}
	if back := jsonText(t, got); back != text {
		t.Errorf("Unmarshal(%s) = %s; want the document and nothing from before", text, back)
	}
}

// TestJSONFails writes what could not be read back.
func TestJSONFails(t *testing.T) {
	far := sale("s", "1")
	far.At = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)
	long := flat()
	long.ID = "\xff"
	huge := flat()
	huge.Rules[0].Pay.Fixed = hostile()["a million digits"]
	for name, v := range map[string]json.Marshaler{"year 10000": far, "not UTF-8": long, "hostile number": huge} {
		if got, err := v.MarshalJSON(); err == nil {
			t.Errorf("%s: MarshalJSON() = %.200s; want an error", name, got)
		}
	}
}

// TestPrecedence has three rules for a sale, of which two are met.
func TestPrecedence_C33(t *testing.T) {
	rules := []commission.Rule{
		{Name: "canada", On: commission.Sale, When: commission.FactOneOf("country", "CA"), Pay: commission.Pay{Rate: rate("50%")}},
		{Name: "big", On: commission.Sale, When: commission.FactIs("amount", alianza.AtLeast(num("100"))), Pay: commission.Pay{Rate: rate("10%")}},
		{Name: "lead", On: commission.Lead, Pay: commission.Pay{Fixed: num("1000")}},
		{Name: "all", On: commission.Sale, Pay: commission.Pay{Fixed: num("15")}},
	}
	tests := []struct {
		name    string
		of      commission.Precedence
		amount  string
		want    []string // rule and amount
		skipped []string
	}{
		{"first", commission.PrecedenceFirst, "100", []string{"big 10.00"}, []string{`canada: country is "US", not CA`, "all: rule big comes first"}},
		{"first, the last", commission.PrecedenceFirst, "99", []string{"all 15.00"}, []string{`canada: country is "US", not CA`, "big: amount is 99, not >= 100"}},
		{"best, the last", commission.PrecedenceBest, "149.90", []string{"all 15.00"}, []string{`canada: country is "US", not CA`, "big: pays 14.99, no more than the 15.00 of rule all"}},
		{"best, equals: the first", commission.PrecedenceBest, "150", []string{"big 15.00"}, []string{`canada: country is "US", not CA`, "all: pays 15.00, no more than the 15.00 of rule big"}},
		{"best, as posted: 14.995 is 15.00", commission.PrecedenceBest, "149.95", []string{"big 15.00"}, []string{`canada: country is "US", not CA`, "all: pays 15.00, no more than the 15.00 of rule big"}},
		{"best, alone", commission.PrecedenceBest, "50", []string{"all 15.00"}, []string{`canada: country is "US", not CA`, "big: amount is 50, not >= 100"}},
		{"every", commission.PrecedenceEvery, "100", []string{"big 10.00", "all 15.00"}, []string{`canada: country is "US", not CA`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := ruled(rules...)
			d.Precedence = tt.of
			e := sale("s", tt.amount)
			e.Facts = map[string]string{"country": "US"}
			var state commission.State
			earned, err := earn(alianza.Must(commission.New(d)), &state, e)
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
	fixed := commission.Rule{Name: "fixed", On: commission.Sale, Pay: commission.Pay{Fixed: num("60")}}
	d := ruled(slab, fixed)
	d.Precedence = commission.PrecedenceBest
	plan := alianza.Must(commission.New(d))
	var state commission.State
	// 50 against 60: the sale is not in the slab rule's month.
	list := earnAll(t, plan, &state, sale("a", "500"))
	if len(list) != 1 || list[0].Rule != "fixed" || !attained(t, plan, &state, "ana", "sale", "2026-01").Units.IsZero() {
		t.Errorf("Earn(500) = %v, %s attained; want 60.00 by fixed, nothing", list, attained(t, plan, &state, "ana", "sale", "2026-01"))
	}
	// 120.20 against 60.
	list = earnAll(t, plan, &state, sale("b", "601"))
	if len(list) != 1 || list[0].Rule != "sale" || !list[0].Amount.Equal(num("120.20")) {
		t.Errorf("Earn(601) = %v; want 120.20 by sale", list)
	}
	// 45 for 450; then 45 again and 20% of 100 against 30.
	e := ruled(slab, commission.Rule{Name: "fixed", On: commission.Sale, Pay: commission.Pay{Fixed: num("30")}})
	e.Precedence = commission.PrecedenceBest
	plan, state = alianza.Must(commission.New(e)), commission.State{}
	list = earnAll(t, plan, &state, sale("a", "450"), sale("b", "100"))
	if diff := cmp.Diff([]string{"45.00", "45.00", "20.00"}, amountsOf(list)); diff != "" {
		t.Errorf("45 again and 20 against 30: mismatch (-want +got):\n%s", diff)
	}
}

// TestPlanEqual compares plans by their versions, the ends of these, and the zone.
func TestPlanEqual(t *testing.T) {
	ended, other := flat(), flat()
	ended.Until, other.HoldDays = date("2026-01-01"), 1
	plan := planOf(flat())
	for name, tt := range map[string]struct {
		other commission.Plan
		want  bool
	}{
		"the same":        {planOf(flat()), true},
		"in another zone": {planOf(flat()).In(zone(t, "Asia/Tokyo")), false},
		"it ends":         {planOf(ended), false},
		"another hold":    {planOf(other), false},
		"none":            {commission.Plan{}, false},
		"two versions":    {planOf(ended, second("2026-01-01", flat())), false},
		"itself":          {plan, true},
	} {
		if got := plan.Equal(tt.other); got != tt.want {
			t.Errorf("Equal(%s) = %t; want %t", name, got, tt.want)
		}
	}
}

// TestPlanTables has the tables of rules and of bonuses by their names.
func TestPlanTables(t *testing.T) {
	few, more := reach(), reach()
	few.Name, few.Pay = "few", commission.Pay{Fixed: num("1")}
	plan := planOf(closed(ruled(filling()...), few, more))
	if got, err := plan.Table("reach"); err != nil || len(got.Definition().Brackets) != 2 {
		t.Errorf("Table(reach) = %v, %v; want its two brackets", got, err)
	}
	for _, name := range []string{"few", "sale", "none", ""} {
		if _, err := plan.Table(name); !errors.Is(err, alianza.ErrUnknown) {
			t.Errorf("Table(%q) = %v; want ErrUnknown", name, err)
		}
	}
	if _, err := (commission.Plan{}).Table("reach"); err == nil {
		t.Error("Table of the zero Plan = no error; want one")
	}
}

// TestPlanJSON reads a plan as it was written, and refuses what is no plan.
func TestPlanJSON(t *testing.T) {
	text := jsonText(t, planOf(flat()))
	var back commission.Plan
	if err := json.Unmarshal([]byte(text), &back); err != nil || jsonText(t, back) != text {
		t.Errorf("Unmarshal(%s) = %v, %v; want the same plan", text, back, err)
	}
	for _, tt := range []struct {
		text string
		want error
	}{
		{`{"versions":[],"more":1}`, alianza.ErrUnknown},
		{`{"versions":[{"id":"p","version":0,"currency":"USD","rules":[{"name":"s","on":"sale","rate":"1%"}]}]}`, alianza.ErrRange},
	} {
		if err := back.UnmarshalJSON([]byte(tt.text)); !errors.Is(err, tt.want) || jsonText(t, back) != text {
			t.Errorf("Unmarshal(%s) = %v; want %v, and the plan as it was", tt.text, err, tt.want)
		}
	}
}

// TestPlanTime takes events from the first day of the plan to the one before its
// last, in its zone.
func TestPlanTime(t *testing.T) {
	d := ruled(onSale("10%"))
	d.From, d.Until = date("2026-01-01"), date("2026-02-01")
	plan := planOf(d).In(zone(t, "Europe/Madrid"))
	tests := []struct {
		name, at string
		want     []fault
	}{
		{"before", "2025-12-31T22:59:59.999999999Z", []fault{{"at", alianza.ErrRange}}},
		{"the first", "2025-12-31T23:00:00Z", nil},
		{"the last", "2026-01-31T22:59:59.999999999Z", nil},
		{"after", "2026-01-31T23:00:00Z", []fault{{"at", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := sale("s", "1")
			e.At = instant(tt.at)
			checkRefused(t, plan, &commission.State{}, e, tt.want)
		})
	}
	e := sale("s", "1")
	e.At = instant("2026-01-31T23:00:00Z")
	_, err := plan.Earn(&commission.State{}, e)
	const want = `commission: plan p: sale "s": at "2026-02-01": out of range: no version of the plan is for this day: the plan begins on 2026-01-01 and ends before 2026-02-01`
	if fmt.Sprint(err) != want {
		t.Errorf("Earn = %v; want %s", err, want)
	}
}

func TestUnknownSaleText(t *testing.T) {
	tests := []struct {
		name    string
		credits commission.UnknownSale
		n       uint8
	}{
		{"refuse", commission.UnknownSaleRefuse, 0},
		{"ignore", commission.UnknownSaleIgnore, 1},
		{"current_rate", commission.UnknownSaleCurrentRate, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if uint8(tt.credits) != tt.n {
				t.Errorf("%s is %d; want %d", tt.name, tt.credits, tt.n)
			}
			if got := tt.credits.String(); got != tt.name {
				t.Errorf("String() = %q; want %q", got, tt.name)
			}
			if got, err := tt.credits.MarshalText(); string(got) != tt.name || err != nil {
				t.Errorf("MarshalText() = %q, %v; want %q", got, err, tt.name)
			}
			got := commission.UnknownSale(99)
			if err := got.UnmarshalText([]byte(tt.name)); got != tt.credits || err != nil {
				t.Errorf("UnmarshalText(%q) = %s, %v; want %s", tt.name, got, err, tt.name)
			}
		})
	}
	if got, want := commission.UnknownSale(3).String(), "(3)"; got != want {
		t.Errorf("String() = %q; want %q", got, want)
	}
	for _, text := range []string{"", "Refuse", "refused", "current rate", "half_up"} {
		got := commission.UnknownSaleIgnore
		err := got.UnmarshalText([]byte(text))
		checkFaults(t, fmt.Sprintf("UnmarshalText(%q)", text), err, []fault{{"", alianza.ErrUnknown}})
		if got != commission.UnknownSaleIgnore {
			t.Errorf("UnmarshalText(%q) = %s, %v; want ignore", text, got, err)
		}
	}
}

// wholePlan is a plan with every field that a plan has.
const wholePlan = `{"id":"p","version":2,"from":"2026-01-01","until":"2027-01-01","currency":"USD","step":"0.01",` +
	`"rounding":"half_even","hold_days":30,"refund_days":60,"unknown_sale":"ignore","precedence":"best","rules":[` +
	`{"name":"sale","on":"sale","when":{"fact":"country","one_of":["US"]},"active":true,"min_months":3,"less":["tax","discount"],"rate":"20%","fixed":"1.50","per_unit":"0.125",` +
	`"medium":"credit","months":12,"payments":5,"then":"10%","count_free":true,"min":"1.00","max":"9.00",` +
	`"caps":[{"amount":"50","per":"month"},{"amount":"10","per":"order","customer":true}]},` +
	`{"name":"level","on":"payment","ladder":"affiliate","rates":{"basic":"20%","gold":"30%"},"over":"quarter","keep_attained":true,"carry":true,"meter":"all"},` +
	`{"name":"table","on":"item:post","table":{"by":"units","scope":"slab","edge":"upper","brackets":[` +
	`{"up_to":"5","rate":"20%","per_unit":"1","flat":"2","min":"3","max":"4"},{"from":"5","rate":"25%"}]}},` +
	`{"name":"quota","on":"lead","table":{"scope":"graduated","quota":"1000","brackets":[{"up_to":"100","scope":"slab","rate":"1%"},{"rate":"2%"}]},"over":"ever"},` +
	`{"name":"gift","on":"referral","medium":"in_kind"}],` +
	`"bonuses":[{"name":"bonus","over":"year","of":["all","table"],"when":{"fact":"units","at_least":"5"},"rate":"1%","max":"500","follows":true}]}`

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
		Name: "sale", On: commission.Sale, When: commission.FactOneOf("country", "US"),
		For: commission.Partners{Active: true, MinMonths: 3},
		Pay: commission.Pay{
			Less:    []string{"tax", "discount"},
			Rate:    rate("20%"),
			Fixed:   num("1.50"),
			PerUnit: num("0.125"),
			Medium:  commission.Credit,
		},
		Lasts: commission.Duration{Months: 12, Payments: 5, Then: rate("10%"), CountFree: true},
		Limit: commission.Limits{
			Min:  num("1.00"),
			Max:  num("9.00"),
			Caps: []commission.Cap{{Amount: num("50"), Per: commission.PerMonth}, {Amount: num("10"), Per: commission.PerOrder, Customer: true}},
		},
	}
	if diff := cmp.Diff(want, d.Rules[0]); diff != "" {
		t.Errorf("the first rule mismatch (-want +got):\n%s", diff)
	}
	if d.Precedence != commission.PrecedenceBest || d.RefundDays != 60 || !d.From.Equal(date("2026-01-01")) || !d.Until.Equal(date("2027-01-01")) {
		t.Errorf("the plan is %+v; want best, 60 days, of 2026", d)
	}
	if one := d.Bonuses[0]; len(one.Of) != 2 || one.Of[0] != "all" || one.Over != commission.PerYear || !one.Follows || !d.Rules[1].Over.KeepAttained {
		t.Errorf("the bonus is of %q over %s; want of all and table over a year", one.Of, one.Over)
	}
	if diff := cmp.Diff(jsonText(t, d), jsonText(t, alianza.Must(commission.New(d)).Definitions()[0])); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
}
