package roi_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/roi"
)

// TestReference compares every formula with the second implementation. The inputs are
// decimals and figures, which no formula may tell apart.
func TestReference(t *testing.T) {
	for seed := range seeds.Count(60) {
		r := rand.New(rand.NewPCG(uint64(seed), 0))
		positive := func() decimal.Decimal { return decimal.New(1+r.Int64N(1e9), r.Int32N(9)-5) }
		rate := func() alianza.Percent { return alianza.PercentUnits(1 + r.Int64N(1e12)) } // up to 100%
		revenue, cost, arpa := decimal.New(r.Int64N(2e9)-1e9, r.Int32N(9)-4), positive(), positive()
		count, other := 1+r.IntN(1e6), r.IntN(1e6)
		margin, churn, discount := rate(), rate(), rate()
		values := map[string]*big.Rat{
			"r": revenue.Rat(), "c": cost.Rat(), "n": rat(int64(count), 1), "k": churn.Decimal().Rat(),
			"m": margin.Decimal().Rat(), "d": discount.Decimal().Rat(),
		}
		asFigure := sound(roi.NewFigure("churn", roi.UnitPercent, churn.Decimal()))(t)
		compare := func(formula string, values map[string]*big.Rat, got func() (roi.Figure, error)) {
			t.Helper()
			f, err := got()
			if want := refOf(formula, values); err != nil || f.Rat().Cmp(want) != 0 {
				t.Errorf("seed %d: %s = %s, %v; want %s", seed, formula, f, err, want)
			} else {
				again(t, f)
			}
		}
		with := func(name string, q *big.Rat) map[string]*big.Rat {
			other := map[string]*big.Rat{name: q}
			for k, v := range values {
				if k != name {
					other[k] = v
				}
			}
			return other
		}
		abs := revenue.Abs()
		gain := with("r", abs.Rat())
		compare(refFormulas["ROI"], values, of(roi.Return(revenue, cost)))
		compare(refFormulas["return gross"], values, of(roi.Multiple(revenue, cost)))
		compare(refFormulas["return net"], values, of(roi.NetMultiple(revenue, cost)))
		compare(refFormulas["ROAS"], values, of(roi.ROAS(revenue, cost)))
		compare(refFormulas["CAC"], values, of(roi.CAC(cost, count)))
		compare(refFormulas["partner CAC"], gain, of(roi.PartnerCAC(abs, cost, count)))
		compare(refFormulas["saving"], gain, of(roi.Saving(cost, abs)))
		compare(refFormulas["ARPA"], values, of(roi.ARPA(revenue, count)))
		compare(refFormulas["LTV"], values, of(roi.LTV(cost, margin, churn)))
		compare(refFormulas["LTV"], values, of(roi.LTV(cost, margin, asFigure)))
		compare(refFormulas["LTV of a lifetime"], values, of(roi.LifetimeLTV(cost, margin, decimal.NewFromInt(int64(count)))))
		compare(refFormulas["LTV:CAC"], values, of(roi.LTVToCAC(revenue, cost)))
		compare(refFormulas["discounted LTV"], values, of(roi.DiscountedLTV(cost, margin, churn, discount)))
		compare(refFormulas["break-even revenue"], values, of(roi.BreakEvenRevenue(cost, margin)))
		compare(refFormulas["growth"], values, of(roi.Growth(cost, revenue)))
		compare(refFormulas["grown"], values, of(roi.Grown(cost, margin)))
		compare(refFormulas["annual churn, 3 months"], values, of(roi.AnnualChurn(churn, 3)))
		compare(refFormulas["market expansion"], map[string]*big.Rat{"n": rat(int64(other), 1), "k": rat(int64(count), 1)}, of(roi.MarketExpansion(count, other)))
		compare(refFormulas["payback"], with("r", arpa.Rat()), of(roi.Payback(cost, arpa, margin)))
		compare(refFormulas["contribution"], with("n", arpa.Rat()), of(roi.Contribution(revenue, margin, cost, arpa)))

		whole := abs.Add(cost)
		compare("r c / 100 *", map[string]*big.Rat{"r": abs.Rat(), "c": whole.Rat()}, of(roi.Share("share", abs, whole)))

		periods := 1 + r.IntN(40)
		want := refHorizon(cost.Rat(), values["m"], values["k"], values["d"], periods)
		compare("want", map[string]*big.Rat{"want": want}, of(roi.HorizonLTV(cost, margin, churn, discount, periods)))
		fixed, price, variable := decimal.New(r.Int64N(1e5), -1), decimal.New(100+r.Int64N(900), -1), decimal.New(r.Int64N(99), -1)
		units := refUnits(fixed.Rat(), price.Rat(), variable.Rat())
		compare("want", map[string]*big.Rat{"want": rat(int64(units), 1)}, of(roi.BreakEvenUnits(fixed, price, variable)))
	}
}

