package kpi_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

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
		r, err := k.JudgeSince(decimal.New(before, exp), decimal.New(now, exp))
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Attainment; (got != nil) != (want != nil) || want != nil && got.Rat().Cmp(want) != 0 {
			t.Errorf("Attainment of %de%d by %s = %s; want %v", now, exp, target, got, want)
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
