package roi_test

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/contract"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/cashflow"
	"github.com/seed-0af520cd/alianza/roi/concentration"
	"github.com/seed-0af520cd/alianza/roi/goal"
	"github.com/seed-0af520cd/alianza/roi/typical"
)

// TestContract runs the program's examples that are about returns.
func TestContract(t *testing.T) {
	adapters := map[string]contract.Adapter{}
	for _, some := range []map[string]contract.Adapter{returnRows, acquisitionRows, valueRows, growthRows, shareRows, surveyRows, cashflowRows, concentrationRows, goalRows, typicalRows} {
		for rule, adapter := range some {
			if adapters[rule] != nil {
				t.Errorf("%s has two adapters", rule)
			}
			adapters[rule] = adapter
		}
	}
	contract.Run(t, "roi", adapters,
		contract.Refusal{Name: "empty", Kind: alianza.ErrEmpty},
		contract.Refusal{Name: "negative_input", Kind: alianza.ErrNegative},
		contract.Refusal{Name: "never", Kind: alianza.ErrNever},
		contract.Refusal{Name: "no_solution", Kind: alianza.ErrNoSolution},
		contract.Refusal{Name: "ambiguous", Kind: alianza.ErrAmbiguous})
}

// figure returns a figure as a result, and no figure as no value.
func figure(f roi.Figure, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	if f.IsZero() {
		return nil, nil
	}
	return f, nil
}

// figures returns a list of figures as a result.
func figures(list []roi.Figure, err error) (any, error) {
	all := make([]any, len(list))
	for i, f := range list {
		all[i], _ = figure(f, nil)
	}
	return all, err
}

// share returns a percentage of the input.
func share(in contract.Input, name string) alianza.Percent {
	p, err := alianza.PercentOf(in.Number(name))
	if err != nil {
		panic(err)
	}
	return p
}

func rowReturn(in contract.Input) (any, error) {
	return figure(roi.Return(in.Number("revenue"), in.Number("cost")))
}

var returnRows = map[string]contract.Adapter{
	"R1": rowReturn,
	"R2": rowReturn,
	"R3": func(in contract.Input) (any, error) {
		gains := roi.Gains{
			Direct: in.Number("direct"), Savings: in.Number("savings"),
			Expansion: in.Number("expansion"), Innovation: in.Number("innovation"),
		}
		c := roi.Case{Gains: gains.Items(), Costs: []roi.Item{{Name: "cost", Amount: in.Number("cost")}}}
		return figure(c.Return())
	},
	"R4": func(in contract.Input) (any, error) {
		gross, err := roi.Multiple(in.Number("revenue"), in.Number("cost"))
		if err != nil {
			return nil, err
		}
		net, err := roi.ReturnOf(gross)
		return contract.Object{"gross": gross, "net_pct": net}, err
	},
	"roi.ROIPercent": func(in contract.Input) (any, error) {
		return figure(roi.Return(in.Number("gain"), in.Number("cost")))
	},
	"roi.ReturnRatio": func(in contract.Input) (any, error) {
		if in.Has("basis") && in.Text("basis") == "net" {
			return figure(roi.NetMultiple(in.Number("gain"), in.Number("cost")))
		}
		return figure(roi.Multiple(in.Number("gain"), in.Number("cost")))
	},
	"roi.RatioToPercent": func(in contract.Input) (any, error) {
		unit := roi.UnitGross
		if in.Has("basis") && in.Text("basis") == "net" {
			unit = roi.UnitNet
		}
		multiple, err := roi.NewFigure("return", unit, in.Number("n"))
		if err != nil {
			return nil, err
		}
		return figure(roi.ReturnOf(multiple))
	},
	"roi.ROAS": func(in contract.Input) (any, error) {
		return figure(roi.ROAS(in.Number("revenue"), in.Number("spend")))
	},
}

func rowSaving(in contract.Input) (any, error) {
	return figure(roi.Saving(in.Number("direct_cac"), in.Number("partner_cac")))
}

