package seeds_test

import (
	"math"
	"testing"

	"github.com/seed-0af520cd/alianza/internal/seeds"
)

func TestCount(t *testing.T) {
	tests := []struct {
		set            string
		everyday, want int
	}{
		{"", 200, 200},
		{"1", 200, 200},
		{"10", 200, 2000},
		{"10", 0, 0},
		{"10", math.MaxInt / 10, math.MaxInt / 10 * 10},
		{"10", math.MaxInt/10 + 1, math.MaxInt},
	}
	for _, test := range tests {
		t.Setenv("ALIANZA_SEEDS", test.set)
		if got := seeds.Count(test.everyday); got != test.want {
			t.Errorf("ALIANZA_SEEDS=%s: Count(%d) is %d; want %d", test.set, test.everyday, got, test.want)
		}
	}
}

func TestCount_panics(t *testing.T) {
	for _, set := range []string{"0", "-1", "10x", "1.5", " 10", "99999999999999999999"} {
		t.Setenv("ALIANZA_SEEDS", set)
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("ALIANZA_SEEDS=%q: no panic", set)
				}
			}()
			seeds.Count(200)
		}()
	}
}
