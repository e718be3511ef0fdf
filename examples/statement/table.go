package main

import (
	"fmt"
	"io"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
)

// table prints statements for people.
type table struct{ begun bool }

func (t *table) line(_ bool, l line) ([]byte, error) {
	day := l.order.At.Format(time.DateOnly)
	if l.note != "" {
		return fmt.Appendf(nil, "  %s  %-24s %14s           nothing: %s\n", day, string(l.order.Kind)+" "+l.order.ID, plain(l.order.base()), l.note), nil
	}
	e, note := l.entry, ""
	event := string(e.Kind) + " " + e.Event
	switch early := e.Why.Code == "came_early"; {
	case early:
		event = "refund " + e.Of
		note = "  came before " + e.Event
		if e.Base.IsZero() {
			note += ": given back"
		}
	case e.Corrects != "":
		note = fmt.Sprintf("  of %s: %s left earn %s", e.Of, plain(e.Remaining.Base), plain(e.Remaining.Amount))
	case e.Kind == commission.Adjustment:
		note = fmt.Sprintf("  %s rated again: earns %s", e.Period, plain(e.Remaining.Amount))
	case e.Period != "":
		note = fmt.Sprintf("  makes %s in %s: earns %s", plain(e.Remaining.Base), e.Period, plain(e.Remaining.Amount))
	case e.Kind == commission.Refund && e.Of != "":
		note = fmt.Sprintf("  of %s, which is not known", e.Of)
	case e.Kind == commission.Refund:
		note = "  of an order that is not named"
	}
	rate := e.Rate.String()
	if e.Rate.IsZero() && (len(e.Portions) > 0 || e.Base.IsZero()) {
		rate = "" // more than one, or none
	}
	return fmt.Appendf(nil, "  %s  %-24s %14s %8s %16s %12s%s\n", day, event, plain(e.Base), rate, e.Exact.String(), plain(e.Amount), note), nil
}

func (t *table) statement(w io.Writer, st *statement, copyLines func(io.Writer, *text) error) error {
	if t.begun {
		fmt.Fprintln(w)
	}
	t.begun = true
	fmt.Fprintf(w, "%s  %s: %d %s, %s\n", st.month, st.partner, st.sales, plural(st.sales, "sale"), st.placed)
	for _, sec := range st.sections {
		if sec.lines > 0 {
			fmt.Fprintf(w, "  %-10s  %-24s %14s %8s %16s %12s\n", "day", "event", "base "+sec.currency, "rate", "exact", "amount")
		}
		if err := copyLines(w, &sec.text); err != nil {
			return err
		}
		fmt.Fprintf(w, "  %s: %s\n", sec.currency, sec.balance)
	}
	return nil
}

func (t *table) end(w io.Writer, s *summary) error {
	if !t.begun {
		_, err := fmt.Fprintln(w, "No statements: no usable orders for this partner and month.")
		return err
	}
	fmt.Fprintf(w, "\nTotals of %d %s in %d %s\n", len(s.partners), plural(len(s.partners), "partner"), len(s.months), plural(len(s.months), "month"))
	for _, currency := range s.currencies() {
		fmt.Fprintf(w, "  %s: %s\n", currency, s.totals[currency].balance)
	}
	if s.whole {
		fmt.Fprintf(w, "\n%s\n", s.program.name)
		for _, currency := range s.currencies() {
			if err := economicsTable(w, s, currency); err != nil {
				return err
			}
		}
	}
	_, err := fmt.Fprintf(w, "\n%d %s used, %d not used\n", s.rows, plural(s.rows, "row"), s.unused)
	return err
}

func economicsTable(w io.Writer, s *summary, currency string) error {
	e, err := s.economics(currency)
	if err != nil {
		return err
	}
	t := s.totals[currency]
	returned := "no value without a cost"
	if e.returned != nil {
		returned = e.returned.Value()
	}
	fmt.Fprintf(w, "  %s: revenue %s (sales %s - refunds %s), cost %s (commissions %s + program %s), ROI %s\n", currency,
		plain(e.revenue), plain(t.revenue), plain(t.refunded), plain(e.commissions.Add(e.costs)), plain(e.commissions), plain(e.costs), returned)
	for _, r := range e.readings {
		fmt.Fprintf(w, "       %s\n", r)
	}
	return nil
}

// plain writes an amount with the decimals that it has.
func plain(d decimal.Decimal) string { return d.StringFixed(max(0, -d.Exponent())) }
