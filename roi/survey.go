package roi

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// Units of the three measures of satisfaction, which never convert into one another.
// The share of satisfied answers is in percent.
//
// Rules: R16.
const (
	UnitOfFive = "of 5" // the mean of answers from 1 to 5
	UnitNPS    = "NPS"  // percent promoters less percent detractors
)

// Ratings are answers on a scale from 1 to 5, by their number.
type Ratings struct {
	One   int `json:"one,omitzero"`
	Two   int `json:"two,omitzero"`
	Three int `json:"three,omitzero"`
	Four  int `json:"four,omitzero"`
	Five  int `json:"five,omitzero"`
}

// CountRatings counts answers. It returns an error if an answer is not from 1 to 5
// ([alianza.ErrRange]). Who did not answer is not in the list.
func CountRatings(answers []int) (Ratings, error) {
	counts, err := tally("count ratings", answers, 1, 5)
	if err != nil {
		return Ratings{}, err
	}
	return Ratings{counts[0], counts[1], counts[2], counts[3], counts[4]}, nil
}

// tally counts answers by value.
func tally(name string, answers []int, low, high int) ([]int, error) {
	var f check.Faults
	counts := make([]int, high-low+1)
	for i, a := range answers {
		if a < low || a > high {
			f.Add("answers["+strconv.Itoa(i)+"]", strconv.Itoa(a), alianza.ErrRange, fmt.Sprintf("from %d to %d", low, high))
			continue
		}
		counts[a-low]++
	}
	if err := f.Err(); err != nil {
		return nil, fmt.Errorf("roi: %s: %w", name, err)
	}
	return counts, nil
}

// Mean returns the mean of the ratings, a number of 5. It returns an error if there
// are none ([alianza.ErrEmpty]) or a count is negative ([alianza.ErrNegative]).
//
// Rules: R10, R16.
func (r Ratings) Mean() (Estimate, error) {
	f := formula{name: "mean rating"}
	return f.estimate(UnitOfFive, 1, 5,
		[]counted{{"one", r.One, 1}, {"two", r.Two, 2}, {"three", r.Three, 3}, {"four", r.Four, 4}, {"five", r.Five, 5}})
}

// CSAT returns the share of satisfied answers, those of 4 and 5, in percent. It
// returns an error as [Ratings.Mean] does.
//
// Rules: R16.
func (r Ratings) CSAT() (Estimate, error) {
	f := formula{name: "CSAT"}
	return f.estimate(UnitPercent, 0, 100,
		[]counted{{"one", r.One, 0}, {"two", r.Two, 0}, {"three", r.Three, 0}, {"four", r.Four, 100}, {"five", r.Five, 100}})
}

// MarshalJSON returns the ratings as a JSON object.
func (r Ratings) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads ratings strictly.
func (r *Ratings) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

// Recommendations are answers from 0 to 10 to the question whether somebody would
// recommend us, by their number.
type Recommendations struct {
	Promoters  int `json:"promoters,omitzero"`  // 9 and 10
	Passives   int `json:"passives,omitzero"`   // 7 and 8
	Detractors int `json:"detractors,omitzero"` // 0 to 6
}

// CountRecommendations counts answers. It returns an error if an answer is not from 0
// to 10 ([alianza.ErrRange]).
func CountRecommendations(answers []int) (Recommendations, error) {
	counts, err := tally("count recommendations", answers, 0, 10)
	if err != nil {
		return Recommendations{}, err
	}
	var r Recommendations
	for answer, n := range counts {
		switch {
		case answer >= 9:
			r.Promoters += n
		case answer >= 7:
			r.Passives += n
		default:
			r.Detractors += n
		}
	}
	return r, nil
}

// NPS returns the net promoter score: the percentage of promoters less that of
// detractors, of all answers. It is from -100 to 100 and no percentage. It returns an
// error as [Ratings.Mean] does.
//
// Rules: R16.
func (r Recommendations) NPS() (Estimate, error) {
	f := formula{name: "net promoter score"}
	return f.estimate(UnitNPS, -100, 100,
		[]counted{{"promoters", r.Promoters, 100}, {"passives", r.Passives, 0}, {"detractors", r.Detractors, -100}})
}

// MarshalJSON returns the recommendations as a JSON object.
func (r Recommendations) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads recommendations strictly.
func (r *Recommendations) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

