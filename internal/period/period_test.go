package period_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/period"
)

func TestPeriods(t *testing.T) {
	tests := []struct {
		kind             period.Kind
		day              string
		shift            int
		since            string
		name, first, end string
	}{
		{period.Week, "2026-01-04", 0, "", "2026-W01", "2025-12-29", "2026-01-05"}, // a Sunday
		{period.Week, "2027-01-03", 0, "", "2026-W53", "2026-12-28", "2027-01-04"},
		{period.Month, "2026-03-31", 3, "", "2026-03", "2026-03-01", "2026-04-01"},
		{period.Quarter, "2026-03-31", 0, "", "2026-Q1", "2026-01-01", "2026-04-01"},
		{period.Quarter, "2026-03-31", 3, "", "2025-Q4", "2026-01-01", "2026-04-01"}, // the year begins in April
		{period.Quarter, "2026-04-01", 3, "", "2026-Q1", "2026-04-01", "2026-07-01"},
		{period.Year, "2026-12-31", 0, "", "2026", "2026-01-01", "2027-01-01"},
		{period.Year, "2026-01-31", 1, "", "2025", "2025-02-01", "2026-02-01"}, // the year begins in February
		{period.ContractYear, "2026-03-14", 0, "2024-03-15", "from 2025-03-15", "2025-03-15", "2026-03-15"},
		{period.ContractYear, "2026-03-15", 0, "2024-03-15", "from 2026-03-15", "2026-03-15", "2027-03-15"},
	}
	for _, tt := range tests {
		var since alianza.Date
		if tt.since != "" {
			since = alianza.Must(alianza.ParseDate(tt.since))
		}
		day := alianza.Must(civil.ParseDate(tt.day))
		if got := period.Name(tt.kind, day, tt.shift, since); got != tt.name {
			t.Errorf("Name(%v, %s, %d) = %q; want %q", tt.kind, tt.day, tt.shift, got, tt.name)
		}
		if kind, ok := period.Parse(tt.name); kind != tt.kind || !ok {
			t.Errorf("Parse(%q) = %v, %t; want %v", tt.name, kind, ok, tt.kind)
		}
		if first, end := period.Bounds(tt.name, tt.shift); first.String() != tt.first || end.String() != tt.end {
			t.Errorf("Bounds(%q, %d) = %v, %v; want %s, %s", tt.name, tt.shift, first, end, tt.first, tt.end)
		}
	}
	for _, name := range []string{"", "2026-13", "2026-Q5", "2026-W54", "0000", "26", "from 2026-02-30", "2026-1", "order o"} {
		if kind, ok := period.Parse(name); ok {
			t.Errorf("Parse(%q) = %v, %t; want none", name, kind, ok)
		}
	}
}
