package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// mistake is a mistake that people make in a document: what they change, and what
// the command says.
type mistake struct {
	name, before, after string
	says                []string
}

// mistakes reads testdata/mistakes.txt: a line of # names a mistake, the lines of -
// are replaced by those of +, and the lines of = are what is said.
func mistakes(t *testing.T) []mistake {
	t.Helper()
	data, err := os.ReadFile("testdata/mistakes.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []mistake
	for line := range strings.SplitSeq(string(data), "\n") {
		if len(line) < 2 {
			continue
		}
		if line[0] == '#' {
			list = append(list, mistake{name: line[2:]})
			continue
		}
		m := &list[len(list)-1]
		switch line[0] {
		case '-':
			m.before += line[2:] + "\n"
		case '+':
			m.after += line[2:] + "\n"
		case '=':
			m.says = append(m.says, line[2:])
		}
	}
	return list
}

// TestMistakes makes each mistake in the sample program. With UPDATE=1 it writes
// what is said, for somebody to read: does it name the place and the way out?
func TestMistakes(t *testing.T) {
	list := mistakes(t)
	if len(list) != 50 {
		t.Errorf("mistakes = %d; want the fifty that docs/README.md and docs/errors.md name", len(list))
	}
	var update bytes.Buffer
	for _, m := range list {
		t.Run(m.name, func(t *testing.T) {
			before, after := strings.TrimSuffix(m.before, "\n"), strings.TrimSuffix(m.after, "\n")
			file := temp(t, "program.json", edit(t, before, after))
			var stdout, stderr bytes.Buffer
			code := run([]string{"validate", file}, nil, &stdout, &stderr)
			if code != exitFailed || stderr.Len() > 0 {
				t.Errorf("validate = %d, %q; want %d and no error", code, stderr.String(), exitFailed)
			}
			says := strings.Split(strings.TrimSuffix(strings.ReplaceAll(stdout.String(), file, "program.json"), "\n"), "\n")
			if diff := cmp.Diff(m.says, says); diff != "" && os.Getenv("UPDATE") == "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			update.WriteString("# " + m.name + "\n")
			for line := range strings.SplitSeq(before, "\n") {
				update.WriteString("- " + line + "\n")
			}
			for line := range strings.SplitSeq(after, "\n") {
				update.WriteString("+ " + line + "\n")
			}
			for _, line := range says {
				update.WriteString("= " + line + "\n")
			}
			update.WriteString("\n")
		})
	}
	if os.Getenv("UPDATE") != "" && !t.Failed() {
		if err := os.WriteFile("testdata/mistakes.txt", update.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
