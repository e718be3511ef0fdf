// Command first is the first program of the README: a document, two events, and the
// statement of a month.
//
//	go run ./examples/first
package main

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
)

const document = `{"id": "casa-verde", "currencies": ["USD"],
	"plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}]}`

func main() {
	p := alianza.Must(alianza.Read[program.Program]([]byte(document))) // Must panics on an error
	run, day := p.Run(), time.Date(2026, time.March, 9, 12, 0, 0, 0, time.UTC)
	for _, event := range []commission.Event{
		{ID: "order-1", Kind: commission.Sale, At: day, Amount: decimal.RequireFromString("19.99")},
		{ID: "note-1", Kind: commission.Refund, Of: "order-1", At: day.AddDate(0, 0, 7), Amount: decimal.RequireFromString("9.99")},
	} {
		event.Partner, event.Currency = "ana", "USD"
		if err := run.Add(event); err != nil {
			fmt.Println(err) // the event cannot be used, and why
		}
	}
	for result := range run.CloseAll() {
		fmt.Println(result)
	}
}
