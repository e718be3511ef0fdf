package score

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// A Place is the rank of a candidate, and what separates it from the next.
type Place struct {
	_          [0]func() // == would compare decimals by address
	Rank       int       // from 1; candidates that only their names tell apart share it
	Candidate  string
	Assessment Assessment
	AheadBy    Basis    // why it comes before the next place; none at the last
	AheadIn    string   // the criterion, where the basis is a score
	Distance   Fraction // in the totals or in that score, not negative; 0 to a score left out
}

// Basis is what decides between two candidates. The bases are asked in turn.
// The zero Basis is none.
type Basis uint8

// The bases of a ranking, in their order.
const (
	ByKnockOut Basis = iota + 1 // written "knock_out": who is knocked out comes last
	ByTotal                     // written "total": the better total
	ByScore                     // written "score": the better score on a criterion, the heaviest first
	ByName                      // written "name": by the alphabet, which is no merit
)

var basisNames = [...]string{"none", "knock_out", "total", "score", "name"}

// String returns the name of the basis, "none" for the zero Basis.
func (b Basis) String() string { return enum.Name(b, basisNames[:]) }

// MarshalText returns the name of the basis.
func (b Basis) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// UnmarshalText reads the name of a basis.
func (b *Basis) UnmarshalText(text []byte) error { return enum.Parse(b, text, basisNames[:], 1) }

// Rank judges candidates and puts them in order, the best first:
//
//  1. who is knocked out comes behind who is not;
//  2. the better total, that is the greater one, or the less where the
//     threshold is an upper bound;
//  3. the better score on the criterion of the greatest weight, then on the
//     next; of equal weights the one that the definition names first; a score
//     that was left out comes behind one that is there;
//  4. the name, so that the order is always the same.
//
// It returns an error with the faults of all candidates, each under
// candidates.NAME.
func (e Evaluation) Rank(candidates map[string]Scores) ([]Place, error) {
	var f check.Faults
	places := make([]Place, 0, len(candidates))
	for _, name := range slices.Sorted(maps.Keys(candidates)) {
		f.Name("candidates", name)
		if err := e.refuse(candidates[name]).Err(); err != nil {
			f.Join(alianza.At("candidates."+name, err))
			continue
		}
		places = append(places, Place{Candidate: name, Assessment: e.assess(candidates[name])})
	}
	if err := f.Err(); err != nil {
		return nil, fmt.Errorf("score: evaluation %s: %w", e.def().Name, err)
	}
	heaviest := e.heaviest()
	slices.SortFunc(places, func(p, q Place) int {
		order, _, _ := p.compare(q, heaviest)
		return order
	})
	for i := range places {
		p := &places[i]
		p.Rank = i + 1
		if i > 0 && places[i-1].AheadBy == ByName {
			p.Rank = places[i-1].Rank
		}
		if i+1 < len(places) {
			p.separate(places[i+1], heaviest)
		}
	}
	return places, nil
}

// heaviest returns the places of the criteria, the heaviest first.
func (e Evaluation) heaviest() []int {
	order := make([]int, len(e.def().Criteria))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return e.def().Criteria[j].Weight.Compare(e.def().Criteria[i].Weight) })
	return order
}

// compare returns -1 or +1 as p comes before q or behind it, the basis, and the
// place of the criterion that decides where that is a score.
func (p Place) compare(q Place, heaviest []int) (order int, by Basis, criterion int) {
	a, b := &p.Assessment, &q.Assessment
	if c := cmp.Compare(min(1, len(a.KnockedOut)), min(1, len(b.KnockedOut))); c != 0 {
		return c, ByKnockOut, 0
	}
	better := number.Toward(a.Pass.Op)
	if c := a.Total.compare(b.Total); c != 0 {
		return -c * better, ByTotal, 0
	}
	for _, i := range heaviest {
		switch out, other := a.leftOut(a.Contributions[i]), b.leftOut(b.Contributions[i]); {
		case out && other:
			continue
		case out:
			return +1, ByScore, i
		case other:
			return -1, ByScore, i
		}
		if c := a.Contributions[i].Score.compare(b.Contributions[i].Score); c != 0 {
			return -c * better, ByScore, i
		}
	}
	return cmp.Compare(p.Candidate, q.Candidate), ByName, 0
}

// separate keeps what separates p from q, the next.
func (p *Place) separate(q Place, heaviest []int) {
	_, by, i := p.compare(q, heaviest)
	p.AheadBy = by
	switch by {
	case ByScore:
		s, t := p.Assessment.Contributions[i], q.Assessment.Contributions[i]
		if p.AheadIn = s.Criterion; !q.Assessment.leftOut(t) {
			p.Distance = distance(s.Score, t.Score)
		}
	case ByTotal, ByKnockOut:
		p.Distance = distance(p.Assessment.Total, q.Assessment.Total)
	default: // the names have none
	}
}

// String returns the place as a line: "1. ana: advance with 8.2; ahead by 0.4".
func (p Place) String() string {
	verdict := "stop at "
	if p.Assessment.Advance {
		verdict = "advance with "
	}
	text := fmt.Sprintf("%d. %s: %s%s", p.Rank, p.Candidate, verdict, p.Assessment.Total.phrase())
	if len(p.Assessment.KnockedOut) > 0 {
		text += ", knocked out by " + strings.Join(p.Assessment.KnockedOut, ", ")
	}
	switch p.AheadBy {
	case ByKnockOut:
		text += "; ahead because the next is knocked out"
	case ByTotal:
		text += "; ahead by " + p.Distance.phrase()
	case ByScore:
		text += "; ahead in " + p.AheadIn
		if p.Distance.Sign() != 0 {
			text += " by " + p.Distance.phrase()
		}
	case ByName:
		text += "; level with the next"
	default: // the last
	}
	return text
}

// MarshalJSON returns the place with its fields in lower case.
func (p Place) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.Int("rank", &p.Rank)
		o.String("candidate", &p.Candidate)
		if p.AheadBy != 0 {
			oldjson.Text(o, "ahead_by", &p.AheadBy)
			o.Optional().String("ahead_in", &p.AheadIn)
			p.Distance.jsonField(o, "distance")
		}
		oldjson.Struct(o, "assessment", &p.Assessment, false, (*Assessment).fields)
	})
}

// compare returns -1, 0 or +1 as f is less than, equal to or greater than g.
func (f Fraction) compare(g Fraction) int {
	if f.q == nil && g.q == nil {
		return f.Cmp(g.d)
	}
	return f.Rat().Cmp(g.Rat())
}

// distance returns |f - g|.
func distance(f, g Fraction) Fraction {
	if f.q == nil && g.q == nil {
		return f.minus(g.d).abs()
	}
	q := new(big.Rat).Sub(f.Rat(), g.Rat())
	return fraction(q.Abs(q))
}
