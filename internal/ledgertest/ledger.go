// Package ledgertest is the commission ledger a second time, for tests alone.
//
// It is written from the rules and not from the code of package commission, and
// shares nothing with it. It computes in exact fractions. It keeps what happened
// to a partner as a list, and works out from the list what everything is worth
// now: slow, and easy to believe.
//
// Definitions and events come as JSON, with the names that package commission
// gives their fields. Dice makes random years of both.
package ledgertest

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"
)

// A Ledger is a program in all its versions and what happened under it.
type Ledger struct {
	zone     *time.Location
	versions []*definition

	next     int               // the place of the next event in the list
	known    map[string]*event // by partner and ID
	sales    []*sale
	takings  []*taking
	pending  []*holding // of the rules that pay the event at hand, so far
	closings []*closing

	maturities []*maturity
	wrong      []*holding                   // of the sale that the event at hand corrects
	sharers    map[string]bool              // partners who have a share of some event
	balances   map[string]map[Line]*big.Rat // by partner, after the last event

	stretches map[string]stretch // of periods, by their names
}

// A Line is what a sum of money is for and paid in.
type Line struct {
	Rule   string // a rule or a bonus
	Medium string // cash, credit or in_kind
}

// A Change is what an event changes of the balance of one line of a partner.
type Change struct {
	Partner string
	Line
	Amount *big.Rat // never 0
}

// String returns the change as a phrase: "ana s cash 12.50".
func (c Change) String() string {
	return fmt.Sprintf("%s %s %s %s", c.Partner, c.Rule, c.Medium, text(c.Amount))
}

// An Outcome is what the ledger makes of an event.
type Outcome struct {
	// Refused names the kinds of error with any of which the event may be
	// refused: missing, unknown, range, conflict, currency, pending, repeated,
	// form. An event that is accepted has none.
	Refused []string
	// Unsure reports that the rules leave open whether the event is refused. The
	// ledger then is as it was: leave the event out.
	Unsure bool
	// Changes are by partner, rule and medium.
	Changes []Change
}

// String returns the outcome as a phrase: "ana s cash 12.50", "refused: range".
func (o Outcome) String() string {
	switch {
	case o.Unsure:
		return "unsure"
	case len(o.Refused) > 0:
		return "refused: " + strings.Join(o.Refused, ", ")
	case len(o.Changes) == 0:
		return "nothing"
	}
	list := make([]string, len(o.Changes))
	for i, c := range o.Changes {
		list[i] = c.String()
	}
	return strings.Join(list, "; ")
}

// New returns the empty ledger of a program. The definitions are its versions,
// in order; a nil zone is UTC.
func New(zone *time.Location, definitions ...[]byte) (*Ledger, error) {
	if zone == nil {
		zone = time.UTC
	}
	l := &Ledger{zone: zone, known: map[string]*event{}, balances: map[string]map[Line]*big.Rat{}, stretches: map[string]stretch{}}
	for i, data := range definitions {
		d, err := readDefinition(data)
		if err != nil {
			return nil, fmt.Errorf("definition %d: %w", i+1, err)
		}
		l.versions = append(l.versions, d)
	}
	return l, l.link()
}

// link checks that the versions follow each other, and ends each where the next
// begins.
func (l *Ledger) link() error {
	if len(l.versions) == 0 {
		return errors.New("no definition")
	}
	for i, d := range l.versions[1:] {
		before := l.versions[i]
		switch {
		case d.ID != before.ID || d.Currency != before.Currency:
			return fmt.Errorf("version %d is of another program", d.Version)
		case d.Version <= before.Version:
			return fmt.Errorf("version %d comes after %d", d.Version, before.Version)
		case d.from.IsZero():
			return fmt.Errorf("version %d begins on no day", d.Version)
		case before.until.IsZero():
			before.until = d.from
		case !before.until.Equal(d.from):
			return fmt.Errorf("version %d does not begin where %d ends", d.Version, before.Version)
		}
		if !before.from.IsZero() && !before.from.Before(d.from) {
			return fmt.Errorf("version %d begins before %d", d.Version, before.Version)
		}
	}
	return nil
}

