package alianza

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A code is a kind of fault: a stable word for programs and a text for people.
// A finer code wraps the general one that it belongs to.
type code struct {
	word, text string
	general    error
}

func (c *code) Error() string { return c.text }
func (c *code) Unwrap() error { return c.general }

// Kinds of fault. Every fault of the library wraps one of them, so that errors.Is
// tells the kinds apart without reading text. Each kind has a stable code, given
// here in quotation marks, which [FieldError.Code] returns.
var (
	// ErrMissing, "missing": a required field, name or fact is absent, blank or
	// null. Missing is never read as zero.
	ErrMissing error = &code{word: "missing", text: "missing"}
	// ErrUnknown, "unknown": a name or a reference that nothing declares.
	ErrUnknown error = &code{word: "unknown", text: "unknown"}
	// ErrDuplicate, "duplicate": a name that was there before.
	ErrDuplicate error = &code{word: "duplicate", text: "duplicate"}
	// ErrForm, "malformed": text that does not have the form its field asks for.
	ErrForm error = &code{word: "malformed", text: "malformed"}
	// ErrRange, "out_of_range": a value outside its bounds.
	ErrRange error = &code{word: "out_of_range", text: "out of range"}
	// ErrConflict, "contradiction": values that are fine one by one and
	// contradict each other.
	ErrConflict error = &code{word: "contradiction", text: "contradiction"}
	// ErrZero, "zero_denominator": a quotient by zero. It has no value.
	ErrZero error = &code{word: "zero_denominator", text: "zero denominator"}
	// ErrCurrency, "currency_mismatch": amounts of two currencies in one sum, or
	// of a currency that the definition does not speak of.
	ErrCurrency error = &code{word: "currency_mismatch", text: "currency mismatch"}
	// ErrNoSolution, "no_solution": an equation that no number solves, such as the
	// internal rate of return of gains alone.
	ErrNoSolution error = &code{word: "no_solution", text: "no solution"}
	// ErrAmbiguous, "ambiguous": an equation that more than one number may solve.
	ErrAmbiguous error = &code{word: "ambiguous", text: "ambiguous"}
)

// Finer kinds. Each is also one of the kinds above.
var (
	// ErrUnchecked, "unchecked": a value that was used without its constructor.
	// It is an ErrMissing.
	ErrUnchecked error = &code{"unchecked", "a zero value: use New", ErrMissing}
	// ErrField, "unknown_field": a field of a document that the type does not
	// have. It is an ErrUnknown.
	ErrField error = &code{"unknown_field", "unknown field", ErrUnknown}
	// ErrPending, "not_known_yet": an event that speaks of another one which has
	// not arrived, such as a refund before its sale. It may be tried again. It is
	// an ErrUnknown.
	ErrPending error = &code{"not_known_yet", "not known yet", ErrUnknown}
	// ErrRepeated, "repeated": an event that was evaluated before with the same
	// content. A retry may take it for success. It is an ErrDuplicate.
	ErrRepeated error = &code{"repeated", "evaluated before", ErrDuplicate}
	// ErrLimit, "limit": too many or too long, for a documented limit. It is an
	// ErrRange.
	ErrLimit error = &code{"limit", "over the limit", ErrRange}
	// ErrEmpty, "empty": a list or a survey with nothing in it. It is an
	// ErrMissing.
	ErrEmpty error = &code{"empty", "empty", ErrMissing}
	// ErrNegative, "negative": a number below zero where that has no meaning. It
	// is an ErrRange.
	ErrNegative error = &code{"negative", "negative", ErrRange}
	// ErrNever, "never": a payback or a break-even that does not come. It is an
	// ErrNoSolution.
	ErrNever error = &code{"never", "never", ErrNoSolution}
)

