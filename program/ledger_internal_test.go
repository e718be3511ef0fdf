package program

import (
	"testing"

	"github.com/shopspring/decimal"
)

// TestLedgerUnits has a number in whole units of a currency, where a word holds them.
func TestLedgerUnits(t *testing.T) {
	for _, tt := range []struct {
		coef        int64
		exp, places int32
		want        int64
		ok          bool
	}{
		{1999, -2, 2, 1999, true},
		{-5, 0, 2, -500, true},
		{5, -3, 2, 0, false}, // half a cent
		{0, -5, 2, 0, true},
		{0, 30, 2, 0, true},
		{1, 16, 2, 1_000_000_000_000_000_000, true},
		{1, 17, 2, 0, false},
		{922_337_203_685_477_580, -1, 2, 9_223_372_036_854_775_800, true},
		{922_337_203_685_477_581, -1, 2, 0, false},
		{-922_337_203_685_477_581, -1, 2, 0, false},
		{7, -18, 18, 7, true},
	} {
		if got, ok := units(tt.coef, tt.exp, tt.places); ok != tt.ok || ok && got != tt.want {
			t.Errorf("units(%de%d, %d) = %d, %t; want %d, %t", tt.coef, tt.exp, tt.places, got, ok, tt.want, tt.ok)
		}
	}
}

// TestLedgerSum adds up numbers of more places than the currency has, and large ones, to
// the last digit.
func TestLedgerSum(t *testing.T) {
	var s sum
	for _, text := range []string{"1.25", "0.004", "-0.001", "100000000000000000000", "2", "0.003"} {
		s.add(decimal.RequireFromString(text), 2)
	}
	s.addUnits(-25)
	if got := s.decimal(2); got.String() != "100000000000000000003.006" {
		t.Errorf("the sum = %s; want 100000000000000000003.006", got)
	}
}
