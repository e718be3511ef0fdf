// Command statement prints the monthly statements of a partner program: from
// orders (CSV) and a program definition (JSON) to what each partner earned, and
// what is due.
//
// It uses nothing but the standard library and alianza, and is meant to be read
// and copied. Run without arguments it prints the statements of a small program
// that is part of it:
//
//	go run ./examples/statement
package main

import (
	"bufio"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	_ "time/tzdata" // zones, also where the machine has none

	"github.com/seed-0af520cd/alianza"
)

//go:embed data/orders.csv
var defaultOrders string

//go:embed data/program.json
var defaultProgram []byte

// Exit codes.
const (
	exitFailed = 1 // the work could not be done, or -strict and a row not used
	exitUsage  = 2 // the call or the definition is wrong
)

const usage = `Statement prints, for each partner and month, the tier, the entries with base,
rate, exact and rounded amount, refunds, and what is due, held and carried;
then totals per currency, and revenue, cost, ROI and KPI lights of the program.

Usage:

	statement [flags]

Without flags it prints the statements of a small program of its own.

Input
  -orders FILE        orders as CSV with a header line; - is standard input
  -program FILE       program definition as JSON: ladder, plans, settlements;
                      the one built in is examples/statement/data/program.json;
                      plans of one id are its versions, each "from" a day
  -strict             stop with exit code 1 if a row cannot be used
  -rejects FILE       write every row that was not used: line, column, value,
                      reason

Columns of the orders, by their names in the header
  -col-id NAMES       the order's own id; A+B joins columns   (default "id")
  -col-date NAME      the day, with or without time         (default "date")
  -col-partner NAME   who brought the order              (default "partner")
  -col-currency NAME  ISO 4217 code                     (default "currency")
  -col-amount NAMES   amount; A*B multiplies columns      (default "amount")
  -col-refund-of NAME the id of the order that a row refunds, or empty
                                                       (default "refund_of")
  -currency CODE      currency of every row, instead of a column
  -date LAYOUT        iso (2026-03-31), mdy (3/31/2026), dmy (31/3/2026), each
                      with or without hh:mm, or a layout of Go's package time
                                                               (default iso)
  -refund-prefix P    rows whose id begins with P are refunds, and no others;
                      without it, rows with a negative amount or a refund-of

A row that cannot be used (a missing field, a zero amount, an id seen before,
a currency without a plan, a refund above what is left of its order, …) is
counted and reported by reason, line and value on standard error. So is what
the program definition allows and seldom means, such as a condition on a fact
that no order gives.

Output
  -format FORMAT      table, csv (one line an entry, in the order of the input)
                      or json                                (default table)
  -month YYYY-MM      only this month
  -partner NAME       only this partner
  -summary            leave out the single entries

The tier of a month is the one that the month's own sales reach, and every sale
of the month is paid at its rate. A refund is taken back at the rate of its
order. A refund that names no order, or one that the file does not have before
it, goes by the plan's "unknown_sale": refuse, current_rate or ignore. If its
order comes later, that is put right then.

Examples

	statement -summary
	statement -month 2026-03 -partner studio-luz
	statement -format csv > entries.csv
	statement -orders invoices.csv -program retail.json \
		-col-id InvoiceNo+InvoiceDate -col-date InvoiceDate -date mdy \
		-col-partner Country -col-amount 'Quantity*UnitPrice' \
		-currency GBP -refund-prefix C

Exit codes: 0 done, 1 failed (or -strict and a row not used), 2 wrong call or
wrong definition; every fault of a definition is printed with its line, column
and JSON path.
`

// config is the call, as the flags give it.
type config struct {
	orders, program, rejects string
	strict, summary          bool
	columns                  columns
	format, month, partner   string
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is main with its surroundings as arguments.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	c, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		return 0
	case err != nil:
		fmt.Fprintf(stderr, "statement: %v\nRun statement -help for the flags.\n", err)
		return exitUsage
	}
	out := bufio.NewWriterSize(stdout, 1<<16)
	err = produce(c, stdin, out, stderr)
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	return report(err, stderr)
}

