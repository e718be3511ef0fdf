package kpi_test

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/contract"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// TestContract runs the program's examples that are about figures and targets.
func TestContract(t *testing.T) {
	var a adapters
	contract.Run(t, "score/kpi", map[string]contract.Adapter{
		"R6":  a.preset("below", kpi.CriticalKPIs()),
		"R7":  a.preset("below", kpi.ChannelKPIs()),
		"R8":  a.preset("below", kpi.GrowthKPIs()),
		"R9":  a.preset("missed", kpi.TechnologyKPIs(), kpi.ChannelSalesKPIs(), kpi.StrategicKPIs()),
		"R10": a.preset("missed", kpi.AllianceKPIs()),
		"R16": a.satisfaction,
		"R17": a.dashboard,
		"R28": a.improvement,
		"R29": a.actions,
		"R31": a.partners(kpi.AffiliatePartners()),
		"R32": a.partners(kpi.ChannelPartners(1), kpi.ContentPartners()),
		"R41": func(in contract.Input) (any, error) {
			r, err := a.report(kpi.ThreeMonths(), in)
			return contract.Object{"missed": r.Because}, err
		},
		"R42": a.ninetyDays,
		"R43": a.scenario,
		"R44": a.scenario,
		"R50": a.definition,
		"S21": a.profile,
		"S22": a.profile,
		"X14": a.status,

		"roi.KPIStatus": a.status,
		"roi.Attainment": func(in contract.Input) (any, error) {
			k, err := a.kpi(in)
			if err != nil {
				return nil, err
			}
			r, err := k.Judge(in.Number("value"))
			return r.Attainment, err
		},
		"roi.Trend":    a.trend("arrow"),
		"roi.Scenario": a.scenario,
	})
}

// adapters are the functions that pass a row to the package.
type adapters struct{}

// improvement judges the time of an answer, or returns the weeks that onboarding may
// take.
func (a adapters) improvement(in contract.Input) (any, error) {
	if in.Has("onboarding_weeks") {
		return kpi.ImprovementKPIs(in.Number("onboarding_weeks")).KPIs[0].Target.Value, nil
	}
	k, err := kpi.New(kpi.ImprovementKPIs(decimal.NewFromInt(4)).KPIs[1])
	if err != nil {
		return nil, err
	}
	r, err := k.Judge(in.Number("response_hours"))
	return a.word(r.Light, "missed"), err
}

// profile judges an influencer or a medium by the profile of its class. The rows
// give no audience; it is of an age that each class takes.
func (a adapters) profile(in contract.Input) (any, error) {
	class := "class"
	if in.Has("kind") {
		class = "kind"
	}
	card, err := kpi.NewScorecard(kpi.Profiles()[in.Text(class)])
	if err != nil {
		return nil, err
	}
	values := kpi.Values{"audience_age": decimal.NewFromInt(35)}
	if class == "kind" {
		values = kpi.Values{}
	}
	for name, own := range map[string]string{"engagement_pct": "engagement", "visitors": "visitors", "subscribers": "subscribers"} {
		if in.Has(name) {
			values[own] = in.Number(name)
		}
	}
	r, err := card.Judge(values)
	if r.Light == score.Green {
		return "passes", err
	}
	return "fails", err
}

// partners tells how many partners are wanted of a type, or of all types of a card. A
// range has two ends.
func (adapters) partners(cards ...kpi.ScorecardDefinition) contract.Adapter {
	return func(in contract.Input) (any, error) {
		low, high := decimal.Zero, decimal.Zero
		for _, card := range cards {
			all := in.Is("total") || !in.Has("kind") && in.Text("total")+"_partners" == card.Name
			for _, d := range card.KPIs {
				if all || in.Has("kind") && d.Name == in.Text("kind") {
					low, high = low.Add(d.Target.Value), high.Add(d.Target.To)
				}
			}
			if _, err := kpi.NewScorecard(card); err != nil {
				return nil, err
			}
		}
		if high.IsZero() {
			return low, nil
		}
		return contract.Object{"low": low, "high": high}, nil
	}
}

// word is the light of a reading in the words of the program.
func (adapters) word(l score.Light, red string) any {
	return map[score.Light]any{score.Green: "on_target", score.Yellow: "benchmark", score.Red: red, 0: "no_data"}[l]
}

// spelled are the names of the presets for those of the rows.
var spelled = map[string]string{
	"time_to_integration_days": "time_to_integration",
	"tickets":                  "support_tickets",
	"active":                   "active_partnerships",
	"revenue_share":            "partner_revenue_share",
	"revenue_share_pct":        "partner_revenue_share",
	"cac_reduction_pct":        "cac_reduction",
	"satisfaction_pct":         "satisfaction",
	"roi_pct":                  "roi",
	"onboarding_days":          "onboarding",
}

func (adapters) spell(name string) string {
	if other, ok := spelled[name]; ok {
		return other
	}
	return name
}

// preset judges a figure by the KPI of its name in one of the cards.
func (a adapters) preset(red string, cards ...kpi.ScorecardDefinition) contract.Adapter {
	return func(in contract.Input) (any, error) {
		var value score.Number
		if in.Has("won") {
			share, err := score.Share(in.Number("won"), in.Number("won").Add(in.Number("lost")))
			if err != nil {
				return nil, err
			}
			value = share
		} else {
			value = in.Number("value")
		}
		for _, card := range cards {
			for _, d := range card.KPIs {
				if d.Name == a.spell(in.Text("kpi")) {
					k, err := kpi.New(d)
					if err != nil {
						return nil, err
					}
					r, err := k.Judge(value)
					return a.word(r.Light, red), err
				}
			}
		}
		return nil, contract.ErrNotBuilt
	}
}

