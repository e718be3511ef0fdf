package book_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/roi/book"
)

// random returns rows of few names, and amounts of all sizes.
func random(r *rand.Rand, count int) []book.Row {
	var all []book.Row
	amount := func() decimal.Decimal {
		if r.IntN(10) == 0 {
			coef := new(big.Int).Mul(big.NewInt(r.Int64()), big.NewInt(r.Int64N(1e15)-5e14))
			return decimal.NewFromBigInt(coef, r.Int32N(37)-18)
		}
		return decimal.New(r.Int64N(1e6)-1e5, -r.Int32N(4))
	}
	for range count {
		all = append(all, book.Row{
			Partner: fmt.Sprint("p", r.IntN(4)), PartnerType: "t", Rule: fmt.Sprint("r", r.IntN(2)), Period: fmt.Sprint("2026-0", 1+r.IntN(3)),
			State: []string{"due", "paid", "held"}[r.IntN(3)], Revenue: amount(), Commission: amount(), Cost: amount().Abs(), Customers: r.IntN(3),
		})
	}
	return all
}

// TestLawMerge: shards of the rows, merged in any order, are the book of all rows, which has
// the sums that fractions have.
func TestLawMerge(t *testing.T) {
	for seed := range seeds.Count(60) {
		r := rand.New(rand.NewPCG(uint64(seed), 0))
		list := random(r, r.IntN(60))
		once := open(t, list...)
		shards := make([]*book.Book, 1+r.IntN(4))
		for i := range shards {
			shards[i] = open(t)
		}
		for _, one := range list {
			if err := shards[r.IntN(len(shards))].Add(one); err != nil {
				t.Fatal(err)
			}
		}
		r.Shuffle(len(shards), func(i, j int) { shards[i], shards[j] = shards[j], shards[i] })
		merged := open(t)
		for _, s := range shards {
			before := s.Total().String()
			if err := merged.Merge(s); err != nil || s.Total().String() != before {
				t.Fatalf("seed %d: Merge = %v, other book %s; want %s", seed, err, s.Total(), before)
			}
		}
		if !merged.Equal(*once) || merged.Total().String() != once.Total().String() {
			t.Errorf("seed %d: merged book = %s; want %s", seed, merged.Total(), once.Total())
		}
		revenue, commission := new(big.Rat), new(big.Rat)
		for _, one := range list {
			if one.State != "held" {
				revenue.Add(revenue, one.Revenue.Rat())
				commission.Add(commission, one.Commission.Rat())
			}
		}
		total := once.Total()
		if total.Revenue.Rat().Cmp(revenue) != 0 || total.Commission.Rat().Cmp(commission) != 0 {
			t.Errorf("seed %d: Total() = %s; want %s, %s", seed, total, revenue, commission)
		}
		// The lines of any columns add up to the total.
		for _, columns := range [][]book.Column{{book.Partner}, {book.Rule, book.Period}, {book.Partner, book.PartnerType, book.Rule, book.Period}} {
			sum := decimal.Decimal{}
			for _, l := range once.By(columns...) {
				sum = sum.Add(l.Revenue)
			}
			if !sum.Equal(total.Revenue) {
				t.Errorf("seed %d: lines by %v = %s; want %s", seed, columns, sum, total.Revenue)
			}
		}
		doc, err := once.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var again book.Book
		if err := again.UnmarshalJSON(doc); err != nil || !again.Equal(*once) {
			t.Errorf("seed %d: UnmarshalJSON(%s) = %v; want the book", seed, doc, err)
		}
	}
}

// TestLawMemory adds rows to lines that are there: it costs no memory.
func TestLawMemory(t *testing.T) {
	b := open(t, program...)
	if allocs := testing.AllocsPerRun(1000, func() {
		for _, r := range program {
			if err := b.Add(r); err != nil {
				t.Fatal(err)
			}
		}
	}); allocs > 0 {
		t.Errorf("Add = %v allocations; want none for lines that are there", allocs)
	}
}

// BenchmarkAdd and BenchmarkLoop are a book and the loop that somebody writes by hand for the
// same sums.
func BenchmarkAdd(b *testing.B) {
	list := random(rand.New(rand.NewPCG(1, 1)), 1000)
	for i := range list {
		list[i].Revenue, list[i].Commission, list[i].Cost = n("19.99"), n("3.00"), n("0")
	}
	total, err := book.New("USD", "due", "paid")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if err := total.Add(list[i%len(list)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkLoop(b *testing.B) {
	list := random(rand.New(rand.NewPCG(1, 1)), 1000)
	type key struct{ partner, partnerType, rule, period string }
	type sums struct{ revenue, commission, cost decimal.Decimal }
	lines := map[key]*sums{}
	for i := range list {
		list[i].Revenue, list[i].Commission, list[i].Cost = n("19.99"), n("3.00"), n("0")
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		r := &list[i%len(list)]
		i++
		if r.State == "held" {
			continue
		}
		k := key{r.Partner, r.PartnerType, r.Rule, r.Period}
		s := lines[k]
		if s == nil {
			s = &sums{}
			lines[k] = s
		}
		s.revenue, s.commission, s.cost = s.revenue.Add(r.Revenue), s.commission.Add(r.Commission), s.cost.Add(r.Cost)
	}
}
