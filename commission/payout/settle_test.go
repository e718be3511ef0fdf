package payout_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

func month(n int) string { return fmt.Sprintf("2026-%02d-01", n) }

// TestSettleMinimum_C34 carries what is below the minimum, and negative balances.
func TestSettleMinimum_C34(t *testing.T) {
	tests := []struct {
		name    string
		minimum string
		months  []string // what is earned
		want    []string // paid, held, carried
	}{
		{"V-PAY-1", "50.00", []string{"30.00", "20.00", "49.99"}, []string{"0.00 0.00 30.00", "50.00 0.00 0.00", "0.00 0.00 49.99"}},
		{"V-PAY-2", "50.00", []string{"-20.00", "60.00", "10.00"}, []string{"0.00 0.00 -20.00", "0.00 0.00 40.00", "50.00 0.00 0.00"}},
		{"V-PAY-3", "0", []string{"0", "-0.01", "0.02"}, []string{"0.00 0.00 0.00", "0.00 0.00 -0.01", "0.01 0.00 0.00"}},
		{"four times 14.70", "50", []string{"14.70", "14.70", "14.70", "14.70"}, []string{"0.00 0.00 14.70", "0.00 0.00 29.40", "0.00 0.00 44.10", "58.80 0.00 0.00"}},
		{"a cent short of 100", "100", []string{"99.99", "0.01"}, []string{"0.00 0.00 99.99", "100.00 0.00 0.00"}},
		{"20, then 100 back, then 95", "0", []string{"20", "-100", "95"}, []string{"20.00 0.00 0.00", "0.00 0.00 -100.00", "0.00 0.00 -5.00"}},
		{"receivables are set off", "0", []string{"-600000", "-100000", "500000", "300000"}, []string{"0.00 0.00 -600000.00", "0.00 0.00 -700000.00", "0.00 0.00 -200000.00", "100000.00 0.00 0.00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := dollars()
			d.Minimum = num(tt.minimum)
			b := newBook(t, d)
			for i, amount := range tt.months {
				b.post(entry(fmt.Sprint("e", i), amount, fmt.Sprintf("2026-%02d-10", i+1)))
				b.wantSums(month(i+2), tt.want[i])
			}
		})
	}
}

// TestSettleStates names the entries that are paid, and says where the others
// stand.
func TestSettleStates(t *testing.T) {
	d := dollars()
	d.Minimum = num("100")
	b := newBook(t, d)
	late := entry("late", "500", "2026-01-20")
	late.Due = at("2026-03-15")
	b.post(entry("a", "60", "2026-01-10"), entry("b", "-20", "2026-01-11"), late)
	steps := []struct {
		until, states, text string
	}{
		{month(2), "a carried, b carried, late held", "paid 0.00 USD; held 500.00, carried 40.00; opening 0.00, earned 560.00, adjusted -20.00"},
		{month(3), "a carried, b carried, late held", "paid 0.00 USD; held 500.00, carried 40.00; opening 540.00, earned 0.00, adjusted 0.00"},
		{month(4), "a paid, b set_off, late paid", "paid 540.00 USD; held 0.00, carried 0.00; opening 540.00, earned 0.00, adjusted 0.00"},
		{month(5), "", "paid 0.00 USD; held 0.00, carried 0.00; opening 0.00, earned 0.00, adjusted 0.00"},
	}
	for _, tt := range steps {
		got := b.settle(tt.until)
		if b.all() != tt.states || got.String() != tt.text {
			t.Errorf("Settle(%s) = %s: %s; want %s: %s", tt.until, got, b.all(), tt.text, tt.states)
		}
	}
	paid := b.payouts[2]
	if diff := cmp.Diff([]string{"a", "b", "late"}, paid.Keys()); diff != "" || paid.Key != "p/ana/USD/1" || paid.State != payout.StatePaid {
		t.Errorf("the payout is %q, %s, of other entries (-want +got):\n%s", paid.Key, paid.State, diff)
	}
	b.post(entry("c", "100", "2026-05-10"), entry("d", "-100", "2026-05-11"))
	if got := b.settle(month(6)); states(got) != "c set_off, d set_off" || got.Key != "" || b.account.Items.Len() != 0 {
		t.Errorf("Settle(nothing in all) = %s: %s; want both set off", got, states(got))
	}
}

// TestSettleDue has the edge of the instant: exclusive, so that an entry is
// settled from its day on.
func TestSettleDue(t *testing.T) {
	for until, want := range map[string]string{
		"2025-07-29T23:59:59Z":           "0.00 1000.00 0.00",
		"2025-07-30T00:00:00Z":           "0.00 1000.00 0.00",
		"2025-07-30T00:00:00.000000001Z": "1000.00 0.00 0.00",
		"2025-07-31T00:00:00Z":           "1000.00 0.00 0.00",
	} {
		b := newBook(t, dollars())
		b.post(entry("a", "1000", "2025-07-30"))
		b.wantSums(until, want)
	}
}

// TestSettleRepeat settles an account again: nothing was changed in place.
func TestSettleRepeat(t *testing.T) {
	b := newBook(t, dollars())
	late, later := entry("b", "100", "2026-02-15"), entry("c", "7", "2026-03-15")
	b.post(entry("a", "10", "2026-01-15"), late, later)
	before := b.account
	first := b.settle("2026-02-20")
	b.account = before
	b.post(entry("lost", "5", "2026-01-01")) // dropped
	b.account = before
	if again := b.settle("2026-02-20"); !cmp.Equal(first, again) || sums(again) != "110.00 7.00 0.00" {
		t.Errorf("Settle again = %s; want %s", again, first)
	}
}

// first returns a change of the first item.
func first(change func(i *payout.Item)) func(a *payout.Account) {
	return func(a *payout.Account) {
		list := slices.Collect(a.Items.All())
		change(&list[0])
		a.Items = payout.ItemsOf(list...)
	}
}

