package commission_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// This file has what other systems got wrong, each trap as a row of its name.

// TestTrapTables has the traps of rate tables, in a table and in a plan.
func TestTrapTables(t *testing.T) {
	fixed := func(upTo, flat string) commission.Bracket {
		b := bracket(upTo, "0%")
		b.Flat = num(flat)
		return b
	}
	least := bracket("", "20%")
	least.Min = num("250")
	empty := upper(table(commission.Graduated, fixed("500", "25"), bracket("1000", "10%"), least))
	entered := byUnits(table(commission.Graduated, fixed("10", "2"), fixed("20", "3"), fixed("", "3")))
	two := table(commission.Slab, bracket("1000", "10%"), bracket("", "20%"))
	tests := []struct {
		name  string
		table commission.TableDefinition
		sold  commission.Volume
		want  string
	}{
		{"empty band with a minimum, exactly at 1000: 25 + 10% of 500", empty, commission.Volume{Amount: num("1000")}, "75.00"},
		{"empty band with a minimum, a cent in it: 25 + 50 + 250", empty, commission.Volume{Amount: num("1000.01")}, "325.00"},
		{"empty band with a minimum, nothing sold", empty, commission.Volume{}, "0.00"},
		{"zero in the first band with a flat", entered, commission.Volume{}, "0.00"},
		{"zero in the first band with a flat, one unit", entered, commission.Volume{Units: 1}, "2.00"},
		{"exactly on a limit, lower side: 10% of 1000", two, commission.Volume{Amount: num("1000")}, "100.00"},
		{"exactly on a limit, upper side: 20% of 1000", upper(two), commission.Volume{Amount: num("1000")}, "200.00"},
		{"a cent under the limit, upper side", upper(two), commission.Volume{Amount: num("999.99")}, "100.00"},
		{"a cent over the limit, lower side", two, commission.Volume{Amount: num("1000.01")}, "200.00"},
		{"decimals between integer bands: 20% of 1000.50", two, commission.Volume{Amount: num("1000.50")}, "200.10"},
		{"tier below the first limit pays nothing", table(commission.Slab, bracket("1000", "0%"), bracket("", "20%")), commission.Volume{Amount: num("999")}, "0.00"},
		{"slab pays less for more: 11 units at 1", byUnits(table(commission.Slab, perUnit("10", "10"), perUnit("", "1"))), commission.Volume{Units: 11}, "11.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pay, err := alianza.Must(commission.NewTable(tt.table)).Pay(tt.sold)
			if err != nil || !pay.Amount.Equal(num(tt.want)) {
				t.Errorf("Pay(%s) = %v, %v; want %s", tt.sold, pay, err, tt.want)
			}
			checkPortions(t, pay)
			if tt.sold.Units == 0 && tt.table.By == commission.ByUnits || tt.sold.Units == 0 && tt.sold.Amount.IsZero() {
				return // a sale counts as a unit
			}
			e := units(tt.sold.Units, sale("s", tt.sold.Amount.String()))
			for _, over := range []commission.Window{commission.PerEvent, commission.PerMonth, commission.Ever} {
				got := mustEarn(t, alianza.Must(commission.New(ruled(tabled(over, tt.table)))), &commission.State{}, e)
				if !got.Amount.Equal(num(tt.want)) {
					t.Errorf("Earn(%s over %s) = %s; want %s", tt.sold, over, got, tt.want)
				}
			}
		})
	}
	for name, from := range map[string]string{"a gap between integer bands": "1001", "an overlap of bands": "999"} {
		d := two
		d.Brackets = append([]commission.Bracket(nil), two.Brackets...)
		d.Brackets[1].From = num(from)
		_, err := commission.NewTable(d)
		checkFaults(t, name, err, []fault{{"brackets[1].from", alianza.ErrConflict}})
	}
}

// perUnit returns a bracket that pays an amount for each unit.
func perUnit(upTo, each string) commission.Bracket {
	b := bracket(upTo, "0%")
	b.PerUnit = num(each)
	return b
}

