package program

import (
	"strings"

	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Delta is one difference between two documents.
type Delta struct {
	// What happened to it.
	What What `json:"what"`
	// Part names the part of the document, such as "plan usd v2, rule sale", and Path
	// the field in it. Path is "" if the part itself was added or removed.
	Part string `json:"part,omitzero"`
	Path string `json:"path,omitzero"`
	// Before and After are the values as text, in short.
	Before string `json:"before,omitzero"`
	After  string `json:"after,omitzero"`
}

// MarshalJSON writes the delta by its tags.
func (d Delta) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a delta strictly.
func (d *Delta) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// String returns the delta as a phrase: "plan usd v2, rule sale: rates.gold 30%,
// now 32%".
func (d Delta) String() string {
	return d.Part + ": " + d.Path + " " + d.Before + ", now " + d.After
}

// What is what happened to a part of a document. The zero What is none.
type What uint8

// What happened.
const (
	Added   What = iota + 1 // written "added"
	Changed                 // written "changed"
	Removed                 // written "removed"
)

var whatNames = [...]string{"", "added", "changed", "removed"}

// String returns the name of what happened.
func (w What) String() string { return enum.Name(w, whatNames[:]) }

// MarshalText returns the name of what happened.
func (w What) MarshalText() ([]byte, error) { return enum.Text(w, whatNames[:], 1) }

// UnmarshalText reads the name of what happened.
func (w *What) UnmarshalText(text []byte) error { return enum.Parse(w, text, whatNames[:], 1) }

// A Difference is what differs between two documents, in the order of the second.
type Difference []Delta

// String returns the deltas, a line each.
func (d Difference) String() string {
	lines := make([]string, len(d))
	for i := range d {
		lines[i] = d[i].String()
	}
	return strings.Join(lines, "\n")
}

// MarshalJSON writes the list of the deltas.
func (d Difference) MarshalJSON() ([]byte, error) { return strictjson.Marshal([]Delta(d)) }

// UnmarshalJSON reads the list of the deltas.
func (d *Difference) UnmarshalJSON(data []byte) error {
	var list []Delta
	if err := strictjson.Unmarshal(data, &list, nil); err != nil {
		return err
	}
	*d = list
	return nil
}

// Diff says what changed from one document to another.
func Diff(before, after Definition) Difference {
	return nil
}
