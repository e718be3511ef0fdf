package payout_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

func confirmed() payout.Definition {
	d := dollars()
	d.Confirm = true
	return d
}

// TestConfirm settles twice and pays once: the same attempt has the same key and
// amount, whatever was posted in between.
func TestConfirm(t *testing.T) {
	b := newBook(t, confirmed())
	b.post(entry("a", "21", "2026-01-10"))
	first := b.wantSums(month(2), "21.00 0.00 0.00")
	if first.State != payout.StateReserved || states(first) != "a reserved" {
		t.Errorf("Settle = %s, %s; want reserved", first.State, states(first))
	}
	b.post(entry("b", "9", "2026-01-11")) // delivered late
	if again := b.settle(month(2)); !cmp.Equal(first, again) {
		t.Errorf("Settle(again) = %s, %s; want %s, %s", again.Key, again, first.Key, first)
	}
	_, err := b.policy.Post(b.account, entry("a", "21", "2026-01-10"))
	roomtest.CheckFaults(t, "Post(what waits)", err, "key: repeated")
	many := []commission.Entry{entry("a", "21", "2026-01-10")}
	for i := range 20 {
		many = append(many, entry(fmt.Sprint("other ", i), "1", "2026-01-10"))
	}
	_, err = b.policy.Post(b.account, many...)
	roomtest.CheckFaults(t, "Post(what waits, and more)", err, "key: repeated")

	second := b.wantSums(month(3), "9.00 0.00 0.00") // each entry in one payout
	if first.Key == second.Key {
		t.Errorf("two payouts have the key %s", first.Key)
	}
	paid, account, err := b.policy.Confirm(b.account, first.Key)
	b.keep(account, err)
	if held := second.Items; held.Len() != 1 {
		t.Errorf("the second payout lists %d items; want its own", held.Len())
	}
	if paid.State != payout.StatePaid || states(paid) != "a paid" || len(b.account.Waiting) != 1 {
		t.Errorf("Confirm = %s, %s; want paid", paid.State, states(paid))
	}
	_, _, err = b.policy.Confirm(b.account, first.Key)
	roomtest.CheckFaults(t, "Confirm(again)", err, "key: unknown")
	_, _, err = payout.Policy{}.Confirm(b.account, first.Key)
	roomtest.CheckUnchecked(t, "Confirm", err)
}

func TestOneAtATime(t *testing.T) {
	d := confirmed()
	d.OneAtATime = true
	b := newBook(t, d)
	b.post(entry("a", "21", "2026-01-10"))
	first := b.settle(month(2))
	b.post(entry("b", "9", "2026-01-11"))
	if again := b.settle(month(2)); !again.Paid.Equal(num("21")) {
		t.Errorf("Settle(the same) = %s; want 21.00", again)
	}
	_, _, err := b.policy.Settle(b.account, at(month(3)))
	roomtest.CheckFaults(t, "Settle(another)", err, "account.waiting: contradiction")
	_, account, err := b.policy.Confirm(b.account, first.Key)
	b.keep(account, err)
	b.wantSums(month(3), "9.00 0.00 0.00")
}

// TestFail puts a payout back that the bank refused.
func TestFail(t *testing.T) {
	b := newBook(t, confirmed())
	b.post(entry("a", "100", "2026-01-10"), entry("r", "-30", "2026-01-11"))
	first := b.settle(month(2))
	_, _, err := b.policy.Fail(b.account, first.Key, "", time.Time{})
	roomtest.CheckFaults(t, "Fail(no reason)", err, "reason: missing", "at: missing")
	failed, account, err := b.policy.Fail(b.account, first.Key, "the account is closed", at("2026-02-03"))
	b.keep(account, err)
	if failed.State != payout.StateReturned || states(failed) != "a returned, r set_off" || failed.Reason == "" {
		t.Errorf("Fail = %s, %s; want returned", failed.State, states(failed))
	}
	roomtest.Again(t, failed)
	second := b.wantSums(month(2), "70.00 0.00 0.00")
	if second.Key == first.Key || !second.Returned.Equal(num("70")) || states(second) != "a reserved, r set_off" {
		t.Errorf("Settle(again) = %s, %s: %s; want another key for the same entries", second.Key, second, states(second))
	}
}

