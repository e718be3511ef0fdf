package prospect_test

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

// A spa would like to recommend us. May we, how, and what is next? The method asks whether there
// is anything to work with, gives a light, and looks at the pilot and at what it costs to
// coordinate. Two answers are still missing.
func Example() {
	n := decimal.NewFromInt
	method := prospect.SemaforoScreening()
	method.Duties = map[string]prospect.Duty{ // who does what comes out of it
		prospect.TaskFindOut:     {Owner: "Ana", Days: 7},
		prospect.TaskSettlePilot: {Owner: "Spa Azul", Days: 14},
	}
	screening := alianza.Must(prospect.NewScreening(method))

	net := n(1000).Sub(n(400)) // the margin that comes in, less the cost of coordination
	report, err := screening.Judge(prospect.Facts{
		Name: "Spa Azul",
		Answers: score.Answers{ // what is not here is unknown, and never a no
			"concrete_asset": score.Yes, "execution": score.Yes, "measurement": score.Yes,
			"compatible_customer": score.Yes, "transferable_trust": score.Yes, "active_channel": score.Yes,
			"real_complement": score.No, "natural_context": score.No,
		},
		Numbers: map[string]decimal.Decimal{
			"execution_steps": n(3), // more than two are not easy
			"duration":        n(28), "offer": n(1), "script": n(3), "measure": n(0), "review": n(14),
		},
		Net: &net, Currency: "USD",
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	// Three points are yellow, and four would be green. Send the report to the partner manager.
	fmt.Println(report)
	// Output:
	// Spa Azul: run a pilot, small and measurable, and call it a pilot.
	// If the open answers turn out well: make it a sales channel, with a routine and a follow-up.
	//
	// Questions: all have a clear answer.
	// Light: yellow to green, 3 of 8 points, 1 short of green; the quick score says yellow.
	//   Yes: compatible customer, transferable trust, active channel.
	//   No: real complement, natural context, easy execution.
	//   Not known: mutual benefit, measurable.
	// Pilot: incomplete; measure: 0, want at least 1.
	// Coordination: viable, 600 USD left.
	//
	// Next:
	// 1. Find out about mutual benefit, measurable (Ana, within 7 days).
	// 2. Complete the pilot: measure (Spa Azul, within 14 days).
}

// A green light is overruled by what the partnership costs.
func ExampleScreening_Judge_hobby() {
	net := decimal.NewFromInt(10 - 50) // margin less cost of coordination
	report, err := alianza.Must(prospect.NewScreening(prospect.SemaforoScreening())).Judge(prospect.Facts{
		Name: "Spa Azul",
		Answers: score.Answers{
			"concrete_asset": score.Yes, "execution": score.Yes, "measurement": score.Yes,
			"compatible_customer": score.Yes, "transferable_trust": score.Yes, "active_channel": score.Yes, "natural_context": score.Yes,
		},
		Net: &net, Currency: "USD",
	})
	fmt.Println(report.Light.Light, report.Action, report.At, err)
	fmt.Println(report.Next)
	// Output:
	// green stop coordination <nil>
	// [bring the cost of coordination down by more than 40 USD, or stop]
}

// The facts are kept as JSON. What is left out is unknown.
func ExampleFacts() {
	var p prospect.Facts
	err := json.Unmarshal([]byte(`{"name": "Spa Azul", "answers": {"execution": "no"}, "numbers": {"offer": 1}}`), &p)
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := alianza.Must(prospect.NewScreening(prospect.SemaforoScreening())).Judge(p)
	fmt.Println(report.Action, report.At, report.Filter, err)
	// Output:
	// conversation filter conversation; not candidate (execution, typical_customer, real_channel, concrete_asset, measurement) <nil>
}

// Which kind of agreement is it? A commission does not decide that.
func ExampleClassifier_Judge() {
	agreement, err := alianza.Must(prospect.NewClassifier(prospect.Agreements())).Judge(score.Answers{
		"real_complement": score.Yes, "asset_exchange": score.Yes, "measurable": score.No,
		"how_to_refer": score.Yes, "how_to_serve": score.Yes, "how_to_charge": score.Yes,
		"sustained_selling": score.No, "active_channel": score.Yes, "compatible_customer": score.Yes, "commission": score.Yes,
	})
	fmt.Println(agreement, err)
	// Output:
	// referral_program; not strategic_alliance (measurable); not commercial_channel (sustained_selling) <nil>
}

// They bring an audience that we cannot build, and we know how to speak to it.
func ExampleAssetExchange() {
	exchange, err := prospect.AssetExchange(map[string]prospect.Asset{
		"audience": {TheyBring: score.Yes, WeLack: score.Yes, WeBuildSoon: score.No},
		"know_how": {WeBring: score.Yes},
	})
	fmt.Println(exchange, err)
	// Output:
	// yes; received: audience; given: know_how <nil>
}

// One classification answers a criterion of another.
func ExampleClassification_Is() {
	traces, err := alianza.Must(prospect.NewClassifier(prospect.Measurability())).Judge(score.Answers{"coupon": score.Yes})
	fmt.Println(traces.Class, err)
	agreement, err := alianza.Must(prospect.NewClassifier(prospect.Agreements())).Judge(score.Answers{
		"real_complement": score.Yes, "asset_exchange": score.Yes, "measurable": traces.Is("measurable"),
		"how_to_refer": score.Yes, "how_to_serve": score.Yes, "how_to_charge": score.Yes,
	})
	fmt.Println(agreement, err)
	fmt.Println(agreement.Next)
	// Output:
	// measurable <nil>
	// strategic_alliance <nil>
	// design the alliance and carry it out
}

// The hours are multiplied by what an hour costs; the rest is bands.
func ExampleCoordinationScale() {
	scale := alianza.Must(score.NewScale(prospect.CoordinationScale()))
	margin := decimal.NewFromInt(1000)
	for _, hours := range []string{"19.5", "20", "20.5"} {
		cost := decimal.RequireFromString(hours).Mul(decimal.NewFromInt(50))
		band, err := scale.Judge(margin.Sub(cost))
		fmt.Println(band.Name, err)
	}
	band, err := scale.Judge(nil) // nobody has counted the hours
	fmt.Println(band, err)
	// Output:
	// viable <nil>
	// break_even <nil>
	// hobby <nil>
	// no data <nil>
}

// Two authors write to their lists for each other.
func ExampleFairness() {
	mailing := func(emails, people, clicks, conversion int, price int64) prospect.Mailing {
		c, v, p := alianza.WholePercent(clicks), alianza.WholePercent(conversion), decimal.NewFromInt(price)
		return prospect.Mailing{Emails: &emails, People: &people, Clicks: &c, Conversion: &v, Price: &p}
	}
	ana, err := mailing(1, 20_000, 2, 5, 100).Value()
	fmt.Println(ana, err)
	ben, err := mailing(1, 10_000, 4, 5, 50).Value()
	fmt.Println(ben, err)
	fmt.Println(prospect.Fairness(ana, ben))
	// Output:
	// 2000 <nil>
	// 1000 <nil>
	// 0.5 <nil>
}

// The weakest dimension decides; none is the best word for ties to competitors.
func ExampleSegmentation_Judge() {
	segments := alianza.Must(prospect.NewSegmentation(prospect.PrioritySegments()))
	fmt.Println(segments.Judge(map[string]string{
		"audience_alignment": "high", "engagement_credibility": "high", "competitor_partnerships": "none", "impact_potential": "medium",
	}))
	fmt.Println(segments.Judge(map[string]string{"audience_alignment": "high", "engagement_credibility": "high", "competitor_partnerships": "limited"}))
	// Output:
	// medium; impact_potential is medium <nil>
	// low to medium; competitor_partnerships is limited; unknown: impact_potential <nil>
}

func ExamplePrioritize() {
	n := func(i int64) *decimal.Decimal {
		d := decimal.NewFromInt(i)
		return &d
	}
	list, err := prospect.Prioritize([]prospect.Option{
		{Name: "Marina", Impact: n(8), Effort: n(5)},
		{Name: "Norte", Impact: n(9), Effort: n(9)},
		{Name: "Luz", Impact: n(8), Effort: n(2)},
	})
	for _, one := range list {
		fmt.Println(one.Name)
	}
	fmt.Println(err)
	_, err = prospect.Prioritize([]prospect.Option{{Name: "Marina", Impact: n(8)}})
	fmt.Println(err)
	// Output:
	// Luz
	// Marina
	// Norte
	// <nil>
	// prospect: long list: options[0].effort: missing
}

func ExampleDependencyKPIs() {
	card := alianza.Must(kpi.NewScorecard(prospect.DependencyKPIs()))
	report, err := card.Judge(kpi.Values{"partners": decimal.NewFromInt(1)})
	fmt.Println(report.Headline(), err)
	for _, risk := range prospect.AllianceRisks()[:2] {
		if slices.Contains(report.Because, risk.KPI) {
			fmt.Println(risk.Name, risk.Mitigation)
		}
	}
	// Output:
	// dependency: red because of partners; 0 of 1 on target; no data: top_fifth_share <nil>
	// single_point_of_failure [diversify_partners]
}
