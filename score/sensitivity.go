package score

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// A Sensitivity says how much a decision, or the order of two candidates, hangs
// on one criterion.
type Sensitivity struct {
	_         [0]func() // == would compare decimals by address
	Criterion string    `json:"criterion"`
	Weight    Fraction  `json:"weight_pct"` // in percent of all weights
	// Critical is the weight in percent, from 0 to 100, at which the total is
	// exactly on the bound, or the two totals are equal. The other weights keep
	// their proportions. It is nil if no weight does that.
	Critical *Fraction `json:"critical_pct,omitzero"`
	// Required is the score at which the total is exactly on the bound, if all
	// other scores stay as they are. It may be off the scale. Floors are not looked
	// at. It is nil in a comparison of two candidates.
	Required *Fraction `json:"required,omitzero"`
	// Passes says whether the total passes, if all other scores stay as they are.
	// It is [Yes] whatever this score is, [No] with the best score either, and
	// [Unknown] if it depends on the score.
	Passes Answer `json:"passes,omitzero"`
}

// Sensitivity returns what would have to change for the total to come to lie on
// the bound of Pass, for each criterion in the order of the definition. It
// speaks of the total alone: a candidate that is knocked out stays so.
//
// It returns an error for an assessment that no evaluation made, such as one with
// scores of more digits than an exact total may have ([alianza.ErrLimit]).
func (a Assessment) Sensitivity() ([]Sensitivity, error) {
	whole, err := a.whole()
	if err != nil {
		return nil, fmt.Errorf("score: sensitivity of %s: %w", a.Evaluation, err)
	}
	bound := exact.Rat(a.Pass.Value)
	distances := make([]*big.Rat, len(a.Contributions)) // of the scores from the bound
	for i, p := range a.Contributions {
		distances[i] = new(big.Rat)
		if p.Score != nil {
			distances[i].Sub(p.Score.Rat(), bound)
		}
	}
	all, sum := make([]Sensitivity, len(a.Contributions)), a.sum(distances, whole)
	for i, p := range a.Contributions {
		w := weight(p.Weight, whole)
		others := new(big.Rat).Sub(sum, new(big.Rat).Mul(w, distances[i]))
		all[i] = Sensitivity{Criterion: p.Criterion, Weight: percent(w), Critical: a.balance(others, distances[i], i, whole)}
		required := others.Quo(others, w)
		score := fraction(required.Sub(bound, required))
		all[i].Required, all[i].Passes = &score, a.passes(score)
	}
	return all, nil
}

// whole returns the sum of the weights, or the faults of an assessment that no
// evaluation made.
func (a Assessment) whole() (*big.Int, error) {
	var f check.Faults
	if len(a.Contributions) == 0 {
		f.Add("contributions", "", alianza.ErrUnchecked, "Evaluation.Judge makes an assessment")
	}
	f.Count("contributions", len(a.Contributions), check.MaxCriteria, "contributions")
	f.Number("min", a.Min)
	f.Number("max", a.Max)
	f.Bound("pass", a.Pass)
	sum, common := new(big.Int), commonDenominator{most: maxCommon + placeBits}
	for i, p := range a.Contributions {
		if p.Weight.Sign() <= 0 {
			f.Add(fmt.Sprintf("contributions[%d].weight", i), p.Weight.String(), alianza.ErrRange, "a weight is above 0%")
		}
		if p.Score != nil && !common.holds(p.Score) {
			f.Add(fmt.Sprintf("contributions[%d].score", i), "", alianza.ErrLimit, "the scores up to here need more digits than an exact total may have")
			break
		}
		sum.Add(sum, big.NewInt(p.Weight.Units()))
	}
	return sum, f.Err()
}

// placeBits are the bits that the decimals of a measure add to the denominators of
// the range that it is mapped by: those of 10^18.
const placeBits = 60

// holds reports whether a score, with those before it, is one that an evaluation may
// have. It looks at the size of a number before it computes with it.
func (c *commonDenominator) holds(score *Fraction) bool {
	q := score.Rat()
	return q.Num().BitLen()-q.Denom().BitLen() <= number.MaxSize && c.add(q.Denom())
}

// weight returns a weight as a share of all weights.
func weight(w alianza.Percent, whole *big.Int) *big.Rat {
	return new(big.Rat).SetFrac(big.NewInt(w.Units()), whole)
}

// percent returns a share in percent.
func percent(share *big.Rat) Fraction { return fraction(new(big.Rat).Mul(share, hundred())) }

// sum returns the weighted sum of values of the contributions.
func (a Assessment) sum(values []*big.Rat, whole *big.Int) *big.Rat {
	sum := new(big.Rat)
	for i, p := range a.Contributions {
		sum.Add(sum, new(big.Rat).Mul(weight(p.Weight, whole), values[i]))
	}
	return sum
}