func TestSettleFaults(t *testing.T) {
	good := func() payout.Account {
		b := newBook(t, dollars())
		b.post(entry("a", "10", "2026-01-10"), entry("b", "20", "2026-01-10"))
		return b.account
	}
	tests := []struct {
		name   string
		change func(a *payout.Account)
		want   []string
	}{
		{"good", func(*payout.Account) {}, nil},
		{"currency", func(a *payout.Account) { a.Currency = "EUR" }, []string{"account.currency: currency_mismatch"}},
		{"medium", func(a *payout.Account) { a.Medium = commission.Credit }, []string{"account.medium: contradiction"}},
		{"hold", func(a *payout.Account) { a.Hold = payout.Hold{Days: 3, Now: true} }, []string{"account.hold: contradiction"}},
		{"opening", func(a *payout.Account) { a.Opening = num("1") }, []string{"account.opening: contradiction"}},
		{"earned", func(a *payout.Account) { a.Earned = num("30.001") }, []string{"account.earned: out_of_range"}},
		{"payouts", func(a *payout.Account) { a.Payouts = -1 }, []string{"account.payouts: negative"}},
		{"no key", first(func(i *payout.Item) { i.Key = "" }), []string{"account.items[0].key: missing"}},
		{"a key twice", first(func(i *payout.Item) { i.Key = "b" }), []string{"account.items[1].key: duplicate"}},
		{"amount", first(func(i *payout.Item) { i.Amount = num("9") }), []string{"account.opening: contradiction"}},
		{"no instant", first(func(i *payout.Item) { i.At = time.Time{} }), []string{"account.items[0].at: missing"}},
		{"not due", first(func(i *payout.Item) { i.Due = time.Time{} }), []string{"account.items[0].due: missing"}},
		{"paid", first(func(i *payout.Item) { i.State = payout.StatePaid }), []string{"account.items[0].state: contradiction"}},
		{"no state", first(func(i *payout.Item) { i.State = 0 }), []string{"account.items[0].state: contradiction"}},
		{"withheld", first(func(i *payout.Item) { i.Withheld = num("-1") }), []string{"account.items[0].withheld: contradiction"}},
		{"reserve", func(a *payout.Account) { a.Reserve = []payout.Tranche{{Amount: num("0")}} }, []string{"account.reserve[0].amount: out_of_range"}},
		{"waiting", func(a *payout.Account) { a.Waiting = []payout.Payout{{Paid: num("0.001")}} }, []string{"account.waiting[0].paid: out_of_range"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := good()
			tt.change(&a)
			policy := policyOf(t, dollars())
			paid, after, err := policy.Settle(a, at(month(2)))
			roomtest.CheckFaults(t, "Settle", err, tt.want...)
			if err != nil && (!paid.Paid.IsZero() || !cmp.Equal(after, a)) {
				t.Errorf("Settle = %s, another account and an error; want nothing", paid)
			}
			_, err = policy.Merge(a, payout.Account{})
			roomtest.CheckFaults(t, "Merge", err, tt.want...)
		})
	}
	for name, n := range roomtest.Hostile() {
		a := good()
		a.Items = payout.ItemsOf(payout.Item{Key: "a", Amount: n}, payout.Item{Key: "b", Amount: num("20"), Withheld: n})
		a.Opening, a.Advanced, a.Earned = n, n, n
		a.Reserve = []payout.Tranche{{Amount: n}}
		a.Waiting = []payout.Payout{{Paid: n, Items: payout.ItemsOf(payout.Item{Amount: n})}}
		spoiled := payout.Payout{Paid: n, Reversals: []payout.Move{{Amount: n}}, Transfer: payout.Transfer{Gross: n, Charges: []payout.Charge{{Amount: n, OnTop: true}}}}
		if !a.Balance().Equal(num("20")) || !spoiled.Left().IsZero() || !spoiled.Transfer.Cost().IsZero() || len(spoiled.String()) > 2000 {
			t.Errorf("the sums of %s are %s, %s, %s; want 20 of the other item, 0, 0", name, a.Balance(), spoiled.Left(), spoiled.Transfer.Cost())
		}
		policy := policyOf(t, dollars())
		for call, do := range map[string]func() error{
			"Settle": func() error { _, _, err := policy.Settle(a, at(month(2))); return err },
			"Merge":  func() error { _, err := policy.Merge(a, a); return err },
			"Post":   func() error { _, err := policy.Post(a, entry("c", "1", month(1))); return err },
			"WriteOff": func() error {
				_, err := policy.WriteOff(a, payout.Move{Key: "k", Amount: n, At: at(month(1)), Reason: "r"})
				return err
			},
			"ReleaseReserve": func() error { _, err := policy.ReleaseReserve(a, n, at(month(1))); return err },
		} {
			if err := do(); len(alianza.Faults(err)) == 0 || len(err.Error()) > 3000 {
				t.Errorf("%s(%s) = %v; want faults", call, name, err)
			}
		}
	}
	policy := policyOf(t, dollars())
	_, _, err := policy.Settle(good(), time.Time{})
	roomtest.CheckFaults(t, "Settle(no instant)", err, "until: missing")
	_, _, err = payout.Policy{}.Settle(good(), at(month(2)))
	roomtest.CheckUnchecked(t, "Settle", err)
	_, err = payout.Policy{}.Post(good())
	roomtest.CheckUnchecked(t, "Post", err)
	_, err = payout.Policy{}.Merge(good(), good())
	roomtest.CheckUnchecked(t, "Merge", err)
}

// TestSettleBounds posts so much that the sum cannot be written.
func TestSettleBounds(t *testing.T) {
	most := "99999999999999999999999999999999.99"
	b := newBook(t, dollars())
	b.post(entry("a", most, "2026-01-10"))
	_, err := b.policy.Post(b.account, entry("b", most, "2026-01-10"))
	roomtest.CheckFaults(t, "Post(twice the most)", err, "amount: out_of_range")
	held := entry("c", "-1", "2026-01-10")
	held.Due = at("2027-01-01")
	b.post(held)
	b.wantSums(month(2), most+" -1.00 0.00")

	b = newBook(t, dollars())
	later := entry("a", most, "2026-01-10")
	later.Due = at("2027-01-01")
	b.post(later)
	b.settle(month(2)) // the next period begins with as much as there can be
	_, err = b.policy.Post(b.account, entry("b", "0.01", "2026-02-10"))
	roomtest.CheckFaults(t, "Post(a cent more)", err, "amount: out_of_range")

	b = newBook(t, dollars())
	back, last := entry("b", "-"+most, "2026-01-10"), later
	b.post(later, back)
	b.wantSums(month(2), "0.00 "+most+" -"+most)
	last.Key = "c"
	b.post(last)
	_, _, err = b.policy.Settle(b.account, at(month(3)))
	roomtest.CheckFaults(t, "Settle(twice the most held)", err, "account.items: out_of_range")

	one := payout.Item{Key: "a", Amount: num(most), At: at("2026-01-10"), Due: at("2026-01-10"), State: payout.StateHeld}
	two := one
	two.Key = "b"
	twice := payout.Account{Partner: "ana", Plan: "p", Currency: "USD", Opening: num(most), Movements: payout.Movements{Earned: num(most)}, Items: payout.ItemsOf(one, two)}
	_, _, err = b.policy.Settle(twice, at(month(2)))
	roomtest.CheckFaults(t, "Settle(twice the most)", err, "account.items: out_of_range")
	_, err = b.policy.Merge(twice, payout.Account{})
	roomtest.CheckFaults(t, "Merge(twice the most)", err, "account.items: out_of_range")
}

