package main

import (
	"flag"
	"fmt"
)

func splitCommand() command {
	return command{"split", "an amount divided by one of the program's splits", `Split divides an amount among the parties of a split, to the last unit.

Usage:

	alianza split [flags] NAME AMOUNT

  -program FILE        the program                     (default: the sample)
  -format FORMAT       text or json                            (default text)

Examples

	alianza split -program program.json course 1000.01

Exit codes: 0 done, 1 failed, 2 a wrong call or a wrong document.
`, runSplit}
}

func runSplit(c *call, args []string) error {
	flags := flag.NewFlagSet("split", flag.ContinueOnError)
	file := flags.String("program", "", "")
	format := flags.String("format", "text", "")
	if err := parse(flags, args, 2); err != nil {
		return err
	}
	if flags.NArg() != 2 {
		return usagef("want the name of a split and an amount")
	}
	if *format != "text" && *format != "json" {
		return usagef("-format %q: want text or json", *format)
	}
	p, err := loadProgram(c, *file)
	if err != nil {
		return err
	}
	s, ok := p.Split(flags.Arg(0))
	if !ok {
		return usagef("the program has no split %q", flags.Arg(0))
	}
	amount, err := number(flags.Arg(1))
	if err != nil {
		return usagef("amount %q: %w", flags.Arg(1), err)
	}
	division, err := s.Divide(amount)
	if err != nil {
		return err
	}
	if *format == "json" {
		b, err := division.MarshalJSON()
		fmt.Fprintf(c.stdout, "%s\n", b)
		return err
	}
	fmt.Fprintln(c.stdout, division)
	return nil
}
