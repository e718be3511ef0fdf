package kpi

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/phrase"
)

// A ScorecardDefinition is a set of KPIs that are judged together.
// [NewScorecard] checks it.
type ScorecardDefinition struct {
	Name string `json:"name"`
	// RedFrom is the least priority whose miss makes the card red; a miss of a
	// lower one makes it yellow. Without it every miss makes it red.
	RedFrom Priority `json:"red_from,omitzero"`
	// OnMissing says what a KPI without data does to the light: score.OnMissingOpen,
	// which is the default, makes the light a range, from the one with a miss to
	// the one on target; score.OnMissingWorst counts as a miss;
	// score.OnMissingLeaveOut gives the light of the other KPIs.
	OnMissing score.OnMissing `json:"on_missing,omitzero"`
	// KPIs stand in the order in which they are reported.
	KPIs []Definition `json:"kpis"`
}

// Values are the facts about a program or a partner, by KPI. A value that is not
// there, or nil, is one without data.
type Values map[string]score.Number

// A Scorecard is a checked definition. The zero Scorecard has no KPIs and gives
// no light. A Scorecard is immutable and safe for concurrent use.
type Scorecard struct {
	def  ScorecardDefinition
	kpis []KPI
}

// NewScorecard checks a definition. It returns an error with all its faults: a
// missing or repeated name, no KPIs, the faults of each KPI as [New] finds
// them, a priority that is red and that no KPI has.
func NewScorecard(d ScorecardDefinition) (Scorecard, error) {
	if err := d.check(); err != nil {
		return Scorecard{}, err
	}
	return d.clone().frozen(), nil
}

// frozen returns the scorecard of a definition that was checked, which it keeps.
func (d ScorecardDefinition) frozen() Scorecard {
	s := Scorecard{def: d}
	for _, k := range d.KPIs {
		s.kpis = append(s.kpis, KPI{k})
	}
	return s
}

// Definition returns a fresh copy of the definition the scorecard was made from.
func (s Scorecard) Definition() ScorecardDefinition { return s.def.clone() }

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
	switch {
	case int(d.RedFrom) >= len(priorityNames):
		f.Add("red_from", d.RedFrom.String(), alianza.ErrUnknown, "")
	case len(d.KPIs) > 0 && !reached:
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
	first := map[string]int{}
	for i, k := range d.KPIs {
		path := fmt.Sprintf("kpis[%d]", i)
		if before, ok := first[k.Name]; ok && k.Name != "" {
			f.Add(path+".name", k.Name, alianza.ErrDuplicate, fmt.Sprintf("the same as kpis[%d].name", before))
		} else {
			first[k.Name] = i
		}
		if err := k.check(); err != nil {
			f.Join(alianza.At(path, err))
		}
	}
	return f.Err()
}

// A Report is the light of a scorecard and why. Where KPIs have no data and the
// definition leaves the light open, it is a range: Light with all of them
// missed, Best with all of them on target.
type Report struct {
	Scorecard string
	Light     score.Light // none if no KPI counts: all are without data and left out, or there is none
	Best      score.Light
	OnTarget  int       // KPIs
	Measured  int       // KPIs with data
	Of        int       // KPIs
	Because   []string  // the KPIs with data that keep Best from being better
	NoData    []string  // the KPIs without data
	Readings  []Reading // in the order of the definition
}

// Judge returns the light of the figures: red if a KPI that matters enough is
// below its benchmark or target, green if all are on target, else yellow. It
// returns an error with the faults of all figures: without a KPI
// ([alianza.ErrUnknown]), and those that [KPI.Judge] refuses.
func (s Scorecard) Judge(values Values) (Report, error) { return s.JudgeSince(nil, values) }

// JudgeSince is Judge with the trend of each KPI since the figures before.
func (s Scorecard) JudgeSince(before, values Values) (Report, error) {
	var f check.Faults
	old, now := s.accept(&f, "before", before), s.accept(&f, "values", values)
	if err := f.Err(); err != nil {
		return Report{}, fmt.Errorf("kpi: scorecard %s: %w", s.def.Name, err)
	}
	return s.judge(old, now), nil
}

// accept returns the figures in the order of the KPIs, and adds the faults of
// those that the scorecard cannot use.
func (s Scorecard) accept(f *check.Faults, path string, values Values) []score.Number {
	numbers := make([]score.Number, len(s.kpis))
	for i, k := range s.kpis {
		numbers[i], _ = accept(f, path+"."+k.def.Name, k.def.Unit, values[k.def.Name])
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.ContainsFunc(s.kpis, func(k KPI) bool { return k.def.Name == name }) {
			f.Add(path+"."+name, "", alianza.ErrUnknown, "the scorecard has no such KPI")
		}
	}
	return numbers
}

