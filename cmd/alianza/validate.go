package main

import (
	"encoding/json"
	"flag"
	"fmt"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/program"
)

func validateCommand() command {
	return command{"validate", "what is wrong with a document, with the place and the way out", `Validate checks whole documents and prints every fault, with its place as editors
and CI read it: what is wrong, and what to write instead.

Usage:

	alianza validate [flags] FILE...

A fault makes the document unusable. A remark is about what is allowed and seldom
meant, such as a rule that nothing reaches.

  -strict            remarks fail, too
  -format FORMAT     text, or json with one fault or remark a line  (default text)

Examples

	alianza validate program.json
	alianza validate -strict programs/*.json
	alianza init | alianza validate -

	program.json:14:62: plan v1, rule sale: plans[0].rules[0].rates.gold "32":
	malformed: a percentage has a percent sign: write "32%"

Exit codes: 0 all are fine, 1 one has a fault (or -strict and a remark), 2 a wrong
call.
`, runValidate}
}

func runValidate(c *call, args []string) error {
	flags := flag.NewFlagSet("validate", flag.ContinueOnError)
	strict := flags.Bool("strict", false, "")
	format := flags.String("format", "text", "")
	if err := parse(flags, args, 1<<10); err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return usagef("which file? - is standard input")
	}
	if *format != "text" && *format != "json" {
		return usagef("-format %q: want text or json", *format)
	}
	failed := false
	for _, file := range flags.Args() {
		data, err := readFile(c, file)
		if err != nil {
			return err
		}
		remarks, err := program.ReviewDocument(data)
		if err != nil {
			failed = true
			if err := c.faults(*format, file, "fault", alianza.Faults(err)); err != nil {
				return err
			}
			if *format == "text" {
				fmt.Fprint(c.stdout, moreLine(file, err))
			}
			continue
		}
		failed = failed || *strict && len(remarks) > 0
		if err := c.faults(*format, file, "remark", remarks); err != nil {
			return err
		}
	}
	if failed {
		return errNo
	}
	return nil
}

// faults prints faults or remarks.
func (c *call) faults(format, file, what string, list []*alianza.FieldError) error {
	for _, f := range list {
		if format == "json" {
			line, err := json.Marshal(struct {
				What string              `json:"what"`
				File string              `json:"file"`
				Is   *alianza.FieldError `json:"fault"`
			}{what, file, f})
			if err != nil {
				return err
			}
			fmt.Fprintf(c.stdout, "%s\n", line)
			continue
		}
		lead := ""
		if what == "remark" {
			lead = remarkLead
		}
		fmt.Fprintln(c.stdout, faultLine(file, lead, f))
	}
	return nil
}
