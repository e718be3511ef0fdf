package alianza_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/override"
	"github.com/seed-0af520cd/alianza/commission/terms"
	"github.com/seed-0af520cd/alianza/commission/waterfall"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/roi/book"
)

// elsewhere are the limits on counts that no list of a document has, with the test
// that passes each by one.
var elsewhere = map[string]string{
	"bytes of a name or an ID":                       "internal/check/check_test.go TestName",
	"claims, or territories, of a picture":           "pipeline/claims/register_test.go TestMermaid",
	"costs that a waterfall recoups":                 "limits_test.go TestLimitsOfCalls",
	"editions of a cycle":                            "tier/cycle/cycle_test.go TestDefinition_Limits",
	"events of a case":                               "limits_test.go TestLimitsOfCalls",
	"faults reported of one document":                "internal/strictjson/cost_test.go TestCost",
	"flows of a cash flow":                           "roi/cashflow/cashflow_test.go TestNPV",
	"gifts of an exchange":                           "commission/split/exchange_test.go TestBalanceFaults",
	"goals of a plan of goals, and figures for them": "roi/goal/goal_test.go TestNewFaults",
	"inputs of a figure":                             "roi/figure_test.go TestNewFigure",
	"lines of a book":                                "limits_test.go TestLimitsOfCalls",
	"links of a chain of partners":                   "limits_test.go TestLimitsOfCalls",
	"minutes of an item of work, a month":            "pipeline/checklist/checklist_test.go TestNew",
	"months of a standing":                           "tier/cycle/standing_test.go TestStanding_Limits",
	"partners of a comparison of two periods":        "roi/variance_test.go TestExplainFaults",
	"partners of an event":                           "commission/shares_test.go TestSharesFaults",
	"partners of a concentration":                    "roi/concentration/concentration_test.go TestNewFaults",
	"products of a claim":                            "pipeline/claims/register_test.go TestAdd_Refuses",
	"requirements of a level, nested ones included":  "tier/definition_test.go TestDefinition_Limits",
	"states of a book":                               "roi/book/book_test.go TestNewFaults",
	"steps of a deal":                                "pipeline/hostile_test.go TestHostileDeals",
	"terms of a sheet or an agreement":               "limits_test.go TestLimitsOfCalls",
	"territories of a register":                      "pipeline/claims/definition_test.go TestNew_Faults",
	"touches of a sale":                              "commission/attribution/attribute_test.go TestAttributeFaults",
}

var atMost = regexp.MustCompile(`^at most (\d+) (.+)$`)

// TestLimitsHold passes every limit on a list of a document by one: the list is
// refused, and one of as many as allowed is not, or for another reason. Each limit of
// internal/check is met so, or has a test elsewhere. It is a step of the gate.
func TestLimitsHold(t *testing.T) {
	if os.Getenv("ALIANZA_GATE") == "" {
		t.Skip("a step of the gate: ALIANZA_GATE=1 go test . -run '^TestLimitsHold$'")
	}
	met := map[string]bool{} // "200 levels"
	seen := map[string]bool{}
	for _, one := range exportedValues {
		typ := reflect.TypeOf(one)
		if _, ok := reflect.New(typ).Interface().(json.Unmarshaler); !ok {
			continue
		}
		for _, h := range hostileDocuments(typ, 2) {
			last := h.name[strings.LastIndex(h.name, "> ")+1:] // the list, wherever it is
			if h.count == nil || !strings.HasSuffix(h.name, "different ones") || seen[last] {
				continue
			}
			for path, limit := range limitsOf(typ, h.make(64<<10)) {
				m := atMost.FindStringSubmatch(limit)
				n, err := strconv.Atoi(m[1])
				if err != nil {
					t.Fatal(err)
				}
				met[m[1]+" "+m[2]], seen[last] = true, true
				if strings.Contains(h.name, "split.Share.shares") {
					continue // all parties count, wherever they are inside
				}
				if beyond := limitsOf(typ, h.count(n+1)); beyond[path] != limit {
					t.Errorf("%s of %s: %d elements are refused for %v; want %s: %s", h.name, name(typ), n+1, beyond, path, limit)
				}
				if within := limitsOf(typ, h.count(n)); within[path] != "" {
					t.Errorf("%s of %s: %d elements are refused: %s: %s", h.name, name(typ), n, path, within[path])
				}
			}
		}
	}
	for words, n := range declaredLimits(t) {
		if elsewhere[words] != "" {
			path, test, _ := strings.Cut(elsewhere[words], " ")
			if source, err := os.ReadFile(path); err != nil || !strings.Contains(string(source), "func "+test+"(") {
				t.Errorf("%s, %v, has no %s for the limit of %s", path, err, test, words)
			}
			continue
		}
		if !slices.ContainsFunc(sortedKeys(met), func(one string) bool {
			number, noun, _ := strings.Cut(one, " ")
			return number == n && strings.Contains(words, noun)
		}) {
			t.Errorf("no document passes the limit of %s %s", n, words)
		}
	}
}

// limitsOf returns which counts are refused in a document, by path.
func limitsOf(typ reflect.Type, doc []byte) map[string]string {
	limits := map[string]string{}
	err := reflect.New(typ).Interface().(json.Unmarshaler).UnmarshalJSON(doc)
	for _, f := range alianza.Faults(err) {
		if detail := strings.TrimPrefix(f.Err.Error(), alianza.ErrLimit.Error()+": "); errors.Is(f, alianza.ErrLimit) && atMost.MatchString(detail) {
			limits[f.Path] = detail
		}
	}
	return limits
}