var acquisitionRows = map[string]contract.Adapter{
	"C21": func(in contract.Input) (any, error) {
		saving, err := rowSaving(in)
		return contract.Object{"saving_pct": saving}, err
	},
	"R13": func(in contract.Input) (any, error) {
		return figure(roi.CPA(in.Number("cost"), in.Int("conversions"), "conversion"))
	},
	"R20": rowSaving,
	"R37": func(in contract.Input) (any, error) {
		return figure(roi.ARPA(in.Number("revenue"), in.Int("partners")))
	},
	"roi.CAC": func(in contract.Input) (any, error) {
		return figure(roi.CAC(in.Number("cost"), in.Int("new_customers")))
	},
	"roi.EffectiveCAC": func(in contract.Input) (any, error) {
		return figure(roi.PartnerCAC(in.Number("commission"), in.Number("program_cost"), in.Int("new_customers")))
	},
	"roi.CACSaving": func(in contract.Input) (any, error) {
		return figure(roi.Saving(in.Number("direct"), in.Number("partner")))
	},
	"roi.CPA": func(in contract.Input) (any, error) {
		return figure(roi.CPA(in.Number("cost"), in.Int("actions"), "action"))
	},
}

var valueRows = map[string]contract.Adapter{
	"roi.LTV": func(in contract.Input) (any, error) {
		return figure(roi.LTV(in.Number("arpa"), share(in, "margin_pct"), share(in, "churn_pct")))
	},
	"roi.LTVToCAC": func(in contract.Input) (any, error) {
		return figure(roi.LTVToCAC(in.Number("ltv"), in.Number("cac")))
	},
	"roi.PaybackMonths": func(in contract.Input) (any, error) {
		months, err := roi.Payback(in.Number("cac"), in.Number("arpa"), share(in, "margin_pct"))
		return contract.Object{"exact": months, "whole": months.Ceil()}, err
	},
	"roi.Contribution": func(in contract.Input) (any, error) {
		return figure(roi.Contribution(in.Number("revenue"), share(in, "margin_pct"), in.Number("commission"), in.Number("coordination_cost")))
	},
	"roi.BreakEvenUnits": func(in contract.Input) (any, error) {
		return figure(roi.BreakEvenUnits(in.Number("fixed"), in.Number("price"), in.Number("variable")))
	},
	"roi.BreakEvenRevenue": func(in contract.Input) (any, error) {
		return figure(roi.BreakEvenRevenue(in.Number("fixed"), share(in, "margin_pct")))
	},
}

var growthRows = map[string]contract.Adapter{
	"R8": func(in contract.Input) (any, error) {
		switch {
		case in.Has("partners_y1"):
			return figure(roi.Growth(in.Number("partners_y1"), in.Number("partners_y2")))
		case in.Has("initial_markets"):
			return figure(roi.MarketExpansion(in.Int("initial_markets"), in.Int("new_markets")))
		}
		return figure(roi.Saving(in.Number("before"), in.Number("after")))
	},
	"R24": func(in contract.Input) (any, error) {
		return figure(roi.Retention(in.Int("cohort_y1"), in.Int("still_active_y2")))
	},
	"S19": func(in contract.Input) (any, error) {
		c, err := roi.Coordinate(in.Number("margin"), in.Number("hours"), in.Number("hourly"))
		return contract.Object{"cost": c.Cost, "net": c.Net}, err
	},
	"X4": func(in contract.Input) (any, error) {
		if in.Has("reduction_pct") {
			return figure(roi.Grown(in.Number("base"), alianza.PercentUnits(-share(in, "reduction_pct").Units())))
		}
		return figure(roi.Grown(in.Number("base"), share(in, "growth_pct")))
	},
	"roi.Retention": func(in contract.Input) (any, error) {
		return figure(roi.Retention(in.Int("start"), in.Int("still_active")))
	},
	"roi.Churn": func(in contract.Input) (any, error) {
		return figure(roi.Churn(in.Int("start"), in.Int("lost")))
	},
	"roi.AnnualChurn": func(in contract.Input) (any, error) {
		return figure(roi.AnnualChurn(share(in, "monthly_pct"), 12))
	},
	"roi.Growth": func(in contract.Input) (any, error) {
		return figure(roi.Growth(in.Number("old"), in.Number("new")))
	},
	"roi.Slope": func(in contract.Input) (any, error) { return figure(roi.Slope(in.Numbers("values"))) },
	"roi.MarketExpansion": func(in contract.Input) (any, error) {
		return figure(roi.MarketExpansion(in.Int("initial"), in.Int("new")))
	},
}

// funnel returns a funnel with steps named by their place.
func funnel(counts []decimal.Decimal) roi.Funnel {
	var f roi.Funnel
	for i, n := range counts {
		f.Steps = append(f.Steps, roi.Step{Name: fmt.Sprintf("step %d", i+1), Count: int(n.IntPart())})
	}
	return f
}

