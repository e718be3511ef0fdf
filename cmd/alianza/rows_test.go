package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const header = "id,date,partner,currency,amount,refund_of\n"

// bad has one row for each reason, on the line and with the column, the value
// and the text given. A blank value is of a row as a whole, or of an empty cell.
var bad = []struct{ line, column, value, reason, row string }{
	{"3", "id", "", `no id`, `,2026-01-05,ann,USD,10,`},
	{"4", "date", "", `no date`, `b1,,ann,USD,10,`},
	{"5", "partner", "", `no partner`, `b2,2026-01-05, ,USD,10,`},
	{"6", "currency", "", `no currency`, `b3,2026-01-05,ann,,10,`},
	{"7", "amount", "", `no amount`, `b4,2026-01-05,ann,USD,,`},
	{"8", "currency", "CHF", `no plan in the currency`, `b5,2026-01-05,ann,CHF,10,`},
	{"9", "date", "5/1/2026", `not a date of the form iso; -date dmy reads 5 January, -date mdy reads 1 May`, `b6,5/1/2026,ann,USD,10,`},
	{"10", "date", "1969-12-31", `the year is not from 1970 to 2200`, `b7,1969-12-31,ann,USD,10,`},
	{"11", "amount", "-0.00", `amount is zero`, `b8,2026-01-05,ann,USD,-0.00,`},
	{"12", "amount", "1,000.0.0", `amount is not usable: not a number`, `b9,2026-01-05,ann,USD,"1,000.0.0",`},
	{"13", "amount", "123456789012345678", `amount is not usable: too many digits`, `b10,2026-01-05,ann,USD,123456789012345678,`},
	{"14", "amount", strings.Repeat("0", 40) + "1", `amount is not usable: more than 40 characters`, `b11,2026-01-05,ann,USD,` + strings.Repeat("0", 40) + `1,`},
	{"15", "", "", `not a row of CSV: 5 cells, and the header has 6`, `b13,2026-01-05,ann,USD,10`},
	{"16", "", "", `not a row of CSV: bare " in non-quoted-field`, `b14,2026-01-05,a"nn,USD,10,`},
	{"17", "", "", `not a row of CSV: extraneous or missing " in quoted-field`, `b15,2026-01-05,"an"n,USD,10,`},
	{"18", "amount", "1.000", `amount is not usable: it reads as 1000 and as 1.000; declare what parts the decimals: -decimal comma or -decimal point`, `b16,2026-01-05,ann,USD,1.000,`},
	{"19", "id", "a1", `the partner's id was read before`, `a1,2026-02-05,ann,USD,10,`},
	{"20", "amount", "100.01", `the refund is more than what is left of its order`, `b17,2026-01-05,ann,USD,-100.01,a1`},
	{"21", "refund_of", "b18", `the refund names its own id as the order that it refunds`, `b18,2026-01-05,ann,USD,-10,b18`},
	{"22", "refund_of", "", `the order that it refunds is not known, and the plan refuses such refunds`, `b20,2026-01-05,ann,JPY,-10,`},
	{"23", "partner", "a\x01nn", `partner: malformed: spaces around it or control characters in it`, "b12,2026-01-05,a\x01nn,USD,10,"},
	{"24", "currency", "EUR", `the order that it refunds is in another currency`, `b22,2026-01-06,ann,EUR,-10,a1`},
	{"25", "", "", `not a row of CSV: a quote opens and does not close`, "b21,2026-01-05,\"ann,USD,10,"},
}

// badCall writes the rows to a file and returns the arguments that read it, with
// a plan that refuses credits in JPY.
func badCall(t *testing.T) []string {
	t.Helper()
	var rows strings.Builder
	rows.WriteString(header + "a1,2026-01-05,ann,USD,100.00,\n")
	for _, b := range bad {
		rows.WriteString(b.row + "\n")
	}
	program := edit(t, `"version": 1, "hold_days": 14`, `"currencies": ["USD", "EUR"], "hold_days": 14`, `  "payouts": [`,
		`  "payouts": [`, "\n  ],\n  \"payouts\"", `,
    {"currency": "JPY", "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}
  ],
  "payouts"`)
	return []string{"-orders", temp(t, "orders.csv", rows.String()), "-program", temp(t, "program.json", program)}
}

