package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/journal"
	"github.com/seed-0af520cd/alianza/pipeline/schedule"
)

// twoPartners returns a program that pays a fifth of each sale, and orders of two partners in
// two months.
func twoPartners(t *testing.T) (program, orders string) {
	t.Helper()
	program = temp(t, "program.json", `{"id": "p", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}]}`)
	return program, temp(t, "orders.csv", header+"a,2026-01-05,ann,USD,200.00,\nb,2026-02-06,bob,USD,100,\n")
}

// TestMarkdown has the whole page: a section for each month of a partner that has had an
// event, and the totals.
func TestMarkdown(t *testing.T) {
	program, orders := twoPartners(t)
	const (
		lines = "| day | event | base USD | rate | exact | amount | |\n|---|---|--:|--:|--:|--:|---|\n"
		sums  = "| USD | opening | earned | adjusted | paid | held | carried |\n|---|--:|--:|--:|--:|--:|--:|\n"
	)
	want := "# p\n\n## ann, 2026-01\n\n1 event\n\n" + lines + "| 2026-01-05 | sale a | 200.00 | 20% | 40 | 40.00 |  |\n\n" +
		sums + "|  | 0.00 | 40.00 | 0.00 | 40.00 | 0.00 | 0.00 |\n\n" +
		"## bob, 2026-02\n\n1 event\n\n" + lines + "| 2026-02-06 | sale b | 100 | 20% | 20 | 20.00 |  |\n\n" +
		sums + "|  | 0.00 | 20.00 | 0.00 | 20.00 | 0.00 | 0.00 |\n\n"
	got := must(t, "statement", "-program", program, "-orders", orders, "-format", "markdown")
	first, rest, _ := strings.Cut(got, "## ann, 2026-02")
	if _, bob, ok := strings.Cut(rest, "## bob"); ok {
		first += "## bob" + bob
	}
	first, _, _ = strings.Cut(first, "## Totals")
	if diff := cmp.Diff(want, first); diff != "" {
		t.Errorf("Markdown (-want +got):\n%s", diff)
	}
	if totals := "## Totals\n\n2 partners in 2 months\n\n" + sums + "|  | 0.00 | 60.00 | 0.00 | 60.00 | 0.00 | 0.00 |\n"; !strings.Contains(got, totals) {
		t.Errorf("Markdown =\n%s\nwant in it\n%s", got, totals)
	}
}