func rowFunnel(in contract.Input, name string) (any, error) {
	f := funnel(in.Numbers(name))
	steps, err := figures(f.Rates())
	if err != nil {
		return nil, err
	}
	overall, err := f.Overall()
	return contract.Object{"steps_pct": steps, "overall_pct": overall}, err
}

var shareRows = map[string]contract.Adapter{
	"R11": func(in contract.Input) (any, error) {
		return figure(roi.GrowthShare(in.Number("partner_growth"), in.Number("total_growth")))
	},
	"R12": func(in contract.Input) (any, error) {
		var f roi.Funnel
		for _, name := range []string{"impressions", "clicks", "leads", "conversions"} {
			f.Steps = append(f.Steps, roi.Step{Name: name, Count: in.Int(name)})
		}
		text := func(from, to string) string {
			rate, err := f.Conversion(from, to)
			if err != nil {
				return err.Error()
			}
			return rate.Value()
		}
		return contract.Object{
			"ctr": text("impressions", "clicks"), "click_to_lead": text("clicks", "leads"),
			"lead_to_sale": text("leads", "conversions"), "click_to_sale": text("clicks", "conversions"),
		}, nil
	},
	"R19": func(in contract.Input) (any, error) {
		if !in.Has("revenues") {
			return dashboard(in.Text("dashboard")).Figures, nil
		}
		revenues := in.Object("revenues")
		var items []roi.Item
		for _, name := range revenues.Names() {
			items = append(items, roi.Item{Name: name, Amount: revenues.Number(name)})
		}
		ranked, err := roi.Rank(items)
		var names []string
		for _, one := range ranked[:min(len(ranked), in.Int("top"))] {
			names = append(names, one.Item.Name)
		}
		return names, err
	},
	"R23": func(in contract.Input) (any, error) {
		return figure(roi.Share("new customers", in.Number("partner_new"), in.Number("total_new")))
	},
	"R25": func(in contract.Input) (any, error) {
		return figure(roi.RevenueShare(in.Number("partner"), in.Number("total")))
	},
	"R45": func(in contract.Input) (any, error) { return rowFunnel(in, "funnel") },
	"roi.Conversion": func(in contract.Input) (any, error) {
		f := roi.Funnel{Steps: []roi.Step{{Name: "base", Count: in.Int("total")}, {Name: "converted", Count: in.Int("part")}}}
		return figure(f.Conversion("base", "converted"))
	},
	"roi.Funnel": func(in contract.Input) (any, error) { return rowFunnel(in, "counts") },
	"roi.PartnerShare": func(in contract.Input) (any, error) {
		return figure(roi.RevenueShare(in.Number("part"), in.Number("total")))
	},
	"roi.GrowthShare": func(in contract.Input) (any, error) {
		return figure(roi.GrowthShare(in.Number("p_new").Sub(in.Number("p_old")), in.Number("t_new").Sub(in.Number("t_old"))))
	},
}

// answers returns a list of whole numbers.
func answers(in contract.Input, name string) []int {
	var all []int
	for _, n := range in.Numbers(name) {
		all = append(all, int(n.IntPart()))
	}
	return all
}

func estimate(e roi.Estimate, err error) (any, error) { return figure(e.Figure, err) }

var surveyRows = map[string]contract.Adapter{
	"R16": func(in contract.Input) (any, error) { return rowRatings(in, "responses", "mean5") },
	"roi.CSAT": func(in contract.Input) (any, error) {
		return rowRatings(in, "scores", "mean")
	},
	"roi.NPS": func(in contract.Input) (any, error) {
		r, err := roi.CountRecommendations(answers(in, "scores"))
		if err != nil {
			return nil, err
		}
		return estimate(r.NPS())
	},
	"roi.NPSCounts": func(in contract.Input) (any, error) {
		r := roi.Recommendations{Promoters: in.Int("promoters"), Passives: in.Int("passives"), Detractors: in.Int("detractors")}
		return estimate(r.NPS())
	},
}

func rowRatings(in contract.Input, list, mean string) (any, error) {
	r, err := roi.CountRatings(answers(in, list))
	if err != nil {
		return nil, err
	}
	average, err := r.Mean()
	csat, again := r.CSAT()
	return contract.Object{mean: average.Figure, "csat_pct": csat.Figure}, errors.Join(err, again)
}

