package exact_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/costtest"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

func TestCheck(t *testing.T) {
	nines := whole(strings.Repeat("9", 34)) // one below the limit
	tests := []struct {
		name string
		d    decimal.Decimal
		want error
	}{
		{"zero value", decimal.Decimal{}, nil},
		{"18 decimals", decimal.New(1, -18), nil},
		{"19 decimals", decimal.New(1, -19), exact.ErrExponent},
		{"power 18", decimal.New(1, 18), nil},
		{"power 19", decimal.New(1, 19), exact.ErrExponent},
		{"zero with power 19", decimal.New(0, 19), exact.ErrExponent},
		{"zero with 19 decimals", decimal.New(0, -19), exact.ErrExponent},
		{"33 digits", decimal.NewFromBigInt(whole(strings.Repeat("1", 33)), -18), nil},
		{"34 nines", decimal.NewFromBigInt(nines, 18), nil},
		{"34 nines, negative", decimal.NewFromBigInt(new(big.Int).Neg(nines), -18), nil},
		{"1 and 34 zeros", decimal.NewFromBigInt(limit, 0), exact.ErrDigits},
		{"1 and 34 zeros, negative", decimal.NewFromBigInt(new(big.Int).Neg(limit), -2), exact.ErrDigits},
		{"1, 33 zeros and 1", decimal.NewFromBigInt(new(big.Int).Add(limit, big.NewInt(1)), -18), exact.ErrDigits},
		{"136 digits", decimal.NewFromBigInt(whole(strings.Repeat("7", 136)), 0), exact.ErrDigits},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := exact.Check(tt.d)
			if tt.want == nil && got != nil || !errors.Is(got, tt.want) {
				t.Errorf("Check(%s) = %v; want %v", show(tt.d), got, tt.want)
			}
		})
	}
}

func TestCheckText(t *testing.T) {
	tests := []struct {
		name string
		d    decimal.Decimal
		want string
	}{
		{"exponent", decimal.New(1, 19), "exponent out of range: 10^19, allowed is -18 to 18"},
		{"digits", decimal.NewFromBigInt(limit, 0), "too many digits: allowed are 34"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := exact.Check(tt.d); err == nil || err.Error() != tt.want {
				t.Errorf("Check(%s) = %v; want %s", show(tt.d), err, tt.want)
			}
		})
	}
}

// hostile are numbers that a library which expands them does not survive.
var hostile = []struct {
	name string
	d    decimal.Decimal
	want error
}{
	{"1e1000000000", decimal.New(1, 1e9), exact.ErrExponent},
	{"0e1000000000", decimal.New(0, 1e9), exact.ErrExponent},
	{"1e-1000000000", decimal.New(1, -1e9), exact.ErrExponent},
	{"0e-1000000000", decimal.New(0, -1e9), exact.ErrExponent},
	{"greatest exponent", decimal.New(-7, math.MaxInt32), exact.ErrExponent},
	{"least exponent", decimal.New(-7, math.MinInt32), exact.ErrExponent},
	{"a million digits", decimal.NewFromBigInt(millionDigits(), -2), exact.ErrDigits},
	{"minus a million digits", decimal.NewFromBigInt(millionDigits(), -2).Neg(), exact.ErrDigits},
	{"a million digits and a power", decimal.NewFromBigInt(millionDigits(), 1e9), exact.ErrExponent},
}

// TestSane holds the numbers that just pass, and the ones beside them that do not.
func TestSane(t *testing.T) {
	tests := []struct {
		d    decimal.Decimal
		pass bool
	}{
		{decimal.New(1999, -2), true},
		{decimal.New(-7, 200), true},
		{decimal.New(-7, 201), false},
		{decimal.New(7, -200), true},
		{decimal.New(7, -201), false},
		{decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(399), nil), 0).Neg(), true},
		{decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(400), nil), 0).Neg(), false},
	}
	for _, tt := range tests {
		want := decimal.Decimal{}
		if tt.pass {
			want = tt.d
		}
		if got := exact.Sane(tt.d); !got.Equal(want) {
			t.Errorf("Sane(%se%d) = %s; want it to pass: %t", tt.d.Coefficient(), tt.d.Exponent(), exact.Text(got), tt.pass)
		}
	}
}

