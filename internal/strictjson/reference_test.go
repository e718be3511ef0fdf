package strictjson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Encoding/json is the second implementation: what is accepted has the form and
// the value that it gives.

// plain is the thing as encoding/json sees it.
type plain struct {
	Name   string                 `json:"name"`
	Note   string                 `json:"note"`
	Count  int32                  `json:"count"`
	Tries  int32                  `json:"tries"`
	Open   bool                   `json:"open"`
	Late   bool                   `json:"late"`
	Price  json.Number            `json:"price"`
	Fee    json.Number            `json:"fee"`
	Sum    json.Number            `json:"sum"`
	Sums   []json.Number          `json:"sums"`
	Rate   alianza.Percent        `json:"rate"`
	Share  alianza.Percent        `json:"share"`
	Day    alianza.Date           `json:"day"`
	Until  alianza.Date           `json:"until"`
	At     time.Time              `json:"at"`
	Due    time.Time              `json:"due"`
	Tags   []string               `json:"tags"`
	Labels []string               `json:"labels"`
	Code   string                 `json:"code"`
	Other  string                 `json:"other"`
	Limits []plainBound           `json:"limits"`
	Parts  []plainPart            `json:"parts"`
	Spares []plainPart            `json:"spares"`
	Box    plainPart              `json:"box"`
	Lid    *plainPart             `json:"lid"`
	Width  int32                  `json:"width"`
	Height int32                  `json:"height"`
	Rates  map[string]json.Number `json:"rates"`
	Extras map[string]plainPart   `json:"extras"`
	Point  point                  `json:"point"`
	Plan   plainPlan              `json:"plan"`
	plainBound
}

type plainPart struct {
	Count int32 `json:"count"`
	plainBound
}

type plainPlan struct {
	Name   string               `json:"name"`
	Bonus  json.Number          `json:"bonus"`
	Steps  []plainPlan          `json:"steps"`
	ByName map[string]plainPlan `json:"by_name"`
}

type plainBound struct {
	AtLeast json.Number `json:"at_least"`
	Above   json.Number `json:"above"`
	AtMost  json.Number `json:"at_most"`
	Below   json.Number `json:"below"`
	Between json.Number `json:"between"`
	To      json.Number `json:"to"`
}

