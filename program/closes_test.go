package program_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
)

// The tests of this file have the periods that a run closes by itself.

// payment is a sale that is a payment.
func payment(id, day, amount string) commission.Event {
	e := sale(id, day, amount)
	e.Kind = commission.PaymentReceived
	return e
}

// bookedOn returns an event that was booked at noon of a later day.
func bookedOn(e commission.Event, day string) commission.Event {
	e.Booked = sale("", day, "0").At
	return e
}

// plan returns the document of one plan in USD.
func plan(text string) string {
	return `{"id": "p", "currencies": ["USD"], "plans": [{` + text + `}]}`
}

// posted returns what a run of events posts, and what it refuses: by month the rules and
// amounts, in the order of the lines.
func posted(t *testing.T, doc string, events ...commission.Event) map[string]string {
	t.Helper()
	run := mustRead(t, doc).Run()
	for _, e := range events {
		if err := run.Add(e); err != nil {
			t.Fatalf("Add(%v) = %v", e, err)
		}
	}
	return postedBy(run)
}

// postedBy is posted of a run that has its events.
func postedBy(run *program.Run) map[string]string {
	got := map[string]string{}
	for r := range run.CloseAll() {
		var words []string
		for l := range r.Lines() {
			for _, e := range l.Entries {
				words = append(words, fmt.Sprintf("%s %s %s", e.Event, e.Rule, e.Amount))
			}
			if l.Err != nil {
				words = append(words, l.Event.ID+" refused")
			}
		}
		words = append(words, r.Faults...)
		if len(words) > 0 {
			got[r.Month.String()] = strings.Join(words, ", ")
		}
	}
	return got
}

// TestBonusBesideQuickRule pays a bonus in whatever order the events were added. The
// rule of the sale pays by a rate alone, and the bonus looks at the payments.
func TestBonusBesideQuickRule(t *testing.T) {
	doc := plan(`"rules": [{"name": "sale", "on": "sale", "rate": "10%"}, {"name": "pay", "on": "payment", "rate": "10%"}],
		"bonuses": [{"name": "b", "over": "month", "of": ["pay"], "rate": "2%"}]`)
	a, b := sale("s", "2026-01-04", "100"), payment("p", "2026-01-05", "1000")
	want := map[string]string{"2026-01": "s sale 10, p pay 100, close-2026-01 b 20"} // 2% of 1000
	for _, events := range [][]commission.Event{{a, b}, {b, a}} {
		if diff := cmp.Diff(want, posted(t, doc, events...)); diff != "" {
			t.Errorf("%s first (-want +got):\n%s", events[0].ID, diff)
		}
	}
}

