package tier_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/contract"
	"github.com/seed-0af520cd/alianza/tier"
)

// TestContract runs the program's examples that are about levels.
func TestContract(t *testing.T) {
	var a adapters
	contract.Run(t, "tier", map[string]contract.Adapter{
		"T1":  a.salesLevel(tier.Affiliate()),
		"T2":  a.salesLevel(tier.Affiliate()),
		"T3":  a.affiliateBenefits,
		"T4":  a.benchmarkOfSales,
		"T5":  func(in contract.Input) (any, error) { return a.benchmark(in).Retention, nil },
		"T6":  a.salesLevel(tier.Reseller()),
		"T8":  a.resellerServices,
		"T9":  a.incentiveGrades,
		"T13": a.supportTier,
		"T14": a.influencerSize,
		"T15": a.influencerSize,
		"T16": a.ladderAndLevel,
		"T22": a.independent,
		"X14": a.salesOrNone,
		"X21": func(in contract.Input) (any, error) { return tier.SupportAreas()[in.Text("area")], nil },

		"tier.Qualify": func(in contract.Input) (any, error) {
			return a.level(a.ladder(in), tier.Metrics{"sales": in.Number("value")})
		},
		"tier.InfluencerClass": a.influencerSize,
	})
}

// adapters are the functions that pass a row to the package.
type adapters struct{}

func (adapters) place(d tier.Definition[tier.NoTerms], m tier.Metrics) (tier.Placement[tier.NoTerms], error) {
	ladder, err := tier.New(d)
	if err != nil {
		return tier.Placement[tier.NoTerms]{}, err
	}
	return ladder.Place(m)
}

// level is the level reached: none is no value.
func (a adapters) level(d tier.Definition[tier.NoTerms], m tier.Metrics) (any, error) {
	at, err := a.place(d, m)
	if at.Level == "" {
		return nil, err
	}
	return at.Level, err
}

func (a adapters) salesLevel(d tier.Definition[tier.NoTerms]) contract.Adapter {
	return func(in contract.Input) (any, error) { return a.level(d, tier.Metrics{"sales": in.Number("sales")}) }
}

func (a adapters) salesOrNone(in contract.Input) (any, error) {
	m := tier.Metrics{}
	if in.Has("sales") {
		m["sales"] = in.Number("sales")
	}
	return a.level(tier.Affiliate(), m)
}

func (adapters) ladder(in contract.Input) tier.Definition[tier.NoTerms] {
	if in.Text("ladder") == "reseller" {
		return tier.Reseller()
	}
	return tier.Affiliate()
}

// on places a partner on a level, with the least sales that reach it.
func (a adapters) on(d tier.Definition[tier.NoTerms], level string) (tier.Placement[tier.NoTerms], error) {
	for sales := range int64(100) {
		at, err := a.place(d, tier.Metrics{"sales": decimal.NewFromInt(sales)})
		if err != nil || at.Level == level {
			return at, err
		}
	}
	return tier.Placement[tier.NoTerms]{}, contract.ErrNotBuilt
}

func (a adapters) ladderAndLevel(in contract.Input) (any, error) {
	at, err := a.on(a.ladder(in), in.Text("name"))
	return at.Tier(), err
}

func (a adapters) affiliateBenefits(in contract.Input) (any, error) {
	at, err := a.on(tier.Affiliate(), in.Text("level"))
	if in.Has("best") {
		return at.Support + "_" + in.Text("best"), err
	}
	return at.Benefits, err
}

func (a adapters) supportTier(in contract.Input) (any, error) {
	d := tier.Support(decimal.NewFromInt(1), decimal.NewFromInt(2))
	at, err := a.place(d, tier.Metrics{"revenue": in.Number("support_tier").Sub(decimal.NewFromInt(1))})
	return at.Support, err
}

// independent tells what consultants and freelancers have by the names of their
// benefits.
func (a adapters) independent(in contract.Input) (any, error) {
	is := decimal.NewFromInt(0)
	if kind := in.Text("kind"); kind == "consultant" || kind == "freelancer" {
		is = decimal.NewFromInt(1)
	}
	at, err := a.place(tier.Independent(), tier.Metrics{"independent": is})
	terms := contract.Object{"affiliate_program": slices.Contains(at.Benefits, "affiliate_program")}
	for _, b := range at.Benefits {
		if what, ok := strings.CutPrefix(b, "free_"); ok {
			terms[what+"_fee"] = 0
		}
		for _, kind := range []string{"support", "events"} {
			if word, ok := strings.CutSuffix(b, "_"+kind); ok {
				terms[kind] = word
			}
		}
	}
	return terms, err
}

// resellerServices tells the three services of a level apart by their names.
func (a adapters) resellerServices(in contract.Input) (any, error) {
	at, err := a.on(tier.Reseller(), in.Text("tier"))
	services := contract.Object{}
	for _, b := range at.Benefits {
		for _, kind := range []string{"support", "training", "materials"} {
			if word, ok := strings.CutSuffix(b, "_"+kind); ok {
				services[kind] = word
			}
		}
	}
	if services["training"] == "advanced_online" { // the same words, turned round
		services["training"] = "online_advanced"
	}
	return services, err
}

func (adapters) benchmark(in contract.Input) tier.Benchmark {
	all := tier.AffiliateBenchmarks()
	return all[slices.IndexFunc(all, func(b tier.Benchmark) bool { return b.Level == in.Text("level") })]
}

func (a adapters) benchmarkOfSales(in contract.Input) (any, error) {
	side, err := a.benchmark(in).Compare(in.Number("avg"))
	return []string{"below", "inside", "above"}[side+1], err
}

func (adapters) incentiveGrades(in contract.Input) (any, error) {
	d := tier.Incentive("revenue", decimal.NewFromInt(1), decimal.NewFromInt(2), decimal.NewFromInt(3))
	ladder, err := tier.New(d)
	if in.Has("grade") {
		_, has := ladder.Terms(in.Text("grade"))
		return has, err
	}
	var grades []string
	for _, l := range ladder.Definition().Levels {
		grades = append(grades, l.Name)
	}
	return grades, err
}

func (a adapters) influencerSize(in contract.Input) (any, error) {
	d := tier.InfluencerSize()
	if in.Has("scheme") && in.Text("scheme") == "001" {
		d = tier.AllianceInfluencerSize()
	}
	return a.level(d, tier.Metrics{"followers": in.Number("followers")})
}