// TestTrapEvents has the traps of events and what takes them back.
func TestTrapEvents(t *testing.T) {
	best := ruled(commission.Rule{Name: "flat", On: commission.Sale, Fixed: num("10")}, commission.Rule{Name: "half", On: commission.Sale, Rate: rate("50%")})
	best.Precedence = commission.Best
	yen := ruled(onSale("10%"))
	yen.Currency, yen.Places = "JPY", 0
	inYen := func(e commission.Event) commission.Event { e.Currency = "JPY"; return e }
	for _, tt := range []paid{
		{"flat and percent compared as numbers: 50% of 100 wins over 10", best, salesOf("100"), []string{"50.00"}, "50"},
		{"flat and percent compared as numbers: 10 wins over 50% of 19", best, salesOf("19"), []string{"10.00"}, "10"},
		{"zero item total, and a refund of it", ruled(onSale("25%")), []commission.Event{sale("s", "0"), refund("r", "s", "0")}, []string{"0.00", "0.00"}, "0"},
		{"JPY: 10% of 1999 is 200, a partial refund of 1000 is not divided by 100", yen, []commission.Event{inYen(sale("s", "1999")), inYen(refund("r", "s", "1000"))}, []string{"200", "-100"}, "100"},
		{"the sign of a refund comes of its kind", ruled(onSale("25%")), []commission.Event{sale("s", "100"), refund("r", "s", "100")}, []string{"25.00", "-25.00"}, "0"},
		{"recurring payment, month end: Jan 31 + 1 month is Feb 28", ruled(commission.Rule{Name: "sale", On: commission.Sale, Rate: rate("10%"), Months: 1}), []commission.Event{
			by("k", dated("2026-01-31", sale("a", "100"))), by("k", dated("2026-02-27", sale("b", "100"))), by("k", dated("2026-02-28", sale("c", "100"))),
		}, []string{"10.00", "10.00"}, "20"},
		{"expiry on leap day: Feb 29 + 12 months is Feb 28", ruled(commission.Rule{Name: "sale", On: commission.Sale, Rate: rate("10%"), Months: 12}), []commission.Event{
			by("k", dated("2024-02-29", sale("a", "100"))), by("k", dated("2025-02-27", sale("b", "100"))), by("k", dated("2025-02-28", sale("c", "100"))),
		}, []string{"10.00", "10.00"}, "20"},
		{"the 31st is in its month", ruled(tabled(commission.PerMonth, table(commission.Slab, bracket("100", "10%"), bracket("", "20%")))), []commission.Event{
			dated("2026-01-16", sale("a", "100")), dated("2026-01-31", sale("b", "100")), dated("2026-02-01", sale("c", "100")),
		}, []string{"10.00", "10.00", "20.00", "10.00"}, "50"},
	} {
		tt.run(t)
	}
	plan := alianza.Must(commission.New(ruled(onSale("25%"))))
	var state commission.State
	mustEarn(t, plan, &state, sale("s", "100"))
	checkRefused(t, plan, state, sale("n", "-1"), []fault{{"amount", alianza.ErrRange}})        // negative base
	checkRefused(t, plan, state, refund("n", "s", "-1"), []fault{{"amount", alianza.ErrRange}}) // negative refund
	checkRefused(t, plan, state, refund("r", "s", "100.01"), []fault{{"amount", alianza.ErrRange}})
	mustEarn(t, plan, &state, refund("r", "s", "100"))
	checkRefused(t, plan, state, refund("q", "s", "100"), []fault{{"amount", alianza.ErrRange}}) // second refund
	checkRefused(t, plan, state, refund("r", "s", "100"), []fault{{"id", alianza.ErrDuplicate}})
}

// TestTrapRetry evaluates an event again after midnight, and in a later
// version: it is refused, and a store finds the key that it has.
func TestTrapRetry(t *testing.T) {
	d := ruled(onSale("25%"))
	plan := alianza.Must(commission.New(d))
	var state commission.State
	e := sale("s", "100")
	e.At = instant("2026-01-31T23:59:59Z")
	first := mustEarn(t, plan, &state, e)
	again := e
	again.At = instant("2026-02-01T00:00:01Z")
	checkRefused(t, plan, state, again, []fault{{"id", alianza.ErrDuplicate}})
	d.Version = 2
	lost := mustEarn(t, alianza.Must(commission.New(d)), &commission.State{}, again)
	if lost.Key != first.Key {
		t.Errorf("retry after midnight, with the state lost: key %s; want %s", lost.Key, first.Key)
	}
}

