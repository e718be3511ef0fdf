package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const source = `package small

import "strings"

// Grade is tested at one side of its bound alone.
func Grade(points, bonus int, strict bool) string {
	total := points + bonus
	if total > 9 &&
		!strict {
		return "good"
	}
	log("seen")
	if total == 5 {
		return "five"
	}
	return "poor"
}

var lines []string

func log(line string) { lines = append(lines, line) }

func unused(a, b int) bool { return a < b || a == 0 }

func built(n int) string {
	var b strings.Builder
	b.Grow(n)
	return b.String()
}

func room(n int) ([]int, []int) { return make([]int, 0, n+1), make([]int, n+2) }
`

const tests = `package small

import "testing"

func TestGrade(t *testing.T) {
	for _, tt := range []struct {
		points, bonus int
		strict        bool
		want          string
	}{{10, 2, false, "good"}, {3, 3, false, "poor"}, {4, 1, false, "five"}, {10, 0, true, "poor"}} {
		if got := Grade(tt.points, tt.bonus, tt.strict); got != tt.want {
			t.Errorf("Grade = %s; want %s", got, tt.want)
		}
	}
}
`

// TestMutate mutates a small module: what its tests do not notice is printed.
func TestMutate(t *testing.T) {
	root := t.TempDir()
	known := filepath.Join(root, "known.txt")
	for path, text := range map[string]string{
		"go.mod":        "module example.com/small\n\ngo 1.24.0\n",
		"small.go":      source,
		"small_test.go": tests,
		"known.txt":     "# known\nsmall.go: log: lines = append(lines, line): left out # it is for people\n",
	} {
		if err := os.WriteFile(filepath.Join(root, path), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	err := mutate([]string{"-root", root, "-known", known, "."}, &out)
	if err == nil || !strings.Contains(err.Error(), "6 mutants live that") {
		t.Errorf("mutate = %v; want 6 mutants that live", err)
	}
	for _, want := range []string{
		`small.go:8: lives: total > 9: >= for >`,
		`small.go:12: lives: log("seen"): left out`,
		`small.go:23: lives: a < b || a == 0: && for || (no test runs it)`,
		`small.go:23: lives: a < b: <= for < (no test runs it)`,
		`small.go:23: lives: a == 0: turned (no test runs it)`,
		`small.go:31: lives: n+2: - for + (no test runs it)`,
		"10 mutants: 3 killed (30.0%), 1 live as explained, 6 live\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("mutate prints:\n%s\nwant in it:\n%s", &out, want)
		}
	}
	before := filepath.Join(root, "lived.txt")
	if err := os.WriteFile(before, []byte(out.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		"6 mutants: 0 killed (0.0%), 0 live as explained, 6 live\n": {"-again", before},
		"3 mutants: 0 killed (0.0%), 0 live as explained, 3 live\n": {"-only", "unused", "-own"},
	} {
		out.Reset()
		if err := mutate(append(args, "-root", root, "-known", known, "."), &out); err == nil || !strings.HasSuffix(out.String(), want) {
			t.Errorf("mutate %s = %v, printing:\n%s\nwant %s", args, err, &out, want)
		}
	}
}

func TestReadSurvivors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "known.txt")
	if err := os.WriteFile(path, []byte("a.go: f: x: left out\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readSurvivors(path); err == nil || !strings.Contains(err.Error(), "known.txt:1:") {
		t.Errorf("readSurvivors without a reason = %v; want the line", err)
	}
}

// TestMutate_stale keeps the file of survivors from listing what is gone.
func TestMutate_stale(t *testing.T) {
	packs := []*pack{{mutants: []mutant{{file: "a.go", text: "x: left out"}, {file: "a.go", text: "x: left out"}}}}
	packs[0].name()
	explained := map[string]bool{"a.go: : x: left out": true, "a.go: : x: left out (2)": true, "b.go: f: x: left out": true}
	if err := stale(packs, explained); err != nil {
		t.Errorf("stale = %v; want none", err)
	}
	explained["a.go: : x: left out (3)"] = true
	if err := stale(packs, explained); err == nil || !strings.Contains(err.Error(), "\na.go: : x: left out (3)") {
		t.Errorf("stale = %v; want the third", err)
	}
}
