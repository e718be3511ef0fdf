package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"github.com/seed-0af520cd/alianza/program"
)

// Hooks are for tests, which fail and stop there.
type hooks struct {
	folded func(partner int)                                // a partner is folded
	saving func(ctx context.Context, group, last int) error // in the transaction of a chunk, before its end
}

// A batch is a year of a program, divided into groups of partners.
type batch struct {
	id      string // of what goes in: another program or other orders are another batch
	program program.Program
	orders  *orders
	size    int // partners of a group
	chunk   int // partners that are saved together
	hooks
}

func newBatch(document []byte, p program.Program, o *orders, size, chunk int) *batch {
	h := sha256.New()
	// The first number is that of the form of a row: another form is another batch.
	fmt.Fprintf(h, "1 %d %d %d %d\n%s", o.partners, o.count, o.seed, size, document)
	return &batch{
		id: hex.EncodeToString(h.Sum(nil)[:8]), program: p, orders: o, size: size, chunk: chunk,
		hooks: hooks{func(int) {}, func(context.Context, int, int) error { return nil }},
	}
}

// groups is how many groups there are.
func (b *batch) groups() int { return (b.orders.partners + b.size - 1) / b.size }

// bounds are the first partner of a group and the first beyond it.
func (b *batch) bounds(group int) (first, end int) {
	return group * b.size, min((group+1)*b.size, b.orders.partners)
}

// A store keeps rows. To save a row again changes nothing.
type store interface {
	// done returns the partners from first to end that have a row.
	done(ctx context.Context, first, end int) (map[int]bool, error)
	// save keeps rows in one step, all or none. The last rows of a group say so.
	save(ctx context.Context, rows []row, last bool) error
}

// work does what is left of a group. A worker that dies has saved whole chunks; who
// comes next begins behind them.
func (b *batch) work(ctx context.Context, group int, s store) error {
	first, end := b.bounds(group)
	saved, err := s.done(ctx, first, end)
	if err != nil {
		return err
	}
	var rows []row
	for partner := first; partner < end; partner++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !saved[partner] {
			r, err := fold(b.program, b.orders, partner)
			if err != nil {
				return err
			}
			rows = append(rows, r)
			b.folded(partner)
		}
		if last := partner == end-1; last || len(rows) == b.chunk {
			if err := s.save(ctx, rows, last); err != nil {
				return err
			}
			rows = nil
		}
	}
	return nil
}

// A summary is what came of a batch.
type summary struct {
	partners, events, refused int
	totals                    program.Totals
	sum                       string // SHA-256 of all lines
}

// summarize writes the lines of all rows, in the order of the partners.
func summarize(out io.Writer, rows func(yield func(row) error) error) (summary, error) {
	var s summary
	h := sha256.New()
	out = io.MultiWriter(out, h)
	err := rows(func(r row) error {
		s.partners, s.events, s.refused = s.partners+1, s.events+r.events, s.refused+r.refused
		s.totals.Merge(r.totals)
		_, err := out.Write(r.lines)
		return err
	})
	s.sum = hex.EncodeToString(h.Sum(nil))
	return s, err
}

// String returns the summary, a line for each currency.
func (s summary) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d partners, %d events, %d refused\n", s.partners, s.events, s.refused)
	for _, t := range s.totals.List {
		fmt.Fprintf(&b, "%s: sales %s, refunds %s, earned %s, adjusted %s, paid %s\n", t.Currency, t.Sales.StringFixed(2),
			t.Refunds.StringFixed(2), t.Earned.StringFixed(2), t.Adjusted.StringFixed(2), t.Paid.StringFixed(2))
	}
	fmt.Fprintf(&b, "sha256 %s\n", s.sum)
	return b.String()
}
