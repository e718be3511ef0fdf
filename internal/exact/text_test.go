package exact_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

var parseTests = []struct {
	name string
	text string
	want decimal.Decimal
}{
	{"zero", "0", decimal.New(0, 0)},
	{"minus zero", "-0", decimal.New(0, 0)},
	{"zero with places", "0.00", decimal.New(0, -2)},
	{"minus zero with places", "-0.00", decimal.New(0, -2)},
	{"zero with a power", "0e5", decimal.New(0, 5)},
	{"places are kept", "2.50", decimal.New(250, -2)},
	{"negative", "-2.50", decimal.New(-250, -2)},
	{"less than one", "0.05", decimal.New(5, -2)},
	{"power", "1e3", decimal.New(1, 3)},
	{"great E", "1E3", decimal.New(1, 3)},
	{"plus in the power", "1e+3", decimal.New(1, 3)},
	{"minus in the power", "1e-3", decimal.New(1, -3)},
	{"leading zeros in the power", "1e003", decimal.New(1, 3)},
	{"zero power", "1.5e0", decimal.New(15, -1)},
	{"minus zero power", "15e-0", decimal.New(15, 0)},
	{"fraction and power", "1.50e1", decimal.New(150, -1)},
	{"fraction and a power that eats it", "0.0000000000000000001e1", decimal.New(1, -18)},
	{"18 decimals", "0.000000000000000001", decimal.New(1, -18)},
	{"power 18", "-1e18", decimal.New(-1, 18)},
	{"2^63-1", "9223372036854775807", decimal.New(math.MaxInt64, 0)},
	{"2^63", "9223372036854775808", decimal.NewFromBigInt(whole("9223372036854775808"), 0)},
	{"-2^63", "-9223372036854775808", decimal.New(math.MinInt64, 0)},
	{"-2^63-1", "-9223372036854775809", decimal.NewFromBigInt(whole("-9223372036854775809"), 0)},
	{"2^64 with decimals", "1844674407370955161.6", decimal.NewFromBigInt(whole("18446744073709551616"), -1)},
	{"34 digits", "9999999999999999.999999999999999999", decimal.NewFromBigInt(whole(strings.Repeat("9", 34)), -18)},
	{"64 characters", "1e" + strings.Repeat("0", 60) + "18", decimal.New(1, 18)},
	{"leading zeros are no digits", "0." + strings.Repeat("0", 40) + "1e25", decimal.New(1, -16)},
}

func TestParse(t *testing.T) {
	for _, tt := range parseTests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := exact.Parse(tt.text); err != nil || !same(got, tt.want) {
				t.Errorf("Parse(%q) = %s, %v; want %s", tt.text, show(got), err, show(tt.want))
			}
			checkParse(t, tt.text)
		})
	}
}

