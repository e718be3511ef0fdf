package exact_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

func TestRoundVectors(t *testing.T) {
	tests := []struct {
		name   string
		d      string
		places int32
		mode   exact.Mode
		want   string
	}{
		{"V-RND-1 tie above even", "2.345", 2, exact.HalfEven, "2.34"},
		{"V-RND-2 tie above odd", "2.355", 2, exact.HalfEven, "2.36"},
		{"V-RND-3 tie up", "2.345", 2, exact.HalfUp, "2.35"},
		{"V-RND-4 negative tie away from zero", "-2.345", 2, exact.HalfUp, "-2.35"},
		{"V-RND-5 negative tie to even", "-2.5", 0, exact.HalfEven, "-2"},
		{"V-RND-6 floor of a negative", "-2.1", 0, exact.Floor, "-3"},
		{"V-RND-7 more than a tie", "2.3450000001", 2, exact.HalfEven, "2.35"},
		{"the zero Mode is HalfUp", "0.125", 2, 0, "0.13"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := exact.Round(num(tt.d), tt.places, tt.mode); !same(got, num(tt.want)) {
				t.Errorf("Round(%s, %d) = %s; want %s", tt.d, tt.places, show(got), tt.want)
			}
		})
	}
}

// roundTests give the result of each mode in the order of modes: HalfUp,
// HalfEven, HalfDown, Up, Down, Floor, Ceiling.
var roundTests = []struct {
	name   string
	d      string
	places int32
	want   [7]string
}{
	{"zero", "0", 0, [7]string{"0", "0", "0", "0", "0", "0", "0"}},
	{"zero gets places", "0", 2, [7]string{"0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"}},
	{"zero loses places", "0.0000", 2, [7]string{"0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"}},
	{"as it is", "2.50", 2, [7]string{"2.50", "2.50", "2.50", "2.50", "2.50", "2.50", "2.50"}},
	{"gets places", "-2.5", 3, [7]string{"-2.500", "-2.500", "-2.500", "-2.500", "-2.500", "-2.500", "-2.500"}},
	{"loses zeros", "2.5000", 2, [7]string{"2.50", "2.50", "2.50", "2.50", "2.50", "2.50", "2.50"}},
	{"power of ten", "12e3", 1, [7]string{"12000.0", "12000.0", "12000.0", "12000.0", "12000.0", "12000.0", "12000.0"}},

	{"under a tie", "2.4999999999", 0, [7]string{"2", "2", "2", "3", "2", "2", "3"}},
	{"tie above even", "2.5", 0, [7]string{"3", "2", "2", "3", "2", "2", "3"}},
	{"over a tie", "2.5000000001", 0, [7]string{"3", "3", "3", "3", "2", "2", "3"}},
	{"tie above odd", "3.5", 0, [7]string{"4", "4", "3", "4", "3", "3", "4"}},
	{"under a tie, negative", "-2.4999999999", 0, [7]string{"-2", "-2", "-2", "-3", "-2", "-3", "-2"}},
	{"tie below even", "-2.5", 0, [7]string{"-3", "-2", "-2", "-3", "-2", "-3", "-2"}},
	{"over a tie, negative", "-2.5000000001", 0, [7]string{"-3", "-3", "-3", "-3", "-2", "-3", "-2"}},
	{"tie below odd", "-3.5", 0, [7]string{"-4", "-4", "-3", "-4", "-3", "-4", "-3"}},
	{"half", "0.5", 0, [7]string{"1", "0", "0", "1", "0", "0", "1"}},
	{"minus half", "-0.5", 0, [7]string{"-1", "0", "0", "-1", "0", "-1", "0"}},
	{"half a cent", "0.005", 2, [7]string{"0.01", "0.00", "0.00", "0.01", "0.00", "0.00", "0.01"}},

	{"least", "0.000000000000000001", 0, [7]string{"0", "0", "0", "1", "0", "0", "1"}},
	{"least, negative", "-0.000000000000000001", 0, [7]string{"0", "0", "0", "-1", "0", "-1", "0"}},
	{"least to 17", "0.000000000000000001", 17, [7]string{
		"0.00000000000000000", "0.00000000000000000", "0.00000000000000000", "0.00000000000000001",
		"0.00000000000000000", "0.00000000000000000", "0.00000000000000001",
	}},
	{"8 of 18 decimals", "9.223372036854775807", 8, [7]string{
		"9.22337204", "9.22337204", "9.22337204", "9.22337204", "9.22337203", "9.22337203", "9.22337204",
	}},

	{"result 2^63-1", "922337203685477580.7", 1, [7]string{
		"922337203685477580.7", "922337203685477580.7", "922337203685477580.7", "922337203685477580.7",
		"922337203685477580.7", "922337203685477580.7", "922337203685477580.7",
	}},
	{"result 2^63-1 or 2^63", "922337203685477580.75", 1, [7]string{
		"922337203685477580.8", "922337203685477580.8", "922337203685477580.7", "922337203685477580.8",
		"922337203685477580.7", "922337203685477580.7", "922337203685477580.8",
	}},
	{"result -2^63 or -2^63+1", "-922337203685477580.75", 1, [7]string{
		"-922337203685477580.8", "-922337203685477580.8", "-922337203685477580.7", "-922337203685477580.8",
		"-922337203685477580.7", "-922337203685477580.8", "-922337203685477580.7",
	}},
	{"result -2^63-1 or -2^63", "-922337203685477580.85", 1, [7]string{
		"-922337203685477580.9", "-922337203685477580.8", "-922337203685477580.8", "-922337203685477580.9",
		"-922337203685477580.8", "-922337203685477580.9", "-922337203685477580.8",
	}},
	{"scaled to 10^19", "1000000000000000000", 1, [7]string{
		"1000000000000000000.0", "1000000000000000000.0", "1000000000000000000.0", "1000000000000000000.0",
		"1000000000000000000.0", "1000000000000000000.0", "1000000000000000000.0",
	}},
	{"scaled by 10^36", "1e18", 18, [7]string{
		"1000000000000000000.000000000000000000", "1000000000000000000.000000000000000000",
		"1000000000000000000.000000000000000000", "1000000000000000000.000000000000000000",
		"1000000000000000000.000000000000000000", "1000000000000000000.000000000000000000",
		"1000000000000000000.000000000000000000",
	}},
	{"tie of 21 digits", "12345678901234567890.5", 0, [7]string{
		"12345678901234567891", "12345678901234567890", "12345678901234567890", "12345678901234567891",
		"12345678901234567890", "12345678901234567890", "12345678901234567891",
	}},
	{"34 nines", "-9999999999999999.999999999999999999", 2, [7]string{
		"-10000000000000000.00", "-10000000000000000.00", "-10000000000000000.00", "-10000000000000000.00",
		"-9999999999999999.99", "-10000000000000000.00", "-9999999999999999.99",
	}},
}

