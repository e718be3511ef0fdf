package exact_test

import (
	"math/big"
	"math/bits"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// sales returns a million sales of 0.01 to 9,999.99.
var sales = sync.OnceValue(func() []decimal.Decimal {
	r := rand.New(rand.NewPCG(1, 1))
	sales := make([]decimal.Decimal, 1_000_000)
	for i := range sales {
		sales[i] = decimal.New(1+r.Int64N(999_999), -2)
	}
	return sales
})

// handTotal is 12.5% of each sale in cents, rounded half up and summed: what
// one would write for just that. It is false for what it was not written for.
func handTotal(sales []decimal.Decimal) (decimal.Decimal, bool) {
	var sum int64
	for _, d := range sales {
		if d.Exponent() != -2 || d.NumDigits() > 18 {
			return decimal.Decimal{}, false
		}
		c := d.CoefficientInt64()
		neg := c < 0
		if neg {
			c = -c
		}
		hi, lo := bits.Mul64(uint64(c), 125)
		lo, carry := bits.Add64(lo, 500, 0)
		hi += carry
		if hi >= 1000 {
			return decimal.Decimal{}, false
		}
		q, _ := bits.Div64(hi, lo, 1000)
		u := int64(q)
		if neg {
			u = -u
		}
		next := sum + u
		if (next^sum)&(next^u) < 0 {
			return decimal.Decimal{}, false
		}
		sum = next
	}
	return decimal.New(sum, -2), true
}

// curveTotal is the same by a curve of one piece.
func curveTotal(sales []decimal.Decimal) decimal.Decimal {
	curve, ok := exact.NewCurve([]exact.Piece{{Slope: exact.WholePercent(25) / 2}}, 2, exact.HalfUp)
	var total exact.Total
	if !ok || curve.SumDecimals(&total, sales) != len(sales) {
		panic("no fast way")
	}
	return total.Decimal(2)
}

// handAllocate divides a total of cents 50/30/20, on decimals.
func handAllocate(total decimal.Decimal) []decimal.Decimal {
	weights := [...]decimal.Decimal{decimal.New(5, -1), decimal.New(3, -1), decimal.New(2, -1)}
	parts := make([]decimal.Decimal, len(weights))
	var cuts [len(weights)]decimal.Decimal
	left := total
	for i, w := range weights {
		quota := total.Mul(w)
		parts[i] = quota.Truncate(2)
		cuts[i] = quota.Sub(parts[i]).Abs()
		left = left.Sub(parts[i])
	}
	cent := decimal.New(int64(left.Sign()), -2)
	for ; !left.IsZero(); left = left.Sub(cent) {
		most := 0
		for i := range cuts {
			if cuts[i].GreaterThan(cuts[most]) {
				most = i
			}
		}
		parts[most] = parts[most].Add(cent)
		cuts[most] = decimal.New(-1, 0) // served
	}
	return parts
}

func fiftyThirtyTwenty() []decimal.Decimal {
	return []decimal.Decimal{decimal.New(50, 0), decimal.New(30, 0), decimal.New(20, 0)}
}

// TestHandwritten proves that the benchmarks compare equal work.
func TestHandwritten(t *testing.T) {
	some := sales()[:2000]
	want := new(big.Int)
	for _, d := range some {
		want.Add(want, refRound(refOf(exact.WholePercent(25)/2, d), 2, exact.HalfUp))
		if diff := cmp.Diff(handAllocate(d), must(exact.Allocate(d, 2, fiftyThirtyTwenty())), cmp.Comparer(same)); diff != "" {
			t.Errorf("Allocate(%s) mismatch (-by hand +got):\n%s", show(d), diff)
		}
	}
	checkUnits(t, "SumDecimals", curveTotal(some), want, 2)
	if got, ok := handTotal(some); ok {
		checkUnits(t, "handTotal", got, want, 2)
	} else {
		t.Error("handTotal gave up")
	}
}

func must(parts []decimal.Decimal, err error) []decimal.Decimal {
	if err != nil {
		panic(err)
	}
	return parts
}

// perEvent reports the time per event of a benchmark with n events a round.
func perEvent(b *testing.B, n int) {
	b.Helper()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/event")
}

func BenchmarkSumDecimals(b *testing.B) {
	sales := sales()
	b.Run("exact", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			curveTotal(sales)
		}
		perEvent(b, len(sales))
	})
	b.Run("by hand", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			handTotal(sales)
		}
		perEvent(b, len(sales))
	})
}

func BenchmarkAllocate(b *testing.B) {
	totals, weights := sales()[:1000], fiftyThirtyTwenty()
	b.Run("exact", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, d := range totals {
				must(exact.Allocate(d, 2, weights))
			}
		}
		perEvent(b, len(totals))
	})
	b.Run("by hand", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, d := range totals {
				handAllocate(d)
			}
		}
		perEvent(b, len(totals))
	})
}

func BenchmarkCheck(b *testing.B) {
	d := decimal.New(123_456, -2)
	for b.Loop() {
		_ = exact.Check(d)
	}
}
