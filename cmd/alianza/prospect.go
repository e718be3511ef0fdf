package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/program"
)

func prospectCommand() command {
	return command{"prospect", "from what is known of a possible partner to the verdict", `Prospect asks the screening or the checklist of a program, and its evaluation, about
a possible partner.

Usage:

	alianza prospect [flags] FILE

The file has what is known of the partner in JSON; - is standard input. An answer that
is not there is unknown. Without scores the checklist alone is asked; with one of them
the evaluation of the sample needs all five.

	{"answers": {"compatible_customer": "yes", "measurable": "unknown"},
	 "scores": {"strategic_fit": "9", "market_access": "7", "cultural_fit": "8",
	            "technology_compatibility": "8", "financial_viability": "6"}}

  -program FILE        the program                     (default: the sample)
  -format FORMAT       text or json                            (default text)

Examples

	alianza prospect studio-luz.json
	echo '{"answers": {"compatible_customer": "yes"}}' | alianza prospect -

Exit codes: 0 done, 1 failed, 2 a wrong call or a wrong file.
`, runProspect}
}

// place returns the line and the column of a fact in a document, both from 1, and zeros
// for one that is not there. A path is that of a fact: "answers.measurable".
func place(data []byte, path string) (line, column int) {
	group, name, _ := strings.Cut(path, ".")
	dec := json.NewDecoder(bytes.NewReader(data))
	depth, in := 0, ""
	for {
		token, err := dec.Token()
		if err != nil {
			return 0, 0
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		word, ok := token.(string)
		switch {
		case !ok:
		case depth == 1:
			in = word
		case depth == 2 && in == group && word == name:
			at := bytes.IndexByte(data[dec.InputOffset():], ':') + 1 + int(dec.InputOffset())
			at += len(data[at:]) - len(bytes.TrimLeft(data[at:], " \t\r\n"))
			return 1 + bytes.Count(data[:at], []byte{'\n'}), at - bytes.LastIndexByte(data[:at], '\n')
		}
	}
}

func runProspect(c *call, args []string) error {
	flags := flag.NewFlagSet("prospect", flag.ContinueOnError)
	file := flags.String("program", "", "")
	format := flags.String("format", "text", "")
	if err := parse(flags, args, 1); err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return usagef("which file? - is standard input")
	}
	if *format != "text" && *format != "json" {
		return usagef("-format %q: want text or json", *format)
	}
	p, err := loadProgram(c, *file)
	if err != nil {
		return err
	}
	data, err := readFile(c, flags.Arg(0))
	if err != nil {
		return err
	}
	facts, err := alianza.Read[program.Prospect](data)
	if err != nil {
		return &documentError{flags.Arg(0), alianza.Faults(err), err}
	}
	verdict, err := p.Judge(facts)
	if err != nil {
		faults := alianza.Faults(err)
		for _, f := range faults {
			f.Line, f.Column = place(data, f.Path)
		}
		return &documentError{flags.Arg(0), faults, err}
	}
	if *format == "json" {
		b, err := json.MarshalIndent(verdict, "", "  ")
		if err != nil {
			return err
		}
		fmt.Fprintf(c.stdout, "%s\n", b)
		return nil
	}
	fmt.Fprintln(c.stdout, verdict)
	return nil
}
