package commission_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

func TestPercentText(t *testing.T) {
	tests := []struct {
		name string
		text string
		want string
	}{
		{"zero", "0%", "0%"},
		{"minus zero", "-0%", "0%"},
		{"whole", "20%", "20%"},
		{"half", "12.5%", "12.5%"},
		{"under one", "0.75%", "0.75%"},
		{"negative", "-0.25%", "-0.25%"},
		{"places are not kept", "12.50%", "12.5%"},
		{"power of ten", "1e2%", "100%"},
		{"ten decimals", "33.3333333333%", "33.3333333333%"},
		{"least", "0.0000000001%", "0.0000000001%"},
		{"beyond a hundred million", "900000000%", "900000000%"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := alianza.ParsePercent(tt.text)
			if got := r.String(); got != tt.want || err != nil {
				t.Errorf("ParsePercent(%q) = %s, %v; want %s", tt.text, got, err, tt.want)
			}
			if got, err := alianza.ParsePercent(r.String()); got != r || err != nil {
				t.Errorf("ParsePercent(%q) = %s, %v; want %s", r.String(), got, err, r)
			}
			text, err := r.MarshalText()
			if string(text) != tt.want || err != nil {
				t.Errorf("MarshalText() = %q, %v; want %q", text, err, tt.want)
			}
			var back alianza.Percent
			if err := back.UnmarshalText(text); back != r || err != nil {
				t.Errorf("UnmarshalText(%q) = %s, %v; want %s", text, back, err, r)
			}
		})
	}
}

func TestParsePercentErrors(t *testing.T) {
	tests := []struct{ name, text string }{
		{"empty", ""},
		{"no sign", "20"},
		{"a fraction for a percentage", "0.20"},
		{"sign only", "%"},
		{"sign before", "%20"},
		{"two signs", "20%%"},
		{"blank inside", "20 %"},
		{"blank before", " 20%"},
		{"blank after", "20% "},
		{"line end", "20%\n"},
		{"plus", "+20%"},
		{"comma", "2,5%"},
		{"no digit before the point", ".5%"},
		{"no digit after the point", "5.%"},
		{"leading zero", "020%"},
		{"eleven decimals", "0.00000000001%"},
		{"past the range", "922337204%"},
		{"past the range, negative", "-922337204%"},
		{"huge power", "1e999999999%"},
		{"huge negative power", "1e-999999999%"},
		{"not a number", "NaN%"},
		{"infinite", "Inf%"},
		{"hexadecimal", "0x10%"},
		{"other digits", "٢٠%"},
		{"other percent sign", "20٪"},
		{"not UTF-8", "\xff%"},
		{"a million digits", strings.Repeat("9", 1e6) + "%"},
		{"a million zeros", "1." + strings.Repeat("0", 1e6) + "%"},
		{"a million signs", strings.Repeat("%", 1e6)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := alianza.ParsePercent(tt.text)
			if got != (alianza.Percent{}) || !errors.Is(err, alianza.ErrForm) && !errors.Is(err, alianza.ErrRange) {
				t.Fatalf("ParsePercent(%.40q) = %s, %v; want 0%%, ErrForm or ErrRange", tt.text, got, err)
			}
			if n := len(err.Error()); n > 300 {
				t.Errorf("ParsePercent(%.40q) = an error of %d bytes; want few", tt.text, n)
			}
			in := alianza.WholePercent(7)
			if err := in.UnmarshalText([]byte(tt.text)); err == nil || in != alianza.WholePercent(7) {
				t.Errorf("UnmarshalText(%.40q) = %s, %v; want 7%%, an error", tt.text, in, err)
			}
		})
	}
}

