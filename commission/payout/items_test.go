package payout_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/internal/costtest"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// keysOf returns the keys of an account's items.
func keysOf(a payout.Account) []string {
	var keys []string
	for i := range a.Items.All() {
		keys = append(keys, i.Key)
	}
	return keys
}

// TestItemsGrow posts to any account that ever was, in any order. Each account has
// what was posted to it, whatever grew out of it before.
func TestItemsGrow(t *testing.T) {
	policy := policyOf(t, dollars())
	for seed := range seeds.Count(30) {
		r := rand.New(rand.NewPCG(uint64(seed), 57))
		accounts, want := []payout.Account{{}}, [][]string{nil}
		for i := range 150 {
			from := len(accounts) - 1
			if r.IntN(4) == 0 {
				from = r.IntN(len(accounts))
			}
			var list []commission.Entry
			keys := slices.Clone(want[from])
			for j := range 1 + r.IntN(3) {
				key := fmt.Sprint(i, "/", j)
				list, keys = append(list, entry(key, "1", "2026-01-10")), append(keys, key)
			}
			if len(want[from]) > 0 && r.IntN(5) == 0 { // of which nothing stays
				again := entry(want[from][r.IntN(len(want[from]))], "1", "2026-01-10")
				_, err := policy.Post(accounts[from], append(slices.Clip(list), again)...)
				roomtest.CheckFaults(t, "Post(again)", err, "key: repeated")
			}
			after, err := policy.Post(accounts[from], list...)
			if err != nil {
				t.Fatalf("seed %d: Post(%s) = %v; want no error", seed, keys, err)
			}
			accounts, want = append(accounts, after), append(want, keys)
		}
		for i, a := range accounts {
			if diff := cmp.Diff(want[i], keysOf(a)); diff != "" {
				t.Fatalf("seed %d: account %d has other items (-want +got):\n%s", seed, i, diff)
			}
			for _, key := range want[i] {
				if item, ok := a.Item(key); !ok || item.Key != key {
					t.Fatalf("seed %d: account %d: Item(%s) = %v; want it", seed, i, key, item)
				}
			}
			for _, other := range want[r.IntN(len(want))] {
				if _, ok := a.Item(other); ok != slices.Contains(want[i], other) {
					t.Fatalf("seed %d: account %d: Item(%s) = %t; want %t", seed, i, other, ok, !ok)
				}
			}
		}
	}
}

// TestItemsHash tells keys apart that have one hash, in the tail of a list and in a run.
func TestItemsHash(t *testing.T) {
	list := []string{"costarring", "liquid", "declinate", "macallums", "altarage", "zinke"} // in pairs of one FNV-1a of 32 bits
	for _, n := range []int{0, 40} {
		b := newBook(t, dollars())
		for i := range n {
			b.post(entry(fmt.Sprint(i), "1", "2026-01-10"))
		}
		for i, key := range list {
			if item, ok := b.account.Item(key); ok {
				t.Errorf("Item(%s) = %s; want none yet", key, item.Key)
			}
			b.post(entry(key, fmt.Sprint(100+i), "2026-01-10"))
		}
		whole := newBook(t, dollars())
		whole.account = b.account
		whole.account.Items = payout.ItemsOf(slices.Collect(b.account.Items.All())...) // one run
		for i, key := range list {
			for _, a := range []payout.Account{b.account, whole.account} {
				if item, ok := a.Item(key); !ok || item.Key != key || !item.Amount.Equal(decimal.NewFromInt(int64(100+i))) {
					t.Errorf("Item(%s) = %s, %s; want %d", key, item.Key, item.Amount, 100+i)
				}
			}
		}
	}
}

