package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
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

A name of a partner or a charge becomes a part of the name of an account. If several
names become the same part, each has a digest behind it. In beancount, ana and Ana
are Ana-24d4b96f and Ana-dea210f0.

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

// details returns the part of an account's name that each detail has. Where name makes
// one part of several details, each of them has a digest of its own behind it. So the
// money of two partners never is on one account.
func details(all []journal.Transaction, name func(detail string) string) (map[string]string, error) {
	parts, owners := map[string]string{}, map[string][]string{}
	for _, t := range all {
		for _, p := range t.Postings {
			if _, ok := parts[p.Detail]; !ok && p.Detail != "" {
				part := name(p.Detail)
				parts[p.Detail] = part
				owners[part] = append(owners[part], p.Detail)
			}
		}
	}
	for _, part := range slices.Sorted(maps.Keys(owners)) {
		if len(owners[part]) == 1 {
			continue
		}
		for _, detail := range owners[part] {
			digest := sha256.Sum256([]byte(detail))
			apart := fmt.Sprintf("%s-%x", part, digest[:digestLen])
			if _, taken := owners[apart]; taken {
				return nil, fmt.Errorf("%q and another name both become the account %s", detail, apart)
			}
			parts[detail], owners[apart] = apart, []string{detail}
		}
	}
	return parts, nil
}

// digestLen is how many bytes of a digest tell details apart.
const digestLen = 4

// hledgerPart returns a detail as hledger wants it: without what ends the name.
func hledgerPart(detail string) string {
	return strings.Join(strings.Fields(word(detail, "_. ")), " ")
}

func writeHledger(w io.Writer, all []journal.Transaction, days func(time.Time) string) error {
	parts, err := details(all, hledgerPart)
	if err != nil {
		return err
	}
	for i, t := range all {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s * (%s) %s\n", days(t.At), strings.NewReplacer("(", "[", ")", "]").Replace(oneLine(t.Key)), oneLine(t.Text))
		for _, p := range t.Postings {
			account := p.Account.String()
			if p.Detail != "" {
				account += ":" + parts[p.Detail]
			}
			fmt.Fprintf(w, "    %-48s  %14s %s\n", account, plain(p.Amount), p.Currency)
		}
	}
	return nil
}

// roots are beancount's names for the first part of an account.
var roots = map[string]string{"expenses": "Expenses", "liabilities": "Liabilities", "assets": "Assets", "income": "Income", "equity": "Equity"}

// beanPart returns a part of the name of an account as beancount wants it: it begins
// with a capital letter or a digit.
func beanPart(detail string) string {
	part := []rune(word(detail, ""))
	if part[0] == '-' {
		return "X" + string(part)
	}
	return strings.ToUpper(string(part[:1])) + string(part[1:])
}

// beanAccount returns the name of the account of a posting whose detail has a part.
func beanAccount(p journal.Posting, parts map[string]string) string {
	root, name, _ := strings.Cut(p.Account.String(), ":")
	account := roots[root] + ":" + beanPart(name)
	if p.Detail != "" {
		account += ":" + parts[p.Detail]
	}
	return account
}

func writeBeancount(w io.Writer, all []journal.Transaction, days func(time.Time) string) error {
	parts, err := details(all, beanPart)
	if err != nil {
		return err
	}
	opened := map[string]bool{}
	fmt.Fprintln(w, `option "title" "Partner program"`)
	for _, t := range all {
		day := days(t.At)
		for _, p := range t.Postings {
			if account := beanAccount(p, parts); !opened[account] {
				opened[account] = true
				fmt.Fprintf(w, "%s open %s\n", day, account)
			}
		}
	}
	for _, t := range all {
		fmt.Fprintf(w, "\n%s * %s\n  key: %s\n", days(t.At), beanText(t.Text), beanText(t.Key))
		for _, p := range t.Postings {
			fmt.Fprintf(w, "  %-48s  %14s %s\n", beanAccount(p, parts), plain(p.Amount), p.Currency)
		}
	}
	return nil
}

func beanText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(oneLine(s)) + `"`
}
