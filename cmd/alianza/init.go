package main

import (
	"embed"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// starters are the programs to start from.
//
//go:embed data/start-*.json
var starters embed.FS

// presets say what each starter is, and what to change first.
var presets = map[string]struct{ is, first string }{
	"affiliate": {
		"levels by the sales of the month, a rate for each, 14 days of hold", `
  1. "id" and "name": the id begins the keys of what is paid, so choose it once.
  2. "zone" and "currencies": the months and days are those of the zone.
  3. "levels": how many sales each level asks for; "rates": what it pays.
  4. "hold_days": at least as long as customers may send back.
  5. "payouts": the least amount that is paid.
  6. "cases": what your own orders should earn; then run alianza test.`,
	},
	"minimal": {
		"one rate for every sale, nothing else", `
  1. "id", "zone" and "currencies".
  2. "rate": what a sale pays.`,
	},
	"recurring": {
		"a share of each payment of a customer for a year, capped for the customer", `
  1. "id", "zone" and "currencies".
  2. "rate", "months" and "caps" of the rule.
  3. The orders need a column customer and a column kind with payment in it.`,
	},
	"volume": {
		"a rate that rises with the month's volume, for the part above each bound", `
  1. "id", "zone" and "currencies".
  2. "brackets": where each begins, and what it pays.
  3. "scope": graduated pays each part by its bracket, slab everything by one rate.`,
	},
}

func initCommand() command {
	var list strings.Builder
	for _, name := range slices.Sorted(maps.Keys(presets)) {
		fmt.Fprintf(&list, "  %-12s %s\n", name, presets[name].is)
	}
	return command{"init", "a program to start from", `Init writes a program to start from on standard output, and what to change first on
standard error.

Usage:

	alianza init [PRESET]

Presets

` + list.String() + `
The default is affiliate.

Examples

	alianza init > program.json
	alianza init volume > program.json
	alianza init recurring | alianza validate -

Exit codes: 0 done, 2 a wrong call.
`, runInit}
}

func runInit(c *call, args []string) error {
	flags := flag.NewFlagSet("init", flag.ContinueOnError)
	if err := parse(flags, args, 1); err != nil {
		return err
	}
	name := flags.Arg(0)
	if name == "" {
		name = "affiliate"
	}
	preset, ok := presets[name]
	if !ok {
		return usagef("%q: want %s", name, strings.Join(slices.Sorted(maps.Keys(presets)), ", "))
	}
	data, err := starters.ReadFile("data/start-" + name + ".json")
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stderr, "The %s program: %s. What to change first:\n%s\n", name, preset.is, preset.first)
	_, err = c.stdout.Write(data)
	return err
}