// TestItemsKept changes items of a long list and takes some out: the list before is
// as it was, and each list finds what it has.
func TestItemsKept(t *testing.T) {
	d := dollars()
	d.Hold = payout.Hold{Manual: true}
	b := newBook(t, d)
	for i := range 40 { // more than are looked for one by one
		b.post(entry(fmt.Sprint(i), "1", "2026-01-10"))
	}
	before := b.account
	for _, key := range []string{"3", "39"} {
		b.keep(b.policy.Approve(b.account, key, at("2026-01-20")))
	}
	approved := b.account
	b.wantSums(month(2), "2.00 38.00 0.00")
	for i := range 40 {
		key, due := fmt.Sprint(i), i == 3 || i == 39
		was, _ := before.Item(key)
		now, _ := approved.Item(key)
		_, left := b.account.Item(key)
		if was.State != payout.StateAccrued || (now.State == payout.StateHeld) != due || left == due {
			t.Errorf("item %s was %s, is %s, and is left: %t", key, was.State, now.State, left)
		}
	}
}

// TestItemsConcurrent grows lists out of one account at the same time.
func TestItemsConcurrent(t *testing.T) {
	b := newBook(t, dollars())
	b.quick = true
	for i := range 20 {
		b.post(entry(fmt.Sprint(i), "1", "2026-01-10"))
	}
	var group sync.WaitGroup
	for worker := range 4 {
		group.Add(1)
		go func() {
			defer group.Done()
			account := b.account
			for i := range 100 {
				var err error
				if account, err = b.policy.Post(account, entry(fmt.Sprint(worker, " ", i), "1", "2026-01-10")); err != nil {
					t.Errorf("Post = %v; want no error", err)
					return
				}
			}
			keys := keysOf(account)
			if last := fmt.Sprint(worker, " 99"); len(keys) != 120 || keys[119] != last || !account.Balance().Equal(num("120")) {
				t.Errorf("the account has %d items up to %s; want 120 up to %s", len(keys), keys[len(keys)-1], last)
			}
		}()
	}
	group.Wait()
}

// TestItemsRepeated faults keys that are there twice, in short lists and long
// ones.
func TestItemsRepeated(t *testing.T) {
	policy := policyOf(t, dollars())
	for _, n := range []int{2, 31, 32, 33, 100} {
		list := make([]payout.Item, n)
		for i := range list {
			list[i] = payout.Item{Key: fmt.Sprint(i), Amount: num("1"), At: at("2026-01-10"), Due: at("2026-01-10"), State: payout.StateHeld}
		}
		list[n-1].Key = "0"
		a := payout.Account{Partner: "ana", Plan: "p", Currency: "USD", Opening: decimal.NewFromInt(int64(n)), Items: payout.ItemsOf(list...)}
		list[n-1].Key = "changed" // the account has a copy
		_, _, err := policy.Settle(a, at(month(2)))
		roomtest.CheckFaults(t, "Settle", err, fmt.Sprintf("account.items[%d].key: duplicate", n-1))
		grown, err := policy.Post(a, entry("more", "1", "2026-01-10"))
		if err != nil {
			t.Fatalf("Post = %v; want no error", err)
		}
		_, _, err = policy.Settle(grown, at(month(2)))
		roomtest.CheckFaults(t, "Settle(more)", err, fmt.Sprintf("account.items[%d].key: duplicate", n-1))
	}
}

func TestItemsJSON(t *testing.T) {
	one := payout.Item{Key: "a", Amount: num("1"), At: at("2026-01-10"), Due: at("2026-01-11"), State: payout.StateHeld}
	roomtest.Reads(t, payout.ItemsOf(one), `[{"key":"a","amount":"1","at":"2026-01-10T00:00:00Z","due":"2026-01-11T00:00:00Z","state":"held"}]`)
	roomtest.Reads(t, payout.Items{}, `[]`)
	var items payout.Items
	err := items.UnmarshalJSON([]byte(`[{"key":"a","amount":"x","at":"2026-01-10T00:00:00Z","state":"held"}]`))
	roomtest.CheckFaults(t, "UnmarshalJSON", err, "[0].amount: malformed")
	var a payout.Account
	err = a.UnmarshalJSON([]byte(`{"items":[{"key":"a","amount":"x","at":"2026-01-10T00:00:00Z","state":"held"}]}`))
	roomtest.CheckFaults(t, "UnmarshalJSON", err, "items[0].amount: malformed")
}

