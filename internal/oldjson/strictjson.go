// Package oldjson reads and writes the JSON of the library's types.
//
// A type lists its fields once, in a function that is called to read and to
// write, so that the two cannot drift apart:
//
//	func (r *Rule) fields(o *oldjson.Object) {
//		o.String("name", &r.Name)
//		oldjson.Text(o.Optional(), "rate", &r.Rate)
//	}
//
// Reading is strict. It reports, all at once and with the path of each: names
// that no field has (also for wrong case), names given twice, required fields
// that are absent, null, values of the wrong type, and numbers out of bounds;
// data after the value, bytes that are not UTF-8, halves of surrogate pairs,
// nesting deeper than [MaxDepth] and documents longer than the limit are
// refused before anything is read. Decimals are read from a string or a
// number, by their text, and written as strings with the places that they have.
package oldjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
)

// Limits on a document.
const (
	MaxDepth      = 32      // objects and arrays inside one another
	MaxDefinition = 1 << 20 // bytes of a definition
	MaxState      = 1 << 28 // bytes of a state, which grows with what it keeps
	maxWord       = 1000    // bytes of a name, and of the reason of another package
	maxFaults     = 100     // a document with more is garbage
)

// Marshal returns the JSON object of the fields listed. It returns an error if
// a type refuses its value, for text that is not UTF-8, for an int beyond 32
// bits, for a comparison that is none, and for a decimal too large to write out.
func Marshal(fields func(*Object)) ([]byte, error) {
	w := &writer{}
	w.object(fields)
	if w.err != nil {
		return nil, w.err
	}
	return w.buf, nil
}

// Unmarshal reads data, at most limit bytes, as an object of the fields listed
// and then calls check, if it is not nil, for the faults of meaning. It
// returns all faults together in the order of the document, but no more than
// the first hundred.
func Unmarshal(data []byte, limit int, fields func(*Object), check func() error) error {
	r, err := parse(data, limit)
	if err != nil {
		return err
	}
	if r.nested("", r.root, fields) && check != nil {
		r.merge("", r.root, check())
	}
	return r.err()
}

// reader gathers faults with their place in the document.
type reader struct {
	data   []byte
	root   *node
	faults []placed
}

type placed struct {
	offset int
	err    *alianza.FieldError
	unread string // path of the value that could not be read; "" if it was read
}

// fault faults a value that was read.
func (r *reader) fault(path string, n *node, kind error, detail string) {
	r.add(placed{n.offset, check.Fault(path, n.text, kind, detail), ""})
}

// unread faults a value that is not there to read.
func (r *reader) unread(path string, n *node, kind error, detail string) {
	r.add(placed{n.offset, check.Fault(path, n.text, kind, detail), path})
}

// add keeps the faults that may be among the first ones.
func (r *reader) add(f placed) {
	r.faults = append(r.faults, f)
	if len(r.faults) >= 10*maxFaults {
		r.sort()
	}
}

func (r *reader) sort() {
	slices.SortStableFunc(r.faults, func(a, b placed) int { return a.offset - b.offset })
	r.faults = r.faults[:min(len(r.faults), maxFaults)]
}

func (r *reader) err() error {
	r.sort()
	errs := make([]error, 0, len(r.faults))
	for _, f := range r.faults {
		errs = append(errs, f.err)
	}
	return errors.Join(errs...)
}

// want reports whether n is of one of the kinds, any but null if there are
// none, and faults it if it is not.
func (r *reader) want(path string, n *node, kinds ...kind) bool {
	switch {
	case n.kind == kindNull:
		r.unread(path, n, alianza.ErrMissing, "null; leave the field out or give it a value")
	case len(kinds) > 0 && !slices.Contains(kinds, n.kind):
		r.unread(path, n, alianza.ErrForm, "want "+kinds[0].String()+", not "+n.kind.String())
	default:
		return true
	}
	return false
}

// nested reads the object at path with the fields listed, and reports whether
// it is one.
func (r *reader) nested(path string, n *node, fields func(*Object)) bool {
	if !r.want(path, n, kindObject) {
		return false
	}
	o := &Object{r: r, node: n, path: path, used: map[string]bool{}}
	fields(o)
	o.close()
	return true
}

