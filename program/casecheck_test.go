package program_test

import (
	"os"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/program"
)

// sample reads a document of testdata.
func sample(tb testing.TB, name string) program.Program {
	tb.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	p, err := alianza.Read[program.Program](data)
	if err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	return p
}

// TestSampleCases runs the cases of the sample.
func TestSampleCases(t *testing.T) {
	for _, c := range sample(t, "casa-verde.json").Check() {
		if !c.OK() {
			t.Error(c)
		}
	}
}
