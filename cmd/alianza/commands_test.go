package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// home is the folder of the tests.
var home = func() string {
	dir, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	return dir
}()

// alianzaCall runs a command line.
func alianzaCall(t *testing.T, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(args, strings.NewReader(stdin), &out, &errs)
	return out.String(), errs.String(), code
}

// must runs a command line that has to work.
func must(t *testing.T, args ...string) string {
	t.Helper()
	stdout, stderr, code := alianzaCall(t, "", args...)
	if code != 0 {
		t.Fatalf("alianza %s = %d; want 0; stderr:\n%s", strings.Join(args, " "), code, stderr)
	}
	return stdout
}

// TestHelps checks that the help of each command teaches: how to call it, examples
// and exit codes, in lines that fit a terminal.
func TestHelps(t *testing.T) {
	whole := must(t, "help")
	if bare := must(t); bare != whole {
		t.Error("alianza alone prints another help than alianza help")
	}
	for _, want := range []string{"Alianza answers questions", "\talianza init > program.json ", "\nExit codes: 0 done, 1 failed"} {
		if !strings.Contains(whole, want) {
			t.Errorf("alianza help does not have %q", want)
		}
	}
	for _, c := range commands() {
		t.Run(c.name, func(t *testing.T) {
			help := must(t, "help", c.name)
			if flag := must(t, c.name, "-help"); flag != help {
				t.Error("-help prints another help")
			}
			for _, want := range []string{"Usage:\n", "\nExamples\n", "\nExit codes: 0 ", "\talianza " + c.name} {
				if !strings.Contains(help, want) {
					t.Errorf("the help does not have %q", want)
				}
			}
			if !strings.Contains(whole, "\t"+c.name) {
				t.Error("alianza help does not name it")
			}
			for i, line := range strings.Split(strings.ReplaceAll(help, "\t", "        "), "\n") {
				if n := len([]rune(line)); n > 90 {
					t.Errorf("line %d has %d columns; want at most 90: %s", i+1, n, line)
				}
			}
			if _, stderr, code := alianzaCall(t, "", c.name, "-strikt"); code != exitUsage || !strings.Contains(stderr, "alianza help "+c.name) {
				t.Errorf("an unknown flag = %d, %q; want %d and where the help is", code, stderr, exitUsage)
			}
		})
	}
	for _, args := range [][]string{{"stament"}, {"help", "stament"}} {
		stdout, stderr, code := alianzaCall(t, "", args...)
		if code != exitUsage || stdout != "" || stderr != "alianza: no command \"stament\"; alianza help names them\n" {
			t.Errorf("alianza %q = %d, %q, %q", args, code, stdout, stderr)
		}
	}
}

// snippet returns the indented lines of a help from one that begins with a text on.
func snippet(t *testing.T, help, begin string) string {
	t.Helper()
	at := strings.Index(help, "\t"+begin)
	if at < 0 {
		t.Fatalf("the help does not have %q", begin)
	}
	text, _, _ := strings.Cut(help[at:], "\n\n")
	return strings.ReplaceAll(text, "\t", "") + "\n"
}

// exampleFiles writes the files that the examples of the helps name.
func exampleFiles(t *testing.T) {
	t.Helper()
	document := edit(t, `"plans": [`, `"splits": [{"name": "course", "currency": "USD", "shares": [{"party": "author", "rate": "60%"}, {"party": "house", "rate": "40%"}]}], "plans": [`)
	write(t, "program.json", document)
	write(t, "next.json", strings.Replace(document, `"basic": "20%"`, `"basic": "21%"`, 1))
	if err := os.Mkdir("programs", 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, "programs/one.json", document)
	write(t, "orders.csv", sampleOrders+"991,2026-06-02,ann,USD,10,\n")
	write(t, "shop.csv", "Name,Email,Financial Status,Paid at,Currency,Subtotal,Discount Code,Created at,Refunded Amount\n#1,a@example.com,paid,2026-03-09,EUR,100.00,LUZ10,2026-03-09,0.00\n")
	retail, err := os.ReadFile(filepath.Join(home, "testdata", "retail.json"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, "retail.json", string(retail))
	invoices, err := os.ReadFile(filepath.Join(home, "testdata", "retail.csv"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, "invoices.csv", string(invoices))
	write(t, "january.jsonl", must(t, "statement", "-format", "entries", "-month", "2026-01"))
	write(t, "february.jsonl", must(t, "statement", "-format", "entries", "-month", "2026-02"))
	write(t, "payouts.jsonl", must(t, "settle", "-month", "2026-01", "-entries", "january.jsonl"))
	write(t, "quarter.csv", snippet(t, testCommand().help, "case,day"))
	write(t, "partnership.csv", snippet(t, roiCommand().help, "what,name"))
	write(t, "studio-luz.json", snippet(t, prospectCommand().help, `{"answers"`))
}

// chained runs a line of commands of alianza, which pass on what they print, or echo a
// text in quotes at first. It returns the last exit code.
func chained(t *testing.T, line string) (stderr string, code int) {
	t.Helper()
	line, file, _ := strings.Cut(line, " > ")
	out := ""
	for part := range strings.SplitSeq(line, " | ") {
		if text, ok := strings.CutPrefix(part, "echo "); ok {
			out = strings.Trim(text, "'")
			continue
		}
		args := strings.Fields(strings.ReplaceAll(part, "'", ""))
		if args[0] != "alianza" {
			t.Fatalf("%s: want a command of alianza", part)
		}
		var said []string
		for _, a := range args[1:] {
			files, err := filepath.Glob(a)
			if err != nil || !strings.Contains(a, ".json") || len(files) == 0 {
				files = []string{a}
			}
			said = append(said, files...)
		}
		if out, stderr, code = alianzaCall(t, out, said...); code != 0 {
			break
		}
	}
	if file != "" {
		write(t, file, out)
	}
	return stderr, code
}

// TestExamplesOfHelp runs the examples of the helps, each with the files of the one
// before it. A difference between two documents is no failure.
func TestExamplesOfHelp(t *testing.T) {
	for _, c := range commands() {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			exampleFiles(t)
			_, examples, _ := strings.Cut(c.help, "\nExamples\n\n")
			ran := 0
			for line := range strings.SplitSeq(strings.ReplaceAll(examples, " \\\n\t\t", " "), "\n") {
				line = strings.TrimPrefix(line, "\t")
				if !strings.HasPrefix(line, "alianza ") && !strings.HasPrefix(line, "echo ") {
					continue
				}
				ran++
				if stderr, code := chained(t, line); code != 0 && (code != exitFailed || c.name != "diff") {
					t.Errorf("%s = %d, %s", line, code, stderr)
				}
			}
			if ran == 0 {
				t.Error("the help has no example")
			}
		})
	}
}

