package payout_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

func TestApprove(t *testing.T) {
	d := dollars()
	d.Hold = payout.Hold{Manual: true}
	b := newBook(t, d)
	b.post(entry("a", "10", "2026-01-10"), entry("b", "20", "2026-01-10"))
	if got := b.wantSums(month(2), "0.00 30.00 0.00"); b.all() != "a accrued, b accrued" {
		t.Errorf("Settle = %s, %s; want both accrued", got, b.all())
	}
	b.keep(b.policy.Approve(b.account, "a", at("2026-02-10")))
	if got := b.wantSums(month(3), "10.00 20.00 0.00"); b.all() != "a paid, b accrued" {
		t.Errorf("Settle = %s, %s; want one paid", got, b.all())
	}
	_, err := b.policy.Approve(b.account, "a", at("2026-02-10"))
	roomtest.CheckFaults(t, "Approve(paid)", err, "key: unknown")
	_, err = b.policy.Approve(b.account, "b", time.Time{})
	roomtest.CheckFaults(t, "Approve(no instant)", err, "due: missing")
	b.keep(b.policy.Approve(b.account, "b", at("2026-02-10")))
	_, err = b.policy.Approve(b.account, "b", at("2026-02-10"))
	roomtest.CheckFaults(t, "Approve(again)", err, "key: contradiction")
}

// TestBlock holds an entry in dispute, and no other.
func TestBlock(t *testing.T) {
	b := newBook(t, dollars())
	b.post(entry("i1", "15", "2026-01-10"), entry("i2", "6", "2026-01-10"))
	b.keep(b.policy.Block(b.account, "i1", "customer disputes the invoice"))
	if got := b.wantSums(month(2), "6.00 15.00 0.00"); b.all() != "i2 paid, i1 blocked" {
		t.Errorf("Settle = %s, %s; want i1 blocked", got, b.all())
	}
	_, err := b.policy.Block(b.account, "i1", "again")
	roomtest.CheckFaults(t, "Block(again)", err, "key: duplicate")
	_, err = b.policy.Block(b.account, "i2", "too late")
	roomtest.CheckFaults(t, "Block(paid)", err, "key: unknown")

	// Lost: the commission is taken back, and nothing is left.
	lost := b.account
	back := entry("c1", "-15", "2026-02-10")
	back.Corrects = "i1"
	b.post(back)
	b.keep(b.policy.Release(b.account, "i1"))
	if got := b.wantSums(month(3), "0.00 0.00 0.00"); states(got) != "i1 set_off, c1 set_off" {
		t.Errorf("Settle = %s; want both set off", states(got))
	}

	// Won: it is paid.
	b.account = lost
	b.keep(b.policy.Release(b.account, "i1"))
	b.wantSums(month(3), "15.00 0.00 0.00")

	b.account = lost
	_, err = b.policy.Release(b.account, "i3")
	roomtest.CheckFaults(t, "Release(unknown)", err, "key: unknown")
	b.post(entry("i3", "6", "2026-01-10"))
	_, err = b.policy.Release(b.account, "i3")
	roomtest.CheckFaults(t, "Release(not blocked)", err, "key: contradiction")
	spent := payout.Account{Items: payout.ItemsOf(payout.Item{Key: "i4", State: payout.StatePaid})}
	_, err = b.policy.Block(spent, "i4", "dispute")
	roomtest.CheckFaults(t, "Block(paid)", err, "key: contradiction")
	_, err = b.policy.Approve(spent, "i4", at(month(3)))
	roomtest.CheckFaults(t, "Approve(paid)", err, "key: contradiction")
	_, err = b.policy.Block(b.account, "i3", " ")
	roomtest.CheckFaults(t, "Block(no reason)", err, "reason: missing")
}

func TestBlockAccrued(t *testing.T) {
	d := dollars()
	d.Hold = payout.Hold{Manual: true}
	b := newBook(t, d)
	b.post(entry("a", "10", "2026-01-10"))
	b.keep(b.policy.Block(b.account, "a", "fraud?"))
	b.keep(b.policy.Release(b.account, "a"))
	if item, _ := b.account.Item("a"); item.State != payout.StateAccrued {
		t.Errorf("Release = %s; want accrued again", item.State)
	}
}

