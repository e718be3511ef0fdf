package commission_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// instant returns the instant written in s in the form of RFC 3339.
func instant(s string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		panic(err)
	}
	return at
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
	settlement := alianza.Must(payout.New(payout.Definition{Currency: "USD", Places: 2}))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			account, err := settlement.Post(payout.Account{}, entry)
			if err != nil {
				t.Fatalf("Post(%s) = %v; want no error", entry, err)
			}
			got, _ := mustSettle(t, settlement, account, instant(tt.until))
			if !got.Paid.Equal(num(tt.paid)) || !got.Held.Equal(num(tt.held)) {
				t.Errorf("Settle(%s) = %s; want %s paid, %s held", tt.until, got, tt.paid, tt.held)
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
	settlement := alianza.Must(payout.New(payout.Definition{Currency: "USD", Places: 2}))
	var state commission.State
	var account payout.Account
	for _, e := range []commission.Event{sale("s", "100"), refund("r", "s", "60")} {
		var err error
		if account, err = settlement.Post(account, mustEarn(t, plan, &state, e)); err != nil {
			t.Fatalf("Post(%s) = %v; want no error", eventText(e), err)
		}
	}
	paid, account := mustSettle(t, settlement, account, day(30))
	if got, want := paid.String(), "due 0.00 USD; held 10.00, carried 0.00; opening 0.00, earned 25.00, adjusted -15.00"; got != want {
		t.Errorf("Settle(in the hold) = %s; want %s", got, want)
	}
	paid, _ = mustSettle(t, settlement, account, day(32))
	if got, want := paid.String(), "due 10.00 USD; held 0.00, carried 0.00; opening 10.00, earned 0.00, adjusted 0.00"; got != want {
		t.Errorf("Settle(after the hold) = %s; want %s", got, want)
	}
}