// TestFlagsAnywhere has flags before the arguments of a command, between them and behind.
func TestFlagsAnywhere(t *testing.T) {
	t.Chdir(t.TempDir())
	exampleFiles(t)
	for _, list := range [][]string{
		{"split -program program.json -format json course -5", "split course -5 -program program.json -format json", "split course --format=json -5 --program program.json", "split -program program.json -format json -- course -5"},
		{"roi -format json partnership.csv", "roi partnership.csv -format json"},
		{"test -v program.json", "test program.json -v", "test -v -- program.json"},
		{"validate -format json program.json next.json", "validate program.json -format json next.json"},
		{"prospect -program program.json studio-luz.json", "prospect studio-luz.json -program program.json"},
		{"journal -format beancount january.jsonl payouts.jsonl", "journal january.jsonl -format beancount payouts.jsonl"},
		{"diff -orders orders.csv program.json programs/one.json", "diff program.json -orders orders.csv programs/one.json", "diff program.json programs/one.json -orders orders.csv"},
	} {
		want := must(t, strings.Fields(list[0])...)
		for _, line := range list[1:] {
			if got := must(t, strings.Fields(line)...); got != want {
				t.Errorf("%s = %s; want %s", line, got, want)
			}
		}
	}
	for line, want := range map[string]string{
		"split course 5 -program":       "alianza split: flag needs an argument: -program\n",
		"split course 5 -strikt":        "alianza split: flag provided but not defined: -strikt\n",
		"split course 5 6":              "alianza split: unexpected argument \"6\"\n",
		"roi partnership.csv -- -x":     "alianza roi: unexpected argument \"-x\"\n",
		"statement -summary orders.csv": "alianza statement: unexpected argument \"orders.csv\"; a flag names a file, such as -program FILE\n",
	} {
		if _, stderr, code := alianzaCall(t, "", strings.Fields(line)...); code != exitUsage || !strings.HasPrefix(stderr, want) {
			t.Errorf("%s = %d, %s; want %s", line, code, stderr, want)
		}
	}
}

// year settles the sample program's orders month by month until June, and returns the files
// of the entries and of the payouts, and what the accounts come to in the end.
func year(t *testing.T) (entries, payouts string, owed map[string]decimal.Decimal) {
	t.Helper()
	dir := t.TempDir()
	entries, payouts = filepath.Join(dir, "entries.jsonl"), filepath.Join(dir, "payouts.jsonl")
	orders := temp(t, "orders.csv", sampleYear(t))
	write(t, entries, must(t, "statement", "-orders", orders, "-format", "entries"))
	before := ""
	var paid strings.Builder
	for month := 1; month <= 12; month++ {
		m := "2026-" + strconv.Itoa(100 + month)[1:]
		next := filepath.Join(dir, m+".jsonl")
		// The entries of one month: those that the account before has are refused.
		file := filepath.Join(dir, "entries-"+m+".jsonl")
		var of strings.Builder
		for line := range strings.SplitSeq(must(t, "statement", "-orders", orders, "-format", "entries", "-month", m), "\n") {
			of.WriteString(line + "\n")
		}
		write(t, file, of.String())
		args := []string{"settle", "-month", m, "-entries", file, "-next", next}
		if before != "" {
			args = append(args, "-accounts", before)
		}
		first := must(t, args...)
		if again := must(t, args...); again != first {
			t.Errorf("settling %s again pays another thing", m)
		}
		paid.WriteString(first)
		before = next
	}
	write(t, payouts, paid.String())
	owed = map[string]decimal.Decimal{}
	data, err := os.ReadFile(before)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n") {
		a, err := alianza.Read[payout.Account]([]byte(line))
		if err != nil {
			t.Fatal(err)
		}
		owed[a.Currency] = owed[a.Currency].Add(a.Balance())
	}
	return entries, payouts, owed
}

// sampleYear returns the orders of the sample, which are of the first half of the year,
// and the same again half a year later.
func sampleYear(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	all.WriteString(sampleOrders)
	for row := range strings.SplitSeq(strings.TrimSpace(sampleOrders), "\n") {
		cells := strings.Split(row, ",")
		if cells[0] == "id" {
			continue
		}
		day, err := time.Parse(time.DateOnly, cells[1])
		if err != nil || day.Month() > time.June {
			t.Fatalf("%s is not of the first half of the year: %v", row, err)
		}
		last := time.Date(day.Year(), day.Month()+7, 0, 0, 0, 0, 0, time.UTC) // of the month half a year later
		cells[1] = time.Date(day.Year(), day.Month()+6, min(day.Day(), last.Day()), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		cells[0] += "-2"
		if cells[5] != "" {
			cells[5] += "-2"
		}
		all.WriteString(strings.Join(cells, ",") + "\n")
	}
	return all.String()
}

// TestSettleYear checks that settlements month by month pay what statements say.
func TestSettleYear(t *testing.T) {
	_, payouts, owed := year(t)
	data, err := os.ReadFile(payouts)
	if err != nil {
		t.Fatal(err)
	}
	sum := map[string]decimal.Decimal{}
	for line := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n") {
		p, err := alianza.Read[payout.Payout]([]byte(line))
		if err != nil {
			t.Fatal(err)
		}
		sum[p.Currency] = sum[p.Currency].Add(p.Paid)
	}
	got := map[string]string{}
	for currency := range sum {
		got[currency] = sum[currency].Add(owed[currency]).String()
	}
	// Twice what was earned plus refunds in the totals of testdata/statement.golden,
	// 679.68 EUR, 14641 JPY and 620.56 USD: what was not paid is owed.
	want := map[string]string{"EUR": "1359.36", "JPY": "29282", "USD": "1241.12"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("paid and owed (-want +got):\n%s", diff)
	}
}

// TestSettleSameFile gives one file with the entries of two months to the settlements of
// both, and to that of the first month again. An entry that was paid is not paid twice.
func TestSettleSameFile(t *testing.T) {
	program := temp(t, "program.json", `{"id": "p", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}]}`)
	orders := temp(t, "orders.csv", "id,date,partner,amount,currency\n1,2026-01-03,ana,1000,USD\n2,2026-02-03,ana,10,USD\n")
	entries := temp(t, "entries.jsonl", must(t, "statement", "-program", program, "-orders", orders, "-format", "entries"))
	dir := t.TempDir()
	january, february := filepath.Join(dir, "january"), filepath.Join(dir, "february")
	const earlier = "alianza settle: entries booked before the last settlement of their account, which are taken for posted: 1, \"p-usd/ana/sale/1\"\n"
	const later = "alianza settle: entries of a later month that are not posted: 1\n"
	for _, tt := range []struct {
		month, before, next, paid, stderr string
	}{
		{"2026-01", "", january, "ana: paid 200.00 USD", later},
		{"2026-02", january, february, "ana: paid 2.00 USD", earlier},
		{"2026-01", january, filepath.Join(dir, "again"), "ana: paid 0.00 USD", later + earlier},
	} {
		args := []string{"settle", "-program", program, "-month", tt.month, "-entries", entries, "-next", tt.next, "-format", "text"}
		if tt.before != "" {
			args = append(args, "-accounts", tt.before)
		}
		stdout, stderr, code := alianzaCall(t, "", args...)
		if code != 0 || !strings.HasPrefix(stdout, tt.paid+";") || stderr != tt.stderr {
			t.Errorf("settle of %s after %q = %d, %q, %q; want %q, %q", tt.month, tt.before, code, stdout, stderr, tt.paid, tt.stderr)
		}
	}
}

// calendarProgram returns a program that pays 10% by a payout.
func calendarProgram(t *testing.T, payout string) string {
	t.Helper()
	return temp(t, "program.json", `{"id": "p", "zone": "Europe/Madrid", "currencies": ["USD"], "plans": [{"hold_days": 2, "rules": [{"name": "sale", "on": "sale", "rate": "10%"}]}], "payouts": [{`+payout+`}]}`)
}

