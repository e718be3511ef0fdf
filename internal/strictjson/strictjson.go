// Package strictjson reads and writes the JSON of the library's types by their
// struct tags, so that a type lists its fields once:
//
//	type Rule struct {
//		Name string          `json:"name"`
//		Rate alianza.Percent `json:"rate,omitzero"`
//	}
//
//	func (r Rule) MarshalJSON() ([]byte, error)     { return strictjson.Marshal(r) }
//	func (r *Rule) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }
//
// # Tags
//
// A field with omitzero may be absent, and is not written if it is zero. Every
// other field is required. A field with inline lends its own fields to the object
// around it: a struct, or an [alianza.Bound]. A decimal with wide is one that the
// library computed: it may have more digits than a number from outside.
//
// # Values
//
// A value is read by the UnmarshalJSON of its type, else by its UnmarshalText,
// else by its kind: text, a whole number of 32 bits, a boolean, a list, an object
// with names of the user's choice, a struct. A decimal is read from a string or a
// number by its text, and written as a string.
//
// # Strictness
//
// All faults are reported at once, each with its path, line and column: a field
// that the type does not have (another case included), a field given twice, a
// required field that is absent, null, a value of the wrong type, a number out of
// bounds. Refused as a whole are data after the value, bytes that are not UTF-8,
// half a surrogate pair, nesting deeper than [MaxDepth], and a document over a
// limit. A byte order mark at the beginning is skipped.
//
// What could not be read back is not written.
package strictjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
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
	MaxValues     = 100_000 // values of a definition: texts, numbers, objects …
	maxWord       = 1000    // bytes of a name, and of the reason of another package
)

// Unmarshal reads data into *v and then calls check, if it is not nil, for the
// faults of meaning. It returns all faults in the order of the document, at most
// a hundred, and then leaves *v as it was.
func Unmarshal[T any](data []byte, v *T, check func(*T) error) error {
	return UnmarshalLimit(data, MaxDefinition, v, check)
}

// UnmarshalLimit is Unmarshal for a document of at most limit bytes. Above
// [MaxDefinition] the number of values is not limited.
func UnmarshalLimit[T any](data []byte, limit int, v *T, check func(*T) error) error {
	r, err := parse(data, limit)
	if err != nil {
		return err
	}
	var in T
	r.kind(r.root, reflect.ValueOf(&in).Elem())
	if check != nil && len(r.faults) < maxFaults {
		r.checked(check(&in))
	}
	if err := r.err(); err != nil {
		return err
	}
	*v = in
	return nil
}

// Has reports whether data, an object that was read, gives a field.
func Has(data []byte, name string) bool {
	var fields map[string]json.RawMessage
	return json.Unmarshal(bytes.TrimPrefix(data, []byte(bom)), &fields) == nil && fields[name] != nil
}

// WriteOnly returns the error of UnmarshalJSON for a result that does not come
// back from its JSON: noun says what it is, and hint what to do instead.
func WriteOnly(noun, hint string) error {
	return check.Fault("", "", alianza.ErrForm, noun+" is written and not read: "+hint)
}

const maxFaults = check.MaxFaults

// bom is the byte order mark that some editors put before a text.
const bom = "\ufeff"

// parse reads data into nodes. Its errors are of form and come alone.
func parse(data []byte, limit int) (*reader, error) {
	if len(data) > limit {
		return nil, check.Fault("", "", alianza.ErrLimit, fmt.Sprintf("%d bytes of JSON, allowed are %d", len(data), limit))
	}
	data = bytes.TrimPrefix(data, []byte(bom))
	r := &reader{data: data}
	if !utf8.Valid(data) {
		return nil, r.at(validUTF8(data), alianza.ErrForm, "not UTF-8")
	}
	if err := r.scan(limit <= MaxDefinition); err != nil {
		return nil, err
	}
	var raw json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			return nil, r.at(max(0, int(syntax.Offset)-1), alianza.ErrForm, explain(data, syntax))
		}
		return nil, check.Fault("", "", alianza.ErrForm, err.Error())
	}
	p := &parser{r: r}
	r.root = p.value()
	return r, nil
}

// at returns the fault of the document itself at an offset.
func (r *reader) at(offset int, kind error, detail string) error {
	f := check.Fault("", "", kind, detail)
	f.Line, f.Column = r.position(offset)
	return f
}

// validUTF8 returns the offset of the first byte that is not UTF-8.
func validUTF8(data []byte) int {
	for i := 0; i < len(data); {
		c, n := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(data)
}

// explain says what to do about the usual faults of syntax.
func explain(data []byte, syntax *json.SyntaxError) string {
	offset := max(0, int(syntax.Offset)-1)
	rest := bytes.TrimLeft(data[min(offset, len(data)):], " \t\r\n")
	before := bytes.TrimRight(data[:min(offset, len(data))], " \t\r\n")
	c, _ := utf8.DecodeRune(rest)
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return "an empty document"
	case len(rest) == 0:
		return "the document ends before it is complete"
	case c == '“' || c == '”' || c == '„' || c == '‘' || c == '’' || c == '\'' || c == '«':
		return `want a plain quotation mark, "`
	case bytes.HasSuffix(before, []byte{','}) && (c == '}' || c == ']'):
		return "a comma after the last one: take it out"
	case bytes.HasPrefix(rest, []byte("//")) || bytes.HasPrefix(rest, []byte("/*")) || c == '#':
		return "JSON has no comments: take it out"
	}
	return syntax.Error()
}

// scan refuses what encoding/json lets pass in a document: nesting to any depth,
// any number of values, and half a surrogate pair, which it replaces. What is not
// JSON at all is not its business.
func (r *reader) scan(limited bool) error {
	data := r.data
	depth, values, quoted := 0, 0, false
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
				return r.at(i, alianza.ErrForm, "half of a surrogate pair")
			}
			i += 2*unitLen - 1
		case quoted:
		case c == '{' || c == '[':
			values++
			depth++
			if depth > MaxDepth {
				return r.at(i, alianza.ErrLimit, fmt.Sprintf("more than %d objects and arrays inside one another", MaxDepth))
			}
		case c == '}' || c == ']':
			depth--
		case c == ',':
			values++
		}
		if values > MaxValues && limited {
			return r.at(i, alianza.ErrLimit, fmt.Sprintf("more than %d values", MaxValues))
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
	v := rune(0)
	for _, c := range s[2:unitLen] {
		switch {
		case '0' <= c && c <= '9':
			v = v<<4 + rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			v = v<<4 + rune(c|0x20-'a') + 10
		default:
			return 0
		}
	}
	return v
}
