package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
)

func roiCommand() command {
	return command{"roi", "what a partnership returned, from its gains and costs", `Roi adds up the gains and the costs of a partnership, month by month if the file
has months, and says what came back for what it cost.

Usage:

	alianza roi [flags] FILE

The file is CSV with a header line; - is standard input. A row is a gain or a cost:

	what,name,amount,month
	gain,direct revenue,120000,2026-01
	cost,commissions,24000,2026-01
	cost,fair,6000,2026-02

Rows may come in any order. A month without costs has no return; standard error
says so, and the others are printed.

  -format FORMAT     text or json                              (default text)

Examples

	alianza roi partnership.csv
	alianza roi -format json partnership.csv

Exit codes: 0 done, 1 a return has no value, 2 a wrong call or a wrong file.
`, runROI}
}

// returns are the gains and costs of a month, or of all.
type returns struct {
	name       string
	gain, cost decimal.Decimal
}

func runROI(c *call, args []string) error {
	flags := flag.NewFlagSet("roi", flag.ContinueOnError)
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
	f, err := c.open(flags.Arg(0))
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // it was read
	all, err := readReturns(f)
	if err != nil {
		return &usageError{fmt.Errorf("%s: %w", flags.Arg(0), err)}
	}
	var none error
	for _, r := range all {
		figure, err := roi.Return(r.gain, r.cost)
		if errors.Is(err, alianza.ErrZero) {
			c.remark("%s: %v", r.name, err)
			none = errNo
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		multiple, err := roi.NetMultiple(r.gain, r.cost)
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		if *format == "json" {
			b, err := json.Marshal(struct {
				Name     string     `json:"name"`
				ROI      roi.Figure `json:"roi"`
				Multiple roi.Figure `json:"multiple"`
			}{r.name, figure, multiple})
			if err != nil {
				return err
			}
			fmt.Fprintf(c.stdout, "%s\n", b)
			continue
		}
		fmt.Fprintf(c.stdout, "%s: %s\n", r.name, figure)
	}
	return none
}

// readReturns reads gains and costs, by month. The last of the list are those of all.
func readReturns(in io.Reader) ([]returns, error) {
	rows := csv.NewReader(in)
	header, err := rows.Read()
	if err != nil {
		return nil, fmt.Errorf("no header line: %w", err)
	}
	at := map[string]int{}
	for i, name := range header {
		at[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))] = i
	}
	for _, name := range []string{"what", "amount"} {
		if _, ok := at[name]; !ok {
			return nil, fmt.Errorf("line 1: no column %s", name)
		}
	}
	months := map[string]*returns{}
	all := returns{name: "all"}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			var list []returns
			for _, month := range slices.Sorted(maps.Keys(months)) {
				list = append(list, *months[month])
			}
			return append(list, all), nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := rows.FieldPos(0)
		amount, err := number(strings.TrimSpace(row[at["amount"]]))
		if err != nil {
			return nil, fmt.Errorf("line %d: amount %q: %w", line, row[at["amount"]], err)
		}
		one := &all
		if i, ok := at["month"]; ok && row[i] != "" {
			if months[row[i]] == nil {
				months[row[i]] = &returns{name: row[i]}
			}
			one = months[row[i]]
		}
		for _, r := range []*returns{one, &all} {
			switch row[at["what"]] {
			case "gain":
				r.gain = r.gain.Add(amount)
			case "cost":
				r.cost = r.cost.Add(amount)
			default:
				return nil, fmt.Errorf("line %d: what %q: want gain or cost", line, row[at["what"]])
			}
			if one == &all {
				break
			}
		}
	}
}
