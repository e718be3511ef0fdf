package alianza_test

import (
	"bytes"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// TestLimits checks that the table of limits in the documentation has all of
// them, as they are.
func TestLimits(t *testing.T) {
	want := map[string]string{
		"digits of a number": strconv.Itoa(exact.MaxDigits),
		"decimals of a number, and its greatest power of ten": strconv.Itoa(exact.MaxPlaces),
		"bytes of a document":                   strconv.Itoa(strictjson.MaxDefinition),
		"values of a document":                  strconv.Itoa(strictjson.MaxValues),
		"objects and arrays inside one another": strconv.Itoa(strictjson.MaxDepth),
	}
	limits, err := parser.ParseFile(token.NewFileSet(), "internal/check/limits.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(limits, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			want[strings.TrimSpace(v.Comment.Text())] = strings.ReplaceAll(v.Values[0].(*ast.BasicLit).Value, "_", "")
		}
		return true
	})

	doc, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for line := range strings.Lines(doc.Doc.Text()) {
		if row, ok := strings.CutPrefix(line, "\t"); ok {
			words := strings.Fields(row)
			last := len(words) - 1
			got[strings.Join(words[:last], " ")] = strings.ReplaceAll(words[last], ",", "")
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("doc.go has other limits than the code (-code +doc):\n%s", diff)
	}
}

// TestOverviews checks that the documentation of every package that users import
// begins with a story: a function Example of a package of its own, with a comment
// that says what it is about, and with its output.
func TestOverviews(t *testing.T) {
	sources, tests := map[string]string{}, map[string]*ast.File{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains([]string{"internal", "cmd", "examples", "tools", "benchmarks", "testdata", ".git"}, entry.Name()) {
			return fs.SkipDir
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		dir := filepath.ToSlash(filepath.Dir(path))
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !strings.HasSuffix(path, "_test.go") {
			file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.PackageClauseOnly)
			sources[dir] = file.Name.Name
			return err
		}
		if bytes.Contains(text, []byte("\nfunc Example() {")) {
			tests[dir], err = parser.ParseFile(token.NewFileSet(), path, text, parser.ParseComments)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(sources) < 2 || sources["."] != "alianza" {
		t.Fatalf("found the packages %v; want those of the library", sources)
	}
	for dir, name := range sources {
		file, ok := tests[dir]
		if !ok || !strings.HasSuffix(file.Name.Name, "_test") {
			t.Errorf("%s: package %s has no func Example as its users write one", dir, name)
			continue
		}
		examples := doc.Examples(file)
		overview := examples[slices.IndexFunc(examples, func(e *doc.Example) bool { return e.Name == "" })]
		if overview.Output == "" {
			t.Errorf("%s: Example of package %s has no output", dir, name)
		}
		if overview.Doc == "" {
			t.Errorf("%s: Example of package %s has no comment that says what it is about", dir, name)
		}
	}
}
