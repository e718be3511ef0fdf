package pipeline

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/seed-0af520cd/alianza/pipeline/internal/mermaid"
)

// Mermaid returns the flow as a state diagram in the language of Mermaid, with
// stages and moves in the order of the definition. The move to the next stage
// carries the deliverables and the expected duration of its stage. The stages of
// the deals are marked, with their IDs and since when. Moves that skip stages or
// lead back are not drawn.
func (f Flow) Mermaid(deals ...Deal) string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	def := f.def()
	for i, s := range def.Stages {
		fmt.Fprintf(&b, "    state \"%s\" as s%d\n", stateText(string(s.Name)), i)
	}
	if len(def.Stages) > 0 {
		b.WriteString("    [*] --> s0\n")
	}
	f.edges(func(from, to int, label string) {
		if label != "" {
			label = ": " + stateText(label)
		}
		fmt.Fprintf(&b, "    s%d --> s%d%s\n", from, to, label)
	})
	for i, s := range def.Stages {
		if s.End != 0 {
			fmt.Fprintf(&b, "    s%d --> [*]\n", i)
		}
	}
	marked := f.marks(deals)
	for i := range def.Stages {
		if len(marked[i]) > 0 {
			fmt.Fprintf(&b, "    note right of s%d : %s\n", i, stateText(strings.Join(marked[i], ", ")))
		}
	}
	if len(marked) > 0 {
		b.WriteString("    classDef here stroke-width:4px\n")
	}
	for i := range def.Stages {
		if len(marked[i]) > 0 {
			fmt.Fprintf(&b, "    class s%d here\n", i)
		}
	}
	return b.String()
}

// DOT returns the flow as a directed graph in the language of Graphviz. It shows
// the same as [Flow.Mermaid].
func (f Flow) DOT(deals ...Deal) string {
	var b strings.Builder
	def, marked := f.def(), f.marks(deals)
	fmt.Fprintf(&b, "digraph \"%s\" {\n    rankdir=LR\n    node [shape=box, style=rounded]\n", dotText(def.Name))
	for i, s := range def.Stages {
		label, more := dotText(string(s.Name)), ""
		for _, d := range marked[i] {
			label += `\n` + dotText(d)
		}
		if s.End != 0 {
			more += ", peripheries=2"
		}
		if len(marked[i]) > 0 {
			more += ", penwidth=3"
		}
		fmt.Fprintf(&b, "    s%d [label=\"%s\"%s]\n", i, label, more)
	}
	f.edges(func(from, to int, label string) {
		if label != "" {
			label = " [label=\"" + dotText(label) + "\"]"
		}
		fmt.Fprintf(&b, "    s%d -> s%d%s\n", from, to, label)
	})
	b.WriteString("}\n")
	return b.String()
}

// edges calls draw for each move of the list, with the numbers of its stages.
func (f Flow) edges(draw func(from, to int, label string)) {
	for _, m := range f.def().Moves {
		w, label := f.way(m.From, m.To), ""
		if w.asks() {
			label = w.from.label()
		}
		draw(w.from.at, w.to.at, label)
	}
}

// label returns what a stage puts on the moves that lead on.
func (s *stage) label() string {
	parts := strings.Join(s.Deliverables, ", ")
	switch {
	case s.Expected.IsZero():
		return parts
	case parts == "":
		return "in " + s.Expected.String()
	}
	return parts + " in " + s.Expected.String()
}

// marks returns the texts of the deals by the number of their stage.
func (f Flow) marks(deals []Deal) map[int][]string {
	marks := map[int][]string{}
	for _, d := range deals {
		if s := f.stage(d.Stage); s != nil {
			marks[s.at] = append(marks[s.at], d.ID+" since "+d.Since.Format(time.DateOnly))
		}
	}
	return marks
}

// dotText escapes a text for a quoted string of DOT.
func dotText(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s)
}

// stateText returns a text for a state diagram. Mermaid takes each line with
// "direction LR" in it for a statement, wherever it stands, so that the first letter
// of the word is written by its number.
func stateText(s string) string {
	const word = "direction"
	s = mermaid.Text(s)
	var b strings.Builder
	for i := range len(s) {
		if i+len(word) <= len(s) && strings.EqualFold(s[i:i+len(word)], word) {
			fmt.Fprintf(&b, "#%d;", s[i])
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