func TestWholePercent(t *testing.T) {
	tests := []struct {
		name string
		n    int
		want string
	}{
		{"zero", 0, "0%"},
		{"whole", 20, "20%"},
		{"negative", -5, "-5%"},
		{"beyond a hundred million", 900_000_000, "900000000%"},
		{"the range ends", math.MaxInt, "922337203%"},
		{"the range begins", math.MinInt, "-922337203%"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := alianza.WholePercent(tt.n); got != rate(tt.want) {
				t.Errorf("WholePercent(%d) = %s; want %s", tt.n, got, tt.want)
			}
		})
	}
}

func TestPercentCompare(t *testing.T) {
	tests := []struct {
		name string
		r, s string
		want int
	}{
		{"equal", "20%", "20.0%", 0},
		{"the least below", "19.9999999999%", "20%", -1},
		{"the least above", "20.0000000001%", "20%", +1},
		{"negative", "-1%", "0%", -1},
		{"negatives", "-1%", "-2%", +1},
		{"by number, not by text", "9%", "10%", -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, s := rate(tt.r), rate(tt.s)
			if got := r.Compare(s); got != tt.want {
				t.Errorf("%s.Compare(%s) = %d; want %d", r, s, got, tt.want)
			}
			if got := s.Compare(r); got != -tt.want {
				t.Errorf("%s.Compare(%s) = %d; want %d", s, r, got, -tt.want)
			}
			if got := r == s; got != (tt.want == 0) {
				t.Errorf("%s == %s is %t; want %t", r, s, got, tt.want == 0)
			}
		})
	}
	rates := []alianza.Percent{rate("20%"), rate("-1%"), {}, rate("0.5%")}
	slices.SortFunc(rates, alianza.Percent.Compare)
	if diff := cmp.Diff([]alianza.Percent{rate("-1%"), {}, rate("0.5%"), rate("20%")}, rates); diff != "" {
		t.Errorf("SortFunc mismatch (-want +got):\n%s", diff)
	}
}

func TestPercentIsZero(t *testing.T) {
	tests := []struct {
		name string
		r    alianza.Percent
		want bool
	}{
		{"zero value", alianza.Percent{}, true},
		{"percent", alianza.WholePercent(0), true},
		{"read", rate("-0.00%"), true},
		{"least", rate("0.0000000001%"), false},
		{"negative", rate("-1%"), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.r.IsZero(); got != tt.want {
				t.Errorf("%s.IsZero() = %t; want %t", tt.r, got, tt.want)
			}
		})
	}
}

func TestPercentOf(t *testing.T) {
	nines := strings.Repeat("9", 34)
	tests := []struct {
		name   string
		rate   string
		amount string
		want   string
	}{
		{"cents", "25%", "19.99", "4.9975"},
		{"nothing", "0%", "19.99", "0"},
		{"of nothing", "25%", "0", "0"},
		{"all", "100%", "19.99", "19.99"},
		{"negative amount", "25%", "-19.99", "-4.9975"},
		{"negative rate", "-25%", "19.99", "-4.9975"},
		{"both negative", "-25%", "-19.99", "4.9975"},
		{"least of the least", "0.0000000001%", "0.000000000000000001", "0.000000000000000000000000000001"},
		{"ten decimals", "33.3333333333%", "3", "0.999999999999"},
		{"34 digits", "50%", nines + "e18", "4" + nines[1:] + "500000000000000000"},
		{"beyond a word", "900000000%", "9999999999", "89999999991000000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := rate(tt.rate).Of(num(tt.amount)); err != nil || !got.Equal(num(tt.want)) {
				t.Errorf("%s.Of(%s) = %s, %v; want %s", tt.rate, tt.amount, got, err, tt.want)
			}
		})
	}
}

