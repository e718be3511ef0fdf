package score

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// Scores are the facts about a candidate, by criterion: a score on the scale, or
// the measure where the criterion has a raw range or steps. A score that is not
// there is missing; it is not zero.
type Scores map[string]decimal.Decimal

// An Assessment is a total and the contributions that add up to it.
type Assessment struct {
	_          [0]func()       // == would compare decimals by address
	Evaluation string          `json:"evaluation"` // name of the definition
	Total      Fraction        `json:"total"`      // exact, also if the candidate is knocked out
	Min        decimal.Decimal `json:"min"`        // of the scale
	Max        decimal.Decimal `json:"max"`        // of the scale
	Pass       alianza.Bound   `json:"pass"`
	// Advance says that the total meets Pass and nothing knocks the candidate out.
	Advance    bool      `json:"advance"`
	Slack      Fraction  `json:"slack"`                 // Total less the bound of Pass; negative below it
	KnockedOut []string  `json:"knocked_out,omitzero"`  // the criteria whose floor is not met
	OnMissing  OnMissing `json:"on_missing"`            // what is done about missing scores
	Missing    []string  `json:"missing,omitzero"`      // the criteria without a score
	Coverage   Fraction  `json:"coverage_pct,omitzero"` // what the criteria with a score weigh, in percent
	// Contributions are in the order of the definition. Their points add up to
	// Total.
	Contributions []Contribution `json:"contributions"`
}

// A Contribution is what one criterion gives to a total.
type Contribution struct {
	_         [0]func()       // == would compare decimals by address
	Criterion string          `json:"criterion"`
	Weight    alianza.Percent `json:"weight"` // as the definition has it
	// Given is the score or the measure that was given. It is nil if none was.
	Given *decimal.Decimal `json:"given,omitzero"`
	Raw   *Raw             `json:"raw,omitzero"`  // the range that Given was mapped from
	Step  *Step            `json:"step,omitzero"` // the step that Given is on
	// Score is on the scale, and Points are its part of the total, exact. They are
	// nil if the criterion was left out.
	Score      *Fraction     `json:"score,omitzero"`
	Points     *Fraction     `json:"points,omitzero"`
	Floor      alianza.Bound `json:"floor,omitzero"`
	KnockedOut bool          `json:"knocked_out,omitzero"` // no score meets Floor
}

// Judge returns the weighted sum of the scores and whether it passes. A score
// that is missing is refused, taken as the worst of the scale, or left out, as
// the definition says. A score that was left out meets no floor.
//
// It returns an error if:
//   - a score is missing and must not be, or all of them are
//     ([alianza.ErrMissing]);
//   - a score is off the scale or its range ([alianza.ErrRange]);
//   - there is no criterion for a score ([alianza.ErrUnknown]).
//
// Rules: S1, S2, S3, X14.
func (e Evaluation) Judge(scores Scores) (Assessment, error) {
	if e.made == nil {
		return Assessment{}, unchecked("evaluation", "NewEvaluation")
	}
	var f check.Faults
	kept := e.made.refuse(&f, scores)
	if err := f.Err(); err != nil {
		return Assessment{}, fmt.Errorf("score: evaluation %s: %w", e.made.def.Name, err)
	}
	return e.made.assess(kept), nil
}

// assess judges scores that are not refused.
func (m *madeEvaluation) assess(kept []numbers) Assessment {
	d := &m.def
	a := Assessment{
		Evaluation: d.Name, Min: d.Min, Max: d.Max, Pass: d.Pass, OnMissing: d.policy(), Coverage: m.full,
		Contributions: make([]Contribution, len(d.Criteria)),
	}
	covered := exact.Percent(0)
	for i := range d.Criteria {
		p := &a.Contributions[i]
		d.contribute(p, &kept[i], &d.Criteria[i])
		if p.Given == nil {
			a.Missing = append(a.Missing, p.Criterion)
		} else {
			covered += units(p.Weight)
		}
		if p.KnockedOut {
			a.KnockedOut = append(a.KnockedOut, p.Criterion)
		}
	}
	if covered < m.whole {
		q := big.NewRat(int64(covered), int64(m.whole))
		a.Coverage = fraction(q.Mul(q, hundred()))
	}
	whole := m.whole
	if a.OnMissing == OnMissingLeaveOut {
		whole = covered
	}
	for i := range a.Contributions {
		if p := &a.Contributions[i]; p.Score != nil {
			p.Points = &kept[i].points
			*p.Points = p.Score.share(units(p.Weight), whole)
		}
	}
	a.Total = total(kept)
	a.Slack = a.Total.minus(a.Pass.Value)
	a.Advance = len(a.KnockedOut) == 0 && a.Total.meets(a.Pass)
	return a
}

// numbers are those that a contribution points to. Those of an assessment are one
// piece of memory.
type numbers struct {
	given         decimal.Decimal
	ok            bool // it is given
	score, points Fraction
}

// total returns the sum of all points.
func total(of []numbers) Fraction {
	var room [16]decimal.Decimal // spares the allocation for the usual number of criteria
	all := room[:0]
	for i := range of {
		if of[i].points.q != nil {
			return quotients(of)
		}
		all = append(all, of[i].points.d)
	}
	return decimalFraction(exact.Sum(all...))
}

// quotients is total where some points are no decimals.
func quotients(of []numbers) Fraction {
	var sum Fraction
	for i := range of {
		sum = sum.plus(of[i].points)
	}
	return sum
}

