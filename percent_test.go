package alianza_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// percentTests are texts of percentages, with their units of 10^-10 of a percent.
var percentTests = []struct {
	name  string
	text  string
	units int64
	back  string // the text written, if another
}{
	{"zero", "0%", 0, ""},
	{"minus zero", "-0%", 0, "0%"},
	{"whole", "20%", 200_000_000_000, ""},
	{"decimals", "12.5%", 125_000_000_000, ""},
	{"zeros at the end", "12.50%", 125_000_000_000, "12.5%"},
	{"negative", "-0.25%", -2_500_000_000, ""},
	{"more than all", "150%", 1_500_000_000_000, ""},
	{"an exponent", "1e2%", 1_000_000_000_000, "100%"},
	{"least", "0.0000000001%", 1, ""},
	{"zeros behind ten decimals", "0.00000000010%", 1, "0.0000000001%"},
	{"greatest", "922337203.6854775807%", math.MaxInt64, ""},
	{"lowest", "-922337203.6854775808%", math.MinInt64, ""},
}

func TestParsePercent(t *testing.T) {
	for _, tt := range percentTests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := alianza.ParsePercent(tt.text)
			if err != nil || p.Units() != tt.units || p != alianza.PercentUnits(tt.units) {
				t.Fatalf("ParsePercent(%s) = %d units, %v; want %d", tt.text, p.Units(), err, tt.units)
			}
			want := tt.back
			if want == "" {
				want = tt.text
			}
			if got := p.String(); got != want {
				t.Errorf("String() = %s; want %s", got, want)
			}
			var again alianza.Percent
			text, err := p.MarshalText()
			if err != nil || string(text) != want || again.UnmarshalText(text) != nil || again != p {
				t.Errorf("MarshalText() = %s, %v, and back %v; want %s", text, err, again, want)
			}
			if back, err := alianza.PercentOf(p.Decimal()); err != nil || back != p {
				t.Errorf("PercentOf(%s) = %v, %v; want %v", p.Decimal(), back, err, p)
			}
		})
	}
}

// TestParsePercentHints has the ways in which people write percentages.
// TestParsePercentBounds holds what is looked at of a long text, and shown.
func TestParsePercentBounds(t *testing.T) {
	form, hint := `malformed: not a percentage such as "12.5%"`, `malformed: a percentage has a percent sign: write "20%"`
	blanks := strings.Repeat(" ", 60) + "…"
	for _, tt := range []struct{ text, shown, want string }{
		{strings.Repeat(" ", 198) + "20", blanks, hint}, // 200 bytes
		{strings.Repeat(" ", 199) + "20", blanks, form},
		{strings.Repeat("x", 60), strings.Repeat("x", 60), form},
		{strings.Repeat("x", 61), strings.Repeat("x", 60) + "…", form},
	} {
		if _, err := alianza.ParsePercent(tt.text); err == nil || err.Error() != `"`+tt.shown+`": `+tt.want {
			t.Errorf("ParsePercent of %d bytes = %v; want %q: %s", len(tt.text), err, tt.shown, tt.want)
		}
	}
}

