package commission_test

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

func TestRateTimes(t *testing.T) {
	tests := []struct {
		name   string
		rate   string
		factor string
		want   string // "" for an error
	}{
		{"accelerator", "10%", "1.5", "15%"},
		{"decelerator", "10%", "0.5", "5%"},
		{"one", "12.5%", "1", "12.5%"},
		{"one with places", "33.3333333333%", "1.000000000000000000", "33.3333333333%"},
		{"nothing", "10%", "0", "0%"},
		{"of nothing", "0%", "1.5", "0%"},
		{"negative", "10%", "-1.5", "-15%"},
		{"both negative", "-10%", "-1.5", "15%"},
		{"a power", "10%", "1e3", "10000%"},
		{"to the last decimal", "0.0000000005%", "0.2", "0.0000000001%"},
		{"past the last decimal", "0.0000000001%", "0.5", ""},
		{"a third of ten decimals", "33.3333333333%", "0.1", ""},
		{"18 places", "100%", "0.000000000001", "0.0000000001%"},
		{"too many places", "100%", "0.0000000000001", ""},
		{"the end of the range", "922337203.6854775807%", "1", "922337203.6854775807%"},
		{"up to the end", "1%", "922337203.6854775807", "922337203.6854775807%"},
		{"past the end", "1%", "922337203.6854775808", ""},
		{"the end below", "-922337203.6854775808%", "1", "-922337203.6854775808%"},
		{"past the end below", "-922337203.6854775808%", "1.0000000001", ""},
		{"the mirror of the end below", "-922337203.6854775808%", "-1", ""},
		{"a great factor", "1%", strings.Repeat("9", 34), ""},
		{"a great factor of the least", "0.0000000001%", "9223372036854775807", "922337203.6854775807%"},
		{"a great factor of nothing", "0%", strings.Repeat("9", 34) + "e18", "0%"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := rate(tt.rate)
			got, err := r.Times(num(tt.factor))
			if tt.want == "" {
				checkFaults(t, "Times", err, []fault{{"factor", alianza.ErrRange}})
				if !got.IsZero() {
					t.Errorf("%s.Times(%s) = %s and an error; want 0%%", r, tt.factor, got)
				}
				return
			}
			if err != nil || got != rate(tt.want) {
				t.Errorf("%s.Times(%s) = %s, %v; want %s", r, tt.factor, got, err, tt.want)
			}
		})
	}
	for name, n := range hostile() {
		for _, r := range []commission.Rate{{}, commission.Percent(10)} {
			if got, err := r.Times(n); !errors.Is(err, alianza.ErrRange) || !got.IsZero() || len(err.Error()) > 300 {
				t.Errorf("%s.Times(%s) = %s, %.300v; want a short error of range", r, name, got, err)
			}
		}
	}
	_, err := rate("33.3333333333%").Times(num("1.5"))
	const want = `commission: rate 33.3333333333% times a number: factor "1.5": out of range: more than 10 decimals`
	if got := fmt.Sprint(err); got != want {
		t.Errorf("Times = %s; want %s", got, want)
	}
}

// FuzzRateTimes holds products against fractions.
func FuzzRateTimes(f *testing.F) {
	f.Add(int64(100_000_000_000), int64(15), int8(-1))
	f.Add(int64(333_333_333_333), int64(3), int8(0))
	f.Add(int64(1), int64(5), int8(-1))
	f.Add(int64(-9_223_372_036_854_775_808), int64(-1), int8(0))
	f.Add(int64(9_223_372_036_854_775_807), int64(1_000_000_000_000_000_000), int8(-18))
	f.Fuzz(func(t *testing.T, units, coefficient int64, exp int8) {
		r := rate(decimal.New(units, -10).String() + "%")
		factor := decimal.New(coefficient, int32(exp)%19)
		got, err := r.Times(factor)
		want := new(big.Rat).Mul(rateRat(r), factor.Rat()) // of one, not of a hundred
		scaled := new(big.Rat).Mul(want, new(big.Rat).SetInt64(1_000_000_000_000))
		if fits := scaled.IsInt() && scaled.Num().IsInt64(); fits != (err == nil) {
			t.Fatalf("%s.Times(%s) = %s, %v; want an error: %t", r, factor, got, err, !fits)
		}
		if err == nil && rateRat(got).Cmp(want) != 0 {
			t.Errorf("%s.Times(%s) = %s; want %s", r, factor, got, want.RatString())
		}
	})
}

// An accelerator pays half as much again above the quota.
func ExampleRate_Times() {
	fmt.Println(commission.Percent(10).Times(num("1.5")))
	_, err := commission.Percent(10).Times(num("0.333333333333"))
	fmt.Println(err)
	// Output:
	// 15% <nil>
	// commission: rate 10% times a number: factor "0.333333333333": out of range: more than 10 decimals
}
