package score

import (
	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A GatesDefinition lists the gates that a prospect passes on the way to an
// alliance, in the order of the semáforo (S35). [NewGates] checks it.
type GatesDefinition struct {
	Name string `json:"name"`
	// Filter comes before any offer. A prospect passes in the first class.
	Filter ClassesDefinition `json:"filter"`
	// Light decides on a pilot at yellow and on an alliance at green; red does
	// not pass.
	Light ChecklistDefinition `json:"light"`
	// Pilot is what a pilot needs to start.
	Pilot PackageDefinition `json:"pilot"`
	// Design is what makes an alliance, the first class, and what the agreement
	// is as long as it is none.
	Design ClassesDefinition `json:"design"`
	// The last gate, the check of the cost of coordination, has nothing to
	// define. See [Coordination].
}

// ProspectGates returns the method of the semáforo (S35): [FilterQuestions],
// [Semaforo], then [PilotPackage] at yellow or [Agreements] at green, then the
// check of the cost of coordination.
func ProspectGates() GatesDefinition {
	return GatesDefinition{
		Name: "prospect", Filter: FilterQuestions(), Light: Semaforo(), Pilot: PilotPackage(), Design: Agreements(),
	}
}

// Gate is a gate on the way to an alliance. The zero Gate is none.
type Gate uint8

// The gates in their order; a prospect meets the pilot or the design.
const (
	FilterGate       Gate = iota + 1 // written "filter"
	LightGate                        // written "light"
	PilotGate                        // written "pilot"
	DesignGate                       // written "design"
	CoordinationGate                 // written "coordination"
)

var gateNames = [...]string{"none", "filter", "light", "pilot", "design", "coordination"}

// String returns the name of the gate, such as "filter", "none" for the zero
// Gate.
func (g Gate) String() string { return enum.Name(g, gateNames[:]) }

// AppendText appends the name of the gate to b.
func (g Gate) AppendText(b []byte) ([]byte, error) { return append(b, g.String()...), nil }

// MarshalText returns the name of the gate.
func (g Gate) MarshalText() ([]byte, error) { return g.AppendText(nil) }

// UnmarshalText reads the name of a gate.
func (g *Gate) UnmarshalText(text []byte) error { return enum.Parse(g, text, gateNames[:], 1) }

// Course is what to do with a prospect. The values are ordered by how far a
// prospect came, Conversation < ... < Alliance. The zero Course is none.
type Course uint8

// The courses.
const (
	Conversation Course = iota + 1 // a question has no clear answer (S15); written "conversation"
	OpenReferral                   // the light is red (S14); written "open_referral"
	Stop                           // it costs more than it brings (S19); written "stop"
	Pilot                          // the light is yellow (S13); written "pilot"
	Alliance                       // the light is green (S8); written "alliance"
)

var courseNames = [...]string{"none", "conversation", "open_referral", "stop", "pilot", "alliance"}

// String returns the name of the course, such as "open_referral", "none" for
// the zero Course.
func (c Course) String() string { return enum.Name(c, courseNames[:]) }

// AppendText appends the name of the course to b.
func (c Course) AppendText(b []byte) ([]byte, error) { return append(b, c.String()...), nil }

// MarshalText returns the name of the course.
func (c Course) MarshalText() ([]byte, error) { return c.AppendText(nil) }

// UnmarshalText reads the name of a course.
func (c *Course) UnmarshalText(text []byte) error { return enum.Parse(c, text, courseNames[:], 1) }

// Gates is a checked definition. The zero Gates has no criteria and says
// nothing of a prospect. Gates are immutable and safe for concurrent use.
type Gates struct {
	def    GatesDefinition
	filter Classes
	light  Checklist
	pilot  Package
	design Classes
}

// NewGates checks a definition. It returns an error with all its faults: a
// missing name, and those of its parts, which are what their own New functions
// return.
func NewGates(d GatesDefinition) (Gates, error) {
	if err := d.check(); err != nil {
		return Gates{}, err
	}
	d = d.clone()
	return Gates{d, d.Filter.compile(), Checklist{d.Light}, Package{d.Pilot}, d.Design.compile()}, nil
}

// MustGates is NewGates for definitions written in code; it panics on a fault.
func MustGates(d GatesDefinition) Gates {
	g, err := NewGates(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return g
}

// Definition returns a fresh copy of the definition the gates were made from.
func (g Gates) Definition() GatesDefinition { return g.def.clone() }

func (d GatesDefinition) clone() GatesDefinition {
	d.Filter, d.Light, d.Pilot, d.Design = d.Filter.clone(), d.Light.clone(), d.Pilot.clone(), d.Design.clone()
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *GatesDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	f.Join(alianza.At("filter", d.Filter.check()))
	f.Join(alianza.At("light", d.Light.check()))
	f.Join(alianza.At("pilot", d.Pilot.check()))
	f.Join(alianza.At("design", d.Design.check()))
	return f.Err()
}

// MarshalJSON returns the JSON of the definition.
func (d GatesDefinition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewGates] does. It
// returns all faults, of form and of meaning, and then leaves d as it was.
func (d *GatesDefinition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*GatesDefinition).fields, (*GatesDefinition).check)
}

func (d *GatesDefinition) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	oldjson.Struct(o, "filter", &d.Filter, false, (*ClassesDefinition).fields)
	oldjson.Struct(o, "light", &d.Light, false, (*ChecklistDefinition).fields)
	oldjson.Struct(o, "pilot", &d.Pilot, false, (*PackageDefinition).fields)
	oldjson.Struct(o, "design", &d.Design, false, (*ClassesDefinition).fields)
}
