package payout_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

func TestPostFaults(t *testing.T) {
	tests := []struct {
		name   string
		change func(e *commission.Entry)
		want   []string
	}{
		{"good", func(*commission.Entry) {}, nil},
		{"currency", func(e *commission.Entry) { e.Currency = "EUR" }, []string{"currency: currency_mismatch"}},
		{"no currency", func(e *commission.Entry) { e.Currency = "" }, []string{"currency: currency_mismatch"}},
		{"medium", func(e *commission.Entry) { e.Medium = commission.InKind }, []string{"medium: contradiction"}},
		{"partner", func(e *commission.Entry) { e.Partner = "bob" }, []string{"partner: contradiction"}},
		{"plan", func(e *commission.Entry) { e.Plan = "q" }, []string{"plan: contradiction"}},
		{"decimals", func(e *commission.Entry) { e.Amount = num("0.001") }, []string{"amount: out_of_range"}},
		{"no instant", func(e *commission.Entry) { e.At, e.Due = time.Time{}, time.Time{} }, []string{"at: missing", "due: missing"}},
		{"no key", func(e *commission.Entry) { e.Key = "" }, []string{"key: missing"}},
		{"again", func(e *commission.Entry) { e.Key = "a" }, []string{"key: repeated"}},
		{"all at once", func(e *commission.Entry) { *e = commission.Entry{Medium: 1, Amount: num("0.001")} }, []string{
			"currency: currency_mismatch", "medium: contradiction", "partner: missing", "plan: missing", "amount: out_of_range", "at: missing", "due: missing", "key: missing",
		}},
	}
	for _, tt := range tests {
		for _, others := range []int{0, 40} { // looked for one by one, and by the order of the keys
			t.Run(fmt.Sprint(tt.name, " among ", others), func(t *testing.T) {
				b := newBook(t, dollars())
				b.post(entry("a", "10", "2026-01-10"))
				before := b.account
				list := make([]commission.Entry, 0, others+1)
				for i := range others {
					list = append(list, entry(fmt.Sprint("other ", i), "1", "2026-01-10"))
				}
				e := entry("b", "20", "2026-01-11")
				tt.change(&e)
				after, err := b.policy.Post(before, append(list, e)...)
				roomtest.CheckFaults(t, "Post", err, tt.want...)
				if err != nil && !cmp.Equal(after, before) {
					t.Errorf("Post = another account and an error; want none")
				}
				if !cmp.Equal(before, b.account) {
					t.Errorf("the account that was given has changed")
				}
			})
		}
	}
	for name, n := range roomtest.Hostile() {
		b := newBook(t, dollars())
		e := entry("a", "1", "2026-01-10")
		e.Amount = n
		_, err := b.policy.Post(b.account, e)
		roomtest.CheckFaults(t, "Post("+name+")", err, "amount: out_of_range")
	}
	b := newBook(t, dollars())
	_, err := b.policy.Post(b.account, entry("a", "1", "2026-01-10"), entry("a", "1", "2026-01-10"))
	roomtest.CheckFaults(t, "Post(twice at once)", err, "key: repeated")
}

