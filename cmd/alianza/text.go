package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
)

// textPrinter prints statements for people.
type textPrinter struct {
	begun  bool
	header string // of the account, until its first line
}

// events returns how many events a statement has.
func events(r *program.Result) int {
	n := 0
	for i := range r.Accounts {
		n += r.Accounts[i].Events
	}
	return n
}

// head says how many events a statement has, where the partner is, and what is
// missing to the next level.
func head(r *program.Result) string {
	n := events(r)
	text := fmt.Sprintf("%d %s", n, plural(n, "event"))
	switch {
	case r.Placement == nil && r.Level != "":
		text += ", " + r.Level
	case r.Placement != nil && r.Placement.Level == r.Level:
		text += ", " + r.Placement.String()
	case r.Placement != nil:
		text += fmt.Sprintf(", %s; the month alone: %s", cmp.Or(r.Level, "no tier"), r.Placement)
	}
	return text
}

func (t *textPrinter) begin(w io.Writer, r *program.Result) error {
	if t.begun {
		fmt.Fprintln(w)
	}
	t.begun = true
	fmt.Fprintf(w, "%s  %s: %s\n", r.Month, r.Partner, head(r))
	for _, fault := range r.Faults {
		fmt.Fprintf(w, "  not done: %s\n", fault)
	}
	return nil
}

func (t *textPrinter) account(_ io.Writer, _ *program.Result, a *program.Account) error {
	t.header = fmt.Sprintf("  %-10s  %-24s %14s %8s %16s %12s\n", "day", "event", "base "+a.Currency, "rate", "exact", "amount")
	return nil
}

func (t *textPrinter) line(w io.Writer, _ *program.Result, l line) error {
	if t.header != "" {
		fmt.Fprint(w, t.header)
		t.header = ""
	}
	day := l.event.At.Format(time.DateOnly)
	if l.entry == nil {
		_, err := fmt.Fprintf(w, "  %s  %-24s %14s           nothing: %s\n", day, string(l.event.Kind)+" "+l.event.ID, plain(l.base()), l.note)
		return err
	}
	e := l.entry
	event, note := what(e)
	if note != "" {
		note = "  " + note
	}
	_, err := fmt.Fprintf(w, "  %s  %-24s %14s %8s %16s %12s%s\n", day, event, plain(e.Base), rate(e), e.Exact.String(), plain(e.Amount), note)
	return err
}

// rate returns the rate of an entry, or nothing if it has more than one, or none.
func rate(e *commission.Entry) string {
	if e.Rate.IsZero() && (len(e.Portions) > 0 || e.Base.IsZero()) {
		return ""
	}
	return e.Rate.String()
}

// what says which event an entry is of, and what else is to be known of it.
func what(e *commission.Entry) (event, note string) {
	event = string(e.Kind) + " " + e.Event
	switch {
	case e.Why.Code == "came_early":
		event, note = "refund "+e.Of, "came before "+e.Event
		if e.Base.IsZero() {
			note += ": given back"
		}
	case e.Corrects != "" && e.Period != "":
		note = fmt.Sprintf("of %s: %s left in %s earn %s", e.Of, plain(e.Remaining.Base), e.Period, plain(e.Remaining.Amount))
	case e.Corrects != "":
		note = fmt.Sprintf("of %s: %s left earn %s", e.Of, plain(e.Remaining.Base), plain(e.Remaining.Amount))
	case e.Kind == commission.Adjustment:
		note = fmt.Sprintf("%s rated again: earns %s", e.Period, plain(e.Remaining.Amount))
	case e.Period != "":
		note = fmt.Sprintf("makes %s in %s: earns %s", plain(e.Remaining.Base), e.Period, plain(e.Remaining.Amount))
	case e.Kind == commission.Refund && e.Of != "":
		note = fmt.Sprintf("of %s, which is not known", e.Of)
	case e.Kind == commission.Refund:
		note = "of an order that is not named"
	}
	return event, note
}

// balance says how what a partner is owed has moved, and where it stands.
func balance(a *program.Account) string {
	var moved, stands []string
	for _, c := range balanceRow(a) {
		to := &moved
		if slices.Contains([]string{"paid", "held", "carried"}, c[0]) {
			to = &stands
		}
		*to = append(*to, c[0]+" "+c[1])
	}
	return strings.Join(moved, " + ") + " = " + strings.Join(stands, " + ")
}

// unit names the currency of an account, and its medium if that is not cash.
func unit(a *program.Account) string {
	if a.Medium == commission.Cash {
		return a.Currency
	}
	return a.Currency + " in " + a.Medium.String()
}

func (t *textPrinter) balance(w io.Writer, _ *program.Result, a *program.Account) error {
	_, err := fmt.Fprintf(w, "  %s: %s\n", unit(a), balance(a))
	return err
}

func (t *textPrinter) finish(io.Writer, *program.Result) error { return nil }

func (t *textPrinter) end(w io.Writer, s *summary) error {
	if !t.begun {
		_, err := fmt.Fprintf(w, "No statements: %s.\n", s.none)
		return err
	}
	fmt.Fprintf(w, "\nTotals of %d %s in %d %s\n", len(s.partners), plural(len(s.partners), "partner"), len(s.months), plural(len(s.months), "month"))
	for _, name := range s.names() {
		fmt.Fprintf(w, "  %s: %s\n", unit(&s.totals[name].Account), balance(&s.totals[name].Account))
	}
	if s.whole {
		fmt.Fprintf(w, "\n%s\n", s.program.Name())
		for _, currency := range s.currencies() {
			if err := economicsText(w, s, currency); err != nil {
				return err
			}
		}
	}
	_, err := fmt.Fprintf(w, "\n%d %s used, %d not used\n", s.rows, plural(s.rows, "row"), s.unused)
	return err
}

func economicsText(w io.Writer, s *summary, currency string) error {
	e, err := s.economics(currency)
	if err != nil {
		return err
	}
	returned := "no value without a cost"
	if e.returned != nil {
		returned = e.returned.Value()
	}
	fmt.Fprintf(w, "  %s: revenue %s (sales %s - refunds %s), cost %s (commissions %s + program %s), ROI %s\n", currency,
		plain(e.revenue), plain(e.sales), plain(e.refunds), plain(e.commissions.Add(e.costs)), plain(e.commissions), plain(e.costs), returned)
	for _, r := range e.readings {
		fmt.Fprintf(w, "       %s\n", r)
	}
	return nil
}
