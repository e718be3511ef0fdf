package strictjson_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A thing has every kind of field, required and optional.
type thing struct {
	_ [0]func()

	Name   string                     `json:"name"`
	Note   string                     `json:"note,omitzero"`
	Count  int                        `json:"count"`
	Tries  int                        `json:"tries,omitzero"`
	Open   bool                       `json:"open"`
	Late   bool                       `json:"late,omitzero"`
	Price  decimal.Decimal            `json:"price"`
	Fee    decimal.Decimal            `json:"fee,omitzero"`
	Sum    decimal.Decimal            `json:"sum,omitzero,wide"`
	Sums   []decimal.Decimal          `json:"sums,omitzero,wide"`
	Rate   alianza.Percent            `json:"rate"`
	Share  alianza.Percent            `json:"share,omitzero"`
	Day    alianza.Date               `json:"day"`
	Until  alianza.Date               `json:"until,omitzero"`
	At     time.Time                  `json:"at"`
	Due    time.Time                  `json:"due,omitzero"`
	Tags   []string                   `json:"tags"`
	Labels []string                   `json:"labels,omitzero"`
	Code   code                       `json:"code"`
	Other  code                       `json:"other,omitzero"`
	Bound  alianza.Bound              `json:",inline"`
	Limits []alianza.Bound            `json:"limits,omitzero"`
	Parts  []part                     `json:"parts"`
	Spares []part                     `json:"spares,omitzero"`
	Box    part                       `json:"box"`
	Lid    *part                      `json:"lid,omitzero"`
	Size   size                       `json:",inline"`
	Rates  map[string]decimal.Decimal `json:"rates"`
	Extras map[code]part              `json:"extras,omitzero"`
	Point  point                      `json:"point"`
	Plan   plan                       `json:"plan,omitzero"`
	hidden int                        //nolint:unused // not of the document
}

func (v thing) MarshalJSON() ([]byte, error) { return strictjson.Marshal(v) }

func (v *thing) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, v, nil) }

// A part has no methods of its own, and an optional bound.
type part struct {
	Count int           `json:"count"`
	Bound alianza.Bound `json:",inline,omitzero"`
}

// A size lends its fields to the thing around it.
type size struct {
	Width  int `json:"width"`
	Height int `json:"height,omitzero"`
}

// A point is a caller's type that knows nothing of this package.
type point struct {
	X int32 `json:"x"`
	Y int32 `json:"y,omitempty"`
}

// A plan has methods and a check of its own, and plans inside it.
type plan struct {
	Name   string          `json:"name"`
	Bonus  decimal.Decimal `json:"bonus,omitzero"`
	Steps  []plan          `json:"steps,omitzero"`
	ByName map[string]plan `json:"by_name,omitzero"`
}

func (p plan) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

func (p *plan) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, p, (*plan).check)
}

// IsZero reports whether there is no plan.
func (p plan) IsZero() bool {
	return p.Name == "" && p.Bonus.IsZero() && len(p.Steps) == 0 && len(p.ByName) == 0
}

// check checks the plan and those inside it, as checks of definitions do: what
// is inside was checked when it was read, too.
func (p *plan) check() error {
	var errs []error
	if strings.ContainsRune(p.Name, '/') {
		errs = append(errs, &alianza.FieldError{Path: "name", Value: p.Name, Err: alianza.ErrConflict})
	}
	for i := range p.Steps {
		errs = append(errs, alianza.At(fmt.Sprintf("steps[%d]", i), p.Steps[i].check()))
	}
	return errors.Join(errs...)
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
	"sum": "0.0000000000000000000125", "sums": ["1", 0.5], "rate": "12.50%", "share": "1e2%",
	"day": "2026-02-28", "until": "2026-03-01", "at": "2026-05-01T09:30:00+02:00", "due": "2026-05-01T00:00:00.25Z",
	"tags": ["a", ""], "labels": ["b"], "code": "ABC", "other": "XYZ", "below": 7,
	"limits": [{"at_least": "30", "to": 50}, {"to": "60", "between": "30"}, {}],
	"parts": [{"count": 1}, {"count": 2, "at_least": "0"}], "spares": [{"count": 3, "above": -1.5}],
	"box": {"count": 4}, "lid": {"at_most": "0.0", "count": 0}, "width": 8, "height": 9,
	"rates": {"gold": "10", "a.b": 2}, "extras": {"DEF": {"count": 5}, "ABC": {"count": 6}},
	"point": {"x": 1, "y": 2}, "plan": {"name": "p", "bonus": "5", "steps": [{"name": "q"}], "by_name": {"": {"name": "r"}}}
}`

// least is a document of a thing with the required fields only.
const least = `{"name":"","count":0,"open":false,"price":"0","rate":"0%","day":"0001-01-01","at":"2026-01-01T00:00:00Z",` +
	`"tags":[],"code":"ABC","parts":[],"box":{"count":0},"width":0,"rates":{},"point":{"x":0},"at_least":"0"}`

var kinds = []error{
	alianza.ErrMissing, alianza.ErrUnknown, alianza.ErrDuplicate, alianza.ErrForm,
	alianza.ErrRange, alianza.ErrConflict, alianza.ErrZero, alianza.ErrCurrency,
}

// faults describes the faults of err in their order as line:column path: code
// and value.
func faults(err error) []string {
	var all []string
	for _, f := range alianza.Faults(err) {
		text := fmt.Sprintf("%d:%d %s: %s", f.Line, f.Column, f.Path, f.Code())
		if f.Value != "" {
			text += fmt.Sprintf(" %q", f.Value)
		}
		all = append(all, text)
	}
	return all
}

// mustRead reads a thing.
func mustRead(t *testing.T, doc string) thing {
	t.Helper()
	var got thing
	if err := got.UnmarshalJSON([]byte(doc)); err != nil {
		t.Fatalf("Unmarshal(%s) = %v; want no error", doc, err)
	}
	return got
}

// mustMarshal writes a thing.
func mustMarshal(t *testing.T, v thing) string {
	t.Helper()
	doc, err := v.MarshalJSON()
	if err != nil {
		t.Fatalf("Marshal(%+v) = %v; want no error", v, err)
	}
	return string(doc)
}
