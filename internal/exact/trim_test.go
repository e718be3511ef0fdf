package exact_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

func TestTrim(t *testing.T) {
	tests := []struct {
		name string
		d    decimal.Decimal
		want decimal.Decimal
	}{
		{"zero value", decimal.Decimal{}, decimal.New(0, 0)},
		{"zero with places", decimal.New(0, -2), decimal.New(0, 0)},
		{"zero with a power", decimal.New(0, 3), decimal.New(0, 3)},
		{"one zero", decimal.New(250, -2), decimal.New(25, -1)},
		{"zeros up to the point", decimal.New(-1000, -2), decimal.New(-10, 0)},
		{"no zeros", decimal.New(255, -2), decimal.New(255, -2)},
		{"zeros before the point only", decimal.New(100, 0), decimal.New(100, 0)},
		{"power", decimal.New(100, 2), decimal.New(100, 2)},
		{"zeros that fill a word", num("12.500000000000000000"), decimal.New(125, -1)},
		{"34 digits", num("-1000000000000000.000000000000000000"), decimal.New(-1e15, 0)},
		{"34 digits, no zeros", num("9999999999999999.999999999999999999"), num("9999999999999999.999999999999999999")},
		{"2^64 with a zero", num("1844674407370955161.60"), num("1844674407370955161.6")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := show(tt.d)
			if got := exact.Trim(tt.d); !same(got, tt.want) {
				t.Errorf("Trim(%s) = %s; want %s", before, show(got), show(tt.want))
			}
			if after := show(tt.d); after != before {
				t.Errorf("Trim made %s of %s", after, before)
			}
		})
	}
}

func TestTrimLaw(t *testing.T) {
	s := newSource(52)
	ten := big.NewInt(10)
	for range seeds.Count(1000) {
		d := s.decimal()
		got := exact.Trim(d)
		zero := new(big.Int).Rem(got.Coefficient(), ten).Sign() == 0
		if refRat(got).Cmp(refRat(d)) != 0 || got.Exponent() < 0 && zero || got.Exponent() > max(0, d.Exponent()) {
			t.Errorf("Trim(%s) = %s; want the number without zeros after the point", show(d), show(got))
		}
	}
}

// TestTrimmed compares products, sums and differences with fractions of math/big.
func TestTrimmed(t *testing.T) {
	s := newSource(53)
	holds := func(what string, got decimal.Decimal, want *big.Rat) {
		t.Helper()
		if refRat(got).Cmp(want) != 0 || !same(got, exact.Trim(got)) {
			t.Errorf("%s = %s; want %s without zeros after the point", what, show(got), want.RatString())
		}
	}
	for range seeds.Count(1000) {
		p, a, b, c := s.percent(), s.decimal(), s.decimal(), s.decimal()
		holds(p.String()+" of "+show(a), p.TrimmedOf(a), refRat(p.Of(a)))
		holds(show(a)+" - "+show(b), exact.Difference(a, b), new(big.Rat).Sub(refRat(a), refRat(b)))
		sum := new(big.Rat).Add(refRat(a), refRat(b))
		holds("the sum of "+show(a)+", "+show(b)+", "+show(c), exact.Sum(a, b, c), sum.Add(sum, refRat(c)))
	}
}

// TestTrimmedEnds has numbers at the ends of a machine word.
func TestTrimmedEnds(t *testing.T) {
	most, least, one := num("9223372036854775807"), num("-9223372036854775808"), num("1")
	tests := []struct {
		name string
		got  decimal.Decimal
		want string
	}{
		{"nothing", exact.Sum(), "0"},
		{"the most and nothing", exact.Sum(most, decimal.Decimal{}), "9223372036854775807"},
		{"over the most", exact.Sum(most, one), "9223372036854775808"},
		{"there and back", exact.Sum(most, one, num("-1")), "9223372036854775807"},
		{"under the least", exact.Sum(least, num("-1")), "-9223372036854775809"},
		{"all the way", exact.Sum(least, most), "-1"},
		{"too many places for a word", exact.Sum(most, num("0.1")), "9223372036854775807.1"},
		{"a difference over the most", exact.Difference(most, num("-1")), "9223372036854775808"},
		{"a difference under the least", exact.Difference(least, one), "-9223372036854775809"},
		{"less the least", exact.Difference(decimal.Decimal{}, least), "9223372036854775808"},
		{"less itself", exact.Difference(num("2.50"), num("2.5")), "0"},
		{"of the least", exact.WholePercent(-100).TrimmedOf(least), "9223372036854775808"},
		{"of a whole number", exact.WholePercent(30).TrimmedOf(num("5")), "1.5"},
	}
	for _, tt := range tests {
		if want := num(tt.want); !same(tt.got, want) {
			t.Errorf("%s = %s; want %s", tt.name, show(tt.got), show(want))
		}
	}
}