var parseErrorTests = []struct {
	name string
	text string
	want error
}{
	{"empty", "", exact.ErrNumber},
	{"minus only", "-", exact.ErrNumber},
	{"two minus", "--1", exact.ErrNumber},
	{"plus", "+1", exact.ErrNumber},
	{"minus of another script", "\u22121", exact.ErrNumber},
	{"leading zero", "01", exact.ErrNumber},
	{"minus and leading zero", "-01", exact.ErrNumber},
	{"zeros", "00", exact.ErrNumber},
	{"leading zero before the point", "00.5", exact.ErrNumber},
	{"point only", ".", exact.ErrNumber},
	{"no digit before the point", ".5", exact.ErrNumber},
	{"minus and no digit before the point", "-.5", exact.ErrNumber},
	{"no digit after the point", "5.", exact.ErrNumber},
	{"no digit after the point, power", "5.e1", exact.ErrNumber},
	{"two points", "1.2.3", exact.ErrNumber},
	{"power only", "e5", exact.ErrNumber},
	{"no digit in the power", "1e", exact.ErrNumber},
	{"sign only in the power", "1e+", exact.ErrNumber},
	{"two signs in the power", "1e+-1", exact.ErrNumber},
	{"point in the power", "1e1.0", exact.ErrNumber},
	{"two powers", "1e1e1", exact.ErrNumber},
	{"blank in the power", "1e 1", exact.ErrNumber},
	{"underscore in the power", "1e1_0", exact.ErrNumber},
	{"letter in the power", "1e1x", exact.ErrNumber},
	{"letter after a long power", "1e99999x", exact.ErrNumber},
	{"point after a long power", "1e-99999999999999999999.5", exact.ErrNumber},
	{"blank before", " 1", exact.ErrNumber},
	{"blank after", "1 ", exact.ErrNumber},
	{"line feed after", "1\n", exact.ErrNumber},
	{"nul after", "1\x00", exact.ErrNumber},
	{"letter after", "1x", exact.ErrNumber},
	{"underscore", "1_000", exact.ErrNumber},
	{"comma", "1,000", exact.ErrNumber},
	{"hexadecimal", "0x10", exact.ErrNumber},
	{"not a number", "NaN", exact.ErrNumber},
	{"infinity", "Infinity", exact.ErrNumber},
	{"null", "null", exact.ErrNumber},
	{"quoted", `"1"`, exact.ErrNumber},
	{"digit below 0", "1/", exact.ErrNumber},
	{"digit above 9", "1:", exact.ErrNumber},
	{"digits of another script", "١٢", exact.ErrNumber},
	{"half a sign", "1\xe2", exact.ErrNumber},

	{"19 decimals", "0.0000000000000000001", exact.ErrExponent},
	{"power 19", "1e19", exact.ErrExponent},
	{"power -19", "1e-19", exact.ErrExponent},
	{"zero with power 19", "0e19", exact.ErrExponent},
	{"18 decimals and power -1", "0.000000000000000001e-1", exact.ErrExponent},
	{"16 bits", "1e32767", exact.ErrExponent},
	{"17 bits", "1e-65537", exact.ErrExponent},
	{"32 bits", "1e4294967296", exact.ErrExponent},
	{"64 bits", "0e18446744073709551616", exact.ErrExponent},
	{"long power", "1e-" + strings.Repeat("9", 61), exact.ErrExponent},
	{"35 digits", strings.Repeat("1", 35), exact.ErrDigits},
	{"35 digits, negative", "-1" + strings.Repeat("0", 34), exact.ErrDigits},
	{"35 digits with decimals", "99999999999999999.999999999999999999", exact.ErrDigits},
	{"65 characters", "1e" + strings.Repeat("0", 61) + "18", exact.ErrDigits},
	{"a million characters", strings.Repeat("1", 1e6), exact.ErrDigits},
}

func TestParseErrors(t *testing.T) {
	for _, tt := range parseErrorTests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := exact.Parse(tt.text); !errors.Is(err, tt.want) || !same(got, decimal.Decimal{}) {
				t.Errorf("Parse(%.80q) = %s, %v; want %v", tt.text, show(got), err, tt.want)
			}
			checkParse(t, tt.text)
		})
	}
}

// TestParseLaw compares Parse with the reference on texts that look like
// numbers, most of them spoilt in a place or two.
func TestParseLaw(t *testing.T) {
	const alphabet = "0123456789-+.eE x\u0660"
	s := newSource(50)
	for range seeds.Count(1500) {
		text := []byte(exact.Text(s.decimal()))
		if s.IntN(2) == 0 {
			text = append(text, [...]string{"e", "E", "e+", "e-", "e0"}[s.IntN(5)]...)
			text = append(text, exact.Text(decimal.New(s.Int64N(24), 0))...)
		}
		for range s.IntN(3) {
			i := s.IntN(len(text))
			text[i] = alphabet[s.IntN(len(alphabet))]
		}
		checkParse(t, string(text))
	}
	for range seeds.Count(1500) {
		text := make([]byte, s.IntN(8))
		for i := range text {
			text[i] = alphabet[s.IntN(len(alphabet))]
		}
		checkParse(t, string(text))
	}
}

