package commission_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestAllBack posts random events under random plans and versions, and charges
// all of them back: nothing is left, no key comes twice, a preview is what is
// posted, and the state can be kept between any two events.
func TestAllBack(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 77))
		d := anyPlan(r)
		if _, err := commission.New(d); err != nil {
			continue // the search makes some that contradict themselves
		}
		l := &chain{tb: t, def: d, plan: alianza.Must(commission.New(d)), keys: map[string]bool{}, sums: map[commission.Medium]decimal.Decimal{}}
		var ids []string
		for i := range 25 {
			if r.IntN(8) == 0 {
				l.def.Version = 1 + r.IntN(2)
				l.plan = alianza.Must(commission.New(l.def))
			}
			e := anyEvent(r, i, ids)
			if l.post(e) && e.Kind != commission.Refund && e.Kind != commission.Chargeback {
				ids = append(ids, e.ID)
			}
		}
		for i, id := range ids {
			e := chargeback(fmt.Sprint("back", i), id, "0")
			e.At = day(61)
			l.post(e)
		}
		for medium, sum := range l.sums {
			if !sum.IsZero() {
				t.Errorf("seed %d: %s %s is left after all is taken back; want 0: %s", seed, sum, medium, jsonText(t, d))
			}
		}
	}
}

// chain posts events one after another.
type chain struct {
	tb    testing.TB
	def   commission.Definition
	plan  commission.Plan
	state commission.State
	keys  map[string]bool
	sums  map[commission.Medium]decimal.Decimal
}

// post gives an event to the plan and reports whether it takes it.
func (l *chain) post(e commission.Event) bool {
	l.tb.Helper()
	seen, _ := l.plan.Preview(l.state, e)
	earned, state, err := l.plan.Earn(l.state, e)
	if jsonText(l.tb, seen) != jsonText(l.tb, earned) {
		l.tb.Errorf("Preview(%s) = %v; want %v: %s", eventText(e), seen, earned, jsonText(l.tb, l.def))
	}
	for _, one := range earned.Entries {
		if l.keys[one.Key] || -int(one.Amount.Exponent()) != l.def.Places {
			l.tb.Errorf("Earn(%s) = %s, key %s; want a key of its own, in cents: %s", eventText(e), one, one.Key, jsonText(l.tb, l.def))
		}
		l.keys[one.Key] = true
		l.sums[one.Medium] = l.sums[one.Medium].Add(one.Amount)
	}
	l.state = commission.State{}
	text := jsonText(l.tb, state)
	if err := json.Unmarshal([]byte(text), &l.state); err != nil || jsonText(l.tb, l.state) != text {
		l.tb.Fatalf("after Earn(%s) the state is read back with %v: %s", eventText(e), err, text)
	}
	return err == nil
}

// anyEvent returns an event over few customers, orders, days and tiers.
func anyEvent(r *rand.Rand, i int, ids []string) commission.Event {
	kinds := []commission.Kind{
		commission.Sale, commission.Sale, commission.Sale, commission.Lead,
		commission.Refund, commission.Chargeback, commission.Correction, commission.Close,
	}
	e := sale(fmt.Sprint("e", i), fmt.Sprint(r.IntN(40)*10))
	e.Kind, e.At, e.Units = kinds[r.IntN(len(kinds))], day(1+r.IntN(60)), r.IntN(4)
	e.Customer, e.Order = fmt.Sprint("k", r.IntN(2)), fmt.Sprint("o", r.IntN(3))
	e.Tier = []string{"affiliate/gold", "affiliate/basic", "affiliate/silver", ""}[r.IntN(4)]
	e.Includes = numbers("tax", fmt.Sprint(r.IntN(2)))
	switch e.Kind {
	case commission.Lead:
		e.Amount = num("0")
	case commission.Close:
		e.Amount, e.Units, e.Period = num("0"), 0, []string{"2026-01", "2026-02", "2026-Q1", "2026"}[r.IntN(4)]
	case commission.Sale:
	default:
		e.Of, e.Amount = "none", num(fmt.Sprint(r.IntN(12)*10))
		if len(ids) > 0 {
			e.Of = ids[r.IntN(len(ids))]
		}
	}
	return e
}

// anyPlan returns two rules for sales, one for leads and a bonus.
func anyPlan(r *rand.Rand) commission.Definition {
	d := ruled(
		anyRule(r, "a", commission.Sale), anyRule(r, "b", commission.Sale), anyRule(r, "l", commission.Lead),
		commission.Rule{Name: "bonus", On: commission.Close, Of: "a", Over: commission.Window(2 + r.IntN(3)), Rate: rate("1%"), Fixed: num("2")},
	)
	d.Precedence, d.Rounding = commission.Precedence(r.IntN(3)), commission.Rounding(r.IntN(7))
	d.RefundDays = 5 * r.IntN(2)
	return d
}

func anyRule(r *rand.Rand, name string, on commission.Kind) commission.Rule {
	one := commission.Rule{
		Name: name, On: on, Over: commission.Window(r.IntN(6)), Medium: commission.Medium(r.IntN(2)),
		KeepAttained: r.IntN(4) == 0, Months: r.IntN(4) / 3, Payments: r.IntN(4) / 3 * 2,
	}
	switch r.IntN(4) {
	case 0:
		one.Rate = rate(fmt.Sprint(1+r.IntN(40), "%"))
	case 1:
		one.Ladder, one.Rates = "affiliate", commission.AffiliateRates()
	case 2:
		one.Table = anyTable(r)
	default:
		one.Fixed, one.Over, one.Max = num("7"), commission.PerEvent, decimal.New(int64(r.IntN(2)*5), 0)
	}
	if one.Over == commission.PerEvent {
		one.KeepAttained = false
	}
	if r.IntN(3) == 0 {
		limit := commission.Cap{Amount: num("80"), Per: one.Over}
		if one.Over == commission.PerEvent {
			limit.Per, limit.Customer = commission.Window(1+r.IntN(5)), r.IntN(2) == 0
		}
		one.Caps = []commission.Cap{limit}
	}
	if r.IntN(3) == 0 {
		one.Less = []string{"tax"}
	}
	return one
}

func anyTable(r *rand.Rand) commission.TableDefinition {
	d := commission.TableDefinition{Scope: commission.Scope(1 + r.IntN(4)), Edge: commission.Edge(r.IntN(2)), By: commission.Measure(r.IntN(2))}
	ends := []string{"300", "900", ""}
	if d.By == commission.ByUnits {
		ends = []string{"3", "8", ""}
	}
	for _, end := range ends {
		b := bracket(end, fmt.Sprint(r.IntN(40), "%"))
		if d.By == commission.ByUnits && r.IntN(2) == 0 {
			b.Rate, b.PerUnit = alianza.Percent{}, decimal.New(r.Int64N(9), 0)
		}
		b.Flat, b.Min = decimal.New(r.Int64N(4)/3*3, 0), decimal.New(r.Int64N(4)/3*5, 0)
		b.Max = decimal.New(r.Int64N(4)/3*60, 0)
		d.Brackets = append(d.Brackets, b)
	}
	return d
}