// TestHoldback_C34 keeps a part back and releases it.
func TestHoldback_C34(t *testing.T) {
	days := dollars()
	days.Holdback = payout.Holdback{Rate: rate("10%"), Days: 180}
	for until, want := range map[string]string{
		"2025-02-01": "9000.00 1000.00 0.00",
		"2025-07-30": "9000.00 1000.00 0.00", // V-HOLD-1: day 179
		"2025-07-31": "10000.00 0.00 0.00",   // V-HOLD-2: day 180
	} {
		b := newBook(t, days)
		b.post(entry("a", "10000", "2025-01-31"))
		b.wantSums(until, want)
	}
	b := newBook(t, days)
	b.post(entry("a", "1.05", "2025-01-01"))
	b.wantSums("2025-01-03", "0.94 0.11 0.00") // V-HOLD-3
	b.post(entry("b", "2.00", "2025-01-05"))
	b.wantSums("2025-02-01", "1.80 0.31 0.00")
	b.wantSums("2025-06-30", "0.00 0.31 0.00")
	got := b.wantSums("2025-07-01", "0.11 0.20 0.00") // day 180 is 30 June
	if !got.Released.Equal(num("0.11")) || got.Key != "p/ana/USD/3" {
		t.Errorf("Settle = %s, %s; want 0.11 released", got, got.Key)
	}
}

// TestHoldbackPeriods releases by statements.
func TestHoldbackPeriods(t *testing.T) {
	tests := []struct {
		name, rate string
		periods    int
		earned     []string
		want       []string // paid and kept back
	}{
		{"royalties", "20%", 2, []string{"1000", "500", "600"}, []string{"800.00 200.00", "400.00 300.00", "680.00 220.00"}},
		{"released", "25%", 2, []string{"1000", "1000", ""}, []string{"750.00 250.00", "750.00 500.00", "250.00 250.00"}},
		{"until somebody releases it", "25%", 0, []string{"1000", ""}, []string{"750.00 250.00", "0.00 250.00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := dollars()
			d.Every, d.Holdback = payout.EveryMonth, payout.Holdback{Rate: rate(tt.rate), Settlements: tt.periods}
			b := newBook(t, d)
			for i, amount := range tt.earned {
				if amount != "" {
					b.post(entry(fmt.Sprint(i), amount, fmt.Sprintf("2026-%02d-10", i+1)))
				}
				b.wantSums(month(i+2), tt.want[i]+" 0.00")
			}
		})
	}
}

// TestHoldbackBelowMinimum carries what is released and below the minimum.
func TestHoldbackBelowMinimum(t *testing.T) {
	d := dollars()
	d.Every, d.Minimum, d.Holdback = payout.EveryMonth, num("50"), payout.Holdback{Rate: rate("10%"), Days: 60}
	b := newBook(t, d)
	b.post(entry("a", "100", "2026-03-02"))
	for _, tt := range []struct{ until, want, account string }{
		{"2026-04-01", "90.00 10.00 0.00", "ana: 10.00 USD; no items; 10.00 kept back"},
		{"2026-05-01", "0.00 10.00 0.00", "ana: 10.00 USD; no items; 10.00 kept back"}, // released on 1 May
		{"2026-06-01", "0.00 0.00 10.00", "ana: 10.00 USD; no items; 10.00 released"},
		{"2026-07-01", "0.00 0.00 10.00", "ana: 10.00 USD; no items; 10.00 released"},
	} {
		if b.wantSums(tt.until, tt.want); b.account.String() != tt.account {
			t.Errorf("Settle(%s) leaves %s; want %s", tt.until, b.account, tt.account)
		}
	}
	b.post(entry("b", "40", "2026-07-02")) // 46 with the 10, and 4 kept back until 31 August
	b.wantSums("2026-08-01", "0.00 0.00 50.00")
	b.post(entry("c", "5", "2026-08-03")) // 10 + 40 + 4.50
	b.wantSums("2026-09-01", "54.50 0.50 0.00")
}

// TestHoldbackLate counts the settlements from that which has the entry.
func TestHoldbackLate(t *testing.T) {
	d := dollars()
	d.Every, d.Holdback = payout.EveryMonth, payout.Holdback{Rate: rate("10%"), Settlements: 1}
	b := newBook(t, d)
	late := entry("a", "100", "2026-01-10")
	late.Due = at("2026-03-15")
	b.post(late)
	b.wantSums(month(4), "90.00 10.00 0.00")
	b.wantSums(month(5), "10.00 0.00 0.00")
}

// TestHoldbackCovers lets what is kept back bear a refund.
func TestHoldbackCovers(t *testing.T) {
	d := dollars()
	d.Holdback = payout.Holdback{Rate: rate("10%")}
	b := newBook(t, d)
	b.post(entry("a", "1000", "2026-01-10"))
	b.wantSums(month(2), "900.00 100.00 0.00")
	b.post(entry("b", "50", "2026-02-10"), entry("r", "-120", "2026-02-11"))
	got := b.wantSums(month(3), "0.00 30.00 0.00")
	if states(got) != "b set_off, r set_off" || b.account.Items.Len() != 0 {
		t.Errorf("Settle = %s; want both set off", states(got))
	}
	b.post(entry("s", "-50", "2026-03-11"))
	b.wantSums(month(4), "0.00 30.00 -50.00") // the rest does not reach
	b.post(entry("c", "100", "2026-04-11"))
	b.wantSums(month(5), "40.00 40.00 0.00")
	b.keep(b.policy.ReleaseReserve(b.account, num("40"), at("2026-05-02")))
	b.wantSums(month(6), "40.00 0.00 0.00")
}