// TestSettlePeriods settles months by payouts with a calendar. 10% of 1500 is due on the
// 16th, which begins the second half; 10% of 500 is due on the 27th, a Monday.
func TestSettlePeriods(t *testing.T) {
	orders := temp(t, "orders.csv", "id,date,partner,amount,currency\n1,2026-04-14,ana,1500,USD\n2,2026-04-25,ana,500,USD\n3,2026-05-14,ben,100,USD\n")
	const none = "alianza settle: no period of the payout ends in %s for %d account%s: entries are posted, and nothing is settled\n"
	for _, tt := range []struct {
		payout string
		want   [3][]string // paid in April, May and June
	}{
		{`"every": "month"`, [3][]string{{"ana: paid 200.00"}, {"ana: paid 0.00", "ben: paid 10.00"}, {"ana: paid 0.00", "ben: paid 0.00"}}},
		// The first half has nothing due and is guaranteed 100. Ben begins in May, and
		// his 10 of the first half are due in the second one.
		{`"every": "half_month", "draw": {"amount": "100", "guarantee": true}`, [3][]string{
			{"ana until 2026-04-16: paid 100.00", "ana until 2026-05-01: paid 200.00"},
			{"ana until 2026-05-16: paid 100.00", "ana until 2026-06-01: paid 100.00", "ben until 2026-05-16: paid 100.00", "ben until 2026-06-01: paid 100.00"},
			{"ana until 2026-06-16: paid 100.00", "ana until 2026-07-01: paid 100.00", "ben until 2026-06-16: paid 100.00", "ben until 2026-07-01: paid 100.00"},
		}},
		// The account begins in the week that ends on the 20th. The last Monday of
		// April is the 27th: what is due on it waits for the week that ends in May.
		{`"every": "week"`, [3][]string{
			{"ana until 2026-04-20: paid 150.00", "ana until 2026-04-27: paid 0.00"},
			{
				"ana until 2026-05-04: paid 50.00", "ana until 2026-05-11: paid 0.00", "ana until 2026-05-18: paid 0.00", "ana until 2026-05-25: paid 0.00", "ana until 2026-06-01: paid 0.00",
				"ben until 2026-05-18: paid 10.00", "ben until 2026-05-25: paid 0.00", "ben until 2026-06-01: paid 0.00",
			},
			{
				"ana until 2026-06-08: paid 0.00", "ana until 2026-06-15: paid 0.00", "ana until 2026-06-22: paid 0.00", "ana until 2026-06-29: paid 0.00",
				"ben until 2026-06-08: paid 0.00", "ben until 2026-06-15: paid 0.00", "ben until 2026-06-22: paid 0.00", "ben until 2026-06-29: paid 0.00",
			},
		}},
		{`"every": "quarter"`, [3][]string{nil, nil, {"ana: paid 200.00", "ben: paid 10.00"}}},
	} {
		program := calendarProgram(t, tt.payout)
		entries := temp(t, "entries.jsonl", must(t, "statement", "-program", program, "-orders", orders, "-format", "entries"))
		before := ""
		for i, month := range []string{"2026-04", "2026-05", "2026-06"} {
			next := filepath.Join(t.TempDir(), "next")
			args := []string{"settle", "-program", program, "-month", month, "-entries", entries, "-next", next, "-format", "text"}
			if before != "" {
				args = append(args, "-accounts", before)
			}
			stdout, stderr, code := alianzaCall(t, "", args...)
			var got []string
			for line := range strings.Lines(stdout) {
				paid, _, _ := strings.Cut(line, " USD;")
				got = append(got, paid)
			}
			if diff := cmp.Diff(tt.want[i], got); code != 0 || diff != "" {
				t.Errorf("%s, %s: settle = %d (-want +got):\n%s", tt.payout, month, code, diff)
			}
			if tt.want[i] == nil && !strings.HasSuffix(stderr, fmt.Sprintf(none, month, i+1, []string{"", "s"}[i])) {
				t.Errorf("%s, %s: stderr = %q; want that no period ends", tt.payout, month, stderr)
			}
			before = next
		}
	}
}

// paidIn returns what statements say was paid, by month, and by partner and currency.
func paidIn(t *testing.T, statements string) map[string]map[string]string {
	t.Helper()
	var all struct {
		Statements []struct {
			Month, Partner string
			Accounts       []struct {
				Balance struct{ Currency, Paid string }
			}
		}
	}
	if err := json.Unmarshal([]byte(statements), &all); err != nil {
		t.Fatal(err)
	}
	paid := map[string]map[string]string{}
	for _, s := range all.Statements {
		for _, a := range s.Accounts {
			if d := decimal.RequireFromString(a.Balance.Paid); !d.IsZero() {
				if paid[s.Month] == nil {
					paid[s.Month] = map[string]string{}
				}
				paid[s.Month][s.Partner+" "+a.Balance.Currency] = d.String()
			}
		}
	}
	return paid
}

// settledIn returns what payouts pay, by partner and currency; nil for nothing.
func settledIn(t *testing.T, payouts string) map[string]string {
	t.Helper()
	sums := map[string]decimal.Decimal{}
	for line := range strings.Lines(payouts) {
		p, err := alianza.Read[payout.Payout]([]byte(line))
		if err != nil {
			t.Fatal(err)
		}
		if h := p.Partner + " " + p.Currency; p.Paid.IsPositive() {
			sums[h] = sums[h].Add(p.Paid)
		}
	}
	if len(sums) == 0 {
		return nil
	}
	paid := map[string]string{}
	for h, sum := range sums {
		paid[h] = sum.String()
	}
	return paid
}

// TestSettleLikeStatements checks that settlements pay what statements say, month by
// month and by each calendar.
func TestSettleLikeStatements(t *testing.T) {
	orders := temp(t, "orders.csv", sampleYear(t))
	for _, every := range []string{"month", "half_month", "week", "quarter"} {
		for _, more := range []string{`, "minimum": "30"`, `, "draw": {"amount": "7", "guarantee": true}, "maximum": "20"`} {
			program := temp(t, "program.json", edit(t, `{"currencies": ["USD", "EUR"], "minimum": "50"},
    {"currency": "JPY", "minimum": "5000"}`, `{"every": "`+every+`"`+more+`}`))
			entries := temp(t, "entries.jsonl", must(t, "statement", "-program", program, "-orders", orders, "-format", "entries"))
			want := paidIn(t, must(t, "statement", "-program", program, "-orders", orders, "-format", "json"))
			if len(want) < 2 {
				t.Errorf("%s%s: %d months pay; want several", every, more, len(want))
			}
			before := ""
			for _, month := range []string{"2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"} {
				next := filepath.Join(t.TempDir(), "next")
				args := []string{"settle", "-program", program, "-month", month, "-entries", entries, "-next", next}
				if before != "" {
					args = append(args, "-accounts", before)
				}
				stdout, stderr, code := alianzaCall(t, "", args...)
				if diff := cmp.Diff(want[month], settledIn(t, stdout)); code != 0 || diff != "" {
					t.Errorf("%s%s, %s: settle = %d, %s (-statement +settle):\n%s", every, more, month, code, stderr, diff)
				}
				before = next
			}
		}
	}
}

// TestGuaranteedBalance checks that a balance names what a guarantee adds, in each format
// and in the totals: the first half of April has nothing due and gets 100, the second
// one 200 that are due.
func TestGuaranteedBalance(t *testing.T) {
	program := calendarProgram(t, `"every": "half_month", "draw": {"amount": "100", "guarantee": true}`)
	orders := temp(t, "orders.csv", "id,date,partner,amount,currency\n1,2026-04-14,ana,1500,USD\n2,2026-04-25,ana,500,USD\n")
	for format, want := range map[string]string{
		"text":     "  USD: opening 0.00 + earned 200.00 + adjusted 0.00 + guaranteed 100.00 = paid 300.00 + held 0.00 + carried 0.00\n",
		"markdown": "| USD | opening | earned | adjusted | guaranteed | paid | held | carried |\n|---|--:|--:|--:|--:|--:|--:|--:|\n|  | 0.00 | 200.00 | 0.00 | 100.00 | 300.00 | 0.00 | 0.00 |\n",
		"html":     `<td class="n">200.00</td><td class="n">0.00</td><td class="n">100.00</td><td class="n paid">300.00</td>`,
		"json":     `"adjusted":"0.00","guaranteed":"100.00","paid":"300.00"`,
	} {
		got := must(t, "statement", "-program", program, "-orders", orders, "-format", format)
		if n := strings.Count(strings.NewReplacer(`": "`, `":"`, ",\n", ",").Replace(strings.ReplaceAll(got, "          ", "")), want); n == 0 || format != "html" && format != "json" && n != 2 {
			t.Errorf("%s has the balance %d times:\n%s", format, n, got)
		}
	}
}

