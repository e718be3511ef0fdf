package orders_test

import (
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/cmd/alianza/orders"
)

// readOne reads a file of one row with the amount given.
func readOne(t *testing.T, amount, currency string, f orders.Format) (orders.Order, error) {
	t.Helper()
	if f.Columns.ID == "" {
		f.Columns = orders.Plain
	}
	r, err := orders.NewReader(strings.NewReader("id|date|partner|currency|amount\na1|2026-03-09|ann|"+currency+"|"+amount+"\n"), f)
	if err != nil {
		t.Fatal(err)
	}
	var o orders.Order
	return o, r.Read(&o)
}

// TestAmounts has amounts as people write them, by what is declared. A want
// that begins with ! is a piece of the reason for which it is refused.
func TestAmounts(t *testing.T) {
	const (
		two   = "!it reads as "
		not   = "!not a number"
		comma = "comma"
		point = "point"
	)
	tests := []struct{ amount, free, point, comma string }{
		{"1234", "1234", "1234", "1234"},
		{"19.99", "19.99", "19.99", "!not a number with a decimal comma"},
		{"19,99", "19.99", "!not a number with a decimal point", "19.99"},
		{"1.000", two + "1000 and as 1.000", "1.000", "1000"},
		{"1,000", two + "1000 and as 1.000", "1000", "1.000"},
		{"-12.345", two + "12345 and as 12.345", "-12.345", "-12345"},
		{"0.125", "0.125", "0.125", not},
		{"1234.567", "1234.567", "1234.567", not},
		{"1.2345", "1.2345", "1.2345", not},
		{"1.234,56", "1234.56", not, "1234.56"},
		{"1,234.56", "1234.56", "1234.56", not},
		{"1.234.567", "1234567", not, "1234567"},
		{"1,234,567", "1234567", "1234567", not},
		{"1,234.567", "1234.567", "1234.567", not},
		{"1 234,56", "1234.56", not, "1234.56"},
		{"1\u00a0234,56", "1234.56", not, "1234.56"},
		{"1\u202f234,56", "1234.56", not, "1234.56"},
		{"1'234.50", "1234.50", "1234.50", not},
		{"1’234.50", "1234.50", "1234.50", not},
		{"12 34", not, not, not},
		{"1.23.456", not, not, not},
		{"1,23,456.00", not, not, not},
		{"1.234,567.00", not, not, not},
		{".5", "0.5", "0.5", not},
		{",5", "0.5", not, "0.5"},
		{"5.", not, not, not},
		{"€ 19.99", "19.99", "19.99", not},
		{"19.99 €", "19.99", "19.99", not},
		{"EUR 19.99", "19.99", "19.99", not},
		{"19.99EUR", "19.99", "19.99", not},
		{"€-5", "-5", "-5", "-5"},
		{"-€5", "-5", "-5", "-5"},
		{"−5", "-5", "-5", "-5"},
		{"5-", "-5", "-5", "-5"},
		{"(5.00)", "-5.00", "-5.00", not},
		{"(€5)", "-5", "-5", "-5"},
		{"+5", "5", "5", "5"},
		{"--5", not, not, not},
		{"(-5)", not, not, not},
		{"$5", "!the sign is $, and the row is in EUR", "!the sign is $", "!the sign is $"},
		{"USD 5", "!the sign is USD, and the row is in EUR", "!the sign is USD", "!the sign is USD"},
		{"€5 EUR", not, not, not},
		{"five", not, not, not},
		{"1e3", "!a spreadsheet has rounded it", "!a spreadsheet", "!a spreadsheet"},
		{"1E+05", "!a spreadsheet has rounded it", "!a spreadsheet", "!a spreadsheet"},
		{"0x10", not, not, not},
		{"NaN", not, not, not},
		{"12%", not, not, not},
		{"\u200b7", "7", "7", "7"},
		{"٣", not, not, not},
		{"-", not, not, not},
		{"€", not, not, not},
		{"123456789012345678", "!too many digits", "!too many digits", "!too many digits"},
		{"0.1234567891", "!too many digits", "!too many digits", not},
		{"00000000000000000000000000000000000000007", "!more than 40 characters", "!more than 40", "!more than 40"},
		{"0000000000000000000000000000000000007", "7", "7", "7"},
		{"0", "!amount is zero", "!amount is zero", "!amount is zero"},
		{"", "!no amount", "!no amount", "!no amount"},
	}
	for _, tt := range tests {
		for declared, want := range map[string]string{"": tt.free, point: tt.point, comma: tt.comma} {
			o, err := readOne(t, tt.amount, "EUR", orders.Format{Decimal: declared})
			if reason, refused := strings.CutPrefix(want, "!"); refused {
				if err == nil || !strings.Contains(err.Error(), reason) {
					t.Errorf("amount %q, decimal %q = %v, %v; want the reason %q", tt.amount, declared, o.Amount, err, reason)
				}
				continue
			}
			got := o.Amount.StringFixed(max(0, -o.Amount.Exponent()))
			if o.Kind == "refund" {
				got = "-" + got
			}
			if err != nil || got != want {
				t.Errorf("amount %q, decimal %q = %s, %v; want %s", tt.amount, declared, got, err, want)
			}
		}
	}
}

// TestThousands declares what parts the thousands.
func TestThousands(t *testing.T) {
	tests := []struct{ thousands, amount, want string }{
		{"comma", "1,000", "1000"},
		{"comma", "1.000", "1"},
		{"point", "1.000", "1000"},
		{"point", "1,5", "1.5"},
		{"point", "1234.567", "not a number with a decimal comma"},
		{"point", "1.5", "not a number with a decimal comma"},
		{"space", "1 000", "1000"},
		{"space", "1'000.5", "not a number"},
		{"apostrophe", "1'000.5", "1000.5"},
		{"none", "1 000", "not a number"},
		{"none", "1000,25", "1000.25"},
	}
	for _, tt := range tests {
		o, err := readOne(t, tt.amount, "EUR", orders.Format{Thousands: tt.thousands})
		if got := o.Amount.String(); err == nil && got != tt.want || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("amount %q, thousands %s = %s, %v; want %s", tt.amount, tt.thousands, got, err, tt.want)
		}
	}
}

func TestSigns(t *testing.T) {
	for _, tt := range []struct{ amount, currency string }{
		{"US$ 5", "USD"},
		{"$5", "CAD"},
		{"£5", "GBP"},
		{"¥500", "JPY"},
		{"5 zł", "PLN"},
		{"5 kr", "SEK"},
		{"5 kr.", "DKK"},
		{"R$ 5", "BRL"},
		{"CHF 5", "CHF"},
		{"S/ 5", "PEN"},
		{"5 Kč", "CZK"},
		{"R5", "ZAR"},
		{"ZAR 5", "ZAR"},
		{"AZN 5", "AZN"},
	} {
		if o, err := readOne(t, tt.amount, tt.currency, orders.Format{}); err != nil || o.Amount.Sign() <= 0 {
			t.Errorf("amount %q in %s: %v, %v", tt.amount, tt.currency, o.Amount, err)
		}
	}
}
