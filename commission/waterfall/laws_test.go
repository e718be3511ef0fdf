package waterfall_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/commission/waterfall"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// randomWaterfall returns a waterfall of any steps, without guarantees.
func randomWaterfall(r *rand.Rand) waterfall.Definition {
	d := usd()
	percent := func() alianza.Percent { return alianza.PercentUnits(1 + r.Int64N(200_000_000_000)) }
	var before []string
	for i := range r.IntN(6) {
		s := waterfall.Step{Name: fmt.Sprint("step ", i), To: fmt.Sprint("party ", r.IntN(3))}
		switch r.IntN(6) {
		case 0:
			s.Fixed, s.Per = decimal.New(r.Int64N(10_000)+1, -2), "month"
		case 1:
			s.Recoup, s.Rate = decimal.New(r.Int64N(100_000)+1, -2), alianza.WholePercent(1+r.IntN(100))
		case 2:
			if len(before) > 0 {
				s.CatchUp, s.Of = alianza.WholePercent(1+r.IntN(50)), []string{before[r.IntN(len(before))]}
				break
			}
			s.Rate = percent()
		case 3:
			s.Brackets = []waterfall.Bracket{{UpTo: decimal.New(r.Int64N(100_000)+1, -2), Rate: percent()}, {Rate: percent()}}
		case 4:
			s.Rate, s.OnTop = percent(), true
		default:
			s.Rate = percent()
		}
		before = append(before, s.Name)
		d.Steps = append(d.Steps, s)
	}
	d.Steps = append(d.Steps, waterfall.Step{Name: "rest", Shares: []split.Share{
		{Party: "us", Weight: split.Weight(1 + r.IntN(5))}, {Party: "them", Weight: split.Weight(1 + r.IntN(5))}, {Party: "others", Weight: split.Weight(r.IntN(3))},
	}})
	if r.IntN(2) == 0 {
		d.Steps = append(d.Steps, waterfall.Step{Name: "referral", From: "us", To: "referrer", Rate: percent()})
	}
	if r.IntN(2) == 0 {
		d.Steps = append(d.Steps, waterfall.Step{Name: "advance", From: "them", To: "bank", Recoup: decimal.New(r.Int64N(50_000)+1, -2)})
	}
	d.Negative = waterfall.Negative(r.IntN(2))
	return d
}

// TestRunLaws runs years of revenue and returns. Each period adds up, one inflow in
// two parts comes to the same, and when all of it has come back nobody has
// anything.
func TestRunLaws(t *testing.T) {
	for seed := range seeds.Count(100) {
		r := rand.New(rand.NewPCG(uint64(seed), 61))
		d := randomWaterfall(r)
		w, err := waterfall.New(d)
		if err != nil {
			t.Fatalf("New(%+v) = %v; want no error", d, err)
		}
		counted := false
		for _, s := range d.Steps {
			counted = counted || s.Per != ""
		}
		var state waterfall.State
		sums := map[string]decimal.Decimal{}
		months, all := decimal.Decimal{}, decimal.Decimal{}
		step := func(inflow waterfall.Inflow) {
			result, next, err := w.Run(state, inflow)
			if err != nil {
				t.Fatalf("seed %d: Run(%+v) = %v; want no error", seed, inflow, err)
			}
			checkResult(t, result)
			for _, p := range result.Parties {
				sums[p.Party] = sums[p.Party].Add(p.Amount)
			}
			state, all = next, all.Add(inflow.Amount)
		}
		for range 12 {
			inflow := waterfall.Inflow{Amount: decimal.New(r.Int64N(100_000)-30_000, -2)}
			if counted && r.IntN(2) == 0 {
				inflow.Counts = map[string]decimal.Decimal{"month": decimal.NewFromInt(1)}
				months = months.Add(decimal.NewFromInt(1))
			}
			first := decimal.New(r.Int64N(100_000)-30_000, -2)
			if inflow.Counts == nil {
				parts := state
				_, parts, err1 := w.Run(parts, waterfall.Inflow{Amount: first})
				_, parts, err2 := w.Run(parts, waterfall.Inflow{Amount: inflow.Amount.Sub(first)})
				whole, next, err3 := w.Run(state, inflow)
				if err1 != nil || err2 != nil || err3 != nil || !cmp.Equal(parts, next) {
					t.Fatalf("seed %d: Run(%s) in two parts led to another state, %v (-want +got):\n%s", seed, whole, errors.Join(err1, err2, err3), cmp.Diff(next, parts))
				}
			}
			step(inflow)
		}
		last := waterfall.Inflow{Amount: all.Neg()}
		if counted {
			last.Counts = map[string]decimal.Decimal{"month": months.Neg()}
		}
		step(last)
		for party, sum := range sums {
			if !sum.IsZero() {
				t.Fatalf("seed %d: %s has %s after all came back, of %+v", seed, party, sum, d)
			}
		}
	}
}
