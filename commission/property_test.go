package commission_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// isAny reports whether err is one of the kinds given.
func isAny(err error, kinds []error) bool {
	return slices.ContainsFunc(kinds, func(kind error) bool { return errors.Is(err, kind) })
}

// eventText returns an event for a failure message.
func eventText(e commission.Event) string {
	b, err := json.Marshal(e)
	if err != nil {
		return fmt.Sprintf("%+v", e)
	}
	return string(b)
}

// randomDefinition returns a plan of any currency, mode, hold, and policy, half
// of them by tier.
func randomDefinition(r *rand.Rand) commission.Definition {
	d := commission.Definition{
		ID: "p/%", Version: 1 + r.IntN(3), Currency: "USD", Places: r.IntN(4),
		Rounding: commission.Rounding(r.IntN(7)), HoldDays: r.IntN(3) * 10, UnknownSale: commission.UnknownSale(r.IntN(3)),
		Rules: []commission.Rule{{Name: "sale", On: commission.Sale, Rate: randomRate(r)}},
	}
	if r.IntN(2) == 0 {
		d.Rules[0] = commission.Rule{Name: "sale", On: commission.Sale, Ladder: "affiliate", Rates: commission.AffiliateRates()}
		d.Rules[0].Rates["silver"] = randomRate(r)
	}
	return d
}

// randomRate returns a rate from 0.0001% to 100%.
func randomRate(r *rand.Rand) alianza.Percent {
	rate, err := alianza.ParsePercent(fmt.Sprintf("%d.%04d%%", r.IntN(100), 1+r.IntN(9999)))
	if err != nil {
		panic(err)
	}
	return rate
}

// randomEvent returns an event over few partners, IDs and amounts, now and
// then one that is refused.
func randomEvent(r *rand.Rand, n int) commission.Event {
	tiers := []string{"affiliate/gold", "affiliate/silver", "affiliate/basic", "", "affiliate/none", "reseller/gold"}
	e := commission.Event{
		ID: fmt.Sprintf("e%d", r.IntN(n)), Kind: commission.Sale, Partner: fmt.Sprintf("ana/%d", r.IntN(3)),
		Tier: tiers[r.IntN(len(tiers))], At: day(1).Add(time.Duration(r.IntN(60*24)) * time.Hour),
		Currency: "USD", Amount: decimal.New(r.Int64N(5000), -int32(r.IntN(4))),
	}
	if r.IntN(2) == 0 {
		e.Kind, e.Of = commission.Refund, fmt.Sprintf("e%d", r.IntN(n))
		e.Amount = decimal.New(r.Int64N(500), -int32(r.IntN(4)))
		if r.IntN(4) == 0 {
			e.Of = ""
		}
	}
	switch r.IntN(40) {
	case 0:
		e.Currency = "EUR"
	case 1:
		e.Amount = decimal.New(-1, -2)
	case 2:
		e.Of = e.ID
	}
	return e
}

// day returns nine in the morning of a day counted from the first of 2026.
func day(n int) time.Time { return time.Date(2026, time.January, n, 9, 0, 0, 0, time.UTC) }

// TestReference holds plans and settlements against the reference.
func TestReference(t *testing.T) {
	zones := []*time.Location{nil, zone(t, "Europe/Madrid"), zone(t, "America/Santiago"), zone(t, "Pacific/Kiritimati")}
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		l := newLedger(t, randomDefinition(r), zones[r.IntN(len(zones))], decimal.New(r.Int64N(100), 0))
		for i := range 60 {
			l.event(t, randomEvent(r, 20))
			if i%20 == 19 {
				l.settle(t, day(i))
			}
		}
		l.settle(t, day(400)) // when nothing is held
	}
}

func zone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatalf("LoadLocation(%q) = %v", name, err)
	}
	return z
}
