package strictjson_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// TestTags has types whose tags are not for this package: a mistake in the
// program, told at once.
func TestTags(t *testing.T) {
	type (
		untagged struct{ A int }
		nameless struct {
			A int `json:",omitzero"`
		}
		omitempty struct {
			A int `json:"a,omitempty"`
		}
		asString struct {
			A int `json:"a,string"`
		}
		inlineInt struct {
			A int `json:",inline"`
		}
		twoBounds struct {
			A alianza.Bound `json:",inline"`
			B alianza.Bound `json:",inline"`
		}
		inside struct {
			A untagged `json:",inline"`
		}
	)
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"no tag", read[untagged](`{}`), `strictjson: strictjson_test.untagged.A: no name in the tag`},
		{"no name", read[nameless](`{}`), `strictjson: strictjson_test.nameless.A: no name in the tag`},
		{"omitempty", read[omitempty](`{}`), `strictjson: strictjson_test.omitempty.A: unknown option "omitempty"`},
		{"string", read[asString](`{}`), `strictjson: strictjson_test.asString.A: unknown option "string"`},
		{"inline, but no struct", read[inlineInt](`{}`), `strictjson: strictjson_test.inlineInt.A: cannot be inline`},
		{"two bounds", read[twoBounds](`{}`), `strictjson: strictjson_test.twoBounds.B: cannot be inline`},
		{"inside", read[inside](`{}`), `strictjson: strictjson_test.inside.A: strictjson: strictjson_test.untagged.A: no name in the tag`},
	}
	for _, tt := range tests {
		if tt.err == nil || tt.err.Error() != tt.want {
			t.Errorf("%s: Unmarshal = %v; want %s", tt.name, tt.err, tt.want)
		}
	}
	if _, err := strictjson.Marshal(untagged{}); err == nil {
		t.Error("Marshal = nil; want an error as Unmarshal has")
	}
}

// TestInline has structs that lend their fields to the one around them, two
// levels deep.
func TestInline(t *testing.T) {
	type low struct {
		Depth int           `json:"depth,omitzero"`
		Bound alianza.Bound `json:",inline,omitzero"`
	}
	type middle struct {
		Width int `json:"width"`
		Low   low `json:",inline"`
	}
	type high struct {
		Name   string `json:"name"`
		Middle middle `json:",inline"`
		Last   bool   `json:"last,omitzero"`
	}
	v := high{Name: "n", Middle: middle{Width: 1, Low: low{Depth: 2, Bound: alianza.Above(decimal.New(3, 0))}}, Last: true}
	returns(t, v, `{"name":"n","width":1,"depth":2,"last":true,"above":"3"}`)
	returns(t, high{}, `{"name":"","width":0}`)
	want := []string{`1:1 name: missing`, `1:2 middle: unknown_field`, `1:28 depth: malformed "x"`, `1:32 widht: unknown_field`}
	err := read[high](`{"middle":{"width":1},"depth":"x","widht":1,"width":1}`)
	want[2], want[3] = `1:31 depth: malformed "x"`, `1:35 widht: unknown_field`
	if diff := cmp.Diff(want, faults(err)); diff != "" {
		t.Errorf("Unmarshal = %v (-want +got):\n%s", err, diff)
	}
}

// TestInlineBound has a bound that stands alone in its object.
func TestInlineBound(t *testing.T) {
	type goal struct {
		Bound alianza.Bound `json:",inline"`
	}
	returns(t, goal{alianza.AtLeast(decimal.New(3, 0))}, `{"at_least":"3"}`)
}

// TestInlineOptional has a struct that lends optional fields alone: none of them is
// written if it is zero, and what stands behind it is.
func TestInlineOptional(t *testing.T) {
	type pair struct {
		Low  int `json:"low,omitzero"`
		High int `json:"high,omitzero"`
	}
	type around struct {
		Name string `json:"name"`
		Pair pair   `json:",inline"`
		Note string `json:"note,omitzero"`
		Last int    `json:"last"`
	}
	returns(t, around{Name: "n", Note: "x", Last: 1}, `{"name":"n","note":"x","last":1}`)
	returns(t, around{Name: "n", Pair: pair{High: 2}, Last: 1}, `{"name":"n","high":2,"last":1}`)
}