// TestFailDraw fails payouts with a reserve and an advance: these stay.
func TestFailDraw(t *testing.T) {
	d := confirmed()
	d.Every, d.Draw = payout.EveryMonth, payout.Draw{Amount: num("1000")}
	d.Holdback = payout.Holdback{Rate: rate("10%"), Days: 100}
	b := newBook(t, d)
	b.post(entry("a", "600", "2026-01-10"))
	first := b.wantSums(month(2), "1000.00 60.00 -460.00")
	_, account, err := b.policy.Fail(b.account, first.Key, "refused", at("2026-02-03"))
	b.keep(account, err)
	if got := b.account.Balance(); !got.Equal(num("600")) {
		t.Errorf("Balance() = %s; want 600", got)
	}
	again := b.wantSums(month(2), "1000.00 60.00 -460.00")
	if states(again) != "a reserved, p/ana/USD/1/failed reserved" {
		t.Errorf("Settle(again) = %s", states(again))
	}
}

// TestFailFinal fails the last payout of a partner who left. It had what nobody approved,
// and so has the next one.
func TestFailFinal(t *testing.T) {
	d := confirmed()
	d.Hold, d.Final = payout.Hold{Manual: true}, payout.FinalAll
	b := newBook(t, d)
	b.post(entry("a", "100", "2026-01-10"))
	b.keep(b.policy.End(b.account, at("2026-01-20")))
	b.fail(b.wantSums(month(2), "100.00 0.00 0.00"), at("2026-02-03"))
	b.wantSums(month(2), "100.00 0.00 0.00")
}

// TestReturnAgain knows a reference of the bank by the payout, when the account has
// settled it.
func TestReturnAgain(t *testing.T) {
	b := newBook(t, dollars())
	b.post(entry("a", "50", "2026-01-10"))
	first := b.settle(month(2))
	move := payout.Move{Key: "r-1", Amount: num("10"), At: at("2026-02-05"), Reason: "iban unknown"}
	first, account, err := b.policy.Return(b.account, first, move)
	b.keep(account, err)
	b.wantSums(month(3), "10.00 0.00 0.00")
	_, _, err = b.policy.Return(b.account, first, move)
	roomtest.CheckFaults(t, "Return(again)", err, "key: repeated")
}

// TestReturn takes back what was paid, in parts.
func TestReturn(t *testing.T) {
	b := newBook(t, dollars())
	b.post(entry("a", "50", "2026-01-10"))
	paid := b.settle(month(2))
	back := func(key, amount string) error {
		next, account, err := b.policy.Return(b.account, paid, payout.Move{Key: key, Amount: num(amount), At: at("2026-02-05"), Reason: "iban unknown"})
		if err == nil {
			paid, b.account = next, account
			roomtest.Again(t, paid)
		}
		return err
	}
	roomtest.CheckFaults(t, "Return(10)", back("r-1", "10"))
	if paid.State != payout.StatePartlyReturned || !paid.Left().Equal(num("40")) || states(paid) != "a paid" {
		t.Errorf("Return(10) = %s, %s left, %s; want a part", paid.State, paid.Left(), states(paid))
	}
	roomtest.CheckFaults(t, "Return(10 again)", back("r-1", "10"), "key: repeated")
	roomtest.CheckFaults(t, "Return(more than is left)", back("r-2", "40.01"), "amount: out_of_range")
	roomtest.CheckFaults(t, "Return(40)", back("r-2", "40"))
	if paid.State != payout.StateReturned || !paid.Left().IsZero() || states(paid) != "a returned" {
		t.Errorf("Return(40) = %s, %s left, %s; want all", paid.State, paid.Left(), states(paid))
	}
	roomtest.CheckFaults(t, "Return(1)", back("r-3", "1"), "payout.state: contradiction")
	got := b.wantSums(month(3), "50.00 0.00 0.00")
	if !got.Returned.Equal(num("50")) || states(got) != "r-1 paid, r-2 paid" {
		t.Errorf("Settle = %s: %s; want what came back", got, states(got))
	}
}

func TestReturnFaults(t *testing.T) {
	b := newBook(t, confirmed())
	b.post(entry("a", "50", "2026-01-10"))
	waits := b.settle(month(2))
	move := payout.Move{Key: "r", Amount: num("1"), At: at("2026-02-05"), Reason: "iban unknown"}
	_, _, err := b.policy.Return(b.account, waits, move)
	roomtest.CheckFaults(t, "Return(what waits)", err, "payout.state: contradiction")
	paid, account, err := b.policy.Confirm(b.account, waits.Key)
	b.keep(account, err)
	euros, bobs := paid, paid
	euros.Currency, bobs.Partner = "EUR", "bob"
	_, _, err = b.policy.Return(b.account, euros, move)
	roomtest.CheckFaults(t, "Return(euros)", err, "payout.currency: currency_mismatch")
	_, _, err = b.policy.Return(b.account, bobs, move)
	roomtest.CheckFaults(t, "Return(bob's)", err, "partner: contradiction")
	move.Reason = ""
	_, _, err = b.policy.Return(b.account, paid, move)
	roomtest.CheckFaults(t, "Return(no reason)", err, "reason: missing")
	for name, n := range roomtest.Hostile() {
		spoiled := paid
		spoiled.Paid, move.Reason = n, "r"
		if _, _, err := b.policy.Return(b.account, spoiled, move); err == nil {
			t.Errorf("Return(%s) = no error; want one", name)
		}
	}
}

