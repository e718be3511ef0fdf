package main

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"hash/fnv"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A pack is a package with its mutants.
type pack struct {
	path, dir string
	judges    []string // the folders whose tests judge its mutants
	files     []*file
	mutants   []mutant
	decimals  bool
}

type file struct {
	path   string
	source []byte
	base   int // the position of its first byte
}

// A mutant is one change of one place. Its edits put a call around the place that
// does what stood there, unless the mutant is the one that acts.
type mutant struct {
	id         int    // counts the mutants of all packages, from 1
	file       string // relative to the module
	line       int
	start, end int // offsets
	function   string
	text       string // "a < b: <= for <"
	key        string // tells it apart without the line, which moves
	edits      []edit
}

// sampled tells whether a mutant is in a sample of one in every.
func (m mutant) sampled(every int) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(m.key))
	return h.Sum32()%uint32(every) == 0
}

// name gives each mutant its key. Those of one function that read the same are
// counted.
func (p *pack) name() {
	seen := map[string]int{}
	for i := range p.mutants {
		m := &p.mutants[i]
		m.key = m.file + ": " + m.function + ": " + m.text
		seen[m.key]++
		if n := seen[m.key]; n > 1 {
			m.key += fmt.Sprintf(" (%d)", n)
		}
	}
}

// An edit replaces the bytes from one offset to another. "#" in it stands for the
// number of the mutant.
type edit struct {
	from, to int
	text     string
}

// pick keeps the mutants that are wanted, and numbers them.
func pick(packs []*pack, wanted func(mutant) bool) {
	id := 0
	for _, p := range packs {
		p.mutants = slices.DeleteFunc(p.mutants, func(m mutant) bool { return !wanted(m) })
		for i := range p.mutants {
			id++
			p.mutants[i].id = id
		}
	}
}

// last is the highest number of a mutant of the package, or 0.
func (p *pack) last() int {
	if len(p.mutants) == 0 {
		return 0
	}
	return p.mutants[len(p.mutants)-1].id
}

// load finds the mutants of the packages.
func load(root string, patterns []string, own bool) ([]*pack, error) {
	config := &packages.Config{Dir: root, Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedDeps}
	loaded, err := packages.Load(config, patterns...)
	if err != nil {
		return nil, err
	}
	judges, err := judges(root, own)
	if err != nil {
		return nil, err
	}
	absolute, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	var packs []*pack
	for _, l := range loaded {
		if len(l.Errors) > 0 {
			return nil, l.Errors[0]
		}
		if len(l.GoFiles) == 0 {
			continue
		}
		p := &pack{path: l.PkgPath, dir: filepath.Dir(l.GoFiles[0]), judges: judges[l.PkgPath]}
		if len(p.judges) == 0 { // it serves tests
			continue
		}
		_, p.decimals = l.Imports["github.com/shopspring/decimal"]
		for i, syntax := range l.Syntax {
			if err := p.add(l, syntax, l.GoFiles[i], absolute); err != nil {
				return nil, err
			}
		}
		sorted(p.mutants)
		p.name()
		packs = append(packs, p)
	}
	slices.SortFunc(packs, func(a, b *pack) int { return cmp.Compare(a.path, b.path) })
	return packs, nil
}

// judges returns for each package of the module the folders whose tests judge it:
// its own, or those of the packages that import it, and then those of the root,
// which look at every exported name, unless they judge alone. Packages that serve
// tests have none.
func judges(root string, alone bool) (map[string][]string, error) {
	list := exec.Command("go", "list", "-f", `{{.ImportPath}} {{.Dir}} {{.Module.Path}} {{len .TestGoFiles}}{{len .XTestGoFiles}} {{join .Imports ","}}`, "./...")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		return nil, err
	}
	own, importers := map[string]string{}, map[string][]string{}
	var all, everywhere []string
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		path, dir, tests := fields[0], fields[1], fields[3] != "00"
		all = append(all, path)
		if tests {
			own[path] = dir
		}
		if tests && path == fields[2] {
			everywhere = []string{dir}
		}
		for _, imported := range strings.Split(strings.Join(fields[4:], ""), ",") {
			if tests {
				importers[imported] = append(importers[imported], dir)
			}
		}
	}
	found := map[string][]string{}
	for _, path := range all {
		switch dir, ok := own[path]; {
		case serving(path):
			continue
		case ok:
			found[path] = []string{dir}
		default:
			found[path] = importers[path]
		}
		if len(everywhere) == 1 && !alone && !slices.Contains(found[path], everywhere[0]) {
			found[path] = append(found[path], everywhere[0])
		}
	}
	return found, nil
}