// TestManyFields has more fields than there is room for in the usual case.
func TestManyFields(t *testing.T) {
	type eight struct {
		A int `json:"a,omitzero"`
		B int `json:"b,omitzero"`
		C int `json:"c,omitzero"`
		D int `json:"d,omitzero"`
		E int `json:"e,omitzero"`
		F int `json:"f,omitzero"`
		G int `json:"g,omitzero"`
		H int `json:"h"`
	}
	type four struct {
		A eight `json:"a"`
		B eight `json:",inline"`
	}
	returns(t, four{A: eight{H: 1}, B: eight{B: 2, H: 3}}, `{"a":{"h":1},"b":2,"h":3}`)
	if err := read[four](`{"a":{}}`); len(alianza.Faults(err)) != 2 || !errors.Is(err, alianza.ErrMissing) {
		t.Errorf("Unmarshal = %v; want two missing", err)
	}
}

// TestOptional has zero values of each kind: an optional field is not written,
// and a required one is.
func TestOptional(t *testing.T) {
	returns(t, optional[[]string]{}, `{}`)
	returns(t, optional[map[string]int]{}, `{}`)
	returns(t, optional[*part]{}, `{}`)
	returns(t, optional[*part]{&part{}}, `{"a":{"count":0}}`)
	returns(t, optional[part]{}, `{}`)
	returns(t, optional[decimal.Decimal]{}, `{}`)
	returns(t, optional[alianza.Bound]{}, `{}`)
	returns(t, optional[plan]{}, `{}`) // by its IsZero
	returns(t, optional[code]{"ABC"}, `{"a":"ABC"}`)
	for _, zero := range []string{"0", "0.00", "-0"} {
		doc, err := strictjson.Marshal(optional[decimal.Decimal]{decimal.RequireFromString(zero)})
		if err != nil || string(doc) != `{}` {
			t.Errorf("Marshal(%s) = %s, %v; want {}", zero, doc, err)
		}
	}
	doc, err := strictjson.Marshal(optional[[]string]{[]string{}})
	if err != nil || string(doc) != `{}` {
		t.Errorf("Marshal(empty list) = %s, %v; want {}", doc, err)
	}
	doc, err = strictjson.Marshal(one[[]string]{})
	if err != nil || string(doc) != `{"a":[]}` {
		t.Errorf("Marshal(no list) = %s, %v; want an empty one", doc, err)
	}
}

// TestUnknown has names that no field has.
func TestUnknown(t *testing.T) {
	type many struct {
		HoldDays   int `json:"hold_days,omitzero"`
		RefundDays int `json:"refund_days,omitzero"`
		ID         int `json:"id,omitzero"`
	}
	long := strings.Repeat("x", 1000)
	const all = "the fields are hold_days, refund_days, id"
	tests := []struct{ doc, want string }{
		{`{"hold_day":1}`, `line 1, column 2: hold_day: unknown field: did you mean hold_days?`},
		{`{"HoldDays":1}`, `line 1, column 2: HoldDays: unknown field: did you mean hold_days?`},
		{`{"ID":1}`, `line 1, column 2: ID: unknown field: did you mean id?`},
		{`{"days":null}`, `line 1, column 2: days: unknown field: ` + all},
		{`{"":1}`, `line 1, column 2: "": unknown field: ` + all},
		{`{"b\nc: fine":1}`, `line 1, column 2: "b\nc: fine": unknown field: ` + all},
		{`{"` + long + `":1}`, `line 1, column 2: ` + long + `: unknown field: ` + all},
		{`{"x` + long + `":[{"b":1,"b":2}]}`, `line 1, column 2: ` + long[:60] + `…: over the limit: a name of 1001 bytes, allowed are 1000`},
		{`{"x` + strings.Repeat("€", 999) + `":1}`, `line 1, column 2: x` + strings.Repeat("€", 19) + `…: over the limit: a name of 2998 bytes, allowed are 1000`},
		{`{"\u0069d":1}`, ``},
	}
	for _, tt := range tests {
		err := read[many](tt.doc)
		if err == nil && tt.want != "" || err != nil && err.Error() != tt.want {
			t.Errorf("Unmarshal(%.40s) = %v; want %s", tt.doc, err, tt.want)
		}
	}
	if got, want := read[struct{}](`{"a":1}`).Error(), `line 1, column 2: a: unknown field: there are no fields`; got != want {
		t.Errorf("Unmarshal = %s; want %s", got, want)
	}
}
