package score

import (
	"fmt"
	"math/big"
	"slices"
	"sort"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Raw is the range of a measure that is mapped onto the scale of an evaluation,
// exactly and in proportion. From becomes the scale's Min, and To its Max.
//
// A benefit rises, {"from": "0", "to": "90"}. A cost, of which less is better,
// falls, {"from": "90", "to": "0"}.
//
// The ends are fixed. Ends that are taken from the candidates at hand would let
// one more candidate turn the order of the others.
type Raw struct {
	_    [0]func()       // == would compare decimals by address
	From decimal.Decimal `json:"from"`
	To   decimal.Decimal `json:"to"`
	// Capped takes a measure beyond the range as the end of it. If it is false,
	// such a measure is refused.
	Capped bool `json:"capped,omitzero"`
}

// A Step gives a score to a measure: to those from From up to the next step.
type Step struct {
	_     [0]func()       // == would compare decimals by address
	From  decimal.Decimal `json:"from"`
	Score decimal.Decimal `json:"score"` // on the scale
}

// checkMeasure adds the faults of the range and the steps of a criterion. The
// scale is sound or not.
func (d EvaluationDefinition) checkMeasure(f *check.Faults, path string, c *Criterion, scale bool) {
	if r := c.Raw; r != nil {
		from, to := f.Number(path+".raw.from", r.From), f.Number(path+".raw.to", r.To)
		if from && to && exact.Cmp(r.From, r.To) == 0 {
			f.Add(path+".raw.to", exact.Text(r.To), alianza.ErrZero, "a range from a number to itself has no width")
		}
		if len(c.Steps) > 0 {
			f.Add(path+".steps", "", alianza.ErrConflict, "give a raw range or steps")
		}
	}
	if !f.Count(path+".steps", len(c.Steps), check.MaxBrackets, "steps") {
		return
	}
	for i, s := range c.Steps {
		at := fmt.Sprintf("%s.steps[%d]", path, i)
		if f.Number(at+".from", s.From) && i > 0 && exact.Cmp(s.From, c.Steps[i-1].From) <= 0 {
			f.Add(at+".from", exact.Text(s.From), alianza.ErrConflict, "not above the step before, "+exact.Text(c.Steps[i-1].From))
		}
		if f.Number(at+".score", s.Score) && scale && (exact.Cmp(s.Score, d.Min) < 0 || exact.Cmp(s.Score, d.Max) > 0) {
			f.Add(at+".score", exact.Text(s.Score), alianza.ErrRange, d.scale())
		}
	}
}

// scale says where scores lie.
func (d EvaluationDefinition) scale() string {
	return "the scale is " + exact.Text(d.Min) + " to " + exact.Text(d.Max)
}

// off says why a number cannot be given for a criterion, "" if it can.
func (d *EvaluationDefinition) off(c *Criterion, given decimal.Decimal) string {
	low, high, closed := d.ends(c)
	switch {
	case c.Raw != nil && c.Raw.Capped || exact.Cmp(given, low) >= 0 && (!closed || exact.Cmp(given, high) <= 0):
		return ""
	case c.Raw != nil:
		return "the range is " + exact.Text(low) + " to " + exact.Text(high)
	case len(c.Steps) > 0:
		return "the first step is from " + exact.Text(low)
	}
	return d.scale()
}

// ends returns the least and the greatest number that has a meaning for a
// criterion. Steps have no upper end.
func (d *EvaluationDefinition) ends(c *Criterion) (low, high decimal.Decimal, closed bool) {
	switch r := c.Raw; {
	case len(c.Steps) > 0:
		return c.Steps[0].From, decimal.Decimal{}, false
	case r == nil:
		return d.Min, d.Max, true
	case exact.Cmp(r.From, r.To) > 0:
		return r.To, r.From, true
	default:
		return r.From, r.To, true
	}
}

// score returns the score of a number that can be given for a criterion, and the
// step that it is on, if there are steps.
func (d *EvaluationDefinition) score(c *Criterion, given decimal.Decimal) (Fraction, *Step) {
	switch {
	case len(c.Steps) > 0:
		at := sort.Search(len(c.Steps), func(i int) bool { return exact.Cmp(c.Steps[i].From, given) > 0 }) - 1
		step := c.Steps[at]
		return decimalFraction(step.Score), &step
	case c.Raw == nil:
		return decimalFraction(given), nil
	}
	low, high, _ := d.ends(c)
	given = decimal.Max(low, decimal.Min(high, given))
	slope, start := d.slope(c.Raw)
	return fraction(start.Add(start, slope.Mul(slope, exact.Rat(given)))), nil
}

// slope returns what a unit of a measure adds to the score, and the score of
// the measure zero.
func (d *EvaluationDefinition) slope(r *Raw) (slope, start *big.Rat) {
	from, low := exact.Rat(r.From), exact.Rat(d.Min)
	slope = exact.Rat(d.Max)
	slope.Sub(slope, low)
	slope.Quo(slope, new(big.Rat).Sub(exact.Rat(r.To), from))
	return slope, low.Sub(low, from.Mul(from, slope))
}

// sameRange reports whether two ranges are the same, or both are none.
func sameRange(r, o *Raw) bool {
	if r == nil || o == nil {
		return r == o
	}
	return exact.Cmp(r.From, o.From) == 0 && exact.Cmp(r.To, o.To) == 0 && r.Capped == o.Capped
}

// cloned returns a copy that nobody else has.
func cloned(r *Raw) *Raw {
	if r == nil {
		return nil
	}
	return &Raw{From: r.From, To: r.To, Capped: r.Capped}
}

// sameSteps reports whether two lists have the same steps.
func sameSteps(a, b []Step) bool {
	return slices.EqualFunc(a, b, func(s, t Step) bool { return exact.Cmp(s.From, t.From) == 0 && exact.Cmp(s.Score, t.Score) == 0 })
}

// MarshalJSON returns the JSON of the range.
func (r Raw) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a range.
func (r *Raw) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

// MarshalJSON returns the JSON of the step.
func (s Step) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a step.
func (s *Step) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }
