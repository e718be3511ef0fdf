package payout_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
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

	for call, do := range map[string]func() (payout.Account, error){
		"nothing to it":    func() (payout.Account, error) { return policy.Merge(second.account, payout.Account{}) },
		"it to nothing":    func() (payout.Account, error) { return policy.Merge(payout.Account{}, second.account) },
		"nothing, settled": func() (payout.Account, error) { return policy.Merge(payout.Account{}, first.account) },
	} {
		want := second.account
		if call == "nothing, settled" {
			want = first.account
		}
		if got, err := do(); err != nil || !cmp.Equal(want, got) {
			t.Errorf("Merge(%s) = %v (-want +got):\n%s", call, err, cmp.Diff(want, got))
		}
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

// TestMergeWaiting has an item that waits for the bank in one account, and is not settled
// in the other, or a part of it.
func TestMergeWaiting(t *testing.T) {
	d := dollars()
	d.Confirm = true
	parted := d
	parted.Deferral = []payout.Deferred{{Rate: rate("50%")}, {Months: 1, Rate: rate("50%")}}
	posted := func(d payout.Definition) *book {
		b := newBook(t, d)
		b.post(entry("e", "10", "2026-01-05"))
		return b
	}
	settled := func(d payout.Definition) *book {
		b := posted(d)
		b.settle(month(2))
		return b
	}
	for _, tt := range []struct {
		name  string
		a, b  *book
		fault string
	}{
		{"the item", settled(d), posted(d), "account.waiting[0].items[0].key: duplicate"},
		{"its first part", settled(parted), posted(parted), "account.items[2].key: duplicate"}, // its second one is in both
		{"the item that was not divided", settled(d), posted(parted), "account.waiting[0].items: duplicate"},
		{"a part of it", settled(parted), posted(d), "account.items[1].key: duplicate"},
	} {
		policy := policyOf(t, parted)
		if tt.name == "the item" {
			policy = policyOf(t, d)
		}
		for _, both := range [][2]payout.Account{{tt.a.account, tt.b.account}, {tt.b.account, tt.a.account}} {
			if _, err := policy.Merge(both[0], both[1]); !errors.Is(err, alianza.ErrDuplicate) {
				t.Errorf("Merge(%s) = %v; want a duplicate", tt.name, err)
			}
		}
		_, err := policy.Merge(tt.a.account, tt.b.account)
		if got := roomtest.FaultsOf(err); len(got) == 0 || !slices.Contains(got, tt.fault) {
			t.Errorf("Merge(%s) = %q; want %s", tt.name, got, tt.fault)
		}
	}
	other := newBook(t, d)
	other.post(entry("f", "5", "2026-01-06"))
	if got, err := other.policy.Merge(settled(d).account, other.account); err != nil || !got.Balance().Equal(num("5")) {
		t.Errorf("Merge(another item) = %s, %v; want 5.00", got, err)
	}
}

// TestMergeKept keeps what was agreed with the partner, and that the partner left,
// whichever part says so.
func TestMergeKept(t *testing.T) {
	d := dollars()
	d.Medium = commission.Credit
	policy := policyOf(t, d)
	settled := payout.Account{Partner: "ana", Plan: "p", Currency: "USD", Medium: commission.Credit, Payouts: 1, Until: at(month(2))}
	part := payout.Account{Partner: "ana", Hold: payout.Hold{Days: 3}, Ended: at("2026-02-20")}
	want := settled
	want.Hold, want.Ended = part.Hold, part.Ended
	for _, both := range [][2]payout.Account{{settled, part}, {part, settled}, {want, part}, {part, want}} {
		if got, err := policy.Merge(both[0], both[1]); err != nil || !cmp.Equal(want, got) {
			t.Errorf("Merge = %v (-want +got):\n%s", err, cmp.Diff(want, got))
		}
	}
	want.Hold, want.Ended = payout.Hold{Days: 4}, at("2026-02-21")
	_, err := policy.Merge(want, part)
	roomtest.CheckFaults(t, "Merge(another hold and end)", err, "account.hold: contradiction", "account.ended: contradiction")
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

// TestAccountCurrency pays a draw to an account without an entry. The account is in the
// currency and the medium of the draw, so that no other policy recovers it.
func TestAccountCurrency(t *testing.T) {
	d := dollars()
	d.Every, d.Draw = payout.EveryMonth, payout.Draw{Amount: num("100"), Until: roomtest.Date(month(2))}
	b := newBook(t, d)
	b.account.Partner, b.account.Plan = "ana", "p"
	b.wantSums(month(2), "100.00 0.00 -100.00")

	euros := policyOf(t, payout.Definition{Currency: "EUR"})
	e := entry("e", "500", "2026-02-05")
	e.Currency = "EUR"
	_, err := euros.Post(b.account, e)
	roomtest.CheckFaults(t, "Post(euros)", err, "account.currency: currency_mismatch")
	credit := dollars()
	credit.Medium = commission.Credit
	_, _, err = policyOf(t, credit).Settle(b.account, at(month(3)))
	roomtest.CheckFaults(t, "Settle(credit)", err, "account.medium: contradiction")
}

// TestAccountOwner refuses money of no currency, partner or plan.
func TestAccountOwner(t *testing.T) {
	policy := policyOf(t, dollars())
	item := payout.ItemsOf(payout.Item{Key: "e", Amount: num("10"), At: at("2026-01-10"), Due: at("2026-01-10"), State: payout.StateHeld})
	whole := payout.Account{Partner: "ana", Plan: "p", Currency: "USD"}
	for name, money := range map[string]func(a *payout.Account){
		"items":    func(a *payout.Account) { a.Earned, a.Items = num("10"), item },
		"opening":  func(a *payout.Account) { a.Opening, a.Items = num("10"), item },
		"reserve":  func(a *payout.Account) { a.Opening, a.Reserve = num("10"), []payout.Tranche{{Amount: num("10")}} },
		"advanced": func(a *payout.Account) { a.Opening, a.Advanced = num("-10"), num("10") },
		"waiting":  func(a *payout.Account) { a.Waiting = []payout.Payout{{Key: "k", Paid: num("10")}} },
	} {
		for fault, change := range map[string]func(a *payout.Account){
			"account.currency: missing": func(a *payout.Account) { a.Currency = "" },
			"account.partner: missing":  func(a *payout.Account) { a.Partner = "" },
			"account.plan: missing":     func(a *payout.Account) { a.Plan = "" },
		} {
			a := whole
			money(&a)
			_, _, err := policy.Settle(a, at(month(2)))
			roomtest.CheckFaults(t, "Settle("+name+")", err)
			change(&a)
			_, _, err = policy.Settle(a, at(month(2)))
			roomtest.CheckFaults(t, "Settle("+name+")", err, fault)
			_, err = policy.Merge(payout.Account{}, a)
			roomtest.CheckFaults(t, "Merge("+name+")", err, fault)
		}
	}
	d := dollars()
	d.AcrossPlans = true
	a := payout.Account{Partner: "ana", Currency: "USD", Items: item}
	a.Earned = num("10")
	_, _, err := policyOf(t, d).Settle(a, at(month(2)))
	roomtest.CheckFaults(t, "Settle(of several plans)", err)
	a.Plan = "p"
	e := entry("e2", "1", "2026-01-10")
	e.Plan = ""
	_, err = policy.Post(a, e)
	roomtest.CheckFaults(t, "Post(of no plan)", err, "plan: missing")
}
