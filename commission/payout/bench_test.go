package payout_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// BenchmarkMonth settles a month of a partner with a hundred entries: a
// ten-thousandth of a large program's.
func BenchmarkMonth(b *testing.B) {
	policy := policyOf(b, dollars())
	list := randomEntries(rand.New(rand.NewPCG(1, 54)), 1, 100)
	until := at("2026-03-15")
	b.ReportAllocs()
	for range b.N {
		account, err := policy.Post(payout.Account{}, list...)
		if err == nil {
			_, _, err = policy.Settle(account, until)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

// A large program has so many partners, and each of them so many entries in a
// month: a million in all.
const partners, entriesEach = 10_000, 100

// programEntry makes an entry of a partner, as a store would read it: an amount in
// cents, a fourth of them taken back.
func programEntry(partner string, i int) commission.Entry {
	day := time.Date(2026, time.January, 1+i%28, i%24, 0, 0, 0, time.UTC)
	cents := int64(i*7919%20_000) + 1
	if i%4 == 3 {
		cents = -cents / 2
	}
	return commission.Entry{
		Key: fmt.Sprint("p/", partner, "/sale/", i), Plan: "p", Partner: partner, Currency: "USD", Amount: decimal.New(cents, -2), At: day, Due: day,
	}
}

// heap watches the size of the heap: the most of the moments at which it looks.
type heap struct{ base, most uint64 }

func (h *heap) look() {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	if h.base == 0 {
		h.base = m.HeapAlloc
	}
	h.most = max(h.most, m.HeapAlloc-min(h.base, m.HeapAlloc))
}

// BenchmarkProgram posts a million entries one by one and settles the month of ten
// thousand partners. It reports the most memory that it held.
func BenchmarkProgram(b *testing.B) {
	policy, until := policyOf(b, dollars()), at(month(2))
	b.Run("partner after partner", func(b *testing.B) {
		for range b.N {
			var h heap
			h.look()
			for n := range partners {
				name, account := fmt.Sprint("partner ", n), payout.Account{}
				for i := range entriesEach {
					account = postOne(b, policy, account, programEntry(name, i))
				}
				paid, after := settleOne(b, policy, account, until)
				if n%1000 == 0 {
					h.look()
					runtime.KeepAlive(account)
					runtime.KeepAlive(paid)
					runtime.KeepAlive(after)
				}
			}
			b.ReportMetric(float64(h.most)/1e6, "peak-MB")
		}
	})
	b.Run("day after day", func(b *testing.B) { // all accounts at once, as the entries come
		for range b.N {
			var h heap
			h.look()
			accounts := make([]payout.Account, partners)
			for i := range entriesEach {
				for n := range accounts {
					accounts[n] = postOne(b, policy, accounts[n], programEntry(fmt.Sprint("partner ", n), i))
				}
			}
			h.look()
			b.ReportMetric(float64(h.most)/(partners*entriesEach), "B/entry")
			for n := range accounts {
				_, accounts[n] = settleOne(b, policy, accounts[n], until)
				if n%2000 == 0 {
					h.look()
				}
			}
			b.ReportMetric(float64(h.most)/1e6, "peak-MB")
		}
	})
	b.Run("one partner of all", func(b *testing.B) {
		for range b.N {
			var h heap
			h.look()
			account := payout.Account{}
			for i := range partners * entriesEach {
				account = postOne(b, policy, account, programEntry("ana", i))
			}
			h.look()
			paid, after := settleOne(b, policy, account, until)
			h.look()
			runtime.KeepAlive(account)
			runtime.KeepAlive(paid)
			runtime.KeepAlive(after)
			b.ReportMetric(float64(h.most)/1e6, "peak-MB")
		}
	})
}

func postOne(b *testing.B, policy payout.Policy, a payout.Account, e commission.Entry) payout.Account {
	b.Helper()
	a, err := policy.Post(a, e)
	if err != nil {
		b.Fatal(err)
	}
	return a
}

func settleOne(b *testing.B, policy payout.Policy, a payout.Account, until time.Time) (payout.Payout, payout.Account) {
	b.Helper()
	paid, after, err := policy.Settle(a, until)
	if err != nil {
		b.Fatal(err)
	}
	return paid, after
}
