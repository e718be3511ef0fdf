package alianza_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestRules holds RULES.md against the tests: a rule that is built has a test
// with its id in the name, and an id in the name of a test is a rule.
func TestRules(t *testing.T) {
	page, err := os.ReadFile("RULES.md")
	if err != nil {
		t.Fatal(err)
	}
	built := map[string]bool{} // by id; false is a rule still to come
	for _, row := range regexp.MustCompile(`(?m)^\| ([TSCRPX]\d+) \|.*\| ([^|]+) \|$`).FindAllStringSubmatch(string(page), -1) {
		if _, ok := built[row[1]]; ok {
			t.Errorf("RULES.md has %s twice", row[1])
		}
		built[row[1]] = strings.HasPrefix(row[2], "built")
	}
	if len(built) != 197 {
		t.Errorf("RULES.md has %d rules; want 197", len(built))
	}

	tested := map[string]bool{}
	err = fs.WalkDir(os.DirFS("."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, name := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllStringSubmatch(string(source), -1) {
			for _, id := range regexp.MustCompile(`_([TSCRPX]\d+)\b|_([TSCRPX]\d+)_`).FindAllString(strings.ReplaceAll(name[1], "_", "_ _"), -1) {
				id = strings.Trim(id, "_ ")
				tested[id] = true
				if _, ok := built[id]; !ok {
					t.Errorf("%s: %s cites %s, which is no rule", path, name[1], id)
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for id, is := range built {
		if is && !tested[id] {
			t.Errorf("RULES.md says that %s is built, but no test has it in its name", id)
		}
	}
}
