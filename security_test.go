package alianza_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestSecurity holds that each test which SECURITY.md names is there.
func TestSecurity(t *testing.T) {
	page, err := os.ReadFile("SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	err = fs.WalkDir(os.DirFS("."), ".", func(path string, _ fs.DirEntry, err error) error {
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
	named := regexp.MustCompile("`(Test\\w+)`").FindAllSubmatch(page, -1)
	if len(named) < 8 {
		t.Errorf("SECURITY.md names %d tests; want one for each promise", len(named))
	}
	for _, m := range named {
		if !all[string(m[1])] {
			t.Errorf("SECURITY.md names %s, which is nowhere", m[1])
		}
	}
}