// TestItemsEqual tells items apart by each field.
func TestItemsEqual(t *testing.T) {
	one := payout.Item{Key: "a", Amount: num("1.0"), At: at("2026-01-10")}
	for name, change := range map[string]func(i *payout.Item){
		"":          func(i *payout.Item) { i.Amount = num("1.00") },
		"key":       func(i *payout.Item) { i.Key = "b" },
		"origin":    func(i *payout.Item) { i.Origin = payout.OriginReturn },
		"returned":  func(i *payout.Item) { i.Returned = true },
		"corrects":  func(i *payout.Item) { i.Corrects = "s" },
		"amount":    func(i *payout.Item) { i.Amount = num("2") },
		"at":        func(i *payout.Item) { i.At = at("2026-01-11") },
		"due":       func(i *payout.Item) { i.Due = at("2026-01-11") },
		"withheld":  func(i *payout.Item) { i.Withheld = num("1") },
		"release":   func(i *payout.Item) { i.Release = at("2026-01-11") },
		"state":     func(i *payout.Item) { i.State = payout.StateHeld },
		"reason":    func(i *payout.Item) { i.Reason = "r" },
		"rate":      func(i *payout.Item) { i.Rate = num("1") },
		"converted": func(i *payout.Item) { i.Converted = num("1") },
	} {
		other := one
		change(&other)
		if got := payout.ItemsOf(one).Equal(payout.ItemsOf(other)); got != (name == "") {
			t.Errorf("Equal with another %q = %t; want %t", name, got, !got)
		}
	}
	if payout.ItemsOf(one).Equal(payout.ItemsOf(one, one)) || payout.ItemsOf(one).IsZero() || payout.ItemsOf(one).Len() != 1 || !payout.ItemsOf().IsZero() {
		t.Error("lists of one, two and no items are not told apart")
	}
}

// TestAllocs posts ten entries at once and settles them: sums take no decimal for
// each entry.
func TestAllocs(t *testing.T) {
	policy := policyOf(t, dollars())
	list := make([]commission.Entry, 10)
	for i := range list {
		list[i] = entry(fmt.Sprint(i), "1.00", "2026-01-10")
	}
	const most = 70 // some are of the account, whatever its entries
	got := costtest.Allocs(most, 20, func() {
		account, err := policy.Post(payout.Account{}, list...)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := policy.Settle(account, at(month(2))); err != nil {
			t.Fatal(err)
		}
	})
	if got > most {
		t.Errorf("Post and Settle of ten entries allocate %v times; want at most %v", got, most)
	}
}

// TestPostMemory posts one entry after another, to a short account and to a long
// one: an entry costs no more in the long one. A settlement allocates a multiple of
// the entries, of any number of them.
func TestPostMemory(t *testing.T) {
	policy := policyOf(t, dollars())
	each := func(n int) (post, settle uint64) {
		list := make([]commission.Entry, n)
		for i := range list {
			list[i] = entry(fmt.Sprint(i), "1", "2026-01-10")
		}
		var account payout.Account
		post = costtest.Bytes(0, func() {
			account = payout.Account{}
			for i := range list {
				account, _ = policy.Post(account, list[i])
			}
		})
		settle = costtest.Bytes(0, func() {
			if _, _, err := policy.Settle(account, at(month(2))); err != nil {
				t.Fatal(err)
			}
		})
		return post / uint64(n), settle / uint64(n)
	}
	post, settle := each(100)
	for _, n := range []int{1000, 30_000} {
		longPost, longSettle := each(n)
		if longPost > 3*post/2 || longPost > 3000 {
			t.Errorf("Post allocates %d bytes an entry of %d, and %d of 100; want about the same", longPost, n, post)
		}
		if longSettle > 3*settle/2 || longSettle > 1000 {
			t.Errorf("Settle allocates %d bytes an entry of %d, and %d of 100; want about the same", longSettle, n, settle)
		}
		t.Logf("%d entries: Post %d bytes each, Settle %d", n, longPost, longSettle)
	}
}