// contribute sets what a criterion gives but for its points.
func (d *EvaluationDefinition) contribute(p *Contribution, n *numbers, c *Criterion) {
	p.Criterion, p.Weight, p.Floor, p.Raw = c.Name, c.Weight, c.Floor, cloned(c.Raw)
	switch {
	case n.ok:
		n.score, p.Step = d.score(c, n.given)
		p.Given, p.Score = &n.given, &n.score
	case d.OnMissing == OnMissingWorst:
		n.score = decimalFraction(d.worst())
		p.Score = &n.score
	default: // left out
	}
	p.KnockedOut = !c.Floor.IsZero() && (p.Score == nil || !p.Score.meets(c.Floor))
}

// worst returns the end of the scale that is far from passing.
func (d *EvaluationDefinition) worst() decimal.Decimal {
	if d.Pass.Holds(d.Min) {
		return d.Max
	}
	return d.Min
}

// refuse adds the faults of scores that the evaluation cannot use. It returns the
// scores by criterion.
func (m *madeEvaluation) refuse(f *check.Faults, scores Scores) []numbers {
	d := &m.def
	kept := make([]numbers, len(d.Criteria))
	none := d.OnMissing == OnMissingLeaveOut && !slices.ContainsFunc(d.Criteria, func(c Criterion) bool {
		_, ok := scores[c.Name]
		return ok
	})
	known := 0
	for i := range d.Criteria {
		c := &d.Criteria[i]
		s, ok := scores[c.Name]
		kept[i].given, kept[i].ok = s, ok
		switch {
		case !ok && (none || d.policy() == OnMissingRefuse):
			f.Add("scores."+c.Name, "", alianza.ErrMissing, "")
		case ok:
			if known++; !m.line.on(i, s) {
				d.refuse(f, c, s)
			}
		}
	}
	if known == len(scores) {
		return kept
	}
	for _, name := range slices.Sorted(maps.Keys(scores)) {
		if !m.criteria[name] {
			f.Add("scores."+name, "", alianza.ErrUnknown, number.None(name, m.criteria, "the evaluation has no such criterion"))
		}
		if f.Full() {
			break
		}
	}
	return kept
}

// refuse adds the fault of a score, if it has one.
func (d *EvaluationDefinition) refuse(f *check.Faults, c *Criterion, score decimal.Decimal) {
	if exact.Check(score) == nil && d.off(c, score) == "" {
		return // before a text is made of its path
	}
	if path := "scores." + c.Name; f.Number(path, score) {
		f.Add(path, exact.Text(score), alianza.ErrRange, d.off(c, score))
	}
}

// Headline returns the decision and the total: "advance with 8.2", "stop at 8.8,
// knocked out by finance".
func (a Assessment) Headline() string {
	text := "stop at "
	if a.Advance {
		text = "advance with "
	}
	text += a.Total.phrase()
	if len(a.KnockedOut) > 0 {
		text += ", knocked out by " + strings.Join(a.KnockedOut, ", ")
	}
	return text
}

// String returns the assessment as a phrase. It says what knocked the candidate
// out and which scores were missing, if any:
//
//	advance with 8.2 of 10, 1.2 above the bound of >= 7
//	stop at 8.8 of 10, 1.8 above the bound of >= 7; knocked out by finance 2 (>= 4)
//	advance with 7.43 (52/7) of 10, 0.43 (3/7) above the bound of >= 7; 70% scored, b left out
func (a Assessment) String() string {
	var b strings.Builder
	head := "stop at "
	if a.Advance {
		head = "advance with "
	}
	distance := "exactly on"
	switch a.Slack.Sign() {
	case +1:
		distance = a.Slack.phrase() + " above"
	case -1:
		distance = a.Slack.abs().phrase() + " below"
	}
	fmt.Fprintf(&b, "%s%s of %s, %s the bound of %s", head, a.Total.phrase(), exact.Text(a.Max), distance, a.Pass)
	sep := "; knocked out by "
	for _, p := range a.Contributions {
		if p.KnockedOut {
			b.WriteString(sep + p.knockOut())
			sep = ", "
		}
	}
	if len(a.Missing) > 0 {
		how := "taken as the worst"
		if a.OnMissing == OnMissingLeaveOut {
			how = "left out"
		}
		fmt.Fprintf(&b, "; %s scored, %s %s", a.Coverage.phraseIn("%"), strings.Join(a.Missing, ", "), how)
	}
	return b.String()
}

// knockOut returns the contribution as a reason.
func (p Contribution) knockOut() string {
	text := "(unknown)"
	if p.Score != nil {
		text = p.Score.phrase()
	}
	return p.Criterion + " " + text + " (" + p.Floor.String() + ")"
}

// Sum returns the contributions as a sum: "2.7 strategic_fit + 2 market_access + … =
// 8.2". Criteria that were left out are not in it.
func (a Assessment) Sum() string {
	var parts []string
	for _, p := range a.Contributions {
		if p.Points != nil {
			parts = append(parts, p.Points.String()+" "+p.Criterion)
		}
	}
	return strings.Join(parts, " + ") + " = " + a.Total.String()
}

// MarshalJSON returns the JSON of the assessment. Exact numbers are texts: "8.2"
// or "52/7".
func (a Assessment) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads an assessment that MarshalJSON wrote.
func (a *Assessment) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, a, nil) }

// MarshalJSON returns the JSON of the contribution.
func (p Contribution) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads a contribution.
func (p *Contribution) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, p, nil) }

// MarshalJSON returns an object with the criteria in order.
func (s Scores) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads an object of numbers.
func (s *Scores) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }
