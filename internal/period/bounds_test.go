package period_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/period"
)

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
