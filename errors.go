package alianza

import (
	"errors"
	"strconv"
)

// Kinds of fault in a definition or in the facts given to an evaluation. Every
// [FieldError] wraps one of them, with the detail in its text, so that
// errors.Is tells the kinds apart:
//
//   - ErrMissing: a required field, name or fact is absent, blank or null.
//     Missing is never read as zero.
//   - ErrUnknown: a field, a name or a reference that nothing declares.
//   - ErrDuplicate: a name or an event that was there before.
//   - ErrForm: text that does not have the form its field asks for.
//   - ErrRange: a value outside its bounds, hostile numbers included.
//   - ErrConflict: values that are fine one by one and contradict each other.
//   - ErrZero: a quotient whose denominator is zero. It has no value.
//   - ErrCurrency: amounts of two currencies in one sum, or of a currency that
//     the definition does not speak of.
var (
	ErrMissing   = errors.New("missing")
	ErrUnknown   = errors.New("unknown")
	ErrDuplicate = errors.New("duplicate")
	ErrForm      = errors.New("malformed")
	ErrRange     = errors.New("out of range")
	ErrConflict  = errors.New("contradiction")
	ErrZero      = errors.New("zero denominator")
	ErrCurrency  = errors.New("currency mismatch")
)

// A FieldError is one fault: a field of a definition or a fact that cannot be
// used. The functions that check a definition report all its faults at once,
// joined in document order; [Faults] takes such an error apart.
type FieldError struct {
	Path  string // where, in the names of the JSON form: "levels[1].requires[0].at_least"
	Value string // the offending value as text; "" if there is none
	Err   error  // why; wraps one of the kinds above
}

// Error returns path, quoted value and reason:
// `rules[0].rate "20": malformed: not a percentage such as "12.5%"`.
func (e *FieldError) Error() string {
	text := e.Path
	if e.Value != "" {
		if text != "" {
			text += " "
		}
		text += strconv.Quote(e.Value)
	}
	if text != "" {
		text += ": "
	}
	return text + e.Err.Error()
}

// Unwrap returns the reason.
func (e *FieldError) Unwrap() error { return e.Err }

// Faults returns the field errors that err holds, in order: err itself, or the
// ones it wraps or joins. It returns nil if there are none.
func Faults(err error) []*FieldError {
	switch e := err.(type) { //nolint:errorlint // this walks the tree of wrapped errors itself
	case nil:
		return nil
	case *FieldError:
		return []*FieldError{e}
	case interface{ Unwrap() []error }:
		var all []*FieldError
		for _, one := range e.Unwrap() {
			all = append(all, Faults(one)...)
		}
		return all
	}
	return Faults(errors.Unwrap(err))
}

// At returns err with path put before the path of each of its field errors,
// for a definition that stands inside a larger document: At("plan", err) turns
// rules[0].rate into plan.rules[0].rate. An error without field errors becomes
// one at path. It returns nil for nil.
func At(path string, err error) error {
	if err == nil {
		return nil
	}
	faults := Faults(err)
	if len(faults) == 0 {
		return &FieldError{Path: path, Err: err}
	}
	moved := make([]error, len(faults))
	for i, f := range faults {
		moved[i] = &FieldError{Path: join(path, f.Path), Value: f.Value, Err: f.Err}
	}
	return errors.Join(moved...)
}

// join puts a path behind another, with a point unless an index follows.
func join(path, rest string) string {
	if path == "" || rest == "" || rest[0] == '[' {
		return path + rest
	}
	return path + "." + rest
}