// TestSettleAll checks that nothing is printed and no account kept if one of the accounts
// cannot be settled, and that what a program only records is named.
func TestSettleAll(t *testing.T) {
	program := temp(t, "program.json", `{"id": "p", "plans": [{"currency": "USD", "rules": [{"name": "sale", "on": "sale", "rate": "10%"}]}, {"currency": "EUR", "rules": [{"name": "points", "on": "sale", "rate": "1%", "medium": "credit"}]}]}`)
	orders := temp(t, "orders.csv", "id,date,partner,amount,currency\n1,2026-04-14,ana,1500,USD\n2,2026-04-14,ben,100,USD\n3,2026-04-14,zoe,100,EUR\n")
	entries := must(t, "statement", "-program", program, "-orders", orders, "-format", "entries")
	next := filepath.Join(t.TempDir(), "next")
	second := strings.SplitAfter(entries, "\n")[1]
	args := []string{"settle", "-program", program, "-month", "2026-04", "-next", next, "-format", "text", "-entries"}
	stdout, stderr, code := alianzaCall(t, "", append(args, temp(t, "twice.jsonl", entries+second))...)
	if _, err := os.Stat(next); code != 1 || stdout != "" || err == nil || !strings.Contains(stderr, "alianza settle: ben, USD") {
		t.Errorf("settle with an entry of ben twice = %d, %q, %q; want 1, nothing printed and nothing kept", code, stdout, stderr)
	}
	stdout, stderr, code = alianzaCall(t, "", append(args, temp(t, "entries.jsonl", entries))...)
	const want = "ana: paid 150.00 USD; held 0.00, carried 0.00; opening 0.00, earned 150.00, adjusted 0.00\nben: paid 10.00 USD; held 0.00, carried 0.00; opening 0.00, earned 10.00, adjusted 0.00\n"
	const remark = "alianza settle: entries that are only recorded, as the program has no payout of their medium: 1\n"
	if code != 0 || stdout != want || stderr != remark {
		t.Errorf("settle = %d, %q, %q; want %q, %q", code, stdout, stderr, want, remark)
	}
}

// TestSettleLate names the entry of January that comes after the settlement of January:
// 20.00 of 30.00 are paid.
func TestSettleLate(t *testing.T) {
	program := temp(t, "program.json", `{"id": "p", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}]}`)
	orders := temp(t, "orders.csv", "id,date,partner,amount,currency\n1,2026-01-03,ana,100,USD\n2,2026-01-27,ana,50,USD\n")
	all := must(t, "statement", "-program", program, "-orders", orders, "-format", "entries")
	first, rest, _ := strings.Cut(all, "\n")
	january := filepath.Join(t.TempDir(), "january")
	must(t, "settle", "-program", program, "-month", "2026-01", "-entries", temp(t, "first.jsonl", first+"\n"), "-next", january)
	stdout, stderr, code := alianzaCall(t, "", "settle", "-program", program, "-month", "2026-02", "-entries", temp(t, "late.jsonl", rest), "-accounts", january, "-format", "text")
	const want = "alianza settle: entries booked before the last settlement of their account, which are taken for posted: 1, \"p-usd/ana/sale/2\"\n"
	if code != 0 || !strings.HasPrefix(stdout, "ana: paid 0.00 USD;") || stderr != want {
		t.Errorf("settle of a late entry = %d, %q, %q; want nothing paid, and %q", code, stdout, stderr, want)
	}
	for want, keys := range map[string][]string{
		`1, "a"`:                                {"a"},
		`5, "a", "b", "c", "d", "e"`:            {"a", "b", "c", "d", "e"},
		`7, "a", "b", "c", "d", "e" and 2 more`: {"a", "b", "c", "d", "e", "f", "g"},
	} {
		if got := named(keys); got != want {
			t.Errorf("named(%d keys) = %s; want %s", len(keys), got, want)
		}
	}
}

// TestJournalDays writes an entry of the first of January in Madrid, which is on the last of
// December in UTC.
func TestJournalDays(t *testing.T) {
	entry, _, _ := strings.Cut(must(t, "statement", "-format", "entries"), "\n")
	file := temp(t, "entries.jsonl", entry+"\n")
	for zone, want := range map[string]string{"": "2026-01-01 * ", "UTC": "2025-12-31 * ", "Europe/Madrid": "2026-01-01 * "} {
		if got := must(t, "journal", "-zone", zone, file); !strings.HasPrefix(got, want) {
			t.Errorf("journal -zone %q = %q; want %q first", zone, got, want)
		}
	}
}

// TestJournal lets hledger and beancount check the postings of the months, where they are
// installed.
func TestJournal(t *testing.T) {
	entries, payouts, _ := year(t)
	tests := []struct {
		program, format string
		args            func(file string) []string
	}{
		{"hledger", "hledger", func(file string) []string { return []string{"-f", file, "check", "--strict"} }},
		{"bean-check", "beancount", func(file string) []string { return []string{file} }},
	}
	for _, tt := range tests {
		t.Run(tt.program, func(t *testing.T) {
			path, err := exec.LookPath(tt.program)
			if err != nil {
				t.Skipf("%s is not installed: nothing but alianza has read the postings", tt.program)
			}
			text := must(t, "journal", "-format", tt.format, "-bank", entries, payouts)
			if tt.program == "hledger" {
				text = declared(text)
			}
			file := temp(t, "program."+tt.format, text)
			if out, err := exec.Command(path, tt.args(file)...).CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", tt.program, err, out)
			}
		})
	}
}

// declared puts the accounts and the commodities before the postings, which
// hledger's strict check asks for.
func declared(text string) string {
	var head strings.Builder
	seen := map[string]bool{}
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(line, "    ") {
			continue
		}
		account, amount, _ := strings.Cut(strings.TrimSpace(line), "  ")
		fields := strings.Fields(amount)
		for _, d := range []string{"account " + account, "commodity 1000.00 " + fields[len(fields)-1]} {
			if !seen[d] {
				seen[d] = true
				head.WriteString(d + "\n")
			}
		}
	}
	return head.String() + "\n" + text
}

// TestJournalLines refuses what is neither an entry nor a payout.
func TestJournalLines(t *testing.T) {
	for text, want := range map[string]string{
		"{}\n":             "alianza journal: FILE:1: key: missing\n",
		"\n[1]\n":          "alianza journal: FILE:2: ",
		"{\"until\": 1}\n": "alianza journal: FILE:1: ",
	} {
		file := temp(t, "x.jsonl", text)
		_, stderr, code := alianzaCall(t, "", "journal", file)
		if got := strings.ReplaceAll(stderr, file, "FILE"); code != exitUsage || !strings.HasPrefix(got, want) {
			t.Errorf("journal of %q = %d, %q; want %d, %q", text, code, got, exitUsage, want)
		}
	}
}

