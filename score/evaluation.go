// Package score judges prospects and figures.
//
// A [Checklist] of yes-or-no criteria gives a traffic light, an [Evaluation] of
// weighted scores advances a candidate or does not, and a [KPI] says whether a
// figure meets its target. All three are checked definitions with one verb,
// Judge, and a result that carries what made it:
//
//	verdict, err := score.MustChecklist(score.Semaforo()).Judge(answers)
//	fmt.Println(verdict) // green, 4 of 8; quick says yellow
//
// # Units
//
// Points are whole numbers, one for each criterion. Scores are decimals on the
// scale of the evaluation, weights are percentages that add up to 100%, and a
// KPI's figure is in the unit that the KPI names; figures of different units
// are never converted into one another.
//
// # Rounding
//
// There is none: totals are exact, and thresholds compare exact values by the
// operator that the definition gives. 7.0 is at least 7; 6.995 is not.
//
// # Errors
//
// Definitions are checked whole. Judge refuses criteria that are unknown, and
// scores that are missing or off the scale; each fault is an
// [*alianza.FieldError] that names the criterion.
package score

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// An EvaluationDefinition is a weighted-sum model as data. [NewEvaluation]
// checks it.
type EvaluationDefinition struct {
	_    [0]func() // == would compare decimals by address
	Name string    `json:"name"`
	// Min and Max are the ends of the scale of every score, both inclusive. The
	// total is on the same scale: with a scale from 1 it is never below 1.
	Min decimal.Decimal `json:"min"`
	Max decimal.Decimal `json:"max"`
	// Pass is what the total has to meet to advance.
	Pass Target `json:"pass"`
	// Criteria have weights that add up to exactly 100%.
	Criteria []Criterion `json:"criteria"`
}

// A Criterion is one weighted aspect of a candidate.
type Criterion struct {
	Name   string `json:"name"`
	Weight Weight `json:"weight"` // above 0%
}

// PartnerEvaluation returns the evaluation of a prospective partner in the
// advanced program: five criteria scored from 1 to 10 (S1), passed with a total
// of 7.0 or more (S2).
func PartnerEvaluation() EvaluationDefinition {
	return EvaluationDefinition{
		Name: "partner_evaluation",
		Min:  decimal.NewFromInt(1), Max: decimal.NewFromInt(10),
		Pass: AtLeast(decimal.NewFromInt(7)),
		Criteria: []Criterion{
			{"strategic_fit", Percent(30)},
			{"market_access", Percent(25)},
			{"technology_compatibility", Percent(20)},
			{"financial_viability", Percent(15)},
			{"cultural_fit", Percent(10)},
		},
	}
}

// Scores are the facts about a candidate, by criterion.
type Scores map[string]decimal.Decimal

// An Evaluation is a checked definition. The zero Evaluation has no criteria
// and advances nobody. An Evaluation is immutable and safe for concurrent use.
type Evaluation struct{ def EvaluationDefinition }

