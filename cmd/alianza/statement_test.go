package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/commission"
)

// TestMain lets the test binary be the command, for tests that need a process.
func TestMain(m *testing.M) {
	if os.Getenv("ALIANZA_TEST_MAIN") != "" {
		main()
	}
	os.Exit(m.Run())
}

// process runs the command in a process of its own, with pipes.
func process(t *testing.T, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, append([]string{"statement"}, args...)...)
	cmd.Env = append(os.Environ(), "ALIANZA_TEST_MAIN=1")
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &errs
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

func golden(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("testdata/statement.golden")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestGolden(t *testing.T) {
	if diff := cmp.Diff(golden(t), mustCall(t, "")); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
}

// TestProcess checks exit codes and streams, with pipes on both sides.
func TestProcess(t *testing.T) {
	tests := []struct {
		name, stdin    string
		args           []string
		stdout, stderr string
		code           int
	}{
		{"bare", "", nil, golden(t), "", 0},
		{"standard input", sampleOrders, []string{"-orders", "-"}, golden(t), "", 0},
		{"help", "", []string{"-help"}, statementCommand().help, "", 0},
		{"strict", header + ",2026-01-05,ann,USD,5,\n", []string{"-orders", "-", "-strict"}, "", "alianza statement: 1 row not used: no id (line 2 id)\nalianza statement: -strict: 1 row not used\n", 1},
		{"wrong call", "", []string{"-strikt"}, "", "alianza statement: flag provided but not defined: -strikt\nalianza help statement says how to call it.\n", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			stdout, stderr, code := process(t, tt.stdin, tt.args...)
			if code != tt.code || stderr != tt.stderr {
				t.Errorf("exit code and stderr = %d, %q; want %d, %q", code, stderr, tt.code, tt.stderr)
			}
			if diff := cmp.Diff(tt.stdout, stdout); diff != "" {
				t.Errorf("stdout (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCall(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "none.csv")
	orders := temp(t, "orders.csv", sampleOrders)
	program := temp(t, "program.json", string(sampleProgram))
	const more = "\nalianza help statement says how to call it.\n"
	tests := []struct {
		name   string
		args   []string
		code   int
		stderr string
	}{
		{"unknown flag", []string{"-red"}, 2, "alianza statement: flag provided but not defined: -red" + more},
		{"flag without its value", []string{"-orders"}, 2, "alianza statement: flag needs an argument: -orders" + more},
		{"stray argument", []string{"-summary", "orders.csv"}, 2, `alianza statement: unexpected argument "orders.csv"; a flag names a file, such as -program FILE` + more},
		{"format", []string{"-format", "xml"}, 2, `alianza statement: -format "xml": want text, csv, json, html, markdown, entries` + more},
		{"format of two words", []string{"-format", "csv json"}, 2, `alianza statement: -format "csv json": want text, csv, json, html, markdown, entries` + more},
		{"empty format", []string{"-format", ""}, 2, `alianza statement: -format "": want text, csv, json, html, markdown, entries` + more},
		{"month 13", []string{"-month", "2026-13"}, 2, `alianza statement: -month "2026-13": want a year and a month, such as 2026-03` + more},
		{"month as a word", []string{"-month", "March"}, 2, `alianza statement: -month "March": want a year and a month, such as 2026-03` + more},
		{"month with a day", []string{"-month", "2026-03-01"}, 2, `alianza statement: -month "2026-03-01": want a year and a month, such as 2026-03` + more},
		{"layout of another language", []string{"-date", "yyyy-mm-dd"}, 2, `alianza statement: -date "yyyy-mm-dd": want iso, mdy, dmy or a layout of Go's package time, such as 02.01.2006` + more},
		{"layout without a year", []string{"-date", "02.01."}, 2, `alianza statement: -date "02.01.": want iso, mdy, dmy or a layout of Go's package time, such as 02.01.2006` + more},
		{"currency without a plan", []string{"-currency", "CHF"}, 2, `alianza statement: -currency "CHF": the program has a plan in EUR, JPY, USD` + more},
		{"missing orders", []string{"-orders", missing}, 1, "alianza statement: open " + missing + ": no such file or directory\n"},
		{"missing program", []string{"-program", missing}, 1, "alianza statement: open " + missing + ": no such file or directory\n"},
		{"rejects in a missing folder", []string{"-rejects", filepath.Join(missing, "x")}, 1, "alianza statement: open " + filepath.Join(missing, "x") + ": no such file or directory\n"},
		{"rejects over the orders", []string{"-orders", orders, "-rejects", orders}, 2, "alianza statement: -rejects " + quote(orders) + ": the file is to be read" + more},
		{"rejects over the program", []string{"-program", program, "-rejects", program}, 2, "alianza statement: -rejects " + quote(program) + ": the file is to be read" + more},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			stdout, stderr, code := invoke(t, "", tt.args...)
			if code != tt.code || stdout != "" || stderr != tt.stderr {
				t.Errorf("run(%q) = %d, %q, %q; want %d, %q, %q", tt.args, code, stdout, stderr, tt.code, "", tt.stderr)
			}
		})
	}
	for _, file := range []string{orders, program} {
		if data, err := os.ReadFile(file); err != nil || len(data) == 0 {
			t.Errorf("ReadFile(%s) = %d bytes, %v; want it untouched", file, len(data), err)
		}
	}
	if _, stderr, code := invoke(t, "", "-orders", t.TempDir()); code != exitFailed || !strings.HasSuffix(stderr, ": is a directory\n") {
		t.Errorf("run with a folder for orders = %d, %q; want %d and why", code, stderr, exitFailed)
	}
}

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"-help"}, {"-h"}, {"--help"}, {"-summary", "-help"}} {
		stdout, stderr, code := invoke(t, "", args...)
		if code != 0 || stdout != statementCommand().help || stderr != "" {
			t.Errorf("run(%q) = %d, %d bytes, %q; want 0, the usage and no error", args, code, len(stdout), stderr)
		}
	}
	for i, line := range strings.Split(statementCommand().help, "\n") {
		if n := len([]rune(line)); n > 80 {
			t.Errorf("line %d of the usage has %d columns; want at most 80: %s", i+1, n, line)
		}
	}
}

