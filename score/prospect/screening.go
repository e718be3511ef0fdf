package prospect

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/number"
	"github.com/seed-0af520cd/alianza/score/internal/task"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// A ScreeningDefinition lists the gates on the way to an agreement, in the order
// of the semaforo. [NewScreening] checks it.
//
// The last gate, the cost of coordination, has nothing to define. See
// [CoordinationScale].
//
// Rules: S35.
type ScreeningDefinition struct {
	_    [0]func() // == would compare decimals by address
	Name string    `json:"name"`
	// Filter comes before any offer. A prospect passes in the first class.
	Filter ClassifierDefinition `json:"filter"`
	// Light decides on a pilot at yellow and on an agreement at green. Red does
	// not pass.
	Light score.ChecklistDefinition `json:"light"`
	// Pilot is what a pilot needs to start. It is ready when the card is green.
	Pilot kpi.ScorecardDefinition `json:"pilot"`
	// Design says which kind of agreement it is. The first class is the best.
	Design ClassifierDefinition `json:"design"`
	// Implies leads from a criterion to another one that is a yes whenever the
	// first is. A no to that one is a no to the first. So a fact is asked once.
	Implies map[string]string `json:"implies,omitzero"`
	// Duties say who does what is next, and within how many days, by the action of
	// the task. A task without a duty has neither.
	Duties map[string]Duty `json:"duties,omitzero"`
}

// A Duty is who does something, and within how many days. It compares with ==.
type Duty struct {
	Owner string `json:"owner,omitzero"`
	Days  int    `json:"days,omitzero"` // 0 if no day is set
}

// SemaforoScreening returns the method of the semaforo: [FilterQuestions],
// [score.Semaforo], then [PilotPackage] at yellow or [Agreements] at green, then the
// cost of coordination.
//
// The light and the agreements ask for the same facts by the same names. A yes to
// five criteria of the light is a clear answer to a question of the filter.
//
// Rules: S35.
func SemaforoScreening() ScreeningDefinition {
	return ScreeningDefinition{
		Name: "prospect", Filter: FilterQuestions(), Light: score.Semaforo(), Pilot: PilotPackage(), Design: Agreements(),
		Implies: map[string]string{
			"compatible_customer": "typical_customer",
			"active_channel":      "real_channel",
			"real_complement":     "concrete_asset",
			"easy_execution":      "execution",
			"measurable":          "measurement",
		},
	}
}

// A Screening is a checked definition. It is immutable and safe for concurrent
// use.
type Screening struct{ made *madeScreening }

type madeScreening struct {
	def          ScreeningDefinition
	filter       Classifier
	light        score.Checklist
	pilot        kpi.Scorecard
	design       Classifier
	coordination score.Scale
	lit          map[string]bool // criteria of the light
	steps        map[string]bool // numbers that answer criteria of the light
	parts        map[string]bool // numbers of the pilot
	criteria     map[string]bool // of all gates
	numbers      map[string]bool // of all gates
}

// NewScreening checks a definition. It returns all faults at once: those of the
// name, of the gates, which their own New functions find, and a fault if:
//   - a criterion implies itself, or one that implies another;
//   - a criterion that implies or is implied is not in any gate;
//   - a duty is for an action that no task has.
func NewScreening(d ScreeningDefinition) (Screening, error) {
	m, err := d.compile()
	if err != nil {
		return Screening{}, err
	}
	return Screening{m}, nil
}

// Definition returns a fresh copy of the definition the screening was made from.
func (s Screening) Definition() ScreeningDefinition {
	if s.made == nil {
		return ScreeningDefinition{}
	}
	d := s.made.def
	d.Filter, d.Light, d.Pilot, d.Design = d.Filter.clone(), s.made.light.Definition(), s.made.pilot.Definition(), d.Design.clone()
	d.Implies, d.Duties = maps.Clone(d.Implies), maps.Clone(d.Duties)
	return d
}

// Equal reports whether two screenings have the same definition.
func (s Screening) Equal(o Screening) bool {
	if s.made == nil || o.made == nil {
		return s.made == o.made
	}
	a, b := s.made, o.made
	return a.def.Name == b.def.Name && a.filter.Equal(b.filter) && a.light.Equal(b.light) && a.pilot.Equal(b.pilot) &&
		a.design.Equal(b.design) && maps.Equal(a.def.Implies, b.def.Implies) && maps.Equal(a.def.Duties, b.def.Duties)
}

// compile returns what is made of the definition, or its faults in the order of
// its JSON form.
func (d ScreeningDefinition) compile() (*madeScreening, error) {
	var f check.Faults
	f.Name("name", d.Name)
	m := &madeScreening{}
	var err error
	m.filter, err = NewClassifier(d.Filter)
	f.Join(alianza.At("filter", err))
	m.light, err = score.NewChecklist(d.Light)
	f.Join(alianza.At("light", err))
	m.pilot, err = kpi.NewScorecard(d.Pilot)
	f.Join(alianza.At("pilot", err))
	m.design, err = NewClassifier(d.Design)
	f.Join(alianza.At("design", err))
	if f.Len() == 0 {
		m.index(&d)
		m.checkImplies(&f, d.Implies)
	}
	checkDuties(&f, d.Duties)
	if err := f.Err(); err != nil {
		return nil, err
	}
	m.coordination, err = score.NewScale(CoordinationScale())
	m.def = ScreeningDefinition{
		Name: d.Name, Filter: d.Filter.clone(), Light: m.light.Definition(), Pilot: m.pilot.Definition(), Design: d.Design.clone(),
		Implies: maps.Clone(d.Implies), Duties: maps.Clone(d.Duties),
	}
	return m, err
}