// TestTrapClawbackInHold takes back what is still held: nothing is paid before,
// and the account is at zero when both are due.
func TestTrapClawbackInHold(t *testing.T) {
	d := ruled(onSale("25%"))
	d.HoldDays = 30
	plan, settlement := alianza.Must(commission.New(d)), dollars("0")
	var state commission.State
	var account payout.Account
	for _, e := range earnAll(t, plan, &state, sale("s", "100"), refund("r", "s", "40")) {
		var err error
		if account, err = settlement.Post(account, e); err != nil {
			t.Fatal(err)
		}
	}
	early, account, err := settlement.Settle(account, day(30))
	if err != nil || !early.Paid.IsZero() || !early.Carried.IsZero() || !early.Held.Equal(num("15")) {
		t.Errorf("Settle(in the hold) = %v, %v; want 15.00 held, nothing carried", early, err)
	}
	late, _, err := settlement.Settle(account, day(31))
	if err != nil || !late.Paid.Equal(num("15")) {
		t.Errorf("Settle(after the hold) = %v, %v; want 15.00 paid", late, err)
	}
}

// TestTrapHalves rounds amounts that binary floats get wrong.
func TestTrapHalves(t *testing.T) {
	for amount, want := range map[string]string{"2.135": "2.14", "8.575": "8.58", "10.075": "10.08", "1.005": "1.01", "0.285": "0.29"} {
		got := mustEarn(t, alianza.Must(commission.New(ruled(onSale("100%")))), &commission.State{}, sale("s", amount))
		if !got.Amount.Equal(num(want)) {
			t.Errorf("Earn(%s at 100%%) = %s; want %s", amount, got.Amount, want)
		}
	}
}

// TestTrapWindow has edges of months in a zone, and the server's zone nowhere.
func TestTrapWindow(t *testing.T) {
	two := table(commission.Slab, bracket("100", "10%"), bracket("", "20%"))
	tests := []struct {
		name, zone  string
		over        commission.Window
		first, next string
		same        bool
		period      string // of the first
	}{
		{"month, last instant", "", commission.PerMonth, "2026-01-31T23:59:59.999999999Z", "2026-02-01T00:00:00Z", false, "2026-01"},
		{"month, first and last", "", commission.PerMonth, "2026-02-01T00:00:00Z", "2026-02-28T23:59:59Z", true, "2026-02"},
		{"month in Tokyo begins the day before", "Asia/Tokyo", commission.PerMonth, "2026-01-31T15:00:00Z", "2026-02-28T14:59:59Z", true, "2026-02"},
		{"month in New York begins at five", "America/New_York", commission.PerMonth, "2026-02-01T04:59:59Z", "2026-02-01T05:00:00Z", false, "2026-01"},
		{"an instant written in another zone is the same", "", commission.PerMonth, "2026-02-01T00:30:00+01:00", "2026-01-31T23:30:00Z", true, "2026-01"},
		{"quarter", "", commission.PerQuarter, "2026-03-31T23:59:59Z", "2026-04-01T00:00:00Z", false, "2026-Q1"},
		{"quarter, first and last", "", commission.PerQuarter, "2026-10-01T00:00:00Z", "2026-12-31T23:59:59Z", true, "2026-Q4"},
		{"year", "", commission.PerYear, "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z", false, "2026"},
		{"year, first and last", "", commission.PerYear, "2026-01-01T00:00:00Z", "2026-12-31T23:59:59Z", true, "2026"},
		{"ever", "", commission.Ever, "1999-12-31T23:59:59Z", "2027-01-01T00:00:00Z", true, "ever"},
		{"the same month of another year", "", commission.PerMonth, "2025-02-01T00:00:00Z", "2026-02-01T00:00:00Z", false, "2025-02"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plan := alianza.Must(commission.New(ruled(tabled(tt.over, two))))
			if tt.zone != "" {
				plan = plan.In(zone(t, tt.zone))
			}
			first, next := sale("s", "100"), sale("t", "100")
			first.At, next.At = instant(tt.first), instant(tt.next)
			var state commission.State
			list := earnAll(t, plan, &state, first, next)
			want := []string{"10.00", "10.00"}
			if tt.same {
				want = []string{"10.00", "10.00", "20.00"}
			}
			if diff := cmp.Diff(want, amountsOf(list)); diff != "" || list[0].Period != tt.period {
				t.Errorf("Earn = %v; want period %s (-want +got):\n%s", list, tt.period, diff)
			}
		})
	}
}