func TestRound(t *testing.T) {
	for _, tt := range roundTests {
		for i, m := range modes {
			t.Run(tt.name+"/"+m.name, func(t *testing.T) {
				if got := exact.Round(num(tt.d), tt.places, m.mode); !same(got, num(tt.want[i])) {
					t.Errorf("Round(%s, %d, %s) = %s; want %s", tt.d, tt.places, m.name, show(got), tt.want[i])
				}
				if got := exact.RoundRat(exact.Rat(num(tt.d)), tt.places, m.mode); !same(got, num(tt.want[i])) {
					t.Errorf("RoundRat(%s, %d, %s) = %s; want %s", tt.d, tt.places, m.name, show(got), tt.want[i])
				}
			})
		}
	}
}

// TestRoundGrid rounds the neighbors of every landmark from every exponent to
// every number of places.
func TestRoundGrid(t *testing.T) {
	for i, c := range landmarks {
		for exp := int32(-18); exp <= 18; exp++ {
			for places := range int32(19) {
				beside := big.NewInt(int64(i)%3 + int64(exp+places)%2 - 1)
				beside.Add(beside, c)
				if (exp+places)%3 == 0 {
					beside.Neg(beside)
				}
				checkRound(t, decimal.NewFromBigInt(beside, exp), places)
			}
		}
	}
}

