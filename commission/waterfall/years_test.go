package waterfall_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/waterfall"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// A delivery is a sale of a year, or a part of one that is returned.
type delivery struct {
	id, of string // of is the sale that is returned, "" for a sale
	inflow waterfall.Inflow
}

// randomYear returns a year in the order in which a shop hears of it: returns before
// their sales, and some of it twice. At the end all is returned if whole.
func randomYear(r *rand.Rand, d waterfall.Definition, whole bool) []delivery {
	counted, recouped := "", ""
	for _, s := range d.Steps {
		if s.Per != "" {
			counted = s.Per
		}
		if !s.Recoup.IsZero() {
			recouped = s.Name
		}
	}
	var year []delivery
	for i := range 1 + r.IntN(8) {
		sale := delivery{id: fmt.Sprint("s", i), inflow: waterfall.Inflow{Amount: decimal.New(r.Int64N(100_000), -2)}}
		if counted != "" && r.IntN(3) == 0 {
			sale.inflow.Counts = map[string]decimal.Decimal{counted: decimal.NewFromInt(1)}
		}
		if recouped != "" && r.IntN(6) == 0 {
			sale.inflow.Costs = map[string]decimal.Decimal{recouped: decimal.New(r.Int64N(20_000)+1, -2)}
		}
		year = append(year, sale)
		left := sale.inflow.Amount
		for n := range r.IntN(3) {
			part := decimal.New(r.Int64N(left.Shift(2).IntPart()+1), -2)
			left = left.Sub(part)
			year = append(year, delivery{id: fmt.Sprint("r", i, n), of: sale.id, inflow: waterfall.Inflow{Amount: part}})
		}
		if whole {
			last := delivery{id: fmt.Sprint("l", i), of: sale.id, inflow: sale.inflow}
			last.inflow.Amount = left
			year = append(year, last)
		}
	}
	for range r.IntN(4) {
		year = append(year, year[r.IntN(len(year))])
	}
	r.Shuffle(len(year), func(i, j int) { year[i], year[j] = year[j], year[i] })
	return year
}

// A till is a service that keeps a waterfall's state. What it commits survives a
// crash, and nothing else does.
type till struct {
	t       *testing.T
	r       *rand.Rand
	w       waterfall.Waterfall
	state   waterfall.State
	results map[string]waterfall.Result // by delivery, and of a sale with its returns added
	known   map[string]bool
	sums    map[string]decimal.Decimal
	in, out decimal.Decimal // all that came in, and all that somebody got
}

// take takes a delivery, until it is told that it was kept.
func (s *till) take(d delivery) {
	for !s.known[d.id] {
		result, state, err := s.run(d)
		if err != nil {
			s.t.Fatalf("Run(%s %+v) = %v; want no error", d.id, d.inflow, err)
		}
		checkResult(s.t, result)
		crash := s.r.IntN(8)
		if crash == 0 {
			continue // before the commit
		}
		s.keep(d, result, state)
		if crash > 1 {
			return // else after it, and nobody was told
		}
	}
}

// run runs a sale or takes a return back: as one of its period, if the sale is
// known.
func (s *till) run(d delivery) (waterfall.Result, waterfall.State, error) {
	if of, ok := s.results[d.of]; ok {
		return s.w.Return(s.state, of, d.inflow)
	}
	if d.of != "" {
		return s.w.Run(s.state, waterfall.Inflow{Amount: d.inflow.Amount.Neg()})
	}
	return s.w.Run(s.state, d.inflow)
}

// keep commits a result.
func (s *till) keep(d delivery, result waterfall.Result, state waterfall.State) {
	s.state, s.known[d.id] = state, true
	if d.of == "" {
		s.results[d.id] = result
	} else if of, ok := s.results[d.of]; ok {
		s.results[d.of] = alianza.Must(of.Plus(result))
	}
	s.in = s.in.Add(result.Total).Add(result.OnTop)
	s.out = s.out.Add(result.Carried)
	for _, p := range result.Parties {
		s.sums[p.Party] = s.sums[p.Party].Add(p.Amount)
		s.out = s.out.Add(p.Amount)
	}
}

// again reads the state from its JSON, as after a crash.
func (s *till) again(seed int) {
	data, err := json.Marshal(s.state)
	if err == nil {
		s.state = waterfall.State{}
		err = json.Unmarshal(data, &s.state)
	}
	if err != nil {
		s.t.Fatalf("seed %d: the state does not come back: %v", seed, err)
	}
}

// TestYears runs years of sales and returns, out of order, delivered twice, with a
// crash at any point. No cent is lost or invented. Without counts, later costs and
// guarantees the order makes no difference; and if all is returned, nobody has
// anything but what was guaranteed.
func TestYears(t *testing.T) {
	for seed := range seeds.Count(1000) {
		r := rand.New(rand.NewPCG(uint64(seed), 67))
		d := randomWaterfall(r)
		guaranteed := r.IntN(4) == 0
		if guaranteed {
			d.Steps = append(d.Steps, waterfall.Step{Name: "guarantee", From: "us", To: "them", Least: decimal.New(r.Int64N(20_000)+1, -2)})
		}
		whole := r.IntN(2) == 0
		s := &till{t: t, r: r, w: alianza.Must(waterfall.New(d)), results: map[string]waterfall.Result{}, known: map[string]bool{}, sums: map[string]decimal.Decimal{}}
		sold, plain := decimal.Decimal{}, !guaranteed
		year := randomYear(r, d, whole)
		for len(year) > 0 {
			one := year[0]
			if year = year[1:]; one.of != "" && !s.known[one.of] && len(one.inflow.Counts)+len(one.inflow.Costs) > 0 {
				year = append(year, one) // parked until its sale comes
				continue
			}
			if amount := one.inflow.Amount; s.known[one.id] {
				// delivered twice
			} else if one.of == "" {
				sold = sold.Add(amount)
			} else {
				sold = sold.Sub(amount)
			}
			plain = plain && one.inflow.Counts == nil && one.inflow.Costs == nil
			s.take(one)
			if r.IntN(100) == 0 {
				s.again(seed)
			}
		}
		if !s.in.Equal(s.out) || !s.state.Total.Equal(sold) {
			t.Fatalf("seed %d: %s came in and %s went out of %s sold, in the state %s, by %+v", seed, s.in, s.out, sold, s.state.Total, d)
		}
		switch {
		case plain:
			once, _, err := s.w.Run(waterfall.State{}, waterfall.Inflow{Amount: sold})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range once.Parties {
				if !s.sums[p.Party].Equal(p.Amount) {
					t.Fatalf("seed %d: %s has %s, and %s if all came in at once, by %+v", seed, p.Party, s.sums[p.Party], p.Amount, d)
				}
			}
		case whole && !guaranteed:
			for party, sum := range s.sums {
				if !sum.IsZero() {
					t.Fatalf("seed %d: %s has %s after all came back, by %+v", seed, party, sum, d)
				}
			}
		}
	}
}

// BenchmarkRun runs a marketplace's order.
func BenchmarkRun(b *testing.B) {
	w := alianza.Must(waterfall.New(alianza.Must(waterfall.Marketplace(market()))))
	var state waterfall.State
	b.ReportAllocs()
	for range b.N {
		var err error
		if _, state, err = w.Run(state, waterfall.Inflow{Amount: num("99.99")}); err != nil {
			b.Fatal(err)
		}
	}
}
