package concentration_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/concentration"
)

// TestReference compares the measures with the second implementation, and holds them within
// their bounds. The order of the list changes nothing.
func TestReference(t *testing.T) {
	for seed := range seeds.Count(100) {
		r := rand.New(rand.NewPCG(uint64(seed), 0))
		var list []roi.Item
		var amounts []decimal.Decimal
		count := 1 + r.IntN(9)
		for i := range count {
			d := decimal.New(r.Int64N(1000), r.Int32N(5)-2)
			if i == 0 {
				d = d.Add(decimal.New(1, 0))
			}
			list, amounts = append(list, roi.Item{Name: fmt.Sprint(i), Amount: d}), append(amounts, d)
		}
		r.Shuffle(count, func(i, j int) { list[i], list[j] = list[j], list[i] })
		d, err := concentration.New(list)
		if err != nil {
			t.Fatal(err)
		}
		is := func(name string, want *big.Rat) func(roi.Figure, error) *big.Rat {
			return func(f roi.Figure, err error) *big.Rat {
				if err != nil || f.Rat().Cmp(want) != 0 {
					t.Errorf("seed %d: %s = %s, %v; want %s", seed, name, f, err, want)
				}
				return f.Rat()
			}
		}
		within := func(name string, q, low, high *big.Rat) {
			if q.Cmp(low) < 0 || q.Cmp(high) > 0 {
				t.Errorf("seed %d: %s = %s; want it from %s to %s", seed, name, q, low, high)
			}
		}
		size := int64(count)
		within("HHI", is("HHI", refHHI(amounts))(d.HHI()), big.NewRat(10_000, size), big.NewRat(10_000, 1))
		within("Gini", is("Gini", refGini(amounts))(d.Gini()), new(big.Rat), big.NewRat(size-1, size))
		if count > 1 {
			sample := refGini(amounts)
			within("Gini of a sample", is("Gini of a sample", sample.Mul(sample, big.NewRat(size, size-1)))(d.SampleGini()), new(big.Rat), big.NewRat(1, 1))
		}
		for k, share := range d.Curve() {
			q := is("Curve", refTop(amounts, k))(share, nil)
			within("top share", q, big.NewRat(100*int64(k), size), big.NewRat(100, 1))
			is("Top", q)(d.Top(k))
		}
		slices.Reverse(list)
		if again, err := concentration.New(list); err != nil || !again.Equal(d) {
			t.Errorf("seed %d: New in another order = %v, %v; want %v", seed, again, err, d)
		}
	}
}

func BenchmarkHHI(b *testing.B) {
	var list []roi.Item
	for i := range 1000 {
		list = append(list, roi.Item{Name: fmt.Sprint(i), Amount: decimal.New(int64(i+1)*997, -2)})
	}
	d, err := concentration.New(list)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.HHI(); err != nil {
			b.Fatal(err)
		}
	}
}
