package exact_test

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// nums returns the numbers written in s with blanks between them.
func nums(s string) []decimal.Decimal {
	var numbers []decimal.Decimal
	for f := range strings.FieldsSeq(s) {
		numbers = append(numbers, num(f))
	}
	return numbers
}

var allocateTests = []struct {
	name    string
	total   string
	places  int32
	weights string
	want    string
}{
	{"V-ALLOC-1 odd unit to the first", "1.00", 2, "1 1 1", "0.34 0.33 0.33"},
	{"V-ALLOC-2 refund", "-1.00", 2, "1 1 1", "-0.34 -0.33 -0.33"},
	{"V-ALLOC-3 tie to the earlier", "0.05", 2, "70 30", "0.04 0.01"},
	{"V-ALLOC-4 tie of a refund", "-0.05", 2, "70 30", "-0.04 -0.01"},
	{"V-ALLOC-5 no weight, no part", "0.10", 2, "0 50 50", "0.00 0.05 0.05"},
	{"V-ALLOC-6 no weight, no odd unit", "0.01", 2, "0 50 50", "0.00 0.01 0.00"},
	{"V-ALLOC-7 weights with decimals", "10.00", 2, "33.3 33.3 33.4", "3.33 3.33 3.34"},
	{
		"V-ALLOC-8 fifteen parties", "60", 0,
		"630560 475327 432879 353523 331589 278514 236841 206236 179570 141822 85533 70835 68705 68446 55540",
		"11 8 7 6 6 5 4 3 3 2 1 1 1 1 1",
	},
	{"V-ALLOC-11 largest remainder last", "1.01", 2, "2 3 5", "0.20 0.30 0.51"},
	{"V-SPLIT-1 C14 odd cent to the first", "1000.01", 2, "50 50", "500.01 500.00"},
	{"V-SPLIT-2 largest remainder", "99.99", 2, "70 30", "69.99 30.00"},

	{"one party", "0.07", 2, "3", "0.07"},
	{"nothing to divide", "0", 2, "1 2", "0.00 0.00"},
	{"nothing to divide, and no weight", "0", 0, "0 1", "0 0"},
	{"more parties than units", "0.02", 2, "1 1 1 1", "0.01 0.01 0.00 0.00"},
	{"two odd units to the first two", "5", 0, "1 1 1", "2 2 1"},
	{"remainders in reverse order", "10", 0, "10 11 12", "3 3 4"}, // 3.03, 3.33, 3.63
	{"total without places", "100", 2, "1 3", "25.00 75.00"},
	{"total with a power", "1e2", 0, "1 3", "25 75"},
	{"total with zeros after the unit", "1.000", 2, "1 3", "0.25 0.75"},
	{"weights of many scales", "100", 0, "1e2 100 100.00", "34 33 33"},
	{"zeros of many scales", "10", 0, "0e18 1 0.000000000000000000 1", "0 5 0 5"},
	{"a hair above the half", "1", 0, "0.5 0.500000000000000001", "0 1"},
	{"weights 10^36 apart", "100", 0, "1e18 0.000000000000000001", "100 0"},
	{"weights 10^36 apart, reversed", "1", 0, "0.000000000000000001 1e18", "0 1"},

	{"2^63-1 in two", "9223372036854775807", 0, "1 1", "4611686018427387904 4611686018427387903"},
	{"2^63 in two", "9223372036854775808", 0, "1 1", "4611686018427387904 4611686018427387904"},
	{"-2^63 in two", "-9223372036854775808", 0, "1 1", "-4611686018427387904 -4611686018427387904"},
	{"-2^63-1 in two", "-9223372036854775809", 0, "1 1", "-4611686018427387905 -4611686018427387904"},
	{"-2^63 to one", "-92233720368547758.08", 2, "0 7", "0.00 -92233720368547758.08"},
	{
		"weights add up to 2^63-1", "9223372036854775807", 0,
		"4611686018427387904 4611686018427387903", "4611686018427387904 4611686018427387903",
	},
	{
		"weights add up to 2^63", "4611686018427387905", 0,
		"4611686018427387904 4611686018427387904", "2305843009213693953 2305843009213693952",
	},
	{
		"a weight of 2^64+1", "18446744073709551618", 0,
		"18446744073709551617 1", "18446744073709551617 1",
	},
	{
		"10^30+1 in three", "1000000000000000000000000000001", 0, "1 1 1",
		"333333333333333333333333333334 333333333333333333333333333334 333333333333333333333333333333",
	},
	{
		"minus 10^30+1 in three", "-1000000000000000000000000000001", 0, "1 0 1 1",
		"-333333333333333333333333333334 0 -333333333333333333333333333334 -333333333333333333333333333333",
	},
	{
		"34 digits by 34 digits", "9999999999999999.999999999999999999", 18,
		"9999999999999999999999999999999999 9999999999999999999999999999999999",
		"5000000000000000.000000000000000000 4999999999999999.999999999999999999",
	},
}

func TestAllocate(t *testing.T) {
	for _, tt := range allocateTests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := exact.Allocate(num(tt.total), tt.places, nums(tt.weights))
			if err != nil {
				t.Fatalf("Allocate(%s, %d, %s) = %v; want %s", tt.total, tt.places, tt.weights, err, tt.want)
			}
			if diff := cmp.Diff(nums(tt.want), got, cmp.Comparer(same)); diff != "" {
				t.Errorf("Allocate(%s, %d, %s) mismatch (-want +got):\n%s", tt.total, tt.places, tt.weights, diff)
			}
			checkAllocate(t, num(tt.total), tt.places, nums(tt.weights))
		})
	}
}