// TestHold has the ways to count a hold, and the partner's own.
func TestHold(t *testing.T) {
	tests := []struct {
		name        string
		hold, own   payout.Hold
		at, ownDue  string
		want        string // "" is by approval
		wantStateAt string
	}{
		{"the entry's own", payout.Hold{}, payout.Hold{}, "2026-01-10T12:00:00Z", "2026-02-09", "2026-02-09", "held"},
		{"days", payout.Hold{Days: 30}, payout.Hold{}, "2026-10-01T15:00:00Z", "2026-10-01", "2026-10-31", "held"},
		{"hours", payout.Hold{Hours: 720}, payout.Hold{}, "2026-10-01T15:00:00Z", "2026-10-01", "2026-10-31T15:00:00Z", "held"},
		{"at once", payout.Hold{Now: true}, payout.Hold{}, "2026-10-01T15:00:00Z", "2026-12-01", "2026-10-01T15:00:00Z", "held"},
		{"by hand", payout.Hold{Manual: true}, payout.Hold{}, "2026-01-10T12:00:00Z", "2026-01-10", "", "accrued"},
		{"the partner's", payout.Hold{Hours: 720}, payout.Hold{Hours: 14 * 24}, "2026-01-10T12:00:00Z", "2026-01-10", "2026-01-24T12:00:00Z", "held"},
		{"the partner's, at once", payout.Hold{Days: 30}, payout.Hold{Now: true}, "2026-01-10T12:00:00Z", "2026-01-10", "2026-01-10T12:00:00Z", "held"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := dollars()
			d.Hold = tt.hold
			b := newBook(t, d)
			b.account.Hold = tt.own
			e := entry("a", "10", tt.at)
			e.Due = at(tt.ownDue)
			b.post(e)
			item, ok := b.account.Item("a")
			if !ok || tt.want == "" && !item.Due.IsZero() || tt.want != "" && !item.Due.Equal(at(tt.want)) || item.State.String() != tt.wantStateAt {
				t.Errorf("Post = due %s, %s; want %s, %s", item.Due, item.State, tt.want, tt.wantStateAt)
			}
		})
	}
	d := dollars()
	d.Hold = payout.Hold{Days: 1}
	b := newBook(t, d)
	b.policy = b.policy.In(zone(t, "Europe/Madrid"))
	b.post(entry("a", "10", "2026-01-10T23:30:00Z"))
	if item, _ := b.account.Item("a"); !item.Due.Equal(at("2026-01-11T23:00:00Z")) {
		t.Errorf("Post = due %s; want the first instant of 12 January in Madrid", item.Due)
	}
}

// TestHoldRefund takes back in a hold: neither is paid before it ends.
func TestHoldRefund(t *testing.T) {
	d := dollars()
	d.Hold = payout.Hold{Hours: 720}
	b := newBook(t, d)
	refund := entry("r", "-4", "2026-01-12T10:00:00Z")
	refund.Corrects = "s"
	b.post(entry("s", "10", "2026-01-10T12:00:00Z"), refund)
	b.wantSums("2026-02-09T12:00:00Z", "0.00 6.00 0.00")
	b.wantSums("2026-02-09T12:00:01Z", "6.00 0.00 0.00")
	late := entry("r2", "-1", "2026-03-01T10:00:00Z")
	late.Corrects = "s" // paid already
	b.post(late)
	b.wantSums("2026-03-02", "0.00 0.00 -1.00")
}

// TestHoldRefundPlan takes back at the policy's hold, whatever that of the plan is: the
// plan holds for 60 days, and the policy for 7.
func TestHoldRefundPlan(t *testing.T) {
	d := dollars()
	d.Hold = payout.Hold{Days: 7}
	planned := func(key, amount, day, corrects, due string) commission.Entry {
		e := entry(key, amount, day)
		e.Corrects, e.Due = corrects, at(due)
		return e
	}
	b := newBook(t, d)
	b.post(planned("s", "100", "2026-01-05", "", "2026-03-06"))
	b.wantSums("2026-01-20", "100.00 0.00 0.00")
	b.post(planned("r", "-100", "2026-01-21", "s", "2026-03-06"), planned("s2", "100", "2026-01-21", "", "2026-03-22"))
	b.wantSums(month(2), "0.00 0.00 0.00")

	b = newBook(t, d) // with its sale, which is held until 12 January
	b.post(planned("s", "100", "2026-01-05", "", "2026-03-06"), planned("r", "-40", "2026-01-06", "s", "2026-03-06"))
	if item, _ := b.account.Item("r"); !item.Due.Equal(at("2026-01-12")) {
		t.Errorf("Post(a refund in the hold) = due %s; want with its sale", item.Due)
	}
}

