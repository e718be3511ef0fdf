package program_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"

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
		b := breaker{t: t, name: name}
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

// A breaker breaks one thing after another in the tree of a document.
type breaker struct {
	t     *testing.T
	name  string
	tree  any
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
	if faults := alianza.Faults(err); len(faults) != 1 {
		b.t.Errorf("%s, %s: %d faults; want one: %.1000v", b.name, what, len(faults), err)
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
