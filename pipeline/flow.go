package pipeline

import (
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/near"
)

// A Flow is a checked definition. It is immutable and safe for concurrent use. The
// zero Flow refuses every deal and every move.
type Flow struct {
	_    [0]func()
	made *made
}

// made is what New makes of a definition.
type made struct {
	def    Definition
	finder *finder
	things map[string]bool // deliverables and items of checklists
	facts  map[string]factForm
	stages []stage
}

// A stage is a stage as the flow looks it up.
type stage struct {
	*StageDefinition
	enter, leave []gate
	next         []Stage // where the moves of the list lead
	leads        []bool  // the same, by the place of the stage
	at           int     // its place in the definition
}

// New checks a definition. It returns all faults at once. There is a fault if:
//   - a name is missing, malformed or repeated;
//   - there is no stage, or there are more than [MaxStages] or [MaxMoves];
//   - a move leads from or to a stage that is not in the list;
//   - a move is given twice, leads to the stage that it leaves, or leaves an end;
//   - no moves of the list lead to a stage from the first;
//   - no move leaves a stage, and it is not declared an end;
//   - an end has deliverables, a checklist, conditions on leaving or a duration;
//   - the first stage has conditions on entering or reasons;
//   - a locked stage has deliverables or a checklist;
//   - a condition names nothing, or a deliverable that no stage has;
//   - a fact is a number in one condition and a text in another;
//   - a probability is not from 0% to 100%, or contradicts the end;
//   - a duration is negative, above [MaxDays], or ends before it begins;
//   - a number of days until a deal is stale is not from 0 to [MaxDays].
func New(d Definition) (Flow, error) {
	if err := d.check(); err != nil {
		return Flow{}, err
	}
	m := &made{
		def:    d.clone(),
		things: map[string]bool{}, facts: map[string]factForm{},
		stages: make([]stage, len(d.Stages)),
	}
	names := make([]Stage, len(m.stages))
	for i := range m.def.Stages {
		m.add(i, &m.def.Stages[i])
		names[i] = m.def.Stages[i].Name
	}
	m.finder = newFinder(names)
	for _, move := range m.def.Moves {
		from := &m.stages[m.finder.index[move.From]]
		from.next = append(from.next, move.To)
		from.leads[m.finder.index[move.To]] = true
	}
	return Flow{made: m}, nil
}

// add adds a stage of the definition.
func (m *made) add(i int, s *StageDefinition) {
	enter := make([]gate, len(s.Enter))
	for i, c := range s.Enter {
		enter[i] = gate{Condition: c}
	}
	m.stages[i] = stage{StageDefinition: s, enter: enter, leave: s.gates(), leads: make([]bool, len(m.stages)), at: i}
	for _, name := range slices.Concat(s.Deliverables, s.Checklist) {
		m.things[name] = true
	}
	for _, c := range slices.Concat(s.Enter, s.Leave) {
		if c.Fact != "" {
			m.facts[c.Fact] = max(m.facts[c.Fact], c.form())
		}
	}
}

// Definition returns a fresh copy of the definition the flow was made from.
func (f Flow) Definition() Definition { return f.def().clone() }

// def returns the definition, which the caller must not change.
func (f Flow) def() Definition {
	if f.made == nil {
		return Definition{}
	}
	return f.made.def
}

// Stage returns a fresh copy of the definition of a stage, and false if the flow
// does not have it.
func (f Flow) Stage(name Stage) (StageDefinition, bool) {
	s := f.stage(name)
	if s == nil {
		return StageDefinition{}, false
	}
	return s.clone(), true
}

// stage returns a stage, nil for one that the flow does not have.
func (f Flow) stage(name Stage) *stage {
	if f.made == nil {
		return nil
	}
	if i, ok := f.made.finder.find(name); ok {
		return &f.made.stages[i]
	}
	return nil
}

// Equal reports whether two flows have the same definition.
func (f Flow) Equal(g Flow) bool { return f.def().Equal(g.def()) }