// balance returns the weight of one criterion, in percent, at which a weighted
// sum of values is zero, the other criteria sharing the rest as they do:
//
//	x v + (1 - x) R = 0, where R is the weighted mean of the others
//
// The value is that of the criterion, others the weighted sum of the rest. It
// returns nil if there is none from 0 to 100, or all do.
func (a Assessment) balance(others, value *big.Rat, at int, whole *big.Int) *Fraction {
	alone := true
	for i, p := range a.Contributions {
		alone = alone && (i == at || p.Score == nil)
	}
	if alone || a.Contributions[at].Score == nil {
		return nil
	}
	mean := new(big.Rat).Sub(big.NewRat(1, 1), weight(a.Contributions[at].Weight, whole))
	mean.Quo(others, mean)
	x := new(big.Rat).Sub(mean, value)
	if x.Sign() == 0 {
		return nil
	}
	x.Quo(mean, x)
	if x.Sign() < 0 || x.Cmp(big.NewRat(1, 1)) > 0 {
		return nil
	}
	f := percent(x)
	return &f
}

// passes returns what the score that is required means on the scale.
func (a Assessment) passes(required Fraction) Answer {
	worst, best := a.Min, a.Max
	if number.Toward(a.Pass.Op) < 0 {
		worst, best = best, worst
	}
	// The total moves with the score, so that the score stands to the one
	// required as the total to the bound.
	passes := func(score decimal.Decimal) bool { return exact.Op(a.Pass.Op).Holds(-required.Cmp(score)) }
	switch {
	case passes(worst):
		return Yes
	case !passes(best):
		return No
	}
	return Unknown
}

// String returns the sensitivity as a phrase, such as "a: required 9; critical
// weight 60%, now 50%". For a criterion on which nothing hangs it is "b: cannot
// fail; no weight decides". In a comparison of two candidates it is "a: at 60%,
// now 50%", or "b: at no weight".
func (s Sensitivity) String() string {
	if s.Required == nil {
		if s.Critical == nil {
			return s.Criterion + ": at no weight"
		}
		return fmt.Sprintf("%s: at %s, now %s", s.Criterion, s.Critical.phraseIn("%"), s.Weight.phraseIn("%"))
	}
	text := s.Criterion + ": "
	switch s.Passes {
	case Yes:
		text += "cannot fail"
	case No:
		text += "cannot pass"
	default:
		text += "required " + s.Required.phrase()
	}
	if s.Critical == nil {
		return text + "; no weight decides"
	}
	return fmt.Sprintf("%s; critical weight %s, now %s", text, s.Critical.phraseIn("%"), s.Weight.phraseIn("%"))
}

// MarshalJSON returns the JSON of the sensitivity.
func (s Sensitivity) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a sensitivity that MarshalJSON wrote.
func (s *Sensitivity) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

// Flips returns the weight at which the order of two candidates flips, for each
// criterion in the order of the definition.
//
// It returns an error if:
//   - no evaluation made the assessments, or not the same one
//     ([alianza.ErrConflict]);
//   - scores were left out, and not the same ones ([alianza.ErrConflict]).
func (a Assessment) Flips(b Assessment) ([]Sensitivity, error) {
	whole, err := a.whole()
	if err == nil {
		_, err = b.whole()
	}
	if err == nil && !a.comparable(b) {
		err = check.Fault("contributions", b.Evaluation, alianza.ErrConflict, "the two were not judged by the same evaluation")
	}
	if err != nil {
		return nil, fmt.Errorf("score: flips of %s: %w", a.Evaluation, err)
	}
	differences := make([]*big.Rat, len(a.Contributions))
	for i, p := range a.Contributions {
		differences[i] = new(big.Rat)
		if p.Score != nil {
			differences[i].Sub(p.Score.Rat(), b.Contributions[i].Score.Rat())
		}
	}
	all, sum := make([]Sensitivity, len(a.Contributions)), a.sum(differences, whole)
	for i, p := range a.Contributions {
		w := weight(p.Weight, whole)
		others := new(big.Rat).Sub(sum, new(big.Rat).Mul(w, differences[i]))
		all[i] = Sensitivity{Criterion: p.Criterion, Weight: percent(w), Critical: a.balance(others, differences[i], i, whole)}
	}
	return all, nil
}

// comparable reports whether two assessments have the same criteria, weights,
// scale and scores that were left out.
func (a Assessment) comparable(b Assessment) bool {
	if a.Evaluation != b.Evaluation || len(a.Contributions) != len(b.Contributions) || exact.Cmp(a.Min, b.Min) != 0 || exact.Cmp(a.Max, b.Max) != 0 {
		return false
	}
	for i, p := range a.Contributions {
		q := b.Contributions[i]
		if p.Criterion != q.Criterion || p.Weight != q.Weight || (p.Score == nil) != (q.Score == nil) {
			return false
		}
	}
	return true
}
