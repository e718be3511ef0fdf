package payout_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

func TestMerge(t *testing.T) {
	policy := policyOf(t, dollars())
	first, second := newBook(t, dollars()), newBook(t, dollars())
	first.post(entry("a", "10", "2026-01-10"))
	first.settle(month(2))
	first.post(entry("b", "20", "2026-02-10"))
	second.post(entry("c", "-5", "2026-02-11"), entry("d", "7", "2026-02-12"))
	whole := newBook(t, dollars())
	whole.post(entry("a", "10", "2026-01-10"))
	whole.settle(month(2))
	whole.post(entry("b", "20", "2026-02-10"), entry("c", "-5", "2026-02-11"), entry("d", "7", "2026-02-12"))
	got, err := policy.Merge(first.account, second.account)
	if diff := cmp.Diff(whole.account, got); diff != "" || err != nil {
		t.Errorf("Merge = %v (-want +got):\n%s", err, diff)
	}
	if _, err := policy.Merge(second.account, first.account); err != nil {
		t.Errorf("Merge(the other way round) = %v; want no error", err)
	}
	if got, err := policy.Merge(payout.Account{}, payout.Account{}); err != nil || !got.Balance().IsZero() {
		t.Errorf("Merge(nothing) = %v, %v; want nothing", got, err)
	}

	second.settle(month(3))
	_, err = policy.Merge(first.account, second.account)
	roomtest.CheckFaults(t, "Merge(both settled)", err, "account.until: contradiction")
	other := newBook(t, dollars())
	e := entry("b", "1", "2026-01-10")
	e.Partner, e.Plan = "bob", "q"
	other.post(e)
	_, err = policy.Merge(first.account, other.account)
	roomtest.CheckFaults(t, "Merge(bob's)", err, "partner: contradiction", "plan: contradiction")
	same := newBook(t, dollars())
	same.post(entry("b", "1", "2026-01-10"))
	_, err = policy.Merge(first.account, same.account)
	roomtest.CheckFaults(t, "Merge(an item of both)", err, "account.items[1].key: duplicate")
}

func TestAccountJSON(t *testing.T) {
	b := newBook(t, dollars())
	b.post(entry("a", "10", "2026-01-10"))
	roomtest.Reads(t, b.account, `{"partner":"ana","plan":"p","currency":"USD","earned":"10.00",`+
		`"items":[{"key":"a","amount":"10.00","at":"2026-01-10T00:00:00Z","due":"2026-01-10T00:00:00Z","state":"held"}]}`)
	b.settle(month(2))
	roomtest.Reads(t, b.account, `{"partner":"ana","plan":"p","currency":"USD","payouts":1,"until":"2026-02-01T00:00:00Z"}`)
	roomtest.Reads(t, payout.Account{}, `{}`)
	if _, ok := b.account.Item("a"); ok {
		t.Error("Item(a) is there; want it paid")
	}
}
