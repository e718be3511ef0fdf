package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

// rejects counts the rows that were not used, by reason, in the order in which
// the reasons came up.
type rejects struct {
	reasons []string
	rows    map[string]*rejected
	total   int
	file    *os.File
	out     *csv.Writer
}

// rejected is what is remembered of the rows of one reason.
type rejected struct {
	count int
	rows  []string // line and value of the first few
}

// What is remembered, whatever the orders are.
const (
	rowsShown    = 8
	reasonsShown = 50
)

func newRejects(file string) (*rejects, error) {
	r := &rejects{rows: map[string]*rejected{}}
	if file == "" {
		return r, nil
	}
	f, err := os.Create(file)
	if err != nil {
		return nil, err
	}
	r.file, r.out = f, csv.NewWriter(f)
	return r, r.out.Write([]string{"line", "column", "value", "reason"})
}

// add counts a row.
func (r *rejects) add(line int, u unused) {
	if r.out != nil {
		_ = r.out.Write([]string{strconv.Itoa(line), u.field, u.value, u.reason}) // an error stays in the writer
	}
	why := u.reason
	if r.rows[why] == nil && len(r.reasons) >= reasonsShown {
		why = "other reasons; -rejects FILE has them"
	}
	one := r.rows[why]
	if one == nil {
		one = &rejected{}
		r.rows[why] = one
		r.reasons = append(r.reasons, why)
	}
	r.total++
	if one.count++; one.count > rowsShown {
		return
	}
	row := strconv.Itoa(line)
	if u.value != "" {
		row += fmt.Sprintf(" %.25q", u.value)
	}
	one.rows = append(one.rows, row)
}

// String returns the rows as far as they are remembered: "(line 4, 8 "1,5", …)".
func (r *rejected) String() string {
	more := ""
	if r.count > len(r.rows) {
		more = ", …"
	}
	return "(line " + strings.Join(r.rows, ", ") + more + ")"
}

// report prints what was not used. It returns an error if a row was not used
// and that is to be fatal.
func (r *rejects) report(w io.Writer, fatal bool) error {
	for _, why := range r.reasons {
		one := r.rows[why]
		fmt.Fprintf(w, "statement: %d %s not used: %s %s\n", one.count, plural(one.count, "row"), why, one)
	}
	var err error
	if r.out != nil {
		r.out.Flush()
		err = errors.Join(r.out.Error(), r.file.Close())
	}
	if fatal && r.total > 0 {
		err = errors.Join(err, fmt.Errorf("-strict: %d %s not used", r.total, plural(r.total, "row")))
	}
	return err
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// progress shows on a terminal how far the reading is.
type progress struct {
	w     io.Writer // nil if there is no terminal
	start time.Time
	next  time.Time
	rows  int
	shown bool
}

func newProgress(stderr io.Writer) *progress {
	p := &progress{start: time.Now()}
	if f, ok := stderr.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.w = f
		}
	}
	return p
}

// tick shows the progress, four times a second and not before the first half
// second is over.
func (p *progress) tick(pass string, read, size int64) {
	p.rows++
	if p.w == nil || p.rows%1024 != 0 {
		return
	}
	now := time.Now()
	if now.Sub(p.start) < 500*time.Millisecond || now.Before(p.next) {
		return
	}
	p.next, p.shown = now.Add(250*time.Millisecond), true
	fmt.Fprintf(p.w, "\r%s %3d%%", pass, read*100/max(1, size))
}

// done clears the line.
func (p *progress) done() error {
	if p.shown {
		fmt.Fprint(p.w, "\r                    \r")
		p.shown = false
	}
	return nil
}