// blocks parts a table into its statements, by month and partner, and the rest.
func blocks(table string) (statements []string, rest string) {
	for block := range strings.SplitSeq(table, "\n\n") {
		if strings.HasPrefix(block, "20") {
			statements = append(statements, block)
		} else {
			rest += block + "\n\n"
		}
	}
	return statements, rest
}

// TestPart checks that a part of the output is that part of the whole.
func TestPart(t *testing.T) {
	whole := mustCall(t, "")
	all, _ := blocks(whole)
	document := parseJSON(t, mustCall(t, "", "-format", "json"))
	entries := parseCSV(t, mustCall(t, "", "-format", "csv"))
	for _, tt := range []struct{ name, partner, month string }{
		{"a partner", "studio-luz", ""},
		{"a partner that begins late", "kobo-crafts", ""},
		{"a month", "", "2026-02"},
		{"a partner's month", "taller-sur", "2026-03"},
		{"nobody", "nobody", ""},
		{"a month before all", "", "2025-12"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			args := []string{"-partner", tt.partner, "-month", tt.month}
			keep := func(month, partner string) bool {
				return (tt.partner == "" || partner == tt.partner) && (tt.month == "" || month == tt.month)
			}
			var want []string
			for _, block := range all {
				month, rest, _ := strings.Cut(block, "  ")
				partner, _, _ := strings.Cut(rest, ":")
				if keep(month, partner) {
					want = append(want, block)
				}
			}
			got, _ := blocks(mustCall(t, "", args...))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("table (-want +got):\n%s", diff)
			}

			var statements []flatStatement
			for _, st := range document.Statements {
				if keep(st.Month, st.Partner) {
					statements = append(statements, st)
				}
			}
			part := parseJSON(t, mustCall(t, "", append(args, "-format", "json")...))
			if diff := cmp.Diff(statements, part.Statements); diff != "" {
				t.Errorf("JSON (-want +got):\n%s", diff)
			}
			for _, total := range part.Totals {
				if shown := total.Revenue != ""; shown != (tt.partner == "") {
					t.Errorf("revenue of the program shown = %t; want %t", shown, tt.partner == "")
				}
			}

			var lines []flatEntry
			for _, e := range entries {
				if keep(e.Month, e.Partner) {
					lines = append(lines, e)
				}
			}
			if diff := cmp.Diff(lines, parseCSV(t, mustCall(t, "", append(args, "-format", "csv")...))); diff != "" {
				t.Errorf("CSV (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPartTotals checks the totals of one partner and of one month.
func TestPartTotals(t *testing.T) {
	_, got := blocks(mustCall(t, "", "-partner", "taller-sur"))
	want := `Totals of 1 partner in 3 months
  EUR: opening 0.00 + earned 59.72 + adjusted 0.00 = paid 59.72 + held 0.00 + carried 0.00
  USD: opening 0.00 + earned 185.84 + adjusted -6.00 = paid 133.07 + held 3.00 + carried 43.77

101 rows used, 0 not used


`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("totals of a partner (-want +got):\n%s", diff)
	}
	february := parseJSON(t, mustCall(t, "", "-month", "2026-02", "-format", "json"))
	wantTotals := []flatTotal{
		{
			Currency: "EUR", Sales: "516/5", Refunds: "1999/20", Revenue: "13/4", Commissions: "11.15", Costs: "150",
			ROI: "-315800/3223", ROIValue: "-4899/50", ROILight: "red", RateValue: "1937/20", RateLight: "red",
			Balance: flatPayout{"393.56", "36.14", "-24.99", "344.99", "16.91", "42.81"},
		},
		{
			Currency: "JPY", Sales: "28980", Refunds: "0", Revenue: "28980", Commissions: "5796", Costs: "0",
			ROI: "400", ROIValue: "400", ROILight: "green", RateValue: "0", RateLight: "green",
			Balance: flatPayout{"0", "5796", "0", "0", "3296", "2500"},
		},
		{
			Currency: "USD", Sales: "77771/100", Refunds: "999/100", Revenue: "19193/25", Commissions: "230.36", Costs: "120",
			ROI: "1043400/8759", ROIValue: "2978/25", ROILight: "red", RateValue: "32/25", RateLight: "green",
			Balance: flatPayout{"83.59", "233.86", "-3.50", "210.84", "103.11", "0.00"},
		},
	}
	if diff := cmp.Diff(wantTotals, february.Totals); diff != "" {
		t.Errorf("totals of a month (-want +got):\n%s", diff)
	}
}

// TestSummary checks that a summary is the output without its entries.
func TestSummary(t *testing.T) {
	var want []string
	for _, line := range strings.SplitAfter(golden(t), "\n") {
		if !strings.HasPrefix(line, "  20") && !strings.HasPrefix(line, "  day ") {
			want = append(want, line)
		}
	}
	if diff := cmp.Diff(strings.Join(want, ""), mustCall(t, "", "-summary")); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
	document := parseJSON(t, mustCall(t, "", "-format", "json"))
	for i := range document.Statements {
		document.Statements[i].Entries = nil
	}
	if diff := cmp.Diff(document, parseJSON(t, mustCall(t, "", "-format", "json", "-summary"))); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
}

// TestJSONEntries reads the entries with the library.
func TestJSONEntries(t *testing.T) {
	// One credit without a tier, which posts nothing.
	orders := "r,2025-12-31,ann,USD,-5,\n"
	text := mustCall(t, sampleOrders+orders, "-orders", "-", "-format", "json")
	if !json.Valid([]byte(text)) {
		t.Fatalf("not JSON:\n%s", text)
	}
	var d struct {
		Statements []struct {
			Accounts []struct{ Lines []json.RawMessage }
		}
	}
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatalf("Unmarshal = %v; want nil", err)
	}
	entries, keys := 0, map[string]bool{}
	var passed []map[string]string
	for _, st := range d.Statements {
		for _, account := range st.Accounts {
			for _, line := range account.Lines {
				if bytes.Contains(line, []byte(`"note":`)) {
					var one map[string]string
					if err := json.Unmarshal(line, &one); err != nil {
						t.Fatal(err)
					}
					passed = append(passed, one)
					continue
				}
				var e commission.Entry
				if err := json.Unmarshal(line, &e); err != nil {
					t.Fatal(err)
				}
				entries++
				keys[e.Key] = true
				if exact, err := e.Rate.Of(e.Base); e.Kind == commission.Sale && (err != nil || !e.Exact.Equal(exact)) {
					t.Errorf("exact amount of %s = %v; want %v", e.Key, e.Exact, exact)
				}
			}
		}
	}
	if entries != 101 || len(keys) != 101 {
		t.Errorf("entries, keys = %d, %d; want 101, 101", entries, len(keys))
	}
	want := []map[string]string{{
		"kind": "refund", "event": "r", "at": "2025-12-31T00:00:00+01:00", "base": "-5",
		"note": "the partner is on no level of the ladder affiliate",
	}}
	if diff := cmp.Diff(want, passed); diff != "" {
		t.Errorf("passed (-want +got):\n%s", diff)
	}
}

// TestCSVHeader checks that there is one header, whatever is left out.
func TestCSVHeader(t *testing.T) {
	for _, args := range [][]string{nil, {"-summary"}, {"-partner", "nobody"}, {"-month", "2026-02"}} {
		text := mustCall(t, "", append(args, "-format", "csv")...)
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatalf("ReadAll = %v; want nil", err)
		}
		headers := 0
		for _, row := range rows {
			if row[0] == "month" {
				headers++
			}
		}
		if headers != 1 || rows[0][0] != "month" {
			t.Errorf("headers of %q = %d; want 1, as the first line", args, headers)
		}
	}
}

// TestRefunds shows what refunds lead to that are unlike others.
func TestRefunds(t *testing.T) {
	tests := []struct {
		name, credits, rows string
		want                []string // the lines of the table, but for their blanks
	}{
		{
			"before its order", "current_rate", "r,2026-01-05,ann,USD,-50,s\ns,2026-01-06,ann,USD,50,\n",
			[]string{
				"2026-01-05 refund r -50 20% -10 -10.00 of s, which is not known",
				"2026-01-06 sale s 50 20% 10 10.00",
				"2026-01-06 refund r 0 10 10.00 came before s: given back",
				"2026-01-06 refund r -50 20% -10 -10.00 came before s",
			},
		},
		{
			"before its order, ignored", "ignore", "r,2026-01-05,ann,USD,-20,s\ns,2026-01-06,ann,USD,50,\n",
			[]string{
				"2026-01-05 refund r -20 nothing: the sale is not known; it is taken back when the sale arrives",
				"2026-01-06 sale s 50 20% 10 10.00",
				"2026-01-06 refund r -20 20% -4 -4.00 came before s",
			},
		},
		{
			"before its order, more than that", "current_rate", "r,2026-01-05,ann,USD,-20,s\nq,2026-01-05,ann,USD,-40,s\ns,2026-01-06,ann,USD,50,\np,2026-01-08,ann,USD,-5,s\n",
			[]string{
				"2026-01-05 refund r -20 20% -4 -4.00 of s, which is not known",
				"2026-01-05 refund q -40 20% -8 -8.00 of s, which is not known",
				"2026-01-06 sale s 50 20% 10 10.00",
				"2026-01-06 refund r 0 4 4.00 came before s: given back",
				"2026-01-06 refund q 0 8 8.00 came before s: given back",
				"2026-01-06 refund r -20 20% -4 -4.00 came before s",
				"2026-01-06 refund q -30 20% -6 -6.00 came before s",
			},
		},
		{
			"dated before its order", "refuse", "s,2026-01-06,ann,USD,50,\nr,2025-12-07,ann,USD,-50,s\n",
			[]string{
				"2026-01-06 sale s 50 20% 10 10.00", // the refund is refused: its day comes first
			},
		},
		{
			"of another partner's order", "current_rate", "s,2026-01-06,ann,USD,50,\nr,2026-01-07,bob,USD,-50,s\n",
			[]string{
				"2026-01-06 sale s 50 20% 10 10.00",
				"2026-01-07 refund r -50 nothing: the partner is on no level of the ladder affiliate",
			},
		},
		{
			"of a refund", "ignore", "s,2026-01-06,ann,USD,50,\nr,2026-01-07,ann,USD,-50,s\nq,2026-01-08,ann,USD,-50,r\n",
			[]string{
				"2026-01-06 sale s 50 20% 10 10.00",
				"2026-01-07 refund r -50 20% -10 -10.00 of s: 0 left earn 0.00",
			},
		},
		{
			"with a positive amount", "refuse", "s,2026-01-06,ann,USD,50,\nr,2026-01-07,ann,USD,20,s\n",
			[]string{
				"2026-01-06 sale s 50 20% 10 10.00",
				"2026-01-07 refund r -20 20% -4 -4.00 of s: 30 left earn 6.00",
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			program := temp(t, "program.json", edit(t, `"unknown_sale": "current_rate"`, `"unknown_sale": "`+tt.credits+`"`))
			var got []string
			for line := range strings.SplitSeq(mustCall(t, header+tt.rows, "-orders", "-", "-program", program), "\n") {
				if strings.HasPrefix(line, "  20") {
					got = append(got, strings.Join(strings.Fields(line), " "))
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRefundPrefix checks which rows are refunds if the ids say so.
func TestRefundPrefix(t *testing.T) {
	rows := header + "C1,2026-01-06,ann,USD,-5,\nC2,2026-01-06,ann,USD,5,\n3,2026-01-06,ann,USD,5,C1\n4,2026-01-06,ann,USD,-5,\n"
	stdout, stderr, code := invoke(t, rows, "-orders", "-", "-refund-prefix", "C", "-format", "csv")
	var got []string
	for _, e := range parseCSV(t, stdout) {
		got = append(got, e.Kind+" "+e.Event+" "+e.Base+" of "+e.Of)
	}
	want := []string{"refund C1 -5 of ", "refund C2 -5 of "}
	if diff := cmp.Diff(want, got); code != 0 || diff != "" {
		t.Errorf("run = %d; rows (-want +got):\n%s", code, diff)
	}
	if want := "alianza statement: 1 row not used: the row names an order that it refunds, and the id does not begin with \"C\" (line 4 refund_of \"C1\")\n" +
		"alianza statement: 1 row not used: negative amount, and the id does not begin with \"C\" (line 5 amount \"-5\")\n"; stderr != want {
		t.Errorf("stderr = %q; want %q", stderr, want)
	}
}

// TestNoStatements says what did not match where no statement does. The sample has orders
// from January to March of 2026, and those of kobo-crafts begin in February.
func TestNoStatements(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"-partner", "nobody"}, `no order that is used is of the partner "nobody"`},
		{[]string{"-partner", "nobody", "-month", "2026-03"}, `no order that is used is of the partner "nobody"`},
		{[]string{"-month", "2030-01"}, "there are those from 2026-01 to 2026-03, and none of 2030-01"},
		{[]string{"-month", "2026-01", "-partner", "kobo-crafts"}, "there are those of kobo-crafts from 2026-02 to 2026-03, and none of 2026-01"},
	} {
		for format, form := range map[string][2]string{
			"text":     {"No statements: %s.\n", ""},
			"markdown": {"No statements: %s.\n", ""},
			"html":     {"<p>No statements: %s.</p>\n", ""},
			"csv":      {"", "alianza statement: no statements: %s\n"},
			"json":     {"", "alianza statement: no statements: %s\n"},
			"entries":  {"", "alianza statement: no statements: %s\n"},
		} {
			stdout, stderr, code := invoke(t, "", append(tt.args, "-format", format)...)
			says := func(form string) string { return strings.ReplaceAll(form, "%s", tt.want) }
			if want := says(form[0]); code != 0 || !strings.Contains(strings.ReplaceAll(stdout, "&#34;", `"`), want) {
				t.Errorf("%q, %s = %d, %s; want %q", tt.args, format, code, stdout, want)
			}
			if want := says(form[1]); stderr != want {
				t.Errorf("%q, %s: stderr = %q; want %q", tt.args, format, stderr, want)
			}
		}
	}
	if _, stderr, code := alianzaCall(t, "", "test", "-run", "zzz"); code != exitFailed || stderr != "alianza test: -run \"zzz\": none of the 6 cases has it in its name\n" {
		t.Errorf("test -run zzz = %d, %q", code, stderr)
	}
}

// TestProgress checks that only a terminal sees the progress.
func TestProgress(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(r.Close(), w.Close()); err != nil {
			t.Error(err)
		}
	})
	if p := newProgress(w); p.w != nil {
		t.Error("newProgress of a pipe shows the progress; want not")
	}
	if p := newProgress(&bytes.Buffer{}); p.w != nil {
		t.Error("newProgress of a buffer shows the progress; want not")
	}
	var shown bytes.Buffer
	p := &progress{w: &shown, start: time.Now().Add(-time.Minute)}
	for range 3000 {
		p.tick("counting", 25, 50)
	}
	p.done()
	want := "\rcounting  50%\r                              \r"
	if got := shown.String(); got != want {
		t.Errorf("progress = %q; want %q", got, want)
	}
	shown.Reset()
	p = &progress{w: &shown, start: time.Now()}
	for range 3000 {
		p.tick("counting", 0, 0)
	}
	if p.done(); shown.Len() != 0 {
		t.Errorf("progress of the first moments = %q; want none", shown.String())
	}
}

// full is a device without space.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestWriteFails(t *testing.T) {
	for _, format := range []string{"text", "csv", "json", "html", "markdown", "entries"} {
		var stderr bytes.Buffer
		if code := run([]string{"statement", "-format", format}, strings.NewReader(""), full{}, &stderr); code != exitFailed || stderr.String() != "alianza statement: no space left\n" {
			t.Errorf("run with -format %s = %d, %q; want %d and why", format, code, stderr.String(), exitFailed)
		}
	}
}

// broken is a pipe that ends too early.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestReadFails(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run([]string{"statement", "-orders", "-"}, broken{}, &stdout, &stderr); code != exitFailed || stdout.Len() != 0 || stderr.String() != "alianza statement: orders: broken pipe\n" {
		t.Errorf("run = %d, %q, %q; want %d, no output and why", code, stdout.String(), stderr.String(), exitFailed)
	}
}

