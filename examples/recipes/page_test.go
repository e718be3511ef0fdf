package recipes_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// recipes is the order of the page: the file of each recipe and its heading.
var recipes = []struct{ file, title string }{
	{"delivery", "A message comes twice"},
	{"parking", "A refund comes before its sale"},
	{"shards", "Partners on several machines"},
	{"versions", "The rules change in the middle of a month"},
	{"replay", "What would a change of the rules have done?"},
	{"transfer", "A payout is transferred exactly once"},
}

// TestPage keeps docs/recipes.md, which has the code of each example. With
// UPDATE=1 it writes the page anew.
func TestPage(t *testing.T) {
	const name = "../../docs/recipes.md"
	var page strings.Builder
	page.WriteString(`# Recipes for engineers

<!-- Written by: UPDATE=1 go test ./examples/recipes -run TestPage -->

Each recipe is an example that go test runs: its code and its output stand in [examples/recipes](../examples/recipes). The table that
stands in for a database, and the small functions that make events, are at the end. A service that has its orders as CSV reads them
with the package [orders](../cmd/alianza/orders).
`)
	for _, r := range recipes {
		page.WriteString("\n## " + r.title + "\n\n" + recipe(t, r.file+"_test.go"))
	}
	store, err := os.ReadFile("store_test.go")
	if err != nil {
		t.Fatal(err)
	}
	page.WriteString("\n## The store of the recipes\n\n```go\n" + string(store) + "```\n")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, []byte(page.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(page.String(), string(have)); diff != "" {
		t.Errorf("%s is stale; write it anew with UPDATE=1 (-want +have):\n%s", name, diff)
	}
}

// recipe returns what the comment of a file's example says, the code of the file
// and what the example prints.
func recipe(t *testing.T, file string) string {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, decl := range parsed.Decls {
		from, to := decl.Pos(), set.Position(decl.End()).Offset
		switch d := decl.(type) {
		case *ast.GenDecl:
			if d.Tok == token.IMPORT {
				continue
			}
			if d.Doc != nil {
				from = d.Doc.Pos()
			}
		case *ast.FuncDecl:
			if strings.HasPrefix(d.Name.Name, "Example") {
				body, output, found := strings.Cut(string(source[set.Position(from).Offset:to]), "\n\n\t// Output:\n")
				if !found {
					t.Fatalf("%s: the example has no output", file)
				}
				output = strings.TrimSuffix(strings.ReplaceAll("\n"+output, "\n\t// ", "\n")[1:], "\n}")
				return d.Doc.Text() + "\n```go\n" + code.String() + body + "\n}\n```\n\nIt prints:\n\n```\n" + output + "\n```\n"
			}
			if d.Doc != nil {
				from = d.Doc.Pos()
			}
		}
		code.WriteString(string(source[set.Position(from).Offset:to]) + "\n\n")
	}
	t.Fatalf("%s: no example", file)
	return ""
}
