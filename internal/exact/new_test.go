package exact_test

import (
	"math"
	"reflect"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// TestNew makes numbers around the ends of the small ones, twice each. They are
// those of package decimal to the last bit.
func TestNew(t *testing.T) {
	numbers := []int64{math.MinInt64, math.MinInt64 + 1, math.MinInt64 + 1000, math.MaxInt64 - 1000, math.MaxInt64}
	for c := int64(-1010); c <= 1010; c++ {
		numbers = append(numbers, c)
	}
	for range 2 {
		for _, c := range numbers {
			for _, exp := range []int32{0, -2, -18, 5, math.MinInt32, math.MaxInt32} {
				if got, want := exact.New(c, exp), decimal.New(c, exp); !reflect.DeepEqual(got, want) {
					t.Fatalf("New(%d, %d) = %#v; want %#v", c, exp, got, want)
				}
			}
		}
	}
}

// TestNewAllocations has small numbers.
func TestNewAllocations(t *testing.T) {
	for _, c := range []int64{-1000, -1, 0, 1, 1000} {
		if got := testing.AllocsPerRun(100, func() { numberSink = exact.New(c, -2) }); got != 0 {
			t.Errorf("New(%d, -2) = %v allocations; want 0", c, got)
		}
	}
}

var numberSink decimal.Decimal

// TestNewShared changes nothing of a shared number by what a caller can do with
// one.
func TestNewShared(t *testing.T) {
	d := exact.New(7, -1)
	d.Coefficient().SetInt64(99)
	d.BigInt().SetInt64(99)
	d.Rat().SetInt64(99)
	other := d
	for name, read := range map[string]func() error{
		"UnmarshalJSON":   func() error { return other.UnmarshalJSON([]byte(`"99"`)) },
		"UnmarshalText":   func() error { return other.UnmarshalText([]byte("99")) },
		"UnmarshalBinary": func() error { doc, _ := decimal.New(99, 0).MarshalBinary(); return other.UnmarshalBinary(doc) },
		"Scan":            func() error { return other.Scan("99") },
	} {
		other = d
		if err := read(); err != nil || other.IntPart() != 99 {
			t.Errorf("%s = %s, %v; want 99", name, other, err)
		}
	}
	if want := decimal.New(7, -1); !d.Equal(want) || !exact.New(7, -1).Equal(want) {
		t.Errorf("New(7, -1) = %s, and %s again; want %s", d, exact.New(7, -1), want)
	}
}
