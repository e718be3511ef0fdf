package kpi_test

import (
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// TestLawAttainment checks that a figure meets an inclusive target exactly if it
// attains 100%.
func TestLawAttainment(t *testing.T) {
	var r *rand.Rand
	some := func() decimal.Decimal { return decimal.New(r.Int64N(1000), -2) }
	for seed := range seeds.Count(100) {
		r = rand.New(rand.NewPCG(uint64(seed), 9))
		bound, value := some().Add(n("0.0001")), some().Add(n("0.0001"))
		for _, target := range []alianza.Bound{alianza.AtLeast(bound), alianza.AtMost(bound), alianza.Between(bound, bound.Add(some()))} {
			k := must(define("k", "", target, alianza.Bound{}))
			reading, err := k.Judge(value)
			if err != nil {
				t.Fatal(err)
			}
			if got := reading.Attainment; (got.Cmp(n("100")) >= 0) != (reading.Light == score.Green) {
				t.Errorf("Attainment of %s = %s; want it to agree with %s", value, got, reading)
			}
		}
	}
}

// TestLawScorecard checks that a better figure never worsens the light, that
// knowing a figure keeps the light within the range, and that the order of KPIs
// changes nothing.
func TestLawScorecard(t *testing.T) {
	for seed := range seeds.Count(100) {
		r := rand.New(rand.NewPCG(uint64(seed), 10))
		d := card(kpi.Priority(r.IntN(5)), 0)
		now := kpi.Values{"a": decimal.NewFromInt(r.Int64N(14)), "b": decimal.NewFromInt(r.Int64N(14)), "c": decimal.NewFromInt(r.Int64N(14))}
		before := judged(t, d, now)
		name := []string{"a", "b", "c"}[r.IntN(3)]
		raised := kpi.Values{"a": now["a"], "b": now["b"], "c": now["c"]}
		raised[name] = now[name].(decimal.Decimal).Add(decimal.NewFromInt(r.Int64N(5)))
		if got := judged(t, d, raised); got.Light < before.Light || got.OnTarget < before.OnTarget {
			t.Errorf("Judge with %s raised = %s; want no worse than %s", name, got, before)
		}
		delete(raised, name)
		if got := judged(t, d, raised); got.Light > before.Light || got.Best < before.Best {
			t.Errorf("Judge without %s = %s; want a range around %s", name, got, before)
		}
		d.KPIs[0], d.KPIs[2] = d.KPIs[2], d.KPIs[0]
		if got := judged(t, d, now); got.Light != before.Light || got.OnTarget != before.OnTarget {
			t.Errorf("Judge in another order = %s; want %s", got, before)
		}
	}
}
