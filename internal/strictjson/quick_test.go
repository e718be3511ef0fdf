package strictjson_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// sameWay reports that both ways accept a document, with the same value, or both
// refuse it.
func sameWay(t *testing.T, doc string, limit int) {
	t.Helper()
	var quick, slow thing
	ok := strictjson.Quickly([]byte(doc), limit, &quick)
	if err := strictjson.Thoroughly([]byte(doc), limit, &slow, nil); ok != (err == nil) {
		t.Fatalf("%s: the quick way says %t, the other one %v", doc, ok, err)
	}
	const long = 100_000 // takes cmp too long
	if !ok || len(doc) > long {
		return
	}
	if diff := cmp.Diff(slow, quick, samePlaces); diff != "" {
		t.Fatalf("%s: the quick way reads another thing (-want +got):\n%s", doc, diff)
	}
}

// edit changes a few bytes of a document.
func (r random) edit(doc string) string {
	parts := []string{
		`"`, `{`, `}`, `[`, `]`, `,`, `:`, ` `, `0`, `1`, `-`, `.`, `e`, `\`, `\u0041`, `null`, `true`, `"name"`, `"count":1`, `"to":"1"`,
		`"above":"1"`, "\n", "é", "\xff", `"x":{}`, `""`, `%`,
	}
	for range r.IntN(3) {
		at := r.IntN(len(doc) + 1)
		end := min(len(doc), at+r.IntN(4))
		switch r.IntN(4) {
		case 0:
			end = at
		case 1: // a piece twice
			from := r.IntN(at + 1)
			doc = doc[:at] + doc[from:at] + doc[at:]
			continue
		}
		doc = doc[:at] + parts[r.IntN(len(parts))] + doc[end:]
	}
	return doc
}

// TestQuick checks that the quick way accepts what the other one does, and reads the
// same: of documents in any spelling, and of such with a mistake.
func TestQuick(t *testing.T) {
	for _, doc := range documents() {
		sameWay(t, doc, strictjson.MaxDefinition)
	}
	accepted := 0
	for seed := range seeds.Count(600) {
		r := newRandom(uint64(seed))
		doc := mustMarshal(t, r.thing())
		if r.bool() {
			dec := json.NewDecoder(strings.NewReader(doc))
			dec.UseNumber()
			var generic any
			if err := dec.Decode(&generic); err != nil {
				t.Fatal(err)
			}
			doc = r.respell(generic)
		}
		doc = r.edit(doc)
		sameWay(t, doc, strictjson.MaxDefinition)
		if strictjson.Quickly([]byte(doc), strictjson.MaxDefinition, new(thing)) {
			accepted++
		}
	}
	if accepted < 100 {
		t.Errorf("%d documents are accepted; want more, for the test to say something", accepted)
	}
}

// TestQuickCut refuses documents that end too soon: after each byte of one, and with
// a comma in place of an end.
func TestQuickCut(t *testing.T) {
	for _, doc := range append(documents(), `{"name":"a","tags":[],"plan":{"name":"b","steps":[{"name":"c"}]}}`) {
		if len(doc) > 5000 {
			continue
		}
		for n := range len(doc) {
			sameWay(t, doc[:n], strictjson.MaxDefinition)
			sameWay(t, doc[:n]+",}", strictjson.MaxDefinition)
		}
	}
	for _, doc := range []string{`{"name":"a"`, `{"name":"a" `, `{"name":"a","steps":[{"name":"b"`, `{"name":"a","by_name":{"b":{"name":"b",}`} {
		if err := read[plan](doc); !errors.Is(err, alianza.ErrForm) {
			t.Errorf("Unmarshal(%s) = %v; want %v", doc, err, alianza.ErrForm)
		}
	}
}

// TestManyMaps refuses a list of maps that is too large in memory, in documents of any
// length: 2^23 bytes hold 21,845 of them.
func TestManyMaps(t *testing.T) {
	for n, want := range map[int]error{21_845: nil, 21_846: alianza.ErrLimit} {
		doc := []byte("[" + strings.Repeat("{},", n-1) + "{}]")
		var quick, slow []map[string]int
		if err := strictjson.UnmarshalLimit(doc, 2*strictjson.MaxDefinition, &quick, nil); !errors.Is(err, want) {
			t.Errorf("UnmarshalLimit(%d maps) = %v; want %v", n, err, want)
		}
		if err := strictjson.Thoroughly(doc, 2*strictjson.MaxDefinition, &slow, nil); !errors.Is(err, want) {
			t.Errorf("the other way reads %d maps: %v; want %v", n, err, want)
		}
	}
}

// TestQuickLimits checks documents at a limit.
func TestQuickLimits(t *testing.T) {
	steps := func(n int) string { return strings.Repeat(`{"name":"","steps":[`, n) + strings.Repeat(`]}`, n) }
	with := func(field string) string { return strings.Replace(least, `"tags":[]`, field, 1) }
	many := func(n int, one string) string { return "[" + strings.Join(slices.Repeat([]string{one}, n), ",") + "]" }
	for name, doc := range map[string]string{
		"as deep as may be": with(`"tags":[],"plan":`+steps(15)) + strings.Repeat(" ", 100_000), "too deep": with(`"tags":[],"plan":` + steps(16)),
		"as many values as may be": with(`"tags":` + many(strictjson.MaxValues-19, `""`)), "too many values": with(`"tags":` + many(strictjson.MaxValues, `""`)),
		"a long name": with(`"tags":[],"` + strings.Repeat("x", 1001) + `":1`), "a long key": with(`"tags":[],"extras":{"` + strings.Repeat("A", 1001) + `":{"count":1}}`),
	} {
		t.Run(name, func(t *testing.T) {
			sameWay(t, doc, strictjson.MaxDefinition)
			sameWay(t, doc, strictjson.MaxDefinition+1)
			sameWay(t, doc, len(doc))
			sameWay(t, doc, len(doc)-1)
		})
	}
}

// TestQuickMemory checks that both ways refuse a list that is too large in memory in a
// definition alone, also behind a plan, which is a definition itself.
func TestQuickMemory(t *testing.T) {
	type aims struct {
		Low  alianza.Bound `json:"low,omitzero"`
		Aim  alianza.Bound `json:"aim,omitzero"`
		High alianza.Bound `json:"high,omitzero"`
	}
	type years struct {
		This aims `json:"this,omitzero"`
		Next aims `json:"next,omitzero"`
	}
	type document struct {
		Plan  plan    `json:"plan"`
		Years []years `json:"years"`
	}
	if err := read[plan](`{"name":"a"}`); err != nil { // from now on the quick way reads plans itself
		t.Fatal(err)
	}
	most := 1 << 23 / int(reflect.TypeFor[years]().Size()) // fewer than the values that a definition may have
	for n, fits := range map[int]bool{most: true, most + 1: false} {
		doc := []byte(`{"plan":{"name":"a"},"years":[` + strings.Repeat(`{},`, n-1) + `{}]}`)
		for limit, want := range map[int]bool{strictjson.MaxDefinition: fits, strictjson.MaxDefinition + 1: true} {
			var quick, slow document
			ok, err := strictjson.Quickly(doc, limit, &quick), strictjson.Thoroughly(doc, limit, &slow, nil)
			if ok != want || (err == nil) != want {
				t.Errorf("%d of at most %d bytes: the quick way says %t, the other one %.100v; want %t", n, limit, ok, err, want)
			}
		}
	}
}

// TestQuickNested checks that a type is read inside a large document with the limits
// of its own document.
func TestQuickNested(t *testing.T) {
	large := "[" + strings.Repeat(`{"name":"a"},`, strictjson.MaxValues/2) + `{"name":"a"}]`
	for name, doc := range map[string]string{
		"many small ones": large, "too large": `[{"name":"a","steps":` + large + `}]`,
		"a fault of meaning": `[{"name":"a"},{"name":"/"}]`,
	} {
		var quick, slow []plan
		ok := strictjson.Quickly([]byte(doc), 1<<24, &quick)
		err := strictjson.Thoroughly([]byte(doc), 1<<24, &slow, nil)
		if ok != (err == nil) || ok && len(quick) != len(slow) {
			t.Errorf("%s: the quick way says %t, the other one %.100v", name, ok, err)
		}
	}
}

// TestQuickAllocations holds how little the quick way allocates besides the value.
func TestQuickAllocations(t *testing.T) {
	if seeds.Race {
		t.Skip("the race detector allocates, too")
	}
	doc := []byte(`{"name":"a","bonus":"12.50","steps":[{"name":"b"},{"name":"c"}]}`)
	allocs := testing.AllocsPerRun(100, func() {
		var p plan
		if err := p.UnmarshalJSON(doc); err != nil {
			t.Fatal(err)
		}
	})
	if allocs > 9 { // the value, three names, a number, a list, and the paths that its check makes
		t.Errorf("reading a plan makes %v allocations; want at most 9", allocs)
	}
}
