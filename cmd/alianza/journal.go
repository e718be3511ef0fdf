package main

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/journal"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

func journalCommand() command {
	return command{"journal", "entries and payouts as postings for hledger or beancount", `Journal writes entries and payouts as balanced postings, which the programs of
plain text accounting read.

Usage:

	alianza journal [flags] FILE...

A file has one entry or one payout in JSON a line, as alianza statement
-format entries and alianza settle write them; - is standard input. The postings
come by day.

  -format FORMAT     hledger or beancount                    (default hledger)
  -bank              book the payouts as paid at the end of their period, too
  -zone ZONE         of the days, such as Europe/Madrid
                                         (default: as the instants are written)

Examples

	alianza statement -format entries > entries.jsonl
	alianza journal entries.jsonl payouts.jsonl > program.journal
	hledger -f program.journal check
	alianza journal -format beancount -bank entries.jsonl payouts.jsonl > p.beancount

Exit codes: 0 done, 1 failed, 2 a wrong call or a line that is neither.
`, runJournal}
}

func runJournal(c *call, args []string) error {
	flags := flag.NewFlagSet("journal", flag.ContinueOnError)
	format := flags.String("format", "hledger", "")
	bank := flags.Bool("bank", false, "")
	zoneName := flags.String("zone", "", "")
	if err := parse(flags, args, 1<<10); err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return usagef("which file? - is standard input")
	}
	if !slices.Contains([]string{"hledger", "beancount"}, *format) {
		return usagef("-format %q: want hledger or beancount", *format)
	}
	days := func(at time.Time) string { return at.Format(time.DateOnly) }
	if *zoneName != "" {
		zone, err := time.LoadLocation(*zoneName)
		if err != nil {
			return usagef("-zone %q: want a time zone such as Europe/Madrid", *zoneName)
		}
		days = func(at time.Time) string { return at.In(zone).Format(time.DateOnly) }
	}
	var all []journal.Transaction
	for _, file := range flags.Args() {
		err := eachLine(c, file, func(line []byte) error {
			booked, err := book(line, *bank)
			for _, t := range booked {
				if len(t.Postings) > 0 {
					all = append(all, t)
				}
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	slices.SortStableFunc(all, func(a, b journal.Transaction) int {
		return cmp.Or(strings.Compare(days(a.At), days(b.At)), a.At.Compare(b.At))
	})
	if *format == "beancount" {
		return writeBeancount(c.stdout, all, days)
	}
	return writeHledger(c.stdout, all, days)
}

// book returns the transactions of a line, which is an entry or a payout.
func book(line []byte, bank bool) ([]journal.Transaction, error) {
	var kind struct {
		Until *json.RawMessage `json:"until"`
	}
	if err := json.Unmarshal(line, &kind); err != nil {
		return nil, err
	}
	if kind.Until == nil {
		var e commission.Entry
		if err := e.UnmarshalJSON(line); err != nil {
			return nil, err
		}
		return journal.Entries(e)
	}
	var p payout.Payout
	if err := p.UnmarshalJSON(line); err != nil {
		return nil, err
	}
	settled, err := journal.Settled(p)
	if err != nil || !bank || !p.Paid.IsPositive() || p.State != payout.StatePaid {
		return []journal.Transaction{settled}, err
	}
	paid, err := journal.Paid(p, p.Until)
	return []journal.Transaction{settled, paid}, err
}

// oneLine returns a text without what ends a line or a comment.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == ';' || r == '|' {
			return ' '
		}
		return r
	}, s)
}

// word returns a text as a part of the name of an account.
func word(s string, keep string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(keep, r) {
			return r
		}
		return '-'
	}, s)
}

func writeHledger(w io.Writer, all []journal.Transaction, days func(time.Time) string) error {
	for i, t := range all {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s * (%s) %s\n", days(t.At), strings.NewReplacer("(", "[", ")", "]").Replace(oneLine(t.Key)), oneLine(t.Text))
		for _, p := range t.Postings {
			account := p.Account.String()
			if p.Detail != "" {
				account += ":" + word(p.Detail, "-_. ")
			}
			fmt.Fprintf(w, "    %-48s  %14s %s\n", strings.Join(strings.Fields(account), " "), plain(p.Amount), p.Currency)
		}
	}
	return nil
}

// roots are beancount's names for the first part of an account.
var roots = map[string]string{"expenses": "Expenses", "liabilities": "Liabilities", "assets": "Assets", "income": "Income", "equity": "Equity"}

// beanAccount returns the name of an account as beancount wants it: each part
// begins with a capital letter or a digit.
func beanAccount(p journal.Posting) string {
	parts := strings.Split(p.Account.String(), ":")
	parts[0] = roots[parts[0]]
	if p.Detail != "" {
		parts = append(parts, word(p.Detail, "-"))
	}
	for i, part := range parts[1:] {
		part = strings.ReplaceAll(part, "_", "-")
		first := []rune(part)[:1]
		if first[0] == '-' {
			part = "X" + part
		} else {
			part = strings.ToUpper(string(first)) + string([]rune(part)[1:])
		}
		parts[i+1] = part
	}
	return strings.Join(parts, ":")
}

func writeBeancount(w io.Writer, all []journal.Transaction, days func(time.Time) string) error {
	opened := map[string]bool{}
	fmt.Fprintln(w, `option "title" "Partner program"`)
	for _, t := range all {
		day := days(t.At)
		for _, p := range t.Postings {
			if account := beanAccount(p); !opened[account] {
				opened[account] = true
				fmt.Fprintf(w, "%s open %s\n", day, account)
			}
		}
	}
	for _, t := range all {
		fmt.Fprintf(w, "\n%s * %s\n  key: %s\n", days(t.At), beanText(t.Text), beanText(t.Key))
		for _, p := range t.Postings {
			fmt.Fprintf(w, "  %-48s  %14s %s\n", beanAccount(p), plain(p.Amount), p.Currency)
		}
	}
	return nil
}

func beanText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(oneLine(s)) + `"`
}
