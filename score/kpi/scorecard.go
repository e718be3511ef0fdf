package kpi

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score"
)

// A ScorecardDefinition is a set of KPIs that are judged together.
// [NewScorecard] checks it.
type ScorecardDefinition struct {
	Name string `json:"name"`
	// RedFrom is the least priority whose miss makes the card red. A miss of a
	// lower one makes it yellow. If it is absent, every miss makes it red.
	RedFrom Priority `json:"red_from,omitzero"`
	// OnMissing says what a KPI without data does to the light; open if absent. A
	// scorecard never refuses it. Worst counts it as a miss. Left out gives the
	// light of the other KPIs.
	OnMissing score.OnMissing `json:"on_missing,omitzero"`
	// KPIs stand in the order in which they are reported.
	KPIs []Definition `json:"kpis"`
}

// A Scorecard is a checked definition. It is immutable and safe for concurrent
// use.
type Scorecard struct{ made *madeScorecard }

type madeScorecard struct {
	def   ScorecardDefinition
	kpis  []KPI
	names map[string]bool
}

// NewScorecard checks a definition. It returns all faults at once. There is a
// fault if:
//   - a name is missing, malformed or repeated;
//   - there are no KPIs, or too many;
//   - a KPI has a fault, as [New] finds them;
//   - no KPI has the priority that is red, or a higher one.
func NewScorecard(d ScorecardDefinition) (Scorecard, error) {
	if err := d.check(); err != nil {
		return Scorecard{}, err
	}
	m := &madeScorecard{def: d.clone(), names: make(map[string]bool, len(d.KPIs))}
	for _, k := range m.def.KPIs {
		m.kpis = append(m.kpis, KPI{k})
		m.names[k.Name] = true
	}
	return Scorecard{m}, nil
}

// Definition returns a fresh copy of the definition the scorecard was made from.
func (s Scorecard) Definition() ScorecardDefinition {
	if s.made == nil {
		return ScorecardDefinition{}
	}
	return s.made.def.clone()
}

// Equal reports whether two scorecards have the same definition.
func (s Scorecard) Equal(o Scorecard) bool {
	if s.made == nil || o.made == nil {
		return s.made == o.made
	}
	a, b := s.made.def, o.made.def
	return a.Name == b.Name && a.RedFrom == b.RedFrom && a.OnMissing == b.OnMissing && slices.EqualFunc(a.KPIs, b.KPIs, Definition.equal)
}

func (d ScorecardDefinition) clone() ScorecardDefinition {
	d.KPIs = slices.Clone(d.KPIs)
	for i, k := range d.KPIs {
		d.KPIs[i] = k.clone()
	}
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *ScorecardDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	reached := slices.ContainsFunc(d.KPIs, func(k Definition) bool { return k.Priority >= d.RedFrom })
	if d.RedFrom != 0 && enum.Check(&f, "red_from", d.RedFrom, priorityNames[:], 1) && len(d.KPIs) > 0 && !reached {
		f.Add("red_from", d.RedFrom.String(), alianza.ErrConflict, "no KPI has this priority or a higher one, so that nothing would be red")
	}
	switch d.OnMissing {
	case 0, score.OnMissingOpen, score.OnMissingWorst, score.OnMissingLeaveOut:
	default:
		f.Add("on_missing", d.OnMissing.String(), alianza.ErrUnknown, "want open, worst or left_out")
	}
	if len(d.KPIs) == 0 {
		f.Add("kpis", "", alianza.ErrMissing, "a scorecard has at least one KPI")
	}
	if !f.Count("kpis", len(d.KPIs), check.MaxCriteria, "KPIs") {
		return f.Err()
	}
	first := make(map[string]int, len(d.KPIs))
	for i := range d.KPIs {
		k, path := &d.KPIs[i], fmt.Sprintf("kpis[%d]", i)
		if before, ok := first[k.Name]; ok && k.Name != "" {
			f.Add(path+".name", k.Name, alianza.ErrDuplicate, fmt.Sprintf("the same as kpis[%d].name", before))
		} else {
			first[k.Name] = i
		}
		if f.Join(alianza.At(path, k.check())); f.Full() {
			break
		}
	}
	return f.Err()
}

