package score_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
)

func TestFraction(t *testing.T) {
	tests := []struct {
		name    string
		a, b    string
		text    string
		decimal bool
		round   string // to two places
		sign    int
	}{
		{"an end", "41", "5", "8.2", true, "8.20", 1},
		{"no end", "52", "7", "52/7", false, "7.43", 1},
		{"negative", "-52", "7", "-52/7", false, "-7.43", -1},
		{"a tie goes away from zero", "1", "200", "0.005", true, "0.01", 1},
		{"a negative tie, too", "-1", "200", "-0.005", true, "-0.01", -1},
		{"reduced", "50", "75", "2/3", false, "0.67", 1},
		{"zero", "0", "-7", "0", true, "0.00", 0},
		{"places that say nothing", "2.50", "1.0", "2.5", true, "2.50", 1},
		{"a large power of two", "1", "4294967296", "0.00000000023283064365386962890625", true, "0.00", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := score.Quotient(n(tt.a), n(tt.b))
			if err != nil {
				t.Fatal(err)
			}
			d, is := f.Decimal()
			if f.String() != tt.text || is != tt.decimal || f.Round(2).StringFixed(2) != tt.round || f.Sign() != tt.sign {
				t.Errorf("Quotient(%s, %s) = %s, decimal %t, %s, sign %d; want %s, %t, %s, %d", tt.a, tt.b, f, is, f.Round(2), f.Sign(), tt.text, tt.decimal, tt.round, tt.sign)
			}
			want := new(big.Rat).Quo(n(tt.a).Rat(), n(tt.b).Rat())
			if f.Rat().Cmp(want) != 0 || is && d.Rat().Cmp(want) != 0 {
				t.Errorf("Quotient(%s, %s) = %s, %s; want %s", tt.a, tt.b, f.Rat(), d, want)
			}
			f.Rat().SetInt64(99)
			if f.Rat().Cmp(want) != 0 {
				t.Errorf("Rat() after a change to the one before = %s; want %s", f.Rat(), want)
			}
			if doc, err := json.Marshal(map[string]score.Fraction{"f": f}); err != nil || string(doc) != `{"f":"`+tt.text+`"}` {
				t.Errorf("Marshal = %s, %v; want %q", doc, err, tt.text)
			}
		})
	}
	var zero score.Fraction
	if zero.String() != "0" || zero.Sign() != 0 || zero.Rat().Sign() != 0 || !zero.Equal(q("0")) || zero.Cmp(n("0.00")) != 0 {
		t.Errorf("the zero Fraction = %s; want 0", zero)
	}
	third := q("1/3")
	if got := third.Round(99); got.Exponent() != -18 {
		t.Errorf("Round(99) = %s; want 18 places", got)
	}
	if got := q("7").Round(-5); got.Exponent() != 0 || !got.Equal(n("7")) {
		t.Errorf("Round(-5) = %s; want 7", got)
	}
}

func TestFractionCompare(t *testing.T) {
	half, third := q("0.5"), q("1/3")
	for _, tt := range []struct {
		f    score.Fraction
		d    decimal.Decimal
		want int
	}{
		{half, n("0.50"), 0},
		{half, n("0.499999999999999999"), 1},
		{half, n("0.500000000000000001"), -1},
		{third, n("0.333333333333333333"), 1},
		{third, n("0.333333333333333334"), -1},
		{third, n("-1"), 1},
		{third, n("0"), 1},
		{q("-1/3"), n("0"), -1},
		{q("-1/3"), n("-0.333333333333333333"), -1},
		{half, decimal.New(1, 1<<31-1), -1},
		{half, decimal.New(-1, 1<<31-1), 1},
		{half, decimal.New(1, -1<<31), 1},
		{half, decimal.New(-1, -1<<31), 1},
		{q("-0.5"), decimal.New(-1, -1<<31), -1},
		{q("-0.5"), decimal.New(-1, 1<<31-1), 1},
		{third, decimal.New(1, 1<<31-1), -1},
		{third, decimal.New(1, -1<<31), 1},
		{third, decimal.New(1, 19), -1},
		{third, decimal.New(1, -19), 1},
		{q("0"), decimal.New(0, 1<<30), 0},
		{half, decimal.New(5_000_000_000_000_000_000, -19), 0},
	} {
		if got := tt.f.Cmp(tt.d); got != tt.want {
			t.Errorf("Cmp(%s, %de%d) = %d; want %d", tt.f, tt.d.CoefficientInt64(), tt.d.Exponent(), got, tt.want)
		}
	}
	if !half.Equal(q("0.50")) || half.Equal(third) || third.Equal(half) || !third.Equal(q("2/6")) || half.Equal(q("0.51")) {
		t.Error("Equal does not tell numbers apart")
	}
}

func TestQuotientRefusals(t *testing.T) {
	tests := []struct {
		name string
		a, b decimal.Decimal
		want []fault
	}{
		{"zero", n("1"), n("0"), []fault{{"b", "0", alianza.ErrZero}}},
		{"zero in places", n("1"), n("0.00"), []fault{{"b", "0", alianza.ErrZero}}},
		{"hostile", decimal.New(1, 1<<30), decimal.New(1, 19), []fault{{"a", "1e1073741824", alianza.ErrRange}, {"b", "10000000000000000000", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := score.Quotient(tt.a, tt.b)
			if diff := cmp.Diff(tt.want, faults(err), scoretest.SameFaults()); diff != "" {
				t.Errorf("Quotient = other faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestShare(t *testing.T) {
	tests := []struct {
		part, whole string
		want        string
		err         error
	}{
		{"9", "10", "90", nil},
		{"1", "3", "100/3", nil},
		{"0", "7", "0", nil},
		{"7", "0", "0", alianza.ErrZero},
	}
	for _, tt := range tests {
		if got, err := score.Share(n(tt.part), n(tt.whole)); got.String() != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("Share(%s, %s) = %v, %v; want %s, %v", tt.part, tt.whole, got, err, tt.want, tt.err)
		}
	}
}