// version returns the definition for a day, or nil.
func (l *Ledger) version(day time.Time) *definition {
	for _, d := range l.versions {
		if !day.Before(d.from) && (d.until.IsZero() || day.Before(d.until)) {
			return d
		}
	}
	return nil
}

// started reports whether the program had begun on a day.
func (l *Ledger) started(day time.Time) bool { return !day.Before(l.versions[0].from) }

// A verdict is why an event may be refused.
type verdict struct {
	kinds  []string
	unsure bool
}

func (v *verdict) refuse(kinds ...string) {
	for _, kind := range kinds {
		if !slices.Contains(v.kinds, kind) {
			v.kinds = append(v.kinds, kind)
		}
	}
}

func (v *verdict) refused() bool { return v.unsure || len(v.kinds) > 0 }

func refused(kinds ...string) (v verdict) {
	v.refuse(kinds...)
	return v
}

// Post evaluates an event after those before it. An event that is refused or
// unsure leaves the ledger as it was.
func (l *Ledger) Post(data []byte) Outcome {
	e, err := readEvent(data)
	if err != nil {
		return Outcome{Refused: []string{"form"}}
	}
	partners := []string{e.Partner}
	if e.OfPartner != "" && e.OfPartner != e.Partner {
		partners = append(partners, e.OfPartner)
	}
	if t := l.taking(e.Partner, e.Of); t != nil && t.sale != nil && !slices.Contains(partners, t.sale.event.Partner) {
		partners = append(partners, t.sale.event.Partner) // who has the sale since it was corrected
	}
	for _, s := range e.Shares {
		if l.sharers == nil {
			l.sharers = map[string]bool{}
		}
		l.sharers[s.Partner] = true
	}
	meters := l.meters(partners)
	if v := l.take(e); v.refused() {
		return Outcome{Refused: v.kinds, Unsure: v.unsure}
	}
	l.known[e.Partner+"\x00"+e.ID] = e
	l.next++
	if e.takes() {
		l.follow(meters)
	}
	var out Outcome
	for partner := range l.sharers {
		if !slices.Contains(partners, partner) {
			partners = append(partners, partner)
		}
	}
	for _, partner := range partners {
		before, after := l.balances[partner], l.Balance(partner)
		for _, line := range lines(before, after) {
			if change := sub(orZero(after[line]), orZero(before[line])); change.Sign() != 0 {
				out.Changes = append(out.Changes, Change{Partner: partner, Line: line, Amount: change})
			}
		}
		l.balances[partner] = after
	}
	return out
}

// lines returns the lines of two balances in order.
func lines(a, b map[Line]*big.Rat) []Line {
	all := map[Line]bool{}
	for line := range a {
		all[line] = true
	}
	for line := range b {
		all[line] = true
	}
	return slices.SortedFunc(maps.Keys(all), func(x, y Line) int {
		return cmp.Or(cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Medium, y.Medium))
	})
}

// take puts an event into the list, or says why not.
func (l *Ledger) take(e *event) verdict {
	if v := e.basics(); v.refused() {
		return v
	}
	if before := l.known[e.Partner+"\x00"+e.ID]; before != nil {
		if e.same(before) {
			return refused("repeated")
		}
		v := e.fields(l.versions[0].Currency)
		v.refuse("conflict")
		return v
	}
	if v := e.fields(l.versions[0].Currency); v.refused() {
		return v
	}
	switch e.Kind {
	case "refund", "chargeback":
		return l.takeBack(e)
	case "reversal":
		return l.reverse(e)
	case "correction":
		return l.correct(e)
	case "maturity":
		return l.mature(e)
	case "close":
		return l.close(e)
	default:
		return l.sell(e)
	}
}
