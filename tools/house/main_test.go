package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// sources reads a module from texts by their paths.
func sources(t *testing.T, texts map[string]string) []pack {
	t.Helper()
	fsys := fstest.MapFS{}
	for path, text := range texts {
		fsys[path] = &fstest.MapFile{Data: []byte(text)}
	}
	packs, err := load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return packs
}

// equal compares findings or other things that print, one a line.
func equal[T any](t *testing.T, got []T, format func(T) string, want string) {
	t.Helper()
	var lines []string
	for _, g := range got {
		lines = append(lines, format(g))
	}
	if have := strings.Join(lines, "\n"); have != strings.TrimSpace(want) {
		t.Errorf("got:\n%s\nwant:\n%s", have, strings.TrimSpace(want))
	}
}

func TestLoad(t *testing.T) {
	packs := sources(t, map[string]string{
		"doc.go":               "package alianza",
		"score/score.go":       "package score",
		"score/score_test.go":  "package score_test",
		"score/kpi/kpi.go":     "package kpi",
		"score/kpi/linux.go":   "//go:build linux\n\npackage kpi",
		"score/testdata/in.go": "package in",
		"score/README.md":      "no Go",
		"tools/go.mod":         "module tools",
		"tools/house/main.go":  "package main",
		".git/hook.go":         "package hook",
		"_old/old.go":          "package old",
	})
	equal(t, packs, func(p pack) string {
		var paths []string
		for _, f := range p.files {
			paths = append(paths, f.path)
		}
		return p.path + ": " + strings.Join(paths, " ")
	}, `
.: doc.go
score: score/score.go score/score_test.go
score/kpi: score/kpi/kpi.go score/kpi/linux.go`)
}

func TestLoad_errors(t *testing.T) {
	for name, fsys := range map[string]fstest.MapFS{
		"no Go":        {"README.md": {}},
		"no Go syntax": {"doc.go": {Data: []byte("package")}},
	} {
		if _, err := load(fsys); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestRun(t *testing.T) {
	root := t.TempDir()
	write := func(path, text string) {
		t.Helper()
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("README.md", "# One two three\n")
	write("tier/tier.go", "// Package tier has levels of partners.\npackage tier\n\nimport \"os\"\n\n// A Band is none.\ntype Band = os.File\n\nfunc New() {}\n")

	tests := []struct {
		args string
		out  string
		err  string
	}{
		{"names -limit 2", `
  names  lines  code package
      2      9     4 tier
      2      9     4 total
1 of 1 public packages have fewer than 90 names`, ""},
		{"names -limit 1", `
  names  lines  code package
      2      9     4 tier
      2      9     4 total
1 of 1 public packages have fewer than 90 names
tier: 2 exported names, 1 allowed`, "1 findings, 0 tolerated"},
		{"sentences -limit 6 README.md", "", ""},
		{"sentences -limit 2 README.md", `
README.md:1: 3 words: One two three …
tier/tier.go:1: 6 words: Package tier has levels of partners. …
tier/tier.go:6: 4 words: A Band is none. …`, "3 findings, 0 tolerated"},
		{"sentences -limit 2 -max 3 README.md", `
README.md:1: 3 words: One two three …
tier/tier.go:1: 6 words: Package tier has levels of partners. …
tier/tier.go:6: 4 words: A Band is none. …`, ""},
		{"sentences -limit 2 missing.md", "", "open missing.md: no such file or directory"},
		{"glossary -max 2", `
tier/tier.go:7: type Band: Band stands for a named range of a figure; write RateRange for a range of rates, Tolerance for a dead band
1 findings: -max 2 can be lowered`, ""},
		{"layers", "tier/tier.go:4: imports os, which is not on the list of what the library imports", "1 findings, 0 tolerated"},
		{"lists", "lists_test.go: is not what go -C tools run ./house lists -write makes", "1 findings, 0 tolerated"},
		{"lists -write", "", ""},
		{"lists", "", ""},
		{"spelling", "", `unknown check "spelling"`},
		{"", "", "which check? names, sentences, glossary, layers or lists"},
	}
	for _, test := range tests {
		var args []string
		if fields := strings.Fields(test.args); len(fields) > 0 {
			args = append([]string{fields[0], "-root", root}, fields[1:]...)
		}
		var out strings.Builder
		message := ""
		if err := run(args, &out); err != nil {
			message = err.Error()
		}
		if message != test.err {
			t.Errorf("house %s: error %q; want %q", test.args, message, test.err)
		}
		if got, want := strings.Trim(out.String(), "\n"), strings.Trim(test.out, "\n"); got != want {
			t.Errorf("house %s prints:\n%s\nwant:\n%s", test.args, got, want)
		}
	}
}
