// Package kpi holds figures against targets.
//
// A [KPI] says whether a value meets its target, a [Scorecard] rolls KPIs up into
// one light, and [Reached] says which of several cards was reached:
//
//	card := alianza.Must(kpi.NewScorecard(kpi.WeeklyKPIs()))
//	report, err := card.JudgeSince(lastWeek, thisWeek)
//
// The presets are the sets of KPIs of the advanced program and of the alliance
// program.
//
// A value is in the unit that the KPI names. Values of different units are never
// converted into one another. Bounds compare exact values: 299.995 is below 300.
// What is shown is rounded half up to two places, or to as many more as keep it
// on its side of the bounds.
package kpi

import (
	"fmt"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// A Definition says what a value has to be (R50). [New] checks it.
type Definition struct {
	_    [0]func() // == would compare decimals by address
	Name string    `json:"name"`
	// Unit is written behind the figure: "%", ":1", "USD". It may be empty. A
	// number that says another unit is refused.
	Unit string `json:"unit,omitzero"`
	// Measure tells people how the figure is taken: "won deals / all deals,
	// monthly". It may be empty and is not computed with.
	Measure string `json:"measure,omitzero"`
	// Target is what the figure should meet. Its operator says which direction
	// is good: at least and above, more; at most and below, less; between,
	// neither.
	Target alianza.Bound `json:"target"`
	// Benchmark, if there is one, is what is still acceptable. It looks the
	// same way as Target. A benchmark stricter than the target is never seen in
	// a status, since the target is asked first (R7).
	Benchmark alianza.Bound `json:"benchmark,omitzero"`
	// Priority is what a miss weighs in a scorecard; it may be absent.
	Priority Priority `json:"priority,omitzero"`
	// Tolerance is what a change may be without being a trend, inclusive: a change
	// of at most this percent of the size of the value before is flat. It is from
	// 0% to 100%.
	Tolerance alianza.Percent `json:"tolerance,omitzero"`
	// Actions are the names of what the program does when the target is missed
	// (R17, R29).
	Actions []string `json:"actions,omitzero"`
}

// Priority is how much a KPI matters (R50). The priorities are ordered. The
// zero Priority is none and comes before all others.
type Priority uint8

// The priorities of a KPI.
const (
	PriorityLow      Priority = iota + 1 // written "low"
	PriorityMedium                       // written "medium"
	PriorityHigh                         // written "high"
	PriorityCritical                     // written "critical"
)

var priorityNames = [...]string{"none", "low", "medium", "high", "critical"}

// String returns the name of the priority, "none" for the zero Priority.
func (p Priority) String() string { return enum.Name(p, priorityNames[:]) }

// MarshalText returns the name of the priority.
func (p Priority) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the name of a priority.
func (p *Priority) UnmarshalText(text []byte) error { return enum.Parse(p, text, priorityNames[:], 1) }

// A KPI is a checked definition. The zero KPI has no target; every figure is
// below it. A KPI is immutable and safe for concurrent use.
type KPI struct{ def Definition }

// New checks a definition. It returns an error with all its faults: a
// missing name, no target, a range that does not rise, a bound that the unit
// does not reach, a benchmark that looks the other way, a tolerance out of its bounds, a missing or repeated action.
func New(d Definition) (KPI, error) {
	if err := d.check(); err != nil {
		return KPI{}, err
	}
	return KPI{d.clone()}, nil
}

// Definition returns a fresh copy of the definition the KPI was made from.
func (k KPI) Definition() Definition { return k.def.clone() }

func (d Definition) clone() Definition {
	d.Actions = slices.Clone(d.Actions)
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if d.Unit != "" {
		f.Name("unit", d.Unit)
	}
	if d.Measure != "" {
		f.Name("measure", d.Measure)
	}
	if number.CheckBound(&f, "target", d.Target) {
		checkReach(&f, "target", d.Unit, d.Target)
	}
	if !d.Benchmark.IsZero() {
		if number.CheckBound(&f, "benchmark", d.Benchmark) {
			checkReach(&f, "benchmark", d.Unit, d.Benchmark)
		}
		if number.Is(d.Target.Op) && number.Is(d.Benchmark.Op) && number.Toward(d.Benchmark.Op) != number.Toward(d.Target.Op) {
			f.Add("benchmark."+d.Benchmark.Op.String(), exact.Text(d.Benchmark.Value), alianza.ErrConflict, "it looks the other way than the target, "+d.Target.String())
		}
	}
	if int(d.Priority) >= len(priorityNames) {
		f.Add("priority", d.Priority.String(), alianza.ErrUnknown, "")
	}
	if d.Tolerance.Sign() < 0 || d.Tolerance.Compare(alianza.WholePercent(100)) > 0 {
		f.Add("tolerance", d.Tolerance.String(), alianza.ErrRange, "a tolerance is from 0% to 100%")
	}
	actions := check.Names{Faults: &f}
	for i, a := range d.Actions {
		actions.Add(fmt.Sprintf("actions[%d]", i), a)
	}
	return f.Err()
}

// MarshalJSON returns the JSON of the definition.
func (d Definition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [New] does. It
// returns all faults, of form and of meaning, and then leaves d as it was.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*Definition).fields, (*Definition).check)
}

func (d *Definition) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	o.Optional().String("unit", &d.Unit)
	o.Optional().String("measure", &d.Measure)
	number.Field(o, "target", &d.Target)
	number.Field(o.Optional(), "benchmark", &d.Benchmark)
	oldjson.Text(o.Optional(), "priority", &d.Priority)
	oldjson.Text(o.Optional(), "tolerance", &d.Tolerance)
	o.Optional().Strings("actions", &d.Actions)
}
