package forecast_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/pipeline/forecast"
	"github.com/seed-0af520cd/alianza/pipeline/internal/pipelinetest"
)

// random returns a deal with an amount of any form.
func random(r *rand.Rand, id string) forecast.Deal {
	d := forecast.Deal{ID: id, Opened: on("2025-01-01").AddDays(r.IntN(90))}
	switch r.IntN(4) {
	case 0:
		d.Amount = decimal.New(r.Int64N(1e12), -2)
	case 1:
		d.Amount = decimal.New(r.Int64N(1e6), int32(r.IntN(20))-10)
	case 2:
		d.Amount = n(strings.Repeat("9", 1+r.IntN(34)))
	}
	d.Outcome = pipeline.Outcome(r.IntN(4))
	if d.Outcome == 0 {
		d.Stage = definition().Stages[r.IntN(4)].Name
		if r.IntN(3) > 0 {
			d.Due = d.Opened.AddDays(r.IntN(60))
		}
	} else {
		d.Closed = d.Opened.AddDays(r.IntN(60))
	}
	return d
}

// TestLaw_TallyIsTheSum compares with sums of fractions over a list of the deals, in one
// tally and in two that are merged.
func TestLaw_TallyIsTheSum(t *testing.T) {
	m := modelOf(t, definition())
	chance := map[pipeline.Stage]*big.Rat{"idea": new(big.Rat), "lead": big.NewRat(1, 8), "talks": big.NewRat(1, 2), "terms": big.NewRat(9, 10)}
	for seed := range seeds.Count(150) {
		r := rand.New(rand.NewPCG(uint64(seed), 5))
		whole, halves := m.Tally(), [2]*forecast.Tally{m.Tally(), m.Tally()}
		weighted, won, lost := new(big.Rat), new(big.Rat), new(big.Rat)
		var counts forecast.Counts
		days := int64(0)
		for i := range 1 + r.IntN(40) {
			d := random(r, "")
			for _, tally := range []*forecast.Tally{whole, halves[i%2]} {
				if err := tally.Add(d); err != nil {
					t.Fatal(err)
				}
			}
			amount := d.Amount.Rat()
			switch d.Outcome {
			case 0:
				counts.Open++
				weighted.Add(weighted, amount.Mul(amount, chance[d.Stage]))
				continue
			case pipeline.Lost:
				counts.Lost++
				lost.Add(lost, amount)
			default:
				counts.Won++
				won.Add(won, amount)
			}
			days += int64(d.Opened.DaysUntil(d.Closed))
		}
		if err := halves[0].Merge(halves[1]); err != nil {
			t.Fatal(err)
		}
		f := whole.Forecast()
		if f.Weighted.Rat().Cmp(weighted) != 0 || f.Won.Rat().Cmp(won) != 0 || f.Total.Rat().Cmp(weighted.Add(weighted, won)) != 0 || whole.Counts() != counts {
			t.Fatalf("seed %d: Forecast() = %+v, %+v; want weighted and won %s", seed, f, whole.Counts(), weighted)
		}
		if !halves[0].Forecast().Equal(f) || halves[0].Counts() != counts {
			t.Fatalf("seed %d: the merged tally has %s; want %s", seed, halves[0].Forecast(), f)
		}
		pipelinetest.ComesBack(t, f)
		closed := int64(counts.Won + counts.Lost)
		if v, err := whole.DealVelocity(); closed > 0 && v.Rat().Cmp(big.NewRat(days, closed)) != 0 || (err == nil) != (closed > 0) {
			t.Fatalf("seed %d: DealVelocity = %s, %v; want %d days of %d", seed, v, err, days, closed)
		}
		if v, err := whole.WinRateOfAmounts(); err == nil && v.Rat().Cmp(won.Quo(won.Mul(won, big.NewRat(100, 1)), lost.Add(lost, f.Won.Rat()))) != 0 {
			t.Fatalf("seed %d: WinRateOfAmounts = %s; want %s", seed, v, won)
		}
	}
}

