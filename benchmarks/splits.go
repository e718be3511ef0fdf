package main

import (
	"context"
	"fmt"
	"math/big"
	"strconv"

	"github.com/Rhymond/go-money"
	"github.com/formancehq/numscript"
	govmoney "github.com/govalues/money"
	"github.com/quagmt/udecimal"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/split"
)

// divide is the largest remainder by hand, for cents and a few weights: the
// units left over go to the largest remainders, the earlier first.
func divide(cents int64, weights []int64, parts, rests []int64) {
	var sum int64
	for _, w := range weights {
		sum += w
	}
	if cents < 0 || cents > 1<<50 || sum <= 0 || sum > 1<<10 {
		panic("not written for that")
	}
	left := cents
	for i, w := range weights {
		parts[i], rests[i] = cents*w/sum, cents*w%sum
		left -= parts[i]
	}
	for ; left > 0; left-- {
		most := 0
		for i, r := range rests {
			if r > rests[most] {
				most = i
			}
		}
		parts[most]++
		rests[most] = -1
	}
}

// A checksum tells how amounts are divided: each part counts by its place.
type checksum int64

func (c *checksum) add(place int, cents int64) { *c = *c*31 + checksum(cents)*checksum(place+1) }

func (c *checksum) answer() answer { return whole(int64(*c)) }

func weightsOf(weights []int64) []decimal.Decimal {
	var all []decimal.Decimal
	for _, w := range weights {
		all = append(all, decimal.NewFromInt(w))
	}
	return all
}

// splitRows are amounts divided among three, to the last cent.
func splitRows(s size) []row {
	n := s.of(200_000)
	uneven, thirds := []int64{50, 30, 20}, []int64{1, 1, 1}
	return []row{
		{
			group: "splits", work: "50/30/20 of a decimal, three decimals", per: "sale", items: n, goal: 1.3, peerGoal: 1,
			why:  "Six of seven allocations are the three decimals that are handed out, as by hand: see the racer that only hands them out. The rest is the check of each number and weight, which by hand are known to be small. udecimal hands out values without a pointer.",
			note: "Six allocations are the three decimals that are handed out, and one is their slice. udecimal divides by a largest remainder written on it by hand, and its numbers hold no pointer. go-money and numscript give what is left over to the first.",
			racers: []racer{
				{name: "split.Amounts", role: ours, ready: func() func() answer { return splitDecimals(n, uneven) }},
				{name: "largest remainder", role: byHand, ready: func() func() answer { return splitByHand(n, uneven) }},
				bareParts(n, 3),
				{name: "shopspring", role: peer, ready: func() func() answer { return splitShopspring(decimals(n), uneven) }},
				{name: "udecimal", role: peer, ready: func() func() answer { return splitUdecimal(n, uneven) }},
				{name: "go-money", role: otherRule, want: firstGets(n, uneven), ready: func() func() answer { return splitGoMoney(n, uneven) }},
				splitNumscript(s.of(10_000), uneven),
			},
		},
		{
			group: "splits", work: "50/30/20 of int64 cents", per: "sale", items: n, goal: 2,
			why: "The work by hand is for small weights and panics beyond; alianza divides any weights, in 128 bits where needed, and checks each.",
			racers: []racer{
				{name: "split.Units", role: ours, ready: func() func() answer { return splitUnits(n, uneven) }},
				{name: "largest remainder", role: byHand, ready: func() func() answer { return splitUnitsByHand(n, uneven) }},
				{name: "go-money", role: otherRule, want: firstGets(n, uneven), ready: func() func() answer { return splitGoMoney(n, uneven) }},
			},
		},
		{
			group: "splits", work: "thirds of a decimal, three decimals", per: "sale", items: n, goal: 1.3, peerGoal: 1,
			why:  "As for 50/30/20. go-money and govalues hand out values that hold their cents; alianza hands out decimals of shopspring, of two allocations each: see the racer that only hands them out.",
			note: "With equal parts the first gets what is left over by every rule, so that all are exact. go-money and govalues divide and hand out values of their own; alianza takes and gives decimals.",
			racers: []racer{
				{name: "split.Amounts", role: ours, ready: func() func() answer { return splitDecimals(n, thirds) }},
				{name: "largest remainder", role: byHand, ready: func() func() answer { return splitByHand(n, thirds) }},
				bareParts(n, 3),
				{name: "shopspring", role: peer, ready: func() func() answer { return splitShopspring(decimals(n), thirds) }},
				{name: "go-money Split", role: peer, ready: func() func() answer { return thirdsGoMoney(n) }},
				{name: "govalues/money Split", role: peer, ready: func() func() answer { return thirdsGovalues(n) }},
			},
		},
		beyondRow(s),
		dividedRow(s),
		waterfallRow(s),
	}
}