// index gathers the names that the gates ask for.
func (m *madeScreening) index(d *ScreeningDefinition) {
	m.lit, m.steps, m.parts = map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, c := range d.Light.Criteria {
		m.lit[c.Name] = true
		if c.Number != "" {
			m.steps[c.Number] = true
		}
	}
	for _, k := range d.Pilot.KPIs {
		m.parts[k.Name] = true
	}
	m.criteria = maps.Clone(m.lit)
	maps.Copy(m.criteria, m.filter.made.criteria)
	maps.Copy(m.criteria, m.design.made.criteria)
	m.numbers = maps.Clone(m.steps)
	maps.Copy(m.numbers, m.parts)
}

// checkImplies adds the faults of what implies what.
func (m *madeScreening) checkImplies(f *check.Faults, implies map[string]string) {
	if !f.Count("implies", len(implies), check.MaxCriteria, "criteria") {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(implies)) {
		path, implied := "implies."+name, implies[name]
		_, chain := implies[implied]
		switch {
		case !m.criteria[name]:
			f.Add(path, "", alianza.ErrUnknown, "no gate has such a criterion")
		case !m.criteria[implied]:
			f.Add(path, implied, alianza.ErrUnknown, "no gate has such a criterion")
		case chain:
			f.Add(path, implied, alianza.ErrConflict, "it implies another criterion itself")
		}
	}
}

// checkDuties adds the faults of duties.
func checkDuties(f *check.Faults, duties map[string]Duty) {
	for _, action := range slices.Sorted(maps.Keys(duties)) {
		path := "duties." + action
		if !slices.Contains(taskNames(), action) {
			f.Add(path, "", alianza.ErrUnknown, fmt.Sprintf("want one of %q", taskNames()))
		}
		task.CheckDuty(f, path, duties[action].Owner, duties[action].Days)
		if f.Full() {
			return
		}
	}
}

// refuse adds the faults of facts that the gates cannot use.
func (m *madeScreening) refuse(f *check.Faults, p Facts) {
	f.Name("name", p.Name)
	number.RefuseAnswers(f, "answers", p.Answers, m.criteria)
	number.RefuseNumbers(f, "numbers", p.Numbers, m.numbers)
	if p.Net != nil {
		f.Number("net", *p.Net)
	}
	if p.Currency != "" {
		f.Currency("currency", p.Currency)
	}
}

// complete returns the answers with those that follow from others, and adds a
// fault where a fact contradicts them.
func (m *madeScreening) complete(f *check.Faults, answers score.Answers, light score.Verdict) score.Answers {
	full := make(score.Answers, len(answers))
	maps.Copy(full, answers)
	for _, name := range light.Yes { // a number may have answered
		full[name] = score.Yes
	}
	for _, name := range light.No {
		full[name] = score.No
	}
	for _, name := range slices.Sorted(maps.Keys(m.def.Implies)) {
		implied := m.def.Implies[name]
		switch {
		case full[name] == score.Unknown && full[implied] == score.No:
			full[name] = score.No // with a yes it would be one
		case full[name] != score.Yes:
		case full[implied] == score.No:
			f.Add("answers."+implied, score.No.String(), alianza.ErrConflict, name+" is a yes, so this is one")
		default:
			full[implied] = score.Yes
		}
	}
	return full
}

// only returns the entries whose names are known.
func only[V any](all map[string]V, known map[string]bool) map[string]V {
	some := make(map[string]V, len(all))
	for name, v := range all {
		if known[name] {
			some[name] = v
		}
	}
	return some
}

// MarshalJSON returns the JSON of the definition. It returns an error if the definition
// has a fault.
func (d ScreeningDefinition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*ScreeningDefinition).check)
}

// UnmarshalJSON reads a definition and checks it as [NewScreening] does.
func (d *ScreeningDefinition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*ScreeningDefinition).check)
}

// check returns all faults of the definition.
func (d *ScreeningDefinition) check() error {
	_, err := d.compile()
	return err
}

// MarshalJSON returns the JSON of the duty.
func (d Duty) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a duty.
func (d *Duty) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// MarshalJSON returns the JSON of the definition the screening was made from.
func (s Screening) MarshalJSON() ([]byte, error) {
	if s.made == nil {
		return nil, unchecked("screening", "NewScreening")
	}
	return s.made.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the screening of it.
func (s *Screening) UnmarshalJSON(data []byte) error {
	var d ScreeningDefinition
	err := d.UnmarshalJSON(data)
	if err == nil {
		*s, err = NewScreening(d)
	}
	return err
}
