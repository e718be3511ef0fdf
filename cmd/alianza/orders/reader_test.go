package orders_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/commission"

	"github.com/seed-0af520cd/alianza/cmd/alianza/orders"
)

// lines reads a file to one line a row: orders, and what was not used.
func lines(t *testing.T, text string, f orders.Format) []string {
	t.Helper()
	if f.Columns.ID == "" {
		f.Columns = orders.Plain
	}
	r, err := orders.NewReader(strings.NewReader(text), f)
	if err != nil {
		return []string{"error: " + err.Error()}
	}
	var list []string
	for _, remark := range r.Remarks() {
		list = append(list, "remark: "+remark)
	}
	for {
		var o orders.Order
		var reject *orders.RowError
		switch err := r.Read(&o); {
		case errors.Is(err, io.EOF):
			return list
		case errors.As(err, &reject):
			word := "not used"
			if reject.Passed {
				word = "passed over"
			}
			list = append(list, word+": "+reject.Error())
		case err != nil:
			t.Fatal(err)
		default:
			list = append(list, describe(o))
		}
	}
}

func describe(o orders.Order) string {
	s := fmt.Sprintf("%d: %s %s %s %s %s %s", o.Line, o.Kind, o.ID, o.At.Format(time.DateOnly), o.Partner, o.Amount, o.Currency)
	for _, more := range []string{"of " + o.Of, "customer " + o.Customer, "order " + o.Order, "tier " + o.Tier} {
		if !strings.HasSuffix(more, " ") {
			s += ", " + more
		}
	}
	for i, day := range []time.Time{o.PartnerSince, o.PartnerUntil} {
		if !day.IsZero() {
			s += []string{", since ", ", until "}[i] + day.Format(time.RFC3339)
		}
	}
	if !o.Units.IsZero() {
		s += ", units " + o.Units.String()
	}
	for _, m := range []any{o.Facts, o.Includes, o.Metrics} {
		if text := fmt.Sprint(m); text != "map[]" {
			s += ", " + text
		}
	}
	return s
}

const header = "id,date,partner,currency,amount,refund_of\n"