var cashflowRows = map[string]contract.Adapter{
	"roi.NPV": func(in contract.Input) (any, error) {
		return figure(cashflow.NPV(share(in, "rate_pct"), in.Numbers("flows")))
	},
	"roi.IRR": func(in contract.Input) (any, error) { // the rows are fractions of one
		rate, err := cashflow.IRR(in.Numbers("flows"), 12)
		return new(big.Rat).Quo(rate.Rat(), big.NewRat(100, 1)), err
	},
	"roi.PaybackFlows": func(in contract.Input) (any, error) {
		payback := cashflow.Payback
		if in.Has("rate_pct") {
			payback = func(flows []decimal.Decimal) (roi.Figure, error) {
				return cashflow.DiscountedPayback(share(in, "rate_pct"), flows)
			}
		}
		periods, err := payback(in.Numbers("flows"))
		return contract.Object{"exact": periods, "whole": periods.Ceil()}, err
	},
}

// distribution returns the distribution of a list of revenues.
func distribution(in contract.Input, name string) (concentration.Distribution, error) {
	var items []roi.Item
	for i, d := range in.Numbers(name) {
		items = append(items, roi.Item{Name: fmt.Sprint("partner ", i), Amount: d})
	}
	return concentration.New(items)
}

func rowTop(in contract.Input, name string) (any, error) {
	d, err := distribution(in, name)
	if err != nil {
		return nil, err
	}
	k, share, err := d.TopPercent(alianza.WholePercent(20))
	return contract.Object{"top_n": k, "share_pct": share}, err
}

// measure returns an adapter for one measure of a list of revenues.
func measure(of func(concentration.Distribution) (roi.Figure, error)) contract.Adapter {
	return func(in contract.Input) (any, error) {
		d, err := distribution(in, "values")
		if err != nil {
			return nil, err
		}
		return figure(of(d))
	}
}

var concentrationRows = map[string]contract.Adapter{
	"R14": func(in contract.Input) (any, error) { return rowTop(in, "revenues") },
	"R33": func(in contract.Input) (any, error) {
		d, err := distribution(in, "shares_pct")
		if err != nil || !d.SinglePoint(alianza.WholePercent(100)) {
			return "several", err
		}
		return "single_point_of_failure", nil
	},
	"R34": func(in contract.Input) (any, error) {
		d, err := distribution(in, "shares_pct")
		if err != nil {
			return nil, err
		}
		_, largest, err := d.Largest()
		hhi, again := d.HHI()
		return contract.Object{"hhi": hhi, "largest_pct": largest}, errors.Join(err, again)
	},
	"S31": func(in contract.Input) (any, error) {
		d, err := distribution(in, "revenues")
		if err != nil {
			return nil, err
		}
		_, largest, err := d.Largest()
		return contract.Object{"largest_pct": largest}, err
	},
	"roi.Pareto": func(in contract.Input) (any, error) { return rowTop(in, "values") },
	"roi.HHI":    measure(concentration.Distribution.HHI),
	"roi.Gini":   measure(concentration.Distribution.Gini),
	"roi.HHIBand": func(in contract.Input) (any, error) {
		hhi, err := roi.NewFigure("HHI", concentration.UnitPoints, in.Number("points"))
		if err != nil {
			return nil, err
		}
		return concentration.BandOf(hhi)
	},
}

// judge returns the status of actual figures of one period.
func judge(d goal.Definition, period string, in contract.Input, names map[string]string) (map[string]goal.Status, error) {
	set, err := goal.New(d)
	if err != nil {
		return nil, err
	}
	var actuals []goal.Actual
	for field, name := range names {
		actuals = append(actuals, goal.Actual{Period: period, Name: name, Value: in.Number(field)})
	}
	readings, err := set.Judge(actuals...)
	status := map[string]goal.Status{}
	for _, r := range readings {
		if r.Period == period {
			status[r.Name] = r.Status
		}
	}
	return status, err
}

func rowRoadmap(in contract.Input) (any, error) {
	if in.Has("quarters") { // what their revenue comes to
		sum := decimal.Decimal{}
		for _, g := range goal.AllianceRoadmap().Goals {
			if g.Name == "revenue" && slices.Contains(in.Texts("quarters"), g.Period) {
				sum = sum.Add(g.Bound.Value)
			}
		}
		return sum, nil
	}
	status, err := judge(goal.AllianceRoadmap(), in.Text("quarter"), in, map[string]string{"actual_active": "active"})
	return status["active"], err
}

