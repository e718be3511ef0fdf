package program_test

import (
	"os"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/program"
)

// sample reads the sample.
func sample(tb testing.TB) program.Program {
	tb.Helper()
	data, err := os.ReadFile("testdata/casa-verde.json")
	if err != nil {
		tb.Fatal(err)
	}
	p, err := alianza.Read[program.Program](data)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// TestSampleCases runs the cases of the sample.
func TestSampleCases(t *testing.T) {
	for _, c := range sample(t).Check() {
		if !c.OK() {
			t.Error(c)
		}
	}
}
