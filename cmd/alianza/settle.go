package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

func settleCommand() command {
	return command{"settle", "a month's payouts from entries and balances in files", `Settle posts entries to the accounts of partners and pays what is due at the end
of a month, by the payouts of the program. A payout with a calendar, such as
"every": "week", is settled at the end of each of its periods that ends in the
month. If none ends, the entries are posted and wait.

Usage:

	alianza settle -month YYYY-MM -entries FILE [flags]

  -month YYYY-MM     the month that ends
  -entries FILE      entries to post, one in JSON a line; - is standard input
  -program FILE      the program                       (default: the sample)
  -accounts FILE     the accounts before, as -next wrote them; none at first
  -next FILE         write the accounts after; keep them for the next month
  -format FORMAT     json (one payout a line) or text            (default json)

An entry that is booked after the month waits for a later one and is not posted.
Neither is one that the account has, or one booked before the last settlement of its
account: it is taken for posted, and named. So a file with the entries of many months
may be given each month.
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

// unit names the currency, and the medium if that is not cash.
func (h holder) unit() string { return unit(&program.Account{Currency: h.currency, Medium: h.medium}) }

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
	posted   []string // keys of entries that the account has
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
	if len(s.posted) > 0 {
		c.remark("entries that their account has already: %s", named(s.posted))
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

// entry reads an entry. It leaves one of a later month, one that the account has, and
// one that an earlier settlement has posted: if it was paid then, the account no longer
// knows it.
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
	before := s.accounts[h]
	if e.Booked.Before(before.Until) {
		s.earlier = append(s.earlier, e.Key)
		return nil
	}
	if policy, ok := s.program.Policy(h.currency, h.medium); ok && !before.Items.IsZero() {
		if _, err := policy.Post(before, e); errors.Is(err, alianza.ErrRepeated) {
			s.posted = append(s.posted, e.Key)
			return nil
		}
	}
	s.entries[h] = append(s.entries[h], e)
	return nil
}

// settled is what the settlement of all accounts came to.
type settled struct {
	payouts, accounts []byte // as they are printed and kept
	waiting           int    // accounts of which no period ends
	recorded          int    // entries of a medium without a payout
}

// settle settles every account. It prints the payouts if all could be settled and the
// accounts are kept.
func (s *settling) settle(c *call, month cycle.Month, format, next string) error {
	all := maps.Clone(s.accounts)
	for h := range s.entries {
		if _, ok := all[h]; !ok {
			all[h] = payout.Account{}
		}
	}
	var out settled
	for _, h := range slices.SortedFunc(maps.Keys(all), compareHolders) {
		if err := s.one(&out, month, h, all[h], format); err != nil {
			return err
		}
	}
	if out.waiting > 0 {
		c.remark("no period of the payout ends in %s for %d %s: entries are posted, and nothing is settled", month, out.waiting, plural(out.waiting, "account"))
	}
	if out.recorded > 0 {
		c.remark("entries that are only recorded, as the program has no payout of their medium: %d", out.recorded)
	}
	if next != "" {
		if err := os.WriteFile(next, out.accounts, 0o600); err != nil {
			return err
		}
	}
	_, err := c.stdout.Write(out.payouts)
	return err
}

// one settles an account.
func (s *settling) one(out *settled, month cycle.Month, h holder, account payout.Account, format string) error {
	if _, ok := s.program.Policy(h.currency, h.medium); !ok {
		if _, ok := s.program.Plan(h.currency); ok && account.Currency == "" {
			out.recorded += len(s.entries[h])
			return nil
		}
		return usagef("%s: the program has no payout in %s", h.partner, h.unit())
	}
	paid, account, err := s.program.Settle(month, account, s.entries[h]...)
	if err != nil {
		return fmt.Errorf("%s, %s: %w", h.partner, h.unit(), err)
	}
	if len(paid) == 0 {
		out.waiting++
	}
	for _, p := range paid {
		head := h.partner
		if end := monthEnd(month, s.program.Zone()); len(paid) > 1 || !p.Until.Equal(end) {
			head += " until " + p.Until.In(s.program.Zone()).Format(time.DateOnly)
		}
		line := []byte(fmt.Sprintf("%s: %s", head, p))
		if format == "json" {
			if line, err = json.Marshal(p); err != nil {
				return err
			}
		}
		out.payouts = append(append(out.payouts, line...), '\n')
	}
	line, err := json.Marshal(account)
	out.accounts = append(append(out.accounts, line...), '\n')
	return err
}