// number reads a number as decimal does.
func number(t *testing.T, n json.Number) decimal.Decimal {
	t.Helper()
	if n == "" {
		return decimal.Decimal{}
	}
	d, err := decimal.NewFromString(string(n))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (b plainBound) bound(t *testing.T) alianza.Bound {
	t.Helper()
	bound := alianza.Bound{To: number(t, b.To)}
	for i, n := range []json.Number{b.AtLeast, b.Above, b.AtMost, b.Below, b.Between} {
		if n != "" {
			bound.Op, bound.Value = alianza.OpAtLeast+alianza.Op(i), number(t, n)
		}
	}
	return bound
}

func (p plainPart) part(t *testing.T) part {
	t.Helper()
	return part{Count: int(p.Count), Bound: p.bound(t)}
}

func (p plainPlan) plan(t *testing.T) plan {
	t.Helper()
	v := plan{Name: p.Name, Bonus: number(t, p.Bonus), ByName: map[string]plan{}}
	for _, one := range p.Steps {
		v.Steps = append(v.Steps, one.plan(t))
	}
	for name, one := range p.ByName {
		v.ByName[name] = one.plan(t)
	}
	return v
}

func (p plain) thing(t *testing.T) thing {
	t.Helper()
	v := thing{
		Name: p.Name, Note: p.Note, Count: int(p.Count), Tries: int(p.Tries), Open: p.Open, Late: p.Late,
		Price: number(t, p.Price), Fee: number(t, p.Fee), Sum: number(t, p.Sum), Rate: p.Rate, Share: p.Share, Day: p.Day, Until: p.Until,
		At: p.At, Due: p.Due, Tags: p.Tags, Labels: p.Labels, Code: code(p.Code), Other: code(p.Other), Bound: p.bound(t), Box: p.Box.part(t),
		Size: size{int(p.Width), int(p.Height)}, Rates: map[string]decimal.Decimal{}, Extras: map[code]part{}, Point: p.Point, Plan: p.Plan.plan(t),
	}
	for _, n := range p.Sums {
		v.Sums = append(v.Sums, number(t, n))
	}
	for _, b := range p.Limits {
		v.Limits = append(v.Limits, b.bound(t))
	}
	for _, one := range p.Parts {
		v.Parts = append(v.Parts, one.part(t))
	}
	for _, one := range p.Spares {
		v.Spares = append(v.Spares, one.part(t))
	}
	if p.Lid != nil {
		lid := p.Lid.part(t)
		v.Lid = &lid
	}
	for name, n := range p.Rates {
		v.Rates[name] = number(t, n)
	}
	for name, one := range p.Extras {
		v.Extras[code(name)] = one.part(t)
	}
	return v
}

// samePlaces compares decimals with their places.
var samePlaces = cmp.Options{sameThing, cmp.Comparer(func(a, b decimal.Decimal) bool {
	return a.Equal(b) && a.Exponent() == b.Exponent()
})}

// documents are seeds: right ones, and such as have something wrong.
func documents() []string {
	docs := []string{
		valid, least, `{}`, `null`, `[]`, `{"name":null}`, `{"Name":"a"}`, `{"name":"a","\u006eame":"b"}`, `{"name":"\ud800"}`,
		`{"count":1.0,"price":"1e19","fee":1e1000000000}`, `{"a.b":1,"":2,"a":{"b":1,"b":2}}`, `{"plan":{"name":"/","name":1}}`,
		strings.Repeat("[", 40), "{}{}", "\xff", "{\"a\xff\":1}", "\ufeff{}", "\ufeff" + least, "[" + least[1:],
	}
	for field, value := range map[string]string{`"price":"0"`: `"price":-0.0e+18`, `"at_least"`: `"below":1,"at_least"`, `"rates":{}`: `"rates":{"a":1,"a.b":"-2e-3"}`, `"tags":[]`: `"tags":{"a"]`} {
		docs = append(docs, strings.Replace(least, field, value, 1))
	}
	return docs
}

// FuzzUnmarshal checks that what is accepted has the value that encoding/json
// gives it, and that what is refused has a fault of a known kind, in its place.
func FuzzUnmarshal(f *testing.F) {
	for _, doc := range documents() {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		sameWay(t, string(doc), strictjson.MaxDefinition)
		var got thing
		if err := got.UnmarshalJSON(doc); err != nil {
			checkRefused(t, doc, err)
			return
		}
		dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(doc, []byte("\ufeff"))))
		dec.DisallowUnknownFields()
		var p plain
		if err := dec.Decode(&p); err != nil {
			t.Fatalf("Unmarshal(%s) = no error; want one as encoding/json has: %v", doc, err)
		}
		if diff := cmp.Diff(p.thing(t), got, samePlaces); diff != "" {
			t.Errorf("Unmarshal(%s) = another thing than encoding/json (-want +got):\n%s", doc, diff)
		}
		written := mustMarshal(t, got)
		again := mustRead(t, written)
		if diff := cmp.Diff(got, again, sameThing); diff != "" {
			t.Errorf("Unmarshal(%s) = another thing (-want +got):\n%s", written, diff)
		}
	})
}