// TestDraw pays at least an amount, and recovers.
func TestDraw(t *testing.T) {
	day := func(n int) alianza.Date { return roomtest.Date(month(n)) }
	tests := []struct {
		name   string
		draw   payout.Draw
		most   string
		earned []string
		want   []string // paid, and what is advanced
	}{
		{"recovered later", payout.Draw{Amount: num("1000"), RecoverFrom: day(4), Until: day(7)}, "", []string{"500", "700", "400"}, []string{"1000.00 500", "1000.00 800", "1000.00 1400"}},
		{"after its end", payout.Draw{Amount: num("1000"), Until: day(3)}, "", []string{"600", "700", "300", "500"}, []string{"1000.00 400", "1000.00 700", "0.00 400", "100.00 0"}},
		{"guarantee", payout.Draw{Amount: num("1000"), Guarantee: true}, "", []string{"600", "1400", "2000"}, []string{"1000.00 0", "1400.00 0", "2000.00 0"}},
		{"at most 150", payout.Draw{Amount: num("1000"), RecoverMost: num("150")}, "", []string{"600", "1600", "1600", "1600"}, []string{"1000.00 400", "1450.00 250", "1450.00 100", "1500.00 0"}},
		{"a refund", payout.Draw{Amount: num("1000")}, "", []string{"1000", "-300", "2000"}, []string{"1000.00 0", "1000.00 1300", "1000.00 300"}},
		{"2000 a month", payout.Draw{Amount: num("2000")}, "", []string{"2750", "3000", "1500", "2375", "3000", "2750"}, []string{"2750.00 0", "3000.00 0", "2000.00 500", "2000.00 125", "2875.00 0", "2750.00 0"}},
		{"a negative month", payout.Draw{Amount: num("250")}, "", []string{"100", "1200", "-20", "110", "50"}, []string{"250.00 150", "1050.00 0", "250.00 270", "250.00 410", "250.00 610"}},
		{"half of what is above", payout.Draw{Amount: num("1000"), Recovery: rate("50%")}, "", []string{"600", "1500", "1500"}, []string{"1000.00 400", "1250.00 150", "1350.00 0"}},
		{"from February", payout.Draw{Amount: num("100"), From: day(2)}, "", []string{"50", "50"}, []string{"50.00 0", "100.00 50"}},
		{"nothing earned", payout.Draw{Amount: num("100")}, "", []string{"", "150"}, []string{"100.00 100", "100.00 50"}},
		{"the excess later", payout.Draw{}, "5000", []string{"7000", "3000", "4500"}, []string{"5000.00 -2000", "5000.00 0", "4500.00 0"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := dollars()
			d.Every, d.Draw = payout.EveryMonth, tt.draw
			if tt.most != "" {
				d.Maximum = num(tt.most)
			}
			b := newBook(t, d)
			b.account.Partner, b.account.Plan = "ana", "p"
			for i, amount := range tt.earned {
				if amount != "" {
					b.post(entry(fmt.Sprint(i), amount, fmt.Sprintf("2026-%02d-10", i+1)))
				}
				got := b.settle(month(i + 2))
				if text := fmt.Sprint(got.Paid.StringFixed(2), " ", b.account.Advanced); text != tt.want[i] {
					t.Errorf("Settle(month %d) = %s (%s); want %s", i+1, text, got, tt.want[i])
				}
			}
		})
	}
}

// TestDrawPeriods pays a draw once for each period, in their order.
func TestDrawPeriods(t *testing.T) {
	d := dollars()
	d.Every, d.Draw = payout.EveryMonth, payout.Draw{Amount: num("100")}
	b := newBook(t, d)
	_, _, err := b.policy.Settle(b.account, at(month(2)))
	roomtest.CheckFaults(t, "Settle(nobody's)", err, "account.partner: missing", "account.plan: missing")
	b.account.Partner, b.account.Plan = "ana", "p"
	b.wantSums(month(2), "100.00 0.00 -100.00")
	b.wantSums(month(2), "0.00 0.00 -100.00") // once more
	_, _, err = b.policy.Settle(b.account, at(month(4)))
	roomtest.CheckFaults(t, "Settle(a month too far)", err, "until: contradiction")
	_, _, err = b.policy.Settle(b.account, at("2026-02-15"))
	roomtest.CheckFaults(t, "Settle(in the middle)", err, "until: out_of_range")
}

func TestExcessLost(t *testing.T) {
	d := dollars()
	d.Maximum, d.ExcessLost = num("100"), true
	b := newBook(t, d)
	b.post(entry("a", "130", "2026-01-10"))
	got := b.wantSums(month(2), "100.00 0.00 0.00")
	if !got.WrittenOff.Equal(num("-30")) {
		t.Errorf("Settle = %s; want 30.00 given up", got)
	}
}

// TestExcessAgain settles a period again: it had its maximum, and what is above it is
// for later periods.
func TestExcessAgain(t *testing.T) {
	d := dollars()
	d.Maximum = num("100")
	b := newBook(t, d)
	b.post(entry("a", "250", "2026-01-10"))
	b.wantSums(month(2), "100.00 0.00 150.00")
	b.wantSums(month(2), "0.00 0.00 150.00")
	b.wantSums(month(2), "0.00 0.00 150.00")
	b.post(entry("late", "-30", "2026-01-11"))
	b.wantSums(month(2), "0.00 0.00 120.00") // covered
	if b.account.Items.Len() != 0 {
		t.Errorf("Settle leaves %s; want the loss set off", stand(b.account.Items))
	}
	left := b.account
	b.wantSums(month(3), "100.00 0.00 20.00")
	b.wantSums(month(3), "0.00 0.00 20.00")
	b.wantSums(month(4), "20.00 0.00 0.00")

	b.account = left
	b.keep(b.policy.End(b.account, at("2026-01-31"))) // known too late
	b.wantSums(month(2), "120.00 0.00 0.00")
}

// TestEarlier refuses a settlement before the last one: that would pay entries of the
// last period again which come in again, by another key.
func TestEarlier(t *testing.T) {
	for _, every := range []payout.Every{0, payout.EveryMonth} {
		d := dollars()
		d.Every = every
		b := newBook(t, d)
		b.post(entry("a", "80", "2026-01-10"))
		b.wantSums(month(3), "80.00 0.00 0.00")
		_, same, err := b.policy.Settle(b.account, at(month(2)))
		roomtest.CheckFaults(t, "Settle(a month earlier)", err, "until: out_of_range")
		if diff := cmp.Diff(b.account, same); diff != "" {
			t.Errorf("Settle(a month earlier) mismatch (-want +got):\n%s", diff)
		}
		b.keep(b.policy.End(b.account, at("2026-01-20"))) // known too late
		_, _, err = b.policy.Settle(b.account, at(month(2)))
		roomtest.CheckFaults(t, "Settle(a month earlier, of who left)", err, "until: out_of_range")
	}
}

