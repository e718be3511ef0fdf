package plural_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/internal/plural"
)

func TestOf(t *testing.T) {
	for n, want := range map[int]string{0: "0 rows", 1: "1 row", 2: "2 rows", -1: "-1 rows"} {
		if got := plural.Of(n, "row"); got != want {
			t.Errorf("Of(%d) = %q; want %q", n, got, want)
		}
	}
}
