package exact_test

import (
	"cmp"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/seeds"
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
	for range seeds.Count(1000) {
		checkCmp(t, s.decimal(), s.decimal())
	}
}

// TestCmpTimes compares with products of math/big.
func TestCmpTimes(t *testing.T) {
	s := newSource(55)
	check := func(a, b decimal.Decimal, n int64) {
		t.Helper()
		want := refRat(a).Cmp(new(big.Rat).Mul(refRat(b), big.NewRat(n, 1)))
		if got := exact.CmpTimes(a, b, n); got != want {
			t.Errorf("CmpTimes(%s, %s, %d) = %d; want %d", show(a), show(b), n, got, want)
		}
	}
	for i := range seeds.Count(1000) {
		a, b, n := s.decimal(), s.decimal(), int64(i%40-20)
		check(a, b, n)
		check(b.Mul(decimal.NewFromInt(n)), b, n)
	}
	for _, n := range []int64{0, 1, -1, math.MaxInt64, math.MinInt64} {
		for _, b := range nums("0 1 -1 2.5 9223372036854775807 -9223372036854775808 0.000000000000000001") {
			check(num("9223372036854775807"), b, n)
			check(num("-9223372036854775808"), b, n)
		}
	}
}

// TestCmpRat compares fractions with numbers near them, and with numbers that
// nobody writes out.
func TestCmpRat(t *testing.T) {
	s := newSource(56)
	for i := range seeds.Count(1000) {
		a, d := s.decimal(), s.decimal()
		third := big.NewRat(1, int64(3+i%5))
		for _, q := range []*big.Rat{refRat(a), refRat(d), new(big.Rat).Add(refRat(d), third), new(big.Rat).Mul(refRat(d), third)} {
			if got, want := exact.CmpRat(q, d), q.Cmp(refRat(d)); got != want {
				t.Errorf("CmpRat(%s, %s) = %d; want %d", q.RatString(), show(d), got, want)
			}
		}
	}
	for _, tt := range []struct {
		q    *big.Rat
		d    decimal.Decimal
		want int
	}{
		{big.NewRat(1, 3), decimal.New(1, math.MaxInt32), -1},
		{big.NewRat(1, 3), decimal.New(1, math.MinInt32), 1},
		{big.NewRat(-1, 3), decimal.New(-1, math.MaxInt32), 1},
		{big.NewRat(-1, 3), decimal.New(-1, math.MinInt32), -1},
		{big.NewRat(-1, 3), decimal.New(1, math.MinInt32), -1},
		{new(big.Rat), decimal.New(0, math.MaxInt32), 0},
		{new(big.Rat), decimal.New(-1, math.MinInt32), 1},
		{big.NewRat(1, 3), decimal.New(0, math.MaxInt32), 1},
	} {
		if got := exact.CmpRat(tt.q, tt.d); got != tt.want {
			t.Errorf("CmpRat(%s, %s) = %d; want %d", tt.q.RatString(), show(tt.d), got, tt.want)
		}
	}
}

