package exact_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// wide returns the decimal with coefficient high*2^64 + low, cut to 34 digits,
// and an exponent from -18 to 18.
func wide(high, low int64, exp int8) decimal.Decimal {
	c := big.NewInt(high)
	c.Add(c.Lsh(c, 64), big.NewInt(low))
	return decimal.NewFromBigInt(c.Rem(c, limit), int32(exp)%19)
}

// halves returns the arguments of wide that make d.
func halves(d decimal.Decimal) (high, low int64, exp int8) {
	h, l := d.Coefficient(), new(big.Int)
	l.SetInt64(h.Int64()) // the low 64 bits
	h.Rsh(h.Sub(h, l), 64)
	return h.Int64(), l.Int64(), int8(d.Exponent())
}

func FuzzRound(f *testing.F) {
	for _, tt := range roundTests {
		high, low, exp := halves(num(tt.d))
		f.Add(high, low, exp, uint8(tt.places))
	}
	f.Fuzz(func(t *testing.T, high, low int64, exp int8, places uint8) {
		checkRound(t, wide(high, low, exp), int32(places%19))
	})
}

func FuzzRoundOf(f *testing.F) {
	for _, tt := range roundOfTests {
		p, err := parsePercent(tt.percent)
		if err != nil {
			f.Fatal(err)
		}
		high, low, exp := halves(num(tt.d))
		f.Add(int64(p), high, low, exp, uint8(tt.places))
	}
	f.Fuzz(func(t *testing.T, percent, high, low int64, exp int8, places uint8) {
		checkRoundOf(t, exact.Percent(percent), wide(high, low, exp), int32(places%19))
	})
}

// FuzzAllocate takes up to six weights. The exponent of each is a byte of exps;
// where bit i of long is set, weight i is long, multiplied by itself.
func FuzzAllocate(f *testing.F) {
	for _, tt := range allocateTests {
		weights := nums(tt.weights)
		if len(weights) > 6 {
			weights = weights[:6]
		}
		var coefs [6]int64
		exps := uint64(0)
		for i, w := range weights {
			coefs[i] = w.CoefficientInt64()
			exps |= uint64(uint8(w.Exponent())) << (8 * i)
		}
		high, low, exp := halves(num(tt.total))
		f.Add(high, low, exp, uint8(tt.places), uint8(len(weights)), exps, uint8(0),
			coefs[0], coefs[1], coefs[2], coefs[3], coefs[4], coefs[5])
	}
	f.Fuzz(func(t *testing.T, high, low int64, exp int8, places, n uint8, exps uint64, long uint8, w0, w1, w2, w3, w4, w5 int64) {
		weights := make([]decimal.Decimal, n%7)
		for i, w := range []int64{w0, w1, w2, w3, w4, w5}[:n%7] {
			square := int64(0)
			if long>>i&1 == 1 {
				square = w
			}
			weights[i] = wide(square, w, int8(exps>>(8*i)))
		}
		checkAllocate(t, wide(high, low, exp), int32(places%19), weights)
	})
}

func FuzzCmp(f *testing.F) {
	for _, tt := range cmpTests {
		high, low, exp := halves(tt.a)
		otherHigh, otherLow, otherExp := halves(tt.b)
		f.Add(high, low, exp, otherHigh, otherLow, otherExp)
	}
	f.Fuzz(func(t *testing.T, high, low int64, exp int8, otherHigh, otherLow int64, otherExp int8) {
		a, b := wide(high, low, exp), wide(otherHigh, otherLow, otherExp)
		checkCmp(t, a, b)
		checkCmp(t, a, exact.Round(a, 18, exact.HalfUp)) // itself in more places
		checkText(t, a)
	})
}

func FuzzParse(f *testing.F) {
	for _, tt := range parseTests {
		f.Add(tt.text)
	}
	for _, tt := range parseErrorTests {
		f.Add(tt.text[:min(len(tt.text), 80)])
	}
	f.Fuzz(checkParse)
}
