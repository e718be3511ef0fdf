package oldjson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// plain is the thing as encoding/json sees it, which is the second
// implementation.
type plain struct {
	Name   string                 `json:"name"`
	Note   string                 `json:"note"`
	Count  int32                  `json:"count"`
	Tries  int32                  `json:"tries"`
	Open   bool                   `json:"open"`
	Late   bool                   `json:"late"`
	Price  json.Number            `json:"price"`
	Fee    json.Number            `json:"fee"`
	Tags   []string               `json:"tags"`
	Labels []string               `json:"labels"`
	Code   string                 `json:"code"`
	Other  string                 `json:"other"`
	Parts  []plainPart            `json:"parts"`
	Spares []plainPart            `json:"spares"`
	Box    plainPart              `json:"box"`
	Lid    *plainPart             `json:"lid"`
	Rates  map[string]json.Number `json:"rates"`
	Extras map[string]plainPart   `json:"extras"`
	Point  point                  `json:"point"`
	Plan   *struct {
		Name  string      `json:"name"`
		Parts []plainPart `json:"parts"`
	} `json:"plan"`
	plainBound
}

type plainPart struct {
	Size int32 `json:"size"`
	plainBound
}

type plainBound struct {
	AtLeast json.Number `json:"at_least"`
	Above   json.Number `json:"above"`
	AtMost  json.Number `json:"at_most"`
	Below   json.Number `json:"below"`
}

