package payout_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

func num(s string) decimal.Decimal { return roomtest.Num(s) }

func rate(s string) alianza.Percent { return roomtest.Percent(s) }

func at(s string) time.Time { return roomtest.At(s) }

// dollars is a definition in USD.
func dollars() payout.Definition { return payout.Definition{Currency: "USD"} }

func policyOf(tb testing.TB, d payout.Definition) payout.Policy {
	tb.Helper()
	p, err := payout.New(d)
	if err != nil {
		tb.Fatalf("New(%+v) = %v; want no error", d, err)
	}
	return p
}

// entry returns an entry of ana's in USD, due on its day.
func entry(key, amount, day string) commission.Entry {
	return commission.Entry{Key: key, Plan: "p", Partner: "ana", Currency: "USD", Amount: num(amount), At: at(day), Due: at(day)}
}

// A book is an account with its policy, whose steps must not fail.
type book struct {
	t       testing.TB
	policy  payout.Policy
	account payout.Account
	payouts []payout.Payout
	quick   bool // without reading each account and payout again
}

func newBook(tb testing.TB, d payout.Definition) *book {
	tb.Helper()
	return &book{t: tb, policy: policyOf(tb, d)}
}

// keep keeps the account of a step.
func (b *book) keep(account payout.Account, err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatalf("step = %v; want no error", err)
	}
	if !b.quick {
		roomtest.Again(b.t, account)
	}
	b.account = account
}

func (b *book) post(entries ...commission.Entry) {
	b.t.Helper()
	account, err := b.policy.Post(b.account, entries...)
	b.keep(account, err)
}

// settle settles and checks what must hold for any payout.
func (b *book) settle(until string, charges ...payout.Charge) payout.Payout {
	b.t.Helper()
	paid, account, err := b.policy.Settle(b.account, at(until), charges...)
	b.keep(account, err)
	checkPayout(b.t, paid)
	if !b.quick {
		roomtest.Again(b.t, paid)
	}
	b.payouts = append(b.payouts, paid)
	return paid
}

// fail puts a payout back that waits.
func (b *book) fail(p payout.Payout, when time.Time) {
	b.t.Helper()
	_, account, err := b.policy.Fail(b.account, p.Key, "iban unknown", when)
	b.keep(account, err)
}

// confirm says that a payout that waits is paid.
func (b *book) confirm(p payout.Payout) {
	b.t.Helper()
	_, account, err := b.policy.Confirm(b.account, p.Key)
	b.keep(account, err)
}

// checkPayout checks the equations in the comment of Payout.
func checkPayout(tb testing.TB, p payout.Payout) {
	tb.Helper()
	in := p.Opening.Add(p.Earned).Add(p.Adjusted).Add(p.Redeemed).Add(p.Returned).Add(p.WrittenOff).Add(p.Guaranteed)
	if out := p.Paid.Add(p.Held).Add(p.Carried); !in.Equal(out) {
		tb.Errorf("payout %s: %s came in, %s went out", p, in, out)
	}
	closed := p.Due.Sub(p.Withheld).Add(p.Released).Add(p.Advance).Add(p.Guaranteed).Add(p.GivenUp)
	if (p.Key != "" || p.Items.Len() > 0) && !p.Paid.Equal(closed) {
		tb.Errorf("payout %s: what it closes makes %s", p, closed)
	}
	if p.Paid.IsNegative() {
		tb.Errorf("payout %s: want nothing negative paid", p)
	}
	if p.Paid.IsPositive() != (p.Key != "") {
		tb.Errorf("payout %s has the key %q", p, p.Key)
	}
}

// sums returns what is paid, held and carried.
func sums(p payout.Payout) string {
	return strings.Join([]string{exact.Text(p.Paid), exact.Text(p.Held), exact.Text(p.Carried)}, " ")
}

// states returns the states of the items of a payout: "a paid, b held".
func states(p payout.Payout) string {
	return stand(p.Items)
}

// all returns the states of the items of the last payout, then those of the items in
// the account after it.
func (b *book) all() string {
	texts := []string{states(b.payouts[len(b.payouts)-1]), stand(b.account.Items)}
	return strings.Trim(strings.Join(texts, ", "), ", ")
}

// stand returns the states of items.
func stand(items payout.Items) string {
	var all []string
	for i := range items.All() {
		all = append(all, fmt.Sprint(i.Key, " ", i.State))
	}
	return strings.Join(all, ", ")
}

// wantSums settles and compares what is paid, held and carried.
func (b *book) wantSums(until, want string) payout.Payout {
	b.t.Helper()
	got := b.settle(until)
	if sums(got) != want {
		b.t.Errorf("Settle(%s) = %s (%s); want %s", until, sums(got), got, want)
	}
	return got
}
