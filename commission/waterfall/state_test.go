package waterfall_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/waterfall"
)

func TestStateJSON(t *testing.T) {
	roomtest.Reads(t, waterfall.State{}, `{}`)
	r := newRunner(t, full())
	r.run(waterfall.Inflow{
		Amount: num("100"), Sources: map[string]decimal.Decimal{"print": num("100")},
		Counts: map[string]decimal.Decimal{"listing": num("1"), "copy": num("3")}, Costs: map[string]decimal.Decimal{"costs": num("5")},
	})
	roomtest.Reads(t, r.state, `{"total":"100","sources":{"print":"100"},"costs":{"copies":[{"after":"0.00","amount":"1.50"}],"costs":[{"after":"0.00","amount":"5"}],`+
		`"listing":[{"after":"0.00","amount":"5.00"}]},"counts":{"copy":"3","listing":"1"}}`)
}

// TestStateOfNothing keeps no cost of counts and costs of zero.
func TestStateOfNothing(t *testing.T) {
	r := newRunner(t, full())
	r.run(waterfall.Inflow{Counts: map[string]decimal.Decimal{"listing": num("0")}, Costs: map[string]decimal.Decimal{"costs": num("0")}})
	roomtest.Reads(t, r.state, `{"counts":{"listing":"0"},"guaranteed":{"guarantee":"10.00"}}`)
}

// TestStateKept runs from one state twice: nothing was changed in place.
func TestStateKept(t *testing.T) {
	r := newRunner(t, full())
	inflow := waterfall.Inflow{
		Amount: num("100"), Sources: map[string]decimal.Decimal{"print": num("100")},
		Counts: map[string]decimal.Decimal{"listing": num("1"), "copy": num("3")}, Costs: map[string]decimal.Decimal{"costs": num("5")},
	}
	r.run(inflow)
	before := r.state
	first := r.run(inflow)
	after := r.state
	r.state = before
	inflow.Counts["listing"], inflow.Costs["costs"] = num("-1"), num("-2")
	r.run(inflow) // lost
	inflow.Counts["listing"], inflow.Costs["costs"] = num("1"), num("5")
	r.state = before
	if diff := cmp.Diff(first, r.run(inflow)); diff != "" {
		t.Errorf("Run(again) mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(after, r.state); diff != "" {
		t.Errorf("the state after Run(again) mismatch (-want +got):\n%s", diff)
	}
}