func TestRowsNotUsed(t *testing.T) {
	stdout, stderr, code := invoke(t, "", badCall(t)...)
	var want []string
	for _, b := range bad {
		where := b.line
		if b.column != "" {
			where += " " + b.column
		}
		if b.value != "" {
			where += fmt.Sprintf(" %.25q", b.value)
		}
		want = append(want, "alianza statement: 1 row not used: "+b.reason+" (line "+where+")")
	}
	got := strings.Split(strings.TrimSuffix(stderr, "\n"), "\n")
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stderr (-want +got):\n%s", diff)
	}
	if last := "\n1 row used, 23 not used\n"; code != 0 || !strings.HasSuffix(stdout, last) {
		t.Errorf("run = %d; want 0 and an output that ends with %q:\n%s", code, last, stdout)
	}
}

// TestRowsNotUsedChangeNothing checks that the statements are those of a file
// without the rows that are not used, whatever month, partner or order they name.
func TestRowsNotUsedChangeNothing(t *testing.T) {
	used := header + "s1,2026-01-05,ann,USD,100,\ns2,2026-02-06,ann,USD,50,\nr1,2026-02-07,ann,USD,-60,s1\n"
	unused := "s1,2027-12-31,ann,USD,70,\n" + // repeated
		"r2,2026-02-08,ann,USD,-41,s1\n" + // more than what is left
		"r4,2026-01-01,bob,USD,-1,r4\n" + // of itself
		"s9,2030-01-01,bob,USD,0,\n" +
		"s1,2026-01-06,ann,EUR,70,\n" // repeated
	for name, metric := range map[string]string{"all sales": "false", "kept sales": "true"} {
		t.Run(name, func(t *testing.T) {
			program := temp(t, "program.json", edit(t, `"plans": [`, `"metrics": [{"name": "sales", "kept": `+metric+`}], "plans": [`))
			want := parseJSON(t, mustCall(t, used, "-orders", "-", "-program", program, "-format", "json"))
			want.Unused = 5
			got := parseJSON(t, mustCall(t, used+unused, "-orders", "-", "-program", program, "-format", "json"))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("JSON (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRefundUnnamed checks what is said of a refund in a file that has no column to
// name its order: what makes the row a refund, and by which column.
func TestRefundUnnamed(t *testing.T) {
	program := temp(t, "program.json", edit(t, `"unknown_sale": "current_rate"`, `"unknown_sale": "refuse"`))
	const why = ", and names no order that it refunds; the plan refuses such refunds, and -col-refund-of NAME says which column names the order (line 2 "
	for _, tt := range []struct{ header, row, want string }{
		{"", ",-10", "the row is a refund by its negative amount" + why + `amount "-10")`},
		{",kind", ",10,refund", "the row is a refund" + why + `kind "refund")`},
		{"", ",10", "the row is a refund by its id" + why + `id "C1")`},
	} {
		args := []string{"-orders", "-", "-program", program}
		if tt.row == ",10" {
			args = append(args, "-refund-prefix", "C")
		}
		_, stderr, _ := invoke(t, "id,date,partner,currency,amount"+tt.header+"\nC1,2026-01-05,ann,USD"+tt.row+"\n", args...)
		if want := "alianza statement: 1 row not used: " + tt.want + "\n"; stderr != want {
			t.Errorf("%s: stderr = %q; want %q", tt.row, stderr, want)
		}
	}
	// The column is named as the file has it, not as the first of its names.
	const name = "id,date,partner,currency,amount\na,2026-01-05,ann,CHF,1\n"
	_, stderr, _ := invoke(t, strings.Replace(name, "currency", "Money", 1), "-orders", "-", "-col-currency", "Devise|money")
	if want := "alianza statement: 1 row not used: no plan in the currency (line 2 Money \"CHF\")\n"; stderr != want {
		t.Errorf("stderr = %q; want %q", stderr, want)
	}
}

func TestRejectsFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rejects.csv")
	stdout, stderr, code := invoke(t, "", append(badCall(t), "-rejects", file, "-strict")...)
	if code != exitFailed || stdout != "" {
		t.Errorf("run = %d, %q; want %d and no output", code, stdout, exitFailed)
	}
	if want := "\nalianza statement: -strict: 23 rows not used\n"; !strings.HasSuffix(stderr, want) {
		t.Errorf("stderr = %q; want it to end with %q", stderr, want)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"line", "column", "value", "reason"}}
	for _, b := range bad {
		want = append(want, []string{b.line, b.column, b.value, b.reason})
	}
	slices.SortFunc(got[1:], func(a, b []string) int { return cmpLines(a[0], b[0]) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
}

// TestRejectsElsewhere checks that explain and diff write the rows that are not used, too,
// and that -strict makes them fail.
func TestRejectsElsewhere(t *testing.T) {
	rows := temp(t, "orders.csv", header+"a,2026-01-05,ann,USD,10,\nb,2026-01-05,ann,USD,x,\nr,2026-01-06,ann,USD,20,a\nq,2026-01-06,ann,USD,-2,\n")
	const head = "line,column,value,reason\n3,amount,x,amount is not usable: not a number\n"
	next := temp(t, "next.json", edit(t, `"unknown_sale": "current_rate"`, `"unknown_sale": "refuse"`))
	const more = "the refund is more than what is left of its order"
	for _, tt := range []struct {
		args           []string
		rejects, error string
	}{
		{[]string{"explain", "-event", "a"}, head + "4,amount,20," + more + "\n", "alianza explain: -strict: 2 rows not used\n"},
		{
			[]string{"diff", temp(t, "old.json", string(sampleProgram)), next},
			head + "4,amount,20,refused by the old document: " + more + "\n4,amount,20,refused by the new document: " + more + "\n" +
				"5,refund_of,,\"refused by the new document: the order that it refunds is not known, and the plan refuses such refunds\"\n",
			"alianza diff: 1 row not used: amount is not usable: not a number (line 3 amount \"x\")\nalianza diff: -strict: 1 row not used\n",
		},
	} {
		file := filepath.Join(t.TempDir(), "rejects.csv")
		_, stderr, code := alianzaCall(t, "", append(tt.args, "-orders", rows, "-rejects", file, "-strict")...)
		got, err := os.ReadFile(file)
		if diff := cmp.Diff(tt.rejects, string(got)); err != nil || diff != "" {
			t.Errorf("%q: rejects (-want +got):\n%s", tt.args, diff)
		}
		if code != exitFailed || stderr != tt.error {
			t.Errorf("%q = %d, %q; want %q", tt.args, code, stderr, tt.error)
		}
	}
	for _, args := range [][]string{{"explain", "-event", "a", "-program", next}, {"diff", next, next}} {
		if _, stderr, code := alianzaCall(t, "", append(args, "-orders", rows, "-rejects", next)...); code != exitUsage || !strings.Contains(stderr, "the file is to be read") {
			t.Errorf("%q over the program = %d, %q", args, code, stderr)
		}
	}
	// A row that nobody can read is refused by neither document.
	unread := temp(t, "unread.csv", header+"a,2026-01-05,ann,USD,10,\nb,2026-01-05,ann,USD,x,\n")
	stdout, _, _ := alianzaCall(t, "", "diff", temp(t, "old.json", string(sampleProgram)), next, "-orders", unread)
	if !strings.HasSuffix(stdout, "\n\nThe orders earn the same.\n") {
		t.Errorf("diff of a row that cannot be read = %s; want that the orders earn the same", stdout)
	}
}

// cmpLines compares the numbers of two lines.
func cmpLines(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// TestStrict checks that a row that is refused late stops the command before it
// prints anything, too.
func TestStrict(t *testing.T) {
	tests := []struct {
		name, rows, want string
	}{
		{"all used", "a,2026-01-05,ann,USD,10,\n", ""},
		{"refund of too much", "a,2026-01-05,ann,USD,10,\nb,2026-01-06,ann,USD,-11,a\n", "alianza statement: 1 row not used: the refund is more than what is left of its order (line 3 amount \"11\")\nalianza statement: -strict: 1 row not used\n"},
		{"repeated id", "a,2026-01-05,ann,USD,10,\na,2026-01-06,ann,USD,10,\n", "alianza statement: 1 row not used: the partner's id was read before (line 3 id \"a\")\nalianza statement: -strict: 1 row not used\n"},
		{"no amount", "a,2026-01-05,ann,USD,,\n", "alianza statement: 1 row not used: no amount (line 2 amount)\nalianza statement: -strict: 1 row not used\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			stdout, stderr, code := invoke(t, header+tt.rows, "-orders", "-", "-strict")
			if diff := cmp.Diff(tt.want, stderr); diff != "" {
				t.Errorf("stderr (-want +got):\n%s", diff)
			}
			if failed := tt.want != ""; (code == exitFailed) != failed || (stdout == "") != failed {
				t.Errorf("run = %d, %d bytes of output; want failure %t", code, len(stdout), failed)
			}
		})
	}
}

// TestManyReasons checks that the report stays short whatever the file holds.
func TestManyReasons(t *testing.T) {
	var rows strings.Builder
	rows.WriteString(header)
	for i := range 300 { // characters that nobody can see, each at a place of its own
		rows.WriteString("x" + strings.Repeat("a", i%150) + string(rune(0x200b+i/150)) + "b,2026-01-05,ann,USD,5,\n")
	}
	file := filepath.Join(t.TempDir(), "rejects.csv")
	_, stderr, code := invoke(t, rows.String(), "-orders", "-", "-rejects", file)
	lines := strings.Split(stderr, "\n")
	if want := reasonsShown + 2; code != 0 || len(lines) != want {
		t.Errorf("run = %d, %d lines on stderr; want 0 and %d:\n%s", code, len(lines), want, stderr)
	}
	if got := len(rejectedLines(t, file)); got != 300 {
		t.Errorf("rejected rows in the file = %d; want 300", got)
	}
	if !strings.Contains(stderr, " not used: other reasons; -rejects FILE has them (line ") {
		t.Errorf("stderr = %s; want other reasons at its end", stderr)
	}
}

func TestManyLines(t *testing.T) {
	_, stderr, _ := invoke(t, header+strings.Repeat(",,,,,\n", 9), "-orders", "-")
	if want := "alianza statement: 9 rows passed over: a blank row (line 2, 3, 4, 5, 6, 7, 8, 9, …)\n"; stderr != want {
		t.Errorf("stderr = %q; want %q", stderr, want)
	}
}

func TestFileForms(t *testing.T) {
	plain := mustCall(t, sampleOrders, "-orders", "-")
	if want := mustCall(t, ""); plain != want {
		t.Error("orders from standard input have another output than the ones that are part of the command")
	}
	quoted := strings.NewReplacer("\n", "\"\n\"", ",", `","`).Replace(strings.TrimSuffix(sampleOrders, "\n"))
	tests := []struct{ name, data string }{
		{"byte order mark", "\ufeff" + sampleOrders},
		{"lines that end in CRLF", strings.ReplaceAll(sampleOrders, "\n", "\r\n")},
		{"both", "\ufeff" + strings.ReplaceAll(sampleOrders, "\n", "\r\n")},
		{"everything quoted, behind a byte order mark", "\ufeff\"" + quoted + "\"\n"},
		{"no end of the last line", strings.TrimSuffix(sampleOrders, "\n")},
		{"blank lines", "\n" + strings.ReplaceAll(sampleOrders, "\n", "\n\n")},
		{"blanks around fields", strings.ReplaceAll(sampleOrders, ",", " , ")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			stdout, stderr, code := invoke(t, tt.data, "-orders", "-")
			if diff := cmp.Diff(plain, stdout); code != 0 || diff != "" {
				t.Errorf("run = %d, %s; output (-want +got):\n%s", code, stderr, diff)
			}
		})
	}
}

// TestHeader checks files of which no row can be read.
func TestHeader(t *testing.T) {
	const more = "alianza help statement says how to call it.\n"
	const none = "No statements: there is no usable order to show.\n"
	tests := []struct {
		name, data     string
		args           []string
		code           int
		stdout, stderr string
	}{
		{"empty", "", nil, exitUsage, "", "alianza statement: orders: no header line: the file is empty\n" + more},
		{"blank", "\n\n", nil, exitUsage, "", "alianza statement: orders: no header line: the file is empty\n" + more},
		{"header only", header, nil, 0, none, ""},
		{"header only, CSV", header, []string{"-format", "csv"}, 0, strings.Join(csvHeader, ",") + "\n", ""},
		{"currency given", "id,date,partner,amount\n", []string{"-currency", "EUR"}, 0, none, ""},
		{"column of refunds asked for", "id,date,partner,amount,currency\n", []string{"-col-refund-of", "refund_of"}, exitUsage, "", `alianza statement: orders: no column "refund_of"; the file has ["id" "date" "partner" "amount" "currency"]` + "\n" + more},
		{"parts of an id", "id,date,partner,amount,currency\n", []string{"-col-id", "id + day"}, exitUsage, "", `alianza statement: orders: no column "day"; the file has ["id" "date" "partner" "amount" "currency"]` + "\n" + more},
		{"factors of an amount", "id,date,partner,amount,currency\n", []string{"-col-amount", "pieces*price"}, exitUsage, "", `alianza statement: orders: no column "pieces", "price"; the file has ["id" "date" "partner" "amount" "currency"]` + "\n" + more},
		{"column twice that is not read", "id,date,partner,amount,currency,x,x\n", nil, 0, none, ""},
		{"columns parted by semicolons", "id;date;partner;currency;amount\n", nil, 0, none, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			stdout, stderr, code := invoke(t, tt.data, append([]string{"-orders", "-"}, tt.args...)...)
			if code != tt.code || stdout != tt.stdout || stderr != tt.stderr {
				t.Errorf("run = %d, %q, %q; want %d, %q, %q", code, stdout, stderr, tt.code, tt.stdout, tt.stderr)
			}
		})
	}
}

// TestZone checks that the month is the one of the program's zone.
func TestZone(t *testing.T) {
	rows := header + "a,2026-01-31T23:30:00Z,ann,USD,5,\nb,2026-02-01 00:30,ann,USD,5,\n"
	for zone, want := range map[string][]string{"UTC": {"2026-01", "2026-02"}, "Europe/Madrid": {"2026-02", "2026-02"}, "America/Bogota": {"2026-01", "2026-02"}} {
		program := temp(t, "program.json", edit(t, "Europe/Madrid", zone))
		var got []string
		for _, e := range parseCSV(t, mustCall(t, rows, "-orders", "-", "-program", program, "-format", "csv")) {
			got = append(got, e.Month)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("months in %s (-want +got):\n%s", zone, diff)
		}
	}
}

// TestShops reads the columns of a shop.
func TestShops(t *testing.T) {
	rows := "Name,Paid at,Discount Code,Currency,Subtotal,Financial Status\n#1001,2026-01-05 10:00:00 +0100,ann,USD,100,paid\n#1002,2026-01-05 10:00:00 +0100,ann,USD,100,pending\n"
	stdout, _, code := invoke(t, rows, "-orders", "-", "-from", "shopify")
	if code != 0 || !strings.Contains(stdout, "sale #1001 ") || strings.Contains(stdout, "#1002") {
		t.Errorf("statement of what a shop exports = %d, %s; want the order that is paid", code, stdout)
	}
	if _, stderr, code := invoke(t, rows, "-orders", "-", "-from", "amazon"); code != exitUsage || !strings.Contains(stderr, `"amazon": want shopify, stripe, woocommerce`) {
		t.Errorf("statement of another shop = %d, %q", code, stderr)
	}
}

// TestUnitsOutOfRange says of a sale what is wrong with it: it is no refund.
func TestUnitsOutOfRange(t *testing.T) {
	_, stderr, _ := invoke(t, "id,date,partner,currency,amount,units\na,2026-01-05,ann,USD,100,3000000000\n", "-orders", "-")
	if want := `1 row not used: units: out of range: from 0 to 2147483647 (line 2 units "3000000000")`; !strings.Contains(stderr, want) {
		t.Errorf("stderr = %q; want %q in it", stderr, want)
	}
}

// TestOneReason checks that a file of another form of dates or amounts has one reason, and
// not one for each value.
func TestOneReason(t *testing.T) {
	const head = "id;date;partner;amount;currency\n"
	tests := []struct{ name, rows, want string }{
		{
			"dates that one layout reads", "1;03/05/2026;ana;5;USD\n2;31/05/2026;ana;5;USD\n",
			`2 rows not used: not a date of the form iso; -date dmy could read all of them (line 2 date "03/05/2026", 3 date "31/05/2026")`,
		},
		{
			"dates that two layouts read", "1;03/05/2026;ana;5;USD\n2;04/06/2026;ana;5;USD\n",
			`2 rows not used: not a date of the form iso; -date dmy and -date mdy could read all of them (line 2 date "03/05/2026", 3 date "04/06/2026")`,
		},
		{
			"dates that no layout reads", "1;13/05/2026;ana;5;USD\n2;05/13/2026;ana;5;USD\n",
			`2 rows not used: not a date of the form iso (line 2 date "13/05/2026", 3 date "05/13/2026")`,
		},
		{
			"one date", "1;13/05/2026;ana;5;USD\n",
			`1 row not used: not a date of the form iso; -date dmy reads 13 May (line 2 date "13/05/2026")`,
		},
		{
			"amounts", "1;2026-05-03;ana;1.500;USD\n2;2026-05-03;ana;2.250;USD\n",
			`2 rows not used: amount is not usable: it reads as 1500 and as 1.500; declare what parts the decimals: -decimal comma or -decimal point (line 2 amount "1.500", 3 amount "2.250")`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, stderr, _ := invoke(t, head+tt.rows, "-orders", "-")
			if diff := cmp.Diff("alianza statement: "+tt.want+"\n", stderr); diff != "" {
				t.Errorf("stderr (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRefundOfWindow says of a refund what its window is left with, and not that its sale is.
func TestRefundOfWindow(t *testing.T) {
	program := temp(t, "program.json", `{"id": "p", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "over": "month",
		"table": {"scope": "graduated", "edge": "upper", "brackets": [{"up_to": "1000", "rate": "10%"}, {"rate": "20%"}]}}]}]}`)
	rows := "id,date,partner,amount,currency,refund_of\n1,2026-04-03,ana,600.05,USD,\n2,2026-04-04,ana,600.05,USD,\nr,2026-05-05,ana,100.10,USD,1\n"
	stdout, _, _ := invoke(t, rows, "-program", program, "-orders", "-", "-month", "2026-05")
	// 1000 at 10% and 200.10 at 20% are 140.02; 1000 at 10% and 100 at 20% are 120.
	if want := "-20.02  of 1: 1100.00 left in 2026-04 earn 120.00\n"; !strings.Contains(stdout, want) {
		t.Errorf("statement = %q; want %q in it", stdout, want)
	}
}

// TestMetricColumns lets columns decide the tier. Rows that have no figure say nothing,
// and rows that do not agree leave the month without the metric, in whatever order they
// come.
func TestMetricColumns(t *testing.T) {
	program := temp(t, "program.json", `{"id": "p", "currencies": ["USD"],
		"tiers": {"editions": [{"ladder": {"name": "partner", "levels": [
			{"name": "basic", "requires": [{"metric": "sales", "at_least": "1"}]},
			{"name": "gold", "requires": [{"metric": "sales", "at_least": "1"}, {"metric": "hours", "at_least": "8"}]}]}}]},
		"plans": [{"rules": [{"name": "sale", "on": "sale", "ladder": "partner", "rates": {"basic": "20%", "gold": "30%"}}]}]}`)
	const head = "id,date,partner,currency,amount,hours\n"
	call := func(rows string, more ...string) (stdout, stderr string, code int) {
		args := append([]string{"-summary", "-program", program, "-orders", temp(t, "orders.csv", head+rows), "-metric", "hours=hours"}, more...)
		return invoke(t, "", args...)
	}
	for rows, want := range map[string]string{
		"a,2026-01-05,ann,USD,100,8\nb,2026-01-06,ann,USD,100,\n":     "ann: 2 events, gold, the top level\n",
		"a,2026-01-05,ann,USD,100,7.5\nb,2026-01-06,ann,USD,100,7.50": "ann: 2 events, basic; 0.5 hours to gold\n",
		"a,2026-01-05,ann,USD,100,\n":                                 "not done: tier: ladder partner: metrics.hours: missing",
	} {
		if stdout, stderr, code := call(rows); code != 0 || stderr != "" || !strings.Contains(stdout, want) {
			t.Errorf("orders %q = %d, %q, %s; want %q", rows, code, stderr, stdout, want)
		}
	}
	one, other := "a,2026-01-05,ann,USD,100,8\n", "b,2026-01-06,ann,USD,100,9\n"
	stdout, stderr, code := call(one + other)
	const remark = "alianza statement: remark: 1 row does not agree; their months are closed without the metric: line 3, metrics.hours of ann in 2026-01, \"9\"\n"
	if code != 0 || stderr != remark || !strings.Contains(stdout, "not done: metrics.hours: contradiction: given as different numbers for the month\n") {
		t.Errorf("rows that do not agree = %d, %q, %s", code, stderr, stdout)
	}
	if again, _, _ := call(other + one); again != stdout {
		t.Errorf("in the other order:\n%s\nwant\n%s", again, stdout)
	}
	if stdout, _, code := call(one+other, "-strict"); code != exitFailed || stdout != "" {
		t.Errorf("-strict = %d, %q", code, stdout)
	}
	for column, want := range map[string]string{
		"sales=hours": `-metric "sales": contradiction: the program counts this metric itself`,
		"hour=hours":  `-metric "hour": unknown: no edition of the ladder asks for this metric`,
	} {
		if _, stderr, code := call(one, "-metric", column); code != exitUsage || !strings.Contains(stderr, want) {
			t.Errorf("-metric %s = %d, %q; want %q", column, code, stderr, want)
		}
	}
}

// TestMessyExport reads an export of a Spanish shop with what the messages suggest, one
// message after the other. It is in Windows-1252, with semicolons and decimal commas, the
// day first, and a row of totals.
func TestMessyExport(t *testing.T) {
	orders := temp(t, "orders.csv", strings.ReplaceAll("Pedido;Fecha;Socio;Moneda;Importe;Reembolso de\n"+
		"1001;31/03/2026;Ana N\xfa\xf1ez;EUR;1.234,50;\n1002;01/04/2026;Ana N\xfa\xf1ez;EUR;2.000,00;\n"+
		"1003;02/04/2026;Panader\xeda Sol;EUR;99,95 \x80;\nR1;05/04/2026;Panader\xeda Sol;EUR;-99,95;1003\n;;Total;;3.334,45;\n", "\n", "\r\n"))
	args := []string{"-summary", "-orders", orders}
	columns := []string{
		"-col-id", "Pedido", "-col-date", "Fecha", "-col-partner", "Socio", "-col-currency", "Moneda", "-col-amount", "Importe",
		"-col-refund-of", "Reembolso de",
	}
	for _, step := range []struct {
		say string
		add []string
	}{
		{`no column "id", "amount", "date", "partner", "currency"; the file has ["Pedido" "Fecha" "Socio" "Moneda" "Importe" "Reembolso de"]`, columns},
		{"the file is read as windows-1252; -encoding says it", []string{"-encoding", "windows-1252"}},
		{"not a date of the form iso; -date dmy could read all of them", []string{"-date", "dmy"}},
	} {
		if _, stderr, _ := invoke(t, "", args...); !strings.Contains(stderr, step.say) {
			t.Fatalf("%q says %q; want %q in it", args, stderr, step.say)
		}
		args = append(args, step.add...)
	}
	stdout, stderr, code := invoke(t, "", args...)
	if want := "alianza statement: 1 row passed over: a total (line 6 \"Total\")\n"; code != 0 || stderr != want {
		t.Errorf("%q = %d, %q; want 0, %q", args, code, stderr, want)
	}
	// 20% of 1234.50 in March, and of 2000.00 in April; 20% of 99.95 is taken back.
	for _, want := range []string{"Ana Núñez", "earned 246.90 ", "earned 400.00 ", "earned 19.99 + adjusted -19.99 ", "\n4 rows used, 0 not used\n"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the statement does not have %q:\n%s", want, stdout)
		}
	}
}
