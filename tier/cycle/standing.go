package cycle

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/tier"
)

// A Standing is where a partner stands after a month, with what later months have
// to know of those before. It is plain data to be kept. The zero Standing is that
// of a partner who has not begun.
type Standing struct {
	// Ladder is the name of the ladder that Level is one of. A level without its
	// ladder is refused.
	//
	// Rules: T16.
	Ladder string `json:"ladder,omitzero"`
	// Level is the name of the level, "" for none.
	Level string `json:"level,omitzero"`
	// Since is the month after which the level was reached, or from which on it was
	// set by hand.
	Since Month `json:"since,omitzero"`
	// Until is the first month after which the level may be lost, if it has a
	// validity.
	Until Month `json:"until,omitzero"`
	// Misses is how many evaluations in a row were missed.
	Misses int `json:"misses,omitzero"`
	// Pinned says that the level was set by hand. It holds until the month
	// PinnedUntil, exclusive. A zero month is without end.
	Pinned      bool  `json:"pinned,omitzero"`
	PinnedUntil Month `json:"pinned_until,omitzero"`
	// Start is the first month evaluated, and Last the last one.
	Start Month `json:"start,omitzero"`
	Last  Month `json:"last,omitzero"`
	// Recent are the metrics of the last months that still count, the oldest
	// first. Standings share them. To correct a month, put a new map in its place and
	// do not change the one that is there.
	Recent []tier.Metrics `json:"recent,omitzero"`
	// Past are the levels held before, the oldest first. They go back as far as
	// the tail of the cycle.
	Past []Spell `json:"past,omitzero"`
}

// A Spell is a level that was held after the months From to To, exclusive. A zero
// From means from the beginning. A Level that is "" is none.
type Spell struct {
	Level string `json:"level"`
	From  Month  `json:"from,omitzero"`
	To    Month  `json:"to"`
}

// accept returns why the standing is not one of the cycle.
//
// Rules: T16.
func (c Cycle[T]) accept(s Standing) error {
	if ladder := c.editions[0].ladder.Name(); s.Ladder != "" && s.Ladder != ladder {
		return check.Fault("ladder", s.Ladder, alianza.ErrConflict, "the cycle is one of the ladder "+ladder)
	}
	return s.faults(c.editions[len(c.editions)-1].metrics, func(metric string) bool { return c.signed[metric] })
}

// check returns the faults of a standing by itself: some ladder may let its
// metrics be negative.
func (s Standing) check() error { return s.faults(nil, func(string) bool { return true }) }

// faults returns the faults of a standing, whose metrics may be negative if they
// are signed. Names are those that the metrics usually have.
func (s *Standing) faults(names []string, signed func(metric string) bool) error {
	var f check.Faults
	if s.Ladder == "" && (s.Level != "" || len(s.Past) > 0) {
		f.Add("ladder", "", alianza.ErrMissing, "the name of a level means something only with its ladder")
	}
	checkMonths(&f, "misses", s.Misses)
	if !s.Last.IsZero() && s.Last.Before(s.Start) {
		f.Add("last", s.Last.String(), alianza.ErrConflict, "before the start, "+s.Start.String())
	}
	if f.Count("recent", len(s.Recent), maxMonths, "months") {
		for i, month := range s.Recent {
			if !sound(month, names, signed) {
				checkMetrics(&f, fmt.Sprintf("recent[%d]", i), month, signed)
			}
		}
	}
	f.Count("past", len(s.Past), maxMonths, "spells")
	return f.Err()
}

// sound reports whether metrics have no fault, before a text is made of the path
// of each. It looks up the names, which takes less than to go through the metrics.
func sound(month tier.Metrics, names []string, signed func(metric string) bool) bool {
	fine := func(name string, d decimal.Decimal) bool {
		return exact.Check(d) == nil && (d.Sign() >= 0 || signed(name))
	}
	found := 0
	for _, name := range names {
		if d, ok := month[name]; ok {
			if found++; !fine(name, d) {
				return false
			}
		}
	}
	if found < len(month) {
		for name, d := range month {
			if !fine(name, d) {
				return false
			}
		}
	}
	return len(month) <= check.MaxMetrics
}

// checkMetrics adds the faults of metrics that may come from anywhere.
func checkMetrics(f *check.Faults, path string, month tier.Metrics, signed func(metric string) bool) {
	if !f.Count(path, len(month), check.MaxMetrics, "metrics") {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(month)) {
		if signed(name) {
			f.Number(path+"."+name, month[name])
			continue
		}
		f.NotNegative(path+"."+name, month[name])
	}
}

// recent returns months and one more in a list of its own. No month is nil, which
// JSON would not keep.
func recent(months []tier.Metrics, last tier.Metrics) []tier.Metrics {
	all := make([]tier.Metrics, 0, len(months)+1)
	for _, month := range months {
		if month == nil {
			month = tier.Metrics{}
		}
		all = append(all, month)
	}
	return append(all, last)
}

// maxStanding is the greatest number of bytes of a standing in JSON: a hundred
// years of many metrics.
const maxStanding = 256 << 20

// MarshalJSON returns the JSON of the standing. It returns an error if the
// standing has a fault.
func (s Standing) MarshalJSON() ([]byte, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	return strictjson.MarshalLimit(s, maxStanding)
}

// UnmarshalJSON reads a standing and checks it by itself. Whether a ladder has
// its level is for [Cycle.Step] to say.
func (s *Standing) UnmarshalJSON(data []byte) error {
	return strictjson.UnmarshalLimit(data, maxStanding, s, func(s *Standing) error { return s.check() })
}

// MarshalJSON returns the JSON of the spell.
func (s Spell) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a spell.
func (s *Spell) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }
