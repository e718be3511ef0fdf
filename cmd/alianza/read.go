package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/cmd/alianza/orders"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
)

// feed reads the orders of a call into a program.
type feed struct {
	call    *call
	flags   *orderFlags
	program program.Program
	rejects *rejects
	lines   lineNumbers
	used    int
	either  []string       // more currencies that are fine
	reader  *orders.Reader // of the orders, once they are opened
	metrics *metrics       // of -metric; may be nil
}

// lineNumbers lead from the place of an event to its line. It keeps those only
// where they do not go on by one.
type lineNumbers struct{ at, line []int }

// add says that event n stands on a line.
func (l *lineNumbers) add(n, line int) {
	if len(l.at) == 0 || l.of(n) != line {
		l.at, l.line = append(l.at, n), append(l.line, line)
	}
}

// of returns the line of event n.
func (l *lineNumbers) of(n int) int {
	low, high := 0, len(l.at)
	for low < high {
		if mid := (low + high) / 2; l.at[mid] <= n {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == 0 {
		return 0
	}
	return l.line[low-1] + n - l.at[low-1]
}

// newFeed returns a feed of a program. The columns may be for another one, too.
func newFeed(c *call, flags *orderFlags, p program.Program, others ...program.Program) (*feed, error) {
	if err := flags.check(p.Zone()); err != nil {
		return nil, err
	}
	if currency := flags.format.Currency; currency != "" {
		if _, ok := p.Plan(currency); !ok {
			return nil, usagef("-currency %q: the program has a plan in %s", currency, strings.Join(p.Currencies(), ", "))
		}
	}
	if same(flags.rejects, flags.file) {
		return nil, usagef("-rejects %q: the file is to be read", flags.rejects)
	}
	metrics, err := newMetrics(flags.format.Columns.Metrics, p, others)
	if err != nil {
		return nil, err
	}
	rejects, err := newRejects(flags.rejects)
	return &feed{call: c, flags: flags, program: p, rejects: rejects, metrics: metrics}, err
}

// same reports whether two names are of one file, which is there.
func same(a, b string) bool {
	one, err := os.Stat(a)
	other, otherErr := os.Stat(b)
	return err == nil && otherErr == nil && os.SameFile(one, other)
}

// open opens the orders, and returns how many bytes they have, 0 if that is not
// known.
func (f *feed) open() (io.ReadCloser, int64, error) {
	switch f.flags.file {
	case "":
		return io.NopCloser(strings.NewReader(sampleOrders)), 0, nil
	case "-":
		return io.NopCloser(f.call.stdin), 0, nil
	}
	file, err := os.Open(f.flags.file)
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, info.Size(), nil
}

// each calls use for each order that can be used, in the order of the file.
func (f *feed) each(use func(o *orders.Order) error) error {
	file, size, err := f.open()
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // it was read
	r, err := orders.NewReader(file, f.flags.format)
	var format *orders.FormatError
	if errors.As(err, &format) {
		return usagef("orders: %w", err)
	} else if err != nil {
		return fmt.Errorf("orders: %w", err)
	}
	f.reader = r
	for _, remark := range r.Remarks() {
		f.call.remark("remark: %s", remark)
	}
	progress := newProgress(f.call.stderr)
	defer progress.done()
	known := map[string]bool{}
	for _, currency := range slices.Concat(f.program.Currencies(), f.either) {
		known[currency] = true
	}
	var o orders.Order
	var reject *orders.RowError
	for {
		progress.tick("reading", r.Offset(), size)
		err := r.Read(&o)
		switch {
		case err == nil && !known[o.Currency]:
			f.reject(&o, "currency", o.Currency, "no plan in the currency")
		case err == nil:
			if err := use(&o); err != nil {
				return err
			}
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &reject):
			f.rejects.add(reject)
		default:
			return fmt.Errorf("orders: %w", err)
		}
	}
}

// reject says that an order cannot be used.
func (f *feed) reject(o *orders.Order, field, value, reason string) {
	f.rejects.add(&orders.RowError{Line: o.Line, Column: f.column(field), Value: value, Reason: reason})
}

// column returns the name that a field of an event has in the orders, the field itself
// if they have no column of it.
func (f *feed) column(field string) string {
	if f.reader == nil {
		return field
	}
	return cmp.Or(f.reader.Column(field), field)
}

// run reads all orders into a run of the program.
func (f *feed) run() (*program.Run, error) {
	run := f.program.Run()
	err := f.each(func(o *orders.Order) error {
		f.add(run, o)
		return nil
	})
	return run, err
}

// add adds an order to a run, or says why it cannot be used.
func (f *feed) add(run *program.Run, o *orders.Order) {
	if err := run.Add(o.Event); err != nil {
		f.refuse(&o.Event, o.Line, err)
		return
	}
	f.used++
	f.lines.add(f.used, o.Line)
	f.metrics.give(run, o)
}

// rules returns the name of the one rule that the program has, "" if it has more.
func (f *feed) rules() string {
	name := ""
	for _, currency := range f.program.Currencies() {
		plan, _ := f.program.Plan(currency)
		for _, d := range plan.Definitions() {
			if len(d.Bonuses) > 0 || len(d.Rules) != 1 || name != "" && name != d.Rules[0].Name {
				return ""
			}
			name = d.Rules[0].Name
		}
	}
	return name
}

// refuse says that the program refuses an event, in words that are the same for
// all events that are refused for one reason.
func (f *feed) refuse(e *commission.Event, line int, err error) {
	field, value, reason := f.why(e, err)
	f.rejects.add(&orders.RowError{Line: line, Column: f.column(field), Value: value, Reason: reason})
}

// why turns a refusal of the library into a column, a value and a reason.
func (f *feed) why(e *commission.Event, err error) (field, value, reason string) {
	faults := alianza.Faults(err)
	if len(faults) == 0 {
		return "", "", err.Error()
	}
	fault := faults[0]
	plan, _ := f.program.Plan(e.Currency)
	takes := e.Kind == commission.Refund || e.Kind == commission.Chargeback
	_, inForce := plan.InForce(e.At)
	switch {
	case !inForce && (fault.Path == "at" || fault.Path == "of"):
		return "at", e.At.In(f.program.Zone()).Format(dateOnly), noVersion(plan, e)
	case fault.Path == "id" && (errors.Is(fault, alianza.ErrDuplicate) || strings.Contains(fault.Reason(), "seen before")):
		return "id", e.ID, "the partner's id was read before"
	case takes && fault.Path == "currency" && errors.Is(fault, alianza.ErrCurrency):
		return "currency", e.Currency, "the order that it refunds is in another currency"
	case fault.Path == "of" && e.Of == e.ID && e.Of != "":
		return "of", e.Of, "the refund names its own id as the order that it refunds"
	case fault.Path == "of" && errors.Is(fault, alianza.ErrConflict):
		return "of", e.Of, "the order that it refunds is a refund"
	case fault.Path == "of" && e.Of == "" && f.reader != nil && f.reader.Column("of") == "":
		return f.unnamed(e)
	case fault.Path == "of" && (errors.Is(fault, alianza.ErrPending) || e.Of == ""):
		return "of", e.Of, "the order that it refunds is not known, and the plan refuses such refunds"
	case takes && fault.Path == "amount" && errors.Is(fault, alianza.ErrRange):
		return "amount", e.Amount.String(), "the refund is more than what is left of its order"
	}
	return fault.Path, fault.Value, strings.TrimPrefix(fault.Path+": ", ": ") + fault.Reason()
}

// unnamed says why a row is a refund, in a file that has no column to name its order.
func (f *feed) unnamed(e *commission.Event) (field, value, reason string) {
	const refused = ", and names no order that it refunds; the plan refuses such refunds, and -col-refund-of NAME says which column names the order"
	switch {
	case f.reader.Column("kind") != "":
		return "kind", string(e.Kind), "the row is a " + string(e.Kind) + refused
	case f.flags.format.RefundPrefix != "":
		return "id", e.ID, "the row is a refund by its id" + refused
	default:
		return "amount", plain(e.Amount.Neg()), "the row is a refund by its negative amount" + refused
	}
}

const dateOnly = "2006-01-02"

// noVersion says when the versions of a plan hold.
func noVersion(plan commission.Plan, e *commission.Event) string {
	list := plan.Definitions()
	if len(list) == 0 {
		return "no plan in the currency"
	}
	first, last := list[0], list[len(list)-1]
	day := e.At.Format(dateOnly)
	switch {
	case !first.From.IsZero() && day < first.From.String():
		return fmt.Sprintf("the plan %s begins later, on %s", first.ID, first.From)
	case !last.Until.IsZero() && day >= last.Until.String():
		return fmt.Sprintf("the plan %s has ended, before %s", last.ID, last.Until)
	}
	return fmt.Sprintf("no version of the plan %s holds on this day", first.ID)
}

// finish reports what was not used, and fails if that is to be fatal.
func (f *feed) finish() error {
	if err := f.rejects.report(f.call.stderr, f.call.name); err != nil {
		return err
	}
	if m := f.metrics; m != nil && m.disputed > 0 {
		f.call.remark("remark: %d %s not agree; their months are closed without the metric: %s", m.disputed, m.do(), m.first)
		if f.flags.strict {
			return fmt.Errorf("-strict: the metrics of a month do not agree")
		}
	}
	return f.strict()
}

// strict returns an error if a row that is not used is to be fatal.
func (f *feed) strict() error {
	if n := f.rejects.total; f.flags.strict && n > 0 {
		return fmt.Errorf("-strict: %d %s not used", n, plural(n, "row"))
	}
	return nil
}
