package program_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// halves pays 10%, by halves of a month with a guarantee of 100.
const halves = `{"id": "p", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "10%"}]}],
	"payouts": [{"every": "half_month", "draw": {"amount": "100", "guarantee": true}}]}`

// april returns a day of April 2026.
func april(n int) time.Time { return time.Date(2026, 4, n, 0, 0, 0, 0, time.UTC) }

// owed returns an entry that is due on its day.
func owed(key string, n int, amount int64) commission.Entry {
	return commission.Entry{
		Key: key, Plan: "p-usd", Partner: "ana", Kind: commission.Sale, Event: key, At: april(n), Booked: april(n), Due: april(n), Currency: "USD",
		Amount: decimal.NewFromInt(amount),
	}
}

// amounts writes payouts as days and amounts.
func amounts(all []payout.Payout) (list []string) {
	for _, p := range all {
		list = append(list, p.Until.Format(time.DateOnly)+" "+p.Paid.String())
	}
	return list
}

func TestSettle(t *testing.T) {
	month := cycle.MonthOf(april(1), time.UTC)
	first, second := owed("a", 15, 30), owed("b", 16, 150)
	second.Due = april(20)
	p := alianza.Must(alianza.Read[program.Program]([]byte(halves)))
	// 30 are raised to the guarantee, 150 are above it.
	payouts, begun, err := p.Settle(month, payout.Account{}, first, second)
	if diff := cmp.Diff([]string{"2026-04-16 100", "2026-05-01 150"}, amounts(payouts)); diff != "" {
		t.Errorf("Settle (-want +got):\n%s", diff)
	}
	if err != nil || !begun.Until.Equal(april(31)) || !begun.Balance().IsZero() {
		t.Errorf("Settle = %v, %v; want an empty account until May", begun, err)
	}
	// The first half is settled, and the second one has nothing more.
	again, _, err := p.Settle(month, begun)
	if diff := cmp.Diff([]string{"2026-05-01 0"}, amounts(again)); err != nil || diff != "" {
		t.Errorf("Settle again: %v (-want +got):\n%s", err, diff)
	}
	// The account begins in the second half: nobody is guaranteed the first one.
	late, _, err := p.Settle(month, payout.Account{}, second)
	if diff := cmp.Diff([]string{"2026-05-01 150"}, amounts(late)); err != nil || diff != "" {
		t.Errorf("Settle of an account that begins late: %v (-want +got):\n%s", err, diff)
	}
	// No quarter ends in April. What was posted waits.
	q := alianza.Must(alianza.Read[program.Program]([]byte(strings.Replace(halves, `"half_month", "draw": {"amount": "100", "guarantee": true}`, `"quarter"`, 1))))
	none, waiting, err := q.Settle(month, payout.Account{}, first, second)
	if err != nil || len(none) > 0 || waiting.Balance().String() != "180" || waiting.Items.Len() != 2 || !waiting.Until.IsZero() {
		t.Errorf("Settle of a quarter = %v, %v, %v; want 180 in two items, and no payout", none, waiting, err)
	}
}

// TestSettleRun checks that a run pays the same to an account that begins in the second
// half of a month.
func TestSettleRun(t *testing.T) {
	p := alianza.Must(alianza.Read[program.Program]([]byte(halves)))
	run := p.Run()
	err := run.Add(commission.Event{ID: "a", Kind: commission.Sale, Partner: "ana", At: april(20), Currency: "USD", Amount: decimal.NewFromInt(700)})
	if err != nil {
		t.Fatal(err)
	}
	for r := range run.CloseAll() {
		if len(r.Faults) > 0 || len(r.Accounts) != 1 || r.Accounts[0].Paid.String() != "100" {
			t.Errorf("result = %v, %q; want 70 raised to the guarantee", r, r.Faults)
		}
	}
}

func TestSettleFaults(t *testing.T) {
	p := alianza.Must(alianza.Read[program.Program]([]byte(halves)))
	month := cycle.MonthOf(april(1), time.UTC)
	foreign, credit := owed("a", 15, 30), owed("a", 15, 30)
	foreign.Currency, credit.Medium = "EUR", commission.Credit
	for name, tt := range map[string]struct {
		entries []commission.Entry
		want    error
		text    string
	}{
		"nothing":          {nil, alianza.ErrUnknown, `account: unknown: the program has no payout for it`},
		"another currency": {[]commission.Entry{foreign}, alianza.ErrUnknown, `account "EUR": unknown: the program has no payout for it`},
		"another medium":   {[]commission.Entry{credit}, alianza.ErrUnknown, `account "USD credit": unknown: the program has no payout for it`},
		"another month":    {[]commission.Entry{owed("a", 31, 30)}, alianza.ErrRange, `entries "a": out of range: booked after 2026-04`},
		"twice":            {[]commission.Entry{owed("a", 3, 30), owed("a", 3, 30)}, alianza.ErrRepeated, ""},
	} {
		payouts, a, err := p.Settle(month, payout.Account{}, tt.entries...)
		if !errors.Is(err, tt.want) || tt.text != "" && err.Error() != tt.text || len(payouts) > 0 || a.Items.Len() > 0 {
			t.Errorf("%s: Settle = %v, %v, %v; want %q", name, payouts, a, err, tt.text)
		}
	}
	if _, _, err := (program.Program{}).Settle(month, payout.Account{}); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Settle of the zero program = %v; want %v", err, alianza.ErrUnchecked)
	}
}
