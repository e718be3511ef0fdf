package exact_test

import (
	"math"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

func TestPercentTimes(t *testing.T) {
	tests := []struct {
		name   string
		p      exact.Percent
		factor decimal.Decimal
		want   exact.Percent
		ok     bool
	}{
		{"half as much again", 10 * exact.Hundred, decimal.New(15, -1), 15 * exact.Hundred, true},
		{"places of the factor", 333_333_333_333, decimal.New(2_000_000_000_000_000_000, -18), 666_666_666_666, true},
		{"the last decimal", 5, decimal.New(2, -1), 1, true},
		{"past it", 1, decimal.New(5, -1), 0, false},
		{"the end", math.MaxInt64, decimal.New(1, 0), math.MaxInt64, true},
		{"past the end", math.MaxInt64, decimal.New(2, 0), 0, false},
		{"the end below", math.MaxInt64, decimal.New(-1, 0), -math.MaxInt64, true},
		{"hostile", 0, decimal.New(1, 1e9), 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := tt.p.Times(tt.factor); got != tt.want || (err == nil) != tt.ok {
				t.Errorf("%s.Times(%s) = %s, %v; want %s, without an error: %t", tt.p, exact.Text(tt.factor), got, err, tt.want, tt.ok)
			}
		})
	}
}
