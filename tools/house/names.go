package main

import (
	"fmt"
	"go/scanner"
	"go/token"
	"io"
	"text/tabwriter"
)

// small is how many names a head holds at once: most packages should have fewer.
const small = 90

// A size says how much of a package there is to learn and to read.
type size struct {
	names int // exported, without fields and the methods of standard interfaces
	lines int // of the files that are not tests
	code  int // of these, without comments and blank lines
}

func (p pack) size() size {
	var s size
	for _, n := range p.exported() {
		if n.kind&(aField|aKey) == 0 && !n.standard() {
			s.names++
		}
	}
	for _, f := range p.files {
		if !f.test {
			s.lines += f.set.File(f.syntax.FileStart).LineCount()
			s.code += f.code()
		}
	}
	return s
}

// code counts the lines that have more on them than a comment.
func (f file) code() int {
	var (
		set   = token.NewFileSet()
		lines = set.AddFile(f.path, -1, len(f.source))
		s     scanner.Scanner
		last  int
		n     int
	)
	s.Init(lines, f.source, nil, 0)
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return n
		}
		if tok == token.SEMICOLON && text == "\n" { // at the end of a line
			continue
		}
		first := lines.Line(pos)
		end := lines.Line(pos + token.Pos(len(text)))
		n += end - max(first, last+1) + 1
		last = end
	}
}

// printSizes prints a line for each package, tests and programs left out.
func printSizes(out io.Writer, packs []pack) {
	var (
		table        = tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
		public, few  int
		names, total size
	)
	fmt.Fprintln(table, "names\tlines\tcode\t package")
	for _, p := range packs {
		if p.layer() == onTop || p.testing() {
			continue
		}
		s := p.size()
		if s.lines == 0 {
			continue
		}
		count := "-"
		if p.library() {
			count = fmt.Sprint(s.names)
			names.names += s.names
			public++
			if s.names < small {
				few++
			}
		}
		total.lines += s.lines
		total.code += s.code
		fmt.Fprintf(table, "%s\t%d\t%d\t %s\n", count, s.lines, s.code, p.path)
	}
	fmt.Fprintf(table, "%d\t%d\t%d\t total\n", names.names, total.lines, total.code)
	table.Flush()
	fmt.Fprintf(out, "%d of %d public packages have fewer than %d names\n", few, public, small)
}

// tooLarge finds the public packages with more names than limit.
func tooLarge(packs []pack, limit int) []finding {
	var findings []finding
	for _, p := range packs {
		if !p.library() {
			continue
		}
		if n := p.size().names; n > limit {
			findings = append(findings, finding{path: p.path, text: fmt.Sprintf("%d exported names, %d allowed", n, limit)})
		}
	}
	return findings
}
