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
	"github.com/seed-0af520cd/alianza/internal/oldjson"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// Scores are the facts about a candidate, by criterion: a score on the scale,
// or for a criterion with a raw range the measure itself. A score that is not
// there is missing; it is not zero.
type Scores map[string]decimal.Decimal

// An Assessment is a total and the contributions that add up to it.
type Assessment struct {
	_          [0]func() // == would compare decimals by address
	Evaluation string
	Total      Fraction        // exact, also if the candidate is knocked out
	Min, Max   decimal.Decimal // the ends of the scale
	Pass       alianza.Bound
	Advance    bool            // the total meets Pass and nothing knocks the candidate out
	Slack      Fraction        // Total less the bound of Pass, exact; negative below it
	KnockedOut []string        // the criteria whose floor is not met
	OnMissing  OnMissing       // what was done about missing scores
	Missing    []string        // the criteria without a score
	Coverage   alianza.Percent // the weights of the criteria that have a score, together
	// Contributions are in the order of the definition. Their points add up to
	// Total.
	Contributions []Contribution
}

// A Contribution is what one criterion gives to a total.
type Contribution struct {
	_          [0]func() // == would compare decimals by address
	Criterion  string
	Weight     alianza.Percent // as defined
	Raw        Raw             // the range of Measure, if there is one
	Measure    decimal.Decimal // what was given, if the criterion has a raw range
	Missing    bool            // nothing was given; Score is the worst or, left out, zero
	Score      Fraction        // on the scale
	Points     Fraction        // Weight of Score, exact; over the coverage where scores are left out
	Floor      alianza.Bound
	KnockedOut bool // Score does not meet Floor, or there is none to meet it
}

// Judge returns the weighted sum of the scores and whether it passes (S1, S2).
// Missing scores are dealt with as the definition says: refused, taken as the
// worst of the scale, or left out; a floor is never met by a score that was
// left out. It returns an error that names each criterion whose score is
// missing and must not be ([alianza.ErrMissing]; if all are left out, all of
// them) or off the scale or raw range ([alianza.ErrRange]), and each score
// without a criterion ([alianza.ErrUnknown]).
func (e Evaluation) Judge(scores Scores) (Assessment, error) {
	if err := e.refuse(scores).Err(); err != nil {
		return Assessment{}, fmt.Errorf("score: evaluation %s: %w", e.def().Name, err)
	}
	return e.assess(scores), nil
}

// assess judges scores that are not refused.
func (e Evaluation) assess(scores Scores) Assessment {
	d := e.def()
	a := Assessment{Evaluation: d.Name, Min: d.Min, Max: d.Max, Pass: d.Pass, OnMissing: d.onMissing(), Contributions: make([]Contribution, len(d.Criteria))}
	coverage := exact.Percent(0)
	for i, c := range d.Criteria {
		p := d.contribution(c, scores)
		if a.Contributions[i] = p; p.Missing {
			a.Missing = append(a.Missing, c.Name)
		} else {
			coverage += units(c.Weight)
		}
		if p.KnockedOut {
			a.KnockedOut = append(a.KnockedOut, c.Name)
		}
	}
	a.Coverage = alianza.PercentUnits(int64(coverage))
	whole := exact.Hundred
	if a.OnMissing == OnMissingLeaveOut {
		whole = coverage
	}
	for i := range a.Contributions {
		if p := &a.Contributions[i]; !a.leftOut(*p) {
			p.Points = p.Score.share(units(p.Weight), whole)
			a.Total = a.Total.plus(p.Points)
		}
	}
	a.Slack = a.Total.minus(a.Pass.Value)
	a.Advance = len(a.Contributions) > 0 && len(a.KnockedOut) == 0 && a.Pass.Holds(a.Total)
	return a
}

// units returns a weight as the whole number that is computed with.
func units(p alianza.Percent) exact.Percent { return exact.Percent(p.Units()) }

// leftOut reports whether a contribution does not count.
func (a Assessment) leftOut(p Contribution) bool {
	return p.Missing && a.OnMissing == OnMissingLeaveOut
}

// contribution returns what a criterion gives but for its points.
func (d EvaluationDefinition) contribution(c Criterion, scores Scores) Contribution {
	p := Contribution{Criterion: c.Name, Weight: c.Weight, Floor: c.Floor, Raw: c.Raw}
	given, ok := scores[c.Name]
	switch p.Missing = !ok; {
	case !ok && d.OnMissing == OnMissingWorst:
		p.Score = Fraction{d: d.worst()}
	case !ok: // left out
	case c.Raw.IsZero():
		p.Score = Fraction{d: given}
	default:
		p.Measure, p.Score = given, d.onScale(c.Raw, given)
	}
	if !c.Floor.IsZero() {
		p.KnockedOut = !ok && d.OnMissing == OnMissingLeaveOut || !c.Floor.Holds(p.Score)
	}
	return p
}

// worst returns the end of the scale that is far from passing.
func (d EvaluationDefinition) worst() decimal.Decimal {
	if number.Toward(d.Pass.Op) < 0 {
		return d.Max
	}
	return d.Min
}

// onScale returns the score of a measure.
func (d EvaluationDefinition) onScale(r Raw, measure decimal.Decimal) Fraction {
	slope, start := d.slope(r)
	return fraction(start.Add(start, slope.Mul(slope, exact.Rat(measure))))
}

// slope returns what a unit of a measure adds to the score, and the score of
// the measure zero.
func (d EvaluationDefinition) slope(r Raw) (slope, start *big.Rat) {
	from, low := exact.Rat(r.From), exact.Rat(d.Min)
	slope = exact.Rat(d.Max)
	slope.Sub(slope, low)
	slope.Quo(slope, new(big.Rat).Sub(exact.Rat(r.To), from))
	return slope, low.Sub(low, from.Mul(from, slope))
}