func splitDecimals(n int, weights []int64) func() answer {
	amounts, by := decimals(n), weightsOf(weights)
	return func() answer {
		var sum checksum
		for _, d := range amounts {
			for i, part := range must(split.Amounts(d, 2, by...)) {
				sum.add(i, part.CoefficientInt64())
			}
		}
		return sum.answer()
	}
}

func splitByHand(n int, weights []int64) func() answer {
	amounts := decimals(n)
	return func() answer {
		var sum checksum
		parts, rests := make([]int64, len(weights)), make([]int64, len(weights))
		for _, d := range amounts {
			divide(centsOf(d), weights, parts, rests)
			out := make([]decimal.Decimal, len(parts))
			for i, c := range parts {
				out[i] = decimal.New(c, -2)
			}
			for i, part := range out {
				sum.add(i, part.CoefficientInt64())
			}
		}
		return sum.answer()
	}
}

func splitUnits(n int, weights []int64) func() answer {
	amounts := cents(n)
	return func() answer {
		var sum checksum
		for _, c := range amounts {
			for i, part := range must(split.Units(c, weights...)) {
				sum.add(i, part)
			}
		}
		return sum.answer()
	}
}

func splitUnitsByHand(n int, weights []int64) func() answer {
	amounts := cents(n)
	return func() answer {
		var sum checksum
		rests := make([]int64, len(weights))
		for _, c := range amounts {
			parts := make([]int64, len(weights))
			divide(c, weights, parts, rests)
			for i, part := range parts {
				sum.add(i, part)
			}
		}
		return sum.answer()
	}
}

func splitShopspring(amounts []decimal.Decimal, weights []int64) func() answer {
	by, cent := weightsOf(weights), decimal.New(1, -2)
	total := decimal.Sum(by[0], by[1:]...)
	return func() answer {
		var sum checksum
		for _, d := range amounts {
			left := d
			parts, rests := make([]decimal.Decimal, len(by)), make([]decimal.Decimal, len(by))
			for i, w := range by {
				parts[i], rests[i] = d.Mul(w).QuoRem(total, 2)
				left = left.Sub(parts[i])
			}
			for ; left.IsPositive(); left = left.Sub(cent) {
				most := 0
				for i, r := range rests {
					if r.GreaterThan(rests[most]) {
						most = i
					}
				}
				parts[most], rests[most] = parts[most].Add(cent), decimal.New(-1, 0)
			}
			for i, part := range parts {
				sum.add(i, part.CoefficientInt64())
			}
		}
		return sum.answer()
	}
}

