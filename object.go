package alianza

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// A member is a field of a flat JSON object, in which a type of this package is
// written. The types of the other packages have a reader of their own.
type member struct {
	name  string
	value json.RawMessage
}

// members reads a flat object strictly and calls read with each of its members.
// It returns all faults, those of required members that are absent included.
func members(data []byte, read func(member) error, required ...string) error {
	const most = 1 << 20 // bytes: those of a definition
	switch {
	case len(data) > most:
		return fault("", "", ErrLimit, fmt.Sprintf("%d bytes of JSON, allowed are %d", len(data), most))
	case !utf8.Valid(data):
		return fault("", "", ErrForm, "not UTF-8")
	case !json.Valid(data):
		return fault("", "", ErrForm, "not a JSON value")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	switch open, _ := dec.Token(); open {
	case json.Delim('{'):
	case nil:
		return fault("", "", ErrMissing, "null")
	default:
		return fault("", "", ErrForm, "want an object")
	}
	var faults []error
	seen := map[string]bool{}
	for dec.More() {
		var m member
		token, _ := dec.Token() // the document is valid: a name, and a value
		m.name, _ = token.(string)
		_ = dec.Decode(&m.value)
		switch {
		case seen[m.name]:
			faults = append(faults, m.fault(ErrDuplicate, "the field is given twice"))
		case string(m.value) == "null":
			faults = append(faults, m.fault(ErrMissing, "null; leave the field out or give it a value"))
		default:
			faults = append(faults, read(m))
		}
		seen[m.name] = true
		const enough = 100
		if len(faults) > enough {
			break
		}
	}
	for _, name := range required {
		if !seen[name] {
			faults = append(faults, &FieldError{Path: name, Err: ErrMissing})
		}
	}
	return errors.Join(faults...)
}

// fault returns a fault of the member.
func (m member) fault(kind error, detail string) error {
	return fault(brief(m.name), "", kind, detail)
}

// text sets *to to a string.
func (m member) text(to *string) error {
	if m.value[0] != '"' {
		return m.fault(ErrForm, "want a string")
	}
	return json.Unmarshal(m.value, to)
}

// number returns the text of a number or of a string.
func (m member) number() (text string, err error) {
	switch c := m.value[0]; {
	case c == '"':
		err = m.text(&text)
	case c == '-' || '0' <= c && c <= '9':
		text = string(m.value)
	default:
		err = m.fault(ErrForm, "want a number")
	}
	return text, err
}

// count sets *to to a whole number of 32 bits that is not negative.
func (m member) count(to *int) error {
	n, err := strconv.ParseUint(string(m.value), 10, 31)
	if err != nil {
		return m.fault(ErrForm, "want a whole number")
	}
	*to = int(n)
	return nil
}
