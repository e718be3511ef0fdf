package payout_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

func zone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatal(err)
	}
	return z
}

func TestPolicyEqual(t *testing.T) {
	same := policyOf(t, full())
	for name, change := range map[string]func(d *payout.Definition){
		"currency":  func(d *payout.Definition) { d.Currency = "CHF" },
		"step":      func(d *payout.Definition) { d.Step = num("1") },
		"minimum":   func(d *payout.Definition) { d.Minimum = num("51") },
		"draw":      func(d *payout.Definition) { d.Draw.Amount = num("999") },
		"debt":      func(d *payout.Definition) { d.Debt.Days = 91 },
		"pay in":    func(d *payout.Definition) { d.PayIn.Currency = "CHF" },
		"hold":      func(d *payout.Definition) { d.Hold.Hours = 1 },
		"holdback":  func(d *payout.Definition) { d.Holdback.Settlements = 1 },
		"deferral":  func(d *payout.Definition) { d.Deferral[1].Months = 13 },
		"confirm":   func(d *payout.Definition) { d.OneAtATime = false },
		"final":     func(d *payout.Definition) { d.Final = 0 },
		"plans":     func(d *payout.Definition) { d.AcrossPlans = false },
		"calendar":  func(d *payout.Definition) { d.Every = payout.EveryWeek },
		"recovered": func(d *payout.Definition) { d.Draw.RecoverMost = num("1") },
	} {
		d := full()
		change(&d)
		if other := policyOf(t, d); same.Equal(other) || cmp.Equal(same, other) {
			t.Errorf("Equal(another %s) = true; want false", name)
		}
	}
	if !cmp.Equal(same, policyOf(t, full()).In(time.UTC)) || same.Equal(same.In(zone(t, "Europe/Madrid"))) || same.Equal(same.At(num("2"))) {
		t.Error("Equal does not go by definition, zone and rate")
	}
	roomtest.Again(t, same)
	_, err := payout.Policy{}.MarshalJSON()
	roomtest.CheckUnchecked(t, "MarshalJSON", err)
	spoiled := same.Definition()
	spoiled.Deferral[0].Months = 7
	if diff := cmp.Diff(full(), same.Definition()); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
}
