package main

import (
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

func statementCommand() command {
	return command{"statement", "what each partner earned, month by month, and what is due", `Statement prints, for each partner and month, the tier, the entries with base,
rate, exact and rounded amount, refunds, and what is paid, held and carried;
then totals per currency, and revenue, cost, ROI and KPI lights of the program.

Usage:

	alianza statement [flags]

Without flags it prints the statements of a sample program. Without -orders it
takes the orders of the sample, for a program of your own, too.

  -program FILE        the program                     (default: the sample)
  -format FORMAT       text, csv (one line an entry), json, html (one page that
                       prints well), markdown, or entries (one entry in JSON a
                       line, for settle and journal)      (default text)
  -month YYYY-MM       only this month
  -partner NAME        only this partner
  -summary             leave out the single entries
` + ordersHelp + `
A row that cannot be used (a missing field, a zero amount, an id seen before,
a currency without a plan, a refund above what is left of its order, …) is
counted and reported by reason, line, column and value on standard error.

The orders of a partner's month are evaluated by their instants. The order of
the file counts only among those of one instant, such as a day without a time. A
refund is taken back at the rate of its order. A refund of an order that is not
known goes by the "unknown_sale" of the plan. If the order comes in a later
month, that is put right then. A refund in another currency than its order is
not used.

Examples

	alianza statement -summary
	alianza statement -month 2026-03 -partner studio-luz
	alianza statement -month 2026-03 -partner studio-luz -format html > march.html
	alianza statement -program program.json -orders orders.csv -format csv
	alianza statement -program program.json -orders shop.csv -from shopify
	alianza statement -program retail.json -orders invoices.csv \
		-col-id InvoiceNo+InvoiceDate -col-date InvoiceDate -date mdy \
		-col-partner Country -col-amount 'Quantity*UnitPrice' -decimal point \
		-currency GBP -refund-prefix C

Exit codes: 0 done, 1 failed (or -strict and a row not used), 2 a wrong call or
a wrong document; every fault of a document is printed with its place.
`, runStatement}
}

// statementCall is a call of statement.
type statementCall struct {
	orderFlags
	program, format, month, partner string
	summary                         bool
}

var statementFormats = []string{"text", "csv", "json", "html", "markdown", "entries"}

func runStatement(c *call, args []string) error {
	var s statementCall
	flags := flag.NewFlagSet("statement", flag.ContinueOnError)
	s.register(flags)
	flags.StringVar(&s.program, "program", "", "")
	flags.StringVar(&s.format, "format", "text", "")
	flags.StringVar(&s.month, "month", "", "")
	flags.StringVar(&s.partner, "partner", "", "")
	flags.BoolVar(&s.summary, "summary", false, "")
	if err := parse(flags, fromFirst(args), 0); err != nil {
		return err
	}
	if !slices.Contains(statementFormats, s.format) {
		return usagef("-format %q: want %s", s.format, strings.Join(statementFormats, ", "))
	}
	if s.month != "" {
		if _, err := cycle.ParseMonth(s.month); err != nil {
			return usagef("-month %q: want a year and a month, such as 2026-03", s.month)
		}
	}
	if same(s.rejects, s.program) {
		return usagef("-rejects %q: the file is to be read", s.rejects)
	}
	p, err := loadProgram(c, s.program)
	if err != nil {
		return err
	}
	f, err := newFeed(c, &s.orderFlags, p)
	if err != nil {
		return err
	}
	return s.print(c, f)
}

// print writes the statements. With -strict they wait in a temporary file until
// it is known that every row could be used.
func (s *statementCall) print(c *call, f *feed) error {
	out := io.Writer(c.stdout)
	if s.strict {
		tmp, err := os.CreateTemp("", "statement-*")
		if err != nil {
			return err
		}
		defer func() { _ = os.Remove(tmp.Name()) }()
		defer tmp.Close() //nolint:errcheck // it is temporary
		out = tmp
		if err := s.statements(f, out); err != nil {
			return err
		}
		if err := f.finish(); err != nil {
			return err
		}
		if _, err := tmp.Seek(0, io.SeekStart); err != nil {
			return err
		}
		_, err = io.Copy(c.stdout, tmp)
		return err
	}
	if err := s.statements(f, out); err != nil {
		return err
	}
	return f.finish()
}

// statements reads the orders and prints what they earn.
func (s *statementCall) statements(f *feed, out io.Writer) error {
	b := &books{call: s, feed: f, out: out, printer: newPrinter(s.format, f.program), summary: newSummary(s.partner == "", f.program), undone: undone{call: f.call}}
	run, err := f.run()
	if err != nil {
		return err
	}
	b.run = run
	if err := b.results(run.CloseAll()); err != nil {
		return err
	}
	b.summary.rows, b.summary.unused = f.used-run.Refused(), f.rejects.total
	b.summary.none = b.none()
	b.undone.end()
	if len(b.summary.months) == 0 && b.summary.rows > 0 && slices.Contains([]string{"csv", "json", "entries"}, s.format) { // the others say it themselves
		f.call.remark("no statements: %s", b.summary.none)
	}
	return b.printer.end(out, b.summary)
}

// books prints the results of months.
type books struct {
	call    *statementCall
	feed    *feed
	run     *program.Run
	refused int // so far
	undone  undone
	out     io.Writer
	printer printer
	summary *summary
	// first and last are the months that have a statement of the partner asked for.
	first, last cycle.Month
}

// none says why there are no statements, if there are none.
func (b *books) none() string {
	partner, month := b.call.partner, b.call.month
	switch {
	case b.summary.rows == 0:
		return "there is no usable order to show"
	case b.first.IsZero():
		return fmt.Sprintf("no order that is used is of the partner %q", partner)
	case partner != "":
		return fmt.Sprintf("there are those of %s from %s to %s, and none of %s", partner, b.first, b.last, month)
	default:
		return fmt.Sprintf("there are those from %s to %s, and none of %s", b.first, b.last, month)
	}
}

// results prints the statements of months that are closed. Months at the end in
// which nothing happened are left out: a row that is refused may have opened them.
func (b *books) results(all iter.Seq[program.Result]) error {
	var quiet []program.Result
	var last cycle.Month // in which something happened
	for r := range all {
		b.refuse(&r)
		if still(&r) && r.Month != last {
			r.Accounts = slices.Clone(r.Accounts)
			quiet = append(quiet, r)
			continue
		}
		for _, one := range append(quiet, r) {
			if err := b.result(&one); err != nil {
				return err
			}
		}
		quiet, last = quiet[:0], r.Month
	}
	return nil
}

// still reports whether nothing happened in a month.
func still(r *program.Result) bool {
	for i := range r.Accounts {
		if a := &r.Accounts[i]; a.Events > 0 || !a.Earned.IsZero() || !a.Adjusted.IsZero() {
			return false
		}
	}
	return true
}

// refuse reports the orders of a month that are refused.
func (b *books) refuse(r *program.Result) {
	n := b.run.Refused()
	if n == b.refused {
		return
	}
	b.refused = n
	for line := range r.Lines() {
		if line.Err != nil {
			b.feed.refuse(&line.Event, b.feed.lines.of(line.Number), line.Err)
		}
	}
}

// result prints one statement.
func (b *books) result(r *program.Result) error {
	if b.call.partner != "" && b.call.partner != r.Partner {
		return nil
	}
	if len(r.Accounts)+len(r.Faults) == 0 {
		return nil // all that the partner has is refused
	}
	if b.last = r.Month; b.first.IsZero() {
		b.first = r.Month
	}
	if b.call.month != "" && b.call.month != r.Month.String() {
		return nil
	}
	b.summary.add(r)
	if format := b.call.format; format == "csv" || format == "entries" { // which have no place for it
		b.undone.say("", r.Month, r.Partner, r.Faults)
	}
	if err := b.printer.begin(b.out, r); err != nil {
		return err
	}
	for i := range r.Accounts {
		if err := b.account(r, &r.Accounts[i], i == 0 || r.Accounts[i-1].Currency != r.Accounts[i].Currency); err != nil {
			return err
		}
	}
	return b.printer.finish(b.out, r)
}

// account prints one account of a statement: its lines, and the balance. Events
// that earned nothing stand in the first account of their currency.
func (b *books) account(r *program.Result, a *program.Account, first bool) error {
	if err := b.printer.account(b.out, r, a); err != nil {
		return err
	}
	if !b.call.summary {
		for l := range r.Lines() {
			if l.Event.Currency != a.Currency || l.Err != nil {
				continue
			}
			if err := b.lines(r, a, &l, first); err != nil {
				return err
			}
		}
	}
	return b.printer.balance(b.out, r, a)
}

// lines prints what one event led to in an account.
func (b *books) lines(r *program.Result, a *program.Account, l *program.Line, first bool) error {
	for i := range l.Entries {
		if l.Entries[i].Medium == a.Medium {
			if err := b.printer.line(b.out, r, line{event: &l.Event, entry: &l.Entries[i]}); err != nil {
				return err
			}
		}
	}
	if len(l.Entries) > 0 || !first {
		return nil // a rule that another one comes before is no news
	}
	for _, skipped := range l.Skipped {
		if err := b.printer.line(b.out, r, line{event: &l.Event, note: skipped.Reason.String()}); err != nil {
			return err
		}
	}
	return nil
}

// line is what an event led to: an entry, or why there is none.
type line struct {
	event *commission.Event
	entry *commission.Entry
	note  string // instead of an entry
}

// base returns the amount of the event with the sign that an entry has.
func (l *line) base() decimal.Decimal {
	if l.event.Kind == commission.Refund || l.event.Kind == commission.Chargeback {
		return l.event.Amount.Neg()
	}
	return l.event.Amount
}

// printer writes statements in one of the formats: each begins, has its accounts
// with their lines and a balance, and finishes.
type printer interface {
	begin(w io.Writer, r *program.Result) error
	account(w io.Writer, r *program.Result, a *program.Account) error
	line(w io.Writer, r *program.Result, l line) error
	balance(w io.Writer, r *program.Result, a *program.Account) error
	finish(w io.Writer, r *program.Result) error
	end(w io.Writer, s *summary) error
}

// newPrinter returns the printer of a format.
func newPrinter(format string, p program.Program) printer {
	switch format {
	case "csv":
		return &csvPrinter{}
	case "json":
		return &jsonPrinter{zone: p.Zone()}
	case "entries":
		return entryPrinter{}
	case "markdown":
		return &markdownPrinter{name: p.Name()}
	case "html":
		return &htmlPrinter{name: p.Name()}
	}
	return &textPrinter{}
}
