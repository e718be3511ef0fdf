package score

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// A Sensitivity says how much a decision, or the order of two candidates, hangs
// on one criterion.
type Sensitivity struct {
	_         [0]func() // == would compare decimals by address
	Criterion string
	Weight    alianza.Percent
	// Critical is the weight in percent, from 0 to 100, at which the total is
	// exactly on the bound, or the two totals are equal, if the other weights keep
	// their proportions. It is nil if no weight does that, and nothing hangs on
	// the weight.
	Critical *Fraction
	// Required is the score at which the total is exactly on the bound, all other
	// scores being as they are. It may be off the scale. Floors are not looked at.
	// It is nil in a comparison of two candidates.
	Required *Fraction
	// Passes says whether the total passes, all other scores being as they are:
	// [Yes] whatever this score, [No] with the best score either, and [Unknown]
	// if it depends on the score.
	Passes Answer
}

// Sensitivity returns what would have to change for the total to come to lie on
// the bound of Pass, for each criterion in the order of the definition. It
// speaks of the total alone: a candidate that is knocked out stays so.
func (a Assessment) Sensitivity() []Sensitivity {
	bound := exact.Rat(a.Pass.Value)
	distances := make([]*big.Rat, len(a.Contributions)) // of the scores from the bound
	for i := range a.Contributions {
		distances[i] = new(big.Rat)
		if p := a.Contributions[i]; !a.leftOut(p) {
			distances[i].Sub(p.Score.Rat(), bound)
		}
	}
	all, sum := make([]Sensitivity, len(a.Contributions)), a.sum(distances)
	for i, p := range a.Contributions {
		others := new(big.Rat).Sub(sum, new(big.Rat).Mul(weight(p.Weight), distances[i]))
		all[i] = Sensitivity{Criterion: p.Criterion, Weight: p.Weight, Critical: a.balance(others, distances[i], i)}
		if p.Weight.IsZero() { // which no definition has
			continue
		}
		required := others.Quo(others, weight(p.Weight))
		score := fraction(required.Sub(bound, required))
		all[i].Required, all[i].Passes = &score, a.passes(score)
	}
	return all
}

func weight(w alianza.Percent) *big.Rat { return big.NewRat(w.Units(), int64(exact.Hundred)) }

// sum returns the weighted sum of values of the contributions.
func (a Assessment) sum(values []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for i, p := range a.Contributions {
		sum.Add(sum, new(big.Rat).Mul(weight(p.Weight), values[i]))
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
func (a Assessment) balance(others, value *big.Rat, at int) *Fraction {
	counts := func(p Contribution) bool { return !a.leftOut(p) }
	if !counts(a.Contributions[at]) || !slices.ContainsFunc(a.Contributions[:at], counts) && !slices.ContainsFunc(a.Contributions[at+1:], counts) {
		return nil
	}
	mean := new(big.Rat).Sub(big.NewRat(1, 1), weight(a.Contributions[at].Weight))
	if mean.Sign() == 0 { // beside others of no weight
		return nil
	}
	mean.Quo(others, mean)
	x := new(big.Rat).Sub(mean, value)
	if x.Sign() == 0 {
		return nil
	}
	x.Quo(mean, x)
	if x.Sign() < 0 || x.Cmp(big.NewRat(1, 1)) > 0 {
		return nil
	}
	f := fraction(x.Mul(x, big.NewRat(100, 1)))
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

// String returns the sensitivity as a phrase: "a: required 9; critical weight
// 60%, now 50%", "b: cannot fail; no weight decides". In a comparison of two candidates it is
// "a: at 60%, now 50%", "b: at no weight".
func (s Sensitivity) String() string {
	if s.Required == nil {
		if s.Critical == nil {
			return s.Criterion + ": at no weight"
		}
		return fmt.Sprintf("%s: at %s, now %s", s.Criterion, s.Critical.phraseIn("%"), s.Weight)
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
	return fmt.Sprintf("%s; critical weight %s, now %s", text, s.Critical.phraseIn("%"), s.Weight)
}

// MarshalJSON returns the sensitivity with its fields in lower case; a critical
// weight that does not exist is left out.
func (s Sensitivity) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("criterion", &s.Criterion)
		oldjson.Text(o, "weight", &s.Weight)
		if s.Critical != nil {
			s.Critical.jsonField(o, "critical_pct")
		}
		if s.Required != nil {
			s.Required.jsonField(o, "required")
			oldjson.Text(o, "passes", &s.Passes)
		}
	})
}

// Flips returns the weight at which the order of two candidates flips, for each
// criterion in the order of the definition. It returns an error if the two were
// not judged by the same evaluation, or if scores were left out and not the same
// ones ([alianza.ErrConflict]).
func (a Assessment) Flips(b Assessment) ([]Sensitivity, error) {
	same := func(p, q Contribution) bool {
		return p.Criterion == q.Criterion && p.Weight == q.Weight && a.leftOut(p) == b.leftOut(q)
	}
	scales := a.Evaluation == b.Evaluation && a.OnMissing == b.OnMissing && exact.Cmp(a.Min, b.Min) == 0 && exact.Cmp(a.Max, b.Max) == 0
	if !scales || !slices.EqualFunc(a.Contributions, b.Contributions, same) {
		return nil, fmt.Errorf("score: flips of %s: %w", a.Evaluation,
			check.Fault("contributions", b.Evaluation, alianza.ErrConflict, "the two were not judged by the same evaluation"))
	}
	differences := make([]*big.Rat, len(a.Contributions))
	for i, p := range a.Contributions {
		differences[i] = p.Score.Rat()
		differences[i].Sub(differences[i], b.Contributions[i].Score.Rat())
	}
	all, sum := make([]Sensitivity, len(a.Contributions)), a.sum(differences)
	for i, p := range a.Contributions {
		others := new(big.Rat).Sub(sum, new(big.Rat).Mul(weight(p.Weight), differences[i]))
		all[i] = Sensitivity{Criterion: p.Criterion, Weight: p.Weight, Critical: a.balance(others, differences[i], i)}
	}
	return all, nil
}
