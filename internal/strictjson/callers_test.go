package strictjson_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// TestCallers checks what [strictjson.Unmarshal] asks of those who call it: an
// UnmarshalJSON calls it with its receiver, and its check goes by the value alone.
// Whoever reads into a variable of a type with methods calls UnmarshalLimit.
func TestCallers(t *testing.T) {
	calls := 0
	err := filepath.WalkDir("../..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Body != nil {
				calls += checkCalls(t, path, f)
			}
		}
		return nil
	})
	if err != nil || calls < 100 {
		t.Errorf("%d calls of Unmarshal, %v; want more", calls, err)
	}
}

// checkCalls checks the calls in a function and counts them.
func checkCalls(t *testing.T, path string, f *ast.FuncDecl) (calls int) {
	t.Helper()
	receiver := ""
	if f.Recv != nil && f.Name.Name == "UnmarshalJSON" && len(f.Recv.List[0].Names) == 1 {
		receiver = f.Recv.List[0].Names[0].Name
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 3 {
			return true
		}
		if s, ok := call.Fun.(*ast.SelectorExpr); !ok || s.Sel.Name != "Unmarshal" || !named(s.X, "strictjson") {
			return true
		}
		calls++
		if into, ok := call.Args[1].(*ast.UnaryExpr); ok && exported(f.Body, into.X) || !ok && receiver == "" {
			t.Errorf("%s: %s calls Unmarshal with another value than its receiver; want UnmarshalLimit", path, f.Name.Name)
		}
		ast.Inspect(call.Args[2], func(n ast.Node) bool {
			if e, ok := n.(ast.Expr); ok && named(e, "data") {
				t.Errorf("%s: the check of %s goes by the document; want UnmarshalLimit", path, f.Name.Name)
			}
			return true
		})
		return true
	})
	return calls
}

func named(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// exported reports whether a variable of a function has an exported type.
func exported(body *ast.BlockStmt, variable ast.Expr) (found bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Names) == 1 && named(variable, spec.Names[0].Name) {
			id, ok := spec.Type.(*ast.Ident)
			found = found || ok && ast.IsExported(id.Name)
		}
		return true
	})
	return found
}