// TestExplain explains a refund and the order that it is of, which wait for the
// least payout.
func TestExplain(t *testing.T) {
	got := must(t, "explain", "-event", "A1009") + "\n" + must(t, "explain", "-event", "R1027")
	want := `sale A1009 of studio-luz on 2026-01-10: 79.50 USD
  row:      line 10 of the orders
  tier:     basic; 2 sales to silver in 2026-01
            basic needs sales >= 1, and has 4
  plan:     casa-verde-usd v1
  rule:     sale pays
  exact:    20% of 79.50 is 15.9
  amount:   15.90 USD
  due:      2026-01-24
  payout:   15.90 USD: in the settlement of 2026-02, which pays 77.77

refund R1027 of studio-luz on 2026-01-30: 79.50 USD, of A1009
  row:      line 28 of the orders
  tier:     basic; 2 sales to silver in 2026-01
            basic needs sales >= 1, and has 4
  plan:     casa-verde-usd v1
  rule:     sale pays
  exact:    20% of -79.50 is -15.9
  amount:   -15.90 USD
  left:     0.00 of the sale earn 0.00
  due:      2026-01-30
  payout:   -15.90 USD: in the settlement of 2026-02, which pays 77.77
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("explain (-want +got):\n%s", diff)
	}
	month := must(t, "explain", "-partner", "studio-luz", "-month", "2026-01")
	if n := strings.Count(month, "payout:"); n != 5 {
		t.Errorf("payouts of a month explained = %d; want 5", n)
	}
	if _, stderr, code := alianzaCall(t, "", "explain", "-partner", "studio-luz", "-month", "2026-13"); code != exitUsage || !strings.Contains(stderr, `-month "2026-13"`) {
		t.Errorf("explain of month 13 = %d, %q", code, stderr)
	}
	if _, stderr, code := alianzaCall(t, "", "explain", "-event", "nothing"); code != exitFailed || !strings.Contains(stderr, "no such order among 101 that are used") {
		t.Errorf("an order that there is not = %d, %q", code, stderr)
	}
	// A tenth of what is earned is kept for sixty days: 5 January and 60 days is 6 March.
	kept := temp(t, "kept.json", `{"id": "k", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}],
		"payouts": [{"holdback": {"rate": "10%", "days": 60}}]}`)
	rows := temp(t, "orders.csv", header+"a,2026-01-05,ann,USD,200.00,\n")
	if got := must(t, "explain", "-program", kept, "-orders", rows, "-event", "a"); !strings.Contains(got, "payout:   40.00 USD: in the settlement of 2026-01, which pays 36.00; 4.00 of it are kept back until 2026-03-06\n") {
		t.Errorf("explain of what is kept back = %s", got)
	}
	versions := temp(t, "versions.json", `{"id": "p", "currencies": ["USD"], "plans": [
		{"until": "2026-02-01", "rules": [{"name": "sale", "on": "sale", "rate": "10%"}]},
		{"version": 2, "from": "2026-02-01", "until": "2026-04-01", "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}]}`)
	rows = temp(t, "orders.csv", header+"a,2026-02-05,ann,USD,100,\nr,2026-02-06,ann,USD,-100,a\n")
	if diff := cmp.Diff(`sale a of ann on 2026-02-05: 100 USD
  row:      line 2 of the orders
  plan:     p-usd v2, from 2026-02-01, until 2026-04-01
  rule:     sale pays
  exact:    20% of 100 is 20
  amount:   20.00 USD
  due:      2026-02-05
  payout:   20.00 USD: in the settlement of 2026-02, against what was taken back
`, must(t, "explain", "-program", versions, "-orders", rows, "-event", "a")); diff != "" {
		t.Errorf("explain of what was taken back (-want +got):\n%s", diff)
	}
	rows = temp(t, "orders.csv", header+"a,2026-01-05,ann,USD,1.000,\n")
	if stdout, _, code := alianzaCall(t, "", "explain", "-event", "a", "-orders", rows); code != exitFailed {
		t.Errorf("an order that is not used = %d, %q", code, stdout)
	}
}

// TestExplainEarly explains refunds that come before their sale, up to the payout of what
// the sale makes of them, and a month of the sale alone.
func TestExplainEarly(t *testing.T) {
	rows := temp(t, "orders.csv", header+"s,2026-03-02,ana,USD,50,\nr0,2026-03-20,ana,USD,40,X\nX,2026-04-02,ana,USD,100,\n")
	const head = "refund r0 of ana on 2026-03-20: 40 USD, of X\n  row:      line 3 of the orders\n  plan:     p-usd v1\n"
	const back = `  rule:     sale pays: r0 came before its sale
  exact:    20% of -40 is -8
  amount:   -8.00 USD
  left:     60 of the sale earn 12.00
  due:      2026-04-02
`
	for policy, want := range map[string]string{
		"ignore": head + `  nothing:  the sale is not known; it is taken back when the sale arrives
  then:     sale X comes on 2026-04-02
` + back + `  payout:   -8.00 USD: in the settlement of 2026-04, which pays 12.00
`,
		// 8.00 are given back, and 8.00 are taken of the sale: 20 remain of it in April.
		"current_rate": head + `  rule:     sale pays
  exact:    20% of -40 is -8
  amount:   -8.00 USD
  due:      2026-03-20
  then:     sale X comes on 2026-04-02
  rule:     sale pays: r0 came before its sale
  exact:    8
  amount:   8.00 USD
  left:     0 of the sale earn 0
  due:      2026-04-02
` + back + `  payout:   -8.00 USD: in the settlement of 2026-03, which pays 2.00
  payout:   8.00 USD: in the settlement of 2026-04, which pays 20.00
  payout:   -8.00 USD: in the settlement of 2026-04, which pays 20.00
`,
	} {
		program := temp(t, "program.json", `{"id": "p", "currencies": ["USD"], "plans": [{"unknown_sale": "`+policy+`", "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}]}`)
		for _, args := range [][]string{{"-event", "r0"}, {"-event", "r0", "-month", "2026-03", "-partner", "ana"}} {
			if diff := cmp.Diff(want, must(t, append([]string{"explain", "-program", program, "-orders", rows}, args...)...)); diff != "" {
				t.Errorf("%s, %q: explain (-want +got):\n%s", policy, args, diff)
			}
		}
	}
}

// TestExplainPeriods explains what is paid by a payout with a calendar.
func TestExplainPeriods(t *testing.T) {
	rows := temp(t, "orders.csv", "id,date,partner,amount,currency\n1,2026-04-10,ana,1500,USD\n2,2026-04-14,ana,500,USD\n3,2026-05-14,ana,100,USD\n")
	for payout, want := range map[string]string{
		`"every": "half_month"`:                    "  payout:   50.00 USD: in the settlement of the period until 2026-05-01, which pays 50.00\n",
		`"every": "week"`:                          "  payout:   50.00 USD: in the settlement of the period until 2026-04-20, which pays 50.00\n",
		`"every": "quarter"`:                       "  payout:   50.00 USD: not paid yet\n",
		`"every": "month"`:                         "  payout:   50.00 USD: in the settlement of 2026-04, which pays 200.00\n",
		`"every": "half_month", "minimum": "1000"`: "  payout:   50.00 USD: carried at the end of the period until 2026-06-01, with a balance of 210.00; the least payout is 1000\n",
	} {
		got := must(t, "explain", "-program", calendarProgram(t, payout), "-orders", rows, "-event", "2")
		if !strings.HasSuffix(got, want) {
			t.Errorf("%s: explain = %s; want it to end with %s", payout, got, want)
		}
	}
}

// TestExplainNothing names the partner and the month of an order that is not asked for,
// and counts the rows that are used: of two, a refund of too much is not.
func TestExplainNothing(t *testing.T) {
	rows := temp(t, "orders.csv", header+"a,2026-01-05,ann,USD,10,\nr,2026-01-06,ann,USD,20,a\na,2026-02-05,bob,USD,10,\n")
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"-event", "zz"}, "no such order among 2 that are used; -rejects FILE has those that are not"},
		{[]string{"-event", "a", "-partner", "cid"}, `the order "a" is of ann in 2026-01 and of bob in 2026-02, and not of the partner and the month asked for`},
		{[]string{"-event", "a", "-partner", "ann", "-month", "2026-02"}, `the order "a" is of ann in 2026-01 and of bob in 2026-02, and not of the partner and the month asked for`},
		{[]string{"-partner", "bob", "-month", "2026-01"}, "no order of bob in 2026-01 among 2 that are used; -rejects FILE has those that are not"},
	} {
		stdout, stderr, code := alianzaCall(t, "", append([]string{"explain", "-orders", rows}, tt.args...)...)
		if code != exitFailed || stdout != "" || stderr != "alianza explain: "+tt.want+"\n" {
			t.Errorf("explain %q = %d, %q, %q; want %q", tt.args, code, stdout, stderr, tt.want)
		}
	}
}