// An Estimate is a figure from a survey, with the interval that its number of answers
// allows. If all those asked about gave an answer, the figure is exact and the interval
// means nothing.
//
// The interval is that of Wilson at a confidence of 95%, widened to two decimals. For
// a share it is the usual one. For a mean and an NPS it is a cautious one: it takes
// the answers to lie at the ends of the scale, where they vary most. It never leaves
// the scale, and it is wide where answers are few.
type Estimate struct {
	Figure  Figure `json:"figure"`
	Low     Figure `json:"low"`
	High    Figure `json:"high"`
	Answers int    `json:"answers"`
}

// String returns the estimate as a phrase: "CSAT 75% (30.06% to 95.45%) of 4 answers".
func (e Estimate) String() string {
	answers := "answers"
	if e.Answers == 1 {
		answers = "answer"
	}
	return fmt.Sprintf("%s %s (%s to %s) of %d %s", e.Figure.Name(), e.Figure.Value(), e.Low.Value(), e.High.Value(), e.Answers, answers)
}

// MarshalJSON returns the estimate as a JSON object.
func (e Estimate) MarshalJSON() ([]byte, error) { return strictjson.Marshal(e) }

// UnmarshalJSON reads an estimate strictly.
func (e *Estimate) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, e, nil) }

// counted are so many answers of one value.
type counted struct {
	name  string
	n     int
	value int
}

// estimate returns the mean of answers on a scale, and its interval.
func (f *formula) estimate(unit string, low, high int, answers []counted) (Estimate, error) {
	total, sum := new(big.Rat), new(big.Rat)
	for _, a := range answers {
		n := f.count(a.name, a.n)
		total.Add(total, n)
		sum.Add(sum, frac.Mul(n, frac.Int(a.value)))
	}
	if f.faults.Len() == 0 && total.Sign() == 0 {
		f.faults.Add("answers", "", alianza.ErrEmpty, "")
	}
	const most = 1<<31 - 1
	if total.Cmp(big.NewRat(most, 1)) > 0 {
		f.faults.Add("answers", "", alianza.ErrLimit, "more than 2^31")
	}
	mean, err := f.is(unit, func() *big.Rat { return frac.Quo(sum, total) })
	if err != nil {
		return Estimate{}, err
	}
	l, h := wilson(mean.number, total, frac.Int(low), frac.Int(high))
	bound := func(name string, q *big.Rat) Figure { return Figure{name: name, unit: unit, number: q} }
	return Estimate{
		Figure: mean, Low: bound("low", l), High: bound("high", h),
		Answers: int(total.Num().Int64()),
	}, nil
}

// wilson returns the interval of Wilson for a mean of n answers on a scale, widened
// to two decimals.
func wilson(mean, n, low, high *big.Rat) (l, h *big.Rat) {
	z2 := big.NewRat(38415, 10000) // 1.95996^2: 95% of a normal distribution lie within 1.95996
	span := frac.Sub(high, low)
	m := frac.Quo(frac.Sub(mean, low), span)
	wide := frac.Add(frac.One(), frac.Quo(z2, n))
	center := frac.Quo(frac.Add(m, frac.Quo(z2, frac.Mul(n, frac.Int(2)))), wide)
	spread := frac.Add(frac.Quo(frac.Mul(m, frac.Sub(frac.One(), m)), n), frac.Quo(z2, frac.Mul(frac.Mul(n, n), frac.Int(4))))
	half := frac.Quo(sqrt(frac.Mul(z2, spread)), wide)
	edge := func(q *big.Rat, mode exact.Mode) *big.Rat {
		q = frac.Add(low, frac.Mul(q, span))
		return exact.RoundRat(q, 2, mode).Rat()
	}
	l, h = edge(frac.Sub(center, half), exact.Floor), edge(frac.Add(center, half), exact.Ceiling)
	if l.Cmp(low) < 0 {
		l = low
	}
	if h.Cmp(high) > 0 {
		h = high
	}
	return l, h
}

// sqrt returns the square root of q >= 0 to 12 decimals, rounded up.
func sqrt(q *big.Rat) *big.Rat {
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(24), nil))
	root, isExact := frac.RootRat(frac.Mul(q, scale), 2)
	if !isExact {
		root.Add(root, big.NewInt(1))
	}
	return decimal.NewFromBigInt(root, -12).Rat()
}
