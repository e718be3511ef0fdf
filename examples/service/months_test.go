package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza/commission/payout"
)

// A month that is closed decides the level of the next one. What comes late is paid by
// the level of its month, in the month that is open, and moves no level.
func TestLate(t *testing.T) {
	b := newBench(t)
	for _, id := range []string{"1", "2", "3"} {
		b.send("sales", saleOf(id, "ana", "2026-01-05", "100"))
	}
	b.send("sales", saleOf("february", "ana", "2026-02-05", "100"))
	b.closeMonths("2026-01") // three sales: not basic
	if got := b.send("sales", saleOf("4", "ana", "2026-01-31", "100")); got != "201 posted" {
		t.Error("a late sale:", got)
	}
	if got := b.send("refunds", refundOf("r", "1", "ana", "2026-01-31", "100")); got != "201 posted" {
		t.Error("a late refund:", got)
	}
	if got, want := b.earned("2026-01"), "1 10, 2 10, 3 10"; got != want {
		t.Errorf("January: %s; want %s", got, want)
	}
	if got, want := b.earned("2026-02"), "4 10, r -10, february 10"; got != want {
		t.Errorf("February: %s; want %s", got, want)
	}
	b.closeMonths("2026-02")
	if st := b.statement("ana", "2026-03"); st.Level != "" {
		t.Error("a late sale counted for the level of February:", st.Why)
	}
	if status, body := b.ask(testToken, "POST", "/v1/months/2026-05/close", ""); status != 409 || !strings.Contains(body, "2026-03") {
		t.Error("a month out of turn:", status, body)
	}
	b.closeMonths("2026-02") // again: nothing happens
}

// The touches of its customer give a sale to a partner when its month is closed, and
// its refund with it; it counts for the level.
func TestTouches(t *testing.T) {
	b := newBench(t)
	for _, id := range []string{"1", "2", "3"} {
		b.send("sales", saleOf(id, "ana", "2026-01-05", "100"))
	}
	b.send("refunds", refundOf("r", "4", "", "2026-01-21", "50"))
	b.send("sales", saleOf("4", "", "2026-01-20", "100"))
	b.send("sales", strings.Replace(saleOf("5", "", "2026-01-20", "100"), `"c"`, `"nobody's"`, 1))
	b.send("refunds", refundOf("r5", "5", "", "2026-01-21", "50"))
	b.send("touches", `{"customer": "c", "touch": {"id": "t2", "partner": "ana", "at": "2026-01-19T00:00:00Z"}}`)
	b.send("touches", `{"customer": "c", "touch": {"id": "t1", "partner": "bruno", "at": "2026-01-18T00:00:00Z"}}`)
	b.closeMonths("2026-01")
	if got, want := b.earned("2026-01"), "1 10, 2 10, 3 10, 4 10, r -5"; got != want {
		t.Errorf("January: %s; want %s", got, want)
	}
	if st := b.statement("ana", "2026-02"); st.Level != "basic" {
		t.Error("the level of four sales:", st.Level, st.Why)
	}
	if _, body := b.ask(testToken, "GET", "/v1/events?state=direct", ""); !strings.Contains(body, `"5"`) || !strings.Contains(body, `"r5"`) {
		t.Error("direct:", body)
	}
}