// TestPortionText has each part of a portion that is there, and one at least.
func TestPortionText(t *testing.T) {
	for want, p := range map[string]commission.Portion{
		"0 flat is 0":                  {},
		"-15 flat is -15":              {Fixed: decimal.RequireFromString("-15"), Exact: decimal.RequireFromString("-15")},
		"bracket 2, 20% of 60 is 12":   {Bracket: 2, Rate: alianza.WholePercent(20), Base: decimal.RequireFromString("60"), Exact: decimal.RequireFromString("12")},
		"2 for each of 3, 1 flat is 7": {PerUnit: decimal.RequireFromString("2"), Units: decimal.RequireFromString("3"), Fixed: decimal.RequireFromString("1"), Exact: decimal.RequireFromString("7")},
		"bracket 1, 5 flat is 5":       {Bracket: 1, Fixed: decimal.RequireFromString("5"), Exact: decimal.RequireFromString("5")},
	} {
		if got := portion(p); got != want {
			t.Errorf("portion(%v) = %s; want %s", p, got, want)
		}
	}
}

// TestROI adds up gains and costs.
func TestROI(t *testing.T) {
	file := temp(t, "roi.csv", "what,name,amount,month\ngain,sales,120000,2026-01\ncost,commissions,24000,2026-01\ncost,fair,6000,2026-02\ngain,sales,80000,2026-02\ncost,time,20000,2026-02\n")
	want := "2026-01: ROI 400%: revenue 120000, cost 24000\n2026-02: ROI 207.69%: revenue 80000, cost 26000\nall: ROI 300%: revenue 200000, cost 50000\n"
	if got := must(t, "roi", file); got != want {
		t.Errorf("roi = %q; want %q", got, want)
	}
	const all = `{"name":"all","roi":{"name":"ROI","unit":"%","exact":"200","value":"200.00","inputs":[{"name":"revenue","exact":"300"},{"name":"cost","exact":"100"}]},` +
		`"multiple":{"name":"return","unit":":1 net","exact":"2","value":"2.00","inputs":[{"name":"revenue","exact":"300"},{"name":"cost","exact":"100"}]}}` + "\n"
	if got := must(t, "roi", "-format", "json", temp(t, "roi.csv", "what,amount\ngain,300\ncost,100\n")); got != all {
		t.Errorf("roi -format json = %s; want %s", got, all)
	}
	if _, stderr, code := alianzaCall(t, "", "roi", "-format", "xml", file); code != exitUsage || !strings.Contains(stderr, `-format "xml": want text or json`) {
		t.Errorf("roi -format xml = %d, %q", code, stderr)
	}
	for text, want := range map[string]string{
		"what,amount\nprofit,5\n": "line 2: what \"profit\": want gain or cost",
		"what,amount\ngain,5,5\n": "line 2: not a row of CSV: 3 cells, and the header has 2",
		"what,amount\ngain,1e9\n": "line 2: amount \"1e9\": want a number such as 19.99",
		"name\ngain\n":            "line 1: no column \"what\", \"amount\"",
		"what,amount,What\n":      "more than one column \"what\"",
		"":                        "no header line: the file is empty",
	} {
		if _, stderr, code := alianzaCall(t, text, "roi", "-"); code != exitUsage || !strings.Contains(stderr, want) {
			t.Errorf("roi of %q = %d, %q; want %q", text, code, stderr, want)
		}
	}
	if _, stderr, code := alianzaCall(t, "what,amount\ngain,5\n", "roi", "-"); code != exitFailed || !strings.Contains(stderr, "zero denominator") {
		t.Errorf("roi without a cost = %d, %q", code, stderr)
	}
}

// TestROIFaults says all that is wrong with a file at once, and prints no return then.
func TestROIFaults(t *testing.T) {
	for text, want := range map[string]string{
		"what,amount,month\nprofit,5,2026-01\ngain,1e9,2026-01\n\ncost,5,\nloss,x,\ncost,2,2026-01\n": "-: line 2: what \"profit\": want gain or cost\n" +
			"-: line 3: amount \"1e9\": want a number such as 19.99\n" +
			"-: line 5: month: the file has months, and the row has none\n" +
			"-: line 6: amount \"x\": want a number such as 19.99\n" +
			"-: line 6: month: the file has months, and the row has none\n" +
			"-: line 6: what \"loss\": want gain or cost\n",
		"what,amount,month\ngain,5,2026-01\ncost,5,2026-01\ncost,-7,2026-02\n": "-: 2026-02: roi: ROI: cost \"-7\": negative\n-: all: roi: ROI: cost \"-2\": negative\n",
	} {
		stdout, stderr, code := alianzaCall(t, text, "roi", "-")
		if diff := cmp.Diff(want, stderr); code != exitUsage || stdout != "" || diff != "" {
			t.Errorf("roi of %q = %d, %q (-want +got):\n%s", text, code, stdout, diff)
		}
	}
	many := "what,amount\n" + strings.Repeat("loss,5\n", 103)
	if _, stderr, _ := alianzaCall(t, many, "roi", "-"); strings.Count(stderr, "\n") != 101 || !strings.HasSuffix(stderr, "-: and 3 more\n") {
		t.Errorf("roi of 103 faults = %s; want a hundred of them, and how many more there are", stderr)
	}
}

// TestSheets reads one file of returns and one of cases in each form that orders may have.
func TestSheets(t *testing.T) {
	rows := "what,name,amount,month\ngain,Café,120000,2026-01\ncost,commissions,24000,2026-01\n"
	cases := "case,day,amount,earns\nCafé,2026-03-02,100,20\n"
	for name, form := range map[string]func(string) string{
		"commas":     func(s string) string { return s },
		"semicolons": func(s string) string { return strings.ReplaceAll(s, ",", ";") },
		"tabs":       func(s string) string { return strings.ReplaceAll(s, ",", "\t") },
		"bars":       func(s string) string { return strings.ReplaceAll(s, ",", " | ") },
		"a mark":     func(s string) string { return "\ufeff" + strings.ReplaceAll(s, "\n", "\r\n") },
		"sep":        func(s string) string { return "sep=;\n" + strings.ReplaceAll(s, ",", ";") },
		"upper case": func(s string) string {
			head, rest, _ := strings.Cut(s, "\n")
			return strings.ToUpper(head) + "\n\n" + rest
		},
		"windows-1252": func(s string) string { return strings.ReplaceAll(s, "é", "\xe9") },
	} {
		// (120000 - 24000) / 24000
		const want = "2026-01: ROI 400%: revenue 120000, cost 24000\nall: ROI 400%: revenue 120000, cost 24000\n"
		stdout, stderr, code := alianzaCall(t, form(rows), "roi", "-")
		if code != 0 || stdout != want || (stderr != "") != (name == "windows-1252") {
			t.Errorf("%s: roi = %d, %q, %q; want %q", name, code, stdout, stderr, want)
		}
		if got := must(t, "test", "-cases", temp(t, "cases.csv", form(cases)), "-run", "Café", "-v"); got != "ok    Café\n1 of 1 case as expected\n" {
			t.Errorf("%s: test = %q; want the case", name, got)
		}
	}
}

