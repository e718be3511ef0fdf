package commission_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestStatement writes statements with and without media and notes.
func TestStatement(t *testing.T) {
	entry := func(event, amount string) commission.Entry {
		return commission.Entry{
			Kind: commission.Sale, Event: event, Partner: "ana", Rule: "sale", Currency: "USD", At: day(5), Due: day(9),
			Base: num("10.00"), Rate: alianza.WholePercent(20), Amount: num(amount),
		}
	}
	noted, credit := entry("s-2", "1.50"), entry("s-3", "2.00")
	noted.Note, credit.Medium = "cut to the maximum", commission.Credit
	tests := []struct {
		name    string
		entries []commission.Entry
		want    string
	}{
		{"nothing", nil, "ana, USD\ndate  event  rule  base  rate  amount  due\n"},
		{"cash", []commission.Entry{entry("s-1", "2.00")}, `ana, USD
date        event     rule   base  rate  amount  due
2026-01-05  sale s-1  sale  10.00   20%    2.00  2026-01-09
            cash                           2.00
`},
		{"a note", []commission.Entry{entry("s-1", "2.00"), noted}, `ana, USD
date        event     rule   base  rate  amount  due         note
2026-01-05  sale s-1  sale  10.00   20%    2.00  2026-01-09
2026-01-05  sale s-2  sale  10.00   20%    1.50  2026-01-09  cut to the maximum
            cash                           3.50
`},
		{"a note and a medium", []commission.Entry{noted, credit}, `ana, USD
date        event     rule   base  rate  amount  due         in      note
2026-01-05  sale s-2  sale  10.00   20%    1.50  2026-01-09  cash    cut to the maximum
2026-01-05  sale s-3  sale  10.00   20%    2.00  2026-01-09  credit
            cash                           1.50
            credit                         2.00
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := commission.Statement{Partner: "ana", Currency: "USD", Entries: tt.entries}
			if diff := cmp.Diff(tt.want, s.String()); diff != "" {
				t.Errorf("String mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestStatements groups entries by partner and currency, and adds up each
// medium by itself (C5, C9, C10).
func TestStatements(t *testing.T) {
	entry := func(partner, currency, amount string, m commission.Medium) commission.Entry {
		return commission.Entry{Partner: partner, Currency: currency, Amount: num(amount), Medium: m}
	}
	got := commission.Statements([]commission.Entry{
		entry("ben", "USD", "1", commission.Cash), entry("ana", "USD", "2", commission.Credit), entry("ana", "EUR", "3", commission.Cash),
		entry("ana", "USD", "4", commission.Cash), entry("ana", "USD", "-5", commission.Cash), entry("ana", "USD", "6", commission.InKind),
	})
	want := []struct{ partner, currency, cash, credit, kind string }{
		{"ana", "EUR", "3", "0", "0"}, {"ana", "USD", "-1", "2", "6"}, {"ben", "USD", "1", "0", "0"},
	}
	if len(got) != len(want) {
		t.Fatalf("Statements = %d of them; want %d", len(got), len(want))
	}
	for i, w := range want {
		s := got[i]
		if s.Partner != w.partner || s.Currency != w.currency || !same(s.Sum(commission.Cash), num(w.cash)) ||
			!same(s.Sum(commission.Credit), num(w.credit)) || !same(s.Sum(commission.InKind), num(w.kind)) {
			t.Errorf("statement %d = %s %s: %s cash, %s credit, %s in kind; want %v", i, s.Partner, s.Currency,
				s.Sum(commission.Cash), s.Sum(commission.Credit), s.Sum(commission.InKind), w)
		}
	}
	doc, err := got[1].MarshalJSON()
	if diff := cmp.Diff(`"sums":{"cash":"-1","credit":"2","in_kind":"6"}}`, string(doc[len(doc)-len(`"sums":{"cash":"-1","credit":"2","in_kind":"6"}}`):])); diff != "" || err != nil {
		t.Errorf("MarshalJSON = %s, %v; -want +got:\n%s", doc, err, diff)
	}
}

// TestDiff compares two plans over the same events.
func TestDiff(t *testing.T) {
	d := flat() // 25% of sales
	before := alianza.Must(commission.New(d))
	d.Version = 2
	d.Rules[0].Rate = alianza.WholePercent(20)
	d.From = day(2)
	after := alianza.Must(commission.New(d))
	got, err := commission.Diff(before, after, []commission.Event{
		sale("early", "100.00"), // refused by the second plan
		at2(day(3), sale("s", "100.00")), at2(day(4), refund("r", "s", "50.00")), at2(day(40), of("ben", sale("t", "10.00"))),
		at2(day(41), of("ben", sale("t", "10.00"))), // refused by both
	})
	if err != nil {
		t.Fatal(err)
	}
	const want = `ana: 37.50 before, 10.00 after, 27.50 less
ben: 2.50 before, 2.00 after, 0.50 less
in total: 40.00 before, 12.00 after, 28.00 less
`
	text := got.String()
	if len(text) < len(want) || text[:len(want)] != want {
		t.Errorf("String = %s; want it to begin with %s", text, want)
	}
	if len(got.Refused) != 3 || got.Refused[0].Partner != "ana" || !got.Refused[0].Second || got.Refused[1].Second || !got.Refused[2].Second {
		t.Errorf("Refused = %v; want the early sale of ana by the second plan, the repeated one of ben by both", got.Refused)
	}
	months := got.ByMonth()
	if len(months) != 2 || months[0].Month != "2026-01" || months[1].Month != "2026-02" || !same(months[1].More(), num("-0.50")) {
		t.Errorf("ByMonth = %v; want January, and February with 0.50 less", months)
	}
	if rules := got.ByRule(); len(rules) != 1 || rules[0].Rule != "sale" || rules[0].Partner != "" {
		t.Errorf("ByRule = %v; want the rule sale", rules)
	}
	d.Currency = "EUR"
	if _, err := commission.Diff(before, alianza.Must(commission.New(d)), nil); err == nil {
		t.Error("Diff of plans in two currencies = no error")
	}
}