// declaredLimits returns the limits on counts of internal/check, by their words.
func declaredLimits(t *testing.T) map[string]string {
	t.Helper()
	limits := map[string]string{}
	file, err := parser.ParseFile(token.NewFileSet(), "internal/check/limits.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			limits[strings.TrimSpace(v.Comment.Text())] = strings.ReplaceAll(v.Values[0].(*ast.BasicLit).Value, "_", "")
		}
		return true
	})
	return limits
}

// TestLimitsAreDeclared holds that whoever counts a list takes the limit from
// internal/check, so that the table of the documentation has it.
func TestLimitsAreDeclared(t *testing.T) {
	calls, fset := 0, token.NewFileSet()
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, d fs.DirEntry, err error) error {
		if d.IsDir() && slices.Contains(strings.Fields("cmd examples benchmarks tools testdata"), path) {
			return fs.SkipDir
		}
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 4 {
				return true
			}
			if f, ok := call.Fun.(*ast.SelectorExpr); !ok || f.Sel.Name != "Count" {
				return true
			}
			calls++
			if !declared(t, path, call.Args[2]) {
				t.Errorf("%s: the limit of a count is not from internal/check", fset.Position(call.Pos()))
			}
			return true
		})
		return nil
	})
	if err != nil || calls < 80 {
		t.Errorf("%d lists are counted, %v; want 80 at least", calls, err)
	}
}

// declared reports whether an expression is a limit of internal/check, or a constant
// of the package that is one.
func declared(t *testing.T, path string, e ast.Expr) bool {
	t.Helper()
	switch e := e.(type) {
	case *ast.SelectorExpr:
		x, ok := e.X.(*ast.Ident)
		return ok && x.Name == "check"
	case *ast.BinaryExpr: // twice as many, or half
		return declared(t, path, e.X) || declared(t, path, e.Y)
	case *ast.Ident:
		if slices.Contains(strings.Fields("most daysOfWeek"), e.Name) { // an argument, and what there are seven of
			return true
		}
		dir := path[:strings.LastIndex(path, "/")]
		files, err := fs.Glob(os.DirFS("."), dir+"/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			source, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if regexp.MustCompile(`(?m)\b` + e.Name + `\s*= check\.`).Match(source) {
				return true
			}
		}
	}
	return false
}

// TestLimitsOfCalls passes by one the limits of lists that documents do not have, and
// of those that other rules keep a short document from.
func TestLimitsOfCalls(t *testing.T) {
	day := alianza.Must(alianza.NewDate(2026, time.March, 1))
	book := alianza.Must(book.New("USD", "paid"))
	for i := range 100_000 {
		if err := book.Add(rowOf(i)); err != nil {
			t.Fatal(err)
		}
	}
	plan := alianza.Must(override.New(override.Definition{Name: "o", Currency: "USD", Levels: []alianza.Percent{alianza.WholePercent(5)}}))
	links := func(n int) error {
		_, err := plan.Pay(override.Sale{Partner: "a", On: day, Base: decimal.New(1, 0)}, make([]override.Link, n))
		return err
	}
	sheet := func(n int) error {
		_, err := terms.New(terms.Definition{Groups: named(n, "x"), All: terms.Advanced().All})
		return err
	}
	w := alianza.Must(waterfall.New(waterfall.JointProduct("a", "b", "c", decimal.New(100, 0))))
	costs := func(n int) error {
		_, _, err := w.Run(waterfall.State{Costs: map[string][]waterfall.Cost{"x": make([]waterfall.Cost, n)}}, waterfall.Inflow{})
		return err
	}
	cases := func(n int) error {
		d := program.Affiliate()
		d.Cases = []program.Case{{Name: "c", Events: make([]program.CaseEvent, n)}}
		_, err := program.New(d)
		return err
	}
	for _, tt := range []struct {
		name           string
		within, beyond error
		want           string
	}{
		{"lines of a book", book.Add(rowOf(0)), book.Add(rowOf(100_000)), "at most 100000 different partners, rules and periods"},
		{"links", links(10_000), links(10_001), "at most 10000 links"},
		{"terms", sheet(500), sheet(501), "at most 500 types of partner"},
		{"costs", costs(100_000), costs(100_001), "at most 100000 costs"},
		{"events of a case", cases(1000), cases(1001), "at most 1000 events"},
	} {
		over := alianza.ErrLimit.Error() + ": " + tt.want
		if text := fmt.Sprint(tt.within); strings.Contains(text, over) {
			t.Errorf("%s: as many as allowed are refused: %.200s", tt.name, text)
		}
		if text := fmt.Sprint(tt.beyond); !strings.Contains(text, over) {
			t.Errorf("%s: one more = %.200s; want %s", tt.name, text, over)
		}
	}
}

// rowOf returns a row of a book, of another partner for each number.
func rowOf(i int) book.Row {
	return book.Row{Partner: fmt.Sprint("p", i), PartnerType: "agency", Rule: "sale", Period: "2026-03", State: "paid", Revenue: decimal.New(1, 0)}
}

// named returns a map of so many names to one text.
func named(n int, text string) map[string]string {
	m := map[string]string{}
	for i := range n {
		m[fmt.Sprint("n", i)] = text
	}
	return m
}