// TestEncodings writes one file in each encoding and reads the same orders.
func TestEncodings(t *testing.T) {
	text := "id,date,partner,currency,amount\na1,2026-03-09,Café Ñu €,EUR,5\n"
	want := []string{"2: sale a1 2026-03-09 Café Ñu € 5 EUR"}
	wide := func(s string, high, low int) string {
		var b strings.Builder
		for _, u := range utf16.Encode([]rune(s)) {
			two := [2]byte{}
			two[high], two[low] = byte(u>>8), byte(u)
			b.Write(two[:])
		}
		return b.String()
	}
	western := strings.NewReplacer("é", "\xe9", "Ñ", "\xd1", "€", "\x80").Replace(text)
	tests := []struct {
		name, text, declared string
		remark               string
	}{
		{"utf-8", text, "", ""},
		{"utf-8 declared", text, "utf-8", ""},
		{"utf-8 with a mark", "\ufeff" + text, "", ""},
		{"utf-16le with a mark", wide("\ufeff"+text, 1, 0), "", ""},
		{"utf-16be with a mark", wide("\ufeff"+text, 0, 1), "", ""},
		{"utf-16be with a mark, declared", wide("\ufeff"+text, 0, 1), "utf-16", ""},
		{"utf-16le", wide(text, 1, 0), "", "utf-16le"},
		{"utf-16be declared", wide(text, 0, 1), "utf-16be", ""},
		{"windows-1252", western, "", "windows-1252"},
		{"windows-1252 declared", western, "windows-1252", ""},
		{"CR LF", strings.ReplaceAll(text, "\n", "\r\n"), "", ""},
		{"CR", strings.ReplaceAll(text, "\n", "\r"), "", ""},
		{"no end of the last line", strings.TrimSuffix(text, "\n"), "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := want
			if tt.remark != "" {
				want = append([]string{"remark: the file is read as " + tt.remark + "; -encoding says it, or another one"}, want...)
			}
			if diff := cmp.Diff(want, lines(t, tt.text, orders.Format{Encoding: tt.declared})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if got := lines(t, header+"a,2026-03-09,ann,EUR,5,\n", orders.Format{Encoding: "windows-1252"}); !cmp.Equal(got, []string{"2: sale a 2026-03-09 ann 5 EUR"}) {
		t.Errorf("ASCII, declared windows-1252 = %q; want the sale", got)
	}
	late := text + strings.Repeat("a2,2026-03-09,ann,EUR,5\n", 1<<16) + "a3,2026-03-09,Caf\xe9,EUR,5\n"
	got := lines(t, late, orders.Format{})
	if want := "not used: line 65539, column partner: \"Caf\\xe9\": not UTF-8; -encoding windows-1252 may read it"; got[len(got)-1] != want {
		t.Errorf("last line = %q; want %q", got[len(got)-1], want)
	}
	if got, want := lines(t, "\ufeff"+text, orders.Format{Encoding: "windows-1252"}), []string{"error: encoding windows-1252: the file begins with the byte order mark of utf-8"}; !cmp.Equal(got, want) {
		t.Errorf("a mark against the flag = %q; want %q", got, want)
	}
}

// TestParts reads files of more than the beginning that is looked at, a byte at a time.
// The beginning, 2^20 bytes, ends within an é and within a 😀.
func TestParts(t *testing.T) {
	for _, n := range []int{28, 12} {
		id := strings.Repeat("a", n)
		text := "id,date,partner,currency,amount\n" + id + ",2026-03-09,ann,EUR,5\n" + strings.Repeat("b,2026-03-09,éééééééé😀,EUR,5\n", 1<<15)
		var wide []byte
		for _, u := range utf16.Encode([]rune("\ufeff" + text)) {
			wide = append(wide, byte(u), byte(u>>8))
		}
		for encoding, file := range map[string]string{"utf-8": text, "utf-16": string(wide)} {
			r, err := orders.NewReader(iotest.OneByteReader(strings.NewReader(file)), orders.Format{Columns: orders.Plain})
			if err != nil || len(r.Remarks()) > 0 {
				t.Fatalf("NewReader(%s) = %v, %q; want no remark", encoding, err, r.Remarks())
			}
			rows := 0
			for ; ; rows++ {
				var o orders.Order
				err := r.Read(&o)
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil || rows > 0 && o.Partner != "éééééééé😀" {
					t.Fatalf("Read(%s, row %d) = %s, %v", encoding, rows, o.Partner, err)
				}
			}
			if rows != 1<<15+1 {
				t.Errorf("%s: %d rows; want %d", encoding, rows, 1<<15+1)
			}
		}
	}
}

// TestLongRow has a row that is longer than what is read at once.
func TestLongRow(t *testing.T) {
	long := strings.Repeat("x", 300_000)
	got, err := orders.Rows("a," + long + "\nb,c\n")
	if want := [][]string{{"a", long}, {"b", "c"}}; err != nil || !cmp.Equal(want, got) {
		t.Errorf("Rows = %d rows, %v; want two", len(got), err)
	}
}

// TestTooLong rejects rows of more than 1 MiB with their lines, whether they have a quote,
// and goes on behind them.
func TestTooLong(t *testing.T) {
	const reason = ": not a row of CSV: a row of more than 1 MiB"
	for _, n := range []int{1<<20 + 1, 5 << 18, 20 << 20} {
		long := strings.Repeat("x", n)
		got := lines(t, header+"a,2026-03-09,ann,USD,1,\n"+long+"\n\""+long+"\"\nb,2026-03-09,ann,USD,2,\n"+long, orders.Format{})
		want := []string{
			"2: sale a 2026-03-09 ann 1 USD", "not used: line 3" + reason, "not used: line 4" + reason,
			"5: sale b 2026-03-09 ann 2 USD", "not used: line 6" + reason,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d bytes (-want +got):\n%s", n, diff)
		}
	}
	for before, line := range map[string]string{"": "1", "sep=;\n": "2"} {
		got := lines(t, before+strings.Repeat("x", 5<<20)+"\n", orders.Format{})
		if want := []string{"error: no header line: line " + line + " has more than 1 MiB"}; !cmp.Equal(got, want) {
			t.Errorf("a long header = %q; want %q", got, want)
		}
	}
}

// TestRows has rows that are not orders, one way or another.
func TestRows(t *testing.T) {
	tests := []struct {
		name, text string
		format     orders.Format
		want       []string
	}{
		{"blanks around a cell", header + "a, 2026-03-09,\u00a0ann\u00a0,EUR ,5,\n", orders.Format{}, []string{"2: sale a 2026-03-09 ann 5 EUR"}},
		{"an order in the first column", "order,id,date,partner,currency,amount\nx,a,2026-03-09,ann,EUR,5\n", orders.Format{
			Columns: orders.Columns{ID: "id", Date: "date", Partner: "partner", Currency: "currency", Amount: "amount", Order: "order?"},
		}, []string{"2: sale a 2026-03-09 ann 5 EUR, order x"}},
		{"a first column nearly called tier", "tie,id,date,partner,amount\nx,a,2026-03-09,ann,5\n", orders.Format{Currency: "EUR"}, []string{
			`remark: the column "tie" looks like "tier" and is not read; -col-tier "tie" reads it`, "2: sale a 2026-03-09 ann 5 EUR",
		}},
		{"more commas than semicolons", "id;date;partner;currency;amount;said, of, all, the, things, that, are\na;2026-03-09;ann;EUR;5;x\n", orders.Format{}, []string{"2: sale a 2026-03-09 ann 5 EUR"}},
		{"a sale and its refunds", header + "a1,2026-03-09,ann,USD,19.99,\nr1,2026-03-16,ann,USD,9.99,a1\nr2,2026-03-17,ann,USD,-1,\n", orders.Format{}, []string{
			"2: sale a1 2026-03-09 ann 19.99 USD", "3: refund r1 2026-03-16 ann 9.99 USD, of a1", "4: refund r2 2026-03-17 ann 1 USD",
		}},
		{"blank rows, a header again, a total", header + "\n,,,,,\na1,2026-03-09,ann,USD,1,\n" + header + " , ,,, ,\nTotal,,,,1,\n,,Gesamt:,,1\n,,Grand Total,,1,\n", orders.Format{}, []string{
			"passed over: line 3: a blank row", "4: sale a1 2026-03-09 ann 1 USD", "passed over: line 5: the header again", "passed over: line 6: a blank row",
			`passed over: line 7: "Total": a total`, `passed over: line 8: "Gesamt:": a total`, `passed over: line 9: "Grand Total": a total`,
		}},
		{"a partner called Total is no total", header + "a1,2026-03-09,Total,USD,1,\n", orders.Format{}, []string{"2: sale a1 2026-03-09 Total 1 USD"}},
		{"what is missing", header + ",2026-03-09,ann,USD,1,\na1,,ann,USD,1,\na1,2026-03-09,,USD,1,\na1,2026-03-09,ann,,1,\na1,2026-03-09,ann,USD,,\na1,2026-03-09,ann,USD,1\n", orders.Format{}, []string{
			"not used: line 2, column id: no id", "not used: line 3, column date: no date", "not used: line 4, column partner: no partner",
			"not used: line 5, column currency: no currency", "not used: line 6, column amount: no amount",
			"not used: line 7: not a row of CSV: 5 cells, and the header has 6",
		}},
		{"a decimal comma without quotes", header + "a1,2026-03-09,ann,USD,1,50,\n", orders.Format{}, []string{
			"not used: line 2: not a row of CSV: 7 cells, and the header has 6; a cell with a comma in it has to be in quotes",
		}},
		{"quotes", header + "\"a\"\"1\",2026-03-09,\"Sol, Luz\",USD,\"1,50\",\"\"\n\"a\n2\",2026-03-09,ann,USD,2,\na3,2026-03-09,a\"nn,USD,1,\na4,2026-03-09,\"an\"n,USD,1,\na5,2026-03-09,ann,USD,1,\n\"a6,2026-03-09,ann,USD,1,\na7,2026-03-09,ann,USD,1,\n", orders.Format{}, []string{
			`2: sale a"1 2026-03-09 Sol, Luz 1.5 USD`, "3: sale a\n2 2026-03-09 ann 2 USD", `not used: line 5: not a row of CSV: bare " in non-quoted-field`,
			`not used: line 6: not a row of CSV: extraneous or missing " in quoted-field`, "7: sale a5 2026-03-09 ann 1 USD",
			"not used: line 8: not a row of CSV: a quote opens and does not close", "9: sale a7 2026-03-09 ann 1 USD",
		}},
		{"a quote that closes too late", header + "a1,2026-03-09,\"ann,USD,1,\na2,2026-03-09,\"bob\",USD,1,\na3,2026-03-09,ann,USD,1,\n", orders.Format{}, []string{
			`not used: line 2: not a row of CSV: extraneous or missing " in quoted-field; the row takes in all lines up to line 3`, "4: sale a3 2026-03-09 ann 1 USD",
		}},
		{
			"kinds", "id,date,partner,currency,amount,kind,refund_of\na1,2026-03-09,ann,USD,5,Sale,\na2,2026-03-09,ann,USD,5,devolución,a1\na3,2026-03-09,ann,USD,,lead,\na4,2026-03-09,ann,USD,5,gift,\na5,2026-03-09,ann,USD,-5,sale,\na6,2026-03-09,ann,USD,,chargeback,a1\na7,2026-03-09,ann,USD,5,,\n",
			orders.Format{Kinds: map[string]commission.Kind{"Devolucion": commission.Refund}},
			[]string{
				"2: sale a1 2026-03-09 ann 5 USD", "3: refund a2 2026-03-09 ann 5 USD, of a1", "4: lead a3 2026-03-09 ann 0 USD",
				`not used: line 5, column kind: "gift": not a kind of event: want lead, qualified_lead, referral, sale, payment, close, refund, chargeback, correction, reversal, maturity; -kind WORD=KIND says another word`,
				`not used: line 6, column amount: "-5": negative amount, and the row is a sale`, "7: chargeback a6 2026-03-09 ann 0 USD, of a1",
				"not used: line 8, column kind: no kind of event",
			},
		},
		{"a prefix of refunds", header + "C1,2026-03-09,ann,USD,-5,\na1,2026-03-09,ann,USD,-5,\n", orders.Format{RefundPrefix: "C"}, []string{
			"2: refund C1 2026-03-09 ann 5 USD", `not used: line 3, column amount: "-5": negative amount, and the id does not begin with "C"`,
		}},
		{
			"more columns", "id,date,partner,currency,amount,units,customer,order,tier,region,tax,trained\na1,2026-03-09,ann,USD,\"5\",3,c7,o9,affiliate/gold,North,0.5,1\n",
			orders.Format{Columns: func() orders.Columns {
				c := orders.Plain
				c.Facts, c.Includes, c.Metrics = map[string]string{"region": "Región"}, map[string]string{"tax": "TAX"}, map[string]string{"training": "trained"}
				return c
			}()},
			[]string{
				"2: sale a1 2026-03-09 ann 5 USD, customer c7, order o9, tier affiliate/gold, units 3, map[region:North], map[tax:0.5], map[training:1]",
			},
		},
		{
			// What is taken back is a refund: a row of another kind that says so with one
			// figure and not with another contradicts itself.
			"signs of units", "id,date,partner,currency,amount,units,refund_of\na1,2026-03-09,ann,USD,10,-2,\na2,2026-03-09,ann,USD,10,2,\nr1,2026-03-09,ann,USD,-5,-1,\nr2,2026-03-09,ann,USD,-5,1,\nr3,2026-03-09,ann,USD,5,-1,a2\nr4,2026-03-09,ann,USD,5,1,a2\n",
			orders.Format{},
			[]string{
				`not used: line 2, column units: "-2": negative units, and the row is a sale`, "3: sale a2 2026-03-09 ann 10 USD, units 2",
				"4: refund r1 2026-03-09 ann 5 USD, units 1", "5: refund r2 2026-03-09 ann 5 USD, units 1",
				"6: refund r3 2026-03-09 ann 5 USD, of a2, units 1", "7: refund r4 2026-03-09 ann 5 USD, of a2, units 1",
			},
		},
		{
			"signs of units by kind", "id,date,partner,currency,amount,kind,refund_of,units\nl,2026-03-09,ann,USD,,lead,,-1\nc,2026-03-09,ann,USD,5,chargeback,a,-1\nk,2026-03-09,ann,USD,5,correction,a,-1\n",
			orders.Format{},
			[]string{
				`not used: line 2, column units: "-1": negative units, and the row is a lead`, "3: chargeback c 2026-03-09 ann 5 USD, of a, units 1",
				`not used: line 4, column units: "-1": negative units, and the row is a correction`,
			},
		},
		{
			// No event that earns is of another event.
			"a sale of an order", "id,date,partner,currency,amount,kind,refund_of\na1,2026-03-09,ann,USD,5,sale,\na2,2026-03-09,ann,USD,5,sale,a1\na3,2026-03-09,ann,USD,,lead,a1\na4,2026-03-09,ann,USD,5,payment,a4\nv,2026-03-09,ann,USD,,item:video,\nr,2026-03-09,ann,USD,5,refund,a1\n",
			orders.Format{},
			[]string{
				"2: sale a1 2026-03-09 ann 5 USD", `not used: line 3, column refund_of: "a1": the row names an order that it refunds, and is a sale`,
				`not used: line 4, column refund_of: "a1": the row names an order that it refunds, and is a lead`, "5: payment a4 2026-03-09 ann 5 USD",
				"6: item:video v 2026-03-09 ann 0 USD", "7: refund r 2026-03-09 ann 5 USD, of a1",
			},
		},
		{
			"figures that are none", "id,date,partner,currency,amount,units,tax,hours,back\na1,2026-03-09,ann,USD,x,,,,\na2,2026-03-09,ann,USD,5,abc,,,\na3,2026-03-09,ann,USD,5,2 USD,,,\na4,2026-03-09,ann,USD,5,€2,,,\na5,2026-03-09,ann,USD,5,,y,,\na6,2026-03-09,ann,USD,5,,,z,\na7,2026-03-09,ann,USD,5,,,,w\n",
			orders.Format{Columns: func() orders.Columns {
				c := orders.Plain
				c.Includes, c.Metrics, c.Refunded = map[string]string{"tax": "tax"}, map[string]string{"training": "hours"}, "back"
				return c
			}()},
			[]string{
				`not used: line 2, column amount: "x": amount is not usable: not a number`, `not used: line 3, column units: "abc": units are not usable: not a number`,
				`not used: line 4, column units: "2 USD": units are not usable: there is a currency beside the number`,
				`not used: line 5, column units: "€2": units are not usable: there is a currency beside the number`,
				`not used: line 6, column tax: "y": tax is not usable: not a number`, `not used: line 7, column hours: "z": training is not usable: not a number`,
				`not used: line 8, column back: "w": the amount refunded is not usable: not a number`,
			},
		},
		{"an invisible header and case", "\u200bID ,Date,PÁRTNER,Currency,Amount\na1,2026-03-09,ann,usd,1\n", orders.Format{}, []string{"2: sale a1 2026-03-09 ann 1 USD"}},
		{"a column that nearly is of refunds", "id,date,partner,currency,amount,Refund Of,Unit\na1,2026-03-09,ann,USD,1,,\na2,2026-03-09,ann,USD,1,a1,\n", orders.Format{}, []string{
			`remark: the column "Refund Of" looks like "refund_of" and is not read; -col-refund-of "Refund Of" reads it`,
			`remark: the column "Unit" looks like "units" and is not read; -col-units "Unit" reads it`,
			"2: sale a1 2026-03-09 ann 1 USD",
			`not used: line 3, column Refund Of: "a1": the column may say that the row is a refund, and is not read; rename it or declare it`,
		}},
		{"a first line that says what parts", "sep=;\nid;date;partner;currency;amount\na1;2026-03-09;ann;USD;1,50\n", orders.Format{}, []string{"3: sale a1 2026-03-09 ann 1.5 USD"}},
		{"tabs", "id\tdate\tpartner\tcurrency\tamount\na1\t2026-03-09\tann\tUSD\t1,50\n", orders.Format{}, []string{"2: sale a1 2026-03-09 ann 1.5 USD"}},
		{"no column", "id,date,partner,currency,Amout\n", orders.Format{}, []string{`error: no column "amount"; the file has ["id" "date" "partner" "currency" "Amout"]; "Amout" looks like it`}},
		{"twice a column", "id,date,partner,currency,amount,Amount\n", orders.Format{}, nil},
		{"twice a column, neither as written", "id,date,partner,currency,AMOUNT,Amount\n", orders.Format{}, []string{
			`error: more than one column "amount"; the file has ["id" "date" "partner" "currency" "AMOUNT" "Amount"]`,
		}},
		{"nothing", "", orders.Format{}, []string{"error: no header line: the file is empty"}},
		{"a wrong delimiter", header, orders.Format{Delimiter: "semicolon"}, []string{
			`error: no column "id", "amount", "date", "partner", "currency"; the file has ["id,date,partner,currency,amount,refund_of"]; semicolon parts the columns, -delimiter says another one`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, lines(t, tt.text, tt.format)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestPresets reads a piece of each shop's export, with the header that it has.
func TestPresets(t *testing.T) {
	tests := []struct {
		shop, currency, text string
		want                 []string
	}{
		{"shopify", "", "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount\n" +
			"#1001,a@example.com,paid,2026-03-09 11:02:00 +0200,fulfilled,,yes,EUR,100.00,5.00,0.00,105.00,LUZ10,10.00,Post,2026-03-09 11:00:00 +0200,1,Lamp,60.00,0.00\n" +
			"#1001,a@example.com,,,,,,,,,,,,,,2026-03-09 11:00:00 +0200,2,Bulb,20.00,\n" +
			"#1002,b@example.com,partially_refunded,2026-03-10 10:00:00 +0200,fulfilled,,yes,EUR,1000.000,0,0,1000.00,LUZ10,0,Post,2026-03-10 09:00:00 +0200,1,Desk,1000.00,250.00\n" +
			"#1003,c@example.com,voided,,,,no,EUR,50.00,0,0,50.00,LUZ10,0,Post,2026-03-11 09:00:00 +0200,1,Lamp,50.00,0.00\n" +
			"#1004,d@example.com,paid,2026-03-12 10:00:00 +0200,fulfilled,,yes,EUR,30.00,0,0,30.00,,0,Post,2026-03-12 09:00:00 +0200,1,Bulb,30.00,0.00\n", []string{
			"2: sale #1001 2026-03-09 LUZ10 100 EUR, customer a@example.com",
			"passed over: line 3: a further line of an order",
			"4: sale #1002 2026-03-10 LUZ10 1000 EUR, customer b@example.com",
			"4: refund #1002/refund 2026-03-10 LUZ10 250 EUR, of #1002, customer b@example.com",
			`passed over: line 5, column Financial Status: "voided": the order is not paid`,
			"not used: line 6, column Discount Code: no partner",
		}},
		{"woocommerce", "EUR", "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),N. Revenue,Attribution\n" +
			"2026-03-09 10:00:00,501,€100.00,completed,Ann A.,new,1× Lamp,1,luz10,100,Direct\n" +
			"2026-03-10 10:00:00,502,€20.00,pending,Bob B.,new,1× Bulb,1,luz10,20,Direct\n" +
			"2026-03-12 10:00:00,501,-€40.00,refunded,Ann A.,returning,1× Lamp,-1,luz10,-40,\n", []string{
			"2: sale 501 2026-03-09 luz10 100 EUR, customer Ann A., units 1",
			`passed over: line 3, column Status: "pending": the order is not paid`,
			"4: refund 501/refund/2026-03-12 10:00:00 2026-03-12 luz10 40 EUR, of 501, customer Ann A., units 1",
		}},
		{"stripe", "", "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Fee,Status,Customer ID,Refunded date (UTC),partner (metadata)\n" +
			"ch_1,2026-03-09 11:02:00,49.00,0.00,usd,true,49.00,1.72,Paid,cus_1,,luz\n" +
			"ch_2,2026-03-10 11:02:00,49.00,49.00,usd,true,49.00,1.72,Refunded,cus_2,2026-04-02 08:00:00,luz\n" +
			"ch_3,2026-03-11 11:02:00,49.00,0.00,usd,false,49.00,0,Failed,cus_3,,luz\n", []string{
			"2: sale ch_1 2026-03-09 luz 49 USD, customer cus_1",
			"3: sale ch_2 2026-03-10 luz 49 USD, customer cus_2",
			"3: refund ch_2/refund 2026-04-02 luz 49 USD, of ch_2, customer cus_2",
			`passed over: line 4, column Status: "Failed": the order is not paid`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.shop, func(t *testing.T) {
			f, err := orders.Preset(tt.shop)
			if err != nil {
				t.Fatal(err)
			}
			f.Currency = tt.currency
			if diff := cmp.Diff(tt.want, lines(t, tt.text, f)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if _, err := orders.Preset("etsy"); err == nil || err.Error() != `"etsy": want shopify, stripe, woocommerce` {
		t.Errorf("Preset(etsy) = %v", err)
	}
}

// TestMessy reads a shop's export that nothing is right about by the flags that
// its messages name, one after the other.
func TestMessy(t *testing.T) {
	text := "Bestellnr.;Datum;Vertriebspartner;W\xe4hrung;Betrag\r\n" +
		"1001;09.03.2026;B\xe4ckerei S\xfcd;EUR;1.234,50 \x80\r\n" +
		"1002;31.03.2026;B\xe4ckerei S\xfcd;EUR;2.000\r\n" +
		";;;;\r\n" +
		"Summe;;;;3.234,50 \x80\r\n"
	f := orders.Format{Columns: orders.Columns{ID: "Bestellnr.", Date: "Datum", Partner: "Vertriebspartner", Currency: "Wahrung", Amount: "Betrag"}}
	first := lines(t, text, f)
	if want := `not used: line 2, column Datum: "09.03.2026": not a date of the form iso; -date dmy reads 9 March, -date mdy reads 3 September`; first[1] != want {
		t.Errorf("first = %q; want %q", first[1], want)
	}
	if want := `not used: line 3, column Datum: "31.03.2026": not a date of the form iso; -date dmy reads 31 March`; first[2] != want {
		t.Errorf("first = %q; want %q", first[2], want)
	}
	f.Dates = "dmy"
	second := lines(t, text, f)
	if want := `not used: line 3, column Betrag: "2.000": amount is not usable: it reads as 2000 and as 2.000; declare what parts the decimals: -decimal comma or -decimal point`; second[2] != want {
		t.Errorf("second = %q; want %q", second[2], want)
	}
	f.Decimal, f.Encoding = "comma", "windows-1252"
	want := []string{
		"2: sale 1001 2026-03-09 Bäckerei Süd 1234.5 EUR", "3: sale 1002 2026-03-31 Bäckerei Süd 2000 EUR",
		"passed over: line 4: a blank row", `passed over: line 5: "Summe": a total`,
	}
	if diff := cmp.Diff(want, lines(t, text, f)); diff != "" {
		t.Errorf("third (-want +got):\n%s", diff)
	}
}

func TestSafe(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "studio-luz": "studio-luz", "-12.50": "-12.50", "+5": "+5", "=1+1": "'=1+1", "@SUM(A1)": "'@SUM(A1)", "-1+cmd": "'-1+cmd", "\t=1": "'\t=1", "+": "'+", "-": "'-",
		"1=1": "1=1", "＝1": "'＝1",
	} {
		if got := orders.Safe(in); got != want {
			t.Errorf("Safe(%q) = %q; want %q", in, got, want)
		}
	}
}

const kindList = "lead, qualified_lead, referral, sale, payment, close, refund, chargeback, correction, reversal, maturity"

func TestCheck(t *testing.T) {
	for want, f := range map[string]orders.Format{
		`encoding "latin1": want utf-8, utf-16, utf-16le, utf-16be or windows-1252`:                  {Encoding: "latin1"},
		`delimiter "x": want comma, semicolon, tab or pipe`:                                          {Delimiter: "x"},
		`decimal "dot": want comma or point`:                                                         {Decimal: "dot"},
		`thousands "x": want comma, point, space, apostrophe or none`:                                {Thousands: "x"},
		`thousands "comma": the decimals have it`:                                                    {Decimal: "comma", Thousands: "comma"},
		`date "yyyy-mm-dd": want iso, mdy, dmy or a layout of Go's package time, such as 02.01.2006`: {Dates: "yyyy-mm-dd"},
		`date "02.01.": want iso, mdy, dmy or a layout of Go's package time, such as 02.01.2006`:     {Dates: "02.01."},
		`kind "Venta": it reads as "VENTA" does, which is another kind`:                              {Kinds: map[string]commission.Kind{"Venta": commission.Sale, "VENTA": commission.Refund}},
		`kind "Venta": "vendre" is not a kind of event: want ` + kindList:                            {Kinds: map[string]commission.Kind{"Venta": "vendre"}},
		`kind "Video": "item:" is not a kind of event: want ` + kindList:                             {Kinds: map[string]commission.Kind{"Video": "item:"}},
	} {
		if err := f.Check(); err == nil || err.Error() != want {
			t.Errorf("Check = %v; want %s", err, want)
		}
	}
	alike := orders.Format{Kinds: map[string]commission.Kind{"Venta": commission.Sale, "VENTA": commission.Sale, "pago": commission.PaymentReceived, "video": commission.Item("video")}}
	if err := alike.Check(); err != nil {
		t.Errorf("Check(two words of one kind) = %v; want no error", err)
	}
}

// TestZeroFormat reads the columns of Plain, as Format says.
func TestZeroFormat(t *testing.T) {
	const file = "id,date,partner,currency,amount\na,2026-03-09,ann,EUR,5\n"
	r, err := orders.NewReader(strings.NewReader(file), orders.Format{})
	if err != nil {
		t.Fatal(err)
	}
	var o orders.Order
	if err := r.Read(&o); err != nil || o.ID != "a" || o.Partner != "ann" || o.Currency != "EUR" || o.Amount.String() != "5" {
		t.Errorf("Read = %v, %v; want the sale a of ann, 5 EUR", o.Event, err)
	}
}

// TestUnnamedColumns refuses columns without those that every order has.
func TestUnnamedColumns(t *testing.T) {
	for want, c := range map[string]orders.Columns{
		"columns: no column is named for id, date, partner, currency, amount": {Kind: "kind"},
		"columns: no column is named for id":                                  {Date: "date", Partner: "partner", Currency: "currency", Amount: "amount"},
		"columns: no column is named for currency":                            {ID: "id", Date: "date", Partner: "partner", Amount: "amount"},
	} {
		f := orders.Format{Columns: c}
		if err := f.Check(); err == nil || err.Error() != want {
			t.Errorf("Check = %v; want %s", err, want)
		}
		if _, err := orders.NewReader(strings.NewReader("id,date\n"), f); err == nil || err.Error() != want {
			t.Errorf("NewReader = %v; want %s", err, want)
		}
	}
	of := orders.Format{Currency: "EUR", Columns: orders.Columns{ID: "id", Date: "date", Partner: "partner", Amount: "amount"}}
	if err := of.Check(); err != nil {
		t.Errorf("Check of columns without a currency, in EUR = %v; want no error", err)
	}
}

// TestColumn asks for the columns of fields as messages name them.
func TestColumn(t *testing.T) {
	columns := orders.Plain
	columns.ID, columns.Amount = "Invoice+Line", "Quantity*Price"
	r, err := orders.NewReader(strings.NewReader("invoice,line,date,partner,currency,quantity,price\n"), orders.Format{Columns: columns})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"id": "invoice+line", "amount": "quantity*price", "at": "date", "partner": "partner",
		"customer": "", // a column that the file has not
		"shade":    "", // no field of an event
	}
	got := map[string]string{}
	for field := range want {
		got[field] = r.Column(field)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Column (-want +got):\n%s", diff)
	}
}

// TestPartnership reads since when and until when a partner is one: days as the date of the
// order is written, in the zone of the format.
func TestPartnership(t *testing.T) {
	madrid, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	const head = "id,date,partner,currency,amount,"
	columns := orders.Plain
	columns.Since, columns.Until = "joined", "left"
	tests := []struct {
		name, text string
		format     orders.Format
		want       []string
	}{
		{"since", head + "partner_since\na,31/3/2026,ann,USD,5,15/3/2025\nb,31/3/2026,ann,USD,5,\n", orders.Format{Dates: "dmy", Zone: madrid}, []string{
			"2: sale a 2026-03-31 ann 5 USD, since 2025-03-15T00:00:00+01:00", "3: sale b 2026-03-31 ann 5 USD",
		}},
		{"until", head + "Partner_Until\na,2026-03-31,ann,USD,5,2026-05-01\n", orders.Format{}, []string{"2: sale a 2026-03-31 ann 5 USD, until 2026-05-01T00:00:00Z"}},
		{"by other names", head + "joined,left\na,2026-03-31,ann,USD,5,2025-03-15,2025-03-16\n", orders.Format{Columns: columns}, []string{
			"2: sale a 2026-03-31 ann 5 USD, since 2025-03-15T00:00:00Z, until 2025-03-16T00:00:00Z",
		}},
		{"no days", head + "partner_since,partner_until\na,2026-03-31,ann,USD,5,soon,\nb,2026-03-31,ann,USD,5,,2026-02-30\n", orders.Format{}, []string{
			`not used: line 2, column partner_since: "soon": not a date of the form iso`, `not used: line 3, column partner_until: "2026-02-30": not a day of the calendar`,
		}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, lines(t, tt.text, tt.format)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	r, err := orders.NewReader(strings.NewReader(head+"Partner_Since,partner_until\n"), orders.Format{Columns: orders.Plain})
	if err != nil || r.Column("partner_since") != "Partner_Since" || r.Column("partner_until") != "partner_until" {
		t.Errorf("Column = %q, %q, %v", r.Column("partner_since"), r.Column("partner_until"), err)
	}
}
