package score

import (
	"fmt"
	"math"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Advances returns only whether a candidate advances, given all scores in the
// order of the criteria. It allocates nothing for scores of a few places.
//
// It returns an error as [Evaluation.Judge] does, and if there are more or fewer
// scores than criteria.
func (e Evaluation) Advances(scores []decimal.Decimal) (bool, error) {
	if e.made == nil {
		return false, unchecked("evaluation", "NewEvaluation")
	}
	if l := e.made.line; l != nil {
		if advance, ok := l.advances(scores); ok {
			return advance, nil
		}
	}
	return e.advances(scores)
}

// advances is the long way of Advances.
func (e Evaluation) advances(scores []decimal.Decimal) (bool, error) {
	d := &e.made.def
	if len(scores) != len(d.Criteria) {
		return false, fmt.Errorf("score: evaluation %s: %w", d.Name,
			check.Fault("scores", fmt.Sprint(len(scores)), alianza.ErrRange, fmt.Sprintf("want %d, one for each criterion", len(d.Criteria))))
	}
	named := make(Scores, len(scores))
	for i, c := range d.Criteria {
		named[c.Name] = scores[i]
	}
	a, err := e.Judge(named)
	return a.Advance, err
}

// A line is the short way to the decision: a weighted sum of coefficients in
// machine words. A raw range only changes factor and constant, so that what is
// given is used as it is.
type line struct {
	criteria int
	places   int32
	cells    []cell // of all criteria for the exponent -places, then for the next, to 0
	scale    []span // the coefficients on the scale, likewise
	pass     span   // the sums that pass
}

// A cell holds, for a criterion and an exponent, what to multiply the
// coefficient by, and the coefficients that are on the scale and meet the floor:
// those from low to low + width.
type cell struct {
	factor, low int64
	width       uint64
}

// A span is the whole numbers from low to high.
type span struct{ low, high int64 }

// advances returns the decision, and false for what takes the long way: a
// score off the scale, or with too many places.
func (l *line) advances(scores []decimal.Decimal) (advance, ok bool) {
	if len(scores) != l.criteria {
		return false, false
	}
	var sum int64
	advance = true
	for i := range scores {
		d := &scores[i]
		shift := uint32(d.Exponent() + l.places)
		if shift > uint32(l.places) || d.NumDigits() > 18 {
			return false, false
		}
		at := int(shift)*l.criteria + i
		c, cell := d.CoefficientInt64(), &l.cells[at]
		if uint64(c-cell.low) > cell.width {
			if on := l.scale[at]; c < on.low || c > on.high {
				return false, false
			}
			advance = false // under the floor
		}
		sum += c * cell.factor
	}
	return advance && l.pass.low <= sum && sum <= l.pass.high, true
}

// on reports whether a score of a criterion is on the scale, and false for what
// takes the long way.
func (l *line) on(criterion int, score decimal.Decimal) bool {
	if l == nil {
		return false
	}
	shift := uint32(score.Exponent() + l.places)
	c, small := exact.Small(score)
	if !small || shift > uint32(l.places) {
		return false
	}
	on := &l.scale[int(shift)*l.criteria+criterion]
	return on.low <= c && c <= on.high
}

// newLine returns the line of a definition, nil if machine words do not hold
// it, or if it has steps. Scores may have four places, fewer if it needs the
// room.
func newLine(d *EvaluationDefinition, sum exact.Percent) *line {
	factors := make([]*big.Rat, len(d.Criteria))
	bound := exact.Rat(d.Pass.Value)
	den, num := big.NewInt(1), new(big.Int)
	for i, c := range d.Criteria {
		if len(c.Steps) > 0 {
			return nil
		}
		factors[i] = big.NewRat(int64(units(c.Weight)), int64(sum))
		if c.Raw != nil {
			slope, start := d.slope(c.Raw)
			bound.Sub(bound, start.Mul(start, factors[i]))
			factors[i].Mul(factors[i], slope)
		}
		den.Mul(den, new(big.Int).Quo(factors[i].Denom(), new(big.Int).GCD(nil, nil, den, factors[i].Denom())))
		num.GCD(nil, nil, num, factors[i].Num())
		if den.BitLen() > 256 { // far from a word, and on the way to a million digits
			return nil
		}
	}
	whole := new(big.Rat).SetFrac(den, num) // times it, the factors have no fractions and no common factor
	for _, f := range factors {
		f.Mul(f, whole)
	}
	bound.Mul(bound, whole)
	for places := int32(4); places >= 0; places-- {
		if l := d.lineOf(places, factors, bound); l != nil {
			return l
		}
	}
	return nil
}

// lineOf returns the line for scores of so many places, nil if a sum might not
// fit a word. A factor that does not fit is then only ever taken of zero.
func (d EvaluationDefinition) lineOf(places int32, factors []*big.Rat, bound *big.Rat) *line {
	l := &line{criteria: len(d.Criteria), places: places}
	unit := exact.Rat(decimal.New(1, places)) // of the sum
	most := new(big.Rat)
	for i := range d.Criteria {
		low, high, _ := d.ends(&d.Criteria[i])
		for _, end := range []decimal.Decimal{low, high} {
			product := new(big.Rat).Mul(factors[i], exact.Rat(end))
			most.Add(most, product.Abs(product.Mul(product, unit)))
		}
	}
	if most.Cmp(new(big.Rat).SetInt64(math.MaxInt64)) > 0 {
		return nil
	}
	l.pass = everything.narrow(d.Pass.Op, new(big.Rat).Mul(bound, unit))
	for shift := range places + 1 {
		for i := range d.Criteria {
			c := &d.Criteria[i]
			low, high, _ := d.ends(c)
			scale := everything.narrow(alianza.OpAtLeast, exact.Rat(low.Shift(places-shift))).narrow(alianza.OpAtMost, exact.Rat(high.Shift(places-shift)))
			floor := scale
			if !c.Floor.IsZero() {
				op, at := d.floor(c)
				floor = scale.narrow(op, at.Mul(at, exact.Rat(decimal.New(1, places-shift))))
			}
			factor := new(big.Rat).Mul(factors[i], exact.Rat(decimal.New(1, shift)))
			one := cell{factor: factor.Num().Int64(), low: floor.low, width: uint64(floor.high - floor.low)}
			if floor.low > floor.high { // none: a floor between two coefficients
				one.low, one.width = math.MaxInt64, 0
			}
			l.cells, l.scale = append(l.cells, one), append(l.scale, scale)
		}
	}
	return l
}

// floor returns the floor of a criterion in what is given for it.
func (d EvaluationDefinition) floor(c *Criterion) (alianza.Op, *big.Rat) {
	op, at := c.Floor.Op, exact.Rat(c.Floor.Value)
	if c.Raw == nil {
		return op, at
	}
	slope, start := d.slope(c.Raw)
	if slope.Sign() < 0 { // the range falls
		op = map[alianza.Op]alianza.Op{alianza.OpAtLeast: alianza.OpAtMost, alianza.OpAbove: alianza.OpBelow, alianza.OpAtMost: alianza.OpAtLeast, alianza.OpBelow: alianza.OpAbove}[op]
	}
	return op, at.Quo(at.Sub(at, start), slope)
}

var everything = span{math.MinInt64, math.MaxInt64}

// narrow returns the numbers of a span that meet a bound. A bound beyond the
// machine word is taken as its end, which no coefficient of 18 digits reaches.
func (s span) narrow(op alianza.Op, bound *big.Rat) span {
	under := new(big.Int).Div(bound.Num(), bound.Denom()) // the denominator is positive: rounded down
	over := new(big.Int).Set(under)
	if !bound.IsInt() {
		over.Add(over, big.NewInt(1))
	}
	switch op {
	case alianza.OpAtLeast:
		s.low = max(s.low, word(over))
	case alianza.OpAbove:
		s.low = max(s.low, word(under.Add(under, big.NewInt(1))))
	case alianza.OpAtMost:
		s.high = min(s.high, word(under))
	case alianza.OpBelow:
		s.high = min(s.high, word(over.Sub(over, big.NewInt(1))))
	default: // a definition that was checked has no other
	}
	return s
}

// word returns the nearest int64.
func word(n *big.Int) int64 {
	switch {
	case n.IsInt64():
		return n.Int64()
	case n.Sign() < 0:
		return math.MinInt64
	}
	return math.MaxInt64
}
