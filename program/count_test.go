package program_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier"
)

// TestProgramMetrics counts the events of a month as a service does: two sales, one of
// them refunded in part and the other in whole, and a lead.
func TestProgramMetrics(t *testing.T) {
	p, err := alianza.Read[program.Program]([]byte(document("", `, "metrics": [
		{"name": "sales"}, {"name": "kept", "kept": true}, {"name": "leads", "on": ["lead"]},
		{"name": "sold", "counts": "amounts", "currency": "USD"},
		{"name": "sold and kept", "counts": "amounts", "currency": "USD", "kept": true}]`)))
	if err != nil {
		t.Fatal(err)
	}
	event := func(id string, kind commission.Kind, of, amount string) commission.Event {
		e := commission.Event{
			ID: id, Kind: kind, Of: of, Partner: "ana", Currency: "USD", At: time.Date(2026, time.March, 5, 0, 0, 0, 0, time.UTC),
		}
		if amount != "" {
			e.Amount = decimal.RequireFromString(amount)
		}
		return e
	}
	events := []commission.Event{
		event("1", commission.Sale, "", "10.50"), event("2", commission.Sale, "", "4"), event("3", commission.Lead, "", ""),
		event("r1", commission.Refund, "1", "0.50"), event("r2", commission.Refund, "2", "4"),
	}
	want := tier.Metrics{
		"sales": decimal.NewFromInt(2), "kept": decimal.NewFromInt(1), "leads": decimal.NewFromInt(1),
		"sold": decimal.RequireFromString("14.50"), "sold and kept": decimal.NewFromInt(10),
	}
	for range 2 {
		got, err := p.Metrics(events...)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("Metrics: %v (-want +got):\n%s", err, diff)
		}
		slices.Reverse(events)
	}
	if _, err := p.Metrics(events[0], events[0]); !errors.Is(err, alianza.ErrRepeated) {
		t.Errorf("Metrics of an event twice: %v", err)
	}
}

