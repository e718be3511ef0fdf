package main

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

func settleCommand() command {
	return command{"settle", "a month's payouts from entries and balances in files", `Settle posts entries to the accounts of partners and pays what is due at the end
of a month, by the payouts of the program.

Usage:

	alianza settle -month YYYY-MM -entries FILE [flags]

  -month YYYY-MM     the month that ends
  -entries FILE      entries to post, one in JSON a line; - is standard input
  -program FILE      the program                       (default: the sample)
  -accounts FILE     the accounts before, as -next wrote them; none at first
  -next FILE         write the accounts after; keep them for the next month
  -format FORMAT     json (one payout a line) or text            (default json)

An entry that is booked after the month waits for a later one and is not posted.
Neither is one booked before the last settlement of its account: it is taken for
posted, and named. So a file with the entries of many months may be given each month.
An entry that comes late needs a later "booked".

Nothing is changed in place: the same call again pays the same, by the same keys.
A transfer with a key that the bank has seen is not made again.

Examples

	alianza statement -format entries > entries.jsonl
	alianza settle -month 2026-01 -entries january.jsonl -next after-01.jsonl
	alianza settle -month 2026-02 -entries february.jsonl -accounts after-01.jsonl \
		-next after-02.jsonl -format text

Exit codes: 0 done, 1 failed, 2 a wrong call or a wrong file.
`, runSettle}
}

// holder names an account.
type holder struct {
	partner, currency string
	medium            commission.Medium
}

func compareHolders(a, b holder) int {
	return cmp.Or(cmp.Compare(a.partner, b.partner), cmp.Compare(a.currency, b.currency), cmp.Compare(a.medium, b.medium))
}

// settling is a month that is settled.
type settling struct {
	program  program.Program
	accounts map[holder]payout.Account
	entries  map[holder][]commission.Entry
	later    int      // entries of later months
	earlier  []string // keys of entries of months that are settled
}

func runSettle(c *call, args []string) error {
	flags := flag.NewFlagSet("settle", flag.ContinueOnError)
	var monthText, entries, file, accounts, next, format string
	flags.StringVar(&monthText, "month", "", "")
	flags.StringVar(&entries, "entries", "", "")
	flags.StringVar(&file, "program", "", "")
	flags.StringVar(&accounts, "accounts", "", "")
	flags.StringVar(&next, "next", "", "")
	flags.StringVar(&format, "format", "json", "")
	if err := parse(flags, args, 0); err != nil {
		return err
	}
	month, err := cycle.ParseMonth(monthText)
	if err != nil {
		return usagef("-month %q: want a year and a month, such as 2026-03", monthText)
	}
	if !slices.Contains([]string{"json", "text"}, format) {
		return usagef("-format %q: want json or text", format)
	}
	if entries == "" {
		return usagef("-entries FILE is missing")
	}
	p, err := loadProgram(c, file)
	if err != nil {
		return err
	}
	s := settling{program: p, accounts: map[holder]payout.Account{}, entries: map[holder][]commission.Entry{}}
	if accounts != "" {
		if err := eachLine(c, accounts, s.account); err != nil {
			return err
		}
	}
	err = eachLine(c, entries, func(line []byte) error { return s.entry(line, month) })
	if err != nil {
		return err
	}
	if s.later > 0 {
		c.remark("entries of a later month that are not posted: %d", s.later)
	}
	if len(s.earlier) > 0 {
		c.remark("entries booked before the last settlement of their account, which are taken for posted: %s", named(s.earlier))
	}
	return s.settle(c, month, format, next)
}

// named returns how many keys there are, and the first of them.
func named(keys []string) string {
	const most = 5
	parts := []string{fmt.Sprint(len(keys))}
	for _, key := range keys[:min(len(keys), most)] {
		parts = append(parts, strconv.Quote(key))
	}
	text := strings.Join(parts, ", ")
	if more := len(keys) - most; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// account reads an account.
func (s *settling) account(line []byte) error {
	var a payout.Account
	if err := a.UnmarshalJSON(line); err != nil {
		return err
	}
	h := holder{a.Partner, a.Currency, a.Medium}
	if _, ok := s.accounts[h]; ok {
		return fmt.Errorf("the account of %s in %s comes again", a.Partner, a.Currency)
	}
	s.accounts[h] = a
	return nil
}

// entry reads an entry. It leaves one of a later month, and one that an earlier
// settlement has posted: if it was paid then, the account no longer knows it.
func (s *settling) entry(line []byte, month cycle.Month) error {
	var e commission.Entry
	if err := e.UnmarshalJSON(line); err != nil {
		return err
	}
	if month.Before(cycle.MonthOf(e.Booked, s.program.Zone())) {
		s.later++
		return nil
	}
	h := holder{e.Partner, e.Currency, e.Medium}
	if e.Booked.Before(s.accounts[h].Until) {
		s.earlier = append(s.earlier, e.Key)
		return nil
	}
	s.entries[h] = append(s.entries[h], e)
	return nil
}

// settle settles every account.
func (s *settling) settle(c *call, month cycle.Month, format, next string) error {
	all := maps.Clone(s.accounts)
	for h := range s.entries {
		if _, ok := all[h]; !ok {
			all[h] = payout.Account{}
		}
	}
	until := monthEnd(month, s.program.Zone())
	var after []byte
	for _, h := range slices.SortedFunc(maps.Keys(all), compareHolders) {
		policy, ok := s.program.Policy(h.currency, h.medium)
		if !ok {
			return &usageError{fmt.Errorf("%s: the program has no plan and no payout in %s", h.partner, h.currency)}
		}
		account, err := policy.Post(all[h], s.entries[h]...)
		if err != nil {
			return fmt.Errorf("%s, %s: %w", h.partner, h.currency, err)
		}
		paid, account, err := policy.Settle(account, until)
		if err != nil {
			return fmt.Errorf("%s, %s: %w", h.partner, h.currency, err)
		}
		if format == "text" {
			fmt.Fprintf(c.stdout, "%s: %s\n", h.partner, paid)
		} else {
			line, err := json.Marshal(paid)
			if err != nil {
				return err
			}
			fmt.Fprintf(c.stdout, "%s\n", line)
		}
		line, err := json.Marshal(account)
		if err != nil {
			return err
		}
		after = append(append(after, line...), '\n')
	}
	if next == "" {
		return nil
	}
	return os.WriteFile(next, after, 0o600)
}
