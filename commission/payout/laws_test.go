package payout_test

import (
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission/payout"
)

// TestSettleConserves settles at random instants: nothing is lost from one
// payout to the next, and in the end all that was earned is paid or carried.
func TestSettleConserves(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	for range 200 {
		settlement := dollars(decimal.New(r.Int64N(20_000), -2).String())
		var account payout.Account
		var earned, paid, before decimal.Decimal
		for range 10 {
			for _, e := range randomEntries(r, r.IntN(8)) {
				mustPost(t, settlement, &account, e)
				earned = earned.Add(e.Amount)
			}
			var got payout.Payout
			got, account = mustSettle(t, settlement, account, day(1+r.IntN(50)))
			checkConservation(t, got)
			if !got.Opening.Equal(before) {
				t.Errorf("Settle = opening %s; want %s, carried and held before", got.Opening, before)
			}
			if got.Paid.IsNegative() || got.Paid.IsPositive() && got.Paid.LessThan(settlement.Definition().Minimum) {
				t.Errorf("Settle = %s; want nothing paid below the minimum of %s", got, settlement.Definition().Minimum)
			}
			if got.Paid.IsPositive() && !got.Carried.IsZero() {
				t.Errorf("Settle = %s; want nothing carried where something is paid", got)
			}
			before = got.Held.Add(got.Carried)
			paid = paid.Add(got.Paid)
		}
		got, _ := mustSettle(t, settlement, account, day(1000))
		if sum := paid.Add(got.Paid).Add(got.Carried); !sum.Equal(earned) || !got.Held.IsZero() {
			t.Errorf("paid %s in all, held %s; want %s, 0", sum, got.Held, earned)
		}
	}
}

// TestSettleRepeat settles, posts and merges with results that are lost: a
// second time gives the same, and the account that was given is as it was.
func TestSettleRepeat(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 20))
	for range 200 {
		policy := dollars("50")
		var account payout.Account
		for range 5 {
			mustPost(t, policy, &account, randomEntries(r, 1+r.IntN(8))...)
			before := jsonText(t, account)
			until := day(1 + r.IntN(50))
			first, after := mustSettle(t, policy, account, until)
			mustPost(t, policy, &after, randomEntries(r, 5)...)
			lost := account
			mustPost(t, policy, &lost, randomEntries(r, 5)...)
			mustMerge(t, policy, account, lost)
			if got := jsonText(t, account); got != before {
				t.Fatalf("the account became %s; want it as it was: %s", got, before)
			}
			again, next := mustSettle(t, policy, account, until)
			if jsonText(t, again) != jsonText(t, first) {
				t.Fatalf("Settle(again) = %s; want %s", again, first)
			}
			account = next
		}
	}
}

// TestPostAtOnce posts entries one by one, and all at once.
func TestPostAtOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	for range 200 {
		policy, entries := dollars("0"), randomEntries(r, r.IntN(30))
		var single payout.Account
		for _, e := range entries {
			mustPost(t, policy, &single, e)
		}
		all, err := policy.Post(payout.Account{}, entries...)
		if err != nil || jsonText(t, all) != jsonText(t, single) {
			t.Fatalf("Post(all) = %s, %v; want %s", jsonText(t, all), err, jsonText(t, single))
		}
	}
}