// TestLaw_MovementBridges holds that the open amount before, and what has moved, give the
// open amount after.
func TestLaw_MovementBridges(t *testing.T) {
	m := modelOf(t, definition())
	for seed := range seeds.Count(150) {
		r := rand.New(rand.NewPCG(uint64(seed), 6))
		var before, after []forecast.Deal
		openAmount := func(deals []forecast.Deal) *big.Rat {
			sum := new(big.Rat)
			for _, d := range deals {
				if d.Outcome == 0 && d.Stage != "idea" { // which the forecast omits
					sum.Add(sum, d.Amount.Rat())
				}
			}
			return sum
		}
		for i := range 30 {
			id := fmt.Sprintf("d-%02d", i)
			switch d := random(r, id); r.IntN(4) {
			case 0:
				before = append(before, d)
			case 1:
				after = append(after, d)
			case 2:
				before, after = append(before, d), append(after, d)
			default:
				before, after = append(before, d), append(after, random(r, id))
			}
		}
		var moved forecast.Movement
		slipped := 0
		for d, err := range m.Compare(slices.Values(before), slices.Values(after)) {
			if err != nil {
				t.Fatal(err)
			}
			moved.Add(d)
			if d.Slipped() != 0 {
				slipped++
			}
			pipelinetest.ComesBack(t, d)
		}
		want := openAmount(after)
		if got := new(big.Rat).Add(openAmount(before), moved.Net().Rat()); got.Cmp(want) != 0 {
			t.Fatalf("seed %d: %s and %s = %s; want %s", seed, openAmount(before), moved, got, want)
		}
		if moved.Slipped.Deals+moved.PulledIn.Deals != slipped {
			t.Fatalf("seed %d: %s; want %d slipped or pulled in", seed, moved, slipped)
		}
		pipelinetest.ComesBack(t, moved)
	}
}

// TestLaw_RangeHoldsExpected holds that the expected amount is within the range, and that
// more deals with the same odds make it no wider.
func TestLaw_RangeHoldsExpected(t *testing.T) {
	tally := tallyOf(t, modelOf(t, definition()), open("lead", "1000", "2025-01-01"), open("talks", "500", "2025-01-01"))
	for won := range 12 {
		for lost := range 12 {
			if won+lost == 0 {
				continue
			}
			var before decimal.Decimal
			for _, times := range []int{1, 2, 10, 1000} {
				odds := forecast.Odds{Won: won * times, Lost: lost * times}
				r, err := tally.Range(map[pipeline.Stage]forecast.Odds{"lead": odds, "talks": odds})
				wide := r.High.Sub(r.Low)
				if err != nil || r.Expected.LessThan(r.Low) || r.Expected.GreaterThan(r.High) || times > 1 && wide.GreaterThan(before) {
					t.Fatalf("Range(%+v) = %s, %v; before it was %s wide", odds, r, err, before)
				}
				before = wide
			}
		}
	}
}