// checkRefused checks the error of a document that is refused.
func checkRefused(t *testing.T, doc []byte, err error) {
	t.Helper()
	found := alianza.Faults(err)
	if len(found) == 0 || len(found) > 100 {
		t.Errorf("Unmarshal(%q) = %d faults; want one to a hundred", doc, len(found))
	}
	lines := bytes.Split(bytes.TrimPrefix(doc, []byte("\ufeff")), []byte("\n"))
	for _, one := range found {
		if !slices.ContainsFunc(kinds, func(k error) bool { return errors.Is(one, k) }) {
			t.Errorf("Unmarshal(%q) = %v; want a kind", doc, one)
		}
		if one.Line < 1 || one.Line > len(lines) || one.Column < 1 || one.Column > len(lines[one.Line-1])+1 {
			t.Errorf("Unmarshal(%q) = %v; want a place in the document", doc, one)
		}
		if len(one.Value) > 64 || !utf8.ValidString(one.Error()) || strings.ContainsAny(one.Path, "\r\n\x00") {
			t.Errorf("Unmarshal(%q) = %q; want one short line of UTF-8", doc, one)
		}
	}
}

// FuzzSyntax checks that a document is well formed if encoding/json says so.
func FuzzSyntax(f *testing.F) {
	for _, tt := range syntaxTests {
		f.Add([]byte(tt.doc[:min(len(tt.doc), 200)]))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		doc = slices.Concat([]byte("["), doc, []byte("]"))
		var raw []json.RawMessage
		err := strictjson.Unmarshal(doc, &raw, nil)
		if err != nil {
			checkRefused(t, doc, err)
		}
		stricter := !utf8.Valid(doc) || bytes.Contains(doc, []byte(`\u`)) || codes(err) == "limit" || strings.HasPrefix(codes(err), "missing") // null
		if valid := json.Valid(doc); err == nil && !valid || err != nil && valid && !stricter {
			t.Errorf("Unmarshal(%q) = %v; json.Valid says %t", doc, err, valid)
		}
	})
}

// FuzzRoundTrip checks that what is written is read as it was.
func FuzzRoundTrip(f *testing.F) {
	f.Add("first", "note", int32(-3), []byte{250}, int8(-2), true, "gold", uint8(1), int64(1), int64(1))
	f.Add("\xff", "", int32(0), []byte{}, int8(0), false, "", uint8(0), int64(-62135596800), int64(0))
	f.Add("", "\ud7ff\ue000\x00", int32(-1<<31), bytes.Repeat([]byte{255}, 13), int8(18), true, "a.b[0]", uint8(4), int64(253402300800), int64(-1))
	f.Add("", "", int32(0), bytes.Repeat([]byte{255}, 60), int8(-128), true, strings.Repeat("x", 1001), uint8(6), int64(-1), int64(1e15))
	f.Fuzz(func(t *testing.T, name, note string, count int32, coef []byte, exp int8, flag bool, key string, op uint8, seconds, units int64) {
		v := thing{
			Name: name, Note: note, Count: int(count), Open: flag, Bound: alianza.AtLeast(decimal.New(7, 0)), Code: "ABC", Size: size{1, 2},
			Price: decimal.NewFromBigInt(new(big.Int).SetBytes(coef[:min(len(coef), 80)]), int32(exp)), Rates: map[string]decimal.Decimal{key: decimal.New(1, -1)},
			Rate: alianza.PercentUnits(units), Day: alianza.DateOf(time.Unix(seconds, 0), nil), At: time.Unix(seconds, 7).UTC(),
		}
		v.Bound.Op = alianza.Op(op)
		if flag {
			v.Price = v.Price.Neg()
			v.Bound = v.Bound.Range(v.Price)
		}
		right := utf8.ValidString(name) && utf8.ValidString(note) && utf8.ValidString(key) && len(key) <= 1000 &&
			exact.Check(v.Price) == nil && op >= 1 && op <= 5 && v.At.Year() >= 1 && v.At.Year() <= 9999
		doc, err := v.MarshalJSON()
		if (err == nil) != right {
			t.Fatalf("Marshal(%+v) = %s, %v; want an error: %t", v, doc, err, !right)
		}
		if err != nil {
			return
		}
		got := mustRead(t, string(doc))
		if diff := cmp.Diff(v, got, sameThing); diff != "" {
			t.Errorf("Unmarshal(%s) = another thing (-want +got):\n%s", doc, diff)
		}
	})
}
