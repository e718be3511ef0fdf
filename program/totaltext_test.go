package program_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// TestTotalsText has one line for each currency and medium.
func TestTotalsText(t *testing.T) {
	dollars := program.Total{
		Currency: "USD", Events: 2, Sales: num("300"), Refunds: num("50"), Earned: num("30.00"), Adjusted: num("-5.00"), Paid: num("20.00"),
		Month: alianza.Must(cycle.ParseMonth("2026-03")), Held: num("5.00"), Carried: num("0.00"),
	}
	credit := dollars
	credit.Medium, credit.Events = commission.Credit, 1
	const (
		first  = "USD: 2 events, sales 300, refunds 50; earned 30.00, adjusted -5.00, paid 20.00; at the end of 2026-03 held 5.00, carried 0.00"
		second = "USD credit: 1 event, sales 300, refunds 50; earned 30.00, adjusted -5.00, paid 20.00; at the end of 2026-03 held 5.00, carried 0.00"
	)
	for want, list := range map[string][]program.Total{"no totals": nil, first: {dollars}, first + "\n" + second: {dollars, credit}} {
		if got := (program.Totals{List: list}).String(); got != want {
			t.Errorf("String() = %s; want %s", got, want)
		}
	}
}
