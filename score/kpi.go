package score

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A KPIDefinition says what a figure has to be (R50). [NewKPI] checks it.
type KPIDefinition struct {
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
	Target Target `json:"target"`
	// Benchmark, if there is one, is what is still acceptable. It looks the
	// same way as Target. A benchmark stricter than the target is never seen in
	// a status, since the target is asked first (R7).
	Benchmark Target `json:"benchmark,omitzero"`
	// Priority is what a miss weighs in a scorecard; it may be absent.
	Priority Priority `json:"priority,omitzero"`
	// Band is the dead band of the trend, inclusive: a change of at most this
	// percent of the size of the figure before is flat. It is from 0% to 100%.
	Band Weight `json:"band,omitzero"`
	// Actions are the names of what the program does when the target is missed
	// (R17, R29).
	Actions []string `json:"actions,omitzero"`
}

// Status is how a figure stands to its target. The zero Status is [NoData].
type Status uint8

// The statuses of a figure.
const (
	NoData      Status = iota // written "no_data"; no light
	Missed                    // written "below"; red
	AtBenchmark               // written "benchmark"; yellow
	OnTarget                  // written "on_target"; green
)

var statusNames = [...]string{"no_data", "below", "benchmark", "on_target"}

// String returns the name of the status, such as "on_target".
func (s Status) String() string { return enum.Name(s, statusNames[:]) }

// Light returns the light of the status: green on target, yellow at the
// benchmark, red below, none without data.
func (s Status) Light() Light {
	if s > OnTarget {
		return 0
	}
	return Light(s)
}

// AppendText appends the name of the status to b.
func (s Status) AppendText(b []byte) ([]byte, error) { return append(b, s.String()...), nil }

// MarshalText returns the name of the status.
func (s Status) MarshalText() ([]byte, error) { return s.AppendText(nil) }

// UnmarshalText reads the name of a status.
func (s *Status) UnmarshalText(text []byte) error { return enum.Parse(s, text, statusNames[:], 0) }

// A KPI is a checked definition. The zero KPI has no target; every figure is
// below it. A KPI is immutable and safe for concurrent use.
type KPI struct{ def KPIDefinition }

// NewKPI checks a definition. It returns an error with all its faults: a
// missing name, no target, a range that does not rise, a bound that the unit
// does not reach, a benchmark that looks the other way, a dead band out of its bounds, a missing or repeated action.
func NewKPI(d KPIDefinition) (KPI, error) {
	if err := d.check(); err != nil {
		return KPI{}, err
	}
	return KPI{d.clone()}, nil
}

