package contract

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// An Input is the object that a row gives to its rule. A method that finds no
// field, or one of another kind, returns a zero and fails the row.
type Input struct {
	fields map[string]any
	misuse *error
}

func newInput(data json.RawMessage) (Input, error) {
	v, err := decode(data)
	if err != nil {
		return Input{}, err
	}
	fields, ok := v.(map[string]any)
	if !ok {
		return Input{}, fmt.Errorf("the input is not an object: %s", data)
	}
	return Input{fields: fields, misuse: new(error)}, nil
}

// decode reads any value, numbers as they are written.
func decode(data json.RawMessage) (any, error) {
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	return v, err
}

func field[T any](in Input, name string) T {
	v, ok := in.fields[name].(T)
	if !ok && *in.misuse == nil {
		*in.misuse = fmt.Errorf("the input has no %s of type %T", name, v)
	}
	return v
}

// Has reports whether the input has a field. A null counts as none.
func (in Input) Has(name string) bool { return in.fields[name] != nil }

// Is reports whether a field is there and true.
func (in Input) Is(name string) bool { return in.fields[name] == true }

// Text returns a text.
func (in Input) Text(name string) string { return field[string](in, name) }

// Number returns a number, written as a number or as a text.
func (in Input) Number(name string) decimal.Decimal {
	return in.number(name, in.fields[name])
}

// Int returns a whole number.
func (in Input) Int(name string) int { return int(in.Number(name).IntPart()) }

// Names returns the names of the fields, in no order.
func (in Input) Names() []string {
	var names []string
	for name := range in.fields {
		names = append(names, name)
	}
	return names
}

// Numbers returns a list of numbers.
func (in Input) Numbers(name string) []decimal.Decimal {
	var list []decimal.Decimal
	for _, v := range field[[]any](in, name) {
		list = append(list, in.number(name, v))
	}
	return list
}

// Texts returns a list of texts.
func (in Input) Texts(name string) []string {
	var list []string
	for _, v := range field[[]any](in, name) {
		s, ok := v.(string)
		if !ok && *in.misuse == nil {
			*in.misuse = fmt.Errorf("%s has an element that is not a text: %v", name, v)
		}
		list = append(list, s)
	}
	return list
}

// Bools returns a list of yes and no.
func (in Input) Bools(name string) []bool {
	var list []bool
	for _, v := range field[[]any](in, name) {
		b, ok := v.(bool)
		if !ok && *in.misuse == nil {
			*in.misuse = fmt.Errorf("%s has an element that is neither true nor false: %v", name, v)
		}
		list = append(list, b)
	}
	return list
}

// Object returns an object inside the input.
func (in Input) Object(name string) Input {
	return Input{field[map[string]any](in, name), in.misuse}
}

// Objects returns a list of objects.
func (in Input) Objects(name string) []Input {
	var list []Input
	for _, v := range field[[]any](in, name) {
		fields, ok := v.(map[string]any)
		if !ok && *in.misuse == nil {
			*in.misuse = fmt.Errorf("%s has an element that is not an object: %v", name, v)
		}
		list = append(list, Input{fields, in.misuse})
	}
	return list
}

// Day returns the first instant of a day in UTC.
func (in Input) Day(name string) time.Time {
	at, err := time.Parse(time.DateOnly, in.Text(name))
	if err != nil && *in.misuse == nil {
		*in.misuse = err
	}
	return at
}

// Date returns a day.
func (in Input) Date(name string) alianza.Date { return alianza.DateOf(in.Day(name), nil) }

func (in Input) number(name string, v any) decimal.Decimal {
	var d decimal.Decimal
	err := errors.New("neither a number nor a text")
	switch v := v.(type) {
	case json.Number:
		d, err = decimal.NewFromString(v.String())
	case string:
		d, err = decimal.NewFromString(v)
	}
	if err != nil && *in.misuse == nil {
		*in.misuse = fmt.Errorf("the input's %s is no number: %w", name, err)
	}
	return d
}

// ErrNotBuilt is for an adapter that a row asks for something the package does
// not have yet.
var ErrNotBuilt = errors.New("not built")
