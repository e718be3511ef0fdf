package phase_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/pipeline/phase"
)

// TestBadGolden reads a definition with faults. They come in the order of the
// document, and what is read into stays as it was.
func TestBadGolden(t *testing.T) {
	doc, err := os.ReadFile("testdata/bad_definition.json")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/bad_definition.golden")
	if err != nil {
		t.Fatal(err)
	}
	var d phase.Definition
	err = d.UnmarshalJSON(doc)
	if diff := cmp.Diff(string(want), fmt.Sprintln(err)); diff != "" {
		t.Errorf("UnmarshalJSON = other faults (-want +got):\n%s", diff)
	}
	if !cmp.Equal(phase.Definition{}, d) {
		t.Errorf("UnmarshalJSON left %v; want nothing", d)
	}
}