// MustKPI is NewKPI for definitions written in code; it panics on a fault.
func MustKPI(d KPIDefinition) KPI {
	k, err := NewKPI(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return k
}

// Definition returns a fresh copy of the definition the KPI was made from.
func (k KPI) Definition() KPIDefinition { return k.def.clone() }

func (d KPIDefinition) clone() KPIDefinition {
	d.Actions = slices.Clone(d.Actions)
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *KPIDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if d.Unit != "" {
		f.Name("unit", d.Unit)
	}
	if d.Measure != "" {
		f.Name("measure", d.Measure)
	}
	if d.Target.check(&f, "target") {
		checkReach(&f, "target", d.Unit, d.Target)
	}
	if !d.Benchmark.IsZero() {
		if d.Benchmark.check(&f, "benchmark") {
			checkReach(&f, "benchmark", d.Unit, d.Benchmark)
		}
		if d.Target.Op.valid() && d.Benchmark.Op.valid() && d.Benchmark.toward() != d.Target.toward() {
			f.Add("benchmark."+d.Benchmark.Op.String(), exact.Text(d.Benchmark.Bound), alianza.ErrConflict, "it looks the other way than the target, "+d.Target.String())
		}
	}
	if int(d.Priority) >= len(priorityNames) {
		f.Add("priority", d.Priority.String(), alianza.ErrUnknown, "")
	}
	if d.Band.p < 0 || d.Band.p > exact.Hundred {
		f.Add("band", d.Band.String(), alianza.ErrRange, "a dead band is from 0% to 100%")
	}
	actions := check.Names{Faults: &f}
	for i, a := range d.Actions {
		actions.Add(fmt.Sprintf("actions[%d]", i), a)
	}
	return f.Err()
}

// checkReach faults a target with bounds that figures of the unit do not reach.
func checkReach(f *check.Faults, path, unit string, t Target) {
	checkUnit(f, path+"."+t.Op.String(), unit, t.Bound)
	if t.Op == OpBetween || !t.To.IsZero() {
		checkUnit(f, path+".to", unit, t.To)
	}
}

// A Reading is a figure and its status.
type Reading struct {
	_    [0]func() // == would compare decimals by address
	KPI  string
	Unit string
	// Value is the figure to be shown: rounded half up to two places, or to as
	// many more, up to 18, as keep it on its side of the bounds. It is zero
	// without data.
	Value     decimal.Decimal
	Status    Status // decided by the exact value
	Target    Target
	Benchmark Target
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
func (k KPI) Judge(value Number) (Reading, error) { return k.JudgeSince(nil, value) }

// JudgeSince is Judge with the trend since the figure before. There is no trend
// if one of the two is nil. It returns an error for either as Judge does.
func (k KPI) JudgeSince(before, value Number) (Reading, error) {
	var f check.Faults
	before, _ = number(&f, "before", k.def.Unit, before)
	value, _ = number(&f, "value", k.def.Unit, value)
	if err := f.Err(); err != nil {
		return Reading{}, fmt.Errorf("score: kpi %s: %w", k.def.Name, err)
	}
	return k.judge(before, value), nil
}

// judge judges numbers that are not refused.
func (k KPI) judge(before, value Number) Reading {
	r := Reading{KPI: k.def.Name, Unit: k.def.Unit, Target: k.def.Target, Benchmark: k.def.Benchmark, Priority: k.def.Priority}
	if value == nil {
		return r
	}
	r.Value, r.Status = shown(value, r.Target, r.Benchmark), Missed
	switch {
	case k.def.Target.met(value):
		r.Status = OnTarget
	case k.def.Benchmark.met(value):
		r.Status = AtBenchmark
	}
	if r.Status != OnTarget {
		r.Actions = slices.Clone(k.def.Actions)
	}
	if before != nil {
		r.Trend = k.trend(before.Rat(), value.Rat())
	}
	return r
}

// Attainment returns how much of the target a figure reaches, in percent:
//
//	value / bound x 100   where more is better
//	bound / value x 100   where less is better
//
// 100 is on the bound, from whichever side; of a target between two bounds it
// is 100 inside, and outside what the nearer bound says. It returns an error if
// there is no figure ([alianza.ErrMissing]), if the bound is zero or, where less
// is better, the figure ([alianza.ErrZero]), if one of these is negative
// ([alianza.ErrRange]), and as Judge does.
func (k KPI) Attainment(value Number) (Fraction, error) {
	var f check.Faults
	value, ok := number(&f, "value", k.def.Unit, value)
	if ok && value == nil {
		f.Add("value", "", alianza.ErrMissing, "")
	}
	if err := f.Err(); err != nil {
		return Fraction{}, fmt.Errorf("score: kpi %s: %w", k.def.Name, err)
	}
	q, fault := k.def.Target.attainment(value.Rat())
	if fault != nil {
		return Fraction{}, fmt.Errorf("score: kpi %s: %w", k.def.Name, fault)
	}
	return fraction(q.Mul(q, big.NewRat(100, 1))), nil
}

// attainment returns the share of the target that is reached.
func (t Target) attainment(value *big.Rat) (*big.Rat, error) {
	bound, toward := exact.Rat(t.Bound), t.toward()
	if t.Op == OpBetween {
		high := exact.Rat(t.To)
		switch {
		case value.Cmp(high) > 0:
			bound, toward = high, -1
		case value.Cmp(bound) >= 0:
			return big.NewRat(1, 1), nil
		default:
			toward = +1
		}
	}
	num, den := value, bound
	if toward < 0 {
		num, den = bound, value
	}
	switch {
	case bound.Sign() == 0:
		return nil, check.Fault("target", t.String(), alianza.ErrZero, "no share of it has a value")
	case bound.Sign() < 0:
		return nil, check.Fault("target", t.String(), alianza.ErrRange, "a share of what is negative says nothing")
	case den.Sign() == 0:
		return nil, check.Fault("value", "0", alianza.ErrZero, "where less is better, it would be without end")
	case den.Sign() < 0:
		return nil, check.Fault("value", "", alianza.ErrRange, "where less is better, a share by what is negative says nothing")
	}
	return new(big.Rat).Quo(num, den), nil
}

// String returns the reading as a phrase: "roi 250%: yellow, target >= 300,
// benchmark >= 200", "roi: no data". Trend and actions follow if there are some:
// "; up 50, improving; to do: optimise_costs".
func (r Reading) String() string {
	if len(r.Actions) == 0 {
		return r.status()
	}
	return r.status() + "; to do: " + strings.Join(r.Actions, ", ")
}

// status returns the phrase without the actions.
func (r Reading) status() string {
	if r.Status == NoData {
		return r.KPI + ": no data"
	}
	text := fmt.Sprintf("%s %s%s: %s, target %s", r.KPI, exact.Text(exact.Trim(r.Value)), spaced(r.Unit), r.Status.Light(), r.Target)
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
	if r.Status != NoData {
		o.Decimal("value", &r.Value)
		light := r.Status.Light()
		oldjson.Text(o, "light", &light)
	}
	oldjson.Text(o, "status", &r.Status)
	oldjson.Struct(o, "target", &r.Target, false, (*Target).fields)
	oldjson.Struct(o.Optional(), "benchmark", &r.Benchmark, r.Benchmark.IsZero(), (*Target).fields)
	oldjson.Text(o.Optional(), "priority", &r.Priority)
	oldjson.Struct(o.Optional(), "trend", &r.Trend, r.Trend.Arrow == 0, (*Trend).fields)
	o.Optional().Strings("actions", &r.Actions)
}

// MarshalJSON returns the JSON of the definition.
func (d KPIDefinition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewKPI] does. It
// returns all faults, of form and of meaning, and then leaves d as it was.
func (d *KPIDefinition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*KPIDefinition).fields, (*KPIDefinition).check)
}

func (d *KPIDefinition) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	o.Optional().String("unit", &d.Unit)
	o.Optional().String("measure", &d.Measure)
	oldjson.Struct(o, "target", &d.Target, false, (*Target).fields)
	oldjson.Struct(o.Optional(), "benchmark", &d.Benchmark, d.Benchmark.IsZero(), (*Target).fields)
	oldjson.Text(o.Optional(), "priority", &d.Priority)
	oldjson.Text(o.Optional(), "band", &d.Band)
	o.Optional().Strings("actions", &d.Actions)
}
