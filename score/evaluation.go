// Package score judges prospects and candidates by declared criteria.
//
// A [Checklist] of yes-or-no criteria gives a traffic light. An [Evaluation] of
// weighted scores advances a candidate or does not. A [Scale] names the band that
// a number falls into. Each is a checked definition with one verb, Judge, and a
// result that carries what made it:
//
//	verdict, err := score.MustChecklist(score.Semaforo()).Judge(answers)
//	fmt.Println(verdict) // green, 4 of 8; quick says yellow
//
// [Assessment.Sensitivity] says what would have to change for another decision,
// [Evaluation.Rank] how several candidates compare, and [Assessment.Flips] at
// which weights two of them would change places.
//
// Package kpi holds figures against targets. Package prospect takes a prospect
// from the first questions to the agreement.
//
// The presets are the traffic light of the semaforo and the partner evaluation of
// the advanced program.
//
// # Units
//
// A criterion of a checklist is one point. Scores are decimals on the scale of the
// evaluation, or raw measures that are mapped onto it. Weights are percentages
// that add up to 100%.
//
// # Rounding
//
// Nothing is rounded before it is judged. Totals are exact, a [Fraction] where no
// decimal holds them, and bounds compare exact values: 7.0 is at least 7; 6.995
// is not. Texts round quotients half up to two decimals.
//
// # Errors
//
// Definitions are checked whole. Judge refuses criteria that are unknown, and
// scores that are missing or off the scale. Each fault is an
// [*alianza.FieldError] that names the criterion.
package score

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// An EvaluationDefinition is a weighted-sum model as data. [NewEvaluation]
// checks it.
type EvaluationDefinition struct {
	_    [0]func() // == would compare decimals by address
	Name string    `json:"name"`
	// OnMissing says what happens if a score is not given: OnMissingRefuse, which
	// is the default, OnMissingWorst or OnMissingLeaveOut.
	OnMissing OnMissing `json:"on_missing,omitzero"`
	// Min and Max are the ends of the scale of every score, both inclusive. The
	// total is on the same scale: with a scale from 1 it is never below 1.
	Min decimal.Decimal `json:"min"`
	Max decimal.Decimal `json:"max"`
	// Pass is what the total has to meet to advance; one bound. Its operator says
	// which end of the scale is the good one.
	Pass alianza.Bound `json:"pass"`
	// Criteria, at most 200, have weights that add up to exactly 100%.
	Criteria []Criterion `json:"criteria"`
}

// OnMissing says what happens where a score or a value is not given. It is never
// taken as zero (X14). The zero OnMissing is the default of the definition.
type OnMissing uint8

// The policies for what is missing.
const (
	// OnMissingRefuse is an error that names what is missing. Written "refuse".
	OnMissingRefuse OnMissing = iota + 1
	// OnMissingOpen makes the result a range, from the worst to the best that
	// the missing value could bring. Written "open".
	OnMissingOpen
	// OnMissingWorst takes the worst score of the scale, or a miss. Written
	// "worst".
	OnMissingWorst
	// OnMissingLeaveOut judges by the others alone. It rewards whoever hides what
	// speaks against it, so that it has to be chosen. Written "left_out".
	OnMissingLeaveOut
)

var onMissingNames = [...]string{"default", "refuse", "open", "worst", "left_out"}

// String returns the name of the policy.
func (m OnMissing) String() string { return enum.Name(m, onMissingNames[:]) }

// MarshalText returns the name of the policy.
func (m OnMissing) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads the name of a policy.
func (m *OnMissing) UnmarshalText(text []byte) error {
	return enum.Parse(m, text, onMissingNames[:], 1)
}

// onMissing returns the policy, the default where none is given.
func (d EvaluationDefinition) onMissing() OnMissing { return cmp.Or(d.OnMissing, OnMissingRefuse) }

// A Criterion is one weighted aspect of a candidate.
type Criterion struct {
	_      [0]func()       // == would compare decimals by address
	Name   string          `json:"name"`
	Weight alianza.Percent `json:"weight"` // above 0%
	// Floor, if there is one, is what the score on the scale has to meet by
	// itself: a candidate that does not is knocked out, whatever the total. It
	// looks the same way as Pass.
	Floor alianza.Bound `json:"floor,omitzero"`
	// Raw, if there is one, says that what is given is no score but a measure of
	// this range, which is mapped onto the scale.
	Raw Raw `json:"raw,omitzero"`
}

