package split_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

func TestUnits(t *testing.T) {
	tests := []struct {
		total   int64
		weights []int64
		want    []int64
	}{
		{100, []int64{1, 1, 1}, []int64{34, 33, 33}},
		{-100, []int64{1, 1, 1}, []int64{-34, -33, -33}},
		{5, []int64{70, 30}, []int64{4, 1}},
		{1, []int64{0, 50, 50}, []int64{0, 1, 0}},
		{60, []int64{630560, 475327, 432879, 353523, 331589, 278514, 236841, 206236, 179570, 141822, 85533, 70835, 68705, 68446, 55540}, []int64{11, 8, 7, 6, 6, 5, 4, 3, 3, 2, 1, 1, 1, 1, 1}},
		{43, slices.Repeat([]int64{1}, 40), append(slices.Repeat([]int64{2}, 3), slices.Repeat([]int64{1}, 37)...)},
		{90, slices.Repeat([]int64{1, 3}, 20), append(slices.Repeat([]int64{1, 4}, 10), slices.Repeat([]int64{1, 3}, 10)...)}, // the cuts are 1/8 and 3/8
		{101, []int64{2, 3, 5}, []int64{20, 30, 51}},
		{math.MaxInt64, []int64{1, 1}, []int64{1 << 62, 1<<62 - 1}},
		{math.MinInt64, []int64{1, 0}, []int64{math.MinInt64, 0}},
		{math.MinInt64, []int64{math.MaxInt64, 1}, []int64{-math.MaxInt64, -1}},
		{7, []int64{math.MaxInt64, 1}, []int64{7, 0}},
	}
	for _, tt := range tests {
		got, err := split.Units(tt.total, tt.weights...)
		if diff := gocmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("Units(%d, %d) = %v (-want +got):\n%s", tt.total, tt.weights, err, diff)
		}
	}
	_, err := split.Units(7, 0, 0)
	roomtest.CheckFaults(t, "Units(0, 0)", err, "weights: zero_denominator")
	_, err = split.Units(7)
	roomtest.CheckFaults(t, "Units()", err, "weights: zero_denominator")
	_, err = split.Units(7, 1, -1, 1)
	roomtest.CheckFaults(t, "Units(-1)", err, "weights[1]: negative")
	_, err = split.Units(7, math.MaxInt64, math.MaxInt64)
	roomtest.CheckFaults(t, "Units(2^64)", err, "weights: out_of_range")
}

func TestAmountsFaults(t *testing.T) {
	one := num("1")
	_, err := split.Amounts(num("0.005"), 2, one)
	roomtest.CheckFaults(t, "Amounts(0.005)", err, "total: out_of_range")
	_, err = split.Amounts(one, 2)
	roomtest.CheckFaults(t, "Amounts()", err, "weights: zero_denominator")
	_, err = split.Amounts(one, 2, one, num("-1"))
	roomtest.CheckFaults(t, "Amounts(-1)", err, "weights: negative")
	if list, err := split.Amounts(num("3"), 0, one, one); err != nil || !list[0].Equal(num("2")) || !list[1].Equal(one) {
		t.Errorf("Amounts(3 without decimals) = %s, %v; want 2, 1", list, err)
	}
	for _, places := range []int{-1, 19, math.MinInt} {
		_, err = split.Amounts(one, places, one)
		roomtest.CheckFaults(t, "Amounts(places)", err, "places: out_of_range")
	}
	for name, n := range roomtest.Hostile() {
		_, err := split.Amounts(n, 2, one)
		roomtest.CheckFaults(t, "Amounts("+name+")", err, "total: out_of_range")
		_, err = split.Amounts(one, 2, one, n)
		roomtest.CheckFaults(t, "Amounts(by "+name+")", err, "weights[1]: out_of_range")
	}
}

// TestAmountsAgree holds the three ways to divide against one another.
func TestAmountsAgree(t *testing.T) {
	for seed := range seeds.Count(1000) {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		n := 1 + r.IntN(12)
		whole, weights, d := make([]int64, n), make([]decimal.Decimal, n), split.Definition{Currency: "USD"}
		for i := range n {
			whole[i] = r.Int64N(100)
			weights[i] = decimal.New(whole[i], 0)
			d.Shares = append(d.Shares, split.Share{Party: string(rune('a' + i)), Weight: split.Weight(int(whole[i]))})
		}
		whole[0]++
		weights[0], d.Shares[0].Weight = decimal.New(whole[0], 0), split.Weight(int(whole[0]))
		total := r.Int64N(20_000) - 10_000
		units, err := split.Units(total, whole...)
		if err != nil {
			t.Fatalf("Units = %v; want no error", err)
		}
		list, err := split.Amounts(decimal.New(total, -2), 2, weights...)
		if err != nil {
			t.Fatalf("Amounts = %v; want no error", err)
		}
		named := divide(t, d, decimal.New(total, -2).String())
		for i, u := range units {
			if want := decimal.New(u, -2); !list[i].Equal(want) || !named.Allocations[i].Amount.Equal(want) {
				t.Fatalf("%d by %d: Units %s, Amounts %s, Divide %s; want the same", total, whole, want, list[i], named.Allocations[i].Amount)
			}
		}
	}
}

