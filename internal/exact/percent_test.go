package exact_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// percentTests are texts and their percentages in units of 10^-10 of a percent.
var percentTests = []struct {
	name string
	text string
	want exact.Percent
	back string // the text written, if another
}{
	{"zero", "0%", 0, ""},
	{"minus zero", "-0%", 0, "0%"},
	{"whole", "20%", 200_000_000_000, ""},
	{"decimals", "12.5%", 125_000_000_000, ""},
	{"negative", "-0.25%", -2_500_000_000, ""},
	{"the whole", "100%", exact.Hundred, ""},
	{"places written", "12.50%", 125_000_000_000, "12.5%"},
	{"power", "1e2%", exact.Hundred, "100%"},
	{"thousands", "3000%", 30 * exact.Hundred, ""},
	{"least", "0.0000000001%", 1, ""},
	{"least, negative", "-0.0000000001%", -1, ""},
	{"ten decimals", "33.3333333333%", 333_333_333_333, ""},
	{"zeros after ten decimals", "1.500000000000000000%", 15_000_000_000, "1.5%"},
	{"zeros that fill a word", "12.500000000000000000%", 125_000_000_000, "12.5%"},
	{"range end", "922337203%", 9_223_372_030_000_000_000, ""},
	{"range end, negative", "-922337203%", -9_223_372_030_000_000_000, ""},
	{"last of the word", "922337203.6854775807%", math.MaxInt64, ""},
	{"last of the word, negative", "-922337203.6854775808%", math.MinInt64, ""},
}

func TestPercentOfText(t *testing.T) {
	for _, tt := range percentTests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := parsePercent(tt.text); got != tt.want || err != nil {
				t.Errorf("the percentage %s = %d, %v; want %d", tt.text, got, err, tt.want)
			}
		})
	}
}

func TestPercentOf(t *testing.T) {
	tests := []struct {
		name string
		d    decimal.Decimal
		want exact.Percent
		ok   bool
	}{
		{"zero value", decimal.Decimal{}, 0, true},
		{"decimals", decimal.New(125, -1), 125_000_000_000, true},
		{"power", decimal.New(1, 2), exact.Hundred, true},
		{"zero with the greatest power", decimal.New(0, 18), 0, true},
		{"ten decimals", decimal.New(-1, -10), -1, true},
		{"eleven decimals", decimal.New(1, -11), 0, false},
		{"eleven decimals, the last zero", decimal.New(10, -11), 1, true},
		{"zeros that fill a word", num("-12.500000000000000000"), -125_000_000_000, true},
		{"range end", decimal.New(922_337_203, 0), 9_223_372_030_000_000_000, true},
		{"past the range", decimal.New(922_337_204, 0), 0, false},
		{"past the word", num("92233720368547758080"), 0, false},
		{"a decimal past the word", num("9223372036854775808.1"), 0, false},
		{"exponent out of bounds", decimal.New(1, 1e9), 0, false},
		{"zero with an exponent out of bounds", decimal.New(0, -19), 0, false},
		{"35 digits", decimal.NewFromBigInt(limit, -18), 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := exact.PercentOf(tt.d); got != tt.want || (err == nil) != tt.ok {
				t.Errorf("PercentOf(%s) = %d, %v; want %d, %t", show(tt.d), got, err, tt.want, tt.ok)
			}
		})
	}
}

func TestPercentOfReasons(t *testing.T) {
	tests := []struct {
		name string
		d    decimal.Decimal
		want string
	}{
		{"decimals", decimal.New(1, -11), "more than 10 decimals"},
		{"decimals in more than a word", num("12.500000000000000001"), "more than 10 decimals"},
		{"range", decimal.New(922_337_204, 0), "not between -922,337,203% and +922,337,203%"},
		{"range in more than a word", num("92233720368547758080"), "not between -922,337,203% and +922,337,203%"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := exact.PercentOf(tt.d); err == nil || err.Error() != tt.want {
				t.Errorf("PercentOf(%s) = %v; want %s", show(tt.d), err, tt.want)
			}
		})
	}
}

func TestWholePercent(t *testing.T) {
	tests := []struct {
		name string
		n    int
		want exact.Percent
	}{
		{"zero", 0, 0},
		{"one", 1, 10_000_000_000},
		{"negative", -20, -200_000_000_000},
		{"the whole", 100, exact.Hundred},
		{"under the end", 922_337_202, 9_223_372_020_000_000_000},
		{"end", 922_337_203, 9_223_372_030_000_000_000},
		{"over the end", 922_337_204, 9_223_372_030_000_000_000},
		{"greatest int", math.MaxInt, 9_223_372_030_000_000_000},
		{"over the lower end", -922_337_202, -9_223_372_020_000_000_000},
		{"lower end", -922_337_203, -9_223_372_030_000_000_000},
		{"under the lower end", -922_337_204, -9_223_372_030_000_000_000},
		{"least int", math.MinInt, -9_223_372_030_000_000_000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := exact.WholePercent(tt.n); got != tt.want {
				t.Errorf("WholePercent(%d) = %d; want %d", tt.n, got, tt.want)
			}
		})
	}
}

