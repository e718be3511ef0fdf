// Package pipeline says what may happen next to a deal.
//
// A [Flow] is a checked list of stages and the moves between them. A [Deal] is
// a value. Moving it gives a new deal with the move in its history, or an error
// that says why the move is refused. There is no machine per deal and nothing
// to lock.
//
//	flow := alianza.Must(pipeline.New(pipeline.Partnership()))
//	deal, err := flow.Open("studio-luz", at)
//	deal, err = flow.Move(deal, "opportunity", at)
//
// The preset [Partnership] is the flow of the alliance program. Read flow.go
// first, then deal.go.
//
// # Time
//
// The instant of a move is an argument. Moves do not go back in time.
//
// # Errors
//
// [New] reports every fault of a definition as an [*alianza.FieldError]. A
// refused move is a [*MoveError] that wraps one of the reasons of this package.
package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Definition is a flow as data. [New] checks it.
type Definition struct {
	Name string `json:"name"`
	// Stages are the names of the stages. A deal opens in the first. A stage
	// that no move leaves is final.
	Stages []string `json:"stages"`
	Moves  []Move   `json:"moves"`
}

// A Move is a step from one stage to another that the flow allows.
type Move struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Partnership returns the flow of a partnership in the alliance program: lead,
// opportunity, deal, renewal, and from renewal back to deal. No stage is
// skipped.
//
// The program names only these four stages. The flow adds the ends that a deal
// needs: a lead or an opportunity may be lost, a deal may be terminated, and a
// renewal may be terminated or expire. The ends are final.
//
// Rules: P1.
func Partnership() Definition {
	return Definition{
		Name:   "partnership",
		Stages: []string{"lead", "opportunity", "deal", "renewal", "lost", "terminated", "expired"},
		Moves: []Move{
			{"lead", "opportunity"},
			{"lead", "lost"},
			{"opportunity", "deal"},
			{"opportunity", "lost"},
			{"deal", "renewal"},
			{"deal", "terminated"},
			{"renewal", "deal"},
			{"renewal", "terminated"},
			{"renewal", "expired"},
		},
	}
}

// A Flow is a checked definition. The zero Flow refuses every deal and every
// move.
type Flow struct {
	_     [0]func()
	def   Definition
	next  map[string][]string // stages that may follow one, in the order of the definition
	moves map[Move]bool
}

// New checks a definition. It returns all faults at once. There is a fault if:
//   - a name is missing, malformed or repeated;
//   - there is no stage, or there are more than 200 stages or 2,000 moves;
//   - a move leads from or to a stage that is not in the list;
//   - a move is given twice or leads to the stage that it leaves;
//   - no moves lead to a stage from the first.
func New(d Definition) (Flow, error) {
	if err := d.check(); err != nil {
		return Flow{}, err
	}
	f := Flow{def: d.clone(), next: map[string][]string{}, moves: map[Move]bool{}}
	for _, s := range d.Stages {
		f.next[s] = nil
	}
	for _, m := range d.Moves {
		f.next[m.From] = append(f.next[m.From], m.To)
		f.moves[m] = true
	}
	return f, nil
}

// Definition returns a fresh copy of the definition the flow was made from.
func (f Flow) Definition() Definition { return f.def.clone() }

// Equal reports whether two flows have the same definition.
func (f Flow) Equal(g Flow) bool {
	return f.def.Name == g.def.Name && slices.Equal(f.def.Stages, g.def.Stages) && slices.Equal(f.def.Moves, g.def.Moves)
}