// TestConfirmHeld confirms a payout beside what it did not pay.
func TestConfirmHeld(t *testing.T) {
	b := newBook(t, confirmed())
	late := entry("b", "9", "2026-01-11")
	late.Due = at("2026-05-01")
	b.post(entry("a", "21", "2026-01-10"), late)
	first := b.settle(month(2))
	if b.all() != "a reserved, b held" {
		t.Errorf("Settle = %s; want a in the payout, b in the account", b.all())
	}
	_, err := b.policy.Block(b.account, "a", "dispute")
	roomtest.CheckFaults(t, "Block(what a payout has)", err, "key: contradiction")
	paid, after, err := b.policy.Confirm(b.account, first.Key)
	if err != nil || states(paid) != "a paid" || stand(after.Items) != "b held" {
		t.Errorf("Confirm = %s, %s, %v; want b as it was", states(paid), stand(after.Items), err)
	}
}

// TestFailDebt settles a period again after a payout failed in it. Each time a part of
// the debt is given up, by an item of its own.
func TestFailDebt(t *testing.T) {
	d := confirmed()
	d.Debt = payout.Debt{Most: num("10")}
	b := newBook(t, d)
	b.post(entry("a", "-50", "2026-01-10"))
	b.wantSums(month(2), "0.00 0.00 -10.00")
	b.post(entry("b", "-30", "2026-01-11"))
	got := b.wantSums(month(2), "0.00 0.00 -10.00")
	if text := "a carried, debt/2026-02-01T00:00:00Z carried, b carried, debt/2026-02-01T00:00:00Z/2 carried"; b.all() != text || !got.GivenUp.Equal(num("30")) {
		t.Errorf("Settle(again) = %s, %s; want %s", got, b.all(), text)
	}
	// The items are in a payout that waits when the period is settled again.
	b.post(entry("c", "20", "2026-01-12"))
	first := b.wantSums(month(2), "10.00 0.00 0.00")
	_, account, err := b.policy.Fail(b.account, first.Key, "refused", at("2026-02-03"))
	b.keep(account, err)
	b.post(entry("d", "-40", "2026-01-13"))
	b.wantSums(month(2), "0.00 0.00 -10.00")
	if item, ok := b.account.Item("debt/2026-02-01T00:00:00Z/4"); !ok || !item.Amount.Equal(num("20")) {
		t.Errorf("Settle(once more) has %s; want the fourth settlement's of 20.00", b.all())
	}
}

// TestReturnOwner brings a transfer back to an account without entries. It is then the
// account of the payout's partner.
func TestReturnOwner(t *testing.T) {
	b := newBook(t, dollars())
	b.post(entry("a", "100", "2026-01-10"))
	paid := b.wantSums(month(2), "100.00 0.00 0.00")
	_, account, err := b.policy.Return(payout.Account{}, paid, payout.Move{Key: "r", Amount: num("100"), At: at("2026-02-05"), Reason: "iban unknown"})
	b.keep(account, err)
	if account.Partner != "ana" || account.Plan != "p" || account.Currency != "USD" {
		t.Errorf("Return = an account of %q, plan %q, in %q; want ana's", account.Partner, account.Plan, account.Currency)
	}
	bobs := entry("b", "1", "2026-02-10")
	bobs.Partner = "bob"
	_, err = b.policy.Post(b.account, bobs)
	roomtest.CheckFaults(t, "Post(bob's)", err, "partner: contradiction")
}

// TestFailLateSale fails a payout whose refund took back of a sale that comes late. The
// refund was settled with the payout, and does not wait for the sale.
func TestFailLateSale(t *testing.T) {
	b := newBook(t, confirmed())
	refund := entry("r", "-40", "2026-01-10")
	refund.Corrects = "s"
	b.post(entry("a", "120", "2026-01-05"), refund)
	b.fail(b.wantSums(month(2), "80.00 0.00 0.00"), at("2026-02-03"))
	sale := entry("s", "100", "2026-01-09")
	sale.Due = at("2026-03-15")
	b.post(sale)
	b.confirm(b.wantSums(month(3), "80.00 100.00 0.00"))
	b.wantSums(month(4), "100.00 0.00 0.00")
}