// judge judges figures that are not refused.
func (s Scorecard) judge(before, values []score.Number) Report {
	r := Report{Scorecard: s.def.Name, Of: len(s.kpis)}
	for i, k := range s.kpis {
		reading := k.judge(before[i], values[i])
		r.Readings = append(r.Readings, reading)
		worst, best := reading.Light, reading.Light
		if reading.Light == 0 {
			r.NoData = append(r.NoData, reading.KPI)
			switch s.def.OnMissing {
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
		r.Light = s.roll(r.Light, worst, k.def.Priority)
		r.Best = s.roll(r.Best, best, k.def.Priority)
	}
	for _, reading := range r.Readings {
		if reading.Light != 0 && r.Best < score.Green && s.roll(score.Green, reading.Light, reading.Priority) == r.Best {
			r.Because = append(r.Because, reading.KPI)
		}
	}
	return r
}

// roll returns the light of a card after one more KPI.
func (s Scorecard) roll(light, one score.Light, p Priority) score.Light {
	if one == score.Red && p < s.def.RedFrom {
		one = score.Yellow
	}
	if light == 0 {
		return one
	}
	return min(light, one)
}

// String returns the report as a text to be sent to people: the light, the
// figures, and what is to be done, with spaces for underscores.
//
//	critical kpis: yellow because of satisfaction (critical); 3 of 4 on target; no data: retention
//	- success rate 92%: green, target >= 90, benchmark >= 80
//	- satisfaction 93%: yellow, target >= 95, benchmark >= 90
//	- retention: no data
//	To do:
//	1. improve support (satisfaction)
func (r Report) String() string {
	lines := []string{r.Headline()}
	for _, reading := range r.Readings {
		lines = append(lines, "- "+reading.status())
	}
	n := 0
	for _, reading := range r.Readings {
		for _, action := range reading.Actions {
			if n++; n == 1 {
				lines = append(lines, "To do:")
			}
			lines = append(lines, fmt.Sprintf("%d. %s (%s)", n, action, reading.KPI))
		}
	}
	return phrase.Plain(strings.Join(lines, "\n"))
}

// Headline returns the first line of the text, with the names as they are.
func (r Report) Headline() string {
	var b strings.Builder
	b.WriteString(r.Scorecard + ": " + phrase.Range(r.Light, r.Best))
	sep := " because of "
	for _, reading := range r.Readings {
		if slices.Contains(r.Because, reading.KPI) {
			b.WriteString(sep + reading.KPI)
			if reading.Priority != 0 {
				b.WriteString(" (" + reading.Priority.String() + ")")
			}
			sep = ", "
		}
	}
	fmt.Fprintf(&b, "; %d of %d on target", r.OnTarget, r.Measured)
	if len(r.NoData) > 0 {
		b.WriteString("; no data: " + strings.Join(r.NoData, ", "))
	}
	return b.String()
}

// MarshalJSON returns the report with its fields in lower case.
func (r Report) MarshalJSON() ([]byte, error) { return oldjson.Marshal(r.fields) }

func (r *Report) fields(o *oldjson.Object) {
	o.String("scorecard", &r.Scorecard)
	oldjson.Text(o.Optional(), "light", &r.Light)
	oldjson.Text(o.Optional(), "best", &r.Best)
	o.Int("on_target", &r.OnTarget)
	o.Int("measured", &r.Measured)
	o.Int("of", &r.Of)
	o.Optional().Strings("because", &r.Because)
	o.Optional().Strings("no_data", &r.NoData)
	oldjson.List(o, "readings", &r.Readings, (*Reading).fields)
}

// MarshalJSON returns the JSON of the definition.
func (d ScorecardDefinition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewScorecard]
// does. It returns all faults, of form and of meaning, and then leaves d as it
// was.
func (d *ScorecardDefinition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*ScorecardDefinition).fields, (*ScorecardDefinition).check)
}

func (d *ScorecardDefinition) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	oldjson.Text(o.Optional(), "red_from", &d.RedFrom)
	oldjson.Text(o.Optional(), "on_missing", &d.OnMissing)
	oldjson.List(o, "kpis", &d.KPIs, (*Definition).fields)
}
