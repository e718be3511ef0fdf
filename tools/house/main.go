// House checks what the compiler and the linters cannot know: how large a
// package may get, how long a sentence, what a word means, and who may import
// whom. Run it from the root of the module:
//
//	go -C tools run ./house names -limit 150
//	go -C tools run ./house sentences -limit 30 README.md
//	go -C tools run ./house glossary
//	go -C tools run ./house layers
//	go -C tools run ./house lists -write
//
// Each check prints its findings as "file:line: text". It exits with 1 if there
// are more of them than -max allows, which is none unless the caller says so.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// finding is one place that breaks a rule of the house.
type finding struct {
	path string
	line int
	text string
}

func (f finding) String() string {
	if f.line == 0 {
		return f.path + ": " + f.text
	}
	return fmt.Sprintf("%s:%d: %s", f.path, f.line, f.text)
}

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "house:", err)
		os.Exit(1)
	}
}

// run does the check that the first argument names.
func run(args []string, out io.Writer) error {
	if len(args) == 0 {
		return fmt.Errorf("which check? names, sentences, glossary, layers or lists")
	}
	var (
		flags = flag.NewFlagSet(args[0], flag.ContinueOnError)
		root  = flags.String("root", "..", "the `folder` of the module")
		limit = flags.Int("limit", 0, "how many names a package, or words a sentence, may have")
		most  = flags.Int("max", 0, "how many findings are tolerated")
		write = flags.Bool("write", false, "write the lists anew")
	)
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	fsys := os.DirFS(*root)
	packages, err := load(fsys)
	if err != nil {
		return err
	}

	var findings []finding
	switch args[0] {
	case "names":
		printSizes(out, packages)
		findings = tooLarge(packages, *limit)
	case "sentences":
		findings, err = tooLong(fsys, packages, flags.Args(), *limit)
	case "glossary":
		findings = misnamed(packages)
	case "layers":
		findings = misplaced(packages)
	case "lists":
		if *write {
			return writeLists(*root, packages)
		}
		findings, err = outdated(fsys, packages)
	default:
		err = fmt.Errorf("unknown check %q", args[0])
	}
	if err != nil {
		return err
	}
	return report(out, findings, *most)
}

// writeLists writes the file of the lists.
func writeLists(root string, packages []pack) error {
	source, err := lists(packages)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, listed), source, 0o600)
}

// report prints the findings in the order of the files. It returns an error if
// there are more than most.
func report(out io.Writer, findings []finding, most int) error {
	slices.SortStableFunc(findings, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.line, b.line))
	})
	for _, f := range findings {
		fmt.Fprintln(out, f)
	}
	switch n := len(findings); {
	case n > most:
		return fmt.Errorf("%d findings, %d tolerated", n, most)
	case n < most:
		fmt.Fprintf(out, "%d findings: -max %d can be lowered\n", n, most)
	}
	return nil
}
