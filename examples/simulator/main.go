// Command simulator runs a thousand partners through a year under two programs. It
// prints who gains, what it costs, and how many partners stop or hurry at a bound,
// and it draws the charts of it.
//
//	go -C examples/simulator run .
//
// The partners are made up from a seed. Two documents of your own:
//
//	go -C examples/simulator run . -before A.json -after B.json
package main

import (
	_ "embed"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/program"
)

var (
	//go:embed before.json
	beforeDocument []byte
	//go:embed after.json
	afterDocument []byte
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "simulator:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("simulator", flag.ContinueOnError)
	before := flags.String("before", "", "the first program; a sample if absent")
	after := flags.String("after", "", "the second program; a sample if absent")
	partners := flags.Int("partners", 1000, "how many partners there are")
	seed := flags.Uint64("seed", 1, "where their luck begins")
	folder := flags.String("pictures", "pictures", "the folder of the charts")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *partners < 1 || *partners > 100_000 {
		return fmt.Errorf("-partners %d: from 1 to 100000", *partners)
	}
	old, err := load(*before, beforeDocument)
	if err != nil {
		return err
	}
	changed, err := load(*after, afterDocument)
	if err != nil {
		return err
	}
	study, err := compare(old, changed, people(*partners, *seed))
	if err != nil {
		return err
	}
	if _, err := io.WriteString(out, study.String()); err != nil {
		return err
	}
	pictures, err := study.pictures()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(*folder, 0o755); err != nil {
		return err
	}
	for name, data := range pictures {
		if err := os.WriteFile(filepath.Join(*folder, name), data, 0o644); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(out, "\n%d pictures in %s\n", len(pictures), *folder)
	return err
}

// load reads a program from a file, or the sample if there is none.
func load(name string, sample []byte) (program.Program, error) {
	if name == "" {
		return alianza.Read[program.Program](sample)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return program.Program{}, err
	}
	p, err := alianza.Read[program.Program](data)
	if err != nil {
		return p, fmt.Errorf("%s: %w", name, err)
	}
	return p, nil
}
