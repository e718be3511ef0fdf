package kpi

import (
	"fmt"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// A Definition says what a value has to be. [New] checks it.
//
// Rules: R50.
type Definition struct {
	_    [0]func() // == would compare decimals by address
	Name string    `json:"name"`
	// Unit is written behind the value: "%", "USD", "days". It may be empty. A
	// value that says another unit is refused.
	Unit string `json:"unit,omitzero"`
	// Range, if there is one, has the values that are possible. Others are
	// refused: a share of 101% is a mistake.
	Range alianza.Bound `json:"range,omitzero"`
	// Formula tells people how the value is taken: "won deals / all deals". It may
	// be empty and is not computed with.
	Formula string `json:"formula,omitzero"`
	// Every is how often the value is taken. It may be absent.
	Every Cadence `json:"every,omitzero"`
	// Target is what the value should meet. Its operator says which direction is
	// good: more for at least and above, less for at most and below, neither for
	// between.
	Target alianza.Bound `json:"target"`
	// Benchmark, if there is one, is what is still acceptable. It looks the same
	// way as Target, and between two bounds it has a value in common with it. The
	// target is asked first, so that a benchmark that is stricter changes nothing.
	Benchmark alianza.Bound `json:"benchmark,omitzero"`
	// Priority is what a miss weighs in a scorecard. It may be absent.
	Priority Priority `json:"priority,omitzero"`
	// Tolerance is the change that is no trend yet, in percent of the size of the
	// value before, inclusive.
	Tolerance alianza.Percent `json:"tolerance,omitzero"`
	// Actions are the names of what the program does when the target is missed.
	Actions []string `json:"actions,omitzero"`
}

// Priority is how much a KPI matters. The priorities are ordered. The zero
// Priority is none and comes before all others.
//
// Rules: R50.
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

// MarshalText returns the name of the priority. It returns an error for the zero
// Priority.
func (p Priority) MarshalText() ([]byte, error) { return enum.Text(p, priorityNames[:], 1) }

// UnmarshalText reads the name of a priority.
func (p *Priority) UnmarshalText(text []byte) error { return enum.Parse(p, text, priorityNames[:], 1) }

// Cadence is how often a value is taken. The zero Cadence is none.
//
// Rules: R29.
type Cadence uint8

// The cadences.
const (
	EveryWeek    Cadence = iota + 1 // written "week"
	EveryMonth                      // written "month"
	EveryQuarter                    // written "quarter"
	EveryYear                       // written "year"
)

var cadenceNames = [...]string{"none", "week", "month", "quarter", "year"}

// String returns the name of the cadence, "none" for the zero Cadence.
func (c Cadence) String() string { return enum.Name(c, cadenceNames[:]) }

// MarshalText returns the name of the cadence. It returns an error for the zero
// Cadence.
func (c Cadence) MarshalText() ([]byte, error) { return enum.Text(c, cadenceNames[:], 1) }

// UnmarshalText reads the name of a cadence.
func (c *Cadence) UnmarshalText(text []byte) error { return enum.Parse(c, text, cadenceNames[:], 1) }

// A KPI is a checked definition. It is immutable and safe for concurrent use.
type KPI struct{ def Definition }

// New checks a definition. It returns all faults at once. There is a fault if:
//   - a name is missing, malformed or repeated;
//   - there is no target, or a range does not rise;
//   - a bound is beyond what the unit or the range reaches, or every possible value
//     meets it, or none;
//   - the benchmark looks the other way than the target, or is between two bounds
//     and has no value in common with it;
//   - the tolerance is not from 0% to 100%.
func New(d Definition) (KPI, error) {
	if err := d.check(); err != nil {
		return KPI{}, err
	}
	return KPI{d.clone()}, nil
}

// Definition returns a fresh copy of the definition the KPI was made from.
func (k KPI) Definition() Definition { return k.def.clone() }

// Equal reports whether two KPIs have the same definition.
func (k KPI) Equal(o KPI) bool { return k.def.equal(o.def) }

func (d Definition) equal(o Definition) bool {
	return d.Name == o.Name && d.Unit == o.Unit && d.Formula == o.Formula && d.Every == o.Every && d.Priority == o.Priority &&
		d.Tolerance == o.Tolerance && d.Range.Equal(o.Range) && d.Target.Equal(o.Target) && d.Benchmark.Equal(o.Benchmark) &&
		slices.Equal(d.Actions, o.Actions)
}

func (d Definition) clone() Definition {
	d.Actions = slices.Clone(d.Actions)
	return d
}

// unchecked returns the error of a value that no New function made.
func unchecked(noun, constructor string) error {
	return fmt.Errorf("kpi: %s: %w", noun, check.Fault("", "", alianza.ErrUnchecked, constructor))
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if d.Unit != "" {
		f.Name("unit", d.Unit)
	}
	known := *d
	if !d.checkRange(&f) {
		known.Range = alianza.Bound{} // nothing follows from it
	}
	if d.Formula != "" {
		f.Name("formula", d.Formula)
	}
	if d.Every != 0 {
		enum.Check(&f, "every", d.Every, cadenceNames[:], 1)
	}
	target := known.checkBound(&f, "target", d.Target)
	if !d.Benchmark.IsZero() && known.checkBound(&f, "benchmark", d.Benchmark) && target {
		d.checkBenchmark(&f)
	}
	if d.Priority != 0 {
		enum.Check(&f, "priority", d.Priority, priorityNames[:], 1)
	}
	f.Share("tolerance", d.Tolerance)
	if f.Count("actions", len(d.Actions), check.MaxValues, "actions") {
		actions := check.Names{Faults: &f}
		for i, a := range d.Actions {
			actions.Add(fmt.Sprintf("actions[%d]", i), a)
		}
	}
	return f.Err()
}

// checkBenchmark adds the fault of a benchmark that has nothing to do with the target: on
// the way from the target a value would be red, and then yellow.
func (d *Definition) checkBenchmark(f *check.Faults) {
	path, value := "benchmark."+d.Benchmark.Op.String(), exact.Text(d.Benchmark.Value)
	switch {
	case number.Toward(d.Benchmark.Op) != number.Toward(d.Target.Op):
		f.Add(path, value, alianza.ErrConflict, "it looks the other way than the target, "+d.Target.String())
	case d.Target.Op != alianza.OpBetween:
	case exact.Cmp(d.Benchmark.Value, d.Target.To) > 0 || exact.Cmp(d.Benchmark.To, d.Target.Value) < 0:
		f.Add(path, value, alianza.ErrConflict, "it has no value in common with the target, "+d.Target.String())
	}
}

// MarshalJSON returns the JSON of the definition. It returns an error if the
// definition has a fault.
func (d Definition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*Definition).check)
}

// UnmarshalJSON reads a definition and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition).check)
}

// MarshalJSON returns the JSON of the definition the KPI was made from.
func (k KPI) MarshalJSON() ([]byte, error) {
	if k.def.Name == "" {
		return nil, unchecked("kpi", "New")
	}
	return k.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the KPI of it.
func (k *KPI) UnmarshalJSON(data []byte) error {
	var d Definition
	err := d.UnmarshalJSON(data)
	if err == nil {
		*k, err = New(d)
	}
	return err
}
