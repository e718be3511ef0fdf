package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/seed-0af520cd/alianza/cmd/alianza/orders"
)

// rejects counts the rows that were not used, by reason, in the order in which
// the reasons came up.
type rejects struct {
	reasons []string
	rows    map[string]*rejected
	total   int
	passed  int
	file    *os.File
	out     *csv.Writer
}

// rejected is what is remembered of the rows of one reason.
type rejected struct {
	passed bool
	count  int
	rows   []string // line, column and value of the first few
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
func (r *rejects) add(u *orders.RowError) {
	if r.out != nil && !u.Passed {
		// An error stays in the writer.
		_ = r.out.Write([]string{strconv.Itoa(u.Line), orders.Safe(u.Column), orders.Safe(u.Value), u.Reason})
	}
	why := u.Reason
	if r.rows[why] == nil && len(r.reasons) >= reasonsShown {
		why = "other reasons; -rejects FILE has them"
	}
	one := r.rows[why]
	if one == nil {
		one = &rejected{passed: u.Passed}
		r.rows[why] = one
		r.reasons = append(r.reasons, why)
	}
	if u.Passed {
		r.passed++
	} else {
		r.total++
	}
	if one.count++; one.count > rowsShown {
		return
	}
	row := strconv.Itoa(u.Line)
	if u.Column != "" {
		row += " " + u.Column
	}
	if u.Value != "" {
		row += fmt.Sprintf(" %.25q", u.Value)
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

// report prints what was not used.
func (r *rejects) report(w io.Writer, name string) error {
	for _, why := range r.reasons {
		one := r.rows[why]
		what := "not used"
		if one.passed {
			what = "passed over"
		}
		fmt.Fprintf(w, "alianza %s: %d %s %s: %s %s\n", name, one.count, plural(one.count, "row"), what, why, one)
	}
	if r.out != nil {
		r.out.Flush()
		return errors.Join(r.out.Error(), r.file.Close())
	}
	return nil
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}