func TestAllocateErrors(t *testing.T) {
	tests := []struct {
		name    string
		total   string
		places  int32
		weights string
		want    error
	}{
		{"V-ALLOC-9 zero weights", "7", 0, "0 0", exact.ErrNoWeight},
		{"V-ALLOC-10 negative weight", "7", 0, "1 -1 1", exact.ErrNegative},
		{"no weights", "7", 0, "", exact.ErrNoWeight},
		{"nothing to divide by zero weights", "0", 0, "0 0.00", exact.ErrNoWeight},
		{"negative weight, the sum zero", "7", 0, "1 -1", exact.ErrNegative},
		{"least negative weight", "7", 0, "1 -0.000000000000000001", exact.ErrNegative},
		{"half a unit", "1.005", 2, "1 1", exact.ErrInexact},
		{"a bit under a unit", "0.999999999999999999", 2, "1 1", exact.ErrInexact},
		{"a bit over a unit", "-1.000000000000000001", 2, "1 1", exact.ErrInexact},
		{"34 digits and half a unit", "99999999999999999999999999999999.95", 1, "1 1", exact.ErrInexact},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := exact.Allocate(num(tt.total), tt.places, nums(tt.weights)); got != nil || !errors.Is(err, tt.want) {
				t.Errorf("Allocate(%s, %d, %s) = %v, %v; want %v", tt.total, tt.places, tt.weights, got, err, tt.want)
			}
		})
	}
}

// inUnits returns a total of units of 10^-places, in as many places or fewer.
func (s source) inUnits(places int32) decimal.Decimal {
	coef := s.coef()
	if s.IntN(2) == 0 {
		coef.SetInt64(s.Int64N(2_000_001) - 1_000_000)
	}
	return decimal.NewFromBigInt(coef, s.Int32N(places+1)-places)
}

func TestAllocateLaw(t *testing.T) {
	s := newSource(30)
	for range seeds.Count(1200) {
		places := s.places()
		total := s.inUnits(places)
		if s.IntN(20) == 0 {
			total = s.decimal() // most often no whole number of units
		}
		checkAllocate(t, total, places, s.weights(12))
	}
}

// TestAllocateProperties states the laws without the reference.
func TestAllocateProperties(t *testing.T) {
	s := newSource(31)
	for range seeds.Count(600) {
		places := s.places()
		total, weights := s.inUnits(places), s.weights(9)
		parts, err := exact.Allocate(total, places, weights)
		if errors.Is(err, exact.ErrNoWeight) {
			continue
		} else if err != nil {
			t.Fatalf("Allocate(%s, %d) = %v", show(total), places, err)
		}
		checkParts(t, total, places, weights, parts)

		mirrored, err := exact.Allocate(total.Neg(), places, weights)
		for i := range mirrored {
			mirrored[i] = mirrored[i].Neg()
		}
		if diff := cmp.Diff(parts, mirrored, cmp.Comparer(same)); diff != "" || err != nil {
			t.Errorf("minus Allocate(-%s) = %v, mismatch (-want +got):\n%s", show(total), err, diff)
		}

		by, scaled := decimal.New(1+s.Int64N(1e6), s.Int32N(9)-4), make([]decimal.Decimal, len(weights))
		for i := range weights {
			scaled[i] = weights[i].Mul(by)
		}
		again, err := exact.Allocate(total, places, scaled)
		if diff := cmp.Diff(parts, again, cmp.Comparer(same)); diff != "" || err != nil {
			t.Errorf("Allocate by weights times %s = %v, mismatch (-want +got):\n%s", show(by), err, diff)
		}
	}
}

// checkParts holds parts to what Allocate promises: they add up to total, each
// is its quota rounded down or up in size, a zero weight gets zero, and of two
// equal weights the earlier gets no less in size.
func checkParts(t *testing.T, total decimal.Decimal, places int32, weights, parts []decimal.Decimal) {
	t.Helper()
	sum, weight := new(big.Rat), new(big.Rat)
	for i := range weights {
		sum.Add(sum, refRat(parts[i]))
		weight.Add(weight, refRat(weights[i]))
	}
	if sum.Cmp(refRat(total)) != 0 {
		t.Errorf("parts of %s add up to %s", show(total), sum)
	}
	for i, w := range weights {
		quota := refRat(w)
		quota.Quo(quota.Mul(quota, refRat(total)), weight)
		down, up := refRound(quota, places, exact.Down), refRound(quota, places, exact.Up)
		if c := parts[i].Coefficient(); c.Cmp(down) != 0 && c.Cmp(up) != 0 || parts[i].Exponent() != -places {
			t.Errorf("part %d of %s = %s; want %d or %d", i, show(total), show(parts[i]), down, up)
		}
		if w.IsZero() && !parts[i].IsZero() {
			t.Errorf("part %d of %s = %s; want nothing for weight zero", i, show(total), show(parts[i]))
		}
		for j := range i {
			if refRat(weights[j]).Cmp(refRat(w)) == 0 && parts[j].Abs().LessThan(parts[i].Abs()) {
				t.Errorf("parts %d and %d of %s = %s and %s; want the earlier no less", j, i, show(total), show(parts[j]), show(parts[i]))
			}
		}
	}
}