func TestParsePercentHints(t *testing.T) {
	const (
		form   = `malformed: not a percentage such as "12.5%"`
		sign   = `malformed: a percentage has a percent sign: `
		range_ = `out of range: `
	)
	tests := []struct{ text, want string }{
		{"20", sign + `write "20%"`},
		{"20.50", sign + `write "20.5%"`},
		{"-5", sign + `write "-5%"`},
		{"1", sign + `write "1%"`},
		{"0", sign + `write "0%"`},
		{"0.2", sign + `write "20%", or "0.2%" if less than 1% is meant`},
		{"-0.05", sign + `write "-5%", or "-0.05%" if less than 1% is meant`},
		{"0,2", sign + `write "20%", or "0.2%" if less than 1% is meant`},
		{"1e1", sign + `write "10%"`},
		{"20 %", `malformed: write "20%"`},
		{" 20%", `malformed: write "20%"`},
		{"20\u00a0%", `malformed: write "20%"`},
		{"%20", `malformed: write "20%"`},
		{"+20%", `malformed: write "20%"`},
		{"20%%", `malformed: write "20%"`},
		{"12,5%", `malformed: write "12.5%"`},
		{"12,5 %", `malformed: write "12.5%"`},
		{"0.2 %", `malformed: write "0.2%"`},
		{"1,000%", form}, // a thousand, or one
		{"１２%", form},
		{"20٪", form},
		{"", form},
		{"%", form},
		{" ", form},
		{".5%", form},
		{"020%", form},
		{"twenty", form},
		{"NaN%", form},
		{"1/3", form},
		{"20%\n", form},
		{"1e9", form}, // "1e9%" would be refused, too
		{"0.00000000001", form},
		{strings.Repeat("1", 1_000_000), form},
		{"0.00000000001%", range_ + "more than 10 decimals"},
		{"12.500000000000000001%", range_ + "more than 10 decimals"},
		{"922337203.6854775808%", range_ + "not between -922,337,203% and +922,337,203%"},
		{"-922337203.6854775809%", range_ + "not between -922,337,203% and +922,337,203%"},
		{"1e9%", range_ + "not between -922,337,203% and +922,337,203%"},
		{"1e19%", range_ + "exponent out of range: 10^19, allowed is -18 to 18"},
		{strings.Repeat("1", 35) + "%", range_ + "too many digits: allowed are 34"},
		{strings.Repeat("1", 1_000_000) + "%", range_ + "too many digits: a text of 1000000 characters"},
	}
	for _, tt := range tests {
		t.Run(tt.text[:min(len(tt.text), 20)], func(t *testing.T) {
			p, err := alianza.ParsePercent(tt.text)
			found := alianza.Faults(err)
			if len(found) != 1 || found[0].Reason() != tt.want || p != (alianza.Percent{}) {
				t.Fatalf("ParsePercent(%.40q) = %v, %v; want %s", tt.text, p, err, tt.want)
			}
			if kind := found[0]; errors.Is(kind, alianza.ErrRange) == errors.Is(kind, alianza.ErrForm) || len(kind.Value) > 64 {
				t.Errorf("ParsePercent(%.40q) = %v; want ErrForm or ErrRange, and a short value", tt.text, err)
			}
			before := alianza.WholePercent(7)
			after := before
			if err := after.UnmarshalText([]byte(tt.text)); err == nil || after != before {
				t.Errorf("UnmarshalText(%.40q) = %v, %v; want an error and the value before", tt.text, after, err)
			}
		})
	}
}

func TestPercentOf(t *testing.T) {
	tests := []struct {
		name  string
		d     decimal.Decimal
		units int64
		want  string // the error
	}{
		{"zero value", decimal.Decimal{}, 0, ""},
		{"decimals", decimal.New(125, -1), 125_000_000_000, ""},
		{"power", decimal.New(1, 2), 1_000_000_000_000, ""},
		{"ten decimals", decimal.New(-1, -10), -1, ""},
		{"eleven decimals, the last zero", decimal.New(10, -11), 1, ""},
		{"eleven decimals", decimal.New(1, -11), 0, `"0.00000000001": out of range: more than 10 decimals`},
		{"past the range", decimal.New(922_337_204, 0), 0, `"922337204": out of range: not between -922,337,203% and +922,337,203%`},
		{"hostile", decimal.New(1, math.MinInt32), 0, `"1e-2147483648": out of range: at most 18 decimals`},
		{"million digits", decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 3_000_000), 0), 0, `"(a number of more than 136 digits)": out of range: too many digits: allowed are 34`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := alianza.PercentOf(tt.d)
			if p.Units() != tt.units || err == nil && tt.want != "" || err != nil && err.Error() != tt.want {
				t.Errorf("PercentOf = %d units, %v; want %d, %s", p.Units(), err, tt.units, tt.want)
			}
			if err != nil && !errors.Is(err, alianza.ErrRange) {
				t.Errorf("PercentOf = %v; want ErrRange", err)
			}
		})
	}
}

func TestPercentDecimal(t *testing.T) {
	for text, want := range map[string]string{"0%": "0", "12.5%": "12.5", "100%": "100", "-0.25%": "-0.25", "0.0000000001%": "0.0000000001"} {
		if got := alianza.Must(alianza.ParsePercent(text)).Decimal(); got.String() != want {
			t.Errorf("%s.Decimal() = %s; want %s", text, got, want)
		}
	}
}

func TestWholePercent(t *testing.T) {
	for n, want := range map[int]string{
		0: "0%", 20: "20%", -5: "-5%", 922_337_203: "922337203%", 922_337_204: "922337203%", -922_337_204: "-922337203%",
		math.MaxInt: "922337203%", math.MinInt: "-922337203%",
	} {
		if got := alianza.WholePercent(n).String(); got != want {
			t.Errorf("WholePercent(%d) = %s; want %s", n, got, want)
		}
	}
}

