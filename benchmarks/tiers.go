package main

import (
	"maps"
	"slices"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

var (
	levelNames  = []string{"basic", "silver", "gold", "platinum"}
	levelBounds = []int64{1, 6, 16, 31}
)

// metrics returns the months of partners with 0 to 44 sales.
func metrics(n int) []tier.Metrics {
	return each(n, func(c int64) tier.Metrics { return tier.Metrics{"sales": decimal.NewFromInt(c % 45)} })
}

// rankOf is the ladder by hand.
func rankOf(sales decimal.Decimal) int {
	if sales.Exponent() != 0 || sales.NumDigits() > 18 {
		panic("not written for that")
	}
	c, rank := sales.CoefficientInt64(), 0
	for rank < len(levelBounds) && c >= levelBounds[rank] {
		rank++
	}
	return rank
}

// tierRows place partners on a ladder, and step them from month to month.
func tierRows(s size) []row {
	n, few := s.of(500_000), s.of(50_000)
	ladder := alianza.Must(tier.New(tier.Affiliate()))
	return []row{
		{
			group: "tiers", work: "the rank of one metric on four levels", per: "partner", items: n, most: 25, peerGoal: 1,
			why:  "By hand it takes a map look-up of the metric and a loop over constants; the rest is a look-up by a name that is no constant, and a check of the size that is cheap for a number of any length.",
			note: "A thousand partners in turn, so that it is not the memory of the machine that is measured.",
			racers: []racer{
				{name: "Ladder.Rank", role: ours, ready: func() func() answer {
					return inTurn(n, metrics(thousand), func(m *tier.Metrics) int64 { return int64(must(ladder.Rank(*m))) })
				}},
				{name: "a loop over bounds", role: byHand, ready: func() func() answer {
					return inTurn(n, metrics(thousand), func(m *tier.Metrics) int64 { return int64(rankOf((*m)["sales"])) })
				}},
				{name: "shopspring", role: peer, ready: func() func() answer {
					bounds := weightsOf(levelBounds)
					return inTurn(n, metrics(thousand), func(m *tier.Metrics) int64 {
						rank, sales := 0, (*m)["sales"]
						for rank < len(bounds) && sales.GreaterThanOrEqual(bounds[rank]) {
							rank++
						}
						return int64(rank)
					})
				}},
				{name: "expr, int64", role: peer, ready: func() func() answer { return rankExpr(n) }},
			},
		},
		{
			group: "explained", work: "a placement with what is missing to the next level", per: "partner", items: few, goal: 10,
			why:  "The bare rank builds nothing. \"Its lists alone\" below makes the same two lists, of benefits and of gaps with their requirements, and computes nothing: nearly all of ten times the bare rank, or more.",
			note: "By hand: the bare rank, which builds nothing. The placement has the benefits and two distances.",
			racers: []racer{
				{name: "Ladder.Place", role: ours, ready: func() func() answer {
					return judged(metrics(few), func(m *tier.Metrics) int64 { return int64(must(ladder.Place(*m)).Rank) })
				}},
				{name: "the bare rank", role: byHand, ready: func() func() answer {
					return judged(metrics(few), func(m *tier.Metrics) int64 { return int64(must(ladder.Rank(*m))) })
				}},
				{name: "its lists alone", role: forScale, ready: func() func() answer {
					made := make([]tier.Placement[tier.NoTerms], 45)
					for i := range made {
						made[i] = must(ladder.Place(tier.Metrics{"sales": decimal.NewFromInt(int64(i))}))
					}
					return judged(metrics(few), func(m *tier.Metrics) int64 { return int64(copied(made[(*m)["sales"].CoefficientInt64()]).Rank) })
				}},
			},
		},
		cycleRow(s),
	}
}

// copied returns a placement with lists of its own, as a caller gets one.
//
//go:noinline
func copied(p tier.Placement[tier.NoTerms]) tier.Placement[tier.NoTerms] {
	p.Benefits = slices.Clone(p.Benefits)
	gaps := slices.Concat(p.Slack, p.Unmet)
	p.Slack, p.Unmet = gaps[:len(p.Slack):len(p.Slack)], gaps[len(p.Slack):]
	return p
}

const thousand = 1000

// inTurn does one after the other of a thousand, n times in all.
func inTurn[T any](n int, all []T, one func(*T) int64) func() answer {
	return func() answer {
		var sum int64
		for i := range n {
			sum += one(&all[i%thousand])
		}
		return whole(sum)
	}
}

func rankExpr(n int) func() answer {
	type month struct {
		Sales int64 `expr:"sales"`
	}
	program := must(expr.Compile("sales >= 31 ? 4 : sales >= 16 ? 3 : sales >= 6 ? 2 : sales >= 1 ? 1 : 0", expr.Env(month{}), expr.AsInt()))
	var machine vm.VM
	return inTurn(n, each(thousand, func(c int64) month { return month{c % 45} }), func(m *month) int64 { return int64(must(machine.Run(program, m)).(int)) })
}

// cycleRow steps partners over years: the mean of twelve months decides, with
// one month of grace.
func cycleRow(s size) row {
	n := s.of(24_000) / 24 * 24
	n = max(n, 24)
	return row{
		group: "tiers", work: "a step of a cycle over twelve months", per: "month", items: n, goal: 4,
		why:  "By hand a month is one whole number in a struct of twelve. alianza has the metrics of each month by name, any number of them. \"Its maps and lists alone\" below makes those of a step and looks up the months, and decides nothing. The rest checks each number, divides exactly, and says how far both levels are.",
		note: "By hand: whole sales in a struct, and a change with levels, mean and distance. alianza takes any metrics, exactly, and leaves the standing before as it was. A step shares the months before: \"copies of its months alone\" is what copying them would add.",
		racers: []racer{
			{name: "Cycle.Step", role: ours, ready: func() func() answer { return steps(n) }},
			{name: "a struct of twelve numbers", role: byHand, ready: func() func() answer { return stepsByHand(n) }},
			{name: "its maps and lists alone", role: forScale, ready: func() func() answer { return stepsAlone(n) }, want: stepsAlone(n)()()},
			{name: "copies of its months alone", role: forScale, ready: func() func() answer { return copiesAlone(n) }, want: copiesAlone(n)()()},
		},
	}
}

// yearOf is the number of months of a partner.
const yearsOf = 24

func steps(n int) func() answer {
	rules := alianza.Must(cycle.New(cycle.Definition[tier.NoTerms]{
		Editions: []cycle.Edition[tier.NoTerms]{{Ladder: tier.Affiliate()}}, Months: 12, Aggregate: cycle.MeanActive, Grace: 1,
	}))
	months, first := metrics(n), must(cycle.NewMonth(2024, time.January))
	return func() answer {
		var sum checksum
		var standing cycle.Standing
		for i, m := range months {
			at := i % yearsOf
			if at == 0 {
				standing = cycle.Standing{}
			}
			next, change, err := rules.Step(standing, first.Add(at), m)
			check(err)
			standing = next
			sum.add(slices.Index(levelNames, change.To)+1, int64(change.Qualified.Rank)+int64(change.Misses)*10)
		}
		return sum.answer()
	}
}

// stepsAlone makes the maps and lists of a step, and looks up twelve months as
// alianza does: once to check them, once to add them up. It decides nothing.
func stepsAlone(n int) func() answer {
	months, ladder := metrics(n), alianza.Must(tier.New(tier.Affiliate()))
	made := must(ladder.PlaceMean(tier.Metrics{"sales": decimal.NewFromInt(205)}, 12, nil))
	return func() answer {
		var sum int64
		var recent []tier.Metrics
		for i, m := range months {
			if i%yearsOf == 0 {
				recent = nil
			}
			recent = append(append(make([]tier.Metrics, 0, 12), recent[max(0, len(recent)-11):]...), maps.Clone(m))
			for range 2 {
				for _, month := range recent {
					sum += month["sales"].CoefficientInt64()
				}
			}
			placed, one := copied(made), tier.Metrics{"sales": made.Slack[0].Value}
			sum += int64(placed.Rank + len(one))
		}
		return whole(sum)
	}
}

// copiesAlone copies the metrics of twelve months, which a step does not do.
func copiesAlone(n int) func() answer {
	months := metrics(n)
	return func() answer {
		var sum int64
		for i := range months {
			recent := slices.Clone(months[max(0, i-11) : i+1])
			for at, month := range recent {
				recent[at] = maps.Clone(month)
			}
			sum += int64(len(recent))
		}
		return whole(sum)
	}
}

// A standing is that of the cycle by hand.
type standing struct {
	level, misses int
	since, last   int
	recent        []int64
}

// A change is what a month did.
type change struct {
	month, from, to, qualified, misses int
	outcome                            string
	mean, missing                      decimal.Decimal
}

func (s standing) step(month int, sales decimal.Decimal) (standing, change) {
	c := sales.CoefficientInt64()
	if sales.Exponent() != 0 || sales.NumDigits() > 15 || c < 0 || len(s.recent) > 0 && month != s.last+1 {
		panic("not written for that")
	}
	next := s
	next.last = month
	next.recent = make([]int64, 0, 12)
	next.recent = append(append(next.recent, s.recent[max(0, len(s.recent)-11):]...), c)
	var sum int64
	for _, one := range next.recent {
		sum += one
	}
	over, rank := int64(len(next.recent)), 0
	for rank < len(levelBounds) && sum >= levelBounds[rank]*over {
		rank++
	}
	out := change{month: month, from: s.level, qualified: rank, mean: decimal.New(sum, 0).DivRound(decimal.New(over, 0), 18)}
	if rank < len(levelBounds) {
		out.missing = decimal.New(levelBounds[rank], 0).Sub(out.mean)
	}
	out.outcome = "kept"
	switch {
	case rank > s.level:
		next.level, next.since, next.misses, out.outcome = rank, month, 0, "promoted"
	case rank == s.level:
		next.misses = 0
	case s.misses < 1:
		next.misses, out.misses, out.outcome = 1, 1, "in grace"
	default:
		out.misses = s.misses + 1
		next.level, next.since, next.misses, out.outcome = rank, month, 0, "demoted"
	}
	out.to = next.level
	return next, out
}

func stepsByHand(n int) func() answer {
	months := metrics(n)
	return func() answer {
		var sum checksum
		var s standing
		for i, m := range months {
			at := i % yearsOf
			if at == 0 {
				s = standing{}
			}
			var c change
			s, c = s.step(at, m["sales"])
			sum.add(c.to, int64(c.qualified)+int64(c.misses)*10)
		}
		return sum.answer()
	}
}
