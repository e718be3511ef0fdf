// Package enum gives the enumerations of the library their text: a list of
// names in the order of the values.
package enum

import (
	"fmt"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/near"
)

// Name returns the name of a value, and for one without a name its number in
// parentheses.
func Name[T ~uint8](v T, names []string) string {
	if int(v) < len(names) {
		return names[v]
	}
	return fmt.Sprintf("(%d)", uint8(v))
}

// Valid reports whether a value has a name. Values before first are not valid:
// zero values that say "none".
func Valid[T ~uint8](v T, names []string, first int) bool {
	return first <= int(v) && int(v) < len(names)
}

// Text returns the name of a value for a document. It returns a field error for a value
// that [Parse] would not read: of kind [alianza.ErrMissing] for a zero value that says
// "none", and [alianza.ErrUnknown] for any other.
func Text[T ~uint8](v T, names []string, first int) ([]byte, error) {
	if !Valid(v, names, first) {
		value, kind := fault(v)
		return nil, check.Fault("", value, kind, want(names[first:]))
	}
	return []byte(names[v]), nil
}

// Check faults a value without a name, as [Text] does.
func Check[T ~uint8](f *check.Faults, path string, v T, names []string, first int) bool {
	ok := Valid(v, names, first)
	if !ok {
		value, kind := fault(v)
		f.Add(path, value, kind, want(names[first:]))
	}
	return ok
}

// fault returns the text of a value that is not valid, and what kind of fault that is.
func fault[T ~uint8](v T) (value string, kind error) {
	if v == 0 {
		return "", alianza.ErrMissing
	}
	return fmt.Sprintf("(%d)", uint8(v)), alianza.ErrUnknown
}

// Parse sets *v to the value of that name, exactly as it is written. Names
// before first are not read. It returns a field error of kind
// [alianza.ErrUnknown] that lists the names, suggests the nearest one, and
// leaves *v alone.
func Parse[T ~uint8](v *T, text []byte, names []string, first int) error {
	return ParseHints(v, text, names, first, nil)
}

// ParseHints is Parse for an enumeration with other words in common use: hints
// leads from such a word to the name to write.
func ParseHints[T ~uint8](v *T, text []byte, names []string, first int, hints map[string]string) error {
	if i := slices.IndexFunc(names[first:], func(name string) bool { return name == string(text) }); i >= 0 {
		*v = T(first + i)
		return nil
	}
	word := string(text[:min(len(text), check.MaxName)])
	detail := want(names[first:])
	if hint := hints[word]; hint != "" {
		detail = fmt.Sprintf("write %q", hint)
	} else if name := near.Of(word, names[first:]); name != "" {
		detail = fmt.Sprintf("did you mean %q? %s", name, detail)
	}
	return check.Fault("", word, alianza.ErrUnknown, detail)
}

func want(names []string) string { return fmt.Sprintf("want one of %q", names) }
