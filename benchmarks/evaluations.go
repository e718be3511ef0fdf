package main

import (
	"slices"

	"cel.dev/cel-go/cel"
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
	"github.com/hyperjumptech/grule-rule-engine/ast"
	"github.com/hyperjumptech/grule-rule-engine/builder"
	"github.com/hyperjumptech/grule-rule-engine/engine"
	"github.com/hyperjumptech/grule-rule-engine/logger"
	"github.com/hyperjumptech/grule-rule-engine/pkg"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

// The weighted evaluation: five scores from 1 to 10, and 7 of 10 to advance.
var (
	criteria = []string{"strategic_fit", "market_access", "technology_compatibility", "financial_viability", "cultural_fit"}
	weights  = []int64{30, 25, 20, 15, 10}
)

const decision = "a * 30 + b * 25 + c * 20 + d * 15 + e * 10 >= 700"

// A candidate has a score for each criterion.
type candidate struct {
	A int64 `expr:"a"`
	B int64 `expr:"b"`
	C int64 `expr:"c"`
	D int64 `expr:"d"`
	E int64 `expr:"e"`

	Accepted bool // for the rules of grule
}

func candidates(n int) []candidate {
	all := make([]candidate, n)
	for i, c := range cents(n) {
		all[i] = candidate{A: 1 + c%10, B: 1 + c/10%10, C: 1 + c/100%10, D: 1 + c/1000%10, E: 1 + c/10_000%10}
	}
	return all
}

func (c candidate) scores() []int64 { return []int64{c.A, c.B, c.C, c.D, c.E} }

func (c candidate) decimals() []decimal.Decimal {
	var all []decimal.Decimal
	for _, s := range c.scores() {
		all = append(all, decimal.NewFromInt(s))
	}
	return all
}

// named is the candidate as a map of its scores.
func (c candidate) named() map[string]any {
	return map[string]any{"a": c.A, "b": c.B, "c": c.C, "d": c.D, "e": c.E}
}

// decide counts who advances.
func decide[T any](all []T, advances func(*T) bool) func() answer {
	return func() answer {
		var yes int64
		for i := range all {
			if advances(&all[i]) {
				yes++
			}
		}
		return whole(yes)
	}
}

// mapped returns the candidates in another form.
func mapped[T any](n int, form func(candidate) T) []T {
	all := make([]T, 0, n)
	for _, c := range candidates(n) {
		all = append(all, form(c))
	}
	return all
}

// evaluationRows decide on candidates by a weighted evaluation.
func evaluationRows(s size) []row {
	n, few := s.of(100_000), s.of(20_000)
	evaluation := alianza.Must(score.NewEvaluation(score.PartnerEvaluation()))
	return []row{
		{
			group: "evaluations", work: "a weighted evaluation, the decision alone", per: "candidate", items: n, goal: 1.3, peerGoal: 1,
			note: "expr, cel and grule evaluate whole numbers of 64 bits, alianza and the loop by hand decimals.",
			racers: []racer{
				{name: "Evaluation.Advances", role: ours, ready: func() func() answer {
					return decide(mapped(n, candidate.decimals), func(c *[]decimal.Decimal) bool { return must(evaluation.Advances(*c)) })
				}},
				{name: "a loop over coefficients", role: byHand, ready: func() func() answer {
					return decide(mapped(n, candidate.decimals), func(c *[]decimal.Decimal) bool { return advancesByHand(*c) })
				}},
				{name: "shopspring", role: peer, ready: func() func() answer {
					by, bound := weightsOf(weights), decimal.NewFromInt(700)
					return decide(mapped(n, candidate.decimals), func(c *[]decimal.Decimal) bool {
						sum := decimal.Decimal{}
						for i, d := range *c {
							sum = sum.Add(d.Mul(by[i]))
						}
						return sum.GreaterThanOrEqual(bound)
					})
				}},
				{name: "expr", role: peer, ready: func() func() answer {
					program := must(expr.Compile(decision, expr.Env(candidate{}), expr.AsBool()))
					var machine vm.VM
					return decide(candidates(n), func(c *candidate) bool { return must(machine.Run(program, c)).(bool) })
				}},
				{name: "cel-go", role: peer, ready: func() func() answer {
					program := celProgram()
					return decide(mapped(n, candidate.named), func(c *map[string]any) bool {
						out, _, err := program.Eval(*c)
						return must(out, err).Value().(bool)
					})
				}},
				{name: "grule", role: peer, items: s.of(5_000), want: decide(candidates(s.of(5_000)), plainly)()(), ready: func() func() answer { return gruleDecisions(s.of(5_000)) }},
			},
		},
		{
			group: "explained", work: "a weighted evaluation with all contributions", per: "candidate", items: few, goal: 10,
			why:  "The bare decision builds nothing. \"Its lists alone\" below looks up the scores and makes the same two lists, and computes nothing: that alone takes more than ten times the bare decision.",
			note: "By hand: the bare decision, which builds nothing. The row of evaluations has the same explanation written by hand.",
			racers: []racer{
				{name: "Evaluation.Judge", role: ours, ready: func() func() answer {
					return decide(mapped(few, scoresOf), func(c *score.Scores) bool { return must(evaluation.Judge(*c)).Advance })
				}},
				{name: "the bare decision", role: byHand, ready: func() func() answer {
					return decide(mapped(few, candidate.decimals), func(c *[]decimal.Decimal) bool { return must(evaluation.Advances(*c)) })
				}},
				{name: "its lists alone", role: forScale, ready: func() func() answer {
					made := must(evaluation.Judge(scoresOf(candidate{A: 7, B: 7, C: 7, D: 7, E: 7})))
					return decide(mapped(few, scoresOf), func(c *score.Scores) bool { return judgedAlone(made, *c).Advance })
				}, want: whole(int64(few))()},
			},
		},
		{
			group: "evaluations", work: "a weighted evaluation with all contributions", per: "candidate", items: few, goal: 2, peerGoal: 1,
			why:  "alianza returns the weight, the floor, the score and the points of each criterion, and checks each name and number. With shopspring and by hand it is the points alone: see \"its lists alone\" of the explained row for what the lists take.",
			note: "By hand and with shopspring: total, distance to the bound, and the points of each criterion, as decimals. alianza makes a small number once and shares it, so that points take no memory.",
			racers: []racer{
				{name: "Evaluation.Judge", role: ours, ready: func() func() answer {
					return judged(mapped(few, scoresOf), func(c *score.Scores) int64 {
						a := must(evaluation.Judge(*c))
						return a.Total.Round(2).Shift(2).IntPart() + int64(len(a.Contributions))
					})
				}},
				{name: "a loop over coefficients", role: byHand, ready: func() func() answer {
					return judged(mapped(few, scoresOf), func(c *score.Scores) int64 {
						a := assess(*c)
						return a.total.CoefficientInt64() + int64(len(a.parts))
					})
				}},
				{name: "shopspring", role: peer, ready: func() func() answer {
					return judged(mapped(few, scoresOf), func(c *score.Scores) int64 {
						a := assessShopspring(*c)
						return a.total.Shift(2).IntPart() + int64(len(a.parts))
					})
				}},
			},
		},
	}
}

func judged[T any](all []T, one func(*T) int64) func() answer {
	return func() answer {
		var sum int64
		for i := range all {
			sum += one(&all[i])
		}
		return whole(sum)
	}
}

func scoresOf(c candidate) score.Scores {
	all := score.Scores{}
	for i, s := range c.scores() {
		all[criteria[i]] = decimal.NewFromInt(s)
	}
	return all
}

// plainly decides on whole numbers.
func plainly(c *candidate) bool { return c.A*30+c.B*25+c.C*20+c.D*15+c.E*10 >= 700 }

func advancesByHand(scores []decimal.Decimal) bool {
	var sum int64
	for i, d := range scores {
		if d.Exponent() != 0 || d.NumDigits() > 18 {
			panic("not written for that")
		}
		sum += d.CoefficientInt64() * weights[i]
	}
	return sum >= 700
}

// An assessment is the explained evaluation by hand.
type assessment struct {
	total, slack decimal.Decimal
	advance      bool
	parts        []contribution
}

type contribution struct {
	criterion     string
	weight        int64
	given, points decimal.Decimal
}

func assess(scores score.Scores) assessment {
	a := assessment{parts: make([]contribution, len(criteria))}
	var sum int64
	for i, name := range criteria {
		d, ok := scores[name]
		c := d.CoefficientInt64()
		if !ok || d.Exponent() != 0 || d.NumDigits() > 18 || c < 1 || c > 10 {
			panic("not written for that")
		}
		sum += c * weights[i]
		a.parts[i] = contribution{name, weights[i], d, decimal.New(c*weights[i], -2)}
	}
	if len(scores) != len(criteria) {
		panic("an unknown criterion")
	}
	a.total, a.slack, a.advance = decimal.New(sum, -2), decimal.New(sum-700, -2), sum >= 700
	return a
}

func assessShopspring(scores score.Scores) assessment {
	a := assessment{parts: make([]contribution, len(criteria))}
	one, ten, bound := decimal.NewFromInt(1), decimal.NewFromInt(10), decimal.NewFromInt(7)
	for i, name := range criteria {
		d, ok := scores[name]
		if !ok || d.LessThan(one) || d.GreaterThan(ten) {
			panic("not written for that")
		}
		points := d.Mul(decimal.New(weights[i], -2))
		a.total = a.total.Add(points)
		a.parts[i] = contribution{name, weights[i], d, points}
	}
	a.slack, a.advance = a.total.Sub(bound), a.total.GreaterThanOrEqual(bound)
	return a
}

// judgedAlone returns an assessment with lists of its own for scores that it looks
// up, and computes nothing.
//
//go:noinline
func judgedAlone(a score.Assessment, scores score.Scores) score.Assessment {
	type numbers struct {
		given         decimal.Decimal
		score, points score.Fraction
	}
	kept := make([]numbers, len(criteria))
	a.Contributions = slices.Clone(a.Contributions)
	for i, name := range criteria {
		n, p := &kept[i], &a.Contributions[i]
		n.given, n.score, n.points = scores[name], *p.Score, *p.Points
		p.Given, p.Score, p.Points = &n.given, &n.score, &n.points
	}
	return a
}

func celProgram() cel.Program {
	var variables []cel.EnvOption
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		variables = append(variables, cel.Variable(name, cel.IntType))
	}
	env := must(cel.NewEnv(variables...))
	tree, issues := env.Compile(decision)
	check(issues.Err())
	return must(env.Program(tree, cel.EvalOptions(cel.OptOptimize)))
}

func gruleDecisions(n int) func() answer {
	logger.SetLogger(nil)
	library := ast.NewKnowledgeLibrary()
	const rule = `rule Score "weighted" salience 1 {
	when P.Accepted == false && P.A * 30 + P.B * 25 + P.C * 20 + P.D * 15 + P.E * 10 >= 700
	then P.Accepted = true; Retract("Score");
}`
	check(builder.NewRuleBuilder(library).BuildRuleFromResource("score", "1", pkg.NewBytesResource([]byte(rule))))
	base, machine := must(library.NewKnowledgeBaseInstance("score", "1")), engine.NewGruleEngine()
	return decide(candidates(n), func(c *candidate) bool {
		c.Accepted = false
		facts := ast.NewDataContext()
		check(facts.Add("P", c))
		check(machine.Execute(facts, base))
		return c.Accepted
	})
}
