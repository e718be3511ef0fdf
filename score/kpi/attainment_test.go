package kpi_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

func TestAttainment_R17(t *testing.T) {
	between := alianza.Between(n("30"), n("60"))
	tests := []struct {
		name   string
		target alianza.Bound
		value  score.Number
		want   string
	}{
		{"V-ATN-1", alianza.AtLeast(n("8")), n("5"), "62.5"},
		{"V-ATN-2", alianza.AtMost(n("30")), n("40"), "75"},
		{"R17, revenue", alianza.AtLeast(n("75000")), n("50000"), "200/3"},
		{"R17, satisfaction", alianza.AtLeast(n("95")), n("88"), "1760/19"},
		{"R17, roi", alianza.AtLeast(n("300")), n("250"), "250/3"},
		{"on the bound", alianza.Above(n("8")), n("8"), "100"},
		{"over", alianza.AtLeast(n("8")), n("10"), "125"},
		{"nothing", alianza.AtLeast(n("8")), n("0"), "0"},
		{"negative", alianza.AtLeast(n("8")), n("-2"), "-25"},
		{"less than the most", alianza.Below(n("30")), n("20"), "150"},
		{"the low end of a range is the bar", alianza.AtLeast(n("30")).Range(n("50")), n("45"), "150"},
		{"between, under", between, n("15"), "50"},
		{"between, low end", between, n("30"), "100"},
		{"between, inside", between, n("45"), "100"},
		{"between, high end", between, n("60"), "100"},
		{"between, over", between, n("80"), "75"},
		{"a quotient", alianza.AtLeast(n("40")), quotient{big.NewRat(100, 3)}, "250/3"},
		{"in its unit", alianza.AtLeast(n("40")), score.WithUnit(n("20"), "x"), "50"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := must(define("k", "x", tt.target, alianza.Bound{})).Attainment(tt.value)
			if err != nil || !got.Equal(q(tt.want)) {
				t.Errorf("Attainment(%v) of %s = %s, %v; want %s", tt.value, tt.target, got, err, tt.want)
			}
		})
	}
}

func TestAttainmentRefusals(t *testing.T) {
	tests := []struct {
		name   string
		target alianza.Bound
		value  score.Number
		want   []fault
		text   string
	}{
		{"no data", alianza.AtLeast(n("8")), nil, []fault{{"value", "", alianza.ErrMissing}}, "kpi: k: value: missing"},
		{"target of zero", alianza.AtLeast(n("0")), n("8"), []fault{{"target", ">= 0", alianza.ErrZero}}, `kpi: k: target ">= 0": zero denominator: no share of it has a value`},
		{"ceiling of zero", alianza.AtMost(n("0")), n("8"), []fault{{"target", "<= 0", alianza.ErrZero}}, `kpi: k: target "<= 0": zero denominator: no share of it has a value`},
		{"negative target", alianza.AtLeast(n("-5")), n("8"), []fault{{"target", ">= -5", alianza.ErrRange}}, `kpi: k: target ">= -5": out of range: a share of what is negative says nothing`},
		{"zero where less is better", alianza.AtMost(n("30")), n("0"), []fault{{"value", "0", alianza.ErrZero}}, `kpi: k: value "0": zero denominator: where less is better, it would be without end`},
		{"negative where less is better", alianza.AtMost(n("30")), n("-1"), []fault{{"value", "", alianza.ErrRange}}, "kpi: k: value: out of range: where less is better, a share by what is negative says nothing"},
		{"between from zero, under it", alianza.Between(n("0"), n("5")), n("-1"), []fault{{"target", "0 to 5", alianza.ErrZero}}, `kpi: k: target "0 to 5": zero denominator: no share of it has a value`},
		{"hostile", alianza.AtLeast(n("8")), decimal.New(1, 1<<30), []fault{{"value", "1e1073741824", alianza.ErrRange}}, `kpi: k: value "1e1073741824": out of range: exponent out of range: 10^1073741824, allowed is -18 to 18`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := must(define("k", "", tt.target, alianza.Bound{})).Attainment(tt.value)
			if diff := cmp.Diff(tt.want, faults(err), scoretest.SameFaults()); diff != "" || fmt.Sprint(err) != tt.text || got.Sign() != 0 {
				t.Errorf("Attainment(%v) = %s, %v; want %s (-want +got):\n%s", tt.value, got, err, tt.text, diff)
			}
		})
	}
}

