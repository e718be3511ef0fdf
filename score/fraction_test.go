package score_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
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
	if zero := q("0"); zero.Equal(third) || third.Equal(zero) || zero.Equal(half) {
		t.Error("Equal takes a number for zero")
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
		{"9", "10", "90%", nil},
		{"1", "3", "100/3%", nil},
		{"0", "7", "0%", nil},
		{"7", "0", "<nil>", alianza.ErrZero},
	}
	for _, tt := range tests {
		if got, err := score.Share(n(tt.part), n(tt.whole)); fmt.Sprint(got) != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("Share(%s, %s) = %v, %v; want %s, %v", tt.part, tt.whole, got, err, tt.want, tt.err)
		}
	}
}

// TestFractionText reads what is written, and nothing else.
func TestFractionText(t *testing.T) {
	long := new(big.Rat).SetFrac(new(big.Int).Lsh(big.NewInt(1), 1000), big.NewInt(3))
	whole := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 1000))
	deep := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 61))
	for _, f := range []score.Fraction{
		{},
		q("8.2"), q("-8.2"), q("52/7"), q("-52/7"), q("0.000000000000000001"), q("1000000000000000000"),
		alianza.Must(score.FractionOf(quotient{deep})), alianza.Must(score.FractionOf(quotient{big.NewRat(7, 3)})),
	} {
		scoretest.Again(t, f)
	}
	for name, r := range map[string]*big.Rat{"long": long, "whole": whole} {
		if f, err := score.FractionOf(quotient{r}); !errors.Is(err, alianza.ErrRange) {
			t.Errorf("FractionOf(%s) = %s, %v; want ErrRange", name, f, err)
		}
		text := r.RatString()
		f := q("1")
		if err := f.UnmarshalText([]byte(text)); err != nil || f.Rat().Cmp(r) != 0 || f.String() != text {
			t.Errorf("UnmarshalText(%.20s…) = %.20s…, %v; want the same", text, f, err)
		}
	}
	for _, text := range []string{"", "x", "8.2%", "52/", "/7", "104/14", "41/5", "1/0", "1/-3", "--1/3", "0x10/3", "1_0/3", "1e400", " 1", "1/3 ", strings.Repeat("9", 200_000), "1/" + strings.Repeat("9", 200_000)} {
		f := q("8.2")
		if err := f.UnmarshalText([]byte(text)); !errors.Is(err, alianza.ErrForm) || !f.Equal(q("8.2")) || len(fmt.Sprint(err)) > 300 {
			t.Errorf("UnmarshalText(%.20s) = %s, %v; want ErrForm", text, f, err)
		}
	}
	sixty := "0." + strings.Repeat("0", 59) + "1" // places, the most that are written out
	for text, want := range map[string]string{sixty: sixty, "1e-61": "1/1" + strings.Repeat("0", 61), "25e-62": "1/4" + strings.Repeat("0", 60), "8.20": "8.2", "1e3": "1000", "-0.50": "-0.5", "0": "0"} {
		var f score.Fraction
		if err := f.UnmarshalText([]byte(text)); err != nil || f.String() != want {
			t.Errorf("UnmarshalText(%s) = %s, %v; want %s", text, f, err, want)
		}
	}
}

func TestFractionOf(t *testing.T) {
	var none *decimal.Decimal
	for name, number := range map[string]score.Number{"nil": nil, "a nil pointer": none, "a number without a value": quotient{}} {
		if f, err := score.FractionOf(number); !errors.Is(err, alianza.ErrMissing) {
			t.Errorf("FractionOf(%s) = %s, %v; want ErrMissing", name, f, err)
		}
	}
	if f, err := score.FractionOf(score.WithUnit(n("4.50"), "of 5")); err != nil || f.String() != "4.5" || f.Unit() != "" {
		t.Errorf("FractionOf(4.50 of 5) = %s %q, %v; want 4.5 without a unit", f, f.Unit(), err)
	}
}

// TestNumberSize has the largest numbers that are judged, by the bits of their
// numerator and denominator, and those one bit larger.
func TestNumberSize(t *testing.T) {
	bits := func(n uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), n-1) }
	for _, tt := range []struct {
		num, den uint // bits
		want     error
	}{
		{1, 1<<17 - 1, nil},
		{1, 1 << 17, alianza.ErrRange},
		{341, 1, nil},
		{342, 1, alianza.ErrRange},
	} {
		if _, err := score.FractionOf(quotient{new(big.Rat).SetFrac(bits(tt.num), bits(tt.den))}); !errors.Is(err, tt.want) {
			t.Errorf("FractionOf(%d bits over %d) = %v; want %v", tt.num, tt.den, err, tt.want)
		}
	}
}

// TestHostileNumbers gives numbers of hostile size in all the ways there are. None
// is written out.
func TestHostileNumbers(t *testing.T) {
	huge := decimal.New(1, 10_000_000)
	long := decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 3_300_000), -1000) // a million digits
	wide := quotient{new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 1<<17))}
	s := scale(score.LightScale("s", n("0"), n("1"), n("2"), n("9")))
	for name, number := range map[string]score.Number{
		"huge": huge, "small": decimal.New(1, -1<<31), "long": long, "wide": wide, "in a unit": score.WithUnit(huge, "%"), "a pointer": &huge,
	} {
		_, judge := s.Judge(number)
		_, fraction := score.FractionOf(number)
		_, share := score.Share(number, n("1"))
		_, quotient := score.Quotient(n("1"), number)
		for call, err := range map[string]error{"Judge": judge, "FractionOf": fraction, "Share": share, "Quotient": quotient} {
			if !errors.Is(err, alianza.ErrRange) || len(fmt.Sprint(err)) > 300 {
				t.Errorf("%s(%s) = %v; want ErrRange in few words", call, name, err)
			}
		}
	}
}