func TestPercentPlus(t *testing.T) {
	const end = math.MaxInt64
	tests := []struct {
		name       string
		p, q, want exact.Percent
	}{
		{"zero", 0, 0, 0},
		{"20% and 5%", 200_000_000_000, 50_000_000_000, 250_000_000_000},
		{"20% less 5%", 200_000_000_000, -50_000_000_000, 150_000_000_000},
		{"5% less 20%", 50_000_000_000, -200_000_000_000, -150_000_000_000},
		{"opposites", exact.Hundred, -exact.Hundred, 0},
		{"under the end", end - 2, 1, end - 1},
		{"end", end - 1, 1, end},
		{"over the end", end, 1, end},
		{"twice the end", end, end, end},
		{"end and nothing", end, 0, end},
		{"over the lower end", -end, 1, -end + 1},
		{"lower end", -end, -1, math.MinInt64},
		{"under the lower end", math.MinInt64, -1, math.MinInt64},
		{"twice the lower end", math.MinInt64, math.MinInt64, math.MinInt64},
		{"lower end and nothing", math.MinInt64, 0, math.MinInt64},
		{"both ends", math.MinInt64, end, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.p.Plus(tt.q); got != tt.want {
				t.Errorf("Percent(%d).Plus(%d) = %d; want %d", tt.p, tt.q, got, tt.want)
			}
			if got := tt.q.Plus(tt.p); got != tt.want {
				t.Errorf("Percent(%d).Plus(%d) = %d; want %d", tt.q, tt.p, got, tt.want)
			}
		})
	}
}

func TestPercentPlusLaw(t *testing.T) {
	s := newSource(13)
	low, high := big.NewInt(math.MinInt64), big.NewInt(math.MaxInt64)
	for range seeds.Count(1000) {
		p, q := s.percent(), s.percent()
		want := new(big.Int).Add(big.NewInt(int64(p)), big.NewInt(int64(q)))
		if want.Cmp(low) < 0 {
			want = low
		} else if want.Cmp(high) > 0 {
			want = high
		}
		if got := p.Plus(q); int64(got) != want.Int64() {
			t.Errorf("Percent(%d).Plus(%d) = %d; want %d", p, q, got, want)
		}
	}
}

func TestPercentText(t *testing.T) {
	for _, tt := range percentTests {
		t.Run(tt.name, func(t *testing.T) {
			want := tt.text
			if tt.back != "" {
				want = tt.back
			}
			if got := tt.want.String(); got != want {
				t.Errorf("Percent(%d).String = %q; want %q", tt.want, got, want)
			}
			if got := string(tt.want.Append([]byte("rate "))); got != "rate "+want {
				t.Errorf("Percent(%d).Append = %q; want %q", tt.want, got, "rate "+want)
			}
			if got := tt.want.Number(); !same(got, num(strings.TrimSuffix(want, "%"))) {
				t.Errorf("Percent(%d).Number = %s; want %s", tt.want, show(got), want)
			}
		})
	}
}

func TestPercentTextLaw(t *testing.T) {
	s := newSource(10)
	for range seeds.Count(1000) {
		p := s.percent()
		if got, err := parsePercent(p.String()); got != p || err != nil {
			t.Errorf("the percentage %s = %d, %v; want %d", p.String(), got, err, p)
		}
		if got, err := exact.PercentOf(p.Number()); got != p || err != nil {
			t.Errorf("PercentOf(%s) = %d, %v; want %d", show(p.Number()), got, err, p)
		}
	}
}

func TestOf(t *testing.T) {
	tests := []struct {
		name    string
		percent string
		d       string
		want    string
	}{
		{"none", "0%", "80.00", "0"},
		{"of nothing", "12.5%", "0", "0"},
		{"decimals", "12.5%", "80.00", "10"},
		{"of a refund", "12.5%", "-80.00", "-10"},
		{"negative of a refund", "-12.5%", "-80.00", "10"},
		{"the whole", "100%", "0.000000000000000001", "0.000000000000000001"},
		{"not rounded", "0.0000000001%", "0.01", "0.00000000000001"},
		{"2^63-1", "100%", "9223372036854775807", "9223372036854775807"},
		{"2^63", "200%", "4611686018427387904", "9223372036854775808"},
		{"-2^63", "200%", "-4611686018427387904", "-9223372036854775808"},
		{"2^64", "400%", "4611686018427387904", "18446744073709551616"},
		{"34 digits", "50%", "2222222222222222222222222222222222", "1111111111111111111111111111111111"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := parsePercent(tt.percent)
			if got := p.Of(num(tt.d)); err != nil || refRat(got).Cmp(refRat(num(tt.want))) != 0 {
				t.Errorf("%s.Of(%s) = %s, %v; want %s", p, tt.d, show(got), err, tt.want)
			}
		})
	}
}

