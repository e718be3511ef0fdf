package program_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
