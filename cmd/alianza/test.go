package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
)

func testCommand() command {
	return command{"test", "run the cases of a program: what it should do, and what it does", `Test runs the cases that a program carries: orders and what they should earn, or
what is known of a prospect and the decision.

Usage:

	alianza test [flags] [FILE]

FILE is the document; the sample program without one. Its "cases" are run, and
those of a CSV file beside it: program.cases.csv for program.json.

  -cases FILE        the cases in CSV, instead of the file beside the document
  -v                 name every case, not only those that fail
  -run TEXT          only cases with the text in their name

A case in CSV has a row for each event, under the name of the case. The columns are
parted by commas, semicolons, tabs or vertical bars. They may come in any order and be
left out, and cells may be empty: the event is then a sale of the case's partner
in the first currency of the program, on the day of the row above. There are
columns currency, units, customer, order and level, too.

	case,day,id,kind,of,partner,amount,tier,earns,rule,refused
	gold pays 30%,2026-03-02,a,sale,,ann,100,affiliate/gold,30.00,sale,
	a refund takes back,2026-03-02,b,sale,,ann,100,,20.00,,
	a refund takes back,2026-03-05,c,refund,b,ann,50,,-10.00,,
	too much,2026-03-02,d,sale,,ann,100,,20.00,,
	too much,2026-03-05,e,refund,d,ann,101,,,,out_of_range

Examples

	alianza test program.json
	alianza test -run gold -v program.json
	alianza test -cases quarter.csv program.json

Exit codes: 0 all cases are as expected, 1 one is not, 2 a wrong call or document.
`, runTest}
}

func runTest(c *call, args []string) error {
	flags := flag.NewFlagSet("test", flag.ContinueOnError)
	cases := flags.String("cases", "", "")
	verbose := flags.Bool("v", false, "")
	only := flags.String("run", "", "")
	if err := parse(flags, args, 1); err != nil {
		return err
	}
	file := flags.Arg(0)
	p, err := loadProgram(c, file)
	if err != nil {
		return err
	}
	if p, err = withCases(c, p, file, *cases); err != nil {
		return err
	}
	ran, failed := 0, 0
	all := p.Check()
	for _, result := range all {
		if !strings.Contains(result.Name, *only) {
			continue
		}
		ran++
		if result.OK() {
			if *verbose {
				fmt.Fprintf(c.stdout, "ok    %s\n", result.Name)
			}
			continue
		}
		failed++
		fmt.Fprintf(c.stdout, "FAIL  %s\n", result.Name)
		for _, d := range result.Differences {
			fmt.Fprintf(c.stdout, "      %s\n      - %s\n      + %s\n", d.About, d.Expected, d.Got)
		}
	}
	if ran == 0 && len(all) > 0 {
		return fmt.Errorf("-run %q: none of the %d %s has it in its name", *only, len(all), plural(len(all), "case"))
	}
	if ran == 0 {
		return errors.New("no cases: write some in \"cases\" of the document, or in CSV beside it")
	}
	fmt.Fprintf(c.stdout, "%d of %d %s as expected\n", ran-failed, ran, plural(ran, "case"))
	if failed > 0 {
		return errNo
	}
	return nil
}

// withCases adds the cases of a CSV file to a program.
func withCases(c *call, p program.Program, file, cases string) (program.Program, error) {
	if cases == "" {
		if !strings.HasSuffix(file, ".json") {
			return p, nil
		}
		cases = strings.TrimSuffix(file, ".json") + ".cases.csv"
		if _, err := os.Stat(cases); errors.Is(err, os.ErrNotExist) {
			return p, nil
		}
	}
	list, err := readCases(c, cases)
	if err != nil {
		return p, err
	}
	d := p.Definition()
	before := len(d.Cases)
	d.Cases = append(d.Cases, list...)
	with, err := program.New(d)
	if err != nil {
		faults := fileError{file: cases}
		for _, f := range alianza.Faults(err) {
			faults.add(0, inFile(f, before, list), errors.New(f.Reason()))
		}
		return p, faults.err()
	}
	return with, nil
}

// inFile returns where a fault is, with the name of a case of the file.
func inFile(f *alianza.FieldError, before int, list []program.Case) string {
	var n int
	text := f.Path
	if _, err := fmt.Sscanf(text, "cases[%d]", &n); err == nil && n >= before {
		_, rest, _ := strings.Cut(text, "]")
		text = fmt.Sprintf("case %q", list[n-before].Name)
		if rest != "" {
			text += ", " + strings.TrimPrefix(rest, ".")
		}
	}
	if f.Value != "" {
		text += fmt.Sprintf(" %q", f.Value)
	}
	return text
}

// caseColumns are the columns of cases in CSV.
var caseColumns = []string{"case", "day", "id", "kind", "of", "partner", "currency", "amount", "units", "customer", "order", "tier", "earns", "rule", "level", "refused"}

// readCases reads cases in CSV. It returns all that is wrong with the file.
func readCases(c *call, file string) ([]program.Case, error) {
	in, err := c.open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close() //nolint:errcheck // it was read
	sheet, err := newSheet(c, in, file, caseColumns)
	if err != nil {
		return nil, err
	}
	faults := fileError{file: file}
	for _, name := range sheet.Unknown(caseColumns) {
		faults.add(1, fmt.Sprintf("column %q", name), errors.New("want "+strings.Join(caseColumns, ", ")))
	}
	if err := sheet.Missing("case"); err != nil {
		faults.add(1, "", err)
	}
	var list []program.Case
	err = faults.each(sheet, func(line int) {
		event, wrong := caseEvent(sheet.Cell)
		for _, err := range wrong {
			faults.add(line, "", err)
		}
		name := sheet.Cell("case")
		i := slices.IndexFunc(list, func(one program.Case) bool { return one.Name == name })
		if i < 0 || name == "" {
			i = len(list)
			list = append(list, program.Case{Name: cmp.Or(name, "line "+strconv.Itoa(line))})
		}
		list[i].Events = append(list[i].Events, event)
	})
	return list, err
}

// caseEvent makes an event of a row, and returns what is wrong with it.
func caseEvent(cell func(string) string) (e program.CaseEvent, wrong []error) {
	e = program.CaseEvent{
		Event: commission.Event{
			ID: cell("id"), Kind: commission.Kind(cell("kind")), Of: cell("of"), Partner: cell("partner"), Currency: cell("currency"),
			Customer: cell("customer"), Order: cell("order"), Tier: cell("tier"),
		},
		Rule: cell("rule"), Level: cell("level"), Refused: cell("refused"),
	}
	if day := cell("day"); day != "" {
		if err := e.Day.UnmarshalText([]byte(day)); err != nil {
			wrong = append(wrong, fmt.Errorf("day %q: want a day such as 2026-03-31", day))
		}
	}
	var earns decimal.Decimal
	for _, one := range []struct {
		name string
		to   *decimal.Decimal
	}{{"amount", &e.Event.Amount}, {"units", &e.Event.Units}, {"earns", &earns}} {
		text := cell(one.name)
		if text == "" {
			continue
		}
		d, err := number(text)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s %q: %w", one.name, text, err))
		}
		*one.to = d
	}
	if cell("earns") != "" {
		e.Earns = &earns
	}
	return e, wrong
}

// number reads a decimal number of a file that is written for the command.
func number(s string) (decimal.Decimal, error) {
	if len(s) > 40 || strings.Trim(s, "0123456789.-") != "" {
		return decimal.Decimal{}, errors.New("want a number such as 19.99")
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return d, errors.New("want a number such as 19.99")
	}
	return d, nil
}