// Raw is the range of a measure that is mapped onto the scale of an evaluation,
// in proportion and exactly: From becomes the scale's Min and To its Max. A
// benefit rises, {"from": "0", "to": "90"}; a cost, of which less is better,
// falls, {"from": "90", "to": "0"}. The ends are fixed: ends taken from the
// candidates at hand would let one more of them turn the order of the others.
// The zero Raw is none.
type Raw struct {
	_    [0]func() // == would compare decimals by address
	From decimal.Decimal
	To   decimal.Decimal
}

// IsZero reports whether there is no range.
func (r Raw) IsZero() bool { return r.From.IsZero() && r.To.IsZero() }

// PartnerEvaluation returns the evaluation of a prospective partner in the
// advanced program: five criteria scored from 1 to 10 (S1), passed with a total
// of 7.0 or more (S2).
func PartnerEvaluation() EvaluationDefinition {
	return EvaluationDefinition{
		Name: "partner_evaluation",
		Min:  decimal.NewFromInt(1), Max: decimal.NewFromInt(10),
		Pass: alianza.AtLeast(decimal.NewFromInt(7)),
		Criteria: []Criterion{
			{Name: "strategic_fit", Weight: alianza.WholePercent(30)},
			{Name: "market_access", Weight: alianza.WholePercent(25)},
			{Name: "technology_compatibility", Weight: alianza.WholePercent(20)},
			{Name: "financial_viability", Weight: alianza.WholePercent(15)},
			{Name: "cultural_fit", Weight: alianza.WholePercent(10)},
		},
	}
}

// An Evaluation is a checked definition. The zero Evaluation has no criteria
// and advances nobody. An Evaluation is immutable and safe for concurrent use.
type Evaluation struct{ made *madeEvaluation }

type madeEvaluation struct {
	def  EvaluationDefinition
	line *line // the short way to the decision, or nil
}

// def returns the definition, which the caller must not change.
func (e Evaluation) def() *EvaluationDefinition {
	if e.made == nil {
		return &EvaluationDefinition{}
	}
	return &e.made.def
}

// NewEvaluation checks a definition. It returns an error with all its faults:
// a missing or repeated name, a scale whose ends do not rise, no criteria or too
// many, weights that are not above 0% or do not add up to exactly 100% (and by how
// much), a threshold that every total or no total meets, a floor that every
// score or no score meets or that looks the other way than the threshold, a raw
// range without a width.
func NewEvaluation(d EvaluationDefinition) (Evaluation, error) {
	if err := d.check(); err != nil {
		return Evaluation{}, err
	}
	d = d.clone()
	return Evaluation{&madeEvaluation{d, newLine(d)}}, nil
}

