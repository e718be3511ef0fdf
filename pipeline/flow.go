// Package pipeline says what may happen next to a deal.
//
// A [Flow] is a checked list of stages and the moves between them. A [Deal] is
// a value: moving it gives a new deal with the move in its history, or an error
// that says why the move is refused. There is no machine per deal and nothing
// to lock.
//
//	flow := pipeline.MustNew(pipeline.Partnership())
//	deal, err := flow.Open("studio-luz", at)
//	deal, err = flow.Move(deal, "opportunity", at)
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
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Definition is a flow as data. [New] checks it.
type Definition struct {
	Name string `json:"name"`
	// Stages are the names of the stages; a deal opens in the first. A stage
	// that no move leaves is final.
	Stages []string `json:"stages"`
	Moves  []Move   `json:"moves"`
}

// A Move is a step from one stage to another that the flow allows.
type Move struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Partnership returns the flow of a partnership in the alliance program (P1):
// lead, opportunity, deal, renewal, one after the other, and from renewal back
// to deal. The program names only these four; the flow adds the ends that it
// needs to be run: a lead or an opportunity may be lost, a deal terminated, a
// renewal terminated or expired. Ends are final and no stage is skipped.
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

// A Flow is a checked definition. The zero Flow has no stages and refuses every
// move. A Flow is immutable and safe for concurrent use.
type Flow struct{ def Definition }

// New checks a definition. It returns an error with all its faults: a missing
// or repeated name, no stages, moves from or to a stage that is not there,
// moves given twice or to the stage they leave, stages that cannot be reached
// from the first.
func New(d Definition) (Flow, error) {
	if err := d.check(); err != nil {
		return Flow{}, err
	}
	return Flow{d.clone()}, nil
}

// MustNew is New for definitions written in code; it panics on a fault.
func MustNew(d Definition) Flow {
	f, err := New(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return f
}

// Definition returns a fresh copy of the definition the flow was made from.
func (f Flow) Definition() Definition { return f.def.clone() }

func (d Definition) clone() Definition {
	d.Stages, d.Moves = slices.Clone(d.Stages), slices.Clone(d.Moves)
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if len(d.Stages) == 0 {
		f.Add("stages", "", alianza.ErrMissing, "a flow has at least one stage")
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
		if before, ok := first[m]; ok {
			f.Add(path, m.From+" to "+m.To, alianza.ErrDuplicate, fmt.Sprintf("the same as moves[%d]", before))
		} else {
			first[m] = i
		}
	}
	return f.Err()
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
func (f Flow) Can(from, to string) bool { return slices.Contains(f.def.Moves, Move{from, to}) }

// Next returns the stages that may follow one, in the order of the definition;
// none for a final stage and for one that is not there.
func (f Flow) Next(stage string) []string {
	var next []string
	for _, m := range f.def.Moves {
		if m.From == stage {
			next = append(next, m.To)
		}
	}
	return next
}

// mermaidText replaces, in the text of a stage, what Mermaid reads as its own.
var mermaidText = strings.NewReplacer("#", "#35;", `"`, "#quot;", "<", "#lt;", "[", "#91;")

// Mermaid returns the flow as a state diagram in the language of Mermaid, with
// stages and moves in the order of the definition.
func (f Flow) Mermaid() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for i, s := range f.def.Stages {
		fmt.Fprintf(&b, "    state \"%s\" as s%d\n", mermaidText.Replace(s), i)
	}
	if len(f.def.Stages) > 0 {
		b.WriteString("    [*] --> s0\n")
	}
	for _, m := range f.def.Moves {
		fmt.Fprintf(&b, "    s%d --> s%d\n", slices.Index(f.def.Stages, m.From), slices.Index(f.def.Stages, m.To))
	}
	for i, s := range f.def.Stages {
		if len(f.Next(s)) == 0 {
			fmt.Fprintf(&b, "    s%d --> [*]\n", i)
		}
	}
	return b.String()
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
	o.Strings("stages", &d.Stages)
	oldjson.List(o, "moves", &d.Moves, (*Move).fields)
}

func (m *Move) fields(o *oldjson.Object) {
	o.String("from", &m.From)
	o.String("to", &m.To)
}
