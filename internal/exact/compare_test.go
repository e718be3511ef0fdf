package exact_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

var cmpTests = []struct {
	name string
	a, b decimal.Decimal
	want int
}{
	{"zero values", decimal.Decimal{}, decimal.Decimal{}, 0},
	{"zeros of any exponent", decimal.New(0, 18), decimal.New(0, -18), 0},
	{"zero value and one", decimal.Decimal{}, decimal.New(1, -18), -1},
	{"zero with a power and one", decimal.New(0, 18), decimal.New(1, -18), -1},
	{"zero and minus one", decimal.New(0, -18), decimal.New(-1, 18), 1},
	{"signs", decimal.New(-1, 18), decimal.New(1, -18), -1},
	{"signs, one exponent", decimal.New(-1, 0), decimal.New(1, 0), -1},
	{"one exponent", decimal.New(1999, -2), decimal.New(2000, -2), -1},
	{"one number in other places", decimal.New(1, 0), decimal.New(100, -2), 0},
	{"a unit under", decimal.New(1, 0), decimal.New(99, -2), 1},
	{"a unit over", decimal.New(1, 0), decimal.New(101, -2), -1},
	{"negative, a unit under", decimal.New(-1, 0), decimal.New(-101, -2), 1},
	{"negative, a unit over", decimal.New(-1, 0), decimal.New(-99, -2), -1},
	{"negative, in other places", decimal.New(-1, 0), decimal.New(-100, -2), 0},
	{"S2 6.999999 under 7.0", decimal.New(6_999_999, -6), decimal.New(70, -1), -1},
	{"products past 64 bits", decimal.New(9_000_000_000_000_000_001, 0), decimal.New(9, 18), 1},

	{"gap 18", decimal.New(9, 9), decimal.New(9_000_000_000_000_000_000, -9), 0},
	{"gap 18, a unit over", decimal.New(9, 9), decimal.New(9_000_000_000_000_000_001, -9), -1},
	{"gap 19", decimal.New(1, 18), decimal.New(math.MaxInt64, -1), 1},
	{"gap 19, equal", decimal.New(1, 18), num("1000000000000000000.0"), 0},
	{"gap 19, a unit over", decimal.New(1, 18), num("1000000000000000000.1"), -1},
	{"gap 20", decimal.New(1, 18), decimal.New(math.MaxInt64, -2), 1},
	{"gap 20, equal", decimal.New(1, 18), num("1000000000000000000.00"), 0},
	{"gap 36", decimal.New(1, 18), decimal.New(math.MaxInt64, -18), 1},
	{"gap 36, negative", decimal.New(-1, 18), decimal.New(math.MinInt64, -18), -1},

	{"ends of a word", decimal.New(math.MinInt64, 0), decimal.New(math.MaxInt64, 0), -1},
	{"-2^63 in other places", decimal.New(math.MinInt64, 0), decimal.New(math.MinInt64, 1), 1},
	{"-2^63 and one more", decimal.New(math.MinInt64, 0), num("-9223372036854775807.9"), -1},
	{"2^64+1 and 1.0", num("18446744073709551617"), decimal.New(10, -1), 1},
	{"2^63 and 1.0", num("9223372036854775808"), decimal.New(10, -1), 1},
	{"-2^63-1 and -1.0", num("-9223372036854775809"), decimal.New(-10, -1), -1},
	{"34 digits", num("9999999999999999999999999999999999"), num("999999999999999999999999999999999.9"), 1},
}

func TestCmp(t *testing.T) {
	for _, tt := range cmpTests {
		t.Run(tt.name, func(t *testing.T) {
			if got := exact.Cmp(tt.a, tt.b); got != tt.want {
				t.Errorf("Cmp(%s, %s) = %d; want %d", show(tt.a), show(tt.b), got, tt.want)
			}
			if got := exact.Cmp(tt.b, tt.a); got != -tt.want {
				t.Errorf("Cmp(%s, %s) = %d; want %d", show(tt.b), show(tt.a), got, -tt.want)
			}
		})
	}
}

func TestCmpLaw(t *testing.T) {
	s := newSource(40)
	for range 5000 {
		checkCmp(t, s.decimal(), s.decimal())
	}
}

// TestCmpNeighbours compares each number with itself in more places, and with
// the numbers a unit beside it.
func TestCmpNeighbours(t *testing.T) {
	s := newSource(41)
	for range 3000 {
		d := s.decimal()
		finer := d.Coefficient()
		gap := s.Int32N(38)
		finer.Mul(finer, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(gap)), nil))
		for beside := int64(-1); beside <= 1; beside++ {
			n := new(big.Int).Add(finer, big.NewInt(beside))
			checkCmp(t, d, decimal.NewFromBigInt(n, d.Exponent()-gap))
		}
	}
}

func TestOp(t *testing.T) {
	tests := []struct {
		name                string
		op                  exact.Op
		text                string
		symbol              string
		under, equal, above bool
	}{
		{"at least", exact.AtLeast, "at_least", ">=", false, true, true},
		{"above", exact.Above, "above", ">", false, false, true},
		{"at most", exact.AtMost, "at_most", "<=", true, true, false},
		{"below", exact.Below, "below", "<", true, false, false},
		{"none", 0, "", "?", false, false, false},
		{"beyond the last", exact.Below + 1, "", "?", false, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for c, want := range map[int]bool{-1: tt.under, 0: tt.equal, 1: tt.above} {
				if got := tt.op.Holds(c); got != want {
					t.Errorf("Holds(%d) = %t; want %t", c, got, want)
				}
			}
			if got := tt.op.String(); got != tt.text {
				t.Errorf("String() = %q; want %q", got, tt.text)
			}
			if got := tt.op.Symbol(); got != tt.symbol {
				t.Errorf("Symbol() = %q; want %q", got, tt.symbol)
			}
		})
	}
}

// TestCmpAnySize checks decimals that nobody could write out.
func TestCmpAnySize(t *testing.T) {
	const least, most = math.MinInt32, math.MaxInt32
	long := decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(300), nil), -300)
	tests := []struct {
		a, b decimal.Decimal
		want int
	}{
		{decimal.New(1, least), decimal.New(1, 0), -1},
		{decimal.New(1, most), decimal.New(1, least), +1},
		{decimal.New(-1, most), decimal.New(-1, least), -1},
		{decimal.New(-1, most), decimal.New(1, least), -1},
		{decimal.New(0, most), decimal.New(0, least), 0},
		{decimal.New(0, most), decimal.New(1, least), -1},
		{decimal.New(9, 10_000_000), decimal.New(1, 10_000_001), -1},
		{long, decimal.New(1, 0), 0},
		{long, decimal.New(10, -1), 0},
		{long, decimal.New(11, -1), -1},
		{long.Neg(), decimal.New(-9, -1), -1},
		{decimal.New(1, 40), decimal.New(10, 39), 0},
		{decimal.New(1, 40), decimal.New(1000000001, 31), -1},
	}
	for _, tt := range tests {
		if got := exact.Cmp(tt.a, tt.b); got != tt.want {
			t.Errorf("Cmp(%de%d, %de%d) = %d; want %d", tt.a.Coefficient(), tt.a.Exponent(), tt.b.Coefficient(), tt.b.Exponent(), got, tt.want)
		}
		if got := exact.Cmp(tt.b, tt.a); got != -tt.want {
			t.Errorf("Cmp(%de%d, %de%d) = %d; want %d", tt.b.Coefficient(), tt.b.Exponent(), tt.a.Coefficient(), tt.a.Exponent(), got, -tt.want)
		}
	}
}