// TestHTMLTables has the same as tables: each has a head, once.
func TestHTMLTables(t *testing.T) {
	program, orders := twoPartners(t)
	more := temp(t, "more.csv", header+"a,2026-01-05,ann,USD,200.00,\nb,2026-01-06,ann,USD,100,\n")
	const line = `<td class="n">20%</td><td class="n">40</td><td class="n">40.00</td><td></td></tr>`
	got := must(t, "statement", "-program", program, "-orders", more, "-format", "html")
	if n := strings.Count(got, "<th>day</th>"); n != 1 || !strings.Contains(got, line) {
		t.Errorf("two lines have %d heads; want one, and %s in\n%s", n, line, got)
	}
	got = must(t, "statement", "-program", program, "-orders", orders, "-format", "html")
	for _, want := range []string{
		"<h2>Totals</h2>\n<p>2 partners in 2 months</p>\n",
		`<tr><th>USD</th><td class="n">0.00</td><td class="n">60.00</td><td class="n">0.00</td><td class="n paid">60.00</td><td class="n">0.00</td><td class="n">0.00</td></tr>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("HTML =\n%s\nwant in it\n%s", got, want)
		}
	}
	none := must(t, "statement", "-program", program, "-orders", temp(t, "none.csv", header), "-format", "html")
	if !strings.HasPrefix(none, "<!DOCTYPE html>") || !strings.Contains(none, "<p>No statements:") {
		t.Errorf("no orders =\n%s\nwant a page that says so", none)
	}
}

// TestBeancount writes the accounts as beancount wants them, and the days in order.
func TestBeancount(t *testing.T) {
	program, orders := twoPartners(t)
	january, february, _ := strings.Cut(must(t, "statement", "-program", program, "-orders", orders, "-format", "entries"), "\n")
	file := temp(t, "entries.jsonl", february+january+"\n") // the later one first
	want := `option "title" "Partner program"
2026-01-05 open Expenses:Commission
2026-01-05 open Liabilities:Accrued:Ann
2026-02-06 open Liabilities:Accrued:Bob

2026-01-05 * "sale a"
  key: "p-usd/ann/sale/a"
  Expenses:Commission                                        40.00 USD
  Liabilities:Accrued:Ann                                   -40.00 USD

2026-02-06 * "sale b"
  key: "p-usd/bob/sale/b"
  Expenses:Commission                                        20.00 USD
  Liabilities:Accrued:Bob                                   -20.00 USD
`
	if diff := cmp.Diff(want, must(t, "journal", "-format", "beancount", file)); diff != "" {
		t.Errorf("journal (-want +got):\n%s", diff)
	}
	paid := temp(t, "payouts.jsonl", must(t, "settle", "-program", program, "-month", "2026-01", "-entries", file, "-next", t.TempDir()+"/next"))
	if got := must(t, "journal", "-bank", paid); strings.Count(got, "-40.00 USD") != 2 || !strings.Contains(got, "assets:bank") {
		t.Errorf("journal -bank = %s; want what is settled, and what the bank has paid", got)
	}
}

// TestDiffEdited marks a version that is edited, and no other change of plans.
func TestDiffEdited(t *testing.T) {
	const document = `{"id": "p", "currencies": ["USD"], "plans": [{"version": 1, "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}], "payouts": [{"minimum": "5"}]}`
	const second = `, {"version": 2, "from": "2026-05-01", "rules": [{"name": "sale", "on": "sale", "rate": "25%"}]}]`
	const hint = "plan v1 is edited: if it has paid, make the change a new version\n"
	for _, tt := range []struct{ old, next, want string }{
		{`"rate": "20%"`, `"rate": "25%"`, hint},
		{`"rate": "20%"`, `"rate": "20%", "max": "9"`, hint},
		{`}]}]`, `}, {"name": "lead", "on": "lead", "fixed": "1"}]}]`, hint},
		{`"version": 1`, `"version": 1, "hold_days": 14`, hint},
		{`"version": 1`, `"version": 1, "until": "2026-05-01"`, ""},
		{`}]}]`, `}]}` + second, ""},
		{`"minimum": "5"`, `"minimum": "6"`, ""},
		{`"version": 1`, `"version": 2`, ""},
	} {
		old, next := temp(t, "old.json", document), temp(t, "next.json", strings.Replace(document, tt.old, tt.next, 1))
		stdout, _, code := alianzaCall(t, "", "diff", old, next)
		if code != exitFailed || (tt.want != "") != strings.Contains(stdout, "plan v1 is edited") || !strings.HasSuffix(stdout, tt.want) {
			t.Errorf("diff of %s = %d, %q; want %q at its end", tt.next, code, stdout, tt.want)
		}
	}
}

// TestDiffOrders compares two documents by the orders of three partners.
func TestDiffOrders(t *testing.T) {
	const document = `{"id": "p", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "20%"}, {"name": "extra", "on": "lead", "fixed": "1"}]}]}`
	old, next := temp(t, "old.json", document), temp(t, "next.json", strings.Replace(document, "20%", "25%", 1))
	other := temp(t, "other.json", strings.Replace(document, `"id": "p"`, `"id": "q"`, 1))
	rows := temp(t, "orders.csv", "id,date,partner,currency,amount,kind\na,2026-01-05,ann,USD,100,sale\nb,2026-01-06,bob,USD,200,sale\nc,2026-01-07,cid,USD,400,sale\nd,2026-01-07,cid,USD,,lead\n")
	stdout, _, code := alianzaCall(t, "", "diff", old, next, "-orders", rows, "-top", "1")
	for _, want := range []string{
		"commissions                      141.00 before         176.00 after         +35.00 USD", // 20% and 25% of 700, and 1 for a lead
		"cid                               81.00 before         101.00 after         +20.00 USD\n  and 2 more; -top 0 names all",
		"sale                             140.00 before         175.00 after         +35.00 USD",
	} {
		if code != exitFailed || !strings.Contains(stdout, want) {
			t.Errorf("diff = %d; want %d and %q in\n%s", code, exitFailed, want, stdout)
		}
	}
	if strings.Contains(stdout, "extra") {
		t.Errorf("diff has the rule that pays the same:\n%s", stdout)
	}
	if stdout, _, code := alianzaCall(t, "", "diff", old, other, "-orders", rows); code != exitFailed || !strings.HasSuffix(stdout, "\nThe orders earn the same.\n") {
		t.Errorf("diff of another name = %d, %q; want %d, and the same earned", code, stdout, exitFailed)
	}
}

// TestDiffSides compares documents that refuse other orders: each month of a partner is held
// against the same one, and those that earn the same are no part of the rules.
func TestDiffSides(t *testing.T) {
	const second = `, {"name": "lead", "on": "lead", "fixed": "1"}`
	for name, extra := range map[string]string{"one rule": "", "two rules": second} {
		rules := func(rate string) string {
			return `"rules": [{"name": "sale", "on": "sale", "rate": "` + rate + `"}` + extra + `]`
		}
		old := temp(t, "old.json", `{"id": "p", "currencies": ["USD", "EUR"], "plans": [{"currencies": ["USD", "EUR"], `+rules("10%")+`}]}`)
		next := temp(t, "next.json", `{"id": "p", "currencies": ["USD"], "plans": [{"until": "2026-01-20", `+rules("10%")+`}, {"version": 2, "from": "2026-01-21", `+rules("12%")+`}]}`)
		// Only ann has euros, and bob earns the same. The cents of the day between earn nothing.
		rows := temp(t, "orders.csv", header+"a,2026-01-05,ann,EUR,100,\nb,2026-01-06,bob,USD,200,\nc,2026-01-25,cid,USD,400,\nd,2026-01-20,bob,USD,0.01,\ne,2026-01-20,cid,USD,0.01,\n")
		stdout, _, code := alianzaCall(t, "", "diff", old, next, "-orders", rows)
		_, byRule, _ := strings.Cut(stdout, "\nBy rule, where partners earn another amount\n")
		byRule, _, _ = strings.Cut(byRule, "\n\n")
		want := "  sale                              10.00 before              0 after         -10.00 EUR\n" +
			"  sale                              40.00 before          48.00 after          +8.00 USD"
		if diff := cmp.Diff(want, byRule); diff != "" || code != exitFailed {
			t.Errorf("diff by %s = %d (-want +got):\n%s", name, code, diff)
		}
		if !strings.Contains(stdout, "Refused by the new document: 2 rows, no version of the plan") {
			t.Errorf("diff by %s does not say what is refused:\n%s", name, stdout)
		}
	}
}

// TestDiffMoved says that what some partners lose others gain, and in what they are paid.
func TestDiffMoved(t *testing.T) {
	rules := func(rate string) string {
		return `"rules": [{"name": "sale", "on": "sale", "medium": "credit", "rate": "` + rate + `"}]`
	}
	old := temp(t, "old.json", `{"id": "p", "currencies": ["USD"], "plans": [{`+rules("10%")+`}]}`)
	next := temp(t, "next.json", `{"id": "p", "currencies": ["USD"], "plans": [{"until": "2026-01-20", `+rules("9%")+`}, {"version": 2, "from": "2026-01-20", `+rules("11%")+`}]}`)
	rows := temp(t, "orders.csv", header+"a,2026-01-05,ann,USD,100,\nb,2026-01-25,bob,USD,100,\n")
	stdout, _, code := alianzaCall(t, "", "diff", old, next, "-orders", rows)
	_, orders, _ := strings.Cut(stdout, "\nIn all\n")
	want := "  the same; partners gain what others lose\n\n" +
		"1 account gains\n  bob                               10.00 before          11.00 after          +1.00 USD in credit\n\n" +
		"1 account loses\n  ann                               10.00 before           9.00 after          -1.00 USD in credit\n"
	if diff := cmp.Diff(want, orders); diff != "" || code != exitFailed {
		t.Errorf("diff = %d (-want +got):\n%s", code, diff)
	}
}

// TestBeanAccount has the names of accounts: each part begins with a capital letter or a
// digit, and has no line below.
func TestBeanAccount(t *testing.T) {
	for want, p := range map[string]journal.Posting{
		"Expenses:In-kind":           {Account: journal.InKindCost},
		"Expenses:Write-offs":        {Account: journal.WriteOff},
		"Liabilities:Accrued:Ann-2":  {Account: journal.Accrued, Detail: "ann_2"},
		"Liabilities:Accrued:X-ann":  {Account: journal.Accrued, Detail: ".ann"},
		"Liabilities:Accrued:2-años": {Account: journal.Accrued, Detail: "2 años"},
	} {
		parts, err := details([]journal.Transaction{{Postings: []journal.Posting{p}}}, beanPart)
		if got := beanAccount(p, parts); err != nil || got != want {
			t.Errorf("beanAccount(%s %s) = %s; want %s", p.Account, p.Detail, got, want)
		}
	}
}

// TestDetails keeps partners apart whose names become one part of an account's name. The
// digests are the first digits of those of sha256sum.
func TestDetails(t *testing.T) {
	tests := []struct {
		name  string
		part  func(string) string
		names string
		want  []string
	}{
		{"beancount", beanPart, "ana bob ana", []string{"Ana", "Bob", "Ana"}},
		{"beancount, the first letter", beanPart, "ana bob Ana ana", []string{"Ana-24d4b96f", "Bob", "Ana-dea210f0", "Ana-24d4b96f"}},
		{"beancount, a sign", beanPart, "a.b a-b", []string{"A-b-2e7336dc", "A-b-d44362d6"}},
		{"hledger", hledgerPart, "ana Ana a.b a-b", []string{"ana", "Ana", "a.b", "a-b"}},
		{"hledger, a sign", hledgerPart, "a/b a.b a-b", []string{"a-b-c14cddc0", "a.b", "a-b-d44362d6"}},
		{"one that has the digest of another one", beanPart, "ana Ana ana-24d4b96f", nil},
	}
	for _, tt := range tests {
		var one journal.Transaction
		for name := range strings.FieldsSeq(tt.names) {
			one.Postings = append(one.Postings, journal.Posting{Account: journal.Accrued, Detail: name}, journal.Posting{Account: journal.Commission})
		}
		parts, err := details([]journal.Transaction{one}, tt.part)
		var got []string
		for name := range strings.FieldsSeq(tt.names) {
			if err == nil {
				got = append(got, parts[name])
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" || (err == nil) != (tt.want != nil) {
			t.Errorf("%s: details = %v (-want +got):\n%s", tt.name, err, diff)
		}
	}
}

// TestApart books the partners ana and Ana on accounts of their own, in both formats.
func TestApart(t *testing.T) {
	line := `{"key":"%[1]s/s","plan":"p","version":1,"rule":"r","kind":"sale","event":"s","partner":"%[1]s","at":"2026-01-05T00:00:00Z",` +
		`"booked":"2026-01-05T00:00:00Z","due":"2026-01-05T00:00:00Z","currency":"USD","base":"1","rate":"1%%","exact":"%[2]s","amount":"%[2]s","remaining":{"base":"1","amount":"1"}}` + "\n"
	file := temp(t, "entries.jsonl", fmt.Sprintf(line, "ana", "100")+fmt.Sprintf(line, "Ana", "70"))
	for format, want := range map[string][]string{
		"hledger":   {"liabilities:accrued:ana", "-100 USD", "liabilities:accrued:Ana", "-70 USD"},
		"beancount": {"Liabilities:Accrued:Ana-24d4b96f", "-100 USD", "Liabilities:Accrued:Ana-dea210f0", "-70 USD"},
	} {
		var got []string
		for text := range strings.SplitSeq(must(t, "journal", "-format", format, file), "\n") {
			if account, amount, ok := strings.Cut(strings.TrimSpace(text), "  "); ok && strings.HasPrefix(strings.ToLower(account), "liabilities:") {
				got = append(got, account, strings.TrimSpace(amount))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("journal -format %s (-want +got):\n%s", format, diff)
		}
	}
}

// TestMilestone takes the whole day of a step that takes no day.
func TestMilestone(t *testing.T) {
	day := alianza.Must(alianza.ParseDate("2026-03-31"))
	on := schedule.Span{Earliest: day, Latest: day}
	var b strings.Builder
	if err := writeCalendar(&b, schedule.Dates{Plan: "p", Start: day, Steps: []schedule.StepDates{{Name: "signed", Starts: on, Ends: on}}}, day.In(time.UTC)); err != nil {
		t.Fatal(err)
	}
	if want := "DTSTART;VALUE=DATE:20260331\r\nDTEND;VALUE=DATE:20260401\r\n"; !strings.Contains(b.String(), want) {
		t.Errorf("writeCalendar = %q; want %q in it", b.String(), want)
	}
}

// TestFolded breaks a line of a calendar behind 75 bytes.
func TestFolded(t *testing.T) {
	for n, want := range map[int]string{75: "\r\n", 76: "\r\n x\r\n"} {
		if got := folded(strings.Repeat("x", n)); got != strings.Repeat("x", 75)+want {
			t.Errorf("folded(%d bytes) = %q", n, got)
		}
	}
}
