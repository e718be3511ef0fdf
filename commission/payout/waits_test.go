package payout_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// refund returns an entry that takes back a part of another one.
func refund(key, amount, day, corrects string) commission.Entry {
	e := entry(key, amount, day)
	e.Corrects = corrects
	return e
}

// TestRefundWaits takes a sale back that is not due. The two are settled together,
// so that no debt is given up for the one, and the other is not paid.
func TestRefundWaits(t *testing.T) {
	sale, back := entry("s", "100", "2026-01-10"), refund("r", "-100", "2026-01-12", "s")
	posted := func(list ...commission.Entry) func(b *book) {
		return func(b *book) { b.post(list...) }
	}
	merged := func(first, second commission.Entry) func(b *book) {
		return func(b *book) {
			b.post(second)
			other := b.account
			b.account = payout.Account{}
			b.post(first)
			b.keep(b.policy.Merge(b.account, other))
		}
	}
	days := payout.Definition{Hold: payout.Hold{Days: 40}} // until 19 February
	halves := payout.Definition{Deferral: []payout.Deferred{{Rate: rate("50%")}, {Months: 6, Rate: rate("50%")}}}
	tests := []struct {
		name  string
		d     payout.Definition
		post  func(b *book)
		later func(b *book) // after February
		due   string        // the end of the settlement that has all of it
		want  string        // of the first one
	}{
		{"by hand", payout.Definition{Hold: payout.Hold{Manual: true}}, posted(sale, back), func(b *book) {
			b.keep(b.policy.Approve(b.account, "s", at("2026-02-10")))
		}, month(3), "s accrued, r held"},
		{"in review", payout.Definition{}, func(b *book) {
			b.post(sale, back)
			b.keep(b.policy.Block(b.account, "s", "a question"))
		}, func(b *book) {
			b.keep(b.policy.Release(b.account, "s"))
		}, month(3), "s blocked, r held"},
		{"for days", days, posted(sale, back), nil, month(3), "s held, r held"},
		{"for days, and the refund first", days, posted(back, sale), nil, month(3), "r held, s held"},
		{"for days, merged", days, merged(sale, back), nil, month(3), "s held, r held"},
		{"for days, merged, and the refund first", days, merged(back, sale), nil, month(3), "r held, s held"},
		{"for months", halves, posted(sale, back), nil, month(8), "s/1 set_off, r/1 set_off, s/2 held, r/2 held"},
		{"for months, and the refund first", halves, posted(back, sale), nil, month(8), "r/1 set_off, s/1 set_off, r/2 held, s/2 held"},
		{"for months, merged", halves, merged(back, sale), nil, month(8), "r/1 set_off, s/1 set_off, r/2 held, s/2 held"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.d.Currency, tt.d.Debt = "USD", payout.Debt{Floor: true}
			b := newBook(t, tt.d)
			tt.post(b)
			if got := b.wantSums(month(2), "0.00 0.00 0.00"); b.all() != tt.want || !got.GivenUp.IsZero() {
				t.Errorf("Settle = %s: %s; want %s", got, b.all(), tt.want)
			}
			if tt.later != nil {
				tt.later(b)
			}
			if got := b.wantSums(tt.due, "0.00 0.00 0.00"); b.account.Items.Len() != 0 || !got.GivenUp.IsZero() {
				t.Errorf("Settle = %s: %s; want all set off", got, b.all())
			}
		})
	}
}

// TestRefundAlone is due by itself: what it takes back is due, or not there.
func TestRefundAlone(t *testing.T) {
	late := entry("s", "100", "2026-01-10")
	late.Due = at("2026-02-15")
	tests := []struct {
		name string
		list []commission.Entry
		want string // of January: paid, held, carried
	}{
		{"of what was paid", []commission.Entry{refund("r", "-10", "2026-01-12", "paid")}, "0.00 0.00 -10.00"},
		{"of what is due", []commission.Entry{entry("s", "100", "2026-01-10"), refund("r", "-10", "2026-01-12", "s")}, "90.00 0.00 0.00"},
		{"of what is held", []commission.Entry{late, refund("r", "-10", "2026-01-12", "s")}, "0.00 90.00 0.00"},
		{"of nothing", []commission.Entry{late, entry("r", "-10", "2026-01-12")}, "0.00 100.00 -10.00"},
		{"a correction upwards", []commission.Entry{late, refund("r", "10", "2026-01-12", "s")}, "10.00 100.00 0.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBook(t, dollars())
			b.post(tt.list...)
			b.wantSums(month(2), tt.want)
		})
	}
}

