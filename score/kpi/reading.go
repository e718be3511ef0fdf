package kpi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/number"
	"github.com/seed-0af520cd/alianza/score/internal/phrase"
)

// A Reading is a value and its light: green on target, yellow at the benchmark,
// red below, none without data.
type Reading struct {
	_    [0]func() // == would compare decimals by address
	KPI  string
	Unit string
	// Value is the value to be shown: rounded half up to two places, or to as
	// many more, up to 18, as keep it on its side of the bounds. It is zero
	// without data.
	Value     decimal.Decimal
	Light     score.Light // decided by the exact value; none without data
	Target    alianza.Bound
	Benchmark alianza.Bound
	Priority  Priority
	Trend     Trend    // since the figure before; none if there was none
	Actions   []string // what the program does, if the target is missed
}

// Judge returns the status of a figure: on target if it meets the target, else
// at the benchmark if there is one and it meets that, else below. A nil figure
// is one without data (X14), and so is a nil pointer to a decimal; it is not a
// miss. It returns an error for a decimal out of the bounds of the library
// ([alianza.ErrRange]) or that its unit does not reach, such as a net promoter score
// above 100, and for a number that says another unit than the KPI's
// ([alianza.ErrConflict]): units never convert (R16).
func (k KPI) Judge(value score.Number) (Reading, error) { return k.JudgeSince(nil, value) }

// JudgeSince is Judge with the trend since the figure before. There is no trend
// if one of the two is nil. It returns an error for either as Judge does.
func (k KPI) JudgeSince(before, value score.Number) (Reading, error) {
	var f check.Faults
	before, _ = accept(&f, "before", k.def.Unit, before)
	value, _ = accept(&f, "value", k.def.Unit, value)
	if err := f.Err(); err != nil {
		return Reading{}, fmt.Errorf("kpi: %s: %w", k.def.Name, err)
	}
	return k.judge(before, value), nil
}

// judge judges numbers that are not refused.
func (k KPI) judge(before, value score.Number) Reading {
	r := Reading{KPI: k.def.Name, Unit: k.def.Unit, Target: k.def.Target, Benchmark: k.def.Benchmark, Priority: k.def.Priority}
	if value == nil {
		return r
	}
	r.Value, r.Light = number.Shown(value, r.Target, r.Benchmark), score.Red
	switch {
	case k.def.Target.Holds(value):
		r.Light = score.Green
	case k.def.Benchmark.Holds(value):
		r.Light = score.Yellow
	}
	if r.Light != score.Green {
		r.Actions = slices.Clone(k.def.Actions)
	}
	if before != nil {
		r.Trend = k.trend(before.Rat(), value.Rat())
	}
	return r
}

// String returns the reading as a phrase: "roi 250%: yellow, target >= 300,
// benchmark >= 200", "roi: no data". Trend and actions follow if there are some:
// "; up 50, improving; to do: optimize_costs".
func (r Reading) String() string {
	if len(r.Actions) == 0 {
		return r.status()
	}
	return r.status() + "; to do: " + strings.Join(r.Actions, ", ")
}

// status returns the phrase without the actions.
func (r Reading) status() string {
	if r.Light == 0 {
		return r.KPI + ": no data"
	}
	text := fmt.Sprintf("%s %s%s: %s, target %s", r.KPI, exact.Text(exact.Trim(r.Value)), phrase.Spaced(r.Unit), r.Light, r.Target)
	if !r.Benchmark.IsZero() {
		text += ", benchmark " + r.Benchmark.String()
	}
	if r.Trend.Arrow != 0 {
		text += "; " + r.Trend.String()
	}
	return text
}

// MarshalJSON returns the reading with its fields in lower case; a reading
// without data has no value.
func (r Reading) MarshalJSON() ([]byte, error) { return oldjson.Marshal(r.fields) }

func (r *Reading) fields(o *oldjson.Object) {
	o.String("kpi", &r.KPI)
	o.Optional().String("unit", &r.Unit)
	if r.Light != 0 {
		o.Decimal("value", &r.Value)
		oldjson.Text(o, "light", &r.Light)
	}
	number.Field(o, "target", &r.Target)
	number.Field(o.Optional(), "benchmark", &r.Benchmark)
	oldjson.Text(o.Optional(), "priority", &r.Priority)
	oldjson.Struct(o.Optional(), "trend", &r.Trend, r.Trend.Arrow == 0, (*Trend).fields)
	o.Optional().Strings("actions", &r.Actions)
}
