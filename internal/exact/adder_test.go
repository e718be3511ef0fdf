package exact_test

import (
	"errors"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// TestAdder adds up three numbers each as package decimal does: the sum and its
// places.
func TestAdder(t *testing.T) {
	list := []decimal.Decimal{{}, decimal.New(0, -2), decimal.New(0, 3), decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 90), -2)}
	for _, c := range []int64{1, -1999, 999_999_999_999_999_999, 1 << 62, 1<<63 - 1, -1 << 63} {
		for _, exp := range []int32{0, -2, 3, -18} {
			list = append(list, decimal.New(c, exp))
		}
	}
	for _, a := range list {
		for _, b := range list {
			for _, c := range list {
				var sum exact.Adder
				want := decimal.Decimal{}
				for _, d := range []decimal.Decimal{a, b, c} {
					sum.Add(d)
					want = want.Add(d)
				}
				if got := sum.Sum(); got.Cmp(want) != 0 || got.Exponent() != want.Exponent() {
					t.Errorf("%s + %s + %s = %se%d; want %se%d", a, b, c, got.Coefficient(), got.Exponent(), want.Coefficient(), want.Exponent())
				}
				if err := sum.Check(); (err == nil) != (exact.Check(want) == nil) {
					t.Errorf("Check(%s + %s + %s) = %v; want that of %s", a, b, c, err, want)
				}
			}
		}
	}
}

func TestAdderCheck(t *testing.T) {
	var sum exact.Adder
	most := num("9999999999999999999999999999999999")
	if sum.Add(most); sum.Check() != nil {
		t.Errorf("Check(34 digits) = %v; want nil", sum.Check())
	}
	if sum.Add(decimal.New(1, 0)); !errors.Is(sum.Check(), exact.ErrDigits) {
		t.Errorf("Check(10^34) = %v; want ErrDigits", sum.Check())
	}
}
