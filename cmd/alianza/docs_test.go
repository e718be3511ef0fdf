package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
)

const docs = "../../docs/"

// page returns a page of the documentation.
func page(tb testing.TB, name string) string {
	tb.Helper()
	data, err := os.ReadFile(filepath.FromSlash(docs + name))
	if err != nil {
		tb.Fatal(err)
	}
	return strings.ReplaceAll(string(data), "\r\n", "\n")
}

// block is a piece of code of a page, in its language.
type block struct{ language, text string }

// task is a section of a page, with its pieces of code.
type task struct {
	title  string
	blocks []block
}

// tasks parts a page into its sections. What is outside of code is kept in blocks
// without a language, so that the page can be written again.
func tasks(text string) []task {
	list := []task{{}}
	lines := strings.SplitAfter(text, "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if title, ok := strings.CutPrefix(line, "## "); ok {
			list = append(list, task{title: strings.TrimSpace(title)})
		}
		t := &list[len(list)-1]
		language, ok := strings.CutPrefix(line, "```")
		if !ok {
			if n := len(t.blocks); n > 0 && t.blocks[n-1].language == "" {
				t.blocks[n-1].text += line
			} else {
				t.blocks = append(t.blocks, block{"", line})
			}
			continue
		}
		code := block{language: strings.TrimSpace(language)}
		for i++; i < len(lines) && !strings.HasPrefix(lines[i], "```"); i++ {
			code.text += lines[i]
		}
		t.blocks = append(t.blocks, code)
	}
	return list
}

// patch makes the change of a diff in a text. It returns the diff with the numbers of its
// lines, too, as the command patch reads it. What a hunk takes out and keeps stands in the
// text once.
func patch(text, diff string) (next, numbered string, err error) {
	var hunks []string
	for line := range strings.Lines(diff) {
		switch {
		case strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "+++ "):
		case strings.HasPrefix(line, "@@"):
			hunks = append(hunks, "")
		case len(hunks) == 0:
			hunks = []string{line}
		default:
			hunks[len(hunks)-1] += line
		}
	}
	next, numbered = text, "--- program.json\n+++ next.json\n"
	for _, hunk := range hunks {
		var before, after strings.Builder
		for line := range strings.Lines(hunk) {
			if line[0] != '+' {
				before.WriteString(line[1:])
			}
			if line[0] != '-' {
				after.WriteString(line[1:])
			}
		}
		if n := strings.Count(next, before.String()); n != 1 {
			return "", "", fmt.Errorf("the lines are %d times in the document; want once:\n%s", n, before.String())
		}
		line := func(in string) int { // at which the lines begin
			above, _, _ := strings.Cut(in, before.String())
			return 1 + strings.Count(above, "\n")
		}
		lines := func(b *strings.Builder) int { return strings.Count(b.String(), "\n") }
		numbered += fmt.Sprintf("@@ -%d,%d +%d,%d @@\n%s", line(text), lines(&before), line(next), lines(&after), hunk)
		next = strings.Replace(next, before.String(), after.String(), 1)
	}
	return next, numbered, nil
}

// TestCookbook makes each change of the cookbook by its own text, and runs its
// commands. With UPDATE=1 it writes the answers, for somebody to read.
func TestCookbook(t *testing.T) {
	text := page(t, "cookbook.md")
	base, orders := page(t, "cookbook/program.json"), page(t, "cookbook/orders.csv")
	list := tasks(text)
	if len(list)-1 != 12 {
		t.Errorf("tasks = %d; want 12", len(list)-1)
	}
	var again strings.Builder
	for _, one := range list {
		t.Run(one.title, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "program.json"), base)
			write(t, filepath.Join(dir, "orders.csv"), orders)
			t.Chdir(dir)
			answer, ran := "", 0
			for _, b := range one.blocks {
				switch b.language {
				case "diff":
					next, numbered, err := patch(base, b.text)
					if err != nil {
						t.Fatal(err)
					}
					b.text = numbered
					write(t, "next.json", next)
					must(t, "validate", "next.json")
				case "sh":
					answer = shell(t, b.text)
					ran++
				case "text":
					if diff := cmp.Diff(b.text, answer); diff != "" && os.Getenv("UPDATE") == "" {
						t.Errorf("answer (-want +got):\n%s", diff)
					}
					b.text = answer
				}
				if b.language == "" {
					again.WriteString(b.text)
				} else {
					fmt.Fprintf(&again, "```%s\n%s```\n", b.language, b.text)
				}
			}
			if ran == 0 && one.title != "" {
				t.Error("no command")
			}
		})
	}
	updatePage(t, "cookbook.md", text, again.String())
}

// shell runs the command of a page, and returns what it prints.
func shell(t *testing.T, command string) string {
	t.Helper()
	args := strings.Fields(command)
	if len(args) < 2 || args[0] != "alianza" {
		t.Fatalf("command = %q; want one of alianza", command)
	}
	var stdout, stderr bytes.Buffer
	if code := run(args[1:], strings.NewReader(""), &stdout, &stderr); code == exitUsage {
		t.Errorf("%q = %d; stderr:\n%s", command, code, stderr.String())
	}
	return stdout.String()
}

// updatePage writes a page if UPDATE asks for it, and else checks that it is so.
func updatePage(t *testing.T, name, have, want string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if !t.Failed() && have != want {
			if err := os.WriteFile(filepath.FromSlash(docs+name), []byte(want), 0o644); err != nil { //nolint:gosec // a page for all to read
				t.Fatal(err)
			}
		}
		return
	}
	if diff := cmp.Diff(want, have); diff != "" && !t.Failed() {
		t.Errorf("docs/%s is not what is written (-want +have):\n%s", name, diff)
	}
}

// TestErrorCatalog checks that the catalog has a section for each code, in
// their order, and that its messages are those of the mistakes.
func TestErrorCatalog(t *testing.T) {
	said := map[string]bool{}
	for _, m := range mistakes(t) {
		for _, s := range m.says {
			said[s] = true
		}
	}
	var codes []string
	for _, one := range tasks(page(t, "errors.md"))[1:] {
		codes = append(codes, one.title)
		for _, b := range one.blocks {
			if b.language == "text" && !said[strings.TrimSuffix(b.text, "\n")] {
				t.Errorf("%s: nothing says\n%s", one.title, b.text)
			}
		}
	}
	if diff := cmp.Diff(alianza.Codes(), codes); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
}
