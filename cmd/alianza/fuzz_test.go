package main

import (
	"encoding/csv"
	"encoding/json"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"
)

// add adds decimals up.
func add(t *testing.T, numbers ...string) *big.Rat {
	t.Helper()
	total := new(big.Rat)
	for _, s := range numbers {
		r, ok := new(big.Rat).SetString(s)
		if !ok {
			t.Fatalf("%q is not a number", s)
		}
		total.Add(total, r)
	}
	return total
}

// FuzzStatement reads any bytes as orders. The command either refuses the file as a
// whole, or its balances add up, and every format says the same of the rows.
func FuzzStatement(f *testing.F) {
	some := header + "a,2026-01-05,ann,USD,100.00,\nb,2026-01-20,ann,USD,9.99,\nc,2026-02-03,bob,EUR,25,\nd,2026-02-04,ann,USD,-40,a\ne,2026-03-04,ann,USD,-1,\n"
	for options := range byte(16) {
		f.Add([]byte(some), options)
	}
	f.Add([]byte("\ufeff"+strings.ReplaceAll(some, "\n", "\r\n")), byte(0))
	for _, b := range bad {
		f.Add([]byte(header+"a1,2026-01-05,ann,USD,100.00,\n"+b.row+"\n"), byte(4))
	}
	retailRows, err := os.ReadFile("testdata/retail.csv")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(retailRows[:600], byte(8))
	kept := temp(f, "kept.json", edit(f, `"plans": [`, `"metrics": [{"name": "sales", "kept": true}], "plans": [`, `"unknown_sale": "current_rate",`, ""))
	f.Fuzz(func(t *testing.T, data []byte, options byte) {
		args := []string{"-orders", "-"}
		if options&1 != 0 {
			args = append(args, "-program", kept)
		}
		if options&2 != 0 {
			args = append(args, "-partner", "ann")
		}
		if options&4 != 0 {
			args = append(args, "-summary")
		}
		if options&8 != 0 {
			args = append(args, retail()[4:]...) // not its files
			args[len(args)-5] = "EUR"
		}
		stdout, stderr, code := invoke(t, string(data), append(args, "-format", "json")...)
		if code != 0 {
			if stdout != "" || !strings.HasPrefix(stderr, "alianza statement: orders: ") {
				t.Fatalf("run = %d, %q, %q; want 0, or no output and why", code, stdout, stderr)
			}
			return
		}
		balanced(t, stdout)
		// A page says itself that no statement matches.
		page := ""
		for line := range strings.Lines(stderr) {
			if !strings.HasPrefix(line, "alianza statement: no statements: ") {
				page += line
			}
		}
		for _, format := range statementFormats {
			want := page
			if slices.Contains([]string{"csv", "json", "entries"}, format) {
				want = stderr
			}
			if _, errs, code := invoke(t, string(data), append(args, "-format", format)...); code != 0 || errs != want {
				t.Errorf("-format %s = %d, %q; want 0, %q", format, code, errs, want)
			}
		}
	})
}

// balanced checks that balances, their successions and totals add up.
func balanced(t *testing.T, text string) {
	t.Helper()
	var d jsonDocument
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatalf("Unmarshal = %v; document:\n%s", err, text)
	}
	before := map[[2]string]*big.Rat{}
	for _, st := range d.Statements {
		for _, c := range st.Accounts {
			p := c.Balance
			if in, out := add(t, p.Opening, p.Earned, p.Adjusted), add(t, p.Paid, p.Held, p.Carried); in.Cmp(out) != 0 {
				t.Errorf("%s %s %s: opening + earned + adjusted = %v; want paid + held + carried, %v", st.Month, st.Partner, p.Currency, in, out)
			}
			account := [2]string{st.Partner, p.Currency}
			if last, ok := before[account]; ok && last.Cmp(add(t, p.Opening)) != 0 {
				t.Errorf("%s %s %s: opening = %s; want what the month before left, %v", st.Month, st.Partner, p.Currency, p.Opening, last)
			}
			before[account] = add(t, p.Held, p.Carried)
			posted, lines := new(big.Rat), 0
			for _, e := range c.Lines {
				if e.Note == "" {
					lines++
					posted.Add(posted, add(t, e.Amount))
				}
			}
			if want := add(t, p.Earned, p.Adjusted); lines > 0 && posted.Cmp(want) != 0 {
				t.Errorf("%s %s %s: entries = %v; want earned + adjusted, %v", st.Month, st.Partner, p.Currency, posted, want)
			}
		}
	}
	for _, total := range d.Totals {
		b := total.Balances[0]
		if in, out := add(t, b.Opening, b.Earned, b.Adjusted), add(t, b.Paid, b.Held, b.Carried); in.Cmp(out) != 0 {
			t.Errorf("total of %s: opening + earned + adjusted = %v; want paid + held + carried, %v", total.Currency, in, out)
		}
	}
}

// TestFormulas checks that no cell of the CSV is run by a spreadsheet.
func TestFormulas(t *testing.T) {
	text := mustCall(t, header+"=1+1,2026-01-05,@ann,USD,5,\n", "-orders", "-", "-format", "csv")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][1] != "'@ann" || rows[1][7] != "'=1+1" {
		t.Errorf("rows = %q, %v; want the partner and the event behind apostrophes", rows, err)
	}
}

// TestHTML checks that a page needs nothing else, and shows names as they are.
func TestHTML(t *testing.T) {
	text := mustCall(t, header+"<b>,2026-01-05,<script>alert(1)</script>,USD,5,\n", "-orders", "-", "-format", "html")
	for _, bad := range []string{"<script", "http:", "https:", "<link", "<img", "<b>"} {
		if strings.Contains(text, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
	for _, want := range []string{"<!DOCTYPE html>", "@media print", "&lt;script&gt;", "</html>"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not have %q", want)
		}
	}
}
