package near_test

import (
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/internal/near"
)

func TestOf(t *testing.T) {
	names := []string{"hold_days", "refund_days", "rate", "rates", "rules", "slab", "graduated", "id"}
	tests := []struct{ word, want string }{
		{"hold_day", "hold_days"},
		{"HoldDays", "hold_days"},
		{"hold-days", "hold_days"},
		{"hlod_days", "hold_days"}, // two neighbors swapped are one edit
		{"days", ""},               // four letters left out
		{"rtae", "rate"},
		{"ratse", "rate"}, // one edit from rate and from rates: the first
		{"gradated", "graduated"},
		{"progressive", ""},
		{"Rate", "rate"},
		{"ie", "id"},
		{"xy", ""},
		{"", ""},
		{strings.Repeat("hold_days", 100_000), ""},
	}
	for _, tt := range tests {
		if got := near.Of(tt.word, names); got != tt.want {
			t.Errorf("Of(%.40q) = %q; want %q", tt.word, got, tt.want)
		}
	}
}