// failed faults a value that its own type refused to read.
func (r *reader) failed(path string, n *node, err error) {
	if err == nil {
		return
	}
	if len(alianza.Faults(err)) == 0 {
		if text := err.Error(); len(text) > maxWord { // it quotes a value
			err = errors.New(strings.ToValidUTF8(text[:maxWord], "") + "…")
		}
		f := check.Fault("", n.text, alianza.ErrForm, "")
		f.Err = fmt.Errorf("%w: %w", f.Err, err)
		err = f
	}
	r.merge(path, n, err)
	for i, f := range r.faults {
		if n.offset <= f.offset && f.offset < n.end {
			r.faults[i].unread = path
		}
	}
}

// merge adds the faults of err, whose paths start at n, the value at path.
// Each has the place of the value it names or of the nearest value around it.
// What the reader has faulted is not faulted again.
func (r *reader) merge(path string, n *node, err error) {
	moved := alianza.Faults(alianza.At(path, err))
	moved = slices.DeleteFunc(moved, func(f *alianza.FieldError) bool { return r.faulted(f.Path) })
	places := n.places(path, moved)
	for _, f := range moved {
		at := f.Path
		for places[at] < 0 {
			at = around(at)
		}
		r.add(placed{places[at], f, ""})
	}
}

// faulted reports whether the value at path, or one around it that could not
// be read, has a fault.
func (r *reader) faulted(path string) bool {
	return slices.ContainsFunc(r.faults, func(f placed) bool {
		if f.err.Path == path {
			return true
		}
		rest, inside := strings.CutPrefix(path, f.unread)
		return f.unread != "" && inside && (rest == "" || rest[0] == '.' || rest[0] == '[')
	})
}

// parse reads data into nodes. Its errors are of form and come alone.
func parse(data []byte, limit int) (*reader, error) {
	if len(data) > limit {
		return nil, check.Fault("", "", alianza.ErrRange, fmt.Sprintf("%d bytes of JSON, allowed are %d", len(data), limit))
	}
	if !utf8.Valid(data) {
		return nil, check.Fault("", "", alianza.ErrForm, "not UTF-8")
	}
	if err := scan(data); err != nil {
		return nil, err
	}
	var raw json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		detail := err.Error()
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			detail = position(data, int(syntax.Offset)) + detail
		}
		return nil, check.Fault("", "", alianza.ErrForm, detail)
	}
	p := &parser{r: &reader{data: data}}
	p.r.root = p.value()
	return p.r, nil
}

// scan refuses what encoding/json lets pass in a document: nesting to any
// depth, and half a surrogate pair, which it replaces. What is not JSON at all
// is not its business.
func scan(data []byte) error {
	depth, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			quoted = !quoted
		case quoted && c == '\\':
			first := unit(data[i:])
			if !utf16.IsSurrogate(first) {
				i++ // the escaped byte, which may be a quote
				continue
			}
			if utf16.DecodeRune(first, unit(data[i+unitLen:])) == unicode.ReplacementChar {
				return check.Fault("", "", alianza.ErrForm, position(data, i+1)+"half of a surrogate pair")
			}
			i += 2*unitLen - 1
		case quoted:
		case c == '{' || c == '[':
			depth++
			if depth > MaxDepth {
				return check.Fault("", "", alianza.ErrRange,
					fmt.Sprintf("%smore than %d objects and arrays inside one another", position(data, i+1), MaxDepth))
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

const unitLen = len(`\uD800`)

// unit returns the UTF-16 code unit of the escape that s begins with, and 0 if
// that is none.
func unit(s []byte) rune {
	if len(s) < unitLen || s[0] != '\\' || s[1] != 'u' {
		return 0
	}
	v, _ := strconv.ParseUint(string(s[2:unitLen]), 16, 16) // 0 if these are no digits
	return rune(v)
}

// position returns the place of the last byte before an offset as a line and
// a column, both from one.
func position(data []byte, offset int) string {
	before := data[:min(offset, len(data))]
	line := bytes.Count(before, []byte{'\n'}) + 1
	column := len(before) - bytes.LastIndexByte(before, '\n') - 1
	return fmt.Sprintf("line %d, column %d: ", line, max(1, column))
}
