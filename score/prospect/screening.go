// Package prospect takes a possible partner from the first questions to an
// agreement.
//
// A [Screening] asks the filter questions, gives the traffic light, looks at the
// pilot or the design of the agreement and at what coordination costs. Its report
// says what to do next:
//
//	screening := alianza.Must(prospect.NewScreening(prospect.SemaforoScreening()))
//	report, err := screening.Judge(facts)
//	fmt.Println(report) // to be sent to the partner manager
//
// A [Classifier] names the first class whose conditions hold. A [Segmentation]
// sorts prospects by how well they fit, [Prioritize] puts a long list in order.
//
// The presets are the method of the semaforo, and the lists of the affiliate, the
// alliance and the advanced program.
//
// What is not known stays unknown. Nothing is taken for a no or for zero, except
// where a definition says so.
package prospect

import (
	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// A ScreeningDefinition lists the gates that a prospect passes on the way to an
// alliance, in the order of the semáforo (S35). [NewScreening] checks it.
type ScreeningDefinition struct {
	Name string `json:"name"`
	// Filter comes before any offer. A prospect passes in the first class.
	Filter ClassifierDefinition `json:"filter"`
	// Light decides on a pilot at yellow and on an alliance at green; red does
	// not pass.
	Light score.ChecklistDefinition `json:"light"`
	// Pilot is what a pilot needs to start. It is ready when the card is green.
	Pilot kpi.ScorecardDefinition `json:"pilot"`
	// Design is what makes an alliance, the first class, and what the agreement
	// is as long as it is none.
	Design ClassifierDefinition `json:"design"`
	// The last gate, the check of the cost of coordination, has nothing to
	// define. See [CoordinationScale].
}

// SemaforoScreening returns the method of the semáforo (S35): [FilterQuestions],
// [score.Semaforo], then [PilotPackage] at yellow or [Agreements] at green, then the
// check of the cost of coordination.
func SemaforoScreening() ScreeningDefinition {
	return ScreeningDefinition{
		Name: "prospect", Filter: FilterQuestions(), Light: score.Semaforo(), Pilot: PilotPackage(), Design: Agreements(),
	}
}

// A Screening is a checked definition. The zero Screening has no criteria and
// says nothing of a prospect.
type Screening struct {
	def          ScreeningDefinition
	filter       Classifier
	light        score.Checklist
	pilot        kpi.Scorecard
	design       Classifier
	coordination score.Scale
}

// NewScreening checks a definition. It returns an error with all its faults: a
// missing name, and those of its parts, which are what their own New functions
// return.
func NewScreening(d ScreeningDefinition) (Screening, error) {
	if err := d.check(); err != nil {
		return Screening{}, err
	}
	light, err := score.NewChecklist(d.Light)
	if err != nil {
		return Screening{}, err
	}
	pilot, err := kpi.NewScorecard(d.Pilot)
	if err != nil {
		return Screening{}, err
	}
	coordination, err := score.NewScale(CoordinationScale())
	if err != nil {
		return Screening{}, err
	}
	d.Filter, d.Light, d.Pilot, d.Design = d.Filter.clone(), light.Definition(), pilot.Definition(), d.Design.clone()
	return Screening{d, d.Filter.compile(), light, pilot, d.Design.compile(), coordination}, nil
}

// Definition returns a fresh copy of the definition the screening was made from.
func (s Screening) Definition() ScreeningDefinition {
	d := s.def
	d.Filter, d.Light, d.Pilot, d.Design = d.Filter.clone(), s.light.Definition(), s.pilot.Definition(), d.Design.clone()
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *ScreeningDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	f.Join(alianza.At("filter", d.Filter.check()))
	_, err := score.NewChecklist(d.Light)
	f.Join(alianza.At("light", err))
	_, err = kpi.NewScorecard(d.Pilot)
	f.Join(alianza.At("pilot", err))
	f.Join(alianza.At("design", d.Design.check()))
	return f.Err()
}

// MarshalJSON returns the JSON of the definition.
func (d ScreeningDefinition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewScreening] does. It
// returns all faults, of form and of meaning, and then leaves d as it was.
func (d *ScreeningDefinition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*ScreeningDefinition).fields, (*ScreeningDefinition).check)
}

func (d *ScreeningDefinition) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	oldjson.Struct(o, "filter", &d.Filter, false, (*ClassifierDefinition).fields)
	o.Any("light", &d.Light)
	o.Any("pilot", &d.Pilot)
	oldjson.Struct(o, "design", &d.Design, false, (*ClassifierDefinition).fields)
}