// serving reports whether a package serves tests.
func serving(path string) bool {
	return strings.HasSuffix(path, "test") || strings.HasSuffix(path, "internal/contract") || strings.HasSuffix(path, "internal/seeds")
}

// add finds the mutants of a file.
func (p *pack) add(l *packages.Package, syntax *ast.File, path, root string) error {
	source, err := readFile(path)
	if err != nil {
		return err
	}
	f := &file{path: path, source: source, base: l.Fset.File(syntax.FileStart).Base()}
	p.files = append(p.files, f)
	relative, err := filepath.Rel(root, path)
	if err != nil {
		return err
	}
	for _, decl := range syntax.Decls {
		function, ok := decl.(*ast.FuncDecl)
		if !ok || function.Body == nil {
			continue
		}
		find := finder{f: f, info: l.TypesInfo}
		ast.Inspect(function.Body, find.visit)
		for _, m := range find.found {
			m.file, m.function = filepath.ToSlash(relative), name(function)
			m.line = l.Fset.Position(token.Pos(f.base + m.start)).Line
			p.mutants = append(p.mutants, m)
		}
	}
	return nil
}

// name is a function's, with that of its type.
func name(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	return strings.TrimLeft(types.ExprString(f.Recv.List[0].Type), "*") + "." + f.Name.Name
}

// A finder finds the places of a function that can be changed.
type finder struct {
	f     *file
	info  *types.Info
	found []mutant
}

func (s *finder) at(p token.Pos) int { return int(p) - s.f.base }

// source is the text of a node on one line.
func (s *finder) source(n ast.Node) string {
	return strings.Join(strings.Fields(string(s.f.source[s.at(n.Pos()):s.at(n.End())])), " ")
}

func (s *finder) put(n ast.Node, what string, edits ...edit) {
	text := s.source(n)
	if len(text) > 120 { // its end tells "a && b" apart from "a && b && c"
		text = strings.ToValidUTF8(text[:70], "") + "…" + strings.ToValidUTF8(text[len(text)-50:], "")
	}
	s.found = append(s.found, mutant{start: s.at(n.Pos()), end: s.at(n.End()), text: text + ": " + what, edits: edits})
}

func (s *finder) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		s.binary(n)
	case *ast.CallExpr:
		s.call(n)
		if s.room(n) {
			for _, a := range n.Args[:len(n.Args)-1] {
				ast.Inspect(a, s.visit)
			}
			return false
		}
	case *ast.ExprStmt:
		if call, isCall := n.X.(*ast.CallExpr); isCall {
			if s.grows(call) {
				return false
			}
			s.drop(n)
		}
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			s.drop(n)
		}
	case *ast.IfStmt:
		if n.Init != nil { // its statement stays
			ast.Inspect(n.Cond, s.visit)
			ast.Inspect(n.Body, s.visit)
			if n.Else != nil {
				ast.Inspect(n.Else, s.visit)
			}
			return false
		}
	case *ast.ForStmt:
		ast.Inspect(n.Body, s.visit)
		return false
	case *ast.SwitchStmt:
		return n.Init == nil
	case *ast.TypeSwitchStmt, *ast.CommClause:
		if t, ok := n.(*ast.TypeSwitchStmt); ok {
			ast.Inspect(t.Body, s.visit)
		}
		return false
	}
	return true
}

// drop leaves a statement out.
func (s *finder) drop(n ast.Stmt) {
	from, to := s.at(n.Pos()), s.at(n.End())
	s.put(n, "left out", edit{from, from, "if !mutantActs(#) { "}, edit{to, to, " }"})
}

// others are the operators that take a place, and the function that knows both.
var others = map[token.Token]struct{ other, function string }{
	token.LSS: {"<=", "mutantLess"}, token.LEQ: {"<", "mutantAtMost"},
	token.GTR: {">=", "mutantMore"}, token.GEQ: {">", "mutantAtLeast"},
	token.ADD: {"-", "mutantPlus"}, token.SUB: {"+", "mutantMinus"},
}