// TestPostDays has entries that would be due, or released, after the last day of the
// calendar.
func TestPostDays(t *testing.T) {
	monthly := func(d payout.Definition) payout.Definition {
		d.Every = payout.EveryMonth
		return d
	}
	tests := []struct {
		name, day string
		change    func(d *payout.Definition)
		want      []string
	}{
		{"the last day", "9999-12-31", func(d *payout.Definition) { d.Hold.Now = true }, nil},
		{"days to the last one", "9999-12-30", func(d *payout.Definition) { d.Hold.Days = 1 }, nil},
		{"days", "9999-12-30", func(d *payout.Definition) { d.Hold.Days = 2 }, []string{"due: out_of_range"}},
		{"ten years", "9999-12-30", func(d *payout.Definition) { d.Hold.Days = 3650 }, []string{"due: out_of_range"}},
		{"hours to the last one", "9999-12-30", func(d *payout.Definition) { d.Hold.Hours = 47 }, nil},
		{"hours", "9999-12-30", func(d *payout.Definition) { d.Hold.Hours = 48 }, []string{"due: out_of_range"}},
		{"a deferral", "9999-12-01", func(d *payout.Definition) {
			d.Deferral = []payout.Deferred{{Rate: rate("50%")}, {Months: 1, Rate: rate("50%")}}
		}, []string{"due: out_of_range"}},
		{"a holdback by days", "9999-12-30", func(d *payout.Definition) { d.Holdback = payout.Holdback{Rate: rate("10%"), Days: 2} }, []string{"release: out_of_range"}},
		{"a holdback by settlements", "9999-11-30", func(d *payout.Definition) {
			*d = monthly(*d)
			d.Holdback = payout.Holdback{Rate: rate("10%"), Settlements: 2}
		}, []string{"release: out_of_range"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := dollars()
			tt.change(&d)
			b := newBook(t, d)
			account, err := b.policy.Post(b.account, entry("a", "10", tt.day))
			roomtest.CheckFaults(t, "Post", err, tt.want...)
			if err == nil {
				roomtest.Again(t, account)
			}
			b.post(entry("r", "-1", "9999-12-30")) // is not held
		})
	}
}

// TestConversion pins a rate of exchange when an entry is posted, or at a payout.
func TestConversion(t *testing.T) {
	d := payout.Definition{Currency: "EUR", PayIn: payout.Conversion{Currency: "USD", AtPost: true}}
	euros := func(key, amount, day, corrects string) commission.Entry {
		e := entry(key, amount, day)
		e.Currency, e.Corrects = "EUR", corrects
		return e
	}
	b := newBook(t, d)
	_, err := b.policy.Post(b.account, euros("a", "2500", "2026-01-10", ""))
	roomtest.CheckFaults(t, "Post(no rate)", err, "rate: missing")
	b.policy = b.policy.At(num("1.10"))
	b.post(euros("a", "2500", "2026-01-10", ""))
	b.policy = b.policy.At(num("1.20"))
	b.post(euros("r", "-2500", "2026-01-20", "a"), euros("b", "10", "2026-01-20", ""))
	got := b.wantSums(month(2), "10.00 0.00 0.00")
	if got.Transfer.Amount.String() != "12" || got.Transfer.Currency != "USD" || got.String() != "paid 10.00 EUR; held 0.00, carried 0.00; opening 0.00, earned 2510.00, adjusted -2500.00; transfer 12.00 USD" {
		t.Errorf("Settle = %s; want 12.00 USD: the reversal has the rate of its win", got)
	}
	var converted []string
	for i := range got.Items.All() {
		converted = append(converted, i.Converted.StringFixed(2))
	}
	if diff := cmp.Diff([]string{"2750.00", "-2750.00", "12.00"}, converted); diff != "" {
		t.Errorf("converted mismatch (-want +got):\n%s", diff)
	}
	b.post(euros("c", "-30", "2026-02-10", ""))
	b.keep(b.policy.WriteOff(b.account, payout.Move{Key: "w", Amount: num("30"), At: at("2026-02-20"), Reason: "a gift"}))
	if item, _ := b.account.Item("w"); !item.Converted.Equal(num("36")) || !item.Rate.Equal(num("1.20")) {
		t.Errorf("WriteOff = %s at %s; want 36 USD at the rate of the day", item.Converted, item.Rate)
	}
	whole := payout.Item{Key: "d", Amount: num("10"), At: at("2026-02-10"), Due: at("2026-02-10"), State: payout.StateHeld, Rate: num("1"), Converted: num("10")}
	paid, _, err := b.policy.Settle(payout.Account{Partner: "ana", Plan: "p", Currency: "EUR", Opening: num("10"), Items: payout.ItemsOf(whole)}, at(month(3)))
	if err != nil || paid.Transfer.Gross.StringFixed(2) != "10.00" || paid.Transfer.Gross.Exponent() != -2 {
		t.Errorf("Settle = %s, %v; want the cents of the transfer shown", paid, err)
	}

	d.PayIn.AtPost = false
	b = newBook(t, d)
	b.post(euros("a", "100.01", "2026-01-10", ""))
	_, _, err = b.policy.Settle(b.account, at(month(2)))
	roomtest.CheckFaults(t, "Settle(no rate)", err, "rate: missing")
	b.policy = b.policy.At(num("1.0856"))
	if got := b.settle(month(2)); !got.Transfer.Amount.Equal(num("108.57")) || !got.Transfer.Rate.Equal(num("1.0856")) {
		t.Errorf("Settle = %s; want 108.57 USD", got)
	}
	for name, n := range roomtest.Hostile() {
		b := newBook(t, d)
		b.post(euros("a", "100.01", "2026-01-10", ""))
		if _, _, err := b.policy.At(n).Settle(b.account, at(month(2))); len(alianza.Faults(err)) != 1 {
			t.Errorf("Settle(at %s) = %v; want one fault", name, err)
		}
	}
}

