package engine

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// MaxOrders is how many orders are looked at.
const MaxOrders = 500

// An Order is a row of the table of orders, as it was typed.
type Order struct {
	ID       string `json:"id"`
	Day      string `json:"day"`
	Partner  string `json:"partner"`
	Kind     string `json:"kind"`
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
	Of       string `json:"of"`
	Customer string `json:"customer"`
}

// An OrderFault says why an order was not used. Row is from 0.
type OrderFault struct {
	Row    int    `json:"row"`
	Field  string `json:"field"`
	Reason string `json:"reason"`
}

// An event is an order that could be read.
type event struct {
	row   int
	is    commission.Event
	added int // its number in the run, from 1
}

// read reads the rows that can be used.
func read(p program.Program, orders []Order) (events []event, refused []OrderFault) {
	for row, o := range orders {
		if o == (Order{}) {
			continue
		}
		if row >= MaxOrders {
			refused = append(refused, OrderFault{row, "id", fmt.Sprintf("the page takes %d orders", MaxOrders)})
			break
		}
		e, err := o.event(p.Zone())
		if err != nil {
			refused = append(refused, refusal(row, err))
			continue
		}
		events = append(events, event{row: row, is: e})
	}
	return events, refused
}

// event reads the row as an event at noon of its day.
func (o Order) event(zone *time.Location) (commission.Event, error) {
	day, err := alianza.ParseDate(o.Day)
	if err != nil {
		return commission.Event{}, alianza.At("day", err)
	}
	fields := map[string]string{
		"id": o.ID, "partner": o.Partner, "kind": o.Kind, "currency": o.Currency, "amount": o.Amount, "of": o.Of, "customer": o.Customer,
		"at": day.In(zone).Add(12 * time.Hour).Format(time.RFC3339),
	}
	for name, value := range fields {
		if value == "" {
			delete(fields, name)
		}
	}
	data, err := json.Marshal(fields)
	if err != nil {
		return commission.Event{}, err
	}
	return alianza.Read[commission.Event](data)
}

// refusal says of a row why it was not used, by its first fault.
func refusal(row int, err error) OrderFault {
	list := alianza.Faults(err)
	if len(list) == 0 {
		return OrderFault{row, "", err.Error()}
	}
	first := list[0]
	field, reason := first.Path, first.Reason()
	if field == "at" {
		field = "day"
	}
	if first.Value != "" {
		reason = fmt.Sprintf("%q: %s", first.Value, reason)
	}
	return OrderFault{row, field, reason}
}

// start begins a run and adds the events. Those that it refuses join the refused.
func start(p program.Program, events []event, refused *[]OrderFault) *program.Run {
	run, n := p.Run(), 0
	for i := range events {
		if err := run.Add(events[i].is); err != nil {
			*refused = append(*refused, refusal(events[i].row, err))
			continue
		}
		n++
		events[i].added = n
	}
	return run
}

// lastMonth returns the month of the last event that was added. Without one it is
// the first month of the last plan, or January 2026.
func lastMonth(p program.Program, events []event) cycle.Month {
	var last cycle.Month
	for _, e := range events {
		if m := cycle.MonthOf(e.is.At, p.Zone()); e.added > 0 && last.Before(m) {
			last = m
		}
	}
	if !last.IsZero() {
		return last
	}
	day := time.Date(2026, time.January, 15, 12, 0, 0, 0, p.Zone())
	for _, v := range p.Definition().Plans {
		if !v.Plan.From.IsZero() {
			day = v.Plan.From.In(p.Zone())
		}
	}
	return cycle.MonthOf(day, p.Zone())
}

// middle returns noon of the 15th of a month.
func middle(p program.Program, m cycle.Month) time.Time {
	return time.Date(m.Year(), m.Month(), 15, 12, 0, 0, 0, p.Zone())
}

// plain writes an amount with the decimals that it has.
func plain(d decimal.Decimal) string { return d.StringFixed(max(0, -d.Exponent())) }
