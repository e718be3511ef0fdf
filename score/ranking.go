package score

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score/internal/number"
	"github.com/seed-0af520cd/alianza/score/internal/rank"
)

// A Place is the rank of a candidate, and what separates it from the next one.
// The result is a [Verdict], an [Assessment] or a report of package kpi.
type Place[R interface{ Headline() string }] struct {
	_         [0]func() // == would compare decimals by address
	Rank      int       `json:"rank"` // from 1; candidates that only their names tell apart share it
	Candidate string    `json:"candidate"`
	Result    R         `json:"result"`
	// AheadBy is why the candidate comes before the next one. It is none at the
	// last.
	AheadBy Basis  `json:"ahead_by,omitzero"`
	AheadIn string `json:"ahead_in,omitzero"` // the criterion, where the basis is a score
	// Distance is that of the totals, the scores or the points. It is nil where
	// the basis is none of them, or the next one has no score.
	Distance *Fraction `json:"distance,omitzero"`
}

// Basis is what decides between two candidates. The zero Basis is none.
type Basis uint8

// The bases of a ranking.
const (
	ByKnockOut Basis = iota + 1 // written "knock_out": who is knocked out comes last
	ByLight                     // written "light": the better light
	ByTotal                     // written "total": the better total, or more points
	ByScore                     // written "score": the better score on a criterion, the heaviest first
	ByBest                      // written "best": what the light could become
	ByName                      // written "name": by the alphabet, which is no merit
)

var basisNames = [...]string{"none", "knock_out", "light", "total", "score", "best", "name"}

// String returns the name of the basis, "none" for the zero Basis.
func (b Basis) String() string { return enum.Name(b, basisNames[:]) }

// MarshalText returns the name of the basis. It returns an error for the zero
// Basis.
func (b Basis) MarshalText() ([]byte, error) { return enum.Text(b, basisNames[:], 1) }

// UnmarshalText reads the name of a basis.
func (b *Basis) UnmarshalText(text []byte) error { return enum.Parse(b, text, basisNames[:], 1) }

// Rank judges candidates and puts them in order, the best first:
//
//  1. Who is knocked out comes behind who is not.
//  2. The better total comes first. That is the greater one, or the less where
//     the threshold is an upper bound.
//  3. The better score comes first, on the criterion of the greatest weight, then
//     on the next. Of equal weights, the definition's order counts. A score that
//     was left out comes behind one that is there.
//  4. The name comes last, so that the order is always the same.
//
// It returns an error with the faults of all candidates, each under
// candidates.NAME.
func (e Evaluation) Rank(candidates map[string]Scores) ([]Place[Assessment], error) {
	if e.made == nil {
		return nil, unchecked("evaluation", "NewEvaluation")
	}
	var f check.Faults
	places := make([]Place[Assessment], 0, len(candidates))
	for _, name := range slices.Sorted(maps.Keys(candidates)) {
		f.Name("candidates", name)
		var own check.Faults
		kept := e.made.refuse(&own, candidates[name])
		if f.Join(alianza.At("candidates."+name, own.Err())); f.Len() == 0 {
			places = append(places, Place[Assessment]{Candidate: name, Result: e.made.assess(kept)})
		}
	}
	if err := f.Err(); err != nil {
		return nil, fmt.Errorf("score: evaluation %s: %w", e.made.def.Name, err)
	}
	heaviest := e.made.heaviest()
	order(places, func(a, b *Assessment) (int, Place[Assessment]) { return a.compare(*b, heaviest) })
	return places, nil
}

// order sorts places. The comparison returns a negative number if the first one
// comes first, a positive one if the second does, 0 if the names decide; and what
// separates the two.
func order[R interface{ Headline() string }](places []Place[R], compare func(a, b *R) (int, Place[R])) {
	rank.Order(places,
		func(p, q *Place[R]) int {
			c, _ := compare(&p.Result, &q.Result)
			return cmp.Or(c, cmp.Compare(p.Candidate, q.Candidate))
		},
		func(p, next *Place[R]) bool {
			c, _ := compare(&p.Result, &next.Result)
			return c == 0
		},
		func(p *Place[R], rank int, next *Place[R]) {
			p.Rank = rank
			if next == nil {
				return
			}
			p.AheadBy = ByName
			if c, by := compare(&p.Result, &next.Result); c != 0 {
				p.AheadBy, p.AheadIn, p.Distance = by.AheadBy, by.AheadIn, by.Distance
			}
		})
}

// heaviest returns the places of the criteria, the heaviest first.
func (m *madeEvaluation) heaviest() []int {
	order := make([]int, len(m.def.Criteria))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return m.def.Criteria[j].Weight.Compare(m.def.Criteria[i].Weight) })
	return order
}

// compare returns how two assessments of one evaluation compare, and by what.
func (a Assessment) compare(b Assessment, heaviest []int) (int, Place[Assessment]) {
	if c := cmp.Compare(min(1, len(a.KnockedOut)), min(1, len(b.KnockedOut))); c != 0 {
		return c, Place[Assessment]{AheadBy: ByKnockOut}
	}
	better := number.Toward(a.Pass.Op)
	if c := a.Total.compare(b.Total); c != 0 {
		distance := a.Total.distance(b.Total)
		return -c * better, Place[Assessment]{AheadBy: ByTotal, Distance: &distance}
	}
	for _, i := range heaviest {
		p, q := &a.Contributions[i], &b.Contributions[i]
		by := Place[Assessment]{AheadBy: ByScore, AheadIn: p.Criterion}
		switch {
		case p.Score == nil && q.Score == nil:
			continue
		case p.Score == nil:
			return +1, by
		case q.Score == nil:
			return -1, by
		}
		if c := p.Score.compare(*q.Score); c != 0 {
			distance := p.Score.distance(*q.Score)
			by.Distance = &distance
			return -c * better, by
		}
	}
	return 0, Place[Assessment]{}
}

// String returns the place as a line: "1. ana: advance with 8.2; ahead by 0.4". A
// result that is a pointer to nothing is "no result".
func (p Place[R]) String() string {
	text := fmt.Sprintf("%d. %s: %s", p.Rank, p.Candidate, p.headline())
	distance := ""
	if p.Distance != nil {
		distance = " by " + p.Distance.phrase()
	}
	switch p.AheadBy {
	case ByKnockOut:
		text += "; ahead because the next is knocked out"
	case ByLight:
		text += "; ahead by the light"
	case ByTotal:
		text += "; ahead" + distance
	case ByScore:
		text += "; ahead in " + p.AheadIn + distance
	case ByBest:
		text += "; ahead by what is still open"
	case ByName:
		text += "; level with the next"
	default: // the last
	}
	return text
}

// headline returns the first line of the result, which may be a pointer to nothing.
func (p Place[R]) headline() (text string) {
	defer func() {
		if recover() != nil { // the method of a nil pointer panics
			text = "no result"
		}
	}()
	return p.Result.Headline()
}

// MarshalJSON returns the JSON of the place.
func (p Place[R]) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads a place that MarshalJSON wrote.
func (p *Place[R]) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, p, nil) }
