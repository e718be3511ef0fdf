package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// generated is a file of orders, sorted by date, that is made while it is read:
// 20 partners in 90 days, and one row in 40 that refunds an order from 1020 rows
// before it.
type generated struct {
	rows, next int
	buf        []byte
}

func (g *generated) Read(p []byte) (int, error) {
	for len(g.buf) < len(p) && g.next <= g.rows {
		g.buf = g.row(g.buf, g.next)
		g.next++
	}
	if len(g.buf) == 0 {
		return 0, io.EOF
	}
	n := copy(p, g.buf)
	g.buf = g.buf[:copy(g.buf, g.buf[n:])]
	return n, nil
}

func (g *generated) row(b []byte, i int) []byte {
	if i == 0 {
		return append(b, header...)
	}
	day := time.Date(2026, 1, 1+(i-1)*90/g.rows, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	if g.refund(i) {
		return fmt.Appendf(b, "o%d,%s,p%d,USD,-0.01,o%d\n", i, day, i*7%20, i-1020)
	}
	return fmt.Appendf(b, "o%d,%s,p%d,USD,%d.%02d,\n", i, day, i*7%20, 1+i%300, i%100)
}

func (g *generated) refund(i int) bool { return i > 1020 && i%40 == 13 }

// kept is what the books hold at one moment, in numbers.
type kept struct {
	Events, Open, Live, Holdings int
	Held                         int // bytes
}

func (k *kept) max(b *books) {
	k.Events = max(k.Events, len(b.ledger.past["USD"]))
	k.Open = max(k.Open, len(b.open))
	k.Live = max(k.Live, len(b.tmp.live))
	k.Held = max(k.Held, b.tmp.held)
	holdings := 0
	for _, st := range b.open {
		for _, sec := range st.sections {
			holdings += len(sec.sums)
		}
	}
	k.Holdings = max(k.Holdings, holdings)
}

// watched is a printer that measures whenever something is printed.
type watched struct {
	printer
	books *books
	kept  kept
	heap  uint64 // live, at its greatest
	lines int
}

func (w *watched) line(first bool, l line) ([]byte, error) {
	if w.lines++; w.lines%100 == 0 {
		w.kept.max(w.books)
	}
	return w.printer.line(first, l)
}

func (w *watched) statement(out io.Writer, st *statement, lines func(io.Writer, *text) error) error {
	if st.partner == "p0" {
		w.kept.max(w.books)
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		w.heap = max(w.heap, m.HeapAlloc)
	}
	return w.printer.statement(out, st, lines)
}

// ordered reads a table and counts its entries. It wants them in the order of
// the file in each statement.
type ordered struct {
	t           *testing.T
	rest        []byte
	entries, at int
}

func (o *ordered) Write(p []byte) (int, error) {
	o.rest = append(o.rest, p...)
	for left := o.rest; ; {
		line, rest, ok := bytes.Cut(left, []byte("\n"))
		if !ok {
			o.rest = append(o.rest[:0], left...)
			return len(p), nil
		}
		if bytes.HasPrefix(line, []byte("  20")) {
			id, err := strconv.Atoi(string(bytes.Fields(line)[2][1:]))
			if err != nil || id <= o.at {
				o.t.Errorf("entry of order %d stands behind the one of %d: %s, %v", id, o.at, line, err)
			}
			o.at = id
			o.entries++
		} else {
			o.at = 0
		}
		left = rest
	}
}

// held is how much text waits in memory in these tests.
const held = 1 << 20

func measure(t *testing.T, rows int) *watched {
	t.Helper()
	prog, err := loadProgram("")
	if err != nil {
		t.Fatal(err)
	}
	tmp := &spool{most: held}
	defer func() {
		if err := tmp.close(); err != nil {
			t.Errorf("close = %v; want nil", err)
		}
	}()
	file := &generated{rows: rows}
	src, err := openOrders("-", file, tmp)
	if err != nil {
		t.Fatal(err)
	}
	c, err := parse(nil)
	if err != nil {
		t.Fatal(err)
	}
	rejects, err := newRejects("")
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{src: src, columns: c.columns, program: prog, rejects: rejects, progress: newProgress(nil)}
	found, err := survey(r, tmp)
	if err != nil {
		t.Fatal(err)
	}
	refunds := 0
	for i := 1; i <= rows; i++ {
		if file.refund(i) {
			refunds++
		}
	}
	if found.rows != rows || len(found.refunds) != refunds || len(found.repeated) != 0 || len(found.sales) != 60 {
		t.Errorf("survey of %d rows has %d rows, %d refunds, %d repeated, %d counts of sales; want %d, %d, 0, 60",
			rows, found.rows, len(found.refunds), len(found.repeated), len(found.sales), rows, refunds)
	}
	out := &ordered{t: t}
	b := newBooks(c, prog, found, tmp, out)
	w := &watched{printer: b.printer, books: b}
	b.printer = w
	if err := b.keep(r); err != nil {
		t.Fatal(err)
	}
	if out.entries != rows || rejects.total != 0 {
		t.Errorf("entries printed and rows not used = %d, %d; want %d, 0", out.entries, rejects.total, rows)
	}
	if n := len(b.ledger.past["USD"]) + len(b.ledger.refunds) + len(b.open) + len(tmp.live) + tmp.held; n != 0 {
		t.Errorf("in the end the books hold %d things; want none", n)
	}
	if spilled := tmp.size > 0; spilled != (rows > 20_000) {
		t.Errorf("%d rows wrote %d bytes of waiting text to a file", rows, tmp.size)
	}
	return w
}

// TestMemory checks that what is kept does not grow with the orders, apart from
// the refunds.
func TestMemory(t *testing.T) {
	small := measure(t, 4_000)
	// The orders that are refunded within 1020 rows, a statement and a text for
	// each partner, and for each a sum for each day of a month and of the hold.
	most := kept{Events: 26, Open: 20, Live: 20, Held: held, Holdings: 20 * (31 + 15)}
	check := func(rows int, k kept) {
		t.Helper()
		if k.Events > most.Events || k.Open > most.Open || k.Live > most.Live ||
			k.Held > most.Held || k.Holdings > most.Holdings || k.Events == 0 || k.Holdings == 0 {
			t.Errorf("kept of %d rows = %+v; want some, and at most %+v", rows, k, most)
		}
	}
	check(4_000, small.kept)
	large := measure(t, 40_000)
	check(40_000, large.kept)
	// The text that waits, the buffer that it grows in, and a key and a count for
	// each of 1000 refunds.
	if growth := int64(large.heap) - int64(small.heap); growth > 2*held {
		t.Errorf("live heap = %d and %d bytes, %d more; want at most %d more", small.heap, large.heap, growth, 2*held)
	}
}

// TestSpool writes texts in turns, far beyond the limit, and reads them again.
func TestSpool(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	s := &spool{most: held}
	const texts = 7
	parts := make([]text, texts)
	want := make([]bytes.Buffer, texts)
	line := strings.Repeat("x", 1000)
	for i := range 3 * held / 1000 {
		part := fmt.Appendf(nil, "%d %s\n", i, line[:i%1000])
		want[i%texts].Write(part)
		if err := s.write(&parts[i%texts], part); err != nil {
			t.Fatal(err)
		}
		if s.held >= held {
			t.Fatalf("bytes in memory = %d; want less than %d", s.held, held)
		}
	}
	if s.size == 0 || s.held == 0 || len(temporary(t, dir)) != 1 {
		t.Fatalf("bytes in file and memory = %d, %d, files %q; want some of each, and one file", s.size, s.held, temporary(t, dir))
	}
	for i := range parts {
		if parts[i].empty() {
			t.Errorf("text %d is empty", i)
		}
		var got bytes.Buffer
		if err := s.copy(&got, &parts[i]); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want[i].Bytes()) {
			t.Errorf("text %d = %d bytes; want the %d that were written", i, got.Len(), want[i].Len())
		}
		got.Reset()
		if err := s.copy(&got, &parts[i]); err != nil || got.Len() != 0 || !parts[i].empty() {
			t.Errorf("text %d read again = %d bytes, %v; want none", i, got.Len(), err)
		}
	}
	if s.held != 0 || len(s.live) != 0 {
		t.Errorf("bytes and texts in memory = %d, %d; want 0, 0", s.held, len(s.live))
	}
	// A text that was read may be used again.
	if err := s.write(&parts[0], []byte("again")); err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := s.copy(&got, &parts[0]); err != nil || got.String() != "again" {
		t.Errorf("copy = %q, %v; want %q", got.String(), err, "again")
	}
	if err := s.close(); err != nil {
		t.Errorf("close = %v; want nil", err)
	}
	if left := temporary(t, dir); len(left) > 0 {
		t.Errorf("files left = %q; want none", left)
	}
}

