package near_test

import (
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/internal/near"
)

func TestOf(t *testing.T) {
	names := []string{"hold_days", "refund_days", "rate", "rates", "rules", "slab", "graduated", "id", "x", "größe", "at_least"}
	tests := []struct{ name, word, want string }{
		{"the same", "hold_days", "hold_days"},
		{"a letter left out", "hold_day", "hold_days"},
		{"a letter too many", "hold_dayss", "hold_days"},
		{"another letter", "hold_doys", "hold_days"},
		{"two neighbors swapped are one edit", "hlod_days", "hold_days"},
		{"two letters swapped that are no neighbors", "ratse", "rate"}, // one edit from rate and from rates: the first
		{"another case", "HoldDays", "hold_days"},
		{"hyphens", "hold-days", "hold_days"},
		{"blanks", " hold days ", "hold_days"},
		{"many hyphens", "h-o-l-d-d-a-y-s", "hold_days"},
		{"many blanks", "h o l d d a y s", "hold_days"},
		{"many underscores", "h_o_l_d_d_a_y_s", "hold_days"},
		{"only what does not count", "_- ", ""},
		{"two edits of three letters, one of them in front", "ase", ""}, // of rate
		{"two edits of six letters", "hld_dys", "hold_days"},
		{"three edits of eight letters", "rfnd_dais", ""},
		{"three edits of nine letters", "refnd_dios", "refund_days"},
		{"four edits of twelve letters", "refund_dayswxyz", ""},
		{"four letters left out", "days", ""},
		{"one edit of four letters", "rtae", "rate"},
		{"two edits of four letters", "rxye", ""},
		{"two edits of seven letters", "gradate", "graduated"},
		{"another word", "progressive", ""},
		{"one edit of two letters", "ie", "id"},
		{"no letter in common", "yz", ""},
		{"one letter in another case", "X", "x"},
		{"another letter alone", "y", ""},
		{"nothing", "", ""},
		{"a letter of two bytes", "grösse", "größe"},
		{"not UTF-8", "at_leas\xff", "at_least"},
		{"letters that grow in lower case", strings.Repeat("İ", 32), ""},
		{"64 bytes", strings.Repeat("a", 64), ""},
		{"a long word", strings.Repeat("hold_days", 100_000), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := near.Of(tt.word, names); got != tt.want {
				t.Errorf("Of(%.40q) = %q; want %q", tt.word, got, tt.want)
			}
		})
	}
	if got := near.Of("hold_day", nil); got != "" {
		t.Errorf("Of(no names) = %q; want none", got)
	}
	long := strings.Repeat("x", 64)
	if got := near.Of(strings.ToUpper(long), []string{long}); got != long {
		t.Errorf("Of(64 bytes) = %q; want the name of 64 bytes", got)
	}
	if got := near.Of(long, []string{long + "x", strings.Repeat("x", 63)}); got != strings.Repeat("x", 63) {
		t.Errorf("Of(64 bytes) = %q; want the name that is not too long", got)
	}
	if got := near.Of(long, []string{strings.Repeat("İ", 32)}); got != "" {
		t.Errorf("Of(64 bytes) = %q; want none", got)
	}
}