// kpi makes the KPI of a target and a benchmark.
func (a adapters) kpi(in contract.Input) (kpi.KPI, error) {
	bound := alianza.AtLeast
	switch less, strict := in.Has("direction"), in.Is("target_strict"); {
	case less && strict:
		bound = alianza.Below
	case less:
		bound = alianza.AtMost
	case strict:
		bound = alianza.Above
	}
	target := decimal.NewFromInt(1)
	if in.Has("target") {
		target = in.Number("target")
	}
	d := kpi.Definition{Name: "figure", Target: bound(target)}
	if in.Has("benchmark") {
		d.Benchmark = alianza.AtLeast(in.Number("benchmark"))
	}
	if in.Has("band_pct") {
		d.Tolerance = alianza.WholePercent(in.Int("band_pct"))
	}
	return kpi.New(d)
}

func (a adapters) status(in contract.Input) (any, error) {
	k, err := a.kpi(in)
	if err != nil {
		return nil, err
	}
	if !in.Has("value") {
		r, err := k.Judge(nil)
		return a.word(r.Light, "below"), err
	}
	r, err := k.Judge(in.Number("value"))
	return a.word(r.Light, "below"), err
}

func (a adapters) dashboard(in contract.Input) (any, error) {
	if in.Has("benchmark") {
		return a.status(in)
	}
	k, err := a.kpi(in)
	if err != nil {
		return nil, err
	}
	r, err := k.Judge(in.Number("value"))
	return contract.Object{"attainment_pct": r.Attainment, "status": a.word(r.Light, "below_target")}, err
}

// satisfaction judges a figure of some unit by a KPI in percent.
func (a adapters) satisfaction(in contract.Input) (any, error) {
	k, err := kpi.New(kpi.Definition{Name: "satisfaction", Unit: kpi.UnitPercent, Target: alianza.AtLeast(decimal.NewFromInt(90))})
	if err != nil {
		return nil, err
	}
	if in.Has("mean5") {
		return k.Judge(score.WithUnit(in.Number("mean5"), kpi.UnitOfFive))
	}
	r, err := k.Judge(score.WithUnit(in.Number("percent"), kpi.UnitPercent))
	if r.Light == score.Green && r.Unit == kpi.UnitPercent {
		return "percent_satisfied", err
	}
	return nil, err
}

func (a adapters) actions(in contract.Input) (any, error) {
	n := decimal.NewFromInt
	card := kpi.PerformanceKPIs(kpi.PerformanceTargets{Currency: "EUR", Revenue: n(50_000), Days: n(60), Satisfaction: n(90), Usage: n(60)})
	i := slices.IndexFunc(card.KPIs, func(d kpi.Definition) bool { return d.Name == in.Text("metric") })
	k, err := kpi.New(card.KPIs[i])
	if err != nil {
		return nil, err
	}
	r, err := k.Judge(n(61)) // days: a poor one
	return r.Actions, err
}

// report judges the figures of a row by a card.
func (a adapters) report(d kpi.ScorecardDefinition, in contract.Input) (kpi.Report, error) {
	card, err := kpi.NewScorecard(d)
	if err != nil {
		return kpi.Report{}, err
	}
	return card.Judge(a.values(in))
}

func (a adapters) values(in contract.Input) kpi.Values {
	values := kpi.Values{}
	for _, name := range in.Names() {
		values[a.spell(name)] = in.Number(name)
	}
	return values
}

func (a adapters) ninetyDays(in contract.Input) (any, error) {
	r, err := a.report(kpi.NinetyDays(), in)
	switch {
	case err != nil || !in.Has("onboarding_days"):
		return contract.Object{"met": r.OnTarget, "of": r.Measured}, err
	case r.OnTarget == 1:
		return "met", nil
	}
	return "missed", nil
}

func (a adapters) scenario(in contract.Input) (any, error) {
	var cards []kpi.Scorecard
	for _, d := range kpi.YearScenarios() {
		card, err := kpi.NewScorecard(d)
		if err != nil {
			return nil, err
		}
		cards = append(cards, card)
	}
	reports, place, err := kpi.Reached(a.values(in), cards...)
	if err != nil || place < 0 {
		return "below_base", err
	}
	return reports[place].Scorecard, nil
}

func (a adapters) definition(in contract.Input) (any, error) {
	if in.Has("previous") {
		return a.trend("trend")(in)
	}
	d := kpi.Definition{
		Name: in.Text("name"), Formula: in.Text("measure"),
		Target: alianza.AtLeast(in.Number("target")), Benchmark: alianza.AtLeast(in.Number("benchmark")),
	}
	if err := d.Priority.UnmarshalText([]byte(in.Text("priority"))); err != nil {
		return nil, err
	}
	k, err := kpi.New(d)
	d = k.Definition()
	return contract.Object{
		"name": d.Name, "measure": d.Formula, "target": d.Target.Value, "benchmark": d.Benchmark.Value, "priority": d.Priority,
	}, err
}

// trend returns how a figure moved, and what that means for its target.
func (a adapters) trend(arrow string) contract.Adapter {
	return func(in contract.Input) (any, error) {
		k, err := a.kpi(in)
		if in.Is("less_is_better") {
			k, err = kpi.New(kpi.Definition{Name: "figure", Target: alianza.AtMost(decimal.NewFromInt(1))})
		}
		if err != nil {
			return nil, err
		}
		r, err := k.JudgeSince(in.Number("previous"), in.Number("current"))
		meaning := map[score.Answer]string{score.Yes: "improving", score.No: "worsening", score.Unknown: "stable"}[r.Trend.Better]
		return contract.Object{arrow: r.Trend.Arrow, "meaning": meaning}, err
	}
}