// TestMaximumAgain settles a period again, in which late entries take what is left of its
// maximum. What is above it is paid later, or lost; less than the minimum waits.
func TestMaximumAgain(t *testing.T) {
	tests := []struct {
		name  string
		set   func(*payout.Definition)
		late  []string
		want  []string // once for each late entry
		march string   // the sums of the next period
	}{
		{"within", nil, []string{"15", "5"}, []string{"15.00 0.00 0.00", "5.00 0.00 0.00"}, "0.00 0.00 0.00"},
		{"above", nil, []string{"50", "10"}, []string{"20.00 0.00 30.00", "0.00 0.00 40.00"}, "40.00 0.00 0.00"},
		{"above by two", nil, []string{"15", "15", "90"}, []string{"15.00 0.00 0.00", "5.00 0.00 10.00", "0.00 0.00 100.00"}, "100.00 0.00 0.00"},
		{"a loss gives nothing of it back", nil, []string{"20", "-30", "60"}, []string{"20.00 0.00 0.00", "0.00 0.00 -30.00", "0.00 0.00 30.00"}, "30.00 0.00 0.00"},
		{"lost", func(d *payout.Definition) { d.ExcessLost = true }, []string{"50", "10"}, []string{"20.00 0.00 0.00", "0.00 0.00 0.00"}, "0.00 0.00 0.00"},
		{"lost, below the minimum", func(d *payout.Definition) { d.Minimum, d.ExcessLost = num("30"), true }, []string{"50", "60"}, []string{"0.00 0.00 50.00", "0.00 0.00 110.00"}, "100.00 0.00 0.00"},
		{"below the minimum", func(d *payout.Definition) { d.Minimum = num("30") }, []string{"50", "60"}, []string{"0.00 0.00 50.00", "0.00 0.00 110.00"}, "100.00 0.00 10.00"},
		{"the minimum", func(d *payout.Definition) { d.Minimum = num("20") }, []string{"50"}, []string{"20.00 0.00 30.00"}, "30.00 0.00 0.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := dollars()
			d.Maximum = num("100")
			if tt.set != nil {
				tt.set(&d)
			}
			b := newBook(t, d)
			b.post(entry("a", "80", "2026-01-10"))
			b.wantSums(month(2), "80.00 0.00 0.00")
			for i, amount := range tt.late {
				b.post(entry(fmt.Sprint("late-", i), amount, "2026-01-20"))
				got := b.wantSums(month(2), tt.want[i])
				for item := range got.Items.All() {
					if lost := got.GivenUp.Equal(num("-10")); lost != (item.State == payout.StateWrittenOff) {
						t.Errorf("Settle = %s, %s", got, states(got))
					}
				}
			}
			b.wantSums(month(3), tt.march)
		})
	}
}

// TestMaximumFailed pays what failed beside the maximum of its own period, too: the rest
// of that is for late entries.
func TestMaximumFailed(t *testing.T) {
	d := confirmed()
	d.Maximum = num("100")
	b := newBook(t, d)
	b.post(entry("a", "80", "2026-01-10"))
	b.fail(b.wantSums(month(2), "80.00 0.00 0.00"), at("2026-02-04"))
	b.post(entry("late", "50", "2026-01-20"))
	b.wantSums(month(2), "100.00 0.00 30.00")
}

// TestExcessCarried settles a period again that paid nothing: what was carried stays so.
func TestExcessCarried(t *testing.T) {
	d := dollars()
	d.Minimum, d.Maximum = num("50"), num("100")
	b := newBook(t, d)
	b.post(entry("a", "160", "2026-01-10"))
	b.wantSums(month(2), "100.00 0.00 60.00")
	b.post(entry("r", "-20", "2026-02-10"))
	for range 2 {
		if b.wantSums(month(3), "0.00 0.00 40.00"); stand(b.account.Items) != "r carried" {
			t.Errorf("Settle leaves %s; want the loss carried", stand(b.account.Items))
		}
	}
	b.post(entry("b", "10", "2026-02-11")) // late: 50 in all, and nothing of the excess is paid
	b.wantSums(month(3), "0.00 0.00 50.00")
	b.wantSums(month(4), "50.00 0.00 0.00")
}

// TestExcessCovers takes a loss from what was kept above the maximum, then from what the
// holdback keeps.
func TestExcessCovers(t *testing.T) {
	for loss, want := range map[string]string{
		"-340": "10.00 50.00 0.00", "-350": "0.00 50.00 0.00", "-370": "0.00 30.00 0.00", "-400": "0.00 0.00 0.00", "-410": "0.00 50.00 -60.00",
	} {
		d := dollars()
		d.Maximum, d.Holdback = num("100"), payout.Holdback{Rate: rate("10%")}
		b := newBook(t, d)
		b.post(entry("a", "500", "2026-01-10"))
		b.wantSums(month(2), "100.00 50.00 350.00")
		b.post(entry("r", loss, "2026-02-10"))
		b.wantSums(month(3), want)
	}
}

// TestDebt bounds a negative balance.
func TestDebt(t *testing.T) {
	tests := []struct {
		name   string
		debt   payout.Debt
		earned []string
		want   []string
	}{
		{"carried", payout.Debt{}, []string{"-100", "30"}, []string{"0.00 0.00 -100.00", "0.00 0.00 -70.00"}},
		{"a floor", payout.Debt{Floor: true}, []string{"-100", "30"}, []string{"0.00 0.00 0.00", "30.00 0.00 0.00"}},
		{"at most 60", payout.Debt{Most: num("60")}, []string{"-100", "30", "40"}, []string{"0.00 0.00 -60.00", "0.00 0.00 -30.00", "10.00 0.00 0.00"}},
		{"59 days", payout.Debt{Days: 59}, []string{"-100", "30", "", "40"}, []string{"0.00 0.00 -100.00", "0.00 0.00 -70.00", "0.00 0.00 0.00", "40.00 0.00 0.00"}},
		{"no debt", payout.Debt{Most: num("1"), Days: 28}, []string{"0.05", "0.05", "0.05", "10"}, []string{"0.00 0.00 0.05", "0.00 0.00 0.10", "0.00 0.00 0.15", "10.15 0.00 0.00"}},
		{"a balance of more than a debt may be", payout.Debt{Most: num("1"), Days: 28}, []string{"5", "", "10"}, []string{"0.00 0.00 5.00", "0.00 0.00 5.00", "15.00 0.00 0.00"}},
		{"59 days, paid off before", payout.Debt{Days: 59}, []string{"-100", "100", "-50"}, []string{"0.00 0.00 -100.00", "0.00 0.00 0.00", "0.00 0.00 -50.00"}},
		{"59 days, set off before", payout.Debt{Most: num("1"), Days: 59}, []string{"-100", "6", "-50"}, []string{"0.00 0.00 -1.00", "0.00 0.00 5.00", "0.00 0.00 -1.00"}},
		{"60 days", payout.Debt{Days: 60}, []string{"-100", "30", "", "40"}, []string{"0.00 0.00 -100.00", "0.00 0.00 -70.00", "0.00 0.00 -70.00", "0.00 0.00 0.00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := dollars()
			d.Debt = tt.debt
			if tt.debt.Most.Equal(num("1")) {
				d.Minimum = num("10")
			}
			b := newBook(t, d)
			for i, amount := range tt.earned {
				if amount != "" {
					b.post(entry(fmt.Sprint(i), amount, fmt.Sprintf("2026-%02d-10", i+1)))
				}
				b.wantSums(month(i+2), tt.want[i])
			}
		})
	}
}

