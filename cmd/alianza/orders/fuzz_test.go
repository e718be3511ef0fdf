package orders_test

import (
	"encoding/csv"
	"errors"
	"io"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/cmd/alianza/orders"
)

// FuzzScan reads any text as rows and compares them with those of encoding/csv,
// where that finds nothing wrong: each row in one cell of the orders.
func FuzzScan(f *testing.F) {
	for _, s := range []string{
		"a,b\n", "\"a\",b\r\n", "\"a\"\"b\",\"c\nd\"\n", "\n\n,,\n", "a\rb\rc", "\"\"\n", "\"a\r\nb\",c", "a,\"b", "x\"y\n", "\"a\"b,c\n", ",", "\"a\",\"", "é,\xff\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		plain := strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
		want := csv.NewReader(strings.NewReader(plain))
		want.FieldsPerRecord = -1
		records, err := want.ReadAll()
		got, gotErr := orders.Rows(text)
		if err != nil {
			return // the scanner goes on behind a row that is broken
		}
		if gotErr != nil {
			t.Fatalf("Rows(%q) = %v; want %q", text, gotErr, records)
		}
		if len(got) != len(records) {
			t.Fatalf("Rows(%q) = %q; want %q", text, got, records)
		}
		for i := range records {
			if strings.Join(got[i], "\x00") != strings.Join(records[i], "\x00") {
				t.Errorf("Rows(%q)[%d] = %q; want %q", text, i, got[i], records[i])
			}
		}
	})
}

// readings returns all numbers that a text can be read as: with each decimal
// separator and with each separator of thousands.
func readings(s string) map[string]bool {
	all := map[string]bool{}
	for _, point := range ".," {
		for _, group := range []string{"", ",", `\.`, " ", "'"} {
			if strings.HasSuffix(group, string(point)) {
				continue
			}
			whole := `\d+`
			if group != "" {
				whole = `\d+|[1-9]\d{0,2}(?:` + group + `\d{3})+`
			}
			m := regexp.MustCompile(`^(-?)(` + whole + `|)(?:\` + string(point) + `(\d+))?$`).FindStringSubmatch(s)
			if m == nil || m[2]+m[3] == "" {
				continue
			}
			digits := strings.NewReplacer(",", "", ".", "", " ", "", "'", "").Replace(m[2])
			r, ok := new(big.Rat).SetString(m[1] + "0" + digits + ".0" + m[3])
			if m[3] != "" {
				r, ok = new(big.Rat).SetString(m[1] + "0" + digits + "." + m[3])
			}
			if ok {
				all[r.RatString()] = true
			}
		}
	}
	return all
}

// FuzzAmount reads any text as an amount: it is read if it can be read in one way
// alone, and refused if it cannot be read or reads two ways.
func FuzzAmount(f *testing.F) {
	for _, s := range []string{"1.000", "1,000", "0.125", "1.234,56", "1 234", "-5", "1'000.5", ".5", "12.345.678", "1.2.3", "999.999", "1234.567"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.Trim(s, "0123456789,.'- ") != "" || strings.TrimSpace(s) != s || s == "" || len(s) > 16 || strings.Contains(s, "--") || strings.LastIndexByte(s, '-') > 0 || strings.HasPrefix(s, "- ") {
			return
		}
		if _, fraction, _ := strings.Cut(s, "."); len(fraction) > 9 {
			return
		}
		if _, fraction, _ := strings.Cut(s, ","); len(fraction) > 9 {
			return
		}
		want := readings(s)
		r, err := orders.NewReader(strings.NewReader("id|date|partner|currency|amount|kind\na|2026-01-01|p|EUR|"+s+"|lead\n"), orders.Format{Columns: orders.Plain})
		if err != nil {
			t.Fatal(err)
		}
		var o orders.Order
		err = r.Read(&o)
		var reject *orders.RowError
		if errors.As(err, &reject) && strings.HasPrefix(reject.Reason, "negative") {
			return
		}
		if len(want) != 1 {
			if err == nil {
				t.Errorf("%q = %v; want it refused, it reads as %v", s, o.Amount, want)
			}
			return
		}
		if err != nil || !want[o.Amount.Rat().RatString()] {
			t.Errorf("%q = %v, %v; want %v", s, o.Amount, err, want)
		}
	})
}

// FuzzRead reads any bytes. Each row is an order or is said not to be, in the
// order of the lines, and every amount is one that a commission can be paid on.
func FuzzRead(f *testing.F) {
	f.Add([]byte(header+"a1,2026-03-09,ann,USD,19.99,\n,,,,,\n"), byte(0))
	f.Add([]byte("\xff\xfei\x00d\x00\n\x00"), byte(1))
	f.Add([]byte("id;date;partner;currency;amount\na;1.2.2026;b\xe9;EUR;(1.000,5 \x80)\n"), byte(2))
	f.Fuzz(func(t *testing.T, data []byte, options byte) {
		format := orders.Format{Columns: orders.Plain}
		if options&1 != 0 {
			format.Encoding = "windows-1252"
		}
		if options&2 != 0 {
			format.Dates, format.Decimal = "dmy", "comma"
		}
		r, err := orders.NewReader(strings.NewReader(string(data)), format)
		if err != nil {
			return
		}
		last := 1
		for {
			var o orders.Order
			var reject *orders.RowError
			err := r.Read(&o)
			line := o.Line
			switch {
			case errors.Is(err, io.EOF):
				return
			case errors.As(err, &reject):
				line = reject.Line
				if reject.Reason == "" {
					t.Errorf("line %d is not used without a reason", line)
				}
			case err != nil:
				return // a row that is too long
			case o.Amount.Sign() < 0 || o.ID == "" || o.Partner == "" || o.Currency == "" || o.Kind == "" || o.At.IsZero():
				t.Errorf("order = %+v", o)
			}
			if line < last {
				t.Errorf("line %d comes behind line %d", line, last)
			}
			last = line
		}
	})
}
