package roi_test

import (
	"errors"
	"fmt"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
)

// percent returns the figure of amounts that are sound.
func percent(t *testing.T, revenue, cost string) roi.Figure {
	t.Helper()
	return sound(roi.Return(n(revenue), n(cost)))(t)
}

func multiple(t *testing.T, revenue, cost string) roi.Figure {
	t.Helper()
	return sound(roi.Multiple(n(revenue), n(cost)))(t)
}

func TestReturn_R1(t *testing.T) {
	tests := []struct {
		name, revenue, cost string
		want, value         string
	}{
		{"V-ROI-1", "200000", "50000", "300", "300%"},
		{"V-ROI-2", "40000", "50000", "-20", "-20%"},
		{"no revenue, V-ROI-3", "0", "50000", "-100", "-100%"},
		{"V-ROI-5", "200000", "90000", "1100/9", "122.22%"},
		{"the cost came back", "50000", "50000", "0", "0%"},
		{"refunds beyond the revenue", "-25000", "50000", "-150", "-150%"},
		{"a cent lost", "49999.99", "50000", "-1/50000", "-0.00002%"},
		{"a cent more", "50002.50", "50000", "1/200", "0.01%"},
		{"third", "1", "3", "-200/3", "-66.67%"},
		{"cost of a cent", "1", "0.01", "9900", "9900%"},
		{"places and powers", "2e5", "50000.00", "300", "300%"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := percent(t, tt.revenue, tt.cost)
			if got.Rat().Cmp(fraction(t, tt.want)) != 0 || got.Value() != tt.value {
				t.Errorf("Return(%s, %s) = %s, %s; want %s, %s", tt.revenue, tt.cost, got.Rat().RatString(), got.Value(), tt.want, tt.value)
			}
			if got.Name() != "ROI" || got.Unit() != "%" {
				t.Errorf("Return(%s, %s) = %q in %q; want ROI in %%", tt.revenue, tt.cost, got.Name(), got.Unit())
			}
			want := []roi.Figure{sound(roi.NewFigure("revenue", "", n(tt.revenue)))(t), sound(roi.NewFigure("cost", "", n(tt.cost)))(t)}
			if diff := cmp.Diff(want, inputs(got)); diff != "" {
				t.Errorf("Inputs() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func inputs(f roi.Figure) []roi.Figure {
	var all []roi.Figure
	for in := range f.Inputs() {
		all = append(all, in)
	}
	return all
}

func TestReturn_R2(t *testing.T) {
	tests := []struct {
		name, cost, want, text string
	}{
		{"onboarding, training, co-marketing", "50000", "300", "ROI 300%: revenue 200000, cost 50000"},
		{"with a commission of 20%", "90000", "1100/9", "ROI 122.22%: revenue 200000, cost 90000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := percent(t, "200000", tt.cost)
			if got.Rat().Cmp(fraction(t, tt.want)) != 0 || got.String() != tt.text {
				t.Errorf("Return(200000, %s) = %s, %q; want %s, %q", tt.cost, got.Rat().RatString(), got, tt.want, tt.text)
			}
		})
	}
	if got := percent(t, "200000", "90000").Round(1); !got.Equal(n("122.2")) {
		t.Errorf("Return(200000, 90000) = %s with one decimal; want 122.2", got)
	}
}

func TestMultiple_R4(t *testing.T) {
	tests := []struct {
		name, revenue, cost string
		want, percent, text string
	}{
		{"lower end of the program", "50000", "10000", "5", "400", "return 5:1 gross: revenue 50000, cost 10000"},
		{"upper end, V-RR-1, V-RR-2", "150000", "25000", "6", "500", "return 6:1 gross: revenue 150000, cost 25000"},
		{"lower end quoted, V-RR-3", "30000", "10000", "3", "200", "return 3:1 gross: revenue 30000, cost 10000"},
		{"no revenue", "0", "10000", "0", "-100", "return 0:1 gross: revenue 0, cost 10000"},
		{"refunds", "-5000", "10000", "-1/2", "-150", "return -0.5:1 gross: revenue -5000, cost 10000"},
		{"the cost came back", "10.00", "10", "1", "0", "return 1:1 gross: revenue 10, cost 10"},
		{"no decimal", "1000", "300", "10/3", "700/3", "return 3.33:1 gross: revenue 1000, cost 300"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := multiple(t, tt.revenue, tt.cost)
			if got.Rat().Cmp(fraction(t, tt.want)) != 0 || got.String() != tt.text {
				t.Errorf("Multiple(%s, %s) = %s, %q; want %s, %q", tt.revenue, tt.cost, got.Rat().RatString(), got, tt.want, tt.text)
			}
			if got.Name() != "return" || got.Unit() != roi.UnitGross {
				t.Errorf("Multiple(%s, %s) = %q in %q; want return in :1 gross", tt.revenue, tt.cost, got.Name(), got.Unit())
			}
			if got := percent(t, tt.revenue, tt.cost); got.Rat().Cmp(fraction(t, tt.percent)) != 0 {
				t.Errorf("Return(%s, %s) = %s; want %s", tt.revenue, tt.cost, got.Rat().RatString(), tt.percent)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	hostile := decimal.New(1, 1<<30)
	tests := []struct {
		name          string
		revenue, cost decimal.Decimal
		want          []fault
		text          string
	}{
		{"no cost, V-ROI-4", n("100"), n("0"), []fault{{"cost", "", alianza.ErrZero}}, "cost: zero denominator: a return on no cost has no value"},
		{"nothing on nothing", n("0"), n("0.00"), []fault{{"cost", "", alianza.ErrZero}}, "cost: zero denominator: a return on no cost has no value"},
		{"negative cost", n("100"), n("-50"), []fault{{"cost", "-50", alianza.ErrNegative}}, `cost "-50": negative`},
		{"least negative cost", n("100"), n("-0.000000000000000001"), []fault{{"cost", "-0.000000000000000001", alianza.ErrNegative}}, `cost "-0.000000000000000001": negative`},
		{"revenue of 19 places", decimal.New(1, -19), n("1"), []fault{{"revenue", "0.0000000000000000001", alianza.ErrRange}}, `revenue "0.0000000000000000001": out of range: at most 18 decimals`},
		{"cost of a hostile size", n("1"), hostile, []fault{{"cost", "1e1073741824", alianza.ErrRange}}, `cost "1e1073741824": out of range: exponent out of range: 10^1073741824, allowed is -18 to 18`},
		{"zero cost of a hostile power", n("1"), decimal.New(0, 1<<30), []fault{{"cost", "0e1073741824", alianza.ErrRange}}, `cost "0e1073741824": out of range: exponent out of range: 10^1073741824, allowed is -18 to 18`},
		{
			"both", hostile, n("0"),
			[]fault{{"revenue", "1e1073741824", alianza.ErrRange}, {"cost", "", alianza.ErrZero}},
			`revenue "1e1073741824": out of range: exponent out of range: 10^1073741824, allowed is -18 to 18` + "\ncost: zero denominator: a return on no cost has no value",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, formula := range []func(revenue, cost roi.Number) (roi.Figure, error){roi.Return, roi.Multiple, roi.NetMultiple} {
				name := sound(formula(n("1"), n("1")))(t).Name()
				got, err := formula(tt.revenue, tt.cost)
				if diff := cmp.Diff(tt.want, faults(err), cmpopts.EquateErrors()); diff != "" {
					t.Errorf("%s = other faults (-want +got):\n%s", name, diff)
				}
				if want := "roi: " + name + ": " + tt.text; fmt.Sprint(err) != want {
					t.Errorf("%s = %v; want %s", name, err, want)
				}
				if !got.Equal(roi.Figure{}) || len(inputs(got)) != 0 {
					t.Errorf("%s = %s beside the error; want the zero Figure", name, got)
				}
			}
		})
	}
}

// TestBounds takes the greatest and the least amounts of the library, and
// others that are refused at once.
func TestBounds(t *testing.T) {
	nines := n("9999999999999999999999999999999999")
	greatest, least := decimal.NewFromBigInt(nines.Coefficient(), 18), decimal.New(1, -18)
	if got, err := roi.Multiple(greatest, least); err != nil || got.Rat().Cmp(new(big.Rat).Quo(greatest.Rat(), least.Rat())) != 0 {
		t.Errorf("Multiple(greatest, least) = %v, %v; want the quotient", got, err)
	}
	if got, err := roi.Return(least, greatest); err != nil || got.Value() != "-99.999999999999999999%" || got.Cmp(n("-100")) != 1 {
		t.Errorf("Return(least, greatest) = %v, %v; want a little more than -100%%", got, err)
	}
	for _, d := range []decimal.Decimal{
		decimal.New(1, 1<<31-1), decimal.New(-1, 1<<31-1), decimal.New(1, -1<<31), decimal.New(-1, -1<<31), greatest.Add(decimal.New(1, 18)),
		decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 1<<22), -1<<20),
	} {
		_, first := roi.Return(d, n("1"))
		_, second := roi.Multiple(n("1"), d)
		if !errors.Is(first, alianza.ErrRange) || !errors.Is(second, alianza.ErrRange) {
			t.Errorf("Return and Multiple of a hostile number = %v, %v; want ErrRange", first, second)
		}
	}
}

// TestLongResult takes fractions about as long as one another, none too long by itself.
// A result is refused if it and its inputs have more than 2^16 bits together.
func TestLongResult(t *testing.T) {
	long := func(base, power int64) roi.Number {
		return wide{new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(base), big.NewInt(power), nil))}
	}
	if _, err := roi.Return(long(2, 10_000), long(3, 6_300)); err != nil {
		t.Errorf("Return of 10,000 bits each = %v; want no error", err)
	}
	if got, err := roi.Return(long(2, 20_000), long(3, 12_600)); !errors.Is(err, alianza.ErrLimit) || !got.IsZero() {
		t.Errorf("Return of 20,000 bits each = %v; want ErrLimit", err)
	}
}

func FuzzReturn(f *testing.F) {
	f.Add(int64(200000), int32(0), int64(50000), int32(0), int64(300), int32(0))
	f.Add(int64(200000), int32(0), int64(90000), int32(0), int64(12222), int32(-2))
	f.Add(int64(-25), int32(3), int64(5), int32(4), int64(-150), int32(0))
	f.Add(int64(100), int32(0), int64(0), int32(0), int64(0), int32(1<<30))
	f.Add(int64(1<<62), int32(18), int64(1), int32(-18), int64(1), int32(73))
	f.Add(int64(1), int32(-18), int64(1<<62), int32(18), int64(-1), int32(-1<<31))
	f.Add(int64(1), int32(19), int64(-1), int32(-19), int64(1), int32(-120))
	f.Fuzz(func(t *testing.T, revenue int64, revenueExp int32, cost int64, costExp int32, other int64, otherExp int32) {
		r, c, d := decimal.New(revenue, revenueExp), decimal.New(cost, costExp), decimal.New(other, otherExp)
		inBounds := revenueExp >= -18 && revenueExp <= 18 && costExp >= -18 && costExp <= 18
		got, err := roi.Return(r, c)
		if (err == nil) != (inBounds && cost > 0) || errors.Is(err, alianza.ErrZero) != (cost == 0 && costExp >= -18 && costExp <= 18) {
			t.Fatalf("Return(%d e%d, %d e%d) = %v; want an error where one is out of bounds or the cost is not positive", revenue, revenueExp, cost, costExp, err)
		}
		if err != nil {
			return
		}
		check(t, r, c)
		want := got.Rat().Sign()
		switch {
		case other == 0:
		case otherExp > 200:
			want = -d.Sign()
		case otherExp >= -200:
			want = got.Rat().Cmp(d.Rat())
		case want == 0:
			want = -d.Sign()
		}
		if got.Cmp(d) != want {
			t.Errorf("Cmp(%d e%d) of %s = %d; want %d", other, otherExp, got.Rat(), got.Cmp(d), want)
		}
		if rounded := got.Round(2).Rat(); new(big.Rat).Sub(rounded, got.Rat()).Cmp(big.NewRat(1, 200)) > 0 || new(big.Rat).Sub(got.Rat(), rounded).Cmp(big.NewRat(1, 200)) > 0 {
			t.Errorf("Round(2) of %s = %s; want it at most half a hundredth away", got.Rat(), rounded)
		}
	})
}