// TestFinal settles with a partner who leaves.
func TestFinal(t *testing.T) {
	tests := []struct {
		final payout.Final
		want  []string
	}{
		{payout.FinalDue, []string{"27.00 103.00 0.00", "90.00 13.00 0.00"}},
		{payout.FinalAll, []string{"130.00 0.00 0.00", "0.00 0.00 0.00"}},
		{payout.FinalForfeit, []string{"0.00 100.00 30.00", "117.00 13.00 0.00"}}, // 130 in all, less 10% of both
	}
	for _, tt := range tests {
		t.Run(tt.final.String(), func(t *testing.T) {
			d := dollars()
			d.Every, d.Minimum, d.Final, d.Holdback = payout.EveryMonth, num("50"), tt.final, payout.Holdback{Rate: rate("10%")}
			b := newBook(t, d)
			late := entry("b", "100", "2026-01-20")
			late.Due = at("2026-02-20")
			b.post(entry("a", "30", "2026-01-10"), late)
			b.keep(b.policy.End(b.account, at("2026-01-31T12:00:00Z")))
			b.wantSums("2026-01-31T12:00:01Z", tt.want[0]) // no end of a month
			b.wantSums("2026-02-21", tt.want[1])
			_, err := b.policy.End(b.account, at("2026-03-01"))
			roomtest.CheckFaults(t, "End(again)", err, "at: duplicate")
		})
	}
}

// TestPlans keeps the accounts of two plans apart, if they are not declared to be
// set off.
func TestPlans(t *testing.T) {
	other := entry("b", "-40", "2026-01-11")
	other.Plan = "q"
	b := newBook(t, dollars())
	b.post(entry("a", "100", "2026-01-10"))
	_, err := b.policy.Post(b.account, other)
	roomtest.CheckFaults(t, "Post(another plan)", err, "plan: contradiction")

	d := dollars()
	d.AcrossPlans = true
	b = newBook(t, d)
	b.post(entry("a", "100", "2026-01-10"), other)
	if got := b.wantSums(month(2), "60.00 0.00 0.00"); got.Key != "*/ana/USD/1" {
		t.Errorf("Key = %s; want one for all plans", got.Key)
	}
}

// TestWrittenOffStates tells what is given up from what is set off against it.
func TestWrittenOffStates(t *testing.T) {
	debt, forfeit := dollars(), dollars()
	debt.Debt = payout.Debt{Floor: true}
	forfeit.Minimum, forfeit.Final = num("50"), payout.FinalForfeit
	for want, d := range map[string]payout.Definition{"a set_off, b written_off": debt, "a written_off, b set_off": forfeit} {
		b := newBook(t, d)
		b.post(entry("a", "30", "2026-01-10"), entry("b", "-100", "2026-01-11"))
		if d.Final == payout.FinalForfeit {
			b.post(entry("c", "80", "2026-01-12"))
			b.keep(b.policy.End(b.account, at("2026-01-20")))
			want = "a written_off, b set_off, c written_off"
		}
		got := b.wantSums(month(2), "0.00 0.00 0.00")
		if states(got) != want || got.Key != "" || got.GivenUp.Add(got.Earned).Add(got.Adjusted).Sign() != 0 {
			t.Errorf("Settle = %s: %s; want %s", got, states(got), want)
		}
	}
}

// TestSettleAllocations holds what the month of a partner allocates: posted and
// settled, it is some thirty pieces of memory, whatever the number of entries.
func TestSettleAllocations(t *testing.T) {
	policy, until := policyOf(t, dollars()), at(month(2))
	for _, n := range []int{10, 20} {
		var list []commission.Entry
		for i := range n {
			list = append(list, programEntry("partner", i))
		}
		allocs := testing.AllocsPerRun(20, func() {
			account, err := policy.Post(payout.Account{}, list...)
			if err == nil {
				_, _, err = policy.Settle(account, until)
			}
			if err != nil {
				t.Fatal(err)
			}
		})
		if allocs > 40 {
			t.Errorf("a month of %d entries makes %v allocations; want at most 40", n, allocs)
		}
	}
}

// TestDrawOwner asks for the plan of a draw before the first entry: two plans would give
// their payouts the same key.
func TestDrawOwner(t *testing.T) {
	d := dollars()
	d.Every, d.Draw = payout.EveryMonth, payout.Draw{Amount: num("100")}
	policy := policyOf(t, d)
	_, _, err := policy.Settle(payout.Account{Partner: "ana"}, at(month(2)))
	roomtest.CheckFaults(t, "Settle(no plan)", err, "account.plan: missing")
	_, _, err = policy.Settle(payout.Account{Plan: "p"}, at(month(2)))
	roomtest.CheckFaults(t, "Settle(no partner)", err, "account.partner: missing")
	d.Draw.Guarantee = true // nothing is left in the account
	_, _, err = policyOf(t, d).Settle(payout.Account{Partner: "ana"}, at(month(2)))
	roomtest.CheckFaults(t, "Settle(a guarantee, no plan)", err, "account.plan: missing")
	d.AcrossPlans, d.Draw.Guarantee = true, false
	paid, _, err := policyOf(t, d).Settle(payout.Account{Partner: "ana"}, at(month(2)))
	if roomtest.CheckFaults(t, "Settle(of several plans)", err); paid.Key != "*/ana/USD/1" {
		t.Errorf("Key = %s; want that of all plans", paid.Key)
	}
}

// TestDrawAgain settles a period twice. It pays what is earned in it, or the draw if that
// is more: 100.
func TestDrawAgain(t *testing.T) {
	for _, tt := range []struct {
		name             string
		first, late      string // earned
		wantPaid         string // when it is settled again
		wantAdvance      string // what the draw or the guarantee added to the two
		wantNext, wantIf string // in February with 150 earned, after a draw and after a guarantee
	}{
		{"less than the draw in all", "0.01", "80", "0.00", "19.99", "130.01", "150.00"}, // of 50 above the draw, 19.99 recover
		{"more than the draw in all", "0.01", "120", "20.01", "0", "150.00", "150.00"},
		{"more than the draw at first", "120", "80", "80.00", "0", "150.00", "150.00"},
		{"a loss at first", "-50", "80", "0.00", "70", "100.00", "150.00"}, // 150 were added, and 70 are left
	} {
		for _, guarantee := range []bool{false, true} {
			for _, fails := range []bool{false, true} {
				t.Run(fmt.Sprint(tt.name, ", guarantee ", guarantee, ", fails ", fails), func(t *testing.T) {
					d := confirmed()
					d.Every, d.Draw = payout.EveryMonth, payout.Draw{Amount: num("100"), Guarantee: guarantee}
					b := newBook(t, d)
					b.post(entry("a", tt.first, "2026-01-05"))
					first := b.settle(month(2))
					if fails {
						b.fail(first, at("2026-02-02"))
						again := b.settle(month(2))
						if !again.Paid.Equal(first.Paid) {
							t.Errorf("Settle(after a failure) = %s; want %s", again, first)
						}
						first = again
					}
					b.confirm(first)
					b.post(entry("b", tt.late, "2026-01-06"))
					got := b.settle(month(2))
					added := b.account.Advanced
					if guarantee {
						added = num("0")
						for _, p := range b.payouts {
							added = added.Add(p.Guaranteed)
						}
					}
					if got.Paid.StringFixed(2) != tt.wantPaid || !added.Equal(num(tt.wantAdvance)) {
						t.Errorf("Settle(again) = %s, %s added; want %s, %s added", got, added, tt.wantPaid, tt.wantAdvance)
					}
					if got.Key != "" {
						b.confirm(got)
					}
					b.post(entry("c", "150", "2026-02-05"))
					want := tt.wantNext
					if guarantee {
						want = tt.wantIf
					}
					if next := b.settle(month(3)); next.Paid.StringFixed(2) != want {
						t.Errorf("Settle(next) = %s; want %s", next, want)
					}
				})
			}
		}
	}
}