func (s *finder) binary(n *ast.BinaryExpr) {
	if tv := s.info.Types[n]; tv.Value != nil {
		return // a constant
	}
	from, to := s.at(n.Pos()), s.at(n.End())
	op, opEnd := s.at(n.OpPos), s.at(n.Y.Pos()) // a line may end between them
	switch n.Op {
	case token.EQL, token.NEQ:
		s.put(n, "turned", edit{from, from, "(mutantActs(#) != ("}, edit{to, to, "))"})
	case token.LAND, token.LOR:
		function := map[token.Token]string{token.LAND: "mutantAnd", token.LOR: "mutantOr"}[n.Op]
		other := map[token.Token]string{token.LAND: "||", token.LOR: "&&"}[n.Op]
		s.put(n, other+" for "+n.Op.String(), edit{from, from, function + "(#, "}, edit{op, opEnd, ", func() bool { return "}, edit{to, to, " })"})
	default:
		o, ok := others[n.Op]
		if !ok || !s.number(n.X, n.Op) || !s.number(n.Y, n.Op) {
			return
		}
		s.put(n, o.other+" for "+n.Op.String(), edit{from, from, o.function + "(#, "}, edit{op, opEnd, ", "}, edit{to, to, ")"})
	}
}

// number tells whether an expression is of a type of numbers, or for a comparison
// of texts.
func (s *finder) number(e ast.Expr, op token.Token) bool {
	b, ok := s.info.TypeOf(e).Underlying().(*types.Basic)
	if !ok {
		return false
	}
	if op != token.ADD && op != token.SUB && b.Info()&types.IsString != 0 {
		return true
	}
	return b.Info()&(types.IsInteger|types.IsFloat) != 0
}

// swaps are the methods of a decimal that take each other's place.
var swaps = map[string]string{
	"Add": "Sub", "Sub": "Add", "Mul": "Add",
	"GreaterThan": "GreaterThanOrEqual", "GreaterThanOrEqual": "GreaterThan",
	"LessThan": "LessThanOrEqual", "LessThanOrEqual": "LessThan",
	"IsPositive": "IsNegative", "IsNegative": "IsPositive", "IsZero": "IsNegative",
	"Neg": "Abs", "Abs": "Neg",
}

// room tells whether a call makes something whose last argument is memory asked
// for in advance. No result shows how much.
func (s *finder) room(n *ast.CallExpr) bool {
	f, ok := n.Fun.(*ast.Ident)
	if !ok || f.Name != "make" {
		return false
	}
	_, isMap := s.info.TypeOf(n.Args[0]).Underlying().(*types.Map)
	return len(n.Args) == 3 || len(n.Args) == 2 && isMap
}

// grows tells whether a call asks for memory of a builder of texts in advance.
func (s *finder) grows(n *ast.CallExpr) bool {
	selector, ok := n.Fun.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != "Grow" {
		return false
	}
	t := s.info.TypeOf(selector.X)
	return t != nil && slices.Contains([]string{"strings.Builder", "bytes.Buffer"}, strings.TrimPrefix(t.String(), "*"))
}

func (s *finder) call(n *ast.CallExpr) {
	selector, ok := n.Fun.(*ast.SelectorExpr)
	if !ok || swaps[selector.Sel.Name] == "" || len(n.Args) > 1 || n.Ellipsis.IsValid() {
		return
	}
	if t := s.info.TypeOf(selector.X); t == nil || t.String() != "github.com/shopspring/decimal.Decimal" {
		return
	}
	from, dot := s.at(n.Pos()), s.at(selector.X.End())
	comma := ", "
	if len(n.Args) == 0 {
		comma = ""
	}
	s.put(n, swaps[selector.Sel.Name]+" for "+selector.Sel.Name,
		edit{from, from, "mutant" + selector.Sel.Name + "(#, "}, edit{dot, s.at(n.Lparen) + 1, comma})
}

// mutated is the source of the file with all mutants in it.
func (f *file) mutated(mutants []mutant) []byte {
	type numbered struct {
		edit
		outer int // the end of the place: where two begin, the longer one comes first
		close bool
	}
	var edits []numbered
	for _, m := range mutants {
		if !strings.HasSuffix(filepath.ToSlash(f.path), "/"+m.file) {
			continue
		}
		for _, e := range m.edits {
			e.text = strings.ReplaceAll(e.text, "#", fmt.Sprint(m.id))
			edits = append(edits, numbered{e, m.end - m.start, e.from == m.end})
		}
	}
	slices.SortStableFunc(edits, func(a, b numbered) int {
		if c := cmp.Compare(a.from, b.from); c != 0 {
			return c
		}
		switch {
		case a.close != b.close: // what ends here comes before what begins here
			if a.close {
				return -1
			}
			return 1
		case a.close:
			return cmp.Compare(a.outer, b.outer)
		}
		return cmp.Compare(b.outer, a.outer)
	})
	var out bytes.Buffer
	last := 0
	for _, e := range edits {
		out.Write(f.source[last:max(last, e.from)])
		out.WriteString(e.text)
		last = max(last, e.to)
	}
	out.Write(f.source[last:])
	return out.Bytes()
}