// TestMetricsKept counts what is left of a sale of 100.00 with 10 units, and of others.
func TestMetricsKept(t *testing.T) {
	p, err := alianza.Read[program.Program]([]byte(document("", `, "metrics": [{"name": "sales", "kept": true},
		{"name": "amount", "counts": "amounts", "currency": "USD", "kept": true}, {"name": "units", "counts": "units", "kept": true}]`)))
	if err != nil {
		t.Fatal(err)
	}
	event := func(id string, kind commission.Kind, of, amount, units string) commission.Event {
		e := commission.Event{
			ID: id, Kind: kind, Of: of, Partner: "ana", Currency: "USD", At: time.Date(2026, time.March, 5, 0, 0, 0, 0, time.UTC),
		}
		if amount != "" {
			e.Amount = decimal.RequireFromString(amount)
		}
		if units != "" {
			e.Units = decimal.RequireFromString(units)
		}
		return e
	}
	sold := event("s", commission.Sale, "", "100", "10")
	parts := sold
	parts.Includes = map[string]decimal.Decimal{"shipping": decimal.NewFromInt(20)}
	shipping := event("r", commission.Refund, "s", "20", "")
	shipping.Includes = parts.Includes
	half := event("r", commission.Refund, "s", "60", "") // 40 of 80 besides the shipping
	half.Includes = parts.Includes
	for _, tt := range []struct {
		name   string
		events []commission.Event
		want   string // sales, amount, units
	}{
		{"nothing taken back", []commission.Event{sold}, "1 100 10"},
		{"an amount and its units", []commission.Event{sold, event("r", commission.Refund, "s", "60", "6")}, "1 40 4"},
		{"an amount, with which the units fall", []commission.Event{sold, event("r", commission.Refund, "s", "60", "")}, "1 40 4"},
		// As a rule by a rate: 0 USD back, 100 left.
		{"units alone", []commission.Event{sold, event("r", commission.Refund, "s", "", "4")}, "1 100 6"},
		{"units, and then half of the amount", []commission.Event{sold, event("r", commission.Refund, "s", "", "4"), event("q", commission.Refund, "s", "50", "")}, "1 50 3"},
		{"a refund of nothing", []commission.Event{sold, event("r", commission.Refund, "s", "0", "")}, "1 100 10"},
		{"all, in two parts", []commission.Event{sold, event("r", commission.Refund, "s", "99.99", ""), event("q", commission.Refund, "s", "0.01", "")}, "0 0 0"},
		{"a chargeback of all that is left", []commission.Event{sold, event("r", commission.Refund, "s", "60", "6"), event("c", commission.Chargeback, "s", "", "")}, "0 0 0"},
		{"a chargeback of units", []commission.Event{sold, event("c", commission.Chargeback, "s", "", "4")}, "1 100 6"},
		{"a refund that is undone", []commission.Event{sold, event("r", commission.Refund, "s", "100", ""), event("v", commission.Reversal, "r", "", "")}, "1 100 10"},
		{"one of two that is undone", []commission.Event{sold, event("r", commission.Refund, "s", "60", ""), event("q", commission.Refund, "s", "10", ""), event("v", commission.Reversal, "r", "", "")}, "1 90 9"},
		{"a refund that is corrected", []commission.Event{sold, event("r", commission.Refund, "s", "100", ""), event("c", commission.Correction, "r", "30", "")}, "1 70 7"},
		{"a chargeback that is corrected to nothing", []commission.Event{sold, event("r", commission.Chargeback, "s", "", ""), event("c", commission.Correction, "r", "0", "")}, "1 100 10"},
		{"a correction that is undone", []commission.Event{
			sold, event("r", commission.Refund, "s", "100", ""), event("c", commission.Correction, "r", "30", ""), event("v", commission.Reversal, "c", "", ""),
		}, "1 100 10"},
		{"a part, beside the units", []commission.Event{parts, shipping}, "1 80 10"},
		{"a part and half of the rest", []commission.Event{parts, half}, "1 40 5"},
		{"without units", []commission.Event{event("s", commission.Sale, "", "100", ""), event("r", commission.Refund, "s", "60", "")}, "1 40 1"},
		{"all without units", []commission.Event{event("s", commission.Sale, "", "100", ""), event("r", commission.Refund, "s", "100", "")}, "0 0 0"},
		{"units of no amount", []commission.Event{event("s", commission.Sale, "", "0", "10"), event("r", commission.Refund, "s", "", "4")}, "1 0 6"},
		{"all units of no amount", []commission.Event{event("s", commission.Sale, "", "0", "10"), event("r", commission.Refund, "s", "", "10")}, "0 0 0"},
		{"what the customer was charged, rounded", []commission.Event{event("s", commission.Sale, "", "10.004", ""), event("r", commission.Refund, "s", "10.00", "")}, "0 0 0"},
	} {
		for range 2 {
			got, err := p.Metrics(tt.events...)
			if text := got["sales"].String() + " " + got["amount"].String() + " " + got["units"].String(); text != tt.want || err != nil {
				t.Errorf("%s: Metrics = %s, %v; want %s", tt.name, text, err, tt.want)
			}
			slices.Reverse(tt.events)
		}
	}
}

// TestKeptLevels pays by the level of what was kept in the month: 20% from two units on,
// 10% below.
func TestKeptLevels(t *testing.T) {
	sold := sale("a", "2026-01-05", "100")
	sold.Units = num("2")
	back, undo := refund("50"), sale("v", "2026-01-11", "0")
	back.ID, back.At = "r", sale("", "2026-01-10", "0").At
	undo.Kind, undo.Of, undo.Amount = commission.Reversal, "r", decimal.Decimal{}
	doc := document("", `, "metrics": [{"name": "sales", "counts": "units", "kept": true}]`)
	for want, events := range map[string][]commission.Event{
		"2026-01 gold 20": {sold}, "2026-01 basic 10": {sold, back},
		"2026-01 gold 30": {sold, back, undo}, // 20, adjusted by -10, and 10 again
	} {
		if got := levels(t, doc, "2026-01", events...); len(got) != 1 || got[0] != want {
			t.Errorf("results = %q; want %s", got, want)
		}
	}
}