func splitUdecimal(n int, weights []int64) func() answer {
	amounts, cent := udecimalOf(n), udecimal.MustFromInt64(1, 2)
	var by []udecimal.Decimal
	for _, w := range weights {
		by = append(by, udecimal.MustFromInt64(w, 2))
	}
	one := func(d udecimal.Decimal) [3]udecimal.Decimal {
		var parts, rests [3]udecimal.Decimal
		left := d
		for i, w := range by {
			exact := d.Mul(w)
			parts[i] = exact.Trunc(2)
			rests[i] = exact.Sub(parts[i])
			left = left.Sub(parts[i])
		}
		for ; left.IsPos(); left = left.Sub(cent) {
			most := 0
			for i, r := range rests {
				if r.GreaterThan(rests[most]) {
					most = i
				}
			}
			parts[most], rests[most] = parts[most].Add(cent), cent.Neg()
		}
		return parts
	}
	kept := make([][3]udecimal.Decimal, n)
	return func() answer {
		for i, d := range amounts {
			kept[i] = one(d)
		}
		return func() string {
			var sum checksum
			for _, parts := range kept {
				for i, part := range parts {
					sum.add(i, must(part.Mul64(100).Int64()))
				}
			}
			return sum.answer()()
		}
	}
}

// firstGets is the checksum of a division in which what is left over goes to the
// first, one each.
func firstGets(n int, weights []int64) string {
	var total int64
	for _, w := range weights {
		total += w
	}
	var sum checksum
	for _, c := range cents(n) {
		left := c
		parts := make([]int64, len(weights))
		for i, w := range weights {
			parts[i] = c * w / total
			left -= parts[i]
		}
		for i := range left {
			parts[i]++
		}
		for i, part := range parts {
			sum.add(i, part)
		}
	}
	return sum.answer()()
}

func splitGoMoney(n int, weights []int64) func() answer {
	amounts := goMoneyOf(n)
	by := make([]int, len(weights))
	for i, w := range weights {
		by[i] = int(w)
	}
	return func() answer {
		var sum checksum
		for _, d := range amounts {
			for i, part := range must(d.Allocate(by...)) {
				sum.add(i, part.Amount())
			}
		}
		return sum.answer()
	}
}

func thirdsGoMoney(n int) func() answer {
	amounts := each(n, func(c int64) *money.Money { return money.New(c, money.USD) })
	return func() answer {
		var sum checksum
		for _, d := range amounts {
			for i, part := range must(d.Split(3)) {
				sum.add(i, part.Amount())
			}
		}
		return sum.answer()
	}
}

func thirdsGovalues(n int) func() answer {
	amounts := each(n, func(c int64) govmoney.Amount { return govmoney.MustNewAmount("USD", c, 2) })
	return func() answer {
		var sum checksum
		for _, d := range amounts {
			for i, part := range must(d.Split(3)) {
				c, _ := part.MinorUnits()
				sum.add(i, c)
			}
		}
		return sum.answer()
	}
}

// divisionOf returns a script that divides among a, b and c.
func divisionOf(weights []int64) numscript.ParseResult {
	var total int64
	for _, w := range weights {
		total += w
	}
	script := numscript.Parse(fmt.Sprintf(`vars { monetary $amount }
send $amount (
	source = @world
	destination = {
		%d/%d to @a
		%d/%d to @b
		%d/%d to @c
	}
)`, weights[0], total, weights[1], total, weights[2], total))
	if faults := script.GetParsingErrors(); len(faults) > 0 {
		panic(faults)
	}
	return script
}

func splitNumscript(n int, weights []int64) racer {
	return racer{name: "numscript", role: otherRule, want: firstGets(n, weights), items: n, ready: func() func() answer {
		script := divisionOf(weights)
		var variables []numscript.VariablesMap
		for _, c := range cents(n) {
			variables = append(variables, numscript.VariablesMap{"amount": "USD/2 " + strconv.FormatInt(c, 10)})
		}
		return func() answer {
			var sum checksum
			for _, v := range variables {
				for _, p := range must2(script.Run(context.Background(), v, numscript.StaticStore{})).Postings {
					sum.add(int(p.Destination[0]-'a'), p.Amount.Int64())
				}
			}
			return sum.answer()
		}
	}}
}

