package program_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/program"
)

// soundDocuments returns documents without faults, by their names.
func soundDocuments(t *testing.T) map[string][]byte {
	t.Helper()
	docs := map[string][]byte{}
	for _, d := range []program.Definition{program.Affiliate(), program.Alliance(), program.Advanced(), program.Semaforo()} {
		data, err := d.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		docs[d.ID] = data
	}
	for _, name := range []string{"../docs/cookbook/program.json", "testdata/casa-verde.json", "testdata/service.json"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		docs[name] = data
	}
	return docs
}

// TestOneUnreadable makes one value after another of a sound document unreadable, and
// misspells one name of a field after another. There is one mistake, and one fault.
func TestOneUnreadable(t *testing.T) {
	if testing.Short() {
		t.Skip("reads some thousand documents")
	}
	for name, data := range soundDocuments(t) {
		b := breaker{t: t, name: name, want: 1}
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.UseNumber()
		if err := dec.Decode(&b.tree); err != nil {
			t.Fatal(err)
		}
		b.walk("", b.tree)
		if b.count < 50 {
			t.Errorf("%s: %d documents were tried; want more", name, b.count)
		}
	}
}

// TestTwoMistakes does the same in documents of a zone that there is not. It follows from
// nothing, so it is told beside each mistake.
func TestTwoMistakes(t *testing.T) {
	if testing.Short() {
		t.Skip("reads some thousand documents")
	}
	for name, data := range soundDocuments(t) {
		if strings.Contains(name, "/") { // the large ones
			continue
		}
		b := breaker{t: t, name: name, want: 2}
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.UseNumber()
		if err := dec.Decode(&b.tree); err != nil {
			t.Fatal(err)
		}
		root, ok := b.tree.(map[string]any)
		if !ok {
			t.Fatalf("%s is no object", name)
		}
		delete(root, "zone")
		rest := root
		root = map[string]any{"zone": "Europe/Madird"}
		maps.Copy(root, rest)
		b.tree = root
		for field, v := range rest {
			b.breakOne("."+field, v, func(x any) { root[field] = x })
		}
	}
}

// TestToldBeside has mistakes of meaning beside a value that cannot be read, and that does
// not declare what they speak of.
func TestToldBeside(t *testing.T) {
	const doc = `{"id": "x", "zone": "Europe/Madird", "currencies": ["EUX"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "20%"}],
		"bonuses": [{"name": "b", "over": "month", "of": ["sael"], "rate": "1%"}]}],
		"cases": [{"name": "c", "events": [{"day": "2026-01-05", "amount": "1", "rule": "sell"}]}], BROKEN}`
	want := []string{"zone", "currencies[0]", "plans[0].bonuses[0].of[0]", "cases[0].events[0].rule"}
	for broken, at := range map[string]string{
		`"costs": 5`: "costs", `"payouts": [{"draw": "100"}]`: "payouts[0].draw", `"splits": {"a": 1}`: "splits", `"metrics": {}`: "metrics",
	} {
		_, err := alianza.Read[program.Program]([]byte(strings.Replace(doc, "BROKEN", broken, 1)))
		var got []string
		for _, f := range alianza.Faults(err) {
			got = append(got, f.Path)
		}
		if diff := cmp.Diff(append(slices.Clone(want), at), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", broken, diff)
		}
	}
}

// A breaker breaks one thing after another in the tree of a document.
type breaker struct {
	t     *testing.T
	name  string
	tree  any
	want  int // faults
	count int
}

// try reads the document as it now is.
func (b *breaker) try(what string) {
	b.t.Helper()
	b.count++
	broken, err := json.Marshal(b.tree)
	if err != nil {
		b.t.Fatal(err)
	}
	_, err = alianza.Read[program.Program](broken)
	if faults := alianza.Faults(err); len(faults) != b.want {
		b.t.Errorf("%s, %s: %d faults; want %d: %.1000v", b.name, what, len(faults), b.want, err)
	}
}

// walk breaks what is inside a value.
func (b *breaker) walk(path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, in := range v {
			b.breakOne(path+"."+name, in, func(x any) { v[name] = x })
			b.misspell(path, v, name)
		}
	case []any:
		for i, in := range v {
			b.breakOne(fmt.Sprintf("%s[%d]", path, i), in, func(x any) { v[i] = x })
		}
	}
}

// breakOne puts a value of another kind in the place of one.
func (b *breaker) breakOne(path string, v any, set func(any)) {
	var other any = false
	switch v.(type) {
	case bool, map[string]any, []any:
		other = "x"
	}
	set(other)
	b.try(path)
	set(v)
	b.walk(path, v)
}

// misspell doubles the last letter of the name of a field.
func (b *breaker) misspell(path string, object map[string]any, name string) {
	if len(name) < 4 || slices.Contains([]string{"rates", "partners", "groups", "numbers", "scores", "answers"}, last(path)) {
		return // a name of the user's choice
	}
	v := object[name]
	delete(object, name)
	object[name+name[len(name)-1:]] = v
	b.try(path + "." + name + ", misspelled")
	delete(object, name+name[len(name)-1:])
	object[name] = v
}

// last returns the last name of a path.
func last(path string) string {
	return path[1+bytes.LastIndexByte([]byte(path), '.'):]
}
