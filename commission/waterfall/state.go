package waterfall

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A State is all that came in so far, and what the steps need to know of it. The
// zero State is the beginning. A State is not changed by a run.
type State struct {
	_ [0]func() // == would compare decimals by address
	// Total is the sum of all that came in, and Sources that of each source.
	Total   decimal.Decimal            `json:"total,omitzero"`
	Sources map[string]decimal.Decimal `json:"sources,omitzero"`
	// Costs are what is recouped by each step beside what its definition says: costs
	// that were added, and fees that were counted.
	Costs map[string][]Cost `json:"costs,omitzero"`
	// Counts are the sums of what was counted.
	Counts map[string]decimal.Decimal `json:"counts,omitzero"`
	// Guaranteed is what each guarantee paid.
	Guaranteed map[string]decimal.Decimal `json:"guaranteed,omitzero"`
}

// A Cost is an amount to recoup from what flows after a point.
type Cost struct {
	_      [0]func()       // == would compare decimals by address
	After  decimal.Decimal `json:"after"` // of all that flowed to the step
	Amount decimal.Decimal `json:"amount"`
}

// An Inflow is what came in during a period.
type Inflow struct {
	_ [0]func() // == would compare decimals by address
	// Amount is signed: less than zero if more was returned.
	Amount decimal.Decimal `json:"amount"`
	// Sources divide the amount, for steps of one source. They add up to it.
	Sources map[string]decimal.Decimal `json:"sources,omitzero"`
	// Counts are the numbers of what steps have a fixed amount for: listings, months.
	Counts map[string]decimal.Decimal `json:"counts,omitzero"`
	// Costs are added to what steps recoup, by the name of the step.
	Costs map[string]decimal.Decimal `json:"costs,omitzero"`
}

// clone returns a state that may be changed.
func (s *State) clone() State {
	c := State{Total: s.Total, Sources: maps.Clone(s.Sources), Costs: maps.Clone(s.Costs), Counts: maps.Clone(s.Counts), Guaranteed: maps.Clone(s.Guaranteed)}
	for name, list := range c.Costs {
		c.Costs[name] = slices.Clone(list)
	}
	return c
}

// add adds an amount to one of several sums.
func add(sums *map[string]decimal.Decimal, name string, amount decimal.Decimal) {
	if *sums == nil {
		*sums = map[string]decimal.Decimal{}
	}
	(*sums)[name] = (*sums)[name].Add(amount)
}

// addCost adds a cost to recoup after a point. A negative one takes back of what
// was added last.
func (s *State) addCost(step string, after, amount decimal.Decimal) {
	if s.Costs == nil {
		s.Costs = map[string][]Cost{}
	}
	list := s.Costs[step]
	for amount.IsNegative() && len(list) > 0 {
		last := &list[len(list)-1]
		if left := last.Amount.Add(amount); left.IsPositive() {
			last.Amount, amount = left, decimal.Decimal{}
		} else {
			list, amount = list[:len(list)-1], left
		}
	}
	if !amount.IsZero() {
		list = append(list, Cost{After: after, Amount: amount})
	}
	s.Costs[step] = list
}

// sorted returns the names of a map in order.
func sorted[T any](of map[string]T) []string {
	if len(of) == 0 {
		return nil // without the work of none
	}
	return slices.Sorted(maps.Keys(of))
}

// maxCosts bounds the costs that a state keeps for a step.
const maxCosts = check.MaxCosts

// check faults a state that cannot be.
func (w *Waterfall) check(s *State) error {
	var f check.Faults
	w.unit.Amount(&f, "state.total", s.Total)
	for _, name := range sorted(s.Sources) {
		w.unit.Amount(&f, "state.sources."+name, s.Sources[name])
	}
	for _, name := range sorted(s.Costs) {
		if !f.Count("state.costs."+name, len(s.Costs[name]), maxCosts, "costs") {
			continue
		}
		for i, c := range s.Costs[name] {
			path := fmt.Sprintf("state.costs.%s[%d]", name, i)
			f.NotNegative(path+".after", c.After)
			w.unit.Amount(&f, path+".amount", c.Amount)
		}
	}
	for _, name := range sorted(s.Counts) {
		f.Number("state.counts."+name, s.Counts[name])
	}
	for _, name := range sorted(s.Guaranteed) {
		w.unit.Amount(&f, "state.guaranteed."+name, s.Guaranteed[name])
	}
	return f.Err()
}

