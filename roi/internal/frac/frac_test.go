package frac_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

func TestFractionText(t *testing.T) {
	for _, text := range []string{"0", "-1", "1100/9", "-200/3", strings.Repeat("9", 1000)} {
		var f frac.Fraction
		if err := f.UnmarshalText([]byte(text)); err != nil {
			t.Errorf("UnmarshalText(%.20s) = %v; want no error", text, err)
			continue
		}
		if got, err := f.MarshalText(); err != nil || string(got) != text {
			t.Errorf("MarshalText() = %s, %v; want %s", got, err, text)
		}
	}
	for _, text := range []string{"", "-", "/", "1/", "/2", "2/4", "1/1", "01", "-0", "+1", "1/-2", "1.5", "1e9", "0x1", "1_0", " 1", "1/0", "--1", strings.Repeat("9", 30_000)} {
		f := frac.Fraction{Q: big.NewRat(7, 1)}
		if err := f.UnmarshalText([]byte(text)); err == nil || f.Q.RatString() != "7" {
			t.Errorf("UnmarshalText(%.20s) = %v, %v; want an error", text, f.Q, err)
		}
	}
}

func TestPower(t *testing.T) {
	if got, ok := frac.Power(big.NewRat(-2, 3), 3); !ok || got.RatString() != "-8/27" {
		t.Errorf("Power(-2/3, 3) = %s, %t; want -8/27", got, ok)
	}
	if got, ok := frac.Power(big.NewRat(5, 7), 0); !ok || got.RatString() != "1" {
		t.Errorf("Power(5/7, 0) = %s, %t; want 1", got, ok)
	}
	if got, ok := frac.Power(big.NewRat(1, 3), 1<<30); ok {
		t.Errorf("Power(1/3, 2^30) = %d bits; want none", frac.Bits(got))
	}
}

func TestTotal(t *testing.T) {
	tests := []struct {
		all  []*big.Rat
		want string
	}{
		{nil, "0"},
		{[]*big.Rat{big.NewRat(2, 3)}, "2/3"},
		{[]*big.Rat{big.NewRat(1, 2), big.NewRat(1, 3), big.NewRat(1, 6)}, "1"},
		{[]*big.Rat{big.NewRat(-1, 2), big.NewRat(1, 2), big.NewRat(1, 7), big.NewRat(1, 7), big.NewRat(0, 1)}, "2/7"},
	}
	for _, tt := range tests {
		if got := frac.Total(tt.all); got.RatString() != tt.want {
			t.Errorf("Total(%v) = %s; want %s", tt.all, got.RatString(), tt.want)
		}
	}
	half := big.NewRat(1, 2)
	frac.Total([]*big.Rat{half, half})
	if half.RatString() != "1/2" {
		t.Errorf("Total changed its input to %s", half)
	}
}

func TestSmall(t *testing.T) {
	if got := frac.OfPercent(alianza.Must(alianza.ParsePercent("12.5%"))); got.RatString() != "1/8" {
		t.Errorf("OfPercent(12.5%%) = %s; want 1/8", got)
	}
	if got := frac.Percent(big.NewRat(1, 8)); got.RatString() != "25/2" {
		t.Errorf("Percent(1/8) = %s; want 25/2", got)
	}
	if got := frac.Sum([]decimal.Decimal{decimal.New(15, -1), decimal.New(-5, 0)}); got.RatString() != "-7/2" {
		t.Errorf("Sum = %s; want -7/2", got)
	}
	for q, want := range map[*big.Rat]int64{big.NewRat(5, 2): 3, big.NewRat(-5, 2): -2, big.NewRat(2, 1): 2} {
		if got := frac.Ceil(q); !got.Equal(decimal.NewFromInt(want)) {
			t.Errorf("Ceil(%s) = %s; want %d", q, got, want)
		}
	}
	f := frac.Fraction{Q: big.NewRat(1, 3)}
	f.Rat().SetInt64(9)
	if f.Q.RatString() != "1/3" || f.Cmp(decimal.New(33, -2)) != 1 || f.Cmp(decimal.New(1, 1<<30)) != -1 || f.Cmp(decimal.New(1, -1<<30)) != 1 {
		t.Errorf("Fraction = %s; want 1/3, above 0.33", f.Q)
	}
	bits := func(n uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), n-1) }
	for _, tt := range []struct {
		num, den uint // bits
		want     bool
	}{{1, 2, false}, {frac.MaxSize + 1, 1, false}, {frac.MaxSize + 2, 1, true}, {1, frac.MaxBits - 1, false}, {1, frac.MaxBits, true}} {
		if got := frac.Large(new(big.Rat).SetFrac(bits(tt.num), bits(tt.den))); got != tt.want {
			t.Errorf("Large(%d bits over %d) = %t; want %t", tt.num, tt.den, got, tt.want)
		}
	}
}
