package score

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// Outlook is what one score can still change about a total. The zero Outlook is
// [Open].
type Outlook uint8

// The outlooks of a criterion, all other scores being as they are.
const (
	Open       Outlook = iota // written "open": it depends on the score
	CannotFail                // written "cannot_fail": the total passes with the worst score, too
	CannotPass                // written "cannot_pass": it does not pass with the best score either
)

var outlookNames = [...]string{"open", "cannot_fail", "cannot_pass"}

// String returns the name of the outlook.
func (o Outlook) String() string { return enum.Name(o, outlookNames[:]) }

// AppendText appends the name of the outlook to b.
func (o Outlook) AppendText(b []byte) ([]byte, error) { return append(b, o.String()...), nil }

// MarshalText returns the name of the outlook.
func (o Outlook) MarshalText() ([]byte, error) { return o.AppendText(nil) }

// UnmarshalText reads the name of an outlook.
func (o *Outlook) UnmarshalText(text []byte) error { return enum.Parse(o, text, outlookNames[:], 0) }

// A Sensitivity says how much a decision hangs on one criterion.
type Sensitivity struct {
	_         [0]func() // == would compare decimals by address
	Criterion string
	Weight    Weight
	// Critical is the weight in percent, from 0 to 100, at which the total is
	// exactly on the bound if the other weights keep their proportions; nil if
	// no weight does that, and the decision does not hang on the weight.
	Critical *Fraction
	// Required is the score at which the total is exactly on the bound, all other
	// scores being as they are. It may be off the scale; Outlook says what that
	// means. Floors are not looked at.
	Required Fraction
	Outlook  Outlook
}

// Sensitivity returns what would have to change for the total to come to lie on
// the bound of Pass, for each criterion in the order of the definition. It
// speaks of the total alone: a candidate that is knocked out stays so.
func (a Assessment) Sensitivity() []Sensitivity {
	bound := exact.Rat(a.Pass.Bound)
	distances := make([]*big.Rat, len(a.Parts)) // of the scores from the bound
	for i := range a.Parts {
		distances[i] = new(big.Rat)
		if p := a.Parts[i]; !a.leftOut(p) {
			distances[i].Sub(p.Score.Rat(), bound)
		}
	}
	all, sum := make([]Sensitivity, len(a.Parts)), a.sum(distances)
	for i, p := range a.Parts {
		others := new(big.Rat).Sub(sum, new(big.Rat).Mul(weight(p.Weight), distances[i]))
		all[i] = Sensitivity{Criterion: p.Criterion, Weight: p.Weight, Critical: a.balance(others, distances[i], i)}
		if p.Weight.p == 0 { // which no definition has
			continue
		}
		required := others.Quo(others, weight(p.Weight))
		all[i].Required = fraction(required.Sub(bound, required))
		all[i].Outlook = a.outlook(all[i].Required)
	}
	return all
}

func weight(w Weight) *big.Rat { return big.NewRat(int64(w.p), int64(exact.Hundred)) }

// sum returns the weighted sum of values of the parts.
func (a Assessment) sum(values []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for i, p := range a.Parts {
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
	counts := func(p Part) bool { return !a.leftOut(p) }
	if !counts(a.Parts[at]) || !slices.ContainsFunc(a.Parts[:at], counts) && !slices.ContainsFunc(a.Parts[at+1:], counts) {
		return nil
	}
	mean := new(big.Rat).Sub(big.NewRat(1, 1), weight(a.Parts[at].Weight))
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

// outlook returns what the score that is required means on the scale.
func (a Assessment) outlook(required Fraction) Outlook {
	worst, best := a.Min, a.Max
	if a.Pass.toward() < 0 {
		worst, best = best, worst
	}
	// The total moves with the score, so that the score stands to the one
	// required as the total to the bound.
	passes := func(score decimal.Decimal) bool { return exact.Op(a.Pass.Op).Holds(-required.Cmp(score)) }
	switch {
	case passes(worst):
		return CannotFail
	case !passes(best):
		return CannotPass
	}
	return Open
}

// String returns the sensitivity as a phrase: "a: required 9; critical weight
// 60%, now 50%", "b: cannot fail; no weight decides".
func (s Sensitivity) String() string {
	text := s.Criterion + ": "
	switch s.Outlook {
	case CannotFail:
		text += "cannot fail"
	case CannotPass:
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
		s.Required.jsonField(o, "required")
		oldjson.Text(o, "outlook", &s.Outlook)
	})
}

// A Flip is the weight of a criterion at which two candidates change places.
type Flip struct {
	_         [0]func() // == would compare decimals by address
	Criterion string
	Weight    Weight
	// At is the weight in percent, from 0 to 100, at which the totals are equal
	// if the other weights keep their proportions; nil if no weight does that.
	At *Fraction
}

// Flips returns the weight at which the order of two candidates flips, for each
// criterion in the order of the definition. It returns an error if the two were
// not judged by the same evaluation, or if scores were left out and not the same
// ones ([alianza.ErrConflict]).
func (a Assessment) Flips(b Assessment) ([]Flip, error) {
	same := func(p, q Part) bool {
		return p.Criterion == q.Criterion && p.Weight == q.Weight && a.leftOut(p) == b.leftOut(q)
	}
	scales := a.Evaluation == b.Evaluation && a.Policy == b.Policy && exact.Cmp(a.Min, b.Min) == 0 && exact.Cmp(a.Max, b.Max) == 0
	if !scales || !slices.EqualFunc(a.Parts, b.Parts, same) {
		return nil, fmt.Errorf("score: flips of %s: %w", a.Evaluation,
			check.Fault("parts", b.Evaluation, alianza.ErrConflict, "the two were not judged by the same evaluation"))
	}
	differences := make([]*big.Rat, len(a.Parts))
	for i, p := range a.Parts {
		differences[i] = p.Score.Rat()
		differences[i].Sub(differences[i], b.Parts[i].Score.Rat())
	}
	all, sum := make([]Flip, len(a.Parts)), a.sum(differences)
	for i, p := range a.Parts {
		others := new(big.Rat).Sub(sum, new(big.Rat).Mul(weight(p.Weight), differences[i]))
		all[i] = Flip{Criterion: p.Criterion, Weight: p.Weight, At: a.balance(others, differences[i], i)}
	}
	return all, nil
}

// String returns the flip as a phrase: "a: at 60%, now 50%", "b: at no weight".
func (f Flip) String() string {
	if f.At == nil {
		return f.Criterion + ": at no weight"
	}
	return fmt.Sprintf("%s: at %s, now %s", f.Criterion, f.At.phraseIn("%"), f.Weight)
}

// MarshalJSON returns the flip with its fields in lower case; a weight that
// does not exist is left out.
func (f Flip) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("criterion", &f.Criterion)
		oldjson.Text(o, "weight", &f.Weight)
		if f.At != nil {
			f.At.jsonField(o, "at_pct")
		}
	})
}
