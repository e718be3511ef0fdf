package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
)

// A million is checked with go test . -orders 1000000 -partners 10000.
var (
	ordersFlag   = flag.Int("orders", 40_000, "events of the batch")
	partnersFlag = flag.Int("partners", 400, "partners of the batch")
)

// command is the command's flags for the batch of the tests, with a file for results.
func command(file string, more ...string) []string {
	return append([]string{
		"-orders", strconv.Itoa(*ordersFlag), "-partners", strconv.Itoa(*partnersFlag), "-group", "20", "-workers", "2",
		"-database", "", "-out", file,
	}, more...)
}

// The results of one process.
var alone = sync.OnceValues(func() (result, error) {
	folder, err := os.MkdirTemp("", "alianza-batch")
	if err != nil {
		return result{}, err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // of a test
	return do(filepath.Join(folder, "alone"), nil)
})

// A result is what a run wrote.
type result struct {
	summary string
	lines   []byte
}

// do runs the command in this process.
func do(file string, look func(*batch), more ...string) (result, error) {
	var out strings.Builder
	if err := run(context.Background(), command(file, more...), &out, io.Discard, look); err != nil {
		return result{}, err
	}
	lines, err := os.ReadFile(file)
	return result{out.String(), lines}, err
}

// same reports whether a result is that of one process, to the byte.
func same(t *testing.T, got result) {
	t.Helper()
	want, err := alone()
	if err != nil {
		t.Fatal(err)
	}
	if got.summary != want.summary {
		t.Errorf("got\n%s\nwant\n%s", got.summary, want.summary)
	}
	if !bytes.Equal(got.lines, want.lines) {
		t.Errorf("%d bytes of results are not those of one process, %d bytes", len(got.lines), len(want.lines))
	}
}

// The orders are of the number that was asked for, and no refund is refused.
func TestAlone(t *testing.T) {
	got, err := alone()
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("%d partners, %d events, 0 refused\n", *partnersFlag, *ordersFlag); !strings.HasPrefix(got.summary, want) {
		t.Errorf("got %s, want %s", got.summary, want)
	}
	more, err := do(filepath.Join(t.TempDir(), "more"), nil, "-group", "7", "-workers", "3")
	if err != nil {
		t.Fatal(err)
	}
	same(t, more)
}

// The sums by the rule, without the library: the rate of a month is by its sales in
// the zone, what is left of a sale earns at its rate.
func TestSums(t *testing.T) {
	got, err := alone()
	if err != nil {
		t.Fatal(err)
	}
	madrid, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	o := newOrders(*partnersFlag, *ordersFlag, 1)
	earned, adjusted := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for p := range o.partners {
		sales := map[string]int{}
		for e := range o.events(p) {
			if e.Kind == commission.Sale {
				sales[e.At.In(madrid).Format("2006-01")]++
			}
		}
		known := map[string]commission.Event{}
		for e := range o.events(p) {
			if e.Kind == commission.Sale {
				known[e.ID] = e
				earned[e.Currency] = earned[e.Currency].Add(paid(e.Amount, sales[e.At.In(madrid).Format("2006-01")]))
				continue
			}
			sale := known[e.Of]
			n := sales[sale.At.In(madrid).Format("2006-01")]
			adjusted[e.Currency] = adjusted[e.Currency].Add(paid(sale.Amount.Sub(e.Amount), n)).Sub(paid(sale.Amount, n))
		}
	}
	for _, currency := range []string{"EUR", "USD"} {
		want := fmt.Sprintf("earned %s, adjusted %s,", earned[currency].StringFixed(2), adjusted[currency].StringFixed(2))
		if !strings.Contains(got.summary, want) {
			t.Errorf("%s: want %s, got\n%s", currency, want, got.summary)
		}
	}
}

// paid is the commission of an amount in a month of n sales.
func paid(amount decimal.Decimal, n int) decimal.Decimal {
	percent := int64(20)
	switch {
	case n >= 31:
		percent = 35
	case n >= 16:
		percent = 30
	case n >= 6:
		percent = 25
	}
	return amount.Mul(decimal.New(percent, -2)).Round(2)
}

// A partner's orders are the same each time, and the weights of partners add up.
func TestOrders(t *testing.T) {
	o, sum := newOrders(1000, 12_345, 7), 0
	for p := range o.partners {
		n := 0
		for range o.events(p) {
			n++
		}
		if n != o.of(p) {
			t.Errorf("partner %d has %d events, not %d", p, n, o.of(p))
		}
		sum += n
	}
	if sum != o.count {
		t.Errorf("%d events, want %d", sum, o.count)
	}
}

// A failed attempt is made again; each group is one job, whoever gives it out. The same
// batch done again does nothing.
func TestRetry(t *testing.T) {
	at, file := url(t), filepath.Join(t.TempDir(), "out")
	var mu sync.Mutex
	failed, chunks := false, 0
	look := func(b *batch) {
		b.saving = func(_ context.Context, group, _ int) error {
			mu.Lock()
			defer mu.Unlock()
			chunks++
			if group == 3 && !failed {
				failed = true
				return errors.New("out of order")
			}
			return nil
		}
	}
	got, err := do(file, look, "-database", at)
	if err != nil {
		t.Fatal(err)
	}
	same(t, got)
	if !failed {
		t.Error("no attempt failed")
	}
	groups := int64((*partnersFlag + 19) / 20)
	if jobs := count(t, at, "SELECT count(*) FROM river_job"); jobs != groups {
		t.Errorf("%d jobs for %d groups", jobs, groups)
	}
	if n := count(t, at, "SELECT count(*) FROM river_job WHERE attempt > 1"); n != 1 {
		t.Errorf("%d jobs were tried again, want 1", n)
	}
	chunks = 0
	if got, err = do(file, look, "-database", at); err != nil {
		t.Fatal(err)
	}
	same(t, got)
	if jobs := count(t, at, "SELECT count(*) FROM river_job"); jobs != groups || chunks != 0 {
		t.Errorf("done again, %d jobs and %d chunks", jobs, chunks)
	}
}

// A group that never succeeds ends the command with its reason.
func TestFails(t *testing.T) {
	at := url(t)
	look := func(b *batch) {
		b.saving = func(_ context.Context, group, _ int) error {
			if group == 1 {
				return errors.New("this one never works")
			}
			return nil
		}
	}
	_, err := do(filepath.Join(t.TempDir(), "out"), look, "-database", at, "-patience", "500ms", "-orders", "1000")
	if err == nil || !strings.Contains(err.Error(), "this one never works") {
		t.Errorf("got %v", err)
	}
}

// Two processes share the work, and print the same.
func TestTwoWorkers(t *testing.T) {
	at, folder := url(t), t.TempDir()
	first, second := spawn(t, "shares", filepath.Join(folder, "1"), at), spawn(t, "shares", filepath.Join(folder, "2"), at)
	same(t, first.result(t))
	same(t, second.result(t))
	if n := count(t, at, "SELECT count(DISTINCT attempted_by[1]) FROM river_job WHERE state = 'completed'"); n != 2 {
		t.Errorf("%d processes did jobs", n)
	}
}

// A worker is killed in the middle of a transaction, with chunks of its group saved and
// jobs running. Another one does the rest, and the result is the same.
func TestKilled(t *testing.T) {
	at, folder := url(t), t.TempDir()
	killed := spawn(t, "stalls", filepath.Join(folder, "1"), at)
	killed.await(t, "stalled")
	if err := killed.Process.Kill(); err != nil { // SIGKILL
		t.Fatal(err)
	}
	if err := <-killed.ended; err == nil {
		t.Error("the killed process ended well")
	}
	saved := count(t, at, "SELECT count(*) FROM alianza_results")
	if running := count(t, at, "SELECT count(*) FROM river_job WHERE state = 'running'"); running == 0 || saved == 0 || saved == int64(*partnersFlag) {
		t.Fatalf("%d jobs were running and %d partners saved", running, saved)
	}
	folded := int64(0)
	var mu sync.Mutex
	got, err := do(filepath.Join(folder, "2"), func(b *batch) {
		b.folded = func(int) {
			mu.Lock()
			folded++
			mu.Unlock()
		}
	}, "-database", at, "-patience", "500ms")
	if err != nil {
		t.Fatal(err)
	}
	same(t, got)
	if folded < int64(*partnersFlag)-saved || folded >= int64(*partnersFlag) {
		t.Errorf("%d partners were saved, and %d of %d folded after that", saved, folded, *partnersFlag)
	}
}

func count(t *testing.T, at, sql string) int64 {
	t.Helper()
	ctx := context.Background()
	c, err := pgx.Connect(ctx, at)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(ctx) //nolint:errcheck // of a test
	var n int64
	if err := c.QueryRow(ctx, sql).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