// millionDigits returns a number of a million digits and some.
func millionDigits() *big.Int { return new(big.Int).Lsh(big.NewInt(7), 3_321_929) }

func TestHostileNumbers(t *testing.T) {
	for _, tt := range hostile {
		t.Run(tt.name, func(t *testing.T) {
			var err error
			if n := costtest.Bytes(4096, func() { err = exact.Check(tt.d) }); n > 4096 || !errors.Is(err, tt.want) {
				t.Errorf("Check = %v in %d bytes; want %v in a few", err, n, tt.want)
			}
			var text []byte
			var sane decimal.Decimal
			if n := costtest.Bytes(4096, func() { text = exact.Append(nil, tt.d) }); n > 4096 || len(text) == 0 || len(text) > 100 {
				t.Errorf("Append = %.100q, %d long, in %d bytes; want a short name in a few", text, len(text), n)
			}
			if n := costtest.Bytes(4096, func() { sane = exact.Sane(tt.d) }); n > 4096 || !sane.IsZero() || sane.Exponent() != 0 {
				t.Errorf("Sane = %.100s in %d bytes; want 0 in a few", exact.Text(sane), n)
			}
			if len(err.Error()) > 100 {
				t.Errorf("Check = %.100q, %d long; want a short text", err, len(err.Error()))
			}
		})
	}
}

// TestAllocs guards what the compiler does not: sums and comparisons allocate
// nothing, and what fits a machine word allocates its result alone, which takes
// two for a decimal, none for a small one. Big integers would give the same results with more.
func TestAllocs(t *testing.T) {
	if seeds.Race {
		t.Skip("the race detector allocates, too")
	}
	sale, negative := decimal.New(999_999, -2), decimal.New(-1, -18)
	long := decimal.NewFromBigInt(whole(strings.Repeat("9", 34)), 0)
	bound, hundred := decimal.New(10_000, 0), decimal.New(100, 0)
	large, tenths := decimal.New(250_050, -2), decimal.New(250, -2)
	factor := exact.NewFactor(exact.WholePercent(25)/2, 2, exact.HalfUp)
	curve, _ := exact.NewCurve(fourSteps().pieces(false), 2, exact.HalfUp)
	sales := []decimal.Decimal{sale, sale}
	eight, wide := nums("1 2 3 4 5 6 7 8"), nums("4611686018427387904 4611686018427387903")
	buffer := make([]byte, 0, 64)
	pair := decimal.NewFromBigInt(whole(strings.Repeat("9", 34)), -2)
	var total exact.Total
	var adder exact.Adder
	tests := []struct {
		name string
		want float64
		call func()
	}{
		{"Check", 0, func() { _ = exact.Check(sale) }},
		{"Check negative", 0, func() { _ = exact.Check(negative) }},
		{"Check 34 digits", 0, func() { _ = exact.Check(long) }},
		{"Cmp", 0, func() { exact.Cmp(sale, bound) }},
		{"Cmp negative", 0, func() { exact.Cmp(negative, decimal.New(-1, 0)) }},
		{"Cmp gap 19", 0, func() { exact.Cmp(decimal.New(1, 18), decimal.New(1, -1)) }},
		{"Cmp zero", 0, func() { exact.Cmp(bound, decimal.Decimal{}) }},
		{"Cmp signs", 0, func() { exact.Cmp(sale, negative) }},
		{"CmpTimes", 0, func() { exact.CmpTimes(sale, bound, 12) }},
		{"Factor.Units", 0, func() { factor.Units(sale) }},
		{"Total.Add", 0, func() { total.Add(1) }},
		{"Total.AddRounded", 0, func() { total.AddRounded(sale) }},
		{"Curve.Units", 0, func() { curve.Units(sale) }},
		{"Curve.SumDecimals", 0, func() { curve.SumDecimals(&total, sales) }},
		{"Append", 0, func() { exact.Append(buffer, sale) }},
		{"Round to the places it has", 0, func() { exact.Round(sale, 2, exact.HalfUp) }},
		{"Trim of nothing", 0, func() { exact.Trim(sale) }},

		{"Round", 2, func() { exact.Round(sale, 1, exact.HalfUp) }},
		{"Round to more places", 2, func() { exact.Round(sale, 3, exact.HalfUp) }},
		{"Percent.Of", 2, func() { exact.WholePercent(20).Of(sale) }},
		{"Percent.RoundOf", 2, func() { exact.WholePercent(20).RoundOf(sale, 2, exact.HalfUp) }},
		{"Trim", 2, func() { exact.Trim(large) }},
		{"Trim to a small number", 0, func() { exact.Trim(tenths) }},
		{"Percent.TrimmedOf", 2, func() { exact.WholePercent(20).TrimmedOf(sale) }},
		{"Sum", 2, func() { exact.Sum(sale, bound, sale) }},
		{"Difference", 2, func() { exact.Difference(sale, hundred) }},
		{"Difference that is small", 0, func() { exact.Difference(sale, bound) }},
		{"Allocate by eight", 1 + 8*2, func() { must(exact.Allocate(sale, 2, eight)) }},
		{"Adder.Add", 0, func() { adder.Add(sale) }},
		{"Allocate two words", 2 + 2*2, func() { must(exact.Allocate(pair, 2, wide)) }}, // the words of the total, too
		{"Allocate by 2^63-1", 1 + 2*2, func() { must(exact.Allocate(sale, 2, wide)) }},
	}
	for _, tt := range tests {
		if got := testing.AllocsPerRun(100, tt.call); got != tt.want {
			t.Errorf("%s: %v allocations; want %v", tt.name, got, tt.want)
		}
	}
}

