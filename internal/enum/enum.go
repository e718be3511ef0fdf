// Package enum gives the enumerations of the library their text: a list of
// names in the order of the values.
package enum

import (
	"fmt"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
)

// Name returns the name of a value, and for one without a name its number in
// parentheses.
func Name[T ~uint8](v T, names []string) string {
	if int(v) < len(names) {
		return names[v]
	}
	return fmt.Sprintf("(%d)", uint8(v))
}

// Parse sets *v to the value of that name, exactly as it is written. Names
// before first are not read: zero values that say "none". It returns a field
// error of kind [alianza.ErrUnknown] that lists the names, and leaves *v alone.
func Parse[T ~uint8](v *T, text []byte, names []string, first int) error {
	i := slices.Index(names[first:], string(text))
	if i < 0 {
		return check.Fault("", string(text), alianza.ErrUnknown, fmt.Sprintf("want one of %q", names[first:]))
	}
	*v = T(first + i)
	return nil
}