// TestLawAttainment checks that a figure meets an inclusive target exactly if it
// attains 100%.
func TestLawAttainment(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 9))
	some := func() decimal.Decimal { return decimal.New(r.Int64N(1000), -2) }
	for range 500 {
		bound, value := some().Add(n("0.0001")), some().Add(n("0.0001"))
		for _, target := range []alianza.Bound{alianza.AtLeast(bound), alianza.AtMost(bound), alianza.Between(bound, bound.Add(some()))} {
			k := must(define("k", "", target, alianza.Bound{}))
			reading, err := k.Judge(value)
			if err != nil {
				t.Fatal(err)
			}
			got, err := k.Attainment(value)
			if err != nil || (got.Cmp(n("100")) >= 0) != (reading.Light == score.Green) {
				t.Errorf("Attainment(%s) = %s, %v; want it to agree with %s", value, got, err, reading)
			}
		}
	}
}

// fraction returns coef x 10^exp.
func fraction(coef int64, exp int32) *big.Rat { return decimal.New(coef, exp).Rat() }

// FuzzAttainment holds attainment and trend against fractions.
func FuzzAttainment(f *testing.F) {
	f.Add(int64(5), int64(0), int64(8), int64(9), int64(2e10), int32(0), uint8(0))
	f.Add(int64(40), int64(30), int64(30), int64(60), int64(0), int32(-2), uint8(2))
	f.Add(int64(0), int64(-5), int64(0), int64(5), int64(1e12), int32(3), uint8(4))
	f.Add(int64(-7), int64(7), int64(-3), int64(0), int64(5), int32(-18), uint8(3))
	f.Fuzz(func(t *testing.T, now, before, bound, to, band int64, exp int32, op uint8) {
		exp %= 19
		target := alianza.Bound{Op: alianza.OpAtLeast + alianza.Op(op%5), Value: decimal.New(bound, exp)}
		if target.Op == alianza.OpBetween {
			target.To = decimal.New(to, exp)
		}
		d := kpi.Definition{Name: "k", Target: target}
		band &= 1<<39 - 1
		d.Tolerance = scoretest.Percent(fmt.Sprintf("%d.%010d%%", band/1e10, band%1e10))
		k, err := kpi.New(d)
		if sound := target.Op != alianza.OpBetween || to >= bound; (err == nil) != sound {
			t.Fatalf("NewKPI(%s) = %v; want an error %t", target, err, !sound)
		}
		if err != nil {
			return
		}
		v, b, top := fraction(now, exp), fraction(bound, exp), fraction(to, exp)
		less := target.Op == alianza.OpAtMost || target.Op == alianza.OpBelow
		inside := false
		if target.Op == alianza.OpBetween {
			inside = v.Cmp(b) >= 0 && v.Cmp(top) <= 0
			if less = v.Cmp(top) > 0; less {
				b = top
			}
		}
		var want *big.Rat
		switch {
		case inside:
			want = big.NewRat(100, 1)
		case b.Sign() <= 0 || less && v.Sign() <= 0: // none
		case less:
			want = new(big.Rat).Quo(new(big.Rat).Mul(b, big.NewRat(100, 1)), v)
		default:
			want = new(big.Rat).Quo(new(big.Rat).Mul(v, big.NewRat(100, 1)), b)
		}
		got, err := k.Attainment(decimal.New(now, exp))
		if (err == nil) != (want != nil) || want != nil && got.Rat().Cmp(want) != 0 {
			t.Errorf("Attainment(%de%d) of %s = %s, %v; want %v", now, exp, target, got, err, want)
		}

		r, err := k.JudgeSince(decimal.New(before, exp), decimal.New(now, exp))
		if err != nil {
			t.Fatal(err)
		}
		change := new(big.Rat).Sub(v, fraction(before, exp))
		room := new(big.Rat).Abs(fraction(before, exp))
		room.Mul(room, big.NewRat(band, 1e12))
		arrow := kpi.Flat
		if new(big.Rat).Abs(change).Cmp(room) > 0 {
			arrow = map[int]kpi.Arrow{-1: kpi.Down, 1: kpi.Up}[change.Sign()]
		}
		if r.Trend.Arrow != arrow || r.Trend.By.Rat().Cmp(change) != 0 || arrow == kpi.Flat && r.Trend.Better != score.Unknown {
			t.Errorf("JudgeSince(%de%d, %de%d) = %v; want %s by %s", before, exp, now, exp, r.Trend, arrow, change)
		}
		if target.Op != alianza.OpBetween && arrow != kpi.Flat && (r.Trend.Better == score.Yes) != ((arrow == kpi.Up) != less) {
			t.Errorf("JudgeSince(%de%d, %de%d) by %s = %v; want the meaning by its direction", before, exp, now, exp, target, r.Trend)
		}
	})
}
