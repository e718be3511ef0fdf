package program

import (
	"fmt"
	"strings"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// String returns the total as a sentence: "USD: 2 events, sales 300, refunds 50; earned
// 30.00, adjusted -5.00, paid 20.00; at the end of 2026-03 held 5.00, carried 0.00".
func (t Total) String() string {
	name := t.Currency
	if t.Medium != commission.Cash {
		name += " " + t.Medium.String()
	}
	events := "events"
	if t.Events == 1 {
		events = "event"
	}
	return fmt.Sprintf("%s: %d %s, sales %s, refunds %s; earned %s, adjusted %s, paid %s; at the end of %s held %s, carried %s",
		name, t.Events, events, exact.Text(t.Sales), exact.Text(t.Refunds), exact.Text(t.Earned), exact.Text(t.Adjusted), exact.Text(t.Paid),
		t.Month, exact.Text(t.Held), exact.Text(t.Carried))
}

// String returns one line for each total, "no totals" for none.
func (t Totals) String() string {
	if len(t.List) == 0 {
		return "no totals"
	}
	lines := make([]string, len(t.List))
	for i, one := range t.List {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}
