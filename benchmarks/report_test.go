package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRun measures a small part and reads what was written.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	if err := run([]string{"-part", "2000", "-rounds", "1", "-turn", "1us", "-out", dir}); err != nil {
		t.Fatal(err)
	}
	text := string(must(os.ReadFile(filepath.Join(dir, "RESULTS.md"))))
	for _, want := range []string{"one part in 2000", "](results.svg)", "| **totals** |", "## Everybody", "numscript", "## Growth", "## Cores"} {
		if !strings.Contains(text, want) {
			t.Errorf("RESULTS.md does not have %q", want)
		}
	}
	points := 0
	for d := xml.NewDecoder(strings.NewReader(string(must(os.ReadFile(filepath.Join(dir, "results.svg")))))); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "circle" {
			points++
		}
	}
	if least := 2 * len(rows(2000)); points < least {
		t.Errorf("results.svg has %d points; want %d at least", points, least)
	}
}

func TestDigits(t *testing.T) {
	tests := []struct {
		nanos float64
		want  string
	}{
		{0.734, "0.73 ns"},
		{9.999, "10.0 ns"},
		{53.14, "53.1 ns"},
		{99.96, "100 ns"},
		{999.4, "999 ns"},
		{999.6, "1.00 µs"},
		{1_402, "1.40 µs"},
		{17e9, "17.0 s"},
		{12_345_678, "12.3 ms"},
	}
	for _, tt := range tests {
		if got := duration(tt.nanos); got != tt.want {
			t.Errorf("duration(%g) = %s; want %s", tt.nanos, got, tt.want)
		}
	}
	for bytes, want := range map[float64]string{0: "0 B", 1536: "2 kB", 152e6: "152 MB", 4.8e9: "4.80 GB"} {
		if got := memory(bytes); got != want {
			t.Errorf("memory(%g) = %s; want %s", bytes, got, want)
		}
	}
	for n, want := range map[float64]string{0: "0", 0.001: "0", 2: "2", 8.6: "8.6", 348.2: "348"} {
		if got := allocations(n); got != want {
			t.Errorf("allocations(%g) = %s; want %s", n, got, want)
		}
	}
}
