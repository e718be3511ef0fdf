package score

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A ScenariosDefinition is a list of scorecards of the same KPIs, each a
// scenario that is reached when its card is green. [NewScenarios] checks it.
type ScenariosDefinition struct {
	Name string `json:"name"`
	// Below is what it is called when no scenario is reached.
	Below string `json:"below"`
	// Cards stand in order, the least ambitious first.
	Cards []ScorecardDefinition `json:"cards"`
}

// Scenarios are a checked definition. The zero Scenarios have no cards. They
// are immutable and safe for concurrent use.
type Scenarios struct {
	def   ScenariosDefinition
	cards []Scorecard
}

// NewScenarios checks a definition. It returns an error with all its faults: a
// missing or repeated name, no cards, the faults of each card as [NewScorecard]
// finds them, a card whose KPIs or units are not those of the first.
func NewScenarios(d ScenariosDefinition) (Scenarios, error) {
	if err := d.check(); err != nil {
		return Scenarios{}, err
	}
	s := Scenarios{def: d.clone()}
	for _, c := range s.def.Cards {
		s.cards = append(s.cards, c.frozen())
	}
	return s, nil
}

// MustScenarios is NewScenarios for definitions written in code; it panics on a
// fault.
func MustScenarios(d ScenariosDefinition) Scenarios {
	s, err := NewScenarios(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return s
}

// Definition returns a fresh copy of the definition the scenarios were made
// from.
func (s Scenarios) Definition() ScenariosDefinition { return s.def.clone() }

func (d ScenariosDefinition) clone() ScenariosDefinition {
	d.Cards = slices.Clone(d.Cards)
	for i, c := range d.Cards {
		d.Cards[i] = c.clone()
	}
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *ScenariosDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	names := check.Names{Faults: &f}
	names.Add("below", d.Below)
	if len(d.Cards) == 0 {
		f.Add("cards", "", alianza.ErrMissing, "there is at least one scenario")
	}
	for i, c := range d.Cards {
		path := fmt.Sprintf("cards[%d]", i)
		if err := c.check(); err != nil {
			f.Join(alianza.At(path, err))
			continue
		}
		names.Add(path+".name", c.Name)
		if i > 0 && !slices.Equal(c.kinds(), d.Cards[0].kinds()) {
			f.Add(path+".kpis", c.Name, alianza.ErrConflict, "its KPIs and units are not those of "+d.Cards[0].Name)
		}
	}
	return f.Err()
}

// kinds returns the names of the KPIs with their units, in order.
func (d ScorecardDefinition) kinds() []string {
	all := make([]string, len(d.KPIs))
	for i, k := range d.KPIs {
		all[i] = k.Name + "\x00" + k.Unit
	}
	slices.Sort(all)
	return all
}

// An Outcome is the scenario that was reached. Where figures have no data it is
// a range: Scenario with all of them missed, Best with all of them on target.
type Outcome struct {
	Scenarios string
	Scenario  string // the last whose card is green, or what it is called below the first
	Best      string
	Reports   []Report // of all cards, in the order of the definition
}

// Judge returns the best scenario that the figures reach: all KPIs of its card
// are on target. The far ends of their ranges fail nobody (R44). It returns an
// error as [Scorecard.Judge] does.
func (s Scenarios) Judge(figures Figures) (Outcome, error) {
	out := Outcome{Scenarios: s.def.Name, Scenario: s.def.Below, Best: s.def.Below}
	for _, c := range s.cards {
		r, err := c.Judge(figures)
		if err != nil {
			return Outcome{}, err
		}
		if r.Light == Green {
			out.Scenario = r.Scorecard
		}
		if r.Best == Green {
			out.Best = r.Scorecard
		}
		out.Reports = append(out.Reports, r)
	}
	return out, nil
}

// String returns the outcome as a phrase: "optimistic"; "base; short of
// optimistic in active, roi"; with KPIs without data "below_base to base; short
// of base in roi (no data)".
func (o Outcome) String() string {
	text := o.Scenario
	if o.Best != o.Scenario {
		text += " to " + o.Best
	}
	next := slices.IndexFunc(o.Reports, func(r Report) bool { return r.Scorecard == o.Scenario }) + 1
	if next == len(o.Reports) {
		return text
	}
	var short []string
	for _, r := range o.Reports[next].Readings {
		switch r.Status {
		case OnTarget:
		case NoData:
			short = append(short, r.KPI+" (no data)")
		default:
			short = append(short, r.KPI)
		}
	}
	return text + "; short of " + o.Reports[next].Scorecard + " in " + strings.Join(short, ", ")
}

// MarshalJSON returns the outcome with its fields in lower case.
func (o Outcome) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(in *oldjson.Object) {
		in.String("scenarios", &o.Scenarios)
		in.String("scenario", &o.Scenario)
		in.String("best", &o.Best)
		oldjson.List(in, "reports", &o.Reports, (*Report).fields)
	})
}

// MarshalJSON returns the JSON of the definition.
func (d ScenariosDefinition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewScenarios]
// does. It returns all faults, of form and of meaning, and then leaves d as it
// was.
func (d *ScenariosDefinition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*ScenariosDefinition).fields, (*ScenariosDefinition).check)
}

func (d *ScenariosDefinition) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	o.String("below", &d.Below)
	oldjson.List(o, "cards", &d.Cards, (*ScorecardDefinition).fields)
}
