package score

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// An EvaluationDefinition is a weighted sum of scores and what it has to reach.
// [NewEvaluation] checks it.
type EvaluationDefinition struct {
	_    [0]func() // == would compare decimals by address
	Name string    `json:"name"`
	// OnMissing says what happens if a score is not given; refuse if absent. An
	// evaluation has no open one: it has one total.
	OnMissing OnMissing `json:"on_missing,omitzero"`
	// Relative says that weights count in proportion to their sum: three weights
	// of 1% are a third each. If it is false, weights add up to exactly 100%.
	Relative bool `json:"relative,omitzero"`
	// Min and Max are the ends of the scale of every score, both inclusive. The
	// total is on the same scale: with a scale from 1 it is never below 1.
	Min decimal.Decimal `json:"min"`
	Max decimal.Decimal `json:"max"`
	// Pass is what the total has to meet to advance; one bound. Its operator says
	// which end of the scale is the good one.
	Pass     alianza.Bound `json:"pass"`
	Criteria []Criterion   `json:"criteria"`
}

// OnMissing says what happens where a score or a value is not given. It is never
// taken as zero. The zero OnMissing is the default of the definition.
//
// Rules: X14.
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

// MarshalText returns the name of the policy. It returns an error for the zero
// OnMissing.
func (m OnMissing) MarshalText() ([]byte, error) { return enum.Text(m, onMissingNames[:], 1) }

// UnmarshalText reads the name of a policy.
func (m *OnMissing) UnmarshalText(text []byte) error {
	return enum.Parse(m, text, onMissingNames[:], 1)
}

// A Criterion is one weighted aspect of a candidate.
type Criterion struct {
	_      [0]func()       // == would compare decimals by address
	Name   string          `json:"name"`
	Weight alianza.Percent `json:"weight"` // above 0%
	// Floor, if there is one, is what the score has to meet by itself. A candidate
	// that does not meet it is knocked out, whatever the total. It looks the same
	// way as Pass.
	Floor alianza.Bound `json:"floor,omitzero"`
	// Raw, if it is not nil, says that a measure is given in place of a score. Its
	// range is mapped onto the scale.
	Raw *Raw `json:"raw,omitzero"`
	// Steps, if there are some, say that a measure is given in place of a score,
	// and which score it has. They rise. A measure below the first step is
	// refused.
	Steps []Step `json:"steps,omitzero"`
}

// PartnerEvaluation returns the evaluation of a possible partner in the advanced
// program: five criteria with scores from 1 to 10, passed with a total of 7.0 or
// more.
//
// Rules: S1, S2.
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

// An Evaluation is a checked definition. It is immutable and safe for concurrent
// use.
type Evaluation struct{ made *madeEvaluation }

type madeEvaluation struct {
	def      EvaluationDefinition
	criteria map[string]bool // their names
	whole    exact.Percent   // the sum of the weights
	full     Fraction        // the coverage if no score is missing
	line     *line           // the short way to the decision, or nil
}

// NewEvaluation checks a definition. It returns all faults at once. There is a
// fault if:
//   - a name is missing, malformed or repeated;
//   - the ends of the scale do not rise;
//   - every total or no total meets the threshold;
//   - there are no criteria, or too many;
//   - a weight is not above 0%, or the weights do not add up to 100% and are not
//     relative;
//   - every score or no score meets a floor, or it looks the other way than the
//     threshold;
//   - a raw range has no width, or steps do not rise or have scores off the scale;
//   - the raw ranges together need more digits than an exact total may have.
func NewEvaluation(d EvaluationDefinition) (Evaluation, error) {
	if err := d.check(); err != nil {
		return Evaluation{}, err
	}
	m := &madeEvaluation{def: d.clone(), criteria: make(map[string]bool, len(d.Criteria)), full: decimalFraction(decimal.New(100, 0))}
	for _, c := range d.Criteria {
		m.criteria[c.Name] = true
		m.whole += units(c.Weight)
	}
	m.line = newLine(&m.def, m.whole)
	return Evaluation{m}, nil
}

// units returns a weight as the whole number that is computed with.
func units(p alianza.Percent) exact.Percent { return exact.Percent(p.Units()) }

// Definition returns a fresh copy of the definition the evaluation was made
// from.
func (e Evaluation) Definition() EvaluationDefinition {
	if e.made == nil {
		return EvaluationDefinition{}
	}
	return e.made.def.clone()
}

// Equal reports whether two evaluations have the same definition.
func (e Evaluation) Equal(o Evaluation) bool {
	if e.made == nil || o.made == nil {
		return e.made == o.made
	}
	a, b := &e.made.def, &o.made.def
	return a.Name == b.Name && a.OnMissing == b.OnMissing && a.Relative == b.Relative && a.Pass.Equal(b.Pass) &&
		exact.Cmp(a.Min, b.Min) == 0 && exact.Cmp(a.Max, b.Max) == 0 &&
		slices.EqualFunc(a.Criteria, b.Criteria, func(c, d Criterion) bool {
			return c.Name == d.Name && c.Weight == d.Weight && c.Floor.Equal(d.Floor) && sameRange(c.Raw, d.Raw) && sameSteps(c.Steps, d.Steps)
		})
}

func (d EvaluationDefinition) clone() EvaluationDefinition {
	d.Criteria = slices.Clone(d.Criteria)
	for i := range d.Criteria {
		c := &d.Criteria[i]
		c.Raw, c.Steps = cloned(c.Raw), slices.Clone(c.Steps)
	}
	return d
}

