package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"os"
	"strings"
	"testing"
)

// dataRows counts the rows behind the header as package csv parts them; what
// it calls an error is a row, too.
func dataRows(data []byte) int {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	for rows := -1; ; rows++ {
		var broken *csv.ParseError
		if _, err := r.Read(); errors.Is(err, io.EOF) {
			return rows
		} else if err != nil && !errors.As(err, &broken) {
			return rows
		}
	}
}

// sum adds decimals up.
func sum(t *testing.T, numbers ...string) *big.Rat {
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

// FuzzRun reads any bytes as orders. The command either refuses the file as a
// whole, or uses and rejects as many rows as there are, and its balances add up.
func FuzzRun(f *testing.F) {
	// Short seeds, which are quick to shorten.
	some := header + "a,2026-01-05,ann,USD,100.00,\nb,2026-01-20,ann,USD,9.99,\nc,2026-02-03,bob,EUR,25,\nd,2026-02-04,ann,USD,-40,a\ne,2026-03-04,ann,USD,-1,\n"
	for options := range byte(32) {
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
	f.Add([]byte("id,date,partner,currency,amount\n\"a\nb\",2026-01-05,\"x\ny\",USD,5\n\nc,2026-01-05,x,EUR,-7e3\n"), byte(0))

	kept := temp(f, "kept.json", edit(f, "all_sales", "kept_sales", `"unknown_sale": "current_rate"`, `"unknown_sale": "refuse"`))
	embedded := defaultOrders
	f.Fuzz(func(t *testing.T, data []byte, options byte) {
		defaultOrders = string(data)
		defer func() { defaultOrders = embedded }()
		var args []string
		if options&1 != 0 {
			args = append(args, "-program", kept)
		}
		if options&2 != 0 {
			args = append(args, "-partner", "ann")
		}
		if options&4 != 0 {
			args = append(args, "-month", "2026-01")
		}
		if options&8 != 0 {
			args = append(args, retail()[4:]...) // not its files
			args[len(args)-3] = "EUR"
		}
		if options&16 != 0 {
			args = append(args, "-summary")
		}
		stdout, stderr, code := call(t, "", append(args, "-format", "json")...)
		if code != 0 {
			if code != exitUsage || stdout != "" || !strings.HasPrefix(stderr, "statement: orders: ") {
				t.Fatalf("run = %d, %q, %q; want 0, or %d and why", code, stdout, stderr, exitUsage)
			}
			return
		}
		checkDocument(t, stdout, dataRows(data), len(args) == 0)
		_, tableErrors, code := call(t, "", args...)
		if code != 0 || tableErrors != stderr {
			t.Errorf("run for a table = %d, %q; want 0, %q", code, tableErrors, stderr)
		}
		lines, csvErrors, code := call(t, "", append(args, "-format", "csv")...)
		if code != 0 || csvErrors != stderr {
			t.Errorf("run for CSV = %d, %q; want 0, %q", code, csvErrors, stderr)
		}
		if rows := dataRows([]byte(lines)); len(args) == 0 && rows < dataRows(data)-unusedRows(t, stdout) {
			t.Errorf("lines of CSV = %d; want at least the rows that are used, %d", rows, dataRows(data)-unusedRows(t, stdout))
		}
	})
}

func decode(t *testing.T, text string) (d jsonDocument) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatalf("Unmarshal = %v; document:\n%s", err, text)
	}
	return d
}

func unusedRows(t *testing.T, text string) int {
	t.Helper()
	return decode(t, text).Rows.Unused
}

// checkDocument checks that rows, balances and totals add up.
func checkDocument(t *testing.T, text string, rows int, whole bool) {
	t.Helper()
	d := decode(t, text)
	if got := d.Rows.Used + d.Rows.Unused; got != rows {
		t.Errorf("rows = %d used + %d not used; want %d in all", d.Rows.Used, d.Rows.Unused, rows)
	}
	entries := 0
	before := map[[2]string]*big.Rat{}
	for _, st := range d.Statements {
		for _, c := range st.Currencies {
			p := c.Payout
			if in, out := sum(t, p.Opening, p.Earned, p.Adjusted), sum(t, p.Paid, p.Held, p.Carried); in.Cmp(out) != 0 {
				t.Errorf("%s %s %s: opening + earned + refunds = %v; want due + held + carried, %v", st.Month, st.Partner, p.Currency, in, out)
			}
			account := [2]string{st.Partner, p.Currency}
			if last, ok := before[account]; ok && last.Cmp(sum(t, p.Opening)) != 0 {
				t.Errorf("%s %s %s: opening = %s; want what the month before left, %v", st.Month, st.Partner, p.Currency, p.Opening, last)
			}
			before[account] = sum(t, p.Held, p.Carried)
			posted := new(big.Rat)
			for _, e := range c.Entries {
				posted.Add(posted, sum(t, e.Amount))
			}
			if want := sum(t, p.Earned, p.Adjusted); len(c.Entries) > 0 && posted.Cmp(want) != 0 {
				t.Errorf("%s %s %s: entries = %v; want earned + refunds, %v", st.Month, st.Partner, p.Currency, posted, want)
			}
			entries += len(c.Entries) + len(c.Passed)
		}
	}
	if whole && entries < d.Rows.Used { // more where a sale came after its refund
		t.Errorf("entries and lines that posted nothing = %d; want one at least for each row used, %d", entries, d.Rows.Used)
	}
	for _, total := range d.Totals {
		b := total.Balance
		if in, out := sum(t, b.Opening, b.Earned, b.Adjusted), sum(t, b.Paid, b.Held, b.Carried); in.Cmp(out) != 0 {
			t.Errorf("total of %s: opening + earned + refunds = %v; want due + held + carried, %v", total.Currency, in, out)
		}
	}
}