func (b plainBound) bound(t *testing.T) (op exact.Op, bound decimal.Decimal) {
	t.Helper()
	for i, n := range []json.Number{b.AtLeast, b.Above, b.AtMost, b.Below} {
		if n != "" {
			op, bound = exact.AtLeast+exact.Op(i), number(t, n)
		}
	}
	return op, bound
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

func (p plainPart) part(t *testing.T) part {
	t.Helper()
	v := part{Size: int(p.Size)}
	v.Op, v.Bound = p.bound(t)
	return v
}

func (p plain) thing(t *testing.T) thing {
	t.Helper()
	parts := func(list []plainPart) []part {
		all := make([]part, len(list))
		for i, one := range list {
			all[i] = one.part(t)
		}
		return all
	}
	v := thing{
		Name: p.Name, Note: p.Note, Count: int(p.Count), Tries: int(p.Tries), Open: p.Open, Late: p.Late,
		Price: number(t, p.Price), Fee: number(t, p.Fee), Tags: p.Tags, Labels: p.Labels, Code: code(p.Code), Other: code(p.Other),
		Parts: parts(p.Parts), Spares: parts(p.Spares), Box: p.Box.part(t), Rates: map[string]decimal.Decimal{}, Extras: map[string]part{},
		Point: p.Point,
	}
	v.Op, v.Bound = p.bound(t)
	if p.Lid != nil {
		v.Lid, v.HasLid = p.Lid.part(t), true
	}
	for name, n := range p.Rates {
		v.Rates[name] = number(t, n)
	}
	for name, one := range p.Extras {
		v.Extras[name] = one.part(t)
	}
	if p.Plan != nil {
		v.Plan = &plan{Name: p.Plan.Name, Parts: parts(p.Plan.Parts)}
	}
	return v
}

// samePlaces compares decimals with their places.
var samePlaces = cmp.Options{sameThing, cmp.Comparer(func(a, b decimal.Decimal) bool {
	return a.Equal(b) && a.Exponent() == b.Exponent()
})}

// FuzzUnmarshal checks that what is accepted has the value that encoding/json
// gives it, and that what is refused has a fault of a known kind.
func FuzzUnmarshal(f *testing.F) {
	for _, doc := range []string{
		valid, least, `{}`, `null`, `[]`, `{"name":null}`, `{"Name":"a"}`, `{"name":"a","\u006eame":"b"}`, `{"name":"\ud800"}`,
		`{"count":1.0,"price":"1e19","fee":1e1000000000}`, `{"a.b":1,"":2,"a":{"b":1,"b":2}}`, `{"plan":{"name":"/","name":1}}`,
		strings.Replace(least, `"price":"0"`, `"price":-0.0e+18`, 1), strings.Replace(least, `"at_least"`, `"below":1,"at_least"`, 1),
		strings.Replace(least, `"rates":{}`, `"rates":{"a":1,"a.b":"-2e-3"}`, 1), strings.Repeat("[", 40), "{}{}", "\xff", "{\"a\xff\":1}",
	} {
		f.Add([]byte(doc))
	}
	r := newRandom(3)
	for range 20 {
		doc, err := r.thing().MarshalJSON()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(doc)
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		var got thing
		err := got.UnmarshalJSON(doc)
		if err != nil {
			checkRefused(t, doc, err)
			return
		}
		dec := json.NewDecoder(bytes.NewReader(doc))
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
		if twice := mustMarshal(t, again); !bytes.Equal(written, twice) {
			t.Errorf("Marshal(Unmarshal(%s)) = %s; want the same", written, twice)
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
	for _, one := range found {
		if !slices.ContainsFunc(kinds, func(k error) bool { return errors.Is(one, k) }) {
			t.Errorf("Unmarshal(%q) = %v; want a kind", doc, one)
		}
		if len(one.Value) > 64 || !utf8.ValidString(one.Error()) || strings.ContainsAny(one.Path, "\r\n\x00") {
			t.Errorf("Unmarshal(%q) = %q; want one short line of UTF-8", doc, one)
		}
	}
}

// FuzzRoundTrip checks that what is written is read as it was.
func FuzzRoundTrip(f *testing.F) {
	f.Add("first", "note", int32(-3), []byte{250}, int8(-2), true, "gold", uint8(1), uint64(1))
	f.Add("\xff", "", int32(0), []byte{}, int8(0), false, "", uint8(0), uint64(2))
	f.Add("", "\ud7ff\ue000\x00", int32(-1<<31), bytes.Repeat([]byte{255}, 13), int8(18), true, "a.b[0]", uint8(4), uint64(3))
	f.Add("", "", int32(0), bytes.Repeat([]byte{255}, 60), int8(-128), true, strings.Repeat("x", 1001), uint8(5), uint64(4))
	f.Fuzz(func(t *testing.T, name, note string, count int32, coef []byte, exp int8, flag bool, key string, op uint8, seed uint64) {
		v := newRandom(seed).thing()
		v.Name, v.Note, v.Count, v.Open, v.Op = name, note, int(count), flag, exact.Op(op)
		v.Price = decimal.NewFromBigInt(new(big.Int).SetBytes(coef), int32(exp))
		if flag {
			v.Price = v.Price.Neg()
		}
		v.Rates[key] = v.Bound
		doc, err := v.MarshalJSON()
		text := utf8.ValidString(name) && utf8.ValidString(note) && utf8.ValidString(key) && len(key) <= 1000
		bound := v.Op >= exact.AtLeast && v.Op <= exact.Below
		inBounds := exact.Check(v.Price) == nil
		if err != nil {
			if text && bound && inBounds {
				t.Fatalf("Marshal(%+v) = %v; want no error", v, err)
			}
			checkRefused(t, doc, err)
			return
		}
		if !text || !bound {
			t.Fatalf("Marshal(%+v) = %s; want an error", v, doc)
		}
		var got thing
		err = got.UnmarshalJSON(doc)
		if err != nil && !inBounds { // a figure computed from others is written, and may be too long to be read
			if one := alianza.Faults(err); len(one) != 1 || one[0].Path != "price" || !errors.Is(err, alianza.ErrRange) {
				t.Fatalf("Unmarshal(%s) = %v; want price out of range", doc, err)
			}
			return
		}
		if err != nil {
			t.Fatalf("Unmarshal(%s) = %v; want no error", doc, err)
		}
		if diff := cmp.Diff(v, got, sameThing); diff != "" {
			t.Errorf("Unmarshal(%s) = another thing (-want +got):\n%s", doc, diff)
		}
	})
}
