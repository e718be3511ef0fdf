package main

import (
	"math/bits"
	"math/rand/v2"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// cents returns amounts of 0.01 to 9,999.99, always the same ones.
func cents(n int) []int64 {
	r := rand.New(rand.NewPCG(1, 1))
	all := make([]int64, n)
	for i := range all {
		all[i] = 1 + r.Int64N(999_999)
	}
	return all
}

// each returns the amounts of cents in somebody's type.
func each[T any](n int, of func(cents int64) T) []T {
	all := make([]T, n)
	for i, c := range cents(n) {
		all[i] = of(c)
	}
	return all
}

func decimals(n int) []decimal.Decimal {
	return each(n, func(c int64) decimal.Decimal { return decimal.New(c, -2) })
}

// whole tells a sum of cents.
func whole(sum int64) answer { return func() string { return strconv.FormatInt(sum, 10) } }

// shifted tells a sum in major units as whole does.
func shifted(sum decimal.Decimal) answer { return func() string { return sum.Shift(2).String() } }

// printed tells a sum in major units that is of somebody's type.
func printed(sum func() string) answer {
	return func() string { return shifted(decimal.RequireFromString(sum()))() }
}

// flat is the table of 12.5%.
func flat() commission.Table {
	return alianza.Must(commission.NewTable(commission.TableDefinition{
		Step: decimal.New(1, -2), Brackets: []commission.Bracket{{Rate: must(alianza.ParsePercent("12.5%"))}},
	}))
}

// flatCents is 12.5% of cents, half up, in 128 bits. Like all work by hand it
// panics for what it was not written for.
func flatCents(c int64) int64 {
	hi, lo := bits.Mul64(uint64(c), 125)
	lo, carry := bits.Add64(lo, 500, 0)
	if hi+carry != 0 {
		panic("not written for that")
	}
	return int64(lo / 1000)
}

// centsOf reads a decimal as cents.
func centsOf(d decimal.Decimal) int64 {
	c := d.CoefficientInt64()
	if d.Exponent() != -2 || d.NumDigits() > 18 || c < 0 {
		panic("not written for that")
	}
	return c
}

// flatSum is what the flat rate comes to if each sale is rounded by a rule for
// thousandths of a cent.
func flatSum(n int, round func(thousandths int64) int64) string {
	var sum int64
	for _, c := range cents(n) {
		sum += round(c * 125)
	}
	return whole(sum)()
}

func halfEven(thousandths int64) int64 {
	q, r := thousandths/1000, thousandths%1000
	if r > 500 || r == 500 && q%2 == 1 {
		q++
	}
	return q
}

func alwaysUp(thousandths int64) int64 { return (thousandths + 999) / 1000 }

// totalRows are sales at one rate, each rounded by itself.
func totalRows(s size) []row {
	n := s.of(1_000_000)
	even, up := flatSum(n, halfEven), flatSum(n, alwaysUp)
	return []row{
		{
			group: "totals", work: "12.5% of decimals, one sum", per: "sale", items: n, goal: 1.3, peerGoal: 0.5,
			why:  "The loop by hand takes more than 0.4 times what the quickest peer takes, so that half of it is near the least there is. Most of both is the reading of a decimal of shopspring, which is behind a pointer.",
			note: "govalues always rounds half to even; it is checked against a sum by that rule. go-money has no percentage, and its Allocate rounds every part of a cent up.",
			racers: []racer{
				{name: "Tally", role: ours, ready: func() func() answer { return tally(flat(), decimals(n)) }},
				{name: "math/bits", role: byHand, ready: func() func() answer {
					amounts := decimals(n)
					return func() answer {
						var sum int64
						for _, d := range amounts {
							sum += flatCents(centsOf(d))
						}
						return whole(sum)
					}
				}},
				{name: "shopspring", role: peer, ready: func() func() answer { return shopspringSum(n) }},
				{name: "govalues/decimal", role: peer, want: even, ready: func() func() answer { return govaluesSum(n) }},
				{name: "govalues/money", role: peer, want: even, ready: func() func() answer { return govmoneySum(n) }},
				{name: "udecimal", role: peer, ready: func() func() answer { return udecimalSum(n) }},
				{name: "apd", role: peer, ready: func() func() answer { return apdSum(n) }},
				{name: "alpacadecimal", role: peer, ready: func() func() answer { return alpacaSum(n) }},
				{name: "bojanz/currency", role: peer, ready: func() func() answer { return bojanzSum(n) }},
				{name: "go-money", role: otherRule, want: up, ready: func() func() answer { return goMoneySum(n) }},
			},
		},
		{
			group: "totals", work: "12.5% of int64 cents, one sum", per: "sale", items: n, goal: 2,
			why: "By hand the rate is a constant of the program, by which the compiler divides with a multiplication. That of alianza comes from a definition, and each product and sum is checked for what a word holds.",
			racers: []racer{
				{name: "Tally", role: ours, ready: func() func() answer { return tallyMinor(flat(), cents(n)) }},
				{name: "math/bits", role: byHand, ready: func() func() answer {
					amounts := cents(n)
					return func() answer {
						var sum int64
						for _, c := range amounts {
							sum += flatCents(c)
						}
						return whole(sum)
					}
				}},
				{name: "go-money", role: otherRule, want: up, ready: func() func() answer { return goMoneySum(n) }},
			},
		},
		{
			group: "totals", work: "12.5% of decimals, a decimal for each sale", per: "sale", items: n, goal: 1.3, peerGoal: 1,
			why:  "What is handed out is a decimal of shopspring, two allocations, for the work by hand as well. The quicker peers hand out values of their own without a pointer: they keep 12 decimals or 19 digits in the value, and alpacadecimal falls back to shopspring beyond.",
			note: "Two allocations are the decimal that is handed out, for everybody whose answer is one of shopspring. The numbers of udecimal and govalues hold no pointer.",
			racers: []racer{
				{name: "Table.AppendPay", role: ours, ready: func() func() answer { return itemized(flat(), n) }},
				{name: "math/bits", role: byHand, ready: func() func() answer {
					amounts, kept := decimals(n), make([]decimal.Decimal, n)
					return func() answer {
						for i, d := range amounts {
							kept[i] = decimal.New(flatCents(centsOf(d)), -2)
						}
						return added(kept)
					}
				}},
				{name: "shopspring", role: peer, ready: func() func() answer { return shopspringEach(n) }},
				{name: "govalues/decimal", role: peer, want: even, ready: func() func() answer { return govaluesEach(n) }},
				{name: "govalues/money", role: peer, want: even, ready: func() func() answer { return govmoneyEach(n) }},
				{name: "udecimal", role: peer, ready: func() func() answer { return udecimalEach(n) }},
				{name: "apd", role: peer, ready: func() func() answer { return apdEach(n) }},
				{name: "alpacadecimal", role: peer, ready: func() func() answer { return alpacaEach(n) }},
				{name: "bojanz/currency", role: peer, ready: func() func() answer { return bojanzEach(n) }},
				{name: "go-money", role: otherRule, want: up, ready: func() func() answer { return goMoneyEach(n) }},
			},
		},
	}
}

func tally(t commission.Table, amounts []decimal.Decimal) func() answer {
	return func() answer {
		y := t.Tally()
		check(y.Add(amounts...))
		return shifted(y.Amount())
	}
}

func tallyMinor(t commission.Table, amounts []int64) func() answer {
	return func() answer {
		y := t.Tally()
		check(y.AddMinor(amounts...))
		return shifted(y.Amount())
	}
}

func itemized(t commission.Table, n int) func() answer {
	amounts, kept := decimals(n), make([]decimal.Decimal, 0, n)
	return func() answer {
		return added(must(t.AppendPay(kept, amounts...)))
	}
}

// added tells the sum of a list, later than the work.
func added(list []decimal.Decimal) answer {
	return func() string { return shifted(decimal.Sum(decimal.Decimal{}, list...))() }
}