// checkIn faults an inflow that the waterfall does not take.
func (w *Waterfall) checkIn(s *State, in *Inflow) error {
	var f check.Faults
	sound := w.unit.Amount(&f, "amount", in.Amount)
	sum := decimal.Decimal{}
	for _, name := range sorted(in.Sources) {
		if sound = w.unit.Amount(&f, "sources."+name, in.Sources[name]) && sound; sound {
			sum = sum.Add(in.Sources[name])
		}
	}
	if sound && len(in.Sources) > 0 && exact.Cmp(sum, in.Amount) != 0 {
		f.Add("sources", "", alianza.ErrConflict, fmt.Sprintf("they add up to %s, not to %s", exact.Text(sum), exact.Text(in.Amount)))
	}
	for i := range w.def.Steps {
		if step := &w.def.Steps[i]; len(in.Sources) == 0 && step.Source != "" && !in.Amount.IsZero() {
			f.Add("sources", "", alianza.ErrMissing, fmt.Sprintf("step %s is of %s alone", step.Name, step.Source))
		}
	}
	known := func(is func(s Step) bool) bool { return slices.ContainsFunc(w.def.Steps, is) }
	for _, name := range sorted(in.Counts) {
		if !known(func(s Step) bool { return s.Per != "" && s.Per == name }) {
			f.Add("counts."+name, "", alianza.ErrUnknown, "no step is per "+name)
		}
		f.Number("counts."+name, in.Counts[name])
	}
	for _, name := range sorted(in.Costs) {
		if !known(func(s Step) bool { return s.Name == name && !s.Recoup.IsZero() }) {
			f.Add("costs."+name, "", alianza.ErrUnknown, "no step of this name recoups")
		}
		w.unit.Amount(&f, "costs."+name, in.Costs[name])
	}
	if f.Len() == 0 {
		w.checkTaken(&f, s, in)
	}
	return f.Err()
}

// checkTaken faults counts and costs of which more is taken back than there ever were. The
// first cost of a step is what its definition says.
func (w *Waterfall) checkTaken(f *check.Faults, s *State, in *Inflow) {
	for _, name := range sorted(in.Counts) {
		if had, back := s.Counts[name], in.Counts[name]; back.IsNegative() && had.Add(back).IsNegative() {
			f.Add("counts."+name, exact.Text(back), alianza.ErrRange, "there were "+exact.Text(had))
		}
	}
	for i := range w.def.Steps {
		step := &w.def.Steps[i]
		back := in.Costs[step.Name]
		if !back.IsNegative() {
			continue
		}
		had := step.Recoup
		for _, c := range s.Costs[step.Name] {
			had = exact.Add(had, c.Amount)
		}
		if had.Add(back).IsNegative() {
			f.Add("costs."+step.Name, exact.Text(back), alianza.ErrRange, "to recoup were "+exact.Text(had))
		}
	}
}

// maxState bounds the JSON of a state.
const maxState = 16 << 20

// MarshalJSON writes the state by its tags.
func (s State) MarshalJSON() ([]byte, error) { return strictjson.MarshalLimit(s, maxState) }

// UnmarshalJSON reads a state strictly.
func (s *State) UnmarshalJSON(data []byte) error {
	return strictjson.UnmarshalLimit(data, maxState, s, nil)
}

// MarshalJSON writes the cost by its tags.
func (c Cost) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a cost strictly.
func (c *Cost) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

// MarshalJSON writes the inflow by its tags.
func (i Inflow) MarshalJSON() ([]byte, error) { return strictjson.Marshal(i) }

// UnmarshalJSON reads an inflow strictly.
func (i *Inflow) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, i, nil) }