// TestCompoundGrowthReference raises the growth to its power again: half a unit of the
// last decimal more is not below the growth in all, half a unit less not above it.
func TestCompoundGrowthReference(t *testing.T) {
	power := func(percent *big.Rat, n int) *big.Rat {
		one := new(big.Rat).Quo(percent, rat(100, 1))
		one.Add(one, rat(1, 1))
		all := rat(1, 1)
		for range n {
			all.Mul(all, one)
		}
		return all
	}
	for seed := range seeds.Count(200) {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		before, after := decimal.New(1+r.Int64N(1e6), r.Int32N(5)-2), decimal.New(r.Int64N(1e6), r.Int32N(5)-2)
		periods, places := 1+r.IntN(30), r.IntN(13)
		got := sound(roi.CompoundGrowth(before, after, periods, places))(t)
		half := new(big.Rat).Quo(rat(1, 2), new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)))
		want := new(big.Rat).Quo(after.Rat(), before.Rat())
		low, high := power(new(big.Rat).Sub(got.Rat(), half), periods), power(new(big.Rat).Add(got.Rat(), half), periods)
		below := new(big.Rat).Sub(got.Rat(), half).Cmp(rat(-100, 1)) < 0 // nothing is lost more than all
		if !below && low.Cmp(want) > 0 || high.Cmp(want) < 0 || got.Round(int32(places)).Rat().Cmp(got.Rat()) != 0 {
			t.Errorf("seed %d: CompoundGrowth(%s, %s, %d, %d) = %s; want the nearest number", seed, before, after, periods, places, got)
		}
	}
}

// TestLawFunnel: the overall rate is the product of the steps.
func TestLawFunnel(t *testing.T) {
	for seed := range seeds.Count(200) {
		r := rand.New(rand.NewPCG(uint64(seed), 2))
		f := roi.Funnel{}
		count := 1 + r.IntN(1e9)
		for i := range 2 + r.IntN(6) {
			f.Steps = append(f.Steps, roi.Step{Name: fmt.Sprint("step ", i), Count: count})
			count = 1 + r.IntN(count)
		}
		rates, err := f.Rates()
		if err != nil {
			t.Fatal(err)
		}
		product := rat(100, 1)
		for _, one := range rates {
			product.Mul(product, one.Rat()).Quo(product, rat(100, 1))
		}
		if overall := sound(f.Overall())(t); overall.Rat().Cmp(product) != 0 {
			t.Errorf("seed %d: Overall() = %s; want the product, %s", seed, overall, product)
		}
	}
}