// TestForfeitNothingHeld forfeits what is below the minimum when nothing more can come,
// and never what was paid before and came back.
func TestForfeitNothingHeld(t *testing.T) {
	d := dollars()
	d.Minimum, d.Final = num("50"), payout.FinalForfeit
	later := entry("b", "40", "2026-01-06")
	later.Due = at("2026-02-10")

	b := newBook(t, d)
	b.post(entry("a", "40", "2026-01-05"), later)
	b.keep(b.policy.End(b.account, at("2026-01-10")))
	b.wantSums(month(2), "0.00 40.00 40.00")
	b.wantSums(month(3), "80.00 0.00 0.00") // 80 is no less than 50

	b = newBook(t, d)
	b.post(entry("a", "40", "2026-01-05"), later)
	b.keep(b.policy.Block(b.account, "b", "a question"))
	b.keep(b.policy.End(b.account, at("2026-01-10")))
	b.wantSums(month(3), "0.00 40.00 40.00")
	taken := entry("c", "-40", "2026-03-02")
	taken.Corrects = "b"
	b.post(taken)
	b.keep(b.policy.Release(b.account, "b"))
	if got := b.wantSums(month(4), "0.00 0.00 0.00"); !got.GivenUp.Equal(num("-40")) {
		t.Errorf("Settle = %s; want 40 forfeited", got)
	}

	d.Holdback = payout.Holdback{Rate: rate("50%"), Days: 90}
	b = newBook(t, d)
	b.post(entry("a", "60", "2026-01-05"))
	b.keep(b.policy.End(b.account, at("2026-01-10")))
	b.wantSums(month(2), "0.00 0.00 60.00") // 30 are due, and 30 are kept back until April 5th
	b.wantSums(month(5), "60.00 0.00 0.00")

	d.Holdback = payout.Holdback{}
	b = newBook(t, d)
	b.post(entry("a", "60", "2026-01-05"))
	paid := b.wantSums(month(2), "60.00 0.00 0.00")
	_, account, err := b.policy.Return(b.account, paid, payout.Move{Key: "back", Amount: num("20"), At: at("2026-02-05"), Reason: "iban unknown"})
	b.keep(account, err)
	b.post(entry("b", "10", "2026-02-06"))
	b.keep(b.policy.End(b.account, at("2026-02-10")))
	if got := b.wantSums(month(3), "20.00 0.00 0.00"); !got.GivenUp.Equal(num("-10")) {
		t.Errorf("Settle = %s; want 10 forfeited", got)
	}
}

// TestForfeitConverted pays what came back at the rate of the day when it came back, and
// nothing of what is forfeited.
func TestForfeitConverted(t *testing.T) {
	d := dollars()
	d.Minimum, d.Final = num("50"), payout.FinalForfeit
	d.PayIn = payout.Conversion{Currency: "EUR", AtPost: true}
	b := newBook(t, d)
	b.policy = b.policy.At(num("0.50"))
	b.post(entry("a", "60", "2026-01-05"))
	paid := b.wantSums(month(2), "60.00 0.00 0.00")
	_, account, err := b.policy.Return(b.account, paid, payout.Move{Key: "back", Amount: num("20"), At: at("2026-02-05"), Reason: "iban unknown"})
	b.keep(account, err)
	b.policy = b.policy.At(num("0.80"))
	b.post(entry("b", "10", "2026-02-06"))
	b.keep(b.policy.End(b.account, at("2026-02-10")))
	if got := b.wantSums(month(3), "20.00 0.00 0.00"); !got.Transfer.Gross.Equal(num("10")) { // 20 at 0.50
		t.Errorf("Settle = %s; want 10 EUR", got)
	}
}

// TestConversionNothing carries a balance that is no cent of the transfer.
func TestConversionNothing(t *testing.T) {
	d := dollars()
	d.PayIn = payout.Conversion{Currency: "EUR"}
	for _, ended := range []bool{false, true} {
		b := newBook(t, d)
		b.post(entry("a", "1.00", "2026-01-05"))
		if ended {
			b.keep(b.policy.End(b.account, at("2026-01-10")))
		}
		b.policy = b.policy.At(num("0.001")) // 0.001 EUR
		b.wantSums(month(2), "0.00 0.00 1.00")
		b.policy = b.policy.At(num("0.005")) // half a cent, and half up
		if got := b.wantSums(month(3), "1.00 0.00 0.00"); !got.Transfer.Amount.Equal(num("0.01")) {
			t.Errorf("Settle = %s; want a cent", got)
		}
	}
	d.Every, d.Draw = payout.EveryMonth, payout.Draw{Amount: num("1"), Guarantee: true}
	b := newBook(t, d)
	b.post(entry("a", "0.40", "2026-01-05"))
	b.policy = b.policy.At(num("0.001"))
	if got := b.wantSums(month(2), "0.00 0.00 0.40"); !got.Guaranteed.IsZero() {
		t.Errorf("Settle = %s; want nothing guaranteed", got)
	}
}