// TestROIOrder adds up months whose rows are apart, and leaves out one without costs.
func TestROIOrder(t *testing.T) {
	text := "what,name,amount,month\ngain,sales,120000,2026-02\ngain,sales,30000,2026-01\ngain,sales,9000,2026-03\n" +
		"cost,commissions,24000,2026-02\ncost,commissions,6000,2026-01\ncost,fair,4000,2026-01\n"
	stdout, stderr, code := alianzaCall(t, text, "roi", "-")
	// (30000 - 10000) / 10000, (120000 - 24000) / 24000 and (159000 - 34000) / 34000
	want := "2026-01: ROI 200%: revenue 30000, cost 10000\n2026-02: ROI 400%: revenue 120000, cost 24000\nall: ROI 367.65%: revenue 159000, cost 34000\n"
	if diff := cmp.Diff(want, stdout); diff != "" || code != exitFailed || !strings.HasPrefix(stderr, "alianza roi: 2026-03: ") {
		t.Errorf("roi = %d, %q (-want +got):\n%s", code, stderr, diff)
	}
}

// TestCalendar checks the form of the calendar: ends of lines, their length, days.
func TestCalendar(t *testing.T) {
	text := must(t, "flow", "-preset", "negotiation", "-start", "2026-03-02", "-format", "ics", "-at", "2026-03-01T09:00:00Z")
	lines := strings.Split(text, "\r\n")
	if !strings.HasSuffix(text, "END:VCALENDAR\r\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") {
		t.Errorf("the lines do not end in CR LF:\n%q", text)
	}
	begins, ends := 0, 0
	for _, l := range lines {
		if len(l) > 75 {
			t.Errorf("a line has %d bytes; want at most 75: %s", len(l), l)
		}
		switch l {
		case "BEGIN:VEVENT":
			begins++
		case "END:VEVENT":
			ends++
		}
	}
	if begins == 0 || begins != ends || strings.Count(text, "DTSTAMP:20260301T090000Z") != begins {
		t.Errorf("events = %d begun, %d ended:\n%s", begins, ends, text)
	}
	if want := "DTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260309\r\n"; !strings.Contains(text, want) { // a week, without the day it ends on
		t.Errorf("the calendar has no %q:\n%s", want, text)
	}
	if again := must(t, "flow", "-preset", "negotiation", "-start", "2026-03-02", "-format", "ics", "-at", "2026-03-01T09:00:00Z"); again != text {
		t.Error("the same call writes another calendar")
	}
}

// TestFlowPilot has the milestone of the pilot, which its schedule has and its flow says no
// duration of.
func TestFlowPilot(t *testing.T) {
	for format, want := range map[string]string{"text": "decision, 2026-03-16", "json": `"name":"decision"`, "ics": "SUMMARY:decision"} {
		if text := must(t, "flow", "-preset", "pilot", "-start", "2026-03-02", "-format", format); !strings.Contains(text, want) {
			t.Errorf("the pilot as %s = %s; want %s", format, text, want)
		}
	}
}

// TestCalendarTexts has what the description of a step says: a stage of the pilot has no
// owner.
func TestCalendarTexts(t *testing.T) {
	text := must(t, "flow", "-preset", "pilot", "-start", "2026-03-02", "-format", "ics")
	if !strings.Contains(text, "\r\nDESCRIPTION:review\r\n") || strings.Contains(text, "DESCRIPTION::") {
		t.Errorf("the calendar of the pilot = %s; want the description review", text)
	}
	if text := must(t, "flow", "-preset", "onboarding", "-start", "2026-03-02", "-format", "ics"); !strings.Contains(text, "\r\nDESCRIPTION:partnership_manager: onboarding_plan\r\n") {
		t.Errorf("the calendar of onboarding = %s; want owner and deliverable", text)
	}
}

// TestFlowCalls refuses flags that the format has no use for.
func TestFlowCalls(t *testing.T) {
	for line, want := range map[string]string{
		"-start 2026-03-02":                                   "-start 2026-03-02: -format mermaid has no days; want json, text, gantt or ics",
		"-start 2026-03-02 -format dot":                       "-start 2026-03-02: -format dot has no days; want json, text, gantt or ics",
		"-format gantt":                                       "-format gantt needs -start DAY",
		"-format dot -at 2026-03-01T09:00:00Z":                "-at 2026-03-01T09:00:00Z: it is for -format ics alone",
		"-preset pilot -program x":                            "-preset pilot and -program x: want one of them",
		"-preset lifecycle -start 2026-03-02 -format text":    "-start 2026-03-02: the flow lifecycle has no schedule, as no stage says how long it takes",
		"-preset pilot -start Monday -format text":            `-start "Monday": want a day such as 2026-03-02`,
		"-preset pilot -start 2026-03-02 -format ics -at now": `-at "now": want an instant such as 2026-03-01T09:00:00Z`,
		"-format pdf":                                         `-format "pdf": want mermaid, dot, json, text, gantt or ics`,
	} {
		stdout, stderr, code := alianzaCall(t, "", append([]string{"flow"}, strings.Fields(line)...)...)
		if code != exitUsage || stdout != "" || !strings.HasPrefix(stderr, "alianza flow: "+want+"\n") {
			t.Errorf("flow %s = %d, %q, %q; want %q", line, code, stdout, stderr, want)
		}
	}
}

// TestStarters checks that each program to start from is valid, and does what its
// cases say; so does the sample.
func TestStarters(t *testing.T) {
	if got := must(t, "test"); got != "6 of 6 cases as expected\n" {
		t.Errorf("cases of the sample: %s", got)
	}
	for name, preset := range presets {
		stdout, stderr, code := alianzaCall(t, "", "init", name)
		if code != 0 || !strings.Contains(stderr, preset.first) {
			t.Errorf("init %s = %d, %q; want what to change first", name, code, stderr)
		}
		file := temp(t, name+".json", stdout)
		if said := must(t, "validate", "-strict", file); said != "" {
			t.Errorf("init %s has remarks: %s", name, said)
		}
		must(t, "test", file)
	}
	if _, stderr, code := alianzaCall(t, "", "init", "other"); code != exitUsage || !strings.Contains(stderr, "want affiliate, minimal, recurring, volume") {
		t.Errorf("init other = %d, %q", code, stderr)
	}
}

// TestCaseEvent says the numbers of a row that are none, in each of many calls alike.
func TestCaseEvent(t *testing.T) {
	row := map[string]string{"amount": "much", "units": "many"}
	for range 20 {
		if _, wrong := caseEvent(func(name string) string { return row[name] }); len(wrong) != 2 || wrong[0].Error() != `amount "much": want a number such as 19.99` {
			t.Fatalf("caseEvent = %v; want the amount, and the units", wrong)
		}
	}
}