// TestLawExplain: the effects of a partner add up to the change of its revenue, those
// of all partners to the total, and the order of the lists changes nothing.
func TestLawExplain(t *testing.T) {
	for seed := range seeds.Count(100) {
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		period := func() []roi.Sales {
			var all []roi.Sales
			for i := range 6 {
				if r.IntN(4) > 0 {
					all = append(all, roi.Sales{Partner: fmt.Sprint("p", i), Units: decimal.New(1+r.Int64N(1000), -1), Revenue: decimal.New(r.Int64N(1e6)-1e4, -2)})
				}
			}
			return all
		}
		before, after := period(), period()
		if len(before) == 0 {
			continue
		}
		effects, total, err := roi.Explain(before, after)
		if err != nil {
			t.Fatal(err)
		}
		revenue := func(list []roi.Sales, partner string) *big.Rat {
			sum := new(big.Rat)
			for _, s := range list {
				if partner == "" || s.Partner == partner {
					sum.Add(sum, s.Revenue.Rat())
				}
			}
			return sum
		}
		sums := map[string]*big.Rat{"volume": new(big.Rat), "mix": new(big.Rat), "rate": new(big.Rat), "total": new(big.Rat)}
		for _, e := range append(slices.Clone(effects), total) {
			sum := new(big.Rat).Add(e.Volume.Rat(), e.Mix.Rat())
			name := e.Partner
			if name == "total" {
				name = ""
			}
			want := new(big.Rat).Sub(revenue(after, name), revenue(before, name))
			if sum.Add(sum, e.Rate.Rat()).Cmp(want) != 0 || e.Total.Rat().Cmp(want) != 0 {
				t.Errorf("seed %d: effects of %s = %s; want the change, %s", seed, e.Partner, numbers(e), want)
			}
			for _, f := range []roi.Figure{e.Volume, e.Mix, e.Rate, e.Total} {
				if e.Partner != "total" {
					sums[f.Name()].Add(sums[f.Name()], f.Rat())
				} else if f.Rat().Cmp(sums[f.Name()]) != 0 {
					t.Errorf("seed %d: total %s; want %s", seed, f, sums[f.Name()])
				}
			}
		}
		r.Shuffle(len(before), func(i, j int) { before[i], before[j] = before[j], before[i] })
		r.Shuffle(len(after), func(i, j int) { after[i], after[j] = after[j], after[i] })
		again, _, err := roi.Explain(before, after)
		if err != nil || !slices.EqualFunc(effects, again, func(a, b roi.Effect) bool { return numbers(a) == numbers(b) && a.Mix.Equal(b.Mix) }) {
			t.Errorf("seed %d: Explain in another order = %v, %v; want %v", seed, again, err, effects)
		}
	}
}

// TestLawSurvey: an estimate lies in its interval, the interval on the scale, and more
// answers of the same kind make it no wider. The three measures never have one unit.
func TestLawSurvey(t *testing.T) {
	for seed := range seeds.Count(100) {
		r := rand.New(rand.NewPCG(uint64(seed), 4))
		a := roi.Ratings{One: r.IntN(9), Two: r.IntN(9), Three: r.IntN(9), Four: r.IntN(9), Five: 1 + r.IntN(9)}
		ten := roi.Ratings{One: 10 * a.One, Two: 10 * a.Two, Three: 10 * a.Three, Four: 10 * a.Four, Five: 10 * a.Five}
		b := roi.Recommendations{Promoters: 1 + r.IntN(9), Passives: r.IntN(9), Detractors: r.IntN(9)}
		check := func(low, high string) func(e roi.Estimate, err error) *big.Rat {
			return func(e roi.Estimate, err error) *big.Rat {
				if err != nil || e.Low.Cmp(n(low)) < 0 || e.High.Cmp(n(high)) > 0 || e.Figure.Rat().Cmp(e.Low.Rat()) < 0 || e.Figure.Rat().Cmp(e.High.Rat()) > 0 {
					t.Errorf("seed %d: estimate = %s, %v; want it in its interval, from %s to %s", seed, e, err, low, high)
				}
				return new(big.Rat).Sub(e.High.Rat(), e.Low.Rat())
			}
		}
		check("-100", "100")(b.NPS())
		check("0", "100")(a.CSAT())
		wide, narrow := check("1", "5")(a.Mean()), check("1", "5")(ten.Mean())
		if narrow.Cmp(wide) > 0 {
			t.Errorf("seed %d: interval of ten times the answers = %s; want it narrower than %s", seed, narrow, wide)
		}
	}
}

