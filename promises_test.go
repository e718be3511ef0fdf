package alianza_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestPromises holds that each test which SECURITY.md or README.md names is there.
func TestPromises(t *testing.T) {
	all := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range declared.FindAllSubmatch(source, -1) {
			all[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for page, least := range map[string]int{"SECURITY.md": 8, "README.md": 5} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		named := regexp.MustCompile("`(Test\\w+)`").FindAllSubmatch(text, -1)
		if len(named) < least {
			t.Errorf("%s names %d tests; want one for each promise", page, len(named))
		}
		for _, m := range named {
			if !all[string(m[1])] {
				t.Errorf("%s names %s, which is nowhere", page, m[1])
			}
		}
	}
}
