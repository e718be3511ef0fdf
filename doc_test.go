package alianza_test

import (
	"go/ast"
	"go/parser"
	"go/token"
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
