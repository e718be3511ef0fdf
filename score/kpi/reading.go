package kpi

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/number"
	"github.com/seed-0af520cd/alianza/score/internal/phrase"
)

// A Reading is a value and its light: green on target, yellow at the benchmark,
// red below both, and none without data.
type Reading struct {
	_    [0]func() // == would compare decimals by address
	KPI  string    `json:"kpi"`
	Unit string    `json:"unit,omitzero"`
	// Value is the value to be shown: rounded half up to two places, or to as
	// many more, up to 18, as keep it on its side of the bounds. It is nil without
	// data.
	Value *decimal.Decimal `json:"value,omitzero,wide"`
	// Light is decided by the exact value. It is none without data.
	Light     score.Light   `json:"light,omitzero"`
	Target    alianza.Bound `json:"target"`
	Benchmark alianza.Bound `json:"benchmark,omitzero"`
	// Attainment is how much of the target is reached, in percent and exact:
	// value / bound x 100 where more is better, bound / value x 100 where less is.
	// On the bound it is 100. In a range between two bounds it is 100; outside,
	// the nearer one counts. It is nil without data, for a bound that is not above
	// zero, and for a value that is not where less is better.
	Attainment *score.Fraction `json:"attainment_pct,omitzero"`
	Priority   Priority        `json:"priority,omitzero"`
	Every      Cadence         `json:"every,omitzero"`
	Trend      Trend           `json:"trend,omitzero"`   // since the value before; none if there was none
	Actions    []string        `json:"actions,omitzero"` // what the program does, if the target is missed
}

// Judge returns the reading of a value. A nil value is one without data, and so is
// a nil pointer to a number; it is no miss.
//
// It returns an error if:
//   - the value says another unit than the KPI's, or that it is a plain number
//     where the KPI has a unit ([alianza.ErrConflict]);
//   - the value is beyond its unit, its range or the bounds of the library
//     ([alianza.ErrRange]).
//
// Rules: R6, R7, R16, R17, X14.
func (k KPI) Judge(value score.Number) (Reading, error) { return k.JudgeSince(nil, value) }

// JudgeSince is Judge with the trend since the value before. There is no trend if
// one of the two is nil. It returns an error for either as Judge does.
func (k KPI) JudgeSince(before, value score.Number) (Reading, error) {
	if k.def.Name == "" {
		return Reading{}, unchecked("kpi", "New")
	}
	var f check.Faults
	before = k.def.accept(&f, "before", before)
	value = k.def.accept(&f, "value", value)
	if err := f.Err(); err != nil {
		return Reading{}, fmt.Errorf("kpi: %s: %w", k.def.Name, err)
	}
	return k.judge(before, value), nil
}

// judge judges values that are not refused.
func (k KPI) judge(before, value score.Number) Reading {
	r := Reading{
		KPI: k.def.Name, Unit: k.def.Unit, Target: k.def.Target, Benchmark: k.def.Benchmark,
		Priority: k.def.Priority, Every: k.def.Every,
	}
	if value == nil {
		return r
	}
	shown := number.Shown(value, r.Target, r.Benchmark)
	r.Value, r.Light = &shown, score.Red
	switch {
	case k.def.Target.Holds(value):
		r.Light = score.Green
	case k.def.Benchmark.Holds(value):
		r.Light = score.Yellow
	}
	if r.Light != score.Green {
		r.Actions = slices.Clone(k.def.Actions)
	}
	r.Attainment = attainment(r.Target, value.Rat())
	if before != nil {
		r.Trend = k.trend(before.Rat(), value.Rat())
	}
	return r
}

// attainment returns how much of a target is reached, nil if that says nothing.
func attainment(t alianza.Bound, value *big.Rat) *score.Fraction {
	bound, less := exact.Rat(t.Value), number.Toward(t.Op) < 0
	reached := new(big.Rat).SetInt64(100)
	if t.Op == alianza.OpBetween {
		high := exact.Rat(t.To)
		switch {
		case value.Cmp(high) > 0:
			bound, less = high, true
		case value.Cmp(bound) >= 0:
			return fraction(reached)
		}
	}
	if bound.Sign() <= 0 || less && value.Sign() <= 0 {
		return nil
	}
	if less {
		value, bound = bound, value
	}
	return fraction(reached.Mul(reached, value).Quo(reached, bound))
}

// A rat is a number made of a fraction.
type rat struct{ q *big.Rat }

func (r rat) Rat() *big.Rat                      { return r.q }
func (r rat) Cmp(d decimal.Decimal) int          { return r.q.Cmp(exact.Rat(d)) }
func (r rat) Round(places int32) decimal.Decimal { return exact.RoundRat(r.q, places, exact.HalfUp) }

// fraction returns a number that was computed from numbers within their bounds,
// nil if it is beyond them.
func fraction(q *big.Rat) *score.Fraction {
	f, err := score.FractionOf(rat{q})
	if err != nil {
		return nil
	}
	return &f
}

// String returns the reading as a phrase: "roi 250%: yellow, target >= 300,
// benchmark >= 200", or "roi: no data". Trend and actions follow if there are
// some: "; up 50, improving; to do: optimize_costs".
func (r Reading) String() string {
	if len(r.Actions) == 0 {
		return r.status()
	}
	return r.status() + "; to do: " + strings.Join(r.Actions, ", ")
}

// status returns the phrase without the actions.
func (r Reading) status() string {
	switch {
	case r.Value == nil:
		return r.KPI + ": no data"
	case r.Unit == UnitCheck && r.Light == score.Green:
		return r.KPI + ": done"
	case r.Unit == UnitCheck:
		return r.KPI + ": not done"
	}
	text := fmt.Sprintf("%s %s%s: %s, target %s", r.KPI, exact.Text(exact.Trim(exact.Sane(*r.Value))), phrase.Spaced(r.Unit), r.Light, r.Target)
	if !r.Benchmark.IsZero() {
		text += ", benchmark " + r.Benchmark.String()
	}
	if r.Trend.Arrow != 0 {
		text += "; " + r.Trend.String()
	}
	return text
}

// MarshalJSON returns the JSON of the reading.
func (r Reading) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a reading that MarshalJSON wrote.
func (r *Reading) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }
