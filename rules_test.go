package alianza_test

import (
	"bytes"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/internal/contract"
)

// ruleRow is a row of RULES.md: the id, what is up to the state, the state.
var ruleRow = regexp.MustCompile(`(?m)^(\| ([TSCRPX]\d+) \| .* \| ([^|]+) \| )([^|]+) \|$`)

// TestRules_StateIsThatOfTheContract holds the state column of RULES.md against
// the rows of the contract that pass. With UPDATE=1 it writes the column anew.
func TestRules_StateIsThatOfTheContract(t *testing.T) {
	page, err := os.ReadFile("RULES.md")
	if err != nil {
		t.Fatal(err)
	}
	states, err := contract.States()
	if err != nil {
		t.Fatal(err)
	}
	rooms := map[string]string{} // by rule; those of one rule apart by a blank
	for _, room := range contract.Rooms() {
		rows, err := contract.Rules(room)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			rooms[row.Rule] += " " + room
		}
	}
	made := ruleRow.ReplaceAllStringFunc(string(page), func(row string) string {
		part := ruleRow.FindStringSubmatch(row)
		tally, ok := states[part[2]]
		if !ok {
			return part[1] + "- |"
		}
		for room := range strings.FieldsSeq(rooms[part[2]]) {
			where := strings.Split(part[3], ", ")
			if where[0] != "all" && where[0] != "this page" && !slices.Contains(where, room) {
				t.Errorf("RULES.md says that %s is in %s; it has rows in %s", part[2], part[3], room)
			}
		}
		return part[1] + tally.State() + " |"
	})
	ids := ruleIDs(t)
	for rule := range states {
		if !ids[rule] {
			t.Errorf("the contract has %s, which is no row of RULES.md", rule)
		}
	}
	if made == string(page) {
		return
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("RULES.md", []byte(made), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	old, now := strings.Split(string(page), "\n"), strings.Split(made, "\n")
	for i := range old {
		if old[i] != now[i] {
			t.Errorf("RULES.md has\n%s\nwant\n%s", old[i], now[i])
		}
	}
	t.Error("write the states anew with UPDATE=1 go test .")
}

// ruleIDs returns the ids of the rules of RULES.md.
func ruleIDs(t *testing.T) map[string]bool {
	t.Helper()
	page, err := os.ReadFile("RULES.md")
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, row := range ruleRow.FindAllStringSubmatch(string(page), -1) {
		if ids[row[2]] {
			t.Errorf("RULES.md has %s twice", row[2])
		}
		ids[row[2]] = true
	}
	if len(ids) != 197 {
		t.Errorf("RULES.md has %d rules; want 197", len(ids))
	}
	return ids
}

// TestRules_CitedExist holds that an id in a comment, or in the name of a test,
// is that of a rule.
func TestRules_CitedExist(t *testing.T) {
	ids := ruleIDs(t)
	comment := regexp.MustCompile(`//.*`)
	test := regexp.MustCompile(`(?m)^func (?:Test|Fuzz|Benchmark|Example)\w*`)
	id := regexp.MustCompile(`(?:\b|_)([TSCRPX]\d+)(?:\b|_)`)
	cited := 0
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, where := range []*regexp.Regexp{comment, test} {
			for _, text := range where.FindAll(source, -1) {
				// Twice the underscore, so that two ids side by side are both found.
				text = bytes.ReplaceAll(text, []byte("_"), []byte("__"))
				for _, found := range id.FindAllSubmatch(text, -1) {
					cited++
					if !ids[string(found[1])] {
						t.Errorf("%s cites %s, which is no rule: %s", path, found[1], text)
					}
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if cited < 100 {
		t.Errorf("only %d citations of rules were found: the search is broken", cited)
	}
}
