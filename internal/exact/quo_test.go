package exact_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

func TestQuo(t *testing.T) {
	tests := []struct {
		d    string
		n    int64
		want string
	}{
		{"204", 12, "17"},
		{"3", 12, "0.25"},
		{"1", 3, "0.333333333333333333"},
		{"-1", 3, "-0.333333333333333333"},
		{"-2", 3, "-0.666666666666666666"},
		{"0", 7, "0"},
		{"0.00", 7, "0"},
		{"10.50", 2, "5.25"},
		{"1", 1 << 18, "0.000003814697265625"},
		{"1", 1 << 19, "0.000001907348632812"}, // ends after 19 decimals
		{"9223372036854775807", 10, "922337203685477580.7"},
		{"9223372036854775807", 2, "4611686018427387903.5"},
		{"-9223372036854775808", 1, "-9223372036854775808"},
		{"18446744073709551616", 2, "9223372036854775808"},
		{"0.000000000000000001", 2, "0"},
	}
	for _, tt := range tests {
		if got := exact.Quo(num(tt.d), tt.n); !same(got, num(tt.want)) {
			t.Errorf("Quo(%s, %d) = %s; want %s", tt.d, tt.n, show(got), tt.want)
		}
	}
}

// TestQuoLaw compares quotients with those of math/big.
func TestQuoLaw(t *testing.T) {
	s := newSource(54)
	for i := range seeds.Count(1000) {
		d, n := s.decimal(), int64(1+i%1200)
		q := new(big.Rat).Quo(refRat(d), big.NewRat(n, 1))
		unit := new(big.Rat).Mul(q, refRat(decimal.New(1, exact.MaxPlaces)))
		cut := new(big.Int).Quo(unit.Num(), unit.Denom())
		want := exact.Trim(decimal.NewFromBigInt(cut, -exact.MaxPlaces))
		if got := exact.Quo(d, n); !same(got, want) {
			t.Errorf("Quo(%s, %d) = %s; want %s", show(d), n, show(got), show(want))
		}
	}
}
