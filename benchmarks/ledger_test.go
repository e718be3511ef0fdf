package main

import (
	"errors"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestLedger compares the entries of the ledger by hand with those of alianza,
// field by field.
func TestLedger(t *testing.T) {
	for name, p := range map[string]program{"plain": plain(), "windowed": windowed(), "capped": capped()} {
		t.Run(name, func(t *testing.T) {
			sold := sales(300, 7, 20)
			events := slices.Collect(sold.all)
			if name != "capped" { // the ledger gives nothing back under the cap
				events = slices.AppendSeq(events, refunds(sold).all)
			}
			var state commission.State
			l := p.ledger()
			for _, e := range events {
				earned := must(p.plan.Earn(&state, e))
				check(state.Keep(earned.Records...))
				compare(t, must(l.post(e)), earned.Entries[0])
			}
		})
	}
}

func compare(t *testing.T, got line, want commission.Entry) {
	t.Helper()
	texts := [][2]string{
		{got.Key, want.Key},
		{got.Rule, want.Rule},
		{got.Plan, want.Plan},
		{string(got.Kind), string(want.Kind)},
		{got.Event, want.Event},
		{got.Of, want.Of},
		{got.Partner, want.Partner},
		{got.Period, want.Period},
		{got.Currency, want.Currency},
	}
	for _, pair := range texts {
		if pair[0] != pair[1] {
			t.Errorf("the ledger says %q of %s; alianza says %q", pair[0], want.Event, pair[1])
		}
	}
	amounts := [][2]decimal.Decimal{
		{got.Base, want.Base}, {got.Amount, want.Amount}, {got.LeftBase, want.Remaining.Base}, {got.LeftAmount, want.Remaining.Amount},
	}
	if want.Why.IsZero() || want.Kind == commission.Sale {
		amounts = append(amounts, [2]decimal.Decimal{got.Exact, want.Exact})
	}
	for i, p := range want.Portions {
		if i < len(got.Portions) {
			amounts = append(amounts, [2]decimal.Decimal{got.Portions[i].Base, p.Base}, [2]decimal.Decimal{got.Portions[i].Amount, p.Amount})
		}
	}
	for _, pair := range amounts {
		if !pair[0].Equal(pair[1]) {
			t.Errorf("the ledger says %s of %s; alianza says %s", pair[0], want.Event, pair[1])
		}
	}
	if !got.Due.Equal(want.Due) || !got.At.Equal(want.At) || len(got.Portions) != len(want.Portions) || got.Cut != (want.Why.Code == "cut_to_cap") {
		t.Errorf("the ledger says due %s, %d portions, cut %t; alianza says due %s, %d portions, %q", got.Due, len(got.Portions), got.Cut, want.Due, len(want.Portions), want.Why.Code)
	}
}

// TestLedgerRefuses has events that both refuse.
func TestLedgerRefuses(t *testing.T) {
	sold := sales(2, 1, 20)
	again, other, stranger, tooMuch := sold.at(0), sold.at(0), refunds(sold).at(0), refunds(sold).at(0)
	other.Amount = decimal.New(1, -2)
	stranger.Of = "order-9"
	tooMuch.Amount = decimal.New(999_999_999, -2)
	tests := []struct {
		name      string
		event     commission.Event
		hand, lib error
	}{
		{"a retry", again, errRepeated, alianza.ErrRepeated},
		{"another sale of the same ID", other, errConflict, alianza.ErrConflict},
		{"a refund of no sale", stranger, errUnknown, alianza.ErrPending},
		{"a refund of too much", tooMuch, errWrong, alianza.ErrRange},
	}
	p, l := plain(), newLedger()
	var state commission.State
	for e := range sold.all {
		earn(p.plan, &state, e)
		must(l.post(e))
	}
	for _, tt := range tests {
		if _, err := l.post(tt.event); !errors.Is(err, tt.hand) {
			t.Errorf("the ledger says %v of %s; want %v", err, tt.name, tt.hand)
		}
		if _, err := p.plan.Earn(&state, tt.event); !errors.Is(err, tt.lib) {
			t.Errorf("alianza says %v of %s; want %v", err, tt.name, tt.lib)
		}
	}
}