// TestFailedClose has a retainer by days, and orders that do not say since when their
// partner is one. All rows are used, and each format says what was not done.
func TestFailedClose(t *testing.T) {
	doc := temp(t, "program.json", `{"id": "p", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "10%"}],
		"bonuses": [{"name": "fee", "over": "month", "fixed": "280", "by_days": true}]}]}`)
	rows := header + "a,2026-01-05,ann,USD,100,\nb,2026-01-06,ann,USD,100,\nc,2026-01-07,ann,USD,100,\n"
	const why = "USD: 2026-01 is not closed: partner_since: missing: bonus fee is paid by days"
	for _, format := range statementFormats {
		stdout, stderr, code := invoke(t, rows, "-program", doc, "-orders", "-", "-format", format, "-strict")
		where := stdout
		if format == "csv" || format == "entries" {
			where = stderr
			if want := "alianza statement: not done: 2026-01 ann: " + why + "\n"; stderr != want {
				t.Errorf("%s: stderr = %q; want %q", format, stderr, want)
			}
		} else if stderr != "" {
			t.Errorf("%s: stderr = %q; want none", format, stderr)
		}
		if !strings.Contains(strings.ReplaceAll(where, `\`, ""), why) || code != 0 {
			t.Errorf("%s: exit code %d, %s; want %s", format, code, where, why)
		}
	}
	if stdout, _, _ := invoke(t, rows, "-program", doc, "-orders", "-"); !strings.Contains(stdout, "3 rows used, 0 not used") {
		t.Errorf("statement = %s; want 3 rows used", stdout)
	}
	many := header
	for i := range undoneShown + 2 {
		many += fmt.Sprintf("a,2026-01-05,p%d,USD,100,\n", i)
	}
	_, stderr, _ := invoke(t, many, "-program", doc, "-orders", "-", "-format", "csv")
	if want := "alianza statement: not done: 2 more; statement -format text has all\n"; !strings.HasSuffix(stderr, want) || strings.Count(stderr, "\n") != undoneShown+1 {
		t.Errorf("stderr = %q; want %d lines and %q", stderr, undoneShown, want)
	}
}

// TestSinceColumn pays a retainer by days from the day that a column says: 16 of 31 days,
// and with -col-until 6 of them.
func TestSinceColumn(t *testing.T) {
	doc := temp(t, "program.json", `{"id": "p", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "10%"}],
		"bonuses": [{"name": "fee", "over": "month", "fixed": "31", "by_days": true}]}]}`)
	const rows = "id,date,partner,currency,amount,partner_since,left\na,2026-01-20,ann,USD,100,2026-01-16,2026-01-22\n"
	for args, want := range map[string]string{"": "16.00", "-col-until left": "6.00", "-col-since left": "10.00"} {
		stdout, _, code := invoke(t, rows, append([]string{"-program", doc, "-orders", "-"}, strings.Fields(args)...)...)
		if !strings.Contains(stdout, "close-2026-01") || !strings.Contains(stdout, " "+want+"\n") && !strings.Contains(stdout, " "+want+" ") || code != 0 {
			t.Errorf("%s: exit code %d, %s; want the fee of %s", args, code, stdout, want)
		}
	}
}

// TestIDOfClose has an order with the ID that the close of a month has.
func TestIDOfClose(t *testing.T) {
	doc := temp(t, "program.json", `{"id": "p", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "10%"}],
		"bonuses": [{"name": "fee", "over": "month", "fixed": "31"}]}]}`)
	_, stderr, _ := invoke(t, header+"close-2026-01,2026-01-20,ann,USD,100,\n", "-program", doc, "-orders", "-")
	want := "alianza statement: 1 row not used: id: contradiction: the close that the run makes itself has it (line 2 id \"close-2026-01\")\n"
	if stderr != want {
		t.Errorf("stderr = %q; want %q", stderr, want)
	}
}

// TestFailedCloseElsewhere has a retainer by days in one of two documents. Diff and explain
// say why it is not paid.
func TestFailedCloseElsewhere(t *testing.T) {
	doc := func(days string) string {
		return temp(t, "program.json", `{"id": "p", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "10%"}],
			"bonuses": [{"name": "fee", "over": "month", "fixed": "280"`+days+`}]}]}`)
	}
	before, after := doc(""), doc(`, "by_days": true`)
	rows := temp(t, "orders.csv", header+"a,2026-01-05,ann,USD,100,\n")
	const why = "USD: 2026-01 is not closed: partner_since: missing: bonus fee is paid by days"
	_, stderr, _ := alianzaCall(t, "", "diff", before, after, "-orders", rows)
	if want := "alianza diff: not done by the new document: 2026-01 ann: " + why + "\n"; stderr != want {
		t.Errorf("diff: stderr = %q; want %q", stderr, want)
	}
	_, stderr, _ = alianzaCall(t, "", "diff", after, after, "-orders", rows)
	if stderr != "" {
		t.Errorf("diff of a document with itself: stderr = %q; want none", stderr)
	}
	_, stderr, code := alianzaCall(t, "", "explain", "-program", after, "-orders", rows, "-event", "close-2026-01")
	if want := `the run could not make "close-2026-01": ann ` + why; !strings.Contains(stderr, want) || code == 0 {
		t.Errorf("explain = %d, %q; want %q", code, stderr, want)
	}
}
