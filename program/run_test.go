package program_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// ladder is a document with three levels by the sales of a month, to be completed.
const ladder = `"tiers": {"editions": [{"ladder": {"name": "l", "levels": [
	{"name": "basic", "requires": [{"metric": "sales", "at_least": "1"}]},
	{"name": "gold", "requires": [{"metric": "sales", "at_least": "2"}]}]}}] %s}`

const byLevel = `"plans": [{"rules": [{"name": "sale", "on": "sale", "ladder": "l", "rates": {"basic": "10%%", "gold": "20%%"}}]}]`

func document(cycle, rest string) string {
	return fmt.Sprintf(`{"id": "p", "currencies": ["USD"], `+ladder+`, `+byLevel+` %s}`, cycle, rest)
}

func num(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// sale is one of partner ana on a day.
func sale(id, day, amount string) commission.Event {
	d := alianza.Must(alianza.ParseDate(day))
	return commission.Event{ID: id, Kind: commission.Sale, Partner: "ana", At: d.In(time.UTC).Add(12 * time.Hour), Currency: "USD", Amount: num(amount)}
}

// refund is one of sale a, on 6 January.
func refund(amount string) commission.Event {
	e := sale("r", "2026-01-06", amount)
	e.Kind, e.Of = commission.Refund, "a"
	return e
}

func month(t *testing.T, text string) cycle.Month {
	t.Helper()
	m, err := cycle.ParseMonth(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// levels runs events and returns month, level and earnings of each result.
func levels(t *testing.T, doc string, until string, events ...commission.Event) []string {
	t.Helper()
	run := mustRead(t, doc).Run()
	for _, e := range events {
		if err := run.Add(e); err != nil {
			t.Fatalf("Add(%v) = %v", e, err)
		}
	}
	var got []string
	for r := range run.Close(month(t, until)) {
		earned := ""
		for _, a := range r.Accounts {
			earned += " " + a.Earned.String()
		}
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s%s %s", r.Month, r.Level, earned, strings.Join(r.Faults, "; "))))
	}
	return got
}

// TestLevels has which level pays, by the choices of a document.
func TestLevels(t *testing.T) {
	events := []commission.Event{
		sale("a", "2026-01-05", "100"), sale("b", "2026-01-20", "100"), // gold in January
		sale("c", "2026-02-10", "100"), // basic in February
	}
	tests := []struct {
		name, doc string
		want      []string
	}{
		{"of the month", document("", ""), []string{"2026-01 gold 40", "2026-02 basic 10", "2026-03  0"}},
		{"of the month before", document("", `, "level_from": "month_before"`), []string{"2026-01 gold 0", "2026-02 basic 20", "2026-03  0"}},
		{"of the event", document("", `, "level_from": "event"`), []string{"2026-01 gold 0", "2026-02 basic 0", "2026-03  0"}},
		{"of two months", document(`, "months": 2`, ""), []string{"2026-01 gold 40", "2026-02 gold 20", "2026-03 basic 0"}},
		{"never lost", document(`, "demotion": "never"`, ""), []string{"2026-01 gold 40", "2026-02 gold 20", "2026-03 gold 0"}},
		{"in grace", document(`, "grace": 1`, ""), []string{"2026-01 gold 40", "2026-02 gold 20", "2026-03  0"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, levels(t, tt.doc, "2026-03", events...)); diff != "" {
				t.Errorf("results (-want +got):\n%s", diff)
			}
		})
	}
}

// TestMetrics has what counts for the level.
func TestMetrics(t *testing.T) {
	lead := sale("l", "2026-01-07", "0")
	lead.Kind, lead.Amount = commission.Lead, decimal.Decimal{}
	three := sale("u", "2026-01-08", "5")
	three.Units = num("3")
	euro := sale("e", "2026-01-08", "5")
	euro.Currency = "EUR"
	tests := []struct {
		name, metrics string
		events        []commission.Event
		want          string
	}{
		{"sales", `{"name": "sales"}`, []commission.Event{sale("a", "2026-01-05", "1"), lead}, "basic"},
		{"leads", `{"name": "sales", "on": ["sale", "lead"]}`, []commission.Event{sale("a", "2026-01-05", "1"), lead}, "gold"},
		{"amounts", `{"name": "sales", "counts": "amounts", "currency": "USD"}`, []commission.Event{sale("a", "2026-01-05", "1.50"), sale("b", "2026-01-05", "0.49")}, "basic"},
		{"amounts, enough", `{"name": "sales", "counts": "amounts", "currency": "USD"}`, []commission.Event{sale("a", "2026-01-05", "1.50"), sale("b", "2026-01-05", "0.50")}, "gold"},
		{"units", `{"name": "sales", "counts": "units"}`, []commission.Event{three}, "gold"},
		{"units not given", `{"name": "sales", "counts": "units"}`, []commission.Event{sale("a", "2026-01-05", "9")}, "basic"},
		{"another currency", `{"name": "sales", "currency": "USD"}`, []commission.Event{sale("a", "2026-01-05", "1"), euro}, "basic"},
		{"any currency", `{"name": "sales"}`, []commission.Event{sale("a", "2026-01-05", "1"), euro}, "gold"},
		{"refunded, and all count", `{"name": "sales"}`, []commission.Event{sale("a", "2026-01-05", "1"), sale("b", "2026-01-05", "1"), refund("1")}, "gold"},
		{"refunded in whole", `{"name": "sales", "kept": true}`, []commission.Event{sale("a", "2026-01-05", "1"), sale("b", "2026-01-05", "1"), refund("1")}, "basic"},
		{"refunded in part", `{"name": "sales", "kept": true}`, []commission.Event{sale("a", "2026-01-05", "2"), sale("b", "2026-01-05", "1"), refund("1")}, "gold"},
		{"an amount refunded in part", `{"name": "sales", "counts": "amounts", "currency": "USD", "kept": true}`, []commission.Event{sale("a", "2026-01-05", "2"), refund("0.01")}, "basic"},
		{"a refund that is refused", `{"name": "sales", "kept": true}`, []commission.Event{sale("a", "2026-01-05", "1"), sale("b", "2026-01-05", "1"), refund("1.01")}, "gold"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := strings.Replace(document("", `, "metrics": [`+tt.metrics+`]`), `["USD"]`, `["USD", "EUR"]`, 1)
			got := levels(t, doc, "2026-01", tt.events...)
			if want := "2026-01 " + tt.want; len(got) != 1 || !strings.HasPrefix(got[0], want+" ") {
				t.Errorf("results = %q; want %q", got, want)
			}
		})
	}
}

// TestRename places by the edition of the month, and takes a level along that is
// renamed.
func TestRename(t *testing.T) {
	doc := `{"id": "p", "currencies": ["USD"], "level_from": "month_before", "tiers": {"editions": [
		{"ladder": {"name": "l", "levels": [{"name": "gold", "requires": [{"metric": "sales", "at_least": "1"}]}]}},
		{"from": "2026-02", "renamed": {"gold": "oro"}, "ladder": {"name": "l", "levels": [{"name": "oro", "requires": [{"metric": "sales", "at_least": "1"}]}]}}]},
		"plans": [{"rules": [{"name": "sale", "on": "sale", "ladder": "l", "rates": {"gold": "10%", "oro": "20%"}}]}]}`
	got := levels(t, doc, "2026-03", sale("a", "2026-01-05", "100"), sale("b", "2026-02-05", "100"), sale("c", "2026-03-05", "100"))
	want := []string{"2026-01 gold 0", "2026-02 oro 10", "2026-03 oro 20"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
}

// TestCalendar pays by the calendar of a payout: an account that is paid twice a
// month, and one that is paid each quarter.
func TestCalendar(t *testing.T) {
	plan := `"plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "10%"}]}]`
	events := []commission.Event{sale("a", "2026-01-05", "100"), sale("b", "2026-01-15", "50"), sale("c", "2026-01-16", "10"), sale("d", "2026-02-28", "20")}
	paid := func(every string) []string {
		run := mustRead(t, `{"id": "p", "currencies": ["USD"], `+plan+`, "payouts": [{"every": "`+every+`", "maximum": "1000"}]}`).Run()
		for _, e := range events {
			if err := run.Add(e); err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		for r := range run.Close(month(t, "2026-03")) {
			if len(r.Faults) > 0 {
				t.Errorf("%v: %v", r.Month, r.Faults)
			}
			for _, a := range r.Accounts {
				text := a.Paid.StringFixed(2) + " held " + a.Held.StringFixed(2) + ":"
				for _, p := range a.Payouts {
					text += " " + p.Paid.String()
				}
				got = append(got, text)
			}
		}
		return got
	}
	if diff := cmp.Diff([]string{"16.00 held 0.00: 15 1", "2.00 held 0.00: 0 2", "0.00 held 0.00: 0 0"}, paid("half_month")); diff != "" {
		t.Errorf("twice a month (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"0.00 held 16.00:", "0.00 held 18.00:", "18.00 held 0.00: 18"}, paid("quarter")); diff != "" {
		t.Errorf("each quarter (-want +got):\n%s", diff)
	}
}

// TestCarriedByCalendar tells what the latest payout left from what the next one is for.
// The payouts of January end on the 5th, the 12th, the 19th and the 26th, each one midnight
// of a Monday, and that of the quarter in March.
func TestCarriedByCalendar(t *testing.T) {
	for every, want := range map[string][]string{
		"week": { // 50 of the 5th are below the minimum; 30 of the 27th are for 2 February, which pays 80; 40 of February and 1 of March are below it again
			"2026-01: paid 0.00 held 30.00 carried 50.00", "2026-02: paid 80.00 held 0.00 carried 40.00",
			"2026-03: paid 0.00 held 0.00 carried 41.00", "2026-04: paid 0.00 held 0.00 carried 41.00",
		},
		"quarter": {
			"2026-01: paid 0.00 held 80.00 carried 0.00", "2026-02: paid 0.00 held 120.00 carried 0.00",
			"2026-03: paid 121.00 held 0.00 carried 0.00", "2026-04: paid 0.00 held 0.00 carried 0.00",
		},
	} {
		run := mustRead(t, plan(strings.TrimSuffix(tenPercent, ", ")+`}], "payouts": [{"every": "`+every+`", "minimum": "60"`)).Run()
		addAll(run, []commission.Event{
			sale("a", "2026-01-05", "500"), sale("b", "2026-01-27", "300"), sale("c", "2026-02-03", "400"), sale("d", "2026-03-03", "10"),
		})
		var got []string
		for r := range run.Close(month(t, "2026-04")) {
			a := r.Accounts[0]
			got = append(got, fmt.Sprintf("%s: paid %s held %s carried %s", r.Month, a.Paid.StringFixed(2), a.Held.StringFixed(2), a.Carried.StringFixed(2)))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("every %s (-want +got):\n%s", every, diff)
		}
	}
}

// TestAdd has events that cannot be added.
func TestAdd(t *testing.T) {
	run := mustRead(t, document("", "")).Run()
	first := sale("a", "2026-01-05", "100")
	if err := run.Add(first); err != nil {
		t.Fatal(err)
	}
	other := first
	other.Amount = num("101")
	later := first
	later.At = later.At.Add(time.Hour)
	none, full := sale("0", "2026-01-05", "1"), sale("f", "2026-01-05", "1")
	none.Units = decimal.NewFromInt(0) // given, and none
	full.Units, full.Customer, full.Order, full.Tier, full.Period, full.Cause = num("2"), "c", "o", "l/gold", "2026-01", "fraud"
	full.Of, full.OfPartner = "x", "y"
	full.Includes, full.Facts = map[string]decimal.Decimal{"tax": num("0.1")}, map[string]string{"a": "b"}
	full.CustomerSince, full.PartnerSince, full.PartnerUntil = full.At, full.At, full.At
	full.Own = &commission.OwnTerms{HoldDays: 1}
	for _, e := range []commission.Event{none, full} {
		if err := run.Add(e); err != nil {
			t.Fatal(err)
		}
		if err := run.Add(e); !errors.Is(err, alianza.ErrRepeated) {
			t.Errorf("Add(again) = %v; want %v", err, alianza.ErrRepeated)
		}
	}
	for i, change := range []func(e *commission.Event){
		func(e *commission.Event) { e.Kind = commission.Lead }, func(e *commission.Event) { e.Of = "z" }, func(e *commission.Event) { e.OfPartner = "z" },
		func(e *commission.Event) { e.Tier = "l/basic" }, func(e *commission.Event) { e.Customer = "z" }, func(e *commission.Event) { e.Order = "z" },
		func(e *commission.Event) { e.Period = "2026-02" }, func(e *commission.Event) { e.Amount = num("2") }, func(e *commission.Event) { e.Units = num("3") },
		func(e *commission.Event) { e.Includes = map[string]decimal.Decimal{"tax": num("0.2")} }, func(e *commission.Event) { e.Facts = nil },
		func(e *commission.Event) { e.CustomerSince = e.At.Add(1) }, func(e *commission.Event) { e.PartnerSince = e.At.Add(1) },
		func(e *commission.Event) { e.PartnerUntil = e.At.Add(1) }, func(e *commission.Event) { e.Cause = "error" },
		func(e *commission.Event) { e.Own = nil }, func(e *commission.Event) { e.Own = &commission.OwnTerms{HoldDays: 2} },
	} {
		changed := full
		change(&changed)
		if err := run.Add(changed); !errors.Is(err, alianza.ErrConflict) {
			t.Errorf("Add(change %d) = %v; want %v", i, err, alianza.ErrConflict)
		}
	}
	ungiven := none
	ungiven.Units = decimal.Decimal{}
	if err := run.Add(ungiven); !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("Add(without the units) = %v; want %v", err, alianza.ErrConflict)
	}
	talkative := sale("t", "2026-01-05", "1")
	talkative.Facts = map[string]string{}
	for i := range 10_000 {
		talkative.Facts[fmt.Sprint(i)] = "x"
	}
	if err := run.Add(talkative); !errors.Is(err, alianza.ErrLimit) {
		t.Errorf("Add(so many facts) = %v; want %v", err, alianza.ErrLimit)
	}
	huge := sale("h", "2026-01-05", "1")
	huge.Amount = decimal.New(1, 1<<30)
	nobody, nothing, never, yen := first, first, first, sale("y", "2026-01-05", "1")
	nobody.ID, nobody.Partner = "n", " "
	nothing.ID = ""
	never.ID, never.At = "n", time.Time{}
	yen.Currency = "JPY"
	shared := sale("s", "2026-01-05", "1")
	shared.Shares = []commission.AttributedShare{{Partner: "ana", Weight: num("1")}, {Partner: "bob", Weight: num("2")}}
	weighed := shared
	weighed.Shares = []commission.AttributedShare{shared.Shares[0], {Partner: "bob", Weight: num("3")}}
	if err := run.Add(shared); err != nil {
		t.Fatal(err)
	}
	negative := sale("m", "2026-01-05", "-1")
	many, parts := sale("u", "2026-01-05", "1"), sale("i", "2026-01-05", "1")
	many.Units, parts.Includes = huge.Amount, map[string]decimal.Decimal{"tax": huge.Amount}
	tests := []struct {
		name  string
		event commission.Event
		want  error
	}{
		{"again", first, alianza.ErrRepeated},
		{"again at another time", later, alianza.ErrRepeated},
		{"another one of the ID", other, alianza.ErrConflict},
		{"shares again", shared, alianza.ErrRepeated},
		{"shares of another weight", weighed, alianza.ErrConflict},
		{"no partner", nobody, alianza.ErrMissing},
		{"no ID", nothing, alianza.ErrMissing},
		{"no instant", never, alianza.ErrMissing},
		{"a currency without a plan", yen, alianza.ErrCurrency},
		{"a negative amount", negative, alianza.ErrRange},
		{"a hostile amount", huge, alianza.ErrRange},
		{"hostile units", many, alianza.ErrRange},
		{"a hostile part", parts, alianza.ErrRange},
	}
	for _, tt := range tests {
		if err := run.Add(tt.event); !errors.Is(err, tt.want) {
			t.Errorf("%s: Add = %v; want %v", tt.name, err, tt.want)
		}
	}
	for range run.CloseAll() {
	}
	if err := run.Add(sale("z", "2026-01-31", "1")); !errors.Is(err, alianza.ErrRange) {
		t.Errorf("Add to a closed month = %v; want %v", err, alianza.ErrRange)
	}
	if err := run.Add(sale("z", "2026-02-01", "1")); err != nil {
		t.Errorf("Add to the next month = %v; want nil", err)
	}
}

// TestCostPerMonth adds up the costs of a currency.
func TestCostPerMonth(t *testing.T) {
	p := mustRead(t, `{"id": "p", "currencies": ["USD", "EUR"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}],
		"costs": [{"name": "a", "currency": "USD", "per_month": "10"}, {"name": "b", "currency": "EUR", "per_month": "5"}, {"name": "c", "currency": "USD", "per_month": "0.50"}]}`)
	for currency, want := range map[string]string{"USD": "10.5", "EUR": "5", "JPY": "0"} {
		if got := p.CostPerMonth(currency); !got.Equal(num(want)) {
			t.Errorf("CostPerMonth(%s) = %s; want %s", currency, got, want)
		}
	}
}

// TestStop holds that results which were not asked for come the next time.
func TestStop(t *testing.T) {
	run := mustRead(t, document("", "")).Run()
	var events []commission.Event
	for i, partner := range []string{"c", "a", "b"} {
		e := sale(fmt.Sprint("e", i), "2026-01-05", "10")
		e.Partner = partner
		events = append(events, e)
	}
	addAll(run, events)
	var got []string
	for r := range run.CloseAll() {
		got = append(got, r.Partner)
		break
	}
	for r := range run.CloseAll() {
		got = append(got, r.Partner)
	}
	if !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("partners = %q; want a, b and c", got)
	}
}

// TestBonusOfQuarter closes the quarters of a bonus by itself.
func TestBonusOfQuarter(t *testing.T) {
	p := mustRead(t, `{"id": "p", "currencies": ["USD", "EUR"], "plans": [{
		"rules": [{"name": "sale", "on": "sale", "rate": "10%"}],
		"bonuses": [{"name": "m", "over": "month", "of": ["sale"], "rate": "2%"}, {"name": "q", "over": "quarter", "of": ["sale"], "rate": "1%"}, {"name": "y", "over": "year", "of": ["sale"], "fixed": "7"}]}]}`)
	run := p.Run()
	first := sale("d", "2026-03-01", "400") // of a partner who has no account before
	first.Partner = "bea"
	addAll(run, []commission.Event{sale("a", "2026-01-05", "100"), sale("b", "2026-03-31", "200"), sale("c", "2026-11-01", "1000"), first})
	got := map[string]string{}
	for r := range run.Close(month(t, "2026-12")) {
		if r.Partner == "bea" && r.Month != month(t, "2026-03") {
			continue
		}
		for _, a := range r.Accounts {
			if a.Events > 0 {
				got[r.Month.String()] += fmt.Sprint(" of ", a.Sales)
			}
		}
		for l := range r.Lines() {
			if len(l.Entries) == 0 {
				t.Errorf("%s: the line of %s posts nothing; want none for a close without a bonus", r.Month, l.Event.ID)
			}
			for _, e := range l.Entries {
				got[r.Month.String()] += fmt.Sprintf(" %s %s", e.Rule, e.Amount)
			}
		}
	}
	want := map[string]string{
		"2026-01": " of 100 sale 10 m 2", "2026-03": " of 200 sale 20 m 4 q 3 of 400 sale 40 m 8 q 4", "2026-11": " of 1000 sale 100 m 20", "2026-12": " q 10 y 7",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

// TestRefused has sales that one rate would pay, and that the plan refuses.
func TestRefused(t *testing.T) {
	about := sale("a", "2026-01-31", "100")
	about.Of = "b"
	tier := func(text string) commission.Event {
		e := sale("a", "2026-01-31", "100")
		e.Tier = text
		return e
	}
	for _, tt := range []struct {
		name  string
		event commission.Event
		want  error
	}{
		{"on the last day", sale("a", "2026-01-31", "100"), nil},
		{"on the day of the end", sale("a", "2026-02-01", "100"), alianza.ErrRange},
		{"a sale of another one", about, alianza.ErrConflict},
		{"of a tier", tier("aff/gold"), nil},
		{"of a tier without a ladder", tier("gold"), alianza.ErrForm},
		{"of a tier with spaces around it", tier(" aff/\n"), alianza.ErrForm},
		{"of a tier that nobody can see", tier("aff/\u200b"), alianza.ErrForm},
		{"of a tier that is too long", tier("aff/" + strings.Repeat("x", 1000)), alianza.ErrLimit},
	} {
		run := mustRead(t, `{"id": "p", "currencies": ["USD"], "plans": [{"until": "2026-02-01", "rules": [{"name": "sale", "on": "sale", "rate": "10%"}]}]}`).Run()
		addAll(run, []commission.Event{tt.event})
		for r := range run.CloseAll() {
			for l := range r.Lines() {
				if !errors.Is(l.Err, tt.want) || (tt.want == nil) != (len(l.Entries) == 1) {
					t.Errorf("%s: %v, %v; want %v", tt.name, l.Err, l.Entries, tt.want)
				}
				if a := r.Accounts; tt.want == nil && (len(a) != 1 || !a[0].Sales.Equal(num("100")) || !a[0].Earned.Equal(num("10"))) {
					t.Errorf("%s: accounts = %v; want sales of 100", tt.name, a)
				}
				if data, err := l.MarshalJSON(); !errors.Is(err, tt.want) || (tt.want == nil) != (len(data) > 0) {
					t.Errorf("%s: MarshalJSON = %s, %v; want it written or %v", tt.name, data, err, tt.want)
				}
			}
		}
	}
}

// TestEveryRule pays by all rules of a kind, also where a bonus looks at the first of them.
func TestEveryRule(t *testing.T) {
	run := mustRead(t, `{"id": "p", "currencies": ["USD"], "plans": [{"precedence": "every",
		"rules": [{"name": "a", "on": "sale", "rate": "10%"}, {"name": "b", "on": "sale", "rate": "5%"}, {"name": "c", "on": "lead", "fixed": "1"}],
		"bonuses": [{"name": "m", "over": "quarter", "of": ["a"], "rate": "1%"}]}]}`).Run()
	addAll(run, []commission.Event{sale("a", "2026-01-05", "100")})
	for r := range run.CloseAll() {
		if got := r.Accounts[0].Earned; !got.Equal(num("15")) {
			t.Errorf("a sale of 100 earns %s; want 10 and 5", got)
		}
	}
	for doc, want := range map[string]string{
		`"precedence": "every", "rules": [{"name": "a", "on": "sale", "rate": "10%"}, {"name": "b", "on": "sale", "rate": "5%"}]`: "0.18", // 0.12 and 0.06
		`"step": "0.05", "rules": [{"name": "a", "on": "sale", "rate": "10%"}]`:                                                   "0.1",  // 0.123 in steps of 0.05
		`"step": "0.01", "rules": [{"name": "a", "on": "sale", "rate": "10%"}]`:                                                   "0.12",
	} {
		run := mustRead(t, `{"id": "p", "currencies": ["USD"], "plans": [{`+doc+`}], "payouts": [{"step": "0.01"}]}`).Run()
		addAll(run, []commission.Event{sale("a", "2026-01-05", "1.23")})
		for r := range run.CloseAll() {
			if got := r.Accounts[0].Earned; !got.Equal(num(want)) {
				t.Errorf("a sale of 1.23 by %s earns %s; want %s", doc, got, want)
			}
		}
	}
}

// TestLevelOfEvent pays by the level that an event brings: none earns nothing, and another
// one than those of the ladder is refused.
func TestLevelOfEvent(t *testing.T) {
	for tier, want := range map[string]string{"": "0", "l/basic": "10", "l/gold": "20", "l/silver": "refused"} {
		run := mustRead(t, document("", `, "level_from": "event"`)).Run()
		e := sale("a", "2026-01-05", "100")
		e.Tier = tier
		addAll(run, []commission.Event{e})
		for r := range run.CloseAll() {
			got := "refused"
			if run.Refused() == 0 {
				got = r.Accounts[0].Earned.String()
			}
			if got != want {
				t.Errorf("a sale of level %q earns %s; want %s", tier, got, want)
			}
		}
	}
}

// TestZero has what zero values do.
func TestZero(t *testing.T) {
	var p program.Program
	if err := p.Run().Add(sale("a", "2026-01-05", "1")); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Add = %v; want %v", err, alianza.ErrUnchecked)
	}
	if _, err := p.Judge(program.Prospect{}); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Judge = %v; want %v", err, alianza.ErrUnchecked)
	}
	if _, err := p.Place(cycle.Month{}, nil); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Place = %v; want %v", err, alianza.ErrUnchecked)
	}
	if r := p.Review(); len(r) != 1 || !errors.Is(r[0], alianza.ErrUnchecked) {
		t.Errorf("Review() = %v; want %v", r, alianza.ErrUnchecked)
	}
	if r := p.Check(); len(r) != 1 || r[0].OK() { // no results would read as all passed
		t.Errorf("Check() = %v; want one that is otherwise", r)
	}
	if p.ID() != "" || p.Name() != "" || len(p.Currencies()) != 0 || p.Zone() != time.UTC {
		t.Errorf("the zero Program says something")
	}
	for range p.Run().CloseAll() {
		t.Error("the run of the zero Program has a result")
	}
	for range (program.Result{}).Lines() {
		t.Error("the zero Result has a line")
	}
}

// trained is a program whose gold level needs training, which no events count.
const trained = `{"id": "p", "currencies": ["USD", "EUR"], "metrics": [{"name": "sales"}],
	"tiers": {"editions": [{"ladder": {"name": "partner", "levels": [
		{"name": "basic", "requires": [{"metric": "sales", "at_least": "1"}]},
		{"name": "gold", "requires": [{"metric": "sales", "at_least": "1"}, {"metric": "hours", "at_least": "8"}]}]}}]},
	"plans": [{"unknown_sale": "current_rate", "rules": [{"name": "sale", "on": "sale", "ladder": "partner", "rates": {"basic": "20%", "gold": "30%"}}]}]}`

// TestMeasureFaults refuses what no month could have, and changes nothing by it.
func TestMeasureFaults(t *testing.T) {
	march := alianza.Must(cycle.NewMonth(2026, time.March))
	run := mustRead(t, trained).Run()
	hours := func(n int64) tier.Metrics { return tier.Metrics{"hours": decimal.NewFromInt(n)} }
	tests := []struct {
		name, partner string
		month         cycle.Month
		metrics       tier.Metrics
		want          error
	}{
		{"no partner", "", march, hours(1), alianza.ErrMissing},
		{"no month", "ana", cycle.Month{}, hours(1), alianza.ErrMissing},
		{"counted", "ana", march, tier.Metrics{"sales": decimal.NewFromInt(1)}, alianza.ErrConflict},
		{"not asked for", "ana", march, tier.Metrics{"hour": decimal.NewFromInt(1)}, alianza.ErrUnknown},
		{"out of bounds", "ana", march, tier.Metrics{"hours": decimal.New(1, 1<<31-1)}, alianza.ErrRange},
	}
	for _, tt := range tests {
		if err := run.Measure(tt.partner, tt.month, tt.metrics); !errors.Is(err, tt.want) {
			t.Errorf("%s: Measure() = %v; want %v", tt.name, err, tt.want)
		}
	}
	for result := range run.CloseAll() {
		t.Errorf("a refused measure begins a partner: %v", result)
	}
	if err := run.Measure("ana", march, hours(3)); err != nil {
		t.Fatal(err)
	}
	for range run.CloseAll() { // closes March
	}
	if err := run.Measure("ana", march, hours(3)); !errors.Is(err, alianza.ErrRange) {
		t.Errorf("Measure() of a closed month = %v; want %v", err, alianza.ErrRange)
	}
	for _, from := range []string{"month", "month_before"} {
		run := mustRead(t, strings.Replace(trained, `"metrics"`, `"level_from": "`+from+`", "metrics"`, 1)).Run()
		if err := errors.Join(run.Measure("ana", march, hours(3)), run.Measure("ana", march, hours(4))); !errors.Is(err, alianza.ErrConflict) {
			t.Errorf("Measure(another number) = %v; want %v", err, alianza.ErrConflict)
		}
		for r := range run.CloseAll() {
			if len(r.Faults) != 2 || !strings.Contains(r.Faults[0], "metrics.hours: contradiction") || !strings.Contains(r.Faults[1], "hours: missing") || r.Level != "" {
				t.Errorf("by the level of the %s: %q, %q; want the dispute and the metric that is missing", from, r.Level, r.Faults)
			}
		}
	}
	if err := (*program.Run)(nil).Measure("ana", march, hours(3)); err == nil {
		t.Error("Measure() of no run = nil; want an error")
	}
}

// TestOtherCurrency refuses what takes back an event of another currency, also where the
// plan credits refunds of unknown sales. A sale that comes later is another one.
func TestOtherCurrency(t *testing.T) {
	event := func(id string, kind commission.Kind, of, currency string, day int) commission.Event {
		return commission.Event{
			ID: id, Kind: kind, Of: of, Partner: "ana", Currency: currency, Tier: "partner/basic", Amount: decimal.NewFromInt(100),
			At: time.Date(2026, time.March, day, 0, 0, 0, 0, time.UTC),
		}
	}
	refunded := func(d int) commission.Event { return event("r", commission.Refund, "s", "EUR", d) }
	for _, tt := range []struct {
		name string
		back commission.Event
		want error
	}{
		{"refund", refunded(2), alianza.ErrCurrency},
		{"refund of a month later", refunded(40), alianza.ErrCurrency},
		{"chargeback", event("r", commission.Chargeback, "s", "EUR", 2), alianza.ErrCurrency},
		{"correction", event("r", commission.Correction, "s", "EUR", 2), alianza.ErrCurrency},
		{"before its sale", refunded(-2), nil},
		{"of another sale", event("r", commission.Refund, "t", "EUR", 2), nil},
		{"of its currency", event("r", commission.Refund, "s", "USD", 2), nil},
	} {
		run := mustRead(t, trained).Run()
		addAll(run, []commission.Event{event("s", commission.Sale, "", "USD", 1), tt.back})
		met := false
		for result := range run.CloseAll() {
			for line := range result.Lines() {
				if line.Event.ID != "r" {
					continue
				}
				met = true
				if !errors.Is(line.Err, tt.want) {
					t.Errorf("%s: %v; want %v", tt.name, line.Err, tt.want)
				}
			}
		}
		if !met {
			t.Errorf("%s: no line", tt.name)
		}
	}
}

// TestMissingScore names the place of a score that a prospect lacks.
func TestMissingScore(t *testing.T) {
	p := alianza.Must(program.New(program.Definition{ID: "p", Evaluation: score.PartnerEvaluation()}))
	_, err := p.Judge(program.Prospect{})
	faults := alianza.Faults(err)
	if len(faults) != 5 {
		t.Fatalf("Judge() = %v; want five missing scores", err)
	}
	for i, c := range score.PartnerEvaluation().Criteria {
		if want := "scores." + c.Name; faults[i].Path != want {
			t.Errorf("path = %q; want %q", faults[i].Path, want)
		}
	}
}

// TestTotalsOfAnything counts numbers that no results add up to as nothing.
func TestTotalsOfAnything(t *testing.T) {
	huge := decimal.New(1, 1e9)
	var totals program.Totals
	for range 2 {
		totals.Merge(program.Totals{List: []program.Total{{
			Currency: "USD", Sales: num("1"), Refunds: huge, Earned: huge, Adjusted: huge, Paid: huge, Held: huge, Carried: huge,
		}}})
	}
	want := program.Totals{List: []program.Total{{Currency: "USD", Sales: num("2")}}}
	if diff := cmp.Diff(want, totals); diff != "" {
		t.Errorf("Merge (-want +got):\n%s", diff)
	}
}

// TestCloseBeforeEvents closes months before anything is added, and before the first event
// of all: they stay closed.
func TestCloseBeforeEvents(t *testing.T) {
	p := mustRead(t, plan(strings.TrimSuffix(tenPercent, ", ")))
	add := func(r *program.Run, day string, want error) {
		t.Helper()
		if err := r.Add(sale(day, day, "100")); !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("Add of %s = %v; want %v", day, err, want)
		}
	}
	closeUntil := func(r *program.Run, last string) (n int) {
		for range r.Close(month(t, last)) {
			n++
		}
		return n
	}
	r := p.Run()
	closeUntil(r, "2026-06")
	add(r, "2026-01-10", alianza.ErrRange)
	add(r, "2026-06-30", alianza.ErrRange)
	closeUntil(r, "2026-03") // closes nothing, and opens nothing
	add(r, "2026-06-30", alianza.ErrRange)
	add(r, "2026-09-10", nil)
	if n := closeUntil(r, "2026-08"); n != 0 {
		t.Errorf("%d results before the first event; want none", n)
	}
	add(r, "2026-08-10", alianza.ErrRange)
	if n := closeUntil(r, "2026-10"); n != 2 {
		t.Errorf("%d results; want those of September and October", n)
	}
	empty := p.Run()
	for range empty.CloseAll() { // of no event
		t.Error("a result of an empty run")
	}
	add(empty, "2026-01-10", nil)
}

// TestNoAmount refuses a sale that does not say its amount, where one rate pays it. A sale
// of 0 that is said is one.
func TestNoAmount(t *testing.T) {
	run := mustRead(t, plan(`"rules": [{"name": "sale", "on": "sale", "rate": "10%"}]`)).Run()
	none, zero := sale("none", "2026-01-05", "1"), sale("zero", "2026-01-06", "0")
	none.Amount = decimal.Decimal{}
	addAll(run, []commission.Event{none, zero})
	var got []string
	for r := range run.CloseAll() {
		for l := range r.Lines() {
			got = append(got, fmt.Sprintf("%s missing: %t", l.Event.ID, errors.Is(l.Err, alianza.ErrMissing)))
		}
	}
	want := []string{"none missing: true", "zero missing: false"}
	if diff := cmp.Diff(want, got); diff != "" || run.Refused() != 1 {
		t.Errorf("%d refused; want 1; lines (-want +got):\n%s", run.Refused(), diff)
	}
}
