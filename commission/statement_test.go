package commission_test

import (
	"testing"
	"time"

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
	noted.Why, credit.Medium = commission.Reason{Code: "cut_to_max"}, commission.Credit
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

// TestStatementZone prints the days of a plan, on its usual way and on the long one. In
// Madrid 22:30 UTC on 31 March is 0:30 on 1 April, so a hold of one day ends on 2 April, and one
// of 24 hours at 0:30 on it. A refund that is booked a minute later is due with the sale.
func TestStatementZone(t *testing.T) {
	madrid := alianza.Must(time.LoadLocation("Europe/Madrid"))
	at := time.Date(2026, time.March, 31, 22, 30, 0, 0, time.UTC)
	sold, back := sale("s", "100"), refund("r", "s", "40")
	sold.At, back.At, back.Booked = at, at, at.Add(time.Minute)
	const want = `ana, USD
date        event         rule  base  rate  amount  due
2026-04-01  sale s        sale   100   25%   25.00  2026-04-02
2026-04-01  refund r (s)  sale   -40   25%  -10.00  2026-04-02
            cash                             15.00
`
	days, hours := flat(), flat()
	days.HoldDays, hours.HoldDays, hours.HoldHours = 1, 0, 24
	for name, d := range map[string]commission.Definition{"days": days, "hours": hours} {
		for way, facts := range map[string]map[string]string{"usual": nil, "long": {"channel": "shop"}} {
			t.Run(name+"/"+way, func(t *testing.T) {
				sold, back, state := sold, back, &commission.State{}
				sold.Facts, back.Facts = facts, facts
				plan := planOf(d).In(madrid)
				entries := []commission.Entry{mustEarn(t, plan, state, sold), mustEarn(t, plan, state, back)}
				for _, e := range entries {
					for field, at := range map[string]time.Time{"At": e.At, "Booked": e.Booked, "Due": e.Due} {
						if at.Location() != madrid {
							t.Errorf("%s of %s = %s; want it in %s", field, e.Event, at, madrid)
						}
					}
				}
				if diff := cmp.Diff(want, commission.Statements(entries)[0].String()); diff != "" {
					t.Errorf("String mismatch (-want +got):\n%s", diff)
				}
			})
		}
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
	for i := range got[1].Entries { // without which there is no entry
		got[1].Entries[i].Kind, got[1].Entries[i].At, got[1].Entries[i].Booked, got[1].Entries[i].Due = commission.Sale, day(1), day(1), day(1)
	}
	doc, err := got[1].MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var back commission.Statement
	if err := back.UnmarshalJSON(doc); err != nil {
		t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
	}
	if diff := cmp.Diff(got[1], back); diff != "" {
		t.Errorf("UnmarshalJSON mismatch (-want +got):\n%s", diff)
	}
}
