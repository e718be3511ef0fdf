package program

import (
	"slices"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/currency"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// Closes returns the closes of the periods of bonuses that end in a month, as a [Run]
// makes them, in the order in which they end. Of two that end together the shorter one
// comes first. A service that evaluates events one by one gives them to the plan when
// their periods end.
//
// An event of the partner says for whom: its partner and currency, the tier that pays,
// and since when and until when the partner is one. Nothing else of it counts. Contract
// years are closed only if it says since when. Closes does not know whether the partner
// has events in the currency; a retainer is paid to whoever has a close.
//
// A close is at the last second of its period, in the zone of the program. Its ID is
// "close-" and its period. Closes returns none for a currency that has no plan, and none
// for the zero Program.
func (p Program) Closes(month cycle.Month, of commission.Event) []commission.Event {
	plan, ok := p.plans[of.Currency]
	if !ok || month.IsZero() {
		return nil
	}
	places, _ := currency.Places(of.Currency)
	b := newBooks(&p, of.Currency, plan, int32(places))
	var since alianza.Date
	if !of.PartnerSince.IsZero() && check.Sound(of.PartnerSince) {
		since = alianza.DateOf(of.PartnerSince, p.zone)
	}
	var list []commission.Event
	for _, s := range b.endings(month, since) {
		list = append(list, closeOf(&of, s, closePrefix+s.name, p.zone))
	}
	slices.SortStableFunc(list, func(a, b commission.Event) int { return a.At.Compare(b.At) })
	return list
}

// closeOf returns the close of a period, in its last second.
func closeOf(of *commission.Event, s span, id string, zone *time.Location) commission.Event {
	return commission.Event{
		ID: id, Kind: commission.Close, Partner: of.Partner, At: s.end.In(zone).Add(-time.Second), Currency: of.Currency,
		Tier: of.Tier, Period: s.name, PartnerSince: of.PartnerSince, PartnerUntil: of.PartnerUntil,
	}
}