// TestDebtKeys gives each debt that a period writes off a key of its own, also if the
// ones before are settled.
func TestDebtKeys(t *testing.T) {
	d := dollars()
	d.Debt.Most = num("10")
	b := newBook(t, d)
	check := func(got payout.Payout, again int, want string) {
		t.Helper()
		keys := ""
		for i := range b.account.Items.All() {
			if i.Origin == payout.OriginWriteOff {
				keys += i.Key
			}
		}
		if keys != want || got.Again != again || b.account.Again != again {
			t.Errorf("Settle = %q, again %d; want %q, again %d", keys, got.Again, want, again)
		}
	}
	b.post(entry("r1", "-30", "2026-01-05"))
	check(b.wantSums(month(2), "0.00 0.00 -10.00"), 0, "debt/2026-02-01T00:00:00Z")
	b.post(entry("a", "50", "2026-01-06"))
	check(b.wantSums(month(2), "40.00 0.00 0.00"), 1, "")
	b.post(entry("r2", "-30", "2026-01-07"))
	check(b.wantSums(month(2), "0.00 0.00 -10.00"), 2, "debt/2026-02-01T00:00:00Z/3")
	check(b.settle(month(3)), 0, "debt/2026-02-01T00:00:00Z/3")
	// An entry may be called as a debt would be.
	b.post(entry("r3", "-30", "2026-03-05"), entry("debt/2026-04-01T00:00:00Z", "1", "2026-04-05"))
	b.settle(month(4)) // -10 and -30, of which 10 are kept
	if item, ok := b.account.Item("debt/2026-04-01T00:00:00Z/2"); !ok || item.Origin != payout.OriginWriteOff || !item.Amount.Equal(num("30")) {
		t.Errorf("Settle = %v; want the debt of 30 under another key than the entry", b.account.Items)
	}
	bad := b.account
	bad.Again, bad.Topped = -1, num("0.001")
	_, _, err := b.policy.Settle(bad, at(month(5)))
	roomtest.CheckFaults(t, "Settle", err, "account.topped: out_of_range", "account.again: negative")
}

// TestWaitingCopy changes a payout, and nothing that waits.
func TestWaitingCopy(t *testing.T) {
	b := newBook(t, confirmed())
	b.post(entry("a", "100", "2026-01-05"))
	paid := b.settle(month(2), payout.Charge{Name: "fee", Amount: num("1")})
	again := b.settle(month(2))
	for _, p := range []payout.Payout{paid, again} {
		p.Transfer.Charges[0].Amount = num("99")
	}
	done, _, err := b.policy.Confirm(b.account, paid.Key)
	if roomtest.CheckFaults(t, "Confirm", err); !done.Transfer.Charges[0].Amount.Equal(num("1")) {
		t.Errorf("Confirm = %s; want the fee of 1", done)
	}
	done.Transfer.Charges[0].Amount = num("99")
	if w := b.account.Waiting[0]; !w.Transfer.Charges[0].Amount.Equal(num("1")) {
		t.Errorf("Waiting = %s; want the fee of 1", w)
	}
}

// TestCarriedWaits carries a refund until its sale comes late. Then the refund is held as
// long as the sale.
func TestCarriedWaits(t *testing.T) {
	b := newBook(t, dollars())
	refund := entry("r", "-5", "2026-01-10")
	refund.Corrects = "s"
	b.post(refund)
	b.wantSums(month(2), "0.00 0.00 -5.00")
	sale := entry("s", "100", "2026-01-09")
	sale.Due = at("2026-03-15")
	b.post(sale)
	b.wantSums(month(3), "0.00 95.00 0.00")
	b.wantSums(month(4), "95.00 0.00 0.00")
}

// TestRecoverAgain recovers an advance also from what comes late in a period, by the
// bounds of the period.
func TestRecoverAgain(t *testing.T) {
	for _, tt := range []struct {
		name        string
		draw        payout.Draw
		minimum     string
		first, late string // earned in February; the advance is 100
		want        [2]string
	}{
		{"all of it", payout.Draw{}, "0", "80", "15", [2]string{"0.00 0.00 -20.00", "0.00 0.00 -5.00"}},
		{"half of it", payout.Draw{Recovery: rate("50%")}, "0", "50", "40", [2]string{"25.00 0.00 -75.00", "20.00 0.00 -55.00"}},
		{"at most 30 in a period", payout.Draw{RecoverMost: num("30")}, "0", "50", "40", [2]string{"20.00 0.00 -70.00", "40.00 0.00 -70.00"}},
		{"at most 30, some of them late", payout.Draw{RecoverMost: num("30")}, "0", "20", "40", [2]string{"0.00 0.00 -80.00", "30.00 0.00 -70.00"}},
		{"not yet", payout.Draw{RecoverFrom: roomtest.Date(month(3))}, "0", "50", "40", [2]string{"50.00 0.00 -100.00", "40.00 0.00 -100.00"}},
		// 10 are below the minimum: nothing is paid, and nothing recovered.
		{"below the minimum", payout.Draw{}, "50", "110", "0", [2]string{"0.00 0.00 10.00", "0.00 0.00 10.00"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := dollars()
			d.Every, d.Minimum, d.Draw = payout.EveryMonth, num(tt.minimum), tt.draw
			d.Draw.Amount, d.Draw.Until = num("100"), roomtest.Date(month(2))
			b := newBook(t, d)
			b.account.Partner, b.account.Plan = "ana", "p"
			b.wantSums(month(2), "100.00 0.00 -100.00")
			b.post(entry("first", tt.first, "2026-02-10"))
			b.wantSums(month(3), tt.want[0])
			if tt.late != "0" {
				b.post(entry("late", tt.late, "2026-02-11"))
			}
			b.wantSums(month(3), tt.want[1])
			b.wantSums(month(3), "0.00 "+strings.SplitN(tt.want[1], " ", 2)[1]) // nothing more
		})
	}
	// A draw that goes on: 100 of March's 150 are paid, and 50 recover. All that comes late recovers.
	d := dollars()
	d.Every, d.Draw = payout.EveryMonth, payout.Draw{Amount: num("100")}
	b := newBook(t, d)
	b.account.Partner, b.account.Plan = "ana", "p"
	b.wantSums(month(2), "100.00 0.00 -100.00")
	b.wantSums(month(3), "100.00 0.00 -200.00")
	b.post(entry("first", "150", "2026-03-10"))
	b.wantSums(month(4), "100.00 0.00 -150.00")
	b.post(entry("late", "80", "2026-03-11"))
	b.wantSums(month(4), "0.00 0.00 -70.00")
	// Who left gives back all of it, however often the period is settled.
	d.Final, d.Minimum = payout.FinalForfeit, num("50")
	b = newBook(t, d)
	b.account.Partner, b.account.Plan = "ana", "p"
	b.wantSums(month(2), "100.00 0.00 -100.00")
	held := entry("held", "5", "2026-02-10")
	held.Due = at("2026-03-10")
	b.post(entry("a", "120", "2026-02-10"), held)
	b.keep(b.policy.End(b.account, at("2026-02-20")))
	b.wantSums(month(3), "0.00 5.00 20.00")
	b.wantSums(month(3), "0.00 5.00 20.00")
}
