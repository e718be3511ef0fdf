// Package pipelinetest has what the tests of the room pipeline share.
package pipelinetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza"
)

// On reads a day.
func On(s string) alianza.Date { return alianza.Must(alianza.ParseDate(s)) }

// ComesBack writes a value, reads it and compares.
func ComesBack[T any](tb testing.TB, want T) {
	tb.Helper()
	doc, err := json.Marshal(want)
	if err != nil {
		tb.Fatalf("Marshal(%+v) = %v; want no error", want, err)
	}
	var got T
	if err := json.Unmarshal(doc, &got); err != nil {
		tb.Fatalf("Unmarshal(%s) = %v; want no error", doc, err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		tb.Errorf("Unmarshal(%s) = another value (-want +got):\n%s", doc, diff)
	}
}

// A Fault is where and of what kind. It has no name of its own, so that literals
// need none for the fields.
type Fault = struct {
	Path, Value string
	Kind        error
}

// WantFaults checks that an error has these faults and no others.
func WantFaults(tb testing.TB, call string, err error, want ...Fault) {
	tb.Helper()
	got := alianza.Faults(err)
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			tb.Errorf("%s: no fault at %s", call, want[i].Path)
		case i >= len(want):
			tb.Errorf("%s: the fault %v", call, got[i])
		case got[i].Path != want[i].Path || got[i].Value != want[i].Value || !errors.Is(got[i], want[i].Kind):
			tb.Errorf("%s: the fault %v; want %s %q of kind %q", call, got[i], want[i].Path, want[i].Value, want[i].Kind)
		}
	}
}

// BadDefinition reads the definition with faults of testdata. They come in the
// order of the document, and what is read into stays as it was.
func BadDefinition[D any, P interface {
	*D
	json.Unmarshaler
}](t *testing.T,
) {
	t.Helper()
	doc, err := os.ReadFile("testdata/bad_definition.json")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/bad_definition.golden")
	if err != nil {
		t.Fatal(err)
	}
	var d, none D
	err = P(&d).UnmarshalJSON(doc)
	if diff := cmp.Diff(string(want), fmt.Sprintln(err)); diff != "" {
		t.Errorf("UnmarshalJSON = other faults (-want +got):\n%s", diff)
	}
	if !cmp.Equal(none, d) {
		t.Errorf("UnmarshalJSON left %v; want nothing", d)
	}
}