func temporary(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestRepeatedInParts checks that ids are found again that went through a file.
func TestRepeatedInParts(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s := &spool{most: held}
	ids := idSet{tmp: s}
	const n = held/8 + 1000
	for i := range n {
		if err := ids.add(keyOf("ann", strconv.Itoa(i))); err != nil {
			t.Fatal(err)
		}
	}
	want := map[key]int{}
	for _, i := range []int{0, 1, n / 2, n - 1, n - 1} {
		want[keyOf("ann", strconv.Itoa(i))] = 0
		if err := ids.add(keyOf("ann", strconv.Itoa(i))); err != nil {
			t.Fatal(err)
		}
	}
	if s.size == 0 {
		t.Error("nothing went through a file")
	}
	got := map[key]int{}
	if err := ids.repeated(got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("repeated (-want +got):\n%s", diff)
	}
	if err := s.close(); err != nil {
		t.Errorf("close = %v; want nil", err)
	}
}

func TestKeyOf(t *testing.T) {
	seen := map[key][2]string{}
	for _, pair := range [][2]string{{"", ""}, {"a", ""}, {"", "a"}, {"a", "b"}, {"ab", ""}, {"", "ab"}, {"a", "a"}, {"aa", ""}} {
		k := keyOf(pair[0], pair[1])
		if other, ok := seen[k]; ok {
			t.Errorf("keyOf(%q) = keyOf(%q)", pair, other)
		}
		seen[k] = pair
	}
}

// TestTemporaryFiles checks that none is left, however the command ends.
func TestTemporaryFiles(t *testing.T) {
	tests := []struct {
		name, stdin string
		args        []string
		code        int
	}{
		{"done", defaultOrders, nil, 0},
		{"strict", header + ",,,,,\n", []string{"-strict"}, exitFailed},
		{"no columns", "a\n", nil, exitUsage},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			t.Setenv("TMPDIR", dir)
			if _, stderr, code := call(t, tt.stdin, append(tt.args, "-orders", "-")...); code != tt.code {
				t.Errorf("run = %d, %s; want %d", code, stderr, tt.code)
			}
			if left := temporary(t, dir); len(left) > 0 {
				t.Errorf("files left = %q; want none", left)
			}
		})
	}
	// Without a place for temporary files there is an error and no crash.
	t.Setenv("TMPDIR", filepath.Join(os.DevNull, "none"))
	if stdout, stderr, code := call(t, defaultOrders, "-orders", "-"); code != exitFailed || stdout != "" || !strings.HasPrefix(stderr, "statement: ") {
		t.Errorf("run = %d, %q, %q; want %d and why", code, stdout, stderr, exitFailed)
	}
}
