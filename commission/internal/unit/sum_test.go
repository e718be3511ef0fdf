package unit_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
)

func TestSum(t *testing.T) {
	var s unit.Sum
	for n := int64(1); n <= 40; n++ {
		if !s.Add(big.NewRat(1, n)) {
			t.Fatalf("Add(1/%d) = false; want true", n)
		}
	}
	if got := s.Value.FloatString(3); got != "4.279" {
		t.Errorf("1 + 1/2 + … + 1/40 = %s; want 4.279", got)
	}
	added := 0
	for n := range 1000 { // each with a denominator of its own, of sixty digits
		r, _ := new(big.Rat).SetString(fmt.Sprintf("1/1%059d", n*2+1))
		if s.Add(r) {
			added++
		}
	}
	if added > 2 || s.Value.Denom().BitLen() > 400 {
		t.Errorf("%d fractions of long denominators were added; want few", added)
	}
}

func TestSafe(t *testing.T) {
	for name, n := range roomtest.Hostile() {
		if got := unit.Safe(n); !got.IsZero() {
			t.Errorf("Safe(%s) = another number than 0", name)
		}
	}
	if got := unit.Safe(roomtest.Num("1.50")); got.String() != "1.5" {
		t.Errorf("Safe(1.50) = %s; want the same", got)
	}
}
