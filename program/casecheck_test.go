package program_test

import (
	"os"
	"strings"
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

// TestCaseRefused compares the code of an event that is refused. A case that does not say
// that it is differs.
func TestCaseRefused(t *testing.T) {
	const document = `{"id": "p", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}],
		"cases": [{"name": "c", "events": [{"id": "s", "kind": "sale", "partner": "ana", "amount": "-1"REFUSED}]}]}`
	for refused, want := range map[string]bool{`, "refused": "out_of_range"`: true, `, "refused": "missing"`: false, "": false} {
		for _, c := range mustRead(t, strings.Replace(document, "REFUSED", refused, 1)).Check() {
			if c.OK() != want {
				t.Errorf("a case with %s is %s; want OK() = %t", refused, c, want)
			}
		}
	}
}