// TestWriteOff gives up a debt, so that it is set off no more.
func TestWriteOff(t *testing.T) {
	b := newBook(t, dollars())
	b.post(entry("c", "-600000", "2026-01-10"))
	b.wantSums(month(2), "0.00 0.00 -600000.00")
	move := payout.Move{Key: "w-1", Amount: num("600000"), At: at("2026-02-05"), Reason: "the partner is insolvent"}
	for name, change := range map[string]func(m *payout.Move){
		"amount: out_of_range": func(m *payout.Move) { m.Amount = num("600000.01") },
		"amount: negative":     func(m *payout.Move) { m.Amount = num("-1") },
		"amount: missing":      func(m *payout.Move) { m.Amount = num("0") },
		"reason: missing":      func(m *payout.Move) { m.Reason = "" },
		"key: missing":         func(m *payout.Move) { m.Key = "" },
		"at: missing":          func(m *payout.Move) { m.At = time.Time{} },
		"key: repeated":        func(m *payout.Move) { m.Key = "c" },
	} {
		bad := move
		change(&bad)
		_, err := b.policy.WriteOff(b.account, bad)
		roomtest.CheckFaults(t, "WriteOff", err, name)
	}
	b.keep(b.policy.WriteOff(b.account, move))
	b.post(entry("d", "500000", "2026-02-10"))
	got := b.wantSums(month(3), "500000.00 0.00 0.00")
	if states(got) != "c set_off, w-1 paid, d paid" || !got.WrittenOff.Equal(num("600000")) {
		t.Errorf("Settle = %s: %s; want the debt written off", got, states(got))
	}
	_, err := payout.Policy{}.WriteOff(b.account, move)
	roomtest.CheckUnchecked(t, "WriteOff", err)
}

// TestWriteOffDue gives up what is due of a debt, and no more: the rest would be paid
// before it is owed.
func TestWriteOffDue(t *testing.T) {
	later := func(key, amount string) commission.Entry {
		e := entry(key, amount, "2026-01-10")
		e.Due = at("2026-02-15")
		return e
	}
	move := func(amount, day string) payout.Move {
		return payout.Move{Key: "w", Amount: num(amount), At: at(day), Reason: "goodwill"}
	}
	b := newBook(t, dollars())
	b.post(later("a", "-100"))
	_, err := b.policy.WriteOff(b.account, move("100", "2026-01-20"))
	if text := fmt.Sprint(err); text != `payout: amount "100": out of range: of the debt, due is 0` {
		t.Errorf("WriteOff(held) = %s; want nothing due", text)
	}
	b.wantSums(month(2), "0.00 -100.00 0.00")
	_, err = b.policy.WriteOff(b.account, move("100", "2026-02-14T23:59:59Z"))
	roomtest.CheckFaults(t, "WriteOff(a second too early)", err, "amount: out_of_range")
	b.keep(b.policy.WriteOff(b.account, move("100", "2026-02-15")))
	b.wantSums(month(3), "0.00 0.00 0.00")

	b = newBook(t, dollars())
	b.post(entry("a", "-100", "2026-01-10"))
	b.keep(b.policy.Block(b.account, "a", "a question"))
	_, err = b.policy.WriteOff(b.account, move("100", "2026-01-20"))
	roomtest.CheckFaults(t, "WriteOff(in review)", err, "amount: out_of_range")

	b = newBook(t, dollars())
	b.post(entry("a", "-100", "2026-01-10"), later("b", "-50"), later("c", "20")) // 130 in all
	_, err = b.policy.WriteOff(b.account, move("100.01", "2026-01-20"))
	roomtest.CheckFaults(t, "WriteOff(more than is due)", err, "amount: out_of_range")
	_, err = b.policy.WriteOff(b.account, move("130.01", "2026-02-20"))
	roomtest.CheckFaults(t, "WriteOff(more than all)", err, "amount: out_of_range")
	b.keep(b.policy.WriteOff(b.account, move("100", "2026-01-20")))
	b.wantSums(month(2), "0.00 -30.00 0.00")

	d := dollars()
	d.Maximum = num("100")
	b = newBook(t, d)
	b.post(entry("a", "200", "2026-01-10"))
	b.wantSums(month(2), "100.00 0.00 100.00")
	b.post(entry("b", "-90", "2026-02-10"))
	held := entry("c", "-60", "2026-02-10")
	held.Due = at("2026-05-01")
	b.post(held) // 50 in all, but what is due is covered
	_, err = b.policy.WriteOff(b.account, move("50", "2026-02-20"))
	roomtest.CheckFaults(t, "WriteOff(what is covered)", err, "amount: out_of_range")
}

