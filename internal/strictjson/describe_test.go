package strictjson_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A box is an object with a value of each kind that a document has.
type box struct {
	Name   string                     `json:"name"`
	Count  int                        `json:"count,omitzero"`
	Open   bool                       `json:"open,omitzero"`
	Fee    decimal.Decimal            `json:"fee,omitzero"`
	Rate   alianza.Percent            `json:"rate,omitzero"`
	Day    alianza.Date               `json:"day,omitzero"`
	At     time.Time                  `json:"at,omitzero"`
	Op     alianza.Op                 `json:"op,omitzero"`
	Code   code                       `json:"code,omitzero"`
	Limit  alianza.Bound              `json:"limit,omitzero"`
	Tags   []string                   `json:"tags,omitzero"`
	Rates  map[string]alianza.Percent `json:"rates,omitzero"`
	Lists  [][]lid                    `json:"lists,omitzero"`
	Lid    *lid                       `json:"lid,omitzero"`
	Size   size                       `json:",inline"`
	Spare  spare                      `json:",inline,omitzero"`
	Boxes  []box                      `json:"boxes,omitzero"`
	Bound  alianza.Bound              `json:",inline"`
	Past   int                        `json:"-"`
	hidden int                        //nolint:unused // not of the document
}

type lid struct {
	Ops []alianza.Op `json:"ops"`
}

type spare struct {
	Pieces int `json:"pieces"`
}

// TestDescribe describes each type once, the first type first, with the fields that a
// document has.
func TestDescribe(t *testing.T) {
	ops := []string{"at_least", "above", "at_most", "below", "between"}
	var bound []strictjson.FieldShape
	for _, name := range append(slices.Clip(ops), "to") {
		bound = append(bound, strictjson.FieldShape{Name: name, Go: "alianza.Bound." + name, Kind: "decimal"})
	}
	const here = "strictjson_test."
	want := []strictjson.TypeShape{
		{Name: here + "box", Path: "internal/strictjson_test", Fields: append([]strictjson.FieldShape{
			{Name: "name", Go: here + "box.Name", Kind: "text", Required: true},
			{Name: "count", Go: here + "box.Count", Kind: "integer"},
			{Name: "open", Go: here + "box.Open", Kind: "boolean"},
			{Name: "fee", Go: here + "box.Fee", Kind: "decimal"},
			{Name: "rate", Go: here + "box.Rate", Kind: "percent"},
			{Name: "day", Go: here + "box.Day", Kind: "date"},
			{Name: "at", Go: here + "box.At", Kind: "instant"},
			{Name: "op", Go: here + "box.Op", Kind: "enum", Enum: ops},
			{Name: "code", Go: here + "box.Code", Kind: "code"},
			{Name: "limit", Go: here + "box.Limit", Kind: "object", Type: "alianza.Bound"},
			{Name: "tags", Go: here + "box.Tags", Kind: "list", Of: "text"},
			{Name: "rates", Go: here + "box.Rates", Kind: "map", Of: "percent"},
			{Name: "lists", Go: here + "box.Lists", Kind: "list", Of: "list of objects", Type: here + "lid"},
			{Name: "lid", Go: here + "box.Lid", Kind: "object", Type: here + "lid"},
			{Name: "width", Go: here + "size.Width", Kind: "integer", Required: true},
			{Name: "height", Go: here + "size.Height", Kind: "integer"},
			{Name: "pieces", Go: here + "spare.Pieces", Kind: "integer"},
			{Name: "boxes", Go: here + "box.Boxes", Kind: "list", Of: "object", Type: here + "box"},
		}, bound...)},
		{Name: "alianza.Bound", Fields: bound},
		{Name: here + "lid", Path: "internal/strictjson_test", Fields: []strictjson.FieldShape{
			{Name: "ops", Go: here + "lid.Ops", Kind: "list", Of: "enum", Required: true, Enum: ops},
		}},
	}
	if diff := cmp.Diff(want, strictjson.Describe(box{})); diff != "" {
		t.Errorf("Describe = other types (-want +got):\n%s", diff)
	}
	for i := range want {
		for j := range want[i].Fields {
			want[i].Fields[j].Enum = nil
		}
	}
	if diff := cmp.Diff(want, strictjson.Kinds(box{})); diff != "" {
		t.Errorf("Kinds (-want +got):\n%s", diff)
	}
}
