package score

import "github.com/seed-0af520cd/alianza/internal/oldjson"

// A Prospect is the facts about a possible partner. What is left out is
// unknown; nothing is taken for a no.
type Prospect struct {
	Name      string  `json:"name"`
	Questions Answers `json:"questions,omitzero"` // by criterion of the filter: is there a clear answer?
	Criteria  Answers `json:"criteria,omitzero"`  // by criterion of the light
	Pilot     Counts  `json:"pilot,omitzero"`     // by part of the pilot
	Agreement Answers `json:"agreement,omitzero"` // by criterion of the design
	// Coordination, if it is known, is what the partnership brings and costs.
	Coordination *Coordination `json:"coordination,omitzero"`
}

// MarshalJSON returns the JSON of the facts.
func (p Prospect) MarshalJSON() ([]byte, error) { return oldjson.Marshal(p.fields) }

// UnmarshalJSON reads facts strictly, all faults of form at once; whether they
// suit the gates says [Gates.Judge]. On error it leaves p as it was.
func (p *Prospect) UnmarshalJSON(data []byte) error {
	return oldjson.Into(p, data, oldjson.MaxDefinition, (*Prospect).fields, nil)
}

func (p *Prospect) fields(o *oldjson.Object) {
	answer := func(o *oldjson.Object, name string, a *Answer) { oldjson.Text(o, name, a) }
	o.String("name", &p.Name)
	oldjson.Map(o.Optional(), "questions", (*map[string]Answer)(&p.Questions), answer)
	oldjson.Map(o.Optional(), "criteria", (*map[string]Answer)(&p.Criteria), answer)
	oldjson.Map(o.Optional(), "pilot", (*map[string]int)(&p.Pilot), (*oldjson.Object).Int)
	oldjson.Map(o.Optional(), "agreement", (*map[string]Answer)(&p.Agreement), answer)
	if o.Has("coordination") {
		p.Coordination = &Coordination{}
	}
	if p.Coordination != nil {
		oldjson.Struct(o, "coordination", p.Coordination, false, (*Coordination).fields)
	}
}