// TestWriteOffLate gives up a debt after the end of a period that is not settled yet. Its
// settlement gives up nothing more.
func TestWriteOffLate(t *testing.T) {
	for name, debt := range map[string]payout.Debt{"no debt": {Floor: true}, "at most 60": {Most: num("60")}} {
		d := dollars()
		d.Debt = debt
		b := newBook(t, d)
		b.post(entry("a", "-70", "2026-01-10"), entry("b", "-40", "2026-01-20"), entry("c", "10", "2026-01-15"))
		b.keep(b.policy.WriteOff(b.account, payout.Move{Key: "w", Amount: num("100"), At: at("2026-02-02"), Reason: "goodwill"}))
		if got := b.wantSums(month(2), "0.00 0.00 0.00"); !got.GivenUp.IsZero() || b.account.Items.Len() != 0 {
			t.Errorf("%s: Settle = %s; want nothing given up", name, got)
		}
	}
}

// TestWriteOffAdvance gives up an advance: nothing of that is paid, and nothing is
// recovered later.
func TestWriteOffAdvance(t *testing.T) {
	tests := []struct {
		name    string
		draw    payout.Draw
		loss    string // before the write-off
		given   string
		earned  string // after it
		want    string // of February
		wantMar string // after 200 more
	}{
		{"recovered from June on", payout.Draw{RecoverFrom: roomtest.Date(month(6))}, "", "500", "", "0.00 0.00 0.00", "200.00 0.00 0.00"},
		{"recovered by halves", payout.Draw{Recovery: rate("50%")}, "", "500", "", "0.00 0.00 0.00", "200.00 0.00 0.00"},
		{"with earnings", payout.Draw{Recovery: rate("50%")}, "", "500", "80", "80.00 0.00 0.00", "200.00 0.00 0.00"},
		{"a part", payout.Draw{RecoverFrom: roomtest.Date(month(6))}, "", "400", "80", "80.00 0.00 -100.00", "200.00 0.00 -100.00"},
		{"a part, recovered by halves", payout.Draw{Recovery: rate("50%")}, "", "400", "80", "40.00 0.00 -60.00", "140.00 0.00 0.00"},
		{"and a loss", payout.Draw{RecoverFrom: roomtest.Date(month(6))}, "-70", "570", "", "0.00 0.00 0.00", "200.00 0.00 0.00"},
		{"less than a loss", payout.Draw{RecoverFrom: roomtest.Date(month(6))}, "-70", "60", "", "0.00 0.00 -510.00", "130.00 0.00 -440.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := dollars()
			d.Every, d.Draw = payout.EveryMonth, tt.draw
			d.Draw.Amount, d.Draw.Until = num("500"), roomtest.Date(month(2))
			b := newBook(t, d)
			b.account.Partner, b.account.Plan = "ana", "p"
			b.wantSums(month(2), "500.00 0.00 -500.00")
			if tt.loss != "" {
				b.post(entry("loss", tt.loss, "2026-02-02"))
			}
			b.keep(b.policy.WriteOff(b.account, payout.Move{Key: "w", Amount: num(tt.given), At: at("2026-02-05"), Reason: "goodwill"}))
			if tt.earned != "" {
				b.post(entry("earned", tt.earned, "2026-02-10"))
			}
			b.wantSums(month(3), tt.want)
			b.post(entry("more", "200", "2026-03-10"))
			b.wantSums(month(4), tt.wantMar)
		})
	}
}

