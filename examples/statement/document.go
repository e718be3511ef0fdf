package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
)

// object is a JSON object that the command reads itself, as strictly as the
// library reads its definitions, and the faults found in it.
type object struct {
	fields map[string]json.RawMessage
	errs   []error
}

// readObject reads an object of the fields named. Fields that are unknown or
// given twice are faults; what is no object at all is an error without one.
func readObject(data []byte, names ...string) (*object, error) {
	var syntax *json.SyntaxError
	if err := json.Unmarshal(data, new(json.RawMessage)); errors.As(err, &syntax) {
		line := 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))
		return nil, fmt.Errorf("%w: line %d: %w", alianza.ErrForm, line, err)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if token, err := dec.Token(); err != nil || token != json.Delim('{') {
		return nil, errors.Join(fmt.Errorf("%w: want a JSON object", alianza.ErrForm), err)
	}
	o := &object{fields: map[string]json.RawMessage{}}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return nil, err
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return nil, err
		}
		name, _ := token.(string)
		if _, ok := o.fields[name]; ok {
			o.fault(name, "", fmt.Errorf("%w: the field is given twice", alianza.ErrDuplicate))
		} else if !slices.Contains(names, name) {
			o.fault(name, "", fmt.Errorf("%w field: the fields are %s", alianza.ErrUnknown, strings.Join(names, ", ")))
		}
		o.fields[name] = raw
	}
	if _, err := dec.Token(); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: data after the object", alianza.ErrForm)
	}
	return o, nil
}

func (o *object) fault(path, value string, err error) {
	o.errs = append(o.errs, &alianza.FieldError{Path: path, Value: value, Err: err})
}

// part reads a field with the function given, if it is there.
func (o *object) part(name string, read func(json.RawMessage) error) {
	raw := o.fields[name]
	if len(raw) == 0 || string(raw) == "null" {
		o.fault(name, "", alianza.ErrMissing)
		return
	}
	if err := read(raw); err != nil {
		o.errs = append(o.errs, alianza.At(name, err))
	}
}

// text reads a field of text, which may not be blank.
func (o *object) text(name string, use func(string) error) {
	o.part(name, func(raw json.RawMessage) error {
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return fmt.Errorf("%w: want a string", alianza.ErrForm)
		}
		if strings.TrimSpace(s) == "" {
			return alianza.ErrMissing
		}
		if err := use(s); err != nil {
			return &alianza.FieldError{Value: s, Err: err}
		}
		return nil
	})
}

// list reads each element of a field that holds an array.
func (o *object) list(name string, read func(json.RawMessage) error) {
	o.part(name, func(raw json.RawMessage) error {
		var elements []json.RawMessage
		if err := json.Unmarshal(raw, &elements); err != nil {
			return fmt.Errorf("%w: want an array", alianza.ErrForm)
		}
		var errs []error
		for i, element := range elements {
			errs = append(errs, alianza.At(fmt.Sprintf("[%d]", i), read(element)))
		}
		return errors.Join(errs...)
	})
}