// TestLawRank: the order of the list changes nothing, and no amount rises.
func TestLawRank(t *testing.T) {
	for seed := range seeds.Count(100) {
		r := rand.New(rand.NewPCG(uint64(seed), 5))
		var list []roi.Item
		for i := range 1 + r.IntN(8) {
			list = append(list, roi.Item{Name: fmt.Sprint(i), Amount: decimal.New(r.Int64N(5), r.Int32N(2))})
		}
		first, err := roi.Rank(list)
		if err != nil {
			t.Fatal(err)
		}
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		second, err := roi.Rank(list)
		if err != nil || !slices.EqualFunc(first, second, func(a, b roi.Ranked) bool { return a.Place == b.Place && a.Item.Name == b.Item.Name }) {
			t.Errorf("seed %d: Rank in another order = %v, %v; want %v", seed, second, err, first)
		}
		if !slices.IsSortedFunc(first, func(a, b roi.Ranked) int { return b.Item.Amount.Cmp(a.Item.Amount) }) {
			t.Errorf("seed %d: Rank = %v; want the largest first", seed, first)
		}
	}
}

// check compares the two formulas with fractions, and with each other:
// percent = (n - 1) x 100.
func check(t *testing.T, revenue, cost decimal.Decimal) {
	t.Helper()
	pct, err := roi.Return(revenue, cost)
	if err != nil {
		t.Fatalf("Return(%s, %s) = %v; want no error", revenue, cost, err)
	}
	gross, err := roi.Multiple(revenue, cost)
	if err != nil {
		t.Fatalf("Multiple(%s, %s) = %v; want no error", revenue, cost, err)
	}
	want := new(big.Rat).Sub(revenue.Rat(), cost.Rat())
	want.Mul(want, big.NewRat(100, 1)).Quo(want, cost.Rat())
	if pct.Rat().Cmp(want) != 0 {
		t.Errorf("Return(%s, %s) = %s; want %s", revenue, cost, pct.Rat(), want)
	}
	if want := new(big.Rat).Quo(revenue.Rat(), cost.Rat()); gross.Rat().Cmp(want) != 0 {
		t.Errorf("Multiple(%s, %s) = %s; want %s", revenue, cost, gross.Rat(), want)
	}
	net := new(big.Rat).Sub(gross.Rat(), big.NewRat(1, 1))
	if got := sound(roi.NetMultiple(revenue, cost))(t); got.Rat().Cmp(net) != 0 || got.Unit() != roi.UnitNet {
		t.Errorf("NetMultiple(%s, %s) = %s; want %s", revenue, cost, got, net)
	} else if got := sound(roi.ReturnOf(got))(t); got.Rat().Cmp(pct.Rat()) != 0 || got.Unit() != roi.UnitPercent {
		t.Errorf("ReturnOf(net) = %s; want %s", got, pct)
	}
	if net.Mul(net, big.NewRat(100, 1)).Cmp(pct.Rat()) != 0 {
		t.Errorf("(%s - 1) x 100 = %s; want the percentage, %s", gross.Rat(), net, pct.Rat())
	}
	if got := sound(roi.ReturnOf(gross))(t); got.Rat().Cmp(pct.Rat()) != 0 {
		t.Errorf("ReturnOf(%s) = %s; want %s", gross, got, pct)
	}
	if got := sound(roi.MultipleOf(pct))(t); got.Rat().Cmp(gross.Rat()) != 0 || got.Unit() != roi.UnitGross {
		t.Errorf("MultipleOf(%s) = %s; want %s", pct, got, gross)
	}
}

func TestLawReturn(t *testing.T) {
	for seed := range seeds.Count(500) {
		r := rand.New(rand.NewPCG(uint64(seed), 6))
		check(t, decimal.New(r.Int64N(2e9)-1e9, r.Int32N(9)-4), decimal.New(1+r.Int64N(1e9), r.Int32N(9)-4))
	}
}