// TestRedeem takes account credit in parts.
func TestRedeem(t *testing.T) {
	d := dollars()
	d.Medium = commission.Credit
	b := newBook(t, d)
	e := entry("a", "200", "2026-01-10")
	e.Medium = commission.Credit
	later := entry("b", "50", "2026-03-10")
	later.Medium = commission.Credit
	b.post(e, later)
	redeem := func(key, amount, when string) error {
		account, err := b.policy.Redeem(b.account, payout.Move{Key: key, Amount: num(amount), At: at(when)})
		if err == nil {
			b.keep(account, nil)
		}
		return err
	}
	roomtest.CheckFaults(t, "Redeem(80)", redeem("i-1", "80", "2026-02-01"))
	roomtest.CheckFaults(t, "Redeem(more)", redeem("i-2", "120.01", "2026-02-02"), "amount: out_of_range")
	roomtest.CheckFaults(t, "Redeem(120)", redeem("i-2", "120", "2026-02-02"))
	roomtest.CheckFaults(t, "Redeem(again)", redeem("i-2", "1", "2026-04-02"), "key: repeated")
	roomtest.CheckFaults(t, "Redeem(-1)", redeem("i-3", "-1", "2026-04-02"), "amount: negative")
	roomtest.CheckFaults(t, "Redeem(what is due later)", redeem("i-3", "50", "2026-04-02"))
	if !b.account.Balance().IsZero() {
		t.Errorf("Balance() = %s; want nothing left", b.account.Balance())
	}
	earned := entry("c", "10", "2026-04-10")
	earned.Medium = commission.Credit
	b.post(earned)
	if got := b.wantSums(month(5), "10.00 0.00 0.00"); got.Key != "p/ana/USD/credit/1" {
		t.Errorf("Key = %s; want that of account credit", got.Key)
	}
	cash := newBook(t, dollars())
	cash.post(entry("a", "200", "2026-01-10"))
	_, err := cash.policy.Redeem(cash.account, payout.Move{Key: "i", Amount: num("1"), At: at(month(2))})
	roomtest.CheckFaults(t, "Redeem(cash)", err, "medium: contradiction")
}

// TestRedeemOnce takes no credit that another redemption took, or that is kept back.
func TestRedeemOnce(t *testing.T) {
	credit := func(key, amount, day string) commission.Entry {
		e := entry(key, amount, day)
		e.Medium = commission.Credit
		return e
	}
	d := dollars()
	d.Medium = commission.Credit
	d.Holdback = payout.Holdback{Rate: rate("20%"), Days: 90} // of January 1st: until April 1st
	late := credit("late", "50", "2026-01-01")
	late.Due = at("2026-06-01")
	lost := credit("r", "-50", "2026-01-02")
	lost.Corrects = "late" // waits
	tests := []struct {
		name    string
		d       payout.Definition
		moves   [][2]string // amount and instant of those before
		amount  string
		instant string
		want    []string
	}{
		{"out of order", payout.Definition{}, [][2]string{{"100", "2026-01-10"}}, "0.01", "2026-01-09", []string{"amount: out_of_range"}},
		{"out of order, of what is left", payout.Definition{}, [][2]string{{"70", "2026-01-10"}}, "30", "2026-01-09", nil},
		{"what is kept back", d, nil, "80.01", "2026-01-02", []string{"amount: out_of_range"}},
		{"what is not kept back", d, nil, "80", "2026-01-02", nil},
		{"a second before the release", d, nil, "80.01", "2026-03-31T23:59:59Z", []string{"amount: out_of_range"}},
		{"at the release", d, nil, "100", "2026-04-01", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.d.Currency, tt.d.Medium = "USD", commission.Credit
			b := newBook(t, tt.d)
			b.post(credit("a", "100", "2026-01-01"), late, lost)
			for i, m := range tt.moves {
				b.keep(b.policy.Redeem(b.account, payout.Move{Key: fmt.Sprint("m", i), Amount: num(m[0]), At: at(m[1])}))
			}
			_, err := b.policy.Redeem(b.account, payout.Move{Key: "now", Amount: num(tt.amount), At: at(tt.instant)})
			roomtest.CheckFaults(t, "Redeem", err, tt.want...)
		})
	}
}

