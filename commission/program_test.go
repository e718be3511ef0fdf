package commission_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
)

// ruled returns a plan in USD with cents.
func ruled(rules ...commission.Rule) commission.Definition {
	return commission.Definition{ID: "p", Version: 1, Currency: "USD", Places: 2, Rules: rules}
}

// onSale returns a rule that pays a rate of each sale.
func onSale(percent string) commission.Rule {
	return commission.Rule{Name: "sale", On: commission.Sale, Rate: rate(percent)}
}

// tabled returns a rule that pays sales by a table over a window.
func tabled(over commission.Window, d commission.TableDefinition) commission.Rule {
	d.Places = 0 // the plan has them
	return commission.Rule{Name: "sale", On: commission.Sale, Over: over, Table: d}
}

// dated returns the event at noon of a day, UTC.
func dated(date string, e commission.Event) commission.Event {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err)
	}
	e.At = day.Add(12 * time.Hour)
	return e
}

// by returns the event of a customer.
func by(customer string, e commission.Event) commission.Event {
	e.Customer = customer
	return e
}

// kind returns the event as one of another kind.
func kind(k commission.Kind, e commission.Event) commission.Event {
	e.Kind = k
	return e
}

// units returns the event with so many units.
func units(n int, e commission.Event) commission.Event {
	e.Units = n
	return e
}

// closing returns the close of a period on the last day of January.
func closing(id, period string) commission.Event {
	e := kind(commission.Close, sale(id, "0"))
	e.Period, e.At = period, day(31)
	return e
}

// chargeback returns a chargeback of what is left, or of an amount.
func chargeback(id, of, amount string) commission.Event {
	return kind(commission.Chargeback, refund(id, of, amount))
}

// corrected returns a correction with the facts of an event.
func corrected(of string, e commission.Event) commission.Event {
	e.Kind, e.Of = commission.Correction, of
	return e
}

// earnAll gives events to a plan in order, and returns all entries.
func earnAll(tb testing.TB, p commission.Plan, s *commission.State, events ...commission.Event) []commission.Entry {
	tb.Helper()
	var list []commission.Entry
	for _, e := range events {
		earned, state, err := p.Earn(*s, e)
		if err != nil {
			tb.Fatalf("Earn(%s) = %v; want no error", eventText(e), err)
		}
		*s = state
		list = append(list, earned.Entries...)
	}
	return list
}

// amountsOf returns what entries post, each in the places that it has.
func amountsOf(list []commission.Entry) []string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = e.Amount.StringFixed(max(0, -e.Amount.Exponent()))
	}
	return out
}

// sumOf returns what entries post together.
func sumOf(list []commission.Entry) decimal.Decimal {
	sum := decimal.Decimal{}
	for _, e := range list {
		sum = sum.Add(e.Amount)
	}
	return sum
}

// salesOf returns sales of ana with IDs of their own.
func salesOf(amounts ...string) []commission.Event {
	list := make([]commission.Event, len(amounts))
	for i, amount := range amounts {
		list[i] = sale("s"+string(rune('a'+i)), amount)
	}
	return list
}

// numbers returns one number by its name.
func numbers(name, value string) map[string]decimal.Decimal {
	return map[string]decimal.Decimal{name: num(value)}
}