func (d Definition) clone() Definition {
	d.Stages, d.Moves = slices.Clone(d.Stages), slices.Clone(d.Moves)
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	few := f.Count("stages", len(d.Stages), check.MaxStages, "stages")
	few = f.Count("moves", len(d.Moves), check.MaxMoves, "moves") && few
	if len(d.Stages) == 0 {
		f.Add("stages", "", alianza.ErrMissing, "a flow has at least one stage")
	}
	if !few || len(d.Stages) == 0 {
		return f.Err()
	}
	reached := d.reached()
	names := check.Names{Faults: &f}
	for i, s := range d.Stages {
		path := fmt.Sprintf("stages[%d]", i)
		names.Add(path, s)
		if s != "" && !reached[s] {
			f.Add(path, s, alianza.ErrConflict, "no moves lead here from "+d.Stages[0])
		}
	}
	first := make(map[Move]int, len(d.Moves))
	for i, m := range d.Moves {
		path := fmt.Sprintf("moves[%d]", i)
		m.check(&f, path, &names)
		if before, ok := first[m]; ok {
			f.Add(path, m.From+" to "+m.To, alianza.ErrDuplicate, fmt.Sprintf("the same as moves[%d]", before))
		} else {
			first[m] = i
		}
	}
	return f.Err()
}

// check adds the faults of one move between the stages with these names.
func (m Move) check(f *check.Faults, path string, names *check.Names) {
	for _, end := range []struct{ field, stage string }{{"from", m.From}, {"to", m.To}} {
		if end.stage == "" {
			f.Add(path+"."+end.field, "", alianza.ErrMissing, "")
		} else if !names.Has(end.stage) {
			f.Add(path+"."+end.field, end.stage, alianza.ErrUnknown, "no stage has this name")
		}
	}
	if m.From == m.To && m.From != "" {
		f.Add(path+".to", m.To, alianza.ErrConflict, "a move leaves its stage")
	}
}

// reached returns the names that moves lead to from the first stage.
func (d *Definition) reached() map[string]bool {
	next := make(map[string][]string, len(d.Stages))
	for _, m := range d.Moves {
		next[m.From] = append(next[m.From], m.To)
	}
	reached := map[string]bool{d.Stages[0]: true}
	for open := d.Stages[:1:1]; len(open) > 0; open = open[1:] {
		for _, to := range next[open[0]] {
			if !reached[to] {
				reached[to] = true
				open = append(open, to)
			}
		}
	}
	return reached
}

// Can reports whether the flow allows a move from one stage to another.
func (f Flow) Can(from, to string) bool { return f.moves[Move{from, to}] }

// Next returns the stages that may follow one, in the order of the definition.
// It returns none for a final stage and for a stage that the flow does not have.
func (f Flow) Next(stage string) []string { return slices.Clone(f.next[stage]) }

// has reports whether the flow has a stage.
func (f Flow) has(stage string) bool {
	_, ok := f.next[stage]
	return ok
}

// mermaidText replaces, in the text of a stage, what Mermaid reads as its own.
var mermaidText = strings.NewReplacer("#", "#35;", `"`, "#quot;", "<", "#lt;", "[", "#91;")

// Mermaid returns the flow as a state diagram in the language of Mermaid, with
// stages and moves in the order of the definition.
func (f Flow) Mermaid() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	number := make(map[string]int, len(f.def.Stages))
	for i, s := range f.def.Stages {
		number[s] = i
		fmt.Fprintf(&b, "    state \"%s\" as s%d\n", mermaidText.Replace(s), i)
	}
	if len(f.def.Stages) > 0 {
		b.WriteString("    [*] --> s0\n")
	}
	for _, m := range f.def.Moves {
		fmt.Fprintf(&b, "    s%d --> s%d\n", number[m.From], number[m.To])
	}
	for i, s := range f.def.Stages {
		if len(f.next[s]) == 0 {
			fmt.Fprintf(&b, "    s%d --> [*]\n", i)
		}
	}
	return b.String()
}

// MarshalJSON returns the definition as a JSON object.
func (d Definition) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a definition strictly and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition).check)
}

// MarshalJSON returns the definition that the flow was made from as a JSON object. It
// returns an error that wraps [alianza.ErrUnchecked] for the zero Flow.
func (f Flow) MarshalJSON() ([]byte, error) {
	if len(f.def.Stages) == 0 {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
	}
	return f.def.MarshalJSON()
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

// MarshalJSON returns the move as a JSON object.
func (m Move) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads a move strictly.
func (m *Move) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, m, nil) }