// policy returns what to do about missing scores.
func (d *EvaluationDefinition) policy() OnMissing { return cmp.Or(d.OnMissing, OnMissingRefuse) }

// check returns all faults of the definition, in the order of its JSON form.
func (d *EvaluationDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if d.OnMissing == OnMissingOpen || int(d.OnMissing) >= len(onMissingNames) {
		f.Add("on_missing", d.OnMissing.String(), alianza.ErrUnknown, "want refuse, worst or left_out")
	}
	low, high := f.Number("min", d.Min), f.Number("max", d.Max)
	scale := low && high && exact.Cmp(d.Min, d.Max) < 0
	if low && high && !scale {
		f.Add("max", exact.Text(d.Max), alianza.ErrConflict, "not above min, "+exact.Text(d.Min))
	}
	if f.Bound("pass", d.Pass) && scale {
		number.CheckParts(&f, "pass", "total", d.Pass, d.Min, d.Max)
	}
	if len(d.Criteria) == 0 {
		f.Add("criteria", "", alianza.ErrMissing, "an evaluation has at least one criterion")
		return f.Err()
	}
	if !f.Count("criteria", len(d.Criteria), check.MaxCriteria, "criteria") {
		return f.Err()
	}
	names := check.Names{Faults: &f}
	for i := range d.Criteria {
		c, path := &d.Criteria[i], fmt.Sprintf("criteria[%d]", i)
		names.Add(path+".name", c.Name)
		d.checkWeight(&f, path+".weight", c.Weight)
		d.checkFloor(&f, path+".floor", c.Floor, scale)
		d.checkMeasure(&f, path, c, scale)
	}
	d.checkSum(&f)
	if f.Len() == 0 {
		d.checkDigits(&f)
	}
	return f.Err()
}

// checkWeight checks one weight.
func (d EvaluationDefinition) checkWeight(f *check.Faults, path string, w alianza.Percent) {
	most, detail := alianza.WholePercent(100), "a weight is above 0% and at most 100%"
	if d.Relative {
		most, detail = alianza.WholePercent(1_000_000), "a relative weight is above 0% and at most 1000000%"
	}
	if w.Sign() <= 0 || w.Compare(most) > 0 {
		f.Add(path, w.String(), alianza.ErrRange, detail)
	}
}

// checkSum checks that weights which are fine one by one add up to 100%.
func (d EvaluationDefinition) checkSum(f *check.Faults) {
	sum := exact.Percent(0)
	for _, c := range d.Criteria {
		if w := units(c.Weight); w <= 0 || w > exact.Hundred {
			return // and the sum says nothing
		}
		sum = sum.Plus(units(c.Weight))
	}
	switch {
	case d.Relative:
	case sum < exact.Hundred:
		f.Add("criteria", "", alianza.ErrConflict, fmt.Sprintf("the weights add up to %s, %s short of 100%%", sum, exact.Hundred-sum))
	case sum > exact.Hundred:
		f.Add("criteria", "", alianza.ErrConflict, fmt.Sprintf("the weights add up to %s, %s over 100%%", sum, sum-exact.Hundred))
	}
}

// checkFloor checks a floor, on a scale that is sound or not.
func (d EvaluationDefinition) checkFloor(f *check.Faults, path string, floor alianza.Bound, scale bool) {
	if floor.IsZero() || !f.Bound(path, floor) {
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

// checkDigits checks that the exact total of all raw ranges has a common
// denominator of a bearable size.
func (d EvaluationDefinition) checkDigits(f *check.Faults) {
	common := commonDenominator{most: maxCommon}
	for i := range d.Criteria {
		c := &d.Criteria[i]
		if c.Raw == nil {
			continue
		}
		slope, start := d.slope(c.Raw)
		if !common.add(slope.Denom()) || !common.add(start.Denom()) {
			f.Add(fmt.Sprintf("criteria[%d].raw", i), "", alianza.ErrLimit, "the ranges up to here need more digits than an exact total may have")
			return
		}
	}
}

// maxCommon is the most bits of the common denominator of the raw ranges.
const maxCommon = 4096

// A commonDenominator is that of several numbers, as long as it is of a bearable size.
type commonDenominator struct {
	most   int // bits
	common *big.Int
}

// add takes one more denominator, and reports whether the common one is bearable.
func (c *commonDenominator) add(den *big.Int) bool {
	if c.common == nil {
		c.common = big.NewInt(1)
	}
	if den.BitLen() > c.most {
		return false
	}
	c.common.Mul(c.common, new(big.Int).Quo(den, new(big.Int).GCD(nil, nil, c.common, den)))
	return c.common.BitLen() <= c.most
}

// MarshalJSON returns the JSON of the definition. It returns an error if the
// definition has a fault.
func (d EvaluationDefinition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*EvaluationDefinition).check)
}

// UnmarshalJSON reads a definition and checks it as [NewEvaluation] does.
func (d *EvaluationDefinition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*EvaluationDefinition).check)
}

// MarshalJSON returns the JSON of the criterion.
func (c Criterion) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a criterion.
func (c *Criterion) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

// MarshalJSON returns the JSON of the definition the evaluation was made from.
func (e Evaluation) MarshalJSON() ([]byte, error) {
	if e.made == nil {
		return nil, unchecked("evaluation", "NewEvaluation")
	}
	return e.made.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the evaluation of it.
func (e *Evaluation) UnmarshalJSON(data []byte) error {
	var d EvaluationDefinition
	err := d.UnmarshalJSON(data)
	if err == nil {
		*e, err = NewEvaluation(d)
	}
	return err
}
