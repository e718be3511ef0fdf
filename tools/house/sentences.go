package main

import (
	"fmt"
	"go/ast"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A line is one of a text, and a word is one of a line; both know where they
// are in their file.
type (
	line struct {
		text string
		at   int
	}
	word struct {
		text string
		at   int
	}
)

// tooLong finds the sentences of more than limit words: in the comments of
// packages and of exported names, and in pages of Markdown.
func tooLong(fsys fs.FS, packs []pack, pages []string, limit int) ([]finding, error) {
	var findings []finding
	read := func(path string, blocks [][]word) {
		for _, block := range blocks {
			for _, s := range sentences(block) {
				if n := length(s); n > limit {
					findings = append(findings, finding{path, s[0].at, fmt.Sprintf("%d words: %s", n, opening(s))})
				}
			}
		}
	}
	for _, p := range packs {
		for _, f := range p.files {
			if !f.test && f.syntax.Doc != nil {
				read(f.path, commentBlocks(f.commentLines(f.syntax.Doc)))
			}
		}
		for _, n := range p.exported() {
			for _, group := range n.doc {
				read(n.file.path, commentBlocks(n.file.commentLines(group)))
			}
		}
	}
	for _, page := range pages {
		text, err := fs.ReadFile(fsys, page)
		if err != nil {
			return nil, err
		}
		read(page, pageBlocks(string(text)))
	}
	return findings, nil
}

// directive matches a comment for a tool, such as //go:generate or //nolint:x.
var directive = regexp.MustCompile(`^//[a-z0-9]+:[a-z0-9]`)

// commentLines takes the marks of a comment off its lines.
func (f file) commentLines(group *ast.CommentGroup) []line {
	var lines []line
	for _, comment := range group.List {
		if directive.MatchString(comment.Text) {
			continue
		}
		text := strings.TrimPrefix(comment.Text, "//")
		if block, ok := strings.CutPrefix(comment.Text, "/*"); ok {
			text = strings.TrimSuffix(block, "*/")
		}
		at := f.line(comment.Pos())
		for i, text := range strings.Split(text, "\n") {
			lines = append(lines, line{strings.TrimPrefix(text, " "), at + i})
		}
	}
	return lines
}

var (
	item       = regexp.MustCompile(`^([-*+•]|\d+[.)])\s+`)
	definition = regexp.MustCompile(`^\[[^]]+\]: `) // of the address of a link
)

// commentBlocks divides a doc comment as go doc does: into paragraphs,
// headings and items of lists. Code has no sentences and is left out.
func commentBlocks(lines []line) [][]word {
	var (
		blocks  blocks
		in      string // "list" or "code" between lines that are indented
		heading bool
	)
	for _, l := range lines {
		text := strings.TrimSpace(l.text)
		indented := strings.TrimLeft(l.text, " \t") != l.text
		switch {
		case text == "":
			blocks.end()
			continue
		case !indented:
			if in != "" || heading {
				blocks.end()
			}
			in = ""
		case in == "" && item.MatchString(text):
			in = "list"
		case in == "":
			in = "code"
		}
		if in == "code" || definition.MatchString(text) {
			continue
		}
		if in == "list" && item.MatchString(text) {
			blocks.end()
			text = item.ReplaceAllString(text, "")
		}
		text, heading = strings.CutPrefix(text, "# ")
		blocks.add(text, l.at)
	}
	return blocks.all()
}

// pageBlocks divides a page of Markdown into paragraphs, headings, items of
// lists and cells of tables. Code and comments are left out.
func pageBlocks(page string) [][]word {
	var (
		blocks blocks
		until  string // the end of what is left out
	)
	for i, text := range strings.Split(page, "\n") {
		text = strings.TrimSpace(text)
		switch {
		case until != "":
			if strings.HasSuffix(text, until) {
				until = ""
			}
		case strings.HasPrefix(text, "```"):
			blocks.end()
			until = "```"
		case strings.HasPrefix(text, "<!--"):
			blocks.end()
			if !strings.HasSuffix(text, "-->") {
				until = "-->"
			}
		case text == "":
			blocks.end()
		case strings.HasPrefix(text, "#"):
			blocks.end()
			blocks.add(strings.TrimLeft(text, "# "), i+1)
			blocks.end()
		case strings.HasPrefix(text, "|"):
			for _, cell := range strings.Split(text, "|") {
				blocks.end()
				blocks.add(cell, i+1)
			}
			blocks.end()
		case item.MatchString(text):
			blocks.end()
			blocks.add(item.ReplaceAllString(text, ""), i+1)
		case !definition.MatchString(text):
			blocks.add(text, i+1)
		}
	}
	return blocks.all()
}

// blocks gathers the words of a text; no sentence goes over the end of a block.
type blocks struct {
	done [][]word
	open []word
}

func (b *blocks) add(text string, at int) {
	for _, text := range strings.Fields(text) {
		b.open = append(b.open, word{text, at})
	}
}

func (b *blocks) end() {
	if b.open != nil {
		b.done = append(b.done, b.open)
		b.open = nil
	}
}

func (b *blocks) all() [][]word {
	b.end()
	return b.done
}

// sentences divides a block behind each word that ends a sentence.
func sentences(block []word) [][]word {
	var (
		all   [][]word
		begin int
	)
	for i := range block {
		if i+1 == len(block) || ends(block[i].text, block[i+1].text) {
			all = append(all, block[begin:i+1])
			begin = i + 1
		}
	}
	return all
}

// ends tells whether a sentence ends with text before next. The points inside
// 2.50, v1.2 or README.md are not at the end of a word; those of e.g. are no
// end, and those of "etc." and "..." are one before a capital letter.
func ends(text, next string) bool {
	text = strings.Trim(text, "\"'“”‘’()[]*_`")
	switch strings.ToLower(text) {
	case "e.g.", "i.e.", "cf.", "vs.", "approx.":
		return false
	case "etc.":
		return capital(next)
	}
	if strings.HasSuffix(text, "...") || strings.HasSuffix(text, "…") {
		return capital(next)
	}
	return strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?")
}

func capital(text string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, "\"'“‘([*_`"))
	return unicode.IsUpper(first)
}

// length counts words. Signs alone, such as a dash or >=, are none.
func length(sentence []word) int {
	n := 0
	for _, w := range sentence {
		if strings.ContainsFunc(w.text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}

// opening is the beginning of a sentence, enough to find it.
func opening(sentence []word) string {
	var texts []string
	for _, w := range sentence[:min(len(sentence), 12)] {
		texts = append(texts, w.text)
	}
	return strings.Join(slices.Concat(texts, []string{"…"}), " ")
}