// Can reports whether the flow has a move from one stage to another: one of the
// list, or one that skips stages or leads back if the flow allows these. Whether a
// deal may take it now is for [Flow.Exits] to say.
func (f Flow) Can(from, to Stage) bool {
	m := f.made
	if m == nil {
		return false
	}
	i, leaves := m.finder.find(from)
	j, arrives := m.finder.find(to)
	return leaves && arrives && (m.stages[i].leads[j] || m.implied(&m.stages[i], &m.stages[j]))
}

// implied reports whether a move that is not in the list skips stages or leads
// back as the flow allows.
func (m *made) implied(from, to *stage) bool {
	if !m.def.Skip && !m.def.Back || from.End != 0 || to.End != 0 {
		return false
	}
	return from.at < to.at && m.def.Skip || from.at > to.at && m.def.Back
}

// Next returns the stages that may follow one, first those that moves of the list
// lead to, in its order. Those that a deal may skip to or return to come after them,
// in the order of the stages. Next returns none for an end and for a stage that the
// flow does not have.
func (f Flow) Next(from Stage) []Stage {
	s := f.stage(from)
	if s == nil {
		return nil
	}
	next := slices.Clone(s.next)
	if f.made.def.Skip || f.made.def.Back {
		for i := range f.made.stages {
			if to := &f.made.stages[i]; !s.leads[i] && f.made.implied(s, to) {
				next = append(next, to.Name)
			}
		}
	}
	return next
}

// A way is a move between two stages, as the flow looks it up.
type way struct {
	from, to *stage // nil for one that the flow does not have
	listed   bool   // a move of the list, not one that skips stages or leads back
}

// way returns the move from one stage to another, which need not be allowed.
func (f Flow) way(from, to Stage) way {
	a, b := f.stage(from), f.stage(to)
	return way{a, b, a != nil && b != nil && a.leads[b.at]}
}

// open returns the conditions that do not hold for a deal that takes the way, which
// the flow allows.
func (w way) open(d *Deal) []Unmet {
	var unmet []Unmet
	if w.asks() {
		for i := range w.from.leave {
			if g := &w.from.leave[i]; !g.holds(d, w.from.Name) {
				unmet = append(unmet, g.unmet(d, w.from.Name))
			}
		}
	}
	for i := range w.to.enter {
		if g := &w.to.enter[i]; !g.holds(d, w.to.Name) {
			unmet = append(unmet, g.unmet(d, w.to.Name))
		}
	}
	return unmet
}

// asks reports whether the move asks for what its stage asks for on leaving: one of
// the list or one that leads on, and not one to an end that is not won.
func (w way) asks() bool {
	if w.to.End != 0 {
		return w.to.End == Won
	}
	return w.listed || w.from.at < w.to.at
}

// unknownThing returns the fault of a deliverable that the flow does not have.
func (m *made) unknownThing(name string) error {
	return check.Fault("done", name, alianza.ErrUnknown, hint(name, m.things, "no stage has this deliverable or item"))
}

// unknownFact returns the fault of a fact that no condition asks for.
func (m *made) unknownFact(name string) error {
	return check.Fault("fact", name, alianza.ErrUnknown, hint(name, m.facts, "no condition asks for this fact"))
}

// hint returns a text, with the name that was most likely meant.
func hint[K ~string, V any](name string, known map[K]V, text string) string {
	names := make([]string, 0, len(known))
	for one := range known {
		names = append(names, string(one))
	}
	slices.Sort(names)
	if meant := near.Of(name, names); meant != "" {
		return "did you mean " + meant + "? " + text
	}
	return text
}

// unchecked returns the error of a flow that New did not make.
func unchecked() error { return check.Fault("flow", "", alianza.ErrUnchecked, "") }

// MarshalJSON returns the definition that the flow was made from as a JSON object. It
// returns an error that wraps [alianza.ErrUnchecked] for the zero Flow.
func (f Flow) MarshalJSON() ([]byte, error) {
	if f.made == nil {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
	}
	return f.made.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the flow of it.
func (f *Flow) UnmarshalJSON(data []byte) error {
	var d Definition
	err := d.UnmarshalJSON(data)
	if err == nil {
		*f, err = New(d)
	}
	return err
}