// TestLaw_FunnelLooksAtEveryPair walks deals through flows with ends at any place, and looks for
// each stage at every pair of a visit to it and a visit after that.
func TestLaw_FunnelLooksAtEveryPair(t *testing.T) {
	made := 0
	tried := seeds.Count(200)
	for seed := range tried {
		r := rand.New(rand.NewPCG(uint64(seed), 8))
		d := pipeline.Definition{Name: "f", Stages: []pipeline.StageDefinition{{Name: "a"}, {Name: "b"}, {Name: "c"}, {Name: "d"}, {Name: "e"}}}
		for i := range d.Stages[1:] {
			d.Stages[i+1].End = pipeline.Outcome(max(0, r.IntN(7)-3))
		}
		for i, from := range d.Stages {
			for j, to := range d.Stages {
				if i != j && from.End == 0 {
					d.Moves = append(d.Moves, pipeline.Move{From: from.Name, To: to.Name})
				}
			}
		}
		flow, err := pipeline.New(d)
		if err != nil {
			continue
		}
		made++
		f, err := forecast.NewFunnel(d, on("2025-03-01"), nil)
		if err != nil {
			t.Fatal(err)
		}
		came, onward := make([]int, len(d.Stages)), make([]int, len(d.Stages))
		for range 1 + r.IntN(5) {
			places := []int{0}
			var path []pipeline.Stage
			for now := 0; len(path) < 6 && d.Stages[now].End == 0 && r.IntN(6) > 0; {
				now = (now + 1 + r.IntN(len(d.Stages)-1)) % len(d.Stages)
				places, path = append(places, now), append(path, d.Stages[now].Name)
			}
			if err := f.Add(walk(t, flow, path)); err != nil {
				t.Fatal(err)
			}
			for stage := range d.Stages {
				here, on := 0, 0
				for i, visited := range places {
					for _, later := range places[i+1:] {
						end := d.Stages[later].End
						if visited == stage && (end == pipeline.Won || end == 0 && later > stage) {
							on = 1
						}
					}
					if visited == stage {
						here = 1
					}
				}
				came[stage], onward[stage] = came[stage]+here, onward[stage]+on
			}
		}
		for i, s := range f.Stages() {
			if s.Reached != came[i] || s.Onward != onward[i] {
				t.Fatalf("seed %d: %s of %+v; want %d came, %d went on", seed, s, d.Stages, came[i], onward[i])
			}
		}
	}
	if made < tried/4 {
		t.Errorf("%d of %d flows without a fault; want a quarter at least", made, tried)
	}
}

// TestAdd_Allocates holds that a deal costs no memory, so that a million of them stream.
func TestAdd_Allocates(t *testing.T) {
	tally := modelOf(t, definition()).Tally()
	deals := []forecast.Deal{
		open("lead", "19.99", "2025-01-01"), open("terms", "5000", "2025-01-01"),
		closed(pipeline.Won, "100.50", "2025-01-01", "2025-02-01"), closed(pipeline.Lost, "7", "2025-01-01", "2025-02-01"),
	}
	got := testing.AllocsPerRun(1000, func() {
		for _, d := range deals {
			if err := tally.Add(d); err != nil {
				t.Fatal(err)
			}
		}
	})
	if got != 0 {
		t.Errorf("Add allocates %v times for %d deals; want none", got, len(deals))
	}
}

// BenchmarkTally adds a million deals.
func BenchmarkTally(b *testing.B) {
	m := modelOf(b, definition())
	r := rand.New(rand.NewPCG(1, 1))
	deals := make([]forecast.Deal, 1000)
	for i := range deals {
		deals[i] = random(r, "")
		deals[i].Amount = decimal.New(r.Int64N(1e9), -2)
	}
	b.ReportAllocs()
	for b.Loop() {
		tally := m.Tally()
		for range 1000 {
			for i := range deals {
				if err := tally.Add(deals[i]); err != nil {
					b.Fatal(err)
				}
			}
		}
		if _, err := tally.SalesVelocity(); err != nil {
			b.Fatal(err)
		}
	}
}

// FuzzTally adds three deals and compares with fractions.
func FuzzTally(f *testing.F) {
	f.Add("19.99", "0.001", "1e18", 3, 2)
	f.Add("99999999999999999999999999999999.99", "1", "0", 0, 9)
	f.Fuzz(func(t *testing.T, a, b, c string, stage, days int) {
		m := modelOf(t, definition())
		tally := m.Tally()
		sum := new(big.Rat)
		opened := on("2025-01-01")
		for _, s := range []string{a, b, c} {
			if len(s) > 60 {
				return
			}
			d, err := decimal.NewFromString(s)
			if err != nil {
				return
			}
			one := forecast.Deal{Stage: m.Definition().Stages[(stage%4+4)%4].Name, Amount: d, Opened: opened.AddDays(days)}
			if tally.Add(one) == nil {
				sum.Add(sum, d.Rat())
			}
		}
		got := new(big.Rat)
		for _, total := range tally.Forecast().Categories {
			got.Add(got, total.Amount.Rat())
		}
		if (stage%4+4)%4 != 0 && got.Cmp(sum) != 0 {
			t.Errorf("Forecast() of %s, %s, %s = %s; want %s", a, b, c, got.FloatString(3), sum.FloatString(3))
		}
	})
}
