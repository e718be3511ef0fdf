package attribution_test

import (
	"fmt"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/attribution"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
)

// A half, a third and a sixth are 3, 2 and 1 parts.
func TestShared(t *testing.T) {
	e, err := among(t, 9, 6, 3).Shared(commission.Event{Partner: "B"})
	if got := fmt.Sprint(e.Partner, " ", len(e.Shares), " ", e.Shares[0].Weight, e.Shares[1].Weight, e.Shares[2].Weight); got != "B 3 3 2 1" || err != nil {
		t.Errorf("Shared = %s, %v", got, err)
	}
	if e, err = among(t, 1, 1).Shared(commission.Event{Partner: "pool"}); e.Partner != "A" || err != nil {
		t.Errorf("Shared of a pool = %s, %v", e.Partner, err)
	}
	_, err = attribution.Result{}.Shared(commission.Event{})
	roomtest.CheckFaults(t, "Shared of a direct sale", err, "shares: missing")
}

// A sale of two partners and its refund go to the plan, which divides what it posts: of
// 9.90 and of what is left, 6.60, in steps of 0.05.
func ExampleResult_Shared() {
	plan := alianza.Must(commission.New(commission.Definition{
		ID: "p", Version: 1, Currency: "CHF", Step: num("0.05"),
		Rules: []commission.Rule{{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: alianza.Must(alianza.ParsePercent("10%"))}}},
	}))
	m := alianza.Must(attribution.New(attribution.Definition{Model: attribution.Linear}))
	r := alianza.Must(m.Attribute(touches("ana 2026-01-01, bruno 2026-01-05, eva 2026-01-06, eva 2026-01-07"), attribution.Sale{At: at("2026-01-10")}))

	var state commission.State
	sale := alianza.Must(r.Shared(commission.Event{ID: "o1", Kind: commission.Sale, Currency: "CHF", Amount: num("99.00"), At: at("2026-01-10")}))
	refund := commission.Event{ID: "r1", Kind: commission.Refund, Of: "o1", Partner: sale.Partner, Currency: "CHF", Amount: num("33.00"), At: at("2026-01-20")}
	for _, e := range []commission.Event{sale, refund} {
		earned := alianza.Must(plan.Earn(&state, e))
		if err := state.Keep(earned.Records...); err != nil {
			fmt.Println(err)
			return
		}
		for _, entry := range earned.Entries {
			fmt.Println(entry.Partner, entry.Amount.StringFixed(2), "stands at", entry.Remaining.Amount.StringFixed(2))
		}
	}
	// Output:
	// ana 2.50 stands at 2.50
	// bruno 2.45 stands at 2.45
	// eva 4.95 stands at 4.95
	// ana -0.85 stands at 1.65
	// bruno -0.80 stands at 1.65
	// eva -1.65 stands at 3.30
}
