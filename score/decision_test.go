package score_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/score"
)

// rows returns 1,024 sets of whole scores from 1 to 10.
func rows() [][]decimal.Decimal {
	all := make([][]decimal.Decimal, 1024)
	seed := uint64(0xD1B54A32D192ED03)
	for i := range all {
		all[i] = make([]decimal.Decimal, 5)
		for j := range all[i] {
			seed ^= seed << 13
			seed ^= seed >> 7
			seed ^= seed << 17
			all[i][j] = decimal.NewFromInt(int64(seed%10) + 1)
		}
	}
	return all
}

// coefficient returns the coefficient of a decimal if a word holds it.
func coefficient(d decimal.Decimal) (int64, bool) {
	digits, c := d.NumDigits(), d.CoefficientInt64()
	switch {
	case digits <= 18:
		return c, true
	case digits == 19:
		return c, (c < 0) == (d.Sign() < 0)
	}
	return 0, false
}

var decisionSink int

// BenchmarkDecision decides on 1,024 candidates in turn, and beside it does the
// same by hand: a loop over whole decimals as int64 that multiplies, adds and
// compares, and looks at neither the scale nor floors.
func BenchmarkDecision(b *testing.B) {
	all := rows()
	b.Run("alianza", func(b *testing.B) {
		evaluation := score.MustEvaluation(score.PartnerEvaluation())
		b.ReportAllocs()
		i, passed := 0, 0
		for b.Loop() {
			advance, err := evaluation.Advances(all[i&1023])
			if err != nil {
				b.Fatal(err)
			}
			if advance {
				passed++
			}
			i++
		}
		decisionSink = passed
	})
	b.Run("by hand", func(b *testing.B) {
		weights := []int64{30, 25, 20, 15, 10}
		b.ReportAllocs()
		i, passed := 0, 0
		for b.Loop() {
			var total int64
			for k, d := range all[i&1023] {
				v, ok := coefficient(d)
				if !ok || d.Exponent() != 0 {
					b.Fatal("no whole number")
				}
				total += v * weights[k]
			}
			if total >= 700 {
				passed++
			}
			i++
		}
		decisionSink = passed
	})
}