// TestPoints_X4_C23 adds points, which are no percentages of a rate.
func TestPoints_X4_C23(t *testing.T) {
	tests := []struct {
		name         string
		rate, points string
		want         string
	}{
		{"exclusive", "20%", "5%", "25%"},
		{"not exclusive", "20%", "0%", "20%"},
		{"past the usual, never cut", "28%", "5%", "33%"},
		{"decimals", "12.5%", "0.0000000001%", "12.5000000001%"},
		{"to nothing", "5%", "-5%", "0%"},
		{"below zero", "5%", "-7.5%", "-2.5%"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, points := rate(tt.rate), rate(tt.points)
			if got := r.Plus(points); got != rate(tt.want) {
				t.Errorf("%s.Plus(%s) = %s; want %s", r, points, got, tt.want)
			}
			if got := points.Plus(r); got != rate(tt.want) {
				t.Errorf("%s.Plus(%s) = %s; want %s", points, r, got, tt.want)
			}
			if r != rate(tt.rate) {
				t.Errorf("after Plus the rate is %s; want %s", r, tt.rate)
			}
		})
	}
}

func TestPercentJSON(t *testing.T) {
	type terms struct {
		Base    alianza.Percent            `json:"base"`
		None    alianza.Percent            `json:"none,omitzero"`
		Levels  map[string]alianza.Percent `json:"levels"`
		Clauses map[alianza.Percent]string `json:"clauses"`
	}
	in := terms{
		Base:    rate("12.5%"),
		Levels:  map[string]alianza.Percent{"gold": alianza.WholePercent(30), "basic": {}},
		Clauses: map[alianza.Percent]string{rate("0.75%"): "trial"},
	}
	const want = `{"base":"12.5%","levels":{"basic":"0%","gold":"30%"},"clauses":{"0.75%":"trial"}}`
	got, err := json.Marshal(in)
	if string(got) != want || err != nil {
		t.Fatalf("Marshal(%v) = %s, %v; want %s", in, got, err, want)
	}
	var back terms
	if err := json.Unmarshal(got, &back); err != nil {
		t.Fatalf("Unmarshal(%s) = %v; want no error", got, err)
	}
	if diff := cmp.Diff(in, back); diff != "" {
		t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", got, diff)
	}
	for _, bad := range []string{`20`, `0.2`, `"20"`, `"0.20"`, `true`, `["20%"]`, `{}`} {
		if err := json.Unmarshal([]byte(`{"base":`+bad+`}`), &back); err == nil {
			t.Errorf("Unmarshal(%s) = no error; want one", bad)
		}
	}
}

func TestPercentTimes(t *testing.T) {
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
		for _, r := range []alianza.Percent{{}, alianza.WholePercent(10)} {
			if got, err := r.Times(n); !errors.Is(err, alianza.ErrRange) || !got.IsZero() || len(err.Error()) > 300 {
				t.Errorf("%s.Times(%s) = %s, %.300v; want a short error of range", r, name, got, err)
			}
		}
	}
	_, err := rate("33.3333333333%").Times(num("1.5"))
	const want = `factor "1.5": out of range: more than 10 decimals`
	if got := fmt.Sprint(err); got != want {
		t.Errorf("Times = %s; want %s", got, want)
	}
}

// FuzzPercentTimes holds products against fractions.
func FuzzPercentTimes(f *testing.F) {
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
func Example_percentTimes() {
	fmt.Println(alianza.WholePercent(10).Times(num("1.5")))
	_, err := alianza.WholePercent(10).Times(num("0.333333333333"))
	fmt.Println(err)
	// Output:
	// 15% <nil>
	// factor "0.333333333333": out of range: more than 10 decimals
}

func Example_percent() {
	rate, err := alianza.ParsePercent("12.5%")
	fmt.Println(rate, err)
	fmt.Println(rate.Plus(alianza.WholePercent(5)))
	fmt.Println(rate.Of(decimal.RequireFromString("19.99")))

	// A number without its sign could be 20% or 0.20%, and is neither.
	_, err = alianza.ParsePercent("0.20")
	fmt.Println(err)
	// Output:
	// 12.5% <nil>
	// 17.5%
	// 2.49875 <nil>
	// "0.20": malformed: a percentage has a percent sign: write "20%", or "0.2%" if less than 1% is meant
}
