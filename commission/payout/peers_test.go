package payout_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// Cases of other systems. What they call by other names is said beside them.

func TestPeersSettle(t *testing.T) {
	type posted struct{ amount, day string }
	tests := []struct {
		name    string
		minimum string
		entries []posted
		until   []string
		want    []string
	}{
		{"20% of 200 is paid out", "0", []posted{{"40.00", "2026-01-10"}}, []string{month(2)}, []string{"40.00 0.00 0.00"}},
		{"exactly the floor of 25", "25", []posted{{"25.00", "2026-01-10"}}, []string{month(2)}, []string{"25.00 0.00 0.00"}},
		{"a refund after its payout", "0", []posted{{"80", "2026-01-10"}, {"800", "2026-02-10"}, {"-80", "2026-02-11"}}, []string{month(2), month(3)}, []string{"80.00 0.00 0.00", "720.00 0.00 0.00"}},
		{"the middle of a month, then what was added", "0", []posted{{"1000", "2026-03-10"}, {"500", "2026-03-25"}}, []string{"2026-03-16", month(4)}, []string{"1000.00 0.00 0.00", "500.00 0.00 0.00"}},
		{"nothing earned", "0", nil, []string{month(4)}, []string{"0.00 0.00 0.00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := dollars()
			d.Minimum = num(tt.minimum)
			b := newBook(t, d)
			next := 0
			for i, until := range tt.until {
				for ; next < len(tt.entries) && tt.entries[next].day < until; next++ {
					b.post(entry(string(rune('a'+next)), tt.entries[next].amount, tt.entries[next].day))
				}
				b.wantSums(until, tt.want[i])
			}
		})
	}
}

// TestPeersCurrencies keeps currencies apart, each with its own minimum.
func TestPeersCurrencies(t *testing.T) {
	for minimum, want := range map[string][2]string{"0": {"10.00 0.00 0.00", "8.00 0.00 0.00"}, "9": {"10.00 0.00 0.00", "0.00 0.00 8.00"}} {
		for i, currency := range []string{"USD", "EUR"} {
			b := newBook(t, payout.Definition{Currency: currency, Minimum: num(minimum)})
			e := entry("a", []string{"10.00", "8.00"}[i], "2026-01-10")
			e.Currency = currency
			b.post(e)
			b.wantSums(month(2), want[i])
			e.Key, e.Currency = "b", "CHF"
			_, err := b.policy.Post(b.account, e)
			roomtest.CheckFaults(t, "Post(CHF)", err, "currency: currency_mismatch")
		}
	}
}

// TestPeersHoldInstant holds for 30 days of 24 hours: a hold to the midnight before
// would pay 15 hours early.
func TestPeersHoldInstant(t *testing.T) {
	d := dollars()
	d.Hold = payout.Hold{Hours: 30 * 24}
	b := newBook(t, d)
	b.post(entry("a", "10", "2026-10-01T15:00:00Z"))
	before := b.account
	b.wantSums("2026-10-31T14:59:59Z", "0.00 10.00 0.00")
	b.account = before
	b.wantSums("2026-10-31T15:00:01Z", "10.00 0.00 0.00")
}

// TestPeersRecalculate has a run that gives another amount while a payout is
// pending, in dispute, or paid. A payout that waits is never changed, and with one
// at a time nothing is added to it; after it, the difference is a payout of its
// own.
func TestPeersRecalculate(t *testing.T) {
	tests := []struct {
		name       string
		was, delta string
		paid       bool
		want       string // of the next run: what it pays, or its fault
	}{
		{"in dispute", "1000", "1000", false, "account.waiting: contradiction"},
		{"pending, and less", "2000", "-800", false, "account.waiting: contradiction"},
		{"paid, and more", "1000", "500", true, "500.00 0.00 0.00"},
		{"paid, and less", "1000", "-500", true, "0.00 0.00 -500.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := confirmed()
			d.OneAtATime = true
			b := newBook(t, d)
			b.post(entry("a", tt.was, "2026-01-10"))
			first := b.settle(month(2))
			if tt.paid {
				_, account, err := b.policy.Confirm(b.account, first.Key)
				b.keep(account, err)
			}
			b.post(entry("correction", tt.delta, "2026-01-10"))
			if tt.paid {
				b.wantSums(month(3), tt.want)
				return
			}
			if again := b.settle(month(2)); !again.Paid.Equal(num(tt.was)) {
				t.Errorf("Settle(again) = %s; want %s as it was", again, tt.was)
			}
			_, _, err := b.policy.Settle(b.account, at(month(3)))
			roomtest.CheckFaults(t, "Settle(the next)", err, tt.want)
		})
	}
}

// TestPeersCash never mixes what is in kind, in credit and in cash.
func TestPeersCash_C5_C9(t *testing.T) {
	exchange := entry("a", "500", "2026-01-10")
	exchange.Medium = commission.InKind
	for _, medium := range []commission.Medium{commission.Cash, commission.Credit, commission.InKind} {
		d := dollars()
		d.Medium = medium
		b := newBook(t, d)
		_, err := b.policy.Post(b.account, exchange)
		if want := medium != commission.InKind; want != (len(alianza.Faults(err)) == 1) {
			t.Errorf("Post(in kind) to %s = %v; want an error: %t", medium, err, want)
		}
	}
}
