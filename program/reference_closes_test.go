package program_test

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// The reference closes periods day by day: a period ends on a day if the day after it has
// another name.

// A refTurn is an event at the instant at which it is evaluated.
type refTurn struct {
	event  commission.Event
	at     time.Time
	behind int  // events of the day that take each other back
	own    bool // a close of the reference
}

// A refPeriod is a period of one currency.
type refPeriod struct{ currency, name string }

// refCloses are what the reference knows to close periods.
type refCloses struct {
	program program.Program
	events  map[[2]string]commission.Event // by partner and ID
	since   map[string]alianza.Date        // by partner
	told    map[string]time.Time           // when an event said so
	plans   map[string][]commission.Definition
}

func newRefCloses(p program.Program) *refCloses {
	c := &refCloses{p, map[[2]string]commission.Event{}, map[string]alianza.Date{}, map[string]time.Time{}, map[string][]commission.Definition{}}
	for _, currency := range p.Currencies() {
		plan, _ := p.Plan(currency)
		c.plans[currency] = plan.Definitions()
	}
	return c
}

var refWindows = []commission.Window{commission.PerWeek, commission.PerMonth, commission.PerQuarter, commission.PerYear, commission.PerContractYear}

// name returns the period of a day, "" if there is none.
func (c *refCloses) name(w commission.Window, partner, currency string, day alianza.Date) string {
	begins := max(1, c.plans[currency][0].YearBegins)
	months := day.Year()*12 + int(day.Month()) - begins // of the year that begins then
	switch w {
	case commission.PerWeek:
		year, week := day.In(time.UTC).ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case commission.PerMonth:
		return day.String()[:7]
	case commission.PerQuarter:
		return fmt.Sprintf("%04d-Q%d", months/12, months%12/3+1)
	case commission.PerYear:
		return fmt.Sprintf("%04d", months/12)
	default:
		return c.contractYear(partner, day)
	}
}

// contractYear returns the contract year of a day, "" if there is none.
func (c *refCloses) contractYear(partner string, day alianza.Date) string {
	since, ok := c.since[partner]
	for year := 3; ok && year >= 0; year-- {
		if first := since.AddMonths(12 * year); !day.Before(first) {
			return "from " + first.String()
		}
	}
	return ""
}

// pays reports whether the version of a day has a bonus over a window.
func (c *refCloses) pays(w commission.Window, currency string, day alianza.Date) bool {
	return slices.ContainsFunc(c.plans[currency], func(d commission.Definition) bool {
		return !day.Before(d.From) && (d.Until.IsZero() || day.Before(d.Until)) && slices.ContainsFunc(d.Bonuses, func(b commission.Bonus) bool { return b.Over == w })
	})
}

// close returns the close of the period that ends on a day.
func (c *refCloses) close(currency, partner, id, name string, day alianza.Date) commission.Event {
	e := commission.Event{
		ID: id, Kind: commission.Close, Partner: partner, Currency: currency, Period: name, At: day.AddDays(1).In(c.program.Zone()).Add(-time.Second),
	}
	if since, ok := c.since[partner]; ok {
		e.PartnerSince = since.In(c.program.Zone())
	}
	return e
}

// scheduled returns the closes of a partner's month.
func (c *refCloses) scheduled(month refMonth) []refTurn {
	var all []refTurn
	first := alianza.Must(alianza.NewDate(month.month.Year(), month.month.Month(), 1))
	for _, currency := range c.program.Currencies() {
		for day := first; day.Before(first.AddMonths(1)); day = day.AddDays(1) {
			for _, w := range refWindows {
				if !c.pays(w, currency, day) {
					continue
				}
				name := c.name(w, month.partner, currency, day)
				if name == "" || name == c.name(w, month.partner, currency, day.AddDays(1)) {
					continue
				}
				e := c.close(currency, month.partner, "close-"+name, name, day)
				all = append(all, refTurn{event: e, at: e.At.Add(time.Second), own: true})
			}
		}
	}
	return all
}

// late returns the closes of periods that have ended and whose meters moved.
func (c *refCloses) late(month refMonth, moved map[refPeriod]bool) []commission.Event {
	type one struct {
		event commission.Event
		days  int
	}
	var all []one
	next := alianza.Must(alianza.NewDate(month.month.Year(), month.month.Month(), 1)).AddMonths(1)
	for p := range moved {
		for _, w := range refWindows {
			last, days := alianza.Date{}, 0
			for day := next; len(p.name) == len(c.name(w, month.partner, p.currency, next)) && next.Year()-day.Year() < 3; day = day.AddDays(-1) {
				if c.name(w, month.partner, p.currency, day) == p.name {
					if days++; days == 1 {
						last = day
					}
				}
			}
			if days == 0 || last == next || !c.pays(w, p.currency, last) {
				continue
			}
			e := c.close(p.currency, month.partner, fmt.Sprintf("close-%s-%s", p.name, month.month), p.name, last)
			e.Booked = next.In(c.program.Zone()).Add(-time.Second)
			all = append(all, one{e, days})
		}
	}
	slices.SortFunc(all, func(a, b one) int {
		return cmp.Or(a.event.At.Compare(b.event.At), cmp.Compare(a.days, b.days), cmp.Compare(a.event.Currency, b.event.Currency))
	})
	var events []commission.Event
	for _, one := range all {
		events = append(events, one.event)
	}
	return events
}

// turn returns when an event is evaluated: one that takes back, and is of midnight, comes
// behind what it takes back on that day.
func (r *reference) turn(e commission.Event, m cycle.Month, depth int) refTurn {
	own := refTurn{event: e, at: e.At}
	day := alianza.DateOf(e.At, r.program.Zone())
	of, ok := r.closing.events[[2]string{e.Partner, e.Of}]
	if !ok || !takesBack(e.Kind) || !e.At.Equal(day.In(r.program.Zone())) || depth == 0 {
		return own
	}
	if _, used := r.known[[2]string{e.Partner, e.Of}]; m.Before(r.month(of)) || r.month(of).Before(m) && !used {
		return own // it is not known yet, or was refused
	}
	then := r.turn(of, m, depth-1)
	if then.at.Before(own.at) || alianza.DateOf(then.at, r.program.Zone()) != day {
		return own
	}
	own.at, own.behind = then.at, then.behind+1
	own.event.At = then.at
	return own
}

// tell notes since when the partner is one: as the latest event says it that was used.
func (c *refCloses) tell(partner string, events []commission.Event, dropped map[string]bool) {
	for _, e := range events {
		if !e.PartnerSince.IsZero() && !dropped[e.ID] && !e.At.Before(c.told[partner]) {
			c.since[partner], c.told[partner] = alianza.DateOf(e.PartnerSince, c.program.Zone()), e.At
		}
	}
}

// turns returns the events of a partner's month and the closes, in order.
func (r *reference) turns(partner string, m cycle.Month, events []commission.Event) []refTurn {
	var turns []refTurn
	for _, e := range events {
		turns = append(turns, r.turn(e, m, 100))
	}
	turns = append(turns, r.closing.scheduled(refMonth{partner, m})...)
	slices.SortStableFunc(turns, func(a, b refTurn) int {
		return cmp.Or(a.at.Compare(b.at), btoi(b.own)-btoi(a.own), btoi(takesBack(a.event.Kind))-btoi(takesBack(b.event.Kind)), cmp.Compare(a.behind, b.behind))
	})
	return turns
}
