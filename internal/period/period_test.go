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
		{period.ContractYear, "2025-02-28", 0, "2024-02-29", "from 2025-02-28", "2025-02-28", "2026-02-28"},
		{period.ContractYear, "2028-02-28", 0, "2024-02-29", "from 2027-02-28", "2027-02-28", "2028-02-29"}, // its last day
		{period.ContractYear, "2028-02-29", 0, "2024-02-29", "from 2028-02-29", "2028-02-29", "2029-02-28"},
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
		if first, end := period.Bounds(tt.name, tt.shift, since); first.String() != tt.first || end.String() != tt.end {
			t.Errorf("Bounds(%q, %d) = %v, %v; want %s, %s", tt.name, tt.shift, first, end, tt.first, tt.end)
		}
	}
	for _, name := range []string{"", "2026-13", "2026-Q5", "2026-W54", "0000", "26", "from 2026-02-30", "2026-1", "order o"} {
		if kind, ok := period.Parse(name); ok {
			t.Errorf("Parse(%q) = %v, %t; want none", name, kind, ok)
		}
	}
}

func TestCounted(t *testing.T) {
	for _, tt := range []struct {
		name, since string
		want        bool
	}{
		{"from 2026-03-15", "2026-03-15", true},
		{"from 2026-03-15", "2024-03-15", true},
		{"from 2026-03-15", "2026-02-15", false},
		{"from 2026-03-15", "2027-03-15", false}, // before the partner is one
		{"from 2027-02-28", "2024-02-29", true},
		{"from 2028-02-28", "2024-02-29", false},
		{"from 2028-02-29", "2024-02-29", true},
		{"from 2028-02-29", "2024-02-28", false},
		{"2026", "2026-01-01", false},
	} {
		if got := period.Counted(tt.name, alianza.Must(alianza.ParseDate(tt.since))); got != tt.want {
			t.Errorf("Counted(%q, %s) = %t; want %t", tt.name, tt.since, got, tt.want)
		}
	}
	if period.Counted("from 2026-03-15", alianza.Date{}) {
		t.Error("Counted(from no day) = true; want false")
	}
}

// TestBounds_contractYear ends a contract year on the next anniversary of the day from
// which it is counted, or of its own first day.
func TestBounds_contractYear(t *testing.T) {
	for _, tt := range []struct{ name, since, end string }{
		{"from 2026-02-10", "2024-02-10", "2027-02-10"},
		{"from 2026-02-10", "2025-05-01", "2027-02-10"}, // not counted from that day
		{"from 2027-02-28", "2024-02-29", "2028-02-29"},
		{"from 2027-02-28", "2023-02-28", "2028-02-28"},
	} {
		first, end := period.Bounds(tt.name, 0, alianza.Must(alianza.ParseDate(tt.since)))
		if "from "+first.String() != tt.name || end.String() != tt.end {
			t.Errorf("Bounds(%s, since %s) = %s, %s; want until %s", tt.name, tt.since, first, end, tt.end)
		}
	}
}