func TestPercentOfAmount(t *testing.T) {
	tests := []struct {
		name    string
		percent string
		amount  decimal.Decimal
		want    string // the result, or the error
	}{
		{"no percent", "0%", decimal.New(1999, -2), "0"},
		{"of nothing", "25%", decimal.Decimal{}, "0"},
		{"not rounded", "25%", decimal.New(1999, -2), "4.9975"},
		{"of a refund", "25%", decimal.New(-1999, -2), "-4.9975"},
		{"all", "100%", decimal.New(1999, -2), "19.99"},
		{"34 digits of 19 digits", "922337203.6854775807%", decimal.New(1, 18), "9223372036854775807000000"},
		{"hostile", "20%", decimal.New(1, math.MinInt32), `amount "1e-2147483648": out of range: at most 18 decimals`},
		{"hostile, the other way", "20%", decimal.New(1, math.MaxInt32), `amount "1e2147483647": out of range: exponent out of range: 10^2147483647, allowed is -18 to 18`},
		{"hostile zero", "0%", decimal.New(0, math.MinInt32), `amount "0e-2147483648": out of range: at most 18 decimals`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := alianza.Must(alianza.ParsePercent(tt.percent)).Of(tt.amount)
			if err != nil {
				if err.Error() != tt.want || !errors.Is(err, alianza.ErrRange) || !got.IsZero() {
					t.Errorf("%s.Of = %v, %v; want %s", tt.percent, got, err, tt.want)
				}
				return
			}
			if want, wantErr := decimal.NewFromString(tt.want); wantErr != nil || !got.Equal(want) {
				t.Errorf("%s.Of(%s) = %s; want %s", tt.percent, tt.amount, got, tt.want)
			}
		})
	}
}

func TestPercentPlus_X4_C23(t *testing.T) {
	units, whole := alianza.PercentUnits, alianza.WholePercent
	tests := []struct {
		name       string
		p, q, want alianza.Percent
	}{
		{"points are added", whole(20), whole(5), whole(25)},
		{"points are taken away", whole(20), whole(-25), whole(-5)},
		{"past the usual, never cut", whole(28), whole(5), whole(33)},
		{"to nothing", whole(5), whole(-5), whole(0)},
		{"the end", units(math.MaxInt64 - 1), units(1), units(math.MaxInt64)},
		{"past the end", units(math.MaxInt64), units(1), units(math.MaxInt64)},
		{"past the lower end", units(math.MinInt64), units(-1), units(math.MinInt64)},
	}
	for _, tt := range tests {
		if got, back := tt.p.Plus(tt.q), tt.q.Plus(tt.p); got != tt.want || back != tt.want {
			t.Errorf("%s: %v.Plus(%v) = %v, and %v; want %v", tt.name, tt.p, tt.q, got, back, tt.want)
		}
	}
}

func TestPercentTimes(t *testing.T) {
	const (
		fine  = `out of range: more than 10 decimals`
		great = `out of range: not between -922,337,203% and +922,337,203%`
	)
	tests := []struct {
		name    string
		percent string
		factor  string
		want    string // or the reason of the error
	}{
		{"half as much again", "10%", "1.5", "15%"},
		{"half", "10%", "0.5", "5%"},
		{"one with places", "33.3333333333%", "1.000000000000000000", "33.3333333333%"},
		{"nothing", "10%", "0", "0%"},
		{"of nothing", "0%", "1.5", "0%"},
		{"the other side", "10%", "-1.5", "-15%"},
		{"both negative", "-10%", "-1.5", "15%"},
		{"a power", "10%", "1e3", "10000%"},
		{"to the last decimal", "0.0000000005%", "0.2", "0.0000000001%"},
		{"too fine", "0.0000000001%", "0.5", fine},
		{"a third of ten decimals", "33.3333333333%", "0.1", fine},
		{"12 decimals", "100%", "0.000000000001", "0.0000000001%"},
		{"13 decimals", "100%", "0.0000000000001", fine},
		{"the end of the range", "922337203.6854775807%", "1", "922337203.6854775807%"},
		{"up to the end", "1%", "922337203.6854775807", "922337203.6854775807%"},
		{"past the end", "1%", "922337203.6854775808", great},
		{"the end below", "-922337203.6854775808%", "1", "-922337203.6854775808%"},
		{"the mirror of the end below", "-922337203.6854775808%", "-1", great},
		{"too much", "922337203%", "2", great},
		{"a great factor", "1%", strings.Repeat("9", 34), "too many digits: allowed are 34"},
		{"a great factor of the least", "0.0000000001%", "9223372036854775807", "922337203.6854775807%"},
		{"a great factor of nothing", "0%", strings.Repeat("9", 34) + "e18", "0%"},
	}
	for _, tt := range tests {
		got, err := alianza.Must(alianza.ParsePercent(tt.percent)).Times(decimal.RequireFromString(tt.factor))
		if err == nil && got.String() != tt.want || err != nil && (!strings.HasSuffix(err.Error(), tt.want) || !errors.Is(err, alianza.ErrRange) || !got.IsZero()) {
			t.Errorf("%s: Times = %v, %v; want %s", tt.name, got, err, tt.want)
		}
	}
	_, err := alianza.WholePercent(10).Times(decimal.New(1, math.MaxInt32))
	const want = `factor "1e2147483647": out of range: exponent out of range: 10^2147483647, allowed is -18 to 18`
	if err == nil || err.Error() != want {
		t.Errorf("Times = %v; want %s", err, want)
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
		r := alianza.PercentUnits(units)
		factor := decimal.New(coefficient, int32(exp)%19)
		got, err := r.Times(factor)
		want := new(big.Rat).Mul(r.Decimal().Rat(), factor.Rat())
		scaled := new(big.Rat).Mul(want, new(big.Rat).SetInt64(10_000_000_000))
		if fits := scaled.IsInt() && scaled.Num().IsInt64(); fits != (err == nil) {
			t.Fatalf("%s.Times(%s) = %s, %v; want an error: %t", r, factor, got, err, !fits)
		}
		if err == nil && got.Decimal().Rat().Cmp(want) != 0 {
			t.Errorf("%s.Times(%s) = %s; want %s", r, factor, got, want.RatString())
		}
	})
}