// Judge returns the light of the values. It is red if a KPI of the priority RedFrom
// or a higher one is red, green if all KPIs are on target, and else yellow. What a
// KPI without data does to it says OnMissing.
//
// It returns an error with the faults of all values: those without a KPI
// ([alianza.ErrUnknown]), and those that [KPI.Judge] refuses.
//
// Rules: R6, R17, R41, R42.
func (s Scorecard) Judge(values Values) (Report, error) { return s.JudgeSince(nil, values) }

// JudgeSince is Judge with the trend of each KPI since the values before.
func (s Scorecard) JudgeSince(before, values Values) (Report, error) {
	if s.made == nil {
		return Report{}, unchecked("scorecard", "NewScorecard")
	}
	var f check.Faults
	old, now := s.made.accept(&f, "before", before), s.made.accept(&f, "values", values)
	if err := f.Err(); err != nil {
		return Report{}, fmt.Errorf("kpi: scorecard %s: %w", s.made.def.Name, err)
	}
	return s.made.judge(old, now), nil
}

// accept returns the values in the order of the KPIs, and adds the faults of
// those that the scorecard cannot use.
func (m *madeScorecard) accept(f *check.Faults, path string, values Values) []score.Number {
	numbers, known := make([]score.Number, len(m.kpis)), 0
	for i := range m.kpis {
		d := &m.kpis[i].def
		n, has := values[d.Name]
		if has {
			known++
			numbers[i] = d.accept(f, path+"."+d.Name, n)
		}
	}
	if known == len(values) {
		return numbers
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !m.names[name] {
			f.Add(path+"."+name, "", alianza.ErrUnknown, "the scorecard has no such KPI")
		}
		if f.Full() {
			break
		}
	}
	return numbers
}

// judge judges values that are not refused.
func (m *madeScorecard) judge(before, values []score.Number) Report {
	r := Report{Scorecard: m.def.Name, Of: len(m.kpis)}
	for i, k := range m.kpis {
		reading := k.judge(before[i], values[i])
		r.Readings = append(r.Readings, reading)
		worst, best := reading.Light, reading.Light
		if reading.Light == 0 {
			r.NoData = append(r.NoData, reading.KPI)
			switch m.def.OnMissing {
			case score.OnMissingWorst:
				worst, best = score.Red, score.Red
			case score.OnMissingLeaveOut:
				continue
			default:
				worst, best = score.Red, score.Green
			}
		} else {
			r.Measured++
		}
		if reading.Light == score.Green {
			r.OnTarget++
		}
		r.Light = m.roll(r.Light, worst, k.def.Priority)
		r.Best = m.roll(r.Best, best, k.def.Priority)
	}
	for _, reading := range r.Readings {
		if reading.Light != 0 && r.Best < score.Green && m.roll(score.Green, reading.Light, reading.Priority) == r.Best {
			r.Because = append(r.Because, reading.KPI)
		}
	}
	return r
}

// roll returns the light of a card after one more KPI.
func (m *madeScorecard) roll(light, one score.Light, p Priority) score.Light {
	if one == score.Red && p < m.def.RedFrom {
		one = score.Yellow
	}
	if light == 0 {
		return one
	}
	return min(light, one)
}

// MarshalJSON returns the JSON of the definition. It returns an error if the
// definition has a fault.
func (d ScorecardDefinition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*ScorecardDefinition).check)
}

// UnmarshalJSON reads a definition and checks it as [NewScorecard] does.
func (d *ScorecardDefinition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*ScorecardDefinition).check)
}

// MarshalJSON returns the JSON of the definition the scorecard was made from.
func (s Scorecard) MarshalJSON() ([]byte, error) {
	if s.made == nil {
		return nil, unchecked("scorecard", "NewScorecard")
	}
	return s.made.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the scorecard of it.
func (s *Scorecard) UnmarshalJSON(data []byte) error {
	var d ScorecardDefinition
	err := d.UnmarshalJSON(data)
	if err == nil {
		*s, err = NewScorecard(d)
	}
	return err
}