// TestOfPlaces proves that the places of an exact product do not tell how long
// its factors are.
func TestOfPlaces(t *testing.T) {
	s := newSource(11)
	for range seeds.Count(400) {
		p, d := s.percent(), s.decimal()
		got, want := p.Of(d).Exponent(), p.Of(decimal.New(1, d.Exponent())).Exponent()
		if got != want {
			t.Errorf("%s.Of(%s) has exponent %d; want %d", p, show(d), got, want)
		}
	}
}

var roundOfTests = []struct {
	name    string
	percent string
	d       string
	places  int32
	mode    exact.Mode
	want    string
}{
	{"V-LINE-1", "25%", "19.99", 2, exact.HalfUp, "5.00"},
	{"V-LINE-2 tie", "25%", "0.10", 2, exact.HalfUp, "0.03"},
	{"V-LINE-3 tie to even", "25%", "0.10", 2, exact.HalfEven, "0.02"},
	{"V-LINE-4 tie of a refund", "25%", "-0.10", 2, exact.HalfUp, "-0.03"},
	{"V-LINE-5", "20%", "10000.00", 2, exact.HalfUp, "2000.00"},
	{"rounded once", "50%", "0.0899999", 2, exact.HalfUp, "0.04"}, // 0.045 in between would give 0.05
	{"none", "0%", "19.99", 2, exact.Up, "0.00"},
	{"of nothing", "25%", "0", 3, exact.Up, "0.000"},
	{"no places", "15%", "10", 0, exact.HalfDown, "1"},
	{"of a power", "15%", "1e18", 2, exact.Down, "150000000000000000.00"},
	{"least of least", "0.0000000001%", "0.000000000000000001", 18, exact.Ceiling, "0.000000000000000001"},
	{"least of least to nothing", "0.0000000001%", "0.000000000000000001", 18, exact.HalfUp, "0.000000000000000000"},
	{"negative rate, floor", "-1%", "0.10", 2, exact.Floor, "-0.01"},
	{"negative rate, ceiling", "-1%", "0.10", 2, exact.Ceiling, "0.00"},
	{"2^63 units", "100%", "92233720368547758.08", 2, exact.HalfUp, "92233720368547758.08"},
	{"-2^63 units", "100%", "-92233720368547758.08", 2, exact.HalfUp, "-92233720368547758.08"},
	{"product past 10 * 2^64, over 10", "41%", "461168601842738790.4", 2, exact.HalfUp, "189079126755522904.06"},
	{"34 digits", "50%", "-9999999999999999.999999999999999999", 17, exact.HalfUp, "-5000000000000000.00000000000000000"},
}

func TestRoundOf(t *testing.T) {
	for _, tt := range roundOfTests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := parsePercent(tt.percent)
			if got := p.RoundOf(num(tt.d), tt.places, tt.mode); err != nil || !same(got, num(tt.want)) {
				t.Errorf("%s.RoundOf(%s, %d) = %s, %v; want %s", p, tt.d, tt.places, show(got), err, tt.want)
			}
		})
	}
}

func TestRoundOfLaw(t *testing.T) {
	s := newSource(12)
	for range seeds.Count(800) {
		checkRoundOf(t, s.percent(), s.decimal(), s.places())
	}
}

// TestShortPercent checks that a percentage is read by the short way as by the
// number before its sign, and written as that number is.
func TestShortPercent(t *testing.T) {
	for seed := range seeds.Count(20_000) {
		r := rand.New(rand.NewPCG(uint64(seed), 0))
		p := exact.Percent(int64(r.Uint64()) >> r.IntN(64))
		for range r.IntN(11) {
			p = p / 10 * 10
		}
		text := p.String()
		if want := exact.Text(p.Number()) + "%"; text != want {
			t.Fatalf("String() = %s; want %s", text, want)
		}
		if got, ok := exact.ShortPercent(text); ok && got != p || !ok && len(text) < 18 {
			t.Fatalf("ShortPercent(%s) = %d, %t; want %d", text, got, ok, p)
		}
		d, err := exact.Parse(text[:len(text)-1] + "0")
		if got, ok := exact.ShortPercent(text[:len(text)-1] + "0%"); ok {
			if want, errOf := exact.PercentOf(d); err != nil || errOf != nil || got != want {
				t.Fatalf("ShortPercent(%s0%%) = %d; want %d, %v", text[:len(text)-1], got, want, errOf)
			}
		}
	}
	for _, text := range []string{"", "%", "-%", "1", "01%", "1.%", ".5%", "1e2%", "+1%", " 1%", "1%%", "0.00000000001%", "922337203.6854775808%"} {
		if p, ok := exact.ShortPercent(text); ok {
			t.Errorf("ShortPercent(%q) = %d; want false", text, p)
		}
	}
}