// TestCases runs the cases of the help of test, which stand in CSV beside the
// document, and one that fails.
func TestCases(t *testing.T) {
	help := testCommand().help
	begin := strings.Index(help, "\tcase,day")
	cases := strings.ReplaceAll(help[begin:begin+strings.Index(help[begin:], "\n\n")+1], "\t", "")
	dir := t.TempDir()
	file := filepath.Join(dir, "program.json")
	write(t, file, string(sampleProgram))
	write(t, filepath.Join(dir, "program.cases.csv"), cases)
	if got := must(t, "test", file); got != "9 of 9 cases as expected\n" {
		t.Errorf("test = %q", got)
	}
	write(t, filepath.Join(dir, "other.csv"), "case,amount,earns\ntoo little,100,19\n")
	stdout, _, code := alianzaCall(t, "", "test", "-cases", filepath.Join(dir, "other.csv"), "-run", "too little", file)
	want := "FAIL  too little\n      event e1, earns\n      - 19\n      + 20"
	if code != exitFailed || !strings.HasPrefix(stdout, want) || !strings.HasSuffix(stdout, "0 of 1 case as expected\n") {
		t.Errorf("test = %d, %q; want %d, %q", code, stdout, exitFailed, want)
	}
	write(t, filepath.Join(dir, "other.csv"), "case,id,day,amount,kind,of,earns\ntwo rows,a,2026-03-01,100,sale,,20\ntwo rows,r,2026-03-02,100,refund,a,-20\n")
	if got := must(t, "test", "-cases", filepath.Join(dir, "other.csv"), "-run", "two rows", file); got != "1 of 1 case as expected\n" {
		t.Errorf("test of one case of two rows = %q", got)
	}
	for text, want := range map[string]string{
		"amount\n5\n":       "line 1: no column \"case\"",
		"case,price\na,5\n": "line 1: column \"price\": want case, day",
		"case,price,day,amount,earns,units\na,5,1.5.2026,x,y,z\nb,5,,,,,\nc,5,,1,,w\n": "other.csv: line 1: column \"price\": want " + strings.Join(caseColumns, ", ") +
			"\nother.csv: line 2: day \"1.5.2026\": want a day such as 2026-03-31\nother.csv: line 2: amount \"x\": want a number such as 19.99\n" +
			"other.csv: line 2: units \"z\": want a number such as 19.99\nother.csv: line 2: earns \"y\": want a number such as 19.99\n" +
			"other.csv: line 3: not a row of CSV: 7 cells, and the header has 6; a cell with a comma in it has to be in quotes\n" +
			"other.csv: line 4: units \"w\": want a number such as 19.99\n",
		"case,amount\nfour good answers are green,5\n": "other.csv: case \"four good answers are green\", name \"four good answers are green\": duplicate: the same as cases[5].name\n",
		"case,day\na,5.1.2026\n":                       "line 2: day \"5.1.2026\": want a day such as 2026-03-31",
		"case,amount\na,\"5,0\"\n":                     "line 2: amount \"5,0\": want a number such as 19.99",
	} {
		write(t, filepath.Join(dir, "other.csv"), text)
		if _, stderr, code := alianzaCall(t, "", "test", "-cases", filepath.Join(dir, "other.csv"), file); code != exitUsage || !strings.Contains(strings.ReplaceAll(stderr, dir+string(filepath.Separator), ""), want) {
			t.Errorf("cases %q = %d, %q; want %q", text, code, stderr, want)
		}
	}
}

// TestDiffCodes checks the exit codes of diff, and what only one document refuses.
func TestDiffCodes(t *testing.T) {
	old := temp(t, "old.json", string(sampleProgram))
	same := temp(t, "same.json", string(sampleProgram))
	next := temp(t, "next.json", edit(t, `"unknown_sale": "current_rate"`, `"unknown_sale": "refuse"`))
	rows := temp(t, "orders.csv", header+"a,2026-01-05,ann,USD,100,\nr,2026-01-06,ann,USD,-10,gone\n")
	if got := must(t, "diff", old, same, "-orders", rows); got != "The documents say the same.\n\nThe orders earn the same.\n" {
		t.Errorf("diff of the same = %q", got)
	}
	cent := temp(t, "cent.csv", header+"a,2026-01-05,ann,USD,100,\nr,2026-01-06,ann,USD,-0.01,gone\n")
	if got, _, code := alianzaCall(t, "", "diff", old, next, "-orders", cent); code == 0 || !strings.Contains(got, "In all\n  the same; other orders are refused\n") {
		t.Errorf("diff where a cent is refused, of which nobody earns, = %d, %q", code, got)
	}
	stdout, _, code := alianzaCall(t, "", "diff", old, next, "-orders", rows)
	for _, want := range []string{
		"unknown_sale", "commissions                       18.00 before          20.00 after          +2.00 USD",
		"Refused by the new document: 1 row, the order that it refunds is not known, and the plan refuses such refunds",
	} {
		if code != exitFailed || !strings.Contains(stdout, want) {
			t.Errorf("diff = %d; want %d and %q in\n%s", code, exitFailed, want, stdout)
		}
	}
	if _, stderr, code := alianzaCall(t, "", "diff", old); code != exitUsage || !strings.Contains(stderr, "want two documents") {
		t.Errorf("diff of one = %d, %q", code, stderr)
	}
}

// TestProspect judges a prospect by the sample program.
func TestProspect(t *testing.T) {
	file := temp(t, "p.json", `{"answers": {"compatible_customer": "yes", "transferable_trust": "yes", "active_channel": "yes", "natural_context": "yes", "real_complement": "no", "easy_execution": "no", "mutual_benefit": "no", "measurable": "unknown"}}`)
	if got := must(t, "prospect", file); !strings.HasPrefix(got, "green\n") {
		t.Errorf("prospect = %q; want green", got)
	}
	file = temp(t, "q.json", `{"answers": {"compatible_customer": "maybe"}}`)
	if _, stderr, code := alianzaCall(t, "", "prospect", file); code != exitUsage || !strings.HasPrefix(stderr, file+":1:37: ") {
		t.Errorf("prospect = %d, %q; want %d and the place", code, stderr, exitUsage)
	}
}

// jumping returns a program whose pay jumps where a bracket is reached.
func jumping(t *testing.T) string {
	t.Helper()
	return strings.Replace(must(t, "init", "volume"), `"graduated"`, `"slab"`, 1)
}

// TestValidateStrict fails for a remark if it is asked to.
func TestValidateStrict(t *testing.T) {
	file := temp(t, "volume.json", jumping(t))
	for want, args := range map[int][]string{0: {"validate", file}, exitFailed: {"validate", "-strict", file}} {
		if stdout, _, code := alianzaCall(t, "", args...); code != want || !strings.Contains(stdout, "remark") {
			t.Errorf("%q = %d, %q; want %d and a remark", args, code, stdout, want)
		}
	}
}

// TestRemarkText checks that a remark does not say that what is allowed is a contradiction.
func TestRemarkText(t *testing.T) {
	got := must(t, "validate", temp(t, "volume.json", jumping(t)))
	if want := ": remark: plan 1, rule sale: plans[0].rules[0].table: its pay jumps at a bound: above 1000: 30 more at once\n"; !strings.Contains(got, want) {
		t.Errorf("validate = %q; want %q in it", got, want)
	}
}

// TestCostsOfProgram counts a cost without a currency in the first of the document's.
func TestCostsOfProgram(t *testing.T) {
	file := temp(t, "p.json", `{"id": "p", "currencies": ["USD", "EUR"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "10%"}]}], "costs": [{"name": "fair", "per_month": "7"}]}`)
	rows := temp(t, "orders.csv", header+"a,2026-01-05,ann,USD,100,\nb,2026-02-06,ann,EUR,100,\n")
	got := must(t, "statement", "-program", file, "-orders", rows)
	for _, want := range []string{"EUR: revenue 100.00 (sales 100.00 - refunds 0.00), cost 10.00 (commissions 10.00 + program 0)", "cost 24.00 (commissions 10.00 + program 14)"} {
		if !strings.Contains(got, want) {
			t.Errorf("statement =\n%s\nwant in it %q", got, want)
		}
	}
}

// TestDocumentError prints an error that is no fault of a place.
func TestDocumentError(t *testing.T) {
	var b strings.Builder
	(&documentError{file: "p.json", err: errors.New("no room")}).print(&b)
	if b.String() != "p.json: no room\n" {
		t.Errorf("print = %q; want the file and the error", b.String())
	}
}