// kinds lists every kind, for reading a fault back and for [Codes].
var kinds = [...]error{
	ErrMissing, ErrUnknown, ErrDuplicate, ErrForm, ErrRange, ErrConflict, ErrZero, ErrCurrency, ErrNoSolution, ErrAmbiguous,
	ErrUnchecked, ErrField, ErrPending, ErrRepeated, ErrLimit, ErrEmpty, ErrNegative, ErrNever,
}

// Codes returns the codes of all kinds of fault, the general ones first.
func Codes() []string {
	words := make([]string, len(kinds))
	for i, kind := range kinds {
		words[i] = codeOf(kind)
	}
	return words
}

// codeOf returns the code of the kind of fault that err wraps, "" if it wraps
// none.
func codeOf(err error) string {
	var c *code
	if errors.As(err, &c) {
		return c.word
	}
	return ""
}

// A FieldError is one fault: a field of a definition or a fact that cannot be
// used. What checks a definition reports all its faults at once, joined in the
// order of the document; [Faults] takes such an error apart.
//
// In JSON it has path, code and reason, and part, line, column and value if they
// are not zero.
//
//nolint:recvcheck // an error is a pointer; a value of it compares and marshals, too
type FieldError struct {
	Path   string // where, in the names of the JSON form: "levels[1].requires[0].at_least"
	Part   string // of a large document, by its names: "plan usd v2, rule sale"; "" in any other
	Line   int    // in the document that was read, from 1; 0 if none was read
	Column int    // in bytes, from 1; 0 if no document was read
	Value  string // the offending value as text, shortened; "" if there is none
	Err    error  // why; wraps one of the kinds above
}

// Error returns place, part, path, quoted value and reason:
// `line 4, column 15: rules[0].rate "20": malformed: a percentage has a percent sign: write "20%"`.
func (e *FieldError) Error() string {
	if e == nil {
		return noReason
	}
	var b strings.Builder
	if e.Line > 0 {
		fmt.Fprintf(&b, "line %d, column %d: ", e.Line, e.Column)
	}
	if e.Part != "" {
		b.WriteString(e.Part)
		b.WriteString(": ")
	}
	b.WriteString(e.Path)
	if e.Value != "" {
		if e.Path != "" {
			b.WriteByte(' ')
		}
		b.WriteString(strconv.Quote(e.Value))
	}
	if e.Path != "" || e.Value != "" {
		b.WriteString(": ")
	}
	b.WriteString(e.Reason())
	return b.String()
}

const noReason = "no reason given"

// Reason returns why, without the place: "malformed: not a decimal number".
func (e *FieldError) Reason() string {
	if e == nil || e.Err == nil {
		return noReason
	}
	return e.Err.Error()
}

// Unwrap returns the reason.
func (e *FieldError) Unwrap() error {
	if e == nil {
		return nil
	}
	return e.Err
}

// Code returns the stable code of the kind of fault, such as "out_of_range", and
// "" if Err wraps no kind. [Codes] lists the codes.
func (e *FieldError) Code() string { return codeOf(e.Unwrap()) }

// Equal reports whether two faults have the same place, value, code and reason.
func (e FieldError) Equal(o FieldError) bool {
	return e.Path == o.Path && e.Part == o.Part && e.Line == o.Line && e.Column == o.Column && e.Value == o.Value &&
		e.Code() == o.Code() && e.Reason() == o.Reason()
}

// MarshalJSON returns path, part, line, column, value, code and reason. It leaves
// out a part, a line, a column and a value that are zero, and a line and a column
// that are none: below zero or above 2^31 - 1. Bytes that are not UTF-8 are written
// as U+FFFD.
func (e FieldError) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Path   string `json:"path"`
		Part   string `json:"part,omitzero"`
		Line   int    `json:"line,omitzero"`
		Column int    `json:"column,omitzero"`
		Value  string `json:"value,omitzero"`
		Code   string `json:"code"`
		Reason string `json:"reason"`
	}{e.Path, e.Part, place(e.Line), place(e.Column), e.Value, e.Code(), e.Reason()})
}

