package exact_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// TestAddSub holds sums and differences against those of the package decimal:
// the number and its places.
func TestAddSub(t *testing.T) {
	list := []decimal.Decimal{{}, decimal.New(0, 0), decimal.New(0, -2), decimal.New(0, 3), decimal.Decimal{}.Shift(-2), decimal.Decimal{}.Shift(2)}
	for _, c := range []int64{1, -1, 1999, -1999, 999_999_999_999_999_999, -999_999_999_999_999_999, 1 << 62, -1 << 63} {
		for _, exp := range []int32{0, -2, -3, 3, -18} {
			list = append(list, decimal.New(c, exp))
		}
	}
	list = append(list, decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 90), -2), decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(-1), 90), -2))
	for _, a := range list {
		for _, b := range list {
			if got, want := exact.Add(a, b), a.Add(b); got.Cmp(want) != 0 || got.Exponent() != want.Exponent() {
				t.Errorf("Add(%se%d, %se%d) = %se%d; want %se%d", a.Coefficient(), a.Exponent(), b.Coefficient(), b.Exponent(), got.Coefficient(), got.Exponent(), want.Coefficient(), want.Exponent())
			}
			if got, want := exact.Sub(a, b), a.Sub(b); got.Cmp(want) != 0 || got.Exponent() != want.Exponent() {
				t.Errorf("Sub(%se%d, %se%d) = %se%d; want %se%d", a.Coefficient(), a.Exponent(), b.Coefficient(), b.Exponent(), got.Coefficient(), got.Exponent(), want.Coefficient(), want.Exponent())
			}
		}
	}
}