func TestPercentCompare(t *testing.T) {
	order := []alianza.Percent{alianza.PercentUnits(math.MinInt64), alianza.WholePercent(-1), {}, alianza.PercentUnits(1), alianza.WholePercent(1)}
	for i, p := range order {
		for j, q := range order {
			want := 0
			if i != j {
				want = 1 - 2*max(0, min(1, j-i))
			}
			if got := p.Compare(q); got != want || p.Equal(q) != (want == 0) || (p == q) != (want == 0) {
				t.Errorf("%v.Compare(%v) = %d, Equal %t; want %d", p, q, got, p.Equal(q), want)
			}
		}
		if want := max(-1, min(1, i-2)); p.Sign() != want || p.IsZero() != (want == 0) {
			t.Errorf("%v.Sign() = %d, IsZero %t; want %d", p, p.Sign(), p.IsZero(), want)
		}
	}
}

// TestPercentJSON checks that a percentage is written as text, as a value and as
// the name of a member.
func TestPercentJSON(t *testing.T) {
	type doc struct {
		Rate  alianza.Percent          `json:"rate"`
		Names map[alianza.Percent]bool `json:"names"`
	}
	in := doc{alianza.WholePercent(20), map[alianza.Percent]bool{alianza.PercentUnits(1): true}}
	text, err := json.Marshal(in)
	if want := `{"rate":"20%","names":{"0.0000000001%":true}}`; err != nil || string(text) != want {
		t.Fatalf("Marshal = %s, %v; want %s", text, err, want)
	}
	var out doc
	if err := json.Unmarshal(text, &out); err != nil || out.Rate != in.Rate || !out.Names[alianza.PercentUnits(1)] {
		t.Errorf("Unmarshal = %v, %v; want %v", out, err, in)
	}
	for _, wrong := range []string{`20`, `true`, `[]`, `"20"`, `""`} {
		if err := json.Unmarshal([]byte(`{"rate":`+wrong+`}`), &out); err == nil {
			t.Errorf("Unmarshal(%s) = no error; want one", wrong)
		}
	}
}

func ExamplePercent() {
	rate := alianza.WholePercent(25)
	fmt.Println(rate, "of 19.99 is", alianza.Must(rate.Of(decimal.New(1999, -2))))
	fmt.Println(rate.Plus(alianza.Must(alianza.ParsePercent("2.5%"))))
	fmt.Println(rate.Decimal(), rate == alianza.Must(alianza.PercentOf(decimal.New(25, 0))))
	// Output:
	// 25% of 19.99 is 4.9975
	// 27.5%
	// 25 true
}

func ExampleParsePercent() {
	for _, text := range []string{"12.5%", "20", "0.2", "20 %", "twenty"} {
		p, err := alianza.ParsePercent(text)
		fmt.Println(p, err)
	}
	// Output:
	// 12.5% <nil>
	// 0% "20": malformed: a percentage has a percent sign: write "20%"
	// 0% "0.2": malformed: a percentage has a percent sign: write "20%", or "0.2%" if less than 1% is meant
	// 0% "20 %": malformed: write "20%"
	// 0% "twenty": malformed: not a percentage such as "12.5%"
}