// byHand is the largest remainder as one writes it for three parties.
func byHand(total int64, weights [3]int64) []int64 {
	sum := weights[0] + weights[1] + weights[2]
	parts, cuts := make([]int64, 3), [3]int64{}
	left := total
	for i, w := range weights {
		parts[i], cuts[i] = total*w/sum, total*w%sum
		left -= parts[i]
	}
	order := [3]int{0, 1, 2}
	slices.SortStableFunc(order[:], func(a, b int) int { return cmp.Compare(cuts[b], cuts[a]) })
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts
}

// threeWays are the ways to divide by 50, 30 and 20, each with the one by hand that
// it is held against.
func threeWays(tb testing.TB) []way {
	tb.Helper()
	weights := [3]decimal.Decimal{decimal.New(50, 0), decimal.New(30, 0), decimal.New(20, 0)}
	s, err := split.New(of("USD", "50%", "30%", "20%"))
	if err != nil {
		tb.Fatal(err)
	}
	inUnits := func(i int) { byHand(int64(i)+100_000, [3]int64{50, 30, 20}) }
	inDecimals := func(i int) { decimalsByHand(decimal.New(int64(i)+100_000, -2), weights) }
	return []way{
		{"Units", inUnits, func(i int) error { _, err := split.Units(int64(i)+100_000, 50, 30, 20); return err }, 1},
		{"Amounts", inDecimals, func(i int) error {
			_, err := split.Amounts(decimal.New(int64(i)+100_000, -2), 2, weights[:]...)
			return err
		}, 8},
		{"Divide", inDecimals, func(i int) error { _, err := s.Divide(decimal.New(int64(i)+100_000, -2)); return err }, 12},
	}
}

type way struct {
	name   string
	byHand func(i int)
	divide func(i int) error
	allocs float64 // at most
}

// BenchmarkThreeWays times each way in turn with the one by hand, so that a machine
// that is busy is busy for both. It reports the median of the ratios.
func BenchmarkThreeWays(b *testing.B) {
	const calls, rounds = 500, 101
	for _, w := range threeWays(b) {
		b.Run(w.name, func(b *testing.B) {
			var ratios []float64
			for range max(b.N, rounds) {
				begin := time.Now()
				for i := range calls {
					w.byHand(i)
				}
				half := time.Now()
				for i := range calls {
					if err := w.divide(i); err != nil {
						b.Fatal(err)
					}
				}
				ratios = append(ratios, float64(time.Since(half))/float64(half.Sub(begin)))
			}
			slices.Sort(ratios)
			b.ReportMetric(ratios[len(ratios)/2], "x-by-hand")
		})
	}
}

// TestThreeWaysAllocs bounds what a division allocates.
func TestThreeWaysAllocs(t *testing.T) {
	for _, w := range threeWays(t) {
		got := testing.AllocsPerRun(100, func() {
			if err := w.divide(1); err != nil {
				t.Fatal(err)
			}
		})
		if got > w.allocs {
			t.Errorf("%s allocates %v times; want at most %v", w.name, got, w.allocs)
		}
	}
}

// decimalsByHand is byHand for decimals of two places.
func decimalsByHand(total decimal.Decimal, weights [3]decimal.Decimal) [3]decimal.Decimal {
	sum := weights[0].Add(weights[1]).Add(weights[2])
	var parts, cuts [3]decimal.Decimal
	left := total
	for i, w := range weights {
		parts[i], cuts[i] = total.Mul(w).QuoRem(sum, 2)
		left = left.Sub(parts[i])
	}
	order := [3]int{0, 1, 2}
	slices.SortStableFunc(order[:], func(a, b int) int { return cuts[b].Cmp(cuts[a]) })
	cent := decimal.New(1, -2)
	for _, i := range order {
		if left.Sign() <= 0 {
			break
		}
		parts[i] = parts[i].Add(cent)
		left = left.Sub(cent)
	}
	return parts
}
