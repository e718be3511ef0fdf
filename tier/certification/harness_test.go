package certification_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier/certification"
)

// steps of the certification of the alliance program.
var allSteps = []string{"training", "examination", "practical"}

// day reads a day, "" for none.
func day(s string) alianza.Date {
	if s == "" {
		return alianza.Date{}
	}
	return alianza.Must(alianza.ParseDate(s))
}

// lastDay is the last one of the calendar.
var lastDay = alianza.Must(alianza.NewDate(9999, time.December, 31))

// partner returns the certification of the alliance program with a warning and
// grace.
func partner(warn, grace int) certification.Certification {
	d := certification.Partner()
	d.WarnDays, d.GraceDays = warn, grace
	return alianza.Must(certification.New(d))
}

func issue(t *testing.T, c certification.Certification, level, on string) certification.Certificate {
	t.Helper()
	cert, err := c.Issue(level, allSteps, day(on))
	if err != nil {
		t.Fatalf("Issue(%s, %s) = %v; want no error", level, on, err)
	}
	return cert
}

// A fault is what a test wants of a field error; Err is its kind.
type fault struct {
	Path, Value string
	Err         error
}

// wantFaults compares the faults of an error with the ones wanted.
func wantFaults(tb testing.TB, what string, err error, want ...fault) {
	tb.Helper()
	var got []fault
	for _, f := range alianza.Faults(err) {
		got = append(got, fault{f.Path, f.Value, f.Err})
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateErrors(), cmpopts.EquateEmpty()); diff != "" {
		tb.Errorf("%s = other faults (-want +got):\n%s", what, diff)
	}
}

// comesBack checks the JSON of a value, and that what is read of it is equal.
func comesBack[T any, P interface {
	*T
	json.Unmarshaler
}](tb testing.TB, want T, text string,
) {
	tb.Helper()
	doc, err := json.Marshal(want)
	if err != nil || string(doc) != text {
		tb.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, text)
	}
	var got T
	if err := P(&got).UnmarshalJSON([]byte(text)); err != nil {
		tb.Errorf("UnmarshalJSON(%s) = %v; want no error", text, err)
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		tb.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", text, diff)
	}
}

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with a file of testdata.
func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s mismatch (-want +got):\n%s", path, diff)
	}
}
