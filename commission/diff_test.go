package commission_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestDiff compares two plans over the same events.
func TestDiff(t *testing.T) {
	d := flat() // 25% of sales
	before := alianza.Must(commission.New(d))
	d.Version = 2
	d.Rules[0].Pay.Rate = alianza.WholePercent(20)
	d.From = date("2026-01-02")
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
