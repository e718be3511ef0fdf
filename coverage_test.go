package alianza_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/internal/contract"
)

// coverage is the page that TestCoverage writes.
const coverage = "docs/coverage.md"

// A citation is a test that says in its name or comment which rule it holds.
type citation struct{ dir, file, name string }

// TestCoverage keeps the page that names the tests of each rule. With UPDATE=1
// it writes the page anew.
func TestCoverage(t *testing.T) {
	want := coveragePage(t)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(coverage, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(coverage)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != want {
		t.Errorf("%s is stale; write it anew with UPDATE=1 go test . -run TestCoverage", coverage)
	}
	_, proved, _ := strings.Cut(want, "A test proves ")
	proved, _, _ = strings.Cut(proved, ";") // "172 of them"
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), "the tests that prove "+proved+",") {
		t.Errorf("README.md does not say that tests prove %s", proved)
	}
}

// coveragePage returns the page: each rule of RULES.md with what proves it.
func coveragePage(t *testing.T) string {
	t.Helper()
	rules, err := os.ReadFile("RULES.md")
	if err != nil {
		t.Fatal(err)
	}
	cases, cited := casesByRule(t), citations(t)
	passed, rows, proved := 0, 0, 0
	var table strings.Builder
	for line := range strings.Lines(string(rules)) {
		if strings.HasPrefix(line, "## ") {
			fmt.Fprintf(&table, "\n%s\n| rule | what it says | proved by |\n|---|---|---|\n", line)
			continue
		}
		part := ruleRow.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if part == nil {
			continue
		}
		id := part[2]
		says := strings.TrimPrefix(strings.TrimSuffix(part[1], "| "+part[3]+" | "), "| "+id+" | ")
		var proofs []string
		for _, c := range cases[id] {
			passed, rows = passed+c.passed, rows+c.rows
			proofs = append(proofs, fmt.Sprintf("%d of %d in [%s](%s)", c.passed, c.rows, c.room, link(c.room, "contract_test.go")))
		}
		for _, c := range cited[id] {
			proofs = append(proofs, fmt.Sprintf("[%s](%s)", c.name, link(c.dir, c.file)))
		}
		if len(proofs) > 0 {
			proved++
		} else {
			proofs = []string{"nothing to run: " + part[3]}
		}
		fmt.Fprintf(&table, "| %s | %s | %s |\n", id, strings.TrimSpace(says), strings.Join(proofs, "; "))
	}
	return fmt.Sprintf(`# What proves each rule

<!-- Written by: UPDATE=1 go test . -run TestCoverage -->

The program has %d rules. A test proves %d of them; the others have nothing to run, and each says why. Of %d cases %d pass. "8 of 8 in
tier" means that the test of package tier passes all eight cases of the rule through its public API. Cases are data, in
[internal/contract/testdata](../internal/contract/testdata). This runs those of one rule:

%s
go test -v ./tier -run 'TestContract/^T1$'
%s

Tests beside the cases cite the rule in their name or comment. [RULES.md](../RULES.md) tells what a rule's state means.
%s`, len(ruleIDs(t)), proved, rows, passed, "```sh", "```", table.String())
}

// link returns the path of a file of a package, seen from docs. The room
// "alianza" and the folder "." are the root.
func link(dir, file string) string {
	if dir == "alianza" {
		dir = "."
	}
	return path.Join("..", dir, file)
}

// roomCases is how many rows a package has of a rule.
type roomCases struct {
	room         string
	passed, rows int
}

// casesByRule returns the rows of each rule by package, as the kept states tell.
func casesByRule(t *testing.T) map[string][]roomCases {
	t.Helper()
	all := map[string][]roomCases{}
	for _, room := range contract.Rooms() {
		tallies, err := contract.RoomStates(room)
		if err != nil {
			t.Fatal(err)
		}
		for rule, tally := range tallies {
			all[rule] = append(all[rule], roomCases{room, len(tally.Passed), tally.Rows})
		}
	}
	return all
}

// citations returns the tests and examples by the rule they cite, sorted.
func citations(t *testing.T) map[string][]citation {
	t.Helper()
	all := map[string]map[citation]bool{}
	id := regexp.MustCompile(`(?:\b|_)([TSCRPX]\d+)(?:\b|_)`)
	err := fs.WalkDir(os.DirFS("."), ".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file == "internal/contract":
			return fs.SkipDir // its tests cite rules that they make up
		case !strings.HasSuffix(file, "_test.go"):
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.FromSlash(file), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range parsed.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv != nil || !runs(f.Name.Name) {
				continue
			}
			text := strings.ReplaceAll(f.Name.Name, "_", "__") + " " + f.Doc.Text()
			for _, found := range id.FindAllStringSubmatch(text, -1) {
				if all[found[1]] == nil {
					all[found[1]] = map[citation]bool{}
				}
				all[found[1]][citation{path.Dir(file), path.Base(file), f.Name.Name}] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sorted := map[string][]citation{}
	for rule, set := range all {
		sorted[rule] = slices.SortedFunc(maps.Keys(set), func(a, b citation) int {
			return cmp.Or(cmp.Compare(a.dir, b.dir), cmp.Compare(a.file, b.file), cmp.Compare(a.name, b.name))
		})
	}
	return sorted
}

// runs tells whether go test runs a function of the name.
func runs(name string) bool {
	return strings.HasPrefix(name, "Test") || strings.HasPrefix(name, "Example") || strings.HasPrefix(name, "Fuzz")
}
