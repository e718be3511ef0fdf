package compare_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/compare"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
)

// paying returns the plan that pays a rate of each sale.
func paying(version int, rate string) commission.Definition {
	return commission.Definition{
		ID: "p", Version: version, Currency: "USD",
		Rules: []commission.Rule{{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: roomtest.Percent(rate)}}},
	}
}

// event returns an event of a partner on a day of 2026.
func event(id string, kind commission.Kind, partner string, day int) commission.Event {
	return commission.Event{ID: id, Kind: kind, Partner: partner, At: time.Date(2026, 1, day, 12, 0, 0, 0, time.UTC), Currency: "USD"}
}

// TestPlans compares two plans over the same events.
func TestPlans(t *testing.T) {
	d := paying(2, "20%")
	d.From = roomtest.Date("2026-01-02")
	before, after := alianza.Must(commission.New(paying(1, "25%"))), alianza.Must(commission.New(d))
	early, s := event("early", commission.Sale, "ana", 1), event("s", commission.Sale, "ana", 3)
	r, late := event("r", commission.Refund, "ana", 4), event("t", commission.Sale, "ben", 40)
	r.Of = "s"
	early.Amount, s.Amount, r.Amount, late.Amount = roomtest.Num("100.00"), roomtest.Num("100.00"), roomtest.Num("50.00"), roomtest.Num("10.00")
	// The second plan refuses the early sale; both refuse the repeated one.
	got, err := compare.Plans(before, after, []commission.Event{early, s, r, late, late})
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
	if len(months) != 2 || months[0].Month != "2026-01" || months[1].Month != "2026-02" || fmt.Sprint(months[1].More()) != "-0.5" {
		t.Errorf("ByMonth = %v; want January, and February with 0.50 less", months)
	}
	if rules := got.ByRule(); len(rules) != 1 || rules[0].Rule != "sale" || rules[0].Partner != "" {
		t.Errorf("ByRule = %v; want the rule sale", rules)
	}
	credit := compare.Delta{Partner: "ana", Medium: commission.Credit, Before: roomtest.Num("1"), After: roomtest.Num("1")}
	if got := credit.String(); got != "ana, credit: 1 before, 1 after, the same" {
		t.Errorf("String = %s; want the credit", got)
	}
	roomtest.Again(t, got)
}

// TestPlansRefused has plans that cannot be compared.
// TestOrder has many partners: their deltas come by name.
func TestOrder(t *testing.T) {
	plan := alianza.Must(commission.New(paying(1, "25%")))
	var events []commission.Event
	for i := range 20 {
		e := event("s", commission.Sale, fmt.Sprintf("p%02d", 19-i), 3)
		e.Amount = roomtest.Num("8")
		events = append(events, e)
	}
	got, err := compare.Plans(plan, plan, events)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Deltas) != 20 {
		t.Fatalf("%d deltas; want 20", len(got.Deltas))
	}
	for i, d := range got.Deltas {
		if want := fmt.Sprintf("p%02d", i); d.Partner != want || !d.Before.Equal(roomtest.Num("2")) {
			t.Errorf("delta %d is of %s, %s before; want %s, 2", i, d.Partner, d.Before, want)
		}
	}
}

func TestPlansRefused(t *testing.T) {
	d := paying(1, "25%")
	plan := alianza.Must(commission.New(d))
	if _, err := compare.Plans(plan, commission.Plan{}, nil); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Plans with a zero plan = %v; want ErrUnchecked", err)
	}
	d.Currency = "EUR"
	if _, err := compare.Plans(plan, alianza.Must(commission.New(d)), nil); !errors.Is(err, alianza.ErrCurrency) {
		t.Errorf("Plans in two currencies = %v; want ErrCurrency", err)
	}
}

// TestJSON writes results that are parts of others by themselves.
func TestJSON(t *testing.T) {
	delta := compare.Delta{Partner: "ana", Rule: "sale", Before: roomtest.Num("1.50"), After: roomtest.Num("2.00")}
	if got, want := roomtest.JSON(t, delta), `{"partner":"ana","rule":"sale","before":"1.50","after":"2.00"}`; got != want {
		t.Errorf("Marshal = %s; want %s", got, want)
	}
	refusal := compare.Refusal{Partner: "ana", Event: "s", Second: true, Faults: []*alianza.FieldError{{Path: "amount", Err: alianza.ErrMissing}}}
	if got, want := roomtest.JSON(t, refusal), `{"partner":"ana","event":"s","second":true,"faults":[{"path":"amount","code":"missing","reason":"missing"}]}`; got != want {
		t.Errorf("Marshal = %s; want %s", got, want)
	}
}
