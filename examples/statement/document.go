package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
)

// part is a value of a JSON document, and where it begins there.
type part struct {
	text         []byte
	line, column int
}

// within returns a part of the part.
func (p part) within(from, to int) part {
	before := p.text[:from]
	in := part{p.text[from:to], p.line + bytes.Count(before, []byte("\n")), p.column + from}
	if last := bytes.LastIndexByte(before, '\n'); last >= 0 {
		in.column = from - last
	}
	return in
}

// fault returns a fault at the beginning of the part.
func (p part) fault(path, value string, err error) error {
	return &alianza.FieldError{Path: path, Line: p.line, Column: p.column, Value: value, Err: err}
}

// placed returns the faults that were found in the part by itself with their
// places in the document. A fault without a place gets that of the part.
func (p part) placed(err error) error {
	faults := alianza.Faults(err)
	errs := make([]error, len(faults))
	for i, f := range faults {
		at := *f
		switch f.Line {
		case 0:
			at.Line, at.Column = p.line, p.column
		case 1:
			at.Line, at.Column = p.line, p.column+f.Column-1
		default:
			at.Line += p.line - 1
		}
		errs[i] = &at
	}
	return errors.Join(errs...)
}

// read reads a definition of the library.
func read[T any, P interface {
	*T
	json.Unmarshaler
}](p part) (T, error) {
	v, err := alianza.Read[T, P](p.text)
	return v, p.placed(err)
}

// object is a JSON object that the command reads itself, as strictly as the
// library reads its definitions, and the faults found in it.
type object struct {
	part
	fields map[string]part
	errs   []error
}

// readDocument reads a whole document, which is an object of the fields named.
func readDocument(data []byte, names ...string) (*object, error) {
	p := part{bytes.TrimPrefix(data, []byte("\ufeff")), 1, 1}
	var syntax *json.SyntaxError
	if err := json.Unmarshal(p.text, new(json.RawMessage)); errors.As(err, &syntax) {
		at := max(0, int(syntax.Offset)-1) // the offset is behind the byte that is wrong
		if strings.Contains(err.Error(), "end of JSON input") {
			at = len(p.text)
		}
		return nil, p.within(at, at).fault("", "", fmt.Errorf("%w: %w", alianza.ErrForm, err))
	}
	return p.object(names...)
}

// object reads an object of the fields named. Fields that are unknown or given
// twice are faults; what is no object at all is an error without one.
func (p part) object(names ...string) (*object, error) {
	dec := json.NewDecoder(bytes.NewReader(p.text))
	if token, err := dec.Token(); err != nil || token != json.Delim('{') {
		return nil, p.fault("", "", fmt.Errorf("%w: want a JSON object", alianza.ErrForm))
	}
	o := &object{part: p, fields: map[string]part{}}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string)
		value, err := p.value(dec)
		if err != nil {
			return nil, err
		}
		if _, ok := o.fields[name]; ok {
			o.add(value.fault(name, "", fmt.Errorf("%w: the field is given twice", alianza.ErrDuplicate)))
		} else if !slices.Contains(names, name) {
			o.add(value.fault(name, "", fmt.Errorf("%w: the fields are %s", alianza.ErrField, strings.Join(names, ", "))))
		}
		o.fields[name] = value
	}
	return o, nil
}

// value returns the next value that a decoder of the part reads.
func (p part) value(dec *json.Decoder) (part, error) {
	var raw json.RawMessage
	if err := dec.Decode(&raw); err != nil {
		return part{}, err
	}
	end := int(dec.InputOffset())
	return p.within(end-len(raw), end), nil
}

// elements returns the elements of an array.
func (p part) elements() (list []part, err error) {
	dec := json.NewDecoder(bytes.NewReader(p.text))
	if token, err := dec.Token(); err != nil || token != json.Delim('[') {
		return nil, p.fault("", "", fmt.Errorf("%w: want an array", alianza.ErrForm))
	}
	for dec.More() {
		one, err := p.value(dec)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

func (o *object) add(err error) {
	if err != nil {
		o.errs = append(o.errs, err)
	}
}

// field reads a field with the function given, if it is there.
func (o *object) field(name string, read func(part) error) {
	p, ok := o.fields[name]
	if !ok || string(p.text) == "null" {
		o.add(o.fault(name, "", alianza.ErrMissing))
		return
	}
	o.add(alianza.At(name, read(p)))
}

// text reads a field of text, which may not be blank.
func (o *object) text(name string, use func(string) error) {
	o.field(name, func(p part) error {
		var s string
		if err := json.Unmarshal(p.text, &s); err != nil {
			return p.fault("", "", fmt.Errorf("%w: want a string", alianza.ErrForm))
		}
		if strings.TrimSpace(s) == "" {
			return p.fault("", "", alianza.ErrMissing)
		}
		if err := use(s); err != nil {
			return p.fault("", s, err)
		}
		return nil
	})
}

// list reads each element of a field that holds an array.
func (o *object) list(name string, read func(i int, p part) error) {
	o.field(name, func(p part) error {
		elements, err := p.elements()
		errs := []error{err}
		for i, one := range elements {
			errs = append(errs, alianza.At(fmt.Sprintf("[%d]", i), read(i, one)))
		}
		return errors.Join(errs...)
	})
}
