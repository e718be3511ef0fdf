package seeds_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"

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

func TestDiff(t *testing.T) {
	lists := func(last int) [][]int { return [][]int{{1}, nil, {2, last}} }
	if got := seeds.Diff(lists(3), lists(3)); got != "" {
		t.Errorf("Diff of equal lists is %q; want nothing", got)
	}
	if got := seeds.Diff(lists(3), lists(4)); !strings.Contains(got, "-") || !strings.Contains(got, "+") {
		t.Errorf("Diff of other lists is %q; want both", got)
	}
	if got := seeds.Diff([]int(nil), []int{}, cmpopts.EquateEmpty()); got != "" {
		t.Errorf("Diff of empty lists is %q; want nothing, by its option", got)
	}
}
