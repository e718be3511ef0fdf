package book_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/book"
)

func TestLine(t *testing.T) {
	agency, studio := open(t, program...).By(book.Partner)[0], open(t, program...).By(book.Partner)[1]
	free := book.Line{Currency: "USD", Revenue: n("5"), Rows: 1}
	refunds := book.Line{Currency: "USD", Revenue: n("-5"), Commission: n("-1"), Rows: 1}
	tests := []struct {
		name string
		got  func() (roi.Figure, error)
		want string
		err  error
	}{
		{"net", agency.Net, "net 8400.45 USD: revenue 11000.5 USD, commission 2100.05 USD, cost 500 USD", nil},
		{"effective rate", agency.EffectiveRate, "effective rate 19.09%: commission 2100.05 USD, revenue 11000.5 USD", nil},
		{"CAC", agency.CAC, "partner CAC 1300.03 USD: commissions 2100.05 USD, program costs 500 USD, customers 2", nil},
		{"return", agency.Return, "ROI 323.09%: revenue 11000.5 USD, cost 2600.05 USD", nil},
		{"multiple", agency.Multiple, "return 4.23:1 gross: revenue 11000.5 USD, cost 2600.05 USD", nil},
		{"after a refund", studio.Return, "ROI 400%: revenue 200 USD, cost 40 USD", nil},
		{"no cost", free.Return, "", alianza.ErrZero},
		{"no customers", free.CAC, "", alianza.ErrZero},
		{"a rate of nothing", book.Line{Currency: "USD"}.EffectiveRate, "", alianza.ErrZero},
		{"a rate of refunds", refunds.EffectiveRate, "", alianza.ErrNegative},
		{"costs taken back", refunds.Multiple, "", alianza.ErrNegative},
		{"no currency", book.Line{}.Net, "", alianza.ErrMissing},
		{"hostile", book.Line{Currency: "USD", Cost: n("1").Shift(1 << 30)}.Net, "", alianza.ErrRange},
		{"negative customers", book.Line{Currency: "USD", Customers: -1}.CAC, "", alianza.ErrNegative},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.got()
			if tt.err == nil && (err != nil || got.String() != tt.want) || tt.err != nil && !errors.Is(err, tt.err) {
				t.Errorf("got %s, %v; want %s %v", got, err, tt.want, tt.err)
			}
		})
	}
	doc, err := json.Marshal(agency)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := alianza.Read[book.Line](doc); err != nil || !cmp.Equal(agency, got) {
		t.Errorf("Read(%s) = %v, %v; want %v", doc, got, err, agency)
	}
}