var goalRows = map[string]contract.Adapter{
	"R30": func(in contract.Input) (any, error) {
		set, err := goal.New(goal.AffiliateBudget())
		if err != nil {
			return nil, err
		}
		parts, err := set.Breakdown("month", "program")
		if in.Text("sum") == "low" {
			return parts.Low, err
		}
		return parts.High, err
	},
	"R35": rowRoadmap,
	"R36": rowRoadmap,
	"R46": func(in contract.Input) (any, error) {
		status, err := judge(goal.AdvancedFunnel(), "month", in, map[string]string{"outreach": "outreach", "calls": "calls", "proposals": "proposals", "closed": "closed"})
		for _, s := range status {
			if s != goal.OnPlan {
				return s, err
			}
		}
		return "met", err
	},
}

// amounts returns the ends of a range of money.
func amounts(list []typical.Range, name string) (any, error) {
	r, err := typical.Find(list, name)
	return contract.Object{"low": r.Bound.Value, "high": r.Bound.To, "currency": r.Unit}, err
}

// dashboard returns the board of a name.
func dashboard(name string) typical.Dashboard {
	boards := typical.Dashboards()
	return boards[slices.IndexFunc(boards, func(d typical.Dashboard) bool { return d.Name == name })]
}

var typicalRows = map[string]contract.Adapter{
	"R5": func(in contract.Input) (any, error) {
		r, err := typical.Find(typical.ContentReturns(), in.Text("kind"))
		if err != nil {
			return nil, err
		}
		multiple, err := roi.Multiple(in.Number("revenue"), in.Number("cost"))
		if err != nil {
			return nil, err
		}
		position, err := r.Place(multiple)
		verdict := position.String()
		if position == typical.Inside {
			verdict = "meets"
		}
		return contract.Object{"verdict": verdict, "least": r.Bound.Value}, err
	},
	"R15": func(in contract.Input) (any, error) {
		r, err := typical.Find(typical.AffiliatePartner(), "retention")
		if err != nil {
			return nil, err
		}
		retention, err := roi.NewFigure("retention", roi.UnitPercent, in.Number("retention_pct"))
		if err != nil {
			return nil, err
		}
		return r.Place(retention)
	},
	"R21": func(in contract.Input) (any, error) { return amounts(typical.IntegrationCAC(), in.Text("integration")) },
	"R22": func(in contract.Input) (any, error) {
		r, err := typical.Find(typical.Effects(), in.Text("effect"))
		return contract.Object{"low_pct": r.Bound.Value, "high_pct": r.Bound.To}, err
	},
	"R26": func(in contract.Input) (any, error) {
		r, err := typical.Find(typical.Levers(), in.Text("strategy"))
		if err != nil || r.Of != "revenue" {
			return nil, err
		}
		growth, err := alianza.PercentOf(r.Bound.Value)
		if err != nil {
			return nil, err
		}
		return figure(roi.Grown(in.Number("revenue"), growth))
	},
	"R27": func(in contract.Input) (any, error) {
		r, err := typical.Find(typical.Openings(), in.Text("opportunity"))
		return contract.Object{"least_pct": r.Bound.Value, "of": r.Of, "priority": r.Priority}, err
	},
	"R38": func(in contract.Input) (any, error) { return amounts(typical.DealSizes(), in.Text("program")) },
	"R48": func(in contract.Input) (any, error) {
		board := dashboard("tracking")
		if in.Text("list") == "metrics" {
			return board.Figures, nil
		}
		return contract.Object{"report": board.Report, "review": board.Review}, nil
	},
	"X15": func(in contract.Input) (any, error) {
		r, err := typical.Find(typical.AllianceGoals(), "growth_share")
		if err != nil {
			return nil, err
		}
		share, err := roi.GrowthShare(in.Number("partner_growth"), in.Number("total_growth"))
		if err != nil {
			return nil, err
		}
		position, err := r.Place(share)
		return contract.Object{"share_pct": share, "goal": map[typical.Position]string{typical.Inside: "met", typical.Below: "missed"}[position]}, err
	},
}

// TestRefusalsApart checks that no refusal of a formula is another one.
func TestRefusalsApart(t *testing.T) {
	kinds := []error{
		alianza.ErrZero, alianza.ErrEmpty, alianza.ErrNegative, alianza.ErrNever, alianza.ErrAmbiguous,
		alianza.ErrCurrency, alianza.ErrUnchecked, alianza.ErrLimit, alianza.ErrConflict,
	}
	for i, one := range kinds {
		if slices.ContainsFunc(kinds[i+1:], func(other error) bool { return errors.Is(one, other) || errors.Is(other, one) }) {
			t.Errorf("%v is another kind", one)
		}
	}
}
