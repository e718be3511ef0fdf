package score_test

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/score"
)

// A spa would like to recommend us. Two answers are still missing.
func ExampleGates_Judge() {
	report, err := score.MustGates(score.ProspectGates()).Judge(score.Prospect{
		Name: "Spa Azul",
		Questions: score.Answers{
			"typical_customer": score.Yes, "real_channel": score.Yes, "concrete_asset": score.Yes, "execution": score.Yes, "measurement": score.Yes,
		},
		Criteria: score.Answers{
			"compatible_customer": score.Yes, "transferable_trust": score.Yes, "active_channel": score.Yes,
			"real_complement": score.No, "natural_context": score.No, "easy_execution": score.No,
		},
		Pilot:        score.Counts{"duration": 28, "offer": 1, "script": 3, "measure": 0, "review": 14},
		Coordination: &score.Coordination{Margin: decimal.NewFromInt(1000), Cost: decimal.NewFromInt(400), Unit: "USD"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report)
	// Output:
	// Spa Azul: run a pilot, small and measurable, and call it a pilot.
	// If the open answers turn out well: design the alliance and carry it out.
	//
	// Questions: all have a clear answer.
	// Light: yellow to green, 3 of 8 points, 1 short of green; the quick score says yellow.
	//   Yes: compatible customer, transferable trust, active channel.
	//   No: real complement, natural context, easy execution.
	//   Not known: mutual benefit, measurable.
	// Pilot: incomplete; measure: 0, want at least 1.
	// Coordination: viable, costs 400 USD, brings 1000 USD, 600 USD left.
	//
	// Next:
	// 1. Find out about mutual benefit, measurable.
	// 2. Settle for the pilot: measure.
}

// A green light is overruled by what the partnership costs.
func ExampleGates_Judge_hobby() {
	report, err := score.MustGates(score.ProspectGates()).Judge(score.Prospect{
		Name: "Spa Azul",
		Questions: score.Answers{
			"typical_customer": score.Yes, "real_channel": score.Yes, "concrete_asset": score.Yes, "execution": score.Yes, "measurement": score.Yes,
		},
		Criteria: score.Answers{
			"compatible_customer": score.Yes, "transferable_trust": score.Yes, "active_channel": score.Yes, "natural_context": score.Yes,
		},
		Coordination: &score.Coordination{Margin: decimal.NewFromInt(10), Cost: decimal.NewFromInt(50), Unit: "USD"},
	})
	fmt.Println(report.Light.Light, report.Course, report.At, err)
	fmt.Println(report.Next)
	// Output:
	// green stop coordination <nil>
	// [bring the cost of coordination down by more than 40 USD, or stop]
}

// The facts are kept as JSON. What is left out is unknown.
func ExampleProspect() {
	var p score.Prospect
	err := json.Unmarshal([]byte(`{"name": "Spa Azul", "questions": {"execution": "no"}, "pilot": {"offer": 1}}`), &p)
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := score.MustGates(score.ProspectGates()).Judge(p)
	fmt.Println(report.Course, report.At, report.Filter, err)
	// Output:
	// conversation filter conversation; not candidate (execution) <nil>
}

// Health scores from 0 to 100; 69.5 has to fall somewhere.
func ExampleBands_Judge() {
	health := score.MustBands(score.LightBands("health", decimal.Zero, decimal.NewFromInt(40), decimal.NewFromInt(70), decimal.NewFromInt(100)))
	for _, value := range []string{"69.5", "70", "100", "100.01"} {
		band, err := health.Judge(decimal.RequireFromString(value))
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(band)
	}
	// Output:
	// health 69.5: yellow, >= 40 and < 70
	// health 70: green, >= 70 and <= 100
	// health 100: green, >= 70 and <= 100
	// score: bands health: value "100.01": out of range: in no band: the scale is >= 0 and <= 100
}

func ExampleNewBands_faults() {
	n := decimal.NewFromInt
	_, err := score.NewBands(score.BandsDefinition{Name: "health", Bands: []score.Band{
		{Name: "amber", From: score.AtLeast(n(40)), To: score.AtMost(n(69))},
		{Name: "green", From: score.AtLeast(n(70)), To: score.Below(n(100))},
	}})
	fmt.Println(err)
	// Output:
	// bands[1].to.below "100": contradiction: the end of the scale falls into no band; include it or leave it open
	// bands[1].from.at_least "70": contradiction: a gap: the band before ends with <= 69
}

// Which kind of agreement is it? A commission does not decide that.
func ExampleClasses_Judge() {
	agreement, err := score.MustClasses(score.Agreements()).Judge(score.Answers{
		"complementarity": score.Yes, "asset_exchange": score.Yes, "operating_model": score.Yes, "metrics": score.No,
		"sustained_selling": score.No, "active_channel": score.Yes, "compatible_audience": score.Yes, "commission": score.Yes,
	})
	fmt.Println(agreement, err)
	// Output:
	// referral_program; not strategic_alliance (metrics); not commercial_channel (sustained_selling) <nil>
}

// What goes which way decides whether it is an exchange, and that is one of the
// conditions of an alliance.
func ExampleClassification_Is() {
	exchange, err := score.MustClasses(score.AssetExchange()).Judge(score.Answers{"gets_audience": score.Yes, "gives_know_how": score.Yes})
	fmt.Println(exchange.Class, err)
	agreement, err := score.MustClasses(score.Agreements()).Judge(score.Answers{
		"complementarity": score.Yes, "asset_exchange": exchange.Is("exchange"), "operating_model": score.Yes, "metrics": score.Yes,
	})
	fmt.Println(agreement, err)
	// Output:
	// exchange <nil>
	// strategic_alliance <nil>
}

func ExamplePackage_Judge() {
	pilot := score.MustPackage(score.PilotPackage())
	fmt.Println(pilot.Judge(score.Counts{"duration": 28, "offer": 1, "script": 3, "measure": 1, "review": 14}))
	fmt.Println(pilot.Judge(score.Counts{"duration": 35, "offer": 1, "script": 3, "review": 14}))
	// Output:
	// complete <nil>
	// incomplete; duration: 35, want 14 to 28 days; unknown: measure <nil>
}

func ExampleCoordination_Judge() {
	margin := decimal.NewFromInt(1000)
	for _, hours := range []string{"19.5", "20", "20.5"} {
		cost := decimal.RequireFromString(hours).Mul(decimal.NewFromInt(50))
		fmt.Println(score.Coordination{Margin: margin, Cost: cost, Unit: "USD"}.Judge())
	}
	// Output:
	// viable: costs 975.0 USD, brings 1000 USD, 25.0 USD left <nil>
	// break_even: costs 1000 USD, brings 1000 USD <nil>
	// hobby: costs 1025.0 USD, brings 1000 USD, 25.0 USD too much <nil>
}

// Two authors write to their lists for each other.
func ExampleReciprocate() {
	balance, err := score.Reciprocate(
		score.Mailing{Side: "ana", Sends: 1, List: 20_000, Clicks: score.Percent(2), Conversion: score.Percent(5), Price: decimal.NewFromInt(100)},
		score.Mailing{Side: "ben", Sends: 1, List: 10_000, Clicks: score.Percent(4), Conversion: score.Percent(5), Price: decimal.NewFromInt(50)},
	)
	fmt.Println(balance, err)
	fmt.Println(balance.Cmp(decimal.RequireFromString("0.5")) >= 0)
	// Output:
	// reciprocal, balance 0.5: ana gives 2000, ben gives 1000 <nil>
	// true
}

// The weakest dimension decides; none is the best word for ties to competitors.
func ExampleSegmentation_Judge() {
	segments := score.MustSegmentation(score.PrioritySegments())
	fmt.Println(segments.Judge(score.Profile{
		"audience_alignment": "high", "engagement_credibility": "high", "competitor_partnerships": "none", "impact_potential": "medium",
	}))
	fmt.Println(segments.Judge(score.Profile{"audience_alignment": "high", "engagement_credibility": "high", "competitor_partnerships": "limited"}))
	// Output:
	// medium; impact_potential is medium <nil>
	// low to medium; competitor_partnerships is limited; unknown: impact_potential <nil>
}

func ExampleLongList_Judge() {
	n := decimal.NewFromInt
	list, err := score.MustLongList(score.AllianceLongList()).Judge([]score.Entry{
		{Name: "Marina", Impact: n(8), Effort: n(5)},
		{Name: "Norte", Impact: n(9), Effort: n(9)},
		{Name: "Luz", Impact: n(8), Effort: n(2)},
	})
	fmt.Println(list, err)
	for _, one := range list.Ranked {
		fmt.Println(one.Front, one.Entry.Name)
	}
	// Output:
	// complete with 3: Norte, Luz, Marina <nil>
	// 1 Norte
	// 1 Luz
	// 2 Marina
}

func ExampleRegister_Judge() {
	d := score.AllianceRegister()
	d.Likelihood, d.Impact = []string{"unlikely", "likely"}, []string{"mild", "severe"}
	report, err := score.MustRegister(d).Judge([]score.Risk{
		{Name: "brand_damage", Kind: "quality", Likelihood: "unlikely", Impact: "severe", Mitigation: []string{"monitoring"}},
		{Name: "partner_switching", Kind: "competition", Likelihood: "likely", Impact: "severe"},
	}, map[string]score.Number{"partners": decimal.NewFromInt(1)})
	fmt.Println(report, err)
	fmt.Println("nothing is done about", report.Unmitigated)
	// Output:
	// single_point_of_failure (dependency): partners 1; diversify_partners
	// revenue_concentration (dependency): no data on top_fifth_share
	// partner_switching (competition): likely, severe, exposure 4; nothing is done about it
	// brand_damage (quality): unlikely, severe, exposure 2; monitoring <nil>
	// nothing is done about [partner_switching]
}
