package commission_test

import (
	"fmt"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// Ana and bruno brought a customer together. A half of the commission is due after 30
// days, and a quarter each after six and twelve months if the customer is still there.
func Example_deferred() {
	var d commission.Definition
	if err := d.UnmarshalJSON([]byte(`{
		"id": "growth", "version": 1, "currency": "USD",
		"rules": [{"name": "sale", "on": "sale", "rate": "10%", "defer": [
			{"rate": "50%", "days": 30},
			{"rate": "25%", "months": 6, "when": {"fact": "active", "one_of": ["yes"]}},
			{"rate": "25%", "months": 12, "when": {"fact": "active", "one_of": ["yes"]}}]}]
	}`)); err != nil {
		fmt.Println(err)
		return
	}
	plan := alianza.Must(commission.New(d))
	var state commission.State
	post := func(date string, e commission.Event) {
		e.Partner, e.Currency = "ana", "USD"
		earned := alianza.Must(plan.Earn(&state, dated(date, e)))
		for _, entry := range earned.Entries {
			fmt.Println(entry.Event, entry.Partner, entry.Amount.StringFixed(2), "due", entry.Due.Format("2006-01-02"))
		}
		for _, skipped := range earned.Skipped {
			fmt.Println(skipped)
		}
		if err := state.Keep(earned.Records...); err != nil {
			fmt.Println(err)
		}
	}
	active := func(answer string) map[string]string { return map[string]string{"active": answer} }
	post("2026-01-10", commission.Event{
		ID: "o-1", Kind: commission.Sale, Amount: num("1000"),
		Shares: []commission.AttributedShare{{Partner: "ana", Weight: num("2")}, {Partner: "bruno", Weight: num("1")}},
	})
	post("2026-07-10", commission.Event{ID: "half", Kind: commission.Maturity, Of: "o-1", Facts: active("yes")})
	post("2026-08-01", commission.Event{ID: "r-1", Kind: commission.Refund, Of: "o-1", Amount: num("400")})
	post("2027-01-10", commission.Event{ID: "year", Kind: commission.Maturity, Of: "o-1", Facts: active("no")})
	// Output:
	// o-1 ana 33.33 due 2026-02-09
	// o-1 bruno 16.67 due 2026-02-09
	// half ana 16.67 due 2026-07-10
	// half bruno 8.33 due 2026-07-10
	// rule sale: installment 3 is due on 2027-01-10
	// r-1 ana -13.33 due 2026-08-01
	// r-1 bruno -6.67 due 2026-08-01
	// r-1 ana -6.67 due 2026-08-01
	// r-1 bruno -3.33 due 2026-08-01
	// rule sale: installment 3 lapses: active is "no", not yes
}