func TestRoundLaw(t *testing.T) {
	s := newSource(1)
	for range seeds.Count(800) {
		checkRound(t, s.decimal(), s.places())
	}
}

// TestRoundMirrors proves that a refund mirrors its sale.
func TestRoundMirrors(t *testing.T) {
	s := newSource(2)
	for range seeds.Count(400) {
		d, places := s.decimal(), s.places()
		for _, m := range modes {
			got := exact.Round(d.Neg(), places, mirror(m.mode))
			if want := exact.Round(d, places, m.mode).Neg(); !same(got, want) {
				t.Errorf("Round(%s, %d, mirror of %s) = %s; want %s", show(d.Neg()), places, m.name, show(got), show(want))
			}
		}
	}
}

func TestRoundRat(t *testing.T) {
	tests := []struct {
		name     string
		num, den int64
		places   int32
		want     [7]string // in the order of modes
	}{
		{"a third", 1, 3, 2, [7]string{"0.33", "0.33", "0.33", "0.34", "0.33", "0.33", "0.34"}},
		{"minus two thirds", -2, 3, 2, [7]string{"-0.67", "-0.67", "-0.67", "-0.67", "-0.66", "-0.67", "-0.66"}},
		{"an eighth", 1, 8, 2, [7]string{"0.13", "0.12", "0.12", "0.13", "0.12", "0.12", "0.13"}},
		{"minus three eighths", -3, 8, 2, [7]string{"-0.38", "-0.38", "-0.37", "-0.38", "-0.37", "-0.38", "-0.37"}},
		{"whole", 6, 2, 0, [7]string{"3", "3", "3", "3", "3", "3", "3"}},
		{"whole with places", 6, 2, 2, [7]string{"3.00", "3.00", "3.00", "3.00", "3.00", "3.00", "3.00"}},
		{"zero", 0, 7, 1, [7]string{"0.0", "0.0", "0.0", "0.0", "0.0", "0.0", "0.0"}},
	}
	for _, tt := range tests {
		for i, m := range modes {
			t.Run(tt.name+"/"+m.name, func(t *testing.T) {
				r := big.NewRat(tt.num, tt.den)
				if got := exact.RoundRat(r, tt.places, m.mode); !same(got, num(tt.want[i])) {
					t.Errorf("RoundRat(%s, %d, %s) = %s; want %s", r, tt.places, m.name, show(got), tt.want[i])
				}
			})
		}
	}
}

func TestRoundRatLaw(t *testing.T) {
	s := newSource(3)
	for range seeds.Count(400) {
		den := s.coef()
		if den.Sign() == 0 || s.IntN(3) == 0 {
			den.SetInt64(1 << s.IntN(8)) // ties, too
		}
		checkRoundRat(t, new(big.Rat).SetFrac(s.coef(), den), s.places())
	}
}

func TestRat(t *testing.T) {
	tests := []struct {
		name string
		d    decimal.Decimal
		want string
	}{
		{"zero value", decimal.Decimal{}, "0/1"},
		{"decimals", decimal.New(250, -2), "5/2"},
		{"negative", decimal.New(-125, -3), "-1/8"},
		{"power", decimal.New(-12, 3), "-12000/1"},
		{"zero with power", decimal.New(0, 18), "0/1"},
		{"least", decimal.New(1, -18), "1/1000000000000000000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := show(tt.d)
			got := exact.Rat(tt.d)
			if got.String() != tt.want {
				t.Errorf("Rat(%s) = %s; want %s", before, got, tt.want)
			}
			got.Num().Add(got.Num(), big.NewInt(1))
			if after := show(tt.d); after != before {
				t.Errorf("a change of the fraction made %s of %s", after, before)
			}
		})
	}
}