func TestReleaseReserve(t *testing.T) {
	d := dollars()
	d.Holdback = payout.Holdback{Rate: rate("25%")}
	b := newBook(t, d)
	b.post(entry("a", "1000", "2026-01-10"))
	b.settle(month(2))
	for amount, want := range map[string]string{"250.01": "amount: out_of_range", "0.001": "amount: out_of_range", "-1": "amount: negative"} {
		_, err := b.policy.ReleaseReserve(b.account, num(amount), at("2026-02-10"))
		roomtest.CheckFaults(t, "ReleaseReserve("+amount+")", err, want)
	}
	b.keep(b.policy.ReleaseReserve(b.account, num("100"), at("2026-02-10")))
	b.wantSums(month(3), "100.00 150.00 0.00")
	_, err := payout.Policy{}.ReleaseReserve(b.account, num("1"), at(month(3)))
	roomtest.CheckUnchecked(t, "ReleaseReserve", err)
}

// TestReleaseReserveEarlier releases what is kept back earlier, and never later.
func TestReleaseReserveEarlier(t *testing.T) {
	d := dollars()
	d.Holdback = payout.Holdback{Rate: rate("25%"), Days: 25} // until February 4th
	b := newBook(t, d)
	b.post(entry("a", "1000", "2026-01-10"))
	b.wantSums(month(2), "750.00 250.00 0.00")
	b.keep(b.policy.ReleaseReserve(b.account, num("100"), at("2026-02-02")))
	b.keep(b.policy.ReleaseReserve(b.account, num("200"), at("2026-03-05")))
	b.wantSums("2026-02-03", "100.00 150.00 0.00")
	b.wantSums(month(3), "150.00 0.00 0.00")
}

func TestMoveJSON(t *testing.T) {
	roomtest.Reads(t, payout.Move{Key: "k", Amount: num("1.50"), At: at("2026-01-10"), Reason: "r"},
		`{"key":"k","amount":"1.50","at":"2026-01-10T00:00:00Z","reason":"r"}`)
}

// TestMoveTexts says in the error what the caller gave, and what there is.
func TestMoveTexts(t *testing.T) {
	b := newBook(t, dollars())
	b.post(entry("a", "20", "2026-01-10"))
	move := payout.Move{Key: "w", Amount: num("5"), At: at("2026-02-05"), Reason: "r"}
	_, err := b.policy.WriteOff(b.account, move) // the program owes the partner
	if text := fmt.Sprint(err); text != `payout: amount "5": out of range: the debt is 0` {
		t.Errorf("WriteOff = %s; want no debt", text)
	}
	b.post(entry("b", "-23", "2026-01-11"))
	_, err = b.policy.WriteOff(b.account, move)
	if text := fmt.Sprint(err); text != `payout: amount "5": out of range: the debt is 3.00` {
		t.Errorf("WriteOff = %s; want a debt of 3", text)
	}
	move.Amount = num("-5")
	for name, do := range map[string]func(payout.Account, payout.Move) (payout.Account, error){"WriteOff": b.policy.WriteOff, "Redeem": b.policy.Redeem} {
		_, err := do(b.account, move)
		if text := fmt.Sprint(err); !strings.HasPrefix(text, `payout: amount "-5": negative`) {
			t.Errorf("%s(-5) = %s; want the amount that was given", name, text)
		}
	}
}

// TestReturnBounds brings a transfer back to an account that holds as much as there
// can be.
func TestReturnBounds(t *testing.T) {
	b := newBook(t, dollars())
	b.post(entry("a", "1", "2026-01-10"))
	paid := b.wantSums(month(2), "1.00 0.00 0.00")
	late := entry("b", "99999999999999999999999999999999.99", "2026-02-10")
	late.Due = at("2027-01-01")
	b.post(late)
	b.settle(month(3))
	_, _, err := b.policy.Return(b.account, paid, payout.Move{Key: "r", Amount: num("0.01"), At: at("2026-03-05"), Reason: "iban"})
	roomtest.CheckFaults(t, "Return(a cent too much)", err, "amount: out_of_range")
}
