package program

import "github.com/seed-0af520cd/alianza/internal/strictjson"

// A Type is a type of object in the document, with its fields.
type Type struct {
	Name    string  `json:"name"`    // "commission.Rule"
	Package string  `json:"package"` // that reads it: "commission"
	Doc     string  `json:"doc"`
	Fields  []Field `json:"fields"`
}

// A Field is a field of such an object.
type Field struct {
	// Name is that in the document, "*" for the values of an object with names of the
	// user's choice.
	Name string `json:"name"`
	// Kind is text, integer, boolean, decimal, percent, date, month, instant, enum,
	// object, list or map, or the name of another form.
	Kind string `json:"kind"`
	// Of is the kind of the elements of a list or a map, and Type the type of an object,
	// or of the elements.
	Of       string   `json:"of,omitzero"`
	Type     string   `json:"type,omitzero"`
	Required bool     `json:"required,omitzero"`
	Enum     []string `json:"enum,omitzero"`
	Pattern  string   `json:"pattern,omitzero"`
	Doc      string   `json:"doc,omitzero"`
	Unit     string   `json:"unit,omitzero"`
	Default  string   `json:"default,omitzero"`
	Example  string   `json:"example,omitzero"`
}

// MarshalJSON writes the type by its tags.
func (t Type) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads a type strictly.
func (t *Type) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, t, nil) }

// MarshalJSON writes the field by its tags.
func (f Field) MarshalJSON() ([]byte, error) { return strictjson.Marshal(f) }

// UnmarshalJSON reads a field strictly.
func (f *Field) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, f, nil) }

// Types describes the document: its own type first, then every type inside it.
func Types() []Type { return nil }
