package main

import (
	govalues "github.com/govalues/decimal"
	"github.com/quagmt/udecimal"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// The four bands: 20% up to 500, 25% up to 1,500, 30% up to 3,000, 35% above.
var (
	bandEnds  = []int64{500, 1_500, 3_000}
	bandRates = []int64{20, 25, 30, 35}
)

// bands is the table of the four bands.
func bands(scope commission.Scope) commission.Table {
	d := commission.TableDefinition{Step: decimal.New(1, -2), Scope: scope}
	for i, rate := range bandRates {
		b := commission.Bracket{Rate: alianza.WholePercent(int(rate))}
		if i < len(bandEnds) {
			b.UpTo = decimal.NewFromInt(bandEnds[i])
		}
		d.Brackets = append(d.Brackets, b)
	}
	return alianza.Must(commission.NewTable(d))
}

// graduatedCents rates each part of cents by its band.
func graduatedCents(c int64) int64 {
	var n int64 // hundredths of a cent
	switch {
	case c > 1<<50:
		panic("not written for that")
	case c <= 50_000:
		n = c * 20
	case c <= 150_000:
		n = 1_000_000 + (c-50_000)*25
	case c <= 300_000:
		n = 3_500_000 + (c-150_000)*30
	default:
		n = 8_000_000 + (c-300_000)*35
	}
	return (n + 50) / 100
}

// slabCents rates all of cents by the band reached.
func slabCents(c int64) int64 {
	var n int64
	switch {
	case c > 1<<50:
		panic("not written for that")
	case c <= 50_000:
		n = c * 20
	case c <= 150_000:
		n = c * 25
	case c <= 300_000:
		n = c * 30
	default:
		n = c * 35
	}
	return (n + 50) / 100
}

// tableRows are sales rated by four bands, each rounded by itself.
func tableRows(s size) []row {
	n := s.of(1_000_000)
	graduated, slab := bands(commission.Graduated), bands(commission.Slab)
	return []row{
		{
			group: "tables", work: "four bands, graduated, of decimals, one sum", per: "sale", items: n, goal: 1.3, peerGoal: 1,
			why: tableWhy,
			racers: []racer{
				{name: "Tally", role: ours, ready: func() func() answer { return tally(graduated, decimals(n)) }},
				{name: "switch on cents", role: byHand, ready: func() func() answer {
					amounts := decimals(n)
					return func() answer {
						var sum int64
						for _, d := range amounts {
							sum += graduatedCents(centsOf(d))
						}
						return whole(sum)
					}
				}},
				{name: "shopspring", role: peer, ready: func() func() answer { return shopspringBands(n, false) }},
				{name: "govalues/decimal", role: peer, want: govaluesBandsWant(n), ready: func() func() answer { return govaluesBands(n) }},
				{name: "udecimal", role: peer, ready: func() func() answer { return udecimalBands(n) }},
			},
			note: "No band's end makes a fraction of a cent, so that one rounding of the sum and one for each band are the same.",
		},
		{
			group: "tables", work: "four bands, graduated, of int64 cents, one sum", per: "sale", items: n, goal: 2,
			why: tableWhy,
			racers: []racer{
				{name: "Tally", role: ours, ready: func() func() answer { return tallyMinor(graduated, cents(n)) }},
				{name: "switch on cents", role: byHand, ready: func() func() answer {
					amounts := cents(n)
					return func() answer {
						var sum int64
						for _, c := range amounts {
							sum += graduatedCents(c)
						}
						return whole(sum)
					}
				}},
			},
		},
		{
			group: "tables", work: "four bands, slab, of decimals, one sum", per: "sale", items: n, goal: 1.3, peerGoal: 1,
			why: tableWhy,
			racers: []racer{
				{name: "Tally", role: ours, ready: func() func() answer { return tally(slab, decimals(n)) }},
				{name: "switch on cents", role: byHand, ready: func() func() answer {
					amounts := decimals(n)
					return func() answer {
						var sum int64
						for _, d := range amounts {
							sum += slabCents(centsOf(d))
						}
						return whole(sum)
					}
				}},
				{name: "shopspring", role: peer, ready: func() func() answer { return shopspringBands(n, true) }},
			},
		},
		{
			group: "tables", work: "four bands, graduated, a decimal for each sale", per: "sale", items: n, goal: 1.3,
			racers: []racer{
				{name: "Table.AppendPay", role: ours, ready: func() func() answer { return itemized(graduated, n) }},
				{name: "switch on cents", role: byHand, ready: func() func() answer {
					amounts, kept := decimals(n), make([]decimal.Decimal, n)
					return func() answer {
						for i, d := range amounts {
							kept[i] = decimal.New(graduatedCents(centsOf(d)), -2)
						}
						return added(kept)
					}
				}},
				{name: "shopspring", role: peer, ready: func() func() answer { return shopspringBandsEach(n) }},
			},
			peerGoal: 1,
		},
		explainedTable(s, graduated),
	}
}

// tableWhy is why a table is slower than bands by hand.
const tableWhy = "By hand the ends and rates of the bands are constants of the program; alianza reads them from a table, and checks each product and sum."

// explainedTable is the payment of one sale with its portions.
func explainedTable(s size, t commission.Table) row {
	n := s.of(20_000)
	return row{
		group: "explained", work: "a payment by four bands, with its portions", per: "sale", items: n, goal: 10,
		why:  "The bare amount is one number. The explanation has three for each band and two for the whole, of two allocations each: \"its decimals alone\" below is what they take without any work.",
		note: "By hand: the bare amount. A sale reaches three bands in the mean.",
		racers: []racer{
			{name: "Table.Pay", role: ours, ready: func() func() answer {
				amounts, kept := decimals(n), make([]decimal.Decimal, n)
				return func() answer {
					for i, d := range amounts {
						kept[i] = must(t.Pay(commission.Volume{Amount: d})).Amount
					}
					return added(kept)
				}
			}},
			bareParts(n, 11),
			{name: "the bare amount", role: byHand, ready: func() func() answer { return itemized(t, n) }},
		},
	}
}

// shopspringBand is what a sale earns by the four bands, written with decimals.
func shopspringBand(amount decimal.Decimal, slab bool, ends, rates []decimal.Decimal) decimal.Decimal {
	sum, before := decimal.Decimal{}, decimal.Decimal{}
	for i, rate := range rates {
		last := i == len(ends) || amount.LessThanOrEqual(ends[i])
		switch {
		case slab && last:
			return amount.Mul(rate).Round(2)
		case last:
			return sum.Add(amount.Sub(before).Mul(rate)).Round(2)
		case !slab:
			sum = sum.Add(ends[i].Sub(before).Mul(rate))
			before = ends[i]
		}
	}
	return sum
}

func shopspringTable() (ends, rates []decimal.Decimal) {
	for _, e := range bandEnds {
		ends = append(ends, decimal.NewFromInt(e))
	}
	for _, r := range bandRates {
		rates = append(rates, decimal.New(r, -2))
	}
	return ends, rates
}

func shopspringBands(n int, slab bool) func() answer {
	amounts := decimals(n)
	ends, rates := shopspringTable()
	return func() answer {
		sum := decimal.Decimal{}
		for _, d := range amounts {
			sum = sum.Add(shopspringBand(d, slab, ends, rates))
		}
		return shifted(sum)
	}
}

func shopspringBandsEach(n int) func() answer {
	amounts, kept := decimals(n), make([]decimal.Decimal, n)
	ends, rates := shopspringTable()
	return func() answer {
		for i, d := range amounts {
			kept[i] = shopspringBand(d, false, ends, rates)
		}
		return added(kept)
	}
}

func govaluesBands(n int) func() answer {
	amounts := govaluesOf(n)
	var ends, rates []govalues.Decimal
	for _, e := range bandEnds {
		ends = append(ends, govalues.MustNew(e, 0))
	}
	for _, r := range bandRates {
		rates = append(rates, govalues.MustNew(r, 2))
	}
	one := func(amount govalues.Decimal) govalues.Decimal {
		var sum, before govalues.Decimal
		for i, rate := range rates {
			end := amount
			if i < len(ends) && ends[i].Less(amount) {
				end = ends[i]
			}
			sum = must(sum.Add(must(must(end.Sub(before)).Mul(rate))))
			if before = end; end.Equal(amount) {
				break
			}
		}
		return sum.Round(2)
	}
	return func() answer {
		var sum govalues.Decimal
		for _, d := range amounts {
			sum = must(sum.Add(one(d)))
		}
		return printed(sum.String)
	}
}

// govaluesBandsWant is the sum of the bands, rounded half to even.
func govaluesBandsWant(n int) string {
	var sum int64
	for _, c := range cents(n) {
		hundredths, before := int64(0), int64(0)
		for i, rate := range bandRates {
			end := c
			if i < len(bandEnds) {
				end = min(c, bandEnds[i]*100)
			}
			hundredths += (end - before) * rate
			before = end
		}
		sum += halfEven(hundredths * 10)
	}
	return whole(sum)()
}

func udecimalBands(n int) func() answer {
	amounts := udecimalOf(n)
	var ends, rates []udecimal.Decimal
	for _, e := range bandEnds {
		ends = append(ends, udecimal.MustFromInt64(e, 0))
	}
	for _, r := range bandRates {
		rates = append(rates, udecimal.MustFromInt64(r, 2))
	}
	one := func(amount udecimal.Decimal) udecimal.Decimal {
		var sum, before udecimal.Decimal
		for i, rate := range rates {
			end := amount
			if i < len(ends) && ends[i].LessThan(amount) {
				end = ends[i]
			}
			sum = sum.Add(end.Sub(before).Mul(rate))
			if before = end; end.Equal(amount) {
				break
			}
		}
		return sum.RoundHAZ(2)
	}
	return func() answer {
		var sum udecimal.Decimal
		for _, d := range amounts {
			sum = sum.Add(one(d))
		}
		return printed(sum.String)
	}
}
