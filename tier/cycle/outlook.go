package cycle

import (
	"fmt"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/tier"
)

// An Outlook is what a partner needs by when, to keep its level and to rise.
type Outlook struct {
	// Keep is the next review of the level. If what earlier months have brought renews
	// the validity before that review, it is the month that does so, for which nothing
	// is missing. It is the zero Goal if the partner is on no level, if a level is never
	// lost, or if it is pinned without end.
	Keep Goal `json:"keep,omitzero"`
	// Grace is how many reviews the partner may still miss.
	Grace int `json:"grace,omitzero"`
	// Rise is the next promotion to the level above. It is the zero Goal at the top,
	// and if the level is pinned without end.
	Rise Goal `json:"rise,omitzero"`
}

// A Goal is a level, and what it takes to have it after a month.
type Goal struct {
	// Level is the name of the level in the month By.
	Level string `json:"level,omitzero"`
	// By is the month whose evaluation decides.
	By Month `json:"by,omitzero"`
	// Needs has what is missing. By of a gap is what the months after the last one
	// evaluated have to bring together, up to the month By. What earlier months have
	// brought is counted, as far as they count then. It is empty if nothing is
	// missing.
	Needs []tier.Gap `json:"needs,omitzero"`
}

// Outlook returns what a partner needs by when, seen from the last month
// evaluated. It returns an error if no month has been evaluated, and for a
// standing that [Cycle.Step] refuses.
func (c Cycle[T]) Outlook(s Standing) (Outlook, error) {
	o, err := c.outlook(s)
	if err != nil {
		return Outlook{}, fmt.Errorf("cycle: outlook: %w", err)
	}
	return o, nil
}

func (c Cycle[T]) outlook(s Standing) (Outlook, error) {
	if err := c.unchecked(); err != nil {
		return Outlook{}, err
	}
	if err := c.accept(s); err != nil {
		return Outlook{}, err
	}
	if s.Last.IsZero() {
		return Outlook{}, check.Fault("last", "", alianza.ErrMissing, "no month has been evaluated")
	}
	var o Outlook
	next := s.Last.Add(1)
	c.start(&s, next)
	if s.Pinned {
		if s.PinnedUntil.IsZero() {
			return o, nil
		}
		next = later(next, s.PinnedUntil)
	}
	var err error
	if s.Level != "" && c.def.Demotion != Never {
		review := next
		if c.def.Validity > 0 {
			review = later(review, s.Until)
		}
		if o.Keep, err = c.keep(s, review); err != nil {
			return o, err
		}
		o.Grace = max(0, c.def.Grace-s.Misses)
	}
	o.Rise, err = c.goal(s, c.def.Promote.Next(next), false)
	return o, err
}

// keep returns what it takes to keep the level of a standing, which may be renewed or
// reviewed from a month on.
func (c Cycle[T]) keep(s Standing, from Month) (Goal, error) {
	by := c.def.Demote.Next(from)
	for m := from; m.Before(by) && c.def.Validity > 0 && !s.Until.IsZero(); m = m.Add(1) {
		g, err := c.goal(s, m, true)
		if renewed := g.Level != "" && len(g.Needs) == 0; renewed || err != nil {
			return g, err
		}
	}
	return c.goal(s, by, true)
}

// goal returns what the level of a standing takes, or the one above it.
func (c Cycle[T]) goal(s Standing, by Month, keep bool) (Goal, error) {
	at := c.edition(by)
	if at < 0 {
		return Goal{}, check.Fault("last", s.Last.String(), alianza.ErrRange, "before the first edition of the ladder")
	}
	e := &c.editions[at]
	rank, err := c.carry(s, at)
	needs := e.window.NeedsToKeep
	if !keep {
		rank, needs = rank+1, e.window.Needs
	}
	if err != nil || rank == 0 || rank > len(e.levels) {
		return Goal{}, err
	}
	g := Goal{Level: e.levels[rank-1], By: by}
	count, ahead := c.count(s.Start, by), by.Sub(s.Last)
	known := min(len(s.Recent), max(0, count-ahead)) // months that still count then
	sums := c.sums(e, s.Recent[len(s.Recent)-known:], s.Last)
	over, own := c.divisors(e, &s, ahead, count)
	g.Needs, err = needs(g.Level, sums, over, own)
	return g, err
}

// later returns the later one of two months.
func later(a, b Month) Month {
	if a.Before(b) {
		return b
	}
	return a
}

// String returns the goal as a phrase, such as "12 sales by 2026-12".
func (g Goal) String() string {
	switch {
	case g.Level == "":
		return "nothing"
	case len(g.Needs) == 0:
		return "nothing more by " + g.By.String()
	}
	needs := make([]string, len(g.Needs))
	for i, gap := range g.Needs {
		needs[i] = gap.String()
	}
	return strings.Join(needs, " and ") + " by " + g.By.String()
}

// String returns the outlook as a phrase: "12 sales by 2026-12 to keep gold; 27
// sales by 2026-04 to rise to platinum".
func (o Outlook) String() string {
	var parts []string
	if o.Keep.Level != "" {
		parts = append(parts, o.Keep.String()+" to keep "+o.Keep.Level)
	}
	if o.Rise.Level != "" {
		parts = append(parts, o.Rise.String()+" to rise to "+o.Rise.Level)
	}
	if len(parts) == 0 {
		return "nothing to keep and nowhere to rise"
	}
	return strings.Join(parts, "; ")
}

// MarshalJSON returns the JSON of the outlook.
func (o Outlook) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads an outlook.
func (o *Outlook) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, o, nil) }

// MarshalJSON returns the JSON of the goal.
func (g Goal) MarshalJSON() ([]byte, error) { return strictjson.Marshal(g) }

// UnmarshalJSON reads a goal.
func (g *Goal) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, g, nil) }
