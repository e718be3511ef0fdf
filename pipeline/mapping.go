package pipeline

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A MappingDefinition says, as data, which stage of a new flow takes the place of
// which stage of an old one. [NewMapping] checks it.
type MappingDefinition struct {
	_    [0]func()  // == would compare flows by address
	From Definition `json:"from"`
	To   Definition `json:"to"`
	// Stages leads from a stage of the old flow to one of the new. A stage that is
	// not in it keeps its name.
	Stages map[Stage]Stage `json:"stages,omitzero"`
}

// A Mapping is a checked definition. It carries deals to the next version of their
// flow, or to a coarser one. It is immutable and safe for concurrent use.
type Mapping struct {
	_        [0]func()
	from, to Flow
	stages   map[Stage]Stage // each stage of the old flow
	declared map[Stage]Stage
}

// NewMapping checks a definition. It returns all faults at once. There is a fault
// if:
//   - one of the flows has one;
//   - a stage is not one of its flow;
//   - a stage of the old flow has no place in the new one;
//   - an end leads to a stage that is none, or a stage to an end;
//   - an end leads to one of another outcome: what was won is not lost;
//   - the name of the old flow with its version, as in "partnership v2", is too long for
//     a name.
func NewMapping(d MappingDefinition) (Mapping, error) {
	from, errFrom := New(d.From)
	to, errTo := New(d.To)
	var f check.Faults
	f.Join(alianza.At("from", errFrom))
	f.Join(alianza.At("to", errTo))
	if f.Len() == 0 && f.Count("stages", len(d.Stages), MaxStages, "stages") {
		f.Name("from.name", from.label()) // a step of the deal will have it
		d.checkStages(&f, from, to)
	}
	if err := f.Err(); err != nil {
		return Mapping{}, err
	}
	m := Mapping{from: from, to: to, stages: map[Stage]Stage{}, declared: maps.Clone(d.Stages)}
	for _, s := range d.From.Stages {
		m.stages[s.Name] = d.lead(s.Name)
	}
	return m, nil
}

// lead returns where a stage of the old flow leads.
func (d *MappingDefinition) lead(s Stage) Stage {
	if to, ok := d.Stages[s]; ok {
		return to
	}
	return s
}

func (d *MappingDefinition) checkStages(f *check.Faults, from, to Flow) {
	for _, s := range slices.Sorted(maps.Keys(d.Stages)) {
		if from.stage(s) == nil {
			f.Add("stages."+string(s), string(s), alianza.ErrUnknown, "the old flow has no such stage")
		}
	}
	for i := range d.From.Stages {
		old := &d.From.Stages[i]
		lead, path := d.lead(old.Name), "stages."+string(old.Name)
		switch s := to.stage(lead); {
		case s == nil && lead == old.Name:
			f.Add(path, "", alianza.ErrMissing, "the new flow has no stage of this name: say which takes its place")
		case s == nil:
			f.Add(path, string(lead), alianza.ErrUnknown, "the new flow has no such stage")
		case (old.End == 0) != (s.End == 0):
			f.Add(path, string(lead), alianza.ErrConflict, "one of the two is an end, and the other is not")
		case old.End != s.End:
			f.Add(path, string(lead), alianza.ErrConflict, fmt.Sprintf("one of the two is %s, and the other %s", old.End, s.End))
		}
	}
}

// Definition returns a fresh copy of the definition the mapping was made from.
func (m Mapping) Definition() MappingDefinition {
	return MappingDefinition{From: m.from.Definition(), To: m.to.Definition(), Stages: maps.Clone(m.declared)}
}

// Stage returns the stage of the new flow that takes the place of a stage of the
// old one, and false if the old flow does not have it.
//
// Rules: P17.
func (m Mapping) Stage(old Stage) (Stage, bool) {
	to, ok := m.stages[old]
	return to, ok
}

// Carry returns a deal of the old flow as one of the new, from the instant given on.
// What is known of the deal stays, and so does the instant at which it came to its
// stage. Its history has a step for it.
//
// What the deal owes anew in its stage, it owes in the new one. The history does not say
// how the other stages were renamed. A deal that comes back to one of them owes anew what
// it asks for if the stage has kept its name.
//
// If it is refused, Carry returns the deal as it was, and an error that wraps:
//   - [alianza.ErrUnchecked]: the mapping was not made by [NewMapping];
//   - [ErrUnknownStage]: the old flow does not have the stage of the deal;
//   - [ErrTime]: the instant is missing, or before the last step;
//   - an [*alianza.FieldError]: as for [Flow.Take].
func (m Mapping) Carry(d Deal, at time.Time) (Deal, error) {
	to, ok := m.stages[d.Stage]
	s := Step{At: at, To: to, Carried: m.from.label()}
	err := error(nil)
	switch {
	case m.stages == nil:
		err = check.Fault("mapping", "", alianza.ErrUnchecked, "")
	case !ok:
		err = ErrUnknownStage
	default:
		if err = d.refuseTime(at); err == nil {
			err = d.refuse(&s)
		}
	}
	if err != nil {
		return d, fmt.Errorf("pipeline: deal %q: %s: %w", d.ID, d.Stage, err)
	}
	return d.with(s), nil
}

// label returns the name of the flow with its version: "partnership v2".
func (f Flow) label() string {
	d := f.def()
	if d.Version == 0 {
		return d.Name
	}
	return d.Name + " v" + strconv.Itoa(d.Version)
}

// Equal reports whether two mappings have the same definition.
func (m Mapping) Equal(o Mapping) bool {
	return (m.stages == nil) == (o.stages == nil) && m.Definition().Equal(o.Definition())
}

// Equal reports whether two definitions say the same.
func (d MappingDefinition) Equal(o MappingDefinition) bool {
	return d.From.Equal(o.From) && d.To.Equal(o.To) && maps.Equal(d.Stages, o.Stages)
}

// MarshalJSON returns the definition as a JSON object. It returns an error if the
// definition has a fault.
func (d MappingDefinition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*MappingDefinition).sound)
}

// UnmarshalJSON reads a definition strictly and checks it as [NewMapping] does.
func (d *MappingDefinition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*MappingDefinition).sound)
}

// sound returns the faults of the definition.
func (d *MappingDefinition) sound() error {
	_, err := NewMapping(*d)
	return err
}

// MarshalJSON returns the definition that the mapping was made from.
func (m Mapping) MarshalJSON() ([]byte, error) {
	if m.stages == nil {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
	}
	return m.Definition().MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the mapping of it.
func (m *Mapping) UnmarshalJSON(data []byte) error {
	var d MappingDefinition
	err := d.UnmarshalJSON(data)
	if err == nil {
		*m, err = NewMapping(d)
	}
	return err
}