// TestReadsMeterOfQuickRule pays a payment by what was sold before it.
func TestReadsMeterOfQuickRule(t *testing.T) {
	doc := plan(`"rules": [{"name": "sale", "on": "sale", "rate": "10%"},
		{"name": "pay", "on": "payment", "over": "month", "reads": "sale",
			"table": {"scope": "next_sale", "brackets": [{"up_to": "1000", "rate": "1%"}, {"rate": "50%"}]}}]`)
	got := posted(t, doc, sale("s", "2026-01-05", "5000"), payment("p", "2026-01-06", "100"))
	want := map[string]string{"2026-01": "s sale 500, p pay 50"} // 5000 is above 1000
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

const tenPercent = `"rules": [{"name": "sale", "on": "sale", "rate": "10%"}], `

// since returns an event of a partner who has been one since a day.
func since(e commission.Event, day string) commission.Event {
	e.PartnerSince = sale("", day, "0").At
	return e
}

// TestPeriods closes each kind of period in the month in which it ends.
func TestPeriods(t *testing.T) {
	bonus := func(over string) string {
		return tenPercent + `"bonuses": [{"name": "b", "over": "` + over + `", "of": ["sale"], "rate": "5%"}]`
	}
	tests := []struct {
		name, doc string
		events    []commission.Event
		want      map[string]string
	}{
		{
			"quarters of a year that begins in April", `"year_begins": 4, ` + bonus("quarter"),
			[]commission.Event{sale("a", "2026-04-05", "1000"), sale("b", "2026-06-05", "1000"), sale("c", "2026-07-05", "1000")},
			map[string]string{"2026-04": "a sale 100", "2026-06": "b sale 100, close-2026-Q1 b 100", "2026-07": "c sale 100"}, // 5% of 2000
		},
		{
			"a year that begins in February", `"year_begins": 2, ` + bonus("year"),
			[]commission.Event{sale("a", "2026-01-05", "1000"), sale("b", "2026-12-05", "1000"), sale("c", "2027-02-05", "1000")},
			map[string]string{"2026-01": "a sale 100, close-2025 b 50", "2026-12": "b sale 100", "2027-01": "close-2026 b 50", "2027-02": "c sale 100"},
		},
		{
			"weeks", bonus("week"),
			[]commission.Event{sale("a", "2026-01-05", "1000"), sale("b", "2026-02-05", "1000")},
			map[string]string{"2026-01": "a sale 100, close-2026-W02 b 50", "2026-02": "b sale 100, close-2026-W06 b 50"},
		},
		{ // from Monday 30 March to Sunday 5 April
			"a week of two months", bonus("week"),
			[]commission.Event{sale("a", "2026-03-31", "1000"), sale("b", "2026-04-05", "200"), sale("c", "2026-04-06", "1")},
			map[string]string{"2026-03": "a sale 100", "2026-04": "b sale 20, close-2026-W14 b 60, c sale 0.1, close-2026-W15 b 0.05"},
		},
		{ // a refund after the end of the week leaves its bonus, which is final
			"a refund after the week", bonus("week"),
			[]commission.Event{sale("a", "2026-01-05", "1000"), func() commission.Event {
				e := sale("r", "2026-01-20", "1000")
				e.Kind, e.Of = commission.Refund, "a"
				return e
			}()},
			map[string]string{"2026-01": "a sale 100, close-2026-W02 b 50, r sale -100"},
		},
		{
			"contract years", bonus("contract_year"),
			[]commission.Event{
				since(sale("a", "2026-01-05", "1000"), "2024-03-15"), since(sale("b", "2026-03-14", "1000"), "2024-03-15"),
				since(sale("c", "2026-03-15", "1000"), "2024-03-15"), since(sale("d", "2027-04-01", "100"), "2024-03-15"),
			},
			map[string]string{
				"2026-01": "a sale 100", "2026-03": "b sale 100, close-from 2025-03-15 b 100, c sale 100", // 5% of 2000
				"2027-03": "close-from 2026-03-15 b 50", "2027-04": "d sale 10",
			},
		},
		{ // the year in which the partner sold first ends as well
			"another beginning", bonus("contract_year"),
			[]commission.Event{since(sale("a", "2026-01-05", "1000"), "2024-03-15"), since(sale("b", "2026-01-06", "100"), "2024-06-01"), since(sale("c", "2026-07-01", "100"), "2024-06-01")},
			map[string]string{
				"2026-01": "a sale 100, b sale 10", "2026-03": "close-from 2025-03-15 b 50", "2026-05": "close-from 2025-06-01 b 5", "2026-07": "c sale 10",
			},
		},
		{
			"a retainer of contract years, since nobody knows when", tenPercent + `"bonuses": [{"name": "b", "over": "contract_year", "fixed": "7"}]`,
			[]commission.Event{sale("a", "2026-01-05", "1000")},
			map[string]string{"2026-01": "a sale 100, USD: bonus b is over contract years, and no event has a partner_since"},
		},
		{ // 16 of 31 days
			"a retainer by days", tenPercent + `"bonuses": [{"name": "b", "over": "month", "fixed": "31", "by_days": true}]`,
			[]commission.Event{since(sale("a", "2026-01-20", "1000"), "2026-01-16")},
			map[string]string{"2026-01": "a sale 100, close-2026-01 b 16"},
		},
		{
			"a version without the bonus", tenPercent + `"until": "2026-02-01"}, {"version": 2, "from": "2026-02-01", ` + bonus("month"),
			[]commission.Event{sale("a", "2026-01-05", "1000"), sale("b", "2026-02-05", "1000"), bookedOn(sale("c", "2026-01-20", "100"), "2026-03-02")},
			map[string]string{"2026-01": "a sale 100", "2026-02": "b sale 100, close-2026-02 b 50", "2026-03": "c sale 10"},
		},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, posted(t, plan(tt.doc), tt.events...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestLateSales has sales of January that are booked in March.
func TestLateSales(t *testing.T) {
	final := plan(tenPercent + `"bonuses": [{"name": "m", "over": "month", "of": ["sale"], "rate": "2%"}]`)
	follows := plan(tenPercent + `"bonuses": [{"name": "m", "over": "month", "of": ["sale"], "rate": "2%", "follows": true}]`)
	late := bookedOn(sale("late", "2026-01-20", "1000"), "2026-03-05")
	tests := []struct {
		name, doc string
		events    []commission.Event
		want      map[string]string
	}{
		{"a month with a bonus", final, []commission.Event{sale("a", "2026-01-04", "100"), late}, map[string]string{"2026-01": "a sale 10, close-2026-01 m 2", "2026-03": "late refused"}},
		{"a month that paid nothing", final, []commission.Event{
			sale("a", "2026-01-04", "100"), bookedOn(sale("late", "2026-02-20", "1000"), "2026-03-05"),
		}, map[string]string{"2026-01": "a sale 10, close-2026-01 m 2", "2026-03": "late refused"}},
		{ // nobody has closed January for the partner: 2% of 1000
			"the first sale of all", final,
			[]commission.Event{late},
			map[string]string{"2026-03": "late sale 100, close-2026-01-2026-03 m 20"},
		},
		{ // 2% of 1100, of which 2 are posted
			"a bonus that follows", follows,
			[]commission.Event{sale("a", "2026-01-04", "100"), late},
			map[string]string{"2026-01": "a sale 10, close-2026-01 m 2", "2026-03": "late sale 100, close-2026-01-2026-03 m 20"},
		},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, posted(t, tt.doc, tt.events...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestIDsOfCloses refuses the IDs that the run gives, where it closes periods.
func TestIDsOfCloses(t *testing.T) {
	bonus := mustRead(t, plan(tenPercent+`"bonuses": [{"name": "m", "over": "month", "of": ["sale"], "rate": "5%"}]`))
	none := mustRead(t, plan(strings.TrimSuffix(tenPercent, ", ")))
	for id, want := range map[string]error{
		"close-2026-01": alianza.ErrConflict, "close-2026-Q1": alianza.ErrConflict, "close-from 2026-03-15": alianza.ErrConflict,
		"close-2026-01-2026-03": alianza.ErrConflict, "close-2026-W02-2026-03": alianza.ErrConflict,
		"close": nil, "close-": nil, "close-2026-13": nil, "close-1": nil, "Close-2026-01": nil, "close-2026-01-2026": nil,
		"close-May-2026-01": nil,
	} {
		e := sale(id, "2026-01-05", "1000")
		if err := bonus.Run().Add(e); !errors.Is(err, want) || (want == nil) != (err == nil) {
			t.Errorf("Add of a sale %q = %v; want %v", id, err, want)
		}
		e.Kind, e.Amount, e.Period = commission.Close, decimal.Decimal{}, "2026-01"
		if err := bonus.Run().Add(e); !errors.Is(err, want) || (want == nil) != (err == nil) {
			t.Errorf("Add of a close %q = %v; want %v", id, err, want)
		}
		if err := none.Run().Add(e); err != nil {
			t.Errorf("Add of %q, where there is no bonus = %v", id, err)
		}
	}
	// A period that an event closes is closed once.
	own := sale("mine", "2026-01-31", "0")
	own.Kind, own.Amount, own.Period = commission.Close, decimal.Decimal{}, "2026-01"
	run := bonus.Run()
	addAll(run, []commission.Event{sale("a", "2026-01-05", "1000"), own})
	if diff := cmp.Diff(map[string]string{"2026-01": "a sale 100, mine m 50"}, postedBy(run)); diff != "" || run.Refused() != 0 {
		t.Errorf("%d refused (-want +got):\n%s", run.Refused(), diff)
	}
}

// TestRefundOfRefused credits a refund of a refund that was refused, as one of an unknown
// sale, and undoes it in the month after.
func TestRefundOfRefused(t *testing.T) {
	doc := plan(`"unknown_sale": "current_rate", ` + strings.TrimSuffix(tenPercent, ", "))
	back := func(id, day, of, amount string, kind commission.Kind) commission.Event {
		e := sale(id, day, amount)
		e.Kind, e.Of = kind, of
		return e
	}
	got := posted(t, doc, sale("s", "2026-01-05", "100"), back("r1", "2026-01-06", "s", "500", commission.Refund),
		back("r2", "2026-01-07", "r1", "50", commission.Refund), back("v", "2026-02-01", "r2", "0", commission.Reversal))
	want := map[string]string{"2026-01": "s sale 10, r1 refused, r2 sale -5", "2026-02": "v sale 5"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

// TestQuietClose has a late sale and its refund in January, which was closed without a
// sale. The refund makes the bonus follow, by the level that January was closed at.
func TestQuietClose(t *testing.T) {
	doc := `{"id": "p", "currencies": ["USD"], ` + fmt.Sprintf(ladder, `, "demotion": "never"`) + `, "plans": [{` + tenPercent +
		`"bonuses": [{"name": "b", "over": "month", "of": ["sale"], "ladder": "l", "rates": {"basic": "5%", "gold": "9%"}, "follows": true}]}]}`
	first, late := sale("a", "2025-12-05", "100"), bookedOn(sale("late", "2026-01-20", "1000"), "2026-03-05")
	back := sale("r", "2026-03-06", "400")
	back.Kind, back.Of = commission.Refund, "late"
	want := map[string]string{
		"2025-12": "a sale 10, close-2025-12 b 5",
		"2026-03": "late sale 100, r sale -40, r b 30", // 5% of 600
	}
	if diff := cmp.Diff(want, posted(t, doc, first, late, back)); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

// TestIdleCurrency has a retainer in two currencies, and a partner with events in one of
// them. Another partner has some in both.
func TestIdleCurrency(t *testing.T) {
	doc := `{"id": "p", "currencies": ["EUR", "USD"], "plans": [{` + tenPercent + `"bonuses": [{"name": "m", "over": "month", "fixed": "7"}, {"name": "y", "over": "contract_year", "fixed": "70"}]}]}`
	other := since(sale("b", "2026-03-05", "100"), "2026-03-01")
	other.Partner, other.Currency = "bob", "EUR"
	got := posted(t, doc, sale("a", "2026-01-05", "100"), other)
	delete(got, "2026-02") // as January
	delete(got, "2026-03") // of bob
	want := map[string]string{"2026-01": "a sale 10, close-2026-01 m 7, USD: bonus y is over contract years, and no event has a partner_since"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

// TestRefundsOfMonths refunds a sale in two later months, and more than it was in the
// second one.
func TestRefundsOfMonths(t *testing.T) {
	back := func(id, day, amount string) commission.Event {
		e := sale(id, day, amount)
		e.Kind, e.Of = commission.Refund, "a"
		return e
	}
	got := posted(t, plan(strings.TrimSuffix(tenPercent, ", ")), sale("a", "2026-01-05", "100"),
		back("r1", "2026-02-05", "60"), back("r2", "2026-03-05", "60"), back("r3", "2026-03-06", "40"))
	want := map[string]string{"2026-01": "a sale 10", "2026-02": "r1 sale -6", "2026-03": "r2 refused, r3 sale -4"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

// TestSinceOfRefused has a refund of an unknown sale that says another day since when the
// partner is one. The contract year is that of the events that are used: it ends on 14 March.
func TestSinceOfRefused(t *testing.T) {
	doc := plan(tenPercent + `"bonuses": [{"name": "fee", "over": "contract_year", "fixed": "100"}]`)
	back := func(day, began string) commission.Event {
		e := since(sale("r", day, "5"), began)
		e.Kind, e.Of = commission.Refund, "nope"
		return e
	}
	first, last := since(sale("s1", "2026-01-10", "10"), "2025-03-15"), since(sale("s2", "2026-03-01", "10"), "2025-03-15")
	want := map[string]string{"2026-01": "s1 sale 1", "2026-02": "r refused", "2026-03": "s2 sale 1, close-from 2025-03-15 fee 100"}
	for _, began := range []string{"2025-02-20", "2025-06-01"} { // a year that would end in February, and one that would end in May
		if diff := cmp.Diff(want, posted(t, doc, first, back("2026-02-10", began), last)); diff != "" {
			t.Errorf("refused since %s (-want +got):\n%s", began, diff)
		}
	}
	// The year ends in the month of the refund. Nobody says since when after it.
	want = map[string]string{"2026-01": "s1 sale 1", "2026-03": "r refused, close-from 2025-03-15 fee 100"}
	if diff := cmp.Diff(want, posted(t, doc, first, back("2026-03-10", "2025-06-01"))); diff != "" {
		t.Errorf("refused in March (-want +got):\n%s", diff)
	}
}

// TestFailedClose has a retainer by days, and no day since when the partner is one. The
// close of the run is a fault of the month, and no event that was refused.
func TestFailedClose(t *testing.T) {
	run := mustRead(t, plan(tenPercent+`"bonuses": [{"name": "fee", "over": "month", "fixed": "280", "by_days": true}]`)).Run()
	addAll(run, []commission.Event{sale("a", "2026-01-05", "100"), since(sale("b", "2026-02-05", "100"), "2026-02-01")})
	want := map[string]string{
		"2026-01": "a sale 10, USD: 2026-01 is not closed: partner_since: missing: bonus fee is paid by days",
		"2026-02": "b sale 10, close-2026-02 fee 280",
	}
	if diff := cmp.Diff(want, postedBy(run)); diff != "" || run.Refused() != 0 {
		t.Errorf("%d refused; want none (-want +got):\n%s", run.Refused(), diff)
	}
}

// TestOverlap has a partner whose events say another day since when it is one, and a third
// event that says the first day again: since 15 March, 20 February, 15 March. The contract
// years that end on 19 February and on 14 March overlap.
func TestOverlap(t *testing.T) {
	events := []commission.Event{
		since(sale("a", "2026-01-10", "100"), "2025-03-15"), since(sale("b", "2026-02-10", "100"), "2025-02-20"), since(sale("c", "2026-03-01", "100"), "2025-03-15"),
	}
	const notClosed = "USD: from 2025-03-15 is not closed: period \"from 2025-03-15\": contradiction: the contract year from 2025-02-20 is closed, and overlaps"
	const sold = `{"name": "sold", "over": "contract_year", "of": ["sale"], "rate": "5%"}`
	tests := []struct {
		bonuses string
		want    map[string]string
	}{
		{`{"name": "fee", "over": "contract_year", "fixed": "100"}`, map[string]string{
			"2026-01": "a sale 10", "2026-02": "b sale 10, close-from 2025-02-20 fee 100", "2026-03": "c sale 10, " + notClosed,
		}},
		{ // each sale counts once: b for the year since February, a and c for the one since March
			sold, map[string]string{
				"2026-01": "a sale 10", "2026-02": "b sale 10, close-from 2025-02-20 sold 5", "2026-03": "c sale 10, close-from 2025-03-15 sold 10",
			},
		},
		{ // the fee would be paid twice
			sold + `, {"name": "fee", "over": "contract_year", "fixed": "100"}`, map[string]string{
				"2026-01": "a sale 10", "2026-02": "b sale 10, close-from 2025-02-20 sold 5, close-from 2025-02-20 fee 100", "2026-03": "c sale 10, " + notClosed,
			},
		},
		{`{"name": "flat", "over": "contract_year", "of": ["sale"], "table": {"brackets": [{"flat": "7"}]}}`, map[string]string{
			"2026-01": "a sale 10", "2026-02": "b sale 10, close-from 2025-02-20 flat 7", "2026-03": "c sale 10, " + notClosed,
		}},
		{ // a table of one bracket pays as the rate in it
			`{"name": "table", "over": "contract_year", "of": ["sale"], "table": {"brackets": [{"rate": "5%"}]}}`, map[string]string{
				"2026-01": "a sale 10", "2026-02": "b sale 10, close-from 2025-02-20 table 5", "2026-03": "c sale 10, close-from 2025-03-15 table 10",
			},
		},
		{`{"name": "least", "over": "contract_year", "of": ["sale"], "table": {"brackets": [{"rate": "5%", "min": "7"}]}}`, map[string]string{
			"2026-01": "a sale 10", "2026-02": "b sale 10, close-from 2025-02-20 least 7", "2026-03": "c sale 10, " + notClosed,
		}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, posted(t, plan(tenPercent+`"bonuses": [`+tt.bonuses+`]`), events...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.bonuses, diff)
		}
	}
	// A close that somebody gave closes the year that ends in March. The one that the run
	// would close in the same month overlaps.
	given := since(sale("given", "2026-03-14", "0"), "2025-03-15")
	given.Kind, given.Amount, given.Period = commission.Close, decimal.Decimal{}, "from 2025-03-15"
	want := map[string]string{
		"2026-01": "a sale 10",
		"2026-03": "given fee 100, d sale 10, USD: from 2025-03-20 is not closed: period \"from 2025-03-20\": contradiction: the contract year from 2025-03-15 is closed, and overlaps",
	}
	got := posted(t, plan(tenPercent+`"bonuses": [{"name": "fee", "over": "contract_year", "fixed": "100"}]`), events[0], given, since(sale("d", "2026-03-15", "100"), "2025-03-20"))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a close that was given (-want +got):\n%s", diff)
	}
}

// TestCloses returns the closes of a month as a run makes them.
func TestCloses(t *testing.T) {
	bonus := func(over ...string) string {
		var list []string
		for _, w := range over {
			list = append(list, fmt.Sprintf(`{"name": "%s", "over": "%s", "fixed": "1"}`, w, w))
		}
		return tenPercent + `"bonuses": [` + strings.Join(list, ", ") + `]`
	}
	all := bonus("year", "quarter", "month", "week", "contract_year")
	of := since(sale("x", "2020-01-01", "5"), "2024-03-15")
	of.Tier, of.PartnerUntil = "l/gold", sale("", "2026-05-01", "0").At
	// Sundays of March 2026 are the 1st, 8th, 15th, 22nd and 29th.
	weeks := []string{"2026-W09", "2026-W10", "from 2025-03-15", "2026-W11", "2026-W12", "2026-W13"}
	tests := []struct {
		doc, month string
		want       []string
	}{
		{all, "2026-03", append(weeks[:6:6], "2026-03", "2026-Q1")},
		{`"year_begins": 4, ` + all, "2026-03", append(weeks[:6:6], "2026-03", "2025-Q4", "2025")},
		{bonus("quarter", "year"), "2026-11", nil},
		{bonus("quarter", "year"), "2026-12", []string{"2026-Q4", "2026"}},
		{bonus("month") + `, "until": "2026-03-01"`, "2026-03", nil},
		{tenPercent[:len(tenPercent)-2], "2026-03", nil},
	}
	for _, tt := range tests {
		p := mustRead(t, plan(tt.doc))
		var got []string
		for _, e := range p.Closes(month(t, tt.month), of) {
			got = append(got, e.Period)
			if e.ID != "close-"+e.Period || e.Kind != commission.Close || e.Partner != of.Partner || e.Currency != "USD" || e.Tier != of.Tier ||
				!e.PartnerSince.Equal(of.PartnerSince) || !e.PartnerUntil.Equal(of.PartnerUntil) || !e.Amount.IsZero() {
				t.Errorf("%s: close = %+v", tt.month, e)
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Closes(%s) of %s (-want +got):\n%s", tt.month, tt.doc, diff)
		}
	}
	p := mustRead(t, plan(all))
	if got := p.Closes(month(t, "2026-03"), of)[2].At.Format("2006-01-02T15:04:05Z07:00"); got != "2026-03-14T23:59:59Z" {
		t.Errorf("the contract year is closed at %s", got)
	}
	of.PartnerSince = of.At.AddDate(-3000, 0, 0)
	if got := p.Closes(month(t, "2026-03"), of); len(got) != 7 {
		t.Errorf("Closes since an impossible day = %v; want 7", got)
	}
	of.Currency = "EUR"
	if got := p.Closes(month(t, "2026-03"), of); got != nil {
		t.Errorf("Closes(EUR) = %v; want none", got)
	}
	if got := (program.Program{}).Closes(month(t, "2026-03"), of); got != nil {
		t.Errorf("Closes of the zero Program = %v; want none", got)
	}
}
