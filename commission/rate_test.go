package commission_test

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// num returns the number written in s, with the places written.
func num(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// rate returns the rate written in s.
func rate(s string) commission.Rate {
	r, err := commission.ParseRate(s)
	if err != nil {
		panic(err)
	}
	return r
}

// sameRate lets cmp.Diff compare structures that hold rates.
var sameRate = cmp.Comparer(func(x, y commission.Rate) bool { return x == y })

func TestRateText(t *testing.T) {
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
			r, err := commission.ParseRate(tt.text)
			if got := r.String(); got != tt.want || err != nil {
				t.Errorf("ParseRate(%q) = %s, %v; want %s", tt.text, got, err, tt.want)
			}
			if got, err := commission.ParseRate(r.String()); got != r || err != nil {
				t.Errorf("ParseRate(%q) = %s, %v; want %s", r.String(), got, err, r)
			}
			text, err := r.MarshalText()
			if string(text) != tt.want || err != nil {
				t.Errorf("MarshalText() = %q, %v; want %q", text, err, tt.want)
			}
			if got, err := r.AppendText([]byte("rate ")); string(got) != "rate "+tt.want || err != nil {
				t.Errorf("AppendText(rate ) = %q, %v; want %q", got, err, "rate "+tt.want)
			}
			var back commission.Rate
			if err := back.UnmarshalText(text); back != r || err != nil {
				t.Errorf("UnmarshalText(%q) = %s, %v; want %s", text, back, err, r)
			}
		})
	}
}

func TestParseRateErrors(t *testing.T) {
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
			got, err := commission.ParseRate(tt.text)
			if got != (commission.Rate{}) || !errors.Is(err, alianza.ErrForm) {
				t.Fatalf("ParseRate(%.40q) = %s, %v; want 0%%, ErrForm", tt.text, got, err)
			}
			if n := len(err.Error()); n > 300 {
				t.Errorf("ParseRate(%.40q) = an error of %d bytes; want few", tt.text, n)
			}
			in := commission.Percent(7)
			if err := in.UnmarshalText([]byte(tt.text)); !errors.Is(err, alianza.ErrForm) || in != commission.Percent(7) {
				t.Errorf("UnmarshalText(%.40q) = %s, %v; want 7%%, ErrForm", tt.text, in, err)
			}
		})
	}
}

func TestPercent(t *testing.T) {
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
			if got := commission.Percent(tt.n); got != rate(tt.want) {
				t.Errorf("Percent(%d) = %s; want %s", tt.n, got, tt.want)
			}
		})
	}
}

func TestRateCompare(t *testing.T) {
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
	rates := []commission.Rate{rate("20%"), rate("-1%"), {}, rate("0.5%")}
	slices.SortFunc(rates, commission.Rate.Compare)
	if diff := cmp.Diff([]commission.Rate{rate("-1%"), {}, rate("0.5%"), rate("20%")}, rates, sameRate); diff != "" {
		t.Errorf("SortFunc mismatch (-want +got):\n%s", diff)
	}
}

func TestRateIsZero(t *testing.T) {
	tests := []struct {
		name string
		r    commission.Rate
		want bool
	}{
		{"zero value", commission.Rate{}, true},
		{"percent", commission.Percent(0), true},
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

func TestRateOf(t *testing.T) {
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
		{"34 digits", "50%", nines + "000000000000000000", "4" + nines[1:] + "500000000000000000"},
		{"beyond a word", "900000000%", "9999999999", "89999999991000000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := rate(tt.rate).Of(num(tt.amount)); !got.Equal(num(tt.want)) {
				t.Errorf("%s.Of(%s) = %s; want %s", tt.rate, tt.amount, got, tt.want)
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

func TestRateJSON(t *testing.T) {
	type terms struct {
		Base    commission.Rate            `json:"base"`
		None    commission.Rate            `json:"none,omitzero"`
		Levels  map[string]commission.Rate `json:"levels"`
		Clauses map[commission.Rate]string `json:"clauses"`
	}
	in := terms{
		Base:    rate("12.5%"),
		Levels:  map[string]commission.Rate{"gold": commission.Percent(30), "basic": {}},
		Clauses: map[commission.Rate]string{rate("0.75%"): "trial"},
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
	if diff := cmp.Diff(in, back, sameRate); diff != "" {
		t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", got, diff)
	}
	for _, bad := range []string{`20`, `0.2`, `"20"`, `"0.20"`, `true`, `["20%"]`, `{}`} {
		if err := json.Unmarshal([]byte(`{"base":`+bad+`}`), &back); err == nil {
			t.Errorf("Unmarshal(%s) = no error; want one", bad)
		}
	}
}
