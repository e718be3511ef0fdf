package main

import (
	"bytes"
	"strings"
	"testing"
)

// TestMoreFaults has more faults than are told, and says so.
func TestMoreFaults(t *testing.T) {
	codes := strings.Repeat(`"XXQ",`, 149) + `"XXQ"`
	file := temp(t, "program.json", `{"id": "a", "currencies": [`+codes+`]}`)
	var stdout, stderr bytes.Buffer
	if code := run([]string{"validate", file}, nil, &stdout, &stderr); code != exitFailed {
		t.Errorf("validate = %d, %q; want %d", code, stderr.String(), exitFailed)
	}
	lines := strings.Split(strings.TrimSuffix(stdout.String(), "\n"), "\n")
	if len(lines) != 101 || !strings.HasSuffix(lines[100], ": there may be more: 100 faults are reported; mend them first") {
		t.Errorf("validate says %d lines, the last %q; want 100 faults and that there may be more", len(lines), lines[len(lines)-1])
	}
	stderr.Reset()
	if code := run([]string{"statement", "-program", file}, nil, &stdout, &stderr); code != exitUsage || !strings.HasSuffix(stderr.String(), lines[100]+"\n") {
		t.Errorf("statement = %d, %q; want %d and the same at the end", code, stderr.String(), exitUsage)
	}
}

// TestPlaceOfFact names the place of a fact that nobody asks for, and the one that is
// meant.
func TestPlaceOfFact(t *testing.T) {
	for doc, want := range map[string]string{
		`{"answers":{"compatible_custome":"yes"}}`:                    `:1:34: answers.compatible_custome: unknown: did you mean "compatible_customer"?`,
		"{\n \"answers\": {\"measurable\": \"yes\", \"x\":  \"no\"}}": `:2:41: answers.x: unknown: there is no such criterion`,
	} {
		var stdout, stderr bytes.Buffer
		run([]string{"prospect", temp(t, "facts.json", doc)}, nil, &stdout, &stderr)
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("prospect says %q of %s; want %q", stderr.String(), doc, want)
		}
	}
}
