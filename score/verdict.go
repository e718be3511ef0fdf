package score

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score/internal/phrase"
)

// A Verdict is a light and why. While answers are unknown it is a range, from
// Light to Best.
type Verdict struct {
	Checklist string `json:"checklist"` // name of the definition
	Policy    string `json:"policy"`    // the policy that decides
	// Light and Points count every unknown answer against the candidate.
	Light  Light `json:"light"`
	Points int   `json:"points"`
	// Best and BestPoints count every unknown answer in its favor.
	Best       Light `json:"best"`
	BestPoints int   `json:"best_points"`
	Of         int   `json:"of"`               // the most points that there are
	ToNext     int   `json:"to_next,omitzero"` // points missing to the next light; 0 at green
	// Next is what to do at Light. It is the zero Task if the checklist has no
	// advice.
	Next    Task     `json:"next,omitzero"`
	Yes     []string `json:"yes,omitzero"` // criteria, in the order of the definition
	No      []string `json:"no,omitzero"`
	Unknown []string `json:"unknown,omitzero"`
	// Others are the lights of the other policies, in the order of the definition.
	Others []Opinion `json:"others,omitzero"`
}

// An Opinion is the light that a policy would give if it decided. It compares
// with ==.
type Opinion struct {
	Policy string `json:"policy"`
	Light  Light  `json:"light"` // with every unknown answer against the candidate
	Best   Light  `json:"best"`  // with every unknown answer in its favor
}

// Judge returns the light of a candidate and what led to it.
//
// It returns an error for answers to criteria that the checklist does not have,
// and for values that are no [Answer].
//
// Rules: S8, S9, S10, X14.
func (c Checklist) Judge(answers Answers) (Verdict, error) { return c.JudgeWith(answers, nil) }

// JudgeWith is Judge with numbers that answer criteria, by the name that the
// criterion gives the number.
//
// It also returns an error if:
//   - no criterion asks for a number;
//   - a number is out of the bounds of the library;
//   - an answer contradicts its number ([alianza.ErrConflict]).
//
// Rules: S7.
func (c Checklist) JudgeWith(answers Answers, numbers map[string]decimal.Decimal) (Verdict, error) {
	if c.made == nil {
		return Verdict{}, unchecked("checklist", "NewChecklist")
	}
	var f check.Faults
	answers = c.made.accept(&f, answers, numbers)
	if err := f.Err(); err != nil {
		return Verdict{}, fmt.Errorf("score: checklist %s: %w", c.made.def.Name, err)
	}
	return c.made.judge(answers), nil
}

// judge judges answers that are not refused.
func (m *madeChecklist) judge(answers Answers) Verdict {
	v := Verdict{Checklist: m.def.Name}
	for _, c := range m.def.Criteria {
		v.Of += max(0, c.Points)
		switch answers[c.Name] {
		case Yes:
			v.Yes = append(v.Yes, c.Name)
			v.Points, v.BestPoints = v.Points+c.Points, v.BestPoints+c.Points
		case No:
			v.No = append(v.No, c.Name)
		default:
			v.Unknown = append(v.Unknown, c.Name)
			v.Points, v.BestPoints = v.Points+min(0, c.Points), v.BestPoints+max(0, c.Points)
		}
	}
	for i, p := range m.def.Policies {
		o := Opinion{p.Name, p.light(v.Points), p.light(v.BestPoints)}
		if i > 0 {
			v.Others = append(v.Others, o)
			continue
		}
		v.Policy, v.Light, v.Best = o.Policy, o.Light, o.Best
		switch v.Light {
		case Red:
			v.ToNext = p.Yellow - v.Points
		case Yellow:
			v.ToNext = p.Green - v.Points
		default: // green is the end
		}
	}
	v.Next = m.def.Advice.At(v.Light)
	return v
}

// Headline returns the light and the points: "green, 4 of 8".
func (v Verdict) Headline() string {
	return fmt.Sprintf("%s, %d of %d", phrase.Range(v.Light, v.Best), v.Points, v.Of)
}

// String returns the verdict as a phrase: "green, 4 of 8; quick says yellow;
// unknown: measurable". A light that depends on unknown answers is a range,
// "yellow to green, 3 of 8".
func (v Verdict) String() string {
	var b strings.Builder
	b.WriteString(v.Headline())
	for _, o := range v.Others {
		if o.Light != v.Light || o.Best != v.Best {
			fmt.Fprintf(&b, "; %s says %s", o.Policy, phrase.Range(o.Light, o.Best))
		}
	}
	if len(v.Unknown) > 0 {
		b.WriteString("; unknown: " + strings.Join(v.Unknown, ", "))
	}
	return b.String()
}

// MarshalJSON returns the JSON of the verdict.
func (v Verdict) MarshalJSON() ([]byte, error) { return strictjson.Marshal(v) }

// UnmarshalJSON reads a verdict that MarshalJSON wrote.
func (v *Verdict) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, v, nil) }

// MarshalJSON returns the JSON of the opinion.
func (o Opinion) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads an opinion.
func (o *Opinion) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, o, nil) }

// Rank judges candidates and puts them in order, the best first:
//
//  1. The better light comes first.
//  2. More points come first.
//  3. The better light that is still possible comes first, then more points.
//  4. The name comes last, so that the order is always the same.
//
// It returns an error with the faults of all candidates, each under
// candidates.NAME.
func (c Checklist) Rank(candidates map[string]Answers) ([]Place[Verdict], error) {
	if c.made == nil {
		return nil, unchecked("checklist", "NewChecklist")
	}
	var f check.Faults
	places := make([]Place[Verdict], 0, len(candidates))
	for _, name := range slices.Sorted(maps.Keys(candidates)) {
		f.Name("candidates", name)
		var own check.Faults
		answers := c.made.accept(&own, candidates[name], nil)
		if f.Join(alianza.At("candidates."+name, own.Err())); f.Len() == 0 {
			places = append(places, Place[Verdict]{Candidate: name, Result: c.made.judge(answers)})
		}
	}
	if err := f.Err(); err != nil {
		return nil, fmt.Errorf("score: checklist %s: %w", c.made.def.Name, err)
	}
	order(places, func(a, b *Verdict) (int, Place[Verdict]) {
		switch {
		case a.Light != b.Light:
			return cmp.Compare(b.Light, a.Light), Place[Verdict]{AheadBy: ByLight}
		case a.Points != b.Points:
			return cmp.Compare(b.Points, a.Points), Place[Verdict]{AheadBy: ByTotal, Distance: whole(a.Points - b.Points)}
		}
		return cmp.Or(cmp.Compare(b.Best, a.Best), cmp.Compare(b.BestPoints, a.BestPoints)), Place[Verdict]{AheadBy: ByBest}
	})
	return places, nil
}

// whole returns a distance in points.
func whole(points int) *Fraction {
	f := decimalFraction(decimal.NewFromInt(int64(max(points, -points))))
	return &f
}
