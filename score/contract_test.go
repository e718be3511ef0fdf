package score_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/contract"
	"github.com/seed-0af520cd/alianza/score"
)

// TestContract runs the program's examples that are about lights and
// evaluations.
func TestContract(t *testing.T) {
	var a adapters
	contract.Run(t, "score", map[string]contract.Adapter{
		"S1":  func(in contract.Input) (any, error) { got, err := a.partner(in); return got.Total, err },
		"S2":  a.decision,
		"S3":  func(in contract.Input) (any, error) { got, err := a.partner(in); return a.totalAndDecision(got), err },
		"S7":  a.points,
		"S8":  a.light("detailed"),
		"S9":  a.light("quick"),
		"S10": a.twoPolicies,
		"S11": a.light(""),
		"X14": a.missing,

		"score.WeightedSum": func(in contract.Input) (any, error) { got, err := a.evaluate(in); return got.Total, err },
		"score.Evaluate": func(in contract.Input) (any, error) {
			got, err := a.evaluate(in)
			return contract.Object{"score": got.Total, "knocked_out": got.KnockedOut, "advance": got.Advance}, err
		},
		"score.MinMax": a.minMax,
		"score.CriticalWeight": func(in contract.Input) (any, error) {
			s, err := a.sensitivity(in)
			if s.Critical == nil {
				return nil, err
			}
			return *s.Critical, err
		},
		"score.RequiredScore": func(in contract.Input) (any, error) {
			s, err := a.sensitivity(in)
			if s.Required == nil {
				return nil, err
			}
			return *s.Required, err
		},
		"score.TrafficLight": a.light(""),
		"score.TrafficLightRange": func(in contract.Input) (any, error) {
			v, err := a.verdict(in.Text("policy"), a.answers(in.Int("yes"), in.Int("no")))
			return contract.Object{"low": v.Light, "high": v.Best}, err
		},
	})
}

// adapters are the functions that pass a row to the package.
type adapters struct{}

// judge makes an evaluation and judges scores with it.
func (adapters) judge(d score.EvaluationDefinition, scores score.Scores) (score.Assessment, error) {
	e, err := score.NewEvaluation(d)
	if err != nil {
		return score.Assessment{}, err
	}
	return e.Judge(scores)
}

// partner judges scores by the evaluation of the advanced program.
func (a adapters) partner(in contract.Input) (score.Assessment, error) {
	scores := score.Scores{}
	for _, name := range in.Names() {
		scores[name] = in.Number(name)
	}
	return a.judge(score.PartnerEvaluation(), scores)
}

func (adapters) word(advance bool) string {
	if advance {
		return "advance"
	}
	return "stop"
}

func (a adapters) totalAndDecision(got score.Assessment) contract.Object {
	return contract.Object{"total": got.Total, "decision": a.word(got.Advance)}
}

// decision judges a total, which is that of equal scores, or scores in order.
func (a adapters) decision(in contract.Input) (any, error) {
	scores := score.Scores{}
	for i, c := range score.PartnerEvaluation().Criteria {
		if in.Has("total") {
			scores[c.Name] = in.Number("total")
		} else {
			scores[c.Name] = in.Numbers("scores")[i]
		}
	}
	got, err := a.judge(score.PartnerEvaluation(), scores)
	if in.Has("total") {
		return a.word(got.Advance), err
	}
	return a.totalAndDecision(got), err
}

func (adapters) verdict(policy string, answers score.Answers) (score.Verdict, error) {
	list, err := score.NewChecklist(score.Semaforo())
	if err == nil && policy != "" {
		list, err = list.By(policy)
	}
	if err != nil {
		return score.Verdict{}, err
	}
	return list.Judge(answers)
}

// answers are so many criteria with a yes, and so many with a no.
func (adapters) answers(yes, no int) score.Answers {
	answers := score.Answers{}
	criteria := score.Semaforo().Criteria
	for i := len(criteria); i < yes+no; i++ {
		criteria = append(criteria, score.Item{Name: fmt.Sprint("criterion ", i+1)})
	}
	for i, c := range criteria[:yes+no] {
		answers[c.Name] = score.Yes
		if i >= yes {
			answers[c.Name] = score.No
		}
	}
	return answers
}

// named are a yes for each of the criteria met, and a no for the others but
// those left open.
func (adapters) named(met, open []string) score.Answers {
	answers := score.Answers{}
	for _, c := range score.Semaforo().Criteria {
		if !slices.Contains(open, c.Name) {
			answers[c.Name] = score.No
		}
	}
	for _, name := range met {
		answers[name] = score.Yes
	}
	return answers
}

func (a adapters) light(usual string) contract.Adapter {
	return func(in contract.Input) (any, error) {
		policy := usual
		if in.Has("policy") {
			policy = in.Text("policy")
		}
		var answers score.Answers
		if in.Has("met") {
			answers = a.named(in.Texts("met"), nil)
		} else {
			points := in.Int("points")
			answers = a.answers(points, max(0, len(score.Semaforo().Criteria)-points))
		}
		v, err := a.verdict(policy, answers)
		return v.Light, err
	}
}

// twoPolicies is the light of a policy, or of all of them if none is named.
func (a adapters) twoPolicies(in contract.Input) (any, error) {
	if in.Has("policy") {
		return a.light("")(in)
	}
	v, err := a.verdict("", a.answers(in.Int("points"), len(score.Semaforo().Criteria)-in.Int("points")))
	var others []any
	for _, o := range v.Others {
		others = append(others, o.Light)
	}
	return contract.Object{"light": v.Light, "others": others}, err
}

func (a adapters) points(in contract.Input) (any, error) {
	if !in.Has("execution_steps") {
		v, err := a.verdict("", a.named(in.Texts("met"), nil))
		return contract.Object{"points": v.Points, "of": v.Of}, err
	}
	list, err := score.NewChecklist(score.Semaforo())
	if err != nil {
		return nil, err
	}
	answers := a.named(in.Texts("met"), []string{"easy_execution"})
	v, err := list.JudgeWith(answers, map[string]decimal.Decimal{"execution_steps": in.Number("execution_steps")})
	return contract.Object{"points": v.Points, "of": v.Of}, err
}

func (a adapters) missing(in contract.Input) (any, error) {
	if in.Has("weights") {
		got, err := a.evaluate(in)
		return got.Total, err
	}
	v, err := a.verdict("", a.named(in.Texts("met"), in.Texts("unanswered")))
	return contract.Object{"low": v.Points, "high": v.BestPoints}, err
}

// evaluate judges scores of 1 to 10 by the weights, floors and threshold given.
func (a adapters) evaluate(in contract.Input) (score.Assessment, error) {
	d := score.EvaluationDefinition{Name: "evaluation", Min: decimal.NewFromInt(1), Max: decimal.NewFromInt(10)}
	pass := decimal.NewFromInt(7)
	if in.Has("threshold") {
		pass = in.Number("threshold")
	}
	d.Pass = alianza.AtLeast(pass)
	if in.Has("missing") {
		d.OnMissing = map[string]score.OnMissing{"worst": score.OnMissingWorst, "renormalize": score.OnMissingLeaveOut}[in.Text("missing")]
	}
	scores := score.Scores{}
	weights, given := in.Object("weights"), in.Object("scores")
	for _, name := range slices.Sorted(slices.Values(weights.Names())) {
		weight, err := alianza.PercentOf(weights.Number(name))
		if err != nil {
			return score.Assessment{}, err
		}
		c := score.Criterion{Name: name, Weight: weight}
		if in.Has("floors") && in.Object("floors").Has(name) {
			c.Floor = alianza.AtLeast(in.Object("floors").Number(name))
		}
		d.Criteria = append(d.Criteria, c)
		if given.Has(name) {
			scores[name] = given.Number(name)
		}
	}
	return a.judge(d, scores)
}

func (a adapters) sensitivity(in contract.Input) (score.Sensitivity, error) {
	got, err := a.evaluate(in)
	if err != nil {
		return score.Sensitivity{}, err
	}
	all, err := got.Sensitivity()
	for _, s := range all {
		if s.Criterion == in.Text("criterion") {
			return s, err
		}
	}
	return score.Sensitivity{}, err
}

// minMax maps a measure onto a scale from 0 to 1.
func (a adapters) minMax(in contract.Input) (any, error) {
	from, to := in.Number("lo"), in.Number("hi")
	if in.Has("direction") {
		from, to = to, from
	}
	got, err := a.judge(score.EvaluationDefinition{
		Name: "scale", Max: decimal.NewFromInt(1), Pass: alianza.AtLeast(decimal.NewFromInt(1)),
		Criteria: []score.Criterion{{Name: "measure", Weight: alianza.WholePercent(100), Raw: &score.Raw{From: from, To: to}}},
	}, score.Scores{"measure": in.Number("value")})
	return got.Total, err
}