// place returns a line or a column, and 0 for a number that is none.
func place(n int) int {
	if n < 0 || n > math.MaxInt32 {
		return 0
	}
	return n
}

// UnmarshalJSON reads a fault that MarshalJSON wrote. The reason then wraps the
// kind that the code names.
func (e *FieldError) UnmarshalJSON(data []byte) error {
	var in FieldError
	var why reason
	err := members(data, func(m member) error {
		switch m.name {
		case "path":
			return m.text(&in.Path)
		case "part":
			return m.text(&in.Part)
		case "line":
			return m.count(&in.Line)
		case "column":
			return m.count(&in.Column)
		case "value":
			return m.text(&in.Value)
		case "code":
			return m.kind(&why.kind)
		case "reason":
			return m.text(&why.text)
		}
		return m.fault(ErrField, "the fields are path, part, line, column, value, code, reason")
	}, "path", "code", "reason")
	if err != nil {
		return err
	}
	in.Err = why
	*e = in
	return nil
}

// kind sets *to to the kind that a code names, nil for the empty code.
func (m member) kind(to *error) error {
	var word string
	if err := m.text(&word); err != nil || word == "" {
		return err
	}
	for _, kind := range kinds {
		if codeOf(kind) == word {
			*to = kind
			return nil
		}
	}
	return fault("code", word, ErrUnknown, "not a code of the library")
}

// A reason is a kind of fault, nil for none, with the text that was written for
// it.
type reason struct {
	kind error
	text string
}

func (r reason) Error() string { return r.text }
func (r reason) Unwrap() error { return r.kind }

// Faults returns the field errors that err holds, in order: err itself, or the
// ones it wraps or joins. It returns nil if there are none.
func Faults(err error) []*FieldError {
	var faults []*FieldError
	for _, leaf := range leaves(err) {
		if f, ok := leaf.(*FieldError); ok { //nolint:errorlint // a leaf wraps no other
			faults = append(faults, f)
		}
	}
	return faults
}

// leaves returns the field errors that err holds and, among them, the errors
// that hold none.
func leaves(err error) []error {
	var inner []error
	switch e := err.(type) { //nolint:errorlint // this walks the tree of wrapped errors itself
	case nil:
		return nil
	case *FieldError:
		if e == nil {
			return nil
		}
		return []error{e}
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			inner = append(inner, leaves(one)...)
		}
	case interface{ Unwrap() error }:
		inner = leaves(e.Unwrap())
	}
	for _, leaf := range inner {
		if _, ok := leaf.(*FieldError); ok { //nolint:errorlint // a leaf wraps no other
			return inner
		}
	}
	return []error{err}
}

// At returns err with path put before the path of each of its field errors,
// for a definition that stands inside a larger document. At("plan", err) turns
// rules[0].rate into plan.rules[0].rate.
//
// An error without field errors becomes one at path. At returns nil for nil.
func At(path string, err error) error {
	if err == nil {
		return nil
	}
	if len(Faults(err)) == 0 {
		return &FieldError{Path: path, Err: err}
	}
	moved := leaves(err)
	for i, leaf := range moved {
		if f, ok := leaf.(*FieldError); ok { //nolint:errorlint // a leaf wraps no other
			at := *f
			at.Path = join(path, f.Path)
			moved[i] = &at
		}
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

// fault returns a field error whose reason is the kind and the detail.
func fault(path, value string, kind error, detail string) *FieldError {
	return &FieldError{Path: path, Value: brief(value), Err: fmt.Errorf("%w: %s", kind, detail)}
}

// maxValue is how many bytes of a text are looked at: no number, percentage or
// name of the library is as long.
const maxValue = 200

// brief shortens a value for an error text.
func brief(s string) string {
	const most = 60
	if len(s) <= most {
		return strings.ToValidUTF8(s, "\ufffd")
	}
	cut := most
	for cut > most-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return strings.ToValidUTF8(s[:cut], "\ufffd") + "…"
}