func TestText(t *testing.T) {
	nines := strings.Repeat("9", 34)
	tests := []struct {
		name string
		d    decimal.Decimal
		want string
	}{
		{"zero value", decimal.Decimal{}, "0"},
		{"zero with places", decimal.New(0, -2), "0.00"},
		{"zero with a power", decimal.New(0, 18), "0"},
		{"places are kept", decimal.New(250, -2), "2.50"},
		{"negative", decimal.New(-250, -2), "-2.50"},
		{"one decimal", decimal.New(25, -1), "2.5"},
		{"less than one", decimal.New(25, -2), "0.25"},
		{"less than a tenth", decimal.New(5, -2), "0.05"},
		{"less than a tenth, negative", decimal.New(-5, -3), "-0.005"},
		{"power", decimal.New(12, 3), "12000"},
		{"power, negative", decimal.New(-12, 1), "-120"},
		{"18 decimals", decimal.New(1, -18), "0.000000000000000001"},
		{"power 18", decimal.New(-1, 18), "-1000000000000000000"},
		{"2^63-1", decimal.New(math.MaxInt64, -18), "9.223372036854775807"},
		{"-2^63", decimal.New(math.MinInt64, -2), "-92233720368547758.08"},
		{"2^63", decimal.NewFromBigInt(whole("9223372036854775808"), -2), "92233720368547758.08"},
		{"2^64+1", decimal.NewFromBigInt(whole("18446744073709551617"), 0), "18446744073709551617"},
		{"34 digits", decimal.NewFromBigInt(whole(nines), -18), nines[:16] + "." + nines[16:]},
		{"34 digits and a power", decimal.NewFromBigInt(whole("-"+nines), 18), "-" + nines + strings.Repeat("0", 18)},
		{
			"a product of two with 34 digits", decimal.NewFromBigInt(whole(nines+nines), -36),
			nines[:32] + "." + nines + "99",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := exact.Text(tt.d); got != tt.want {
				t.Errorf("Text(%s) = %q; want %q", show(tt.d), got, tt.want)
			}
			if got := string(exact.Append([]byte("-1."), tt.d)); got != "-1."+tt.want {
				t.Errorf("Append(%q, %s) = %q; want %q", "-1.", show(tt.d), got, "-1."+tt.want)
			}
		})
	}
}

// TestTextBounds proves where Append stops writing a number out.
func TestTextBounds(t *testing.T) {
	ones := strings.Repeat("1", 136)
	tests := []struct {
		name string
		d    decimal.Decimal
		want string
	}{
		{"136 digits", decimal.NewFromBigInt(whole(ones), 0), ones},
		{"136 digits, negative", decimal.NewFromBigInt(whole("-"+ones), -2), "-" + ones[:134] + ".11"},
		{"137 digits", decimal.NewFromBigInt(whole("1"+ones), 0), "(a number of more than 136 digits)"},
		{"137 digits, negative", decimal.NewFromBigInt(whole("-1"+ones), 0), "(a number of more than 136 digits)"},
		{"10^136", decimal.NewFromBigInt(whole("1"+strings.Repeat("0", 136)), 0), "(a number of more than 136 digits)"},
		{"10^136-1", decimal.NewFromBigInt(whole(strings.Repeat("9", 136)), 0), strings.Repeat("9", 136)},
		{"power 136", decimal.New(7, 136), "7" + strings.Repeat("0", 136)},
		{"power 137", decimal.New(7, 137), "7e137"},
		{"136 decimals", decimal.New(-7, -136), "-0." + strings.Repeat("0", 135) + "7"},
		{"137 decimals", decimal.New(-7, -137), "-7e-137"},
		{"zero with power 137", decimal.New(0, 137), "0e137"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := exact.Text(tt.d); got != tt.want {
				t.Errorf("Text(%s) = %q; want %q", show(tt.d), got, tt.want)
			}
		})
	}
}

func TestTextLaw(t *testing.T) {
	s := newSource(51)
	for range seeds.Count(800) {
		checkText(t, s.decimal())
	}
}