// beyond is an amount that 64 bits do not hold: cents times 10^18, and a few.
func beyond(c int64) *big.Int {
	n := new(big.Int).Mul(big.NewInt(c), big.NewInt(1_000_000_000_000_000_000))
	return n.Add(n, big.NewInt(c))
}

// beyondRow divides amounts of cents that 64 bits do not hold.
func beyondRow(s size) row {
	n := s.of(50_000)
	weights := []int64{50, 30, 20}
	numbers := func() []decimal.Decimal {
		return each(n, func(c int64) decimal.Decimal { return decimal.NewFromBigInt(beyond(c), -2) })
	}
	// The checksum of the lowest words is enough to see a unit in the wrong place.
	low := func(part decimal.Decimal) int64 { return part.CoefficientInt64() }
	return row{
		group: "splits", work: "50/30/20 of a decimal beyond 64 bits", per: "sale", items: n, goal: 1.3, peerGoal: 1,
		why:  "Most of the time is the big integers that are handed out.",
		note: "By hand with math/big. govalues holds 19 digits, and go-money panics.",
		racers: []racer{
			{name: "split.Amounts", role: ours, ready: func() func() answer {
				amounts, by := numbers(), weightsOf(weights)
				return func() answer {
					var sum checksum
					for _, d := range amounts {
						for i, part := range must(split.Amounts(d, 2, by...)) {
							sum.add(i, low(part))
						}
					}
					return sum.answer()
				}
			}},
			{name: "math/big", role: byHand, ready: func() func() answer {
				amounts := numbers()
				return func() answer {
					var sum checksum
					for _, d := range amounts {
						for i, part := range divideBig(d.Coefficient(), weights) {
							sum.add(i, low(decimal.NewFromBigInt(part, -2)))
						}
					}
					return sum.answer()
				}
			}},
			{name: "shopspring", role: peer, ready: func() func() answer {
				return splitShopspring(numbers(), weights)
			}},
		},
	}
}

// divideBig is divide for numbers of any size.
func divideBig(cents *big.Int, weights []int64) []*big.Int {
	var total int64
	for _, w := range weights {
		total += w
	}
	left, by := new(big.Int).Set(cents), big.NewInt(total)
	parts, rests := make([]*big.Int, len(weights)), make([]int64, len(weights))
	var rest big.Int
	for i, w := range weights {
		parts[i] = new(big.Int).Mul(cents, big.NewInt(w))
		parts[i].QuoRem(parts[i], by, &rest)
		rests[i] = rest.Int64()
		left.Sub(left, parts[i])
	}
	one := big.NewInt(1)
	for n := left.Int64(); n > 0; n-- {
		most := 0
		for i, r := range rests {
			if r > rests[most] {
				most = i
			}
		}
		parts[most].Add(parts[most], one)
		rests[most] = -1
	}
	return parts
}

// dividedRow is a whole division, beside the bare amounts.
func dividedRow(s size) row {
	n := s.of(20_000)
	made := alianza.Must(split.New(split.Definition{Currency: "USD", Shares: []split.Share{
		{Party: "platform", Rate: alianza.WholePercent(50)}, {Party: "partner", Rate: alianza.WholePercent(30)}, {Party: "agent", Rate: alianza.WholePercent(20)},
	}}))
	return row{
		group: "explained", work: "50/30/20 with the exact share of each party", per: "sale", items: n, goal: 10,
		note: "By hand: the bare amounts.",
		racers: []racer{
			{name: "Split.Divide", role: ours, ready: func() func() answer {
				amounts := decimals(n)
				return func() answer {
					var sum checksum
					for _, d := range amounts {
						for i, a := range must(made.Divide(d)).Allocations {
							sum.add(i, a.Amount.CoefficientInt64())
						}
					}
					return sum.answer()
				}
			}},
			{name: "the bare amounts", role: byHand, ready: func() func() answer { return splitDecimals(n, []int64{50, 30, 20}) }},
		},
	}
}
