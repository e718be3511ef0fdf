package program

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

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
	// Form is text, integer, boolean, decimal, percent, date, month, instant, enum,
	// object, list or map, or the name of another form.
	Form string `json:"form"`
	// Of is the form of the elements of a list or a map, and Type the type of an object,
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

// Types describes the document: its own type first, then every type inside it, in
// the order in which a reader meets them.
func Types() []Type {
	shapes := strictjson.Describe(Definition{})
	types := make([]Type, 0, len(shapes))
	for _, s := range shapes {
		t := Type{Name: s.Name, Package: s.Path, Doc: fieldTexts[s.Name]}
		for _, f := range s.Fields {
			never := refused[s.Name+"."+f.Name]
			if slices.Contains(never, "*") {
				continue
			}
			f.Enum = slices.DeleteFunc(f.Enum, func(value string) bool { return slices.Contains(never, value) })
			doc := fieldTexts[f.Go]
			for _, value := range never {
				doc = withoutValue(doc, value)
			}
			t.Fields = append(t.Fields, Field{
				Name: f.Name, Form: f.Kind, Of: f.Of, Type: f.Type, Required: f.Required, Enum: f.Enum, Pattern: patterns[cmp.Or(f.Of, f.Kind)],
				Doc: doc, Unit: unitOf(&f), Default: defaultOf(doc), Example: fieldExamples[s.Name+"."+f.Name],
			})
		}
		types = append(types, t)
	}
	return types
}

// refused are the values of fields that a check always refuses, "*" for all of them: of
// what a type shares with others. They are not described.
var refused = map[string][]string{
	"commission.Bonus.caps":      {"*"},
	"commission.Bonus.own_terms": {"*"},
	"commission.Bonus.less":      {"*"},
	"commission.Bonus.over":      {"event", "order", "ever"},
	"commission.Cap.per":         {"event"},
}

// withoutValue returns a text without what it says of a value: "order": the lines of one.
func withoutValue(doc, value string) string {
	before, after, ok := strings.Cut(doc, strconv.Quote(value)+": ")
	if !ok {
		return doc
	}
	return strings.TrimSpace(before + after[max(0, strings.IndexByte(after+`"`, '"')):])
}

// patterns are the forms of values that are texts, as regular expressions.
var patterns = map[string]string{
	"decimal":  `^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?$`,
	"percent":  `^[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?%$`,
	"date":     `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`,
	"month":    `^[0-9]{4}-[0-9]{2}$`,
	"instant":  `^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$`,
	"fraction": `^-?[0-9]+([.][0-9]+)?(/[0-9]+([.][0-9]+)?)?$`,
	"quantity": `^-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?%?$`,
}

// unitOf returns the unit of a number, "" if it has none.
func unitOf(f *strictjson.FieldShape) string {
	kind := cmp.Or(f.Of, f.Kind)
	money := !slices.Contains(weightFields, f.Name) && (strings.HasPrefix(f.Go, "commission.") || strings.HasPrefix(f.Go, "payout.") || strings.HasPrefix(f.Go, "split.") || strings.HasPrefix(f.Go, "program."))
	switch {
	case kind == "percent":
		return "percent"
	case kind == "integer" && (f.Name == "days" || strings.HasSuffix(f.Name, "_days")):
		return "days"
	case kind == "integer" && slices.Contains(monthFields, f.Name):
		return "months"
	case kind == "decimal" && f.Name == "units":
		return "units"
	case kind == "decimal" && f.Name == "per_unit":
		return "the currency, for each unit"
	case kind == "decimal" && money:
		return "the currency, in major units: 19.99, not 1999"
	}
	return ""
}

// monthFields are the numbers that count months.
var monthFields = []string{"months", "min_months", "grace", "validity", "tail", "every"}

// weightFields are the numbers beside amounts that are none.
var weightFields = []string{"weight", "scores"}

// defaultOf returns what a field is if it is absent, as its documentation says.
func defaultOf(doc string) string {
	for clause := range strings.FieldsFuncSeq(doc, func(r rune) bool { return r == ';' || r == '.' || r == ':' }) {
		clause = strings.TrimSpace(clause)
		for _, words := range []string{" if absent", "If absent, ", "If it is absent, "} {
			if before, after, ok := strings.Cut(clause, words); ok {
				return strings.TrimSpace(before + after)
			}
		}
	}
	return ""
}
