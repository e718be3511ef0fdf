package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
)

func roiCommand() command {
	return command{"roi", "what a partnership returned, from its gains and costs", `Roi adds up the gains and the costs of a partnership, month by month if the file
has months, and says what came back for what it cost.

Usage:

	alianza roi [flags] FILE

The file is CSV with a header line, parted by commas, semicolons, tabs or vertical bars;
- is standard input. A row is a gain or a cost, with a month in each row or in none:

	what,name,amount,month
	gain,direct revenue,120000,2026-01
	cost,commissions,24000,2026-01
	cost,fair,6000,2026-02

Columns and rows may come in any order. A month without costs has no return; standard
error says so, and the others are printed.

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
	all, err := readReturns(c, flags.Arg(0))
	if err != nil {
		return err
	}
	list, none, err := figuresOf(c, flags.Arg(0), all)
	if err != nil {
		return err
	}
	for _, one := range list {
		if *format == "text" {
			fmt.Fprintf(c.stdout, "%s: %s\n", one.Name, one.ROI)
			continue
		}
		b, err := json.Marshal(one)
		if err != nil {
			return err
		}
		fmt.Fprintf(c.stdout, "%s\n", b)
	}
	if none {
		return errNo
	}
	return nil
}

// returnFigures are what came back in a month, or in all.
type returnFigures struct {
	Name     string     `json:"name"`
	ROI      roi.Figure `json:"roi"`
	Multiple roi.Figure `json:"multiple"`
}

// figuresOf returns the figures of a file, and whether there is a month that has none.
func figuresOf(c *call, file string, all []returns) (list []returnFigures, none bool, err error) {
	f := fileError{file: file}
	for _, r := range all {
		figure, err := roi.Return(r.gain, r.cost)
		if errors.Is(err, alianza.ErrZero) {
			c.remark("%s: %v", r.name, err)
			none = true
			continue
		}
		if err != nil {
			f.add(0, r.name, err)
			continue
		}
		multiple, err := roi.NetMultiple(r.gain, r.cost)
		f.add(0, r.name, err)
		list = append(list, returnFigures{r.name, figure, multiple})
	}
	return list, none, f.err()
}

// returnColumns are the columns of gains and costs; there may be others.
var returnColumns = []string{"what", "name", "amount", "month"}

// readReturns reads gains and costs, by month. The last of the list are those of all. It
// returns all that is wrong with the file.
func readReturns(c *call, file string) ([]returns, error) {
	in, err := c.open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close() //nolint:errcheck // it was read
	sheet, err := newSheet(c, in, file, returnColumns)
	if err != nil {
		return nil, err
	}
	faults := fileError{file: file}
	if err := sheet.Missing("what", "amount"); err != nil {
		faults.add(1, "", err)
		return nil, faults.err()
	}
	months := map[string]*returns{}
	all := returns{name: "all"}
	err = faults.each(sheet, func(line int) {
		amount, err := number(sheet.Cell("amount"))
		if err != nil {
			faults.add(line, fmt.Sprintf("amount %q", sheet.Cell("amount")), err)
		}
		to := []*returns{&all}
		if month := sheet.Cell("month"); month != "" {
			if months[month] == nil {
				months[month] = &returns{name: month}
			}
			to = append(to, months[month])
		} else if sheet.Has("month") {
			faults.add(line, "month", errors.New("the file has months, and the row has none"))
		}
		if err := addReturn(to, sheet.Cell("what"), amount); err != nil {
			faults.add(line, fmt.Sprintf("what %q", sheet.Cell("what")), err)
		}
	})
	if err != nil {
		return nil, err
	}
	var list []returns
	for _, month := range slices.Sorted(maps.Keys(months)) {
		list = append(list, *months[month])
	}
	return append(list, all), nil
}

// addReturn adds a gain or a cost.
func addReturn(to []*returns, what string, amount decimal.Decimal) error {
	for _, r := range to {
		switch what {
		case "gain":
			r.gain = r.gain.Add(amount)
		case "cost":
			r.cost = r.cost.Add(amount)
		default:
			return errors.New("want gain or cost")
		}
	}
	return nil
}
