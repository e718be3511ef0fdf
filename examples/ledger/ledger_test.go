package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

const document = "../../program/testdata/service.json"

func load(t *testing.T) program.Program {
	t.Helper()
	data, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	p, err := alianza.Read[program.Program](data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// year returns the events of a few partners in half a year, by their instants, with
// refunds of sales and retries.
func year(r *rand.Rand) []commission.Event {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var events []commission.Event
	for i := range 120 {
		at = at.Add(time.Duration(1+r.IntN(60)) * time.Hour)
		e := commission.Event{
			ID: fmt.Sprint("o", i), Kind: commission.Sale, Partner: fmt.Sprint("p", r.IntN(4)), At: at,
			Currency: []string{"USD", "EUR"}[r.IntN(2)], Amount: decimal.New(1+r.Int64N(9999), -2),
		}
		if len(events) > 0 && r.IntN(4) == 0 {
			of := events[r.IntN(len(events))]
			e.Kind, e.Of, e.Partner, e.Currency = commission.Refund, of.ID, of.Partner, of.Currency
			e.Amount = of.Amount.Div(decimal.NewFromInt(int64(1 + r.IntN(3)))).Truncate(2)
		}
		events = append(events, e)
	}
	return events
}

// TestLikeARun holds the service, event by event, against a run of the program: the
// same payouts to the cent.
func TestLikeARun(t *testing.T) {
	p := load(t)
	for seed := range seeds.Count(10) {
		events := year(rand.New(rand.NewPCG(uint64(seed), 0)))
		s := &service{p, table{}}
		want, got := map[string]string{}, map[string]string{}
		last := cycle.MonthOf(events[len(events)-1].At, p.Zone()).Add(1)
		m := cycle.MonthOf(events[0].At, p.Zone())
		closeUntil := func(month cycle.Month) {
			for ; m.Before(month); m = m.Add(1) {
				payouts, err := s.close(m)
				if err != nil {
					t.Fatal(err)
				}
				for _, a := range payouts {
					got[fmt.Sprint(m, " ", a.Partner, " ", a.Currency)] = fmt.Sprint(a.Opening, a.Earned, a.Adjusted, a.Paid, a.Held, a.Carried)
				}
			}
		}
		run := p.Run()
		for _, e := range events {
			closeUntil(cycle.MonthOf(e.At, p.Zone()))
			for range 2 { // a retry does nothing
				_ = s.post(e)
			}
			if err := run.Add(e); err != nil {
				t.Fatal(err)
			}
		}
		closeUntil(last)
		for r := range run.Close(last.Add(-1)) {
			for _, a := range r.Accounts {
				if key := fmt.Sprint(r.Month, " ", r.Partner, " ", a.Currency); got[key] != "" || !a.Held.IsZero() || !a.Paid.IsZero() {
					want[key] = fmt.Sprint(a.Opening, a.Earned, a.Adjusted, a.Paid, a.Held, a.Carried)
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || len(got) == 0 {
			t.Fatalf("seed %d: payouts (-run +service):\n%s", seed, diff)
		}
	}
}

// TestTwoPlans has a rule over a month in two currencies: each plan has records of its
// own under the same keys.
func TestTwoPlans(t *testing.T) {
	p, err := alianza.Read[program.Program]([]byte(`{"id": "p", "currencies": ["USD", "EUR"], "plans": [{"rules": [{"name": "volume", "on": "sale",
		"over": "month", "table": {"scope": "slab", "brackets": [{"up_to": "500", "rate": "10%"}, {"rate": "20%"}]}}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	s := &service{p, table{}}
	for i, currency := range []string{"USD", "EUR"} {
		e := commission.Event{
			ID: fmt.Sprint(i), Kind: commission.Sale, Partner: "ana", At: time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC),
			Currency: currency, Amount: decimal.NewFromInt(100),
		}
		if err := s.post(e); err != nil {
			t.Error(err)
		}
	}
}

// TestNoPolicy pays nothing in a medium that the program has no payout for, and closes the
// month.
func TestNoPolicy(t *testing.T) {
	p, err := alianza.Read[program.Program]([]byte(`{"id": "p", "currencies": ["USD"],
		"tiers": {"editions": [{"ladder": {"name": "l", "levels": [{"name": "x", "requires": [{"metric": "sales", "at_least": 1}]}]}}]},
		"plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "10%", "medium": "credit"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	s := &service{p, table{}}
	e := commission.Event{
		ID: "1", Kind: commission.Sale, Partner: "ana", At: time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC), Currency: "USD", Amount: decimal.NewFromInt(100),
	}
	if err := s.post(e); err != nil {
		t.Fatal(err)
	}
	payouts, err := s.close(cycle.MonthOf(e.At, p.Zone()))
	for _, paid := range payouts {
		if !paid.Paid.IsZero() {
			t.Errorf("close pays %s; want nothing", paid)
		}
	}
	if err != nil {
		t.Errorf("close = %v; want no error", err)
	}
}

// TestLines holds how long a service on top of a program is.
func TestLines(t *testing.T) {
	data, err := os.ReadFile("ledger.go")
	if err != nil {
		t.Fatal(err)
	}
	const most = 150
	if n := strings.Count(string(data), "\n"); n >= most {
		t.Errorf("ledger.go has %d lines; want under %d", n, most)
	}
}

// TestCommand posts two sales and a refund, and closes their months.
func TestCommand(t *testing.T) {
	var in, out bytes.Buffer
	w := bufio.NewWriter(&in)
	enc := json.NewEncoder(w)
	day := func(month time.Month, d int) time.Time { return time.Date(2026, month, d, 12, 0, 0, 0, time.UTC) }
	for _, e := range []commission.Event{
		{ID: "o1", Kind: commission.Sale, Partner: "ana", At: day(1, 2), Currency: "USD", Amount: decimal.New(200, 0)},
		{ID: "c1", Kind: commission.Close, Partner: "ana", At: day(1, 31), Currency: "USD", Period: "2026-01"},
		{ID: "o2", Kind: commission.Sale, Partner: "ana", At: day(2, 2), Currency: "USD", Amount: decimal.New(200, 0)},
		{ID: "r1", Kind: commission.Refund, Of: "o1", Partner: "ana", At: day(2, 3), Currency: "USD", Amount: decimal.New(200, 0)},
		{ID: "r2", Kind: commission.Refund, Of: "o9", Partner: "ana", At: day(2, 3), Currency: "USD", Amount: decimal.New(200, 0)},
		{ID: "c2", Kind: commission.Close, Partner: "ana", At: day(2, 28), Currency: "USD", Period: "2026-02"},
	} {
		if err := enc.Encode(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := run([]string{document}, &in, &out); err != nil {
		t.Fatal(err)
	}
	want := `2026-01 ana: paid 20.00 USD; held 0.00, carried 0.00; opening 0.00, earned 20.00, adjusted 0.00
refused: commission: plan casa-verde-usd: refund "r2": of "o9": not known yet: the sale has not arrived, and the plan refuses refunds of unknown sales
2026-02 ana: paid 20.00 USD; held 0.00, carried 0.00; opening 0.00, earned 40.00, adjusted -20.00
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
}