// MustEvaluation is NewEvaluation for definitions written in code; it panics on
// a fault.
func MustEvaluation(d EvaluationDefinition) Evaluation {
	e, err := NewEvaluation(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return e
}

// Definition returns a fresh copy of the definition the evaluation was made
// from.
func (e Evaluation) Definition() EvaluationDefinition { return e.def().clone() }

func (d EvaluationDefinition) clone() EvaluationDefinition {
	d.Criteria = slices.Clone(d.Criteria)
	return d
}

// maxCriteria is how many criteria an evaluation may have: far more than people
// weigh, and few enough for the exact total of as many raw ranges.
const maxCriteria = 200

// check returns all faults of the definition, in the order of its JSON form.
func (d *EvaluationDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if d.OnMissing == OnMissingOpen || int(d.OnMissing) >= len(onMissingNames) {
		f.Add("on_missing", d.OnMissing.String(), alianza.ErrUnknown, "want refuse, worst or left_out")
	}
	low, high := f.Number("min", d.Min), f.Number("max", d.Max)
	rises := low && high && exact.Cmp(d.Min, d.Max) < 0
	if low && high && !rises {
		f.Add("max", exact.Text(d.Max), alianza.ErrConflict, "not above min, "+exact.Text(d.Min))
	}
	if number.CheckBound(&f, "pass", d.Pass) && rises {
		number.CheckParts(&f, "pass", "total", d.Pass, d.Min, d.Max)
	}
	if len(d.Criteria) == 0 {
		f.Add("criteria", "", alianza.ErrMissing, "an evaluation has at least one criterion")
		return f.Err()
	}
	if n := len(d.Criteria); n > maxCriteria {
		f.Add("criteria", fmt.Sprint(n), alianza.ErrRange, fmt.Sprintf("allowed are %d", maxCriteria))
		return f.Err()
	}
	names, sum, sound := check.Names{Faults: &f}, exact.Percent(0), true
	for i, c := range d.Criteria {
		path := fmt.Sprintf("criteria[%d]", i)
		names.Add(path+".name", c.Name)
		if w := units(c.Weight); w <= 0 || w > exact.Hundred {
			f.Add(path+".weight", c.Weight.String(), alianza.ErrRange, "a weight is above 0% and at most 100%")
			sound = false
		}
		sum = sum.Plus(units(c.Weight))
		d.checkFloor(&f, path+".floor", c.Floor, rises)
		c.Raw.check(&f, path+".raw")
	}
	switch {
	case !sound: // and the sum says nothing
	case sum < exact.Hundred:
		f.Add("criteria", "", alianza.ErrConflict, fmt.Sprintf("the weights add up to %s, %s short of 100%%", sum, exact.Hundred-sum))
	case sum > exact.Hundred:
		f.Add("criteria", "", alianza.ErrConflict, fmt.Sprintf("the weights add up to %s, %s over 100%%", sum, sum-exact.Hundred))
	}
	return f.Err()
}

// checkFloor checks a floor, on a scale that is sound or not.
func (d EvaluationDefinition) checkFloor(f *check.Faults, path string, floor alianza.Bound, scale bool) {
	if floor.IsZero() || !number.CheckBound(f, path, floor) {
		return
	}
	toward := number.Toward(d.Pass.Op)
	if floor.Op != alianza.OpBetween && toward != 0 && number.Toward(floor.Op) != toward {
		f.Add(path+"."+floor.Op.String(), exact.Text(floor.Value), alianza.ErrConflict, "it looks the other way than the threshold, "+d.Pass.String())
		return
	}
	if scale {
		number.CheckParts(f, path, "score", floor, d.Min, d.Max)
	}
}

const noWidth = "a range from a number to itself has no width"

func (r Raw) check(f *check.Faults, path string) {
	from, to := f.Number(path+".from", r.From), f.Number(path+".to", r.To)
	if from && to && !r.IsZero() && exact.Cmp(r.From, r.To) == 0 {
		f.Add(path+".to", exact.Text(r.To), alianza.ErrZero, noWidth)
	}
}

// MarshalJSON returns the JSON of the definition.
func (d EvaluationDefinition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewEvaluation]
// does. It returns all faults, of form and of meaning, and then leaves d as it
// was.
func (d *EvaluationDefinition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*EvaluationDefinition).fields, (*EvaluationDefinition).check)
}

func (d *EvaluationDefinition) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	oldjson.Text(o.Optional(), "on_missing", &d.OnMissing)
	o.Decimal("min", &d.Min)
	o.Decimal("max", &d.Max)
	number.Field(o, "pass", &d.Pass)
	oldjson.List(o, "criteria", &d.Criteria, (*Criterion).fields)
}

func (c *Criterion) fields(o *oldjson.Object) {
	o.String("name", &c.Name)
	oldjson.Text(o, "weight", &c.Weight)
	number.Field(o.Optional(), "floor", &c.Floor)
	oldjson.Struct(o.Optional(), "raw", &c.Raw, c.Raw.IsZero(), (*Raw).fields)
}

func (r *Raw) fields(o *oldjson.Object) {
	o.Decimal("from", &r.From)
	o.Decimal("to", &r.To)
	if o.Has("from") && o.Has("to") && r.IsZero() { // which would read as none
		o.Fault(alianza.ErrZero, noWidth)
	}
}
