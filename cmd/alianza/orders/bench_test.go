package orders_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/cmd/alianza/orders"
)

// file returns a file of so many orders.
func file(rows int) string {
	var b strings.Builder
	b.WriteString(header)
	for i := range rows {
		fmt.Fprintf(&b, "o%07d,2026-%02d-%02d,p%d,USD,%d.%02d,\n", i, 1+i*12/rows, 1+i%28, i%1000, 1+i%300, i%100)
	}
	return b.String()
}

// readAll reads a file.
func readAll(tb testing.TB, text string) {
	tb.Helper()
	r, err := orders.NewReader(strings.NewReader(text), orders.Format{Columns: orders.Plain})
	if err != nil {
		tb.Fatal(err)
	}
	var o orders.Order
	for {
		if err := r.Read(&o); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			tb.Fatal(err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	text := file(100_000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		readAll(b, text)
	}
}

// TestAllocations holds a row to its ID and its amount, which is two allocations of a decimal.
func TestAllocations(t *testing.T) {
	const rows = 20_000
	text := file(rows)
	best := 1e9
	for range 5 {
		best = min(best, testing.AllocsPerRun(1, func() { readAll(t, text) }))
	}
	if most := 3.2 * rows; best > most {
		t.Errorf("reading %d rows allocates %v times; want at most %v", rows, best, most)
	}
}
