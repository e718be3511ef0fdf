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

// TestAddUp checks that what moved an account is what became of it, in each month and in
// all, whatever a policy adds or gives up, and also where it cannot settle.
func TestAddUp(t *testing.T) {
	for name, tt := range map[string]struct {
		payout string
		want   []string
	}{
		// 10% of 700 is due on April 20 and of 500 on May 3; 90 of them are taken back.
		"guarantee": {`"every": "half_month", "draw": {"amount": "100", "guarantee": true}`, []string{
			"USD: opening 0.00 + earned 70.00 + adjusted 0.00 + guaranteed 30.00 = paid 100.00 + held 0.00 + carried 0.00",
			// The first half has 50 less 90, which is raised to 100, and the second one nothing.
			"USD: opening 0.00 + earned 50.00 + adjusted -90.00 + guaranteed 240.00 = paid 200.00 + held 0.00 + carried 0.00",
		}},
		"debt given up": {`"debt": {"floor": true}`, []string{
			"USD: opening 0.00 + earned 70.00 + adjusted 0.00 = paid 70.00 + held 0.00 + carried 0.00",
			"USD: opening 0.00 + earned 50.00 + adjusted -90.00 + written off 40.00 = paid 0.00 + held 0.00 + carried 0.00",
		}},
		"excess lost": {`"maximum": "60", "excess_lost": true`, []string{
			"USD: opening 0.00 + earned 70.00 + adjusted 0.00 + written off -10.00 = paid 60.00 + held 0.00 + carried 0.00",
			"USD: opening 0.00 + earned 50.00 + adjusted -90.00 = paid 0.00 + held 0.00 + carried -40.00",
		}},
		// The bank has not confirmed April. So May is not settled.
		"one at a time": {`"confirm": true, "one_at_a_time": true`, []string{
			"USD: opening 0.00 + earned 70.00 + adjusted 0.00 = paid 70.00 + held 0.00 + carried 0.00",
			"USD: opening 0.00 + earned 50.00 + adjusted -90.00 = paid 0.00 + held -40.00 + carried 0.00",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(halves, `"every": "half_month", "draw": {"amount": "100", "guarantee": true}`, tt.payout, 1)
			p := alianza.Must(alianza.Read[program.Program]([]byte(text)))
			run := p.Run()
			for _, e := range []commission.Event{
				{ID: "a", Kind: commission.Sale, At: april(20), Amount: decimal.NewFromInt(700)},
				{ID: "b", Kind: commission.Sale, At: april(33), Amount: decimal.NewFromInt(500)},
				{ID: "c", Kind: commission.Refund, Of: "a", At: april(34), Amount: decimal.NewFromInt(700)},
				{ID: "d", Kind: commission.Refund, Of: "b", At: april(35), Amount: decimal.NewFromInt(200)},
			} {
				e.Partner, e.Currency = "ana", "USD"
				if err := run.Add(e); err != nil {
					t.Fatal(err)
				}
			}
			var got []string
			var totals program.Totals
			for r := range run.CloseAll() {
				for _, a := range r.Accounts {
					got = append(got, a.String())
					in := a.Opening.Add(a.Earned).Add(a.Adjusted).Add(a.Guaranteed).Add(a.WrittenOff)
					if out := a.Paid.Add(a.Held).Add(a.Carried); !in.Equal(out) {
						t.Errorf("%s: %s is not %s", r.Month, in, out)
					}
					same := alianza.Must(alianza.Read[program.Account](alianza.Must(a.MarshalJSON())))
					if same.String() != a.String() {
						t.Errorf("from JSON = %s; want %s", same, a)
					}
				}
				totals.Add(r)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("accounts (-want +got):\n%s", diff)
			}
			all := totals.List[0]
			in := all.Earned.Add(all.Adjusted).Add(all.Guaranteed).Add(all.WrittenOff)
			if out := all.Paid.Add(all.Held).Add(all.Carried); !in.Equal(out) {
				t.Errorf("%s: %s is not %s", all, in, out)
			}
			if strings.Contains(all.String(), "guaranteed") == all.Guaranteed.IsZero() || strings.Contains(all.String(), "written off") == all.WrittenOff.IsZero() {
				t.Errorf("total = %s; want what was added or given up", all)
			}
		})
	}
}
