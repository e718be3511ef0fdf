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