// TestPackageVariables proves that nothing here hangs on the settings of
// shopspring/decimal, which any package of a program may change.
func TestPackageVariables(t *testing.T) {
	division, power := decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent
	quotes, trim, science := decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation
	iterations, decode := decimal.ExpMaxIterations, decimal.MaxDecodeExponent
	defer func() {
		decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent = division, power
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation = quotes, trim, science
		decimal.ExpMaxIterations, decimal.MaxDecodeExponent = iterations, decode
	}()
	want := sample()
	decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent = 1, 1
	decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation = !quotes, false, true
	decimal.ExpMaxIterations, decimal.MaxDecodeExponent = 1, 1
	if diff := cmp.Diff(want, sample()); diff != "" {
		t.Errorf("results with other package variables (-want +got):\n%s", diff)
	}
	decimal.TrimTrailingZeros, decimal.UseScientificNotation = true, true
	if diff := cmp.Diff(want, sample()); diff != "" {
		t.Errorf("results with other package variables (-want +got):\n%s", diff)
	}
}

// sample returns results of every function of the package, written without the
// help of decimal.
func sample() []string {
	var results []string
	add := func(d ...decimal.Decimal) {
		for _, d := range d {
			results = append(results, show(d))
		}
	}
	s := newSource(7)
	for range 200 {
		a, b, p, places := s.decimal(), s.decimal(), s.percent(), s.places()
		number := a.Coefficient().String() + "e-18"
		for _, m := range modes {
			var total exact.Total
			total.AddRounded(p.RoundOf(a, places, m.mode))
			total.AddRounded(p.RoundOf(b, places, m.mode))
			add(exact.Round(a, places, m.mode), p.RoundOf(a, places, m.mode), total.Decimal(places))
			add(exact.RoundRat(exact.Rat(a), places, m.mode))
		}
		parsed, err := exact.Parse(number)
		back, perr := parsePercent(p.String())
		other, oerr := exact.PercentOf(b)
		parts, aerr := exact.Allocate(exact.Round(a, places, exact.Down), places, s.weights(4))
		add(parts...)
		add(p.Of(a), p.Number(), exact.Trim(a), parsed)
		results = append(results, fmt.Sprint(
			exact.Text(a), exact.Rat(a), exact.Cmp(a, b), exact.Check(a), p, err, back, perr, other, oerr, aerr))
	}
	return results
}
