package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
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
	by      string // before each reason in the file
}

// rejected is what is remembered of the rows of one reason.
type rejected struct {
	passed bool
	count  int
	rows   []string // line, column and value of the first few
	first  string   // the reason of the first row, whole
	// layouts are the values of -date that read all of the rows.
	layouts []string
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
		_ = r.out.Write([]string{strconv.Itoa(u.Line), orders.Safe(u.Column), orders.Safe(u.Value), r.by + u.Reason})
	}
	why := kindOf(u.Reason)
	if r.rows[why] == nil && len(r.reasons) >= reasonsShown {
		why = otherReasons
	}
	one := r.rows[why]
	if one == nil {
		one = &rejected{passed: u.Passed, first: u.Reason, layouts: layouts(u.Reason)}
		if why == otherReasons {
			one.first = why
		}
		r.rows[why] = one
		r.reasons = append(r.reasons, why)
	}
	if u.Passed {
		r.passed++
	} else {
		r.total++
	}
	also := layouts(u.Reason)
	one.layouts = slices.DeleteFunc(one.layouts, func(l string) bool { return !slices.Contains(also, l) })
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

const otherReasons = "other reasons; -rejects FILE has them"

// What begins the part of a reason that is about one value.
const (
	dateHint   = "; -date "
	amountHint = ": it reads as "
)

// kindOf returns a reason without what it says about one value, so that a file with
// another form of dates has one reason and not one for each day.
func kindOf(reason string) string {
	for _, hint := range []string{dateHint, amountHint} {
		reason, _, _ = strings.Cut(reason, hint)
	}
	return reason
}

// layouts returns the values of -date that a reason says to read its date.
func layouts(reason string) []string {
	_, hint, ok := strings.Cut(reason, dateHint)
	if !ok {
		return nil
	}
	var list []string
	for part := range strings.SplitSeq(hint, ", ") {
		layout, _, _ := strings.Cut(strings.TrimPrefix(part, dateHint[2:]), " ")
		list = append(list, layout)
	}
	return list
}

// reason returns the reason of one row, or what is true of all rows.
func (r *rejected) reason() string {
	switch why := kindOf(r.first); {
	case r.count == 1 || !strings.Contains(r.first, dateHint):
		return r.first
	case len(r.layouts) == 0:
		return why
	default:
		return why + dateHint + strings.Join(r.layouts, " and "+dateHint[2:]) + " could read all of them"
	}
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
		fmt.Fprintf(w, "alianza %s: %d %s %s: %s %s\n", name, one.count, plural(one.count, "row"), what, one.reason(), one)
	}
	return r.close()
}

// close ends the file with the rows, if there is one.
func (r *rejects) close() error {
	if r.file == nil {
		return nil
	}
	r.out.Flush()
	return errors.Join(r.out.Error(), r.file.Close())
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}