// TestRefundDivided takes back of each part of a deferral, rounded as the part is.
func TestRefundDivided(t *testing.T) {
	d := dollars()
	d.Hold = payout.Hold{Days: 30}
	d.Deferral = []payout.Deferred{{Rate: rate("50%")}, {Months: 6, Rate: rate("50%")}}
	b := newBook(t, d)
	b.post(entry("e1", "0.05", "2026-01-10"), refund("r1", "-0.05", "2026-01-12", "e1"))
	for key, want := range map[string][2]string{
		"e1/1": {"0.03", "2026-02-09"}, "e1/2": {"0.02", "2026-08-09"}, "r1/1": {"-0.03", "2026-02-09"}, "r1/2": {"-0.02", "2026-08-09"},
	} {
		if item, ok := b.account.Item(key); !ok || !item.Amount.Equal(num(want[0])) || !item.Due.Equal(at(want[1])) {
			t.Errorf("Item(%s) = %s, due %s; want %s, due %s", key, item.Amount, item.Due, want[0], want[1])
		}
	}

	b = newBook(t, d)
	b.post(entry("s", "100", "2026-01-10"))
	b.wantSums(month(3), "50.00 50.00 0.00")
	b.post(refund("r", "-60", "2026-03-10", "s"))
	b.wantSums(month(4), "0.00 20.00 -30.00") // half of it was paid
	b.post(entry("zero", "0", "2026-03-11"))  // is not divided
	if _, ok := b.account.Item("zero"); !ok {
		t.Errorf("Post(0) = %s; want one item", stand(b.account.Items))
	}
	b.wantSums(month(9), "0.00 0.00 -10.00") // 50 - 60

	whole := newBook(t, dollars()) // the sale was not divided, nor is what takes it back
	whole.post(entry("s", "100", "2026-01-10"))
	whole.policy = b.policy
	whole.post(refund("r", "-60", "2026-01-12", "s"), entry("fee", "-10", "2026-01-12"))
	if got := stand(whole.account.Items); got != "s held, r held, fee held" {
		t.Errorf("Post = %s; want nothing divided", got)
	}
}

// TestDeferralKept keeps a part of what is earned back in each part of a deferral, and
// nothing of what is taken back.
func TestDeferralKept(t *testing.T) {
	d := dollars()
	d.Holdback = payout.Holdback{Rate: rate("10%")}
	d.Deferral = []payout.Deferred{{Rate: rate("50%")}, {Months: 6, Rate: rate("50%")}}
	b := newBook(t, d)
	b.post(entry("s", "100", "2026-01-10T12:00:00Z"), refund("r", "-40", "2026-01-12", "s"))
	for key, want := range map[string][3]string{
		"s/1": {"50", "5", "2026-01-10T12:00:00Z"}, "s/2": {"50", "5", "2026-07-10"},
		"r/1": {"-20", "0", "2026-01-12"}, "r/2": {"-20", "0", "2026-07-10"},
	} {
		item, ok := b.account.Item(key)
		if !ok || !item.Amount.Equal(num(want[0])) || !item.Withheld.Equal(num(want[1])) || !item.Due.Equal(at(want[2])) {
			t.Errorf("Item(%s) = %s, due %s; want %s", key, item, item.Due, want)
		}
	}
	b.wantSums(month(2), "25.00 35.00 0.00")
	b.wantSums(month(8), "25.00 10.00 0.00")

	d.Hold = payout.Hold{Manual: true}
	b = newBook(t, d)
	b.post(entry("s", "100", "2026-01-10"))
	for item := range b.account.Items.All() {
		if item.State != payout.StateAccrued || !item.Due.IsZero() {
			t.Errorf("Post = %s, due %s; want each part to be approved", item, item.Due)
		}
	}
}

// TestRefundFinal settles with a partner who left: a sale under review keeps what takes
// it back.
func TestRefundFinal(t *testing.T) {
	d := dollars()
	d.Final, d.Debt = payout.FinalAll, payout.Debt{Floor: true}
	late := entry("late", "7", "2026-01-10")
	late.Due = at("2026-09-01")
	b := newBook(t, d)
	b.post(entry("s", "100", "2026-01-10"), refund("r", "-100", "2026-01-12", "s"), late)
	b.keep(b.policy.Block(b.account, "s", "a question"))
	b.keep(b.policy.End(b.account, at("2026-01-20")))
	b.wantSums(month(2), "7.00 0.00 0.00")
	if got := stand(b.account.Items); got != "s blocked, r held" {
		t.Errorf("Settle leaves %s; want both", got)
	}
}

// TestStoredDue pays an item that a store says is due.
func TestStoredDue(t *testing.T) {
	b := newBook(t, dollars())
	b.post(entry("a", "10", "2026-01-10"))
	first(func(i *payout.Item) { i.State = payout.StateDue })(&b.account)
	b.wantSums(month(2), "10.00 0.00 0.00")
}

// TestConversionCarried has a loss at another rate than the gain: there is nothing to
// transfer, whatever the balance, until there is.
func TestConversionCarried(t *testing.T) {
	d := payout.Definition{Currency: "USD", PayIn: payout.Conversion{Currency: "EUR", AtPost: true}}
	for _, final := range []payout.Final{payout.FinalDue, payout.FinalForfeit} {
		d.Final = final
		b := newBook(t, d)
		b.policy = b.policy.At(num("1"))
		b.post(entry("a", "100", "2026-01-10"))
		b.policy = b.policy.At(num("2"))
		b.post(refund("r", "-90", "2026-01-12", "paid")) // -180 EUR
		if final == payout.FinalForfeit {
			b.keep(b.policy.End(b.account, at("2026-01-20")))
		}
		b.wantSums(month(2), "0.00 0.00 10.00")
		b.post(entry("b", "40", "2026-02-10")) // 80 EUR: 0 in all
		b.wantSums(month(3), "0.00 0.00 50.00")
		b.post(entry("c", "1", "2026-03-10"))
		got := b.wantSums(month(4), "51.00 0.00 0.00")
		if !got.Transfer.Amount.Equal(num("2")) {
			t.Errorf("Settle = %s; want 2.00 EUR", got)
		}
	}
	b := newBook(t, d)
	b.policy = b.policy.At(num("1"))
	b.post(entry("a", "100", "2026-01-10"))
	_, _, err := b.policy.Settle(b.account, at(month(2)), payout.Charge{Name: "fee", Amount: num("101")})
	roomtest.CheckFaults(t, "Settle(a charge of more)", err, "charges: out_of_range")
}
