package score

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A KPIDefinition says what a figure has to be. [NewKPI] checks it.
type KPIDefinition struct {
	_    [0]func() // == would compare decimals by address
	Name string    `json:"name"`
	// Unit is written behind the figure: "%", ":1", "USD". It may be empty.
	Unit string `json:"unit,omitzero"`
	// Target is what the figure should meet. Its operator says which direction
	// is good: at least and above, more; at most and below, less.
	Target Target `json:"target"`
	// Benchmark, if there is one, is what is still acceptable. It looks the
	// same way as Target. A benchmark stricter than the target is never seen in
	// a status, since the target is asked first.
	Benchmark Target `json:"benchmark,omitzero"`
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
// missing name, no target, a benchmark that looks the other way.
func NewKPI(d KPIDefinition) (KPI, error) {
	if err := d.check(); err != nil {
		return KPI{}, err
	}
	return KPI{d}, nil
}

// MustKPI is NewKPI for definitions written in code; it panics on a fault.
func MustKPI(d KPIDefinition) KPI {
	k, err := NewKPI(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return k
}

// Definition returns the definition the KPI was made from.
func (k KPI) Definition() KPIDefinition { return k.def }

// check returns all faults of the definition, in the order of its JSON form.
func (d *KPIDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	d.Target.check(&f, "target")
	if !d.Benchmark.IsZero() {
		d.Benchmark.check(&f, "benchmark")
		if d.Target.Op.valid() && d.Benchmark.Op.valid() && d.Benchmark.more() != d.Target.more() {
			f.Add("benchmark."+d.Benchmark.Op.String(), exact.Text(d.Benchmark.Bound), alianza.ErrConflict, "it looks the other way than the target, "+d.Target.String())
		}
	}
	return f.Err()
}

// more reports whether a greater value is the better one.
func (t Target) more() bool { return t.Op == OpAtLeast || t.Op == OpAbove }

// A Number is an exact number to be judged: a [decimal.Decimal], or a quotient
// that no decimal holds, such as a figure of package roi.
type Number interface {
	// Cmp returns -1, 0 or +1 as the number is less than, equal to or greater
	// than d.
	Cmp(d decimal.Decimal) int
	// Round returns the number with so many decimals, half up.
	Round(places int32) decimal.Decimal
}

// A Reading is a figure and its status.
type Reading struct {
	_         [0]func() // == would compare decimals by address
	KPI       string
	Unit      string
	Value     decimal.Decimal // rounded half up to two places, to be shown; zero without data
	Status    Status          // decided by the exact value
	Target    Target
	Benchmark Target
}

// Judge returns the status of a figure: on target if it meets the target, else
// at the benchmark if there is one and it meets that, else below. A nil figure
// is one without data (X14), and so is a nil pointer to a decimal. It returns an
// error for a decimal out of the bounds of the library.
func (k KPI) Judge(value Number) (Reading, error) {
	r := Reading{KPI: k.def.Name, Unit: k.def.Unit, Target: k.def.Target, Benchmark: k.def.Benchmark}
	if p, ok := value.(*decimal.Decimal); ok && p != nil {
		value = *p
	} else if ok || value == nil {
		return r, nil
	}
	if d, ok := value.(decimal.Decimal); ok {
		var f check.Faults
		if !f.Number("value", d) {
			return Reading{}, fmt.Errorf("score: kpi %s: %w", k.def.Name, f.Err())
		}
	}
	r.Value, r.Status = value.Round(2), Missed
	switch {
	case k.def.Target.met(value):
		r.Status = OnTarget
	case k.def.Benchmark.met(value):
		r.Status = AtBenchmark
	}
	return r, nil
}

func (t Target) met(v Number) bool { return exact.Op(t.Op).Holds(v.Cmp(t.Bound)) }

// String returns the reading as a phrase: "roi 250%: yellow, target >= 300,
// benchmark >= 200", "roi: no data".
func (r Reading) String() string {
	if r.Status == NoData {
		return r.KPI + ": no data"
	}
	text := fmt.Sprintf("%s %s%s: %s, target %s", r.KPI, exact.Text(exact.Trim(r.Value)), spaced(r.Unit), r.Status.Light(), r.Target)
	if !r.Benchmark.IsZero() {
		text += ", benchmark " + r.Benchmark.String()
	}
	return text
}

// spaced puts a space before a unit that is a word.
func spaced(unit string) string {
	if unit != "" && (unit[0] >= 'a' && unit[0] <= 'z' || unit[0] >= 'A' && unit[0] <= 'Z') {
		return " " + unit
	}
	return unit
}

// MarshalJSON returns the reading with its fields in lower case; a reading
// without data has no value.
func (r Reading) MarshalJSON() ([]byte, error) {
	return strictjson.Marshal(func(o *strictjson.Object) {
		o.String("kpi", &r.KPI)
		o.Optional().String("unit", &r.Unit)
		if r.Status != NoData {
			o.Decimal("value", &r.Value)
			light := r.Status.Light()
			strictjson.Text(o, "light", &light)
		}
		strictjson.Text(o, "status", &r.Status)
		strictjson.Struct(o, "target", &r.Target, false, (*Target).fields)
		strictjson.Struct(o.Optional(), "benchmark", &r.Benchmark, r.Benchmark.IsZero(), (*Target).fields)
	})
}

// MarshalJSON returns the JSON of the definition.
func (d KPIDefinition) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewKPI] does. It
// returns all faults, of form and of meaning, and then leaves d as it was.
func (d *KPIDefinition) UnmarshalJSON(data []byte) error {
	return strictjson.Into(d, data, strictjson.MaxDefinition, (*KPIDefinition).fields, (*KPIDefinition).check)
}

func (d *KPIDefinition) fields(o *strictjson.Object) {
	o.String("name", &d.Name)
	o.Optional().String("unit", &d.Unit)
	strictjson.Struct(o, "target", &d.Target, false, (*Target).fields)
	strictjson.Struct(o.Optional(), "benchmark", &d.Benchmark, d.Benchmark.IsZero(), (*Target).fields)
}