// report prints an error and returns the exit code for it.
func report(err error, stderr io.Writer) int {
	var wrong *usageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &wrong):
		faults := alianza.Faults(wrong.err)
		for _, f := range faults {
			fmt.Fprintf(stderr, "statement: %s: %v\n", wrong.what, f)
		}
		if len(faults) == 0 {
			fmt.Fprintf(stderr, "statement: %s: %v\n", wrong.what, wrong.err)
		}
		return exitUsage
	}
	fmt.Fprintf(stderr, "statement: %v\n", err)
	return exitFailed
}

// usageError is an error in the call or in the definition.
type usageError struct {
	what string
	err  error
}

func (e *usageError) Error() string { return e.what + ": " + e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func parse(args []string) (config, error) {
	var c config
	flags := flag.NewFlagSet("statement", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&c.orders, "orders", "", "")
	flags.StringVar(&c.program, "program", "", "")
	flags.StringVar(&c.rejects, "rejects", "", "")
	flags.BoolVar(&c.strict, "strict", false, "")
	flags.BoolVar(&c.summary, "summary", false, "")
	flags.StringVar(&c.format, "format", "table", "")
	flags.StringVar(&c.month, "month", "", "")
	flags.StringVar(&c.partner, "partner", "", "")
	flags.StringVar(&c.columns.id, "col-id", "id", "")
	flags.StringVar(&c.columns.date, "col-date", "date", "")
	flags.StringVar(&c.columns.partner, "col-partner", "partner", "")
	flags.StringVar(&c.columns.currency, "col-currency", "currency", "")
	flags.StringVar(&c.columns.amount, "col-amount", "amount", "")
	flags.StringVar(&c.columns.refundOf, "col-refund-of", "refund_of", "")
	flags.StringVar(&c.columns.fixedCurrency, "currency", "", "")
	flags.StringVar(&c.columns.layout, "date", "iso", "")
	flags.StringVar(&c.columns.refundPrefix, "refund-prefix", "", "")
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	if flags.NArg() > 0 {
		return c, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if !slices.Contains([]string{"table", "csv", "json"}, c.format) {
		return c, fmt.Errorf("-format %q: want table, csv or json", c.format)
	}
	if err := checkLayout(c.columns.layout); err != nil {
		return c, err
	}
	if same(c.rejects, c.orders) || same(c.rejects, c.program) {
		return c, fmt.Errorf("-rejects %q: the file is to be read", c.rejects)
	}
	if c.month != "" {
		if _, err := parseMonth(c.month); err != nil {
			return c, fmt.Errorf("-month %q: want a year and a month, such as 2026-03", c.month)
		}
	}
	flags.Visit(func(f *flag.Flag) { c.columns.refundOfGiven = c.columns.refundOfGiven || f.Name == "col-refund-of" })
	return c, nil
}

// same reports whether two names are of one file, which is there.
func same(a, b string) bool {
	one, err := os.Stat(a)
	other, otherErr := os.Stat(b)
	return err == nil && otherErr == nil && os.SameFile(one, other)
}

// produce does the work: it reads the program, looks through the orders to learn
// what the last look has to know, and prints what they earn.
func produce(c config, stdin io.Reader, stdout io.Writer, stderr io.Writer) error {
	prog, err := loadProgram(c.program)
	if err != nil {
		return err
	}
	if fixed := c.columns.fixedCurrency; fixed != "" {
		if _, ok := prog.plans[fixed]; !ok {
			return &usageError{"-currency", fmt.Errorf("no plan in currency %q", fixed)}
		}
	}
	tmp := newSpool()
	defer func() { _ = tmp.close() }() // the files are temporary
	src, err := openOrders(c.orders, stdin, tmp)
	if err != nil {
		return err
	}
	defer src.close()
	rejects, err := newRejects(c.rejects)
	if err != nil {
		return err
	}
	for _, remark := range prog.remarks {
		fmt.Fprintf(stderr, "statement: remark: %v\n", remark)
	}
	rows := &reader{src: src, columns: c.columns, program: prog, rejects: rejects, progress: newProgress(stderr)}
	found, err := survey(rows, tmp)
	if err != nil {
		return err
	}
	if c.strict && rejects.total > 0 {
		return rejects.report(stderr, true)
	}
	err = newBooks(c, prog, found, tmp, stdout).keep(rows)
	return errors.Join(err, rejects.report(stderr, c.strict && err == nil))
}
