package oldjson_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A thing has every kind of field, required and optional.
type thing struct {
	Name   string
	Note   string // optional, like every second one below
	Count  int
	Tries  int
	Open   bool
	Late   bool
	Price  decimal.Decimal
	Fee    decimal.Decimal
	Tags   []string
	Labels []string
	Code   code
	Other  code
	Op     exact.Op
	Bound  decimal.Decimal
	Parts  []part
	Spares []part
	Box    part
	Lid    part
	HasLid bool
	Rates  map[string]decimal.Decimal
	Extras map[string]part
	Point  point
	Plan   *plan
}

func (t *thing) fields(o *oldjson.Object) {
	o.String("name", &t.Name)
	o.Optional().String("note", &t.Note)
	o.Int("count", &t.Count)
	o.Optional().Int("tries", &t.Tries)
	o.Bool("open", &t.Open)
	o.Optional().Bool("late", &t.Late)
	o.Decimal("price", &t.Price)
	o.Optional().Decimal("fee", &t.Fee)
	o.Strings("tags", &t.Tags)
	o.Optional().Strings("labels", &t.Labels)
	oldjson.Text(o, "code", &t.Code)
	oldjson.Text(o.Optional(), "other", &t.Other)
	o.Bound(&t.Op, &t.Bound)
	oldjson.List(o, "parts", &t.Parts, (*part).fields)
	oldjson.List(o.Optional(), "spares", &t.Spares, (*part).fields)
	oldjson.Struct(o, "box", &t.Box, false, (*part).fields)
	if o.Has("lid") {
		t.HasLid = true
	}
	oldjson.Struct(o.Optional(), "lid", &t.Lid, !t.HasLid, (*part).fields)
	oldjson.Map(o, "rates", &t.Rates, rate)
	oldjson.Map(o.Optional(), "extras", &t.Extras, func(in *oldjson.Object, name string, p *part) {
		oldjson.Struct(in, name, p, false, (*part).fields)
	})
	o.Any("point", &t.Point)
	o.Optional().Any("plan", &t.Plan)
}

func rate(o *oldjson.Object, name string, d *decimal.Decimal) { o.Decimal(name, d) }

func (t thing) MarshalJSON() ([]byte, error) { return oldjson.Marshal(t.fields) }

func (t *thing) UnmarshalJSON(data []byte) error {
	return oldjson.Into(t, data, oldjson.MaxDefinition, (*thing).fields, nil)
}

// A part has an optional bound.
type part struct {
	Size  int
	Op    exact.Op
	Bound decimal.Decimal
}

func (p *part) fields(o *oldjson.Object) {
	o.Int("size", &p.Size)
	o.Optional().Bound(&p.Op, &p.Bound)
}

// A point is a caller's type that knows nothing of this package.
type point struct {
	X int32 `json:"x"`
	Y int32 `json:"y,omitempty"`
}

// A plan is a caller's type whose JSON this package reads.
type plan struct {
	Name  string
	Parts []part
}

func (p *plan) fields(o *oldjson.Object) {
	o.String("name", &p.Name)
	oldjson.List(o.Optional(), "parts", &p.Parts, (*part).fields)
}

func (p plan) MarshalJSON() ([]byte, error) { return oldjson.Marshal(p.fields) }

func (p *plan) UnmarshalJSON(data []byte) error {
	return oldjson.Into(p, data, oldjson.MaxDefinition, (*plan).fields, (*plan).check)
}

func (p *plan) check() error {
	if strings.ContainsRune(p.Name, '/') {
		return &alianza.FieldError{Path: "name", Value: p.Name, Err: alianza.ErrConflict}
	}
	return nil
}

// A code is a type with a text form: three capital letters.
type code string

var errCode = errors.New("not three capitals")

func (c code) MarshalText() ([]byte, error) {
	if len(c) != 3 || strings.Trim(string(c), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return nil, errCode
	}
	return []byte(c), nil
}

func (c *code) UnmarshalText(text []byte) error {
	if _, err := code(text).MarshalText(); err != nil {
		return err
	}
	*c = code(text)
	return nil
}

// valid is a document of a thing with each field in it.
const valid = `{
	"name": "first", "note": "n", "count": -3, "tries": 2, "open": true, "late": true, "price": "2.50", "fee": 1e2,
	"tags": ["a", ""], "labels": ["b"], "code": "ABC", "other": "XYZ", "below": 7,
	"parts": [{"size": 1}, {"size": 2, "at_least": "0"}], "spares": [{"size": 3, "above": -1.5}],
	"box": {"size": 4}, "lid": {"size": 0, "at_most": "0.0"},
	"rates": {"gold": "10", "a.b": 2}, "extras": {"": {"size": 5}, "x": {"size": 6}},
	"point": {"x": 1, "y": 2}, "plan": {"name": "p", "parts": [{"size": 7}]}
}`

// least is a document of a thing with the required fields only.
const least = `{"name":"","count":0,"open":false,"price":"0","tags":[],"code":"ABC","at_least":"0",` +
	`"parts":[],"box":{"size":0},"rates":{},"point":{"x":0}}`

// sameThing compares as the library does: decimals by value, no list like an
// empty one.
var sameThing = cmp.Options{cmpopts.EquateEmpty()}

var kinds = []error{
	alianza.ErrMissing, alianza.ErrUnknown, alianza.ErrDuplicate, alianza.ErrForm,
	alianza.ErrRange, alianza.ErrConflict, alianza.ErrZero, alianza.ErrCurrency,
}

// kind names the kinds of an error.
func kind(err error) string {
	var names []string
	for _, k := range kinds {
		if errors.Is(err, k) {
			names = append(names, k.Error())
		}
	}
	return strings.Join(names, " and ")
}

// faults describes the faults of err in their order as path, kind and value.
func faults(err error) []string {
	var all []string
	for _, f := range alianza.Faults(err) {
		text := f.Path + ": " + kind(f)
		if f.Value != "" {
			text += fmt.Sprintf(" %q", f.Value)
		}
		all = append(all, text)
	}
	return all
}

// read reads a document without a check.
func read(doc string, fields func(*oldjson.Object)) error {
	return oldjson.Unmarshal([]byte(doc), oldjson.MaxDefinition, fields, nil)
}

// mustRead reads a thing.
func mustRead(t *testing.T, doc []byte) thing {
	t.Helper()
	var got thing
	if err := got.UnmarshalJSON(doc); err != nil {
		t.Fatalf("Unmarshal(%s) = %v; want no error", doc, err)
	}
	return got
}

// mustMarshal writes a thing.
func mustMarshal(t *testing.T, v thing) []byte {
	t.Helper()
	doc, err := v.MarshalJSON()
	if err != nil {
		t.Fatalf("Marshal(%+v) = %v; want no error", v, err)
	}
	return doc
}
