package commission_test

import (
	"fmt"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// A partner with more than two customers in a month gets 20% of all that it sold there
// instead of 10%. A second sale to a customer counts no customer.
func Example_customers() {
	var d commission.Definition
	if err := d.UnmarshalJSON([]byte(`{
		"id": "growth", "version": 1, "currency": "USD",
		"rules": [{"name": "sale", "on": "sale", "over": "month",
			"table": {"by": "customers", "scope": "slab", "brackets": [{"up_to": "2", "rate": "10%"}, {"rate": "20%"}]}}]
	}`)); err != nil {
		fmt.Println(err)
		return
	}
	plan := alianza.Must(commission.New(d))
	var state commission.State
	post := func(e commission.Event) {
		e.Partner, e.Currency, e.At = "ana", "USD", day(4)
		earned := alianza.Must(plan.Earn(&state, e))
		fmt.Println(e.ID, earned.Sum(commission.Cash).StringFixed(2))
		if err := state.Keep(earned.Records...); err != nil {
			fmt.Println(err)
		}
	}
	post(commission.Event{ID: "s1", Kind: commission.Sale, Customer: "acme", Amount: num("100")})
	post(commission.Event{ID: "s2", Kind: commission.Sale, Customer: "bolt", Amount: num("100")})
	post(commission.Event{ID: "s3", Kind: commission.Sale, Customer: "acme", Amount: num("100")})
	post(commission.Event{ID: "s4", Kind: commission.Sale, Customer: "crux", Amount: num("100")}) // the third: 30.00 more for the others, and 20.00
	post(commission.Event{ID: "r4", Kind: commission.Refund, Of: "s4", Amount: num("100")})       // two are left

	month := alianza.Must(plan.Attained(&state, "ana", "sale", "2026-01"))
	fmt.Println("attained:", month)
	// Output:
	// s1 10.00
	// s2 10.00
	// s3 10.00
	// s4 50.00
	// r4 -50.00
	// attained: 300 in 2 units
}