// TestParseWritten reads what Append writes, up to its bounds.
func TestParseWritten(t *testing.T) {
	nines := strings.Repeat("9", 136)
	tests := []struct {
		name string
		text string
		err  error
	}{
		{"usual", "-19.990", nil},
		{"more decimals than an input", "0.0000000000000000000000000000001", nil},
		{"the most digits", nines, nil},
		{"a digit more", nines + "0", exact.ErrDigits},
		{"the most decimals", "0." + strings.Repeat("0", 135) + "1", nil},
		{"a decimal more", "0." + strings.Repeat("0", 136) + "1", exact.ErrExponent},
		{"a power too high", "1e137", exact.ErrExponent},
		{"hostile", "1e32767", exact.ErrExponent},
		{"too long", strings.Repeat("1", 1000), exact.ErrDigits},
		{"no number", "1,5", exact.ErrNumber},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := exact.ParseWritten(tt.text)
			if !errors.Is(err, tt.err) {
				t.Fatalf("ParseWritten = %v; want %v", err, tt.err)
			}
			if err == nil && exact.Text(d) != tt.text {
				t.Errorf("ParseWritten(%s) = %s", tt.text, exact.Text(d))
			}
		})
	}
}

// TestAppendJSON writes what Parse reads: with an exponent where the zeros of a
// power of ten would make too many digits.
func TestAppendJSON(t *testing.T) {
	nines := strings.Repeat("9", 34)
	tests := []struct {
		name string
		d    decimal.Decimal
		want string
	}{
		{"zero value", decimal.Decimal{}, "0"},
		{"places are kept", decimal.New(-250, -2), "-2.50"},
		{"power", decimal.New(12, 3), "12000"},
		{"34 digits", decimal.NewFromBigInt(whole(nines), -18), nines[:16] + "." + nines[16:]},
		{"34 digits with the zeros", decimal.NewFromBigInt(whole(nines[:16]), 18), nines[:16] + strings.Repeat("0", 18)},
		{"35 digits with the zeros", decimal.NewFromBigInt(whole("-"+nines[:17]), 18), "-" + nines[:17] + "e18"},
		{"34 digits and a power", decimal.NewFromBigInt(whole(nines), 1), nines + "e1"},
		{"zero with a power", decimal.New(0, 18), "0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := string(exact.AppendJSON([]byte("x"), tt.d))
			if got != "x"+tt.want {
				t.Errorf("AppendJSON(%s) = %s; want x%s", show(tt.d), got, tt.want)
			}
			if d, err := exact.Parse(got[1:]); err != nil || !d.Equal(tt.d) {
				t.Errorf("Parse(%s) = %s, %v; want %s", got[1:], show(d), err, show(tt.d))
			}
		})
	}
	s := newSource(53)
	for range seeds.Count(800) {
		d := s.decimal()
		if got, err := exact.Parse(string(exact.AppendJSON(nil, d))); err != nil || exact.Cmp(got, d) != 0 {
			t.Errorf("Parse(AppendJSON(%s)) = %s, %v; want the same", show(d), show(got), err)
		}
	}
}

// TestParseShort checks that a text is read the same with an exponent of zero, which
// takes the long way, as without.
func TestParseShort(t *testing.T) {
	const chars = "-00112589..e%"
	for seed := range seeds.Count(20_000) {
		r := rand.New(rand.NewPCG(uint64(seed), 0))
		text := make([]byte, r.IntN(24))
		for i := range text {
			text[i] = chars[min(r.IntN(2*len(chars)), len(chars)-1-r.IntN(12))]
		}
		short, errShort := exact.Parse(text)
		long, errLong := exact.Parse(string(text) + "e0")
		if strings.Contains(string(text), "e") {
			continue
		}
		if (errShort == nil) != (errLong == nil) || errors.Is(errShort, exact.ErrNumber) != errors.Is(errLong, exact.ErrNumber) ||
			!short.Equal(long) || short.Exponent() != long.Exponent() {
			t.Fatalf("Parse(%q) = %v, %v; with e0 it is %v, %v", text, short, errShort, long, errLong)
		}
	}
}
