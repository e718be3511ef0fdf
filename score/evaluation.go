// Package score judges prospects and figures.
//
// A [Checklist] of yes-or-no criteria gives a traffic light, an [Evaluation] of
// weighted scores advances a candidate or does not, and a [KPI] says whether a
// figure meets its target. A [Scorecard] rolls KPIs up into one light, and
// [Scenarios] tell which of several cards was reached. All are checked
// definitions with one verb, Judge, and a result that carries what made it:
//
//	verdict, err := score.MustChecklist(score.Semaforo()).Judge(answers)
//	fmt.Println(verdict) // green, 4 of 8; quick says yellow
//
// [Bands] name the range that any number falls into, and [Classes] the first kind
// whose conditions hold. [Gates] take a prospect through its questions, the
// light, a pilot, the design and what the coordination costs, and say what to do
// next; a [Segmentation] sorts prospects by how well they fit, a [LongList] by
// what they bring for what effort, and a [Register] keeps the risks of a
// partnership with what figures tell of them.
//
// An [Assessment] tells more: [Assessment.Sensitivity] what would have to change
// for another decision, [Evaluation.Rank] how several candidates compare,
// [Assessment.Flips] at which weights two of them would change places.
//
// # Units
//
// Points are whole numbers, one for each criterion. Scores are decimals on the
// scale of the evaluation, or raw measures that are mapped onto it; weights are
// percentages that add up to 100%. A KPI's figure is in the unit that the KPI
// names; figures of different units are never converted into one another.
//
// # Rounding
//
// Nothing is rounded before it is judged: totals are exact, a [Fraction] where no
// decimal holds them, and thresholds compare exact values by the operator that
// the definition gives. 7.0 is at least 7; 6.995 is not. What is shown is rounded
// half up: quotients in texts to two decimals, the Value of a [Reading], a
// [Banded] and a [WatchResult] to two or as many more as keep it on its side of
// the bounds.
//
// # Errors
//
// Definitions are checked whole. Judge refuses criteria that are unknown, and
// scores that are missing or off the scale; each fault is an
// [*alianza.FieldError] that names the criterion.
package score

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// An EvaluationDefinition is a weighted-sum model as data. [NewEvaluation]
// checks it.
type EvaluationDefinition struct {
	_    [0]func() // == would compare decimals by address
	Name string    `json:"name"`
	// Missing is what happens if a score is not given; refuse if absent.
	Missing Missing `json:"missing,omitzero"`
	// Min and Max are the ends of the scale of every score, both inclusive. The
	// total is on the same scale: with a scale from 1 it is never below 1.
	Min decimal.Decimal `json:"min"`
	Max decimal.Decimal `json:"max"`
	// Pass is what the total has to meet to advance; one bound. Its operator says
	// which end of the scale is the good one.
	Pass Target `json:"pass"`
	// Criteria, at most 200, have weights that add up to exactly 100%.
	Criteria []Criterion `json:"criteria"`
}

// A Criterion is one weighted aspect of a candidate.
type Criterion struct {
	_      [0]func() // == would compare decimals by address
	Name   string    `json:"name"`
	Weight Weight    `json:"weight"` // above 0%
	// Floor, if there is one, is what the score on the scale has to meet by
	// itself: a candidate that does not is knocked out, whatever the total. It
	// looks the same way as Pass.
	Floor Target `json:"floor,omitzero"`
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
		Pass: AtLeast(decimal.NewFromInt(7)),
		Criteria: []Criterion{
			{Name: "strategic_fit", Weight: Percent(30)},
			{Name: "market_access", Weight: Percent(25)},
			{Name: "technology_compatibility", Weight: Percent(20)},
			{Name: "financial_viability", Weight: Percent(15)},
			{Name: "cultural_fit", Weight: Percent(10)},
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
	if int(d.Missing) >= len(missingNames) {
		f.Add("missing", d.Missing.String(), alianza.ErrUnknown, "")
	}
	low, high := f.Number("min", d.Min), f.Number("max", d.Max)
	rises := low && high && exact.Cmp(d.Min, d.Max) < 0
	if low && high && !rises {
		f.Add("max", exact.Text(d.Max), alianza.ErrConflict, "not above min, "+exact.Text(d.Min))
	}
	if d.Pass.check(&f, "pass") && rises {
		d.Pass.checkParts(&f, "pass", "total", d.Min, d.Max)
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
		if c.Weight.p <= 0 || c.Weight.p > exact.Hundred {
			f.Add(path+".weight", c.Weight.String(), alianza.ErrRange, "a weight is above 0% and at most 100%")
			sound = false
		}
		sum = sum.Plus(c.Weight.p)
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
func (d EvaluationDefinition) checkFloor(f *check.Faults, path string, floor Target, scale bool) {
	if floor.IsZero() || !floor.check(f, path) {
		return
	}
	if floor.Op != OpBetween && d.Pass.toward() != 0 && floor.toward() != d.Pass.toward() {
		f.Add(path+"."+floor.Op.String(), exact.Text(floor.Bound), alianza.ErrConflict, "it looks the other way than the threshold, "+d.Pass.String())
		return
	}
	if scale {
		floor.checkParts(f, path, "score", d.Min, d.Max)
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
	oldjson.Text(o.Optional(), "missing", &d.Missing)
	o.Decimal("min", &d.Min)
	o.Decimal("max", &d.Max)
	oldjson.Struct(o, "pass", &d.Pass, false, (*Target).fields)
	oldjson.List(o, "criteria", &d.Criteria, (*Criterion).fields)
}

func (c *Criterion) fields(o *oldjson.Object) {
	o.String("name", &c.Name)
	oldjson.Text(o, "weight", &c.Weight)
	oldjson.Struct(o.Optional(), "floor", &c.Floor, c.Floor.IsZero(), (*Target).fields)
	oldjson.Struct(o.Optional(), "raw", &c.Raw, c.Raw.IsZero(), (*Raw).fields)
}

func (r *Raw) fields(o *oldjson.Object) {
	o.Decimal("from", &r.From)
	o.Decimal("to", &r.To)
	if o.Has("from") && o.Has("to") && r.IsZero() { // which would read as none
		o.Fault(alianza.ErrZero, noWidth)
	}
}