// What a crash left half done is done by the worker: a month that somebody began to close,
// the events that waited for it, and its payouts.
func TestWork(t *testing.T) {
	b := newBench(t)
	b.bank = &recordingBank{}
	b.send("sales", saleOf("1", "ana", "2026-01-05", "500"))
	b.send("sales", saleOf("2", "ana", "2026-02-05", "100"))
	err := b.store.update(t.Context(), func(x *tx) error {
		_, err := x.exec(`INSERT INTO months (month, state) VALUES ('2026-01', 'closing')`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	worked := make(chan struct{})
	go func() {
		defer close(worked)
		b.work(ctx, time.Millisecond)
	}()
	var st statement
	for range 1000 {
		st = b.statement("ana", "2026-01")
		if len(st.Payouts) == 1 && st.Payouts[0].State == payoutPaid {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	stop()
	<-worked
	if got := b.earned("2026-02"); len(st.Payouts) != 1 || st.Payouts[0].State != payoutPaid || got != "2 10" {
		t.Errorf("payouts %v; February %s", st.Payouts, got)
	}
}

// A bonus is paid when its period ends: 25 for a month with 100 sold, 60 for a quarter
// with 300. A document without tiers has no levels to wait for.
func TestBonus(t *testing.T) {
	b := newBench(t, []byte(`{"id": "bonus", "currencies": ["USD"], "plans": [{
		"rules": [{"name": "sale", "on": "sale", "rate": "10%"}],
		"bonuses": [
			{"name": "month", "over": "month", "of": ["sale"], "when": {"fact": "amount", "at_least": "100"}, "fixed": "25"},
			{"name": "quarter", "over": "quarter", "of": ["sale"], "when": {"fact": "amount", "at_least": "300"}, "fixed": "60"}]}]}`))
	b.send("sales", saleOf("3", "ana", "2026-03-05", "120"))
	b.send("sales", saleOf("1", "ana", "2026-01-05", "100"))
	b.send("sales", saleOf("2", "ana", "2026-02-05", "90"))
	b.closeMonths("2026-01", "2026-02", "2026-02", "2026-03")
	for month, want := range map[string]string{
		"2026-01": "1 10, close-2026-01 25", "2026-02": "2 9", "2026-03": "3 12, close-2026-03 25, close-2026-Q1 60",
	} {
		if got := b.earned(month); got != want {
			t.Errorf("%s: %s; want %s", month, got, want)
		}
	}
}

// The periods that end in a month are those of a run: quarters of a year that begins in
// April, weeks and contract years. A close that is refused keeps no month open.
func TestPeriods(t *testing.T) {
	doc := func(head, bonuses string) []byte {
		return []byte(`{"id": "bonus", ` + head + `"rules": [{"name": "sale", "on": "sale", "rate": "10%"}], "bonuses": [` + bonuses + `]}]}`)
	}
	const usd = `"currencies": ["USD"], "plans": [{`
	sinceMarch := func(id, day string) string {
		return strings.Replace(saleOf(id, "ana", day, "100"), `"at"`, `"partner_since": "2025-03-15T00:00:00Z", "at"`, 1)
	}
	tests := []struct {
		name   string
		doc    []byte
		sales  []string
		months string // that are closed
		want   map[string]string
	}{
		{
			"by days, since nobody knows when", doc(usd, `{"name": "r", "over": "month", "fixed": "50", "by_days": true}`),
			[]string{saleOf("1", "ana", "2026-01-05", "100")},
			"2026-01 2026-02",
			map[string]string{"2026-01": "1 10", "2026-02": ""},
		},
		{ // 17 of 31 days
			"by days", doc(usd, `{"name": "r", "over": "month", "fixed": "31", "by_days": true}`),
			[]string{strings.Replace(sinceMarch("1", "2026-01-20"), "2025-03-15", "2026-01-15", 1)},
			"2026-01",
			map[string]string{"2026-01": "1 10, close-2026-01 17"},
		},
		{ // January to March is the last quarter of the year that began in April 2025
			"a year that begins in April", doc(usd+`"year_begins": 4, `, `{"name": "q", "over": "quarter", "of": ["sale"], "rate": "5%"}`),
			[]string{saleOf("1", "ana", "2026-01-05", "100"), saleOf("2", "ana", "2026-04-05", "300")},
			"2026-01 2026-02 2026-03 2026-04 2026-05 2026-06",
			map[string]string{
				"2026-01": "1 10", "2026-03": "close-2025-Q4 5", "2026-04": "2 30", "2026-06": "close-2026-Q1 15",
			},
		},
		{ // Monday 5 to Sunday 11 January, and 26 January to 1 February
			"weeks", doc(usd, `{"name": "w", "over": "week", "of": ["sale"], "rate": "5%"}`),
			[]string{saleOf("1", "ana", "2026-01-05", "100"), saleOf("2", "ana", "2026-01-30", "200"), saleOf("3", "ana", "2026-02-01", "40")},
			"2026-01 2026-02",
			map[string]string{"2026-01": "1 10, close-2026-W02 5, 2 20", "2026-02": "3 4, close-2026-W05 12"},
		},
		{
			"contract years", doc(usd, `{"name": "y", "over": "contract_year", "fixed": "7"}`),
			[]string{sinceMarch("1", "2026-01-05"), saleOf("2", "ana", "2026-01-06", "100")},
			"2026-01 2026-02 2026-03",
			map[string]string{"2026-01": "1 10, 2 10", "2026-03": "close-from 2025-03-15 7"},
		},
		{ // in one currency there are sales
			"two currencies", doc(`"currencies": ["USD", "EUR"], "plans": [{`, `{"name": "r", "over": "month", "fixed": "50"}`),
			[]string{saleOf("1", "ana", "2026-01-05", "100")},
			"2026-01",
			map[string]string{"2026-01": "1 10, close-2026-01 50"},
		},
		{ // one sale in January makes February's level
			"by ladder", doc(`"level_from": "month_before", "tiers": {"editions": [{"ladder": {"name": "l", "levels": [
				{"name": "basic", "requires": [{"metric": "sales", "at_least": "1"}]}]}}]}, `+usd, `{"name": "m", "over": "month", "of": ["sale"], "ladder": "l", "rates": {"basic": "5%"}}`),
			[]string{saleOf("1", "ana", "2026-01-05", "100"), saleOf("2", "ana", "2026-02-05", "100")},
			"2026-01 2026-02",
			map[string]string{"2026-01": "1 10", "2026-02": "2 10, close-2026-02 5"},
		},
	}
	for _, tt := range tests {
		b := newBench(t, tt.doc)
		for _, sale := range tt.sales {
			b.send("sales", sale)
		}
		b.closeMonths(strings.Fields(tt.months)...)
		for month, want := range tt.want {
			if got := b.earned(month); got != want {
				t.Errorf("%s: %s: %s; want %s", tt.name, month, got, want)
			}
		}
		if refused := strings.Contains(b.logs.String(), "a period was not closed"); refused != (tt.name == "by days, since nobody knows when") {
			t.Errorf("%s: logs %s", tt.name, b.logs)
		}
	}
}

// A sale that comes after its month was closed reopens the periods that its bonuses are
// over: the first sale of a partner, and any sale if the bonus follows late news.
func TestLatePeriods(t *testing.T) {
	b := newBench(t, []byte(`{"id": "bonus", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "10%"}],
		"bonuses": [{"name": "m", "over": "month", "of": ["sale"], "rate": "2%", "follows": true}, {"name": "q", "over": "quarter", "of": ["sale"], "rate": "1%"}]}]}`))
	b.send("sales", saleOf("1", "ana", "2026-01-05", "100"))
	b.closeMonths("2026-01")
	b.send("sales", saleOf("2", "ana", "2026-01-20", "1000"))
	b.send("sales", saleOf("3", "bea", "2026-01-21", "50"))
	b.closeMonths("2026-02", "2026-03")
	for _, tt := range []struct{ partner, month, want string }{ // 2% of 1100 less the 2 paid, 2% of 50; 1% of 1100 and of 50
		{"ana", "2026-01", "1 10, close-2026-01 2"},
		{"ana", "2026-02", "2 100, close-2026-01-2026-02 20"},
		{"ana", "2026-03", "close-2026-Q1 11"},
		{"bea", "2026-02", "3 5, close-2026-01-2026-02 1"},
		{"bea", "2026-03", "close-2026-Q1 0.5"},
	} {
		if got := b.earnedBy(tt.partner, tt.month); got != tt.want {
			t.Errorf("%s of %s: %s; want %s", tt.month, tt.partner, got, tt.want)
		}
	}
	if got := b.send("sales", saleOf("close-2026-04", "ana", "2026-04-05", "100")); !strings.HasPrefix(got, "409") {
		t.Error("a sale with the ID of a close:", got)
	}
}

// An account is settled at the end of the month, or of each period that ends in it.
func TestEnds(t *testing.T) {
	tests := []struct {
		every payout.Every
		month string
		want  string
	}{
		{0, "2026-02", "2026-03-01"},
		{payout.EveryMonth, "2026-02", "2026-03-01"},
		{payout.EveryHalfMonth, "2026-02", "2026-02-16 2026-03-01"},
		{payout.EveryWeek, "2026-02", "2026-02-02 2026-02-09 2026-02-16 2026-02-23"}, // Mondays; March the 2nd is in March
		{payout.EveryQuarter, "2026-02", ""},
		{payout.EveryQuarter, "2026-03", "2026-04-01"},
	}
	for _, tt := range tests {
		var days []string
		for _, end := range ends(tt.every, monthNamed(t, tt.month), time.UTC) {
			days = append(days, end.Format(time.DateOnly))
		}
		if got := strings.Join(days, " "); got != tt.want {
			t.Errorf("%v in %s: %s; want %s", tt.every, tt.month, got, tt.want)
		}
	}
}