// TestCmpNeighbors compares each number with itself in more places, and with
// the numbers a unit beside it.
func TestCmpNeighbors(t *testing.T) {
	s := newSource(41)
	for range seeds.Count(600) {
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

// refCmpAnySize compares decimals of any size by their decimal digits: one of
// more digits before the point is greater, and two of as many are written out.
func refCmpAnySize(a, b decimal.Decimal) int {
	if a.Sign() != b.Sign() || a.Sign() == 0 {
		return cmp.Compare(a.Sign(), b.Sign())
	}
	digits := func(d decimal.Decimal) int64 {
		return int64(len(new(big.Int).Abs(d.Coefficient()).String())) + int64(d.Exponent())
	}
	if c := cmp.Compare(digits(a), digits(b)); c != 0 {
		return c * a.Sign()
	}
	ca, cb := a.Coefficient(), b.Coefficient() // about as many digits as the other has more zeros
	gap := int64(a.Exponent()) - int64(b.Exponent())
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(max(gap, -gap)), nil)
	if gap > 0 {
		ca.Mul(ca, scale)
	} else {
		cb.Mul(cb, scale)
	}
	return ca.Cmp(cb)
}

// checkCmpAnySize compares two decimals of any size, and numbers a unit beside
// the first in more places.
func checkCmpAnySize(t *testing.T, a, b decimal.Decimal, more uint8) {
	t.Helper()
	pairs := [][2]decimal.Decimal{{a, b}, {a, a}, {a, a.Neg()}}
	if a.Exponent() > math.MinInt32+math.MaxUint8 {
		finer := a.Coefficient()
		finer.Mul(finer, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(more)), nil))
		for beside := int64(-1); beside <= 1; beside++ {
			n := new(big.Int).Add(finer, big.NewInt(beside))
			pairs = append(pairs, [2]decimal.Decimal{a, decimal.NewFromBigInt(n, a.Exponent()-int32(more))})
		}
	}
	for _, p := range pairs {
		want := refCmpAnySize(p[0], p[1])
		if got := exact.Cmp(p[0], p[1]); got != want {
			t.Errorf("Cmp(%s, %s) = %d; want %d", show(p[0]), show(p[1]), got, want)
		}
		if got := exact.Cmp(p[1], p[0]); got != -want {
			t.Errorf("Cmp(%s, %s) = %d; want %d", show(p[1]), show(p[0]), got, -want)
		}
		if gap := int64(p[0].Exponent()) - int64(p[1].Exponent()); max(gap, -gap) < 100 && max(p[0].Exponent(), -p[0].Exponent()) < 100 {
			if rat := refRat(p[0]).Cmp(refRat(p[1])); rat != want {
				t.Errorf("the fractions %s and %s compare as %d; want %d", show(p[0]), show(p[1]), rat, want)
			}
		}
	}
}

func TestCmpAnySizeLaw(t *testing.T) {
	for seed := range seeds.Count(1000) {
		r := rand.New(rand.NewPCG(uint64(seed), 42))
		number := func() decimal.Decimal {
			c := new(big.Int).Rsh(new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(r.Int64()), 300), big.NewInt(r.Int64())), uint(r.IntN(362)))
			if r.IntN(2) == 0 {
				c.Neg(c)
			}
			return decimal.NewFromBigInt(c, r.Int32()>>r.IntN(32)*(r.Int32N(3)-1))
		}
		a, b := number(), number()
		if r.IntN(2) == 0 { // of about one size
			b = decimal.NewFromBigInt(b.Coefficient(), a.Exponent()+r.Int32N(3)-1)
		}
		checkCmpAnySize(t, a, b, uint8(r.IntN(100)))
	}
}

func FuzzCmpAnySize(f *testing.F) {
	f.Add([]byte{1}, int32(math.MinInt32), false, []byte{1}, int32(0), false, uint8(0))
	f.Add([]byte{1}, int32(math.MaxInt32), true, []byte{1}, int32(math.MinInt32), true, uint8(20))
	f.Add([]byte{255, 255, 255, 255, 255, 255, 255, 255, 255}, int32(-3), false, []byte{9}, int32(18), false, uint8(38))
	f.Add([]byte{}, int32(5), false, []byte{}, int32(-5), false, uint8(1))
	f.Fuzz(func(t *testing.T, a []byte, aExp int32, aNeg bool, b []byte, bExp int32, bNeg bool, more uint8) {
		number := func(coef []byte, exp int32, neg bool) decimal.Decimal {
			d := decimal.NewFromBigInt(new(big.Int).SetBytes(coef[:min(len(coef), 200)]), exp)
			if neg {
				d = d.Neg()
			}
			return d
		}
		checkCmpAnySize(t, number(a, aExp, aNeg), number(b, bExp, bNeg), more)
	})
}
