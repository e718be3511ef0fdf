package tier

import (
	"iter"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Census has the partners of a population with their places on a ladder, sorted
// by name.
type Census[T any] []Member[T]

// A Member is a partner of a census.
type Member[T any] struct {
	Partner   string       `json:"partner"`
	Placement Placement[T] `json:"placement"`
}

// Census places every partner of a population, by the name of the partner. It
// returns the faults of [Ladder.Place] for all partners together, each with the
// partner's name in its path. It returns an error, too, if a name is missing or
// malformed.
func (l Ladder[T]) Census(population map[string]Metrics) (Census[T], error) {
	if err := l.get().unchecked(); err != nil {
		return nil, err
	}
	var f check.Faults
	census := make(Census[T], 0, len(population))
	for _, partner := range slices.Sorted(maps.Keys(population)) {
		placed, err := l.Place(population[partner])
		if f.Name("partner", partner) && err != nil {
			f.Join(alianza.At(partner, err))
		}
		if f.Len() == 0 {
			census = append(census, Member[T]{partner, placed})
		}
		if f.Full() {
			break
		}
	}
	if err := f.Err(); err != nil {
		return nil, l.made.fault(err)
	}
	return census, nil
}

// Tally returns the number of partners on each level by its name, "" for none. It
// goes through the population once and keeps nothing of it. For a partner it
// allocates nothing, on a ladder of up to four metrics that asks for no sums. A nil
// population has no partners. Tally returns an error as [Ladder.Census] does, and then
// stops once there are too many faults to report.
func (l Ladder[T]) Tally(population iter.Seq2[string, Metrics]) (map[string]int, error) {
	if err := l.get().unchecked(); err != nil {
		return nil, err
	}
	if population == nil {
		population = maps.All(map[string]Metrics(nil))
	}
	var f check.Faults
	ranks := make([]int, len(l.made.levels)+1)
	for partner, metrics := range population {
		rank, err := l.Rank(metrics)
		if f.Name("partner", partner) && err != nil {
			f.Join(alianza.At(partner, err))
		}
		ranks[rank]++
		if f.Full() {
			break
		}
	}
	if err := f.Err(); err != nil {
		return nil, l.made.fault(err)
	}
	counts := map[string]int{}
	for rank, n := range ranks {
		switch {
		case n == 0:
		case rank == 0:
			counts[""] = n
		default:
			counts[l.made.levels[rank-1].name] = n
		}
	}
	return counts, nil
}

// Counts returns the number of partners on each level by its name, "" for none.
// A level without a partner is left out.
func (c Census[T]) Counts() map[string]int {
	counts := map[string]int{}
	for _, m := range c {
		counts[m.Placement.Level]++
	}
	return counts
}

// Rising returns the partners who would reach the next level if one metric
// improved by at most within: with "sales" and 1, those who are one sale from a
// promotion. A partner whose metric was not given is not among them. Only the
// requirements that do not hold are looked at. One that holds may break by the same
// move, if it bounds the metric from the other side: [Ladder.Place] tells. Rising
// returns an error if within is negative or out of range.
func (c Census[T]) Rising(metric string, within decimal.Decimal) (Census[T], error) {
	return c.where("within", within, func(p Placement[T]) bool {
		return len(p.Unmet) > 0 && !slices.ContainsFunc(p.Unmet, func(g Gap) bool { return !g.moves(metric, within, false, newRoom()) })
	})
}

// Falling returns the partners who would lose their level if one metric worsened
// by the number given: with "sales" and 1, those who fall with one sale less. What is
// worse is for each requirement to say: less for a lower bound, more for an upper one.
// Falling returns an error if by is negative or out of range.
func (c Census[T]) Falling(metric string, by decimal.Decimal) (Census[T], error) {
	return c.where("by", by, func(p Placement[T]) bool {
		return slices.ContainsFunc(p.Slack, func(g Gap) bool { return g.moves(metric, by, true, newRoom()) })
	})
}

// where returns the members that are kept, once the number of that name is
// checked.
func (c Census[T]) where(name string, d decimal.Decimal, keep func(Placement[T]) bool) (Census[T], error) {
	var f check.Faults
	if !f.NotNegative(name, d) {
		return nil, f.Err()
	}
	var kept Census[T]
	for _, m := range c {
		if keep(m.Placement) {
			kept = append(kept, m)
		}
	}
	return kept, nil
}

// A Shift is a partner who stands on different levels of two ladders. A level that
// is "" is none.
type Shift struct {
	Partner string `json:"partner"`
	From    string `json:"from,omitzero"`
	To      string `json:"to,omitzero"`
}

// Compare places a population on two ladders, such as today's and a changed one,
// and returns who moves, sorted by the partner's name. It returns an error as
// [Ladder.Census] does.
func Compare[T, U any](from Ladder[T], to Ladder[U], population map[string]Metrics) ([]Shift, error) {
	before, err := from.Census(population)
	if err != nil {
		return nil, err
	}
	after, err := to.Census(population)
	if err != nil {
		return nil, err
	}
	var shifts []Shift
	for i, m := range before {
		if a, b := m.Placement.Level, after[i].Placement.Level; a != b {
			shifts = append(shifts, Shift{m.Partner, a, b})
		}
	}
	return shifts, nil
}

// String returns the shift as a phrase, such as "ana: silver to gold".
func (s Shift) String() string {
	name := func(level string) string {
		if level == "" {
			return "no tier"
		}
		return level
	}
	return s.Partner + ": " + name(s.From) + " to " + name(s.To)
}

// MarshalJSON returns the list of the members.
func (c Census[T]) MarshalJSON() ([]byte, error) { return strictjson.MarshalLimit(c, maxResult) }

// UnmarshalJSON reads the list of the members.
func (c *Census[T]) UnmarshalJSON(data []byte) error {
	return strictjson.UnmarshalLimit(data, maxResult, c, nil)
}

// MarshalJSON returns the JSON of the member.
func (m Member[T]) MarshalJSON() ([]byte, error) { return strictjson.MarshalLimit(m, maxResult) }

// UnmarshalJSON reads a member.
func (m *Member[T]) UnmarshalJSON(data []byte) error {
	return strictjson.UnmarshalLimit(data, maxResult, m, nil)
}

// check returns the fault of a shift to the same level.
func (s *Shift) check() error {
	var f check.Faults
	if s.From == s.To {
		f.Add("to", s.To, alianza.ErrConflict, "the same as from")
	}
	return f.Err()
}

// MarshalJSON returns the JSON of the shift. It returns an error if the levels are
// the same.
func (s Shift) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(s, (*Shift).check)
}

// UnmarshalJSON reads a shift between two levels.
func (s *Shift) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, s, (*Shift).check)
}