// TestDeferral divides what is earned over years.
func TestDeferral(t *testing.T) {
	d := payout.Definition{Currency: "KRW"}
	for m := range 8 {
		part := payout.Deferred{Months: 12 * m, Rate: rate("10%")}
		if m == 0 {
			part.Rate = rate("30%")
		}
		d.Deferral = append(d.Deferral, part)
	}
	b := newBook(t, d)
	e := entry("e", "1890000", "2029-02-01")
	e.Currency = "KRW"
	b.post(e)
	var amounts, dues []string
	for i := range b.account.Items.All() {
		amounts, dues = append(amounts, i.Amount.String()), append(dues, i.Due.UTC().Format("2006-01"))
	}
	if diff := cmp.Diff([]string{"567000", "189000", "189000", "189000", "189000", "189000", "189000", "189000"}, amounts); diff != "" {
		t.Errorf("amounts mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"2029-02", "2030-02", "2031-02", "2032-02", "2033-02", "2034-02", "2035-02", "2036-02"}, dues); diff != "" {
		t.Errorf("dues mismatch (-want +got):\n%s", diff)
	}
	_, err := b.policy.Post(b.account, e)
	roomtest.CheckFaults(t, "Post(again)", err, "key: repeated")
	b.wantSums("2029-03-01", "567000 1323000 0")
	_, err = b.policy.Post(b.account, e) // its first part was paid
	roomtest.CheckFaults(t, "Post(again, later)", err, "key: repeated")

	thirds := dollars()
	thirds.Deferral = []payout.Deferred{{Rate: rate("33.3333333333%")}, {Months: 1, Rate: rate("33.3333333333%")}, {Months: 2, Rate: rate("33.3333333334%")}}
	b = newBook(t, thirds)
	b.post(entry("e", "100", "2026-01-31"))
	b.wantSums("2026-02-01", "33.33 66.67 0.00")
	b.wantSums("2026-03-01", "33.34 33.33 0.00")
	b.wantSums("2026-04-01", "33.33 0.00 0.00")
}

// TestPostLinear posts many entries, with days that fall, and merges.
func TestPostLinear(t *testing.T) {
	const n = 20_000
	policy := policyOf(t, dollars())
	parts := make([]payout.Account, 2)
	for i := range parts {
		list := make([]commission.Entry, n)
		for j := range list {
			list[j] = entry(fmt.Sprint(i, "/", j), "1", "2026-06-01")
			list[j].Due = at("2026-06-01").Add(-time.Duration(2*j+i) * time.Minute)
		}
		var err error
		if parts[i], err = policy.Post(payout.Account{}, list...); err != nil {
			t.Fatal(err)
		}
	}
	both, err := policy.Merge(parts[0], parts[1])
	if err != nil || !both.Balance().Equal(decimal.NewFromInt(2*n)) {
		t.Fatalf("Merge = %s, %v; want %d", both.Balance(), err, 2*n)
	}
	paid, _, err := policy.Settle(both, at("2026-06-02"))
	if err != nil || !paid.Paid.Equal(decimal.NewFromInt(2*n)) || len(paid.Keys()) != 2*n {
		t.Errorf("Settle = %s, %v; want %d", paid, err, 2*n)
	}
}