// NewEvaluation checks a definition. It returns an error with all its faults:
// a missing or repeated name, a scale whose ends do not rise, no criteria,
// weights that are not above 0% or do not add up to exactly 100% (and by how
// much), a threshold that every total or no total meets.
func NewEvaluation(d EvaluationDefinition) (Evaluation, error) {
	if err := d.check(); err != nil {
		return Evaluation{}, err
	}
	return Evaluation{d.clone()}, nil
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
func (e Evaluation) Definition() EvaluationDefinition { return e.def.clone() }

func (d EvaluationDefinition) clone() EvaluationDefinition {
	d.Criteria = slices.Clone(d.Criteria)
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *EvaluationDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	low, high := f.Number("min", d.Min), f.Number("max", d.Max)
	rises := low && high && exact.Cmp(d.Min, d.Max) < 0
	if low && high && !rises {
		f.Add("max", exact.Text(d.Max), alianza.ErrConflict, "not above min, "+exact.Text(d.Min))
	}
	if d.Pass.check(&f, "pass") && rises {
		d.checkPass(&f)
	}
	if len(d.Criteria) == 0 {
		f.Add("criteria", "", alianza.ErrMissing, "an evaluation has at least one criterion")
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
		sum += c.Weight.p
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

// checkPass checks that the threshold parts the scale.
func (d *EvaluationDefinition) checkPass(f *check.Faults) {
	op := exact.Op(d.Pass.Op)
	least, most := op.Holds(exact.Cmp(d.Min, d.Pass.Bound)), op.Holds(exact.Cmp(d.Max, d.Pass.Bound))
	if path := "pass." + d.Pass.Op.String(); least == most {
		detail := "no total on the scale meets it"
		if least {
			detail = "every total on the scale meets it"
		}
		f.Add(path, exact.Text(d.Pass.Bound), alianza.ErrConflict, detail)
	}
}

// An Assessment is a total and the parts that add up to it.
type Assessment struct {
	_          [0]func() // == would compare decimals by address
	Evaluation string
	Total      decimal.Decimal // exact
	Max        decimal.Decimal // the upper end of the scale
	Pass       Target
	Advance    bool            // the total meets Pass
	Margin     decimal.Decimal // Total less the bound of Pass, exact; negative below it
	Parts      []Part          // in the order of the definition; they add up to Total
}

// A Part is what one criterion contributes to a total.
type Part struct {
	_            [0]func() // == would compare decimals by address
	Criterion    string
	Weight       Weight
	Score        decimal.Decimal
	Contribution decimal.Decimal // Weight of Score, exact
}

// Judge returns the weighted sum of the scores and whether it passes (S1, S2).
// It returns an error that names each criterion whose score is missing or off
// the scale, and each score without a criterion.
func (e Evaluation) Judge(scores Scores) (Assessment, error) {
	if err := e.refuse(scores); err != nil {
		return Assessment{}, err
	}
	a := Assessment{Evaluation: e.def.Name, Max: e.def.Max, Pass: e.def.Pass, Parts: make([]Part, len(e.def.Criteria))}
	for i, c := range e.def.Criteria {
		part := Part{Criterion: c.Name, Weight: c.Weight, Score: scores[c.Name], Contribution: exact.Trim(c.Weight.p.Of(scores[c.Name]))}
		a.Parts[i] = part
		a.Total = a.Total.Add(part.Contribution)
	}
	a.Total = exact.Trim(a.Total)
	a.Advance = len(a.Parts) > 0 && exact.Op(a.Pass.Op).Holds(exact.Cmp(a.Total, a.Pass.Bound))
	a.Margin = a.Total.Sub(a.Pass.Bound)
	return a, nil
}

// refuse returns the faults of scores that the evaluation cannot use.
func (e Evaluation) refuse(scores Scores) error {
	var f check.Faults
	for _, c := range e.def.Criteria {
		path := "scores." + c.Name
		s, ok := scores[c.Name]
		switch {
		case !ok:
			f.Add(path, "", alianza.ErrMissing, "")
		case !f.Number(path, s):
		case exact.Cmp(s, e.def.Min) < 0 || exact.Cmp(s, e.def.Max) > 0:
			f.Add(path, exact.Text(s), alianza.ErrRange, "the scale is "+exact.Text(e.def.Min)+" to "+exact.Text(e.def.Max))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(scores)) {
		if !slices.ContainsFunc(e.def.Criteria, func(c Criterion) bool { return c.Name == name }) {
			f.Add("scores."+name, "", alianza.ErrUnknown, "the evaluation has no such criterion")
		}
	}
	if err := f.Err(); err != nil {
		return fmt.Errorf("score: evaluation %s: %w", e.def.Name, err)
	}
	return nil
}

// String returns the assessment as a phrase: "advance with 8.2 of 10, 1.2 above
// the bound of >= 7", "stop at 6.99 of 10, 0.01 below the bound of >= 7".
func (a Assessment) String() string {
	head, side := "stop at", "above"
	if a.Advance {
		head = "advance with"
	}
	if a.Margin.IsNegative() {
		side = "below"
	}
	distance := exact.Text(exact.Trim(a.Margin.Abs())) + " " + side
	if a.Margin.IsZero() {
		distance = "exactly on"
	}
	return fmt.Sprintf("%s %s of %s, %s the bound of %s", head, exact.Text(a.Total), exact.Text(a.Max), distance, a.Pass)
}

// Sum returns the parts as a sum: "2.7 strategic_fit + 2 market_access + … =
// 8.2".
func (a Assessment) Sum() string {
	parts := make([]string, len(a.Parts))
	for i, p := range a.Parts {
		parts[i] = exact.Text(p.Contribution) + " " + p.Criterion
	}
	return strings.Join(parts, " + ") + " = " + exact.Text(a.Total)
}

// MarshalJSON returns the assessment with its fields in lower case.
func (a Assessment) MarshalJSON() ([]byte, error) {
	return strictjson.Marshal(func(o *strictjson.Object) {
		o.String("evaluation", &a.Evaluation)
		o.Decimal("total", &a.Total)
		o.Decimal("max", &a.Max)
		strictjson.Struct(o, "pass", &a.Pass, false, (*Target).fields)
		o.Bool("advance", &a.Advance)
		o.Decimal("margin", &a.Margin)
		strictjson.List(o, "parts", &a.Parts, func(p *Part, o *strictjson.Object) {
			o.String("criterion", &p.Criterion)
			strictjson.Text(o, "weight", &p.Weight)
			o.Decimal("score", &p.Score)
			o.Decimal("contribution", &p.Contribution)
		})
	})
}

// MarshalJSON returns the JSON of the definition.
func (d EvaluationDefinition) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewEvaluation]
// does. It returns all faults, of form and of meaning, and then leaves d as it
// was.
func (d *EvaluationDefinition) UnmarshalJSON(data []byte) error {
	return strictjson.Into(d, data, strictjson.MaxDefinition, (*EvaluationDefinition).fields, (*EvaluationDefinition).check)
}

func (d *EvaluationDefinition) fields(o *strictjson.Object) {
	o.String("name", &d.Name)
	o.Decimal("min", &d.Min)
	o.Decimal("max", &d.Max)
	strictjson.Struct(o, "pass", &d.Pass, false, (*Target).fields)
	strictjson.List(o, "criteria", &d.Criteria, (*Criterion).fields)
}

func (c *Criterion) fields(o *strictjson.Object) {
	o.String("name", &c.Name)
	strictjson.Text(o, "weight", &c.Weight)
}
