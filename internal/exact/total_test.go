package exact_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

func TestFactorUnits(t *testing.T) {
	tests := []struct {
		name    string
		percent string
		d       decimal.Decimal
		places  int32
		want    int64
		ok      bool
	}{
		{"zero value", "25%", decimal.Decimal{}, 2, 0, true},
		{"V-LINE-1", "25%", decimal.New(1999, -2), 2, 500, true},
		{"V-LINE-2", "25%", decimal.New(10, -2), 2, 3, true},
		{"V-LINE-4", "25%", decimal.New(-10, -2), 2, -3, true},
		{"negative rate", "-25%", decimal.New(10, -2), 2, -3, true},
		{"both negative", "-25%", decimal.New(-10, -2), 2, 3, true},
		{"zero of the greatest power", "100%", decimal.New(0, 18), 18, 0, true},

		{"18 digits", "100%", decimal.New(999_999_999_999_999_999, -2), 2, 999_999_999_999_999_999, true},
		{"2^63-1", "100%", decimal.New(math.MaxInt64, -2), 2, math.MaxInt64, true},
		{"-2^63", "100%", decimal.New(math.MinInt64, -2), 2, math.MinInt64, true},
		{"2^63 by the rate", "200%", decimal.New(1<<62, -2), 2, 0, false},
		{"-2^63 by the rate", "200%", decimal.New(-1<<62, -2), 2, math.MinInt64, true},
		{"2^63 by a negative rate", "-100%", decimal.New(math.MinInt64, -2), 2, 0, false},
		{"-2^63 by a negative rate", "-200%", decimal.New(1<<62, -2), 2, math.MinInt64, true},
		{"2^64 by the rate", "400%", decimal.New(1<<62, -2), 2, 0, false},
		{"product past 64 bits, cut back", "99.9999999999%", decimal.New(9_000_000_000_000_000_000, -2), 2, 8_999_999_999_991_000_000, true},
		{"coefficient 2^63", "100%", num("9223372036854775808"), 0, 0, false},
		{"coefficient -2^63-1", "100%", num("-9223372036854775809"), 0, 0, false},
		{"coefficient 2^64+1", "100%", num("18446744073709551617"), 0, 0, false},

		{"10^18", "100%", decimal.New(1, 16), 2, 1e18, true},
		{"9*10^18", "100%", decimal.New(9, 16), 2, 9e18, true},
		{"10^19", "100%", decimal.New(1, 17), 2, 0, false},
		{"10^20", "100%", decimal.New(1, 18), 2, 0, false},
		{"10^21", "100%", decimal.New(1, 18), 3, 0, false},
		{"over 10^19", "1%", decimal.New(5_000_000_000_000_000_000, -17), 0, 1, true}, // a tie of 0.5
		{"under a tie over 10^19", "1%", decimal.New(4_999_999_999_999_999_999, -17), 0, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := parsePercent(tt.percent)
			if err != nil {
				t.Fatal(err)
			}
			f := exact.NewFactor(p, tt.places, exact.HalfUp)
			if got, ok := f.Units(tt.d); ok != tt.ok || ok && got != tt.want {
				t.Errorf("%s of %s: Units = %d, %t; want %d, %t", p, show(tt.d), got, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestTotal(t *testing.T) {
	tests := []struct {
		name   string
		units  []int64
		places int32
		want   string
	}{
		{"zero value", nil, 0, "0"},
		{"zero value with places", nil, 2, "0.00"},
		{"one", []int64{1}, 2, "0.01"},
		{"a sale and its refund", []int64{1999, -1999}, 2, "0.00"},
		{"2^63-1", []int64{math.MaxInt64 - 1, 1}, 0, "9223372036854775807"},
		{"2^63", []int64{math.MaxInt64, 1}, 0, "9223372036854775808"},
		{"-2^63", []int64{math.MinInt64 + 1, -1}, 0, "-9223372036854775808"},
		{"-2^63-1", []int64{math.MinInt64, -1}, 0, "-9223372036854775809"},
		{"up and back", []int64{math.MaxInt64, math.MaxInt64, math.MinInt64, math.MinInt64}, 0, "-2"},
		{"down and back", []int64{math.MinInt64, math.MinInt64, math.MaxInt64, math.MaxInt64}, 0, "-2"},
		{"three times up", []int64{math.MaxInt64, math.MaxInt64, math.MaxInt64}, 2, "276701161105643274.21"},
		{"ends cancel", []int64{math.MinInt64, math.MaxInt64}, 1, "-0.1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var total exact.Total
			for _, u := range tt.units {
				total.Add(u)
			}
			if got := total.Decimal(tt.places); !same(got, num(tt.want)) {
				t.Errorf("Total of %d = %s; want %s", tt.units, show(got), tt.want)
			}
		})
	}
}

// TestTotalLaw adds numbers of every size one by one and compares each sum
// with one of big integers.
func TestTotalLaw(t *testing.T) {
	s := newSource(20)
	for range 300 {
		var total exact.Total
		want, places := new(big.Int), s.places()
		for range 20 {
			switch s.IntN(4) {
			case 0: // near the ends of a word
				u := math.MaxInt64 - s.Int64N(3)
				if s.IntN(2) == 0 {
					u = math.MinInt64 + s.Int64N(3)
				}
				total.Add(u)
				want.Add(want, big.NewInt(u))
			case 1:
				u := int64(s.Uint64()) >> s.IntN(64)
				total.Add(u)
				want.Add(want, big.NewInt(u))
			default:
				p, d, m := s.percent(), s.decimal(), modes[s.IntN(len(modes))].mode
				total.AddRounded(p.RoundOf(d, places, m))
				want.Add(want, refRound(refOf(p, d), places, m))
			}
			checkUnits(t, "Total", total.Decimal(places), want, places)
			if t.Failed() {
				t.FailNow()
			}
		}
	}
}

// TestTotalAddRounded adds products on both sides of a machine word.
func TestTotalAddRounded(t *testing.T) {
	half, double := exact.WholePercent(50), exact.WholePercent(200)
	steps := []struct {
		name   string
		factor exact.Percent
		d      string
		want   string // the total so far
	}{
		{"half of a cent, to even", half, "0.01", "0.00"},
		{"half of three cents, to even", half, "0.03", "0.02"},
		{"the last that fits", half, "184467440737095516.10", "92233720368547758.07"},
		{"past a word", half, "0.02", "92233720368547758.08"},
		{"a product past a word", double, "92233720368547758.08", "276701161105643274.24"},
		{"a number past a word", half, "-553402322211286548.48", "0.00"},
		{"34 digits", double, "-9999999999999999.999999999999999999", "-20000000000000000.00"},
		{"its refund", double, "9999999999999999.999999999999999999", "0.00"},
	}
	var total exact.Total
	for _, tt := range steps {
		total.AddRounded(tt.factor.RoundOf(num(tt.d), 2, exact.HalfEven))
		if got := total.Decimal(2); !same(got, num(tt.want)) {
			t.Errorf("%s: total = %s; want %s", tt.name, show(got), tt.want)
		}
	}
}

// TestTotalDecimalKeeps proves that a total can be read and added to in turn.
func TestTotalDecimalKeeps(t *testing.T) {
	var total exact.Total
	total.Add(math.MaxInt64)
	total.Add(1)
	first := total.Decimal(0)
	total.Add(math.MaxInt64)
	total.Add(math.MaxInt64)
	if want := num("9223372036854775808"); !same(first, want) {
		t.Errorf("Decimal = %s after more was added; want %s", show(first), show(want))
	}
	if got, want := total.Decimal(0), num("27670116110564327422"); !same(got, want) {
		t.Errorf("Decimal = %s; want %s", show(got), show(want))
	}
}