// ends returns the least and the greatest number that may be given for a
// criterion, and what to call the range.
func (d EvaluationDefinition) ends(c Criterion) (low, high decimal.Decimal, noun string) {
	switch {
	case c.Raw.IsZero():
		return d.Min, d.Max, "the scale is "
	case exact.Cmp(c.Raw.From, c.Raw.To) > 0:
		return c.Raw.To, c.Raw.From, "the range is "
	}
	return c.Raw.From, c.Raw.To, "the range is "
}

// refuse returns the faults of scores that the evaluation cannot use.
func (e Evaluation) refuse(scores Scores) *check.Faults {
	var f check.Faults
	none := e.def().OnMissing == OnMissingLeaveOut && !slices.ContainsFunc(e.def().Criteria, func(c Criterion) bool {
		_, ok := scores[c.Name]
		return ok
	})
	for _, c := range e.def().Criteria {
		path := "scores." + c.Name
		s, ok := scores[c.Name]
		low, high, noun := e.def().ends(c)
		switch {
		case !ok && (none || e.def().onMissing() == OnMissingRefuse):
			f.Add(path, "", alianza.ErrMissing, "")
		case !ok || !f.Number(path, s):
		case exact.Cmp(s, low) < 0 || exact.Cmp(s, high) > 0:
			f.Add(path, exact.Text(s), alianza.ErrRange, noun+exact.Text(low)+" to "+exact.Text(high))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(scores)) {
		if !slices.ContainsFunc(e.def().Criteria, func(c Criterion) bool { return c.Name == name }) {
			f.Add("scores."+name, "", alianza.ErrUnknown, "the evaluation has no such criterion")
		}
	}
	return &f
}

// String returns the assessment as a phrase: "advance with 8.2 of 10, 1.2 above
// the bound of >= 7"; "stop at 8.8 of 10, 1.8 above the bound of >= 7; knocked
// out by finance 2 (>= 4)"; "advance with 7.43 (52/7) of 10, 0.43 (3/7) above
// the bound of >= 7; 70% scored, b left out".
func (a Assessment) String() string {
	var b strings.Builder
	head, side := "stop at ", "above"
	if a.Advance {
		head = "advance with "
	}
	if a.Slack.Sign() < 0 {
		side = "below"
	}
	distance := a.Slack.abs().phrase() + " " + side
	if a.Slack.Sign() == 0 {
		distance = "exactly on"
	}
	fmt.Fprintf(&b, "%s%s of %s, %s the bound of %s", head, a.Total.phrase(), exact.Text(a.Max), distance, a.Pass)
	sep := "; knocked out by "
	for _, p := range a.Contributions {
		if p.KnockedOut {
			b.WriteString(sep + p.knockOut(a.leftOut(p)))
			sep = ", "
		}
	}
	if len(a.Missing) > 0 {
		how := "taken as the worst"
		if a.OnMissing == OnMissingLeaveOut {
			how = "left out"
		}
		fmt.Fprintf(&b, "; %s scored, %s %s", a.Coverage, strings.Join(a.Missing, ", "), how)
	}
	return b.String()
}

// knockOut returns the contribution as a reason.
func (p Contribution) knockOut(leftOut bool) string {
	text := p.Score.phrase()
	if leftOut {
		text = "(unknown)"
	}
	return p.Criterion + " " + text + " (" + p.Floor.String() + ")"
}

// Sum returns the contributions as a sum: "2.7 strategic_fit + 2 market_access + … =
// 8.2". Criteria that were left out are not in it.
func (a Assessment) Sum() string {
	var parts []string
	for _, p := range a.Contributions {
		if !a.leftOut(p) {
			parts = append(parts, p.Points.String()+" "+p.Criterion)
		}
	}
	return strings.Join(parts, " + ") + " = " + a.Total.String()
}

// MarshalJSON returns the assessment with its fields in lower case. Exact
// numbers are texts, "8.2" or "52/7"; the coverage is there if a score was
// missing.
func (a Assessment) MarshalJSON() ([]byte, error) { return oldjson.Marshal(a.fields) }

func (a *Assessment) fields(o *oldjson.Object) {
	o.String("evaluation", &a.Evaluation)
	a.Total.jsonField(o, "total")
	o.Decimal("min", &a.Min)
	o.Decimal("max", &a.Max)
	number.Field(o, "pass", &a.Pass)
	o.Bool("advance", &a.Advance)
	a.Slack.jsonField(o, "slack")
	o.Optional().Strings("knocked_out", &a.KnockedOut)
	if len(a.Missing) > 0 {
		oldjson.Text(o, "on_missing", &a.OnMissing)
		o.Strings("missing", &a.Missing)
		oldjson.Text(o, "coverage", &a.Coverage)
	}
	oldjson.List(o, "contributions", &a.Contributions, func(p *Contribution, o *oldjson.Object) {
		o.String("criterion", &p.Criterion)
		oldjson.Text(o, "weight", &p.Weight)
		o.Optional().Bool("missing", &p.Missing)
		if !p.Raw.IsZero() && !p.Missing {
			o.Decimal("measure", &p.Measure)
		}
		oldjson.Struct(o.Optional(), "raw", &p.Raw, p.Raw.IsZero(), (*Raw).fields)
		if !a.leftOut(*p) {
			p.Score.jsonField(o, "score")
			p.Points.jsonField(o, "points")
		}
		number.Field(o.Optional(), "floor", &p.Floor)
		o.Optional().Bool("knocked_out", &p.KnockedOut)
	})
}
