package alianza_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadme keeps the programs in the README and their output equal to the root
// example and to examples/first, which go test runs. Run with UPDATE=1 to write the
// README anew.
func TestReadme(t *testing.T) {
	body, output := exampleOf(t, "example_test.go")
	_, first := exampleOf(t, filepath.Join("examples", "first", "main_test.go"))
	source, err := os.ReadFile(filepath.Join("examples", "first", "main.go"))
	if err != nil {
		t.Fatal(err)
	}
	_, program, _ := strings.Cut(string(source), "\npackage main\n")
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	want := string(readme)
	want = withProgram(t, want, "examples/first", "package main\n"+strings.TrimSuffix(program, "\n"), first)
	want = withProgram(t, want, "Example in example_test.go", body, output)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("README.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want, string(readme)); diff != "" {
		t.Errorf("README.md differs from its programs (-want +got):\n%s", diff)
	}
	if lines := strings.Count(want, "\n"); lines >= 215 { // some fifty of them are folded
		t.Errorf("README.md has %d lines; want fewer than 215", lines)
	}
}

// exampleOf returns the body of the Example of a file, and its output.
func exampleOf(t *testing.T, file string) (body, output string) {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ = strings.Cut(string(source), "func Example() {\n")
	body, output, ok := strings.Cut(body, "\t// Output:\n")
	if !ok {
		t.Fatalf("%s has no Example with output", file)
	}
	output, _, _ = strings.Cut(output, "\n}\n")
	body = strings.TrimRight(strings.ReplaceAll("\n"+body, "\n\t", "\n")[1:], "\n")
	return body, strings.ReplaceAll("\n"+output, "\n\t// ", "\n")[1:]
}

// withProgram returns a text with a program and its output, after the comment that says
// of what they are.
func withProgram(t *testing.T, text, of, program, output string) string {
	t.Helper()
	before, rest, ok := strings.Cut(text, "<!-- The program and its output are those of "+of+"; a test keeps them equal. -->\n```go\n")
	_, rest, hasOutput := strings.Cut(rest, "```\n\n```\n")
	_, after, closed := strings.Cut(rest, "```\n")
	if !ok || !hasOutput || !closed {
		t.Fatalf("README.md has no program of %s with output", of)
	}
	begin := text[:len(before)] + "<!-- The program and its output are those of " + of + "; a test keeps them equal. -->\n"
	return begin + "```go\n" + program + "\n```\n\n```\n" + output + "\n```\n" + after
}

// TestReadmePicture keeps the diagram in the README equal to the output of an
// example of package pipeline. Run with UPDATE=1 to write it anew.
func TestReadmePicture(t *testing.T) {
	source, err := os.ReadFile(filepath.Join("pipeline", "example_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(source), "func ExampleFlow_Mermaid() {\n")
	_, body, _ = strings.Cut(body, "\t// Output:\n\t// ")
	picture, _, ok := strings.Cut(body, "\n}\n")
	picture = strings.ReplaceAll(picture, "\n\t// ", "\n")
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(readme), "```mermaid\n")
	_, after, closed := strings.Cut(rest, "```\n")
	if !ok || !found || !closed {
		t.Fatal("README.md has no diagram, or the example has no output")
	}
	want := before + "```mermaid\n" + picture + "\n```\n" + after
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("README.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, string(readme)); diff != "" {
		t.Errorf("README.md differs from ExampleFlow_Mermaid (-want +got):\n%s", diff)
	}
}

// TestReadmeTable checks that the packages of the README's table have the functions
// and methods that it names.
func TestReadmeTable(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("(?m)^\\| `([a-z/]+)` \\|.*$").FindAllStringSubmatch(string(readme), -1)
	if len(rows) == 0 {
		t.Fatal("README.md has no table of packages")
	}
	for _, row := range rows {
		declared := functions(t, row[1])
		for _, name := range regexp.MustCompile("`([A-Z][A-Za-z]*)`").FindAllStringSubmatch(row[0], -1) {
			if !declared[name[1]] {
				t.Errorf("package %s has no function or method %s", row[1], name[1])
			}
		}
	}
}

// functions returns the names of the functions and methods of a package.
func functions(t *testing.T, dir string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	declared := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				declared[f.Name.Name] = true
			}
		}
	}
	return declared
}

// TestReadmeCommands holds that the README begins with one command that runs the
// main job and one that passes the tests. The gate runs the second as it stands.
func TestReadmeCommands(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	gate, err := os.ReadFile(filepath.Join(".ci", "run"))
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(readme), "```sh\n")
	block, _, _ = strings.Cut(block, "```")
	var commands []string
	for line := range strings.Lines(block) {
		command, _, _ := strings.Cut(line, "#")
		commands = append(commands, strings.TrimSpace(command))
	}
	if diff := cmp.Diff([]string{"go run ./cmd/alianza statement", "go test ./..."}, commands); diff != "" {
		t.Errorf("commands of the README mismatch (-want +got):\n%s", diff)
	}
	if !strings.Contains(string(gate), "\nstep 'go test ./...' go test ./...\n") {
		t.Error(".ci/run does not run the test command of the README")
	}
}
